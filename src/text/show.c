/* What stands on the screen for a cluster.
 *
 * Only what is known to be harmless passes as it is: assigned characters that are drawn, their marks
 * (four at most, as many as a cell of ncurses holds), joiners and selectors where the terminal is known
 * to draw the whole. Everything else has a visible form, or, where it only steers line breaking or the
 * choice of a glyph, none. The width is the sum of what a terminal makes of the parts, one by one. */
#include "props.h"

#include <stdio.h>
#include <uninorm.h>

enum { MARKS_MAX = 4, ROOM_FOR_REST = 8 };

struct drawing {
	struct text_shown *out;
	const struct text_terminal *term;
	int marks;
	unsigned rest; /* code points that found no room */
	bool pict;     /* a pictograph begins the cluster */
	bool joined;   /* an emoji sequence that this terminal draws as one */
	bool wide;     /* a selector asks for two cells */
};

static void put_bytes(struct drawing *d, const char *p, size_t n, int cells)
{
	if (d->out->n + n > TEXT_SHOWN_MAX - ROOM_FOR_REST) {
		d->rest++;
		return;
	}
	memcpy(d->out->bytes + d->out->n, p, n);
	d->out->n = (uint8_t)(d->out->n + n);
	d->out->cells = (uint8_t)(d->out->cells + cells);
}

static size_t encode(char *p, uint32_t cp)
{
	if (cp < 0x80) {
		p[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		p[0] = (char)(0xC0 | cp >> 6);
		p[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		p[0] = (char)(0xE0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		p[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	p[0] = (char)(0xF0 | cp >> 18);
	p[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	p[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	p[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

static void put_char(struct drawing *d, uint32_t cp)
{
	char utf8[4];

	put_bytes(d, utf8, encode(utf8, cp), text_char_cells(cp, d->term->ambiguous_wide));
}

static void put_form(struct drawing *d, const char *form) /* ASCII */
{
	size_t n = strlen(form);

	put_bytes(d, form, n, (int)n);
	d->out->stand_in = true;
}

static const char *name_of(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} names[] = {{0x85, "[NEL]"},   {0x61C, "[ALM]"},  {0x200C, "[ZWNJ]"}, {0x200D, "[ZWJ]"}, {0x200E, "[LRM]"},
		     {0x200F, "[RLM]"}, {0x2028, "[LS]"},  {0x2029, "[PS]"},   {0x202A, "[LRE]"}, {0x202B, "[RLE]"},
		     {0x202C, "[PDF]"}, {0x202D, "[LRO]"}, {0x202E, "[RLO]"},  {0x2066, "[LRI]"}, {0x2067, "[RLI]"},
		     {0x2068, "[FSI]"}, {0x2069, "[PDI]"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].cp == cp)
			return names[i].name;
	return NULL;
}

static void put_visible(struct drawing *d, uint32_t cp)
{
	char form[16];
	const char *name = name_of(cp);

	if (name) {
		put_form(d, name);
		return;
	}
	if (cp < 0x20 || cp == 0x7F)
		snprintf(form, sizeof form, "^%c", (int)(cp ^ 0x40));
	else if (cp >= 0xE0000 && cp < 0xE0080)
		snprintf(form, sizeof form, "<TAG>");
	else
		snprintf(form, sizeof form, "<U+%04X>", (unsigned)cp);
	put_form(d, form);
}

/* Steers line breaking or the choice of a glyph, and has nothing to show: a soft hyphen, ZWSP, word
 * joiner, invisible operators, a byte order mark, variation selectors. */
static bool silent(uint32_t cp)
{
	return cp == 0xAD || cp == 0x200B || (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF ||
	       (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

static bool filler(uint32_t cp) /* a blank that looks like none */
{
	return cp == 0x115F || cp == 0x1160 || cp == 0x3164 || cp == 0xFFA0 || cp == 0x180E;
}

static bool noncharacter(uint32_t cp)
{
	return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

static bool drawable(uint32_t cp)
{
	const struct props *p = text_props_of(cp);

	if (p->width == WIDTH_CONTROL || p->flags & PROP_UNASSIGNED || cp == 0x2028 || cp == 0x2029 || filler(cp))
		return false;
	return !(p->flags & PROP_FORMAT) || p->width != WIDTH_0;
}

static void put_joiner(struct drawing *d, uint32_t cp, uint32_t base)
{
	if (d->joined || text_props_of(base)->script == TEXT_OTHER)
		put_char(d, cp); /* an emoji sequence, or a script whose letters it shapes */
	else if (!d->pict)
		put_visible(d, cp);
	else
		d->out->stand_in = true; /* the parts of the sequence, one by one */
}

static void put_mark(struct drawing *d, uint32_t cp)
{
	if (!d->out->n) { /* with nothing below it, it would go to the cell before */
		put_bytes(d, " ", 1, 1);
		d->out->stand_in = true;
	}
	if (d->marks++ < MARKS_MAX)
		put_char(d, cp);
	else
		d->rest++;
}

static void put(struct drawing *d, uint32_t cp, uint32_t base)
{
	if (cp == 0xFE0F && d->term->vs16_wide && d->out->n && !d->out->stand_in) {
		put_char(d, cp);
		d->wide = true;
	} else if (silent(cp)) {
		return;
	} else if (cp == 0x200C || cp == 0x200D) {
		put_joiner(d, cp, base);
	} else if (d->joined && cp >= 0xE0020 && cp < 0xE0080) {
		put_char(d, cp);
	} else if (noncharacter(cp)) {
		put_char(d, 0xFFFD);
		d->out->stand_in = true;
	} else if (!drawable(cp)) {
		put_visible(d, cp);
	} else if (prop(cp, PROP_MARK)) {
		put_mark(d, cp);
	} else {
		put_char(d, cp);
	}
}

/* Is this a flag of a region made of tags (England, Scotland, Wales; UTS #51, ED-14a)? */
static bool tag_flag(struct str s)
{
	static const char *const regions[] = {"gbeng", "gbsct", "gbwls"};

	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
		struct buf b = {0};
		bool same;

		buf_code_point(&b, 0x1F3F4);
		for (const char *c = regions[i]; *c; c++)
			buf_code_point(&b, 0xE0000u + (uint8_t)*c);
		buf_code_point(&b, 0xE007F);
		same = str_eq(s, buf_view(&b));
		buf_free(&b);
		if (same)
			return true;
	}
	return false;
}

/* A sequence of pictographs with joiners, tones or tags that this terminal draws in two cells. */
static bool draws_as_one(struct str s, const struct text_terminal *term)
{
	uint32_t cp;
	size_t i = text_next(s, 0, &cp);

	if (!term->zwj_joins || !prop(cp, PROP_PICT))
		return false;
	for (; i < s.n;) {
		i = text_next(s, i, &cp);
		if (cp >= 0xE0020 && cp < 0xE0080)
			return tag_flag(s);
		if (cp == 0x200D ? i == s.n : cp != 0xFE0F && !prop(cp, PROP_PICT) && !(cp >= 0x1F3FB && cp <= 0x1F3FF))
			return false;
	}
	return true;
}

/* Composed form of a cluster of several code points; what the composed form would change for good
 * (U+FA19 and the like) stays as it is. */
static struct str compose(struct str s, char *room, size_t *size)
{
	uint32_t cp;
	uint8_t *p;

	text_next(s, 0, &cp);
	if (prop(cp, PROP_NOT_NFC) || text_bad(s) != POS_NONE)
		return s;
	p = u8_normalize(UNINORM_NFC, (const uint8_t *)s.p, s.n, (uint8_t *)room, size);
	if (p != (uint8_t *)room) {
		free(p);
		return s;
	}
	return (struct str){room, *size};
}

static void show_tab(int column, struct text_shown *out)
{
	out->cells = out->n = (uint8_t)(8 - column % 8);
	memset(out->bytes, ' ', out->n);
}

static void show_rest(struct drawing *d)
{
	char form[16];

	snprintf(form, sizeof form, "<+%u>", d->rest < 9999 ? d->rest : 9999);
	memcpy(d->out->bytes + d->out->n, form, strlen(form));
	d->out->n = (uint8_t)(d->out->n + strlen(form));
	d->out->cells = (uint8_t)(d->out->cells + strlen(form));
	d->out->stand_in = true;
}

static void show_parts(struct str s, struct drawing *d)
{
	uint32_t cp, base;
	size_t i, after;

	text_next(s, 0, &base);
	for (i = 0; i < s.n; i = after) {
		after = text_next(s, i, &cp);
		put(d, cp, base);
		if (text_stepped_bad(s, i, after, cp))
			d->out->stand_in = true;
	}
	if (d->rest)
		show_rest(d);
	else if (d->joined || (d->wide && !d->out->stand_in))
		d->out->cells = 2;
}

void text_show(struct str s, int column, const struct text_terminal *term, struct text_shown *out)
{
	struct drawing d = {.out = out, .term = term};
	char room[128];
	size_t size = sizeof room;
	uint32_t cp;

	out->n = out->cells = 0;
	out->stand_in = false;
	if (!s.n)
		return;
	if (s.n == 1 && s.p[0] >= 0x20 && s.p[0] < 0x7F) {
		out->bytes[0] = s.p[0];
		out->n = out->cells = 1;
		return;
	}
	if (s.n == 1 && s.p[0] == '\t') {
		show_tab(column, out);
		return;
	}
	if (text_step(s, 0, &cp) < s.n)
		s = compose(s, room, &size);
	else if (prop(cp, PROP_PLAIN) && !text_stepped_bad(s, 0, s.n, cp)) {
		memcpy(out->bytes, s.p, s.n);
		out->n = (uint8_t)s.n;
		out->cells = (uint8_t)text_char_cells(cp, term->ambiguous_wide);
		return;
	}
	text_next(s, 0, &cp);
	d.pict = prop(cp, PROP_PICT);
	d.joined = draws_as_one(s, term);
	show_parts(s, &d);
}

int text_cells(struct str s, const struct text_terminal *term)
{
	struct text_shown shown;
	int cells = 0;
	size_t i, end;

	for (i = 0; i < s.n; i = end) {
		end = text_cluster_next(s, i);
		text_show(str_slice(s, i, end), cells, term, &shown);
		cells += shown.cells;
	}
	return cells;
}

void text_printable(struct str s, const struct text_terminal *term, struct buf *out)
{
	struct text_shown shown;
	int cells = 0;
	size_t i, end;

	for (i = 0; i < s.n; i = end) {
		end = text_cluster_next(s, i);
		text_show(str_slice(s, i, end), cells, term, &shown);
		buf_add(out, shown.bytes, shown.n);
		cells += shown.cells;
	}
}
