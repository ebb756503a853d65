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

/* "title  5ch/liveuranus  1000 posts held, 3 quoted, 2022-12-27" */
static void source(struct page *p, const struct store_thread *s)
{
	struct target t = {.kind = TARGET_SOURCE, .thread = s->id, .from = -1, .to = -1};
	char day[36];

	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &t, s->source.title.n ? s->source.title : s->source.key);
	if (!str_eq(s->source.family, STR("title"))) {
		page_printf(p, STYLE_LABEL, "  %.*s", STR_ARG(s->source.family));
		page_put(p, STYLE_LABEL, s->source.board.n ? STR("/") : STR(""));
		page_put(p, STYLE_LABEL, s->source.board);
	}
	if (s->held)
		page_printf(p, STYLE_LABEL, ngettext("  %zu post", "  %zu posts", s->posts_held), s->posts_held);
	if (s->posts_quoted)
		page_printf(p, STYLE_QUOTED, ngettext("  %zu quoted", "  %zu quoted", s->posts_quoted),
			    s->posts_quoted);
	if (s->created_at != STORE_NO_TIME) {
		cite_time_format(s->created_at, 540, day);
		page_printf(p, STYLE_LABEL, "  %.10s", day);
	}
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void list(struct page *p, const struct store_threads *all, bool held, const char *title, const char *none)
{
	size_t n = 0;

	heading(p, title);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].held == held) {
			source(p, &all->v[i]);
			n++;
		}
	if (!n)
		page_printf(p, STYLE_LABEL, "  %s\n", none);
}

static bool sources(struct page *p, struct store *store, struct err *e)
{
	struct store_threads all = {0};

	if (store && !store_threads(store, STORE_LIST_ALL, p->arena, &all, e) && e->code != ERR_NOTHING)
		return false;
	list(p, &all, true, _("sources"), _("none yet: taiyaku import brings files of posts"));
	list(p, &all, false, _("wanted: cited or quoted, and not in the store"),
	     _("nothing: what documents cite is there"));
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
