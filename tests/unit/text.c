/* The text module, by example. */
#include "taiyaku/text.h"
#include "../tap.h"

static void test_steps(void)
{
	struct str s = STR("a\xE3\x81\x82\xF0\x9F\x98\x80\xE3\x81\xFF");
	uint32_t cp;
	size_t at = 0, n;

	static const uint32_t want[] = {'a', 0x3042, 0x1F600, 0xFFFD, 0xFFFD};
	for (n = 0; at < s.n; n++) {
		size_t after = text_next(s, at, &cp), back;

		is_int(cp, want[n], "next code point");
		back = text_prev(s, after, &cp);
		is_int((long long)back, (long long)at, "and back to where it starts");
		is_int(cp, want[n], "the same code point");
		at = after;
	}
	is_int((long long)n, 5, "a maximal subpart is one");
	is_int((long long)text_bad(s), 8, "the first bad byte");
	is_int((long long)text_code_points(s), 5, "code points");
	ok(text_bad(STR("")) == POS_NONE && text_bad(STR("\xED\x9F\xBF")) == POS_NONE, "well-formed");
	is_int((long long)text_bad(STR("12345678\xED\xA0\x80")), 8, "a surrogate is ill-formed");
}

static void test_clusters(void)
{
	struct str s = STR("a\r\nか\xE3\x82\x99\xEF\xBC\x91");
	static const size_t ends[] = {1, 3, 9, 12};
	size_t at = 0, n = 0;
	struct buf flags = {0};

	for (; at < s.n; n++) {
		size_t end = text_cluster_next(s, at);

		is_int((long long)end, (long long)ends[n], "a cluster ends");
		is_int((long long)text_cluster_prev(s, end), (long long)at, "and the one that ends there starts");
		at = end;
	}
	for (int i = 0; i < 20001; i++) /* flags without a fixed point, in odd number */
		buf_cat(&flags, "\xF0\x9F\x87\xAF");
	at = text_cluster_prev(buf_view(&flags), flags.n);
	ok(at == flags.n - 4 || at == flags.n - 8, "going back through endless flags comes to an end");
	buf_free(&flags);
}

static void test_properties(void)
{
	static const struct {
		uint32_t cp;
		enum text_script script;
	} v[] = {{'a', TEXT_LATIN},     {'1', TEXT_COMMON},     {0x3042, TEXT_KANA},     {0x30FC, TEXT_KANA},
		 {0xFF71, TEXT_KANA},   {0x6F22, TEXT_HAN},     {0x3005, TEXT_HAN},      {0x3007, TEXT_HAN},
		 {0xD55C, TEXT_HANGUL}, {0x416, TEXT_CYRILLIC}, {0x3B1, TEXT_GREEK},     {0x5D0, TEXT_OTHER},
		 {0x3001, TEXT_COMMON}, {0xFF21, TEXT_LATIN},   {0xFF11, TEXT_COMMON},   {0xE9, TEXT_LATIN},
		 {0x20BB7, TEXT_HAN},   {0x301, TEXT_COMMON},   {0x110000, TEXT_COMMON}, {0x1F600, TEXT_COMMON}};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		ok(text_script(v[i].cp) == v[i].script, "the script of U+%04X", (unsigned)v[i].cp);
	ok(text_is_space(0x3000) && text_is_space('\t') && text_is_space(0xA0) && !text_is_space(0x200B),
	   "white space");
	ok(text_is_letter(0x4E00) && text_is_letter('7') && text_is_letter(0x2460) && !text_is_letter(0x3002),
	   "letters and numbers");
}

static void test_numbers(void)
{
	static const struct {
		const char *in;
		size_t bytes;
		long value;
	} v[] = {{"12章", 2, 12},
		 {"１２3", 6, 12},
		 {"十一", 6, 11},
		 {"百二十", 9, 120},
		 {"二〇二二年", 12, 2022},
		 {"一万二千三百", 18, 12300},
		 {"三十万", 9, 300000},
		 {"¹²", 4, 12},
		 {"⁴", 3, 4},
		 {"①", 3, 1},
		 {"⑳", 3, 20},
		 {"㉟", 3, 35},
		 {"Ⅳ", 3, 4},
		 {"ⅻ", 3, 12},
		 {"x", 0, -1},
		 {"", 0, -1},
		 {"第", 0, -1},
		 {"千", 3, 1000},
		 {"零", 3, 0},
		 {"0007", 4, 7},
		 {"99999999999999", 14, 1000000000},
		 {"⑴x", 3, 1}};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		long value = -1;

		is_int((long long)text_number(str_c(v[i].in), &value), (long long)v[i].bytes, v[i].in);
		is_int(value, v[i].value, "its value");
	}
}

static void test_regex(void)
{
	struct err err = {0};
	struct text_regex *r = text_regex_new(STR("第(?<number>[0-9一二三]+)(?<kind>章|節)(?<none>x)?"), &err);
	struct text_regex *slow = text_regex_new(STR("(a+)+b"), &err);
	struct text_subject *s = text_subject_new();
	struct str text = STR("😀序 第一章、第2節");
	struct span m, g;
	struct buf a = {0};

	text_subject_set(s, text);
	ok(text_regex_find(r, s, 0, &m) && str_eq(str_slice(text, m.start, m.end), STR("第一章")), "a match in bytes");
	ok(text_regex_group(r, "number", &g) && str_eq(str_slice(text, g.start, g.end), STR("一")), "a named group");
	ok(!text_regex_group(r, "none", &g) && !text_regex_group(r, "nothing", &g),
	   "a group that took no part, or is not there");
	ok(text_regex_find(r, s, m.end, &m) && str_eq(str_slice(text, m.start, m.end), STR("第2節")), "the next match");
	ok(!text_regex_find(r, s, m.end, &m) && !text_regex_group(r, "number", &g), "no more");
	text_subject_set(s, STR("第三節"));
	ok(text_regex_find(r, s, 0, &m) && m.start == 0 && m.end == 9, "a new text in the same subject");
	ok(!text_regex_new(STR("(?<x"), &err) && err.code == ERR_INPUT && err.text[0], "a wrong pattern has a message");
	for (int i = 0; i < 5000; i++)
		buf_char(&a, 'a');
	text_subject_set(s, buf_view(&a));
	ok(!text_regex_find(slow, s, 0, &m), "an expression that explodes is stopped");
	text_regex_free(r);
	text_regex_free(slow);
	text_subject_free(s);
	buf_free(&a);
}

static void decode(const char *what, struct str bytes, const char *encoding, const char *name, const char *want,
		   size_t bad)
{
	struct buf out = {0};
	struct text_decoding info;

	ok(text_decode(bytes, encoding, &out, &info, NULL), "%s is decoded", what);
	is_str(info.encoding, name, "by this encoding");
	is_bytes(out.p, out.n, want, "to this text");
	is_int((long long)info.bad, (long long)bad, "bad sequences");
	buf_free(&out);
}

static void test_encodings(void)
{
	struct err err = {0};
	struct buf out = {0};
	struct text_decoding info;

	decode("UTF-8", STR("\xEF\xBB\xBF漢\xE6\xBC字\r\n\r"), NULL, "UTF-8", "漢\xEF\xBF\xBD字\n\n", 1);
	decode("CP932", STR("\x81\x60\x87\x40\xFB\xFC\x81\x1A\x7F"), "shift_jis", "CP932", "～①髙\xEF\xBF\xBD\x1A\x7F",
	       1);
	decode("EUC-JP", STR("\xA4\xA2\x8E\xB1\xA1\xC1\xFF"), "eucJP", "EUC-JP", "あｱ～\xEF\xBF\xBD", 1);
	decode("ISO-2022-JP", STR("\x1B$B$\"\x1B(B a\x1B(I1\x1B(B"), NULL, "ISO-2022-JP", "あ aｱ", 0);
	decode("UTF-16LE", STR("\xFF\xFE\x42\x30\x3D\xD8\x00\xDE\x00\xD8"), NULL, "UTF-16LE", "あ😀\xEF\xBF\xBD", 1);
	decode("UTF-16BE", STR("\0a\0b\0\r\0\n"), NULL, "UTF-16BE", "ab\n", 0);
	decode("nothing", STR(""), NULL, "UTF-8", "", 0);
	ok(!text_decode(STR("a"), "latin-9", &out, &info, &err) && err.code == ERR_USAGE, "an unknown name is refused");
	ok(text_decode(STR("\x7F"
			   "ELF\x02\x01\0\0\0\0\0\0\xB0\x13"),
		       NULL, &out, &info, &err) &&
		   info.binary,
	   "NULs: probably no text");
	ok(text_decode(STR("a\rb"), NULL, &out, &info, &err) && info.cr && !info.bom && !info.binary, "CR is told of");
	buf_free(&out);
}

static void sentences(const char *text, const char *want)
{
	struct buf got = {0};
	span_vec v = {0};

	text_sentences(str_c(text), &v);
	for (size_t i = 0; i < v.n; i++) {
		if (i)
			buf_char(&got, '|');
		buf_str(&got, str_slice(str_c(text), v.v[i].start, v.v[i].end));
	}
	is_str(buf_cstr(&got), want, "sentences");
	buf_free(&got);
	vec_free(&v);
}

static void test_sentences(void)
{
	sentences("雨だ。風もある！？　晴れ", "雨だ。|風もある！？|晴れ");
	sentences("「来た。見た。」と言った。次。", "「来た。見た。」と言った。|次。");
	sentences("そう（後述。参照）だ。次", "そう（後述。参照）だ。|次");
	sentences("閉じない「括弧。次。", "閉じない「括弧。|次。");
	sentences("Mr. Smith, e.g. John B. Goode, paid 3.50 dollars. He left!  “Why?” Nobody knew.",
		  "Mr. Smith, e.g. John B. Goode, paid 3.50 dollars.|He left!|“Why?”|Nobody knew.");
	sentences("“It ends here.” Then more (see Fig. 2. It helps.) and more.",
		  "“It ends here.”|Then more (see Fig. 2. It helps.) and more.");
	sentences("Open weights.これは訳。See example.com/a.b for it.",
		  "Open weights.|これは訳。|See example.com/a.b for it.");
	sentences("What? he asked... and left. So did I. We went.", "What? he asked... and left.|So did I.|We went.");
	sentences("no stop\nsame sentence\n\nanother one", "no stop\nsame sentence|another one");
	sentences("  ", "");
}

static void test_find(void)
{
	struct text_needle *n = text_needle_new(STR("ﾊﾟｽ"), TEXT_KANA_FOLD),
			   *ka = text_needle_new(STR("か"), TEXT_COMPAT);
	struct text_needle *none = text_needle_new(STR("\xE2\x80\x8B"), TEXT_COMPAT),
			   *co = text_needle_new(STR("株"), TEXT_COMPAT);
	struct str s = STR("乗車パス、ぱす");
	struct span hit = {0};
	struct buf b = {0};

	ok(text_find(n, s, 0, &hit) && hit.start == 6 && hit.end == 12, "katakana of both widths");
	ok(text_find(n, s, hit.end, &hit) && hit.start == 15 && hit.end == 21, "and hiragana");
	ok(!text_find(n, s, hit.end, &hit), "no more");
	ok(!text_find(ka, STR("か\xE3\x82\x99"), 0, &hit), "a letter with a mark is not the letter");
	ok(!text_find(co, STR("㍿"), 0, &hit), "part of what a sign folds to is no hit");
	ok(text_needle_empty(none) && !text_find(none, s, 0, &hit), "a needle of nothing finds nothing");
	for (int i = 0; i < 20000; i++)
		buf_cat(&b, i == 5461 ? "パス" : "字");
	ok(text_find(n, buf_view(&b), 0, &hit) && hit.start == 5461 * 3, "across the windows of a long text");
	ok(text_find(n, buf_view(&b), hit.start, &hit) && hit.start == 5461 * 3, "from is where a hit may begin");
	ok(!text_find(n, buf_view(&b), hit.start + 3, &hit), "and not before it");
	text_needle_free(n);
	text_needle_free(ka);
	text_needle_free(none);
	text_needle_free(co);
	buf_free(&b);
}

static void test_breaks(void)
{
	struct text_breaker *b = text_breaker_new(TEXT_STRICT);
	const uint8_t *f = text_breaks(b, STR("か\xE3\x82\x99\xF0\xA0\xAE\xB7 a"));

	ok(f[0] == TEXT_CLUSTER && f[3] == 0 && f[6] == (TEXT_CLUSTER | TEXT_BREAK), "clusters and breaks at bytes");
	ok(f[7] == 0 && f[10] == TEXT_CLUSTER && f[11] == (TEXT_CLUSTER | TEXT_BREAK),
	   "after four bytes too; never before a blank");
	ok(text_breaks(b, STR("")) != NULL && text_breaks(b, STR("\xFF\xFF"))[1] & TEXT_CLUSTER,
	   "nothing, and bad bytes");
	ok(text_hangs(STR("。")) && text_hangs(STR("､")) && !text_hangs(STR("」")) && !text_hangs(STR(".")) &&
		   !text_hangs(STR("")),
	   "what may hang");
	text_breaker_free(b);
}

int main(void)
{
	test_steps();
	test_clusters();
	test_properties();
	test_numbers();
	test_breaks();
	test_find();
	test_regex();
	test_encodings();
	test_sentences();
	return done();
}
