/* The posts of a source for the source pane: the store's and the document's own, as one list. */
#include "cite.h"

#include <stdio.h>

#include <limits.h>

#define ANSWER_RANGE 20 /* an anchor to more posts than this answers none of them */

struct list { /* entries while they are made */
	struct cite_entry *v;
	size_t n, cap;
};

static void reserve(struct cite *c, struct list *l, size_t cap)
{
	struct cite_entry *v = arena_alloc(c->arena, cap * sizeof *v);

	if (l->n)
		memcpy(v, l->v, l->n * sizeof *v);
	l->v = v;
	l->cap = cap;
}

static void add(struct cite *c, struct list *l, struct cite_entry e)
{
	if (l->n == l->cap)
		reserve(c, l, l->cap ? l->cap * 2 : 16);
	l->v[l->n++] = e;
}

static int by_number(const void *a, const void *b)
{
	const struct cite_entry *x = a, *y = b;

	if (x->post.number != y->post.number)
		return x->post.number < y->post.number ? -1 : 1;
	if (x->post.number < 0 && x->post.posted_at != y->post.posted_at)
		return x->post.posted_at < y->post.posted_at ? -1 : 1;
	return (x->quote > y->quote) - (x->quote < y->quote);
}

/* ---- the document's own posts ---- */

struct store_post cite_own_as_post(struct cite *c, uint32_t index)
{
	const struct post_quote *q = doc_post(c->doc, index);
	struct store_anchor *anchors = arena_alloc(c->arena, (q->n_anchors + 1) * sizeof *anchors);
	struct store_post p = {
		.kind = STORE_POST,
		.number = q->number,
		.name = q->name,
		.mail = q->mail,
		.slip = q->slip,
		.poster = q->id,
		.trip = q->trip,
		.date_text = q->date_text,
		.posted_at = STORE_NO_TIME,
		.text = q->text,
		.rank = STORE_RANK_QUOTED,
		.anchors = anchors,
	};
	size_t at = 0;

	cite_time_parse(q->posted_at, &p.posted_at, &p.tz_min);
	for (uint32_t i = 0; i < q->n_anchors; i++) {
		const struct anchor *a = doc_anchor(c->doc, q->anchors + i);
		struct str words = str_slice(doc_text(c->doc), a->start, a->end);
		size_t found = str_find(q->text, words, at);
		if (found == SIZE_MAX)
			continue;
		at = found + words.n;
		anchors[p.n_anchors++] = (struct store_anchor){found, at, a->from, a->to};
	}
	return p;
}

/* Of entries in order of number the first with this one or a higher one. */
static size_t lower(const struct cite_entry *v, size_t n, long number)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (v[mid].post.number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A quoted post is the stored one with its number, or one of its own. */
static void add_own(struct cite *c, struct list *l, size_t stored, uint32_t index)
{
	enum verdict_kind verdict = cite_post(c, index)->kind;
	long number = doc_post(c->doc, index)->number;

	for (size_t i = lower(l->v, stored, number); i < stored && l->v[i].post.number == number; i++)
		if (l->v[i].quote == DOC_NONE) {
			l->v[i].quote = index;
			l->v[i].verdict = verdict;
			return;
		}
	add(c, l, (struct cite_entry){.post = cite_own_as_post(c, index), .quote = index, .verdict = verdict});
}

static int by_post(const void *id, const void *version)
{
	const struct store_version *v = version;
	const int64_t *x = id;

	return (*x > v->post) - (*x < v->post);
}

static void mark_versions(struct cite *c, int64_t thread, struct list *l)
{
	struct store_versions all = {0};
	struct err e = {0};

	cite_note_failure(c, store_versions(c->store, thread, c->arena, &all, &e), &e);
	for (size_t i = 0; all.n && i < l->n; i++) {
		const struct store_version *v = bsearch(&l->v[i].post.id, all.v, all.n, sizeof *all.v, by_post);

		if (v)
			l->v[i].texts = (uint32_t)v->texts;
	}
}

static void add_stored(struct cite *c, struct list *l, const struct store_posts *p)
{
	reserve(c, l, l->n + p->n + 16);
	for (size_t i = 0; i < p->n; i++)
		add(c, l,
		    (struct cite_entry){.post = p->v[i],
					.quote = DOC_NONE,
					.verdict = p->v[i].held ? VERDICT_SAME : VERDICT_QUOTED});
}

static void collect(struct cite *c, const struct verdict *v, const struct store_identity *source, struct list *l)
{
	struct store_posts p = {0};
	struct err e = {0};
	size_t n = 0;

	if (v->thread)
		cite_note_failure(c, store_posts(c->store, v->thread, 0, LONG_MAX, c->arena, &p, &e), &e);
	add_stored(c, l, &p);
	if (v->thread)
		mark_versions(c, v->thread, l);
	size_t stored = l->n;
	const struct cite_own *own = source->family.n ? cite_own_posts(c, source, &n) : NULL;
	for (size_t i = 0; i < n; i++)
		add_own(c, l, stored, own[i].post);
	if (!source->family.n && v->post != DOC_NONE)
		add_own(c, l, 0, v->post);
}

/* ---- statuses: each is a source by itself, and what it answers is another one ---- */

#define CHAIN_MOST 100

static bool is_listed(const struct list *l, long number)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].post.number == number)
			return true;
	return false;
}

static void add_status(struct cite *c, struct list *l, const struct store_identity *beside, long number)
{
	struct store_identity source = *beside;
	struct store_threads t = {0};
	struct store_posts p = {0};
	struct err e = {0};
	char key[24];

	snprintf(key, sizeof key, "%ld", number);
	source.key = str_c(key);
	if (!cite_note_failure(c, store_thread_by_identity(c->store, &source, c->arena, &t, &e), &e) || !t.n)
		return;
	cite_note_failure(c, store_posts(c->store, t.v[0].id, number, number, c->arena, &p, &e), &e);
	add_stored(c, l, &p);
}

/* What was answered, and what that answered in turn. */
static void add_answered(struct cite *c, struct list *l, const struct store_identity *source)
{
	if (!c->store || (!str_eq(source->family, STR("x")) && !str_eq(source->family, STR("mastodon"))))
		return;
	for (size_t i = 0; i < l->n && l->n < CHAIN_MOST; i++)
		for (size_t k = 0; k < l->v[i].post.n_anchors; k++)
			if (!is_listed(l, l->v[i].post.anchors[k].from))
				add_status(c, l, source, l->v[i].post.anchors[k].from);
}

/* ---- what is named and not there ---- */

typedef VEC(long) numbers_vec;

static void name_missing(const struct list *l, long number, numbers_vec *out)
{
	size_t i = number < 0 ? l->n : lower(l->v, l->n, number);

	if (number >= 0 && (i == l->n || l->v[i].post.number != number))
		vec_push(out, number);
}

static int by_value(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What the verdict and the anchors name and nobody has; the entries are in order of number. */
static void add_all_missing(struct cite *c, struct list *l, const struct verdict *v)
{
	numbers_vec named = {0};
	bool held = false;

	for (size_t i = 0; i < v->n_numbers; i++)
		name_missing(l, v->numbers[i], &named);
	for (size_t i = 0; i < l->n; i++) {
		held |= l->v[i].post.held;
		for (size_t k = 0; k < l->v[i].post.n_anchors; k++) {
			struct store_anchor a = l->v[i].post.anchors[k];
			for (long number = a.from; number <= a.to && a.to - a.from < ANSWER_RANGE; number++)
				name_missing(l, number, &named);
		}
	}
	if (named.n)
		qsort(named.v, named.n, sizeof *named.v, by_value);
	for (size_t i = 0; i < named.n; i++)
		if (!i || named.v[i] != named.v[i - 1])
			add(c, l,
			    (struct cite_entry){
				    .post = {.kind = STORE_MISSING, .number = named.v[i], .posted_at = STORE_NO_TIME},
				    .quote = DOC_NONE,
				    .verdict = held ? VERDICT_MISSING : VERDICT_WANTED,
			    });
	vec_free(&named);
}

/* ---- who answers whom ---- */

struct answer {
	long to, from;
};

static int by_target(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static void link_answers(struct cite *c, struct list *l)
{
	VEC(struct answer) all = {0};

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->v[i].post.n_anchors; k++) {
			struct store_anchor a = l->v[i].post.anchors[k];
			for (long to = a.from; to <= a.to && a.to - a.from < ANSWER_RANGE && l->v[i].post.number >= 0;
			     to++)
				vec_push(&all, (struct answer){to, l->v[i].post.number});
		}
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_target);
	long *numbers = arena_alloc(c->arena, (all.n + 1) * sizeof *numbers);
	size_t at = 0;
	for (size_t i = 0; i < all.n; i++)
		numbers[i] = all.v[i].from;
	for (size_t i = 0; i < l->n; i++) { /* both are in order of number */
		while (at < all.n && all.v[at].to < l->v[i].post.number)
			at++;
		size_t end = at;
		while (end < all.n && all.v[end].to == l->v[i].post.number)
			end++;
		l->v[i].answers = numbers + at;
		l->v[i].n_answers = end - at;
	}
	vec_free(&all);
}

/* ---- who wrote what ---- */

static int by_poster(const void *a, const void *b)
{
	const struct cite_entry *x = *(struct cite_entry *const *)a, *y = *(struct cite_entry *const *)b;
	int c = str_cmp(x->poster.value, y->poster.value);

	c = c ? c : (x->poster.kind > y->poster.kind) - (x->poster.kind < y->poster.kind);
	c = c ? c : (x->poster.from > y->poster.from) - (x->poster.from < y->poster.from);
	return c ? c : (x > y) - (x < y);
}

/* Which of how many posts by the same poster each one is. */
static void count_turns(struct list *l, const struct store_identity *source)
{
	VEC(struct cite_entry *) named = {0};

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].post.kind != STORE_MISSING && store_poster_of(&l->v[i].post, source, &l->v[i].poster))
			vec_push(&named, &l->v[i]);
	if (named.n)
		qsort(named.v, named.n, sizeof *named.v, by_poster);
	for (size_t i = 0, end; i < named.n; i = end) {
		for (end = i + 1; end < named.n && store_poster_eq(&named.v[i]->poster, &named.v[end]->poster); end++)
			;
		for (size_t k = i; end - i > 1 && k < end; k++) {
			named.v[k]->turn = (uint32_t)(k - i + 1);
			named.v[k]->turns = (uint32_t)(end - i);
		}
	}
	vec_free(&named);
}

/* By the vote of Boyer and Moore, then counted. */
static struct str usual_name(const struct list *l)
{
	enum { WORTH_IT = 10 };
	struct str name = {"", 0};
	size_t votes = 0, n = 0;

	for (size_t i = 0; i < l->n; i++) {
		bool same = str_eq(l->v[i].post.name, name);

		if (!votes)
			name = l->v[i].post.name;
		votes = !votes || same ? votes + 1 : votes - 1;
	}
	for (size_t i = 0; i < l->n; i++)
		n += str_eq(l->v[i].post.name, name);
	return n >= WORTH_IT && n * 2 > l->n ? name : (struct str){"", 0};
}

const struct cite_entry *cite_entry_of(struct cite_entries all, long number)
{
	size_t i = lower(all.v, all.n, number);

	return i < all.n && all.v[i].post.number == number ? &all.v[i] : NULL;
}

/* What a verdict names may live shorter than the cite. */
static struct store_identity kept_identity(struct cite *c, const struct store_identity *s)
{
	return (struct store_identity){arena_str(c->arena, s->family), arena_str(c->arena, s->board),
				       arena_str(c->arena, s->key), arena_str(c->arena, s->title)};
}

/* They come in order, but for a few that were added at the end: then they are entries of 300 bytes to be moved. */
static void put_in_order(struct list *l)
{
	size_t i = 1;

	while (i < l->n && by_number(&l->v[i - 1], &l->v[i]) <= 0)
		i++;
	if (i < l->n)
		qsort(l->v, l->n, sizeof *l->v, by_number);
}

struct cite_entries cite_thread(struct cite *c, const struct verdict *v)
{
	struct store_identity source = cite_canonical(c, &v->source);
	struct list l = {0};

	for (size_t i = 0; i < c->sources.n; i++)
		if (source.family.n && store_identity_eq(&c->sources.v[i].source, &source))
			return c->sources.v[i].entries;
	collect(c, v, &source, &l);
	add_answered(c, &l, &source);
	put_in_order(&l);
	add_all_missing(c, &l, v);
	put_in_order(&l);
	link_answers(c, &l);
	count_turns(&l, &source);
	struct cite_source made = {kept_identity(c, &source), {l.v, l.n, usual_name(&l)}};
	if (source.family.n)
		vec_push(&c->sources, made);
	return made.entries;
}
