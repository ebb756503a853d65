/* From mark to mark, looking and going; what points here. */
#include "actions.h"

static enum cmd_result to_mark(struct app *a, int direction, unsigned kinds, long count, struct err *e)
{
	struct view *v = pane_active(a);
	bool did = false;

	for (long n = count > 0 ? count : 1; n > 0 && view_focus_next(v, direction, kinds); n--)
		did = true;
	if (did)
		return CMD_OK;
	err_set(e, ERR_NOTHING, "%s", direction > 0 ? _("none from here on") : _("none before here"));
	return CMD_NOTHING;
}

ACTION(act_mark_next)
{
	return to_mark(app, 1, THINGS_MARKS, args->count, e);
}

ACTION(act_mark_previous)
{
	return to_mark(app, -1, THINGS_MARKS, args->count, e);
}

static unsigned kinds_named(struct str name)
{
	static const struct {
		const char *name;
		unsigned kinds;
	} table[] = {
		{"call", THINGS(THING_CALL)},           {"citation", THINGS(THING_CITATION) | THINGS(THING_ANCHOR)},
		{"quotation", THINGS(THING_QUOTATION)}, {"post", THINGS(THING_POST)},
		{"section", THINGS(THING_SECTION)},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(str_c(table[i].name), name))
			return table[i].kinds;
	return 0;
}

static enum cmd_result to_named(struct app *a, const struct cmd_args *c, int direction, struct err *e)
{
	unsigned kinds = kinds_named(c->v[0]);

	if (str_eq(c->v[0], STR("annotation")) || str_eq(c->v[0], STR("orphan")))
		return annotation_next(a, direction, *c->v[0].p == 'o', c->count, e);
	if (kinds)
		return to_mark(a, direction, kinds, c->count, e);
	err_set(e, ERR_USAGE, _("%.*s: no such kind of mark"), STR_ARG(c->v[0]));
	return CMD_ERROR;
}

ACTION(act_next)
{
	return to_named(app, args, 1, e);
}

ACTION(act_previous)
{
	return to_named(app, args, -1, e);
}

/* The thing that is meant: what has the focus, or the first mark on the screen. */
static bool meant(struct view *v, struct thing *t)
{
	if (v->has_focus && view_on_screen(v, &v->focus.where)) {
		*t = v->focus;
		return true;
	}
	return view_first_thing(v, THINGS_MARKS, t);
}

/* From a popup to what it is about. */
static enum cmd_result go_on(struct app *a, struct err *e)
{
	struct peek p = a->peeks[a->n_peeks - 1];

	if (!p.goes) {
		err_set(e, ERR_NOTHING, "%s", _("this leads nowhere"));
		return CMD_NOTHING;
	}
	if (p.go.subject.kind == SUBJECT_QUOTATION)
		return thing_go_translation(a, p.go.subject.index, e);
	if (p.go.kind == SPEC_DOCUMENT)
		return place_go(a, p.place.at);
	return source_go(a, &p.go.subject, p.go.number, e);
}

/* Does something with the thing that is meant; a popup without a focus of its own is gone on from. */
static enum cmd_result
act_on_thing(struct app *a, enum cmd_result (*act)(struct app *, struct view *, const struct thing *, struct err *),
	     struct err *e)
{
	struct view *v = pane_active(a);
	struct thing t;

	if (a->active == PANE_PEEK && !v->has_focus)
		return go_on(a, e);
	if (meant(v, &t)) {
		view_focus(v, &t);
		return act(a, v, &t, e);
	}
	err_set(e, ERR_NOTHING, "%s", _("there is no mark on this screen"));
	return CMD_NOTHING;
}

ACTION(act_peek)
{
	(void)args;
	return act_on_thing(app, thing_peek, e);
}

ACTION(act_follow)
{
	(void)args;
	return act_on_thing(app, thing_go, e);
}

ACTION(act_back)
{
	struct app *a = app;

	if (jump_back(a, args->count > 0 ? args->count : 1))
		return CMD_OK;
	err_set(e, ERR_NOTHING, "%s", _("this is the first place"));
	return CMD_NOTHING;
}

ACTION(act_forward)
{
	struct app *a = app;

	if (jump_forward(a, args->count > 0 ? args->count : 1))
		return CMD_OK;
	err_set(e, ERR_NOTHING, "%s", _("this is the last place"));
	return CMD_NOTHING;
}

/* The quoted post that the place stands in. */
static bool post_around(struct view *v, size_t at, struct thing *t)
{
	const struct block *b = doc_block_at(v->doc, at);

	while (b && b->kind != BLOCK_POST)
		b = doc_block_parent(v->doc, b);
	*t = (struct thing){.kind = THING_POST, .index = b ? b->index : 0};
	return b;
}

/* In a document: what has the focus; in cursor mode, or on an annotation, the post around it; else the first there is.
 */
static bool thing_of_post(struct view *v, struct thing *t)
{
	if (v->cursor_on || (v->has_focus && v->focus.kind == THING_ANNOTATION))
		return post_around(v, view_cursor(v).at, t);
	if (!v->has_focus)
		return view_first_thing(v, THINGS(THING_POST) | THINGS(THING_CITATION), t);
	*t = v->focus;
	return true;
}

bool thing_post(struct app *a, struct subject *s, long *number)
{
	struct view *v = pane_active(a);
	const struct verdict *verdict;
	const struct target *target;
	struct thing t;

	if (v->page) {
		if (v->kind != VIEW_SOURCE && v->kind != VIEW_PEEK)
			return false;
		if (v->cursor_on)
			t = (struct thing){.kind = THING_ANNOTATION, .span = {view_cursor(v).at, 0}};
		else if (v->has_focus)
			t = v->focus;
		else if (!view_first_thing(v, THINGS(THING_POST), &t))
			return false;
		target = view_target(v, &t);
		*s = pane_about(a, v)->subject;
		*number = target && target->kind == TARGET_POST ? target->from : page_post_at(v->page, t.span.start);
		return *number >= 0;
	}
	if (!thing_of_post(v, &t))
		return false;
	if (t.kind == THING_POST) {
		*s = (struct subject){SUBJECT_POST, t.index, 0};
		*number = doc_post(v->doc, t.index)->number;
	} else if (t.kind == THING_ANCHOR) {
		*s = (struct subject){SUBJECT_ANCHOR, t.index, 0};
		*number = doc_anchor(v->doc, t.index)->from;
	} else if (t.kind == THING_CITATION) {
		*s = (struct subject){SUBJECT_CITATION, t.index, 0};
		verdict = pane_verdict(a, s);
		*number = verdict->n_numbers ? verdict->numbers[0] : -1;
	} else {
		return false;
	}
	return true;
}

ACTION(act_citing)
{
	struct app *a = app;
	struct spec s = {.kind = SPEC_CITING};

	(void)args;
	if (!thing_post(a, &s.subject, &s.number)) {
		err_set(e, ERR_NOTHING, "%s", _("K is for a post or a citation: ]p or ]c goes to one"));
		return CMD_NOTHING;
	}
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_ERROR;
}

/* The same source in another order, at the same post. */
static enum cmd_result reorder(struct app *a, enum page_order order, struct err *e)
{
	struct view *v = pane_active(a);
	struct spec s = *pane_about(a, v);
	struct thing t;
	const struct target *target;

	if (v->kind != VIEW_SOURCE ||
	    !(v->has_focus ? (t = v->focus, true) : view_first_thing(v, THINGS(THING_POST), &t))) {
		err_set(e, ERR_NOTHING, "%s", _("there is no post here"));
		return CMD_NOTHING;
	}
	target = view_target(v, &t);
	s.number = target && t.kind == THING_POST ? target->from : s.number;
	s.order = s.order == order ? PAGE_BY_NUMBER : order;
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_ERROR;
}

ACTION(act_tree)
{
	(void)args;
	return reorder(app, PAGE_AS_TREE, e);
}

/* In this source; again, with a count or when it is said: in the whole store. */
ACTION(act_poster)
{
	struct spec s = {.kind = SPEC_POSTER};
	struct app *a = app;
	bool store = args->n ? str_eq(args->v[0], STR("store"))
			     : args->count > 0 || pane_about(a, pane_active(a))->order == PAGE_BY_POSTER;

	if (!store)
		return reorder(a, PAGE_BY_POSTER, e);
	if (!thing_post(a, &s.subject, &s.number)) {
		err_set(e, ERR_NOTHING, "%s", _("there is no post here"));
		return CMD_NOTHING;
	}
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_NOTHING;
}

/* ---- places under letters ---- */

static bool letter(const struct cmd_args *c, char *name, struct err *e)
{
	char x = c->v[0].n == 1 ? c->v[0].p[0] : 0;

	*name = x;
	if ((x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '\'')
		return true;
	return err_set(e, ERR_USAGE, _("a mark is a letter, a to z or A to Z"));
}

ACTION(act_set_mark)
{
	struct app *a = app;
	struct store_place p;
	struct position at = view_cursor(a->book->view);
	struct buf thread = {0};
	char name;

	if (!letter(args, &name, e))
		return CMD_ERROR;
	if (name == '\'') {
		a->before_book = a->book;
		a->before_jump = at;
		return CMD_OK;
	}
	if (!app_notes(a))
		return CMD_ERROR;
	if (store_notes_read_only(a->notes)) {
		err_set(e, ERR_STORE, "%s", store_notes_read_only(a->notes));
		return CMD_ERROR;
	}
	if (!thread_place(a, &p, &thread)) {
		book_place(a->book, &at, &p);
		p.document = str_c(doc_id(a->book->doc)); /* of a large one too: a mark is its own */
	}
	store_set_mark(a->notes, name, &p);
	buf_free(&thread);
	app_say(a, _("mark %c is here"), name);
	return CMD_OK;
}

static enum cmd_result go_mark(struct app *a, const struct store_place *p, struct err *e)
{
	struct book *b = a->book;
	struct position at;
	int64_t thread;
	long number;

	if (thread_is_name(p->document))
		return thread_find(a, p->document, &thread, &number, e) ? thread_go(a, thread, (long)p->at, e)
									: CMD_ERROR;
	if (!str_eq(p->document, str_c(doc_id(b->doc))) && !(p->path.n && str_eq(p->path, str_c(b->real)))) {
		char *path = str_dup(p->path);

		b = *path ? book_open(a, path, NULL, NULL, e) : book_open_id(a, p->document, e);
		free(path);
		if (!b)
			return CMD_ERROR;
	}
	at = book_position(b, p);
	return place_go_to(a, b, &at);
}

ACTION(act_go_mark)
{
	struct app *a = app;
	struct store_place p;
	struct position before = a->before_jump;
	struct buf thread = {0};
	struct arena *arena;
	enum cmd_result r;
	char name;

	if (!letter(args, &name, e))
		return CMD_ERROR;
	if (name == '\'')
		return thread_in_main(a) && jump_swap(a)
			       ? CMD_OK
			       : place_go_to(a, a->before_book ? a->before_book : a->book, &before);
	arena = arena_new();
	if (!thread_place(a, &p, &thread))
		buf_cat(&thread, doc_id(a->book->doc));
	if (app_notes(a) && store_mark(a->notes, name, buf_view(&thread), arena, &p, e)) {
		r = go_mark(a, &p, e);
	} else {
		err_set(e, ERR_NOTHING, _("mark %c is not set"), name);
		r = CMD_NOTHING;
	}
	buf_free(&thread);
	arena_free(arena);
	return r;
}
