/* Help: made from the table of commands and the keys that lead to them, so that it is always right. */
#include "view_int.h"

enum { KEYS_WIDTH = 26 };

struct page *page_help(const struct help_line *lines, size_t n, struct str title)
{
	struct page *p = page_new();

	p->hanging = KEYS_WIDTH;
	buf_str(&p->title, title);
	for (size_t i = 0; i < n; i++) {
		const struct help_line *l = &lines[i];

		if (l->heading) {
			page_put(p, STYLE_TEXT, i ? STR("\n") : STR(""));
			page_put(p, STYLE_HEADING, l->help);
		} else {
			page_put(p, STYLE_TEXT, STR("  "));
			page_put(p, STYLE_KEY, l->keys);
			page_column(p, KEYS_WIDTH);
			page_put(p, STYLE_TEXT, l->help);
		}
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	return p;
}
