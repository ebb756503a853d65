/* A library of version 1 brought up to version 2, in the one transaction that the caller began: posts take in their
 * best observation and their anchors, and the index is made anew from the texts.
 */
#include "store.h"

static bool each(struct db *db, const char *const *sql, struct err *e)
{
	bool good = true;

	while (good && *sql)
		good = store_db_do(db, e, *sql++, "");
	return good;
}

static bool put_aside(struct db *db, struct err *e)
{
	static const char *const sql[] = {
		"DROP TABLE search",
		"DROP TABLE entry",
		"DROP INDEX post_num",
		"DROP INDEX post_time",
		"DROP INDEX post_poster",
		"DROP INDEX post_slip",
		"DROP INDEX obs_post",
		"DROP INDEX ref_target",
		"DROP INDEX thread_series",
		"ALTER TABLE ref RENAME TO ref1",
		"ALTER TABLE obs RENAME TO obs1",
		"ALTER TABLE post RENAME TO post1",
		"ALTER TABLE thread ADD COLUMN posts_held INTEGER NOT NULL DEFAULT 0",
		"ALTER TABLE thread ADD COLUMN posts_quoted INTEGER NOT NULL DEFAULT 0",
		"ALTER TABLE file ADD COLUMN quotes INTEGER NOT NULL DEFAULT 0",
		"CREATE INDEX thread_series ON thread(part,series)",
		NULL,
	};

	return each(db, sql, e);
}

static bool copy_posts(struct db *db, struct err *e)
{
	static const char *const sql[] = {
		"INSERT INTO post(post_id,thread_id,num,key,kind,posted_at,tz_min,date_raw,name,mail,slip,poster,trip,"
		"plain,fold,held,deleted,file_id,off,len,rank,gone,broken) SELECT p.post_id,p.thread_id,p.num,"
		"CASE WHEN p.key=CAST(p.num AS TEXT) AND p.num>=0 THEN NULL ELSE p.key END,"
		"CASE p.kind WHEN 'system' THEN 1 WHEN 'event' THEN 2 WHEN 'deleted' THEN 3 ELSE 0 END,"
		"p.posted_at,p.tz_min,p.date_raw,p.name,p.mail,p.slip,p.poster,p.trip,p.plain,nullif(p.fold,p.plain),"
		"p.held,p.deleted,o.file_id,o.off,o.len,o.rank,o.deleted,o.broken FROM post1 p LEFT JOIN obs1 o ON "
		"o.obs_id=p.best_obs ORDER BY p.post_id",
		"INSERT INTO obs(post_id,file_id,off,len,rank,deleted,broken,plain) SELECT o.post_id,o.file_id,o.off,"
		"o.len,o.rank,o.deleted,o.broken,o.plain FROM obs1 o JOIN post1 p USING(post_id) WHERE o.obs_id IS NOT "
		"p.best_obs",
		"INSERT OR IGNORE INTO ref(thread_id,lo,hi,post_id) SELECT thread_id,lo,hi,post_id FROM ref1",
		"UPDATE file SET quotes=(SELECT count(*) FROM obs1 o WHERE o.file_id=file.file_id) WHERE "
		"kind='document'",
		"UPDATE thread SET posts_held=(SELECT count(*) FROM post p WHERE p.thread_id=thread.thread_id AND "
		"held),"
		"posts_quoted=(SELECT count(*) FROM post p WHERE p.thread_id=thread.thread_id AND NOT held)",
		NULL,
	};

	return each(db, sql, e);
}

static bool set_anchors(struct db *db, struct store_post *p, struct buf *blob, struct err *e)
{
	buf_clear(blob);
	store_anchors_pack(p, blob);
	p->n_anchors = 0;
	return !blob->n || store_db_do(db, e, "UPDATE post SET anchors=? WHERE post_id=?", "bi", buf_view(blob), p->id);
}

static bool copy_anchors(struct db *db, struct err *e)
{
	VEC(struct store_anchor) list = {0};
	struct store_post p = {0};
	struct buf blob = {0};
	struct query q;
	bool good = true;

	store_db_query(db, &q, e, "SELECT post_id,off,len,lo,hi FROM ref1 ORDER BY post_id,off,lo", "");
	while (good && store_db_row(&q)) {
		size_t off = (size_t)store_db_int(&q, 1);
		if (store_db_int(&q, 0) != p.id) {
			good = set_anchors(db, &p, &blob, e);
			list.n = 0;
		}
		p.id = store_db_int(&q, 0);
		vec_push(&list, (struct store_anchor){off, off + (size_t)store_db_int(&q, 2), (long)store_db_int(&q, 3),
						      (long)store_db_int(&q, 4)});
		p.anchors = list.v;
		p.n_anchors = list.n;
	}
	good = store_db_done(&q) && good && set_anchors(db, &p, &blob, e);
	vec_free(&list);
	buf_free(&blob);
	return good;
}

static bool throw_away(struct db *db, struct err *e)
{
	static const char *const sql[] = {"DROP TABLE ref1", "DROP TABLE obs1", "DROP TABLE post1", NULL};

	return each(db, sql, e);
}

/* The paragraphs of the documents that were in the index of version 1, and the index of version 2. */
static bool make_index(struct store *s, struct err *e)
{
	struct buf text = {0};
	struct query q;
	bool good = store_prepare(s, e);

	store_db_query(s->db, &q, e,
		       "SELECT file_id,size,bytes FROM file WHERE kind='document' AND indexed>0 ORDER BY file_id", "");
	while (good && store_db_row(&q)) {
		buf_clear(&text);
		if (store_document_unpack(store_db_text(&q, 2), (uint64_t)store_db_int(&q, 1), &text))
			good = store_paragraphs_add(s, store_db_int(&q, 0), buf_view(&text), e);
	}
	good = store_db_done(&q) && good && store_index_ripen(s, true, e);
	buf_free(&text);
	return good;
}

bool store_upgrade(struct db *db, int from, struct err *e)
{
	struct store s = {.db = db, .in_transaction = true};

	(void)from; /* there was no version before the first */
	return put_aside(db, e) && store_db_script(db, "schema-posts.sql", e) && copy_posts(db, e) &&
	       copy_anchors(db, e) && throw_away(db, e) && make_index(&s, e);
}
