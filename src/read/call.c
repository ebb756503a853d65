/* What has the form of a note call or of a note's label: an opening text, a number, a closing text. Whether it is one
 * is for note.c to say. */
#include "scan.h"

long read_digits(struct str s, size_t *taken, int most)
{
	long v = 0;
	size_t at = 0, next;
	uint32_t cp;

	for (int n = 0; at < s.n; at = next, n++) {
		next = text_next(s, at, &cp);
		if (cp >= 0xFF10 && cp <= 0xFF19)
			cp -= 0xFF10 - '0';
		if (cp < '0' || cp > '9')
			break;
		if (n >= most) {
			at = 0;
			break;
		}
		v = v * 10 + (long)(cp - '0');
	}
	*taken = at;
	return at ? v : -1;
}

static int superscript(uint32_t cp)
{
	return cp == 0xB9                     ? 1
	       : cp == 0xB2                   ? 2
	       : cp == 0xB3                   ? 3
	       : cp == 0x2070                 ? 0
	       : cp >= 0x2074 && cp <= 0x2079 ? (int)cp - 0x2070
					      : -1;
}

static long read_superscript(struct str s, size_t *taken)
{
	long v = 0;
	size_t at = 0, next;
	uint32_t cp;
	int d, n = 0;

	for (; at < s.n; at = next, n++) {
		next = text_next(s, at, &cp);
		if ((d = superscript(cp)) < 0)
			break;
		v = v * 10 + d;
	}
	*taken = at;
	return n > 0 && n <= 3 ? v : -1;
}

static bool starts_any(struct str s, size_t at, const str_vec *texts, size_t *n)
{
	for (size_t i = 0; i < texts->n; i++)
		if (texts->v[i].n <= s.n - at && !memcmp(s.p + at, texts->v[i].p, texts->v[i].n)) {
			*n = texts->v[i].n;
			return true;
		}
	return false;
}

/* A style's form at `at` of t; its number and length. */
static bool form(const struct profile_call *style, struct str t, size_t at, long *number, size_t *length)
{
	size_t open = 0, digits, close = 0;

	if (style->open.n && !starts_any(t, at, &style->open, &open))
		return false;
	if (style->superscript)
		*number = read_superscript(str_slice(t, at + open, t.n), &digits);
	else
		*number = read_digits(str_slice(t, at + open, t.n), &digits, 3);
	if (*number < 1)
		return false;
	if (style->close.n && !starts_any(t, at + open + digits, &style->close, &close))
		return false;
	*length = open + digits + close;
	return true;
}

static bool digit_or_latin(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z') || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* Forms without a closing text run into what stands around them. */
static bool stands_free(struct str t, size_t at, size_t end)
{
	uint32_t cp;

	if (end < t.n) {
		text_next(t, end, &cp);
		if (digit_or_latin(cp) || cp == '*' || cp == '.' || cp == '%' || cp == 0xFF05 || superscript(cp) >= 0)
			return false;
	}
	if (at > 0) {
		text_prev(t, at, &cp);
		if ((cp >= '0' && cp <= '9') || cp == '*' || cp == '/' || cp == '=' || cp == '+')
			return false;
	}
	return true;
}

/* Lists in running text: "、(1)速い、(2)安い": after a comma, colon, opening bracket or blank, and before a letter. */
static bool strong(struct str t, size_t at, size_t end)
{
	uint32_t before, after = 0;

	text_prev(t, at, &before);
	if (end < t.n)
		text_next(t, end, &after);
	switch (before) {
	case 0x3001:
	case 0xFF0C:
	case ',':
	case ':':
	case 0xFF1A:
	case ';':
	case 0xFF1B:
	case 0x300C:
	case 0xFF08:
	case '(':
	case ' ':
	case 0x3000:
	case '\t':
		return !after || !text_is_letter(after);
	default:
		return true;
	}
}

static bool try_styles(struct scan *s, uint32_t line, struct str t, size_t at, size_t *next)
{
	size_t base = scan_offset_of(s, t.p);

	for (size_t i = 0; i < s->p->calls.n; i++) {
		const struct profile_call *style = &s->p->calls.v[i];
		struct call c = {
			.line = line, .style = (int)i, .family = style->family, .label = at == 0, .note = NONE};
		size_t n;

		if (style->plain || !form(style, t, at, &c.number, &n) ||
		    (!style->close.n && !stands_free(t, at, at + n)) || scan_in_link(s, base + at))
			continue;
		c.start = base + at;
		c.end = c.start + n;
		c.strong = !c.label && strong(t, at, at + n);
		vec_push(&s->calls, c);
		*next = at + n;
		return true;
	}
	return false;
}

static bool plain_label(struct scan *s, uint32_t line, struct str t)
{
	for (size_t i = 0; i < s->p->calls.n; i++) {
		const struct profile_call *style = &s->p->calls.v[i];
		struct call c = {.line = line, .style = (int)i, .family = style->family, .label = true, .note = NONE};
		size_t n;

		if (!style->plain || !form(style, t, 0, &c.number, &n))
			continue;
		c.start = scan_offset_of(s, t.p);
		c.end = c.start + n;
		vec_push(&s->calls, c);
		return true;
	}
	return false;
}

/* Which pairs of bytes can begin a call: nearly all of a text is passed over by one look. */
struct pairs {
	uint8_t bit[8192];
};

static void allow(struct pairs *p, struct str open)
{
	unsigned a = (unsigned char)open.p[0];

	for (unsigned b = 0; b < 256; b++)
		if (open.n == 1 || b == (unsigned char)open.p[1])
			p->bit[(a << 8 | b) >> 3] |= (uint8_t)(1u << (b & 7));
}

static void first_pairs(const struct profile *p, struct pairs *first)
{
	static const char *const superscripts[] = {"¹", "²", "³", "⁴"};

	memset(first, 0, sizeof *first);
	for (size_t i = 0; i < p->calls.n; i++) {
		for (size_t k = 0; k < p->calls.v[i].open.n; k++)
			allow(first, p->calls.v[i].open.v[k]);
		for (size_t k = 0; p->calls.v[i].superscript && k < 4; k++)
			allow(first, str_c(superscripts[k]));
	}
}

static bool may_begin(const struct pairs *first, struct str t, size_t at)
{
	unsigned pair = (unsigned)(unsigned char)t.p[at] << 8 | (unsigned char)t.p[at + 1];

	return first->bit[pair >> 3] >> (pair & 7) & 1;
}

static void scan_line(struct scan *s, uint32_t line, const struct pairs *first, bool plain)
{
	struct str t = s->lines.v[line].text;
	size_t at = 0;

	if (plain && plain_label(s, line, t))
		at = s->calls.v[s->calls.n - 1].end - scan_offset_of(s, t.p);
	while (at + 1 < t.n) {
		size_t next = at + 1;

		if (may_begin(first, t, at))
			try_styles(s, line, t, at, &next);
		at = next;
	}
}

void scan_calls(struct scan *s)
{
	bool under_notes = false;
	struct pairs first;

	first_pairs(s->p, &first);
	for (uint32_t i = 0; i < s->lines.n; i++) {
		if (s->lines.v[i].kind == LINE_HEADING)
			under_notes = s->headings.v[s->lines.v[i].item].notes;
		if (s->lines.v[i].kind != LINE_RULE)
			scan_line(s, i, &first, under_notes);
	}
}
