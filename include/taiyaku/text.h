/* text: characters, grapheme clusters, widths, line breaks, sentences, folding, search, regular
 * expressions, encodings. The only module that knows ICU and libunistring; their types stay inside.
 *
 * Texts are UTF-8. Nothing here trusts its input: a maximal ill-formed subpart is stepped over as
 * one U+FFFD (Unicode 15.0, 3.9, "U+FFFD Substitution of Maximal Subparts"). Offsets are bytes,
 * widths are terminal cells.
 */
#ifndef TAIYAKU_TEXT_H
#define TAIYAKU_TEXT_H

#include "taiyaku/base.h"

/* ---- stepping (utf8.c) ----------------------------------------------------------------------- */
/* The code point at `at` (< s.n) into *cp; returns where the next one starts. */
size_t text_next(struct str s, size_t at, uint32_t *cp);
/* The code point before `at` (> 0) into *cp; returns where it starts. */
size_t text_prev(struct str s, size_t at, uint32_t *cp);
/* Offset of the first ill-formed byte, or POS_NONE. */
size_t text_bad(struct str s);
size_t text_code_points(struct str s); /* how many */

/* ---- grapheme clusters (cluster.c; UAX #29) --------------------------------------------------- */
size_t text_cluster_next(struct str s, size_t at); /* end of the cluster that starts at `at` */
size_t text_cluster_prev(struct str s, size_t at); /* start of the cluster that ends at `at` */

/* ---- character properties (props.c) ----------------------------------------------------------- */
enum text_script { /* of one code point; what recognition needs */
	TEXT_COMMON, /* digits, punctuation, spaces, symbols */
	TEXT_KANA,
	TEXT_HAN,
	TEXT_HANGUL,
	TEXT_LATIN,
	TEXT_CYRILLIC,
	TEXT_GREEK,
	TEXT_OTHER, /* letters of any other script */
};
enum text_script text_script(uint32_t cp);
bool text_is_space(uint32_t cp);  /* White_Space, U+3000 included */
bool text_is_blank(struct str);    /* nothing but that */
bool text_is_letter(uint32_t cp); /* L* or N* */
/* A number at the start of s: ASCII, full-width or kanji digits (十一, 二〇二二, 百), superscripts,
 * circled, small and capital Roman numerals of one code point. Returns bytes taken, 0 where there is none. */
size_t text_number(struct str s, long *value);

/* ---- widths (width.c; the table is made at build time from Unicode 15.0) ---------------------- */
struct text_terminal { /* what the terminal draws, found by asking it; {0} is safe everywhere */
	bool ambiguous_wide; /* East Asian Ambiguous takes two cells */
	bool vs16_wide;      /* base + U+FE0F takes two cells */
	bool zwj_joins;      /* a ZWJ sequence takes two cells */
};
/* Cells of a code point: 0, 1, 2. Controls and unassigned: -1 (they have a visible form instead). */
int text_char_cells(uint32_t cp, bool ambiguous_wide);

/* What stands on the screen for a cluster: NFC, or a visible form where the cluster must not reach
 * a terminal as it is (controls, bidi controls, invisible, unassigned, private use, too many marks):
 * "^[", "<202E>", "[RLO]" and the like (reference: rules S1 to S7). Every surface uses this one function. */
#define TEXT_SHOWN_MAX 48
struct text_shown {
	char bytes[TEXT_SHOWN_MAX]; /* never a control, never more than one cluster unless stand_in */
	uint8_t n;                  /* bytes */
	uint8_t cells;              /* 0 only for what is shown as nothing: a soft hyphen, a joiner outside a row's end */
	bool stand_in;              /* a visible form: drawn in its own style */
};
/* cluster: one grapheme cluster; column: cells from the start of the text in the row (for TAB, to multiples of 8). */
void text_show(struct str cluster, int column, const struct text_terminal *, struct text_shown *out);
/* Cells of a run of clusters that starts at column 0, as text_show() would draw it. */
int text_cells(struct str s, const struct text_terminal *);
/* s made fit for one row of any surface (messages, titles, file names): each cluster as text_show() has it. */
void text_printable(struct str s, const struct text_terminal *, struct buf *out);

/* ---- line breaks (breaks.c; ICU ja@lb=… and the kinsoku filter of typography.md 1.4) ---------- */
enum text_level { TEXT_STRICT, TEXT_NORMAL, TEXT_LOOSE };
enum { TEXT_BREAK = 1, TEXT_CLUSTER = 2 }; /* a row may start here; a cluster starts here */
struct text_breaker; /* opened on first use: ICU costs 0.2 ms */
struct text_breaker *text_breaker_new(enum text_level);
void text_breaker_free(struct text_breaker *);
/* One flag byte for each byte of the paragraph (no line end inside), valid until the next call. */
const uint8_t *text_breaks(struct text_breaker *, struct str paragraph);
/* May this cluster hang in the right margin? 、。，．､｡ (K20) */
bool text_hangs(struct str cluster);

/* ---- sentences (sentence.c) ------------------------------------------------------------------- */
/* Ranges of the sentences of s, white space between them left out. Japanese (。！？ with closing
 * brackets after, not inside 「」) and Latin (ICU's rules) in one text. */
typedef VEC(struct span) span_vec;
void text_sentences(struct str s, span_vec *out);

/* ---- words (word.c) --------------------------------------------------------------------------- */
/* Ranges of the words of s: what holds a letter or a number; Japanese by ICU's dictionary. */
void text_words(struct str s, span_vec *out);

/* ---- folding and search (fold.c, search.c) ----------------------------------------------------- */
enum text_fold_level { TEXT_EXACT, TEXT_COMPAT, TEXT_KANA_FOLD, TEXT_LOOSE_FOLD }; /* typography.md 4, levels 0 to 3 */
struct text_folded {
	struct buf text;       /* folded UTF-8 */
	VEC(uint32_t) source;  /* for each folded byte the source offset of the cluster it came from; and one more: the end */
};
void text_fold(struct str s, enum text_fold_level, struct text_folded *out); /* appends nothing: clears first */
void text_folded_free(struct text_folded *);
/* Every way to copy a text makes the same: NFKC_Casefold, dashes and waves joined, no white space, no
 * invisible characters. For comparing quotes with posts and titles with titles (boards.md 11.3). */
void text_fold_copy(struct str s, struct text_folded *out);
/* A search needle: folded once; smart case is not offered (case always folds except at TEXT_EXACT). */
struct text_needle;
struct text_needle *text_needle_new(struct str needle, enum text_fold_level);
void text_needle_free(struct text_needle *);
bool text_needle_empty(const struct text_needle *);
/* The first hit in s at or after from, as a range of s at cluster edges. False: none. */
bool text_find(const struct text_needle *, struct str s, size_t from, struct span *hit);

/* ---- regular expressions (regex.c; ICU's, named groups, a time limit) -------------------------- */
struct text_regex;
struct text_regex *text_regex_new(struct str pattern, struct err *); /* (?<name>…) groups; compiled on first use is the caller's affair */
void text_regex_free(struct text_regex *);
struct text_subject; /* a text made ready for many expressions */
struct text_subject *text_subject_new(void);
void text_subject_free(struct text_subject *);
void text_subject_set(struct text_subject *, struct str s); /* s must outlive its use */
/* The first match at or after byte `from`: whole match in *m. False: none, or the time limit was reached. */
bool text_regex_find(struct text_regex *, struct text_subject *, size_t from, struct span *m);
/* A named group of the last match; false: no such group, or it took no part. */
bool text_regex_group(const struct text_regex *, const char *name, struct span *g);

/* ---- encodings (encoding.c) --------------------------------------------------------------------- */
struct text_decoding {
	char encoding[24];     /* "UTF-8", "CP932", "EUC-JP", "ISO-2022-JP", "WINDOWS-1252", "UTF-16LE", "UTF-16BE" */
	bool bom;              /* was there, and is cut off */
	size_t bad;            /* ill-formed sequences that became U+FFFD */
	bool cr;               /* CR LF or CR became LF */
	bool binary;           /* NUL bytes in what is no UTF-16: probably no text */
};
/* What the bytes are encoded in, by BOM, ESC sequences, validity and scores: never NULL. A sample from
 * the start will do, if it ends at a line end. */
const char *text_detect(struct str bytes);
/* Decodes to UTF-8 with LF. encoding: a name as above (case, - and _ do not count, sjis shift_jis and
 * the like are known) or NULL to detect. Fails only on an unknown name. */
bool text_decode(struct str bytes, const char *encoding, struct buf *out, struct text_decoding *info, struct err *);

#endif
