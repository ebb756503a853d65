/* The kinsoku filter on top of ICU's line breaks. It takes breaks away, and gives some back:
 * before an opening and after a closing single quote beside Japanese (K1, K2), around ― (K11), and,
 * in normal and loose, before U+2010 and U+2013 between Japanese (K4).
 *
 * Classes and numbers of rules (K1 to K20) are those of JLREQ appendix A as the reference numbers them. */
#include "kinsoku.h"
#include "props.h"

static uint32_t at(const struct kinsoku *p, size_t k)
{
	return k < p->n ? p->cp[k] : ' ';
}

static bool in(uint32_t cp, const uint32_t *set)
{
	while (*set && *set != cp)
		set++;
	return *set != 0;
}

#define SET(...) ((const uint32_t[]){__VA_ARGS__, 0})

enum {
	OPENS = 1,   /* K1 */
	CLOSES = 2,  /* K2 */
	STOPS = 4,   /* K3 */
	DIVIDES = 8, /* K6 */
	WAVE = 16,   /* K4 with its twin of CP932, K5 */
	MIDDLE = 32, /* K7, K8: middle dots, iteration marks */
	SMALL = 64,  /* K9, K10: long vowels, small kana */
};

static const uint8_t latin[256] = {['!'] = DIVIDES, ['?'] = DIVIDES, [0xAB] = OPENS, [0xBB] = CLOSES};

static const uint8_t general[256] = {
	[0x10] = WAVE,   [0x13] = WAVE,    [0x18] = OPENS,   [0x19] = CLOSES,  [0x1C] = OPENS,
	[0x1D] = CLOSES, [0x3C] = DIVIDES, [0x47] = DIVIDES, [0x48] = DIVIDES, [0x49] = DIVIDES};

static const uint8_t kana[256] = {
	[0x01] = STOPS,  [0x02] = STOPS, [0x05] = MIDDLE, [0x08] = OPENS,  [0x09] = CLOSES, [0x0A] = OPENS,
	[0x0B] = CLOSES, [0x0C] = OPENS, [0x0D] = CLOSES, [0x0E] = OPENS,  [0x0F] = CLOSES, [0x10] = OPENS,
	[0x11] = CLOSES, [0x14] = OPENS, [0x15] = CLOSES, [0x16] = OPENS,  [0x17] = CLOSES, [0x18] = OPENS,
	[0x19] = CLOSES, [0x1C] = WAVE,  [0x1D] = OPENS,  [0x1F] = CLOSES, [0x3B] = MIDDLE, [0x41] = SMALL,
	[0x43] = SMALL,  [0x45] = SMALL, [0x47] = SMALL,  [0x49] = SMALL,  [0x63] = SMALL,  [0x83] = SMALL,
	[0x85] = SMALL,  [0x87] = SMALL, [0x8E] = SMALL,  [0x95] = SMALL,  [0x96] = SMALL,  [0x9D] = MIDDLE,
	[0x9E] = MIDDLE, [0xA0] = WAVE,  [0xA1] = SMALL,  [0xA3] = SMALL,  [0xA5] = SMALL,  [0xA7] = SMALL,
	[0xA9] = SMALL,  [0xC3] = SMALL, [0xE3] = SMALL,  [0xE5] = SMALL,  [0xE7] = SMALL,  [0xEE] = SMALL,
	[0xF5] = SMALL,  [0xF6] = SMALL, [0xFB] = MIDDLE, [0xFC] = SMALL,  [0xFD] = MIDDLE, [0xFE] = MIDDLE,
};

static const uint8_t forms[256] = {
	[0x01] = DIVIDES, [0x08] = OPENS,   [0x09] = CLOSES, [0x0C] = STOPS,  [0x0E] = STOPS, [0x1A] = MIDDLE,
	[0x1B] = MIDDLE,  [0x1F] = DIVIDES, [0x3B] = OPENS,  [0x3D] = CLOSES, [0x5B] = OPENS, [0x5D] = CLOSES,
	[0x5E] = WAVE,    [0x5F] = OPENS,   [0x60] = CLOSES, [0x61] = STOPS,  [0x62] = OPENS, [0x63] = CLOSES,
	[0x64] = STOPS,   [0x65] = MIDDLE,  [0x67] = SMALL,  [0x68] = SMALL,  [0x69] = SMALL, [0x6A] = SMALL,
	[0x6B] = SMALL,   [0x6C] = SMALL,   [0x6D] = SMALL,  [0x6E] = SMALL,  [0x6F] = SMALL, [0x70] = SMALL,
};

static unsigned class_of(uint32_t cp)
{
	switch (cp >> 8) {
	case 0x00:
		return latin[cp];
	case 0x20:
		return general[cp & 0xFF];
	case 0x30:
		return kana[cp & 0xFF];
	case 0x31:
		return cp >= 0x31F0 ? SMALL : 0;
	case 0xFF:
		return forms[cp & 0xFF];
	default:
		return 0;
	}
}

static bool opens(uint32_t cp)
{
	return class_of(cp) & OPENS;
}

static bool blank(uint32_t cp) /* a row may be broken at it */
{
	return prop(cp, PROP_SPACE) && cp != 0xA0 && cp != 0x202F && cp != 0x2007;
}

static bool japanese(uint32_t cp)
{
	enum text_script s = text_script(cp);

	return s == TEXT_KANA || s == TEXT_HAN;
}

static bool wide(uint32_t cp) /* Japanese letters, and the punctuation between them */
{
	return text_props_of(cp)->width == WIDTH_2 || japanese(cp);
}

static bool prefix(uint32_t cp) /* K12, of full width */
{
	return in(cp, SET(0xFFE5, 0xFF04, 0xFFE1, 0xFF03));
}

static bool digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static bool numeral(uint32_t cp)
{
	return digit(cp) || in(cp, SET(0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
				       0x5341, 0x767E, 0x5343, 0x4E07));
}

static bool never_starts(const struct kinsoku *p, size_t k)
{
	uint32_t b = p->cp[k], a = p->cp[k - 1];
	unsigned class = class_of(b);

	if (class & CLOSES)
		return !(blank(a) && in(b, SET(0x2019, 0x201D, 0xBB)));
	if (class & STOPS || (class & DIVIDES && p->level != TEXT_LOOSE))
		return true;
	if (blank(a))
		return false;
	if (p->level == TEXT_STRICT && class & (WAVE | SMALL))
		return true;
	if (b == 0xFF0D && p->level == TEXT_STRICT)
		return japanese(a) && japanese(at(p, k + 1));
	return p->level != TEXT_LOOSE && class & MIDDLE;
}

/* K1: nor the blanks after an opening bracket. A quote before a blank is a closing one (German). */
static bool after_opening(const struct kinsoku *p, size_t k)
{
	size_t i = k;

	while (i && blank(p->cp[i - 1]))
		i--;
	if (!i || !opens(p->cp[i - 1]))
		return false;
	return i == k || !in(p->cp[i - 1], SET(0x2018, 0x201C, 0xAB));
}

/* K11: ―― …… and their like are one sign. */
static bool inseparable(uint32_t a, uint32_t b)
{
	return (a == b && in(a, SET(0x2014, 0x2015, 0x2025, 0x2026, 0x2500))) ||
	       ((a == 0x3033 || a == 0x3034) && b == 0x3035);
}

static bool word_char(uint32_t cp) /* of a Latin word or a number, superscripts and fractions included (K14) */
{
	return cp < 0x250 && text_is_letter(cp);
}

/* K14: between two characters of a word or number; ICU's ja takes ª ² ¼ and the digits of １.２ for
 * ideographs, and a dash inside a word for a place to cut it. */
static bool inside_word(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];

	if (word_char(a) && word_char(b))
		return true;
	if (digit(b) && in(a, SET('.', ',', ':')))
		return k > 1 && digit(p->cp[k - 2]);
	return false;
}

/* Length of a number in brackets at k: (1) （１２） [3] ［４］; 0: none. */
static size_t bracketed_number(const struct kinsoku *p, size_t k)
{
	uint32_t close = at(p, k) == '('      ? ')'
			 : at(p, k) == 0xFF08 ? 0xFF09
			 : at(p, k) == '['    ? ']'
			 : at(p, k) == 0xFF3B ? 0xFF3D
					      : 0;
	size_t i = k + 1;

	while (close && digit(at(p, i)) && i - k <= 4)
		i++;
	return close && i > k + 1 && at(p, i) == close ? i + 1 - k : 0;
}

static bool superscript(uint32_t cp)
{
	return cp == 0xB9 || cp == 0xB2 || cp == 0xB3 || (cp >= 0x2070 && cp <= 0x2079 && cp != 0x2071);
}

/* K16: a reference mark belongs to the word before it, and is whole. */
static bool reference_mark(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];
	bool star_before = in(a, SET(0x203B, 0xFF0A, '*')), star = in(b, SET(0x203B, 0xFF0A, '*'));

	if (star_before && digit(b))
		return true;
	if (superscript(a) && superscript(b))
		return true;
	if (blank(a) || opens(a))
		return false;
	return bracketed_number(p, k) || (star && digit(at(p, k + 1))) || superscript(b);
}

/* ICU has no break at ‘ and ’ at all; beside Japanese they are brackets. */
static bool quote_beside_japanese(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];

	if (b == 0x2018)
		return wide(a) && !opens(a) && !prefix(a);
	return a == 0x2019 && k > 1 && !blank(p->cp[k - 2]) && (japanese(b) || (opens(b) && wide(b)));
}

/* A long dash between Latin words is a place to break, as — is for ICU; ― is none, which would leave
 * two words with it between them as one that fits in no row. */
static bool beside_dash(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];

	return (a == 0x2015 && (text_is_letter(b) || opens(b))) || (b == 0x2015 && text_is_letter(a));
}

static bool relaxed_hyphen(const struct kinsoku *p, size_t k)
{
	return p->level != TEXT_STRICT && (p->cp[k] == 0x2010 || p->cp[k] == 0x2013) && japanese(p->cp[k - 1]);
}

const char *text_kinsoku_gives(const struct kinsoku *p, size_t k)
{
	/* all of them stand in U+2010 to U+2019 */
	if (p->cp[k] - 0x2010 > 9 && p->cp[k - 1] - 0x2010 > 9)
		return NULL;
	return quote_beside_japanese(p, k) ? "K1 K2 \xE2\x80\x98 \xE2\x80\x99 beside Japanese are brackets"
	       : beside_dash(p, k)         ? "K11 a long dash between words is a place to break"
	       : relaxed_hyphen(p, k)      ? "K4 a hyphen may start a row in normal and loose"
					   : NULL;
}

/* Kanji and full-size kana: no rule speaks of two of them. */
static bool ordinary(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3041 && cp <= 0x30FF && !kana[cp & 0xFF]);
}

const char *text_kinsoku_takes(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];

	if (ordinary(a) && ordinary(b))
		return NULL;
	return b == 0x3000                                ? "K15 no break before U+3000"
	       : never_starts(p, k)                       ? "K2 to K10 never starts a row"
	       : after_opening(p, k)                      ? "K1 an opening bracket never ends a row"
	       : inseparable(a, b)                        ? "K11 two of the same are one sign"
	       : inside_word(p, k)                        ? "K14 inside a word or number"
	       : b >= 0x3300 && b <= 0x33FF && numeral(a) ? "K13 a unit belongs to its number"
	       : reference_mark(p, k)                     ? "K16 a reference mark belongs to its word"
							  : NULL;
}

bool text_hangs(struct str cluster)
{
	uint32_t cp;

	return cluster.n && text_next(cluster, 0, &cp) == cluster.n && class_of(cp) & STOPS;
}
