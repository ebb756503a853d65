/* What is remembered of translations: scores by hand, what is offered first, and noisy sentences of a corpus. */
#include "taiyaku/note.h"
#include "taiyaku/text.h"

#include "../tap.h"

#include <stdio.h>

static void add(struct note_memory *m, const char *id, const char *source, const char *translation)
{
	struct store_annotation a = {.kind = ANNOTATION_TRANSLATION};

	a.id = str_c(id);
	a.target.quote = str_c(source);
	a.body = str_c(translation);
	a.author = STR("甲");
	a.language = STR("ja");
	note_memory_add(m, &a);
}

/* "SCORE translation" of each, in order. */
static void finds(const struct note_memory *m, const char *passage, const char *want, const char *what)
{
	struct arena *arena = arena_new();
	struct note_remembers r;
	struct buf b = {0};

	note_memory_find(m, str_c(passage), 3, arena, &r);
	for (size_t i = 0; i < r.n; i++)
		buf_printf(&b, "%s%.0f %.*s%s", i ? "; " : "", r.v[i].score * 100, STR_ARG(r.v[i].translation),
			   r.v[i].whole ? "" : " (part)");
	is_bytes(b.p, b.n, want, what);
	buf_free(&b);
	arena_free(arena);
}

static void test_scores(void)
{
	struct note_memory *m = note_memory_new(NULL, NULL);

	finds(m, "word", "", "nothing is in it");
	add(m, "1", "word", "語");
	add(m, "2", "智に働けば角が立つ。", "Resented.");
	finds(m, "word", "100 語", "the same");
	finds(m, "words", "80 語", "a letter more: one of five");
	finds(m, "wood", "75 語", "a letter changed: one of four");
	finds(m, "bbb", "", "nothing alike");
	finds(m, "worst", "", "two of five: below the bar");
	finds(m, "“ＷＯＲＤ”", "100 語", "folded, without quotation marks");
	finds(m, "智に働けば　角が立つ。", "91 Resented.", "a blank more: one of eleven");
	finds(m, "知に働けば角が立つ。", "90 Resented.", "one of ten");
	finds(m, "", "", "nothing is like nothing");
	note_memory_free(m);
}

static void test_changes(void)
{
	struct note_memory *m = note_memory_new(NULL, NULL);
	struct store_annotation gone = {.kind = ANNOTATION_TRANSLATION, .id = STR("2"), .deleted = true};

	add(m, "1", "Evidence of absence", "不在の証拠");
	add(m, "2", "Evidence of absence", "無いことの証拠");
	finds(m, "Evidence of absence", "100 無いことの証拠; 100 不在の証拠", "of equals the newer first");
	add(m, "1", "Evidence of absence", "不在証明");
	finds(m, "Evidence of absence", "100 不在証明; 100 無いことの証拠", "what was edited is what it says now");
	note_memory_add(m, &gone);
	finds(m, "Evidence of absence", "100 不在証明", "what was deleted is gone");
	add(m, "3", "Evidence of absence", "不在証明");
	finds(m, "Evidence of absence", "100 不在証明", "the same twice is said once");
	add(m, "4", "He came home late. She left at once.", "彼は遅く帰宅した。彼女はすぐに去った。");
	finds(m, "She left at once.", "100 彼女はすぐに去った。 (part)", "a sentence of a longer passage");
	finds(m, "He came home late. She left at once!", "97 彼は遅く帰宅した。彼女はすぐに去った。",
	      "and the whole of it");
	note_memory_free(m);
}

/* ---- noise ---- */

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static size_t code_points(struct str s)
{
	size_t n = 0;
	uint32_t cp;

	for (size_t at = 0; at < s.n; n++)
		at = text_next(s, at, &cp);
	return n;
}

/* One of ten characters (one at least) is replaced, doubled or left out, wherever it stands. */
static void spoil(struct str s, struct buf *out)
{
	size_t left = code_points(s), edits = (left + 9) / 10;
	uint32_t cp;

	for (size_t at = 0, next; at < s.n; at = next, left--) {
		next = text_next(s, at, &cp);
		if (draw((uint32_t)left) >= edits) {
			buf_str(out, str_slice(s, at, next));
			continue;
		}
		edits--;
		switch (draw(3)) {
		case 0:
			buf_code_point(out, cp < 0x80 ? 'a' + draw(26) : 0x3042 + draw(60));
			break;
		case 1:
			buf_str(out, str_slice(s, at, next));
			buf_str(out, str_slice(s, at, next));
			break;
		}
	}
}

typedef VEC(struct str) line_vec;

static void lines_of(struct str file, line_vec *out)
{
	for (size_t at = 0, end; at < file.n; at = end + 1) {
		end = str_find_char(file, '\n', at);
		end = end == POS_NONE ? file.n : end;
		vec_push(out, str_slice(file, at, end));
	}
}

static void add_line(struct note_memory *m, struct str line, size_t number)
{
	size_t tab = str_find_char(line, '\t', 0);
	char id[24];
	struct store_annotation a = {.kind = ANNOTATION_TRANSLATION};

	snprintf(id, sizeof id, "%zu", number);
	a.id = str_c(id);
	a.target.quote = str_slice(line, 0, tab);
	a.body = str_slice(line, tab + 1, line.n);
	note_memory_add(m, &a);
}

static int by_value(const void *a, const void *b)
{
	return (*(const long *)a > *(const long *)b) - (*(const long *)a < *(const long *)b);
}

/* So many units: the lines, and lines put together of two others. How often the true one is first, of 500. */
static size_t first_of_noisy(const line_vec *lines, size_t units, long *p95)
{
	struct note_memory *m = note_memory_new(NULL, NULL);
	struct arena *arena = arena_new();
	struct buf b = {0};
	size_t right = 0;
	long times[500];

	for (size_t i = 0; i < units; i++) {
		struct str x = lines->v[i % lines->n], y = lines->v[draw((uint32_t)lines->n)];

		buf_clear(&b);
		if (i < lines->n)
			buf_str(&b, x);
		else
			buf_printf(&b, "%.*s%.*s\tx%zu", (int)str_find_char(x, '\t', 0) - 3, x.p,
				   (int)str_find_char(y, '\t', 0), y.p, i);
		add_line(m, buf_view(&b), i);
	}
	for (size_t i = 0; i < 500; i++) {
		struct str line = lines->v[i];
		size_t tab = str_find_char(line, '\t', 0);
		struct note_remembers r;
		struct timespec from, to;

		buf_clear(&b);
		spoil(str_slice(line, 0, tab), &b);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
		note_memory_find(m, buf_view(&b), 5, arena, &r);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
		times[i] = (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
		right += r.n && str_eq(r.v[0].source, str_slice(line, 0, tab));
	}
	qsort(times, 500, sizeof *times, by_value);
	*p95 = times[475];
	buf_free(&b);
	arena_free(arena);
	note_memory_free(m);
	return right;
}

static void test_corpus(void)
{
	const char *path = fixture("docs/bitext-enja/tanaka-dev-500.tsv");
	const char *units = getenv("TAIYAKU_UNITS");
	struct buf file = {0};
	line_vec lines = {0};
	long p95;
	size_t right;

	if (!path) {
		skip("noisy sentences of a corpus", "no fixtures");
		return;
	}
	ok(file_read(path, 1 << 20, &file, NULL), "the corpus can be read");
	lines_of(buf_view(&file), &lines);
	right = first_of_noisy(&lines, units ? strtoul(units, NULL, 10) : 3000, &p95);
	ok(right >= 495, "of 500 sentences with noise %zu find theirs first; p95 %ld us", right, p95);
	vec_free(&lines);
	buf_free(&file);
}

int main(void)
{
	test_scores();
	test_changes();
	test_corpus();
	return done();
}
