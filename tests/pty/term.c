/* The terminal's loop under a pseudo-terminal, with the toy: start, keys, pastes, sizes, stopping, every way to end. */
#include "../tap.h"
#include "../tty.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { LIMIT = 5000 };
static char *toy[] = {NULL, NULL};

static struct tty *start(int rows, int cols)
{
	struct tty *t = tty_start(toy, rows, cols);

	if (!t || !tty_wait(t, "keys=", LIMIT)) {
		ok(false, "the toy starts");
		printf("# [%s]\n", t ? tty_row(t, 0) : "");
		exit(done());
	}
	return t;
}

static void keys(struct tty *t, const char *s)
{
	tty_keys(t, s, strlen(s));
}

/* Until the row starts so. */
static bool wait_row(struct tty *t, int row, const char *text)
{
	double limit = tty_now_ms() + LIMIT;

	while (strncmp(tty_row(t, row), text, strlen(text))) {
		if (tty_now_ms() > limit || (!tty_read(t, 20) && !tty_alive(t)))
			return !strncmp(tty_row(t, row), text, strlen(text));
	}
	return true;
}

static bool is_cooked(struct tty *t)
{
	struct termios m;

	return !tcgetattr(tty_fd(t), &m) && m.c_lflag & ICANON && m.c_lflag & ECHO && m.c_lflag & ISIG &&
	       m.c_oflag & OPOST;
}

/* After the program has ended or stopped: the terminal is the shell's again. */
static void is_restored(struct tty *t, const char *what)
{
	ok(is_cooked(t), "%s: modes are the shell's", what);
	ok(!tty_alternate(t) && tty_cursor_shown(t), "%s: main screen and cursor are back", what);
}

static int end_status(struct tty *t)
{
	double limit = tty_now_ms() + LIMIT;

	while (tty_alive(t) && tty_now_ms() < limit)
		tty_read(t, 5);
	tty_settle(t, 20, 500);
	return tty_status(t);
}

static void test_start(void)
{
	struct tty *t = start(24, 80);

	ok(tty_alternate(t) && !tty_cursor_shown(t), "the other screen, no cursor");
	ok(!is_cooked(t), "raw");
	ok(strstr(tty_row(t, 0), "line 0 対訳") != NULL, "the first row");
	ok(strstr(tty_row(t, 0), "端") && strlen(strstr(tty_row(t, 0), "端")) == 3,
	   "a wide character in the last columns");
	ok(tty_wait(t, "wide=0", LIMIT), "the terminal was asked");
	keys(t, "q");
	is_int(end_status(t), 0, "q ends it with 0");
	is_restored(t, "q");
	tty_end(t, 0, NULL);
}

static void test_keys(void)
{
	static const struct {
		const char *sent, *name;
	} v[] = {
		{"j", "j"},
		{"\033[A", "<Up>"},
		{"\033OB", "<Down>"},
		{"\033[5~", "<PgUp>"},
		{"\033[1~", "<Home>"},
		{"\033OF", "<End>"},
		{"\033OP", "<F1>"},
		{"\033[[B", "<F2>"},
		{"\033[24~", "<F12>"},
		{"\033[Z", "<S-Tab>"},
		{"\t", "<Tab>"},
		{"\r", "<Enter>"},
		{"\n", "<Enter>"},
		{"\177", "<BS>"},
		{"\b", "<BS>"},
		{"\004", "<C-d>"},
		{"\035", "<C-]>"},
		{"\003", "<C-c>"},
		{"\033b", "<A-b>"},
		{"\033[1;5C", "<C-Right>"},
		{"あ", "あ"},
		{"\xEF\xBD\x8A", "ｊ"},
		{"\033", "<Esc>"},
		{"\033[<64;1;1M", "<WheelUp>"},
		{"\033[?62;c\033[999zx", "x"},
		{"\xFF\xC3(", "("},
	};
	struct tty *t = start(24, 80);

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char want[64];

		keys(t, "."); /* the toy forgets what was before */
		keys(t, v[i].sent);
		snprintf(want, sizeof want, "80x24 wide=0 keys=.%s", v[i].name);
		if (!ok(wait_row(t, 23, want), "%s arrives", v[i].name))
			printf("# %s\n", tty_row(t, 23));
	}
	tty_keys(t, "\xE5\xAF", 2);
	tty_settle(t, 5, LIMIT);
	tty_keys(t, "\xBE", 1);
	ok(tty_wait(t, "対", LIMIT), "a character in two reads");
	tty_end(t, 0, NULL);
}

static void test_paste(void)
{
	struct tty *t = start(10, 60);

	keys(t, ":");
	ok(tty_wait(t, ":", LIMIT), "an entry is open");
	tty_settle(t, 10, LIMIT);
	ok(tty_cursor_shown(t), "with the cursor in it");
	keys(t, "a\033[200~q\nj :\033[20");
	tty_settle(t, 10, LIMIT);
	keys(t, "1~z");
	ok(tty_wait(t, ":aq j :z", LIMIT), "what is pasted is text, in one go");
	keys(t, "\r");
	ok(tty_wait(t, "keys=aq j :z", LIMIT), "and entered");
	tty_end(t, 0, NULL);
}

static void test_resize(void)
{
	struct tty *t = start(24, 80);

	tty_resize(t, 10, 40);
	ok(tty_wait(t, "40x10", LIMIT), "a new size is seen");
	ok(strstr(tty_row(t, 8), "line 8 "), "and filled");
	for (int i = 0; i < 100; i++) {
		tty_resize(t, 1 + i * 7 % 40, 1 + i * 13 % 120);
		tty_read(t, 1);
	}
	tty_resize(t, 24, 80);
	ok(tty_wait(t, "80x24", LIMIT) && tty_wait(t, "line 22 ", LIMIT), "after a hundred sizes all is there");
	tty_resize(t, 1, 1);
	tty_settle(t, 50, LIMIT);
	ok(tty_alive(t), "one cell is enough to live");
	tty_resize(t, 12, 50);
	ok(tty_wait(t, "50x12", LIMIT), "and grows again");
	tty_end(t, 0, NULL);
}

static bool wait_stopped(struct tty *t)
{
	double limit = tty_now_ms() + LIMIT;
	int status;

	while (tty_now_ms() < limit) {
		tty_read(t, 10);
		if (waitpid(tty_pid(t), &status, WUNTRACED | WNOHANG) > 0)
			return WIFSTOPPED(status);
	}
	return false;
}

static void test_stop(void)
{
	struct tty *t = start(24, 80);

	kill(tty_pid(t), SIGSTOP);
	ok(wait_stopped(t), "SIGSTOP stops it");
	tty_resize(t, 20, 70);
	kill(tty_pid(t), SIGCONT);
	ok(tty_wait(t, "70x20", LIMIT), "SIGCONT: the new size, all drawn");
	keys(t, "j");
	ok(wait_row(t, 0, "line 1 対訳、"), "and it goes on");
	tty_end(t, 0, NULL);
}

/* ---- in place of a shell: one job; a line typed while it is stopped brings it to the front again. `shut`: standard
 * input is no terminal. Says what a shell would report of the job. ---- */
static int shell(bool shut)
{
	char path[4096], line[80];
	pid_t job = fork();
	int status, stops = 0;

	signal(SIGTTOU, SIG_IGN);
	if (!job) {
		setpgid(0, 0);
		tcsetpgrp(1, getpid());
		signal(SIGTTOU, SIG_DFL);
		if (shut)
			dup2(open("/dev/null", O_RDONLY), 0);
		toy[0] = path;
		snprintf(path, sizeof path, "%s", getenv("TOY"));
		execv(toy[0], toy);
		_exit(127);
	}
	setpgid(job, job);
	tcsetpgrp(1, job);
	while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
		tcsetpgrp(1, getpid());
		dprintf(1, "stop %d %s\r\n", ++stops, WSTOPSIG(status) == SIGTSTP ? "by itself" : "by another");
		if (read(0, line, sizeof line) <= 0)
			return 1;
		tcsetpgrp(1, job);
		kill(-job, SIGCONT);
	}
	dprintf(1, "ended %d\r\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return 0;
}

static struct tty *start_shell(const char *program, const char *how)
{
	char *argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)how, NULL};

	return tty_start(argv, 24, 80);
}

static void test_job(const char *program)
{
	static const char *const sizes[] = {"70x20", "70x21", "70x22"};
	struct tty *t = start_shell(program, "shell");

	tty_wait(t, "keys=", LIMIT);
	keys(t, "jj");
	ok(wait_row(t, 0, "line 2 "), "a job of a shell");
	for (int i = 0; i < 3; i++) {
		char told[40];

		snprintf(told, sizeof told, "stop %d by itself", i + 1);
		keys(t, "\032");
		ok(tty_wait(t, told, LIMIT), "^Z stops it");
		is_restored(t, "^Z");
		tty_resize(t, 20 + i, 70);
		keys(t, "fg\n");
		ok(wait_row(t, 0, "line 2 ") && tty_wait(t, sizes[i], LIMIT), "it goes on, all drawn in the new size");
		ok(tty_alternate(t) && !is_cooked(t), "the terminal is its own again");
	}
	keys(t, "q");
	ok(tty_wait(t, "ended 0", LIMIT), "q ends it");
	is_restored(t, "the job");
	tty_end(t, LIMIT, NULL);
}

static void test_shut_input(const char *program)
{
	struct tty *t = start_shell(program, "shut");

	ok(tty_wait(t, "keys=", LIMIT), "standard input is no terminal: it starts");
	keys(t, "j");
	ok(wait_row(t, 0, "line 1 "), "keys come from the terminal");
	keys(t, "q");
	ok(tty_wait(t, "ended 0", LIMIT), "and it ends");
	tty_end(t, LIMIT, NULL);
}

static void test_no_terminal(void)
{
	int out[2], status = 0;
	char said[512] = "";
	pid_t pid;

	if (pipe(out))
		return;
	pid = fork();
	if (!pid) {
		setsid();
		dup2(open("/dev/null", O_RDWR), 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		execv(toy[0], toy);
		_exit(127);
	}
	close(out[1]);
	if (read(out[0], said, sizeof said - 1) < 0)
		said[0] = 0;
	waitpid(pid, &status, 0);
	close(out[0]);
	ok(strstr(said, "there is no terminal") && WIFEXITED(status) && WEXITSTATUS(status) == 2,
	   "no terminal at all: says so");
}

static void test_signal(int sig, const char *name, const char *key)
{
	struct tty *t = start(24, 80);
	int status;

	if (key)
		keys(t, key);
	else
		kill(tty_pid(t), sig);
	status = end_status(t);
	if (sig)
		ok(WIFSIGNALED(status) && WTERMSIG(status) == sig, "%s ends it", name);
	else
		ok(WIFEXITED(status) && WEXITSTATUS(status) == 70, "%s ends it", name);
	is_restored(t, name);
	tty_end(t, 0, NULL);
}

/* Another program on the terminal: the shell's modes and screen are its; ^C is its own; then everything is as before.
 */
static void test_program(void)
{
	struct tty *t;

	setenv("TOY_PROGRAM", "echo here; read x; trap 'exit 7' INT; echo \"got $x\"; while :; do sleep 0.1; done", 1);
	t = start(12, 60);
	keys(t, "+");
	ok(tty_wait(t, "here", LIMIT), "a program has the terminal");
	ok(is_cooked(t) && !tty_alternate(t), "in the shell's modes, on the shell's screen");
	keys(t, "a line\r");
	ok(tty_wait(t, "got a line", LIMIT), "it reads lines");
	keys(t, "\003");
	ok(tty_wait(t, "ended 7", LIMIT), "what interrupts it does not interrupt us");
	ok(tty_alternate(t) && !is_cooked(t) && tty_shows(t, "line 1 "), "the screen is back");
	keys(t, "j");
	ok(wait_row(t, 0, "line 1 "), "and keys are ours");
	keys(t, "q");
	ok(end_status(t) == 0, "it leaves in good order");
	tty_end(t, 0, NULL);
	setenv("TOY_PROGRAM", "echo here; exec sleep 1000", 1);
	t = start(12, 60);
	keys(t, "+");
	tty_wait(t, "here", LIMIT);
	ok(tty_hang_up(t, 3000), "hung up meanwhile: it ends");
}

/* Nobody reads the screen: a signal ends it all the same, within a second. */
static void test_stalled(void)
{
	struct tty *t = start(24, 80);
	double began;

	for (int i = 0; i < 400; i++) { /* a few times what a pseudo-terminal holds, frame by frame */
		if (write(tty_fd(t), "jjjjjjjjjjjjjjjjjjjjjjjjj", 25) < 0)
			break;
		usleep(1000);
	}
	began = tty_now_ms();
	kill(tty_pid(t), SIGTERM);
	while (tty_alive(t) && tty_now_ms() < began + LIMIT)
		usleep(5000);
	ok(!tty_alive(t) && tty_now_ms() - began < 1500, "SIGTERM while the terminal takes nothing");
	ok(is_cooked(t), "modes are the shell's");
	tty_end(t, 0, NULL);
}

static void test_hangup(void)
{
	struct tty *t = start(24, 80);
	double limit = tty_now_ms() + 1500;
	int null = open("/dev/null", O_RDWR);

	dup2(null, tty_fd(t)); /* closes the master's side */
	close(null);
	while (tty_alive(t) && tty_now_ms() < limit)
		usleep(5000);
	ok(!tty_alive(t), "the window is closed: it ends");
	tty_end(t, 0, NULL);
}

static void test_term(const char *term, const char *want)
{
	const char *old = getenv("TERM");
	char *saved = old ? strdup(old) : NULL;
	struct tty *t;

	if (term)
		setenv("TERM", term, 1);
	else
		unsetenv("TERM");
	t = tty_start(toy, 24, 80);
	if (want) {
		int status = (tty_wait(t, want, LIMIT), end_status(t));

		ok(tty_shows(t, want) && WIFEXITED(status) && WEXITSTATUS(status) == 2,
		   "TERM=%.20s: says so, ends with 2", term ? term : "");
	} else {
		ok(tty_wait(t, "keys=", LIMIT) && strstr(tty_row(t, 1), "line 1 対訳"), "TERM=%s: works", term);
		keys(t, "jjj");
		ok(wait_row(t, 0, "line 3 ") && wait_row(t, 22, "line 25 "), "TERM=%s: scrolls", term);
		keys(t, "q");
		is_int(end_status(t), 0, "ends");
		ok(is_cooked(t), "TERM=%s: modes are the shell's", term);
	}
	tty_end(t, 0, NULL);
	setenv("TERM", saved ? saved : "xterm", 1);
	free(saved);
}

int main(int argc, char **argv)
{
	char path[4096], *builddir = getenv("builddir"), long_name[301];

	snprintf(path, sizeof path, "%s/tests/pty/toy", builddir ? builddir : ".");
	toy[0] = path;
	if (argc > 1)
		return shell(!strcmp(argv[1], "shut"));
	setenv("TOY", path, 1);
	if (!tty_home()) {
		skip("the terminal under a pseudo-terminal", "no folder for it");
		return done();
	}
	test_start();
	test_keys();
	test_paste();
	test_resize();
	test_stop();
	test_job(argv[0]);
	test_shut_input(argv[0]);
	test_no_terminal();
	test_signal(SIGTERM, "SIGTERM", NULL);
	test_signal(SIGHUP, "SIGHUP", NULL);
	test_signal(SIGINT, "SIGINT", NULL);
	test_signal(SIGQUIT, "SIGQUIT", NULL);
	test_signal(SIGABRT, "SIGABRT", NULL);
	test_signal(SIGBUS, "SIGBUS", NULL);
	test_signal(SIGSEGV, "a fault", "!");
	test_signal(0, "die()", "?");
	test_stalled();
	test_program();
	test_hangup();
	memset(long_name, 'x', 300);
	long_name[300] = 0;
	test_term("dumb", "cannot place the cursor");
	test_term("no-such-terminal", "is not known");
	test_term(long_name, "is not known");
	test_term(NULL, "TERM is not set");
	test_term("vt100", NULL);
	test_term("screen", NULL);
	test_term("linux", NULL);
	test_term("xterm", NULL);
	tty_forget_home();
	return done();
}
