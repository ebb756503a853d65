/* notes.db and its log, damaged and merged. The word given is the part to run: repair log merge (all of them without).
 * How often: TAIYAKU_REPAIR_TRIALS, TAIYAKU_MERGE_CHANGES.
 */
#include "notes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* What is tested here is what is written, not when it is on the disk. */
int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

int fsync(int fd)
{
	(void)fd;
	return 0;
}

/* ---- the database ---- */

static void fill(const char *dir, size_t annotations)
{
	struct store_notes *n = notes_open(dir);
	struct buf body = {0};
	struct err e = {0};

	store_set_author(n, STR("甲"));
	for (size_t i = 0; i < annotations; i++) {
		struct arena *arena = arena_new();
		buf_clear(&body);
		for (size_t k = 0; k < 1 + i % 9 * (i % 50 ? 6 : 300); k++)
			buf_printf(&body, "%zu番目の覚え書きの%zu行目\n", i, k);
		struct store_annotation a = notes_annotation(buf_view(&body));
		for (unsigned times = 0; times < 1 + notes_random(3); times++) {
			a.deleted = notes_random(9) == 0;
			if (!store_put_annotation(n, arena, &a, &e))
				printf("Bail out! %s\n", e.text);
		}
		store_attach(n, &(struct store_attachment){a.id, STR("sha256:cc"), STATE_CONFIRMED, i, i + 1, 1, 1});
		store_set_mark(n, (char)('a' + i % 26), &(struct store_place){.document = STR("sha256:aa"), .at = i});
		store_keep_text(n, &(struct store_text){.id = a.id, .document = a.id, .path = STR("/tmp/x")}, STR(""));
		arena_free(arena);
	}
	if (!store_notes_close(n, 60000, &e))
		printf("Bail out! %s\n", e.text);
	buf_free(&body);
}

static char *path_in(const char *dir, const char *name)
{
	return file_join(dir, name);
}

/* One to five pages of random bytes; now and then the file is cut, emptied or gone. */
static const char *damage(const char *dir, struct str whole)
{
	char *path = path_in(dir, "notes.db");
	unsigned pages = (unsigned)(whole.n / 4096), kind = notes_random(20);
	char page[4096];

	file_replace(path, kind == 18 ? str_slice(whole, 0, notes_random((unsigned)whole.n)) : whole, 0600, NULL);
	int fd = open(path, O_WRONLY);
	for (unsigned i = notes_random(5) + 1; kind < 18 && i; i--) {
		for (size_t k = 0; k < sizeof page; k++)
			page[k] = (char)notes_random(256);
		if (pwrite(fd, page, sizeof page, (off_t)notes_random(pages) * 4096) < 0)
			exit(99);
	}
	close(fd);
	if (kind == 19)
		unlink(path);
	free(path);
	return kind < 18 ? "pages" : kind == 18 ? "cut" : "gone";
}

/* What doctor --repair does. */
static bool mend(const char *dir, bool *noticed)
{
	struct buf faults = {0};
	struct store_rebuilt r = {0};
	struct err e = {0};
	bool good = store_notes_check(dir, &faults, &e);

	*noticed = faults.n > 0;
	if (good && faults.n)
		good = store_notes_rebuild(dir, &r, &e);
	if (!good)
		printf("# %s\n", e.text);
	if (r.aside)
		unlink(r.aside);
	free(r.aside);
	buf_free(&faults);
	return good;
}

static void repair(void)
{
	long trials = notes_count("TAIYAKU_REPAIR_TRIALS", 12);
	char *dir = notes_scratch(), *path = path_in(dir, "notes.db"), *want, *got;
	size_t whole = 0, noticed = 0;
	struct buf file = {0};
	struct err e = {0};

	fill(dir, 300);
	want = notes_dump(dir);
	ok(file_read(path, (size_t)1 << 30, &file, &e) && file.n > 100 * 4096, "a store of more than 100 pages");
	for (long i = 0; i < trials; i++) {
		const char *how = damage(dir, buf_view(&file));
		bool seen = false, mended = mend(dir, &seen);
		got = notes_dump(dir);
		noticed += seen;
		if (mended && !strcmp(got, want))
			whole++;
		else
			printf("# trial %ld (%s): not as before\n", i, how);
		free(got);
	}
	printf("# %ld stores damaged (%zu noticed; the others lost nothing), %zu whole after the repair\n", trials,
	       noticed, whole);
	is_int((long long)whole, trials, "every row is back in every one");
	free(want);
	free(path);
	buf_free(&file);
	notes_remove(dir);
	free(dir);
}

/* The log is gone or lacks something: the database is the truth, and the log is written again from it. */
static void lost_log(void)
{
	char *dir = notes_scratch(), *log = path_in(dir, "log"), *path = path_in(dir, "notes.db"), *want, *got;
	struct store_rebuilt r = {0};
	struct buf file = {0};
	struct err e = {0};
	bool noticed;

	fill(dir, 60);
	want = notes_dump(dir);
	file_read(path, (size_t)1 << 30, &file, &e);
	notes_remove(log);
	ok(store_notes_compare(dir, false, &r, &e) && r.added > 60 && !r.changes, "the log is gone: that is noticed");
	ok(store_notes_compare(dir, true, &r, &e) && store_notes_compare(dir, false, &r, &e) && !r.added,
	   "and written anew");
	unlink(path);
	ok(mend(dir, &noticed) && noticed, "then the database");
	got = notes_dump(dir);
	ok(strstr(got, "番目の覚え書き") && !strcmp(got, want), "is made from that");
	free(got);

	/* both at once: what can be read of the database is saved */
	notes_remove(log);
	char page[4096] = {1};
	size_t pages = file.n / 4096;
	memcpy(file.p + pages / 2 * 4096, page, sizeof page);
	file_replace(path, buf_view(&file), 0600, NULL);
	size_t changes = r.changes;
	ok(store_notes_rebuild(dir, &r, &e), "a damaged database without its log: %s", e.text);
	ok(r.added < changes && r.added > changes / 2, "most of it is saved (%zu of %zu changes)", r.added, changes);
	ok(r.aside && !access(r.aside, R_OK), "and the damaged file is kept");
	free(r.aside);
	free(want);
	free(log);
	free(path);
	buf_free(&file);
	notes_remove(dir);
	free(dir);
}

static void put_one(struct store_notes *n, const char *body)
{
	struct arena *arena = arena_new();
	struct store_annotation a = notes_annotation(str_c(body));
	struct err e = {0};

	ok(store_put_annotation(n, arena, &a, &e) && store_notes_sync(n, 60000, &e), "put: %s", e.text);
	arena_free(arena);
}

/* Made again while a program has it open, which goes on. */
static void rebuilt_underneath(void)
{
	char *dir = notes_scratch(), *dump;
	struct store_notes *n = notes_open(dir), *other;
	struct store_rebuilt r = {0};
	struct err e = {0};

	put_one(n, "前の");
	do /* until its database has it */
		usleep(1000);
	while (store_notes_compare(dir, false, &r, &e) && r.changes < 1);
	ok(store_notes_rebuild(dir, &r, &e) && r.annotations == 1, "made again while it is open: %s", e.text);
	free(r.aside);
	put_one(n, "後の");
	put_one(n, "その後の");
	bool failed = store_notes_failed(n, &e);
	ok(!failed, "the program goes on: %s", e.text);
	ok(store_notes_close(n, 60000, &e), "and closes");
	dump = notes_dump(dir);
	ok(strstr(dump, "前の") && strstr(dump, "後の") && strstr(dump, "その後の"), "the new file has all");
	free(dump);
	ok(store_notes_compare(dir, false, &r, &e) && !r.added && r.changes == 3, "the log too");

	/* the log has more than the database: a program was killed in between */
	n = notes_open(dir);
	char *path = path_in(dir, "notes.db");
	struct buf file = {0};
	file_read(path, (size_t)1 << 30, &file, &e);
	put_one(n, "最後の");
	store_notes_close(n, 60000, NULL);
	file_replace(path, buf_view(&file), 0600, NULL);
	other = store_notes_open(dir, STORE_READ, &e);
	struct arena *arena = arena_new();
	struct store_annotations list = {0};
	ok(other && store_annotations(other, &(struct store_annotation_query){0}, arena, &list, &e) && list.n == 4 &&
		   store_notes_read_only(other),
	   "who only reads sees what is in the log alone");
	store_notes_close(other, 0, NULL);
	arena_free(arena);
	buf_free(&file);
	free(path);
	notes_remove(dir);
	free(dir);
}

/* ---- the log ---- */

static char *log_of(const char *dir)
{
	char *folder = path_in(dir, "log"), *path = NULL;
	DIR *d = opendir(folder);

	for (struct dirent *f; d && (f = readdir(d));)
		if (f->d_name[0] != '.' && !path)
			path = file_join(folder, f->d_name);
	if (d)
		closedir(d);
	free(folder);
	return path;
}

static size_t annotations_from(const char *dir, const char *log, struct str bytes)
{
	char *path = path_in(dir, "notes.db");
	struct arena *arena = arena_new();
	struct store_annotations list = {0};
	struct store_notes *n;

	unlink(path);
	file_replace(log, bytes, 0600, NULL);
	n = store_notes_open(dir, STORE_WRITE, NULL);
	if (n)
		store_annotations(n, &(struct store_annotation_query){.deleted = true}, arena, &list, NULL);
	size_t count = n ? list.n : 999;
	arena_free(arena);
	store_notes_close(n, 60000, NULL);
	free(path);
	return count;
}

enum { LINES = 4 };

static void damaged_log(void)
{
	char *dir = notes_scratch(), *log;
	struct store_notes *n = notes_open(dir);
	struct buf whole = {0};
	struct err e = {0};
	size_t bad = 0, last;

	for (int i = 0; i < LINES; i++) {
		struct arena *arena = arena_new();
		struct store_annotation a = notes_annotation(STR("本文"));
		store_put_annotation(n, arena, &a, &e);
		arena_free(arena);
	}
	store_notes_close(n, 60000, NULL);
	log = log_of(dir);
	ok(file_read(log, 1 << 20, &whole, &e), "a log of %d lines", LINES);
	for (last = whole.n - 1; last && whole.p[last - 1] != '\n'; last--)
		;
	for (size_t cut = last; cut <= whole.n; cut++) { /* the LF at the end is not missed */
		size_t want = cut + 1 >= whole.n ? LINES : LINES - 1;
		bad += annotations_from(dir, log, str_slice(buf_view(&whole), 0, cut)) != want;
	}
	is_int((long long)bad, 0, "cut at each byte of the last line: the others are there");
	bad = 0;
	for (long i = 0; i < notes_count("TAIYAKU_FLIPS", 80); i++) {
		size_t at = notes_random((unsigned)whole.n);
		char was = whole.p[at];
		whole.p[at] ^= (char)(1 << notes_random(8));
		size_t got = annotations_from(dir, log, buf_view(&whole));
		bad += got < (was == '\n' ? LINES : LINES - 1) || got > LINES;
		whole.p[at] = was;
	}
	is_int((long long)bad, 0, "a bit turned anywhere: no good line is refused");
	free(log);
	buf_free(&whole);
	notes_remove(dir);
	free(dir);
}

/* ---- two stores merged ---- */

struct lines {
	VEC(char *) v;
};

static bool keep_line(void *context, struct str json)
{
	struct lines *l = context;

	vec_push(&l->v, str_dup(json));
	return true;
}

/* All changes of a store, as lines. */
static struct lines lines_of(const char *dir)
{
	struct store_notes *n = notes_open(dir);
	struct lines l = {0};
	struct err e = {0};

	if (!store_each_change(n, &(struct store_annotation_query){.deleted = true}, keep_line, &l, &e))
		printf("Bail out! %s\n", e.text);
	store_notes_close(n, 60000, NULL);
	return l;
}

static void free_lines(struct lines *l)
{
	for (size_t i = 0; i < l->v.n; i++)
		free(l->v.v[i]);
	vec_free(&l->v);
}

static void merge_lines(struct store_notes *n, const struct lines *l)
{
	struct err e = {0};
	bool known;

	for (size_t i = 0; i < l->v.n; i++)
		if (!store_merge_change(n, str_c(l->v.v[i]), &known, &e))
			printf("not ok - %s\n# %s\n", e.text, l->v.v[i]);
}

/* In a process of its own, with a clock of its own: inserts, edits, deletions, tags, also undone ones. */
static void change_at_random(const char *dir, long changes, int64_t skew, unsigned seed, const char *who)
{
	struct arena *arena = arena_new();
	struct store_annotations list;
	struct err e = {0};
	int64_t now = clock_wall_ms() + skew;

	notes_seed = seed;
	clock_fix(now);
	struct store_notes *n = notes_open(dir);
	store_set_author(n, str_c(who));
	store_annotations(n, &(struct store_annotation_query){.deleted = true}, arena, &list, &e);
	VEC(struct store_annotation) all = {0};
	for (size_t i = 0; i < list.n; i++)
		vec_push(&all, list.v[i]);
	for (long i = 0; i < changes; i++) {
		struct buf body = {0};
		struct str tag = STR("怪しい");
		buf_printf(&body, "%sの変更%ld", who, i);
		unsigned what = notes_random(10);
		struct store_annotation a =
			!all.n || what < 3 ? notes_annotation(STR("")) : all.v[notes_random((unsigned)all.n)];
		bool is_new = !a.id.n;
		a.body = arena_str(arena, buf_view(&body));
		a.deleted = what == 8;
		a.tags = arena_alloc(arena, sizeof tag);
		memcpy((void *)(size_t)a.tags, &tag, sizeof tag);
		a.n_tags = what == 7;
		clock_fix(now += notes_random(3000));
		if (!store_put_annotation(n, arena, &a, &e))
			printf("not ok - %s\n", e.text);
		if (is_new)
			vec_push(&all, a);
		buf_free(&body);
	}
	if (!store_notes_close(n, 600000, &e))
		printf("not ok - %s\n", e.text);
	fflush(stdout);
	_exit(0);
}

static void grow(const char *dir, long changes, int64_t skew, unsigned seed, const char *who)
{
	int status = 0;

	fflush(stdout);
	pid_t pid = fork();
	if (!pid)
		change_at_random(dir, changes, skew, seed, who);
	waitpid(pid, &status, 0);
	is_int(status, 0, who);
}

/* A store made of some lists of lines. */
static char *merged(const struct lines *const *lists)
{
	char *dir = notes_scratch();
	struct store_notes *n = notes_open(dir);

	for (; *lists; lists++)
		merge_lines(n, *lists);
	if (!store_notes_close(n, 600000, NULL))
		printf("not ok - closed\n");
	char *dump = notes_dump(dir);
	notes_remove(dir);
	free(dir);
	return dump;
}

static struct lines shuffled(const struct lines *a, const struct lines *b)
{
	struct lines all = {0};

	for (size_t i = 0; i < a->v.n; i++)
		vec_push(&all.v, xstrdup(a->v.v[i]));
	for (size_t i = 0; i < b->v.n; i++)
		vec_push(&all.v, xstrdup(b->v.v[i]));
	for (size_t i = all.v.n; i > 1; i--) {
		size_t k = notes_random((unsigned)i);
		char *t = all.v.v[i - 1];
		all.v.v[i - 1] = all.v.v[k];
		all.v.v[k] = t;
	}
	return all;
}

/* How many of the bodies that were written, superseded ones too, the history has. */
static long bodies_in(const char *dump, const char *who, long changes)
{
	long found = 0;

	for (long i = 0; i < changes; i++) {
		char body[64];
		snprintf(body, sizeof body, "\"body\":\"%sの変更%ld\"", who, i);
		found += strstr(dump, body) != NULL;
	}
	return found;
}

enum { DAY_MS = 86400000 };

static void merge(void)
{
	long changes = notes_count("TAIYAKU_MERGE_CHANGES", 300);
	char *one = notes_scratch(), *two = notes_scratch();
	struct store_notes *n;

	grow(one, changes / 10 + 1, 0, 1, "始め"); /* what both have */
	struct lines common = lines_of(one);
	n = notes_open(two);
	merge_lines(n, &common);
	store_notes_close(n, 60000, NULL);
	grow(one, changes, DAY_MS, 2, "甲"); /* a clock a day ahead */
	grow(two, changes, -DAY_MS, 3, "乙");
	struct lines a = lines_of(one), b = lines_of(two), mixed = shuffled(&a, &b);
	is_int((long long)a.v.n, changes + changes / 10 + 1, "all changes of the one");
	is_int((long long)b.v.n, changes + changes / 10 + 1, "and of the other");

	char *ab = merged((const struct lines *const[]){&a, &b, NULL});
	char *ba = merged((const struct lines *const[]){&b, &a, NULL});
	char *twice = merged((const struct lines *const[]){&b, &a, &b, &a, NULL});
	char *any = merged((const struct lines *const[]){&mixed, NULL});
	n = notes_open(one); /* and into a store that has its own */
	merge_lines(n, &b);
	store_notes_close(n, 600000, NULL);
	char *into = notes_dump(one);
	bool equal = !strcmp(ab, ba) && !strcmp(ab, twice) && !strcmp(ab, any) && !strcmp(ab, into);
	ok(!strcmp(ab, ba), "either order: equal");
	ok(!strcmp(ab, twice), "twice: equal");
	ok(!strcmp(ab, any), "line by line in any order: equal");
	ok(!strcmp(ab, into), "into the one of them: equal");
	long there = bodies_in(ab, "甲", changes) + bodies_in(ab, "乙", changes);
	is_int(there, 2 * changes, "nothing that anybody wrote is lost");
	printf("# two stores, %ld random changes each, clocks two days apart: %s; %ld of %ld versions there\n", changes,
	       equal ? "equal in every order" : "NOT equal", there, 2 * changes);
	free(ab);
	free(ba);
	free(twice);
	free(any);
	free(into);
	free_lines(&common);
	free_lines(&a);
	free_lines(&b);
	free_lines(&mixed);
	notes_remove(one);
	notes_remove(two);
	free(one);
	free(two);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {{"repair", repair},
		     {"log", lost_log},
		     {"repair", rebuilt_underneath},
		     {"log", damaged_log},
		     {"merge", merge}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (argc < 2 || !strcmp(argv[1], parts[i].name))
			parts[i].run();
	return done();
}
