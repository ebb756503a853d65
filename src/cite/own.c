/* The posts that the document itself quotes, by source and number.
 *
 * A title is replaced by the one real thread of the store that has it, so that a post quoted by title and one quoted by
 * address are found to be of one thread.
 */
#include "cite.h"

static bool ask_by_title(struct cite *c, struct str title, struct cite_asked *out, struct err *e)
{
	if (!store_threads_by_title(c->store, title, c->arena, &out->threads, e))
		return false;
	return (out->threads.n && !str_eq(out->threads.v[0].source.family, STR("title"))) ||
	       store_threads_by_near_title(c->store, title, c->arena, &out->near, e);
}

static bool ask(struct cite *c, struct cite_asked *out)
{
	const struct store_identity *s = &out->source;
	struct err e = {0};
	bool good;

	if (out->cut)
		good = store_threads_by_key_prefix(c->store, s->family, s->board, s->key, c->arena, &out->threads, &e);
	else if (str_eq(s->family, STR("title")))
		good = ask_by_title(c, s->title, out, &e);
	else
		good = store_thread_by_identity(c->store, s, c->arena, &out->threads, &e);
	return cite_note_failure(c, good, &e);
}

struct cite_asked cite_threads(struct cite *c, const struct store_identity *source, bool cut)
{
	struct cite_asked asked = {.source = *source, .cut = cut};

	if (!c->store || !source->family.n)
		return asked;
	for (size_t i = 0; i < c->asked.n; i++)
		if (store_identity_eq(&c->asked.v[i].source, source) && c->asked.v[i].cut == cut &&
		    str_eq(c->asked.v[i].source.title, source->title))
			return c->asked.v[i];
	if (!ask(c, &asked))
		asked = (struct cite_asked){.source = *source, .cut = cut};
	vec_push(&c->asked, asked);
	return asked;
}

struct store_identity cite_canonical(struct cite *c, const struct store_identity *source)
{
	if (!str_eq(source->family, STR("title")))
		return *source;
	struct cite_asked t = cite_threads(c, source, false);
	return t.threads.n == 1 ? t.threads.v[0].source : *source;
}

static int compare(const struct cite_own *a, const struct cite_own *b)
{
	int order = str_cmp(a->source.family, b->source.family);

	order = order ? order : str_cmp(a->source.board, b->source.board);
	order = order ? order : str_cmp(a->source.key, b->source.key);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static int by_source(const void *a, const void *b)
{
	const struct cite_own *x = a, *y = b;
	int order = compare(x, y);

	return order ? order : (x->post > y->post) - (x->post < y->post);
}

static void make(struct cite *c)
{
	for (uint32_t i = 0; i < doc_posts(c->doc); i++) {
		const struct target *t = cite_target_of_post(c, i);
		struct cite_own own = {.source = t->source, .number = doc_post(c->doc, i)->number, .post = i};
		if (!t->source.family.n || t->external || t->cut)
			continue;
		own.source = cite_canonical(c, &t->source);
		vec_push(&c->own, own);
	}
	if (c->own.n)
		qsort(c->own.v, c->own.n, sizeof *c->own.v, by_source);
	c->own_made = true;
}

static size_t lower_bound(struct cite *c, const struct cite_own *what)
{
	size_t low = 0, high = c->own.n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (compare(&c->own.v[mid], what) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint32_t cite_own_post(struct cite *c, const struct store_identity *source, long number)
{
	struct cite_own what = {.source = *source, .number = number};

	if (!c->own_made)
		make(c);
	size_t i = lower_bound(c, &what);
	return i < c->own.n && !compare(&c->own.v[i], &what) ? c->own.v[i].post : DOC_NONE;
}

const struct cite_own *cite_own_posts(struct cite *c, const struct store_identity *source, size_t *n)
{
	struct cite_own what = {.source = *source, .number = -1};

	if (!c->own_made)
		make(c);
	size_t first = lower_bound(c, &what), end = first;
	while (end < c->own.n && store_identity_eq(&c->own.v[end].source, source))
		end++;
	*n = end - first;
	return c->own.v ? c->own.v + first : NULL;
}
