/* The log beside notes.db: every change as a line, written and synced before the database is touched. */
#ifndef TAIYAKU_STORE_LOG_H
#define TAIYAKU_STORE_LOG_H

#include "taiyaku/base.h"

/* A change, {"id":…,…} without line ends, as a line of the log: appends. */
void store_log_frame(struct str json, struct buf *out);
/* Appends whole lines to this month's file of this machine and syncs it. dir: the store's folder. */
bool store_log_append(const char *dir, struct str lines, struct err *);
/* The names of the log's files; owned, end: NULL. */
char **store_log_names(const char *dir);
void store_log_names_free(char **);
/* Hands each sound line from byte `from` on to fn, of at most max bytes (a longer file comes in parts); a damaged one is left
 * out and counted. Returns the byte after the last whole line that fn has had (false: it wants no more); where the file is
 * shorter than `from`, it is read from its start. */
typedef bool (*store_log_fn)(void *context, struct str json);
void store_log_each(struct str lines, store_log_fn, void *context); /* of lines in memory */
size_t store_log_read(const char *dir, const char *name, size_t from, size_t max, store_log_fn, void *context,
		      size_t *damaged);
#define STORE_LOG_PART ((size_t)16 << 20) /* more than the longest line */

#endif
