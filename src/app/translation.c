/* Translations by the reader: drawn in the text as the author's are (layout.h). What the layouts have borrowed is kept
 * with the text and replaced only when something else is to be shown, so that what is laid out stays. */
#include "annotated.h"

static bool is_shown(const struct annotated *t, const struct note_attached *x)
{
	return x->annotation.kind == ANNOTATION_TRANSLATION && x->annotation.body.n && x->state != STATE_ORPHAN &&
	       x->at.start != POS_NONE && x->at.start < x->at.end && x->at.end <= t->text.n;
}

static int by_start(const void *a, const void *b)
{
	const struct layout_translation *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	return x->at.end < y->at.end ? -1 : x->at.end > y->at.end;
}

/* In order; what is equal stays in the order of the list. */
static void sort(struct layout_translation *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && by_start(&v[k], &v[k - 1]) < 0; k--) {
			struct layout_translation swap = v[k];

			v[k] = v[k - 1];
			v[k - 1] = swap;
		}
}

static size_t gather(const struct annotated *t, struct arena *arena, struct layout_translation **out)
{
	struct note_list list = t->attaching ? note_attaching_list(t->attaching) : (struct note_list){0};
	struct layout_translation *v = arena_alloc(arena, (list.n + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < list.n; i++) {
		const struct store_annotation *x = &list.v[i].annotation;

		if (is_shown(t, &list.v[i]))
			v[n++] = (struct layout_translation){.at = list.v[i].at,
							     .text = arena_str(arena, x->body),
							     .label = arena_str(arena, x->author),
							     .first = x->preferred};
	}
	sort(v, n);
	*out = v;
	return n;
}

static bool same(const struct annotated *t, const struct layout_translation *v, size_t n)
{
	for (size_t i = 0; n == t->n_translations && i < n; i++) {
		const struct layout_translation *x = &t->translations[i];

		if (x->at.start != v[i].at.start || x->at.end != v[i].at.end || x->first != v[i].first ||
		    !str_eq(x->text, v[i].text) || !str_eq(x->label, v[i].label))
			return false;
	}
	return n == t->n_translations;
}

static void give(struct annotated *t, struct view *v)
{
	layout_set_translations(v->layout, t->translations, t->n_translations);
	view_refresh(v);
}

/* All views of the text let go of the old ones before they are freed. */
static void replace(struct app *a, struct annotated *t, const struct doc *d, struct arena *arena,
		    struct layout_translation *v, size_t n)
{
	struct arena *old = t->translations_arena;

	t->translations_arena = arena;
	t->translations = v;
	t->n_translations = n;
	for (size_t i = 0; i < a->books.n; i++)
		if (a->books.v[i]->doc == d)
			give(t, a->books.v[i]->view);
	for (int i = 0; i < a->n_peeks; i++)
		if (!a->peeks[i].view->page && a->peeks[i].view->doc == d)
			give(t, a->peeks[i].view);
	arena_free(old);
}

void translation_show(struct app *a, struct annotated *t, struct view *v)
{
	struct arena *arena = arena_new();
	struct layout_translation *now;
	size_t n = gather(t, arena, &now);

	if (same(t, now, n)) {
		arena_free(arena);
		give(t, v);
	} else {
		replace(a, t, v->doc, arena, now, n);
	}
}
