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

void page_put_line(struct page *p, enum style style, struct str s, size_t max)
{
	struct buf line = {0};
	size_t at, end;

	s = str_trim(s);
	for (at = 0; at < s.n && line.n < max; at = skip_blanks(s, end, true)) {
		end = skip_blanks(s, at, false);
		if (end - at > max - line.n) {
			size_t cut = at;

			while (cut < end && cut - at < max - line.n)
				cut = text_cluster_next(s, cut);
			end = cut;
		}
		buf_str(&line, str_slice(s, at, end));
		if (end < s.n && line.n < max)
			buf_char(&line, ' ');
	}
	page_put(p, style, buf_view(&line));
	page_put(p, style, at < s.n ? STR("...") : STR(""));
	buf_free(&line);
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
