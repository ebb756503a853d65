/* Running a parser in a child, and listening to it.
 *
 * The child inherits the input's bytes by fork(), so it opens nothing. What holds here: the child's records are checked
 * one by one; whatever it does, worker_run() ends: no record for too long, too much processor time, a death, a record
 * that is not in order, or no wish to go on, and the child is killed and waited for. */
#include "worker_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 100
#define CHUNK ((size_t)256 << 10)
#define STATUS_NO_MEMORY 70 /* as die() ends a program */

enum fate { RUNS, ENDED, STOPPED, DAMAGED, QUIET, GONE };

struct worker {
	const struct board_input *input;
	const struct worker_control *control;
	const struct worker_limits *limits;
	pid_t child;
	int fd;
	struct worker_in in;
	struct buf heard; /* what came and is no whole record */
	int64_t ticked_at;
	unsigned waited_ms; /* without a word */
	int64_t cpu_ms;     /* of the child, when it said something last */
	enum fate fate;
};

struct worker_limits worker_limits_for(const struct board_input *in)
{
	size_t most = (size_t)448 << 20, mib = in->bytes.n >> 20;

	/* the input's own pages count for the whole, which stays under 512 MiB */
	return (struct worker_limits){
		.memory = in->bytes.n < BOARD_MAX ? most - in->bytes.n : most - BOARD_MAX,
		.cpu_s = 30 + (unsigned)mib,
		.quiet_cpu_ms = 10000,
		.quiet_ms = 60000,
	};
}

/* ---- the child ---- */

static void child_out_of_memory(void)
{
	_exit(STATUS_NO_MEMORY);
}

/* Translations are read from a file when the first is asked for: now, since the child cannot. */
static void warm_up(void)
{
	const char *text = _("out of memory (%zu bytes asked for)");

	log_line("worker: %s %s", text, strerror(EINVAL));
}

_Noreturn static void child(worker_parser parse, const struct board_input *input, const struct worker_limits *limits,
			    int fd, pid_t parent)
{
	struct worker_out out = {0};
	struct worker_walls walls;
	struct err e = {0};

	die_set_hook(child_out_of_memory);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(ERR_INPUT);
	out.fd = worker_close_all(fd);
	worker_enter(limits, &walls);
	struct board_sink sink = worker_out_sink(&out);
	bool good = parse(input, &sink, &e);
	worker_out_end(&out, good, &e);
	_exit(0);
}

static bool start(struct worker *w, worker_parser parse, struct err *e)
{
	int fds[2];
	pid_t self = getpid();

	if (pipe2(fds, O_CLOEXEC))
		return err_set(e, ERR_INPUT, _("a pipe cannot be made: %s"), strerror(errno));
	fcntl(fds[1], F_SETPIPE_SZ, 1 << 20); /* as far as reading may run ahead */
	warm_up();
	w->child = fork();
	if (!w->child)
		child(parse, w->input, w->limits, fds[1], self);
	close(fds[1]);
	w->fd = fds[0];
	if (w->child > 0)
		return true;
	err_set(e, ERR_INPUT, _("no process can be started to read in: %s"), strerror(errno));
	close(w->fd);
	return false;
}

/* ---- listening ---- */

static int64_t child_cpu_ms(const struct worker *w)
{
	clockid_t clock;
	struct timespec t;

	if (clock_getcpuclockid(w->child, &clock) || clock_gettime(clock, &t))
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void tick(struct worker *w)
{
	int64_t now = clock_mono_ms();

	if (!w->control || !w->control->tick || now - w->ticked_at < TICK_MS)
		return;
	w->ticked_at = now;
	if (!w->control->tick(w->control->context, w->in.done))
		w->fate = STOPPED;
}

/* Time counts only while we listen: not while the sink works or the program is stopped by the terminal. */
static void nothing_came(struct worker *w)
{
	w->waited_ms += TICK_MS;
	if (w->waited_ms >= w->limits->quiet_ms || child_cpu_ms(w) - w->cpu_ms >= w->limits->quiet_cpu_ms)
		w->fate = QUIET;
}

/* All whole records in what was heard. */
static void take_records(struct worker *w)
{
	size_t at = 0;

	while (w->fate == RUNS && w->heard.n - at >= WORKER_HEAD) {
		uint32_t n;

		memcpy(&n, w->heard.p + at, sizeof n);
		if (n > WORKER_RECORD_MAX) {
			w->in.bad = "length";
			w->fate = DAMAGED;
			break;
		}
		if (w->heard.n - at - WORKER_HEAD < n)
			break;
		struct str body = {w->heard.p + at + WORKER_HEAD, n};
		switch (worker_in_record(&w->in, (enum worker_record)w->heard.p[at + 4], body)) {
		case WORKER_CAME_RECORD:
			tick(w);
			break;
		case WORKER_CAME_END:
			w->fate = ENDED;
			break;
		case WORKER_CAME_STOP:
			w->fate = STOPPED;
			break;
		case WORKER_CAME_BAD:
			w->fate = DAMAGED;
			break;
		}
		at += WORKER_HEAD + n;
	}
	w->heard.n -= at;
	memmove(w->heard.p, w->heard.p + at, w->heard.n);
}

static void hear(struct worker *w)
{
	buf_reserve(&w->heard, CHUNK);
	ssize_t n = read(w->fd, w->heard.p + w->heard.n, w->heard.cap - w->heard.n);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		w->fate = GONE;
		return;
	}
	w->heard.n += (size_t)n;
	take_records(w);
	w->waited_ms = 0;
	w->cpu_ms = child_cpu_ms(w);
}

static void listen_to(struct worker *w)
{
	while (w->fate == RUNS) {
		struct pollfd p = {.fd = w->fd, .events = POLLIN};
		int n = poll(&p, 1, TICK_MS);

		if (n > 0)
			hear(w);
		else if (!n)
			nothing_came(w);
		if (w->fate == RUNS)
			tick(w);
	}
}

/* ---- the end, in words ---- */

static bool say_death(const struct worker *w, int status, struct err *e)
{
	struct str path = w->input->path;
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (sig == SIGXCPU)
		return err_set(e, ERR_INPUT,
			       _("%.*s: reading it took more than %u s of processor time and was stopped; "
				 "the file is damaged, or made to do this"),
			       STR_ARG(path), w->limits->cpu_s);
	if (sig == SIGSYS)
		return err_set(e, ERR_INPUT,
			       _("%.*s: the process that reads it tried to do more than reading and was "
				 "ended; do not trust the file"),
			       STR_ARG(path));
	if (sig == SIGKILL)
		return err_set(e, ERR_INPUT,
			       _("%.*s: the process that reads it was killed by the system, for lack of "
				 "memory perhaps"),
			       STR_ARG(path));
	if (sig)
		return err_set(e, ERR_INPUT,
			       _("%.*s: the process that reads it crashed (%s); nothing of the file is "
				 "taken"),
			       STR_ARG(path), strsignal(sig));
	if (WEXITSTATUS(status) == STATUS_NO_MEMORY)
		return err_set(e, ERR_INPUT,
			       _("%.*s: reading it takes more than the %zu MiB of memory that are "
				 "allowed; cut it into parts"),
			       STR_ARG(path), w->limits->memory >> 20);
	return err_set(e, ERR_INPUT, _("%.*s: the process that reads it ended too early (status %d)"), STR_ARG(path),
		       WEXITSTATUS(status));
}

static bool say(const struct worker *w, int status, struct err *e)
{
	switch (w->fate) {
	case ENDED:
		if (e && !w->in.good)
			*e = w->in.end;
		return w->in.good;
	case STOPPED:
		if (e)
			*e = (struct err){0};
		return false;
	case QUIET:
		return err_set(e, ERR_INPUT,
			       _("%.*s: reading it came to no end and was stopped; the file is damaged, or "
				 "made to do this"),
			       STR_ARG(w->input->path));
	case DAMAGED:
		return err_set(e, ERR_INPUT,
			       _("%.*s: the process that reads it sent something that cannot be (%s); "
				 "nothing of the file is taken"),
			       STR_ARG(w->input->path), w->in.bad);
	default:
		return say_death(w, status, e);
	}
}

static int wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

bool worker_run(worker_parser parse, const struct board_input *input, const struct worker_control *control,
		const struct board_sink *sink, const struct worker_limits *limits, struct err *e)
{
	struct worker w = {.input = input, .control = control, .limits = limits};

	w.in.sink = sink;
	w.in.size = input->bytes.n;
	w.ticked_at = clock_mono_ms();
	if (!start(&w, parse, e))
		return false;
	listen_to(&w);
	close(w.fd);
	if (w.fate != GONE)
		kill(w.child, SIGKILL); /* ours, and not waited for yet */
	int status = wait_for(w.child);
	if (w.fate == ENDED && control && control->tick && !control->tick(control->context, w.in.size))
		w.fate = STOPPED;
	bool good = say(&w, status, e);
	buf_free(&w.heard);
	vec_free(&w.in.anchors);
	return good;
}
