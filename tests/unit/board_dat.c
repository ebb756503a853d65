/* Dats as they lie on disks: what a file says of itself, counted from its bytes alone, is what comes out of it. The
 * figures in the table were counted by another parser (EXPECTED.json of the fixtures) and looked up in the files where
 * the two differed:
 *
 *     broken-1672139701.dat   its torn last line has three separators, its body may be cut: broken (not there); ID:???
 * is an ID field with nothing in it; "sage" in a line without fields is no mail. 1686483985              three slips
 * have an address in place of their keys: no slip.
 */
#include "../../src/board/board_int.h"
#include "../tap.h"

#include <stdio.h>

struct counts {
	long posts, deleted, system, broken, bad, ids, be, slips, trips, sage, undated, anchors, ranges;
};

struct gathered {
	struct counts n;
	bool in_order, in_file;
	size_t size, end;
	long last;
	struct buf title, board, text[4]; /* of the first posts */
	struct str bytes;
	long ids_in_bytes, lines_in_bytes;
};

static bool on_part(void *c, const struct board_part *p)
{
	(void)c;
	return !strncmp(p->format, "dat", 3);
}

static bool on_source(void *c, const struct board_source *s)
{
	struct gathered *g = c;

	buf_str(&g->title, s->title);
	buf_str(&g->board, s->board);
	return true;
}

static bool on_post(void *c, const struct board_post *p)
{
	struct gathered *g = c;
	struct counts *n = &g->n;

	if (n->posts < 4)
		buf_str(&g->text[n->posts], p->text);
	g->in_order &= p->number == ++g->last;
	g->in_file &= p->start >= g->end && p->end >= p->start && p->end <= g->size;
	g->end = p->end;
	n->posts++;
	n->deleted += p->kind == BOARD_DELETED;
	n->system += p->kind == BOARD_SYSTEM;
	n->broken += p->broken;
	n->bad += (long)p->bad;
	n->ids += p->poster.n > 0;
	n->be += p->be.n > 0;
	n->slips += p->slip.n > 0;
	n->trips += p->trip.n > 0;
	n->sage += str_find(p->mail, STR("sage"), 0) != SIZE_MAX;
	n->undated += p->kind == BOARD_POST && p->posted_at == BOARD_NO_TIME;
	n->anchors += (long)p->n_anchors;
	for (size_t i = 0; i < p->n_anchors; i++)
		n->ranges += p->anchors[i].from != p->anchors[i].to;
	return true;
}

static bool on_message(void *c, struct str text)
{
	(void)c;
	(void)text;
	return true;
}

static const struct board_sink sink_functions = {NULL, on_part, on_source, on_post, on_message};

static void gather(struct str bytes, const char *path, const char *format, long first, struct gathered *g)
{
	struct board_input in = {.bytes = bytes,
				 .path = str_c(path),
				 .board = STR("b1"),
				 .format = str_c(format),
				 .url = STR(""),
				 .retrieved_at = BOARD_NO_TIME,
				 .first = first};
	struct board_sink sink = sink_functions;
	struct err e;

	*g = (struct gathered){.in_order = true, .in_file = true, .size = bytes.n, .last = first > 0 ? first - 1 : 0};
	sink.context = g;
	if (!board_read(&in, &sink, &e))
		printf("# %s\n", e.text);
}

static void forget(struct gathered *g)
{
	buf_free(&g->title);
	buf_free(&g->board);
	for (size_t i = 0; i < 4; i++)
		buf_free(&g->text[i]);
}

/* Lines that are not empty, and " ID:" in their third fields, by looking at bytes only. */
static void count_bytes(struct str s, struct gathered *g)
{
	for (size_t at = 0, end; at < s.n; at = end + 1) {
		end = str_find_char(s, '\n', at);
		end = end == SIZE_MAX ? s.n : end;
		struct str line = str_trim(str_slice(s, at, end));
		size_t one = str_find(line, STR("<>"), 0),
		       two = one == SIZE_MAX ? one : str_find(line, STR("<>"), one + 2),
		       three = two == SIZE_MAX ? two : str_find(line, STR("<>"), two + 2);
		g->lines_in_bytes += line.n > 0;
		if (three != SIZE_MAX) {
			size_t id = str_find(str_slice(line, 0, three), STR(" ID:"), two);
			g->ids_in_bytes +=
				id != SIZE_MAX && !str_starts(str_slice(line, id, line.n), STR(" ID:DELETED"));
		}
	}
}

static void compare(const char *name, const struct counts *want, const struct counts *got)
{
	is_int(got->posts, want->posts, "  posts");
	is_int(got->deleted, want->deleted, "  deleted");
	is_int(got->system, want->system, "  of the server");
	is_int(got->broken, want->broken, "  broken");
	is_int(got->bad, want->bad, "  ill-formed sequences");
	is_int(got->ids, want->ids, "  IDs");
	is_int(got->be, want->be, "  BE");
	is_int(got->slips, want->slips, "  slips");
	is_int(got->trips, want->trips, "  trips");
	is_int(got->sage, want->sage, "  sage");
	is_int(got->undated, want->undated, "  without a date");
	is_int(got->anchors, want->anchors, "  anchors");
	is_int(got->ranges, want->ranges, "  ranges");
	(void)name;
}

static void test_files(void)
{
	static const struct {
		const char *name, *board, *title;
		long first;
		struct counts n;
	} files[] = {
		{"5ch-dat/1599094155.dat",
		 "b1",
		 "【test】テストスレ349",
		 -1,
		 {1002, 1, 2, 0, 0, 997, 997, 0, 6, 345, 2, 4, 0}},
		{"5ch-dat/1609636473_new.dat",
		 "b1",
		 "【AAｻﾛﾝ】 - (＝゜ω゜)ノぃょぅ で1000乗り切るスレrigel30",
		 -1,
		 {1002, 0, 2, 0, 0, 1000, 2, 0, 0, 140, 0, 6, 1}},
		{"5ch-dat/1675428467_true.dat",
		 "b1",
		 "お絵描き機能でお絵描きするスレ",
		 -1,
		 {61, 0, 0, 0, 0, 61, 0, 0, 0, 20, 0, 0, 0}},
		{"5ch-dat/1678711521_first180_ip-redacted.dat",
		 "b1",
		 "【バーチャルライバー】にじさんじ総合スレ Part512",
		 -1,
		 {180, 0, 0, 0, 0, 179, 0, 179, 0, 153, 0, 39, 0}},
		{"5ch-dat/1686483985_first180_ip-redacted.dat",
		 "b1",
		 "【DOAXVV】【IP表示】DEAD OR ALIVE Xtreme Venus Vacation 46日目【DMM/Steam[JP]",
		 -1,
		 {180, 0, 0, 0, 0, 180, 0, 177, 6, 171, 0, 22, 0}},
		{"5ch-dat/1687230702_true.dat",
		 "b1",
		 "【国際】沈没船「タイタニック号」探索用潜水艇が北大西洋で行方不明　5人乗船  [夜のけいちゃん★]",
		 -1,
		 {1002, 0, 2, 0, 0, 1000, 0, 0, 21, 552, 0, 315, 0}},
		{"synthetic/2chsc-mirror.dat", "b1", "scの例", -1, {2, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0}},
		{"synthetic/broken-1672139701.dat",
		 "b1",
		 "なんJNVA部★999\t [無断転載禁止]©2ch.net",
		 -1,
		 {12, 2, 1, 2, 2, 7, 1, 1, 1, 6, 1, 9, 1}},
		{"synthetic/old-comma-946652400.dat", "b1", "新年スレ", -1, {2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}},
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct gathered g;
		struct buf bytes = {0};
		char name[256];

		snprintf(name, sizeof name, "boards/%s", files[i].name);
		const char *path = fixture(name);
		if (!path || !file_read(path, BOARD_MAX, &bytes, NULL)) {
			skip(files[i].name, "the fixtures are not there");
			continue;
		}
		gather(buf_view(&bytes), path, "", files[i].first, &g);
		count_bytes(buf_view(&bytes), &g);
		ok(g.in_order && g.in_file, "%s: numbers and places", files[i].name);
		is_str(buf_cstr(&g.title), files[i].title, "  title");
		is_int(g.n.posts, g.lines_in_bytes, "  a post a line");
		is_int(g.n.ids, g.ids_in_bytes, "  an ID for each ID:");
		compare(files[i].name, &files[i].n, &g.n);
		forget(&g);
		buf_free(&bytes);
	}
}

/* Hostile bytes, read as a dat: the fields that T5 of reliability.md wants (damage stays in its field). */
static void test_hostile(void)
{
	static const struct {
		const char *name, *text; /* of the first posts, joined with "|" */
		struct counts n;
	} files[] = {
		{"ok.dat", "本文\n二行目 >>1", {1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0}},
		{"5c_second_byte.dat", "ソースＣ\\ 表計算\n貼予", {1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}},
		{"3c3e_lookalike.dat", "\uFFFD\n<><> ", {1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0}},
		{"trail_truncated.dat", "本文\uFFFD", {1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0}},
		{"lead_then_newline.dat", "\uFFFD|x", {2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0}},
		{"missing_fields.dat", "あぼーん<>あぼーん|あぼーん|", {3, 1, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0}},
		{"too_many_fields.dat", "b\n<>u<>v<>w", {1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
		{"esc_inside.dat", "\x1B]52;c;eA==\x07 b", {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0}},
		{"half_kana_nec.dat", "b", {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
		{"entities.dat",
		 "\x1B]0;x\x07 ›31m \uFFFD \uFFFD \uFFFD \uFFFD &amp;lt; 😀 \u202Erlo",
		 {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
		{"anchor_bomb.dat", NULL, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 400, 400}},
		{"self_anchor.dat", NULL, {50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 50, 0}},
		{"neg_anchor.dat",
		 ">>-1 >>0 >>99999999999999999999 >>2-1 >>1,2,3- ",
		 {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 1}},
		{"crlf_nul.dat", "a b", {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
		{"invalid_all_bytes.dat", NULL, {1, 0, 0, 1, 45, 0, 0, 0, 0, 0, 1, 0, 0}},
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct gathered g;
		struct buf bytes = {0}, text = {0};
		char name[256];

		snprintf(name, sizeof name, "hostile/dat/%s", files[i].name);
		const char *path = fixture(name);
		if (!path || !file_read(path, BOARD_MAX, &bytes, NULL)) {
			skip(files[i].name, "the fixtures are not there");
			continue;
		}
		gather(buf_view(&bytes), "1234567890.dat", "dat", 1, &g);
		for (long k = 0; k < g.n.posts && k < 4; k++) {
			buf_cat(&text, k ? "|" : "");
			buf_str(&text, buf_view(&g.text[k]));
		}
		ok(g.in_order && g.in_file, "%s: numbers and places", files[i].name);
		if (files[i].text)
			is_str(buf_cstr(&text), files[i].text, "  text");
		compare(files[i].name, &files[i].n, &g.n);
		forget(&g);
		buf_free(&bytes);
		buf_free(&text);
	}
}

/* 200,000 posts: in proportion a million takes five times as long; the bar here is wide, for busy machines. */
static void test_speed(void)
{
	struct buf b = {0};
	struct gathered g;

	for (int i = 0; i < 200000; i++)
		buf_printf(
			&b,
			"\x96\xBC\x96\xB3\x82\xB5 </b>(\xDC\xAF\xC1\xAE\xB2W 6711-w6DU [203.0.113.7])<b><>sage<>"
			"2022/12/27(\x89\xCE) 13:%02d:%02d.%02d ID:AbCdEfGh0<> &gt;&gt;%d <br> \x96\x7B\x95\xB6\x82\xC5"
			"\x82\xB7 \x82\xA0\x82\xA2\x82\xA4\x82\xA6\x82\xA8 \x82\xA0\x82\xA2\x82\xA4\x82\xA6\x82\xA8 "
			"<>%s\n",
			i / 3600 % 60, i / 60 % 60, i % 60, i + 1, i ? "" : "t");
	int64_t began = clock_mono_ms();
	gather(buf_view(&b), "1672114177.dat", "", -1, &g);
	int64_t took = clock_mono_ms() - began;
	is_int(g.n.slips, 200000, "200,000 posts");
	printf("# %.2f microseconds a post\n", (double)took / 200.0);
	ok(took < 12000, "  in reasonable time");
	forget(&g);
	buf_free(&b);
}

/* A line of 20 MiB: as much of it as a field may have. */
static void test_long_line(void)
{
	struct buf b = {0};
	struct gathered g;

	buf_cat(&b, "n<><>2022/12/27(火) 13:09:37.29<> ");
	buf_reserve(&b, 20 << 20);
	memset(b.p + b.n, '\xB1', 20 << 20);
	b.n += 20 << 20;
	buf_cat(&b, " <>t\nn<><>2022/12/27(火) 13:09:38.00<> b <>\n");
	gather(buf_view(&b), "1672114177.dat", "", -1, &g);
	is_int(g.n.posts, 2, "a line that is too long is one post");
	is_int(g.n.broken, 1, "  and broken");
	is_int((long long)g.text[0].n, (8 << 20) * 3 - 3, "  and cut");
	forget(&g);
	buf_free(&b);
}

int main(void)
{
	test_files();
	test_hostile();
	test_long_line();
	test_speed();
	return done();
}
