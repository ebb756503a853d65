/* Jumps: whole scenes (which panes, what they show, where they stand, where the focus is) are remembered before going
 * somewhere else, so that coming back brings back the sentence that was left, the source pane with it or without. */
#include "app_int.h"

enum { JUMPS = 200 };

static void take(struct app *a, struct scene *s)
{
	const struct view *views[2] = {pane_view(a, PANE_MAIN), a->side};

	*s = (struct scene){.book = a->book,
			    .main = a->main_spec,
			    .side = a->side_spec,
			    .has_side = a->side != NULL,
			    .active = a->active == PANE_PEEK ? a->under_peek : a->active};
	for (int i = 0; i < 2; i++) {
		if (!views[i])
			continue;
		s->at[i] = views[i]->at;
		s->focused[i] = views[i]->has_focus;
		s->cursor[i] = views[i]->cursor_on;
		s->focus[i] = s->cursor[i] ? views[i]->cursor : views[i]->focus.where;
	}
}

static void place(struct view *v, const struct scene *s, int i)
{
	if (!v)
		return;
	view_go(v, &s->at[i], 0);
	view_unfocus(v);
	if (s->focused[i])
		view_focus_at(v, &s->focus[i], ~0u);
	if (s->cursor[i])
		view_cursor_go(v, &s->focus[i]);
}

static bool same_spec(const struct spec *a, const struct spec *b)
{
	return a->kind == b->kind && a->number == b->number && a->order == b->order &&
	       a->subject.kind == b->subject.kind && a->subject.index == b->subject.index &&
	       a->subject.thread == b->subject.thread && a->help_for == b->help_for;
}

static void restore(struct app *a, const struct scene *s)
{
	struct err e = {0};

	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	if (a->book != s->book || (a->main_page && s->main.kind == SPEC_DOCUMENT))
		pane_show_book(a, s->book);
	if (s->main.kind != SPEC_DOCUMENT && !(a->main_page && same_spec(&a->main_spec, &s->main)))
		pane_show(a, &s->main, &e);
	if (!s->has_side)
		pane_close(a, PANE_SIDE);
	else if (!a->side || !same_spec(&a->side_spec, &s->side))
		pane_show(a, &s->side, &e);
	a->active = s->active;
	pane_resize(a);
	place(pane_view(a, PANE_MAIN), s, 0);
	place(a->side, s, 1);
	app_touch(a);
}

void jump_record(struct app *a)
{
	struct scene s;

	take(a, &s);
	a->before_book = a->book;
	a->before_jump = a->book->view->at;
	a->jumps.n = a->jump; /* what was forward is gone */
	if (a->jumps.n == JUMPS) {
		memmove(a->jumps.v, a->jumps.v + 1, (JUMPS - 1) * sizeof *a->jumps.v);
		a->jumps.n--;
	}
	vec_push(&a->jumps, s);
	a->jump = a->jumps.n;
}

static void keep_inside(struct position *p, size_t end)
{
	p->depth = 0;
	if (p->at > end)
		p->at = end;
}

void jump_reloaded(struct app *a, const struct book *b, size_t end)
{
	for (size_t i = 0; i < a->jumps.n; i++) {
		struct scene *s = &a->jumps.v[i];

		if (s->book != b)
			continue;
		s->has_side = false;
		s->active = PANE_MAIN;
		s->focused[0] = false;
		keep_inside(&s->at[0], end);
	}
	if (a->before_book == b)
		keep_inside(&a->before_jump, end);
}

/* The scene that is left takes the place of the one that is gone to: so back and forward are each other's reverse. */
static bool exchange(struct app *a, size_t with)
{
	struct scene now, then = a->jumps.v[with];

	take(a, &now);
	a->jumps.v[with] = now;
	restore(a, &then);
	return true;
}

bool jump_back(struct app *a, long n)
{
	bool did = false;

	for (; n > 0 && a->jump > 0; n--)
		did = exchange(a, --a->jump);
	return did;
}

bool jump_forward(struct app *a, long n)
{
	bool did = false;

	for (; n > 0 && a->jump < a->jumps.n; n--)
		did = exchange(a, a->jump++);
	return did;
}

bool jump_swap(struct app *a)
{
	struct scene then;

	if (!a->jump)
		return false;
	then = a->jumps.v[a->jump - 1];
	jump_record(a);
	restore(a, &then);
	return true;
}
