/* note: annotations in themselves: how they find their place in another version of a text, how they are exchanged, how
 * translations are aligned and remembered. What they are made of is in store.h; here is what is done with them.
 */
#ifndef TAIYAKU_NOTE_H
#define TAIYAKU_NOTE_H

#include "taiyaku/doc.h"
#include "taiyaku/json.h"
#include "taiyaku/store.h"

/* ---- selectors (selector.c) ------------------------------------------------------------------------ */
/* The target of a passage: quote, context and offsets of both kinds; strings in the arena. `before`: code points in the text
 * before start where that is known, POS_NONE: counted. document, version, path and title are the caller's. */
void note_target(struct str text, struct span at, size_t before, struct arena *, struct store_target *out);

/* ---- anchoring (anchoring.c, diff.c, approximate.c): passages of one text found again in another -------
 * Where the old text is known, by a diff of paragraphs, then of characters in those that changed; else, and where that
 * fails, by a search for the quote with its context, exact or with errors; else an orphan with the best guess. Wrong is
 * worse than orphan. Both texts are folded first for what copying changes. Work is done in slices.
 */
#define NOTE_METHOD 1 /* which version of the method; store_attachment.method */
struct note_passage {
	struct span at;                   /* in the old text; start POS_NONE: only the quote is known */
	struct str quote, prefix, suffix; /* prefix and suffix may be empty */
};
struct note_place {
	enum store_state state; /* STATE_EXACT, STATE_MOVED, STATE_ORPHAN */
	struct span at;         /* in the new text, at grapheme clusters; of an orphan: the best guess, start POS_NONE: none */
	double score;           /* 0 to 1 */
};
struct note_anchoring;
/* old_text: p NULL: not known. Both must outlive it. Nothing is done yet. */
struct note_anchoring *note_anchoring_new(struct str old_text, struct str new_text);
void note_anchoring_free(struct note_anchoring *); /* NULL is allowed */
size_t note_anchoring_add(struct note_anchoring *, const struct note_passage *); /* its index; strings are borrowed */
/* About so many milliseconds of work; 0: until it is done. False: all passages have their places. */
bool note_anchoring_step(struct note_anchoring *, int ms);
const struct note_place *note_anchoring_place(const struct note_anchoring *, size_t i); /* NULL: not yet */
/* How alike two texts are: the share of non-empty paragraphs of the shorter list that both have, 0 to 1. */
double note_likeness(struct str a, struct str b);

/* ---- attaching (attach.c): all annotations of a document, in this version of it ------------------------- */
struct note_attached {
	struct store_annotation annotation;
	enum store_state state;
	struct span at;   /* in this text; of an orphan the best guess, start POS_NONE: none */
	double score;
};
struct note_attaching;
/* Annotations of this version and of those before it (store_texts: previous, and so on back). What is attached already is
 * there at once; the rest is anchored step by step, and what is found is put into the store (where it can be written).
 * document: as in store_target; version: of the text. All must outlive it. */
struct note_attaching *note_attaching_new(struct store_notes *, struct str document, struct str version, struct str text, struct err *);
void note_attaching_free(struct note_attaching *);
bool note_attaching_step(struct note_attaching *, int ms); /* false: done */
/* This one was just put into the store (copied): it is added, takes the place of what it was, or goes (deleted), without
 * another look at the store. One of another document is not taken. */
void note_attaching_put(struct note_attaching *, const struct store_annotation *);
/* Those that have their place so far, in order of place, orphans last; until the next step. */
struct note_list { const struct note_attached *v; size_t n; };
struct note_list note_attaching_list(const struct note_attaching *);

/* With all its strings, in the arena. */
struct store_annotation note_copy_annotation(struct arena *, const struct store_annotation *);

/* ---- exchange: one file a format --------------------------------------------------------------------------- */
struct note_export {
	const struct note_attached *v;  /* in the order of the document */
	size_t n;
	struct doc *doc;                /* NULL: none is at hand (annotations of posts, of texts that are gone) */
	struct store_notes *notes;      /* for history (json); or NULL */
	const struct store_annotation_query *query; /* json: whose changes; NULL: none */
};
struct note_format {
	const char *name;               /* "w3c", "markdown", "json", "tmx", "html" */
	void (*put)(const struct note_export *, struct buf *out);
};
extern const struct note_format note_formats[]; /* name NULL after the last */
void note_put_w3c(const struct note_export *, struct buf *);
void note_put_markdown(const struct note_export *, struct buf *);
void note_put_json(const struct note_export *, struct buf *);
void note_put_tmx(const struct note_export *, struct buf *);
void note_put_html(const struct note_export *, struct buf *);

struct note_import { /* what a file brings: either annotations or changes of our own */
	struct store_annotations annotations; /* id and times as the file has them; what it does not say is made from its content */
	const struct str *changes;            /* lines for store_merge_change() */
	size_t n_changes;
	const char *format;                   /* "w3c", "json", "hypothesis", "koreader", "tmx", "log" */
};
/* Told by the content. Refused as a whole where something is broken: the error names the place (NAME:LINE or the key). */
bool note_read(struct str bytes, const char *name, struct arena *, struct note_import *, struct err *);
bool note_read_w3c(const struct json_node *, const char *name, struct arena *, struct store_annotations *, struct err *);
bool note_read_hypothesis(const struct json_node *, const char *name, struct arena *, struct store_annotations *, struct err *);
bool note_read_koreader(const struct json_node *, const char *name, struct arena *, struct store_annotations *, struct err *);
bool note_read_tmx(struct str bytes, const char *name, struct arena *, struct store_annotations *, struct err *);
/* Puts it into the store; an annotation that is there with the same content is known. */
struct note_merged {
	size_t added, known, changed, conflicts;
	void (*conflict)(void *context, struct str id); /* told of each; NULL: nobody is. The caller's, as is context */
	void *context;
};
bool note_merge(struct store_notes *, const struct note_import *, struct note_merged *, struct err *);

/* ---- sentences of a passage beside those of its translation (align.c) ------------------------------------------ */
struct note_pair { struct span source, translation; }; /* either may be empty: nothing stands beside it */
struct note_pairs { const struct note_pair *v; size_t n; };
/* By length and order (Gale and Church), with numbers and Latin words as hints. pins: an alignment that the reader put
 * right (store_annotation.alignment), or empty. In the arena. */
void note_align(struct str source, struct str translation, struct str pins, struct arena *, struct note_pairs *out);
/* The reader's correction: the border between pair i and the next one, moved by a sentence of the translation (by +1: it
 * goes to pair i, -1: to the next). Gives the new pins; appends. False: there is no sentence to move. */
bool note_align_move(struct str source, struct str translation, struct str pins, size_t i, int by, struct buf *out);

/* ---- translations as a memory (memory.c) --------------------------------------------------------------------------- */
struct note_memory;
/* Of all translations in the store (their passages, and their sentences where they are aligned); they are taken up step
 * by step, what is asked before is answered from what there is. notes NULL: an empty one. */
struct note_memory *note_memory_new(struct store_notes *, struct err *);
void note_memory_free(struct note_memory *); /* NULL is allowed */
bool note_memory_step(struct note_memory *, int ms); /* about so many milliseconds, 0: all of it; false: done */
void note_memory_add(struct note_memory *, const struct store_annotation *); /* or what it says now; copied */
struct note_remembered {
	struct str source, translation, language, author; /* language: of the translation */
	struct str annotation;                            /* its id */
	double score;                                     /* 1: the same when folded */
	bool whole;                                       /* the passage as a whole; false: one of its sentences */
};
struct note_remembers { const struct note_remembered *v; size_t n; };
/* The best ones for a passage that are at least 0.7 alike, best first, at most max; in the arena. */
void note_memory_find(const struct note_memory *, struct str passage, size_t max, struct arena *, struct note_remembers *out);

#endif
