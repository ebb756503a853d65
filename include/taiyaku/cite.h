/* cite: what a citation, a quoted post or an anchor of a document means: which source, which posts, and what the
 * store says of it. Pure reading: nothing here writes, except cite_keep().
 */
#ifndef TAIYAKU_CITE_H
#define TAIYAKU_CITE_H

#include "taiyaku/doc.h"
#include "taiyaku/store.h"

/* ---- grammar: what can be told from the words alone -------------------------------------------------- */
struct cite_url { /* a link to a known family of sources; strings in the arena */
	struct store_identity source; /* family empty: none that is known */
	const long *numbers;          /* ranges are listed number by number, up to 1,000 */
	size_t n_numbers;
	struct str post_key;          /* an event's or a status' own id, empty: none */
	struct str inner;             /* of an archive's copy: the address that was archived */
	int64_t archived_at;          /* when, or STORE_NO_TIME */
	bool truncated;               /* the address ends in "...": key is only its beginning */
};
/* boards.md 12.2. False: no known family (inner and archived_at are filled all the same). */
bool cite_url(struct str url, struct arena *, struct cite_url *out);
/* Where a source can be looked at; appends. False: its identity tells no address. */
bool cite_address(const struct store_identity *, struct buf *out);
/* The time that a source or post carries in its own id (a 5ch thread key, an ObjectId, a snowflake), or STORE_NO_TIME. */
int64_t cite_key_time(struct str family, struct str key);
/* A day or month (YYYY-MM-DD, YYYY-MM) as [from, to) in Japanese time (boards name no other). False: no such date. */
bool cite_day(struct str date, int64_t *from, int64_t *to);
/* RFC 3339 to milliseconds and minutes east; and back (needs 36 bytes). */
bool cite_time_parse(struct str text, int64_t *ms, int *tz_min);
void cite_time_format(int64_t ms, int tz_min, char out[36]);

/* ---- verdicts: DESIGN 1, decided in that order --------------------------------------------------------- */
enum verdict_kind {
	VERDICT_SAME,      /* held, and the quoted text is its text or a part of it */
	VERDICT_DIFFERS,   /* held, and it is not */
	VERDICT_QUOTED,    /* known only because documents quote it */
	VERDICT_AMBIGUOUS, /* two or more fit equally */
	VERDICT_MISSING,   /* the thread is held, the post is not */
	VERDICT_WANTED,    /* no file of the thread is held */
	VERDICT_EXTERNAL,  /* a link of no known family, with no stored copy */
	VERDICT_CONFLICT,  /* the date or number cannot be right */
	VERDICT_COUNT
};
const char *cite_verdict_name(enum verdict_kind);  /* "same", …: for JSON */
const char *cite_verdict_label(enum verdict_kind); /* for people, translated */

struct cite_difference { /* document[at .. at+n) stands where the store has `stored` */
	struct str document, stored; /* either may be empty: something is only in the other */
	size_t at;                   /* bytes in the document */
};
struct cite_candidate { struct store_identity source; long number; /* -1: the thread */ };

struct verdict {
	enum verdict_kind kind;
	struct store_identity source;   /* family empty: none */
	int64_t thread;                 /* in the store; 0: not there */
	const long *numbers;            /* as cited, from the head line above, or where the quote was found */
	size_t n_numbers;
	uint32_t post;                  /* a post that this document quotes and that is the one meant, or DOC_NONE */
	const struct cite_difference *difference;
	size_t n_difference;
	const long *found;              /* posts of the thread in which the quoted text does stand */
	size_t n_found;
	bool deleted;                   /* VERDICT_MISSING: a deleted line */
	const struct cite_candidate *candidates; /* VERDICT_AMBIGUOUS */
	size_t n_candidates;
	const char *why;                /* one sentence for people, translated; NULL: the label says it all */
};

struct cite;
/* The verdicts of a document. store: NULL where nothing is held. Both must outlive it. Nothing is computed yet. */
struct cite *cite_new(struct doc *, struct store *);
void cite_free(struct cite *); /* NULL is allowed */
/* By index in the document; computed on the first call, valid as long as the cite. Make a new one when
 * doc_generation() or the store has changed. A failing store counts as one that holds nothing, see cite_failed(). */
const struct verdict *cite_citation(struct cite *, uint32_t citation);
const struct verdict *cite_post(struct cite *, uint32_t post);
const struct verdict *cite_anchor(struct cite *, uint32_t anchor);
const struct verdict *cite_link(struct cite *, uint32_t link);
bool cite_failed(const struct cite *, struct err *); /* the first failure of the store */

/* ---- the source pane ------------------------------------------------------------------------------------ */
struct cite_entry { /* a post of a source, from the store or from this document */
	struct store_post post;   /* kind STORE_MISSING: named by an anchor or a citation, and nowhere to be had */
	const long *answers;      /* numbers of the posts whose anchors name it */
	size_t n_answers;
	uint32_t quote;           /* the quoted post of this document, or DOC_NONE */
	enum verdict_kind verdict; /* of that quote; VERDICT_SAME for a held post that is not quoted here */
	struct store_poster poster; /* kind STORE_POSTER_NONE: nobody is named */
	uint32_t texts;           /* how many different ones files have; 0, 1: one */
	uint32_t turn, turns;     /* the turn-th of so many posts of this source by that poster; 0: nobody, or the only one */
};
struct cite_entries {
	const struct cite_entry *v;
	size_t n;
	struct str usual_name;    /* that most posts have, of a source of some size; or empty */
};
/* The first entry with this number, or NULL. */
const struct cite_entry *cite_entry_of(struct cite_entries, long number);
/* The posts of the source that the verdict names, in order of number: what the store has and what the document quotes,
 * and a line for each one that is named and missing. Valid as long as the cite. Posts of one source are told from
 * another's by identity; a quote without a named thread is a source by itself. */
struct cite_entries cite_thread(struct cite *, const struct verdict *);

/* How one text differs from another, character by character, folded as copying does it. None: they are the same, or the
 * first is a part of the second. `document` is what the first has. Valid as long as the cite. */
struct cite_differences { const struct cite_difference *v; size_t n; };
struct cite_differences cite_differ(struct cite *, struct str first, struct str second);

/* ---- keeping ---------------------------------------------------------------------------------------------- */
/* Keeps the document in the library with the posts that it quotes and what it cites (DESIGN 6). For the reader, once
 * the document is recognised; in the idle time (milliseconds for an essay). */
bool cite_keep(struct doc *, struct store *, struct err *);

#endif
