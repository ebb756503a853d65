/* Which thread a dat is of (boards.md 2, "When a dat arrives alone").
 *
 * Best is what the server wrote: the anchors in the bodies are links to "../test/read.cgi/BOARD/KEY/N". Then the
 * address, when one is known; then the path: KEY.dat, and the folders above it, of which only names that can be a
 * board's count. */
#include "dat.h"

#define KEY_LEAST 9
#define KEY_MOST 10

void dat_place_free(struct dat_place *p)
{
	buf_free(&p->family);
	buf_free(&p->board);
	buf_free(&p->key);
	buf_free(&p->host);
}

static void set(struct buf *b, struct str s)
{
	buf_clear(b);
	buf_str(b, s);
}

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

static bool is_key(struct str s)
{
	return digits(s) == s.n && s.n >= KEY_LEAST && s.n <= KEY_MOST;
}

static bool is_board(struct str s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_'))
			return false;
		letters += c >= 'a';
	}
	return letters > 0 && s.n <= 24;
}

int64_t dat_key_time(struct str key)
{
	int64_t seconds = 0;

	if (!is_key(key))
		return BOARD_NO_TIME;
	for (size_t i = 0; i < key.n; i++)
		seconds = seconds * 10 + (key.p[i] - '0');
	return seconds <= INT32_MAX ? seconds * 1000 : BOARD_NO_TIME;
}

/* Cuts the first segment off a path. */
static struct str segment(struct str *path)
{
	size_t end = 0;

	while (end < path->n && path->p[end] != '/' && path->p[end] != '\\')
		end++;
	struct str s = str_slice(*path, 0, end);
	*path = str_slice(*path, end < path->n ? end + 1 : end, path->n);
	return s;
}

/* BOARD/KEY/… at the front of s. */
static bool board_and_key(struct str s, struct dat_place *p)
{
	struct str board = segment(&s), key = str_slice(s, 0, digits(s));

	if (str_eq(board, STR("c")) ||
	    (board.n == 1 && digits(board))) /* a view, a version: read.cgi/c/, offlaw.cgi/2/ */
		return s.n && board_and_key(s, p);
	if (!is_board(board) || !is_key(key))
		return false;
	set(&p->board, board);
	set(&p->key, key);
	p->key_said = true;
	return true;
}

typedef bool (*take)(struct str, struct dat_place *);

/* The first link in a body to a post of the same thread. */
static void from_bytes(struct str s, const char *link, take take_place, struct dat_place *p)
{
	size_t at = 0;

	while (!p->key_said && (at = str_find(s, str_c(link), at)) != SIZE_MAX) {
		at += strlen(link);
		take_place(str_slice(s, at, at + 64 < s.n ? at + 64 : s.n), p);
	}
}

/* A family by the end of a server's name. */
static void by_host(struct str host, struct dat_place *p)
{
	static const char *const families[][2] = {
		{"5ch.net", "5ch"},   {"5ch.io", "5ch"},          {"2ch.net", "5ch"},         {"bbspink.com", "5ch"},
		{"2ch.sc", "2ch.sc"}, {"open2ch.net", "open2ch"}, {"next2ch.net", "next2ch"}, {"machi.to", "machi"}};

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		struct str end = str_c(families[i][0]);

		if (!str_ends(host, end) || (host.n > end.n && host.p[host.n - end.n - 1] != '.'))
			continue;
		set(&p->family, str_c(families[i][1]));
		set(&p->host, host);
	}
}

static struct str after(struct str s, struct str mark)
{
	size_t at = str_find(s, mark, 0);

	return at == SIZE_MAX ? (struct str){"", 0} : str_slice(s, at + mark.n, s.n);
}

static void from_address(struct str url, struct dat_place *p)
{
	struct str path = after(url, STR("//")), script = after(url, STR(".cgi/")), board;

	if (!url.n)
		return;
	by_host(segment(&path), p);
	if (p->key_said || (script.n && board_and_key(script, p)))
		return;
	for (board = segment(&path); path.n; board = segment(&path)) {
		struct str rest = path, sub = segment(&rest);

		if (!is_board(board) ||
		    (!str_eq(sub, STR("dat")) && !str_eq(sub, STR("kako")) && !str_eq(sub, STR("oyster"))))
			continue;
		struct str name = rest;
		while (rest.n)
			name = segment(&rest);
		set(&p->board, board);
		set(&p->key, str_slice(name, 0, digits(name)));
		p->key_said = is_key(buf_view(&p->key));
		return;
	}
}

static bool is_ordinary(struct str name) /* a folder that anybody may have */
{
	static const char *const names[] = {"dat",       "dats",     "kako",   "oyster",   "log",       "logs",
					    "tmp",       "temp",     "data",   "download", "downloads", "desktop",
					    "documents", "files",    "home",   "backup",   "archive",   "archives",
					    "threads",   "test",     "import", "2ch",      "5ch",       "2channel",
					    "2ch_",      "bbspink_", "bbs",    "board"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(name, str_c(names[i])))
			return true;
	return false;
}

/* KEY.dat, or KEY with something around it. */
static void key_of_name(struct str path, struct dat_place *p)
{
	struct str name = {"", 0};

	while (path.n)
		name = segment(&path);
	while (!p->key.n && name.n) {
		size_t n = digits(name);
		if (is_key(str_slice(name, 0, n)))
			set(&p->key, str_slice(name, 0, n));
		name = str_slice(name, n ? n : 1, name.n);
	}
}

/* The nearest folder above that is no part of a server's or browser's own tree. */
static void from_path(struct str path, struct dat_place *p)
{
	struct str all = path, board = {"", 0};

	while (all.n) {
		struct str s = segment(&all);

		by_host(s, p);
		if (all.n && s.n && !is_ordinary(s) && digits(s) < s.n)
			board = s;
	}
	key_of_name(path, p);
	if (!p->board.n && board.n > 1 && is_board(board)) {
		set(&p->board, board);
		p->board_guessed = true;
	}
}

void dat_place_find(const struct board_input *in, struct dat_place *p)
{
	from_bytes(in->bytes, "\"../test/read.cgi/", board_and_key, p);
	from_bytes(in->bytes, "\"/bbs/read.cgi/", board_and_key, p); /* machi */
	from_address(in->url, p);
	from_path(in->path, p);
	if (in->board.n && (p->board_guessed || !p->board.n)) { /* what the file itself says is known better */
		set(&p->board, in->board);
		p->board_guessed = false;
	}
	if (!p->family.n)
		set(&p->family, STR("5ch"));
}

/* CATEGORY/NUMBER/KEY at the front of s. */
static bool jbbs_board_and_key(struct str s, struct dat_place *p)
{
	struct str whole = s, category = segment(&s), number = segment(&s), key = str_slice(s, 0, digits(s));

	if (!is_board(category) || digits(number) != number.n || !number.n || number.n > 9)
		return false;
	set(&p->board, str_slice(whole, 0, category.n + 1 + number.n));
	if (is_key(key)) {
		set(&p->key, key);
		p->key_said = true;
	}
	return true;
}

void dat_place_jbbs(const struct board_input *in, struct dat_place *p)
{
	struct str script = after(in->url, STR(".cgi/")), path = after(in->url, STR("//")), host = segment(&path);

	from_bytes(in->bytes, "\"/bbs/read.cgi/", jbbs_board_and_key, p);
	set(&p->host, host);
	if (!p->key_said && script.n)
		jbbs_board_and_key(script, p);
	key_of_name(in->path, p);
	if (!p->board.n)
		set(&p->board, in->board);
	for (path = in->path; !p->board.n && path.n; segment(&path)) /* …/anime/11188/KEY.dat */
		jbbs_board_and_key(path, p);
}
