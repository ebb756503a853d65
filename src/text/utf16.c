/* UTF-8 to UTF-16 with an offset for each unit. */
#include "utf16.h"
#include "props.h"

#include <assert.h>

void text_utf16_set(struct utf16 *u, struct str s)
{
	size_t i = 0, n = 0, after;
	uint32_t cp;

	assert(s.n < INT32_MAX);
	if (u->cap < s.n + 1) {
		u->cap = s.n + 1 + s.n / 4;
		u->units = xrealloc(u->units, u->cap * sizeof *u->units);
		u->byte_of = xrealloc(u->byte_of, u->cap * sizeof *u->byte_of);
	}
	for (; i < s.n; i = after) {
		after = text_step(s, i, &cp);
		u->byte_of[n] = (uint32_t)i;
		if (cp < 0x10000) {
			u->units[n++] = (UChar)cp;
			continue;
		}
		u->units[n++] = (UChar)(0xD7C0 + (cp >> 10));
		u->byte_of[n] = (uint32_t)i;
		u->units[n++] = (UChar)(0xDC00 | (cp & 0x3FF));
	}
	u->byte_of[n] = (uint32_t)s.n;
	u->n = n;
}

void text_utf16_free(struct utf16 *u)
{
	free(u->units);
	free(u->byte_of);
	*u = (struct utf16){0};
}

size_t text_utf16_at(const struct utf16 *u, size_t byte)
{
	size_t low = 0, high = u->n;

	if (byte <= u->n && u->byte_of[byte] == byte && (!byte || u->byte_of[byte - 1] != byte))
		return byte; /* nothing but ASCII before it */
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (u->byte_of[mid] < byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
