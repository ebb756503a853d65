/* Grid -> the bytes that make the terminal show it, as few as it takes.
 *
 * `shown` is what the terminal shows, cell by cell, with each style already turned into its look. A frame first finds
 * rows that only moved and scrolls them, then writes the spans of cells that differ. What always holds:
 *
 * - spans begin and end at the edges of clusters in the old picture and in the new one: half a wide character is never
 *   overwritten;
 * - the cursor's place is known, or set anew: behind every cluster whose width terminals disagree on, and after the
 * last column (the pen is then "nowhere"). Such clusters are written on blanks of their own width;
 * - lines are erased and scrolled in plain look only, so that it does not matter what an erased cell is filled with;
 * - the scrolling region stays as it was set last: a line down in the same pane does not set it again.
 */
#include "term_int.h"

#include <assert.h>
#include <limits.h>

#define NOWHERE (-1)

struct spot { /* a cell as the terminal shows it */
	char bytes[TEXT_SHOWN_MAX];
	uint8_t n, cells;
	struct look look;
};
struct term_screen {
	const struct term_caps *caps;
	int rows, cols;
	struct spot *shown, *want; /* rows * cols */
	uint64_t *shown_hash, *want_hash;
	bool known; /* shown is what the terminal shows */
	bool sure;
	int row, col;    /* the cursor; col NOWHERE: not known */
	bool visible;    /* the cursor is */
	int top, bottom; /* the scrolling region, inclusive */
	struct look pen;
};

static const struct look plain = {0, COLOR_DEFAULT, COLOR_DEFAULT};

struct term_screen *term_screen_new(const struct term_caps *caps)
{
	struct term_screen *s = xcalloc(1, sizeof *s);

	s->caps = caps;
	return s;
}

static void free_cells(struct term_screen *s)
{
	free(s->shown);
	free(s->want);
	free(s->shown_hash);
	free(s->want_hash);
}

void term_screen_free(struct term_screen *s)
{
	if (!s)
		return;
	free_cells(s);
	free(s);
}

void term_screen_forget(struct term_screen *s)
{
	s->known = false;
}

static struct spot *at(struct spot *cells, const struct term_screen *s, int row, int col)
{
	return &cells[(size_t)row * (size_t)s->cols + (size_t)col];
}

static bool same_look(struct look a, struct look b)
{
	return a.attrs == b.attrs && a.fg == b.fg && a.bg == b.bg;
}

static bool same_spot(const struct spot *a, const struct spot *b)
{
	return a->n == b->n && a->cells == b->cells && same_look(a->look, b->look) && !memcmp(a->bytes, b->bytes, a->n);
}

static bool is_blank(const struct spot *p)
{
	return !p->n && p->cells == 1;
}

/* A blank that erasing leaves behind, too. */
static bool is_erased(const struct spot *p)
{
	return is_blank(p) && same_look(p->look, plain);
}

/* ---- the wanted picture
 * ------------------------------------------------------------------------------------------------- */

/* Of a blank the colour of its letters does not show, nor does bold: looks that look the same become the same. */
static struct look blank_look(struct look l)
{
	l.attrs &= ATTR_UNDERLINE | ATTR_REVERSE;
	if (!(l.attrs & ATTR_REVERSE) && !(l.attrs & ATTR_UNDERLINE))
		l.fg = COLOR_DEFAULT;
	return l;
}

static void resize(struct term_screen *s, int rows, int cols)
{
	size_t n = (size_t)rows * (size_t)cols;

	free_cells(s);
	s->rows = rows;
	s->cols = cols;
	s->shown = xcalloc(n, sizeof *s->shown);
	s->want = xcalloc(n, sizeof *s->want);
	s->shown_hash = xcalloc((size_t)rows, sizeof *s->shown_hash);
	s->want_hash = xcalloc((size_t)rows, sizeof *s->want_hash);
	s->known = false;
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	return (h ^ x) * 0x100000001B3u;
}

/* 0 for a row of nothing. */
static uint64_t hash_row(const struct term_screen *s, const struct spot *row)
{
	uint64_t h = 0xCBF29CE484222325u;
	bool empty = true;

	for (int col = 0; col < s->cols; col++) {
		const struct spot *p = &row[col];

		empty = empty && is_erased(p);
		h = mix(h, p->look.attrs | (uint64_t)(p->look.fg + 1) << 8 | (uint64_t)(p->look.bg + 1) << 20 |
				   (uint64_t)p->n << 32);
		for (int i = 0; i < p->n; i++)
			h = mix(h, (unsigned char)p->bytes[i]);
	}
	return empty ? 0 : h | 1;
}

/* With what the terminal has. Where it has no italics they are reverse turned around: without colours highlights are
 * told apart by them. */
static struct look look_of(const struct term_screen *s, const struct theme *theme, enum style style, unsigned over)
{
	struct look look = theme_look(theme, style, over, s->caps->colors);
	unsigned able = 0;

	for (int bit = 0; bit < 5; bit++)
		able |= s->caps->attr[bit] ? 1u << bit : 0;
	if (over && look.attrs & ATTR_ITALIC & ~able)
		look.attrs ^= ATTR_REVERSE;
	look.attrs &= able;
	return look;
}

static void read_grid(struct term_screen *s, const struct grid *g, const struct theme *theme)
{
	struct look looks[STYLE_COUNT], last = plain; /* with nothing over them; with what was over the cell before */
	unsigned style = STYLE_TEXT, over = 0;

	for (int i = 0; i < STYLE_COUNT; i++)
		looks[i] = look_of(s, theme, (enum style)i, 0);
	for (int row = 0; row < s->rows; row++) {
		for (int col = 0; col < s->cols; col++) {
			const struct cell *c = grid_at(g, row, col);
			struct spot *p = at(s->want, s, row, col);

			if (c->over && (c->over != over || c->style != style)) {
				style = c->style;
				over = c->over;
				last = look_of(s, theme, (enum style)style, over);
			}
			p->n = c->n;
			p->cells = c->cells;
			memcpy(p->bytes, c->bytes, c->n);
			p->look = c->over ? last : looks[c->style];
			if (is_blank(p))
				p->look = blank_look(p->look);
		}
		s->want_hash[row] = hash_row(s, at(s->want, s, row, 0));
	}
}

/* ---- the pen: look and place
 * -------------------------------------------------------------------------------------------- */
static void put_color(const struct term_screen *s, struct buf *out, int color, bool back)
{
	if (!s->caps->ansi)
		term_caps_put(out, back ? s->caps->setab : s->caps->setaf, color, 0);
	else if (color < 8)
		buf_printf(out, ";%d", (back ? 40 : 30) + color);
	else if (color < 16 && s->caps->bright)
		buf_printf(out, ";%d", (back ? 100 : 90) + color - 8);
	else
		buf_printf(out, ";%d;5;%d", back ? 48 : 38, color);
}

static void put_attr(const struct term_screen *s, struct buf *out, int bit)
{
	static const char *const sgr[] = {";1", ";2", ";4", ";7", ";3"};

	if (s->caps->ansi)
		buf_cat(out, sgr[bit]);
	else
		term_caps_put(out, s->caps->attr[bit], 0, 0);
}

/* From the look the terminal draws in to another; what has to be taken away is taken away by starting from plain. */
static void set_look(struct term_screen *s, struct buf *out, struct look l)
{
	struct look from = s->pen;
	size_t start = out->n;
	bool reset;

	if (same_look(from, l))
		return;
	reset = from.attrs & ~l.attrs || (from.fg != l.fg && l.fg == COLOR_DEFAULT) ||
		(from.bg != l.bg && l.bg == COLOR_DEFAULT);
	if (s->caps->ansi)
		buf_cat(out, "\033[");
	else if (reset)
		term_caps_put(out, s->caps->sgr0, 0, 0);
	if (reset)
		from = plain;
	for (int bit = 0; bit < 5; bit++) {
		if (l.attrs & ~from.attrs & 1u << bit)
			put_attr(s, out, bit);
	}
	if (l.fg != from.fg)
		put_color(s, out, l.fg, false);
	if (l.bg != from.bg)
		put_color(s, out, l.bg, true);
	if (s->caps->ansi) {
		if (!reset) /* a leading ";" stands for 0 */
			memmove(out->p + start + 2, out->p + start + 3, --out->n - start - 2);
		buf_char(out, 'm');
	}
	s->pen = l;
}

/* Parameters that are 1 are left out: that is two bytes for every line down. */
static void place(const struct term_screen *s, struct buf *out, int row, int col)
{
	if (!s->caps->ansi_cup || col)
		term_caps_put(out, s->caps->cup, row, col);
	else if (row)
		buf_printf(out, "\033[%dH", row + 1);
	else
		buf_cat(out, "\033[H");
}

static void go(struct term_screen *s, struct buf *out, int row, int col)
{
	if (s->col == col && s->row == row)
		return;
	if (s->row == row && col == 0)
		buf_char(out, '\r');
	else if (s->row >= 0 && s->row == row - 1 && col == 0 && s->row != s->bottom)
		buf_cat(out, "\r\n");
	else if (s->row == row && s->caps->hpa)
		term_caps_put(out, s->caps->hpa, col, 0);
	else
		place(s, out, row, col);
	s->row = row;
	s->col = col;
}

/* ---- spans
 * ----------------------------------------------------------------------------------------------------------------- */

/* Do terminals disagree on how wide it is? */
static bool is_doubtful(const struct term_screen *s, const struct spot *p)
{
	struct str bytes = {p->bytes, p->n};
	uint32_t cp;

	for (size_t i = 0; i < bytes.n;) {
		size_t next = text_next(bytes, i, &cp);

		if (cp < 0x80 && next == bytes.n && !i)
			return false;
		if (cp >= 0x1F000 || cp == 0xFE0F || cp == 0x200D || (cp >= 0x4DC0 && cp <= 0x4DFF))
			return true;
		if (i && text_char_cells(cp, false) != 0 && cp != 0xFF9E &&
		    cp != 0xFF9F) /* ｶﾞ is two cells everywhere */
			return true;
		if (!s->sure && text_char_cells(cp, true) != text_char_cells(cp, false))
			return true;
		i = next;
	}
	return false;
}

static void put_doubtful(struct term_screen *s, struct buf *out, const struct spot *p, int row, int col)
{
	for (int i = 0; i < p->cells; i++)
		buf_char(out, ' ');
	s->col = NOWHERE;
	go(s, out, row, col);
	buf_add(out, p->bytes, p->n);
	s->col = NOWHERE;
}

static void put_spot(struct term_screen *s, struct buf *out, const struct spot *p, int row, int col)
{
	go(s, out, row, col);
	set_look(s, out, p->look);
	if (p->n && is_doubtful(s, p)) {
		put_doubtful(s, out, p, row, col);
		return;
	}
	if (p->n)
		buf_add(out, p->bytes, p->n);
	else
		buf_char(out, ' ');
	s->col = col + p->cells;
	if (s->col >= s->cols) {
		s->col = NOWHERE;
		s->row = s->caps->wraps ? NOWHERE : row;
	}
}

/* Where the erased cells at the end of a row start. */
static int erased_from(const struct term_screen *s, const struct spot *row)
{
	int col = s->cols;

	while (col > 0 && is_erased(&row[col - 1]))
		col--;
	return col;
}

/* Is there an edge of a cluster before this column, in both pictures? */
static bool is_edge(const struct term_screen *s, const struct spot *want, const struct spot *shown, int col)
{
	return col >= s->cols || (want[col].cells > 0 && shown[col].cells > 0);
}

/* How far, from col on, the two pictures are the same; and how many bytes it would be to write that anyway. */
static int same_run(const struct term_screen *s, const struct spot *want, const struct spot *shown, int col, int *bytes)
{
	*bytes = 0;
	while (col < s->cols && same_spot(&want[col], &shown[col])) {
		*bytes += want[col].n ? want[col].n : want[col].cells;
		if (!same_look(want[col].look, s->pen))
			*bytes += 4;
		col++;
	}
	return col;
}

/* The last corner of a terminal that wraps at once must stay empty: writing there would scroll. */
static int columns_of(const struct term_screen *s, int row)
{
	return s->cols - (s->caps->wraps && row == s->rows - 1);
}

static void draw_row(struct term_screen *s, struct buf *out, int row)
{
	const struct spot *want = at(s->want, s, row, 0);
	struct spot *shown = at(s->shown, s, row, 0);
	int end = erased_from(s, want), old_end = erased_from(s, shown), col = 0, limit;
	bool erase = old_end > end + 3 || (old_end > end && !is_edge(s, want, shown, end));

	limit = erase ? end : old_end > end ? old_end : end;
	if (limit > columns_of(s, row))
		limit = columns_of(s, row);
	while (col < limit) {
		int bytes, next = same_run(s, want, shown, col, &bytes);

		while (next > col && next < limit && !is_edge(s, want, shown, next))
			next--;
		if (next >= limit)
			break;
		if (next > col && (s->row != row || s->col != col || bytes > 6))
			col = next;
		do { /* what differs, up to an edge */
			if (want[col].cells)
				put_spot(s, out, &want[col], row, col);
			col++;
		} while (col < limit && (!is_edge(s, want, shown, col) || !same_spot(&want[col], &shown[col])));
	}
	if (erase) {
		go(s, out, row, end);
		set_look(s, out, plain);
		term_caps_put(out, s->caps->el, 0, 0);
	}
	memcpy(shown, want, (size_t)s->cols * sizeof *shown);
	s->shown_hash[row] = s->want_hash[row];
}

/* ---- scrolling
 * -------------------------------------------------------------------------------------------------------------- */
struct move { /* rows [row, row + n) of the new picture stand `by` rows below in the old one (by < 0: above) */
	int row, n, by, gain;
};

static int run_length(const struct term_screen *s, int row, int by, int *gain)
{
	int n = 0;

	*gain = 0;
	for (; row + n < s->rows && row + n + by >= 0 && row + n + by < s->rows; n++) {
		uint64_t h = s->want_hash[row + n];

		if (h != s->shown_hash[row + n + by])
			break;
		*gain += h && s->shown_hash[row + n] != h;
	}
	return n;
}

static struct move best_move(const struct term_screen *s)
{
	struct move best = {0};

	for (int by = 1 - s->rows; by < s->rows; by++) {
		for (int row = 0, n; by && row<s->rows; row += n> 0 ? n : 1) {
			int gain;

			n = run_length(s, row, by, &gain);
			if (gain > best.gain || (gain == best.gain && gain && abs(by) < abs(best.by)))
				best = (struct move){row, n, by, gain};
		}
	}
	return best;
}

static void set_region(struct term_screen *s, struct buf *out, int top, int bottom)
{
	if (s->top == top && s->bottom == bottom)
		return;
	term_caps_put(out, s->caps->csr, top, bottom);
	s->top = top;
	s->bottom = bottom;
	s->row = s->col = NOWHERE; /* setting it moves the cursor */
}

static void shift(struct term_screen *s, struct buf *out, int by)
{
	const char *many = by > 0 ? s->caps->indn : s->caps->rin, *one = by > 0 ? s->caps->ind : s->caps->ri;
	int n = abs(by);

	go(s, out, by > 0 ? s->bottom : s->top, 0);
	if (many && n > 3)
		term_caps_put(out, many, n, 0);
	else
		for (int i = 0; i < n; i++)
			term_caps_put(out, one, 0, 0);
}

static void erase_spots(struct term_screen *s, int row, int n)
{
	for (int i = 0; i < n; i++) {
		for (int col = 0; col < s->cols; col++)
			*at(s->shown, s, row + i, col) = (struct spot){.cells = 1, .look = plain};
		s->shown_hash[row + i] = 0;
	}
}

static void scroll(struct term_screen *s, struct buf *out)
{
	struct move m;
	int top, bottom, n, changed = 0;
	size_t row = (size_t)s->cols * sizeof *s->shown;

	for (int i = 0; i < s->rows; i++)
		changed += s->want_hash[i] != s->shown_hash[i];
	if (changed < 3 || !s->caps->csr || !s->caps->ind || !s->caps->ri)
		return;
	m = best_move(s);
	if (m.gain < 2)
		return;
	n = abs(m.by);
	top = m.by > 0 ? m.row : m.row + m.by;
	bottom = m.row + m.n - 1 + (m.by > 0 ? m.by : 0);
	set_look(s, out, plain);
	set_region(s, out, top, bottom);
	shift(s, out, m.by);
	if (m.by > 0) {
		memmove(at(s->shown, s, top, 0), at(s->shown, s, top + n, 0), (size_t)(bottom + 1 - top - n) * row);
		memmove(s->shown_hash + top, s->shown_hash + top + n,
			(size_t)(bottom + 1 - top - n) * sizeof *s->shown_hash);
		erase_spots(s, bottom + 1 - n, n);
	} else {
		memmove(at(s->shown, s, top + n, 0), at(s->shown, s, top, 0), (size_t)(bottom + 1 - top - n) * row);
		memmove(s->shown_hash + top + n, s->shown_hash + top,
			(size_t)(bottom + 1 - top - n) * sizeof *s->shown_hash);
		erase_spots(s, top, n);
	}
}

/* ---- a frame
 * ------------------------------------------------------------------------------------------------------------------ */
static void start_anew(struct term_screen *s, struct buf *out)
{
	term_caps_put(out, s->caps->sgr0, 0, 0);
	term_caps_put(out, s->caps->csr, 0, s->rows - 1);
	term_caps_put(out, s->caps->civis, 0, 0);
	term_caps_put(out, s->caps->clear, 0, 0);
	s->pen = plain;
	s->top = 0;
	s->bottom = s->rows - 1;
	s->row = s->col = 0;
	s->visible = s->caps->civis == NULL;
	erase_spots(s, 0, s->rows);
	s->known = true;
}

static void place_cursor(struct term_screen *s, struct buf *out, const struct grid *g)
{
	int row, col;
	bool visible;

	grid_cursor(g, &row, &col);
	visible = row >= 0 && col >= 0 && row < s->rows && col < s->cols;
	if (visible)
		go(s, out, row, col);
	if (visible != s->visible && s->caps->civis) {
		term_caps_put(out, visible ? s->caps->cnorm : s->caps->civis, 0, 0);
		s->visible = visible;
	}
}

void term_screen_draw(struct term_screen *s, const struct grid *g, const struct theme *theme, bool sure,
		      struct buf *out)
{
	if (grid_rows(g) != s->rows || grid_cols(g) != s->cols)
		resize(s, grid_rows(g), grid_cols(g));
	s->sure = sure;
	read_grid(s, g, theme);
	if (!s->known)
		start_anew(s, out);
	else
		scroll(s, out);
	for (int row = 0; row < s->rows; row++) {
		if (s->want_hash[row] != s->shown_hash[row])
			draw_row(s, out, row);
	}
	set_look(s, out, plain);
	place_cursor(s, out, g);
}
