/* Finding what the user names on the command line. */
#ifndef TAIYAKU_CLI_FIND_H
#define TAIYAKU_CLI_FIND_H

#include "taiyaku/cite.h"
#include "taiyaku/cli.h"
#include "taiyaku/doc.h"

/* The store, for reading. NULL where there is none yet, which is no failure; with the exit status set, and said, where
 * it cannot be used. */
struct store *cli_open_store(const struct cli *, int *status);

/* The source that the name stands for: FAMILY/BOARD/KEY, an address, or a title. Numbers that an address ends in come with it (from
 * -1: none). Returns the exit status: 0; ERR_NOTHING where the store has none, ERR_USAGE where several fit (listed on
 * standard error), both said already. */
struct cli_source {
	struct store_thread thread;
	long from, to;
};
int cli_find_source(struct store *, const char *name, struct arena *, struct cli_source *);
/* As the above, but where it names no single source it may be a FAMILY or FAMILY/BOARD as a whole. */
int cli_find_scope(struct store *, const char *name, struct arena *, struct store_identity *);
/* The text that FILE names: a path, "-", the id of a document ("sha256:…"), "post:FAMILY/BOARD/KEY/NUMBER". notes: or NULL, then
 * texts are not looked for there. encoding: of a file; NULL: found out. */
struct cli_text {
	struct store_text about; /* id of the text, document as in store_target, path, title */
	struct str text;
	struct doc *doc;         /* NULL: of a post */
	struct buf bytes;
	struct arena *arena;
};
bool cli_text_open(const char *dir, struct store_notes *notes, const char *name, const char *encoding, struct cli_text *, struct err *);
/* The document whose annotations are this text's, for note_attaching_new(). A text that stands where another one stood is its
 * next version, and is kept as that. notes: opened for writing, or NULL. */
struct str cli_text_annotated(const struct cli_text *, struct store_notes *notes);
void cli_text_close(struct cli_text *);
/* Code points and lines before a place; asked for in order they are counted once. Begin with {.text = …, .line = 1}. */
struct cli_counter {
	struct str text;
	size_t at, code_points, line;
};
void cli_count_to(struct cli_counter *, size_t at);
/* "N" or "N-M"; false: neither. */
bool cli_numbers(const char *s, long *from, long *to);
/* A whole number from 0 up to 1,000,000,000; false: none. */
bool cli_count(const char *s, long *n);
/* The ids of all posts of a poster, in order; freed by the caller. */
typedef VEC(int64_t) id_vec;
bool cli_posts_of(struct store *, const char *poster, id_vec *, struct err *);
bool cli_has_id(const id_vec *, int64_t);

#endif
