/* tty: a program under a pseudo-terminal, its screen kept by libvterm. For the tests and measurements that need
 * the real program. Everything has a limit in time; only processes that it started are ever signalled. */
#ifndef TAIYAKU_TESTS_TTY_H
#define TAIYAKU_TESTS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct tty;

/* A folder of its own as HOME and for all XDG folders, and TERM=xterm-256color, LANG=C.UTF-8: for this process and
 * all it starts. Removed by tty_forget_home(). Returns its path, NULL: could not be made. */
const char *tty_home(void);
void tty_forget_home(void);

/* Starts argv[0] (a path, or a name in PATH). NULL: no pseudo-terminal. */
struct tty *tty_start(char *const argv[], int rows, int cols);
/* Ends it: waits up to limit_ms for it to end by itself, then kills it. Returns what waitpid() said, -1: it had to
 * be killed. The struct is gone. cpu_ms: of user and system, or NULL. */
int tty_end(struct tty *, int limit_ms, double *cpu_ms);
/* Closes the terminal's end, as when a window is closed; true when it then ends within limit_ms. The struct is gone. */
bool tty_hang_up(struct tty *, int limit_ms);
pid_t tty_pid(const struct tty *);

/* Takes in what comes within wait_ms. False: nothing came, or it has ended. */
bool tty_read(struct tty *, int wait_ms);
bool tty_settle(struct tty *, int quiet_ms, int limit_ms);            /* until nothing came for so long */
bool tty_wait(struct tty *, const char *text, int limit_ms);          /* until text stands on the screen */
bool tty_alive(struct tty *);
void tty_keys(struct tty *, const char *bytes, size_t n);
void tty_resize(struct tty *, int rows, int cols);

int tty_rows(const struct tty *);
const char *tty_row(struct tty *, int row); /* UTF-8, white space at the end cut; until the next call */
bool tty_shows(struct tty *, const char *text); /* in one row */

int tty_fd(const struct tty *);        /* the master's side: its modes are the terminal's */
int tty_status(const struct tty *);    /* what waitpid() said, once it is not tty_alive() */
bool tty_alternate(const struct tty *), tty_cursor_shown(const struct tty *); /* which screen; is there a cursor */

size_t tty_bytes(const struct tty *);    /* sent by the program so far */
double tty_started_ms(const struct tty *), tty_last_ms(const struct tty *); /* start; when the last byte came */
double tty_now_ms(void);
long tty_private_kb(const struct tty *); /* Private_Clean + Private_Dirty; -1: unknown */
#endif
