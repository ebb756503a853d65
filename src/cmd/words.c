/* A command line as words: quotes, escapes, comments, `;` between commands. And what the argument column of a command
 * says about the words that follow its name. */
#include "words.h"

#include <assert.h>

void cmd_words_free(struct cmd_words *w)
{
	vec_free(&w->v);
	vec_free(&w->at);
	buf_free(&w->text);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char escaped(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

/* A quoted part from its quote at `at`; returns where it ends, POS_NONE: it is not closed. */
static size_t quoted(struct str line, size_t at, struct buf *out)
{
	char quote = line.p[at++];

	for (; at < line.n; at++) {
		char c = line.p[at];

		if (c == quote)
			return at + 1;
		if (c == '\\' && quote == '"' && at + 1 < line.n)
			c = escaped(line.p[++at]);
		buf_char(out, c);
	}
	return POS_NONE;
}

/* One word from `at`; returns where it ends, POS_NONE: a quote is not closed. */
static size_t word(struct str line, size_t at, bool open, struct buf *out)
{
	while (at < line.n && !is_blank(line.p[at]) && line.p[at] != ';') {
		if (line.p[at] == '"' || line.p[at] == '\'') {
			size_t end = quoted(line, at, out);

			if (end == POS_NONE)
				return open ? line.n : POS_NONE;
			at = end;
			continue;
		}
		if (line.p[at] == '\\' && at + 1 < line.n)
			at++;
		buf_char(out, line.p[at++]);
	}
	return at;
}

/* The words were kept as offsets while their buffer grew. */
static void point_words(struct cmd_words *w, const size_t *ends)
{
	size_t start = 0;

	assert(ends || !w->v.n);
	for (size_t i = 0; i < w->v.n; i++) {
		w->v.v[i] = (struct str){w->text.p + start, ends[i] - start};
		start = ends[i] + 1;
	}
}

bool cmd_lex(struct str line, bool open, struct cmd_words *w, size_t *next, struct err *e)
{
	VEC(size_t) ends = {0};
	size_t at = *next;

	w->v.n = w->at.n = 0;
	buf_clear(&w->text);
	for (;;) {
		size_t start;

		w->end = at;
		while (at < line.n && is_blank(line.p[at]))
			at++;
		if (at < line.n && line.p[at] == '#')
			at = line.n;
		if (at >= line.n || line.p[at] == ';')
			break;
		start = at;
		at = word(line, at, open, &w->text);
		if (at == POS_NONE) {
			vec_free(&ends);
			return err_set(e, ERR_USAGE,
				       _("the quote %c is not closed; write it again at the end of the word"),
				       line.p[start]);
		}
		vec_push(&w->v, (struct str){0});
		vec_push(&w->at, (struct span){start, at});
		vec_push(&ends, w->text.n);
		buf_char(&w->text, '\0');
	}
	*next = at < line.n ? at + 1 : POS_NONE;
	point_words(w, ends.v);
	vec_free(&ends);
	return true;
}

bool cmd_split(struct str line, struct cmd_words *w, size_t *next, struct err *e)
{
	return cmd_lex(line, false, w, next, e);
}

void cmd_quote(struct str s, struct buf *out)
{
	bool plain = s.n > 0 && s.p[0] != '#';

	for (size_t i = 0; plain && i < s.n; i++)
		plain = !is_blank(s.p[i]) && !strchr("\"'\\;", s.p[i]);
	if (plain) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"' || c == '\\' || c == '\n' || c == '\t')
			buf_char(out, '\\');
		buf_char(out, c == '\n' ? 'n' : c == '\t' ? 't' : c);
	}
	buf_char(out, '"');
}

struct str cmd_spec_word(const char *args, size_t i)
{
	static const char more[] = "…";
	struct str s = str_c(args), last = {0};
	size_t at = 0;

	while (at < s.n) {
		size_t end = str_find_char(s, ' ', at);

		if (end == SIZE_MAX)
			end = s.n;
		last = str_slice(s, at, end);
		if (!i-- || str_find(last, str_c(more), 0) != SIZE_MAX)
			return last;
		at = end + 1;
	}
	return (struct str){0};
}

bool cmd_spec_next(struct str w, size_t *at, struct str *alternative)
{
	size_t end;

	while (*at < w.n && strchr("[|]", w.p[*at]))
		++*at;
	for (end = *at; end < w.n && !strchr("[|]", w.p[end]) && !str_starts(str_slice(w, end, w.n), STR("…"));)
		end++;
	*alternative = str_slice(w, *at, end);
	*at = end < w.n && !strchr("[|]", w.p[end]) ? w.n : end;
	return alternative->n > 0;
}

bool cmd_spec_kind(struct str a)
{
	return a.n && a.p[0] >= 'A' && a.p[0] <= 'Z';
}
