/* The selection: from the place where it began to the cursor, both grapheme clusters in it. It is of the document, not
 * of the screen: what is open in between belongs to it only where an end stands in it. Where the ends stand under
 * different calls it is several pieces, in the order of the screen: the rest of what is shown under the one call, the
 * paragraphs between, the beginning of what is shown under the other.
 */
#include "view_int.h"

void view_select(struct view *v, enum view_selecting how)
{
	if (!v->cursor_on)
		return;
	if (how != SELECT_NONE && v->selecting == SELECT_NONE)
		v->fixed = v->cursor;
	v->selecting = how;
}

void view_select_span(struct view *v, const struct position *p, struct span s)
{
	struct str text = doc_text(v->doc);
	struct position last = *p;

	if (!v->cursor_on)
		return;
	v->fixed = *p;
	v->fixed.at = s.start;
	last.at = s.end > s.start ? s.start + text_cluster_prev(str_slice(text, s.start, s.end), s.end - s.start)
				  : s.start;
	v->selecting = SELECT_CHARACTERS;
	v->cursor = last;
	v->cursor_column = -1;
	view_cursor_reveal(v);
}

void view_select_swap(struct view *v)
{
	struct position was = v->fixed;

	if (v->selecting == SELECT_NONE)
		return;
	v->fixed = v->cursor;
	v->cursor = was;
	v->cursor_column = -1;
	view_cursor_reveal(v);
}

/* How many calls two paths have in common. */
static unsigned common(const struct position *a, const struct position *b)
{
	unsigned n = 0;

	while (n < a->depth && n < b->depth && a->call[n] == b->call[n])
		n++;
	return n;
}

static size_t paragraph_end(struct view *v, size_t at)
{
	return doc_paragraph(v->doc, at).end;
}

/* Where the line after that of a call begins. */
static size_t after_paragraph(struct view *v, size_t at)
{
	size_t next = doc_paragraph_after(v->doc, doc_paragraph(v->doc, at));

	return next == POS_NONE ? doc_text(v->doc).n : next;
}

static bool shows_quotation(struct view *v, size_t call)
{
	const struct mark *marks[64];
	size_t n = doc_marks(v->doc, call, call + 1, marks, 64);

	for (size_t i = 0; i < n && i < 64; i++)
		if (marks[i]->kind == MARK_QUOTATION && marks[i]->start == call)
			return true;
	return false;
}

/* Does a stand before b on the screen? What is open stands under the paragraph of its call, translations first. */
static bool before(struct view *v, const struct position *a, const struct position *b)
{
	unsigned c = common(a, b);
	bool deep_a = a->depth > c, deep_b = b->depth > c;

	if (!deep_a && !deep_b)
		return a->at <= b->at;
	if (!deep_a)
		return a->at <= paragraph_end(v, b->call[c]);
	if (!deep_b)
		return b->at > paragraph_end(v, a->call[c]);
	if (doc_paragraph(v->doc, a->call[c]).start == doc_paragraph(v->doc, b->call[c]).start &&
	    shows_quotation(v, a->call[c]) != shows_quotation(v, b->call[c]))
		return shows_quotation(v, a->call[c]);
	return a->call[c] < b->call[c];
}

static void add(struct pieces *out, const struct position *end, unsigned depth, size_t from, size_t to)
{
	struct piece *p = &out->v[out->n];

	if (to <= from || out->n == PIECES)
		return;
	p->at = (struct span){from, to};
	p->path = *end;
	p->path.depth = depth;
	out->n++;
}

static size_t level_end(struct view *v, struct position p, unsigned depth)
{
	p.depth = depth;
	return view_inset_range(v, &p).end;
}

static size_t level_start(struct view *v, struct position p, unsigned depth)
{
	p.depth = depth;
	return view_inset_range(v, &p).start;
}

static size_t cluster_end(struct view *v, size_t at)
{
	struct str text = doc_text(v->doc);

	return at < text.n ? text_cluster_next(text, at) : at;
}

/* From a to the end of b, level by level: out of the notes that a stands in, then into those of b. */
static void walk(struct view *v, const struct position *a, const struct position *b, size_t first, size_t last,
		 struct pieces *out)
{
	unsigned c = common(a, b);
	size_t from = first;

	for (unsigned d = a->depth; d > c; d--) {
		add(out, a, d, from, level_end(v, *a, d));
		from = after_paragraph(v, a->call[d - 1]);
	}
	for (unsigned d = c; d < b->depth; d++) {
		add(out, b, d, from, paragraph_end(v, b->call[d]));
		from = level_start(v, *b, d + 1);
	}
	add(out, b, b->depth, from, last);
}

void view_pieces(struct view *v, struct pieces *out)
{
	struct position a = v->fixed, b = v->cursor;
	size_t first, last;

	out->n = 0;
	if (!v->cursor_on || v->selecting == SELECT_NONE)
		return;
	if (!before(v, &a, &b)) {
		a = v->cursor;
		b = v->fixed;
	}
	first = a.at;
	last = cluster_end(v, b.at);
	if (v->selecting == SELECT_PARAGRAPHS) {
		first = view_unit_around(v, &a, UNIT_PARAGRAPH).start;
		last = view_unit_around(v, &b, UNIT_PARAGRAPH).end;
	}
	walk(v, &a, &b, first, last, out);
}

void view_selection(struct view *v, span_vec *out)
{
	struct pieces p;

	view_pieces(v, &p);
	for (size_t i = 0; i < p.n; i++)
		vec_push(out, p.v[i].at);
}

/* Without the line ends around. */
static struct str without_ends(struct str s)
{
	while (s.n && s.p[s.n - 1] == '\n')
		s.n--;
	while (s.n && s.p[0] == '\n')
		s = str_slice(s, 1, s.n);
	return s;
}

void view_selection_text(struct view *v, struct buf *out)
{
	struct pieces p;

	view_pieces(v, &p);
	for (size_t i = 0; i < p.n; i++) {
		struct str s = str_slice(doc_text(v->doc), p.v[i].at.start, p.v[i].at.end);

		if (i)
			buf_char(out, '\n');
		buf_str(out, p.n > 1 ? without_ends(s) : s);
	}
}
