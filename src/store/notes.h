/* What the files of notes.db share: changes as JSON lines, applied to the tables. */
#ifndef TAIYAKU_STORE_NOTES_H
#define TAIYAKU_STORE_NOTES_H

#include "db.h"
#include "taiyaku/json.h"

extern const struct db_kind store_notes_kind;

struct store_notes {
	struct db *db;
	struct store_writer *writer; /* NULL: only reading */
};

/* notes.c: making a change, a line of JSON; what is pushed is queued for the writing thread */
void store_change_begin(struct json_out *, const char *what); /* its id is that of the change */
void store_change_text(struct json_out *, const char *name, struct str value);
void store_change_int(struct json_out *, const char *name, int64_t value);
void store_change_push(struct store_notes *, struct json_out *);

/* apply.c */
/* Applies what the log has and the database has not, in one transaction; nothing to do: nothing is written. */
bool store_catch_up(struct db *, const char *dir, struct err *);

/* writer.c: the thread that owns the writing connection */
struct store_writer;
struct store_writer *store_writer_new(const char *dir);
void store_writer_push(struct store_writer *, char *json); /* takes it */
/* Waits at most so long for what is queued; frees. False: something is not in the log. */
bool store_writer_close(struct store_writer *, int wait_ms, struct err *);
bool store_writer_failed(struct store_writer *, struct err *);
/* The changes that are not in the database yet, oldest first, parsed; owned by the caller. */
struct store_pending {
	struct json **v;
	size_t n;
};
struct store_pending store_writer_pending(struct store_writer *);
void store_pending_free(struct store_pending *);
/* notes.c: the same of open notes; none where they are only read */
struct store_pending store_changes_waiting(struct store_notes *);

#endif
