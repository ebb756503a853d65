/* fault: what the tests under tests/fault share: the reader under a pseudo-terminal, on the bundled guide. */
#ifndef TAIYAKU_TESTS_FAULT_H
#define TAIYAKU_TESTS_FAULT_H

#include "../tap.h"
#include "../tty.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { QUIET = 60, LIMIT = 10000 };

static char program[4096], guide[4096];

/* A HOME of its own; paths of the program and the guide. False: the test cannot run here, and has said so. */
static inline bool fault_begin(void)
{
	const char *build = getenv("builddir"), *src = getenv("srcdir");

	snprintf(program, sizeof program, "%s/taiyaku", build ? build : ".");
	snprintf(guide, sizeof guide, "%s/data/guide/guide.txt", src ? src : ".");
	if (ok(!access(program, X_OK) && !access(guide, R_OK), "the program and the guide are there") && tty_home())
		return true;
	return false;
}

static inline int fault_end(void)
{
	tty_forget_home();
	return done();
}

static inline struct tty *fault_start(const char *file, int rows, int cols)
{
	char *argv[] = {program, (char *)(size_t)file, NULL};

	return tty_start(argv, rows, cols);
}

static inline void fault_keys(struct tty *t, const char *keys)
{
	tty_keys(t, keys, strlen(keys));
	tty_settle(t, QUIET, LIMIT);
}

/* The reader with its first screen there; NULL and a failed test where that does not come. */
static inline struct tty *fault_open(const char *file, int rows, int cols)
{
	struct tty *t = fault_start(file, rows, cols);

	if (t && tty_read(t, LIMIT))
		tty_settle(t, QUIET, LIMIT);
	if (t && tty_alive(t))
		return t;
	ok(false, "the reader starts");
	if (t)
		tty_end(t, 0, NULL);
	return NULL;
}

/* Leaves with Q; true when it ended by itself with status 0. */
static inline bool fault_quit(struct tty *t)
{
	tty_keys(t, "Q", 1);
	return tty_end(t, 5000, NULL) == 0;
}

/* All rows of the screen, a line each: what a person sees. Owned. */
static inline char *fault_screen(struct tty *t)
{
	char *all = calloc(1, 1);

	for (int row = 0; row < tty_rows(t); row++) {
		const char *line = tty_row(t, row);
		all = realloc(all, strlen(all) + strlen(line) + 2);
		strcat(strcat(all, line), "\n");
	}
	return all;
}

static inline unsigned fault_random(unsigned n) /* 0 .. n - 1, the same each time */
{
	static unsigned long long seed = 20221227;

	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(seed >> 33) % n;
}

static inline bool fault_same(const char *got, const char *want, const char *what)
{
	bool good = ok(!strcmp(got, want), "%s", what);

	if (!good)
		printf("# got:\n%s\n# want:\n%s\n", got, want);
	return good;
}
#endif
