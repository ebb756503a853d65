/* What is annotated in a view: found by place, however many there are. The list is in order of its starts; beside it
 * stands how far the annotations up to each one reach, so that a row looks at those that may overlap it and at no
 * others.
 */
#include "view_int.h"

static size_t first_from(const struct view *v, size_t at)
{
	size_t lo = 0, hi = v->n_annotations;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v->annotations[mid].at.start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void view_annotations_in(const struct view *v, size_t start, size_t end, size_t *first, size_t *last)
{
	*last = first_from(v, end);
	*first = *last;
	while (*first && v->reach.v[*first - 1] >= start)
		--*first;
}

/* The focus stays on an annotation that is still there. */
static void keep_focus(struct view *v)
{
	struct span at = v->focus.span;

	if (!v->has_focus || v->focus.kind != THING_ANNOTATION)
		return;
	v->has_focus = false;
	for (size_t i = first_from(v, at.start); i < v->n_annotations && v->annotations[i].at.start == at.start; i++)
		if (v->annotations[i].at.end == at.end && !v->has_focus) {
			v->has_focus = true;
			v->focus.index = (uint32_t)i;
		}
}

void view_set_annotations(struct view *v, const struct view_annotation *list, size_t n)
{
	size_t reach = 0;

	v->annotations = list;
	v->n_annotations = n;
	v->reach.n = 0;
	for (size_t i = 0; i < n; i++) {
		reach = list[i].at.end > reach ? list[i].at.end : reach;
		vec_push(&v->reach, reach);
	}
	keep_focus(v);
}

/* The one to go on from: where the focus is on one, from that; else from the cursor. */
static size_t next_one(struct view *v, int direction)
{
	struct position p = view_cursor(v);

	if (v->has_focus && v->focus.kind == THING_ANNOTATION)
		return direction > 0 ? v->focus.index + 1 : v->focus.index;
	if (direction < 0)
		return first_from(v, p.at);
	return first_from(v, v->cursor_on || v->has_focus ? p.at + 1 : p.at);
}

bool view_focus_annotation(struct view *v, int direction, bool (*wanted)(void *context, uint32_t index), void *context)
{
	size_t i;

	view_refresh(v);
	if (v->has_focus && !view_on_screen(v, &v->focus.where))
		v->has_focus = false;
	i = next_one(v, direction);
	for (; direction > 0 ? i < v->n_annotations : i > 0; i += direction > 0 ? 1u : -1u) {
		const struct view_annotation *a = &v->annotations[direction > 0 ? i : i - 1];
		struct thing t = {.kind = THING_ANNOTATION, .span = a->at, .where = POSITION(a->at.start)};

		if (wanted && !wanted(context, a->index))
			continue;
		t.index = (uint32_t)(a - v->annotations);
		view_unfold_section(v, a->at.start);
		view_focus(v, &t);
		view_show(v, &t.where);
		view_cursor_go(v, &t.where);
		return true;
	}
	return false;
}
