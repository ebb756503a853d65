/* Is the store sound? For doctor: looking at every page of a database takes as long as reading it. */
#include "notes.h"
#include "store.h"
#include "taiyaku/text.h"

#define SAMPLES 200
#define NEEDLE 40 /* characters of a post that are looked for */

static bool check(struct db *db, const char *pragma, struct buf *faults, struct err *e)
{
	struct query q;

	store_db_query(db, &q, e, pragma, "");
	while (store_db_row(&q)) {
		struct str line = store_db_text(&q, 0);
		if (str_eq(line, STR("ok")))
			continue;
		buf_str(faults, line);
		buf_char(faults, '\n');
	}
	return store_db_done(&q);
}

bool store_check(struct store *s, struct buf *faults, struct err *e)
{
	return check(s->db, "PRAGMA quick_check(20)", faults, e);
}

bool store_notes_check(const char *dir, struct buf *faults, struct err *e)
{
	struct err own = {0};
	struct db *db = store_db_open(dir, &store_notes_kind, STORE_READ, 5000, &own);
	bool good = db && check(db, "PRAGMA integrity_check(20)", faults, &own);
	bool damaged = db && !good && (sqlite3_errcode(db->c) & 0xff) == SQLITE_CORRUPT;

	store_db_close(db);
	if (!good && (damaged || store_db_damaged(dir, &store_notes_kind) || store_notes_lost(dir, &own))) {
		buf_printf(faults, "%s\n", own.text);
		good = true;
	}
	if (!good && e)
		*e = own;
	return good;
}

/* ---- the search index ---- */

/* Does a search for the beginning of the post find it? */
static bool is_found(struct store *s, const struct store_post *p, bool *found, struct err *e)
{
	struct store_question q = {.posts = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	struct arena *a = arena_new();
	struct store_hits hits = {0};
	size_t end = 0;
	uint32_t cp;

	for (int n = 0; n < NEEDLE && end < p->text.n; n++)
		end = text_next(p->text, end, &cp);
	q.words = str_slice(p->text, 0, end);
	bool good = store_search(s, &q, a, &hits, e);
	*found = false;
	for (size_t i = 0; good && !*found && i < hits.n; i++)
		*found = hits.v[i].post == p->id;
	arena_free(a);
	return good;
}

/* Nothing but blanks is in no index. */
static bool has_words(struct str s)
{
	struct buf fold = {0};

	store_fold(s, &fold);
	bool words = fold.n > 0;
	buf_free(&fold);
	return words;
}

bool store_check_index(struct store *s, bool *sound, struct err *e)
{
	int64_t last = 0, id = 0;
	bool good, any;

	*sound = true;
	good = store_db_one(s->db, e, &last, &any, "SELECT coalesce(max(post_id),0) FROM post", "");
	for (int i = 0; good && *sound && i < SAMPLES; i++) {
		struct arena *a = arena_new();
		struct store_posts p = {0};

		good = store_db_one(s->db, e, &id, &any, "SELECT post_id FROM post WHERE post_id>=? LIMIT 1", "i",
				    last / SAMPLES * i + i % (last / SAMPLES + 1));
		good = good && (!any || store_post_by_id(s, id, a, &p, e));
		if (good && any && p.n && has_words(p.v[0].text))
			good = is_found(s, &p.v[0], sound, e);
		arena_free(a);
	}
	return good;
}

bool store_rebuild_index(struct store *s, struct err *e)
{
	bool good = store_begin(s, e) && store_db_do(s->db, e, "DELETE FROM run", "") &&
		    store_db_do(s->db, e, "DELETE FROM pair", "") && store_db_do(s->db, e, "DELETE FROM stale", "") &&
		    store_prepare(s, e) && store_index_ripen(s, true, e);

	if (good)
		return store_commit(s, e);
	store_rollback(s);
	return false;
}
