/* Saved pages: SingleFile, "saved from", the Wayback Machine, MHTML; pages of no known board. */
#include "board_seen.h"

static struct seen seen;

#define POST                                                                                                           \
	"<div class=\"post\" id=\"1\" data-date=\"NG\" data-userid=\"\"><span class=\"name\"><b>試</b></span><span "  \
	"class=\"date\">2023/01/02(月) 00:00:00.00</span><div class=\"message\"> 本文 </div></div>"
#define THREAD "https://host.5ch.net/test/read.cgi/mine/1672531200/"

static void read_page(const char *html)
{
	see_text(&seen, str_c(html), "");
}

static void is_read(const char *part, long long retrieved_at, const char *what)
{
	ok(seen.good, "%s: read", what);
	is_str(buf_cstr(&seen.part), part, what);
	is_int(seen.retrieved_at, retrieved_at, "when");
	is_str(seen_at(&seen, 0), "試||||||2023/01/02(月) 00:00:00.00|本文", "its post");
	is_str(buf_cstr(&seen.source), "|mine|1672531200|題|" THREAD, "of the thread");
	is_str(buf_cstr(&seen.messages), "", "no messages");
}

/* ---- containers ---- */

static void test_saved(void)
{
	read_page("<!DOCTYPE html>\n<!-- saved from url=(0051)" THREAD
		  " -->\n<html><head><title>題</title></head><body>" POST);
	is_read("readcgi|UTF-8|" THREAD "|40", BOARD_NO_TIME, "saved from");
	ok(seen.posts.n == 1 && seen.posts.v[0].start == strlen("<!DOCTYPE html>\n<!-- saved from url=(0051)" THREAD
								" -->\n<html><head><title>題</title></head><body>"),
	   "posts keep their place in the file");
	read_page("<!DOCTYPE html> <html lang=ja><!--\n Page saved with SingleFile \n url: " THREAD
		  "l50 \n saved date: Wed "
		  "Jan 04 2023 01:02:03 GMT+0900 (日本標準時)\n--><head><title>題</title></head><body>" POST);
	is_read("readcgi|UTF-8|" THREAD "l50|40", 1672761723000, "SingleFile");
	read_page("<html><!--\n Archive processed by SingleFile \n url: " THREAD
		  "\n saved date: Wed Jan 04 2023 01:02:03 "
		  "GMT-0330\n--><title>題</title>" POST);
	is_read("readcgi|UTF-8|" THREAD "|40", 1672806723000, "SingleFile of old");
}

#define WAYBACK(tail)                                                                                                  \
	"<!DOCTYPE "                                                                                                   \
	"html>\n<html><head><script>window.RufflePlayer={};</script><script>__wm.init(\"https://web.archive."          \
	"org/web\");__wm.wombat(\"" THREAD "\",\"20230304144719\",\"https://web.archive.org/\",\"web\");</script>"     \
	"<title>題</title></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=\"wm-ipp\"><input type=\"text\" " \
	"name=\"url\" id=\"wmtbURL\" value=\"" THREAD                                                                  \
	"\"><dt>1 ：<b>x</b>：2001/01/01<dd>toolbar</div><!-- END WAYBACK "                                          \
	"TOOLBAR INSERT -->" POST "<a href=\"/web/20230304144719/https://other.5ch.net/x\">x</a></body></html>\n" tail

static void test_wayback(void)
{
	static const char part[] = "readcgi|UTF-8|https://web.archive.org/web/20230304144719/" THREAD "|35";

	read_page(WAYBACK(
		"<!--\n     FILE ARCHIVED ON 14:47:19 Mar 04, 2023 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON "
		"09:10:11 Nov 05, 2024.\n-->\n<!--\nplayback timings (ms):\n-->"));
	is_read(part, 1677941239000, "Wayback");
	is_int((long long)seen.posts.n, 1, "the toolbar is no part of it");
	read_page(WAYBACK("<!--\n     FILE ARCHIVED ON 14:47:19 Mär 04, 2023 AND RETRIEVED FROM THE -->"));
	is_read(part, 1677941239000, "a month in German");
	read_page(WAYBACK("<!--\n     FILE ARCHIVED ON 14:47:19 3月 04, 2023 AND RETRIEVED FROM THE -->"));
	is_read(part, 1677941239000, "a month in Japanese");
	read_page(WAYBACK("<!--\n     FILE ARCHIVED ON yesterday AND RETRIEVED FROM THE -->"));
	is_read(part, 1677941239000, "no date: that of the address");
	see_text(&seen,
		 STR("<html><title>題</title><body>" POST
		     "<!--\n FILE ARCHIVED ON 14:47:19 Oct 20, 2014 AND RETRIEVED -->"),
		 THREAD);
	is_read("readcgi|UTF-8|https://web.archive.org/web/20141020144719/" THREAD "|35", 1413816439000,
		"an old page, its address from the caller");
	read_page("<!-- saved from url=(0099)https://web.archive.org/web/20230304144719/" THREAD
		  " --><html><title>題</title>" POST);
	is_read(part, 1677941239000, "a copy of an archive's copy");
}

static void test_links(void)
{
	see_text(&seen,
		 STR("<html><title>題</title><!-- FILE ARCHIVED ON 14:47:19 Oct 20, 2014 AND --><div class=\"post\" "
		     "id=\"1\" "
		     "data-date=\"NG\"><div class=\"message\"> <img "
		     "src=\"//web.archive.org/web/20141020144719im_/http://"
		     "img.2ch.net/ico/a.gif\"> <br> 見よ https://web.archive.org/web/2014/http://example.com/ "
		     "</div></div>"),
		 THREAD);
	is_str(seen_at(&seen, 0),
	       "|||||||sssp://img.2ch.net/ico/a.gif~見よ https://web.archive.org/web/2014/http://example.com/",
	       "links are unwrapped, text is not");
}

static void date_is(const char *text, long long want)
{
	struct buf b = {0};

	buf_printf(&b, "<html><title>題</title><!-- FILE ARCHIVED ON %s AND -->" POST, text);
	see_text(&seen, buf_view(&b), THREAD);
	is_int(seen.retrieved_at, want, text);
	buf_free(&b);
}

static void test_dates(void)
{
	date_is("0:0:0 Feb 29, 2024", 1709164800000);
	date_is("0:0:0 29 févr. 2024", 1709164800000);
	date_is("00:00:00 июл 1, 2024", 1719792000000);
	date_is("00:00:00 juin 1, 2024", 1717200000000);
	date_is("2024年7月1日 00:00:00", 1719792000000);
	date_is("00:00:00 Foo 1, 2024", BOARD_NO_TIME);
	date_is("00:00:00 Feb 31, 2024", BOARD_NO_TIME);
}

/* ---- pages of no known board ---- */

static void test_unknown(void)
{
	static const char html[] =
		"<!DOCTYPE html><html><head><meta charset=utf-8><title>ある 記事</title><link rel=\"canonical\" "
		"href=\"https://example.com/a?b=1&amp;c\"><meta name=\"author\" content=\"筆者\"><meta "
		"property=\"article:published_time\" content=\"2023-01-02T03:04:05+09:00\"><style>p{}</style></head>"
		"<body><h1>見出し</h1>\n\n<p>一段\n落 &amp; "
		"<b>太字</b></p><p>二段落</p><script>x()</script></body></html>";

	read_page(html);
	ok(seen.good, "a page of no known board");
	is_str(buf_cstr(&seen.part), "page|UTF-8|https://example.com/a?b=1&c|35", "is a page");
	is_str(buf_cstr(&seen.source), "page||https://example.com/a?b=1&c|ある 記事|https://example.com/a?b=1&c",
	       "of its address");
	is_int((long long)seen.posts.n, 1, "one post");
	is_str(seen_at(&seen, 0), "筆者|||||||ある 記事~見出し~一段 落 & 太字~二段落", "its title and text");
	ok(seen.posts.n == 1 && seen.posts.v[0].posted_at == 1672596245000, "when it was published");
	see_text(&seen, STR("<html>a</body>b<body>c</body>d<body>e<title>t</title>f"), "https://example.com/");
	is_str(seen_at(&seen, 0), "|||||||t~c", "tags of the body where none should be");
	read_page("<html><head><title>x</title></head><body>text</body></html>");
	ok(!seen.good && seen.err.code == ERR_INPUT && strstr(seen.err.text, "address"), "without an address: refused");
	see_text(&seen, STR("<html><body></body></html>"), "https://example.com/");
	ok(seen.good && !seen.posts.n && strstr(buf_cstr(&seen.messages), "without text"), "without text: said");
	see_text(&seen, STR("<html><title>t</title><!-- FILE ARCHIVED ON 0:0:0 Feb 29, 2024 AND --><p>x"),
		 "https://example.com/");
	is_str(buf_cstr(&seen.part), "page|UTF-8|https://web.archive.org/web/20240229000000/https://example.com/|35",
	       "an archive's");
	is_str(buf_cstr(&seen.source), "page||https://example.com/|t|https://example.com/",
	       "of the page that was archived");
}

/* ---- MHTML ---- */

#define MHTML                                                                                                          \
	"From: <Saved by Blink>\r\nSnapshot-Content-Location: " THREAD                                                 \
	"\r\nSubject: =?utf-8?Q?=E9=A1=8C?=\r\nDate: Wed, 4 "                                                          \
	"Jan 2023 01:02:03 +0900\r\nMIME-Version: 1.0\r\nContent-Type: "                                               \
	"multipart/related;\r\n\ttype=\"text/html\";\r\n\t"                                                            \
	"boundary=\"----b--1----\"\r\n\r\n\r\n"

static void test_mhtml(void)
{
	read_page(MHTML
		  "------b--1----\r\nContent-Type: text/html\r\nContent-Location: https://ad.example/\r\n\r\n<html>ad"
		  "\r\n------b--1----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
		  "Content-Location: " THREAD "\r\n\r\n<html><title>=E9=A1=8C</title><div class=3D\"post\" id=3D\"1\" "
		  "data-date=3D=\r\n\"NG\"><span class=3D\"name\"><b>=E8=A9=A6</b></span><span "
		  "class=3D\"date\">2023/01/02(=E6="
		  "9C=88) 00:00:00.00</span><div class=3D\"message\"> =E6=9C=AC=E6=96=87 </div></div>\r\n"
		  "------b--1----\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n"
		  "------b--1------\r\n");
	is_read("readcgi|UTF-8|" THREAD "|40", 1672761723000, "MHTML");
	read_page(MHTML "no parts\r\n");
	ok(!seen.good && strstr(seen.err.text, "without the lines between"), "no boundary line");
	read_page(MHTML "------b--1----\r\nContent-Type: image/gif\r\n\r\nGIF\r\n------b--1------\r\n");
	ok(!seen.good && strstr(seen.err.text, "no page in it"), "no page");
	read_page(MHTML "------b--1----\r\nContent-Type: text/html\r\n\r\n<html><title>題</title>" POST);
	ok(seen.good && seen.posts.n == 1 && strstr(buf_cstr(&seen.messages), "ends too early"),
	   "no end: read, and said");
}

/* ---- real ones ---- */

static void negative(const char *name, bool good, const char *words)
{
	struct buf bytes = {0};

	if (see_fixture(&seen, name, "", &bytes)) {
		struct buf said = {0};

		buf_cat(&said, seen.good ? "" : seen.err.text);
		buf_str(&said, buf_view(&seen.messages));
		ok(seen.good == good && strstr(buf_cstr(&said), words), "%s: %s", name, words);
		if (!strstr(buf_cstr(&said), words))
			printf("# said [%s]\n", buf_cstr(&said));
		buf_free(&said);
	}
	buf_free(&bytes);
}

static void test_fixtures(void)
{
	negative("boards/snapshots/missing_boundary.mhtml", false, "without the lines between");
	negative("boards/snapshots/missing_boundary_header.mhtml", false, "does not say what stands between");
	negative("boards/snapshots/missing_headers.mhtml", true, "ends too early");
	negative("boards/snapshots/unexpected_eof.mhtml", false, "ends too early");
}

/* ---- hostile ones: whatever they hold, they end, in time in proportion to their length ---- */

static void ends(struct str bytes, const char *url, const char *what)
{
	long begin = tap_cpu_ms(), took;

	see_text(&seen, bytes, url);
	took = tap_cpu_ms() - begin;
	ok(took < 20000, "%s: ends (%ld ms)", what, took);
}

static void repeated(const char *before, const char *again, size_t n, const char *after, const char *what)
{
	struct buf b = {0};

	buf_cat(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_cat(&b, again);
	buf_cat(&b, after);
	ends(buf_view(&b), THREAD, what);
	ends(buf_view(&b), "", what);
	buf_free(&b);
}

static void test_large(void)
{
	struct buf b = {0};

	buf_cat(&b, "<p ");
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "a%d=1 ", i);
	buf_cat(&b, ">x");
	ends(buf_view(&b), THREAD, "100,000 attributes");
	buf_free(&b);
	repeated("", "<div>", 1000000, "x", "1,000,000 <div>");
	repeated("<html>", "<div class=\"post\" id=\"1\" data-date=\"NG\">", 50000, "", "posts in posts");
	repeated("<html>", "<div class=\"post\" id=\"1\" data-date=\"NG\"><span class=\"name\"><span>", 30000, "x",
		 "names that never end");
	repeated("<html><dl>", "<dt>1 ：", 100000, "", "dt without dd");
	repeated("<html><dl><dt>1 ：", "：:   ", 100000, "<dd>x", "colons and blanks");
	repeated("<html><dl><dt>1 ：", "<a ", 100000, "2001/01/01<dd>x", "half tags");
	repeated("<html>", "<a href=\"../test/read.cgi/a/1672531200/", 50000, "", "quotes that never close");
	repeated("<html>", "<a href=read.cgi/a/1672531200/1>&gt;", 100000, "", "anchors");
	repeated("<html>", "<!-- saved from url=(", 30000, "", "marks");
	repeated("<html>", "<!-- saved from url=(1)x -->", 30000, "", "marks that end");
	repeated("<html><!-- FILE ARCHIVED ON -->", "=\"/web/20200101/", 100000, "<!-- FILE ARCHIVED ON -->",
		 "wrappers");
	repeated("<html><!-- FILE ARCHIVED ON --><a href=\"", "https://web.archive.org/web/2020/", 50000,
		 "http://x/\"><!-- FILE ARCHIVED ON -->", "wrappers in wrappers");
	repeated("<html><div class=\"post\" id=\"1\" data-date=\"\"><span class=\"name\"><a href=\"mailto:",
		 "<a href=\"</a>", 100000, "</span>", "mails in mails");
	repeated(MHTML, "------b--1----\r\n", 50000, "", "boundaries");
	repeated("From: <Saved by Blink>\r\nContent-Type: multipart/related", "; boundary=\"a", 50000,
		 "\"\r\n\r\n--a\r\n", "parameters");
}

static void test_hostile(void)
{
	static const char *const names[] = {"comment_tricks", "deep_inline",      "esc_entities", "hidden_text",
					    "js_links",       "meta_charset_lie", "misnest",      "plaintext",
					    "script_style",   "unclosed_attr"};
	struct buf bytes = {0}, name = {0};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		buf_clear(&name);
		buf_printf(&name, "hostile/html/%s.html", names[i]);
		if (see_fixture(&seen, buf_cstr(&name), "https://example.com/", &bytes))
			ok(seen.good || *seen.err.text, "%s: read, or told why not", names[i]);
	}
	buf_free(&bytes);
	buf_free(&name);
}

int main(void)
{
	test_large();
	test_hostile();
	test_saved();
	test_wayback();
	test_links();
	test_dates();
	test_unknown();
	test_mhtml();
	test_fixtures();
	seen_clear(&seen);
	return done();
}
