/* The library as a whole: opening, transactions. */
#include "store.h"

static const struct db_kind library = {
	.name = "library.db",
	.schema = {"schema.sql"},
	.application_id = 0x54594b4c, /* "TYKL" */
	.version = 1,
	.synchronous = 2,
	.if_damaged = N_("move it away: what you read and import again is kept in a new one"),
};

struct store *store_open(const char *dir, enum store_mode mode, struct err *e)
{
	struct db *db = store_db_open(dir, &library, mode, 5000, e);
	struct store *s;

	if (!db)
		return NULL;
	s = xcalloc(1, sizeof *s);
	s->db = db;
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	store_db_close(s->db);
	free(s);
}

const char *store_read_only(const struct store *s)
{
	return s->db->read_only;
}

bool store_begin(struct store *s, struct err *e)
{
	if (!store_db_writable(s->db, e))
		return false;
	s->in_transaction = store_db_do(s->db, e, "BEGIN IMMEDIATE", "");
	return s->in_transaction;
}

bool store_commit(struct store *s, struct err *e)
{
	if (!store_db_do(s->db, e, "COMMIT", "")) {
		store_rollback(s);
		return false;
	}
	s->in_transaction = false;
	return true;
}

void store_rollback(struct store *s)
{
	/* A failed write may have ended the transaction already. */
	if (s->in_transaction && !sqlite3_get_autocommit(s->db->c))
		store_db_do(s->db, NULL, "ROLLBACK", "");
	s->in_transaction = false;
}

bool store_savepoint(struct store *s, struct err *e)
{
	return store_db_writable(s->db, e) && store_db_do(s->db, e, "SAVEPOINT file", "");
}

bool store_release(struct store *s, struct err *e)
{
	return store_db_do(s->db, e, "RELEASE file", "");
}

void store_give_up(struct store *s)
{
	if (!sqlite3_get_autocommit(s->db->c)) {
		store_db_do(s->db, NULL, "ROLLBACK TO file", "");
		store_db_do(s->db, NULL, "RELEASE file", "");
	}
}

void *store_grow(struct arena *a, void *v, size_t n, size_t size)
{
	if (n && (n < 8 || (n & (n - 1))))
		return v;
	if (n > 0 && n < 8)
		return v;
	void *p = arena_alloc(a, (n < 8 ? 8 : n * 2) * size);
	if (n)
		memcpy(p, v, n * size);
	return p;
}
