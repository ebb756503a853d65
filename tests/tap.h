/* tap: what a test program needs; prints the Test Anything Protocol. */
#ifndef TAIYAKU_TESTS_TAP_H
#define TAIYAKU_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Processor time, which other work on the machine does not count in. Limits on it tell an end from none, not fast from
 * slow: a build with sanitizers takes ten times as long. */
__attribute__((unused)) static long tap_cpu_ms(void)
{
	return (long)((double)clock() * 1000 / CLOCKS_PER_SEC);
}

static int tap_run, tap_bad;

__attribute__((format(printf, 2, 3), unused)) static bool ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	tap_bad += !good;
	return good;
}

__attribute__((unused)) static bool is_int(long long got, long long want, const char *what)
{
	bool good = ok(got == want, "%s", what);

	if (!good)
		printf("# got %lld, want %lld\n", got, want);
	return good;
}

__attribute__((unused)) static bool is_str(const char *got, const char *want, const char *what)
{
	bool good = ok(got && want ? !strcmp(got, want) : got == want, "%s", what);

	if (!good)
		printf("# got  [%s]\n# want [%s]\n", got ? got : "(null)", want ? want : "(null)");
	return good;
}

__attribute__((unused)) static bool is_bytes(const char *got, size_t n, const char *want, const char *what)
{
	bool good = ok(n == strlen(want) && (!n || !memcmp(got, want, n)), "%s", what);

	if (!good)
		printf("# got  [%.*s]\n# want [%s]\n", (int)n, got, want);
	return good;
}

__attribute__((unused)) static void skip(const char *what, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", ++tap_run, what, why);
}

/* The folder of fixtures beside the project, or NULL: tests that use it are skipped, and say so. */
__attribute__((unused)) static const char *fixture(const char *name)
{
	static char path[4096];
	const char *base = getenv("TAIYAKU_FIXTURES"), *src = getenv("srcdir");
	FILE *f;

	if (base)
		snprintf(path, sizeof path, "%s/%s", base, name);
	else
		snprintf(path, sizeof path, "%s/../shared/fixtures/%s", src ? src : ".", name);
	f = fopen(path, "r");
	if (f)
		fclose(f);
	return f ? path : NULL;
}

__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_run);
	return tap_bad ? 1 : 0;
}

#endif
