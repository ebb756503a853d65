/* The drawing against libvterm: random pictures, one after the other, scrolled, changed in places and anew; after each
 * the terminal's cells must be the grid's. And what a frame costs. */
#include "taiyaku/grid.h"
#include "../../src/term/term_int.h"
#include "../tap.h"

#include <locale.h>
#include <vterm.h>

static uint32_t seed = 1;

static unsigned random_below(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static VTerm *vt;
static VTermScreen *vts;

static void open_vterm(int rows, int cols)
{
	vt = vterm_new(rows, cols);
	vterm_set_utf8(vt, 1);
	vts = vterm_obtain_screen(vt);
	vterm_screen_enable_altscreen(vts, 1);
	vterm_screen_reset(vts, 1);
}

/* The n-th text; what is in doubt between terminals (emoji) stays out: libvterm is one of them. */
static struct str piece(unsigned n)
{
	static const char *const pieces[] = {"対訳",           "a",    "bc", "、", "「引用」",  "é", "ｶ", "が", "  ",
					     "English words ", "1",    "漢", "ー", "e\xCC\x81", "…", "―", "■",  "x",
					     "終わり",         "     "};
	return str_c(pieces[n % (sizeof pieces / sizeof *pieces)]);
}

static void fill_row(struct grid *g, int row)
{
	static const enum style styles[] = {STYLE_TEXT,    STYLE_TEXT, STYLE_TEXT, STYLE_CALL,
					    STYLE_HEADING, STYLE_BAR,  STYLE_LINK};
	struct text_terminal t = {0};
	int col = 0, cols = grid_cols(g), end = (int)random_below((unsigned)cols + 1);

	grid_fill(g, (struct rect){row, 0, 1, cols}, random_below(8) ? STYLE_TEXT : STYLE_BAR);
	while (col < end) {
		unsigned over = random_below(12) ? 0 : random_below(1u << GRID_OVERS);
		int next = grid_put(g, row, col, end, piece(random_below(20)), styles[random_below(7)], over, &t);

		if (next <= col)
			break;
		col = next;
	}
}

static void copy_row(const struct grid *from, int row, struct grid *to, int to_row)
{
	struct text_terminal t = {0};

	grid_fill(to, (struct rect){to_row, 0, 1, grid_cols(to)}, STYLE_TEXT);
	for (int col = 0; col < grid_cols(from); col++) {
		const struct cell *c = grid_at(from, row, col);

		if (c->n)
			grid_put(to, to_row, col, grid_cols(to), (struct str){c->bytes, c->n}, (enum style)c->style,
				 c->over, &t);
		else if (c->cells)
			grid_put(to, to_row, col, grid_cols(to), STR(" "), (enum style)c->style, c->over, &t);
	}
}

/* The next picture after `last`: scrolled, a few rows changed, or all of them. */
static struct grid *next_picture(const struct grid *last)
{
	int rows = grid_rows(last), by = 0;
	struct grid *g = grid_new(rows, grid_cols(last));
	unsigned kind = random_below(4);

	if (kind < 2)
		by = (int)random_below((unsigned)rows) - rows / 2;
	for (int row = 0; row < rows; row++) {
		bool fixed = row == 0 || row == rows - 1;
		int from = fixed ? row : row + by;

		if (kind == 3 || from < 0 || from >= rows || !random_below(kind == 2 ? 6 : 40))
			fill_row(g, row);
		else
			copy_row(last, from, g, row);
	}
	if (random_below(3))
		grid_set_cursor(g, (int)random_below((unsigned)rows), (int)random_below((unsigned)grid_cols(g)));
	return g;
}

static void cell_text(const VTermScreenCell *c, struct buf *out)
{
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c->chars[i]; i++)
		buf_code_point(out, c->chars[i]);
	if (!c->chars[0])
		buf_char(out, ' ');
}

/* The first cell that differs, as a message; empty: none does. */
static void compare(const struct grid *g, const struct theme *theme, struct buf *why)
{
	for (int row = 0; row < grid_rows(g); row++) {
		for (int col = 0; col < grid_cols(g); col++) {
			const struct cell *c = grid_at(g, row, col);
			struct look l = theme_look(theme, (enum style)c->style, c->over, 256);
			VTermScreenCell got;
			struct buf text = {0};

			if (!c->cells)
				continue;
			vterm_screen_get_cell(vts, (VTermPos){row, col}, &got);
			cell_text(&got, &text);
			bool same = str_eq(buf_view(&text), c->n ? (struct str){c->bytes, c->n} : STR(" ")) &&
				    got.width == c->cells && got.attrs.reverse == !!(l.attrs & ATTR_REVERSE) &&
				    (l.bg == COLOR_DEFAULT
					     ? VTERM_COLOR_IS_DEFAULT_BG(&got.bg)
					     : VTERM_COLOR_IS_INDEXED(&got.bg) && got.bg.indexed.idx == l.bg) &&
				    !!got.attrs.underline == !!(l.attrs & ATTR_UNDERLINE) &&
				    (!c->n || got.attrs.bold == !!(l.attrs & ATTR_BOLD));
			if (!same)
				buf_printf(why,
					   "row %d column %d: [%s] width %d, want [%.*s] width %d, reverse %d, want %d",
					   row, col, buf_cstr(&text), got.width, c->n, c->bytes, c->cells,
					   got.attrs.reverse, !!(l.attrs & ATTR_REVERSE));
			buf_free(&text);
			if (!same)
				return;
		}
	}
}

static void test_random(const struct term_caps *caps, int rows, int cols, int frames, const char *what)
{
	struct term_screen *s = term_screen_new(caps);
	struct theme *theme = theme_new();
	struct grid *g = grid_new(rows, cols);
	struct buf out = {0}, why = {0};
	int bad = 0;

	open_vterm(rows, cols);
	for (int i = 0; i < frames && !bad; i++) {
		struct grid *next = next_picture(g);
		int row, col;
		VTermPos at;

		grid_free(g);
		g = next;
		buf_clear(&out);
		term_screen_draw(s, g, theme, random_below(2), &out);
		vterm_input_write(vt, out.p, out.n);
		compare(g, theme, &why);
		vterm_state_get_cursorpos(vterm_obtain_state(vt), &at);
		grid_cursor(g, &row, &col);
		if (!why.n && row >= 0 && (at.row != row || at.col != col))
			buf_printf(&why, "cursor at %d %d, want %d %d", at.row, at.col, row, col);
		if (why.n) {
			printf("# frame %d: %s\n", i, buf_cstr(&why));
			bad = 1;
		}
	}
	ok(!bad, "%s: %d pictures of %dx%d", what, frames, cols, rows);
	buf_free(&out);
	buf_free(&why);
	grid_free(g);
	theme_free(theme);
	term_screen_free(s);
	vterm_free(vt);
}

/* A text of full Japanese rows under a title, over a status line; returns the bytes of the frame that moves it by `by`.
 */
static size_t cost(const struct term_caps *caps, int by, size_t *text)
{
	struct term_screen *s = term_screen_new(caps);
	struct theme *theme = theme_new();
	struct text_terminal t = {0};
	struct grid *g = grid_new(24, 80);
	struct buf out = {0};
	static const char *const words[] = {"日本語", "の", "文章", "を", "端末", "に", "表示", "する", "、", "脚注"};

	*text = 0;
	for (int frame = 0; frame < 2; frame++) {
		grid_put(g, 0, 0, 80, STR("Title"), STYLE_BAR, 0, &t);
		for (int row = 1; row < 23; row++) {
			int line = row + frame * by, col = 0;

			seed = (uint32_t)line * 7919;
			while (col < 80)
				col = grid_put(g, row, col, 80, str_c(words[random_below(10)]), STYLE_TEXT, 0, &t);
			for (int i = 0; frame && row >= 23 - by && i < 80; i++)
				*text += grid_at(g, row, i)->n;
		}
		grid_put(g, 23, 0, 80, STR("status"), STYLE_STATUS, 0, &t);
		buf_clear(&out);
		term_screen_draw(s, g, theme, true, &out);
	}
	grid_free(g);
	theme_free(theme);
	term_screen_free(s);
	size_t n = out.n;
	buf_free(&out);
	return n;
}

static void test_cost(const struct term_caps *caps)
{
	size_t text, n = cost(caps, 1, &text);

	ok(n <= text + 16, "a line down costs its text and little more: %zu of %zu bytes", n, text);
	n = cost(caps, 22, &text);
	ok(n <= text + 22 * 6, "a page down costs its text and little more: %zu of %zu bytes", n, text);
	n = cost(caps, 0, &text);
	is_int((long long)n, 0, "the same picture again costs nothing");
}

int main(void)
{
	struct term_caps caps = {0};
	struct err e = {0};

	setlocale(LC_ALL, "C.UTF-8");
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm-256color", 1);
	if (!ok(term_caps_load(&caps, 1, &e), "terminfo knows xterm-256color")) {
		printf("# %s\n", e.text);
		return done();
	}
	test_random(&caps, 24, 80, 400, "xterm");
	test_random(&caps, 5, 20, 400, "xterm");
	test_random(&caps, 1, 1, 50, "xterm");
	test_random(&caps, 2, 2, 100, "xterm");
	test_random(&caps, 40, 33, 200, "xterm");
	test_cost(&caps);
	struct term_caps less = caps;
	less.hpa = less.indn = less.rin = NULL;
	test_random(&less, 12, 40, 200, "no parameters");
	less.csr = NULL;
	test_random(&less, 12, 40, 200, "no scrolling region");
	term_caps_free(&caps);
	return done();
}
