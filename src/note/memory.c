/* memory: translations that were written once, offered where the same passage, or one like it, comes again.
 *
 * A unit is a passage with its translation, or one sentence of it with what was aligned to that. Passages are compared
 * by the characters of their folded text, without the quotation marks around it: one less the share of characters that
 * would have to be changed. Only units that share enough pairs of neighbouring characters are looked at: an edit spoils
 * two of them at most, so that their number gives a bound which no better match is beyond.
 *
 * Pairs are hashed into BUCKETS lists of units; that two of them fall together only loosens the bound.
 */
#include "taiyaku/note.h"
#include "taiyaku/text.h"

enum { BUCKETS = 1 << 16, LEAST = 70 /* percent */ };

struct unit {
	struct str source, translation, language, author, annotation; /* in the arena */
	size_t characters, n;                                         /* of the folded source, in `folded` */
	uint32_t pairs;                                               /* buckets that it is in */
	bool whole, gone;
};
typedef VEC(uint32_t) id_vec;

struct note_memory {
	struct arena *arena;
	struct store_annotations waiting; /* to be taken up */
	size_t next;
	VEC(struct unit) units;
	VEC(uint32_t) folded;
	id_vec buckets[BUCKETS];
};

/* ---- a passage as it is compared ---- */

typedef VEC(uint32_t) cp_vec;

/* Quotation marks, brackets and blanks at the ends do not count; the marks that end a sentence do. */
static bool at_ends(uint32_t cp)
{
	return !text_is_letter(cp) && !(cp < 0x80 && strchr(".!?", (char)cp)) && cp != 0x3002 && cp != 0x2026;
}

static void fold(struct str s, cp_vec *out)
{
	struct text_folded folded = {0};
	struct str t;
	size_t start = 0;
	uint32_t cp;

	text_fold(s, TEXT_COMPAT, &folded);
	t = buf_view(&folded.text);
	out->n = 0;
	for (size_t at = 0; at < t.n;) {
		at = text_next(t, at, &cp);
		cp = text_is_space(cp) || cp == '\n' ? ' ' : cp;
		if (!(cp == ' ' && out->n && out->v[out->n - 1] == ' '))
			vec_push(out, cp);
	}
	while (out->n && at_ends(out->v[out->n - 1]))
		out->n--;
	while (start < out->n && at_ends(out->v[start]))
		start++;
	if (start) {
		memmove(out->v, out->v + start, (out->n - start) * sizeof *out->v);
		out->n -= start;
	}
	text_folded_free(&folded);
}

static uint32_t bucket(uint32_t a, uint32_t b)
{
	return (a * 2654435761u ^ b * 2246822519u) >> 7 & (BUCKETS - 1);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The buckets of a text's pairs, each once; its ends count as characters. */
static void pairs_of(const uint32_t *cp, size_t n, id_vec *out)
{
	size_t kept = 0;

	out->n = 0;
	for (size_t i = 0; i <= n; i++)
		vec_push(out, bucket(i ? cp[i - 1] : 1, i < n ? cp[i] : 2));
	qsort(out->v, out->n, sizeof *out->v, by_value);
	for (size_t i = 0; i < out->n; i++)
		if (!kept || out->v[kept - 1] != out->v[i])
			out->v[kept++] = out->v[i];
	out->n = kept;
}

/* ---- what is in it ---- */

static void put_unit(struct note_memory *m, const struct store_annotation *a, struct str source, struct str translation,
		     bool whole)
{
	struct unit u = {.whole = whole, .characters = m->folded.n};
	cp_vec cp = {0};
	id_vec pairs = {0};

	fold(source, &cp);
	if (cp.n && translation.n) {
		pairs_of(cp.v, cp.n, &pairs);
		u.n = cp.n;
		u.pairs = (uint32_t)pairs.n;
		u.source = arena_str(m->arena, source);
		u.translation = arena_str(m->arena, translation);
		u.language = arena_str(m->arena, a->language);
		u.author = arena_str(m->arena, a->author);
		u.annotation = arena_str(m->arena, a->id);
		for (size_t i = 0; i < cp.n; i++)
			vec_push(&m->folded, cp.v[i]);
		for (size_t i = 0; i < pairs.n; i++)
			vec_push(&m->buckets[pairs.v[i]], (uint32_t)m->units.n);
		vec_push(&m->units, u);
	}
	vec_free(&cp);
	vec_free(&pairs);
}

static size_t sentences(struct str s)
{
	span_vec v = {0};
	size_t n;

	text_sentences(s, &v);
	n = v.n;
	vec_free(&v);
	return n;
}

static void put_sentences(struct note_memory *m, const struct store_annotation *a)
{
	struct arena *arena = arena_new();
	struct note_pairs pairs;

	note_align(a->target.quote, a->body, a->alignment, arena, &pairs);
	for (size_t i = 0; i < pairs.n && pairs.n > 1; i++) {
		struct span s = pairs.v[i].source, t = pairs.v[i].translation;

		put_unit(m, a, str_slice(a->target.quote, s.start, s.end), str_slice(a->body, t.start, t.end), false);
	}
	arena_free(arena);
}

static void put(struct note_memory *m, const struct store_annotation *a)
{
	if (a->kind != ANNOTATION_TRANSLATION || a->deleted || !a->target.quote.n || !a->body.n)
		return;
	put_unit(m, a, a->target.quote, a->body, true);
	if (sentences(a->target.quote) > 1)
		put_sentences(m, a);
}

struct note_memory *note_memory_new(struct store_notes *notes, struct err *e)
{
	struct note_memory *m = xcalloc(1, sizeof *m);
	struct store_annotation_query query = {.kinds = 1u << ANNOTATION_TRANSLATION};

	m->arena = arena_new();
	if (notes && !store_annotations(notes, &query, m->arena, &m->waiting, e)) {
		note_memory_free(m);
		return NULL;
	}
	return m;
}

void note_memory_free(struct note_memory *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		vec_free(&m->buckets[i]);
	vec_free(&m->folded);
	vec_free(&m->units);
	arena_free(m->arena);
	free(m);
}

bool note_memory_step(struct note_memory *m, int ms)
{
	int64_t until = clock_mono_ms() + ms;

	while (m->next < m->waiting.n && (!ms || clock_mono_ms() < until))
		put(m, &m->waiting.v[m->next++]);
	return m->next < m->waiting.n;
}

/* What an annotation said before is forgotten, wherever it waits. */
void note_memory_add(struct note_memory *m, const struct store_annotation *a)
{
	for (size_t i = 0; i < m->units.n; i++)
		m->units.v[i].gone |= str_eq(m->units.v[i].annotation, a->id);
	for (size_t i = m->next; i < m->waiting.n; i++)
		m->waiting.v[i].deleted |= str_eq(m->waiting.v[i].id, a->id);
	put(m, a);
}

/* ---- how far two texts are from each other (Myers 1999, in blocks; Hyyrö 2003 for the whole of both) ---- */

struct pattern {
	const uint32_t *cp;
	size_t n, words;
	cp_vec alphabet;      /* in order */
	VEC(uint64_t) places; /* `words` of each character of the alphabet */
	VEC(uint64_t) up, down;
};

static size_t letter(const struct pattern *p, uint32_t cp)
{
	size_t low = 0, high = p->alphabet.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->alphabet.v[mid] < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->alphabet.n && p->alphabet.v[low] == cp ? low : SIZE_MAX;
}

static void open_pattern(struct pattern *p, const cp_vec *cp)
{
	size_t kept = 0;

	*p = (struct pattern){.cp = cp->v, .n = cp->n, .words = (cp->n + 63) / 64};
	for (size_t i = 0; i < cp->n; i++)
		vec_push(&p->alphabet, cp->v[i]);
	if (p->alphabet.n)
		qsort(p->alphabet.v, p->alphabet.n, sizeof *p->alphabet.v, by_value);
	for (size_t i = 0; i < p->alphabet.n; i++)
		if (!kept || p->alphabet.v[kept - 1] != p->alphabet.v[i])
			p->alphabet.v[kept++] = p->alphabet.v[i];
	p->alphabet.n = kept;
	for (size_t i = 0; i < kept * p->words; i++)
		vec_push(&p->places, 0);
	for (size_t i = 0; i < cp->n; i++)
		p->places.v[letter(p, cp->v[i]) * p->words + i / 64] |= (uint64_t)1 << i % 64;
	for (size_t i = 0; i < p->words; i++) {
		vec_push(&p->up, 0);
		vec_push(&p->down, 0);
	}
}

static void close_pattern(struct pattern *p)
{
	vec_free(&p->alphabet);
	vec_free(&p->places);
	vec_free(&p->up);
	vec_free(&p->down);
}

/* One column through one block; in and out: what the row above and the last row of the block add (-1, 0, 1). */
static int step(uint64_t *up, uint64_t *down, uint64_t equal, int in, uint64_t last)
{
	uint64_t x, h, plus, minus, below = in < 0;
	int out;

	x = equal | *down;
	equal |= below;
	h = (((equal & *up) + *up) ^ *up) | equal;
	plus = *down | ~(h | *up);
	minus = *up & h;
	out = (plus & last) ? 1 : (minus & last) ? -1 : 0;
	plus = plus << 1 | (in > 0);
	minus = minus << 1 | below;
	*up = minus | ~(x | plus);
	*down = plus & x;
	return out;
}

static size_t distance(struct pattern *p, const uint32_t *cp, size_t n)
{
	size_t d = p->n;

	for (size_t i = 0; i < p->words; i++) {
		p->up.v[i] = ~(uint64_t)0;
		p->down.v[i] = 0;
	}
	for (size_t k = 0; k < n; k++) {
		size_t l = letter(p, cp[k]);
		int carry = 1; /* before the pattern begins every character more is one more edit */

		for (size_t i = 0; i < p->words; i++) {
			uint64_t last = (uint64_t)1 << (i + 1 < p->words ? 63 : (p->n - 1) % 64);
			uint64_t equal = l == SIZE_MAX ? 0 : p->places.v[l * p->words + i];

			carry = step(&p->up.v[i], &p->down.v[i], equal, carry, last);
		}
		d += (size_t)carry;
	}
	return d;
}

/* ---- the question ---- */

struct candidate {
	uint32_t unit;
	float bound, score;
};
typedef VEC(struct candidate) candidate_vec;

static int by_bound(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound < y->bound ? 1 : -1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Of equals whole passages first, then what was added last. */
static bool before(const struct note_memory *m, const struct candidate *a, const struct candidate *b)
{
	bool whole = m->units.v[a->unit].whole;

	if (a->score != b->score)
		return a->score > b->score;
	return whole != m->units.v[b->unit].whole ? whole : a->unit > b->unit;
}

/* Units that could be alike enough, by the pairs that they share. */
static void candidates(const struct note_memory *m, const cp_vec *cp, candidate_vec *out)
{
	uint32_t *shared = xcalloc(m->units.n + 1, sizeof *shared);
	id_vec pairs = {0};

	pairs_of(cp->v, cp->n, &pairs);
	for (size_t i = 0; i < pairs.n; i++) {
		const id_vec *b = &m->buckets[pairs.v[i]];

		for (size_t k = 0; k < b->n; k++)
			shared[b->v[k]]++;
	}
	for (uint32_t i = 0; i < m->units.n; i++) {
		const struct unit *u = &m->units.v[i];
		size_t longer = u->n > cp->n ? u->n : cp->n, shorter = u->n + cp->n - longer;
		size_t most = u->pairs > pairs.n ? u->pairs : pairs.n, edits = (most - shared[i] + 1) / 2;

		edits = edits > longer - shorter ? edits : longer - shorter;
		if (shared[i] && !u->gone && edits * 100 <= longer * (100 - LEAST))
			vec_push(out, (struct candidate){i, 1 - (float)edits / (float)longer, 0});
	}
	vec_free(&pairs);
	free(shared);
}

static bool says_the_same(const struct note_memory *m, const candidate_vec *best, uint32_t unit)
{
	const struct unit *u = &m->units.v[unit];

	for (size_t i = 0; i < best->n; i++) {
		const struct unit *v = &m->units.v[best->v[i].unit];

		if (str_eq(u->source, v->source) && str_eq(u->translation, v->translation))
			return true;
	}
	return false;
}

static void keep(const struct note_memory *m, candidate_vec *best, size_t max, const struct candidate *c)
{
	size_t i;

	if (says_the_same(m, best, c->unit))
		return;
	vec_push(best, *c);
	for (i = best->n - 1; i && before(m, c, &best->v[i - 1]); i--)
		best->v[i] = best->v[i - 1];
	best->v[i] = *c;
	best->n = best->n < max ? best->n : max;
}

void note_memory_find(const struct note_memory *m, struct str passage, size_t max, struct arena *arena,
		      struct note_remembers *out)
{
	cp_vec cp = {0};
	candidate_vec all = {0}, best = {0};
	struct pattern p;
	struct note_remembered *v;

	fold(passage, &cp);
	if (cp.n && max)
		candidates(m, &cp, &all);
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_bound);
	open_pattern(&p, &cp);
	for (size_t i = 0; i < all.n && !(best.n && best.n == max && all.v[i].bound < best.v[best.n - 1].score); i++) {
		const struct unit *u = &m->units.v[all.v[i].unit];
		size_t longer = u->n > cp.n ? u->n : cp.n, d = distance(&p, m->folded.v + u->characters, u->n);

		all.v[i].score = 1 - (float)d / (float)longer;
		if (d * 100 <= longer * (100 - LEAST))
			keep(m, &best, max, &all.v[i]);
	}
	close_pattern(&p);
	v = arena_alloc(arena, (best.n + 1) * sizeof *v);
	for (size_t i = 0; i < best.n; i++) {
		const struct unit *u = &m->units.v[best.v[i].unit];

		v[i] = (struct note_remembered){arena_str(arena, u->source),
						arena_str(arena, u->translation),
						arena_str(arena, u->language),
						arena_str(arena, u->author),
						arena_str(arena, u->annotation),
						(double)best.v[i].score,
						u->whole};
	}
	*out = (struct note_remembers){v, best.n};
	vec_free(&best);
	vec_free(&all);
	vec_free(&cp);
}
