/* Search: the needle folded once, the text folded in windows, a plain substring search in them.
 *
 * A hit counts only if it begins and ends where clusters of the source do: a base letter is not found
 * inside a letter with marks, nor half of what one sign folds to. */
#include "taiyaku/text.h"

struct text_needle {
	struct text_folded folded;
	enum text_fold_level level;
};

enum { WINDOW = 8192 };

struct text_needle *text_needle_new(struct str s, enum text_fold_level level)
{
	struct text_needle *n = xcalloc(1, sizeof *n);

	n->level = level;
	text_fold(s, level, &n->folded);
	return n;
}

void text_needle_free(struct text_needle *n)
{
	if (!n)
		return;
	text_folded_free(&n->folded);
	free(n);
}

bool text_needle_empty(const struct text_needle *n)
{
	return !n->folded.text.n;
}

/* The first hit in a folded window, as offsets of the window's source. */
static bool find_folded(const struct text_needle *n, const struct text_folded *f, size_t from, struct span *hit)
{
	struct str hay = buf_view(&f->text), want = buf_view(&n->folded.text);
	size_t at, end;

	for (at = str_find(hay, want, 0); at != SIZE_MAX; at = str_find(hay, want, at + 1)) {
		end = at + want.n;
		hit->start = f->source.v[at];
		hit->end = f->source.v[end];
		if ((!at || f->source.v[at - 1] != hit->start) && f->source.v[end - 1] != hit->end &&
		    hit->start >= from)
			return true;
	}
	return false;
}

/* Where the next window begins: far enough back that no hit is cut. */
static size_t next_window(const struct text_needle *n, const struct text_folded *f, size_t start, size_t end)
{
	size_t keep = n->folded.text.n, at;

	if (keep > f->text.n)
		return start;
	at = start + f->source.v[f->text.n - keep];
	return at < end ? at : end;
}

static bool edge(struct str s, size_t at)
{
	uint32_t cp;
	size_t after;

	if (!at || at == s.n)
		return true;
	after = text_next(s, at, &cp);
	return text_cluster_prev(str_slice(s, 0, after), after) == at;
}

/* Level 0 needs no folding: the bytes, at cluster edges. */
static bool find_exact(struct str want, struct str s, size_t from, struct span *hit)
{
	size_t at;

	for (at = str_find(s, want, from); at != SIZE_MAX; at = str_find(s, want, at + 1))
		if (edge(s, at) && edge(s, at + want.n)) {
			*hit = (struct span){at, at + want.n};
			return true;
		}
	return false;
}

bool text_find(const struct text_needle *n, struct str s, size_t from, struct span *hit)
{
	struct text_folded f = {0};
	size_t start = from && from < s.n ? text_cluster_prev(s, from) : 0, end, size = WINDOW + 8 * n->folded.text.n,
	       next;
	bool found = false;

	if (text_needle_empty(n) || from >= s.n)
		return false;
	if (n->level == TEXT_EXACT)
		return find_exact(buf_view(&n->folded.text), s, from, hit);
	while (start < s.n && !found) {
		end = s.n - start > size ? text_cluster_prev(s, start + size) : s.n;
		text_fold(str_slice(s, start, end), n->level, &f);
		found = find_folded(n, &f, from > start ? from - start : 0, hit);
		if (found) {
			hit->start += start;
			hit->end += start;
		} else if (end == s.n) {
			break;
		}
		next = next_window(n, &f, start, end);
		if (next == start) /* nearly all of it folds to nothing */
			size *= 2;
		start = next;
	}
	text_folded_free(&f);
	return found;
}
