/* Pools: items in chunks that never move, so that pointers to them stay valid. */
#include "doc_int.h"

#define CHUNK 128 /* items */

void *doc_pool_add(struct pool *p, const void *item)
{
	if (p->n % CHUNK == 0)
		vec_push(&p->chunks, xmalloc(CHUNK * p->size));
	p->n++;
	return memcpy(doc_pool_at(p, p->n - 1), item, p->size);
}

void *doc_pool_at(const struct pool *p, size_t i)
{
	return p->chunks.v[i / CHUNK] + i % CHUNK * p->size;
}

void doc_pool_clear(struct pool *p)
{
	for (size_t i = 0; i < p->chunks.n; i++)
		free(p->chunks.v[i]);
	vec_free(&p->chunks);
	p->n = 0;
}
