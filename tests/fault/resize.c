/* A storm of sizes, from 1x1 to 300x100: the reader lives, and the same words stand on the screen at the end. */
#include "fault.h"

enum { SIZES = 1000, MAX_COLS = 300, MAX_ROWS = 100 };

/* false: it died on the way */
static bool storm(struct tty *t, int sizes)
{
	for (int i = 0; i < sizes; i++) {
		tty_resize(t, 1 + (int)fault_random(MAX_ROWS), 1 + (int)fault_random(MAX_COLS));
		usleep(200 + fault_random(4800));
		while (tty_read(t, 0))
			;
		if (!tty_alive(t)) {
			printf("# died after %d sizes\n", i + 1);
			return false;
		}
	}
	tty_resize(t, 24, 80);
	tty_settle(t, 200, LIMIT);
	return tty_alive(t);
}

/* Without the pane below the first separator: a list that had one row shows its selected line first. */
static void cut_pane(char *screen)
{
	char *pane = strstr(screen, "\n-- ");

	if (pane)
		*pane = 0;
}

/* The keys, then the storm: the screen is the same as before. */
static void keeps(const char *keys, const char *what, int sizes)
{
	struct tty *t = fault_open(guide, 24, 80);
	char *before, *after;

	if (!t)
		return;
	fault_keys(t, keys);
	before = fault_screen(t);
	if (!ok(storm(t, sizes), "%s: lives through %d sizes", what, sizes)) {
		tty_end(t, 0, NULL);
		free(before);
		return;
	}
	after = fault_screen(t);
	cut_pane(before);
	cut_pane(after);
	fault_same(after, before, what);
	ok(fault_quit(t), "%s: leaves in good order", what);
	free(before);
	free(after);
}

int main(void)
{
	if (!fault_begin())
		return done();
	keeps("   ", "three pages down", SIZES);
	keeps("zR G", "at the end, all notes open", SIZES / 10);
	keeps("]f\r", "with a popup", SIZES / 10);
	keeps("t", "with a list", SIZES / 10);
	return fault_end();
}
