/* dump: a grid as text: for tests, for scripts, and row by row for cat. */
#include "taiyaku/grid.h"

#include <assert.h>

static bool is_white(const struct cell *c)
{
	uint32_t cp;

	return !c->n || (text_next((struct str){c->bytes, c->n}, 0, &cp) == c->n && text_is_space(cp));
}

/* How many columns of a row are worth printing: the last one that shows something, and one. */
static int used_columns(const struct grid *g, int row)
{
	int n = grid_cols(g);

	while (n && is_white(grid_at(g, row, n - 1)) && grid_at(g, row, n - 1)->cells)
		n--;
	if (n && !grid_at(g, row, n - 1)->cells && is_white(grid_at(g, row, n - 2)))
		return n - 2;
	return n;
}

static void put_bytes(const struct cell *c, struct buf *out)
{
	if (c->n)
		buf_add(out, c->bytes, c->n);
	else if (c->cells)
		buf_char(out, ' ');
}

void grid_dump(const struct grid *g, struct buf *out)
{
	for (int row = 0; row < grid_rows(g); row++) {
		grid_dump_row(g, row, NULL, 0, out);
		buf_char(out, '\n');
	}
}

static char style_letter(const struct cell *c)
{
	static const char letters[] = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	_Static_assert(STYLE_COUNT < sizeof letters, "a letter for each style");
	return c->over & GRID_FOCUS ? '#' : c->over & GRID_HIT ? '!' : letters[c->style];
}

void grid_dump_styles(const struct grid *g, struct buf *out)
{
	for (int row = 0; row < grid_rows(g); row++) {
		size_t start = out->n;

		for (int col = 0; col < grid_cols(g); col++)
			buf_char(out, style_letter(grid_at(g, row, col)));
		while (out->n > start && out->p[out->n - 1] == '.')
			out->n--;
		buf_char(out, '\n');
	}
}

static void put_color(short color, int ground, int colors, struct buf *out)
{
	if (color == COLOR_DEFAULT)
		return;
	if (colors >= 256)
		buf_printf(out, ";%d;5;%d", ground + 8, color);
	else
		buf_printf(out, ";%d", ground + color % 8);
}

/* ECMA-48 8.3.117, and the 256 colours that terminals added to it. */
static void put_look(struct look look, int colors, struct buf *out)
{
	static const struct {
		unsigned attr;
		const char *code;
	} codes[] = {
		{ATTR_BOLD, ";1"}, {ATTR_DIM, ";2"}, {ATTR_ITALIC, ";3"}, {ATTR_UNDERLINE, ";4"}, {ATTR_REVERSE, ";7"},
	};

	buf_cat(out, "\033[0");
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (look.attrs & codes[i].attr)
			buf_cat(out, codes[i].code);
	put_color(look.fg, 30, colors, out);
	put_color(look.bg, 40, colors, out);
	buf_char(out, 'm');
}

void grid_dump_row(const struct grid *g, int row, const struct theme *theme, int colors, struct buf *out)
{
	static const struct look plain = {0, COLOR_DEFAULT, COLOR_DEFAULT};
	struct look now = plain;
	int used = used_columns(g, row);

	for (int col = 0; col < used; col++) {
		const struct cell *c = grid_at(g, row, col);
		struct look look = theme ? theme_look(theme, (enum style)c->style, c->over, colors) : plain;

		if (look.attrs != now.attrs || look.fg != now.fg || look.bg != now.bg)
			put_look(now = look, colors, out);
		put_bytes(c, out);
	}
	if (now.attrs || now.fg != COLOR_DEFAULT || now.bg != COLOR_DEFAULT)
		buf_cat(out, "\033[0m");
}
