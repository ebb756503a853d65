/* Pairs of marks, nested. */
#include "scan.h"

static bool at_mark(struct str s, size_t at, struct str mark)
{
	return mark.n <= s.n - at && !memcmp(s.p + at, mark.p, mark.n);
}

/* The closing mark of `pair` that answers the opening one before `at`; marks that open and close alike do not nest. */
static size_t close_from(struct str s, size_t at, const struct str_pair *pair)
{
	bool nests = !str_eq(pair->open, pair->close);
	int depth = 1;

	while (at < s.n) {
		if (at_mark(s, at, pair->close)) {
			if (--depth == 0)
				return at;
			at += pair->close.n;
		} else if (nests && at_mark(s, at, pair->open)) {
			depth++;
			at += pair->open.n;
		} else {
			at++;
		}
	}
	return POS_NONE;
}

size_t scan_close_of(struct str s, size_t at, const pair_vec *pairs, size_t *open_n)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (at_mark(s, at, pairs->v[i].open)) {
			*open_n = pairs->v[i].open.n;
			return close_from(s, at + *open_n, &pairs->v[i]);
		}
	return POS_NONE;
}

bool scan_is_wrapped(struct str s, const pair_vec *pairs, struct str *inside)
{
	for (size_t i = 0; i < pairs->n; i++) {
		const struct str_pair *p = &pairs->v[i];

		if (s.n <= p->open.n + p->close.n || !str_starts(s, p->open) || !str_ends(s, p->close))
			continue;
		if (close_from(s, p->open.n, p) != s.n - p->close.n)
			continue;
		*inside = str_slice(s, p->open.n, s.n - p->close.n);
		return true;
	}
	return false;
}

size_t scan_paren_close(struct str s, size_t at, size_t *open_n, size_t *close_n)
{
	int depth = 0;
	size_t first = at;

	while (at < s.n) {
		bool wide_open = at_mark(s, at, STR("（")), wide_close = at_mark(s, at, STR("）"));
		size_t n = wide_open || wide_close ? 3 : 1;

		if (wide_open || s.p[at] == '(') {
			if (depth++ == 0)
				*open_n = n;
		} else if (wide_close || s.p[at] == ')') {
			if (--depth == 0) {
				*close_n = n;
				return at;
			}
		}
		if (depth == 0)
			return POS_NONE; /* nothing opens here */
		at += n;
		if (at - first > 2000)
			break;
	}
	return POS_NONE;
}

const struct str_pair *scan_pair_before(struct str s, size_t end, const pair_vec *pairs, size_t *open)
{
	struct str upto = str_slice(s, 0, end);

	for (size_t i = 0; i < pairs->n; i++) {
		const struct str_pair *p = &pairs->v[i];
		bool nests = !str_eq(p->open, p->close);
		int depth = 1;

		if (!str_ends(upto, p->close))
			continue;
		for (size_t at = end - p->close.n; at > 0;) {
			at--;
			if (at_mark(upto, at, p->open) && --depth == 0) {
				*open = at;
				return p;
			}
			if (nests && at_mark(upto, at, p->close) && at + p->close.n <= end - p->close.n)
				depth++;
		}
	}
	return NULL;
}
