/* The checks of the Web Annotation Data Model (W3C Recommendation, 23 February 2017): what it says an annotation, its
 * bodies and targets, selectors, states and agents MUST be, as tables of keys.
 *
 * A table says for each key which form its value has, whether there may be several (an array), and whether it has to be
 * there. Keys that are in no table are let through, for that is how the model is extended; but a key that is a table's
 * key with a slip in it is looked at as that one. The place of a fault is told as a path: items[3].body[1].format.
 */
#include "exchange.h"

#include <stdio.h>

struct at { /* where in the file */
	const struct at *up;
	struct str key; /* p NULL: the index-th of an array */
	size_t index;
};
struct check {
	const char *name, *where;
	struct err *err;
};
enum form {
	ANY,
	IRI,
	TEXT,
	TIME,
	COUNT,
	DIRECTION,
	CONTEXT,
	TYPE,
	WHY,
	AGENT,
	RESOURCE,
	SOURCE,
	SELECTOR,
	STATE,
	SHEET
};
enum { ONE = 0, SOME = 1, NEEDED = 2, NEVER = 4 };
struct rule {
	const char *key;
	enum form form;
	unsigned how;
};
struct kind {
	const char *name;
	const struct rule *rules, *more;
};
static bool check_form(const struct check *, const struct at *, const struct json_node *, enum form);

/* ---- messages ---- */

static void put_path(const struct at *at, struct buf *b)
{
	if (!at)
		return;
	put_path(at->up, b);
	if (!at->key.p)
		buf_printf(b, "[%zu]", at->index);
	else
		buf_printf(b, "%s" STR_FMT, b->n ? "." : "", STR_ARG(at->key));
}

static bool wrong(const struct check *c, const struct at *at, const char *what)
{
	struct buf b = {0};

	buf_cat(&b, c->where);
	put_path(at, &b);
	bool good = err_set(c->err, ERR_INPUT, "%s: %s: %s", c->name, b.n ? buf_cstr(&b) : _("annotation"), what);
	buf_free(&b);
	return good;
}

/* ---- the tables; sections of the Recommendation beside them ---- */

static const struct rule annotation_rules[] = {
	{"@context", CONTEXT, SOME}, /* 3.1; asked for by the caller */
	{"id", IRI, NEEDED},
	{"type", TYPE, SOME | NEEDED},
	{"body", RESOURCE, SOME},
	{"bodyValue", TEXT, ONE}, /* 3.2.5 */
	{"target", RESOURCE, SOME | NEEDED},
	{"motivation", WHY, SOME},  /* 3.3.5 */
	{"stylesheet", SHEET, ONE}, /* 4.4 */
	{NULL, ANY, ONE},
};
static const struct rule common_rules[] = {
	{"creator", AGENT, SOME}, /* 3.3.1 */
	{"generator", AGENT, SOME},
	{"created", TIME, ONE},
	{"modified", TIME, ONE},
	{"generated", TIME, ONE},
	{"rights", IRI, SOME},   /* 3.3.6 */
	{"canonical", IRI, ONE}, /* 3.3.7 */
	{"via", IRI, SOME},
	{"format", TEXT, SOME}, /* 3.2.1 */
	{"language", TEXT, SOME},
	{"processingLanguage", TEXT, ONE},
	{"textDirection", DIRECTION, ONE},
	{"accessibility", TEXT, SOME}, /* 3.3.4 */
	{NULL, ANY, ONE},
};
static const struct rule textual_rules[] = {
	/* 3.2.4 */
	{"type", TEXT, SOME},   {"id", IRI, ONE},      {"value", TEXT, NEEDED}, {"purpose", WHY, SOME},
	{"source", ANY, NEVER}, {"items", ANY, NEVER}, {NULL, ANY, ONE},
};
static const struct rule specific_rules[] = {
	/* 4 */
	{"type", TEXT, SOME},   {"id", IRI, ONE},       {"source", SOURCE, NEEDED}, {"selector", SELECTOR, SOME},
	{"state", STATE, SOME}, {"purpose", WHY, SOME}, {"styleClass", TEXT, SOME}, {"renderedVia", AGENT, SOME},
	{"scope", IRI, SOME},   {"value", ANY, NEVER},  {"items", ANY, NEVER},      {NULL, ANY, ONE},
};
static const struct rule set_rules[] = {
	/* 3.2.7 */
	{"type", TEXT, SOME},  {"id", IRI, ONE},       {"items", RESOURCE, SOME | NEEDED},
	{"value", ANY, NEVER}, {"source", ANY, NEVER}, {"purpose", ANY, NEVER},
	{NULL, ANY, ONE},
};
static const struct rule external_rules[] = {
	/* 3.2.1 */
	{"type", TEXT, SOME}, {"id", IRI, NEEDED}, {"items", ANY, NEVER}, {"purpose", ANY, NEVER}, {NULL, ANY, ONE},
};
static const struct rule agent_rules[] = {
	/* 3.3.2 */
	{"id", IRI, ONE},     {"type", TEXT, SOME},       {"name", TEXT, SOME},    {"nickname", TEXT, ONE},
	{"email", IRI, SOME}, {"email_sha1", TEXT, SOME}, {"homepage", IRI, SOME}, {NULL, ANY, ONE},
};
static const struct rule sheet_rules[] = {
	{"id", IRI, ONE}, {"type", TEXT, SOME}, {"value", TEXT, ONE}, {NULL, ANY, ONE}};
static const struct rule value_rules[] = {/* 4.2.1 to 4.2.3 */
					  {"value", TEXT, NEEDED},
					  {"conformsTo", IRI, ONE},
					  {NULL, ANY, ONE}};
static const struct rule quote_rules[] = {/* 4.2.4 */
					  {"exact", TEXT, NEEDED},
					  {"prefix", TEXT, ONE},
					  {"suffix", TEXT, ONE},
					  {NULL, ANY, ONE}};
static const struct rule position_rules[] = {/* 4.2.5, 4.2.6 */
					     {"start", COUNT, NEEDED},
					     {"end", COUNT, NEEDED},
					     {NULL, ANY, ONE}};
static const struct rule svg_rules[] = {{"value", TEXT, ONE}, {NULL, ANY, ONE}};
static const struct rule range_rules[] = {/* 4.2.8 */
					  {"startSelector", SELECTOR, NEEDED},
					  {"endSelector", SELECTOR, NEEDED},
					  {NULL, ANY, ONE}};
static const struct rule time_rules[] = {/* 4.3.1 */
					 {"sourceDate", TIME, ONE},
					 {"sourceDateStart", TIME, ONE},
					 {"sourceDateEnd", TIME, ONE},
					 {"cached", IRI, SOME},
					 {NULL, ANY, ONE}};
static const struct rule request_rules[] = {{"value", TEXT, NEEDED}, {NULL, ANY, ONE}}; /* 4.3.2 */
static const struct rule refined_rules[] = {/* of every selector and state, 4.2.9, 4.3.3 */
					    {"type", TEXT, SOME},
					    {"id", IRI, ONE},
					    {"refinedBy", SELECTOR, SOME},
					    {NULL, ANY, ONE}};

static const struct kind selectors[] = {
	{"FragmentSelector", value_rules, refined_rules},
	{"CssSelector", value_rules, refined_rules},
	{"XPathSelector", value_rules, refined_rules},
	{"TextQuoteSelector", quote_rules, refined_rules},
	{"TextPositionSelector", position_rules, refined_rules},
	{"DataPositionSelector", position_rules, refined_rules},
	{"SvgSelector", svg_rules, refined_rules},
	{"RangeSelector", range_rules, refined_rules},
	{"TimeState", time_rules, refined_rules},
	{"HttpRequestState", request_rules, refined_rules},
	{NULL, NULL, NULL},
};

/* ---- keys ---- */

static const struct rule *rule_in(const struct rule *rules, struct str key)
{
	for (; rules && rules->key; rules++)
		if (str_eq(str_c(rules->key), key))
			return rules;
	return NULL;
}

/* One letter too many, too few, or two that have changed places, inside of a word of six letters or more. */
static bool is_slip(struct str key, struct str meant)
{
	size_t i = 0, j = 0, n = key.n, m = meant.n;

	if (n < 6 || m < 6 || key.p[0] != meant.p[0] || key.p[n - 1] != meant.p[m - 1])
		return false;
	while (i < n && i < m && key.p[i] == meant.p[i])
		i++;
	while (j < n - i && j < m - i && key.p[n - 1 - j] == meant.p[m - 1 - j])
		j++;
	if (n == m)
		return n - i - j == 2 && key.p[i] == meant.p[i + 1] && key.p[i + 1] == meant.p[i];
	return i + j >= (n < m ? n : m) && (n > m ? n - m : m - n) == 1;
}

static const struct rule *slip_in(const struct rule *rules, struct str key)
{
	for (; rules && rules->key; rules++)
		if (is_slip(key, str_c(rules->key)))
			return rules;
	return NULL;
}

static const struct rule *rule_for(const struct kind *k, struct str key)
{
	const struct rule *r = rule_in(k->rules, key);

	if (!r)
		r = rule_in(k->more, key);
	if (!r)
		r = slip_in(k->rules, key);
	return r ? r : slip_in(k->more, key);
}

static bool check_member(const struct check *c, const struct at *at, const struct json_node *n, const struct rule *r)
{
	size_t i = 0;

	if (r->how & NEVER)
		return wrong(c, at, _("must not stand here"));
	if (json_type(n) != JSON_ARRAY)
		return check_form(c, at, n, r->form);
	if (!(r->how & SOME))
		return wrong(c, at, _("there must be one, not a list"));
	if (r->form == CONTEXT || r->form == TYPE)
		return check_form(c, at, n, r->form);
	if ((r->how & NEEDED) && !json_first(n))
		return wrong(c, at, _("is empty"));
	for (const struct json_node *k = json_first(n); k; k = json_next(k), i++) {
		struct at inner = {.up = at, .index = i};
		if (!check_form(c, &inner, k, r->form))
			return false;
	}
	return true;
}

static bool check_needed(const struct check *c, const struct at *at, const struct json_node *n,
			 const struct rule *rules)
{
	for (; rules && rules->key; rules++) {
		struct at inner = {.up = at, .key = str_c(rules->key)};
		if ((rules->how & NEEDED) && !json_get(n, rules->key))
			return wrong(c, &inner, _("is missing"));
	}
	return true;
}

static bool check_object(const struct check *c, const struct at *at, const struct json_node *n, const struct kind *k)
{
	for (const struct json_node *m = json_first(n); m; m = json_next(m)) {
		const struct rule *r = rule_for(k, json_key(m));
		struct at inner = {.up = at, .key = json_key(m)};
		if (r && !check_member(c, &inner, m, r))
			return false;
	}
	return check_needed(c, at, n, k->rules) && check_needed(c, at, n, k->more);
}

/* ---- forms ---- */

/* Is it among the words of "type"? */
static bool has_type(const struct json_node *n, const char *type)
{
	const struct json_node *t = json_get(n, "type");

	if (json_type(t) != JSON_ARRAY)
		return str_eq(json_str(t), str_c(type));
	for (t = json_first(t); t; t = json_next(t))
		if (str_eq(json_str(t), str_c(type)))
			return true;
	return false;
}

static bool is_or_has(const struct json_node *n, const char *word)
{
	if (json_type(n) != JSON_ARRAY)
		return str_eq(json_str(n), str_c(word));
	for (n = json_first(n); n; n = json_next(n))
		if (str_eq(json_str(n), str_c(word)))
			return true;
	return false;
}

/* 3.3.5: the thirteen, or one that somebody else has named by an IRI. */
static bool is_motivation(struct str s)
{
	static const char *const known[] = {"assessing",   "bookmarking",  "classifying", "commenting", "describing",
					    "editing",     "highlighting", "identifying", "linking",    "moderating",
					    "questioning", "replying",     "tagging"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(s, str_c(known[i])))
			return true;
	return note_is_iri(s);
}

static bool check_agent(const struct check *c, const struct at *at, const struct json_node *n)
{
	static const struct kind agent = {NULL, agent_rules, NULL};

	if (json_type(n) == JSON_OBJECT)
		return check_object(c, at, n, &agent);
	return check_form(c, at, n, IRI);
}

/* 4.2.5: the end is not before the start. 4.3.1: a time, or the two ends of one. */
static bool check_pair(const struct check *c, const struct at *at, const struct json_node *n, const struct rule *rules)
{
	struct at end = {.up = at, .key = STR("end")}, date = {.up = at, .key = STR("sourceDate")};
	bool one = json_get(n, "sourceDate"), from = json_get(n, "sourceDateStart"), to = json_get(n, "sourceDateEnd");

	if (rules == position_rules && json_int(json_get(n, "end"), 0) < json_int(json_get(n, "start"), 0))
		return wrong(c, &end, _("lies before the start"));
	if (rules == time_rules && (from != to || one == from))
		return wrong(c, &date, _("there must be this one, or sourceDateStart and sourceDateEnd"));
	return true;
}

/* A type that this program does not know is let through; one that it knows has to be whole. */
static bool check_selector(const struct check *c, const struct at *at, const struct json_node *n)
{
	if (json_type(n) != JSON_OBJECT)
		return check_form(c, at, n, IRI);
	for (const struct kind *k = selectors; k->name; k++) {
		if (!has_type(n, k->name))
			continue;
		return check_object(c, at, n, k) && check_pair(c, at, n, k->rules);
	}
	static const struct kind unknown = {NULL, NULL, refined_rules};
	return check_object(c, at, n, &unknown);
}

static const char *const sets[] = {"Choice", "Composite", "List", "Independents"};

static size_t set_types(const struct json_node *n)
{
	size_t found = 0;

	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		found += has_type(n, sets[i]);
	return found;
}

static bool check_resource(const struct check *c, const struct at *at, const struct json_node *n)
{
	static const struct kind textual = {NULL, textual_rules, common_rules}, set = {NULL, set_rules, common_rules},
				 specific = {NULL, specific_rules, common_rules},
				 external = {NULL, external_rules, common_rules};
	struct at type = {.up = at, .key = STR("type")};
	size_t n_sets = set_types(n);

	if (json_type(n) != JSON_OBJECT)
		return check_form(c, at, n, IRI);
	if (n_sets + has_type(n, "TextualBody") + has_type(n, "SpecificResource") > 1)
		return wrong(c, &type, _("these exclude each other"));
	if (n_sets)
		return check_object(c, at, n, &set);
	if (has_type(n, "TextualBody"))
		return check_object(c, at, n, &textual);
	if (has_type(n, "SpecificResource") || json_get(n, "source"))
		return check_object(c, at, n, &specific);
	if (json_get(n, "value") && !json_get(n, "id")) /* a text without its type, which it needs not have */
		return check_object(c, at, n, &textual);
	return check_object(c, at, n, &external);
}

static bool check_source(const struct check *c, const struct at *at, const struct json_node *n)
{
	static const struct kind external = {NULL, external_rules, common_rules};

	return json_type(n) == JSON_OBJECT ? check_object(c, at, n, &external) : check_form(c, at, n, IRI);
}

static bool check_sheet(const struct check *c, const struct at *at, const struct json_node *n)
{
	static const struct kind sheet = {NULL, sheet_rules, NULL};

	return json_type(n) == JSON_OBJECT ? check_object(c, at, n, &sheet) : check_form(c, at, n, IRI);
}

static bool is_direction(struct str s)
{
	return str_eq(s, STR("ltr")) || str_eq(s, STR("rtl")) || str_eq(s, STR("auto"));
}

static bool check_form(const struct check *c, const struct at *at, const struct json_node *n, enum form form)
{
	bool text = json_type(n) == JSON_STRING;

	switch (form) {
	case ANY:
		return true;
	case IRI:
		return (text && note_is_iri(json_str(n))) || wrong(c, at, _("must be an IRI (https:…, urn:…)"));
	case TEXT:
		return text || wrong(c, at, _("must be a text"));
	case TIME:
		return note_time(json_str(n)) != STORE_NO_TIME ||
		       wrong(c, at, _("must be a time with its zone, as 2026-11-22T10:00:00Z"));
	case COUNT:
		return json_int(n, -1) >= 0 || wrong(c, at, _("must be a whole number from 0 up"));
	case DIRECTION:
		return is_direction(json_str(n)) || wrong(c, at, _("must be ltr, rtl or auto"));
	case CONTEXT:
		return is_or_has(n, NOTE_W3C_CONTEXT) || wrong(c, at, _("must be http://www.w3.org/ns/anno.jsonld"));
	case TYPE:
		return is_or_has(n, "Annotation") || wrong(c, at, _("must be Annotation"));
	case WHY:
		return is_motivation(json_str(n)) ||
		       wrong(c, at, _("must be one of the thirteen motivations (commenting, …) or an IRI"));
	case AGENT:
		return check_agent(c, at, n);
	case RESOURCE:
		return check_resource(c, at, n);
	case SOURCE:
		return check_source(c, at, n);
	case SHEET:
		return check_sheet(c, at, n);
	case SELECTOR:
	case STATE:
		return check_selector(c, at, n);
	}
	return true;
}

bool note_w3c_check(const struct json_node *n, const char *name, const char *where, bool with_context, struct err *e)
{
	static const struct kind annotation = {NULL, annotation_rules, common_rules};
	struct check c = {name, where, e};
	struct at context = {.key = STR("@context")}, value = {.key = STR("bodyValue")};

	if (json_type(n) != JSON_OBJECT)
		return wrong(&c, NULL, _("must be an object"));
	if (with_context && !json_get(n, "@context"))
		return wrong(&c, &context, _("is missing"));
	if (json_get(n, "body") && json_get(n, "bodyValue"))
		return wrong(&c, &value, _("stands beside body: only one of the two may"));
	return check_object(&c, NULL, n, &annotation);
}
