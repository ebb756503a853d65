/* What SQLite's own full text would cost in place of our index: fts5 CORPUS FOLDER [POSTS [QUESTIONS]].
 *
 * CORPUS has a post a line. Its folded texts go into three tables of FTS5 without contents, in one transaction each:
 * characters as tokens, characters and pairs as tokens without their places, pairs as tokens. Then the same questions
 * of 1 to 12 characters are put to each: the newest 50, and the count of all. Where a table cannot tell, the text is
 * looked at, in memory. Each count is compared with a scan.
 */
#include "taiyaku/text.h"

#include <sqlite3.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum form { CHARACTERS, BOTH, PAIRS, FORMS };
static const char *const names[FORMS] = {"characters, detail=full", "characters and pairs, detail=none",
					 "pairs, detail=full"};
static const char *const details[FORMS] = {"full", "none", "full"};
enum { PAGE = 50, LONGEST = 12, QUESTIONS_MAX = 1000 };

struct question {
	struct str words;
	size_t characters, hits;
};

static struct buf all; /* the folded texts, one behind the other */
static VEC(struct span) posts;
static struct question questions[QUESTIONS_MAX];
static size_t n_questions;
static uint64_t seed = 88172645463325252u;

_Noreturn static void fail(const char *what, const char *why)
{
	fprintf(stderr, "fts5: %s: %s\n", what, why);
	exit(1);
}

static uint64_t chance(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static double clock_of(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct str post(size_t i)
{
	return str_slice(buf_view(&all), posts.v[i].start, posts.v[i].end);
}

static void read_corpus(const char *path, size_t most)
{
	struct text_folded f = {0};
	struct buf bytes = {0};
	struct err e = {0};

	if (!file_read(path, (size_t)1 << 30, &bytes, &e))
		fail(path, e.text);
	struct str s = buf_view(&bytes);
	for (size_t at = 0, end; at < s.n && posts.n < most; at = end + 1) {
		end = str_find_char(s, '\n', at);
		end = end == SIZE_MAX ? s.n : end;
		text_fold_copy(str_slice(s, at, end), &f);
		size_t start = all.n;
		buf_str(&all, buf_view(&f.text));
		vec_push(&posts, (struct span){start, all.n});
	}
	text_folded_free(&f);
	buf_free(&bytes);
}

/* ---- tokens ---- */

static void put(struct buf *out, struct str token)
{
	buf_str(out, token);
	buf_char(out, ' ');
}

/* A pair is two characters without a blank between; the last character stands alone. */
static void tokens(struct str s, enum form form, struct buf *out)
{
	buf_clear(out);
	for (size_t at = 0; at < s.n;) {
		uint32_t cp;
		size_t next = text_next(s, at, &cp), after = next < s.n ? text_next(s, next, &cp) : next;

		if (form != PAIRS || next == s.n)
			put(out, str_slice(s, at, next));
		if (form != CHARACTERS && next < s.n)
			put(out, str_slice(s, at, after));
		at = next;
	}
}

static void quoted(struct buf *out, struct str s)
{
	buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.p[i]);
	}
	buf_char(out, '"');
}

/* The pairs of a needle of two characters or more: as a phrase, or each of them. */
static void match_pairs(struct str s, bool phrase, struct buf *out)
{
	struct buf list = {0};

	for (size_t at = 0, next; at < s.n; at = next) {
		uint32_t cp;
		next = text_next(s, at, &cp);
		if (next == s.n)
			break;
		struct str pair = str_slice(s, at, text_next(s, next, &cp));
		if (phrase) {
			put(&list, pair);
			continue;
		}
		buf_cat(&list, list.n ? " AND " : "");
		quoted(&list, pair);
	}
	if (phrase)
		quoted(out, buf_view(&list));
	else
		buf_str(out, buf_view(&list));
	buf_free(&list);
}

static void match(const struct question *q, enum form form, struct buf *out)
{
	struct buf list = {0};

	buf_clear(out);
	if (form == CHARACTERS) {
		tokens(q->words, form, &list);
		quoted(out, buf_view(&list));
	} else if (q->characters == 1) {
		quoted(out, q->words);
		buf_cat(out, form == PAIRS ? "*" : "");
	} else {
		match_pairs(q->words, form == PAIRS, out);
	}
	buf_free(&list);
}

/* ---- questions ---- */

static void ask(size_t n)
{
	while (n_questions < n) {
		struct str s = post(chance(posts.n));
		struct question q = {.characters = 1 + chance(LONGEST)};
		size_t length = text_code_points(s), start = 0, end;
		uint32_t cp;

		if (length < q.characters)
			continue;
		for (uint64_t skip = chance(length - q.characters + 1); skip; skip--)
			start = text_next(s, start, &cp);
		end = start;
		for (size_t i = 0; i < q.characters; i++)
			end = text_next(s, end, &cp);
		q.words = str_slice(s, start, end);
		for (size_t i = 0; i < posts.n; i++)
			q.hits += str_find(post(i), q.words, 0) != SIZE_MAX;
		questions[n_questions++] = q;
	}
}

/* ---- the tables ---- */

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		fail(sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL))
		fail(sql, sqlite3_errmsg(db));
	return s;
}

static sqlite3 *open_table(const char *folder, enum form form)
{
	char *path = file_join(folder, "fts5.db");
	struct buf sql = {0};
	sqlite3 *db;

	unlink(path);
	if (sqlite3_open(path, &db))
		fail(path, sqlite3_errmsg(db));
	run(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536");
	buf_printf(&sql,
		   "CREATE VIRTUAL TABLE t USING fts5(body, content='', detail=%s, tokenize=\"unicode61 "
		   "remove_diacritics 0 categories 'L* M* N* P* S* C*'\")",
		   details[form]);
	run(db, buf_cstr(&sql));
	buf_free(&sql);
	free(path);
	return db;
}

static double fill(sqlite3 *db, enum form form)
{
	sqlite3_stmt *add = prepare(db, "INSERT INTO t(rowid,body) VALUES(?,?)");
	double start = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	struct buf b = {0};

	run(db, "BEGIN");
	for (size_t i = 0; i < posts.n; i++) {
		tokens(post(i), form, &b);
		sqlite3_bind_int64(add, 1, (sqlite3_int64)i + 1);
		sqlite3_bind_text64(add, 2, b.p, b.n, SQLITE_STATIC, SQLITE_UTF8);
		if (sqlite3_step(add) != SQLITE_DONE)
			fail("insert", sqlite3_errmsg(db));
		sqlite3_reset(add);
	}
	run(db, "COMMIT");
	sqlite3_finalize(add);
	buf_free(&b);
	return clock_of(CLOCK_PROCESS_CPUTIME_ID) - start;
}

/* Hits up to max, newest first; without places what has more than one pair is looked at. */
static size_t find(sqlite3_stmt *s, const struct question *q, enum form form, struct str words, size_t max)
{
	size_t n = 0;

	sqlite3_bind_text64(s, 1, words.p, words.n, SQLITE_STATIC, SQLITE_UTF8);
	while (n < max && sqlite3_step(s) == SQLITE_ROW) {
		size_t i = (size_t)sqlite3_column_int64(s, 0) - 1;
		n += form != BOTH || q->characters < 3 || str_find(post(i), q->words, 0) != SIZE_MAX;
	}
	sqlite3_reset(s);
	return n;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void measure(const char *folder, enum form form)
{
	static double first[QUESTIONS_MAX], whole[QUESTIONS_MAX];
	sqlite3 *db = open_table(folder, form);
	double made = fill(db, form);
	sqlite3_stmt *newest = prepare(db, "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid DESC");
	sqlite3_stmt *any = prepare(db, "SELECT rowid FROM t WHERE t MATCH ?");
	struct buf words = {0};
	size_t wrong = 0;

	for (size_t i = 0; i < n_questions; i++) {
		match(&questions[i], form, &words);
		double start = clock_of(CLOCK_MONOTONIC);
		find(newest, &questions[i], form, buf_view(&words), PAGE);
		first[i] = clock_of(CLOCK_MONOTONIC) - start;
		start = clock_of(CLOCK_MONOTONIC);
		wrong += find(any, &questions[i], form, buf_view(&words), SIZE_MAX) != questions[i].hits;
		whole[i] = clock_of(CLOCK_MONOTONIC) - start;
	}
	qsort(first, n_questions, sizeof *first, by_value);
	qsort(whole, n_questions, sizeof *whole, by_value);
	size_t p95 = n_questions * 95 / 100;
	printf("| %s | %.1f | %.1f | %.1f | %zu |\n", names[form], made * 1e3 / (double)posts.n, first[p95], whole[p95],
	       wrong);
	fflush(stdout);
	sqlite3_finalize(newest);
	sqlite3_finalize(any);
	sqlite3_close(db);
	buf_free(&words);
}

int main(int argc, char **argv)
{
	size_t most = argc > 3 ? strtoul(argv[3], NULL, 10) : 1000000, n = argc > 4 ? strtoul(argv[4], NULL, 10) : 200;

	if (argc < 3 || !n || n > QUESTIONS_MAX) {
		fprintf(stderr, "fts5: usage: fts5 CORPUS FOLDER [POSTS [QUESTIONS]]\n");
		return 2;
	}
	read_corpus(argv[1], most);
	if (!posts.n)
		fail(argv[1], "no posts");
	ask(n);
	printf("| tokens (%zu posts, %zu questions) | us a post, processor | newest 50, p95 ms | count, p95 ms | wrong "
	       "|\n"
	       "|---|--:|--:|--:|--:|\n",
	       posts.n, n_questions);
	for (int form = 0; form < FORMS; form++)
		measure(argv[2], (enum form)form);
	char *path = file_join(argv[2], "fts5.db");
	unlink(path);
	free(path);
	vec_free(&posts);
	buf_free(&all);
	return 0;
}
