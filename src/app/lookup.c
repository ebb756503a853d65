/* Configured commands that run beside us: the popup says that one runs, what it says follows when it has ended, or was
 * stopped by C-g, by closing the popup, or by the limits of time and size. Its output is bytes from anywhere: decoded
 * like a document, shown as one, never a control.
 */
#include "lookup.h"

enum { LOOK_MS = 30, TITLE_MAX = 60 };

static void forget(struct lookup *l)
{
	child_free(l->child);
	free(l->name);
	arena_free(l->arena);
	buf_free(&l->output);
	free(l);
}

static struct peek *popup_of(struct app *a, const struct lookup *l)
{
	for (int i = 0; i < a->n_peeks; i++)
		if (a->peeks[i].view == l->view && l->view->kind == VIEW_OUTPUT)
			return &a->peeks[i];
	return NULL;
}

/* Who closes the popup does not want it any more. */
static void drop_closed(struct app *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->lookups.n; i++) {
		if (popup_of(a, a->lookups.v[i]))
			a->lookups.v[kept++] = a->lookups.v[i];
		else
			forget(a->lookups.v[i]);
	}
	a->lookups.n = kept;
}

void lookup_free_all(struct app *a)
{
	for (size_t i = 0; i < a->lookups.n; i++)
		forget(a->lookups.v[i]);
	vec_free(&a->lookups);
}

struct lookup *lookup_of(struct app *a, const struct view *v)
{
	for (size_t i = 0; i < a->lookups.n; i++)
		if (a->lookups.v[i]->view == v && v->kind == VIEW_OUTPUT)
			return a->lookups.v[i];
	return NULL;
}

/* ---- what is shown -------------------------------------------------------------------------------------------- */
static void put_title(struct page *p, const struct lookup *l)
{
	struct page *line = page_new();

	page_put_line(line, STYLE_TEXT, l->input, TITLE_MAX);
	buf_printf(&p->title, "%s: 「%.*s」", l->name, STR_ARG(buf_view(&line->text)));
	page_free(line);
}

static void put_end(struct app *a, struct page *p, const struct lookup *l, enum child_state how)
{
	if (l->output.n && l->output.p[l->output.n - 1] != '\n')
		page_put(p, STYLE_TEXT, STR("\n"));
	if (how == CHILD_TOO_MUCH)
		page_printf(p, STYLE_MISSING, _("(stopped: it says more than %ld KiB)\n"),
			    cmd_int(a->options, OPT_COMMAND_SIZE));
	else if (how == CHILD_TOO_LONG)
		page_printf(p, STYLE_MISSING, _("(stopped: it took longer than %ld s)\n"),
			    cmd_int(a->options, OPT_COMMAND_TIME));
	else if (how == CHILD_FAILED)
		page_printf(p, STYLE_MISSING, _("(it ended with %d)\n"), child_status(l->child));
	else if (how == CHILD_RUNS)
		page_printf(p, STYLE_MISSING, "%s\n", _("(stopped)"));
	else if (!l->output.n)
		page_printf(p, STYLE_MISSING, "%s\n", _("(it says nothing)"));
}

static struct view *make_view(struct app *a, struct page *p, struct err *e)
{
	struct layout_options o;

	pane_options(a, &o);
	return view_new_page(VIEW_OUTPUT, p, &o, e);
}

/* In place of what the popup said while it ran. how: CHILD_RUNS: it was stopped. */
static void show(struct app *a, struct lookup *l, enum child_state how)
{
	struct peek *peek = popup_of(a, l);
	struct page *p = page_new();
	struct text_decoding info;
	struct err e = {0};
	struct view *v;

	text_decode(child_output(l->child), NULL, &l->output, &info, &e);
	put_title(p, l);
	page_put(p, STYLE_TEXT, buf_view(&l->output));
	put_end(a, p, l, how);
	child_free(l->child);
	l->child = NULL;
	v = make_view(a, p, &e);
	if (!v)
		return;
	view_free(peek->view);
	peek->view = v;
	l->view = v;
	pane_resize(a);
	view_refresh(v);
}

/* ---- running --------------------------------------------------------------------------------------------------- */
bool lookup_program(struct app *a, struct str name, struct cmd_list *out, struct err *e)
{
	struct buf option = {0};

	buf_printf(&option, "command.%.*s", STR_ARG(name));
	*out = cmd_list(a->options, buf_view(&option));
	buf_free(&option);
	return out->n || err_set(e, ERR_USAGE,
				 _("no program is set for this: put into taiyakurc: set command.%.*s = \"PROGRAM\" "
				   "\"ARGUMENT\""),
				 STR_ARG(name));
}

static struct child *start(struct app *a, const struct cmd_list *program, struct str input, const char *last,
			   struct err *e)
{
	VEC(const char *) argv = {0};
	struct child *c;

	for (size_t i = 0; i < program->n; i++)
		vec_push(&argv, program->v[i]);
	if (last)
		vec_push(&argv, last);
	vec_push(&argv, NULL);
	c = child_start(argv.v, last ? STR("") : input, (size_t)cmd_int(a->options, OPT_COMMAND_SIZE) << 10,
			(int)cmd_int(a->options, OPT_COMMAND_TIME) * 1000, e);
	vec_free(&argv);
	return c;
}

static bool open_popup(struct app *a, struct lookup *l, struct err *e)
{
	struct page *p = page_new();
	struct view *v;

	put_title(p, l);
	page_printf(p, STYLE_LABEL, "%s\n", _("running... C-g stops it"));
	v = make_view(a, p, e);
	if (!v)
		return false;
	if (!pane_peek(a, v, NULL, NULL))
		return err_set(e, ERR_NOTHING, "%s", _("no more popups over popups"));
	l->view = v;
	return true;
}

bool lookup_begin(struct app *a, struct str name, struct str input, const char *last, struct span at, struct err *e)
{
	struct cmd_list program;
	struct lookup *l;
	struct err none = {0};

	drop_closed(a);
	if (!lookup_program(a, name, &program, e))
		return false;
	l = xcalloc(1, sizeof *l);
	l->arena = arena_new();
	l->name = str_dup(name);
	l->input = arena_str(l->arena, input);
	l->has_target = at.start != POS_NONE && annotation_target(a, pane_active(a), at, l->arena, &l->target, &none);
	l->child = start(a, &program, input, last, e);
	if (!l->child || !open_popup(a, l, e)) {
		forget(l);
		return false;
	}
	vec_push(&a->lookups, l);
	return true;
}

bool lookup_stop(struct app *a)
{
	bool any = false;

	for (size_t i = 0; i < a->lookups.n; i++)
		if (a->lookups.v[i]->child && popup_of(a, a->lookups.v[i])) {
			show(a, a->lookups.v[i], CHILD_RUNS);
			any = true;
		}
	return any;
}

void lookup_tick(struct app *a)
{
	drop_closed(a);
	for (size_t i = 0; i < a->lookups.n; i++) {
		struct lookup *l = a->lookups.v[i];
		enum child_state how = l->child ? child_step(l->child) : CHILD_RUNS;

		if (how != CHILD_RUNS)
			show(a, l, how);
	}
}

int lookup_timeout_ms(const struct app *a)
{
	for (size_t i = 0; i < a->lookups.n; i++)
		if (a->lookups.v[i]->child)
			return LOOK_MS;
	return -1;
}
