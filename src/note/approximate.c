/* Where a piece of text may stand in a longer one, errors allowed. All short sequences of the long text (three symbols
 * of a script without alphabet, else six) are indexed by their hash; each sequence of the piece then votes for the
 * places that the whole piece would have if this were its own, rare sequences for most. Edits move the votes a little:
 * places are taken together by 64. What is found is a guess, to be laid over the text (candidate.c).
 */
#include "anchoring.h"

#define PIECE 16384
#define BUCKETS_MAX (1u << 22)
#define STANDS_MAX 64 /* a sequence that stands in more places votes for none */
#define VOTERS_MAX 1024
#define SLOTS 16384 /* a power of two */
#define WIDTH 64    /* symbols that a place is wide */

struct slot {
	uint32_t place; /* one more than its number; 0: free */
	uint32_t votes;
};
struct note_index {
	const struct note_folded *f;
	uint32_t *heads, *places; /* the places of hash h: places[heads[h] .. heads[h + 1]) */
	size_t buckets, at;
	bool counted;
	struct slot *slots;
};

static size_t length_at(const struct note_folded *f, size_t i)
{
	return f->s[i] >= 0x2E80 ? 3 : 6;
}

/* The bucket of the sequence at i; POS_NONE: the text (up to end) is too short for it. */
static size_t bucket(const struct note_folded *f, size_t i, size_t end, size_t buckets)
{
	size_t len = length_at(f, i);
	uint64_t h = 0;

	if (end - i < len)
		return POS_NONE;
	while (len--)
		h = (h + f->s[i++] + 1) * 0x9E3779B97F4A7C15ull;
	return (h >> 24) & (buckets - 1);
}

struct note_index *note_index_new(const struct note_folded *f)
{
	struct note_index *x = xcalloc(1, sizeof *x);

	x->f = f;
	for (x->buckets = 1024; x->buckets < f->n && x->buckets < BUCKETS_MAX; x->buckets *= 2)
		;
	x->heads = xcalloc(x->buckets + 1, sizeof *x->heads);
	x->places = xmalloc((f->n + 1) * sizeof *x->places);
	x->slots = xmalloc(SLOTS * sizeof *x->slots);
	return x;
}

void note_index_free(struct note_index *x)
{
	if (!x)
		return;
	free(x->heads);
	free(x->places);
	free(x->slots);
	free(x);
}

/* heads[h] becomes where the places of h end; they are put in from behind, which makes it where they start. */
static void sum_up(struct note_index *x)
{
	for (size_t h = 1; h <= x->buckets; h++)
		x->heads[h] += x->heads[h - 1];
	x->counted = true;
	x->at = x->f->n;
}

bool note_index_step(struct note_index *x)
{
	for (size_t i = 0; i < PIECE && !x->counted; i++) {
		size_t b;

		if (x->at == x->f->n) {
			sum_up(x);
			return x->at > 0;
		}
		b = bucket(x->f, x->at++, x->f->n, x->buckets);
		if (b != POS_NONE)
			x->heads[b]++;
	}
	for (size_t i = 0; i < PIECE && x->counted && x->at; i++) {
		size_t b = bucket(x->f, --x->at, x->f->n, x->buckets);

		if (b != POS_NONE)
			x->places[--x->heads[b]] = (uint32_t)x->at;
	}
	return !x->counted || x->at;
}

static void vote(struct note_index *x, size_t place, uint32_t votes)
{
	size_t i = (place * 2654435761u) & (SLOTS - 1);

	for (size_t tries = 0; tries < 64; tries++, i = (i + 1) & (SLOTS - 1)) {
		if (!x->slots[i].place)
			x->slots[i].place = (uint32_t)place + 1;
		if (x->slots[i].place == place + 1) {
			x->slots[i].votes += votes;
			return;
		}
	}
}

static uint32_t votes_of(const struct note_index *x, size_t place)
{
	size_t i = (place * 2654435761u) & (SLOTS - 1);

	for (size_t tries = 0; tries < 64 && x->slots[i].place; tries++, i = (i + 1) & (SLOTS - 1))
		if (x->slots[i].place == place + 1)
			return x->slots[i].votes;
	return 0;
}

static void vote_all(struct note_index *x, const struct note_folded *f, struct span at)
{
	size_t step = (at.end - at.start) / VOTERS_MAX + 1, whole = at.end - at.start;

	memset(x->slots, 0, SLOTS * sizeof *x->slots);
	for (size_t i = at.start; i < at.end; i += step) {
		size_t b = bucket(f, i, at.end, x->buckets), stands;

		if (b == POS_NONE)
			continue;
		stands = x->heads[b + 1] - x->heads[b];
		for (size_t k = 0; k < stands && stands <= STANDS_MAX; k++)
			vote(x, (x->places[x->heads[b] + k] + whole - (i - at.start)) / WIDTH,
			     (uint32_t)(256 / (stands + 3)) + 1);
	}
}

size_t note_index_find(struct note_index *x, const struct note_folded *f, struct span at, ptrdiff_t *places, size_t max)
{
	uint32_t best[8] = {0};
	size_t n = 0;

	max = max < 8 ? max : 8;
	vote_all(x, f, at);
	for (size_t s = 0; s < SLOTS; s++) {
		uint32_t votes;
		size_t i;

		if (!x->slots[s].place)
			continue;
		votes = x->slots[s].votes + votes_of(x, x->slots[s].place); /* its own, and of the place after it */
		if (n == max && votes <= best[n - 1])
			continue;
		for (i = n < max ? n++ : n - 1; i && best[i - 1] < votes; i--) {
			best[i] = best[i - 1];
			places[i] = places[i - 1];
		}
		best[i] = votes;
		places[i] = (ptrdiff_t)((x->slots[s].place - 1) * WIDTH) - (ptrdiff_t)(at.end - at.start);
	}
	return n;
}
