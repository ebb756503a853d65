/* cursor: from a position to the row that shows it, from row to row, and the row itself. */
#include "layout.h"

static bool same_path(const struct position *path, const size_t *call, unsigned depth)
{
	return path->depth == depth && !memcmp(path->call, call, depth * sizeof *call);
}

/* The line, or what stands at its right, if that is in the frame with this path; else NULL. */
static const struct line *in_path(const struct laid *laid, const struct line *line, const size_t *call, unsigned depth)
{
	const struct line *right = line->facing ? &laid->facings.v[line->facing - 1].line : NULL;

	if (same_path(&laid->frames.v[line->frame].path, call, depth))
		return line;
	return right && same_path(&laid->frames.v[right->frame].path, call, depth) ? right : NULL;
}

/* Is a line at a better than one at b for what is looked for at `at`? The one furthest on at or before it; of those the
 * first; before all: the first one. */
static bool better(size_t a, size_t b, size_t at)
{
	return a <= at && (b > at || a > b);
}

/* Among the lines with the path the best one; of equals one that is there itself before one that has it at its right.
 * SIZE_MAX: there are none. */
static size_t find_in_path(const struct laid *laid, const size_t *call, unsigned depth, size_t at)
{
	size_t best = SIZE_MAX, best_at = 0;
	bool beside = false;

	for (size_t i = 0; i < laid->lines.n; i++) {
		const struct line *line = in_path(laid, &laid->lines.v[i], call, depth);
		bool right = line != &laid->lines.v[i];

		if (!line ||
		    (best != SIZE_MAX && !better(line->at, best_at, at) && !(line->at == best_at && beside && !right)))
			continue;
		best = i;
		best_at = line->at;
		beside = right;
	}
	return best;
}

/* The first line of the inset that belongs to the last call at or before `at`; SIZE_MAX: none. */
static size_t find_below(const struct laid *laid, const size_t *call, unsigned depth, size_t at)
{
	size_t best = SIZE_MAX, best_call = 0;

	for (size_t i = 0; i < laid->lines.n; i++) {
		const struct position *path = &laid->frames.v[laid->lines.v[i].frame].path;

		if (path->depth <= depth || memcmp(path->call, call, depth * sizeof *call) || path->call[depth] > at ||
		    (best != SIZE_MAX && path->call[depth] == best_call))
			continue;
		best = i;
		best_call = path->call[depth];
	}
	return best;
}

static size_t find_line(const struct laid *laid, const struct position *p)
{
	for (unsigned depth = p->depth + 1; depth-- > 0;) {
		size_t at = depth == p->depth ? p->at : p->call[depth];
		size_t i = find_in_path(laid, p->call, depth, at);

		if (i == SIZE_MAX)
			i = find_below(laid, p->call, depth, at);
		if (i != SIZE_MAX)
			return i;
	}
	return 0;
}

/* Is the place shown under this call already, as (part of) the translation of a quotation that starts there? */
static bool is_translation_of(struct layout *l, size_t call, size_t at)
{
	const struct mark *marks[64];
	size_t n = doc_marks(l->doc, call, call + 1, marks, 64);

	for (size_t i = 0; i < n && i < 64; i++)
		if (marks[i]->kind == MARK_QUOTATION && marks[i]->start == call) {
			struct span s = doc_quotation(l->doc, marks[i]->index)->translation_at;

			if (s.start != POS_NONE && s.start <= at && at <= s.end)
				return true;
		}
	return false;
}

/* Where lines are hidden, what stands for them: the quotation that shows them, the heading, the label of the note. */
static void stand_in(struct layout *l, struct position *p)
{
	const struct hidden *h = layout_folds_hidden(&l->repeated, p->at);
	size_t top, start;

	if (h) {
		start = doc_quotation(l->doc, h->index)->start;
		if (p->depth <= LAYOUT_DEPTH && !(p->depth && is_translation_of(l, p->call[p->depth - 1], p->at)))
			p->call[p->depth++] = start;
	}
	top = p->depth ? p->call[0] : p->at;
	h = layout_folds_hidden(&l->away, top);
	if (!h || (h->why == HIDDEN_SECTION && top == h->start))
		return;
	if (h->why == HIDDEN_SECTION)
		*p = POSITION(doc_section(l->doc, h->index)->start);
	else
		*p = POSITION(doc_note(l->doc, h->index)->start);
}

struct layout_cursor layout_find(struct layout *l, const struct position *position)
{
	size_t size = doc_text(l->doc).n, top;
	struct position p = *position;
	struct span paragraph;

	p.depth = p.depth > LAYOUT_DEPTH + 1 ? LAYOUT_DEPTH + 1 : p.depth;
	p.at = p.at > size ? size : p.at;
	layout_folds_refresh(l);
	if (!l->filter.needle)
		stand_in(l, &p);
	top = p.depth ? p.call[0] : p.at;
	paragraph = doc_paragraph(l->doc, top < size ? top : size ? size - 1 : 0);
	if (!layout_shown_is(l, paragraph)) {
		if (!layout_shown_from(l, paragraph.start, &paragraph) &&
		    !layout_shown_until(l, paragraph.start, &paragraph))
			paragraph = doc_paragraph(l->doc, 0);
		p = POSITION(paragraph.start);
	}
	return (struct layout_cursor){paragraph.start, find_line(layout_cache_get(l, paragraph), &p)};
}

bool layout_next(struct layout *l, struct layout_cursor *c)
{
	struct span p = doc_paragraph(l->doc, c->paragraph);
	size_t after;

	if (c->row + 1 < layout_cache_get(l, p)->lines.n) {
		c->row++;
		return true;
	}
	after = doc_paragraph_after(l->doc, p);
	if (after == POS_NONE || !layout_shown_from(l, after, &p))
		return false;
	*c = (struct layout_cursor){p.start, 0};
	return true;
}

bool layout_prev(struct layout *l, struct layout_cursor *c)
{
	struct span p;

	if (c->row) {
		c->row--;
		return true;
	}
	if (!c->paragraph || !layout_shown_until(l, c->paragraph - 1, &p))
		return false;
	*c = (struct layout_cursor){p.start, layout_cache_get(l, p)->lines.n - 1};
	return true;
}

struct layout_cursor layout_first(struct layout *l)
{
	struct span p;

	if (!layout_shown_from(l, 0, &p))
		p = doc_paragraph(l->doc, 0);
	return (struct layout_cursor){p.start, 0};
}

struct layout_cursor layout_last(struct layout *l)
{
	size_t size = doc_text(l->doc).n;
	struct span p;

	if (!layout_shown_until(l, size ? size - 1 : 0, &p))
		p = doc_paragraph(l->doc, 0);
	return (struct layout_cursor){p.start, layout_cache_get(l, p)->lines.n - 1};
}

static struct str text_of(const struct layout *l, const struct laid *laid, const struct line *line)
{
	if (line->is_own)
		return str_slice(buf_view(&laid->own), line->own.start, line->own.start + line->own.n);
	return str_slice(doc_text(l->doc), line->start, line->end);
}

static struct str own_of(const struct laid *laid, struct slice s)
{
	return str_slice(buf_view(&laid->own), s.start, s.start + s.n);
}

/* In an inset the hanging indent stands behind the prefix. */
static void set_prefix(struct layout *l, const struct laid *laid, const struct line *line)
{
	const struct frame *f = &laid->frames.v[line->frame];

	l->row.prefix = own_of(laid, line->first ? f->first : f->rest);
	l->row.indent = line->indent;
	l->row.cells = f->prefix + line->indent + line->cells;
	if (l->row.prefix.n && line->indent) {
		buf_clear(&l->prefix);
		buf_str(&l->prefix, l->row.prefix);
		for (int i = 0; i < line->indent; i++)
			buf_char(&l->prefix, ' ');
		l->row.prefix = buf_view(&l->prefix);
		l->row.indent = 0;
	}
}

const struct row *layout_row(struct layout *l, struct layout_cursor c)
{
	const struct laid *laid = layout_cache_get(l, doc_paragraph(l->doc, c.paragraph));
	const struct line *line = &laid->lines.v[c.row < laid->lines.n ? c.row : laid->lines.n - 1];
	const struct block *block = doc_block_at(l->doc, line->at);
	const struct facing *facing = line->facing ? &laid->facings.v[line->facing - 1] : NULL;

	l->row = (struct row){
		.kind = line->kind, .text = text_of(l, laid, line), .start = line->start, .end = line->end};
	l->row.where = laid->frames.v[line->frame].path;
	l->row.where.at = line->at;
	l->row.suffix = own_of(laid, line->suffix);
	l->row.continues = line->continues;
	l->row.whole = line->whole;
	l->row.block = block ? block->kind : BLOCK_PARAGRAPH;
	l->row.level = block ? block->level : 0;
	l->row.facing = facing ? text_of(l, laid, &facing->line) : (struct str){"", 0};
	l->row.facing_column = facing ? facing->column : 0;
	set_prefix(l, laid, line);
	return &l->row;
}

int layout_compare(struct layout_cursor a, struct layout_cursor b)
{
	if (a.paragraph != b.paragraph)
		return a.paragraph < b.paragraph ? -1 : 1;
	return a.row < b.row ? -1 : a.row > b.row;
}

int layout_distance(struct layout *l, struct layout_cursor a, struct layout_cursor b, int max)
{
	int n = 0;

	while (n < max && layout_compare(a, b) < 0 && layout_next(l, &a))
		n++;
	return n;
}
