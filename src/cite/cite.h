/* What the files of this module share. */
#ifndef TAIYAKU_CITE_CITE_H
#define TAIYAKU_CITE_CITE_H

#include "taiyaku/cite.h"
#include "taiyaku/text.h"

#define DAY_MS ((int64_t)86400000)

struct target { /* what something in the document points at, before the store is asked */
	struct store_identity source;    /* family empty: not told */
	bool external;                   /* a link of no known family; source is then its stored copy, if there is one */
	bool cut;                        /* the address was cut off: source.key is only the beginning of the key */
	int64_t exact;                   /* the time in its own id, good to the second (a status, an event), or STORE_NO_TIME */
	int64_t from, to;                /* the day or month that is cited; STORE_NO_TIME: none */
	const long *numbers;
	size_t n_numbers;
	struct str post_key;             /* without numbers: the site's own id of the post; empty: none */
};

struct claim { /* the words that are said to stand there; empty: none */
	struct str text;
	uint32_t post;   /* text is that of this quoted post (its lines joined), or DOC_NONE: */
	size_t at;       /* text is the document's from here on */
};

struct cite_own { /* a post that the document quotes */
	struct store_identity source;
	long number;
	uint32_t post;
};

struct cite_source { /* what cite_thread() has found */
	struct store_identity source;
	struct cite_entries entries;
};

struct cite_asked { /* what the store has answered: one document names the same few threads again and again */
	struct store_identity source;
	bool cut;
	struct store_threads threads;
	struct store_threads near; /* where no real thread has the title: those with nearly that one */
};

struct cite {
	struct doc *doc;
	struct store *store;
	struct arena *arena;
	struct err failure;
	VEC(const struct verdict *) citations, posts, anchors, links; /* NULL: not computed yet */
	VEC(const struct target *) targets;                           /* of the quoted posts */
	VEC(struct cite_own) own;                                     /* by source and number */
	bool own_made;
	VEC(struct cite_source) sources;
	VEC(struct cite_asked) asked;
};

/* resolve.c */
struct target cite_target_of_citation(struct cite *, uint32_t citation);
const struct target *cite_target_of_post(struct cite *, uint32_t post);
struct target cite_target_of_url(struct cite *, struct str url);
/* The thread that bare numbers at this place belong to (以下 … による, and its scope), or a target without a source. */
struct target cite_default_at(struct cite *, size_t at);

/* thread.c: a quoted post in the shape of the store's */
struct store_post cite_own_as_post(struct cite *, uint32_t post);

/* own.c */
/* The threads of the store that the source may be: by title, or by a key that was cut off, all that fit; else at most
 * one. */
struct cite_asked cite_threads(struct cite *, const struct store_identity *, bool cut);
/* The source under the name that the store has for it. */
struct store_identity cite_canonical(struct cite *, const struct store_identity *);
/* The quoted post with this number, or DOC_NONE; all of a source, in order of number. Canonical identities. */
uint32_t cite_own_post(struct cite *, const struct store_identity *, long number);
const struct cite_own *cite_own_posts(struct cite *, const struct store_identity *, size_t *n);

/* compare.c */
struct found { /* how words and a text agree */
	bool same;
	size_t distance, length; /* edits, characters of the words */
	const struct cite_difference *difference;
	size_t n_difference;
};
/* Do the words stand in the text? Folded as copying does it; （中略） and …… may leave something out. */
bool cite_stands_in(struct str words, struct str text);
struct found cite_compare(struct cite *, const struct claim *, struct str stored);
/* The longest piece of the words, folded, of which nothing is left out: a text that does not hold it does not hold the
 * words. */
void cite_longest_piece(struct str words, struct buf *out);
/* The folded words cut into n pieces: who differs from them in fewer than n characters holds one. None: the words are
 * too short for that. */
struct cite_pieces {
	struct str *v;
	size_t n;
};
struct cite_pieces cite_pieces(struct cite *, struct str words);

/* decide.c: the table of DESIGN 1. own: the quoted post that is judged, or DOC_NONE for a citation or an anchor. */
const struct verdict *cite_decide(struct cite *, const struct target *, const struct claim *, uint32_t own);

/* cite.c: remembers the first failure of the store; returns good. */
bool cite_note_failure(struct cite *, bool good, const struct err *);

#endif
