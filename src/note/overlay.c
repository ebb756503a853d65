/* Two short pieces laid over each other so that what they have in common weighs most: runs of the same symbols, and
 * breaks between them. A break costs the same however long it is, and more where it goes through a word: so chance
 * letters in a sentence that was written anew do not count as kept. Dynamic programming over (symbol of a, symbol of
 * b), in a run or in a break; a byte of memory for each.
 */
#include "anchoring.h"

#define CELLS_MAX 4000000
#define BREAK 30 /* half of what a break costs */
#define TORN 15  /* more, where it goes through a word */
#define FAR 1    /* for each symbol that a break passes over */
#define NEVER (-1000000000)

enum { RUN_GOES_ON = 1, BREAK_FIRST = 0, BREAK_FROM_RUN = 2, BREAK_UP = 4, BREAK_LEFT = 6, BREAK_BITS = 6 };

struct laid {
	const struct note_folded *a, *b;
	struct span in_a, in_b;
	size_t rows, columns;
	uint8_t *from;   /* rows + 1 times columns + 1 */
	int *run, *rest; /* scores of a row: in a run that ends here, in a break */
	bool left_fixed, right_fixed;
};

/* Of a break's end (or start) before symbols i and j. */
static int cost(const struct laid *l, size_t i, size_t j)
{
	return BREAK + (note_inside(l->a, l->in_a.start + i) ? TORN : 0) +
	       (note_inside(l->b, l->in_b.start + j) ? TORN : 0);
}

static void first_row(struct laid *l)
{
	l->run[0] = l->left_fixed ? 0 : NEVER;
	l->rest[0] = l->left_fixed ? -cost(l, 0, 0) : 0;
	l->from[0] = BREAK_FIRST;
	for (size_t j = 1; j <= l->columns; j++) {
		l->run[j] = NEVER;
		l->rest[j] = l->left_fixed ? l->rest[j - 1] - FAR : 0;
		l->from[j] = BREAK_LEFT;
	}
}

static void row(struct laid *l, size_t i)
{
	uint16_t symbol = l->a->s[l->in_a.start + i - 1];
	int weight = note_weight(symbol), run = l->run[0], rest = l->rest[0];
	uint8_t *from = l->from + i * (l->columns + 1);

	l->run[0] = NEVER;
	l->rest[0] = l->left_fixed ? rest - FAR : 0;
	from[0] = BREAK_UP;
	for (size_t j = 1; j <= l->columns; j++) {
		int above_run = l->run[j], above = l->rest[j], best = above - FAR, now = NEVER;
		uint8_t way = BREAK_UP;

		if (symbol == l->b->s[l->in_b.start + j - 1]) {
			int begun = rest - cost(l, i - 1, j - 1);

			now = weight + (run >= begun ? run : begun);
			way |= run >= begun ? RUN_GOES_ON : 0;
		}
		if (l->rest[j - 1] - FAR > best) {
			best = l->rest[j - 1] - FAR;
			way = (uint8_t)((way & ~BREAK_BITS) | BREAK_LEFT);
		}
		if (now != NEVER && now - cost(l, i, j) >= best) {
			best = now - cost(l, i, j);
			way = (uint8_t)((way & ~BREAK_BITS) | BREAK_FROM_RUN);
		}
		if (!l->left_fixed && best < 0) {
			best = 0; /* it begins here: what comes before is passed over for nothing */
			way = (uint8_t)((way & ~BREAK_BITS) | BREAK_FIRST);
		}
		run = above_run;
		rest = above;
		l->run[j] = now;
		l->rest[j] = best;
		from[j] = way;
	}
}

static void put_run(const struct laid *l, size_t i, size_t j, size_t len, note_runs *out)
{
	if (len)
		vec_push(out, (struct note_run){(uint32_t)(l->in_a.start + i), (uint32_t)(l->in_b.start + j),
						(uint32_t)len});
}

/* Goes back from (i, j), and turns round what it found. */
static void trace(const struct laid *l, size_t i, size_t j, bool in_run, note_runs *out)
{
	size_t first = out->n, len = 0;

	while (i && j) {
		uint8_t way = l->from[i * (l->columns + 1) + j];

		if (in_run) {
			len++;
			i--;
			j--;
			if (way & RUN_GOES_ON)
				continue;
			put_run(l, i, j, len, out);
			len = 0;
			in_run = false;
		} else if ((way & BREAK_BITS) == BREAK_FROM_RUN) {
			in_run = true;
		} else if ((way & BREAK_BITS) == BREAK_UP) {
			i--;
		} else if ((way & BREAK_BITS) == BREAK_FIRST) {
			break;
		} else {
			j--;
		}
	}
	put_run(l, i, j, len, out);
	for (size_t x = first, y = out->n; x + 1 < y; x++) {
		struct note_run t = out->v[--y];

		out->v[y] = out->v[x];
		out->v[x] = t;
	}
}

static void lay(struct laid *l, note_runs *out)
{
	size_t best_i = 0, best_j = 0;
	int best = 0, last;

	first_row(l);
	for (size_t i = 1; i <= l->rows; i++) {
		row(l, i);
		for (size_t j = 1; !l->right_fixed && j <= l->columns; j++)
			if (l->run[j] > best) {
				best = l->run[j];
				best_i = i;
				best_j = j;
			}
	}
	if (!l->right_fixed) {
		trace(l, best_i, best_j, true, out);
		return;
	}
	last = l->rest[l->columns] - cost(l, l->rows, l->columns);
	trace(l, l->rows, l->columns, l->run[l->columns] > last, out);
}

static size_t common(const struct laid *l, size_t max, bool at_end)
{
	size_t n = 0;

	while (n < max && l->a->s[at_end ? l->in_a.end - n - 1 : l->in_a.start + n] ==
				  l->b->s[at_end ? l->in_b.end - n - 1 : l->in_b.start + n])
		n++;
	return n;
}

/* Too large: only how they begin and end. */
static void lay_ends(const struct laid *l, note_runs *out)
{
	size_t max = l->rows < l->columns ? l->rows : l->columns, n = l->left_fixed ? common(l, max, false) : 0;

	put_run(l, 0, 0, n, out);
	n = l->right_fixed ? common(l, max - n, true) : 0;
	put_run(l, l->rows - n, l->columns - n, n, out);
}

void note_overlay(const struct note_folded *a, struct span in_a, const struct note_folded *b, struct span in_b,
		  bool left_fixed, bool right_fixed, note_runs *out)
{
	struct laid l = {
		.a = a, .b = b, .in_a = in_a, .in_b = in_b, .left_fixed = left_fixed, .right_fixed = right_fixed};

	l.rows = in_a.end - in_a.start;
	l.columns = in_b.end - in_b.start;
	if (!l.rows || !l.columns)
		return;
	if (l.rows > CELLS_MAX / l.columns) {
		lay_ends(&l, out);
		return;
	}
	l.from = xmalloc((l.rows + 1) * (l.columns + 1));
	l.run = xmalloc((l.columns + 1) * sizeof *l.run);
	l.rest = xmalloc((l.columns + 1) * sizeof *l.rest);
	lay(&l, out);
	free(l.from);
	free(l.run);
	free(l.rest);
}
