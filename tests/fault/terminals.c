/* Odd terminals, locales and ends: a screen, or a message that says what to do; never blanks, never for ever. */
#include "fault.h"

#include <fcntl.h>

static const char *const full[] = {"xterm",  "xterm-256color",  "xterm-color", "vt100",         "vt220", "linux",
				   "screen", "screen-256color", "tmux",        "tmux-256color", "rxvt",  "rxvt-unicode",
				   "ansi"};
static const char *const none[] = {"dumb", "unknown", "no-such-terminal", ""};

/* Has this machine's terminfo such a terminal? */
static bool known(const char *term)
{
	static const char *const folders[] = {"/lib/terminfo", "/usr/share/terminfo", "/etc/terminfo"};
	char path[256];

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s/%c/%s", folders[i], term[0], term);
		if (!access(path, R_OK))
			return true;
	}
	return false;
}

/* The first words of the guide, as they stand in it. */
static const char *title(void)
{
	static char line[512];
	FILE *f = fopen(guide, "r");

	while (f && fgets(line, sizeof line, f) && *line == '\n')
		;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = 0;
	return line;
}

static void shows(const char *what)
{
	struct tty *t = fault_open(guide, 24, 80);

	if (!t)
		return;
	if (!ok(tty_wait(t, title(), 2000), "%s: the guide is on the screen", what)) {
		char *screen = fault_screen(t);
		printf("# %s\n", screen);
		free(screen);
	}
	ok(fault_quit(t), "%s: leaves in good order", what);
}

/* Ends by itself within two seconds, with the status of wrong usage and a message. */
static void refuses(const char *what)
{
	struct tty *t = fault_start(guide, 24, 80);
	int status;

	if (!ok(t != NULL, "%s: starts", what))
		return;
	tty_wait(t, "taiyaku:", 2000);
	ok(tty_shows(t, "taiyaku:"), "%s: says what is wrong", what);
	status = tty_end(t, 2000, NULL);
	ok(status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 2, "%s: ends with status 2", what);
}

static void small(int rows, int cols)
{
	struct tty *t = fault_open(guide, rows, cols);

	if (!t)
		return;
	fault_keys(t, "j k]f\r");
	ok(tty_alive(t), "%dx%d: lives", cols, rows);
	ok(fault_quit(t), "%dx%d: leaves in good order", cols, rows);
}

/* The window is closed while it reads: gone within a second. */
static void hang_up(void)
{
	bool gone = true;

	for (int i = 0; i < 5; i++) {
		struct tty *t = fault_open(guide, 24, 80);
		if (!t)
			return;
		tty_keys(t, "  ", 1 + fault_random(2));
		usleep(fault_random(20000));
		gone = gone && tty_hang_up(t, 1000);
	}
	ok(gone, "the window is closed: gone within a second, five times");
}

int main(void)
{
	if (!fault_begin())
		return done();
	for (size_t i = 0; i < sizeof full / sizeof *full; i++) {
		if (!known(full[i])) {
			skip(full[i], "this machine's terminfo does not know it");
			continue;
		}
		setenv("TERM", full[i], 1);
		shows(full[i]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		setenv("TERM", none[i], 1);
		refuses(*none[i] ? none[i] : "TERM is empty");
	}
	unsetenv("TERM");
	refuses("TERM is not set");
	setenv("TERM", "xterm-256color", 1);
	setenv("LANG", "C", 1);
	shows("LANG=C");
	setenv("LC_ALL", "POSIX", 1);
	shows("LC_ALL=POSIX");
	setenv("LC_ALL", "xx_YY.UTF-8", 1);
	shows("a locale that is not there");
	unsetenv("LC_ALL");
	setenv("LANG", "C.UTF-8", 1);
	small(1, 1);
	small(1, 80);
	small(24, 1);
	small(5, 20);
	small(100, 300);
	hang_up();
	return fault_end();
}
