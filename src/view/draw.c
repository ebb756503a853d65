/* Rows into cells. The style of a character is that of its block, then of the mark or page span it stands in, then
 * what lies over it: a search hit, the focus. Each row is drawn in runs of equal style. */
#include "view_int.h"

enum { MARKS = 256, AROUND = 1024, NOTED = 128 };

/* What is known of a row before its characters are drawn. */
struct brush {
	struct view *v;
	const struct row *row;
	enum style base;
	const struct mark *marks[MARKS];
	size_t n_marks;
	size_t first_span; /* of a page: the first that ends after the row's start */
	struct span hits[16];
	size_t n_hits;
	bool focus_here; /* the row is shown where the focus is */
	bool is_text;    /* of the document, character by character */
	struct span selected[PIECES];
	size_t n_selected;
	struct view_annotation noted[NOTED]; /* what is annotated of the row */
	size_t n_noted;
};

static enum style block_style(struct view *v, const struct row *r)
{
	const struct block *b;

	switch (r->block) {
	case BLOCK_TITLE:
		return STYLE_TITLE;
	case BLOCK_HEADING:
		return STYLE_HEADING;
	case BLOCK_QUOTE:
		return STYLE_QUOTE;
	case BLOCK_FIGURE:
		return STYLE_CAPTION;
	case BLOCK_TRANSLATION:
		return STYLE_TRANSLATION;
	case BLOCK_DATE:
	case BLOCK_AUTHOR:
	case BLOCK_COLOPHON:
		return STYLE_COLOPHON;
	case BLOCK_POST:
		b = r->start == POS_NONE ? NULL : doc_block_at(v->doc, r->start);
		while (b && b->kind != BLOCK_POST)
			b = doc_block_parent(v->doc, b);
		return b && b->index < doc_posts(v->doc) && r->start < doc_post(v->doc, b->index)->body
			       ? STYLE_POST_HEAD
			       : STYLE_POST;
	case BLOCK_PARAGRAPH:
	case BLOCK_NOTE:
	case BLOCK_VERSE:
	case BLOCK_RULE:
	case BLOCK_CITATION:
		break;
	}
	return STYLE_TEXT;
}

static enum style mark_style(const struct view *v, const struct mark *m)
{
	switch (m->kind) {
	case MARK_CALL:
		return STYLE_CALL;
	case MARK_CITATION:
		return m->index < v->n_citation_styles ? (enum style)v->citation_styles[m->index] : STYLE_CITATION;
	case MARK_ANCHOR:
		return m->index < v->n_anchor_styles ? (enum style)v->anchor_styles[m->index] : STYLE_ANCHOR;
	case MARK_LINK:
		return STYLE_LINK;
	case MARK_QUOTATION:
		return STYLE_QUOTATION;
	case MARK_RUBY:
	case MARK_EMPHASIS:
		break;
	}
	return STYLE_TEXT;
}

/* The innermost of what overlaps `at`: marks come in order of their start. */
static enum style style_at(const struct brush *b, size_t at)
{
	enum style s = b->base;

	if (b->v->page) {
		const struct page *p = b->v->page;

		for (size_t i = b->first_span; i < p->spans.n && p->spans.v[i].start <= at; i++)
			if (at < p->spans.v[i].end)
				return p->spans.v[i].style;
		return s;
	}
	for (size_t i = 0; i < b->n_marks && b->marks[i]->start <= at; i++)
		if (at < b->marks[i]->end)
			s = mark_style(b->v, b->marks[i]);
	return s;
}

/* The row is part of the translation that stands for the quote with the focus. */
static bool replaced_here(const struct view *v, const struct row *r)
{
	return v->has_focus && v->focus.kind == THING_QUOTATION && view_replaced(v, r) == v->focus.span.start;
}

static unsigned over_at(const struct brush *b, size_t at)
{
	const struct view *v = b->v;
	unsigned over = replaced_here(v, b->row) ? GRID_FOCUS : 0;

	if (b->focus_here && (v->page || v->focus.kind != THING_POST) && at >= v->focus.span.start &&
	    at < v->focus.span.end)
		over |= GRID_FOCUS;
	for (size_t i = 0; i < b->n_hits; i++)
		if (at >= b->hits[i].start && at < b->hits[i].end)
			over |= GRID_HIT;
	for (size_t i = 0; i < b->n_selected; i++)
		if (at >= b->selected[i].start && at < b->selected[i].end)
			over |= GRID_SELECTED;
	for (size_t i = 0; i < b->n_noted; i++)
		if (at >= b->noted[i].at.start && at < b->noted[i].at.end)
			over |= b->noted[i].over;
	return over;
}

static bool focus_here(const struct view *v, const struct row *r)
{
	if (!v->has_focus || r->where.depth != v->focus.where.depth)
		return false;
	for (unsigned i = 0; i < r->where.depth; i++)
		if (r->where.call[i] != v->focus.where.call[i])
			return false;
	return true;
}

/* Hits of the needle in the row. Looked for in a stretch around it, since a hit may run over a row's end. */
static void find_hits(struct brush *b)
{
	const struct row *r = b->row;
	struct str text = doc_text(b->v->doc);
	struct span p, hit;
	size_t from;

	if (!b->v->needle || r->start == POS_NONE)
		return;
	p = doc_paragraph(b->v->doc, r->start);
	from = r->start > p.start + AROUND ? r->start - AROUND : p.start;
	while (from > p.start && ((unsigned char)text.p[from] & 0xC0) == 0x80)
		from--;
	if (p.end > r->end + AROUND)
		p.end = r->end + AROUND;
	while (p.end < text.n && ((unsigned char)text.p[p.end] & 0xC0) == 0x80)
		p.end++;
	struct str part = str_slice(text, from, p.end);
	for (size_t at = 0; b->n_hits < sizeof b->hits / sizeof *b->hits && text_find(b->v->needle, part, at, &hit);) {
		if (from + hit.start >= r->end)
			break;
		if (from + hit.end > r->start)
			b->hits[b->n_hits++] = (struct span){from + hit.start, from + hit.end};
		at = hit.end > at ? hit.end : at + 1;
	}
}

static bool overlaps(struct span a, const struct row *r)
{
	return a.start < r->end && a.end > r->start;
}

static void find_annotations(struct brush *b)
{
	size_t first, last;

	if (!b->v->n_annotations || !b->is_text)
		return;
	view_annotations_in(b->v, b->row->start, b->row->end, &first, &last);
	for (; first < last && b->n_noted < NOTED; first++) {
		const struct view_annotation *a = &b->v->annotations[first];

		if (a->over && overlaps(a->at, b->row))
			b->noted[b->n_noted++] = *a;
	}
}

static void find_selected(struct brush *b, const struct pieces *selection)
{
	for (size_t i = 0; i < selection->n; i++)
		if (b->is_text && view_same_path(&selection->v[i].path, &b->row->where) &&
		    overlaps(selection->v[i].at, b->row))
			b->selected[b->n_selected++] = selection->v[i].at;
}

/* The sign of what is annotated from this row on; where the screen begins inside of it, from there. */
static char sign_of(const struct view *v, const struct row *r, bool first_row)
{
	struct str text = doc_text(v->doc);
	bool ends = r->end == text.n || (r->start != POS_NONE && text.p[r->end] == '\n');
	size_t first, last;
	char sign = 0;

	if (!v->n_annotations || r->start == POS_NONE)
		return 0;
	view_annotations_in(v, r->start, r->end + ends, &first, &last);
	for (; first < last; first++) {
		const struct view_annotation *a = &v->annotations[first];

		if (a->at.start < r->start && !(first_row && a->at.end > r->start))
			continue;
		if (sign && sign != a->sign)
			return '+';
		sign = a->sign;
	}
	return sign;
}

static size_t first_span(const struct page *p, size_t at)
{
	size_t lo = 0, hi = p->spans.n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (p->spans.v[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void prepare(struct brush *b, struct view *v, const struct row *r)
{
	b->v = v;
	b->row = r;
	b->base = r->kind == ROW_TRANSLATION ? STYLE_TRANSLATION : r->kind == ROW_FOLD ? STYLE_LABEL : STYLE_TEXT;
	b->n_marks = b->n_hits = b->n_selected = b->n_noted = 0;
	b->focus_here = focus_here(v, r);
	b->is_text = view_row_is_text(v, r);
	if (v->page && r->start != POS_NONE)
		b->first_span = first_span(v->page, r->start);
	if (v->page || r->start == POS_NONE)
		return;
	if (r->kind == ROW_TEXT)
		b->base = block_style(v, r);
	b->n_marks = doc_marks(v->doc, r->start, r->end, b->marks, MARKS);
	if (b->n_marks > MARKS)
		b->n_marks = MARKS;
}

/* Where the text of a row is shown from when it is scrolled sideways; *col moves past the right half of what is cut. */
static size_t scrolled(const struct view *v, const struct row *r, int *col)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;
	int cells = 0;
	size_t at = 0;

	while (r->whole && cells < v->column && at < r->text.n) {
		size_t next = text_cluster_next(r->text, at);
		struct text_shown shown;

		text_show(str_slice(r->text, at, next), cells, terminal, &shown);
		cells += shown.cells;
		at = next;
	}
	if (r->whole && cells > v->column)
		*col += cells - v->column;
	return at;
}

static int draw_text(struct brush *b, struct grid *g, int row, int col, int end)
{
	const struct row *r = b->row;
	const struct text_terminal *terminal = &layout_options(b->v->layout)->terminal;
	size_t at = scrolled(b->v, r, &col);

	/* text that is not the document's, or is shown in place of it (a replaced quote), has one style */
	if (!b->is_text)
		return grid_put(g, row, col, end, r->text, b->base, replaced_here(b->v, r) ? GRID_FOCUS : 0, terminal);
	while (at < r->text.n) {
		enum style style = style_at(b, r->start + at);
		unsigned over = over_at(b, r->start + at);
		size_t next = text_cluster_next(r->text, at);

		while (next < r->text.n && style_at(b, r->start + next) == style && over_at(b, r->start + next) == over)
			next = text_cluster_next(r->text, next);
		col = grid_put(g, row, col, end, str_slice(r->text, at, next), style, over, terminal);
		at = next;
	}
	return col;
}

/* A row that goes on beyond an edge says so there. */
static void edges(const struct view *v, struct grid *g, const struct row *r, int row, int col, int end)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;

	if (!r->whole)
		return;
	if (v->column && r->text.n)
		grid_put(g, row, col, end, STR("<"), STYLE_LABEL, 0, terminal);
	if (r->cells - v->column > end - col)
		grid_put(g, row, end - 1, end, STR(">"), STYLE_LABEL, 0, terminal);
}

/* A list's entry with the focus is marked over its whole width. */
static bool whole_row(const struct view *v, const struct row *r)
{
	return v->has_focus && view_is_list(v) && r->start != POS_NONE && r->start <= v->focus.span.start &&
	       v->focus.span.start < (r->end > r->start ? r->end : r->start + 1);
}

/* An empty line in the selection shows it too. */
static void draw_empty(struct view *v, struct grid *g, const struct row *r, const struct pieces *selection, int row,
		       int col, int end)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;

	for (size_t i = 0; r->start != POS_NONE && r->start == r->end && i < selection->n; i++)
		if (view_same_path(&selection->v[i].path, &r->where) && selection->v[i].at.start <= r->start &&
		    selection->v[i].at.end > r->start)
			grid_put(g, row, col, end, STR(" "), STYLE_TEXT, GRID_SELECTED, terminal);
}

static void draw_row(struct view *v, struct grid *g, const struct row *r, const struct pieces *selection, int row,
		     int col, int end)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;
	int text_end = r->facing_column ? col + r->facing_column - 1 : end;
	struct brush b;
	int at;

	prepare(&b, v, r);
	find_hits(&b);
	find_annotations(&b);
	find_selected(&b, selection);
	at = grid_put(g, row, col + r->indent, text_end, r->prefix, STYLE_NOTE, 0, terminal);
	grid_set_origin(g, at); /* tab stops count from the start of the text, also where it is drawn in runs */
	draw_text(&b, g, row, at, text_end);
	draw_empty(v, g, r, selection, row, at, text_end);
	grid_set_origin(g, -1);
	edges(v, g, r, row, at, text_end);
	if (r->suffix.n) /* belongs to the translation, which stands at the right in facing columns */
		grid_put(g, row, end - text_cells(r->suffix, terminal), end, r->suffix, STYLE_LABEL, 0, terminal);
	if (r->facing.n)
		grid_put(g, row, col + r->facing_column, end, r->facing, STYLE_TRANSLATION, 0, terminal);
}

/* The real cursor: on the focus, else on the hit that was gone to, else on the first character of the screen. */
static void place_cursor(struct view *v, struct grid *g, const struct row *r, int row, int col, bool first)
{
	const struct text_terminal *terminal = &layout_options(v->layout)->terminal;
	int at = col + r->indent + text_cells(r->prefix, terminal);

	size_t want = v->has_focus ? v->focus.span.start : v->needle ? v->hit.start : POS_NONE;
	bool here = v->has_focus ? focus_here(v, r) : !r->where.depth;

	if ((first && !v->has_focus) || (replaced_here(v, r) && !r->continues))
		grid_set_cursor(g, row, at);
	if (want == POS_NONE || !here || r->start == POS_NONE || want < r->start || want > r->end ||
	    (want == r->end && r->end > r->start))
		return;
	if (view_row_is_text(v, r))
		at += text_cells(str_slice(r->text, 0, want - r->start), terminal) - (r->whole ? v->column : 0);
	grid_set_cursor(g, row, at < col ? col : at < col + v->cols ? at : col + v->cols - 1);
}

/* In cursor mode the real cursor is the cursor. */
static void put_cursor(struct view *v, struct grid *g, const struct row *r, const struct position *p, int row, int col)
{
	int at = view_column_of(v, r, p) - (r->whole ? v->column : 0);

	grid_set_cursor(g, row, col + (at < 0 ? 0 : at < v->cols ? at : v->cols - 1));
}

static void draw_sign(struct view *v, struct grid *g, const struct row *r, struct rect area, int i)
{
	char sign = v->margin && area.cols >= v->cols + 2 ? sign_of(v, r, !i) : 0;

	if (sign)
		grid_put(g, area.row + i, area.col + area.cols - 1, area.col + area.cols, (struct str){&sign, 1},
			 STYLE_SIGN, 0, &layout_options(v->layout)->terminal);
}

void view_draw(struct view *v, struct grid *g, struct rect area, bool active)
{
	struct layout_cursor c, cursor = {0};
	struct position seen = {0};
	struct pieces selection;

	grid_fill(g, area, STYLE_TEXT);
	if (v->generation != doc_generation(v->doc))
		view_refresh(v);
	if (v->cursor_on) {
		view_cursor_reveal(v);
		seen = v->cursor;
		cursor = view_settle(v, &seen);
	}
	view_pieces(v, &selection);
	c = v->top;
	v->widest = 0;
	for (int i = 0; i < area.rows; i++) {
		const struct row *r = layout_row(v->layout, c);

		if (r->whole && r->cells > v->widest)
			v->widest = r->cells;

		if (whole_row(v, r))
			grid_fill(g, (struct rect){area.row + i, area.col, 1, area.cols}, STYLE_SELECTED);
		draw_row(v, g, r, &selection, area.row + i, area.col,
			 area.col + (v->cols < area.cols ? v->cols : area.cols));
		draw_sign(v, g, r, area, i);
		if (active && !v->cursor_on)
			place_cursor(v, g, r, area.row + i, area.col, !i);
		else if (active && !layout_compare(c, cursor))
			put_cursor(v, g, r, &seen, area.row + i, area.col);
		if (!view_next(v, &c))
			break;
	}
}
