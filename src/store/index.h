/* The search index: what building and searching share. See index.c. */
#ifndef TAIYAKU_STORE_INDEX_H
#define TAIYAKU_STORE_INDEX_H

#include "store.h"
#include "taiyaku/text.h"

enum { STORE_RUN_MAX = 65536 };

/* The list of a pair of characters; a second one of 0 ends a text. */
static inline uint64_t store_pair_key(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 21 | b;
}

/* The character at `at`; 0, which ends a text, is another one. Returns where the next one starts. */
static inline size_t store_next_char(struct str s, size_t at, uint32_t *cp)
{
	at = text_next(s, at, cp);
	*cp = *cp ? *cp : 0x1FFFFF;
	return at;
}

/* Keys are 43 bits wide: the top one is set for what is no pair. */
#define STORE_KEY_NAME ((uint64_t)1 << 42)
#define STORE_KEY_BITS 43

static inline int64_t store_block_id(int64_t run, uint64_t key)
{
	return run << STORE_KEY_BITS | (int64_t)key;
}

/* posters.c: the keys under which the names of a post stand */
typedef void (*store_key_fn)(void *context, uint64_t key);
void store_poster_keys(const struct store_post *, store_key_fn, void *context);

uint64_t store_poster_key(const struct store_poster *);
/* The post's names, time and source. False: no such post, or a failure. What came is valid until store_db_done(q), which
 * has to be called in any case. */
bool store_names_of(struct store *, int64_t post, struct query *q, struct store_post *, struct store_identity *,
		    struct err *);
/* Is the post of who that is, by its names, source and time? */
bool store_poster_wrote(const struct store_poster *, const struct store_post *, const struct store_identity *);

/* lookup.c: entries that hold the needle, or whose names stand under one of the keys, newest first. */
struct store_needle {
	VEC(uint32_t) cp; /* folded; none: any text */
	bool kana;
	const uint64_t *names; /* any of them; n_names 0: anybody's */
	size_t n_names;
};
/* Folds the words. False: nothing is left of them. */
bool store_needle_make(struct str words, bool kana, struct store_needle *);
void store_needle_free(struct store_needle *);

struct store_found {
	int64_t entry;
	bool paragraph;
};
struct store_batch {
	VEC(struct store_found) found; /* newest first; by text exact, by name still to be looked at */
	int64_t below;                 /* go on with the entries under this one; 0: there are no more */
};
/* What fits among the entries under `below`: a run, or some of those that are in none. Clears first. */
bool store_lookup(struct store *, const struct store_needle *, int64_t below, struct store_batch *, struct err *);
void store_batch_free(struct store_batch *);

#endif
