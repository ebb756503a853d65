/* What KOReader exports as JSON: one book with its entries, or {"documents": […]} with several.
 *
 * An entry has the passage (text), what was written on it (note), the page and chapter, and a time in seconds. There is
 * no id and no offset: the id is made of the content, the passage is found by its quote. A book is known by author and
 * title.
 */
#include "exchange.h"

#include <stdio.h>

/* The names that both programs have for a colour. */
static struct str colour(struct str name)
{
	static const char *const known[] = {"yellow", "green", "blue", "red"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, str_c(known[i])))
			return name;
	return (struct str){NULL, 0};
}

static int64_t seconds(struct note_fields *f, const struct json_node *entry)
{
	size_t s = note_field_count(f, entry, "time");

	return s == POS_NONE || s > (size_t)253402300799 ? STORE_NO_TIME : (int64_t)s * 1000; /* up to the year 9999 */
}

static void take_book(struct note_fields *f, const struct json_node *book, struct store_target *t)
{
	struct str author = note_field_text(f, book, "author");
	struct buf b = {0};

	t->title = note_field_text(f, book, "title");
	t->path = note_field_text(f, book, "file");
	if (!t->title.n)
		note_field_wrong(f, "title", _("is missing"));
	buf_printf(&b, "koreader:" STR_FMT "%s" STR_FMT, STR_ARG(author), author.n ? "/" : "", STR_ARG(t->title));
	t->document = note_copy(f->arena, &b);
}

static void read_entry(struct note_fields *f, const struct json_node *entry, const struct store_target *book,
		       struct store_annotation *a)
{
	*a = note_blank();
	if (json_type(entry) != JSON_OBJECT) {
		note_field_wrong(f, "", _("must be an object"));
		return;
	}
	a->target = *book;
	a->target.quote = note_field_text(f, entry, "text");
	a->body = note_field_text(f, entry, "note");
	a->colour = colour(note_field_text(f, entry, "color"));
	a->created = a->modified = seconds(f, entry);
	a->kind = a->body.n ? ANNOTATION_NOTE : a->target.quote.n ? ANNOTATION_HIGHLIGHT : ANNOTATION_BOOKMARK;
	a->extra = note_extra("koreader", entry, f->arena);
	note_name(f->arena, a);
}

/* Entries of older versions stand in lists of their own, one for each place. */
static size_t count(const struct json_node *entries)
{
	size_t n = 0;

	for (const struct json_node *e = json_first(entries); e; e = json_next(e))
		n += json_type(e) == JSON_ARRAY ? count(e) : 1;
	return n;
}

static void read_entries(struct note_fields *f, const struct json_node *entries, const struct store_target *book,
			 const char *where, struct store_annotations *out)
{
	char place[sizeof f->where];
	size_t i = 0;

	for (const struct json_node *e = json_first(entries); e && !f->bad; e = json_next(e), i++) {
		snprintf(place, sizeof place, "%.40s[%zu]", where, i);
		memcpy(f->where, place, sizeof place);
		if (json_type(e) == JSON_ARRAY)
			read_entries(f, e, book, place, out);
		else
			read_entry(f, e, book, &out->v[out->n++]);
	}
}

static void read_book(struct note_fields *f, const struct json_node *book, const char *where,
		      struct store_annotations *out)
{
	struct store_target t = note_blank().target;
	const struct json_node *entries;

	snprintf(f->where, sizeof f->where, "%s", where);
	take_book(f, book, &t);
	entries = note_field_list(f, book, "entries");
	if (!entries && !f->bad)
		note_field_wrong(f, "entries", _("is missing"));
	char place[sizeof f->where];
	snprintf(place, sizeof place, "%s%sentries", where, *where ? "." : "");
	read_entries(f, entries, &t, place, out);
}

bool note_read_koreader(const struct json_node *root, const char *name, struct arena *arena,
			struct store_annotations *out, struct err *e)
{
	struct note_fields f = {.name = name, .arena = arena, .err = e};
	const struct json_node *books = note_field_list(&f, root, "documents");
	char where[40];
	size_t n = count(json_get(root, "entries")), i = 0;

	for (const struct json_node *b = json_first(books); b; b = json_next(b))
		n += count(json_get(b, "entries"));
	*out = (struct store_annotations){.v = arena_alloc(arena, (n + 1) * sizeof *out->v)};
	if (!books && !f.bad)
		read_book(&f, root, "", out);
	for (const struct json_node *b = json_first(books); b && !f.bad; b = json_next(b), i++) {
		snprintf(where, sizeof where, "documents[%zu]", i);
		read_book(&f, b, where, out);
	}
	return !f.bad;
}
