/* Days, times, and the times that ids carry. */
#include "taiyaku/cite.h"

#include <stdio.h>

#define JST ((int64_t)9 * 3600 * 1000)

/* Days since 1970 of a date in the Gregorian calendar. */
static int64_t days(long y, long m, long d)
{
	y -= m <= 2;
	long era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	long doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return (int64_t)era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil(int64_t z, long *y, long *m, long *d)
{
	z += 719468;
	long era = (long)((z >= 0 ? z : z - 146096) / 146097), doe = (long)(z - (int64_t)era * 146097);
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	long mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

/* n digits at *at; moves on. */
static bool digits(struct str s, size_t *at, size_t n, long *value)
{
	*value = 0;
	for (size_t i = 0; i < n; i++, ++*at) {
		if (*at >= s.n || s.p[*at] < '0' || s.p[*at] > '9')
			return false;
		*value = *value * 10 + (s.p[*at] - '0');
	}
	return true;
}

static bool sign(struct str s, size_t *at, char c)
{
	bool good = *at < s.n && s.p[*at] == c;

	*at += good;
	return good;
}

bool cite_day(struct str date, int64_t *from, int64_t *to)
{
	long y, m, d = 1;
	size_t at = 0;

	*from = *to = STORE_NO_TIME;
	if (!digits(date, &at, 4, &y) || !sign(date, &at, '-') || !digits(date, &at, 2, &m) || m < 1 || m > 12)
		return false;
	bool month = at == date.n;
	if (!month && (!sign(date, &at, '-') || !digits(date, &at, 2, &d) || d < 1 || d > 31))
		return false;
	*from = days(y, m, d) * 86400000 - JST;
	*to = month ? (m == 12 ? days(y + 1, 1, 1) : days(y, m + 1, 1)) * 86400000 - JST : *from + 86400000;
	return true;
}

bool cite_time_parse(struct str s, int64_t *ms, int *tz_min)
{
	long y, mo, d, h, mi, sec, zh, zm, part = 0;
	size_t at = 0;

	if (!digits(s, &at, 4, &y) || !sign(s, &at, '-') || !digits(s, &at, 2, &mo) || !sign(s, &at, '-') ||
	    !digits(s, &at, 2, &d) || !sign(s, &at, 'T') || !digits(s, &at, 2, &h) || !sign(s, &at, ':') ||
	    !digits(s, &at, 2, &mi) || !sign(s, &at, ':') || !digits(s, &at, 2, &sec) || mo < 1 || mo > 12)
		return false;
	if (sign(s, &at, '.'))
		for (long unit = 100; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++, unit /= 10)
			part += unit * (s.p[at] - '0');
	bool minus = at < s.n && s.p[at] == '-';
	*tz_min = 0;
	if (!sign(s, &at, 'Z')) {
		at++;
		if (at > s.n || !digits(s, &at, 2, &zh) || !sign(s, &at, ':') || !digits(s, &at, 2, &zm))
			return false;
		*tz_min = (int)(minus ? -(zh * 60 + zm) : zh * 60 + zm);
	}
	*ms = ((days(y, mo, d) * 24 + h) * 60 + mi - *tz_min) * 60000 + sec * 1000 + part;
	return at == s.n;
}

/* So many digits of n and what follows them; returns where to go on. */
static char *put_digits(char *to, long n, int width, char after)
{
	for (int i = width; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
	to[width] = after;
	return to + width + 1;
}

/* Thousands of posts are shown at once: no printf here. */
void cite_time_format(int64_t ms, int tz_min, char out[36])
{
	int64_t local = ms + (int64_t)tz_min * 60000,
		day = local >= 0 ? local / 86400000 : (local - 86399999) / 86400000;
	long y, m, d, rest = (long)(local - day * 86400000), part = rest % 1000;
	int zone = tz_min < 0 ? -tz_min : tz_min;
	char *end = out;

	civil(day, &y, &m, &d);
	end = put_digits(end, y % 10000, 4, '-');
	end = put_digits(end, m, 2, '-');
	end = put_digits(end, d, 2, 'T');
	end = put_digits(end, rest / 3600000, 2, ':');
	end = put_digits(end, rest / 60000 % 60, 2, ':');
	end = put_digits(end, rest / 1000 % 60, 2, '.') - !part;
	if (part)
		end = part % 10 ? put_digits(end, part, 3, 0) - 1 : put_digits(end, part / 10, 2, 0) - 1;
	*end++ = tz_min < 0 ? '-' : '+';
	end = put_digits(end, zone / 60 % 100, 2, ':');
	put_digits(end, zone % 60, 2, 0);
}

/* ---- ids ---- */

static bool decimal(struct str s, uint64_t *value)
{
	*value = 0;
	if (!s.n || s.n > 19)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*value = *value * 10 + (uint64_t)(s.p[i] - '0');
	}
	return true;
}

static int64_t object_id_time(struct str s)
{
	int64_t seconds = 0;

	if (s.n != 24)
		return STORE_NO_TIME;
	for (size_t i = 0; i < 24; i++) {
		const char *hex = "0123456789abcdef", *d = memchr(hex, s.p[i] | 0x20, 16);
		if (!d)
			return STORE_NO_TIME;
		if (i < 8)
			seconds = seconds * 16 + (d - hex);
	}
	return seconds * 1000;
}

int64_t cite_key_time(struct str family, struct str key)
{
	static const struct str boards[] = {STR("5ch"),     STR("2ch.sc"), STR("open2ch"),
					    STR("next2ch"), STR("jbbs"),   STR("machi")};
	uint64_t n;

	if (str_eq(family, STR("hf")))
		return object_id_time(key);
	if (!decimal(key, &n))
		return STORE_NO_TIME;
	/* Status ids before the end of 2010 were counted, not made of the time. */
	if (str_eq(family, STR("x")))
		return n > 30000000000 ? (int64_t)(n >> 22) + 1288834974657 : STORE_NO_TIME;
	if (str_eq(family, STR("mastodon")))
		return key.n >= 17 ? (int64_t)(n >> 16) : STORE_NO_TIME;
	for (size_t i = 0; i < sizeof boards / sizeof *boards; i++)
		if (str_eq(family, boards[i])) /* from 2^31 on: pinned threads, which have no time */
			return key.n >= 9 && n < (uint64_t)1 << 31 ? (int64_t)n * 1000 : STORE_NO_TIME;
	return STORE_NO_TIME;
}
