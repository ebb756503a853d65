/* Dates of the web, to milliseconds since 1970. Strict: what is no date of the named grammar is none at all, and so is
 * a day that no calendar has (30 February). No locale, no zone of this machine: month names are English, zones are what
 * the text says. The Gregorian calendar is counted in years that start in March, so that the leap day comes last.
 */
#include "board_int.h"

struct words { /* what is left of the text */
	struct str s;
	bool good;
};

static int peek(const struct words *w)
{
	return w->s.n ? (unsigned char)w->s.p[0] : -1;
}

static void skip(struct words *w, size_t n)
{
	w->s = str_slice(w->s, n < w->s.n ? n : w->s.n, w->s.n);
}

static bool digit(int c)
{
	return c >= '0' && c <= '9';
}

/* A number of least to most digits. */
static int number(struct words *w, int least, int most)
{
	int n = 0, v = 0;

	for (; n < most && digit(peek(w)); n++, skip(w, 1))
		v = v * 10 + peek(w) - '0';
	w->good &= n >= least;
	return v;
}

/* This sign, in either case. */
static void sign(struct words *w, char c)
{
	if (peek(w) == c || (c >= 'A' && c <= 'Z' && peek(w) == (c | 0x20)))
		skip(w, 1);
	else
		w->good = false;
}

static void blanks(struct words *w, bool needed)
{
	w->good &= !needed || peek(w) == ' ' || peek(w) == '\t';
	while (peek(w) == ' ' || peek(w) == '\t' || peek(w) == '\r' || peek(w) == '\n')
		skip(w, 1);
}

/* One of the names at three letters each; its index. */
static int name_of(struct words *w, const char *names)
{
	for (int i = 0; names[3 * i]; i++)
		if (w->s.n >= 3 && !strncasecmp(w->s.p, names + 3 * (size_t)i, 3)) {
			skip(w, 3);
			return i;
		}
	w->good = false;
	return 0;
}

static int weekday(struct words *w)
{
	return name_of(w, "SunMonTueWedThuFriSat");
}

static int month_of(struct words *w)
{
	return 1 + name_of(w, "JanFebMarAprMayJunJulAugSepOctNovDec");
}

static int days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

int64_t time_civil(int year, int month, int day, int hour, int minute, int second, int tz_min)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_of(year, month) || hour < 0 ||
	    hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || tz_min <= -1440 || tz_min >= 1440)
		return BOARD_NO_TIME;
	int64_t y = month > 2 ? year : year - 1, m = (month + 9) % 12;
	/* days since 1 March of the year 0; 1 January 1970 is the 719,468th */
	int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
	return ((days * 24 + hour) * 60 + minute - tz_min) * 60000 + second * INT64_C(1000);
}

/* Z, +09:00 or -0330 */
static int offset(struct words *w, bool colon)
{
	int sign_of = peek(w) == '-' ? -1 : 1;

	w->good &= peek(w) == '+' || peek(w) == '-';
	skip(w, 1);
	int hours = number(w, 2, 2);
	if (colon)
		sign(w, ':');
	int minutes = number(w, 2, 2);
	w->good &= hours <= 23 && minutes <= 59;
	return sign_of * (hours * 60 + minutes);
}

struct clock {
	int hour, minute, second, ms;
};

static struct clock clock_of(struct words *w, bool seconds_needed)
{
	struct clock c = {.hour = number(w, 2, 2)};

	sign(w, ':');
	c.minute = number(w, 2, 2);
	if (!seconds_needed && peek(w) != ':')
		return c;
	sign(w, ':');
	c.second = number(w, 2, 2);
	return c;
}

static bool result(const struct words *w, int64_t civil, int ms_more, int64_t *ms)
{
	if (!w->good || w->s.n || civil == BOARD_NO_TIME)
		return false;
	*ms = civil + ms_more;
	return true;
}

/* RFC 3339: any number of digits of a second, of which three count. */
bool time_rfc3339(struct str s, int64_t *ms, int *tz_min)
{
	struct words w = {s, true};
	int year = number(&w, 4, 4), mon, day, tz = 0;

	sign(&w, '-');
	mon = number(&w, 2, 2);
	sign(&w, '-');
	day = number(&w, 2, 2);
	sign(&w, 'T');
	struct clock c = clock_of(&w, true);
	if (peek(&w) == '.') {
		skip(&w, 1);
		w.good &= digit(peek(&w));
		for (int scale = 100; digit(peek(&w)); scale /= 10, skip(&w, 1))
			c.ms += scale * (peek(&w) - '0');
	}
	if (peek(&w) == 'Z' || peek(&w) == 'z')
		skip(&w, 1);
	else
		tz = offset(&w, true);
	if (!result(&w, time_civil(year, mon, day, c.hour, c.minute, c.second, tz), c.ms, ms))
		return false;
	*tz_min = tz;
	return true;
}

/* A zone of RFC 2822 3.3 and 4.3: an offset, or a name. What other letters mean nobody knows: as "-0000". */
static int zone(struct words *w)
{
	static const struct {
		const char *name;
		int tz;
	} zones[] = {{"EDT", -240}, {"EST", -300}, {"CDT", -300}, {"CST", -360}, {"MDT", -360},
		     {"MST", -420}, {"PDT", -420}, {"PST", -480}, {"JST", 540}};
	size_t n = 0;

	if (peek(w) == '+' || peek(w) == '-')
		return offset(w, false);
	while (n < w->s.n && ((w->s.p[n] | 0x20) >= 'a' && (w->s.p[n] | 0x20) <= 'z'))
		n++;
	struct str name = str_slice(w->s, 0, n);
	w->good &= n > 0 && n <= 5;
	skip(w, n);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (name.n == 3 && !strncasecmp(name.p, zones[i].name, 3))
			return zones[i].tz;
	return 0;
}

/* "(JST)" and other comments at the end */
static void comments(struct words *w)
{
	int depth = 0;

	blanks(w, false);
	while (peek(w) == '(' || depth) {
		int c = peek(w);
		if (c < 0) {
			w->good = false;
			return;
		}
		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		skip(w, 1);
		if (!depth)
			blanks(w, false);
	}
}

/* Years of two digits: RFC 2822 4.3. */
static int year_of(struct words *w)
{
	size_t before = w->s.n;
	int year = number(w, 2, 4);
	size_t digits = before - w->s.n;

	return digits == 4 ? year : digits == 3 || year >= 50 ? year + 1900 : year + 2000;
}

bool time_rfc2822(struct str s, int64_t *ms, int *tz_min)
{
	struct words w = {s, true};

	blanks(&w, false);
	if (!digit(peek(&w))) {
		weekday(&w);
		sign(&w, ',');
		blanks(&w, false);
	}
	int day = number(&w, 1, 2);
	blanks(&w, true);
	int mon = month_of(&w);
	blanks(&w, true);
	int year = year_of(&w);
	blanks(&w, true);
	struct clock c = clock_of(&w, false);
	blanks(&w, true);
	int tz = zone(&w);
	comments(&w);
	if (!result(&w, time_civil(year, mon, day, c.hour, c.minute, c.second, tz), 0, ms))
		return false;
	*tz_min = tz;
	return true;
}

/* C11 7.27.3.1, in UTC where no zone stands before the year. */
bool time_asctime(struct str s, int64_t *ms)
{
	struct words w = {s, true};
	int tz = 0;

	blanks(&w, false);
	weekday(&w);
	blanks(&w, true);
	int mon = month_of(&w);
	blanks(&w, true);
	int day = number(&w, 1, 2);
	blanks(&w, true);
	struct clock c = clock_of(&w, true);
	blanks(&w, true);
	if (!digit(peek(&w))) {
		tz = zone(&w);
		blanks(&w, true);
	}
	int year = number(&w, 4, 4);
	blanks(&w, false);
	return result(&w, time_civil(year, mon, day, c.hour, c.minute, c.second, tz), 0, ms);
}

/* The first four bytes of an ObjectId are the second at which it was made. */
int64_t time_of_objectid(struct str hex24)
{
	int64_t seconds = 0;

	if (hex24.n != 24)
		return BOARD_NO_TIME;
	for (size_t i = 0; i < 24; i++) {
		int c = (unsigned char)hex24.p[i] | 0x20;
		int d = digit((unsigned char)hex24.p[i]) ? hex24.p[i] - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

		if (d < 0)
			return BOARD_NO_TIME;
		if (i < 8)
			seconds = seconds << 4 | d;
	}
	return seconds * 1000;
}
