/* Texts and what is annotated in them. A text is a version of a document, or a post as it is shown; its annotations are
 * read at once and anchored in slices (note_attaching). After every change they are read anew: what had its place keeps
 * it, since the store has it. */
#include "annotated.h"

struct annotations *annotations_state(struct app *a)
{
	if (!a->annotations) {
		a->annotations = xcalloc(1, sizeof *a->annotations);
		a->annotations->arena = arena_new();
	}
	return a->annotations;
}

static struct annotated *annotated_new(struct str document, struct str version, struct str title)
{
	struct annotated *t = xcalloc(1, sizeof *t);

	t->document = str_dup(document);
	t->version = str_dup(version);
	t->title = str_dup(title);
	return t;
}

void annotated_free(struct annotated *t)
{
	if (!t)
		return;
	note_attaching_free(t->attaching);
	arena_free(t->likely.arena);
	arena_free(t->translations_arena);
	vec_free(&t->shown);
	buf_free(&t->own);
	free(t->document);
	free(t->called);
	free(t->version);
	free(t->title);
	free(t);
}

struct annotated *annotated_book(struct app *a, struct book *b)
{
	const char *id;

	(void)a;
	if (!b->annotated) {
		id = doc_id(b->doc);
		b->annotated = annotated_new(str_c(id), str_c(id), doc_title(b->doc));
		b->annotated->text = doc_text(b->doc);
	}
	return b->annotated;
}

/* ---- posts ---- */

/* From what is open beside the document: it may be in no file of the store. */
static bool post_of_subject(struct app *a, struct str name, const struct subject *s, struct annotated *out)
{
	const struct verdict *v = s ? pane_verdict(a, s) : NULL;
	struct cite_entries all = v ? cite_thread(book_cite(a, a->book), v) : (struct cite_entries){0};
	struct buf here = {0};
	bool found = false;

	for (size_t i = 0; i < all.n && !found; i++) {
		buf_clear(&here);
		page_post_name(&v->source, &all.v[i].post, &here);
		found = str_eq(buf_view(&here), name);
		if (found) {
			buf_str(&out->own, all.v[i].post.text);
			out->title = str_dup(v->source.title);
		}
	}
	buf_free(&here);
	return found;
}

static size_t last_slash(struct str name)
{
	size_t at = name.n;

	while (at && name.p[at - 1] != '/')
		at--;
	return at;
}

/* post:FAMILY/BOARD/KEY and /NUMBER, or the site's own id of the post. */
static bool post_of_store(struct app *a, struct str name, struct annotated *out)
{
	struct arena *arena = arena_new();
	struct store_posts posts = {0};
	size_t slash = last_slash(name);
	int64_t thread = 0;
	long none;
	struct err e = {0};
	bool found;

	found = slash && thread_find(a, str_slice(name, 0, slash - 1), &thread, &none, &e) &&
		store_post_by_key(a->store, thread, str_slice(name, slash, name.n), arena, &posts, &e) && posts.n;
	if (found) {
		buf_str(&out->own, posts.v[0].text);
		out->title = str_dup(thread_verdict(a, thread)->source.title);
	}
	arena_free(arena);
	return found;
}

/* "sha256:…" of a text. */
static char *text_id(struct str text)
{
	struct sha256 sum = sha256_of(text);
	struct buf id = {0};
	char hex[65];

	sha256_hex(&sum, hex);
	buf_printf(&id, "sha256:%s", hex);
	return buf_take(&id);
}

struct str annotated_shown(const struct annotated *t)
{
	return str_c(t->called ? t->called : t->document);
}

/* The one thread with that title that is no title alone. */
static const struct store_thread *real_thread(const struct store_threads *all)
{
	const struct store_thread *found = NULL;

	for (size_t i = 0; i < all->n; i++) {
		if (str_eq(all->v[i].source.family, STR("title")))
			continue;
		if (found)
			return NULL;
		found = &all->v[i];
	}
	return found;
}

bool annotated_alias(struct app *a, const struct store_annotation *x, struct buf *out, struct store_poster *who,
		     struct arena *arena)
{
	struct str name = x->target.document, number = str_slice(name, last_slash(name), name.n);
	struct store_threads threads = {0};
	struct store_posts posts = {0};
	const struct store_thread *t;
	struct err e = {0};
	int64_t thread;
	long none;

	if (!str_starts(name, STR("post:title/")) || !app_store(a) ||
	    thread_find(a, str_slice(name, 0, name.n - number.n - 1), &thread, &none, &e) ||
	    !store_threads_by_title(a->store, x->target.title, arena, &threads, &e) || !(t = real_thread(&threads)) ||
	    !store_post_by_key(a->store, t->id, number, arena, &posts, &e) || !posts.n)
		return false;
	page_post_name(&t->source, &posts.v[0], out);
	store_poster_of(&posts.v[0], &t->source, who);
	return true;
}

/* Several annotations of one post make several. */
bool annotated_first_alias(const struct annotations *s, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (!strcmp(s->aliases.v[i].stored, s->aliases.v[k].stored))
			return false;
	return true;
}

struct annotated *annotated_post(struct app *a, struct str name, struct str shown, const struct subject *s)
{
	struct annotations *all = annotations_state(a);
	struct annotated *t;

	for (size_t i = 0; i < all->posts.n; i++)
		if (str_eq(str_c(all->posts.v[i]->document), name))
			return all->posts.v[i];
	t = xcalloc(1, sizeof *t);
	if (!post_of_subject(a, shown, s, t) && !post_of_store(a, shown, t)) {
		annotated_free(t);
		return NULL;
	}
	t->document = str_dup(name);
	t->called = str_eq(name, shown) ? NULL : str_dup(shown);
	t->text = buf_view(&t->own);
	t->version = text_id(t->text);
	vec_push(&all->posts, t);
	return t;
}

/* ---- reading ---- */

bool annotated_read(struct app *a, struct annotated *t)
{
	struct store_notes *notes = app_notes(a);
	struct err e = {0};

	note_attaching_free(t->attaching);
	t->attaching = NULL;
	t->read = t->settled = true;
	if (!notes)
		return false;
	t->attaching = note_attaching_new(notes, str_c(t->document), str_c(t->version), t->text, &e);
	t->settled = !t->attaching;
	if (!t->attaching && e.code && e.code != ERR_NOTHING)
		app_complain(a, &e);
	return t->attaching != NULL;
}

void annotated_put(struct annotated *t, const struct store_annotation *x)
{
	if (!t->read || !t->attaching) /* it will be read with all others */
		return;
	note_attaching_put(t->attaching, x);
	t->settled = false;
	annotated_show(t);
}

void annotated_settle(struct app *a, struct annotated *t)
{
	if (t->read)
		return;
	annotated_read(a, t);
	while (t->attaching && note_attaching_step(t->attaching, 0))
		;
	annotated_show(t);
}

void annotated_target(const struct annotated *t, struct span at, struct arena *arena, struct store_target *out)
{
	note_target(t->text, at, POS_NONE, arena, out);
	out->document = arena_str(arena, str_c(t->document));
	out->version = arena_str(arena, str_c(t->version));
	out->path = STR("");
	out->title = arena_str(arena, str_c(t->title));
}

static unsigned over_of(const struct store_annotation *x)
{
	static const struct {
		const char *colour;
		unsigned over;
	} colours[] = {{"green", GRID_GREEN}, {"blue", GRID_BLUE}, {"red", GRID_RED}};

	if (x->kind == ANNOTATION_BOOKMARK)
		return 0;
	if (x->kind != ANNOTATION_HIGHLIGHT)
		return GRID_NOTED;
	for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
		if (str_eq(x->colour, str_c(colours[i].colour)))
			return colours[i].over;
	return GRID_YELLOW;
}

static int by_start(const void *a, const void *b)
{
	const struct view_annotation *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* An orphan's words are not there: only a sign says that they may have stood near. */
void annotated_show(struct annotated *t)
{
	struct note_list list = t->attaching ? note_attaching_list(t->attaching) : (struct note_list){0};

	t->shown.n = 0;
	for (size_t i = 0; i < list.n; i++) {
		const struct note_attached *x = &list.v[i];
		bool orphan = x->state == STATE_ORPHAN;

		if (x->at.start == POS_NONE || x->at.end > t->text.n)
			continue;
		vec_push(&t->shown, (struct view_annotation){
					    .at = {x->at.start, orphan ? x->at.start : x->at.end},
					    .over = orphan ? 0 : over_of(&x->annotation),
					    .sign = orphan ? '?' : page_annotation_sign(x->annotation.kind),
					    .index = (uint32_t)i,
				    });
	}
	if (t->shown.n > 1)
		qsort(t->shown.v, t->shown.n, sizeof *t->shown.v, by_start);
}

void annotated_keep(struct app *a, struct annotated *t, struct str previous)
{
	struct book *b = NULL;

	if (t->kept || !a->notes)
		return;
	for (size_t i = 0; i < a->books.n && !b; i++)
		if (a->books.v[i]->annotated == t)
			b = a->books.v[i];
	t->kept = true;
	store_keep_text(a->notes,
			&(struct store_text){.id = str_c(t->version),
					     .document = str_c(t->document),
					     .path = str_c(b ? b->real : ""),
					     .title = str_c(t->title),
					     .previous = previous,
					     .when = clock_wall_ms(),
					     .whole = t->text.n <= STORE_KEEP_MAX},
			t->text);
}
