/* What the formats in JSON share. A file is scanned strictly as a whole, then cut into pieces, and only a post at a
 * time becomes a tree: memory does not grow with the file. */
#include "board_int.h"
#include "taiyaku/json.h"

#include <limits.h>

#define KEYS_MOST ((size_t)1 << 20) /* of the outermost object */
#define POST_MOST ((size_t)4 << 20) /* bytes; a tree takes up to forty times as much */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool board_json_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' || c == '.';
}

/* ---- the value in the file ---- */

static size_t blanks_end(struct str s, size_t at)
{
	while (at < s.n && s.p[at] && strchr(" \t\r\n", s.p[at]))
		at++;
	return at;
}

/* The bytes without a byte order mark, "window.YTD.tweets.part0 =" and the ";" at the end. */
struct str board_json_value(struct str s, bool *assigned)
{
	size_t i = 0;

	s = str_trim(str_starts(s, STR("\xEF\xBB\xBF")) ? str_slice(s, 3, s.n) : s);
	while (i < s.n && board_json_word(s.p[i]))
		i++;
	size_t end = blanks_end(s, i);
	*assigned = i && end < s.n && s.p[end] == '=' && !is_digit(s.p[0]);
	if (!*assigned)
		return s;
	s = str_trim(str_slice(s, end + 1, s.n));
	while (str_ends(s, STR(";")))
		s = str_trim(str_slice(s, 0, s.n - 1));
	return s;
}

/* ---- reading ---- */

static size_t lines_before(struct str all, struct str part)
{
	size_t n = 1;

	for (const char *p = all.p; p < part.p && (p = memchr(p, '\n', (size_t)(part.p - p))); p++)
		n++;
	return n;
}

static bool stands_twice(const struct json_file *f, struct str key, struct err *e)
{
	char *k = str_dup(key);
	err_set(e, ERR_INPUT, _("%s: not valid JSON: the key \"%.60s\" stands twice"), f->name, k);
	free(k);
	return false;
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Of the outermost object, which is never a tree: no key twice, but for the one that may. */
static bool keys_differ(const struct json_file *f, struct str may, struct err *e)
{
	struct json_cut c = {.s = f->body};
	VEC(struct str) keys = {0};
	bool good = true;

	while (json_cut_next(&c) && c.object && keys.n < KEYS_MOST)
		if (!str_eq(c.key, may))
			vec_push(&keys, c.key);
	if (keys.n == KEYS_MOST)
		good = err_set(e, ERR_INPUT, _("%s: an object has more than %zu keys; refused"), f->name, KEYS_MOST);
	if (keys.n)
		qsort(keys.v, keys.n, sizeof *keys.v, by_text);
	for (size_t i = 1; i < keys.n && good; i++)
		if (str_eq(keys.v[i - 1], keys.v[i]))
			good = stands_twice(f, keys.v[i], e);
	vec_free(&keys);
	return good;
}

bool board_json_open(struct json_file *f, const struct reader *r, const struct board_input *in, const char *may_double,
		     struct err *e)
{
	struct err why = {0};
	bool assigned;

	*f = (struct json_file){
		.in = in, .size = in->bytes.n, .before = r->posts, .body = board_json_value(in->bytes, &assigned)};
	f->name = str_dup(in->path.n ? in->path : STR("-"));
	if (json_check(f->body, f->name, lines_before(in->bytes, f->body), &why)) {
		if (keys_differ(f, str_c(may_double), e))
			return true;
		board_json_close(f);
		return false;
	}
	board_json_close(f);
	if (assigned)
		return err_set(e, ERR_INPUT, _("%s; the file is JavaScript: keep only the value, written as JSON"),
			       why.text);
	return err_set(e, ERR_INPUT, "%s", why.text);
}

void board_json_close(struct json_file *f)
{
	free(f->name);
	f->name = NULL;
}

bool board_json_part(struct reader *r, const struct json_file *f, const char *format, int rank)
{
	struct board_part part = {.format = format,
				  .encoding = "UTF-8",
				  .url = f->in->url,
				  .retrieved_at = f->in->retrieved_at,
				  .end = f->size,
				  .rank = rank};

	return reader_part(r, &part);
}

bool board_json_member(const struct json_file *f, struct str object, const char *key, struct str *value, struct err *e)
{
	if (json_member(object, key, value) > 1)
		return stands_twice(f, str_c(key), e);
	return true;
}

struct json *board_json_post(struct json_file *f, struct str piece, struct err *e)
{
	struct json *j = NULL;

	if (piece.n > POST_MOST)
		err_set(e, ERR_INPUT, _("%s: a post is larger than %zu MiB; refused"), f->name, POST_MOST >> 20);
	else
		j = json_parse(piece, f->name, e);
	if (j && json_type(json_root(j)) == JSON_OBJECT)
		return j;
	f->no_posts += j != NULL;
	json_free(j);
	return NULL;
}

struct span board_json_span(const struct json_file *f, struct str piece)
{
	if (f->place.end)
		return f->place;
	size_t start = piece.p >= f->in->bytes.p ? (size_t)(piece.p - f->in->bytes.p) : 0;

	if (start > f->in->bytes.n || piece.n > f->in->bytes.n - start)
		return (struct span){0, f->in->bytes.n};
	return (struct span){start, start + piece.n};
}

bool board_json_done(struct reader *r, const struct json_file *f)
{
	if (r->posts == f->before && !reader_message(r, _("%s: there are no posts in it"), f->name))
		return false;
	if (!f->no_posts)
		return true;
	return reader_message(r, _("%s: elements that are no posts, left out: %zu"), f->name, f->no_posts);
}

/* ---- small things ---- */

long board_number(struct str s)
{
	long v = 0;

	if (!s.n)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) || v > (LONG_MAX - (s.p[i] - '0')) / 10)
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

int64_t board_seconds(long long seconds)
{
	if (seconds < -62135596800 || seconds > 253402300799)
		return BOARD_NO_TIME;
	return (int64_t)seconds * 1000;
}

size_t board_mention(struct str text)
{
	size_t n = 1;

	while (n < text.n && board_json_word(text.p[n]) && text.p[n] != '.' && text.p[n] != '$')
		n++;
	return text.n && text.p[0] == '@' && n > 1 ? n : 0;
}

struct str board_host(struct str url)
{
	size_t at = url.n ? str_find(url, STR("://"), 0) : SIZE_MAX, end;

	if (at == SIZE_MAX)
		return (struct str){"", 0};
	at += 3;
	for (end = at; end < url.n && !strchr("/?#:", url.p[end]); end++)
		;
	struct str host = str_slice(url, at, end);
	return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

struct str board_path_part(struct str path, size_t from_end)
{
	if (!path.n)
		return STR("");
	for (;; from_end--) {
		while (path.n && path.p[path.n - 1] == '/')
			path.n--;
		size_t from = path.n;
		while (from && path.p[from - 1] != '/')
			from--;
		if (!from_end || !path.n)
			return str_slice(path, from, path.n);
		path.n = from;
	}
}
