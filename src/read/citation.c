/* Citations in brackets: where they stand, what they name, and what of it they lean on another citation for.
 *
 * A title without quotation marks counts only where the bracket stands alone under or after a quote or a post, or is
 * the last thing in it: in running text "(2022年…)" is a remark. What 同日, 同, 前掲 and bare numbers lean on is found
 * afterwards (scan_resolve), by place: the nearest citation before them in the same note or else in the text before the
 * note's call. */
#include "scan.h"

static bool is_call(const struct scan *s, size_t at)
{
	for (size_t i = 0; i < s->calls.n && s->calls.v[i].start <= at; i++)
		if (s->calls.v[i].start == at && (s->calls.v[i].taken))
			return true;
	return false;
}

static bool holds_call(const struct scan *s, size_t start, size_t end)
{
	for (size_t i = 0; i < s->calls.n && s->calls.v[i].start < end; i++)
		if (s->calls.v[i].start > start && s->calls.v[i].taken)
			return true;
	return false;
}

static bool names_default(struct scan *s, struct str t)
{
	struct profile_line pl = scan_rule_line(s, t);
	struct span m;

	for (size_t i = 0; i < s->p->cite.defaults.n; i++)
		if (profile_rule_find(&s->p->cite.defaults.v[i], &pl, 0, &m) && m.start == 0)
			return true;
	return false;
}

/* Worth a closer look? What stands inside must begin like a date, a word for "the same", a title, a number or the
 * clause that names the default. */
static bool candidate(struct scan *s, struct str t)
{
	const str_vec *words[] = {&s->p->cite.same_day, &s->p->cite.again, &s->p->cite.earlier};
	size_t n;

	t = scan_trim_blanks(t);
	if (!t.n)
		return false;
	read_digits(t, &n, 4);
	if (n || t.p[0] == '>' || str_starts(t, STR("＞")))
		return true;
	for (size_t w = 0; w < 3; w++)
		for (size_t i = 0; i < words[w]->n; i++)
			if (words[w]->v[i].n <= t.n && !strncasecmp(words[w]->v[i].p, t.p, words[w]->v[i].n))
				return true;
	for (size_t i = 0; i < s->p->cite.months.n; i++)
		if (s->p->cite.months.v[i].name.n <= t.n &&
		    !strncasecmp(s->p->cite.months.v[i].name.p, t.p, s->p->cite.months.v[i].name.n))
			return true;
	for (size_t i = 0; i < s->p->cite.quotes.n; i++)
		if (str_starts(t, s->p->cite.quotes.v[i].open))
			return true;
	return names_default(s, t);
}

static size_t line_text_end(const struct scan *s, uint32_t line)
{
	return scan_offset_of(s, s->lines.v[line].text.p) + s->lines.v[line].text.n;
}

/* A bracket may go on in the next lines of its paragraph. */
static size_t paragraph_end(const struct scan *s, uint32_t line)
{
	uint32_t last = line;

	while (last + 1 < s->lines.n && last < line + 3 && s->lines.v[last + 1].before == 0 &&
	       s->lines.v[last + 1].kind == s->lines.v[line].kind)
		last++;
	return line_text_end(s, last);
}

/* ---- what stands above ----------------------------------------------------------------------------------- */
static void under_post(struct scan *s, struct cite_item *c, uint32_t post)
{
	const struct post_item *p = &s->posts.v[post];

	c->post = post;
	c->quote_line = s->lines.v[p->first].number;
	c->quote = (struct span){p->start, p->end};
}

static bool is_quote_line(const struct scan *s, uint32_t line, struct span *inside)
{
	const struct line *l = &s->lines.v[line];
	struct str in;

	if (!scan_is_wrapped(l->text, &s->p->quotes, &in))
		return false;
	*inside = (struct span){scan_offset_of(s, in.p), scan_offset_of(s, in.p) + in.n};
	return true;
}

/* A quote of several lines: 「…」 over a paragraph, or a run with marks before its lines, or indented. */
static bool quote_run_above(const struct scan *s, uint32_t line, struct cite_item *c)
{
	const struct line *l = &s->lines.v[line];
	uint32_t first = line;
	struct str all, in;

	while (first > 0 && s->lines.v[first].before == 0 && s->lines.v[first - 1].kind == l->kind &&
	       s->lines.v[first - 1].note == l->note)
		first--;
	all = str_slice(s->text, scan_offset_of(s, s->lines.v[first].text.p), line_text_end(s, line));
	if (scan_is_wrapped(all, &s->p->quotes, &in)) {
		c->quote = (struct span){scan_offset_of(s, in.p), scan_offset_of(s, in.p) + in.n};
	} else {
		bool marked = false;

		for (size_t i = 0; i < s->p->quote_marks.n; i++)
			marked |= str_starts(l->text, s->p->quote_marks.v[i]);
		if (!marked && !(l->indented && l->text.p - (s->text.p + l->start) > 3) && l->kind != LINE_QUOTE &&
		    !l->foreign)
			return false;
		c->quote = (struct span){scan_offset_of(s, all.p), scan_offset_of(s, all.p) + all.n};
	}
	c->quote_line = s->lines.v[first].number;
	return true;
}

static bool quote_above(struct scan *s, uint32_t line, struct cite_item *c)
{
	const struct line *l = &s->lines.v[line];

	if (l->post != NONE)
		under_post(s, c, l->post);
	else if (is_quote_line(s, line, &c->quote))
		c->quote_line = l->number;
	else
		return quote_run_above(s, line, c);
	return true;
}

static void find_quote_above(struct scan *s, struct cite_item *c)
{
	uint32_t above = c->line;

	while (above > 0 && s->lines.v[above - 1].kind == LINE_CITATION && s->lines.v[above].before <= 1)
		above--; /* several citations under one quote */
	if (above == 0)
		return;
	if (s->lines.v[above].before > 3 || s->lines.v[above - 1].note != s->lines.v[c->line].note)
		return;
	if (quote_above(s, --above, c))
		return;
	if (scan_has_label(s, s->lines.v[above].text) && above > 0) /* its translation stands between */
		quote_above(s, above - 1, c);
	else if (above > 1 && scan_is_label(s, s->lines.v[above - 1].text))
		quote_above(s, above - 2, c);
}

/* The quote that ends right before the bracket in the same paragraph. */
static bool find_quote_before(struct scan *s, struct cite_item *c)
{
	const struct line *l = &s->lines.v[c->line];
	size_t base = scan_offset_of(s, l->text.p), end = c->start - base, open, before;
	const struct str_pair *pair;
	uint32_t cp;

	while (end > 0 && (before = text_prev(l->text, end, &cp), scan_is_blank(cp)))
		end = before;
	pair = end ? scan_pair_before(l->text, end, &s->p->quotes, &open) : NULL;
	if (!pair)
		return false;
	c->quote = (struct span){base + open + pair->open.n, base + end - pair->close.n};
	c->quote_line = l->number;
	return true;
}

/* ---- one bracket ------------------------------------------------------------------------------------------ */
static bool at_end_of_post(const struct scan *s, const struct cite_item *c)
{
	uint32_t post = s->lines.v[c->line].post;

	return post != NONE && s->posts.v[post].last == c->line && c->end == line_text_end(s, c->line) &&
	       c->start > s->posts.v[post].head_end;
}

static bool has_default_before(const struct scan *s, size_t at)
{
	for (size_t i = 0; i < s->cites.n; i++)
		if (s->cites.v[i].makes_default && s->cites.v[i].start < at)
			return true;
	return s->r->default_cite != NONE && s->r->carried_to == s->start;
}

static bool full_stop(struct str t)
{
	return str_find(t, STR("。"), 0) != POS_NONE || str_find(t, STR("．"), 0) != POS_NONE;
}

/* Does it count, where it stands? */
static bool counts(struct scan *s, struct cite_item *c, bool quoted_before)
{
	bool under = c->own && c->quote_line > 0, beside = quoted_before || (c->post != NONE && !c->own);

	if (c->bare)
		return (quoted_before || under) && has_default_before(s, c->start);
	if (c->again)
		return s->cites.n > 0 || s->r->last_cite != NONE;
	if (c->quoted || c->earlier || c->url.n)
		return true;
	if (full_stop(c->title) || holds_call(s, c->start, c->end))
		return false;
	return under || beside || (c->makes_default && c->title.n == 0);
}

static bool has_number(const struct cite_item *c, long number)
{
	for (size_t i = 0; i < c->numbers.n; i++)
		if (c->numbers.v[i] == number)
			return true;
	return false;
}

/* One citation for posts that follow each other directly: each whose number it lists. */
static void cite_posts(struct scan *s, const struct cite_item *c, uint32_t id)
{
	s->posts.v[c->post].citation = id;
	for (uint32_t i = c->post; i > 0; i--) {
		struct post_item *p = &s->posts.v[i - 1];

		if (p->citation != NONE || p->last + 1 != s->posts.v[i].first || !has_number(c, p->number))
			break;
		p->citation = id;
	}
}

static void add(struct scan *s, struct cite_item *c)
{
	vec_push(&s->cites, *c);
	for (uint32_t i = c->line; c->own && i < s->lines.n && s->lines.v[i].start < c->end; i++)
		s->lines.v[i].kind = LINE_CITATION;
	if (c->post != NONE && s->posts.v[c->post].citation == NONE) {
		cite_posts(s, c, (uint32_t)s->cites.n - 1);
		if (!c->own)
			s->posts.v[c->post].end = c->start;
	}
}

/* A line of its own: after a blank line, a post, or a quote that ends there. */
static bool starts_paragraph(const struct scan *s, uint32_t line)
{
	if (line == 0 || s->lines.v[line].before > 0 || s->lines.v[line - 1].kind != LINE_TEXT)
		return true;
	for (size_t i = 0; i < s->p->quotes.n; i++)
		if (str_ends(s->lines.v[line - 1].text, s->p->quotes.v[i].close))
			return true;
	return false;
}

static bool try_bracket(struct scan *s, uint32_t line, size_t at, size_t *next)
{
	const struct line *l = &s->lines.v[line];
	size_t base = scan_offset_of(s, l->text.p), open_n, close_n, close;
	struct str t = str_slice(s->text, base, paragraph_end(s, line)), inner;
	struct cite_item c = {.line = line, .note = l->note, .post = NONE, .base = NONE, .quote = {POS_NONE, POS_NONE}};
	bool beside = false;

	if (is_call(s, base + at))
		return false;
	close = scan_paren_close(t, at, &open_n, &close_n);
	if (close == POS_NONE)
		return false;
	inner = str_slice(t, at + open_n, close);
	if (!candidate(s, inner) || !scan_parse_citation(s, inner, &c)) {
		vec_free(&c.numbers);
		return false;
	}
	c.start = base + at;
	c.end = base + close + close_n;
	c.own = at == 0 && c.end == paragraph_end(s, line) && l->kind == LINE_TEXT && starts_paragraph(s, line);
	if (c.own)
		find_quote_above(s, &c);
	else if (at_end_of_post(s, &c))
		under_post(s, &c, l->post);
	else
		beside = at > 0 && find_quote_before(s, &c);
	if (!counts(s, &c, beside)) {
		vec_free(&c.numbers);
		return false;
	}
	add(s, &c);
	*next = c.end - base;
	return true;
}

static void scan_line(struct scan *s, uint32_t line)
{
	struct str t = s->lines.v[line].text;
	size_t at = 0, next;

	while (at < t.n) {
		bool wide = (unsigned char)t.p[at] == 0xEF && t.n - at >= 3 && !memcmp(t.p + at, "（", 3);

		next = at + (wide ? 3 : 1);
		if (wide || t.p[at] == '(')
			try_bracket(s, line, at, &next);
		at = next;
	}
}

void scan_citations(struct scan *s)
{
	for (uint32_t i = 0; i < s->lines.n; i++) {
		const struct line *l = &s->lines.v[i];

		if (l->kind == LINE_TEXT || (l->kind == LINE_POST && s->posts.v[l->post].last == i))
			scan_line(s, i);
	}
}

const struct cite_item *scan_cite_at(const struct scan *s, size_t at)
{
	size_t lo = 0, hi = s->cites.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->cites.v[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->cites.n && s->cites.v[lo].start <= at ? &s->cites.v[lo] : NULL;
}

/* ---- what they lean on ------------------------------------------------------------------------------------ */
/* Where a note is called first, as a place in the text; the note's own start where nothing calls it. */
static size_t call_place(const struct scan *s, uint32_t note)
{
	for (size_t i = 0; i < s->calls.n; i++)
		if (s->calls.v[i].note == note && s->calls.v[i].taken && !s->calls.v[i].label)
			return s->calls.v[i].start;
	return s->calls.v[s->notes.v[note].label].start;
}

/* The order in which a reader meets them: notes are read at their calls. */
static size_t place(const struct scan *s, const struct cite_item *c)
{
	return c->note == NONE ? c->start : call_place(s, c->note);
}

static bool before(const struct scan *s, const struct cite_item *a, const struct cite_item *b)
{
	if (a->note == b->note)
		return a->start < b->start;
	return a->note == NONE && a->start < place(s, b); /* what another note says is not "the same" */
}

static uint32_t last_before(const struct scan *s, uint32_t i)
{
	uint32_t best = NONE;

	for (uint32_t k = 0; k < s->cites.n; k++)
		if (k != i && before(s, &s->cites.v[k], &s->cites.v[i]) &&
		    (best == NONE || place(s, &s->cites.v[k]) >= place(s, &s->cites.v[best])))
			best = k;
	return best;
}

static const struct heading *heading_before(const struct scan *s, size_t at)
{
	const struct heading *found = NULL;

	for (size_t i = 0; i < s->headings.n && s->lines.v[s->headings.v[i].line].start <= at; i++)
		found = &s->headings.v[i];
	return found;
}

/* A default serves until the next one, or to the end of the section it stands in. */
static bool in_scope(const struct scan *s, const struct cite_item *def, size_t at)
{
	const struct heading *own = heading_before(s, def->start);

	for (size_t i = 0; i < s->headings.n; i++) {
		size_t h = s->lines.v[s->headings.v[i].line].start;

		if (h > def->start && h <= at && (!own || s->headings.v[i].rank <= own->rank) && own)
			return false;
	}
	return true;
}

uint32_t scan_default_for(const struct scan *s, size_t at)
{
	uint32_t best = NONE;

	for (uint32_t k = 0; k < s->cites.n; k++)
		if (s->cites.v[k].makes_default && place(s, &s->cites.v[k]) <= at && in_scope(s, &s->cites.v[k], at))
			best = k;
	return best;
}

static uint32_t earlier_title(const struct scan *s, uint32_t i)
{
	for (uint32_t k = i; k > 0; k--)
		if (!s->cites.v[k - 1].earlier && str_eq(s->cites.v[k - 1].title, s->cites.v[i].title))
			return k - 1;
	return NONE;
}

static void lean(struct cite_item *c, const struct cite_item *base, bool title)
{
	if (c->no_year && *base->date) {
		bool month = memcmp(c->date + 5, "00", 2) != 0;

		memcpy(c->date, base->date, month ? 4 : 7);
	}
	if (!*c->date)
		memcpy(c->date, base->date, sizeof c->date);
	if (title && !c->title.n && !c->url.n) {
		c->title = base->title;
		c->url = base->url;
	}
}

void scan_resolve(struct scan *s)
{
	for (uint32_t i = 0; i < s->cites.n; i++) {
		struct cite_item *c = &s->cites.v[i];
		bool numbers_only = !c->title.n && !c->url.n && c->numbers.n > 0;
		bool same_place = c->again && !c->numbers.n && !*c->date && !c->same_day;
		uint32_t last;

		if (!c->bare && !c->again && !c->same_day && !c->earlier && !c->no_year && !numbers_only)
			continue;
		last = numbers_only && !c->again ? scan_default_for(s, place(s, c))
		       : c->earlier              ? earlier_title(s, i)
						 : NONE;
		if (last == NONE && !c->bare && !c->earlier)
			last = last_before(s, i);
		if (last == NONE)
			continue;
		c->base = last;
		lean(c, &s->cites.v[last], numbers_only || c->again);
		if (same_place)
			for (size_t k = 0; k < s->cites.v[last].numbers.n; k++)
				vec_push(&c->numbers, s->cites.v[last].numbers.v[k]);
	}
}
