/* The list of notes: label, how often it is called, and how it begins. */
#include "view_int.h"

enum { BEGINNING = 240 };

/* The first line of the note's text, cut at a cluster. */
static struct str beginning(struct doc *d, const struct note *n)
{
	struct str all = doc_text(d), s;
	size_t end = str_find_char(all, '\n', n->body), at = 0;

	if (end > n->end)
		end = n->end;
	s = str_slice(all, n->body < end ? n->body : end, end);
	while (at < s.n && at < BEGINNING)
		at = text_cluster_next(s, at);
	return str_slice(s, 0, at);
}

static size_t calls_of(struct doc *d, uint32_t note)
{
	size_t n = 0;

	for (size_t i = 0; i < doc_calls(d); i++)
		n += doc_call(d, i)->note == note;
	return n;
}

struct page *page_notes(struct doc *d, size_t here)
{
	struct page *p = page_new();

	p->hanging = 8;
	buf_cat(&p->title, _("notes"));
	for (uint32_t i = 0; i < doc_notes(d); i++) {
		const struct note *n = doc_note(d, i);
		struct target t = {.kind = TARGET_NOTE, .index = i, .at = n->start};
		struct buf line = {0};
		size_t calls = calls_of(d, i);

		buf_printf(&line, "%c %4.*s  ", here >= n->start && here <= n->end ? '*' : ' ', STR_ARG(n->label));
		page_thing(p, STYLE_TEXT, THING_ENTRY, &t, buf_view(&line));
		page_put(p, STYLE_TEXT, beginning(d, n));
		if (!calls)
			page_printf(p, STYLE_MISSING, "  %s", _("[never called]"));
		else if (calls > 1)
			page_printf(p, STYLE_LABEL, _("  [called %zu times]"), calls);
		page_put(p, STYLE_TEXT, STR("\n"));
		buf_free(&line);
	}
	if (!doc_notes(d))
		page_put(p, STYLE_LABEL, str_c(_("no notes were found in this text")));
	return p;
}
