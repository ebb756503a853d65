/* FoolFuuka, the archives of imageboards: threads as members named by their number, posts as members or elements, all
 * numbers as strings, comments as plain text. A ghost post (answers written in the archive, "123_1") has no number of
 * the board; its key is that.
 */
#include "board_int.h"
#include "taiyaku/json.h"

struct foolfuuka {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct buf thread, number, key, text, scratch;
	anchor_vec anchors;
	size_t files;
};

static struct str id_of(const struct json_node *post, const char *name, struct buf *out)
{
	buf_clear(out);
	json_id(json_get(post, name), out);
	return buf_view(out);
}

/* ">>12" of the thread: no number of it is below its own. */
static void find_anchors(struct foolfuuka *u, long first)
{
	struct str s = buf_view(&u->text);

	u->anchors.n = 0;
	for (size_t at = 0; (at = str_find(s, STR(">>"), at)) != SIZE_MAX;) {
		size_t end = at + 2;
		while (end < s.n && s.p[end] >= '0' && s.p[end] <= '9')
			end++;
		long n = board_number(str_slice(s, at + 2, end));
		if (n >= first && first > 0 && (!at || s.p[at - 1] != '>'))
			vec_push(&u->anchors, (struct board_anchor){at, end, n, n});
		at = end;
	}
}

static bool say_source(struct foolfuuka *u, const struct json_node *post, struct str thread)
{
	bool first = str_eq(id_of(post, "num", &u->number), thread);
	struct str board = json_str(json_get(json_get(post, "board"), "shortname"));
	struct board_source s = {.family = STR("4chan"), .key = thread, .url = u->f.in->url};

	s.board = board.n ? board : u->f.in->board;
	s.title = first ? json_str(json_get(post, "title")) : (struct str){"", 0};
	s.created_at = first && id_of(post, "timestamp", &u->scratch).n
			       ? board_seconds(board_number(buf_view(&u->scratch)))
			       : BOARD_NO_TIME;
	s.host = board_host(s.url);
	return reader_source(u->r, &s);
}

static void read_text(struct foolfuuka *u, const struct json_node *post, long first)
{
	struct str title = json_str(json_get(post, "title")), comment = json_str(json_get(post, "comment"));

	buf_clear(&u->text);
	buf_str(&u->text, title);
	if (title.n && comment.n)
		buf_char(&u->text, '\n');
	for (size_t i = 0; i < comment.n; i++)
		if (comment.p[i] != '\r')
			buf_char(&u->text, comment.p[i]);
	find_anchors(u, first);
}

static bool say_post(struct foolfuuka *u, const struct json_node *post, struct str piece)
{
	struct span at = board_json_span(&u->f, piece);
	struct board_post p = {.kind = BOARD_POST, .start = at.start, .end = at.end};
	struct str sub = id_of(post, "subnum", &u->scratch), number = id_of(post, "num", &u->number);

	buf_clear(&u->key);
	p.number = board_number(number);
	if (sub.n && !str_eq(sub, STR("0"))) {
		buf_printf(&u->key, STR_FMT "_" STR_FMT, STR_ARG(number), STR_ARG(sub));
		p.number = -1;
	}
	p.key = buf_view(&u->key);
	p.name = json_str(json_get(post, "name"));
	p.trip = json_str(json_get(post, "trip"));
	p.poster = json_str(json_get(post, "poster_hash"));
	p.mail = json_str(json_get(post, "email"));
	p.date_text = json_str(json_get(post, "fourchan_date"));
	p.posted_at = id_of(post, "timestamp", &u->scratch).n ? board_seconds(board_number(buf_view(&u->scratch)))
							      : BOARD_NO_TIME;
	read_text(u, post, board_number(buf_view(&u->thread)));
	p.text = buf_view(&u->text);
	p.anchors = u->anchors.v;
	p.n_anchors = u->anchors.n;
	p.broken = p.number < 0 && !p.key.n;
	u->files += json_type(json_get(post, "media")) == JSON_OBJECT;
	return reader_post(u->r, &p);
}

static bool one_post(struct foolfuuka *u, struct str piece)
{
	struct err e = {0};
	struct json *j = board_json_post(&u->f, piece, &e);
	bool good = true;

	if (!j)
		return e.code == ERR_NONE || err_set(u->e, e.code, "%s", e.text);
	const struct json_node *post = json_root(j);
	struct str thread = id_of(post, "thread_num", &u->scratch);
	if (!thread.n || !json_get(post, "num")) {
		u->f.no_posts++;
	} else {
		if (!str_eq(thread, buf_view(&u->thread))) {
			buf_clear(&u->thread);
			buf_str(&u->thread, thread);
			good = say_source(u, post, buf_view(&u->thread));
		}
		good = good && say_post(u, post, piece);
	}
	json_free(j);
	return good;
}

static bool one_thread(struct foolfuuka *u, struct str object)
{
	struct json_cut c = {0};
	struct str op;

	if (!board_json_member(&u->f, object, "op", &op, u->e) ||
	    !board_json_member(&u->f, object, "posts", &c.s, u->e) || (op.n && !one_post(u, op)))
		return false;
	while (json_cut_next(&c))
		if (!one_post(u, c.value))
			return false;
	return true;
}

static bool all_threads(struct foolfuuka *u)
{
	struct json_cut c = {.s = u->f.body};

	while (json_cut_next(&c))
		if (c.object && c.value.p[0] == '{' && !one_thread(u, c.value))
			return false;
	return true;
}

int foolfuuka_looks(const struct board_input *in)
{
	static const char *const paths[] = {".#.op.num", ".#.posts.#.num", ".#.posts[].num"};

	return board_json_peek(in, paths, 3) ? 90 : 0;
}

bool foolfuuka_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct foolfuuka u = {.r = r, .e = e};

	if (!board_json_open(&u.f, r, in, NULL, e))
		return false;
	bool good = board_json_part(r, &u.f, "imageboard", BOARD_RANK_ARCHIVE) && all_threads(&u) &&
		    (!u.files ||
		     reader_message(r, _("%s: posts whose attached files are not kept: %zu"), u.f.name, u.files)) &&
		    board_json_done(r, &u.f);
	struct buf *const bufs[] = {&u.thread, &u.number, &u.key, &u.text, &u.scratch};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	vec_free(&u.anchors);
	board_json_close(&u.f);
	return good;
}
