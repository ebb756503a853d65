/* base: programs run beside us. */
#include "taiyaku/base.h"
#include "../tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct child *start(const char *const *argv, struct str input, size_t most, int ms)
{
	struct err e = {0};
	struct child *c = child_start(argv, input, most, ms, &e);

	if (!c)
		printf("# %s\n", e.text);
	return c;
}

static enum child_state run(struct child *c)
{
	enum child_state s;

	while ((s = child_step(c)) == CHILD_RUNS)
		poll(NULL, 0, 2);
	return s;
}

static void says(const char *const *argv, struct str input, const char *want, const char *what)
{
	struct child *c = start(argv, input, 65536, 20000);

	is_int(run(c), CHILD_DONE, what);
	is_bytes(child_output(c).p ? child_output(c).p : "", child_output(c).n, want, "what it says");
	child_free(c);
}

static bool no_children(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static void test_output(void)
{
	says((const char *const[]){"cat", NULL}, STR("日本\n"), "日本\n", "fed and read");
	says((const char *const[]){"printf", "%s|", "$(id)", "; rm", "-x", "", NULL}, STR(""), "$(id)|; rm|-x||",
	     "arguments arrive as they are");
	says((const char *const[]){"cat", NULL}, STR(""), "", "without input there is none");
	says((const char *const[]){"sh", "-c", "echo out; echo err >&2", NULL}, STR(""), "out\nerr\n", "both outputs");
	says((const char *const[]){"true", NULL}, STR("nobody reads this"), "", "input that nobody wants");
	says((const char *const[]){"sh", "-c", "trap", NULL}, STR(""), "", "no signal is held or ignored");
	ok(no_children(), "no zombie is left");
}

static void test_much(void)
{
	struct buf in = {0};
	struct child *c;

	while (in.n < 1 << 20)
		buf_cat(&in, "more than a pipe holds at once\n");
	c = start((const char *const[]){"cat", NULL}, buf_view(&in), 2 << 20, 20000);
	is_int(run(c), CHILD_DONE, "a megabyte there and back");
	ok(str_eq(child_output(c), buf_view(&in)), "is the same");
	child_free(c);
	c = start((const char *const[]){"cat", NULL}, buf_view(&in), 1000, 20000);
	is_int(run(c), CHILD_TOO_MUCH, "more than is wanted");
	is_int((long long)child_output(c).n, 1000, "is cut");
	child_free(c);
	c = start((const char *const[]){"yes", NULL}, buf_view(&in), 1000, 20000);
	is_int(run(c), CHILD_TOO_MUCH, "one that never ends saying it");
	child_free(c);
	c = start((const char *const[]){"true", NULL}, buf_view(&in), 1000, 20000);
	is_int(run(c), CHILD_DONE, "one that takes nothing of a megabyte");
	child_free(c);
	ok(no_children(), "no zombie is left");
	buf_free(&in);
}

static void test_ends(void)
{
	struct err e = {0};
	struct child *c = start((const char *const[]){"sh", "-c", "echo said; exit 3", NULL}, STR(""), 100, 20000);

	is_int(run(c), CHILD_FAILED, "a status is a failure");
	is_int(child_status(c), 3, "which");
	is_bytes(child_output(c).p, child_output(c).n, "said\n", "what it said is there all the same");
	child_free(c);
	c = start((const char *const[]){"sh", "-c", "kill -USR1 $$", NULL}, STR(""), 100, 20000);
	is_int(run(c), CHILD_FAILED, "a signal too");
	is_int(child_status(c), 128 + SIGUSR1, "which");
	child_free(c);
	ok(!child_start((const char *const[]){"no-such-program-here", NULL}, STR(""), 1, 1, &e),
	   "there is no such program");
	ok(strstr(e.text, "no-such-program-here") && strstr(e.text, strerror(ENOENT)), "it is named: %s", e.text);
	ok(no_children(), "no zombie is left");
}

static bool gone(const char *pid_file)
{
	struct buf b = {0};
	struct err e = {0};
	bool is = false;

	for (int i = 0; i < 500 && !is; i++, poll(NULL, 0, 10)) {
		buf_clear(&b);
		is = file_read(pid_file, 100, &b, &e) && b.n && kill(atoi(buf_cstr(&b)), 0) && errno == ESRCH;
	}
	buf_free(&b);
	return is;
}

static void await(const char *file)
{
	while (access(file, F_OK))
		poll(NULL, 0, 2);
}

/* A program that does not want to end, and one that it started. */
static void test_stop(void)
{
	char dir[] = "/tmp/taiyaku-child-XXXXXX", file[64], script[512];
	struct child *c;

	if (!mkdtemp(dir))
		exit(1);
	snprintf(file, sizeof file, "%s/pid", dir);
	snprintf(script, sizeof script,
		 "trap '' TERM; sleep 1000 & echo $! >%s.new; mv %s.new %s; while :; do wait; done", file, file, file);
	c = start((const char *const[]){"sh", "-c", script, NULL}, STR(""), 100, 0);
	await(file);
	is_int(child_step(c), CHILD_RUNS, "it runs");
	child_free(c);
	ok(no_children(), "it is gone and waited for, though it did not want to");
	ok(gone(file), "and so is what it had started");
	unlink(file);
	c = start((const char *const[]){"sleep", "1000", NULL}, STR(""), 100, 30);
	is_int(run(c), CHILD_TOO_LONG, "one that takes too long");
	child_free(c);
	ok(no_children(), "is gone too");
	rmdir(dir);
}

/* What is left running with its output open is not waited for. */
static void test_left_behind(void)
{
	struct child *c = start((const char *const[]){"sh", "-c", "sleep 3 & echo done", NULL}, STR(""), 100, 20000);
	int64_t before = clock_mono_ms();

	is_int(run(c), CHILD_DONE, "one that leaves another behind");
	is_bytes(child_output(c).p, child_output(c).n, "done\n", "said what it had to say");
	ok(clock_mono_ms() - before < 2900, "and is done before the other is");
	child_free(c);
}

static void test_descriptors(void)
{
	int ours = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct child *c = start((const char *const[]){"ls", "/proc/self/fd", NULL}, STR(""), 1000, 20000);

	if (access("/proc/self/fd", R_OK)) {
		skip("no descriptor of ours is open in it", "there is no /proc/self/fd");
	} else {
		is_int(run(c), CHILD_DONE, "descriptors are listed");
		is_bytes(child_output(c).p, child_output(c).n, "0\n1\n2\n3\n", "only its own are open (3: the folder)");
	}
	child_free(c);
	close(ours);
}

int main(void)
{
	for (int fd = 3; fd < 1024; fd++) /* what whoever runs this left open */
		close(fd);
	test_output();
	test_much();
	test_ends();
	test_stop();
	test_left_behind();
	test_descriptors();
	return done();
}
