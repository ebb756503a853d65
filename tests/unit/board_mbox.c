/* Mailboxes and maildirs: separators and quoting, threads, bodies. */
#include "tests/tap.h"
#include "tests/unit/board_dump.h"

static struct buf out;

static const char *read_as(const char *path, const char *s)
{
	struct board_input in = {.bytes = str_c(s), .path = str_c(path), .retrieved_at = BOARD_NO_TIME, .first = -1};

	return board_dump(&in, &out);
}

static const char *mbox(const char *s)
{
	const char *all = read_as("/mail/talk.mbox", s), *line = strchr(all, '\n');

	return line && !strncmp(all, "part mbox MIME  -", 17) ? line + 1 : all;
}

#define FROM(who, time) "From " who " Tue Dec 27 " time " 2022\n"

static void separators(void)
{
	is_str(mbox(FROM("a@x.org", "20:15:01") "Message-ID: <1@x>\nFrom: a@x.org\nSubject: one\n\nFrom me to you\n"
						"From here on 20:15\n>From quoted\n>>From twice\n\n" FROM(
							"b", "20:16:00") "Message-ID: <2@x>\nSubject: two\n\nb\n"),
	       "source mail talk 1@x one -\n"
	       "1 1@x|a@x.org|a@x.org|a@x.org||1672172101|From me to you/From here on 20:15/From quoted/>From twice\n"
	       "source mail talk 2@x two -\n"
	       "1 2@x||||"
	       "|1672172160|b\n",
	       "messages begin behind separators with a date; one > is taken off");
	is_str(mbox(FROM("a", "20:15:01") "Message-ID: <1@x>\nContent-Length: 66\n\nsee:\n\n" FROM(
		       "b", "20:16:00") "Subject: inside\n\n>From kept\n\n" FROM("c",
										 "20:17:00") "Message-ID: "
											     "<2@x>\nContent-Length: "
											     "9999\n\nc\n\n" FROM(
												     "d", "20:18:"
													  "00") "Me"
														"ss"
														"ag"
														"e-"
														"ID"
														": "
														"<3"
														"@x"
														">"
														"\n"
														"Co"
														"nt"
														"en"
														"t-"
														"Le"
														"ng"
														"th"
														": "
														"1"
														"\n"
														"\n"
														"dd"
														"\n"),
	       "source mail talk 1@x  -\n"
	       "1 1@x|||||1672172101|see://From b Tue Dec 27 20:16:00 2022/Subject: inside//>From kept\n"
	       "source mail talk 2@x  -\n"
	       "1 2@x|||||1672172220|c\n"
	       "source mail talk 3@x  -\n"
	       "1 3@x|||||1672172280|dd\n",
	       "Content-Length counts only where it fits, and what it counts is not quoted");
	is_str(mbox("From a at x.org  Tue Dec 27 20:15:01 2022\r\nFrom: a at x.org (A)\r\nMessage-ID: "
		    "<1@x>\r\n\r\nx\r\n"
		    "From - Tue Dec 27 20:16:01 2022\r\nMessage-ID: <2@x>\r\n\r\ny\r\n"),
	       "source mail talk 1@x  -\n"
	       "1 1@x|A|a at x.org|a at x.org||1672172101|x\n"
	       "source mail talk 2@x  -\n"
	       "1 2@x|||||1672172161|y\n",
	       "list archives, CR LF, no empty line before a separator");
	ok(strstr(read_as("x", "From a Tue Dec 27 20:15:01 2022 and so on, it went\n\nText.\n"), "error: "),
	   "a text that begins like one is no mailbox");
}

static void threads(void)
{
	is_str(mbox(
		       FROM(
			       "a", "20:20:00") "Message-ID: <c@x>\nReferences: <a@x> <b@x>\nSubject: Re: [t 2] s\n"
						"Date: Tue, 27 Dec 2022 20:20:00 +0900\n\nc\n\n" FROM("a", "20:15:00") "Message-ID: <o@x>\nSubject: other\n\no\n\n" FROM(
							"a", "20:15:00") "Message-ID: <a@x>\nSubject: [t 1] "
									 "s\nList-Id: T <t.x.org>\n"
									 "Date: Tue, 27 Dec 2022 20:15:00 "
									 "+0900\n\na\n\n" FROM(
										 "a",
										 "20:17:00") "Message-ID: "
											     "<b@x>\nIn-Reply-To: Your "
											     "message of "
											     "<a@x>\nSubject: Re: new\n"
											     "Date: Tue, 27 Dec 2022 "
											     "20:17:00 +0900\n\nb\n"),
	       "source mail t.x.org a@x s 1672139700\n"
	       "1 a@x||||Tue, 27 Dec 2022 20:15:00 +0900|1672139700|a\n"
	       "2 b@x||||Tue, 27 Dec 2022 20:17:00 +0900|1672139820|Re: new//b >>1-1\n"
	       "3 c@x||||Tue, 27 Dec 2022 20:20:00 +0900|1672140000|c >>2-2\n"
	       "source mail talk o@x other -\n"
	       "1 o@x|||||1672172100|o\n",
	       "one source a thread, in order of time; a changed subject stands above");
	is_str(mbox(FROM("a", "20:15:00") "Message-ID: <a@x>\nReferences: <gone@x>\n\na\n\n" FROM(
		       "a",
		       "20:16:00") "Message-ID: <b@x>\nReferences: <gone@x> <also@x>\n\nb\n\n" FROM("a",
												    "20:17:00") "Messag"
														"e-ID: "
														"<c@x>"
														"\nRefe"
														"rences"
														": "
														"<lost@"
														"x>"
														"\n\nc"
														"\n"),
	       "source mail talk gone@x  -\n"
	       "1 a@x|||||1672172100|a\n"
	       "2 b@x|||||1672172160|b\n"
	       "source mail talk lost@x  -\n"
	       "1 c@x|||||1672172220|c\n",
	       "a thread whose beginning nobody has");
	is_str(mbox(FROM("a", "20:15:00") "Message-ID: <a@x>\nReferences: <b@x>\n\na\n\n" FROM(
		       "a",
		       "20:16:00") "Message-ID: <b@x>\nReferences: <c@x> <a@x>\n\nb\n\n" FROM("a",
											      "20:17:00") "Message-ID: "
													  "<c@x>"
													  "\nReferences"
													  ": "
													  "<c@x>"
													  "\n\nc\n"
													  "\n" FROM(
														  "a",
														  "20"
														  ":1"
														  "8:"
														  "0"
														  "0") "Message-ID: <a@x>\nReferences: <b@x>\n\nagain\n"),
	       "source mail talk b@x  -\n"
	       "1 a@x|||||1672172100|a >>2-2\n"
	       "2 b@x|||||1672172160|b\n"
	       "1 a@x|||||1672172280|again >>2-2\n"
	       "source mail talk c@x  -\n"
	       "1 c@x|||||1672172220|c\n",
	       "circles, and two messages with one id");
	const char *first = mbox(FROM("a", "20:15:00") "Subject: x\n\nx\n\n" FROM("a", "20:16:00") "Subject: x\n\ny\n");
	const char *second = strstr(first + 1, "source mail talk sha256:");

	ok(!strncmp(first, "source mail talk sha256:", 24) && second && strncmp(first, second, 40) != 0,
	   "messages without an id are not one thread by their subject");
}

static void many(void)
{
	struct buf b = {0};
	const char *s;

	/* a chain, the last message first, so that each parent comes after its child */
	for (int i = 20000; i; i--)
		buf_printf(&b, FROM("a", "20:15:00") "Message-ID: <%d@x>\nReferences: <%d@x>\n\n%d\n\n", i, i - 1, i);
	s = mbox(buf_cstr(&b));
	ok(!strncmp(s, "source mail talk 0@x  -\n1 20000@x|", 34) && !strstr(s + 1, "source"),
	   "a chain of 20,000 answers is one thread");
	buf_free(&b);
}

static void bodies(void)
{
	is_str(mbox(FROM("a",
			 "20:15:01") "Message-ID: <1@x>\nFrom: \"=?UTF-8?B?6Kmm?=, B\" <b@x.org>\nMIME-Version: 1.0\n"
				     "Content-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: "
				     "multipart/alternative; boundary=A\n\n"
				     "--A\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: "
				     "base64\n\n5pys5paH\n"
				     "--A\nContent-Type: text/html\n\n<p>no</p>\n--A--\n--M\nContent-Type: image/png; "
				     "name=\"x.png\"\n"
				     "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; "
				     "filename*=UTF-8''%E8%A9%A6.png\n\n"
				     "AAAA\n--M\nContent-Type: text/plain\n\nfooter\n--M--\n"),
	       "source mail talk 1@x  -\n"
	       "1 1@x|試, B|b@x.org|b@x.org||1672172101|本文//footer//[試.png: image/png, 3 bytes]\n",
	       "plain text before HTML, parts after one another, attachments in a line");
	is_str(mbox(FROM("a", "20:15:01") "Message-ID: <1@x>\nContent-Type: text/html; charset=iso-2022-jp\n\n"
					  "<p>\x1B$BK\\J8\x1B(B<br>b &gt; c</p><script>x</script>\n"),
	       "source mail talk 1@x  -\n"
	       "1 1@x|||||1672172101|本文/b > c\n",
	       "HTML where there is nothing else");
	ok(strstr(mbox(FROM("a",
			    "20:15:01") "Message-ID: <1@x>\nContent-Type: multipart/mixed; boundary=M\n\n--M\n\ncut"),
		  "|cut broken\n"),
	   "a message that ends within a part is broken");
}

static void maildirs(void)
{
	const char *message = "Message-ID: <2@x>\nReferences: <1@x>\nFrom: a@x\nSubject: Re: s\nTo: b@x\n\nx\n";

	is_str(read_as("/m/.list.talk/cur/1672172101.M1P2.host:2,S", message),
	       "part maildir MIME  - 0-72 50\n"
	       "source mail .list.talk 1@x s -\n"
	       "1672172101 2@x|a@x|a@x|a@x||-|x\n",
	       "a message by itself: its thread is what it names, its number the second of its delivery");
	is_str(read_as("/tmp/a.eml", "Message-ID: <1@x>\r\nFrom: a@x\r\nSubject: s\r\nNewsgroups: fj.test,fj.x\r\n"
				     "Date: Tue, 27 Dec 2022 20:15:00 +0900\r\n\r\nx\r\n"),
	       "part maildir MIME  - 0-112 50\n"
	       "source mail fj.test 1@x s 1672139700\n"
	       "1672139700 1@x|a@x|a@x|a@x|Tue, 27 Dec 2022 20:15:00 +0900|1672139700|x\n",
	       "an article of a newsgroup");
	ok(strstr(read_as("x.txt", "From: me\nTo: you\n\nA letter.\n"), "error: "), "a letter is no message");
}

static void fixtures(void)
{
	const char *path = fixture("boards/synthetic/thread-iso2022jp.mbox");
	struct buf bytes = {0};

	if (!path || !file_read(path, BOARD_MAX, &bytes, NULL)) {
		skip("synthetic/thread-iso2022jp.mbox", "no fixtures");
		return;
	}
	is_str(mbox(buf_cstr(&bytes)),
	       "source mail talk root@example.org テスト 1672139701\n"
	       "1 root@example.org|明聖|alice@example.org|alice@example.org|Tue, 27 Dec 2022 20:15:01 +0900|1672139701|"
	       "本文です。/From 引用された行\n"
	       "2 r1@example.org|bob@example.org|bob@example.org|bob@example.org|Tue, 27 Dec 2022 21:00:00 +0900|"
	       "1672142400|返信/>> 本文です。 >>1-1\n",
	       "synthetic/thread-iso2022jp.mbox");
	buf_free(&bytes);
}

int main(void)
{
	separators();
	threads();
	many();
	bodies();
	maildirs();
	fixtures();
	buf_free(&out);
	return done();
}
