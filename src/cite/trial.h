/* What decides a verdict (decide.c), on what the store has (fit.c), and where words are found (words.c). */
#ifndef TAIYAKU_CITE_TRIAL_H
#define TAIYAKU_CITE_TRIAL_H

#include "cite.h"

struct fit { /* a held thread that may be meant */
	const struct store_thread *thread;
	struct store_posts posts; /* those of the cited numbers that are held with a text of their own */
	bool absent, deleted;     /* a cited number is not among them; it is a deleted line */
	bool conflict;
	bool stands; /* the words stand in one of them, or in all of them together */
};

typedef VEC(struct store_post) post_vec;

struct trial {
	struct cite *c;
	const struct target *t;
	const struct claim *claim;
	struct verdict *v;
	struct fit *fit;
	size_t n_fit;
};

/* decide.c: a text for verdict.why */
const char *cite_said(struct cite *, const char *fmt, ...) PRINTF(2, 3);

/* fit.c */
/* The held threads that may be meant, with the posts that are cited; x->v->source where only one thread can be. */
void cite_load(struct trial *);
void cite_set_source(struct trial *, const struct store_thread *);
bool cite_has_day(const struct target *);
/* More than a day from the cited one. */
bool cite_day_is_off(const struct target *, int64_t time);
/* Held, with a text of its own: no deleted line, no quote of a document. */
bool cite_has_text(const struct store_post *);

/* words.c */
/* The held posts of the thread in which the words stand. */
void cite_find_words(struct trial *, const struct fit *, struct store_posts *out);
/* The one post of the thread that has nearly the words; false: none, or several. */
bool cite_find_nearly(struct trial *, const struct fit *, struct store_post *, struct found *);

#endif
