/* Our own exchange: {"taiyaku": 1, "annotations": […], "changes": […]}.
 *
 * The annotations are there to be read by programs, as `note list --json` prints them; what another store takes over is
 * the changes, each as it stands in the log, byte for byte: with them come the history, deletions, and who wrote on top
 * of what, so that two stores come to the same whatever the order. A file without changes (made by a script, or that
 * very list) is read for its annotations.
 */
#include "exchange.h"

#include <stdio.h>

#define EDITION 1

/* ---- out ---- */

static void put_text(struct json_out *o, const char *name, struct str s)
{
	json_name(o, name);
	json_put_str_or_null(o, s);
}

static void put_count(struct json_out *o, const char *name, size_t n)
{
	json_name(o, name);
	if (n == POS_NONE)
		json_put_null(o);
	else
		json_put_int(o, (long long)n);
}

static void put_time(struct json_out *o, const char *name, int64_t ms)
{
	if (ms == STORE_NO_TIME)
		put_text(o, name, (struct str){NULL, 0});
	else
		note_put_time(o, name, ms);
}

/* Where it stands in the text at hand; else where it was made. */
static void put_place(const struct note_export *e, const struct note_attached *at, struct json_out *o)
{
	const struct store_target *t = &at->annotation.target;
	bool here = e->doc && at->at.start != POS_NONE && at->state != STATE_ORPHAN;

	put_text(o, "document", t->document);
	put_text(o, "version", here ? str_c(doc_id(e->doc)) : t->version);
	put_count(o, "start", here ? doc_code_points_before(e->doc, at->at.start) : t->first);
	put_count(o, "end", here ? doc_code_points_before(e->doc, at->at.end) : t->last);
	put_text(o, "quote", t->quote);
	put_text(o, "prefix", t->prefix);
	put_text(o, "suffix", t->suffix);
	put_text(o, "title", t->title);
}

static void put_tags(struct json_out *o, const struct store_annotation *a)
{
	json_name(o, "tags");
	json_begin(o, '[');
	for (size_t i = 0; i < a->n_tags; i++)
		json_put_str(o, a->tags[i]);
	json_end(o, ']');
}

static void put_one(const struct note_export *e, const struct note_attached *at, struct json_out *o)
{
	const struct store_annotation *a = &at->annotation;

	json_begin(o, '{');
	put_text(o, "id", a->id);
	put_text(o, "kind", str_c(store_annotation_name(a->kind)));
	put_place(e, at, o);
	put_text(o, "body", a->body);
	put_text(o, "language", a->language);
	put_text(o, "colour", a->colour);
	put_tags(o, a);
	put_text(o, "author", a->author);
	put_time(o, "created", a->created);
	put_time(o, "modified", a->modified);
	put_text(o, "state", str_c(store_state_name(at->state)));
	json_end(o, '}');
}

static bool put_change(void *context, struct str json)
{
	json_put_text(context, json);
	return true;
}

void note_put_json(const struct note_export *e, struct buf *out)
{
	struct json_out o = {.to = out};

	json_begin(&o, '{');
	json_name(&o, "taiyaku");
	json_put_int(&o, EDITION);
	json_name(&o, "annotations");
	json_begin(&o, '[');
	for (size_t i = 0; i < e->n; i++)
		put_one(e, &e->v[i], &o);
	json_end(&o, ']');
	if (e->notes && e->query) {
		json_name(&o, "changes");
		json_begin(&o, '[');
		store_each_change(e->notes, e->query, put_change, &o, NULL);
		json_end(&o, ']');
	}
	json_end(&o, '}');
}

/* ---- in: the list ---- */

static void read_one(struct note_fields *f, const struct json_node *n, struct store_annotation *a)
{
	struct str kind = note_field_text(f, n, "kind");
	struct store_target *t = &a->target;

	*a = note_blank();
	if (!store_annotation_kind_of(kind, &a->kind))
		note_field_wrong(f, "kind",
				 _("must be highlight, note, translation, correction, tag, link or bookmark"));
	a->id = note_field_text(f, n, "id");
	t->document = note_field_text(f, n, "document");
	if (!t->document.n)
		note_field_wrong(f, "document", _("is missing"));
	t->version = note_field_text(f, n, "version");
	if (!t->version.n && str_starts(t->document, STR("sha256:")))
		t->version = t->document;
	t->first = note_field_count(f, n, "start");
	t->last = note_field_count(f, n, "end");
	if ((t->first == POS_NONE) != (t->last == POS_NONE) || t->last < t->first)
		note_field_wrong(f, "end", _("lies before the start"));
	t->quote = note_field_text(f, n, "quote");
	t->prefix = note_field_text(f, n, "prefix");
	t->suffix = note_field_text(f, n, "suffix");
	t->title = note_field_text(f, n, "title");
	a->body = note_field_text(f, n, "body");
	a->language = note_field_text(f, n, "language");
	a->colour = note_field_text(f, n, "colour");
	a->tags = note_field_texts(f, n, "tags", &a->n_tags);
	a->author = note_field_text(f, n, "author");
	a->created = note_field_time(f, n, "created");
	a->modified = json_type(json_get(n, "modified")) == JSON_NULL ? a->created : note_field_time(f, n, "modified");
	if (!a->id.n)
		note_name(f->arena, a);
}

bool note_read_list(const struct json_node *list, const char *name, const char *where, struct arena *arena,
		    struct store_annotations *out, struct err *e)
{
	struct note_fields f = {.name = name, .arena = arena, .err = e};
	size_t n = 0;

	if (json_type(list) != JSON_ARRAY)
		return note_field_wrong(&f, where, _("must be a list"));
	for (const struct json_node *c = json_first(list); c; c = json_next(c))
		n++;
	*out = (struct store_annotations){.v = arena_alloc(arena, (n + 1) * sizeof *out->v)};
	for (const struct json_node *c = json_first(list); c && !f.bad; c = json_next(c)) {
		snprintf(f.where, sizeof f.where, "%s[%zu]", where, out->n);
		if (json_type(c) != JSON_OBJECT)
			note_field_wrong(&f, "", _("must be an object"));
		else
			read_one(&f, c, &out->v[out->n++]);
	}
	return !f.bad;
}

/* ---- in: changes ---- */

bool note_change_of(struct str json, struct arena *arena, struct str *annotation, struct err *e)
{
	struct json *j = json_parse(json, "change", e);
	struct store_annotation a;
	bool good = j && (str_eq(json_str(json_get(json_root(j), "what")), STR("annotation")) ||
			  err_set(e, ERR_INPUT, _("is no change of an annotation")));

	good = good && store_annotation_get(json_get(json_root(j), "annotation"), arena, &a, e);
	if (good && (!a.id.n || !json_str(json_get(json_root(j), "id")).n))
		good = err_set(e, ERR_INPUT, "id: %s", _("is missing"));
	if (good)
		*annotation = a.id;
	json_free(j);
	return good;
}

static bool check_change(struct str json, size_t i, const char *name, struct arena *arena, struct err *e)
{
	char place[48];
	struct str annotation;
	struct err why = {0};

	snprintf(place, sizeof place, "changes[%zu]", i);
	return note_change_of(json, arena, &annotation, &why) ||
	       err_set(e, ERR_INPUT, "%s: %s: %s", name, place, why.text);
}

static bool take_changes(struct str all, size_t n, const char *name, struct arena *arena, struct note_import *out,
			 struct err *e)
{
	struct str *lines = arena_alloc(arena, (n + 1) * sizeof *lines);

	out->changes = lines;
	for (struct json_cut c = {.s = all}; json_cut_next(&c); out->n_changes++) {
		if (!check_change(c.value, out->n_changes, name, arena, e))
			return false;
		lines[out->n_changes] = arena_str(arena, c.value);
	}
	return true;
}

bool note_read_own(const struct json_node *root, struct str bytes, const char *name, struct arena *arena,
		   struct note_import *out, struct err *e)
{
	const struct json_node *changes = json_get(root, "changes");
	struct str text;
	size_t n = 0;

	if (json_int(json_get(root, "taiyaku"), 0) != EDITION)
		return err_set(e, ERR_INPUT,
			       _("%s: taiyaku: this file is of another version; a newer taiyaku reads it"), name);
	if (!changes)
		return note_read_list(json_get(root, "annotations"), name, "annotations", arena, &out->annotations, e);
	if (json_type(changes) != JSON_ARRAY || !json_member(bytes, "changes", &text))
		return err_set(e, ERR_INPUT, "%s: changes: %s", name, _("must be a list"));
	for (const struct json_node *c = json_first(changes); c; c = json_next(c))
		n++;
	return take_changes(text, n, name, arena, out, e);
}
