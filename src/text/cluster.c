/* Extended grapheme clusters (UAX #29, revision 41, rules GB3 to GB13) from our own property table. */
#include "props.h"

void text_cluster_first(struct cluster_state *st, const struct props *p)
{
	st->before = p->gcb;
	st->odd = p->gcb == GCB_REGIONAL;
	st->pict = p->flags & PROP_PICT ? 1 : 0;
}

static bool hangul_joins(unsigned a, unsigned b) /* GB6 to GB8 */
{
	return (a == GCB_L && (b == GCB_L || b == GCB_V || b == GCB_LV || b == GCB_LVT)) ||
	       ((a == GCB_LV || a == GCB_V) && (b == GCB_V || b == GCB_T)) ||
	       ((a == GCB_LVT || a == GCB_T) && b == GCB_T);
}

static bool control(unsigned gcb)
{
	return gcb == GCB_CR || gcb == GCB_LF || gcb == GCB_CONTROL;
}

static bool joins(const struct cluster_state *st, const struct props *next)
{
	unsigned a = st->before, b = next->gcb;

	if (control(a) || control(b))
		return a == GCB_CR && b == GCB_LF;
	return b == GCB_EXTEND || b == GCB_ZWJ || b == GCB_SPACING || a == GCB_PREPEND || hangul_joins(a, b) ||
	       (st->pict == 2 && next->flags & PROP_PICT) || (st->odd && b == GCB_REGIONAL);
}

bool text_cluster_breaks(struct cluster_state *st, const struct props *next)
{
	bool join;

	if (st->before == GCB_OTHER && next->gcb == GCB_OTHER) {
		st->pict = next->flags & PROP_PICT ? 1 : 0;
		return true;
	}
	join = joins(st, next);
	if (next->gcb == GCB_ZWJ)
		st->pict = st->pict ? 2 : 0;
	else if (next->gcb == GCB_EXTEND)
		st->pict = st->pict ? 1 : 0;
	else
		st->pict = next->flags & PROP_PICT ? 1 : 0;
	st->odd = next->gcb == GCB_REGIONAL && !(st->odd && join);
	st->before = next->gcb;
	return !join;
}

size_t text_cluster_next(struct str s, size_t at)
{
	struct cluster_state st;
	const struct props *p, *q;
	uint32_t cp;
	size_t i, after;

	if (at + 1 >= s.n)
		return s.n;
	/* two printable ASCII characters are two clusters */
	if ((uint8_t)s.p[at] - 0x20u < 0x5F && (uint8_t)s.p[at + 1] < 0x80)
		return at + 1;
	i = text_step(s, at, &cp);
	p = text_props_of(cp);
	for (text_cluster_first(&st, p); i < s.n; i = after) {
		after = text_step(s, i, &cp);
		q = text_props_of(cp);
		if ((p->gcb | q->gcb) == GCB_OTHER || text_cluster_breaks(&st, q))
			break;
		p = q;
	}
	return i;
}

/* Is there a boundary before b whatever stands before a? */
static bool surely_breaks(const struct props *a, const struct props *b)
{
	struct cluster_state st = {.before = a->gcb, .odd = true, .pict = 2};

	return !joins(&st, b);
}

size_t text_cluster_prev(struct str s, size_t at)
{
	size_t start = at, i, end, steps = 0;
	uint32_t cp;
	const struct props *p, *next = NULL;

	if (!at)
		return 0;
	/* back to a boundary that needs no context (of a run without one, a long way back), and on from there */
	while (start) {
		i = text_prev(s, start, &cp);
		p = text_props_of(cp);
		if (next && (surely_breaks(p, next) || steps > 4096))
			break;
		next = p;
		start = i;
		steps++;
	}
	for (; (end = text_cluster_next((struct str){s.p, at}, start)) < at; start = end)
		;
	return start;
}
