/* note: what files bring, put into a store: everything once, whatever is read twice or in another order, and both of
 * what two readers have written. 1,000 random annotations go out and come in again. */
#include "../tap.h"

#include "taiyaku/note.h"
#include "taiyaku/text.h"

#include <ftw.h>
#include <unistd.h>

static struct arena *arena;
static char *top;

static struct store_notes *open_store(const char *name)
{
	char *dir = file_join(top, name);
	struct err e = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);

	if (!n)
		printf("# %s\n", e.text);
	free(dir);
	return n;
}

static struct store_annotations all_of(struct store_notes *n, bool deleted)
{
	struct store_annotation_query q = {.deleted = deleted};
	struct store_annotations all = {0};

	store_annotations(n, &q, arena, &all, NULL);
	return all;
}

static struct buf exported(struct store_notes *n, void (*put)(const struct note_export *, struct buf *))
{
	struct store_annotations all = all_of(n, false);
	struct note_attached *v = arena_alloc(arena, (all.n + 1) * sizeof *v);
	struct store_annotation_query q = {.deleted = true};
	struct note_export e = {.v = v, .n = all.n, .notes = n, .query = &q};
	struct buf out = {0};

	for (size_t i = 0; i < all.n; i++)
		v[i] = (struct note_attached){.annotation = all.v[i], .at = {POS_NONE, POS_NONE}};
	put(&e, &out);
	return out;
}

static bool merge(struct store_notes *n, struct str bytes, struct note_merged *m)
{
	struct note_import in;
	struct err e = {0};
	bool good = note_read(bytes, "file", arena, &in, &e) && note_merge(n, &in, m, &e);

	if (!good)
		printf("# %s\n", e.text);
	return good;
}

/* ---- random annotations ---- */

static uint64_t seed = 20261122;
static size_t dice(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

static struct str words(size_t most)
{
	static const char *const some[] = {"𠮟",  "😀", "山路", "\"", "\\",
					   "\n",  " ", "a",    "é",  "\u200d",
					   "<b>", "}", "が",   "\t", "👩‍👩‍👧"};
	struct buf b = {0};

	for (size_t n = dice(most + 1); n; n--)
		buf_cat(&b, some[dice(sizeof some / sizeof *some)]);
	struct str s = arena_str(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct str name(const char *before, size_t n)
{
	struct buf b = {0};

	buf_printf(&b, "%s%zu", before, dice(n));
	struct str s = arena_str(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct store_target passage(void)
{
	struct store_target t = {.start = POS_NONE, .end = POS_NONE, .first = dice(100000)};

	t.document = dice(4) ? name("sha256:00", 9) : name("post:5ch/板 x/1/", 99);
	t.version = name("sha256:00", 9);
	if (str_starts(t.document, STR("sha256:")))
		t.version = t.document;
	t.quote = words(12);
	t.prefix = words(5);
	t.suffix = words(5);
	t.last = t.first + text_code_points(t.quote);
	if (!dice(5))
		t.first = t.last = POS_NONE;
	return t;
}

static struct store_annotation random_one(void)
{
	struct store_annotation a = {.kind = (enum store_annotation_kind)dice(ANNOTATION_KINDS)};
	struct str *tags = arena_alloc(arena, 4 * sizeof *tags);

	a.target = passage();
	a.to = passage();
	if (a.kind != ANNOTATION_LINK)
		a.to = (struct store_target){.start = POS_NONE, .end = POS_NONE, .first = POS_NONE, .last = POS_NONE};
	a.body = words(20);
	if (a.kind == ANNOTATION_TRANSLATION || (a.body.n && dice(2)))
		a.language = name("x-", 5);
	a.tags = tags;
	a.n_tags = a.kind == ANNOTATION_TAG ? 1 + dice(3) : dice(4);
	for (size_t i = 0; i < a.n_tags; i++)
		tags[i] = dice(9) ? name("tag ", 99) : STR("translation");
	a.colour = dice(3) ? (struct str){"", 0} : STR("blue");
	a.author = name("reader ", 3);
	a.created = a.modified = 1795341600000 + (int64_t)dice(100000000);
	return a;
}

static bool same_place(const struct store_target *a, const struct store_target *b)
{
	return str_eq(a->document, b->document) && str_eq(a->version, b->version) && str_eq(a->quote, b->quote) &&
	       str_eq(a->prefix, b->prefix) && str_eq(a->suffix, b->suffix) && a->first == b->first &&
	       a->last == b->last;
}

static bool same(const struct store_annotation *a, const struct store_annotation *b)
{
	bool good = str_eq(a->id, b->id) && a->kind == b->kind && same_place(&a->target, &b->target) &&
		    same_place(&a->to, &b->to) && str_eq(a->body, b->body) && str_eq(a->language, b->language) &&
		    str_eq(a->colour, b->colour) && a->n_tags == b->n_tags && str_eq(a->author, b->author) &&
		    a->created == b->created && a->modified == b->modified && a->deleted == b->deleted;

	for (size_t i = 0; good && i < a->n_tags; i++)
		good = str_eq(a->tags[i], b->tags[i]);
	return good;
}

static size_t differences(struct store_notes *x, struct store_notes *y)
{
	struct store_annotations a = all_of(x, true), b = all_of(y, true);
	size_t n = a.n > b.n ? a.n - b.n : b.n - a.n;

	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (!same(&a.v[i], &b.v[i])) {
			if (!n++)
				printf("# first: %.*s kind %d\n", STR_ARG(a.v[i].id), a.v[i].kind);
		}
	return n;
}

static void there_and_back(struct store_notes *from, const char *what,
			   void (*put)(const struct note_export *, struct buf *))
{
	struct buf out = exported(from, put), again;
	const char *file = getenv("EXPORT_TO"); /* for tests/bench/run: the W3C's own assertions over them */
	struct store_notes *to = open_store(what);
	struct note_merged m = {0};

	ok(merge(to, buf_view(&out), &m) && m.added == 1000 && !m.known && !m.changed && !m.conflicts,
	   "%s: 1,000 are new", what);
	is_int((long long)differences(from, to), 0, "no difference");
	ok(merge(to, buf_view(&out), &m) && m.known == 1000 && !m.added && !m.changed && !m.conflicts,
	   "once more: 1,000 known");
	is_int((long long)differences(from, to), 0, "and no difference");
	again = exported(to, put);
	if (put == note_put_w3c && file)
		file_replace(file, buf_view(&out), 0600, NULL);
	if (put == note_put_w3c)
		ok(str_eq(buf_view(&out), buf_view(&again)), "exported again: the same bytes");
	buf_free(&out);
	buf_free(&again);
	store_notes_close(to, 60000, NULL);
}

static void a_thousand(void)
{
	struct store_notes *from = open_store("from");

	for (int i = 0; i < 1000; i++) {
		struct store_annotation a = random_one();
		if (!store_put_annotation(from, arena, &a, NULL))
			ok(false, "put");
	}
	there_and_back(from, "w3c", note_put_w3c);
	there_and_back(from, "json", note_put_json);
	store_notes_close(from, 60000, NULL);
}

/* ---- two readers ---- */

static struct str conflict;
static void keep(void *context, struct str id)
{
	(void)context;
	conflict = arena_str(arena, id);
}

static void edit(struct store_notes *n, struct str id, const char *body)
{
	struct store_annotation a;

	ok(store_annotation(n, id, arena, &a, NULL), "it is here");
	a.body = str_c(body);
	store_put_annotation(n, arena, &a, NULL);
}

static void two_readers(void)
{
	struct store_notes *x = open_store("x"), *y = open_store("y");
	struct store_annotation a = random_one(), now;
	struct note_merged m = {0};

	a.kind = ANNOTATION_NOTE;
	store_put_annotation(x, arena, &a, NULL);
	struct buf first = exported(x, note_put_json);
	ok(merge(y, buf_view(&first), &m) && m.added == 1, "what one has written comes to the other");
	edit(x, a.id, "by x");
	edit(y, a.id, "by y");
	struct buf of_x = exported(x, note_put_json), of_y = exported(y, note_put_json);
	m.conflict = keep;
	ok(merge(x, buf_view(&of_y), &m) && m.conflicts == 1 && str_eq(conflict, a.id),
	   "both have edited it: a conflict, named");
	ok(merge(y, buf_view(&of_x), &m) && m.conflicts == 1, "on either side");
	is_int((long long)differences(x, y), 0, "both show the same");
	ok(store_annotation(x, a.id, arena, &now, NULL) && now.heads == 2, "and both versions are kept");
	ok(merge(x, buf_view(&of_y), &m) && merge(x, buf_view(&first), &m) && m.known == 1 && !m.conflicts,
	   "twice is once");
	now.deleted = true;
	store_put_annotation(x, arena, &now, NULL);
	buf_free(&of_x);
	of_x = exported(x, note_put_json);
	ok(merge(y, buf_view(&of_x), &m) && m.changed == 1 && all_of(y, false).n == 0, "a deletion travels too");
	buf_free(&first);
	buf_free(&of_x);
	buf_free(&of_y);
	store_notes_close(x, 60000, NULL);
	store_notes_close(y, 60000, NULL);
}

/* ---- from elsewhere ---- */

static struct str web(const char *body, const char *modified)
{
	struct buf b = {0};

	buf_printf(&b,
		   "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"http://e.org/"
		   "1\",\"type\":\"Annotation\",\"created\":"
		   "\"2026-01-01T00:00:00Z\",\"modified\":\"%s\",\"body\":{\"type\":\"TextualBody\",\"value\":\"%s\"},"
		   "\"target\":\"http://e.org/\"}",
		   modified, body);
	struct str s = arena_str(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static void from_elsewhere(void)
{
	struct store_notes *n = open_store("elsewhere");
	struct store_annotation a;
	struct store_annotations past;
	struct note_merged m = {0};

	ok(merge(n, web("one", "2026-01-01T00:00:00Z"), &m) && m.added == 1, "an annotation from elsewhere");
	ok(merge(n, web("two", "2026-02-01T00:00:00Z"), &m) && m.changed == 1, "a newer one is an edit");
	ok(merge(n, web("one", "2026-01-01T00:00:00Z"), &m) && m.known == 1, "the older one is known from its history");
	ok(merge(n, web("three", "2026-01-15T00:00:00Z"), &m) && m.conflicts == 1,
	   "another that is older is a conflict");
	ok(store_annotation(n, STR("http://e.org/1"), arena, &a, NULL) && str_eq(a.body, STR("two")),
	   "what is here stays");
	ok(store_annotation_history(n, a.id, arena, &past, NULL) && past.n == 4 && str_eq(past.v[2].body, STR("three")),
	   "and the other is in its history");
	ok(merge(n, web("three", "2026-01-15T00:00:00Z"), &m) && m.known == 1 && !m.conflicts, "once more: known");
	store_notes_close(n, 60000, NULL);
}

static int take_away(const char *file, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(file);
}

int main(void)
{
	char dir[] = "/tmp/taiyaku-merge-XXXXXX";

	top = mkdtemp(dir);
	arena = arena_new();
	a_thousand();
	two_readers();
	from_elsewhere();
	arena_free(arena);
	nftw(dir, take_away, 8, FTW_DEPTH | FTW_PHYS);
	return done();
}
