/* X (Twitter): the archive that the site gives to its users (tweets.js and its parts, an assignment of JavaScript with
 * JSON behind it), single statuses of the old interface, and answers of version 2 of the new one.
 *
 * A status is a source by itself, as its address is (boards.md 12.2), and its number is its id. What it answers is an
 * anchor to that id; where the text does not begin with the name of whom it answers, the anchor is empty. Short links
 * are put back to what they stand for, pictures to the picture's address. The archive does not say whose it is: links
 * of own pictures do, else the name of a folder that begins with "@".
 */
#include "board_int.h"
#include "taiyaku/json.h"

#define LINKS_MOST 100 /* in one status that are put back */

struct user {
	struct str id, name, handle;
};

struct twitter {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct arena *arena;
	VEC(struct user) users; /* of an answer, by id */
	struct buf owner;       /* of an archive: the handle */
	struct buf id, text, raw, reply, url, scratch;
	size_t nameless;
};

/* ---- text ---- */

/* What a short link stands for, appended; false: the status does not say. */
static bool expand_from(const struct json_node *list, struct str link, const char *to, struct buf *out)
{
	bool found = false;

	for (const struct json_node *u = json_first(list); json_type(list) == JSON_ARRAY && u; u = json_next(u)) {
		if (!str_eq(json_str(json_get(u, "url")), link))
			continue;
		struct str target = json_str(json_get(u, to));
		if (found && target.n)
			buf_char(out, ' ');
		buf_str(out, target);
		found |= target.n > 0;
	}
	return found;
}

static bool expand(const struct json_node *tweet, struct str link, struct buf *out)
{
	const struct json_node *entities = json_get(tweet, "entities");

	return expand_from(json_get(json_get(tweet, "extended_entities"), "media"), link, "media_url_https", out) ||
	       expand_from(json_get(entities, "media"), link, "media_url_https", out) ||
	       expand_from(json_get(entities, "urls"), link, "expanded_url", out);
}

static bool is_link_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void read_text(struct twitter *t, const struct json_node *tweet)
{
	struct str full = json_str(json_get(tweet, "full_text")), s;
	size_t at = 0, link, n = 0;

	buf_clear(&t->raw);
	buf_clear(&t->text);
	html_decode(full.n ? full : json_str(json_get(tweet, "text")), &t->raw);
	s = buf_view(&t->raw);
	while ((link = str_find(s, STR("://t.co/"), at)) != SIZE_MAX) {
		size_t from = link, end = link + strlen("://t.co/");

		while (from > at && s.p[from - 1] >= 'a' && s.p[from - 1] <= 'z')
			from--;
		while (end < s.n && is_link_char(s.p[end]))
			end++;
		buf_str(&t->text, str_slice(s, at, from));
		if (n++ >= LINKS_MOST || !expand(tweet, str_slice(s, from, end), &t->text))
			buf_str(&t->text, str_slice(s, from, end));
		at = end;
	}
	buf_str(&t->text, str_slice(s, at, s.n));
}

/* ---- who and when ---- */

static struct str id_of(const struct json_node *n, const char *key, struct buf *out)
{
	buf_clear(out);
	json_id(json_get(n, key), out);
	return buf_view(out);
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct user *)a)->id, ((const struct user *)b)->id);
}

static void who(struct twitter *t, const struct json_node *tweet, struct board_post *p)
{
	struct user key = {.id = id_of(tweet, "author_id", &t->scratch)};
	const struct json_node *user = json_get(tweet, "user");
	const struct user *found =
		key.id.n && t->users.n ? bsearch(&key, t->users.v, t->users.n, sizeof *t->users.v, by_id) : NULL;

	p->poster = found ? found->handle : json_str(json_get(user, "screen_name"));
	p->name = found ? found->name : json_str(json_get(user, "name"));
	if (!p->poster.n && !key.id.n)
		p->poster = buf_view(&t->owner);
	t->nameless += !p->poster.n;
}

/* A snowflake: milliseconds since the time below, and 22 bits. */
static int64_t time_of_id(long id)
{
	return id > 30000000000 ? (int64_t)(id >> 22) + INT64_C(1288834974657) : BOARD_NO_TIME;
}

static void when(const struct json_node *tweet, struct board_post *p)
{
	p->date_text = json_str(json_get(tweet, "created_at"));
	if (!time_rfc3339(p->date_text, &p->posted_at, &p->tz_min) && !time_asctime(p->date_text, &p->posted_at))
		p->posted_at = time_of_id(p->number);
}

/* ---- answers ---- */

static struct str answered(struct twitter *t, const struct json_node *tweet)
{
	const struct json_node *list = json_get(tweet, "referenced_tweets");
	struct str id = id_of(tweet, "in_reply_to_status_id_str", &t->reply);

	if (!id.n)
		id = id_of(tweet, "in_reply_to_status_id", &t->reply);
	for (const struct json_node *n = json_first(list); !id.n && json_type(list) == JSON_ARRAY && n;
	     n = json_next(n))
		if (str_eq(json_str(json_get(n, "type")), STR("replied_to")))
			id = id_of(n, "id", &t->reply);
	return id;
}

/* ---- a status ---- */

static bool say_source(struct twitter *t, const struct board_post *p)
{
	struct board_source s = {.family = STR("x"), .key = buf_view(&t->id), .host = STR("x.com")};

	buf_clear(&t->url);
	buf_cat(&t->url, "https://x.com/");
	if (p->poster.n)
		buf_str(&t->url, p->poster);
	else
		buf_cat(&t->url, "i/web");
	buf_printf(&t->url, "/status/%s", buf_cstr(&t->id));
	s.url = buf_view(&t->url);
	s.created_at = p->posted_at;
	return reader_source(t->r, &s);
}

static bool say_status(struct twitter *t, const struct json_node *tweet, struct str piece)
{
	struct span at = board_json_span(&t->f, piece);
	struct board_post p = {.kind = BOARD_POST, .start = at.start, .end = at.end};
	struct board_anchor anchor = {.from = board_number(answered(t, tweet))};

	p.number = board_number(buf_view(&t->id));
	read_text(t, tweet);
	p.text = buf_view(&t->text);
	who(t, tweet, &p);
	when(tweet, &p);
	anchor.to = anchor.from;
	anchor.end = board_mention(p.text);
	p.anchors = &anchor;
	p.n_anchors = anchor.from >= 0;
	return say_source(t, &p) && reader_post(t->r, &p);
}

/* The status in an element: {"tweet": {…}}, or the element itself. */
static const struct json_node *status_in(struct twitter *t, const struct json_node *element)
{
	const struct json_node *tweet = json_get(element, "tweet");

	tweet = json_type(tweet) == JSON_OBJECT ? tweet : element;
	if (!id_of(tweet, "id_str", &t->id).n)
		id_of(tweet, "id", &t->id);
	bool text = json_type(json_get(tweet, "full_text")) == JSON_STRING ||
		    json_type(json_get(tweet, "text")) == JSON_STRING;
	return text && board_number(buf_view(&t->id)) >= 0 ? tweet : NULL;
}

typedef bool each_status(struct twitter *, const struct json_node *, struct str piece);

static bool one(struct twitter *t, struct str piece, each_status *f)
{
	struct err e = {0};
	struct json *j = board_json_post(&t->f, piece, &e);
	const struct json_node *tweet = j ? status_in(t, json_root(j)) : NULL;
	bool good = j || e.code == ERR_NONE || err_set(t->e, e.code, "%s", e.text);

	if (tweet)
		good = f(t, tweet, piece);
	else if (j)
		t->f.no_posts++;
	json_free(j);
	return good;
}

/* All of a list, or the one status that stands in its place. */
static bool all(struct twitter *t, struct str list, each_status *f)
{
	struct json_cut c = {.s = list};

	if (list.n && list.p[0] == '{')
		return one(t, list, f);
	while (json_cut_next(&c))
		if (!one(t, c.value, f))
			return false;
	return true;
}

/* ---- whose archive ---- */

/* "https://twitter.com/OWNER/status/ID/photo/1" of the status itself */
static bool owner_in(struct twitter *t, const struct json_node *tweet, struct str piece)
{
	const struct json_node *media = json_get(json_get(tweet, "extended_entities"), "media");

	(void)piece;
	if (!json_first(media))
		media = json_get(json_get(tweet, "entities"), "media");
	for (const struct json_node *m = json_first(media); json_type(media) == JSON_ARRAY && m; m = json_next(m)) {
		struct str url = json_str(json_get(m, "expanded_url"));
		size_t at = str_find(url, STR("/status/"), 0);

		if (at == SIZE_MAX)
			continue;
		struct str rest = str_slice(url, at + strlen("/status/"), url.n),
			   owner = board_path_part(str_slice(url, 0, at), 0);
		if (str_starts(rest, buf_view(&t->id)) && rest.n > t->id.n && rest.p[t->id.n] == '/' && owner.n)
			buf_str(&t->owner, owner);
		if (t->owner.n)
			break;
	}
	return true;
}

static bool find_owner(struct twitter *t)
{
	struct json_cut c = {.s = t->f.body};

	while (!t->owner.n && json_cut_next(&c))
		if (str_find(c.value, STR("media"), 0) != SIZE_MAX && !one(t, c.value, owner_in))
			return false;
	t->f.no_posts = 0;
	for (size_t i = 0; !t->owner.n && board_path_part(t->f.in->path, i).n; i++) {
		struct str part = board_path_part(t->f.in->path, i);
		if (part.p[0] == '@')
			buf_str(&t->owner, str_slice(part, 1, part.n));
	}
	return true;
}

/* ---- an answer of version 2: {data, includes: {users, tweets}} ---- */

static bool take_user(struct twitter *t, struct str piece)
{
	struct err e = {0};
	struct json *j = board_json_post(&t->f, piece, &e);
	const struct json_node *u = j ? json_root(j) : NULL;

	if (!j && e.code != ERR_NONE)
		return err_set(t->e, e.code, "%s", e.text);
	if (json_str(json_get(u, "id")).n)
		vec_push(&t->users, (struct user){arena_str(t->arena, json_str(json_get(u, "id"))),
						  arena_str(t->arena, json_str(json_get(u, "name"))),
						  arena_str(t->arena, json_str(json_get(u, "username")))});
	json_free(j);
	return true;
}

static bool take_users(struct twitter *t, struct str includes)
{
	struct json_cut c = {0};

	if (!board_json_member(&t->f, includes, "users", &c.s, t->e))
		return false;
	while (json_cut_next(&c))
		if (!take_user(t, c.value))
			return false;
	t->f.no_posts = 0;
	if (t->users.n)
		qsort(t->users.v, t->users.n, sizeof *t->users.v, by_id);
	return true;
}

static bool read_answer(struct twitter *t, struct str data)
{
	struct str includes, more;

	return board_json_member(&t->f, t->f.body, "includes", &includes, t->e) && take_users(t, includes) &&
	       board_json_member(&t->f, includes, "tweets", &more, t->e) && all(t, data, say_status) &&
	       all(t, more, say_status);
}

static bool read_all(struct twitter *t)
{
	struct str data, statuses;

	if (!board_json_member(&t->f, t->f.body, "data", &data, t->e) ||
	    !board_json_member(&t->f, t->f.body, "statuses", &statuses, t->e))
		return false;
	if (data.n)
		return read_answer(t, data);
	if (t->f.body.p[0] == '[' && !find_owner(t))
		return false;
	return all(t, statuses.n ? statuses : t->f.body, say_status);
}

static bool finish(struct twitter *t)
{
	if (t->nameless && !reader_message(t->r,
					   _("%s: posts of which it does not say who wrote them: %zu; put an archive "
					     "into a folder named @user"),
					   t->f.name, t->nameless))
		return false;
	return board_json_done(t->r, &t->f);
}

/* ---- the format ---- */

int twitter_looks(const struct board_input *in)
{
	static const char *const archive[] = {"[].tweet.full_text", "[].tweet.id_str",    "[].full_text",
					      ".full_text",         ".statuses[].id_str", "[].retweet_count"};
	static const char *const ids[] = {"[].id_str", ".id_str", ".statuses[].id_str", "[].tweet.id_str",
					  "[].tweet.id"};
	static const char *const answer[] = {".data[].text", ".data.text"};
	static const char *const fields[] = {".data[].edit_history_tweet_ids[]",
					     ".data.edit_history_tweet_ids[]",
					     ".data[].author_id",
					     ".data.author_id",
					     ".data[].conversation_id",
					     ".data.conversation_id"};

	if (board_json_peek(in, archive, 6) && board_json_peek(in, ids, 5))
		return 90;
	return board_json_peek(in, answer, 2) && board_json_peek(in, fields, 6) ? 85 : 0;
}

bool twitter_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct twitter t = {.r = r, .e = e};

	if (!board_json_open(&t.f, r, in, NULL, e))
		return false;
	t.arena = arena_new();
	bool good = board_json_part(r, &t.f, "twitter", BOARD_RANK_API) && read_all(&t) && finish(&t);
	struct buf *const bufs[] = {&t.owner, &t.id, &t.text, &t.raw, &t.reply, &t.url, &t.scratch};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	vec_free(&t.users);
	arena_free(t.arena);
	board_json_close(&t.f);
	return good;
}
