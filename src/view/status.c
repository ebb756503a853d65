/* The lines around a view: its title with the path of sections, and the separators between panes. */
#include "view_int.h"

#include <stdio.h>

enum { LEVELS = 6 };

/* The document's title and the headings above a place, outermost first; returns how many. */
static size_t section_path(struct view *v, struct str parts[LEVELS + 1])
{
	struct position cursor = view_cursor(v);
	struct str title = doc_title(v->doc);
	uint32_t chain[LEVELS];
	size_t n = 0, count = 1;
	int level = LEVELS + 1;

	parts[0] = title.n ? title : str_c(doc_path(v->doc) ? doc_path(v->doc) : _("standard input"));
	for (uint32_t i = doc_section_at(v->doc, view_base(&cursor)); i != DOC_NONE && n < LEVELS;) {
		const struct section *s = doc_section(v->doc, i);

		if (s->level < level) {
			chain[n++] = i;
			level = s->level;
		}
		if (level == 1 || !s->start)
			break;
		i = doc_section_at(v->doc, s->start - 1);
	}
	while (n)
		parts[count++] = doc_section(v->doc, chain[--n])->title;
	return count;
}

/* "Title > Chapter > Section"; where that is too wide, the outer ones give way: "... > Section". */
static void put_path(struct view *v, struct buf *out, int width, const struct text_terminal *terminal)
{
	struct str parts[LEVELS + 1];
	size_t n = section_path(v, parts);

	for (size_t first = 0; first < n; first++) {
		buf_clear(out);
		buf_cat(out, first ? "... > " : "");
		for (size_t i = first; i < n; i++) {
			buf_cat(out, i > first ? " > " : "");
			buf_str(out, parts[i]);
		}
		if (text_cells(buf_view(out), terminal) <= width)
			return;
	}
}

int status_put(struct grid *g, int row, int col, int end, struct str s, enum style style,
	       const struct text_terminal *terminal)
{
	if (text_cells(s, terminal) <= end - col || end - col < 6)
		return grid_put(g, row, col, end, s, style, 0, terminal);
	col = grid_put(g, row, col, end - 3, s, style, 0, terminal);
	return grid_put(g, row, col, end, STR("..."), style, 0, terminal);
}

void status_title(struct view *v, struct grid *g, int row, int cols, const struct text_terminal *terminal)
{
	struct buf path = {0};
	char percent[16];
	int n;

	n = snprintf(percent, sizeof percent, " %d%%", view_percent(v));
	if (cols <= 20)
		n = 0;
	if (v->page)
		buf_str(&path, buf_view(&v->page->title));
	else
		put_path(v, &path, cols - n, terminal);
	grid_fill(g, (struct rect){row, 0, 1, cols}, STYLE_BAR);
	status_put(g, row, 0, cols - n, buf_view(&path), STYLE_BAR, terminal);
	if (n)
		grid_put(g, row, cols - n, cols, str_c(percent), STYLE_BAR, 0, terminal);
	buf_free(&path);
}

void status_separator(struct grid *g, int row, int col, int end, struct str title, struct str right, bool active,
		      const struct text_terminal *terminal)
{
	int width = text_cells(right, terminal), needs = 3 + text_cells(title, terminal);
	/* a few cells at the right stand in any case; a hint gives way to the title */
	bool fits = width <= 4 ? end - col > width + 12 : end - col > width + needs;
	int stop = right.n && fits ? end - width - 1 : end;

	grid_fill(g, (struct rect){row, col, 1, end - col}, STYLE_BAR);
	col = grid_put(g, row, col, stop, active ? STR("-- ") : STR("   "), STYLE_BAR, 0, terminal);
	status_put(g, row, col, stop, title, STYLE_BAR, terminal);
	if (stop < end)
		grid_put(g, row, stop + 1, end, right, STYLE_BAR, 0, terminal);
}
