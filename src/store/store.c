/* The library as a whole: opening, transactions. */
#include "store.h"

static const struct db_kind library = {
	.name = "library.db",
	.schema = {"schema.sql", "schema-posts.sql"},
	.application_id = 0x54594b4c, /* "TYKL" */
	.version = 2,
	.upgrade = store_upgrade,
	.cache_kb = 32768,
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
	if (!s->in_transaction || store_prepare(s, e))
		return s->in_transaction;
	store_rollback(s);
	return false;
}

bool store_prepare(struct store *s, struct err *e)
{
	bool found;

	s->pace = (struct store_pace){0};
	s->stale = false;
	return store_db_one(s->db, e, &s->indexed, &found, "SELECT coalesce(max(last),0) FROM run", "") &&
	       store_db_one(s->db, e, &s->next_entry, &found,
			    "SELECT 1+max(?,(SELECT coalesce(max(post_id),0) FROM post),(SELECT "
			    "coalesce(max(entry_id),0) FROM paragraph))",
			    "i", s->indexed);
}

bool store_commit(struct store *s, struct err *e)
{
	if (!store_settle(s, e) || !store_index_ripen(s, true, e) || !store_db_do(s->db, e, "COMMIT", "")) {
		store_rollback(s);
		return false;
	}
	s->in_transaction = false;
	s->pace = (struct store_pace){0};
	return true;
}

void store_rollback(struct store *s)
{
	/* A failed write may have ended the transaction already. */
	if (s->in_transaction && !sqlite3_get_autocommit(s->db->c))
		store_db_do(s->db, NULL, "ROLLBACK", "");
	s->in_transaction = false;
	s->pace = (struct store_pace){0};
}

bool store_savepoint(struct store *s, struct err *e)
{
	return store_db_writable(s->db, e) && store_settle(s, e) && store_db_do(s->db, e, "SAVEPOINT file", "");
}

bool store_release(struct store *s, struct err *e)
{
	return store_settle(s, e) && store_db_do(s->db, e, "RELEASE file", "") && store_index_ripen(s, false, e);
}

void store_give_up(struct store *s)
{
	s->pace = (struct store_pace){0};
	if (!sqlite3_get_autocommit(s->db->c)) {
		store_db_do(s->db, NULL, "ROLLBACK TO file", "");
		store_db_do(s->db, NULL, "RELEASE file", "");
	}
}

bool store_read_begin(struct store *s)
{
	return sqlite3_get_autocommit(s->db->c) && store_db_do(s->db, NULL, "BEGIN", "");
}

void store_read_end(struct store *s, bool begun)
{
	if (begun && !sqlite3_get_autocommit(s->db->c))
		store_db_do(s->db, NULL, "COMMIT", "");
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
