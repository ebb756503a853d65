/* What the files of module layout share.
 *
 * A top-level paragraph is laid out as a whole, insets included, into lines: records with offsets, not pointers, so
 * that a paragraph of 256 KiB in narrow columns stays small. What the lines of one inset have in common is its frame.
 * struct row is put together from both when a row is asked for.
 */
#ifndef TAIYAKU_LAYOUT_LAYOUT_H
#define TAIYAKU_LAYOUT_LAYOUT_H

#include "taiyaku/layout.h"

#ifndef CACHE_PARAGRAPHS
#define CACHE_PARAGRAPHS 512
#endif
#ifndef CACHE_BYTES
#define CACHE_BYTES ((size_t)8 << 20)
#endif

struct slice { /* of struct laid's own text */
	uint32_t start, n;
};

struct frame { /* 0: the paragraph itself; others: a note open at a call, a translation at its quotation */
	struct position path; /* the calls it is under, this one last; .at is not used */
	uint32_t parent;
	uint32_t note;            /* that it shows, or stands in (frame 0); DOC_NONE: none */
	struct slice first, rest; /* prefix of its first row, of the others */
	int prefix;               /* cells of it */
	int width;                /* cells left for text */
};

struct line {
	size_t at;         /* document offset of its first character, or of what it belongs to */
	size_t start, end; /* document offsets, start POS_NONE: none */
	struct slice own;  /* the text, where is_own */
	struct slice suffix;
	uint32_t frame;
	uint32_t facing;   /* index + 1 into facings; 0: none */
	int cells, indent; /* of the text; of the hanging indent */
	enum row_kind kind;
	bool is_own, continues;
	bool whole; /* not wrapped */
	bool first; /* has its frame's first prefix */
};

struct facing { /* a row of the right column: a line of the translation's frame */
	struct line line;
	int column;
};

struct laid { /* a top-level paragraph */
	struct span span;
	VEC(struct line) lines;
	VEC(struct frame) frames;
	VEC(struct facing) facings;
	struct buf own;
	struct laid *newer, *older, *chain; /* of the cache */
};

struct hidden { /* paragraphs that give no rows where they stand */
	size_t start, end;
	enum { HIDDEN_SECTION, HIDDEN_NOTE, HIDDEN_TRANSLATION } why;
	uint32_t index; /* of the section, note, quotation */
};
typedef VEC(struct hidden) hidden_vec;

#define CACHE_BUCKETS 1024
struct cache {
	struct laid *buckets[CACHE_BUCKETS];
	struct laid *newest, *oldest;
	size_t n, bytes;
};

#define FILTER_SLOTS 256
struct filter {
	const struct text_needle *needle; /* NULL: none */
	int context;
	struct {
		size_t start;
		bool known, hit;
	} slots[FILTER_SLOTS];
};

struct layout {
	struct doc *doc;
	struct layout_options options;
	struct text_breaker *breaker;
	bool fresh; /* hidden is up to date with folds, options and the document */
	unsigned generation;
	VEC(struct position) calls; /* exceptions to options.notes_open */
	VEC(uint32_t) quotations;   /* exceptions to what options.translations says */
	VEC(struct span) passages;  /* the same of the reader's that belong to no quotation */
	VEC(uint32_t) sections;     /* folded */
	const struct layout_translation *reader; /* in order of at.start */
	size_t n_reader, longest;                /* longest: of their passages, in bytes */
	hidden_vec away;            /* at the top level: folded sections, moved notes; in order, apart */
	hidden_vec repeated;        /* everywhere: translations that are shown at their quotations; in order, apart */
	VEC(uint8_t) moved;         /* by note: is it shown at a call instead? */
	struct filter filter;
	layout_whole is_whole; /* NULL: none is */
	void *whole_context;
	struct cache cache;
	struct row row;
	struct buf prefix; /* of that row */
};

/* flow.c: greedy fill of one paragraph; appends a row at least. */
struct flow_row {
	size_t start, end; /* in the text */
	int cells;         /* without white space at the end */
};
typedef VEC(struct flow_row) flow_vec;
struct flow {
	struct str text;
	int first, rest; /* widths of the first row and the others, at least 1 */
	bool hang;
	const struct text_terminal *terminal;
};
void layout_flow_fill(const struct flow *, struct text_breaker *, flow_vec *out);
/* Hanging indent of a paragraph, in cells: the width of its list mark or of its indent; 0: none. */
int layout_flow_hanging(struct str paragraph, int width, const struct text_terminal *);

/* paragraph.c: the lines of a paragraph and its insets. */
struct make { /* a paragraph in the making */
	struct layout *l;
	struct laid *laid;
};
void layout_paragraph_lay(struct layout *, struct laid *);
/* The lines of a part of a paragraph that stands in a frame, with what is open under it. */
void layout_paragraph_part(struct make *, struct span, uint32_t frame);
/* What is open under a range that is shown otherwise: the reader's translations, the notes that it calls. */
void layout_paragraph_below(struct make *, struct span, uint32_t frame);
/* Rows of document text, of own text; *first: the next row has the frame's first prefix. */
void layout_paragraph_rows(struct make *, struct span, uint32_t frame, enum row_kind, bool *first);
void layout_paragraph_own_rows(struct make *, struct slice, size_t at, uint32_t frame, enum row_kind, bool *first);

/* inset.c: what is shown under a paragraph. */
struct slice layout_inset_own(struct make *, struct str);
void layout_inset_note(struct make *, uint32_t parent, size_t call, uint32_t note);
bool layout_inset_opens(const struct make *, uint32_t frame, size_t call, uint32_t note);
/* reader: NULL: the document's own. marked: with "= " before it; width: of the right column, else 0. */
void layout_inset_translation(struct make *, uint32_t parent, const struct quotation *,
			      const struct layout_translation *reader, bool marked, int width);
void layout_inset_passage(struct make *, uint32_t parent, struct span part, const struct layout_translation *);

/* reader.c: translations that are not the document's own. */
typedef VEC(const struct layout_translation *) reader_vec;
bool layout_reader_any(const struct layout *, const struct quotation *);
/* What is shown at a quotation, in order; NULL stands for the document's own. Appends. */
void layout_reader_list(const struct layout *, const struct quotation *, reader_vec *out);
/* Shows or hides those whose passage is called from `call`. */
void layout_reader_open(struct layout *, size_t call, bool open);
/* Those of passages that are no quotation, end in the part and are shown. Appends. */
void layout_reader_passages(struct layout *, struct span part, reader_vec *out);

/* folds.c: what is open, shown, hidden. */
bool layout_folds_note_open(const struct layout *, const struct position *path, size_t call);
bool layout_folds_any_note(const struct layout *);             /* can any note be open? */
bool layout_folds_any_translation(const struct layout *);      /* can any translation be shown? */
uint32_t layout_folds_note_around(struct layout *, size_t at); /* the note that stands there, DOC_NONE: none */
void layout_folds_refresh(struct layout *);
/* The hidden range that holds `at`, or NULL. */
const struct hidden *layout_folds_hidden(const hidden_vec *, size_t at);

/* shown.c: which paragraphs have rows. */
bool layout_shown_is(struct layout *, struct span paragraph);
/* The first paragraph with rows at or after the one that holds `at` / at or before it. False: none. */
bool layout_shown_from(struct layout *, size_t at, struct span *out);
bool layout_shown_until(struct layout *, size_t at, struct span *out);

/* cache.c */
struct laid *layout_cache_get(struct layout *, struct span paragraph);
void layout_cache_clear(struct layout *);

#endif
