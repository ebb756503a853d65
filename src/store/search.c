/* Searching all texts: posts, and paragraphs of documents. What the index finds is exact in its text; the rest of the
 * question is put to the row, where there is a rest.
 */
#include "index.h"

struct asked { /* a question with its own copies of all it names */
	struct arena *arena;
	struct store_needle needle;
	struct store_question q;
	struct store_identity source;
	struct store_poster poster;
	uint64_t name;
	bool empty; /* nothing can be found */
};

static void ask(const struct store_question *q, struct asked *a)
{
	*a = (struct asked){.arena = arena_new(), .q = *q};
	a->empty = !store_needle_make(q->words, q->kana, &a->needle) || (!q->posts && !q->documents);
	a->q.words = (struct str){"", 0};
	if (q->source) {
		a->source = (struct store_identity){arena_str(a->arena, q->source->family),
						    arena_str(a->arena, q->source->board),
						    arena_str(a->arena, q->source->key),
						    {"", 0}};
		a->q.source = &a->source;
	}
	if (q->poster) {
		a->poster = *q->poster;
		a->poster.family = arena_str(a->arena, q->poster->family);
		a->poster.board = arena_str(a->arena, q->poster->board);
		a->poster.value = arena_str(a->arena, q->poster->value);
		a->q.poster = &a->poster;
		a->name = store_poster_key(&a->poster);
		a->needle.names = &a->name;
		a->needle.n_names = 1;
		a->empty |= a->poster.kind == STORE_POSTER_NONE;
	}
}

static void forget(struct asked *a)
{
	store_needle_free(&a->needle);
	arena_free(a->arena);
}

/* Is something asked that only a post can have? */
static bool is_of_posts(const struct store_question *q)
{
	return q->source || q->poster || q->from != STORE_NO_TIME || q->to != STORE_NO_TIME;
}

static bool is_from(const struct store_identity *asked, struct str family, struct str board, struct str key)
{
	return !asked ||
	       ((!asked->family.n || str_eq(asked->family, family)) &&
		(!asked->board.n || str_eq(asked->board, board)) && (!asked->key.n || str_eq(asked->key, key)));
}

static bool post_fits(struct store *s, const struct store_question *ask, int64_t post, bool *fits, struct err *e)
{
	struct store_identity i;
	struct store_post p;
	struct query q;

	*fits = store_names_of(s, post, &q, &p, &i, e) && is_from(ask->source, i.family, i.board, i.key) &&
		(!ask->poster || store_poster_wrote(ask->poster, &p, &i)) &&
		(ask->from == STORE_NO_TIME || p.posted_at >= ask->from) &&
		(ask->to == STORE_NO_TIME || (p.posted_at != STORE_NO_TIME && p.posted_at < ask->to));
	return store_db_done(&q);
}

static bool fits(struct store *s, const struct store_question *ask, struct store_found f, bool *good, struct err *e)
{
	bool fit;

	if (f.paragraph)
		return ask->documents && !is_of_posts(ask);
	if (!ask->posts || !is_of_posts(ask))
		return ask->posts;
	*good = post_fits(s, ask, f.entry, &fit, e);
	return *good && fit;
}

static bool hit_of(struct store *s, struct store_found f, struct arena *a, struct store_hits *out, struct err *e)
{
	struct store_hit h = {.kind = f.paragraph ? STORE_HIT_DOCUMENT : STORE_HIT_POST, .entry = f.entry};
	struct query q;

	if (f.paragraph)
		store_db_query(s->db, &q, e,
			       "SELECT p.off,p.len,f.sha256 FROM paragraph p JOIN file f USING(file_id) WHERE "
			       "p.entry_id=?",
			       "i", f.entry);
	else
		store_db_query(s->db, &q, e, "SELECT 0,length(CAST(plain AS BLOB)),NULL FROM post WHERE post_id=?", "i",
			       f.entry);
	if (store_db_row(&q)) {
		h.start = (size_t)store_db_int(&q, 0);
		h.end = h.start + (size_t)store_db_int(&q, 1);
		h.post = f.paragraph ? 0 : f.entry;
		h.document = store_document_id(a, store_db_text(&q, 2));
		STORE_PUSH(a, out, h);
	}
	return store_db_done(&q);
}

bool store_search(struct store *s, const struct store_question *q, struct arena *a, struct store_hits *out,
		  struct err *e)
{
	struct store_batch b = {0};
	struct asked asked;
	bool good = true, begun = store_read_begin(s);

	*out = (struct store_hits){0};
	ask(q, &asked);
	b.below = asked.empty ? 0 : q->before > 0 ? q->before : INT64_MAX;
	while (good && b.below && (!q->max || out->n < q->max)) {
		good = store_lookup(s, &asked.needle, b.below, &b, e);
		for (size_t i = 0; good && i < b.found.n && (!q->max || out->n < q->max); i++)
			if (fits(s, &asked.q, b.found.v[i], &good, e))
				good = hit_of(s, b.found.v[i], a, out, e);
	}
	store_read_end(s, begun);
	store_batch_free(&b);
	forget(&asked);
	return good;
}

/* ---- how many ---- */

struct store_counting {
	struct store *store;
	struct asked asked;
	int64_t below;
	size_t n;
};

struct store_counting *store_count_new(struct store *s, const struct store_question *q, struct err *e)
{
	struct store_counting *c = xcalloc(1, sizeof *c);

	(void)e;
	c->store = s;
	ask(q, &c->asked);
	c->below = c->asked.empty ? 0 : INT64_MAX;
	return c;
}

bool store_count_step(struct store_counting *c, int ms, size_t *n, bool *done, struct err *e)
{
	int64_t until = clock_mono_ms() + ms;
	struct store_batch b = {0};
	bool good = true, begun = store_read_begin(c->store);

	do {
		if (!c->below)
			break;
		good = store_lookup(c->store, &c->asked.needle, c->below, &b, e);
		for (size_t i = 0; good && i < b.found.n; i++)
			c->n += fits(c->store, &c->asked.q, b.found.v[i], &good, e);
		c->below = good ? b.below : 0;
	} while (good && clock_mono_ms() < until);
	store_read_end(c->store, begun);
	store_batch_free(&b);
	*n = c->n;
	*done = !c->below;
	return good;
}

void store_count_free(struct store_counting *c)
{
	if (c)
		forget(&c->asked);
	free(c);
}
