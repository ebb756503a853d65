/* board_dump: reads an input and writes what comes out as lines, for tests of parsers.
 *
 *     part FORMAT ENCODING URL TIME START-END RANK
 *     source FAMILY BOARD KEY TITLE TIME
 *     NUMBER KEY|NAME|MAIL|POSTER|DATE_TEXT|TIME|TEXT >>FROM-TO …          (a line end in a text: "/")
 *     message: TEXT
 *     error: TEXT
 */
#ifndef TAIYAKU_TESTS_BOARD_DUMP_H
#define TAIYAKU_TESTS_BOARD_DUMP_H

#include "taiyaku/board.h"

#include <inttypes.h>
#include <stdio.h>

static void board_put(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '\n' ? '/' : s.p[i]);
}

static void board_put_time(struct buf *b, int64_t ms)
{
	if (ms == BOARD_NO_TIME)
		buf_char(b, '-');
	else
		buf_printf(b, "%" PRId64, ms / 1000);
}

static bool board_put_part(void *context, const struct board_part *p)
{
	struct buf *b = context;

	buf_printf(b, "part %s %s " STR_FMT " ", p->format, p->encoding, STR_ARG(p->url));
	board_put_time(b, p->retrieved_at);
	buf_printf(b, " %zu-%zu %d\n", p->start, p->end, p->rank);
	return true;
}

static bool board_put_source(void *context, const struct board_source *s)
{
	struct buf *b = context;

	buf_printf(b, "source " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT " ", STR_ARG(s->family), STR_ARG(s->board),
		   STR_ARG(s->key), STR_ARG(s->title));
	board_put_time(b, s->created_at);
	buf_char(b, '\n');
	return true;
}

static bool board_put_post(void *context, const struct board_post *p)
{
	struct buf *b = context;

	buf_printf(b, "%ld " STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "|", p->number, STR_ARG(p->key),
		   STR_ARG(p->name), STR_ARG(p->mail), STR_ARG(p->poster), STR_ARG(p->date_text));
	board_put_time(b, p->posted_at);
	buf_char(b, '|');
	board_put(b, p->text);
	for (size_t i = 0; i < p->n_anchors; i++)
		buf_printf(b, " >>%ld-%ld", p->anchors[i].from, p->anchors[i].to);
	buf_cat(b, p->broken ? " broken\n" : "\n");
	return true;
}

static bool board_put_message(void *context, struct str text)
{
	struct buf *b = context;

	buf_cat(b, "message: ");
	board_put(b, text);
	buf_char(b, '\n');
	return true;
}

/* What comes out of the input; owned by b. */
__attribute__((unused)) static const char *board_dump(const struct board_input *in, struct buf *b)
{
	const struct board_sink sink = {b, board_put_part, board_put_source, board_put_post, board_put_message};
	struct err err = {0};

	buf_clear(b);
	if (!board_read(in, &sink, &err))
		buf_printf(b, "error: %s\n", err.text);
	return buf_cstr(b);
}

#endif
