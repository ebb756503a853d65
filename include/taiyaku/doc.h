/* doc: an immutable text and the structure that was recognised in it. Knows no format and no screen.
 *
 * Positions are byte offsets in the document's text (UTF-8, LF), ranges are half-open, lines are
 * 1-based source lines. A reader (module read) makes the document and recognises it part by part:
 * up to 4 MiB the whole is one part; a larger text has parts of about 64 KiB, recognised when they are
 * first asked for or while idle, linked as the scan comes by. Of a small one, the first few
 * KiB may be recognised alone, and the whole when another place is asked for or while idle: until then (generation 1,
 * not complete) notes are not linked and ids and pointers are provisional; then they stay valid for the life of
 * the document. In a large document ids stay valid too, but are in the order of recognition: in the order of the
 * text only where nothing was asked for before the scan (read_options.whole).
 */
#ifndef TAIYAKU_DOC_H
#define TAIYAKU_DOC_H

#include "taiyaku/base.h"

struct doc;

#define DOC_NONE UINT32_MAX /* no index */

enum block_kind { /* a run of lines with one job */
	BLOCK_PARAGRAPH,
	BLOCK_TITLE,
	BLOCK_HEADING,     /* level 1 to 6; index: its section */
	BLOCK_QUOTE,       /* 「…」 alone, indented or >-marked runs, a copied web quote */
	BLOCK_POST,        /* index: its post */
	BLOCK_NOTE,        /* index: its note; holds other blocks */
	BLOCK_FIGURE,      /* index: its figure */
	BLOCK_VERSE,
	BLOCK_RULE,
	BLOCK_TRANSLATION, /* an author's translation that stands as blocks of its own; its label line included */
	BLOCK_CITATION,    /* a citation that is a paragraph of its own */
	BLOCK_DATE, BLOCK_AUTHOR,
	BLOCK_COLOPHON,
};
struct block {
	enum block_kind kind;
	size_t start, end;   /* from the start of its first line to the end (without LF) of its last */
	size_t first_line, last_line; /* 0 where lines are not counted yet (large documents) */
	uint32_t parent;     /* in the same part, DOC_NONE: none; parents come before their children */
	uint32_t index;      /* of the section, note, post, figure; or DOC_NONE */
	int level;           /* of a heading */
};

enum mark_kind { MARK_CALL, MARK_CITATION, MARK_ANCHOR, MARK_LINK, MARK_QUOTATION, MARK_RUBY, MARK_EMPHASIS };
struct mark { /* a range inside a block with a job */
	enum mark_kind kind;
	size_t start, end;
	uint32_t index;      /* of the call, citation, anchor, link, quotation */
};

struct section { int level; size_t start, end; /* of its title, numbering included */ size_t line; struct str title; };
struct note_call { size_t start, end; uint32_t note; /* DOC_NONE: no such note */ size_t line; struct str label; };
struct note { struct str label; size_t start, end; /* its lines, label included */ size_t body; /* where its text starts */
	      size_t line, last_line; };
struct anchor { size_t start, end; uint32_t post; /* the quoted post it stands in, or DOC_NONE */ long from, to; };
struct post_quote { /* a post that the document quotes with its head line */
	long number;                     /* -1: none */
	struct str name, mail, slip, id, trip, date_text;
	struct str posted_at;            /* RFC 3339 with offset, empty: none */
	struct str thread;               /* title as cited, empty: none */
	uint32_t citation;               /* that names its thread, or DOC_NONE */
	size_t start, end, body;         /* its lines; where the text after the head line starts */
	size_t line, last_line;
	struct str text;                 /* lines joined with LF, blank lines of copying left out */
	uint32_t anchors, n_anchors;     /* consecutive in doc's anchors */
};
struct citation {
	size_t start, end, line;
	struct str text;                 /* as written, brackets included */
	struct str date;                 /* YYYY-MM-DD or YYYY-MM, empty: none */
	struct str title, url;           /* url: blanks taken out; empty: none */
	const long *numbers; size_t n_numbers;    /* ranges are listed number by number up to 1,000 */
	size_t quote_line;               /* first line of the quote or post it stands under, 0: none */
	struct span quote;               /* its text's range, POS_NONE: none */
	uint32_t post;                   /* the quoted post it stands under, or DOC_NONE */
	bool default_thread;             /* 以下…による: its thread serves from here on */
	uint32_t base;                   /* the citation that 同, 前掲, ibid. and bare numbers lean on, or DOC_NONE */
};
struct quotation { /* a foreign-language run */
	size_t start, end, line;
	struct str language, text;       /* BCP 47: en, ja, … */
	struct str translation;          /* empty: none */
	struct span translation_at;      /* where in the document, POS_NONE: not there */
	struct span folded;              /* the lines that only repeat it below the quote (label and translation), when they
	                                    follow it directly: hidden while it is shown at the quote; POS_NONE: none */
	size_t translation_line;
	struct str label;                /* 私訳, empty: none */
	const char *match;               /* "whole", "sentence", "part of a sentence" or NULL */
};
struct doc_link { size_t start, end, line; struct str text, url; bool complete; };
struct figure { size_t start, end, line; struct str label, caption; };

/* ---- the text ------------------------------------------------------------------------------------ */
struct str doc_text(const struct doc *);       /* all of it; of a large document mapped, step it with text_next() */
const char *doc_id(struct doc *);              /* "sha256:…"; of a large one computed on the first call */
struct str doc_title(const struct doc *), doc_author(const struct doc *), doc_date(const struct doc *);
struct str doc_language(const struct doc *);   /* "ja", "en", …; empty: unknown */
const char *doc_format(const struct doc *);    /* "plain" */
const char *doc_encoding(const struct doc *);  /* of the source bytes */
const char *doc_path(const struct doc *);      /* as opened; NULL: standard input */
size_t doc_bad_bytes(const struct doc *);
bool doc_large(const struct doc *);            /* recognised in parts */

/* A paragraph for layout: a source line, or a piece of at most DOC_PIECE bytes of a longer one, cut where a
 * row may end, the same from whichever side it is come to. start <= at; the LF is not in it. */
#ifndef DOC_PIECE
#define DOC_PIECE ((size_t)256 << 10)
#endif
struct span doc_paragraph(const struct doc *, size_t at);
size_t doc_paragraph_after(const struct doc *, struct span); /* start of the next, POS_NONE: the last one */
/* Line of a position; start of a line (POS_NONE: no such line). Counting 100 MB takes tens of milliseconds once. */
size_t doc_line_at(struct doc *, size_t at);
size_t doc_line_start(struct doc *, size_t line);
size_t doc_lines(struct doc *);
size_t doc_code_points_before(struct doc *, size_t at);

/* ---- the structure -------------------------------------------------------------------------------- */
/* Recognition as far as [start, end) needs it. Called by the functions below; cheap when done. */
void doc_recognise(struct doc *, size_t start, size_t end);
/* One slice of the rest, about `ms` milliseconds; false: nothing is left to do. */
bool doc_idle(struct doc *, int ms);
/* Puts what is really there in place of what was found for the first frame: ids that are kept over keys are asked for
 * after this. Once milliseconds for an essay; then nothing. */
void doc_settle(struct doc *);
bool doc_complete(const struct doc *);
unsigned doc_generation(const struct doc *); /* changes whenever blocks or marks did */

/* The innermost block that holds `at`; NULL: plain text between blocks. Parents by doc_block_parent(). */
const struct block *doc_block_at(struct doc *, size_t at);
const struct block *doc_block_parent(struct doc *, const struct block *);
/* Marks that overlap [start, end), in order: fills out[0..max), returns how many there are. */
size_t doc_marks(struct doc *, size_t start, size_t end, const struct mark **out, size_t max);
/* The next mark of a kind set (bits 1 << kind) that starts after `at` / the last one that starts before it. */
const struct mark *doc_mark_after(struct doc *, size_t at, unsigned kinds);
const struct mark *doc_mark_before(struct doc *, size_t at, unsigned kinds);
const struct block *doc_block_after(struct doc *, size_t at, unsigned kinds); /* by block kind */
const struct block *doc_block_before(struct doc *, size_t at, unsigned kinds);

size_t doc_sections(const struct doc *);   const struct section *doc_section(const struct doc *, size_t i);
size_t doc_notes(const struct doc *);      const struct note *doc_note(const struct doc *, size_t i);
size_t doc_calls(const struct doc *);      const struct note_call *doc_call(const struct doc *, size_t i);
size_t doc_posts(const struct doc *);      const struct post_quote *doc_post(const struct doc *, size_t i);
size_t doc_anchors(const struct doc *);    const struct anchor *doc_anchor(const struct doc *, size_t i);
size_t doc_citations(const struct doc *);  const struct citation *doc_citation(const struct doc *, size_t i);
size_t doc_quotations(const struct doc *); const struct quotation *doc_quotation(const struct doc *, size_t i);
size_t doc_links(const struct doc *);      const struct doc_link *doc_link(const struct doc *, size_t i);
size_t doc_figures(const struct doc *);    const struct figure *doc_figure(const struct doc *, size_t i);
/* The section that `at` stands in (the last heading before it), DOC_NONE: before the first. */
uint32_t doc_section_at(struct doc *, size_t at);

/* ---- findings (check.c): what is doubtful without looking at any store --------------------------- */
struct finding { const char *kind; /* as in DESIGN 4 */ size_t line; struct str text; char *message; };
typedef VEC(struct finding) finding_vec;
void doc_check(struct doc *, finding_vec *out);
void doc_findings_free(finding_vec *);

/* ---- making one (module read) ---------------------------------------------------------------------- */
struct doc_source {
	struct buf text;           /* owned by the document from then on; or */
	struct file_map map;       /* mapped: text_start bytes into it the text begins (after a BOM) */
	size_t text_start;
	const char *path, *format, *encoding; /* copied; path NULL: standard input or memory */
	size_t bad;
};
struct doc_recogniser { /* what a format does; self is freed with the document */
	/* Adds what stands in [start, end), whole paragraphs. provisional: will be asked again for all of it, after
	 * everything has been forgotten. */
	void (*part)(void *self, struct doc *, size_t start, size_t end, bool provisional);
	void (*finish)(void *self, struct doc *); /* after the last part: links what spans parts; NULL: nothing to do */
	void (*free)(void *self);
};
struct doc *doc_new(struct doc_source *, const struct doc_recogniser *, void *self);
void doc_set_meta(struct doc *, struct str title, struct str author, struct str date, struct str language); /* copied; p NULL: as it is */
struct str doc_keep(struct doc *, struct str); /* a copy that lives as long as the document */
void *doc_alloc(struct doc *, size_t n);
/* Each returns the id; texts inside must be slices of the document or kept. */
uint32_t doc_add_section(struct doc *, struct section);
uint32_t doc_add_note(struct doc *, struct note);
uint32_t doc_add_call(struct doc *, struct note_call);
uint32_t doc_add_post(struct doc *, struct post_quote);
uint32_t doc_add_anchor(struct doc *, struct anchor);
uint32_t doc_add_citation(struct doc *, struct citation);
uint32_t doc_add_quotation(struct doc *, struct quotation);
uint32_t doc_add_link(struct doc *, struct doc_link);
uint32_t doc_add_figure(struct doc *, struct figure);
/* To the part being recognised, in any order; parents are found by the ranges, which must nest. */
void doc_add_block(struct doc *, struct block);
void doc_add_mark(struct doc *, struct mark);

void doc_free(struct doc *); /* NULL is allowed */

#endif
