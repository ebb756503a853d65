/* notes.db and its log: what is queued is read back, what is logged comes back, whatever happens to the database. */
#include "taiyaku/store.h"
#include "../tap.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *scratch(void)
{
	char path[] = "/tmp/taiyaku-notes-XXXXXX";

	if (!mkdtemp(path))
		exit(99);
	return xstrdup(path);
}

static void remove_file(const char *dir, const char *name)
{
	char *p = file_join(dir, name);

	unlink(p);
	free(p);
}

static char *log_file(const char *dir)
{
	char *folder = file_join(dir, "log"), *path = NULL;
	DIR *d = opendir(folder);

	for (struct dirent *f; d && (f = readdir(d));)
		if (f->d_name[0] != '.' && !path)
			path = file_join(folder, f->d_name);
	if (d)
		closedir(d);
	free(folder);
	return path;
}

static void forget(char *dir)
{
	for (char *log; (log = log_file(dir)); free(log))
		unlink(log);
	remove_file(dir, "notes.db");
	remove_file(dir, "notes.db-journal");
	char *folder = file_join(dir, "log");
	rmdir(folder);
	free(folder);
	rmdir(dir);
	free(dir);
}

#define DOCUMENT STR("sha256:aa")
#define OTHER STR("sha256:bb")

static struct store_place place(struct str document, size_t at)
{
	return (struct store_place){.document = document,
				    .path = STR("/tmp/a.txt"),
				    .at = at,
				    .calls = {3, 99},
				    .n_calls = 2,
				    .context = STR("本文の行")};
}

static void read_back(struct store_notes *n, const char *when)
{
	struct arena *a = arena_new();
	struct store_reading r = {0};
	struct store_marks m;
	struct store_place p = {0};
	struct store_history h;
	struct err e = {0};

	ok(store_load_reading(n, DOCUMENT, STR(""), a, &r, &e) && r.place.at == 41, "%s: the position", when);
	ok(r.place.n_calls == 2 && r.place.calls[1] == 99 && str_eq(r.place.context, STR("本文の行")),
	   "%s: its calls, its context", when);
	ok(str_eq(r.view, STR("translations=inline")), "%s: how it looked", when);
	ok(store_load_reading(n, STR("sha256:cc"), STR("/tmp/a.txt"), a, &r, &e) && str_eq(r.place.document, DOCUMENT),
	   "%s: of another version at the same path", when);
	ok(!store_load_reading(n, STR("sha256:cc"), STR("/tmp/c.txt"), a, &r, &e) && e.code == ERR_NOTHING,
	   "%s: none elsewhere", when);
	ok(store_marks(n, DOCUMENT, a, &m, &e) && m.n == 2 && m.v[0].name == 'A' && m.v[1].name == 'a', "%s: two marks",
	   when);
	ok(m.n == 2 && m.v[0].place.at == 7 && m.v[1].place.at == 6, "%s: where they were set last", when);
	ok(store_mark(n, 'A', OTHER, a, &p, &e) && str_eq(p.document, DOCUMENT), "%s: a capital one works everywhere",
	   when);
	ok(!store_mark(n, 'a', OTHER, a, &p, &e) && e.code == ERR_NOTHING, "%s: a small one does not", when);
	ok(store_history(n, 9, a, &h, &e) && h.n == 2, "%s: two documents were opened", when);
	ok(h.n == 2 && str_eq(h.v[0].document, DOCUMENT) && h.v[0].times == 2 && h.v[1].times == 1,
	   "%s: last first, counted", when);
	arena_free(a);
}

static void write_some(struct store_notes *n)
{
	struct store_reading r = {.place = place(DOCUMENT, 40), .view = STR("translations=off")};
	struct store_place p = place(DOCUMENT, 5);

	store_note_opened(n, DOCUMENT, STR("/tmp/a.txt"), STR("題"));
	store_note_opened(n, OTHER, STR("/tmp/b.txt"), STR("別"));
	store_note_opened(n, DOCUMENT, STR("/tmp/a.txt"), STR("題"));
	store_save_reading(n, &r);
	r = (struct store_reading){.place = place(DOCUMENT, 41), .view = STR("translations=inline")};
	store_save_reading(n, &r);
	store_set_mark(n, 'a', &p);
	p.at = 6;
	store_set_mark(n, 'a', &p);
	p.at = 7;
	store_set_mark(n, 'A', &p);
}

static void round_trip(void)
{
	char *dir = scratch();
	struct err e = {0};

	ok(!store_notes_open(dir, STORE_READ, &e) && e.code == ERR_NOTHING, "nothing there yet");
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
	ok(n && !store_notes_read_only(n), "made");
	write_some(n);
	read_back(n, "at once");
	ok(store_notes_close(n, 5000, &e), "closed, all written");
	n = store_notes_open(dir, STORE_READ, &e);
	read_back(n, "only reading");
	store_notes_close(n, 0, NULL);

	remove_file(dir, "notes.db");
	n = store_notes_open(dir, STORE_WRITE, &e);
	read_back(n, "database lost, from the log");
	store_notes_close(n, 5000, &e);
	n = store_notes_open(dir, STORE_WRITE, &e);
	read_back(n, "the log is applied once");
	store_notes_close(n, 5000, &e);
	forget(dir);
}

/* The log cut at every byte, and with a bit turned: what is left whole comes back, nothing else does, nothing breaks.
 */
static void damaged_log(void)
{
	char *dir = scratch(), *log;
	struct err e = {0};
	struct buf whole = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
	size_t opened = 0, bad = 0, count[4] = {0};

	write_some(n);
	store_notes_close(n, 5000, &e);
	log = log_file(dir);
	ok(log && file_read(log, 1 << 20, &whole, &e), "the log is there");
	struct arena *a = arena_new();
	for (size_t cut = 0; cut < whole.n; cut += 7) {
		struct store_history h = {0};
		remove_file(dir, "notes.db");
		file_replace(log, str_slice(buf_view(&whole), 0, cut), 0600, NULL);
		n = store_notes_open(dir, STORE_WRITE, &e);
		bad += !n;
		if (n && store_history(n, 9, a, &h, &e) && h.n < 4)
			count[h.n]++;
		store_notes_close(n, 1000, NULL);
		opened++;
	}
	is_int((long long)bad, 0, "cut anywhere: it opens");
	ok(count[0] && count[1] && count[2] && count[0] + count[1] + count[2] == opened, "with what is left whole");
	bad = 0;
	for (size_t at = 0; at < whole.n; at += 31) {
		struct store_marks m = {0};
		remove_file(dir, "notes.db");
		whole.p[at] ^= 4;
		file_replace(log, buf_view(&whole), 0600, NULL);
		whole.p[at] ^= 4;
		n = store_notes_open(dir, STORE_WRITE, &e);
		bad += !n || !store_marks(n, DOCUMENT, a, &m, &e) || m.n < 1;
		store_notes_close(n, 1000, NULL);
	}
	is_int((long long)bad, 0, "one bit turned: the other lines are there");
	file_replace(log, str_slice(buf_view(&whole), 0, whole.n - 5), 0600, NULL);
	remove_file(dir, "notes.db");
	n = store_notes_open(dir, STORE_WRITE, &e);
	struct store_place p = place(DOCUMENT, 8);
	store_set_mark(n, 'z', &p);
	store_notes_close(n, 5000, NULL);
	remove_file(dir, "notes.db");
	n = store_notes_open(dir, STORE_WRITE, &e);
	ok(n && store_mark(n, 'z', DOCUMENT, a, &p, &e) && p.at == 8, "what is written after a cut line is whole");
	store_notes_close(n, 1000, NULL);
	arena_free(a);
	buf_free(&whole);
	free(log);
	forget(dir);
}

/* Killed at any moment: what a later start says was there before the kill is there. */
static void killed(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct err e = {0};
	size_t lost = 0, bad = 0;

	for (int i = 0; i < 20; i++) {
		int pipes[2];
		size_t seen = 0, v;
		if (pipe(pipes))
			exit(99);
		pid_t pid = fork();
		if (!pid) {
			struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
			for (v = 1;; v++) {
				struct store_place p = place(DOCUMENT, (size_t)i * 1000000 + v);
				store_set_mark(n, 'k', &p);
				if (v % 3 == 0) { /* closing is what acknowledges */
					if (!store_notes_close(n, 10000, NULL) ||
					    write(pipes[1], &p.at, sizeof p.at) < 0)
						_exit(1);
					n = store_notes_open(dir, STORE_WRITE, &e);
				}
			}
		}
		close(pipes[1]);
		usleep(3000 + (useconds_t)i * 1700);
		kill(pid, 9);
		waitpid(pid, NULL, 0);
		while (read(pipes[0], &v, sizeof v) == sizeof v)
			seen = v;
		close(pipes[0]);
		struct store_place p = {0};
		struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
		bad += !n;
		if (n && seen && (!store_mark(n, 'k', DOCUMENT, a, &p, &e) || p.at < seen))
			lost++;
		store_notes_close(n, 5000, NULL);
	}
	is_int((long long)bad, 0, "killed 20 times: it opens");
	is_int((long long)lost, 0, "and nothing that was acknowledged is lost");
	arena_free(a);
	forget(dir);
}

/* Large texts are opened before their ids are known: told apart by their paths, also while the change waits. */
static void nameless(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct store_reading r = {0};
	struct err e = {0};

	for (int pass = 0; pass < 2; pass++) {
		struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);

		for (size_t i = 0; pass == 0 && i < 2; i++) {
			struct store_reading large = {.place = place(STR(""), 100 + i)};

			large.place.path = i ? STR("/tmp/b.txt") : STR("/tmp/a.txt");
			store_save_reading(n, &large);
		}
		ok(store_load_reading(n, STR(""), STR("/tmp/a.txt"), a, &r, &e) && r.place.at == 100,
		   "the first one's place");
		ok(store_load_reading(n, STR(""), STR("/tmp/b.txt"), a, &r, &e) && r.place.at == 101,
		   "the second one's place");
		ok(!store_load_reading(n, STR(""), STR("/tmp/c.txt"), a, &r, &e) && e.code == ERR_NOTHING,
		   "none of a third");
		store_notes_close(n, 5000, NULL);
	}
	arena_free(a);
	forget(dir);
}

static void two_writers(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct err e = {0};
	pid_t pid[2];
	struct store_marks m = {0};

	for (int who = 0; who < 2; who++) {
		pid[who] = fork();
		if (pid[who])
			continue;
		for (char c = 'a'; c <= 'm'; c++) {
			struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
			struct store_place p = place(DOCUMENT, (size_t)who);
			if (!n) {
				printf("# %s\n", e.text);
				fflush(stdout);
				_exit(1);
			}
			store_set_mark(n, (char)(c + 13 * who), &p);
			if (!store_notes_close(n, 10000, NULL))
				_exit(2);
		}
		_exit(0);
	}
	for (int who = 0; who < 2; who++) {
		int status;
		waitpid(pid[who], &status, 0);
		is_int(status, 0, "a writer among two");
	}
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
	ok(n && store_marks(n, DOCUMENT, a, &m, &e) && m.n == 26, "all that both wrote is there");
	store_notes_close(n, 1000, NULL);
	arena_free(a);
	forget(dir);
}

/* ---- rules for hiding ---- */

static size_t rules_at(struct store_notes *n, int64_t now, struct arena *a, struct store_rules *r)
{
	return store_rules(n, now, a, r, NULL) ? r->n : 99;
}

static void rules_read_back(struct store_notes *n, struct arena *a, const char *when)
{
	struct store_rules r = {0};

	is_int((long long)rules_at(n, 1000, a, &r), 2, when);
	ok(r.n == 2 && r.v[0].kind == STORE_HIDE_POSTER && r.v[1].kind == STORE_HIDE_WORD, "%s: oldest first", when);
	if (r.n != 2)
		return;
	ok(r.v[0].poster.kind == STORE_POSTER_SLIP && str_eq(r.v[0].poster.value, STR("ワッチョイ 7fa4-UHsq")) &&
		   str_eq(r.v[0].poster.board, STR("liveuranus")) && r.v[0].poster.from == 5 && r.v[0].poster.to == 9,
	   "%s: a poster", when);
	ok(r.v[0].chain == 2 && r.v[0].expires_at == 2000 && str_eq(r.v[0].reason, STR("荒らし")),
	   "%s: how, until when, why", when);
	ok(str_eq(r.v[1].text, STR("宣伝")) && str_eq(r.v[1].source.family, STR("5ch")) &&
		   r.v[1].expires_at == STORE_NO_TIME && r.v[1].poster.from == STORE_NO_TIME,
	   "%s: a word, for ever", when);
	is_int((long long)rules_at(n, 2000, a, &r), 1, "what has expired holds no more");
}

static void make_version_1(const char *dir)
{
	char *path = file_join(dir, "notes.db");
	sqlite3 *db;

	sqlite3_open(path, &db);
	sqlite3_exec(
		db,
		"DROP TABLE rule; DROP TABLE annotation_change; DROP TABLE annotation_base; DROP TABLE annotation; "
		"DROP TABLE text; DROP TABLE attachment; PRAGMA user_version=1",
		NULL, NULL, NULL);
	sqlite3_close(db);
	free(path);
}

static void rules(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct err e = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
	struct store_rules r = {0};
	struct store_rule poster = {
		.kind = STORE_HIDE_POSTER,
		.number = -1,
		.poster = {STORE_POSTER_SLIP, STR("5ch"), STR("liveuranus"), STR("ワッチョイ 7fa4-UHsq"), 5, 9},
		.chain = 2,
		.expires_at = 2000,
		.reason = STR("荒らし")};
	struct store_rule word = {.kind = STORE_HIDE_WORD,
				  .number = -1,
				  .text = STR("宣伝"),
				  .expires_at = STORE_NO_TIME,
				  .source.family = STR("5ch"),
				  .poster = {.from = STORE_NO_TIME, .to = STORE_NO_TIME}};
	struct store_rule post = {.kind = STORE_HIDE_POST,
				  .number = 83,
				  .expires_at = STORE_NO_TIME,
				  .source = {STR("5ch"), STR("liveuranus"), STR("1"), STR("題")}};

	store_add_rule(n, &poster);
	store_add_rule(n, &post);
	store_add_rule(n, &word);
	is_int((long long)rules_at(n, 1000, a, &r), 3, "three rules");
	ok(r.n == 3 && r.v[1].number == 83 && str_eq(r.v[1].source.key, STR("1")) && r.v[1].id.n, "one of a post");
	if (r.n == 3)
		store_remove_rule(n, r.v[1].id);
	rules_read_back(n, a, "queued");
	ok(store_notes_close(n, 5000, &e), "written");
	n = store_notes_open(dir, STORE_WRITE, &e);
	rules_read_back(n, a, "written");
	store_notes_close(n, 5000, &e);
	remove_file(dir, "notes.db");
	n = store_notes_open(dir, STORE_WRITE, &e);
	rules_read_back(n, a, "made again from the log");
	store_notes_close(n, 5000, &e);
	make_version_1(dir);
	n = store_notes_open(dir, STORE_WRITE, &e);
	is_int((long long)rules_at(n, 1000, a, &r), 0, "a version 1, which knew none, is brought up to date");
	store_add_rule(n, &word);
	store_notes_close(n, 5000, &e);
	n = store_notes_open(dir, STORE_READ, &e);
	is_int((long long)rules_at(n, 1000, a, &r), 1, "and takes rules");
	store_notes_close(n, 5000, &e);
	arena_free(a);
	forget(dir);
}

int main(void)
{
	rules();
	round_trip();
	damaged_log();
	killed();
	nameless();
	two_writers();
	return done();
}
