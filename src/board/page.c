/* Saved pages: what a browser, SingleFile or the Wayback Machine put around a page is taken off, and says where the
 * page came from and when; then the formats are tried again on what is left. It is taken off by overwriting with blanks
 * in a copy of the same length, so that posts keep their place in the file. A page that no other format knows is one
 * post (page_text.c).
 */
#include "page.h"
#include "readcgi.h"

#define HEAD ((size_t)64 << 10)
#define TAIL ((size_t)8 << 10)
#define NEAR 300 /* bytes from a comment's beginning to its mark */

struct page {
	struct str bytes;
	struct buf copy; /* bytes without the marks; empty: there were none */
	struct buf url;  /* as saved: may be an archive's */
	int64_t retrieved_at;
	bool archived;
};

/* ---- marks: comments of those who saved the page ---- */

static size_t before(struct str s, const char *what, size_t at, size_t least)
{
	size_t n = strlen(what);

	for (size_t i = at; i > least; i--)
		if (i - 1 + n <= s.n && !memcmp(s.p + i - 1, what, n))
			return i - 1;
	return SIZE_MAX;
}

/* The comment in s[from .. to) that has the words near its beginning. */
static bool find_mark(struct str s, size_t from, size_t to, const char *words, struct span *out)
{
	size_t at = from;

	while ((at = str_find(str_slice(s, 0, to), str_c(words), at)) != SIZE_MAX) {
		size_t start = before(s, "<!--", at, at > NEAR ? at - NEAR : 0);

		if (start != SIZE_MAX && before(s, "-->", at, start) == SIZE_MAX) {
			size_t end = str_find(s, STR("-->"), at);
			*out = (struct span){start, end == SIZE_MAX ? s.n : end + 3};
			return true;
		}
		at++;
	}
	return false;
}

enum mark { MARK_SAVED_FROM, MARK_SINGLEFILE, MARK_SINGLEFILE_OLD, MARK_TOOLBAR, MARK_ARCHIVED, MARKS };

static bool mark(struct str s, enum mark which, struct span *out)
{
	static const struct {
		const char *words;
		bool tail;
	} marks[MARKS] = {
		{"saved from url=(", false},        {"saved with SingleFile", false},
		{"processed by SingleFile", false}, {"BEGIN WAYBACK TOOLBAR INSERT", false},
		{"FILE ARCHIVED ON", true},
	};
	size_t head = s.n < HEAD ? s.n : HEAD, tail = s.n < TAIL ? 0 : s.n - TAIL;

	return find_mark(s, marks[which].tail ? tail : 0, marks[which].tail ? s.n : head, marks[which].words, out);
}

/* Begins with a tag, and one of HTML's own is near. Of XML, only what says that it is HTML. */
static bool is_html(struct str s)
{
	static const char *const tags[] = {"html",   "head", "body", "title", "meta",
					   "script", "p",    "div",  "table", "h1"};
	struct html h = {.s = str_slice(s, 0, s.n < 4096 ? s.n : 4096)};

	s = str_trim(str_starts(h.s, STR("\xEF\xBB\xBF")) ? str_slice(h.s, 3, h.s.n) : h.s);
	if (!s.n || *s.p != '<')
		return false;
	size_t n = str_starts(s, STR("<?xml")) ? 1 : sizeof tags / sizeof *tags;
	while (html_next(&h) != HTML_END)
		for (size_t i = 0; h.kind == HTML_OPEN && i < n; i++)
			if (html_is(&h, tags[i]))
				return true;
	return false;
}

int page_looks(const struct board_input *in)
{
	struct span span;

	if (!is_html(in->bytes))
		return 0;
	for (enum mark i = 0; i < MARKS; i++)
		if (mark(in->bytes, i, &span))
			return 95;
	return 10;
}

/* ---- taking them off ---- */

static void overwrite(struct page *p, struct span span)
{
	if (!p->copy.n)
		buf_str(&p->copy, p->bytes);
	memset(p->copy.p + span.start, ' ', span.end - span.start);
	p->bytes = buf_view(&p->copy);
}

static void set_url(struct page *p, struct str url)
{
	url = str_trim(url);
	if (p->url.n || !url.n || str_starts(url, STR("about:")))
		return;
	page_clean_address(url, &p->url);
}

/* "saved from url=(0054)https://…": the number is the address' length */
static void saved_from(struct page *p, struct str comment)
{
	size_t at = str_find_char(comment, ')', 0), end;

	if (at == SIZE_MAX)
		return;
	end = str_find(comment, STR("-->"), at);
	set_url(p, str_slice(comment, at + 1, end == SIZE_MAX ? comment.n : end));
}

static struct str line_after(struct str s, const char *label)
{
	size_t at = str_find(s, str_c(label), 0), end;

	if (at == SIZE_MAX)
		return (struct str){"", 0};
	at += strlen(label);
	end = str_find_char(s, '\n', at);
	return str_trim(str_slice(s, at, end == SIZE_MAX ? s.n : end));
}

static void singlefile(struct page *p, struct str comment)
{
	struct str date = line_after(comment, "saved date:");

	set_url(p, line_after(comment, "url:"));
	if (date.n)
		page_date(date, &p->retrieved_at);
}

static void archived_on(struct page *p, struct str comment)
{
	size_t at = str_find(comment, STR("FILE ARCHIVED ON"), 0), end = str_find(comment, STR(" AND "), at);

	p->archived = true;
	page_date(str_slice(comment, at + 16, end == SIZE_MAX ? comment.n : end), &p->retrieved_at);
}

/* The toolbar knows the address: <input … id="wmtbURL" value="…">. */
static void toolbar(struct page *p, struct span *span)
{
	size_t end = str_find(p->bytes, STR("END WAYBACK TOOLBAR INSERT"), span->end);
	struct buf value = {0};

	p->archived = true;
	if (end != SIZE_MAX && (end = str_find(p->bytes, STR("-->"), end)) != SIZE_MAX)
		span->end = end + 3;
	struct html h = {.s = str_slice(p->bytes, span->start, span->end)};
	while (html_next(&h) != HTML_END)
		if (h.kind == HTML_OPEN && html_is(&h, "input") && html_attribute(&h, "id", &value) &&
		    str_eq(buf_view(&value), STR("wmtbURL")) && html_attribute(&h, "value", &value))
			set_url(p, buf_view(&value));
	buf_free(&value);
}

static void take_off(struct page *p)
{
	struct span span;

	for (enum mark i = 0; i < MARKS; i++)
		while (mark(p->bytes, i, &span)) {
			struct str comment = str_slice(p->bytes, span.start, span.end);

			if (i == MARK_SAVED_FROM)
				saved_from(p, comment);
			else if (i == MARK_TOOLBAR)
				toolbar(p, &span);
			else if (i == MARK_ARCHIVED)
				archived_on(p, comment);
			else
				singlefile(p, comment);
			overwrite(p, span);
		}
}

/* ---- the Wayback Machine's other traces ---- */

/* __wm.wombat("http://…","20140314151500", … */
static void wombat(struct page *p)
{
	struct str head = str_slice(p->bytes, 0, p->bytes.n < HEAD ? p->bytes.n : HEAD);
	size_t at = str_find(head, STR("__wm.wombat(\""), 0), end;

	if (at == SIZE_MAX || (end = str_find_char(head, '"', at + 13)) == SIZE_MAX)
		return;
	p->archived = true;
	struct str url = str_slice(head, at + 13, end), stamp = str_slice(head, end, head.n);
	if (!str_starts(stamp, STR("\",\"")) || stamp.n < 17) {
		set_url(p, url);
		return;
	}
	struct buf whole = {0};
	buf_printf(&whole, "https://web.archive.org/web/" STR_FMT "/" STR_FMT, STR_ARG(str_slice(stamp, 3, 17)),
		   STR_ARG(url));
	set_url(p, buf_view(&whole));
	buf_free(&whole);
}

/* In quotes of an attribute: https://web.archive.org/web/20140314151500im_/http://host/… becomes http://host/…, blanks
 * after it; an image's address without its scheme, as boards write it. */
static void unwrap(struct page *p, size_t at)
{
	char *s = p->copy.p;
	size_t start = at, inner, end;
	struct str url, stamp;

	while (start && at - start < 30 && !strchr("\"'= \n>", s[start - 1]))
		start--;
	if (start < 2 || (s[start - 1] != '"' && s[start - 1] != '\'') || s[start - 2] != '=')
		return;
	for (end = at; end < p->copy.n && s[end] != s[start - 1];)
		end++;
	url = readcgi_inner((struct str){s + start, end - start}, &stamp);
	if (!stamp.n)
		return;
	inner = (size_t)(url.p - s);
	if (str_starts(
		    str_slice((struct str){stamp.p, (size_t)(s + end - stamp.p)}, stamp.n, (size_t)(s + end - stamp.p)),
		    STR("im_/http"))) {
		size_t slashes = str_find(url, STR("//"), 0);
		inner += slashes == SIZE_MAX ? 0 : slashes;
	}
	memmove(s + start, s + inner, end - inner);
	memset(s + start + (end - inner), ' ', inner - start);
}

static void unwrap_links(struct page *p)
{
	if (!p->archived)
		return;
	if (!p->copy.n)
		buf_str(&p->copy, p->bytes);
	p->bytes = buf_view(&p->copy);
	for (size_t at = 0; (at = str_find(p->bytes, STR("/web/"), at)) != SIZE_MAX; at += 5)
		unwrap(p, at);
}

/* ---- reading ---- */

/* An address that an archive's page names without the archive's own part gets it, so that all the rest of the way it is
 * known for a copy. */
static void settle_url(struct page *p)
{
	struct str stamp;
	char digits[15];

	readcgi_inner(buf_view(&p->url), &stamp);
	if (stamp.n && p->retrieved_at == BOARD_NO_TIME)
		p->retrieved_at = page_stamp_time(stamp);
	if (!p->archived || stamp.n || !p->url.n)
		return;
	page_time_stamp(p->retrieved_at, digits);
	struct buf whole = {0};
	buf_printf(&whole, "https://web.archive.org/web/%s/" STR_FMT, digits, STR_ARG(buf_view(&p->url)));
	buf_free(&p->url);
	p->url = whole;
}

bool page_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct page p = {.bytes = in->bytes, .retrieved_at = BOARD_NO_TIME};
	struct board_input inner = *in;
	bool good;

	wombat(&p); /* before the toolbar: it knows the time too */
	take_off(&p);
	bool marked = p.copy.n > 0;
	unwrap_links(&p);
	set_url(&p, in->url);
	if (!p.url.n)
		page_address(p.bytes, &p.url);
	settle_url(&p);
	inner.bytes = p.bytes;
	inner.url = buf_view(&p.url);
	inner.format = (struct str){"", 0};
	if (p.retrieved_at != BOARD_NO_TIME)
		inner.retrieved_at = p.retrieved_at;
	good = marked ? board_read_inside(r, &inner, err) : page_text(r, &inner, err);
	buf_free(&p.copy);
	buf_free(&p.url);
	return good;
}
