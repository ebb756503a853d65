/* Posts that were copied out of a browser and pasted into a file: a head (copy_head.c), then the body up to the next
 * one. The lines above the first head name the thread, by its address or its title. */
#include "copy.h"
#include "dat.h"

#define SAMPLE 8192
#define LINE 400
#define PREAMBLE 8 /* lines above the first head, at most */

struct line {           /* decoded */
	struct str raw; /* as bytes of the input */
	struct buf text;
	size_t bad;
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
	s.n = s.n < DAT_FIELD_MAX ? s.n : DAT_FIELD_MAX;
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

static bool head_now(const struct copy *c, struct copy_head *p)
{
	return c->has_now &&
	       copy_head(buf_view(&c->now.text), c->has_next ? buf_view(&c->next.text) : (struct str){"", 0}, p);
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
	s = copy_trim(s);
	size_t open = s.n;
	while (open && s.p[open - 1] != '[' && s.p[open - 1] != '(')
		open--;
	if (open && copy_is_counter(str_slice(s, open - 1, s.n)))
		s = str_slice(s, 0, open - 1);
	add_escaped(b, s);
}

static bool is_blank_line(const struct buf *b, size_t from)
{
	return !copy_trim(str_slice(buf_view(b), from, b->n)).n;
}

/* The lines up to the next head, without blank ones at both ends. Returns where they end in the input. */
static size_t read_body(struct copy *c, size_t end, size_t *bad)
{
	struct copy_head p;
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

static bool read_post(struct copy *c, const struct copy_head *parts)
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
	struct str own = c->has_now ? copy_trim(buf_view(&c->now.text)) : (struct str){"", 0};
	if (str_starts(own, STR("ID:")) && copy_is_tail(own) &&
	    str_find(buf_view(&c->date), STR("ID:"), 0) == SIZE_MAX) {
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
	struct copy_head p;

	for (; c->has_now && !head_now(c, &p); advance(c)) {
		struct str s = copy_trim(buf_view(&c->now.text)), url = address_in(s);

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
	struct copy_head p;

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
	struct copy c = {
		.r = r, .in = in, .encoding = board_encoding_of_lines(in, in->declared), .created_at = BOARD_NO_TIME};
	bool good = read_all(&c, err);

	copy_free(&c);
	return good;
}

int copy_looks(const struct board_input *in)
{
	struct board_input sample = *in;
	struct copy_head p;
	int lines = 0, score = 0;

	sample.bytes = str_slice(in->bytes, 0, in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE);
	if (!sample.bytes.n || strchr("<{[", *sample.bytes.p) || memchr(sample.bytes.p, 0, sample.bytes.n) ||
	    str_find(str_slice(sample.bytes, 0, sample.bytes.n < LINE ? sample.bytes.n : LINE), STR("<>"), 0) !=
		    SIZE_MAX)
		return 0; /* pages, JSON, dats: not to be decoded for nothing */
	struct copy c = {.in = &sample, .encoding = board_encoding_of_lines(&sample, sample.declared)};
	for (start(&c); c.has_now && lines <= PREAMBLE && !score; advance(&c)) {
		if (head_now(&c, &p))
			score = 60;
		lines += copy_trim(buf_view(&c.now.text)).n > 0;
	}
	copy_free(&c);
	return score;
}
