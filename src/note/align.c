/* align: sentences of a passage beside those of its translation.
 *
 * Gale and Church (1993): sentences stay in order, and a pair is one to one, or two to one, or has nothing at its other
 * side, each with its prior; lengths that fit are likely. Beside lengths count the hints (hint.c): what is in both
 * sides is more likely the rarer it is elsewhere in the text. The cheapest way through is found by dynamic programming
 * in a band around the diagonal of equal shares of the text.
 *
 * Pins are borders that the reader set: "S/T" says that after S sentences of the passage and T of the translation a
 * pair ends; several, separated by blanks, in order. The text between two of them is aligned by itself. Those that do
 * not fit (a translation was edited) are passed over.
 */
#include "align.h"

#include <assert.h>
#include <math.h>

enum { BAND = 60, MOST_CELLS = 1 << 24 };
static const double variance =
	3; /* of the difference in letters, for each letter; found by trial on Japanese and English */

enum { GROUP = 3 }; /* sentences on one side of a pair, at most */

struct hint {
	uint32_t what;
	float sure;
	float often[2]; /* how likely a sentence of either side has it */
};
typedef VEC(struct hint) hint_vec;

struct side {
	span_vec sentences;
	VEC(double) length;         /* of all sentences before; one more than there are */
	VEC(hint_vec) hints[GROUP]; /* of the sentence; of it and the next; of three; in order of what */
};

struct point { /* between sentences */
	size_t s, t;
};
typedef VEC(struct point) point_vec;

struct pin {
	struct point at;
	bool pair; /* all from the pin before it up to it */
};
typedef VEC(struct pin) pin_vec;

static const struct point origin = {0, 0};

static bool same(struct point a, struct point b)
{
	return a.s == b.s && a.t == b.t;
}

/* In order: neither side goes back. */
static bool follows(struct point a, struct point b)
{
	return b.s >= a.s && b.t >= a.t && !same(a, b);
}

struct aligner {
	struct side side[2];
	double ratio; /* letters of the translation to one of the passage */
};

/* Moves with -log of their priors: those of the paper, with a little left for three sentences. */
static const struct move {
	unsigned s, t;
	double cost;
} moves[] = {{1, 1, 0.117}, {2, 1, 3.112}, {1, 2, 3.112}, {1, 0, 5.308},
	     {0, 1, 5.308}, {2, 2, 4.510}, {3, 1, 6.5},   {1, 3, 6.5}};
enum { MOVES = sizeof moves / sizeof *moves };

static void read_side(struct str text, struct side *side)
{
	double length = 0;

	text_sentences(text, &side->sentences);
	for (size_t i = 0; i < side->sentences.n; i++) {
		struct str s = str_slice(text, side->sentences.v[i].start, side->sentences.v[i].end);
		note_hint_vec found = {0};
		hint_vec hints = {0};

		vec_push(&side->length, length);
		length += note_hint_length(s);
		note_hints(s, &found);
		for (size_t h = 0; h < found.n; h++)
			vec_push(&hints, (struct hint){found.v[h].what, found.v[h].sure, {0, 0}});
		vec_push(&side->hints[0], hints);
		vec_free(&found);
	}
	vec_push(&side->length, length);
}

static void free_side(struct side *side)
{
	for (int g = 0; g < GROUP; g++) {
		for (size_t i = 0; i < side->hints[g].n; i++)
			vec_free(&side->hints[g].v[i]);
		vec_free(&side->hints[g]);
	}
	vec_free(&side->length);
	vec_free(&side->sentences);
}

/* Both in order of what, and so is what comes of them. */
static void merge(const hint_vec *a, const hint_vec *b, hint_vec *out)
{
	size_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		bool first = k == b->n || (i < a->n && a->v[i].what <= b->v[k].what);
		struct hint hint = first ? a->v[i] : b->v[k];

		i += first;
		k += !first;
		if (out->n && out->v[out->n - 1].what == hint.what)
			continue;
		vec_push(out, hint);
	}
}

/* The hints of two and of three sentences that follow each other. */
static void read_groups(struct side *side)
{
	for (int g = 1; g < GROUP; g++)
		for (size_t i = 0; i + (size_t)g < side->sentences.n; i++) {
			hint_vec both = {0};

			merge(&side->hints[g - 1].v[i], &side->hints[0].v[i + (size_t)g], &both);
			vec_push(&side->hints[g], both);
		}
}

static int by_what(const void *a, const void *b)
{
	const struct hint *x = *(const struct hint *const *)a, *y = *(const struct hint *const *)b;

	return (x->what > y->what) - (x->what < y->what);
}

/* Says for each hint how often it is. */
static void count(struct aligner *a)
{
	VEC(struct hint *) all = {0};
	size_t border = 0;

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < a->side[k].hints[0].n; i++)
			for (size_t h = 0; h < a->side[k].hints[0].v[i].n; h++) {
				struct hint *hint = &a->side[k].hints[0].v[i].v[h];

				hint->often[k] = 1;
				vec_push(&all, hint);
			}
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_what);
	for (size_t i = 0; i < all.n; i = border) {
		float n[2] = {0, 0};

		for (border = i; border < all.n && all.v[border]->what == all.v[i]->what; border++)
			for (int k = 0; k < 2; k++)
				n[k] += all.v[border]->often[k];
		for (size_t h = i; h < border; h++)
			for (int k = 0; k < 2; k++)
				all.v[h]->often[k] = (n[k] + 0.5F) / ((float)a->side[k].sentences.n + 1);
	}
	vec_free(&all);
}

/* How much likelier than by chance: a translation of n sentences has what it should have. */
static double gain(double sure, double often, unsigned n)
{
	double chance = often * n;

	return sure > chance ? log(sure / chance) : 0;
}

/* And how much less likely: it has not. Half of it, since the other side may say so as well. */
static double loss(double sure, double often, unsigned n)
{
	double chance = often * n;

	return sure > chance ? log((1 - sure) / (1 - chance)) / 2 : 0;
}

static double hint_score(const struct aligner *a, const struct move *m, size_t s, size_t t)
{
	const hint_vec *x = &a->side[0].hints[m->s - 1].v[s], *y = &a->side[1].hints[m->t - 1].v[t];
	double score = 0;

	for (size_t i = 0, k = 0; i < x->n || k < y->n;) {
		int order = i == x->n   ? 1
			    : k == y->n ? -1
					: (x->v[i].what > y->v[k].what) - (x->v[i].what < y->v[k].what);

		if (!order) {
			double sure = x->v[i].sure > y->v[k].sure ? x->v[i].sure : y->v[k].sure;

			score += gain(sure > 0.5 ? sure : 0.5, x->v[i].often[1], m->t);
		} else if (order < 0) {
			score += loss(x->v[i].sure, x->v[i].often[1], m->t);
		} else {
			score += loss(y->v[k].sure, y->v[k].often[0], m->s);
		}
		i += order <= 0;
		k += order >= 0;
	}
	return score;
}

/* -log of how likely the lengths are. */
static double length_cost(const struct aligner *a, const struct move *m, size_t s, size_t t)
{
	double x = (a->side[0].length.v[s + m->s] - a->side[0].length.v[s]) * a->ratio;
	double y = a->side[1].length.v[t + m->t] - a->side[1].length.v[t];
	double mean = (x + y) / 2, p;

	if (mean <= 0)
		return 0;
	p = erfc(fabs(y - x) / sqrt(mean * variance) / M_SQRT2);
	return p < 1e-12 ? 27.6 : -log(p);
}

static double cost(const struct aligner *a, const struct move *m, size_t s, size_t t)
{
	/* a sentence that has no partner has no length to compare */
	return m->s && m->t ? m->cost + length_cost(a, m, s, t) - hint_score(a, m, s, t) : m->cost;
}

/* ---- the way through a part of the text, between two borders ---- */

struct cell {
	double cost;
	uint8_t move; /* that led here */
};

struct table { /* rows from .. to of the passage's borders, in each a window of the translation's */
	struct point from, to;
	size_t width;
	struct cell *cells;
	size_t *low; /* of each row */
};

/* Where the row's window begins when `middle` is to be in the middle of it. */
static size_t clamp(const struct table *x, size_t middle)
{
	size_t low = middle > x->width / 2 ? middle - x->width / 2 : 0, most = x->to.t + 1 - x->width;

	return low < x->from.t ? x->from.t : low > most ? most : low;
}

/* Around the share of the translation's length that the passage has come to. */
static size_t window(const struct aligner *a, const struct table *x, size_t s)
{
	const double *here = a->side[0].length.v, *there = a->side[1].length.v;
	double all = here[x->to.s] - here[x->from.s];
	double share = all > 0 ? (here[s] - here[x->from.s]) / all : 0;
	double want = there[x->from.t] + share * (there[x->to.t] - there[x->from.t]);
	size_t low = x->from.t, high = x->to.t;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (there[mid] < want)
			low = mid + 1;
		else
			high = mid;
	}
	return clamp(x, low);
}

static struct cell *cell(const struct table *x, size_t s, size_t t)
{
	size_t row = s - x->from.s;

	return t < x->low[row] || t >= x->low[row] + x->width ? NULL : &x->cells[row * x->width + t - x->low[row]];
}

static void fill_cell(const struct aligner *a, const struct table *x, size_t s, size_t t)
{
	struct cell *here = cell(x, s, t);

	for (unsigned i = 0; i < MOVES; i++) {
		const struct move *m = &moves[i];
		const struct cell *before;
		double c;

		if (s < x->from.s + m->s || t < x->from.t + m->t)
			continue;
		before = cell(x, s - m->s, t - m->t);
		if (!before || before->cost == HUGE_VAL)
			continue;
		c = before->cost + cost(a, m, s - m->s, t - m->t);
		if (c < here->cost)
			*here = (struct cell){c, (uint8_t)i};
	}
}

static void fill(const struct aligner *a, struct table *x)
{
	size_t rows = x->to.s - x->from.s + 1;

	for (size_t i = 0; i < rows * x->width; i++)
		x->cells[i] = (struct cell){HUGE_VAL, 0};
	if (cell(x, x->from.s, x->from.t))
		cell(x, x->from.s, x->from.t)->cost = 0;
	for (size_t s = x->from.s; s <= x->to.s; s++)
		for (size_t t = x->low[s - x->from.s], n = x->width; n--; t++)
			if (s != x->from.s || t != x->from.t)
				fill_cell(a, x, s, t);
}

/* Sentences of very different lengths can leave gaps between the windows of two rows; by the number of sentences there
 * are none, since the width is at least what the rows differ by. */
static void fill_table(const struct aligner *a, struct table *x)
{
	size_t rows = x->to.s - x->from.s + 1, all = x->to.t - x->from.t;

	for (size_t s = x->from.s; s <= x->to.s; s++)
		x->low[s - x->from.s] = window(a, x, s);
	fill(a, x);
	if (cell(x, x->to.s, x->to.t)->cost != HUGE_VAL)
		return;
	for (size_t row = 0; row < rows; row++)
		x->low[row] = clamp(x, x->from.t + (rows > 1 ? all * row / (rows - 1) : 0));
	fill(a, x);
	assert(cell(x, x->to.s, x->to.t)->cost != HUGE_VAL);
}

/* How many borders of the translation are looked at for one of the passage. */
static size_t width_of(size_t rows, size_t all)
{
	size_t skew = rows > all ? rows - all : all - rows, width = 2 * BAND + rows / 16 + skew;
	size_t least = all / rows + 3;

	if (width > MOST_CELLS / rows)
		width = MOST_CELLS / rows;
	width = width < least ? least : width;
	return width < all ? width : all;
}

/* Appends the borders after `from`, up to `to`. */
static void solve(const struct aligner *a, struct point from, struct point to, point_vec *out)
{
	size_t rows = to.s - from.s + 1, start = out->n;
	struct table x = {.from = from, .to = to, .width = width_of(rows, to.t - from.t + 1)};
	struct point p = to;

	x.low = xcalloc(rows, sizeof *x.low);
	x.cells = xmalloc(rows * x.width * sizeof *x.cells);
	fill_table(a, &x);
	while (p.s != from.s || p.t != from.t) {
		const struct move *m = &moves[cell(&x, p.s, p.t)->move];

		vec_push(out, p);
		p = (struct point){p.s - m->s, p.t - m->t};
	}
	for (size_t i = start, k = out->n; i + 1 < k; i++) {
		struct point swap = out->v[i];

		out->v[i] = out->v[--k];
		out->v[k] = swap;
	}
	free(x.cells);
	free(x.low);
}

/* ---- pins ---- */

static bool read_number(struct str s, size_t *at, size_t *out)
{
	size_t from = *at;

	for (*out = 0; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && *at - from < 9; ++*at)
		*out = *out * 10 + (size_t)(s.p[*at] - '0');
	return *at > from;
}

static bool read_char(struct str s, size_t *at, char c)
{
	bool is = *at < s.n && s.p[*at] == c;

	*at += is;
	return is;
}

static bool read_pin(struct str s, size_t *at, struct pin *out)
{
	while (read_char(s, at, ' '))
		;
	if (!read_number(s, at, &out->at.s) || !read_char(s, at, '/') || !read_number(s, at, &out->at.t))
		return false;
	out->pair = read_char(s, at, '=');
	return *at == s.n || s.p[*at] == ' ';
}

/* In order, inside the text; the first of two that contradict each other stays. */
static void read_pins(struct str pins, struct point end, pin_vec *out)
{
	struct point last = origin;
	struct pin p;

	for (size_t at = 0; read_pin(pins, &at, &p);) {
		if (p.at.s > end.s || p.at.t > end.t || !follows(last, p.at))
			continue;
		vec_push(out, p);
		last = p.at;
	}
}

/* ---- the whole ---- */

static void open_aligner(struct aligner *a, struct str source, struct str translation)
{
	double letters[2];

	for (int k = 0; k < 2; k++) {
		read_side(k ? translation : source, &a->side[k]);
		letters[k] = a->side[k].length.v[a->side[k].sentences.n];
	}
	/* what is short says little about how wordy its translator is */
	a->ratio = (letters[1] + 200) / (letters[0] + 200);
	count(a);
	for (int k = 0; k < 2; k++)
		read_groups(&a->side[k]);
}

static void close_aligner(struct aligner *a)
{
	free_side(&a->side[0]);
	free_side(&a->side[1]);
}

/* All borders, the last one at the end of both. */
static void borders(const struct aligner *a, struct str pinned, pin_vec *pins, point_vec *out)
{
	struct point from = origin, end = {a->side[0].sentences.n, a->side[1].sentences.n};

	read_pins(pinned, end, pins);
	for (size_t i = 0; i < pins->n; i++) {
		if (pins->v[i].pair)
			vec_push(out, pins->v[i].at);
		else
			solve(a, from, pins->v[i].at, out);
		from = pins->v[i].at;
	}
	if (!same(from, end))
		solve(a, from, end, out);
}

/* What the sentences from .. to cover; empty: the place where they would be. */
static struct span covers(const struct side *side, size_t from, size_t to, size_t length)
{
	size_t at;

	if (from < to)
		return (struct span){side->sentences.v[from].start, side->sentences.v[to - 1].end};
	at = from < side->sentences.n ? side->sentences.v[from].start : length;
	return (struct span){at, at};
}

void note_align(struct str source, struct str translation, struct str pins, struct arena *arena, struct note_pairs *out)
{
	struct aligner a = {.ratio = 1};
	pin_vec pinned = {0};
	point_vec points = {0};
	struct point from = origin;
	struct note_pair *v;

	open_aligner(&a, source, translation);
	borders(&a, pins, &pinned, &points);
	v = arena_alloc(arena, (points.n + 1) * sizeof *v);
	for (size_t i = 0; i < points.n; i++) {
		v[i].source = covers(&a.side[0], from.s, points.v[i].s, source.n);
		v[i].translation = covers(&a.side[1], from.t, points.v[i].t, translation.n);
		from = points.v[i];
	}
	*out = (struct note_pairs){v, points.n};
	vec_free(&points);
	vec_free(&pinned);
	close_aligner(&a);
}

static void put_pin(struct buf *out, struct point p, bool pair)
{
	buf_printf(out, "%s%zu/%zu%s", out->n ? " " : "", p.s, p.t, pair ? "=" : "");
}

/* The pins before the pair and after the next one, and between them these two as the reader wants them. */
static void put_pins(const pin_vec *pins, struct point before, struct point moved, struct point after, struct buf *out)
{
	bool there = same(before, origin);
	size_t i = 0;

	for (; i < pins->n && !follows(before, pins->v[i].at); i++) {
		put_pin(out, pins->v[i].at, pins->v[i].pair);
		there |= same(before, pins->v[i].at);
	}
	if (!there)
		put_pin(out, before, false);
	/* a pair of nothing and nothing is none: the other one has it all */
	if (!same(moved, before) && !same(moved, after))
		put_pin(out, moved, true);
	put_pin(out, after, true);
	for (; i < pins->n; i++)
		if (follows(after, pins->v[i].at))
			put_pin(out, pins->v[i].at, pins->v[i].pair);
}

bool note_align_move(struct str source, struct str translation, struct str pins, size_t i, int by, struct buf *out)
{
	struct aligner a = {.ratio = 1};
	pin_vec pinned = {0};
	point_vec points = {0};
	bool good = false;

	open_aligner(&a, source, translation);
	borders(&a, pins, &pinned, &points);
	if (i + 1 < points.n) {
		struct point before = i ? points.v[i - 1] : origin, to = points.v[i], after = points.v[i + 1];
		struct buf b = {0};

		good = by > 0 ? to.t < after.t : to.t > before.t;
		to.t += by > 0 ? 1 : (size_t)-1;
		if (good)
			put_pins(&pinned, before, to, after, &b);
		buf_str(out, buf_view(&b));
		buf_free(&b);
	}
	vec_free(&points);
	vec_free(&pinned);
	close_aligner(&a);
	return good;
}
