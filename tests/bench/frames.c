/* frames: how a reader feels, beside another one on the same file: time to the first screen, key to frame, bytes
 * sent for a line and a page, the jump to the end, private memory. Needs nothing outside the project.
 *
 * frames [-n] [-r ROUNDS] [-s SECONDS] FILE PROGRAM… (each PROGRAM a command in one argument, words at blanks; FILE is
 * added; with -n it is not, and only tells what must be seen). Programs take turns in each round, so that ratios to the
 * first hold on a noisy machine; figures are medians. -s: rest before measuring memory (idle work). The first screen is
 * there when the beginning of the file is on it and nothing has come for QUIET ms; that time is not counted.
 *
 * frames -e [-r ROUNDS] PROGRAM…: milliseconds from the start to the end of a program that ends by itself. */
#include "../tty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	QUIET = 40,
	LIMIT = 60000,
	KEY_LIMIT = 2000,
	LINES = 20,
	PAGES = 5,
	MAX_ROUNDS = 101,
	MAX_PROGRAMS = 8,
	MARK = 25
};
enum figure { FIRST, LINE, LINE_BYTES, PAGE, PAGE_BYTES, END, MEMORY, MEMORY_END, CPU, FIGURES };
static const char *const names[FIGURES] = {"first screen ms", "line key ms",        "bytes a line",
					   "page key ms",     "bytes a page",       "G ms",
					   "private MB",      "private MB after G", "CPU ms"};

struct program {
	char *argv[32];
	double figure[FIGURES][MAX_ROUNDS];
};

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(const double *v, int n)
{
	double sorted[MAX_ROUNDS * LINES];

	memcpy(sorted, v, (size_t)n * sizeof *v);
	qsort(sorted, (size_t)n, sizeof *sorted, compare);
	return sorted[n / 2];
}

/* Beginnings of the file's first and last lines that have more than blanks: what must be on the first screen, and
 * on the last one. */
static bool marks(const char *path, char first[MARK], char last[MARK])
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	*first = 0;
	while (f && getline(&line, &size, f) > 0) {
		size_t start = strspn(line, " \t\r\n"), n = strcspn(line + start, "\r\n");
		if (!n)
			continue;
		for (n = n < MARK - 1 ? n : MARK - 1; n && (line[start + n] & 0xC0) == 0x80;)
			n--;
		snprintf(last, MARK, "%.*s", (int)n, line + start);
		if (!*first)
			memcpy(first, last, MARK);
	}
	free(line);
	if (f)
		fclose(f);
	return *first;
}

/* One key: milliseconds to the last byte of its answer; adds the bytes. */
static double press(struct tty *t, const char *key, double *bytes)
{
	size_t before = tty_bytes(t);
	double start = tty_now_ms();

	tty_keys(t, key, strlen(key));
	tty_read(t, KEY_LIMIT);
	tty_settle(t, QUIET, LIMIT);
	*bytes += (double)(tty_bytes(t) - before);
	return tty_last_ms(t) - start;
}

static void keys(struct tty *t, const char *key, int n, double *ms, double *bytes)
{
	double each[LINES];

	*bytes = 0;
	for (int i = 0; i < n; i++)
		each[i] = press(t, key, bytes);
	*ms = median(each, n);
	*bytes /= n;
}

static void measure(struct program *p, int round, const char *first, const char *last, int rest)
{
	struct tty *t;
	double start;

	if (!tty_home()) /* of its own each time: a reader that comes back to its last place starts at the beginning */
		exit(1);
	t = tty_start(p->argv, 24, 80);
	if (!t || !tty_wait(t, first, LIMIT)) {
		fprintf(stderr, "frames: %s: no first screen with \"%s\"\n", p->argv[0], first);
		for (int row = 0; t && row < 24; row++)
			fprintf(stderr, "  %s\n", tty_row(t, row));
		exit(1);
	}
	tty_settle(t, QUIET, LIMIT);
	p->figure[FIRST][round] = tty_last_ms(t) - tty_started_ms(t);
	keys(t, "j", LINES, &p->figure[LINE][round], &p->figure[LINE_BYTES][round]);
	keys(t, " ", PAGES, &p->figure[PAGE][round], &p->figure[PAGE_BYTES][round]);
	tty_settle(t, rest * 1000 + QUIET, rest * 2000 + QUIET);
	p->figure[MEMORY][round] = (double)tty_private_kb(t) / 1024;
	start = tty_now_ms();
	tty_keys(t, "G", 1);
	if (!tty_wait(t, last, LIMIT))
		fprintf(stderr, "frames: %s: G did not bring \"%s\"\n", p->argv[0], last);
	tty_settle(t, QUIET, LIMIT);
	p->figure[END][round] = tty_last_ms(t) - start;
	p->figure[MEMORY_END][round] = (double)tty_private_kb(t) / 1024;
	tty_keys(t, "q", 1);
	if (tty_end(t, 10000, &p->figure[CPU][round]) < 0)
		fprintf(stderr, "frames: %s did not end at q\n", p->argv[0]);
	tty_forget_home();
}

static void report(const struct program *p, int programs, int rounds)
{
	printf("| program | rounds |");
	for (int f = 0; f < FIGURES; f++)
		printf(" %s |", names[f]);
	printf("\n|---|--:|");
	for (int f = 0; f < FIGURES; f++)
		printf("--:|");
	for (int i = 0; i < programs; i++) {
		printf("\n| %s | %d |", p[i].argv[0], rounds);
		for (int f = 0; f < FIGURES; f++)
			printf(" %.*f |", f == LINE_BYTES || f == PAGE_BYTES ? 0 : 2, median(p[i].figure[f], rounds));
		if (!i)
			continue;
		printf("\n| ratio to %s | |", p[0].argv[0]);
		for (int f = 0; f < FIGURES; f++) {
			double ratio[MAX_ROUNDS];
			for (int r = 0; r < rounds; r++)
				ratio[r] = p[i].figure[f][r] / p[0].figure[f][r];
			printf(" %.2f |", median(ratio, rounds));
		}
	}
	printf("\n");
}

static void measure_end(struct program *p, int round)
{
	struct tty *t = tty_start(p->argv, 24, 80);
	double start = t ? tty_started_ms(t) : 0;

	if (!t || tty_end(t, LIMIT, &p->figure[CPU][round]) != 0) {
		fprintf(stderr, "frames: %s: did not end well\n", p->argv[0]);
		exit(1);
	}
	p->figure[FIRST][round] = tty_now_ms() - start;
}

static void report_end(const struct program *p, int programs, int rounds)
{
	printf("| program | rounds | ms | ratio | CPU ms |\n|---|--:|--:|--:|--:|\n");
	for (int i = 0; i < programs; i++) {
		double ratio[MAX_ROUNDS];
		for (int r = 0; r < rounds; r++)
			ratio[r] = p[i].figure[FIRST][r] / p[0].figure[FIRST][r];
		printf("| %s | %d | %.2f | %.2f | %.2f |\n", p[i].argv[0], rounds, median(p[i].figure[FIRST], rounds),
		       median(ratio, rounds), median(p[i].figure[CPU], rounds));
	}
}

static int usage(void)
{
	fprintf(stderr, "frames: usage: frames [-n] [-r ROUNDS] [-s SECONDS] FILE PROGRAM…\n");
	return 2;
}

/* "less -n" -> its words, and the file after them (or NULL). */
static void split(struct program *p, char *command, char *file)
{
	char *save;
	int n = 0;

	for (char *w = strtok_r(command, " ", &save); w && n < 30; w = strtok_r(NULL, " ", &save))
		p->argv[n++] = w;
	p->argv[n] = file;
}

int main(int argc, char **argv)
{
	static struct program programs[MAX_PROGRAMS];
	int n = 0, rounds = 15, rest = 0, option;
	bool to_end = false, added = true;
	char first[MARK], last[MARK], *file = NULL;

	while ((option = getopt(argc, argv, "enr:s:")) != -1) {
		if (option == 'r')
			rounds = atoi(optarg);
		else if (option == 's')
			rest = atoi(optarg);
		else if (option == 'e')
			to_end = true;
		else if (option == 'n')
			added = false;
		else
			return usage();
	}
	if (!to_end && optind < argc)
		file = argv[optind++];
	if (argc == optind || argc - optind > MAX_PROGRAMS || rounds < 1 || rounds > MAX_ROUNDS)
		return usage();
	if (file && !marks(file, first, last)) {
		fprintf(stderr, "frames: %s: cannot be read, or has no text\n", file);
		return 3;
	}
	for (; optind < argc; optind++)
		split(&programs[n++], argv[optind], added ? file : NULL);
	for (int r = 0; r < rounds; r++) {
		for (int i = 0; i < n; i++) {
			struct program *p = &programs[r % 2 ? n - 1 - i : i];
			if (to_end)
				measure_end(p, r);
			else
				measure(p, r, first, last, rest);
		}
	}
	(to_end ? report_end : report)(programs, n, rounds);
	return 0;
}
