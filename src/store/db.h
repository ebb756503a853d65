/* A database of the store: opened with its pragmas checked, statements kept, failures in words. */
#ifndef TAIYAKU_STORE_DB_H
#define TAIYAKU_STORE_DB_H

#include "taiyaku/store.h"

#include <sqlite3.h>

struct db;

struct db_kind {
	const char *name;      /* "library.db" */
	const char *schema[4]; /* files in data/ that make it, NULL after the last */
	int32_t application_id;
	int version;     /* user_version: the schema's number */
	int synchronous; /* 2 FULL, 3 EXTRA */
	int cache_kb;    /* pages kept in memory; 0: as SQLite likes */
	/* Brings a file of an older version up to this one, within a transaction that the caller ends. */
	bool (*upgrade)(struct db *, int from, struct err *);
	const char *if_damaged; /* what the user can do, for _() */
};

struct db {
	sqlite3 *c;
	const struct db_kind *kind;
	char *dir, *path;
	char *read_only; /* why, or NULL */
	struct db_stmt *stmts;
	size_t n_stmts, cap_stmts;
};

/* Opens or makes it; see store_open(). */
struct db *store_db_open(const char *dir, const struct db_kind *, enum store_mode, int busy_ms, struct err *);
/* Of one that cannot be opened: is it for damage in its first pages? */
bool store_db_damaged(const char *dir, const struct db_kind *);
/* A copy of it in memory, which can be written whatever holds the file; also of what is only there to be read. */
struct db *store_db_copy_in_memory(struct db *, struct err *);
void store_db_close(struct db *); /* NULL is allowed */
/* A full disk, quota or file size limit (which SQLite reports in more than one way), and how it is said. */
bool store_db_no_space(int error);
bool store_db_full(const char *dir, struct err *);

/* A statement that runs. sql: a string literal (statements are kept by its address). types, one letter an argument:
 * i int64_t · n int64_t, NULL where it is STORE_NO_TIME · p long, NULL where it is negative · s struct str ·
 * e struct str, NULL where it is empty · t struct str, NULL where p is · b struct str as bytes, NULL where it is empty.
 */
struct query {
	struct db *db;
	sqlite3_stmt *s;
	struct err *err;
	bool own, bad;
};
bool store_db_query(struct db *, struct query *, struct err *, const char *sql, const char *types, ...);
bool store_db_row(struct query *);  /* false: no more rows, or a failure */
bool store_db_done(struct query *); /* ends it; false: it failed */
int64_t store_db_int(const struct query *, int column);
int64_t store_db_time(const struct query *, int column);    /* NULL: STORE_NO_TIME */
long store_db_number(const struct query *, int column);     /* NULL: -1 */
struct str store_db_text(const struct query *, int column); /* until the next row */
struct str store_db_copy(const struct query *, int column, struct arena *);
/* A statement without rows. */
bool store_db_do(struct db *, struct err *, const char *sql, const char *types, ...);
/* One number; false: no row (found stays false) or a failure. */
bool store_db_one(struct db *, struct err *, int64_t *out, bool *found, const char *sql, const char *types, ...);
/* Runs a file of data/. */
bool store_db_script(struct db *, const char *name, struct err *);
/* Refuses where it is open for reading only. */
bool store_db_writable(struct db *, struct err *);

#endif
