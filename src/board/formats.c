/* The table of formats: which of them the bytes are, by the highest score of X_looks(), and reading them. Containers
 * come back here for what is in them; depth and the sum of unpacked bytes are limited, so that it ends. */
#include "board_int.h"

#include <stdio.h>

#define DEPTH 5

static const struct format formats[] = {
#define FORMAT(name, prefix) {name, prefix##_looks, prefix##_read},
#include "formats.def"
#undef FORMAT
	{NULL, NULL, NULL},
};

const char *const *board_formats(void)
{
	static const char *names[sizeof formats / sizeof *formats];
	size_t n = 0;

	if (names[0])
		return names;
	for (const struct format *f = formats; f->looks; f++) {
		size_t i = 0;

		while (f->name && i < n && strcmp(names[i], f->name) != 0)
			i++;
		if (f->name && i == n)
			names[n++] = f->name;
	}
	return names;
}

static bool is_named(const struct format *f, struct str name)
{
	return f->name && str_eq(str_c(f->name), name);
}

/* The best of those called `name`, or of all where it is empty; NULL: none fits. */
static const struct format *best(const struct board_input *in, struct str name)
{
	const struct format *found = NULL;
	int most = 0;

	for (const struct format *f = formats; f->looks; f++) {
		int score = name.n && !is_named(f, name) ? 0 : f->looks(in);

		if (score > most) {
			most = score;
			found = f;
		}
	}
	return found;
}

static const struct format *first_named(struct str name)
{
	for (const struct format *f = formats; f->looks; f++)
		if (is_named(f, name))
			return f;
	return NULL;
}

/* A wrapping is taken off even when somebody said what is inside. */
static const struct format *choose(const struct board_input *in, struct err *err)
{
	const struct format *f = best(in, in->format);

	if (f)
		return f;
	if (in->format.n) {
		f = first_named(in->format);
		if (!f) {
			err_set(err, ERR_USAGE, _("%.*s: no such format"), STR_ARG(in->format));
			return NULL;
		}
		const struct format *packed = best(in, (struct str){"", 0});
		return packed && !packed->name ? packed : f;
	}
	err_set(err, ERR_NOTHING, _("%.*s: no known format; it looks like %s"), STR_ARG(in->path),
		board_shape(in->bytes));
	return NULL;
}

bool board_known(const struct board_input *in)
{
	return best(in, in->format) != NULL;
}

static bool within_limit(struct reader *r, const struct board_input *in, struct err *err)
{
	if (r->depth >= DEPTH)
		return err_set(err, ERR_INPUT, _("%.*s: containers within containers, more than %d deep; refused"),
			       STR_ARG(in->path), DEPTH);
	if (in->bytes.n > BOARD_MAX - r->unpacked)
		return err_set(err, ERR_INPUT, _("%.*s: larger than %zu MiB; refused; cut it into parts"),
			       STR_ARG(in->path), BOARD_MAX >> 20);
	r->unpacked += in->bytes.n;
	return true;
}

bool board_read_inside(struct reader *r, const struct board_input *in, struct err *err)
{
	const struct format *f;

	if (!within_limit(r, in, err) || !(f = choose(in, err)))
		return false;
	r->depth++;
	bool good = f->read(r, in, err);
	r->depth--;
	return good && !r->stopped;
}

bool board_read_member(struct reader *r, const struct board_input *in, struct err *err)
{
	struct err e = {0};

	if (!within_limit(r, in, err))
		return false;
	r->unpacked -= in->bytes.n; /* counted inside */
	if (board_read_inside(r, in, &e))
		return true;
	if (!r->stopped && r->unpacked >= BOARD_MAX) {
		*err = e;
		return false;
	}
	return !r->stopped && reader_message(r, "%s", e.text);
}

bool board_read(const struct board_input *in, const struct board_sink *sink, struct err *err)
{
	struct reader r = {.sink = sink};
	struct err e = {0};

	if (in->encoding.n && !board_encoding_named(in->encoding))
		return err_set(err, ERR_USAGE, _("%.*s: no such encoding; say utf-8, cp932 or euc-jp"),
			       STR_ARG(in->encoding));
	bool good = board_read_inside(&r, in, &e);

	if (r.stopped)
		e = (struct err){0};
	if (err)
		*err = e;
	return good;
}

/* ---- the sink ---- */

static bool go_on(struct reader *r, bool good)
{
	r->stopped |= !good;
	return !r->stopped;
}

static void place(const struct reader *r, size_t *start, size_t *end)
{
	*start = r->fixed ? r->at : *start + r->at;
	*end = r->fixed ? r->upto : *end + r->at;
}

bool reader_part(struct reader *r, const struct board_part *part)
{
	struct board_part p = *part;

	place(r, &p.start, &p.end);
	return go_on(r, !r->stopped && r->sink->part(r->sink->context, &p));
}

bool reader_whole(struct reader *r, const struct board_input *in, const char *format, const char *encoding, int rank)
{
	return reader_part(r, &(struct board_part){.format = format,
						   .encoding = encoding,
						   .url = in->url,
						   .retrieved_at = in->retrieved_at,
						   .end = in->bytes.n,
						   .rank = rank});
}

bool reader_source(struct reader *r, const struct board_source *source)
{
	return go_on(r, !r->stopped && r->sink->source(r->sink->context, source));
}

bool reader_post(struct reader *r, const struct board_post *post)
{
	r->posts++;
	if (!r->at && !r->fixed)
		return go_on(r, !r->stopped && r->sink->post(r->sink->context, post));
	struct board_post p = *post;
	place(r, &p.start, &p.end);
	return go_on(r, !r->stopped && r->sink->post(r->sink->context, &p));
}

bool reader_message(struct reader *r, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	bool good = go_on(r, !r->stopped && r->sink->message(r->sink->context, buf_view(&b)));
	buf_free(&b);
	return good;
}
