/* What a test of a board format needs: reads an input and keeps what came, a line a thing:
 *
 *     part FORMAT RANK
 *     source FAMILY BOARD KEY "TITLE" CREATED
 *     post KIND NUMBER KEY [NAME|MAIL|SLIP|POSTER|TRIP|BE] DATE TIME TZ "TEXT" @START-END>FROM-TO
 *     message TEXT
 */
#ifndef TAIYAKU_TESTS_BOARD_POSTS_H
#define TAIYAKU_TESTS_BOARD_POSTS_H

#include "taiyaku/board.h"

struct came {
	struct buf log;
	size_t parts, sources, posts, messages, size;
	bool bad_range; /* a post or an anchor that points outside */
};

__attribute__((unused)) static bool came_part(void *c, const struct board_part *p)
{
	struct came *k = c;

	k->parts++;
	buf_printf(&k->log, "part %s %d\n", p->format, p->rank);
	return true;
}

static void came_time(struct buf *b, int64_t ms)
{
	if (ms == BOARD_NO_TIME)
		buf_cat(b, "-");
	else
		buf_printf(b, "%lld", (long long)ms);
}

static void came_text(struct buf *b, struct str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			buf_cat(b, "\\n");
		else
			buf_char(b, s.p[i]);
	buf_char(b, '"');
}

__attribute__((unused)) static bool came_source(void *c, const struct board_source *s)
{
	struct came *k = c;

	k->sources++;
	buf_printf(&k->log, "source " STR_FMT " " STR_FMT " " STR_FMT " ", STR_ARG(s->family), STR_ARG(s->board),
		   STR_ARG(s->key));
	came_text(&k->log, s->title);
	buf_char(&k->log, ' ');
	came_time(&k->log, s->created_at);
	buf_char(&k->log, '\n');
	return true;
}

__attribute__((unused)) static bool came_post(void *c, const struct board_post *p)
{
	static const char *const kinds[] = {"post", "system", "event", "deleted"};
	struct came *k = c;

	k->posts++;
	k->bad_range |= p->start > p->end || p->end > k->size;
	buf_printf(&k->log, "post %s%s %ld " STR_FMT " [", kinds[p->kind], p->broken ? "!" : "", p->number,
		   STR_ARG(p->key));
	const struct str fields[] = {p->name, p->mail, p->slip, p->poster, p->trip, p->be};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		buf_printf(&k->log, "%s" STR_FMT, i ? "|" : "", STR_ARG(fields[i]));
	buf_printf(&k->log, "] " STR_FMT " ", STR_ARG(p->date_text));
	came_time(&k->log, p->posted_at);
	buf_printf(&k->log, " %d ", p->tz_min);
	came_text(&k->log, p->text);
	for (size_t i = 0; i < p->n_anchors; i++) {
		const struct board_anchor *a = &p->anchors[i];
		k->bad_range |= a->start > a->end || a->end > p->text.n;
		buf_printf(&k->log, " @%zu-%zu>%ld-%ld", a->start, a->end, a->from, a->to);
	}
	buf_char(&k->log, '\n');
	return true;
}

__attribute__((unused)) static bool came_message(void *c, struct str text)
{
	struct came *k = c;

	k->messages++;
	buf_printf(&k->log, "message " STR_FMT "\n", STR_ARG(text));
	return true;
}

/* Reads; what came is in k, which is cleared first. */
__attribute__((unused)) static bool came_read(const struct board_input *in, struct came *k, struct err *e)
{
	struct board_sink sink = {k, came_part, came_source, came_post, came_message};

	buf_free(&k->log);
	*k = (struct came){.size = in->bytes.n};
	*e = (struct err){0};
	return board_read(in, &sink, e);
}

#endif
