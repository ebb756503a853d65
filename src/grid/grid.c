/* grid: rows of cells, written cluster by cluster through text_show(), the one gate.
 *
 * What always holds: the cells of a row cover it exactly: a cell of two is followed by one right half (cells 0),
 * a right half always follows a cell of two, and nothing of two starts in the last column. Whoever overwrites one
 * half of a wide character blanks the other. A space is stored as a blank, so that equal pictures are equal cells.
 */
#include "taiyaku/grid.h"

#include <assert.h>

struct grid {
	int rows, cols;
	int origin;
	int cursor_row, cursor_col;
	struct cell *cells;
};

static struct cell *cell_at(const struct grid *g, int row, int col)
{
	return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

static void blank(struct cell *c, enum style style, unsigned over)
{
	c->n = 0;
	c->bytes[0] = '\0';
	c->cells = 1;
	c->style = (uint8_t)style;
	c->over = (uint8_t)over;
}

struct grid *grid_new(int rows, int cols)
{
	struct grid *g = xcalloc(1, sizeof *g);

	assert(rows > 0 && cols > 0);
	g->rows = rows;
	g->cols = cols;
	g->cells = xcalloc((size_t)rows * (size_t)cols, sizeof *g->cells);
	grid_clear(g);
	return g;
}

void grid_free(struct grid *g)
{
	if (g)
		free(g->cells);
	free(g);
}

int grid_rows(const struct grid *g)
{
	return g->rows;
}

int grid_cols(const struct grid *g)
{
	return g->cols;
}

void grid_clear(struct grid *g)
{
	grid_fill(g, (struct rect){0, 0, g->rows, g->cols}, STYLE_TEXT);
	grid_set_cursor(g, -1, -1);
	g->origin = -1;
}

/* Makes room for [col, col + n): what is cut by its edges is blanked, in its own style. */
static void cut_edges(struct grid *g, int row, int col, int n)
{
	struct cell *c;

	if (col > 0 && cell_at(g, row, col)->cells == 0) {
		c = cell_at(g, row, col - 1);
		blank(c, (enum style)c->style, c->over);
	}
	if (col + n < g->cols && cell_at(g, row, col + n)->cells == 0) {
		c = cell_at(g, row, col + n);
		blank(c, (enum style)c->style, c->over);
	}
}

static int clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

void grid_fill(struct grid *g, struct rect r, enum style style)
{
	int top = clamp(r.row, 0, g->rows), bottom = clamp(r.row + r.rows, top, g->rows);
	int left = clamp(r.col, 0, g->cols), right = clamp(r.col + r.cols, left, g->cols);

	for (int row = top; row < bottom && left < right; row++) {
		cut_edges(g, row, left, right - left);
		for (int col = left; col < right; col++)
			blank(cell_at(g, row, col), style, 0);
	}
}

struct pen { /* what stays the same within one grid_put() */
	struct grid *g;
	int row, end;
	enum style style;
	unsigned over;
};

/* Writes one cell of one or two columns; where it does not fit, a blank. Returns the column after. */
static int put_cell(const struct pen *pen, int col, const char *bytes, size_t n, int cells)
{
	struct cell *c = cell_at(pen->g, pen->row, col);
	bool fits = col + cells <= pen->end && n < sizeof c->bytes;

	if (!fits)
		cells = 1;
	cut_edges(pen->g, pen->row, col, cells);
	if (cells == 2) {
		blank(c + 1, pen->style, pen->over);
		c[1].cells = 0;
	}
	blank(c, pen->style, pen->over);
	c->cells = (uint8_t)cells;
	if (fits && !(n == 1 && *bytes == ' ')) {
		memcpy(c->bytes, bytes, n);
		c->bytes[n] = '\0';
		c->n = (uint8_t)n;
	}
	return col + cells;
}

/* A visible form, a tab, or joined emoji that the terminal does not join: one cell a character; marks and
 * joiners stay with the one before. */
static int put_pieces(const struct pen *pen, int col, const struct text_shown *t, bool ambiguous)
{
	struct str s = {t->bytes, t->n};
	int stop = col + t->cells;

	for (size_t at = 0, next; at < s.n && col < pen->end; at = next) {
		uint32_t cp;
		int cells;

		next = text_next(s, at, &cp);
		cells = text_char_cells(cp, ambiguous);
		while (next < s.n) {
			size_t after = text_next(s, next, &cp);

			if (text_char_cells(cp, ambiguous) != 0)
				break;
			next = after;
		}
		col = put_cell(pen, col, s.p + at, next - at, clamp(cells, 1, 2));
	}
	while (col < stop && col < pen->end)
		col = put_cell(pen, col, " ", 1, 1);
	return col;
}

int grid_put(struct grid *g, int row, int col, int end, struct str s, enum style style, unsigned over,
	     const struct text_terminal *terminal)
{
	int origin = g->origin >= 0 && g->origin <= col ? g->origin : col;
	struct pen pen = {g, row, clamp(end, 0, g->cols), style, over};

	if (row < 0 || row >= g->rows || col < 0)
		return col;
	for (size_t at = 0, next; at < s.n && col < pen.end; at = next) {
		struct text_shown t;

		next = text_cluster_next(s, at);
		text_show(str_slice(s, at, next), col - origin, terminal, &t);
		if (t.cells == 0)
			continue;
		pen.style = t.stand_in ? STYLE_STAND_IN : style;
		if (t.cells <= 2 && !t.stand_in && t.bytes[0] != ' ')
			col = put_cell(&pen, col, t.bytes, t.n, t.cells);
		else
			col = put_pieces(&pen, col, &t, terminal->ambiguous_wide);
	}
	return col;
}

void grid_set_origin(struct grid *g, int col)
{
	g->origin = col;
}

const struct cell *grid_at(const struct grid *g, int row, int col)
{
	assert(row >= 0 && row < g->rows && col >= 0 && col < g->cols);
	return cell_at(g, row, col);
}

void grid_set_cursor(struct grid *g, int row, int col)
{
	g->cursor_row = row;
	g->cursor_col = col;
}

void grid_cursor(const struct grid *g, int *row, int *col)
{
	*row = g->cursor_row;
	*col = g->cursor_col;
}
