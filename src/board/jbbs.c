/* Posts with a number of their own (boards.md 3): jbbs.shitaraba's rawmode.cgi and machi's offlaw.cgi.
 *
 *     jbbs     number<>name<>mail<>date<>body<>title<>id      EUC-JP
 *     machi    number<>name<>mail<>date ID:…<>body<>title<>host, or the host in the title's place from the second line
 * on
 *
 * A gap in the numbers is a deleted post; what is missing before the first line was not asked for. */
#include "dat.h"

#define SAMPLE 8192
#define LINES 50
#define GAP_MOST 20000 /* more numbers than any thread has */

enum kind { JBBS, MACHI };

struct numbered {
	struct reader *r;
	const struct board_input *in;
	enum kind kind;
	const char *encoding;
	struct dat_place place;
	struct buf title, poster;
	int64_t created_at;
	struct dat_post post;
	struct buf key;    /* of a line without a number */
	long last, filled; /* number of the last post; gaps that were filled */
};

/* ---- recognition ---- */

static long number_of(struct str s)
{
	long n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i > 8)
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return s.n ? n : -1;
}

static bool fits(const struct dat_fields *f)
{
	return (f->n == 6 || f->n == 7) && number_of(f->field[0]) >= 0;
}

/* The last field is a host, or the date has an ID: machi. */
static bool is_machi(const struct dat_fields *f)
{
	struct str last = f->field[f->n - 1];

	return str_find(f->field[3], STR("ID:"), 0) != SIZE_MAX ||
	       (str_find_char(last, '.', 0) != SIZE_MAX && str_find_char(last, ' ', 0) == SIZE_MAX && f->n == 7);
}

static int looks(const struct board_input *in, enum kind kind)
{
	struct str sample = str_slice(in->bytes, 0, in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE), line;
	struct dat_fields f;
	size_t at = 0, lines = 0, good = 0, dated = 0, machi = 0;
	bool torn;

	while (lines < LINES && dat_next_line(sample, &at, &line, &torn) && !(torn && lines)) {
		dat_cut(line, false, &f);
		if (!str_trim(line).n)
			continue;
		lines++;
		if (!fits(&f))
			continue;
		good++;
		dated += dat_is_date(f.field[3]);
		machi += is_machi(&f);
	}
	if (good * 2 <= lines || !dated)
		return 0;
	bool other = str_find(in->url, STR("machi"), 0) != SIZE_MAX || machi * 2 >= good;
	return other != (kind == MACHI) ? 0 : dated * 2 >= good ? 95 : 85;
}

int jbbs_looks(const struct board_input *in)
{
	return looks(in, JBBS);
}

int machi_looks(const struct board_input *in)
{
	return looks(in, MACHI);
}

/* ---- posts ---- */

static bool give(struct numbered *d, struct board_post *p, long number)
{
	p->number = number;
	return dat_give(d->r, p);
}

static bool give_deleted(struct numbered *d, long upto, size_t at)
{
	struct board_post p = {
		.kind = BOARD_DELETED, .posted_at = BOARD_NO_TIME, .tz_min = 540, .start = at, .end = at};

	if (d->last < 0 || upto <= d->last + 1)
		return true;
	if (upto - d->last > GAP_MOST - d->filled)
		return reader_message(
			d->r, _("%.*s: the numbers leap from %ld to %ld; those between are not taken for deleted"),
			STR_ARG(d->in->path), d->last, upto);
	d->filled += upto - d->last - 1;
	for (long n = d->last + 1; n < upto; n++)
		if (!give(d, &p, n))
			return false;
	return true;
}

/* The ID's own field: "???00" is none that tells anybody from another. */
static void set_poster(struct numbered *d, struct str field, struct board_post *p)
{
	buf_clear(&d->poster);
	p->bad += board_decode(str_trim(field), d->encoding, &d->poster);
	if (d->poster.n && !p->poster.n)
		p->poster = buf_view(&d->poster);
}

static void set_host(struct numbered *d, struct str field, struct board_post *p)
{
	if (p->address.n || !str_trim(field).n)
		return;
	p->bad += board_decode(str_trim(field), d->encoding, &d->post.head.address);
	p->address = buf_view(&d->post.head.address);
}

static void make_post(struct numbered *d, const struct dat_fields *f, bool first, struct board_post *p)
{
	struct dat_line l = {f->field[1], f->field[2], f->field[3], f->field[4], {"", 0}, false};
	bool has_title = d->kind == JBBS || first || f->n > 6;

	if (f->n > 7) /* nothing is lost */
		l.extra = str_slice(f->line, (size_t)(f->field[7].p - f->line.p), f->line.n);
	dat_post_make(&d->post, &l, d->encoding, d->created_at, p);
	if (d->kind == JBBS && f->n > 6)
		set_poster(d, f->field[6], p);
	else if (d->kind == MACHI && (f->n > 6 || (f->n > 5 && !has_title)))
		set_host(d, f->field[f->n > 6 ? 6 : 5], p);
	if (p->kind == BOARD_POST && p->posted_at == BOARD_NO_TIME && !p->text.n)
		p->kind = BOARD_DELETED;
}

static bool read_line(struct numbered *d, struct str line, bool first)
{
	struct dat_fields f;
	struct board_post p;
	size_t start = (size_t)(line.p - d->in->bytes.p);
	long number;

	dat_cut(line, false, &f);
	number = number_of(f.field[0]);
	if (number < 0 || f.n < 5) {
		dat_post_broken(&d->post, line, d->encoding, &p);
		number = -1;
		buf_clear(&d->key);
		buf_printf(&d->key, "at %zu", start);
		p.key = buf_view(&d->key);
	} else {
		if (!give_deleted(d, number, start))
			return false;
		make_post(d, &f, first, &p);
		d->last = number > d->last ? number : d->last;
	}
	p.start = start;
	p.end = start + line.n;
	return give(d, &p, number);
}

static bool read_posts(struct numbered *d)
{
	struct str line;
	size_t at = 0;
	bool torn, first = true;

	while (dat_next_line(d->in->bytes, &at, &line, &torn)) {
		if (!str_trim(line).n)
			continue;
		if (!read_line(d, line, first))
			return false;
		first = false;
	}
	return true;
}

/* ---- which thread ---- */

/* The title, and the time of the first post when that is number 1. */
static int64_t look_ahead(struct numbered *d)
{
	struct dat_fields f;
	struct board_post p;
	struct str line;
	size_t at = 0;
	bool torn;

	while (dat_next_line(d->in->bytes, &at, &line, &torn)) {
		dat_cut(line, false, &f);
		if (f.n < 6)
			continue;
		dat_title(f.field[5], d->encoding, false, &d->title);
		make_post(d, &f, true, &p);
		return number_of(f.field[0]) == 1 ? p.posted_at : BOARD_NO_TIME;
	}
	return BOARD_NO_TIME;
}

static bool begin(struct numbered *d, struct err *err)
{
	struct dat_place *p = &d->place;

	if (d->kind == JBBS)
		dat_place_jbbs(d->in, p);
	else
		dat_place_find(d->in, p);
	d->created_at = dat_key_time(buf_view(&p->key));
	int64_t first = look_ahead(d);
	if (!p->key.n && !dat_key_of_first(d->r, d->in, first, p, err))
		return false;
	d->created_at = dat_key_time(buf_view(&p->key));
	struct board_source source = {d->kind == JBBS ? STR("jbbs") : STR("machi"),
				      buf_view(&p->board),
				      buf_view(&p->key),
				      buf_view(&d->title),
				      d->in->url,
				      buf_view(&p->host),
				      d->created_at};
	return dat_begin(d->r, d->in, &source, d->kind == JBBS ? "jbbs" : "machi", d->encoding, BOARD_RANK_DAT) &&
	       dat_say_guess(d->r, d->in, p);
}

static bool read_numbered(struct reader *r, const struct board_input *in, enum kind kind, struct err *err)
{
	struct numbered d = {.r = r, .in = in, .kind = kind, .last = -1};

	d.encoding = board_encoding_of_lines(in, kind == JBBS ? STR("EUC-JP") : STR("CP932"));
	bool good = begin(&d, err) && read_posts(&d);

	dat_place_free(&d.place);
	dat_post_free(&d.post);
	buf_free(&d.title);
	buf_free(&d.poster);
	buf_free(&d.key);
	return good;
}

bool jbbs_read(struct reader *r, const struct board_input *in, struct err *err)
{
	return read_numbered(r, in, JBBS, err);
}

bool machi_read(struct reader *r, const struct board_input *in, struct err *err)
{
	return read_numbered(r, in, MACHI, err);
}
