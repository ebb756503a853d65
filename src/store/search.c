/* Searching all texts: posts, and paragraphs of documents. */
#include "store.h"

#define FOUND                                                                                                          \
	"FROM search JOIN entry n ON n.entry_id=search.rowid LEFT JOIN file f ON n.kind=1 AND f.file_id=n.owner "      \
	"LEFT JOIN post p ON n.kind=0 AND p.post_id=n.owner LEFT JOIN thread t ON t.thread_id=p.thread_id "            \
	"LEFT JOIN board b ON b.board_id=t.board_id WHERE search MATCH ?1 AND ((?2 AND n.kind=0) OR (?3 AND "          \
	"n.kind=1)) AND (?4='' OR b.family=?4) AND (?5='' OR b.key=?5) AND (?6='' OR t.key=?6) AND (?7 IS NULL OR "    \
	"p.posted_at>=?7) AND (?8 IS NULL OR p.posted_at<?8) AND (?9=0 OR n.entry_id<?9) AND "                         \
	"CASE ?10 WHEN 0 THEN 1 WHEN 1 THEN p.trip=?11 WHEN 2 THEN p.be=?11 OR p.be GLOB ?11||'-*' "                   \
	"WHEN 3 THEN p.poster=?11 ELSE p.slip=?11 END "
#define BOUND "siisssnniis"

struct bound { /* the arguments of FOUND */
	struct buf needle;
	struct str family, board, key, who;
	int64_t from, to, kind;
};

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* STORE_NO_TIME is the earliest time: open at the start by itself, at the end by this. */
static int64_t earlier(int64_t a, int64_t b)
{
	return a == STORE_NO_TIME ? b : b == STORE_NO_TIME ? a : a < b ? a : b;
}

static struct bound bound_of(const struct store_question *ask)
{
	struct bound b = {.from = ask->from, .to = ask->to};

	store_index_phrase(ask->words, &b.needle);
	if (ask->source) {
		b.family = ask->source->family;
		b.board = ask->source->board;
		b.key = ask->source->key;
	}
	if (ask->poster) {
		b.kind = ask->poster->kind;
		b.who = ask->poster->value;
		b.from = later(b.from, ask->poster->from);
		b.to = earlier(b.to, ask->poster->to);
		if (!b.family.n)
			b.family = ask->poster->family;
		if (!b.board.n)
			b.board = ask->poster->board;
	}
	return b;
}

bool store_search(struct store *s, const struct store_question *ask, struct arena *a, struct store_hits *out,
		  struct err *e)
{
	struct bound b = bound_of(ask);
	struct query q = {.bad = false};

	*out = (struct store_hits){0};
	if (b.needle.n > 2)
		store_db_query(s->db, &q, e,
			       "SELECT n.kind,n.owner,n.off,n.len,f.sha256,n.entry_id " FOUND
			       "ORDER BY search.rowid DESC LIMIT ?12",
			       BOUND "i", buf_view(&b.needle), (int64_t)ask->posts, (int64_t)ask->documents, b.family,
			       b.board, b.key, b.from, b.to, ask->before, b.kind, b.who,
			       ask->max ? (int64_t)ask->max : -1);
	while (q.s && store_db_row(&q)) {
		bool post = store_db_int(&q, 0) == STORE_ENTRY_POST;
		size_t off = (size_t)store_db_int(&q, 2);
		STORE_PUSH(a, out,
			   (struct store_hit){.kind = post ? STORE_HIT_POST : STORE_HIT_DOCUMENT,
					      .entry = store_db_int(&q, 5),
					      .post = post ? store_db_int(&q, 1) : 0,
					      .document = store_document_id(a, store_db_text(&q, 4)),
					      .start = off,
					      .end = off + (size_t)store_db_int(&q, 3)});
	}
	buf_free(&b.needle);
	return store_db_done(&q);
}

struct store_counting {
	struct store *store;
	size_t n;
};

struct store_counting *store_count_new(struct store *s, const struct store_question *ask, struct err *e)
{
	struct bound b = bound_of(ask);
	struct store_counting *c = xcalloc(1, sizeof *c);
	int64_t n = 0;
	bool found, good = true;

	c->store = s;
	if (b.needle.n > 2)
		good = store_db_one(s->db, e, &n, &found, "SELECT count(*) " FOUND, BOUND, buf_view(&b.needle),
				    (int64_t)ask->posts, (int64_t)ask->documents, b.family, b.board, b.key, b.from,
				    b.to, (int64_t)0, b.kind, b.who);
	buf_free(&b.needle);
	c->n = (size_t)n;
	if (good)
		return c;
	free(c);
	return NULL;
}

bool store_count_step(struct store_counting *c, int ms, size_t *n, bool *done, struct err *e)
{
	(void)ms;
	(void)e;
	*n = c->n;
	*done = true;
	return true;
}

void store_count_free(struct store_counting *c)
{
	free(c);
}
