/* Headings by pattern or by word (scan_headings), and short lines that blank lines set off (scan_set_off, which comes
 * after posts, notes and quotes have taken theirs). Levels are the ranks that a document uses, counted from 1. */
#include "scan.h"

#include <assert.h>

/* Right under the heading of a part, its first chapter's heading needs no blank line. */
static bool under_higher(const struct scan *s, const struct line *l, const struct profile_rule *r)
{
	const struct heading *above = s->headings.n ? &s->headings.v[s->headings.n - 1] : NULL;

	return above && &s->lines.v[above->line] + 1 == l && above->room && !above->numbered && !r->numbered &&
	       above->rank > 0 && above->rank < r->rank;
}

static bool room(const struct scan *s, const struct line *l, const struct profile_rule *r)
{
	return (l->before >= r->before || under_higher(s, l, r)) && l->after >= r->after;
}

/* A sentence or a part of one; a question may be a heading. */
static bool is_sentence(struct str t)
{
	uint32_t cp;

	text_prev(t, t.n, &cp);
	return cp != '?' && cp != 0xFF1F && cp != '!' && cp != 0xFF01 && scan_ends_sentence(t);
}

static bool is_post(struct scan *s, const struct line *l)
{
	struct profile_line pl = scan_rule_line(s, l->text);

	for (size_t i = 0; i < s->p->posts.n; i++)
		if (profile_rule_matches(&s->p->posts.v[i], &pl))
			return true;
	return false;
}

/* The first rule that the line has room for; else the first that it would match with more room (*room false): such
 * lines are no headings, but tell lists of them. */
static bool find_rule(struct scan *s, const struct line *l, uint32_t *rule, bool *has_room)
{
	struct profile_line pl = scan_rule_line(s, l->text);
	bool found = false;

	for (uint32_t i = 0; i < s->p->headings.n; i++) {
		struct profile_rule *r = &s->p->headings.v[i];

		if ((r->longest && l->chars > r->longest) || (found && !room(s, l, r)) ||
		    !profile_rule_matches(r, &pl) ||
		    (!r->words.n && (is_sentence(l->text) || (r->numbered && scan_ends_sentence(l->text)))))
			continue;
		if (r->numbered && is_post(s, l))
			return false;
		*rule = i;
		found = true;
		*has_room = room(s, l, r);
		if (*has_room)
			break;
	}
	return found;
}

/* A contents list, or a list of numbered items: its likes stand right below or above without text between. */
static bool in_list(const struct scan *s, size_t i)
{
	const struct heading *h = &s->headings.v[i];
	const struct heading *prev = i ? &s->headings.v[i - 1] : NULL;
	const struct heading *next = i + 1 < s->headings.n ? &s->headings.v[i + 1] : NULL;
	assert(s->headings.v);
	bool below = next && next->line == h->line + 1, above = prev && prev->line + 1 == h->line;
	bool tight_below = below && s->lines.v[next->line].before == 0,
	     tight_above = above && s->lines.v[h->line].before == 0;

	if (tight_above && tight_below)
		return true;
	if (tight_below &&
	    (next->rank == h->rank || (i + 2 < s->headings.n && s->headings.v[i + 2].line == next->line + 1 &&
				       s->lines.v[next->line + 1].before == 0)))
		return true;
	if (tight_above && (prev->rank == h->rank || (i >= 2 && s->headings.v[i - 2].line + 1 == prev->line &&
						      s->lines.v[prev->line].before == 0)))
		return true;
	return h->numbered && ((below && next->numbered && next->rank == h->rank) ||
			       (above && prev->numbered && prev->rank == h->rank));
}

static void drop_lists(struct scan *s)
{
	size_t kept = 0;
	bool *drop = xcalloc(s->headings.n + 1, sizeof *drop);

	for (size_t i = 0; i < s->headings.n; i++)
		drop[i] = in_list(s, i);
	for (size_t i = 0; i < s->headings.n; i++)
		if (!drop[i] && s->headings.v[i].room)
			s->headings.v[kept++] = s->headings.v[i];
	s->headings.n = kept;
	free(drop);
}

static void take_lines(struct scan *s)
{
	for (uint32_t i = 0; i < s->headings.n; i++) {
		s->lines.v[s->headings.v[i].line].kind = LINE_HEADING;
		s->lines.v[s->headings.v[i].line].item = i;
	}
}

void scan_headings(struct scan *s)
{
	uint32_t rule = 0;
	bool has_room = false;

	for (uint32_t i = 0; i < s->lines.n; i++)
		if (s->lines.v[i].kind == LINE_TEXT && find_rule(s, &s->lines.v[i], &rule, &has_room)) {
			const struct profile_rule *r = &s->p->headings.v[rule];

			vec_push(&s->headings, (struct heading){.line = i,
								.rank = r->rank,
								.notes = r->notes,
								.sources = r->sources,
								.numbered = r->numbered,
								.room = has_room});
		}
	drop_lists(s);
	take_lines(s);
}

bool scan_heading_between(const struct scan *s, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < s->headings.n; i++)
		if (s->headings.v[i].line > a && s->headings.v[i].line < b)
			return true;
	return false;
}

/* ---- set off ------------------------------------------------------------------------------------------- */
static bool free_line(const struct line *l)
{
	return l->kind == LINE_TEXT && l->note == NONE && l->post == NONE;
}

/* Prose: long, or indented as the document's prose is. */
static bool prose(const struct scan *s, const struct line *l)
{
	return l->chars > 80 || (s->r->prose_indented && l->indented);
}

static int wide_gap(const struct scan *s)
{
	int least = s->p->set_off.before, usual = s->r->prose_gap + 1;

	return usual > least ? usual : least;
}

/* How many lines from i on, none of them prose, stand apart from each other by more than paragraphs do; lines that
 * follow each other directly count as one. *end: the line after the run. */
static uint32_t run_of_lines(const struct scan *s, uint32_t i, uint32_t *end)
{
	int wide = wide_gap(s);
	uint32_t n = 0;

	for (; i < s->lines.n && free_line(&s->lines.v[i]) && !prose(s, &s->lines.v[i]); i++) {
		if (n && s->lines.v[i].before < wide && s->lines.v[i].before > 0)
			break;
		n += n == 0 || s->lines.v[i].before > 0;
	}
	*end = i;
	return n;
}

static bool heading_text(const struct scan *s, const struct line *l)
{
	uint32_t cp;
	size_t letters = 0, next;

	if (l->chars > s->p->set_off.longest || scan_ends_sentence(l->text) || scan_in_link(s, l->start) || l->indented)
		return false;
	for (size_t at = 0; at < l->text.n; at = next) {
		next = text_next(l->text, at, &cp);
		if (at == 0 && (cp == 0x300C || cp == '(' || cp == 0xFF08 || cp == '>' || cp == 0x203B || cp == '*' ||
				cp == '-' || cp == 0x30FB || cp == 0x2022 || cp == '"' || cp == 0x201C || cp == '#'))
			return false;
		letters += text_is_letter(cp);
	}
	return letters > 0;
}

static bool set_off(const struct scan *s, const struct line *l)
{
	int wide = wide_gap(s);

	return s->p->set_off.before && l->before >= wide && l->after >= s->p->set_off.after && l->before < GAP_EDGE &&
	       l->after < GAP_EDGE && heading_text(s, l);
}

static int rank_before(const struct scan *s, uint32_t line)
{
	int rank = 0;

	for (size_t i = 0; i < s->headings.n && s->headings.v[i].line < line; i++)
		if (!s->headings.v[i].set_off)
			rank = s->headings.v[i].rank;
	return rank;
}

static int heading_order(const void *a, const void *b)
{
	const struct heading *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

/* Under a numbered heading it is one below, else of the first level. */
static void add_set_off(struct scan *s, uint32_t line)
{
	int above = rank_before(s, line);

	vec_push(&s->headings,
		 (struct heading){.line = line, .rank = above ? above + 1 : 0, .set_off = true, .room = true});
}

static void take_run(struct scan *s, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		s->lines.v[i].kind = LINE_QUOTE;
		s->lines.v[i].item = (uint32_t)s->quotes.n;
	}
	vec_push(&s->quotes, (struct quote_item){first, end - 1});
}

void scan_set_off(struct scan *s)
{
	size_t old = s->headings.n;
	uint32_t end;

	for (uint32_t i = 0; i<s->lines.n; i = end> i ? end : i + 1) {
		uint32_t n = run_of_lines(s, i, &end);

		if (n >= 3) {
			take_run(s, i, end);
			continue;
		}
		for (uint32_t k = i; k < end; k++)
			if (set_off(s, &s->lines.v[k]))
				add_set_off(s, k);
	}
	if (s->headings.n > old)
		qsort(s->headings.v, s->headings.n, sizeof *s->headings.v, heading_order);
	take_lines(s);
}
