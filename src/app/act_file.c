/* Documents: opening, reading again, the guide. */
#include "actions.h"

#include <sys/stat.h>

static enum cmd_result show(struct app *a, struct book *b)
{
	if (!b)
		return CMD_ERROR;
	jump_record(a);
	pane_show_book(a, b);
	book_resume(a, b);
	return CMD_OK;
}

/* From a pipe comes what somebody writes, sooner or later: the reader does not wait for that. */
static bool is_pipe(struct str path)
{
	struct stat st;

	return !stat(path.p, &st) && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

ACTION(act_open)
{
	struct app *a = app;

	if (thread_is_name(args->v[0]))
		return thread_open(a, args->v[0], e) ? CMD_OK : CMD_ERROR;
	if (is_pipe(args->v[0])) {
		err_set(e, ERR_INPUT, _("%.*s: is a pipe; name it when the program is started"), STR_ARG(args->v[0]));
		return CMD_ERROR;
	}

	return show(a, str_starts(args->v[0], STR("sha256:")) ? book_open_id(a, args->v[0], e)
							      : book_open(a, args->v[0].p, NULL, NULL, e));
}

ACTION(act_guide)
{
	(void)args;
	return show(app, book_guide(app, e));
}

ACTION(act_reload)
{
	struct app *a = app;

	(void)args;
	return book_reload(a, a->book, e) ? CMD_OK : CMD_ERROR;
}
