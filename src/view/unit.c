/* Units of a text around a place: word, sentence, paragraph, block. What is shown under a call is the note's text
 * alone: no unit leaves it.
 */
#include "view_int.h"

/* Bytes on either side that they are looked for in, so that a key does not wait for a long line; longer ones are cut.
 */
enum { WORDS = 1024, SENTENCES = 4096 };

/* What is shown under the last call of a path: the note's text, or the translation of the quote. */
struct span view_inset_range(struct view *v, const struct position *p)
{
	const struct mark *marks[64];
	size_t call = p->depth ? p->call[p->depth - 1] : POS_NONE, n;

	if (call == POS_NONE)
		return v->range;
	n = doc_marks(v->doc, call, call + 1, marks, 64);
	for (size_t i = 0; i < n && i < 64; i++) {
		uint32_t index = marks[i]->index;

		if (marks[i]->start != call)
			continue;
		if (marks[i]->kind == MARK_CALL && doc_call(v->doc, index)->note != DOC_NONE) {
			const struct note *note = doc_note(v->doc, doc_call(v->doc, index)->note);

			return (struct span){note->body, note->end};
		}
		if (marks[i]->kind == MARK_QUOTATION && doc_quotation(v->doc, index)->translation_at.start != POS_NONE)
			return doc_quotation(v->doc, index)->translation_at;
	}
	return v->range;
}

static struct span within(struct span s, struct span limit)
{
	s.start = s.start < limit.start ? limit.start : s.start;
	s.end = s.end > limit.end ? limit.end : s.end;
	s.end = s.end < s.start ? s.start : s.end;
	return s;
}

static struct span paragraph(struct view *v, const struct position *p)
{
	return within(doc_paragraph(v->doc, p->at), view_inset_range(v, p));
}

static bool may_begin_after(uint32_t cp, enum view_unit unit)
{
	if (unit != UNIT_SENTENCE)
		return !text_is_letter(cp);
	return cp == '.' || cp == '!' || cp == '?' || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F;
}

/* A stretch of the paragraph that words or sentences are looked for in, from where one may begin. */
static struct span stretch(struct view *v, const struct position *p, enum view_unit unit)
{
	struct str text = doc_text(v->doc);
	struct span s = paragraph(v, p), out = s;
	size_t window = unit == UNIT_SENTENCE ? SENTENCES : WORDS;
	uint32_t cp;

	if (p->at > s.start + window)
		out.start = p->at - window;
	if (s.end > p->at + window)
		out.end = p->at + window;
	while (out.start > s.start && ((unsigned char)text.p[out.start] & 0xC0) == 0x80)
		out.start--;
	while (out.end < s.end && ((unsigned char)text.p[out.end] & 0xC0) == 0x80)
		out.end++;
	for (size_t at = out.start, next; out.start > s.start && at < p->at; at = next) {
		next = text_next(text, at, &cp);
		if (may_begin_after(cp, unit)) {
			out.start = next;
			break;
		}
	}
	return out;
}

struct span view_parts_around(struct view *v, const struct position *p, enum view_unit unit, span_vec *out)
{
	struct span s = stretch(v, p, unit);
	struct str part = str_slice(doc_text(v->doc), s.start, s.end);

	if (unit == UNIT_SENTENCE)
		text_sentences(part, out);
	else
		text_words(part, out);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i].start += s.start;
		out->v[i].end += s.start;
	}
	return s;
}

/* The part that holds the place, or the next one, or the last. */
static struct span part(struct view *v, const struct position *p, enum view_unit unit)
{
	span_vec parts = {0};
	struct span here = view_parts_around(v, p, unit, &parts), found = {p->at, p->at};

	(void)here;
	for (size_t i = 0; i < parts.n; i++) {
		found = parts.v[i];
		if (p->at < found.end)
			break;
	}
	vec_free(&parts);
	return found;
}

static struct span block(struct view *v, const struct position *p)
{
	const struct block *b = v->page ? NULL : doc_block_at(v->doc, p->at);

	return b ? within((struct span){b->start, b->end}, view_inset_range(v, p)) : paragraph(v, p);
}

struct span view_unit_around(struct view *v, const struct position *p, enum view_unit unit)
{
	struct str text = doc_text(v->doc);

	switch (unit) {
	case UNIT_WORD:
	case UNIT_WORD_END:
	case UNIT_SENTENCE:
		return part(v, p, unit);
	case UNIT_PARAGRAPH:
		return paragraph(v, p);
	case UNIT_BLOCK:
		return block(v, p);
	case UNIT_ROW:
	case UNIT_ROW_EDGE: {
		struct layout_cursor c = layout_find(v->layout, p);
		const struct row *r = layout_row(v->layout, c);

		if (r->start != POS_NONE)
			return (struct span){r->start, r->end};
		break;
	}
	case UNIT_CLUSTER:
		break;
	}
	return (struct span){p->at, p->at < text.n ? text_cluster_next(text, p->at) : p->at};
}
