/* The smallest application: numbered lines, a status line that tells what came in, a text entry. What the terminal's
 * loop does is tested with it, apart from what the reader makes of it. */
#include "taiyaku/app.h"
#include "taiyaku/term.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

struct app {
	int rows, cols, top, frames;
	bool dirty, typing;
	enum app_wish wish;
	struct buf last; /* the names of the last keys */
	struct input_edit *edit;
	struct text_terminal terminal;
	struct theme *theme;
};

static void status(struct app *a, struct grid *g)
{
	struct buf b = {0};
	struct input_edit_view v;

	if (a->typing) {
		grid_put(g, a->rows - 1, 0, a->cols, STR(":"), STYLE_PROMPT, 0, &a->terminal);
		input_edit_look(a->edit, a->cols - 1, &a->terminal, &v);
		grid_put(g, a->rows - 1, 1, a->cols, v.text, STYLE_PROMPT, 0, &a->terminal);
		grid_set_cursor(g, a->rows - 1, 1 + v.caret);
		return;
	}
	buf_printf(&b, "%dx%d wide=%d keys=%s", a->cols, a->rows, a->terminal.ambiguous_wide,
		   a->last.n ? buf_cstr(&a->last) : "");
	grid_put(g, a->rows - 1, 0, a->cols, buf_view(&b), STYLE_STATUS, 0, &a->terminal);
	buf_free(&b);
}

bool app_render(struct app *a, struct grid *g)
{
	if (!a->dirty)
		return false;
	a->dirty = false;
	grid_clear(g);
	for (int row = 0; row < a->rows - 1; row++) {
		struct buf b = {0};

		buf_printf(&b, "line %d 対訳、行末まで続く日本語の本文。", a->top + row);
		grid_put(g, row, 0, a->cols, buf_view(&b), STYLE_TEXT, 0, &a->terminal);
		buf_free(&b);
	}
	if (a->cols >= 10)
		grid_put(g, 0, a->cols - 2, a->cols, STR("端"), STYLE_TEXT, 0, &a->terminal);
	status(a, g);
	return true;
}

static void type(struct app *a, struct key k)
{
	enum input_edit_result r = input_edit_key(a->edit, k);

	if (r == EDIT_DONE || r == EDIT_CANCEL) {
		buf_clear(&a->last);
		if (r == EDIT_DONE)
			buf_str(&a->last, input_edit_text(a->edit));
		a->typing = false;
	}
}

void app_key(struct app *a, struct key k)
{
	a->dirty = true;
	if (a->typing) {
		type(a, k);
		return;
	}
	if (k.code == '.')
		buf_clear(&a->last);
	input_key_name(k, &a->last);
	if (k.code == 'j' || k.code == K_DOWN)
		a->top++;
	else if (k.code == 'k')
		a->top--;
	else if (k.code == 'q')
		a->wish = APP_QUIT;
	else if (k.code == 'z' && k.mods == MOD_CTRL)
		a->wish = APP_SUSPEND;
	else if (k.code == 'r')
		a->wish = APP_REPAINT;
	else if (k.code == '+')
		a->wish = APP_PROGRAM;
	else if (k.code == ':')
		input_edit_set(a->edit, STR("")), a->typing = true;
	else if (k.code == '!')
		raise(SIGSEGV);
	else if (k.code == '?')
		die("out of everything");
}

void app_paste(struct app *a, struct str s)
{
	input_edit_paste(a->edit, s);
	a->dirty = true;
}

void app_resize(struct app *a, int rows, int cols)
{
	a->rows = rows;
	a->cols = cols;
	a->dirty = true;
}

bool app_idle(struct app *a, int ms)
{
	(void)a, (void)ms;
	return false;
}

void app_tick(struct app *a, int64_t now_ms)
{
	(void)a, (void)now_ms;
}

int app_timeout_ms(const struct app *a)
{
	(void)a;
	return -1;
}

bool app_wants_text(const struct app *a)
{
	return a->typing;
}

bool app_mouse(const struct app *a)
{
	(void)a;
	return true;
}

enum app_wish app_wish(struct app *a)
{
	enum app_wish w = a->wish;

	if (w != APP_QUIT)
		a->wish = APP_RUN;
	return w;
}

/* What the test says, by a shell of the test's. */
const char *const *app_program(const struct app *a)
{
	static const char *argv[] = {"sh", "-c", NULL, NULL};

	(void)a;
	argv[2] = getenv("TOY_PROGRAM");
	return argv;
}

void app_program_ended(struct app *a, int status)
{
	buf_printf(&a->last, "ended %d", status);
	a->dirty = true;
}

const struct theme *app_theme(struct app *a)
{
	return a->theme;
}

void app_set_terminal(struct app *a, const struct text_terminal *t)
{
	a->terminal = *t;
	a->dirty = true;
}

struct str app_clipboard(const struct app *a)
{
	return buf_view(&a->last);
}

void app_set_clipboard(struct app *a, const char *way)
{
	(void)a, (void)way;
}

int main(void)
{
	struct app a = {.dirty = true, .theme = theme_new(), .edit = input_edit_new()};
	struct err e = {0};
	struct term *t;
	enum err_code code;

	setlocale(LC_ALL, "");
	t = term_open(&e);
	if (!t)
		fprintf(stderr, "toy: %s\n", e.text);
	code = t ? term_run(t, &a) : e.code;
	theme_free(a.theme);
	input_edit_free(a.edit);
	buf_free(&a.last);
	term_free(t);
	return (int)code;
}
