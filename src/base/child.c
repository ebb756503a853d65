/* A program that the user has configured, run beside us: an argument list handed to posix_spawnp(), never a line for a
 * shell. Its ends are pipes that do not block; child_step() does what can be done at once, so that a loop may call it
 * as often as it likes. It runs in a process group of its own, which is ended as a whole: asked to (SIGTERM), and
 * GRACE_MS later made to. Signals are as a program expects them, and no descriptor of ours is open in it. It is done
 * when it has exited: what it left running behind is not waited for.
 */
#include "taiyaku/base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_MS = 50, REAP_MS = 500 };

struct child {
	pid_t pid; /* and its group; 0: it has exited */
	int to, from;
	struct buf input, output;
	size_t fed, max_output;
	int64_t ends_at; /* 0: never */
	enum child_state state;
	int status;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- starting --------------------------------------------------------------------------------------------------- */
static bool own_group(posix_spawnattr_t *a)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	return !posix_spawnattr_setsigdefault(a, &all) && !posix_spawnattr_setsigmask(a, &none) &&
	       !posix_spawnattr_setpgroup(a, 0) &&
	       !posix_spawnattr_setflags(a, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

static bool own_ends(posix_spawn_file_actions_t *f, int in, int out)
{
	int failed = in >= 0 ? posix_spawn_file_actions_adddup2(f, in, STDIN_FILENO)
			     : posix_spawn_file_actions_addopen(f, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	return !failed && !posix_spawn_file_actions_adddup2(f, out, STDOUT_FILENO) &&
	       !posix_spawn_file_actions_adddup2(f, out, STDERR_FILENO);
}

static int spawn(pid_t *pid, const char *const *argv, int in, int out)
{
	extern char **environ;
	posix_spawnattr_t a;
	posix_spawn_file_actions_t f;
	int failed = ENOMEM;

	if (posix_spawnattr_init(&a))
		return failed;
	if (!posix_spawn_file_actions_init(&f)) {
		if (own_group(&a) && own_ends(&f, in, out))
			failed = posix_spawnp(pid, argv[0], &f, &a, (char *const *)argv, environ);
		posix_spawn_file_actions_destroy(&f);
	}
	posix_spawnattr_destroy(&a);
	return failed;
}

struct child *child_start(const char *const *argv, struct str input, size_t max_output, int max_ms, struct err *e)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, failed = 0;
	struct child *c = xcalloc(1, sizeof *c);

	if (pipe2(out, O_CLOEXEC) || (input.n && pipe2(in, O_CLOEXEC)))
		failed = errno;
	if (!failed)
		failed = spawn(&c->pid, argv, in[0], out[1]);
	close_end(&in[0]);
	close_end(&out[1]);
	c->to = in[1];
	c->from = out[0];
	if (failed) {
		c->pid = 0;
		child_free(c);
		err_set(e, ERR_INPUT, _("%s cannot be started: %s"), argv[0], strerror(failed));
		return NULL;
	}
	if (c->to >= 0)
		fcntl(c->to, F_SETFL, O_NONBLOCK);
	fcntl(c->from, F_SETFL, O_NONBLOCK);
	buf_str(&c->input, input);
	c->max_output = max_output;
	c->ends_at = max_ms > 0 ? clock_mono_ms() + max_ms : 0;
	return c;
}

/* ---- while it runs ---- */

/* A write to a pipe that nobody reads any more raises SIGPIPE in this thread: held back, and taken away. */
static ssize_t write_quietly(int fd, struct str s)
{
	sigset_t pipe_signal, before, pending;
	struct timespec at_once = {0};
	int saved;
	bool was;
	ssize_t n;

	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	sigpending(&pending);
	was = sigismember(&pending, SIGPIPE) == 1;
	pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
	n = write(fd, s.p, s.n);
	saved = errno;
	if (n < 0 && saved == EPIPE && !was)
		while (sigtimedwait(&pipe_signal, NULL, &at_once) < 0 && errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return n;
}

static void feed(struct child *c)
{
	while (c->to >= 0 && c->fed < c->input.n) {
		ssize_t n = write_quietly(c->to, str_slice(buf_view(&c->input), c->fed, c->input.n));

		if (n >= 0)
			c->fed += (size_t)n;
		else if (errno == EAGAIN)
			return;
		else if (errno != EINTR)
			break; /* it does not want all of it, which is its own affair */
	}
	close_end(&c->to);
}

/* False: it says more than it may. */
static bool listen_to(struct child *c)
{
	while (c->from >= 0) {
		char bytes[16384];
		ssize_t n = read(c->from, bytes, sizeof bytes);

		if (n > 0) {
			size_t room = c->max_output - c->output.n;

			buf_add(&c->output, bytes, (size_t)n < room ? (size_t)n : room);
			if ((size_t)n > room)
				return false;
		} else if (n == 0) {
			close_end(&c->from);
		} else if (errno != EINTR) {
			break;
		}
	}
	return true;
}

static bool exited(struct child *c)
{
	int status;
	pid_t got;

	if (!c->pid)
		return true;
	do
		got = waitpid(c->pid, &status, WNOHANG);
	while (got < 0 && errno == EINTR);
	if (!got)
		return false;
	c->pid = 0;
	c->status = got < 0 ? -1 : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return true;
}

static bool exits_within(struct child *c, int ms)
{
	for (int64_t end = clock_mono_ms() + ms; !exited(c); poll(NULL, 0, 2))
		if (clock_mono_ms() >= end)
			return false;
	return true;
}

/* The whole group: while its leader has not been waited for, the number is nobody else's. */
static void stop(struct child *c)
{
	if (exited(c))
		return;
	kill(-c->pid, SIGTERM);
	kill(-c->pid, SIGCONT);
	if (exits_within(c, GRACE_MS))
		return;
	kill(-c->pid, SIGKILL);
	exits_within(c, REAP_MS);
}

static enum child_state stop_as(struct child *c, enum child_state why)
{
	stop(c);
	close_end(&c->to);
	close_end(&c->from);
	return c->state = why;
}

enum child_state child_step(struct child *c)
{
	bool over;

	if (c->state != CHILD_RUNS)
		return c->state;
	feed(c);
	over = exited(c); /* before the last look at what it said */
	if (!listen_to(c))
		return stop_as(c, CHILD_TOO_MUCH);
	if (over)
		return stop_as(c, c->status ? CHILD_FAILED : CHILD_DONE);
	if (c->ends_at && clock_mono_ms() >= c->ends_at)
		return stop_as(c, CHILD_TOO_LONG);
	return CHILD_RUNS;
}

struct str child_output(const struct child *c)
{
	return buf_view(&c->output);
}

int child_status(const struct child *c)
{
	return c->status;
}

void child_free(struct child *c)
{
	if (!c)
		return;
	stop(c);
	close_end(&c->to);
	close_end(&c->from);
	buf_free(&c->input);
	buf_free(&c->output);
	free(c);
}
