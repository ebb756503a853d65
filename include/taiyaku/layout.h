/* layout: document + folds + translations + width -> rows. Pure: knows no grid and no store.
 *
 * Rows are made paragraph by paragraph (doc_paragraph), on demand, and cached; nothing needs the whole
 * document. A paragraph's rows are its own and, under them, the insets that are open there: the notes it
 * calls (each with their own insets, to LAYOUT_DEPTH), and the translations of its quotes. The text is never
 * altered: prefixes and labels are drawn in, and positions ignore them.
 */
#ifndef TAIYAKU_LAYOUT_H
#define TAIYAKU_LAYOUT_H

#include "taiyaku/doc.h"
#include "taiyaku/text.h"

#define LAYOUT_DEPTH 4 /* notes open inside notes */

/* A place in a document as the reader sees it: which byte, and under which open calls it is shown (outermost
 * first; a note may be open at two calls and stand at its own place too). Never a row number. A translation that is
 * shown at its quotation is under that quotation as if it were a call: the last one then. */
struct position {
	size_t at;
	unsigned depth;                 /* how many calls */
	size_t call[LAYOUT_DEPTH + 1];  /* start offsets of the calls (and of the quotation) */
};
bool layout_same_position(const struct position *, const struct position *);
#define POSITION(offset) ((struct position){.at = (offset)})

enum layout_translations { TRANSLATIONS_OFF, TRANSLATIONS_MARK, TRANSLATIONS_INLINE, TRANSLATIONS_SIDE, TRANSLATIONS_REPLACE };

struct layout_options {
	int width;                   /* cells, at least 1 */
	enum layout_translations translations; /* SIDE needs 100 cells, below it is INLINE */
	bool notes_open;             /* all notes open; a fold set of exceptions otherwise and also then */
	bool notes_moved;            /* with notes_open (cat --notes open): at its own place a note that is open somewhere
	                                shows only its label */
	bool hang;                   /* 、。，． may stand 2 cells out (K20); the width then has 2 cells reserved */
	int hanging;                 /* at least so many cells for the rows that continue a paragraph, as far as half the width: lists */
	enum text_level level;
	struct text_terminal terminal;
};
bool layout_same_options(const struct layout_options *, const struct layout_options *);

enum row_kind {
	ROW_TEXT,
	ROW_BLANK,       /* an empty paragraph */
	ROW_TRANSLATION, /* of a quote, shown at the quote */
	ROW_FOLD,        /* stands for what is folded away here: "… 12 lines" */
};
struct row {
	enum row_kind kind;
	struct str text;     /* what is shown, a slice of the document's text or of the layout's own */
	size_t start, end;   /* the same as document offsets; start == POS_NONE: not from the document. Where a quote is
	                        replaced by its translation, text.n != end - start: the offsets tell what it stands for */
	struct position where; /* of its first character; for rows that are not of the document, of what they belong to */
	struct str prefix;   /* drawn before: "  9| ", "  9|   = "; empty at the top level */
	int indent;          /* cells before the prefix or, without one, before the text (hanging indent) */
	struct str suffix;   /* drawn at the right end of the row: 〔私訳〕; or empty */
	int cells;           /* of prefix, indent and text together; white space at the end does not count */
	enum block_kind block; /* that it belongs to: its look */
	int level;           /* of a heading */
	bool continues;      /* not the first row of its paragraph */
	bool whole;          /* its paragraph is not wrapped: cells may be more than the width */
	struct str facing;   /* TRANSLATIONS_SIDE: what stands in the right column, or empty */
	int facing_column;   /* where it starts; 0: no right column */
};

struct layout;
/* The document must outlive it. */
struct layout *layout_new(struct doc *, const struct layout_options *);
void layout_free(struct layout *);
const struct layout_options *layout_options(const struct layout *);
/* Other width, other mode: rows are forgotten, folds are kept; only a change of notes_open or translations takes
 * back what was opened or closed one by one before, so that "all" means all. */
void layout_set_options(struct layout *, const struct layout_options *);

/* Folds. A note is open at a call or not; a quotation shows its translation or not, whatever the mode says;
 * a section is folded to its heading or not. call: under which other calls it is done (a position's path). */
/* call->at: start of the call. Nothing happens where no call of a note starts; at a quotation its translation is meant. */
void layout_open_note(struct layout *, const struct position *call, bool open);
bool layout_note_open(const struct layout *, const struct position *call);
void layout_show_translation(struct layout *, uint32_t quotation, bool shown);
bool layout_translation_shown(const struct layout *, uint32_t quotation);
bool layout_has_translation(const struct layout *, uint32_t quotation); /* the document's, or one set below */
void layout_fold_section(struct layout *, uint32_t section, bool folded);
bool layout_section_folded(const struct layout *, uint32_t section);
/* Only paragraphs that hold a hit of the needle (and `context` paragraphs around that are not empty) are shown, whatever is folded; NULL:
 * all. Where there is no hit at all, one ROW_FOLD stands for the document. The needle is borrowed. */
void layout_filter(struct layout *, const struct text_needle *, int context);

/* Translations that are not the document's own. One whose passage is (nearly) that of a quotation is shown at the
 * quotation: where `first` is set before the document's (which is then left out if it stands in the text all the same),
 * else after it; in TRANSLATIONS_REPLACE only the first of all is shown. Any other one is shown under the paragraph that
 * its passage ends in, as if the passage were a call. In order of at.start; borrowed until the next call; the same array
 * again changes nothing. Rows are forgotten, folds stay. */
struct layout_translation {
	struct span at;
	struct str text, label; /* label: by whom, drawn as 〔私訳〕 is; may be empty */
	bool first;
};
void layout_set_translations(struct layout *, const struct layout_translation *, size_t n);
/* Those of a quotation, in the order that they are shown in: fills out[0 .. max), returns how many there are. */
size_t layout_translations_of(const struct layout *, uint32_t quotation, const struct layout_translation **out, size_t max);
/* A passage's translations, whatever the mode says; of a quotation: as layout_show_translation(). */
void layout_show_passage(struct layout *, struct span at, bool shown);
bool layout_passage_shown(struct layout *, struct span at);

/* Which paragraphs are not wrapped but one row each, as wide as they are: pictures drawn with characters. Asked when a
 * paragraph is laid out; NULL: none. */
typedef bool (*layout_whole)(void *context, struct span paragraph);
void layout_set_whole(struct layout *, layout_whole, void *context);

/* A place among the rows; valid until options, folds or doc_generation() change. */
struct layout_cursor {
	size_t paragraph; /* start offset of the top-level paragraph */
	size_t row;       /* in it, insets included */
};
/* The row that shows the position; where that is folded away, the nearest one that stands for it (the call, the
 * heading, the quote). Always finds one: a document has at least one row. */
struct layout_cursor layout_find(struct layout *, const struct position *);
bool layout_next(struct layout *, struct layout_cursor *); /* false: it was the last; unchanged */
bool layout_prev(struct layout *, struct layout_cursor *);
struct layout_cursor layout_first(struct layout *), layout_last(struct layout *);
/* The row itself; valid until the layout is used again. */
const struct row *layout_row(struct layout *, struct layout_cursor);
int layout_compare(struct layout_cursor, struct layout_cursor);
/* How many rows from a to b (a <= b), counted to at most max. */
int layout_distance(struct layout *, struct layout_cursor a, struct layout_cursor b, int max);

/* Rows of a plain text that is no document (a help page's paragraph, a message): appends one span a row. */
void layout_wrap(struct str paragraph, int width, int hanging, enum text_level, const struct text_terminal *, span_vec *out);

#endif
