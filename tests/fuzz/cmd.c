/* Command lines, the configuration, completion, key names and key maps. */
#include "fuzz.h"
#include "taiyaku/cmd.h"
#include "taiyaku/input.h"

struct host {
	struct cmd_options *options;
	struct input_keymap *keymap;
	struct buf answer;
};

static enum cmd_result set(void *app, const struct cmd_args *a, struct err *e)
{
	struct host *h = app;
	unsigned raised = 0;

	return cmd_set(h->options, a, &raised, &h->answer, e) ? CMD_OK : CMD_ERROR;
}

static enum cmd_result bind(void *app, const struct cmd_args *a, struct err *e)
{
	struct host *h = app;

	return input_keymap_bind(h->keymap, STR("document"), a->v[0], cmd_rest(a, 1), e) ? CMD_OK : CMD_ERROR;
}

static enum cmd_result unbind(void *app, const struct cmd_args *a, struct err *e)
{
	struct host *h = app;

	return input_keymap_unbind(h->keymap, STR("document"), a->v[0], e) ? CMD_OK : CMD_ERROR;
}

static enum cmd_result note(void *app, const struct cmd_args *a, struct err *e)
{
	struct buf line = {0};
	struct err wrong = {0};

	(void)app, (void)e;
	for (size_t i = 0; i < a->n; i++) { /* a word that is quoted is the same word again */
		struct cmd_words words = {0};
		size_t next = 0;
		buf_clear(&line);
		cmd_quote(a->v[i], &line);
		HOLDS(cmd_split(buf_view(&line), &words, &next, &wrong));
		HOLDS(words.v.n == 1 && str_eq(words.v.v[0], a->v[i]));
		cmd_words_free(&words);
	}
	buf_free(&line);
	return CMD_OK;
}

static const struct command commands[] = {
	{"set", 1, "[OPTION…]", 0, -1, set, "Set"},    {"bind", 1, "KEYS COMMAND [ARGUMENT…]", 2, -1, bind, "Bind"},
	{"unbind", 1, "KEYS", 1, 1, unbind, "Unbind"}, {"next", 2, "call|citation|post", 1, 1, note, "Next"},
	{"go", 1, "[LINE]", 0, 1, note, "Go"},         {"open", 1, "FILE…", 1, -1, note, "Open"},
};
static const struct cmd_table table = {commands, sizeof commands / sizeof *commands};

static const struct option options[] = {
	{"context", OPTION_INT, NULL, 0, 100, "3", 1, false, "Context"},
	{"hang", OPTION_BOOL, NULL, 0, 0, NULL, 2, false, "Hang"},
	{"translations", OPTION_CHOICE, "off|mark|inline", 0, 0, "mark", 4, false, "Translations"},
	{"theme", OPTION_STRING, NULL, 0, 0, "default", 8, false, "Theme"},
	{"command.", OPTION_LIST, NULL, 0, 0, NULL, 0, true, "Commands"},
};
static const struct input_context contexts[] = {{"global", -1}, {"document", 0}};

static void completes(struct host *h, struct str line, size_t caret)
{
	struct cmd_completion c = {0};

	cmd_complete(&table, h->options, 1, line, caret, NULL, NULL, &c);
	HOLDS(c.start <= c.end && c.end <= line.n);
	cmd_completion_free(&c);
}

static void key_names(struct str names)
{
	for (size_t at = 0, before; at < names.n;) {
		struct key key, again;
		struct buf name = {0};
		size_t zero = 0;
		before = at;
		if (!input_key_parse(names, &at, &key)) {
			HOLDS(at == before);
			break;
		}
		HOLDS(at > before && at <= names.n);
		input_key_name(key, &name);
		HOLDS(input_key_parse(buf_view(&name), &zero, &again) && input_key_eq(key, again) && zero == name.n);
		buf_free(&name);
	}
}

static void feeds(struct host *h, struct str s)
{
	struct input_state state = {0};

	for (size_t at = 0; at < s.n;) {
		struct key key = {0};
		at = text_next(s, at, &key.code);
		if (key.code < 0x20)
			key = (struct key){.code = key.code + 0x60, .mods = MOD_CTRL};
		if (input_feed(&state, h->keymap, 1, key) == INPUT_COMMAND)
			HOLDS(input_count(&state) >= -1 && input_count(&state) <= 999999999);
		HOLDS(state.n <= INPUT_SEQUENCE);
	}
	input_state_free(&state);
}

static void edits(struct str s)
{
	struct input_edit *edit = input_edit_new();
	struct text_terminal terminal = {0};

	for (size_t at = 0; at < s.n;) {
		struct input_edit_view view;
		struct key key = {0};
		at = text_next(s, at, &key.code);
		if (key.code < 0x20)
			key = (struct key){.code = key.code + 0x60, .mods = MOD_CTRL};
		else if (key.code == '~')
			input_edit_paste(edit, str_slice(s, at, s.n));
		input_edit_key(edit, key);
		HOLDS(input_edit_caret(edit) <= input_edit_text(edit).n);
		if (input_edit_text(edit).n > 4096)
			input_edit_set(edit, STR(""));
		input_edit_look(edit, 20, &terminal, &view);
		HOLDS(view.caret >= 0 && view.caret < 20 && text_cells(view.text, &terminal) <= 20);
	}
	input_edit_free(edit);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str s = {(const char *)bytes, n};
	struct buf errors = {0};
	struct host h = {.options = cmd_options_new(options, sizeof options / sizeof *options),
			 .keymap = input_keymap_new(contexts, 2)};

	cmd_config(&table, &h, CMD_USER, s, "rc", &errors);
	HOLDS(text_bad(buf_view(&errors)) == POS_NONE || text_bad(s) != POS_NONE);
	completes(&h, s, n);
	completes(&h, s, n / 2);
	key_names(s);
	feeds(&h, s);
	edits(str_slice(s, 0, n < 300 ? n : 300));
	input_keymap_free(h.keymap);
	cmd_options_free(h.options);
	buf_free(&h.answer);
	buf_free(&errors);
	return 0;
}
