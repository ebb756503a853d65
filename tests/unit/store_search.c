/* Searching the library against a plain scan of all texts: random texts, random needles, whatever state the index is
 * in. */
#include "taiyaku/store.h"
#include "taiyaku/text.h"
#include "../tap.h"

#include <limits.h>
#include <unistd.h>

static uint64_t seed = 20221007;

static size_t chance(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

static char *scratch(void)
{
	char path[] = "/tmp/taiyaku-search-XXXXXX";

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

/* Letters that fold to others, that tokenizers drop or split, and that need more than two bytes of UTF-16. */
static const char *const letters[] = {
	"あ", "ア", "ｱ",      "い",     "イ",         "が",         "か",     "\u3099", "漢",     "字",         "図",
	"書", "A",  "a",      "Ａ",     "b",          "1",          "１",     "①",      "ー",     "-",          "〜",
	"～", "、", "。",     "★",      "\"",         "*",          "(",      "'",      "%",      "_",          " ",
	"　", "\n", "\u200d", "\ufe0f", "\U0001F468", "\U0001F4A9", "\ue000", "\u0378", "\u2028", "\U000F0000", "ゝ",
};
enum { LETTERS = sizeof letters / sizeof *letters };

/* Few different letters, so that needles of several characters have hits. */
static void random_text(size_t most, struct buf *out)
{
	size_t n = chance(most + 1), few = chance(3) ? 12 : LETTERS;

	buf_clear(out);
	for (size_t i = 0; i < n; i++)
		buf_cat(out, letters[chance(few)]);
}

/* ---- the other way to the same answer: every text, folded, looked through ---- */

struct entry {
	bool paragraph;
	int64_t post;
	size_t start, thread;
	char *fold, *kana;
	int64_t at;
	unsigned who;
};
static VEC(struct entry) entries;

static char *fold_of(struct str text, bool kana)
{
	struct text_folded f = {0};
	struct buf out = {0};
	uint32_t cp;

	text_fold_copy(text, &f);
	for (size_t i = 0; i < f.text.n;) {
		i = text_next(buf_view(&f.text), i, &cp);
		if (kana && ((cp >= 0x30A1 && cp <= 0x30F6) || cp == 0x30FD || cp == 0x30FE))
			cp -= 0x60;
		buf_code_point(&out, cp);
	}
	text_folded_free(&f);
	buf_cstr(&out);
	return buf_take(&out);
}

static void set_text(struct entry *e, struct str text)
{
	free(e->fold);
	free(e->kana);
	e->fold = fold_of(text, false);
	e->kana = fold_of(text, true);
}

struct asked {
	char *fold, *kana;
	const struct store_question *q;
	size_t thread; /* 0: any */
	unsigned who;  /* 0: anybody */
};

static bool fits(const struct asked *a, const struct entry *e)
{
	if (a->q->kana ? !strstr(e->kana, a->kana) : !strstr(e->fold, a->fold))
		return false;
	if (e->paragraph)
		return a->q->documents && !a->q->source && !a->q->poster && a->q->from == STORE_NO_TIME &&
		       a->q->to == STORE_NO_TIME;
	return a->q->posts && (!a->thread || e->thread == a->thread) && (!a->who || e->who == a->who) &&
	       (a->q->from == STORE_NO_TIME || e->at >= a->q->from) && (a->q->to == STORE_NO_TIME || e->at < a->q->to);
}

static bool is_there(const struct store_hits *h, const struct entry *e)
{
	for (size_t i = 0; i < h->n; i++)
		if (e->paragraph ? h->v[i].kind == STORE_HIT_DOCUMENT && h->v[i].start == e->start
				 : h->v[i].kind == STORE_HIT_POST && h->v[i].post == e->post)
			return true;
	return false;
}

static size_t count(struct store *s, const struct store_question *q)
{
	struct store_counting *c = store_count_new(s, q, NULL);
	size_t n = SIZE_MAX;

	for (bool done = false; c && !done && store_count_step(c, 0, &n, &done, NULL);)
		;
	store_count_free(c);
	return n;
}

/* Pages of 7 one after the other give the whole, newest first. */
static bool pages_agree(struct store *s, struct store_question q, struct arena *a, const struct store_hits *all)
{
	size_t seen = 0;

	q.max = 7;
	for (;;) {
		struct store_hits h;
		if (!store_search(s, &q, a, &h, NULL))
			return false;
		for (size_t i = 0; i < h.n; i++, seen++)
			if (seen >= all->n || h.v[i].entry != all->v[seen].entry ||
			    (seen && all->v[seen].entry >= all->v[seen - 1].entry))
				return false;
		if (h.n < q.max)
			return seen == all->n;
		q.before = h.v[h.n - 1].entry;
	}
}

static bool agrees(struct store *s, const struct asked *a)
{
	struct arena *arena = arena_new();
	struct store_hits h;
	size_t want = 0;
	bool good = store_search(s, a->q, arena, &h, NULL);

	for (size_t i = 0; good && i < entries.n; i++)
		if (*a->fold && fits(a, &entries.v[i])) {
			want++;
			good = h.n > 2000 || is_there(&h, &entries.v[i]);
		}
	good = good && h.n == want && count(s, a->q) == want && (want > 400 || pages_agree(s, *a->q, arena, &h));
	if (!good)
		printf("# [%s] kana %d posts %d documents %d: got %zu, want %zu\n", a->fold, a->q->kana, a->q->posts,
		       a->q->documents, h.n, want);
	arena_free(arena);
	return good;
}

/* ---- filling ---- */

enum { THREADS = 3, PEOPLE = 40 };
static int64_t threads[THREADS + 1];
static const struct store_identity sources[THREADS + 1] = {
	{{"", 0}, {"", 0}, {"", 0}, {"", 0}},
	{{"5ch", 3}, {"liveuranus", 10}, {"1", 1}, {"", 0}},
	{{"5ch", 3}, {"liveuranus", 10}, {"2", 1}, {"", 0}},
	{{"jbbs", 4}, {"anime/1", 7}, {"3", 1}, {"", 0}},
};

static int64_t file_of(struct store *s, size_t i)
{
	char name[32];
	struct store_file f = {.path = STR("a.dat"), .format = STR("dat"), .importer = STR("test")};
	int64_t file = 0;
	bool known;

	snprintf(name, sizeof name, "%zu", i);
	f.sha256 = sha256_of(str_c(name));
	store_add_file(s, &f, &file, &known, NULL);
	return file;
}

static void who_of(unsigned who, char out[16])
{
	snprintf(out, 16, "Id%04u", who);
}

static bool add_post(struct store *s, int64_t file, struct entry *e, long number, int rank, struct str text)
{
	char who[16];
	struct store_observation o = {.file = file, .rank = rank, .start = (size_t)number * 10 + (size_t)rank};

	who_of(e->who, who);
	o.post = (struct store_post){.number = number, .text = text, .posted_at = e->at, .poster = str_c(who)};
	set_text(e, text);
	return store_add_post(s, threads[e->thread], &o, NULL, NULL);
}

static long numbers[THREADS + 1];

static bool add_some(struct store *s, size_t n, size_t most)
{
	struct buf text = {0};
	static size_t files;
	bool good = store_begin(s, NULL);
	int64_t file = file_of(s, files++);
	struct arena *a = arena_new();

	for (size_t i = 0; good && i < n; i++) {
		struct entry e = {.thread = 1 + chance(THREADS),
				  .who = 1 + (unsigned)chance(PEOPLE),
				  .at = 1676605237000 + (int64_t)chance(40) * 3600000};
		struct store_posts p;
		long number = ++numbers[e.thread];
		random_text(most, &text);
		good = add_post(s, file, &e, number, STORE_RANK_HTML, buf_view(&text)) &&
		       store_posts(s, threads[e.thread], number, number, a, &p, NULL) && p.n == 1;
		e.post = good ? p.v[0].id : 0;
		vec_push(&entries, e);
	}
	good = good && store_commit(s, NULL);
	arena_free(a);
	buf_free(&text);
	return good;
}

/* Better observations of posts that are there: another text under the same id. */
static bool change_some(struct store *s, size_t n)
{
	static int rank = STORE_RANK_DAT;
	struct buf text = {0};
	bool good = store_begin(s, NULL);
	int64_t file = file_of(s, 100000 + (size_t)rank);

	for (size_t i = 0; good && i < n; i++) {
		struct entry *e = &entries.v[chance(entries.n)];
		struct arena *a = arena_new();
		struct store_posts p;
		random_text(30, &text);
		good = e->paragraph || (store_post_by_id(s, e->post, a, &p, NULL) && p.n &&
					add_post(s, file, e, p.v[0].number, rank, buf_view(&text)));
		arena_free(a);
		rank++; /* always a better one */
	}
	good = good && store_commit(s, NULL);
	buf_free(&text);
	return good;
}

static bool add_document(struct store *s, size_t lines)
{
	struct buf text = {0}, line = {0};
	char id[72] = "sha256:";

	for (size_t i = 0; i < lines; i++) {
		random_text(30, &line);
		for (size_t k = 0; k < line.n; k++)
			if (line.p[k] == '\n')
				line.p[k] = ' ';
		struct entry e = {.paragraph = true, .start = text.n};
		set_text(&e, buf_view(&line));
		vec_push(&entries, e);
		buf_str(&text, buf_view(&line));
		buf_char(&text, '\n');
	}
	struct sha256 h = sha256_of(buf_view(&text));
	sha256_hex(&h, id + 7);
	struct store_document d = {
		.id = str_c(id), .format = STR("plain"), .encoding = STR("UTF-8"), .text = buf_view(&text)};
	bool good = store_keep_document(s, &d, NULL);
	buf_free(&text);
	buf_free(&line);
	return good;
}

/* ---- asking ---- */

static void random_needle(struct buf *out)
{
	size_t n = 1 + chance(12);

	buf_clear(out);
	if (chance(3) || !entries.n) {
		for (size_t i = 0; i < n; i++)
			buf_cat(out, letters[chance(chance(2) ? 12 : LETTERS)]);
		return;
	}
	struct str fold = str_c(entries.v[chance(entries.n)].fold);
	uint32_t cp;
	size_t at = 0, end;
	for (size_t skip = chance(8); skip && at < fold.n; skip--)
		at = text_next(fold, at, &cp);
	for (end = at; n && end < fold.n; n--)
		end = text_next(fold, end, &cp);
	buf_str(out, str_slice(fold, at, end));
}

static void questions(struct store *s, int n, const char *when)
{
	int wrong = 0;
	struct buf words = {0};

	for (int i = 0; i < n; i++) {
		char who[16];
		struct store_poster poster;
		struct store_question q = {.kana = chance(2),
					   .posts = chance(4),
					   .documents = chance(2),
					   .from = STORE_NO_TIME,
					   .to = STORE_NO_TIME};
		struct asked a = {.q = &q};
		struct store_identity part = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
		random_needle(&words);
		q.words = buf_view(&words);
		if (!chance(4)) {
			a.thread = 1 + chance(THREADS);
			part = sources[a.thread];
			q.source = &part;
		}
		if (!chance(4)) {
			a.who = 1 + (unsigned)chance(PEOPLE);
			who_of(a.who, who);
			poster = (struct store_poster){.kind = STORE_POSTER_ID,
						       .family = sources[1].family,
						       .value = str_c(who),
						       .from = STORE_NO_TIME,
						       .to = STORE_NO_TIME};
			if (a.thread)
				poster.family = sources[a.thread].family;
			q.poster = a.thread ? &poster : NULL;
			a.who = a.thread ? a.who : 0;
		}
		if (!chance(4))
			q.from = 1676605237000 + (int64_t)chance(40) * 3600000;
		if (!chance(4))
			q.to = 1676605237000 + (int64_t)chance(40) * 3600000;
		a.fold = fold_of(q.words, false);
		a.kana = fold_of(q.words, true);
		wrong += !agrees(s, &a);
		free(a.fold);
		free(a.kana);
	}
	is_int(wrong, 0, when);
	buf_free(&words);
}

static void random_texts(void)
{
	char *dir = scratch();
	struct store *s = store_open(dir, STORE_WRITE, NULL);

	for (size_t i = 1; i <= THREADS; i++) {
		struct store_new_thread n = {.source = sources[i], .created_at = STORE_NO_TIME};
		store_add_thread(s, &n, &threads[i], NULL);
	}
	questions(s, 5, "an empty store finds nothing");
	ok(add_some(s, 500, 40) && add_document(s, 100), "some posts, a document");
	questions(s, 150, "what is in no run yet is found");
	ok(add_some(s, 16500, 12) && add_document(s, 300), "so many that a run is made");
	questions(s, 100, "in a run, and behind it");
	ok(change_some(s, 300), "some have changed");
	questions(s, 100, "what has changed is found as it is now");
	ok(change_some(s, 1500), "many have changed");
	questions(s, 60, "when the run was made again");
	ok(add_some(s, 16900, 4), "more join the run");
	questions(s, 60, "in the joined run");
	store_close(s);
	s = store_open(dir, STORE_READ, NULL);
	questions(s, 20, "by a reader");
	store_close(s);
	for (size_t i = 0; i < entries.n; i++) {
		free(entries.v[i].fold);
		free(entries.v[i].kana);
	}
	vec_free(&entries);
	forget(dir);
}

int main(void)
{
	random_texts();
	return done();
}
