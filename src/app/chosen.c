/* Which passage and which annotation a command is about: what is selected, what has the focus, or the sentence under
 * the cursor; the annotation with the focus, or the shortest that the cursor stands in. */
#include "annotated.h"

/* ---- which passage ---- */

struct span annotation_focus(const struct view *v)
{
	const struct target *t = view_target(v, &v->focus);
	struct span whole;

	if (v->page && (v->focus.kind == THING_POST || (t && t->kind == TARGET_SOURCE)) &&
	    page_passage_whole(v->page, v->focus.span.end, &whole))
		return whole;
	return v->focus.span;
}

bool annotation_chosen(struct app *a, struct span *out, struct err *e)
{
	struct view *v = pane_active(a);
	struct position cursor = view_cursor(v);
	span_vec spans = {0};
	size_t n;

	view_selection(v, &spans);
	n = spans.n;
	if (n)
		*out = spans.v[0];
	else if (v->has_focus && !v->cursor_on)
		*out = annotation_focus(v);
	else
		*out = view_unit_around(v, &cursor, UNIT_SENTENCE);
	vec_free(&spans);
	return n < 2 || err_set(e, ERR_USAGE, "%s",
				_("the selection begins in the text and ends in a note: choose one of them"));
}

/* A new annotation of what is chosen; nothing is asked for where nothing can be written. */
bool annotation_begin(struct app *a, enum store_annotation_kind kind, struct store_annotation *x, struct err *e)
{
	struct span at;

	*x = (struct store_annotation){.kind = kind};
	return annotations_writable(a, e) && annotation_chosen(a, &at, e) &&
	       annotation_target(a, pane_active(a), at, annotations_state(a)->arena, &x->target, e);
}

void annotation_unselect(struct app *a)
{
	if (pane_active(a)->cursor_on)
		view_select(pane_active(a), SELECT_NONE);
}

void annotation_leave(struct app *a, struct str id)
{
	struct view *v = pane_active(a);
	struct position where = view_cursor(v);

	if (!v->cursor_on)
		return;
	view_cursor_end(v);
	for (size_t i = 0; i < v->n_annotations; i++) {
		const struct note_attached *x = annotation_of(a, v, v->annotations[i].index);
		struct span at = v->annotations[i].at;

		if (!x || !str_eq(x->annotation.id, id))
			continue;
		where.at = at.start; /* under the same calls */
		view_focus(v, &(struct thing){THING_ANNOTATION, at, where, (uint32_t)i});
		return;
	}
}

enum cmd_result annotation_do(struct app *a, struct store_annotation *x, struct err *e)
{
	undo_step(a);
	if (!annotation_put(a, x, e))
		return CMD_ERROR;
	annotation_leave(a, x->id);
	return CMD_OK;
}

/* ---- which annotation ---- */

/* In a page of annotations: that of the focus, or the one whose words the focus is among. */
struct str annotation_in_page(const struct view *v)
{
	const struct page *p = v->page;
	struct str id = {"", 0};

	for (size_t i = 0; p && i < p->spans.n; i++) {
		const struct page_span *x = &p->spans.v[i];

		if (!x->thing || p->targets.v[x->target].kind != TARGET_ANNOTATION)
			continue;
		if (id.n && v->has_focus && x->start > v->focus.span.start)
			break;
		if (!id.n || v->has_focus)
			id = p->targets.v[x->target].text;
	}
	return id;
}

/* The one with the focus; else the shortest that the cursor stands in. */
const struct note_attached *annotation_here(struct app *a, unsigned kinds)
{
	struct view *v = pane_active(a);
	size_t at = view_cursor(v).at, shortest = SIZE_MAX;
	const struct note_attached *found = NULL;

	if (v->has_focus && v->focus.kind == THING_ANNOTATION && v->focus.index < v->n_annotations) {
		found = annotation_of(a, v, v->annotations[v->focus.index].index);
		return found && (kinds & 1u << found->annotation.kind) ? found : NULL;
	}
	for (size_t i = 0; i < v->n_annotations && v->annotations[i].at.start <= at; i++) {
		const struct view_annotation *x = &v->annotations[i];
		const struct note_attached *y = annotation_of(a, v, x->index);
		size_t length = x->at.end - x->at.start;

		if (!y || !(kinds & 1u << y->annotation.kind) || length > shortest ||
		    (at >= x->at.end && at != x->at.start))
			continue;
		shortest = length;
		found = y;
	}
	return found;
}

struct str annotation_id_here(struct app *a)
{
	const struct view *v = pane_active(a);
	struct str id = annotation_in_page(v);
	const struct note_attached *x;

	if (id.n || v->kind == VIEW_ANNOTATIONS)
		return id;
	x = annotation_here(a, ~0u);
	return x ? x->annotation.id : id;
}

/* As the store has it now. */
bool annotation_existing(struct app *a, struct store_annotation *out, struct err *e)
{
	struct str id = annotation_id_here(a);

	if (!id.n)
		return err_set(e, ERR_NOTHING, "%s", _("no annotation is here; ]a goes to the next one, A lists them"));
	return annotations_writable(a, e) && store_annotation(a->notes, arena_str(annotations_state(a)->arena, id),
							      annotations_state(a)->arena, out, e);
}
