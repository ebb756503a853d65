/* The walls around the child, each put up as far as the kernel has it; none of them missing stops the program.
 *
 * limits: memory, processor time, no file to write, no core, no descriptor more, no process more. Landlock: no file, no
 * network, no other process to signal (raw system calls: the library functions are newer than what we build on).
 * seccomp: what computing needs is allowed, what the C library asks by habit gets an error, all else ends the child.
 * A build with sanitizers keeps memory unlimited and standard error open, and answers what their runtime tries with an
 * error where it would end the child otherwise. */
#include "worker_int.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- descriptors and signals ---- */

static void close_from(int first)
{
	if (!syscall(SYS_close_range, (unsigned)first, ~0u, 0u))
		return;
	long most = sysconf(_SC_OPEN_MAX);
	for (int fd = first; fd < (most > 0 ? most : 1024); fd++)
		close(fd);
}

/* SIGBUS stays as it is: a mapped file that shrinks is mended by its handler (base). */
static void reset_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		if (sig != SIGBUS && sig != SIGKILL && sig != SIGSTOP)
			signal(sig, sig == SIGINT || sig == SIGQUIT || sig == SIGTSTP ? SIG_IGN : SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

int worker_close_all(int keep)
{
	int low = WORKER_SANITIZED ? 3 : 0;

	reset_signals();
	if (keep != low) {
		if (dup2(keep, low) < 0)
			_exit(ERR_INPUT);
	}
	if (WORKER_SANITIZED) {
		close(0);
		close(1);
	}
	close_from(low + 1);
	return low;
}

/* ---- limits ---- */

/* Bytes of address space that the program has now; 0: the system does not tell. It is read before the walls stand. */
static size_t address_space(void)
{
	char text[64];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	return (size_t)strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static int limit(int what, size_t soft, size_t hard)
{
	struct rlimit now, l = {.rlim_cur = soft, .rlim_max = hard};

	/* never above what is allowed already */
	if (!getrlimit((__rlimit_resource_t)what, &now)) {
		l.rlim_max = l.rlim_max < now.rlim_max ? l.rlim_max : now.rlim_max;
		l.rlim_cur = l.rlim_cur < l.rlim_max ? l.rlim_cur : l.rlim_max;
	}
	return setrlimit((__rlimit_resource_t)what, &l) ? errno : 0;
}

static int set_limits(const struct worker_limits *l)
{
	size_t now = address_space(), memory = (now ? now : (size_t)512 << 20) + l->memory;
	int error = 0, each[] = {
			       WORKER_SANITIZED ? 0 : limit(RLIMIT_AS, memory, memory),
			       limit(RLIMIT_CPU, l->cpu_s, l->cpu_s + 1),
			       WORKER_SANITIZED ? 0 : limit(RLIMIT_FSIZE, 0, 0), /* standard error may be a file */
			       limit(RLIMIT_CORE, 0, 0),
			       limit(RLIMIT_NPROC, 0, 0),
		       };

	for (size_t i = 0; i < sizeof each / sizeof *each; i++)
		error = error ? error : each[i];
	return error;
}

/* ---- Landlock ---- */

/* As the kernel has it today; of an older kernel the first fields. */
struct ruleset {
	uint64_t fs, net, scoped;
};

static int set_landlock(void)
{
	/* rights over files by version of the interface, the first row for none (landlock(7)) */
	static const unsigned fs_rights[] = {0, 13, 14, 15, 15, 16};
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u /* LANDLOCK_CREATE_RULESET_VERSION */);
	struct ruleset r = {0};

	if (version < 1)
		return version < 0 ? errno : ENOSYS;
	r.fs = (UINT64_C(1) << fs_rights[version < 5 ? version : 5]) - 1;
	r.net = version >= 4 ? 3 : 0;    /* bind, connect */
	r.scoped = version >= 6 ? 3 : 0; /* abstract sockets, signals */
	size_t size = version >= 6 ? sizeof r : version >= 4 ? 2 * sizeof r.fs : sizeof r.fs;
	long fd = syscall(SYS_landlock_create_ruleset, &r, size, 0u);
	if (fd < 0)
		return errno;
	int error = syscall(SYS_landlock_restrict_self, (int)fd, 0u) ? errno : 0;
	close((int)fd);
	return error;
}

/* ---- seccomp ---- */

static const int allowed[] = {
	SCMP_SYS(read),          SCMP_SYS(write),          SCMP_SYS(brk),          SCMP_SYS(munmap),
	SCMP_SYS(mremap),        SCMP_SYS(madvise),        SCMP_SYS(exit),         SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),   SCMP_SYS(time),         SCMP_SYS(futex),
	SCMP_SYS(getpid),        SCMP_SYS(gettid),         SCMP_SYS(getrandom),    SCMP_SYS(sysinfo),
#if WORKER_SANITIZED
	SCMP_SYS(sigaltstack),   SCMP_SYS(sched_yield),
#endif
};
static const int harmless[] = {
	/* asked by the C library, done without */
	SCMP_SYS(fstat),      SCMP_SYS(newfstatat), SCMP_SYS(ioctl),
	SCMP_SYS(lseek),      SCMP_SYS(close),      SCMP_SYS(sched_getaffinity),
#if WORKER_SANITIZED
	SCMP_SYS(openat),     SCMP_SYS(open),       SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(prctl),      SCMP_SYS(prlimit64),
	SCMP_SYS(getrlimit),  SCMP_SYS(uname),      SCMP_SYS(stat),
	SCMP_SYS(pipe),       SCMP_SYS(pipe2),      SCMP_SYS(getppid),
	SCMP_SYS(mincore),
#endif
};

/* Nothing becomes a program: memory is never executable. A signal only to itself (abort()). */
static int allow_some(scmp_filter_ctx f)
{
	struct scmp_arg_cmp itself = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid()};
	struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int error = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable);

	if (!error)
		error = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable);
	if (!error)
		error = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, itself);
	return error;
}

/* The library does not always say it as the kernel did. */
static int seccomp_cause(int error)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) ? errno : error;
}

static int set_seccomp(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int error = f ? seccomp_attr_set(f, SCMP_FLTATR_API_SYSRAWRC, 1) : -ENOMEM; /* the kernel's own words */

	for (size_t i = 0; !error && i < sizeof allowed / sizeof *allowed; i++)
		error = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; !error && i < sizeof harmless / sizeof *harmless; i++)
		error = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), harmless[i], 0);
	if (!error)
		error = allow_some(f);
	if (!error)
		error = seccomp_load(f);
	seccomp_release(f);
	return error ? seccomp_cause(-error) : 0;
}

void worker_enter(const struct worker_limits *l, struct worker_walls *w)
{
	w->error[WORKER_LIMITS] = set_limits(l);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	w->error[WORKER_LANDLOCK] = set_landlock();
	int descriptors = limit(RLIMIT_NOFILE, 0, 0); /* Landlock needs one */
	if (!w->error[WORKER_LIMITS])
		w->error[WORKER_LIMITS] = descriptors;
	w->error[WORKER_SECCOMP] = set_seccomp();
}
