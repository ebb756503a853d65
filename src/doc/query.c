/* Blocks and marks by place. Blocks nest, so the innermost one at a place is the last that starts before it or one
 * of its parents. */
#include "doc_int.h"

static size_t last_block(const struct doc_part *p, size_t at) /* number of blocks with start <= at */
{
	size_t lo = 0, hi = p->blocks.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->blocks.v[mid].start <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t first_mark(const struct doc_part *p, size_t at) /* first mark with start >= at */
{
	size_t lo = 0, hi = p->marks.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->marks.v[mid].start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct block *doc_block_at(struct doc *d, size_t at)
{
	const struct doc_part *p = doc_part_at(d, at);
	size_t n = last_block(p, at);
	uint32_t i = n ? (uint32_t)n - 1 : DOC_NONE;

	while (i != DOC_NONE && p->blocks.v[i].end < at)
		i = p->blocks.v[i].parent;
	return i == DOC_NONE ? NULL : &p->blocks.v[i];
}

const struct block *doc_block_parent(struct doc *d, const struct block *b)
{
	const struct doc_part *p = doc_part_at(d, b->start);

	return b->parent == DOC_NONE ? NULL : &p->blocks.v[b->parent];
}

size_t doc_marks(struct doc *d, size_t start, size_t end, const struct mark **out, size_t max)
{
	size_t n = 0;

	for (const struct doc_part *p = doc_part_at(d, start); p && p->start < end; p = doc_part_after(d, p)) {
		size_t i = first_mark(p, start > p->longest ? start - p->longest : 0);

		for (; i < p->marks.n && p->marks.v[i].start < end; i++) {
			if (p->marks.v[i].end <= start)
				continue;
			if (n < max)
				out[n] = &p->marks.v[i];
			n++;
		}
		if (p->end >= end)
			break;
	}
	return n;
}

const struct mark *doc_mark_after(struct doc *d, size_t at, unsigned kinds)
{
	for (const struct doc_part *p = doc_part_at(d, at); p; p = doc_part_after(d, p))
		for (size_t i = first_mark(p, at + 1); i < p->marks.n; i++)
			if (kinds >> p->marks.v[i].kind & 1)
				return &p->marks.v[i];
	return NULL;
}

const struct mark *doc_mark_before(struct doc *d, size_t at, unsigned kinds)
{
	for (const struct doc_part *p = doc_part_at(d, at); p; p = doc_part_before(d, p))
		for (size_t i = first_mark(p, at); i > 0; i--)
			if (kinds >> p->marks.v[i - 1].kind & 1)
				return &p->marks.v[i - 1];
	return NULL;
}

const struct block *doc_block_after(struct doc *d, size_t at, unsigned kinds)
{
	for (const struct doc_part *p = doc_part_at(d, at); p; p = doc_part_after(d, p))
		for (size_t i = last_block(p, at); i < p->blocks.n; i++)
			if (kinds >> p->blocks.v[i].kind & 1)
				return &p->blocks.v[i];
	return NULL;
}

const struct block *doc_block_before(struct doc *d, size_t at, unsigned kinds)
{
	for (const struct doc_part *p = doc_part_at(d, at); at && p; p = doc_part_before(d, p))
		for (size_t i = last_block(p, at - 1); i > 0; i--)
			if (kinds >> p->blocks.v[i - 1].kind & 1)
				return &p->blocks.v[i - 1];
	return NULL;
}

uint32_t doc_section_at(struct doc *d, size_t at)
{
	uint32_t found = DOC_NONE;
	size_t best = 0;

	doc_part_at(d, at);
	for (size_t i = 0; i < doc_sections(d); i++) {
		const struct section *s = doc_section(d, i);

		if (s->start <= at && (found == DOC_NONE || s->start >= best)) {
			found = (uint32_t)i;
			best = s->start;
		}
	}
	return found;
}
