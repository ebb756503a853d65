/* Folds: notes open under their calls, translations, sections. */
#include "actions.h"

#define FOLDABLE (THINGS(THING_CALL) | THINGS(THING_QUOTATION) | THINGS(THING_SECTION))

enum way { TOGGLE, OPEN, CLOSE };

static bool wanted(enum way way, bool now)
{
	return way == OPEN || (way == TOGGLE && !now);
}

/* The view's row stays on the screen; the calls of an open note that is closed take the focus. */
static void fold_note(struct view *v, const struct position *call, enum way way)
{
	layout_open_note(v->layout, call, wanted(way, layout_note_open(v->layout, call)));
	view_refresh(v);
	view_focus_at(v, call, THINGS(THING_CALL));
	view_show(v, call);
	view_show_inset(v, call);
}

static void fold_thing(struct view *v, const struct thing *t, enum way way)
{
	switch (t->kind) {
	case THING_CALL:
		fold_note(v, &t->where, way);
		return;
	case THING_QUOTATION:
		layout_show_translation(v->layout, t->index,
					wanted(way, layout_translation_shown(v->layout, t->index)));
		break;
	case THING_SECTION:
		/* for a section folded and open are the other way round */
		layout_fold_section(v->layout, t->index,
				    way == CLOSE || (way == TOGGLE && !layout_section_folded(v->layout, t->index)));
		break;
	case THING_CITATION:
	case THING_ANCHOR:
	case THING_LINK:
	case THING_POST:
	case THING_ENTRY:
	case THING_ANNOTATION:
	case THING_KINDS:
		return;
	}
	view_focus(v, t);
	view_refresh(v);
	if (t->kind == THING_QUOTATION)
		view_show_inset(v, &t->where);
}

/* The call of the open note that the place is shown in. */
static bool around(const struct position *p, struct position *call)
{
	if (!p->depth)
		return false;
	*call = *p;
	call->depth = p->depth - 1;
	call->at = p->call[call->depth];
	return true;
}

static enum cmd_result fold(struct app *a, enum way way, struct err *e)
{
	struct view *v = pane_active(a);
	struct position here = view_cursor(v), call;
	struct thing t;
	bool focused = v->has_focus && view_on_screen(v, &v->focus.where);

	if (focused && (FOLDABLE & THINGS(v->focus.kind)))
		t = v->focus;
	else if (way != OPEN && around(&here, &call)) {
		fold_note(v, &call, CLOSE);
		return CMD_OK;
	} else if (!view_first_thing(v, FOLDABLE, &t)) {
		err_set(e, ERR_NOTHING, "%s", _("there is nothing to fold on this screen"));
		return CMD_NOTHING;
	}
	/* closing inside an open note closes that note, unless the focus is on what is open itself */
	if (way == CLOSE && t.kind == THING_CALL && !layout_note_open(v->layout, &t.where) && around(&t.where, &call) &&
	    !layout_same_position(&call, &t.where)) {
		fold_note(v, &call, CLOSE);
		return CMD_OK;
	}
	if (t.kind == THING_CALL && doc_call(v->doc, t.index)->note == DOC_NONE) {
		err_set(e, ERR_NOTHING, "%s", _("there is no note with this label"));
		return CMD_NOTHING;
	}
	fold_thing(v, &t, way);
	return CMD_OK;
}

ACTION(act_fold_toggle)
{
	(void)args;
	return fold(app, TOGGLE, e);
}

ACTION(act_fold_open)
{
	(void)args;
	return fold(app, OPEN, e);
}

ACTION(act_fold_close)
{
	(void)args;
	return fold(app, CLOSE, e);
}

static enum cmd_result fold_all(struct app *a, bool open)
{
	struct view *v = pane_active(a);
	struct layout_options o = *layout_options(v->layout);

	for (uint32_t i = 0; i < doc_sections(v->doc); i++)
		if (layout_section_folded(v->layout, i))
			layout_fold_section(v->layout, i, false);
	for (uint32_t i = 0; i < doc_calls(v->doc); i++) {
		struct position call = POSITION(doc_call(v->doc, i)->start);

		if (layout_note_open(v->layout, &call) != open)
			layout_open_note(v->layout, &call, open);
	}
	o.notes_open = open;
	view_set_options(v, &o);
	a->notes_open = open;
	return CMD_OK;
}

ACTION(act_fold_open_all)
{
	(void)args;
	(void)e;
	return fold_all(app, true);
}

ACTION(act_fold_close_all)
{
	(void)args;
	(void)e;
	return fold_all(app, false);
}
