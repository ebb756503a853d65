/* Search results: every paragraph that holds the needle, with its line and some text around the hit. */
#include "view_int.h"

#include <stdio.h>

enum { AROUND = 60 };

/* A stretch of the line around the hit, at cluster edges. */
static struct span around(struct str line, struct span hit)
{
	struct span s = {hit.start > AROUND ? hit.start - AROUND : 0, hit.end + 4 * AROUND};
	size_t at = s.start;

	while (at > 0 && ((unsigned char)line.p[at] & 0xC0) == 0x80)
		at--;
	s.start = at;
	if (s.end > line.n)
		s.end = line.n;
	while (s.end < line.n && ((unsigned char)line.p[s.end] & 0xC0) == 0x80)
		s.end++;
	return s;
}

static void result(struct page *p, struct doc *d, struct span para, struct span hit)
{
	struct str line = str_slice(doc_text(d), para.start, para.end);
	struct target t = {.kind = TARGET_PLACE, .at = para.start + hit.start};
	struct span s = around(line, hit);
	char number[24];

	snprintf(number, sizeof number, "%6zu  ", doc_line_at(d, para.start));
	page_thing(p, STYLE_LABEL, THING_ENTRY, &t, str_c(number));
	page_put(p, STYLE_LABEL, s.start ? STR("...") : STR(""));
	page_put(p, STYLE_TEXT, str_slice(line, s.start, s.end));
	page_put(p, STYLE_LABEL, s.end < line.n ? STR("...") : STR(""));
	page_put(p, STYLE_TEXT, STR("\n"));
}

struct page *page_results(struct doc *d, const struct text_needle *needle, struct str words, size_t max)
{
	struct page *p = page_new();
	size_t n = 0;

	p->hanging = 8;
	for (size_t at = 0; at != POS_NONE && n < max;) {
		struct span para = doc_paragraph(d, at), hit;

		if (text_find(needle, str_slice(doc_text(d), para.start, para.end), 0, &hit)) {
			result(p, d, para, hit);
			n++;
		}
		at = doc_paragraph_after(d, para);
	}
	buf_printf(&p->title, n == max ? _("the first %zu places with “%.*s”") : _("%zu places with “%.*s”"), n,
		   STR_ARG(words));
	return p;
}
