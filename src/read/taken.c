/* What is taken inside lines: citations, links and calls, in the order of the text. Made anew after the steps that find
 * them. */
#include "scan.h"

static int span_order(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->start != y->start ? (x->start < y->start ? -1 : 1) : x->end > y->end ? -1 : x->end < y->end;
}

/* Ranges inside others go, so that starts and ends are both in order. */
static void drop_inner(struct scan *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->taken.n; i++)
		if (!kept || s->taken.v[i].end > s->taken.v[kept - 1].end)
			s->taken.v[kept++] = s->taken.v[i];
	s->taken.n = kept;
}

void scan_taken(struct scan *s)
{
	s->taken.n = 0;
	for (size_t i = 0; i < s->cites.n; i++)
		vec_push(&s->taken, (struct span){s->cites.v[i].start, s->cites.v[i].end});
	for (size_t i = 0; i < s->links.n; i++)
		vec_push(&s->taken, (struct span){s->links.v[i].start, s->links.v[i].end});
	for (size_t i = 0; i < s->calls.n; i++)
		if (s->calls.v[i].taken)
			vec_push(&s->taken, (struct span){s->calls.v[i].start, s->calls.v[i].end});
	if (s->taken.n)
		qsort(s->taken.v, s->taken.n, sizeof *s->taken.v, span_order);
	drop_inner(s);
}

const struct span *scan_taken_in(const struct scan *s, size_t from, size_t to)
{
	size_t lo = 0, hi = s->taken.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->taken.v[mid].end <= from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->taken.n && s->taken.v[lo].start < to ? &s->taken.v[lo] : NULL;
}
