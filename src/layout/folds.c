/* folds: which notes are open, which translations shown, which sections folded, and what is hidden for it.
 *
 * Kept are only the exceptions to what the options say for all, so that "all" stays cheap and opening and closing
 * again leaves nothing behind. What is hidden follows from folds, options and the document, and is found anew after
 * any of them changed.
 */
#include "layout.h"

static bool same_call(const struct position *a, const struct position *b)
{
	return a->at == b->at && a->depth == b->depth && !memcmp(a->call, b->call, a->depth * sizeof *a->call);
}

static size_t find_call(const struct layout *l, const struct position *call)
{
	size_t i = 0;

	while (i < l->calls.n && !same_call(&l->calls.v[i], call))
		i++;
	return i;
}

static size_t find_id(const uint32_t *ids, size_t n, uint32_t id)
{
	size_t i = 0;

	while (i < n && ids[i] != id)
		i++;
	return i;
}

static void changed(struct layout *l)
{
	l->fresh = false;
	layout_cache_clear(l);
}

bool layout_folds_note_open(const struct layout *l, const struct position *path, size_t call)
{
	struct position p = *path;

	p.at = call;
	return l->options.notes_open != (find_call(l, &p) < l->calls.n);
}

bool layout_folds_any_note(const struct layout *l)
{
	return l->options.notes_open || l->calls.n;
}

bool layout_folds_any_translation(const struct layout *l)
{
	return l->options.translations >= TRANSLATIONS_INLINE || l->quotations.n || l->passages.n;
}

/* The mark of that kind that starts at `at`, or NULL. */
static const struct mark *mark_at(struct layout *l, size_t at, enum mark_kind kind)
{
	const struct mark *marks[16];
	size_t n;

	if (at >= doc_text(l->doc).n)
		return NULL;
	n = doc_marks(l->doc, at, at + 1, marks, 16);
	for (size_t i = 0; i < n && i < 16; i++)
		if (marks[i]->kind == kind && marks[i]->start == at)
			return marks[i];
	return NULL;
}

bool layout_note_open(const struct layout *l, const struct position *call)
{
	return layout_folds_note_open(l, call, call->at);
}

void layout_open_note(struct layout *l, const struct position *call, bool open)
{
	const struct mark *mark = mark_at(l, call->at, MARK_CALL);
	size_t i = find_call(l, call);

	if (!mark || doc_call(l->doc, mark->index)->note == DOC_NONE) {
		mark = mark_at(l, call->at, MARK_QUOTATION);
		if (mark)
			layout_show_translation(l, mark->index, open);
		else
			layout_reader_open(l, call->at, open);
		return;
	}
	if (call->depth >= LAYOUT_DEPTH || layout_folds_note_open(l, call, call->at) == open)
		return;
	if (i < l->calls.n)
		l->calls.v[i] = l->calls.v[--l->calls.n];
	else
		vec_push(&l->calls, *call);
	changed(l);
}

void layout_show_translation(struct layout *l, uint32_t quotation, bool shown)
{
	size_t i = find_id(l->quotations.v, l->quotations.n, quotation);

	if (layout_translation_shown(l, quotation) == shown || !layout_has_translation(l, quotation))
		return;
	if (i < l->quotations.n)
		l->quotations.v[i] = l->quotations.v[--l->quotations.n];
	else
		vec_push(&l->quotations, quotation);
	changed(l);
}

bool layout_has_translation(const struct layout *l, uint32_t quotation)
{
	const struct quotation *q = doc_quotation(l->doc, quotation);

	return q->translation.n || layout_reader_any(l, q);
}

bool layout_translation_shown(const struct layout *l, uint32_t quotation)
{
	bool usual = l->options.translations >= TRANSLATIONS_INLINE;

	return layout_has_translation(l, quotation) &&
	       usual != (find_id(l->quotations.v, l->quotations.n, quotation) < l->quotations.n);
}

void layout_fold_section(struct layout *l, uint32_t section, bool folded)
{
	size_t i = find_id(l->sections.v, l->sections.n, section);

	if ((i < l->sections.n) == folded)
		return;
	if (folded)
		vec_push(&l->sections, section);
	else
		l->sections.v[i] = l->sections.v[--l->sections.n];
	changed(l);
}

bool layout_section_folded(const struct layout *l, uint32_t section)
{
	return find_id(l->sections.v, l->sections.n, section) < l->sections.n;
}

/* ---- what is hidden ---- */

/* The lines from the one after the heading's last to the next heading of the same rank. */
static void hide_section(struct layout *l, uint32_t index)
{
	const struct section *s = doc_section(l->doc, index);
	size_t start = doc_paragraph_after(l->doc, doc_paragraph(l->doc, s->end > s->start ? s->end - 1 : s->end));
	size_t end = doc_text(l->doc).n;

	for (size_t i = 0; i < doc_sections(l->doc); i++) {
		const struct section *other = doc_section(l->doc, i);

		if (other->level <= s->level && other->start > s->start && other->start < end)
			end = doc_paragraph(l->doc, other->start).start;
	}
	if (start != POS_NONE && start < end)
		vec_push(&l->away, (struct hidden){start, end, HIDDEN_SECTION, index});
}

uint32_t layout_folds_note_around(struct layout *l, size_t at)
{
	const struct block *b = doc_block_at(l->doc, at);

	while (b && b->kind != BLOCK_NOTE)
		b = doc_block_parent(l->doc, b);
	return b ? b->index : DOC_NONE;
}

/* Which notes are open somewhere: called from the text, or from a note that is, to LAYOUT_DEPTH. A call in lines that
 * are shown elsewhere does not count. */
static void find_moved(struct layout *l)
{
	size_t n = doc_notes(l->doc);

	l->moved.n = 0;
	for (size_t i = 0; i < n; i++)
		vec_push(&l->moved, 0);
	for (uint8_t depth = 1; depth <= LAYOUT_DEPTH; depth++)
		for (size_t i = 0; i < doc_calls(l->doc); i++) {
			const struct note_call *call = doc_call(l->doc, i);
			uint32_t around = layout_folds_note_around(l, call->start);

			if (call->note != DOC_NONE && !l->moved.v[call->note] &&
			    !layout_folds_hidden(&l->repeated, call->start) &&
			    (depth == 1 ? around == DOC_NONE : around != DOC_NONE && l->moved.v[around] == depth - 1))
				l->moved.v[call->note] = depth;
		}
}

static void hide_notes(struct layout *l)
{
	find_moved(l);
	for (uint32_t i = 0; i < l->moved.n; i++) {
		const struct note *note = doc_note(l->doc, i);
		size_t start = doc_paragraph_after(l->doc, doc_paragraph(l->doc, note->start));

		if (l->moved.v[i] && start != POS_NONE && start < note->end)
			vec_push(&l->away, (struct hidden){start, note->end, HIDDEN_NOTE, i});
	}
}

/* A translation that stands in the text is shown at its quote or not at all, so that it can be kept hidden until it is
 * asked for; only TRANSLATIONS_OFF leaves the text as it is. */
static void hide_translations(struct layout *l)
{
	bool as_it_is = l->options.translations == TRANSLATIONS_OFF;

	for (uint32_t i = 0; i < doc_quotations(l->doc); i++) {
		struct span s = doc_quotation(l->doc, i)->folded;

		if (s.start != POS_NONE && s.start < s.end && (!as_it_is || layout_translation_shown(l, i)))
			vec_push(&l->repeated, (struct hidden){s.start, s.end, HIDDEN_TRANSLATION, i});
	}
}

static int by_start(const void *a, const void *b)
{
	const struct hidden *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

/* In order and apart: what lies in another or overlaps it goes; the outermost counts. */
static void tidy(hidden_vec *v)
{
	size_t n = 0;

	if (v->n)
		qsort(v->v, v->n, sizeof *v->v, by_start);
	for (size_t i = 0; i < v->n; i++)
		if (!n || v->v[i].start >= v->v[n - 1].end)
			v->v[n++] = v->v[i];
	v->n = n;
}

void layout_folds_refresh(struct layout *l)
{
	if (l->fresh && l->generation == doc_generation(l->doc))
		return;
	if (l->generation != doc_generation(l->doc))
		layout_cache_clear(l);
	l->generation = doc_generation(l->doc);
	l->fresh = true;
	l->away.n = l->repeated.n = l->moved.n = 0;
	if (l->options.translations != TRANSLATIONS_OFF || layout_folds_any_translation(l))
		hide_translations(l);
	tidy(&l->repeated);
	for (size_t i = 0; i < l->sections.n; i++)
		hide_section(l, l->sections.v[i]);
	if (l->options.notes_moved && l->options.notes_open && !l->calls.n)
		hide_notes(l);
	tidy(&l->away);
}

const struct hidden *layout_folds_hidden(const hidden_vec *v, size_t at)
{
	size_t low = 0, high = v->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (v->v[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < v->n && v->v[low].start <= at ? &v->v[low] : NULL;
}
