/* Reading the tables that tests stand on, line by line. */
#ifndef TAIYAKU_TESTS_LINES_H
#define TAIYAKU_TESTS_LINES_H

#include "taiyaku/base.h"

/* The next line without its end into *line; false: there is none. Comment lines are skipped. */
__attribute__((unused)) static bool next_line(struct str s, size_t *at, struct str *line)
{
	while (*at < s.n) {
		size_t end = str_find_char(s, '\n', *at);

		if (end == SIZE_MAX)
			end = s.n;
		*line = str_slice(s, *at, end);
		*at = end + 1;
		if (line->n && line->p[0] != '#')
			return true;
	}
	return false;
}

/* Field i (from 0) of a line of fields parted by TAB. */
__attribute__((unused)) static struct str field(struct str line, int i)
{
	size_t start = 0, end;

	for (;; i--, start = end + 1) {
		end = str_find_char(line, '\t', start);
		if (end == SIZE_MAX)
			return i ? (struct str){"", 0} : str_slice(line, start, line.n);
		if (!i)
			return str_slice(line, start, end);
	}
}

__attribute__((unused)) static uint32_t hex(struct str s)
{
	uint32_t v = 0;

	for (size_t i = 0; i < s.n; i++)
		v = v * 16 + (uint32_t)(s.p[i] <= '9' ? s.p[i] - '0' : (s.p[i] | 32) - 'a' + 10);
	return v;
}

#endif
