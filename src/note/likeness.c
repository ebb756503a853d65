/* How alike two texts are, by their paragraphs: lines that are not empty, without the white space at their ends. */
#include "taiyaku/note.h"

typedef VEC(uint64_t) hashes;

static uint64_t hash(struct str s)
{
	uint64_t h = 0xCBF29CE484222325ull;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 0x100000001B3ull;
	return h;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void paragraphs(struct str text, hashes *out)
{
	for (size_t at = 0, end; at < text.n; at = end + 1) {
		struct str line;

		end = str_find_char(text, '\n', at);
		end = end == SIZE_MAX ? text.n : end;
		line = str_trim(str_slice(text, at, end));
		if (line.n)
			vec_push(out, hash(line));
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_value);
}

double note_likeness(struct str a, struct str b)
{
	hashes x = {0}, y = {0};
	size_t same = 0, shorter;

	paragraphs(a, &x);
	paragraphs(b, &y);
	for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
		if (x.v[i] == y.v[k]) {
			same++;
			i++;
			k++;
		} else if (x.v[i] < y.v[k]) {
			i++;
		} else {
			k++;
		}
	}
	shorter = x.n < y.n ? x.n : y.n;
	vec_free(&x);
	vec_free(&y);
	return shorter ? (double)same / (double)shorter : 0;
}
