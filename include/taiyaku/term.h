/* term: the terminal. The only module with curses.h; linked into the program, not into libtaiyaku.a.
 *
 *     struct term *t = term_open(&err);      the terminal is found, nothing is changed yet
 *     status = term_run(t, app);             enters, loops until the application wants to quit, leaves
 *     term_free(t);
 */
#ifndef TAIYAKU_TERM_H
#define TAIYAKU_TERM_H

#include "taiyaku/app.h"

struct term;
/* Finds the terminal: standard output's, /dev/tty where that cannot be opened again; so the document may come on standard
 * input. NULL: no terminal, or TERM is unset, unknown or cannot place the cursor; ERR_USAGE with what to do (`taiyaku cat`).
 * The locale's encoding must be UTF-8 by then. */
struct term *term_open(struct err *);
/* And, where a signal asked the program to end, ends it by that signal. */
void term_free(struct term *);
void term_size(const struct term *, int *rows, int *cols);
/* Until the application wants to quit, a signal asks to end (the terminal is restored, the caller saves and frees), or
 * the terminal has gone: ERR_INPUT. Fatal signals and die() restore the terminal too. */
enum err_code term_run(struct term *, struct app *);
/* Gives the terminal back to the shell, and takes it again with a full repaint: around a program that the user started. */
void term_leave(struct term *);
void term_enter(struct term *);

#endif
