/* The real program under a pseudo-terminal: libvterm's cells must be those of the same keys inside this process, drawn
 * into a grid. And how it starts, stops and ends. The document is the bundled guide. */
#include "taiyaku/app.h"
#include "../tap.h"
#include "../tty.h"

#include <locale.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { LIMIT = 10000 };
static char program[4096], guide[4096];

struct step {
	const char *keys, *sent; /* names for the application, bytes for the terminal */
	int rows, cols;          /* a new size; 0: the same */
};

/* ---- the same inside ---- */
struct inside {
	struct app *app;
	struct grid *grid;
};

static void resize(struct inside *in, int rows, int cols)
{
	grid_free(in->grid);
	in->grid = grid_new(rows, cols);
	app_resize(in->app, rows, cols);
}

static void rest(struct inside *in)
{
	app_render(in->app, in->grid);
	while (app_idle(in->app, 50))
		;
	app_tick(in->app, clock_mono_ms());
	app_render(in->app, in->grid);
}

static void press(struct inside *in, const char *names)
{
	struct str s = str_c(names);

	for (size_t at = 0; at < s.n;) {
		struct key k = {0};

		if (!input_key_parse(s, &at, &k))
			break;
		app_key(in->app, k);
	}
}

/* ---- comparing ---- */
static bool same(struct tty *t, const struct inside *in, struct buf *why)
{
	struct buf dump = {0};
	struct str all;
	size_t at = 0;
	bool good = true;

	grid_dump(in->grid, &dump);
	all = buf_view(&dump);
	for (int row = 0; good && row < grid_rows(in->grid); row++) {
		size_t end = str_find_char(all, '\n', at);
		struct str want = str_slice(all, at, end == SIZE_MAX ? all.n : end);

		good = str_eq(want, str_c(tty_row(t, row)));
		if (!good) {
			buf_clear(why);
			buf_printf(why, "row %d: got [%s] want [%.*s]", row, tty_row(t, row), STR_ARG(want));
		}
		at = end == SIZE_MAX ? all.n : end + 1;
	}
	buf_free(&dump);
	return good;
}

static bool is_same(struct tty *t, const struct inside *in, const char *what)
{
	double limit = tty_now_ms() + LIMIT;
	struct buf why = {0};
	bool good;

	while (!(good = same(t, in, &why)) && tty_now_ms() < limit && tty_alive(t))
		tty_read(t, 20);
	if (!ok(good, "%s", what))
		printf("# %s\n", buf_cstr(&why));
	buf_free(&why);
	return good;
}

static void test_session(int rows, int cols)
{
	static const struct step steps[] = {
		{"j", "j", 0, 0},
		{"jjjj", "jjjj", 0, 0},
		{"k", "k", 0, 0},
		{"<Space>", " ", 0, 0},
		{"d", "d", 0, 0},
		{"]f", "]f", 0, 0},
		{"<Enter>", "\r", 0, 0},
		{"q", "q", 0, 0},
		{"za", "za", 0, 0},
		{"zR", "zR", 0, 0},
		{"<PgDn>", "\033[6~", 0, 0},
		{"zM", "zM", 0, 0},
		{"]c", "]c", 0, 0},
		{"<C-]>", "\035", 0, 0},
		{"<C-w>k", "\027k", 0, 0},
		{"<C-o>", "\017", 0, 0},
		{"", "", 12, 50},
		{"t", "t", 0, 0},
		{"q", "q", 30, 110},
		{":set<Space>translations=off<Enter>", ":set translations=off\r", 0, 0},
		{"G", "G", 0, 0},
		{"g", "g", 0, 0},
		{"/guide<Enter>", "/guide\r", 0, 0},
		{"h", "h", 0, 0},
		{"q", "q", 0, 0},
	};
	char own[128], other[128];
	struct app_options o = {.path = guide, .store = own};
	char *argv[] = {program, (char[]){"--store"}, other, guide, NULL};
	struct inside in = {.grid = NULL};
	bool good;
	struct tty *t;

	snprintf(own, sizeof own, "%s/own-%d", getenv("HOME"), cols);
	snprintf(other, sizeof other, "%s/other-%d", getenv("HOME"), cols);
	in.app = app_new(&o, NULL);

	if (!ok(in.app != NULL, "the application opens the guide"))
		return;
	t = tty_start(argv, rows, cols);
	resize(&in, rows, cols);
	rest(&in);
	good = is_same(t, &in, "the first screen");
	for (size_t i = 0; good && i < sizeof steps / sizeof *steps; i++) {
		if (steps[i].rows) {
			resize(&in, steps[i].rows, steps[i].cols);
			rest(&in);
			tty_resize(t, steps[i].rows, steps[i].cols);
			is_same(t, &in, "a new size");
		}
		press(&in, steps[i].keys);
		rest(&in);
		tty_keys(t, steps[i].sent, strlen(steps[i].sent));
		good = is_same(t, &in, steps[i].keys);
	}
	tty_keys(t, "Q", 1);
	is_int(tty_end(t, LIMIT, NULL), 0, "Q ends it");
	app_free(in.app);
	grid_free(in.grid);
}

static bool is_restored(struct tty *t)
{
	struct termios m;

	return !tcgetattr(tty_fd(t), &m) && m.c_lflag & ICANON && m.c_lflag & ECHO && m.c_oflag & OPOST &&
	       !tty_alternate(t) && tty_cursor_shown(t);
}

static int ended(struct tty *t)
{
	double limit = tty_now_ms() + LIMIT;

	while (tty_alive(t) && tty_now_ms() < limit)
		tty_read(t, 5);
	tty_settle(t, 20, 500);
	return tty_status(t);
}

static void test_signal(int sig, const char *name)
{
	char *argv[] = {program, guide, NULL};
	struct tty *t = tty_start(argv, 24, 80);
	int status;

	tty_wait(t, "h:help", LIMIT);
	kill(tty_pid(t), sig);
	status = ended(t);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == sig, "%s ends it", name);
	ok(is_restored(t), "%s: the terminal is the shell's", name);
	tty_end(t, 0, NULL);
}

/* Reading goes on where it stopped, also when a signal ended it. */
static void test_resume(void)
{
	char *argv[] = {program, guide, NULL}, top[1024];
	struct tty *t = tty_start(argv, 24, 80);

	tty_wait(t, "h:help", LIMIT);
	tty_settle(t, 50, LIMIT);
	snprintf(top, sizeof top, "%s", tty_row(t, 10));
	tty_keys(t, "  ", 2);
	tty_settle(t, 100, LIMIT);
	ok(strcmp(top, tty_row(t, 10)), "two pages on");
	snprintf(top, sizeof top, "%s", tty_row(t, 10));
	kill(tty_pid(t), SIGTERM);
	ended(t);
	tty_end(t, 0, NULL);
	t = tty_start(argv, 24, 80);
	ok(tty_wait(t, top, LIMIT) && !strcmp(tty_row(t, 10), top), "the same place after SIGTERM");
	tty_keys(t, "Q", 1);
	tty_end(t, LIMIT, NULL);
}

static void test_standard_input(void)
{
	char *argv[] = {(char[]){"/bin/sh"}, (char[]){"-c"}, (char[]){"\"$PROGRAM\" - <\"$GUIDE\""}, NULL};
	struct tty *t;

	setenv("PROGRAM", program, 1);
	setenv("GUIDE", guide, 1);
	t = tty_start(argv, 24, 80);
	ok(tty_wait(t, "h:help", LIMIT), "the document comes on standard input");
	tty_keys(t, "t", 1);
	tty_settle(t, 50, LIMIT);
	tty_keys(t, "Q", 1);
	is_int(ended(t), 0, "keys from the terminal");
	ok(is_restored(t), "the terminal is the shell's");
	tty_end(t, 0, NULL);
}

static void test_bad_terminal(const char *term)
{
	char *argv[] = {program, guide, NULL};
	struct tty *t;
	int status;

	if (term)
		setenv("TERM", term, 1);
	else
		unsetenv("TERM");
	t = tty_start(argv, 24, 80);
	tty_wait(t, "TERM", LIMIT);
	status = ended(t);
	ok(tty_shows(t, "TERM") && WIFEXITED(status) && WEXITSTATUS(status) == 2, "TERM=%s: says so and ends with 2",
	   term ? term : "");
	tty_end(t, 0, NULL);
	setenv("TERM", "xterm-256color", 1);
}

int main(void)
{
	const char *src = getenv("srcdir"), *build = getenv("builddir");

	snprintf(program, sizeof program, "%s/taiyaku", build ? build : ".");
	snprintf(guide, sizeof guide, "%s/data/guide/guide.txt", src ? src : "..");
	if (!tty_home()) {
		skip("the program under a pseudo-terminal", "no folder for it");
		return done();
	}
	setlocale(LC_ALL, "C.UTF-8");
	test_session(24, 80);
	test_session(10, 40);
	test_signal(SIGTERM, "SIGTERM");
	test_signal(SIGHUP, "SIGHUP");
	test_resume();
	test_standard_input();
	test_bad_terminal("dumb");
	test_bad_terminal("no-such-terminal");
	test_bad_terminal(NULL);
	tty_forget_home();
	return done();
}
