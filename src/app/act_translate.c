/* Translations: shown and hidden, remembered ones taken over, which is shown first, sentences put right. */
#include "actions.h"
#include "annotated.h"

static enum cmd_result nothing(struct err *e, const char *text)
{
	err_set(e, ERR_NOTHING, "%s", text);
	return CMD_NOTHING;
}

/* ---- T ---- */

static enum cmd_result toggle_quotation(struct app *a, struct view *v, const struct thing *t, struct err *e)
{
	const struct quotation *q = doc_quotation(v->doc, t->index);

	view_focus(v, t);
	if (!layout_has_translation(v->layout, t->index))
		return translation_offer(a, (struct span){q->start, q->end}, e);
	layout_show_translation(v->layout, t->index, !layout_translation_shown(v->layout, t->index));
	view_refresh(v);
	view_show_inset(v, &t->where);
	return CMD_OK;
}

static enum cmd_result toggle_passage(struct view *v, struct span at)
{
	struct position where = v->has_focus ? v->focus.where : POSITION(at.start);

	layout_show_passage(v->layout, at, !layout_passage_shown(v->layout, at));
	view_refresh(v);
	view_show_inset(v, &where);
	return CMD_OK;
}

/* The quotation that the cursor is in. */
static bool quotation_here(struct view *v, struct thing *out)
{
	const struct mark *marks[32];
	struct position here = view_cursor(v);
	size_t n = v->page ? 0 : doc_marks(v->doc, here.at, here.at + 1, marks, 32);

	for (size_t i = 0; i < n && i < 32; i++)
		if (marks[i]->kind == MARK_QUOTATION) {
			here.at = marks[i]->start;
			*out = (struct thing){THING_QUOTATION, {marks[i]->start, marks[i]->end}, here, marks[i]->index};
			return true;
		}
	return false;
}

/* Of what is selected what is remembered; of what has the focus or the cursor in it what is there; else of the first
 * quotation on the screen. */
ACTION(act_translation_toggle)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	const struct note_attached *x;
	struct thing t;
	struct span at;

	(void)args;
	if (v->cursor_on && v->selecting != SELECT_NONE)
		return annotation_chosen(a, &at, e) ? translation_offer(a, at, e) : CMD_ERROR;
	if (v->has_focus && v->focus.kind == THING_QUOTATION)
		return toggle_quotation(a, v, &v->focus, e);
	x = v->page ? NULL : annotation_here(a, 1u << ANNOTATION_TRANSLATION);
	if (x && x->at.start != POS_NONE)
		return toggle_passage(v, x->at);
	if (v->cursor_on && !quotation_here(v, &t))
		return annotation_chosen(a, &at, e) ? translation_offer(a, at, e) : CMD_ERROR;
	if (!v->cursor_on && !view_first_thing(v, THINGS(THING_QUOTATION), &t))
		return nothing(e, _("there is no foreign quote on this screen"));
	return toggle_quotation(a, v, &t, e);
}

/* One that fits exactly is put as it is; any other one goes into the editor first. */
ACTION(act_take_remembered)
{
	struct app *a = app;
	struct store_annotation x;
	double score;
	long n;

	if (!text_number(args->v[0], &n) || n < 1 || !translation_offered(a, (size_t)n, &x, &score))
		return nothing(e, _("no such translation is offered; T on a quote shows what is known"));
	if (!annotations_writable(a, e))
		return CMD_ERROR;
	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	if (score < 1)
		return compose_open(a, &x, e) ? CMD_OK : CMD_ERROR;
	return annotation_do(a, &x, e);
}

/* ---- which is shown first ---- */

static bool overlap(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

typedef VEC(struct str) id_vec;

/* Translations of the same passage that were to be first until now. */
static void others(struct app *a, struct str id, id_vec *out)
{
	struct str version;
	const struct note_attached *x = annotation_by_id(a, id, &version);
	struct note_attaching *all = annotations_of_book(a, a->book);
	struct note_list list = all ? note_attaching_list(all) : (struct note_list){0};

	for (size_t i = 0; x && i < list.n; i++) {
		const struct note_attached *y = &list.v[i];

		if (y->annotation.kind == ANNOTATION_TRANSLATION && y->annotation.preferred &&
		    !str_eq(y->annotation.id, id) && x->at.start != POS_NONE && y->at.start != POS_NONE &&
		    overlap(x->at, y->at))
			vec_push(out, arena_str(annotations_state(a)->arena, y->annotation.id));
	}
}

static bool translation_existing(struct app *a, struct store_annotation *x, struct err *e)
{
	struct view *v = pane_active(a);
	const struct note_attached *here = v->page ? NULL : annotation_here(a, 1u << ANNOTATION_TRANSLATION);
	struct arena *arena = annotations_state(a)->arena;

	if (here)
		return annotations_writable(a, e) &&
		       store_annotation(a->notes, arena_str(arena, here->annotation.id), arena, x, e);
	if (!annotation_existing(a, x, e))
		return false;
	return x->kind == ANNOTATION_TRANSLATION || err_set(e, ERR_NOTHING, "%s", _("this is no translation"));
}

ACTION(act_prefer)
{
	struct app *a = app;
	struct store_annotation x, y;
	id_vec ids = {0};
	bool good;

	(void)args;
	if (!translation_existing(a, &x, e))
		return CMD_ERROR;
	others(a, x.id, &ids);
	undo_step(a);
	x.preferred = !x.preferred;
	good = annotation_put(a, &x, e);
	for (size_t i = 0; i < ids.n && good && x.preferred; i++) {
		good = store_annotation(a->notes, ids.v[i], annotations_state(a)->arena, &y, e);
		y.preferred = false;
		good = good && annotation_put(a, &y, e);
	}
	vec_free(&ids);
	return good ? CMD_OK : CMD_ERROR;
}

/* ---- sentences ---- */

static bool is_aligned_page(const struct view *v)
{
	const struct page *p = v->page;

	return v->kind == VIEW_PEEK && p && p->targets.n && p->targets.v[0].kind == TARGET_ANNOTATION && p->aligned;
}

static enum cmd_result show_pairs(struct app *a, const struct store_annotation *x, size_t pair, struct err *e)
{
	struct arena *arena = arena_new();
	struct note_pairs pairs;
	enum cmd_result r;
	struct view *v;

	note_align(x->target.quote, x->body, x->alignment, arena, &pairs);
	r = thing_popup(a, page_aligned(x, pairs), NULL, e);
	arena_free(arena);
	if (r != CMD_OK)
		return r;
	v = pane_active(a);
	view_focus_first(v, THINGS(THING_ENTRY));
	while (pair-- && view_focus_next(v, 1, THINGS(THING_ENTRY)))
		;
	return CMD_OK;
}

ACTION(act_align)
{
	struct store_annotation x;

	(void)args;
	return translation_existing(app, &x, e) ? show_pairs(app, &x, 0, e) : CMD_ERROR;
}

ACTION(act_align_move)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	const struct target *t = v->has_focus ? view_target(v, &v->focus) : NULL;
	size_t pair = t && t->kind == TARGET_ANNOTATION ? t->index : 0;
	bool take = str_eq(args->v[0], STR("take"));
	struct store_annotation x;
	struct buf pins = {0};
	bool moved;

	if (!take && !str_eq(args->v[0], STR("give"))) {
		err_set(e, ERR_USAGE, "%s", _("align-move take, or align-move give"));
		return CMD_ERROR;
	}
	if (!is_aligned_page(v))
		return nothing(e, _("no sentences stand here beside each other: :align on a translation"));
	if (!annotation_existing(a, &x, e))
		return CMD_ERROR;
	moved = note_align_move(x.target.quote, x.body, x.alignment, pair, take ? 1 : -1, &pins);
	x.alignment = arena_str(annotations_state(a)->arena, buf_view(&pins));
	buf_free(&pins);
	if (!moved)
		return nothing(e, _("there is no sentence to move"));
	undo_step(a);
	if (!annotation_put(a, &x, e))
		return CMD_ERROR;
	pane_close(a, PANE_PEEK);
	return show_pairs(a, &x, pair, e);
}
