/* The rows of a text that is being typed. A row ends where its line does, else where a word ends or, without such a
 * place, at a cluster; blanks take their cells like everything else, so that the caret behind them is seen: they stand
 * at the end of a row as far as they fit and go on in the next one. A line is cut in pieces of AREA_PIECE bytes, each
 * of which begins a row, so that a key costs no more in a very long one. Rows are made when they are asked for; those
 * of the piece that was looked at last are kept.
 */
#include "area.h"

/* A place among the rows. */
struct place {
	size_t piece; /* its start */
	size_t row;   /* in it */
};

static size_t edge(struct str s, size_t at)
{
	while (at < s.n && ((uint8_t)s.p[at] & 0xC0) == 0x80)
		at++;
	return at < s.n ? input_settle(s, at) : s.n;
}

/* The piece that `at` stands in; at the end of one that goes on, the next. */
static struct span piece_around(const struct input_area *a, size_t at)
{
	struct str s = buf_view(&a->text);
	size_t start = at, end = str_find_char(s, '\n', at), next;

	while (start && s.p[start - 1] != '\n')
		start--;
	if (end == SIZE_MAX)
		end = s.n;
	while (end - start > AREA_PIECE && (next = edge(s, start + AREA_PIECE)) < end) {
		if (next > at)
			return (struct span){start, next};
		start = next;
	}
	return (struct span){start, end};
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Where rows start, into p->rows. */
static void cut(struct input_area *a, struct area_piece *p)
{
	struct str s = str_slice(buf_view(&a->text), p->at.start, p->at.end);
	const uint8_t *flags = s.n ? text_breaks(a->breaker, s) : NULL;
	size_t row = 0, best = 0, next;
	int used = 0;

	p->rows.n = 0;
	vec_push(&p->rows, p->at.start);
	for (size_t at = 0; at < s.n; at = next) {
		struct text_shown shown;

		next = text_cluster_next(s, at);
		if (at > row && flags[at] & TEXT_BREAK)
			best = at;
		text_show(str_slice(s, at, next), used, &a->terminal, &shown);
		if (used + shown.cells > a->cells && at > row) {
			row = best > row && !blank(s.p[at]) ? best : at;
			vec_push(&p->rows, p->at.start + row);
			next = row; /* what moves down with the word is measured anew */
			used = 0;
			continue;
		}
		used += shown.cells;
	}
}

static bool ends_line(const struct input_area *a, size_t at)
{
	return at == a->text.n || a->text.p[at] == '\n';
}

static const struct area_piece *piece(struct input_area *a, size_t at)
{
	struct area_piece *p = &a->piece;

	if (p->rows.n && p->changes == a->changes && at >= p->at.start &&
	    (at < p->at.end || (at == p->at.end && ends_line(a, at))))
		return p;
	p->at = piece_around(a, at);
	p->changes = a->changes;
	cut(a, p);
	return p;
}

void input_area_shape(struct input_area *a, int cells, const struct text_terminal *t)
{
	cells = cells > 2 ? cells : 2;
	if (a->cells == cells && !memcmp(&a->terminal, t, sizeof *t))
		return;
	a->cells = cells;
	a->terminal = *t;
	a->piece.rows.n = 0;
}

/* ---- places ------------------------------------------------------------------------------------------------------ */
static struct place place_of(struct input_area *a, size_t at)
{
	const struct area_piece *p = piece(a, at);
	size_t row = p->rows.n - 1;

	while (row && p->rows.v[row] > at)
		row--;
	return (struct place){p->at.start, row};
}

static struct span row_at(struct input_area *a, struct place x)
{
	const struct area_piece *p = piece(a, x.piece);

	return (struct span){p->rows.v[x.row], x.row + 1 < p->rows.n ? p->rows.v[x.row + 1] : p->at.end};
}

static bool next_row(struct input_area *a, struct place *x)
{
	const struct area_piece *p = piece(a, x->piece);
	size_t end = p->at.end;

	if (x->row + 1 < p->rows.n) {
		x->row++;
		return true;
	}
	if (end >= a->text.n)
		return false;
	*x = (struct place){a->text.p[end] == '\n' ? end + 1 : end, 0};
	return true;
}

static bool prev_row(struct input_area *a, struct place *x)
{
	if (x->row) {
		x->row--;
		return true;
	}
	if (!x->piece)
		return false;
	*x = place_of(a, x->piece - 1);
	return true;
}

static bool before(struct place a, struct place b)
{
	return a.piece != b.piece ? a.piece < b.piece : a.row < b.row;
}

static int cells_of(const struct input_area *a, size_t start, size_t end)
{
	return start < end ? text_cells(str_slice(buf_view(&a->text), start, end), &a->terminal) : 0;
}

/* The caret's place in a row that is nearest to a column. */
static size_t at_column(const struct input_area *a, struct span row, int column, bool last)
{
	struct str s = buf_view(&a->text);
	size_t at = row.start;

	while (at < row.end && cells_of(a, row.start, input_right(s, at)) <= column)
		at = input_right(s, at);
	if (at == row.end && !last && at > row.start) /* the end of a row is the start of the next one */
		at = input_left(s, at);
	return at;
}

void input_area_vertical(struct input_area *a, int rows)
{
	struct place x = place_of(a, a->caret);
	struct span row = row_at(a, x);

	if (a->did != AREA_ROWS)
		a->column = cells_of(a, row.start, a->caret);
	a->did = AREA_ROWS;
	for (; rows < 0 && prev_row(a, &x); rows++)
		;
	for (; rows > 0 && next_row(a, &x); rows--)
		;
	if (rows) { /* there is no further row */
		a->caret = rows < 0 ? 0 : a->text.n;
		return;
	}
	row = row_at(a, x);
	a->caret = at_column(a, row, a->column, ends_line(a, row.end));
}

/* ---- what is shown
 * ---------------------------------------------------------------------------------------------------- */
int input_area_rows(struct input_area *a, int max)
{
	struct place x = {0, 0};
	int n = 1;

	while (n < max && next_row(a, &x))
		n++;
	return n;
}

/* Back so many rows, as far as there are any. */
static struct place back(struct input_area *a, struct place x, int rows)
{
	while (rows-- > 0 && prev_row(a, &x))
		;
	return x;
}

/* The first row: moved only as far as the caret needs, and no empty row below while there is text above. */
static struct place scroll(struct input_area *a, struct place caret, int rows)
{
	struct place top = place_of(a, a->top < a->text.n ? a->top : a->text.n);
	struct place least = back(a, caret, rows - 1), most = back(a, place_of(a, a->text.n), rows - 1);

	if (before(most, top))
		top = most;
	if (before(top, least))
		top = least;
	if (before(caret, top))
		top = caret;
	return top;
}

void input_area_look(struct input_area *a, int rows, struct input_area_view *out)
{
	struct place caret = place_of(a, a->caret), x = scroll(a, caret, rows > 0 ? rows : 1);
	bool more = true;

	*out = (struct input_area_view){.caret = a->caret, .above = x.piece || x.row};
	a->top = row_at(a, x).start;
	a->shown.n = 0;
	for (int i = 0; i < rows && more; i++) {
		if (x.piece == caret.piece && x.row == caret.row)
			out->row = i;
		vec_push(&a->shown, row_at(a, x));
		more = next_row(a, &x);
	}
	out->below = more;
	out->rows = a->shown.v;
	out->n = a->shown.n;
	if (out->n)
		out->column = cells_of(a, a->shown.v[out->row].start, a->caret);
}
