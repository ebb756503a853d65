/* Cursor mode: going about by character, word, sentence; selecting; copying. What a command moves the view to takes the
 * cursor with it (view.c), so that hits, marks and jumps are ends of a selection as well. */
#include "actions.h"
#include "annotated.h"

#include <stdio.h>

/* What OSC 52 carries: 100,000 bytes of base64 in the narrowest terminals, with their frame. */
enum { COPY_MAX = 74994 };

/* On a mark: with that mark selected; on a post of a source: with its text. */
ACTION(act_cursor)
{
	struct view *v = pane_active(app);
	struct position where = v->focus.where;
	bool marked = v->has_focus && !view_is_list(v) && view_on_screen(v, &where);
	struct span at = marked ? annotation_focus(v) : (struct span){0, 0};

	(void)args;
	(void)e;
	view_cursor_begin(v);
	where.at = at.start;
	if (at.end > at.start)
		view_select_span(v, &where, at);
	return CMD_OK;
}

ACTION(act_cursor_leave)
{
	struct view *v = pane_active(app);

	(void)args;
	(void)e;
	if (v->selecting != SELECT_NONE)
		view_select(v, SELECT_NONE);
	else
		view_cursor_end(v);
	return CMD_OK;
}

static const struct way {
	const char *name;
	enum view_unit unit;
	int direction;
} ways[] = {
	{"left", UNIT_CLUSTER, -1},
	{"right", UNIT_CLUSTER, 1},
	{"up", UNIT_ROW, -1},
	{"down", UNIT_ROW, 1},
	{"word", UNIT_WORD, 1},
	{"word-back", UNIT_WORD, -1},
	{"word-end", UNIT_WORD_END, 1},
	{"sentence", UNIT_SENTENCE, 1},
	{"sentence-back", UNIT_SENTENCE, -1},
	{"paragraph", UNIT_PARAGRAPH, 1},
	{"paragraph-back", UNIT_PARAGRAPH, -1},
	{"block", UNIT_BLOCK, 1},
	{"block-back", UNIT_BLOCK, -1},
	{"row-start", UNIT_ROW_EDGE, -1},
	{"row-end", UNIT_ROW_EDGE, 1},
};

/* At the ends it stays, and says nothing. */
ACTION(act_cursor_move)
{
	long n = args->count > 0 ? args->count : 1;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_eq(args->v[0], str_c(ways[i].name)))
			return view_cursor_move(pane_active(app), ways[i].unit, n * ways[i].direction) ? CMD_OK
												       : CMD_NOTHING;
	err_set(e, ERR_USAGE, _("%.*s: no such way to move"), STR_ARG(args->v[0]));
	return CMD_ERROR;
}

static bool unit_named(struct str name, enum view_unit *unit)
{
	static const struct {
		const char *name;
		enum view_unit unit;
	} units[] = {
		{"word", UNIT_WORD},
		{"sentence", UNIT_SENTENCE},
		{"paragraph", UNIT_PARAGRAPH},
		{"block", UNIT_BLOCK},
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq(name, str_c(units[i].name))) {
			*unit = units[i].unit;
			return true;
		}
	return false;
}

/* Asked for again it ends; in the other way it goes on. */
static enum cmd_result select_from_here(struct view *v, enum view_selecting how)
{
	view_cursor_begin(v);
	view_select(v, v->selecting == how ? SELECT_NONE : how);
	return CMD_OK;
}

ACTION(act_select)
{
	struct view *v = pane_active(app);
	enum view_unit unit;
	struct position at;
	struct span s;

	if (str_eq(args->v[0], STR("characters")))
		return select_from_here(v, SELECT_CHARACTERS);
	if (str_eq(args->v[0], STR("paragraphs")))
		return select_from_here(v, SELECT_PARAGRAPHS);
	if (!unit_named(args->v[0], &unit)) {
		err_set(e, ERR_USAGE, _("%.*s: no such part of a text"), STR_ARG(args->v[0]));
		return CMD_ERROR;
	}
	view_cursor_begin(v);
	at = view_cursor(v);
	s = view_unit_around(v, &at, unit);
	if (s.end > s.start) {
		view_select_span(v, &at, s);
		return CMD_OK;
	}
	err_set(e, ERR_NOTHING, "%s", _("there is no text here to select"));
	return CMD_NOTHING;
}

ACTION(act_select_swap)
{
	(void)args;
	(void)e;
	view_select_swap(pane_active(app));
	return CMD_OK;
}

/* ---- copying ---- */

/* No control but LF and TAB, no line end at the end: what is pasted into a shell must not run. */
static void sanitise(struct str s, struct buf *out)
{
	uint32_t cp;

	for (size_t at = 0, next; at < s.n; at = next) {
		next = text_next(s, at, &cp);
		if ((cp >= 0x20 && cp != 0x7f && !(cp >= 0x80 && cp < 0xa0)) || cp == '\t' || cp == '\n')
			buf_str(out, str_slice(s, at, next));
	}
	while (out->n && out->p[out->n - 1] == '\n')
		out->n--;
}

/* The selection; without one the sentence under the cursor. */
static void wanted(struct view *v, struct buf *out)
{
	struct position at = view_cursor(v);
	struct span s;

	if (v->selecting != SELECT_NONE) {
		view_selection_text(v, out);
		return;
	}
	s = view_unit_around(v, &at, UNIT_SENTENCE);
	buf_str(out, str_slice(doc_text(v->doc), s.start, s.end));
}

static void tell(struct app *a, size_t n)
{
	if (a->clipboard_way && !cmd_choice(a->options, OPT_CLIPBOARD)) {
		a->wish = APP_COPY;
		app_say(a,
			ngettext("%zu character sent by %s (the terminal does not confirm it)",
				 "%zu characters sent by %s (the terminal does not confirm it)", n),
			n, a->clipboard_way);
		return;
	}
	app_say(a,
		ngettext("%zu character kept (:copied), not sent: no way to the terminal's clipboard",
			 "%zu characters kept (:copied), not sent: no way to the terminal's clipboard", n),
		n);
}

ACTION(act_copy)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	struct buf text = {0}, clean = {0};
	enum cmd_result r = CMD_NOTHING;

	(void)args;
	wanted(v, &text);
	sanitise(buf_view(&text), &clean);
	if (!clean.n) {
		err_set(e, ERR_NOTHING, "%s", _("there is no text here to copy"));
	} else if (clean.n > COPY_MAX) {
		err_set(e, ERR_NOTHING,
			_("the selection has %zu bytes, and %d are the most that can be copied: select less"), clean.n,
			COPY_MAX);
	} else {
		buf_clear(&a->clipboard);
		buf_str(&a->clipboard, buf_view(&clean));
		view_select(v, SELECT_NONE);
		tell(a, text_code_points(buf_view(&clean)));
		r = CMD_OK;
	}
	buf_free(&text);
	buf_free(&clean);
	return r;
}

ACTION(act_copied)
{
	struct app *a = app;
	struct layout_options o;
	struct view *v;

	(void)args;
	if (!a->clipboard.n) {
		err_set(e, ERR_NOTHING, "%s", _("nothing was copied yet"));
		return CMD_NOTHING;
	}
	pane_options(a, &o);
	v = view_new_page(VIEW_PEEK, page_message(str_c(_("copied")), buf_view(&a->clipboard)), &o, e);
	return v && pane_peek(a, v, NULL, NULL) ? CMD_OK : CMD_NOTHING;
}

struct str app_clipboard(const struct app *a)
{
	return buf_view(&a->clipboard);
}

void app_set_clipboard(struct app *a, const char *way)
{
	a->clipboard_way = way;
}
