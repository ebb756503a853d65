/* Memory that never fails: out of memory ends the program, terminal restored first. */
#include "taiyaku/base.h"

#include <stdio.h>

static void (*hook)(void);

void die_set_hook(void (*h)(void))
{
	hook = h;
}

void die_run_hook(void)
{
	if (hook)
		hook();
}

_Noreturn void die(const char *fmt, ...)
{
	va_list ap;

	die_run_hook();
	fputs("taiyaku: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(70);
}

static void *checked(void *p, size_t n)
{
	if (!p && n)
		die(_("out of memory (%zu bytes asked for)"), n);
	return p;
}

void *xmalloc(size_t n)
{
	return checked(malloc(n ? n : 1), n);
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size ? size : 1), n);
}

void *xrealloc(void *p, size_t n)
{
	return checked(realloc(p, n ? n : 1), n);
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

void *vec_grow(void *v, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : VEC_MIN;

	while (n < need) {
		if (n > SIZE_MAX / 2 / size)
			die(_("out of memory (%zu items asked for)"), need);
		n *= 2;
	}
	*cap = n;
	return xrealloc(v, n * size);
}
