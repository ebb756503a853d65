/* The child's side of the pipe: a sink that writes what it is given as records. Records are gathered and written in
 * larger pieces, but never held back longer than a moment: the parent takes silence for a loop without end.
 *
 * What goes out is what the parent accepts: no control characters, lengths within limits. A control becomes U+FFFD, and
 * anchors move with their text. */
#include "worker_int.h"

#include "taiyaku/text.h"

#include <errno.h>
#include <unistd.h>

#define PIECE ((size_t)16 << 10)
#define MOMENT_MS 50

static void flush(struct worker_out *o)
{
	for (size_t at = 0; at < o->b.n;) {
		ssize_t n = write(o->fd, o->b.p + at, o->b.n - at);

		if (n < 0 && errno != EINTR)
			_exit(ERR_INPUT); /* nobody listens */
		at += n > 0 ? (size_t)n : 0;
	}
	buf_clear(&o->b);
	o->written_at = clock_mono_ms();
}

static size_t begin(struct worker_out *o, enum worker_record kind)
{
	size_t at = o->b.n;

	buf_add(&o->b, "\0\0\0", 4);
	buf_char(&o->b, (char)kind);
	return at;
}

static bool finish(struct worker_out *o, size_t at)
{
	uint32_t n = (uint32_t)(o->b.n - at - WORKER_HEAD);

	memcpy(o->b.p + at, &n, sizeof n);
	if (o->b.n >= PIECE || clock_mono_ms() - o->written_at >= MOMENT_MS)
		flush(o);
	return true;
}

static void put_number(struct worker_out *o, int64_t n)
{
	buf_add(&o->b, &n, sizeof n);
}

/* The text that is at most max bytes long, cut between characters. */
static struct str shorten(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xC0) == 0x80)
		max--;
	return str_slice(s, 0, max);
}

/* What stands in place of a control. */
static void put_stand_in(struct buf *b, struct str rest, bool one_line)
{
	char c = *rest.p;

	if (c == '\r' && rest.n > 1 && rest.p[1] == '\n')
		return;
	if (c == '\r' && !one_line)
		buf_char(b, '\n');
	else if (c == '\n' || c == '\t' || c == '\r')
		buf_char(b, ' ');
	else
		buf_code_point(b, 0xFFFD);
}

/* The anchors that start before `until` are where their text is now: what was at `from` is at `to`. */
static void move_anchors(struct board_anchor **a, const struct board_anchor *last, size_t until, size_t from, size_t to)
{
	for (; *a < last && (*a)->start < until; ++*a) {
		(*a)->start = (*a)->start - from + to;
		(*a)->end = (*a)->end - from + to;
	}
}

/* Writes the text without its controls. */
static void put_clean(struct worker_out *o, struct str s, bool one_line, struct board_anchor *anchors, size_t n)
{
	struct board_anchor *next = anchors, *last = n ? anchors + n : anchors;
	size_t head = o->b.n, start = head + sizeof(int64_t), at = 0, bad;

	put_number(o, 0);
	while ((bad = worker_control_at(str_slice(s, at, s.n), one_line)) != POS_NONE) {
		move_anchors(&next, last, at + bad + 1, at, o->b.n - start);
		buf_add(&o->b, s.p + at, bad);
		at += bad;
		put_stand_in(&o->b, str_slice(s, at, s.n), one_line);
		at += s.p[at] == '\xC2' ? 2 : 1;
	}
	move_anchors(&next, last, SIZE_MAX, at, o->b.n - start);
	buf_add(&o->b, s.p + at, s.n - at);
	int64_t length = (int64_t)(o->b.n - start);
	memcpy(o->b.p + head, &length, sizeof length);
	for (size_t i = 0; i < n; i++) /* one that a control stands in */
		if (anchors[i].end > (size_t)length)
			anchors[i].end = (size_t)length;
}

static void put_field(struct worker_out *o, struct str s)
{
	put_clean(o, shorten(s, WORKER_FIELD_MAX), true, NULL, 0);
}

static bool out_part(void *context, const struct board_part *p)
{
	struct worker_out *o = context;
	size_t at = begin(o, WORKER_PART);

	put_field(o, str_c(p->format));
	put_field(o, str_c(p->encoding));
	put_field(o, p->url);
	put_number(o, p->retrieved_at);
	put_number(o, (int64_t)p->start);
	put_number(o, (int64_t)p->end);
	put_number(o, p->rank);
	return finish(o, at);
}

static bool out_source(void *context, const struct board_source *s)
{
	struct worker_out *o = context;
	size_t at = begin(o, WORKER_SOURCE);

	put_field(o, s->family);
	put_field(o, s->board);
	put_field(o, s->key);
	put_field(o, s->title);
	put_field(o, s->url);
	put_field(o, s->host);
	put_number(o, s->created_at);
	return finish(o, at);
}

static bool out_message(void *context, struct str text)
{
	struct worker_out *o = context;
	size_t at = begin(o, WORKER_MESSAGE);

	put_field(o, text);
	return finish(o, at);
}

static bool say_cut(struct worker_out *o, const struct board_post *p)
{
	struct buf b = {0};

	buf_printf(&b, _("post %ld: its text is cut after %zu MiB"), p->number, WORKER_TEXT_MAX >> 20);
	bool good = out_message(o, buf_view(&b));
	buf_free(&b);
	return good;
}

static bool out_post(void *context, const struct board_post *p)
{
	struct worker_out *o = context;
	struct str text = shorten(p->text, WORKER_TEXT_MAX);
	bool cut = text.n < p->text.n;
	size_t at = begin(o, WORKER_POST), n = 0, listed = p->n_anchors;
	struct board_anchor *anchors = NULL;

	if (listed > WORKER_ANCHORS_MAX)
		listed = WORKER_ANCHORS_MAX;
	if (listed)
		anchors = xcalloc(listed, sizeof *anchors);
	for (; n < listed && p->anchors[n].end <= text.n; n++)
		anchors[n] = p->anchors[n];
	put_number(o, p->kind);
	put_number(o, p->number);
	put_number(o, p->posted_at);
	put_number(o, p->tz_min);
	put_number(o, (int64_t)p->start);
	put_number(o, (int64_t)p->end);
	put_number(o, p->broken || cut);
	put_number(o, (int64_t)p->bad);
	const struct str fields[] = {p->key,  p->name, p->mail,    p->slip,     p->poster,
				     p->trip, p->be,   p->address, p->date_text};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		put_field(o, fields[i]);
	put_clean(o, text, false, anchors, n);
	put_number(o, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		put_number(o, (int64_t)anchors[i].start);
		put_number(o, (int64_t)anchors[i].end);
		put_number(o, anchors[i].from);
		put_number(o, anchors[i].to);
	}
	free(anchors);
	return finish(o, at) && (!cut || say_cut(o, p));
}

struct board_sink worker_out_sink(struct worker_out *o)
{
	return (struct board_sink){o, out_part, out_source, out_post, out_message};
}

void worker_out_end(struct worker_out *o, bool good, const struct err *e)
{
	size_t at = begin(o, WORKER_END);

	put_number(o, good);
	put_number(o, (int64_t)e->code);
	put_field(o, str_c(e->text));
	finish(o, at);
	flush(o);
}
