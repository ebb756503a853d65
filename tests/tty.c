/* tty: see tty.h. Bytes are stamped when read() gives them, and fed to libvterm at once, so that its answers to
 * queries (device attributes, cursor position) go back without delay.
 *
 * The emulated screen is never smaller than it was, nor than a few cells: what the program still draws for a larger
 * size would make libvterm 0.1.4 write outside its memory (a wide character in the last column, no wrapping). Only the
 * part that the program knows of is looked at. */
#include "tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

struct tty {
	int fd;
	pid_t pid;
	bool ended, eof;
	int status;
	double cpu_ms;
	int rows, cols;       /* what the program was told */
	int vt_rows, vt_cols; /* what libvterm has */
	VTerm *vt;
	VTermScreen *screen;
	size_t bytes;
	double started, last;
	bool alternate, cursor;
	char row[8192];
};

static char home[64];

double tty_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

const char *tty_home(void)
{
	static const char *const folders[] = {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"};

	snprintf(home, sizeof home, "/tmp/taiyaku-tty-XXXXXX");
	if (!mkdtemp(home))
		return NULL;
	setenv("HOME", home, 1);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		unsetenv(folders[i]);
	unsetenv("TAIYAKU_STORE");
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	setenv("LANG", "C.UTF-8", 1);
	setenv("TERM", "xterm-256color", 1);
	return home;
}

static int run(char *const argv[])
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		execvp(argv[0], argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

void tty_forget_home(void)
{
	char *argv[] = {(char[]){"rm"}, (char[]){"-rf"}, home, NULL};

	if (*home)
		run(argv);
	*home = 0;
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

static void answer(const char *bytes, size_t n, void *user)
{
	struct tty *t = user;

	tty_keys(t, bytes, n);
}

static int property(VTermProp prop, VTermValue *value, void *user)
{
	struct tty *t = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor = value->boolean;
	return 1;
}

struct tty *tty_start(char *const argv[], int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	static const VTermScreenCallbacks callbacks = {.settermprop = property};
	struct tty *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->rows = rows;
	t->cols = cols;
	t->vt_rows = max(rows, 2);
	t->vt_cols = max(cols, 8);
	t->vt = vterm_new(t->vt_rows, t->vt_cols);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, answer, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
	t->started = t->last = tty_now_ms();
	t->pid = forkpty(&t->fd, NULL, NULL, &size);
	if (!t->pid) {
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	if (t->pid < 0) {
		vterm_free(t->vt);
		free(t);
		return NULL;
	}
	fcntl(t->fd, F_SETFD, FD_CLOEXEC);
	fcntl(t->fd, F_SETFL, O_NONBLOCK);
	return t;
}

pid_t tty_pid(const struct tty *t)
{
	return t->pid;
}

static void reap(struct tty *t, int flags)
{
	struct rusage use;

	if (!t->ended && wait4(t->pid, &t->status, flags, &use) == t->pid) {
		t->ended = true;
		t->cpu_ms = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
			    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
	}
}

bool tty_alive(struct tty *t)
{
	reap(t, WNOHANG);
	return !t->ended;
}

bool tty_read(struct tty *t, int wait_ms)
{
	struct pollfd p = {.fd = t->fd, .events = POLLIN};
	char bytes[65536];
	ssize_t n;

	if (poll(&p, 1, wait_ms) <= 0)
		return false;
	n = read(t->fd, bytes, sizeof bytes);
	if (n <= 0) {
		t->eof = !n || (errno != EAGAIN && errno != EINTR);
		return false;
	}
	t->last = tty_now_ms();
	t->bytes += (size_t)n;
	vterm_input_write(t->vt, bytes, (size_t)n);
	return true;
}

bool tty_settle(struct tty *t, int quiet_ms, int limit_ms)
{
	double limit = tty_now_ms() + limit_ms;

	while (tty_now_ms() < limit)
		if (!tty_read(t, quiet_ms))
			return true;
	return false;
}

bool tty_wait(struct tty *t, const char *text, int limit_ms)
{
	double limit = tty_now_ms() + limit_ms;

	while (!tty_shows(t, text)) {
		if (tty_now_ms() >= limit || (!tty_read(t, 20) && !tty_alive(t)))
			return tty_shows(t, text);
	}
	return true;
}

void tty_keys(struct tty *t, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(t->fd, bytes, n);
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (done < 0) { /* full: it does not read; take in what it sends, lest both wait */
			struct pollfd p = {.fd = t->fd, .events = POLLIN | POLLOUT};
			if (poll(&p, 1, 1000) <= 0)
				return;
			if (p.revents & POLLIN)
				tty_read(t, 0);
			continue;
		}
		bytes += done;
		n -= (size_t)done;
	}
}

void tty_resize(struct tty *t, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	t->rows = rows;
	t->cols = cols;
	t->vt_rows = max(rows, t->vt_rows);
	t->vt_cols = max(cols, t->vt_cols);
	vterm_set_size(t->vt, t->vt_rows, t->vt_cols);
	ioctl(t->fd, TIOCSWINSZ, &size);
}

int tty_rows(const struct tty *t)
{
	return t->rows;
}

static size_t put_utf8(char *out, uint32_t c)
{
	if (c < 0x80)
		return out[0] = (char)c, 1;
	if (c < 0x800)
		return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
	if (c < 0x10000)
		return out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3F)),
		       out[2] = (char)(0x80 | (c & 0x3F)), 3;
	return out[0] = (char)(0xF0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 0x3F)),
	       out[2] = (char)(0x80 | (c >> 6 & 0x3F)), out[3] = (char)(0x80 | (c & 0x3F)), 4;
}

const char *tty_row(struct tty *t, int row)
{
	size_t n = 0;

	for (VTermPos at = {.row = row}; at.col < t->cols; at.col++) {
		VTermScreenCell cell;
		if (!vterm_screen_get_cell(t->screen, at, &cell) || cell.chars[0] == (uint32_t)-1)
			continue; /* the right half of a wide one */
		if (n + 4 * VTERM_MAX_CHARS_PER_CELL + 1 >= sizeof t->row)
			break;
		if (!cell.chars[0])
			t->row[n++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			n += put_utf8(t->row + n, cell.chars[i]);
	}
	while (n && t->row[n - 1] == ' ')
		n--;
	t->row[n] = 0;
	return t->row;
}

bool tty_shows(struct tty *t, const char *text)
{
	for (int row = 0; row < t->rows; row++)
		if (strstr(tty_row(t, row), text))
			return true;
	return false;
}

int tty_fd(const struct tty *t)
{
	return t->fd;
}

int tty_status(const struct tty *t)
{
	return t->ended ? t->status : -1;
}

bool tty_alternate(const struct tty *t)
{
	return t->alternate;
}

bool tty_cursor_shown(const struct tty *t)
{
	return t->cursor;
}

size_t tty_bytes(const struct tty *t)
{
	return t->bytes;
}

double tty_started_ms(const struct tty *t)
{
	return t->started;
}

double tty_last_ms(const struct tty *t)
{
	return t->last;
}

long tty_private_kb(const struct tty *t)
{
	char path[64], line[256];
	long sum = 0, kb;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)t->pid);
	f = fopen(path, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "Private_Clean: %ld", &kb) == 1 || sscanf(line, "Private_Dirty: %ld", &kb) == 1)
			sum += kb;
	fclose(f);
	return sum;
}

bool tty_hang_up(struct tty *t, int limit_ms)
{
	close(t->fd);
	t->fd = -1;
	t->eof = true;
	return tty_end(t, limit_ms, NULL) != -1;
}

int tty_end(struct tty *t, int limit_ms, double *cpu_ms)
{
	double limit = tty_now_ms() + limit_ms;
	int status;

	while (tty_alive(t) && tty_now_ms() < limit) {
		if (t->eof)
			usleep(100);
		else
			tty_read(t, 5);
	}
	status = t->ended ? t->status : -1;
	if (!t->ended) {
		kill(t->pid, SIGKILL);
		reap(t, 0);
	}
	if (cpu_ms)
		*cpu_ms = t->cpu_ms;
	if (t->fd >= 0)
		close(t->fd);
	vterm_free(t->vt);
	free(t);
	return status;
}
