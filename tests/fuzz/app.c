/* Bytes as keys and sizes, on an application with a document: whatever is pressed, the frame is whole, harmless and of
 * the size asked for. A byte below 0x20 is a control key; 0xFF and the two bytes after it are a size; 0xFE a paste;
 * 0xFD a slice of idle work; all else are characters. The store cannot be made: nothing is written anywhere; or, with
 * A_STORE, it is a new one each time, in memory, so that there is annotating too. */
#include "fuzz.h"
#include "taiyaku/app.h"

#include <ftw.h>
#include <sys/mman.h>
#include <unistd.h>

static const char document[] =
	"対訳の見本\n\nはじめに\n\n　本文の一行目(1)。“The reader of the old harbour wrote a "
	"letter.”と引用する(2)。\n\n"
	"0545 名無しの読者 (ﾜｯﾁｮｲ 7fa4-UHsq) 2022/12/27(火) 13:09:37.29 ID:abcdef\n>>462 そうだ。\n\n\n\n次の行。\n\n"
	"『読者の部屋★118』2022-12-27、545\n\n第一章　港\n　段落\x1b[2Jである。https://example.org/"
	"x\n\n第二章　桟橋\n　終わりの段落(1)。\n\n"
	"注\n(1) 注の本文。(3)も見よ。\n(2) “The reader of the old harbour wrote a "
	"letter.”\n私訳\n古い港の読者が手紙を書いた。\n"
	"(3) 同、588。\n";

/* The document as a file that is nowhere on a disk. */
static const char *path(void)
{
	static char name[64];

	if (!*name) {
		int fd = memfd_create("document", 0);
		HOLDS(fd >= 0 && write(fd, document, sizeof document - 1) == (ssize_t)(sizeof document - 1));
		snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	}
	return name;
}

#ifdef A_STORE
static int remove_one(const char *name, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(name);
}

static const char *store(bool begin)
{
	static char dir[64];

	if (*dir)
		nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	*dir = '\0';
	if (!begin)
		return NULL;
	snprintf(dir, sizeof dir, "%s/taiyaku-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	HOLDS(mkdtemp(dir));
	unsetenv("VISUAL");
	unsetenv("EDITOR");
	return dir;
}
#else
static const char *store(bool begin)
{
	return begin ? "/dev/null/store" : NULL;
}
#endif

static void whole(const struct grid *g)
{
	for (int row = 0; row < grid_rows(g); row++) {
		for (int col = 0; col < grid_cols(g); col++) {
			const struct cell *c = grid_at(g, row, col);
			HOLDS(harmless((struct str){c->bytes, c->n}) && c->cells <= 2 && c->style < STYLE_COUNT);
			HOLDS(c->cells != 2 || (col + 1 < grid_cols(g) && grid_at(g, row, col + 1)->cells == 0));
		}
	}
}

static struct grid *draw(struct app *a, struct grid *g)
{
	app_render(a, g);
	whole(g);
	return g;
}

static struct grid *size(struct app *a, struct grid *g, int rows, int cols)
{
	grid_free(g);
	app_resize(a, rows, cols);
	return draw(a, grid_new(rows, cols));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct app_options o = {.path = path(), .store = store(true), .config = "/dev/null"};
	struct str s = {(const char *)bytes, n < 400 ? n : 400};
	struct err e = {0};
	struct app *a = app_new(&o, &e);
	struct grid *g = NULL;

	HOLDS(a);
	g = size(a, g, 24, 80);
	for (size_t at = 0; at < s.n;) {
		uint8_t byte = bytes[at];
		struct key key = {0};
		if (byte == 0xFF && at + 2 < s.n) {
			g = size(a, g, 1 + bytes[at + 1] % 60, 1 + bytes[at + 2] % 200);
			at += 3;
			continue;
		}
		at = text_next(s, at, &key.code);
		if (byte == 0xFE && app_wants_text(a)) {
			app_paste(a, str_slice(s, at, s.n - at < 20 ? s.n : at + 20));
		} else if (byte == 0xFD) {
			app_idle(a, 1);
		} else {
			if (key.code == '\r' || key.code == '\n')
				key.code = K_ENTER;
			else if (key.code == '\t')
				key.code = K_TAB;
			else if (key.code == 0x1B)
				key.code = K_ESC;
			else if (key.code < 0x20)
				key = (struct key){.code = key.code + 0x60, .mods = MOD_CTRL};
			app_key(a, key);
		}
		if (app_wish(a) == APP_QUIT)
			break;
		draw(a, g);
	}
	app_free(a);
	grid_free(g);
	store(false);
	return 0;
}
