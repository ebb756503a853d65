/* Adding files and observations of posts.
 *
 * A post shows its best observation: one that is not deleted before one that is, then the higher rank, then the longer
 * text, then the newer. It has that observation in its own row; every other one has a row in obs. No text that was ever
 * seen is given up.
 *
 * Most posts are new ones of a thread that grows: a number above all that the thread has needs no look, and what
 * changes in the thread's row is gathered (struct store_pace) and written once.
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

bool store_file_origin(struct store *s, int64_t file, struct str url, int64_t retrieved_at, struct err *e)
{
	return store_db_writable(s->db, e) && store_db_do(s->db, e,
							  "UPDATE file SET origin_url=coalesce(?,origin_url),"
							  "retrieved_at=coalesce(?,retrieved_at) WHERE file_id=?",
							  "eni", url, retrieved_at, file);
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

/* ---- the thread ---- */

bool store_settle(struct store *s, struct err *e)
{
	struct store_pace *p = &s->pace;
	bool good = true;

	if (p->thread && (p->held || p->posts_held || p->posts_quoted))
		good = store_db_do(s->db, e,
				   "UPDATE thread SET held=max(held,?),posts_held=posts_held+?,"
				   "posts_quoted=posts_quoted+?,max_num=nullif(max(coalesce(max_num,-1),?4),-1),"
				   "last_post_at=max(coalesce(last_post_at,?5),coalesce(?5,last_post_at)) WHERE "
				   "thread_id=?6",
				   "iiiini", (int64_t)p->held, p->posts_held, p->posts_quoted, (int64_t)p->max_number,
				   p->last_post_at, p->thread);
	p->held = false;
	p->posts_held = p->posts_quoted = 0;
	p->last_post_at = STORE_NO_TIME;
	p->max_number = -1;
	return good;
}

static bool go_to(struct store *s, int64_t thread, struct err *e)
{
	int64_t top = -1;
	bool found;

	if (!s->in_transaction && !store_prepare(s, e))
		return false;
	if (s->pace.thread == thread)
		return true;
	if (!store_settle(s, e) ||
	    !store_db_one(s->db, e, &top, &found, "SELECT coalesce(max(num),-1) FROM post WHERE thread_id=?", "i",
			  thread))
		return false;
	s->pace = (struct store_pace){
		.thread = thread, .top = (long)top, .last_post_at = STORE_NO_TIME, .max_number = -1};
	return true;
}

static void note_post(struct store_pace *pace, const struct store_observation *o, bool found, bool was_held)
{
	bool held = o->rank > STORE_RANK_QUOTED;

	if (o->post.number > pace->top)
		pace->top = o->post.number;
	pace->posts_held += held && !was_held;
	pace->posts_quoted += (!held && !found) - (held && found && !was_held);
	if (!held)
		return;
	pace->held = true;
	if (o->post.number > pace->max_number)
		pace->max_number = o->post.number;
	if (o->post.posted_at > pace->last_post_at)
		pace->last_post_at = o->post.posted_at;
}

/* ---- a post and its observations ---- */

struct made { /* what is made of an observation */
	const struct store_observation *o;
	struct str key;   /* p NULL: the number */
	struct str shown; /* the fold; p NULL: the text itself */
	struct buf fold, anchors;
};

struct shown { /* what the post shows now */
	int64_t post, file, start;
	int rank;
	bool deleted, held;
	size_t length; /* code points */
	struct buf plain, anchors;
};

static enum store_post_kind kind_of(const struct store_observation *o)
{
	return o->deleted ? STORE_DELETED : o->post.kind;
}

static struct str key_of(const struct store_post *p)
{
	char number[32];

	if (!p->key.n)
		return p->number >= 0 ? (struct str){NULL, 0} : STR("-1");
	snprintf(number, sizeof number, "%ld", p->number);
	return p->number >= 0 && str_eq(p->key, str_c(number)) ? (struct str){NULL, 0} : p->key;
}

static void make(struct made *m)
{
	struct str text = m->o->post.text;

	store_fold(text, &m->fold);
	m->shown = buf_view(&m->fold);
	if (str_eq(m->shown, text))
		m->shown = (struct str){NULL, 0};
	else if (!m->shown.n)
		m->shown = STR("");
	buf_clear(&m->anchors);
	store_anchors_pack(&m->o->post, &m->anchors);
}

static bool add_new(struct store *s, int64_t thread, struct made *m, int64_t *post, struct err *e)
{
	const struct store_observation *o = m->o;
	const struct store_post *p = &o->post;

	make(m);
	*post = s->next_entry++;
	return store_db_do(s->db, e,
			   "INSERT INTO post(post_id,thread_id,num,key,kind,posted_at,tz_min,date_raw,name,mail,slip,"
			   "poster,trip,be,plain,fold,anchors,held,deleted,file_id,off,len,rank,gone,broken) "
			   "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
			   "iiptinieeeeeeestbiiiiiiii", *post, thread, p->number, m->key, (int64_t)kind_of(o),
			   p->posted_at, (int64_t)p->tz_min, p->date_text, p->name, p->mail, p->slip, p->poster,
			   p->trip, p->be, p->text, m->shown, buf_view(&m->anchors),
			   (int64_t)(o->rank > STORE_RANK_QUOTED), (int64_t)(o->deleted && o->rank > STORE_RANK_QUOTED),
			   o->file, (int64_t)o->start, (int64_t)(o->end - o->start), (int64_t)o->rank,
			   (int64_t)o->deleted, (int64_t)o->broken) &&
	       store_refs_add(s, thread, *post, buf_view(&m->anchors), e);
}

#define SHOWN "SELECT post_id,file_id,off,rank,gone,held,length(plain),plain,anchors FROM post WHERE thread_id=? AND "

static bool find_shown(struct store *s, int64_t thread, const struct made *m, struct shown *b, bool *found,
		       struct err *e)
{
	struct query q;

	if (m->key.p)
		store_db_query(s->db, &q, e, SHOWN "key=?", "is", thread, m->key);
	else
		store_db_query(s->db, &q, e, SHOWN "num=? AND key IS NULL", "ii", thread, (int64_t)m->o->post.number);
	*found = store_db_row(&q);
	if (*found) {
		b->post = store_db_int(&q, 0);
		b->file = store_db_int(&q, 1);
		b->start = store_db_int(&q, 2);
		b->rank = (int)store_db_int(&q, 3);
		b->deleted = store_db_int(&q, 4) != 0;
		b->held = store_db_int(&q, 5) != 0;
		b->length = (size_t)store_db_int(&q, 6);
		buf_str(&b->plain, store_db_text(&q, 7));
		buf_str(&b->anchors, store_db_text(&q, 8));
	}
	return store_db_done(&q);
}

static bool is_better(const struct store_observation *o, const struct shown *b)
{
	if (o->deleted != b->deleted)
		return b->deleted;
	if (o->rank != b->rank)
		return o->rank > b->rank;
	return text_code_points(o->post.text) >= b->length;
}

static bool is_known(struct store *s, const struct store_observation *o, const struct shown *b, bool *known,
		     struct err *e)
{
	int64_t there;

	*known = b->file == o->file && b->start == (int64_t)o->start;
	return *known ||
	       store_db_one(s->db, e, &there, known, "SELECT 1 FROM obs WHERE post_id=? AND file_id=? AND off=?", "iii",
			    b->post, o->file, (int64_t)o->start);
}

/* The post goes on showing what it shows. */
static bool add_beside(struct store *s, const struct made *m, const struct shown *b, struct err *e)
{
	const struct store_observation *o = m->o;
	bool same = str_eq(o->post.text, buf_view(&b->plain));

	return store_db_do(s->db, e,
			   "INSERT INTO obs(post_id,file_id,off,len,rank,deleted,broken,plain) VALUES(?,?,?,?,?,?,?,?)",
			   "iiiiiiit", b->post, o->file, (int64_t)o->start, (int64_t)(o->end - o->start),
			   (int64_t)o->rank, (int64_t)o->deleted, (int64_t)o->broken,
			   same             ? (struct str){NULL, 0}
			   : o->post.text.n ? o->post.text
					    : STR(""));
}

/* The post shows this observation from now on; those before keep the texts that they had. */
static bool add_before(struct store *s, int64_t thread, struct made *m, const struct shown *b, struct err *e)
{
	const struct store_observation *o = m->o;
	const struct store_post *p = &o->post;
	bool same = str_eq(p->text, buf_view(&b->plain));

	make(m);
	return store_db_do(s->db, e,
			   "INSERT OR IGNORE INTO obs(post_id,file_id,off,len,rank,deleted,broken) SELECT "
			   "post_id,file_id,off,len,rank,gone,broken FROM post WHERE post_id=? AND file_id NOT NULL",
			   "i", b->post) &&
	       (same || store_db_do(s->db, e, "UPDATE obs SET plain=? WHERE post_id=? AND plain IS NULL", "si",
				    buf_view(&b->plain), b->post)) &&
	       store_refs_remove(s, thread, b->post, buf_view(&b->anchors), e) &&
	       store_db_do(s->db, e,
			   "UPDATE post SET num=?,kind=?,posted_at=coalesce(?,posted_at),tz_min=?,"
			   "date_raw=coalesce(?,date_raw),name=coalesce(?,name),mail=coalesce(?,mail),"
			   "slip=coalesce(?,slip),poster=coalesce(?,poster),trip=coalesce(?,trip),be=coalesce(?,be),"
			   "plain=?,fold=?,anchors=?,file_id=?,off=?,len=?,rank=?,gone=?,broken=? WHERE post_id=?",
			   "pinieeeeeeestbiiiiiii", p->number, (int64_t)kind_of(o), p->posted_at, (int64_t)p->tz_min,
			   p->date_text, p->name, p->mail, p->slip, p->poster, p->trip, p->be, p->text, m->shown,
			   buf_view(&m->anchors), o->file, (int64_t)o->start, (int64_t)(o->end - o->start),
			   (int64_t)o->rank, (int64_t)o->deleted, (int64_t)o->broken, b->post) &&
	       store_refs_add(s, thread, b->post, buf_view(&m->anchors), e) && store_index_changed(s, b->post, e);
}

/* The post is there already. */
static bool add_again(struct store *s, int64_t thread, struct made *m, struct shown *b, enum store_added *added,
		      struct err *e)
{
	const struct store_observation *o = m->o;
	bool known = false, good = is_known(s, o, b, &known, e);

	*added = known || str_eq(o->post.text, buf_view(&b->plain)) ? STORE_ADDED_KNOWN : STORE_ADDED_CHANGED;
	if (good && !known)
		good = is_better(o, b) ? add_before(s, thread, m, b, e) : add_beside(s, m, b, e);
	if (good && o->rank > STORE_RANK_QUOTED && (!b->held || o->deleted))
		good = store_db_do(s->db, e, "UPDATE post SET held=1,deleted=max(deleted,?) WHERE post_id=?", "ii",
				   (int64_t)o->deleted, b->post);
	return good;
}

static bool add_address(struct store *s, int64_t post, struct str address, struct err *e)
{
	return !address.n || store_db_do(s->db, e, "INSERT OR REPLACE INTO address(post_id,address) VALUES(?,?)", "is",
					 post, address);
}

bool store_add_post(struct store *s, int64_t thread, const struct store_observation *o, enum store_added *added,
		    struct err *e)
{
	struct made m = {.o = o, .key = key_of(&o->post)};
	struct shown b = {0};
	enum store_added how = STORE_ADDED_NEW;
	bool found = false;
	bool good = store_db_writable(s->db, e) && go_to(s, thread, e);

	if (good && (m.key.p || o->post.number <= s->pace.top))
		good = find_shown(s, thread, &m, &b, &found, e);
	if (good)
		good = found ? add_again(s, thread, &m, &b, &how, e) : add_new(s, thread, &m, &b.post, e);
	good = good && add_address(s, b.post, o->address, e);
	if (good)
		note_post(&s->pace, o, found, b.held);
	if (good && !s->in_transaction)
		good = store_settle(s, e);
	if (added)
		*added = how;
	buf_free(&b.plain);
	buf_free(&b.anchors);
	buf_free(&m.fold);
	buf_free(&m.anchors);
	return good;
}
