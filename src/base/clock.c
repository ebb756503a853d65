/* Clocks: the wall's, which can be fixed, so that screens with dates can be tested, and one that only goes on. */
#include "taiyaku/base.h"

#include <time.h>

static int64_t fixed;

static int64_t now_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
	return fixed ? fixed : now_ms(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void)
{
	return now_ms(CLOCK_MONOTONIC);
}

void clock_fix(int64_t wall_ms)
{
	fixed = wall_ms;
}
