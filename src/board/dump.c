/* Threads as programs that download them write them down: a JSON array of {number, name, date, uid, message}. Neither
 * board nor thread is in it: they are found as for a dat, and a thread without a key has the second of its first post.
 * The title is the file's name, where that is none of a key. Name and message are text, or HTML as the server gave it.
 */
#include "dat.h"
#include "taiyaku/json.h"

struct dump {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct dat_place place;
	struct buf title, name, date, body;
	int64_t created_at;
	struct dat_post post;
};

/* ---- fields ---- */

static bool is_html(struct str s)
{
	static const char *const signs[] = {"<br", "</", "&gt;", "&lt;", "&amp;", "&#", "&quot;"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_find(s, str_c(signs[i]), 0) != SIZE_MAX)
			return true;
	return false;
}

/* As a dat has it, where a blank stands before and after each <br>. */
static void as_html(struct str s, struct buf *out)
{
	if (is_html(s)) {
		buf_str(out, s);
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '<')
			buf_cat(out, "&lt;");
		else if (c == '>')
			buf_cat(out, "&gt;");
		else if (c == '&')
			buf_cat(out, "&amp;");
		else if (c == '\n')
			buf_cat(out, " <br> ");
		else if (c != '\r')
			buf_char(out, c);
	}
}

/* In a name without tags what the server put in (trip, slip) cannot be told from what was typed: all counts. */
static struct str name_of(struct dump *d, const struct json_node *post)
{
	struct str name = json_str(json_get(post, "name"));

	buf_clear(&d->name);
	if (!memchr(name.p, '<', name.n))
		buf_cat(&d->name, "</b>");
	as_html(name, &d->name);
	return buf_view(&d->name);
}

/* "2022/12/27(火) 13:09:37.29" and "ID:abc" or "abc" */
static struct str date_of(struct dump *d, const struct json_node *post)
{
	struct str uid = json_str(json_get(post, "uid"));

	buf_clear(&d->date);
	buf_str(&d->date, json_str(json_get(post, "date")));
	if (uid.n)
		buf_printf(&d->date, " %s" STR_FMT, str_starts(uid, STR("ID:")) ? "" : "ID:", STR_ARG(uid));
	return buf_view(&d->date);
}

static void make_post(struct dump *d, const struct json_node *post, struct str piece, struct board_post *p)
{
	struct span at = board_json_span(&d->f, piece);
	struct dat_line line = {
		.name = name_of(d, post), .date = date_of(d, post), .mail = json_str(json_get(post, "mail"))};

	struct str message = json_str(json_get(post, "message"));
	const char *padding = is_html(message) ? "" : " ";
	buf_clear(&d->body);
	buf_cat(&d->body, padding);
	as_html(message, &d->body);
	buf_cat(&d->body, padding);
	line.body = buf_view(&d->body);
	dat_post_make(&d->post, &line, "UTF-8", d->created_at, p);
	buf_clear(&d->name);
	json_id(json_get(post, "number"), &d->name);
	p->number = board_number(buf_view(&d->name));
	p->start = at.start;
	p->end = at.end;
}

/* ---- posts ---- */

typedef bool each_post(struct dump *, const struct board_post *);

static bool say(struct dump *d, const struct board_post *p)
{
	return reader_post(d->r, p);
}

/* Without a key, the second of the first post is that of the thread: that is how keys are made. */
static bool take_time(struct dump *d, const struct board_post *p)
{
	if (p->number == 1 && p->posted_at != BOARD_NO_TIME && !d->place.key.n)
		buf_printf(&d->place.key, "%lld", (long long)(p->posted_at / 1000));
	return true;
}

static bool all_posts(struct dump *d, each_post *f)
{
	struct json_cut c = {.s = d->f.body};

	while (json_cut_next(&c)) {
		struct err e = {0};
		struct json *j = board_json_post(&d->f, c.value, &e);
		struct board_post p;
		bool good = j || e.code == ERR_NONE || err_set(d->e, e.code, "%s", e.text);

		if (j) {
			make_post(d, json_root(j), c.value, &p);
			if (p.number >= 0)
				good = f(d, &p);
			else
				d->f.no_posts++;
		}
		json_free(j);
		if (!good)
			return false;
	}
	return true;
}

/* ---- which thread ---- */

/* The file's name without ".json" and a count of posts "(1002)"; of digits only it is no title. */
static void find_title(struct dump *d)
{
	struct str name = board_path_part(d->f.in->path, 0);
	size_t open, digits = 0;

	if (str_ends(name, STR(".json")))
		name.n -= strlen(".json");
	for (open = name.n; open && name.p[open - 1] != '('; open--)
		;
	if (open > 1 && name.p[name.n - 1] == ')' && board_number(str_slice(name, open, name.n - 1)) >= 0)
		name = str_trim(str_slice(name, 0, open - 1));
	while (digits < name.n && name.p[digits] >= '0' && name.p[digits] <= '9')
		digits++;
	if (digits < 9)
		buf_str(&d->title, name);
}

static bool begin(struct dump *d)
{
	dat_place_find(d->f.in, &d->place);
	find_title(d);
	d->created_at = BOARD_NO_TIME;
	if (!d->place.key.n && !all_posts(d, take_time))
		return false;
	d->f.no_posts = 0;
	if (!d->place.key.n)
		return err_set(d->e, ERR_INPUT,
			       _("%s: which thread is it? Call the file KEY.json, KEY being the number in its address"),
			       d->f.name);
	d->created_at = dat_key_time(buf_view(&d->place.key));
	struct board_source s = {.family = buf_view(&d->place.family),
				 .board = buf_view(&d->place.board),
				 .key = buf_view(&d->place.key),
				 .title = buf_view(&d->title),
				 .url = d->f.in->url,
				 .host = buf_view(&d->place.host),
				 .created_at = d->created_at};
	return dat_begin(d->r, d->f.in, &s, "dump", "UTF-8", BOARD_RANK_CONVERTED) &&
	       dat_say_guess(d->r, d->f.in, &d->place);
}

int dump_looks(const struct board_input *in)
{
	static const char *const number[] = {"[].number"}, *const message[] = {"[].message"};
	static const char *const head[] = {"[].date", "[].uid", "[].name"};

	return board_json_peek(in, number, 1) && board_json_peek(in, message, 1) && board_json_peek(in, head, 3) ? 80
														 : 0;
}

bool dump_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct dump d = {.r = r, .e = e};

	if (!board_json_open(&d.f, r, in, NULL, e))
		return false;
	bool good = begin(&d) && all_posts(&d, say) && board_json_done(r, &d.f);
	struct buf *const bufs[] = {&d.title, &d.name, &d.date, &d.body};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	dat_place_free(&d.place);
	dat_post_free(&d.post);
	board_json_close(&d.f);
	return good;
}
