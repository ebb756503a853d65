/* board: dates of the web */
#include "../../src/board/board_int.h"
#include "../tap.h"

static int64_t rfc3339(const char *s, int *tz)
{
	int64_t ms = BOARD_NO_TIME;

	return time_rfc3339(str_c(s), &ms, tz) ? ms : BOARD_NO_TIME;
}

static int64_t rfc2822(const char *s, int *tz)
{
	int64_t ms = BOARD_NO_TIME;

	return time_rfc2822(str_c(s), &ms, tz) ? ms : BOARD_NO_TIME;
}

static int64_t asctime_ms(const char *s)
{
	int64_t ms = BOARD_NO_TIME;

	return time_asctime(str_c(s), &ms) ? ms : BOARD_NO_TIME;
}

/* expectations: date -u -d '...' +%s */
static void civil(void)
{
	is_int(time_civil(1970, 1, 1, 0, 0, 0, 0), 0, "the start");
	is_int(time_civil(2000, 2, 29, 12, 0, 0, 0), INT64_C(951825600000), "a leap day");
	is_int(time_civil(2022, 12, 27, 13, 9, 37, 540), INT64_C(1672114177000), "Japan");
	is_int(time_civil(1969, 12, 31, 23, 59, 59, 0), -1000, "before the start");
	is_int(time_civil(1, 1, 1, 0, 0, 0, 0), INT64_C(-62135596800000), "year 1");
	is_int(time_civil(9999, 12, 31, 23, 59, 59, 0), INT64_C(253402300799000), "year 9999");
	is_int(time_civil(2023, 2, 29, 0, 0, 0, 0), BOARD_NO_TIME, "no such day");
	is_int(time_civil(1900, 2, 29, 0, 0, 0, 0), BOARD_NO_TIME, "1900 was no leap year");
	is_int(time_civil(2023, 13, 1, 0, 0, 0, 0), BOARD_NO_TIME, "no such month");
	is_int(time_civil(2023, 1, 1, 24, 0, 0, 0), BOARD_NO_TIME, "no such hour");
	is_int(time_civil(0, 1, 1, 0, 0, 0, 0), BOARD_NO_TIME, "no such year");
}

static void web(void)
{
	static const char *const bad[] = {"",
					  "2022-11-10",
					  "2022-11-10T01:02:03",
					  "2022-11-10 01:02:03Z",
					  "2022-11-10T01:02Z",
					  "2022-11-10T01:02:03.Z",
					  "2022-11-10T01:02:03+0900",
					  "2022-02-30T01:02:03Z",
					  "2022-11-10T01:02:03Zx",
					  "22-11-10T01:02:03Z",
					  "2022-11-10T25:02:03Z",
					  "2022-11-10T01:02:03+24:00"};
	int tz = -1;

	is_int(rfc3339("2022-11-10T01:02:03.456Z", &tz), INT64_C(1668042123456), "milliseconds");
	is_int(tz, 0, "Z is 0");
	is_int(rfc3339("2013-02-04T15:26:26.278-05:00", &tz), INT64_C(1360009586278), "west");
	is_int(tz, -300, "its offset");
	is_int(rfc3339("2022-11-10T01:02:03.4567891+09:00", &tz), INT64_C(1668009723456), "more digits than three");
	is_int(tz, 540, "its offset");
	is_int(rfc3339("2022-11-10t01:02:03z", &tz), INT64_C(1668042123000), "small letters");
	tz = 7;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(rfc3339(bad[i], &tz), BOARD_NO_TIME, bad[i]);
	is_int(tz, 7, "nothing is written when it fails");
}

static void mail(void)
{
	static const char *const bad[] = {"",
					  "Wed 19 Oct 2022 20:07:25 +0900",
					  "19 Okt 2022 20:07:25 +0900",
					  "19 Oct 2022 20:07:25",
					  "31 Sep 2022 20:07:25 GMT",
					  "19 Oct 2022 20:07:25 +0900 x",
					  "19 Oct 2022 20:07:25 +0900 (JST",
					  "19 Oct 2022 2007 +0900"};
	int tz = -1;

	is_int(rfc2822("Wed, 19 Oct 2022 20:07:25 +0900", &tz), INT64_C(1666177645000), "the usual form");
	is_int(tz, 540, "its offset");
	is_int(rfc2822("Wed, 19 Oct 2022 20:07:25 +0900 (JST (Tokyo))", &tz), INT64_C(1666177645000), "a comment");
	is_int(rfc2822("9 Oct 99 20:07 EST", &tz), INT64_C(939517620000), "two digits, no seconds, a name");
	is_int(tz, -300, "its offset");
	is_int(rfc2822("Sat,  1 Jan 05 00:00:00 GMT", &tz), INT64_C(1104537600000), "two digits after 2000");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(rfc2822(bad[i], &tz), BOARD_NO_TIME, bad[i]);
}

static void separators(void)
{
	static const char *const bad[] = {"",
					  "Oct 19 20:07:25 2022",
					  "Wed Oct 19 20:07 2022",
					  "Wed Oct 19 20:07:25 22",
					  "Wed Oct 32 20:07:25 2022",
					  "Wed Oct 19 20:07:25 2022 x"};

	is_int(asctime_ms("Wed Oct 19 20:07:25 2022"), INT64_C(1666210045000), "without a zone it is UTC");
	is_int(asctime_ms("Sun Oct  9 20:07:25 2022"), INT64_C(1665346045000), "a padded day");
	is_int(asctime_ms("Wed Oct 19 20:07:25 +0000 2022"), INT64_C(1666210045000), "a zone before the year");
	is_int(asctime_ms("Wed Oct 19 20:07:25 +0900 2022"), INT64_C(1666177645000), "another one");
	is_int(asctime_ms("Wed Oct 19 20:07:25 JST 2022"), INT64_C(1666177645000), "a zone's name");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(asctime_ms(bad[i]), BOARD_NO_TIME, bad[i]);
}

static void ids(void)
{
	is_int(time_of_objectid(STR("636d0a0b0c0d0e0f01020304")), INT64_C(0x636d0a0b) * 1000, "an ObjectId");
	is_int(time_of_objectid(STR("FFFFFFFF0c0d0e0f01020304")), INT64_C(0xFFFFFFFF) * 1000, "the last second");
	is_int(time_of_objectid(STR("525")), BOARD_NO_TIME, "too short");
	is_int(time_of_objectid(STR("636d0a0b0c0d0e0f0102030g")), BOARD_NO_TIME, "not hexadecimal");
}

int main(void)
{
	civil();
	web();
	mail();
	separators();
	ids();
	return done();
}
