/* shown: which top-level paragraphs have rows. Without a filter: all but the hidden ones, where a folded section keeps
 * its first paragraph for the row that stands for it. With one: those near a hit, and nothing is hidden.
 */
#include "layout.h"

static bool hits(struct layout *l, struct span p)
{
	size_t slot = (p.start ^ p.start >> 8) % FILTER_SLOTS;
	struct span hit;

	if (!l->filter.slots[slot].known || l->filter.slots[slot].start != p.start) {
		l->filter.slots[slot].known = true;
		l->filter.slots[slot].start = p.start;
		l->filter.slots[slot].hit =
			text_find(l->filter.needle, str_slice(doc_text(l->doc), p.start, p.end), 0, &hit);
	}
	return l->filter.slots[slot].hit;
}

static bool step(const struct layout *l, struct span *p, bool forward)
{
	size_t at = forward ? doc_paragraph_after(l->doc, *p) : p->start ? p->start - 1 : POS_NONE;

	if (at == POS_NONE)
		return false;
	*p = doc_paragraph(l->doc, at);
	return true;
}

/* The next paragraph with something in it: an empty one is no context. */
static bool step_full(const struct layout *l, struct span *p, bool forward)
{
	do {
		if (!step(l, p, forward))
			return false;
	} while (!str_trim(str_slice(doc_text(l->doc), p->start, p->end)).n);
	return true;
}

static bool near_hit(struct layout *l, struct span p)
{
	struct span before = p, after = p;

	if (hits(l, p))
		return true;
	if (!str_trim(str_slice(doc_text(l->doc), p.start, p.end)).n)
		return false;
	for (int i = 0; i < l->filter.context; i++) {
		if (step_full(l, &before, false) && hits(l, before))
			return true;
		if (step_full(l, &after, true) && hits(l, after))
			return true;
	}
	return false;
}

/* Why the paragraph has no rows, or NULL. */
static const struct hidden *hidden_at(struct layout *l, size_t start)
{
	const struct hidden *h = layout_folds_hidden(&l->away, start);

	if (h && h->why == HIDDEN_SECTION && h->start == start)
		return NULL;
	return h ? h : layout_folds_hidden(&l->repeated, start);
}

bool layout_shown_is(struct layout *l, struct span p)
{
	layout_folds_refresh(l);
	return l->filter.needle ? near_hit(l, p) : !hidden_at(l, p.start);
}

bool layout_shown_from(struct layout *l, size_t at, struct span *out)
{
	struct span p = doc_paragraph(l->doc, at);
	const struct hidden *h;

	layout_folds_refresh(l);
	while (!layout_shown_is(l, p)) {
		h = l->filter.needle ? NULL : hidden_at(l, p.start);
		if (h && h->end >= doc_text(l->doc).n)
			return false;
		if (h && h->end > p.end + 1)
			p = doc_paragraph(l->doc, h->end - 1); /* its last; on with the one after */
		if (!step(l, &p, true))
			return false;
	}
	*out = p;
	return true;
}

bool layout_shown_until(struct layout *l, size_t at, struct span *out)
{
	struct span p = doc_paragraph(l->doc, at);
	const struct hidden *h;

	layout_folds_refresh(l);
	while (!layout_shown_is(l, p)) {
		h = l->filter.needle ? NULL : hidden_at(l, p.start);
		if (h && h->start < p.start)
			p = doc_paragraph(l->doc, h->start);
		else if (!step(l, &p, false))
			return false;
	}
	*out = p;
	return true;
}
