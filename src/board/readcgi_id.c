/* Whose page it is. A page names its thread in many places, of different worth: what the caller says; canonical and
 * og:url; the browser's "saved from"; hidden fields; the form to post with; the links above the posts; links of
 * anchors. Of each kind the first counts, and the worthiest kind that is there decides. Links to other threads are all
 * over such pages: a link counts only where its form shows that it means this thread. */
#include "readcgi.h"

enum worth { BY_ANCHOR, BY_LINK, BY_FORM, BY_FIELD, BY_SAVED, BY_HEAD, BY_CALLER, WORTHS };

struct address { /* slices of a url */
	struct str host, server, board, category, key, spec;
};

struct finder {
	struct buf seen[WORTHS];
	struct buf value, base, form_host, form_board, form_key;
	bool posts;   /* they have begun */
	bool several; /* forms of different threads */
};

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* Cuts the segment before the next of "/?#" off the front of *s. */
static struct str segment(struct str *s)
{
	size_t n = 0;

	while (n < s->n && !strchr("/?#&", s->p[n]))
		n++;
	struct str seg = str_slice(*s, 0, n);
	*s = str_slice(*s, n + (n < s->n), s->n);
	return seg;
}

struct str readcgi_inner(struct str url, struct str *stamp)
{
	static const char *const marks[] = {"/web/", "archive.today/", "archive.ph/", "archive.is/", "archive.md/"};

	*stamp = (struct str){"", 0};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (size_t at = 0; (at = str_find(url, str_c(marks[i]), at)) != SIZE_MAX;) {
			struct str rest = str_slice(url, at + strlen(marks[i]), url.n);
			size_t n = digits(rest), to = n;

			at++;
			while (to < rest.n && to - n < 4 && rest.p[to] != '/') /* im_ id_ if_ js_ */
				to++;
			if (n < 4 || n > 14 || to + 1 >= rest.n || rest.p[to] != '/')
				continue;
			*stamp = str_slice(rest, 0, n);
			url = str_slice(rest, to + 1, rest.n);
			at = 0;
		}
	return url;
}

/* ---- addresses ---- */

static struct str parameter(struct str query, const char *name)
{
	size_t n = strlen(name);

	for (size_t at = 0; at < query.n;) {
		size_t end = str_find_char(query, '&', at);

		end = end == SIZE_MAX ? query.n : end;
		struct str one = str_slice(query, at, end);
		if (one.n > n && !memcmp(one.p, name, n) && one.p[n] == '=')
			return str_slice(one, n + 1, one.n);
		at = end + 1;
	}
	return (struct str){"", 0};
}

static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter_or_digit(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' && s.p[i] != ':')
			return false;
	return s.n < 254;
}

/* What stands before the path at `at`: //host/server/ */
static void take_host(struct str url, size_t at, struct address *out)
{
	size_t from = str_find(url, STR("//"), 0);

	if (from == SIZE_MAX || from + 2 >= at)
		return;
	struct str rest = str_slice(url, from + 2, at);
	out->host = segment(&rest);
	if (!is_host(out->host)) {
		out->host.n = 0;
		return;
	}
	if (str_starts(out->host, STR("itest.")))
		out->server = segment(&rest);
	if (!is_host(out->server))
		out->server.n = 0;
}

static bool take_read_cgi(struct str url, struct address *out)
{
	struct str script = STR("read.cgi");
	size_t at = str_find(url, script, 0);

	if (at == SIZE_MAX) {
		script = STR("read_archive.cgi");
		at = str_find(url, script, 0);
	}
	if (at == SIZE_MAX)
		return false;
	take_host(url, at, out);
	struct str rest = str_slice(url, at + script.n, url.n);
	if (str_starts(rest, STR("?"))) {
		out->board = parameter(str_slice(rest, 1, rest.n), "bbs");
		out->key = parameter(str_slice(rest, 1, rest.n), "key");
		out->spec = parameter(str_slice(rest, 1, rest.n), "st");
		return true;
	}
	segment(&rest);
	out->board = segment(&rest);
	if (str_eq(out->board, STR("c")))
		out->board = segment(&rest);
	out->key = segment(&rest);
	out->spec = segment(&rest);
	if (digits(out->key) < 9 && digits(out->spec) >= 9) { /* category/board/key */
		out->category = out->board;
		out->board = out->key;
		out->key = out->spec;
		out->spec = segment(&rest);
	}
	return true;
}

/* …/BOARD/kako/1234/12345/KEY.html, …/BOARD/oyster/1234/KEY.html */
static bool take_kako(struct str url, struct address *out)
{
	size_t at = str_find(url, STR("/kako/"), 0), from;

	if (at == SIZE_MAX)
		at = str_find(url, STR("/oyster/"), 0);
	if (at == SIZE_MAX || !at)
		return false;
	for (from = at; from && url.p[from - 1] != '/';)
		from--;
	out->board = str_slice(url, from, at);
	take_host(url, from, out);
	struct str rest = str_slice(url, at + 1, url.n);
	while (rest.n)
		out->key = segment(&rest);
	out->key.n = digits(out->key);
	return true;
}

static bool is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter_or_digit(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return false;
	return s.n && s.n <= 40;
}

static bool take_apart(struct str url, struct address *out)
{
	struct str stamp;

	*out = (struct address){0};
	url = str_trim(readcgi_inner(url, &stamp));
	if (!take_read_cgi(url, out) && !take_kako(url, out))
		return false;
	return (!out->category.n || is_id(out->category)) && is_id(out->board) && digits(out->key) == out->key.n &&
	       out->key.n >= 9 && out->key.n <= 10;
}

static bool same_thread(const struct address *a, const struct address *b)
{
	return str_eq(a->board, b->board) && str_eq(a->key, b->key);
}

/* ---- what the page says ---- */

/* The first of its worth is kept; a later one only where it names the host of the same thread. */
static void found(struct finder *f, enum worth worth, struct str url)
{
	struct address now, before;

	if (!take_apart(url, &now))
		return;
	if (take_apart(buf_view(&f->seen[worth]), &before) &&
	    (before.host.n || !now.host.n || !same_thread(&now, &before)))
		return;
	buf_clear(&f->seen[worth]);
	buf_str(&f->seen[worth], url);
}

static bool attribute_is(struct finder *f, const struct html *h, const char *name, const char *word)
{
	return html_attribute(h, name, &f->value) && str_eq(buf_view(&f->value), str_c(word));
}

static void link_or_meta(struct finder *f, const struct html *h)
{
	bool meta = html_is(h, "meta");

	if ((meta && attribute_is(f, h, "property", "og:url") && html_attribute(h, "content", &f->value)) ||
	    (!meta && attribute_is(f, h, "rel", "canonical") && html_attribute(h, "href", &f->value)))
		found(f, BY_HEAD, buf_view(&f->value));
}

static void form_is_whole(struct finder *f)
{
	if (!f->form_board.n || !f->form_key.n)
		return;
	buf_clear(&f->value);
	if (f->form_host.n)
		buf_printf(&f->value, "//" STR_FMT, STR_ARG(buf_view(&f->form_host)));
	buf_cat(&f->value, "/test/read.cgi/");
	buf_str(&f->value, buf_view(&f->form_board));
	buf_char(&f->value, '/');
	buf_str(&f->value, buf_view(&f->form_key));
	struct address now, first;
	if (take_apart(buf_view(&f->value), &now) && take_apart(buf_view(&f->seen[BY_FORM]), &first))
		f->several |= !same_thread(&now, &first);
	found(f, BY_FORM, buf_view(&f->value));
}

static void form(struct finder *f, const struct html *h)
{
	struct address to = {0};
	struct str stamp;

	buf_clear(&f->form_host);
	buf_clear(&f->form_board);
	buf_clear(&f->form_key);
	if (!html_attribute(h, "action", &f->value))
		return;
	struct str url = readcgi_inner(buf_view(&f->value), &stamp);
	size_t at = str_find(url, STR("/test/"), 0);
	if (at == SIZE_MAX)
		return;
	take_host(url, at, &to);
	buf_str(&f->form_host, to.host);
}

static void input(struct finder *f, const struct html *h)
{
	bool key = attribute_is(f, h, "name", "key");

	if (key || attribute_is(f, h, "name", "bbs")) {
		html_attribute(h, "value", key ? &f->form_key : &f->form_board);
		form_is_whole(f);
	} else if (attribute_is(f, h, "id", "zxcvtypo") || attribute_is(f, h, "name", "url")) {
		html_attribute(h, "value", &f->value);
		found(f, BY_FIELD, buf_view(&f->value));
	}
}

static bool is_anchor_text(struct str s)
{
	return str_starts(s, STR("&gt;")) || str_starts(s, STR(">")) || str_starts(s, STR("\xEF\xBC\x9E")) ||
	       str_starts(s, STR("\x81\x84")) || str_starts(s, STR("\xA1\xE4")); /* ＞ in UTF-8, CP932, EUC-JP */
}

static void link_to(struct finder *f, const struct html *h)
{
	struct html after = *h;
	struct address to;

	if (str_find(h->inside, STR("read.cgi"), 0) == SIZE_MAX || !html_attribute(h, "href", &f->value) ||
	    !take_apart(buf_view(&f->value), &to))
		return;
	if (html_next(&after) == HTML_TEXT && is_anchor_text(after.inside))
		found(f, BY_ANCHOR, buf_view(&f->value));
	else if (str_find(buf_view(&f->value), STR("?id="), 0) !=
		 SIZE_MAX) /* open2ch: what one ID wrote in this thread */
		found(f, BY_LINK, buf_view(&f->value));
	else if (!f->posts && to.spec.n && digits(to.spec) < to.spec.n) /* l50, 1-100: leads about in this thread */
		found(f, BY_LINK, buf_view(&f->value));
}

/* <!-- saved from url=(0054)https://… --> */
static void comment(struct finder *f, const struct html *h)
{
	size_t at = str_find(h->inside, STR("saved from url="), 0);

	if (at != SIZE_MAX && (at = str_find_char(h->inside, ')', at)) != SIZE_MAX)
		found(f, BY_SAVED, str_trim(str_slice(h->inside, at + 1, h->inside.n)));
}

static void look(struct finder *f, const struct html *h)
{
	f->posts = f->posts || readcgi_class_post(h) || readcgi_term_post(h);
	if (h->kind == HTML_COMMENT)
		comment(f, h);
	if (h->kind != HTML_OPEN)
		return;
	if (html_is(h, "a"))
		link_to(f, h);
	else if (html_is(h, "input"))
		input(f, h);
	else if (html_is(h, "form"))
		form(f, h);
	else if (html_is(h, "link") || html_is(h, "meta"))
		link_or_meta(f, h);
	else if (html_is(h, "base") && !f->base.n)
		html_attribute(h, "href", &f->base);
}

/* ---- the answer ---- */

static void set_host(struct readcgi_id *out, const struct address *a)
{
	struct str host = a->host;

	if (a->server.n) { /* itest.5ch.net/krsw/… is krsw.5ch.net/… */
		buf_str(&out->host, a->server);
		host = str_slice(host, 5, host.n);
	}
	buf_str(&out->host, host);
}

static void answer(struct finder *f, struct readcgi_id *out)
{
	struct address best = {0}, other;
	int i = WORTHS;

	while (i-- && !take_apart(buf_view(&f->seen[i]), &best))
		;
	if (i < 0)
		return;
	for (; i >= 0 && !best.host.n; i--)
		if (take_apart(buf_view(&f->seen[i]), &other) && same_thread(&other, &best))
			best.host = other.host, best.server = other.server;
	if (!best.host.n)
		take_host(buf_view(&f->base), f->base.n, &best);
	set_host(out, &best);
	if (best.category.n) {
		buf_str(&out->board, best.category);
		buf_char(&out->board, '/');
	}
	buf_str(&out->board, best.board);
	buf_str(&out->key, best.key);
	out->created_at = dat_key_time(best.key);
	if (out->host.n)
		buf_printf(&out->url, "https://" STR_FMT "/%s/read.cgi/" STR_FMT "/" STR_FMT "/",
			   STR_ARG(buf_view(&out->host)), best.category.n ? "bbs" : "test",
			   STR_ARG(buf_view(&out->board)), STR_ARG(best.key));
}

/* KEY.html in a folder called as the board: all there is in a page of 2001. */
static void from_path(const struct board_input *in, struct readcgi_id *out)
{
	struct dat_place place = {0};

	dat_place_find(in, &place);
	buf_str(&out->board, buf_view(&place.board));
	buf_str(&out->key, buf_view(&place.key));
	out->created_at = dat_key_time(buf_view(&place.key));
	dat_place_free(&place);
}

void readcgi_identify(const struct board_input *in, struct readcgi_id *out)
{
	struct finder f = {0};
	struct html h = {.s = in->bytes};
	struct address from;
	struct str stamp;

	out->created_at = BOARD_NO_TIME;
	found(&f, BY_CALLER, in->url);
	while (html_next(&h) != HTML_END)
		look(&f, &h);
	answer(&f, out);
	if (!out->key.n)
		from_path(in, out);
	readcgi_inner(in->url, &stamp);
	out->archived = stamp.n > 0;
	out->several = f.several;
	out->partial = take_apart(in->url, &from) && str_find_char(from.spec, ',', 0) != SIZE_MAX;
	for (size_t i = 0; i < WORTHS; i++)
		buf_free(&f.seen[i]);
	buf_free(&f.value);
	buf_free(&f.base);
	buf_free(&f.form_host);
	buf_free(&f.form_board);
	buf_free(&f.form_key);
}

void readcgi_id_free(struct readcgi_id *id)
{
	buf_free(&id->url);
	buf_free(&id->host);
	buf_free(&id->board);
	buf_free(&id->key);
}
