/* Matching a line against a rule. The cheap questions come first (literal texts, compared as bytes); an expression is
 * compiled when a line first passes them, and the line is made ready for expressions then. */
#include "profile_int.h"

static bool any_start(const str_vec *starts, struct str s)
{
	for (size_t i = 0; i < starts->n; i++)
		if (s.n && s.p[0] == starts->v[i].p[0] && str_starts(s, starts->v[i]))
			return true;
	return !starts->n;
}

static bool any_inside(const str_vec *contains, struct str s)
{
	for (size_t i = 0; i < contains->n; i++)
		if (str_find(s, contains->v[i], 0) != POS_NONE)
			return true;
	return !contains->n;
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static bool equal_ascii_case(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower((unsigned char)a.p[i]) != lower((unsigned char)b.p[i]))
			return false;
	return true;
}

static bool is_word(const str_vec *words, struct str s)
{
	static const struct {
		struct str open, close;
	} brackets[] = {{{"【", 3}, {"】", 3}}, {{"［", 3}, {"］", 3}}, {{"〔", 3}, {"〕", 3}},
			{{"＜", 3}, {"＞", 3}}, {{"[", 1}, {"]", 1}},   {{"<", 1}, {">", 1}}};

	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
		if (s.n > brackets[i].open.n + brackets[i].close.n && str_starts(s, brackets[i].open) &&
		    str_ends(s, brackets[i].close)) {
			s = str_slice(s, brackets[i].open.n, s.n - brackets[i].close.n);
			break;
		}
	for (size_t i = 0; i < words->n; i++)
		if (equal_ascii_case(words->v[i], s))
			return true;
	return false;
}

static bool compile(struct profile_rule *r, struct err *e)
{
	if (!r->compiled && !r->broken)
		r->compiled = text_regex_new(r->pattern, e);
	r->broken = !r->compiled;
	return !r->broken;
}

bool profile_rule_find(struct profile_rule *r, struct profile_line *l, size_t from, struct span *m)
{
	if (!r->pattern.n || !any_start(&r->starts, l->text) || !any_inside(&r->contains, l->text) || !compile(r, NULL))
		return false;
	if (!l->set)
		text_subject_set(l->subject, l->text);
	l->set = true;
	return text_regex_find(r->compiled, l->subject, from, m);
}

bool profile_rule_matches(struct profile_rule *r, struct profile_line *l)
{
	struct span m;

	if (r->words.n && is_word(&r->words, l->text))
		return true;
	return profile_rule_find(r, l, 0, &m) && m.start == 0;
}

struct str profile_group(const struct profile_rule *r, const struct profile_line *l, const char *name)
{
	struct span g;

	if (!r->compiled || !text_regex_group(r->compiled, name, &g))
		return (struct str){l->text.p, 0};
	return str_slice(l->text, g.start, g.end);
}

static bool compile_list(rule_vec *rules, const char *key, const char *name, struct err *e)
{
	struct err why = {0};

	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].pattern.n && !compile(&rules->v[i], &why))
			return err_set(e, ERR_INPUT, _("%s: \"%s\", rule %zu: %s"), name, key, i + 1, why.text);
	return true;
}

bool profile_compile_all(struct profile *p, const char *name, struct err *e)
{
	return compile_list(&p->headings, "headings", name, e) && compile_list(&p->posts, "posts", name, e) &&
	       compile_list(&p->cite.dates, "dates", name, e) && compile_list(&p->cite.numbers, "numbers", name, e) &&
	       compile_list(&p->cite.defaults, "default", name, e) && compile_list(&p->figures, "figures", name, e) &&
	       compile_list(&p->dates, "dates", name, e) && compile_list(&p->authors, "authors", name, e) &&
	       compile_list(&p->colophon, "colophon", name, e) && compile_list(&p->rules, "rules", name, e);
}
