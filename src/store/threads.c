/* Finding sources, and joining those that turn out to be one. */
#include "store.h"

#define DAY ((int64_t)86400000)

#define COLUMNS                                                                                                        \
	"SELECT "                                                                                                      \
	"t.thread_id,b.family,b.key,t.key,t.title,t.series,t.part,t.created_at,t.last_post_at,t.url,t.max_num,t.held," \
	"t.posts_held,t.posts_quoted "                                                                                 \
	"FROM thread t JOIN board b USING(board_id) "

static bool collect(struct query *q, struct arena *a, struct store_threads *out)
{
	while (store_db_row(q))
		STORE_PUSH(a, out,
			   (struct store_thread){
				   .id = store_db_int(q, 0),
				   .source = {store_db_copy(q, 1, a), store_db_copy(q, 2, a), store_db_copy(q, 3, a),
					      store_db_copy(q, 4, a)},
				   .series = store_db_copy(q, 5, a),
				   .part = store_db_number(q, 6),
				   .created_at = store_db_time(q, 7),
				   .last_post_at = store_db_time(q, 8),
				   .url = store_db_copy(q, 9, a),
				   .max_number = store_db_number(q, 10),
				   .held = store_db_int(q, 11) != 0,
				   .posts_held = (size_t)store_db_int(q, 12),
				   .posts_quoted = (size_t)store_db_int(q, 13),
			   });
	return store_db_done(q);
}

bool store_thread_by_identity(struct store *s, const struct store_identity *i, struct arena *a,
			      struct store_threads *out, struct err *e)
{
	struct query q;

	*out = (struct store_threads){0};
	store_db_query(s->db, &q, e, COLUMNS "WHERE b.family=? AND b.key=? AND t.key=?", "sss", i->family, i->board,
		       i->key);
	return collect(&q, a, out);
}

bool store_thread_by_id(struct store *s, int64_t thread, struct arena *a, struct store_threads *out, struct err *e)
{
	struct query q;

	*out = (struct store_threads){0};
	store_db_query(s->db, &q, e, COLUMNS "WHERE t.thread_id=?", "i", thread);
	return collect(&q, a, out);
}

bool store_threads_by_title(struct store *s, struct str title, struct arena *a, struct store_threads *out,
			    struct err *e)
{
	struct store_title t = {0};
	char *key = store_title_key(title);
	struct query q;

	*out = (struct store_threads){0};
	store_title_split(title, &t);
	store_db_query(
		s->db, &q, e,
		COLUMNS
		"WHERE b.family<>'title' AND t.thread_id IN (SELECT thread_id FROM thread WHERE title_fold=?1 "
		"UNION SELECT thread_id FROM title_alias WHERE fold=?1 "
		"UNION SELECT thread_id FROM thread WHERE series=?2 AND part=?3) ORDER BY t.held DESC,t.thread_id",
		"ssp", buf_view(&t.fold), buf_view(&t.series), t.part);
	bool good = collect(&q, a, out);
	if (good && !out->n) {
		store_db_query(s->db, &q, e, COLUMNS "WHERE b.family='title' AND t.key=?", "s", str_c(key));
		good = collect(&q, a, out);
	}
	free(key);
	store_title_free(&t);
	return good;
}

/* Threads of this part, with all that their series are compared by. */
static bool same_part(struct store *s, long part, struct arena *a, struct store_threads *out, struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e,
		       COLUMNS "WHERE t.part IS ? AND t.series NOT NULL AND b.family<>'title' ORDER BY t.held "
			       "DESC,t.thread_id",
		       "p", part);
	return collect(&q, a, out);
}

bool store_threads_by_near_title(struct store *s, struct str title, struct arena *a, struct store_threads *out,
				 struct err *e)
{
	struct store_title t = {0};
	size_t n = 0;

	store_title_split(title, &t);
	*out = (struct store_threads){0};
	bool good = same_part(s, t.part, a, out, e);
	for (size_t i = 0; i < out->n; i++)
		if (store_title_is_near(buf_view(&t.series), out->v[i].series))
			out->v[n++] = out->v[i];
	out->n = n;
	store_title_free(&t);
	return good;
}

bool store_threads_by_key_prefix(struct store *s, struct str family, struct str board, struct str prefix,
				 struct arena *a, struct store_threads *out, struct err *e)
{
	struct query q;

	*out = (struct store_threads){0};
	store_db_query(s->db, &q, e,
		       COLUMNS "WHERE b.family=?1 AND (?2='' OR b.key=?2) AND substr(t.key,1,length(?3))=?3 "
			       "ORDER BY t.held DESC,t.thread_id",
		       "sss", family, board, prefix);
	return collect(&q, a, out);
}

bool store_threads(struct store *s, enum store_list what, struct arena *a, struct store_threads *out, struct err *e)
{
	struct query q;

	*out = (struct store_threads){0};
	if (what == STORE_LIST_WANTED)
		store_db_query(s->db, &q, e, COLUMNS "WHERE NOT t.held ORDER BY t.thread_id", "");
	else
		store_db_query(s->db, &q, e, COLUMNS "ORDER BY t.held DESC,b.family,b.key,t.created_at,t.thread_id",
			       "");
	return collect(&q, a, out);
}

/* ---- adding ---- */

static bool find_thread(struct store *s, const struct store_identity *i, int64_t *thread, bool *found, struct err *e)
{
	return store_db_one(s->db, e, thread, found,
			    "SELECT t.thread_id FROM thread t JOIN board b USING(board_id) WHERE b.family=? AND "
			    "b.key=? AND t.key=?",
			    "sss", i->family, i->board, i->key);
}

static bool board_of(struct store *s, const struct store_identity *i, int64_t *board, struct err *e)
{
	bool found;

	return store_db_do(s->db, e, "INSERT OR IGNORE INTO board(family,key) VALUES(?,?)", "ss", i->family,
			   i->board) &&
	       store_db_one(s->db, e, board, &found, "SELECT board_id FROM board WHERE family=? AND key=?", "ss",
			    i->family, i->board);
}

static bool make_thread(struct store *s, const struct store_identity *i, int64_t *thread, struct err *e)
{
	int64_t board = 0;

	if (!board_of(s, i, &board, e) ||
	    !store_db_do(s->db, e, "INSERT INTO thread(board_id,key) VALUES(?,?)", "is", board, i->key))
		return false;
	*thread = sqlite3_last_insert_rowid(s->db->c);
	return true;
}

static bool add_alias(struct store *s, int64_t thread, struct str title, struct err *e)
{
	struct store_title t = {0};

	store_title_split(title, &t);
	bool good = store_db_do(s->db, e, "INSERT OR IGNORE INTO title_alias(fold,thread_id,title) VALUES(?,?,?)",
				"sis", buf_view(&t.fold), thread, title);
	store_title_free(&t);
	return good;
}

/* Fills what was unknown; a known title stays, another one becomes an alias. */
static bool describe(struct store *s, int64_t thread, const struct store_new_thread *new, struct err *e)
{
	struct store_title t = {0};
	bool good = store_db_do(
		s->db, e,
		"UPDATE thread SET created_at=coalesce(created_at,?),url=coalesce(url,?),host=coalesce(host,?) "
		"WHERE thread_id=?",
		"neei", new->created_at, new->url, new->host, thread);

	if (good && new->source.title.n) {
		store_title_split(new->source.title, &t);
		good = store_db_do(s->db, e,
				   "UPDATE thread SET title=?,title_fold=?,series=?,part=? WHERE thread_id=? AND title "
				   "IS NULL",
				   "ssspi", new->source.title, buf_view(&t.fold), buf_view(&t.series), t.part,
				   thread) &&
		       add_alias(s, thread, new->source.title, e);
		store_title_free(&t);
	}
	return good;
}

/* ---- merging a thread that was known by its title only ---- */

/* Two rows of one post: what was seen of the one is added to the other, which keeps what it shows. */
static bool join_posts(struct store *s, int64_t post, int64_t there, struct err *e)
{
	return store_db_do(s->db, e,
			   "UPDATE OR IGNORE obs SET plain=coalesce(plain,(SELECT plain FROM post WHERE post_id=?1)),"
			   "post_id=?2 WHERE post_id=?1",
			   "ii", post, there) &&
	       store_db_do(s->db, e,
			   "INSERT OR IGNORE INTO obs(post_id,file_id,off,len,rank,deleted,broken,plain) SELECT "
			   "?2,file_id,off,len,rank,gone,broken,plain FROM post WHERE post_id=?1 AND file_id NOT NULL",
			   "ii", post, there) &&
	       store_db_do(s->db, e, "UPDATE OR IGNORE address SET post_id=?2 WHERE post_id=?1", "ii", post, there) &&
	       store_db_do(s->db, e, "DELETE FROM address WHERE post_id=?", "i", post) &&
	       store_db_do(s->db, e,
			   "DELETE FROM ref WHERE post_id=?2 AND thread_id=(SELECT thread_id FROM post WHERE "
			   "post_id=?1)",
			   "ii", post, post) &&
	       store_index_changed(s, post, e) && store_db_do(s->db, e, "DELETE FROM post WHERE post_id=?", "i", post);
}

static bool merge_post(struct store *s, int64_t post, int64_t into, struct err *e)
{
	int64_t there = 0;
	bool found;

	if (!store_db_one(s->db, e, &there, &found,
			  "SELECT o.post_id FROM post p JOIN post o ON o.thread_id=?2 AND o.num IS p.num AND o.key IS "
			  "p.key WHERE p.post_id=?1",
			  "ii", post, into))
		return false;
	return found ? join_posts(s, post, there, e)
		     : store_db_do(s->db, e, "UPDATE post SET thread_id=? WHERE post_id=?", "ii", into, post);
}

static bool merge_posts(struct store *s, int64_t from, int64_t into, struct err *e)
{
	struct arena *a = arena_new();
	struct {
		int64_t *v;
		size_t n;
	} posts = {0};
	struct query q;

	store_db_query(s->db, &q, e, "SELECT post_id FROM post WHERE thread_id=?", "i", from);
	while (store_db_row(&q))
		STORE_PUSH(a, &posts, store_db_int(&q, 0));
	bool good = store_db_done(&q);
	for (size_t i = 0; good && i < posts.n; i++)
		good = merge_post(s, posts.v[i], into, e);
	arena_free(a);
	return good;
}

static bool merge(struct store *s, int64_t from, int64_t into, struct err *e)
{
	return merge_posts(s, from, into, e) &&
	       store_db_do(
		       s->db, e,
		       "UPDATE thread SET posts_held=(SELECT count(*) FROM post WHERE thread_id=?1 AND held),"
		       "posts_quoted=(SELECT count(*) FROM post WHERE thread_id=?1 AND NOT held) WHERE thread_id=?1",
		       "i", into) &&
	       store_db_do(s->db, e, "UPDATE OR IGNORE ref SET thread_id=? WHERE thread_id=?", "ii", into, from) &&
	       store_db_do(s->db, e, "UPDATE cite SET thread_id=? WHERE thread_id=?", "ii", into, from) &&
	       store_db_do(s->db, e, "UPDATE OR IGNORE title_alias SET thread_id=? WHERE thread_id=?", "ii", into,
			   from) &&
	       store_db_do(s->db, e, "DELETE FROM thread WHERE thread_id=?", "i", from);
}

/* Do the days that documents give for a thread of family "title" allow that it began at created? */
static bool days_agree(struct store *s, int64_t thread, int64_t created, long part, bool *agree, struct err *e)
{
	struct query q;

	*agree = true;
	if (created == STORE_NO_TIME)
		return true;
	store_db_query(s->db, &q, e,
		       "SELECT min(coalesce(date_to,?2)),max(coalesce(date_from,?2)) FROM cite WHERE thread_id=?1 AND "
		       "date_from NOT NULL",
		       "ii", thread, created);
	if (store_db_row(&q) && store_db_time(&q, 0) != STORE_NO_TIME)
		*agree = store_db_time(&q, 0) >= created - DAY &&
			 (part >= 0 || store_db_time(&q, 1) <= created + 366 * DAY);
	return store_db_done(&q);
}

static bool merge_by_title(struct store *s, int64_t into, const struct store_new_thread *new, struct err *e)
{
	struct arena *a = arena_new();
	struct store_threads same;
	char *key = store_title_key(new->source.title);
	struct store_identity title = {STR("title"), STR(""), str_c(key), new->source.title};
	int64_t from = 0;
	bool found = false, agree = false;
	bool good = find_thread(s, &title, &from, &found, e);

	if (good && found) {
		good = store_threads_by_title(s, new->source.title, a, &same, e);
		struct store_title t = {0};
		store_title_split(new->source.title, &t);
		if (good && same.n == 1 && same.v[0].id == into)
			good = days_agree(s, from, new->created_at, t.part, &agree, e);
		store_title_free(&t);
	}
	if (good && agree)
		good = merge(s, from, into, e);
	free(key);
	arena_free(a);
	return good;
}

bool store_add_thread(struct store *s, const struct store_new_thread *new, int64_t *thread, struct err *e)
{
	bool found;

	if (!store_db_writable(s->db, e) || (!s->in_transaction && !store_prepare(s, e)) || !store_settle(s, e) ||
	    !find_thread(s, &new->source, thread, &found, e))
		return false;
	s->pace = (struct store_pace){0};
	if (!found && !make_thread(s, &new->source, thread, e))
		return false;
	if (!describe(s, *thread, new, e))
		return false;
	return !new->source.title.n || str_eq(new->source.family, STR("title")) || merge_by_title(s, *thread, new, e);
}

bool store_name_board(struct store *s, int64_t file, const struct store_identity *i, struct err *e)
{
	int64_t misplaced = 0, there = 0, board = 0;
	bool found, taken;

	if (!store_db_writable(s->db, e) ||
	    !store_db_one(
		    s->db, e, &misplaced, &found,
		    "SELECT t.thread_id FROM thread t JOIN board b USING(board_id) WHERE b.family=? AND t.key=? AND "
		    "b.key<>? AND EXISTS(SELECT 1 FROM post p WHERE p.thread_id=t.thread_id AND p.file_id=?)",
		    "sssi", i->family, i->key, i->board, file))
		return false;
	if (!found || !i->board.n)
		return true;
	if (!find_thread(s, i, &there, &taken, e) || !board_of(s, i, &board, e))
		return false;
	return taken ? merge(s, misplaced, there, e)
		     : store_db_do(s->db, e, "UPDATE thread SET board_id=? WHERE thread_id=?", "ii", board, misplaced);
}

/* ---- what a document names ---- */

/* The only held thread that fits the title and the days, or none. */
static int64_t held_thread(const struct store_threads *all, int64_t from, int64_t to)
{
	int64_t found = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct store_thread *t = &all->v[i];
		if (str_eq(t->source.family, STR("title")))
			continue;
		if (from != STORE_NO_TIME && t->created_at != STORE_NO_TIME && to < t->created_at - DAY)
			continue;
		if (from != STORE_NO_TIME && t->last_post_at != STORE_NO_TIME && from > t->last_post_at + DAY)
			continue;
		if (found)
			return 0;
		found = t->id;
	}
	return found;
}

bool store_cited_thread(struct store *s, const struct store_identity *i, int64_t from, int64_t to, int64_t *thread,
			struct err *e)
{
	struct store_new_thread new = {.source = *i, .created_at = STORE_NO_TIME};

	if (str_eq(i->family, STR("title"))) {
		struct arena *a = arena_new();
		struct store_threads all;
		bool good = store_threads_by_title(s, i->title, a, &all, e);

		*thread = good ? held_thread(&all, from, to) : 0;
		arena_free(a);
		if (!good || *thread)
			return good;
	}
	return store_add_thread(s, &new, thread, e);
}
