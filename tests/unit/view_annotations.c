/* Pages and what they are made of: a post's text is found in a page and a page's range in the post, line by line; the
 * list of annotations, one in full, its history. */
#include "taiyaku/view.h"
#include "../tap.h"

static const struct str post = {"post:5ch/tako/1/7", 17}, other = {"post:5ch/tako/1/8", 17};

/* "head\n     abc\n     def\n\nhead\n     ghi\n": the first post's text is "abc\ndef" */
static struct page *two_posts(void)
{
	struct page *p = page_new();

	page_put(p, STYLE_POST_HEAD, STR("head\n     "));
	page_put_passage(p, STYLE_POST, post, 0, STR("abc"));
	page_put(p, STYLE_TEXT, STR("\n     "));
	page_put_passage(p, STYLE_POST, post, 4, STR("def"));
	page_put(p, STYLE_TEXT, STR("\n\nhead\n     "));
	page_put_passage(p, STYLE_POST, other, 0, STR("ghi"));
	page_put(p, STYLE_TEXT, STR("\n"));
	return p;
}

static void is_there(const struct page *p, size_t start, size_t end, size_t from, size_t to, const char *what)
{
	struct span out = {0, 0};
	struct str document = {"", 0};
	bool good = page_to_document(p, (struct span){start, end}, &document, &out);

	ok(good && str_eq(document, post) && out.start == from && out.end == to, "%s: %zu..%zu", what, out.start,
	   out.end);
}

static void is_nowhere(const struct page *p, size_t start, size_t end, const char *what)
{
	struct span out;
	struct str document;

	ok(!page_to_document(p, (struct span){start, end}, &document, &out), "%s", what);
}

static void passages(void)
{
	struct page *p = two_posts();
	size_t abc = str_find(buf_view(&p->text), STR("abc"), 0), def = str_find(buf_view(&p->text), STR("def"), 0);
	size_t ghi = str_find(buf_view(&p->text), STR("ghi"), 0);
	struct span whole = {0, 0};

	is_there(p, abc, abc + 3, 0, 3, "a line");
	is_there(p, abc + 1, def + 2, 1, 6, "from line to line: the margin between them is not the post's");
	is_there(p, abc - 4, def + 3, 0, 7, "from the margin on: the margin is left out");
	is_there(p, abc + 2, def - 1, 2, 3, "as far as into the margin: the line's end");
	is_nowhere(p, 0, 4, "the head line is the program's own");
	is_nowhere(p, def, ghi + 1, "two posts are no passage");
	ok(page_from_document(p, post, 0) == abc, "the post's start");
	ok(page_from_document(p, post, 5) == def + 1, "in its second line");
	ok(page_from_document(p, post, 3) == abc + 3, "at the end of its first line");
	ok(page_from_document(p, other, 2) == ghi + 2, "in the other post");
	ok(page_from_document(p, STR("post:5ch/tako/1/9"), 0) == POS_NONE, "a post that is not shown");
	ok(page_from_document(p, post, 8) == POS_NONE, "beyond its end");
	ok(page_passage_whole(p, 0, &whole) && whole.start == abc && whole.end == def + 3, "the whole of a post");
	ok(!page_passage_whole(p, ghi + 3, &whole), "after the last one nothing follows");
	page_free(p);
}

/* Blanks that a line leaves out are in no passage. */
static void one_line(void)
{
	struct page *p = page_new();

	page_put_passage_line(p, STYLE_POST, post, 10, STR("  ab \n cd"), 100);
	is_bytes(p->text.p, p->text.n, "ab cd", "runs of white space become one blank");
	is_there(p, 0, 5, 12, 19, "and the words are where they were");
	ok(page_from_document(p, post, 18) == 4, "a word's second letter");
	ok(page_from_document(p, post, 15) == POS_NONE, "what was left out is not there");
	page_free(p);
	p = page_new();
	page_put_line(p, STYLE_TEXT, STR("abcdef gh"), 4);
	is_bytes(p->text.p, p->text.n, "abcd...", "cut");
	page_free(p);
}

/* ---- the list ---- */

static struct note_attached attached(enum store_annotation_kind kind, const char *id, const char *quote,
				     const char *body, size_t at, enum store_state state)
{
	return (struct note_attached){.annotation = {.id = str_c(id),
						     .kind = kind,
						     .target = {.document = STR("sha256:1"), .quote = str_c(quote)},
						     .body = str_c(body),
						     .author = STR("蛸"),
						     .created = 0,
						     .modified = at == POS_NONE ? 0 : (int64_t)at * 1000,
						     .heads = 1},
				      .state = state,
				      .at = {at, at == POS_NONE ? at : at + str_c(quote).n},
				      .score = 1};
}

static bool in_order(const struct page *p, const char *const *words)
{
	size_t at = 0;

	for (; *words; words++) {
		at = str_find(buf_view(&p->text), str_c(*words), at);
		if (at == SIZE_MAX)
			return false;
	}
	return true;
}

static bool has(const struct page *p, const char *words)
{
	return str_find(buf_view(&p->text), str_c(words), 0) != SIZE_MAX;
}

static void lists(void)
{
	struct note_attached v[4];
	struct note_list list = {v, 4};
	struct text_needle *needle = text_needle_new(STR("KAPPA"), TEXT_KANA_FOLD);
	struct page *p;

	v[0] = attached(ANNOTATION_NOTE, "1", "alpha", "first note", 10, STATE_EXACT);
	v[1] = attached(ANNOTATION_HIGHLIGHT, "2", "beta", "", 30, STATE_MOVED);
	v[2] = attached(ANNOTATION_CORRECTION, "3", "gamma", "", 20, STATE_CONFIRMED);
	v[3] = attached(ANNOTATION_NOTE, "4", "delta", "kappa", POS_NONE, STATE_ORPHAN);
	p = page_annotations(NULL, list, NULL, PAGE_BY_PLACE);
	ok(in_order(p, (const char *const[]){"alpha", "first note", "beta", "gamma", "orphans", "delta", NULL}),
	   "as the list has them, orphans last");
	ok(has(p, "[moved]") && has(p, "[confirmed]") && !has(p, "[exact]"), "states that need a look");
	ok(has(p, "should be left out"), "an empty correction says what it means");
	is_bytes(p->title.p, p->title.n, "4 annotations, 1 orphan", "counts in the title");
	page_free(p);
	p = page_annotations(NULL, list, NULL, PAGE_BY_TIME);
	ok(in_order(p, (const char *const[]){"beta", "gamma", "alpha", "delta", NULL}), "newest first, orphans last");
	page_free(p);
	p = page_annotations(NULL, list, NULL, PAGE_BY_KIND);
	ok(in_order(p, (const char *const[]){"beta", "alpha", "gamma", "delta", NULL}), "by kind");
	page_free(p);
	p = page_annotations(NULL, list, needle, PAGE_BY_PLACE);
	ok(has(p, "delta") && !has(p, "alpha"), "filtered by the body");
	is_bytes(p->title.p, p->title.n, "4 annotations, 1 orphan, 1 shown", "and the title says so");
	page_free(p);
	text_needle_free(needle);
}

static void in_full(void)
{
	struct note_attached v[2];
	static const struct str tags[] = {STR("odd")};
	struct page *p;

	v[0] = attached(ANNOTATION_LINK, "1", "alpha", "see", 10, STATE_EXACT);
	v[0].annotation.to = (struct store_target){.document = post, .quote = STR("omega"), .title = STR("蛸スレ")};
	v[1] = attached(ANNOTATION_NOTE, "2", "beta", "two\nlines", 30, STATE_MOVED);
	v[1].annotation.tags = tags;
	v[1].annotation.n_tags = 1;
	v[1].annotation.heads = 2;
	p = page_annotation((struct note_list){v, 2}, (const uint32_t[]){0}, 1);
	ok(has(p, "[exact]") && has(p, "see") && has(p, "omega") && !has(p, "alpha"), "one: its passage is under it");
	ok(p->targets.n == 2 && p->targets.v[1].kind == TARGET_ANNOTATION && p->targets.v[1].index == 1,
	   "a link leads to its other end");
	page_free(p);
	p = page_annotation((struct note_list){v, 2}, (const uint32_t[]){0, 1}, 2);
	ok(in_order(p, (const char *const[]){"alpha", "see", "#odd", "[moved]", "[2 versions]", "beta", "two\nlines",
					     NULL}),
	   "several, each with its passage");
	page_free(p);
}

static void history(void)
{
	struct store_annotation v[3];
	struct page *p;

	for (int i = 0; i < 3; i++)
		v[i] = attached(ANNOTATION_NOTE, "1", "alpha", i ? "second" : "first", 10, STATE_EXACT).annotation;
	v[0].heads = v[1].heads = 0;
	v[2].deleted = true;
	p = page_history(&(struct store_annotations){v, 3});
	ok(in_order(p, (const char *const[]){"alpha", "deleted", "as it is now", "edited", "second", "made", "first",
					     NULL}),
	   "newest first");
	page_free(p);
}

int main(void)
{
	passages();
	one_line();
	lists();
	in_full();
	history();
	return done();
}
