/* Which source is meant where a citation does not say it straight: addresses that are cut off, titles with a slip,
 * links, events that have an id and no number. */
#include "taiyaku/cite.h"
#include "taiyaku/read.h"
#include "../tap.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

static char dir[] = "/tmp/taiyaku-sources-XXXXXX";

static struct store *fresh_store(void)
{
	char *path = file_join(dir, "library.db");

	unlink(path);
	free(path);
	return store_open(dir, STORE_WRITE, NULL);
}

static int64_t thread_in(struct store *s, const char *family, const char *board, const char *key, const char *title)
{
	struct store_new_thread n = {.source = {str_c(family), str_c(board), str_c(key), str_c(title)},
				     .created_at = cite_key_time(str_c(family), str_c(key))};
	int64_t thread = 0;

	ok(store_add_thread(s, &n, &thread, NULL), "%s/%s/%s is there", family, board, key);
	return thread;
}

/* number -1: the post has the key alone */
static void post_in(struct store *s, int64_t thread, const char *key, long number, const char *when, const char *text)
{
	struct store_file f = {.sha256 = sha256_of(str_c(text)),
			       .path = STR("x"),
			       .format = STR("dat"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	struct store_observation o = {
		.rank = STORE_RANK_DAT,
		.end = 1,
		.post = {.number = number, .key = str_c(key), .text = str_c(text), .posted_at = STORE_NO_TIME}};
	bool known;

	store_add_file(s, &f, &o.file, &known, NULL);
	cite_time_parse(str_c(when), &o.post.posted_at, &o.post.tz_min);
	ok(store_add_post(s, thread, &o, NULL, NULL), "with a post");
}

struct asked { /* a document with one citation, and its verdict */
	struct doc *d;
	struct cite *c;
	const struct verdict *v;
};

static struct asked ask(struct store *s, const char *citation)
{
	struct read_options o = {.whole = true};
	struct buf text = {0};
	struct asked a;

	buf_printf(&text,
		   "題名\n\n\n第一章 はじまり\n\n\n 本文である。\n\n「粉を挽く音がする」\n\n%s\n\n 続きの本文。\n",
		   citation);
	a.d = read_bytes(buf_view(&text), "test", &o, NULL);
	a.c = cite_new(a.d, s);
	a.v = doc_citations(a.d) ? cite_citation(a.c, 0) : NULL;
	ok(a.v != NULL, "%s is a citation", citation);
	buf_free(&text);
	return a;
}

static void done_with(struct asked *a)
{
	cite_free(a->c);
	doc_free(a->d);
}

static void verdict_is(struct store *s, const char *citation, enum verdict_kind want, const char *key, const char *what)
{
	struct asked a = ask(s, citation);

	if (a.v) {
		is_str(cite_verdict_name(a.v->kind), cite_verdict_name(want), what);
		if (key)
			is_bytes(a.v->source.key.p, a.v->source.key.n, key, "its source");
	}
	done_with(&a);
}

#define CUT "https://mill.5ch.net/test/read.cgi/suisha/1672..."

static void cut_addresses(void)
{
	struct store *s = fresh_store();

	verdict_is(s, "(2022年12月27日、" CUT ")", VERDICT_WANTED, "1672…", "cut, and nothing held");
	int64_t thread = thread_in(s, "5ch", "suisha", "1672106400", "水車部★118");
	post_in(s, thread, NULL, 83, "2022-12-27T13:00:00+09:00", "粉を挽く音がする");
	verdict_is(s, "(2022年12月27日、" CUT ")", VERDICT_SAME, "1672106400", "the one thread that begins so");
	thread = thread_in(s, "5ch", "suisha", "1672106500", "水車部★119");
	post_in(s, thread, NULL, 84, "2022-12-27T13:00:00+09:00", "水の音がする");
	verdict_is(s, "(2022年12月27日、" CUT ")", VERDICT_SAME, "1672106400", "of two threads the one with the words");
	thread = thread_in(s, "5ch", "suisha", "1672106600", "水車部★120");
	post_in(s, thread, NULL, 9, "2022-12-27T13:00:00+09:00", "粉を挽く音がするのか");
	verdict_is(s, "(2022年12月27日、" CUT ")", VERDICT_AMBIGUOUS, NULL, "two with the words");
	thread = thread_in(s, "5ch", "suisha", "1672900000", "水車部★130");
	post_in(s, thread, NULL, 5, "2023-01-05T20:00:00+09:00", "やはり粉を挽く音がする、と");
	verdict_is(s, "(2023年1月5日、" CUT ")", VERDICT_SAME, "1672900000", "the day tells which");
	verdict_is(s, "(2023年3月5日、" CUT ")", VERDICT_WANTED, NULL, "none was alive on that day");
	verdict_is(s, "(2022年12月27日、https://mill.5ch.net/test/read.cgi/ishiusu/1...)", VERDICT_WANTED, NULL,
		   "another board");
	store_close(s);
}

static void near_titles(void)
{
	struct store *s = fresh_store();
	int64_t thread = thread_in(s, "5ch", "suisha", "1672106400", "水車と石臼の部★118");

	post_in(s, thread, NULL, 83, "2022-12-27T13:00:00+09:00", "粉を挽く音がする");
	struct asked a = ask(s, "(2022年12月27日「水車と石目の部118」、83)");
	is_str(a.v ? cite_verdict_name(a.v->kind) : "", "same", "one letter is another");
	ok(a.v && a.v->why && strstr(a.v->why, "水車と石臼の部★118"), "and the title is told");
	done_with(&a);
	verdict_is(s, "(2022年12月27日「水車と石の部118」、83)", VERDICT_SAME, "1672106400", "one letter is left out");
	verdict_is(s, "(2022年12月27日「水車と石臼の部119」、83)", VERDICT_WANTED, NULL,
		   "another part is another thread");
	verdict_is(s, "(2022年12月27日「風車と日時計の部118」、83)", VERDICT_WANTED, NULL, "another title");
	verdict_is(s, "(2021年12月27日「水車と石目の部118」、99)", VERDICT_WANTED, NULL, "nothing confirms it");
	store_close(s);
}

static void events(void)
{
	struct store *s = fresh_store();
	int64_t thread = thread_in(s, "hf", "models/mill/stone-v3.0", "1", "About the mill");

	post_in(s, thread, "636d839156c0762cfd9ee3a1", -1, "2022-11-10T23:04:49Z", "粉を挽く音がする");
	post_in(s, thread, "636d839156c0762cfd9ee3a2", -1, "2022-11-10T23:04:50Z", "水の音がする");
#define EVENT "https://huggingface.co/mill/stone-v3.0/discussions/1#636d839156c0762cfd9ee3a"
	verdict_is(s, "(2022年11月11日、" EVENT "1)", VERDICT_SAME, "1", "an event by its id");
	verdict_is(s, "(2022年11月11日、" EVENT "2)", VERDICT_DIFFERS, "1", "another event has other words");
	verdict_is(s, "(2022年11月11日、" EVENT "3)", VERDICT_MISSING, "1", "an event that is not there");
	verdict_is(s, "(2022年12月11日、" EVENT "1)", VERDICT_CONFLICT, NULL, "its id tells another day");
	struct arena *a = arena_new();
	struct store_posts p;
	ok(store_posts(s, thread, 0, INT32_MAX, a, &p, NULL) && p.n == 0, "numbers: none");
	ok(store_posts(s, thread, 0, LONG_MAX, a, &p, NULL) && p.n == 2, "the whole thread has both");
	arena_free(a);
	store_close(s);
}

static void links(void)
{
	static const char text[] =
		"題名\n\n\n 本文は https://mill.5ch.net/test/read.cgi/suisha/1672106400/83 と "
		"https://mill.5ch.net/test/read.cgi/suisha/1672106400/99 と https://example.org/page と "
		"https://web.archive.org/web/20221113130901/https://example.org/other を引く。\n";
	struct read_options o = {.whole = true};
	struct doc *d = read_bytes(str_c(text), "test", &o, NULL);
	static const enum verdict_kind none[] = {VERDICT_WANTED, VERDICT_WANTED, VERDICT_EXTERNAL, VERDICT_EXTERNAL},
				       held[] = {VERDICT_SAME, VERDICT_MISSING, VERDICT_SAME, VERDICT_SAME};
	struct store *s = fresh_store();
	struct cite *c = cite_new(d, s);

	is_int((long long)doc_links(d), 4, "four links");
	for (uint32_t i = 0; i < doc_links(d) && i < 4; i++)
		is_int(cite_link(c, i)->kind, none[i], "nothing held");
	cite_free(c);
	post_in(s, thread_in(s, "5ch", "suisha", "1672106400", "水車部★118"), NULL, 83, "2022-12-27T13:00:00+09:00",
		"言葉");
	post_in(s, thread_in(s, "page", "", "https://example.org/page", "A page"), NULL, 1, "", "a page");
	post_in(s, thread_in(s, "page", "", "https://example.org/other", "Other"), NULL, 1, "", "another page");
	c = cite_new(d, s);
	for (uint32_t i = 0; i < doc_links(d) && i < 4; i++)
		is_int(cite_link(c, i)->kind, held[i], "held");
	cite_free(c);
	doc_free(d);
	store_close(s);
}

/* Statuses of X: what one answers is another source, and is shown with it; what nobody has is a gap. */
static void statuses(void)
{
	struct store *s = fresh_store();
	struct store_anchor to_first = {0, 0, 1582695416411271168, 1582695416411271168};
	struct store_anchor to_second = {0, 0, 1582695416411271169, 1582695416411271169};
	struct store_anchor to_none = {0, 0, 1582695416411271100, 1582695416411271100};
	struct store_observation o = {
		.rank = STORE_RANK_API, .end = 1, .post = {.posted_at = STORE_NO_TIME, .n_anchors = 1}};
	struct store_file f = {.sha256 = sha256_of(STR("tweets")),
			       .path = STR("x"),
			       .format = STR("twitter"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	const struct store_anchor *anchors[] = {&to_none, &to_first, &to_second};
	struct arena *a = arena_new();
	struct store_gaps g = {0};
	int64_t threads[3];
	bool known;

	store_add_file(s, &f, &o.file, &known, NULL);
	for (long i = 0; i < 3; i++) {
		char key[24];
		snprintf(key, sizeof key, "%ld", 1582695416411271168 + i);
		threads[i] = thread_in(s, "x", "", key, "");
		o.start = (size_t)i;
		o.end = o.start + 1;
		o.post.number = 1582695416411271168 + i;
		o.post.text = str_c(key);
		o.post.anchors = anchors[i];
		ok(store_add_post(s, threads[i], &o, NULL, NULL), "a status");
	}
	ok(store_gaps(s, threads[2], a, &g, NULL) && !g.n, "what is another source is no gap");
	ok(store_gaps(s, threads[0], a, &g, NULL) && g.n == 1 && g.v[0].from == 1582695416411271100,
	   "what nobody has is one");
	struct verdict v = {.source = {STR("x"), STR(""), STR("1582695416411271170"), STR("")},
			    .thread = threads[2],
			    .post = DOC_NONE};
	struct read_options r = {.whole = true};
	struct doc *d = read_bytes(STR("a\n"), "test", &r, NULL);
	struct cite *c = cite_new(d, s);
	struct cite_entries e = cite_thread(c, &v);
	is_int((long long)e.n, 4, "the status, the two it stands on, and the one that is missing");
	for (size_t i = 0; i < e.n; i++)
		is_int(e.v[i].post.kind == STORE_MISSING, i == 0, "only the first is missing");
	is_int(e.n > 3 ? (long long)e.v[2].n_answers : -1, 1, "the one in the middle has an answer");
	cite_free(c);
	doc_free(d);
	arena_free(a);
	store_close(s);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 99;
	cut_addresses();
	near_titles();
	events();
	links();
	statuses();
	static const char *const files[] = {"library.db", "library.db-journal"};
	for (size_t i = 0; i < 2; i++) {
		char *path = file_join(dir, files[i]);
		unlink(path);
		free(path);
	}
	rmdir(dir);
	return done();
}
