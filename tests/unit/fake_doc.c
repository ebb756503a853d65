#include "fake_doc.h"

#include <assert.h>
#include <stdio.h>

struct doc {
	struct buf text;
	unsigned generation;
	VEC(struct mark) marks;
	VEC(struct block) blocks;
	VEC(struct note_call) calls;
	VEC(struct note) notes;
	VEC(struct quotation) quotations;
	VEC(struct section) sections;
};

struct element {
	char kind;
	unsigned long id;
	struct span span;
};

static struct quotation *quotation(struct doc *d, unsigned long id)
{
	static const struct span none = {POS_NONE, POS_NONE};

	while (d->quotations.n < id)
		vec_push(&d->quotations, (struct quotation){.translation_at = none, .folded = none});
	return &d->quotations.v[id - 1];
}

static struct str slice(const struct doc *d, struct span s)
{
	return str_slice(buf_view(&d->text), s.start, s.end);
}

static void add_note(struct doc *d, const struct element *e)
{
	size_t body = str_find_char(buf_view(&d->text), ')', e->span.start) + 1;

	while (d->notes.n < e->id)
		vec_push(&d->notes, (struct note){.start = 0});
	assert(body <= e->span.end);
	d->notes.v[e->id - 1] = (struct note){.label = slice(d, (struct span){e->span.start + 1, body - 1}),
					      .start = e->span.start,
					      .end = e->span.end,
					      .body = body};
	vec_push(&d->blocks, (struct block){.kind = BLOCK_NOTE,
					    .start = e->span.start,
					    .end = e->span.end,
					    .parent = DOC_NONE,
					    .index = (uint32_t)e->id - 1});
}

static void add_element(struct doc *d, const struct element *e)
{
	size_t start = e->span.start, end = e->span.end;
	uint32_t index = (uint32_t)e->id - 1;
	struct quotation *q;

	switch (e->kind) {
	case 'c':
		vec_push(&d->marks, (struct mark){MARK_CALL, start, end, (uint32_t)d->calls.n});
		vec_push(&d->calls, (struct note_call){.start = start, .end = end, .note = index});
		break;
	case 'n':
		add_note(d, e);
		break;
	case 'q':
		q = quotation(d, e->id);
		q->start = start;
		q->end = end;
		vec_push(&d->marks, (struct mark){MARK_QUOTATION, start, end, index});
		break;
	case 't':
		q = quotation(d, e->id);
		q->translation_at = e->span;
		q->translation = slice(d, e->span);
		break;
	case 'f':
		q = quotation(d, e->id);
		q->folded = e->span;
		q->label = slice(d, (struct span){start, str_find_char(buf_view(&d->text), '\n', start)});
		break;
	case 's':
		vec_push(&d->sections, (struct section){.level = (int)e->id, .start = start, .end = end});
		break;
	default:
		assert(!"an element of this kind");
	}
}

static int by_start(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

struct doc *fake_doc(struct str s)
{
	struct doc *d = xcalloc(1, sizeof *d);
	VEC(struct element) open = {0}, all = {0};
	char kind;
	unsigned long id;
	int n;

	for (size_t at = 0; at < s.n;) {
		char tag[16] = "";

		memcpy(tag, s.p + at, s.n - at < 15 ? s.n - at : 15);
		n = 0;
		if (sscanf(tag, "<%c%lu>%n", &kind, &id, &n) == 2 && n) {
			vec_push(&open, (struct element){kind, id, {d->text.n, 0}});
		} else if (sscanf(tag, "</%c>%n", &kind, &n) == 1 && n) {
			struct element e = open.v[--open.n];

			assert(e.kind == kind);
			e.span.end = d->text.n;
			vec_push(&all, e);
		} else {
			buf_char(&d->text, s.p[at]);
			n = 1;
		}
		at += (size_t)n;
	}
	for (size_t i = 0; i < all.n; i++)
		add_element(d, &all.v[i]);
	if (d->marks.n)
		qsort(d->marks.v, d->marks.n, sizeof *d->marks.v, by_start);
	vec_free(&open);
	vec_free(&all);
	return d;
}

void fake_doc_free(struct doc *d)
{
	buf_free(&d->text);
	vec_free(&d->marks);
	vec_free(&d->blocks);
	vec_free(&d->calls);
	vec_free(&d->notes);
	vec_free(&d->quotations);
	vec_free(&d->sections);
	free(d);
}

void fake_doc_change(struct doc *d)
{
	d->generation++;
}

struct str doc_text(const struct doc *d)
{
	return buf_view(&d->text);
}

struct span doc_paragraph(const struct doc *d, size_t at)
{
	struct str s = doc_text(d);
	struct span p = {at, at};

	if (at == s.n && at && s.p[at - 1] == '\n')
		p = (struct span){at - 1, at - 1};
	while (p.start && s.p[p.start - 1] != '\n')
		p.start--;
	while (p.end < s.n && s.p[p.end] != '\n')
		p.end++;
	return p;
}

size_t doc_paragraph_after(const struct doc *d, struct span p)
{
	return p.end + 1 < doc_text(d).n ? p.end + 1 : POS_NONE;
}

size_t doc_line_at(struct doc *d, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < d->text.n; i++)
		line += d->text.p[i] == '\n';
	return line;
}

void doc_recognise(struct doc *d, size_t start, size_t end)
{
	(void)d, (void)start, (void)end;
}

unsigned doc_generation(const struct doc *d)
{
	return d->generation;
}

const struct block *doc_block_at(struct doc *d, size_t at)
{
	for (size_t i = 0; i < d->blocks.n; i++)
		if (at >= d->blocks.v[i].start && at <= d->blocks.v[i].end)
			return &d->blocks.v[i];
	return NULL;
}

const struct block *doc_block_parent(struct doc *d, const struct block *b)
{
	(void)d, (void)b;
	return NULL;
}

size_t doc_marks(struct doc *d, size_t start, size_t end, const struct mark **out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < d->marks.n; i++)
		if (d->marks.v[i].start < end && d->marks.v[i].end > start) {
			if (n < max)
				out[n] = &d->marks.v[i];
			n++;
		}
	return n;
}

size_t doc_sections(const struct doc *d)
{
	return d->sections.n;
}

const struct section *doc_section(const struct doc *d, size_t i)
{
	return &d->sections.v[i];
}

size_t doc_notes(const struct doc *d)
{
	return d->notes.n;
}

const struct note *doc_note(const struct doc *d, size_t i)
{
	return &d->notes.v[i];
}

size_t doc_calls(const struct doc *d)
{
	return d->calls.n;
}

const struct note_call *doc_call(const struct doc *d, size_t i)
{
	return &d->calls.v[i];
}

size_t doc_quotations(const struct doc *d)
{
	return d->quotations.n;
}

const struct quotation *doc_quotation(const struct doc *d, size_t i)
{
	return &d->quotations.v[i];
}
