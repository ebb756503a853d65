/* One line of a dat and its kin. It is cut as bytes ("<", ">" and LF are no second byte in CP932 and EUC-JP), each
 * field is decoded for itself, and tags and entities are looked at last: damage stays in its field. */
#include "dat.h"

#include "taiyaku/text.h"

void dat_post_free(struct dat_post *d)
{
	head_free(&d->head);
	buf_free(&d->name);
	buf_free(&d->mail);
	buf_free(&d->date);
	buf_free(&d->raw);
	buf_free(&d->text);
	vec_free(&d->anchors);
}

/* ---- cutting ---- */

static bool is_too_long(struct str field)
{
	return field.n > DAT_FIELD_MAX;
}

bool dat_next_line(struct str s, size_t *at, struct str *line, bool *torn)
{
	if (*at >= s.n)
		return false;
	size_t end = str_find_char(s, '\n', *at);
	*torn = end == SIZE_MAX;
	*line = str_slice(s, *at, *torn ? s.n : end);
	*at = *torn ? s.n : end + 1;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static size_t separator(struct str s, size_t from, bool comma)
{
	if (comma)
		return str_find_char(s, ',', from);
	for (const char *p; from + 1 < s.n && (p = memchr(s.p + from, '<', s.n - from - 1)) != NULL;) {
		from = (size_t)(p - s.p) + 1;
		if (p[1] == '>')
			return from - 1;
	}
	return SIZE_MAX;
}

void dat_cut(struct str line, bool comma, struct dat_fields *f)
{
	size_t at = 0, end, most = sizeof f->field / sizeof *f->field;

	f->line = line;
	f->rest = (struct str){"", 0};
	for (f->n = 0;; at = end + (comma ? 1 : 2)) {
		end = separator(line, at, comma);
		if (f->n == 5)
			f->rest = str_slice(line, at, line.n);
		if (f->n < most)
			f->field[f->n] = str_slice(line, at, end == SIZE_MAX ? line.n : end);
		f->n++;
		if (end == SIZE_MAX)
			return;
	}
}

/* ---- special lines ---- */

/* In CP932, EUC-JP and UTF-8: what stands where a post was taken away. */
static const char *const removed[] = {
	"\x82\xA0\x82\xDA\x81[\x82\xF1",    /* あぼーん */
	"\x82\xA4\x82\xD3\x81`\x82\xF1",    /* うふ～ん */
	"\x82\xA4\x82\xD3\x81[\x82\xF1",    /* うふーん */
	"\x81\x83\x8D\xED\x8F\x9C\x81\x84", /* ＜削除＞ */
	"\xA4\xA2\xA4\xDC\xA1\xBC\xA4\xF3", "あぼーん", "＜削除＞", "うふ～ん", "うふーん",
};

bool dat_is_date(struct str s)
{
	size_t i = 0;

	s = str_trim(s);
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if ((i == 2 || i == 4) && i < s.n && (s.p[i] == '/' || s.p[i] == '-'))
		return true;
	if (str_starts(s, STR("Over ")) || str_starts(s, STR("NG NG")) || str_starts(s, STR("ID:")))
		return true;
	for (i = 0; i < sizeof removed / sizeof *removed; i++)
		if (str_starts(s, str_c(removed[i])))
			return true;
	return false;
}

/* Decoded already: is it one of the words for a deleted post? */
static bool is_removed(struct str s)
{
	static const char *const words[] = {"あぼーん", "うふ～ん", "うふ〜ん", "うふーん",
					    "＜削除＞", "削除",     "[削除]"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(s, str_c(words[i])))
			return true;
	return false;
}

/* All fields the same word (the board chooses it), or one of the known words where the date should be. */
static bool is_deleted(const struct board_post *p, struct str date)
{
	struct str name = p->name, text = str_trim(p->text), mail = str_trim(p->mail);

	date = str_trim(date);
	if (name.n && str_eq(name, text) && str_eq(name, mail) &&
	    (str_eq(name, date) || (str_starts(date, name) && str_ends(date, STR("ID:DELETED")))))
		return true;
	return p->posted_at == BOARD_NO_TIME && (is_removed(date) || str_ends(date, STR("ID:DELETED")));
}

/* "Over 1000 Thread", and the words of those who stop or move a thread. */
static bool is_system(struct str date)
{
	if (str_starts(date, STR("Over ")))
		return date.n > 5 && date.p[5] >= '0' && date.p[5] <= '9';
	return str_eq(date, STR("停止")) || str_eq(date, STR("移転"));
}

/* ---- fields ---- */

static void replace(struct buf *b, struct str what, char by)
{
	size_t at = str_find(buf_view(b), what, 0), to = at;

	if (at == SIZE_MAX)
		return;
	while (at < b->n) {
		bool hit = str_starts(str_slice(buf_view(b), at, b->n), what);

		b->p[to++] = hit ? by : b->p[at];
		at += hit ? what.n : 1;
	}
	b->n = to;
}

static size_t decode(struct str field, const char *encoding, bool comma, struct buf *out)
{
	buf_clear(out);
	field.n = field.n < DAT_FIELD_MAX ? field.n : DAT_FIELD_MAX;
	size_t bad = board_decode(field, encoding, out);
	if (comma)
		replace(out, STR("＠｀"), ',');
	return bad;
}

void dat_title(struct str field, const char *encoding, bool comma, struct buf *out)
{
	struct buf raw = {0};

	buf_clear(out);
	decode(field, encoding, comma, &raw);
	html_decode(buf_view(&raw), out);
	while (out->n && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\t'))
		out->n--;
	if (is_removed(buf_view(out)))
		buf_clear(out);
	buf_free(&raw);
}

/* One blank at each end has been the server's since 2001. */
static struct str without_padding(struct str s)
{
	if (s.n && s.p[0] == ' ')
		s = str_slice(s, 1, s.n);
	if (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

static struct str plain(struct str s, struct buf *out)
{
	if (!memchr(s.p, '<', s.n) && !memchr(s.p, '&', s.n))
		return s;
	buf_clear(out);
	html_text(s, out);
	return buf_view(out);
}

static void set_text(struct dat_post *d, const struct dat_line *l, const char *encoding, struct board_post *p)
{
	p->bad += decode(l->body, encoding, l->comma, &d->raw);
	buf_clear(&d->text);
	html_text(without_padding(buf_view(&d->raw)), &d->text);
	if (l->extra.n) {
		p->bad += decode(l->extra, encoding, l->comma, &d->raw);
		buf_cat(&d->text, d->text.n ? "\n<>" : "<>");
		buf_str(&d->text, buf_view(&d->raw));
		p->broken = true;
	}
	p->text = buf_view(&d->text);
}

static void set_anchors(struct dat_post *d, struct board_post *p)
{
	anchors_of(p->text, &d->anchors);
	p->anchors = d->anchors.v;
	p->n_anchors = d->anchors.n;
}

void dat_post_make(struct dat_post *d, const struct dat_line *l, const char *encoding, int64_t created_at,
		   struct board_post *p)
{
	*p = (struct board_post){.number = -1, .posted_at = BOARD_NO_TIME, .tz_min = 540};
	head_clear(&d->head);
	p->bad = decode(l->name, encoding, l->comma, &d->name);
	head_name(&d->head, buf_view(&d->name), p);
	p->bad += decode(l->date, encoding, l->comma, &d->date);
	head_date(&d->head, buf_view(&d->date), created_at, p);
	p->bad += decode(l->mail, encoding, l->comma, &d->mail);
	p->mail = plain(buf_view(&d->mail), &d->head.plain);
	set_text(d, l, encoding, p);
	p->broken |= is_too_long(l->body) || is_too_long(l->name) || is_too_long(l->mail);
	if (is_system(p->date_text))
		p->kind = BOARD_SYSTEM;
	else if (is_deleted(p, buf_view(&d->date)))
		p->kind = BOARD_DELETED;
	set_anchors(d, p);
}

void dat_post_broken(struct dat_post *d, struct str line, const char *encoding, struct board_post *p)
{
	*p = (struct board_post){.number = -1, .posted_at = BOARD_NO_TIME, .tz_min = 540, .broken = true};
	p->bad = decode(line, encoding, false, &d->text);
	p->text = buf_view(&d->text);
	d->anchors.n = 0;
}
