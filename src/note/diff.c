/* What two texts have in common, wherever it stands: sequences of k symbols that occur once in either are found by a
 * table of hashes and grow in both directions as far as both texts go on alike; then the same with a smaller k in what
 * is left. So moved, wrapped and edited paragraphs are all found in time that grows with the texts alone. Of a large
 * rest only every m-th sequence (told by its hash, so that both texts take the same ones) is looked at.
 */
#include "anchoring.h"

#define PIECE 8192           /* symbols that are looked at in a step */
#define TABLE_MAX (1u << 20) /* sequences that are kept */
#define MANY UINT32_MAX
#define NONE (UINT32_MAX - 1)

static const unsigned lengths[] = {32, 16, 8, 5};

struct entry {
	uint32_t tag, o, n; /* where the sequence stands: NONE, MANY, or there */
};
enum phase { ENDS, TABLE, OLD, NEW, GROW, SORT, DONE };
struct note_diff {
	const struct note_folded *old, *new;
	struct span in_old, in_new;
	uint64_t *taken_old, *taken_new; /* a bit for each symbol that is in a run */
	size_t left_old, left_new;       /* symbols that are in none */
	note_runs runs;
	struct entry *table;
	size_t mask;
	uint64_t every; /* hashes that have none of these bits are looked at */
	unsigned level;
	enum phase phase;
	size_t at; /* how far this phase is */
};

static bool taken(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

struct note_diff *note_diff_new(const struct note_folded *old, struct span in_old, const struct note_folded *new,
				struct span in_new)
{
	struct note_diff *d = xcalloc(1, sizeof *d);

	d->old = old;
	d->new = new;
	d->in_old = in_old;
	d->in_new = in_new;
	d->left_old = in_old.end - in_old.start;
	d->left_new = in_new.end - in_new.start;
	d->taken_old = xcalloc(d->left_old / 64 + 1, sizeof *d->taken_old);
	d->taken_new = xcalloc(d->left_new / 64 + 1, sizeof *d->taken_new);
	return d;
}

void note_diff_free(struct note_diff *d)
{
	if (!d)
		return;
	free(d->taken_old);
	free(d->taken_new);
	free(d->table);
	vec_free(&d->runs);
	free(d);
}

static bool same(const struct note_diff *d, size_t o, size_t n)
{
	return d->old->s[o] == d->new->s[n] && !taken(d->taken_old, o - d->in_old.start) &&
	       !taken(d->taken_new, n - d->in_new.start);
}

static void take(struct note_diff *d, size_t o, size_t n, size_t len)
{
	if (!len)
		return;
	vec_push(&d->runs, (struct note_run){(uint32_t)o, (uint32_t)n, (uint32_t)len});
	d->left_old -= len;
	d->left_new -= len;
	o -= d->in_old.start;
	n -= d->in_new.start;
	for (size_t i = 0; i < len; i++) {
		d->taken_old[(o + i) / 64] |= 1ull << ((o + i) % 64);
		d->taken_new[(n + i) / 64] |= 1ull << ((n + i) % 64);
	}
}

/* The run that (o, n) is in, as far as it goes; returns where it ends in the new text. */
static size_t grow(struct note_diff *d, size_t o, size_t n)
{
	size_t from = 0, to = 0;

	while (o > d->in_old.start + from && n > d->in_new.start + from && same(d, o - from - 1, n - from - 1))
		from++;
	while (o + to < d->in_old.end && n + to < d->in_new.end && same(d, o + to, n + to))
		to++;
	take(d, o - from, n - from, from + to);
	return n + to;
}

/* How both begin and end. */
static void ends(struct note_diff *d)
{
	size_t o = d->in_old.end, n = d->in_new.end, from = 0;

	if (o == d->in_old.start || n == d->in_new.start)
		return;
	grow(d, d->in_old.start, d->in_new.start);
	while (o - from > d->in_old.start && n - from > d->in_new.start && same(d, o - from - 1, n - from - 1))
		from++;
	take(d, o - from, n - from, from);
}

static uint64_t mix(uint64_t h)
{
	h ^= h >> 31;
	h *= 0x9E3779B97F4A7C15ull;
	return h ^ h >> 29;
}

static struct entry *entry_of(struct note_diff *d, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32) | 1;
	size_t i = hash & d->mask;

	while (d->table[i].tag && d->table[i].tag != tag)
		i = (i + 1) & d->mask;
	return &d->table[i];
}

/* Each untaken sequence of k symbols of a text from `at` on: a hash that rolls. */
struct roll {
	const uint16_t *s;
	const uint64_t *bits;
	size_t base, end, at; /* at: one beyond its last symbol */
	unsigned k, have;
	uint64_t hash, power;
};
#define FACTOR 0x5851F42D4C957F2Dull

static void roll_start(struct roll *r, unsigned k, size_t at)
{
	r->k = k;
	r->at = at;
	r->have = 0;
	r->hash = 0;
	r->power = 1;
	for (unsigned i = 0; i < k; i++)
		r->power *= FACTOR;
}

/* The next symbol. True: there is a whole sequence that ends with it. */
static bool roll_next(struct roll *r)
{
	size_t i = r->at++;

	if (taken(r->bits, i - r->base)) {
		r->have = 0;
		r->hash = 0;
		return false;
	}
	r->hash = r->hash * FACTOR + r->s[i] + 1;
	if (r->have == r->k)
		r->hash -= r->power * (r->s[i - r->k] + 1ull);
	else
		r->have++;
	return r->have == r->k;
}

static void roll_new(const struct note_diff *d, struct roll *r)
{
	*r = (struct roll){.s = d->new->s, .bits = d->taken_new, .base = d->in_new.start, .end = d->in_new.end};
}

static void start_table(struct note_diff *d)
{
	size_t n = d->left_old, size = 64;

	d->every = 0;
	while (n > TABLE_MAX) {
		n /= 2;
		d->every = d->every * 2 + 1;
	}
	while (size < n * 2)
		size *= 2;
	d->every <<= 24;
	d->mask = size - 1;
	free(d->table);
	d->table = xcalloc(size, sizeof *d->table);
}

/* Where a phase goes on: k - 1 symbols before where it stopped, so that no sequence is left out. */
static size_t resume(const struct note_diff *d, size_t start, unsigned k)
{
	return d->at > start + k ? d->at - (k - 1) : start;
}

static bool old_piece(struct note_diff *d)
{
	struct roll r = {.s = d->old->s, .bits = d->taken_old, .base = d->in_old.start, .end = d->in_old.end};
	unsigned k = lengths[d->level];

	roll_start(&r, k, resume(d, d->in_old.start, k));
	d->at = d->at + PIECE < r.end ? d->at + PIECE : r.end;
	while (r.at < d->at) {
		uint64_t hash;
		struct entry *e;

		if (!roll_next(&r) || (hash = mix(r.hash)) & d->every)
			continue;
		e = entry_of(d, hash);
		e->o = e->tag && e->o != r.at - k ? MANY : (uint32_t)(r.at - k);
		e->n = NONE;
		e->tag = (uint32_t)(hash >> 32) | 1;
	}
	return d->at < r.end;
}

static bool new_piece(struct note_diff *d)
{
	unsigned k = lengths[d->level];
	struct roll r;

	roll_new(d, &r);
	roll_start(&r, k, resume(d, d->in_new.start, k));
	d->at = d->at + PIECE < r.end ? d->at + PIECE : r.end;
	while (r.at < d->at) {
		uint64_t hash;
		struct entry *e;

		if (!roll_next(&r) || (hash = mix(r.hash)) & d->every)
			continue;
		e = entry_of(d, hash);
		if (e->tag)
			e->n = e->n == NONE || e->n == r.at - k ? (uint32_t)(r.at - k) : MANY;
	}
	return d->at < r.end;
}

static bool alike(const struct note_diff *d, const struct entry *e, unsigned k)
{
	for (unsigned i = 0; i < k; i++)
		if (!same(d, e->o + i, e->n + i))
			return false;
	return true;
}

static bool grow_piece(struct note_diff *d)
{
	unsigned k = lengths[d->level];
	struct roll r;
	size_t stop;

	roll_new(d, &r);
	roll_start(&r, k, resume(d, d->in_new.start, k));
	stop = d->at + PIECE < r.end ? d->at + PIECE : r.end;
	while (r.at < stop) {
		uint64_t hash;
		struct entry *e;

		if (!roll_next(&r) || (hash = mix(r.hash)) & d->every)
			continue;
		e = entry_of(d, hash);
		if (!e->tag || e->o >= NONE || e->n >= NONE || !alike(d, e, k))
			continue;
		roll_start(&r, k, grow(d, e->o, e->n));
	}
	d->at = r.at;
	return d->at < r.end;
}

static int by_old(const void *a, const void *b)
{
	const struct note_run *x = a, *y = b;

	return x->o < y->o ? -1 : x->o > y->o;
}

static void next_level(struct note_diff *d)
{
	d->level++;
	while (d->level < sizeof lengths / sizeof *lengths &&
	       (d->left_old < lengths[d->level] || d->left_new < lengths[d->level]))
		d->level++;
	d->phase = d->level < sizeof lengths / sizeof *lengths ? TABLE : SORT;
}

/* The next phase. */
static void advance(struct note_diff *d, size_t at)
{
	d->phase++;
	d->at = at;
}

bool note_diff_step(struct note_diff *d)
{
	switch (d->phase) {
	case ENDS:
		ends(d);
		d->level = UINT32_MAX;
		next_level(d);
		break;
	case TABLE:
		start_table(d);
		advance(d, d->in_old.start);
		break;
	case OLD:
		if (!old_piece(d))
			advance(d, d->in_new.start);
		break;
	case NEW:
		if (!new_piece(d))
			advance(d, d->in_new.start);
		break;
	case GROW:
		if (!grow_piece(d))
			next_level(d);
		break;
	case SORT:
		if (d->runs.n)
			qsort(d->runs.v, d->runs.n, sizeof *d->runs.v, by_old);
		free(d->table);
		d->table = NULL;
		advance(d, 0);
		break;
	case DONE:
		break;
	}
	return d->phase != DONE;
}

const note_runs *note_diff_runs(const struct note_diff *d)
{
	return &d->runs;
}
