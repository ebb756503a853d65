/* A disk on which each sync takes SLOW_MS milliseconds, preloaded into the program. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_for_disk(void)
{
	const char *ms = getenv("SLOW_MS");
	long n = ms ? atol(ms) : 5000;
	struct timespec t = {n / 1000, n % 1000 * 1000000};

	while (nanosleep(&t, &t))
		;
}

int fsync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fdatasync, fd);
}
