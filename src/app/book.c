/* Books: documents that are open. A book is read from a file, from the library or from what is built in; its reading
 * position is found and kept; once it is recognised it goes into the library with what it quotes. */
#include "app_int.h"

#include "taiyaku/read.h"

#include <stdio.h>

enum { CONTEXT_BYTES = 48 };

struct store *app_store(struct app *a)
{
	struct err e = {0};

	if (!a->tried_store && a->dir) {
		a->tried_store = true;
		a->store = store_open(a->dir, STORE_WRITE, &e);
		if (!a->store)
			app_complain(a, &e);
		else if (store_read_only(a->store))
			app_say(a, "%s", store_read_only(a->store));
	}
	return a->store;
}

struct store_notes *app_notes(struct app *a)
{
	struct err e = {0};

	if (!a->tried_notes && a->dir) {
		a->tried_notes = true;
		a->notes = store_notes_open(a->dir, STORE_WRITE, &e);
		if (!a->notes) {
			buf_cat(&a->no_notes, e.text);
			app_complain(a, &e);
		}
		app_set_author(a);
	}
	return a->notes;
}

/* Before the first frame only what is there is read: making a store can wait. */
struct store_notes *app_notes_to_read(struct app *a, struct store_notes **own)
{
	struct err e = {0};

	*own = NULL;
	if (a->notes || a->drawn)
		return app_notes(a);
	return *own = a->dir ? store_notes_open(a->dir, STORE_READ, &e) : NULL;
}

/* ---- opening ---- */

static char *dup_or_null(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

static struct book *book_of(struct app *a, struct doc *doc, const char *path)
{
	struct book *b = xcalloc(1, sizeof *b);
	struct layout_options o;

	b->doc = doc;
	b->path = dup_or_null(path);
	b->real = path ? file_real_path(path) : xstrdup("");
	pane_options(a, &o);
	b->view = view_new(VIEW_DOCUMENT, doc, &o);
	vec_push(&a->books, b);
	return b;
}

/* One that is open already, by its real path. */
static struct book *open_book(struct app *a, const char *path)
{
	char *real = file_real_path(path);
	struct book *found = NULL;

	for (size_t i = 0; i < a->books.n && !found; i++)
		if (a->books.v[i]->path && !strcmp(a->books.v[i]->real, real))
			found = a->books.v[i];
	free(real);
	return found;
}

struct book *book_open(struct app *a, const char *path, const char *encoding, const char *profile, struct err *e)
{
	struct read_options o = {.encoding = encoding, .profile = profile};
	bool standard_input = !strcmp(path, "-");
	struct book *b = standard_input ? NULL : open_book(a, path);
	struct file_stamp stamp = {0};
	struct doc *doc;

	if (b)
		return b;
	if (!standard_input)
		file_stamp(path, &stamp); /* before it is read: what comes after is seen as a change */
	doc = read_open(path, &o, e);
	if (!doc)
		return NULL;
	b = book_of(a, doc, standard_input ? NULL : path);
	b->encoding = dup_or_null(encoding);
	b->profile = dup_or_null(profile);
	b->stamp = stamp;
	return b;
}

static struct book *book_open_text(struct app *a, struct str text, const char *name, struct err *e)
{
	struct read_options o = {.encoding = "UTF-8"};
	struct doc *doc = read_bytes(text, name, &o, e);

	return doc ? book_of(a, doc, NULL) : NULL;
}

struct book *book_open_id(struct app *a, struct str id, struct err *e)
{
	struct buf text = {0};
	struct book *b = NULL;

	if (!app_store(a)) {
		err_set(e, ERR_STORE, _("there is no store to look for %.*s in"), STR_ARG(id));
		return NULL;
	}
	if (store_document_text(a->store, id, &text, e))
		b = book_open_text(a, buf_view(&text), NULL, e);
	else if (e->code == ERR_NOTHING)
		err_set(e, ERR_INPUT, _("%.*s is not in the library; taiyaku library lists what is"), STR_ARG(id));
	if (b)
		b->kept = true;
	buf_free(&text);
	return b;
}

struct book *book_blank(struct app *a)
{
	struct doc_source nothing = {.format = "plain", .encoding = "UTF-8"};
	struct book *b = book_of(a, doc_new(&nothing, NULL, NULL), NULL);

	b->is_blank = true;
	return b;
}

struct book *book_guide(struct app *a, struct err *e)
{
	for (size_t i = 0; i < a->books.n; i++)
		if (a->books.v[i]->is_guide)
			return a->books.v[i];
	struct book *b = book_open_text(a, data_find("guide/guide.txt"), _("the guide"), e);
	if (b)
		b->is_guide = true;
	return b;
}

static void forget(struct book *b)
{
	cite_free(b->cite);
	b->cite = NULL;
	free(b->citation_styles);
	free(b->anchor_styles);
	b->citation_styles = b->anchor_styles = NULL;
	b->styled = false;
	b->view->citation_styles = b->view->anchor_styles = NULL;
	b->view->n_citation_styles = b->view->n_anchor_styles = 0;
}

void book_free(struct book *b)
{
	forget(b);
	annotated_free(b->annotated);
	view_free(b->view);
	text_needle_free(b->filter);
	doc_free(b->doc);
	free(b->path);
	free(b->real);
	free(b->encoding);
	free(b->profile);
	free(b);
}

/* ---- where reading stopped ---- */

/* A few characters from there on find the place again in the next version of the text. */
static struct str context_at(struct doc *d, size_t at)
{
	struct str all = doc_text(d);
	size_t end = at;

	while (end < all.n && end - at < CONTEXT_BYTES)
		end = text_cluster_next(all, end);
	return str_slice(all, at, end);
}

/* In another version the place is the nearest one with the same words. */
static size_t find_again(struct doc *d, size_t at, struct str context)
{
	struct str all = doc_text(d);
	size_t best = POS_NONE;

	if (at > all.n)
		at = all.n;
	if (str_starts(str_slice(all, at, all.n), context)) /* it has not moved; also: there are no words to go by */
		return at;
	for (size_t hit = 0; (hit = str_find(all, context, hit)) != SIZE_MAX; hit++) {
		size_t far = hit > at ? hit - at : at - hit;

		if (best == POS_NONE || far < (best > at ? best - at : at - best))
			best = hit;
	}
	return best == POS_NONE ? at : best;
}

struct position book_position(struct book *b, const struct store_place *place)
{
	bool same = !doc_large(b->doc) && str_eq(place->document, str_c(doc_id(b->doc)));
	struct position p = POSITION(same ? place->at : find_again(b->doc, place->at, place->context));

	/* under an open note: the note is open again */
	for (unsigned i = 0; same && i < place->n_calls && i < LAYOUT_DEPTH; i++) {
		struct position call = p;

		call.at = place->calls[i];
		call.depth = i;
		layout_open_note(b->view->layout, &call, true);
		p.call[i] = place->calls[i];
		p.depth = i + 1;
	}
	return p;
}

void book_place(struct book *b, const struct position *p, struct store_place *place)
{
	*place = (struct store_place){.document = str_c(doc_large(b->doc) ? "" : doc_id(b->doc)),
				      .path = str_c(b->real),
				      .at = p->at,
				      .n_calls = p->depth,
				      .context = context_at(b->doc, p->at)};
	for (unsigned i = 0; i < p->depth; i++)
		place->calls[i] = p->call[i];
}

void book_resume(struct app *a, struct book *b)
{
	struct arena *arena;
	struct store_reading r;
	struct err e = {0};
	struct str id = {"", 0};
	struct store_notes *own, *notes;

	if (b->resumed) /* open all the time: it stands where it was left */
		return;
	b->resumed = true;
	arena = arena_new();
	notes = app_notes_to_read(a, &own);
	if (notes && !doc_large(b->doc)) /* 0.5 ms for an essay: only where it is asked for */
		id = str_c(doc_id(b->doc));
	if (notes && store_load_reading(notes, id, str_c(b->real), arena, &r, &e)) {
		struct position p = book_position(b, &r.place);

		if (p.at <= doc_text(b->doc).n)
			view_go(b->view, &p, 0);
	}
	arena_free(arena);
	store_notes_close(own, 0, NULL);
	b->saved = b->view->at;
}

/* Queued; the writing itself never holds a key. */
void book_save(struct app *a, struct book *b)
{
	struct store_reading r = {.when = clock_wall_ms()};
	const struct position *p = &b->view->at;

	bool nameless = b->is_blank || (doc_large(b->doc) && !b->path);

	if (!a->drawn || !a->notes || nameless || layout_same_position(p, &b->saved))
		return;
	book_place(b, p, &r.place);
	store_save_reading(a->notes, &r);
	b->saved = *p;
}

/* ---- verdicts and keeping ---- */

struct cite *book_cite(struct app *a, struct book *b)
{
	if (b->cite && b->cite_generation == doc_generation(b->doc))
		return b->cite;
	forget(b);
	b->cite = cite_new(b->doc, app_store(a));
	b->cite_generation = doc_generation(b->doc);
	return b->cite;
}

static uint8_t *styles(struct cite *c, size_t n, const struct verdict *(*of)(struct cite *, uint32_t))
{
	uint8_t *s = xmalloc(n + 1);

	for (uint32_t i = 0; i < n; i++)
		s[i] = (uint8_t)verdict_style(of(c, i)->kind);
	return s;
}

static void style(struct app *a, struct book *b)
{
	struct cite *c = book_cite(a, b);
	struct err e = {0};

	b->citation_styles = styles(c, doc_citations(b->doc), cite_citation);
	b->anchor_styles = styles(c, doc_anchors(b->doc), cite_anchor);
	b->view->citation_styles = b->citation_styles;
	b->view->n_citation_styles = doc_citations(b->doc);
	b->view->anchor_styles = b->anchor_styles;
	b->view->n_anchor_styles = doc_anchors(b->doc);
	b->styled = true;
	if (cite_failed(c, &e))
		app_complain(a, &e);
	app_touch(a);
}

/* The guide is built in; its invented posts are no sources of the reader's. */
static void keep(struct app *a, struct book *b)
{
	struct err e = {0};

	b->kept = true;
	if (b->is_guide || b->is_blank || !app_store(a))
		return;
	if (!store_read_only(a->store) && !cite_keep(b->doc, a->store, &e))
		app_complain(a, &e);
	if (app_notes(a))
		store_note_opened(a->notes, str_c(doc_id(b->doc)), str_c(b->real), doc_title(b->doc));
	forget(b);
}

bool book_idle(struct app *a, struct book *b)
{
	if (!b->kept) {
		keep(a, b);
		return true;
	}
	if (!b->styled) {
		style(a, b);
		return true;
	}
	return false;
}

/* ---- the file changed ---- */

/* Open notes are found again where the same call stands at the same place; the position by its words. */
bool book_reload(struct app *a, struct book *b, struct err *e)
{
	struct read_options ro = {.encoding = b->encoding, .profile = b->profile};
	struct file_stamp stamp = {0};
	struct layout_options o;
	struct position at = b->view->at;
	struct doc *doc;

	if (!b->path)
		return err_set(e, ERR_USAGE, _("there is no file to read again"));
	file_stamp(b->path, &stamp);
	doc = read_open(b->path, &ro, e);
	if (!doc)
		return false;
	at.at = find_again(doc, at.at, context_at(b->doc, at.at));
	at.depth = 0;
	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	if (a->book == b)
		pane_close(a, PANE_SIDE);
	search_stop(a);
	jump_reloaded(a, b, doc_text(doc).n);
	forget(b);
	annotated_free(b->annotated); /* borrows the text */
	b->annotated = NULL;
	view_free(b->view);
	doc_free(b->doc);
	b->doc = doc;
	b->stamp = stamp;
	b->kept = false;
	pane_options(a, &o);
	b->view = view_new(VIEW_DOCUMENT, doc, &o);
	layout_filter(b->view->layout, b->filter, b->filter_context);
	b->view->needle = b->filter ? b->filter : a->search.needle;
	pane_resize(a);
	view_go(b->view, &at, 0);
	app_touch(a);
	return true;
}

static bool changed(const struct book *b)
{
	struct file_stamp now;

	return file_stamp(b->path, &now) &&
	       (now.size != b->stamp.size || now.inode != b->stamp.inode || now.changed_ns != b->stamp.changed_ns);
}

/* Who has gone back to read something stays there. */
void book_poll(struct app *a, struct book *b)
{
	bool at_end = view_at_end(b->view);
	struct err e = {0};

	if (!changed(b))
		return;
	if (!book_reload(a, b, &e)) {
		b->following = false;
		app_complain(a, &e);
		return;
	}
	if (at_end)
		view_go_end(b->view);
}
