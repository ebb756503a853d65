/* Files that board browsers keep beside a dat (boards.md 2): they hold no posts, but may name the board, the title and
 * the time of fetching, which the dat does not.
 *   KEY.idx            Jane: one value a line: title, Last-Modified, …, line 6: the board's address
 *   KEY.dat.info       JDim, also in the folder "info": NAME = VALUE
 *   SETTING.TXT        the folder that it is in is a board
 *   subject.txt        KEY.dat<>TITLE (N)
 * They are read as bytes and lines; what they say is a hint and no more. */
#include "import.h"
#include "taiyaku/text.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SIDE_MAX ((size_t)4 << 20)

static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_c(slash ? slash + 1 : path);
}

static bool ends_in(struct str name, const char *end)
{
	size_t n = strlen(end);

	return name.n >= n && !strncasecmp(name.p + name.n - n, end, n);
}

bool import_is_side(const char *path)
{
	static const char *const whole[] = {"subject.txt", "SETTING.TXT", "head.txt", "1000.txt"};
	static const char *const ends[] = {".idx", ".dat.info", ".dat.navi2ch-info"};
	struct str name = base_name(path);

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (name.n == strlen(whole[i]) && ends_in(name, whole[i]))
			return true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ends_in(name, ends[i]))
			return true;
	return false;
}

/* DIR/STEM SUFFIX as UTF-8. False: it is not there. */
static bool read_beside(struct str dir, struct str stem, const char *suffix, struct buf *out)
{
	struct buf path = {0}, bytes = {0};
	struct text_decoding d;
	bool there = false;

	buf_clear(out);
	buf_printf(&path, STR_FMT STR_FMT "%s", STR_ARG(dir), STR_ARG(stem), suffix);
	if (!access(buf_cstr(&path), R_OK) && file_read(path.p, SIDE_MAX, &bytes, NULL))
		there = text_decode(buf_view(&bytes), NULL, out, &d, NULL);
	buf_free(&path);
	buf_free(&bytes);
	return there;
}

static struct str line_of(struct str s, size_t n)
{
	size_t at = 0, end;

	for (; n; n--) {
		at = str_find_char(s, '\n', at);
		if (at++ == SIZE_MAX)
			return (struct str){"", 0};
	}
	end = str_find_char(s, '\n', at);
	return str_trim(str_slice(s, at, end == SIZE_MAX ? s.n : end));
}

static void take(struct buf *to, struct str value)
{
	if (!to->n)
		buf_str(to, value);
}

/* "Tue, 27 Dec 2022 11:15:01 GMT" */
static void take_time(struct import_side *side, struct str value)
{
	char text[64];
	struct tm tm = {0};

	snprintf(text, sizeof text, STR_FMT, STR_ARG(value));
	if (side->retrieved_at == STORE_NO_TIME && strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm))
		side->retrieved_at = (int64_t)timegm(&tm) * 1000;
}

/* "https://fate.5ch.net/liveuranus/": the last part of the address is the board. */
static void take_board_url(struct import_side *side, struct str url)
{
	size_t host = str_find(url, STR("://"), 0), last = url.n;

	while (last && url.p[last - 1] == '/')
		last--;
	size_t start = last;
	while (start && url.p[start - 1] != '/')
		start--;
	if (host != SIZE_MAX && start > host + 3)
		take(&side->board, str_slice(url, start, last));
}

static void from_idx(struct str s, struct import_side *side)
{
	take(&side->title, line_of(s, 0));
	take_time(side, line_of(s, 1));
	take_board_url(side, line_of(s, 5));
}

static void from_info(struct str s, struct import_side *side)
{
	for (size_t at = 0; at < s.n;) {
		size_t end = str_find_char(s, '\n', at), equals = str_find(s, STR(" = "), at);

		end = end == SIZE_MAX ? s.n : end;
		if (equals < end) {
			struct str name = str_slice(s, at, equals), value = str_trim(str_slice(s, equals + 3, end));
			if (str_eq(name, STR("subject")))
				take(&side->title, value);
			else if (str_eq(name, STR("modified")))
				take_time(side, value);
		}
		at = end + 1;
	}
}

static void from_subject(struct str s, struct str stem, struct import_side *side)
{
	struct buf line = {0};

	buf_printf(&line, STR_FMT ".dat<>", STR_ARG(stem));
	for (size_t at = 0; (at = str_find(s, buf_view(&line), at)) != SIZE_MAX; at += line.n) {
		size_t start = at + line.n, end = str_find_char(s, '\n', start);
		struct str title = str_slice(s, start, end == SIZE_MAX ? s.n : end);

		if (at && s.p[at - 1] != '\n')
			continue;
		for (size_t i = title.n; i; i--) /* the last parenthesis counts the posts */
			if (title.p[i - 1] == '(') {
				title.n = i - 1;
				break;
			}
		take(&side->title, str_trim(title));
		break;
	}
	buf_free(&line);
}

/* The name of the folder itself: DIR ends in a slash. */
static struct str folder_name(struct str dir)
{
	size_t end = dir.n ? dir.n - 1 : 0, start = end;

	while (start && dir.p[start - 1] != '/')
		start--;
	return str_slice(dir, start, end);
}

void import_side_find(const char *path, struct import_side *side)
{
	struct str name = base_name(path), dir = {path, (size_t)(name.p - path)}, stem = name;
	struct buf text = {0};

	*side = (struct import_side){.retrieved_at = STORE_NO_TIME};
	size_t dot = str_find_char(name, '.', 0);
	stem.n = dot == SIZE_MAX ? name.n : dot;
	if (!ends_in(name, ".dat") && !ends_in(name, ".dat.gz"))
		return;
	if (read_beside(dir, stem, ".idx", &text))
		from_idx(buf_view(&text), side);
	if (read_beside(dir, stem, ".dat.info", &text))
		from_info(buf_view(&text), side);
	struct buf info = {0};
	buf_printf(&info, STR_FMT "info/", STR_ARG(dir));
	if (read_beside(buf_view(&info), stem, ".dat.info", &text))
		from_info(buf_view(&text), side);
	buf_free(&info);
	if (read_beside(dir, STR("SETTING.TXT"), "", &text))
		take(&side->board, folder_name(dir));
	if (!side->title.n && read_beside(dir, STR("subject.txt"), "", &text))
		from_subject(buf_view(&text), stem, side);
	buf_free(&text);
}

void import_side_free(struct import_side *side)
{
	buf_free(&side->board);
	buf_free(&side->url);
	buf_free(&side->title);
}
