/* Which labels at line starts are notes, and which numbers in brackets call them.
 *
 * Labels of one family that follow each other with growing numbers are a group. A group is one of notes, not a list,
 * when its numbers are called before it: at least half of them, or it stands under a heading for notes. Where two
 * groups could answer the same calls and the calls do not start again, the later one has the notes and the first is
 * a list. Calls look for their note in the next group after them; where groups stand together at the end of the text,
 * the n-th run of calls (they start again with each chapter) belongs to the n-th group. */
#include "scan.h"

#define HANG 8 /* cells */

struct group {                /* a candidate */
	VEC(uint32_t) labels; /* in s->calls */
	int family, calls;    /* calls: family of the calls that it answers */
	bool under_heading, good;
	uint32_t note; /* its first note in s->notes */
	uint32_t last_line;
};
typedef VEC(struct group) group_vec;

static const struct call *label(const struct scan *s, const struct group *g, size_t i)
{
	return &s->calls.v[g->labels.v[i]];
}

static long lowest(const struct scan *s, const struct group *g)
{
	long n = label(s, g, 0)->number;

	for (size_t i = 1; i < g->labels.n; i++)
		if (label(s, g, i)->number < n)
			n = label(s, g, i)->number;
	return n;
}

static bool has_number(const struct scan *s, const struct group *g, long number)
{
	for (size_t i = 0; i < g->labels.n; i++)
		if (label(s, g, i)->number == number)
			return true;
	return false;
}

/* The heading right above a line stands for notes. */
static bool under_heading(const struct scan *s, uint32_t line)
{
	const struct line *above = line ? &s->lines.v[line - 1] : NULL;

	return above && above->kind == LINE_HEADING && s->headings.v[above->item].notes;
}

/* May this label go on with the group? Numbers grow; one may stand twice or be out of order, but where they start
 * again from the first a new group begins. */
static bool goes_on(const struct scan *s, const struct group *g, const struct call *c)
{
	const struct call *last = label(s, g, g->labels.n - 1);

	if (g->family != c->family || scan_heading_between(s, last->line, c->line))
		return false;
	if (c->number > last->number)
		return c->number <= last->number + 20;
	return c->number == last->number ? c->number != lowest(s, g) || c->line == last->line + 1
					 : c->number > lowest(s, g);
}

static void find_groups(struct scan *s, group_vec *groups)
{
	for (uint32_t i = 0; i < s->calls.n; i++) {
		const struct call *c = &s->calls.v[i];
		struct group *last = NULL;

		if (!c->label)
			continue;
		for (size_t k = groups->n; k > 0 && !last; k--)
			if (groups->v[k - 1].family == c->family)
				last = &groups->v[k - 1];
		if (!last || !goes_on(s, last, c)) {
			vec_push(groups, (struct group){.family = c->family,
							.calls = c->family,
							.under_heading = under_heading(s, c->line)});
			last = &groups->v[groups->n - 1];
		}
		vec_push(&last->labels, i);
	}
}

static size_t group_start(const struct scan *s, const struct group *g)
{
	return label(s, g, 0)->start;
}

static size_t group_end(const struct scan *s, const struct group *g)
{
	return label(s, g, g->labels.n - 1)->start;
}

static size_t first_call(const struct scan *s, size_t from) /* that starts at or after */
{
	size_t lo = 0, hi = s->calls.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->calls.v[mid].start < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* How many of the group's numbers are called in [from, to) in a family. */
static size_t called(const struct scan *s, const struct group *g, int family, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < g->labels.n; i++) {
		bool found = false;

		for (size_t k = first_call(s, from); k < s->calls.n && !found && s->calls.v[k].start < to; k++)
			found = !s->calls.v[k].label && s->calls.v[k].family == family &&
				s->calls.v[k].number == label(s, g, i)->number;
		for (size_t k = 0; k < s->r->carried.n && !found; k++)
			found = s->r->carried.v[k].family == family &&
				s->r->carried.v[k].number == label(s, g, i)->number;
		n += found;
	}
	return n;
}

static int families(const struct scan *s)
{
	int n = 0;

	for (size_t i = 0; i < s->p->calls.n; i++)
		if (s->p->calls.v[i].family >= n)
			n = s->p->calls.v[i].family + 1;
	return n;
}

/* The strong calls of the group's numbers right after it: where they do not begin with the lowest number of the next
 * group, what they call is still to come, so this group is a list. */
static bool superseded(const struct scan *s, const struct group *g, const struct group *next)
{
	bool restarted = false;
	long last = 0;

	if (!next || next->family != g->family)
		return false;
	for (size_t i = 0; i < s->calls.n; i++) {
		const struct call *c = &s->calls.v[i];

		if (c->label || !c->strong || c->family != g->family || c->start > group_start(s, next))
			continue;
		if (c->start > group_end(s, g) && c->line > label(s, g, g->labels.n - 1)->line)
			return c->number != lowest(s, next);
		restarted |= c->number == lowest(s, g) && last > c->number;
		last = c->number > last ? c->number : last;
	}
	return !restarted && has_number(s, next, lowest(s, g)); /* one run of calls, two groups */
}

static const struct group *next_of_family(const group_vec *groups, size_t i)
{
	for (size_t k = i + 1; k < groups->n; k++)
		if (groups->v[k].family == groups->v[i].family)
			return &groups->v[k];
	return NULL;
}

static bool judge(const struct scan *s, const group_vec *groups, size_t i, size_t from)
{
	struct group *g = &groups->v[i];
	size_t to = group_start(s, g), best = called(s, g, g->family, from, to);
	size_t need = g->under_heading ? 1 : (g->labels.n + 1) / 2;

	for (int f = 0; f < families(s) && best == 0; f++) {
		best = called(s, g, f, from, to);
		g->calls = best ? f : g->family;
		if (best * 2 < g->labels.n)
			best = 0;
	}
	if (superseded(s, g, next_of_family(groups, i)))
		return false;
	return best >= need || g->under_heading;
}

static void judge_all(struct scan *s, group_vec *groups)
{
	for (size_t i = 0; i < groups->n; i++) {
		size_t from = 0;

		for (size_t k = 0; k < i; k++) /* calls before an earlier group are that one's, if others follow it */
			if (groups->v[k].good && groups->v[k].calls == groups->v[i].family &&
			    called(s, &groups->v[i], groups->v[i].family, group_end(s, &groups->v[k]),
				   group_start(s, &groups->v[i])))
				from = group_end(s, &groups->v[k]);
		groups->v[i].good = judge(s, groups, i, from);
	}
}

/* ---- how far notes reach ------------------------------------------------------------------------------- */
static bool stops(const struct scan *s, uint32_t line)
{
	enum line_kind kind = s->lines.v[line].kind;

	return kind == LINE_HEADING || kind == LINE_RULE;
}

/* A line that can only be the end of the text: a date or the author's name by itself. */
static bool is_matter(struct scan *s, uint32_t line)
{
	struct profile_line pl = scan_rule_line(s, s->lines.v[line].text);

	if (s->lines.v[line].chars > 60)
		return false;
	for (size_t i = 0; i < s->p->dates.n; i++)
		if (profile_rule_matches(&s->p->dates.v[i], &pl))
			return true;
	for (size_t i = 0; i < s->p->authors.n; i++)
		if (profile_rule_matches(&s->p->authors.v[i], &pl))
			return true;
	return false;
}

/* The widest gap inside the group up to its last label: its last note may have such gaps, and no wider ones. */
static int group_gap(const struct scan *s, const struct group *g)
{
	int widest = 0;
	uint32_t first = label(s, g, 0)->line, last = label(s, g, g->labels.n - 1)->line;

	for (uint32_t i = first + 1; i <= last; i++)
		if (s->lines.v[i].before > widest)
			widest = s->lines.v[i].before;
	return first == last ? 1 : widest;
}

static bool any_indented(const struct scan *s, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++)
		if (s->lines.v[i].indented)
			return true;
	return false;
}

/* A paragraph that is set in under its note's label, but not so far as a signature is. */
static bool hangs(struct scan *s, uint32_t label_line, uint32_t line)
{
	int in = scan_indent(s, &s->lines.v[line]);

	return s->lines.v[line].before <= 1 && in >= SET_IN && in <= HANG &&
	       in > scan_indent(s, &s->lines.v[label_line]);
}

static uint32_t last_line(struct scan *s, const struct group *g, uint32_t limit)
{
	uint32_t first = label(s, g, 0)->line, last = label(s, g, g->labels.n - 1)->line, labelled = last;
	int gap = group_gap(s, g);
	bool flush = s->r->prose_indented && !any_indented(s, first, last);

	while (last + 1 < limit && !stops(s, last + 1) &&
	       (hangs(s, labelled, last + 1) ||
		(s->lines.v[last + 1].before <= gap &&
		 !(flush && s->lines.v[last + 1].indented && s->lines.v[last + 1].before > 0))) &&
	       !(s->lines.v[last + 1].before > 0 && is_matter(s, last + 1)))
		last++;
	return last;
}

static size_t body_start(const struct scan *s, const struct call *c)
{
	const struct line *l = &s->lines.v[c->line];
	size_t at = c->end - scan_offset_of(s, l->text.p), next;
	uint32_t cp;

	for (; at < l->text.n; at = next) {
		next = text_next(l->text, at, &cp);
		if (!scan_is_blank(cp) && cp != ':' && cp != 0xFF1A && cp != '.' && cp != 0xFF0E)
			break;
	}
	return scan_offset_of(s, l->text.p) + at;
}

static void add_notes(struct scan *s, struct group *g, uint32_t limit)
{
	g->last_line = last_line(s, g, limit);
	g->note = (uint32_t)s->notes.n;
	for (size_t i = 0; i < g->labels.n; i++) {
		struct call *c = &s->calls.v[g->labels.v[i]];
		uint32_t last = i + 1 < g->labels.n ? label(s, g, i + 1)->line - 1 : g->last_line;

		c->taken = true;
		for (uint32_t k = c->line; k <= last; k++)
			s->lines.v[k].note = (uint32_t)s->notes.n;
		vec_push(&s->notes, (struct note_item){.label = g->labels.v[i],
						       .first = c->line,
						       .last = last,
						       .group = (uint32_t)s->groups.n,
						       .body = body_start(s, c)});
	}
	vec_push(&s->groups, (struct note_group){.first_label = g->labels.v[0],
						 .n = (uint32_t)g->labels.n,
						 .family = g->calls,
						 .first_note = g->note});
}

/* ---- calls to notes ------------------------------------------------------------------------------------ */
static uint32_t note_of(const struct scan *s, size_t group, long number)
{
	const struct note_group *g = &s->groups.v[group];

	for (uint32_t i = 0; i < g->n; i++)
		if (s->calls.v[s->notes.v[g->first_note + i].label].number == number)
			return g->first_note + i;
	return NONE;
}

/* Runs of groups of one family between which nothing is called: they answer chapter by chapter. first: the first
 * group of its family after `at`; how many groups follow it directly. */
static size_t groups_together(const struct scan *s, size_t first)
{
	size_t n = 1;

	while (first + n < s->groups.n && s->groups.v[first + n].family == s->groups.v[first].family) {
		uint32_t last = s->notes.v[s->groups.v[first + n].first_note - 1].last;
		uint32_t next = s->notes.v[s->groups.v[first + n].first_note].first;

		for (size_t i = 0; i < s->calls.n; i++)
			if (!s->calls.v[i].label && s->calls.v[i].strong && s->calls.v[i].line > last &&
			    s->calls.v[i].line < next)
				return n;
		n++;
	}
	return n;
}

static size_t first_group_after(const struct scan *s, const struct call *c)
{
	for (size_t i = 0; i < s->groups.n; i++)
		if (s->groups.v[i].family == c->family && s->calls.v[s->groups.v[i].first_label].start > c->start)
			return i;
	return POS_NONE;
}

/* Which run of calls this is before the groups that stand together: runs start where the lowest number comes again
 * after a higher one and a heading lies between. */
static size_t run_number(const struct scan *s, const struct call *c, size_t from)
{
	size_t run = 0;
	long last = 0;
	uint32_t line = 0;

	for (size_t i = 0; i < s->calls.n && &s->calls.v[i] <= c; i++) {
		const struct call *k = &s->calls.v[i];

		if (k->label || k->family != c->family || k->start < from || s->lines.v[k->line].note != NONE)
			continue;
		if (k->number == 1 && last > 0 && scan_heading_between(s, line, k->line))
			run++;
		last = k->number;
		line = k->line;
	}
	return run;
}

static size_t group_for(const struct scan *s, const struct call *c)
{
	uint32_t own = s->lines.v[c->line].note;
	size_t g, together, run, from = 0;

	if (own != NONE && note_of(s, s->notes.v[own].group, c->number) != NONE)
		return s->notes.v[own].group;
	g = first_group_after(s, c);
	if (g == POS_NONE)
		return own != NONE ? s->notes.v[own].group : POS_NONE;
	together = groups_together(s, g);
	if (together == 1)
		return g;
	for (size_t i = 0; i < g; i++)
		if (s->groups.v[i].family == c->family)
			from = s->calls.v[s->groups.v[i].first_label].start;
	run = run_number(s, c, from);
	return g + (run < together ? run : together - 1);
}

static bool strong_twin(const struct scan *s, const struct call *c, uint32_t note)
{
	for (size_t i = 0; i < s->calls.n; i++)
		if (s->calls.v[i].strong && s->calls.v[i].taken && s->calls.v[i].note == note && &s->calls.v[i] != c)
			return true;
	return false;
}

static long group_high(const struct scan *s, size_t group)
{
	const struct note_group *g = &s->groups.v[group];
	long n = 0;

	for (uint32_t i = 0; i < g->n; i++)
		if (s->calls.v[s->notes.v[g->first_note + i].label].number > n)
			n = s->calls.v[s->notes.v[g->first_note + i].label].number;
	return n;
}

static void link_call(struct scan *s, struct call *c, bool weak)
{
	const struct profile_call *style = &s->p->calls.v[c->style];
	size_t g = group_for(s, c);

	if (g == POS_NONE) {
		c->taken = style->sure && c->strong && !s->provisional;
		return;
	}
	c->note = note_of(s, g, c->number);
	if (c->note != NONE)
		c->taken = !weak || !strong_twin(s, c, c->note);
	else /* a number just beyond the notes, or one that is left out: its note is missing */
		c->taken = c->strong && (style->sure || c->number <= group_high(s, g) + 2);
	if (!c->taken)
		c->note = NONE;
}

static void link_calls(struct scan *s)
{
	for (int weak = 0; weak < 2; weak++)
		for (size_t i = 0; i < s->calls.n; i++) {
			struct call *c = &s->calls.v[i];

			if (!c->label && c->strong == !weak && !c->taken)
				link_call(s, c, weak);
		}
}

/* In a window at the start of a text the notes are still to come: what looks like a call and has a label further
 * down is marked at once, so that nothing flickers when the whole is known. */
static bool label_below(const struct scan *s, const struct call *c)
{
	struct str form = str_slice(s->text, c->start, c->end);
	size_t at = s->end;

	while ((at = str_find(s->text, form, at)) != POS_NONE) {
		size_t before = at;
		uint32_t cp = 0;

		while (before > 0 && s->text.p[before - 1] != '\n') {
			before = text_prev(s->text, before, &cp);
			if (!scan_is_blank(cp))
				break;
		}
		if (before == 0 || s->text.p[before - 1] == '\n')
			return true;
		at += form.n;
	}
	return false;
}

static void mark_provisional(struct scan *s)
{
	for (size_t i = 0; i < s->calls.n; i++)
		if (!s->calls.v[i].label && s->calls.v[i].strong && !s->calls.v[i].taken)
			s->calls.v[i].taken = label_below(s, &s->calls.v[i]);
}

void scan_notes(struct scan *s)
{
	group_vec groups = {0};

	find_groups(s, &groups);
	judge_all(s, &groups);
	for (size_t i = 0; i < groups.n; i++) {
		uint32_t limit = (uint32_t)s->lines.n;

		for (size_t k = i + 1; k < groups.n; k++)
			if (groups.v[k].good && label(s, &groups.v[k], 0)->line < limit &&
			    label(s, &groups.v[k], 0)->line > label(s, &groups.v[i], groups.v[i].labels.n - 1)->line)
				limit = label(s, &groups.v[k], 0)->line;
		if (groups.v[i].good)
			add_notes(s, &groups.v[i], limit);
	}
	link_calls(s);
	if (s->provisional)
		mark_provisional(s);
	for (size_t i = 0; i < groups.n; i++)
		vec_free(&groups.v[i].labels);
	vec_free(&groups);
}
