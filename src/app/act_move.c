/* Moving by rows, screens and numbers: lines, posts, notes. */
#include "actions.h"

#include <stdio.h>

/* Rows are made one by one: more than this at once would hold the next key. N g, :line and G go any distance. */
enum { MOST_ROWS = 20000, SIDEWAYS = 8 };

static struct view *active(void *app)
{
	return pane_active(app);
}

/* In a list the entries are stepped through; elsewhere rows. */
static enum cmd_result step(struct app *a, const struct cmd_args *c, int direction, struct err *e)
{
	struct view *v = active(a);
	long n = c->count > 0 ? c->count : 1;
	bool did = false;

	if (!view_is_list(v))
		return view_scroll(v, (int)(n > MOST_ROWS ? MOST_ROWS : n) * direction) ? CMD_OK : CMD_NOTHING;
	(void)e;
	while (n-- > 0 && view_focus_next(v, direction, THINGS(THING_ENTRY)))
		did = true;
	if (!did)
		did = view_scroll(v, direction) != 0;
	return did ? CMD_OK : CMD_NOTHING;
}

ACTION(act_line_down)
{
	return step(app, args, 1, e);
}

ACTION(act_line_up)
{
	return step(app, args, -1, e);
}

/* After a page the first entry on the screen has the focus of a list. */
static enum cmd_result rows(struct app *a, long n)
{
	struct view *v = active(a);
	int moved = view_scroll(v, (int)(n > MOST_ROWS ? MOST_ROWS : n < -MOST_ROWS ? -MOST_ROWS : n));

	if (view_is_list(v) && (!v->has_focus || !view_on_screen(v, &v->focus.where)))
		view_focus_first(v, THINGS(THING_ENTRY));
	return moved ? CMD_OK : CMD_NOTHING;
}

static long times(const struct cmd_args *c)
{
	return c->count > 0 ? c->count > 100000 ? 100000 : c->count : 1;
}

ACTION(act_page_down)
{
	(void)e;
	return rows(app, times(args) * active(app)->rows);
}

ACTION(act_page_up)
{
	(void)e;
	return rows(app, -times(args) * active(app)->rows);
}

ACTION(act_half_page_down)
{
	int half = active(app)->rows / 2;

	(void)e;
	return rows(app, times(args) * (half ? half : 1));
}

ACTION(act_half_page_up)
{
	int half = active(app)->rows / 2;

	(void)e;
	return rows(app, -times(args) * (half ? half : 1));
}

static enum cmd_result nowhere(struct err *e, const char *fmt, long n)
{
	char text[200];

	snprintf(text, sizeof text, "%s %ld", fmt, n);
	err_set(e, ERR_NOTHING, "%s", text);
	return CMD_NOTHING;
}

static enum cmd_result go_line(struct app *a, struct view *v, long n, struct err *e)
{
	size_t at = n > 0 ? doc_line_start(v->doc, (size_t)n) : POS_NONE;

	if (at == POS_NONE)
		return nowhere(e, _("there is no line"), n);
	jump_record(a);
	view_unfocus(v);
	view_go(v, &POSITION(at), 0);
	return CMD_OK;
}

/* In a source its posts; in a document those that it quotes. */
static enum cmd_result go_post(struct app *a, struct view *v, long n, struct err *e)
{
	size_t at = v->page ? page_find_post(v->page, n) : POS_NONE;

	for (size_t i = 0; !v->page && at == POS_NONE && i < doc_posts(v->doc); i++)
		if (doc_post(v->doc, i)->number == n)
			at = doc_post(v->doc, i)->start;
	if (at == POS_NONE)
		return nowhere(e, _("there is no post"), n);
	jump_record(a);
	view_unfocus(v);
	if (v->kind == VIEW_SOURCE)
		pane_post(v, at);
	else
		view_go(v, &POSITION(at), 0);
	return CMD_OK;
}

static enum cmd_result go_note(struct app *a, struct str label, struct err *e)
{
	struct doc *d = a->book->doc;
	size_t here = view_cursor(a->book->view).at, best = POS_NONE;

	/* labels may start again in each chapter: the next one from here on, else the last one before */
	for (size_t i = 0; i < doc_notes(d); i++) {
		const struct note *n = doc_note(d, i);

		if (!str_eq(n->label, label))
			continue;
		best = n->start;
		if (n->start >= here)
			break;
	}
	if (best != POS_NONE)
		return place_go(a, best);
	err_set(e, ERR_NOTHING, _("there is no note %.*s"), STR_ARG(label));
	return CMD_NOTHING;
}

/* N g: what N counts depends on the view. */
static enum cmd_result go_number(struct app *a, long n, struct err *e)
{
	struct view *v = active(a);
	char label[24];

	if (v->kind == VIEW_SOURCE)
		return go_post(a, v, n, e);
	if (v->kind != VIEW_NOTES)
		return go_line(a, v, n, e);
	snprintf(label, sizeof label, "%ld", n);
	for (size_t i = 0; i < v->page->spans.n; i++) {
		const struct page_span *s = &v->page->spans.v[i];

		if (s->thing &&
		    str_eq(doc_note(a->book->doc, v->page->targets.v[s->target].index)->label, str_c(label))) {
			view_focus_at(v, &POSITION(s->start), THINGS(THING_ENTRY));
			view_show(v, &POSITION(s->start));
			view_cursor_go(v, &POSITION(s->start));
			return CMD_OK;
		}
	}
	return nowhere(e, _("there is no note"), n);
}

ACTION(act_top)
{
	struct app *a = app;
	struct view *v = active(a);

	if (args->count > 0)
		return go_number(a, args->count, e);
	jump_record(a);
	view_unfocus(v);
	view_go(v, &POSITION(v->range.start), 0);
	if (view_is_list(v))
		view_focus_first(v, THINGS(THING_ENTRY));
	return CMD_OK;
}

ACTION(act_bottom)
{
	struct app *a = app;
	struct view *v = active(a);

	if (args->count > 0)
		return go_number(a, args->count, e);
	jump_record(a);
	view_unfocus(v);
	view_go_end(v);
	while (view_is_list(v) && view_focus_next(v, 1, THINGS(THING_ENTRY)))
		;
	return CMD_OK;
}

/* Only what is not wrapped moves. */
ACTION(act_sideways)
{
	struct view *v = active(app);
	struct str way = args->v[0];
	bool half = str_starts(way, STR("half")), left = str_ends(way, STR("left"));
	long n = half ? v->cols / 2 * times(args) : args->count > 0 ? times(args) : SIDEWAYS;

	if (view_sideways(v, (int)(left ? -n : n)))
		return CMD_OK;
	err_set(e, ERR_NOTHING, "%s",
		v->widest ? _("nothing on this screen is further that way")
			  : _("nothing on this screen is cut at the edge"));
	return CMD_NOTHING;
}

static bool number(const struct cmd_args *c, long *n, struct err *e)
{
	char *end;

	*n = strtol(c->v[0].p, &end, 10);
	if (*end || end == c->v[0].p)
		return err_set(e, ERR_USAGE, _("%.*s is no number"), STR_ARG(c->v[0]));
	return true;
}

ACTION(act_line)
{
	long n;

	return number(args, &n, e) ? go_line(app, active(app), n, e) : CMD_ERROR;
}

ACTION(act_post)
{
	long n;

	return number(args, &n, e) ? go_post(app, active(app), n, e) : CMD_ERROR;
}

ACTION(act_note)
{
	return go_note(app, args->v[0], e);
}

ACTION(act_follow_growth)
{
	struct app *a = app;

	(void)args;
	if (!a->book->path) {
		err_set(e, ERR_NOTHING, "%s", _("only a file can grow"));
		return CMD_NOTHING;
	}
	a->book->following = !a->book->following;
	if (a->book->following)
		view_go_end(a->book->view);
	return CMD_OK;
}

ACTION(act_where)
{
	struct app *a = app;
	struct doc *d = a->book->doc;
	size_t at = view_cursor(a->book->view).at, lines = doc_lines(d);
	const char *name = doc_path(d) ? doc_path(d) : a->book->is_guide ? _("the guide") : _("standard input");

	(void)args;
	(void)e;
	app_say(a, _("%s  line %zu of %zu (%zu%%)  %s%s%.*s"), name, doc_line_at(d, at), lines,
		lines ? doc_line_at(d, at) * 100 / lines : 100, doc_encoding(d),
		doc_bad_bytes(d) ? _(", bad bytes  ") : "  ", STR_ARG(doc_language(d)));
	return CMD_OK;
}
