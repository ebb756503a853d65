/* Annotations in notes.db: history, versions of several readers, queries, texts, attachments, drafts. */
#include "taiyaku/json.h"
#include "taiyaku/store.h"
#include "../tap.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static char *scratch(void)
{
	char path[] = "/tmp/taiyaku-annotations-XXXXXX";

	if (!mkdtemp(path))
		exit(99);
	return xstrdup(path);
}

/* A store has folders one deep. */
static void remove_all(const char *dir, int depth)
{
	DIR *d = opendir(dir);

	for (struct dirent *f; d && (f = readdir(d));) {
		char *path = file_join(dir, f->d_name);
		if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0 && unlink(path) && depth)
			remove_all(path, depth - 1);
		free(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static void forget(char *dir)
{
	remove_all(dir, 1);
	free(dir);
}

static void remove_file(const char *dir, const char *name)
{
	char *p = file_join(dir, name);

	unlink(p);
	free(p);
}

#define DOCUMENT STR("sha256:aa")
#define OTHER STR("post:5ch/liveuranus/1/545")

static struct store_target target(struct str document)
{
	return (struct store_target){.document = document,
				     .version = document,
				     .start = 30,
				     .end = 45,
				     .first = 10,
				     .last = 15,
				     .quote = STR("本文の行。"),
				     .prefix = STR("前"),
				     .suffix = STR("後"),
				     .path = STR("/tmp/a.txt"),
				     .title = STR("題")};
}

static struct store_annotation note(struct str document, const char *body)
{
	return (struct store_annotation){.kind = ANNOTATION_NOTE, .target = target(document), .body = str_c(body)};
}

static bool is(struct str s, const char *want)
{
	return str_eq(s, str_c(want));
}

static struct store_notes *open_store(const char *dir)
{
	struct err e = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);

	if (!n) {
		printf("Bail out! %s\n", e.text);
		exit(99);
	}
	return n;
}

static struct store_notes *reopen(struct store_notes *n, const char *dir)
{
	struct err e = {0};

	ok(store_notes_close(n, 10000, &e), "closed: %s", e.text);
	return open_store(dir);
}

/* ---- JSON ---- */

static bool same_target(const struct store_target *a, const struct store_target *b)
{
	return str_eq(a->document, b->document) && str_eq(a->version, b->version) && a->start == b->start &&
	       a->end == b->end && a->first == b->first && a->last == b->last && str_eq(a->quote, b->quote) &&
	       str_eq(a->prefix, b->prefix) && str_eq(a->suffix, b->suffix) && str_eq(a->path, b->path) &&
	       str_eq(a->title, b->title);
}

static void json_round_trip(void)
{
	static const struct str tags[] = {{"怪しい", 9}, {"b c", 3}};
	struct arena *arena = arena_new();
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};
	struct err e = {0};
	struct store_annotation a = note(DOCUMENT, "三行の\n覚え\n\"書き\""), back;

	a.kind = ANNOTATION_LINK;
	a.id = STR("x");
	a.language = STR("ja");
	a.colour = STR("green");
	a.tags = tags;
	a.n_tags = 2;
	a.to = target(OTHER);
	a.to.start = a.to.end = POS_NONE;
	a.poster = (struct store_poster){STORE_POSTER_SLIP,           STR("5ch"), STR("liveuranus"),
					 STR("ワッチョイ 7fa4-UHsq"), 5,          9};
	a.preferred = a.deleted = true;
	a.alignment = STR("1:1 2:1");
	a.extra = STR("{\"x\":1}");
	a.author = STR("甲");
	a.device = STR("host");
	a.created = 1;
	a.modified = 2;
	store_annotation_put(&o, &a);
	struct json *j = json_parse(buf_view(&b), "it", &e);
	if (!ok(j && store_annotation_get(json_root(j), arena, &back, &e), "an annotation as JSON and back: %s",
		e.text))
		return;
	json_free(j);
	ok(back.kind == a.kind && is(back.id, "x") && str_eq(back.body, a.body) && is(back.language, "ja") &&
		   is(back.colour, "green"),
	   "its kind and texts");
	ok(same_target(&back.target, &a.target) && same_target(&back.to, &a.to), "its ends, one with a quote only");
	ok(back.n_tags == 2 && str_eq(back.tags[0], tags[0]) && str_eq(back.tags[1], tags[1]), "its tags");
	ok(store_poster_eq(&back.poster, &a.poster), "the poster");
	ok(back.preferred && back.deleted && str_eq(back.alignment, a.alignment) && str_eq(back.extra, a.extra) &&
		   str_eq(back.author, a.author) && str_eq(back.device, a.device) && back.created == 1 &&
		   back.modified == 2,
	   "and the rest");

	static const struct {
		const char *json, *key;
	} wrong[] = {
		{"{}", "kind"},
		{"{\"kind\":\"x\",\"target\":{\"document\":\"d\"}}", "kind"},
		{"{\"kind\":\"note\"}", "target"},
		{"{\"kind\":\"note\",\"target\":{}}", "document"},
		{"{\"kind\":\"note\",\"target\":{\"document\":7}}", "document"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\",\"start\":5,\"end\":4}}", "end"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\",\"start\":5}}", "end"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\",\"start\":-5,\"end\":4}}", "start"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\"},\"body\":[]}", "body"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\"},\"tags\":[1]}", "tags"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\"},\"deleted\":1}", "deleted"},
		{"{\"kind\":\"note\",\"target\":{\"document\":\"d\"},\"created\":1.5}", "created"},
		{"[]", "kind"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char quoted[32];
		j = json_parse(str_c(wrong[i].json), "it", &e);
		snprintf(quoted, sizeof quoted, "\"%s\"", wrong[i].key);
		e = (struct err){0};
		ok(j && !store_annotation_get(json_root(j), arena, &back, &e) && strstr(e.text, quoted),
		   "%s is none, for its %s", wrong[i].json, wrong[i].key);
		json_free(j);
	}
	buf_free(&b);
	arena_free(arena);
}

/* ---- one store ---- */

static size_t count(struct store_notes *n, struct arena *arena, struct store_annotation_query q)
{
	struct store_annotations list;
	struct err e = {0};

	if (!store_annotations(n, &q, arena, &list, &e))
		printf("# %s\n", e.text);
	return list.n;
}

static void queries(struct store_notes *n, struct arena *arena, const char *when)
{
	struct str both[] = {DOCUMENT, OTHER, DOCUMENT};

	is_int((long long)count(n, arena, (struct store_annotation_query){0}), 3, when);
	ok(count(n, arena, (struct store_annotation_query){.deleted = true}) == 4, "%s: and a deleted one", when);
	ok(count(n, arena, (struct store_annotation_query){.documents = both, .n_documents = 1}) == 2,
	   "%s: of a document", when);
	ok(count(n, arena, (struct store_annotation_query){.documents = both, .n_documents = 3}) == 3,
	   "%s: of several, each once", when);
	ok(count(n, arena, (struct store_annotation_query){.kinds = 1U << ANNOTATION_TAG}) == 1, "%s: of a kind", when);
	ok(count(n, arena, (struct store_annotation_query){.tag = STR("怪しい")}) == 1, "%s: with a tag", when);
	ok(count(n, arena, (struct store_annotation_query){.tag = STR("怪し")}) == 0, "%s: the whole tag", when);
	ok(count(n, arena, (struct store_annotation_query){.author = STR("乙")}) == 1, "%s: by somebody", when);
}

static void by_beginning(struct store_notes *n, struct arena *arena)
{
	static const char *const ids[] = {"import-12345", "import-12346"};
	struct store_annotation found;
	struct err e = {0};

	for (int i = 0; i < 2; i++) {
		struct store_annotation a = note(DOCUMENT, "来た");
		a.id = str_c(ids[i]);
		a.deleted = true;
		ok(store_put_annotation(n, arena, &a, &e) && is(a.id, ids[i]), "an id that came with it stays");
	}
	ok(store_annotation(n, str_c("import-12346"), arena, &found, &e) && is(found.id, ids[1]), "by its id");
	ok(!store_annotation(n, str_c("import-12"), arena, &found, &e) && e.code == ERR_USAGE,
	   "not by what fits several");
	ok(!store_annotation(n, str_c("import-"), arena, &found, &e), "nor by what is short");
	struct store_annotation alone = note(DOCUMENT, "別");
	alone.id = STR("other-98765");
	alone.deleted = true;
	store_put_annotation(n, arena, &alone, &e);
	ok(store_annotation(n, STR("other-98"), arena, &found, &e) && str_eq(found.id, alone.id),
	   "by the beginning of its id");
}

static void one_store(void)
{
	static const struct str tags[] = {{"怪しい", 9}};
	char *dir = scratch();
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir);
	struct store_annotation a = note(DOCUMENT, "一"), b = note(DOCUMENT, "二"), c = note(OTHER, "三"),
				d = note(DOCUMENT, "四"), found = {0};
	struct store_annotations history;
	struct err e = {0};
	int64_t before = clock_wall_ms();

	store_set_author(n, STR("甲"));
	ok(store_put_annotation(n, arena, &a, &e), "put: %s", e.text);
	ok(uuid7_is(a.id) && uuid7_is(a.change) && is(a.author, "甲") && a.device.n && a.heads == 1,
	   "id, change, who, where");
	ok(a.created >= before && a.modified == a.created, "and when");
	b.author = STR("乙");
	c.kind = ANNOTATION_TAG;
	c.tags = tags;
	c.n_tags = 1;
	ok(store_put_annotation(n, arena, &b, &e) && store_put_annotation(n, arena, &c, &e) &&
		   store_put_annotation(n, arena, &d, &e),
	   "three more");
	d.deleted = true;
	ok(store_put_annotation(n, arena, &d, &e), "one is deleted");
	queries(n, arena, "queued");
	a.body = STR("一、直した");
	ok(store_put_annotation(n, arena, &a, &e), "an edit");
	n = reopen(n, dir);
	queries(n, arena, "written");
	ok(store_annotation(n, a.id, arena, &found, &e) && str_eq(found.body, a.body) &&
		   str_eq(found.change, a.change) && found.heads == 1 && same_target(&found.target, &a.target),
	   "one, as it is now");
	by_beginning(n, arena);
	ok(!store_annotation(n, STR("0000000000"), arena, &found, &e) && e.code == ERR_NOTHING, "none of that id");
	ok(store_annotation(n, d.id, arena, &found, &e) && found.deleted && is(found.body, "四"),
	   "a deleted one has its text");
	store_set_author(n, STR("丙"));
	d.deleted = false;
	ok(store_put_annotation(n, arena, &d, &e) && count(n, arena, (struct store_annotation_query){0}) == 4,
	   "undone: it is there again");
	ok(store_annotation_history(n, d.id, arena, &history, &e) && history.n == 3 && !history.v[0].deleted &&
		   history.v[1].deleted && !history.v[2].deleted,
	   "its history");
	ok(history.n == 3 && is(history.v[1].author, "甲") && is(history.v[2].author, "丙"), "says who did what");
	ok(history.n == 3 && !history.v[0].heads && !history.v[1].heads && history.v[2].heads == 1,
	   "the last is the head");
	ok(store_annotation(n, d.id, arena, &found, &e) && is(found.author, "甲"), "the author is who began it");
	n = reopen(n, dir);
	remove_file(dir, "notes.db");
	n = reopen(n, dir);
	ok(store_annotation_history(n, a.id, arena, &history, &e) && history.n == 2 && is(history.v[0].body, "一") &&
		   is(history.v[1].body, "一、直した"),
	   "the database lost: history out of the log");
	store_notes_close(n, 5000, NULL);
	n = store_notes_open(dir, STORE_READ, &e);
	is_int((long long)count(n, arena, (struct store_annotation_query){0}), 4, "only reading");
	ok(!store_put_annotation(n, arena, &a, &e) && e.code == ERR_STORE, "which takes nothing");
	store_notes_close(n, 0, NULL);
	arena_free(arena);
	forget(dir);
}

static void limits(void)
{
	char *dir = scratch();
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir);
	struct store_annotation a = note(DOCUMENT, ""), found;
	struct buf b = {0};
	struct err e = {0};

	while (b.n < 512 << 10)
		buf_cat(&b, "\n行x");
	b.n = 512 << 10;
	a.body = buf_view(&b);
	ok(store_put_annotation(n, arena, &a, &e), "512 KiB with line ends: %s", e.text);
	buf_char(&b, 'x');
	a.body = buf_view(&b);
	ok(!store_put_annotation(n, arena, &a, &e) && e.code == ERR_INPUT, "a byte more is refused");
	a.body = STR("a\0b\xff"
		     "c");
	ok(store_put_annotation(n, arena, &a, &e), "bytes that are no text");
	n = reopen(n, dir);
	ok(store_annotation(n, a.id, arena, &found, &e) && is(found.body, "a\xEF\xBF\xBD"
									  "b\xEF\xBF\xBD"
									  "c"),
	   "are replaced");
	ok(store_annotation_history(n, a.id, arena, &(struct store_annotations){0}, &e), "history");
	store_notes_close(n, 5000, NULL);
	buf_free(&b);
	arena_free(arena);
	forget(dir);
}

static void make_version_2(const char *dir)
{
	char *path = file_join(dir, "notes.db");
	sqlite3 *db;

	sqlite3_open(path, &db);
	sqlite3_exec(
		db,
		"DROP TABLE annotation_change; DROP TABLE annotation_base; DROP TABLE annotation; DROP TABLE text; "
		"DROP TABLE attachment; PRAGMA user_version=2",
		NULL, NULL, NULL);
	sqlite3_close(db);
	free(path);
}

static void older_version(void)
{
	char *dir = scratch();
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir);
	struct store_annotation a = note(DOCUMENT, "一");
	struct store_place place = {.document = DOCUMENT, .at = 7}, back;
	struct err e = {0};

	store_set_mark(n, 'a', &place);
	store_notes_close(n, 5000, NULL);
	make_version_2(dir);
	n = store_notes_open(dir, STORE_READ, &e);
	ok(n && store_mark(n, 'a', DOCUMENT, arena, &back, &e) && back.at == 7, "version 2, also only read: %s",
	   e.text);
	ok(!count(n, arena, (struct store_annotation_query){0}), "has no annotations");
	store_notes_close(n, 0, NULL);
	n = open_store(dir);
	ok(store_put_annotation(n, arena, &a, &e), "and takes them");
	n = reopen(n, dir);
	ok(count(n, arena, (struct store_annotation_query){0}) == 1 && store_mark(n, 'a', DOCUMENT, arena, &back, &e),
	   "with what was there");
	store_notes_close(n, 5000, NULL);
	arena_free(arena);
	forget(dir);
}

/* Every folder is on a file system of this type. */
static long type_of_all;

int statfs(const char *path, struct statfs *out)
{
	(void)path;
	*out = (struct statfs){0};
	out->f_type = type_of_all;
	return 0;
}

static void networks(void)
{
	static const struct {
		long type;
		const char *kind;
	} types[] = {
		{0x6969, "NFS"},     {0xFF534D42, "SMB/CIFS"}, {(int)0xFF534D42, "SMB/CIFS"}, /* as a field with a sign
												 has it */
		{0xFE534D42, "SMB"}, {0x5346414F, "AFS"},      {0x00C36400, "Ceph"},          {0x0BD00BD0, "Lustre"},
		{0x01021997, "9P"},  {0x65735546, NULL}, /* FUSE: here it is none that the table of mounts calls one of
							    the network */
		{0xEF53, NULL},                          /* ext4 */
		{0x01021994, NULL},                      /* tmpfs */
		{0x9123683E, NULL},                      /* btrfs */
		{0x58465342, NULL},                      /* xfs */
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		type_of_all = types[i].type;
		is_str(store_network("/"), types[i].kind, "a file system by its number");
	}
}

/* ---- several readers ---- */

struct carried {
	struct store_notes *to;
	size_t n, known;
	bool bad;
};

static bool carry(void *context, struct str json)
{
	struct carried *c = context;
	bool known;
	struct err e = {0};

	if (!store_merge_change(c->to, json, &known, &e)) {
		printf("# %s\n", e.text);
		c->bad = true;
	}
	c->n++;
	c->known += known;
	return true;
}

static struct carried merge(struct store_notes *from, struct store_notes *to)
{
	struct carried c = {.to = to};
	struct store_annotation_query all = {.deleted = true};

	c.bad = !store_each_change(from, &all, carry, &c, NULL) || c.bad;
	return c;
}

static void two_readers(void)
{
	char *here = scratch(), *there = scratch();
	struct arena *arena = arena_new();
	struct store_notes *m = open_store(here), *n = open_store(there);
	struct store_annotation a = note(DOCUMENT, "始め"), x, y, found;
	struct store_annotations history;
	struct err e = {0};

	store_set_author(m, STR("甲"));
	store_set_author(n, STR("乙"));
	store_put_annotation(m, arena, &a, &e);
	struct carried c = merge(m, n);
	ok(!c.bad && c.n == 1 && !c.known, "carried over");
	ok(store_annotation(n, a.id, arena, &x, &e) && str_eq(x.change, a.change), "and there");
	y = a;
	x.body = STR("乙の版");
	y.body = STR("甲の版");
	store_put_annotation(n, arena, &x, &e);
	store_put_annotation(m, arena, &y, &e);
	merge(m, n);
	merge(n, m);
	c = merge(n, m);
	ok(!c.bad && c.n == 3 && c.known == 3, "twice is once");
	ok(store_annotation(m, a.id, arena, &found, &e) && found.heads == 2 && is(found.body, "甲の版"),
	   "both edited it: two heads, the newer one shown");
	ok(store_annotation(n, a.id, arena, &found, &e) && found.heads == 2 && is(found.body, "甲の版"),
	   "the same there");
	ok(store_annotation_history(m, a.id, arena, &history, &e) && history.n == 3 && !history.v[0].heads &&
		   history.v[1].heads && history.v[2].heads,
	   "both are heads in the history");
	y.deleted = true;
	y.change = STR("");
	store_put_annotation(m, arena, &y, &e);
	ok(store_annotation(m, a.id, arena, &found, &e) && found.heads == 1 && found.deleted,
	   "a new change joins them");
	x.body = STR("乙の次の版");
	store_put_annotation(n, arena, &x, &e);
	merge(n, m);
	ok(store_annotation(m, a.id, arena, &found, &e) && found.heads == 2 && !found.deleted &&
		   is(found.body, "乙の次の版"),
	   "deleted by one, edited by the other: it is there");
	is_int((long long)count(m, arena, (struct store_annotation_query){0}), 1, "and listed");
	bool known;
	ok(!store_merge_change(m, STR("{\"id\":1}"), &known, &e) &&
		   !store_merge_change(m, STR("nothing"), &known, &e) &&
		   !store_merge_change(m, STR("{\"id\":\"x\",\"what\":\"annotation\"}"), &known, &e),
	   "what is no change is not taken");
	store_notes_close(m, 5000, NULL);
	store_notes_close(n, 5000, NULL);
	arena_free(arena);
	forget(here);
	forget(there);
}

/* A clock that was a day ahead: what is done next is still later. */
static void clocks(void)
{
	char *dir = scratch();
	struct arena *arena = arena_new();
	int64_t now = clock_wall_ms();
	struct store_notes *n = open_store(dir);
	struct store_annotation a = note(DOCUMENT, "明日"), found;
	struct err e = {0};

	clock_fix(now + 86400000);
	store_put_annotation(n, arena, &a, &e);
	clock_fix(now);
	a.body = STR("今日");
	struct str before = a.change;
	store_put_annotation(n, arena, &a, &e);
	ok(str_cmp(a.change, before) > 0, "the clock is put back: a later id all the same");
	n = reopen(n, dir);
	ok(store_annotation(n, a.id, arena, &found, &e) && is(found.body, "今日"), "the last one is shown");
	clock_fix(0);
	store_notes_close(n, 5000, NULL);
	arena_free(arena);
	forget(dir);
}

/* ---- texts, attachments ---- */

static void texts(void)
{
	char *dir = scratch(), id[80] = "sha256:";
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir);
	struct sha256 sum = sha256_of(STR("本文"));
	struct buf b = {0};
	struct store_texts list;
	struct err e = {0};

	sha256_hex(&sum, id + 7);
	struct store_text t = {.id = str_c(id),
			       .document = str_c(id),
			       .path = STR("/tmp/a"),
			       .title = STR("題"),
			       .when = 5,
			       .whole = true};
	store_keep_text(n, &t, STR("本文"));
	ok(store_kept_text(n, t.id, &b, &e) && is(buf_view(&b), "本文"), "a text, as it waits");
	n = reopen(n, dir);
	buf_clear(&b);
	ok(store_kept_text(n, t.id, &b, &e) && is(buf_view(&b), "本文"), "and written");
	uint64_t queued = store_notes_queued(n);
	store_keep_text(n, &t, STR("本文"));
	ok(store_notes_queued(n) == queued, "kept again: nothing is to be done");
	t.path = STR("/tmp/b");
	t.previous = STR("sha256:00");
	t.when = 9;
	store_keep_text(n, &t, STR("本文"));
	t.id = t.document = STR("sha256:../../../../tmp/x");
	t.previous = (struct str){0};
	t.whole = false;
	store_keep_text(n, &t, STR("大"));
	n = reopen(n, dir);
	ok(store_texts(n, STR(""), STR(""), arena, &list, &e) && list.n == 2 && !list.v[0].whole,
	   "two texts, one too large");
	ok(store_texts(n, STR("/tmp/a"), STR(""), arena, &list, &e) && !list.n, "none at the old path");
	ok(store_texts(n, STR("/tmp/b"), str_c(id), arena, &list, &e) && list.n == 1 && list.v[0].when == 5 &&
		   is(list.v[0].previous, "sha256:00"),
	   "at the new one, with the version before it");
	ok(!store_kept_text(n, STR("sha256:../../../../tmp/x"), &b, &e) && e.code == ERR_NOTHING,
	   "no path comes of an id");
	char *path = file_join(dir, "texts"), *file;
	struct stat st;
	buf_clear(&b);
	buf_printf(&b, "%s/%s.z", path, id + 7);
	file = buf_take(&b);
	ok(!stat(file, &st) && (st.st_mode & 0777) == 0600 && !stat(path, &st) && (st.st_mode & 0777) == 0700,
	   "for the user alone");
	struct buf other = {0};
	zip_pack(STR("別の本文"), &other);
	file_replace(file, buf_view(&other), 0600, NULL);
	ok(!store_kept_text(n, str_c(id), &b, &e) && e.code == ERR_STORE && !b.n, "another text in its file is not it");
	store_notes_close(n, 5000, NULL);
	buf_free(&other);
	free(file);
	free(path);
	buf_free(&b);
	arena_free(arena);
	forget(dir);
}

static void attachments(void)
{
	char *dir = scratch();
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir);
	struct store_attachments list;
	struct err e = {0};
	struct store_attachment a = {STR("x"), STR("v"), STATE_MOVED, 3, 9, 0.875, 1};
	struct store_attachment orphan = {STR("y"), STR("v"), STATE_ORPHAN, POS_NONE, POS_NONE, 0, 1};

	store_attach(n, &a);
	store_attach(n, &orphan);
	for (int pass = 0; pass < 2; pass++) {
		ok(store_attachments(n, STR("v"), arena, &list, &e) && list.n == 2 && list.v[0].state == STATE_MOVED &&
			   list.v[0].start == 3 && list.v[0].end == 9 && list.v[0].score == 0.875 &&
			   list.v[0].method == 1,
		   "where it stands now");
		ok(list.n == 2 && list.v[1].state == STATE_ORPHAN && list.v[1].start == POS_NONE, "an orphan");
		n = reopen(n, dir);
	}
	a.state = STATE_CONFIRMED;
	a.start = 4;
	store_attach(n, &a);
	a.state = STATE_MOVED;
	a.start = 5;
	store_attach(n, &a);
	n = reopen(n, dir);
	ok(store_attachments(n, STR("v"), arena, &list, &e) && list.v[0].state == STATE_CONFIRMED &&
		   list.v[0].start == 4,
	   "what is confirmed stays");
	a.state = STATE_CONFIRMED;
	store_attach(n, &a);
	ok(store_attachments(n, STR("v"), arena, &list, &e) && list.v[0].start == 5, "until it is confirmed elsewhere");
	ok(store_attachments(n, STR("w"), arena, &list, &e) && !list.n, "no other version has any");
	store_notes_close(n, 5000, NULL);
	arena_free(arena);
	forget(dir);
}

/* ---- drafts ---- */

static void drafts(void)
{
	char *dir = scratch();
	struct arena *arena = arena_new();
	struct store_notes *n = open_store(dir), *other;
	struct store_drafts list;
	struct err e = {0};

	ok(store_drafts(n, arena, &list, &e) && !list.n, "no drafts");
	store_save_draft(n, STR("d1"), STR("{\"x\":1}"));
	store_save_draft(n, STR("d1"), STR("{\"x\":2}"));
	store_save_draft(n, STR("../d2"), STR("{}"));
	ok(store_drafts(n, arena, &list, &e) && list.n == 1 && is(list.v[0].json, "{\"x\":2}") && list.v[0].open,
	   "one, the newest; no path");
	usleep(50000);
	other = open_store(dir);
	ok(store_drafts(other, arena, &list, &e) && list.n == 1 && is(list.v[0].json, "{\"x\":2}") && list.v[0].open,
	   "another program sees it, and that it is open");
	store_notes_close(n, 5000, NULL);
	ok(store_drafts(other, arena, &list, &e) && list.n == 1 && !list.v[0].open, "left behind");
	store_save_draft(other, STR("d1"), STR("{\"x\":3}"));
	store_save_draft(other, STR("d3"), STR("{\"x\":9}"));
	store_notes_close(other, 5000, NULL);
	n = open_store(dir);
	ok(store_drafts(n, arena, &list, &e) && list.n == 2, "two");
	for (size_t i = 0; i < list.n; i++)
		ok(is(list.v[i].json, is(list.v[i].id, "d1") ? "{\"x\":3}" : "{\"x\":9}"), "as it was last");
	store_drop_draft(n, STR("d1"));
	ok(store_drafts(n, arena, &list, &e) && list.n == 1 && is(list.v[0].id, "d3"), "dropped");
	n = reopen(n, dir);
	ok(store_drafts(n, arena, &list, &e) && list.n == 1 && is(list.v[0].id, "d3") && !list.v[0].open,
	   "also on disk");
	store_notes_close(n, 5000, NULL);
	arena_free(arena);
	forget(dir);
}

/* Killed while it is typed: the newest frame that is whole. Cut anywhere: the one before. */
static void torn_drafts(void)
{
	char *dir = scratch(), *path;
	struct arena *arena = arena_new();
	struct store_drafts list;
	struct buf whole = {0};
	struct err e = {0};
	size_t bad = 0, first = 0, last = 0;

	for (int i = 1; i <= 2; i++) {
		struct store_notes *n = open_store(dir);
		for (int k = 0; k < 3; k++) {
			struct buf b = {0};
			buf_printf(&b, "{\"body\":\"%d%d\"}", i, k);
			store_save_draft(n, STR("d"), buf_view(&b));
			buf_free(&b);
			usleep(20000);
		}
		store_notes_close(n, 5000, NULL);
	}
	path = file_join(dir, "drafts/d.2");
	ok(file_read(path, 1 << 20, &whole, &e), "both files are in use: %s", e.text);
	for (size_t cut = 0; cut < whole.n; cut++) {
		struct store_notes *n;
		file_replace(path, str_slice(buf_view(&whole), 0, cut), 0600, NULL);
		n = store_notes_open(dir, STORE_READ, &e);
		bad += !n || !store_drafts(n, arena, &list, &e) || list.n != 1;
		first += list.n && is(list.v[0].json, "{\"body\":\"12\"}");
		last += list.n && is(list.v[0].json, "{\"body\":\"21\"}");
		store_notes_close(n, 0, NULL);
	}
	is_int((long long)bad, 0, "cut anywhere, there is a draft");
	ok(first && last, "that of the other file, or the frame before");
	free(path);
	buf_free(&whole);
	arena_free(arena);
	forget(dir);
}

int main(void)
{
	json_round_trip();
	one_store();
	limits();
	older_version();
	networks();
	two_readers();
	clocks();
	texts();
	attachments();
	drafts();
	torn_drafts();
	return done();
}
