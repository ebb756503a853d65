/* flow: greedy fill. A row takes what fits and ends at the last place where text_breaks() lets it (push out; on a grid
 * nothing can be pulled in). White space at a row's end stays on it and does not count; at its start it does: that is
 * an indent. With no such place the row ends at the edge of a cluster, and takes one cluster at least.
 */
#include "layout.h"

struct fill {
	const struct flow *f;
	const uint8_t *flags;
};

static size_t cluster_end(const struct fill *x, size_t at)
{
	do
		at++;
	while (at < x->f->text.n && !(x->flags[at] & TEXT_CLUSTER));
	return at;
}

static bool breaks_at(const struct fill *x, size_t at)
{
	return at == x->f->text.n || x->flags[at] & TEXT_BREAK;
}

/* Is the cluster [at, next) white space and nothing else? (A mark may stand on a space.) */
static bool is_space(const struct fill *x, size_t at, size_t next)
{
	uint32_t cp;

	if (x->f->text.p[at] > ' ' && x->f->text.p[at] < 0x7f)
		return false;
	return text_next(x->f->text, at, &cp) == next && text_is_space(cp);
}

/* Cells of the cluster [at, next) in a column of the row. */
static int cells_of(const struct fill *x, size_t at, size_t next, int column)
{
	char c = x->f->text.p[at];
	struct text_shown shown;

	if (next == at + 1 && c >= ' ' && c < 0x7f)
		return 1;
	text_show(str_slice(x->f->text, at, next), column, x->f->terminal, &shown);
	return shown.cells;
}

/* Does what must stay together from `from` on fit in a row? */
static bool run_fits(const struct fill *x, size_t from, int width)
{
	int total = 0;

	for (size_t at = from, next; at < x->f->text.n; at = next) {
		if (at > from && breaks_at(x, at))
			return true;
		next = cluster_end(x, at);
		if (!is_space(x, at, next))
			total += cells_of(x, at, next, total);
		if (total > width)
			return false;
	}
	return true;
}

/* K20: one mark may stand in the two cells kept free, where the row would overflow exactly there. */
static bool may_hang(const struct fill *x, size_t at, size_t next, int total, int cells, int width)
{
	return x->f->hang && total <= width && total + cells <= width + 2 &&
	       text_hangs(str_slice(x->f->text, at, next)) && (breaks_at(x, next) || is_space(x, next, cluster_end(x, next)));
}

/* Where the row that starts at `start` ends. */
static size_t fill_row(const struct fill *x, size_t start, int width, int *cells)
{
	int total = 0, solid = 0, best_solid = 0;
	size_t best = start, at, next;

	for (at = start; at < x->f->text.n; at = next) {
		int w;

		next = cluster_end(x, at);
		w = cells_of(x, at, next, total);
		if (at > start && breaks_at(x, at)) {
			best = at;
			best_solid = solid;
		}
		if (!is_space(x, at, next)) {
			if (total + w > width && at > start && !may_hang(x, at, next, total, w, width))
				break;
			solid = total + w;
		}
		total += w;
	}
	if (at == x->f->text.n || best == start || (!best_solid && solid && !run_fits(x, best, x->f->rest))) {
		*cells = solid;
		return at;
	}
	*cells = best_solid;
	return best;
}

void layout_flow_fill(const struct flow *f, struct text_breaker *breaker, flow_vec *out)
{
	struct fill x = {f, f->text.n ? text_breaks(breaker, f->text) : NULL};
	size_t at = 0;

	do {
		struct flow_row row = {at, 0, 0};

		row.end = fill_row(&x, at, at ? f->rest : f->first, &row.cells);
		vec_push(out, row);
		at = row.end;
	} while (at < f->text.n);
}

bool layout_flow_blank(struct str s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (!text_is_space(cp))
			return false;
	}
	return true;
}

static size_t skip_space(struct str s, size_t at)
{
	uint32_t cp;

	while (at < s.n) {
		size_t next = text_next(s, at, &cp);

		if (!text_is_space(cp))
			break;
		at = next;
	}
	return at;
}

/* End of a list mark at `at`: a dot or star of its own, "1." "1)" "(1)" with a space after it; or `at`. */
static size_t list_mark(struct str s, size_t at)
{
	static const char *const dots[] = {"・", "●", "○", "■", "□", "◆", "◇", "•", "※", "- ", "* ", "> "};
	size_t end = at, digits;
	long value;

	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
		if (str_starts(str_slice(s, at, s.n), str_c(dots[i])))
			return at + strlen(dots[i]);
	if (end < s.n && s.p[end] == '(')
		end++;
	digits = text_number(str_slice(s, end, s.n), &value);
	end += digits;
	if (digits && end + 1 < s.n && (s.p[end] == '.' || s.p[end] == ')') && s.p[end + 1] == ' ')
		return end + 2;
	return at;
}

int layout_flow_hanging(struct str s, int width, const struct text_terminal *terminal)
{
	size_t text = skip_space(s, 0), mark, end;
	int cells;

	if (text == s.n)
		return 0;
	mark = list_mark(s, text);
	/* an indent of one character starts a paragraph; only a wider one sets it off */
	if (mark == text && text_cells(str_slice(s, 0, text), terminal) <= 2)
		return 0;
	end = mark == text ? text : skip_space(s, mark);
	cells = text_cells(str_slice(s, 0, end), terminal);
	return cells <= width / 4 ? cells : 0;
}

void layout_wrap(struct str paragraph, int width, int hanging, enum text_level level,
		 const struct text_terminal *terminal, span_vec *out)
{
	int rest = hanging < width ? width - hanging : width;
	struct flow f = {paragraph, width, rest, false, terminal};
	struct text_breaker *breaker = text_breaker_new(level);
	flow_vec rows = {0};

	layout_flow_fill(&f, breaker, &rows);
	for (size_t i = 0; i < rows.n; i++)
		vec_push(out, (struct span){rows.v[i].start, rows.v[i].end});
	vec_free(&rows);
	text_breaker_free(breaker);
}
