/* What bytes are encoded in. Surest first: byte order marks, the escape sequences of ISO-2022-JP,
 * UTF-16 by its NULs, valid UTF-8; then CP932 and EUC-JP by a score of what Japanese consists of. */
#include "props.h"

struct score {
	long points;
	size_t bad; /* sequences */
};

static void score_row(struct score *s, unsigned row, unsigned cell) /* of JIS X 0208, counted from 1 */
{
	if (row == 1) /* 、。「」ー and others of that row */
		s->points += cell == 2 || cell == 3 || cell == 28 || cell == 54 || cell == 55 ? 3 : 1;
	else if (row == 4 || row == 5)
		s->points += 3;
	else if (row >= 16 && row <= 47)
		s->points += 2; /* the common kanji */
	else
		s->points += row >= 48 && row <= 84             ? 1
			     : row == 3 || row == 6 || row == 7 ? 1
			     : row == 13 || row > 88            ? 0
								: -3;
}

static size_t sjis_char(const uint8_t *p, size_t n, struct score *s)
{
	unsigned lead = p[0], trail = n > 1 ? p[1] : 0, row, cell;

	if (lead >= 0xA1 && lead <= 0xDF) {
		s->points -= 2;
		return 1;
	}
	if (!((lead >= 0x81 && lead <= 0x9F) || (lead >= 0xE0 && lead <= 0xFC)) || trail < 0x40 || trail == 0x7F ||
	    trail > 0xFC) {
		s->bad++;
		return 1;
	}
	row = (lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 2 + 1 + (trail >= 0x9F);
	cell = trail >= 0x9F ? trail - 0x9E : trail - 0x3F - (trail > 0x7F);
	score_row(s, row, cell);
	return 2;
}

static size_t euc_char(const uint8_t *p, size_t n, struct score *s)
{
	if (p[0] == 0x8E && n > 1 && p[1] >= 0xA1 && p[1] <= 0xDF) {
		s->points -= 2;
		return 2;
	}
	if (p[0] == 0x8F && n > 2 && p[1] >= 0xA1 && p[1] < 0xFF && p[2] >= 0xA1 && p[2] < 0xFF) {
		return 3;
	}
	if (p[0] < 0xA1 || p[0] == 0xFF || n < 2 || p[1] < 0xA1 || p[1] == 0xFF) {
		s->bad++;
		return 1;
	}
	score_row(s, p[0] - 0xA0u, p[1] - 0xA0u);
	return 2;
}

static struct score score(struct str s, size_t (*one)(const uint8_t *, size_t, struct score *))
{
	const uint8_t *p = (const uint8_t *)s.p;
	struct score sc = {0};
	size_t i = 0;

	while (i < s.n)
		i += p[i] < 0x80 ? 1 : one(p + i, s.n - i, &sc);
	return sc;
}

static struct score score_utf8(struct str s)
{
	struct score sc = {0};
	size_t i = 0, after;
	uint32_t cp;

	for (; i < s.n; i = after) {
		after = text_next(s, i, &cp);
		if (text_stepped_bad(s, i, after, cp))
			sc.bad++;
		else if (after - i > 1)
			sc.points +=
				after - i == 3 && (text_script(cp) == TEXT_KANA || text_script(cp) == TEXT_HAN) ? 3 : 1;
	}
	return sc;
}

static bool has_jis_escape(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while ((p = memchr(p, 0x1B, (size_t)(end - p))) != NULL) {
		if (end - p >= 3 &&
		    ((p[1] == '$' && strchr("@B(", p[2]) && p[2]) || (p[1] == '(' && strchr("IJ", p[2]) && p[2])))
			return true;
		p++;
	}
	return false;
}

/* NULs in nearly every second byte of what is mostly ASCII or kana: which half? */
static const char *utf16_by_nuls(struct str s)
{
	size_t even = 0, odd = 0, i;

	for (i = 0; i + 1 < s.n; i += 2) {
		even += !s.p[i];
		odd += !s.p[i + 1];
	}
	if (s.n < 4 || s.n % 2 || (even + odd) * 8 < s.n / 2)
		return NULL;
	return odd > even * 8 ? "UTF-16LE" : even > odd * 8 ? "UTF-16BE" : NULL;
}

/* How badly an encoding fits: wrong sequences weigh most. */
static long worth(struct score s)
{
	return s.points - 20 * (long)s.bad;
}

static bool has_high_byte(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return true;
	return false;
}

const char *text_detect(struct str s)
{
	struct score sjis, euc, utf8;
	const char *utf16;

	if (str_starts(s, STR("\xEF\xBB\xBF")))
		return "UTF-8";
	if (str_starts(s, STR("\xFF\xFE")))
		return "UTF-16LE";
	if (str_starts(s, STR("\xFE\xFF")))
		return "UTF-16BE";
	if (s.n && memchr(s.p, 0, s.n) && (utf16 = utf16_by_nuls(s)))
		return utf16;
	if (text_bad(s) == POS_NONE)
		return s.n && has_jis_escape(s) && !has_high_byte(s) ? "ISO-2022-JP" : "UTF-8";
	if (has_jis_escape(s) && !has_high_byte(s))
		return "ISO-2022-JP";
	utf8 = score_utf8(s);
	sjis = score(s, sjis_char);
	euc = score(s, euc_char);
	if (worth(utf8) >= worth(sjis) && worth(utf8) >= worth(euc))
		return "UTF-8";
	return worth(euc) > worth(sjis) ? "EUC-JP" : "CP932";
}
