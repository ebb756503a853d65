/* What is doubtful in a document, as a list that leads to the places. */
#include "view_int.h"

#include <stdio.h>

static void entry(struct page *p, struct doc *d, size_t line, struct str kind, enum style style, struct str what)
{
	size_t at = doc_line_start(d, line);
	struct target t = {.kind = TARGET_PLACE, .at = at == POS_NONE ? 0 : at};
	char number[32];

	snprintf(number, sizeof number, "%6zu  ", line);
	page_thing(p, STYLE_LABEL, THING_ENTRY, &t, str_c(number));
	page_put(p, style, kind);
	page_column(p, 28);
	page_put(p, STYLE_TEXT, what);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static bool doubtful(enum verdict_kind kind)
{
	return kind != VERDICT_SAME && kind != VERDICT_QUOTED && kind != VERDICT_EXTERNAL;
}

struct page *page_findings(struct doc *d, struct cite *c)
{
	struct page *p = page_new();
	finding_vec found = {0};

	p->hanging = 8;
	buf_cat(&p->title, _("what is doubtful"));
	doc_check(d, &found);
	for (size_t i = 0; i < found.n; i++)
		entry(p, d, found.v[i].line, str_c(found.v[i].kind), STYLE_MISSING, str_c(found.v[i].message));
	doc_findings_free(&found);
	for (uint32_t i = 0; i < doc_citations(d); i++) {
		const struct verdict *v = cite_citation(c, i);

		if (doubtful(v->kind))
			entry(p, d, doc_citation(d, i)->line, str_c(cite_verdict_label(v->kind)),
			      verdict_style(v->kind), doc_citation(d, i)->text);
	}
	for (uint32_t i = 0; i < doc_posts(d); i++) {
		const struct verdict *v = cite_post(c, i);
		char text[32];

		snprintf(text, sizeof text, ">>%ld", doc_post(d, i)->number);
		if (doubtful(v->kind))
			entry(p, d, doc_post(d, i)->line, str_c(cite_verdict_label(v->kind)), verdict_style(v->kind),
			      str_c(text));
	}
	if (!p->text.n)
		page_put(p, STYLE_LABEL, str_c(_("nothing was found")));
	return p;
}
