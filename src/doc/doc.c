/* The document itself: making and freeing it, what is known about it, its items. */
#include "doc_int.h"

#include <assert.h>

struct doc *doc_new(struct doc_source *s, const struct doc_recogniser *recogniser, void *self)
{
	static const size_t sizes[POOLS] = {
		sizeof(struct section),    sizeof(struct note),     sizeof(struct note_call),
		sizeof(struct post_quote), sizeof(struct anchor),   sizeof(struct citation),
		sizeof(struct quotation),  sizeof(struct doc_link), sizeof(struct figure)};
	struct doc *d = xcalloc(1, sizeof *d);

	d->own = s->text;
	d->map = s->map;
	d->text = s->map.p ? (struct str){s->map.p + s->text_start, s->map.n - s->text_start} : buf_view(&d->own);
	if (!d->text.p)
		d->text.p = "";
	d->path = s->path ? xstrdup(s->path) : NULL;
	d->format = xstrdup(s->format ? s->format : "plain");
	d->encoding = xstrdup(s->encoding ? s->encoding : "UTF-8");
	d->bad = s->bad;
	d->large = d->text.n > DOC_SMALL;
	d->arena = arena_new();
	d->recogniser = recogniser;
	d->self = self;
	d->counts = xcalloc(1, sizeof *d->counts);
	for (int i = 0; i < POOLS; i++)
		d->pools[i].size = sizes[i];
	doc_parts_init(d);
	return d;
}

void doc_free(struct doc *d)
{
	if (!d)
		return;
	if (d->recogniser && d->recogniser->free)
		d->recogniser->free(d->self);
	for (size_t i = 0; i < d->parts.n; i++) {
		vec_free(&d->parts.v[i].blocks);
		vec_free(&d->parts.v[i].marks);
	}
	vec_free(&d->parts);
	vec_free(&d->window.blocks);
	vec_free(&d->window.marks);
	for (int i = 0; i < POOLS; i++)
		doc_pool_clear(&d->pools[i]);
	vec_free(&d->counts->before);
	free(d->counts);
	if (d->sum)
		sha256_end(d->sum);
	arena_free(d->arena);
	buf_free(&d->own);
	if (d->map.p)
		file_map_close(&d->map);
	free(d->path);
	free(d->format);
	free(d->encoding);
	free(d);
}

struct str doc_text(const struct doc *d)
{
	return d->text;
}

struct str doc_title(const struct doc *d)
{
	return d->title;
}

struct str doc_author(const struct doc *d)
{
	return d->author;
}

struct str doc_date(const struct doc *d)
{
	return d->date;
}

struct str doc_language(const struct doc *d)
{
	return d->language;
}

const char *doc_format(const struct doc *d)
{
	return d->format;
}

const char *doc_encoding(const struct doc *d)
{
	return d->encoding;
}

const char *doc_path(const struct doc *d)
{
	return d->path;
}

size_t doc_bad_bytes(const struct doc *d)
{
	return d->bad;
}

bool doc_large(const struct doc *d)
{
	return d->large;
}

bool doc_complete(const struct doc *d)
{
	return d->complete;
}

unsigned doc_generation(const struct doc *d)
{
	return d->generation;
}

struct str doc_keep(struct doc *d, struct str s)
{
	return arena_str(d->arena, s);
}

void *doc_alloc(struct doc *d, size_t n)
{
	return arena_alloc(d->arena, n);
}

void doc_set_meta(struct doc *d, struct str title, struct str author, struct str date, struct str language)
{
	if (title.p)
		d->title = doc_keep(d, title);
	if (author.p)
		d->author = doc_keep(d, author);
	if (date.p)
		d->date = doc_keep(d, date);
	if (language.p)
		d->language = doc_keep(d, language);
}

/* ---- items: one accessor, one counter and one adder for each pool ----------------------------------- */
#define ITEMS(type, plural, singular, pool)                                                                            \
	size_t doc_##plural(const struct doc *d)                                                                       \
	{                                                                                                              \
		return d->pools[pool].n;                                                                               \
	}                                                                                                              \
	const struct type *doc_##singular(const struct doc *d, size_t i)                                               \
	{                                                                                                              \
		assert(i < d->pools[pool].n);                                                                          \
		return doc_pool_at(&d->pools[pool], i);                                                                \
	}                                                                                                              \
	uint32_t doc_add_##singular(struct doc *d, struct type item)                                                   \
	{                                                                                                              \
		doc_pool_add(&d->pools[pool], &item);                                                                  \
		return (uint32_t)(d->pools[pool].n - 1);                                                               \
	}
ITEMS(section, sections, section, POOL_SECTIONS)
ITEMS(note, notes, note, POOL_NOTES)
ITEMS(note_call, calls, call, POOL_CALLS)
ITEMS(post_quote, posts, post, POOL_POSTS)
ITEMS(anchor, anchors, anchor, POOL_ANCHORS)
ITEMS(citation, citations, citation, POOL_CITATIONS)
ITEMS(quotation, quotations, quotation, POOL_QUOTATIONS)
ITEMS(doc_link, links, link, POOL_LINKS)
ITEMS(figure, figures, figure, POOL_FIGURES)
