/* A passage laid on the new text. Runs that both texts have are joined to chains (in the order of both, no wild jumps);
 * each of the best chains is a place where the passage may be now. What lies between the runs of a chain, and before
 * and after it, is laid over each other symbol by symbol; then what is kept of the passage and of what stands around it
 * is counted.
 */
#include "anchoring.h"

#define LOOK_BACK 64   /* runs */
#define CONTEXT 48     /* symbols on each side that count */
#define CLOSE 128      /* beyond so many on each side it does not matter what is kept */
#define SLACK 64       /* symbols that may be new beyond an end */
#define CELLS 16000000 /* of all gaps of a chain */
#define CERTAIN 100    /* a run of this weight is no chance */
#define SMALL 20       /* symbols that may be put into any passage */

struct part { /* of the passage, that is kept */
	struct note_run run;
	long weight; /* of the run that it is cut out of */
};
typedef VEC(struct part) parts;

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
			c->v[c->n++].run = (struct note_run){
				(uint32_t)start, (uint32_t)(runs[i].n + (start - runs[i].o)), (uint32_t)(end - start)};
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
	bool both = a->o + a->len < b->o && a->n + a->len < b->n;
	size_t by_a = both ? loose(a) : 0, by_b = both ? loose(b) : 0;
	struct span o, n;

	a->len -= (uint32_t)by_a;
	b->o += (uint32_t)by_b;
	b->n += (uint32_t)by_b;
	b->len -= (uint32_t)by_b;
	o = (struct span){a->o + a->len, b->o};
	n = (struct span){a->n + a->len, b->n};
	vec_push(out, *a);
	if (o.end + CLOSE < c->w->quote.start || o.start > c->w->quote.end + CLOSE)
		return;
	if ((o.end - o.start) > *cells / (n.end - n.start + 1))
		return;
	*cells -= (o.end - o.start) * (n.end - n.start);
	note_overlay(c->w->f, o, c->new, n, true, true, out);
}

/* Does a chain come close to the passage, or pass over it? */
static bool touches(const struct chains *c, const note_runs *links)
{
	const struct note_run *first = &links->v[0], *last = &links->v[links->n - 1];

	return first->o <= c->w->quote.end + CLOSE && last->o + last->len + CLOSE >= c->w->quote.start;
}

/* The chain with all that is kept between its runs and around it. */
static void complete(const struct chains *c, note_runs *links, note_runs *out)
{
	struct span q = c->w->quote, w = c->w->whole;
	struct note_run *first = &links->v[0], *last = &links->v[links->n - 1];
	size_t cells = CELLS, back, forth;

	w.start = q.start > w.start + CLOSE ? q.start - CLOSE : w.start;
	w.end = w.end > q.end + CLOSE ? q.end + CLOSE : w.end;
	w.start = w.start < first->o ? w.start : first->o;
	w.end = w.end > last->o + last->len ? w.end : last->o + last->len;
	back = first->o - w.start;
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

static long weight(const struct chains *c, size_t from, size_t to)
{
	long all = 0;

	for (; from < to; from++)
		all += note_weight(c->w->f->s[from]);
	return all;
}

static bool meet(const struct note_run *a, const struct note_run *b)
{
	return (a->o < b->o + b->len && b->o < a->o + a->len) || (a->n < b->n + b->len && b->n < a->n + a->len);
}

/* Puts a part where it is heavier than all that it meets; what it meets goes. */
static void put(const struct chains *c, struct part p, parts *out)
{
	long against = 0;
	size_t kept = 0;

	for (size_t i = 0; i < out->n; i++)
		if (meet(&p.run, &out->v[i].run))
			against += weight(c, out->v[i].run.o, out->v[i].run.o + out->v[i].run.len);
	if (against >= weight(c, p.run.o, p.run.o + p.run.len))
		return;
	for (size_t i = 0; i < out->n; i++)
		if (!meet(&p.run, &out->v[i].run))
			out->v[kept++] = out->v[i];
	out->n = kept;
	vec_push(out, p);
}

/* The part of a run that is of the passage; len 0: none. */
static struct part part_of(const struct chains *c, const struct note_run *r)
{
	struct span q = c->w->quote;
	size_t from = r->o > q.start ? r->o : q.start, to = r->o + r->len < q.end ? r->o + r->len : q.end;
	struct part p = {
		.run = {(uint32_t)from, (uint32_t)(r->n + (from - r->o)), (uint32_t)(to > from ? to - from : 0)}};

	p.weight = weight(c, r->o, r->o + r->len);
	return p;
}

/* How much may be new between parts of a passage. */
static size_t reach(const struct chains *c)
{
	size_t len = c->w->quote.end - c->w->quote.start;

	return len > SMALL ? len : SMALL;
}

static void own_parts(const struct chains *c, const note_runs *runs, parts *out)
{
	for (size_t i = 0; i < runs->n; i++) {
		struct part p = part_of(c, &runs->v[i]);

		if (p.run.len)
			vec_push(out, p);
	}
}

/* Parts by another chain that stand close to those that are there. Light ones may be chance: they do not count. */
static void pool(const struct chains *c, const note_runs *runs, parts *out)
{
	size_t first = SIZE_MAX, last = 0;

	for (size_t i = 0; i < out->n; i++) {
		first = out->v[i].run.n < first ? out->v[i].run.n : first;
		last = out->v[i].run.n + out->v[i].run.len > last ? out->v[i].run.n + out->v[i].run.len : last;
	}
	for (size_t i = 0; i < runs->n; i++) {
		struct part p = part_of(c, &runs->v[i]);

		if (p.run.len && p.run.n + p.run.len + reach(c) >= first && p.run.n <= last + reach(c) &&
		    weight(c, p.run.o, p.run.o + p.run.len) >= CERTAIN)
			put(c, p, out);
	}
}

static int by_new(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	return x->run.n < y->run.n ? -1 : x->run.n > y->run.n;
}

static size_t length(const struct part *v, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += v[i].run.len;
	return all;
}

/* What stands before v[i] that is new. */
static size_t gap(const struct part *v, size_t i)
{
	return v[i].run.n - v[i - 1].run.n - v[i - 1].run.len;
}

/* Where a passage is to be cut: where more is new between its parts than it is long, else before or after what chance
 * may have put far from the rest. 0: nowhere. */
static size_t cut_at(const struct chains *c, const struct part *v, size_t n)
{
	size_t at = 1, far = 16 + (c->w->quote.end - c->w->quote.start) / 2;

	for (size_t i = 2; i < n; i++)
		if (gap(v, i) > gap(v, at))
			at = i;
	if (gap(v, at) > reach(c))
		return at;
	if (gap(v, 1) > far && v[0].weight < CERTAIN)
		return 1;
	return gap(v, n - 1) > far && v[n - 1].weight < CERTAIN ? n - 1 : 0;
}

/* A passage that was torn apart is where most of it is. */
static void cut(const struct chains *c, parts *p)
{
	struct part *v = p->v;
	size_t n = p->n, at;

	while (n > 1 && (at = cut_at(c, v, n))) {
		if (length(v, at) >= length(v + at, n - at)) {
			n = at;
		} else {
			v += at;
			n -= at;
		}
	}
	if (n)
		memmove(p->v, v, n * sizeof *v);
	p->n = n;
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

/* The share of a range, by weight, that the runs keep; below 0: it is empty. */
static double share(const struct chains *c, const note_runs *runs, struct span at)
{
	long kept = 0, all = weight(c, at.start, at.end);

	for (size_t i = 0; i < runs->n; i++) {
		size_t from = runs->v[i].o > at.start ? runs->v[i].o : at.start, to = runs->v[i].o + runs->v[i].len;

		kept += weight(c, from, to < at.end ? to : at.end);
	}
	return all ? (double)kept / (double)all : -1;
}

/* What is kept around the passage. */
static void surroundings(const struct chains *c, const note_runs *runs, struct note_candidate *out)
{
	struct span q = c->w->quote, w = c->w->whole;
	size_t from = q.start - w.start > CONTEXT ? q.start - CONTEXT : w.start;
	size_t to = w.end - q.end > CONTEXT ? q.end + CONTEXT : w.end;

	out->left = share(c, runs, (struct span){from, q.start});
	out->right = share(c, runs, (struct span){q.end, to});
}

/* What the parts of the passage come to. */
static void sum_up(const struct chains *c, const parts *own, struct note_candidate *out)
{
	struct span q = c->w->quote;
	long kept = 0, all = weight(c, q.start, q.end);

	out->at = (struct span){own->v[0].run.n, own->v[own->n - 1].run.n + own->v[own->n - 1].run.len};
	out->of = (struct span){q.end, q.start};
	for (size_t i = 0; i < own->n; i++) {
		struct note_run r = own->v[i].run;

		out->of.start = r.o < out->of.start ? r.o : out->of.start;
		out->of.end = r.o + r.len > out->of.end ? r.o + r.len : out->of.end;
		kept += weight(c, r.o, r.o + r.len);
	}
	out->kept = length(own->v, own->n);
	out->quote = all ? (double)kept / (double)all : 0;
	out->whole = out->kept == q.end - q.start && out->at.end - out->at.start == out->kept;
}

/* What is kept of the passage by one chain, and by others close to it: sentences may have changed places. */
static bool judge(const struct chains *c, const note_runs *laid, size_t n, size_t i, struct note_candidate *out)
{
	struct span q = c->w->quote;
	parts own = {0};

	*out = (struct note_candidate){0};
	surroundings(c, &laid[i], out);
	if (q.start == q.end) {
		out->whole = point(&laid[i], q.start, &out->at);
		out->quote = out->whole;
		return out->whole;
	}
	own_parts(c, &laid[i], &own);
	for (size_t k = 0; k < n && own.n; k++)
		if (k != i)
			pool(c, &laid[k], &own);
	if (own.n)
		qsort(own.v, own.n, sizeof *own.v, by_new);
	cut(c, &own);
	if (own.n)
		sum_up(c, &own, out);
	vec_free(&own);
	return out->kept > 0;
}

size_t note_candidates(const struct note_window *w, const struct note_folded *new, const struct note_run *runs,
		       size_t n, struct note_candidate *out, size_t max)
{
	struct chains c = {.w = w, .new = new};
	note_runs links = {0}, *laid = xcalloc(max, sizeof *laid);
	size_t tries = 0, got = 0;

	clip(&c, runs, n);
	chain(&c);
	while (tries < max && take_chain(&c, &links))
		if (touches(&c, &links))
			complete(&c, &links, &laid[tries++]);
	for (size_t i = 0; i < tries; i++)
		got += judge(&c, laid, tries, i, &out[got]);
	for (size_t i = 0; i < tries; i++)
		vec_free(&laid[i]);
	vec_free(&links);
	free(laid);
	free(c.v);
	return got;
}
