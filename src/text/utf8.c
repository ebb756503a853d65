/* Stepping through UTF-8 that may be ill-formed.
 *
 * Where a sequence is ill-formed, its maximal subpart counts as one U+FFFD (Unicode 15.0, 3.9, table
 * 3-8), forwards and backwards alike: going back from a boundary leads to the boundary before it. */
#include "taiyaku/text.h"

/* What may stand second after each lead byte (Unicode 15.0, table 3-7). */
static bool second_fits(uint8_t lead, uint8_t b)
{
	switch (lead) {
	case 0xE0:
		return b >= 0xA0 && b <= 0xBF;
	case 0xED:
		return b >= 0x80 && b <= 0x9F;
	case 0xF0:
		return b >= 0x90 && b <= 0xBF;
	case 0xF4:
		return b >= 0x80 && b <= 0x8F;
	default:
		return (b & 0xC0) == 0x80;
	}
}

/* Steps over one code point or one maximal subpart; false for the latter. */
static bool step(const uint8_t *p, size_t n, uint32_t *cp, size_t *len)
{
	size_t want = p[0] < 0x80 ? 1 : p[0] < 0xC2 || p[0] > 0xF4 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	uint32_t c = want < 2 ? p[0] : p[0] & (0x7Fu >> want);

	*len = 1;
	*cp = 0xFFFD;
	if (!want)
		return false;
	for (; *len < want; ++*len) {
		if (*len == n || !(*len == 1 ? second_fits(p[0], p[1]) : (p[*len] & 0xC0) == 0x80))
			return false;
		c = c << 6 | (p[*len] & 0x3Fu);
	}
	*cp = c;
	return true;
}

size_t text_next(struct str s, size_t at, uint32_t *cp)
{
	const uint8_t *p = (const uint8_t *)s.p + at;
	size_t len;

	if (p[0] < 0x80) {
		*cp = p[0];
		return at + 1;
	}
	step(p, s.n - at, cp, &len);
	return at + len;
}

size_t text_prev(struct str s, size_t at, uint32_t *cp)
{
	size_t start = at - 1, low = at > 4 ? at - 4 : 0;

	while (start > low && ((uint8_t)s.p[start] & 0xC0) == 0x80)
		start--;
	if (text_next(s, start, cp) >= at)
		return start;
	text_next(s, at - 1, cp);
	return at - 1;
}

size_t text_bad(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = 0, len;
	uint64_t eight;
	uint32_t cp;

	while (i < s.n) {
		if (p[i] < 0x80) {
			while (i + 8 <= s.n && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u)))
				i += 8;
			while (i < s.n && p[i] < 0x80)
				i++;
			continue;
		}
		/* nearly all of Japanese: three bytes, none of the awkward leads */
		while (i + 3 <= s.n && (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED &&
		       ((p[i + 1] ^ 0x80) | (p[i + 2] ^ 0x80)) < 0x40)
			i += 3;
		if (i == s.n || p[i] < 0x80)
			continue;
		if (!step(p + i, s.n - i, &cp, &len))
			return i;
		i += len;
	}
	return POS_NONE;
}

size_t text_code_points(struct str s)
{
	size_t n = 0, i;
	uint32_t cp;

	if (text_bad(s) == POS_NONE) {
		for (i = 0; i < s.n; i++)
			n += ((uint8_t)s.p[i] & 0xC0) != 0x80;
		return n;
	}
	for (i = 0; i < s.n; n++)
		i = text_next(s, i, &cp);
	return n;
}
