/* Configured commands: what the actions and the running of them share. */
#ifndef TAIYAKU_APP_LOOKUP_H
#define TAIYAKU_APP_LOOKUP_H

#include "app_int.h"

struct lookup {
	struct child *child;        /* NULL: it has ended */
	const struct view *view;    /* the popup that shows it */
	char *name;                 /* "lookup" */
	struct arena *arena;
	struct str input;           /* what it was run on */
	bool has_target;            /* which is a passage that can be annotated: */
	struct store_target target;
	struct buf output;          /* decoded */
};

/* Runs command.NAME with the input on its standard input, or with one more argument, and opens a popup for what it says.
 * at: where in the view the input stands, start POS_NONE: nowhere. */
bool lookup_begin(struct app *, struct str name, struct str input, const char *last, struct span at, struct err *);
/* That of the popup, or NULL. */
struct lookup *lookup_of(struct app *, const struct view *);
/* The program of command.NAME. False: none is set; e says which line would set one. */
bool lookup_program(struct app *, struct str name, struct cmd_list *, struct err *);

#endif
