/* How soon a key in the note editor is on the screen, as a table: with the disk as it is, and with one on which every
 * sync takes five seconds. editor PROGRAM DOCUMENT KEYS [SHIM]. */
#include "../tty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT = 20000, OPEN_LIMIT = 120000, PAUSE_US = 30000, ROW = 60 };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The last row of the editor's text. */
static const char *last_row(struct tty *t)
{
	return tty_row(t, tty_rows(t) - 2);
}

static double echo(struct tty *t, const char *want, char key)
{
	double sent = tty_now_ms();

	tty_keys(t, &key, 1);
	while (strcmp(last_row(t), want) && tty_now_ms() - sent < LIMIT)
		tty_read(t, 50);
	return tty_last_ms(t) - sent;
}

static void measure(const char *name, char *program, char *document, int keys)
{
	char *argv[] = {program, document, NULL}, want[ROW + 2] = "";
	struct tty *t = tty_start(argv, 24, 80);
	double *ms = calloc((size_t)keys, sizeof *ms);
	int n = 0;

	if (!t || !ms)
		exit(1);
	tty_settle(t, 300, LIMIT);
	tty_keys(t, "a", 1);
	if (!tty_wait(t, "-- note on", OPEN_LIMIT)) /* the document itself is put into the library first */
		exit(1);
	tty_settle(t, 300, LIMIT);
	for (int i = 0; i < keys; i++) {
		if (n == ROW) { /* a new line */
			tty_keys(t, "\r", 1);
			tty_settle(t, 100, LIMIT);
			n = 0;
		}
		want[n++] = (char)('a' + i % 26);
		want[n] = '\0';
		ms[i] = echo(t, want, want[n - 1]);
		usleep(PAUSE_US);
	}
	qsort(ms, (size_t)keys, sizeof *ms, by_size);
	printf("%-32s %6d %8.2f %8.2f %8.2f\n", name, keys, ms[keys / 2], ms[keys * 99 / 100], ms[keys - 1]);
	free(ms);
	tty_end(t, 0, NULL);
}

int main(int argc, char **argv)
{
	if (argc < 4 || !tty_home())
		return 2;
	printf("%-32s %6s %8s %8s %8s\n", "a key in the note editor, ms", "keys", "median", "p99", "max");
	measure("the disk as it is", argv[1], argv[2], atoi(argv[3]));
	if (argc > 4) {
		setenv("LD_PRELOAD", argv[4], 1);
		measure("every sync takes 5 s", argv[1], argv[2], atoi(argv[3]));
		unsetenv("LD_PRELOAD");
	}
	tty_forget_home();
	return 0;
}
