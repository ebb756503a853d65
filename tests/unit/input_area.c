/* input: the text of several lines. */
#include "taiyaku/input.h"
#include "../tap.h"

static const struct text_terminal terminal;

static void keys(struct input_area *a, const char *names)
{
	struct key k;

	for (size_t at = 0; at < strlen(names);)
		if (input_key_parse(str_c(names), &at, &k))
			input_area_key(a, k);
		else
			at++;
}

static void text_is(const struct input_area *a, const char *want, const char *what)
{
	is_bytes(input_area_text(a).p ? input_area_text(a).p : "", input_area_text(a).n, want, what);
}

/* After these keys, from this text, with the caret at its end. */
static void typed(const char *first, const char *names, const char *want, const char *what)
{
	struct input_area *a = input_area_new();

	input_area_set(a, str_c(first));
	keys(a, names);
	text_is(a, want, what);
	input_area_free(a);
}

static void test_keys(void)
{
	typed("", "one<Enter>two", "one\ntwo", "Enter is a new line");
	typed("", "日本語<BS>", "日本", "a character is erased whole");
	typed("か\xE3\x82\x99", "<BS>", "", "a letter and its mark are one");
	typed("a\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE", "<Left><Del>", "a", "what is joined is one");
	typed("one\ntwo", "<C-a>x", "one\nxtwo", "to the start of the line");
	typed("one\ntwo", "<Up><C-e>x", "onex\ntwo", "to its end");
	typed("one\ntwo", "<C-Home>x", "xone\ntwo", "to the start of all");
	typed("one\ntwo", "<C-Home><C-End>x", "one\ntwox", "to the end of all");
	typed("one\ntwo", "<C-a><BS>", "onetwo", "lines are joined");
	typed("one\ntwo", "<C-Home><C-e><C-d>", "onetwo", "from above too");
	typed("one two", "<C-w>", "one ", "a word is killed back");
	typed("one\ntwo", "<C-u>x", "one\nx", "the line up to the caret");
	typed("one\ntwo", "<C-Home><C-k>", "\ntwo", "the line from the caret");
	typed("one\ntwo", "<C-Home><C-k><C-k>", "two", "then its end");
	typed("one\ntwo", "<C-Home><C-k><C-k><C-e><C-y>", "twoone\n", "killed together, back together");
	typed("a b c", "<C-w><C-w><C-a><C-y>", "b ca ", "also backwards");
	typed("漢字かな", "<C-Left>x", "漢字xかな", "by words");
	typed("漢字かな", "<C-Home><C-Right>x", "漢字xかな", "and on");
	typed("ab", "<C-t>", "ba", "exchanged");
	typed("a\nb", "<C-t>", "a\nb", "not over a line end");
	typed("e", "\xCC\x81x", "e\xCC\x81x", "a mark joins the letter before it");
	typed("", "a<Tab>b", "a\tb", "a tab");
}

static void test_undo(void)
{
	typed("first", "x<C-_>", "first", "taken back");
	typed("first", "x<C-_><C-r>", "firstx", "done again");
	typed("first", " one two<C-_>", "first one ", "a word at a time");
	typed("first", "<BS><BS><C-_>", "first", "what was erased together comes back together");
	typed("first", "<C-u>a<C-_><C-_><C-_><C-_>", "first", "not further than the first text");
	typed("first", "a<C-_>b<C-r>", "firstb", "what is typed now ends what could be done again");
	typed("ab", "<C-Home><C-d><C-d><C-_>", "ab", "erased forwards too");
}

static void test_paste(void)
{
	struct input_area *a = input_area_new();
	char *big = malloc(INPUT_AREA_MAX + 10);

	ok(input_area_paste(a, STR("a\r\nb\rc\td\033[31m\x7F\xC2\x9B\xE2\x80\xA8z")), "pasted");
	text_is(a, "a\nb\nc\td[31m\nz", "line ends are one, controls are gone");
	keys(a, "<C-_>");
	text_is(a, "", "in one go");
	ok(input_area_paste(a, STR("\xFF\xE3\x81")), "what is no UTF-8");
	ok(text_bad(input_area_text(a)) == POS_NONE, "is well-formed then");
	memset(big, 'x', INPUT_AREA_MAX + 10);
	ok(!input_area_set(a, (struct str){big, INPUT_AREA_MAX + 10}), "too much is said");
	is_int((long long)input_area_text(a).n, (long long)INPUT_AREA_MAX, "and cut");
	ok(!input_area_paste(a, STR("y")), "there is no room");
	keys(a, "y<Enter>");
	is_int((long long)input_area_text(a).n, (long long)INPUT_AREA_MAX, "for a key neither");
	ok(input_area_replace(a, STR("short")), "another text");
	text_is(a, "short", "takes its place");
	keys(a, "<C-_>");
	is_int((long long)input_area_text(a).n, (long long)INPUT_AREA_MAX, "and is taken back");
	free(big);
	input_area_free(a);
}

/* "row|row" with the caret as ^. */
static void rows_are(const char *text, const char *names, int cells, int rows, const char *want, const char *what)
{
	struct input_area *a = input_area_new();
	struct input_area_view v;
	struct buf got = {0};

	input_area_set(a, str_c(text));
	input_area_shape(a, cells, &terminal);
	input_area_look(a, rows, &v);
	keys(a, names);
	input_area_look(a, rows, &v);
	buf_cat(&got, v.above ? "<" : "");
	for (size_t i = 0; i < v.n; i++) {
		size_t caret = v.caret, at = (int)i == v.row ? caret : v.rows[i].end;

		buf_cat(&got, i ? "|" : "");
		buf_str(&got, str_slice(input_area_text(a), v.rows[i].start, at));
		buf_cat(&got, (int)i == v.row ? "^" : "");
		buf_str(&got, str_slice(input_area_text(a), at, v.rows[i].end));
	}
	buf_cat(&got, v.below ? ">" : "");
	is_str(buf_cstr(&got), want, what);
	buf_free(&got);
	input_area_free(a);
}

static void test_rows(void)
{
	rows_are("", "", 10, 3, "^", "nothing is one row");
	rows_are("a\n", "", 10, 3, "a|^", "after a line end another one begins");
	rows_are("one two three", "", 8, 3, "one two |three^", "words stay whole");
	rows_are("あいうえおか", "", 7, 3, "あいう|えおか^", "no half of a wide character");
	rows_are("あいう", "", 6, 3, "あいう^", "a full row, the caret behind it");
	rows_are("あいう。", "", 6, 3, "あい|う。^", "no row begins with a full stop");
	rows_are("abc   d", "", 4, 3, "abc |  d^", "blanks take their cells");
	rows_are("abcdefgh", "", 3, 9, "abc|def|gh^", "a word that is too long");
	rows_are("1\n2\n3\n4\n5", "", 5, 3, "<3|4|5^", "scrolled to the caret");
	rows_are("1\n2\n3\n4\n5", "<Up><Up><Up>", 5, 3, "<2^|3|4>", "and back with it");
	rows_are("1\n2\n3\n4\n5", "<C-Home><C-k><C-k><C-k><C-k><C-k><C-k>", 5, 3, "^4|5",
		 "what is there fills the rows");
	rows_are("abcdef\nx\nabcdef", "<Up>", 9, 3, "abcdef|x^|abcdef", "a shorter row");
	rows_are("abcdef\nx\nabcdef", "<Up><Up>", 9, 3, "abcdef^|x|abcdef", "keeps the column");
	rows_are("あいうえおか", "<Up>", 6, 3, "あい^う|えおか",
		 "rows of one line: not behind the last character of the upper one");
	rows_are("あいうえおか", "<Home><Right><Down>", 6, 3, "あいう|え^おか", "down by a row");
	rows_are("a\tb", "", 20, 1, "a\tb^", "a tab");
	rows_are("abcd", "<Up>", 9, 2, "^abcd", "there is no row above: to the start");
	rows_are("abcd\ne", "<Home><Up><Down><Down>", 9, 2, "abcd|e^", "none below: to the end");
}

/* ---- what always holds ---- */
static unsigned long long seed = 88172645463325252ull;

static unsigned number(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % below);
}

static bool at_edge(struct input_area *a)
{
	struct input_area_view v;
	size_t at = 0;

	input_area_look(a, 3, &v);
	while (at < v.caret)
		at = text_cluster_next(input_area_text(a), at);
	return at == v.caret;
}

/* But for a single stand-in, which may be wider than everything. */
static bool too_wide(struct str row, int cells)
{
	return text_cells(row, &terminal) > cells && text_cluster_next(row, 0) < row.n;
}

/* Every byte but the line ends is in one row, and no row is too wide. */
static bool rows_hold(struct input_area *a, int cells)
{
	struct str s = input_area_text(a);
	int n = input_area_rows(a, 1 << 20);
	struct input_area_view v;
	size_t at = 0;

	input_area_look(a, n, &v);
	if ((int)v.n != n || v.above || v.below)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (i && at < s.n && s.p[at] == '\n')
			at++;
		if (v.rows[i].start != at || v.rows[i].end < at || too_wide(str_slice(s, at, v.rows[i].end), cells))
			return false;
		at = v.rows[i].end;
	}
	input_area_look(a, 3, &v);
	return at == s.n && v.n <= 3 && v.row < (int)v.n && v.rows[v.row].start <= v.caret &&
	       v.caret <= v.rows[v.row].end;
}

static void any_key(struct input_area *a)
{
	static const uint32_t chars[] = {'a',    ' ',    'b',     0x3042,  0x3002,  0x6F22,  0x300C, 0x301,
					 0x3099, 0x200D, 0x1F469, 0x1F33E, 0x1F1EF, 0x1F1F5, 0xFE0F, 0xAC00,
					 0x1161, 0x0E33, 0x202E,  0xE000,  0xFF76,  0xFF9E};
	static const char *const names[] = {"<BS>",    "<Del>",   "<Left>", "<Right>",  "<Up>",      "<Down>",
					    "<Home>",  "<End>",   "<C-w>",  "<C-u>",    "<C-k>",     "<C-y>",
					    "<C-t>",   "<C-_>",   "<C-r>",  "<C-Left>", "<C-Right>", "<C-Home>",
					    "<C-End>", "<Enter>", "<Tab>",  "<C-Del>",  "<C-d>"};

	if (number(3))
		input_area_key(a, KEY(chars[number(sizeof chars / sizeof *chars)]));
	else if (number(20))
		keys(a, names[number(sizeof names / sizeof *names)]);
	else
		input_area_paste(a, STR("かき\r\nく け\xCC\x81 one\t"));
}

static void test_always(void)
{
	const char *first = "はじめの text\nです。";
	const char *count = getenv("ROUNDS");
	int rounds = count ? atoi(count) : 60, edges = 0, rows = 0, well = 0, back = 0, again = 0;

	for (int r = 0; r < rounds; r++) {
		struct input_area *a = input_area_new();
		int cells = 2 + (int)number(12);
		struct buf last = {0};

		input_area_set(a, str_c(first));
		input_area_shape(a, cells, &terminal);
		for (int i = 0; i < 200; i++) {
			any_key(a);
			edges += !at_edge(a);
			well += text_bad(input_area_text(a)) != POS_NONE;
			rows += i % 10 == 0 && !rows_hold(a, cells);
		}
		keys(a, "x");
		buf_str(&last, input_area_text(a));
		for (int i = 0; i < 400; i++)
			keys(a, "<C-_>");
		back += !str_eq(input_area_text(a), str_c(first));
		for (int i = 0; i < 400; i++)
			keys(a, "<C-r>");
		again += !str_eq(input_area_text(a), buf_view(&last));
		edges += !at_edge(a);
		buf_free(&last);
		input_area_free(a);
	}
	is_int(edges, 0, "the caret is always between two clusters");
	is_int(well, 0, "the text is always well-formed");
	is_int(rows, 0, "rows hold everything, none is too wide, the caret is on the screen");
	is_int(back, 0, "all taken back is the first text");
	is_int(again, 0, "all done again is the last one");
}

#ifndef AREA_PIECE
/* One line of half a megabyte, a key at a time. */
static void test_long(void)
{
	struct input_area *a = input_area_new();
	struct input_area_view v;
	struct buf big = {0};
	long start;

	while (big.n < INPUT_AREA_MAX - 4000)
		buf_cat(&big, "長い行に字を書き足す、");
	input_area_set(a, buf_view(&big));
	input_area_shape(a, 79, &terminal);
	keys(a, "<C-Home><C-Right><C-Right>");
	start = tap_cpu_ms();
	for (int i = 0; i < 200; i++) {
		keys(a, "あ");
		input_area_look(a, 10, &v);
	}
	ok(tap_cpu_ms() - start < 4000, "a key in a very long line: %ld ms for 200", tap_cpu_ms() - start);
	buf_free(&big);
	input_area_free(a);
}

#endif

int main(void)
{
	test_keys();
	test_undo();
	test_paste();
	test_rows();
	test_always();
#ifndef AREA_PIECE
	test_long();
#endif
	return done();
}
