/* What is being typed, when the program dies under it: kill -9 and hang-up at random moments; what was left is offered
 * at the next start and at most 20 characters of it are missing. And the two ways in which the editor's own file could
 * be lost: another editor that fails, and one that outlives this program. ROUNDS: how many of each. */
#include "fault.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { MOST_LOST = 20, COLS = 200, LONGEST = 90 };

/* Characters that tell how far the text goes: no two places of it look alike. */
static int text_of(int n, char *out)
{
	static const char *const kana[] = {"あ", "い", "う", "え", "お", "か", "き", "く", "け", "こ"};
	int used = 0;

	for (int i = 0; i < n; i++)
		used += i % 3 ? sprintf(out + used, "%s", kana[i / 3 % 10])
			      : sprintf(out + used, "%c", 'A' + i / 3 % 26);
	out[used] = '\0';
	return used;
}

static int same_characters(const char *got, int most)
{
	char want[LONGEST * 4];
	int n = 0;

	text_of(most, want);
	for (size_t at = 0; want[at] && got[at] == want[at]; at++)
		n += ((unsigned char)want[at] & 0xC0) != 0x80;
	for (size_t at = 0; want[at] && got[at] == want[at]; at++) /* not the half of a character */
		if (((unsigned char)want[at + 1] & 0xC0) == 0x80 && want[at + 1] != got[at + 1])
			n--;
	return n;
}

/* The editor's first row of text. */
static const char *typed_row(struct tty *t)
{
	for (int row = 0; row + 1 < tty_rows(t); row++)
		if (!strncmp(tty_row(t, row), "-- note on", 10))
			return tty_row(t, row + 1);
	return "";
}

/* Types so many characters, at a random pace, and does not wait for them. */
static struct tty *type(int n, int *shown)
{
	struct tty *t = fault_open(guide, 24, COLS);
	char text[LONGEST * 4];
	int bytes = text_of(n, text);

	if (!t)
		return NULL;
	fault_keys(t, "a");
	for (int at = 0, next; at < bytes; at = next) {
		for (next = at + 1; ((unsigned char)text[next] & 0xC0) == 0x80; next++)
			;
		tty_keys(t, text + at, (size_t)(next - at));
		usleep(3000 + fault_random(20000));
		tty_read(t, 0);
	}
	if (shown)
		*shown = same_characters(typed_row(t), n);
	return t;
}

/* What the next start offers, as far as it is the text; then the draft is dropped. */
static int recovered(int n)
{
	struct tty *t = fault_open(guide, 24, COLS);
	int got = 0;

	if (!t)
		return 0;
	fault_keys(t, ":drafts\r");
	if (!tty_shows(t, "there are none")) {
		fault_keys(t, "\r");
		got = same_characters(typed_row(t), n);
		fault_keys(t, "\025\007"); /* emptied and left: it goes */
	}
	ok(fault_quit(t), "leaves in good order");
	return got;
}

static void rounds_of(const char *what, bool hang_up)
{
	const char *count = getenv("ROUNDS");
	int rounds = count ? atoi(count) : 2, worst = 0, all = 0, sum = 0, unseen = 0;
	bool gone = true;

	for (int r = 0; r < rounds; r++) {
		int n = 1 + (int)fault_random(LONGEST - 1), lost, shown = 0, got;
		struct tty *t = type(n, &shown);

		if (!t)
			return;
		if (hang_up) {
			gone = tty_hang_up(t, 3000) && gone;
		} else {
			kill(tty_pid(t), SIGKILL);
			tty_end(t, 1000, NULL);
		}
		got = recovered(n);
		lost = n - got;
		unseen = shown - got > unseen ? shown - got : unseen;
		worst = lost > worst ? lost : worst;
		all += n;
		sum += lost;
	}
	ok(gone, "%s: it ends", what);
	ok(worst <= MOST_LOST, "%s, %d rounds: at most %d characters lost", what, rounds, MOST_LOST);
	printf("# %s: %d rounds, %d characters typed, %d lost, at most %d in a round, at most %d of what was on the "
	       "screen\n",
	       what, rounds, all, sum, worst, unseen);
}

/* What was saved is no draft any more, also when the program is killed right after. */
static void saved(void)
{
	struct tty *t = type(12, NULL);

	if (!t)
		return;
	tty_keys(t, "\030", 1);
	ok(tty_wait(t, "saved", LIMIT), "it is saved");
	kill(tty_pid(t), SIGKILL);
	tty_end(t, 1000, NULL);
	t = fault_open(guide, 24, COLS);
	if (!t)
		return;
	fault_keys(t, ":drafts\r");
	ok(tty_shows(t, "there are none"), "and no draft of it is left");
	ok(fault_quit(t), "leaves in good order");
}

/* An editor of the test's: a shell script, which the user's $EDITOR may well be. */
static void set_editor(const char *script)
{
	static char path[512], line[600];
	int fd;

	snprintf(path, sizeof path, "%s/editor", getenv("HOME"));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700);
	dprintf(fd, "#!/bin/sh\n%s\n", script);
	close(fd);
	snprintf(line, sizeof line, "%s -x", path);
	setenv("EDITOR", line, 1);
	unsetenv("VISUAL");
}

static void drop(struct tty *t)
{
	fault_keys(t, "\025\007");
	ok(fault_quit(t), "leaves in good order");
}

static void other_editors(void)
{
	struct tty *t;

	set_editor("echo \"args $# $1\" >$HOME/seen; stat -c %a \"$2\" >>$HOME/seen; cat \"$2\" >>$HOME/seen\n"
		   "printf 'AえB changed\\n' >\"$2\"");
	t = type(3, NULL);
	if (!t)
		return;
	fault_keys(t, "\017");
	ok(tty_wait(t, "AえB changed", LIMIT), "the text comes back from another editor");
	ok(!system("test \"$(cat $HOME/seen)\" = \"args 2 -x\n600\nAああ\""),
	   "which had its own arguments, and a private file "
	   "with the text alone");
	ok(!system("test -z \"$(ls $HOME/.local/share/taiyaku/drafts/*.txt 2>/dev/null)\""), "the file is gone");
	set_editor("exit 3");
	fault_keys(t, "\017");
	ok(tty_wait(t, "ended with 3", LIMIT) && tty_shows(t, "AえB changed"), "an editor that fails loses nothing");
	setenv("EDITOR", "/no/such/editor", 1);
	drop(t);
	t = type(3, NULL);
	if (!t)
		return;
	fault_keys(t, "\017");
	ok(tty_wait(t, "cannot be started", LIMIT) && tty_shows(t, "Aああ"), "one that is not there neither");
	drop(t);
	set_editor("trap '' HUP TERM; : >$HOME/begun; sleep 1; echo 'written after' >\"$2\"; : >$HOME/ended");
	t = type(3, NULL);
	if (!t)
		return;
	tty_keys(t, "\017", 1);
	ok(!system("while ! test -f $HOME/begun; do sleep 0.05; done"), "one that goes on when the window is closed");
	ok(tty_hang_up(t, 3000), "this program ends");
	ok(!system("while ! test -f $HOME/ended; do sleep 0.05; done"), "the other one later");
	t = fault_open(guide, 24, COLS);
	fault_keys(t, ":drafts\r");
	fault_keys(t, "\r");
	ok(tty_shows(t, "written after"), "what it wrote comes with the draft");
	drop(t);
}

/* A small file system of its own; fill it, and there is no room for a draft. */
static void full_disk(void)
{
	static const char block[4096];
	char dir[512], filler[600], *folder;
	struct tty *t;
	FILE *f;

	snprintf(dir, sizeof dir, "%s/full", getenv("HOME"));
	if (mkdir(dir, 0700) || mount("tmpfs", dir, "tmpfs", 0, "size=1m,mode=0700")) {
		skip("a full disk", "no small file system can be mounted here");
		return;
	}
	setenv("TAIYAKU_STORE", dir, 1);
	t = fault_open(guide, 24, COLS);
	if (t) {
		fault_keys(t, "a");
		snprintf(filler, sizeof filler, "%s/filler", dir);
		f = fopen(filler, "w");
		for (size_t n = 4096; f && n; n = fwrite(block, 1, n, f) == n && !fflush(f) ? n : n / 2)
			clearerr(f);
		if (f)
			fclose(f);
		tty_keys(t, "typed on a full disk", 20);
		folder = strrchr(dir, '/'); /* the message may be cut */
		ok(tty_wait(t, folder, LIMIT), "a full disk: the message names the folder");
		fault_keys(t, " and on");
		ok(!strcmp(typed_row(t), "typed on a full disk and on"), "typing goes on, nothing is lost");
		unlink(filler);
		tty_settle(t, 2600, LIMIT); /* it is tried again */
		kill(tty_pid(t), SIGKILL);
		tty_end(t, 1000, NULL);
		t = fault_open(guide, 24, COLS);
		fault_keys(t, ":drafts\r");
		fault_keys(t, "\r");
		ok(!strcmp(typed_row(t), "typed on a full disk and on"), "with room again it is kept by itself");
		drop(t);
	}
	unsetenv("TAIYAKU_STORE");
	umount(dir);
}

static void cannot_write(void)
{
	char path[512];
	struct tty *t;
	FILE *f;

	snprintf(path, sizeof path, "%s/file", getenv("HOME"));
	f = fopen(path, "w"); /* a file where the folder should be: not even root can write into it */
	if (f)
		fclose(f);
	setenv("TAIYAKU_STORE", path, 1);
	t = fault_open(guide, 24, COLS);
	if (t) {
		fault_keys(t, "a");
		ok(!tty_shows(t, "-- note on") && tty_shows(t, path),
		   "a store that cannot be written: said before a letter is "
		   "typed");
		ok(fault_quit(t), "leaves in good order");
	}
	unsetenv("TAIYAKU_STORE");
}

int main(void)
{
	if (!fault_begin())
		return done();
	rounds_of("kill -9", false);
	rounds_of("hang-up", true);
	saved();
	other_editors();
	full_disk();
	cannot_write();
	return fault_end();
}
