/* Sentences beside those of their translation: what is certain by hand, pins, and how well it does on pairs of
 * sentences that were put together, merged and left out at random (fixtures/docs/bitext-enja, where they are). */
#include "taiyaku/note.h"
#include "taiyaku/text.h"

#include "../tap.h"

#include <stdio.h>

static void put_pairs(struct str source, struct str translation, struct str pins, struct buf *out)
{
	struct arena *arena = arena_new();
	struct note_pairs pairs;

	note_align(source, translation, pins, arena, &pairs);
	for (size_t i = 0; i < pairs.n; i++)
		buf_printf(out, "%.*s|%.*s\n",
			   STR_ARG(str_slice(source, pairs.v[i].source.start, pairs.v[i].source.end)),
			   STR_ARG(str_slice(translation, pairs.v[i].translation.start, pairs.v[i].translation.end)));
	arena_free(arena);
}

static void aligned(const char *source, const char *translation, const char *pins, const char *want, const char *what)
{
	struct buf got = {0};

	put_pairs(str_c(source), str_c(translation), str_c(pins), &got);
	is_bytes(got.p, got.n, want, what);
	buf_free(&got);
}

static void test_small(void)
{
	aligned("", "", "", "", "nothing beside nothing");
	aligned("One.", "", "", "One.|\n", "nothing beside a sentence");
	aligned("", "一。", "", "|一。\n", "a sentence beside nothing");
	aligned("He came. She left.", "彼は来た。彼女は去った。", "", "He came.|彼は来た。\nShe left.|彼女は去った。\n",
		"one to one");
	aligned("He came home late at night. He was tired.", "彼は夜遅く疲れて帰宅した。", "",
		"He came home late at night. He was tired.|彼は夜遅く疲れて帰宅した。\n", "two to one");
	aligned("There were three cats in the old house by the sea. John saw 25 dogs.", "ジョンは犬を25匹見た。", "",
		"There were three cats in the old house by the sea.|\nJohn saw 25 dogs.|ジョンは犬を25匹見た。\n",
		"one is left out");
}

/* ---- documents of sentences whose partners are known ---- */

static uint32_t seed;

static double draw(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed / 4294967296.0;
}

struct sentence_pair {
	struct str ja, en;
};
typedef VEC(struct sentence_pair) pair_vec;

static size_t sentences_in(struct str s)
{
	span_vec v = {0};
	size_t n;

	text_sentences(s, &v);
	n = v.n;
	vec_free(&v);
	return n;
}

/* The English as it is written: a capital letter, no blanks before marks. */
static struct str written(struct arena *arena, struct str s)
{
	struct buf b = {0};
	struct str out;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' && i + 1 < s.n && strchr(".,?!'", s.p[i + 1]))
			continue;
		buf_char(&b, !b.n && s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
	}
	out = arena_str(arena, buf_view(&b));
	buf_free(&b);
	return out;
}

/* Only pairs of one sentence each. */
static void read_pairs(struct str file, struct arena *arena, pair_vec *out)
{
	for (size_t at = 0, end; at < file.n; at = end + 1) {
		struct str line;
		size_t tab;

		end = str_find_char(file, '\n', at);
		end = end == POS_NONE ? file.n : end;
		line = str_slice(file, at, end);
		tab = str_find_char(line, '\t', 0);
		if (tab == POS_NONE)
			continue;
		struct sentence_pair p = {str_slice(line, 0, tab), written(arena, str_slice(line, tab + 1, line.n))};
		struct buf both = {0};

		/* and which are one sentence beside another one too */
		buf_printf(&both, "%.*s %.*s A.", STR_ARG(p.en), STR_ARG(p.en));
		if (sentences_in(p.ja) == 1 && sentences_in(p.en) == 1 && str_ends(p.ja, STR("。")) &&
		    sentences_in(buf_view(&both)) == 3)
			vec_push(out, p);
		buf_free(&both);
	}
}

struct made { /* a document; beads as "ja sentences:en sentences" by index */
	struct buf ja, en;
	VEC(struct note_pair) beads; /* of indices of sentences */
	size_t n_ja, n_en;
};

/* A sentence; or two that were made one. */
static void put_ja(struct made *m, struct str a, struct str b)
{
	buf_str(&m->ja, b.n ? str_slice(a, 0, a.n - 3) : a);
	if (b.n) {
		buf_cat(&m->ja, "、");
		buf_str(&m->ja, b);
	}
	m->n_ja++;
}

static void put_en(struct made *m, struct str a, struct str b)
{
	buf_str(&m->en, b.n ? str_slice(a, 0, a.n - 1) : a);
	if (b.n) {
		buf_cat(&m->en, ", ");
		buf_char(&m->en, (char)(b.p[0] | 32));
		buf_str(&m->en, str_slice(b, 1, b.n));
	}
	buf_char(&m->en, ' ');
	m->n_en++;
}

static void make(struct made *m, const pair_vec *pairs, size_t n, double merges, double omissions)
{
	struct str none = {"", 0};

	for (size_t i = 0; i < n; i++) {
		struct sentence_pair p = pairs->v[(size_t)(draw() * (double)pairs->n)];
		struct sentence_pair q = pairs->v[(size_t)(draw() * (double)pairs->n)];
		struct note_pair bead = {{m->n_ja, 0}, {m->n_en, 0}};
		double how = draw();

		if (how < omissions) {
			if (draw() < 0.5)
				put_ja(m, p.ja, none);
			else
				put_en(m, p.en, none);
		} else if (how < omissions + merges) {
			bool ja = draw() < 0.5;

			put_ja(m, p.ja, ja ? q.ja : none);
			if (!ja)
				put_ja(m, q.ja, none);
			put_en(m, p.en, ja ? none : q.en);
			if (ja)
				put_en(m, q.en, none);
			i++;
		} else {
			put_ja(m, p.ja, none);
			put_en(m, p.en, none);
		}
		bead.source.end = m->n_ja;
		bead.translation.end = m->n_en;
		vec_push(&m->beads, bead);
	}
}

static void free_made(struct made *m)
{
	buf_free(&m->ja);
	buf_free(&m->en);
	vec_free(&m->beads);
}

/* The pair as indices of sentences. */
static struct span indices(const span_vec *sentences, struct span s)
{
	struct span out = {0, 0};

	while (out.start < sentences->n && sentences->v[out.start].start < s.start)
		out.start++;
	out.end = out.start;
	while (s.start < s.end && out.end < sentences->n && sentences->v[out.end].end <= s.end)
		out.end++;
	return out;
}

struct score {
	double right, found, wanted;
};

/* Strictly: a pair counts if both sides of it are. */
static void add_score(const struct made *m, struct score *score)
{
	struct arena *arena = arena_new();
	struct note_pairs pairs;
	span_vec ja = {0}, en = {0};

	note_align(buf_view(&m->ja), buf_view(&m->en), STR(""), arena, &pairs);
	text_sentences(buf_view(&m->ja), &ja);
	text_sentences(buf_view(&m->en), &en);
	if (ja.n != m->n_ja || en.n != m->n_en)
		printf("# sentences: %zu %zu, meant %zu %zu\n", ja.n, en.n, m->n_ja, m->n_en);
	for (size_t i = 0, k = 0; i < pairs.n; i++) {
		struct span s = indices(&ja, pairs.v[i].source), t = indices(&en, pairs.v[i].translation);

		while (k < m->beads.n &&
		       (m->beads.v[k].source.start < s.start || m->beads.v[k].translation.start < t.start))
			k++;
		score->right += k < m->beads.n && m->beads.v[k].source.start == s.start &&
				m->beads.v[k].source.end == s.end && m->beads.v[k].translation.start == t.start &&
				m->beads.v[k].translation.end == t.end;
	}
	score->found += (double)pairs.n;
	score->wanted += (double)m->beads.n;
	vec_free(&ja);
	vec_free(&en);
	arena_free(arena);
}

static double f1(const pair_vec *pairs, double merges, double omissions)
{
	struct score score = {0, 0, 0};

	for (uint32_t i = 1; i <= 5; i++) {
		struct made m = {.n_ja = 0};

		seed = i * 7919;
		for (int k = 0; k < 20; k++)
			draw();
		make(&m, pairs, 200, merges, omissions);
		add_score(&m, &score);
		free_made(&m);
	}
	return 2 * score.right / (score.found + score.wanted);
}

static void test_bitext(const char *file)
{
	const struct {
		double merges, omissions, bar;
	} t[] = {{0.06, 0.01, 0.985}, {0.10, 0.02, 0.98}, {0.20, 0.05, 0.95}};
	const char *path = fixture(file);
	struct arena *arena = arena_new();
	struct buf all = {0};
	pair_vec pairs = {0};

	if (path && ok(file_read(path, 1 << 20, &all, NULL), "%s can be read", file)) {
		read_pairs(buf_view(&all), arena, &pairs);
		for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
			double got = f1(&pairs, t[i].merges, t[i].omissions);

			ok(got >= t[i].bar, "%.0f %% merged, %.0f %% left out: strict F1 %.4f", t[i].merges * 100,
			   t[i].omissions * 100, got);
		}
	} else {
		skip("sentences of a corpus beside each other", "no fixtures");
	}
	vec_free(&pairs);
	buf_free(&all);
	arena_free(arena);
}

/* Of 2,000 sentences each, of very different lengths too; processor time tells an end from none. */
static void test_long(void)
{
	struct buf ja = {0}, en = {0};
	struct arena *arena = arena_new();
	struct note_pairs pairs;
	long before = tap_cpu_ms();

	for (int i = 0; i < 2000; i++) {
		buf_printf(&ja, "これは%d番目の文で、特に変わったところはない。", i * 7);
		buf_printf(&en, "This is sentence number %d, and there is nothing strange in it. ", i * 7);
	}
	note_align(buf_view(&ja), buf_view(&en), STR(""), arena, &pairs);
	is_int((long long)pairs.n, 2000, "2,000 beside 2,000");
	ok(tap_cpu_ms() - before < 50000, "in %ld ms", tap_cpu_ms() - before);
	buf_clear(&en);
	ja.n = pairs.v[299].source.end;
	for (int i = 0; i < 300; i++)
		buf_cat(&en, i ? "Nope. " : "This goes on and on. ");
	note_align(buf_view(&ja), buf_view(&en), STR(""), arena, &pairs);
	is_int((long long)pairs.v[pairs.n - 1].source.end, (long long)ja.n, "nothing alike: it ends at the end");
	note_align(buf_view(&en), buf_view(&ja), STR("1/299 290/300"), arena, &pairs);
	is_int((long long)pairs.v[pairs.n - 1].translation.end, (long long)ja.n, "pins far from the middle");
	buf_free(&ja);
	buf_free(&en);
	arena_free(arena);
}

static void moved(const char *source, const char *translation, const char *pins, size_t i, int by, const char *want,
		  const char *what)
{
	struct buf out = {0};
	bool good = note_align_move(str_c(source), str_c(translation), str_c(pins), i, by, &out);

	is_bytes(out.p, out.n, want, what);
	ok(good == (*want != '\0'), "and is told");
	buf_free(&out);
}

static void test_pins(void)
{
	static const char ja[] = "一つ目の文。二つ目の文。三つ目の文。",
			  en[] = "The first one. The second one. The third one.";

	aligned(ja, en,
		"1/2=", "一つ目の文。|The first one. The second one.\n二つ目の文。|\n三つ目の文。|The third one.\n",
		"a pin wins over what is likely");
	aligned(ja, en,
		"2/2=", "一つ目の文。二つ目の文。|The first one. The second one.\n三つ目の文。|The third one.\n",
		"what is one pair is not taken apart");
	aligned(ja, en, "2/2",
		"一つ目の文。|The first one.\n二つ目の文。|The second one.\n三つ目の文。|The third one.\n",
		"between borders it is aligned by itself");
	aligned(ja, en, "7/7= x",
		"一つ目の文。|The first one.\n二つ目の文。|The second one.\n三つ目の文。|The third one.\n",
		"one that does not fit is passed over");
	aligned(ja, en, "2/1= 1/2= 3/3=",
		"一つ目の文。二つ目の文。|The first one.\n三つ目の文。|The second one. The third one.\n",
		"so is one that contradicts another");
	moved(ja, en, "", 0, 1, "1/2= 2/2=", "the second sentence goes to the first pair");
	moved(ja, en, "", 1, -1, "1/1 2/1= 3/3=", "the second goes to the third pair");
	moved(ja, en, "1/2= 2/2=", 0, -1, "1/1= 2/2=", "and back");
	moved(ja, en, "1/2= 2/2=", 1, -1, "", "there is none to move");
	moved(ja, en, "1/2= 2/2= 3/3=", 1, 1,
	      "1/2= 2/3= 3/3=", "the next pair gives one, the one after is left without");
	moved("一つ。", "One. Two.", "1/1= 1/2=", 0, 1, "1/2=", "a pair that has nothing left is none");
	moved(ja, en, "", 2, 1, "", "after the last pair there is no border");
	aligned(ja, en, "1/2= 2/2=",
		"一つ目の文。|The first one. The second one.\n二つ目の文。|\n三つ目の文。|The third one.\n",
		"what was moved stands");
}

int main(void)
{
	test_small();
	test_pins();
	test_long();
	test_bitext("docs/bitext-enja/tanaka-test-500.tsv");
	return done();
}
