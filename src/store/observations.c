/* What each file says of a post, and the address that its board showed. */
#include "store.h"

bool store_observations(struct store *s, int64_t post, struct arena *a, struct store_seens *out, struct err *e)
{
	struct query q;

	*out = (struct store_seens){0};
	store_db_query(
		s->db, &q, e,
		"SELECT f.path,f.format,f.origin_url,f.sha256,f.retrieved_at,o.off,o.len,o.rank,o.deleted,o.broken,"
		"o.best,o.plain FROM (SELECT file_id,off,len,rank,gone AS deleted,broken,1 AS best,plain FROM "
		"post WHERE post_id=?1 UNION ALL SELECT o.file_id,o.off,o.len,o.rank,o.deleted,o.broken,0,"
		"coalesce(o.plain,p.plain) FROM obs o JOIN post p USING(post_id) WHERE o.post_id=?1) o JOIN file "
		"f USING(file_id) ORDER BY o.best DESC,o.rank DESC,f.file_id,o.off",
		"i", post);
	while (store_db_row(&q)) {
		size_t off = (size_t)store_db_int(&q, 5);
		struct store_seen seen = {
			.path = store_db_copy(&q, 0, a),
			.format = store_db_copy(&q, 1, a),
			.url = store_db_copy(&q, 2, a),
			.retrieved_at = store_db_time(&q, 4),
			.start = off,
			.end = off + (size_t)store_db_int(&q, 6),
			.rank = (int)store_db_int(&q, 7),
			.deleted = store_db_int(&q, 8) != 0,
			.broken = store_db_int(&q, 9) != 0,
			.best = store_db_int(&q, 10) != 0,
			.text = store_db_copy(&q, 11, a),
		};
		if (store_db_text(&q, 3).n == sizeof seen.sha256.b)
			memcpy(seen.sha256.b, store_db_text(&q, 3).p, sizeof seen.sha256.b);
		STORE_PUSH(a, out, seen);
	}
	return store_db_done(&q);
}

bool store_versions(struct store *s, int64_t thread, struct arena *a, struct store_versions *out, struct err *e)
{
	struct query q;

	*out = (struct store_versions){0};
	store_db_query(s->db, &q, e,
		       "SELECT p.post_id,1+count(DISTINCT o.plain) FROM post p CROSS JOIN obs o ON "
		       "o.post_id=p.post_id AND o.plain IS NOT NULL AND o.plain<>p.plain AND NOT o.deleted WHERE "
		       "p.thread_id=? GROUP BY p.post_id ORDER BY p.post_id",
		       "i", thread);
	while (store_db_row(&q))
		STORE_PUSH(a, out, (struct store_version){store_db_int(&q, 0), (size_t)store_db_int(&q, 1)});
	return store_db_done(&q);
}

bool store_address(struct store *s, int64_t post, struct arena *a, struct str *out, struct err *e)
{
	struct query q;
	bool found;

	*out = (struct str){"", 0};
	store_db_query(s->db, &q, e, "SELECT address FROM address WHERE post_id=?", "i", post);
	found = store_db_row(&q);
	if (found)
		*out = store_db_copy(&q, 0, a);
	if (!store_db_done(&q))
		return false;
	return found || err_set(e, ERR_NOTHING, _("the board showed no address with this post"));
}
