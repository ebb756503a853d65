/* Verdicts of a document, computed when asked for and kept. */
#include "cite.h"

#define RANGE_MAX 1000

struct cite *cite_new(struct doc *doc, struct store *store)
{
	struct cite *c = xcalloc(1, sizeof *c);

	c->doc = doc;
	c->store = store;
	c->arena = arena_new();
	return c;
}

void cite_free(struct cite *c)
{
	if (!c)
		return;
	vec_free(&c->citations);
	vec_free(&c->posts);
	vec_free(&c->anchors);
	vec_free(&c->links);
	vec_free(&c->targets);
	vec_free(&c->own);
	vec_free(&c->sources);
	vec_free(&c->asked);
	arena_free(c->arena);
	free(c);
}

bool cite_note_failure(struct cite *c, bool good, const struct err *e)
{
	if (!good && !c->failure.code)
		c->failure = *e;
	return good;
}

bool cite_failed(const struct cite *c, struct err *e)
{
	if (c->failure.code && e)
		*e = c->failure;
	return c->failure.code != ERR_NONE;
}

const char *cite_verdict_name(enum verdict_kind kind)
{
	static const char *const names[VERDICT_COUNT] = {"same",    "differs", "quoted",   "ambiguous",
							 "missing", "wanted",  "external", "conflict"};

	return names[kind];
}

const char *cite_verdict_label(enum verdict_kind kind)
{
	static const char *const labels[VERDICT_COUNT] = {
		N_("same"),    N_("differs"), N_("quoted"),   N_("ambiguous"),
		N_("missing"), N_("wanted"),  N_("external"), N_("conflict"),
	};

	return _(labels[kind]);
}

/* ---- asking ---- */

#define SLOT(list, index)                                                                                              \
	do {                                                                                                           \
		while ((list)->n <= (index))                                                                           \
			vec_push((list), NULL);                                                                        \
		if ((list)->v[index])                                                                                  \
			return (list)->v[index];                                                                       \
	} while (0)

static struct claim no_claim(void)
{
	return (struct claim){.text = {"", 0}, .post = DOC_NONE};
}

static struct claim words_of_post(struct cite *c, uint32_t post)
{
	return (struct claim){.text = doc_post(c->doc, post)->text, .post = post};
}

static struct claim words_of_citation(struct cite *c, const struct citation *d)
{
	if (d->post != DOC_NONE)
		return words_of_post(c, d->post);
	if (d->quote.start == POS_NONE || d->quote.end <= d->quote.start)
		return no_claim();
	return (struct claim){.text = str_slice(doc_text(c->doc), d->quote.start, d->quote.end),
			      .post = DOC_NONE,
			      .at = d->quote.start};
}

const struct verdict *cite_citation(struct cite *c, uint32_t index)
{
	SLOT(&c->citations, index);
	struct target t = cite_target_of_citation(c, index);
	struct claim claim = words_of_citation(c, doc_citation(c->doc, index));

	return c->citations.v[index] = cite_decide(c, &t, &claim, DOC_NONE);
}

const struct verdict *cite_post(struct cite *c, uint32_t index)
{
	SLOT(&c->posts, index);
	struct claim claim = words_of_post(c, index);

	return c->posts.v[index] = cite_decide(c, cite_target_of_post(c, index), &claim, index);
}

static struct target range(struct cite *c, const struct target *in, long from, long to)
{
	struct target t = *in;
	size_t n = to >= from && to - from < RANGE_MAX ? (size_t)(to - from) + 1 : 1;
	long *numbers = arena_alloc(c->arena, n * sizeof *numbers);

	for (size_t i = 0; i < n; i++)
		numbers[i] = from + (long)i;
	t.numbers = numbers;
	t.n_numbers = n;
	t.post_key = (struct str){"", 0};
	t.from = t.to = t.exact = STORE_NO_TIME;
	return t;
}

const struct verdict *cite_anchor(struct cite *c, uint32_t index)
{
	SLOT(&c->anchors, index);
	const struct anchor *a = doc_anchor(c->doc, index);
	struct claim claim = no_claim();
	struct target in = a->post != DOC_NONE ? *cite_target_of_post(c, a->post) : cite_default_at(c, a->start);
	struct target t = range(c, &in, a->from, a->to);

	return c->anchors.v[index] = cite_decide(c, &t, &claim, DOC_NONE);
}

const struct verdict *cite_link(struct cite *c, uint32_t index)
{
	SLOT(&c->links, index);
	struct claim claim = no_claim();
	struct target t = cite_target_of_url(c, doc_link(c->doc, index)->url);

	return c->links.v[index] = cite_decide(c, &t, &claim, DOC_NONE);
}
