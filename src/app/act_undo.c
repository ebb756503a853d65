/* Undo and redo of annotations, without end within a session. What is undone is put into the store as one more change:
 * nothing that was written is taken out of it. A step is what one command put. */
#include "actions.h"

#include "taiyaku/text.h"

struct undone {
	struct store_annotation before, after;
	bool is_new; /* there is no before */
	unsigned step;
};

struct undo {
	struct arena *arena;
	VEC(struct undone) v;
	size_t at; /* v[at..] is undone: redo's */
	unsigned step;
};

static struct undo *state(struct app *a)
{
	if (!a->undo) {
		a->undo = xcalloc(1, sizeof *a->undo);
		a->undo->arena = arena_new();
	}
	return a->undo;
}

void undo_free(struct app *a)
{
	if (!a->undo)
		return;
	vec_free(&a->undo->v);
	arena_free(a->undo->arena);
	free(a->undo);
	a->undo = NULL;
}

void undo_step(struct app *a)
{
	state(a)->step++;
}

void undo_record(struct app *a, const struct store_annotation *before, const struct store_annotation *after)
{
	struct undo *u = state(a);
	struct undone x = {.is_new = !before, .step = u->step};

	if (before)
		x.before = note_copy_annotation(u->arena, before);
	x.after = note_copy_annotation(u->arena, after);
	u->v.n = u->at; /* what was undone is left behind; the history of each annotation still has it */
	vec_push(&u->v, x);
	u->at = u->v.n;
}

/* Back: what it was before; that there was nothing is a deletion. */
static bool put(struct app *a, const struct undone *x, bool back, struct err *e)
{
	struct store_annotation y = back && !x->is_new ? x->before : x->after;

	if (back && x->is_new)
		y.deleted = true;
	return annotation_store(a, &y, e);
}

/* What was undone or done again, of several steps the last: an annotation by the words it stands on. */
static void tell(struct app *a, const struct undone *x, bool back)
{
	struct str quote = x->after.target.quote;
	size_t end = 0;

	while (end < quote.n && end < 48 && quote.p[end] != '\n')
		end = text_cluster_next(quote, end);
	app_say(a, back ? _("undone: %s “%.*s%s”  %s") : _("done again: %s “%.*s%s”  %s"),
		page_annotation_kind(x->after.kind), STR_ARG(str_slice(quote, 0, end)), end < quote.n ? "…" : "",
		_("saving..."));
}

static enum cmd_result go(struct app *a, bool back, long count, struct err *e)
{
	struct undo *u = state(a);
	const struct undone *last = NULL;

	for (long n = count > 0 ? count : 1; n > 0 && (back ? u->at > 0 : u->at < u->v.n); n--) {
		unsigned step = u->v.v[back ? u->at - 1 : u->at].step;

		while (back ? u->at > 0 && u->v.v[u->at - 1].step == step
			    : u->at < u->v.n && u->v.v[u->at].step == step) {
			if (!put(a, &u->v.v[back ? u->at - 1 : u->at], back, e))
				return CMD_ERROR;
			last = &u->v.v[back ? u->at - 1 : u->at];
			u->at += back ? (size_t)-1 : 1;
		}
	}
	if (last) {
		tell(a, last, back);
		return CMD_OK;
	}
	err_set(e, ERR_NOTHING, "%s",
		back ? _("nothing was annotated in this session that could be undone") : _("nothing was undone"));
	return CMD_NOTHING;
}

ACTION(act_undo)
{
	return go(app, true, args->count, e);
}

ACTION(act_redo)
{
	return go(app, false, args->count, e);
}
