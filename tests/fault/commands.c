/* Programs that the user has configured, and that misbehave: they say too much, say controls, never end, fail, are not
 * there. The arguments arrive as they are written, through no shell; what is said can be taken over; only the
 * configuration can name one.
 */
#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static char document[600];

static void write_text(const char *name, const char *text, mode_t mode, char *path, size_t n)
{
	int fd;

	snprintf(path, n, "%s/%s", getenv("HOME"), name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(1);
	close(fd);
}

/* Programs of the test's, and the configuration that names them. */
static void configure(void)
{
	static const char rc[] =
		"set command.lookup = \"%1$s/words\" \"$(touch %1$s/made)\" \"; touch %1$s/made\" \"a b\"\n"
		"set command.controls = \"%1$s/controls\"\n"
		"set command.flood = \"yes\" \"over and over\"\n"
		"set command.slow = \"%1$s/slow\"\n"
		"set command.fails = \"sh\" \"-c\" \"echo partly; exit 4\"\n"
		"set command.absent = \"%1$s/absent\"\n"
		"set command.fetch = \"%1$s/words\"\n"
		"set command.browse = \"%1$s/browse\" \"-x\"\n";
	char text[4096], path[600];

	snprintf(path, sizeof path, "%s/.config", getenv("HOME"));
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/.config/taiyaku", getenv("HOME"));
	mkdir(path, 0700);
	snprintf(text, sizeof text, rc, getenv("HOME"));
	write_text(".config/taiyaku/taiyakurc", text, 0600, path, sizeof path);
	write_text("words", "#!/bin/sh\nfor a; do echo \"<$a>\"; done\necho \"in:$(cat)\"\n", 0700, path, sizeof path);
	write_text("controls", "#!/bin/sh\nprintf 'a\\033[31mred\\007\\033]52;c;eA==\\007 \\202\\240\\202\\242\\n'\n",
		   0700, path, sizeof path);
	write_text("slow", "#!/bin/sh\necho $$ >$HOME/pid\nsleep 1000\n", 0700, path, sizeof path);
	write_text("browse", "#!/bin/sh\necho \"$# $1 $2\" >$HOME/browsed\n", 0700, path, sizeof path);
	write_text(
		"text",
		"The title\n\n\nA lone word: https://example.com/a;touch=made&b=$HOME\n\nset command.lookup = \"id\"\n",
		0600, document, sizeof document);
}

static bool exists(const char *name)
{
	char path[600];

	snprintf(path, sizeof path, "%s/%s", getenv("HOME"), name);
	return !access(path, F_OK);
}

static bool holds(const char *name, const char *want)
{
	char path[600], got[600] = "";
	int fd;

	snprintf(path, sizeof path, "%s/%s", getenv("HOME"), name);
	for (int i = 0; i < 200 && access(path, F_OK); i++)
		usleep(20000);
	fd = open(path, O_RDONLY);
	if (fd >= 0 && read(fd, got, sizeof got - 1) < 0)
		got[0] = '\0';
	if (fd >= 0)
		close(fd);
	return !strcmp(got, want) || (printf("# got [%s]\n", got), false);
}

static void test_arguments(struct tty *t)
{
	char want[700];

	fault_keys(t, "vwwK");
	ok(tty_wait(t, "in:", LIMIT), "a word is looked up");
	snprintf(want, sizeof want, "<$(touch %s/made)>", getenv("HOME"));
	ok(tty_shows(t, "<a b>") && tty_shows(t, want), "arguments arrive as they are written");
	ok(!exists("made"), "no shell has seen them");
	fault_keys(t, "a");
	ok(tty_wait(t, "-- note on", LIMIT) && tty_shows(t, "<a b>"), "what it said is a note to be");
	fault_keys(t, "\030");
	ok(tty_wait(t, "saved", LIMIT), "and is one");
	fault_keys(t, "vK"); /* what was saved has the focus */
	tty_wait(t, "in:", LIMIT);
	fault_keys(t, "t");
	ok(tty_wait(t, "-- translation of", LIMIT), "or a translation");
	fault_keys(t, "\007qq");
}

static void test_output(struct tty *t)
{
	size_t bytes;

	fault_keys(t, ":run controls\r");
	ok(tty_wait(t, "red^G", LIMIT), "controls are shown, not obeyed");
	ok(tty_shows(t, "あい"), "other encodings are read");
	fault_keys(t, "q:run flood\r");
	ok(tty_wait(t, "over and over", LIMIT), "one that never stops talking is cut");
	fault_keys(t, "G");
	ok(tty_shows(t, "more than 64 KiB"), "and it is said");
	fault_keys(t, "q:run fails\r");
	ok(tty_wait(t, "ended with 4", LIMIT) && tty_shows(t, "partly"), "one that fails");
	fault_keys(t, "q:run absent\r");
	ok(tty_wait(t, "cannot be started", LIMIT), "one that is not there");
	fault_keys(t, ":run unknown\r");
	ok(tty_wait(t, "set command.unknown", LIMIT), "one that is not set: which line would set it");
	bytes = tty_bytes(t);
	fault_keys(t, "\014");
	ok(tty_bytes(t) > bytes && tty_alive(t), "the reader reads on");
}

static bool gone(void)
{
	char path[600], text[32] = "";
	int fd;

	snprintf(path, sizeof path, "%s/pid", getenv("HOME"));
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
		return false;
	close(fd);
	for (int i = 0; i < 300; i++, usleep(10000))
		if (kill(atoi(text), 0) && errno == ESRCH)
			return true;
	return false;
}

static void forget_pid(void)
{
	char path[600];

	snprintf(path, sizeof path, "%s/pid", getenv("HOME"));
	unlink(path);
}

static void start_slow(struct tty *t)
{
	forget_pid();
	fault_keys(t, ":run slow\r");
	tty_wait(t, "running", LIMIT);
	for (int i = 0; i < 300 && !exists("pid"); i++)
		usleep(10000);
	usleep(50000); /* the number is in it */
}

static void test_stop(struct tty *t)
{
	start_slow(t);
	fault_keys(t, ":help\r");
	ok(tty_shows(t, "in this view"), "keys are answered while one runs");
	fault_keys(t, "q");
	start_slow(t);
	fault_keys(t, "\007");
	ok(tty_wait(t, "(stopped)", LIMIT) && gone(), "C-g stops it");
	fault_keys(t, "q");
	start_slow(t);
	fault_keys(t, "q");
	ok(gone(), "closing the popup stops it");
}

static void test_addresses(struct tty *t)
{
	fault_keys(t, "\t:browse\r");
	ok(tty_shows(t, ":browse") && tty_shows(t, "https://example.com/a"),
	   "the address is shown before anything is opened");
	ok(!exists("browsed"), "nothing is opened yet");
	fault_keys(t, "\r");
	ok(holds("browsed", "2 -x https://example.com/a;touch=made&b=$HOME\n"), "then it is, as one argument");
	tty_settle(t, 200, LIMIT);
	fault_keys(t, ":browse -x\r");
	ok(tty_wait(t, "http://", LIMIT), "what is no address is refused");
	fault_keys(t, ":fetch file:///etc/passwd\r");
	ok(tty_wait(t, "only addresses", LIMIT), "files too");
	fault_keys(t, ":fetch http://example.com/x\r");
	ok(tty_wait(t, "<http://example.com/x>", LIMIT), "fetched into a popup");
	fault_keys(t, "q");
}

static void test_who(struct tty *t)
{
	fault_keys(t, ":set command.lookup = \"id\"\r");
	ok(tty_shows(t, "command.lookup"), "only the configuration can name a program");
	fault_keys(t, "vwwK");
	ok(tty_wait(t, "<a b>", LIMIT), "it is the one that was configured");
}

int main(void)
{
	struct tty *t;

	if (!fault_begin())
		return done();
	configure();
	t = fault_open(document, 24, 100);
	if (t) {
		test_arguments(t);
		test_output(t);
		test_stop(t);
		test_addresses(t);
		test_who(t);
		ok(fault_quit(t), "leaves in good order");
	}
	ok(!exists("made"), "no shell has run in all of this");
	return fault_end();
}
