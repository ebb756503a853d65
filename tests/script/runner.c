/* Runs the scripts named, or all of tests/script/; --accept writes their screens anew. */
#include "taiyaku/app.h"
#include "taiyaku/cli.h"

#include <glob.h>
#include <locale.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* As `taiyaku import --store STORE PATH` does it, with nothing printed. */
static bool import(const char *store, const char *path)
{
	char *argv[] = {(char[]){"import"}, (char *)(uintptr_t)path, NULL};
	struct cli cli = {.store = store};
	int out, quiet = open("/dev/null", O_WRONLY);
	bool good;

	fflush(stdout);
	out = dup(1);
	dup2(quiet, 1);
	good = cli_import(&cli, 2, argv) == 0;
	fflush(stdout);
	dup2(out, 1);
	close(out);
	close(quiet);
	return good;
}

int main(int argc, char **argv)
{
	const char *src = getenv("srcdir");
	int tests = 0, bad = 0, first = 1;
	bool accept = argc > 1 && !strcmp(argv[1], "--accept");
	struct buf pattern = {0};
	glob_t all = {0};

	setlocale(LC_ALL, "C.UTF-8");
	first += accept;
	for (int i = first; i < argc; i++)
		bad += script_run(argv[i], accept, &tests, import);
	if (first == argc) {
		buf_printf(&pattern, "%s/tests/script/*.t", src ? src : ".");
		glob(buf_cstr(&pattern), 0, NULL, &all);
		for (size_t i = 0; i < all.gl_pathc; i++)
			bad += script_run(all.gl_pathv[i], accept, &tests, import);
		globfree(&all);
		buf_free(&pattern);
	}
	printf("1..%d\n", tests);
	return bad ? 1 : 0;
}
