/* Posts quoted with their head line, and how far they reach.
 *
 * Under the head line the lines of the body follow each other directly (tight), or, in copies of web pages, stand a
 * fixed number of empty lines apart. A gap that paragraphs of prose have, or a smaller one, ends the post; so does a
 * line of white space in a gap, an indented paragraph where the prose is indented, a heading, the next head line, a
 * citation of its own, and the end of the note that the post stands in. */
#include "scan.h"

static struct str post_text(const struct scan *s, uint32_t line, size_t *start)
{
	const struct line *l = &s->lines.v[line];
	size_t body = l->start;

	if (l->note != NONE && s->notes.v[l->note].first == line)
		body = s->notes.v[l->note].body;
	*start = body > scan_offset_of(s, l->text.p) ? body : scan_offset_of(s, l->text.p);
	return str_slice(s->text, *start, scan_offset_of(s, l->text.p) + l->text.n);
}

/* "2022/12/27(火) 13:09:37.29" and its like -> "2022-12-27T13:09:37.29+09:00". */
static struct str posted_at(struct scan *s, const struct profile_rule *r, const struct profile_line *pl)
{
	static const char *const parts[] = {"year", "month", "day", "hour", "minute"};
	struct str second = profile_group(r, pl, "second"), kept;
	struct buf b = {0};
	long v[5];
	size_t n;

	for (int i = 0; i < 5; i++)
		v[i] = read_digits(profile_group(r, pl, parts[i]), &n, 4);
	if (v[0] >= 0 && v[0] < 100) /* two digits, before about 2005 */
		v[0] += v[0] < 70 ? 2000 : 1900;
	if (v[0] < 0 || v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 || v[3] < 0 || v[3] > 23 || v[4] < 0 ||
	    v[4] > 59)
		return (struct str){NULL, 0};
	buf_printf(&b, "%04ld-%02ld-%02ldT%02ld:%02ld:" STR_FMT STR_FMT, v[0], v[1], v[2], v[3], v[4],
		   STR_ARG(second.n ? second : STR("00")), STR_ARG(s->p->utc_offset));
	kept = doc_keep(s->d, buf_view(&b));
	buf_free(&b);
	return kept;
}

static struct str group(const struct profile_rule *r, const struct profile_line *pl, const char *name)
{
	return scan_trim_blanks(profile_group(r, pl, name));
}

static bool read_head(struct scan *s, uint32_t line, struct post_item *post)
{
	size_t start, n;
	struct str t = post_text(s, line, &start);
	struct profile_line pl = scan_rule_line(s, t);

	for (size_t i = 0; i < s->p->posts.n; i++) {
		struct profile_rule *r = &s->p->posts.v[i];

		if (!profile_rule_matches(r, &pl))
			continue;
		*post = (struct post_item){.first = line,
					   .last = line,
					   .start = start,
					   .head_end = start + t.n,
					   .end = start + t.n,
					   .name = group(r, &pl, "name"),
					   .mail = group(r, &pl, "mail"),
					   .slip = group(r, &pl, "slip"),
					   .id = group(r, &pl, "id"),
					   .trip = group(r, &pl, "trip"),
					   .date_text = group(r, &pl, "date"),
					   .citation = NONE};
		post->number = read_digits(profile_group(r, &pl, "number"), &n, 5);
		post->posted_at = posted_at(s, r, &pl);
		return true;
	}
	return false;
}

/* ---- the body ------------------------------------------------------------------------------------------ */
static bool is_head(const struct scan *s, uint32_t line)
{
	return s->lines.v[line].post != NONE;
}

/* A line that is a bracket from end to end, with a date or the like inside: the citation of what stands above. */
static bool is_citation(struct scan *s, const struct line *l)
{
	size_t open_n, close_n, close = scan_paren_close(l->text, 0, &open_n, &close_n);
	struct cite_item c = {.start = 0};
	bool good;

	if (close == POS_NONE || close + close_n != l->text.n)
		return false;
	good = scan_parse_citation(s, str_slice(l->text, open_n, close), &c);
	vec_free(&c.numbers);
	return good;
}

static bool ends_before(struct scan *s, const struct post_item *post, uint32_t line)
{
	const struct line *l = &s->lines.v[line];

	return l->kind != LINE_TEXT || is_head(s, line) || l->note != s->lines.v[post->first].note ||
	       (l->before > 0 && is_citation(s, l));
}

/* The gap that parts the lines of this post: the first one in it, if it is wider than prose has. */
static bool gap_continues(const struct scan *s, const struct line *l, int own, bool in_note)
{
	if (l->spaced || (s->r->prose_indented && l->indented))
		return false;
	if (own > 0)
		return l->before >= own || l->before > s->r->prose_gap;
	return l->before > (in_note && s->r->prose_gap < 2 ? 2 : s->r->prose_gap);
}

static bool closed_by_citation(struct scan *s, const struct line *l)
{
	uint32_t cp;
	size_t start;
	struct cite_item c = {.start = 0};
	bool good;

	text_prev(l->text, l->text.n, &cp);
	if (cp != ')' && cp != 0xFF09)
		return false;
	for (start = l->text.n; start > 0;) { /* the bracket that closes at the end */
		size_t open_n, close_n, close;

		start = text_prev(l->text, start, &cp);
		if (cp != '(' && cp != 0xFF08)
			continue;
		close = scan_paren_close(l->text, start, &open_n, &close_n);
		if (close == POS_NONE || close + close_n != l->text.n)
			continue;
		good = scan_parse_citation(s, str_slice(l->text, start + open_n, close), &c) && !c.bare;
		vec_free(&c.numbers);
		return good;
	}
	return false;
}

static void find_end(struct scan *s, struct post_item *post)
{
	bool in_note = s->lines.v[post->first].note != NONE;
	uint32_t i = post->first + 1;
	int own = 0; /* the gap between its lines, as far as it is known */

	if (i < s->lines.n && s->lines.v[i].before > 0) { /* the body does not follow directly */
		own = s->lines.v[i].before;
		if (own > 3 || ends_before(s, post, i))
			return;
		post->last = i++;
	}
	for (; i < s->lines.n && !ends_before(s, post, i); post->last = i++) {
		const struct line *l = &s->lines.v[i];

		if (i > post->first + 1 && closed_by_citation(s, &s->lines.v[i - 1]))
			break;
		if (l->before == 0)
			continue;
		if (own == 1 || !gap_continues(s, l, own, in_note))
			break;
		if (own == 0)
			own = l->before;
		if (l->before < own && l->before <= s->r->prose_gap)
			break;
	}
}

void scan_posts(struct scan *s)
{
	struct post_item post;

	for (uint32_t i = 0; i < s->lines.n && s->p->posts.n; i++)
		if (s->lines.v[i].kind == LINE_TEXT && read_head(s, i, &post)) {
			s->lines.v[i].post = (uint32_t)s->posts.n;
			vec_push(&s->posts, post);
		}
	for (uint32_t i = 0; i < s->posts.n; i++) {
		struct post_item *p = &s->posts.v[i];

		find_end(s, p);
		for (uint32_t k = p->first; k <= p->last; k++) {
			s->lines.v[k].kind = LINE_POST;
			s->lines.v[k].post = i;
		}
		p->end = scan_offset_of(s, s->lines.v[p->last].text.p) + s->lines.v[p->last].text.n;
	}
}
