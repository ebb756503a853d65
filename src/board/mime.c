/* The head of a message: its fields, their parameters and encoded words. Nothing is changed in place: a field's value
 * is unfolded into a buffer as bytes, since a multibyte character may be cut by a fold or by two encoded words; bytes
 * become text only when all that belongs together has been joined. */
#include "board_int.h"

#include <strings.h>

static struct str line_at(struct str s, size_t at, size_t *next)
{
	size_t end = str_find_char(s, '\n', at);

	*next = end == SIZE_MAX ? s.n : end + 1;
	end = end == SIZE_MAX ? s.n : end;
	return str_slice(s, at, end > at && s.p[end - 1] == '\r' ? end - 1 : end);
}

/* Bytes of the field's name, or 0 where the line is none. */
static size_t field_name(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7F && line.p[n] != ':')
		n++;
	return n < line.n && line.p[n] == ':' ? n : 0;
}

static bool is_fold(struct str line)
{
	return line.n && (line.p[0] == ' ' || line.p[0] == '\t');
}

struct str mime_head(struct str message, struct str *body)
{
	size_t at = 0, next;

	for (; at < message.n; at = next) {
		struct str line = line_at(message, at, &next);

		if (!line.n) {
			*body = str_slice(message, next, message.n);
			return str_slice(message, 0, at);
		}
		if (!field_name(line) && !(at && is_fold(line)))
			break;
	}
	*body = str_slice(message, at, message.n);
	return str_slice(message, 0, at);
}

bool mime_field(struct str head, const char *name, struct buf *out)
{
	size_t length = strlen(name), at = 0, next;
	bool found = false;

	buf_clear(out);
	for (; at < head.n; at = next) {
		struct str line = line_at(head, at, &next);

		if (found && !is_fold(line))
			break;
		if (found)
			buf_char(out, ' ');
		else if (field_name(line) != length || strncasecmp(line.p, name, length) != 0)
			continue;
		else
			line = str_slice(line, length + 1, line.n);
		found = true;
		buf_str(out, str_trim(line));
	}
	return found;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

void mime_value(struct str value, struct buf *out)
{
	size_t end = str_find_char(value, ';', 0);

	value = str_trim(str_slice(value, 0, end == SIZE_MAX ? value.n : end));
	buf_clear(out);
	for (size_t i = 0; i < value.n; i++)
		buf_char(out, lower(value.p[i]));
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

/* A byte written as two hexadecimal digits at `at`, or -1. */
static int hex_byte(struct str s, size_t at)
{
	return at + 2 <= s.n && hex(s.p[at]) >= 0 && hex(s.p[at + 1]) >= 0 ? hex(s.p[at]) * 16 + hex(s.p[at + 1]) : -1;
}

/* ---- parameters: "; name=value; name*0*=charset'language'value; name*1=more" ---- */
struct parameter {
	struct str name;
	struct buf value; /* without quotes */
};

static size_t quoted(struct str s, size_t at, struct buf *out)
{
	for (at++; at < s.n && s.p[at] != '"'; at++) {
		if (s.p[at] == '\\' && at + 1 < s.n)
			at++;
		buf_char(out, s.p[at]);
	}
	return at < s.n ? at + 1 : at;
}

/* The parameter after the next ";" at or after *at. */
static bool next_parameter(struct str s, size_t *at, struct parameter *out)
{
	size_t i = str_find_char(s, ';', *at), start;

	if (i == SIZE_MAX)
		return false;
	start = ++i;
	while (i < s.n && s.p[i] != '=' && s.p[i] != ';')
		i++;
	out->name = str_trim(str_slice(s, start, i));
	buf_clear(&out->value);
	if (i < s.n && s.p[i] == '=') {
		for (i++; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t');)
			i++;
		start = i;
		if (i < s.n && s.p[i] == '"') {
			i = quoted(s, i, &out->value);
		} else {
			while (i < s.n && s.p[i] != ';')
				i++;
			buf_str(&out->value, str_trim(str_slice(s, start, i)));
		}
	}
	*at = i;
	return true;
}

/* Undoes %XX, and for a first piece finds the charset before the first apostrophe. */
static void extended(struct str value, bool first, struct buf *charset, struct buf *out)
{
	size_t mark = first ? str_find_char(value, '\'', 0) : SIZE_MAX, at = 0;

	if (mark != SIZE_MAX && (at = str_find_char(value, '\'', mark + 1)) != SIZE_MAX) {
		buf_str(charset, str_slice(value, 0, mark));
		at++;
	} else {
		at = 0;
	}
	for (; at < value.n; at++) {
		int byte = value.p[at] == '%' ? hex_byte(value, at + 1) : -1;

		buf_char(out, byte >= 0 ? (char)byte : value.p[at]);
		at += byte >= 0 ? 2 : 0;
	}
}

bool mime_parameter(struct str value, const char *name, struct buf *out)
{
	struct parameter p = {0};
	struct buf bytes = {0}, charset = {0};
	size_t at = 0, length = strlen(name);
	bool found = false, pieces = false;

	buf_clear(out);
	while (next_parameter(value, &at, &p)) {
		struct str rest = p.name;

		if (rest.n < length || strncasecmp(rest.p, name, length) != 0)
			continue;
		rest = str_slice(rest, length, rest.n);
		if (rest.n && rest.p[0] != '*')
			continue;
		if (found && !(pieces && rest.n > 1))
			continue; /* the first of a name counts, and the pieces that go on from a first one */
		if (rest.n && rest.p[rest.n - 1] == '*')
			extended(buf_view(&p.value), !found, &charset, &bytes);
		else
			buf_str(&bytes, buf_view(&p.value));
		pieces = rest.n > 1;
		found = true;
	}
	if (charset.n)
		mime_text(buf_view(&bytes), buf_view(&charset), out);
	else
		mime_words(buf_view(&bytes), out); /* many programs write encoded words here */
	buf_free(&p.value);
	buf_free(&bytes);
	buf_free(&charset);
	return found;
}

/* ---- encoded words: =?charset?Q?text?= ---- */
struct word {
	struct str charset, text;
	bool base64;
	size_t end;
};

static bool word_at(struct str s, size_t at, struct word *w)
{
	size_t charset = at + 2, kind = str_find_char(s, '?', charset), text, end, language;

	if (kind == SIZE_MAX || kind == charset || kind - charset > 40 || kind + 3 > s.n || s.p[kind + 2] != '?')
		return false;
	text = kind + 3;
	end = str_find(s, STR("?="), text);
	if (end == SIZE_MAX || !strchr("BbQq", s.p[kind + 1]) || !s.p[kind + 1])
		return false;
	w->charset = str_slice(s, charset, kind);
	language = str_find_char(w->charset, '*', 0);
	if (language != SIZE_MAX)
		w->charset.n = language;
	w->text = str_slice(s, text, end);
	w->base64 = lower(s.p[kind + 1]) == 'b';
	w->end = end + 2;
	return true;
}

static void word_bytes(const struct word *w, struct buf *out)
{
	if (w->base64) {
		mime_decode(w->text, STR("base64"), out);
		return;
	}
	for (size_t i = 0; i < w->text.n; i++) {
		int byte = w->text.p[i] == '=' ? hex_byte(w->text, i + 1) : -1;

		buf_char(out, byte >= 0 ? (char)byte : w->text.p[i] == '_' ? ' ' : w->text.p[i]);
		i += byte >= 0 ? 2 : 0;
	}
}

static bool same_charset(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !strncasecmp(a.p, b.p, a.n));
}

/* Words of one charset that stand side by side are decoded together. */
void mime_words(struct str value, struct buf *out)
{
	struct buf bytes = {0};
	struct str charset = {0};
	size_t plain = 0, at = 0, start = out->n; /* value[plain .. at) is no word, or not yet looked at */
	bool after_word = false;

	while ((at = str_find(value, STR("=?"), at)) != SIZE_MAX) {
		struct word w;
		struct str between = str_slice(value, plain, at);

		if (!word_at(value, at, &w)) {
			at += 2;
			continue;
		}
		if (after_word && !str_trim(between).n)
			between.n = 0;
		if (between.n || !same_charset(charset, w.charset)) {
			mime_text(buf_view(&bytes), charset, out);
			buf_clear(&bytes);
		}
		if (between.n)
			mime_text(between, (struct str){0}, out);
		charset = w.charset;
		word_bytes(&w, &bytes);
		plain = at = w.end;
		after_word = true;
	}
	mime_text(buf_view(&bytes), charset, out);
	mime_text(str_slice(value, plain, value.n), (struct str){0}, out);
	buf_free(&bytes);
	for (size_t i = start; i < out->n; i++)
		if (out->p[i] == '\n')
			out->p[i] = ' ';
}
