/* Figures: a line with a label, and its caption in the same line or in the next one. Without a number, the label
 * ("資料") is a figure's only where a short caption follows, and a heading where blank lines set it off. */
#include "scan.h"

static bool begins_figure(struct scan *s, const struct line *l)
{
	struct profile_line pl = scan_rule_line(s, l->text);

	for (size_t k = 0; k < s->p->figures.n; k++)
		if (profile_rule_matches(&s->p->figures.v[k], &pl))
			return true;
	return false;
}

static bool caption_line(struct scan *s, uint32_t i, uint32_t label)
{
	const struct line *l = &s->lines.v[i];

	return !begins_figure(s, l) && l->kind == LINE_TEXT && l->note == s->lines.v[label].note && l->before <= 2 &&
	       l->chars <= 80 && !scan_ends_sentence(l->text) && !scan_in_link(s, scan_offset_of(s, l->text.p));
}

static bool is_numbered(struct str label)
{
	uint32_t cp;
	size_t next, n;

	for (size_t at = 0; at < label.n; at = next) {
		next = text_next(label, at, &cp);
		read_digits(str_slice(label, at, label.n), &n, 4);
		if (n || (cp >= 0x2460 && cp <= 0x2473) || cp == 0x4E00 || cp == 0x4E8C || cp == 0x4E09)
			return true;
	}
	return false;
}

static bool looks_like_heading(const struct scan *s, const struct line *l)
{
	return l->note == NONE && l->before >= s->p->set_off.before && l->after >= s->p->set_off.after;
}

static bool is_one_of(const str_vec *texts, struct str t)
{
	for (size_t i = 0; i < texts->n; i++)
		if (str_eq(texts->v[i], t))
			return true;
	return false;
}

static void add(struct scan *s, uint32_t first, uint32_t last, struct str label, struct str caption)
{
	for (uint32_t i = first; i <= last; i++) {
		s->lines.v[i].kind = LINE_FIGURE;
		s->lines.v[i].item = (uint32_t)s->figures.n;
	}
	vec_push(&s->figures, (struct figure_item){.first = first, .last = last, .label = label, .caption = caption});
}

static void try_rule(struct scan *s, uint32_t i, struct profile_rule *r)
{
	const struct line *l = &s->lines.v[i];
	struct profile_line pl = scan_rule_line(s, l->text);
	struct str label, caption;

	if ((r->longest && l->chars > r->longest) || (looks_like_heading(s, l) && is_one_of(&r->starts, l->text)) ||
	    !profile_rule_matches(r, &pl))
		return;
	label = scan_trim_blanks(profile_group(r, &pl, "label"));
	caption = scan_trim_blanks(profile_group(r, &pl, "caption"));
	if (caption.n) {
		if ((is_numbered(label) || l->before > 0) && !scan_ends_sentence(caption))
			add(s, i, i, label, caption);
		return;
	}
	if (!is_numbered(label) && looks_like_heading(s, l))
		return;
	if (i + 1 < s->lines.n && caption_line(s, i + 1, i))
		add(s, i, i + 1, label, s->lines.v[i + 1].text);
	else if (is_numbered(label))
		add(s, i, i, label, caption);
}

void scan_figures(struct scan *s)
{
	for (uint32_t i = 0; i < s->lines.n; i++)
		for (size_t k = 0; k < s->p->figures.n && s->lines.v[i].kind == LINE_TEXT; k++)
			try_rule(s, i, &s->p->figures.v[k]);
}
