/* The library: the guide, the documents that were opened, the sources that are known and what is wanted of them. */
#include "view_int.h"

#include <stdio.h>
#include <time.h>

enum { MOST = 500 };

static void heading(struct page *p, const char *text)
{
	page_put(p, STYLE_TEXT, p->text.n ? STR("\n") : STR(""));
	page_put(p, STYLE_HEADING, str_c(text));
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void opened(struct page *p, const struct store_opened *o)
{
	struct target t = {.kind = TARGET_DOCUMENT, .at = POS_NONE, .text = o->document, .path = o->path};
	char when[32] = "";
	time_t s = (time_t)(o->when / 1000);
	struct tm tm;

	if (localtime_r(&s, &tm))
		strftime(when, sizeof when, "%Y-%m-%d %H:%M", &tm);
	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &t, o->title.n ? o->title : o->path.n ? o->path : o->document);
	page_printf(p, STYLE_LABEL, "  %s\n", when);
	if (!o->path.n || !o->title.n)
		return;
	page_put(p, STYLE_TEXT, STR("    "));
	page_put(p, STYLE_LABEL, o->path);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static bool documents(struct page *p, struct store_notes *notes, struct err *e)
{
	struct store_history all = {0};
	struct target guide = {.kind = TARGET_COMMAND, .text = STR("guide")};

	heading(p, _("documents"));
	if (notes && !store_history(notes, MOST, p->arena, &all, e) && e->code != ERR_NOTHING)
		return false;
	for (size_t i = 0; i < all.n; i++)
		opened(p, &all.v[i]);
	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &guide, str_c(_("the guide")));
	page_put(p, STYLE_TEXT, STR("\n"));
	return true;
}

static void source(struct page *p, const struct store_thread *s)
{
	struct target t = {.kind = TARGET_SOURCE, .thread = s->id, .from = -1, .to = -1};

	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &t, s->source.title.n ? s->source.title : s->source.key);
	page_put(p, STYLE_TEXT, STR("  "));
	page_printf(p, STYLE_LABEL, ngettext("%zu post known", "%zu posts known", s->posts_held + s->posts_quoted),
		    s->posts_held + s->posts_quoted);
	if (!s->held)
		page_printf(p, STYLE_WANTED, "  [%s]", cite_verdict_label(VERDICT_WANTED));
	page_put(p, STYLE_TEXT, STR("\n"));
}

static bool sources(struct page *p, struct store *store, struct err *e)
{
	struct store_threads all = {0};

	heading(p, _("sources"));
	if (store && !store_threads(store, STORE_LIST_ALL, p->arena, &all, e) && e->code != ERR_NOTHING)
		return false;
	for (size_t i = 0; i < all.n; i++)
		source(p, &all.v[i]);
	if (!all.n)
		page_printf(p, STYLE_LABEL, "  %s\n",
			    _("none yet: a document that is read brings the sources that it quotes"));
	return true;
}

struct page *page_library(struct store *store, struct store_notes *notes, struct err *e)
{
	struct page *p = page_new();

	p->hanging = 4;
	buf_cat(&p->title, _("library"));
	if (documents(p, notes, e) && sources(p, store, e))
		return p;
	page_free(p);
	return NULL;
}
