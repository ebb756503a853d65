/* A view: where it is, how it scrolls. The top row's position is what is kept; the cursor among the rows is made from
 * it again whenever folds, width or the recognised structure have changed (doc_generation). A range limits what is
 * shown: a note in a popup is the document seen through the range of the note. */
#include "view_int.h"

bool view_is_list(const struct view *v)
{
	return v->kind == VIEW_CONTENTS || v->kind == VIEW_NOTES || v->kind == VIEW_SOURCES ||
	       v->kind == VIEW_RESULTS || v->kind == VIEW_LIBRARY || v->kind == VIEW_ANNOTATIONS ||
	       v->kind == VIEW_DRAFTS;
}

struct view *view_new_range(enum view_kind kind, struct doc *doc, struct span range, const struct layout_options *o)
{
	struct view *v = xcalloc(1, sizeof *v);

	v->kind = kind;
	v->doc = doc;
	v->layout = layout_new(doc, o);
	v->range = range;
	v->rows = 1;
	v->cols = o->width;
	v->hit.start = POS_NONE;
	v->at = POSITION(range.start);
	v->top = layout_find(v->layout, &v->at);
	v->generation = doc_generation(doc);
	layout_set_whole(v->layout, art_is_whole, v);
	return v;
}

struct view *view_new(enum view_kind kind, struct doc *doc, const struct layout_options *o)
{
	return view_new_range(kind, doc, (struct span){0, doc_text(doc).n}, o);
}

struct view *view_new_page(enum view_kind kind, struct page *page, const struct layout_options *o, struct err *e)
{
	struct str text = buf_view(&page->text);
	struct doc_source source = {.format = "plain", .encoding = "UTF-8"};
	struct layout_options own = *o;
	struct view *v;

	(void)e;
	while (text.n && text.p[text.n - 1] == '\n') /* no empty rows at the end */
		text.n--;
	buf_str(&source.text, text);
	own.hanging = page->hanging;
	own.translations = TRANSLATIONS_OFF;
	own.notes_open = false;
	v = view_new(kind, doc_new(&source, NULL, NULL), &own); /* nothing in it is to be recognised */
	v->owns_doc = true;
	v->page = page;
	return v;
}

void view_free(struct view *v)
{
	if (!v)
		return;
	layout_free(v->layout);
	if (v->owns_doc)
		doc_free(v->doc);
	page_free(v->page);
	vec_free(&v->art);
	vec_free(&v->reach);
	free(v);
}

/* ---- rows within the range ---- */

static bool in_range(struct view *v, struct layout_cursor c)
{
	return c.paragraph >= v->range.start && c.paragraph <= v->range.end;
}

bool view_next(struct view *v, struct layout_cursor *c)
{
	struct layout_cursor n = *c;

	if (!layout_next(v->layout, &n) || !in_range(v, n))
		return false;
	*c = n;
	return true;
}

bool view_prev(struct view *v, struct layout_cursor *c)
{
	struct layout_cursor n = *c;

	if (!layout_prev(v->layout, &n) || !in_range(v, n))
		return false;
	*c = n;
	return true;
}

static void keep_top(struct view *v, struct layout_cursor c)
{
	v->top = c;
	v->at = layout_row(v->layout, c)->where;
}

void view_refresh(struct view *v)
{
	v->generation = doc_generation(v->doc);
	v->top = layout_find(v->layout, &v->at);
	if (v->top.paragraph < v->range.start)
		v->top = layout_find(v->layout, &POSITION(v->range.start));
}

static void look(struct view *v)
{
	if (v->generation != doc_generation(v->doc))
		view_refresh(v);
}

void view_set_options(struct view *v, const struct layout_options *o)
{
	struct layout_options own = *o;

	own.width = v->cols;
	layout_set_options(v->layout, &own);
	view_refresh(v);
}

void view_resize(struct view *v, int rows, int cols)
{
	v->rows = rows > 0 ? rows : 1;
	if (cols < 1)
		cols = 1;
	if (cols == v->cols)
		return;
	v->cols = cols;
	view_set_options(v, layout_options(v->layout));
}

/* ---- scrolling ---- */

/* How many rows follow the top one, counted as far as the screen's end. */
static int rows_below(struct view *v)
{
	struct layout_cursor c = v->top;
	int n = 0;

	while (n < v->rows && view_next(v, &c))
		n++;
	return n;
}

bool view_at_end(struct view *v)
{
	look(v);
	return rows_below(v) < v->rows;
}

static int scroll_down(struct view *v, int rows)
{
	struct layout_cursor c = v->top, bottom = v->top;
	int n = 0, ahead = 0;

	while (ahead < v->rows - 1 && view_next(v, &bottom))
		ahead++;
	while (n < rows && view_next(v, &bottom) && view_next(v, &c))
		n++;
	if (n)
		keep_top(v, c);
	return n;
}

static int scroll_up(struct view *v, int rows)
{
	struct layout_cursor c = v->top;
	int n = 0;

	while (n < rows && view_prev(v, &c))
		n++;
	if (n)
		keep_top(v, c);
	return n;
}

int view_move_top(struct view *v, int rows)
{
	look(v);
	return rows >= 0 ? scroll_down(v, rows) : -scroll_up(v, -rows);
}

int view_scroll(struct view *v, int rows)
{
	int row = v->cursor_on ? view_cursor_row(v) : -1, moved = view_move_top(v, rows);

	/* the cursor keeps its row of the screen; over one row (the wheel) its place in the text, while that is seen */
	if (moved && row >= 0 && !((rows == 1 || rows == -1) && view_cursor_row(v) >= 0))
		view_cursor_to_row(v, row);
	/* what is not seen any more is not what the reader is on */
	if (moved && v->has_focus && !view_on_screen(v, &v->focus.where))
		v->has_focus = false;
	return moved;
}

int view_sideways(struct view *v, int cells)
{
	int was = v->column, most = v->widest - v->cols > was ? v->widest - v->cols : was;

	v->column += cells;
	if (v->column > most)
		v->column = most;
	if (v->column < 0)
		v->column = 0;
	return v->column - was;
}

static void go_end(struct view *v)
{
	struct layout_cursor c = v->range.end == doc_text(v->doc).n ? layout_last(v->layout)
								    : layout_find(v->layout, &POSITION(v->range.end));
	for (int i = 1; i < v->rows && view_prev(v, &c); i++)
		;
	keep_top(v, c);
}

/* A list leaves no rows empty below its end while there are entries above. */
static void fill(struct view *v)
{
	if (view_is_list(v) && view_at_end(v))
		go_end(v);
}

void view_go(struct view *v, const struct position *p, int row)
{
	struct layout_cursor c;

	look(v);
	c = layout_find(v->layout, p);
	for (int i = 0; i < row && view_prev(v, &c); i++)
		;
	keep_top(v, c);
	/* a position that was asked for stays the top even inside a row */
	if (!row && layout_row(v->layout, c)->start != POS_NONE && p->at >= v->at.at)
		v->at = *p;
	fill(v);
	view_cursor_follow(v, p);
}

void view_go_end(struct view *v)
{
	go_end(v);
	view_cursor_follow(v, &POSITION(v->range.end));
}

bool view_on_screen(struct view *v, const struct position *p)
{
	struct layout_cursor want, c;

	look(v);
	want = layout_find(v->layout, p);
	c = v->top;
	for (int i = 0; i < v->rows; i++) {
		if (!layout_compare(c, want))
			return true;
		if (!view_next(v, &c))
			break;
	}
	return false;
}

void view_show(struct view *v, const struct position *p)
{
	struct layout_cursor next = v->top;

	fill(v);
	if (view_on_screen(v, p))
		return;
	/* one row further: scroll by one, as a list does; else with some rows above for context */
	if (view_is_list(v)) {
		struct layout_cursor want = layout_find(v->layout, p);
		int down = layout_compare(v->top, want) < 0 ? layout_distance(v->layout, next, want, v->rows + 1) : 0;

		if (down && down <= v->rows) {
			scroll_down(v, down - v->rows + 1);
			return;
		}
	}
	view_go(v, p, v->rows > 4 ? v->rows / 4 : 0);
}

void view_show_inset(struct view *v, const struct position *call)
{
	struct layout_cursor at = layout_find(v->layout, call), c = v->top;
	int row = 0, last = 0;

	while (layout_compare(c, at) < 0 && view_next(v, &c))
		row++;
	for (int i = row; i < row + v->rows && c.paragraph == at.paragraph; i++) {
		if (layout_row(v->layout, c)->where.depth > call->depth || layout_row(v->layout, c)->facing.n)
			last = i;
		if (!view_next(v, &c))
			break;
	}
	if (last >= v->rows)
		scroll_down(v, last - v->rows + 1 < row ? last - v->rows + 1 : row);
}

/* Offset of the last character on the screen. */
static size_t bottom(struct view *v)
{
	struct layout_cursor c;
	const struct row *r;
	size_t end = 0;

	look(v);
	c = v->top;
	for (int i = 0;; i++) {
		r = layout_row(v->layout, c);
		/* what is shown in an inset does not count, only the paragraph that it is open under */
		if (r->start != POS_NONE && !r->where.depth && r->end > end)
			end = r->end;
		else if (c.paragraph > end)
			end = c.paragraph;
		if (i + 1 >= v->rows || !view_next(v, &c))
			return end;
	}
}

void view_unfold_section(struct view *v, size_t at)
{
	uint32_t section = doc_section_at(v->doc, at);

	if (section == DOC_NONE || !layout_section_folded(v->layout, section))
		return;
	layout_fold_section(v->layout, section, false);
	view_refresh(v);
}

int view_percent(struct view *v)
{
	size_t n = v->range.end - v->range.start;

	if (!n || view_at_end(v))
		return 100;
	return (int)((double)(bottom(v) - v->range.start) * 100 / (double)n);
}

int view_length(struct view *v, int max)
{
	struct layout_cursor c = layout_find(v->layout, &POSITION(v->range.start));
	int n = 1;

	while (n < max && view_next(v, &c))
		n++;
	return n;
}
