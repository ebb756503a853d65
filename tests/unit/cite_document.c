/* Verdicts of documents as they are recognised: one written for this, and the first document where it is at hand. */
#include "taiyaku/cite.h"
#include "taiyaku/read.h"
#include "../tap.h"

#include <stdio.h>
#include <unistd.h>

static char dir[] = "/tmp/taiyaku-document-XXXXXX";

static struct store *fresh_store(void)
{
	char *path = file_join(dir, "library.db");

	unlink(path);
	free(path);
	return store_open(dir, STORE_WRITE, NULL);
}

static struct doc *read_text(const char *text)
{
	struct read_options o = {.whole = true};

	return read_bytes(str_c(text), "test", &o, NULL);
}

/* "LINE verdict" of every citation, quoted post and anchor, in order. */
static void verdicts(struct doc *d, struct store *s, struct buf *out)
{
	struct cite *c = cite_new(d, s);

	buf_clear(out);
	for (uint32_t i = 0; i < doc_citations(d); i++)
		buf_printf(out, "c%zu %s\n", doc_citation(d, i)->line, cite_verdict_name(cite_citation(c, i)->kind));
	for (uint32_t i = 0; i < doc_posts(d); i++)
		buf_printf(out, "p%ld %s\n", doc_post(d, i)->number, cite_verdict_name(cite_post(c, i)->kind));
	for (uint32_t i = 0; i < doc_anchors(d); i++)
		buf_printf(out, "a%ld %s\n", doc_anchor(d, i)->from, cite_verdict_name(cite_anchor(c, i)->kind));
	ok(!cite_failed(c, NULL), "no failure");
	cite_free(c);
}

/* What DESIGN 1 says of the first document on an empty store; kept, it says the same. */
static void first_document(void)
{
	static const char want[] = "c36 wanted\nc40 wanted\nc44 wanted\nc50 wanted\nc133 quoted\nc274 quoted\n"
				   "p545 quoted\np576 quoted\np588 quoted\np591 quoted\np609 quoted\np635 quoted\n"
				   "p612 quoted\np610 quoted\np412 quoted\n"
				   "a462 wanted\na545 quoted\na588 quoted\na609 quoted\n";
	const char *path = fixture("../essay/000_b76e1274a68ae821.txt");
	struct read_options o = {.whole = true};
	struct buf got = {0};

	if (!path) {
		skip("the first document", "it is not here");
		return;
	}
	struct doc *d = read_open(path, &o, NULL);
	struct store *s = fresh_store();
	verdicts(d, NULL, &got);
	is_str(buf_cstr(&got), want, "without a store");
	verdicts(d, s, &got);
	is_str(buf_cstr(&got), want, "on an empty store");
	ok(cite_keep(d, s, NULL), "kept");
	verdicts(d, s, &got);
	is_str(buf_cstr(&got), want, "kept, it is the same");

	struct arena *a = arena_new();
	struct store_threads t;
	ok(store_threads(s, STORE_LIST_WANTED, a, &t, NULL) && t.n == 5, "five sources are wanted");
	struct cite *c = cite_new(d, s);
	struct cite_entries e = cite_thread(c, cite_post(c, 0));
	is_int((long long)e.n, 9, "the pane of its thread: eight posts and the one that is missing");
	ok(e.n == 9 && e.v[0].post.number == 462 && e.v[0].post.kind == STORE_MISSING && e.v[0].n_answers == 1,
	   "462, answered by one");
	cite_free(c);
	arena_free(a);
	store_close(s);
	doc_free(d);
	buf_free(&got);
}

#define HEAD(number, time) number " 名無し (ワッチョイ 1234-abcd) 2023/05/01(月) " time ":00.00\n"

/* A document of the same kind: default thread, its end with the section, a note that inherits, English citations. */
static void own_document(void)
{
	static const char text[] =
		"題名\n\n\n第一章 はじまり\n\n\n"
		" 本文である。(1)引用する。\n\n" HEAD(
			"0010",
			"10:00") "一つ目の投稿\n\n"
				 "(2023年5月1日「試験スレ★3」、以下、書き込みの引用は同日の「試験スレ★3」による)\n\n"
				 " それに対して\n\n" HEAD("0012",
							  "10:05") ">>10\n>>11\n二つ目の投稿\n\n"
								   " という反論がくる。\n\n\n第二章 おわり\n\n\n"
								   " ここでは別のスレを引く。\n\n「別のスレの言葉」\n\n"
								   "(2023年5月2日「別の試験スレ7」、5)\n\n\n"
								   "(1)注の文である。\n";
	struct doc *d = read_text(text);
	struct store *s = fresh_store();
	struct buf got = {0};
	int64_t thread = 0;
	struct store_new_thread n = {.source = {STR("5ch"), STR("test"), STR("1682902800"), STR("試験スレ 3")},
				     .created_at = 1682902800000}; /* 2023-05-01 10:00 in Japan */
	struct store_file f = {.sha256 = sha256_of(STR("dat")),
			       .path = STR("1682902800.dat"),
			       .format = STR("dat"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	struct store_observation o = {.rank = STORE_RANK_DAT, .post = {.number = 10, .text = STR("一つ目の投稿")}};
	bool known;

	verdicts(d, s, &got);
	is_str(buf_cstr(&got), "c12 quoted\nc31 wanted\np10 quoted\np12 quoted\na10 quoted\na11 wanted\n",
	       "nothing held");
	ok(cite_keep(d, s, NULL), "kept");
	store_begin(s, NULL);
	store_add_file(s, &f, &o.file, &known, NULL);
	store_add_thread(s, &n, &thread, NULL);
	cite_time_parse(STR("2023-05-01T10:00:00+09:00"), &o.post.posted_at, &o.post.tz_min);
	store_add_post(s, thread, &o, NULL, NULL);
	o.post.number = 12;
	o.start = 1;
	o.post.text = STR(">>10\n>>11\n二つ目の投縞");
	store_add_post(s, thread, &o, NULL, NULL);
	ok(store_commit(s, NULL), "its thread is imported under another spelling");
	verdicts(d, s, &got);
	is_str(buf_cstr(&got), "c12 same\nc31 wanted\np10 same\np12 differs\na10 same\na11 missing\n", "held");
	store_close(s);
	doc_free(d);
	buf_free(&got);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 99;
	first_document();
	own_document();
	static const char *const names[] = {"library.db", "library.db-journal"};
	for (size_t i = 0; i < 2; i++) {
		char *path = file_join(dir, names[i]);
		unlink(path);
		free(path);
	}
	rmdir(dir);
	return done();
}
