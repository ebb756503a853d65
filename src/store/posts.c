/* Asking for posts. */
#include "store.h"

#include <limits.h>

#define COLUMNS                                                                                                        \
	"SELECT p.post_id,p.thread_id,p.kind,p.num,coalesce(p.key,p.num),p.name,p.mail,p.slip,p.poster,p.trip,"        \
	"p.date_raw,p.posted_at,p.tz_min,p.plain,p.held,p.deleted,p.rank,p.be,p.anchors,p.broken FROM post p "

static bool collect(struct query *q, struct arena *a, struct store_posts *out)
{
	*out = (struct store_posts){0};
	while (store_db_row(q)) {
		struct store_post p = {
			.id = store_db_int(q, 0),
			.thread = store_db_int(q, 1),
			.kind = (enum store_post_kind)store_db_int(q, 2),
			.number = store_db_number(q, 3),
			.key = store_db_copy(q, 4, a),
			.name = store_db_copy(q, 5, a),
			.mail = store_db_copy(q, 6, a),
			.slip = store_db_copy(q, 7, a),
			.poster = store_db_copy(q, 8, a),
			.trip = store_db_copy(q, 9, a),
			.date_text = store_db_copy(q, 10, a),
			.posted_at = store_db_time(q, 11),
			.tz_min = (int)store_db_int(q, 12),
			.text = store_db_copy(q, 13, a),
			.held = store_db_int(q, 14) != 0,
			.deleted = store_db_int(q, 15) != 0,
			.rank = (int)store_db_int(q, 16),
			.be = store_db_copy(q, 17, a),
			.broken = store_db_int(q, 19) != 0,
		};
		store_anchors_unpack(store_db_text(q, 18), p.text.n, a, &p);
		STORE_PUSH(a, out, p);
	}
	return store_db_done(q);
}

static int by_time(const void *a, const void *b)
{
	const struct store_post *x = a, *y = b;

	if (x->posted_at != y->posted_at)
		return x->posted_at < y->posted_at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* In the order of the index, which sorts nothing; those without a number, which come first in it, by time. */
bool store_posts(struct store *s, int64_t thread, long from, long to, struct arena *a, struct store_posts *out,
		 struct err *e)
{
	struct query q;

	if (from <= 0 && to == LONG_MAX)
		store_db_query(s->db, &q, e, COLUMNS "WHERE p.thread_id=? ORDER BY p.num,p.post_id", "i", thread);
	else
		store_db_query(s->db, &q, e,
			       COLUMNS "WHERE p.thread_id=? AND p.num BETWEEN ? AND ? ORDER BY p.num,p.post_id", "iii",
			       thread, (int64_t)from, (int64_t)to);
	bool good = collect(&q, a, out);
	size_t unnumbered = 0;
	while (unnumbered < out->n && out->v[unnumbered].number < 0)
		unnumbered++;
	if (unnumbered)
		qsort(out->v, unnumbered, sizeof *out->v, by_time);
	return good;
}

bool store_post_by_key(struct store *s, int64_t thread, struct str key, struct arena *a, struct store_posts *out,
		       struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e,
		       COLUMNS "WHERE p.post_id=(SELECT post_id FROM post WHERE thread_id=?1 AND key=?2 UNION ALL "
			       "SELECT post_id FROM post WHERE thread_id=?1 AND num=CAST(?2 AS INTEGER) AND key IS "
			       "NULL AND CAST(CAST(?2 AS INTEGER) AS TEXT)=?2 LIMIT 1)",
		       "is", thread, key);
	return collect(&q, a, out);
}

bool store_post_by_id(struct store *s, int64_t post, struct arena *a, struct store_posts *out, struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e, COLUMNS "WHERE p.post_id=?", "i", post);
	return collect(&q, a, out);
}

bool store_posts_around(struct store *s, int64_t thread, long number, int before, int after, struct arena *a,
			struct store_posts *out, struct err *e)
{
	struct query q;

	store_db_query(
		s->db, &q, e,
		COLUMNS
		"WHERE p.post_id IN (SELECT post_id FROM (SELECT post_id FROM post WHERE thread_id=?1 AND num<?2 "
		"ORDER BY num DESC LIMIT ?3)) OR p.post_id IN (SELECT post_id FROM post WHERE thread_id=?1 AND num=?2) "
		"OR p.post_id IN (SELECT post_id FROM (SELECT post_id FROM post WHERE thread_id=?1 AND num>?2 "
		"ORDER BY num LIMIT ?4)) ORDER BY p.num,p.post_id",
		"iiii", thread, (int64_t)number, (int64_t)before, (int64_t)after);
	return collect(&q, a, out);
}

bool store_answers(struct store *s, int64_t thread, long number, struct arena *a, struct store_posts *out,
		   struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e,
		       COLUMNS "WHERE p.post_id IN (SELECT post_id FROM ref WHERE thread_id=?1 AND lo BETWEEN ?2-19 "
			       "AND ?2 AND hi>=?2 AND hi-lo<20) "
			       "ORDER BY p.num,p.post_id",
		       "ii", thread, (int64_t)number);
	return collect(&q, a, out);
}

bool store_posts_with_text(struct store *s, int64_t thread, struct str text, struct arena *a, struct store_posts *out,
			   struct err *e)
{
	struct buf fold = {0};
	struct query q;

	*out = (struct store_posts){0};
	store_fold(text, &fold);
	if (!fold.n)
		return true;
	store_db_query(s->db, &q, e,
		       COLUMNS "WHERE p.thread_id=? AND instr(coalesce(p.fold,p.plain),?)>0 ORDER BY p.num,p.post_id",
		       "is", thread, buf_view(&fold));
	buf_free(&fold);
	return collect(&q, a, out);
}

/* ---- what is named and not there ---- */

typedef VEC(long) long_vec;

static int by_start(const void *a, const void *b)
{
	const struct store_gap *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* How far the thread has every number: as many posts as the highest one says, none known by another key. 0: not told,
 * without a look at all of them. Most threads on disk are whole, and what is named lies below. */
static bool whole_up_to(struct store *s, int64_t thread, long *top, struct err *e)
{
	int64_t n = 0;
	bool found;

	if (!store_db_one(
		    s->db, e, &n, &found,
		    "SELECT max_num FROM thread t WHERE thread_id=? AND posts_held=max_num AND NOT EXISTS(SELECT 1 "
		    "FROM post p WHERE p.thread_id=t.thread_id AND p.key NOT NULL)",
		    "i", thread))
		return false;
	*top = found ? (long)n : 0;
	return true;
}

/* The numbers above `top` that posts of the thread have, in order. */
static bool numbers_of(struct store *s, int64_t thread, long top, long_vec *out, struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e, "SELECT num FROM post WHERE thread_id=? AND num>? ORDER BY num", "ii", thread,
		       (int64_t)top);
	while (store_db_row(&q))
		vec_push(out, (long)store_db_int(&q, 0));
	return store_db_done(&q);
}

/* The numbers of [from, to] that no post has, joined to the last gap where they follow it. *at: the first number that
 * is not below the `from` of the call before. */
static void add_gap(const long_vec *there, size_t *at, long from, long to, struct arena *a, struct store_gaps *out)
{
	while (*at < there->n && there->v[*at] < from)
		++*at;
	size_t i = *at;
	for (long n = from; n <= to; n++) {
		while (i < there->n && there->v[i] < n)
			i++;
		if ((i < there->n && there->v[i] == n) || (out->n && n <= out->v[out->n - 1].to))
			continue;
		if (out->n && out->v[out->n - 1].to == n - 1)
			out->v[out->n - 1].to = n;
		else
			STORE_PUSH(a, out, (struct store_gap){n, n});
	}
}

/* What posts and documents name above `top`, in order. Of X and Mastodon each status is a source by itself: what one
 * answers is no gap where that source is held. */
static bool named_above(struct store *s, int64_t thread, long top, struct arena *a, struct store_gaps *out,
			struct err *e)
{
	struct query q;

	store_db_query(
		s->db, &q, e,
		"SELECT DISTINCT lo,hi FROM ref WHERE thread_id=?1 AND lo>?2-20 AND hi>?2 AND hi-lo<20 AND NOT EXISTS("
		"SELECT 1 FROM thread t JOIN board b USING(board_id) JOIN thread u USING(board_id) "
		"WHERE t.thread_id=?1 AND b.family IN('x','mastodon') AND u.key=CAST(lo AS TEXT) AND u.held) UNION ALL "
		"SELECT lo,hi FROM cite WHERE thread_id=?1 AND hi>?2 AND hi-lo<1000",
		"ii", thread, (int64_t)top);
	while (store_db_row(&q)) {
		long from = (long)store_db_int(&q, 0), to = (long)store_db_int(&q, 1);
		STORE_PUSH(a, out, (struct store_gap){from > top ? from : top + 1, to});
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_start);
	return store_db_done(&q);
}

bool store_gaps(struct store *s, int64_t thread, struct arena *a, struct store_gaps *out, struct err *e)
{
	struct store_gaps named = {0};
	long_vec there = {0};
	long top;

	*out = (struct store_gaps){0};
	bool good = whole_up_to(s, thread, &top, e) && named_above(s, thread, top, a, &named, e) &&
		    (!named.n || numbers_of(s, thread, top, &there, e));
	for (size_t i = 0, at = 0; good && i < named.n; i++)
		add_gap(&there, &at, named.v[i].from, named.v[i].to, a, out);
	vec_free(&there);
	return good;
}
