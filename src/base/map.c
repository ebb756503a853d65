/* Mapped files, and what happens when they shrink: a file that is cut short by somebody else while it is read would end
 * the program with SIGBUS; the handler puts a page of zeros under the address instead. Pages of the file are given back
 * after use, so that a large file costs only what is on the screen. */
#include "taiyaku/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAPS = 8 };
static struct file_map maps[MAPS]; /* what the handler may mend */
static long page_size;

bool file_map_mend(void *address)
{
	uintptr_t at = (uintptr_t)address;

	for (int i = 0; i < MAPS; i++) {
		uintptr_t start = (uintptr_t)maps[i].p;
		if (!start || at < start || at >= start + maps[i].n)
			continue;
		void *page = (void *)(at & ~((uintptr_t)page_size - 1));
		return mmap(page, (size_t)page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page;
	}
	return false;
}

static void on_bus(int sig, siginfo_t *info, void *context)
{
	(void)context;
	if (info->si_code > 0 && file_map_mend(info->si_addr)) /* not by kill() */
		return;
	die_run_hook();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void remember(const struct file_map *m)
{
	struct sigaction sa = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	page_size = sysconf(_SC_PAGESIZE);
	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, NULL);
	for (int i = 0; i < MAPS; i++)
		if (!maps[i].p) {
			maps[i] = *m;
			return;
		}
}

bool file_map_open(const char *path, struct file_map *m, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size > 0)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		err_set(e, ERR_INPUT, _("%s: %s"), path, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (p == MAP_FAILED)
		return false;
	*m = (struct file_map){p, (size_t)st.st_size};
	remember(m);
	return true;
}

void file_map_close(struct file_map *m)
{
	for (int i = 0; i < MAPS; i++)
		if (maps[i].p == m->p)
			maps[i].p = NULL;
	if (m->p)
		munmap((void *)(uintptr_t)m->p, m->n);
	*m = (struct file_map){0};
}

void file_map_release(const struct file_map *m, size_t start, size_t end)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	start = (start + page - 1) / page * page;
	end = end >= m->n ? m->n : end / page * page;
	if (start < end)
		madvise((void *)(uintptr_t)(m->p + start), end - start, MADV_DONTNEED);
}
