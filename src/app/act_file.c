/* Documents: opening, reading again, the guide. */
#include "actions.h"

static enum cmd_result show(struct app *a, struct book *b)
{
	if (!b)
		return CMD_ERROR;
	jump_record(a);
	pane_show_book(a, b);
	book_resume(a, b);
	return CMD_OK;
}

ACTION(act_open)
{
	struct app *a = app;

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
