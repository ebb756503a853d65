/* cmd, inside: lines and words. */
#ifndef TAIYAKU_CMD_WORDS_H
#define TAIYAKU_CMD_WORDS_H

#include "taiyaku/cmd.h"

/* As cmd_split(); open: a quote that is not closed ends with the line (a line that is still being typed). */
bool cmd_lex(struct str line, bool open, struct cmd_words *, size_t *next, struct err *);
/* The part of a command's args that says what its i-th argument (from 0) is; empty: nothing does. */
struct str cmd_spec_word(const char *args, size_t i);
/* The next of the alternatives in such a part ("a|b"), without brackets and "…"; false: no more. *at starts at 0. */
bool cmd_spec_next(struct str word, size_t *at, struct str *alternative);
/* An alternative in capitals is a kind ("FILE"), another is the very word. */
bool cmd_spec_kind(struct str alternative);
const struct option *cmd_options_at(const struct cmd_options *, size_t i); /* NULL after the last */

#endif
