/* Who wrote a post (boards.md 11.2).
 *
 * A name is a name only within its scope: an ID: is one person's on one board for one day of Japan, a slip for a week
 * from Thursday on, a trip and a BE number on all boards of a family. Sites with users have one name space. Posts are
 * found through the index, where the names of a post stand under hashes; what is found is compared as it is written.
 */
#include "index.h"

#define HOUR ((int64_t)3600000)
#define DAY (24 * HOUR)
#define JAPAN (9 * HOUR)

static bool has_users(struct str family)
{
	static const char *const sites[] = {"hf", "x",    "mastodon", "discourse", "reddit",
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

/* The days that the time is in, counted so that weeks begin on Thursday as 1970 did. */
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

/* ---- names in the index ---- */

/* What may be asked for: the kind of name, the kind with the top bit for a part of a slip. */
enum { PART = 0x80 };
typedef bool (*name_fn)(void *context, unsigned kind, struct str value); /* false: enough */

static bool slip_parts(struct str slip, name_fn fn, void *context)
{
	size_t blank = str_find_char(slip, ' ', 0);
	struct str word = blank == SIZE_MAX ? (struct str){"", 0} : str_slice(slip, 0, blank);
	struct str code = blank == SIZE_MAX ? slip : str_slice(slip, blank + 1, slip.n);
	size_t dash = str_find_char(code, '-', 0);

	if (!fn(context, PART, slip))
		return false;
	if (word.n && (!fn(context, PART, word) || !fn(context, PART, code)))
		return false;
	if (dash == SIZE_MAX)
		return true;
	return fn(context, PART, str_slice(code, 0, dash)) && fn(context, PART, str_slice(code, dash + 1, code.n)) &&
	       (!word.n || fn(context, PART, str_slice(slip, 0, slip.n - (code.n - dash))));
}

static void each_name(const struct store_post *p, name_fn fn, void *context)
{
	if ((p->trip.n && !fn(context, STORE_POSTER_TRIP, p->trip)) ||
	    (p->be.n && !fn(context, STORE_POSTER_BE, be_number(p->be))) ||
	    (p->poster.n && !fn(context, STORE_POSTER_ID, p->poster)) ||
	    (p->slip.n && !fn(context, STORE_POSTER_SLIP, p->slip)))
		return;
	if (p->slip.n)
		slip_parts(p->slip, fn, context);
}

static uint64_t name_key(unsigned kind, struct str value)
{
	uint64_t h = 0xcbf29ce484222325u ^ kind;

	for (size_t i = 0; i < value.n; i++)
		h = (h ^ (uint8_t)value.p[i]) * 0x100000001b3u;
	return STORE_KEY_NAME | (h ^ h >> 22) % STORE_KEY_NAME;
}

struct key_sink {
	store_key_fn fn;
	void *context;
};

static bool pass_key(void *context, unsigned kind, struct str value)
{
	struct key_sink *sink = context;

	sink->fn(sink->context, name_key(kind, value));
	return true;
}

void store_poster_keys(const struct store_post *p, store_key_fn fn, void *context)
{
	struct key_sink sink = {fn, context};

	each_name(p, pass_key, &sink);
}

uint64_t store_poster_key(const struct store_poster *who)
{
	return name_key(who->kind, who->kind == STORE_POSTER_BE ? be_number(who->value) : who->value);
}

/* ---- comparing as written ---- */

struct wanted {
	unsigned kind;
	struct str value;
};
struct comparing {
	const struct wanted *w;
	size_t n;
	bool found;
};

static bool compare(void *context, unsigned kind, struct str value)
{
	struct comparing *c = context;

	for (size_t i = 0; i < c->n; i++)
		c->found |= c->w[i].kind == kind && str_eq(c->w[i].value, value);
	return !c->found;
}

static bool is_wanted(const struct store_post *p, const struct wanted *w, size_t n)
{
	struct comparing c = {w, n, false};

	each_name(p, compare, &c);
	return c.found;
}

bool store_poster_wrote(const struct store_poster *who, const struct store_post *p, const struct store_identity *i)
{
	struct wanted w = {who->kind, who->kind == STORE_POSTER_BE ? be_number(who->value) : who->value};

	return is_wanted(p, &w, 1) && str_eq(i->family, who->family) &&
	       (!who->board.n || str_eq(i->board, who->board)) &&
	       (who->from == STORE_NO_TIME || (p->posted_at != STORE_NO_TIME && p->posted_at >= who->from)) &&
	       (who->to == STORE_NO_TIME || (p->posted_at != STORE_NO_TIME && p->posted_at < who->to));
}

/* ---- asking ---- */

struct dated {
	int64_t post, at;
};

static int by_time(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (x->post > y->post) - (x->post < y->post);
}

struct asking {
	const struct store_poster *who; /* NULL: whoever has one of the names */
	const struct wanted *names;
	size_t n_names;
	struct {
		struct dated *v;
		size_t n, cap;
	} posts;
};

bool store_names_of(struct store *s, int64_t post, struct query *q, struct store_post *p, struct store_identity *i,
		    struct err *e)
{
	store_db_query(s->db, q, e,
		       "SELECT p.posted_at,p.slip,p.poster,p.trip,p.be,b.family,b.key,t.key FROM post p JOIN thread t "
		       "USING(thread_id) JOIN board b USING(board_id) WHERE p.post_id=?",
		       "i", post);
	if (!store_db_row(q))
		return false;
	*p = (struct store_post){.posted_at = store_db_time(q, 0),
				 .slip = store_db_text(q, 1),
				 .poster = store_db_text(q, 2),
				 .trip = store_db_text(q, 3),
				 .be = store_db_text(q, 4)};
	*i = (struct store_identity){store_db_text(q, 5), store_db_text(q, 6), store_db_text(q, 7), {"", 0}};
	return true;
}

static bool look_at_post(struct store *s, int64_t post, struct asking *ask, struct err *e)
{
	struct store_identity i;
	struct store_post p;
	struct query q;

	if (store_names_of(s, post, &q, &p, &i, e) &&
	    (ask->who ? store_poster_wrote(ask->who, &p, &i) : is_wanted(&p, ask->names, ask->n_names)))
		vec_push(&ask->posts, (struct dated){post, p.posted_at});
	return store_db_done(&q);
}

static bool gather(struct store *s, const struct store_needle *n, struct asking *ask, struct err *e)
{
	struct store_batch b = {0};
	bool good = true;

	for (int64_t below = INT64_MAX; good && below; below = b.below) {
		good = store_lookup(s, n, below, &b, e);
		for (size_t i = 0; good && i < b.found.n; i++)
			good = look_at_post(s, b.found.v[i].entry, ask, e);
	}
	store_batch_free(&b);
	return good;
}

static bool posts_of(struct store *s, const struct store_needle *n, struct asking *ask, size_t max, struct arena *a,
		     struct store_posts *out, struct err *e)
{
	bool begun = store_read_begin(s), good = gather(s, n, ask, e);

	*out = (struct store_posts){0};
	if (ask->posts.n)
		qsort(ask->posts.v, ask->posts.n, sizeof *ask->posts.v, by_time);
	for (size_t i = 0; good && i < ask->posts.n && out->n < max; i++) {
		struct store_posts one;
		good = store_post_by_id(s, ask->posts.v[i].post, a, &one, e);
		if (good && one.n)
			STORE_PUSH(a, out, one.v[0]);
	}
	store_read_end(s, begun);
	vec_free(&ask->posts);
	return good;
}

bool store_posts_by_poster(struct store *s, const struct store_poster *who, size_t max, struct arena *a,
			   struct store_posts *out, struct err *e)
{
	uint64_t key = store_poster_key(who);
	struct store_needle n = {.names = &key, .n_names = 1};
	struct asking ask = {.who = who};

	*out = (struct store_posts){0};
	return who->kind == STORE_POSTER_NONE || posts_of(s, &n, &ask, max, a, out, e);
}

static struct str trimmed(struct str s)
{
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '-'))
		s.n--;
	while (s.n && (s.p[0] == ' ' || s.p[0] == '-'))
		s = str_slice(s, 1, s.n);
	return s;
}

bool store_posts_by_name(struct store *s, struct str who, size_t max, struct arena *a, struct store_posts *out,
			 struct err *e)
{
	bool id = str_starts(who, STR("ID:")), be = str_starts(who, STR("BE:"));
	struct str name = id || be ? str_slice(who, 3, who.n) : who, part = trimmed(name);
	struct wanted any[] = {{STORE_POSTER_ID, name},
			       {STORE_POSTER_BE, be_number(name)},
			       {STORE_POSTER_TRIP, name},
			       {STORE_POSTER_SLIP, part},
			       {PART, part}};
	size_t first = be ? 1 : 0, n_any = id ? 1 : be ? 1 : sizeof any / sizeof *any;
	uint64_t keys[sizeof any / sizeof *any];
	struct store_needle n = {.names = keys, .n_names = n_any};
	struct asking ask = {.names = any + first, .n_names = n_any};

	*out = (struct store_posts){0};
	for (size_t i = 0; i < n_any; i++)
		keys[i] = name_key(any[first + i].kind, any[first + i].value);
	return !name.n || posts_of(s, &n, &ask, max, a, out, e);
}
