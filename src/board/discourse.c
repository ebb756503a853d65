/* Discourse: a topic, a list of posts, a single post, and the list of somebody's answers (which has only the beginning
 * of each). Posts have numbers within their topic; what one answers stands in a field, so its anchor is empty.
 *
 * No file names its site, and topics of all sites have the same small numbers: the site comes from the address, or from
 * a folder with its name.
 */
#include "board_int.h"
#include "taiyaku/json.h"

struct discourse {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct str site;
	struct buf topic;              /* the one that the posts are said to be of; empty: none yet */
	struct buf id, title, created; /* of the file's own topic */
	struct buf text, scratch;
	size_t posts;
};

/* ---- the site ---- */

static bool is_host(struct str s)
{
	bool dot = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		dot |= c == '.' && i && i + 1 < s.n;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
			return false;
	}
	return dot && s.p[0] != '.';
}

static struct str site_of(const struct board_input *in)
{
	struct str host = board_host(in->url);

	if (host.n || in->board.n)
		return host.n ? host : in->board;
	for (size_t i = 1; board_path_part(in->path, i).n; i++)
		if (is_host(board_path_part(in->path, i)))
			return board_path_part(in->path, i);
	return (struct str){"", 0};
}

/* ---- posts ---- */

static bool say_source(struct discourse *d, const struct json_node *post)
{
	struct str title = json_str(json_get(post, "topic_title")), topic = buf_view(&d->topic);
	struct board_source s = {.family = STR("discourse"), .board = d->site, .key = topic, .host = d->site};
	int tz;

	s.title = title.n ? title : json_str(json_get(post, "title"));
	s.created_at = BOARD_NO_TIME;
	if (str_eq(topic, buf_view(&d->id))) {
		s.title = d->title.n ? buf_view(&d->title) : s.title;
		if (!time_rfc3339(buf_view(&d->created), &s.created_at, &tz))
			s.created_at = BOARD_NO_TIME;
	}
	buf_clear(&d->scratch);
	if (d->site.n)
		buf_printf(&d->scratch, "https://" STR_FMT "/t/" STR_FMT, STR_ARG(d->site), STR_ARG(topic));
	s.url = d->f.in->url.n ? d->f.in->url : buf_view(&d->scratch);
	return reader_source(d->r, &s);
}

static bool is_gone(const struct json_node *post)
{
	return json_bool(json_get(post, "user_deleted"), false) || json_bool(json_get(post, "deleted"), false) ||
	       json_bool(json_get(post, "cooked_hidden"), false) ||
	       json_type(json_get(post, "deleted_at")) == JSON_STRING;
}

enum { SMALL_ACTION = 3 }; /* post_type of "closed this topic" and the like */

static void read_text(struct discourse *d, const struct json_node *post)
{
	struct str cooked = json_str(json_get(post, "cooked"));

	buf_clear(&d->text);
	html_text(cooked.n ? cooked : json_str(json_get(post, "excerpt")), &d->text);
	if (!d->text.n)
		buf_str(&d->text, json_str(json_get(post, "action_code")));
}

static bool say_post(struct discourse *d, const struct json_node *post, struct str piece)
{
	struct span at = board_json_span(&d->f, piece);
	struct str name = json_str(json_get(post, "name"));
	struct board_post p = {.kind = BOARD_POST, .start = at.start, .end = at.end};
	long answered = (long)json_int(json_get(post, "reply_to_post_number"), -1);
	struct board_anchor anchor = {.from = answered, .to = answered};

	if (json_int(json_get(post, "post_type"), 1) == SMALL_ACTION)
		p.kind = BOARD_EVENT;
	if (is_gone(post))
		p.kind = BOARD_DELETED;
	p.number = (long)json_int(json_get(post, "post_number"), -1);
	p.poster = json_str(json_get(post, "username"));
	p.name = name.n ? name : p.poster;
	p.date_text = json_str(json_get(post, "created_at"));
	if (!time_rfc3339(p.date_text, &p.posted_at, &p.tz_min))
		p.posted_at = BOARD_NO_TIME;
	read_text(d, post);
	p.text = buf_view(&d->text);
	p.anchors = &anchor;
	p.n_anchors = answered > 0;
	d->posts++;
	return reader_post(d->r, &p);
}

static bool one_post(struct discourse *d, struct str piece)
{
	struct err e = {0};
	struct json *j = board_json_post(&d->f, piece, &e);
	const struct json_node *post = j ? json_root(j) : NULL;
	bool good = j || e.code == ERR_NONE || err_set(d->e, e.code, "%s", e.text);

	buf_clear(&d->scratch);
	if (!json_id(json_get(post, "topic_id"), &d->scratch))
		buf_str(&d->scratch, buf_view(&d->id));
	if (j && (json_int(json_get(post, "post_number"), -1) < 0 || board_number(buf_view(&d->scratch)) < 0)) {
		d->f.no_posts++;
	} else if (j) {
		if (!str_eq(buf_view(&d->scratch), buf_view(&d->topic))) {
			buf_clear(&d->topic);
			buf_str(&d->topic, buf_view(&d->scratch));
			good = say_source(d, post);
		}
		good = good && say_post(d, post, piece);
	}
	json_free(j);
	return good;
}

static bool all_posts(struct discourse *d, struct str list)
{
	struct json_cut c = {.s = list};

	while (json_cut_next(&c))
		if (!one_post(d, c.value))
			return false;
	return true;
}

/* ---- files ---- */

/* A member that is a string or a number, into out. */
static bool take(struct discourse *d, const char *key, struct buf *out)
{
	struct str piece;
	struct json *j;

	if (!board_json_member(&d->f, d->f.body, key, &piece, d->e))
		return false;
	if (!piece.n || piece.p[0] == '{' || piece.p[0] == '[')
		return true;
	if (!(j = json_parse(piece, d->f.name, d->e)))
		return false;
	json_id(json_root(j), out);
	json_free(j);
	return true;
}

/* The stream lists the ids of all posts of the topic. */
static bool read_topic(struct discourse *d, struct str stream)
{
	struct str posts, ids;
	size_t n = 0;

	if (!board_json_member(&d->f, stream, "posts", &posts, d->e) ||
	    !board_json_member(&d->f, stream, "stream", &ids, d->e) || !take(d, "id", &d->id) ||
	    !take(d, "title", &d->title) || !take(d, "created_at", &d->created) || !all_posts(d, posts))
		return false;
	for (struct json_cut c = {.s = ids}; json_cut_next(&c);)
		n++;
	return n <= d->posts ||
	       reader_message(d->r, _("%s: the topic has %zu posts, the file %zu of them"), d->f.name, n, d->posts);
}

static bool read_all(struct discourse *d)
{
	static const char *const lists[] = {"latest_posts", "posts", "user_actions"};
	struct str list;

	if (d->f.body.p[0] == '[')
		return all_posts(d, d->f.body);
	if (!board_json_member(&d->f, d->f.body, "post_stream", &list, d->e))
		return false;
	if (list.n)
		return read_topic(d, list);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (!board_json_member(&d->f, d->f.body, lists[i], &list, d->e))
			return false;
		if (list.n)
			return all_posts(d, list);
	}
	return one_post(d, d->f.body);
}

static bool finish(struct discourse *d)
{
	if (d->posts && !d->site.n &&
	    !reader_message(d->r, _("%s: the file does not name its site: say --board HOST, as meta.example.org"),
			    d->f.name))
		return false;
	return board_json_done(d->r, &d->f);
}

int discourse_looks(const struct board_input *in)
{
	static const char *const topic[] = {".post_stream.posts[].post_number", ".latest_posts[].post_number",
					    ".user_actions[].post_number"};
	static const char *const number[] = {".post_number", "[].post_number", ".posts[].post_number"};
	static const char *const cooked[] = {".cooked", "[].cooked", ".posts[].cooked"};

	if (board_json_peek(in, topic, 3))
		return 90;
	return board_json_peek(in, number, 3) & board_json_peek(in, cooked, 3) ? 85 : 0;
}

bool discourse_read(struct reader *r, const struct board_input *in, struct err *e)
{
	static const char *const actions[] = {".user_actions[].post_number"};
	struct discourse d = {.r = r, .e = e, .site = site_of(in)};
	int rank = board_json_peek(in, actions, 1) ? BOARD_RANK_PASTED : BOARD_RANK_API; /* beginnings only */

	if (!board_json_open(&d.f, r, in, NULL, e))
		return false;
	bool good = board_json_part(r, &d.f, "discourse", rank) && read_all(&d) && finish(&d);
	struct buf *const bufs[] = {&d.topic, &d.id, &d.title, &d.created, &d.text, &d.scratch};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	board_json_close(&d.f);
	return good;
}
