/* The terminal as a device: found, taken over, given back. Its file is opened anew, so that it can be written to
 * without waiting and nobody else's descriptor changes. Output is collected and written in one go; what the terminal
 * does not take at once stays, and no new frame is made until it has.
 */
#include "term_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ROWS_MAX 1000
#define COLS_MAX 2000

static int open_again(int fd)
{
	char name[256];

	if (!isatty(fd) || ttyname_r(fd, name, sizeof name))
		return -1;
	return open(name, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

struct term *term_open(struct err *e)
{
	struct term *t = xcalloc(1, sizeof *t);

	t->fd = open_again(STDOUT_FILENO);
	if (t->fd < 0)
		t->fd = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (t->fd < 0 || tcgetattr(t->fd, &t->shell_modes)) {
		err_set(e, ERR_USAGE, _("there is no terminal to show it on; use taiyaku cat"));
		goto fail;
	}
	if (!term_caps_load(&t->caps, t->fd, e))
		goto fail;
	if (!term_signals_open()) {
		err_set(e, ERR_INPUT, _("no pipe for signals: %s"), strerror(errno));
		term_caps_free(&t->caps);
		goto fail;
	}
	t->screen = term_screen_new(&t->caps);
	return t;
fail:
	if (t->fd >= 0)
		close(t->fd);
	free(t);
	return NULL;
}

void term_free(struct term *t)
{
	int sig = t ? t->died_of : 0;

	if (!t)
		return;
	term_leave(t);
	term_signals_close();
	term_screen_free(t->screen);
	term_caps_free(&t->caps);
	buf_free(&t->out);
	term_copy_end(t);
	close(t->fd);
	free(t);
	if (sig)
		raise(sig);
}

static int sane(int n, int fallback, int max)
{
	return n <= 0 ? fallback : n > max ? max : n;
}

void term_size(const struct term *t, int *rows, int *cols)
{
	struct winsize w = {0};

	ioctl(t->fd, TIOCGWINSZ, &w);
	*rows = sane(w.ws_row, 24, ROWS_MAX);
	*cols = sane(w.ws_col, 80, COLS_MAX);
}

/* ---- output
 * ------------------------------------------------------------------------------------------------------------- */
bool term_flush(struct term *t)
{
	while (t->written < t->out.n) {
		ssize_t n = write(t->fd, t->out.p + t->written, t->out.n - t->written);

		if (n > 0)
			t->written += (size_t)n;
		else if (n < 0 && errno == EAGAIN)
			return true;
		else if (n == 0 || errno != EINTR)
			return false;
	}
	buf_clear(&t->out);
	t->written = 0;
	return true;
}

bool term_stalled(const struct term *t)
{
	return t->written < t->out.n;
}

/* For the last words: waits a little, then throws away what nobody reads. */
static void flush_hard(struct term *t)
{
	struct pollfd p = {.fd = t->fd, .events = POLLOUT};

	for (int i = 0; i < 2 && term_flush(t) && term_stalled(t); i++) {
		if (poll(&p, 1, 200) <= 0)
			tcflush(t->fd, TCOFLUSH);
	}
	term_flush(t);
	buf_clear(&t->out);
	t->written = 0;
}

/* ---- ours and the shell's
 * --------------------------------------------------------------------------------------------------- */
static void last_words(const struct term *t, struct buf *out)
{
	const struct term_caps *c = &t->caps;
	int rows, cols;

	term_size(t, &rows, &cols);
	term_caps_put(out, c->sgr0, 0, 0);
	if (c->ansi)
		buf_cat(out, "\033[?2004l\033[?1000l\033[?1006l");
	term_caps_put(out, c->csr, 0, rows - 1);
	term_caps_put(out, c->smam, 0, 0);
	term_caps_put(out, c->cup, rows - 1, 0);
	term_caps_put(out, c->el, 0, 0);
	term_caps_put(out, c->rmkx, 0, 0);
	term_caps_put(out, c->rmcup, 0, 0);
	term_caps_put(out, c->cnorm, 0, 0);
}

/* Control keys come as keys (^Z, ^C, ^O are commands), CR and NL as they are; flow control is left as the user has it.
 */
static struct termios our_modes(const struct term *t)
{
	struct termios m = t->shell_modes;

	m.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP);
	m.c_oflag &= ~(tcflag_t)OPOST;
	m.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
	m.c_cc[VMIN] = 1;
	m.c_cc[VTIME] = 0;
	return m;
}

/* How wide does it draw what terminals disagree on? Each string is written at the start of a row and the cursor's
 * column asked for; the last question is one that every terminal answers. The frame that follows in the same write
 * clears it all away. Nobody waits for the answers: they come with the keys. */
static void ask(struct term *t)
{
	static const char *const strings[TERM_QUESTIONS] = {"\xE2\x96\xA0", "\xE2\x9D\xA4\xEF\xB8\x8F",
							    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE"};

	if (t->asked || !t->caps.answers || !t->caps.ansi)
		return;
	t->asked = true;
	t->asked_at = clock_mono_ms();
	for (int i = 0; i < TERM_QUESTIONS; i++)
		buf_printf(&t->out, "\r%s\033[6n", strings[i]);
	buf_cat(&t->out, "\033[c");
}

void term_enter(struct term *t)
{
	struct termios ours = our_modes(t);
	struct buf words = {0};

	last_words(t, &words);
	term_signals_arm(t->fd, buf_view(&words), &t->shell_modes);
	buf_free(&words);
	while (tcsetattr(t->fd, TCSANOW, &ours) && errno == EINTR)
		;
	t->entered = true;
	t->paste_on = t->mouse_on = false;
	term_caps_put(&t->out, t->caps.smcup, 0, 0);
	term_caps_put(&t->out, t->caps.smkx, 0, 0);
	term_caps_put(&t->out, t->caps.rmam, 0, 0);
	ask(t);
	term_screen_forget(t->screen);
}

void term_leave(struct term *t)
{
	if (!t->entered)
		return;
	t->entered = false;
	last_words(t, &t->out);
	flush_hard(t);
	term_signals_disarm();
	while (tcsetattr(t->fd, TCSANOW, &t->shell_modes) && errno == EINTR)
		;
}

void term_stop(struct term *t, bool group)
{
	term_leave(t);
	term_signals_stop(group);
	term_enter(t);
}
