/* Members of the objects that a file of annotations brings, each of the form that it has to have. */
#include "exchange.h"

bool note_field_wrong(struct note_fields *f, const char *key, const char *what)
{
	if (!f->bad)
		err_set(f->err, ERR_INPUT, "%s: %s%s%s: %s", f->name, f->where, *f->where && *key ? "." : "", key,
			what);
	f->bad = true;
	return false;
}

static const struct json_node *get(const struct json_node *n, const char *key)
{
	const struct json_node *m = json_get(n, key);

	return json_type(m) == JSON_NULL ? NULL : m;
}

struct str note_field_text(struct note_fields *f, const struct json_node *n, const char *key)
{
	const struct json_node *m = get(n, key);

	if (m && json_type(m) != JSON_STRING)
		note_field_wrong(f, key, _("must be a text"));
	return arena_str(f->arena, json_str(m));
}

int64_t note_field_time(struct note_fields *f, const struct json_node *n, const char *key)
{
	const struct json_node *m = get(n, key);
	int64_t ms = note_time(json_str(m));

	if (m && ms == STORE_NO_TIME)
		note_field_wrong(f, key, _("must be a time with its zone, as 2026-11-22T10:00:00Z"));
	return ms;
}

size_t note_field_count(struct note_fields *f, const struct json_node *n, const char *key)
{
	const struct json_node *m = get(n, key);
	long long count = json_int(m, -1);

	if (m && count < 0)
		note_field_wrong(f, key, _("must be a whole number from 0 up"));
	return count < 0 ? POS_NONE : (size_t)count;
}

const struct json_node *note_field_list(struct note_fields *f, const struct json_node *n, const char *key)
{
	const struct json_node *m = get(n, key);

	if (m && json_type(m) != JSON_ARRAY)
		note_field_wrong(f, key, _("must be a list"));
	return json_type(m) == JSON_ARRAY ? m : NULL;
}

const struct str *note_field_texts(struct note_fields *f, const struct json_node *n, const char *key, size_t *count)
{
	const struct json_node *all = note_field_list(f, n, key);
	size_t size = 0;

	for (const struct json_node *m = json_first(all); m; m = json_next(m))
		size++;
	struct str *texts = arena_alloc(f->arena, (size + 1) * sizeof *texts);
	*count = 0;
	for (const struct json_node *m = json_first(all); m; m = json_next(m)) {
		if (json_type(m) != JSON_STRING)
			note_field_wrong(f, key, _("must be a list of texts"));
		texts[(*count)++] = arena_str(f->arena, json_str(m));
	}
	return texts;
}

struct str note_json_text(const struct json_node *n, struct arena *arena)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true, .depth = 1, .first = true}; /* depth 1: no line end behind it */

	json_put_node(&o, n);
	return note_copy(arena, &b);
}

struct str note_extra(const char *key, const struct json_node *value, struct arena *arena)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true, .depth = 1, .first = true};

	json_begin(&o, '{');
	json_name(&o, key);
	json_put_node(&o, value);
	json_end(&o, '}');
	return note_copy(arena, &b);
}
