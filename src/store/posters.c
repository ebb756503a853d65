/* Who wrote a post (boards.md 11.2).
 *
 * A name is a name only within its scope: an ID: is one person's on one board for one day of Japan, a slip for a week
 * from Thursday on, a trip and a BE number on all boards of a family. Sites with users have one name space.
 */
#include "store.h"
#include "taiyaku/text.h"

#define HOUR ((int64_t)3600000)
#define DAY (24 * HOUR)
#define JAPAN (9 * HOUR)

static bool has_users(struct str family)
{
	static const char *const sites[] = {"hf",   "x",    "mastodon", "discourse", "reddit",
					    "hn", "note", "mail",     "qq",        "civitai"};

	for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
		if (str_eq(family, str_c(sites[i])))
			return true;
	return false;
}

/* ID:???, ID:???0, NG: what boards put where they tell nothing. */
static bool is_nobody(struct str value)
{
	return !value.n || str_starts(value, STR("???")) || str_eq(value, STR("NG"));
}

/* "136914265-S★(615094)": what stands after the number changes from post to post. */
static struct str be_number(struct str be)
{
	size_t n = 0;

	while (n < be.n && be.p[n] >= '0' && be.p[n] <= '9')
		n++;
	return n ? str_slice(be, 0, n) : be;
}

/* The days from the one that `at` is in, counted so that they begin in step with 1970-01-01 of Japan, a Thursday. */
static void scope(struct store_poster *p, int64_t at, int64_t days)
{
	int64_t length = days * DAY, since = (at + JAPAN) % length;

	p->from = at - (since < 0 ? since + length : since);
	p->to = p->from + length;
}

bool store_poster_of(const struct store_post *p, const struct store_identity *i, struct store_poster *out)
{
	bool dated = p->posted_at != STORE_NO_TIME;

	*out = (struct store_poster){
		.family = i->family, .board = {"", 0}, .value = {"", 0}, .from = STORE_NO_TIME, .to = STORE_NO_TIME};
	if (!is_nobody(p->trip)) {
		out->kind = STORE_POSTER_TRIP;
		out->value = p->trip;
	} else if (!is_nobody(p->be)) {
		out->kind = STORE_POSTER_BE;
		out->value = be_number(p->be);
	} else if (!is_nobody(p->poster) && has_users(i->family)) {
		out->kind = STORE_POSTER_ID;
		out->value = p->poster;
	} else if (!is_nobody(p->poster) && dated) {
		out->kind = STORE_POSTER_ID;
		out->value = p->poster;
		out->board = i->board;
		scope(out, p->posted_at, 1);
	} else if (!is_nobody(p->slip) && dated) {
		out->kind = STORE_POSTER_SLIP;
		out->value = p->slip;
		out->board = i->board;
		scope(out, p->posted_at, 7);
	}
	return out->kind != STORE_POSTER_NONE;
}

bool store_poster_eq(const struct store_poster *a, const struct store_poster *b)
{
	return a->kind == b->kind && str_eq(a->family, b->family) && str_eq(a->board, b->board) &&
	       str_eq(a->value, b->value) && a->from == b->from && a->to == b->to;
}

#define SCOPE                                                                                                          \
	" AND b.family=?2 AND (?3='' OR b.key=?3) AND (?4 IS NULL OR p.posted_at>=?4) AND "                            \
	"(?5 IS NULL OR p.posted_at<?5) ORDER BY p.posted_at,p.post_id LIMIT ?6"
#define FROM_BOARDS "JOIN thread t USING(thread_id) JOIN board b USING(board_id) "

bool store_posts_by_poster(struct store *s, const struct store_poster *who, size_t max, struct arena *a,
			   struct store_posts *out, struct err *e)
{
	static const char *const by_kind[] = {
		[STORE_POSTER_TRIP] = STORE_POSTS FROM_BOARDS "WHERE p.trip=?1" SCOPE,
		[STORE_POSTER_BE] = STORE_POSTS FROM_BOARDS "WHERE (p.be=?1 OR p.be GLOB ?1||'-*')" SCOPE,
		[STORE_POSTER_ID] = STORE_POSTS FROM_BOARDS "WHERE p.poster=?1" SCOPE,
		[STORE_POSTER_SLIP] = STORE_POSTS FROM_BOARDS "WHERE p.slip=?1" SCOPE,
	};
	struct query q;

	*out = (struct store_posts){0};
	if (who->kind == STORE_POSTER_NONE)
		return true;
	store_db_query(s->db, &q, e, by_kind[who->kind], "sssnni", who->value, who->family, who->board, who->from,
		       who->to, (int64_t)(max > INT32_MAX ? INT32_MAX : max));
	return store_posts_collect(s, &q, a, out, e);
}

static struct str without(struct str s, struct str prefix)
{
	return str_starts(s, prefix) ? str_slice(s, prefix.n, s.n) : s;
}

bool store_posts_by_name(struct store *s, struct str who, size_t max, struct arena *a, struct store_posts *out,
			 struct err *e)
{
	struct str id = without(who, STR("ID:")), be = without(who, STR("BE:"));
	struct query q;

	*out = (struct store_posts){0};
	if (!id.n || !be.n)
		return true;
	store_db_query(s->db, &q, e,
		       STORE_POSTS
		       "WHERE p.poster=?1 OR p.trip=?2 OR p.be=?3 OR p.be GLOB ?3||'-*' OR instr(p.slip,?2)>0 "
		       "ORDER BY p.posted_at,p.post_id LIMIT ?4",
		       "sssi", id, who, be, (int64_t)(max > INT32_MAX ? INT32_MAX : max));
	return store_posts_collect(s, &q, a, out, e);
}
