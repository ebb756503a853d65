/* What a citation or a quoted post points at: source, day, numbers. The store is not asked here.
 *
 * What a citation leaves out it takes from the one it leans on (同日, 前掲, ibid.); a bare number, and a post whose
 * source nobody names, from the default thread: the last 以下 … による before it that still holds. It holds to the end
 * of the section that it stands in. A note inherits what holds where it is called.
 */
#include "cite.h"

#define CHAIN 8 /* citations that lean on citations; notes called in notes */

static struct target nothing(void)
{
	return (struct target){.exact = STORE_NO_TIME, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
}

static struct store_identity by_title(struct cite *c, struct str title)
{
	char *key = store_title_key(title);
	struct store_identity i = {STR("title"), {"", 0}, arena_str(c->arena, str_c(key)), title};

	free(key);
	return i;
}

struct target cite_target_of_url(struct cite *c, struct str url)
{
	struct target t = nothing();
	struct cite_url u;

	if (cite_url(url, c->arena, &u)) {
		t.source = u.source;
		t.cut = u.truncated;
		t.numbers = u.numbers;
		t.n_numbers = u.n_numbers;
		if (!u.n_numbers && !str_eq(u.post_key, u.source.key))
			t.post_key = u.post_key;
		if (u.post_key.n)
			t.exact = cite_key_time(u.source.family, u.post_key);
	} else {
		t.external = true;
		t.source = (struct store_identity){
			STR("page"), {"", 0}, arena_str(c->arena, u.inner.n ? u.inner : url), {"", 0}};
	}
	return t;
}

/* ---- the default thread ---- */

/* Where the state is that holds at this place: a note's is that of its first call. */
static size_t outside_notes(struct cite *c, size_t at)
{
	for (int depth = 0; depth < CHAIN; depth++) {
		const struct block *b = doc_block_at(c->doc, at);
		size_t call = POS_NONE;

		while (b && b->kind != BLOCK_NOTE)
			b = doc_block_parent(c->doc, b);
		for (size_t i = 0; b && call == POS_NONE && i < doc_calls(c->doc); i++)
			if (doc_call(c->doc, i)->note == b->index)
				call = doc_call(c->doc, i)->start;
		if (call == POS_NONE)
			return at;
		at = call;
	}
	return at;
}

/* Does a section of the same level or above begin between the two? */
static bool section_ends(struct cite *c, size_t from, size_t to)
{
	uint32_t own = doc_section_at(c->doc, from), last = doc_section_at(c->doc, to);

	if (own == DOC_NONE || last == DOC_NONE)
		return false;
	for (uint32_t i = own + 1; i <= last; i++)
		if (doc_section(c->doc, i)->level <= doc_section(c->doc, own)->level)
			return true;
	return false;
}

struct target cite_default_at(struct cite *c, size_t at)
{
	uint32_t best = DOC_NONE;

	at = outside_notes(c, at);
	for (uint32_t i = 0; i < doc_citations(c->doc); i++) {
		const struct citation *d = doc_citation(c->doc, i);
		if (d->default_thread && d->start < at &&
		    (best == DOC_NONE || d->start > doc_citation(c->doc, best)->start))
			best = i;
	}
	if (best == DOC_NONE || section_ends(c, doc_citation(c->doc, best)->start, at))
		return nothing();
	struct target t = cite_target_of_citation(c, best);
	t.numbers = NULL;
	t.n_numbers = 0;
	t.post_key = (struct str){"", 0};
	return t;
}

/* ---- citations ---- */

static struct target named(struct cite *c, const struct citation *d)
{
	struct target t = nothing();

	if (d->url.n)
		t = cite_target_of_url(c, d->url);
	if (d->title.n && (!d->url.n || t.cut)) { /* a whole title says more than the beginning of a key */
		t.source = by_title(c, d->title);
		t.cut = false;
	}
	if (t.source.family.n && !t.external && d->title.n)
		t.source.title = d->title;
	return t;
}

struct target cite_target_of_citation(struct cite *c, uint32_t index)
{
	const struct citation *d = doc_citation(c->doc, index), *lean = d;
	struct target t = named(c, d);
	struct str date = d->date;

	for (int i = 0; i < CHAIN && lean->base != DOC_NONE && lean->base < doc_citations(c->doc); i++) {
		lean = doc_citation(c->doc, lean->base);
		if (!t.source.family.n)
			t = named(c, lean);
		if (!date.n)
			date = lean->date;
	}
	if (!t.source.family.n)
		t = cite_default_at(c, d->start);
	if (date.n)
		cite_day(date, &t.from, &t.to);
	if (d->n_numbers) {
		t.numbers = d->numbers;
		t.n_numbers = d->n_numbers;
	} else if (!t.n_numbers && d->post != DOC_NONE && doc_post(c->doc, d->post)->number >= 0) {
		t.numbers = &doc_post(c->doc, d->post)->number;
		t.n_numbers = 1;
	}
	return t;
}

/* ---- quoted posts ---- */

const struct target *cite_target_of_post(struct cite *c, uint32_t index)
{
	const struct post_quote *p = doc_post(c->doc, index);
	struct target *t;
	int tz;

	while (c->targets.n < doc_posts(c->doc))
		vec_push(&c->targets, NULL);
	if (c->targets.v[index])
		return c->targets.v[index];
	t = arena_alloc(c->arena, sizeof *t);
	*t = nothing();
	if (p->citation != DOC_NONE)
		*t = cite_target_of_citation(c, p->citation);
	else if (p->thread.n)
		t->source = by_title(c, p->thread);
	else
		*t = cite_default_at(c, p->start);
	t->from = t->to = STORE_NO_TIME;
	if (p->posted_at.n && cite_time_parse(p->posted_at, &t->from, &tz))
		t->to = t->from;
	t->numbers = p->number >= 0 ? &p->number : NULL;
	t->n_numbers = p->number >= 0;
	c->targets.v[index] = t;
	return t;
}
