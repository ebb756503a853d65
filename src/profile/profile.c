/* The list of profiles: names and sources of all of them, in the order of trying; each is parsed when it is first
 * asked for. A profile that is added takes the place of one of the same name. */
#include "profile_int.h"

#include <assert.h>

struct known {
	char *name;
	struct str source;
	int order;
	bool owned; /* the source is ours to free */
	struct profile *p;
};
static VEC(struct known) known;
static bool loaded;

static void rule_vec_free(rule_vec *rules)
{
	for (size_t i = 0; i < rules->n; i++) {
		struct profile_rule *r = &rules->v[i];

		text_regex_free(r->compiled);
		vec_free(&r->words);
		vec_free(&r->starts);
		vec_free(&r->contains);
	}
	vec_free(rules);
}

void profile_free(struct profile *p)
{
	rule_vec *rules[] = {p ? &p->headings : NULL,     p ? &p->posts : NULL,         p ? &p->cite.dates : NULL,
			     p ? &p->cite.numbers : NULL, p ? &p->cite.defaults : NULL, p ? &p->figures : NULL,
			     p ? &p->dates : NULL,        p ? &p->authors : NULL,       p ? &p->colophon : NULL,
			     p ? &p->rules : NULL};

	if (!p)
		return;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		rule_vec_free(rules[i]);
	for (size_t i = 0; i < p->languages.n; i++)
		vec_free(&p->languages.v[i].words);
	for (size_t i = 0; i < p->calls.n; i++) {
		vec_free(&p->calls.v[i].open);
		vec_free(&p->calls.v[i].close);
	}
	vec_free(&p->languages);
	vec_free(&p->calls);
	vec_free(&p->fits_any);
	vec_free(&p->fits_languages);
	vec_free(&p->anchor_marks);
	vec_free(&p->cite.months);
	vec_free(&p->cite.same_day);
	vec_free(&p->cite.again);
	vec_free(&p->cite.earlier);
	vec_free(&p->cite.quotes);
	vec_free(&p->quotes);
	vec_free(&p->titles);
	vec_free(&p->quote_marks);
	vec_free(&p->translation_labels);
	arena_free(p->arena);
	free(p->name);
	free(p->about);
	free(p->extends);
	free(p);
}

static void insert(struct known k)
{
	size_t at = known.n;

	while (at > 0 && known.v[at - 1].order > k.order)
		at--;
	vec_push(&known, k);
	memmove(&known.v[at + 1], &known.v[at], (known.n - 1 - at) * sizeof *known.v);
	known.v[at] = k;
}

/* The bundled ones: known by the names of their files, "10-NAME.json", so that none is parsed before it is needed. */
static void load(void)
{
	const char *name;

	if (loaded)
		return;
	loaded = true;
	for (size_t i = 0; (name = data_name(i)); i++) {
		const char *base = name + strlen("profiles/"), *dash;

		if (strncmp(name, "profiles/", strlen("profiles/")) || !(dash = strchr(base, '-')))
			continue;
		insert((struct known){.name = xstrndup(dash + 1, strcspn(dash + 1, ".")),
				      .source = data_find(name),
				      .order = atoi(base)});
	}
}

static struct known *find(const char *name)
{
	load();
	for (size_t i = 0; i < known.n; i++)
		if (!strcmp(known.v[i].name, name))
			return &known.v[i];
	return NULL;
}

struct str profile_source(const char *name)
{
	const struct known *k = find(name);

	return k ? k->source : (struct str){NULL, 0};
}

static void forget(struct known *k)
{
	profile_free(k->p);
	if (k->owned)
		free((char *)(uintptr_t)k->source.p);
	free(k->name);
	memmove(k, k + 1, (size_t)(known.v + known.n - (k + 1)) * sizeof *k);
	known.n--;
}

bool profile_add(struct str json, const char *name, struct err *e)
{
	struct profile *p = profile_parse(json, name, true, e);
	struct known *old;

	if (!p)
		return false;
	old = find(p->name);
	if (old)
		forget(old);
	insert((struct known){
		.name = xstrdup(p->name), .source = {str_dup(json), json.n}, .order = p->order, .owned = true, .p = p});
	return true;
}

static struct profile *parsed(struct known *k)
{
	struct err e = {0};

	if (!k->p)
		k->p = profile_parse(k->source, k->name, false, &e);
	if (!k->p)
		die("%s", e.text); /* a bundled one: checked by the tests */
	return k->p;
}

struct profile *profile_named(const char *name, struct err *e)
{
	struct known *k = find(name);
	struct buf names = {0};

	if (k)
		return parsed(k);
	for (size_t i = 0; i < known.n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", known.v[i].name);
	err_set(e, ERR_USAGE, _("there is no profile \"%s\"; known are: %s"), name, buf_cstr(&names));
	buf_free(&names);
	return NULL;
}

static bool in_list(const str_vec *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			return true;
	return !list->n;
}

static bool occurs(const str_vec *list, struct str text)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_find(text, list->v[i], 0) != POS_NONE)
			return true;
	return !list->n;
}

struct profile *profile_for(struct str text, struct str language)
{
	load();
	for (size_t i = 0; i < known.n; i++) {
		struct profile *p = parsed(&known.v[i]);

		if (in_list(&p->fits_languages, language) && occurs(&p->fits_any, text))
			return p;
	}
	assert(known.n); /* the last bundled one fits everything */
	return parsed(&known.v[known.n - 1]);
}

const char *profile_known(size_t i)
{
	load();
	return i < known.n ? known.v[i].name : NULL;
}

void profile_forget_all(void)
{
	while (known.n)
		forget(&known.v[known.n - 1]);
	vec_free(&known);
	loaded = false;
}
