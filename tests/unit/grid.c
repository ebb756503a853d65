#include "taiyaku/grid.h"

#include "../tap.h"

static const struct text_terminal terminal = {0};

static void shows(struct grid *g, const char *want, const char *what)
{
	struct buf b = {0};

	grid_dump(g, &b);
	is_str(buf_cstr(&b), want, what);
	buf_free(&b);
}

static void styles(struct grid *g, const char *want, const char *what)
{
	struct buf b = {0};

	grid_dump_styles(g, &b);
	is_str(buf_cstr(&b), want, what);
	buf_free(&b);
}

/* Every cell of two has its right half, every right half its left one. */
static bool halves_match(struct grid *g)
{
	for (int row = 0; row < grid_rows(g); row++)
		for (int col = 0; col < grid_cols(g); col++) {
			bool right = col + 1 < grid_cols(g) && !grid_at(g, row, col + 1)->cells;

			if ((grid_at(g, row, col)->cells == 2) != right)
				return false;
		}
	return true;
}

static int put(struct grid *g, int row, int col, const char *s)
{
	return grid_put(g, row, col, grid_cols(g), str_c(s), STYLE_TEXT, 0, &terminal);
}

static void test_put(void)
{
	struct grid *g = grid_new(2, 8);

	is_int(put(g, 0, 0, "a漢b"), 4, "the column after");
	is_int(put(g, 1, 2, "字"), 4, "from the third column");
	shows(g, "a漢b\n  字\n", "narrow and wide");
	is_int(grid_at(g, 0, 1)->cells, 2, "a wide character takes two");
	is_int(grid_at(g, 0, 2)->cells, 0, "and its right half none");
	is_int(put(g, 0, 7, "漢"), 8, "a wide one in the last column");
	shows(g, "a漢b\n  字\n", "leaves a blank");
	is_int(put(g, 0, 0, "1234567漢x"), 8, "and what follows it is cut");
	shows(g, "1234567\n  字\n", "with it");
	is_int(grid_put(g, 1, 0, 3, STR("ab漢"), STYLE_TEXT, 0, &terminal), 3, "an end before the edge counts too");
	shows(g, "1234567\nab\n", "and the half that it overwrote is gone");
	is_int(put(g, 5, 0, "x"), 0, "below the grid nothing is drawn");
	grid_free(g);
}

static void test_halves(void)
{
	struct grid *g = grid_new(1, 6);

	put(g, 0, 0, "漢字");
	put(g, 0, 1, "x");
	shows(g, " x字\n", "overwriting a right half blanks the left one");
	put(g, 0, 2, "y");
	shows(g, " xy\n", "overwriting a left half blanks the right one");
	put(g, 0, 0, "漢字仮");
	put(g, 0, 1, "名");
	shows(g, " 名 仮\n", "a wide one over two halves blanks both others");
	ok(halves_match(g), "halves match");
	put(g, 0, 0, "漢字仮");
	grid_fill(g, (struct rect){0, 1, 1, 2}, STYLE_BAR);
	shows(g, "    仮\n", "a filled rectangle cuts at both sides");
	styles(g, ".AA\n", "and leaves the style of what it cut");
	grid_free(g);
}

static void test_gate(void)
{
	struct grid *g = grid_new(1, 20);
	struct buf b = {0};

	put(g, 0, 0, "a\033[31mb\r\x7f");
	grid_dump(g, &b);
	ok(!memchr(b.p, 033, b.n) && !memchr(b.p, '\r', b.n) && !memchr(b.p, 0x7f, b.n), "no control comes through");
	is_int(grid_at(g, 0, 1)->style, STYLE_STAND_IN, "its visible form has a style of its own");
	is_int(grid_at(g, 0, 0)->style, STYLE_TEXT, "and its neighbour has not");
	buf_clear(&b);
	grid_clear(g);
	put(g, 0, 0, "\xff\xfe\xe3\x81");
	grid_dump(g, &b);
	ok(text_bad(buf_view(&b)) == POS_NONE, "bad bytes come out as good ones");
	buf_free(&b);
	grid_free(g);
}

static void test_tabs(void)
{
	struct grid *g = grid_new(1, 30);

	put(g, 0, 0, "a\tb");
	shows(g, "a       b\n", "a tab goes to the next multiple of eight");
	grid_clear(g);
	put(g, 0, 3, "a\tb");
	shows(g, "   a       b\n", "counted from the start of the piece");
	grid_clear(g);
	grid_set_origin(g, 3);
	grid_put(g, 0, put(g, 0, 3, "ab"), 30, STR("\tc"), STYLE_LINK, 0, &terminal);
	shows(g, "   ab      c\n", "or from the origin, when the text is drawn in pieces");
	grid_free(g);
}

static void test_styles(void)
{
	struct grid *g = grid_new(1, 10);

	grid_put(g, 0, 0, 10, STR("ab"), STYLE_TITLE, 0, &terminal);
	grid_put(g, 0, 2, 10, STR("cd"), STYLE_HEADING, GRID_FOCUS, &terminal);
	grid_put(g, 0, 4, 10, STR("e"), STYLE_HEADING, GRID_HIT, &terminal);
	grid_put(g, 0, 5, 10, STR("f"), STYLE_SELECTED, 0, &terminal);
	styles(g, "aa##!G\n", "a letter a cell");
	grid_free(g);
}

static void test_theme(void)
{
	struct theme *t = theme_new();
	struct err err = {0};
	struct look look;

	look = theme_look(t, STYLE_TEXT, 0, 256);
	ok(!look.attrs && look.fg == COLOR_DEFAULT && look.bg == COLOR_DEFAULT, "text is as the terminal has it");
	ok(theme_look(t, STYLE_TEXT, GRID_FOCUS, 0).attrs & ATTR_REVERSE, "the focus is reversed");
	ok(!(theme_look(t, STYLE_BAR, GRID_FOCUS, 0).attrs & ATTR_REVERSE), "and a hole in what is reversed");
	ok(theme_look(t, STYLE_TEXT, GRID_HIT, 0).attrs != theme_look(t, STYLE_TEXT, GRID_FOCUS, 0).attrs,
	   "without colours a hit is not the focus");
	ok(theme_look(t, STYLE_CALL, 0, 0).attrs && theme_look(t, STYLE_HEADING, 0, 0).attrs &&
		   theme_look(t, STYLE_QUOTATION, 0, 0).attrs && theme_look(t, STYLE_CITATION, 0, 0).attrs,
	   "marks differ by attributes");
	for (int s = 0; s < STYLE_COUNT; s++)
		if (theme_look(t, (enum style)s, 0, 0).fg != COLOR_DEFAULT || theme_look(t, (enum style)s, 0, 8).fg > 7)
			ok(false, "style %d keeps to its colours", s);
	ok(theme_read(t, STR("# mine\n\n call = bold 200 on 17 / green on default/dim\nlink=italic 9\n"), "mine", &err),
	   "a user's theme");
	look = theme_look(t, STYLE_CALL, 0, 256);
	ok(look.attrs == ATTR_BOLD && look.fg == 200 && look.bg == 17, "256 colours");
	look = theme_look(t, STYLE_CALL, 0, 16);
	ok(look.attrs == 0 && look.fg == 2 && look.bg == COLOR_DEFAULT, "eight");
	is_int(theme_look(t, STYLE_CALL, 0, 2).attrs, ATTR_DIM, "none");
	look = theme_look(t, STYLE_LINK, 0, 8);
	ok(look.attrs == ATTR_ITALIC && look.fg == COLOR_DEFAULT, "what is not said goes without colours");
	ok(!theme_read(t, STR("call = dim\nlink = blinking"), "mine", &err) && strstr(err.text, "mine:2: “blinking”"),
	   "a bad word is named with its line");
	is_int(theme_look(t, STYLE_CALL, 0, 256).attrs, ATTR_BOLD, "and nothing of that theme is taken");
	ok(!theme_read(t, STR("kall = bold"), "mine", &err) && strstr(err.text, "kall"), "no such style");
	ok(!theme_read(t, STR("call = bold 256"), "mine", &err), "no such colour");
	ok(!theme_read(t, STR("call = 200 / 9"), "mine", &err), "no such colour among eight");
	ok(!theme_read(t, STR("call"), "mine", &err), "no sign of equality");
	theme_free(t);
}

static void test_dump_row(void)
{
	struct theme *t = theme_new();
	struct grid *g = grid_new(1, 10);
	struct buf b = {0};

	theme_read(t, STR("link = underline 9 / bold green on blue / dim"), "t", NULL);
	grid_put(g, 0, grid_put(g, 0, 0, 10, STR("a"), STYLE_TEXT, 0, &terminal), 10, STR("b漢"), STYLE_LINK, 0,
		 &terminal);
	grid_dump_row(g, 0, t, 256, &b);
	is_str(buf_cstr(&b), "a\033[0;4;38;5;9mb漢\033[0m", "256 colours");
	buf_clear(&b);
	grid_dump_row(g, 0, t, 8, &b);
	is_str(buf_cstr(&b), "a\033[0;1;32;44mb漢\033[0m", "eight");
	buf_clear(&b);
	grid_dump_row(g, 0, t, 0, &b);
	is_str(buf_cstr(&b), "a\033[0;2mb漢\033[0m", "none");
	buf_clear(&b);
	grid_dump_row(g, 0, NULL, 256, &b);
	is_str(buf_cstr(&b), "ab漢", "no theme, no sequences");
	buf_free(&b);
	grid_free(g);
	theme_free(t);
}

/* Random writes never break the halves. */
static void test_random(void)
{
	static const char *const pieces[] = {
		"a",   "漢",   "ｶﾞ",           "e\xcc\x81",
		"\t",  "\033", "\xe2\x80\xae", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbe",
		"\xff"};
	uint32_t seed = 7;
	bool good = true;

	for (int i = 0; i < 400 && good; i++) {
		int cols = 1 + i % 9;
		struct grid *g = grid_new(1, cols);

		for (int k = 0; k < 30; k++) {
			int end;

			seed = seed * 1664525 + 1013904223;
			end = (int)(seed >> 12) % (cols + 1);
			grid_put(g, 0, (int)(seed >> 16) % cols, end, str_c(pieces[(seed >> 24) % 9]), STYLE_TEXT, 0,
				 &terminal);
			good &= halves_match(g);
		}
		grid_free(g);
	}
	ok(good, "halves match after random writes");
}

int main(void)
{
	test_put();
	test_halves();
	test_gate();
	test_tabs();
	test_styles();
	test_theme();
	test_dump_row();
	test_random();
	return done();
}
