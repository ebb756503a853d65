/* Paragraphs, lines and code points. A line longer than DOC_PIECE is cut: the k-th cut is looked for backwards from
 * line start + k * STEP, within SLACK bytes, so that it depends on the line alone and no piece is over DOC_PIECE. */
#include "doc_int.h"

#define SLACK (DOC_PIECE / 64 > 16 ? DOC_PIECE / 64 : 16)
#define STEP (DOC_PIECE - SLACK)

#define AHEAD (2 * DOC_PIECE) /* the two cuts after a place lie within */

/* The line at `at`, from its start to its end or to AHEAD after `at`: cuts ask no more, and a line may be as long as
 * the file. What is known to hold no LF is kept for the next question. */
static struct span line_of(const struct doc *d, size_t at)
{
	struct span *known = &d->counts->line, l;
	size_t most = d->text.n - at > AHEAD ? at + AHEAD : d->text.n, from = at, end;
	const char *p;

	if (known->end > known->start && at >= known->start && at <= known->end) {
		l.start = known->start;
		from = known->end;
	} else {
		p = at ? memrchr(d->text.p, '\n', at) : NULL;
		l.start = p ? (size_t)(p - d->text.p) + 1 : 0;
	}
	if (from > most)
		from = most;
	end = str_find_char(str_slice(d->text, 0, most), '\n', from);
	l.end = end == POS_NONE ? most : end;
	if (l.end - l.start > DOC_PIECE && !(known->start == l.start && known->end > l.end))
		*known = l;
	return l;
}

static bool closes(uint32_t cp) /* must not begin a row */
{
	return cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF0E || cp == 0xFF01 || cp == 0xFF1F ||
	       cp == ',' || cp == '.' || cp == '!' || cp == '?' || cp == ')' || cp == ']' || cp == '}' ||
	       cp == 0xFF09 || cp == 0x201D || cp == 0x2019 || (cp >= 0x3009 && cp <= 0x3011 && cp % 2) || cp == 0x3015;
}

/* May a row end before byte p of the line, after the character that ends there? */
static bool good_cut(struct str s, size_t p)
{
	uint32_t before, after;
	size_t start = text_prev(s, p, &before);

	if (!text_is_space(before) && !closes(before))
		return false;
	text_next(s, p, &after);
	return !closes(after) && !text_is_space(after) && text_cluster_next(s, start) == p;
}

static bool is_start(struct str s, size_t p)
{
	return (s.p[p] & 0xC0) != 0x80;
}

/* The k-th cut (k > 0) of a long line, as an offset in it. */
static size_t cut(struct str line, size_t k)
{
	size_t nominal = k * STEP, low = nominal - SLACK, p;

	if (nominal >= line.n)
		return line.n;
	for (p = nominal; p > low; p--)
		if (is_start(line, p) && good_cut(line, p))
			return p;
	for (p = low + 1; p < nominal && !is_start(line, p);)
		p++;
	for (size_t next; p < nominal; p = next) { /* no place to break: the last cluster edge */
		next = text_cluster_next(line, p);
		if (next > nominal)
			break;
	}
	return p;
}

struct span doc_paragraph(const struct doc *d, size_t at)
{
	struct span l = line_of(d, at < d->text.n ? at : d->text.n);
	struct str line = str_slice(d->text, l.start, l.end);
	size_t in = at - l.start, k, a, b;

	if (line.n <= DOC_PIECE)
		return l;
	if (in > line.n)
		in = line.n;
	k = in / STEP;
	a = k ? cut(line, k) : 0;
	b = cut(line, k + 1);
	if (b <= in && b < line.n) {
		a = b;
		b = cut(line, k + 2);
	}
	return (struct span){l.start + a, l.start + b};
}

size_t doc_paragraph_after(const struct doc *d, struct span p)
{
	size_t next = p.end < d->text.n && d->text.p[p.end] == '\n' ? p.end + 1 : p.end;

	return next < d->text.n ? next : POS_NONE; /* the last line's end begins no other line */
}

static struct count count(struct str s)
{
	struct count c = {0, 0};

	for (size_t i = 0; i < s.n; i++) {
		c.lines += s.p[i] == '\n';
		c.code_points += (s.p[i] & 0xC0) != 0x80;
	}
	return c;
}

/* Counts before block i are known afterwards. */
static void count_to(struct doc *d, size_t i)
{
	struct doc_counts *k = d->counts;

	if (!k->before.n)
		vec_push(&k->before, (struct count){0, 0});
	while (k->before.n <= i) {
		size_t start = (k->before.n - 1) * COUNT_BLOCK;
		struct count c = count(str_slice(d->text, start, start + COUNT_BLOCK)),
			     last = k->before.v[k->before.n - 1];

		vec_push(&k->before, (struct count){last.lines + c.lines, last.code_points + c.code_points});
		if (d->map.p && d->large)
			file_map_release(&d->map, start, start + COUNT_BLOCK);
	}
}

static struct count count_before(struct doc *d, size_t at)
{
	size_t i = at / COUNT_BLOCK;
	struct count c;

	count_to(d, i);
	c = count(str_slice(d->text, i * COUNT_BLOCK, at));
	c.lines += d->counts->before.v[i].lines;
	c.code_points += d->counts->before.v[i].code_points;
	return c;
}

size_t doc_line_at(struct doc *d, size_t at)
{
	return count_before(d, at < d->text.n ? at : d->text.n).lines + 1;
}

size_t doc_code_points_before(struct doc *d, size_t at)
{
	return count_before(d, at < d->text.n ? at : d->text.n).code_points;
}

size_t doc_lines(struct doc *d)
{
	struct count c = count_before(d, d->text.n);

	return d->text.n && d->text.p[d->text.n - 1] == '\n' ? c.lines : c.lines + 1;
}

size_t doc_line_start(struct doc *d, size_t line)
{
	size_t blocks = d->text.n / COUNT_BLOCK, lo = 0, hi, at;

	if (line <= 1)
		return line ? 0 : POS_NONE;
	count_to(d, blocks);
	for (hi = blocks; lo < hi;) { /* the last block with fewer lines before it */
		size_t mid = lo + (hi - lo + 1) / 2;

		if (d->counts->before.v[mid].lines < line - 1)
			lo = mid;
		else
			hi = mid - 1;
	}
	at = lo * COUNT_BLOCK;
	for (size_t n = line - 1 - d->counts->before.v[lo].lines; n > 0; n--, at++)
		if ((at = str_find_char(d->text, '\n', at)) == POS_NONE)
			return POS_NONE;
	return at < d->text.n ? at : POS_NONE;
}
