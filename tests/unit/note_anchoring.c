/* Passages found again in another version of their text: small texts of our own for each case, texts edited at random,
 * and, where the fixtures are, the bars that they set. */
#include "../bench/edits.h"
#include "../tap.h"
#include "taiyaku/text.h"

static const char *const old_text =
	"灯台の話\n"
	"\n"
	"海のそばに灯台があった。灯台は白く、夜ごとに沖を照らした。船はそれを頼りに港へ入った。\n"
	"\n"
	"番人は毎晩、風の向きと船の数とを手帳に書きつけた。誰もそれを読まなかった。\n"
	"\n"
	"“The lamp is lit at dusk,” he said, “and nobody asks who lights it.” The keeper was an old man, and the sea "
	"was older.\n"
	"\n"
	"ある年の冬、番人は島を出た。手帳は引き出しに残された。\n"
	"\n"
	"春になると、別の番人が来た。彼は手帳を見つけ、初めから終わりまで読んだ。\n"
	"\n"
	"一行目には、最初の船の名が書いてあった。\n";

/* The text with each `from` made `to`, in turn; owned. */
static char *edited(const char *text, const char *const *changes)
{
	struct buf b = {0}, next = {0};

	buf_cat(&b, text);
	for (; *changes; changes += 2) {
		size_t at = str_find(buf_view(&b), str_c(changes[0]), 0);

		buf_clear(&next);
		if (at == SIZE_MAX)
			die("%s: not there", changes[0]);
		buf_add(&next, b.p, at);
		buf_cat(&next, changes[1]);
		buf_str(&next, str_slice(buf_view(&b), at + strlen(changes[0]), b.n));
		buf_clear(&b);
		buf_str(&b, buf_view(&next));
	}
	buf_free(&next);
	return buf_take(&b);
}
#define EDITED(...) edited(old_text, (const char *const[]){__VA_ARGS__, NULL})

struct seen {
	enum store_state state;
	char text[600]; /* what stands there; "-": no place */
	size_t at;
};

static struct seen look(const struct note_anchoring *a, size_t i, struct str new_text)
{
	const struct note_place *p = note_anchoring_place(a, i);
	struct seen s = {.state = p->state, .text = "-", .at = p->at.start};

	if (p->at.start != POS_NONE)
		snprintf(s.text, sizeof s.text, STR_FMT, STR_ARG(str_slice(new_text, p->at.start, p->at.end)));
	return s;
}

/* The passage of the old text that the quote is, the `nth` one (from 0), in the new one. */
static struct seen find_nth(const char *before, const char *after, const char *quote, int nth, bool with_old)
{
	struct str text = str_c(before);
	struct note_passage p = {.quote = str_c(quote)};
	struct note_anchoring *a = note_anchoring_new(with_old ? text : (struct str){0}, str_c(after));
	struct arena *arena = arena_new();
	struct store_target t;
	struct seen s;

	p.at.start = str_find(text, p.quote, 0);
	while (nth-- && p.at.start != SIZE_MAX)
		p.at.start = str_find(text, p.quote, p.at.start + 1);
	if (p.at.start == SIZE_MAX)
		die("%s: not there", quote);
	p.at.end = p.at.start + p.quote.n;
	note_target(text, p.at, POS_NONE, arena, &t);
	p.prefix = t.prefix;
	p.suffix = t.suffix;
	if (!with_old)
		p.at = (struct span){POS_NONE, POS_NONE};
	note_anchoring_add(a, &p);
	note_anchoring_step(a, 0);
	s = look(a, 0, str_c(after));
	note_anchoring_free(a);
	arena_free(arena);
	return s;
}

static struct seen find(const char *after, const char *quote)
{
	return find_nth(old_text, after, quote, 0, true);
}

static void is_there(struct seen s, enum store_state state, const char *text, const char *what)
{
	ok(s.state == state && !strcmp(s.text, text), "%s", what);
	if (s.state != state || strcmp(s.text, text))
		printf("# got  %s [%s]\n# want %s [%s]\n", store_state_name(s.state), s.text, store_state_name(state),
		       text);
}

static void is_orphan(struct seen s, const char *what)
{
	ok(s.state == STATE_ORPHAN, "%s", what);
	if (s.state != STATE_ORPHAN)
		printf("# got  %s [%s]\n", store_state_name(s.state), s.text);
}

static void test_target(void)
{
	struct arena *arena = arena_new();
	struct str text = str_c(old_text);
	size_t at = str_find(text, STR("灯台は白く"), 0);
	struct store_target t = {0};

	note_target(text, (struct span){at, at + 15}, POS_NONE, arena, &t);
	ok(str_eq(t.quote, STR("灯台は白く")) && t.first == 18 && t.last == 23,
	   "a target: its quote and its code points");
	ok(str_eq(t.prefix, STR("灯台の話\n\n海のそばに灯台があった。")), "a prefix that is shorter than it could be");
	ok(text_code_points(t.suffix) == STORE_CONTEXT && str_starts(t.suffix, STR("、夜ごと")),
	   "a suffix of its length");
	note_target(text, (struct span){at, at + 15}, 100, arena, &t);
	ok(t.first == 100 && t.last == 105, "code points that are known are not counted");
	note_target(text, (struct span){text.n, text.n + 5}, POS_NONE, arena, &t);
	ok(t.start == text.n && t.end == text.n && !t.quote.n && !t.suffix.n, "beyond the end: cut off");
	arena_free(arena);
}

static void test_edits(void)
{
	char *same = EDITED("灯台の話\n", "灯台の話、改訂版\n");
	char *other = EDITED("船の数とを", "潮の高さと船の数とを", "誰もそれを", "だれひとりそれを");
	char *gone = EDITED("“The lamp is lit at dusk,” he said, “and nobody asks who lights it.” ", "");
	char *moved = EDITED(
		"番人は毎晩、風の向きと船の数とを手帳に書きつけた。誰もそれを読まなかった。\n\n", "", "一行目には",
		"番人は毎晩、風の向きと船の数とを手帳に書きつけた。誰もそれを読まなかった。\n\n一行目には");
	char *twice =
		EDITED("船はそれを頼りに港へ入った。", "船はそれを頼りに港へ入った。船はそれを頼りに港へ入った。");
	char *wrapped = EDITED("夜ごとに沖を照らした", "夜ごとに沖を\n照らした", "and nobody asks", "and\nnobody asks",
			       "“and", "\"and", "it.”", "it.\"", "のそばに灯台があった。灯台は白く、",
			       "のそばに灯台があった．灯台は白く，");
	struct seen s;

	is_there(find(same, "夜ごとに沖を照らした"), STATE_EXACT, "夜ごとに沖を照らした", "what follows an edit");
	is_there(find(same, "灯台の話"), STATE_EXACT, "灯台の話", "at the start of the text");
	is_there(find(same, "最初の船の名が書いてあった。\n"), STATE_EXACT, "最初の船の名が書いてあった。\n",
		 "at its end, with the line's");
	is_there(find(other, "風の向きと船の数とを手帳に書きつけた"), STATE_MOVED,
		 "風の向きと潮の高さと船の数とを手帳に書きつけた", "words put in");
	is_there(find(other, "手帳に書きつけた。誰もそれを読まなかった"), STATE_MOVED,
		 "手帳に書きつけた。だれひとりそれを読まなかった", "words replaced");
	is_there(find(gone, "The keeper was an old man"), STATE_EXACT, "The keeper was an old man",
		 "beside what is gone");
	is_orphan(find(gone, "and nobody asks who lights it"), "a sentence that is gone");
	is_orphan(find(gone, "lamp"), "a word that is gone");
	is_there(find(moved, "風の向きと船の数とを"), STATE_MOVED, "風の向きと船の数とを",
		 "in a paragraph that was moved");
	s = find(moved, "手帳");
	ok(s.state == STATE_MOVED && s.at == str_find(str_c(moved), STR("手帳に書きつけた"), 0),
	   "a word in it goes along, though it stands elsewhere too");
	s = find(twice, "船はそれを頼りに港へ入った");
	is_there(s, STATE_EXACT, "船はそれを頼りに港へ入った", "a sentence that is doubled");
	is_there(find(wrapped, "灯台は白く、夜ごとに沖を照らした。"), STATE_EXACT,
		 "灯台は白く，夜ごとに沖を\n照らした。", "wrapped, other commas");
	is_there(find(wrapped, "“and nobody asks who lights it.”"), STATE_EXACT, "\"and\nnobody asks who lights it.\"",
		 "other quotation marks");
	free(same);
	free(other);
	free(gone);
	free(moved);
	free(twice);
	free(wrapped);
}

/* Repeated words are told apart by what stands around them. */
static void test_context(void)
{
	char *after = EDITED("海のそばに", "北の海のそばに", "番人は毎晩", "島の番人は毎晩");
	struct seen s;

	for (int i = 0; i < 3; i++) {
		size_t at = 0;

		for (int k = 0; k <= i; k++)
			at = str_find(str_c(after), STR("手帳"), k ? at + 1 : 0);
		s = find_nth(old_text, after, "手帳", i, true);
		ok(s.state == STATE_EXACT && s.at == at, "the same word, place %d", i + 1);
		s = find_nth(old_text, after, "手帳", i, false);
		ok(s.state == STATE_EXACT && s.at == at, "place %d by its context alone", i + 1);
	}
	is_there(find_nth(old_text, after, "nobody asks who lights it", 0, false), STATE_EXACT,
		 "nobody asks who lights it", "a quote and its context, without the old text");
	free(after);
	after = EDITED("nobody asks who lights it", "nobody ever asked who lit it");
	s = find_nth(old_text, after, "nobody asks who lights it", 0, false);
	ok(s.state == STATE_MOVED && strstr(s.text, "nobody ever asked who"), "with other words in it");
	free(after);
	is_orphan(
		find_nth(old_text, "別の文章で、同じ言葉は手帳だけ。そのほかは何もかも違っている。", "手帳", 0, false),
		"a word in another text");
	is_orphan(find_nth(old_text, "別の文章で、同じ言葉は手帳だけ。そのほかは何もかも違っている。", "手帳", 0, true),
		  "the same, the old text known");
}

/* Whatever it is asked, it answers, and in the text. */
static struct seen ask(const char *before, const char *after, size_t start, size_t end, const char *quote,
		       const char *prefix)
{
	struct note_passage p = {.at = {start, end}, .quote = str_c(quote), .prefix = str_c(prefix), .suffix = STR("")};
	struct note_anchoring *a = note_anchoring_new(before ? str_c(before) : (struct str){0}, str_c(after));
	struct seen s;

	note_anchoring_add(a, &p);
	note_anchoring_step(a, 0);
	s = look(a, 0, str_c(after));
	ok(s.at == POS_NONE || s.at <= strlen(after), "an answer within the text");
	note_anchoring_free(a);
	return s;
}

static void test_edges(void)
{
	struct seen s;

	is_orphan(ask(NULL, "", POS_NONE, POS_NONE, "何か", ""), "an empty text");
	is_orphan(ask("", "", 0, 0, "", ""), "two empty texts");
	is_orphan(ask(NULL, "短い", POS_NONE, POS_NONE, "とても長い引用で、この文章のどこにもあるはずがない", ""),
		  "a quote longer than the text");
	is_orphan(ask(NULL, "短い", POS_NONE, POS_NONE, "", ""), "nothing at all to go by");
	s = ask(NULL, "abc def the lamp is lit at dusk, and nobody asks", POS_NONE, POS_NONE,
		"the lamp is lit at dusk, and nobody asks", "much that stands nowhere before it, abc def ");
	is_there(s, STATE_MOVED, "the lamp is lit at dusk, and nobody asks", "a prefix longer than what precedes");
	s = ask("一二三。四五六。七八九。", "零。一二三。四五六。七八九。", 12, 12, "", "");
	ok(s.state == STATE_EXACT && s.at == 18, "a place between two letters");
	s = ask("abc\n  def\nghi", "abc\n  def\nghi", 3, 6, "\n  ", "");
	ok(s.at >= 3 && s.at <= 6, "a passage of white space");
	s = ask("한국어 é\xcc\x81 x 👨‍👩‍👧 y", "한국어 é\xcc\x81 x 👨‍👩‍👧 yz", 15, 16,
		"x", "");
	is_there(s, STATE_EXACT, "x", "beside clusters");
	s = ask("\xff\xfe abc def", "abc def \xff", 3, 10, "abc def", "");
	ok(s.state != STATE_CONFIRMED, "bytes that are no text");
}

static void test_likeness(void)
{
	ok(note_likeness(STR("a\n\nb\nc\n"), STR("c\n a\n")) == 1, "all paragraphs of the shorter one");
	ok(note_likeness(STR("a\nb\nc\nd"), STR("a\nx\ny\nd")) == 0.5, "half of them");
	ok(note_likeness(STR("a\na\na"), STR("a\nb\nc")) > 0.3 && note_likeness(STR("a\na\na"), STR("a\nb\nc")) < 0.4,
	   "a line counts as often as both have it");
	ok(note_likeness(STR(""), STR("a")) == 0 && note_likeness(STR("\n \n"), STR("")) == 0, "empty texts");
}

/* What is repeated without end costs no more than other texts. */
static void test_hostile(void)
{
	struct buf same = {0}, other = {0};
	long from = tap_cpu_ms();

	for (int i = 0; i < 300000; i++) {
		buf_char(&same, 'a');
		buf_char(&other, i % 3 ? 'a' : 'b');
	}
	for (int with_old = 0; with_old < 2; with_old++) {
		struct note_anchoring *a =
			note_anchoring_new(with_old ? buf_view(&same) : (struct str){0}, buf_view(&other));

		for (size_t i = 0; i < 20; i++) {
			struct span at = {i * 10000, i * 10000 + 5000 * i + 1};

			note_anchoring_add(a, &(struct note_passage){at, str_slice(buf_view(&same), at.start, at.end),
								     STR(""), STR("")});
		}
		while (note_anchoring_step(a, 2))
			;
		ok(note_anchoring_place(a, 19) != NULL, "one letter without end%s",
		   with_old ? ", the old text known" : "");
		note_anchoring_free(a);
	}
	ok(tap_cpu_ms() - from < 20000, "in bounded time");
	buf_free(&same);
	buf_free(&other);
}

/* ---- texts edited at random ---- */

static struct edits_tally sum(const struct edits_tally *all)
{
	struct edits_tally s = {0};

	for (int i = 0; i < EDITS_CLASSES; i++)
		edits_add(&s, &all[i]);
	return s;
}

/* A text of sentences that are all different: numbers written as words of two scripts. */
static void prose(struct buf *out)
{
	static const char *const who[] = {"番人",         "船長", "猫",     "the keeper",
					  "my neighbour", "旅人", "図書係", "a stranger"};
	static const char *const what[] = {"灯台を見た",       "手帳を開いた", "wrote a letter",
					   "left the harbour", "歌をうたった", "counted the ships"};
	static const char *const when[] = {"夜明けに",     "雨の日に",           "in the winter of ",
					   "冬の終わりに", "on the morning of ", "その晩"};
	uint32_t x = 5;

	for (int i = 0; i < 600; i++) {
		for (int k = 0; k < 3; k++) {
			x = x * 1664525 + 1013904223;
			buf_printf(out, "%s%s%u%s。", when[x >> 8 & 3], who[x >> 16 & 7], x >> 12 & 0xFFFF,
				   what[(x >> 24) % 6]);
		}
		buf_cat(out, i % 4 == 3 ? "\n\n" : "");
	}
}

static void test_random(void)
{
	static const struct {
		const char *model;
		double right;
	} light[] = {{"words3", 1}, {"normal", 1}, {"moves20", 0.97}, {"mixed20", 0.95}};
	struct buf text = {0};

	prose(&text);
	for (size_t i = 0; i < sizeof light / sizeof *light; i++) {
		struct edits_tally all[EDITS_CLASSES] = {{0}}, s;
		struct edits e;

		edits_make(buf_view(&text), light[i].model, 11, 200, &e);
		edits_measure(&e, true, all, false);
		s = sum(all);
		ok(s.attach > 150 && (double)s.right >= light[i].right * (double)s.attach, "%s: %.0f %% are right",
		   light[i].model, light[i].right * 100);
		printf("# of %ld right %ld wrong %ld missed %ld\n", s.attach, s.right, s.wrong, s.missed);
		edits_free(&e);
	}
	buf_free(&text);
}

static bool condition(const char *language, const char *model, struct edits *e)
{
	char name[3][300], path[3][4096];

	snprintf(name[0], sizeof name[0], "docs/anchoring/%s-old.txt", language);
	snprintf(name[1], sizeof name[1], "docs/anchoring/%s-%s-new.txt", language, model);
	snprintf(name[2], sizeof name[2], "docs/anchoring/%s-%s.jsonl", language, model);
	for (int i = 0; i < 3; i++) {
		const char *p = fixture(name[i]);

		if (!p)
			return false;
		snprintf(path[i], sizeof path[i], "%s", p);
	}
	return edits_read(path[0], path[1], path[2], e);
}

/* The bars of all eighteen conditions together. */
static void test_fixtures(void)
{
	struct edits_tally all[EDITS_CLASSES] = {{0}}, s;

	for (int l = 0; l < 2; l++)
		for (size_t m = 0; edits_models[m]; m++) {
			struct edits e;

			if (!condition(l ? "ja" : "en", edits_models[m], &e)) {
				skip("docs/anchoring", "the fixtures are not there");
				return;
			}
			edits_measure(&e, true, all, false);
			edits_free(&e);
		}
	s = sum(all);
	printf("# of %ld right %ld strict %ld wrong %ld missed %ld; of %ld gone attached %ld\n", s.attach, s.right,
	       s.strict, s.wrong, s.missed, s.gone, s.false_attach);
	ok((double)s.right >= 0.985 * (double)s.attach, "right: 98.5 %%");
	ok((double)s.strict >= 0.96 * (double)s.attach, "strict: 96 %%");
	ok((double)s.wrong <= 0.005 * (double)s.attach, "wrong: 0.5 %%");
	ok((double)s.false_attach <= 0.01 * (double)s.gone, "attached though gone: 1 %%");
}

int main(void)
{
	test_target();
	test_edits();
	test_context();
	test_edges();
	test_likeness();
	test_hostile();
	test_random();
	test_fixtures();
	return done();
}
