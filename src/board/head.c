/* The head of a post: name and date fields of 2ch and its kin (boards.md 1.2).
 *
 * A name is HTML, bold where the poster typed it; what the server put in stands between </b> and <b>, or in a cap's
 * <font>. Trip, slip and address are looked for in those parts only: in a bold one anybody can have typed them. A date
 * field is words; those that are no ID:, BE: or HOST: are the date as written. */
#include "board_int.h"

#define DAY INT64_C(86400000)
#define JST 540
#define TRIP_LEAST 8
#define TRIP_MOST 15

void head_clear(struct head *h)
{
	buf_clear(&h->name);
	buf_clear(&h->slip);
	buf_clear(&h->trip);
	buf_clear(&h->poster);
	buf_clear(&h->be);
	buf_clear(&h->address);
	buf_clear(&h->date);
}

void head_free(struct head *h)
{
	buf_free(&h->name);
	buf_free(&h->slip);
	buf_free(&h->trip);
	buf_free(&h->poster);
	buf_free(&h->be);
	buf_free(&h->address);
	buf_free(&h->date);
	buf_free(&h->plain);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_key(char c) /* of slips and trips */
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '+' || c == '/';
}

/* ---- half-width kana ---- */

/* U+FF61 to U+FF9F as NFKC has them, the sound marks joined to what is before them. */
static void add_full_width(struct buf *out, struct str s)
{
	static const uint16_t full[] = {
		0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5,
		0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3,
		0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC,
		0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4,
		0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x3099, 0x309A};
	unsigned last = 0;

	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned cp = i + 2 < s.n && c == 0xEF ? 0xF000u | ((unsigned char)s.p[i + 1] & 0x3Fu) << 6 |
								 ((unsigned char)s.p[i + 2] & 0x3Fu)
						       : 0;
		if (cp < 0xFF61 || cp > 0xFF9F) {
			buf_char(out, s.p[i++]);
			last = 0;
			continue;
		}
		i += 3;
		cp = full[cp - 0xFF61];
		bool voiced = cp == 0x3099 && ((last >= 0x30AB && last <= 0x30C8) ||
					       (last >= 0x30CF && last <= 0x30DB) || last == 0x30A6);
		if (voiced || (cp == 0x309A && last >= 0x30CF && last <= 0x30DB)) {
			out->n -= 3;
			cp = last == 0x30A6 ? 0x30F4 : last + (cp - 0x3098);
		}
		buf_code_point(out, cp);
		last = cp;
	}
}

/* Half-width kana, then capitals: what a slip without its keys consists of. */
static bool is_slip_word(struct str s)
{
	size_t i = 0, kana = 0;

	for (; i + 2 < s.n && (unsigned char)s.p[i] == 0xEF; i += 3, kana++)
		if ((unsigned char)s.p[i + 1] != 0xBD && (unsigned char)s.p[i + 1] != 0xBE)
			return false;
	while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	return kana > 1 && i == s.n;
}

/* ---- names ---- */

/* "◆" and 8 to 15 of its signs at `at`: where it ends, or `at`. */
static size_t trip_at(struct str s, size_t at)
{
	size_t i = at + 3, n = 0;

	if (!str_starts(str_slice(s, at, s.n), STR("◆")))
		return at;
	for (; i < s.n && n < TRIP_MOST; n++) {
		unsigned char c = (unsigned char)s.p[i];
		bool kana = i + 2 < s.n &&
			    ((c == 0xE3 && ((unsigned char)s.p[i + 1] & 0xFE) == 0x82) ||
			     (c == 0xEF && ((unsigned char)s.p[i + 1] == 0xBD || (unsigned char)s.p[i + 1] == 0xBE)));
		if (!is_key(s.p[i]) && s.p[i] != '.' && !kana)
			break;
		i += kana ? 3 : 1;
	}
	if (str_starts(str_slice(s, at + 3, s.n), STR("???"))) /* of a key that the server could not read */
		return at + 6;
	return n < TRIP_LEAST ? at : i;
}

static bool has_keys(struct str s, size_t at) /* "33c5-agmj" */
{
	for (size_t i = 0; i < 9; i++)
		if (at + i >= s.n || (i == 4 ? s.p[at + i] != '-' : !is_key(s.p[at + i])))
			return false;
	return true;
}

/* An address at `at`: digits and letters with two "." or ":" or more among them (Lv.1 is none), up to a blank, a
 * bracket or the end. Where it ends, or `at`. */
static size_t address_at(struct str s, size_t at)
{
	size_t i = at, marks = 0;

	for (; i < s.n && (is_key(s.p[i]) || s.p[i] == '.' || s.p[i] == ':' || s.p[i] == '-' || s.p[i] == '*'); i++)
		marks += s.p[i] == '.' || s.p[i] == ':';
	return marks > 1 && (i == s.n || s.p[i] == ']' || s.p[i] == ')' || s.p[i] == ' ') ? i : at;
}

/* What stands in a slip after its word or keys: " [203.0.113.7 [note]]", " 203.0.113.7". The note stays in the name. */
static void slip_tail(struct head *h, struct str s)
{
	size_t from = 0, end;

	while (from < s.n && (s.p[from] == ' ' || s.p[from] == '['))
		from++;
	end = address_at(s, from);
	if (end > from) {
		buf_clear(&h->address);
		buf_add(&h->address, s.p + from, end - from);
		from = end;
	}
	struct str note = str_trim(str_slice(s, from, s.n));
	if (note.n && note.p[note.n - 1] == ']')
		note.n--;
	buf_str(&h->name, note);
}

/* "(ﾜｯﾁｮｲW 6711-w6DU [203.0.113.7])" at `at`: where it ends, or `at`. Without its keys it tells nobody from another and
 * stays in the name. */
static size_t slip_at(struct head *h, struct str s, size_t at)
{
	size_t word = at + 1, end, close = str_find_char(s, ')', at);

	if (close == SIZE_MAX || h->slip.n)
		return at;
	for (end = word; end < close && s.p[end] != ' ' && s.p[end] != '(' && s.p[end] != '[';)
		end++;
	bool keys = end > word && s.p[end] == ' ' && has_keys(s, end + 1);
	struct str kana = str_slice(s, word, end);
	if (keys) {
		add_full_width(&h->slip, kana);
		buf_add(&h->slip, s.p + end, 10);
		slip_tail(h, str_slice(s, end + 10, close));
		return close + 1;
	}
	if (!is_slip_word(kana) || end == close)
		return at;
	buf_add(&h->name, s.p + at, end - at);
	slip_tail(h, str_slice(s, end, close));
	buf_char(&h->name, ')');
	return close + 1;
}

/* "[203.0.113.7]", "(203.0.113.7)", "発信元:203.0.113.7" at `at`: where it ends, or `at`. */
static size_t lone_address(struct head *h, struct str s, size_t at)
{
	static const struct str from = STR("発信元:");
	bool open = s.p[at] == '[' || s.p[at] == '(';
	size_t start = at + (open ? 1 : str_starts(str_slice(s, at, s.n), from) ? from.n : 0);
	size_t end = start > at ? address_at(s, start) : start;

	if (h->address.n || end == start || (open && (end == s.n || s.p[end] != (s.p[at] == '[' ? ']' : ')'))))
		return at;
	buf_add(&h->address, s.p + start, end - start);
	return end + open;
}

/* Text that the server put in: trip, slip and address go to their fields, the rest to the name. */
static void add_system(struct head *h, struct str s)
{
	for (size_t i = 0, end; i < s.n; i = end) {
		end = i;
		if (!h->trip.n && (end = trip_at(s, i)) > i)
			buf_add(&h->trip, s.p + i, end - i);
		if (end == i && s.p[i] == '(')
			end = slip_at(h, s, i);
		if (end == i)
			end = lone_address(h, s, i);
		if (end == i)
			buf_char(&h->name, s.p[end++]);
	}
}

static void trim(struct buf *b, struct str *out)
{
	*out = str_trim(buf_view(b));
}

void head_name(struct head *h, struct str name, struct board_post *post)
{
	struct html t = {.s = name};
	bool bold = true, cap = false;

	buf_clear(&h->name);
	if (!memchr(name.p, '<', name.n)) {
		html_decode(name, &h->name);
		trim(&h->name, &post->name);
		return;
	}
	while (html_next(&t) != HTML_END) {
		if (t.kind == HTML_TEXT && bold && !cap) {
			html_decode(t.inside, &h->name);
		} else if (t.kind == HTML_TEXT) {
			buf_clear(&h->plain);
			html_decode(t.inside, &h->plain);
			add_system(h, buf_view(&h->plain));
		} else if (t.kind != HTML_COMMENT && html_is(&t, "b")) {
			bold = t.kind == HTML_OPEN;
		} else if (t.kind != HTML_COMMENT && html_is(&t, "font")) {
			cap = t.kind == HTML_OPEN;
		}
	}
	trim(&h->name, &post->name);
	post->slip = buf_view(&h->slip);
	post->trip = buf_view(&h->trip);
	post->address = buf_view(&h->address);
}

/* ---- dates ---- */

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
