/* A configuration is a file of commands; a wrong line is reported with its place and does not stop the others. */
#include "taiyaku/cmd.h"

size_t cmd_config(const struct cmd_table *t, void *app, enum cmd_origin origin, struct str text, const char *name,
		  struct buf *errors)
{
	size_t wrong = 0, line = 0;

	for (size_t at = 0, end; at < text.n; at = end + 1) {
		struct err e = {0};

		end = str_find_char(text, '\n', at);
		if (end == SIZE_MAX)
			end = text.n;
		line++;
		enum cmd_result r = cmd_run(t, app, 0, origin, str_slice(text, at, end), -1, &e);
		if (r == CMD_OK || r == CMD_NOTHING)
			continue;
		buf_printf(errors, "%s:%zu: %s\n", name, line, e.text);
		wrong++;
	}
	return wrong;
}
