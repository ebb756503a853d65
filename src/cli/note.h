/* Inside taiyaku note: what was asked for, and how annotations are printed (note_list.c). */
#ifndef TAIYAKU_CLI_NOTE_H
#define TAIYAKU_CLI_NOTE_H

#include "find.h"
#include "taiyaku/note.h"

#define SYNC_WAIT_MS 60000

struct cli_note { /* the options; NULL, empty, -1: not said */
	const char *body, *language, *colour, *author, *quote, *prefix, *suffix, *to, *to_quote, *encoding, *kind;
	VEC(struct str) tags;
	bool json, deleted;
	long start, end; /* code points */
	char **names;    /* FILE or ID…, NULL after the last */
	int n_names;
	char *dir;       /* of the store */
};
/* The exit status; what is wrong is said already. */
int cli_note_list(const struct cli_note *);
int cli_note_history(const struct cli_note *);
/* One annotation that was just made: its id, or with --json all of it. */
void cli_note_print_made(const struct cli_note *, const struct store_annotation *);

#endif
