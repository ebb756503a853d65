/* The cursor of cursor mode: a grapheme cluster of what is shown from the document, in the order of the screen. It is a
 * position, so that folds, widths and scrolling leave it where it is; a row that has nothing of the document (a label,
 * a translation from elsewhere, what stands for folded parts) is passed over, and a row where a quote is replaced by
 * its translation is one stop. Where folding has put the cursor out of sight it is shown, and moves on from, what
 * stands for its place: the call of the note, the heading.
 */
#include "view_int.h"

enum { FAR_ROWS = 20000, FAR_CLUSTERS = 100000, FAR_BYTES = 1 << 15 };

/* ---- the stops of a row ---- */

bool view_row_is_text(const struct view *v, const struct row *r)
{
	/* the same length is not enough: a translation may happen to have it */
	return r->start != POS_NONE && r->text.n == r->end - r->start &&
	       !memcmp(r->text.p, doc_text(v->doc).p + r->start, r->text.n);
}

bool view_same_path(const struct position *a, const struct position *b)
{
	return a->depth == b->depth && !memcmp(a->call, b->call, a->depth * sizeof *a->call);
}

/* Is there anything to stand on? Of several rows that stand for the same replaced quote the first has it. */
static bool has_stop(struct view *v, struct layout_cursor c)
{
	const struct row *r = layout_row(v->layout, c);
	struct position where = r->where;

	if (r->start == POS_NONE)
		return false;
	return view_row_is_text(v, r) || !layout_compare(layout_find(v->layout, &where), c);
}

static struct position first_stop(struct view *v, struct layout_cursor c)
{
	return layout_row(v->layout, c)->where;
}

static struct position last_stop(struct view *v, struct layout_cursor c)
{
	const struct row *r = layout_row(v->layout, c);
	struct position p = r->where;

	if (view_row_is_text(v, r) && r->text.n)
		p.at = r->start + text_cluster_prev(r->text, r->text.n);
	return p;
}

static bool row_shows(const struct view *v, const struct row *r, const struct position *p)
{
	if (r->start == POS_NONE || !view_same_path(&r->where, p))
		return false;
	return view_row_is_text(v, r) ? p->at >= r->start && (p->at < r->end || p->at == r->start)
				      : p->at == r->where.at;
}

struct layout_cursor view_settle(struct view *v, struct position *p)
{
	struct layout_cursor c = layout_find(v->layout, p);
	const struct row *r = layout_row(v->layout, c);
	unsigned depth = r->where.depth;
	struct position stand_in = r->where;

	if (row_shows(v, r, p))
		return c;
	if (p->depth > depth && view_row_is_text(v, r) && p->call[depth] >= r->start && p->call[depth] < r->end)
		stand_in.at = p->call[depth];
	else if (view_row_is_text(v, r) && view_same_path(&r->where, p) && p->at >= r->end && r->text.n)
		stand_in = last_stop(v, c);
	*p = stand_in;
	return c;
}

/* The next row that has a stop; false: there is none. */
static bool next_row(struct view *v, struct layout_cursor *c, int direction)
{
	struct layout_cursor n = *c;

	while (direction > 0 ? view_next(v, &n) : view_prev(v, &n))
		if (has_stop(v, n)) {
			*c = n;
			return true;
		}
	return false;
}

/* ---- columns ---- */

int view_column_of(struct view *v, const struct row *r, const struct position *p)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;
	int column = r->indent + text_cells(r->prefix, terminal);

	if (view_row_is_text(v, r) && p->at > r->start && p->at <= r->end)
		column += text_cells(str_slice(r->text, 0, p->at - r->start), terminal);
	return column;
}

/* The stop of a row that covers a column, or the last before it. */
static struct position stop_at_column(struct view *v, struct layout_cursor c, int column)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;
	const struct row *r = layout_row(v->layout, c);
	struct position p = r->where;
	int left = r->indent + text_cells(r->prefix, terminal), cells = 0;

	for (size_t at = 0; view_row_is_text(v, r) && at < r->text.n;) {
		size_t next = text_cluster_next(r->text, at);
		struct text_shown shown;

		text_show(str_slice(r->text, at, next), cells, terminal, &shown);
		if (left + cells <= column)
			p.at = r->start + at;
		cells += shown.cells;
		if (left + cells > column)
			break;
		at = next;
	}
	return p;
}

/* ---- the page comes along ---- */

/* Rows that are not wrapped are scrolled sideways as far as the cursor needs it. */
static void show_column(struct view *v, struct layout_cursor c)
{
	const struct row *r = layout_row(v->layout, c);
	int column = view_column_of(v, r, &v->cursor);

	if (!r->whole)
		return;
	if (column < v->column)
		v->column = column;
	else if (column >= v->column + v->cols - 1)
		v->column = column - v->cols + 2;
}

void view_cursor_reveal(struct view *v)
{
	struct layout_cursor want = layout_find(v->layout, &v->cursor);
	int far = 2 * v->rows, down;

	if (!view_on_screen(v, &v->cursor)) {
		down = layout_compare(v->top, want) < 0 ? layout_distance(v->layout, v->top, want, far)
							: -layout_distance(v->layout, want, v->top, far);
		if (down >= far || down <= -far)
			view_show(v, &v->cursor);
		else
			view_move_top(v, down > 0 ? down - v->rows + 1 : down);
	}
	show_column(v, want);
}

static void put(struct view *v, const struct position *p)
{
	v->cursor = *p;
	v->cursor_column = -1;
}

void view_cursor_go(struct view *v, const struct position *p)
{
	struct position stop = *p;

	if (!v->cursor_on)
		return;
	view_settle(v, &stop);
	put(v, &stop);
	view_cursor_reveal(v);
}

void view_cursor_follow(struct view *v, const struct position *p)
{
	struct position stop = *p;

	if (!v->cursor_on)
		return;
	view_settle(v, &stop);
	put(v, &stop);
}

int view_cursor_row(struct view *v)
{
	struct layout_cursor want = layout_find(v->layout, &v->cursor), c = v->top;

	for (int i = 0; i < v->rows; i++) {
		if (!layout_compare(c, want))
			return i;
		if (!view_next(v, &c))
			break;
	}
	return -1;
}

void view_cursor_to_row(struct view *v, int row)
{
	struct position was = v->cursor;
	struct layout_cursor c = view_settle(v, &was);
	int column = v->cursor_column >= 0 ? v->cursor_column : view_column_of(v, layout_row(v->layout, c), &was);
	bool got;

	c = v->top;
	got = has_stop(v, c);
	for (int i = 0; i < row && view_next(v, &c); i++)
		got = has_stop(v, c);
	if (!got && !next_row(v, &c, -1) && !next_row(v, &c, 1))
		return;
	v->cursor = stop_at_column(v, c, column);
	v->cursor_column = column;
}

/* ---- beginning and end ---- */

void view_cursor_begin(struct view *v)
{
	struct position p = view_cursor(v);
	struct layout_cursor c = view_settle(v, &p);

	if (v->cursor_on)
		return;
	if (!has_stop(v, c) && (next_row(v, &c, 1) || next_row(v, &c, -1)))
		p = first_stop(v, c);
	v->has_focus = false;
	v->cursor_on = true;
	v->selecting = SELECT_NONE;
	put(v, &p);
}

void view_cursor_end(struct view *v)
{
	struct thing entry;
	bool got = v->cursor_on && view_is_list(v) && view_first_thing(v, THINGS(THING_ENTRY), &entry);

	v->cursor_on = false;
	v->selecting = SELECT_NONE;
	if (got)
		view_focus(v, &entry);
}

/* ---- moving ---- */

static bool by_cluster(struct view *v, int direction)
{
	struct layout_cursor c = view_settle(v, &v->cursor);
	const struct row *r = layout_row(v->layout, c);
	size_t off = view_row_is_text(v, r) ? v->cursor.at - r->start : 0, next;

	if (direction > 0) {
		next = view_row_is_text(v, r) && off < r->text.n ? text_cluster_next(r->text, off) : r->text.n;
		if (view_row_is_text(v, r) && next < r->text.n) {
			v->cursor.at = r->start + next;
			return true;
		}
		if (!next_row(v, &c, 1))
			return false;
		v->cursor = first_stop(v, c);
		return true;
	}
	if (off) {
		v->cursor.at = r->start + text_cluster_prev(r->text, off);
		return true;
	}
	if (!next_row(v, &c, -1))
		return false;
	v->cursor = last_stop(v, c);
	return true;
}

static bool by_rows(struct view *v, long n)
{
	int direction = n < 0 ? -1 : 1;
	struct layout_cursor c = view_settle(v, &v->cursor);
	int column = v->cursor_column >= 0 ? v->cursor_column : view_column_of(v, layout_row(v->layout, c), &v->cursor);
	bool did = false;

	for (n *= direction; n > 0 && next_row(v, &c, direction); n--)
		did = true;
	if (did)
		v->cursor = stop_at_column(v, c, column);
	v->cursor_column = column;
	return did;
}

static bool to_edge(struct view *v, int direction)
{
	struct layout_cursor c = view_settle(v, &v->cursor);
	struct position p = direction < 0 ? first_stop(v, c) : last_stop(v, c);
	bool did = p.at != v->cursor.at;

	v->cursor = p;
	return did;
}

/* The first stop of the row after the range that the position stands in, or the last one before it, in the order of the
 * screen. */
static bool beyond(struct view *v, const struct position *from, struct span range, int direction, struct position *out)
{
	struct position edge = *from;
	struct layout_cursor c;

	edge.at =
		direction > 0 && range.end > range.start ? text_cluster_prev(doc_text(v->doc), range.end) : range.start;
	c = view_settle(v, &edge);
	if (!next_row(v, &c, direction))
		return false;
	*out = direction > 0 ? first_stop(v, c) : last_stop(v, c);
	return true;
}

static bool is_blank(struct view *v, struct span s)
{
	return !str_trim(str_slice(doc_text(v->doc), s.start, s.end)).n;
}

/* Forwards to the start of the next paragraph or block that is not empty, back to the start of this one or the one
 * before. */
static bool by_paragraph(struct view *v, enum view_unit unit, int direction)
{
	struct position p = v->cursor, q;
	struct span here;
	struct layout_cursor c = view_settle(v, &p);

	(void)c;
	here = view_unit_around(v, &p, unit);
	if (direction < 0 && p.at > here.start && !is_blank(v, here)) {
		v->cursor = p;
		v->cursor.at = here.start;
		return true;
	}
	for (int i = 0; i < FAR_ROWS && beyond(v, &p, here, direction, &q); i++) {
		p = q;
		here = view_unit_around(v, &p, unit);
		if (!is_blank(v, here)) {
			v->cursor = p;
			if (direction < 0)
				v->cursor.at = here.start;
			return true;
		}
	}
	return false;
}

struct span_list { /* the words or sentences of a stretch, and which of them is looked for */
	span_vec parts;
	enum view_unit unit;
	int direction;
	bool all; /* also the one that begins or ends at the place itself */
};

/* Where a motion from `at` ends among them, POS_NONE: not there. */
static size_t pick(const struct span_list *l, size_t at)
{
	for (size_t k = 0; k < l->parts.n; k++) {
		const struct span *s = &l->parts.v[l->direction > 0 ? k : l->parts.n - 1 - k];
		size_t to = l->unit == UNIT_WORD_END ? s->end : s->start;

		if (l->direction > 0 ? to > at || (l->all && to == at) : to < at || (l->all && to == at))
			return to;
	}
	return POS_NONE;
}

/* Where the motion ends in the stretch around *p: into *p. What is not shown (a quote that is replaced) and would lead
 * back to where the cursor is, is passed over. */
static bool part_in(struct view *v, const struct span_list *l, size_t from, struct position *p)
{
	struct str text = doc_text(v->doc);
	size_t to;

	while ((to = pick(l, from)) != POS_NONE) {
		struct position q = *p;

		q.at = l->unit == UNIT_WORD_END ? text_cluster_prev(str_slice(text, 0, to), to) : to;
		view_settle(v, &q);
		if (!layout_same_position(&q, &v->cursor)) {
			*p = q;
			return true;
		}
		if (to == from)
			break;
		from = to;
	}
	return false;
}

/* To the start of the next word or sentence, to the end of a word, back to the start of one. */
static bool by_part(struct view *v, enum view_unit unit, int direction)
{
	struct span_list l = {.unit = unit, .direction = direction};
	struct str text = doc_text(v->doc);
	struct position p, q;
	size_t looked = 0;
	bool got = false;

	view_settle(v, &v->cursor);
	p = v->cursor;
	for (int i = 0; i < FAR_ROWS && looked < FAR_BYTES; i++) {
		struct span here;
		size_t from = p.at;

		l.parts.n = 0;
		here = view_parts_around(v, &p, unit, &l.parts);
		looked += here.end - here.start;
		if (unit == UNIT_WORD_END && !l.all && from < here.end) /* it may stand on the end of a word */
			from = text_cluster_next(str_slice(text, 0, here.end), from);
		got = part_in(v, &l, from, &p);
		if (got || !beyond(v, &p, here, direction, &q))
			break;
		p = q;
		l.all = true;
	}
	vec_free(&l.parts);
	got = got || looked >= FAR_BYTES; /* none for a long way: as far as was looked */
	if (got)
		v->cursor = p;
	return got;
}

static bool by_one(struct view *v, enum view_unit unit, int direction)
{
	switch (unit) {
	case UNIT_CLUSTER:
		return by_cluster(v, direction);
	case UNIT_WORD:
	case UNIT_WORD_END:
	case UNIT_SENTENCE:
		return by_part(v, unit, direction);
	case UNIT_PARAGRAPH:
	case UNIT_BLOCK:
		return by_paragraph(v, unit, direction);
	case UNIT_ROW_EDGE:
		return to_edge(v, direction);
	case UNIT_ROW:
		break;
	}
	return by_rows(v, direction);
}

bool view_cursor_move(struct view *v, enum view_unit unit, long n)
{
	int direction = n < 0 ? -1 : 1;
	bool did = false;

	if (!v->cursor_on || !n)
		return false;
	view_refresh(v);
	if (unit == UNIT_ROW) {
		did = by_rows(v, n > FAR_ROWS ? FAR_ROWS : n < -FAR_ROWS ? -FAR_ROWS : n);
	} else {
		n = n * direction > FAR_CLUSTERS ? FAR_CLUSTERS : n * direction;
		while (n-- > 0 && by_one(v, unit, direction))
			did = true;
		v->cursor_column = -1;
	}
	view_cursor_reveal(v);
	return did;
}
