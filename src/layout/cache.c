/* cache: paragraphs as they were laid out last, the least recently used ones forgotten first. The one that is asked
 * for stays, however large it is. */
#include "layout.h"

static size_t bytes_of(const struct laid *p)
{
	return sizeof *p + p->lines.cap * sizeof *p->lines.v + p->frames.cap * sizeof *p->frames.v +
	       p->facings.cap * sizeof *p->facings.v + p->own.cap;
}

static struct laid **bucket_of(struct cache *c, size_t start)
{
	return &c->buckets[(start ^ start >> 10 ^ start >> 20) % CACHE_BUCKETS];
}

static void unlink_laid(struct cache *c, struct laid *p)
{
	*(p->newer ? &p->newer->older : &c->newest) = p->older;
	*(p->older ? &p->older->newer : &c->oldest) = p->newer;
}

static void push_newest(struct cache *c, struct laid *p)
{
	p->newer = NULL;
	p->older = c->newest;
	*(c->newest ? &c->newest->newer : &c->oldest) = p;
	c->newest = p;
}

static void forget(struct cache *c, struct laid *p)
{
	struct laid **at = bucket_of(c, p->span.start);

	while (*at != p)
		at = &(*at)->chain;
	*at = p->chain;
	unlink_laid(c, p);
	c->n--;
	c->bytes -= bytes_of(p);
	vec_free(&p->lines);
	vec_free(&p->frames);
	vec_free(&p->facings);
	buf_free(&p->own);
	free(p);
}

void layout_cache_clear(struct layout *l)
{
	while (l->cache.newest)
		forget(&l->cache, l->cache.newest);
}

/* Made once and only read from then on: no room to grow is kept. */
static void trim(struct laid *p)
{
	p->lines.v = xrealloc(p->lines.v, p->lines.n * sizeof *p->lines.v);
	p->lines.cap = p->lines.n;
}

struct laid *layout_cache_get(struct layout *l, struct span span)
{
	struct cache *c = &l->cache;
	struct laid *p;

	if (layout_folds_any_note(l) || layout_folds_any_translation(l))
		doc_recognise(l->doc, span.start, span.end);
	layout_folds_refresh(l);
	p = *bucket_of(c, span.start);
	while (p && p->span.start != span.start)
		p = p->chain;
	if (p) {
		unlink_laid(c, p);
		push_newest(c, p);
		return p;
	}
	p = xcalloc(1, sizeof *p);
	p->span = span;
	layout_paragraph_lay(l, p);
	trim(p);
	p->chain = *bucket_of(c, span.start);
	*bucket_of(c, span.start) = p;
	push_newest(c, p);
	c->n++;
	c->bytes += bytes_of(p);
	while (c->oldest != p && (c->n > CACHE_PARAGRAPHS || c->bytes > CACHE_BYTES))
		forget(c, c->oldest);
	return p;
}
