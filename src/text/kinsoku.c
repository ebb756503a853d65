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

static bool opens(uint32_t cp) /* K1 */
{
	return in(cp, SET(0x2018, 0x201C, 0xFF08, 0x3014, 0xFF3B, 0xFF5B, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0xFF5F, 0x3018,
			  0x3016, 0xAB, 0x301D, 0xFF62));
}

static bool closes(uint32_t cp) /* K2 */
{
	return in(cp, SET(0x2019, 0x201D, 0xFF09, 0x3015, 0xFF3D, 0xFF5D, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF60, 0x3019,
			  0x3017, 0xBB, 0x301F, 0xFF63));
}

static bool stops(uint32_t cp) /* K3 */
{
	return in(cp, SET(0x3002, 0xFF0E, 0xFF61, 0x3001, 0xFF0C, 0xFF64));
}

static bool divides(uint32_t cp) /* K6 */
{
	return in(cp, SET(0xFF01, 0xFF1F, 0x203C, 0x2047, 0x2048, 0x2049, '!', '?'));
}

static bool wave(uint32_t cp) /* K4 with its twin of CP932, K5 */
{
	return in(cp, SET(0x2010, 0x2013, 0x301C, 0x30A0, 0xFF5E));
}

static bool middle_or_iterates(uint32_t cp) /* K7, K8 */
{
	return in(cp, SET(0x30FB, 0xFF1A, 0xFF1B, 0xFF65, 0x3005, 0x303B, 0x309D, 0x309E, 0x30FD, 0x30FE));
}

static bool small_or_long(uint32_t cp) /* K9, K10 */
{
	return (cp >= 0x31F0 && cp <= 0x31FF) || (cp >= 0xFF67 && cp <= 0xFF70) ||
	       in(cp, SET(0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308E, 0x3095, 0x3096, 0x30A1,
			  0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, 0x30F5, 0x30F6, 0x30FC));
}

static bool blank(uint32_t cp) /* a row may be broken at it */
{
	return text_is_space(cp) && cp != 0xA0 && cp != 0x202F && cp != 0x2007;
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
	return digit(cp) || in(cp, SET(0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
				       0x767E, 0x5343, 0x4E07));
}

static bool never_starts(const struct kinsoku *p, size_t k)
{
	uint32_t b = p->cp[k], a = p->cp[k - 1];

	if (closes(b))
		return !(blank(a) && in(b, SET(0x2019, 0x201D, 0xBB)));
	if (stops(b) || (divides(b) && p->level != TEXT_LOOSE))
		return true;
	if (blank(a))
		return false;
	if (p->level == TEXT_STRICT && (wave(b) || small_or_long(b)))
		return true;
	if (b == 0xFF0D && p->level == TEXT_STRICT)
		return japanese(a) && japanese(at(p, k + 1));
	return p->level != TEXT_LOOSE && middle_or_iterates(b);
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
	return (a == b && in(a, SET(0x2014, 0x2015, 0x2025, 0x2026, 0x2500))) || ((a == 0x3033 || a == 0x3034) && b == 0x3035);
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
	uint32_t close = at(p, k) == '(' ? ')' : at(p, k) == 0xFF08 ? 0xFF09 : at(p, k) == '[' ? ']' : at(p, k) == 0xFF3B ? 0xFF3D : 0;
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
	return quote_beside_japanese(p, k) ? "K1 K2 \xE2\x80\x98 \xE2\x80\x99 beside Japanese are brackets"
	       : beside_dash(p, k)         ? "K11 a long dash between words is a place to break"
	       : relaxed_hyphen(p, k)      ? "K4 a hyphen may start a row in normal and loose"
					   : NULL;
}

const char *text_kinsoku_takes(const struct kinsoku *p, size_t k)
{
	uint32_t a = p->cp[k - 1], b = p->cp[k];

	return b == 0x3000                                 ? "K15 no break before U+3000"
	       : never_starts(p, k)                        ? "K2 to K10 never starts a row"
	       : after_opening(p, k)                       ? "K1 an opening bracket never ends a row"
	       : inseparable(a, b)                         ? "K11 two of the same are one sign"
	       : inside_word(p, k)                         ? "K14 inside a word or number"
	       : b >= 0x3300 && b <= 0x33FF && numeral(a) ? "K13 a unit belongs to its number"
	       : reference_mark(p, k)                      ? "K16 a reference mark belongs to its word"
							   : NULL;
}

bool text_hangs(struct str cluster)
{
	uint32_t cp;

	return cluster.n && text_next(cluster, 0, &cp) == cluster.n && stops(cp);
}
