/* Bytes from the terminal -> keys. Everything a terminal sends comes through here in one stream: characters, the
 * sequences of its keys, a paste's brackets, answers to what it was asked. Sequences nobody knows are swallowed whole,
 * so that their letters never act as commands; a sequence that is cut off is waited for only as long as the loop says.
 */
#include "term_int.h"

static size_t key(struct event *ev, uint32_t code, unsigned mods, size_t used)
{
	ev->kind = code ? EVENT_KEY : EVENT_NONE;
	ev->key = (struct key){code, (uint8_t)mods};
	return used;
}

/* A byte below 0x20, or DEL. */
static size_t control(struct event *ev, unsigned char c, unsigned mods, size_t used)
{
	switch (c) {
	case '\r':
	case '\n':
		return key(ev, K_ENTER, mods, used);
	case '\t':
		return key(ev, K_TAB, mods, used);
	case 8:
	case 127:
		return key(ev, K_BACKSPACE, mods, used);
	case 27:
		return key(ev, K_ESC, mods, used);
	default:
		return key(ev, c < 27 && c ? c + 96u : c + 64u, mods | MOD_CTRL, used);
	}
}

static size_t utf8_length(unsigned char c)
{
	return c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 1;
}

static size_t character(struct str s, size_t at, unsigned mods, bool last, struct event *ev)
{
	unsigned char c = (unsigned char)s.p[at];
	size_t need = utf8_length(c), have = 1, end;
	uint32_t cp;

	if (c < 0x20 || c == 0x7F)
		return control(ev, c, mods, at + 1);
	while (have < need && at + have < s.n && ((unsigned char)s.p[at + have] & 0xC0) == 0x80)
		have++;
	if (have < need && at + have == s.n && !last)
		return 0;
	end = text_next(s, at, &cp);
	if (text_bad(str_slice(s, at, end)) != POS_NONE || (cp >= 0x80 && cp < 0xA0))
		cp = K_NONE;
	return key(ev, cp, mods, end);
}

/* ---- ESC [ …
 * ------------------------------------------------------------------------------------------------------------ */
struct csi {
	char private, final;
	int n, v[8];
	size_t used;
};

static uint32_t tilde_key(int n)
{
	switch (n) {
	case 1:
	case 7:
		return K_HOME;
	case 2:
		return K_INSERT;
	case 3:
		return K_DELETE;
	case 4:
	case 8:
		return K_END;
	case 5:
		return K_PGUP;
	case 6:
		return K_PGDN;
	}
	if (n >= 11 && n <= 15)
		return K_F1 + (uint32_t)(n - 11);
	if (n >= 17 && n <= 21)
		return K_F1 + (uint32_t)(n - 12);
	return n == 23 || n == 24 ? K_F1 + (uint32_t)(n - 13) : K_NONE;
}

static uint32_t letter_key(char c)
{
	switch (c) {
	case 'A':
		return K_UP;
	case 'B':
		return K_DOWN;
	case 'C':
		return K_RIGHT;
	case 'D':
		return K_LEFT;
	case 'F':
		return K_END;
	case 'H':
		return K_HOME;
	case 'M':
		return K_ENTER;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return K_F1 + (uint32_t)(c - 'P');
	default:
		return K_NONE;
	}
}

/* A code point and modifiers, as newer protocols send them: made what the plain byte would have been. */
static size_t coded_key(struct event *ev, int code, unsigned mods, size_t used)
{
	if (code > 0 && (code < 32 || code == 127))
		return control(ev, (unsigned char)code, mods & ~(unsigned)MOD_CTRL, used);
	if (code < 32 || code > 0x10FFFF)
		return key(ev, K_NONE, 0, used);
	if (mods & MOD_CTRL && code < 128 && code != ' ' && code >= '@')
		return control(ev, (unsigned char)code & 31, mods & MOD_ALT, used);
	return key(ev, (uint32_t)code, mods & MOD_ALT, used);
}

static size_t mouse(struct event *ev, const struct csi *c)
{
	if (c->final == 'M' && c->n >= 3 && (c->v[0] == 64 || c->v[0] == 65))
		return key(ev, c->v[0] == 64 ? K_WHEEL_UP : K_WHEEL_DOWN, 0, c->used);
	return key(ev, K_NONE, 0, c->used);
}

static size_t csi_event(const struct csi *c, struct event *ev)
{
	unsigned mods = c->n > 1 && c->v[1] > 0 ? (unsigned)(c->v[1] - 1) & 7 : 0;

	if (c->private == '<')
		return mouse(ev, c);
	if (c->private == '?' && c->final == 'c') {
		ev->kind = EVENT_FENCE;
		return c->used;
	}
	if (c->private)
		return key(ev, K_NONE, 0, c->used);
	if (c->final == 'R' && c->n == 2) {
		ev->kind = EVENT_PLACE;
		ev->column = c->v[1];
		return c->used;
	}
	if (c->final == '~' && c->v[0] == 200) {
		ev->kind = EVENT_PASTE;
		return c->used;
	}
	if (c->final == '~' && c->v[0] == 27 && c->n >= 3)
		return coded_key(ev, c->v[2], mods, c->used);
	if (c->final == 'u')
		return coded_key(ev, c->v[0], mods, c->used);
	if (c->final == 'Z')
		return key(ev, K_TAB, MOD_SHIFT, c->used);
	return key(ev, c->final == '~' ? tilde_key(c->v[0]) : letter_key(c->final), mods, c->used);
}

/* From the byte behind ESC [; 0: it is not complete. An impossible byte ends it, with final 0. */
static bool parse_csi(struct str s, struct csi *c)
{
	size_t at = 2;

	*c = (struct csi){.n = 0};
	if (at < s.n && s.p[at] >= '<' && s.p[at] <= '?')
		c->private = s.p[at++];
	for (; at < s.n; at++) {
		char ch = s.p[at];

		if (ch >= '0' && ch <= '9') {
			c->n += !c->n;
			if (c->v[c->n - 1] < 0x200000)
				c->v[c->n - 1] = c->v[c->n - 1] * 10 + (ch - '0');
		} else if (ch == ';' || ch == ':') {
			c->n += c->n ? 1 : 2;
			if (c->n > 8)
				c->n = 8;
		} else if (ch < ' ' || ch > '~') {
			c->used = at;
			return true;
		} else if (ch >= '@') {
			c->final = ch;
			c->used = at + 1;
			return true;
		}
	}
	return false;
}

static size_t read_csi(struct str s, bool last, struct event *ev)
{
	struct csi c;

	if (s.n > 2 && s.p[2] == '[') { /* ESC [ [ A: F1 of the Linux console */
		if (s.n == 3)
			return last ? key(ev, K_NONE, 0, 3) : 0;
		return key(ev, s.p[3] >= 'A' && s.p[3] <= 'E' ? K_F1 + (uint32_t)(s.p[3] - 'A') : K_NONE, 0, 4);
	}
	if (!parse_csi(s, &c))
		return !last ? 0 : s.n == 2 ? key(ev, '[', MOD_ALT, 2) : key(ev, K_NONE, 0, s.n);
	return c.final ? csi_event(&c, ev) : key(ev, K_NONE, 0, c.used);
}

static size_t read_escape(struct str s, bool last, struct event *ev)
{
	if (s.n == 1)
		return last ? key(ev, K_ESC, 0, 1) : 0;
	if (s.p[1] == '[')
		return read_csi(s, last, ev);
	if (s.p[1] == 'O') {
		if (s.n == 2)
			return last ? key(ev, 'O', MOD_ALT, 2) : 0;
		return key(ev, letter_key(s.p[2]), 0, 3);
	}
	if (s.p[1] == '\033')
		return key(ev, K_ESC, 0, 1);
	return character(s, 1, MOD_ALT, last, ev);
}

size_t term_event_read(struct str s, bool last, struct event *ev)
{
	*ev = (struct event){0};
	return s.p[0] == '\033' ? read_escape(s, last, ev) : character(s, 0, 0, last, ev);
}
