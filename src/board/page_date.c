/* A date in words: the parts are told by their shape, not by their order. */
#include "page.h"

struct parts {
	int year, month, day, hour, minute, second, tz_min;
	bool time;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_prefix(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];

		if (c != prefix[i])
			return false;
	}
	return true;
}

/* The languages of the Wayback Machine's own pages. */
static int month_of(struct str word)
{
	static const struct {
		const char *prefix;
		int month;
	} names[] = {
		{"juin", 6}, {"juil", 7}, {"jan", 1},  {"ene", 1},  {"gen", 1},  {"sty", 1},  {"янв", 1},  {"feb", 2},
		{"fév", 2},  {"fev", 2},  {"lut", 2},  {"фев", 2},  {"mar", 3},  {"mär", 3},  {"mrz", 3},  {"maa", 3},
		{"мар", 3},  {"apr", 4},  {"abr", 4},  {"avr", 4},  {"kwi", 4},  {"апр", 4},  {"may", 5},  {"mai", 5},
		{"mag", 5},  {"mei", 5},  {"maj", 5},  {"май", 5},  {"мая", 5},  {"jun", 6},  {"giu", 6},  {"cze", 6},
		{"июн", 6},  {"jul", 7},  {"lug", 7},  {"lip", 7},  {"июл", 7},  {"aug", 8},  {"ago", 8},  {"aoû", 8},
		{"aou", 8},  {"sie", 8},  {"авг", 8},  {"sep", 9},  {"set", 9},  {"wrz", 9},  {"сен", 9},  {"oct", 10},
		{"okt", 10}, {"out", 10}, {"ott", 10}, {"paź", 10}, {"окт", 10}, {"nov", 11}, {"lis", 11}, {"ноя", 11},
		{"dec", 12}, {"dez", 12}, {"dic", 12}, {"déc", 12}, {"gru", 12}, {"дек", 12},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (has_prefix(word, names[i].prefix))
			return names[i].month;
	return 0;
}

static int number(struct str s, size_t *at)
{
	int n = 0;

	for (; *at < s.n && is_digit(s.p[*at]); ++*at)
		n = n < 100000 ? n * 10 + (s.p[*at] - '0') : n;
	return n;
}

/* hh:mm:ss from the hour on. */
static void take_time(struct parts *p, struct str s, size_t *at, int hour)
{
	p->time = true;
	p->hour = hour;
	++*at;
	p->minute = number(s, at);
	if (*at < s.n && s.p[*at] == ':') {
		++*at;
		p->second = number(s, at);
	}
}

static void take_number(struct parts *p, struct str s, size_t *at)
{
	size_t from = *at;
	int n = number(s, at);
	struct str after = str_slice(s, *at, s.n);

	if (str_starts(after, STR(":")) && !p->time)
		take_time(p, s, at, n);
	else if (str_starts(after, STR("月")))
		p->month = n;
	else if (*at - from == 4)
		p->year = n;
	else if (*at - from <= 2 && !p->day)
		p->day = n;
}

/* GMT+0900 */
static void take_zone(struct parts *p, struct str s, size_t *at)
{
	int sign = s.p[*at] == '-' ? -1 : 1, n;

	++*at;
	n = number(s, at);
	p->tz_min = sign * (n / 100 * 60 + n % 100);
}

bool page_date(struct str s, int64_t *ms)
{
	struct parts p = {0};
	size_t at = 0;

	while (at < s.n && s.p[at] != '(') {
		size_t word = at;

		if (is_digit(s.p[at])) {
			take_number(&p, s, &at);
		} else if ((s.p[at] == '+' || s.p[at] == '-') && p.time && at >= 3 &&
			   !strncmp(s.p + at - 3, "GMT", 3)) {
			take_zone(&p, s, &at);
		} else if (strchr(" ,.\t\n", s.p[at])) {
			at++;
		} else {
			while (at < s.n && !is_digit(s.p[at]) && !strchr(" ,.+-(\t\n", s.p[at]))
				at++;
			at += at == word;
			if (!p.month)
				p.month = month_of(str_slice(s, word, at));
		}
	}
	if (p.year < 1990 || !p.month || p.month > 12 || !p.day || p.day > 31 || p.hour > 24)
		return false;
	*ms = time_civil(p.year, p.month, p.day, p.hour, p.minute, p.second, p.tz_min);
	return true;
}

int64_t page_stamp_time(struct str stamp)
{
	static const char rest[] = "00000101000000";
	char full[15] = "";
	int v[5];

	if (stamp.n < 4 || stamp.n > 14)
		return BOARD_NO_TIME;
	memcpy(full, rest, sizeof rest);
	memcpy(full, stamp.p, stamp.n);
	for (size_t i = 0; i < 5; i++)
		v[i] = (full[4 + 2 * i] - '0') * 10 + (full[5 + 2 * i] - '0');
	int year = (full[0] - '0') * 1000 + (full[1] - '0') * 100 + (full[2] - '0') * 10 + (full[3] - '0');
	if (v[0] < 1 || v[0] > 12 || v[1] < 1 || v[1] > 31)
		return BOARD_NO_TIME;
	return time_civil(year, v[0], v[1], v[2], v[3], v[4], 0);
}

void page_time_stamp(int64_t ms, char out[15])
{
	int64_t days = ms / 86400000, seconds = ms / 1000 % 86400;
	int year = 1970;

	memcpy(out, "0000", sizeof "0000");
	if (ms < 0 || ms > INT64_C(4102444800000)) /* 2100 */
		return;
	for (int64_t n; (n = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365) <= days; year++)
		days -= n;
	int month = 1;
	while (month < 12 && time_civil(year, month + 1, 1, 0, 0, 0, 0) <= ms)
		month++;
	int64_t day = (ms - time_civil(year, month, 1, 0, 0, 0, 0)) / 86400000 + 1;
	struct buf b = {0};
	buf_printf(&b, "%04d%02d%02d%02d%02d%02d", year, month, (int)day, (int)(seconds / 3600),
		   (int)(seconds / 60 % 60), (int)(seconds % 60));
	memcpy(out, buf_cstr(&b), 15);
	buf_free(&b);
}
