/* What the files of term share. */
#ifndef TAIYAKU_TERM_INT_H
#define TAIYAKU_TERM_INT_H

#include <signal.h>
#include <termios.h>

#include "taiyaku/term.h"
#include "caps.h"

/* ---- readkey.c: bytes -> keys ------------------------------------------------------------------------------------ */
enum event_kind { EVENT_NONE, EVENT_KEY, EVENT_PASTE, EVENT_PLACE, EVENT_FENCE };
struct event {
	enum event_kind kind;
	struct key key;
	int column; /* EVENT_PLACE: where the cursor is, from 1 */
};
/* The first event of the bytes; returns how many of them it was, 0: more must come. `last`: no more will come. */
size_t term_event_read(struct str bytes, bool last, struct event *);
#define PASTE_END "\033[201~"

/* ---- draw.c: grid -> bytes ------------------------------------------------------------------------------------------ */
struct term_screen;
struct term_screen *term_screen_new(const struct term_caps *);
void term_screen_free(struct term_screen *);
/* What is on the terminal is unknown: the next frame is drawn whole. */
void term_screen_forget(struct term_screen *);
/* sure: the terminal said how wide ambiguous characters are. */
void term_screen_draw(struct term_screen *, const struct grid *, const struct theme *, bool sure, struct buf *out);

/* ---- term.c ------------------------------------------------------------------------------------------------------------ */
enum { TERM_QUESTIONS = 3 };
struct term {
	int fd;
	struct term_caps caps;
	struct term_screen *screen;
	struct buf out;       /* not written yet */
	size_t written;       /* of it */
	struct termios shell_modes;
	bool entered, paste_on, mouse_on;
	bool asked, sure;     /* how wide it draws things; it has answered */
	int answers;          /* that came so far, of TERM_QUESTIONS */
	int64_t asked_at;
	struct text_terminal found;
	struct child *tmux;   /* takes what is copied; NULL: none runs */
	struct buf copying;   /* what it was given */
	int died_of;          /* a signal that asked to end; 0: none */
};
/* Writes what the terminal takes without waiting; false: it has gone. */
bool term_flush(struct term *);
bool term_stalled(const struct term *); /* it does not take what it was given: no new frame */
void term_stop(struct term *, bool group); /* to the shell, until it is continued */

/* ---- clipboard.c ------------------------------------------------------------------------------------------------------ */
/* By which way it is reached, in words; NULL: there is none. */
const char *term_clipboard_way(const struct term *);
void term_copy(struct term *, struct str);
void term_copy_step(struct term *); /* sees whether tmux took it */
void term_copy_end(struct term *);  /* stops what has not ended */
/* ---- program.c --------------------------------------------------------------------------------------------------------- */
/* Leaves the terminal to a program and comes back. Its exit status; 128 + a signal; -1: it could not be started. */
int term_program(struct term *, const char *const *argv);

/* ---- signals.c --------------------------------------------------------------------------------------------------------- */
/* From here on a fatal signal and die() write these bytes and set these modes. The two calls are a pair around the time
 * in which the terminal is ours. */
void term_signals_arm(int fd, struct str restore, const struct termios *modes);
void term_signals_disarm(void);
bool term_signals_open(void); /* handlers and the pipe; false: no pipe */
void term_signals_close(void);
int term_signals_fd(void);    /* readable when a signal has come */
struct caught { bool resized, stopped, continued; int ended; };
struct caught term_signals_take(void);
/* What is typed to interrupt or stop is for another program now; false: for us again. */
void term_signals_lend(bool);
void term_signals_stop(bool group); /* stops the program, or its whole group; returns when it goes on */

#endif
