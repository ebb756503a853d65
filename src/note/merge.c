/* What a file brought, put into the store.
 *
 * Changes of our own are taken over as they are: the store knows what comes of them. An annotation from elsewhere is
 * one content without a history. What is here already, now or earlier in its history, is known; a newer one is an edit;
 * one that is not newer than what is here is a conflict: it is put into the history and what is here stays on top, so
 * that both are kept and the same file once more changes nothing.
 */
#include "exchange.h"

static void tell(struct note_merged *m, struct str id)
{
	m->conflicts++;
	if (m->conflict)
		m->conflict(m->context, id);
}

/* ---- annotations ---- */

static bool same(const struct store_annotation *a, const struct store_annotation *b)
{
	bool good = a->kind == b->kind && str_eq(a->body, b->body) && str_eq(a->language, b->language) &&
		    str_eq(a->colour, b->colour) && a->n_tags == b->n_tags && str_eq(a->to.document, b->to.document) &&
		    str_eq(a->to.quote, b->to.quote) && a->preferred == b->preferred;

	for (size_t i = 0; good && i < a->n_tags; i++)
		good = str_eq(a->tags[i], b->tags[i]);
	return good;
}

/* Did it ever say so? *now is what it says now. False with an error: it cannot be told. */
static bool was_so(struct store_notes *notes, const struct store_annotation *a, struct arena *arena, struct err *e)
{
	struct store_annotations past = {0};

	store_annotation_history(notes, a->id, arena, &past, e);
	for (size_t i = 0; i < past.n; i++)
		if (!past.v[i].deleted && same(&past.v[i], a))
			return true;
	return false;
}

struct kept { /* the text that was asked for last */
	struct str id;
	struct buf text;
};

static size_t bytes_of(struct str text, size_t points)
{
	uint32_t cp;
	size_t at = 0;

	for (; points && at < text.n; points--)
		at = text_next(text, at, &cp);
	return points ? POS_NONE : at;
}

/* Bytes for code points, where the very text is here and says the same there. */
static void place(struct store_notes *notes, struct kept *kept, struct store_target *t)
{
	if (!t->version.n || t->first == POS_NONE || t->last == POS_NONE || t->start != POS_NONE)
		return;
	if (!str_eq(kept->id, t->version)) {
		kept->id = t->version;
		buf_clear(&kept->text);
		store_kept_text(notes, t->version, &kept->text, NULL);
	}
	struct str text = buf_view(&kept->text);
	size_t start = bytes_of(text, t->first), end = bytes_of(text, t->last);
	if (start == POS_NONE || end == POS_NONE || end < start || !str_eq(str_slice(text, start, end), t->quote))
		return;
	t->start = start;
	t->end = end;
}

/* On top of what is there; the passage is never changed. */
static bool put_on(struct store_notes *notes, struct arena *arena, const struct store_annotation *what,
		   const struct store_annotation *base, struct err *e)
{
	struct store_annotation a = *what;

	a.target = base->target;
	a.created = base->created;
	return store_put_annotation(notes, arena, &a, e);
}

static bool add(struct store_notes *notes, const struct store_annotation *a, struct kept *kept, struct note_merged *m,
		struct err *e)
{
	struct arena *arena = arena_new();
	struct store_annotation now, one = *a;
	struct err why = {0};
	bool good = true;

	bool here = store_annotation(notes, a->id, arena, &now, &why) && str_eq(now.id, a->id);
	if (!here && why.code && why.code != ERR_NOTHING && why.code != ERR_USAGE) {
		good = err_set(e, why.code, "%s", why.text);
	} else if (!here) {
		place(notes, kept, &one.target);
		good = store_put_annotation(notes, arena, &one, e);
		m->added++;
	} else if (was_so(notes, a, arena, &why)) {
		m->known++;
	} else if (why.code) {
		good = err_set(e, why.code, "%s", why.text);
	} else if (a->modified != STORE_NO_TIME && a->modified > now.modified) {
		good = put_on(notes, arena, a, &now, e);
		m->changed++;
	} else {
		good = put_on(notes, arena, a, &now, e) && put_on(notes, arena, &now, &now, e);
		tell(m, a->id);
	}
	arena_free(arena);
	return good;
}

/* ---- changes ---- */

struct touched { /* annotations that a file has changes of */
	struct str id;
	bool was_here, is_changed;
};
struct touches {
	struct touched *v;
	size_t n;
};

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct touched *)a)->id, ((const struct touched *)b)->id);
}

static bool is_here(struct store_notes *notes, struct str id, struct arena *arena, size_t *heads)
{
	struct store_annotation a;
	bool here = store_annotation(notes, id, arena, &a, NULL) && str_eq(a.id, id);

	*heads = here ? a.heads : 0;
	return here;
}

/* Each annotation once, with whether it is here before anything is taken over. */
static struct touches touch(struct store_notes *notes, const struct note_import *in, struct arena *arena)
{
	struct touches t = {.v = arena_alloc(arena, (in->n_changes + 1) * sizeof *t.v)};
	size_t n = 0, heads;

	for (size_t i = 0; i < in->n_changes; i++)
		if (note_change_of(in->changes[i], arena, &t.v[n].id, NULL))
			n++;
	if (n)
		qsort(t.v, n, sizeof *t.v, by_id);
	for (size_t i = 0; i < n; i++)
		if (!i || !str_eq(t.v[i].id, t.v[t.n - 1].id))
			t.v[t.n++] = t.v[i];
	for (size_t i = 0; i < t.n; i++)
		t.v[i].was_here = is_here(notes, t.v[i].id, arena, &heads);
	return t;
}

static bool merge_changes(struct store_notes *notes, const struct note_import *in, struct note_merged *m, struct err *e)
{
	struct arena *arena = arena_new();
	struct touches t = touch(notes, in, arena);
	size_t heads;
	bool good = true, known;

	for (size_t i = 0; good && i < in->n_changes; i++) {
		struct touched key = {0}, *it = NULL;
		good = store_merge_change(notes, in->changes[i], &known, e);
		if (good && !known && note_change_of(in->changes[i], arena, &key.id, NULL))
			it = bsearch(&key, t.v, t.n, sizeof *t.v, by_id);
		if (it)
			it->is_changed = true;
	}
	for (size_t i = 0; i < t.n; i++) {
		const struct touched *it = &t.v[i];
		is_here(notes, it->id, arena, &heads);
		if (it->is_changed && heads > 1)
			tell(m, it->id);
		m->changed += it->is_changed && it->was_here && heads <= 1;
		m->added += it->is_changed && !it->was_here && heads <= 1;
		m->known += !it->is_changed;
	}
	arena_free(arena);
	return good;
}

bool note_merge(struct store_notes *notes, const struct note_import *in, struct note_merged *m, struct err *e)
{
	struct kept kept = {0};
	bool good = true;

	m->added = m->known = m->changed = m->conflicts = 0;
	for (size_t i = 0; good && i < in->annotations.n; i++)
		good = add(notes, &in->annotations.v[i], &kept, m, e);
	buf_free(&kept.text);
	return good && (!in->n_changes || merge_changes(notes, in, m, e));
}
