/* Anchors in a text without markup (boards.md 1.5): ">>1", "＞＞1、2", "≫3-5", and the numbers of a list after the
 * first. A single ">" looks like a quote mark: it counts at the start of a line, before a number that stands alone. */
#include "board_int.h"
#include "taiyaku/text.h"

#define DIGITS 5

static bool is_mark(uint32_t cp)
{
	return cp == '>' || cp == 0xFF1E;
}

static bool is_list_sign(uint32_t cp) /* , ， 、 = ＝ + ＋ */
{
	return cp == ',' || cp == 0xFF0C || cp == 0x3001 || cp == '=' || cp == 0xFF1D || cp == '+' || cp == 0xFF0B;
}

static bool is_range_sign(uint32_t cp) /* - － ‐ − – ー ｰ ~ ～ 〜 */
{
	return cp == '-' || cp == 0xFF0D || cp == 0x2010 || cp == 0x2212 || cp == 0x2013 || cp == 0x30FC ||
	       cp == 0xFF70 || cp == '~' || cp == 0xFF5E || cp == 0x301C;
}

static int digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9' ? (int)(cp - '0') : cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1;
}

static uint32_t peek(struct str s, size_t at, size_t *after)
{
	uint32_t cp = 0;

	*after = at < s.n ? text_next(s, at, &cp) : at;
	return cp;
}

/* A number of 1 to 5 digits, wide ones among them; returns where it ends, or `at`. */
static size_t number(struct str s, size_t at, long *value)
{
	size_t i = at, after;
	int n = 0, d;

	*value = 0;
	for (; (d = digit(peek(s, i, &after))) >= 0; i = after) {
		if (++n > DIGITS)
			return at;
		*value = *value * 10 + d;
	}
	return i;
}

/* Marks at `at`: where they end. */
static size_t marks(struct str s, size_t at, int *n)
{
	size_t after;
	uint32_t cp;

	for (*n = 0; is_mark(cp = peek(s, at, &after)) || cp == 0x226B; at = after)
		*n += cp == 0x226B ? 2 : 1;
	return at;
}

/* N or N-M, as an anchor that starts at `start`; returns where it ends, or `at`. */
static size_t target(struct str s, size_t start, size_t at, anchor_vec *out)
{
	long from, to, other;
	size_t end = number(s, at, &from), after, more;

	if (end == at || !from)
		return at;
	to = from;
	if (is_range_sign(peek(s, end, &after)) && (more = number(s, after, &other)) > after && other) {
		end = more;
		to = other;
	}
	struct board_anchor a = {start, end, from < to ? from : to, from < to ? to : from};
	vec_push(out, a);
	return end;
}

/* ",2、>>3": what follows the first number. */
static size_t list(struct str s, size_t at, anchor_vec *out)
{
	for (;;) {
		size_t after, start, end;
		int n;

		if (!is_list_sign(peek(s, at, &after)))
			return at;
		start = after;
		after = marks(s, after, &n);
		end = target(s, start, after, out);
		if (end == after)
			return at;
		at = end;
	}
}

/* After a single mark: nothing but blanks and the ends of lines and lists. */
static bool stands_alone(struct str s, size_t at)
{
	size_t after;
	uint32_t cp = peek(s, at, &after);

	return at == s.n || cp == '\n' || text_is_space(cp) || is_list_sign(cp);
}

static size_t anchor_at(struct str s, size_t at, anchor_vec *out)
{
	int n;
	size_t first = out->n, after = marks(s, at, &n), end = target(s, at, after, out);

	if (end == after)
		return after;
	if (n == 1 && ((at && s.p[at - 1] != '\n') || !stands_alone(s, end))) {
		out->n = first;
		return end;
	}
	return list(s, end, out);
}

void anchors_of(struct str s, anchor_vec *out)
{
	static const char *const signs[] = {">", "＞", "≫"};
	size_t next[sizeof signs / sizeof *signs] = {0}, at = 0, hit;

	out->n = 0;
	for (size_t i = 0; i < sizeof next / sizeof *next; i++)
		next[i] = str_find(s, str_c(signs[i]), 0);
	do {
		hit = SIZE_MAX;
		for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
			if (next[i] < at) /* each is looked for again only when it has been passed: no byte twice */
				next[i] = str_find(s, str_c(signs[i]), at);
			hit = next[i] < hit ? next[i] : hit;
		}
		at = hit == SIZE_MAX ? hit : anchor_at(s, hit, out);
	} while (at < s.n);
}
