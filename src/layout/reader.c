/* reader: translations that are not the document's own, and where they belong.
 *
 * Nothing is worked out ahead: whether a passage is a quotation's is asked of the two ranges whenever a paragraph is
 * laid out, so that a large document is not recognised for what is written at its other end. What is at the ends of a
 * passage and no letter (quotation marks, blanks) does not count.
 */
#include "layout.h"

/* The range without what is no letter at its ends; as it is where there is no letter in it. */
static struct span core(struct str text, struct span s)
{
	struct span out = s;
	uint32_t cp;
	size_t at;

	out.end = out.end < text.n ? out.end : text.n;
	while (out.start < out.end && (at = text_next(text, out.start, &cp), !text_is_letter(cp)))
		out.start = at;
	while (out.end > out.start && (at = text_prev(text, out.end, &cp), !text_is_letter(cp)))
		out.end = at;
	return out.start < out.end ? out : s;
}

/* (Nearly) the same passage: at least four fifths of what either of them covers is in both. */
static bool belongs(const struct layout *l, const struct layout_translation *t, const struct quotation *q)
{
	struct span a, b;
	size_t start, end, both;

	if (t->at.start >= q->end || t->at.end <= q->start)
		return false;
	a = core(doc_text(l->doc), t->at);
	b = core(doc_text(l->doc), (struct span){q->start, q->end});
	start = a.start > b.start ? a.start : b.start;
	end = a.end < b.end ? a.end : b.end;
	both = end > start ? end - start : 0;
	return both * 5 >= (a.end - a.start + b.end - b.start - both) * 4;
}

/* The first one that could reach so far. */
static size_t first_near(const struct layout *l, size_t at)
{
	size_t low = 0, high = l->n_reader, from = at > l->longest ? at - l->longest : 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->reader[mid].at.start < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool layout_reader_any(const struct layout *l, const struct quotation *q)
{
	for (size_t i = first_near(l, q->start); i < l->n_reader && l->reader[i].at.start < q->end; i++)
		if (belongs(l, &l->reader[i], q))
			return true;
	return false;
}

/* The document's own is left out after a first one, unless its lines are hidden below the quotation and would be seen
 * nowhere then. */
void layout_reader_list(const struct layout *l, const struct quotation *q, reader_vec *out)
{
	bool own = q->translation.n > 0, in_text = q->folded.start != POS_NONE && q->folded.start < q->folded.end;
	size_t low = first_near(l, q->start), first = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = low; i < l->n_reader && l->reader[i].at.start < q->end; i++)
			if (l->reader[i].first == !pass && belongs(l, &l->reader[i], q))
				vec_push(out, &l->reader[i]);
		if (!pass)
			first = out->n;
		if (!pass && own && (!first || in_text))
			vec_push(out, NULL);
	}
}

size_t layout_translations_of(const struct layout *l, uint32_t quotation, const struct layout_translation **out,
			      size_t max)
{
	reader_vec list = {0};
	size_t n = 0;

	layout_reader_list(l, doc_quotation(l->doc, quotation), &list);
	for (size_t i = 0; i < list.n; i++) {
		if (list.v[i] && n < max)
			out[n] = list.v[i];
		n += list.v[i] != NULL;
	}
	vec_free(&list);
	return n;
}

static size_t find_passage(const struct layout *l, struct span at)
{
	size_t i = 0;

	while (i < l->passages.n && (l->passages.v[i].start != at.start || l->passages.v[i].end != at.end))
		i++;
	return i;
}

static bool passage_shown(const struct layout *l, struct span at)
{
	return (l->options.translations >= TRANSLATIONS_INLINE) != (find_passage(l, at) < l->passages.n);
}

/* The quotation that the passage is, or DOC_NONE. */
static uint32_t quotation_of(struct layout *l, struct span at)
{
	const struct layout_translation t = {.at = at};
	const struct mark *marks[64];
	size_t n = doc_marks(l->doc, at.start, at.end, marks, 64);

	for (size_t i = 0; i < n && i < 64; i++)
		if (marks[i]->kind == MARK_QUOTATION && belongs(l, &t, doc_quotation(l->doc, marks[i]->index)))
			return marks[i]->index;
	return DOC_NONE;
}

bool layout_passage_shown(struct layout *l, struct span at)
{
	uint32_t quotation = quotation_of(l, at);

	return quotation == DOC_NONE ? passage_shown(l, at) : layout_translation_shown(l, quotation);
}

void layout_show_passage(struct layout *l, struct span at, bool shown)
{
	uint32_t quotation = quotation_of(l, at);
	size_t i = find_passage(l, at);

	if (quotation != DOC_NONE) {
		layout_show_translation(l, quotation, shown);
		return;
	}
	if (passage_shown(l, at) == shown)
		return;
	if (i < l->passages.n)
		l->passages.v[i] = l->passages.v[--l->passages.n];
	else
		vec_push(&l->passages, at);
	l->fresh = false;
	layout_cache_clear(l);
}

/* The end of the passage, without the line ends and blanks after it. */
static size_t end_of(const struct layout *l, struct span at)
{
	struct str text = doc_text(l->doc);
	size_t end = at.end < text.n ? at.end : text.n, before;
	uint32_t cp;

	while (end > at.start && (before = text_prev(text, end, &cp), text_is_space(cp) || cp == '\n'))
		end = before;
	return end > at.start ? end : at.end;
}

void layout_reader_passages(struct layout *l, struct span part, reader_vec *out)
{
	for (size_t i = first_near(l, part.start); i < l->n_reader && l->reader[i].at.start < part.end; i++) {
		const struct layout_translation *t = &l->reader[i];
		size_t end = end_of(l, t->at), k;

		if (end <= part.start || end > part.end || !passage_shown(l, t->at) ||
		    quotation_of(l, t->at) != DOC_NONE)
			continue;
		vec_push(out, t);
		/* of one passage: what is to be first goes before what is not */
		for (k = out->n - 1; t->first && k && out->v[k - 1]->at.start == t->at.start && !out->v[k - 1]->first;
		     k--)
			out->v[k] = out->v[k - 1];
		out->v[k] = t;
	}
}

/* Is the passage called from there? From its start, or from that of the part it ends in: of the paragraph or, where its
 * note is open at a call, of the note's text. */
static bool called_from(struct layout *l, struct span at, size_t call)
{
	size_t end = end_of(l, at), part = end ? doc_paragraph(l->doc, end - 1).start : 0;
	uint32_t note = layout_folds_note_around(l, at.start);

	if (at.start >= part && call == at.start)
		return true;
	if (call <= at.start || call >= end)
		return false;
	return call == part || (note != DOC_NONE && call == doc_note(l->doc, note)->body);
}

void layout_reader_open(struct layout *l, size_t call, bool open)
{
	for (size_t i = first_near(l, call); i < l->n_reader && l->reader[i].at.start <= call; i++)
		if (called_from(l, l->reader[i].at, call))
			layout_show_passage(l, l->reader[i].at, open);
}

void layout_set_translations(struct layout *l, const struct layout_translation *v, size_t n)
{
	if (l->reader == v && l->n_reader == n)
		return;
	l->reader = v;
	l->n_reader = n;
	l->longest = 0;
	for (size_t i = 0; i < n; i++)
		if (v[i].at.end - v[i].at.start > l->longest)
			l->longest = v[i].at.end - v[i].at.start;
	l->fresh = false;
	layout_cache_clear(l);
}
