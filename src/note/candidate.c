/* A passage laid on the new text. Runs that both texts have are joined to chains (in the order of both, no wild jumps); each of the
 * best chains is a place where the passage may be now. What lies between the runs of a chain, and before and after it, is
 * laid over each other symbol by symbol; then what is kept of the passage and of what stands around it is counted.
 */
#include "anchoring.h"

#define LOOK_BACK 64   /* runs */
#define CONTEXT 48     /* symbols on each side that count */
#define SLACK 64       /* symbols that may be new beyond an end */
#define CELLS 16000000 /* of all gaps of a chain */

struct link {
	struct note_run run;
	long score;
	size_t before; /* POS_NONE: it begins a chain */
	bool used;
};

struct chains {
	const struct note_window *w;
	const struct note_folded *new;
	struct link *v;
	size_t n;
};

static size_t overlap(struct span a, size_t start, size_t end)
{
	size_t from = a.start > start ? a.start : start, to = a.end < end ? a.end : end;

	return to > from ? to - from : 0;
}

static void clip(struct chains *c, const struct note_run *runs, size_t n)
{
	struct span w = c->w->whole;

	c->v = xcalloc(n ? n : 1, sizeof *c->v);
	for (size_t i = 0; i < n; i++) {
		size_t end = runs[i].o + runs[i].len < w.end ? runs[i].o + runs[i].len : w.end;
		size_t start = runs[i].o > w.start ? runs[i].o : w.start;

		if (end > start)
			c->v[c->n++].run = (struct note_run){(uint32_t)start, (uint32_t)(runs[i].n + (start - runs[i].o)),
							     (uint32_t)(end - start)};
	}
}

/* What it costs to go on from a to b; below 0: they do not belong together. */
static long jump(const struct chains *c, const struct note_run *a, const struct note_run *b)
{
	size_t o = a->o + a->len, n = a->n + a->len, by_o, by_n, by;

	if (b->o < o || b->n < n)
		return -1;
	by_o = b->o - o;
	by_n = b->n - n;
	if (by_n > 3 * by_o + 600 + 2 * (c->w->quote.end - c->w->quote.start))
		return -1;
	by = by_n > by_o ? by_n - by_o : by_o - by_n;
	return (by || by_o ? 2 : 0) + (long)(by < 480 ? by / 16 : 30);
}

static void chain(struct chains *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct note_run *r = &c->v[i].run;
		long own = (long)(r->len + 3 * overlap(c->w->quote, r->o, r->o + r->len)), best = 0;

		c->v[i].before = POS_NONE;
		for (size_t j = i; j-- > 0 && i - j <= LOOK_BACK;) {
			long by = jump(c, &c->v[j].run, r);

			if (by >= 0 && c->v[j].score - by > best) {
				best = c->v[j].score - by;
				c->v[i].before = j;
			}
		}
		c->v[i].score = own + best;
	}
}

/* The runs of the best chain that is left, in order. */
static bool take_chain(struct chains *c, note_runs *out)
{
	size_t best = POS_NONE;

	out->n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (!c->v[i].used && (best == POS_NONE || c->v[i].score > c->v[best].score))
			best = i;
	for (size_t i = best; i != POS_NONE && !c->v[i].used; i = c->v[i].before) {
		c->v[i].used = true;
		vec_push(out, c->v[i].run);
	}
	for (size_t x = 0, y = out->n; x + 1 < y; x++) {
		struct note_run t = out->v[--y];

		out->v[y] = out->v[x];
		out->v[x] = t;
	}
	return out->n > 0;
}

/* Ends of runs beside a break may be alike by chance: they are laid anew. */
static size_t loose(const struct note_run *r)
{
	return r->len / 4 < 6 ? r->len / 4 : 6;
}

static void fill(const struct chains *c, struct note_run *a, struct note_run *b, size_t *cells, note_runs *out)
{
	size_t by_a = loose(a), by_b = loose(b);
	struct span o, n;

	a->len -= (uint32_t)by_a;
	b->o += (uint32_t)by_b;
	b->n += (uint32_t)by_b;
	b->len -= (uint32_t)by_b;
	o = (struct span){a->o + a->len, b->o};
	n = (struct span){a->n + a->len, b->n};
	vec_push(out, *a);
	if ((o.end - o.start) > *cells / (n.end - n.start + 1))
		return;
	*cells -= (o.end - o.start) * (n.end - n.start);
	note_overlay(c->w->f, o, c->new, n, true, true, out);
}

/* The chain with all that is kept between its runs and around it. */
static void complete(const struct chains *c, note_runs *links, note_runs *out)
{
	struct span w = c->w->whole;
	struct note_run *first = &links->v[0], *last = &links->v[links->n - 1];
	size_t cells = CELLS, back = first->o - w.start, forth;

	out->n = 0;
	back = back ? back + back / 2 + SLACK : 0;
	note_overlay(c->w->f, (struct span){w.start, first->o}, c->new,
		     (struct span){first->n > back ? first->n - back : 0, first->n}, false, true, out);
	for (size_t i = 0; i + 1 < links->n; i++)
		fill(c, &links->v[i], &links->v[i + 1], &cells, out);
	vec_push(out, *last);
	forth = w.end - (last->o + last->len);
	forth = last->n + last->len + (forth ? forth + forth / 2 + SLACK : 0);
	note_overlay(c->w->f, (struct span){last->o + last->len, w.end}, c->new,
		     (struct span){last->n + last->len, forth < c->new->n ? forth : c->new->n}, true, false, out);
}

/* The share of a range, by weight, that the runs keep; below 0: it is empty. */
static double share(const struct chains *c, const note_runs *runs, struct span at)
{
	const uint16_t *s = c->w->f->s;
	long all = 0, kept = 0;

	for (size_t i = at.start; i < at.end; i++)
		all += note_weight(s[i]);
	for (size_t i = 0; i < runs->n; i++) {
		size_t from = runs->v[i].o > at.start ? runs->v[i].o : at.start, to = runs->v[i].o + runs->v[i].len;

		for (; from < to && from < at.end; from++)
			kept += note_weight(s[from]);
	}
	return all ? (double)kept / (double)all : -1;
}

/* Runs of the passage alone; those that chance has put far from the rest are left out at its ends. */
static void trim(const struct chains *c, const note_runs *runs, note_runs *out)
{
	struct span q = c->w->quote;
	size_t all = 0, first = 0;

	out->n = 0;
	for (size_t i = 0; i < runs->n; i++) {
		struct note_run r = runs->v[i];
		size_t from = r.o > q.start ? r.o : q.start, to = r.o + r.len < q.end ? r.o + r.len : q.end;

		if (to <= from)
			continue;
		vec_push(out, (struct note_run){(uint32_t)from, (uint32_t)(r.n + (from - r.o)), (uint32_t)(to - from)});
		all += to - from;
	}
	while (out->n > 1 && out->v[out->n - 1].len * 8 < all &&
	       out->v[out->n - 1].n - out->v[out->n - 2].n - out->v[out->n - 2].len > 16 + (q.end - q.start) / 2)
		out->n--;
	while (first + 1 < out->n && out->v[first].len * 8 < all &&
	       out->v[first + 1].n - out->v[first].n - out->v[first].len > 16 + (q.end - q.start) / 2)
		first++;
	memmove(out->v, out->v + first, (out->n - first) * sizeof *out->v);
	out->n -= first;
}

/* Of a place between two letters: what stands beside it. */
static bool point(const note_runs *runs, size_t at, struct span *out)
{
	for (size_t i = 0; i < runs->n; i++) {
		const struct note_run *r = &runs->v[i];

		if (at >= r->o && at <= r->o + r->len) {
			out->start = out->end = r->n + (at - r->o);
			return true;
		}
	}
	return false;
}

static bool judge(const struct chains *c, const note_runs *runs, struct note_candidate *out)
{
	struct span q = c->w->quote, w = c->w->whole;
	size_t from = q.start - w.start > CONTEXT ? q.start - CONTEXT : w.start;
	size_t to = w.end - q.end > CONTEXT ? q.end + CONTEXT : w.end;
	note_runs own = {0};

	*out = (struct note_candidate){.left = share(c, runs, (struct span){from, q.start}),
				       .right = share(c, runs, (struct span){q.end, to})};
	if (q.start == q.end) {
		out->whole = point(runs, q.start, &out->at);
		out->quote = out->whole;
		return out->whole;
	}
	trim(c, runs, &own);
	for (size_t i = 0; i < own.n; i++)
		out->kept += own.v[i].len;
	if (own.n) {
		out->at = (struct span){own.v[0].n, own.v[own.n - 1].n + own.v[own.n - 1].len};
		out->quote = share(c, &own, q);
		out->whole = out->kept == q.end - q.start && out->at.end - out->at.start == out->kept;
	}
	vec_free(&own);
	return out->kept > 0;
}

size_t note_candidates(const struct note_window *w, const struct note_folded *new, const struct note_run *runs, size_t n,
		       struct note_candidate *out, size_t max)
{
	struct chains c = {.w = w, .new = new};
	note_runs links = {0}, laid = {0};
	size_t got = 0;

	clip(&c, runs, n);
	chain(&c);
	for (size_t tries = 0; tries < max && take_chain(&c, &links); tries++) {
		complete(&c, &links, &laid);
		got += judge(&c, &laid, &out[got]);
	}
	vec_free(&links);
	vec_free(&laid);
	free(c.v);
	return got;
}
