/* What the subcommands print with: JSON members that several of them have, and lines for people. */
#ifndef TAIYAKU_CLI_PUT_H
#define TAIYAKU_CLI_PUT_H

#include "taiyaku/cite.h"
#include "taiyaku/json.h"

#include <stdio.h>

/* Members of a JSON object. */
void cli_put_text(struct json_out *, const char *name, struct str); /* empty: null; bytes that are no UTF-8: U+FFFD */
void cli_put_item(struct json_out *, struct str); /* of an array; as cli_put_text() */
void cli_put_int(struct json_out *, const char *name, long long);
void cli_put_number(struct json_out *, const char *name, long); /* negative: null */
void cli_put_bool(struct json_out *, const char *name, bool);
void cli_put_time(struct json_out *, const char *name, int64_t ms, int tz_min); /* RFC 3339; STORE_NO_TIME: null */
void cli_put_source(struct json_out *, const struct store_identity *);          /* "source"; family empty: null */
void cli_put_numbers(struct json_out *, const char *name, const long *, size_t n);
void cli_put_citings(struct json_out *, const struct store_citings *); /* "cited_by": each passage once */
/* Is it the passage before once more, for other numbers? */
bool cli_is_again(const struct store_citings *, size_t i);
void cli_print(struct buf *); /* what is in it, to standard output; empties it */
void cli_print_json(struct buf *); /* what was written, to standard output; frees it */

/* Prints the line fit for a terminal, and clears it. */
void cli_print_line(struct buf *);
void cli_print_line_to(FILE *, struct buf *);
/* Prints a text, each line after `indent` blanks; lines with a hit have a ">" before them, and on a terminal the hit
 * stands out. hits: ranges of the text, in order; n 0: none. */
void cli_print_text(struct str text, int indent, const struct span *hits, size_t n);
/* Prints the head of a post: number, name, keys of the poster, time, and what is special about it. */
void cli_print_head(const struct store_post *, const struct store_identity *source, int indent);
/* Appends what a source is called: its title, and FAMILY/BOARD/KEY where it has one. */
void cli_add_source(struct buf *, const struct store_identity *);
struct str cli_first_line(struct str);

#endif
