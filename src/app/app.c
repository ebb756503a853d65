/* The application as the loop drives it: keys become commands, commands change state, the frame is made of the state.
 */
#include "app_int.h"

#include "taiyaku/read.h"

#include <stdio.h>

enum { SAVE_AFTER_MS = 2000, POLL_MS = 500, CLOSE_WAIT_MS = 3000 };

void app_touch(struct app *a)
{
	a->dirty = true;
}

static void message(struct app *a, bool error, const char *text)
{
	buf_clear(&a->message);
	buf_cat(&a->message, text);
	a->message_is_error = error;
	if (*text)
		buf_printf(&a->log, "%s\n", text);
	app_touch(a);
}

void app_say(struct app *a, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	message(a, false, buf_cstr(&text));
	buf_free(&text);
}

void app_complain(struct app *a, const struct err *e)
{
	message(a, true, e->text);
}

/* What a command keeps of the document (a focus, a source) is not what stood in for the first frame. */
static bool run(struct app *a, struct str line, long count, enum cmd_origin origin)
{
	struct err e = {0};
	enum cmd_result r;

	doc_settle(a->book->doc);
	r = cmd_run(&app_commands, a, app_context(a), origin, line, count, &e);
	if (e.text[0])
		message(a, r == CMD_ERROR || r == CMD_UNKNOWN || r == CMD_NOT_HERE, e.text);
	app_touch(a);
	return r == CMD_OK || r == CMD_NOTHING;
}

bool app_exec(struct app *a, struct str line, enum cmd_origin origin)
{
	return run(a, line, -1, origin);
}

/* ---- start ---- */

static void complain_lines(struct app *a, struct buf *errors)
{
	size_t end = errors->n ? str_find_char(buf_view(errors), '\n', 0) : SIZE_MAX;
	struct str first = end == SIZE_MAX ? buf_view(errors) : str_slice(buf_view(errors), 0, end);

	if (first.n)
		message(a, true, "");
	buf_str(&a->message, first);
	buf_str(&a->log, buf_view(errors));
}

/* The built-in configuration, then the user's own; what is wrong there is said and the rest holds. */
static bool configure(struct app *a, const char *config, struct err *e)
{
	struct buf errors = {0}, own = {0};
	char *dir = file_config_dir(), *path = config ? xstrdup(config) : dir ? file_join(dir, "taiyakurc") : NULL;
	struct err missing = {0};
	bool ok = true;

	if (cmd_config(&app_commands, a, CMD_BUILTIN, data_find("taiyakurc"), "taiyakurc", &errors))
		die("the built-in configuration is wrong: %s", buf_cstr(&errors));
	if (path && file_read(path, 1 << 20, &own, &missing))
		cmd_config(&app_commands, a, CMD_USER, buf_view(&own), path, &errors);
	else if (config)
		ok = err_set(e, ERR_INPUT, "%s", missing.text);
	complain_lines(a, &errors);
	buf_free(&errors);
	buf_free(&own);
	free(path);
	free(dir);
	return ok;
}

/* What to open: a file, a kept document by its id, without either the library, the first time the guide. */
static struct book *first_book(struct app *a, const struct app_options *o, struct err *e)
{
	struct arena *arena;
	struct store_history seen = {0};
	struct err none = {0};
	struct store_notes *notes;
	bool any;

	if (o->path && thread_is_name(str_c(o->path)))
		return book_blank(a);
	if (o->path && str_starts(str_c(o->path), STR("sha256:")))
		return book_open_id(a, str_c(o->path), e);
	if (o->path)
		return book_open(a, o->path, o->encoding, o->profile, e);
	arena = arena_new();
	notes = a->dir ? store_notes_open(a->dir, STORE_READ, &none) : NULL;
	any = notes && store_history(notes, 1, arena, &seen, &none) && seen.n;
	store_notes_close(notes, 0, NULL);
	arena_free(arena);
	return any ? book_blank(a) : book_guide(a, e);
}

/* With no configuration and no document yet. */
static struct app *bare(const struct app_options *o)
{
	struct app *a = xcalloc(1, sizeof *a);

	a->dir = o->store ? xstrdup(o->store) : file_data_dir();
	a->rows = 24;
	a->cols = 80;
	a->options = cmd_options_new(app_option_table, OPT_COUNT);
	a->keymap = input_keymap_new(app_contexts, app_context_count);
	a->theme = theme_new();
	a->edit = input_edit_new();
	for (int i = PROMPT_COMMAND; i <= PROMPT_FILTER; i++)
		a->histories[i] = input_history_new(200);
	a->dirty = true;
	return a;
}

bool app_check_config(const char *config, struct buf *faults, struct err *e)
{
	struct app *a = bare(&(struct app_options){.config = config});
	bool good = configure(a, config, e);

	buf_str(faults, buf_view(&a->log));
	app_free(a);
	return good;
}

bool app_author(const char *config, struct buf *out, struct err *e)
{
	struct app *a = bare(&(struct app_options){.config = config});
	bool good = configure(a, config, e);

	app_own_name(a, out);
	app_free(a);
	return good;
}

struct app *app_new(const struct app_options *o, struct err *e)
{
	struct app *a = bare(o);
	struct err ignored = {0};
	struct book *b;

	if (!configure(a, o->config, e) || !(b = first_book(a, o, e))) {
		app_free(a);
		return NULL;
	}
	pane_show_book(a, b);
	book_resume(a, b);
	if (o->path && thread_is_name(str_c(o->path))) {
		if (!thread_open(a, str_c(o->path), e)) {
			app_free(a);
			return NULL;
		}
		a->jump = a->jumps.n = 0; /* there is nothing to go back to */
	} else if (b->is_blank) {
		pane_show(a, &(struct spec){.kind = SPEC_LIBRARY, .number = -1}, &ignored);
	}
	return a;
}

void app_free(struct app *a)
{
	struct err e = {0};

	if (!a)
		return;
	thread_save(a);
	for (size_t i = 0; i < a->books.n; i++)
		book_save(a, a->books.v[i]);
	compose_close_all(a);
	if (!store_notes_close(a->notes, CLOSE_WAIT_MS, &e))
		fprintf(stderr, "taiyaku: %s\n", e.text);
	while (a->n_peeks)
		view_free(a->peeks[--a->n_peeks].view);
	view_free(a->side);
	view_free(a->main_page);
	for (size_t i = 0; i < a->books.n; i++)
		book_free(a->books.v[i]);
	vec_free(&a->books);
	vec_free(&a->jumps);
	annotations_free(a);
	translation_free(a);
	undo_free(a);
	store_close(a->store);
	text_needle_free(a->filter);
	hunt_free_all(a);
	app_program_free(a);
	lookup_free_all(a);
	thread_forget_all(a);
	arena_free(a->rules_arena);
	vec_free(&a->unhidden);
	text_needle_free(a->search.needle);
	free(a->search.words);
	for (int i = PROMPT_COMMAND; i <= PROMPT_FILTER; i++)
		input_history_free(a->histories[i]);
	input_edit_free(a->edit);
	input_state_free(&a->keys);
	cmd_queue_clear(&a->queue);
	input_keymap_free(a->keymap);
	cmd_options_free(a->options);
	theme_free(a->theme);
	buf_free(&a->message);
	buf_free(&a->log);
	buf_free(&a->no_notes);
	buf_free(&a->clipboard);
	free(a->dir);
	free(a);
}

/* ---- input ---- */

static void run_queue(struct app *a)
{
	struct cmd_pending p;

	while (cmd_queue_take(&a->queue, &p)) {
		run(a, str_c(p.line), p.count, p.origin);
		free(p.line);
	}
}

void app_key(struct app *a, struct key k)
{
	if (a->message.n && a->prompt == PROMPT_NONE)
		message(a, false, "");
	if (a->search.running && a->prompt == PROMPT_NONE)
		search_stop(a);
	app_touch(a);
	if (a->prompt != PROMPT_NONE || compose_is_open(a)) {
		(a->prompt != PROMPT_NONE ? prompt_key : compose_key)(a, k);
		run_queue(a);
		return;
	}
	switch (input_feed(&a->keys, a->keymap, app_context(a), k)) {
	case INPUT_COMMAND:
		cmd_queue_add(&a->queue, input_command(&a->keys), input_count(&a->keys), CMD_TYPED);
		run_queue(a);
		break;
	case INPUT_UNBOUND:
		app_say(a, _("%.*s is no key here; h shows those there are"), STR_ARG(input_typed(&a->keys)));
		break;
	case INPUT_PENDING:
	case INPUT_CANCELLED:
		break;
	}
}

void app_paste(struct app *a, struct str s)
{
	if (a->prompt != PROMPT_NONE) {
		input_edit_paste(a->edit, s);
		prompt_changed(a);
	} else if (compose_is_open(a)) {
		compose_paste(a, s);
	}
	app_touch(a);
}

bool app_wants_text(const struct app *a)
{
	return a->prompt != PROMPT_NONE || compose_is_open(a);
}

/* ---- output ---- */

bool app_render(struct app *a, struct grid *g)
{
	if (!a->dirty)
		return false;
	a->dirty = false;
	a->drawn = true;
	render(a, g);
	return true;
}

void app_resize(struct app *a, int rows, int cols)
{
	a->rows = rows > 0 ? rows : 1;
	a->cols = cols > 0 ? cols : 1;
	pane_resize(a);
	app_touch(a);
}

enum app_wish app_wish(struct app *a)
{
	enum app_wish w = a->wish;

	if (w != APP_QUIT)
		a->wish = APP_RUN;
	return w;
}

const struct theme *app_theme(struct app *a)
{
	return a->theme;
}

void app_set_terminal(struct app *a, const struct text_terminal *t)
{
	int choice = cmd_choice(a->options, OPT_AMBIGUOUS);

	a->found = *t;
	struct text_terminal in_force = *t;
	if (choice)
		in_force.ambiguous_wide = choice == 2;
	if (!memcmp(&in_force, &a->terminal, sizeof in_force))
		return;
	a->terminal = in_force;
	if (a->book)
		pane_resize(a);
	app_touch(a);
}

bool app_mouse(const struct app *a)
{
	return cmd_choice(a->options, OPT_MOUSE) != 0;
}

/* ---- what is done when nothing is typed ---- */

static void idle_failed(struct app *a)
{
	struct err e = {0};

	if (a->notes && store_notes_failed(a->notes, &e)) {
		app_complain(a, &e);
		compose_failed(a);
	}
}

/* Everything here waits until the first frame is out. A search that somebody waits for comes first. */
bool app_idle(struct app *a, int ms)
{
	unsigned generation;

	if (!a->drawn)
		return true;
	if (a->search.running) {
		search_step(a, ms);
		return true;
	}
	generation = doc_generation(a->book->doc);
	if (doc_idle(a->book->doc, ms)) {
		if (doc_generation(a->book->doc) != generation)
			app_touch(a);
		return true;
	}
	if (doc_generation(a->book->doc) != generation)
		app_touch(a);
	if (book_idle(a, a->book))
		return true;
	if (annotations_idle(a, ms) || translation_idle(a, ms))
		return true;
	if (hunt_idle(a, ms) || compose_idle(a))
		return true;
	idle_failed(a);
	return false;
}

void app_tick(struct app *a, int64_t now_ms)
{
	a->now = now_ms;
	compose_tick(a);
	lookup_tick(a);
	if (!a->book)
		return;
	if (now_ms - a->saved_at >= SAVE_AFTER_MS) {
		a->saved_at = now_ms;
		book_save(a, a->book);
		thread_save(a);
	}
	annotations_tick(a);
	if (a->book->following && now_ms - a->polled_at >= POLL_MS) {
		a->polled_at = now_ms;
		book_poll(a, a->book);
	}
}

static int sooner(int a, int b)
{
	return b >= 0 && b < a ? b : a;
}

int app_timeout_ms(const struct app *a)
{
	int ms = a->book && a->book->following ? POLL_MS : SAVE_AFTER_MS;

	return sooner(sooner(sooner(ms, compose_timeout_ms(a)), annotations_timeout_ms(a)), lookup_timeout_ms(a));
}
