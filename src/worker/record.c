/* The parent's side of the pipe. The child may have been taken over by the file that it reads: nothing that it says is
 * believed before it is checked. Lengths lie within the record, texts are UTF-8 without controls, anchors lie in their
 * text and in order, numbers in their range, and records come in an order that makes sense. */
#include "worker_int.h"

#include "taiyaku/text.h"

#include <limits.h>

struct cursor { /* in a record; bad: what was wrong first */
	struct str s;
	size_t at;
	const char *bad;
};

/* Eight bytes at a time: is one of them below 0x20, 0x7F or 0xC2, perhaps? (A zero byte of v: (v - 0x01…) & ~v & 0x80…)
 */
static bool may_hold_control(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t v, del, c1;

	memcpy(&v, p, sizeof v);
	del = v ^ ones * 0x7F;
	c1 = v ^ ones * 0xC2;
	return (((v - ones * 0x20) & ~v) | ((del - ones) & ~del) | ((c1 - ones) & ~c1)) & tops;
}

size_t worker_control_at(struct str s, bool one_line)
{
	for (size_t i = 0; i < s.n; i++) {
		while (s.n - i > 8 && !may_hold_control(s.p + i))
			i += 8;
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != 0x7F && c != 0xC2)
			continue;
		if (c == 0xC2) { /* C1 */
			if (i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0)
				return i;
		} else if (one_line || (c != '\n' && c != '\t')) {
			return i;
		}
	}
	return POS_NONE;
}

static void refuse(struct cursor *c, const char *what)
{
	if (!c->bad)
		c->bad = what;
}

static int64_t get_number(struct cursor *c, int64_t least, int64_t most, const char *what)
{
	int64_t n = least;

	if (c->s.n - c->at < sizeof n)
		refuse(c, "length");
	else {
		memcpy(&n, c->s.p + c->at, sizeof n);
		c->at += sizeof n;
	}
	if (n < least || n > most)
		refuse(c, what);
	return c->bad ? least : n;
}

static struct str get_text(struct cursor *c, size_t max, bool one_line, const char *what)
{
	size_t n = (size_t)get_number(c, 0, (int64_t)(max * WORKER_GROWS), what);

	if (n > c->s.n - c->at)
		refuse(c, "length");
	if (c->bad)
		return (struct str){"", 0};
	struct str s = str_slice(c->s, c->at, c->at + n);
	c->at += n;
	if (text_bad(s) != POS_NONE || worker_control_at(s, one_line) != POS_NONE)
		refuse(c, what);
	return s;
}

static struct str get_field(struct cursor *c, const char *what)
{
	return get_text(c, WORKER_FIELD_MAX, true, what);
}

/* Years 0 to 9999. */
static int64_t get_time(struct cursor *c)
{
	int64_t n = get_number(c, INT64_MIN, INT64_MAX, "time");

	if (n != BOARD_NO_TIME && (n < INT64_C(-62167219200000) || n >= INT64_C(253402300800000)))
		refuse(c, "time");
	return n;
}

/* Start and end of something in the input. */
static void get_range(struct cursor *c, size_t size, size_t *start, size_t *end)
{
	*start = (size_t)get_number(c, 0, (int64_t)size, "place");
	*end = (size_t)get_number(c, (int64_t)*start, (int64_t)size, "place");
}

/* A name of the program's own: "dat", "ISO-2022-JP". */
static void get_name(struct cursor *c, char out[33], const char *what)
{
	struct str s = get_field(c, what);

	if (s.n > 32)
		refuse(c, what);
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:,", s.p[i]))
			refuse(c, what);
	if (!c->bad) {
		memcpy(out, s.p, s.n);
		out[s.n] = '\0';
	}
}

/* All of it was read, and it was good. */
static bool whole(struct worker_in *in, struct cursor *c)
{
	if (c->at != c->s.n)
		refuse(c, "length");
	in->bad = c->bad;
	return !c->bad;
}

static enum worker_came came(bool go_on)
{
	return go_on ? WORKER_CAME_RECORD : WORKER_CAME_STOP;
}

static enum worker_came take_part(struct worker_in *in, struct cursor *c)
{
	struct board_part p = {.format = in->format, .encoding = in->encoding};

	get_name(c, in->format, "format");
	get_name(c, in->encoding, "encoding");
	p.url = get_field(c, "address");
	p.retrieved_at = get_time(c);
	get_range(c, in->size, &p.start, &p.end);
	p.rank = (int)get_number(c, 0, 100, "rank");
	if (!whole(in, c))
		return WORKER_CAME_BAD;
	in->in_part = true;
	in->in_source = false;
	return came(in->sink->part(in->sink->context, &p));
}

static enum worker_came take_source(struct worker_in *in, struct cursor *c)
{
	struct board_source s;

	s.family = get_field(c, "family");
	s.board = get_field(c, "board");
	s.key = get_field(c, "key");
	s.title = get_field(c, "title");
	s.url = get_field(c, "address");
	s.host = get_field(c, "host");
	s.created_at = get_time(c);
	if (!in->in_part)
		refuse(c, "order");
	if (!c->bad && !s.family.n && !s.url.n)
		refuse(c, "family");
	if (!whole(in, c))
		return WORKER_CAME_BAD;
	in->in_source = true;
	return came(in->sink->source(in->sink->context, &s));
}

static void take_anchors(struct worker_in *in, struct cursor *c, size_t text)
{
	size_t n = (size_t)get_number(c, 0, (int64_t)WORKER_ANCHORS_MAX, "anchors"), least = 0;

	in->anchors.n = 0;
	for (size_t i = 0; i < n && !c->bad; i++) {
		struct board_anchor a;

		a.start = (size_t)get_number(c, (int64_t)least, (int64_t)text, "anchors");
		a.end = (size_t)get_number(c, (int64_t)a.start, (int64_t)text, "anchors");
		a.from = (long)get_number(c, 0, LONG_MAX, "anchors");
		a.to = (long)get_number(c, a.from, LONG_MAX, "anchors");
		least = a.start;
		vec_push(&in->anchors, a);
	}
}

static enum worker_came take_post(struct worker_in *in, struct cursor *c)
{
	struct board_post p;

	p.kind = (enum board_kind)get_number(c, BOARD_POST, BOARD_DELETED, "kind");
	p.number = (long)get_number(c, -1, LONG_MAX, "number");
	p.posted_at = get_time(c);
	p.tz_min = (int)get_number(c, -24 * 60, 24 * 60, "time");
	get_range(c, in->size, &p.start, &p.end);
	p.broken = get_number(c, 0, 1, "kind");
	p.bad = (size_t)get_number(c, 0, (int64_t)BOARD_MAX, "number");
	p.key = get_field(c, "key");
	p.name = get_field(c, "name");
	p.mail = get_field(c, "mail");
	p.slip = get_field(c, "slip");
	p.poster = get_field(c, "poster");
	p.trip = get_field(c, "trip");
	p.be = get_field(c, "be");
	p.address = get_field(c, "address");
	p.date_text = get_field(c, "date");
	p.text = get_text(c, WORKER_TEXT_MAX, false, "text");
	take_anchors(in, c, p.text.n);
	if (!in->in_source)
		refuse(c, "order");
	if (!whole(in, c))
		return WORKER_CAME_BAD;
	p.anchors = in->anchors.v;
	p.n_anchors = in->anchors.n;
	if (p.end > in->done)
		in->done = p.end;
	return came(in->sink->post(in->sink->context, &p));
}

static enum worker_came take_message(struct worker_in *in, struct cursor *c)
{
	struct str text = get_field(c, "message");

	return whole(in, c) ? came(in->sink->message(in->sink->context, text)) : WORKER_CAME_BAD;
}

static enum worker_came take_end(struct worker_in *in, struct cursor *c)
{
	in->good = get_number(c, 0, 1, "end");
	enum err_code code = (enum err_code)get_number(c, ERR_NONE, ERR_STORE, "end");
	struct str text = get_field(c, "end");
	if (!whole(in, c))
		return WORKER_CAME_BAD;
	if (!in->good)
		err_set(&in->end, code == ERR_NONE ? ERR_INPUT : code, STR_FMT, STR_ARG(text));
	return WORKER_CAME_END;
}

enum worker_came worker_in_record(struct worker_in *in, enum worker_record kind, struct str body)
{
	struct cursor c = {.s = body};

	switch (kind) {
	case WORKER_PART:
		return take_part(in, &c);
	case WORKER_SOURCE:
		return take_source(in, &c);
	case WORKER_POST:
		return take_post(in, &c);
	case WORKER_MESSAGE:
		return take_message(in, &c);
	case WORKER_END:
		return take_end(in, &c);
	}
	in->bad = "kind of record";
	return WORKER_CAME_BAD;
}
