/* The loop: the one place that waits. Everything that is ready is read before one frame is drawn; a frame is drawn only
 * when the application has something new and the terminal has taken the last one, so a slow line sees fewer frames,
 * never late ones, and a stalled one holds no key and no signal. What is left of the time is the application's, in
 * slices.
 */
#include "term_int.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum {
	ESCAPE_MS = 25,   /* how long the rest of a key's bytes may take */
	PASTE_MS = 2000,  /* the rest of a paste */
	ANSWER_MS = 2000, /* an answer that comes later than that is no answer */
	LEAVE_MS = 150, /* how long leaving waits for answers that are under way, so that the shell does not get them */
	FRAME_MS = 16,  /* a frame for resizes, at most so often */
	COPY_MS = 20,   /* while a program takes what is copied */
	SLICE_MS = 2,
	ERRORS_MAX = 10,
	PASTE_MAX = 16 << 20,
};

struct loop {
	struct term *t;
	struct app *app;
	struct grid *grid;
	struct buf in; /* bytes that are no event yet */
	int64_t in_at; /* when the last of them came */
	struct buf paste;
	bool pasting;
	bool resized, drawn; /* the size is to be asked; the grid is to be drawn whatever the application says */
	bool busy;           /* the application has background work */
	int64_t drawn_at;
	int errors;
	bool gone;
};

/* ---- what comes in
 * ----------------------------------------------------------------------------------------------------------- */
static void take_answer(struct loop *l, int column)
{
	struct term *t = l->t;
	bool wide = column == 3; /* the string began in column 1 */

	switch (t->answers++) {
	case 0:
		t->found.ambiguous_wide = wide;
		break;
	case 1:
		t->found.vs16_wide = wide;
		break;
	case 2:
		t->found.zwj_joins = wide;
		t->sure = true;
		app_set_terminal(l->app, &t->found);
	}
}

static bool asking(const struct term *t)
{
	return t->asked && t->answers < TERM_QUESTIONS && clock_mono_ms() - t->asked_at < ANSWER_MS;
}

static void take_event(struct loop *l, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_KEY:
		app_key(l->app, ev->key);
		break;
	case EVENT_PASTE:
		l->pasting = true;
		break;
	case EVENT_PLACE:
		if (asking(l->t))
			take_answer(l, ev->column);
		break;
	case EVENT_FENCE:
		l->t->answers = TERM_QUESTIONS;
		break;
	case EVENT_NONE:
		break;
	}
}

static void end_paste(struct loop *l)
{
	if (app_wants_text(l->app) && l->paste.n)
		app_paste(l->app, buf_view(&l->paste));
	buf_free(&l->paste);
	l->pasting = false;
}

/* Takes what is pasted out of the bytes; returns how many. */
static size_t take_paste(struct loop *l, struct str s, bool last)
{
	size_t end = str_find(s, STR(PASTE_END), 0), n = end;

	if (end == SIZE_MAX) { /* the end may be there by half */
		n = last || s.n < sizeof PASTE_END ? (last ? s.n : 0) : s.n - sizeof PASTE_END;
	}
	if (l->paste.n + n <= PASTE_MAX)
		buf_add(&l->paste, s.p, n);
	if (end != SIZE_MAX || last)
		end_paste(l);
	return end != SIZE_MAX ? end + sizeof PASTE_END - 1 : n;
}

/* last: no more bytes are expected for now. */
static void take_bytes(struct loop *l, bool last)
{
	struct str s = buf_view(&l->in);
	size_t at = 0;

	while (at < s.n) {
		struct event ev;
		size_t n;

		if (l->pasting) {
			n = take_paste(l, str_slice(s, at, s.n), last);
		} else {
			n = term_event_read(str_slice(s, at, s.n), last, &ev);
			if (n)
				take_event(l, &ev);
		}
		if (!n)
			break;
		at += n;
	}
	if (at && l->in.p)
		memmove(l->in.p, l->in.p + at, l->in.n - at);
	l->in.n -= at;
}

static void read_input(struct loop *l)
{
	char bytes[16 << 10];

	for (;;) {
		ssize_t n = read(l->t->fd, bytes, sizeof bytes);

		if (n > 0) {
			buf_add(&l->in, bytes, (size_t)n);
			l->in_at = clock_mono_ms();
			l->errors = 0;
			if (l->in.n > PASTE_MAX)
				break;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		l->gone = n == 0 || errno == EIO || errno == ENXIO || ++l->errors >= ERRORS_MAX;
		break;
	}
	take_bytes(l, false);
}

/* ---- what goes out
 * ------------------------------------------------------------------------------------------------------------ */
static void take_size(struct loop *l)
{
	int rows, cols;

	l->resized = false;
	term_size(l->t, &rows, &cols);
	if (l->grid && rows == grid_rows(l->grid) && cols == grid_cols(l->grid))
		return;
	grid_free(l->grid);
	l->grid = grid_new(rows, cols);
	app_resize(l->app, rows, cols);
	term_screen_forget(l->t->screen);
	l->drawn = false;
}

static void set_mode(struct term *t, bool *is, bool want, const char *on, const char *off)
{
	if (*is == want || !t->caps.ansi)
		return;
	*is = want;
	buf_cat(&t->out, want ? on : off);
}

static void draw(struct loop *l)
{
	struct term *t = l->t;

	if (!app_render(l->app, l->grid) && l->drawn)
		return;
	term_screen_draw(t->screen, l->grid, app_theme(l->app), t->sure, &t->out);
	set_mode(t, &t->paste_on, app_wants_text(l->app), "\033[?2004h", "\033[?2004l");
	set_mode(t, &t->mouse_on, app_mouse(l->app), "\033[?1000h\033[?1006h", "\033[?1000l\033[?1006l");
	l->drawn = true;
	l->drawn_at = clock_mono_ms();
}

/* ---- waiting
 * --------------------------------------------------------------------------------------------------------------------
 */
static int least(int a, int64_t b)
{
	int limit = b < 0 ? 0 : (int)b;

	return a < 0 || limit < a ? limit : a;
}

static int64_t bytes_due(const struct loop *l)
{
	return l->in_at + (l->pasting ? PASTE_MS : ESCAPE_MS);
}

static int timeout(const struct loop *l, int64_t now)
{
	int ms = app_timeout_ms(l->app);

	if (l->busy && !term_stalled(l->t))
		return 0;
	if (l->in.n || l->pasting)
		ms = least(ms, bytes_due(l) - now);
	if (l->t->tmux)
		ms = least(ms, COPY_MS);
	if (l->resized)
		ms = least(ms, l->drawn_at + FRAME_MS - now);
	return ms;
}

static void take_signals(struct loop *l)
{
	struct caught c = term_signals_take();

	l->resized = l->resized || c.resized;
	if (c.ended)
		l->t->died_of = c.ended;
	if (c.stopped)
		term_stop(l->t, false);
	else if (c.continued)
		term_enter(l->t);
	if (c.stopped || c.continued) {
		l->resized = true;
		l->drawn = false;
	}
}

/* Waits, and takes whatever comes. */
static void wait(struct loop *l)
{
	struct pollfd p[2] = {{.fd = l->t->fd, .events = POLLIN}, {.fd = term_signals_fd(), .events = POLLIN}};
	int64_t now = clock_mono_ms();
	int n;

	if (term_stalled(l->t))
		p[0].events |= POLLOUT;
	n = poll(p, 2, timeout(l, now));
	if (n > 0 && p[1].revents)
		take_signals(l);
	if (n > 0 && p[0].revents & ~POLLOUT)
		read_input(l);
	now = clock_mono_ms();
	if ((l->in.n || l->pasting) && now >= bytes_due(l)) {
		take_bytes(l, true);
		if (l->pasting)
			end_paste(l);
	}
	term_copy_step(l->t);
	app_tick(l->app, now);
	l->busy = n > 0 || (!term_stalled(l->t) && app_idle(l->app, SLICE_MS));
}

/* Answers that are still under way would be typed at the shell's prompt. */
static void await_answers(struct loop *l)
{
	int64_t end = clock_mono_ms() + LEAVE_MS;
	struct pollfd p = {.fd = l->t->fd, .events = POLLIN};

	while (!l->gone && asking(l->t) && clock_mono_ms() < end) {
		char bytes[256];
		ssize_t n;

		if (poll(&p, 1, (int)(end - clock_mono_ms())) <= 0)
			break;
		n = read(l->t->fd, bytes, sizeof bytes);
		if (n <= 0)
			break;
		if (str_find_char((struct str){bytes, (size_t)n}, 'c', 0) != SIZE_MAX)
			break;
	}
}

static bool fulfil(struct loop *l)
{
	switch (app_wish(l->app)) {
	case APP_QUIT:
		return false;
	case APP_SUSPEND:
		term_stop(l->t, true);
		l->resized = true;
		l->drawn = false;
		break;
	case APP_REPAINT:
		term_screen_forget(l->t->screen);
		l->drawn = false;
		break;
	case APP_COPY:
		term_copy(l->t, app_clipboard(l->app));
		break;
	case APP_PROGRAM:
		app_program_ended(l->app, term_program(l->t, app_program(l->app)));
		l->resized = true;
		l->drawn = false;
		break;
	case APP_RUN:
		break;
	}
	return true;
}

enum err_code term_run(struct term *t, struct app *app)
{
	struct loop l = {.t = t, .app = app, .busy = true, .resized = true};

	app_set_clipboard(app, term_clipboard_way(t));
	term_enter(t);
	while (!l.gone && !t->died_of && fulfil(&l)) {
		if (l.resized && clock_mono_ms() - l.drawn_at >= FRAME_MS)
			take_size(&l);
		if (!term_stalled(t) && l.grid)
			draw(&l);
		if (!term_flush(t))
			break;
		wait(&l);
	}
	if (!t->died_of)
		await_answers(&l);
	term_leave(t);
	alarm(0);
	grid_free(l.grid);
	buf_free(&l.in);
	buf_free(&l.paste);
	return l.gone ? ERR_INPUT : ERR_NONE;
}
