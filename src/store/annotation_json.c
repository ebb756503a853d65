/* Annotations as JSON: in the log, in drafts, in exports of our own. What is empty is left out; keys that are not known
 * are passed over. Every string is valid UTF-8 without NUL, whatever was handed over. */
#include "notes.h"
#include "store.h"
#include "taiyaku/text.h"

static const char *const kinds[ANNOTATION_KINDS] = {
	[ANNOTATION_HIGHLIGHT] = "highlight",   [ANNOTATION_NOTE] = "note", [ANNOTATION_TRANSLATION] = "translation",
	[ANNOTATION_CORRECTION] = "correction", [ANNOTATION_TAG] = "tag",   [ANNOTATION_LINK] = "link",
	[ANNOTATION_BOOKMARK] = "bookmark",
};
static const char *const posters[] = {
	[STORE_POSTER_NONE] = "", [STORE_POSTER_TRIP] = "trip", [STORE_POSTER_BE] = "be",
	[STORE_POSTER_ID] = "id", [STORE_POSTER_SLIP] = "slip",
};

const char *store_annotation_name(enum store_annotation_kind kind)
{
	return kinds[kind];
}

bool store_annotation_kind_of(struct str name, enum store_annotation_kind *out)
{
	for (int i = 0; i < ANNOTATION_KINDS; i++)
		if (str_eq(name, str_c(kinds[i]))) {
			*out = (enum store_annotation_kind)i;
			return true;
		}
	return false;
}

/* ---- writing ---- */

static void put_text(struct json_out *o, const char *name, struct str s)
{
	struct buf b = {0};

	if (!s.n)
		return;
	json_name(o, name);
	json_put_str(o, store_clean(s, &b));
	buf_free(&b);
}

static void put_offset(struct json_out *o, const char *name, size_t at)
{
	if (at == POS_NONE)
		return;
	json_name(o, name);
	json_put_int(o, (long long)at);
}

static void put_time(struct json_out *o, const char *name, int64_t time)
{
	if (time == STORE_NO_TIME)
		return;
	json_name(o, name);
	json_put_int(o, time);
}

static void put_true(struct json_out *o, const char *name, bool value)
{
	if (!value)
		return;
	json_name(o, name);
	json_put_bool(o, true);
}

static void put_target(struct json_out *o, const char *name, const struct store_target *t)
{
	json_name(o, name);
	json_begin(o, '{');
	put_text(o, "document", t->document);
	put_text(o, "version", t->version);
	put_offset(o, "start", t->start);
	put_offset(o, "end", t->end);
	put_offset(o, "first", t->first);
	put_offset(o, "last", t->last);
	put_text(o, "quote", t->quote);
	put_text(o, "prefix", t->prefix);
	put_text(o, "suffix", t->suffix);
	put_text(o, "path", t->path);
	put_text(o, "title", t->title);
	json_end(o, '}');
}

static void put_poster(struct json_out *o, const struct store_poster *p)
{
	json_name(o, "poster");
	json_begin(o, '{');
	put_text(o, "kind", str_c(posters[p->kind]));
	put_text(o, "family", p->family);
	put_text(o, "board", p->board);
	put_text(o, "value", p->value);
	put_time(o, "from", p->from);
	put_time(o, "to", p->to);
	json_end(o, '}');
}

static void put_tags(struct json_out *o, const struct store_annotation *a)
{
	struct buf b = {0};

	json_name(o, "tags");
	json_begin(o, '[');
	for (size_t i = 0; i < a->n_tags; i++)
		json_put_str(o, store_clean(a->tags[i], &b));
	json_end(o, ']');
	buf_free(&b);
}

void store_annotation_put(struct json_out *o, const struct store_annotation *a)
{
	json_begin(o, '{');
	put_text(o, "id", a->id);
	put_text(o, "kind", str_c(kinds[a->kind]));
	put_target(o, "target", &a->target);
	put_text(o, "body", a->body);
	put_text(o, "language", a->language);
	put_text(o, "colour", a->colour);
	if (a->n_tags)
		put_tags(o, a);
	if (a->to.document.n)
		put_target(o, "to", &a->to);
	if (a->poster.kind != STORE_POSTER_NONE)
		put_poster(o, &a->poster);
	put_true(o, "preferred", a->preferred);
	put_text(o, "alignment", a->alignment);
	put_text(o, "extra", a->extra);
	put_text(o, "author", a->author);
	put_text(o, "device", a->device);
	put_time(o, "created", a->created);
	put_time(o, "modified", a->modified);
	put_true(o, "deleted", a->deleted);
	json_end(o, '}');
}

/* ---- reading ---- */

struct reading {
	struct arena *arena;
	struct err *err;
	bool bad;
};

static void fault(struct reading *r, const char *key)
{
	if (!r->bad)
		err_set(r->err, ERR_INPUT, _("no annotation: the key \"%s\" is missing or cannot be right"), key);
	r->bad = true;
}

/* Missing and null are the empty string. */
static struct str get_text(struct reading *r, const struct json_node *from, const char *key)
{
	const struct json_node *n = json_get(from, key);

	if (json_type(n) != JSON_STRING && json_type(n) != JSON_NULL)
		fault(r, key);
	return json_type(n) == JSON_STRING ? arena_str(r->arena, json_str(n)) : STR("");
}

static int64_t get_number(struct reading *r, const struct json_node *from, const char *key, int64_t none)
{
	const struct json_node *n = json_get(from, key);

	if (json_type(n) == JSON_NULL)
		return none;
	if (json_type(n) != JSON_NUMBER || json_int(n, INT64_MAX) == INT64_MAX)
		fault(r, key);
	return json_int(n, none);
}

static size_t get_offset(struct reading *r, const struct json_node *from, const char *key)
{
	int64_t at = get_number(r, from, key, -1);

	if (at < -1)
		fault(r, key);
	return at < 0 ? POS_NONE : (size_t)at;
}

static bool get_bool(struct reading *r, const struct json_node *from, const char *key)
{
	const struct json_node *n = json_get(from, key);
	enum json_type type = json_type(n);

	if (type != JSON_TRUE && type != JSON_FALSE && type != JSON_NULL)
		fault(r, key);
	return type == JSON_TRUE;
}

/* False: there is none. */
static bool get_object(struct reading *r, const struct json_node *from, const char *key, const struct json_node **out)
{
	*out = json_get(from, key);
	if (json_type(*out) != JSON_OBJECT && json_type(*out) != JSON_NULL)
		fault(r, key);
	return json_type(*out) == JSON_OBJECT;
}

/* Either both or none, in order. */
static void get_range(struct reading *r, const struct json_node *n, const char *first, const char *second,
		      size_t *start, size_t *end)
{
	*start = get_offset(r, n, first);
	*end = get_offset(r, n, second);
	if ((*start == POS_NONE) != (*end == POS_NONE) || *start > *end)
		fault(r, second);
}

static struct store_target get_target(struct reading *r, const struct json_node *n)
{
	struct store_target t = {
		.document = get_text(r, n, "document"),
		.version = get_text(r, n, "version"),
		.quote = get_text(r, n, "quote"),
		.prefix = get_text(r, n, "prefix"),
		.suffix = get_text(r, n, "suffix"),
		.path = get_text(r, n, "path"),
		.title = get_text(r, n, "title"),
	};

	get_range(r, n, "start", "end", &t.start, &t.end);
	get_range(r, n, "first", "last", &t.first, &t.last);
	/* of no document: a passage that is only remembered (a unit of a translation memory) */
	if (!t.document.n && !t.quote.n)
		fault(r, "document");
	return t;
}

static struct store_poster get_poster(struct reading *r, const struct json_node *n)
{
	struct str kind = get_text(r, n, "kind");
	struct store_poster p = {
		.family = get_text(r, n, "family"),
		.board = get_text(r, n, "board"),
		.value = get_text(r, n, "value"),
		.from = get_number(r, n, "from", STORE_NO_TIME),
		.to = get_number(r, n, "to", STORE_NO_TIME),
	};

	for (size_t i = 1; i < sizeof posters / sizeof *posters; i++)
		if (str_eq(kind, str_c(posters[i])))
			p.kind = (enum store_poster_kind)i;
	if (p.kind == STORE_POSTER_NONE)
		fault(r, "poster");
	return p;
}

static void get_tags(struct reading *r, const struct json_node *n, struct store_annotation *a)
{
	struct {
		struct str *v;
		size_t n;
	} tags = {0};

	if (json_type(n) != JSON_ARRAY && json_type(n) != JSON_NULL)
		fault(r, "tags");
	for (const struct json_node *tag = json_first(n); tag && !r->bad; tag = json_next(tag)) {
		if (json_type(tag) != JSON_STRING)
			fault(r, "tags");
		STORE_PUSH(r->arena, &tags, arena_str(r->arena, json_str(tag)));
	}
	a->tags = tags.v;
	a->n_tags = tags.n;
}

bool store_annotation_get(const struct json_node *n, struct arena *arena, struct store_annotation *out, struct err *e)
{
	struct reading r = {.arena = arena, .err = e};
	const struct json_node *part;

	*out = (struct store_annotation){
		.id = get_text(&r, n, "id"),
		.body = get_text(&r, n, "body"),
		.language = get_text(&r, n, "language"),
		.colour = get_text(&r, n, "colour"),
		.preferred = get_bool(&r, n, "preferred"),
		.alignment = get_text(&r, n, "alignment"),
		.extra = get_text(&r, n, "extra"),
		.author = get_text(&r, n, "author"),
		.device = get_text(&r, n, "device"),
		.created = get_number(&r, n, "created", STORE_NO_TIME),
		.modified = get_number(&r, n, "modified", STORE_NO_TIME),
		.deleted = get_bool(&r, n, "deleted"),
		.to = {.start = POS_NONE, .end = POS_NONE, .first = POS_NONE, .last = POS_NONE},
		.poster = {.from = STORE_NO_TIME, .to = STORE_NO_TIME},
	};
	if (!store_annotation_kind_of(get_text(&r, n, "kind"), &out->kind))
		fault(&r, "kind");
	if (get_object(&r, n, "target", &part))
		out->target = get_target(&r, part);
	else
		fault(&r, "target");
	if (get_object(&r, n, "to", &part))
		out->to = get_target(&r, part);
	if (get_object(&r, n, "poster", &part))
		out->poster = get_poster(&r, part);
	get_tags(&r, json_get(n, "tags"), out);
	return !r.bad;
}
