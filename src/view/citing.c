/* What points at a post: the posts that answer it, and the passages of documents that cite it. */
#include "view_int.h"

#include <stdio.h>

enum { BEGINNING = 240 };

static void heading(struct page *p, const char *text)
{
	page_put(p, STYLE_HEADING, str_c(text));
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void none(struct page *p)
{
	page_printf(p, STYLE_LABEL, "  %s\n", _("none is known"));
}

static void answering(struct page *p, struct cite *c, const struct verdict *v, long number)
{
	struct cite_entries all = cite_thread(c, v);
	size_t n = 0;

	heading(p, _("posts that answer it"));
	for (size_t i = 0; i < all.n; i++) {
		const struct store_post *post = &all.v[i].post;
		bool answers = false;

		for (size_t k = 0; k < post->n_anchors; k++)
			answers = answers || (post->anchors[k].from <= number && number <= post->anchors[k].to);
		if (!answers)
			continue;
		n++;
		struct target t = {.kind = TARGET_POST, .from = post->number, .to = post->number};
		struct buf name = {0};
		char text[32];

		snprintf(text, sizeof text, "  %-5ld ", post->number);
		page_thing(p, STYLE_POST_HEAD, THING_ENTRY, &t, str_c(text));
		page_post_name(&v->source, post, &name);
		page_put_passage_line(p, STYLE_TEXT, buf_view(&name), 0, post->text, BEGINNING);
		buf_free(&name);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	if (!n)
		none(p);
}

static bool citing(struct page *p, struct store *store, const struct verdict *v, long number, struct err *e)
{
	struct store_citings all = {0};

	heading(p, _("passages that cite it"));
	if (store && v->thread && !store_cited_by(store, v->thread, number, p->arena, &all, e))
		return false;
	if (!all.n)
		none(p);
	for (size_t i = 0; i < all.n; i++) {
		const struct store_citing *x = &all.v[i];
		struct target t = {.kind = TARGET_DOCUMENT, .at = x->start, .text = x->document, .path = x->path};
		char line[32];

		snprintf(line, sizeof line, "  %zu  ", x->line);
		page_put(p, STYLE_TEXT, STR("  "));
		page_thing(p, STYLE_TEXT, THING_ENTRY, &t, x->title.n ? x->title : x->path);
		page_put(p, STYLE_LABEL, str_c(line));
		page_put_passage_line(p, STYLE_TEXT, x->document, x->start, x->text, BEGINNING);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	return true;
}

struct page *page_citing(struct cite *c, struct store *store, const struct verdict *v, long number, struct err *e)
{
	struct str name = v->source.title.n ? v->source.title : v->source.key;
	struct page *p = page_new();

	p->hanging = 8;
	if (number >= 0) {
		buf_printf(&p->title, _("what points at >>%ld of %.*s"), number, STR_ARG(name));
		answering(p, c, v, number);
		page_put(p, STYLE_TEXT, STR("\n"));
	} else {
		buf_printf(&p->title, _("what points at %.*s"), STR_ARG(name));
	}
	if (citing(p, store, v, number, e))
		return p;
	page_free(p);
	return NULL;
}
