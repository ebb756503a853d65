/* jumps: how long a large thread takes inside the process, from the key to the composed frame: opening it, going to
 * post N, tree and back, the posts of one poster.
 *
 * jumps STORE post:FAMILY/BOARD/KEY POSTS ROUNDS */
#include "taiyaku/app.h"

#include <locale.h>
#include <stdio.h>
#include <time.h>

enum { MOST = 1000 };

static struct app *app;
static struct grid *grid;

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double keys(const char *names)
{
	struct str s = str_c(names);
	double start = now_ms();
	struct key k;

	for (size_t at = 0; at < s.n && input_key_parse(s, &at, &k);)
		app_key(app, k);
	app_render(app, grid);
	return now_ms() - start;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void report(const char *what, double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	printf("| %s | %d | %.2f | %.2f |\n", what, n, v[n / 2], v[n * 95 / 100]);
}

int main(int argc, char **argv)
{
	static double jump[MOST], tree[MOST], back[MOST], poster[MOST];
	struct app_options o = {.config = "/dev/null"};
	struct err e = {0};
	int rounds = argc == 5 ? atoi(argv[4]) : 0;
	long posts = argc == 5 ? atol(argv[3]) : 0;
	double start;

	setlocale(LC_ALL, "C.UTF-8");
	if (rounds < 1 || rounds > MOST || posts < 1) {
		fprintf(stderr, "jumps: usage: jumps STORE post:FAMILY/BOARD/KEY POSTS ROUNDS\n");
		return 2;
	}
	o.store = argv[1];
	o.path = argv[2];
	start = now_ms();
	app = app_new(&o, &e);
	if (!app) {
		fprintf(stderr, "jumps: %s\n", e.text);
		return 1;
	}
	grid = grid_new(24, 80);
	app_resize(app, 24, 80);
	app_render(app, grid);
	printf("| %ld posts | times | p50 ms | p95 ms |\n|---|--:|--:|--:|\n", posts);
	report("open", &(double){now_ms() - start}, 1);
	for (int i = 0; i < rounds; i++) {
		char name[32];

		snprintf(name, sizeof name, "%ldg", 1 + (i * 7919L + 13) % posts);
		jump[i] = keys(name);
		if (i % 10)
			continue;
		tree[i / 10] = keys("R");
		back[i / 10] = keys("R");
		poster[i / 10] = keys("I");
		keys("<C-o>");
	}
	report("N g", jump, rounds);
	report("R, the tree", tree, (rounds + 9) / 10);
	report("R, by number again", back, (rounds + 9) / 10);
	report("I, one poster", poster, (rounds + 9) / 10);
	app_free(app);
	grid_free(grid);
	return 0;
}
