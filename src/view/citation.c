/* Citations and links that lead to no post: what is known of the source, what is missing, and how to get it. */
#include "view_int.h"

static void fact(struct page *p, const char *name, struct str value)
{
	if (!value.n)
		return;
	page_put(p, STYLE_LABEL, STR("  "));
	page_put(p, STYLE_LABEL, str_c(name));
	page_column(p, 14);
	page_put(p, STYLE_TEXT, value);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void verdict(struct page *p, const struct verdict *v)
{
	page_verdict(p, v);
	fact(p, _("family"), v->source.family);
	fact(p, _("board"), v->source.board);
	fact(p, _("thread"), v->source.title.n ? v->source.title : v->source.key);
}

struct page *page_citation(struct doc *d, struct cite *c, uint32_t index)
{
	const struct citation *x = doc_citation(d, index);
	struct page *p = page_new();
	struct buf numbers = {0};

	buf_str(&p->title, x->title.n ? x->title : x->url.n ? x->url : x->text);
	verdict(p, cite_citation(c, index));
	fact(p, _("date"), x->date);
	for (size_t i = 0; i < x->n_numbers; i++)
		buf_printf(&numbers, "%s%ld", i ? ", " : "", x->numbers[i]);
	fact(p, _("posts"), buf_view(&numbers));
	fact(p, _("address"), x->url);
	if (x->quote.start != POS_NONE) {
		page_put(p, STYLE_TEXT, STR("\n"));
		page_put(p, STYLE_QUOTE, str_slice(doc_text(d), x->quote.start, x->quote.end));
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	buf_free(&numbers);
	return p;
}

struct page *page_link(struct doc *d, struct cite *c, uint32_t index)
{
	const struct doc_link *x = doc_link(d, index);
	struct page *p = page_new();

	buf_cat(&p->title, _("link"));
	page_put(p, STYLE_LINK, x->url);
	page_put(p, STYLE_TEXT, STR("\n"));
	verdict(p, cite_link(c, index));
	if (!x->complete)
		page_printf(p, STYLE_MISSING, "%s\n", _("the address is cut short in the text"));
	if (!str_eq(x->text, x->url))
		fact(p, _("as written"), x->text);
	return p;
}
