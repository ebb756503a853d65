/* JSON -> struct profile, by a table of keys. Every key must be known and of the right type; the message names the
 * profile and the path of the key. What a profile leaves out it takes from the one it extends, key by key. */
#include "profile_int.h"

struct parse {
	struct profile *p;
	const char *name;
	struct err *e;
	str_vec families;
};

static bool wrong(struct parse *c, const char *key, const char *what)
{
	return err_set(c->e, ERR_INPUT, _("%s: \"%s\": %s"), c->name, key, what);
}

static struct str keep(struct parse *c, struct str s)
{
	return arena_str(c->p->arena, s);
}

static bool text(struct parse *c, const struct json_node *n, const char *key, struct str *out)
{
	if (json_type(n) != JSON_STRING)
		return wrong(c, key, _("must be a text"));
	*out = keep(c, json_str(n));
	return true;
}

static bool texts(struct parse *c, const struct json_node *n, const char *key, str_vec *out)
{
	struct str s = {"", 0};

	if (json_type(n) != JSON_ARRAY)
		return wrong(c, key, _("must be a list of texts"));
	for (n = json_first(n); n; n = json_next(n)) {
		if (!text(c, n, key, &s))
			return false;
		if (!s.n)
			return wrong(c, key, _("an empty text is not allowed here"));
		vec_push(out, s);
	}
	return true;
}

static bool pairs(struct parse *c, const struct json_node *n, const char *key, pair_vec *out)
{
	struct str_pair pair = {{"", 0}, {"", 0}};

	if (json_type(n) != JSON_ARRAY)
		return wrong(c, key, _("must be a list of pairs of texts"));
	for (n = json_first(n); n; n = json_next(n)) {
		const struct json_node *open = json_first(n), *close = json_next(open);

		if (!open || !close || json_next(close))
			return wrong(c, key, _("must be a list of pairs of texts"));
		if (!text(c, open, key, &pair.open) || !text(c, close, key, &pair.close))
			return false;
		if (!pair.open.n || !pair.close.n)
			return wrong(c, key, _("an empty text is not allowed here"));
		vec_push(out, pair);
	}
	return true;
}

static bool number(struct parse *c, const struct json_node *n, const char *key, int *out)
{
	long long v = json_int(n, -1);

	if (v < 0 || v > 100000)
		return wrong(c, key, _("must be a number from 0 to 100000"));
	*out = (int)v;
	return true;
}

static bool yes_no(struct parse *c, const struct json_node *n, const char *key, bool *out)
{
	if (json_type(n) != JSON_TRUE && json_type(n) != JSON_FALSE)
		return wrong(c, key, _("must be true or false"));
	*out = json_bool(n, false);
	return true;
}

static bool rule_key(struct parse *c, struct profile_rule *r, const char *key, const struct json_node *n)
{
	if (!strcmp(key, "pattern"))
		return text(c, n, key, &r->pattern);
	if (!strcmp(key, "words"))
		return texts(c, n, key, &r->words);
	if (!strcmp(key, "starts"))
		return texts(c, n, key, &r->starts);
	if (!strcmp(key, "contains"))
		return texts(c, n, key, &r->contains);
	if (!strcmp(key, "before"))
		return number(c, n, key, &r->before);
	if (!strcmp(key, "after"))
		return number(c, n, key, &r->after);
	if (!strcmp(key, "longest"))
		return number(c, n, key, &r->longest);
	if (!strcmp(key, "rank"))
		return number(c, n, key, &r->rank);
	if (!strcmp(key, "numbered"))
		return yes_no(c, n, key, &r->numbered);
	if (!strcmp(key, "notes"))
		return yes_no(c, n, key, &r->notes);
	if (!strcmp(key, "sources"))
		return yes_no(c, n, key, &r->sources);
	return wrong(c, key, _("no such key in a rule"));
}

static bool rule(struct parse *c, const struct json_node *n, const char *key, rule_vec *out)
{
	struct profile_rule r = {0};

	if (json_type(n) == JSON_STRING)
		r.pattern = keep(c, json_str(n));
	else if (json_type(n) != JSON_OBJECT)
		return wrong(c, key, _("must be a rule: {\"pattern\": …}"));
	else
		for (n = json_first(n); n; n = json_next(n))
			if (!rule_key(c, &r, json_key(n).p, n)) {
				vec_push(out, r); /* owned from here on */
				return false;
			}
	vec_push(out, r);
	return r.pattern.n || r.words.n || wrong(c, key, _("a rule needs a \"pattern\" or \"words\""));
}

static bool rules(struct parse *c, const struct json_node *n, const char *key, rule_vec *out)
{
	if (json_type(n) != JSON_ARRAY)
		return rule(c, n, key, out);
	for (n = json_first(n); n; n = json_next(n))
		if (!rule(c, n, key, out))
			return false;
	return true;
}

static int family(struct parse *c, struct str name)
{
	for (size_t i = 0; i < c->families.n; i++)
		if (str_eq(c->families.v[i], name))
			return (int)i;
	vec_push(&c->families, name);
	return (int)c->families.n - 1;
}

static bool call_key(struct parse *c, struct profile_call *call, const char *key, const struct json_node *n)
{
	struct str name = {"", 0};

	if (!strcmp(key, "family")) {
		if (!text(c, n, key, &name))
			return false;
		call->family = family(c, name);
		return true;
	}
	if (!strcmp(key, "open"))
		return texts(c, n, key, &call->open);
	if (!strcmp(key, "close"))
		return texts(c, n, key, &call->close);
	if (!strcmp(key, "superscript"))
		return yes_no(c, n, key, &call->superscript);
	if (!strcmp(key, "sure"))
		return yes_no(c, n, key, &call->sure);
	if (!strcmp(key, "plain"))
		return yes_no(c, n, key, &call->plain);
	return wrong(c, key, _("no such key in a call"));
}

static bool calls(struct parse *c, const struct json_node *n, const char *key)
{
	if (json_type(n) != JSON_ARRAY)
		return wrong(c, key, _("must be a list"));
	for (n = json_first(n); n; n = json_next(n)) {
		struct profile_call call = {.family = -1};
		bool good = true;

		for (const struct json_node *k = json_first(n); k && good; k = json_next(k))
			good = call_key(c, &call, json_key(k).p, k);
		vec_push(&c->p->calls, call);
		if (!good)
			return false;
		if (call.family < 0 || (!call.open.n && !call.superscript && !call.plain))
			return wrong(c, key, _("a call needs a \"family\" and an \"open\""));
	}
	return true;
}

static bool languages(struct parse *c, const struct json_node *n, const char *key)
{
	for (n = json_first(n); n; n = json_next(n)) {
		struct profile_language l = {0};
		bool good = text(c, json_get(n, "code"), key, &l.code) && texts(c, json_get(n, "words"), key, &l.words);

		vec_push(&c->p->languages, l);
		if (!good)
			return false;
	}
	return true;
}

static bool months(struct parse *c, const struct json_node *n, const char *key)
{
	for (n = json_first(n); n; n = json_next(n)) {
		struct profile_month m = {.name = keep(c, json_key(n))};

		if (!number(c, n, key, &m.number))
			return false;
		if (m.number < 1 || m.number > 12)
			return wrong(c, key, _("a month is a number from 1 to 12"));
		vec_push(&c->p->cite.months, m);
	}
	return true;
}

static bool citations(struct parse *c, const struct json_node *n)
{
	struct profile *p = c->p;

	for (n = json_first(n); n; n = json_next(n)) {
		const char *key = json_key(n).p;
		bool good;

		if (!strcmp(key, "dates"))
			good = rules(c, n, key, &p->cite.dates);
		else if (!strcmp(key, "numbers"))
			good = rules(c, n, key, &p->cite.numbers);
		else if (!strcmp(key, "default"))
			good = rules(c, n, key, &p->cite.defaults);
		else if (!strcmp(key, "months"))
			good = months(c, n, key);
		else if (!strcmp(key, "same_day"))
			good = texts(c, n, key, &p->cite.same_day);
		else if (!strcmp(key, "again"))
			good = texts(c, n, key, &p->cite.again);
		else if (!strcmp(key, "earlier"))
			good = texts(c, n, key, &p->cite.earlier);
		else if (!strcmp(key, "quotes"))
			good = pairs(c, n, key, &p->cite.quotes);
		else
			good = wrong(c, key, _("no such key in \"citations\""));
		if (!good)
			return false;
	}
	return true;
}

static bool set_off(struct parse *c, const struct json_node *n)
{
	struct profile *p = c->p;

	for (n = json_first(n); n; n = json_next(n)) {
		const char *key = json_key(n).p;
		int *to = !strcmp(key, "before")    ? &p->set_off.before
			  : !strcmp(key, "after")   ? &p->set_off.after
			  : !strcmp(key, "longest") ? &p->set_off.longest
						    : NULL;

		if (!to)
			return wrong(c, key, _("no such key in \"set_off\""));
		if (!number(c, n, key, to))
			return false;
	}
	return true;
}

static bool fits(struct parse *c, const struct json_node *n)
{
	for (n = json_first(n); n; n = json_next(n)) {
		const char *key = json_key(n).p;
		str_vec *to = !strcmp(key, "any")         ? &c->p->fits_any
			      : !strcmp(key, "languages") ? &c->p->fits_languages
							  : NULL;

		if (!to)
			return wrong(c, key, _("no such key in \"fits\""));
		if (!texts(c, n, key, to))
			return false;
	}
	return true;
}

static bool copy_text(struct parse *c, const struct json_node *n, const char *key, char **out)
{
	struct str s = {"", 0};

	if (!text(c, n, key, &s))
		return false;
	free(*out);
	*out = str_dup(s);
	return true;
}

static bool top_key(struct parse *c, const char *key, const struct json_node *n)
{
	struct profile *p = c->p;
	const struct {
		const char *key;
		rule_vec *rules;
		str_vec *texts;
		pair_vec *pairs;
	} lists[] = {
		{"headings", &p->headings, NULL, NULL}, {"posts", &p->posts, NULL, NULL},
		{"figures", &p->figures, NULL, NULL},   {"dates", &p->dates, NULL, NULL},
		{"authors", &p->authors, NULL, NULL},   {"colophon", &p->colophon, NULL, NULL},
		{"rules", &p->rules, NULL, NULL},       {"quotes", NULL, NULL, &p->quotes},
		{"titles", NULL, NULL, &p->titles},
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (!strcmp(key, lists[i].key))
			return lists[i].rules ? rules(c, n, key, lists[i].rules) : pairs(c, n, key, lists[i].pairs);
	if (!strcmp(key, "name"))
		return copy_text(c, n, key, &p->name);
	if (!strcmp(key, "about"))
		return copy_text(c, n, key, &p->about);
	if (!strcmp(key, "extends"))
		return copy_text(c, n, key, &p->extends);
	if (!strcmp(key, "order"))
		return number(c, n, key, &p->order);
	if (!strcmp(key, "utc_offset"))
		return text(c, n, key, &p->utc_offset);
	if (!strcmp(key, "fits"))
		return fits(c, n);
	if (!strcmp(key, "languages"))
		return languages(c, n, key);
	if (!strcmp(key, "set_off"))
		return set_off(c, n);
	if (!strcmp(key, "calls"))
		return calls(c, n, key);
	if (!strcmp(key, "anchors"))
		return texts(c, json_get(n, "marks"), key, &p->anchor_marks);
	if (!strcmp(key, "citations"))
		return citations(c, n);
	if (!strcmp(key, "quote_marks"))
		return texts(c, n, key, &p->quote_marks);
	if (!strcmp(key, "translations"))
		return texts(c, json_get(n, "labels"), key, &p->translation_labels);
	return wrong(c, key, _("no such key in a profile"));
}

static bool name_good(const char *name)
{
	size_t n = name ? strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") : 0;

	return n > 0 && n <= 40 && !name[n];
}

/* The keys that a profile has to itself. */
static bool own_key(const char *key)
{
	return !strcmp(key, "name") || !strcmp(key, "about") || !strcmp(key, "extends") || !strcmp(key, "order") ||
	       !strcmp(key, "fits");
}

static bool parse_all(struct parse *c, const struct json_node *root)
{
	if (json_type(root) != JSON_OBJECT)
		return err_set(c->e, ERR_INPUT, _("%s: a profile is one JSON object"), c->name);
	for (const struct json_node *n = json_first(root); n; n = json_next(n))
		if (!top_key(c, json_key(n).p, n))
			return false;
	return name_good(c->p->name) ||
	       wrong(c, "name", _("every profile needs a name of letters, digits and -, at most 40"));
}

static bool said(const struct json_node *const *given, int n, const char *key)
{
	for (int i = 0; i < n; i++)
		if (json_get(given[i], key))
			return true;
	return false;
}

/* Reads the keys of base profiles that none of the profiles above has. given[0..n): their JSON. */
#define EXTENDS_MAX 8
static bool inherit(struct parse *c, const struct json_node **given, int n)
{
	struct str from = json_str(json_get(given[n - 1], "extends")), source;
	struct json *json;
	bool good = true;

	if (!from.n)
		return true;
	source = n < EXTENDS_MAX ? profile_source(from.p) : (struct str){NULL, 0};
	if (!source.p)
		return wrong(c, "extends",
			     n < EXTENDS_MAX ? _("there is no profile of that name")
					     : _("too many profiles that extend each other"));
	json = json_parse(source, from.p, c->e);
	if (!json)
		return false;
	for (const struct json_node *k = json_first(json_root(json)); k && good; k = json_next(k))
		if (!own_key(json_key(k).p) && !said(given, n, json_key(k).p))
			good = top_key(c, json_key(k).p, k);
	given[n] = json_root(json);
	good = good && inherit(c, given, n + 1);
	json_free(json);
	return good;
}

struct profile *profile_parse(struct str source, const char *name, bool check, struct err *e)
{
	struct json *json = json_parse(source, name, e);
	const struct json_node *given[EXTENDS_MAX];
	struct parse c = {.name = name, .e = e};
	bool good;

	if (!json)
		return NULL;
	c.p = xcalloc(1, sizeof *c.p);
	c.p->arena = arena_new();
	c.p->order = 50;
	given[0] = json_root(json);
	good = parse_all(&c, given[0]) && inherit(&c, given, 1) && (!check || profile_compile_all(c.p, name, e));
	vec_free(&c.families);
	json_free(json);
	if (good)
		return c.p;
	profile_free(c.p);
	return NULL;
}
