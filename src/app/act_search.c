/* Searching, results, the filter. */
#include "actions.h"

static enum cmd_result search(struct app *a, const struct cmd_args *c, enum prompt_kind kind)
{
	if (!c->n) {
		prompt_open(a, kind, STR(""));
		return CMD_OK;
	}
	jump_record(a);
	search_set(a, c->v[0], kind == PROMPT_FORWARD ? 1 : -1);
	search_start(a, pane_active(a), view_cursor(pane_active(a)).at, a->search.direction);
	return CMD_OK;
}

ACTION(act_search_forward)
{
	(void)e;
	return search(app, args, PROMPT_FORWARD);
}

ACTION(act_search_backward)
{
	(void)e;
	return search(app, args, PROMPT_BACKWARD);
}

/* On from the hit if it is still on the screen, else from what is seen. */
static enum cmd_result again(struct app *a, int direction, struct err *e)
{
	struct view *v = pane_active(a);
	size_t from = v->at.at;

	if (!a->search.needle || text_needle_empty(a->search.needle)) {
		err_set(e, ERR_NOTHING, "%s", _("nothing was searched for yet; / begins"));
		return CMD_NOTHING;
	}
	if (v->hit.start != POS_NONE && view_on_screen(v, &v->hit_where))
		from = direction > 0 ? v->hit.end : v->hit.start;
	search_start(a, v, from, direction);
	return CMD_OK;
}

ACTION(act_search_next)
{
	(void)args;
	return again(app, ((struct app *)app)->search.direction < 0 ? -1 : 1, e);
}

ACTION(act_search_previous)
{
	(void)args;
	return again(app, ((struct app *)app)->search.direction < 0 ? 1 : -1, e);
}

ACTION(act_results)
{
	struct app *a = app;

	if (args->n)
		search_set(a, args->v[0], 1);
	if (!a->search.needle || text_needle_empty(a->search.needle)) {
		err_set(e, ERR_NOTHING, "%s", _("nothing was searched for yet; / begins"));
		return CMD_NOTHING;
	}
	jump_record(a);
	return pane_show(a, &(struct spec){.kind = SPEC_RESULTS, .number = -1}, e) ? CMD_OK : CMD_ERROR;
}

/* The filter holds for the document; what is at the top stays there, or the nearest paragraph that matches. */
static enum cmd_result filter(struct app *a, struct str words)
{
	struct view *v = a->book->view;
	struct text_needle *old = a->filter;

	a->filter = words.n ? text_needle_new(words, (enum text_fold_level)cmd_choice(a->options, OPT_SEARCH)) : NULL;
	layout_filter(v->layout, a->filter, a->filter_context);
	v->needle = a->filter ? a->filter : a->search.needle;
	text_needle_free(old);
	view_unfocus(v);
	view_refresh(v);
	return CMD_OK;
}

ACTION(act_filter)
{
	struct app *a = app;

	(void)e;
	if (!args->n && !a->filter) {
		prompt_open(a, PROMPT_FILTER, STR(""));
		return CMD_OK;
	}
	return filter(a, args->n ? args->v[0] : STR(""));
}

static enum cmd_result context(struct app *a, int more, struct err *e)
{
	if (!a->filter) {
		err_set(e, ERR_NOTHING, "%s", _("nothing is filtered; & begins"));
		return CMD_NOTHING;
	}
	if (a->filter_context + more < 0)
		return CMD_NOTHING;
	a->filter_context += more;
	layout_filter(a->book->view->layout, a->filter, a->filter_context);
	view_refresh(a->book->view);
	return CMD_OK;
}

ACTION(act_filter_more)
{
	(void)args;
	return context(app, 1, e);
}

ACTION(act_filter_less)
{
	(void)args;
	return context(app, -1, e);
}
