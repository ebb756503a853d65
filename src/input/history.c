/* Lines that were entered, oldest first, at most so many; a line is in it once, where it was entered last. */
#include "taiyaku/input.h"

struct input_history {
	size_t max;
	VEC(char *) v;
};

struct input_history *input_history_new(size_t max)
{
	struct input_history *h = xcalloc(1, sizeof *h);

	h->max = max;
	return h;
}

void input_history_free(struct input_history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->v.n; i++)
		free(h->v.v[i]);
	vec_free(&h->v);
	free(h);
}

static void remove_line(struct input_history *h, size_t i)
{
	free(h->v.v[i]);
	memmove(h->v.v + i, h->v.v + i + 1, (h->v.n - i - 1) * sizeof *h->v.v);
	h->v.n--;
}

void input_history_add(struct input_history *h, struct str line)
{
	if (!line.n || !h->max)
		return;
	for (size_t i = 0; i < h->v.n; i++) {
		if (str_eq(line, str_c(h->v.v[i]))) {
			char *same = h->v.v[i];

			memmove(h->v.v + i, h->v.v + i + 1, (h->v.n - i - 1) * sizeof *h->v.v);
			h->v.v[h->v.n - 1] = same;
			return;
		}
	}
	if (h->v.n == h->max)
		remove_line(h, 0);
	vec_push(&h->v, str_dup(line));
}

size_t input_history_count(const struct input_history *h)
{
	return h->v.n;
}

struct str input_history_at(const struct input_history *h, size_t i)
{
	return str_c(h->v.v[i]);
}
