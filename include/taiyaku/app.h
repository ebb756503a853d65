/* app: brings the parts together. Here: what the terminal's loop, the script runner and main() drive. Nothing in it
 * reads a key, draws on a terminal or looks at a clock by itself. */
#ifndef TAIYAKU_APP_H
#define TAIYAKU_APP_H

#include "taiyaku/base.h"
#include "taiyaku/grid.h"
#include "taiyaku/input.h"

struct app;
struct app_options {
	const char *path;     /* a file, "-", a kept document's id; NULL: the library, the first time the guide */
	const char *encoding, *profile;
	const char *store, *config; /* NULL: the user's own */
};
/* Reads the configuration and the document. NULL with what is wrong. */
struct app *app_new(const struct app_options *, struct err *);
/* What is wrong in the configuration, a line each. False: the file that was named cannot be read. */
bool app_check_config(const char *config, struct buf *faults, struct err *);
/* Whose name annotations carry by this configuration (NULL: the user's own): the option `author`, $TAIYAKU_AUTHOR, what the
 * system calls the user. False: the configuration that was named cannot be read. */
bool app_author(const char *config, struct buf *out, struct err *);
void app_free(struct app *); /* saves where reading stopped; NULL is allowed */

/* Composes the frame into a grid of the current size. False: nothing changed since the last time, the grid is as it was. */
bool app_render(struct app *, struct grid *);
void app_key(struct app *, struct key);
void app_paste(struct app *, struct str); /* text pasted in one go; only while app_wants_text() */
void app_resize(struct app *, int rows, int cols);
/* A slice of background work of about so many milliseconds; false: none left. */
bool app_idle(struct app *, int ms);
void app_tick(struct app *, int64_t now_ms); /* clock_mono_ms() */
int app_timeout_ms(const struct app *);      /* until app_tick() is wanted; -1: not at all */
bool app_wants_text(const struct app *);     /* a text entry is open: characters are typed, not commands */

enum app_wish { APP_RUN, APP_QUIT, APP_SUSPEND, APP_REPAINT,
		APP_COPY,     /* app_clipboard() to the terminal's clipboard (OSC 52) */
		APP_PROGRAM };/* app_program() has the terminal to itself until it ends: app_program_ended() */
/* What it wants of the loop; asking takes it back to APP_RUN, but for APP_QUIT. */
enum app_wish app_wish(struct app *);

struct str app_clipboard(const struct app *);
const char *const *app_program(const struct app *); /* arguments, NULL after the last */
void app_program_ended(struct app *, int status);   /* exit status; 128 + a signal; -1: could not be started */
/* What the terminal says of copying: "OSC 52", "OSC 52 through tmux", …: by which way; the status line tells it. Set by the
 * loop before the first key; NULL: there is no way. */
void app_set_clipboard(struct app *, const char *way);

const struct theme *app_theme(struct app *);
/* What the terminal was found to draw; an option may overrule it. */
void app_set_terminal(struct app *, const struct text_terminal *);

bool app_mouse(const struct app *);     /* the wheel is wanted */

/* script.c: runs a session that is written down and prints a line of TAP for each expectation, numbered on from *tests;
 * returns how many failed. accept: writes the screens that it got into the script. */
typedef bool (*script_import)(const char *store, const char *path); /* a file of posts into the store */
int script_run(const char *path, bool accept, int *tests, script_import);

#endif
