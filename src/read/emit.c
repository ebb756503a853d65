/* What the steps found -> the document's items, blocks and marks, in the order of the text. */
#include "scan.h"

#include <stdio.h>

static size_t number_of(const struct scan *s, uint32_t line)
{
	return s->lines.v[line].number;
}

static void block(struct scan *s, enum block_kind kind, uint32_t first, uint32_t last, uint32_t index, int level)
{
	doc_add_block(s->d, (struct block){.kind = kind,
					   .start = s->lines.v[first].start,
					   .end = s->lines.v[last].end,
					   .first_line = number_of(s, first),
					   .last_line = number_of(s, last),
					   .index = index,
					   .level = level});
}

static void mark(struct scan *s, enum mark_kind kind, size_t start, size_t end, uint32_t index)
{
	if (start < end)
		doc_add_mark(s->d, (struct mark){.kind = kind, .start = start, .end = end, .index = index});
}

/* ---- headings -------------------------------------------------------------------------------------------------- */
static int level_of(const struct reader *r, int rank)
{
	int level = 1;

	for (int i = 1; i < rank; i++)
		level += (int)(r->ranks >> i & 1u);
	return level > 6 ? 6 : level;
}

static void emit_headings(struct scan *s)
{
	int notes = 0;

	for (size_t i = 0; i < s->headings.n; i++) {
		notes += s->headings.v[i].notes;
		s->r->ranks |= s->headings.v[i].rank ? 1u << (s->headings.v[i].rank & 31) : 0;
	}
	for (size_t i = 0; i < s->headings.n; i++) {
		const struct heading *h = &s->headings.v[i];
		const struct line *l = &s->lines.v[h->line];
		int level = h->rank ? level_of(s->r, h->rank) : 1;
		size_t start = scan_offset_of(s, l->text.p);
		uint32_t id;

		if (h->notes && notes > 1) /* one in each chapter stands below it */
			level = s->r->ranks ? level_of(s->r, 32 - __builtin_clz(s->r->ranks) > 2 ? 3 : 2) : 1;
		id = doc_add_section(s->d, (struct section){.level = level,
							    .start = start,
							    .end = start + l->text.n,
							    .line = l->number,
							    .title = l->text});
		block(s, BLOCK_HEADING, h->line, h->line, id, level);
	}
}

/* ---- notes and calls --------------------------------------------------------------------------------------------- */
static struct str number_text(struct scan *s, long number)
{
	char text[24];

	snprintf(text, sizeof text, "%ld", number);
	return doc_keep(s->d, str_c(text));
}

static uint32_t *emit_notes(struct scan *s)
{
	uint32_t *ids = xcalloc(s->notes.n + 1, sizeof *ids);

	for (size_t i = 0; i < s->notes.n; i++) {
		const struct note_item *n = &s->notes.v[i];

		ids[i] = doc_add_note(s->d, (struct note){.label = number_text(s, s->calls.v[n->label].number),
							  .start = s->lines.v[n->first].start,
							  .end = s->lines.v[n->last].end,
							  .body = n->body,
							  .line = number_of(s, n->first),
							  .last_line = number_of(s, n->last)});
		block(s, BLOCK_NOTE, n->first, n->last, ids[i], 0);
	}
	return ids;
}

static void carry(struct scan *s, const struct call *c)
{
	if (doc_large(s->d) && c->strong)
		vec_push(&s->r->carried, (struct carried){c->start, c->end, c->family, c->number});
}

static uint32_t carried_note(struct scan *s, const struct carried *c)
{
	for (size_t i = 0; i < s->notes.n; i++)
		if (s->calls.v[s->notes.v[i].label].number == c->number &&
		    s->groups.v[s->notes.v[i].group].family == c->family)
			return (uint32_t)i;
	return NONE;
}

/* Calls of the part before whose notes are in this one. */
static void emit_carried(struct scan *s, const uint32_t *notes)
{
	for (size_t i = 0; i < s->r->carried.n; i++) {
		const struct carried *c = &s->r->carried.v[i];
		uint32_t note = carried_note(s, c), id;

		if (note == NONE)
			continue;
		id = doc_add_call(s->d, (struct note_call){.start = c->start,
							   .end = c->end,
							   .note = notes[note],
							   .line = doc_line_at(s->d, c->start),
							   .label = number_text(s, c->number)});
		mark(s, MARK_CALL, c->start, c->end, id);
	}
	s->r->carried.n = 0;
}

static void emit_calls(struct scan *s, const uint32_t *notes)
{
	emit_carried(s, notes);
	for (size_t i = 0; i < s->calls.n; i++) {
		const struct call *c = &s->calls.v[i];
		uint32_t id;

		if (c->label)
			continue;
		if (!c->taken) {
			carry(s, c);
			continue;
		}
		id = doc_add_call(s->d, (struct note_call){.start = c->start,
							   .end = c->end,
							   .line = number_of(s, c->line),
							   .note = c->note == NONE ? DOC_NONE : notes[c->note],
							   .label = number_text(s, c->number)});
		mark(s, MARK_CALL, c->start, c->end, id);
	}
}

/* ---- citations ------------------------------------------------------------------------------------------------- */
static struct citation citation_of(struct scan *s, const struct cite_item *c)
{
	long *numbers = doc_alloc(s->d, c->numbers.n * sizeof *numbers + 1);
	struct citation out = {.start = c->start,
			       .end = c->end,
			       .line = number_of(s, c->line),
			       .text = str_slice(s->text, c->start, c->end),
			       .date = doc_keep(s->d, str_c(c->date)),
			       .title = c->title,
			       .url = c->url,
			       .numbers = numbers,
			       .n_numbers = c->numbers.n,
			       .quote_line = c->quote_line,
			       .quote = c->quote,
			       .post = c->post == NONE ? DOC_NONE : (uint32_t)doc_posts(s->d) + c->post,
			       .default_thread = c->makes_default};

	if (c->numbers.n)
		memcpy(numbers, c->numbers.v, c->numbers.n * sizeof *numbers);
	return out;
}

static void emit_citations(struct scan *s)
{
	uint32_t first = (uint32_t)doc_citations(s->d);

	for (size_t i = 0; i < s->cites.n; i++) {
		const struct cite_item *c = &s->cites.v[i];
		struct citation out = citation_of(s, c);
		uint32_t id;

		out.base = c->base == NONE ? DOC_NONE : first + c->base;
		id = doc_add_citation(s->d, out);
		mark(s, MARK_CITATION, c->start, c->end, id);
		if (c->own)
			block(s, BLOCK_CITATION, c->line, scan_line_of(s, c->end - 1), id, 0);
	}
}

/* ---- posts ------------------------------------------------------------------------------------------------------- */
/* The gap that parts the lines in this copy: the most common one. Wider ones hold blank lines of the post itself. */
static int usual_gap(const struct scan *s, const struct post_item *p)
{
	int count[8] = {0}, best = 0;

	for (uint32_t i = p->first + 2; i <= p->last; i++)
		count[s->lines.v[i].before > 7 ? 7 : s->lines.v[i].before]++;
	for (int i = 0; i < 8; i++)
		if (count[i] >= count[best])
			best = i;
	return best;
}

/* Where a line begins when the post as a whole is set in as its head line is. */
static size_t without_indent(const struct scan *s, uint32_t line, uint32_t head)
{
	size_t start = s->lines.v[line].start, n = 0,
	       most = scan_offset_of(s, s->lines.v[head].text.p) - s->lines.v[head].start;

	while (n < most && start + n < s->lines.v[line].end &&
	       s->text.p[start + n] == s->text.p[s->lines.v[head].start + n])
		n++;
	while (n && start + n < s->lines.v[line].end && (s->text.p[start + n] & 0xC0) == 0x80)
		n--; /* not through a character */
	return start + n;
}

static struct str post_text(struct scan *s, const struct post_item *p)
{
	struct buf b = {0};
	int gap = usual_gap(s, p);
	struct str kept;

	for (uint32_t i = p->first + 1; i <= p->last; i++) {
		size_t start = without_indent(s, i, p->first), end = s->lines.v[i].end;

		if (end > p->end)
			end = p->end > start ? p->end : start;
		if (i > p->first + 1) {
			buf_char(&b, '\n');
			for (int blank = (s->lines.v[i].before + 1) / (gap + 1) - 1; blank > 0; blank--)
				buf_char(&b, '\n');
		}
		buf_str(&b, str_slice(s->text, start, end));
	}
	while (b.n && (b.p[b.n - 1] == ' ' || b.p[b.n - 1] == '\n'))
		b.n--;
	kept = doc_keep(s->d, buf_view(&b));
	buf_free(&b);
	return kept;
}

static void anchor_numbers(struct scan *s, struct str t, size_t at, size_t number_at, uint32_t post, size_t *next)
{
	size_t n, m, sep, after;
	uint32_t cp;
	long from = read_digits(str_slice(t, number_at, t.n), &n, 5), to = from;
	uint32_t id;

	if (from < 0)
		return;
	n += number_at;
	if (n < t.n) {
		sep = text_next(t, n, &cp);
		if ((cp == '-' || cp == 0x2212 || cp == 0xFF0D || cp == 0x2010 || cp == 0x2013 || cp == '~' ||
		     cp == 0xFF5E || cp == 0x301C) &&
		    (to = read_digits(str_slice(t, sep, t.n), &after, 5)) >= from)
			n = sep + after;
		else
			to = from;
	}
	m = scan_offset_of(s, t.p);
	id = doc_add_anchor(s->d, (struct anchor){.start = m + at, .end = m + n, .post = post, .from = from, .to = to});
	mark(s, MARK_ANCHOR, m + at, m + n, id);
	*next = n;
	/* a list: ">>135,146" */
	if (n < t.n && (sep = text_next(t, n, &cp), cp == ',' || cp == 0x3001 || cp == 0xFF0C)) {
		read_digits(str_slice(t, sep, t.n), &after, 5);
		if (after)
			anchor_numbers(s, t, sep, sep, post, next);
	}
}

/* The next mark at or after `at`. */
static size_t next_mark(const struct scan *s, struct str t, size_t at, struct str *mark)
{
	for (; at < t.n; at++)
		for (size_t i = 0; i < s->p->anchor_marks.n; i++) {
			*mark = s->p->anchor_marks.v[i];
			if (t.p[at] == mark->p[0] && str_starts(str_slice(t, at, t.n), *mark))
				return at;
		}
	return POS_NONE;
}

static void anchors_in(struct scan *s, struct str t, uint32_t post)
{
	size_t base = scan_offset_of(s, t.p), at = 0;
	struct str mark;

	while ((at = next_mark(s, t, at, &mark)) != POS_NONE) {
		size_t next = at + mark.n;

		if (!scan_taken_in(s, base + at, base + at + 1))
			anchor_numbers(s, t, at, at + mark.n, post, &next);
		at = next;
	}
}

static struct str thread_of(const struct scan *s, const struct post_item *p, uint32_t *citation)
{
	size_t at = p->start;
	uint32_t note = s->lines.v[p->first].note;

	*citation = p->citation;
	if (*citation == NONE) {
		for (size_t i = 0; note != NONE && i < s->calls.n; i++) /* a note is read at its call */
			if (s->calls.v[i].note == note && !s->calls.v[i].label) {
				at = s->calls.v[i].start;
				break;
			}
		*citation = scan_default_for(s, at);
	}
	return *citation == NONE ? (struct str){NULL, 0} : s->cites.v[*citation].title;
}

static void emit_post(struct scan *s, const struct post_item *p, uint32_t first_citation)
{
	uint32_t id = (uint32_t)doc_posts(s->d), citation, anchors = (uint32_t)doc_anchors(s->d);
	struct post_quote q = {.number = p->number,
			       .name = p->name,
			       .mail = p->mail,
			       .slip = p->slip,
			       .id = p->id,
			       .trip = p->trip,
			       .date_text = p->date_text,
			       .posted_at = p->posted_at,
			       .start = p->start,
			       .end = p->end,
			       .line = number_of(s, p->first),
			       .last_line = number_of(s, p->last),
			       .anchors = anchors};

	q.thread = thread_of(s, p, &citation);
	q.citation = citation == NONE ? DOC_NONE : first_citation + citation;
	if (citation == NONE && s->r->default_cite != NONE && s->r->carried_to == s->start) {
		q.citation = s->r->default_cite;
		q.thread = doc_citation(s->d, q.citation)->title;
	}
	q.body = p->last > p->first ? s->lines.v[p->first + 1].start : p->head_end;
	q.text = post_text(s, p);
	for (uint32_t i = p->first + 1; i <= p->last; i++)
		anchors_in(s, s->lines.v[i].text, id);
	q.n_anchors = (uint32_t)doc_anchors(s->d) - anchors;
	doc_add_post(s->d, q);
	block(s, BLOCK_POST, p->first, p->last, id, 0);
}

static void emit_anchors(struct scan *s)
{
	for (size_t i = 0; i < s->lines.n && s->p->anchor_marks.n; i++)
		if (s->lines.v[i].post == NONE)
			anchors_in(s, s->lines.v[i].text, DOC_NONE);
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */
static void emit_foreign(struct scan *s)
{
	for (size_t i = 0; i < s->foreign.n; i++) {
		const struct foreign_item *f = &s->foreign.v[i];
		uint32_t id = doc_add_quotation(
			s->d, (struct quotation){.start = f->start,
						 .end = f->end,
						 .line = number_of(s, f->line),
						 .language = f->language,
						 .text = f->text,
						 .translation = f->translation,
						 .translation_at = f->at,
						 .folded = f->folded,
						 .label = f->label,
						 .match = f->match,
						 .translation_line =
							 f->at.start == POS_NONE ? 0 : doc_line_at(s->d, f->at.start)});

		mark(s, MARK_QUOTATION, f->start, f->end, id);
	}
}

static void emit_links(struct scan *s)
{
	for (size_t i = 0; i < s->links.n; i++) {
		const struct link *l = &s->links.v[i];
		uint32_t line = scan_line_of(s, l->start), id;

		id = doc_add_link(s->d, (struct doc_link){.start = l->start,
							  .end = l->end,
							  .line = number_of(s, line),
							  .text = l->text,
							  .url = l->url,
							  .complete = l->complete});
		mark(s, MARK_LINK, l->start, l->end, id);
	}
}

static void emit_figures(struct scan *s)
{
	for (size_t i = 0; i < s->figures.n; i++) {
		const struct figure_item *f = &s->figures.v[i];
		uint32_t id = doc_add_figure(s->d, (struct figure){.start = s->lines.v[f->first].start,
								   .end = s->lines.v[f->last].end,
								   .line = number_of(s, f->first),
								   .label = f->label,
								   .caption = f->caption});

		block(s, BLOCK_FIGURE, f->first, f->last, id, 0);
	}
}

/* Runs of lines of a kind that are one block, and lines that are one each. */
static void emit_runs(struct scan *s)
{
	for (size_t i = 0; i < s->quotes.n; i++)
		block(s, BLOCK_QUOTE, s->quotes.v[i].first, s->quotes.v[i].last, DOC_NONE, 0);
	for (uint32_t i = 0, k; i < s->lines.n; i = k) {
		enum line_kind kind = s->lines.v[i].kind;

		k = i + 1;
		switch (kind) {
		case LINE_TITLE:
			block(s, BLOCK_TITLE, i, i, DOC_NONE, 0);
			break;
		case LINE_RULE:
			block(s, BLOCK_RULE, i, i, DOC_NONE, 0);
			break;
		case LINE_DATE:
			block(s, BLOCK_DATE, i, i, DOC_NONE, 0);
			break;
		case LINE_AUTHOR:
			block(s, BLOCK_AUTHOR, i, i, DOC_NONE, 0);
			break;
		case LINE_COLOPHON:
			block(s, BLOCK_COLOPHON, i, i, DOC_NONE, 0);
			break;
		case LINE_TRANSLATION:
			while (k < s->lines.n && s->lines.v[k].kind == kind && s->lines.v[k].item == s->lines.v[i].item)
				k++;
			block(s, BLOCK_TRANSLATION, i, k - 1, DOC_NONE, 0);
			break;
		default:
			break;
		}
	}
}

static void carry_state(struct scan *s, uint32_t first_citation)
{
	uint32_t def = scan_default_for(s, s->end);

	if (s->provisional)
		return;
	s->r->default_cite = def == NONE ? NONE : first_citation + def;
	if (def == NONE && !s->headings.n && s->r->carried_to == s->start && s->start)
		return; /* what served before still does */
	s->r->last_cite = s->cites.n ? first_citation + (uint32_t)s->cites.n - 1 : NONE;
	s->r->carried_to = s->end;
}

void scan_emit(struct scan *s)
{
	uint32_t first_citation = (uint32_t)doc_citations(s->d), *notes;

	emit_headings(s);
	notes = emit_notes(s);
	emit_calls(s, notes);
	free(notes);
	emit_citations(s);
	for (size_t i = 0; i < s->posts.n; i++)
		emit_post(s, &s->posts.v[i], first_citation);
	emit_anchors(s);
	emit_foreign(s);
	emit_links(s);
	emit_figures(s);
	emit_runs(s);
	doc_set_meta(s->d, s->title, s->author, s->date, (struct str){NULL, 0});
	carry_state(s, first_citation);
}
