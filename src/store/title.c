/* Taking titles apart: series and part (boards.md 12.3).
 *
 * Works on the fold, where width, case and blanks are gone. What is cut off: what boards append (a TAB and all after
 * it, [groups], (counts)), then groups in 【】 at the end, which go back to the series; the last number is the part
 * when nothing but a counter word follows it, or when a sign such as ★ or "part" stands before it.
 */
#include "store.h"
#include "taiyaku/text.h"

#include <stdio.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct str head(struct str s, size_t n)
{
	return str_slice(s, 0, n);
}

/* The part of s before the group that ends it, or s itself. */
static struct str without_group(struct str s, struct str open, struct str close)
{
	size_t at = POS_NONE;

	if (!str_ends(s, close))
		return s;
	for (size_t i = str_find(s, open, 0); i != SIZE_MAX; i = str_find(s, open, i + open.n))
		at = i;
	return at == POS_NONE ? s : head(s, at);
}

static bool is_count(struct str s) /* "(123)" */
{
	if (s.n < 3 || s.p[0] != '(' || s.p[s.n - 1] != ')')
		return false;
	for (size_t i = 1; i + 1 < s.n; i++)
		if (!digit(s.p[i]))
			return false;
	return true;
}

static struct str without_decoration(struct str s)
{
	static const char *const sites[] = {"©2ch.net", "©5ch.net", "©bbspink.com"};

	for (size_t before = s.n + 1; s.n && s.n != before;) {
		before = s.n;
		for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
			if (str_ends(s, str_c(sites[i])))
				s = head(s, s.n - strlen(sites[i]));
		struct str t = without_group(s, STR("["), STR("]"));
		struct str u = without_group(t, STR("("), STR(")"));
		if (u.n != t.n && !is_count(str_slice(t, u.n, t.n)))
			u = t;
		if (u.n)
			s = u;
	}
	return s;
}

static const char *const counters[] = {
	"スレッド目", "スレ目", "部目", "日目", "本目", "枚目", "個目", "スレ", "目",
	"部",         "話",     "回",   "章",   "巻",   "号",   "弾",   "幕",   "戦",
};
static const char *const signs[] = {
	"★", "☆", "#", "♯", "part", "パート", "ぱーと", "その", "第", "vol", "no", "ver", ".", "-", "~", ":", "_", "・",
};

static size_t ends_with_one(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s.n > strlen(words[i]) && str_ends(s, str_c(words[i])))
			return strlen(words[i]);
	return 0;
}
#define ENDS_WITH_ONE(s, words) ends_with_one(s, words, sizeof(words) / sizeof *(words))

/* The last run of digits of s; false: none, or too long for a part. */
static bool last_number(struct str s, size_t *start, size_t *end, long *value)
{
	size_t e = s.n;

	while (e && !digit(s.p[e - 1]))
		e--;
	size_t b = e;
	while (b && digit(s.p[b - 1]))
		b--;
	if (b == e || e - b > 6)
		return false;
	*start = b;
	*end = e;
	*value = 0;
	for (size_t i = b; i < e; i++)
		*value = *value * 10 + (s.p[i] - '0');
	return true;
}

static void find_part(struct store_title *t, struct str s, struct str tail)
{
	size_t start, end, n;

	if (!last_number(s, &start, &end, &t->part)) {
		t->part = -1;
		return;
	}
	struct str before = head(s, start), after = str_slice(s, end, s.n);
	bool sign = ENDS_WITH_ONE(before, signs) > 0;
	n = ENDS_WITH_ONE(((struct str){s.p + end - 1, s.n - end + 1}), counters);
	if (n == after.n)
		after.n = 0;
	else if (!sign) { /* a number inside the title says nothing of its place in a series */
		t->part = -1;
		return;
	}
	while ((n = ENDS_WITH_ONE(before, signs)))
		before.n -= n;
	if (!before.n && !after.n && !tail.n) {
		t->part = -1;
		return;
	}
	buf_clear(&t->series);
	buf_str(&t->series, before);
	buf_str(&t->series, after);
	buf_str(&t->series, tail);
}

void store_title_split(struct str title, struct store_title *out)
{
	struct text_folded f = {0};
	size_t tab = str_find_char(title, '\t', 0);

	buf_clear(&out->fold);
	buf_clear(&out->series);
	if (tab != SIZE_MAX && tab > 0)
		title = head(title, tab);
	text_fold_copy(title, &f);
	struct str s = without_decoration(buf_view(&f.text)), rest = s;
	for (struct str t; (t = without_group(rest, STR("【"), STR("】"))).n && t.n != rest.n;)
		rest = t;
	buf_str(&out->fold, s);
	buf_str(&out->series, s);
	find_part(out, rest, str_slice(s, rest.n, s.n));
	text_folded_free(&f);
}

void store_title_free(struct store_title *t)
{
	buf_free(&t->fold);
	buf_free(&t->series);
}

char *store_title_key(struct str title)
{
	struct store_title t = {0};
	struct buf key = {0};

	store_title_split(title, &t);
	buf_str(&key, buf_view(&t.series));
	if (t.part >= 0)
		buf_printf(&key, " %ld", t.part);
	store_title_free(&t);
	buf_cstr(&key);
	return buf_take(&key);
}

/* ---- slips ---- */

enum { SLIPS = 2, LETTERS_A_SLIP = 4, SERIES_MAX = 256 };

static size_t letters(struct str s, uint32_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < SERIES_MAX; n++)
		i = text_next(s, i, &out[n]);
	return n;
}

/* Edit distance, row by row; what is more than SLIPS is not told apart. */
static size_t distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	size_t row[SERIES_MAX + 1];

	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0], least = row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t cost = corner + (a[i - 1] != b[j - 1]);
			corner = row[j];
			cost = corner + 1 < cost ? corner + 1 : cost;
			row[j] = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
			least = row[j] < least ? row[j] : least;
		}
		if (least > SLIPS)
			return SLIPS + 1;
	}
	return row[m];
}

bool store_title_is_near(struct str x, struct str y)
{
	uint32_t a[SERIES_MAX], b[SERIES_MAX];
	size_t n = letters(x, a), m = letters(y, b), less = n < m ? n : m, slips = less / LETTERS_A_SLIP;

	if (n > m + SLIPS || m > n + SLIPS)
		return false;
	return distance(a, n, b, m) <= (slips < SLIPS ? slips : SLIPS);
}

bool store_identity_eq(const struct store_identity *a, const struct store_identity *b)
{
	return str_eq(a->family, b->family) && str_eq(a->board, b->board) && str_eq(a->key, b->key);
}
