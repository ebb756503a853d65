/* Searching, results, the filter. */
#include "actions.h"

static size_t cursor_base(struct view *v)
{
	struct position p = view_cursor(v);

	return view_base(&p);
}

static enum cmd_result search(struct app *a, const struct cmd_args *c, enum prompt_kind kind)
{
	if (!c->n) {
		prompt_open(a, kind, STR(""));
		return CMD_OK;
	}
	jump_record(a);
	search_set(a, c->v[0], kind == PROMPT_FORWARD ? 1 : -1);
	search_start(a, pane_active(a), cursor_base(pane_active(a)), a->search.direction);
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
	size_t from = view_base(&v->at);

	if (!a->search.needle || text_needle_empty(a->search.needle)) {
		err_set(e, ERR_NOTHING, "%s", _("nothing was searched for yet; / begins"));
		return CMD_NOTHING;
	}
	if (v->cursor_on)
		from = cursor_base(v) + (direction > 0);
	else if (v->hit.start != POS_NONE && view_on_screen(v, &v->hit_where))
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
static void apply_filter(struct book *b)
{
	struct view *v = b->view;

	layout_filter(v->layout, b->filter, b->filter_context);
	view_unfocus(v);
	view_refresh(v);
	if (view_at_end(v)) /* what is left is at the end: no empty rows below it */
		view_go_end(v);
}

/* In sources whole posts are kept. Both needles live until no view has the old one. */
static enum cmd_result filter_posts(struct app *a, struct str words)
{
	struct text_needle *old = a->filter;

	a->filter = words.n ? text_needle_new(words, (enum text_fold_level)cmd_choice(a->options, OPT_SEARCH)) : NULL;
	pane_remake(a);
	search_forget(a, old);
	text_needle_free(old);
	return CMD_OK;
}

static bool is_filtered(const struct app *a)
{
	if (pane_active(a)->kind == VIEW_ANNOTATIONS)
		return annotations_filtered(a);
	return pane_active(a)->kind == VIEW_SOURCE ? a->filter != NULL : a->book->filter != NULL;
}

static enum cmd_result filter(struct app *a, struct str words, struct err *e)
{
	struct book *b = a->book;
	struct text_needle *old = b->filter;

	if (pane_active(a)->kind == VIEW_SOURCE)
		return filter_posts(a, words);
	if (pane_active(a)->kind == VIEW_ANNOTATIONS) {
		annotations_filter(a, words);
		return CMD_OK;
	}
	b->filter = words.n ? text_needle_new(words, (enum text_fold_level)cmd_choice(a->options, OPT_SEARCH)) : NULL;
	b->view->needle = b->filter ? b->filter : a->search.needle;
	apply_filter(b);
	text_needle_free(old);
	(void)e;
	return CMD_OK;
}

ACTION(act_filter)
{
	struct app *a = app;

	if (!args->n && !is_filtered(a)) {
		prompt_open(a, PROMPT_FILTER, STR(""));
		return CMD_OK;
	}
	return filter(a, args->n ? args->v[0] : STR(""), e);
}

ACTION(act_search)
{
	struct spec s = {.kind = SPEC_SEARCH, .number = -1};
	struct app *a = app;

	if (!args->n) {
		prompt_open(a, PROMPT_COMMAND, STR("search "));
		return CMD_OK;
	}
	if (!hunt_begin(a, args, &s.subject.index, e))
		return CMD_ERROR;
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_ERROR;
}

static bool hunting(const struct app *a)
{
	return a->active == PANE_MAIN && a->main_page && a->main_spec.kind == SPEC_SEARCH;
}

ACTION(act_search_more)
{
	struct app *a = app;

	(void)args;
	if (!hunting(a)) {
		err_set(e, ERR_NOTHING, "%s", _("no search of the store is shown here; :search begins one"));
		return CMD_NOTHING;
	}
	if (!hunt_more(a, a->main_spec.subject.index, e))
		return CMD_ERROR;
	pane_remake(a);
	return CMD_OK;
}

static enum cmd_result context(struct app *a, int more, struct err *e)
{
	struct book *b = a->book;

	if (hunting(a)) {
		hunt_context(a, a->main_spec.subject.index, more);
		pane_remake(a);
		return CMD_OK;
	}

	if (pane_active(a)->kind == VIEW_SOURCE && a->filter && a->filter_around + more >= 0) {
		a->filter_around += more;
		pane_remake(a);
		return CMD_OK;
	}
	if (pane_active(a)->kind == VIEW_SOURCE || !b->filter) {
		err_set(e, ERR_NOTHING, "%s", _("nothing is filtered; & begins"));
		return CMD_NOTHING;
	}
	if (b->filter_context + more < 0)
		return CMD_NOTHING;
	b->filter_context += more;
	apply_filter(b);
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
