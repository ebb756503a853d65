/* Programs that have the terminal to themselves: the loop leaves the screen, waits for them and comes back. */
#include "app_int.h"

struct program {
	VEC(char *) argv; /* NULL after the last */
	app_program_end ended;
};

static void forget(struct program *p)
{
	for (size_t i = 0; i < p->argv.n; i++)
		free(p->argv.v[i]);
	vec_free(&p->argv);
	free(p);
}

void app_start_program(struct app *a, const char *const *argv, size_t n, const char *last, app_program_end ended)
{
	struct program *p = xcalloc(1, sizeof *p);

	if (a->program)
		forget(a->program);
	for (size_t i = 0; i < n; i++)
		vec_push(&p->argv, xstrdup(argv[i]));
	vec_push(&p->argv, xstrdup(last));
	vec_push(&p->argv, NULL);
	p->ended = ended;
	a->program = p;
	a->wish = APP_PROGRAM;
}

const char *const *app_program(const struct app *a)
{
	return (const char *const *)a->program->argv.v;
}

void app_program_ended(struct app *a, int status)
{
	struct program *p = a->program;

	a->program = NULL;
	p->ended(a, p->argv.v[0], status);
	forget(p);
	app_touch(a);
}

void app_program_free(struct app *a)
{
	if (a->program)
		forget(a->program);
	a->program = NULL;
}
