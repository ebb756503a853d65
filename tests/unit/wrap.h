/* A greedy wrap for the tests of line breaking, independent of the layout: fill a row, go back to the
 * last allowed break; without one cut at a cluster edge; blanks at a row's end do not count. */
#ifndef TAIYAKU_TESTS_WRAP_H
#define TAIYAKU_TESTS_WRAP_H

#include "taiyaku/text.h"

typedef VEC(struct span) row_vec;

struct wrap {
	struct str s;
	const uint8_t *flags;
	const struct text_terminal *term;
	int width;
	bool hang;
};

static int wrap_cells(const struct wrap *w, size_t at, size_t *end, int column)
{
	struct text_shown shown;

	*end = text_cluster_next(w->s, at);
	text_show(str_slice(w->s, at, *end), column, w->term, &shown);
	return shown.cells;
}

static bool wrap_blank(const struct wrap *w, size_t at, size_t end)
{
	uint32_t cp;

	return text_next(w->s, at, &cp) == end && text_is_space(cp) && cp != 0xA0;
}

static bool wrap_may_start(const struct wrap *w, size_t at)
{
	return at == w->s.n || w->flags[at] & TEXT_BREAK;
}

/* The end of the row that starts at `start`. */
static size_t wrap_row(const struct wrap *w, size_t start)
{
	size_t at = start, best = 0, end;
	int used = 0, cells;

	for (; at < w->s.n; at = end) {
		cells = wrap_cells(w, at, &end, used);
		if (at > start && wrap_may_start(w, at))
			best = at;
		if (used + cells > w->width && at > start && !wrap_blank(w, at, end)) {
			if (w->hang && used <= w->width && text_hangs(str_slice(w->s, at, end)) && wrap_may_start(w, end))
				return end;
			return best ? best : at;
		}
		used += cells;
	}
	return at;
}

__attribute__((unused)) static void wrap(const struct wrap *w, row_vec *rows)
{
	size_t start = 0, end;

	for (rows->n = 0; start < w->s.n; start = end) {
		end = wrap_row(w, start);
		vec_push(rows, (struct span){start, end});
	}
}

/* The rows joined by |, without the spaces (U+0020) at their ends. */
__attribute__((unused)) static void wrap_joined(const struct wrap *w, struct buf *out)
{
	row_vec rows = {0};

	wrap(w, &rows);
	buf_clear(out);
	for (size_t i = 0; i < rows.n; i++) {
		struct str row = str_slice(w->s, rows.v[i].start, rows.v[i].end);

		if (i)
			buf_char(out, '|');
		while (row.n && row.p[row.n - 1] == ' ')
			row.n--;
		buf_str(out, row);
	}
	vec_free(&rows);
}

#endif
