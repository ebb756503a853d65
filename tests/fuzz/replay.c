/* replay: runs a fuzz target over its corpus (tests/fuzz/corpus/NAME/), and over variations of each file made by a
 * seeded generator: cut, doubled, bytes changed, two files joined. Speaks TAP, a test a file. What libFuzzer found
 * once is kept in the corpus, so that it stays mended. */
#include "fuzz.h"
#include "../tap.h"

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

enum { VARIATIONS = 60, LIMIT = 1 << 20, SECONDS = 20 };

static uint64_t seed = 0x9E3779B97F4A7C15;

static size_t rnd(size_t n) /* xorshift64*: 0 .. n - 1 */
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (size_t)((seed * 0x2545F4914F6CDD1D) >> 33) % (n ? n : 1);
}

/* Bytes of which parsers think something. */
static const char *const spice[] = {"\xEF\xBB\xBF",
				    "\x1B[2J",
				    "\xC2\x9B",
				    "\r\n",
				    "\n\n\n\n",
				    "\xE2\x80\xAE",
				    "(1)",
				    "\xEF\xBC\x88\xEF\xBC\x91\xEF\xBC\x89",
				    ">>1",
				    "\xE3\x80\x8C",
				    "\xE3\x80\x8D",
				    "\xF0\x9F\x91\xA8\xE2\x80\x8D",
				    "\xE3\x82\x99",
				    "\"",
				    "\\",
				    "{",
				    "]",
				    "\x00\xFF",
				    "\xED\xA0\x80",
				    "-99999999999999999999"};

static void vary(struct buf *b, struct str other)
{
	for (size_t times = 1 + rnd(4); times; times--) {
		size_t at = rnd(b->n + 1), n = rnd(b->n - at + 1);
		struct buf out = {0};
		const char *word = spice[rnd(sizeof spice / sizeof *spice)];
		buf_add(&out, b->p, at);
		switch (rnd(5)) {
		case 0: /* a part is cut out */
			break;
		case 1: /* a part stands twice */
			buf_add(&out, b->p + at, n);
			n = 0;
			break;
		case 2: /* something that means something */
			buf_cat(&out, word);
			n = 0;
			break;
		case 3: /* a byte changed */
			buf_char(&out, (char)rnd(256));
			n = n ? 1 : 0;
			break;
		default: /* a part of another file */
			buf_str(&out, str_slice(other, rnd(other.n + 1), other.n));
			break;
		}
		buf_add(&out, b->p + at + n, b->n - at - n);
		buf_free(b);
		*b = out;
		if (b->n > LIMIT)
			b->n = LIMIT;
	}
}

static void replay(struct str whole, struct str other)
{
	LLVMFuzzerTestOneInput((const uint8_t *)whole.p, whole.n);
	for (int i = 0; i < VARIATIONS; i++) {
		struct buf b = {0};
		buf_str(&b, whole);
		vary(&b, other);
		/* of its own, so that a byte beyond its end is one beyond its memory */
		uint8_t *p = xmalloc(b.n ? b.n : 1);
		if (b.n)
			memcpy(p, b.p, b.n);
		LLVMFuzzerTestOneInput(p, b.n);
		free(p);
		buf_free(&b);
	}
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *src = getenv("srcdir"), *slash = strrchr(argv[0], '/');
	char dir[4096];
	struct dirent **files;
	struct buf before = {0};
	int n;

	snprintf(dir, sizeof dir, "%s/tests/fuzz/corpus/%s", src ? src : ".", slash ? slash + 1 : argv[0]);
	if (argc > 1)
		snprintf(dir, sizeof dir, "%s", argv[1]);
	n = scandir(dir, &files, visible, by_name);
	ok(n > 0, "%s holds files", dir);
	for (int i = 0; i < n; i++) {
		struct buf b = {0};
		struct err e = {0};
		char *path = file_join(dir, files[i]->d_name);
		printf("# %s\n", path);
		fflush(stdout);
		alarm(SECONDS); /* ends the program, and with it the test */
		if (file_read(path, LIMIT, &b, &e))
			replay(buf_view(&b), buf_view(&before));
		ok(e.code == ERR_NONE, "%s", files[i]->d_name);
		buf_free(&before);
		before = b;
		free(path);
		free(files[i]);
	}
	if (n > 0)
		free(files);
	buf_free(&before);
	return done();
}
