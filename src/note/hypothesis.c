/* What the API of Hypothesis gives: {"rows": […]}, an array, or one annotation.
 *
 * Its positions count UTF-16 units of a page that is not at hand, so a passage is found by its quote; the row as a
 * whole is kept in extra. A reply has no passage: it becomes a note on the passage of what it answers, directly or not,
 * and its references say in extra what that is.
 */
#include "exchange.h"

#include <stdio.h>

#define SITE "https://hypothes.is/a/"

static struct str id_of(struct note_fields *f, const struct json_node *row)
{
	struct str id = note_field_text(f, row, "id");
	struct buf b = {0};

	if (!id.n || note_is_iri(id))
		return id;
	buf_printf(&b, SITE STR_FMT, STR_ARG(id));
	return note_copy(f->arena, &b);
}

/* acct:name@host */
static struct str author_of(struct note_fields *f, const struct json_node *row)
{
	struct str user = note_field_text(f, row, "user");

	return str_starts(user, STR("acct:")) ? str_slice(user, 5, user.n) : user;
}

static void take_quote(struct note_fields *f, const struct json_node *target, struct store_target *t)
{
	const struct json_node *selectors = note_field_list(f, target, "selector");

	for (const struct json_node *s = json_first(selectors); s; s = json_next(s))
		if (str_eq(json_str(json_get(s, "type")), STR("TextQuoteSelector"))) {
			t->quote = note_field_text(f, s, "exact");
			t->prefix = note_field_text(f, s, "prefix");
			t->suffix = note_field_text(f, s, "suffix");
		}
}

static void take_target(struct note_fields *f, const struct json_node *row, struct store_target *t)
{
	const struct json_node *target = json_first(note_field_list(f, row, "target"));
	const struct json_node *title = json_get(json_get(row, "document"), "title");

	t->document = note_field_text(f, target, "source");
	if (!t->document.n)
		t->document = note_field_text(f, row, "uri");
	if (!t->document.n)
		note_field_wrong(f, "uri", _("is missing"));
	t->title = arena_str(f->arena, json_str(note_w3c_first(title)));
	take_quote(f, target, t);
}

static enum store_annotation_kind kind_of(const struct store_annotation *a, bool reply)
{
	if (a->body.n || reply)
		return ANNOTATION_NOTE;
	if (a->target.quote.n)
		return ANNOTATION_HIGHLIGHT;
	return a->n_tags ? ANNOTATION_TAG : ANNOTATION_BOOKMARK;
}

static void read_row(struct note_fields *f, const struct json_node *row, struct store_annotation *a)
{
	size_t n_references;

	*a = note_blank();
	if (json_type(row) != JSON_OBJECT) {
		note_field_wrong(f, "", _("must be an object"));
		return;
	}
	note_field_texts(f, row, "references", &n_references);
	a->id = id_of(f, row);
	a->body = note_field_text(f, row, "text");
	a->tags = note_field_texts(f, row, "tags", &a->n_tags);
	a->author = author_of(f, row);
	a->created = note_field_time(f, row, "created");
	a->modified = json_get(row, "updated") ? note_field_time(f, row, "updated") : a->created;
	take_target(f, row, &a->target);
	a->kind = kind_of(a, n_references > 0);
	a->extra = note_extra("hypothesis", row, f->arena);
	if (!a->id.n)
		note_name(f->arena, a);
}

/* ---- replies ---- */

static const struct store_annotation *find(const struct store_annotations *all, struct str id, struct arena *arena)
{
	struct buf b = {0};

	buf_printf(&b, SITE STR_FMT, STR_ARG(id));
	struct str full = note_copy(arena, &b);
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].id, full) || str_eq(all->v[i].id, id))
			return &all->v[i];
	return NULL;
}

/* The first reference is the annotation at the root, which has the passage. */
static void place_reply(const struct json_node *row, struct store_annotations *all, struct arena *arena,
			struct store_annotation *a)
{
	const struct json_node *root = json_first(json_get(row, "references"));
	const struct store_annotation *to = root ? find(all, json_str(root), arena) : NULL;

	if (to && !a->target.quote.n)
		a->target = to->target;
}

bool note_read_hypothesis(const struct json_node *root, const char *name, struct arena *arena,
			  struct store_annotations *out, struct err *e)
{
	struct note_fields f = {.name = name, .arena = arena, .err = e};
	const struct json_node *rows =
		json_type(root) == JSON_OBJECT && json_get(root, "rows") ? note_field_list(&f, root, "rows") : root;
	size_t n = 0, i = 0;

	for (const struct json_node *r = note_w3c_first(rows); r; r = note_w3c_next(rows, r))
		n++;
	*out = (struct store_annotations){.v = arena_alloc(arena, (n + 1) * sizeof *out->v)};
	for (const struct json_node *r = note_w3c_first(rows); r && !f.bad; r = note_w3c_next(rows, r)) {
		if (json_type(rows) == JSON_ARRAY)
			snprintf(f.where, sizeof f.where, "%s[%zu]", rows == root ? "" : "rows", out->n);
		read_row(&f, r, &out->v[out->n]);
		out->n++;
	}
	for (const struct json_node *r = note_w3c_first(rows); r && !f.bad; r = note_w3c_next(rows, r), i++)
		place_reply(r, out, arena, &out->v[i]);
	return !f.bad;
}
