/* cmd: the mechanism of commands, options and configuration. Knows no command and no option: the tables are the
 * caller's. Keys, the configuration, the ":" line, scripts and tests all say commands as text:
 *
 *     name argument "an argument" 'another' ; next-command   # comment
 *
 * Words are separated by blanks. Inside "…" and outside quotes \ takes the next character as it is (\n \t too inside "…");
 * inside '…' everything is as it is. A name may be cut short while it is unique.
 */
#ifndef TAIYAKU_CMD_H
#define TAIYAKU_CMD_H

#include "taiyaku/base.h"

enum cmd_origin { /* who says it */
	CMD_BUILTIN, /* the compiled-in defaults */
	CMD_USER,    /* the user's configuration file: the only one that may set command.* */
	CMD_TYPED,   /* a key or the ":" line */
	CMD_SCRIPT,  /* a test */
};
enum cmd_result {
	CMD_OK,
	CMD_NOTHING,  /* there was nothing to do (no next mark, already at the top); err may say what */
	CMD_NOT_HERE, /* not in this kind of view; err says so */
	CMD_UNKNOWN,  /* no such command, or not unique; err says so */
	CMD_ERROR,    /* err says what */
};
struct command;
struct cmd_args {
	const struct command *command;
	long count; /* typed before the keys; -1: none */
	enum cmd_origin origin;
	size_t n;
	const struct str *v; /* without the name; each with a NUL after its end */
	const struct span *at; /* where each stands in the line */
	struct str line;       /* the command as it was written, from its name to its end */
};
/* A command line that is an argument: the i-th alone where it is the last one ("fold-close; line-down" in quotes), else it
 * and what follows as it was written (bind document ]c next citation). Empty: there is none. */
struct str cmd_rest(const struct cmd_args *, size_t i);
/* One line of commands.def: COMMAND(name, contexts, args, min, max, handler, help). */
struct command {
	const char *name;
	uint32_t contexts; /* bit i: in context i of the keymap's table; bit 0: everywhere */
	/* What the arguments are, a word each, for help, completion and checking: "next|previous" (one of these words is
	 * required), "[LINE]" (brackets: may be missing), "NAME…" (any more of them). Words in capitals are kinds:
	 * COMMAND and OPTION are completed here, every other kind by the callback. */
	const char *args;
	int min, max; /* how many; max -1: any */
	enum cmd_result (*handler)(void *app, const struct cmd_args *, struct err *);
	const char *help; /* N_() */
};
struct cmd_table {
	const struct command *v; /* in any order */
	size_t n;
};
/* ---- running (command.c) -------------------------------------------------------------------------------------- */
/* By its name or a unique beginning; NULL with an error (ERR_USAGE) that names the candidates. */
const struct command *cmd_find(const struct cmd_table *, struct str name, struct err *);
bool cmd_here(const struct command *, unsigned context);
/* Runs a line, command by command until one fails. context: index in the keymap's table. */
enum cmd_result cmd_run(const struct cmd_table *, void *app, unsigned context, enum cmd_origin, struct str line, long count, struct err *);
/* The words of the command that starts at *next of a line; *next is then where the one after it starts (POS_NONE: none). */
struct cmd_words {
	VEC(struct str) v;
	VEC(struct span) at; /* where each stands in the line, quotes included */
	size_t end;          /* of the command in the line, without what ended it */
	struct buf text;     /* free with cmd_words_free() */
};
bool cmd_split(struct str line, struct cmd_words *, size_t *next, struct err *); /* fails on a quote that is not closed; *next is then unchanged */
void cmd_words_free(struct cmd_words *);
void cmd_quote(struct str word, struct buf *out); /* so that it is one word of a line again */

/* ---- options (option.c) ---------------------------------------------------------------------------------------- */
enum option_type { OPTION_BOOL, OPTION_INT, OPTION_CHOICE, OPTION_STRING, OPTION_LIST };
struct option { /* one line of the caller's table */
	const char *name; /* ends in ".": any name that begins so (command.), each a list */
	enum option_type type;
	const char *values;  /* of a choice: "off|mark|inline" */
	long min, max;       /* of a number */
	const char *initial; /* as it is written in `set name=…`; NULL: false, min, the first choice, empty */
	unsigned raises;     /* bits of the caller: what a change makes dirty */
	bool user_only;      /* only CMD_USER may set it */
	const char *help;    /* N_() */
};
struct cmd_options;
struct cmd_options *cmd_options_new(const struct option *, size_t n); /* the table must outlive it */
void cmd_options_free(struct cmd_options *);
/* By index in the table; the type must be right. */
bool cmd_bool(const struct cmd_options *, size_t i);
long cmd_int(const struct cmd_options *, size_t i);
int cmd_choice(const struct cmd_options *, size_t i); /* which of the values, from 0 */
struct str cmd_string(const struct cmd_options *, size_t i);
/* A list by its full name ("command.lookup"); n == 0: not set. Until the next set. */
struct cmd_list { const char *const *v; /* NULL after the last */ size_t n; };
struct cmd_list cmd_list(const struct cmd_options *, struct str name);
/* The arguments of `set`: name=value, name = value, name, noname, name! (the next value), name?, command.x = a b c.
 * raises: the bits of what changed are added. answer: what name? and a bare `set` print, a line each.
 * Nothing of a wrong argument is kept; those before it are. */
bool cmd_set(struct cmd_options *, const struct cmd_args *, unsigned *raises, struct buf *answer, struct err *);

/* ---- completion (complete.c) ----------------------------------------------------------------------------------- */
typedef VEC(char *) cmd_names;
struct cmd_completion {
	size_t start, end; /* the word in the line that is being completed */
	cmd_names v;       /* whole words, sorted, quoted where needed; owned */
	struct buf common; /* the longest beginning that all share */
};
/* Adds words of a kind ("FILE", "MARK") that begin with `begin`: xstrdup()ed, not quoted. */
typedef void (*cmd_words_of)(void *ctx, struct str kind, struct str begin, cmd_names *out);
/* What may stand at the caret. A command that is not here is left out. options, more: or NULL. */
void cmd_complete(const struct cmd_table *, const struct cmd_options *, unsigned context, struct str line, size_t caret,
		  cmd_words_of more, void *ctx, struct cmd_completion *out);
void cmd_completion_free(struct cmd_completion *);

/* ---- configuration (config.c) ---------------------------------------------------------------------------------- */
/* Runs every line of a text, in context 0; a wrong one does not stop the rest. Returns how many were wrong; errors gets
 * "NAME:LINE: what; what to do" for each, a line each. */
size_t cmd_config(const struct cmd_table *, void *app, enum cmd_origin, struct str text, const char *name, struct buf *errors);

/* ---- addresses for programs (address.c) -------------------------------------------------------------------------- */
/* What may be given to a program as an address, as one argument; appends. Refused: anything but http and https, a user part,
 * a host that is not plain ASCII. What could be anything but a part of an address is percent-encoded. */
bool cmd_address(struct str, struct buf *out, struct err *);

/* ---- what is to be done (queue.c) ------------------------------------------------------------------------------ */
struct cmd_pending { char *line; long count; enum cmd_origin origin; };
struct cmd_queue { VEC(struct cmd_pending) v; size_t at; }; /* {0}: empty */
void cmd_queue_add(struct cmd_queue *, struct str line, long count, enum cmd_origin);
/* The next one; its line is the caller's to free. False: none. */
bool cmd_queue_take(struct cmd_queue *, struct cmd_pending *);
void cmd_queue_clear(struct cmd_queue *);

#endif
