#include "taiyaku/cli.h"

int main(int argc, char **argv)
{
	const struct cli c = {.store = NULL};
	cli_fn run = argc > 1 ? cli_find(argv[1]) : NULL;

	return run ? run(&c, argc - 1, argv + 1) : 0;
}
