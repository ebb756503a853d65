/* Bytes -> recognition -> rows. The first byte chooses the width, the second the modes. */
#include "fuzz.h"
#include "taiyaku/layout.h"
#include "taiyaku/read.h"

enum { ROWS = 3000, MARKS = 64 };

static void in_text(struct doc *doc, size_t start, size_t end)
{
	HOLDS(start <= end && end <= doc_text(doc).n);
}

/* Every thing that was recognised stands inside the text, and what it points to is there. */
static void things(struct doc *doc)
{
	for (size_t i = 0; i < doc_sections(doc); i++)
		in_text(doc, doc_section(doc, i)->start, doc_section(doc, i)->end);
	for (size_t i = 0; i < doc_notes(doc); i++) {
		const struct note *n = doc_note(doc, i);
		in_text(doc, n->start, n->end);
		HOLDS(n->body >= n->start && n->body <= n->end);
	}
	for (size_t i = 0; i < doc_calls(doc); i++) {
		in_text(doc, doc_call(doc, i)->start, doc_call(doc, i)->end);
		HOLDS(doc_call(doc, i)->note == DOC_NONE || doc_call(doc, i)->note < doc_notes(doc));
	}
	for (size_t i = 0; i < doc_posts(doc); i++) {
		const struct post_quote *p = doc_post(doc, i);
		in_text(doc, p->start, p->end);
		HOLDS(p->body >= p->start && p->body <= p->end && p->anchors + p->n_anchors <= doc_anchors(doc));
		HOLDS(p->citation == DOC_NONE || p->citation < doc_citations(doc));
	}
	for (size_t i = 0; i < doc_anchors(doc); i++)
		in_text(doc, doc_anchor(doc, i)->start, doc_anchor(doc, i)->end);
	for (size_t i = 0; i < doc_citations(doc); i++) {
		const struct citation *c = doc_citation(doc, i);
		in_text(doc, c->start, c->end);
		HOLDS(c->base == DOC_NONE || c->base < doc_citations(doc));
		HOLDS(c->post == DOC_NONE || c->post < doc_posts(doc));
	}
	for (size_t i = 0; i < doc_quotations(doc); i++) {
		const struct quotation *q = doc_quotation(doc, i);
		in_text(doc, q->start, q->end);
		if (q->translation_at.start != POS_NONE)
			in_text(doc, q->translation_at.start, q->translation_at.end);
	}
	for (size_t i = 0; i < doc_links(doc); i++)
		in_text(doc, doc_link(doc, i)->start, doc_link(doc, i)->end);
	for (size_t i = 0; i < doc_figures(doc); i++)
		in_text(doc, doc_figure(doc, i)->start, doc_figure(doc, i)->end);
}

static void marks(struct doc *doc)
{
	const struct mark *found[MARKS];
	size_t n = doc_marks(doc, 0, doc_text(doc).n, found, MARKS), end = 0;

	for (size_t i = 0; i < n && i < MARKS; i++) {
		in_text(doc, found[i]->start, found[i]->end);
		HOLDS(found[i]->start >= end || i == 0 || found[i]->start >= found[i - 1]->start);
		end = found[i]->end;
	}
	for (const struct mark *m = doc_mark_after(doc, 0, ~0u), *next; m; m = next) {
		next = doc_mark_after(doc, m->start, ~0u);
		HOLDS(!next || next->start > m->start);
	}
}

static void findings(struct doc *doc)
{
	finding_vec out = {0};

	doc_check(doc, &out);
	for (size_t i = 0; i < out.n; i++)
		HOLDS(out.v[i].kind && out.v[i].message && text_bad(str_c(out.v[i].message)) == POS_NONE);
	doc_findings_free(&out);
}

static bool blank(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c;
		at = text_next(s, at, &c);
		if (!text_is_space(c))
			return false;
	}
	return true;
}

/* From the first row to the last: none wider than it may be; and where nothing is folded or drawn in, all of the text
 * in its order. */
static void rows(struct doc *doc, const struct layout_options *o)
{
	struct layout *layout = layout_new(doc, o);
	struct layout_cursor at = layout_first(layout), back;
	bool plain = o->translations == TRANSLATIONS_OFF && !o->notes_open && !o->notes_moved;
	size_t end = 0;
	int n = 0;

	do {
		const struct row *row = layout_row(layout, at);
		struct position where = row->where;
		HOLDS(o->width < 20 || row->cells <= o->width);
		if (row->start != POS_NONE) {
			in_text(doc, row->start, row->end);
			if (plain) {
				HOLDS(row->start >= end && blank(str_slice(doc_text(doc), end, row->start)));
				end = row->end;
			}
		}
		if (n % 16 == 0 && row->start != POS_NONE && row->start != row->end) { /* a place leads to its row */
			row = layout_row(layout, layout_find(layout, &where));
			HOLDS(row->where.at == where.at && row->where.depth == where.depth);
		}
	} while (++n < ROWS && layout_next(layout, &at));
	if (n < ROWS && plain)
		HOLDS(blank(str_slice(doc_text(doc), end, doc_text(doc).n)));
	back = at;
	for (int i = 1; i < n; i++)
		HOLDS(layout_prev(layout, &back));
	HOLDS(!layout_compare(back, layout_first(layout)));
	layout_free(layout);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct read_options how = {.whole = n > 1 && bytes[1] & 1};
	unsigned width = n ? bytes[0] % 121 : 40, modes = n > 1 ? bytes[1] : 0;
	struct layout_options o = {
		.width = 1 + (int)width,
		.translations = (enum layout_translations)(modes / 2 % 5),
		.notes_open = modes & 16,
		.notes_moved = modes & 32,
		.hang = modes & 64,
		.terminal.ambiguous_wide = modes & 128,
	};
	struct err e = {0};
	struct doc *doc = read_bytes((struct str){(const char *)bytes, n}, "input", &how, &e);

	HOLDS(doc || (e.code == ERR_INPUT && *e.text));
	if (!doc)
		return 0;
	HOLDS(text_bad(doc_text(doc)) == POS_NONE);
	rows(doc, &o);
	while (doc_idle(doc, 1))
		;
	HOLDS(doc_complete(doc));
	things(doc);
	marks(doc);
	findings(doc);
	rows(doc, &o);
	doc_free(doc);
	return 0;
}
