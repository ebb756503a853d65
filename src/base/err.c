/* The one shape of a failure that a user can cause. */
#include "taiyaku/base.h"

#include <stdio.h>

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return false;
	e->code = code;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	/* a cut in the middle of a character is no text */
	size_t n = strlen(e->text);
	if (n + 1 == sizeof e->text) {
		while (n && (e->text[n - 1] & 0xC0) == 0x80)
			n--;
		e->text[n ? n - 1 : 0] = '\0';
	}
	return false;
}
