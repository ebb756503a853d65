/* Panes: the document (or the library, or help) in the main one, a source or a list below or beside it, popups over the
 * last rows. What a pane shows is a spec, so that it can be made again: after a jump back, or when the structure of the
 * document is better known. */
#include "app_int.h"

#include <assert.h>

enum { BESIDE_COLS = 120, MIN_SIDE_ROWS = 3, MARGIN_COLS = 2, MIN_TEXT_COLS = 16 };

/* A page that takes the whole screen; a thread is read beside other panes as a document is. */
static bool covers(const struct app *a)
{
	return a->main_page && !thread_in_main(a);
}

struct view *pane_view(const struct app *a, enum pane p)
{
	switch (p) {
	case PANE_MAIN:
		return a->main_page ? a->main_page : a->book->view;
	case PANE_SIDE:
		return covers(a) ? NULL : a->side;
	case PANE_PEEK:
		return a->n_peeks ? a->peeks[a->n_peeks - 1].view : NULL;
	case PANES:
		break;
	}
	return NULL;
}

struct view *pane_active(const struct app *a)
{
	return pane_view(a, a->active);
}

bool pane_beside(const struct app *a)
{
	int split = cmd_choice(a->options, OPT_SPLIT);

	return split == 2 || (split == 0 && a->cols >= BESIDE_COLS);
}

/* A document may be kept narrower than its pane, and signs have columns of their own. */
static int text_width(const struct app *a, const struct view *v, int cols)
{
	assert(v);
	long most = v->page ? 0 : cmd_int(a->options, OPT_WIDTH);
	if (v->margin && cols >= MIN_TEXT_COLS + MARGIN_COLS)
		cols -= MARGIN_COLS;
	if (most && most < cols)
		cols = (int)most;
	return cols > 0 ? cols : 1;
}

/* Row 0 is the title, the last one the status line; each further pane has a line of its own above it. */
void pane_layout(struct app *a, struct rect out[PANES])
{
	int top = 1, rows = a->rows - 2, cols = a->cols;

	memset(out, 0, PANES * sizeof *out);
	if (rows < 1)
		rows = 1;
	rows -= compose_rows(a, rows);
	out[PANE_MAIN] = (struct rect){top, 0, rows, cols};
	if (covers(a) || !a->side) {
		/* alone */
	} else if (pane_beside(a) && cols >= 40) {
		int left = (cols - 1) / 2;

		out[PANE_MAIN].cols = left;
		out[PANE_SIDE] = (struct rect){top + 1, left + 1, rows - 1, cols - left - 1};
	} else if (rows >= 2 * MIN_SIDE_ROWS) {
		int below = rows / 2;

		out[PANE_MAIN].rows = rows - below;
		out[PANE_SIDE] = (struct rect){top + rows - below + 1, 0, below - 1, cols};
	} else { /* too low for both: the active one */
		out[a->active == PANE_MAIN ? PANE_SIDE : PANE_MAIN].rows = 0;
		if (a->active != PANE_MAIN)
			out[PANE_SIDE] = (struct rect){top, 0, rows, cols};
	}
	if (a->n_peeks && rows > 0) {
		struct view *v = a->peeks[a->n_peeks - 1].view;
		int most = rows > 2 * MIN_SIDE_ROWS ? rows * 2 / 3 : rows - 1, need;

		view_resize(v, most > 0 ? most : 1, text_width(a, v, cols));
		need = view_length(v, most > 0 ? most : 1);
		out[PANE_PEEK] = (struct rect){top + rows - need, 0, need, cols};
	}
}

void pane_options(struct app *a, struct layout_options *o)
{
	*o = (struct layout_options){
		.width = a->cols,
		.translations = (enum layout_translations)cmd_choice(a->options, OPT_TRANSLATIONS),
		.notes_open = a->notes_open,
		.hang = cmd_bool(a->options, OPT_HANG),
		.level = (enum text_level)cmd_choice(a->options, OPT_KINSOKU),
		.terminal = a->terminal,
	};
}

static void fit(struct app *a, struct view *v, const struct rect *r)
{
	struct layout_options o;

	if (!v || r->rows < 1)
		return;
	pane_options(a, &o);
	o.width = text_width(a, v, r->cols);
	if (v->page) {
		o.hanging = v->page->hanging;
		o.translations = TRANSLATIONS_OFF;
		o.notes_open = false;
	}
	v->rows = r->rows;
	v->cols = o.width;
	if (!layout_same_options(&o, layout_options(v->layout)))
		view_set_options(v, &o);
}

void pane_resize(struct app *a)
{
	struct rect r[PANES];

	for (int p = 0; p < PANES; p++)
		if (pane_view(a, (enum pane)p))
			pane_view(a, (enum pane)p)->margin = annotations_margin(a, pane_view(a, (enum pane)p));
	pane_layout(a, r);
	for (int p = 0; p < PANES; p++)
		fit(a, pane_view(a, (enum pane)p), &r[p]);
	for (int p = 0; p < PANES; p++) /* the focus is what is being looked at: it stays on the screen */
		if (pane_view(a, (enum pane)p) && r[p].rows > 0 && view_is_list(pane_view(a, (enum pane)p)) &&
		    pane_view(a, (enum pane)p)->has_focus)
			view_show(pane_view(a, (enum pane)p), &pane_view(a, (enum pane)p)->focus.where);
	app_touch(a);
}

/* ---- making what a spec says ---- */

const struct verdict *pane_verdict(struct app *a, const struct subject *s)
{
	struct cite *c = book_cite(a, a->book);

	switch (s->kind) {
	case SUBJECT_CITATION:
		return cite_citation(c, s->index);
	case SUBJECT_ANCHOR:
		return cite_anchor(c, s->index);
	case SUBJECT_POST:
		return cite_post(c, s->index);
	case SUBJECT_LINK:
		return cite_link(c, s->index);
	case SUBJECT_THREAD:
		return thread_verdict(a, s->thread);
	case SUBJECT_QUOTATION:
	case SUBJECT_NONE:
		break;
	}
	return NULL;
}

struct page_thread pane_thread(struct app *a, const struct verdict *v)
{
	bool some = v->thread == a->unhidden_in;

	return (struct page_thread){.verdict = v,
				    .cited = {"", 0},
				    .number = -1,
				    .rules = app_rules(a),
				    .shown = some ? a->unhidden.v : NULL,
				    .n_shown = some ? a->unhidden.n : 0,
				    .filter = a->filter,
				    .around = a->filter_around,
				    .names = annotations_posters(a)};
}

static struct page *source_page(struct app *a, const struct spec *s)
{
	const struct verdict *v = pane_verdict(a, &s->subject);
	struct cite *c = book_cite(a, a->book);
	struct str cited = {"", 0};
	struct page_thread w;

	if (s->subject.kind == SUBJECT_CITATION) {
		cited = doc_citation(a->book->doc, s->subject.index)->text;
		if (!cite_thread(c, v).n)
			return page_citation(a->book->doc, c, s->subject.index);
	}
	if (s->subject.kind == SUBJECT_LINK && !cite_thread(c, v).n)
		return page_link(a->book->doc, c, s->subject.index);
	w = pane_thread(a, v);
	w.cited = cited;
	w.number = s->number;
	w.order = s->order;
	return page_thread(c, &w);
}

typedef VEC(struct help_line) help_vec;

/* Every key of the context that is this command alone, blanks between. */
static struct str keys_of(struct app *a, const struct command *c, unsigned context, struct arena *arena)
{
	struct buf keys = {0};
	struct str s;

	for (size_t i = 0; i < input_keymap_count(a->keymap); i++) {
		const struct input_binding *b = input_keymap_at(a->keymap, i);
		struct str line = str_c(b->command);
		size_t end = str_find_char(line, ' ', 0);

		if (b->context == context && str_eq(str_slice(line, 0, end == SIZE_MAX ? line.n : end), str_c(c->name)))
			buf_printf(&keys, "%s%s", keys.n ? " " : "", strcmp(b->keys, "<lt>") ? b->keys : "<");
	}
	s = arena_str(arena, buf_view(&keys));
	buf_free(&keys);
	return s;
}

/* The commands with keys in this context, in the order of the table. */
static void help_section(struct app *a, const char *title, unsigned context, struct arena *arena, help_vec *out)
{
	size_t start = out->n;

	vec_push(out, (struct help_line){.heading = true, .help = str_c(title)});
	for (size_t i = 0; i < app_commands.n; i++) {
		const struct command *c = &app_commands.v[i];
		struct str keys = keys_of(a, c, context, arena);

		if (keys.n)
			vec_push(out, (struct help_line){.keys = keys, .help = str_c(_(c->help))});
	}
	if (out->n == start + 1)
		out->n = start;
}

/* What is for the ":" line only. */
static void help_keyless(struct app *a, unsigned context, struct arena *arena, help_vec *out)
{
	vec_push(out, (struct help_line){.heading = true, .help = str_c(_("typed after :"))});
	for (size_t i = 0; i < app_commands.n; i++) {
		const struct command *c = &app_commands.v[i];
		struct buf name = {0};

		if (keys_of(a, c, 0, arena).n || keys_of(a, c, context, arena).n || !cmd_here(c, context))
			continue;
		buf_printf(&name, ":%s %s", c->name, c->args);
		vec_push(out, (struct help_line){.keys = arena_str(arena, str_trim(buf_view(&name))),
						 .help = str_c(_(c->help))});
		buf_free(&name);
	}
}

/* What can be done in a kind of view: what holds there alone, what holds everywhere, what has no key. */
static struct page *help_page(struct app *a, enum view_kind kind)
{
	struct arena *arena = arena_new();
	struct buf title = {0};
	help_vec lines = {0};
	unsigned context = 1 + (unsigned)kind;
	struct page *p;

	help_section(a, _("in this view"), context, arena, &lines);
	help_section(a, _("everywhere"), 0, arena, &lines);
	help_keyless(a, context, arena, &lines);
	buf_printf(&title, _("help: keys and commands (%s)"), app_contexts[context].name);
	p = page_help(lines.v, lines.n, buf_view(&title), a->cols);
	buf_free(&title);
	vec_free(&lines);
	arena_free(arena);
	return p;
}

static struct page *make_page(struct app *a, const struct spec *s, struct err *e)
{
	struct doc *d = a->book->doc;
	size_t here = view_cursor(a->book->view).at;

	switch (s->kind) {
	case SPEC_SOURCE:
		return source_page(a, s);
	case SPEC_CITING:
		return page_citing(book_cite(a, a->book), app_store(a), pane_verdict(a, &s->subject), s->number, e);
	case SPEC_CONTENTS:
		return page_contents(d, here);
	case SPEC_NOTES:
		return page_notes(d, here);
	case SPEC_SOURCES:
		return page_sources(d, book_cite(a, a->book));
	case SPEC_RESULTS:
		return page_results(d, a->search.needle, str_c(a->search.words), 10000);
	case SPEC_HELP:
		return help_page(a, s->help_for);
	case SPEC_LIBRARY:
		return page_library(app_store(a), app_notes(a), e);
	case SPEC_MESSAGES:
		return page_message(str_c(_("messages")), buf_view(&a->log));
	case SPEC_CHECK:
		return page_findings(d, book_cite(a, a->book));
	case SPEC_POSTER:
		return thread_poster_page(a, s, e);
	case SPEC_SEARCH:
		return hunt_page(a, s->subject.index);
	case SPEC_HIDES:
		return page_hides(app_rules(a));
	case SPEC_DRAFTS:
		return compose_drafts_page(a, e);
	case SPEC_ANNOTATIONS:
		return annotations_page(a, s);
	case SPEC_DOCUMENT:
		break;
	}
	return NULL;
}

static enum view_kind kind_of(enum spec_kind kind)
{
	static const enum view_kind kinds[] = {
		[SPEC_DOCUMENT] = VIEW_DOCUMENT, [SPEC_SOURCE] = VIEW_SOURCE,  [SPEC_CITING] = VIEW_RESULTS,
		[SPEC_CONTENTS] = VIEW_CONTENTS, [SPEC_NOTES] = VIEW_NOTES,    [SPEC_SOURCES] = VIEW_SOURCES,
		[SPEC_RESULTS] = VIEW_RESULTS,   [SPEC_HELP] = VIEW_HELP,      [SPEC_LIBRARY] = VIEW_LIBRARY,
		[SPEC_MESSAGES] = VIEW_HELP,     [SPEC_CHECK] = VIEW_RESULTS,  [SPEC_HIDES] = VIEW_RESULTS,
		[SPEC_SEARCH] = VIEW_RESULTS,    [SPEC_POSTER] = VIEW_RESULTS, [SPEC_ANNOTATIONS] = VIEW_ANNOTATIONS,
		[SPEC_DRAFTS] = VIEW_DRAFTS,
	};
	return kinds[kind];
}

static bool in_main(const struct spec *s)
{
	return s->kind == SPEC_HELP || s->kind == SPEC_LIBRARY || s->kind == SPEC_MESSAGES || s->kind == SPEC_SEARCH ||
	       s->kind == SPEC_POSTER || s->kind == SPEC_DOCUMENT || (s->kind == SPEC_ANNOTATIONS && s->everything) ||
	       (s->kind == SPEC_SOURCE && s->subject.kind == SUBJECT_THREAD);
}

const struct spec *pane_about(const struct app *a, const struct view *v)
{
	for (int i = a->n_peeks; i-- > 0;)
		if (a->peeks[i].view == v)
			return &a->peeks[i].go;
	return v == a->main_page ? &a->main_spec : &a->side_spec;
}

/* A source that fits on the screen is shown whole: what is said before its posts is not scrolled away. */
void pane_post(struct view *v, size_t at)
{
	view_go(v, &POSITION(view_length(v, v->rows + 1) <= v->rows ? v->range.start : at), 0);
	view_focus_at(v, &POSITION(at), THINGS(THING_POST));
}

/* Where such a page is looked at first: the post, the entry of the place where one is. */
static void enter(struct view *v, const struct spec *s)
{
	size_t at = s->kind == SPEC_SOURCE && s->number >= 0 ? page_find_post(v->page, s->number) : POS_NONE;

	if (at != POS_NONE)
		pane_post(v, at);
	if (!view_is_list(v))
		return;
	view_focus_first(v, THINGS(THING_ENTRY));
	for (size_t i = 0; s->kind != SPEC_LIBRARY && i < v->page->spans.n; i++) {
		const struct page_span *x = &v->page->spans.v[i];
		struct str line = buf_view(&v->page->text);
		size_t start = x->start;

		while (start && line.p[start - 1] != '\n')
			start--;
		if (x->thing && start < line.n && line.p[start] == '*') {
			view_focus_at(v, &POSITION(x->start), THINGS(THING_ENTRY));
			view_show(v, &POSITION(x->start));
		}
	}
}

static void drop_peeks(struct app *a)
{
	while (a->n_peeks)
		view_free(a->peeks[--a->n_peeks].view);
}

/* Whose hits a new page shows. */
static const struct text_needle *needle_of(const struct app *a, const struct spec *s)
{
	return s->kind == SPEC_SEARCH ? hunt_needle(a, s->subject.index) : s->kind == SPEC_SOURCE ? a->filter : NULL;
}

static void no_main_page(struct app *a)
{
	view_free(a->main_page);
	a->main_page = NULL;
	a->main_spec = (struct spec){.kind = SPEC_DOCUMENT, .number = -1};
	a->n_below = 0;
}

/* The page that another one is put over, unless it is made anew. */
static void keep_below(struct app *a, const struct spec *s)
{
	if (!a->main_page || a->main_spec.kind == s->kind)
		return;
	if (s->kind == SPEC_LIBRARY)
		a->n_below = 0;
	if (a->n_below == BELOW || s->kind == SPEC_LIBRARY)
		return;
	a->below[a->n_below++] =
		(struct below){a->main_spec, a->main_page->at, a->main_page->focus.where, a->main_page->has_focus};
}

static void show_main(struct app *a, struct view *v, const struct spec *s, enum pane was)
{
	if (!a->main_page)
		a->under_page = was;
	keep_below(a, s);
	view_free(a->main_page);
	a->main_page = v;
	a->main_spec = *s;
	a->active = PANE_MAIN;
}

static void show_side(struct app *a, struct view *v, const struct spec *s)
{
	if (covers(a))
		no_main_page(a);
	view_free(a->side);
	a->side = v;
	a->side_spec = *s;
	a->active = PANE_SIDE;
}

bool pane_show(struct app *a, const struct spec *s, struct err *e)
{
	struct layout_options o;
	struct page *page = make_page(a, s, e);
	enum pane was = a->active == PANE_PEEK ? a->under_peek : a->active;
	struct view *v;

	drop_peeks(a);
	if (s->kind == SPEC_DOCUMENT) {
		no_main_page(a);
		a->active = PANE_MAIN;
		pane_resize(a);
		return true;
	}
	if (!page)
		return false;
	pane_options(a, &o);
	v = view_new_page(kind_of(s->kind), page, &o, e);
	if (!v)
		return false;
	if (in_main(s))
		show_main(a, v, s, was);
	else
		show_side(a, v, s);
	v->needle = needle_of(a, s);
	annotations_show(a, v);
	pane_resize(a);
	enter(v, s);
	app_touch(a);
	return true;
}

/* The page of a pane anew; what was at the top of a source stays there, and the post with the focus keeps it. */
static void remake(struct app *a, struct view **v, const struct spec *s)
{
	uint32_t entry = (*v)->has_focus ? (*v)->focus.index : 0;
	struct layout_options o;
	struct err e = {0};
	struct page *page = make_page(a, s, &e);
	const struct target *t = (*v)->has_focus ? view_target(*v, &(*v)->focus) : NULL;
	long top = page_post_at((*v)->page, (*v)->at.at), focus = t && t->kind == TARGET_POST ? t->from : -1;
	struct view *made;
	size_t at;

	pane_options(a, &o);
	made = page ? view_new_page((*v)->kind, page, &o, &e) : NULL;
	if (!made)
		return;
	made->needle = needle_of(a, s);
	view_free(*v);
	*v = made;
	annotations_show(a, made);
	pane_resize(a);
	if (top >= 0 && (at = page_find_post(page, top)) != POS_NONE)
		view_go(made, &POSITION(at), 0);
	if (focus >= 0 && (at = page_find_post(page, focus)) != POS_NONE)
		view_focus_at(made, &POSITION(at), THINGS(THING_POST));
	for (size_t i = 0; view_is_list(made) && i < page->spans.n; i++)
		if (page->spans.v[i].thing && page->spans.v[i].target == entry) {
			view_focus_at(made, &POSITION(page->spans.v[i].start), THINGS(THING_ENTRY));
			view_show(made, &POSITION(page->spans.v[i].start));
		}
}

void pane_remake_annotations(struct app *a)
{
	if (a->main_page && a->main_spec.kind == SPEC_ANNOTATIONS)
		remake(a, &a->main_page, &a->main_spec);
	if (a->side && a->side_spec.kind == SPEC_ANNOTATIONS)
		remake(a, &a->side, &a->side_spec);
	app_touch(a);
}

void pane_remake(struct app *a)
{
	if (thread_in_main(a) || (a->main_page && a->main_spec.kind == SPEC_SEARCH))
		remake(a, &a->main_page, &a->main_spec);
	if (a->side && (a->side_spec.kind == SPEC_SOURCE || a->side_spec.kind == SPEC_HIDES))
		remake(a, &a->side, &a->side_spec);
	app_touch(a);
}

void pane_show_book(struct app *a, struct book *b)
{
	drop_peeks(a);
	thread_save(a);
	if (a->book && a->book != b)
		book_save(a, a->book);
	if (a->book != b) {
		view_free(a->side);
		a->side = NULL;
	}
	a->book = b;
	no_main_page(a);
	a->active = PANE_MAIN;
	pane_resize(a);
}

/* Back to the page that this one was come to from, else to the document. */
static void close_main(struct app *a)
{
	int left = a->n_below - 1;
	struct below under;
	struct err e = {0};

	thread_save(a);
	if (left < 0) {
		no_main_page(a);
		a->active = a->side ? a->under_page : PANE_MAIN;
		return;
	}
	under = a->below[left];
	if (!pane_show(a, &under.spec, &e)) {
		app_complain(a, &e);
		return;
	}
	a->n_below = left;
	pane_resize(a);
	view_go(a->main_page, &under.at, 0);
	if (under.focused)
		view_focus_at(a->main_page, &under.focus, ~0u);
}

void pane_close(struct app *a, enum pane p)
{
	if (p == PANE_PEEK && a->n_peeks) {
		view_free(a->peeks[--a->n_peeks].view);
		if (!a->n_peeks)
			a->active = a->side && a->under_peek == PANE_SIDE ? PANE_SIDE : PANE_MAIN;
	} else if (p == PANE_SIDE) {
		view_free(a->side);
		a->side = NULL;
		if (a->active == PANE_SIDE)
			a->active = PANE_MAIN;
	} else if (p == PANE_MAIN && a->main_page) {
		close_main(a);
	}
	pane_resize(a);
}

/* Takes the view. */
bool pane_peek(struct app *a, struct view *v, const struct spec *go, const struct position *place)
{
	struct peek *p;

	if (a->n_peeks == PEEKS) {
		view_free(v);
		return false;
	}
	if (!a->n_peeks)
		a->under_peek = a->active;
	p = &a->peeks[a->n_peeks++];
	*p = (struct peek){.view = v, .goes = go != NULL};
	if (go)
		p->go = *go;
	if (place)
		p->place = *place;
	a->active = PANE_PEEK;
	annotations_show(a, v);
	pane_resize(a);
	view_refresh(v);
	return true;
}
