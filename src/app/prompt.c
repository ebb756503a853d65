/* The prompt: a line that is typed at the bottom, for commands, searches and the filter. A search moves the view while
 * it is typed; leaving it puts the view back. */
#include "app_int.h"

#include <dirent.h>
#include <sys/stat.h>

enum { SHOWN_NAMES = 40, MOST_NAMES = 2000 };

void prompt_open(struct app *a, enum prompt_kind kind, struct str initial)
{
	a->prompt = kind;
	a->prompt_origin = pane_active(a)->at;
	a->prompt_cursor = pane_active(a)->cursor;
	input_edit_use_history(a->edit, a->histories[kind]);
	input_edit_set(a->edit, initial);
	a->seen_changes = input_edit_changes(a->edit);
	app_touch(a);
}

static void prompt_close(struct app *a)
{
	a->prompt = PROMPT_NONE;
	app_touch(a);
}

/* Back to where it was when the prompt was opened. */
static void go_origin(struct app *a)
{
	view_go(pane_active(a), &a->prompt_origin, 0);
	view_cursor_go(pane_active(a), &a->prompt_cursor);
}

static bool searching(const struct app *a)
{
	return a->prompt == PROMPT_FORWARD || a->prompt == PROMPT_BACKWARD;
}

/* From where the view stood when the prompt was opened, each time anew. */
void prompt_changed(struct app *a)
{
	struct view *v = pane_active(a);

	if (!searching(a) || input_edit_changes(a->edit) == a->seen_changes)
		return;
	a->seen_changes = input_edit_changes(a->edit);
	go_origin(a);
	search_set(a, input_edit_text(a->edit), a->prompt == PROMPT_FORWARD ? 1 : -1);
	search_start(a, v, view_base(v->cursor_on ? &a->prompt_cursor : &a->prompt_origin), a->search.direction);
}

static void accept(struct app *a)
{
	enum prompt_kind kind = a->prompt;
	char *line = str_dup(input_edit_text(a->edit));
	struct position there, cursor;

	input_history_add(a->histories[kind], str_c(line));
	prompt_close(a);
	if (kind == PROMPT_COMMAND)
		cmd_queue_add(&a->queue, str_c(line), -1, CMD_TYPED);
	if (kind == PROMPT_FILTER) {
		struct buf b = {0};

		buf_cat(&b, "filter ");
		cmd_quote(str_c(line), &b);
		cmd_queue_add(&a->queue, buf_view(&b), -1, CMD_TYPED);
		buf_free(&b);
	}
	if (kind == PROMPT_FORWARD || kind == PROMPT_BACKWARD) {
		if (!*line && a->search.words && *a->search.words)
			cmd_queue_add(&a->queue, STR("search-next"), -1, CMD_TYPED);
		else if (a->search.failed)
			app_say(a, _("not found: %s"), line);
		/* the jump starts where the search did */
		there = pane_active(a)->at;
		cursor = pane_active(a)->cursor;
		go_origin(a);
		jump_record(a);
		view_go(pane_active(a), &there, 0);
		view_cursor_go(pane_active(a), &cursor);
	}
	free(line);
}

static void cancel(struct app *a)
{
	if (searching(a)) {
		search_stop(a);
		go_origin(a);
		pane_active(a)->needle = NULL;
	}
	prompt_close(a);
}

/* Tags that are in use; names of files that begin so; folders end with a slash. Those that begin with a dot are asked
 * for with it. */
static void words_of(void *ctx, struct str kind, struct str begin, cmd_names *out)
{
	size_t slash = begin.n;
	struct dirent *d;
	char *dir;
	DIR *files;

	if (str_eq(kind, STR("TAG")))
		annotation_tags(ctx, begin, out);
	if (!str_eq(kind, STR("FILE")))
		return;
	while (slash && begin.p[slash - 1] != '/')
		slash--;
	dir = slash ? str_dup(str_slice(begin, 0, slash)) : xstrdup(".");
	files = opendir(dir);
	while (files && (d = readdir(files)) && out->n < MOST_NAMES) {
		struct str name = str_c(d->d_name), rest = str_slice(begin, slash, begin.n);
		struct buf whole = {0};
		struct stat st;

		if (!str_starts(name, rest) || (name.p[0] == '.' && !rest.n))
			continue;
		buf_str(&whole, str_slice(begin, 0, slash));
		buf_str(&whole, name);
		if (!stat(buf_cstr(&whole), &st) && S_ISDIR(st.st_mode))
			buf_char(&whole, '/');
		vec_push(out, xstrdup(buf_cstr(&whole)));
		buf_free(&whole);
	}
	if (files)
		closedir(files);
	free(dir);
}

/* What is new in a word to choose: the value of an option, the last part of a path. */
static const char *last_part(const char *word)
{
	const char *value = strchr(word, '='), *name = word;

	for (const char *p = word; *p; p++)
		if (*p == '/' && p[1])
			name = p + 1;
	return value ? value + 1 : name;
}

/* TAB: the common beginning is put in; what there is to choose from stands in the message. */
static void complete(struct app *a)
{
	struct cmd_completion c = {0};
	struct buf list = {0};

	if (a->prompt != PROMPT_COMMAND)
		return;
	cmd_complete(&app_commands, a->options, app_context(a), input_edit_text(a->edit), input_edit_caret(a->edit),
		     words_of, a, &c);
	if (c.v.n == 1 && c.common.n && !strchr("=/", c.common.p[c.common.n - 1]))
		buf_char(&c.common, ' ');
	if (c.common.n)
		input_edit_replace(a->edit, c.start, c.end, buf_view(&c.common));
	for (size_t i = 0; c.v.n > 1 && i < c.v.n && i < SHOWN_NAMES; i++)
		buf_printf(&list, "%s%s", i ? "  " : "", last_part(c.v.v[i]));
	buf_cat(&list, c.v.n > SHOWN_NAMES ? "  ..." : "");
	buf_clear(&a->message);
	buf_str(&a->message, buf_view(&list));
	a->message_is_error = false;
	buf_free(&list);
	cmd_completion_free(&c);
}

void prompt_key(struct app *a, struct key k)
{
	buf_clear(&a->message);
	switch (input_edit_key(a->edit, k)) {
	case EDIT_DONE:
		accept(a);
		break;
	case EDIT_CANCEL:
		cancel(a);
		break;
	case EDIT_HANDLED:
		prompt_changed(a);
		break;
	case EDIT_IGNORED:
		if (k.code == K_TAB)
			complete(a);
		break;
	}
}
