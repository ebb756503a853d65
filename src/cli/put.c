/* Members of JSON objects and lines of text that several subcommands print. */
#include "put.h"

#include "taiyaku/text.h"

#include <stdio.h>

/* ---- JSON ---- */

void cli_put_text(struct json_out *o, const char *name, struct str s)
{
	struct buf b = {0};

	json_name(o, name);
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

void cli_put_citings(struct json_out *o, const struct store_citings *c)
{
	json_name(o, "cited_by");
	json_begin(o, '[');
	for (size_t i = 0; i < c->n; i++) {
		json_begin(o, '{');
		cli_put_text(o, "document", c->v[i].document);
		cli_put_text(o, "path", c->v[i].path);
		cli_put_int(o, "line", (long long)c->v[i].line);
		cli_put_text(o, "text", c->v[i].text);
		json_end(o, '}');
	}
	json_end(o, ']');
}

void cli_print_json(struct buf *b)
{
	fwrite(b->p, 1, b->n, stdout);
	buf_free(b);
}

/* ---- for people ---- */

void cli_print_line(struct buf *b)
{
	static const struct text_terminal terminal;
	struct buf out = {0};

	text_printable(buf_view(b), &terminal, &out);
	puts(buf_cstr(&out));
	buf_clear(b);
	buf_free(&out);
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
