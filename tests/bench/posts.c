/* Measures the store at many posts: posts CORPUS FOLDER [POSTS [QUESTIONS [PROGRAM]]].
 *
 * CORPUS has a post a line. FOLDER is a new one. In one run: the same posts into a bare table (the yardstick), into the
 * store in threads of 1,000 with IDs, slips and anchors, then 200 questions of 1 to 12 characters, each compared with a
 * scan of all folded texts: first page of 50, and the count of all hits. With PROGRAM the same posts are written as
 * dats and PROGRAM imports them: parsing, store and index together.
 */
#include "taiyaku/store.h"
#include "taiyaku/text.h"

#include <fcntl.h>
#include <iconv.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t seed = 88172645463325252u;

static uint64_t chance(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double processor(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static long rss_mb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss / 1024;
}

_Noreturn static void fail(const char *what, const char *why)
{
	fprintf(stderr, "posts: %s: %s\n", what, why);
	exit(1);
}

struct corpus {
	struct buf bytes;
	VEC(struct str) lines;
};

static void read_corpus(const char *path, size_t max, struct corpus *c)
{
	struct err e = {0};

	if (!file_read(path, (size_t)1 << 30, &c->bytes, &e))
		fail(path, e.text);
	struct str all = buf_view(&c->bytes);
	for (size_t at = 0; at < all.n && c->lines.n < max;) {
		size_t end = str_find_char(all, '\n', at);
		end = end == SIZE_MAX ? all.n : end;
		vec_push(&c->lines, str_slice(all, at, end));
		at = end + 1;
	}
}

/* ---- the yardstick: one table, one transaction ---- */

static void must(sqlite3 *db, int rc)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		fail("sqlite", sqlite3_errmsg(db));
}

static double bare(const char *dir, const struct corpus *c)
{
	char *path = file_join(dir, "bare.db");
	sqlite3 *db;
	sqlite3_stmt *s;

	must(NULL, sqlite3_open(path, &db));
	must(db, sqlite3_exec(db,
			      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
			      "CREATE TABLE post(id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, no INTEGER NOT NULL,"
			      " name TEXT, date INTEGER, body TEXT NOT NULL)",
			      NULL, NULL, NULL));
	double start = now();
	must(db, sqlite3_exec(db, "BEGIN", NULL, NULL, NULL));
	must(db, sqlite3_prepare_v2(db, "INSERT INTO post VALUES(?1,?2,?3,?4,?5,?6)", -1, &s, NULL));
	for (size_t i = 0; i < c->lines.n; i++) {
		sqlite3_bind_int64(s, 1, (int64_t)i + 1);
		sqlite3_bind_int64(s, 2, (int64_t)(1 + i / 1000));
		sqlite3_bind_int64(s, 3, (int64_t)(1 + i % 1000));
		sqlite3_bind_text(s, 4, "名無し", -1, SQLITE_STATIC);
		sqlite3_bind_int64(s, 5, 1767225600 + (int64_t)i * 97);
		sqlite3_bind_text(s, 6, c->lines.v[i].p, (int)c->lines.v[i].n, SQLITE_STATIC);
		must(db, sqlite3_step(s));
		sqlite3_reset(s);
	}
	must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
	sqlite3_finalize(s);
	sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(db);
	double took = now() - start;
	unlink(path);
	free(path);
	return took;
}

/* ---- the store ---- */

static struct store_observation post_of(const struct corpus *c, size_t i, int64_t file, char id[16], char slip[32],
					struct store_anchor *anchor)
{
	int64_t at = 1676605237000 + (int64_t)i * 9000;
	struct store_observation o = {
		.file = file, .start = i % 1000 * 300, .end = i % 1000 * 300 + 280, .rank = STORE_RANK_DAT};

	snprintf(id, 16, "%08llx0", (unsigned long long)chance(100000) * 2654435761u % 0xffffffffu);
	snprintf(slip, 32, "ワッチョイ %04llx-%04llx", (unsigned long long)chance(3000),
		 (unsigned long long)chance(3000));
	o.post = (struct store_post){.number = (long)(i % 1000) + 1,
				     .name = STR("今年のアイスは固い (ワッチョイ)"),
				     .mail = STR("sage"),
				     .slip = str_c(slip),
				     .poster = str_c(id),
				     .date_text = STR("2023/02/17(金) 12:40:37.55"),
				     .posted_at = at,
				     .tz_min = 540,
				     .text = c->lines.v[i]};
	if (i % 1000 && chance(3) == 0) {
		long to = (long)chance(i % 1000) + 1;
		*anchor = (struct store_anchor){0, 3, to, to};
		o.post.anchors = anchor;
		o.post.n_anchors = 1;
	}
	return o;
}

static bool add_thread(struct store *s, const struct corpus *c, size_t first, struct err *e)
{
	char name[32], id[16], slip[32];
	int64_t file = 0, thread = 0;
	bool known;
	struct store_anchor anchor;

	snprintf(name, sizeof name, "%lld.dat", 1676605237 + (long long)first);
	struct store_file f = {.sha256 = sha256_of(str_c(name)),
			       .size = 300000,
			       .path = str_c(name),
			       .format = STR("dat"),
			       .encoding = STR("CP932"),
			       .importer = STR("bench"),
			       .retrieved_at = STORE_NO_TIME};
	struct store_new_thread n = {
		.source = {STR("5ch"), STR("liveuranus"), str_slice(str_c(name), 0, 10), str_c(name)},
		.created_at = 1676605237000 + (int64_t)first * 9000};
	bool good =
		store_savepoint(s, e) && store_add_file(s, &f, &file, &known, e) && store_add_thread(s, &n, &thread, e);
	for (size_t i = first; good && i < first + 1000 && i < c->lines.n; i++) {
		struct store_observation o = post_of(c, i, file, id, slip, &anchor);
		good = store_add_post(s, thread, &o, NULL, e);
	}
	return good && store_release(s, e);
}

static double import(struct store *s, const struct corpus *c)
{
	struct err e = {0};
	double start = now(), begun = start;
	bool good = store_begin(s, &e);

	for (size_t i = 0; good && i < c->lines.n; i += 1000) {
		good = add_thread(s, c, i, &e);
		if (good && now() - begun > 3) {
			good = store_commit(s, &e) && store_begin(s, &e);
			begun = now();
		}
	}
	good = good && store_commit(s, &e);
	if (!good)
		fail("import", e.text);
	return now() - start;
}

/* ---- questions ---- */

enum { PAGE = 50 };

static void question(const struct corpus *c, size_t k, struct buf *out)
{
	size_t n = 1 + chance(12), at = 0;
	uint32_t cp;

	buf_clear(out);
	if (k % 10 == 9) /* rare, or nowhere */
		for (size_t i = 0; i < n; i++)
			buf_code_point(out, 0x4E00 + (uint32_t)chance(0x5000));
	while (k % 10 != 9 && !out->n) {
		struct str line = c->lines.v[chance(c->lines.n)];
		size_t skip = chance(text_code_points(line) + 1);
		for (at = 0; skip && at < line.n; skip--)
			at = text_next(line, at, &cp);
		size_t end = at;
		for (size_t i = 0; i < n && end < line.n; i++)
			end = text_next(line, end, &cp);
		buf_str(out, str_slice(line, at, end));
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static size_t scan(const struct corpus *folded, struct str needle)
{
	size_t n = 0;

	for (size_t i = 0; i < folded->lines.n; i++)
		n += memmem(folded->lines.v[i].p, folded->lines.v[i].n, needle.p, needle.n) != NULL;
	return n;
}

static void fold_all(const struct corpus *c, struct corpus *out)
{
	struct text_folded f = {0};
	VEC(size_t) ends = {0};

	for (size_t i = 0; i < c->lines.n; i++) {
		text_fold_copy(c->lines.v[i], &f);
		buf_str(&out->bytes, buf_view(&f.text));
		vec_push(&ends, out->bytes.n);
	}
	for (size_t i = 0; i < ends.n; i++)
		vec_push(&out->lines, str_slice(buf_view(&out->bytes), i ? ends.v[i - 1] : 0, ends.v[i]));
	vec_free(&ends);
	text_folded_free(&f);
}

static bool page_is_right(const struct store_hits *h, size_t all, const struct corpus *folded, struct str needle)
{
	bool good = h->n == (all < PAGE ? all : PAGE);

	for (size_t i = 0; good && i < h->n; i++) {
		struct str t = folded->lines.v[h->v[i].post - 1];
		good = memmem(t.p, t.n, needle.p, needle.n) && (!i || h->v[i].entry < h->v[i - 1].entry);
	}
	return good;
}

static size_t count(struct store *s, const struct store_question *q)
{
	struct store_counting *c = store_count_new(s, q, NULL);
	size_t n = 0;

	for (bool done = false; !done && store_count_step(c, 10, &n, &done, NULL);)
		;
	store_count_free(c);
	return n;
}

static void ask(struct store *s, const struct corpus *c, size_t n_questions)
{
	double *page = xcalloc(n_questions, sizeof *page), *all = xcalloc(n_questions, sizeof *all);
	struct corpus folded = {0};
	struct text_folded f = {0};
	struct buf words = {0};
	size_t wrong = 0, hits = 0;

	fold_all(c, &folded);
	for (size_t k = 0; k < n_questions; k++) {
		struct arena *a = arena_new();
		struct store_hits h = {0};
		question(c, k, &words);
		struct store_question q = {.words = buf_view(&words),
					   .posts = true,
					   .documents = true,
					   .from = STORE_NO_TIME,
					   .to = STORE_NO_TIME,
					   .max = PAGE};
		double start = now();
		bool good = store_search(s, &q, a, &h, NULL);
		page[k] = (now() - start) * 1e3;
		start = now();
		size_t n = count(s, &q);
		all[k] = (now() - start) * 1e3;
		text_fold_copy(buf_view(&words), &f);
		size_t want = f.text.n ? scan(&folded, buf_view(&f.text)) : 0;
		good = good && n == want && page_is_right(&h, want, &folded, buf_view(&f.text));
		if (!good)
			printf("WRONG: %.*s: %zu hits, a scan finds %zu\n", (int)words.n, words.p, n, want);
		wrong += !good;
		hits += want;
		arena_free(a);
	}
	qsort(page, n_questions, sizeof *page, by_value);
	qsort(all, n_questions, sizeof *all, by_value);
	printf("questions   %zu, wrong %zu, hits on average %zu\n", n_questions, wrong, hits / n_questions);
	printf("first page  p50 %.1f ms, p95 %.1f ms, most %.1f ms\n", page[n_questions / 2],
	       page[n_questions * 95 / 100], page[n_questions - 1]);

	printf("count       p50 %.1f ms, p95 %.1f ms, most %.1f ms\n", all[n_questions / 2],
	       all[n_questions * 95 / 100], all[n_questions - 1]);
	free(page);
	free(all);
}

static void lists(struct store *s)
{
	struct arena *a = arena_new();
	struct store_threads t;
	struct store_posts p;
	double start = now();

	store_threads(s, STORE_LIST_ALL, a, &t, NULL);
	printf("all threads %zu in %.1f ms\n", t.n, (now() - start) * 1e3);
	if (t.n) {
		start = now();
		store_posts(s, t.v[t.n / 2].id, 0, 1000000, a, &p, NULL);
		printf("one thread  %zu posts in %.1f ms\n", p.n, (now() - start) * 1e3);
		struct store_poster who;
		start = now();
		if (p.n && store_poster_of(&p.v[0], &t.v[t.n / 2].source, &who))
			store_posts_by_poster(s, &who, 100, a, &p, NULL);
		printf("one poster  %zu posts in %.1f ms\n", p.n, (now() - start) * 1e3);
	}
	arena_free(a);
}

/* ---- the program ---- */

static void to_cp932(iconv_t cd, struct str s, struct buf *out)
{
	char *from = (char *)(uintptr_t)s.p;
	size_t left = s.n;

	buf_clear(out);
	buf_reserve(out, 2 * s.n + 16);
	char *to = out->p;
	size_t room = out->cap;
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1)
		fail("corpus", "a character that CP932 has not");
	out->n = (size_t)(to - out->p);
}

static char *write_dats(const char *dir, const struct corpus *c)
{
	iconv_t cd = iconv_open("CP932", "UTF-8");
	char *folder = file_join(dir, "liveuranus"), id[16], slip[32], name[40];
	struct store_anchor anchor;
	struct buf line = {0}, dat = {0}, bytes = {0};
	struct err e = {0};

	if (cd == (iconv_t)-1 || !file_make_dir(folder, &e))
		fail(folder, e.text);
	for (size_t i = 0; i < c->lines.n; i++) {
		struct store_observation o = post_of(c, i, 0, id, slip, &anchor);
		struct str text = c->lines.v[i];
		buf_clear(&line);
		buf_printf(&line, "今年のアイスは固い (%s)<>sage<>2023/02/17(金) 12:40:%02zu.55 ID:%s<> ", slip, i % 60,
			   id);
		if (o.post.n_anchors)
			buf_printf(&line, "&gt;&gt;%ld<br>", o.post.anchors[0].from);
		buf_printf(&line, STR_FMT " <>%s\n", STR_ARG(text), i % 1000 ? "" : "図書館を語るスレ");
		to_cp932(cd, buf_view(&line), &bytes);
		buf_str(&dat, buf_view(&bytes));
		if (i % 1000 < 999 && i + 1 < c->lines.n)
			continue;
		snprintf(name, sizeof name, "%lld.dat", 1676605237 + (long long)(i / 1000) * 9000);
		char *path = file_join(folder, name);
		if (!file_replace(path, buf_view(&dat), 0600, &e))
			fail(path, e.text);
		free(path);
		buf_clear(&dat);
	}
	iconv_close(cd);
	buf_free(&line);
	buf_free(&dat);
	buf_free(&bytes);
	return folder;
}

/* The most memory that a process has had, in MB; what it was forked from does not count. */
static long memory_of(pid_t pid)
{
	char path[64], line[256];
	long kb = 0;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "VmHWM:", 6))
			kb = strtol(line + 6, NULL, 10);
	if (f)
		fclose(f);
	return kb / 1024;
}

static void import_with(const char *program, const char *dir, const struct corpus *c, double rows)
{
	char *dats = write_dats(dir, c), *store = file_join(dir, "imported");
	int status = 0;
	double start = now();
	pid_t pid = fork();

	if (!pid) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 1);
		execl(program, program, "--store", store, "import", dats, (char *)NULL);
		_exit(127);
	}
	long memory = 0;
	usleep(100000);
	while (!waitpid(pid, &status, WNOHANG)) {
		long m = memory_of(pid);
		memory = m > memory ? m : memory;
		usleep(20000);
	}
	double took = now() - start;
	printf("import      %.2f s (exit %d): ratio %.3f; %ld MB; %.1f s of processor time\n", took,
	       WIFEXITED(status) ? WEXITSTATUS(status) : -1, rows / took, memory, processor(RUSAGE_CHILDREN));
	free(store);
	free(dats);
}

int main(int argc, char **argv)
{
	struct corpus c = {0};
	struct err e = {0};

	if (argc < 3) {
		fprintf(stderr, "usage: posts CORPUS FOLDER [POSTS [QUESTIONS [PROGRAM]]]\n");
		return 2;
	}
	read_corpus(argv[1], argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 1000000, &c);
	long before = rss_mb();
	struct store *s = store_open(argv[2], STORE_WRITE, &e);
	if (!s)
		fail(argv[2], e.text);
	double t0 = processor(RUSAGE_SELF), rows = bare(argv[2], &c), t1 = processor(RUSAGE_SELF);
	double took = import(s, &c), t2 = processor(RUSAGE_SELF);
	printf("posts       %zu, bare insert %.2f s, store %.2f s: ratio %.3f\n", c.lines.n, rows, took, rows / took);
	printf("processor   bare insert %.2f s, store %.2f s: ratio %.3f\n", t1 - t0, t2 - t1, (t1 - t0) / (t2 - t1));
	printf("memory      %ld MB more than the corpus' %ld MB\n", rss_mb() - before, before);
	store_close(s);
	s = store_open(argv[2], STORE_READ, &e);
	lists(s);
	size_t questions = argc > 4 ? (size_t)strtoul(argv[4], NULL, 10) : 200;
	if (questions)
		ask(s, &c, questions);
	store_close(s);
	if (argc > 5)
		import_with(argv[5], argv[2], &c, rows);
	return 0;
}
