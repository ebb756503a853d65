/* Threads: sources that are read by themselves, without a document that cites them. They are named
 * post:FAMILY/BOARD/KEY, with /NUMBER for a post; under that name marks and the place where reading stopped are kept,
 * the post's number standing where a document has its byte. */
#include "app_int.h"

#include <stdio.h>

struct known_thread {
	int64_t id;
	struct verdict verdict;
	struct arena *arena;
};

const struct verdict *thread_verdict(struct app *a, int64_t id)
{
	struct known_thread *t;
	struct store_threads found = {0};

	for (size_t i = 0; i < a->threads.n; i++)
		if (a->threads.v[i]->id == id)
			return &a->threads.v[i]->verdict;
	t = xcalloc(1, sizeof *t);
	*t = (struct known_thread){.id = id, .arena = arena_new()};
	t->verdict = (struct verdict){.kind = VERDICT_SAME, .thread = id, .post = DOC_NONE};
	if (app_store(a) && store_thread_by_id(a->store, id, t->arena, &found, NULL) && found.n) {
		t->verdict.source = found.v[0].source;
		t->verdict.kind = found.v[0].held ? VERDICT_SAME : VERDICT_QUOTED;
	}
	vec_push(&a->threads, t);
	return &t->verdict;
}

void thread_forget_all(struct app *a)
{
	for (size_t i = 0; i < a->threads.n; i++) {
		arena_free(a->threads.v[i]->arena);
		free(a->threads.v[i]);
	}
	vec_free(&a->threads);
}

bool thread_is_name(struct str name)
{
	return str_starts(name, STR("post:"));
}

static size_t last_slash(struct str s)
{
	size_t at = s.n;

	while (at && s.p[at - 1] != '/')
		at--;
	return at ? at - 1 : SIZE_MAX;
}

/* FAMILY/BOARD/KEY: the board may have slashes of its own, the key has none. */
static bool by_name(struct app *a, struct str name, int64_t *thread, struct err *e)
{
	size_t family = str_find_char(name, '/', 0), key = last_slash(name);
	struct arena *arena = arena_new();
	struct store_threads t = {0};
	struct store_identity id;

	if (family != SIZE_MAX && key > family) {
		id = (struct store_identity){.family = str_slice(name, 0, family),
					     .board = str_slice(name, family + 1, key),
					     .key = str_slice(name, key + 1, name.n)};
		store_thread_by_identity(a->store, &id, arena, &t, e);
	}
	*thread = t.n ? t.v[0].id : 0;
	arena_free(arena);
	return *thread != 0;
}

bool thread_identity(struct app *a, struct str name, struct store_identity *out)
{
	struct err e = {0};
	int64_t thread;

	if (!by_name(a, name, &thread, &e))
		return false;
	*out = thread_verdict(a, thread)->source;
	return true;
}

bool thread_find(struct app *a, struct str name, int64_t *thread, long *number, struct err *e)
{
	struct str rest = str_slice(name, 5, name.n);
	size_t slash = last_slash(rest);
	char *end = NULL;

	*number = -1;
	if (!app_store(a))
		return err_set(e, ERR_STORE, _("there is no store to look for %.*s in"), STR_ARG(name));
	if (by_name(a, rest, thread, e))
		return true;
	if (slash != SIZE_MAX && slash + 1 < rest.n) {
		char *digits = str_dup(str_slice(rest, slash + 1, rest.n));

		*number = strtol(digits, &end, 10);
		if (*end)
			*number = -1;
		free(digits);
		if (*number >= 0 && by_name(a, str_slice(rest, 0, slash), thread, e))
			return true;
	}
	return err_set(e, ERR_INPUT, _("%.*s is not in the library; taiyaku library lists what is"), STR_ARG(name));
}

/* ---- where reading stopped, and marks ---- */

bool thread_in_main(const struct app *a)
{
	return a->main_page && a->main_spec.kind == SPEC_SOURCE;
}

/* The number of the post that is read: the one with the focus, else the first on the screen. */
static long here(struct view *v)
{
	struct thing t;
	const struct target *target;
	size_t at = view_cursor(v).at;

	if (v->has_focus && v->focus.kind == THING_POST && (target = view_target(v, &v->focus)))
		return target->from;
	if (view_first_thing(v, THINGS(THING_POST), &t) && (target = view_target(v, &t)) && t.span.start <= at)
		return target->from;
	return page_post_at(v->page, at);
}

long thread_post(const struct app *a)
{
	return thread_in_main(a) ? here(a->main_page) : -1;
}

bool thread_place(struct app *a, struct store_place *out, struct buf *name)
{
	long number;

	if (!thread_in_main(a) || a->main_spec.subject.kind != SUBJECT_THREAD)
		return false;
	number = here(a->main_page);
	page_source_name(&thread_verdict(a, a->main_spec.subject.thread)->source, name);
	*out = (struct store_place){.document = buf_view(name), .at = number < 0 ? 0 : (size_t)number};
	return true;
}

/* Queued; the writing itself never holds a key. */
void thread_save(struct app *a)
{
	struct store_reading r = {.when = clock_wall_ms()};
	struct buf name = {0};

	if (a->drawn && a->notes && thread_place(a, &r.place, &name) && a->main_spec.order == PAGE_BY_NUMBER &&
	    !(a->saved_thread == a->main_spec.subject.thread && a->saved_post == r.place.at)) {
		store_save_reading(a->notes, &r);
		a->saved_thread = a->main_spec.subject.thread;
		a->saved_post = r.place.at;
	}
	buf_free(&name);
}

/* The post that was read last in this thread, or -1. */
static long resumed(struct app *a, int64_t thread)
{
	struct arena *arena = arena_new();
	struct store_notes *own, *notes = app_notes_to_read(a, &own);
	struct store_reading r;
	struct buf name = {0};
	struct err e = {0};
	long number = -1;

	page_source_name(&thread_verdict(a, thread)->source, &name);
	if (notes && store_load_reading(notes, buf_view(&name), STR(""), arena, &r, &e))
		number = (long)r.place.at;
	store_notes_close(own, 0, NULL);
	buf_free(&name);
	arena_free(arena);
	return number;
}

enum cmd_result thread_go(struct app *a, int64_t thread, long number, struct err *e)
{
	return source_go(a, &(struct subject){SUBJECT_THREAD, 0, thread}, number >= 0 ? number : resumed(a, thread), e);
}

bool thread_open(struct app *a, struct str name, struct err *e)
{
	int64_t thread = 0;
	long number = -1;

	return thread_find(a, name, &thread, &number, e) && thread_go(a, thread, number, e) != CMD_ERROR;
}

/* ---- one poster, in the whole store ---- */

enum { POSTS_MOST = 5000 };

struct page *thread_poster_page(struct app *a, const struct spec *s, struct err *e)
{
	const struct verdict *v = pane_verdict(a, &s->subject);
	const struct cite_entry *x = v ? cite_entry_of(cite_thread(book_cite(a, a->book), v), s->number) : NULL;
	struct page_found f = {.context = 1, .words = {"", 0}};
	struct store_posts posts = {0};
	struct page *p;

	if (!x || x->poster.kind == STORE_POSTER_NONE) {
		err_set(e, ERR_NOTHING, "%s", _("nobody is named with this post"));
		return NULL;
	}
	p = page_new();
	p->hanging = 5;
	if (!app_store(a) || !store_posts_by_poster(a->store, &x->poster, POSTS_MOST, p->arena, &posts, e)) {
		page_free(p);
		return NULL;
	}
	page_found_poster(&x->poster, &p->title);
	buf_printf(&p->title, ngettext("  %zu post in the store", "  %zu posts in the store", posts.n), posts.n);
	for (size_t i = 0; i < posts.n; i++) {
		struct store_thread t = {.source = thread_verdict(a, posts.v[i].thread)->source};

		page_found_post(p, &f, &posts.v[i], &t);
	}
	return p;
}
