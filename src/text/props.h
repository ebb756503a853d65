/* What the program knows of each code point: one record, from tables that gen_props.c makes at
 * build time from the Unicode character database (version 15.0). Private to this folder. */
#ifndef TAIYAKU_TEXT_PROPS_H
#define TAIYAKU_TEXT_PROPS_H

#include "taiyaku/text.h"

enum width_class { WIDTH_0, WIDTH_1, WIDTH_2, WIDTH_AMBIGUOUS, WIDTH_CONTROL };

/* Grapheme_Cluster_Break (UAX #29, table 2). */
enum gcb {
	GCB_OTHER,
	GCB_CR,
	GCB_LF,
	GCB_CONTROL,
	GCB_EXTEND,
	GCB_ZWJ,
	GCB_REGIONAL,
	GCB_PREPEND,
	GCB_SPACING,
	GCB_L,
	GCB_V,
	GCB_T,
	GCB_LV,
	GCB_LVT,
};

enum {
	PROP_UNASSIGNED = 1, /* Cn, Co, Cs: nobody knows what a terminal makes of it */
	PROP_SPACE = 2,      /* White_Space */
	PROP_LETTER = 4,     /* L* or N* */
	PROP_FORMAT = 8,     /* Cf */
	PROP_MARK = 16,      /* Mn or Me */
	PROP_PICT = 32,      /* Extended_Pictographic */
	PROP_FOLDS = 64,     /* Changes_When_NFKC_Casefolded */
	PROP_NOT_NFC = 128,  /* NFC_Quick_Check=No */
	PROP_PLAIN = 256,    /* drawn as it is, and no part of a longer cluster unless marks follow */
};

struct props {
	uint8_t width;  /* enum width_class */
	uint8_t gcb;    /* enum gcb */
	uint8_t script; /* enum text_script */
	uint16_t flags;
};

/* Code point -> block of 128 -> record. */
extern const uint16_t text_props_block[];
extern const uint8_t text_props_record[];
extern const struct props text_props_records[], text_props_none;

/* Of any number: above U+10FFFF it is unassigned. */
static inline const struct props *text_props_of(uint32_t cp)
{
	return cp < 0x110000 ? &text_props_records[text_props_record[(size_t)text_props_block[cp >> 7] << 7 | (cp & 127)]]
			     : &text_props_none;
}

/* text_next() for hot loops: the three bytes of Japanese without a call. */
static inline size_t text_step(struct str s, size_t at, uint32_t *cp)
{
	const uint8_t *p = (const uint8_t *)s.p + at;

	if (p[0] < 0x80) {
		*cp = p[0];
		return at + 1;
	}
	if (p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && s.n - at > 2 && ((p[1] ^ 0x80) | (p[2] ^ 0x80)) < 0x40) {
		*cp = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		return at + 3;
	}
	return text_next(s, at, cp);
}

/* Does the U+FFFD that stepping from at to after gave stand for ill-formed bytes (of one to three), not for itself? */
static inline bool text_stepped_bad(struct str s, size_t at, size_t after, uint32_t cp)
{
	return cp == 0xFFFD && (after - at != 3 || (uint8_t)s.p[at] != 0xEF);
}

static inline bool prop(uint32_t cp, int flag)
{
	return text_props_of(cp)->flags & flag;
}

/* What the cluster rules remember of the code points before. */
struct cluster_state {
	uint8_t before;  /* enum gcb of the code point before */
	bool odd;        /* an odd number of regional indicators before */
	uint8_t pict;    /* 1: a pictograph and its extenders before; 2: and a joiner after them */
};
void text_cluster_first(struct cluster_state *, const struct props *);
bool text_cluster_breaks(struct cluster_state *, const struct props *next); /* and steps on */

#endif
