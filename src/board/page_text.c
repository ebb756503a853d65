/* A page of no known board: its title and text are kept as one post, so that a link to it has a stored copy. Who it is,
 * its address says; without one it cannot be found again, and is refused. */
#include "page.h"
#include "readcgi.h"
#include "taiyaku/text.h"

struct meta {
	struct buf charset, author, published, canonical;
	struct span title, body; /* of the bytes */
	bool in_body;            /* its tag has come */
};

static bool names(const struct html *h, struct buf *value, const char *word)
{
	return (html_attribute(h, "property", value) || html_attribute(h, "name", value) ||
		html_attribute(h, "rel", value)) &&
	       str_eq(buf_view(value), str_c(word));
}

static void meta_tag(struct meta *m, const struct html *h)
{
	struct buf value = {0};

	if (html_attribute(h, "charset", &value) && !m->charset.n)
		buf_str(&m->charset, buf_view(&value));
	else if (names(h, &value, "og:url") && !m->canonical.n)
		html_attribute(h, "content", &m->canonical);
	else if (names(h, &value, "author") && !m->author.n)
		html_attribute(h, "content", &m->author);
	else if (names(h, &value, "article:published_time") && !m->published.n)
		html_attribute(h, "content", &m->published);
	else if (html_attribute(h, "content", &value) && !m->charset.n) {
		size_t at = str_find(buf_view(&value), STR("charset="), 0);
		if (at != SIZE_MAX)
			buf_str(&m->charset, str_slice(buf_view(&value), at + 8, value.n));
	}
	buf_free(&value);
}

static void link_tag(struct meta *m, const struct html *h)
{
	struct buf value = {0};

	if (names(h, &value, "canonical") && html_attribute(h, "href", &value)) { /* better than og:url */
		buf_clear(&m->canonical);
		buf_str(&m->canonical, buf_view(&value));
	}
	buf_free(&value);
}

/* The body begins behind the head, whatever of its tags is there. */
static void begin_body(struct meta *m, const struct html *h)
{
	if (!m->in_body)
		m->body.start = h->span.end;
	m->in_body = m->in_body || html_is(h, "body");
}

/* Up to the body's end tag; the first title counts (pictures have titles too). */
static void look(struct str bytes, struct meta *m)
{
	struct html h = {.s = bytes};

	m->body = (struct span){0, bytes.n};
	while (html_next(&h) != HTML_END) {
		if (h.kind == HTML_OPEN && html_is(&h, "title") && !m->title.end && h.raw.n) {
			if (html_next(&h) == HTML_TEXT)
				m->title = h.span;
			begin_body(m, &h);
		} else if (h.kind == HTML_OPEN && html_is(&h, "meta")) {
			meta_tag(m, &h);
		} else if (h.kind == HTML_OPEN && html_is(&h, "link")) {
			link_tag(m, &h);
		} else if (h.kind == (m->in_body ? HTML_CLOSE : HTML_OPEN) && html_is(&h, "body")) {
			if (m->in_body)
				m->body.end = h.span.start;
			else
				begin_body(m, &h);
		} else if (h.kind == HTML_CLOSE && html_is(&h, "head")) {
			begin_body(m, &h);
		}
	}
}

static void meta_free(struct meta *m)
{
	buf_free(&m->charset);
	buf_free(&m->author);
	buf_free(&m->published);
	buf_free(&m->canonical);
}

void page_clean_address(struct str url, struct buf *out)
{
	bool utf8 = text_bad(url) == POS_NONE;

	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.p[i];

		if (c >= 0x80 && !utf8)
			buf_printf(out, "%%%02X", c);
		else if (c > ' ' && c != 0x7F)
			buf_char(out, (char)c);
	}
}

void page_address(struct str bytes, struct buf *out)
{
	struct meta m = {0};

	look(bytes, &m);
	if (str_find(buf_view(&m.canonical), STR("//"), 0) != SIZE_MAX)
		page_clean_address(buf_view(&m.canonical), out);
	meta_free(&m);
}

/* Runs of empty lines become one, blanks at the ends of lines go. Appends. */
static void tidy(struct str s, struct buf *out)
{
	size_t start = out->n, empty = 0;

	for (size_t at = 0, end; at < s.n; at = end + 1) {
		end = str_find_char(s, '\n', at);
		end = end == SIZE_MAX ? s.n : end;
		size_t last = end;
		while (last > at && (s.p[last - 1] == ' ' || s.p[last - 1] == '\t'))
			last--;
		if (last == at) {
			empty++;
			continue;
		}
		if (out->n > start)
			buf_cat(out, empty ? "\n\n" : "\n");
		buf_str(out, str_slice(s, at, last));
		empty = 0;
	}
}

static size_t as_text(struct str html, struct str charset, struct buf *out)
{
	struct buf utf8 = {0}, text = {0};
	size_t bad = mime_text(html, charset, &utf8);

	html_text(buf_view(&utf8), &text);
	tidy(buf_view(&text), out);
	buf_free(&utf8);
	buf_free(&text);
	return bad;
}

struct content {
	struct buf title, author, text;
	size_t bad;
};

static size_t one_line(struct str html, struct str charset, struct buf *out)
{
	size_t bad = as_text(html, charset, out);

	for (size_t i = 0; i < out->n; i++)
		if (out->p[i] == '\n')
			out->p[i] = ' ';
	return bad;
}

static void take_content(struct str bytes, const struct meta *m, struct content *c)
{
	struct str charset = buf_view(&m->charset);

	c->bad = one_line(str_slice(bytes, m->title.start, m->title.end), charset, &c->title);
	c->bad += one_line(buf_view(&m->author), charset, &c->author);
	buf_str(&c->text, buf_view(&c->title));
	if (c->text.n)
		buf_char(&c->text, '\n');
	size_t head = c->text.n;
	c->bad += as_text(str_slice(bytes, m->body.start, m->body.end), charset, &c->text);
	if (c->text.n == head)
		c->text.n = c->title.n;
}

static bool say(struct reader *r, const struct board_input *in, const struct meta *m, const struct content *c)
{
	struct str stamp, url = readcgi_inner(in->url, &stamp);
	struct board_post post = {.number = 1,
				  .end = in->bytes.n,
				  .posted_at = BOARD_NO_TIME,
				  .name = buf_view(&c->author),
				  .text = buf_view(&c->text),
				  .bad = c->bad};
	time_rfc3339(buf_view(&m->published), &post.posted_at, &post.tz_min);
	struct board_source source = {.family = STR("page"),
				      .key = url,
				      .url = url,
				      .title = buf_view(&c->title),
				      .created_at = post.posted_at};
	return reader_whole(r, in, "page", "UTF-8", BOARD_RANK_ARCHIVE) && reader_source(r, &source) &&
	       (post.text.n ? reader_post(r, &post) : reader_message(r, _("a page without text")));
}

bool page_text(struct reader *r, const struct board_input *in, struct err *err)
{
	struct meta m = {0};
	struct content c = {0};
	bool good;

	if (!in->url.n)
		return err_set(err, ERR_INPUT,
			       _("%.*s: a web page of no known board, and nothing says its address; save it as a "
				 "complete page or with SingleFile"),
			       STR_ARG(in->path));
	buf_str(&m.charset, in->declared); /* better than what the page says of itself */
	look(in->bytes, &m);
	take_content(in->bytes, &m, &c);
	good = say(r, in, &m, &c);
	buf_free(&c.title);
	buf_free(&c.author);
	buf_free(&c.text);
	meta_free(&m);
	return good;
}
