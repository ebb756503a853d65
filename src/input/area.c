/* A text of several lines that is being typed, with readline's keys. The caret always stands between two grapheme
 * clusters; the text is well-formed UTF-8 whose only controls are LF and TAB. Every change goes through change(), which
 * remembers what it took and what it put, so that all of them can be taken back, one after the other, down to the first
 * text. Characters typed one after the other are one change, as far as a word or GROUP of them.
 */
#include "area.h"

enum { GROUP = 20 };

struct input_area *input_area_new(void)
{
	struct input_area *a = xcalloc(1, sizeof *a);

	a->cells = 80;
	a->breaker = text_breaker_new(TEXT_NORMAL);
	return a;
}

static void drop_changes(struct input_area *a, size_t from)
{
	while (a->past.n > from) {
		struct area_change *c = &a->past.v[--a->past.n];

		buf_free(&c->removed);
		buf_free(&c->inserted);
	}
}

void input_area_free(struct input_area *a)
{
	if (!a)
		return;
	drop_changes(a, 0);
	vec_free(&a->past);
	vec_free(&a->piece.rows);
	vec_free(&a->shown);
	text_breaker_free(a->breaker);
	buf_free(&a->text);
	buf_free(&a->killed);
	free(a);
}

struct str input_area_text(const struct input_area *a)
{
	return buf_view(&a->text);
}

uint32_t input_area_changes(const struct input_area *a)
{
	return a->changes;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */
static void splice(struct input_area *a, size_t start, size_t end, struct str s)
{
	size_t tail = a->text.n - end;

	buf_reserve(&a->text, s.n);
	if (tail)
		memmove(a->text.p + start + s.n, a->text.p + end, tail);
	if (s.n)
		memcpy(a->text.p + start, s.p, s.n);
	a->text.n = start + s.n + tail;
	a->changes++;
}

static size_t characters(const struct buf *b)
{
	return text_code_points(buf_view(b));
}

/* A character that goes on with the word that the last change typed. */
static bool continues(const struct input_area *a, size_t start, struct str s)
{
	const struct area_change *c = a->done ? &a->past.v[a->done - 1] : NULL;
	char last;

	if (a->did != AREA_TYPED || !c || !c->typed || !c->inserted.n || c->at + c->inserted.n != start)
		return false;
	last = c->inserted.p[c->inserted.n - 1];
	return last != '\n' && !(last == ' ' && s.p[0] != ' ') && characters(&c->inserted) < GROUP;
}

/* Another character erased before or at the place where the last one was. */
static bool erases_on(const struct input_area *a, size_t start, size_t end)
{
	const struct area_change *c = a->done ? &a->past.v[a->done - 1] : NULL;

	return a->did == AREA_ERASED && c && c->typed && !c->inserted.n && (c->at == end || c->at == start) &&
	       characters(&c->removed) < GROUP;
}

static void remember_removed(struct area_change *c, size_t start, struct str gone)
{
	if (start < c->at) {
		struct buf both = {0};

		buf_str(&both, gone);
		buf_str(&both, buf_view(&c->removed));
		buf_free(&c->removed);
		c->removed = both;
	} else {
		buf_str(&c->removed, gone);
	}
	c->at = start;
}

/* The one way in which the text changes by keys. did: what it belongs to. False: there is no room for it. */
static bool change(struct input_area *a, size_t start, size_t end, struct str s, enum area_did did)
{
	struct str gone = str_slice(buf_view(&a->text), start, end);
	struct area_change *c;

	if (a->text.n - gone.n + s.n > INPUT_AREA_MAX && s.n > gone.n)
		return false;
	if (!gone.n && !s.n)
		return true;
	drop_changes(a, a->done);
	if (did == AREA_TYPED && !gone.n && continues(a, start, s)) {
		buf_str(&a->past.v[a->done - 1].inserted, s);
	} else if (did == AREA_ERASED && !s.n && erases_on(a, start, end)) {
		remember_removed(&a->past.v[a->done - 1], start, gone);
	} else {
		vec_push(&a->past, (struct area_change){.at = start, .caret = a->caret});
		c = &a->past.v[a->done++];
		c->typed = did == AREA_TYPED || did == AREA_ERASED;
		buf_str(&c->removed, gone);
		buf_str(&c->inserted, s);
	}
	splice(a, start, end, s);
	a->caret = input_settle(buf_view(&a->text), start + s.n);
	return true;
}

static void undo(struct input_area *a)
{
	const struct area_change *c;

	if (!a->done)
		return;
	c = &a->past.v[--a->done];
	splice(a, c->at, c->at + c->inserted.n, buf_view(&c->removed));
	a->caret = c->caret;
}

static void redo(struct input_area *a)
{
	const struct area_change *c;

	if (a->done == a->past.n)
		return;
	c = &a->past.v[a->done++];
	splice(a, c->at, c->at + c->removed.n, buf_view(&c->inserted));
	a->caret = input_settle(buf_view(&a->text), c->at + c->inserted.n);
}

/* What may stand in the text; line ends of any kind are LF. As much as there is room for. */
static bool clean(struct str s, size_t room, struct buf *out)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		size_t before = out->n;

		at = text_next(s, at, &cp);
		if (cp == '\r' && at < s.n && s.p[at] == '\n')
			continue;
		if (cp == '\r' || cp == 0x2028 || cp == 0x2029)
			cp = '\n';
		if (cp == '\n' || cp == '\t' || (cp >= 32 && (cp < 127 || cp >= 160)))
			buf_code_point(out, cp);
		if (out->n > room) {
			out->n = before;
			return false;
		}
	}
	return true;
}

bool input_area_set(struct input_area *a, struct str s)
{
	struct buf b = {0};
	bool whole = clean(s, INPUT_AREA_MAX, &b);

	drop_changes(a, 0);
	a->done = 0;
	splice(a, 0, a->text.n, buf_view(&b));
	a->caret = a->text.n;
	a->top = 0;
	a->did = AREA_OTHER;
	buf_free(&b);
	return whole;
}

bool input_area_replace(struct input_area *a, struct str s)
{
	struct buf b = {0};
	bool whole = clean(s, INPUT_AREA_MAX, &b);

	if (!str_eq(buf_view(&b), buf_view(&a->text)))
		change(a, 0, a->text.n, buf_view(&b), AREA_OTHER);
	a->did = AREA_OTHER;
	buf_free(&b);
	return whole;
}

bool input_area_paste(struct input_area *a, struct str s)
{
	struct buf b = {0};
	bool whole = clean(s, INPUT_AREA_MAX - a->text.n, &b);

	change(a, a->caret, a->caret, buf_view(&b), AREA_OTHER);
	a->did = AREA_OTHER;
	buf_free(&b);
	return whole;
}

static void insert_char(struct input_area *a, uint32_t cp)
{
	struct buf b = {0};

	buf_code_point(&b, cp);
	change(a, a->caret, a->caret, buf_view(&b), AREA_TYPED);
	a->did = AREA_TYPED;
	buf_free(&b);
}

static void erase(struct input_area *a, size_t start, size_t end)
{
	change(a, start, end, STR(""), AREA_ERASED);
	a->did = AREA_ERASED;
}

/* What is killed by several keys one after the other comes back as one. */
static void kill_range(struct input_area *a, size_t start, size_t end)
{
	struct buf both = {0};
	struct str gone = str_slice(buf_view(&a->text), start, end);
	bool before = end == a->caret;

	if (!gone.n)
		return;
	if (a->did == AREA_KILLED && !before)
		buf_str(&both, buf_view(&a->killed));
	buf_str(&both, gone);
	if (a->did == AREA_KILLED && before)
		buf_str(&both, buf_view(&a->killed));
	buf_free(&a->killed);
	a->killed = both;
	change(a, start, end, STR(""), AREA_KILLED);
	a->did = AREA_KILLED;
}

/* ---- motions ----------------------------------------------------------------------------------------------------- */
static size_t line_start(const struct input_area *a)
{
	size_t at = a->caret;

	while (at && a->text.p[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct input_area *a)
{
	size_t end = str_find_char(buf_view(&a->text), '\n', a->caret);

	return end == SIZE_MAX ? a->text.n : end;
}

static void go(struct input_area *a, size_t at)
{
	a->caret = at;
	a->did = AREA_OTHER;
}

/* Exchanges the clusters before and at the caret; at the end of a line the last two. */
static void transpose(struct input_area *a)
{
	struct str s = buf_view(&a->text);
	size_t mid = a->caret == line_end(a) ? input_left(s, a->caret) : a->caret;
	size_t start = input_left(s, mid), end = input_right(s, mid);
	struct buf swapped = {0};

	if (start == mid || mid == end || start < line_start(a) || end > line_end(a))
		return;
	buf_str(&swapped, str_slice(s, mid, end));
	buf_str(&swapped, str_slice(s, start, mid));
	change(a, start, end, buf_view(&swapped), AREA_OTHER);
	a->did = AREA_OTHER;
	buf_free(&swapped);
}

/* ---- keys ---- */
static void kill_line(struct input_area *a)
{
	size_t end = line_end(a);

	kill_range(a, a->caret, end > a->caret || end == a->text.n ? end : end + 1);
}

static void yank(struct input_area *a)
{
	change(a, a->caret, a->caret, buf_view(&a->killed), AREA_OTHER);
	a->did = AREA_OTHER;
}

static enum input_edit_result control_key(struct input_area *a, uint32_t c)
{
	struct str s = buf_view(&a->text);

	switch (c) {
	case 'a':
		go(a, line_start(a));
		break;
	case 'e':
		go(a, line_end(a));
		break;
	case 'b':
		go(a, input_left(s, a->caret));
		break;
	case 'f':
		go(a, input_right(s, a->caret));
		break;
	case 'p':
		input_area_vertical(a, -1);
		break;
	case 'n':
		input_area_vertical(a, 1);
		break;
	case 'd':
		erase(a, a->caret, input_right(s, a->caret));
		break;
	case 'w':
		kill_range(a, input_blank_left(s, a->caret), a->caret);
		break;
	case 'u':
		kill_range(a, line_start(a), a->caret);
		break;
	case 'k':
		kill_line(a);
		break;
	case 'y':
		yank(a);
		break;
	case 't':
		transpose(a);
		break;
	case '_':
		undo(a);
		a->did = AREA_OTHER;
		break;
	case 'r':
		redo(a);
		a->did = AREA_OTHER;
		break;
	case 'g':
	case 'c':
		return EDIT_CANCEL;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

/* With Alt, or a named key with Control: by words, and to the ends of the text. */
static enum input_edit_result word_key(struct input_area *a, uint32_t c)
{
	struct str s = buf_view(&a->text);

	switch (c) {
	case 'b':
	case K_LEFT:
		go(a, input_word_left(s, a->caret));
		break;
	case 'f':
	case K_RIGHT:
		go(a, input_word_right(s, a->caret));
		break;
	case '<':
	case K_HOME:
		go(a, 0);
		break;
	case '>':
	case K_END:
		go(a, s.n);
		break;
	case 'd':
	case K_DELETE:
		kill_range(a, a->caret, input_word_right(s, a->caret));
		break;
	case K_BACKSPACE:
		kill_range(a, input_word_left(s, a->caret), a->caret);
		break;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

static enum input_edit_result named_key(struct input_area *a, uint32_t c)
{
	struct str s = buf_view(&a->text);

	switch (c) {
	case K_LEFT:
		go(a, input_left(s, a->caret));
		break;
	case K_RIGHT:
		go(a, input_right(s, a->caret));
		break;
	case K_UP:
		input_area_vertical(a, -1);
		break;
	case K_DOWN:
		input_area_vertical(a, 1);
		break;
	case K_HOME:
		go(a, line_start(a));
		break;
	case K_END:
		go(a, line_end(a));
		break;
	case K_DELETE:
		erase(a, a->caret, input_right(s, a->caret));
		break;
	case K_BACKSPACE:
		erase(a, input_left(s, a->caret), a->caret);
		break;
	case K_ENTER:
		insert_char(a, '\n');
		break;
	case K_TAB:
		insert_char(a, '\t');
		break;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

enum input_edit_result input_area_key(struct input_area *a, struct key k)
{
	if (input_key_is_text(k)) {
		insert_char(a, k.code);
		return EDIT_HANDLED;
	}
	if (k.mods == MOD_ALT)
		return word_key(a, k.code);
	if (k.mods == MOD_CTRL)
		return k.code >= K_UP ? word_key(a, k.code) : control_key(a, k.code);
	return k.mods ? EDIT_IGNORED : named_key(a, k.code);
}
