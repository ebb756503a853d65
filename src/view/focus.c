/* The focus: which thing is next in the order of the screen. Rows near by are walked one by one, since open notes and
 * translations stand between; what is further than FAR rows away is asked of the document instead. */
#include "view_int.h"

typedef VEC(struct thing) thing_vec;

enum { FAR = 2000, MARKS = 256 };

static bool kind_of_mark(enum mark_kind mark, enum thing_kind *kind)
{
	switch (mark) {
	case MARK_CALL:
		*kind = THING_CALL;
		return true;
	case MARK_CITATION:
		*kind = THING_CITATION;
		return true;
	case MARK_ANCHOR:
		*kind = THING_ANCHOR;
		return true;
	case MARK_LINK:
		*kind = THING_LINK;
		return true;
	case MARK_QUOTATION:
		*kind = THING_QUOTATION;
		return true;
	case MARK_RUBY:
	case MARK_EMPHASIS:
		break;
	}
	return false;
}

static void add(thing_vec *out, enum thing_kind kind, size_t start, size_t end, uint32_t index)
{
	vec_push(out, (struct thing){.kind = kind, .span = {start, end}, .where = POSITION(start), .index = index});
}

static void page_things(const struct page *p, size_t start, size_t end, unsigned kinds, thing_vec *out)
{
	size_t lo = 0, hi = p->spans.n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (p->spans.v[mid].start < start)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (size_t i = lo; i < p->spans.n && p->spans.v[i].start < end; i++) {
		const struct page_span *s = &p->spans.v[i];

		if (s->thing && (kinds & THINGS(s->kind)))
			add(out, s->kind, s->start, s->end, s->target);
	}
}

static void block_things(struct doc *d, size_t start, size_t end, unsigned kinds, thing_vec *out)
{
	const struct block *b;

	if (!(kinds & (THINGS(THING_POST) | THINGS(THING_SECTION))))
		return;
	for (b = doc_block_at(d, start); b; b = doc_block_parent(d, b)) {
		if (b->start < start || b->start >= end)
			continue;
		if (b->kind == BLOCK_POST && (kinds & THINGS(THING_POST)))
			add(out, THING_POST, b->start, b->end, b->index);
		if (b->kind == BLOCK_HEADING && (kinds & THINGS(THING_SECTION)))
			add(out, THING_SECTION, b->start, b->end, b->index);
	}
}

static int by_start(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	return (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

/* Things of the kinds that start in [start, end) of the view's document, in order; appends. */
static void things_in(struct view *v, size_t start, size_t end, unsigned kinds, thing_vec *out)
{
	const struct mark *marks[MARKS];
	size_t n;

	if (v->page) {
		page_things(v->page, start, end, kinds, out);
		return;
	}
	block_things(v->doc, start, end, kinds, out);
	n = doc_marks(v->doc, start, end, marks, MARKS);
	for (size_t i = 0; i < n && i < MARKS; i++) {
		enum thing_kind kind;

		if (marks[i]->start >= start && kind_of_mark(marks[i]->kind, &kind) && (kinds & THINGS(kind)))
			add(out, kind, marks[i]->start, marks[i]->end, marks[i]->index);
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof *out->v, by_start);
}

size_t view_replaced(const struct view *v, const struct row *r)
{
	bool replaces = r->kind == ROW_TRANSLATION && r->where.depth &&
			layout_options(v->layout)->translations == TRANSLATIONS_REPLACE;

	return replaces ? r->where.call[r->where.depth - 1] : POS_NONE;
}

/* Things of one row. A section's or post's first row is the one its paragraph starts with. */
static void row_things(struct view *v, struct layout_cursor c, unsigned kinds, thing_vec *out)
{
	const struct row *r = layout_row(v->layout, c);
	struct position where = r->where;
	size_t start = r->start, end = r->end;

	out->n = 0;
	if (!r->continues && (kinds & THINGS(THING_QUOTATION)) && view_replaced(v, r) != POS_NONE) {
		kinds = THINGS(THING_QUOTATION);
		start = view_replaced(v, r);
		end = start + 1;
		where.depth--;
	}
	if (start == POS_NONE)
		return;
	things_in(v, start, end > start ? end : start + 1, kinds, out);
	for (size_t i = 0; i < out->n; i++) {
		size_t at = out->v[i].span.start;

		out->v[i].where = where;
		out->v[i].where.at = at;
	}
}

/* In the row of the focus: only what stands on the other side of it. */
static bool beyond(const struct thing *t, const struct thing *focus, int direction)
{
	return direction > 0 ? t->span.start > focus->span.start : t->span.start < focus->span.start;
}

static bool pick(const thing_vec *things, const struct thing *after, int direction, struct thing *out)
{
	for (size_t k = 0; k < things->n; k++) {
		size_t i = direction > 0 ? k : things->n - 1 - k;

		if (!after || beyond(&things->v[i], after, direction)) {
			*out = things->v[i];
			return true;
		}
	}
	return false;
}

/* Far away: the document knows its marks without any rows. Only what stands at its own place is found so. */
static bool far_thing(struct view *v, size_t at, int direction, unsigned kinds, struct thing *out)
{
	static const enum mark_kind mark_of[] = {[THING_CALL] = MARK_CALL,
						 [THING_CITATION] = MARK_CITATION,
						 [THING_ANCHOR] = MARK_ANCHOR,
						 [THING_LINK] = MARK_LINK,
						 [THING_QUOTATION] = MARK_QUOTATION};
	unsigned marks = 0, blocks = 0;
	const struct mark *m = NULL;
	const struct block *b = NULL;
	thing_vec found = {0};
	bool got;

	if (v->page)
		return false;
	for (unsigned k = THING_CALL; k <= THING_QUOTATION; k++)
		if (kinds & THINGS(k))
			marks |= 1u << mark_of[k];
	if (kinds & THINGS(THING_POST))
		blocks |= 1u << BLOCK_POST;
	if (kinds & THINGS(THING_SECTION))
		blocks |= 1u << BLOCK_HEADING;
	if (marks)
		m = direction > 0 ? doc_mark_after(v->doc, at, marks) : doc_mark_before(v->doc, at, marks);
	if (blocks)
		b = direction > 0 ? doc_block_after(v->doc, at, blocks) : doc_block_before(v->doc, at, blocks);
	if (m && b && (direction > 0 ? m->start <= b->start : m->start >= b->start))
		b = NULL;
	if (b)
		m = NULL;
	if (m)
		things_in(v, m->start, m->start + 1, kinds, &found);
	else if (b)
		things_in(v, b->start, b->start + 1, kinds, &found);
	got = found.n > 0;
	if (got)
		*out = found.v[0];
	vec_free(&found);
	return got && out->span.start >= v->range.start && out->span.start <= v->range.end;
}

static bool find_next(struct view *v, int direction, unsigned kinds, struct thing *out)
{
	struct position from = view_cursor(v);
	bool hit = v->cursor_on || (!v->has_focus && v->needle && v->hit.start != POS_NONE && from.at == v->hit.start);
	struct thing at_hit = {.span = {from.at, from.at}};
	struct layout_cursor c = v->has_focus || hit ? layout_find(v->layout, &from) : v->top;
	const struct thing *after = v->has_focus ? &v->focus : hit ? &at_hit : NULL;
	thing_vec things = {0};
	bool got = false;

	/* without either: forwards the top row counts, backwards it does not */
	if (!after && direction < 0 && !view_prev(v, &c))
		return false;
	for (int i = 0; i < FAR && !got; i++) {
		row_things(v, c, kinds, &things);
		got = pick(&things, after, direction, out);
		after = NULL;
		if (!got && !(direction > 0 ? view_next(v, &c) : view_prev(v, &c)))
			break;
		if (i == FAR - 1 && !got)
			got = far_thing(v, layout_row(v->layout, c)->where.at, direction, kinds, out);
	}
	vec_free(&things);
	return got;
}

void view_focus(struct view *v, const struct thing *t)
{
	v->has_focus = !v->cursor_on;
	v->focus = *t;
}

void view_unfocus(struct view *v)
{
	v->has_focus = false;
	v->hit.start = POS_NONE;
}

bool view_focus_next(struct view *v, int direction, unsigned kinds)
{
	struct thing t;

	view_refresh(v);
	if (v->has_focus && !view_on_screen(v, &v->focus.where))
		v->has_focus = false; /* scrolled away from: go on from what is seen */
	if (!find_next(v, direction, kinds, &t))
		return false;
	view_focus(v, &t);
	view_show(v, &t.where);
	view_cursor_go(v, &t.where);
	return true;
}

/* In cursor mode: what the cursor stands in, or the first one after it in its row. */
static bool thing_at_cursor(struct view *v, unsigned kinds, thing_vec *things, struct thing *out)
{
	if (!v->cursor_on)
		return false;
	row_things(v, layout_find(v->layout, &v->cursor), kinds, things);
	for (size_t i = things->n; i-- > 0;)
		if (things->v[i].span.start <= v->cursor.at && v->cursor.at < things->v[i].span.end) {
			*out = things->v[i];
			return true;
		}
	return pick(things, &(struct thing){.span = {v->cursor.at, v->cursor.at}}, 1, out);
}

bool view_first_thing(struct view *v, unsigned kinds, struct thing *out)
{
	struct layout_cursor c;
	thing_vec things = {0};
	bool got;

	view_refresh(v);
	got = thing_at_cursor(v, kinds, &things, out);
	c = v->top;
	for (int i = 0; i < v->rows && !got; i++) {
		row_things(v, c, kinds, &things);
		got = pick(&things, NULL, 1, out);
		if (!view_next(v, &c))
			break;
	}
	vec_free(&things);
	return got;
}

bool view_focus_first(struct view *v, unsigned kinds)
{
	struct thing t;

	if (!view_first_thing(v, kinds, &t))
		return false;
	view_focus(v, &t);
	return true;
}

void view_focus_at(struct view *v, const struct position *p, unsigned kinds)
{
	thing_vec things = {0};

	row_things(v, layout_find(v->layout, p), kinds, &things);
	v->has_focus = false;
	for (size_t i = 0; i < things.n && !v->has_focus; i++)
		if (layout_same_position(&things.v[i].where, p))
			view_focus(v, &things.v[i]);
	vec_free(&things);
}

const struct target *view_target(const struct view *v, const struct thing *t)
{
	return v->page && t->kind != THING_ANNOTATION && t->index < v->page->targets.n ? &v->page->targets.v[t->index]
										       : NULL;
}

struct position view_cursor(struct view *v)
{
	if (v->cursor_on)
		return v->cursor;
	if (v->has_focus)
		return v->focus.where;
	return v->needle && v->hit.start != POS_NONE && view_on_screen(v, &v->hit_where) ? v->hit_where : v->at;
}

size_t view_base(const struct position *p)
{
	return p->depth ? p->call[0] : p->at;
}
