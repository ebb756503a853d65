/* Scripts: a session as text, run against the cells, without a terminal. One order a line:
 *
 *   size COLS ROWS              before or after open
 *   document                    the lines up to "end" are a document, and it is opened
 *   again                       the last document, by a program started anew
 *   rewrite                     the lines up to "end" take the place of the last document's file
 *   import NAME                 the lines up to "end" are a file of posts with that name, brought into the store
 *   open FILE                   relative to the script; "guide" is the bundled one; post:FAMILY/BOARD/KEY
 *   key ]c <Enter> za           keys by their names
 *   type text                   characters, as into the prompt
 *   cmd LINE                    a command
 *   idle                        all background work
 *   expect screen               the lines up to "end" are the screen (blank rows at its end may be left out)
 *   expect has TEXT             on the screen somewhere
 *   expect lacks TEXT
 *   expect row N TEXT           row N (from 0; -1: the last) begins with TEXT
 *   expect cursor ROW COL
 *   expect quit
 *
 * Each expectation is a test in TAP. With accept the expected screens are written anew. */
#include "app_int.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

enum { DISK_MS = 10000 };

struct script {
	const char *path;
	char *dir, *store; /* of the script; a store of its own */
	struct app *app;
	struct grid *grid;
	int rows, cols;
	struct str text;
	size_t at;
	struct buf out; /* what is written with accept */
	bool accept;
	script_import import;
	int tests, bad, documents;
};

static struct str next_line(struct script *s)
{
	size_t end = str_find_char(s->text, '\n', s->at);
	struct str line = str_slice(s->text, s->at, end == SIZE_MAX ? s->text.n : end);

	s->at = end == SIZE_MAX ? s->text.n : end + 1;
	return line;
}

/* The lines up to "end". */
static struct str block(struct script *s)
{
	size_t start = s->at;

	while (s->at < s->text.n) {
		size_t end = s->at;

		if (str_eq(next_line(s), STR("end")))
			return str_slice(s->text, start, end);
	}
	return str_slice(s->text, start, s->at);
}

static void test(struct script *s, bool good, struct str what)
{
	size_t line = 1;

	for (size_t i = 0; i + 1 < s->at; i++)
		line += s->text.p[i] == '\n';
	printf("%sok %d - %s:%zu: %.*s\n", good ? "" : "not ", ++s->tests, s->path, line, STR_ARG(what));
	s->bad += !good;
}

static void draw(struct script *s)
{
	if (!s->app)
		return;
	if (!s->grid || grid_rows(s->grid) != s->rows || grid_cols(s->grid) != s->cols) {
		grid_free(s->grid);
		s->grid = grid_new(s->rows, s->cols);
		app_resize(s->app, s->rows, s->cols);
	}
	app_render(s->app, s->grid);
}

static void screen(struct script *s, struct buf *out)
{
	draw(s);
	if (s->grid)
		grid_dump(s->grid, out);
	while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
		out->n--;
}

static void open_path(struct script *s, const char *path)
{
	struct app_options o = {.path = path, .store = s->store, .config = "/dev/null"};
	struct err e = {0};

	app_free(s->app);
	grid_free(s->grid);
	s->grid = NULL;
	s->app = app_new(&o, &e);
	if (!s->app)
		test(s, false, str_c(e.text));
	draw(s);
}

static void open_file(struct script *s, struct str name)
{
	char *file = str_dup(name), *path = file[0] == '/' ? xstrdup(file) : file_join(s->dir, file);

	open_path(s, str_eq(name, STR("guide")) ? NULL : str_starts(name, STR("post:")) ? file : path);
	free(file);
	free(path);
}

/* The lines up to "end" into the file of the last document. Owned. */
static char *write_document(struct script *s)
{
	struct buf path = {0};
	struct err e = {0};

	buf_printf(&path, "%s/document-%d.txt", s->store, s->documents);
	if (!file_replace(buf_cstr(&path), block(s), 0600, &e))
		test(s, false, str_c(e.text));
	return buf_take(&path);
}

static void document(struct script *s)
{
	char *path;

	s->documents++;
	path = write_document(s);
	open_path(s, path);
	free(path);
}

static void again(struct script *s)
{
	struct buf path = {0};

	buf_printf(&path, "%s/document-%d.txt", s->store, s->documents);
	open_path(s, buf_cstr(&path));
	buf_free(&path);
}

/* With CR LF and LF as they stand; folders in the name are made. */
static void import(struct script *s, struct str name)
{
	struct buf path = {0};
	struct err e = {0};
	char *dir;

	buf_printf(&path, "%s/files/%.*s", s->store, STR_ARG(name));
	dir = xstrndup(path.p, (size_t)(strrchr(buf_cstr(&path), '/') - path.p));
	if (!file_make_dir(dir, &e) || !file_replace(buf_cstr(&path), block(s), 0600, &e))
		test(s, false, str_c(e.text));
	else if (!s->import || !s->import(s->store, buf_cstr(&path)))
		test(s, false, STR("the file is not imported"));
	free(dir);
	buf_free(&path);
}

static void keys(struct script *s, struct str names)
{
	for (size_t at = 0; s->app && at < names.n;) {
		struct key k;

		if (names.p[at] == ' ') {
			at++;
		} else if (input_key_parse(names, &at, &k)) {
			app_key(s->app, k);
			draw(s);
		} else {
			test(s, false, STR("no such key"));
			return;
		}
	}
}

static void type(struct script *s, struct str text)
{
	for (size_t at = 0; s->app && at < text.n;) {
		struct key k = {0};

		at = text_next(text, at, &k.code);
		app_key(s->app, k);
		draw(s);
	}
}

/* And the disk is waited for. */
static void idle(struct script *s)
{
	draw(s);
	for (int i = 0; s->app && i < 100000 && app_idle(s->app, 50); i++)
		;
	if (s->app && s->app->notes && store_notes_sync(s->app->notes, DISK_MS, NULL))
		app_tick(s->app, clock_mono_ms());
	draw(s);
}

static void expect_screen(struct script *s)
{
	struct str want = block(s);
	struct buf got = {0};

	screen(s, &got);
	if (s->accept)
		buf_printf(&s->out, "expect screen\n%.*send\n", STR_ARG(buf_view(&got)));
	test(s, s->accept || str_eq(want, buf_view(&got)), STR("screen"));
	if (!s->accept && !str_eq(want, buf_view(&got)))
		printf("# got:\n%.*s# want:\n%.*s", STR_ARG(buf_view(&got)), STR_ARG(want));
	buf_free(&got);
}

static bool row_begins(struct str screen, long row, struct str want)
{
	size_t at = 0;

	for (; row > 0 && at != SIZE_MAX; row--) {
		at = str_find_char(screen, '\n', at);
		at = at == SIZE_MAX ? at : at + 1;
	}
	return at <= screen.n && str_starts(str_slice(screen, at, screen.n), want);
}

static void expect(struct script *s, struct str what)
{
	struct buf got = {0};
	int row = 0, col = 0, skip = 0;
	bool good = false;

	if (str_eq(what, STR("screen"))) {
		expect_screen(s);
		return;
	}
	screen(s, &got);
	if (str_starts(what, STR("has ")))
		good = str_find(buf_view(&got), str_slice(what, 4, what.n), 0) != SIZE_MAX;
	else if (str_starts(what, STR("lacks ")))
		good = str_find(buf_view(&got), str_slice(what, 6, what.n), 0) == SIZE_MAX;
	else if (sscanf(what.p, "row %d %n", &row, &skip) == 1 && skip)
		good = row_begins(buf_view(&got), row < 0 ? s->rows + row : row, str_slice(what, (size_t)skip, what.n));
	else if (sscanf(what.p, "cursor %d %d", &row, &col) == 2 && s->grid) {
		int r, c;

		grid_cursor(s->grid, &r, &c);
		good = r == row && c == col;
		if (!good)
			printf("# cursor at %d %d\n", r, c);
	} else if (str_eq(what, STR("quit"))) {
		good = s->app && app_wish(s->app) == APP_QUIT;
	}
	test(s, good, what);
	if (!good)
		printf("# screen:\n%.*s", STR_ARG(buf_view(&got)));
	buf_free(&got);
}

static void order(struct script *s, struct str line)
{
	int cols, rows;

	if (!line.n || line.p[0] == '#')
		return;
	if (sscanf(line.p, "size %d %d", &cols, &rows) == 2) {
		s->cols = cols;
		s->rows = rows;
		draw(s);
	} else if (str_eq(line, STR("document"))) {
		document(s);
	} else if (str_eq(line, STR("again"))) {
		again(s);
	} else if (str_eq(line, STR("rewrite"))) {
		free(write_document(s));
	} else if (str_starts(line, STR("import "))) {
		import(s, str_slice(line, 7, line.n));
	} else if (str_starts(line, STR("open "))) {
		open_file(s, str_slice(line, 5, line.n));
	} else if (str_starts(line, STR("key "))) {
		keys(s, str_slice(line, 4, line.n));
	} else if (str_starts(line, STR("type "))) {
		type(s, str_slice(line, 5, line.n));
	} else if (str_starts(line, STR("cmd ")) && s->app) {
		app_exec(s->app, str_slice(line, 4, line.n), CMD_SCRIPT);
	} else if (str_eq(line, STR("idle"))) {
		idle(s);
	} else if (str_starts(line, STR("expect "))) {
		expect(s, str_slice(line, 7, line.n));
	} else {
		test(s, false, STR("no such order"));
	}
}

/* The folder, made for the script, with all that is in it. */
static void remove_store(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		char *path = file_join(dir, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && unlink(path) < 0)
			remove_store(path);
		free(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

int script_run(const char *path, bool accept, int *tests, script_import importer)
{
	char store[] = "/tmp/taiyaku-script-XXXXXX";
	struct script s = {.path = path, .rows = 24, .cols = 80, .accept = accept, .tests = *tests, .import = importer};
	struct buf text = {0};
	struct err e = {0};
	const char *slash = strrchr(path, '/');

	if (!file_read(path, 1 << 20, &text, &e) || !mkdtemp(store)) {
		printf("not ok %d - %s: %s\n", ++*tests, path, e.text);
		return 1;
	}
	buf_cstr(&text);
	s.text = buf_view(&text);
	s.dir = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
	s.store = store;
	clock_fix(1700000000000);
	while (s.at < s.text.n) {
		size_t start = s.at;
		struct str line = next_line(&s);

		order(&s, line);
		if (!str_eq(line, STR("expect screen"))) /* that one has written what it got */
			buf_str(&s.out, str_slice(s.text, start, s.at));
	}
	app_free(s.app);
	grid_free(s.grid);
	clock_fix(0);
	if (accept && !file_replace(path, buf_view(&s.out), 0644, &e))
		printf("not ok %d - %s\n", ++s.tests, e.text);
	*tests = s.tests;
	remove_store(store);
	buf_free(&s.out);
	buf_free(&text);
	free(s.dir);
	return s.bad;
}
