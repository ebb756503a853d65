/* The text module, by example. */
#include "taiyaku/text.h"
#include "../tap.h"

static const struct text_terminal plain;

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

static const char *shown(const char *s, const struct text_terminal *t, int *cells)
{
	static char out[TEXT_SHOWN_MAX + 1];
	struct text_shown sh;

	text_show(str_c(s), 0, t, &sh);
	memcpy(out, sh.bytes, sh.n);
	out[sh.n] = '\0';
	*cells = sh.cells;
	return out;
}

static void test_show(void)
{
	static const struct {
		const char *in, *out;
		int cells;
	} v[] = {{"a", "a", 1},
		 {"\x1b", "^[", 2},
		 {"\x7f", "^?", 2},
		 {"\xC2\x9B", "<U+009B>", 8},
		 {"\xE2\x80\xAE", "[RLO]", 5},
		 {"漢", "漢", 2},
		 {"か\xE3\x82\x99", "が", 2},
		 {"ｶﾞ", "ｶﾞ", 2},
		 {"\xC2\xAD", "", 0},
		 {"\t", "        ", 8},
		 {"\xEE\x80\x80", "<U+E000>", 8},
		 {"\xCD\xB8", "<U+0378>", 8},
		 {"\xFF", "\xEF\xBF\xBD", 1},
		 {"\xEF\xA8\x99", "\xEF\xA8\x99", 2},
		 {"　", "　", 2},
		 {"■", "■", 1},
		 {"❤\xEF\xB8\x8F", "❤", 1},
		 {"👩\xE2\x80\x8D🌾", "👩🌾", 4},
		 {"🇯🇵", "🇯🇵", 2}};
	int cells;

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		is_str(shown(v[i].in, &plain, &cells), v[i].out, "shown");
		is_int(cells, v[i].cells, "in so many cells");
	}
}

int main(void)
{
	test_steps();
	test_show();
	return done();
}
