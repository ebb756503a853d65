/* Configured commands: which text they are run on, and what is made of what they say. */
#include "actions.h"
#include "annotated.h"
#include "lookup.h"

/* What is selected; else what has the focus, where a whole mark is meant; else the word under the cursor. */
static bool chosen(struct app *a, struct span *at, struct buf *out, struct err *e)
{
	struct view *v = pane_active(a);
	struct position cursor = view_cursor(v);
	span_vec spans = {0};

	view_selection(v, &spans);
	if (spans.n) {
		*at = spans.n == 1 ? spans.v[0] : (struct span){POS_NONE, POS_NONE};
		view_selection_text(v, out);
	} else {
		*at = v->has_focus && !v->cursor_on ? v->focus.span : view_unit_around(v, &cursor, UNIT_WORD);
		buf_str(out, str_slice(doc_text(v->doc), at->start, at->end));
	}
	vec_free(&spans);
	return str_trim(buf_view(out)).n > 0 ||
	       err_set(e, ERR_NOTHING, "%s", _("there is no word here: v and motions select one"));
}

static enum cmd_result run_on_choice(struct app *a, struct str name, struct err *e)
{
	struct buf text = {0};
	struct span at;
	bool ok = chosen(a, &at, &text, e) && lookup_begin(a, name, buf_view(&text), NULL, at, e);

	buf_free(&text);
	return ok ? CMD_OK : CMD_ERROR;
}

ACTION(act_lookup)
{
	(void)args;
	return run_on_choice(app, STR("lookup"), e);
}

ACTION(act_run)
{
	struct str name = args->v[0];

	if (str_eq(name, STR("fetch")) || str_eq(name, STR("browse")))
		return app_exec(app, name, CMD_TYPED) ? CMD_OK : CMD_NOTHING;
	return run_on_choice(app, name, e);
}

ACTION(act_stop)
{
	(void)args;
	if (lookup_stop(app))
		return CMD_OK;
	err_set(e, ERR_NOTHING, "%s", _("nothing is running that could be stopped"));
	return CMD_NOTHING;
}

/* ---- addresses --------------------------------------------------------------------------------------------------- */

/* Of the link or the citation with the focus, else what is selected. */
static struct str address_here(struct app *a, struct buf *selected)
{
	struct view *v = pane_active(a);
	const struct target *t = v->has_focus ? view_target(v, &v->focus) : NULL;

	if (v->cursor_on)
		view_selection_text(v, selected);
	if (selected->n)
		return buf_view(selected);
	if (t)
		return t->kind == TARGET_LINK ? t->text : STR("");
	if (v->has_focus && v->focus.kind == THING_LINK)
		return doc_link(v->doc, v->focus.index)->url;
	if (v->has_focus && v->focus.kind == THING_CITATION)
		return doc_citation(v->doc, v->focus.index)->url;
	return STR("");
}

/* The whole address is put into the command line: Enter there is the consent. */
static enum cmd_result ask(struct app *a, const char *command, struct err *e)
{
	struct buf selected = {0}, address = {0}, line = {0};
	struct str here = address_here(a, &selected);
	struct cmd_list program;
	bool ok = here.n ? cmd_address(here, &address, e)
			 : err_set(e, ERR_NOTHING, "%s", _("no address is here: TAB goes to links, v selects"));

	ok = ok && lookup_program(a, str_c(command), &program, e);
	if (ok) {
		buf_printf(&line, "%s ", command);
		cmd_quote(buf_view(&address), &line);
		prompt_open(a, PROMPT_COMMAND, buf_view(&line));
	}
	buf_free(&selected);
	buf_free(&address);
	buf_free(&line);
	return ok ? CMD_OK : CMD_NOTHING;
}

ACTION(act_fetch)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	struct span at = v->has_focus ? v->focus.span : (struct span){POS_NONE, POS_NONE};
	struct buf address = {0};
	bool ok;

	if (!args->n)
		return ask(a, "fetch", e);
	ok = cmd_address(args->v[0], &address, e) &&
	     lookup_begin(a, STR("fetch"), buf_view(&address), buf_cstr(&address), at, e);
	buf_free(&address);
	return ok ? CMD_OK : CMD_ERROR;
}

static void browsed(struct app *a, const char *name, int status)
{
	if (status < 0)
		app_say(a, _("%s cannot be started: look at command.browse"), name);
	else if (status)
		app_say(a, _("%s ended with %d"), name, status);
}

/* It gets the terminal: many browsers for people who read here want one; those that do not come back at once. */
ACTION(act_browse)
{
	struct app *a = app;
	struct buf address = {0};
	struct cmd_list program;
	bool ok;

	if (!args->n)
		return ask(a, "browse", e);
	ok = cmd_address(args->v[0], &address, e) && lookup_program(a, STR("browse"), &program, e);
	if (ok)
		app_start_program(a, program.v, program.n, buf_cstr(&address), browsed);
	buf_free(&address);
	return ok ? CMD_OK : CMD_ERROR;
}

/* ---- what is made of what it said ---- */

/* The part that is selected, else all of it. */
static struct str said(struct view *v, struct lookup *l, struct buf *selected)
{
	view_selection_text(v, selected);
	return str_trim(selected->n ? buf_view(selected) : buf_view(&l->output));
}

ACTION(act_take)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	struct lookup *l = lookup_of(a, v);
	struct store_annotation x = {.kind = ANNOTATION_NOTE};
	struct buf selected = {0};
	bool ok;

	if (!l || l->child)
		return err_set(e, ERR_NOTHING, "%s", _("there is no output of a command here yet")), CMD_NOTHING;
	if (!l->has_target)
		return err_set(e, ERR_NOTHING, "%s", _("it was not run on a passage that can be annotated")),
		       CMD_NOTHING;
	if (str_eq(args->v[0], STR("translation")))
		x.kind = ANNOTATION_TRANSLATION;
	x.target = l->target;
	x.body = said(v, l, &selected);
	ok = compose_open(a, &x, e);
	buf_free(&selected);
	if (ok)
		pane_close(a, PANE_PEEK);
	return ok ? CMD_OK : CMD_ERROR;
}

/* The note here, or a new one, in the user's own editor. */
ACTION(act_edit_outside)
{
	struct app *a = app;

	(void)args;
	app_exec(a, annotation_id_here(a).n ? STR("edit") : STR("annotate"), CMD_TYPED);
	return compose_is_open(a) && compose_outside(a, e) ? CMD_OK : CMD_NOTHING;
}
