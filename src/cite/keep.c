/* Keeping a document: its quoted posts as observations, its citations, quotes and bare anchors as what cites them. */
#include "cite.h"

#define TEXT_MAX 300 /* bytes of a quoted post that are kept to be listed */

struct kept {
	VEC(struct store_quote) quotes;
	VEC(struct store_cite) cites;
};

static bool can_be_kept(const struct target *t)
{
	return t->source.family.n > 0 && !t->external && !t->cut;
}

static void keep_post(struct cite *c, uint32_t index, struct kept *k)
{
	const struct target *t = cite_target_of_post(c, index);
	const struct post_quote *q = doc_post(c->doc, index);
	size_t n = q->text.n;

	if (!can_be_kept(t) || q->number < 0)
		return;
	for (n = n < TEXT_MAX ? n : TEXT_MAX; n < q->text.n && n > 0 && ((unsigned char)q->text.p[n] & 0xC0) == 0x80;)
		n--;
	vec_push(&k->quotes, (struct store_quote){t->source, q->start, q->end, cite_own_as_post(c, index)});
	vec_push(&k->cites, (struct store_cite){.source = t->source,
						.start = q->start,
						.end = q->end,
						.line = q->line,
						.text = str_slice(q->text, 0, n),
						.date_from = t->from,
						.date_to = t->to,
						.numbers = &q->number,
						.n_numbers = 1});
}

static void keep_citation(struct cite *c, uint32_t index, struct kept *k)
{
	const struct citation *d = doc_citation(c->doc, index);
	struct target t = cite_target_of_citation(c, index);

	if (can_be_kept(&t))
		vec_push(&k->cites, (struct store_cite){.source = t.source,
							.start = d->start,
							.end = d->end,
							.line = d->line,
							.text = d->text,
							.date_from = t.from,
							.date_to = t.to,
							.numbers = t.numbers,
							.n_numbers = t.n_numbers});
}

static void keep_anchor(struct cite *c, uint32_t index, struct kept *k)
{
	const struct anchor *a = doc_anchor(c->doc, index);

	if (a->post != DOC_NONE)
		return;
	const struct verdict *v = cite_anchor(c, index);
	if (v->source.family.n)
		vec_push(&k->cites, (struct store_cite){.source = v->source,
							.start = a->start,
							.end = a->end,
							.line = doc_line_at(c->doc, a->start),
							.text = str_slice(doc_text(c->doc), a->start, a->end),
							.date_from = STORE_NO_TIME,
							.date_to = STORE_NO_TIME,
							.numbers = v->numbers,
							.n_numbers = v->n_numbers});
}

bool cite_keep(struct doc *doc, struct store *store, struct err *e)
{
	struct cite *c = cite_new(doc, store);
	struct kept k = {0};
	char *path = doc_path(doc) ? file_real_path(doc_path(doc)) : NULL;

	for (uint32_t i = 0; i < doc_posts(doc); i++)
		keep_post(c, i, &k);
	for (uint32_t i = 0; i < doc_citations(doc); i++)
		keep_citation(c, i, &k);
	for (uint32_t i = 0; i < doc_anchors(doc); i++)
		keep_anchor(c, i, &k);
	struct store_document d = {
		.id = str_c(doc_id(doc)),
		.path = str_c(path),
		.title = doc_title(doc),
		.author = doc_author(doc),
		.date = doc_date(doc),
		.language = doc_language(doc),
		.format = str_c(doc_format(doc)),
		.encoding = str_c(doc_encoding(doc)),
		.text = doc_text(doc),
		.bad_bytes = doc_bad_bytes(doc),
		.quotes = k.quotes.v,
		.n_quotes = k.quotes.n,
		.cites = k.cites.v,
		.n_cites = k.cites.n,
	};
	bool good = store_keep_document(store, &d, e);
	free(path);
	vec_free(&k.quotes);
	vec_free(&k.cites);
	cite_free(c);
	return good;
}
