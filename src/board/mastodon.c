/* Mastodon's own export, outbox.json: an ActivityStreams collection of what a user did. What was written to the public
 * becomes posts; what was passed on (Announce) and what was written to some only is counted and left out.
 *
 * The export has the key orderedItems twice, first with nothing; the last one counts. A note is a source by itself
 * (host, id), as its address is, and its number is its id; a note of the same host that it answers is an anchor.
 */
#include "board_int.h"
#include "taiyaku/json.h"

struct mastodon {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct buf text, poster;
	size_t passed_on, not_public, other, files;
};

static bool is_public_name(struct str s)
{
	return str_eq(s, STR("https://www.w3.org/ns/activitystreams#Public")) || str_eq(s, STR("as:Public")) ||
	       str_eq(s, STR("Public"));
}

/* "to" and "cc" are a name or a list of names. */
static bool names_public(const struct json_node *to)
{
	if (json_type(to) == JSON_ARRAY)
		for (const struct json_node *n = json_first(to); n; n = json_next(n))
			if (is_public_name(json_str(n)))
				return true;
	return is_public_name(json_str(to));
}

static bool is_public(const struct json_node *x)
{
	return names_public(json_get(x, "to")) || names_public(json_get(x, "cc"));
}

/* A warning stands above the text it is for. */
static void read_text(struct mastodon *m, const struct json_node *note)
{
	struct str content = json_str(json_get(note, "content"));

	buf_clear(&m->text);
	html_text(json_str(json_get(note, "summary")), &m->text);
	if (m->text.n && content.n)
		buf_char(&m->text, '\n');
	html_text(content, &m->text);
}

static struct str without_slash(struct str url)
{
	while (str_ends(url, STR("/")))
		url.n--;
	return url;
}

/* "user@example.com" of https://example.com/users/user */
static struct str poster_of(struct mastodon *m, const struct json_node *note)
{
	struct str url = without_slash(json_str(json_get(note, "attributedTo"))), host = board_host(url);
	struct str name = board_path_part(url, 0);

	buf_clear(&m->poster);
	if (host.n && !str_eq(name, host))
		buf_printf(&m->poster, STR_FMT "@" STR_FMT,
			   STR_ARG(str_starts(name, STR("@")) ? str_slice(name, 1, name.n) : name), STR_ARG(host));
	return buf_view(&m->poster);
}

static bool say_note(struct mastodon *m, const struct json_node *note, struct str piece)
{
	struct str id = without_slash(json_str(json_get(note, "id"))), url = json_str(json_get(note, "url"));
	struct str answered = without_slash(json_str(json_get(note, "inReplyTo")));
	struct span at = board_json_span(&m->f, piece);
	struct board_source s = {.family = STR("mastodon"), .board = board_host(id), .key = board_path_part(id, 0)};
	struct board_post p = {.kind = BOARD_POST, .number = board_number(s.key), .start = at.start, .end = at.end};
	struct board_anchor anchor = {.from = board_number(board_path_part(answered, 0))};

	if (!s.board.n || !s.key.n) {
		m->f.no_posts++;
		return true;
	}
	read_text(m, note);
	p.key = p.number < 0 ? s.key : (struct str){"", 0};
	p.poster = poster_of(m, note);
	p.date_text = json_str(json_get(note, "published"));
	if (!time_rfc3339(p.date_text, &p.posted_at, &p.tz_min))
		p.posted_at = BOARD_NO_TIME;
	p.text = buf_view(&m->text);
	anchor.to = anchor.from;
	anchor.end = board_mention(p.text);
	p.anchors = &anchor;
	p.n_anchors = anchor.from >= 0 && str_eq(board_host(answered), s.board);
	s.url = url.n ? url : id;
	s.host = s.board;
	s.created_at = p.posted_at;
	m->files += json_first(json_get(note, "attachment")) != NULL;
	return reader_source(m->r, &s) && reader_post(m->r, &p);
}

static bool one_activity(struct mastodon *m, struct str piece)
{
	struct err e = {0};
	struct json *j = board_json_post(&m->f, piece, &e);
	const struct json_node *item = j ? json_root(j) : NULL, *note = json_get(item, "object");
	struct str type = json_str(json_get(item, "type"));
	bool good = j || e.code == ERR_NONE || err_set(m->e, e.code, "%s", e.text);

	if (str_eq(type, STR("Announce")))
		m->passed_on++;
	else if (j && (!str_eq(type, STR("Create")) || json_type(note) != JSON_OBJECT))
		m->other++;
	else if (j && !is_public(item) && !is_public(note))
		m->not_public++;
	else if (j)
		good = say_note(m, note, piece);
	json_free(j);
	return good;
}

static bool left_out(struct mastodon *m)
{
	if (m->passed_on &&
	    !reader_message(m->r, _("%s: posts of others that were passed on, left out: %zu"), m->f.name, m->passed_on))
		return false;
	if (m->not_public &&
	    !reader_message(m->r, _("%s: posts that are not public, left out: %zu"), m->f.name, m->not_public))
		return false;
	if (m->other &&
	    !reader_message(m->r, _("%s: activities that are no posts, left out: %zu"), m->f.name, m->other))
		return false;
	if (m->files &&
	    !reader_message(m->r, _("%s: posts whose attached files are not kept: %zu"), m->f.name, m->files))
		return false;
	return board_json_done(m->r, &m->f);
}

int mastodon_looks(const struct board_input *in)
{
	static const char *const item[] = {".orderedItems[].object.content", ".orderedItems[].object.attributedTo",
					   ".orderedItems[].actor"};
	static const char *const collection[] = {".orderedItems"}, *const total[] = {".totalItems"};

	if (board_json_peek(in, item, 3))
		return 90;
	return board_json_peek(in, collection, 1) && board_json_peek(in, total, 1) ? 70 : 0;
}

bool mastodon_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct mastodon m = {.r = r, .e = e};
	struct json_cut c = {0};

	if (!board_json_open(&m.f, r, in, "orderedItems", e))
		return false;
	bool good = board_json_part(r, &m.f, "mastodon", BOARD_RANK_API);
	json_member(m.f.body, "orderedItems", &c.s); /* the last one */
	while (good && json_cut_next(&c))
		good = one_activity(&m, c.value);
	good = good && left_out(&m);
	buf_free(&m.text);
	buf_free(&m.poster);
	board_json_close(&m.f);
	return good;
}
