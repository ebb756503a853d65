/* The head of a post: name and date fields of 2ch and its kin (boards.md 1.2).
 *
 * A name is HTML, bold where the poster typed it; what the server put in stands between </b> and <b>, or in a cap's
 * <font>. Trip, slip and address are looked for in those parts only: in a bold one anybody can have typed them. */
#include "board_int.h"

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
