/* The bodies of a Web Annotation: which of them are our text, tags and link, and what kind of annotation that makes.
 *
 * A note is a text; a translation a text that describes, beside the tag "translation"; a correction a text with the
 * motivation editing; tags are texts for tagging; a link is a body that stands somewhere else. What an annotation says
 * in other ways (a picture, a choice) is none of these, and has the kind that comes nearest.
 */
#include "exchange.h"

const struct json_node *note_w3c_first(const struct json_node *n)
{
	return json_type(n) == JSON_ARRAY ? json_first(n) : n;
}

const struct json_node *note_w3c_next(const struct json_node *all, const struct json_node *one)
{
	return json_type(all) == JSON_ARRAY ? json_next(one) : NULL;
}

static bool has(const struct json_node *n, const char *key, const char *word)
{
	const struct json_node *all = json_get(n, key);

	for (const struct json_node *k = note_w3c_first(all); k; k = note_w3c_next(all, k))
		if (str_eq(json_str(k), str_c(word)))
			return true;
	return false;
}

static bool is_text(const struct json_node *body)
{
	return json_type(json_get(body, "value")) == JSON_STRING &&
	       (has(body, "type", "TextualBody") || !json_get(body, "id"));
}

static bool is_for_tagging(const struct json_node *body, const struct json_node *annotation)
{
	return json_get(body, "purpose") ? has(body, "purpose", "tagging") : has(annotation, "motivation", "tagging");
}

/* What a link leads to: an address, or an object that names one. */
static bool is_elsewhere(const struct json_node *body)
{
	return json_type(body) == JSON_STRING || json_get(body, "source") ||
	       (json_get(body, "id") && !json_get(body, "items"));
}

static enum note_job job(const struct json_node *body, const struct json_node *annotation)
{
	if (is_text(body))
		return is_for_tagging(body, annotation) ? NOTE_JOB_TAG : NOTE_JOB_TEXT;
	if (json_type(body) == JSON_OBJECT && json_type(json_get(body, "source")) == JSON_STRING &&
	    has(body, "purpose", "tagging"))
		return NOTE_JOB_TAG;
	return is_elsewhere(body) ? NOTE_JOB_LINK : NOTE_JOB_OTHER;
}

enum note_job note_w3c_job(const struct json_node *body, const struct json_node *annotation)
{
	const struct json_node *all = json_get(annotation, "body");
	enum note_job mine = job(body, annotation);

	if (mine == NOTE_JOB_TAG || mine == NOTE_JOB_OTHER)
		return mine;
	for (const struct json_node *b = note_w3c_first(all); b && b != body; b = note_w3c_next(all, b))
		if (job(b, annotation) == mine)
			return NOTE_JOB_OTHER;
	return mine;
}

struct found { /* what the bodies are, before the kind is known */
	const struct json_node *text, *link;
	bool marked; /* there is the tag that makes a translation */
};

static void take_tag(struct str tag, struct found *f, struct arena *arena, struct store_annotation *a, struct str *tags)
{
	if (!f->marked && str_eq(tag, STR(NOTE_W3C_MARK)) && f->text && has(f->text, "purpose", "describing"))
		f->marked = true;
	else
		tags[a->n_tags++] = arena_str(arena, tag);
}

static struct str tag_of(const struct json_node *body)
{
	struct str value = json_str(json_get(body, "value"));

	return value.p ? value : json_str(json_get(body, "source"));
}

static void find(const struct json_node *n, struct arena *arena, struct store_annotation *a, struct found *f)
{
	const struct json_node *all = json_get(n, "body");
	size_t count = 0;

	for (const struct json_node *b = note_w3c_first(all); b; b = note_w3c_next(all, b), count++) {
		enum note_job what = note_w3c_job(b, n);
		if (what == NOTE_JOB_TEXT)
			f->text = b;
		else if (what == NOTE_JOB_LINK)
			f->link = b;
	}
	struct str *tags = arena_alloc(arena, (count + 1) * sizeof *tags);
	for (const struct json_node *b = note_w3c_first(all); b; b = note_w3c_next(all, b))
		if (note_w3c_job(b, n) == NOTE_JOB_TAG)
			take_tag(tag_of(b), f, arena, a, tags);
	a->tags = tags;
}

static enum store_annotation_kind kind_of(const struct json_node *n, const struct store_annotation *a,
					  const struct found *f)
{
	if (has(n, "motivation", "highlighting"))
		return ANNOTATION_HIGHLIGHT;
	if (has(n, "motivation", "bookmarking"))
		return ANNOTATION_BOOKMARK;
	if (has(n, "motivation", "editing"))
		return ANNOTATION_CORRECTION;
	if (has(n, "motivation", "linking") && (f->link || json_get(n, "taiyaku:poster")))
		return ANNOTATION_LINK;
	if (f->marked)
		return ANNOTATION_TRANSLATION;
	if (has(n, "motivation", "tagging") && a->n_tags)
		return ANNOTATION_TAG;
	if (f->text || json_get(n, "bodyValue") || has(n, "motivation", "commenting"))
		return ANNOTATION_NOTE;
	return a->n_tags ? ANNOTATION_TAG : f->link ? ANNOTATION_LINK : ANNOTATION_HIGHLIGHT;
}

void note_w3c_bodies(const struct json_node *n, struct arena *arena, struct store_annotation *a)
{
	struct found f = {NULL, NULL, false};
	const struct json_node *language;

	find(n, arena, a, &f);
	a->kind = kind_of(n, a, &f);
	a->body = arena_str(arena, json_str(f.text ? json_get(f.text, "value") : json_get(n, "bodyValue")));
	language = f.text ? json_get(f.text, "language") : NULL;
	a->language = arena_str(arena, json_str(note_w3c_first(language)));
	if (f.link && a->kind == ANNOTATION_LINK)
		note_w3c_target(f.link, arena, &a->to);
}
