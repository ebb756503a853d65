/* cli: the subcommands, one file each. They read argv[1..], print to standard output, and return the exit status
 * (enum err_code); messages go to standard error as "taiyaku: FILE:LINE: what is wrong; what to do". */
#ifndef TAIYAKU_CLI_H
#define TAIYAKU_CLI_H

#include "taiyaku/base.h"

struct cli { /* what main() took out of the arguments */
	const char *store;  /* --store, $TAIYAKU_STORE; NULL: the data folder */
	const char *config; /* --config; NULL: the user's own */
};
typedef int (*cli_fn)(const struct cli *, int argc, char **argv); /* argv[0]: the subcommand */
/* NULL: no such subcommand. */
cli_fn cli_find(const char *name);
void cli_usage(const char *name, bool to_stderr); /* NULL: of the program */
/* Prints "taiyaku: text" and returns the code as exit status. */
int cli_fail(const struct err *);
int cli_usage_error(const char *subcommand, const char *fmt, ...) PRINTF(2, 3);
/* The store's folder; owned; NULL with an error where there is none. */
char *cli_store_dir(const struct cli *, struct err *);
/* Adds the user's own profiles; what is wrong in one is printed. Before the first document is read. */
void cli_load_profiles(void);

int cli_cat(const struct cli *, int, char **);
int cli_outline(const struct cli *, int, char **);
int cli_check(const struct cli *, int, char **);
int cli_posts(const struct cli *, int, char **);
int cli_search(const struct cli *, int, char **);
int cli_import(const struct cli *, int, char **);
int cli_note(const struct cli *, int, char **);
int cli_reanchor(const struct cli *, int, char **);
int cli_doctor(const struct cli *, int, char **);
int cli_export(const struct cli *, int, char **);
int cli_merge(const struct cli *, int, char **);
int cli_library(const struct cli *, int, char **);

#endif
