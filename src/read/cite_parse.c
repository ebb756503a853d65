/* The inside of a citation's brackets (the grammar: boards.md 12): [date] [title | URL] [numbers] [clause that makes
 * the thread serve from here on], or "the same" instead of date or title. The numbers are peeled off the end first,
 * so that a title may hold anything, brackets and quotation marks too. */
#include "scan.h"

#include <stdio.h>
#include <strings.h>

static bool is_sep(uint32_t cp)
{
	return scan_is_blank(cp) || cp == 0x3001 || cp == 0xFF0C || cp == ',' || cp == ';' || cp == 0xFF1B ||
	       cp == '\n';
}

static struct str trim_seps(struct str s)
{
	uint32_t cp;
	size_t next;

	while (s.n && (next = text_next(s, 0, &cp), is_sep(cp)))
		s = str_slice(s, next, s.n);
	while (s.n && (next = text_prev(s, s.n, &cp), is_sep(cp)))
		s.n = next;
	return s;
}

static int month_by_name(const struct profile *p, struct str name)
{
	for (size_t i = 0; name.n && i < p->cite.months.n; i++) {
		struct str m = p->cite.months.v[i].name;

		if (m.n == name.n && !strncasecmp(m.p, name.p, m.n))
			return p->cite.months.v[i].number;
	}
	return 0;
}

/* "YYYY-MM-DD", without a day "YYYY-MM"; zeros stand for what is not said. */
static void write_date(char out[12], long year, long month, long day)
{
	unsigned y = (unsigned)year % 10000u, m = (unsigned)month % 100u, d = (unsigned)(day < 0 ? 0 : day) % 100u;

	if (day < 0)
		snprintf(out, 12, "%04u-%02u", y, m);
	else
		snprintf(out, 12, "%04u-%02u-%02u", y, m, d);
}

bool read_date(struct scan *s, rule_vec *rules, struct str t, char out[12], size_t *taken, bool *no_year)
{
	struct profile_line pl = scan_rule_line(s, t);
	struct span m;
	size_t n;

	for (size_t i = 0; i < rules->n; i++) {
		struct profile_rule *r = &rules->v[i];
		long year, month, day;

		if (!profile_rule_find(r, &pl, 0, &m) || m.start != 0)
			continue;
		year = read_digits(profile_group(r, &pl, "year"), &n, 4);
		month = read_digits(profile_group(r, &pl, "month"), &n, 2);
		if (month < 0)
			month = month_by_name(s->p, profile_group(r, &pl, "monthname"));
		day = read_digits(profile_group(r, &pl, "day"), &n, 2);
		if (month > 12 || day > 31 || day == 0 || (month < 1 && day > 0 && year >= 0))
			continue;
		*no_year = year < 0;
		write_date(out, year < 0 ? 0 : year, month < 0 ? 0 : month, day);
		*taken = m.end;
		return true;
	}
	return false;
}

static bool take_word(struct str *t, const str_vec *words)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->v[i].n <= t->n && !strncasecmp(words->v[i].p, t->p, words->v[i].n)) {
			*t = trim_seps(str_slice(*t, words->v[i].n, t->n));
			return true;
		}
	return false;
}

/* A word for "the same" that is all of its item: "同日、同スレ、5", but not the title "同人誌スレ". */
static bool take_item(struct str *t, const str_vec *words)
{
	for (size_t i = 0; i < words->n; i++) {
		struct str rest = str_slice(*t, words->v[i].n < t->n ? words->v[i].n : t->n, t->n);
		uint32_t cp = ',';

		if (words->v[i].n > t->n || strncasecmp(words->v[i].p, t->p, words->v[i].n))
			continue;
		if (rest.n)
			text_next(rest, 0, &cp);
		if (!is_sep(cp))
			continue;
		*t = trim_seps(rest);
		return true;
	}
	return false;
}

/* "83", "83-85、90", ">>83、>>85-87" in any digits -> numbers, ranges number by number up to 1,000 in all. */
static void read_numbers(struct cite_item *c, struct str list)
{
	long from = -1;
	bool range = false;
	size_t at = 0, n;
	uint32_t cp;

	while (at < list.n) {
		long v = read_digits(str_slice(list, at, list.n), &n, 5);

		if (v < 0) {
			at = text_next(list, at, &cp);
			range |= cp == '-' || cp == 0x2212 || cp == 0xFF0D || cp == 0x2010 || cp == 0x2011 ||
				 cp == 0x2013 || cp == 0x2014 || cp == 0x30FC || cp == '~' || cp == 0xFF5E ||
				 cp == 0x301C || cp == 0xFF70;
			if (cp == 0x3001 || cp == ',' || cp == 0xFF0C || cp == 0x30FB)
				range = false;
			continue;
		}
		if (range && from >= 0 && v > from)
			for (long k = from + 1; k < v && c->numbers.n < 1000; k++)
				vec_push(&c->numbers, k);
		if (c->numbers.n < 1000)
			vec_push(&c->numbers, v);
		from = v;
		range = false;
		at += n;
	}
}

/* Takes the list of numbers off the end of t. */
static struct str take_numbers(struct scan *s, struct str t, struct cite_item *c)
{
	struct profile_line pl = scan_rule_line(s, t);
	struct span m;

	for (size_t i = 0; i < s->p->cite.numbers.n; i++) {
		struct profile_rule *r = &s->p->cite.numbers.v[i];
		struct str list;

		if (!profile_rule_find(r, &pl, 0, &m))
			continue;
		list = profile_group(r, &pl, "list");
		read_numbers(c, list);
		return trim_seps(str_slice(t, 0, (size_t)(list.p - t.p)));
	}
	return t;
}

/* The clause "以下…による"; a title that it names serves where the citation has none before it. */
static struct str take_default(struct scan *s, struct str t, struct cite_item *c, struct str *title)
{
	struct profile_line pl = scan_rule_line(s, t);
	struct span m;

	for (size_t i = 0; i < s->p->cite.defaults.n; i++) {
		struct profile_rule *r = &s->p->cite.defaults.v[i];

		if (!profile_rule_find(r, &pl, 0, &m))
			continue;
		c->makes_default = true;
		*title = profile_group(r, &pl, "title");
		return trim_seps(str_slice(t, 0, m.start));
	}
	return t;
}

/* The date that the clause itself gives, before its title: "以下、引用は2014年3月4日「…」による". */
static void clause_date(struct scan *s, struct str t, struct str title, struct cite_item *c)
{
	uint32_t cp;
	size_t n;

	for (size_t at = 0; at < t.n && t.p + at < title.p; at = text_next(t, at, &cp))
		if (read_date(s, &s->p->cite.dates, str_slice(t, at, t.n), c->date, &n, &c->no_year))
			return;
}

/* A URL and what stands before it (a title); numbers after it. */
static bool take_url(struct scan *s, struct str *t, struct cite_item *c)
{
	size_t start = scan_offset_of(s, t->p), end = start + t->n;

	for (size_t i = 0; i < s->links.n; i++) {
		const struct link *l = &s->links.v[i];
		struct str rest;

		if (l->start < start || l->end > end)
			continue;
		rest = trim_seps(str_slice(s->text, l->end, end));
		if (take_numbers(s, rest, c).n)
			return false;
		c->url = l->url;
		*t = trim_seps(str_slice(s->text, start, l->start));
		return true;
	}
	return false;
}

static void take_title(struct scan *s, struct str t, struct cite_item *c)
{
	struct str inside;
	uint32_t cp;
	size_t before;

	c->title = t;
	if (!scan_is_wrapped(t, &s->p->cite.quotes, &inside))
		return;
	c->quoted = true;
	before = inside.n ? text_prev(inside, inside.n, &cp) : 0;
	if (inside.n && cp == ',') /* American order: "title," 83 */
		inside.n = before;
	c->title = scan_trim_blanks(inside);
}

static bool starts_with_digit(struct str t)
{
	size_t n;

	read_digits(t, &n, 4);
	return n > 0;
}

bool scan_parse_citation(struct scan *s, struct str inner, struct cite_item *c)
{
	struct str t = trim_seps(inner), clause_title = {NULL, 0}, clause;
	bool dated = false, digits = starts_with_digit(t);
	size_t n;

	if (!t.n || t.n > 600)
		return false;
	if (read_date(s, &s->p->cite.dates, t, c->date, &n, &c->no_year)) {
		dated = true;
		t = trim_seps(str_slice(t, n, t.n));
	} else if (take_word(&t, &s->p->cite.same_day)) {
		c->same_day = true;
	} else if (take_word(&t, &s->p->cite.earlier)) {
		c->earlier = true;
	} else if (take_word(&t, &s->p->cite.again)) {
		c->again = true;
	} else if (digits || t.p[0] == '>' || str_starts(t, STR("＞"))) {
		c->bare = true;
	}
	if ((dated || c->same_day) && take_item(&t, &s->p->cite.again))
		c->again = true;
	clause = t;
	t = take_default(s, t, c, &clause_title);
	if (clause_title.n && !dated && !c->same_day)
		clause_date(s, clause, clause_title, c);
	if (!take_url(s, &t, c))
		t = take_numbers(s, t, c);
	take_title(s, t, c);
	if (!c->title.n && clause_title.n) {
		c->title = scan_trim_blanks(clause_title);
		c->quoted = true;
	}
	if (c->earlier && !c->title.n) { /* "前掲、83": the same work */
		c->earlier = false;
		c->again = true;
	} else if (c->again && c->quoted) { /* "同「…」": of the same day */
		c->again = false;
		c->same_day = true;
	}
	if (c->bare || c->again)
		return !c->title.n && !c->url.n && (c->again || c->numbers.n > 0);
	if (c->earlier)
		return c->quoted;
	if (dated || c->same_day)
		return c->title.n || c->url.n || c->numbers.n || c->makes_default;
	return c->quoted && (c->numbers.n || c->url.n || c->makes_default);
}
