/* worker: reads untrusted files in a child process that can do nothing else: limits on memory and time, Landlock and
 * seccomp where the kernel has them. The child is forked from this program, reads with board_read(), and sends what it
 * finds over a pipe, record by record; each record is checked again here. A crash or an endless loop in there is an
 * error message here.
 */
#ifndef TAIYAKU_WORKER_H
#define TAIYAKU_WORKER_H

#include "taiyaku/board.h"

struct worker_control {
	void *context;
	/* Called every tenth of a second or so, and at the end: bytes of the input that are done. False: stop. NULL: none */
	bool (*tick)(void *, size_t done);
};
/* As board_read(), with the same sink, but in a child. False also when the child came to no end, ran out of memory, or
 * died: ERR_INPUT, saying which; and when tick() said so: ERR_NONE. Control characters in what the child sends are U+FFFD
 * here, but LF and TAB of a post's text. */
bool worker_read(const struct board_input *, const struct worker_control *, const struct board_sink *, struct err *);

struct worker_layer { /* for doctor */
	const char *name; /* "limits", "landlock", "seccomp" */
	bool on;
	char why[160];    /* where it is off: what the kernel said, for people */
};
enum { WORKER_LAYERS = 3 };
/* Tries them in a child. */
void worker_layers(struct worker_layer out[WORKER_LAYERS]);

#endif
