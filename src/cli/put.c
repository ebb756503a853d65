/* Members of JSON objects and lines of text that several subcommands print. */
#include "put.h"

#include "taiyaku/text.h"

#include <unistd.h>

/* ---- JSON ---- */

void cli_put_text(struct json_out *o, const char *name, struct str s)
{
	json_name(o, name);
	cli_put_item(o, s);
}

void cli_put_item(struct json_out *o, struct str s)
{
	struct buf b = {0};

	if (text_bad(s) != POS_NONE) { /* a path may be any bytes */
		for (size_t i = 0; i < s.n;) {
			uint32_t cp;
			i = text_next(s, i, &cp);
			buf_code_point(&b, cp);
		}
		s = buf_view(&b);
	}
	json_put_str_or_null(o, s);
	buf_free(&b);
}

void cli_put_int(struct json_out *o, const char *name, long long n)
{
	json_name(o, name);
	json_put_int(o, n);
}

void cli_put_number(struct json_out *o, const char *name, long n)
{
	json_name(o, name);
	if (n < 0)
		json_put_null(o);
	else
		json_put_int(o, n);
}

void cli_put_bool(struct json_out *o, const char *name, bool b)
{
	json_name(o, name);
	json_put_bool(o, b);
}

void cli_put_time(struct json_out *o, const char *name, int64_t ms, int tz_min)
{
	char text[36] = "";

	if (ms != STORE_NO_TIME)
		cite_time_format(ms, tz_min, text);
	cli_put_text(o, name, str_c(text));
}

void cli_put_source(struct json_out *o, const struct store_identity *s)
{
	json_name(o, "source");
	if (!s->family.n) {
		json_put_null(o);
		return;
	}
	json_begin(o, '{');
	cli_put_text(o, "family", s->family);
	cli_put_text(o, "board", s->board);
	cli_put_text(o, "key", s->key);
	cli_put_text(o, "title", s->title);
	json_end(o, '}');
}

void cli_put_numbers(struct json_out *o, const char *name, const long *v, size_t n)
{
	json_name(o, name);
	json_begin(o, '[');
	for (size_t i = 0; i < n; i++)
		json_put_int(o, v[i]);
	json_end(o, ']');
}

bool cli_is_again(const struct store_citings *c, size_t i)
{
	return i && c->v[i].start == c->v[i - 1].start && str_eq(c->v[i].document, c->v[i - 1].document);
}

void cli_put_citings(struct json_out *o, const struct store_citings *c)
{
	json_name(o, "cited_by");
	json_begin(o, '[');
	for (size_t i = 0; i < c->n; i++) {
		if (cli_is_again(c, i))
			continue;
		json_begin(o, '{');
		cli_put_text(o, "document", c->v[i].document);
		cli_put_text(o, "path", c->v[i].path);
		cli_put_int(o, "line", (long long)c->v[i].line);
		cli_put_text(o, "text", c->v[i].text);
		json_end(o, '}');
	}
	json_end(o, ']');
}

void cli_print(struct buf *b)
{
	if (b->n)
		fwrite(b->p, 1, b->n, stdout);
	buf_clear(b);
}

void cli_print_json(struct buf *b)
{
	cli_print(b);
	buf_free(b);
}

/* ---- for people ---- */

static void add_printable(struct buf *out, struct str s)
{
	static const struct text_terminal terminal;

	text_printable(s, &terminal, out);
}

void cli_print_line_to(FILE *to, struct buf *b)
{
	struct buf out = {0};

	add_printable(&out, buf_view(b));
	fprintf(to, "%s\n", buf_cstr(&out));
	buf_clear(b);
	buf_free(&out);
}

void cli_print_line(struct buf *b)
{
	cli_print_line_to(stdout, b);
}

/* [start, end) of the text, the hits in it set off; *hit is the first that does not end before it. */
static void add_marked(struct buf *out, struct str text, size_t start, size_t end, const struct span *hits, size_t n)
{
	bool loud = isatty(STDOUT_FILENO);

	for (size_t i = 0; i < n && hits[i].start < end; i++) {
		size_t from = hits[i].start > start ? hits[i].start : start, to = hits[i].end < end ? hits[i].end : end;
		if (to <= from)
			continue;
		add_printable(out, str_slice(text, start, from));
		buf_cat(out, loud ? "\033[7m" : "");
		add_printable(out, str_slice(text, from, to));
		buf_cat(out, loud ? "\033[27m" : "");
		start = to;
	}
	add_printable(out, str_slice(text, start, end));
}

void cli_print_text(struct str text, int indent, const struct span *hits, size_t n)
{
	struct buf out = {0};

	for (size_t start = 0, end; start < text.n || !start; start = end + 1) {
		end = str_find_char(text, '\n', start);
		if (end == SIZE_MAX)
			end = text.n;
		while (n && hits->end <= start) {
			hits++;
			n--;
		}
		bool hit = n && hits->start < end;
		buf_printf(&out, "%*s%s", indent > 2 ? indent - 2 : 0, "", hit ? "> " : "  ");
		add_marked(&out, text, start, end, hits, n);
		puts(buf_cstr(&out));
		buf_clear(&out);
	}
	buf_free(&out);
}

static void add_field(struct buf *b, const char *before, struct str s)
{
	if (s.n)
		buf_printf(b, "  %s" STR_FMT, before, STR_ARG(s));
}

/* Boards give each writer a code, other sites have users with names. */
static const char *poster_label(const struct store_identity *source)
{
	static const char *const boards[] = {"5ch", "2ch.sc", "open2ch", "next2ch", "jbbs", "machi", "4chan", "vichan"};

	for (size_t i = 0; i < sizeof boards / sizeof *boards; i++)
		if (str_eq(source->family, str_c(boards[i])))
			return "ID:";
	return "";
}

void cli_print_head(const struct store_post *p, const struct store_identity *source, int indent)
{
	struct buf b = {0};
	char time[36] = "";

	buf_printf(&b, "%*s", indent, "");
	if (p->number >= 0)
		buf_printf(&b, "%4ld", p->number);
	else
		buf_str(&b, p->key);
	add_field(&b, "", p->name);
	add_field(&b, "", p->trip);
	add_field(&b, "", p->slip);
	if (p->posted_at != STORE_NO_TIME)
		cite_time_format(p->posted_at, p->tz_min, time);
	add_field(&b, "", p->date_text.n ? p->date_text : str_c(time));
	add_field(&b, poster_label(source), p->poster);
	add_field(&b, "BE:", p->be);
	if (p->deleted)
		buf_printf(&b, "  [%s]", p->text.n && p->kind != STORE_DELETED ? _("deleted later") : _("deleted"));
	if (!p->held)
		buf_printf(&b, "  [%s]", cite_verdict_label(VERDICT_QUOTED));
	cli_print_line(&b);
	buf_free(&b);
}

void cli_add_source(struct buf *b, const struct store_identity *s)
{
	buf_str(b, s->title);
	if (!s->family.n || str_eq(s->family, STR("title")))
		return;
	buf_printf(b, "%s" STR_FMT "/" STR_FMT "/" STR_FMT, s->title.n ? "  " : "", STR_ARG(s->family),
		   STR_ARG(s->board), STR_ARG(s->key));
}

struct str cli_first_line(struct str text)
{
	size_t end = str_find_char(text, '\n', 0);

	return end == SIZE_MAX ? text : str_slice(text, 0, end);
}
