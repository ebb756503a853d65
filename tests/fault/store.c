/* The store under bad luck: kill -9 while positions are being written, a full disk, a folder that cannot be written
 * to. What was shown as kept is there again; reading goes on in any case. */
#include "fault.h"

#include <errno.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { KILLS = 16, REST = 2300 /* ms in which a place is sure to be kept */ };

static void kill_hard(struct tty *t)
{
	kill(tty_pid(t), SIGKILL);
	tty_end(t, 1000, NULL);
}

/* Reads on, is killed at any moment; opens again each time, and where it rested long enough, at the same words. */
static void kills(void)
{
	bool opens = true, same = true;
	char *rested = NULL;

	for (int i = 0; i < KILLS && opens; i++) {
		struct tty *t = fault_start(guide, 24, 80);
		opens = t && tty_read(t, LIMIT) && (tty_settle(t, QUIET, LIMIT), tty_alive(t));
		if (!opens)
			break;
		if (rested) {
			char *now = fault_screen(t);
			if (strcmp(now, rested)) {
				printf("# round %d, got:\n%s\n# want:\n%s\n", i, now, rested);
				same = false;
			}
			free(now);
			free(rested);
			rested = NULL;
		}
		fault_keys(t, i % 4 == 3 ? "bb" : " j");
		if (i % 5 == 0) { /* rests: by now the place is kept */
			tty_settle(t, REST, LIMIT);
			rested = fault_screen(t);
		} else {
			tty_keys(t, "jjjjjjjj", 8);
			usleep(fault_random(50000));
		}
		kill_hard(t);
	}
	free(rested);
	ok(opens, "opens again after each of %d kills", KILLS);
	ok(same, "and where it had rested, at the same words");
}

static int run(char *const argv[])
{
	struct tty *t = tty_start(argv, 24, 80);

	return t ? tty_end(t, LIMIT, NULL) : -1;
}

static void library_answers(const char *what)
{
	char *argv[] = {program, (char[]){"library"}, NULL};
	int status = run(argv);

	ok(status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: the library answers", what);
}

/* Reads three pages, goes to a note and back, leaves in good order: whatever the store says. */
static void reads_on(const char *what)
{
	struct tty *t = fault_open(guide, 24, 80);

	if (!t)
		return;
	fault_keys(t, "  ]f\r");
	fault_keys(t, "q'a");
	ok(tty_alive(t), "%s: reads on", what);
	ok(fault_quit(t), "%s: leaves in good order", what);
}

static void full_disk(const char *home)
{
	char dir[4096], filler[4200];
	FILE *f;

	snprintf(dir, sizeof dir, "%s/full", home);
	if (mkdir(dir, 0700) || mount("tmpfs", dir, "tmpfs", 0, "size=256k,mode=0700")) {
		skip("a full disk", "no small file system can be mounted here");
		return;
	}
	setenv("TAIYAKU_STORE", dir, 1);
	reads_on("a disk that fills up");
	snprintf(filler, sizeof filler, "%s/filler", dir);
	f = fopen(filler, "w");
	while (f && fputs("x", f) >= 0 && !fflush(f))
		;
	if (f)
		fclose(f);
	reads_on("a full disk");
	unlink(filler);
	library_answers("room again");
	unsetenv("TAIYAKU_STORE");
	umount(dir);
}

static void cannot_write(const char *home)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/file", home);
	f = fopen(path, "w"); /* a file where the folder should be: not even root can write into it */
	if (f)
		fclose(f);
	setenv("TAIYAKU_STORE", path, 1);
	reads_on("a store that cannot be made");
	unsetenv("TAIYAKU_STORE");
}

int main(void)
{
	if (!fault_begin())
		return done();
	kills();
	library_answers("after the kills");
	full_disk(getenv("HOME"));
	cannot_write(getenv("HOME"));
	return fault_end();
}
