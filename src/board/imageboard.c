/* Imageboards: the JSON of 4chan's API and of vichan, which has the same keys: a thread, a page of threads, a catalog.
 *
 * Numbers are the board's, not the thread's: a quotelink is an anchor only where its address stays in the thread, and a
 * dead one only where the number can be of the thread at all, that is, not before its first post. The board is not in
 * the file: it is taken from the address it came from, from links in the posts, or from its folder.
 */
#include "board_int.h"
#include "taiyaku/json.h"

struct imageboard {
	struct reader *r;
	struct json_file f;
	struct err *e;
	const char *family;
	struct buf board;
	bool vichan;
	size_t files, omitted;
	/* of one post */
	struct buf key, name, trip, poster, mail, text, scratch;
	VEC(long) linked; /* numbers that its links name */
	anchor_vec anchors;
};

/* ---- dates: "12/30/15(Wed)02:46:35" with the time beside it says which zone it was written in ---- */

static int two_digits(struct str s, size_t at)
{
	if (at + 2 > s.n || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
		return -1;
	return (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

static int zone_of(struct str now, int64_t posted_at)
{
	size_t clock = str_find_char(now, ')', 0);

	if (clock == SIZE_MAX || posted_at == BOARD_NO_TIME || now.n < 8)
		return 0;
	clock++;
	int second = two_digits(now, clock + 6);
	int64_t wall = time_civil(2000 + two_digits(now, 6), two_digits(now, 0), two_digits(now, 3),
				  two_digits(now, clock), two_digits(now, clock + 3), second < 0 ? 0 : second, 0);
	if (wall == BOARD_NO_TIME)
		return 0;
	int64_t quarters = (wall - posted_at + 15 * 60000 * 100 + 15 * 30000) / (15 * 60000) - 100;
	return quarters >= -56 && quarters <= 56 ? (int)quarters * 15 : 0;
}

/* ---- links ---- */

/* The digits at the start of s. */
static struct str digits_of(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return str_slice(s, 0, n);
}

static struct str without_letters(struct str s)
{
	while (s.n && (s.p[0] < '0' || s.p[0] > '9'))
		s = str_slice(s, 1, s.n);
	return s;
}

/* "/g/thread/12", "//boards.4chan.org/g/res/12.html": board and thread. */
static bool thread_link(struct str href, struct str *board, struct str *thread)
{
	size_t at = str_find(href, STR("/thread/"), 0), skip = strlen("/thread/");

	if (at == SIZE_MAX) {
		at = str_find(href, STR("/res/"), 0);
		skip = strlen("/res/");
	}
	if (at == SIZE_MAX)
		return false;
	*board = board_path_part(str_slice(href, 0, at), 0);
	*thread = digits_of(str_slice(href, at + skip, href.n));
	return board->n && thread->n;
}

/* A link "#p12" or "/g/thread/1#p12" that stays in the thread: the number, else -1. */
static long target_of(struct str href, struct str thread)
{
	size_t hash = str_find_char(href, '#', 0);
	struct str b, t;

	if (hash == SIZE_MAX)
		return -1;
	if (hash && (!thread_link(href, &b, &t) || !str_eq(t, thread)))
		return -1;
	return board_number(digits_of(without_letters(str_slice(href, hash, href.n))));
}

static int by_value(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Numbers that links and dead links of the comment name in this thread. */
static void find_links(struct imageboard *b, struct str com, struct str thread)
{
	struct html h = {.s = com};
	long first = board_number(thread);
	bool dead = false;

	b->linked.n = 0;
	while (html_next(&h) != HTML_END) {
		long n = -1;

		if (h.kind == HTML_OPEN && html_is(&h, "a") && html_attribute(&h, "href", &b->scratch))
			n = target_of(buf_view(&b->scratch), thread);
		if (h.kind == HTML_TEXT && dead) {
			buf_clear(&b->scratch);
			html_decode(h.inside, &b->scratch);
			n = board_number(digits_of(without_letters(buf_view(&b->scratch))));
			n = n < first ? -1 : n;
		}
		dead = h.kind == HTML_OPEN && html_is(&h, "span") && html_has_class(&h, "deadlink");
		if (n >= 0)
			vec_push(&b->linked, n);
	}
	if (b->linked.n)
		qsort(b->linked.v, b->linked.n, sizeof *b->linked.v, by_value);
}

static bool is_linked(const struct imageboard *b, long n)
{
	return b->linked.n && bsearch(&n, b->linked.v, b->linked.n, sizeof n, by_value);
}

/* ">>12" in the text, where a link names 12; ">>>/g/12" is another board's. */
static void find_anchors(struct imageboard *b)
{
	struct str s = buf_view(&b->text);

	b->anchors.n = 0;
	for (size_t at = 0; (at = str_find(s, STR(">>"), at)) != SIZE_MAX;) {
		struct str digits = digits_of(str_slice(s, at + 2, s.n));
		long n = board_number(digits);

		if (n >= 0 && is_linked(b, n) && (!at || s.p[at - 1] != '>'))
			vec_push(&b->anchors, (struct board_anchor){at, at + 2 + digits.n, n, n});
		at += 2 + digits.n;
	}
}

/* ---- posts ---- */

static struct str decoded(const struct json_node *post, const char *key, struct buf *out)
{
	buf_clear(out);
	html_decode(json_str(json_get(post, key)), out);
	return buf_view(out);
}

static struct str id_of(const struct json_node *post, const char *key, struct buf *out)
{
	buf_clear(out);
	json_id(json_get(post, key), out);
	return buf_view(out);
}

/* The name as the page shows it: "Anonymous ## Mod". */
static void add_capcode(struct imageboard *b, struct str code)
{
	if (!code.n)
		return;
	buf_printf(&b->name, "%s## " STR_FMT, b->name.n ? " " : "", STR_ARG(code));
	char *first = b->name.p + b->name.n - code.n;
	if (*first >= 'a' && *first <= 'z')
		*first = (char)(*first - 0x20);
}

static void read_text(struct imageboard *b, const struct json_node *post, struct str thread)
{
	struct str com = json_str(json_get(post, "com"));

	decoded(post, "sub", &b->text);
	if (b->text.n && com.n)
		buf_char(&b->text, '\n');
	find_links(b, com, thread);
	html_text(com, &b->text);
	find_anchors(b);
}

static bool say_post(struct imageboard *b, const struct json_node *post, struct str piece, struct str thread)
{
	struct span at = board_json_span(&b->f, piece);
	struct str now = json_str(json_get(post, "now"));
	struct board_post p = {.kind = BOARD_POST, .start = at.start, .end = at.end, .date_text = now};

	p.number = board_number(id_of(post, "no", &b->scratch));
	decoded(post, "name", &b->name);
	add_capcode(b, json_str(json_get(post, "capcode")));
	read_text(b, post, thread);
	if (p.number < 0) { /* kept under its place */
		buf_clear(&b->key);
		buf_printf(&b->key, "?%zu", at.start);
		p.key = buf_view(&b->key);
		p.broken = true;
	}
	p.name = buf_view(&b->name);
	p.trip = decoded(post, "trip", &b->trip);
	p.poster = decoded(post, "id", &b->poster);
	p.mail = decoded(post, "email", &b->mail);
	p.posted_at = board_seconds(json_int(json_get(post, "time"), INT64_MIN));
	p.tz_min = zone_of(now, p.posted_at);
	p.text = buf_view(&b->text);
	p.anchors = b->anchors.v;
	p.n_anchors = b->anchors.n;
	b->files += json_type(json_get(post, "tim")) != JSON_NULL;
	b->omitted += (size_t)(json_int(json_get(post, "omitted_posts"), 0) > 0);
	return reader_post(b->r, &p);
}

static bool say_source(struct imageboard *b, const struct json_node *post, struct str thread)
{
	struct board_source s = {.family = str_c(b->family), .board = buf_view(&b->board), .key = thread};
	bool first = str_eq(id_of(post, "no", &b->scratch), thread);
	struct buf url = {0}, title = {0};

	s.title = first ? decoded(post, "sub", &title) : (struct str){"", 0};
	s.created_at = first ? board_seconds(json_int(json_get(post, "time"), INT64_MIN)) : BOARD_NO_TIME;
	s.url = b->f.in->url;
	if (!s.url.n && !b->vichan && s.board.n) {
		buf_printf(&url, "https://boards.4chan.org/" STR_FMT "/thread/" STR_FMT, STR_ARG(s.board),
			   STR_ARG(thread));
		s.url = buf_view(&url);
	}
	s.host = board_host(s.url);
	bool good = reader_source(b->r, &s);
	buf_free(&url);
	buf_free(&title);
	return good;
}

/* The thread's number: what the post answers, else its own. */
static struct str thread_of(const struct json_node *post, struct buf *out)
{
	struct str key = id_of(post, "resto", out);

	if (board_number(key) <= 0)
		key = id_of(post, "no", out);
	if (board_number(key) < 0)
		buf_clear(out);
	return buf_view(out);
}

/* ---- what a file holds: one function is called for each post, thread by thread ---- */

typedef bool each_post(struct imageboard *, const struct json_node *post, struct str piece, struct str thread,
		       bool first);

static bool one_post(struct imageboard *b, struct str piece, struct buf *thread, each_post *f)
{
	struct err e = {0};
	struct json *j = board_json_post(&b->f, piece, &e);
	bool first = !thread->n, good = true;

	if (!j)
		return e.code == ERR_NONE || err_set(b->e, e.code, "%s", e.text);
	if (first)
		thread_of(json_root(j), thread);
	if (thread->n)
		good = f(b, json_root(j), piece, buf_view(thread), first);
	else
		b->f.no_posts++;
	json_free(j);
	return good;
}

static bool posts_of(struct imageboard *b, struct str posts, struct buf *thread, each_post *f)
{
	struct json_cut c = {.s = posts};

	while (json_cut_next(&c))
		if (!one_post(b, c.value, thread, f))
			return false;
	return true;
}

/* A thread as an object: its posts, or in a catalog the first one, with the last ones inside. */
static bool one_thread(struct imageboard *b, struct str object, each_post *f)
{
	struct buf thread = {0};
	struct str posts, last;
	bool good = board_json_member(&b->f, object, "posts", &posts, b->e) &&
		    board_json_member(&b->f, object, "last_replies", &last, b->e);

	if (good && posts.n)
		good = posts_of(b, posts, &thread, f);
	else if (good)
		good = one_post(b, object, &thread, f) && posts_of(b, last, &thread, f);
	buf_free(&thread);
	return good;
}

static bool threads_of(struct imageboard *b, struct str object, each_post *f)
{
	struct json_cut c = {0};

	if (!board_json_member(&b->f, object, "threads", &c.s, b->e))
		return false;
	while (json_cut_next(&c))
		if (!one_thread(b, c.value, f))
			return false;
	return true;
}

static bool all_posts(struct imageboard *b, each_post *f)
{
	struct json_cut pages = {.s = b->f.body};
	struct str threads;

	if (b->f.body.p[0] == '[') {
		while (json_cut_next(&pages))
			if (!threads_of(b, pages.value, f))
				return false;
		return true;
	}
	if (!board_json_member(&b->f, b->f.body, "threads", &threads, b->e))
		return false;
	return threads.n ? threads_of(b, b->f.body, f) : one_thread(b, b->f.body, f);
}

/* ---- which board ---- */

static bool is_board(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' || (unsigned char)s.p[i] <= ' ')
			return false;
	return s.n > 0 && s.n <= 32;
}

static bool take_board(struct imageboard *b, struct str s)
{
	if (!is_board(s))
		return false;
	buf_clear(&b->board);
	buf_str(&b->board, s);
	return true;
}

/* The link that was just opened is a quotelink within the board: ">>12", not ">>>/g/12". */
static bool stays_in_board(struct html *link)
{
	bool quotelink = html_has_class(link, "quotelink");

	return quotelink && html_next(link) == HTML_TEXT && str_starts(link->inside, STR("&gt;&gt;")) &&
	       !str_starts(link->inside, STR("&gt;&gt;&gt;"));
}

/* A link to the very thread, or a quotelink within the board, names the board. */
static bool board_in_links(struct imageboard *b, const struct json_node *post, struct str piece, struct str thread,
			   bool first)
{
	struct html h = {.s = json_str(json_get(post, "com"))};
	struct str board, other;

	(void)piece;
	if (first)
		b->vichan |=
			json_type(json_get(post, "now")) == JSON_NULL &&
			(json_get(post, "last_modified") || json_get(post, "cyclical") || json_get(post, "locked"));
	while (!b->board.n && html_next(&h) != HTML_END) {
		if (h.kind != HTML_OPEN || !html_is(&h, "a") || !html_attribute(&h, "href", &b->scratch) ||
		    !thread_link(buf_view(&b->scratch), &board, &other))
			continue;
		if (str_eq(other, thread) || stays_in_board(&h))
			take_board(b, board);
	}
	return true;
}

/* The first name in an address's path: https://boards.4chan.org/g/thread/1 */
static struct str board_of_url(struct str url)
{
	size_t at = url.n ? str_find(url, STR("://"), 0) : SIZE_MAX, end;

	at = at == SIZE_MAX ? SIZE_MAX : str_find_char(url, '/', at + 3);
	if (at == SIZE_MAX)
		return (struct str){"", 0};
	end = str_find_char(url, '/', at + 1);
	return end == SIZE_MAX ? (struct str){"", 0} : str_slice(url, at + 1, end);
}

/* g/thread/1.json, g/1.json, g/catalog.json */
static struct str board_of_path(struct str path)
{
	struct str file = board_path_part(path, 0), folder = board_path_part(path, 1);

	if (str_eq(folder, STR("thread")) || str_eq(folder, STR("res")))
		return board_path_part(path, 2);
	struct str digits = digits_of(file);
	bool plain = digits.n && str_eq(str_slice(file, digits.n, file.n), STR(".json"));
	return plain || str_eq(file, STR("catalog.json")) ? folder : (struct str){"", 0};
}

static bool find_board(struct imageboard *b)
{
	struct str host = board_host(b->f.in->url);

	if (!all_posts(b, board_in_links))
		return false;
	b->f.no_posts = 0;
	if (str_find(host, STR("4chan"), 0) != SIZE_MAX || str_eq(host, STR("a.4cdn.org")))
		b->vichan = false;
	b->family = b->vichan ? "vichan" : "4chan";
	if (!take_board(b, board_of_url(b->f.in->url)) && !b->board.n && !take_board(b, b->f.in->board))
		take_board(b, board_of_path(b->f.in->path));
	if (b->vichan && b->board.n && host.n) {
		struct str plain = str_slice(buf_view(&b->board), 0, b->board.n);
		buf_clear(&b->scratch);
		buf_printf(&b->scratch, STR_FMT "/" STR_FMT, STR_ARG(host), STR_ARG(plain));
		buf_clear(&b->board);
		buf_str(&b->board, buf_view(&b->scratch));
	}
	return true;
}

/* ---- reading ---- */

static bool say(struct imageboard *b, const struct json_node *post, struct str piece, struct str thread, bool first)
{
	return (!first || say_source(b, post, thread)) && say_post(b, post, piece, thread);
}

static bool say_messages(struct imageboard *b)
{
	if (b->r->posts > b->f.before && !b->board.n &&
	    !reader_message(b->r, _("%s: the file does not name its board: say --board NAME"), b->f.name))
		return false;
	if (b->files &&
	    !reader_message(b->r, _("%s: posts whose attached files are not kept: %zu"), b->f.name, b->files))
		return false;
	if (b->omitted &&
	    !reader_message(b->r, _("%s: threads of which the file has only some posts: %zu"), b->f.name, b->omitted))
		return false;
	return board_json_done(b->r, &b->f);
}

int imageboard_looks(const struct board_input *in)
{
	static const char *const paths[] = {".posts[].no", ".threads[].posts[].no", "[].threads[].no"};

	return board_json_peek(in, paths, 3) ? 90 : 0;
}

bool imageboard_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct imageboard b = {.r = r, .e = e};

	if (!board_json_open(&b.f, r, in, NULL, e))
		return false;
	bool good = find_board(&b) && board_json_part(r, &b.f, "imageboard", BOARD_RANK_API) && all_posts(&b, say) &&
		    say_messages(&b);
	struct buf *const bufs[] = {&b.board, &b.key, &b.name, &b.trip, &b.poster, &b.mail, &b.text, &b.scratch};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	vec_free(&b.linked);
	vec_free(&b.anchors);
	board_json_close(&b.f);
	return good;
}
