/* What a parser said, as lines of text to compare: for the tests of src/board. */
#ifndef TAIYAKU_TESTS_BOARD_SEEN_H
#define TAIYAKU_TESTS_BOARD_SEEN_H

#include "../../src/board/board_int.h"
#include "../tap.h"

struct seen_post {
	enum board_kind kind;
	long number;
	struct buf line; /* NAME|MAIL|SLIP|TRIP|ID|BE|DATE|TEXT, line ends as ~ */
	size_t n_anchors, start, end, bad;
	long from, to; /* of the first anchor */
	int64_t posted_at;
	bool broken, id, slip, trip, address;
};
struct seen {
	VEC(struct seen_post) posts;
	struct buf part, source, messages; /* FORMAT|ENCODING|URL|RANK of the last; FAMILY|BOARD|KEY|TITLE|URL */
	int64_t retrieved_at, created_at;
	size_t parts, sources;
	bool good;
	struct err err;
};

static void seen_field(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '\n' ? '~' : s.p[i]);
}

static void seen_line(struct buf *b, const struct str *fields, size_t n)
{
	buf_clear(b);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, '|');
		seen_field(b, fields[i]);
	}
}

static bool seen_part(void *context, const struct board_part *p)
{
	struct seen *s = context;

	buf_clear(&s->part);
	buf_printf(&s->part, "%s|%s|" STR_FMT "|%d", p->format, p->encoding, STR_ARG(p->url), p->rank);
	s->retrieved_at = p->retrieved_at;
	s->parts++;
	return true;
}

static bool seen_source(void *context, const struct board_source *p)
{
	struct seen *s = context;
	struct str fields[] = {p->family, p->board, p->key, p->title, p->url};

	seen_line(&s->source, fields, 5);
	s->created_at = p->created_at;
	s->sources++;
	return true;
}

static bool seen_post(void *context, const struct board_post *p)
{
	struct seen *s = context;
	struct str fields[] = {p->name, p->mail, p->slip, p->trip, p->poster, p->be, p->date_text, p->text};
	struct seen_post post = {.kind = p->kind, .number = p->number, .n_anchors = p->n_anchors, .start = p->start,
				 .end = p->end, .bad = p->bad, .posted_at = p->posted_at, .broken = p->broken,
				 .id = p->poster.n > 0, .slip = p->slip.n > 0, .trip = p->trip.n > 0,
				 .address = p->address.n > 0};

	if (p->n_anchors) {
		post.from = p->anchors[0].from;
		post.to = p->anchors[0].to;
	}
	seen_line(&post.line, fields, 8);
	vec_push(&s->posts, post);
	return true;
}

static bool seen_message(void *context, struct str text)
{
	struct seen *s = context;

	buf_str(&s->messages, text);
	buf_char(&s->messages, '~');
	return true;
}

static void seen_clear(struct seen *s)
{
	for (size_t i = 0; i < s->posts.n; i++)
		buf_free(&s->posts.v[i].line);
	vec_free(&s->posts);
	buf_free(&s->part);
	buf_free(&s->source);
	buf_free(&s->messages);
	*s = (struct seen){0};
}

/* Reads anew what the input holds. */
static void see(struct seen *s, const struct board_input *in)
{
	struct board_sink sink = {s, seen_part, seen_source, seen_post, seen_message};

	seen_clear(s);
	s->good = board_read(in, &sink, &s->err);
}

__attribute__((unused)) static void see_text(struct seen *s, struct str bytes, const char *url)
{
	struct board_input in = {.bytes = bytes, .path = STR("page.html"), .url = str_c(url),
				 .retrieved_at = BOARD_NO_TIME, .first = -1};

	see(s, &in);
}

/* A fixture's bytes; false: it is not there, and that is said. */
__attribute__((unused)) static bool see_fixture(struct seen *s, const char *name, const char *url, struct buf *bytes)
{
	const char *path = fixture(name);
	struct err err;

	buf_clear(bytes);
	if (!path || !file_read(path, BOARD_MAX, bytes, &err)) {
		skip(name, "fixture absent");
		return false;
	}
	struct board_input in = {.bytes = buf_view(bytes), .path = str_c(path), .url = str_c(url),
				 .retrieved_at = BOARD_NO_TIME, .first = -1};
	see(s, &in);
	return true;
}

__attribute__((unused)) static const char *seen_at(struct seen *s, size_t i)
{
	return i < s->posts.n ? buf_cstr(&s->posts.v[i].line) : "(no such post)";
}

__attribute__((unused)) static struct seen_post *seen_number(struct seen *s, long number)
{
	for (size_t i = 0; i < s->posts.n; i++)
		if (s->posts.v[i].number == number)
			return &s->posts.v[i];
	return NULL;
}

#endif
