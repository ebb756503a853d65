/* Searches of the whole store. A hunt is what was asked, with what was found of it so far; its page can be made again
 * at any time. How many hits there are in all is counted in the idle time. */
#include "app_int.h"

#include "taiyaku/text.h"

#include <stdio.h>

enum { PAGE = 100 };

struct hunt {
	struct arena *arena;
	struct str line, words; /* as typed; without the options */
	struct store_question ask;
	struct store_identity source;
	struct store_poster poster;
	struct text_needle *needle;
	struct store_annotations notes; /* that say it, newest first */
	struct store_hits hits;         /* of all pages so far */
	bool more;                      /* there is a next page */
	int context;
	struct store_counting *counting;
	size_t count;
	bool counted;
	struct store_kept document; /* that was asked for last, and its text */
	struct buf text;
};

static void hunt_free(struct hunt *h)
{
	store_count_free(h->counting);
	text_needle_free(h->needle);
	arena_free(h->arena);
	buf_free(&h->text);
	free(h);
}

void hunt_free_all(struct app *a)
{
	for (size_t i = 0; i < a->hunts.n; i++)
		hunt_free(a->hunts.v[i]);
	vec_free(&a->hunts);
}

/* ---- what is asked ---- */

/* FAMILY/BOARD/KEY, FAMILY/BOARD or a title; a word without a slash may be a family. */
static bool source_of(struct app *a, struct hunt *h, struct str name, struct err *e)
{
	struct store_threads t = {0};
	size_t slash = str_find_char(name, '/', 0);
	bool family = true;

	if (!store_threads_by_title(a->store, name, h->arena, &t, e))
		return false;
	if (t.n > 1)
		return err_set(e, ERR_USAGE, _("%.*s: more than one source fits; name it FAMILY/BOARD/KEY"),
			       STR_ARG(name));
	for (size_t i = 0; slash == SIZE_MAX && i < name.n; i++)
		family = family && ((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9'));
	if (t.n)
		h->source = t.v[0].source;
	else if (slash == SIZE_MAX && !family)
		return err_set(e, ERR_NOTHING, _("%.*s: no source has this title"), STR_ARG(name));
	else if (!thread_identity(a, name, &h->source))
		h->source = (struct store_identity){
			.family = str_slice(name, 0, slash == SIZE_MAX ? name.n : slash),
			.board = str_slice(name, slash == SIZE_MAX ? name.n : slash + 1, name.n)};
	h->ask.source = &h->source;
	return true;
}

static void poster_of(struct hunt *h, struct str who)
{
	static const struct {
		const char *sign;
		enum store_poster_kind kind;
		bool kept; /* the sign is part of the key */
	} signs[] = {{"ID:", STORE_POSTER_ID, false}, {"BE:", STORE_POSTER_BE, false}, {"◆", STORE_POSTER_TRIP, true}};

	h->poster = (struct store_poster){.kind = str_find_char(who, ' ', 0) == SIZE_MAX ? STORE_POSTER_ID
											 : STORE_POSTER_SLIP,
					  .value = who,
					  .from = STORE_NO_TIME,
					  .to = STORE_NO_TIME};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(who, str_c(signs[i].sign))) {
			h->poster.kind = signs[i].kind;
			h->poster.value = str_slice(who, signs[i].kept ? 0 : strlen(signs[i].sign), who.n);
		}
	h->ask.poster = &h->poster;
}

static bool day_of(struct str day, int64_t *from, int64_t *to, struct err *e)
{
	return cite_day(day, from, to) || err_set(e, ERR_USAGE, _("%.*s: a day is written 2022-12-27"), STR_ARG(day));
}

static bool option(struct app *a, struct hunt *h, struct str w, bool *is, struct err *e)
{
	struct str value = str_slice(w, str_find_char(w, ':', 0) == SIZE_MAX ? w.n : str_find_char(w, ':', 0) + 1, w.n);
	int64_t none;

	value = arena_str(h->arena, value);
	*is = true;
	if (str_starts(w, STR("source:")))
		return source_of(a, h, value, e);
	if (str_starts(w, STR("from:")))
		return day_of(value, &h->ask.from, &none, e);
	if (str_starts(w, STR("to:")))
		return day_of(value, &none, &h->ask.to, e);
	*is = str_starts(w, STR("poster:"));
	if (*is)
		poster_of(h, value);
	return true;
}

/* Words and options, in any order; the words are joined by blanks, which do not count. */
static bool ask(struct app *a, struct hunt *h, const struct cmd_args *c, struct err *e)
{
	struct buf words = {0};
	bool good = true, is;
	int level = cmd_choice(a->options, OPT_SEARCH);

	for (size_t i = 0; good && i < c->n; i++) {
		good = option(a, h, c->v[i], &is, e);
		if (good && !is) {
			buf_cat(&words, words.n ? " " : "");
			buf_str(&words, c->v[i]);
		}
	}
	h->words = arena_str(h->arena, buf_view(&words));
	h->ask.words = h->words;
	h->ask.kana = level >= TEXT_KANA_FOLD;
	h->needle = text_needle_new(h->words, (enum text_fold_level)(level ? level : TEXT_COMPAT));
	buf_free(&words);
	return good && (h->words.n || err_set(e, ERR_USAGE, "%s", _("which words?")));
}

/* ---- what is found ---- */

static bool next_page(struct app *a, struct hunt *h, struct err *e)
{
	struct store_hits page = {0};
	struct store_hit *all;

	h->ask.max = PAGE;
	h->ask.before = h->hits.n ? h->hits.v[h->hits.n - 1].entry : 0;
	if (!store_search(a->store, &h->ask, h->arena, &page, e))
		return false;
	all = arena_alloc(h->arena, (h->hits.n + page.n + 1) * sizeof *all);
	if (h->hits.n)
		memcpy(all, h->hits.v, h->hits.n * sizeof *all);
	if (page.n)
		memcpy(all + h->hits.n, page.v, page.n * sizeof *all);
	h->hits = (struct store_hits){all, h->hits.n + page.n};
	h->more = page.n == PAGE;
	return true;
}

/* Annotations are of no source and no poster. */
static bool find_notes(struct app *a, struct hunt *h, struct err *e)
{
	struct store_annotations all = {0};

	if (h->ask.source || h->ask.poster || !app_notes(a))
		return true;
	if (!store_annotations(a->notes, &(struct store_annotation_query){0}, h->arena, &all, e))
		return e->code == ERR_NOTHING;
	h->notes.v = arena_alloc(h->arena, (all.n + 1) * sizeof *all.v);
	for (size_t i = all.n; i--;)
		if (page_annotation_says(&all.v[i], h->needle) &&
		    (h->ask.from == STORE_NO_TIME || all.v[i].modified >= h->ask.from) &&
		    (h->ask.to == STORE_NO_TIME || all.v[i].modified < h->ask.to))
			h->notes.v[h->notes.n++] = all.v[i];
	return true;
}

bool hunt_begin(struct app *a, const struct cmd_args *c, uint32_t *index, struct err *e)
{
	struct hunt *h;

	if (!app_store(a))
		return err_set(e, ERR_STORE, "%s", _("there is no store to search"));
	h = xcalloc(1, sizeof *h);
	h->arena = arena_new();
	h->line = arena_str(h->arena, cmd_rest(c, 0));
	h->ask = (struct store_question){.posts = true, .documents = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	if (!ask(a, h, c, e) || !find_notes(a, h, e) || !next_page(a, h, e)) {
		hunt_free(h);
		return false;
	}
	h->counted = !h->more;
	h->count = h->hits.n;
	if (h->more)
		h->counting = store_count_new(a->store, &h->ask, e);
	*index = (uint32_t)a->hunts.n;
	vec_push(&a->hunts, h);
	return true;
}

bool hunt_more(struct app *a, uint32_t index, struct err *e)
{
	return next_page(a, a->hunts.v[index], e);
}

void hunt_context(struct app *a, uint32_t index, int more)
{
	struct hunt *h = a->hunts.v[index];

	h->context += more;
	if (h->context < 0)
		h->context = 0;
	if (h->context > 2)
		h->context = 2;
}

const struct text_needle *hunt_needle(const struct app *a, uint32_t index)
{
	return a->hunts.v[index]->needle;
}

/* ---- its page ---- */

static void put_title(const struct hunt *h, struct buf *title)
{
	size_t count = h->notes.n + (h->count > h->hits.n ? h->count : h->hits.n);

	buf_clear(title);
	buf_printf(title, _("search: %.*s"), STR_ARG(h->line));
	if (h->counted)
		buf_printf(title, ngettext("  %zu hit", "  %zu hits", count), count);
	else
		buf_printf(title, _("  %zu hits so far..."), count);
}

static void put_post(struct app *a, struct page *p, const struct page_found *f, int64_t post)
{
	struct arena *arena = arena_new();
	struct store_posts posts = {0};
	struct store_thread thread = {0};
	struct err e = {0};

	if (store_post_by_id(a->store, post, arena, &posts, &e) && posts.n) {
		thread.source = thread_verdict(a, posts.v[0].thread)->source;
		page_found_post(p, f, &posts.v[0], &thread);
	}
	arena_free(arena);
}

/* Documents come one after the other: the last one is kept. */
static bool load(struct app *a, struct hunt *h, struct str id)
{
	struct store_documents all = {0};
	struct err e = {0};

	if (str_eq(h->document.id, id))
		return true;
	buf_clear(&h->text);
	h->document = (struct store_kept){.id = id};
	if (!store_documents(a->store, h->arena, &all, &e))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].id, id))
			h->document = all.v[i];
	return store_document_text(a->store, id, &h->text, &e);
}

struct page *hunt_page(struct app *a, uint32_t index)
{
	struct hunt *h = a->hunts.v[index];
	struct page_found f = {.words = h->words, .needle = h->needle, .context = h->context};
	struct page *p = page_new();

	p->hanging = 5;
	put_title(h, &p->title);
	for (size_t i = 0; i < h->notes.n; i++)
		page_found_annotation(p, &h->notes.v[i]);
	for (size_t i = 0; i < h->hits.n; i++) {
		const struct store_hit *hit = &h->hits.v[i];

		if (hit->kind == STORE_HIT_POST)
			put_post(a, p, &f, hit->post);
		else if (load(a, h, hit->document) && hit->end <= h->text.n && hit->start <= hit->end)
			page_found_passage(p, &f, &h->document, hit->start,
					   str_slice(buf_view(&h->text), hit->start, hit->end));
	}
	if (h->more)
		page_found_more(p);
	if (!h->hits.n && !h->notes.n)
		page_put(p, STYLE_LABEL, str_c(_("nothing was found")));
	return p;
}

/* A slice of counting for the hunt that is looked at; false: nothing left to do. */
bool hunt_idle(struct app *a, int ms)
{
	struct hunt *h;
	struct err e = {0};
	bool done = false;

	if (!a->main_page || a->main_spec.kind != SPEC_SEARCH)
		return false;
	h = a->hunts.v[a->main_spec.subject.index];
	if (h->counted || !h->counting)
		return false;
	if (!store_count_step(h->counting, ms, &h->count, &done, &e)) {
		app_complain(a, &e);
		done = true;
	}
	h->counted = done;
	put_title(h, &a->main_page->page->title);
	app_touch(a);
	return !done;
}
