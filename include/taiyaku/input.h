/* input: keys and their names, which keys are which command, the line editor, its history, a text of several lines.
 * Sees no view and no terminal: a key comes in as struct key, a command goes out as text (the syntax is cmd's).
 */
#ifndef TAIYAKU_INPUT_H
#define TAIYAKU_INPUT_H

#include "taiyaku/base.h"
#include "taiyaku/text.h"

/* ---- keys (keys.c) ------------------------------------------------------------------------------------------ */
enum { /* keys that are no character, above the last code point */
	K_NONE = 0,
	K_UP = 0x110000, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PGUP, K_PGDN, K_INSERT, K_DELETE,
	K_ENTER,     /* Return, ^M, ^J */
	K_TAB,       /* ^I */
	K_BACKSPACE, /* ^H, DEL */
	K_ESC,       /* ^[ */
	K_F1, K_F12 = K_F1 + 11,
	K_WHEEL_UP, K_WHEEL_DOWN,
};
enum { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };
struct key {
	uint32_t code; /* a code point or K_…; of a control the letter in lower case: ^D is {'d', MOD_CTRL} */
	uint8_t mods;  /* SHIFT only with K_… (a shifted letter is another code point) */
};
#define KEY(c) ((struct key){.code = (c)})
bool input_key_eq(struct key, struct key);
/* One key of a name at *at: "j", "]", "あ", "<C-d>", "<PgDn>", "<F1>", "<S-Tab>", "<Space>", "<lt>", "<A-b>". False, nothing
 * changed: no such name. <C-m>, <C-j> are <Enter>, <C-i> is <Tab>, <C-h> is <BS>, <C-[> is <Esc>: terminals cannot tell them apart. */
bool input_key_parse(struct str names, size_t *at, struct key *);
void input_key_name(struct key, struct buf *out); /* the shortest name; parses back to the same key */
/* A full-width letter, digit, sign or space typed with an IME on is the ASCII one, where a command is expected. */
struct key input_key_fold(struct key);
bool input_key_is_text(struct key); /* a character to insert: no modifier, no control */

/* ---- which keys are which command (keymap.c) ------------------------------------------------------------------ */
struct input_context {
	const char *name;
	int parent; /* where a key is looked up next, an index in the same table; -1: nowhere (global) */
};
struct input_binding {
	unsigned context;
	char *keys;    /* normalised names: "<C-w>j" */
	char *command; /* the command line; "<char>" in it stands for the key typed after the keys */
};
struct input_keymap;
/* The table (n contexts) must outlive it. */
struct input_keymap *input_keymap_new(const struct input_context *, size_t n);
void input_keymap_free(struct input_keymap *);
/* keys: names one after the other, blanks between them do not count: "]c", "<C-w> j". Replaces a binding of the same keys.
 * Refuses (there are no time-outs) keys that are the beginning of a bound sequence in that context, or begin with one. */
bool input_keymap_bind(struct input_keymap *, struct str context, struct str keys, struct str command, struct err *);
/* Also every sequence that begins with the keys. Refuses keys that are not bound. */
bool input_keymap_unbind(struct input_keymap *, struct str context, struct str keys, struct err *);
size_t input_keymap_count(const struct input_keymap *);
const struct input_binding *input_keymap_at(const struct input_keymap *, size_t i); /* in the order they were made */
/* The shortest keys that lead from the context to this command line, or NULL; for hints ("h:help") and help. */
const char *input_keymap_keys(const struct input_keymap *, unsigned context, struct str command);

#define INPUT_SEQUENCE 8 /* keys in a sequence at most */
enum input_result {
	INPUT_PENDING,   /* a count, or the beginning of a sequence: more keys are expected */
	INPUT_COMMAND,   /* command and count are set */
	INPUT_UNBOUND,   /* the keys lead nowhere; input_typed() still tells which they were */
	INPUT_CANCELLED, /* <C-g>, <C-c> or <Esc> ended what was pending */
};
struct input_state { /* {0}: nothing typed yet; free with input_state_free() */
	struct key keys[INPUT_SEQUENCE];
	size_t n;
	long count;      /* 0: none typed */
	bool counting, wants_char, fresh;
	unsigned context; /* where the sequence was begun */
	const struct input_binding *found;
	struct buf typed, command;
};
/* The next key in a context. After INPUT_COMMAND: input_command() and input_count(); the state starts anew with the next key. */
enum input_result input_feed(struct input_state *, const struct input_keymap *, unsigned context, struct key);
struct str input_command(const struct input_state *); /* until the next input_feed() */
long input_count(const struct input_state *);         /* -1: none was typed; at most 999,999,999 */
struct str input_typed(struct input_state *);         /* "12]": for the status line; empty when nothing is pending */
void input_state_free(struct input_state *);

/* ---- a line of text (edit.c), by grapheme cluster ----------------------------------------------------------- */
struct input_history;
struct input_edit;
struct input_edit *input_edit_new(void);
void input_edit_free(struct input_edit *);
enum input_edit_result {
	EDIT_IGNORED, /* not a key of the editor (TAB, function keys): the host's */
	EDIT_HANDLED,
	EDIT_DONE,    /* Enter */
	EDIT_CANCEL,  /* <C-g>, <C-c>, <Esc>; Backspace in an empty line */
};
enum input_edit_result input_edit_key(struct input_edit *, struct key);
void input_edit_paste(struct input_edit *, struct str); /* in one go; line ends and tabs become spaces, other controls vanish */
void input_edit_set(struct input_edit *, struct str);   /* caret at the end */
void input_edit_replace(struct input_edit *, size_t start, size_t end, struct str); /* a completion; caret after it */
struct str input_edit_text(const struct input_edit *);  /* until the next change */
size_t input_edit_caret(const struct input_edit *);     /* byte offset */
uint32_t input_edit_changes(const struct input_edit *); /* grows with every change of the text: search as you type */
void input_edit_use_history(struct input_edit *, struct input_history *); /* borrowed, or NULL; from its newest line on */
struct input_edit_view {
	struct str text; /* the part that is to be seen */
	size_t start;    /* its offset */
	int caret;       /* cells from the start of that part */
	bool before, after; /* there is text to the left, to the right of it */
};
/* What fits into so many cells (one is kept for the caret at the end), scrolled only as far as the caret needs. */
void input_edit_look(struct input_edit *, int cells, const struct text_terminal *, struct input_edit_view *);

/* ---- a text of several lines (area.c, area_rows.c), by grapheme cluster ------------------------------------------ */
#define INPUT_AREA_MAX ((size_t)512 << 10) /* bytes of it */
struct input_area;
struct input_area *input_area_new(void);
void input_area_free(struct input_area *); /* NULL is allowed */
/* EDIT_HANDLED; EDIT_CANCEL (<C-g>, <C-c>); EDIT_IGNORED: the host's. Enter is a new line. <C-_> takes back, <C-r> does again. */
enum input_edit_result input_area_key(struct input_area *, struct key);
/* In all three any line end becomes LF, and other controls but TAB vanish. False: there was no room for all of it. */
bool input_area_set(struct input_area *, struct str);     /* the first text, which nothing takes back; caret at its end */
bool input_area_replace(struct input_area *, struct str); /* all of it, as one change */
bool input_area_paste(struct input_area *, struct str);
struct str input_area_text(const struct input_area *);    /* until the next change */
uint32_t input_area_changes(const struct input_area *);   /* grows with every change of the text */
/* How wide its rows are, in cells; one more is needed for a caret behind a full row. */
void input_area_shape(struct input_area *, int cells, const struct text_terminal *);
int input_area_rows(struct input_area *, int max);        /* counted to max; at least 1 */
struct input_area_view {
	const struct span *rows; /* of the text, without line ends; until the next call */
	size_t n;
	size_t caret;            /* byte offset of a cluster's start, or the end */
	int row, column;         /* of it, in the rows and in cells */
	bool above, below;       /* there is more */
};
/* So many rows, scrolled only as far as the caret needs. */
void input_area_look(struct input_area *, int rows, struct input_area_view *);

/* ---- history (history.c): lines, oldest first ---------------------------------------------------------------- */
struct input_history *input_history_new(size_t max);
void input_history_free(struct input_history *);
void input_history_add(struct input_history *, struct str line); /* empty: nothing; a line that is there moves to the end */
size_t input_history_count(const struct input_history *);
struct str input_history_at(const struct input_history *, size_t i);

#endif
