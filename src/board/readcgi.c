/* Pages of read.cgi, the program that shows the threads of 2ch and its kin, as saved from 2000 to 2024. The layout is
 * found out by its elements, never by the version in the footer. Tags are found in the bytes as they are (no byte of a
 * tag can be part of a character in UTF-8, CP932 or EUC-JP), fields are decoded after they were cut. */
#include "readcgi.h"
#include "taiyaku/text.h"

#define LOOK ((size_t)256 << 10) /* the head of a page of 2023 takes 120 KiB */
#define SAMPLE ((size_t)4 << 20) /* for the encoding */

/* ---- recognising ---- */

static bool is_markup(struct str s)
{
	size_t at = 0;

	s = str_slice(s, 0, s.n < 4096 ? s.n : 4096);
	if (str_find(str_slice(s, 0, s.n < 512 ? s.n : 512), STR("<>"), 0) != SIZE_MAX)
		return false; /* a dat */
	while ((at = str_find_char(s, '<', at)) != SIZE_MAX && ++at < s.n)
		if ((s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= 'A' && s.p[at] <= 'Z') || s.p[at] == '!')
			return true;
	return false;
}

/* A page as a debugger or a program's source writes it: one string, its quotes escaped. */
static bool is_dump(struct str s)
{
	s = str_trim(str_slice(s, 0, s.n < 4096 ? s.n : 4096));
	return (str_starts(s, STR("\"<!")) || str_starts(s, STR("\"<h")) || str_starts(s, STR("\"<H"))) &&
	       str_find(s, STR("=\\\""), 0) != SIZE_MAX;
}

int readcgi_looks(const struct board_input *in)
{
	struct html h = {.s = str_slice(in->bytes, 0, in->bytes.n < LOOK ? in->bytes.n : LOOK)};
	bool thread = false;

	if (is_dump(in->bytes))
		return 60;
	if (!is_markup(in->bytes))
		return 0;
	while (html_next(&h) != HTML_END) {
		if (readcgi_class_post(&h))
			return 90;
		if (readcgi_term_post(&h))
			return 80;
		thread = thread || (h.kind == HTML_OPEN && html_is(&h, "input") &&
				    str_find(h.inside, STR("read.cgi/"), 0) != SIZE_MAX);
	}
	return thread ? 30 : 0; /* the head of such a page */
}

/* ---- reading ---- */

static void declared_encoding(struct str s, struct buf *out)
{
	struct html h = {.s = str_slice(s, 0, s.n < 16384 ? s.n : 16384)};

	while (html_next(&h) != HTML_END) {
		if (h.kind != HTML_OPEN || !html_is(&h, "meta"))
			continue;
		if (html_attribute(&h, "charset", out))
			return;
		if (!html_attribute(&h, "content", out))
			continue;
		size_t at = str_find(buf_view(out), STR("charset="), 0);
		if (at != SIZE_MAX) {
			memmove(out->p, out->p + at + 8, out->n - at - 8);
			out->n -= at + 8;
			return;
		}
	}
	buf_clear(out);
}

/* Ends after a tag: not within a character. */
static struct str sample(struct str s)
{
	size_t n = s.n < SAMPLE ? s.n : SAMPLE;

	while (n < s.n && n > SAMPLE / 2 && s.p[n - 1] != '>')
		n--;
	return str_slice(s, 0, n);
}

/* From 2023 on a page's head line has an id; before, <title> is the thread's title and nothing else. */
static void page_title(struct readcgi *rc, struct buf *out)
{
	struct html h = {.s = rc->bytes};
	struct str found = {"", 0};
	struct buf raw = {0};

	while (html_next(&h) != HTML_END && !readcgi_class_post(&h) && !readcgi_term_post(&h)) {
		bool title = h.kind == HTML_OPEN && html_is(&h, "title") && !found.n;
		bool line = h.kind == HTML_OPEN && html_attribute(&h, "id", &raw) &&
			    str_eq(buf_view(&raw), STR("threadtitle"));
		if ((title || line) && html_next(&h) == HTML_TEXT)
			found = h.inside;
		if (line)
			break;
	}
	buf_clear(&raw);
	board_decode(found, rc->encoding, &raw);
	html_decode(str_trim(buf_view(&raw)), out);
	buf_free(&raw);
}

/* ---- a page that names no key: that of its first post, which is the same second ---- */

struct first {
	long number;
	int64_t at;
};

static bool on_first(void *context, const struct board_post *p)
{
	struct first *f = context;

	*f = (struct first){p->number, p->posted_at};
	return false;
}

static bool read_posts(struct readcgi *rc)
{
	return readcgi_classes(rc) && (rc->posts || readcgi_terms(rc));
}

static bool find_key(struct readcgi *rc, const struct board_input *in, struct err *err)
{
	struct first first = {-1, BOARD_NO_TIME};
	struct board_sink sink = {.context = &first, .post = on_first};
	struct reader probe = {.sink = &sink}, *reader = rc->reader;

	if (rc->id.key.n)
		return true;
	rc->reader = &probe;
	read_posts(rc);
	rc->reader = reader;
	rc->last = 0;
	rc->posts = rc->empty = rc->ads = 0;
	if (first.number != 1 || first.at == BOARD_NO_TIME)
		return err_set(
			err, ERR_INPUT,
			_("%.*s: a page that does not say which thread it is: call the file KEY.html, KEY being the "
			  "number in its address"),
			STR_ARG(in->path));
	buf_printf(&rc->id.key, "%lld", (long long)(first.at / 1000));
	rc->id.created_at = first.at / 1000 * 1000;
	return reader_message(
		rc->reader,
		_("%.*s: neither the name nor the text says the thread's number; the time of its first post is "
		  "taken for it: %lld"),
		STR_ARG(in->path), (long long)(first.at / 1000));
}

/* A thread whose page names no host is 2ch's: hosts came and went. */
static bool begin(struct readcgi *rc, const struct board_input *in, struct err *err)
{
	if (rc->id.several)
		return err_set(
			err, ERR_INPUT,
			_("%.*s: the front page of a board, with several threads on it; save the page of each thread"),
			STR_ARG(in->path));
	if (!find_key(rc, in, err))
		return false;

	struct buf title = {0};
	struct board_source source = {.board = buf_view(&rc->id.board),
				      .key = buf_view(&rc->id.key),
				      .url = buf_view(&rc->id.url),
				      .host = buf_view(&rc->id.host),
				      .created_at = rc->id.created_at};

	if (!source.url.n)
		source.family = STR("5ch");
	page_title(rc, &title);
	source.title = buf_view(&title);
	bool good = dat_begin(rc->reader, in, &source, "readcgi", rc->encoding,
			      rc->id.archived ? BOARD_RANK_ARCHIVE : BOARD_RANK_HTML);
	buf_free(&title);
	return good;
}

static bool say_what_was_not(struct readcgi *rc)
{
	if (rc->empty &&
	    !reader_message(rc->reader, _("left out, since there is nothing in them: %zu posts"), rc->empty))
		return false;
	return rc->posts ||
	       reader_message(rc->reader,
			      _("a page of a thread without its posts (the smartphone page loads them later, "
				"or the page is cut); save the page of read.cgi itself"));
}

bool readcgi_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct readcgi rc = {.reader = r, .bytes = in->bytes};
	struct buf declared = {0};

	if (is_dump(in->bytes))
		return err_set(err, ERR_INPUT,
			       _("%.*s: a page inside a string, as a debugger shows it; save the page itself"),
			       STR_ARG(in->path));
	buf_str(&declared, in->declared);
	if (!declared.n)
		declared_encoding(in->bytes, &declared);
	rc.encoding = in->encoding.n ? board_encoding_named(in->encoding)
				     : board_encoding(sample(in->bytes), buf_view(&declared));
	readcgi_identify(in, &rc.id);
	bool good = begin(&rc, in, err) && read_posts(&rc) && say_what_was_not(&rc);
	readcgi_id_free(&rc.id);
	for (size_t i = 0; i < FIELDS; i++)
		buf_free(&rc.field[i]);
	buf_free(&rc.mail);
	buf_free(&rc.date);
	buf_free(&rc.scratch);
	dat_post_free(&rc.post);
	buf_free(&declared);
	return good;
}
