/* Borrowed strings: comparing, finding, cutting. */
#include "taiyaku/base.h"

#include <assert.h>

struct str str_c(const char *s)
{
	return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

struct str str_slice(struct str s, size_t start, size_t end)
{
	assert(start <= end && end <= s.n);
	return (struct str){start ? s.p + start : s.p, end - start}; /* p may be NULL */
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (!prefix.n || !memcmp(s.p, prefix.p, prefix.n));
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (!suffix.n || !memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n));
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	if (from > s.n || s.n - from < needle.n)
		return SIZE_MAX;
	if (!needle.n)
		return from;
	if (s.n - from < needle.n)
		return SIZE_MAX;
	const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

size_t str_find_char(struct str s, char c, size_t from)
{
	const char *hit = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

char *str_dup(struct str s)
{
	return xstrndup(s.p, s.n);
}
