/* What the rules for hiding say of a thread: posts, posters, words, expressions, chains of answers. */
#include "taiyaku/view.h"
#include "../tap.h"

#include <stdio.h>

enum { POSTS = 6 };

static const long answers_1[] = {2, 4}, answers_2[] = {3}, answers_3[] = {5};

static struct cite_entry entries[POSTS];
static const struct store_identity here = {STR("5ch"), STR("tako"), STR("1672113600"), STR("蛸")};

static struct store_poster poster(const char *id)
{
	return (struct store_poster){STORE_POSTER_ID, STR("5ch"), STR("tako"), str_c(id), 0, 86400000};
}

static void set(size_t i, const char *id, const char *text, const long *answers, size_t n)
{
	entries[i] = (struct cite_entry){.post = {.kind = STORE_POST, .number = (long)i + 1, .text = str_c(text)},
					 .answers = answers,
					 .n_answers = n,
					 .quote = DOC_NONE,
					 .poster = poster(id)};
}

static void make(void)
{
	set(0, "aaa", "蛸は八本足", answers_1, 2);
	set(1, "bbb", ">>1 ＡＢＣ", answers_2, 1);
	set(2, "aaa", ">>2 そう", answers_3, 1);
	set(3, "ccc", ">>1 ちがう", NULL, 0);
	set(4, "ddd", ">>3 abc", NULL, 0);
	set(5, "eee", "別の話 123", NULL, 0);
}

/* "1:-1 2:1 …": the numbers that are hidden, and what they answer. */
static void is_hidden(struct store_rules rules, const char *want, const char *what)
{
	struct hiding h[POSTS];
	struct buf got = {0};

	hide_apply(&rules, &here, (struct cite_entries){.v = entries, .n = POSTS}, h);
	for (size_t i = 0; i < POSTS; i++)
		if (h[i].rule != HIDE_NONE)
			buf_printf(&got, "%zu:%ld ", i + 1, h[i].answers);
	is_str(buf_cstr(&got), want, what);
	buf_free(&got);
}

static void one(struct store_rule r, const char *want, const char *what)
{
	r.expires_at = STORE_NO_TIME;
	is_hidden((struct store_rules){&r, 1}, want, what);
}

static void kinds(void)
{
	const struct store_identity thread = here, board = {.family = STR("5ch"), .board = STR("tako")},
				    other = {.family = STR("5ch"), .board = STR("ika")};

	one((struct store_rule){.kind = STORE_HIDE_POST, .source = thread, .number = 2}, "2:-1 ", "a post");
	one((struct store_rule){.kind = STORE_HIDE_POSTER, .source = board, .poster = poster("aaa")}, "1:-1 3:-1 ",
	    "a poster");
	one((struct store_rule){.kind = STORE_HIDE_POSTER, .source = other, .poster = poster("aaa")}, "",
	    "a rule of another board says nothing here");
	one((struct store_rule){.kind = STORE_HIDE_WORD, .text = STR("abc")}, "2:-1 5:-1 ",
	    "a word, whatever its width and case");
	one((struct store_rule){.kind = STORE_HIDE_WORD, .text = STR("")}, "", "no word hides nothing");
	one((struct store_rule){.kind = STORE_HIDE_EXPRESSION, .text = STR("[0-9]{3}")}, "6:-1 ", "an expression");
	one((struct store_rule){.kind = STORE_HIDE_EXPRESSION, .text = STR("[0-9")}, "",
	    "one that is wrong hides nothing");
}

static void chains(void)
{
	struct store_rule r = {.kind = STORE_HIDE_POST, .source = here, .number = 1};

	one(r, "1:-1 ", "no chain: answers stay");
	r.chain = 1;
	one(r, "1:-1 2:1 4:1 ", "one step");
	r.chain = 2;
	one(r, "1:-1 2:1 3:2 4:1 ", "two steps");
	r.chain = 9;
	one(r, "1:-1 2:1 3:2 4:1 5:3 ", "to the end");
}

static void several(void)
{
	struct store_rule r[] = {
		{.kind = STORE_HIDE_POST, .source = here, .number = 1, .chain = 1, .expires_at = STORE_NO_TIME},
		{.kind = STORE_HIDE_POST, .source = here, .number = 2, .chain = 1, .expires_at = STORE_NO_TIME}};

	is_hidden((struct store_rules){r, 2}, "1:-1 2:1 4:1 ", "of two rules the older one says why");
	is_hidden((struct store_rules){NULL, 0}, "", "no rules");
}

static void words(void)
{
	struct store_rule r = {.kind = STORE_HIDE_POSTER,
			       .source = {.family = STR("5ch"), .board = STR("tako")},
			       .poster = poster("aaa"),
			       .reason = STR("長い")};
	struct hiding h = {.rule = 0, .answers = 12};
	struct buf b = {0};

	hide_why(&r, &h, &b);
	is_str(buf_cstr(&b), "hidden: answers 12, poster ID:aaa (長い)", "why");
	buf_clear(&b);
	hide_where(&r, &b);
	is_str(buf_cstr(&b), "5ch/tako", "where");
	buf_clear(&b);
	r.source = (struct store_identity){0};
	hide_where(&r, &b);
	is_str(buf_cstr(&b), "everywhere", "everywhere");
	buf_free(&b);
}

int main(void)
{
	make();
	kinds();
	chains();
	several();
	words();
	return done();
}
