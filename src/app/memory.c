/* Translations as a memory in the reader: filled while idle, asked when a passage has no translation, and never shown
 * as the document's own: only offered. */
#include "annotated.h"

enum { MOST = 8, WAIT_MS = 100 };

struct translations {
	struct note_memory *memory; /* NULL: not read yet, or no store */
	bool tried, complete;
	unsigned changes; /* of the memory: what was found is asked for again */
	struct known {    /* of the quotation that was asked for last */
		const struct doc *doc;
		uint32_t quotation;
		unsigned changes, generation;
		int percent;
	} known;
	char *hint;
	struct arena *arena; /* of what is offered: */
	struct note_remembers offered;
	struct store_target target; /* for this passage */
};

static struct translations *state(struct app *a)
{
	if (!a->translations)
		a->translations = xcalloc(1, sizeof *a->translations);
	return a->translations;
}

static struct note_memory *memory_of(struct app *a)
{
	struct translations *t = state(a);
	struct err e = {0};

	if (!t->tried && app_notes(a)) {
		t->tried = true;
		t->memory = note_memory_new(a->notes, &e);
		if (!t->memory && e.code != ERR_NOTHING)
			app_complain(a, &e);
	}
	return t->memory;
}

bool translation_idle(struct app *a, int ms)
{
	struct translations *t = state(a);

	if (t->complete || !memory_of(a))
		return false;
	t->complete = !note_memory_step(t->memory, ms);
	t->changes++;
	if (t->complete)
		app_touch(a); /* what the focus is on may be known now */
	return !t->complete;
}

void translation_remember(struct app *a, const struct store_annotation *x)
{
	struct translations *t = state(a);

	if (x->kind != ANNOTATION_TRANSLATION || !t->memory)
		return;
	note_memory_add(t->memory, x);
	t->changes++;
}

void translation_forget(struct app *a)
{
	struct translations *t = state(a);

	note_memory_free(t->memory);
	t->memory = NULL;
	t->tried = t->complete = false;
	t->changes++;
}

void translation_free(struct app *a)
{
	struct translations *t = a->translations;

	if (!t)
		return;
	note_memory_free(t->memory);
	arena_free(t->arena);
	free(t->hint);
	free(t);
	a->translations = NULL;
}

/* ---- asking ---- */

int translation_known(struct app *a, struct str passage)
{
	struct arena *arena = arena_new();
	struct note_remembers r = {0};
	int percent;

	if (state(a)->memory)
		note_memory_find(state(a)->memory, passage, 1, arena, &r);
	percent = r.n ? (int)(r.v[0].score * 100) : 0;
	arena_free(arena);
	return percent;
}

const char *translation_hint(struct app *a, const struct view *v, uint32_t quotation)
{
	struct translations *t = state(a);
	struct known now = {v->doc, quotation, t->changes, doc_generation(v->doc), 0};
	struct buf text = {0};

	if (now.doc != t->known.doc || now.quotation != t->known.quotation || now.changes != t->known.changes ||
	    now.generation != t->known.generation) {
		now.percent = translation_known(a, doc_quotation(v->doc, quotation)->text);
		t->known = now;
	}
	if (!t->known.percent)
		return NULL;
	buf_printf(&text, _("translation known (%d %%): T shows it"), t->known.percent);
	free(t->hint);
	t->hint = buf_take(&text);
	return t->hint;
}

/* ---- offering ---- */

static struct str title_of(struct app *a, struct str id, struct arena *arena)
{
	struct store_annotation x;

	if (!store_annotation(a->notes, id, arena, &x, NULL))
		return (struct str){"", 0};
	if (x.target.title.n)
		return x.target.title;
	return thread_is_name(x.target.document) ? x.target.document : x.target.path;
}

enum cmd_result translation_offer(struct app *a, struct span at, struct err *e)
{
	struct translations *t = state(a);
	struct arena *arena = arena_new();
	struct str titles[MOST];
	struct store_target target;
	struct note_remembers found = {0};

	if (!annotation_target(a, pane_active(a), at, arena, &target, e)) {
		arena_free(arena);
		return CMD_ERROR;
	}
	if (memory_of(a)) {
		note_memory_step(t->memory, WAIT_MS);
		note_memory_find(t->memory, target.quote, MOST, arena, &found);
	}
	if (!found.n) {
		arena_free(arena);
		err_set(e, ERR_NOTHING, "%s", _("no translation of this is known; :translate writes one"));
		return CMD_NOTHING;
	}
	for (size_t i = 0; i < found.n; i++)
		titles[i] = title_of(a, found.v[i].annotation, arena);
	arena_free(t->arena);
	t->arena = arena;
	t->target = target;
	t->offered = found;
	if (thing_popup(a, page_remembered(target.quote, found, titles), NULL, e) != CMD_OK)
		return CMD_ERROR;
	view_focus_first(pane_active(a), THINGS(THING_ENTRY));
	return CMD_OK;
}

bool translation_offered(struct app *a, size_t n, struct store_annotation *x, double *score)
{
	struct translations *t = state(a);

	if (!n || n > t->offered.n)
		return false;
	*x = (struct store_annotation){.kind = ANNOTATION_TRANSLATION, .target = t->target};
	x->body = t->offered.v[n - 1].translation;
	x->language = t->offered.v[n - 1].language;
	x->author = t->offered.v[n - 1].author;
	*score = t->offered.v[n - 1].score;
	return true;
}
