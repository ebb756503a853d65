/* The note editor: a pane above the last row in which the body of an annotation is typed. It grows with the text as far
 * as half of the screen; the document stays in sight, and the passage on the screen. What is typed is a draft in the
 * store, a few characters behind (draft.c), until it is confirmed and the annotation is in the log: so nothing is lost,
 * whatever ends the program, and leaving the editor throws nothing away.
 */
#include "compose.h"

#include "taiyaku/json.h"

struct compose *compose_of(struct app *a)
{
	if (!a->compose)
		a->compose = xcalloc(1, sizeof *a->compose);
	return a->compose;
}

bool compose_is_open(const struct app *a)
{
	return a->compose && a->compose->area;
}

/* ---- opening and closing --------------------------------------------------------------------------------------- */
/* As it would stand in the store: every string with it. */
static bool copy_annotation(struct compose *c, const struct store_annotation *from, struct err *e)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};
	struct json *j;
	bool good;

	store_annotation_put(&o, from);
	j = json_parse(buf_view(&b), "annotation", e);
	c->arena = arena_new();
	good = j && store_annotation_get(json_root(j), c->arena, &c->annotation, e);
	json_free(j);
	buf_free(&b);
	if (!good)
		arena_free(c->arena);
	return good;
}

bool compose_begin(struct app *a, const struct store_annotation *x, struct str draft, struct err *e)
{
	struct compose *c = compose_of(a);
	char id[37];

	if (c->area)
		return err_set(e, ERR_USAGE, "%s", _("another text is being typed: C-x saves it, C-g leaves it"));
	if (!annotations_writable(a, e) || !copy_annotation(c, x, e))
		return false;
	uuid7(id);
	c->draft = draft.n ? str_dup(draft) : xstrdup(id);
	c->restored = draft.n > 0;
	c->area = input_area_new();
	input_area_set(c->area, c->annotation.body);
	c->first = arena_str(c->arena, input_area_text(c->area));
	c->handed = input_area_changes(c->area);
	c->handed_bytes = c->first.n;
	c->waits = false;
	c->rows = 0;
	compose_changed(a);
	return true;
}

bool compose_open(struct app *a, const struct store_annotation *x, struct err *e)
{
	return compose_begin(a, x, STR(""), e);
}

static void close_editor(struct app *a)
{
	struct compose *c = a->compose;

	input_area_free(c->area);
	c->area = NULL;
	arena_free(c->arena);
	c->arena = NULL;
	free(c->draft);
	c->draft = NULL;
	c->waits = false;
	pane_resize(a);
	app_touch(a);
}

/* The text without white space at its end. */
static struct str body(const struct compose *c)
{
	struct str s = input_area_text(c->area);
	uint32_t cp;

	while (s.n) {
		size_t before = text_prev(s, s.n, &cp);

		if (!text_is_space(cp))
			break;
		s.n = before;
	}
	return s;
}

static bool is_as_it_was(const struct compose *c)
{
	return !c->restored && str_eq(input_area_text(c->area), c->first);
}

static void throw_away(struct app *a, const char *why)
{
	compose_draft_drop(a, str_c(a->compose->draft));
	close_editor(a);
	app_say(a, "%s", why);
}

/* A new annotation gets the id of its draft: were the program to end before the draft is dropped, the two are known to
 * be the same. A new correction to what the text says already is none. */
static void name_it(struct compose *c, struct store_annotation *x)
{
	if (!x->id.n && !(x->kind == ANNOTATION_CORRECTION && str_eq(x->body, x->target.quote)))
		x->id = arena_str(c->arena, str_c(c->draft));
}

static void save(struct app *a)
{
	struct compose *c = a->compose;
	struct store_annotation x = c->annotation;

	x.body = arena_str(c->arena, body(c));
	if (x.id.n && is_as_it_was(c)) {
		throw_away(a, _("nothing was changed"));
		return;
	}
	/* what is doubled in the text is corrected to nothing */
	if (!x.body.n && (x.kind != ANNOTATION_CORRECTION || is_as_it_was(c))) {
		throw_away(a, x.id.n ? _("the text was empty: it stays as it was; :delete removes it")
				     : _("the text was empty: nothing is made of it"));
		return;
	}
	name_it(c, &x);
	compose_draft_keep(a);
	if (!annotation_accept(a, &x))
		return;
	compose_draft_confirmed(a);
	close_editor(a);
}

static void leave(struct app *a)
{
	struct compose *c = a->compose;

	if (is_as_it_was(c)) {
		throw_away(a, "");
	} else if (text_is_blank(input_area_text(c->area))) {
		throw_away(a, _("the text was empty: nothing is kept of it"));
	} else {
		compose_draft_keep(a);
		close_editor(a);
		app_say(a, "%s", _("not saved, but kept as a draft: :drafts goes on with it"));
	}
}

void compose_close_all(struct app *a)
{
	struct compose *c = a->compose;

	if (!c)
		return;
	if (c->area) {
		if (!is_as_it_was(c))
			compose_draft_keep(a);
		close_editor(a);
	}
	if (c->confirmed.n && a->notes && store_notes_sync(a->notes, 1000, NULL))
		compose_tick(a);
	while (c->confirmed.n)
		free(c->confirmed.v[--c->confirmed.n].draft);
	while (c->ours.n)
		free(c->ours.v[--c->ours.n]);
	vec_free(&c->confirmed);
	vec_free(&c->ours);
	compose_outside_free(c);
	free(c);
	a->compose = NULL;
}

/* ---- keys ---- */

/* The passage stays on the screen that is left to it. */
void compose_changed(struct app *a)
{
	struct compose *c = a->compose;
	int rows = compose_rows(a, a->rows - 2);

	if (rows != c->rows) {
		struct view *v = pane_active(a);
		struct position p = view_cursor(v);

		c->rows = rows;
		pane_resize(a);
		if (v->rows > 0)
			view_show(v, &p);
	}
	compose_draft_changed(a);
	app_touch(a);
}

/* Keys that are not the text's: saving, and what the screen and the document behind need. */
static bool own_key(struct app *a, struct key k)
{
	struct err e = {0};

	if (k.mods == MOD_CTRL && (k.code == 'x' || k.code == 's'))
		save(a);
	else if (k.mods == MOD_CTRL && k.code == 'o' && !compose_outside(a, &e))
		app_complain(a, &e);
	else if (k.mods == MOD_CTRL && k.code == 'z')
		app_exec(a, STR("suspend"), CMD_TYPED);
	else if (k.mods == MOD_CTRL && k.code == 'l')
		app_exec(a, STR("repaint"), CMD_TYPED);
	else if (k.code == K_PGDN || k.code == K_PGUP)
		app_exec(a, k.code == K_PGDN ? STR("page-down") : STR("page-up"), CMD_TYPED);
	else if (k.code == K_WHEEL_DOWN || k.code == K_WHEEL_UP)
		app_exec(a, k.code == K_WHEEL_DOWN ? STR("line-down") : STR("line-up"), CMD_TYPED);
	else
		return k.mods == MOD_CTRL && k.code == 'o';
	return true;
}

void compose_key(struct app *a, struct key k)
{
	struct compose *c = a->compose;
	uint32_t before = input_area_changes(c->area);
	struct buf name = {0};

	if (own_key(a, k))
		return;
	switch (input_area_key(c->area, k)) {
	case EDIT_CANCEL:
		leave(a);
		return;
	case EDIT_IGNORED:
		input_key_name(k, &name);
		app_say(a, _("%s is no key here; C-x saves, C-g leaves"), buf_cstr(&name));
		break;
	case EDIT_HANDLED:
	case EDIT_DONE:
		if (input_key_is_text(k) && input_area_changes(c->area) == before)
			app_say(a, _("a note holds %zu KiB: there is no room for more"), INPUT_AREA_MAX >> 10);
		break;
	}
	buf_free(&name);
	compose_changed(a);
}

void compose_paste(struct app *a, struct str s)
{
	if (!input_area_paste(a->compose->area, s))
		app_say(a, _("a note holds %zu KiB: the end of what was pasted is missing"), INPUT_AREA_MAX >> 10);
	compose_changed(a);
}

/* ---- drawing ---- */

/* One cell is left for the caret behind a full row. A title and a row of text at least, where there is room for both.
 */
int compose_rows(const struct app *a, int rows)
{
	int most = rows / 2 > 2 ? rows / 2 : rows > 2 ? 2 : 1;

	if (!compose_is_open(a) || rows < 1)
		return 0;
	input_area_shape(a->compose->area, a->cols - 1, &a->terminal);
	return most > 1 ? 1 + input_area_rows(a->compose->area, most - 1) : 1;
}

enum { TITLE_QUOTE = 120 }; /* bytes of the passage that the title has */

/* The beginning of the passage, on one line. */
static void put_quote(struct str quote, struct buf *out)
{
	size_t end = 0;

	while (end < quote.n && end < TITLE_QUOTE)
		end = text_cluster_next(quote, end);
	for (size_t i = 0; i < end; i++)
		buf_char(out, quote.p[i] == '\n' ? ' ' : quote.p[i]);
	buf_cat(out, end < quote.n ? "..." : "");
}

static void title(const struct compose *c, struct buf *out)
{
	struct buf quote = {0};

	put_quote(str_trim(c->annotation.target.quote), &quote);
	buf_printf(out,
		   c->annotation.kind == ANNOTATION_TRANSLATION  ? _("translation of 「%s」")
		   : c->annotation.kind == ANNOTATION_CORRECTION ? _("what it should say instead of 「%s」")
								 : _("note on 「%s」"),
		   buf_cstr(&quote));
	buf_free(&quote);
}

static void put_title(struct app *a, struct grid *g, const struct rect *r, const struct input_area_view *v)
{
	struct buf name = {0};
	const char *more = "";

	if (v->above || v->below)
		more = v->above ? v->below ? _("more above and below") : _("more above") : _("more below");
	title(a->compose, &name);
	status_separator(g, r->row, r->col, r->col + r->cols, buf_view(&name), str_c(more), true, &a->terminal);
	buf_free(&name);
}

void compose_render(struct app *a, struct grid *g, struct rect r)
{
	struct compose *c = a->compose;
	int head = r.rows > 1 ? 1 : 0, column;
	struct input_area_view v;

	input_area_look(c->area, r.rows - head, &v);
	if (head)
		put_title(a, g, &r, &v);
	for (size_t i = 0; i < v.n; i++) {
		int row = r.row + head + (int)i;

		grid_fill(g, (struct rect){row, r.col, 1, r.cols}, STYLE_TEXT);
		grid_set_origin(g, r.col);
		grid_put(g, row, r.col, r.col + r.cols,
			 str_slice(input_area_text(c->area), v.rows[i].start, v.rows[i].end), STYLE_TEXT, 0,
			 &a->terminal);
		grid_set_origin(g, -1);
	}
	column = v.column < r.cols ? v.column : r.cols - 1;
	grid_set_cursor(g, r.row + head + v.row, r.col + column);
}

const char *compose_hint(const struct app *a)
{
	return a->cols < 60 ? _("C-x:save  C-g:leave") : _("C-x:save  C-g:leave  C-_:undo  C-o:$EDITOR");
}
