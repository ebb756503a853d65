/* What is copied, as the bytes that the terminal gets: OSC 52 plain, through screen, through tmux; nothing where a
 * terminal would print it. The text has controls in it, which must not come through (reliability: T18). */
#include "taiyaku/base.h"
#include "../tap.h"
#include "../tty.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { LIMIT = 8000 };

static char program[4096], document[4096];

/* Everything it sends until `end` has come, or for so long. */
static bool gather(struct tty *t, struct buf *out, const char *end, int limit_ms)
{
	struct pollfd p = {.fd = tty_fd(t), .events = POLLIN};
	int64_t until = clock_mono_ms() + limit_ms;
	size_t from = out->n;

	while (clock_mono_ms() < until) {
		char bytes[4096];
		ssize_t n;

		if (str_find(buf_view(out), str_c(end), from) != SIZE_MAX)
			return true;
		if (poll(&p, 1, 50) <= 0)
			continue;
		n = read(p.fd, bytes, sizeof bytes);
		if (n > 0)
			buf_add(out, bytes, (size_t)n);
		else if (n == 0 || errno == EIO)
			break;
	}
	return str_find(buf_view(out), str_c(end), from) != SIZE_MAX;
}

/* Starts the reader, selects all and copies it; what it sent. */
static void copy(struct buf *out, const char *said)
{
	char *argv[] = {program, document, NULL};
	struct tty *t = tty_start(argv, 10, 60);
	struct buf rest = {0};

	if (!ok(t != NULL, "the reader starts"))
		return;
	ok(gather(t, out, "help", LIMIT), "it shows its first screen");
	tty_keys(t, "vVG", 3);
	ok(gather(t, out, "highlight", LIMIT), "all is selected");
	tty_keys(t, "y", 1);
	ok(gather(t, out, said, LIMIT), "it says: %s", said);
	gather(t, out, "never", 300);
	tty_keys(t, "Q", 1);
	gather(t, &rest, "never", 300);
	buf_free(&rest);
	tty_end(t, LIMIT, NULL);
}

static int value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *p = c ? strchr(digits, c) : NULL;

	return p ? (int)(p - digits) : -1;
}

static void decode(struct str s, struct buf *out)
{
	uint32_t bits = 0;
	int n = 0;

	for (size_t i = 0; i < s.n && value(s.p[i]) >= 0; i++) {
		bits = bits << 6 | (uint32_t)value(s.p[i]);
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_char(out, (char)(bits >> n & 255));
		}
	}
}

/* The text that `begin` … `end` carries; without `begin` nothing is appended. */
static void carried(struct str all, const char *begin, const char *end, struct buf *out)
{
	size_t at = str_find(all, str_c(begin), 0), stop;

	if (at == SIZE_MAX)
		return;
	at += strlen(begin);
	stop = str_find(all, str_c(end), at);
	decode(str_slice(all, at, stop == SIZE_MAX ? at : stop), out);
}

#define LONG "三行目は長い。とても長い行である。それでもまだ終わらない、長い長い一行である。まだ続く。"
#define TEXT                                                                                                           \
	"一行目と\tTAB。[31m赤\n二行目。a\xE2\x80\x8D"                                                       \
	"b\n" LONG

static void test_plain(void)
{
	struct buf all = {0}, text = {0};

	copy(&all, "by OSC 52 (");
	carried(buf_view(&all), "\033]52;c;", "\a", &text);
	is_str(buf_cstr(&text), TEXT, "the text came, and no control but LF and TAB");
	buf_free(&all);
	buf_free(&text);
}

/* Strings of at most 76 bytes, joined. */
static void test_screen(void)
{
	struct buf all = {0}, joined = {0}, text = {0};
	size_t longest = 0;

	setenv("STY", "1.pts-0.host", 1);
	copy(&all, "through screen");
	unsetenv("STY");
	for (size_t at = 0; (at = str_find(buf_view(&all), STR("\033P"), at)) != SIZE_MAX;) {
		size_t end = str_find(buf_view(&all), STR("\033\\"), at);

		if (end == SIZE_MAX)
			break;
		longest = end - at - 2 > longest ? end - at - 2 : longest;
		buf_str(&joined, str_slice(buf_view(&all), at + 2, end));
		at = end + 2;
	}
	ok(longest == 76, "no string is longer than 76 bytes: %zu", longest);
	carried(buf_view(&joined), "\033]52;c;", "\a", &text);
	is_str(buf_cstr(&text), TEXT, "through screen");
	buf_free(&all);
	buf_free(&joined);
	buf_free(&text);
}

/* A tmux that cannot be reached: what is wrapped is sent. */
static void test_tmux(void)
{
	struct buf all = {0}, text = {0};

	setenv("TMUX", "/no/such/socket,1,0", 1);
	copy(&all, "through tmux");
	unsetenv("TMUX");
	carried(buf_view(&all), "\033Ptmux;\033\033]52;c;", "\a\033\\", &text);
	is_str(buf_cstr(&text), TEXT, "through tmux");
	buf_free(&all);
	buf_free(&text);
}

static void test_none(void)
{
	struct buf all = {0};

	setenv("TERM", "vt100", 1);
	copy(&all, "no way to");
	ok(str_find(buf_view(&all), STR("]52"), 0) == SIZE_MAX, "a terminal that would print it gets nothing");
	setenv("TERM", "xterm-256color", 1);
	buf_free(&all);
}

int main(void)
{
	const char *build = getenv("builddir"), *home = tty_home();
	FILE *f;

	if (!home) {
		skip("copying under a pseudo-terminal", "no folder for it");
		return done();
	}
	snprintf(program, sizeof program, "%s/taiyaku", build ? build : ".");
	snprintf(document, sizeof document, "%s/text.txt", home);
	f = fopen(document, "w");
	if (!ok(f != NULL, "a document is written"))
		return done();
	fputs("一行目と\tTAB。\033[31m赤\xC2\x9B\n二行目。a\xE2\x80\x8D"
	      "b\x7F\n" LONG "\n",
	      f);
	fclose(f);
	unsetenv("TMUX");
	unsetenv("STY");
	test_plain();
	test_screen();
	test_tmux();
	test_none();
	tty_forget_home();
	return done();
}
