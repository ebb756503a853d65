/* Hiding posts: rules are made, listed and taken back; a hidden post is shown for now. */
#include "actions.h"

/* Read when they are first needed, and again after a change. */
const struct store_rules *app_rules(struct app *a)
{
	struct store_notes *own, *notes;
	struct err e = {0};

	if (a->rules_arena)
		return &a->rules;
	a->rules = (struct store_rules){0};
	a->rules_arena = arena_new();
	notes = app_notes_to_read(a, &own);
	if (notes && !store_rules(notes, clock_wall_ms(), a->rules_arena, &a->rules, &e) && e.code != ERR_NOTHING)
		app_complain(a, &e);
	store_notes_close(own, 0, NULL);
	return &a->rules;
}
