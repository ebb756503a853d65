/* Which lines are pictures drawn with characters, and that layout leaves those whole. */
#include "taiyaku/layout.h"
#include "../../src/view/view_int.h"
#include "../tap.h"

#include <stdio.h>

/* "2-4 ": lines that belong to pictures, from 1. */
static void is_art(const char *text, const char *want, const char *what)
{
	struct str s = str_c(text);
	struct buf got = {0};
	span_vec found = {0};

	art_find(s, 0, &found);
	for (size_t i = 0; i < found.n; i++) {
		size_t first = 1, last = 1;

		for (size_t at = 0; at < found.v[i].end; at++) {
			first += at < found.v[i].start && s.p[at] == '\n';
			last += s.p[at] == '\n';
		}
		buf_printf(&got, "%zu-%zu ", first, last);
	}
	is_str(buf_cstr(&got), want, what);
	buf_free(&got);
	vec_free(&found);
}

static void measure(void)
{
	is_art("　　 ∧＿∧\n　　（　´∀｀）＜ オマエモナー\n　　（　　　　）\n　　｜ ｜　|\n　　（_＿）＿）", "1-5 ",
	       "a figure that speaks");
	is_art("そうだな\n　　 ∧＿∧\n　　（　´∀｀）\n　　（　　　　）\nと思う", "2-4 ", "between prose");
	is_art("＼　　　／\n　＼　／\n　　Ｘ\n　／　＼\n／　　　＼", "1-5 ", "an X");
	is_art("     ┌──┐\n     │　　│\n     └──┘", "1-3 ", "a box behind a margin");
	is_art("|＼_/|\n( ･ω･)", "1-2 ", "a small one");
	is_art("　∧＿∧　　／￣￣￣", "", "one line is no picture");
	is_art("長い文章がここにある。とても長いので折り返す。\nつぎの行も長い。(笑) それでも文章である。", "",
	       "prose");
	is_art(">>1\n>>2\n>>3-10", "", "anchors");
	is_art("https://example.org/a/b/c?d=e&f=g\nhttps://example.org/------/======", "", "addresses");
	is_art("masterpiece, (((best quality))), {{{1girl}}}, [[bad hands]]\nSteps: 28, CFG scale: 7.0, Seed: 12345",
	       "", "words for a generator");
	is_art("1. first\n2. second\n   - third\n   - fourth", "", "a list");
	is_art("\tif (x) {\n\t\treturn y;\n\t}", "", "a program");
	is_art("", "", "nothing");
	is_art("\n\n\n", "", "empty lines");
	is_art("ﾟ｡･*:.｡..｡.:*･ﾟ　　 ﾟ･*:.｡. .｡.:*\n　　　　　ﾟ･*:.｡..｡.:*･゜", "1-2 ", "half-width signs");
}

enum { LINE = 28 }; /* bytes: nine wide characters and the line's end */

static bool second(void *context, struct span paragraph)
{
	(void)context;
	return paragraph.start == LINE;
}

/* Three lines of eighteen cells in a width of ten: the second one is one row. */
static void whole(void)
{
	struct doc_source source = {.format = "plain", .encoding = "UTF-8"};
	struct layout_options o = {.width = 10};
	struct layout_cursor c;
	struct layout *l;
	struct doc *d;
	int rows = 1, wide = 0;

	buf_cat(&source.text, "文字文字文字文字文\n文字文字文字文字文\n文字文字文字文字文");
	d = doc_new(&source, NULL, NULL);
	l = layout_new(d, &o);
	layout_set_whole(l, second, NULL);
	for (c = layout_first(l); layout_next(l, &c); rows++) {
		const struct row *r = layout_row(l, c);

		if (!r->whole)
			continue;
		wide = r->cells;
		ok(r->start == LINE && r->end == 2 * LINE - 1 && !r->continues, "all of its line is in the row");
		is_int((long long)layout_find(l, &POSITION(r->end - 3)).row, 0, "its last character is in that row");
	}
	is_int(rows, 5, "two rows, one, two");
	is_int(wide, 18, "as wide as it is");
	layout_set_whole(l, NULL, NULL);
	for (c = layout_first(l), rows = 1; layout_next(l, &c);)
		rows++;
	is_int(rows, 6, "without the question all are wrapped");
	layout_free(l);
	doc_free(d);
}

int main(void)
{
	measure();
	whole();
	return done();
}
