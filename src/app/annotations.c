/* Annotations of what is open. */
#include "app_int.h"

bool annotation_accept(struct app *a, struct store_annotation *x)
{
	struct arena *arena = arena_new();
	struct err e = {0};
	bool ok = store_put_annotation(a->notes, arena, x, &e);

	if (!ok)
		app_complain(a, &e);
	arena_free(arena);
	return ok;
}
