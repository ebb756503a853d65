/* The layouts before 2016, and those of jbbs and machi: <dt>NUMBER ：NAME：DATE<dd>BODY. Nothing but these two tags
 * marks a post: a <dt> counts when a number and a colon stand at its beginning, and what is between the colons is told
 * by what looks like a date. Files in the archives of 2000 to 2002 ("kako") write 名前： and 投稿日： before the
 * colons. */
#include "readcgi.h"
#include "taiyaku/text.h"

#define COLON "\xEF\xBC\x9A" /* ： */
#define HEAD 16384           /* a longer head is none */

/* ---- the head ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct str without_blanks(struct str s)
{
	for (;;) {
		s = str_trim(s);
		if (str_starts(s, STR("\xE3\x80\x80"))) /* U+3000 */
			s = str_slice(s, 3, s.n);
		else if (str_ends(s, STR("\xE3\x80\x80")))
			s = str_slice(s, 0, s.n - 3);
		else
			return s;
	}
}

static bool looks_like_date(struct str s)
{
	static const char *const words[] = {"Over ",
					    "NG",
					    "ID:",
					    "\xE5\x81\x9C\xE6\xAD\xA2",                         /* 停止 */
					    "\xE3\x81\x82\xE3\x81\xBC\xE3\x83\xBC\xE3\x82\x93", /* あぼーん */
					    "\xE3\x81\x86\xE3\x81\xB5" /* うふ */};
	size_t n = 0;

	s = str_slice(s, 0, s.n < 64 ? s.n : 64); /* many colons, many blanks: still linear */
	s = without_blanks(s);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts(s, str_c(words[i])))
			return true;
	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n >= 2 && n <= 4 && n + 1 < s.n && (s.p[n] == '/' || s.p[n] == '-') && is_digit(s.p[n + 1]);
}

struct colons { /* places in a head */
	struct span first, date, last;
	struct span bare; /* a date after the name without a colon between */
};

static void colon(struct colons *c, struct str head, size_t at, size_t n)
{
	struct span here = {at, at + n};

	if (!c->first.end)
		c->first = here;
	if (looks_like_date(str_slice(head, here.end, head.n)))
		c->date = here;
	if (n == sizeof COLON - 1)
		c->last = here;
}

static bool is_bare_date(struct str head, size_t at)
{
	char before = at ? head.p[at - 1] : '>';

	return is_digit(head.p[at]) && (strchr(" >\t\n", before) || (before & 0x80)) &&
	       looks_like_date(str_slice(head, at, head.n));
}

/* Colons of the text; those in tags do not count. */
static void find_colons(struct str head, struct colons *c)
{
	struct html h = {.s = head};

	while (html_next(&h) != HTML_END)
		for (size_t i = h.span.start; h.kind == HTML_TEXT && i < h.span.end; i++) {
			if (c->first.end && !c->bare.end && is_bare_date(head, i))
				c->bare = (struct span){i, i};
			if (head.p[i] == ':')
				colon(c, head, i, 1);
			else if (str_starts(str_slice(head, i, h.span.end), STR(COLON)))
				colon(c, head, i, sizeof COLON - 1);
		}
}

static void set(struct readcgi *rc, enum readcgi_field field, struct str s)
{
	buf_clear(&rc->field[field]);
	buf_str(&rc->field[field], without_blanks(s));
}

/* What machi and jbbs of 2003 wrote behind a date: [ host.example.jp ] is whom it is from, [ r1FsjJhA ] an ID. Returns
 * where it begins, or the end. */
static size_t bracket(struct str date, struct str *inside)
{
	size_t at = str_find(date, STR("[ "), 0), end = str_find(date, STR(" ]"), at == SIZE_MAX ? date.n : at);

	if (end == SIZE_MAX)
		return date.n;
	*inside = str_trim(str_slice(date, at + 2, end));
	return at;
}

/* A blank before each link: open2ch sets one behind the ID. */
static void set_date(struct readcgi *rc, struct str date)
{
	struct buf *out = &rc->field[FIELD_DATE];
	struct str inside = {0}, s;
	size_t end = bracket(date, &inside), link;

	buf_clear(out);
	for (s = str_slice(date, 0, end); (link = str_find(s, STR("<a "), 1)) != SIZE_MAX;
	     s = str_slice(s, link, s.n)) {
		buf_str(out, str_slice(s, 0, link));
		buf_char(out, ' ');
	}
	buf_str(out, s);
	if (inside.n) {
		buf_cat(out, inside.n == 8 ? " ID:" : " HOST:");
		buf_str(out, inside);
	}
}

/* NUMBER 名前：NAME 投稿日：DATE, all in UTF-8. */
static void split_head(struct readcgi *rc, struct str head)
{
	struct colons c = {0};

	find_colons(head, &c);
	struct span date = c.date.end                     ? c.date
			   : c.bare.end                   ? c.bare
			   : c.last.start > c.first.start ? c.last
							  : (struct span){head.n, head.n};
	struct str name = date.start > c.first.end ? str_slice(head, c.first.end, date.start) : (struct str){"", 0};
	buf_clear(&rc->scratch);
	html_text(str_slice(head, 0, c.first.start), &rc->scratch);
	set(rc, FIELD_NUMBER, buf_view(&rc->scratch));
	name = without_blanks(name);
	if (str_ends(name, STR("\xE6\x8A\x95\xE7\xA8\xBF\xE6\x97\xA5"))) /* 投稿日 */
		name.n -= 9;
	set(rc, FIELD_NAME, name);
	set_date(rc, str_slice(head, date.end, head.n));
}

/* ---- posts ---- */

/* A number and blanks, then a colon in one of the encodings, or 名前. */
bool readcgi_term_post(const struct html *h)
{
	struct html after = *h;
	struct str s;
	size_t n = 0;

	if (h->kind != HTML_OPEN || !html_is(h, "dt"))
		return false;
	while (html_next(&after) == HTML_OPEN && html_is(&after, "a")) /* the number may be a link */
		;
	s = after.kind == HTML_TEXT ? str_trim(after.inside) : (struct str){"", 0};
	while (n < s.n && is_digit(s.p[n]))
		n++;
	if (!n || n > 9)
		return false;
	return n == s.n || strchr(" :\t", s.p[n]) || (s.p[n] & 0x80);
}

struct scan {
	struct readcgi *rc;
	struct html h;
	size_t start, head, head_end, body; /* of the post, of the insides of its dt and dd; SIZE_MAX: not begun */
};

static bool end_post(struct scan *s, bool broken)
{
	struct readcgi *rc = s->rc;
	size_t end = s->h.span.start, head_end = s->body == SIZE_MAX ? end : s->head_end;
	struct buf head = {0};

	if (s->head == SIZE_MAX)
		return true;
	if (head_end - s->head > HEAD)
		head_end = s->head + HEAD;
	rc->bad += board_decode(str_slice(rc->bytes, s->head, head_end), rc->encoding, &head);
	split_head(rc, buf_view(&head));
	buf_free(&head);
	if (s->body != SIZE_MAX)
		readcgi_set(rc, FIELD_BODY, str_slice(rc->bytes, s->body, end));
	s->head = SIZE_MAX;
	return readcgi_post(rc, s->start, end, broken || s->body == SIZE_MAX);
}

static bool tag(struct scan *s)
{
	struct html *h = &s->h;

	if (h->kind == HTML_OPEN && html_is(h, "dd") && s->head != SIZE_MAX && s->body == SIZE_MAX) {
		s->head_end = h->span.start;
		s->body = h->span.end;
	} else if (readcgi_term_post(h)) {
		if (!end_post(s, false))
			return false;
		s->start = h->span.start;
		s->head = h->span.end;
		s->body = SIZE_MAX;
	} else if (h->kind == HTML_CLOSE &&
		   (html_is(h, "dl") || html_is(h, "body") || (html_is(h, "dd") && s->body != SIZE_MAX))) {
		return end_post(s, false);
	}
	return true;
}

bool readcgi_terms(struct readcgi *rc)
{
	struct scan s = {.rc = rc, .h = {.s = rc->bytes}, .head = SIZE_MAX, .body = SIZE_MAX};
	bool good = true;

	while (good && html_next(&s.h) != HTML_END)
		good = tag(&s);
	return good && end_post(&s, true);
}
