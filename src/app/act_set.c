/* Options and keys. */
#include "actions.h"

static bool theme(struct app *a, struct err *e)
{
	struct str name = cmd_string(a->options, OPT_THEME);
	struct theme *t = theme_new();
	struct buf text = {0};
	char *dir = file_config_dir(), *path = NULL;
	bool ok = true;

	if (!str_eq(name, STR("default"))) {
		struct buf file = {0};

		buf_printf(&file, "%s/themes/%.*s", dir ? dir : ".", STR_ARG(name));
		path = name.n && name.p[0] == '/' ? str_dup(name) : str_dup(buf_view(&file));
		buf_free(&file);
		ok = file_read(path, 1 << 16, &text, e) && theme_read(t, buf_view(&text), path, e);
	}
	if (ok) {
		theme_free(a->theme);
		a->theme = t;
		a->wish = a->drawn ? APP_REPAINT : a->wish;
	} else {
		theme_free(t);
	}
	buf_free(&text);
	free(path);
	free(dir);
	return ok;
}

static bool apply(struct app *a, unsigned raises, struct err *e)
{
	struct text_terminal found = a->found;

	if (raises & RAISE_LAYOUT)
		a->notes_open = cmd_choice(a->options, OPT_NOTES) == 1;
	if (raises & RAISE_TERMINAL)
		app_set_terminal(a, &found);
	if (raises & RAISE_AUTHOR)
		app_set_author(a);
	if (a->book && (raises & (RAISE_LAYOUT | RAISE_PANES)))
		pane_resize(a);
	return !(raises & RAISE_THEME) || theme(a, e);
}

ACTION(act_set)
{
	struct app *a = app;
	struct buf answer = {0};
	unsigned raises = 0;
	bool ok = cmd_set(a->options, args, &raises, &answer, e);

	ok = apply(a, raises, ok ? e : NULL) && ok;
	if (answer.n && str_find_char(buf_view(&answer), '\n', 0) + 1 < answer.n) {
		buf_str(&a->log, buf_view(&answer));
		buf_free(&answer);
		return app_exec(a, STR("messages"), CMD_TYPED) ? CMD_OK : CMD_ERROR;
	}
	if (answer.n)
		app_say(a, "%.*s", STR_ARG(str_trim(buf_view(&answer))));
	buf_free(&answer);
	return ok ? CMD_OK : CMD_ERROR;
}

/* The rest of the line after two words is the command. */
ACTION(act_bind)
{
	struct app *a = app;

	return input_keymap_bind(a->keymap, args->v[0], args->v[1], cmd_rest(args, 2), e) ? CMD_OK : CMD_ERROR;
}

ACTION(act_unbind)
{
	struct app *a = app;

	return input_keymap_unbind(a->keymap, args->v[0], args->v[1], e) ? CMD_OK : CMD_ERROR;
}
