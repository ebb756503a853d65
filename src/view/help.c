/* Help: made from the table of commands and the keys that lead to them, so that it is always right. */
#include "view_int.h"

enum { KEYS_WIDTH = 26, NARROW = 60, INDENT = 4 };

/* Beside its keys, or, where there is no room for that, below them. */
static void explain(struct page *p, struct str help, bool narrow)
{
	if (narrow)
		page_put(p, STYLE_TEXT, STR("\n"));
	page_column(p, narrow ? INDENT : KEYS_WIDTH);
	page_put(p, STYLE_TEXT, help);
}

struct page *page_help(const struct help_line *lines, size_t n, struct str title, int cols)
{
	struct page *p = page_new();
	bool narrow = cols < NARROW;

	p->hanging = narrow ? INDENT : KEYS_WIDTH;
	buf_str(&p->title, title);
	for (size_t i = 0; i < n; i++) {
		const struct help_line *l = &lines[i];

		if (l->heading) {
			page_put(p, STYLE_TEXT, i ? STR("\n") : STR(""));
			page_put(p, STYLE_HEADING, l->help);
		} else {
			page_put(p, STYLE_TEXT, STR("  "));
			page_put(p, STYLE_KEY, l->keys);
			explain(p, l->help, narrow);
		}
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	return p;
}
