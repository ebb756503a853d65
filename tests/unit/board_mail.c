/* Mail: heads, words, parts, charsets. Expectations from RFC 2045, 2047, 2231, 5322. */
#include "tests/tap.h"

#include "src/board/board_int.h"

static struct buf got;

static const char *words(const char *s)
{
	buf_clear(&got);
	mime_words(str_c(s), &got);
	return buf_cstr(&got);
}

static const char *parameter(const char *value, const char *name)
{
	return mime_parameter(str_c(value), name, &got) ? buf_cstr(&got) : NULL;
}

static const char *decoded(const char *s, const char *encoding)
{
	buf_clear(&got);
	mime_decode(str_c(s), str_c(encoding), &got);
	return buf_cstr(&got);
}

static const char *text(const char *s, const char *charset)
{
	buf_clear(&got);
	mime_text(str_c(s), str_c(charset), &got);
	return buf_cstr(&got);
}

static void heads(void)
{
	struct str body, head = mime_head(STR("Subject: a\r\n b\r\n\tc\r\nX-Y: z\r\n\r\nbody\r\n"), &body);
	struct buf value = {0};

	is_bytes(body.p, body.n, "body\r\n", "the body begins after the empty line");
	ok(mime_field(head, "subject", &value), "a field is found in either case");
	is_str(buf_cstr(&value), "a b c", "folds are undone");
	ok(mime_field(head, "X-Y", &value) && str_eq(buf_view(&value), STR("z")), "the next field");
	ok(!mime_field(head, "X", &value), "no field by the beginning of its name");
	mime_head(STR("A: b\nno field here\n"), &body);
	is_bytes(body.p, body.n, "no field here\n", "a line that is no field ends the head");
	head = mime_head(STR(""), &body);
	ok(!head.n && !body.n, "nothing has no head");
	mime_value(STR(" Text/HTML ; charset=x"), &value);
	is_str(buf_cstr(&value), "text/html", "a value without its parameters, in lower case");
	buf_free(&value);
}

static void parameters(void)
{
	is_str(parameter("text/plain; charset=\"UTF-8\"; format=flowed", "charset"), "UTF-8", "a quoted parameter");
	is_str(parameter("text/plain; a=\"x;y\\\"z\"; b=2", "a"), "x;y\"z", "a quoted ; and an escaped quote");
	is_str(parameter("text/plain; a=\"x;y\"; b = 2 ", "b"), "2", "the one behind");
	is_str(parameter("x; title*=us-ascii'en-us'This%20is%20%2A", "title"), "This is *",
	       "RFC 2231: an extended value");
	is_str(parameter("x; filename*0*=UTF-8''%E8%A9%A6; filename*1=\".txt\"", "filename"), "試.txt",
	       "and in pieces");
	is_str(parameter("x; filename*=Shift_JIS''%8E%8E", "filename"), "試", "and in another charset");
	is_str(parameter("x; name=\"=?UTF-8?B?6Kmm?=\"", "name"), "試", "an encoded word as a value");
	ok(!parameter("x; boundaries=1", "boundary") && !parameter("x", "boundary"), "none");
}

static void encoded_words(void)
{
	is_str(words("=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?="), "テスト", "ISO-2022-JP");
	is_str(words("Re: =?UTF-8?Q?=E3=83=86=E3=82=B9?="), "Re: テス", "text and a word");
	is_str(words("=?UTF-8?Q?=E3=83?=\t =?utf-8?Q?=86_a?="), "テ a", "a character cut by two words");
	is_str(words("=?UTF-8?Q?a?= b =?UTF-8?Q?c?="), "a b c", "blanks at other text are kept");
	is_str(words("=?UTF-8*ja?Q?=E3=83=86?="), "テ", "RFC 2231: a language");
	is_str(words("=?UTF-8?X?a?= =?"), "=?UTF-8?X?a?= =?", "what is no word stays");
	is_str(words("=?UTF-8?B?G1szMW0K?="), "[31m ", "no controls come out");
	is_str(words("\x83\x65\x83\x58\x83\x67"), "テスト", "raw CP932");
}

static void bodies(void)
{
	is_str(decoded("=E8=BF=94 a=\r\nb=3D \t\nc=", "Quoted-Printable"), "返 ab= \t\nc", "quoted-printable");
	is_str(decoded("a=ZZ = b", "quoted-printable"), "a=ZZ = b", "what is no escape stays");
	is_str(decoded("6L+U\r\n5L+h", "base64"), "返信", "base64 over lines");
	is_str(decoded("YQ==YmM=", " BASE64 "), "abc", "two runs of base64");
	is_str(decoded("a=3D", "8bit"), "a=3D", "8bit");
	is_str(text("\x1B$BK\\J8\x1B(B", "ISO-2022-JP"), "本文", "ISO-2022-JP");
	is_str(text("\x1B$B-!-j\x1B(B", "ISO-2022-JP"), "①㈱", "and the characters of vendors in it");
	is_str(text("\x1B(I1\x1B$B\x2D\x21\x1B(B", "ISO-2022-JP"), "ｱ①", "and half-width kana");
	is_str(text("\x96\x7B\x95\xB6\x87\x40", "ISO-2022-JP"), "本文①", "CP932 that is labelled otherwise");
	is_str(text("\xE6\x9C\xAC\xE6\x96\x87", "Shift_JIS"), "本文", "UTF-8 that is labelled otherwise");
	is_str(text("caf\xE9 na\xEFve \x93x\x94", "ISO-8859-1"), "café naïve “x”", "Western text");
	is_str(text("a\x1B[0m\x01\tb\r\nc\x7F", ""), "a[0m\tb\nc", "no controls but LF and TAB");
	is_str(text("x\xFF", "no-such-charset"), "x\xEF\xBF\xBD", "an unknown charset is found out");
}

static struct mime walk;
static bool next_is(const char *type, const char *body)
{
	return mime_next(&walk) && str_eq(buf_view(&walk.type), str_c(type)) && str_eq(walk.body, str_c(body));
}

static void begin(const char *s)
{
	mime_free(&walk);
	walk = (struct mime){.message = str_c(s)};
}

static void parts(void)
{
	begin("Content-Type: text/html; charset=utf-8\n\n<p>\n");
	ok(next_is("text/html", "<p>\n") && !mime_next(&walk), "one part");
	begin("Content-Type: multipart/mixed; boundary=\"A\"\r\n\r\npreamble\r\n--A\r\n\r\none\r\n--A\r\n"
	      "Content-Type: multipart/alternative; boundary=AB\r\n\r\n--AB\r\nContent-Type: TEXT/x\r\n\r\ntwo\r\n\r\n"
	      "--AB--\r\nbetween\r\n--A  \r\nContent-Disposition: attachment; filename=\"f.png\"\r\n\r\n"
	      "--Ax\r\n--A--\r\nepilogue\r\n--A\r\n\r\nnever\r\n");
	ok(next_is("text/plain", "one"), "the preamble is left out, the line end before a delimiter is its own");
	ok(next_is("text/x", "two\r\n"), "a multipart in a multipart");
	ok(next_is("text/plain", "--Ax") && walk.attached && str_eq(buf_view(&walk.name), STR("f.png")) && !walk.cut,
	   "an attachment's name; a line that only begins as a boundary does is text");
	ok(!mime_next(&walk) && !mime_next(&walk), "nothing after the end");
	begin("Content-Type: multipart/mixed; boundary=A\n\n--A\n\ncut");
	ok(next_is("text/plain", "cut") && walk.cut && !mime_next(&walk), "a part that is cut");
	begin("Content-Type: multipart/mixed; boundary=A\n\nnothing\n");
	ok(!mime_next(&walk), "a boundary that never comes");
	begin("Content-Type: multipart/mixed\n\n--A\n\nx\n--A--\n");
	ok(next_is("multipart/mixed", "--A\n\nx\n--A--\n") && !mime_next(&walk),
	   "a multipart without a boundary is a part");
	begin("Content-Type: multipart/mixed; boundary=A\n\n--A\nContent-Type: multipart/mixed; "
	      "boundary=B\n\n--B\n\nx\n--A\n\ny\n--A--\n");
	ok(next_is("text/plain", "x") && next_is("text/plain", "y") && !mime_next(&walk),
	   "the outer boundary closes the inner one");
}

static void depth(void)
{
	struct buf b = {0};
	int n = 0;

	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	begin(buf_cstr(&b));
	while (mime_next(&walk))
		n++;
	is_int(n, 1, "what lies deeper than MIME_DEPTH is one part");
	mime_free(&walk);
	buf_free(&b);
}

int main(void)
{
	heads();
	parameters();
	encoded_words();
	bodies();
	parts();
	depth();
	buf_free(&got);
	return done();
}
