/* Pages: texts that the program makes. They are put together piece by piece; a piece may be a thing with a target,
 * which is where Enter leads. */
#include "view_int.h"

#include <stdio.h>

struct page *page_new(void)
{
	struct page *p = xcalloc(1, sizeof *p);

	p->arena = arena_new();
	return p;
}

void page_free(struct page *p)
{
	if (!p)
		return;
	buf_free(&p->text);
	buf_free(&p->title);
	vec_free(&p->spans);
	vec_free(&p->targets);
	vec_free(&p->numbers);
	vec_free(&p->passages);
	arena_free(p->arena);
	free(p);
}

void page_put(struct page *p, enum style style, struct str s)
{
	size_t start = p->text.n;

	buf_str(&p->text, s);
	if (style != STYLE_TEXT && s.n)
		vec_push(&p->spans, (struct page_span){.start = start, .end = p->text.n, .style = style});
}

static size_t skip_blanks(struct str s, size_t at, bool blank)
{
	while (at < s.n && ((s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r')) == blank))
		at++;
	return at;
}

/* One piece of a line after the other, a blank for the white space between them; document: NULL, or the text that they
 * are passages of, from `at` on. */
static void put_line(struct page *p, enum style style, const struct str *document, size_t at, struct str s, size_t max)
{
	size_t start = p->text.n, i = skip_blanks(s, 0, true), end;

	while (s.n && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		s.n--;
	for (; i < s.n && p->text.n - start < max; i = skip_blanks(s, end, true)) {
		size_t left = max - (p->text.n - start), piece = p->text.n, stop;

		end = stop = skip_blanks(s, i, false);
		if (end - i > left)
			for (stop = i; stop < end && stop - i < left;)
				stop = text_cluster_next(s, stop);
		end = stop;
		buf_str(&p->text, str_slice(s, i, end));
		if (document)
			page_passage(p, piece, *document, at + i);
		if (end < s.n && p->text.n - start < max)
			buf_char(&p->text, ' ');
	}
	if (style != STYLE_TEXT && p->text.n > start)
		vec_push(&p->spans, (struct page_span){.start = start, .end = p->text.n, .style = style});
	page_put(p, style, i < s.n ? STR("...") : STR(""));
}

void page_put_line(struct page *p, enum style style, struct str s, size_t max)
{
	put_line(p, style, NULL, 0, s, max);
}

void page_put_passage_line(struct page *p, enum style style, struct str document, size_t at, struct str s, size_t max)
{
	put_line(p, style, &document, at, s, max);
}

/* ---- passages: what stands in the page as it stands elsewhere ---- */

void page_passage(struct page *p, size_t start, struct str document, size_t at)
{
	struct str last = p->passages.n ? p->passages.v[p->passages.n - 1].document : (struct str){"", 0};

	if (!document.n || p->text.n == start)
		return;
	document = str_eq(last, document) ? last : arena_str(p->arena, document);
	vec_push(&p->passages, (struct page_passage){.start = start, .end = p->text.n, .document = document, .at = at});
}

void page_put_passage(struct page *p, enum style style, struct str document, size_t at, struct str s)
{
	size_t start = p->text.n;

	page_put(p, style, s);
	page_passage(p, start, document, at);
}

/* The first passage that ends after the place. */
static size_t passage_after(const struct page *p, size_t at)
{
	size_t low = 0, high = p->passages.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (p->passages.v[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* What the program put between passages (a margin, a line end) does not count; another text's passage does. */
bool page_to_document(const struct page *p, struct span range, struct str *document, struct span *out)
{
	size_t first = passage_after(p, range.start), last = first;
	const struct page_passage *a, *b;

	if (first == p->passages.n || p->passages.v[first].start >= range.end)
		return false;
	a = &p->passages.v[first];
	while (last + 1 < p->passages.n && p->passages.v[last + 1].start < range.end)
		if (p->passages.v[++last].document.p != a->document.p)
			return false;
	b = &p->passages.v[last];
	*document = a->document;
	out->start = a->at + (range.start > a->start ? range.start - a->start : 0);
	out->end = b->at + ((range.end < b->end ? range.end : b->end) - b->start);
	return true;
}

size_t page_from_document(const struct page *p, struct str document, size_t at)
{
	const char *not_this = NULL;
	size_t best = POS_NONE;

	for (size_t i = 0; i < p->passages.n; i++) {
		const struct page_passage *x = &p->passages.v[i];

		if (x->document.p == not_this)
			continue;
		if (!str_eq(x->document, document)) {
			not_this = x->document.p;
			continue;
		}
		if (at >= x->at && at <= x->at + (x->end - x->start)) {
			best = x->start + (at - x->at);
			if (at < x->at + (x->end - x->start)) /* else the next one may begin there */
				return best;
		}
	}
	return best;
}

bool page_passage_whole(const struct page *p, size_t at, struct span *out)
{
	size_t first = passage_after(p, at), last = first;

	if (first == p->passages.n)
		return false;
	while (last + 1 < p->passages.n && p->passages.v[last + 1].document.p == p->passages.v[first].document.p)
		last++;
	*out = (struct span){p->passages.v[first].start, p->passages.v[last].end};
	return true;
}

void page_printf(struct page *p, enum style style, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	page_put(p, style, buf_view(&text));
	buf_free(&text);
}

void page_thing(struct page *p, enum style style, enum thing_kind kind, const struct target *target, struct str s)
{
	struct target own = *target;
	size_t start = p->text.n;

	own.text = target->text.n ? arena_str(p->arena, target->text) : (struct str){"", 0};
	own.path = target->path.n ? arena_str(p->arena, target->path) : (struct str){"", 0};
	vec_push(&p->targets, own);
	buf_str(&p->text, s);
	vec_push(&p->spans, (struct page_span){.start = start,
					       .end = p->text.n,
					       .style = style,
					       .thing = true,
					       .kind = kind,
					       .target = (uint32_t)p->targets.n - 1});
}

void page_number(struct buf *b, long number, size_t width)
{
	char digits[24];
	size_t n = sizeof digits, start = b->n;
	unsigned long rest = (unsigned long)number;

	do
		digits[--n] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[n = sizeof digits - 1] = '-';
	buf_add(b, digits + n, sizeof digits - n);
	while (b->n - start < width)
		buf_char(b, ' ');
	if (width && b->p[b->n - 1] != ' ')
		buf_char(b, ' ');
}

void page_column(struct page *p, int column)
{
	static const struct text_terminal terminal;
	struct str text = buf_view(&p->text);
	size_t line = text.n;
	int cells;

	while (line && text.p[line - 1] != '\n')
		line--;
	cells = text_cells(str_slice(text, line, text.n), &terminal);
	do
		buf_char(&p->text, ' ');
	while (++cells < column);
}

size_t page_find_post(const struct page *p, long number)
{
	for (size_t i = 0; i < p->numbers.n; i++)
		if ((long)p->numbers.v[i].end == number)
			return p->numbers.v[i].start;
	return POS_NONE;
}

size_t page_post_index(const struct page *p, size_t at)
{
	size_t low = 0, high = p->numbers.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (p->numbers.v[mid].start <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? low - 1 : SIZE_MAX;
}

long page_post_at(const struct page *p, size_t at)
{
	size_t i = page_post_index(p, at);

	return i == SIZE_MAX ? -1 : (long)p->numbers.v[i].end;
}

enum style verdict_style(enum verdict_kind kind)
{
	static const enum style styles[VERDICT_COUNT] = {STYLE_SAME,    STYLE_DIFFERS, STYLE_QUOTED,   STYLE_AMBIGUOUS,
							 STYLE_MISSING, STYLE_WANTED,  STYLE_EXTERNAL, STYLE_CONFLICT};
	return styles[kind];
}

/* What a verdict means, where it says nothing itself. */
static const char *meaning(enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_WANTED:
		return _("nothing of this source is in the store");
	case VERDICT_MISSING:
		return _("the source is in the store, this post is not");
	case VERDICT_EXTERNAL:
		return _("a page elsewhere; there is no copy of it in the store");
	case VERDICT_AMBIGUOUS:
		return _("more than one fits");
	case VERDICT_SAME:
	case VERDICT_DIFFERS:
	case VERDICT_QUOTED:
	case VERDICT_CONFLICT:
	case VERDICT_COUNT:
		break;
	}
	return "";
}

void page_verdict(struct page *p, const struct verdict *v)
{
	page_printf(p, verdict_style(v->kind), "[%s]", cite_verdict_label(v->kind));
	page_put(p, STYLE_TEXT, STR(" "));
	page_put(p, STYLE_TEXT, str_c(v->why && *v->why ? v->why : meaning(v->kind)));
	page_put(p, STYLE_TEXT, STR("\n"));
}

struct page *page_message(struct str title, struct str text)
{
	struct page *p = page_new();

	buf_str(&p->title, title);
	page_put(p, STYLE_TEXT, text);
	return p;
}
