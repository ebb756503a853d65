/* input: keys and names, key maps, the line editor, history. */
#include "taiyaku/input.h"
#include "../tap.h"

/* ---- names ---- */
static void name_is(const char *name, uint32_t code, unsigned mods, const char *written)
{
	struct key k = {0};
	struct buf b = {0};
	size_t at = 0;

	ok(input_key_parse(str_c(name), &at, &k) && at == strlen(name) && k.code == code && k.mods == mods,
	   "%s is a key", name);
	input_key_name(k, &b);
	is_str(buf_cstr(&b), written, "its name");
	buf_free(&b);
}

static void no_name(const char *name)
{
	struct key k = {0};
	size_t at = 0;

	ok(!input_key_parse(str_c(name), &at, &k) && at == 0 && !k.code, "%s is no key", name);
}

static void test_names(void)
{
	name_is("j", 'j', 0, "j");
	name_is("]", ']', 0, "]");
	name_is("あ", 0x3042, 0, "あ");
	name_is("<Space>", ' ', 0, "<Space>");
	name_is("<lt>", '<', 0, "<lt>");
	name_is("<PgDn>", K_PGDN, 0, "<PgDn>");
	name_is("<pagedown>", K_PGDN, 0, "<PgDn>");
	name_is("<F1>", K_F1, 0, "<F1>");
	name_is("<F12>", K_F12, 0, "<F12>");
	name_is("<S-Tab>", K_TAB, MOD_SHIFT, "<S-Tab>");
	name_is("<C-d>", 'd', MOD_CTRL, "<C-d>");
	name_is("<C-D>", 'd', MOD_CTRL, "<C-d>");
	name_is("<C-]>", ']', MOD_CTRL, "<C-]>");
	name_is("<C-Space>", '@', MOD_CTRL, "<C-@>");
	name_is("<C-Right>", K_RIGHT, MOD_CTRL, "<C-Right>");
	name_is("<A-b>", 'b', MOD_ALT, "<A-b>");
	name_is("<M-b>", 'b', MOD_ALT, "<A-b>");
	name_is("<C-A-x>", 'x', MOD_CTRL | MOD_ALT, "<C-A-x>");
	/* one byte of the terminal, one key */
	name_is("<C-i>", K_TAB, 0, "<Tab>");
	name_is("<C-m>", K_ENTER, 0, "<Enter>");
	name_is("<C-j>", K_ENTER, 0, "<Enter>");
	name_is("<C-h>", K_BACKSPACE, 0, "<BS>");
	name_is("<C-[>", K_ESC, 0, "<Esc>");
	name_is("<A->>", '>', MOD_ALT, "<A->>");
	no_name("<zap>");
	no_name("<F13>");
	no_name("<F0>");
	no_name("<S-a>");
	no_name("<C-あ>");
	no_name("<C-\xC5\x80>"); /* U+0140: not 0x40 */
	no_name("<C-1>");
	no_name("<");
	no_name("<>");
	no_name("<X-a>");
	no_name("");
	for (uint32_t c = K_UP; c <= K_WHEEL_DOWN; c++) {
		struct buf b = {0};
		struct key k = {0};
		size_t at = 0;

		input_key_name(KEY(c), &b);
		ok(input_key_parse(buf_view(&b), &at, &k) && k.code == c && at == b.n, "%s and back", buf_cstr(&b));
		buf_free(&b);
	}
}

static void test_fold(void)
{
	is_int(input_key_fold(KEY(0xFF4A)).code, 'j', "ｊ typed with an IME on is j");
	is_int(input_key_fold(KEY(0xFF0F)).code, '/', "／ is /");
	is_int(input_key_fold(KEY(0x3000)).code, ' ', "and the wide space");
	is_int(input_key_fold(KEY(0x3042)).code, 0x3042, "あ is あ");
	ok(input_key_is_text(KEY('a')) && input_key_is_text(KEY(0x3042)) && !input_key_is_text(KEY(K_UP)) &&
		   !input_key_is_text((struct key){'a', MOD_CTRL}) && !input_key_is_text(KEY(0x85)),
	   "what is text");
}

/* ---- key maps ---- */
static const struct input_context contexts[] = {{"global", -1}, {"document", 0}, {"source", 0}, {"peek", 1}};

static struct input_keymap *map_new(void)
{
	static const char *const binds[][3] = {
		{"global", "j", "line-down"},      {"global", "g", "top"},
		{"global", "]c", "next citation"}, {"global", "m", "set-mark <char>"},
		{"global", "'", "go-mark <char>"}, {"global", "<C-w>j", "pane-next"},
		{"document", "j", "cursor-down"},  {"document", "]f", "next call"},
		{"source", "]", "right"},          {"peek", "q", "close"},
		{"global", "<C-w> <C-w>", "pane"}, {"source", "5", "five"},
	};
	struct input_keymap *m = input_keymap_new(contexts, 4);

	for (size_t i = 0; i < sizeof binds / sizeof *binds; i++) {
		if (!input_keymap_bind(m, str_c(binds[i][0]), str_c(binds[i][1]), str_c(binds[i][2]), NULL))
			ok(false, "bound: %s", binds[i][1]);
	}
	return m;
}

/* What a row of keys gives: each command with its count, "." for pending, "-" for unbound, "x" for cancelled. */
static void typed_is(unsigned context, const char *names, const char *want)
{
	struct input_keymap *m = map_new();
	struct input_state s = {0};
	struct buf got = {0};
	struct str all = str_c(names);

	for (size_t at = 0; at < all.n;) {
		struct key k;

		if (!input_key_parse(all, &at, &k)) {
			ok(false, "names: %s", names);
			break;
		}
		switch (input_feed(&s, m, context, k)) {
		case INPUT_PENDING:
			buf_cat(&got, ".");
			break;
		case INPUT_UNBOUND:
			buf_cat(&got, "-");
			break;
		case INPUT_CANCELLED:
			buf_cat(&got, "x");
			break;
		case INPUT_COMMAND:
			buf_printf(&got, "(%.*s", STR_ARG(input_command(&s)));
			if (input_count(&s) >= 0)
				buf_printf(&got, " *%ld", input_count(&s));
			buf_cat(&got, ")");
			break;
		}
	}
	is_str(buf_cstr(&got), want, names);
	buf_free(&got);
	input_state_free(&s);
	input_keymap_free(m);
}

static void test_feed(void)
{
	typed_is(0, "j", "(line-down)");
	typed_is(1, "j", "(cursor-down)");
	typed_is(2, "j", "(line-down)");
	typed_is(3, "j", "(cursor-down)"); /* of its parent, before the global one */
	typed_is(0, "x", "-");
	typed_is(0, "]c", ".(next citation)");
	typed_is(1, "]c", ".(next citation)"); /* ] begins a sequence here and there */
	typed_is(1, "]f", ".(next call)");
	typed_is(0, "]f", ".-");
	typed_is(2, "]c", "(right)-"); /* the nearer context decides */
	typed_is(0, "]fj", ".-(line-down)");
	typed_is(0, "12j", "..(line-down *12)");
	typed_is(0, "10g", "..(top *10)");
	typed_is(0, "12]c", "...(next citation *12)");
	typed_is(0, "0j", "-(line-down)");
	typed_is(0, "99999999999999999999j", "....................(line-down *999999999)");
	typed_is(2, "5", "(five)");
	typed_is(2, "15j", "..(line-down *15)");
	typed_is(0, "12<C-g>j", "..x(line-down)");
	typed_is(0, "]<Esc>j", ".x(line-down)");
	typed_is(0, "ma", ".(set-mark a)");
	typed_is(0, "3mz", "..(set-mark z *3)");
	typed_is(0, "''", ".(go-mark \"'\")");
	typed_is(0, "'\"", ".(go-mark '\"')");
	typed_is(0, "m;", ".(set-mark ';')");
	typed_is(0, "m<Up>j", ".-(line-down)");
	typed_is(0, "mあ", ".(set-mark あ)");
	typed_is(0, "ｊ", "(line-down)");
	typed_is(0, "１２ｊ", "..(line-down *12)");
	typed_is(0, "ｍａ", ".(set-mark a)");
	typed_is(0, "<C-w>j<C-w><C-w>", ".(pane-next).(pane)");
}

static void test_pending_text(void)
{
	struct input_keymap *m = map_new();
	struct input_state s = {0};

	input_feed(&s, m, 0, KEY('1'));
	input_feed(&s, m, 0, KEY('2'));
	input_feed(&s, m, 0, KEY(']'));
	is_bytes(input_typed(&s).p, input_typed(&s).n, "12]", "what is pending is shown");
	input_feed(&s, m, 0, KEY('c'));
	is_int((long long)input_typed(&s).n, 0, "nothing is pending any more");
	input_feed(&s, m, 0, KEY(']'));
	input_feed(&s, m, 0, KEY('x'));
	is_bytes(input_typed(&s).p, input_typed(&s).n, "]x", "which keys lead nowhere");
	input_state_free(&s);
	input_keymap_free(m);
}

static void bind_fails(struct input_keymap *m, const char *context, const char *keys, const char *what)
{
	struct err e = {0};

	ok(!input_keymap_bind(m, str_c(context), str_c(keys), STR("x"), &e) && e.text[0], "refused: %s", what);
}

static void test_binding(void)
{
	struct input_keymap *m = map_new();
	size_t n = input_keymap_count(m);
	struct err e = {0};

	bind_fails(m, "nowhere", "j", "no such context");
	bind_fails(m, "global", "", "no keys");
	bind_fails(m, "global", "<zap>", "no such key");
	bind_fails(m, "global", "abcdefghi", "too many keys");
	bind_fails(m, "global", "]", "the beginning of another");
	bind_fails(m, "global", "gg", "begins with another");
	is_int((long long)input_keymap_count(m), (long long)n, "nothing was added");
	ok(input_keymap_bind(m, STR("document"), STR("gg"), STR("top"), NULL), "another context is another matter");
	ok(input_keymap_bind(m, STR("global"), STR("j"), STR("page-down"), NULL), "bound again");
	is_str(input_keymap_keys(m, 0, STR("page-down")), "j", "the new command");
	ok(!input_keymap_keys(m, 0, STR("line-down")), "and no longer the old one");
	is_str(input_keymap_keys(m, 3, STR("cursor-down")), "j", "keys are found through the parent");
	is_str(input_keymap_keys(m, 0, STR("pane")), "<C-w><C-w>", "written without blanks");
	ok(input_keymap_unbind(m, STR("global"), STR("<C-w>"), NULL), "all that begin so");
	ok(!input_keymap_keys(m, 0, STR("pane")) && !input_keymap_keys(m, 0, STR("pane-next")), "are gone");
	ok(!input_keymap_unbind(m, STR("global"), STR("<C-w>"), &e) && e.text[0], "there is nothing more to unbind");
	ok(input_keymap_bind(m, STR("global"), STR("<C-w>"), STR("x"), NULL), "and the key is free");
	input_keymap_free(m);
}

/* ---- the line editor: `text` with | for the caret, keys, the same after ---- */
static void edit_is(const char *before, const char *names, const char *after)
{
	struct input_edit *e = input_edit_new();
	struct str s = str_c(before), all = str_c(names);
	size_t caret = str_find_char(s, '|', 0);
	struct buf b = {0};

	buf_str(&b, str_slice(s, 0, caret));
	buf_str(&b, str_slice(s, caret + 1, s.n));
	input_edit_set(e, buf_view(&b));
	while (input_edit_caret(e) > caret)
		input_edit_key(e, KEY(K_LEFT));
	for (size_t at = 0; at < all.n;) {
		struct key k = {0};

		if (!input_key_parse(all, &at, &k))
			break;
		input_edit_key(e, k);
	}
	buf_clear(&b);
	buf_str(&b, str_slice(input_edit_text(e), 0, input_edit_caret(e)));
	buf_cat(&b, "|");
	buf_str(&b, str_slice(input_edit_text(e), input_edit_caret(e), input_edit_text(e).n));
	ok(!strcmp(buf_cstr(&b), after), "[%s] %s -> [%s]", before, names, after);
	if (strcmp(buf_cstr(&b), after))
		printf("# got [%s]\n", buf_cstr(&b));
	buf_free(&b);
	input_edit_free(e);
}

static void test_edit(void)
{
	edit_is("|", "abc", "abc|");
	edit_is("a|c", "b", "ab|c");
	edit_is("対|", "訳", "対訳|");
	edit_is("対訳|", "<BS>", "対|");
	edit_is("がe\xCC\x81|", "<BS>", "が|"); /* a letter with its mark is one */
	edit_is("👩‍🌾|", "<BS>", "|");
	edit_is("🇯🇵|x", "<BS>", "|x");
	edit_is("ab|c", "<C-a>", "|abc");
	edit_is("a|bc", "<C-e>", "abc|");
	edit_is("a漢|c", "<C-b>", "a|漢c");
	edit_is("a|漢c", "<C-f>", "a漢|c");
	edit_is("a|", "<C-f><Right><Down>", "a|");
	edit_is("|a", "<C-b><Left>", "|a");
	edit_is("a|漢c", "<C-d>", "a|c");
	edit_is("a|bc", "<Del>", "a|c");
	edit_is("one two|", "<C-w>", "one |");
	edit_is("one two  |", "<C-w>", "one |");
	edit_is("one t|wo", "<C-w>", "one |wo");
	edit_is("one| two", "<C-u>", "| two");
	edit_is("one| two", "<C-k>", "one|");
	edit_is("one| two", "<C-k><C-a><C-y>", " two|one");
	edit_is("one two|", "<C-w><C-y><C-y>", "one twotwo|");
	edit_is("ab|c", "<C-t>", "acb|");
	edit_is("abc|", "<C-t>", "acb|");
	edit_is("|abc", "<C-t>", "|abc");
	edit_is("漢a|", "<C-t>", "a漢|");
	edit_is("one two|", "<A-b>", "one |two");
	edit_is("one two |", "<A-b><A-b>", "|one two ");
	edit_is("|one two", "<A-f>", "one| two");
	edit_is("|one two", "<A-d>", "| two");
	edit_is("one two|", "<A-BS>", "one |");
	edit_is("漢字かな|", "<A-b>", "漢字|かな");
	edit_is("|漢字かな", "<A-f>", "漢字|かな");
	edit_is("one|", "<C-Left>", "|one");
	edit_is("|\xCC\x81y", "a", "a\xCC\x81|y"); /* the mark now belongs to a: the caret goes behind it */
}

static void test_edit_results(void)
{
	struct input_edit *e = input_edit_new();

	is_int(input_edit_key(e, KEY(K_TAB)), EDIT_IGNORED, "TAB is the host's");
	is_int(input_edit_key(e, KEY(K_PGDN)), EDIT_IGNORED, "PgDn too");
	is_int(input_edit_key(e, KEY(K_ENTER)), EDIT_DONE, "Enter");
	is_int(input_edit_key(e, KEY(K_ESC)), EDIT_CANCEL, "Esc");
	is_int(input_edit_key(e, ((struct key){'g', MOD_CTRL})), EDIT_CANCEL, "^G");
	is_int(input_edit_key(e, ((struct key){'c', MOD_CTRL})), EDIT_CANCEL, "^C");
	is_int(input_edit_key(e, KEY(K_BACKSPACE)), EDIT_CANCEL, "Backspace where there is nothing");
	uint32_t changes = input_edit_changes(e);
	is_int(input_edit_key(e, KEY(0xFF4A)), EDIT_HANDLED, "a full-width letter");
	is_bytes(input_edit_text(e).p, input_edit_text(e).n, "ｊ", "stays one here");
	ok(input_edit_changes(e) != changes, "a change is counted");
	changes = input_edit_changes(e);
	input_edit_key(e, KEY(K_LEFT));
	ok(input_edit_changes(e) == changes, "a motion is none");
	is_int(input_edit_key(e, KEY(K_BACKSPACE)), EDIT_HANDLED, "Backspace at the start");
	input_edit_set(e, STR(""));
	input_edit_paste(e, STR("one\r\ntwo\tthree\nf\033[31mour\x01\xFFx"));
	is_bytes(input_edit_text(e).p, input_edit_text(e).n, "one two three f[31mour\xEF\xBF\xBDx",
		 "a paste is one line, no control in it");
	input_edit_set(e, STR("open es and"));
	input_edit_replace(e, 5, 7, STR("essay.txt"));
	is_bytes(input_edit_text(e).p, input_edit_text(e).n, "open essay.txt and", "a completion");
	is_int((long long)input_edit_caret(e), 14, "the caret behind it");
	input_edit_free(e);
}

static void test_edit_history(void)
{
	struct input_edit *e = input_edit_new();
	struct input_history *h = input_history_new(10);

	input_history_add(h, STR("first"));
	input_history_add(h, STR("second"));
	input_edit_use_history(e, h);
	input_edit_set(e, STR("mine"));
	static const struct {
		uint32_t key;
		const char *want;
	} steps[] = {{K_UP, "second"},   {K_UP, "first"},  {K_UP, "first"},
		     {K_DOWN, "second"}, {K_DOWN, "mine"}, {K_DOWN, "mine"}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		input_edit_key(e, KEY(steps[i].key));
		is_bytes(input_edit_text(e).p, input_edit_text(e).n, steps[i].want, "up and down the history");
	}
	input_edit_free(e);
	input_history_free(h);
}

static void looks(struct input_edit *e, int cells, const char *text, int caret, bool before, bool after)
{
	struct text_terminal t = {0};
	struct input_edit_view v;

	input_edit_look(e, cells, &t, &v);
	is_bytes(v.text.p, v.text.n, text, "what is seen");
	ok(v.caret == caret && v.before == before && v.after == after, "caret %d, want %d; before %d, after %d",
	   v.caret, caret, v.before, v.after);
}

static void test_look(void)
{
	struct input_edit *e = input_edit_new();

	looks(e, 10, "", 0, false, false);
	input_edit_set(e, STR("0123456789abc"));
	looks(e, 20, "0123456789abc", 13, false, false);
	looks(e, 10, "456789abc", 9, true, false);
	for (int i = 0; i < 5; i++)
		input_edit_key(e, KEY(K_LEFT));
	looks(e, 10, "456789abc", 4, true, false); /* it does not scroll when it need not */
	input_edit_key(e, ((struct key){'a', MOD_CTRL}));
	looks(e, 10, "0123456789", 0, false, true);
	input_edit_set(e, STR("漢字漢字漢字"));
	looks(e, 8, "字漢字", 6, true, false); /* 7 cells are left of the caret: three characters */
	input_edit_key(e, KEY(K_LEFT));
	looks(e, 8, "字漢字", 4, true, false);
	for (int cells = 1; cells < 16; cells++) {
		struct text_terminal t = {0};
		struct input_edit_view v;
		bool good = true;

		for (int i = 0; i < 20; i++) {
			input_edit_look(e, cells, &t, &v);
			good = good && v.caret < (cells > 1 ? cells : 2) && text_cells(v.text, &t) <= cells;
			input_edit_key(e, KEY(i < 10 ? K_LEFT : K_RIGHT));
		}
		ok(good, "in %d cells the caret is always inside", cells);
	}
	input_edit_free(e);
}

static void test_history(void)
{
	struct input_history *h = input_history_new(3);
	static const char *const lines[] = {"a", "b", "", "c", "d", "b"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		input_history_add(h, str_c(lines[i]));
	ok(str_eq(input_history_at(h, 0), STR("c")) && str_eq(input_history_at(h, 1), STR("d")) &&
		   str_eq(input_history_at(h, 2), STR("b")),
	   "at most three, each once, the newest last");
	is_int((long long)input_history_count(h), 3, "three");
	input_history_add(h, STR("c"));
	ok(str_eq(input_history_at(h, 2), STR("c")) && str_eq(input_history_at(h, 0), STR("d")),
	   "used again, it is the newest");
	input_history_add(h, STR(""));
	is_int((long long)input_history_count(h), 3, "nothing is no line");
	input_history_free(h);
}

int main(void)
{
	test_names();
	test_fold();
	test_feed();
	test_pending_text();
	test_binding();
	test_edit();
	test_edit_results();
	test_edit_history();
	test_look();
	test_history();
	return done();
}
