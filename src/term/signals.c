/* Signals and what they leave behind. Those that ask the program to do something only leave a note and a byte in a pipe
 * that the loop waits on; the loop acts. If it does not act on a request to end within a second, an alarm ends the
 * program all the same. Those that end the program at once (a fault, die()) restore the terminal from here, with
 * nothing but write() and tcsetattr() of what was prepared, and are raised again. A signal that was ignored when the
 * program was started (nohup) stays ignored.
 */
#include "term_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { RESTORE_MAX = 256 };
static struct {
	int fd;
	char bytes[RESTORE_MAX];
	size_t n;
	struct termios modes;
	volatile sig_atomic_t armed;
} restore;
static volatile sig_atomic_t resized, stopped, continued, ended;
static int pipe_fd[2] = {-1, -1};

static const int asking[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
static const int fatal[] = {SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM};
enum { N_ASKING = sizeof asking / sizeof *asking, N_FATAL = sizeof fatal / sizeof *fatal };
static struct sigaction before[N_ASKING + N_FATAL];

static void write_restore(void)
{
	int saved = errno;

	if (restore.armed) {
		restore.armed = 0;
		if (write(restore.fd, restore.bytes, restore.n) < 0 && errno == EAGAIN) {
			tcflush(restore.fd, TCOFLUSH); /* nobody reads: what was to be shown gives way */
			if (write(restore.fd, restore.bytes, restore.n) < 0)
				errno = saved;
		}
		tcsetattr(restore.fd, TCSANOW, &restore.modes);
	}
	errno = saved;
}

void term_signals_arm(int fd, struct str bytes, const struct termios *modes)
{
	restore.fd = fd;
	restore.n = bytes.n < RESTORE_MAX ? bytes.n : RESTORE_MAX;
	memcpy(restore.bytes, bytes.p, restore.n);
	restore.modes = *modes;
	restore.armed = 1;
}

void term_signals_disarm(void)
{
	restore.armed = 0;
}

static void on_asking(int sig)
{
	int saved = errno;

	if (sig == SIGWINCH) {
		resized = 1;
	} else if (sig == SIGTSTP) {
		stopped = 1;
	} else if (sig == SIGCONT) {
		continued = 1;
	} else {
		ended = sig;
		alarm(1);
	}
	while (write(pipe_fd[1], "", 1) < 0 && errno == EINTR)
		;
	errno = saved;
}

static void on_fatal(int sig)
{
	write_restore();
	if (sig == SIGALRM && ended)
		sig = ended;
	signal(sig, SIG_DFL);
	raise(sig);
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	(void)context;
	if (sig != SIGBUS || info->si_code <= 0 || !file_map_mend(info->si_addr)) /* not by kill() */
		on_fatal(sig);
}

static void install(int i, int sig, const struct sigaction *sa)
{
	sigaction(sig, NULL, &before[i]);
	if (before[i].sa_handler != SIG_IGN)
		sigaction(sig, sa, NULL);
}

bool term_signals_open(void)
{
	static char stack[32 << 10];
	stack_t alt = {.ss_sp = stack, .ss_size = sizeof stack};
	struct sigaction ask = {.sa_handler = on_asking, .sa_flags = SA_RESTART};
	struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	if (pipe2(pipe_fd, O_NONBLOCK | O_CLOEXEC))
		return false;
	sigaltstack(&alt, NULL);
	sigfillset(&ask.sa_mask);
	sigemptyset(&fault.sa_mask);
	for (int i = 0; i < N_ASKING; i++)
		install(i, asking[i], &ask);
	for (int i = 0; i < N_FATAL; i++)
		install(N_ASKING + i, fatal[i], &fault);
	die_set_hook(write_restore);
	return true;
}

void term_signals_close(void)
{
	alarm(0);
	die_set_hook(NULL);
	for (int i = 0; i < N_ASKING; i++)
		sigaction(asking[i], &before[i], NULL);
	for (int i = 0; i < N_FATAL; i++) {
		if (fatal[i] != SIGBUS) /* a mapped file may have put its own in place since */
			sigaction(fatal[i], &before[N_ASKING + i], NULL);
	}
	close(pipe_fd[0]);
	close(pipe_fd[1]);
	pipe_fd[0] = pipe_fd[1] = -1;
}

int term_signals_fd(void)
{
	return pipe_fd[0];
}

struct caught term_signals_take(void)
{
	char bytes[64];
	struct caught c;

	while (read(pipe_fd[0], bytes, sizeof bytes) > 0)
		;
	c = (struct caught){.resized = resized, .stopped = stopped, .continued = continued, .ended = ended};
	resized = stopped = continued = 0;
	return c;
}

void term_signals_lend(bool lent)
{
	static const int theirs[] = {SIGINT, SIGQUIT, SIGTSTP};
	static struct sigaction ours[sizeof theirs / sizeof *theirs];
	struct sigaction sa = {0};

	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
		if (!lent) {
			sigaction(theirs[i], &ours[i], NULL);
			continue;
		}
		sigaction(theirs[i], NULL, &ours[i]);
		sa.sa_handler = theirs[i] == SIGTSTP ? ours[i].sa_handler == SIG_IGN ? SIG_IGN : SIG_DFL : SIG_IGN;
		sigaction(theirs[i], &sa, NULL);
	}
}

void term_signals_stop(bool group)
{
	struct sigaction old, dfl = {.sa_handler = SIG_DFL};
	struct pollfd p = {.fd = pipe_fd[0], .events = POLLIN};

	sigemptyset(&dfl.sa_mask);
	sigaction(SIGTSTP, &dfl, &old);
	term_signals_take();
	kill(group ? 0 : getpid(), SIGTSTP);
	poll(&p, 1, 100); /* another thread may be the one that is stopped first */
	sigaction(SIGTSTP, &old, NULL);
	term_signals_take();
}
