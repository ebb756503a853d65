/* Opening a database of the store.
 *
 * Rollback journal TRUNCATE: with synchronous FULL or EXTRA a commit survives a power failure, and two panes of one
 * user cannot meet the WAL-reset fault of SQLite before 3.51.3. Every pragma is read back; where one did not take,
 * nothing is written. A file that came from somebody else can run nothing: triggers and views are off, the schema is
 * not trusted.
 */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool store_db_no_space(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

bool store_db_full(const char *dir, struct err *e)
{
	return err_set(e, ERR_STORE,
		       _("%s: the disk or the quota is full: nothing was written; make room and try again"), dir);
}

/* Sets the error from a result code of the connection; false. */
static bool failed(struct db *db, int code, struct err *e)
{
	int error = sqlite3_system_errno(db->c) ? sqlite3_system_errno(db->c) : errno;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return store_db_full(db->dir, e);
	case SQLITE_IOERR:
		if (store_db_no_space(error))
			return store_db_full(db->dir, e);
		return err_set(e, ERR_STORE, _("%s: cannot be read or written: %s"), db->path,
			       error ? strerror(error) : sqlite3_errmsg(db->c));
	case SQLITE_READONLY:
		return err_set(e, ERR_STORE,
			       _("%s: cannot be written; give yourself write permission to the folder %s"), db->path,
			       db->dir);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_STORE, _("%s: another program is writing to it; try again when that is done"),
			       db->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_STORE, _("%s: is damaged; %s"), db->path, _(db->kind->if_damaged));
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_STORE, _("%s: cannot be opened: %s"), db->path,
			       error ? strerror(error) : sqlite3_errmsg(db->c));
	default:
		return err_set(e, ERR_STORE, "%s: %s", db->path, sqlite3_errmsg(db->c));
	}
}

bool store_db_writable(struct db *db, struct err *e)
{
	return !db->read_only || err_set(e, ERR_STORE, "%s", db->read_only);
}

static void set_read_only(struct db *db, const char *why)
{
	struct buf b = {0};

	free(db->read_only);
	buf_printf(&b, _("%s: opened for reading only: %s"), db->path, why);
	db->read_only = buf_take(&b);
}

/* ---- the folder ---- */

static bool folder_is_private(const char *dir, struct err *e)
{
	struct stat st;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool known = fd >= 0 && !fstat(fd, &st);
	int error = errno;

	if (fd >= 0)
		close(fd);
	if (!known)
		return err_set(e, ERR_STORE, _("%s: cannot be opened: %s"), dir, strerror(error));
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(e, ERR_STORE, _("%s: belongs to another user; choose a folder of your own with --store"),
			       dir);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return err_set(e, ERR_STORE, _("%s: other users may write to it; take that away with: chmod 700 %s"),
			       dir, dir);
	return true;
}

/* ---- statements ---- */

struct db_stmt {
	const char *sql;
	sqlite3_stmt *s;
};

static sqlite3_stmt *prepared(struct db *db, const char *sql, bool *own)
{
	sqlite3_stmt *s = NULL;

	*own = false;
	for (size_t i = 0; i < db->n_stmts; i++)
		if (db->stmts[i].sql == sql) {
			s = db->stmts[i].s;
			break;
		}
	if (s && !sqlite3_stmt_busy(s))
		return s;
	*own = s != NULL; /* in use further up: one for this time only */
	if (sqlite3_prepare_v3(db->c, sql, -1, *own ? 0 : SQLITE_PREPARE_PERSISTENT, &s, NULL))
		return NULL;
	if (!*own) {
		if (db->n_stmts == db->cap_stmts)
			db->stmts = vec_grow(db->stmts, &db->cap_stmts, db->n_stmts + 1, sizeof *db->stmts);
		db->stmts[db->n_stmts++] = (struct db_stmt){sql, s};
	}
	return s;
}

static int bind_text(sqlite3_stmt *s, int i, struct str t)
{
	return sqlite3_bind_text64(s, i, t.p ? t.p : "", t.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind(sqlite3_stmt *s, int i, char type, va_list *ap)
{
	int64_t n;
	struct str t;

	switch (type) {
	case 'i':
		return sqlite3_bind_int64(s, i, va_arg(*ap, int64_t));
	case 'n':
		n = va_arg(*ap, int64_t);
		return n == STORE_NO_TIME ? sqlite3_bind_null(s, i) : sqlite3_bind_int64(s, i, n);
	case 'p':
		n = va_arg(*ap, long);
		return n < 0 ? sqlite3_bind_null(s, i) : sqlite3_bind_int64(s, i, n);
	case 's':
		return bind_text(s, i, va_arg(*ap, struct str));
	case 't':
		t = va_arg(*ap, struct str);
		return t.p ? bind_text(s, i, t) : sqlite3_bind_null(s, i);
	case 'e':
		t = va_arg(*ap, struct str);
		return t.n ? bind_text(s, i, t) : sqlite3_bind_null(s, i);
	default:
		t = va_arg(*ap, struct str);
		return t.n ? sqlite3_bind_blob64(s, i, t.p, t.n, SQLITE_TRANSIENT) : sqlite3_bind_null(s, i);
	}
}

static bool start(struct db *db, struct query *q, struct err *e, const char *sql, const char *types, va_list *ap)
{
	*q = (struct query){.db = db, .err = e};
	q->s = prepared(db, sql, &q->own);
	q->bad = !q->s;
	for (int i = 0; !q->bad && types[i]; i++)
		q->bad = bind(q->s, i + 1, types[i], ap) != SQLITE_OK;
	if (q->bad)
		failed(db, sqlite3_extended_errcode(db->c), e);
	return !q->bad;
}

bool store_db_query(struct db *db, struct query *q, struct err *e, const char *sql, const char *types, ...)
{
	va_list ap;

	va_start(ap, types);
	bool good = start(db, q, e, sql, types, &ap);
	va_end(ap);
	return good;
}

bool store_db_row(struct query *q)
{
	if (q->bad)
		return false;
	errno = 0; /* of a commit that fails SQLite forgets the cause */
	int rc = sqlite3_step(q->s);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		q->bad = true;
		failed(q->db, rc, q->err);
	}
	return rc == SQLITE_ROW;
}

bool store_db_done(struct query *q)
{
	if (q->s && q->own)
		sqlite3_finalize(q->s);
	else if (q->s) {
		sqlite3_reset(q->s);
		sqlite3_clear_bindings(q->s);
	}
	q->s = NULL;
	return !q->bad;
}

int64_t store_db_int(const struct query *q, int column)
{
	return sqlite3_column_int64(q->s, column);
}

int64_t store_db_time(const struct query *q, int column)
{
	return sqlite3_column_type(q->s, column) == SQLITE_NULL ? STORE_NO_TIME : store_db_int(q, column);
}

long store_db_number(const struct query *q, int column)
{
	return sqlite3_column_type(q->s, column) == SQLITE_NULL ? -1 : (long)store_db_int(q, column);
}

struct str store_db_text(const struct query *q, int column)
{
	const char *p = sqlite3_column_blob(q->s, column);

	return (struct str){p ? p : "", p ? (size_t)sqlite3_column_bytes(q->s, column) : 0};
}

struct str store_db_copy(const struct query *q, int column, struct arena *a)
{
	return arena_str(a, store_db_text(q, column));
}

bool store_db_do(struct db *db, struct err *e, const char *sql, const char *types, ...)
{
	struct query q;
	va_list ap;

	va_start(ap, types);
	if (start(db, &q, e, sql, types, &ap))
		while (store_db_row(&q))
			;
	va_end(ap);
	return store_db_done(&q);
}

bool store_db_one(struct db *db, struct err *e, int64_t *out, bool *found, const char *sql, const char *types, ...)
{
	struct query q;
	va_list ap;

	va_start(ap, types);
	*found = start(db, &q, e, sql, types, &ap) && store_db_row(&q);
	if (*found)
		*out = store_db_int(&q, 0);
	va_end(ap);
	return store_db_done(&q);
}

/* ---- opening ---- */

static bool pragma_is(struct db *db, const char *sql, const char *want)
{
	sqlite3_stmt *s = NULL;
	bool good = sqlite3_prepare_v2(db->c, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
		    !sqlite3_stricmp((const char *)sqlite3_column_text(s, 0), want);

	sqlite3_finalize(s);
	return good;
}

static int pragma_number(struct db *db, const char *sql, int *out)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db->c, sql, -1, &s, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static bool set_up(struct db *db)
{
	static const struct {
		int what, value;
	} configs[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	};
	bool extra = db->kind->synchronous == 3;
	char cache[64];

	for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
		int now = -1;
		if (sqlite3_db_config(db->c, configs[i].what, configs[i].value, &now) || now != configs[i].value)
			return false;
	}
	snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", db->kind->cache_kb);
	if (db->kind->cache_kb)
		sqlite3_exec(db->c, cache, NULL, NULL, NULL);
	sqlite3_limit(db->c, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db->c, SQLITE_LIMIT_LENGTH, 64 << 20);
	return !sqlite3_exec(db->c, extra ? "PRAGMA synchronous=EXTRA" : "PRAGMA synchronous=FULL", NULL, NULL, NULL) &&
	       pragma_is(db, "PRAGMA synchronous", extra ? "3" : "2") &&
	       !sqlite3_exec(db->c, "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY", NULL,
			     NULL, NULL) &&
	       pragma_is(db, "PRAGMA cell_size_check", "1") && pragma_is(db, "PRAGMA foreign_keys", "1");
}

static bool connect(struct db *db, int flags, int busy_ms, struct err *e)
{
	mode_t old = umask(077);
	int rc = sqlite3_open_v2(db->path, &db->c, flags | SQLITE_OPEN_NOMUTEX, NULL);

	umask(old);
	if (!db->c)
		die(_("out of memory"));
	sqlite3_extended_result_codes(db->c, 1);
	sqlite3_busy_timeout(db->c, busy_ms);
	return rc == SQLITE_OK || failed(db, sqlite3_extended_errcode(db->c), e);
}

static bool reconnect(struct db *db, int flags, int busy_ms, struct err *e)
{
	sqlite3_close(db->c);
	db->c = NULL;
	return connect(db, flags, busy_ms, e);
}

static bool run(struct db *db, const char *sql, struct err *e)
{
	return !sqlite3_exec(db->c, sql, NULL, NULL, NULL) || failed(db, sqlite3_extended_errcode(db->c), e);
}

bool store_db_script(struct db *db, const char *name, struct err *e)
{
	struct buf sql = {0};

	buf_str(&sql, data_find(name));
	bool good = run(db, buf_cstr(&sql), e);
	buf_free(&sql);
	return good;
}

/* Makes the tables of an empty file (version 0), or brings an older one's up to this version. */
static bool bring_up(struct db *db, int version, struct err *e)
{
	bool good = true;
	char sql[96];

	for (const char *const *name = db->kind->schema; good && !version && *name; name++)
		good = store_db_script(db, *name, e);
	if (good && version)
		good = db->kind->upgrade(db, version, e);
	snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", (int)db->kind->application_id,
		 db->kind->version);
	return good && run(db, sql, e);
}

/* In one transaction, unless another program has just done so. */
static bool make_schema(struct db *db, struct err *e)
{
	int version = 0;
	bool good = run(db, "BEGIN EXCLUSIVE", e);

	if (good && !pragma_number(db, "PRAGMA user_version", &version) && version < db->kind->version)
		good = bring_up(db, version, e);
	good = good && run(db, "COMMIT", e);
	if (!good && !sqlite3_get_autocommit(db->c))
		sqlite3_exec(db->c, "ROLLBACK", NULL, NULL, NULL);
	return good;
}

/* The three facts that tell what a file is, of one moment: another program may be making the tables right now. */
struct contents {
	int version, id, tables;
};

static int read_contents(struct db *db, struct contents *c)
{
	int rc = sqlite3_exec(db->c, "BEGIN", NULL, NULL, NULL);

	if (!rc)
		rc = pragma_number(db, "PRAGMA user_version", &c->version);
	if (!rc)
		rc = pragma_number(db, "PRAGMA application_id", &c->id);
	if (!rc)
		rc = pragma_number(db, "SELECT count(*) FROM sqlite_master", &c->tables);
	if (!rc)
		return sqlite3_exec(db->c, "COMMIT", NULL, NULL, NULL);
	if (!sqlite3_get_autocommit(db->c))
		sqlite3_exec(db->c, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/* A file of an older version can only be used once it is a newer one, also by who comes to read. */
static bool upgrade(struct db *db, enum store_mode mode, int busy_ms, struct err *e)
{
	bool reader = mode == STORE_READ;

	if (access(db->dir, W_OK) || access(db->path, W_OK))
		return err_set(e, ERR_STORE,
			       _("%s: an older version of this program made it, and it cannot be written to be brought "
				 "up to date; give yourself write permission to the folder %s"),
			       db->path, db->dir);
	return (!reader || (reconnect(db, SQLITE_OPEN_READWRITE, busy_ms, e) && set_up(db))) && make_schema(db, e);
}

/* An interrupted write is in the journal and must be taken back first, which a reader may not do: it is a writer for as
 * long as that takes. False for any other failure, too. */
static bool take_back(struct db *db, enum store_mode mode, int busy_ms, struct err *e)
{
	int rc = sqlite3_extended_errcode(db->c);

	if (rc != SQLITE_READONLY_ROLLBACK || mode != STORE_READ || access(db->dir, W_OK))
		return failed(db, rc, e);
	return reconnect(db, SQLITE_OPEN_READWRITE, busy_ms, e) &&
	       (set_up(db) || failed(db, sqlite3_extended_errcode(db->c), e));
}

/* What is in the file: ours, empty, newer, somebody else's. */
static bool check_contents(struct db *db, enum store_mode mode, int busy_ms, struct err *e)
{
	struct contents c = {0};
	int rc = read_contents(db, &c);

	if (rc == SQLITE_READONLY_ROLLBACK) {
		if (!take_back(db, mode, busy_ms, e))
			return false;
		rc = read_contents(db, &c);
	}
	if (rc)
		return failed(db, rc, e);
	if (!c.tables && !c.version && !c.id) {
		if (mode == STORE_READ || db->read_only)
			return err_set(e, ERR_NOTHING, _("%s: is empty"), db->path);
		return make_schema(db, e);
	}
	if (c.id != db->kind->application_id)
		return err_set(e, ERR_STORE,
			       _("%s: is no database of this program; choose another folder with --store"), db->path);
	if (c.version < db->kind->version)
		return upgrade(db, mode, busy_ms, e);
	if (c.version > db->kind->version && !db->read_only)
		set_read_only(db, _("it was made by a newer version of this program"));
	return true;
}

static bool open_file(struct db *db, enum store_mode mode, int busy_ms, struct err *e)
{
	bool there = !access(db->path, F_OK), folder_writable = !access(db->dir, W_OK);
	bool write = mode == STORE_WRITE && folder_writable;
	int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;

	if (!there && mode == STORE_WRITE && !folder_writable)
		return err_set(e, ERR_STORE, _("%s: cannot be written, and there is no store in it yet"), db->dir);
	if (!there && mode == STORE_READ)
		return err_set(e, ERR_NOTHING, _("%s: there is no store yet"), db->path);
	if (!connect(db, flags, busy_ms, e))
		return false;
	if (mode == STORE_READ)
		set_read_only(db, _("nothing is to be written"));
	else if (!folder_writable)
		set_read_only(db, _("the folder cannot be written"));
	else if (sqlite3_db_readonly(db->c, "main") == 1)
		set_read_only(db, _("the file cannot be written"));
	if (!set_up(db) && !take_back(db, mode, busy_ms, e))
		return false;
	if (!check_contents(db, mode, busy_ms, e))
		return false;
	if (!db->read_only && !pragma_is(db, "PRAGMA journal_mode=TRUNCATE", "truncate"))
		set_read_only(db, _("the safe way of writing cannot be switched on"));
	return !db->read_only || !sqlite3_exec(db->c, "PRAGMA query_only=ON", NULL, NULL, NULL) ||
	       failed(db, sqlite3_extended_errcode(db->c), e);
}

struct db *store_db_open(const char *dir, const struct db_kind *kind, enum store_mode mode, int busy_ms, struct err *e)
{
	struct db *db = xcalloc(1, sizeof *db);
	bool good;

	db->kind = kind;
	db->dir = xstrdup(dir);
	db->path = file_join(dir, kind->name);
	if (access(dir, F_OK) && mode == STORE_READ)
		good = err_set(e, ERR_NOTHING, _("%s: there is no store yet"), dir);
	else
		good = (mode == STORE_READ || file_make_dir(dir, e)) && folder_is_private(dir, e);
	if (good && open_file(db, mode, busy_ms, e))
		return db;
	store_db_close(db);
	return NULL;
}

bool store_db_damaged(const char *dir, const struct db_kind *kind)
{
	char *path = file_join(dir, kind->name);
	sqlite3 *c = NULL;
	int rc = sqlite3_open_v2(path, &c, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

	if (!rc)
		rc = sqlite3_exec(c, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
	sqlite3_close(c);
	free(path);
	return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

struct db *store_db_copy_in_memory(struct db *from, struct err *e)
{
	struct db *db = xcalloc(1, sizeof *db);
	int rc = sqlite3_open_v2(":memory:", &db->c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				 NULL);

	if (!db->c || rc)
		die(_("out of memory"));
	db->kind = from->kind;
	db->dir = xstrdup(from->dir);
	db->path = xstrdup(from->path);
	sqlite3_backup *b = sqlite3_backup_init(db->c, "main", from->c, "main");
	rc = b ? sqlite3_backup_step(b, -1) : sqlite3_extended_errcode(db->c);
	sqlite3_backup_finish(b);
	if (rc == SQLITE_DONE && set_up(db))
		return db;
	failed(from, rc == SQLITE_DONE ? SQLITE_ERROR : rc, e);
	store_db_close(db);
	return NULL;
}

void store_db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < db->n_stmts; i++)
		sqlite3_finalize(db->stmts[i].s);
	free(db->stmts);
	sqlite3_close(db->c);
	free(db->dir);
	free(db->path);
	free(db->read_only);
	free(db);
}
