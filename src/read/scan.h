/* Inside read: recognition of a plain text. One struct scan lives for one part of a document; struct reader keeps what
 * parts share. The steps (plain.c) run one after the other over the lines that hold anything; each takes lines
 * that no earlier one took (kind LINE_TEXT) or adds ranges inside lines. Nothing is added to the document before the
 * last step (emit.c), so every step may look at what the others found. */
#ifndef TAIYAKU_READ_SCAN_H
#define TAIYAKU_READ_SCAN_H

#include "taiyaku/doc.h"
#include "taiyaku/profile.h"
#include "taiyaku/read.h"
#include "taiyaku/text.h"

#define NONE UINT32_MAX

enum line_kind {
	LINE_TEXT,
	LINE_TITLE,
	LINE_HEADING,
	LINE_POST,
	LINE_QUOTE,
	LINE_FIGURE,
	LINE_RULE,
	LINE_CITATION,
	LINE_TRANSLATION,
	LINE_DATE,
	LINE_AUTHOR,
	LINE_COLOPHON,
};
struct line { /* one that holds something */
	size_t start, end;  /* of the source line, without LF */
	struct str text;    /* without blanks (also U+3000) at its ends */
	size_t number;      /* 1-based */
	int before, after;  /* blank lines around; GAP_EDGE at the ends of the text */
	int chars;          /* of text */
	enum line_kind kind;
	bool spaced;        /* one of the blank lines before holds white space */
	bool indented;
	bool foreign;       /* all of it is in another language than the document */
	bool heading_like;
	uint32_t note, post, item; /* in the scan's lists, or NONE; item: heading, quote run, figure */
};
#define GAP_EDGE 1000

struct heading { uint32_t line; int rank, level; bool notes, sources, set_off, numbered, room; };
struct link { size_t start, end; struct str text, url; bool complete; };
struct call { /* a call or a label, as far as its form goes */
	size_t start, end;
	uint32_t line;
	int style, family;
	long number;
	bool label;  /* at the start of its line */
	bool strong; /* directly after what it explains, not like a list in running text */
	uint32_t note; /* in notes, or NONE */
	bool taken;
};
struct note_item { uint32_t label, first, last, group; size_t body; }; /* label: in calls; first, last: lines */
struct note_group { uint32_t first_label, n; int family; uint32_t first_note; };
struct post_item {
	uint32_t first, last; /* lines */
	size_t start, head_end, end; /* end: without a citation at its end */
	long number;
	struct str name, mail, slip, id, trip, date_text, posted_at;
	uint32_t citation;
};
struct cite_item {
	size_t start, end;
	uint32_t line, note;
	bool own; /* a paragraph of its own */
	bool same_day, again, earlier, quoted, bare, makes_default, no_year;
	char date[12];
	struct str title, url;
	VEC(long) numbers;
	struct span quote;
	size_t quote_line;
	uint32_t post, base, id;
};
struct quote_item { uint32_t first, last; };
struct foreign_item { /* a quotation */
	size_t start, end;
	uint32_t line, last_line;
	struct str language, text;
	bool whole; /* the whole of its lines, but for quotation marks */
	struct str translation, label;
	struct span at, folded;
	const char *match;
};
struct figure_item { uint32_t first, last; struct str label, caption; };

struct carried { /* a call whose note did not come in its part */
	size_t start, end;
	int family;
	long number;
};
struct known_pair { /* a quotation that has its translation */
	struct str text, translation, label;
};

struct reader { /* one a document */
	struct profile *profile;
	struct str language;
	bool japanese;
	int prose_gap;     /* blank lines between paragraphs, as a rule */
	bool prose_indented;
	size_t bad;
	unsigned ranks;    /* bit r: a heading of rank r was seen */
	uint32_t default_cite, last_cite; /* ids in the document, of the parts before */
	size_t carried_to; /* where they and the calls were carried to */
	VEC(struct carried) carried;
	VEC(struct known_pair) pairs;
};

struct scan {
	struct doc *d;
	struct reader *r;
	struct profile *p;
	struct str text; /* of the document */
	size_t start, end;
	bool provisional, first, last; /* first, last: the ends of the document are in it */
	struct text_subject *subject;
	VEC(struct line) lines;
	VEC(struct heading) headings;
	VEC(struct link) links;
	VEC(struct call) calls;
	VEC(struct note_item) notes;
	VEC(struct note_group) groups;
	VEC(struct post_item) posts;
	VEC(struct cite_item) cites;
	VEC(struct quote_item) quotes;
	VEC(struct foreign_item) foreign;
	VEC(struct figure_item) figures;
	VEC(struct span) taken;
	struct str title, author, date;
};

/* lines.c */
void scan_lines(struct scan *);
void read_facts(struct reader *, struct str head); /* language, spacing, indentation of a text, from its start */
bool scan_is_blank(uint32_t cp);                     /* a space in a line: ASCII, TAB, U+3000, NBSP */
struct str scan_trim_blanks(struct str);
bool scan_ends_sentence(struct str);                 /* 。.！?… and closing brackets after them */
struct profile_line scan_rule_line(struct scan *, struct str);
int scan_indent(const struct scan *, const struct line *); /* cells of blanks before it; a full-width one that begins a paragraph is one */
/* How far a quoted line is set in: further than a paragraph's first line, which is one full-width blank or less. */
#define SET_IN 2
uint32_t scan_line_of(const struct scan *, size_t at); /* the last line that starts at or before; NONE */
size_t scan_offset_of(const struct scan *, const char *p);
/* brackets.c */
size_t scan_close_of(struct str s, size_t at, const pair_vec *, size_t *open_n); /* where the pair that opens at `at` closes (before the closing mark), or POS_NONE */
bool scan_is_wrapped(struct str s, const pair_vec *, struct str *inside);         /* all of s is one pair of marks */
size_t scan_paren_close(struct str s, size_t at, size_t *open_n, size_t *close_n); /* of ( or （ at `at`, nested */
const struct str_pair *scan_pair_before(struct str s, size_t end, const pair_vec *, size_t *open); /* a pair that closes right before end */
/* the steps */
void scan_rules(struct scan *);
void scan_headings(struct scan *);
void scan_links(struct scan *);
void scan_calls(struct scan *);
void scan_notes(struct scan *);
void scan_posts(struct scan *);
void scan_citations(struct scan *);
void scan_quotes(struct scan *);
void scan_figures(struct scan *);
void scan_set_off(struct scan *);
void scan_matter(struct scan *);
void scan_foreign(struct scan *);
void scan_translations(struct scan *);
void scan_resolve(struct scan *); /* 同日, 同, 前掲, bare numbers */
void scan_emit(struct scan *);

/* shared questions */
bool scan_in_link(const struct scan *, size_t at);
const struct cite_item *scan_cite_at(const struct scan *, size_t at);
/* translation.c: does a line begin or end with a label of a translation; is it nothing else? */
bool scan_has_label(const struct scan *, struct str);
bool scan_is_label(const struct scan *, struct str);
bool scan_all_foreign(const struct scan *, struct str); /* is all of a line in another language? */
/* taken.c: what is taken by citations, links and calls: the first such range that overlaps [from, to), or NULL. */
void scan_taken(struct scan *);
const struct span *scan_taken_in(const struct scan *, size_t from, size_t to);
bool scan_heading_between(const struct scan *, uint32_t line_a, uint32_t line_b);
/* Reads a date with the rules; fills "YYYY-MM-DD" or "YYYY-MM"; takes: bytes used. */
bool read_date(struct scan *, rule_vec *, struct str t, char out[12], size_t *taken, bool *no_year);
uint32_t scan_default_for(const struct scan *, size_t at); /* the citation whose thread serves at `at` */
long read_digits(struct str s, size_t *taken, int most); /* ASCII and full-width; -1: none */
bool scan_parse_citation(struct scan *, struct str inner, struct cite_item *);

#endif
