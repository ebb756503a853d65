/* A program that has the terminal to itself for a while: an editor, a browser. The screen is the shell's meanwhile, in
 * the shell's modes; the program is in our process group, as if the shell had started both, so ^Z stops both and fg
 * goes on with both. ^C and ^\ are the program's alone. What asks us to end is passed on to it, and it gets a little
 * time.
 */
#include "term_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 20, LAST_MS = 400 };

/* Signals as programs expect them; a descriptor that is no terminal becomes one. */
static int spawn(pid_t *pid, const char *const *argv)
{
	extern char **environ;
	posix_spawnattr_t a;
	posix_spawn_file_actions_t f;
	sigset_t all, none;
	int failed = 0;

	sigfillset(&all);
	sigemptyset(&none);
	if (posix_spawnattr_init(&a))
		return ENOMEM;
	if (posix_spawn_file_actions_init(&f)) {
		posix_spawnattr_destroy(&a);
		return ENOMEM;
	}
	posix_spawnattr_setsigdefault(&a, &all);
	posix_spawnattr_setsigmask(&a, &none);
	posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	for (int fd = 0; fd < 3 && !failed; fd++)
		if (!isatty(fd))
			failed = posix_spawn_file_actions_addopen(&f, fd, "/dev/tty", O_RDWR, 0);
	if (!failed)
		failed = posix_spawnp(pid, argv[0], &f, &a, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&f);
	posix_spawnattr_destroy(&a);
	return failed;
}

static bool ended(pid_t pid, int *status)
{
	pid_t got = waitpid(pid, status, WNOHANG);

	return got == pid || (got < 0 && errno != EINTR);
}

/* Its exit status; 128 + a signal. A signal that asks us to end: what it was, in *asked. */
static int wait_for(pid_t pid, int *asked)
{
	struct pollfd p = {.fd = term_signals_fd(), .events = POLLIN};
	int64_t until = 0;
	int status = 0;

	while (!ended(pid, &status)) {
		if (until && clock_mono_ms() >= until)
			return -1;
		if (poll(&p, 1, LOOK_MS) <= 0)
			continue;
		struct caught c = term_signals_take();

		if (c.ended && !until) {
			*asked = c.ended;
			until = clock_mono_ms() + LAST_MS;
			kill(pid, c.ended);
		}
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int term_program(struct term *t, const char *const *argv)
{
	int asked = 0, status = -1;
	pid_t pid;

	term_leave(t);
	term_signals_lend(true);
	if (!spawn(&pid, argv))
		status = wait_for(pid, &asked);
	term_signals_lend(false);
	if (asked)
		t->died_of = asked;
	else
		term_enter(t);
	return status;
}
