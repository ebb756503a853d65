/* The date field of 2ch and its kin (boards.md 1.2): words; those that are no ID:, BE: or HOST: are the date as
 * written. */
#include "board_int.h"

#define DAY INT64_C(86400000)
#define JST 540

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* At most `most` digits at *at; -1: none, or more. */
static int number(struct str s, size_t *at, int most)
{
	int n = 0, digits = 0;

	for (; *at < s.n && is_digit(s.p[*at]); ++*at, digits++)
		n = digits < 6 ? n * 10 + (s.p[*at] - '0') : n;
	return digits && digits <= most ? n : -1;
}

static bool sign(struct str s, size_t *at, char a, char b)
{
	if (*at >= s.n || (s.p[*at] != a && s.p[*at] != b))
		return false;
	++*at;
	return true;
}

/* Thousandths after the seconds, of one to three digits. */
static int fraction(struct str s, size_t *at)
{
	int n = 0, scale = 100;

	if (*at + 1 >= s.n || s.p[*at] != '.' || !is_digit(s.p[*at + 1]))
		return 0;
	for (++*at; *at < s.n && is_digit(s.p[*at]); ++*at, scale /= 10)
		n += scale * (s.p[*at] - '0');
	return n;
}

/* "2022/12/27(火) 13:09:37.29", "04/08/23 17:55" */
static int64_t time_of(struct str s)
{
	size_t at = 0;
	int year = number(s, &at, 4), month, day, hour, minute, second = 0;

	if (year < 0 || !sign(s, &at, '/', '-') || (month = number(s, &at, 2)) < 0 || !sign(s, &at, '/', '-') ||
	    (day = number(s, &at, 2)) < 0)
		return BOARD_NO_TIME;
	year += year >= 100 ? 0 : year < 70 ? 2000 : 1900;
	if (at < s.n && s.p[at] == '(') {
		at = str_find_char(s, ')', at);
		at = at == SIZE_MAX ? s.n : at + 1;
	}
	while (sign(s, &at, ' ', '\t'))
		;
	if ((hour = number(s, &at, 2)) < 0 || !sign(s, &at, ':', ':') || (minute = number(s, &at, 2)) < 0)
		return BOARD_NO_TIME;
	if (sign(s, &at, ':', ':') && (second = number(s, &at, 2)) < 0)
		return BOARD_NO_TIME;
	int64_t ms = time_civil(year, month, day, hour, minute, second, JST);
	return ms == BOARD_NO_TIME ? ms : ms + fraction(s, &at);
}

static void set_once(struct buf *b, struct str s)
{
	if (!b->n)
		buf_str(b, s);
}

static void add_word(struct buf *b, struct str word)
{
	if (b->n && word.n)
		buf_char(b, ' ');
	buf_str(b, word);
}

/* 2ch.sc writes after an ID where the post is from: ".net", ".sc". Bytes of it, 0: nothing. */
static size_t origin(struct str id)
{
	return id.n >= 12 && str_ends(id, STR(".net")) ? 4 : id.n >= 11 && str_ends(id, STR(".sc")) ? 3 : 0;
}

static void add_id(struct head *h, struct str word)
{
	struct str id = str_slice(word, 3, word.n);
	size_t tail = origin(id);

	if (str_eq(id, STR("DELETED")) || h->poster.n) {
		add_word(&h->date, word);
		return;
	}
	buf_add(&h->poster, id.p, id.n - tail);
	add_word(&h->date, str_slice(id, id.n - tail, id.n));
}

static void add_words(struct head *h, struct str s)
{
	for (size_t i = 0, from; i < s.n;) {
		while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
			i++;
		for (from = i; i < s.n && s.p[i] != ' ' && s.p[i] != '\t';)
			i++;
		struct str word = str_slice(s, from, i);
		if (word.n > 3 && str_starts(word, STR("ID:"))) {
			add_id(h, word);
		} else if (word.n > 3 && str_starts(word, STR("BE:"))) {
			set_once(&h->be, str_slice(word, 3, word.n));
		} else if (str_starts(word, STR("HOST:"))) {
			set_once(&h->address, str_trim(str_slice(s, from + 5, s.n)));
			return;
		} else if (str_starts(word, STR("発信元:"))) {
			set_once(&h->address, str_slice(word, strlen("発信元:"), word.n));
		} else {
			add_word(&h->date, word);
		}
	}
}

/* <a href="javascript:be(136914265);">?S★(615094)</a> is BE:136914265-S★(615094) */
static bool be_of(const struct html *t, struct buf *be)
{
	struct buf href = {0};
	bool is = html_is(t, "a") && html_attribute(t, "href", &href) &&
		  str_starts(buf_view(&href), STR("javascript:be("));

	if (is && !be->n) {
		size_t close = str_find_char(buf_view(&href), ')', 0);
		buf_str(be, str_slice(buf_view(&href), strlen("javascript:be("), close < href.n ? close : href.n));
		buf_char(be, '-');
	}
	buf_free(&href);
	return is;
}

static void without_tags(struct head *h, struct str date)
{
	struct html t = {.s = date};
	bool in_be = false;

	while (html_next(&t) != HTML_END) {
		if (t.kind == HTML_OPEN)
			in_be = be_of(&t, &h->be);
		else if (t.kind == HTML_CLOSE)
			in_be = false;
		else if (t.kind == HTML_TEXT && in_be)
			html_decode(*t.inside.p == '?' ? str_slice(t.inside, 1, t.inside.n) : t.inside, &h->be);
		else if (t.kind == HTML_TEXT)
			html_decode(t.inside, &h->plain);
	}
}

void head_date(struct head *h, struct str date, int64_t created_at, struct board_post *post)
{
	buf_clear(&h->plain);
	if (memchr(date.p, '<', date.n) || memchr(date.p, '&', date.n)) {
		without_tags(h, date);
		date = buf_view(&h->plain);
	}
	add_words(h, date);
	post->date_text = buf_view(&h->date);
	post->poster = buf_view(&h->poster);
	post->be = buf_view(&h->be);
	post->address = buf_view(&h->address);
	post->tz_min = JST;
	post->posted_at = time_of(post->date_text);
	if (post->posted_at != BOARD_NO_TIME && created_at != BOARD_NO_TIME &&
	    (post->posted_at < created_at - DAY || post->posted_at > created_at + 20 * 366 * DAY))
		post->posted_at = BOARD_NO_TIME;
}
