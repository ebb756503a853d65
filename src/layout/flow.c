/* flow: greedy fill. A row takes what fits and ends at the last place where text_breaks() lets it (push out; on a grid
 * nothing can be pulled in). White space at a row's end stays on it and does not count; at its start it does: that is
 * an indent. With no such place the row ends at the edge of a cluster, and takes one cluster at least.
 */
#include "layout.h"

struct look {         /* of a cluster */
	uint32_t key; /* of the memo: its three bytes; 0: nothing yet */
	int cells;
	bool space; /* white space and nothing else (a mark may stand on a space) */
};

enum { MEMO = 256 };
struct fill {
	const struct flow *f;
	const uint8_t *flags;
	struct look memo[MEMO]; /* what was seen of clusters of three bytes: most of a Japanese text, and few of them */
};

static size_t cluster_end(struct fill *x, size_t at)
{
	do
		at++;
	while (at < x->f->text.n && !(x->flags[at] & TEXT_CLUSTER));
	return at;
}

static bool breaks_at(struct fill *x, size_t at)
{
	return at == x->f->text.n || x->flags[at] & TEXT_BREAK;
}

static struct look see(struct fill *x, size_t at, size_t next, int column)
{
	struct str cluster = str_slice(x->f->text, at, next);
	struct text_shown shown;
	uint32_t cp;

	text_show(cluster, column, x->f->terminal, &shown);
	return (struct look){0, shown.cells, text_next(cluster, 0, &cp) == cluster.n && text_is_space(cp)};
}

/* The cluster [at, next) in a column of the row. */
static struct look look_at(struct fill *x, size_t at, size_t next, int column)
{
	const unsigned char *p = (const unsigned char *)x->f->text.p + at;
	struct look *memo;
	uint32_t key;

	if (next == at + 1 && *p >= ' ' && *p < 0x7f)
		return (struct look){0, 1, *p == ' '};
	if (next != at + 3)
		return see(x, at, next, column);
	key = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
	memo = &x->memo[(key ^ key >> 6) % MEMO];
	if (memo->key != key) {
		*memo = see(x, at, next, column);
		memo->key = p[0] < 0xe0 ? 0 : key; /* a tab with a mark on it depends on the column */
	}
	return *memo;
}

/* Does what must stay together from `from` on fit in a row? */
static bool run_fits(struct fill *x, size_t from, int width)
{
	int total = 0;

	for (size_t at = from, next; at < x->f->text.n; at = next) {
		struct look look;

		if (at > from && breaks_at(x, at))
			return true;
		next = cluster_end(x, at);
		look = look_at(x, at, next, total);
		total += look.space ? 0 : look.cells;
		if (total > width)
			return false;
	}
	return true;
}

/* K20: one mark may stand in the two cells kept free, where the row would overflow exactly there. */
static bool may_hang(struct fill *x, size_t at, size_t next, int total, int cells, int width)
{
	return x->f->hang && total <= width && total + cells <= width + 2 &&
	       text_hangs(str_slice(x->f->text, at, next)) &&
	       (breaks_at(x, next) || look_at(x, next, cluster_end(x, next), 0).space);
}

/* Where the row that starts at `start` ends. */
static size_t fill_row(struct fill *x, size_t start, int width, int *cells)
{
	int total = 0, solid = 0, best_solid = 0;
	size_t best = start, at, next;

	for (at = start; at < x->f->text.n; at = next) {
		struct look look;

		next = cluster_end(x, at);
		look = look_at(x, at, next, total);
		if (at > start && breaks_at(x, at)) {
			best = at;
			best_solid = solid;
		}
		if (!look.space) {
			if (total + look.cells > width && at > start &&
			    !may_hang(x, at, next, total, look.cells, width))
				break;
			solid = total + look.cells;
		}
		total += look.cells;
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
	struct fill x = {.f = f, .flags = f->text.n ? text_breaks(breaker, f->text) : NULL};
	size_t at = 0;

	do {
		struct flow_row row = {at, 0, 0};

		row.end = fill_row(&x, at, at ? f->rest : f->first, &row.cells);
		vec_push(out, row);
		at = row.end;
	} while (at < f->text.n);
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
