/* When what is recognised. A small document is one part; a large one is cut every DOC_PART bytes: at a blank line
 * where there is one near, else at a line's start, else where a long line is cut into paragraphs. Cuts depend on the
 * text alone. Before a part is needed, a window at the start of the text stands in for the first one, and
 * everything found there is forgotten when the first part is done. */
#include "doc_int.h"

#include <assert.h>

#ifndef DOC_WINDOW
#define DOC_WINDOW ((size_t)3 << 10) /* more than a screen of 80x24 */
#endif
#define CUT_NEAR (DOC_PART / 16) /* how far a cut moves to find a blank line */

/* The start of the paragraph after the first blank line in [at, at + near), or of the first line, or SIZE_MAX. */
static size_t cut_near(struct str s, size_t at, size_t near)
{
	struct str view = str_slice(s, 0, at + near < s.n ? at + near : s.n);
	size_t blank = str_find(view, STR("\n\n"), at), line;

	if (blank != POS_NONE && blank + 2 < s.n)
		return blank + 2;
	line = str_find_char(view, '\n', at);
	return line != POS_NONE && line + 1 < s.n ? line + 1 : POS_NONE;
}

static size_t part_cut(const struct doc *d, size_t nominal)
{
	size_t cut = nominal ? cut_near(d->text, nominal - 1, CUT_NEAR) : 0;

	return cut != POS_NONE ? cut : doc_paragraph(d, nominal).start;
}

void doc_parts_init(struct doc *d)
{
	size_t n = d->large ? (d->text.n + DOC_PART - 1) / DOC_PART : 1;

	vec_reserve(&d->parts, n);
	for (size_t i = 0; i < n; i++) /* start == POS_NONE: not looked for yet */
		vec_push(&d->parts, (struct doc_part){.start = i ? POS_NONE : 0, .end = POS_NONE});
	d->parts.v[n - 1].end = d->text.n;
}

static size_t part_start(struct doc *d, size_t i)
{
	struct doc_part *p = &d->parts.v[i];

	if (p->start == POS_NONE)
		p->start = part_cut(d, i * DOC_PART);
	return p->start;
}

static void part_bounds(struct doc *d, size_t i)
{
	struct doc_part *p = &d->parts.v[i];

	part_start(d, i);
	if (p->end == POS_NONE)
		p->end = part_start(d, i + 1);
	if (p->end < p->start) /* the cuts of two parts fell on each other */
		p->end = p->start;
}

static size_t part_index(struct doc *d, size_t at)
{
	size_t i = d->large ? at / DOC_PART : 0;

	if (i >= d->parts.n)
		i = d->parts.n - 1;
	while (i + 1 < d->parts.n && part_start(d, i + 1) <= at)
		i++;
	while (i > 0 && part_start(d, i) > at)
		i--;
	return i;
}

static int block_order(const void *a, const void *b)
{
	const struct block *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (y->kind == BLOCK_NOTE) - (x->kind == BLOCK_NOTE); /* a note holds what is as long as it */
}

static int mark_order(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end != y->end ? (x->end > y->end ? -1 : 1) : (int)x->kind - (int)y->kind;
}

static void part_order(struct doc_part *p)
{
	uint32_t open = DOC_NONE;

	if (p->blocks.n)
		qsort(p->blocks.v, p->blocks.n, sizeof *p->blocks.v, block_order);
	if (p->marks.n)
		qsort(p->marks.v, p->marks.n, sizeof *p->marks.v, mark_order);
	for (uint32_t i = 0; i < p->blocks.n; i++) {
		while (open != DOC_NONE && p->blocks.v[open].end < p->blocks.v[i].end)
			open = p->blocks.v[open].parent;
		while (open != DOC_NONE && p->blocks.v[open].end <= p->blocks.v[i].start)
			open = p->blocks.v[open].parent;
		p->blocks.v[i].parent = open;
		open = i;
	}
	p->longest = 0;
	for (size_t i = 0; i < p->marks.n; i++)
		if (p->marks.v[i].end - p->marks.v[i].start > p->longest)
			p->longest = p->marks.v[i].end - p->marks.v[i].start;
}

static void run(struct doc *d, struct doc_part *p, bool provisional)
{
	d->adding = p;
	if (d->recogniser)
		d->recogniser->part(d->self, d, p->start, p->end, provisional);
	d->adding = NULL;
	part_order(p);
	p->done = true;
	d->generation++;
}

void doc_add_block(struct doc *d, struct block b)
{
	assert(d->adding && b.start <= b.end);
	b.parent = DOC_NONE;
	vec_push(&d->adding->blocks, b);
}

void doc_add_mark(struct doc *d, struct mark m)
{
	assert(d->adding && m.start < m.end);
	vec_push(&d->adding->marks, m);
}

static void forget_window(struct doc *d)
{
	if (!d->has_window)
		return;
	d->has_window = false;
	vec_free(&d->window.blocks);
	vec_free(&d->window.marks);
	for (int i = 0; i < POOLS; i++)
		doc_pool_clear(&d->pools[i]);
}

static void finish(struct doc *d)
{
	if (d->complete)
		return;
	if (d->recogniser && d->recogniser->finish)
		d->recogniser->finish(d->self, d);
	d->complete = true;
	d->generation++;
}

static void part_do(struct doc *d, size_t i)
{
	struct doc_part *p = &d->parts.v[i];

	if (p->done)
		return;
	forget_window(d);
	part_bounds(d, i);
	run(d, p, false);
	while (d->next_part < d->parts.n && d->parts.v[d->next_part].done)
		d->next_part++;
	if (d->next_part == d->parts.n)
		finish(d);
}

/* At the start of a text only: elsewhere what stands before (a chapter's title, a default thread) would be missing. */
static void open_window(struct doc *d)
{
	size_t end = cut_near(d->text, DOC_WINDOW, CUT_NEAR);

	if (end == POS_NONE) /* a long line: to the end of its first piece */
		end = doc_paragraph_after(d, doc_paragraph(d, DOC_WINDOW));
	d->window.end = end == POS_NONE ? d->text.n : end;
	d->has_window = true;
	run(d, &d->window, true);
}

/* The whole at once is as cheap as a window when there is little more. */
static bool window_worth(const struct doc *d, size_t at)
{
	return at < (d->has_window ? d->window.end : DOC_WINDOW) && (d->has_window || d->generation == 0) &&
	       d->text.n > 2 * DOC_WINDOW && d->recogniser;
}

struct doc_part *doc_part_at(struct doc *d, size_t at)
{
	size_t i;

	if (window_worth(d, at)) {
		if (!d->has_window)
			open_window(d);
		return &d->window;
	}
	i = part_index(d, at);
	part_do(d, i);
	return &d->parts.v[i];
}

struct doc_part *doc_part_after(struct doc *d, const struct doc_part *p)
{
	size_t i;

	if (p == &d->window) /* what lies beyond it is only known of the whole */
		return d->window.end < d->text.n ? doc_part_at(d, d->window.end) : NULL;
	i = (size_t)(p - d->parts.v) + 1;
	if (i >= d->parts.n)
		return NULL;
	part_do(d, i);
	return &d->parts.v[i];
}

struct doc_part *doc_part_before(struct doc *d, const struct doc_part *p)
{
	size_t i;

	if (p == &d->window)
		return NULL;
	i = (size_t)(p - d->parts.v);
	if (i == 0)
		return NULL;
	part_do(d, i - 1);
	return &d->parts.v[i - 1];
}

void doc_recognise(struct doc *d, size_t start, size_t end)
{
	struct doc_part *p = doc_part_at(d, start);

	while (p && p->end < end)
		p = doc_part_after(d, p);
}

void doc_settle(struct doc *d)
{
	part_do(d, 0);
}

bool doc_idle(struct doc *d, int ms)
{
	int64_t until = clock_mono_ms() + ms;

	while (!d->complete) {
		size_t i = d->next_part;

		part_do(d, i);
		if (d->map.p)
			file_map_release(&d->map, d->parts.v[i].start, d->parts.v[i].end);
		if (clock_mono_ms() >= until)
			return true;
	}
	while (d->large && doc_hash_slice(d))
		if (clock_mono_ms() >= until)
			return true;
	return false;
}
