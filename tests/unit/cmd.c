/* cmd: words, running, options, completion, configuration. */
#include "taiyaku/cmd.h"
#include "../tap.h"

/* ---- an application that writes down what it was told ---- */
struct fake {
	struct buf log;
	struct cmd_options *options;
	unsigned raised;
	struct buf answer;
};

static enum cmd_result note(void *app, const struct cmd_args *a, struct err *e)
{
	struct fake *f = app;

	(void)e;
	buf_printf(&f->log, "%s", a->command->name);
	if (a->count >= 0)
		buf_printf(&f->log, "*%ld", a->count);
	for (size_t i = 0; i < a->n; i++)
		buf_printf(&f->log, "(%.*s)", STR_ARG(a->v[i]));
	buf_cat(&f->log, ".");
	return CMD_OK;
}

static enum cmd_result rest(void *app, const struct cmd_args *a, struct err *e)
{
	struct fake *f = app;

	(void)e;
	buf_printf(&f->log, "<%.*s>", STR_ARG(cmd_rest(a, 1)));
	return CMD_OK;
}

static enum cmd_result nothing(void *app, const struct cmd_args *a, struct err *e)
{
	(void)app, (void)a;
	err_set(e, ERR_NOTHING, "at the end");
	return CMD_NOTHING;
}

static enum cmd_result set(void *app, const struct cmd_args *a, struct err *e)
{
	struct fake *f = app;

	return cmd_set(f->options, a, &f->raised, &f->answer, e) ? CMD_OK : CMD_ERROR;
}

static const struct command commands[] = {
	{"line-down", 1, "", 0, 0, note, "Down"},
	{"line-up", 1, "", 0, 0, note, "Up"},
	{"next", 2, "call|citation|post", 1, 1, note, "Next"},
	{"go", 1, "[LINE]", 0, 1, note, "Go"},
	{"open", 1, "FILE", 1, 1, note, "Open"},
	{"help", 1, "[COMMAND]", 0, 1, note, "Help"},
	{"bind", 1, "KEYS COMMAND [ARGUMENT…]", 2, -1, rest, "Bind"},
	{"stop", 1, "", 0, 0, nothing, "Stop"},
	{"set", 1, "[OPTION…]", 0, -1, set, "Set"},
};
static const struct cmd_table table = {commands, sizeof commands / sizeof *commands};
enum { O_WRAP, O_TAB, O_MODE, O_NAME, O_COMMAND, O_COUNT };
static const struct option options[] = {
	{.name = "wrap", .type = OPTION_BOOL, .initial = "on", .raises = 1},
	{.name = "context", .type = OPTION_INT, .min = 0, .max = 99, .initial = "3", .raises = 2},
	{.name = "translations",
	 .type = OPTION_CHOICE,
	 .values = "off|mark|inline|side",
	 .initial = "mark",
	 .raises = 4},
	{.name = "name", .type = OPTION_STRING, .initial = "x", .raises = 8},
	{.name = "command.", .type = OPTION_LIST, .raises = 16, .user_only = true},
};

static struct fake fake_new(void)
{
	return (struct fake){.options = cmd_options_new(options, O_COUNT)};
}

static void fake_free(struct fake *f)
{
	buf_free(&f->log);
	buf_free(&f->answer);
	cmd_options_free(f->options);
}

static void words_are(const char *line, const char *want)
{
	struct cmd_words w = {0};
	struct buf got = {0};
	struct err e;
	size_t next = 0;

	while (next != POS_NONE) {
		if (!cmd_split(str_c(line), &w, &next, &e)) {
			buf_cat(&got, "error");
			break;
		}
		for (size_t i = 0; i < w.v.n; i++)
			buf_printf(&got, "(%.*s)", STR_ARG(w.v.v[i]));
		buf_cat(&got, next == POS_NONE ? "" : ";");
	}
	is_bytes(got.p ? got.p : "", got.n, want, line);
	buf_free(&got);
	cmd_words_free(&w);
}

static void test_words(void)
{
	words_are("", "");
	words_are("  \t # a comment", "");
	words_are("go 12", "(go)(12)");
	words_are("go 12 # there", "(go)(12)");
	words_are("a#b", "(a#b)");
	words_are("a;b ; c", "(a);(b);(c)");
	words_are("a;", "(a);");
	words_are("a \\;", "(a)(;)");
	words_are("\"a b\" 'c d'", "(a b)(c d)");
	words_are("'a\\'b", "(a\\b)");
	words_are("\"a\\\"b\\n\\\\\"", "(a\"b\n\\)");
	words_are("pre\"mid\"'post'", "(premidpost)");
	words_are("\"\" ''", "()()");
	words_are("\\#x \\ y", "(#x)( y)");
	words_are("\"あ い\"", "(あ い)");
	words_are("\"open", "error");
	words_are("a 'open", "error");
	words_are("a \\", "(a)(\\)");
}

static void test_quote(void)
{
	static const char *const given[] = {"plain", "", "a b", "#x", "x#", "it's", "\"\\", "a\nb\tc", ";", "対訳"};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
		struct buf q = {0};
		struct cmd_words w = {0};
		size_t next = 0;

		cmd_quote(str_c(given[i]), &q);
		ok(cmd_split(buf_view(&q), &w, &next, NULL) && w.v.n == 1 && str_eq(w.v.v[0], str_c(given[i])),
		   "quoted and read again: %s", given[i]);
		buf_free(&q);
		cmd_words_free(&w);
	}
}

static void runs(unsigned context, const char *line, long count, enum cmd_result want, const char *log)
{
	struct fake f = fake_new();
	struct err e = {0};

	is_int(cmd_run(&table, &f, context, CMD_TYPED, str_c(line), count, &e), want, line);
	is_bytes(f.log.p ? f.log.p : "", f.log.n, log, line);
	fake_free(&f);
}

static void test_run(void)
{
	runs(0, "line-down", -1, CMD_OK, "line-down.");
	runs(0, "line-d", 5, CMD_OK, "line-down*5.");
	runs(0, "line-", -1, CMD_UNKNOWN, "");
	runs(0, "zap", -1, CMD_UNKNOWN, "");
	runs(0, "", -1, CMD_OK, "");
	runs(0, "\"\"", -1, CMD_UNKNOWN, "");
	runs(0, "line-up;line-down", 2, CMD_OK, "line-up*2.line-down.");
	runs(0, "line-up;zap;line-down", -1, CMD_UNKNOWN, "line-up.");
	runs(0, "line-up;stop;line-down", -1, CMD_NOTHING, "line-up.");
	runs(0, "next call", -1, CMD_NOT_HERE, "");
	runs(1, "next call", -1, CMD_OK, "next(call).");
	runs(1, "next horse", -1, CMD_ERROR, "");
	runs(1, "next", -1, CMD_ERROR, "");
	runs(1, "next call post", -1, CMD_ERROR, "");
	runs(0, "go 12", -1, CMD_OK, "go(12).");
	runs(0, "go", 12, CMD_OK, "go*12.");
	runs(0, "line-up 'x", -1, CMD_ERROR, "");
	runs(0, "bind x next \"a b\" # c", -1, CMD_OK, "<next \"a b\">");
	runs(0, "bind x \"line-up; line-down\"", -1, CMD_OK, "<line-up; line-down>");
}

static void sets(struct fake *f, enum cmd_origin from, const char *line, bool good, const char *what)
{
	struct err e = {0};

	ok((cmd_run(&table, f, 0, from, str_c(line), -1, &e) == CMD_OK) == good, "%s: %s", line, what);
	if (!good)
		ok(e.text[0], "%s: says why", line);
}

static void test_options(void)
{
	struct fake f = fake_new();
	struct cmd_options *o = f.options;

	ok(cmd_bool(o, O_WRAP) && cmd_int(o, O_TAB) == 3 && cmd_choice(o, O_MODE) == 1 &&
		   str_eq(cmd_string(o, O_NAME), STR("x")),
	   "initial values");
	sets(&f, CMD_TYPED, "set nowrap", true, "off");
	ok(!cmd_bool(o, O_WRAP) && f.raised == 1, "off, and it is told");
	f.raised = 0;
	sets(&f, CMD_TYPED, "set wrap=off", true, "the same again");
	is_int(f.raised, 0, "no change raises nothing");
	sets(&f, CMD_TYPED, "set wrap!", true, "the other");
	ok(cmd_bool(o, O_WRAP), "on again");
	sets(&f, CMD_TYPED, "set context=10 translations=side", true, "two at once");
	ok(cmd_int(o, O_TAB) == 10 && cmd_choice(o, O_MODE) == 3 && f.raised == 7, "both");
	sets(&f, CMD_TYPED, "set translations!", true, "the next choice");
	is_int(cmd_choice(o, O_MODE), 0, "from the last to the first");
	sets(&f, CMD_TYPED, "set translations = inline", true, "with blanks");
	is_int(cmd_choice(o, O_MODE), 2, "inline");
	sets(&f, CMD_TYPED, "set name=\"a b\"", true, "a text");
	ok(str_eq(cmd_string(o, O_NAME), STR("a b")), "a text with a blank");
	sets(&f, CMD_TYPED, "set name=", true, "an empty text");
	is_int((long long)cmd_string(o, O_NAME).n, 0, "empty");
	sets(&f, CMD_TYPED, "set context=100", false, "too big");
	sets(&f, CMD_TYPED, "set context=-1", false, "too small");
	sets(&f, CMD_TYPED, "set context=99999999999999999999", false, "far too big");
	sets(&f, CMD_TYPED, "set context=1x", false, "no number");
	sets(&f, CMD_TYPED, "set context!", false, "a number has no other");
	sets(&f, CMD_TYPED, "set translations=sideways", false, "no such choice");
	sets(&f, CMD_TYPED, "set notranslations", false, "not on or off");
	sets(&f, CMD_TYPED, "set zap", false, "unknown");
	sets(&f, CMD_TYPED, "set zap=1", false, "unknown");
	ok(cmd_int(o, O_TAB) == 10 && cmd_choice(o, O_MODE) == 2, "what was wrong changed nothing");
	buf_clear(&f.answer);
	sets(&f, CMD_TYPED, "set context? wrap? translations", true, "asked");
	is_str(buf_cstr(&f.answer), "context=10\nwrap\ntranslations=inline\n", "answers");
	fake_free(&f);
}

static void test_lists(void)
{
	struct fake f = fake_new();
	struct cmd_list l;

	sets(&f, CMD_TYPED, "set command.lookup = \"rm\"", false, "not from the keyboard");
	sets(&f, CMD_BUILTIN, "set command.lookup = \"rm\"", false, "not by default");
	sets(&f, CMD_SCRIPT, "set command.lookup = \"rm\"", false, "not by a script");
	is_int((long long)cmd_list(f.options, STR("command.lookup")).n, 0, "not set");
	sets(&f, CMD_USER, "set command.lookup = \"dict\" \"-d\" \"jpn eng\"", true, "by the user's file");
	l = cmd_list(f.options, STR("command.lookup"));
	ok(l.n == 3 && !strcmp(l.v[0], "dict") && !strcmp(l.v[2], "jpn eng") && !l.v[3], "three words");
	is_int((long long)f.raised, 16, "raised");
	sets(&f, CMD_USER, "set command.edit=vi", true, "one word");
	sets(&f, CMD_USER, "set command.=vi", false, "no name");
	sets(&f, CMD_TYPED, "set", true, "all of them");
	is_str(buf_cstr(&f.answer),
	       "wrap\ncontext=3\ntranslations=mark\nname=x\ncommand.lookup = dict -d \"jpn eng\"\n"
	       "command.edit = vi\n",
	       "all of them");
	fake_free(&f);
}

static void files(void *ctx, struct str kind, struct str begin, cmd_names *out)
{
	static const char *const names[] = {"essay one.txt", "essay.txt", "other"};

	ok(ctx == &table && (str_eq(kind, STR("FILE")) || str_eq(kind, STR("LINE"))), "kind");
	for (size_t i = 0; i < 3; i++) {
		if (str_starts(str_c(names[i]), begin))
			vec_push(out, xstrdup(names[i]));
	}
}

static void completes(unsigned context, const char *line, const char *want)
{
	struct cmd_options *o = cmd_options_new(options, O_COUNT);
	struct cmd_completion c;
	struct buf got = {0};

	cmd_complete(&table, o, context, str_c(line), strlen(line), files, (void *)&table, &c);
	buf_printf(&got, "%zu:", c.start);
	for (size_t i = 0; i < c.v.n; i++)
		buf_printf(&got, " %s", c.v.v[i]);
	buf_printf(&got, " [%s]", c.common.p ? buf_cstr(&c.common) : "");
	is_str(buf_cstr(&got), want, line);
	buf_free(&got);
	cmd_completion_free(&c);
	cmd_options_free(o);
}

static void test_completion(void)
{
	completes(0, "li", "0: line-down line-up [line-]");
	completes(0, "go 3; li", "6: line-down line-up [line-]");
	completes(0, "go 3;", "5: bind go help line-down line-up open set stop []");
	completes(0, "ne", "0: []");
	completes(1, "ne", "0: next [next]");
	completes(1, "next ", "5: call citation post []");
	completes(1, "next c", "5: call citation [c]");
	completes(1, "next call ", "10: []");
	completes(0, "open es", "5: \"essay one.txt\" essay.txt []");
	completes(0, "open \"essay o", "5: \"essay one.txt\" [\"essay one.txt\"]");
	completes(0, "help st", "5: stop [stop]");
	completes(0, "set ", "4: command. context= name= translations= wrap []");
	completes(0, "set wrap no", "9: nowrap [nowrap]");
	completes(0, "set translations=",
		  "4: translations=inline translations=mark translations=off translations=side "
		  "[translations=]");
	completes(0, "set translations=i", "4: translations=inline [translations=inline]");
	completes(0, "zap x", "4: []");
}

static void test_config(void)
{
	struct fake f = fake_new();
	struct buf errors = {0};
	struct str text = STR("# a comment\nline-up\r\n\nzap\nset context=5\nset context=500\nline-down");

	is_int((long long)cmd_config(&table, &f, CMD_USER, text, "rc", &errors), 2, "two lines are wrong");
	ok(cmd_int(f.options, O_TAB) == 5, "the others were done");
	is_str(buf_cstr(&f.log), "line-up.line-down.", "in order");
	ok(str_starts(buf_view(&errors), STR("rc:4: ")) && str_find(buf_view(&errors), STR("\nrc:6: "), 0) != SIZE_MAX,
	   "file and line of each");
	buf_free(&errors);
	fake_free(&f);
}

static enum cmd_result bind(void *app, const struct cmd_args *a, struct err *e)
{
	(void)app, (void)e;
	return a->n >= 3 && cmd_rest(a, 2).n ? CMD_OK : CMD_ERROR;
}

/* The default configuration, with a table that knows `set` and `bind` only. */
static void test_defaults(void)
{
	static const struct command known[] = {
		{"set", 1, "OPTION…", 1, -1, nothing, "Set"},
		{"bind", 1, "CONTEXT KEYS COMMAND…", 3, -1, bind, "Bind"},
	};
	struct cmd_table t = {known, 2};
	struct buf errors = {0};

	ok(data_find("taiyakurc").n > 0, "taiyakurc is compiled in");
	is_int((long long)cmd_config(&t, NULL, CMD_BUILTIN, data_find("taiyakurc"), "taiyakurc", &errors), 0,
	       "each of its lines is a command");
	buf_free(&errors);
}

static void test_queue(void)
{
	struct cmd_queue q = {0};
	struct cmd_pending p;
	struct buf got = {0};

	cmd_queue_add(&q, STR("a"), -1, CMD_TYPED);
	cmd_queue_add(&q, STR("b"), 3, CMD_SCRIPT);
	while (cmd_queue_take(&q, &p)) {
		buf_printf(&got, "%s%ld ", p.line, p.count);
		if (p.count == 3)
			cmd_queue_add(&q, STR("c"), 4, CMD_TYPED);
		free(p.line);
	}
	is_str(buf_cstr(&got), "a-1 b3 c4 ", "in order, also what was added while taking");
	cmd_queue_add(&q, STR("d"), -1, CMD_TYPED);
	cmd_queue_clear(&q);
	ok(!cmd_queue_take(&q, &p), "cleared");
	buf_free(&got);
}

int main(void)
{
	test_words();
	test_quote();
	test_run();
	test_options();
	test_lists();
	test_completion();
	test_config();
	test_defaults();
	test_queue();
	return done();
}
