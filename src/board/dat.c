/* 2ch's dat (boards.md 1): a line a post, name<>mail<>date<>body<>title, the number of a post is that of its line,
 * blank ones not counted; and the older one with commas.
 *
 * Nothing is dropped: a line without fields is a post with `broken`, a torn last line too. What cannot be numbered (a
 * part that was cut from a thread) or named (no board) is refused, with the remedy. */
#include "dat.h"

#include <stdio.h>

#define SAMPLE 8192 /* bytes looked at to recognise it */
#define LINES 50
#define SAME_POST_1 INT64_C(3600000) /* a first post is this near to its thread's key */

/* ---- recognition (boards.md 1.6) ---- */

static bool has_key_name(struct str path)
{
	size_t at = path.n, n = 0;

	while (at && path.p[at - 1] != '/')
		at--;
	while (at + n < path.n && path.p[at + n] >= '0' && path.p[at + n] <= '9')
		n++;
	return n >= 9 && n <= 10 && str_find(str_slice(path, at, path.n), STR(".dat"), 0) != SIZE_MAX;
}

struct shape {
	size_t lines, good, dated;
	bool first_good, first_dated;
};

static struct shape shape_of(struct str s, bool comma)
{
	struct shape sh = {0};
	struct dat_fields f;
	struct str line;
	size_t at = str_starts(s, STR("\xEF\xBB\xBF")) ? 3 : 0;
	bool torn;

	while (sh.lines < LINES && dat_next_line(s, &at, &line, &torn) && !(torn && sh.lines)) {
		if (!str_trim(line).n)
			continue;
		dat_cut(line, comma, &f);
		bool good = f.n >= (comma ? 5 : 4), dated = good && dat_is_date(f.field[2]);
		if (!sh.lines++) {
			sh.first_good = good && f.n <= (comma ? 64 : 5);
			sh.first_dated = dated;
		}
		sh.good += good;
		sh.dated += dated;
	}
	return sh;
}

static int looks(const struct board_input *in, bool comma)
{
	struct str sample = str_slice(in->bytes, 0, in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE);
	struct shape sh = shape_of(sample, comma);

	if (!sh.good || sh.good * 2 < sh.lines || (comma && sh.dated * 2 < sh.lines) || (!sh.dated && !sh.first_good))
		return 0;
	return (has_key_name(in->path) ? 20 : 0) + (sh.first_good || sh.good * 10 >= sh.lines * 9 ? 40 : 20) +
	       (sh.first_dated || sh.dated * 2 >= sh.lines ? 30 : 0) + (sh.good * 10 >= sh.lines * 9 ? 10 : 0);
}

int dat_looks(const struct board_input *in)
{
	return looks(in, false);
}

int dat_comma_looks(const struct board_input *in)
{
	return looks(in, true);
}

/* ---- reading ---- */

struct dat {
	struct reader *r;
	const struct board_input *in;
	const char *encoding;
	bool comma;
	struct dat_place place;
	struct buf title;
	int64_t created_at;
	struct dat_post post;
	struct str before; /* the line above */
	bool before_exact; /* it has a time to the hundredth */
	long number, twice, first_twice;
};

static struct str text_bytes(const struct board_input *in)
{
	return str_starts(in->bytes, STR("\xEF\xBB\xBF")) ? str_slice(in->bytes, 3, in->bytes.n) : in->bytes;
}

/* "<>" unless the line has only commas: both stand in threads of the spring of 2000. */
static bool cut(const struct dat *d, struct str line, struct dat_fields *f)
{
	dat_cut(line, false, f);
	if (f->n >= 4)
		return false;
	struct dat_fields by_comma;
	dat_cut(line, true, &by_comma);
	if (by_comma.n < 4 || (!d->comma && !dat_is_date(by_comma.field[2])))
		return false;
	*f = by_comma;
	return true;
}

static void make_post(struct dat *d, struct str line, bool torn, struct board_post *p)
{
	struct dat_fields f;
	bool comma = cut(d, line, &f);

	if (f.n < 4) {
		dat_post_broken(&d->post, line, d->encoding, p);
		return;
	}
	struct dat_line l = {f.field[0], f.field[1], f.field[2], f.field[3], f.n > 5 ? f.rest : (struct str){"", 0},
			     comma};
	dat_post_make(&d->post, &l, d->encoding, d->created_at, p);
	p->broken |= torn && f.n < 5;
}

static bool next_line(struct str s, size_t *at, struct str *line, bool *torn)
{
	while (dat_next_line(s, at, line, torn))
		if (str_trim(*line).n)
			return true;
	return false;
}

/* Two equal lines with equal hundredths are no two posts: a browser appended one answer twice. */
static void compare(struct dat *d, struct str line, const struct board_post *p)
{
	bool exact = p->posted_at != BOARD_NO_TIME && str_find_char(p->date_text, '.', 0) != SIZE_MAX;

	if (exact && d->before_exact && str_eq(line, d->before)) {
		if (!d->twice++)
			d->first_twice = d->number;
	}
	d->before = line;
	d->before_exact = exact;
}

bool dat_give(struct reader *r, const struct board_post *p)
{
	return reader_post(r, p) &&
	       (p->end - p->start <= DAT_FIELD_MAX || !p->broken ||
		reader_message(r, _("post %ld: its line is longer than %zu MiB; the rest of it is left out"), p->number,
			       DAT_FIELD_MAX >> 20));
}

static bool read_posts(struct dat *d)
{
	struct str s = text_bytes(d->in), line;
	size_t at = 0, skipped = d->in->bytes.n - s.n;
	struct board_post p;
	bool torn;

	d->number = d->in->first > 0 ? d->in->first : 1;
	for (; next_line(s, &at, &line, &torn); d->number++) {
		make_post(d, line, torn, &p);
		p.number = d->number;
		p.start = (size_t)(line.p - s.p) + skipped;
		p.end = p.start + line.n;
		compare(d, line, &p);
		if (!dat_give(d->r, &p))
			return false;
	}
	return !d->twice ||
	       reader_message(
		       d->r,
		       _("%.*s: lines that are the same, to the hundredth of a second, as the line above them: %ld, "
			 "the "
			 "first is >>%ld; a browser may have written them twice, and the numbers after them be too "
			 "high"),
		       STR_ARG(d->in->path), d->twice, d->first_twice);
}

/* ---- what must be known first ---- */

/* The first line that has a date: its time, and the line's index. */
static int64_t first_time(struct dat *d, size_t *index)
{
	struct str s = text_bytes(d->in), line;
	struct board_post p;
	size_t at = 0;
	bool torn;

	for (*index = 0; *index < LINES && next_line(s, &at, &line, &torn); ++*index) {
		make_post(d, line, torn, &p);
		if (p.posted_at != BOARD_NO_TIME)
			return p.posted_at;
	}
	return BOARD_NO_TIME;
}

static void first_title(struct dat *d)
{
	struct str s = text_bytes(d->in), line;
	struct dat_fields f;
	size_t at = 0;
	bool torn;

	if (!next_line(s, &at, &line, &torn))
		return;
	bool comma = cut(d, line, &f);
	if (f.n >= 5)
		dat_title(f.field[4], d->encoding, comma, &d->title);
}

/* Without a title, and no post of the time at which the thread was made: cut from a longer file. */
static bool is_whole(struct dat *d, struct err *err)
{
	size_t index;

	if (d->title.n || d->in->first > 0)
		return true;
	int64_t first = first_time(d, &index);
	if (first != BOARD_NO_TIME && d->created_at != BOARD_NO_TIME && first - d->created_at < SAME_POST_1 &&
	    d->created_at - first < SAME_POST_1)
		return true;
	return err_set(err, ERR_INPUT,
		       _("%.*s: this looks like a part cut from a thread (its first line has no title): say --first N "
			 "with the "
			 "number of its first post"),
		       STR_ARG(d->in->path));
}

bool dat_key_of_first(struct reader *r, const struct board_input *in, int64_t first, struct dat_place *p,
		      struct err *err)
{
	if (first == BOARD_NO_TIME)
		return err_set(
			err, ERR_INPUT,
			_("%.*s: which thread is it? Call the file KEY.dat, KEY being the number in its address"),
			STR_ARG(in->path));
	buf_printf(&p->key, "%lld", (long long)(first / 1000));
	return reader_message(
		r,
		_("%.*s: neither the name nor the text says the thread's number; the time of its first post is "
		  "taken for it: %lld"),
		STR_ARG(in->path), (long long)(first / 1000));
}

static bool find_key(struct dat *d, struct err *err)
{
	size_t index = 0;
	int64_t first = d->in->first > 1 ? BOARD_NO_TIME : first_time(d, &index);

	return d->place.key.n || dat_key_of_first(d->r, d->in, index ? BOARD_NO_TIME : first, &d->place, err);
}

/* 2ch.sc, by what it writes after IDs and dates. */
static bool is_mirror(struct dat *d)
{
	struct str s = text_bytes(d->in), line;
	struct dat_fields f;
	size_t at = 0, tails = 0, dated = 0;
	bool torn;

	for (int i = 0; i < 3 && next_line(s, &at, &line, &torn); i++) {
		dat_cut(line, false, &f);
		if (f.n < 4 || !dat_is_date(f.field[2]))
			continue;
		struct str date = str_trim(f.field[2]);
		dated++;
		tails += date.n > 20 && (str_ends(date, STR(".net")) || str_ends(date, STR(".sc")));
	}
	return dated && tails == dated;
}

bool dat_begin(struct reader *r, const struct board_input *in, const struct board_source *source, const char *format,
	       const char *encoding, int rank)
{
	return reader_whole(r, in, format, encoding, rank) && reader_source(r, source) &&
	       (source->board.n || source->url.n ||
		reader_message(r, _("%.*s: nothing says which board it is from; say --board NAME"), STR_ARG(in->path)));
}

bool dat_say_guess(struct reader *r, const struct board_input *in, const struct dat_place *p)
{
	return !p->board_guessed ||
	       reader_message(r,
			      _("%.*s: the board is taken from the name of the folder: %.*s; where that is wrong, say "
				"--board NAME"),
			      STR_ARG(in->path), STR_ARG(buf_view(&p->board)));
}

static bool begin(struct dat *d, struct err *err)
{
	struct dat_place *p = &d->place;

	dat_place_find(d->in, p);
	if (str_eq(buf_view(&p->family), STR("5ch")) && !p->host.n && is_mirror(d)) {
		buf_clear(&p->family);
		buf_cat(&p->family, "2ch.sc");
	}
	first_title(d);
	d->created_at = dat_key_time(buf_view(&p->key));
	if (!is_whole(d, err) || !find_key(d, err))
		return false;
	d->created_at = dat_key_time(buf_view(&p->key));
	struct board_source source = {buf_view(&p->family), buf_view(&p->board), buf_view(&p->key), buf_view(&d->title),
				      d->in->url,           buf_view(&p->host),  d->created_at};
	return dat_begin(d->r, d->in, &source, d->comma ? "dat-comma" : "dat", d->encoding, BOARD_RANK_DAT) &&
	       dat_say_guess(d->r, d->in, p);
}

static bool read_dat(struct reader *r, const struct board_input *in, bool comma, struct err *err)
{
	struct dat d = {.r = r, .in = in, .comma = comma, .encoding = board_encoding_of_lines(in, in->declared)};
	bool good = begin(&d, err) && read_posts(&d);

	dat_place_free(&d.place);
	dat_post_free(&d.post);
	buf_free(&d.title);
	return good;
}

bool dat_read(struct reader *r, const struct board_input *in, struct err *err)
{
	return read_dat(r, in, false, err);
}

bool dat_comma_read(struct reader *r, const struct board_input *in, struct err *err)
{
	return read_dat(r, in, true, err);
}
