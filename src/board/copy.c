/* Posts that were copied out of a browser and pasted into a file: a head line, then the body up to the next one.
 *
 *     1 名前：名無しさん[sage] 投稿日：2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0 [1/3]
 *     545 ：名無しさん：2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0
 *     545それでも動く名無し (ﾜｯﾁｮｲ 7fa4-UHsq)2022/12/27(火) 13:09:37.29ID:AbCdEfGh0
 *     0545 名無しさん
 *     2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0(1/3)
 *
 * A head is a number, a name, a date, and nothing else but what boards write after dates: so that a line of prose is
 * none. The lines above the first head name the thread, by its address or its title. */
#include "dat.h"
#include "taiyaku/text.h"

#define SAMPLE 8192
#define LINE 400
#define PREAMBLE 8 /* lines above the first head, at most */

struct line {           /* decoded */
	struct str raw; /* as bytes of the input */
	struct buf text;
	size_t bad;
};

struct parts { /* of a head, borrowed from its line or lines */
	long number;
	struct str name, mail, date;
	size_t lines; /* 1 or 2 */
};

struct copy {
	struct reader *r;
	const struct board_input *in;
	const char *encoding;
	size_t at; /* of the line after `next` */
	struct line now, next;
	bool has_now, has_next;
	struct buf title, url, name, date, text;
	struct head head;
	anchor_vec anchors;
	int64_t created_at;
	struct dat_place place;
};

/* ---- lines ---- */

static bool read_line(struct copy *c, struct line *l)
{
	bool torn;

	if (!dat_next_line(c->in->bytes, &c->at, &l->raw, &torn))
		return false;
	struct str s = l->raw;
	if (s.p == c->in->bytes.p && str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
	buf_clear(&l->text);
	l->bad = board_decode(s, c->encoding, &l->text);
	return true;
}

static void advance(struct copy *c)
{
	struct line spare = c->now;

	c->now = c->next;
	c->has_now = c->has_next;
	c->next = spare;
	c->has_next = read_line(c, &c->next);
}

static void start(struct copy *c)
{
	c->at = 0;
	c->has_now = read_line(c, &c->now);
	c->has_next = read_line(c, &c->next);
}

static size_t position(const struct copy *c, struct str raw)
{
	return (size_t)(raw.p - c->in->bytes.p);
}

/* ---- heads ---- */

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static struct str without_blanks(struct str s) /* wide ones too */
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

static bool is_counter(struct str s) /* [1/3] (1/3) */
{
	if (s.n < 5 || (*s.p != '[' && *s.p != '('))
		return false;
	for (size_t i = 1; i + 1 < s.n; i++)
		if (!is_digit(s.p[i]) && s.p[i] != '/')
			return false;
	return s.p[s.n - 1] == ']' || s.p[s.n - 1] == ')';
}

/* What may stand after a time: IDs and the like, counters of the browser. */
static bool is_tail(struct str s)
{
	static const char *const starts[] = {"ID:", "BE:", "HOST:", "発信元:", "株"};

	while ((s = without_blanks(s)).n) {
		size_t end = str_find_char(s, ' ', 0);
		struct str word = str_slice(s, 0, end == SIZE_MAX ? s.n : end);
		bool known =
			is_counter(word) || str_eq(word, STR("0")) || str_eq(word, STR("O")) || str_eq(word, STR("●"));
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
		if ((end = date_at(s, i)) > i && is_tail(str_slice(s, end, s.n)))
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

	s = without_blanks(s);
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
			return without_blanks(str_slice(s, 0, s.n - strlen(ends[i])));
	return s;
}

/* "NAME[MAIL]": brackets at the end that hold what a mail field does, or anything where the name was labelled. */
static void split_mail(struct str s, bool labelled, struct parts *p)
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
	p->name = without_blanks(str_slice(s, 0, open - 1));
}

static bool take_name(struct str s, struct parts *p)
{
	static const char *const labels[] = {"名前：", "名前:", "Name:", "name:", NULL};
	bool labelled = false;

	s = without_blanks(cut_end(without_blanks(s)));
	s = without_blanks(cut_label(s, labels, &labelled));
	split_mail(s, labelled, p);
	return p->name.n > 0 || labelled;
}

/* A head in this line, or in this line and the next. */
static bool head_in(struct str line, struct str next, struct parts *p)
{
	struct str rest;

	*p = (struct parts){.number = number_at(line, &rest), .lines = 1};
	if (p->number < 0)
		return false;
	size_t date = find_date(rest);
	if (date != SIZE_MAX) {
		p->date = str_slice(rest, date, rest.n);
		/* a date alone after a number may be prose: with an ID it is not */
		return take_name(str_slice(rest, 0, date), p) || str_find(p->date, STR("ID:"), 0) != SIZE_MAX;
	}
	next = without_blanks(next);
	if (!next.n || find_date(next) != 0)
		return false;
	p->lines = 2;
	p->date = next;
	return take_name(rest, p);
}

static bool head_now(const struct copy *c, struct parts *p)
{
	return c->has_now &&
	       head_in(buf_view(&c->now.text), c->has_next ? buf_view(&c->next.text) : (struct str){"", 0}, p);
}

/* ---- posts ---- */

static void add_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '<')
			buf_cat(b, "&lt;");
		else if (s.p[i] == '&')
			buf_cat(b, "&amp;");
		else
			buf_char(b, s.p[i]);
}

/* The date without the browser's counters, "ID:" set off. */
static void add_date(struct buf *b, struct str s)
{
	size_t id = str_find(s, STR("ID:"), 0);

	if (id != SIZE_MAX && id && s.p[id - 1] != ' ') {
		add_escaped(b, str_slice(s, 0, id));
		buf_char(b, ' ');
		s = str_slice(s, id, s.n);
	}
	s = without_blanks(s);
	size_t open = s.n;
	while (open && s.p[open - 1] != '[' && s.p[open - 1] != '(')
		open--;
	if (open && is_counter(str_slice(s, open - 1, s.n)))
		s = str_slice(s, 0, open - 1);
	add_escaped(b, s);
}

static bool is_blank_line(const struct buf *b, size_t from)
{
	return !without_blanks(str_slice(buf_view(b), from, b->n)).n;
}

/* The lines up to the next head, without blank ones at both ends. Returns where they end in the input. */
static size_t read_body(struct copy *c, size_t end, size_t *bad)
{
	struct parts p;
	size_t filled = 0, line;

	buf_clear(&c->text);
	for (; c->has_now && !head_now(c, &p); advance(c)) {
		line = c->text.n;
		buf_str(&c->text, buf_view(&c->now.text));
		*bad += c->now.bad;
		if (is_blank_line(&c->text, line)) {
			c->text.n = line;
			if (line)
				buf_char(&c->text, '\n');
			continue;
		}
		buf_char(&c->text, '\n');
		filled = c->text.n;
		end = position(c, c->now.raw) + c->now.raw.n;
	}
	c->text.n = filled ? filled - 1 : 0;
	return end;
}

static bool read_post(struct copy *c, const struct parts *parts)
{
	struct board_post p = {.number = parts->number,
			       .posted_at = BOARD_NO_TIME,
			       .tz_min = 540,
			       .start = position(c, c->now.raw),
			       .bad = c->now.bad};
	const struct line *last = parts->lines == 2 ? &c->next : &c->now;
	size_t end = position(c, last->raw) + last->raw.n;
	struct buf mail = {0};

	head_clear(&c->head);
	buf_clear(&c->name);
	buf_cat(&c->name, "</b>"); /* what a browser shows as a trip is one */
	add_escaped(&c->name, parts->name);
	buf_clear(&c->date);
	add_date(&c->date, parts->date);
	buf_str(&mail, parts->mail);
	for (size_t i = 0; i < parts->lines; i++)
		advance(c);
	struct str own = c->has_now ? without_blanks(buf_view(&c->now.text)) : (struct str){"", 0};
	if (str_starts(own, STR("ID:")) && is_tail(own) && str_find(buf_view(&c->date), STR("ID:"), 0) == SIZE_MAX) {
		buf_char(&c->date, ' ');
		add_date(&c->date, own);
		end = position(c, c->now.raw) + c->now.raw.n;
		advance(c);
	}
	head_name(&c->head, buf_view(&c->name), &p);
	head_date(&c->head, buf_view(&c->date), c->created_at, &p);
	p.end = read_body(c, end, &p.bad);
	p.mail = buf_view(&mail);
	p.text = buf_view(&c->text);
	anchors_of(p.text, &c->anchors);
	p.anchors = c->anchors.v;
	p.n_anchors = c->anchors.n;
	bool good = reader_post(c->r, &p);
	buf_free(&mail);
	return good;
}

/* ---- the thread ---- */

static struct str address_in(struct str s)
{
	size_t at = str_find(s, STR("http"), 0), end;

	if (at == SIZE_MAX || str_find(s, STR("://"), at) == SIZE_MAX)
		return (struct str){"", 0};
	for (end = at; end < s.n && (unsigned char)s.p[end] > 0x20 && (unsigned char)s.p[end] < 0x7F;)
		end++;
	return str_slice(s, at, end);
}

static void read_preamble(struct copy *c)
{
	struct parts p;

	for (; c->has_now && !head_now(c, &p); advance(c)) {
		struct str s = without_blanks(buf_view(&c->now.text)), url = address_in(s);

		if (url.n && !c->url.n)
			buf_str(&c->url, url);
		else if (s.n && !url.n && !c->title.n)
			buf_str(&c->title, s);
	}
	if (!c->url.n)
		buf_str(&c->url, c->in->url);
}

/* By the address where it is one of a known family; by the address as it is; by the title. */
static bool find_thread(struct copy *c, struct board_source *s, struct err *err)
{
	struct board_input of_url = {.url = buf_view(&c->url), .path = c->in->path, .board = c->in->board};
	bool is_jbbs = str_find(of_url.url, STR("/jbbs."), 0) != SIZE_MAX;

	*s = (struct board_source){.url = of_url.url, .title = buf_view(&c->title), .created_at = BOARD_NO_TIME};
	if (is_jbbs)
		dat_place_jbbs(&of_url, &c->place);
	else
		dat_place_find(&of_url, &c->place);
	if (c->place.key.n && c->place.board.n && !c->place.board_guessed && (!of_url.url.n || c->place.host.n)) {
		s->family = is_jbbs ? STR("jbbs") : buf_view(&c->place.family);
		s->board = buf_view(&c->place.board);
		s->key = buf_view(&c->place.key);
		s->host = buf_view(&c->place.host);
		c->created_at = s->created_at = dat_key_time(s->key);
		return true;
	}
	if (of_url.url.n)
		return true;
	if (!s->title.n)
		return err_set(err, ERR_INPUT,
			       _("%.*s: which thread are these posts from? Write its address or its title in a line "
				 "above them"),
			       STR_ARG(c->in->path));
	s->family = STR("title");
	return true;
}

static bool read_all(struct copy *c, struct err *err)
{
	struct board_part part = {.format = "copy",
				  .encoding = c->encoding,
				  .retrieved_at = c->in->retrieved_at,
				  .end = c->in->bytes.n,
				  .rank = BOARD_RANK_PASTED};
	struct board_source source;
	struct parts p;

	start(c);
	read_preamble(c);
	if (!c->has_now)
		return err_set(err, ERR_INPUT, _("%.*s: no head line of a post, as “N name date ID:…”"),
			       STR_ARG(c->in->path));
	if (!find_thread(c, &source, err))
		return false;
	part.url = source.url;
	if (!reader_part(c->r, &part) || !reader_source(c->r, &source))
		return false;
	while (head_now(c, &p))
		if (!read_post(c, &p))
			return false;
	return true;
}

static const char *encoding_of(const struct board_input *in)
{
	size_t n = in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE;

	while (n < in->bytes.n && n > SAMPLE / 2 && in->bytes.p[n - 1] != '\n')
		n--;
	return in->encoding.n ? board_encoding_named(in->encoding)
			      : board_encoding(str_slice(in->bytes, 0, n), (struct str){"", 0});
}

static void copy_free(struct copy *c)
{
	struct buf *all[] = {&c->now.text, &c->next.text, &c->title, &c->url, &c->name, &c->date, &c->text};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_free(all[i]);
	head_free(&c->head);
	vec_free(&c->anchors);
	dat_place_free(&c->place);
}

bool copy_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct copy c = {.r = r, .in = in, .encoding = encoding_of(in), .created_at = BOARD_NO_TIME};
	bool good = read_all(&c, err);

	copy_free(&c);
	return good;
}

int copy_looks(const struct board_input *in)
{
	struct board_input sample = *in;
	struct parts p;
	int lines = 0, score = 0;

	sample.bytes = str_slice(in->bytes, 0, in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE);
	if (!sample.bytes.n || strchr("<{[", *sample.bytes.p) || memchr(sample.bytes.p, 0, sample.bytes.n) ||
	    str_find(str_slice(sample.bytes, 0, sample.bytes.n < LINE ? sample.bytes.n : LINE), STR("<>"), 0) !=
		    SIZE_MAX)
		return 0; /* pages, JSON, dats: not to be decoded for nothing */
	struct copy c = {.in = &sample, .encoding = encoding_of(&sample)};
	for (start(&c); c.has_now && lines <= PREAMBLE && !score; advance(&c)) {
		if (head_now(&c, &p))
			score = 60;
		lines += without_blanks(buf_view(&c.now.text)).n > 0;
	}
	copy_free(&c);
	return score;
}
