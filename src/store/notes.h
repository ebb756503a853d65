/* What the files of notes.db share: changes as JSON lines, applied to the tables. */
#ifndef TAIYAKU_STORE_NOTES_H
#define TAIYAKU_STORE_NOTES_H

#include "db.h"
#include "taiyaku/json.h"

extern const struct db_kind store_notes_kind;

struct store_notes {
	struct db *db;               /* a copy in memory, or (only reading, the log has no more) the file */
	int64_t read_at;             /* when the copy took up the log last, clock_mono_ms() */
	struct store_writer *writer; /* NULL: only reading */
	struct draft_writer *drafts;
	struct buf author;
};

/* notes.c */
/* Is the database gone, and is its log there? Then the error says so. */
bool store_notes_lost(const char *dir, struct err *);
/* The database to ask: with what other programs have logged. */
struct db *store_notes_now(struct store_notes *);
/* Valid UTF-8 without NUL: s itself, or what is made of it in out. */
struct str store_clean(struct str, struct buf *out);
/* A change, a line of JSON: begun, then ended and applied to the copy and queued by _push. */
void store_change_begin(struct json_out *, const char *what); /* its id is that of the change */
void store_change_text(struct json_out *, const char *name, struct str value);
void store_change_int(struct json_out *, const char *name, int64_t value);
void store_change_push(struct store_notes *, struct json_out *);
/* The same of a line that is ended already; nothing is queued where it cannot be applied. */
bool store_change_take(struct store_notes *, struct json_out *, struct err *);
bool store_change_line(struct store_notes *, char *line, struct err *); /* takes it */

/* apply.c */
/* Brings the tables up to one change; one that is no change is passed over. */
bool store_apply(struct db *, struct str json, struct err *);
/* Applies what the log has and the database has not, in one transaction; nothing to do: nothing is written. max_ms: about so
 * long, the rest another time; 0: all of it. */
bool store_is_behind(struct db *, const char *dir); /* does the log have more than the database? */
bool store_catch_up(struct db *, const char *dir, int max_ms, bool *found, struct err *);

/* annotations.c */
bool store_apply_annotation(struct db *, const struct json_node *, struct str json, struct err *);
/* texts.c, attachments.c */
bool store_apply_text(struct db *, const struct json_node *, struct err *);
bool store_apply_attachment(struct db *, const struct json_node *, struct err *);

/* texts.c: writes the file of a text, synced, unless it is there */
bool store_text_write(const char *dir, struct str id, struct str text, struct err *);

/* writer.c: the thread that owns the writing connection */
struct store_writer;
struct store_writer *store_writer_new(const char *dir);
void store_writer_push(struct store_writer *, char *json); /* takes it */
/* The text is written first; takes all three. */
void store_writer_text(struct store_writer *, char *id, struct buf *text, char *json);
/* Is a text that waits for it: appends. */
bool store_writer_waiting_text(struct store_writer *, struct str id, struct buf *out);
void store_writer_wake(struct store_writer *); /* there is something in the log */
uint64_t store_writer_pushed(struct store_writer *), store_writer_logged(struct store_writer *);
bool store_writer_sync(struct store_writer *, int wait_ms, struct err *);
/* Waits at most so long for what is queued; frees. False: something is not in the log. */
bool store_writer_close(struct store_writer *, int wait_ms, struct err *);
bool store_writer_failed(struct store_writer *, struct err *);

/* drafts.c: the thread that writes drafts */
struct draft_writer;
struct draft_writer *store_draft_writer_new(const char *dir);
bool store_draft_writer_close(struct draft_writer *, int wait_ms, struct err *);
bool store_draft_writer_failed(struct draft_writer *, struct err *);

#endif
