/* Lines that only part the text; quotes that are blocks: a paragraph that is one 「…」 with a citation below it, lines
 * with a mark before them, lines that are indented where the prose is not. Quotes inside paragraphs, and those without
 * a citation (a novel is full of them), stay paragraphs. */
#include "scan.h"

void scan_rules(struct scan *s)
{
	for (size_t i = 0; i < s->lines.n; i++) {
		struct profile_line pl = scan_rule_line(s, s->lines.v[i].text);

		for (size_t k = 0; k < s->p->rules.n; k++)
			if (profile_rule_matches(&s->p->rules.v[k], &pl))
				s->lines.v[i].kind = LINE_RULE;
	}
}

static bool free_line(const struct line *l)
{
	return l->kind == LINE_TEXT;
}

static void take(struct scan *s, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++) {
		s->lines.v[i].kind = LINE_QUOTE;
		s->lines.v[i].item = (uint32_t)s->quotes.n;
	}
	vec_push(&s->quotes, (struct quote_item){first, last});
}

static uint32_t line_at_number(const struct scan *s, size_t number)
{
	for (uint32_t i = 0; i < s->lines.n; i++)
		if (s->lines.v[i].number == number)
			return i;
	return NONE;
}

static void cited_quotes(struct scan *s)
{
	for (size_t i = 0; i < s->cites.n; i++) {
		const struct cite_item *c = &s->cites.v[i];
		uint32_t first, last;

		if (!c->own || !c->quote_line || c->post != NONE)
			continue;
		first = line_at_number(s, c->quote_line);
		last = scan_line_of(s, c->quote.end);
		if (first != NONE && last != NONE && last >= first && free_line(&s->lines.v[first]))
			take(s, first, last);
	}
}

static bool marked(const struct scan *s, const struct line *l)
{
	for (size_t i = 0; i < s->p->quote_marks.n; i++) {
		struct str m = s->p->quote_marks.v[i];

		/* ">>545" points at a post: no mark before a quoted line */
		if (free_line(l) && l->text.n > m.n && str_starts(l->text, m) &&
		    !str_starts(str_slice(l->text, m.n, l->text.n), m))
			return true;
	}
	return false;
}

static void marked_quotes(struct scan *s)
{
	for (uint32_t i = 0, k; i < s->lines.n; i = k) {
		for (k = i; k < s->lines.n && marked(s, &s->lines.v[k]) && (k == i || s->lines.v[k].before == 0); k++)
			;
		if (k > i)
			take(s, i, k - 1);
		else
			k = i + 1;
	}
}

static bool flush(const struct scan *s, uint32_t line)
{
	return line < s->lines.n && scan_indent(s, &s->lines.v[line]) < SET_IN;
}

static bool list_item(struct str t)
{
	static const char *const marks[] = {"-", "*", "+", "・", "•", "○", "●", "◆", "■", "→"};
	size_t n;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(t, str_c(marks[i])))
			return true;
	read_digits(t, &n, 4);
	return n > 0;
}

/* Runs that are set in, between blank lines, with text that is not above or below. */
static void indented_quotes(struct scan *s)
{
	for (uint32_t i = 0, k; i < s->lines.n; i = k) {
		bool items = false, room;

		for (k = i; k < s->lines.n && free_line(&s->lines.v[k]) && s->lines.v[k].note == s->lines.v[i].note &&
			    scan_indent(s, &s->lines.v[k]) >= SET_IN && (k == i || s->lines.v[k].before == 0);
		     k++)
			items |= list_item(s->lines.v[k].text);
		if (k == i) {
			k = i + 1;
			continue;
		}
		room = s->lines.v[i].before >= 1 && s->lines.v[i].before < GAP_EDGE && s->lines.v[k - 1].after >= 1;
		if (!items && room && s->lines.v[i].note == NONE && i > 0 && flush(s, i - 1) &&
		    (k == s->lines.n || flush(s, k)))
			take(s, i, k - 1);
	}
}

void scan_quotes(struct scan *s)
{
	cited_quotes(s);
	marked_quotes(s);
	indented_quotes(s);
}
