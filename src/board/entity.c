/* Entities of HTML (boards.md 1.3): by number with or without ";", in halves of a surrogate pair too; by name from
 * data/entities, the table of the HTML standard. Names without ";" are only those that the standard has so. What is no
 * entity stays as it is written. Decoded once: "&amp;gt;" is "&gt;". */
#include "board_int.h"

#define LONGEST 32     /* of a name with its ";" */
#define LONGEST_BARE 6 /* of one that needs none */
#define REPLACEMENT 0xFFFDu

/* What bytes 80 to 9F of Windows-1252 are: the standard reads references to them so. */
static const uint16_t c1[32] = {
	0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
	0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

static int digit_of(char c, int base)
{
	int d = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 99;

	return d < base ? d : -1;
}

/* The number of "&#…" at `at`; returns where it ends, or `at` where there is none. */
static size_t number_at(struct str s, size_t at, uint32_t *cp)
{
	size_t i = at + 2, from;
	int base = 10, d;
	uint32_t n = 0;

	if (i < s.n && (s.p[i] | 0x20) == 'x') {
		base = 16;
		i++;
	}
	for (from = i; i < s.n && (d = digit_of(s.p[i], base)) >= 0; i++)
		n = n > 0x10FFFF ? n : n * (uint32_t)base + (uint32_t)d;
	if (i == from)
		return at;
	*cp = n;
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

static uint32_t mended(uint32_t cp)
{
	if (cp >= 0x80 && cp <= 0x9F)
		return c1[cp - 0x80];
	if (!cp || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return REPLACEMENT;
	return cp == '\r' ? '\n' : cp;
}

static size_t by_number(struct str s, size_t at, struct buf *out)
{
	uint32_t cp, low;
	size_t end = number_at(s, at, &cp), more;

	if (end == at)
		return at;
	if (cp >= 0xD800 && cp <= 0xDBFF && end + 2 < s.n && s.p[end] == '&' && s.p[end + 1] == '#' &&
	    (more = number_at(s, end, &low)) > end && low >= 0xDC00 && low <= 0xDFFF) {
		cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
		end = more;
	}
	buf_code_point(out, mended(cp));
	return end;
}

/* The line of the table with this name, without the name and the blank; empty: none. */
static struct str look_up(struct str name)
{
	struct str table = data_find("entities");
	size_t low = 0, high = table.n;

	while (low < high) {
		size_t line = low + (high - low) / 2, end;

		while (line > low && table.p[line - 1] != '\n')
			line--;
		end = str_find_char(table, '\n', line);
		struct str entry = str_slice(table, line, end == SIZE_MAX ? table.n : end);
		size_t blank = str_find_char(entry, ' ', 0);
		int order = str_cmp(name, str_slice(entry, 0, blank));
		if (!order)
			return str_slice(entry, blank + 1, entry.n);
		if (order < 0)
			high = line;
		else
			low = line + entry.n + 1;
	}
	return (struct str){"", 0};
}

static bool add_named(struct str name, struct buf *out)
{
	struct str points = look_up(name);
	uint32_t cp = 0;

	for (size_t i = 0; i < points.n; i++) {
		if (points.p[i] != ' ')
			cp = cp << 4 | (uint32_t)digit_of(points.p[i], 16);
		if (i + 1 == points.n || points.p[i + 1] == ' ') {
			buf_code_point(out, cp);
			cp = 0;
		}
	}
	return points.n > 0;
}

/* in_value: within an attribute, a name without ";" before "=" or a letter is text (…?a=1&copy=2). */
static size_t by_name(struct str s, size_t at, bool in_value, struct buf *out)
{
	size_t end = at + 1, n;

	while (end < s.n && end - at < LONGEST &&
	       ((s.p[end] >= '0' && s.p[end] <= '9') || ((s.p[end] | 0x20) >= 'a' && (s.p[end] | 0x20) <= 'z')))
		end++;
	if (end < s.n && s.p[end] == ';' && add_named(str_slice(s, at + 1, end + 1), out))
		return end + 1;
	if (in_value && end < s.n && s.p[end] == '=')
		return at;
	n = end - at - 1;
	if (in_value && n > LONGEST_BARE)
		return at;
	for (size_t k = n < LONGEST_BARE ? n : LONGEST_BARE; k >= 2; k--) {
		if (add_named(str_slice(s, at + 1, at + 1 + k), out))
			return at + 1 + k;
		if (in_value)
			return at;
	}
	return at;
}

static size_t common(struct str s, size_t at, struct buf *out)
{
	static const struct {
		const char *name;
		char c;
	} frequent[] = {{"gt;", '>'}, {"lt;", '<'}, {"amp;", '&'}, {"quot;", '"'}};
	struct str rest = str_slice(s, at + 1, s.n);

	for (size_t i = 0; i < sizeof frequent / sizeof *frequent; i++)
		if (str_starts(rest, str_c(frequent[i].name))) {
			buf_char(out, frequent[i].c);
			return at + 1 + strlen(frequent[i].name);
		}
	return at;
}

static void decode(struct str s, bool in_value, struct buf *out)
{
	const char *p;
	size_t at = 0, end;

	while (at < s.n && (p = memchr(s.p + at, '&', s.n - at)) != NULL) {
		size_t amp = (size_t)(p - s.p);

		buf_add(out, s.p + at, amp - at);
		end = common(s, amp, out);
		if (end == amp)
			end = amp + 1 < s.n && s.p[amp + 1] == '#' ? by_number(s, amp, out)
								   : by_name(s, amp, in_value, out);
		if (end == amp)
			buf_char(out, s.p[end++]);
		at = end;
	}
	buf_add(out, s.p + at, s.n - at);
}

void html_decode(struct str s, struct buf *out)
{
	decode(s, false, out);
}

void html_decode_value(struct str s, struct buf *out)
{
	decode(s, true, out);
}
