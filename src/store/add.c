/* Adding files and observations of posts.
 *
 * A post shows its best observation: one that is not deleted before one that is, then the higher rank, then the longer
 * text, then the newer. What an observation says and the post does not show stays with the observation; no text that
 * was ever seen is given up.
 */
#include "store.h"
#include "taiyaku/text.h"

#include <stdio.h>

bool store_add_file(struct store *s, const struct store_file *f, int64_t *file, bool *known, struct err *e)
{
	struct str sha = {(const char *)f->sha256.b, sizeof f->sha256.b};

	if (!store_db_writable(s->db, e) ||
	    !store_db_one(s->db, e, file, known, "SELECT file_id FROM file WHERE kind='import' AND sha256=?", "b", sha))
		return false;
	if (*known)
		return true;
	if (!store_db_do(s->db, e,
			 "INSERT INTO "
			 "file(kind,sha256,size,path,parent_id,format,charset,bad_bytes,added_at,importer,retrieved_at,"
			 "origin_url) VALUES('import',?,?,?,?,?,?,?,?,?,?,?)",
			 "bienssiisne", sha, (int64_t)f->size, f->path, f->parent ? f->parent : STORE_NO_TIME,
			 f->format, f->encoding, (int64_t)f->bad_bytes, clock_wall_ms(), f->importer, f->retrieved_at,
			 f->origin_url))
		return false;
	*file = sqlite3_last_insert_rowid(s->db->c);
	return true;
}

bool store_finish_file(struct store *s, int64_t file, struct str format, struct str encoding, size_t bad_bytes,
		       struct err *e)
{
	return store_db_writable(s->db, e) &&
	       store_db_do(s->db, e, "UPDATE file SET format=?,charset=?,bad_bytes=? WHERE file_id=?", "seii", format,
			   encoding, (int64_t)bad_bytes, file);
}

bool store_file_at(struct store *s, struct str path, int64_t *file, uint64_t *size, struct sha256 *sha, struct err *e)
{
	struct query q;
	bool found = false;

	store_db_query(s->db, &q, e,
		       "SELECT file_id,size,sha256 FROM file WHERE kind='import' AND path=? ORDER BY size DESC LIMIT 1",
		       "s", path);
	if (store_db_row(&q) && store_db_text(&q, 2).n == sizeof sha->b) {
		found = true;
		*file = store_db_int(&q, 0);
		*size = (uint64_t)store_db_int(&q, 1);
		memcpy(sha->b, store_db_text(&q, 2).p, sizeof sha->b);
	}
	if (!store_db_done(&q))
		return false;
	return found || err_set(e, ERR_NOTHING, _("no file of this path was imported"));
}

/* ---- a post and its observations ---- */

struct best { /* what the post shows now */
	int64_t post, obs;
	int rank;
	bool deleted;
	size_t length;
	struct buf plain, fold;
};

static bool find_best(struct store *s, int64_t thread, struct str key, struct best *b, bool *found, struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e,
		       "SELECT p.post_id,p.best_obs,o.rank,o.deleted,length(p.plain),p.plain,p.fold FROM post p "
		       "LEFT JOIN obs o ON o.obs_id=p.best_obs WHERE p.thread_id=? AND p.key=?",
		       "is", thread, key);
	*found = store_db_row(&q);
	if (*found) {
		b->post = store_db_int(&q, 0);
		b->obs = store_db_int(&q, 1);
		b->rank = (int)store_db_int(&q, 2);
		b->deleted = store_db_int(&q, 3) != 0;
		b->length = (size_t)store_db_int(&q, 4);
		buf_str(&b->plain, store_db_text(&q, 5));
		buf_str(&b->fold, store_db_text(&q, 6));
	}
	return store_db_done(&q);
}

static bool is_better(const struct store_observation *o, size_t length, const struct best *b)
{
	if (o->deleted != b->deleted)
		return b->deleted;
	if (o->rank != b->rank)
		return o->rank > b->rank;
	return length >= b->length;
}

static const char *kind_name(const struct store_observation *o)
{
	if (o->deleted || o->post.kind == STORE_DELETED)
		return "deleted";
	return o->post.kind == STORE_SYSTEM ? "system" : o->post.kind == STORE_EVENT ? "event" : "post";
}

static bool add_refs(struct store *s, int64_t thread, int64_t post, const struct store_post *p, struct err *e)
{
	bool good = store_db_do(s->db, e, "DELETE FROM ref WHERE post_id=?", "i", post);

	for (size_t i = 0; good && i < p->n_anchors; i++)
		good = store_db_do(s->db, e,
				   "INSERT OR IGNORE INTO ref(post_id,off,len,thread_id,lo,hi) VALUES(?,?,?,?,?,?)",
				   "iiiiii", post, (int64_t)p->anchors[i].start,
				   (int64_t)(p->anchors[i].end - p->anchors[i].start), thread,
				   (int64_t)p->anchors[i].from, (int64_t)p->anchors[i].to);
	return good;
}

static bool add_obs(struct store *s, int64_t post, const struct store_observation *o, int64_t *obs, bool *known,
		    struct err *e)
{
	if (!store_db_one(s->db, e, obs, known, "SELECT obs_id FROM obs WHERE file_id=? AND off=? AND post_id=?", "iii",
			  o->file, (int64_t)o->start, post))
		return false;
	if (*known)
		return true;
	if (!store_db_do(s->db, e,
			 "INSERT INTO obs(post_id,file_id,off,len,rank,deleted,broken,plain) VALUES(?,?,?,?,?,?,?,?)",
			 "iiiiiiis", post, o->file, (int64_t)o->start, (int64_t)(o->end - o->start), (int64_t)o->rank,
			 (int64_t)o->deleted, (int64_t)o->broken, o->post.text))
		return false;
	*obs = sqlite3_last_insert_rowid(s->db->c);
	return true;
}

/* The post shows this observation from now on; the one before keeps its own text. */
static bool show(struct store *s, int64_t thread, struct best *b, int64_t obs, const struct store_observation *o,
		 struct err *e)
{
	const struct store_post *p = &o->post;
	struct buf fold = {0};

	store_fold(p->text, &fold);
	bool good =
		store_index_remove(s, STORE_ENTRY_POST, b->post, buf_view(&b->fold), e) &&
		store_db_do(s->db, e, "UPDATE obs SET plain=? WHERE post_id=? AND plain IS NULL", "si",
			    buf_view(&b->plain), b->post) &&
		store_db_do(s->db, e, "UPDATE obs SET plain=NULL WHERE obs_id=?", "i", obs) &&
		store_db_do(
			s->db, e,
			"UPDATE post SET "
			"num=?,kind=?,posted_at=coalesce(?,posted_at),tz_min=?,date_raw=coalesce(?,date_raw),"
			"name=coalesce(?,name),mail=coalesce(?,mail),slip=coalesce(?,slip),poster=coalesce(?,poster),"
			"trip=coalesce(?,trip),be=coalesce(?,be),plain=?,fold=?,best_obs=? WHERE post_id=?",
			"psnieeeeeeessii", p->number, str_c(kind_name(o)), p->posted_at, (int64_t)p->tz_min,
			p->date_text, p->name, p->mail, p->slip, p->poster, p->trip, p->be, p->text, buf_view(&fold), obs,
			b->post) &&
		add_refs(s, thread, b->post, p, e) &&
		store_index_add(s, STORE_ENTRY_POST, b->post, 0, p->text.n, buf_view(&fold), e);
	buf_free(&fold);
	return good;
}

static bool add_address(struct store *s, int64_t post, struct str address, struct err *e)
{
	return !address.n || store_db_do(s->db, e, "INSERT OR REPLACE INTO address(post_id,address) VALUES(?,?)", "is",
					 post, address);
}

static bool note_held(struct store *s, int64_t thread, int64_t post, const struct store_observation *o, struct err *e)
{
	if (o->rank <= STORE_RANK_QUOTED)
		return true;
	return store_db_do(s->db, e, "UPDATE post SET held=1,deleted=max(deleted,?) WHERE post_id=?", "ii",
			   (int64_t)o->deleted, post) &&
	       store_db_do(s->db, e,
			   "UPDATE thread SET held=1,max_num=max(coalesce(max_num,-1),?),"
			   "last_post_at=max(coalesce(last_post_at,?2),coalesce(?2,last_post_at)) WHERE thread_id=?",
			   "ini", (int64_t)o->post.number, o->post.posted_at, thread);
}

bool store_add_post(struct store *s, int64_t thread, const struct store_observation *o, enum store_added *added,
		    struct err *e)
{
	struct best b = {0};
	int64_t obs = 0;
	bool found = false, known = false, good;
	char number[32];
	struct str key = o->post.key;

	snprintf(number, sizeof number, "%ld", o->post.number);
	if (!key.n)
		key = str_c(number);
	good = store_db_writable(s->db, e) && find_best(s, thread, key, &b, &found, e);
	if (good && !found) {
		good = store_db_do(s->db, e,
				   "INSERT INTO post(thread_id,key,num,kind,plain,fold) VALUES(?,?,?,?,'','')", "isps",
				   thread, key, o->post.number, str_c(kind_name(o)));
		b.post = sqlite3_last_insert_rowid(s->db->c);
	}
	good = good && add_obs(s, b.post, o, &obs, &known, e);
	if (good && !known && (!found || is_better(o, text_code_points(o->post.text), &b)))
		good = show(s, thread, &b, obs, o, e);
	good = good && add_address(s, b.post, o->address, e) && note_held(s, thread, b.post, o, e);
	if (added)
		*added = !found                                              ? STORE_ADDED_NEW
			 : known || str_eq(o->post.text, buf_view(&b.plain)) ? STORE_ADDED_KNOWN
									     : STORE_ADDED_CHANGED;
	buf_free(&b.plain);
	buf_free(&b.fold);
	return good;
}
