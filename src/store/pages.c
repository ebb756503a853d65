/* The databases' pages in memory, left out of children.
 *
 * An import forks for every file. fork() copies the tables of all memory that the program has written, and each page is
 * copied again when it is written next; most of that memory is SQLite's cache, which no child ever looks at. */
#include "store.h"

#include <sys/mman.h>

#define PAGE 4096

void store_keep_from_forks(size_t bytes)
{
	int head = 0;

	if (sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, &head) != SQLITE_OK)
		return; /* a store is open already */
	size_t slot = ((size_t)head + PAGE + 7) / 8 * 8, n = bytes / slot;
	void *p = mmap(NULL, n * slot, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return;
	if (madvise(p, n * slot, MADV_DONTFORK) ||
	    sqlite3_config(SQLITE_CONFIG_PAGECACHE, p, (int)slot, (int)n) != SQLITE_OK)
		munmap(p, n * slot);
}
