/* paragraph: the lines of one paragraph, and under them what is open there.
 *
 * Marks are copied before use: asking the document for more may move them.
 */
#include "layout.h"

typedef VEC(struct mark) mark_vec;
struct shown { /* a translation at its quotation */
	uint32_t quotation;
	const struct layout_translation *reader; /* NULL: the document's own */
};
typedef VEC(struct shown) shown_vec;

struct part { /* of a paragraph, in a frame */
	struct span span;
	uint32_t frame;
	mark_vec calls;
	shown_vec shown; /* each translation of the document once, where it does not replace */
};

static struct str doc_slice(const struct make *m, struct span s)
{
	return str_slice(doc_text(m->l->doc), s.start, s.end);
}

/* Appends the lines of a text: of the document from `at` on, or own (then every line is at `at`). */
static void add_lines(struct make *m, struct str text, struct line line, bool *first)
{
	const struct layout *l = m->l;
	int width = m->laid->frames.v[line.frame].width;
	bool hang = l->options.hang && width > 16;
	int box = hang ? width - 2 : width;
	int hanging = line.kind == ROW_TEXT && !line.is_own ? layout_flow_hanging(text, box, &l->options.terminal) : 0;
	int least = l->options.hanging < box / 2 ? l->options.hanging : box / 2;
	size_t base = line.at, own = line.own.start;
	flow_vec rows = {0};

	if (line.kind == ROW_TEXT && !line.is_own && hanging < least)
		hanging = least;
	struct flow f = {text, box, box - hanging, hang, &l->options.terminal};
	layout_flow_fill(&f, l->breaker, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		struct flow_row row = rows.v[i];

		line.first = *first;
		*first = false;
		line.cells = row.cells;
		line.indent = i ? hanging : 0;
		line.continues |= i > 0;
		if (line.is_own) {
			line.own = (struct slice){(uint32_t)(own + row.start), (uint32_t)(row.end - row.start)};
		} else {
			line.at = line.start = base + row.start;
			line.end = base + row.end;
		}
		vec_push(&m->laid->lines, line);
	}
	vec_free(&rows);
}

/* One line, as wide as it is. */
static void add_whole(struct make *m, struct str text, struct line line, bool *first)
{
	line.first = *first;
	*first = false;
	line.whole = true;
	line.start = line.at;
	line.end = line.at + text.n;
	line.cells = text_cells(text, &m->l->options.terminal);
	vec_push(&m->laid->lines, line);
}

void layout_paragraph_rows(struct make *m, struct span s, uint32_t frame, enum row_kind kind, bool *first)
{
	struct str text = doc_slice(m, s);
	bool inside = s.start && doc_text(m->l->doc).p[s.start - 1] != '\n' && !m->laid->frames.v[frame].path.depth;

	if (kind == ROW_TEXT && text_is_blank(text))
		kind = ROW_BLANK;
	struct line line = {.at = s.start, .frame = frame, .kind = kind, .continues = inside};

	(kind == ROW_TEXT && m->l->is_whole && m->l->is_whole(m->l->whole_context, s) ? add_whole : add_lines)(
		m, text, line, first);
}

void layout_paragraph_own_rows(struct make *m, struct slice s, size_t at, uint32_t frame, enum row_kind kind,
			       bool *first)
{
	struct str text = str_slice(buf_view(&m->laid->own), s.start, s.start + s.n);

	add_lines(m, text,
		  (struct line){.at = at,
				.start = POS_NONE,
				.end = POS_NONE,
				.own = s,
				.frame = frame,
				.kind = kind,
				.is_own = true},
		  first);
}

static bool same_translation(const struct quotation *a, const struct quotation *b)
{
	if (a->translation_at.start != POS_NONE || b->translation_at.start != POS_NONE)
		return a->translation_at.start == b->translation_at.start &&
		       a->translation_at.end == b->translation_at.end;
	return str_eq(a->translation, b->translation);
}

/* Is the document's own translation of it there already, for another part of the quotation? */
static bool is_there(struct make *m, const struct part *p, const struct quotation *q)
{
	for (size_t i = 0; i < p->shown.n; i++)
		if (!p->shown.v[i].reader && same_translation(doc_quotation(m->l->doc, p->shown.v[i].quotation), q))
			return true;
	return false;
}

static void add_quotation(struct make *m, struct part *p, uint32_t index)
{
	const struct quotation *q = doc_quotation(m->l->doc, index);
	bool replace = m->l->options.translations == TRANSLATIONS_REPLACE;
	reader_vec list = {0};

	if (q->end <= p->span.start || q->end > p->span.end || !layout_translation_shown(m->l, index))
		return;
	layout_reader_list(m->l, q, &list);
	for (size_t i = 0; i < list.n && !(i && replace); i++)
		if (list.v[i] || replace || !is_there(m, p, q))
			vec_push(&p->shown, (struct shown){index, list.v[i]});
	vec_free(&list);
}

/* The calls and the quotations of a part, where any can be open. */
static void find_marks(struct make *m, struct part *p)
{
	bool notes = layout_folds_any_note(m->l), translations = layout_folds_any_translation(m->l);
	const struct mark *few[64], **marks = few;
	size_t n;

	if ((!notes && !translations) || p->span.start == p->span.end)
		return;
	n = doc_marks(m->l->doc, p->span.start, p->span.end, few, 64);
	if (n > 64) {
		marks = xmalloc(n * sizeof(*marks));
		n = doc_marks(m->l->doc, p->span.start, p->span.end, marks, n);
	}
	for (size_t i = 0; i < n; i++) {
		if (notes && marks[i]->kind == MARK_CALL && marks[i]->start >= p->span.start)
			vec_push(&p->calls, *marks[i]);
		if (translations && marks[i]->kind == MARK_QUOTATION)
			add_quotation(m, p, marks[i]->index);
	}
	if (marks != few)
		free(marks);
}

/* Is the part nothing but this quotation, quotation marks and the like aside? */
static bool is_whole(struct make *m, const struct part *p, const struct quotation *q)
{
	struct str text = doc_slice(m, p->span);
	uint32_t cp;

	if (q->start < p->span.start)
		return false;
	for (size_t at = 0; at < text.n;) {
		if (at == q->start - p->span.start)
			at = q->end - p->span.start;
		if (at >= text.n)
			break;
		at = text_next(text, at, &cp);
		if (text_is_letter(cp))
			return false;
	}
	return true;
}

struct swap {                  /* where a translation stands in the text with replacements */
	size_t start, end;     /* in the own text */
	struct span quotation; /* in the document */
};
typedef VEC(struct swap) swap_vec;

static struct slice swapped_text(struct make *m, const struct part *p, swap_vec *swaps)
{
	struct str text = doc_text(m->l->doc);
	struct buf b = {0};
	size_t at = p->span.start;
	struct slice slice;

	for (size_t i = 0; i < p->shown.n; i++) {
		const struct quotation *q = doc_quotation(m->l->doc, p->shown.v[i].quotation);
		struct str shown = p->shown.v[i].reader ? p->shown.v[i].reader->text : q->translation;
		struct swap swap = {.quotation = {q->start, q->end}};

		if (q->start < at)
			continue;
		buf_str(&b, str_slice(text, at, q->start));
		swap.start = b.n;
		for (size_t k = 0; k < shown.n; k++)
			buf_char(&b, shown.p[k] == '\n' ? ' ' : shown.p[k]);
		swap.end = b.n;
		vec_push(swaps, swap);
		at = q->end;
	}
	buf_str(&b, str_slice(text, at, p->span.end));
	slice = layout_inset_own(m, buf_view(&b));
	buf_free(&b);
	return slice;
}

/* The document offset of an offset in the text with replacements; inside one it is the quotation's start or end. */
static size_t unswap(const swap_vec *swaps, size_t base, size_t at, bool end)
{
	size_t own = 0, document = base;

	for (size_t i = 0; i < swaps->n && at > swaps->v[i].start; i++) {
		const struct swap *s = &swaps->v[i];

		if (at < s->end)
			return end ? s->quotation.end : s->quotation.start;
		own = s->end;
		document = s->quotation.end;
	}
	return document + (at - own);
}

/* The part with its quotations replaced by their translations in the drawn rows. */
static void swapped_rows(struct make *m, struct part *p)
{
	swap_vec swaps = {0};
	struct slice own = swapped_text(m, p, &swaps);
	size_t lines = m->laid->lines.n;
	bool first = true;

	layout_paragraph_own_rows(m, own, p->span.start, p->frame, ROW_TEXT, &first);
	for (size_t i = lines; i < m->laid->lines.n; i++) {
		struct line *line = &m->laid->lines.v[i];
		size_t start = line->own.start - own.start;

		line->at = line->start = unswap(&swaps, p->span.start, start, false);
		line->end = unswap(&swaps, p->span.start, start + line->own.n, true);
	}
	vec_free(&swaps);
}

static void inset(struct make *m, uint32_t frame, const struct shown *s, bool marked, int width)
{
	layout_inset_translation(m, frame, doc_quotation(m->l->doc, s->quotation), s->reader, marked, width);
}

/* Quotations that do not fit in the part (they begin above it) are shown under it, as inline does. */
static void replaced(struct make *m, struct part *p)
{
	shown_vec under = {0};
	size_t n = 0;
	bool whole = false;

	for (size_t i = 0; i < p->shown.n; i++) {
		const struct quotation *q = doc_quotation(m->l->doc, p->shown.v[i].quotation);

		whole |= is_whole(m, p, q);
		if (q->start >= p->span.start)
			p->shown.v[n++] = p->shown.v[i];
		else
			vec_push(&under, p->shown.v[i]);
	}
	p->shown.n = n;
	if (whole)
		inset(m, p->frame, &p->shown.v[0], false, 0);
	else
		swapped_rows(m, p);
	for (size_t i = 0; i < under.n; i++)
		inset(m, p->frame, &under.v[i], true, 0);
	vec_free(&under);
}

/* The part at the left, its translations at the right, row by row. */
static void side_by_side(struct make *m, const struct part *p)
{
	struct frame *f = &m->laid->frames.v[p->frame];
	int width = f->width, left = (width - 3) / 2, column = f->prefix + left + 3;
	size_t top = m->laid->lines.n, middle, n;
	bool first = true;

	f->width = left;
	layout_paragraph_rows(m, p->span, p->frame, ROW_TEXT, &first);
	m->laid->frames.v[p->frame].width = width;
	middle = m->laid->lines.n;
	for (size_t i = 0; i < p->shown.n; i++)
		inset(m, p->frame, &p->shown.v[i], false, width - left - 3);
	n = m->laid->lines.n - middle;
	for (size_t i = 0; i < n; i++) {
		struct line *line = &m->laid->lines.v[middle + i], right = *line;

		vec_push(&m->laid->facings, (struct facing){right, column});
		if (top + i >= middle) { /* nothing at its left */
			*line = (struct line){.at = right.at,
					      .start = POS_NONE,
					      .end = POS_NONE,
					      .frame = right.frame,
					      .kind = ROW_TRANSLATION,
					      .is_own = true,
					      .continues = true};
			m->laid->lines.v[top + i] = *line;
		}
		m->laid->lines.v[top + i].facing = (uint32_t)m->laid->facings.n;
		m->laid->lines.v[top + i].suffix = right.suffix;
	}
	m->laid->lines.n = n > middle - top ? top + n : middle;
}

static void open_calls(struct make *m, const struct part *p)
{
	for (size_t i = 0; i < p->calls.n; i++) {
		uint32_t note = doc_call(m->l->doc, p->calls.v[i].index)->note;

		if (layout_inset_opens(m, p->frame, p->calls.v[i].start, note))
			layout_inset_note(m, p->frame, p->calls.v[i].start, note);
	}
}

static void free_part(struct part *p)
{
	vec_free(&p->calls);
	vec_free(&p->shown);
}

/* The reader's translations of passages that end here. */
static void passages(struct make *m, const struct part *p)
{
	reader_vec list = {0};

	layout_reader_passages(m->l, p->span, &list);
	for (size_t i = 0; i < list.n; i++)
		layout_inset_passage(m, p->frame, p->span, list.v[i]);
	vec_free(&list);
}

void layout_paragraph_below(struct make *m, struct span span, uint32_t frame)
{
	struct part p = {.span = span, .frame = frame};

	find_marks(m, &p);
	passages(m, &p);
	open_calls(m, &p);
	free_part(&p);
}

void layout_paragraph_part(struct make *m, struct span span, uint32_t frame)
{
	struct part p = {.span = span, .frame = frame};
	enum layout_translations mode = m->l->options.translations;
	bool first = true, below = false;

	find_marks(m, &p);
	if (p.shown.n && mode == TRANSLATIONS_REPLACE) {
		replaced(m, &p);
	} else if (p.shown.n && mode == TRANSLATIONS_SIDE && m->l->options.width >= 100) {
		side_by_side(m, &p);
	} else {
		layout_paragraph_rows(m, span, frame, ROW_TEXT, &first);
		below = true;
	}
	for (size_t i = 0; below && i < p.shown.n; i++)
		inset(m, frame, &p.shown.v[i], true, 0);
	passages(m, &p);
	open_calls(m, &p);
	free_part(&p);
}

/* "… 12 lines" */
static void fold_row(struct make *m, size_t start, size_t end)
{
	size_t lines = doc_line_at(m->l->doc, end ? end - 1 : 0) - doc_line_at(m->l->doc, start) + 1;
	struct buf b = {0};
	bool first = true;

	buf_printf(&b, ngettext("… %zu line", "… %zu lines", lines), lines);
	layout_paragraph_own_rows(m, layout_inset_own(m, buf_view(&b)), start, 0, ROW_FOLD, &first);
	buf_free(&b);
}

/* What of its first paragraph a note shows that is open somewhere else: its label. */
static struct span label_only(struct layout *l, struct span p, uint32_t note)
{
	const struct note *n = doc_note(l->doc, note);

	if (note < l->moved.n && l->moved.v[note] && doc_paragraph(l->doc, n->start).start == p.start &&
	    n->body > n->start)
		p.end = n->body < p.end ? n->body : p.end;
	return p;
}

void layout_paragraph_lay(struct layout *l, struct laid *laid)
{
	struct make m = {l, laid};
	const struct hidden *h = layout_folds_hidden(&l->away, laid->span.start);
	struct frame root = {.note = DOC_NONE, .width = l->options.width};

	if (layout_folds_any_note(l))
		root.note = layout_folds_note_around(l, laid->span.start);
	vec_push(&laid->frames, root);
	if (!l->breaker)
		l->breaker = text_breaker_new(l->options.level);
	if (!layout_shown_is(l, laid->span))
		fold_row(&m, 0, doc_text(l->doc).n);
	else if (h && h->why == HIDDEN_SECTION && h->start == laid->span.start && !l->filter.needle)
		fold_row(&m, h->start, h->end);
	else if (root.note != DOC_NONE)
		layout_paragraph_part(&m, label_only(l, laid->span, root.note), 0);
	else
		layout_paragraph_part(&m, laid->span, 0);
}
