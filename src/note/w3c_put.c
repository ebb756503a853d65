/* Annotations as Web Annotations: one as an object, several as a collection whose only page is in it.
 *
 * The quote stands in a TextQuoteSelector, the position, where it is known, beside it in a TextPositionSelector (code
 * points of the text that the state names by its hash). What the model has no word for stands under "taiyaku:…". An
 * annotation that came from elsewhere goes out as it came, with what was changed since laid over it.
 */
#include "exchange.h"

/* The members that the model does not know. */
#define OURS "taiyaku:colour", "taiyaku:alignment", "taiyaku:preferred", "taiyaku:poster", "taiyaku:extra"

/* ---- pieces ---- */

static void put_text(struct json_out *o, const char *name, struct str s)
{
	json_name(o, name);
	json_put_str(o, s);
}

static void put_if(struct json_out *o, const char *name, struct str s)
{
	if (s.n)
		put_text(o, name, s);
}

static void put_iri(struct json_out *o, const char *name, struct str s, void (*make)(struct str, struct buf *))
{
	struct buf b = {0};

	make(s, &b);
	put_text(o, name, buf_view(&b));
	buf_free(&b);
}

static void put_selectors(struct json_out *o, const struct store_target *t)
{
	bool placed = t->first != POS_NONE && t->last != POS_NONE && t->last >= t->first,
	     quoted = t->quote.n || t->prefix.n || t->suffix.n;

	if (!quoted && !placed)
		return;
	json_name(o, "selector");
	json_begin(o, '[');
	if (quoted) {
		json_begin(o, '{');
		put_text(o, "type", STR("TextQuoteSelector"));
		put_text(o, "exact", t->quote);
		put_if(o, "prefix", t->prefix);
		put_if(o, "suffix", t->suffix);
		json_end(o, '}');
	}
	if (placed) {
		json_begin(o, '{');
		put_text(o, "type", STR("TextPositionSelector"));
		json_name(o, "start");
		json_put_int(o, (long long)t->first);
		json_name(o, "end");
		json_put_int(o, (long long)t->last);
		json_end(o, '}');
	}
	json_end(o, ']');
}

/* when: of the version; a state that names none is none (4.3.1). */
static void put_resource(struct json_out *o, const struct store_target *t, const char *purpose, int64_t when)
{
	json_begin(o, '{');
	put_text(o, "type", STR("SpecificResource"));
	put_if(o, "purpose", str_c(purpose));
	json_name(o, "source");
	json_begin(o, '{');
	put_iri(o, "id", t->document, note_document_iri);
	put_text(o, "type", STR("Text"));
	put_if(o, "dcterms:title", t->title);
	json_end(o, '}');
	put_selectors(o, t);
	if (t->version.n && when != STORE_NO_TIME) {
		json_name(o, "state");
		json_begin(o, '{');
		put_text(o, "type", STR("TimeState"));
		note_put_time(o, "sourceDate", when);
		put_iri(o, "cached", t->version, note_document_iri);
		json_end(o, '}');
	}
	json_end(o, '}');
}

static void put_textual(struct json_out *o, struct str value, struct str language, const char *purpose)
{
	json_begin(o, '{');
	put_text(o, "type", STR("TextualBody"));
	put_text(o, "value", value);
	put_text(o, "format", STR("text/plain"));
	put_if(o, "language", language);
	put_text(o, "purpose", str_c(purpose));
	json_end(o, '}');
}

/* ---- an annotation ---- */

static const char *motivation(enum store_annotation_kind kind)
{
	static const char *const names[] = {
		[ANNOTATION_HIGHLIGHT] = "highlighting",
		[ANNOTATION_NOTE] = "commenting",
		[ANNOTATION_TRANSLATION] = "commenting",
		[ANNOTATION_CORRECTION] = "editing",
		[ANNOTATION_TAG] = "tagging",
		[ANNOTATION_LINK] = "linking",
		[ANNOTATION_BOOKMARK] = "bookmarking",
	};

	return names[kind];
}

static const char *purpose(enum store_annotation_kind kind)
{
	return kind == ANNOTATION_TRANSLATION ? "describing" : kind == ANNOTATION_CORRECTION ? "editing" : "commenting";
}

/* An empty correction strikes the passage out: its text is said though it is empty. */
static bool has_text(const struct store_annotation *a)
{
	return a->body.n || a->kind == ANNOTATION_CORRECTION || a->kind == ANNOTATION_TRANSLATION;
}

static size_t count_bodies(const struct store_annotation *a)
{
	return (size_t)has_text(a) + (a->kind == ANNOTATION_TRANSLATION ? 1 : 0) + a->n_tags +
	       (a->to.document.n ? 1 : 0);
}

/* Ours, in an array that is begun. */
static void put_bodies(struct json_out *o, const struct store_annotation *a)
{
	static const struct str none = {NULL, 0};

	if (has_text(a))
		put_textual(o, a->body, a->language, purpose(a->kind));
	if (a->kind == ANNOTATION_TRANSLATION)
		put_textual(o, STR(NOTE_W3C_MARK), none, "tagging");
	for (size_t i = 0; i < a->n_tags; i++)
		put_textual(o, a->tags[i], none, "tagging");
	if (a->to.document.n)
		put_resource(o, &a->to, "linking", a->created);
}

static void put_poster(struct json_out *o, const struct store_poster *p)
{
	json_name(o, "taiyaku:poster");
	json_begin(o, '{');
	json_name(o, "kind");
	json_put_int(o, p->kind);
	put_if(o, "family", p->family);
	put_if(o, "board", p->board);
	put_if(o, "value", p->value);
	note_put_time(o, "from", p->from);
	note_put_time(o, "to", p->to);
	json_end(o, '}');
}

/* What the model has no word for. */
static void put_ours(struct json_out *o, const struct store_annotation *a)
{
	put_if(o, "taiyaku:colour", a->colour);
	put_if(o, "taiyaku:alignment", a->alignment);
	if (a->preferred) {
		json_name(o, "taiyaku:preferred");
		json_put_bool(o, true);
	}
	if (a->poster.kind != STORE_POSTER_NONE)
		put_poster(o, &a->poster);
	struct json *extra = a->extra.n ? json_parse(a->extra, "extra", NULL) : NULL;
	if (extra) {
		json_name(o, "taiyaku:extra");
		json_put_node(o, json_root(extra));
	}
	json_free(extra);
}

static void put_who(struct json_out *o, const struct store_annotation *a)
{
	if (a->author.n) {
		json_name(o, "creator");
		json_begin(o, '{');
		put_iri(o, "id", a->author, note_user_iri);
		put_text(o, "type", STR("Person"));
		put_text(o, "name", a->author);
		json_end(o, '}');
	}
	note_put_time(o, "created", a->created);
	note_put_time(o, "modified", a->modified);
	json_name(o, "generator");
	json_begin(o, '{');
	put_text(o, "id", STR("urn:taiyaku:application:taiyaku"));
	put_text(o, "type", STR("Software"));
	put_text(o, "name", STR("taiyaku"));
	json_end(o, '}');
}

void note_w3c_object(struct json_out *o, const struct store_annotation *a, const struct store_target *t, bool context)
{
	size_t n = count_bodies(a);

	json_begin(o, '{');
	if (context)
		put_text(o, "@context", STR(NOTE_W3C_CONTEXT));
	put_iri(o, "id", a->id, note_id_iri);
	put_text(o, "type", STR("Annotation"));
	put_text(o, "motivation", str_c(motivation(a->kind)));
	put_who(o, a);
	if (n) {
		json_name(o, "body");
		if (n > 1)
			json_begin(o, '[');
		put_bodies(o, a);
		if (n > 1)
			json_end(o, ']');
	}
	json_name(o, "target");
	put_resource(o, t, NULL, a->created);
	put_ours(o, a);
	json_end(o, '}');
}

/* ---- one that came from elsewhere ---- */

static bool same_tags(const struct store_annotation *a, const struct store_annotation *b)
{
	if (a->n_tags != b->n_tags)
		return false;
	for (size_t i = 0; i < a->n_tags; i++)
		if (!str_eq(a->tags[i], b->tags[i]))
			return false;
	return true;
}

static bool same_words(const struct store_annotation *a, const struct store_annotation *b)
{
	return a->kind == b->kind && str_eq(a->body, b->body) && str_eq(a->language, b->language) && same_tags(a, b) &&
	       str_eq(a->to.document, b->to.document);
}

/* Ours in place of those that were read for ours, and the others as they were. */
static void put_new_bodies(struct json_out *o, const struct store_annotation *a, const struct store_annotation *was,
			   const struct json_node *original)
{
	const struct json_node *all = json_get(original, "body");
	struct store_annotation now = *a;
	bool same_link = str_eq(a->to.document, was->to.document);

	if (same_link)
		now.to.document.n = 0;
	json_name(o, "body");
	json_begin(o, '[');
	put_bodies(o, &now);
	for (const struct json_node *b = note_w3c_first(all); b; b = note_w3c_next(all, b)) {
		enum note_job job = note_w3c_job(b, original);
		if (job == NOTE_JOB_OTHER || (job == NOTE_JOB_LINK && same_link))
			json_put_node(o, b);
	}
	json_end(o, ']');
}

static bool is_one_of(struct str key, const char *const *keys)
{
	for (; *keys; keys++)
		if (str_eq(key, str_c(*keys)))
			return true;
	return false;
}

/* The original with the members left out that are said anew; context: with it, or without. */
static void put_members(struct json_out *o, const struct json_node *original, const char *const *without, bool context)
{
	if (context && !json_get(original, "@context"))
		put_text(o, "@context", STR(NOTE_W3C_CONTEXT));
	for (const struct json_node *m = json_first(original); m; m = json_next(m)) {
		if (is_one_of(json_key(m), without) || (!context && str_eq(json_key(m), STR("@context"))))
			continue;
		json_name(o, json_key(m).p);
		json_put_node(o, m);
	}
}

static void put_original(struct json_out *o, const struct store_annotation *a, const struct json_node *original,
			 bool context)
{
	static const char *const changed[] = {"motivation", "body", "bodyValue", "modified", OURS, NULL},
				 *const ours[] = {OURS, NULL};
	struct arena *arena = arena_new();
	struct store_annotation was, now = *a;

	note_w3c_annotation(original, arena, &was);
	bool same = same_words(a, &was);
	json_begin(o, '{');
	put_members(o, original, same ? ours : changed, context);
	if (!same) {
		put_text(o, "motivation", str_c(motivation(a->kind)));
		note_put_time(o, "modified", a->modified);
		put_new_bodies(o, a, &was, original);
	}
	now.extra = was.extra;
	put_ours(o, &now);
	json_end(o, '}');
	arena_free(arena);
}

/* ---- all of them ---- */

/* Where it stands now, if that is elsewhere than where it was made; in the document that is at hand. */
static void place(const struct note_export *e, const struct note_attached *at, struct arena *arena,
		  struct store_target *out)
{
	const struct store_target *was = &at->annotation.target;

	*out = *was;
	if (!e->doc || at->state == STATE_ORPHAN || at->at.start == POS_NONE ||
	    str_eq(was->version, str_c(doc_id(e->doc))))
		return;
	note_target(doc_text(e->doc), at->at, POS_NONE, arena, out);
	out->document = was->document;
	if (str_starts(was->document, STR("sha256:")))
		out->document = str_c(doc_id(e->doc));
	out->version = str_c(doc_id(e->doc));
	out->title = was->title;
}

/* What was kept has come through other hands: it is an original only where it is one, of this annotation. */
static bool is_original(const struct json_node *n, const struct store_annotation *a, struct arena *arena)
{
	return json_type(n) == JSON_OBJECT && note_w3c_check(n, "", "", false, NULL) &&
	       str_eq(note_id_of_iri(json_str(json_get(n, "id")), arena), a->id);
}

static void put_one(const struct note_export *e, const struct note_attached *at, struct json_out *o, bool context)
{
	struct arena *arena = arena_new();
	const struct store_annotation *a = &at->annotation;
	struct json *extra = a->extra.n ? json_parse(a->extra, "extra", NULL) : NULL;
	const struct json_node *original = extra ? json_get(json_root(extra), "w3c") : NULL;
	struct store_target t;

	place(e, at, arena, &t);
	if (is_original(original, a, arena))
		put_original(o, a, original, context);
	else
		note_w3c_object(o, a, &t, context);
	json_free(extra);
	arena_free(arena);
}

void note_put_w3c(const struct note_export *e, struct buf *out)
{
	struct json_out o = {.to = out};

	if (e->n == 1) {
		put_one(e, e->v, &o, true);
		return;
	}
	json_begin(&o, '[');
	for (size_t i = 0; i < e->n; i++)
		put_one(e, &e->v[i], &o, true);
	json_end(&o, ']');
}
