/* Verdicts, over documents made by hand: structures as recognition would give them, without it. And the examples of
 * tests/spec/citations.txt. */
#include "taiyaku/cite.h"
#include "../tap.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

/* ---- a document made by hand: what cite asks of one ---- */

struct doc {
	struct str text;
	struct citation citations[16];
	struct post_quote posts[16];
	struct anchor anchors[16];
	struct section sections[8];
	struct note_call calls[4];
	struct doc_link links[8];
	struct block note; /* the one note */
	size_t n_citations, n_posts, n_anchors, n_sections, n_calls, n_links;
};

struct str doc_text(const struct doc *d)
{
	return d->text;
}

size_t doc_citations(const struct doc *d)
{
	return d->n_citations;
}

const struct citation *doc_citation(const struct doc *d, size_t i)
{
	return &d->citations[i];
}

size_t doc_posts(const struct doc *d)
{
	return d->n_posts;
}

const struct post_quote *doc_post(const struct doc *d, size_t i)
{
	return &d->posts[i];
}

size_t doc_anchors(const struct doc *d)
{
	return d->n_anchors;
}

const struct anchor *doc_anchor(const struct doc *d, size_t i)
{
	return &d->anchors[i];
}

size_t doc_calls(const struct doc *d)
{
	return d->n_calls;
}

const struct note_call *doc_call(const struct doc *d, size_t i)
{
	return &d->calls[i];
}

const struct doc_link *doc_link(const struct doc *d, size_t i)
{
	return &d->links[i];
}

const struct section *doc_section(const struct doc *d, size_t i)
{
	return &d->sections[i];
}

uint32_t doc_section_at(struct doc *d, size_t at)
{
	uint32_t last = DOC_NONE;

	for (uint32_t i = 0; i < d->n_sections && d->sections[i].start <= at; i++)
		last = i;
	return last;
}

const struct block *doc_block_at(struct doc *d, size_t at)
{
	return d->note.end && at >= d->note.start && at < d->note.end ? &d->note : NULL;
}

const struct block *doc_block_parent(struct doc *d, const struct block *b)
{
	(void)d;
	(void)b;
	return NULL;
}

size_t doc_line_at(struct doc *d, size_t at)
{
	(void)at;
	return d ? 1 : 0;
}

const char *doc_id(struct doc *d)
{
	static char id[7 + 65] = "sha256:";
	struct sha256 h = sha256_of(d->text);

	sha256_hex(&h, id + 7);
	return id;
}

#define NO_STRING(name)                                                                                                \
	struct str name(const struct doc *d)                                                                           \
	{                                                                                                              \
		(void)d;                                                                                               \
		return (struct str){"", 0};                                                                            \
	}
NO_STRING(doc_title)
NO_STRING(doc_author)
NO_STRING(doc_date)
NO_STRING(doc_language)

const char *doc_format(const struct doc *d)
{
	return d ? "plain" : NULL;
}

const char *doc_encoding(const struct doc *d)
{
	return d ? "UTF-8" : NULL;
}

const char *doc_path(const struct doc *d)
{
	(void)d;
	return NULL;
}

size_t doc_bad_bytes(const struct doc *d)
{
	(void)d;
	return 0;
}

/* ---- makers ---- */

static struct doc *document(const char *text)
{
	struct doc *d = xcalloc(1, sizeof *d);

	d->text = str_c(text);
	return d;
}

/* A citation with these words somewhere in the text; quote: the words above it, or NULL. */
static struct citation *citing(struct doc *d, const char *words, const char *date, const char *title, const char *quote)
{
	struct citation *c = &d->citations[d->n_citations++];
	size_t at = str_find(d->text, str_c(words), 0);

	*c = (struct citation){.start = at,
			       .end = at + strlen(words),
			       .text = str_c(words),
			       .date = str_c(date),
			       .title = str_c(title),
			       .quote = {POS_NONE, POS_NONE},
			       .post = DOC_NONE,
			       .base = DOC_NONE};
	if (quote) {
		c->quote.start = str_find(d->text, str_c(quote), 0);
		c->quote.end = c->quote.start + strlen(quote);
	}
	return c;
}

static void number_it(struct citation *c, const long *n, size_t count)
{
	c->numbers = n;
	c->n_numbers = count;
}

static struct post_quote *quoting(struct doc *d, long number, const char *text, const char *posted_at,
				  uint32_t citation)
{
	struct post_quote *p = &d->posts[d->n_posts++];
	size_t at = str_find(d->text, str_slice(str_c(text), 0, strcspn(text, "\n")), 0);

	*p = (struct post_quote){.number = number,
				 .posted_at = str_c(posted_at),
				 .citation = citation,
				 .start = at,
				 .body = at,
				 .end = d->text.n,
				 .text = str_c(text),
				 .anchors = (uint32_t)d->n_anchors};
	return p;
}

static void pointing(struct doc *d, uint32_t post, const char *words, long from, long to)
{
	size_t at = str_find(d->text, str_c(words), 0);

	d->anchors[d->n_anchors++] = (struct anchor){at, at + strlen(words), post, from, to};
	if (post != DOC_NONE)
		d->posts[post].n_anchors++;
}

static void verdict_is(const struct verdict *v, enum verdict_kind want, const char *what)
{
	is_str(cite_verdict_name(v->kind), cite_verdict_name(want), what);
}

/* ---- a store made by hand ---- */

static char dir[] = "/tmp/taiyaku-cite-XXXXXX";

static struct store *fresh_store(void)
{
	char *path = file_join(dir, "library.db");

	unlink(path);
	free(path);
	return store_open(dir, STORE_WRITE, NULL);
}

static int64_t thread_in(struct store *s, const char *key, const char *title)
{
	struct store_new_thread n = {.source = {STR("5ch"), STR("liveuranus"), str_c(key), str_c(title)},
				     .created_at = strtoll(key, NULL, 10) * 1000};
	int64_t thread = 0;

	store_add_thread(s, &n, &thread, NULL);
	return thread;
}

static size_t anchors_in(const char *text, struct store_anchor *out)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, ">>")); n++) {
		char *end;
		long from = strtol(p + 2, &end, 10), to = *end == '-' ? strtol(end + 1, &end, 10) : from;
		out[n] = (struct store_anchor){(size_t)(p - text), (size_t)(end - text), from, to};
		p = end;
	}
	return n;
}

/* key: of sources that do not number their posts each by itself; NULL: the number */
static void keyed_post_in(struct store *s, int64_t thread, const char *key, long number, const char *posted_at,
			  const char *text)
{
	static int64_t files;
	struct store_file f = {.sha256 = sha256_of(str_c(text)),
			       .path = STR("x.dat"),
			       .format = STR("dat"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	struct store_observation o = {
		.rank = STORE_RANK_DAT,
		.start = (size_t)number,
		.end = (size_t)number + 1,
		.post = {.number = number, .key = str_c(key), .text = str_c(text), .posted_at = STORE_NO_TIME}};
	struct store_anchor anchors[8];
	bool known;

	o.post.anchors = anchors;
	o.post.n_anchors = anchors_in(text, anchors);
	f.size = (uint64_t)++files;
	store_add_file(s, &f, &o.file, &known, NULL);
	if (!*text) {
		o.deleted = true;
		o.post.kind = STORE_DELETED;
	}
	cite_time_parse(str_c(posted_at), &o.post.posted_at, &o.post.tz_min);
	store_add_post(s, thread, &o, NULL, NULL);
}

static void post_in(struct store *s, int64_t thread, long number, const char *posted_at, const char *text)
{
	keyed_post_in(s, thread, NULL, number, posted_at, text);
}

#define NOON "2022-12-27T13:09:37.29+09:00"
#define KEY "1672106400" /* 2022-12-27 11:00 in Japan */

/* ---- nothing held ---- */

static void empty_store(void)
{
	static const long n83[] = {83};
	struct doc *d = document("「A」\n(a、83)\n(b)\n(c)\n>>462\n>>545\n本文である\n元の文\n脚注の文");
	struct citation *c;

	number_it(citing(d, "(a、83)", "2022-10-07", "なんJnovelAI部9", "「A」"), n83, 1);
	citing(d, "(b)", "2022-10-16", "なんJnovelAI部50", NULL);
	c = citing(d, "(c)", "2022-12-27", "なんJNVA部★118", NULL);
	c->post = 0;
	c->default_thread = true;
	quoting(d, 545, "元の文", NOON, 2);
	quoting(d, 576, ">>462\n>>545\n本文である", NOON, DOC_NONE);
	pointing(d, 1, ">>462", 462, 462);
	pointing(d, 1, ">>545", 545, 545);
	quoting(d, 412, "脚注の文", "2023-02-17T19:17:08.78+09:00", 3);
	c = citing(d, "(c)", "2023-02-17", "", NULL);
	c->url = STR("https://itest.5ch.net/fate/test/read.cgi/liveuranus/1676605237/");
	c->post = 2;
	d->citations[3].start = d->text.n; /* after everything */

	struct store *stores[] = {NULL, fresh_store()};
	for (int i = 0; i < 2; i++) {
		struct cite *t = cite_new(d, stores[i]);
		verdict_is(cite_citation(t, 0), VERDICT_WANTED, "a title and a number: wanted");
		verdict_is(cite_citation(t, 1), VERDICT_WANTED, "a title alone: wanted");
		verdict_is(cite_citation(t, 2), VERDICT_QUOTED, "over a quoted post: quoted");
		is_int(cite_citation(t, 2)->n_numbers ? cite_citation(t, 2)->numbers[0] : -1, 545,
		       "its number comes from the head line");
		verdict_is(cite_citation(t, 3), VERDICT_QUOTED, "by address, over a quoted post: quoted");
		is_bytes(cite_citation(t, 3)->source.key.p, cite_citation(t, 3)->source.key.n, "1676605237",
			 "with the thread of the address");
		for (uint32_t k = 0; k < 3; k++)
			verdict_is(cite_post(t, k), VERDICT_QUOTED, "a quoted post");
		is_bytes(cite_post(t, 1)->source.title.p, cite_post(t, 1)->source.title.n, "なんJNVA部★118",
			 "a post nobody cites is of the default thread");
		verdict_is(cite_anchor(t, 0), VERDICT_WANTED, ">>462: wanted");
		verdict_is(cite_anchor(t, 1), VERDICT_QUOTED, ">>545: quoted");
		is_int(cite_anchor(t, 1)->post, 0, "by the first post");
		struct cite_entries e = cite_thread(t, cite_post(t, 1));
		ok(e.n == 3 && e.v[0].post.number == 462 && e.v[0].post.kind == STORE_MISSING,
		   "the pane: 462 is missing by name");
		ok(e.n == 3 && e.v[1].post.number == 545 && e.v[1].n_answers == 1 && e.v[1].answers[0] == 576,
		   "545 is answered by 576");
		ok(e.n == 3 && e.v[2].post.n_anchors == 2 && e.v[2].post.anchors[1].start == 6, "576 has its anchors");
		ok(!cite_failed(t, NULL), "no failure");
		cite_free(t);
	}
	ok(cite_keep(d, stores[1], NULL), "the document is kept");
	struct cite *t = cite_new(d, stores[1]);
	verdict_is(cite_citation(t, 0), VERDICT_WANTED, "kept: still wanted");
	verdict_is(cite_anchor(t, 0), VERDICT_WANTED, "kept: 462 still wanted");
	verdict_is(cite_post(t, 0), VERDICT_QUOTED, "kept: still quoted");
	cite_free(t);

	/* another document that only cites what this one quotes */
	struct doc *other = document("「元の文」\n(d)");
	static const long n545[] = {545};
	number_it(citing(other, "(d)", "2022-12-27", "なんJNVA部118", "「元の文」"), n545, 1);
	t = cite_new(other, stores[1]);
	verdict_is(cite_citation(t, 0), VERDICT_QUOTED, "what another document quotes is known");
	cite_free(t);
	free(other);
	store_close(stores[1]);
	free(d);
}

/* ---- held: the words compared ---- */

struct quote_case {
	const char *quote, *what;
	enum verdict_kind want;
	long found;
};

static void words(void)
{
	static const struct quote_case cases[] = {
		{"「クレカ情報流出する時点で義賊じゃない」", "the same words", VERDICT_SAME, -1},
		{"クレカ情報流出\n\n\nする時点で 義賊じゃない", "blank lines and blanks of copying", VERDICT_SAME, -1},
		{"「情報流出する時点で」", "a part of it", VERDICT_SAME, -1},
		{"「ｸﾚｶ情報流出する……義賊じゃない」", "something left out, another width", VERDICT_SAME, -1},
		{"「クレカ（中略）義賊」", "(中略)", VERDICT_SAME, -1},
		{"「義賊……クレカ」", "left out, but in another order", VERDICT_DIFFERS, -1},
		{"「クレカ情報流失する時点で義賊じゃない」", "one character", VERDICT_DIFFERS, -1},
		{"「別の投稿の言葉」", "the words of another post", VERDICT_DIFFERS, 84},
	};
	static const long n83[] = {83};
	struct store *s = fresh_store();
	int64_t thread = thread_in(s, KEY, "なんJnovelAI部★9");

	post_in(s, thread, 83, NOON, "クレカ情報流出する時点で義賊じゃない");
	post_in(s, thread, 84, NOON, "別の投稿の言葉〜である");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf text = {0};
		buf_printf(&text, "前の文\n%s\n(a、83)", cases[i].quote);
		struct doc *d = document(buf_cstr(&text));
		number_it(citing(d, "(a、83)", "2022-12-27", "なんJnovelAI部9", cases[i].quote), n83, 1);
		struct cite *c = cite_new(d, s);
		const struct verdict *v = cite_citation(c, 0);
		verdict_is(v, cases[i].want, cases[i].what);
		is_int(v->n_found ? v->found[0] : -1, cases[i].found, "found");
		if (i == 6) {
			ok(v->n_difference == 1, "one difference");
			is_str(v->n_difference ? v->difference[0].document.p : "", "失", "in the document");
			is_str(v->n_difference ? v->difference[0].stored.p : "", "出", "in the store");
			ok(v->n_difference &&
				   str_starts(str_slice(d->text, v->difference[0].at, d->text.n), STR("失する")),
			   "where it is");
		}
		cite_free(c);
		free(d);
		buf_free(&text);
	}
	store_close(s);
}

static const struct verdict *judge(struct cite **c, struct doc *d, struct store *s)
{
	cite_free(*c);
	*c = cite_new(d, s);
	return cite_citation(*c, 0);
}

static void held(void)
{
	static const long n83[] = {83}, n7[] = {7}, n99[] = {99}, both[] = {83, 84};
	struct store *s = fresh_store();
	int64_t thread = thread_in(s, KEY, "なんJnovelAI部★9");
	struct doc *d = document("「〜波と(全角)～」\n(a)\n「どこにもない」\n「二つにある」");
	struct citation *q = citing(d, "(a)", "2022-12-27", "なんJnovelAI部9", "「〜波と(全角)～」");
	struct cite *c = NULL;

	post_in(s, thread, 7, NOON, "");
	post_in(s, thread, 83, NOON, "～波と（全角）〜");
	post_in(s, thread, 84, NOON, "二つにある、その一");
	post_in(s, thread, 85, NOON, "二つにある、その二");
	const struct verdict *v = judge(&c, d, s);
	verdict_is(v, VERDICT_SAME, "no number: where the words stand; waves and widths do not count");
	ok(v->n_found == 1 && v->found[0] == 83 && v->n_numbers == 1 && v->numbers[0] == 83, "that one, with found");
	is_str(v->source.key.p, KEY, "the source is the held thread");
	q->quote = (struct span){str_find(d->text, STR("「二つ"), 0), d->text.n};
	v = judge(&c, d, s);
	verdict_is(v, VERDICT_AMBIGUOUS, "no number, two posts");
	ok(v->n_candidates == 2 && v->candidates[1].number == 85, "both are listed");
	q->quote = (struct span){str_find(d->text, STR("「どこ"), 0), str_find(d->text, STR("\n「二つ"), 0)};
	verdict_is(judge(&c, d, s), VERDICT_MISSING, "no number, words that stand nowhere");
	number_it(q, n7, 1);
	v = judge(&c, d, s);
	verdict_is(v, VERDICT_MISSING, "a deleted line without a text");
	ok(v->deleted, "said to be deleted");
	number_it(q, n99, 1);
	v = judge(&c, d, s);
	verdict_is(v, VERDICT_MISSING, "no such post");
	ok(!v->deleted, "not deleted");
	q->quote.start = POS_NONE;
	number_it(q, both, 2);
	verdict_is(judge(&c, d, s), VERDICT_SAME, "two numbers, no words: both are there");
	number_it(q, n83, 1);
	q->date = STR("2022-12-28");
	verdict_is(judge(&c, d, s), VERDICT_SAME, "a night past midnight is no conflict");
	q->date = STR("2022-12-29");
	verdict_is(judge(&c, d, s), VERDICT_CONFLICT, "more than a day after the post");
	q->date = STR("2022-12");
	verdict_is(judge(&c, d, s), VERDICT_SAME, "a month");
	q->date = STR("2021-12-27");
	verdict_is(judge(&c, d, s), VERDICT_CONFLICT, "another year");
	q->date = STR("2022-12-27");
	int64_t twin = thread_in(s, "1672106460", "なんJNovelAI部 9");
	v = judge(&c, d, s);
	verdict_is(v, VERDICT_SAME, "a second thread of that title, of which nothing is held, changes nothing");
	post_in(s, twin, 83, NOON, "別");
	v = judge(&c, d, s);
	verdict_is(v, VERDICT_AMBIGUOUS, "two threads of one title");
	ok(v->n_candidates == 2, "both are listed");
	q->quote = (struct span){0, str_find(d->text, STR("\n"), 0)};
	verdict_is(judge(&c, d, s), VERDICT_SAME, "but the words tell which");
	q->title = STR("");
	q->url = STR("https://fate.5ch.net/test/read.cgi/liveuranus/" KEY "/83");
	q->n_numbers = 0;
	verdict_is(judge(&c, d, s), VERDICT_SAME, "by address, the number in it");
	cite_free(c);
	free(d);
	store_close(s);
}

/* A source that gives one number to many posts: all of them are listed. */
static void same_number(void)
{
	static const long n5[] = {5};
	struct store *s = fresh_store();
	int64_t thread = thread_in(s, KEY, "なんJnovelAI部★9");
	struct doc *d = document("「どこにもない」\n(a、5)");
	struct cite *c = NULL;

	number_it(citing(d, "(a、5)", "2022-12-27", "なんJnovelAI部9", "「どこにもない」"), n5, 1);
	for (char key[] = "a"; *key <= 'z'; ++*key) {
		char text[] = "投稿 ?";

		text[sizeof text - 2] = *key;
		keyed_post_in(s, thread, key, 5, NOON, text);
	}
	const struct verdict *v = judge(&c, d, s);
	verdict_is(v, VERDICT_AMBIGUOUS, "one number, many posts");
	is_int((long long)v->n_candidates, 26, "all of them are listed");
	cite_free(c);
	free(d);
	store_close(s);
}

/* Quoted posts and their anchors against a held thread; a deletion where only the quote has the text. */
static void held_posts(void)
{
	struct store *s = fresh_store();
	struct doc *d = document("元の文、一行目\n\n\n>>7 >>8 >>1-3\n二行め\n(c)\n消された文");
	struct citation *k = citing(d, "(c)", "2022-12-27", "なんJNVA部★118", NULL);

	k->post = 0;
	k->default_thread = true;
	quoting(d, 545, "元の文、一行目\n>>7 >>8 >>1-3\n二行め", NOON, 0);
	pointing(d, 0, ">>7", 7, 7);
	pointing(d, 0, ">>8", 8, 8);
	pointing(d, 0, ">>1-3", 1, 3);
	quoting(d, 600, "消された文", NOON, DOC_NONE);
	d->citations[0].start = 0; /* holds for what comes after */
	ok(cite_keep(d, s, NULL), "kept before the import");
	int64_t thread = thread_in(s, KEY, "なんJNVA部★118");
	post_in(s, thread, 545, NOON, "元の文、一行目\n>>7 >>8 >>1-3\n二行目");
	post_in(s, thread, 600, NOON, "");
	post_in(s, thread, 7, NOON, "七");
	post_in(s, thread, 2, NOON, "二");

	struct cite *c = cite_new(d, s);
	const struct verdict *v = cite_post(c, 0);
	verdict_is(v, VERDICT_DIFFERS, "a quoted post with one other character");
	ok(v->n_difference == 1 && str_eq(v->difference[0].document, STR("め")) &&
		   str_eq(v->difference[0].stored, STR("目")),
	   "which one");
	is_int(v->n_difference ? (long long)v->difference[0].at : -1, (long long)str_find(d->text, STR("め"), 0),
	       "where in the document");
	verdict_is(cite_citation(c, 0), VERDICT_DIFFERS, "so does its citation");
	v = cite_post(c, 1);
	verdict_is(v, VERDICT_MISSING, "deleted, and only the quote has its text");
	ok(v->deleted, "said to be deleted");
	verdict_is(cite_anchor(c, 0), VERDICT_SAME, ">>7 is there");
	verdict_is(cite_anchor(c, 1), VERDICT_MISSING, ">>8 is not");
	verdict_is(cite_anchor(c, 2), VERDICT_MISSING, ">>1-3 is not whole");
	struct cite_entries e = cite_thread(c, cite_post(c, 0));
	size_t missing = 0;
	for (size_t i = 0; i < e.n; i++)
		missing += e.v[i].post.kind == STORE_MISSING;
	is_int((long long)e.n, 7, "the pane: four held posts and three that are named");
	is_int((long long)missing, 3, "1, 3 and 8");
	ok(e.n == 7 && e.v[5].post.number == 545 && e.v[5].quote == 0 && e.v[5].verdict == VERDICT_DIFFERS,
	   "545 with its quote");
	cite_free(c);
	d->posts[0].posted_at = STR("2022-12-25T13:09:37.29+09:00");
	c = cite_new(d, s);
	verdict_is(cite_post(c, 0), VERDICT_CONFLICT, "a head line two days before the post");
	cite_free(c);
	free(d);
	store_close(s);
}

/* ---- days and ids, links ---- */

static enum verdict_kind of_url(const char *url, const char *date)
{
	struct doc *d = document("(u)");
	struct citation *q = citing(d, "(u)", date, "", NULL);
	struct cite *c = cite_new(d, NULL);

	q->url = str_c(url);
	enum verdict_kind kind = cite_citation(c, 0)->kind;
	cite_free(c);
	free(d);
	return kind;
}

static void days(void)
{
	const char *thread =
		"https://fate.5ch.net/test/read.cgi/liveuranus/1676605237/"; /* 2023-02-17 12:40 in Japan */

	is_int(of_url(thread, "2023-02-17"), VERDICT_WANTED, "the day of the key");
	is_int(of_url(thread, "2023-02-18"), VERDICT_WANTED, "the day after");
	is_int(of_url(thread, "2023-02-16"), VERDICT_WANTED, "the day before");
	is_int(of_url(thread, "2023-02-15"), VERDICT_CONFLICT, "before the thread was begun");
	is_int(of_url(thread, "2023-02-20"), VERDICT_CONFLICT, "days later, and nothing shows it alive then");
	is_int(of_url(thread, ""), VERDICT_WANTED, "no day");
	is_int(of_url("https://x.com/a/status/1591922364019019776", "2022-11-14"), VERDICT_WANTED,
	       "a status of that day");
	is_int(of_url("https://x.com/a/status/1591922364019019776", "2022-11-17"), VERDICT_CONFLICT,
	       "a status of another");
	is_int(of_url("https://huggingface.co/a/b/discussions/1#636dab4e1b2c3d4e5f607182", "2022-11-11"),
	       VERDICT_WANTED, "an event");
	is_int(of_url("https://huggingface.co/a/b/discussions/1#636dab4e1b2c3d4e5f607182", "2022-12-11"),
	       VERDICT_CONFLICT, "off by a month");
	is_int(of_url("https://example.org/", "2022-12-11"), VERDICT_EXTERNAL, "no known family");
	is_int(of_url("https://web.archive.org/web/2022/https://example.org/", ""), VERDICT_EXTERNAL,
	       "nor a copy of it");
	is_int(of_url("https://web.archive.org/web/2023/https://fate.5ch.net/test/read.cgi/liveuranus/1676605237/", ""),
	       VERDICT_WANTED, "a copy of a thread");

	struct doc *d = document("0412 本文 (u)");
	struct citation *q = citing(d, "(u)", "2023-02-20", "", NULL);
	q->url = str_c(thread);
	quoting(d, 412, "本文", "2023-02-20T01:00:00+09:00", 0);
	struct cite *c = cite_new(d, NULL);
	verdict_is(cite_citation(c, 0), VERDICT_WANTED, "a quoted post of that day explains it");
	verdict_is(cite_post(c, 0), VERDICT_QUOTED, "and is quoted itself");
	cite_free(c);
	d->links[0] = (struct doc_link){.url = str_c(thread)};
	d->links[1] = (struct doc_link){.url = STR("https://example.org/")};
	c = cite_new(d, NULL);
	verdict_is(cite_link(c, 0), VERDICT_WANTED, "a link to a thread");
	verdict_is(cite_link(c, 1), VERDICT_EXTERNAL, "a link to anything");
	ok(!cite_link(c, 1)->source.family.n, "which is no source");
	cite_free(c);
	free(d);
}

/* ---- leaning: 同, the default thread, its scope, notes ---- */

static void title_is(const struct verdict *v, const char *want, const char *what)
{
	is_bytes(v->source.title.n ? v->source.title.p : "", v->source.title.n, want, what);
}

static void leaning(void)
{
	/*                      0    5         13        23      31        41       50 */
	struct doc *d = document("H1\n\n(c) >>5 (9)\nH2\n\n>>6 (same)\nH1b\n\n>>7\n\n(9)>>8 (nums)");
	struct citation *q = citing(d, "(c)", "2022-12-27", "なんJNVA部★118", NULL);
	static const long n12[] = {12};

	q->default_thread = true;
	q = citing(d, "(same)", "", "", NULL);
	q->base = 0;
	number_it(q, n12, 1);
	q = citing(d, "(nums)", "", "", NULL);
	number_it(q, n12, 1);
	d->sections[0] = (struct section){.level = 1, .start = 0};
	d->sections[1] = (struct section){.level = 2, .start = str_find(d->text, STR("H2"), 0)};
	d->sections[2] = (struct section){.level = 1, .start = str_find(d->text, STR("H1b"), 0)};
	d->n_sections = 3;
	pointing(d, DOC_NONE, ">>5", 5, 5);
	pointing(d, DOC_NONE, ">>6", 6, 6);
	pointing(d, DOC_NONE, ">>7", 7, 7);
	pointing(d, DOC_NONE, ">>8", 8, 8);
	size_t note = str_find(d->text, STR("(9)>>8"), 0);
	d->note = (struct block){.kind = BLOCK_NOTE, .start = note, .end = d->text.n, .parent = DOC_NONE, .index = 0};
	d->calls[0] = (struct note_call){.start = str_find(d->text, STR("(9)"), 0), .note = 0};
	d->n_calls = 1;
	struct cite *c = cite_new(d, NULL);
	title_is(cite_anchor(c, 0), "なんJNVA部★118", "a bare anchor is of the default thread");
	title_is(cite_anchor(c, 1), "なんJNVA部★118", "in a section below it too");
	title_is(cite_anchor(c, 2), "", "not after the end of its section");
	title_is(cite_anchor(c, 3), "なんJNVA部★118", "a note has what holds at its call");
	title_is(cite_citation(c, 1), "なんJNVA部★118", "同: the one it leans on");
	is_int(cite_citation(c, 1)->numbers[0], 12, "with its own number");
	title_is(cite_citation(c, 2), "なんJNVA部★118", "bare numbers in the note");
	cite_free(c);
	d->n_calls = 0;
	c = cite_new(d, NULL);
	title_is(cite_anchor(c, 3), "", "a note that nobody calls has nothing");
	cite_free(c);

	/* the same in English, in another document, means the same */
	struct doc *e = document("(December 27, 2022, \"title,\" 12)");
	number_it(citing(e, "(December", "2022-12-27", "なんJNVA部★118", NULL), n12, 1);
	struct cite *a = cite_new(d, NULL), *b = cite_new(e, NULL);
	d->citations[1].base = 0;
	ok(store_identity_eq(&cite_citation(a, 1)->source, &cite_citation(b, 0)->source),
	   "its English twin has the same source");
	is_int(cite_citation(b, 0)->kind, cite_citation(a, 1)->kind, "and the same verdict");
	cite_free(a);
	cite_free(b);
	free(e);
	free(d);
}

/* ---- tests/spec/citations.txt ---- */

static void example(struct str kind, struct str what, const char *want)
{
	struct arena *a = arena_new();
	struct buf got = {0};

	if (str_eq(kind, STR("title"))) {
		struct store_title t = {0};
		store_title_split(what, &t);
		buf_str(&got, buf_view(&t.series));
		if (t.part < 0)
			buf_cat(&got, " | -");
		else
			buf_printf(&got, " | %ld", t.part);
		store_title_free(&t);
	} else if (str_eq(kind, STR("url"))) {
		struct cite_url u;
		if (cite_url(what, a, &u)) {
			buf_printf(&got, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(u.source.family),
				   STR_ARG(u.source.board.n ? u.source.board : STR("-")), STR_ARG(u.source.key));
			for (size_t i = 0; i < u.n_numbers; i++)
				buf_printf(&got, " %ld", u.numbers[i]);
		}
	} else {
		size_t blank = str_find_char(what, ' ', 0);
		int64_t ms = cite_key_time(str_slice(what, 0, blank), str_slice(what, blank + 1, what.n));
		char text[36] = "";
		if (ms != STORE_NO_TIME)
			cite_time_format(ms, 0, text);
		buf_cat(&got, text);
	}
	char *name = str_dup(what);
	is_str(buf_cstr(&got), want, name);
	free(name);
	buf_free(&got);
	arena_free(a);
}

static void spec(void)
{
	const char *src = getenv("srcdir");
	char *path = file_join(src ? src : ".", "tests/spec/citations.txt");
	struct buf all = {0};
	struct str kind = {0}, what = {0};
	size_t n = 0;

	ok(file_read(path, 1 << 20, &all, NULL), "tests/spec/citations.txt");
	for (size_t at = 0, end; (end = str_find_char(buf_view(&all), '\n', at)) != SIZE_MAX; at = end + 1) {
		struct str line = str_slice(buf_view(&all), at, end);
		static const struct str kinds[] = {STR("title: "), STR("url: "), STR("key: ")};
		for (size_t i = 0; i < 3; i++)
			if (str_starts(line, kinds[i])) {
				kind = str_slice(kinds[i], 0, kinds[i].n - 2);
				what = str_slice(line, kinds[i].n, line.n);
			}
		if (str_starts(line, STR("=")) && kind.n) {
			char *want = str_dup(str_trim(str_slice(line, 1, line.n)));
			example(kind, what, want);
			free(want);
			kind.n = 0;
			n++;
		}
	}
	ok(n >= 40, "%zu examples", n);
	free(path);
	buf_free(&all);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 99;
	spec();
	empty_store();
	words();
	held();
	same_number();
	held_posts();
	days();
	leaning();
	struct store *s = fresh_store();
	store_close(s);
	char *path = file_join(dir, "library.db"), *journal = file_join(dir, "library.db-journal");
	unlink(path);
	unlink(journal);
	free(path);
	free(journal);
	rmdir(dir);
	return done();
}
