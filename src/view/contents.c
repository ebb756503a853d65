/* The contents: every section, indented by level, with the line it stands in; figures among them. */
#include "view_int.h"

static void entry(struct page *p, const struct section *s, bool here)
{
	struct target t = {.kind = TARGET_PLACE, .at = s->start};

	page_put(p, STYLE_TEXT, here ? STR("* ") : STR("  "));
	for (int i = 1; i < s->level; i++)
		page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, s->level == 1 ? STYLE_HEADING : STYLE_TEXT, THING_ENTRY, &t, s->title);
	page_put(p, STYLE_TEXT, STR("\n"));
}

struct page *page_contents(struct doc *d, size_t here)
{
	struct page *p = page_new();
	uint32_t now = doc_section_at(d, here);

	p->hanging = 6;
	buf_cat(&p->title, _("contents"));
	for (size_t i = 0; i < doc_sections(d); i++)
		entry(p, doc_section(d, i), i == now);
	if (!doc_sections(d))
		page_put(p, STYLE_LABEL, str_c(_("no sections were found in this text")));
	return p;
}
