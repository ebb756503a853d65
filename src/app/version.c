/* Which text is the next version of which. A text at a path under which another one is kept is its next version: that
 * is noted, and the annotations come over. Of a text at an unknown path all kept texts are looked through, one a slice;
 * what is at least half alike is offered, and :next-version takes it. */
#include "annotated.h"

enum { LOOK_AT_MOST = 200 };
#define LIKE_ENOUGH 0.5

static bool is_document(const struct store_text *x)
{
	return !thread_is_name(x->document);
}

/* True: kept texts with its path are known, of which it is one now. */
static bool by_path(struct app *a, struct book *b, struct annotated *t)
{
	struct arena *arena = arena_new();
	struct store_texts texts = {0};
	struct err e = {0};
	bool known = *b->real && store_texts(a->notes, str_c(b->real), STR(""), arena, &texts, &e) && texts.n;

	if (known && str_eq(texts.v[0].id, str_c(t->version)))
		t->kept = true;
	else if (known && !store_notes_read_only(a->notes))
		annotated_keep(a, t, texts.v[0].id);
	arena_free(arena);
	return known;
}

static void begin(struct app *a, struct annotated *t, struct likely *l)
{
	struct store_texts all = {0};
	struct err e = {0};

	l->arena = arena_new();
	if (!store_texts(a->notes, STR(""), STR(""), l->arena, &all, &e))
		return;
	l->texts.v = arena_alloc(l->arena, (all.n + 1) * sizeof *all.v);
	for (size_t i = 0; i < all.n && l->texts.n < LOOK_AT_MOST; i++)
		if (is_document(&all.v[i]) && all.v[i].whole && !str_eq(all.v[i].id, str_c(t->version)))
			l->texts.v[l->texts.n++] = all.v[i];
}

static void look(struct app *a, struct annotated *t, struct likely *l)
{
	const struct store_text *x = &l->texts.v[l->at++];
	struct buf text = {0};
	struct err e = {0};
	double alike = store_kept_text(a->notes, x->id, &text, &e) ? note_likeness(buf_view(&text), t->text) : 0;

	if (alike > l->best) {
		l->best = alike;
		l->id = x->id;
		l->title = x->title.n ? x->title : x->path;
	}
	buf_free(&text);
}

bool version_begin(struct app *a, struct book *b)
{
	struct annotated *t = annotated_book(a, b);

	if (t->looked || b->is_blank)
		return false;
	t->looked = true;
	if (by_path(a, b, t) || b->is_guide || doc_large(b->doc))
		t->likely.over = true;
	return true;
}

bool version_idle(struct app *a, struct book *b)
{
	struct annotated *t = b->annotated;
	struct likely *l = t ? &t->likely : NULL;

	if (!l || l->over || b->is_blank)
		return false;
	if (!l->arena && t->shown.n) {
		l->over = true;
		return false;
	}
	if (!l->arena)
		begin(a, t, l);
	else if (l->at < l->texts.n)
		look(a, t, l);
	if (l->at < l->texts.n)
		return true;
	l->over = true;
	if (l->best >= LIKE_ENOUGH)
		app_say(a,
			_("this looks like a later version of %.*s (%d %%): :next-version takes its annotations over"),
			STR_ARG(l->title), (int)(l->best * 100));
	return true;
}

bool version_take(struct app *a, struct book *b, struct err *e)
{
	struct annotated *t = b->annotated;

	if (!t || t->likely.best < LIKE_ENOUGH)
		return err_set(e, ERR_NOTHING, "%s", _("no kept text is known that this one could be a version of"));
	if (!annotations_writable(a, e))
		return false;
	t->kept = t->told = false;
	annotated_keep(a, t, t->likely.id);
	annotations_reread(a);
	return true;
}
