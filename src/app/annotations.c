/* Annotations of what is open: read while idle, after the first frame; given to the views; changed by annotation_put().
 *
 * A document has its own (struct book), a page those of the posts and documents that it shows. They are read from the
 * store, never held twice: after a change they are read again, and what waits to be written counts as written. Other
 * programs' changes are seen by how many there are.
 */
#include "annotated.h"

enum { POLL_MS = 2000, SAVING_MS = 30, INDEX_BITS = 12 };
#define INDEX_MASK ((1u << INDEX_BITS) - 1)

struct note_attaching *annotations_of_book(struct app *a, struct book *b)
{
	if (!a->drawn || b->is_blank)
		return NULL;
	annotated_book(a, b);
	if (!b->annotated->read) {
		annotated_read(a, b->annotated);
		annotated_show(b->annotated);
	}
	return b->annotated->attaching;
}

/* ---- giving them to views ---- */

static struct book *book_of_view(struct app *a, const struct view *v)
{
	for (size_t i = 0; i < a->books.n; i++)
		if (a->books.v[i]->doc == v->doc)
			return a->books.v[i];
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void forget_names(struct annotations *s)
{
	for (size_t i = 0; i < s->names.n; i++)
		free(s->names.v[i]);
	for (size_t i = 0; i < s->aliases.n; i++) {
		free(s->aliases.v[i].stored);
		free(s->aliases.v[i].shown);
	}
	s->names.n = s->aliases.n = 0;
	s->named = false;
}

static void add_name(struct app *a, struct annotations *s, struct store_annotation *x)
{
	struct store_poster who = {0};
	struct buf shown = {0};

	vec_push(&s->names, str_dup(x->target.document));
	if (annotated_alias(a, x, &shown, &who, s->posters_arena)) {
		if (x->poster.kind != STORE_POSTER_NONE)
			x->poster = who;
		vec_push(&s->aliases, (struct alias){str_dup(x->target.document), xstrdup(buf_cstr(&shown))});
		vec_push(&s->names, buf_take(&shown));
	}
	buf_free(&shown);
}

void annotations_read_names(struct app *a)
{
	struct annotations *s = annotations_state(a);
	struct store_annotations all = {0};
	struct arena *arena;
	struct err e = {0};

	if (s->named)
		return;
	forget_names(s);
	arena_free(s->posters_arena);
	s->posters_arena = arena = arena_new();
	s->posters.n = 0;
	s->named = true;
	if (app_notes(a) && !store_annotations(a->notes, &(struct store_annotation_query){0}, arena, &all, &e) &&
	    e.code != ERR_NOTHING)
		app_complain(a, &e);
	s->posters.v = arena_alloc(arena, (all.n + 1) * sizeof *all.v);
	for (size_t i = 0; i < all.n; i++) {
		if (thread_is_name(all.v[i].target.document))
			add_name(a, s, &all.v[i]);
		if (all.v[i].poster.kind != STORE_POSTER_NONE)
			s->posters.v[s->posters.n++] = all.v[i];
	}
	if (s->names.n > 1)
		qsort(s->names.v, s->names.n, sizeof *s->names.v, by_name);
}

struct store_annotations annotations_posters(struct app *a)
{
	if (!a->drawn) /* nothing of this before the first frame */
		return (struct store_annotations){0};
	annotations_read_names(a);
	return annotations_state(a)->posters;
}

static bool is_annotated(const struct annotations *s, struct str document)
{
	size_t low = 0, high = s->names.n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = str_cmp(str_c(s->names.v[mid]), document);

		if (!order)
			return true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

typedef VEC(struct view_annotation) shown_vec;

/* Those of one text as they stand in the page. */
static void show_in_page(const struct page *p, const struct annotated *t, size_t nth, shown_vec *out)
{
	for (size_t i = 0; i < t->shown.n; i++) {
		struct view_annotation x = t->shown.v[i];
		size_t start = page_from_document(p, annotated_shown(t), x.at.start);
		size_t end = x.at.end > x.at.start ? page_from_document(p, annotated_shown(t), x.at.end - 1) : start;

		if (start == POS_NONE || end == POS_NONE || end < start || x.index > INDEX_MASK)
			continue;
		x.at = (struct span){start, x.at.end > x.at.start ? end + 1 : start};
		x.index |= (uint32_t)nth << INDEX_BITS;
		vec_push(out, x);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct view_annotation *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static size_t nth_post(const struct annotations *s, const struct annotated *t)
{
	size_t i = 0;

	while (s->posts.v[i] != t)
		i++;
	return i;
}

static void show_post(struct app *a, struct view *v, struct str name, struct str shown, shown_vec *out)
{
	struct annotated *t = annotated_post(a, name, shown, &pane_about(a, v)->subject);

	if (!t)
		return;
	annotated_settle(a, t);
	show_in_page(v->page, t, nth_post(annotations_state(a), t), out);
}

static void show_page(struct app *a, struct view *v)
{
	struct annotations *s = annotations_state(a);
	const struct page *p = v->page;
	struct view_annotation *own;
	shown_vec shown = {0};

	for (size_t i = 0; s->names.n && i < p->passages.n; i++) {
		struct str document = p->passages.v[i].document;

		if ((i && p->passages.v[i - 1].document.p == document.p) || !is_annotated(s, document))
			continue;
		show_post(a, v, document, document, &shown);
		for (size_t k = 0; k < s->aliases.n; k++)
			if (str_eq(str_c(s->aliases.v[k].shown), document) && annotated_first_alias(s, k))
				show_post(a, v, str_c(s->aliases.v[k].stored), document, &shown);
	}
	if (shown.n > 1)
		qsort(shown.v, shown.n, sizeof *shown.v, by_place);
	own = arena_alloc(v->page->arena, (shown.n + 1) * sizeof *own);
	memcpy(own, shown.v ? shown.v : own, shown.n * sizeof *own);
	view_set_annotations(v, own, shown.n);
	vec_free(&shown);
}

void annotations_show(struct app *a, struct view *v)
{
	struct book *b = v->page ? NULL : book_of_view(a, v);

	if (v->page && v->page->passages.n && a->drawn && annotations_state(a)->named) {
		v->page->annotated = annotations_state(a)->generation + 1;
		show_page(a, v);
	} else if (b && b->annotated) {
		view_set_annotations(v, b->annotated->shown.v, b->annotated->shown.n);
		translation_show(a, b->annotated, v);
	}
}

struct note_list annotations_list(struct app *a, const struct view *v, uint32_t index)
{
	struct book *b = v->page ? NULL : book_of_view(a, v);
	const struct annotations *s = annotations_state(a);
	const struct annotated *t = NULL;

	if (b)
		t = b->annotated;
	else if (v->page && index >> INDEX_BITS < s->posts.n)
		t = s->posts.v[index >> INDEX_BITS];
	return t && t->attaching ? note_attaching_list(t->attaching) : (struct note_list){0};
}

const struct note_attached *annotation_of(struct app *a, const struct view *v, uint32_t index)
{
	struct note_list list = annotations_list(a, v, index);

	index = v->page ? index & INDEX_MASK : index;
	return index < list.n ? &list.v[index] : NULL;
}

/* Every view of the text that these are of. */
static void show_all(struct app *a)
{
	for (size_t i = 0; i < a->books.n; i++)
		annotations_show(a, a->books.v[i]->view);
	for (int i = 0; i < a->n_peeks; i++)
		if (!a->peeks[i].view->page)
			annotations_show(a, a->peeks[i].view);
	pane_resize(a); /* the margin comes or goes */
	app_touch(a);
}

/* ---- while idle ---- */

static void say_how(struct app *a, struct annotated *t)
{
	struct note_list list = note_attaching_list(t->attaching);
	size_t n[STATE_CONFIRMED + 1] = {0};
	struct buf text = {0};

	for (size_t i = 0; i < list.n; i++)
		n[list.v[i].state]++;
	t->told = true;
	if (!n[STATE_MOVED] && !n[STATE_ORPHAN])
		return;
	buf_printf(&text, ngettext("%zu annotation:", "%zu annotations:", list.n), list.n);
	buf_printf(&text, _(" %zu exact"), n[STATE_EXACT] + n[STATE_CONFIRMED]);
	if (n[STATE_MOVED])
		buf_printf(&text, _(", %zu moved"), n[STATE_MOVED]);
	if (n[STATE_ORPHAN])
		buf_printf(&text, ngettext(", %zu orphan", ", %zu orphans", n[STATE_ORPHAN]), n[STATE_ORPHAN]);
	app_say(a, _("%s (A lists them)"), buf_cstr(&text));
	buf_free(&text);
}

static bool book_step(struct app *a, struct book *b, int ms)
{
	struct annotated *t;

	if (b->is_blank)
		return false;
	t = annotated_book(a, b);
	if (!t->read) {
		annotations_of_book(a, b);
		show_all(a);
		return true;
	}
	if (t->settled)
		return false;
	t->settled = !note_attaching_step(t->attaching, ms);
	annotated_show(t);
	show_all(a);
	if (t->settled && !t->told)
		say_how(a, t);
	if (t->settled)
		pane_remake_annotations(a);
	return true;
}

static bool page_step(struct app *a)
{
	struct view *views[] = {a->main_page, a->side, pane_view(a, PANE_PEEK)};
	struct annotations *s = annotations_state(a);

	if (!s->named) {
		annotations_read_names(a);
		if (s->posters.n != s->posters_shown)
			pane_remake(a);
		s->posters_shown = s->posters.n;
		return true;
	}

	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		struct view *v = views[i];

		if (!v || !v->page || !v->page->passages.n || v->page->annotated == s->generation + 1)
			continue;
		annotations_show(a, v);
		if (v->n_annotations)
			pane_resize(a);
		app_touch(a);
		return true;
	}
	return false;
}

bool annotations_idle(struct app *a, int ms)
{
	struct annotations *s = annotations_state(a);

	if (!app_notes(a))
		return false;
	if (!s->changes)
		s->changes = 1 + store_annotation_changes(a->notes);
	return version_begin(a, a->book) || book_step(a, a->book, ms) || page_step(a) || version_idle(a, a->book);
}

/* ---- changes ---- */

static void forget_posts(struct annotations *s)
{
	for (size_t i = 0; i < s->posts.n; i++)
		s->posts.v[i]->read = false;
	s->named = false;
	s->generation++;
}

void annotations_reread(struct app *a)
{
	for (size_t i = 0; i < a->books.n; i++)
		if (a->books.v[i]->annotated)
			a->books.v[i]->annotated->read = false;
	forget_posts(annotations_state(a));
	if (a->book->annotated)
		annotations_of_book(a, a->book);
	show_all(a);
	pane_remake_annotations(a);
}

/* Has another program written annotations? */
static void poll(struct app *a)
{
	struct annotations *s = annotations_state(a);
	size_t changes = store_annotation_changes(a->notes);
	bool others = s->changes && changes != s->changes - 1;

	s->changes = changes + 1;
	if (others) {
		translation_forget(a);
		annotations_reread(a);
	}
}

/* "saving..." that the message ends in becomes "saved"; another message stays as it is. */
static void saved(struct app *a)
{
	struct str m = buf_view(&a->message), waiting = str_c(_("saving..."));
	char *before;

	if (!str_ends(m, waiting))
		return;
	before = str_dup(str_slice(m, 0, m.n - waiting.n));
	app_say(a, "%s%s", before, _("saved"));
	free(before);
}

void annotations_tick(struct app *a)
{
	struct annotations *s = annotations_state(a);

	if (!a->notes)
		return;
	if (s->awaited && store_notes_logged(a->notes) >= s->awaited) {
		s->awaited = 0;
		saved(a);
	}
	if (a->drawn && a->now - s->polled_at >= POLL_MS) {
		s->polled_at = a->now;
		poll(a);
	}
}

int annotations_timeout_ms(const struct app *a)
{
	return a->annotations && a->annotations->awaited ? SAVING_MS : POLL_MS;
}

void app_saving(struct app *a)
{
	annotations_state(a)->awaited = store_notes_queued(a->notes);
	app_say(a, "%s", _("saving..."));
}

bool annotations_writable(struct app *a, struct err *e)
{
	if (!app_notes(a))
		return err_set(e, ERR_STORE, "%s",
			       a->no_notes.n ? buf_cstr(&a->no_notes) : _("there is no store to write to"));
	return !store_notes_read_only(a->notes) || err_set(e, ERR_STORE, "%s", store_notes_read_only(a->notes));
}

/* The texts that its ends are in are kept with it. */
static void keep_texts(struct app *a, const struct store_target *t)
{
	struct annotations *s = annotations_state(a);

	for (size_t i = 0; i < a->books.n; i++)
		if (a->books.v[i]->annotated && str_eq(str_c(a->books.v[i]->annotated->version), t->version))
			annotated_keep(a, a->books.v[i]->annotated, STR(""));
	for (size_t i = 0; i < s->posts.n; i++)
		if (str_eq(str_c(s->posts.v[i]->document), t->document))
			annotated_keep(a, s->posts.v[i], STR(""));
}

static bool is_of(const struct annotated *t, const struct store_target *target)
{
	return str_eq(str_c(t->document), target->document);
}

/* What is shown of the text is as the store has it now, at once. */
static void changed(struct app *a, const struct store_annotation *x)
{
	struct annotations *s = annotations_state(a);

	if (thread_is_name(x->target.document)) {
		for (size_t i = 0; i < s->posts.n; i++)
			if (is_of(s->posts.v[i], &x->target))
				annotated_put(s->posts.v[i], x);
		if (!is_annotated(s, x->target.document) || x->poster.kind != STORE_POSTER_NONE)
			s->named = false;
		s->generation++;
		if (x->poster.kind != STORE_POSTER_NONE)
			pane_remake(a);
		while (page_step(a))
			;
	} else {
		for (size_t i = 0; i < a->books.n; i++)
			if (a->books.v[i]->annotated)
				annotated_put(a->books.v[i]->annotated, x);
		annotations_of_book(a, a->book);
		show_all(a);
	}
	pane_remake_annotations(a);
}

bool annotation_store(struct app *a, struct store_annotation *x, struct err *e)
{
	if (!annotations_writable(a, e))
		return false;
	keep_texts(a, &x->target);
	if (x->to.document.n)
		keep_texts(a, &x->to);
	if (!store_put_annotation(a->notes, annotations_state(a)->arena, x, e))
		return false;
	annotations_state(a)->changes += annotations_state(a)->changes != 0;
	translation_remember(a, x);
	changed(a, x);
	app_saving(a);
	return true;
}

bool annotation_put(struct app *a, struct store_annotation *x, struct err *e)
{
	struct arena *arena = annotations_state(a)->arena;
	struct store_annotation before = {0};
	struct err none = {0};
	bool was = x->id.n && app_notes(a) && store_annotation(a->notes, x->id, arena, &before, &none);

	if (!annotation_store(a, x, e))
		return false;
	undo_record(a, was ? &before : NULL, x);
	return true;
}

static bool is_stored(struct app *a, const struct store_annotation *x)
{
	struct arena *arena = arena_new();
	struct store_annotation before;
	bool was = x->id.n && app_notes(a) && store_annotation(a->notes, x->id, arena, &before, NULL);

	arena_free(arena);
	return was;
}

bool annotation_accept(struct app *a, struct store_annotation *x)
{
	struct err e = {0};

	undo_step(a);
	if (x->kind == ANNOTATION_CORRECTION && str_eq(x->body, x->target.quote) && !is_stored(a, x)) {
		app_say(a, "%s", _("it says that already: nothing was corrected"));
		return true;
	}
	if (annotation_put(a, x, &e)) {
		annotation_leave(a, x->id);
		return true;
	}
	app_complain(a, &e);
	return false;
}

/* ---- passages ---- */

static bool target_of_book(struct book *b, struct span at, struct arena *arena, struct store_target *out)
{
	struct str id = str_c(doc_id(b->doc));

	note_target(doc_text(b->doc), at, doc_code_points_before(b->doc, at.start), arena, out);
	out->document = out->version = arena_str(arena, id);
	out->path = arena_str(arena, str_c(b->real));
	out->title = arena_str(arena, doc_title(b->doc));
	return true;
}

static bool target_of_passage(struct app *a, struct view *v, struct span at, struct arena *arena,
			      struct store_target *out, struct err *e)
{
	struct str document;
	struct annotated *t;
	struct span there;

	if (!page_to_document(v->page, at, &document, &there))
		return err_set(e, ERR_USAGE, "%s",
			       _("this is no passage of one document or post: it can be copied, not annotated"));
	t = thread_is_name(document) ? annotated_post(a, document, document, &pane_about(a, v)->subject) : NULL;
	if (!t || there.start >= there.end || there.end > t->text.n)
		return err_set(e, ERR_USAGE, "%s", _("go there first: here the passage is only a part of a list"));
	annotated_target(t, there, arena, out);
	return true;
}

bool annotation_target(struct app *a, struct view *v, struct span at, struct arena *arena, struct store_target *out,
		       struct err *e)
{
	struct book *b = v->page ? NULL : book_of_view(a, v);

	if (v->page && at.start < at.end)
		return target_of_passage(a, v, at, arena, out, e);
	if (b && !b->is_blank && at.start < at.end)
		return target_of_book(b, at, arena, out);
	return err_set(e, ERR_USAGE, "%s", _("there is no text to annotate here"));
}

void annotations_free(struct app *a)
{
	struct annotations *s = a->annotations;

	if (!s)
		return;
	for (size_t i = 0; i < s->posts.n; i++)
		annotated_free(s->posts.v[i]);
	vec_free(&s->posts);
	forget_names(s);
	vec_free(&s->names);
	vec_free(&s->aliases);
	arena_free(s->posters_arena);
	text_needle_free(s->filter);
	arena_free(s->arena);
	free(s);
	a->annotations = NULL;
}
