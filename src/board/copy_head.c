/* What the head of a pasted post looks like:
 *
 *     1 名前：名無しさん[sage] 投稿日：2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0 [1/3]
 *     545 ：名無しさん：2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0
 *     545それでも動く名無し (ﾜｯﾁｮｲ 7fa4-UHsq)2022/12/27(火) 13:09:37.29ID:AbCdEfGh0
 *     0545 名無しさん
 *     2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0(1/3)
 *
 * A head is a number, a name, a date, and nothing else but what boards write after dates: so that a line of prose is
 * none. */
#include "copy.h"

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

struct str copy_trim(struct str s)
{
	for (;;) {
		struct str t = str_trim(s);

		if (str_starts(t, STR("　")))
			t = str_slice(t, 3, t.n);
		if (str_ends(t, STR("　")))
			t.n -= 3;
		if (t.n == s.n)
			return t;
		s = t;
	}
}

static size_t digits(struct str s, size_t at, size_t most)
{
	size_t n = 0;

	while (at + n < s.n && n <= most && is_digit(s.p[at + n]))
		n++;
	return n <= most ? n : 0;
}

/* YYYY/MM/DD(曜) hh:mm at `at`: where the time ends, or `at`. */
static size_t date_at(struct str s, size_t at)
{
	size_t i = at, n = digits(s, i, 4);

	if ((n != 4 && n != 2) || i + n >= s.n || s.p[i + n] != '/')
		return at;
	for (int part = 0; part < 2; part++) {
		i += n + 1;
		n = digits(s, i, 2);
		if (!n || (!part && (i + n >= s.n || s.p[i + n] != '/')))
			return at;
	}
	i += n;
	if (i < s.n && s.p[i] == '(') {
		size_t close = str_find_char(s, ')', i);
		if (close == SIZE_MAX || close - i > 8)
			return at;
		i = close + 1;
	}
	while (i < s.n && s.p[i] == ' ')
		i++;
	n = digits(s, i, 2);
	if (!n || i + n >= s.n || s.p[i + n] != ':')
		return at;
	for (i += n; i < s.n && (is_digit(s.p[i]) || s.p[i] == ':' || s.p[i] == '.');)
		i++;
	return i;
}

bool copy_is_counter(struct str s) /* [1/3] (1/3) */
{
	if (s.n < 5 || (*s.p != '[' && *s.p != '('))
		return false;
	for (size_t i = 1; i + 1 < s.n; i++)
		if (!is_digit(s.p[i]) && s.p[i] != '/')
			return false;
	return s.p[s.n - 1] == ']' || s.p[s.n - 1] == ')';
}

/* What may stand after a time: IDs and the like, counters of the browser. */
bool copy_is_tail(struct str s)
{
	static const char *const starts[] = {"ID:", "BE:", "HOST:", "発信元:", "株"};

	while ((s = copy_trim(s)).n) {
		size_t end = str_find_char(s, ' ', 0);
		struct str word = str_slice(s, 0, end == SIZE_MAX ? s.n : end);
		bool known = copy_is_counter(word) || str_eq(word, STR("0")) || str_eq(word, STR("O")) ||
			     str_eq(word, STR("●"));
		for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
			known |= str_starts(word, str_c(starts[i]));
		if (!known)
			return false;
		s = str_slice(s, word.n, s.n);
	}
	return true;
}

/* The date that ends the line, or SIZE_MAX. */
static size_t find_date(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t end;

		if (!is_digit(s.p[i]) || (i && is_digit(s.p[i - 1])))
			continue;
		if ((end = date_at(s, i)) > i && copy_is_tail(str_slice(s, end, s.n)))
			return i;
	}
	return SIZE_MAX;
}

/* The number of a head at the start of a line; *after: behind it and its signs. -1: none. */
static long number_at(struct str s, struct str *after)
{
	static const char *const signs[] = {"]", ":", "：", ".", " ", "　", "\t"};
	size_t at = 0, n;
	long number = 0;

	s = copy_trim(s);
	at = s.n && *s.p == '[';
	n = digits(s, at, 5);
	if (!n)
		return -1;
	for (size_t i = 0; i < n; i++)
		number = number * 10 + (s.p[at + i] - '0');
	s = str_slice(s, at + n, s.n);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(s, str_c(signs[i]))) {
			s = str_slice(s, strlen(signs[i]), s.n);
			i = SIZE_MAX;
		}
	*after = s;
	return number ? number : -1;
}

static struct str cut_label(struct str s, const char *const *labels, bool *cut)
{
	for (; *labels; labels++)
		if (str_starts(s, str_c(*labels))) {
			*cut = true;
			return str_slice(s, strlen(*labels), s.n);
		}
	return s;
}

static struct str cut_end(struct str s)
{
	static const char *const ends[] = {"投稿日：", "投稿日:", "投稿日", "：", ":"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(s, str_c(ends[i])))
			return copy_trim(str_slice(s, 0, s.n - strlen(ends[i])));
	return s;
}

/* "NAME[MAIL]": brackets at the end that hold what a mail field does, or anything where the name was labelled. */
static void split_mail(struct str s, bool labelled, struct copy_head *p)
{
	size_t open = s.n;
	bool ascii = true;

	p->name = s;
	if (!s.n || s.p[s.n - 1] != ']')
		return;
	while (open && s.p[open - 1] != '[')
		ascii &= (unsigned char)s.p[--open] < 0x80;
	if (!open || (!labelled && !ascii))
		return;
	p->mail = str_slice(s, open, s.n - 1);
	p->name = copy_trim(str_slice(s, 0, open - 1));
}

static bool take_name(struct str s, struct copy_head *p)
{
	static const char *const labels[] = {"名前：", "名前:", "Name:", "name:", NULL};
	bool labelled = false;

	s = copy_trim(cut_end(copy_trim(s)));
	s = copy_trim(cut_label(s, labels, &labelled));
	split_mail(s, labelled, p);
	return p->name.n > 0 || labelled;
}

/* A head in this line, or in this line and the next. */
bool copy_head(struct str line, struct str next, struct copy_head *p)
{
	struct str rest;

	*p = (struct copy_head){.number = number_at(line, &rest), .lines = 1};
	if (p->number < 0)
		return false;
	size_t date = find_date(rest);
	if (date != SIZE_MAX) {
		p->date = str_slice(rest, date, rest.n);
		/* a date alone after a number may be prose: with an ID it is not */
		return take_name(str_slice(rest, 0, date), p) || str_find(p->date, STR("ID:"), 0) != SIZE_MAX;
	}
	next = copy_trim(next);
	if (!next.n || find_date(next) != 0)
		return false;
	p->lines = 2;
	p->date = next;
	return take_name(rest, p);
}
