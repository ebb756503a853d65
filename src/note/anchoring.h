/* What the parts of anchoring share. A text is looked at folded: as symbols, one for each code point of what is left when
 * everything is gone that copying changes. Ranges here are of symbols unless they are said to be bytes.
 */
#ifndef TAIYAKU_NOTE_ANCHORING_H
#define TAIYAKU_NOTE_ANCHORING_H

#include "taiyaku/note.h"

/* ---- folded.c ------------------------------------------------------------------------------------------ */
#define NOTE_INSIDE 0x80000000u /* in note_folded.at: stands inside a word of letters, right after another of its letters */
struct note_folded {
	struct str text;
	size_t done;     /* bytes of it that are folded */
	uint16_t *s;     /* symbols */
	uint32_t *at;    /* where the cluster of each starts, in bytes; n + 1 of them */
	size_t n, cap;
	unsigned dashes; /* in a row before `done` */
};
/* Folds the next piece. True: more is left. */
bool note_fold_more(struct note_folded *);
void note_folded_free(struct note_folded *);
static inline size_t note_byte(const struct note_folded *f, size_t i)
{
	return f->at[i] & ~NOTE_INSIDE;
}
static inline bool note_inside(const struct note_folded *f, size_t i)
{
	return i < f->n && f->at[i] & NOTE_INSIDE;
}
size_t note_symbol(const struct note_folded *, size_t byte); /* the first one that starts at or after it */
/* The bytes of symbols, without white space at the end; of none: where they would stand. */
struct span note_bytes(const struct note_folded *, struct span);
int note_weight(uint16_t symbol); /* how much it says: a letter of an alphabet 20 */

/* ---- diff.c: what two folded texts have in common ------------------------------------------------------------- */
struct note_run { /* the same symbols in both */
	uint32_t o, n, len;
};
typedef VEC(struct note_run) note_runs;
struct note_diff;
/* Ranges of both; the runs that come are of the whole texts. */
struct note_diff *note_diff_new(const struct note_folded *old, struct span in_old, const struct note_folded *new,
				struct span in_new);
bool note_diff_step(struct note_diff *); /* a piece of work of about a millisecond; true: more is left */
/* When it is done: in order of the old text; no symbol of either text is in two of them. */
const note_runs *note_diff_runs(const struct note_diff *);
void note_diff_free(struct note_diff *);

/* ---- overlay.c: two short pieces laid over each other ------------------------------------------------------------ */
/* Appends the runs that they have in common, in the order of both. Fixed: what stands before (after) the pieces belongs
 * together; else the pieces may begin (end) anywhere. */
void note_overlay(const struct note_folded *a, struct span in_a, const struct note_folded *b, struct span in_b,
		  bool left_fixed, bool right_fixed, note_runs *out);

/* ---- approximate.c: where a piece of text may stand ----------------------------------------------------------------- */
struct note_index;
struct note_index *note_index_new(const struct note_folded *);
bool note_index_step(struct note_index *); /* true: more is left */
void note_index_free(struct note_index *);
/* Where the symbols of a range of f may stand in the indexed text: at most max places for its first symbol, best first. */
size_t note_index_find(struct note_index *, const struct note_folded *f, struct span, ptrdiff_t *places, size_t max);

/* ---- candidate.c: a passage laid on the new text ------------------------------------------------------------------------ */
struct note_window { /* the passage with what stands around it */
	const struct note_folded *f;
	struct span quote, whole;
};
struct note_candidate {
	struct span at;      /* where what is kept of it stands */
	struct span of;      /* from the first to the last of it that is kept, in the window's text */
	size_t kept;         /* symbols of the passage that are kept */
	double quote;        /* the share of it that is kept, by weight */
	double left, right;  /* the same of its context; below 0: there is none */
	bool whole;          /* all of it, with nothing between */
};
/* The best ones for these runs (in order of the window's text), at most max. */
size_t note_candidates(const struct note_window *, const struct note_folded *new, const struct note_run *, size_t n,
		       struct note_candidate *out, size_t max);

#endif
