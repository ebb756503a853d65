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
/* Finds the terminal: standard input and output where both are one, /dev/tty where the document comes on standard input.
 * NULL: no terminal, or TERM is unset, unknown or cannot place the cursor; ERR_USAGE with what to do (`taiyaku cat`).
 * The locale must be set before (UTF-8). */
struct term *term_open(struct err *);
void term_free(struct term *);
void term_size(const struct term *, int *rows, int *cols);
/* ERR_NONE, or ERR_INPUT when the terminal went away. Terminating signals restore the terminal and end the program. */
enum err_code term_run(struct term *, struct app *);
/* Gives the terminal back to the shell, and takes it again with a full repaint: around a program that the user started. */
void term_leave(struct term *);
void term_enter(struct term *);

#endif
