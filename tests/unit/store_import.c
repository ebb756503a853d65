/* Importing into the library: who wrote what, what each file says, many files in one transaction, an older library. */
#include "taiyaku/store.h"
#include "../tap.h"

#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *scratch(void)
{
	char path[] = "/tmp/taiyaku-import-XXXXXX";

	if (!mkdtemp(path))
		exit(99);
	return xstrdup(path);
}

static void forget(char *dir)
{
	static const char *const names[] = {"library.db", "library.db-journal"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *p = file_join(dir, names[i]);
		unlink(p);
		free(p);
	}
	rmdir(dir);
	free(dir);
}

static struct store_file file(const char *path, const char *bytes)
{
	return (struct store_file){.sha256 = sha256_of(str_c(bytes)),
				   .size = strlen(bytes),
				   .path = str_c(path),
				   .importer = STR("test"),
				   .retrieved_at = STORE_NO_TIME};
}

static int64_t add_file(struct store *s, const char *path, const char *bytes)
{
	struct store_file f = file(path, bytes);
	int64_t id = 0;
	bool known;

	store_add_file(s, &f, &id, &known, NULL);
	return id;
}

static int64_t thread_of(struct store *s, const char *family, const char *board, const char *key)
{
	struct store_new_thread n = {.source = {str_c(family), str_c(board), str_c(key), {"", 0}},
				     .created_at = STORE_NO_TIME};
	int64_t thread = 0;

	store_add_thread(s, &n, &thread, NULL);
	return thread;
}

/* ---- posters ---- */

#define JST(day, hour) (1676559600000 + ((int64_t)(day)*24 + (hour)) * 3600000) /* day 0: Friday 2023-02-17 */

struct line {
	long number;
	const char *poster, *slip, *trip, *be;
	int64_t at;
};

static int64_t add_line(struct store *s, int64_t thread, int64_t f, struct line l)
{
	struct store_observation o = {.file = f, .start = (size_t)l.number * 100, .rank = STORE_RANK_DAT};
	struct arena *a = arena_new();
	struct store_posts p = {0};

	o.post = (struct store_post){.number = l.number,
				     .poster = str_c(l.poster),
				     .slip = str_c(l.slip),
				     .trip = str_c(l.trip),
				     .be = str_c(l.be),
				     .posted_at = l.at,
				     .text = STR("文")};
	store_add_post(s, thread, &o, NULL, NULL);
	store_posts(s, thread, l.number, l.number, a, &p, NULL);
	int64_t id = p.n ? p.v[0].id : 0;
	arena_free(a);
	return id;
}

static size_t by_same(struct store *s, int64_t post, enum store_poster_kind kind, struct store_poster *who,
		      struct arena *a)
{
	struct store_posts p, all = {0};
	struct store_threads t;

	if (!store_post_by_id(s, post, a, &p, NULL) || !p.n || !store_thread_by_id(s, p.v[0].thread, a, &t, NULL))
		return 999;
	if (!store_poster_of(&p.v[0], &t.v[0].source, who))
		return kind == STORE_POSTER_NONE ? 0 : 998;
	if (who->kind != kind || !store_posts_by_poster(s, who, 100, a, &all, NULL))
		return 997;
	for (size_t i = 1; i < all.n; i++)
		if (all.v[i].posted_at < all.v[i - 1].posted_at)
			return 996;
	return all.n;
}

static void posters(void)
{
	char *dir = scratch();
	struct store *s = store_open(dir, STORE_WRITE, NULL);
	struct arena *a = arena_new();
	struct store_poster who, other;
	struct store_posts p;

	store_begin(s, NULL);
	int64_t f = add_file(s, "a", "a"), one = thread_of(s, "5ch", "liveuranus", "1"),
		two = thread_of(s, "5ch", "liveuranus", "2"), else_ = thread_of(s, "5ch", "news", "3"),
		hf = thread_of(s, "hf", "models/a/b", "4");
	const char *slip = "ワッチョイ 7fa4-UHsq";
	int64_t id = add_line(s, one, f, (struct line){1, "AbCd0", slip, "", "", JST(0, 23)});
	add_line(s, one, f, (struct line){2, "AbCd0", "", "", "", JST(0, 1)});
	add_line(s, two, f, (struct line){1, "AbCd0", "", "", "", JST(0, 2)});
	add_line(s, two, f, (struct line){2, "AbCd0", "", "", "", JST(1, 0)});   /* the day after */
	add_line(s, else_, f, (struct line){1, "AbCd0", "", "", "", JST(0, 2)}); /* another board */
	add_line(s, one, f, (struct line){3, "abcd0", "", "", "", JST(0, 2)});   /* case counts */
	int64_t nobody = add_line(s, one, f, (struct line){4, "???0", "", "", "", JST(0, 2)});
	int64_t by_slip = add_line(s, one, f, (struct line){5, "???", slip, "", "", JST(3, 0)});
	add_line(s, one, f, (struct line){6, "???", slip, "", "", JST(5, 23)}); /* Wednesday */
	add_line(s, one, f, (struct line){7, "???", slip, "", "", JST(6, 0)});  /* Thursday: the next week */
	int64_t trip = add_line(s, one, f, (struct line){8, "Zz0", slip, "◆RC6W0XmCeU", "", JST(0, 3)});
	add_line(s, else_, f, (struct line){8, "Zz1", "", "◆RC6W0XmCeU", "", JST(90, 3)});
	int64_t be = add_line(s, one, f, (struct line){9, "Zz2", "", "", "136914265-S★(615094)", JST(0, 4)});
	add_line(s, else_, f, (struct line){9, "Zz3", "", "", "136914265-D(2)", JST(9, 4)});
	int64_t user = add_line(s, hf, f, (struct line){1, "AbCd0", "", "", "", STORE_NO_TIME});
	add_line(s, hf, f, (struct line){2, "AbCd0", "", "", "", JST(400, 4)});
	store_commit(s, NULL);

	is_int((long long)by_same(s, id, STORE_POSTER_ID, &who, a), 3, "an ID: one board, one day of Japan");
	is_int(who.to - who.from, 86400000, "a day long");
	is_int(who.from, JST(0, 0), "from midnight in Japan");
	is_int((long long)by_same(s, nobody, STORE_POSTER_NONE, &other, a), 0, "??? is nobody");
	is_int((long long)by_same(s, by_slip, STORE_POSTER_SLIP, &other, a), 4, "a slip: one board, a week");
	is_int(other.to, JST(6, 0), "until Thursday");
	ok(!store_poster_eq(&who, &other), "two posters");
	is_int((long long)by_same(s, trip, STORE_POSTER_TRIP, &other, a), 2, "a trip: all boards of the family");
	is_int((long long)by_same(s, be, STORE_POSTER_BE, &other, a), 2, "a BE: by its number");
	is_int((long long)by_same(s, user, STORE_POSTER_ID, &other, a), 2, "a user's name: the site, whenever");
	ok(store_posts_by_poster(s, &who, 2, a, &p, NULL) && p.n == 2, "at most so many");

	static const struct {
		const char *name;
		size_t n;
	} names[] = {
		{"ID:AbCd0", 7},
		{"AbCd0", 7},
		{"ワッチョイ 7fa4-UHsq", 5},
		{"7fa4-UHsq", 5},
		{"7fa4", 5},
		{"UHsq", 5},
		{"-UHsq", 5},
		{"ワッチョイ 7fa4-", 5},
		{"◆RC6W0XmCeU", 2},
		{"BE:136914265", 2},
		{"ID:", 0},
		{"ID:ワッチョイ", 0},
		{"HsqX", 0},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ok(store_posts_by_name(s, str_c(names[i].name), 100, a, &p, NULL) && p.n == names[i].n, "%s: %zu posts",
		   names[i].name, names[i].n);
	arena_free(a);
	store_close(s);
	forget(dir);
}

/* ---- observations ---- */

static enum store_added add(struct store *s, int64_t thread, int64_t f, int rank, bool deleted, const char *text)
{
	enum store_added how = (enum store_added)99;
	struct store_observation o = {.file = f, .start = 7, .end = 9, .rank = rank, .deleted = deleted};

	o.post = (struct store_post){.number = 1, .text = str_c(text), .posted_at = STORE_NO_TIME};
	o.address = STR("203.0.113.5");
	store_add_post(s, thread, &o, &how, NULL);
	return how;
}

static void observations(void)
{
	char *dir = scratch();
	struct store *s = store_open(dir, STORE_WRITE, NULL);
	struct arena *a = arena_new();
	struct store_seens seen = {0};
	struct store_posts p = {0};
	struct store_threads t = {0};
	struct store_hits h = {0};
	struct str address;
	struct err e = {0};
	int64_t f, found = 0;
	uint64_t size = 0;
	struct sha256 sha;

	store_begin(s, NULL);
	int64_t thread = thread_of(s, "5ch", "b", "1");
	f = add_file(s, "/x/1.dat", "one");
	is_int(add(s, thread, f, STORE_RANK_HTML, false, "最初の文"), STORE_ADDED_NEW, "new");
	is_int(add(s, thread, f, STORE_RANK_HTML, false, "最初の文"), STORE_ADDED_KNOWN, "the same again");
	f = add_file(s, "/x/1.dat", "one two");
	is_int(add(s, thread, f, STORE_RANK_DAT, false, "次の文だ"), STORE_ADDED_CHANGED,
	       "a better one with another text");
	f = add_file(s, "/x/3.dat", "three");
	is_int(add(s, thread, f, STORE_RANK_API, true, ""), STORE_ADDED_CHANGED, "a deletion");
	f = add_file(s, "/x/4.dat", "four");
	is_int(add(s, thread, f, STORE_RANK_DAT, false, "次の文だ"), STORE_ADDED_KNOWN,
	       "the same text in another file");
	ok(store_finish_file(s, f, STR("dat"), STR("CP932"), 3, NULL), "a file is finished");
	store_commit(s, NULL);

	store_posts(s, thread, 1, 1, a, &p, NULL);
	ok(p.n == 1 && str_eq(p.v[0].text, STR("次の文だ")) && p.v[0].deleted,
	   "the best text, and that it was deleted");
	ok(store_observations(s, p.n ? p.v[0].id : 0, a, &seen, NULL) && seen.n == 4, "four observations");
	ok(seen.n == 4 && seen.v[0].best && str_eq(seen.v[0].path, STR("/x/4.dat")) &&
		   str_eq(seen.v[0].format, STR("dat")),
	   "the newest of equals is shown");
	ok(seen.n == 4 && seen.v[1].deleted && !seen.v[1].text.n, "then the deletion");
	ok(seen.n == 4 && str_eq(seen.v[2].text, STR("次の文だ")) && str_eq(seen.v[3].text, STR("最初の文")),
	   "each has its own text");
	ok(store_address(s, p.v[0].id, a, &address, NULL) && str_eq(address, STR("203.0.113.5")), "an address");
	struct store_question q = {
		.words = STR("203"), .posts = true, .documents = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	ok(store_search(s, &q, a, &h, NULL) && !h.n, "is not searched");
	ok(!store_address(s, 99, a, &address, &e) && e.code == ERR_NOTHING, "no address");
	ok(store_file_at(s, STR("/x/1.dat"), &found, &size, &sha, NULL) && size == 7, "the longest file of a path");
	ok(!store_file_at(s, STR("/x/9.dat"), &found, &size, &sha, &e) && e.code == ERR_NOTHING, "none of another");
	ok(store_threads(s, STORE_LIST_ALL, a, &t, NULL) && t.n == 1 && t.v[0].posts_held == 1 && !t.v[0].posts_quoted,
	   "one post is counted once");
	ok(store_threads_by_key_prefix(s, STR("5ch"), STR(""), STR("1"), a, &t, NULL) && t.n == 1, "a key cut short");
	ok(store_threads_by_key_prefix(s, STR("5ch"), STR("c"), STR("1"), a, &t, NULL) && !t.n, "not of that board");
	arena_free(a);
	store_close(s);
	forget(dir);
}

/* ---- many files in one transaction ---- */

enum { POSTS = 200 };

static bool import(struct store *s, int i, struct err *e)
{
	char name[32], text[64];
	struct store_new_thread n = {.created_at = STORE_NO_TIME};
	int64_t thread = 0, f;

	snprintf(name, sizeof name, "%d", 1000000000 + i);
	n.source = (struct store_identity){STR("5ch"), STR("b"), str_c(name), str_c(name)};
	if (!store_savepoint(s, e))
		return false;
	struct store_file it = file(name, name);
	bool known, good = store_add_file(s, &it, &f, &known, e) && store_add_thread(s, &n, &thread, e);
	for (long k = 1; good && k <= POSTS; k++) {
		struct store_observation o = {.file = f, .start = (size_t)k, .rank = STORE_RANK_DAT};
		snprintf(text, sizeof text, "%ld番目の書き込み、スレッド%d", k, i);
		o.post = (struct store_post){.number = k, .text = str_c(text), .posted_at = STORE_NO_TIME};
		good = store_add_post(s, thread, &o, NULL, e);
	}
	if (good)
		return store_release(s, e);
	store_give_up(s);
	return false;
}

/* Whole files only: every thread has all its posts, is counted right, and what is there is found. */
static void only_whole(const char *dir, size_t least, const char *what)
{
	struct arena *a = arena_new();
	struct err e = {0};
	struct store *s = store_open(dir, STORE_WRITE, &e);
	struct store_threads t = {0};
	struct store_hits h = {0};
	struct store_question q = {.words = STR("200番目"), .posts = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	bool whole = s && store_threads(s, STORE_LIST_ALL, a, &t, &e) && t.n >= least;

	for (size_t i = 0; whole && i < t.n; i++) {
		struct store_posts p;
		whole = store_posts(s, t.v[i].id, 0, LONG_MAX, a, &p, &e) && p.n == POSTS &&
			t.v[i].posts_held == POSTS && t.v[i].max_number == POSTS;
	}
	ok(whole, "%s: %zu whole threads", what, t.n);
	ok(s && store_search(s, &q, a, &h, &e) && h.n == t.n, "%s: and they are found", what);
	store_close(s);
	arena_free(a);
}

static void savepoints(void)
{
	char *dir = scratch();
	struct err e = {0};
	struct arena *a = arena_new();
	struct store_threads t = {0};
	struct store *s = store_open(dir, STORE_WRITE, NULL);

	store_begin(s, NULL);
	ok(import(s, 1, &e), "a file is taken in");
	ok(store_savepoint(s, &e), "another begins");
	int64_t thread = thread_of(s, "5ch", "b", "9");
	struct store_observation o = {.file = add_file(s, "x", "x"), .rank = STORE_RANK_DAT};
	o.post = (struct store_post){.number = 1, .text = STR("半分"), .posted_at = STORE_NO_TIME};
	store_add_post(s, thread, &o, NULL, NULL);
	store_give_up(s);
	ok(store_threads(s, STORE_LIST_ALL, a, &t, &e) && t.n == 1, "and is given up as a whole");
	ok(import(s, 2, &e) && store_commit(s, &e), "the transaction goes on");
	store_close(s);
	only_whole(dir, 2, "after it");
	arena_free(a);
	forget(dir);
}

static void killed(void)
{
	char *dir = scratch();
	int pipes[2], status;
	char byte;

	if (pipe(pipes))
		exit(99);
	pid_t pid = fork();
	if (!pid) {
		struct store *s = store_open(dir, STORE_WRITE, NULL);
		for (int i = 0;; i++) {
			if (!s || (i % 8 == 0 && !store_begin(s, NULL)))
				_exit(1);
			if (!import(s, i, NULL) || (i % 8 == 7 && !store_commit(s, NULL)))
				_exit(1);
			if (i >= 100 && i % 3 == 0 && write(pipes[1], "x", 1) != 1)
				_exit(1);
		}
		_exit(2);
	}
	close(pipes[1]);
	while (read(pipes[0], &byte, 1) < 0)
		;
	usleep(20000);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status), "a program that imports is killed");
	close(pipes[0]);
	only_whole(dir, 96, "after that");
	forget(dir);
}

static void full_disk(void)
{
	char *dir = scratch();
	struct store *s = store_open(dir, STORE_WRITE, NULL);
	int status = 0;

	store_begin(s, NULL);
	import(s, 0, NULL);
	store_commit(s, NULL);
	store_close(s);
	fflush(stdout);
	pid_t pid = fork();
	if (!pid) {
		struct rlimit limit = {3 << 20, 3 << 20};
		struct err e = {0};
		signal(SIGXFSZ, SIG_IGN);
		s = store_open(dir, STORE_WRITE, &e);
		setrlimit(RLIMIT_FSIZE, &limit);
		bool good = s && store_begin(s, &e);
		for (int i = 1; good && i < 200; i++)
			good = import(s, i, &e);
		good = good && store_commit(s, &e);
		store_close(s);
		if (!good)
			printf("# %s\n", e.text);
		fflush(stdout);
		_exit(good ? 1 : e.code == ERR_STORE && strstr(e.text, "full") ? 0 : 2);
	}
	waitpid(pid, &status, 0);
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : 99, 0, "an import into a full disk says so");
	only_whole(dir, 1, "with the disk full");
	forget(dir);
}

/* ---- a library of version 1 ---- */

static char *version_1(void)
{
	char *dir = scratch(), *path = file_join(dir, "library.db"), *message = NULL;
	const char *src = getenv("srcdir");
	char *sql = file_join(src ? src : ".", "tests/unit/store_1.sql");
	struct buf text = {0};
	sqlite3 *db;

	if (!file_read(sql, 1 << 20, &text, NULL) || sqlite3_open(path, &db) ||
	    sqlite3_exec(db, buf_cstr(&text), NULL, NULL, &message)) {
		printf("Bail out! %s: %s\n", sql, message ? message : "cannot be read");
		exit(1);
	}
	sqlite3_close(db);
	buf_free(&text);
	free(sql);
	free(path);
	return dir;
}

static size_t hits(struct store *s, const char *words, struct arena *a)
{
	struct store_question q = {
		.words = str_c(words), .posts = true, .documents = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	struct store_hits h = {0};

	return store_search(s, &q, a, &h, NULL) ? h.n : 99;
}

static void look_at_upgraded(struct store *s)
{
	struct arena *a = arena_new();
	struct store_posts p = {0};
	struct store_threads t = {0};
	struct store_seens o = {0};
	struct store_documents d = {0};
	struct store_citings c = {0};
	struct store_gaps g = {0};
	struct buf text = {0};

	ok(store_threads_by_title(s, STR("なんJnva部118"), a, &t, NULL) && t.n == 1 && t.v[0].posts_held == 2 &&
		   t.v[0].posts_quoted == 1,
	   "the thread, with its posts counted");
	ok(store_posts(s, 1, 0, LONG_MAX, a, &p, NULL) && p.n == 3, "three posts");
	ok(p.n == 3 && p.v[1].number == 545 && str_eq(p.v[1].key, STR("545")) && p.v[1].rank == STORE_RANK_DAT &&
		   p.v[1].deleted && p.v[1].n_anchors == 2 && p.v[1].anchors[1].start == 6 &&
		   p.v[1].anchors[1].to == 471,
	   "the first is as it was, with its anchors");
	ok(p.n == 3 && p.v[2].kind == STORE_DELETED && p.v[0].rank == STORE_RANK_QUOTED && !p.v[0].held,
	   "the others too");
	ok(store_observations(s, 1, a, &o, NULL) && o.n == 2 && o.v[0].best && o.v[0].start == 100 &&
		   str_eq(o.v[1].text, STR("古い文")),
	   "what its files say");
	ok(store_answers(s, 1, 471, a, &p, NULL) && p.n == 1 && p.v[0].number == 545, "who answers whom");
	ok(store_gaps(s, 1, a, &g, NULL) && g.n == 2 && g.v[1].from == 470 && g.v[1].to == 471, "what is missing");
	ok(store_documents(s, a, &d, NULL) && d.n == 1 && d.v[0].n_quotes == 1 && d.v[0].n_cites == 1, "the document");
	ok(d.n && store_document_text(s, d.v[0].id, &text, NULL) && text.n == 35, "its text");
	ok(store_cited_by(s, 1, 545, a, &c, NULL) && c.n == 1, "what it cites");
	is_int((long long)hits(s, "元の文", a), 1, "a post is found");
	is_int((long long)hits(s, "の", a), 3, "one character: two posts and a paragraph");
	is_int((long long)hits(s, "NAIリーク", a), 1, "a paragraph is found");
	is_int((long long)hits(s, "古い文", a), 0, "a text that is not shown is not");
	struct store_poster who = {.kind = STORE_POSTER_ID,
				   .family = STR("5ch"),
				   .value = STR("AbCdEfGh0"),
				   .from = STORE_NO_TIME,
				   .to = STORE_NO_TIME};
	ok(store_posts_by_poster(s, &who, 9, a, &p, NULL) && p.n == 1, "by its poster");
	buf_free(&text);
	arena_free(a);
}

static void upgrade(void)
{
	char *dir = version_1();
	struct err e = {0};
	struct store *s = store_open(dir, STORE_READ, &e);

	ok(s != NULL, "a library of version 1 is opened to be read: %s", e.text);
	if (s)
		look_at_upgraded(s);
	store_close(s);
	s = store_open(dir, STORE_WRITE, &e);
	ok(s && !store_read_only(s), "and then to be written");
	ok(s && store_begin(s, &e) && import(s, 1, &e) && store_commit(s, &e), "an import into it: %s", e.text);
	store_close(s);
	forget(dir);
}

/* Nothing of it is done when it cannot be done whole. */
static void upgrade_without_room(void)
{
	char *dir = version_1();
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		struct rlimit limit = {64 << 10, 64 << 10};
		struct err e = {0};
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(store_open(dir, STORE_WRITE, &e) ? 1 : strstr(e.text, "full") ? 0 : 2);
	}
	waitpid(pid, &status, 0);
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : 99, 0, "no room to bring it up to date: said so");
	struct store *s = store_open(dir, STORE_WRITE, NULL);
	ok(s != NULL, "with room again it works");
	if (s)
		look_at_upgraded(s);
	store_close(s);
	forget(dir);
}

int main(void)
{
	posters();
	observations();
	savepoints();
	killed();
	full_disk();
	upgrade();
	upgrade_without_room();
	return done();
}
