/* The terminal's clipboard, by OSC 52 (xterm, ctlseqs: "Operating System Commands"): what is copied is sent in base64,
 * and nothing comes back, so nobody can know whether it was taken.
 *
 * What stands between us and the terminal must let it through. GNU screen passes on what is wrapped in DCS, in strings
 * of at most 76 bytes. tmux with its own settings lets no program's OSC 52 through from 3.3 on (set-clipboard external,
 * allow-passthrough off), but sends one by itself when it is handed a buffer (load-buffer -w, from 3.2 on); older ones,
 * which cannot, pass on what is wrapped in DCS. So tmux is asked first, and what is wrapped is sent where that fails.
 */
#include "term_int.h"

enum { SCREEN_CHUNK = 76, TMUX_MS = 3000, TMUX_SAYS = 4096 };

enum way { WAY_NONE, WAY_PLAIN, WAY_TMUX, WAY_SCREEN };

static bool begins(const char *s, const char *with)
{
	return s && !strncmp(s, with, strlen(with));
}

static bool is_set(const char *name)
{
	const char *s = getenv(name);

	return s && *s;
}

/* Terminals that would print it, or stop at it. */
static bool cannot(const struct term *t)
{
	static const char *const names[] = {"dumb", "linux", "vt", "ansi", "cons25", "sun", "wy", "hp"};
	const char *term = getenv("TERM");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (begins(term, names[i]))
			return true;
	return !t->caps.ansi;
}

/* The inner one of two decides, and says so in TERM. */
static enum way way_of(const struct term *t)
{
	const char *term = getenv("TERM");

	if (cannot(t))
		return WAY_NONE;
	if (is_set("TMUX") && (begins(term, "tmux") || !is_set("STY")))
		return WAY_TMUX;
	return is_set("STY") ? WAY_SCREEN : WAY_PLAIN;
}

const char *term_clipboard_way(const struct term *t)
{
	switch (way_of(t)) {
	case WAY_PLAIN:
		return _("OSC 52");
	case WAY_TMUX:
		return _("OSC 52 through tmux");
	case WAY_SCREEN:
		return _("OSC 52 through screen");
	case WAY_NONE:
		break;
	}
	return NULL;
}

/* RFC 4648, 4. */
static void base64(struct str s, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t bits = (uint32_t)(unsigned char)s.p[i] << 16;

		if (i + 1 < s.n)
			bits |= (uint32_t)(unsigned char)s.p[i + 1] << 8;
		if (i + 2 < s.n)
			bits |= (unsigned char)s.p[i + 2];
		buf_char(out, digits[bits >> 18]);
		buf_char(out, digits[bits >> 12 & 63]);
		buf_char(out, i + 1 < s.n ? digits[bits >> 6 & 63] : '=');
		buf_char(out, i + 2 < s.n ? digits[bits & 63] : '=');
	}
}

static void sequence(struct str s, struct buf *out)
{
	buf_cat(out, "\033]52;c;");
	base64(s, out);
	buf_char(out, '\a');
}

static void through_screen(struct str sequence, struct buf *out)
{
	for (size_t at = 0; at < sequence.n; at += SCREEN_CHUNK) {
		buf_cat(out, "\033P");
		buf_str(out, str_slice(sequence, at, at + SCREEN_CHUNK < sequence.n ? at + SCREEN_CHUNK : sequence.n));
		buf_cat(out, "\033\\");
	}
}

/* Each ESC inside is doubled. */
static void through_tmux(struct str sequence, struct buf *out)
{
	buf_cat(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence.n; i++) {
		if (sequence.p[i] == '\033')
			buf_char(out, '\033');
		buf_char(out, sequence.p[i]);
	}
	buf_cat(out, "\033\\");
}

static void send(struct term *t, struct str s, enum way way)
{
	struct buf plain = {0};

	sequence(s, &plain);
	if (way == WAY_SCREEN)
		through_screen(buf_view(&plain), &t->out);
	else if (way == WAY_TMUX)
		through_tmux(buf_view(&plain), &t->out);
	else
		buf_str(&t->out, buf_view(&plain));
	buf_free(&plain);
}

void term_copy(struct term *t, struct str s)
{
	static const char *const argv[] = {"tmux", "load-buffer", "-w", "-", NULL};
	enum way way = way_of(t);
	struct err e = {0};

	if (way == WAY_NONE)
		return;
	term_copy_end(t);
	if (way == WAY_TMUX)
		t->tmux = child_start(argv, s, TMUX_SAYS, TMUX_MS, &e);
	if (!t->tmux) {
		send(t, s, way);
		return;
	}
	buf_clear(&t->copying);
	buf_str(&t->copying, s);
}

void term_copy_step(struct term *t)
{
	enum child_state state = t->tmux ? child_step(t->tmux) : CHILD_DONE;

	if (!t->tmux || state == CHILD_RUNS)
		return;
	if (state != CHILD_DONE || child_status(t->tmux))
		send(t, buf_view(&t->copying), WAY_TMUX);
	term_copy_end(t);
}

void term_copy_end(struct term *t)
{
	child_free(t->tmux);
	t->tmux = NULL;
	buf_free(&t->copying);
}
