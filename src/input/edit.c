/* A line of text that is being typed, with readline's keys. The caret always stands between two grapheme clusters, so a
 * wide character or a letter with its marks is one step and is erased whole. The host draws it (input_edit_look) and
 * does what is its own: completion, what Enter means.
 */
#include "motion.h"

struct input_edit {
	struct buf text;
	size_t caret;
	size_t left; /* where the visible part starts */
	uint32_t changes;
	struct buf killed; /* what <C-y> puts back */
	struct input_history *history;
	size_t line;      /* which of the history is shown; its count: the one being typed */
	struct buf typed; /* that one, while another is shown */
};

struct input_edit *input_edit_new(void)
{
	return xcalloc(1, sizeof(struct input_edit));
}

void input_edit_free(struct input_edit *e)
{
	if (!e)
		return;
	buf_free(&e->text);
	buf_free(&e->killed);
	buf_free(&e->typed);
	free(e);
}

struct str input_edit_text(const struct input_edit *e)
{
	return buf_view(&e->text);
}

size_t input_edit_caret(const struct input_edit *e)
{
	return e->caret;
}

uint32_t input_edit_changes(const struct input_edit *e)
{
	return e->changes;
}

void input_edit_use_history(struct input_edit *e, struct input_history *h)
{
	e->history = h;
	e->line = h ? input_history_count(h) : 0;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

void input_edit_replace(struct input_edit *e, size_t start, size_t end, struct str s)
{
	size_t tail = e->text.n - end;

	buf_reserve(&e->text, s.n);
	if (tail)
		memmove(e->text.p + start + s.n, e->text.p + end, tail);
	if (s.n)
		memcpy(e->text.p + start, s.p, s.n);
	e->text.n = start + s.n + tail;
	e->caret = start + s.n;
	e->changes++;
	if (e->left > e->caret)
		e->left = e->caret;
	e->caret = input_settle(buf_view(&e->text), e->caret);
}

void input_edit_set(struct input_edit *e, struct str s)
{
	e->left = 0;
	input_edit_replace(e, 0, e->text.n, s);
}

static void insert(struct input_edit *e, struct str s)
{
	input_edit_replace(e, e->caret, e->caret, s);
}

static void insert_char(struct input_edit *e, uint32_t cp)
{
	struct buf b = {0};

	buf_code_point(&b, cp);
	insert(e, buf_view(&b));
	buf_free(&b);
}

void input_edit_paste(struct input_edit *e, struct str s)
{
	struct buf clean = {0};
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (cp == '\r' && at < s.n && s.p[at] == '\n')
			continue;
		if (cp == '\r' || cp == '\n' || cp == '\t' || cp == 0x2028 || cp == 0x2029)
			buf_char(&clean, ' ');
		else if (cp >= 32 && (cp < 127 || cp >= 160))
			buf_code_point(&clean, cp);
	}
	insert(e, buf_view(&clean));
	buf_free(&clean);
}

static void erase(struct input_edit *e, size_t start, size_t end)
{
	if (start < end)
		input_edit_replace(e, start, end, STR(""));
}

static void kill_range(struct input_edit *e, size_t start, size_t end)
{
	if (start >= end)
		return;
	buf_clear(&e->killed);
	buf_str(&e->killed, str_slice(buf_view(&e->text), start, end));
	erase(e, start, end);
}

/* ---- motions: where from here; the same place where there is no further ----------------------------------------- */
static size_t left_of(const struct input_edit *e, size_t at)
{
	return input_left(buf_view(&e->text), at);
}

static size_t right_of(const struct input_edit *e, size_t at)
{
	return input_right(buf_view(&e->text), at);
}

/* Exchanges the clusters before and at the caret; at the end the last two. */
static void transpose(struct input_edit *e)
{
	size_t mid = e->caret == e->text.n ? left_of(e, e->caret) : e->caret;
	size_t start = left_of(e, mid), end = right_of(e, mid);
	struct buf swapped = {0};

	if (start == mid || mid == end)
		return;
	buf_str(&swapped, str_slice(buf_view(&e->text), mid, end));
	buf_str(&swapped, str_slice(buf_view(&e->text), start, mid));
	input_edit_replace(e, start, end, buf_view(&swapped));
	buf_free(&swapped);
}

static void walk_history(struct input_edit *e, bool older)
{
	size_t n = e->history ? input_history_count(e->history) : 0;

	if (e->line > n)
		e->line = n;
	if (older ? e->line == 0 : e->line == n)
		return;
	if (e->line == n) {
		buf_clear(&e->typed);
		buf_str(&e->typed, buf_view(&e->text));
	}
	e->line += older ? SIZE_MAX : 1;
	input_edit_set(e, e->line == n ? buf_view(&e->typed) : input_history_at(e->history, e->line));
}

/* ---- keys ----------------------------------------------------------------------------------------------------------
 */
static enum input_edit_result backspace(struct input_edit *e)
{
	if (!e->text.n)
		return EDIT_CANCEL;
	erase(e, left_of(e, e->caret), e->caret);
	return EDIT_HANDLED;
}

static enum input_edit_result control_key(struct input_edit *e, uint32_t c)
{
	switch (c) {
	case 'a':
		e->caret = 0;
		break;
	case 'e':
		e->caret = e->text.n;
		break;
	case 'b':
		e->caret = left_of(e, e->caret);
		break;
	case 'f':
		e->caret = right_of(e, e->caret);
		break;
	case 'd':
		erase(e, e->caret, right_of(e, e->caret));
		break;
	case 'w':
		kill_range(e, input_blank_left(buf_view(&e->text), e->caret), e->caret);
		break;
	case 'u':
		kill_range(e, 0, e->caret);
		break;
	case 'k':
		kill_range(e, e->caret, e->text.n);
		break;
	case 'y':
		insert(e, buf_view(&e->killed));
		break;
	case 't':
		transpose(e);
		break;
	case 'p':
		walk_history(e, true);
		break;
	case 'n':
		walk_history(e, false);
		break;
	case 'g':
	case 'c':
		return EDIT_CANCEL;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

static enum input_edit_result alt_key(struct input_edit *e, uint32_t c)
{
	switch (c) {
	case 'b':
	case K_LEFT:
		e->caret = input_word_left(buf_view(&e->text), e->caret);
		break;
	case 'f':
	case K_RIGHT:
		e->caret = input_word_right(buf_view(&e->text), e->caret);
		break;
	case 'd':
		kill_range(e, e->caret, input_word_right(buf_view(&e->text), e->caret));
		break;
	case K_BACKSPACE:
		kill_range(e, input_word_left(buf_view(&e->text), e->caret), e->caret);
		break;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

static enum input_edit_result named_key(struct input_edit *e, uint32_t c)
{
	switch (c) {
	case K_LEFT:
		e->caret = left_of(e, e->caret);
		break;
	case K_RIGHT:
		e->caret = right_of(e, e->caret);
		break;
	case K_HOME:
		e->caret = 0;
		break;
	case K_END:
		e->caret = e->text.n;
		break;
	case K_UP:
		walk_history(e, true);
		break;
	case K_DOWN:
		walk_history(e, false);
		break;
	case K_DELETE:
		erase(e, e->caret, right_of(e, e->caret));
		break;
	case K_BACKSPACE:
		return backspace(e);
	case K_ENTER:
		return EDIT_DONE;
	case K_ESC:
		return EDIT_CANCEL;
	default:
		return EDIT_IGNORED;
	}
	return EDIT_HANDLED;
}

enum input_edit_result input_edit_key(struct input_edit *e, struct key k)
{
	if (input_key_is_text(k)) {
		insert_char(e, k.code);
		return EDIT_HANDLED;
	}
	if (k.mods == MOD_ALT)
		return alt_key(e, k.code);
	if (k.mods == MOD_CTRL)
		return k.code >= K_UP ? alt_key(e, k.code) : control_key(e, k.code);
	return k.mods ? EDIT_IGNORED : named_key(e, k.code);
}

/* ---- drawing
 * --------------------------------------------------------------------------------------------------------- */
static int cells_between(const struct input_edit *e, size_t start, size_t end, const struct text_terminal *t)
{
	return start < end ? text_cells(str_slice(buf_view(&e->text), start, end), t) : 0;
}

/* Moves `left` so that the caret and the character on it are inside so many cells. */
static void scroll_to_caret(struct input_edit *e, int cells, const struct text_terminal *t)
{
	size_t least = e->caret;
	int under = e->caret < e->text.n ? cells_between(e, e->caret, right_of(e, e->caret), t) : 1;
	int room = cells - (under > 0 ? under : 1);

	while (least) {
		size_t before = left_of(e, least);

		room -= cells_between(e, before, least, t);
		if (room < 0)
			break;
		least = before;
	}
	if (e->left > e->caret)
		e->left = e->caret;
	if (e->left < least)
		e->left = least;
}

void input_edit_look(struct input_edit *e, int cells, const struct text_terminal *t, struct input_edit_view *out)
{
	size_t end;
	int used = 0;

	scroll_to_caret(e, cells, t);
	for (end = e->left; end < e->text.n; end = right_of(e, end)) {
		used += cells_between(e, end, right_of(e, end), t);
		if (used > cells)
			break;
	}
	*out = (struct input_edit_view){
		.text = str_slice(buf_view(&e->text), e->left, end),
		.start = e->left,
		.caret = cells_between(e, e->left, e->caret, t),
		.before = e->left > 0,
		.after = end < e->text.n,
	};
}
