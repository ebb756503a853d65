/* Web Annotations (W3C) as a file brings them: one, an array of them, a page, a collection with its first page in it.
 *
 * Each is checked (w3c_check.c) and then read for what we have a word for. Where that is not all, the whole object is
 * kept in `extra` under "w3c", and goes out again as it came (w3c_put.c): whether it is all is found out by writing
 * what was read, and comparing.
 */
#include "exchange.h"

#include <stdio.h>

/* ---- one ---- */

static struct str copy(struct arena *arena, const struct json_node *n)
{
	return arena_str(arena, json_str(n));
}

static void take_selector(const struct json_node *s, struct arena *arena, struct store_target *t, bool inner)
{
	struct str type = json_str(note_w3c_first(json_get(s, "type")));
	const struct json_node *refined = json_get(s, "refinedBy");

	if (str_eq(type, STR("TextQuoteSelector")) && !t->quote.n) {
		t->quote = copy(arena, json_get(s, "exact"));
		t->prefix = copy(arena, json_get(s, "prefix"));
		t->suffix = copy(arena, json_get(s, "suffix"));
	} else if (str_eq(type, STR("TextPositionSelector")) && !inner && t->first == POS_NONE) {
		t->first = (size_t)json_int(json_get(s, "start"), 0);
		t->last = (size_t)json_int(json_get(s, "end"), 0);
	}
	/* a position inside of another selection counts from there: it is none in the text */
	for (const struct json_node *r = note_w3c_first(refined); r; r = note_w3c_next(refined, r))
		take_selector(r, arena, t, true);
}

static struct str address(const struct json_node *n)
{
	return json_type(n) == JSON_OBJECT ? json_str(json_get(n, "id")) : json_str(n);
}

void note_w3c_target(const struct json_node *n, struct arena *arena, struct store_target *t)
{
	const struct json_node *items = json_get(n, "items"), *source = json_get(n, "source"),
			       *selector = json_get(n, "selector"),
			       *cached = json_get(note_w3c_first(json_get(n, "state")), "cached");

	if (items && !source) {
		note_w3c_target(note_w3c_first(items), arena, t); /* depth is bounded by json_parse() */
		return;
	}
	t->document = note_document_of_iri(address(source ? source : n), arena);
	t->version = note_document_of_iri(json_str(note_w3c_first(cached)), arena);
	if (!str_starts(t->version, STR("sha256:")))
		t->version = str_starts(t->document, STR("sha256:")) ? t->document : (struct str){NULL, 0};
	t->title = copy(arena, json_get(source, "dcterms:title"));
	for (const struct json_node *s = note_w3c_first(selector); s; s = note_w3c_next(selector, s))
		take_selector(s, arena, t, false);
}

static struct str agent(const struct json_node *n, struct arena *arena)
{
	const struct json_node *one = note_w3c_first(n);
	struct str name = json_str(note_w3c_first(json_get(one, "name")));

	if (!name.n)
		name = json_str(json_get(one, "nickname"));
	return name.n ? arena_str(arena, name) : note_user_of_iri(address(one), arena);
}

static int64_t time_of(const struct json_node *n, const char *key)
{
	return note_time(json_str(json_get(n, key)));
}

static void take_poster(const struct json_node *n, struct arena *arena, struct store_poster *p)
{
	p->kind = (enum store_poster_kind)json_int(json_get(n, "kind"), STORE_POSTER_NONE);
	if (p->kind > STORE_POSTER_SLIP || p->kind < STORE_POSTER_NONE)
		p->kind = STORE_POSTER_NONE;
	p->family = copy(arena, json_get(n, "family"));
	p->board = copy(arena, json_get(n, "board"));
	p->value = copy(arena, json_get(n, "value"));
	p->from = json_get(n, "from") ? time_of(n, "from") : STORE_NO_TIME;
	p->to = json_get(n, "to") ? time_of(n, "to") : STORE_NO_TIME;
}

void note_w3c_annotation(const struct json_node *n, struct arena *arena, struct store_annotation *a)
{
	const struct json_node *extra = json_get(n, "taiyaku:extra"), *poster = json_get(n, "taiyaku:poster");

	*a = note_blank();
	a->id = note_id_of_iri(json_str(json_get(n, "id")), arena);
	note_w3c_bodies(n, arena, a);
	note_w3c_target(note_w3c_first(json_get(n, "target")), arena, &a->target);
	a->author = agent(json_get(n, "creator"), arena);
	a->created = time_of(n, "created");
	a->modified = json_get(n, "modified") ? time_of(n, "modified") : a->created;
	a->colour = copy(arena, json_get(n, "taiyaku:colour"));
	a->alignment = copy(arena, json_get(n, "taiyaku:alignment"));
	a->preferred = json_bool(json_get(n, "taiyaku:preferred"), false);
	if (poster)
		take_poster(poster, arena, &a->poster);
	if (json_type(extra) == JSON_OBJECT)
		a->extra = note_json_text(extra, arena);
}

/* ---- what we have no word for ---- */

static bool says_the_same(const struct json_node *n, const struct store_annotation *a)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	note_w3c_object(&o, a, &a->target, json_get(n, "@context") != NULL);
	struct json *again = json_parse(buf_view(&b), "annotation", NULL);
	bool same = again && json_equal(json_root(again), n);
	json_free(again);
	buf_free(&b);
	return same;
}

/* The members of extra that are ours already, and the original. */
static void keep_original(const struct json_node *n, struct arena *arena, struct store_annotation *a)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true, .depth = 1, .first = true};

	json_begin(&o, '{');
	for (const struct json_node *m = json_first(json_get(n, "taiyaku:extra")); m; m = json_next(m)) {
		if (str_eq(json_key(m), STR("w3c")))
			continue;
		json_name(&o, json_key(m).p);
		json_put_node(&o, m);
	}
	json_name(&o, "w3c");
	json_put_node(&o, n);
	json_end(&o, '}');
	a->extra = note_copy(arena, &b);
}

static bool add(const struct json_node *n, const char *name, const char *where, bool alone, struct arena *arena,
		struct store_annotation *a, struct err *e)
{
	if (!note_w3c_check(n, name, where, alone, e))
		return false;
	note_w3c_annotation(n, arena, a);
	if (!says_the_same(n, a))
		keep_original(n, arena, a);
	return true;
}

/* ---- many ---- */

static bool add_items(const struct json_node *items, const char *name, const char *where, bool alone,
		      struct arena *arena, struct store_annotations *out, struct err *e)
{
	char place[64];
	size_t i = 0, n = 0;

	if (json_type(items) != JSON_ARRAY)
		return err_set(e, ERR_INPUT, _("%s: %s: must be a list"), name, where);
	for (const struct json_node *c = json_first(items); c; c = json_next(c))
		n++;
	out->v = arena_alloc(arena, (n + 1) * sizeof *out->v);
	for (const struct json_node *c = json_first(items); c; c = json_next(c), i++) {
		snprintf(place, sizeof place, "%s[%zu]", where, i);
		if (!add(c, name, place, alone, arena, &out->v[out->n], e))
			return false;
		out->n++;
	}
	return true;
}

static bool is_type(const struct json_node *n, const char *type)
{
	const struct json_node *all = json_get(n, "type");

	for (const struct json_node *t = note_w3c_first(all); t; t = note_w3c_next(all, t))
		if (str_eq(json_str(t), str_c(type)))
			return true;
	return false;
}

static bool has_context(const struct json_node *n)
{
	const struct json_node *all = json_get(n, "@context");

	for (const struct json_node *c = note_w3c_first(all); c; c = note_w3c_next(all, c))
		if (str_eq(json_str(c), STR(NOTE_W3C_CONTEXT)))
			return true;
	return false;
}

bool note_read_w3c(const struct json_node *n, const char *name, struct arena *arena, struct store_annotations *out,
		   struct err *e)
{
	bool collection = is_type(n, "AnnotationCollection"), page = is_type(n, "AnnotationPage");
	const struct json_node *first = json_get(n, "first");

	*out = (struct store_annotations){0};
	if (json_type(n) == JSON_ARRAY)
		return add_items(n, name, "", true, arena, out, e);
	if (!collection && !page) {
		out->v = arena_alloc(arena, sizeof *out->v);
		out->n = 1;
		return add(n, name, "", true, arena, out->v, e);
	}
	if (!has_context(n))
		return err_set(e, ERR_INPUT, _("%s: %s: must be %s"), name, "@context", NOTE_W3C_CONTEXT);
	if (page)
		return add_items(json_get(n, "items"), name, "items", false, arena, out, e);
	if (!first)
		return true; /* 5.1: an empty one needs no page */
	if (json_type(first) != JSON_OBJECT)
		return err_set(e, ERR_INPUT,
			       _("%s: first: the annotations are not in this file; give the page that it names"), name);
	return add_items(json_get(first, "items"), name, "first.items", false, arena, out, e);
}
