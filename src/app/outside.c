/* The text in the user's own editor: a private file (0600) in the store's folder of drafts, with nothing in it but the
 * text, as the last argument of command.edit, $VISUAL or $EDITOR, which is split at blanks and given to no shell. What
 * comes back is read with limits, as any file is. Until it has been read the draft stays what it was; a file that this
 * program could not wait for is taken up with the draft.
 */
#include "compose.h"

#include <stdio.h>
#include <unistd.h>

static char *file_of(const struct app *a, struct str draft)
{
	struct buf b = {0};

	buf_printf(&b, "%s/drafts/%.*s.txt", a->dir, STR_ARG(draft));
	return buf_take(&b);
}

void compose_outside_free(struct compose *c)
{
	free(c->file);
	c->file = NULL;
}

/* ---- which program ---- */

typedef VEC(const char *) words;

static const char *editor_of_environment(void)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	return visual && *visual ? visual : editor && *editor ? editor : NULL;
}

static void split_at_blanks(char *line, words *out)
{
	char *rest = NULL;

	for (char *w = strtok_r(line, " \t\n", &rest); w; w = strtok_r(NULL, " \t\n", &rest))
		vec_push(out, w);
}

static bool start(struct app *a, app_program_end ended, struct err *e)
{
	struct cmd_list set = cmd_list(a->options, STR("command.edit"));
	const char *named = editor_of_environment();
	char *line = xstrdup(named ? named : "");
	words argv = {0};
	bool any;

	if (set.n)
		for (size_t i = 0; i < set.n; i++)
			vec_push(&argv, set.v[i]);
	else
		split_at_blanks(line, &argv);
	any = argv.n > 0;
	if (any)
		app_start_program(a, argv.v, argv.n, a->compose->file, ended);
	vec_free(&argv);
	free(line);
	return any || err_set(e, ERR_USAGE, "%s",
			      _("no editor is named: set $EDITOR, or put into taiyakurc: set command.edit = \"vi\""));
}

/* ---- there and back
 * -------------------------------------------------------------------------------------------------- */

/* With a line end behind the last line, as editors want it. */
static bool write_file(struct app *a, struct err *e)
{
	struct compose *c = a->compose;
	struct str text = input_area_text(c->area);
	char *dir = file_join(a->dir, "drafts");
	struct buf b = {0};
	bool ok;

	buf_str(&b, text);
	if (text.n && text.p[text.n - 1] != '\n')
		buf_char(&b, '\n');
	free(c->file);
	c->file = file_of(a, str_c(c->draft));
	ok = file_make_dir(dir, e) && file_replace(c->file, buf_view(&b), 0600, e);
	buf_free(&b);
	free(dir);
	return ok;
}

static bool read_back(const char *path, struct buf *out, struct err *e)
{
	struct buf bytes = {0};
	struct text_decoding how;
	bool ok = file_read(path, INPUT_AREA_MAX + 1, &bytes, e) && text_decode(buf_view(&bytes), NULL, out, &how, e);

	if (ok && how.binary)
		ok = err_set(e, ERR_INPUT, _("%s: this is no text; what was typed before is as it was"), path);
	if (ok && out->n && out->p[out->n - 1] == '\n')
		out->n--;
	buf_free(&bytes);
	return ok;
}

/* Is there anything in the file that the text has not? */
static bool differs(struct compose *c)
{
	struct buf back = {0};
	struct err none = {0};
	bool is = !read_back(c->file, &back, &none) || !str_eq(buf_view(&back), input_area_text(c->area));

	buf_free(&back);
	return is;
}

static void ended(struct app *a, const char *name, int status)
{
	struct compose *c = a->compose;
	struct buf back = {0};
	struct err e = {0};

	if (!compose_is_open(a) || !c->file)
		return;
	if (status < 0) {
		app_say(a, _("%s cannot be started: look at command.edit, $VISUAL or $EDITOR"), name);
	} else if (status && !differs(c)) {
		app_say(a, _("%s ended with %d: the text is as it was"), name, status);
		unlink(c->file);
	} else if (status) {
		app_say(a, _("%s ended with %d: the text is as it was; what it wrote is in %s"), name, status, c->file);
	} else if (!read_back(c->file, &back, &e)) {
		app_complain(a, &e);
	} else {
		input_area_replace(c->area, buf_view(&back));
		compose_changed(a);
		compose_draft_keep(a);
		unlink(c->file);
	}
	buf_free(&back);
	compose_outside_free(c);
}

bool compose_outside(struct app *a, struct err *e)
{
	struct compose *c = a->compose;

	compose_draft_keep(a);
	if (write_file(a, e) && start(a, ended, e))
		return true;
	unlink(c->file);
	compose_outside_free(c);
	return false;
}

/* ---- what was left ---- */
bool compose_outside_left(struct app *a, struct str draft, int64_t when, struct buf *out)
{
	char *path = file_of(a, draft);
	struct file_stamp stamp;
	struct err none = {0};
	bool newer = file_stamp(path, &stamp) && stamp.size && stamp.changed_ns / 1000000 > when &&
		     read_back(path, out, &none) && out->n;

	free(path);
	return newer;
}

void compose_outside_forget(struct app *a, struct str draft)
{
	char *path = file_of(a, draft);

	unlink(path);
	free(path);
}
