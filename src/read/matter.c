/* What stands before and after the text proper: its title, who wrote it, when; the colophon. */
#include "scan.h"

#define HEAD_LINES 6
#define TAIL_LINES 12
#define SHORT 120 /* characters; a longer line is text */

static bool free_line(const struct line *l)
{
	return l->kind == LINE_TEXT && l->note == NONE && l->post == NONE;
}

/* No blank line below: a head of two to four short lines, set off as a whole; with the author or the date among them,
 * or short lines only. */
static bool titled_head(const struct scan *s)
{
	bool known = false;

	for (uint32_t i = 1; i < s->lines.n && i <= 3; i++) {
		const struct line *l = &s->lines.v[i];
		bool matter = l->kind == LINE_AUTHOR || l->kind == LINE_DATE;

		known |= matter;
		if (!matter && (l->chars > 40 || scan_ends_sentence(l->text) || !free_line(l)))
			return false;
		if (l->after > 0)
			return known || (s->lines.v[0].chars <= 40 && s->lines.n >= 8);
	}
	return false;
}

/* The first line, when something sets it off: two blank lines, or one and prose below it, or a short block with the
 * author's name. */
static bool is_title(const struct scan *s)
{
	const struct line *l = &s->lines.v[0], *next = s->lines.n > 1 ? &s->lines.v[1] : NULL;

	if (!s->first || !next || !free_line(l) || l->chars > 100 || scan_in_link(s, scan_offset_of(s, l->text.p)))
		return false;
	if (scan_ends_sentence(l->text) && l->after < 2)
		return false;
	if (l->after >= 2)
		return true;
	if (l->after == 1)
		return s->lines.n >= 5 || next->chars > 80 || next->kind == LINE_HEADING || next->kind == LINE_AUTHOR ||
		       next->kind == LINE_DATE;
	return titled_head(s);
}

static bool date_line(struct scan *s, struct line *l)
{
	char date[12];
	bool no_year;
	size_t n;

	if (!free_line(l) || l->chars > 60 || !read_date(s, &s->p->dates, l->text, date, &n, &no_year) || no_year)
		return false;
	l->kind = LINE_DATE;
	s->date = doc_keep(s->d, str_c(date));
	return true;
}

static bool author_line(struct scan *s, struct line *l)
{
	struct profile_line pl = scan_rule_line(s, l->text);

	if (!free_line(l) || l->chars > 60)
		return false;
	for (size_t i = 0; i < s->p->authors.n; i++)
		if (profile_rule_matches(&s->p->authors.v[i], &pl)) {
			l->kind = LINE_AUTHOR;
			s->author = scan_trim_blanks(profile_group(&s->p->authors.v[i], &pl, "name"));
			return true;
		}
	return false;
}

static bool colophon_line(struct scan *s, const struct line *l)
{
	struct profile_line pl = scan_rule_line(s, l->text);

	for (size_t i = 0; i < s->p->colophon.n && free_line(l); i++)
		if (profile_rule_matches(&s->p->colophon.v[i], &pl))
			return true;
	return false;
}

/* The last lines, from the first one that is a date, an author or a colophon's and has only short lines below. */
static void scan_tail(struct scan *s)
{
	uint32_t n = (uint32_t)s->lines.n, first = n, start = n > TAIL_LINES ? n - TAIL_LINES : 1;

	while (n > start && free_line(&s->lines.v[n - 1]) && s->lines.v[n - 1].chars <= SHORT)
		n--;
	for (uint32_t i = (uint32_t)s->lines.n; i > n; i--)
		if (date_line(s, &s->lines.v[i - 1]) || author_line(s, &s->lines.v[i - 1]) ||
		    colophon_line(s, &s->lines.v[i - 1]))
			first = i - 1;
	for (uint32_t i = first; i < s->lines.n; i++)
		if (s->lines.v[i].kind == LINE_TEXT)
			s->lines.v[i].kind = LINE_COLOPHON;
}

static void scan_head(struct scan *s)
{
	struct str author = s->author, date = s->date;

	for (uint32_t i = 1; i < s->lines.n && i < HEAD_LINES; i++) {
		struct line *l = &s->lines.v[i];

		if (l->chars > SHORT)
			break;
		if (!date_line(s, l))
			author_line(s, l);
	}
	if (author.n) /* what the end says is the last word */
		s->author = author;
	if (date.n)
		s->date = date;
}

void scan_matter(struct scan *s)
{
	if (!s->lines.n)
		return;
	if (s->last)
		scan_tail(s);
	if (s->first)
		scan_head(s);
	if (is_title(s)) {
		s->lines.v[0].kind = LINE_TITLE;
		s->title = s->lines.v[0].text;
	}
}
