/* Annotations in the reader with other programs about: what one writes the other shows, and neither loses anything; a
 * store that cannot be written says so before anything is typed; many annotations slow neither the first frame nor a
 * key. */
#include "taiyaku/app.h"
#include "taiyaku/store.h"
#include "../tap.h"

#include <sqlite3.h>
#include <unistd.h>

enum { ROWS = 12, COLS = 60, MANY = 1000, QUICK_MS = 200 };

static char dir[] = "/tmp/taiyaku-annotations-XXXXXX";
static char *path;
static const char text[] = "題名のある文書\n\n　一つ目の段落。\n\n　二つ目の段落。\n\n　三つ目の段落。\n";

struct reader {
	struct app *app;
	struct grid *grid;
	struct buf screen;
	int64_t now;
};

static const char *look(struct reader *r)
{
	app_render(r->app, r->grid);
	buf_clear(&r->screen);
	grid_dump(r->grid, &r->screen);
	return buf_cstr(&r->screen);
}

/* All background work, and so much time goes by. */
static void rest(struct reader *r, int ms)
{
	r->now += ms;
	if (ms) /* the store looks for others' changes ten times a second, by a clock of its own */
		usleep(150000);
	app_tick(r->app, r->now);
	while (app_idle(r->app, 50))
		;
	look(r);
}

static bool start(struct reader *r, const char *file)
{
	struct app_options o = {.path = file, .store = dir, .config = "/dev/null"};
	struct err e = {0};

	*r = (struct reader){.app = app_new(&o, &e), .grid = grid_new(ROWS, COLS), .now = clock_mono_ms()};
	if (!r->app) {
		printf("# %s\n", e.text);
		return false;
	}
	app_resize(r->app, ROWS, COLS);
	look(r);
	return true;
}

static void stop(struct reader *r)
{
	app_free(r->app);
	grid_free(r->grid);
	buf_free(&r->screen);
}

static void type(struct reader *r, const char *names)
{
	struct str s = str_c(names);
	struct key k;

	for (size_t at = 0; at < s.n && input_key_parse(s, &at, &k);)
		app_key(r->app, k);
	look(r);
}

/* Until it is in the log: a second at most, of many ticks. */
static bool saved(struct reader *r)
{
	for (int i = 0; i < 1000; i++) {
		if (strstr(look(r), "saved"))
			return true;
		usleep(5000);
		app_tick(r->app, r->now += 5);
	}
	return false;
}

static void two_programs(void)
{
	struct reader a, b;

	if (!ok(start(&a, path) && start(&b, path), "two readers of one document"))
		return;
	rest(&a, 0);
	rest(&b, 0);
	type(&a, ":line 3<Enter>");
	type(&a, ":highlight<Enter>");
	ok(saved(&a), "one highlights a sentence");
	ok(!strstr(look(&b), "。  "), "the other one does not know yet");
	rest(&b, 5000);
	ok(strstr(look(&b), " h\n") != NULL, "and some seconds later shows it");
	type(&b, ":line 5<Enter>");
	type(&b, ":bookmark<Enter>");
	ok(saved(&b), "the other one adds a bookmark");
	type(&a, ":line 7<Enter>");
	type(&a, ":highlight red<Enter>");
	ok(saved(&a), "the first one highlights at the same time");
	rest(&a, 5000);
	rest(&b, 5000);
	type(&a, "A");
	type(&b, "A");
	ok(strstr(look(&a), "3 annotations") && strstr(look(&b), "3 annotations"), "both have all three");
	stop(&a);
	stop(&b);
}

/* A store of a newer version is only read. */
static void read_only(void)
{
	char *db = file_join(dir, "notes.db");
	struct reader r;
	sqlite3 *c;

	sqlite3_open(db, &c);
	sqlite3_exec(c, "PRAGMA user_version=1000", NULL, NULL, NULL);
	sqlite3_close(c);
	if (ok(start(&r, path), "a reader with a store that cannot be written")) {
		rest(&r, 0);
		type(&r, "a");
		ok(!app_wants_text(r.app), "no editor is opened");
		ok(strstr(look(&r), "newer") != NULL, "and it says why");
		type(&r, "B");
		ok(strstr(look(&r), "newer") != NULL, "for a bookmark too");
		stop(&r);
	}
	sqlite3_open(db, &c);
	sqlite3_exec(c, "PRAGMA user_version=3", NULL, NULL, NULL);
	sqlite3_close(c);
	free(db);
}

static void make_many(struct str id, struct str whole)
{
	struct err e = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);
	struct arena *arena = arena_new();

	for (size_t i = 0; n && i < MANY; i++) {
		size_t at = i * 30;
		struct store_annotation x = {.kind = ANNOTATION_NOTE,
					     .target = {.document = id,
							.version = id,
							.start = at,
							.end = at + 9,
							.first = POS_NONE,
							.last = POS_NONE,
							.quote = str_slice(whole, at, at + 9)},
					     .body = STR("x")};

		store_put_annotation(n, arena, &x, &e);
	}
	ok(store_notes_close(n, 10000, &e), "a thousand notes: %s", e.text);
	arena_free(arena);
}

static void many(void)
{
	struct buf whole = {0};
	char *file = file_join(dir, "many.txt"), hex[65];
	struct buf id = {0};
	struct sha256 sum;
	struct reader r;
	struct err e = {0};
	long before;

	while (whole.n < MANY * 30)
		buf_cat(&whole, whole.n % 300 == 270 ? "蛸蛸蛸蛸蛸蛸蛸蛸蛸\n\n " : "あいうえおかきくけこ");
	file_replace(file, buf_view(&whole), 0600, &e);
	sum = sha256_of(buf_view(&whole));
	sha256_hex(&sum, hex);
	buf_printf(&id, "sha256:%s", hex);
	make_many(buf_view(&id), buf_view(&whole));
	if (ok(start(&r, file), "a reader of a text with a thousand notes")) {
		ok(!strstr(look(&r), " n\n"), "the first frame does not wait for them");
		rest(&r, 0);
		ok(strstr(look(&r), " n\n") != NULL, "then they are there");
		before = tap_cpu_ms();
		type(&r, "B");
		ok(tap_cpu_ms() - before < QUICK_MS, "one more takes %ld ms", tap_cpu_ms() - before);
		type(&r, "A");
		ok(strstr(look(&r), "1001 annotations") != NULL, "and is listed with them");
		stop(&r);
	}
	free(file);
	buf_free(&whole);
	buf_free(&id);
}

int main(void)
{
	struct err e = {0};

	setenv("TZ", "UTC", 1);
	if (!mkdtemp(dir))
		return 1;
	path = file_join(dir, "text.txt");
	file_replace(path, STR(text), 0600, &e);
	two_programs();
	read_only();
	many();
	free(path);
	return done();
}
