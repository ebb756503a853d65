/* A number at the start of a text, in the ways that labels, chapters and dates are numbered. */
#include "taiyaku/text.h"

/* The value of a decimal digit in one of the rows of digits; -1: none. */
static int digit_value(uint32_t cp)
{
	static const uint32_t zero[] = {'0', 0xFF10};
	static const uint32_t kanji[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
					 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
	static const uint32_t super[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};

	for (size_t i = 0; i < 2; i++)
		if (cp >= zero[i] && cp <= zero[i] + 9)
			return (int)(cp - zero[i]);
	for (int i = 0; i < 10; i++)
		if (cp == kanji[i] || cp == super[i])
			return i;
	return cp == 0x96F6 ? 0 : -1; /* 零 */
}

enum kind { NO_DIGIT, PLAIN, FULL_WIDTH, KANJI, SUPERSCRIPT };

static enum kind digit_kind(uint32_t cp)
{
	if (digit_value(cp) < 0)
		return NO_DIGIT;
	return cp < 0x80 ? PLAIN : cp >= 0xFF10 ? FULL_WIDTH : cp < 0x2100 ? SUPERSCRIPT : KANJI;
}

static long unit_value(uint32_t cp)
{
	switch (cp) {
	case 0x5341: /* 十 */
		return 10;
	case 0x767E: /* 百 */
		return 100;
	case 0x5343: /* 千 */
		return 1000;
	case 0x4E07: /* 万 */
	case 0x842C: /* 萬 */
		return 10000;
	case 0x5104: /* 億 */
		return 100000000;
	default:
		return 0;
	}
}

/* A numeral of one code point: ① to ⑳, ㉑ to ㊿, ⓪, ❶ to ❿, ⑴ to ⒇, ⒈ to ⒛, Ⅰ to Ⅻ, ⅰ to ⅻ. */
static long single_value(uint32_t cp)
{
	static const struct {
		uint32_t first, last, value;
	} ranges[] = {{0x2160, 0x216B, 1},  {0x2170, 0x217B, 1}, {0x2460, 0x2473, 1},  {0x2474, 0x2487, 1},
		      {0x2488, 0x249B, 1},  {0x24EA, 0x24EA, 0}, {0x24F5, 0x24FE, 1},  {0x2776, 0x277F, 1},
		      {0x2780, 0x2789, 1},  {0x278A, 0x2793, 1}, {0x24EB, 0x24F4, 11}, {0x3251, 0x325F, 21},
		      {0x32B1, 0x32BF, 36}, {0x3220, 0x3229, 1}, {0x3280, 0x3289, 1}};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return (long)cp - (long)ranges[i].first + (long)ranges[i].value;
	return -1;
}

enum { VALUE_MAX = 1000000000 }; /* larger ones are no numbers of anything here: they stay at it */

static long capped(long v)
{
	return v > VALUE_MAX ? VALUE_MAX : v;
}

/* Kanji with units: 十一, 百二十, 一万二千. A digit before a unit multiplies it; 万 and 億 multiply all before. */
struct kanji_number {
	long done, part, digits;
	bool any, digit_last;
};

static void add_unit(struct kanji_number *k, long unit)
{
	if (unit < 10000) {
		k->part = capped(k->part + (k->digit_last ? k->digits : 1) * unit);
	} else {
		k->part = k->part + k->digits;
		k->done = capped(k->done + (k->part && k->part < 10000 ? k->part : 1) * unit);
		k->part = 0;
	}
	k->digits = 0;
	k->digit_last = false;
}

static size_t read_kanji(struct str s, long *value)
{
	struct kanji_number k = {0};
	size_t i = 0, after;
	uint32_t cp;

	for (; i < s.n; i = after, k.any = true) {
		after = text_next(s, i, &cp);
		if (digit_kind(cp) == KANJI) {
			k.digits = capped(k.digits * 10 + digit_value(cp));
			k.digit_last = true;
		} else if (unit_value(cp)) {
			add_unit(&k, unit_value(cp));
		} else {
			break;
		}
	}
	*value = capped(k.done + k.part + k.digits);
	return k.any ? i : 0;
}

size_t text_number(struct str s, long *value)
{
	size_t i = 0, after;
	uint32_t cp;
	enum kind kind;

	if (!s.n)
		return 0;
	after = text_next(s, 0, &cp);
	kind = digit_kind(cp);
	if (kind == KANJI || unit_value(cp))
		return read_kanji(s, value);
	if (single_value(cp) >= 0) {
		*value = single_value(cp);
		return after;
	}
	if (kind == NO_DIGIT)
		return 0;
	for (*value = 0; i < s.n; i = after) {
		after = text_next(s, i, &cp);
		if (digit_kind(cp) != kind)
			break;
		*value = capped(*value * 10 + digit_value(cp));
	}
	return i;
}
