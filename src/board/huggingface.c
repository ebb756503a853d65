/* Discussions of Hugging Face: the API's JSON, and the same JSON in an attribute of a saved page (data-props of the
 * element whose data-target is DiscussionEvents). A discussion is a list of events: comments and what happened between
 * them. An event has no number; its id, an ObjectId, is the key of its address (#636d…) and tells its time.
 *
 * The board is "models/NS/NAME", "datasets/…" or "spaces/…", the key the discussion's number: what cite_url() makes of
 * its address. A comment's text is what was typed (Markdown), since the page shows no address of a link.
 */
#include "board_int.h"
#include "taiyaku/json.h"

#define PAGE_LOOK ((size_t)256 << 10)

struct hugging {
	struct reader *r;
	struct json_file f;
	struct err *e;
	struct buf board, key, title, created, text, id;
	size_t edited;
};

/* ---- events ---- */

/* "commit (subject: Upload, oid: 1a2b…)": the type, and all that its data says in words. */
static void event_text(struct hugging *h, struct str type, const struct json_node *data)
{
	const char *before = " (";

	buf_str(&h->text, type);
	for (const struct json_node *n = json_first(data); json_type(data) == JSON_OBJECT && n; n = json_next(n)) {
		buf_clear(&h->id);
		if (json_type(n) == JSON_TRUE || json_type(n) == JSON_FALSE)
			buf_cat(&h->id, json_bool(n, false) ? "true" : "false");
		else if (!json_id(n, &h->id) || !h->id.n)
			continue;
		buf_printf(&h->text, "%s" STR_FMT ": ", before, STR_ARG(json_key(n)));
		buf_str(&h->text, buf_view(&h->id));
		before = ", ";
	}
	if (*before == ',')
		buf_char(&h->text, ')');
}

static void comment_text(struct hugging *h, const struct json_node *data)
{
	const struct json_node *latest = json_get(data, "latest");
	struct str raw = json_str(json_get(latest, "raw"));

	if (!raw.n)
		html_text(json_str(json_get(latest, "html")), &h->text);
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != '\r')
			buf_char(&h->text, raw.p[i]);
	while (h->text.n && h->text.p[h->text.n - 1] == '\n')
		h->text.n--;
	h->edited += json_bool(json_get(data, "edited"), false);
}

/* A hidden comment whose text the site has replaced; its author and owners may still see it. */
static bool is_gone(const struct hugging *h, const struct json_node *data)
{
	return json_bool(json_get(data, "hidden"), false) &&
	       (!h->text.n || str_starts(buf_view(&h->text), STR("This comment has been hidden")));
}

static bool say_event(struct hugging *h, const struct json_node *event, struct str piece)
{
	const struct json_node *data = json_get(event, "data"), *author = json_get(event, "author");
	struct str type = json_str(json_get(event, "type")), full = json_str(json_get(author, "fullname"));
	struct span at = board_json_span(&h->f, piece);
	struct board_post p = {.kind = BOARD_EVENT, .number = -1, .start = at.start, .end = at.end};
	bool comment = str_eq(type, STR("comment"));

	buf_clear(&h->text);
	if (comment)
		comment_text(h, data);
	else
		event_text(h, type, data);
	if (comment)
		p.kind = is_gone(h, data) ? BOARD_DELETED : BOARD_POST;
	p.poster = json_str(json_get(author, "name"));
	p.name = full.n ? full : p.poster.n ? p.poster : STR("deleted");
	p.text = buf_view(&h->text);
	p.date_text = json_str(json_get(event, "createdAt"));
	buf_clear(&h->id);
	json_id(json_get(event, "id"), &h->id);
	p.key = buf_view(&h->id);
	if (!time_rfc3339(p.date_text, &p.posted_at, &p.tz_min))
		p.posted_at = time_of_objectid(p.key);
	return reader_post(h->r, &p);
}

static bool one_event(struct hugging *h, struct str piece)
{
	struct err e = {0};
	struct json *j = board_json_post(&h->f, piece, &e);
	const struct json_node *event = j ? json_root(j) : NULL;
	bool good = true;

	if (!j && e.code != ERR_NONE)
		return err_set(h->e, e.code, "%s", e.text);
	if (event && json_str(json_get(event, "type")).n && json_get(event, "id"))
		good = say_event(h, event, piece);
	else if (event)
		h->f.no_posts++;
	json_free(j);
	return good;
}

/* ---- which discussion ---- */

/* A member that is a string or an id, into out; what is there already stays. */
static bool take(struct hugging *h, struct str object, const char *key, struct buf *out)
{
	struct str piece;
	struct json *j;

	if (!board_json_member(&h->f, object, key, &piece, h->e))
		return false;
	if (out->n || !piece.n || piece.p[0] == '{' || piece.p[0] == '[')
		return true;
	if (!(j = json_parse(piece, h->f.name, h->e)))
		return false;
	json_id(json_root(j), out);
	json_free(j);
	return true;
}

static bool take_repo(struct hugging *h, struct str object)
{
	struct buf type = {0}, name = {0};
	struct str repo;
	bool good = board_json_member(&h->f, object, "repo", &repo, h->e) && take(h, repo, "type", &type) &&
		    take(h, repo, "name", &name);

	if (good && name.n && !h->board.n)
		buf_printf(&h->board, "%s%s/%s", type.n ? buf_cstr(&type) : "model", "s", buf_cstr(&name));
	buf_free(&type);
	buf_free(&name);
	return good;
}

static bool take_head(struct hugging *h, struct str discussion)
{
	return take(h, discussion, "num", &h->key) && take(h, discussion, "title", &h->title) &&
	       take(h, discussion, "createdAt", &h->created) && take_repo(h, discussion);
}

static bool say_source(struct hugging *h)
{
	struct str board = h->board.n ? buf_view(&h->board) : h->f.in->board;
	struct board_source s = {.title = buf_view(&h->title), .url = h->f.in->url, .host = STR("huggingface.co")};
	struct buf url = {0};
	int tz;

	if (board.n && h->key.n) {
		s.family = STR("hf");
		s.board = board;
		s.key = buf_view(&h->key);
	} else if (!s.url.n) {
		return err_set(h->e, ERR_INPUT,
			       _("%s: the file does not say which discussion of Hugging Face it is; say --board "
				 "models/NAMESPACE/NAME"),
			       h->f.name);
	}
	if (!s.url.n) {
		struct str path = str_starts(board, STR("models/")) ? str_slice(board, 7, board.n) : board;
		buf_printf(&url, "https://huggingface.co/" STR_FMT "/discussions/" STR_FMT, STR_ARG(path),
			   STR_ARG(s.key));
		s.url = buf_view(&url);
	}
	if (!time_rfc3339(buf_view(&h->created), &s.created_at, &tz))
		s.created_at = BOARD_NO_TIME;
	bool good = reader_source(h->r, &s);
	buf_free(&url);
	return good;
}

/* ---- the API's answer: the discussion, or an object around it ---- */

static bool discussion_of(struct hugging *h, struct str *object)
{
	struct str inner;

	if (!board_json_member(&h->f, *object, "discussion", &inner, h->e))
		return false;
	if (!inner.n || inner.p[0] != '{')
		return true;
	bool good = take_repo(h, inner) && take_repo(h, *object); /* the nearer one counts */
	*object = inner;
	return good;
}

static bool read_events(struct hugging *h)
{
	struct str object = h->f.body;
	struct json_cut c = {0};

	if (!discussion_of(h, &object) || !take_head(h, object) ||
	    !board_json_member(&h->f, object, "events", &c.s, h->e))
		return false;
	if (!say_source(h))
		return false;
	while (json_cut_next(&c))
		if (!one_event(h, c.value))
			return false;
	return true;
}

static bool finish(struct hugging *h)
{
	if (h->edited && !reader_message(h->r, _("%s: comments that were edited, here in their last version: %zu"),
					 h->f.name, h->edited))
		return false;
	return board_json_done(h->r, &h->f);
}

/* ---- a saved page ---- */

/* The data-props of the element with this data-target, decoded. False: there is none. */
static bool props_of(struct str page, const char *target, struct buf *props, struct span *place)
{
	struct html h = {.s = page};

	while (html_next(&h) != HTML_END) {
		if (h.kind != HTML_OPEN || !html_attribute(&h, "data-target", props) ||
		    !str_eq(buf_view(props), str_c(target)) || !html_attribute(&h, "data-props", props))
			continue;
		*place = h.span;
		return true;
	}
	return false;
}

/* The header has the number, title and repository too; the events may come without them. */
static bool take_header(struct hugging *h, const struct board_input *page)
{
	struct board_input header = *page;
	struct json_file events = h->f;
	struct buf props = {0};
	struct span place;
	bool good = true;

	if (props_of(page->bytes, "DiscussionHeader", &props, &place)) {
		header.bytes = buf_view(&props);
		good = board_json_open(&h->f, h->r, &header, NULL, h->e);
		struct str object = h->f.body;
		good = good && discussion_of(h, &object) && take_head(h, object);
		board_json_close(&h->f);
	}
	h->f = events;
	buf_free(&props);
	return good;
}

static bool read_opened(struct hugging *h)
{
	bool good = board_json_part(h->r, &h->f, "huggingface", BOARD_RANK_API) && read_events(h) && finish(h);

	board_json_close(&h->f);
	return good;
}

static bool read_page(struct hugging *h, const struct board_input *page)
{
	struct board_input in = *page;
	struct buf props = {0};
	struct span place;
	bool good;

	if (props_of(page->bytes, "DiscussionEvents", &props, &place)) {
		in.bytes = buf_view(&props);
		good = take_header(h, page) && board_json_open(&h->f, h->r, &in, NULL, h->e);
		h->f.size = page->bytes.n;
		h->f.place = place;
		good = good && read_opened(h);
	} else {
		good = err_set(h->e, ERR_INPUT, _("%.*s: the page holds no discussion"), STR_ARG(page->path));
	}
	buf_free(&props);
	return good;
}

static bool is_page(struct str s)
{
	s = str_trim(str_starts(s, STR("\xEF\xBB\xBF")) ? str_slice(s, 3, s.n) : s);
	return s.n && s.p[0] == '<';
}

int huggingface_looks(const struct board_input *in)
{
	static const char *const paths[] = {".events[].type", ".num", ".isPullRequest", ".repo.name",
					    ".discussion.events[].type"};
	unsigned found = board_json_peek(in, paths, 5);
	struct str head = str_slice(in->bytes, 0, in->bytes.n < PAGE_LOOK ? in->bytes.n : PAGE_LOOK);

	if ((found & 1 && found & 14) || found & 16)
		return 85;
	return is_page(head) && str_find(head, STR("data-props"), 0) != SIZE_MAX &&
			       str_find(head, STR("\"DiscussionEvents\""), 0) != SIZE_MAX
		       ? 85
		       : 0;
}

bool huggingface_read(struct reader *r, const struct board_input *in, struct err *e)
{
	struct hugging h = {.r = r, .e = e};
	bool good = is_page(in->bytes) ? read_page(&h, in) : board_json_open(&h.f, r, in, NULL, e) && read_opened(&h);
	struct buf *const bufs[] = {&h.board, &h.key, &h.title, &h.created, &h.text, &h.id};

	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_free(bufs[i]);
	return good;
}
