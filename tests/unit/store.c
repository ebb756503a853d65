/* The library: folders, documents and what they quote, imports that outrank them, merging, search, faults. */
#include "taiyaku/store.h"
#include "../tap.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool find(struct store *s, struct str words, struct arena *a, struct store_hits *h, struct err *e)
{
	struct store_question q = {.words = words,
				   .posts = true,
				   .documents = true,
				   .from = STORE_NO_TIME,
				   .to = STORE_NO_TIME,
				   .max = 10};

	return store_search(s, &q, a, h, e);
}

static char *scratch(void)
{
	char path[] = "/tmp/taiyaku-store-XXXXXX";

	if (!mkdtemp(path))
		exit(99);
	return xstrdup(path);
}

static void forget(char *dir)
{
	static const char *const names[] = {"library.db", "library.db-journal", "notes.db", "notes.db-journal"};

	chmod(dir, 0700);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *p = file_join(dir, names[i]);
		unlink(p);
		free(p);
	}
	rmdir(dir);
	free(dir);
}

/* ---- titles ---- */

static void title_is(const char *title, const char *series, long part)
{
	struct store_title t = {0};

	store_title_split(str_c(title), &t);
	is_str(buf_cstr(&t.series), series, title);
	is_int(t.part, part, title);
	store_title_free(&t);
}

static void titles(void)
{
	title_is("なんJnovelAI部9", "なんjnovelai部", 9);
	title_is("なんJNovelAI部★9", "なんjnovelai部", 9);
	title_is("なんJnovelAI部 ★２", "なんjnovelai部", 2);
	title_is("【NovelAI】AIエロ画像生成技術交換3【Waifu diffusion】",
		 "【novelai】aiエロ画像生成技術交換【waifudiffusion】", 3);
	title_is("なんJNVA部★118", "なんjnva部", 118);
	title_is("なんJNVA部★118\t[転載禁止]©2ch.net\t", "なんjnva部", 118);
	title_is("なんJNVA部★118 [無断転載禁止]©2ch.net", "なんjnva部", 118);
	title_is("なんJNVA部★118  [194767121]", "なんjnva部", 118);
	title_is("なんJNVA部★118 (1002)", "なんjnva部", 118);
	title_is("なんJNVA部★118 避難所", "なんjnva部避難所", 118);
	title_is("AIイラスト 愚痴、アンチ、賛美スレ part20", "aiイラスト愚痴、アンチ、賛美スレ", 20);
	title_is("画像生成 Part.7", "画像生成", 7);
	title_is("お絵描き 3スレ目", "お絵描き", 3);
	title_is("お絵描き 第3部", "お絵描き", 3);
	title_is("お絵描きその12", "お絵描き", 12);
	title_is("2ちゃんねるの歴史", "2ちゃんねるの歴史", -1);
	title_is("118", "118", -1);
	title_is("（仮）のスレ", "(仮)のスレ", -1);
	title_is("【】", "【】", -1);
	title_is("", "", -1);
	char *a = store_title_key(STR("なんJnovelAI部9")), *b = store_title_key(STR("なんJNovelAI部★9"));
	is_str(a, b, "two spellings have one key");
	free(a);
	free(b);
}

/* ---- small makers ---- */

static struct str id_of(const char *text, char hex[72])
{
	struct sha256 h = sha256_of(str_c(text));

	memcpy(hex, "sha256:", 7);
	sha256_hex(&h, hex + 7);
	return str_c(hex);
}

static struct store_post post_of(long number, const char *text)
{
	return (struct store_post){.number = number, .text = str_c(text), .posted_at = STORE_NO_TIME};
}

static int64_t file_of(struct store *s, const char *bytes)
{
	struct store_file f = {.sha256 = sha256_of(str_c(bytes)),
			       .size = strlen(bytes),
			       .path = STR("1672106400.dat"),
			       .format = STR("dat"),
			       .encoding = STR("CP932"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	int64_t file = 0;
	bool known;

	store_add_file(s, &f, &file, &known, NULL);
	return file;
}

static struct store_identity titled(const char *title, char **key)
{
	*key = store_title_key(str_c(title));
	return (struct store_identity){STR("title"), STR(""), str_c(*key), str_c(title)};
}

/* A document that quotes post 545 of a thread by its title, cites it, and cites number 83 of another one. */
static bool keep_one(struct store *s, const char *text, const char *path, struct err *e)
{
	char id[72], *k1, *k2;
	long n545 = 545, n83 = 83;
	struct store_anchor anchor = {0, 5, 462, 462};
	struct store_quote q = {titled("なんJNVA部★118", &k1), 10, 60, post_of(545, ">>462\n写しの文")};
	struct store_cite cites[2] = {
		{q.source, 60, 90, 4, STR("(「なんJNVA部★118」)"), 1672066800000, 1672153200000, &n545, 1},
		{titled("なんJnovelAI部9", &k2), 100, 130, 9, STR("(「なんJnovelAI部9」、83)"), 1665068400000,
		 1665154800000, &n83, 1},
	};
	q.post.anchors = &anchor;
	q.post.n_anchors = 1;
	q.post.posted_at = 1672114149290;
	struct store_document d = {.id = id_of(text, id),
				   .path = str_c(path),
				   .title = STR("歴史"),
				   .format = STR("plain"),
				   .encoding = STR("UTF-8"),
				   .text = str_c(text),
				   .quotes = &q,
				   .n_quotes = 1,
				   .cites = cites,
				   .n_cites = 2};
	bool good = store_keep_document(s, &d, e);
	free(k1);
	free(k2);
	return good;
}

static void documents(void)
{
	char *dir = scratch(), id[72];
	struct arena *a = arena_new();
	struct err e = {0};
	struct store *s = store_open(dir, STORE_WRITE, &e);
	struct store_documents docs;
	struct store_threads t;
	struct store_posts p;
	struct store_citings c;
	struct store_gaps g;
	struct store_hits h;
	struct buf text = {0};
	struct stat st;

	ok(s && !store_read_only(s), "a new store is made");
	char *path = file_join(dir, "library.db");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0600, "its file is the user's own");
	free(path);
	ok(keep_one(s, "一行目\n二行目のNAIリーク\n", "/tmp/a.txt", &e), "a document is kept");
	ok(keep_one(s, "一行目\n二行目のNAIリーク\n", "/tmp/a.txt", &e), "and again");
	ok(store_documents(s, a, &docs, &e) && docs.n == 1, "it is there once");
	is_int((long long)docs.v[0].n_quotes, 1, "one quoted post");
	is_int((long long)docs.v[0].n_cites, 2, "two citations");
	ok(store_document_text(s, id_of("一行目\n二行目のNAIリーク\n", id), &text, &e), "its text comes back");
	is_str(buf_cstr(&text), "一行目\n二行目のNAIリーク\n", "unaltered");
	ok(!store_document_text(s, STR("sha256:00"), &text, &e) && e.code == ERR_NOTHING, "another one is not there");

	ok(store_threads_by_title(s, STR("なんJNVA部 118"), a, &t, &e) && t.n == 1,
	   "the thread is found by series and part");
	ok(t.n && !t.v[0].held && t.v[0].posts_quoted == 1 && t.v[0].posts_held == 0, "quoted, not held");
	ok(store_posts(s, t.v[0].id, 0, LONG_MAX, a, &p, &e) && p.n == 1, "its one post");
	ok(p.n && !p.v[0].held && p.v[0].rank == STORE_RANK_QUOTED && p.v[0].n_anchors == 1,
	   "a quote, with its anchor");
	ok(store_answers(s, t.v[0].id, 462, a, &p, &e) && p.n == 1 && p.v[0].number == 545, "who answers 462: 545");
	ok(store_gaps(s, t.v[0].id, a, &g, &e) && g.n == 1 && g.v[0].from == 462 && g.v[0].to == 462,
	   "462 is named and not there");
	ok(store_cited_by(s, t.v[0].id, 545, a, &c, &e) && c.n == 1 && c.v[0].line == 4, "545 is cited in line 4");
	is_str(c.n ? c.v[0].path.p : "", "/tmp/a.txt", "of the document");
	ok(store_cited_by(s, t.v[0].id, 1, a, &c, &e) && !c.n, "1 is not");
	ok(store_threads(s, STORE_LIST_WANTED, a, &t, &e) && t.n == 2, "two sources are wanted");

	ok(find(s, STR("リ"), a, &h, &e) && h.n == 1 && h.v[0].start == 10, "one character is found, in its line");
	ok(find(s, STR("nai リーク"), a, &h, &e) && h.n == 1, "folded, blanks do not count");
	ok(find(s, STR("写しの"), a, &h, &e) && h.n == 1 && h.v[0].kind == STORE_HIT_POST, "a post is found");
	ok(find(s, STR("\" OR a"), a, &h, &e) && !h.n, "signs of the query language are text");
	ok(find(s, STR(""), a, &h, &e) && !h.n, "nothing finds nothing");

	ok(keep_one(s, "一行目\n改めた二行目\n", "/tmp/a.txt", &e), "the next version");
	ok(store_documents(s, a, &docs, &e) && docs.n == 2, "two versions");
	is_str(docs.v[0].previous.p, docs.v[1].id.p, "the newer one knows the older one");
	store_close(s);
	buf_free(&text);
	arena_free(a);
	forget(dir);
}

/* ---- import: only adds rows ---- */

static int64_t import_thread(struct store *s, const char *key, const char *title, int64_t created)
{
	struct store_new_thread n = {.source = {STR("5ch"), STR("liveuranus"), str_c(key), str_c(title)},
				     .created_at = created};
	int64_t thread = 0;

	store_add_thread(s, &n, &thread, NULL);
	return thread;
}

static void imports(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct err e = {0};
	struct store *s = store_open(dir, STORE_WRITE, &e);
	struct store_threads t;
	struct store_posts p;
	struct store_citings c;
	struct store_hits h;
	struct store_observation o = {.rank = STORE_RANK_DAT, .start = 100, .end = 200};
	bool known = false;

	keep_one(s, "文書\n", "/tmp/a.txt", &e);
	ok(store_begin(s, &e), "an import begins");
	o.file = file_of(s, "dat one");
	int64_t thread = import_thread(s, "1672106400", "なんJNVA部★118", 1672106400000);
	o.post = post_of(545, "元の文");
	ok(store_add_post(s, thread, &o, NULL, &e), "a post is added");
	o.start = 200;
	o.post = post_of(546, "");
	o.post.kind = STORE_DELETED;
	o.deleted = true;
	ok(store_add_post(s, thread, &o, NULL, &e), "a deleted one");
	ok(store_commit(s, &e), "and committed");

	ok(store_threads_by_title(s, STR("なんJnva部118"), a, &t, &e) && t.n == 1, "one thread of that title is left");
	ok(t.n && t.v[0].id == thread && t.v[0].held && t.v[0].max_number == 546, "the imported one, held");
	ok(store_posts(s, thread, 545, 546, a, &p, &e) && p.n == 2, "two posts");
	is_str(p.n ? p.v[0].text.p : "", "元の文", "the imported text outranks the quote");
	ok(p.n && p.v[0].held && p.v[0].rank == STORE_RANK_DAT && !p.v[0].n_anchors, "held, with its own anchors");
	ok(p.n == 2 && p.v[1].kind == STORE_DELETED && p.v[1].deleted && p.v[1].held, "the deleted one is said to be");
	ok(store_cited_by(s, thread, 545, a, &c, &e) && c.n == 1, "the citation has come along");
	ok(find(s, STR("写しの"), a, &h, &e) && !h.n, "the index has the old text no more");
	ok(find(s, STR("元の文"), a, &h, &e) && h.n == 1, "but the new one");

	store_begin(s, &e);
	o.file = file_of(s, "dat two");
	o.post = post_of(545, "");
	o.deleted = true;
	o.post.kind = STORE_DELETED;
	o.rank = STORE_RANK_API;
	store_add_post(s, thread, &o, NULL, &e);
	ok(file_of(s, "dat two") == o.file, "a file that is known is found");
	store_commit(s, &e);
	store_posts(s, thread, 545, 545, a, &p, &e);
	is_str(p.n ? p.v[0].text.p : "", "元の文", "a deletion takes no text away");
	ok(p.n && p.v[0].deleted && p.v[0].kind == STORE_POST, "but is known");

	store_begin(s, &e);
	import_thread(s, "1665070000", "なんJNovelAI部★9", 1665070000000);
	store_rollback(s);
	ok(store_threads_by_title(s, STR("なんJnovelAI部9"), a, &t, &e) && t.n == 1 &&
		   str_eq(t.v[0].source.family, STR("title")),
	   "what is rolled back never was");
	store_begin(s, &e);
	import_thread(s, "1700000000", "なんJNovelAI部★9", 1700000000000);
	store_commit(s, &e);
	ok(store_cited_by(s, import_thread(s, "1700000000", "", STORE_NO_TIME), 83, a, &c, &e) && !c.n,
	   "a thread that began after the cited day takes no citation over");
	import_thread(s, "1700000001", "なんJNovelAI部 9", 1700000001000);
	ok(store_threads_by_title(s, STR("なんJnovelAI部9"), a, &t, &e) && t.n == 2,
	   "two threads of one title are both listed");

	ok(store_posts_around(s, thread, 545, 3, 3, a, &p, &e) && p.n == 2 && p.v[0].number == 545,
	   "the neighbours that there are");
	ok(store_posts_with_text(s, thread, STR("元 の"), a, &p, &e) && p.n == 1, "a quote is found in the thread");
	(void)known;
	store_close(s);
	arena_free(a);
	forget(dir);
}

/* ---- faults ---- */

static void set_pragma(const char *dir, const char *sql)
{
	char *path = file_join(dir, "library.db");
	sqlite3 *db;

	sqlite3_open(path, &db);
	sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	free(path);
}

static void faults(void)
{
	char *dir = scratch();
	struct arena *a = arena_new();
	struct store_documents docs;
	struct err e = {0};

	ok(!store_open(dir, STORE_READ, &e) && e.code == ERR_NOTHING, "nothing there: nothing to read");
	struct store *s = store_open(dir, STORE_WRITE, &e);
	keep_one(s, "文書\n", "/tmp/a.txt", &e);
	store_close(s);

	chmod(dir, 0770);
	ok(!store_open(dir, STORE_WRITE, &e) && e.code == ERR_STORE && strstr(e.text, dir),
	   "a folder that others may write to is refused");
	chmod(dir, 0700);
	s = store_open(dir, STORE_READ, &e);
	ok(s && store_documents(s, a, &docs, &e) && docs.n == 1, "opened for reading");
	ok(s && store_read_only(s) && !keep_one(s, "x\n", "", &e) && e.code == ERR_STORE, "it takes nothing");
	store_close(s);

	set_pragma(dir, "PRAGMA user_version=3");
	s = store_open(dir, STORE_WRITE, &e);
	ok(s && store_read_only(s) && strstr(store_read_only(s), "newer"), "a newer store is read only, and says why");
	ok(s && store_documents(s, a, &docs, &e) && docs.n == 1, "but can be read");
	ok(s && !keep_one(s, "x\n", "", &e), "it takes nothing either");
	store_close(s);
	set_pragma(dir, "PRAGMA user_version=2; PRAGMA application_id=7");
	ok(!store_open(dir, STORE_WRITE, &e) && e.code == ERR_STORE, "somebody else's database is refused");
	set_pragma(dir, "PRAGMA application_id=1415138124");
	s = store_open(dir, STORE_WRITE, &e);
	ok(s != NULL, "ours again");
	store_close(s);

	char *path = file_join(dir, "library.db");
	ok(file_replace(
		   path,
		   STR("this is no database, and a good deal longer than the header of one would be "
		       "........................"
		       "............................................................................................"),
		   0600, NULL) &&
		   !store_open(dir, STORE_WRITE, &e) && e.code == ERR_STORE && strstr(e.text, "damaged"),
	   "a damaged one is said to be damaged");
	free(path);
	arena_free(a);
	forget(dir);
}

/* A child that may not write beyond 64 KiB: how a full disk shows itself to a program. */
static void full_disk(void)
{
	char *dir = scratch();
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		struct rlimit limit = {64 << 10, 64 << 10};
		struct err e = {0};
		struct buf text = {0};
		uint32_t seed = 1;

		signal(SIGXFSZ, SIG_IGN);
		struct store *s = store_open(dir, STORE_WRITE, &e);
		for (int i = 0; i < 300000; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_char(&text, (char)(' ' + (seed >> 24) % 90));
		}
		setrlimit(RLIMIT_FSIZE, &limit);
		bool kept = s && keep_one(s, buf_cstr(&text), "/tmp/full.txt", &e);
		bool named = strstr(e.text, dir) && strstr(e.text, "full");
		store_close(s);
		_exit(kept ? 1 : e.code != ERR_STORE ? 2 : named ? 0 : 3);
	}
	waitpid(pid, &status, 0);
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : 99, 0, "a full disk is named, with its folder");
	struct err e = {0};
	struct arena *a = arena_new();
	struct store_documents docs;
	struct store *s = store_open(dir, STORE_WRITE, &e);
	ok(s && store_documents(s, a, &docs, &e) && !docs.n, "and leaves the store as it was");
	ok(s && keep_one(s, "文書\n", "/tmp/a.txt", &e), "with room again it works");
	store_close(s);
	arena_free(a);
	forget(dir);
}

int main(void)
{
	titles();
	documents();
	imports();
	faults();
	full_disk();
	return done();
}
