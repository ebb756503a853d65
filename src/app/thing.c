/* What a thing leads to: a note, a translation, a post, a source, a place; as a popup (peek) or by going there. */
#include "app_int.h"

static enum cmd_result nothing(struct err *e, const char *text)
{
	err_set(e, ERR_NOTHING, "%s", text);
	return CMD_NOTHING;
}

enum cmd_result place_go_to(struct app *a, struct book *b, const struct position *p)
{
	struct position at = *p; /* may be what recording the jump changes */

	jump_record(a);
	if (b != a->book)
		b->resumed = true;
	pane_show_book(a, b);
	view_unfocus(b->view);
	view_go(b->view, &at, 0);
	app_touch(a);
	return CMD_OK;
}

enum cmd_result place_go(struct app *a, size_t at)
{
	return place_go_to(a, a->book, &POSITION(at));
}

static bool same_subject(const struct subject *a, const struct subject *b)
{
	return a->kind == b->kind && a->index == b->index && a->thread == b->thread;
}

/* The pane that shows this source already. */
static bool shown_in(struct app *a, const struct subject *s, enum pane *p)
{
	if (thread_in_main(a) && same_subject(&a->main_spec.subject, s))
		*p = PANE_MAIN;
	else if (pane_view(a, PANE_SIDE) && a->side_spec.kind == SPEC_SOURCE && same_subject(&a->side_spec.subject, s))
		*p = PANE_SIDE;
	else
		return false;
	return true;
}

/* A page that is there is only moved in: a large one is not made again. */
enum cmd_result source_go(struct app *a, const struct subject *s, long number, struct err *e)
{
	struct spec spec = {.kind = SPEC_SOURCE, .subject = *s, .number = number};
	enum pane p;
	size_t at;

	jump_record(a);
	if (shown_in(a, s, &p) && (at = page_find_post(pane_view(a, p)->page, number)) != POS_NONE) {
		while (a->n_peeks)
			pane_close(a, PANE_PEEK);
		a->active = p;
		pane_resize(a);
		pane_post(pane_view(a, p), at);
		app_touch(a);
		return CMD_OK;
	}
	return pane_show(a, &spec, e) ? CMD_OK : CMD_ERROR;
}

static bool subject_of(const struct thing *t, struct subject *s)
{
	switch (t->kind) {
	case THING_CITATION:
		*s = (struct subject){SUBJECT_CITATION, t->index, 0};
		return true;
	case THING_ANCHOR:
		*s = (struct subject){SUBJECT_ANCHOR, t->index, 0};
		return true;
	case THING_POST:
		*s = (struct subject){SUBJECT_POST, t->index, 0};
		return true;
	case THING_LINK:
		*s = (struct subject){SUBJECT_LINK, t->index, 0};
		return true;
	case THING_CALL:
	case THING_QUOTATION:
	case THING_SECTION:
	case THING_ENTRY:
	case THING_ANNOTATION:
	case THING_KINDS:
		break;
	}
	return false;
}

static long number_of(struct app *a, const struct thing *t, const struct verdict *v)
{
	if (t->kind == THING_ANCHOR)
		return doc_anchor(a->book->doc, t->index)->from;
	if (t->kind == THING_POST)
		return doc_post(a->book->doc, t->index)->number;
	return v->n_numbers ? v->numbers[0] : -1;
}

static enum cmd_result target_go(struct app *, struct view *, const struct target *, struct err *);

/* ---- popups ---- */

enum cmd_result thing_popup(struct app *a, struct page *page, const struct spec *go, struct err *e)
{
	struct layout_options o;
	struct view *v;

	pane_options(a, &o);
	v = page ? view_new_page(VIEW_PEEK, page, &o, e) : NULL;
	if (!v)
		return CMD_ERROR;
	return pane_peek(a, v, go, NULL) ? CMD_OK : nothing(e, _("no more popups over popups"));
}

static enum cmd_result peek_note(struct app *a, uint32_t note, struct err *e)
{
	const struct note *n;
	struct layout_options o;
	struct position there;

	if (note == DOC_NONE)
		return nothing(e, _("there is no note with this label"));
	n = doc_note(a->book->doc, note);
	there = POSITION(n->start);
	pane_options(a, &o);
	struct view *v = view_new_range(VIEW_PEEK, a->book->doc, (struct span){n->start, n->end}, &o);
	v->citation_styles = a->book->view->citation_styles;
	v->n_citation_styles = a->book->view->n_citation_styles;
	return pane_peek(a, v, &(struct spec){.kind = SPEC_DOCUMENT, .number = -1}, &there)
		       ? CMD_OK
		       : nothing(e, _("no more popups over popups"));
}

static void put_translation(struct page *p, struct str text, struct str label)
{
	page_put(p, STYLE_TRANSLATION, STR("= "));
	page_put(p, STYLE_TRANSLATION, text);
	if (label.n)
		page_printf(p, STYLE_LABEL, "  〔%.*s〕", STR_ARG(label));
	page_put(p, STYLE_TEXT, STR("\n"));
}

static enum cmd_result peek_quotation(struct app *a, uint32_t index, struct err *e)
{
	const struct quotation *q = doc_quotation(a->book->doc, index);
	struct spec go = {.kind = SPEC_DOCUMENT, .subject = {SUBJECT_QUOTATION, index, 0}, .number = -1};
	struct page *p = page_new();
	const struct layout_translation *by_reader[8];
	size_t n = layout_translations_of(a->book->view->layout, index, by_reader, 8);

	buf_cat(&p->title, _("translation"));
	page_put(p, STYLE_QUOTATION, q->text);
	page_put(p, STYLE_TEXT, STR("\n"));
	if (q->translation.n)
		put_translation(p, q->translation, q->label);
	for (size_t i = 0; i < n && i < 8; i++)
		put_translation(p, by_reader[i]->text, by_reader[i]->label);
	if (!q->translation.n && !n)
		page_printf(p, STYLE_MISSING, "%s\n", _("the document gives no translation"));
	return thing_popup(a, p, q->translation_at.start == POS_NONE ? NULL : &go, e);
}

static enum cmd_result peek_source(struct app *a, const struct thing *t, struct err *e)
{
	struct spec go = {.kind = SPEC_SOURCE};
	const struct verdict *v;
	struct cite *c = book_cite(a, a->book);
	struct page_thread w;
	struct page *p;

	subject_of(t, &go.subject);
	v = pane_verdict(a, &go.subject);
	w = pane_thread(a, v);
	go.number = number_of(a, t, v);
	if (t->kind == THING_LINK && !cite_thread(c, v).n)
		p = page_link(a->book->doc, c, t->index);
	else if (t->kind == THING_CITATION && (go.number < 0 || !cite_thread(c, v).n))
		p = page_citation(a->book->doc, c, t->index);
	else
		p = page_posts(c, &w, go.number,
			       t->kind == THING_ANCHOR ? doc_anchor(a->book->doc, t->index)->to : go.number);
	return thing_popup(a, p, &go, e);
}

static enum cmd_result peek_target(struct app *a, struct view *v, const struct target *t, struct err *e)
{
	struct spec go = *pane_about(a, v);
	const struct verdict *verdict;
	struct page_thread w;

	if (t->kind == TARGET_VERSIONS && app_store(a))
		return thing_popup(a, page_versions(book_cite(a, a->book), a->store, t->post, e), NULL, e);
	if (t->kind != TARGET_POST)
		return target_go(a, v, t, e);
	go.kind = SPEC_SOURCE;
	go.number = t->from;
	verdict = pane_verdict(a, &go.subject);
	if (!verdict)
		return nothing(e, _("nothing is known of this source"));
	w = pane_thread(a, verdict);
	return thing_popup(a, page_posts(book_cite(a, a->book), &w, t->from, t->to), &go, e);
}

enum cmd_result thing_peek(struct app *a, struct view *v, const struct thing *t, struct err *e)
{
	const struct target *target = view_target(v, t);

	if (target)
		return view_is_list(v) ? target_go(a, v, target, e) : peek_target(a, v, target, e);
	switch (t->kind) {
	case THING_CALL:
		return peek_note(a, doc_call(a->book->doc, t->index)->note, e);
	case THING_QUOTATION:
		return peek_quotation(a, t->index, e);
	case THING_CITATION:
	case THING_ANCHOR:
	case THING_POST:
	case THING_LINK:
		return peek_source(a, t, e);
	case THING_ANNOTATION:
		return annotation_peek(a, v, t, e);
	case THING_SECTION:
	case THING_ENTRY:
	case THING_KINDS:
		break;
	}
	return nothing(e, _("there is nothing to look at behind this"));
}

/* ---- going ---- */

static enum cmd_result go_post(struct app *a, struct view *v, const struct target *t, struct err *e)
{
	return source_go(a, &pane_about(a, v)->subject, t->from, e);
}

enum cmd_result thing_go_document(struct app *a, const struct target *t, struct err *e)
{
	struct book *b = NULL;
	int64_t thread;
	long number;

	if (thread_is_name(t->text))
		return thread_find(a, t->text, &thread, &number, e) ? thread_go(a, thread, number, e) : CMD_ERROR;
	for (size_t i = 0; i < a->books.n && !b; i++)
		if (!doc_large(a->books.v[i]->doc) && str_eq(str_c(doc_id(a->books.v[i]->doc)), t->text))
			b = a->books.v[i];
	if (!b && t->path.n)
		b = book_open(a, t->path.p, NULL, NULL, e);
	if (!b)
		b = book_open_id(a, t->text, e);
	if (!b)
		return CMD_ERROR;
	if (t->at != POS_NONE)
		return place_go_to(a, b, &POSITION(t->at));
	jump_record(a);
	pane_show_book(a, b);
	book_resume(a, b);
	return CMD_OK;
}

static enum cmd_result target_go(struct app *a, struct view *v, const struct target *t, struct err *e)
{
	const struct verdict *verdict;

	switch (t->kind) {
	case TARGET_PLACE:
	case TARGET_NOTE:
		return place_go(a, t->at);
	case TARGET_POST:
		return go_post(a, v, t, e);
	case TARGET_CITATION:
		verdict = cite_citation(book_cite(a, a->book), t->index);
		return source_go(a, &(struct subject){SUBJECT_CITATION, t->index, 0},
				 verdict->n_numbers ? verdict->numbers[0] : -1, e);
	case TARGET_DOCUMENT:
		return thing_go_document(a, t, e);
	case TARGET_SOURCE:
		return thread_go(a, t->thread, t->from, e);
	case TARGET_COMMAND:
		return app_exec(a, t->text, CMD_TYPED) ? CMD_OK : CMD_NOTHING;
	case TARGET_ANNOTATION:
		return t->index ? annotation_go_end(a, t->text, e) : annotation_go(a, t->text, e);
	case TARGET_VERSIONS:
	case TARGET_LINK:
	case TARGET_NONE:
		break;
	}
	return nothing(e, _("this leads nowhere"));
}

/* Where the text has it when translations are left there, else under the quote. */
enum cmd_result thing_go_translation(struct app *a, uint32_t index, struct err *e)
{
	const struct quotation *q = doc_quotation(a->book->doc, index);
	struct view *v = a->book->view;

	if (q->translation_at.start == POS_NONE)
		return nothing(e, _("the document gives no translation"));
	if (layout_options(v->layout)->translations == TRANSLATIONS_OFF && !layout_translation_shown(v->layout, index))
		return place_go(a, q->translation_at.start);
	layout_show_translation(v->layout, index, true);
	place_go(a, q->start);
	view_focus_at(v, &POSITION(q->start), THINGS(THING_QUOTATION));
	return CMD_OK;
}

enum cmd_result thing_go(struct app *a, struct view *v, const struct thing *t, struct err *e)
{
	const struct target *target = view_target(v, t);
	struct subject s;
	uint32_t note;

	if (target)
		return target_go(a, v, target, e);
	if (subject_of(t, &s))
		return source_go(a, &s, number_of(a, t, pane_verdict(a, &s)), e);
	switch (t->kind) {
	case THING_CALL:
		note = doc_call(a->book->doc, t->index)->note;
		return note == DOC_NONE ? nothing(e, _("there is no note with this label"))
					: place_go(a, doc_note(a->book->doc, note)->start);
	case THING_QUOTATION:
		return thing_go_translation(a, t->index, e);
	case THING_SECTION:
	case THING_CITATION:
	case THING_ANCHOR:
	case THING_LINK:
	case THING_POST:
	case THING_ENTRY:
	case THING_ANNOTATION:
	case THING_KINDS:
		break;
	}
	return nothing(e, _("this leads nowhere"));
}
