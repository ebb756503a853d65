/* A log for finding faults: lines appended to the file that TAIYAKU_LOG names, or nothing. */
#include "taiyaku/base.h"

#include <stdio.h>

void log_line(const char *fmt, ...)
{
	static bool asked;
	static FILE *f;
	va_list ap;

	if (!asked) {
		const char *path = getenv("TAIYAKU_LOG");

		asked = true;
		if (path && *path)
			f = fopen(path, "ae");
	}
	if (!f)
		return;
	fprintf(f, "%lld ", (long long)clock_mono_ms());
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fputc('\n', f);
	fflush(f);
}
