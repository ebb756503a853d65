/* Panes: lists beside the document, moving between them, closing, leaving. */
#include "actions.h"

static enum cmd_result show(struct app *a, enum spec_kind kind, struct err *e)
{
	jump_record(a);
	return pane_show(a, &(struct spec){.kind = kind, .number = -1}, e) ? CMD_OK : CMD_ERROR;
}

/* What is asked for again is closed. */
static enum cmd_result toggle(struct app *a, enum spec_kind kind, struct err *e)
{
	if (a->side && a->side_spec.kind == kind && a->active == PANE_SIDE) {
		pane_close(a, PANE_SIDE);
		return CMD_OK;
	}
	return show(a, kind, e);
}

ACTION(act_contents)
{
	(void)args;
	return toggle(app, SPEC_CONTENTS, e);
}

ACTION(act_notes)
{
	(void)args;
	return toggle(app, SPEC_NOTES, e);
}

ACTION(act_sources)
{
	(void)args;
	return toggle(app, SPEC_SOURCES, e);
}

ACTION(act_check)
{
	(void)args;
	return toggle(app, SPEC_CHECK, e);
}

ACTION(act_library)
{
	(void)args;
	return show(app, SPEC_LIBRARY, e);
}

ACTION(act_messages)
{
	(void)args;
	return show(app, SPEC_MESSAGES, e);
}

ACTION(act_help)
{
	struct app *a = app;
	struct spec s = {.kind = SPEC_HELP,
			 .number = -1,
			 .help_for = pane_active(a)->cursor_on ? VIEW_KINDS : pane_active(a)->kind};

	(void)args;
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_ERROR;
}

static enum cmd_result to(struct app *a, enum pane p)
{
	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	if (!pane_view(a, p))
		return CMD_NOTHING;
	a->active = p;
	pane_resize(a);
	return CMD_OK;
}

ACTION(act_pane_next)
{
	struct app *a = app;

	(void)args;
	(void)e;
	return to(a, a->active == PANE_MAIN ? PANE_SIDE : PANE_MAIN);
}

ACTION(act_pane_main)
{
	(void)args;
	(void)e;
	return to(app, PANE_MAIN);
}

ACTION(act_pane_side)
{
	(void)args;
	(void)e;
	return to(app, PANE_SIDE);
}

/* The active one stays: a side pane cannot stand alone, so the document does. */
ACTION(act_pane_only)
{
	struct app *a = app;

	(void)args;
	(void)e;
	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	pane_close(a, PANE_SIDE);
	return CMD_OK;
}

/* A page with nothing under it to go back to. */
static bool last_page(const struct app *a)
{
	return a->book->is_blank && (a->main_spec.kind == SPEC_LIBRARY || !a->n_below);
}

ACTION(act_close)
{
	struct app *a = app;

	(void)args;
	(void)e;
	if (a->n_peeks)
		pane_close(a, PANE_PEEK);
	else if (pane_view(a, PANE_SIDE) && (a->active == PANE_SIDE || !a->main_page || last_page(a)))
		pane_close(a, PANE_SIDE);
	else if (a->main_page && !last_page(a))
		pane_close(a, PANE_MAIN);
	else
		a->wish = APP_QUIT;
	return CMD_OK;
}

ACTION(act_quit)
{
	struct app *a = app;

	(void)args;
	(void)e;
	a->wish = APP_QUIT;
	return CMD_OK;
}

ACTION(act_suspend)
{
	struct app *a = app;

	(void)args;
	(void)e;
	a->wish = APP_SUSPEND;
	return CMD_OK;
}

ACTION(act_repaint)
{
	struct app *a = app;

	(void)args;
	(void)e;
	a->wish = APP_REPAINT;
	return CMD_OK;
}

ACTION(act_prompt)
{
	(void)args;
	(void)e;
	prompt_open(app, PROMPT_COMMAND, STR(""));
	return CMD_OK;
}
