/* The lines around a view: its title with the path of sections, and the separators between panes. */
#include "view_int.h"

#include <stdio.h>

/* "Title > Chapter > Section", from the document's own headings. */
static void section_path(struct view *v, struct buf *out)
{
	struct str title = doc_title(v->doc);
	size_t here = view_cursor(v).at;
	uint32_t chain[6];
	size_t n = 0;
	int level = 7;

	buf_str(out, title.n ? title : str_c(doc_path(v->doc) ? doc_path(v->doc) : _("standard input")));
	for (uint32_t i = doc_section_at(v->doc, here); i != DOC_NONE && n < 6;) {
		const struct section *s = doc_section(v->doc, i);

		if (s->level < level) {
			chain[n++] = i;
			level = s->level;
		}
		if (level == 1 || !s->start)
			break;
		i = doc_section_at(v->doc, s->start - 1);
	}
	while (n) {
		buf_cat(out, " > ");
		buf_str(out, doc_section(v->doc, chain[--n])->title);
	}
}

/* Puts s so that its end is cut with "..." where it does not fit. */
static void put_cut(struct grid *g, int row, int col, int end, struct str s, enum style style,
		    const struct text_terminal *terminal)
{
	if (text_cells(s, terminal) <= end - col) {
		grid_put(g, row, col, end, s, style, 0, terminal);
		return;
	}
	if (end - col < 6) {
		grid_put(g, row, col, end, s, style, 0, terminal);
		return;
	}
	col = grid_put(g, row, col, end - 3, s, style, 0, terminal);
	grid_put(g, row, col, end, STR("..."), style, 0, terminal);
}

void status_title(struct view *v, struct grid *g, int row, int cols, const struct text_terminal *terminal)
{
	struct buf path = {0};
	char percent[16];
	int n;

	if (v->page)
		buf_str(&path, buf_view(&v->page->title));
	else
		section_path(v, &path);
	n = snprintf(percent, sizeof percent, " %d%%", view_percent(v));
	grid_fill(g, (struct rect){row, 0, 1, cols}, STYLE_BAR);
	put_cut(g, row, 0, cols - n, buf_view(&path), STYLE_BAR, terminal);
	if (cols > 20)
		grid_put(g, row, cols - n, cols, str_c(percent), STYLE_BAR, 0, terminal);
	buf_free(&path);
}

void status_separator(struct grid *g, int row, int col, int end, struct str title, struct str right, bool active,
		      const struct text_terminal *terminal)
{
	int width = text_cells(right, terminal);
	int stop = right.n && end - col > width + 12 ? end - width - 1 : end;

	grid_fill(g, (struct rect){row, col, 1, end - col}, STYLE_BAR);
	col = grid_put(g, row, col, stop, active ? STR("-- ") : STR("   "), STYLE_BAR, 0, terminal);
	put_cut(g, row, col, stop, title, STYLE_BAR, terminal);
	if (stop < end)
		grid_put(g, row, stop + 1, end, right, STYLE_BAR, 0, terminal);
}
