/* The frame: title, panes, popup, last row. */
#include "app_int.h"

#include <stdio.h>

enum { MIN_COLS = 10, MIN_ROWS = 3, MESSAGE_ROWS = 4, COUNTED = 1 << 18 };

static void too_small(struct app *a, struct grid *g)
{
	grid_put(g, 0, 0, a->cols, str_c(_("window too small")), STYLE_MESSAGE, 0, &a->terminal);
}

static void side_separator(struct app *a, struct grid *g, const struct rect *r)
{
	char percent[16];

	snprintf(percent, sizeof percent, "%d%%", view_percent(a->side));
	status_separator(g, r->row - 1, r->col, r->col + r->cols, buf_view(&a->side->page->title), str_c(percent),
			 a->active == PANE_SIDE, &a->terminal);
}

static void gutter(struct grid *g, const struct rect *main)
{
	for (int i = 0; i < main->rows; i++)
		grid_fill(g, (struct rect){main->row + i, main->col + main->cols, 1, 1}, STYLE_BAR);
}

static const char *peek_keys(const struct peek *p)
{
	return p->view->kind == VIEW_OUTPUT ? _("a: note  t: translation  q: close")
	       : p->goes                    ? _("Enter: go there  q: close")
					    : _("q: close");
}

static void peek_separator(struct app *a, struct grid *g, const struct rect *r)
{
	const struct peek *p = &a->peeks[a->n_peeks - 1];
	struct buf title = {0};

	if (p->view->page) {
		buf_str(&title, buf_view(&p->view->page->title));
	} else {
		const struct block *b = doc_block_at(p->view->doc, p->view->range.start);

		while (b && b->kind != BLOCK_NOTE)
			b = doc_block_parent(p->view->doc, b);
		buf_printf(&title, _("note %.*s"), b ? (int)doc_note(p->view->doc, b->index)->label.n : 0,
			   b ? doc_note(p->view->doc, b->index)->label.p : "");
	}
	status_separator(g, r->row - 1, r->col, r->col + r->cols, buf_view(&title), str_c(peek_keys(p)), true,
			 &a->terminal);
	buf_free(&title);
}

/* What can be done with the focus, in a few words. */
static const char *focus_hint(struct app *a, struct view *v)
{
	const struct thing *t = &v->focus;
	const struct target *target = view_target(v, t);
	const char *known;

	if (target && target->kind == TARGET_VERSIONS)
		return _("other texts of this post: Enter looks");
	if (target && target->kind == TARGET_DOCUMENT)
		return _("Enter goes there");
	if (target && target->kind == TARGET_ANNOTATION)
		return target->index ? _("Enter goes there") : _("Enter goes there  e edits  D deletes");
	switch (t->kind) {
	case THING_CALL:
		return layout_note_open(v->layout, &t->where) ? _("note: za closes") : _("note: Enter looks, za opens");
	case THING_CITATION:
		return _("citation: Enter looks, Enter Enter goes");
	case THING_ANCHOR:
		return _("post: Enter looks, Enter Enter goes");
	case THING_LINK:
		return _("link: Enter looks");
	case THING_QUOTATION:
		if (!layout_has_translation(v->layout, t->index))
			return (known = translation_hint(a, v, t->index))
				       ? known
				       : _("quote without a translation: v t writes one");
		return layout_translation_shown(v->layout, t->index) ? _("quote: T hides its translation")
								     : _("quote: T shows its translation");
	case THING_POST:
		return _("post: Enter looks, K: what points here");
	case THING_SECTION:
		return layout_section_folded(v->layout, t->index) ? _("section: za unfolds") : _("section: za folds");
	case THING_ENTRY:
		return _("Enter goes there");
	case THING_ANNOTATION:
		return _("annotation: Enter looks");
	case THING_KINDS:
		break;
	}
	return "";
}

/* In cursor mode: how much is selected, and what can be done with it. */
static void cursor_hint(struct view *v, struct buf *out)
{
	struct str text = doc_text(v->doc);
	size_t bytes = 0, n = 0;
	span_vec spans = {0};

	if (v->selecting == SELECT_NONE) {
		buf_cat(out, _("cursor: v selects, s a sentence, p a paragraph; y copies"));
		return;
	}
	view_selection(v, &spans);
	for (size_t i = 0; i < spans.n; i++)
		bytes += spans.v[i].end - spans.v[i].start;
	for (size_t i = 0; i < spans.n && bytes <= COUNTED; i++)
		n += text_code_points(str_slice(text, spans.v[i].start, spans.v[i].end));
	if (bytes > COUNTED) /* counting would hold the next key */
		buf_printf(out, ngettext("%zu byte", "%zu bytes", bytes), bytes);
	else
		buf_printf(out, ngettext("%zu character", "%zu characters", n), n);
	buf_printf(out, "  %s", _("H highlight  a note  y copy"));
	vec_free(&spans);
}

static const char *hint(struct app *a, struct view *v)
{
	if (v->has_focus)
		return focus_hint(a, v);
	return a->active == PANE_PEEK && a->peeks[a->n_peeks - 1].goes ? _("Enter goes there") : "";
}

/* The verdict of what has the focus: "[wanted] why". */
static enum style focus_verdict(struct app *a, struct view *v, struct buf *out)
{
	const struct verdict *verdict = NULL;

	if (!v->has_focus || v->page || !a->book->styled)
		return STYLE_STATUS;
	if (v->focus.kind == THING_CITATION)
		verdict = cite_citation(book_cite(a, a->book), v->focus.index);
	else if (v->focus.kind == THING_ANCHOR)
		verdict = cite_anchor(book_cite(a, a->book), v->focus.index);
	else if (v->focus.kind == THING_POST)
		verdict = cite_post(book_cite(a, a->book), v->focus.index);
	if (!verdict)
		return STYLE_STATUS;
	buf_printf(out, "[%s] ", cite_verdict_label(verdict->kind));
	return verdict_style(verdict->kind);
}

/* "ja 12": the document's language and the source line. */
static void right_end(struct app *a, struct buf *out)
{
	struct str language = doc_language(a->book->doc);
	struct view *v = pane_active(a);

	buf_str(out, input_typed(&a->keys));
	if (a->search.running)
		buf_printf(out, " %s", _("searching..."));
	if (a->book->following)
		buf_printf(out, " %s", _("following"));
	if (v->kind == VIEW_SOURCE ? a->filter != NULL : !a->main_page && a->book->filter)
		buf_printf(out, " %s", _("filtered"));
	if (v->column || v->widest > v->cols)
		buf_printf(out, _(" columns %d-%d of %d"), v->column + 1, v->column + v->cols, v->widest);
	if (thread_in_main(a)) {
		buf_printf(out, " >>%ld", thread_post(a));
		return;
	}
	if (a->main_page) /* it covers the document: where that stands says nothing */
		return;
	buf_printf(out, " %.*s", STR_ARG(language));
	if (!doc_large(a->book->doc))
		buf_printf(out, " %zu", doc_line_at(a->book->doc, view_cursor(a->book->view).at));
}

/* A message that is wider than the screen takes some rows more above the last one. */
static void put_message(struct app *a, struct grid *g, int row)
{
	enum style style = a->message_is_error ? STYLE_ERROR : STYLE_MESSAGE;
	struct str text = buf_view(&a->message);
	span_vec rows = {0};
	int n;

	layout_wrap(text, a->cols, 0, TEXT_NORMAL, &a->terminal, &rows);
	n = rows.n > MESSAGE_ROWS ? MESSAGE_ROWS : (int)rows.n;
	n = n < row ? n : row;
	for (int i = 0; i < n; i++) {
		size_t end = i + 1 == n ? text.n : rows.v[i].end;

		grid_fill(g, (struct rect){row - n + 1 + i, 0, 1, a->cols}, STYLE_STATUS);
		status_put(g, row - n + 1 + i, 0, a->cols, str_trim(str_slice(text, rows.v[i].start, end)), style,
			   &a->terminal);
	}
	vec_free(&rows);
}

static const char *key_of(const struct app *a, struct str command)
{
	const char *keys = input_keymap_keys(a->keymap, app_context(a), command);

	return keys ? keys : ":";
}

/* While something is typed: its keys, or a message; one that takes several rows stands above the editor. */
static void editor_status(struct app *a, struct grid *g, int row)
{
	bool wide = text_cells(buf_view(&a->message), &a->terminal) > a->cols;

	grid_fill(g, (struct rect){row, 0, 1, a->cols}, STYLE_STATUS);
	if (!a->message.n || wide)
		status_put(g, row, 0, a->cols, str_c(compose_hint(a)), STYLE_STATUS, &a->terminal);
	if (a->message.n)
		put_message(a, g, wide ? row - 1 - compose_rows(a, a->rows - 2) : row);
}

static void status(struct app *a, struct grid *g, int row)
{
	struct view *v = pane_active(a);
	struct buf left = {0}, right = {0};
	char ways_out[80];
	struct str keys;
	int col, stop;

	/* the two keys that are always wanted, whatever they are bound to */
	if (v->cursor_on)
		snprintf(ways_out, sizeof ways_out, _("%s:help  %s:leave"), key_of(a, STR("help")),
			 key_of(a, STR("cursor-leave")));
	else
		snprintf(ways_out, sizeof ways_out, _("%s:help  %s:close"), key_of(a, STR("help")),
			 key_of(a, STR("close")));
	keys = str_c(ways_out);

	if (compose_is_open(a)) {
		editor_status(a, g, row);
		return;
	}
	right_end(a, &right);
	stop = a->cols - text_cells(buf_view(&right), &a->terminal);
	grid_fill(g, (struct rect){row, 0, 1, a->cols}, STYLE_STATUS);
	if (a->message.n) {
		put_message(a, g, row);
	} else {
		enum style style = focus_verdict(a, v, &left);

		col = grid_put(g, row, 0, stop, buf_view(&left), style, 0, &a->terminal);
		buf_clear(&left);
		if (v->cursor_on)
			cursor_hint(v, &left);
		else
			buf_cat(&left, hint(a, v));
		col = status_put(g, row, col, stop, buf_view(&left), STYLE_STATUS, &a->terminal);
		col = col ? col + 2 : 0;
		if (!col || col + text_cells(keys, &a->terminal) <= stop) /* whole, or not at all */
			status_put(g, row, col, stop, keys, STYLE_STATUS, &a->terminal);
		if (stop > 0)
			grid_put(g, row, stop, a->cols, buf_view(&right), STYLE_STATUS, 0, &a->terminal);
	}
	buf_free(&left);
	buf_free(&right);
}

static void prompt(struct app *a, struct grid *g, int row)
{
	static const char *const signs[] = {"", ":", "/", "?", "&"};
	struct input_edit_view e;
	int col;

	if (a->message.n && row > 1) /* choices of a completion stand above */
		put_message(a, g, row - 1);
	grid_fill(g, (struct rect){row, 0, 1, a->cols}, STYLE_PROMPT);
	col = grid_put(g, row, 0, a->cols, str_c(signs[a->prompt]), STYLE_PROMPT, 0, &a->terminal);
	input_edit_look(a->edit, a->cols - col, &a->terminal, &e);
	grid_put(g, row, col, a->cols, e.text,
		 a->search.failed && a->prompt != PROMPT_COMMAND && e.text.n ? STYLE_ERROR : STYLE_PROMPT, 0,
		 &a->terminal);
	grid_set_cursor(g, row, col + e.caret);
}

/* Above the last row; the cursor is its. */
static void editor(struct app *a, struct grid *g)
{
	int rows = compose_rows(a, a->rows - 2);

	if (rows)
		compose_render(a, g, (struct rect){a->rows - 1 - rows, 0, rows, a->cols});
}

void render(struct app *a, struct grid *g)
{
	struct rect r[PANES];

	grid_clear(g);
	if (a->cols < MIN_COLS || a->rows < MIN_ROWS) {
		too_small(a, g);
		return;
	}
	pane_layout(a, r);
	status_title(pane_view(a, PANE_MAIN), g, 0, a->cols, &a->terminal);
	if (r[PANE_MAIN].rows > 0)
		view_draw(pane_view(a, PANE_MAIN), g, r[PANE_MAIN], a->active == PANE_MAIN);
	if (r[PANE_SIDE].rows > 0) {
		if (pane_beside(a))
			gutter(g, &r[PANE_MAIN]);
		side_separator(a, g, &r[PANE_SIDE]);
		view_draw(a->side, g, r[PANE_SIDE], a->active == PANE_SIDE);
	}
	if (r[PANE_PEEK].rows > 0) {
		peek_separator(a, g, &r[PANE_PEEK]);
		view_draw(pane_view(a, PANE_PEEK), g, r[PANE_PEEK], true);
	}
	if (a->prompt != PROMPT_NONE)
		prompt(a, g, a->rows - 1);
	else
		status(a, g, a->rows - 1);
	editor(a, g);
}
