/* A tolerant scanner of tags: no tree, no recursion, one pass. What is no tag is text, "<" included.
 *
 * Every token is at least one byte. A ">" within quotes does not end a tag; where a quote is never closed, the first
 * ">" ends it and quotes count no more (html.bare): so that a page is looked through once, whatever is in it. */
#include "board_int.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool same_letters(struct str s, struct str word)
{
	if (s.n != word.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (lower(s.p[i]) != lower(word.p[i]))
			return false;
	return true;
}

bool html_is(const struct html *h, const char *name)
{
	return same_letters(h->name, str_c(name));
}

/* ---- tokens ---- */

static enum html_kind token(struct html *h, enum html_kind kind, size_t end)
{
	h->span = (struct span){h->at, end};
	h->kind = kind;
	h->at = end;
	return kind;
}

static enum html_kind text_until(struct html *h, size_t end)
{
	h->inside = str_slice(h->s, h->at, end);
	return token(h, HTML_TEXT, end);
}

/* Where the tag that starts at h->at ends: its ">", or SIZE_MAX. */
static size_t tag_end(struct html *h)
{
	const char *p = h->s.p, *q;
	size_t n = h->s.n, i = h->at + 1;

	while (!h->bare && i < n && p[i] != '>') {
		bool quote = (p[i] == '"' || p[i] == '\'') && p[i - 1] == '=';
		if (!quote && (p[i] == '"' || p[i] == '\'')) { /* = "…": blanks may stand between */
			size_t k = i;
			while (k > h->at && is_blank(p[k - 1]))
				k--;
			quote = k > h->at && p[k - 1] == '=';
		}
		if (!quote) {
			i++;
			continue;
		}
		q = memchr(p + i + 1, p[i], n - i - 1);
		i = q ? (size_t)(q - p) + 1 : n;
	}
	if (i < n && p[i] == '>')
		return i;
	h->bare = true;
	return str_find_char(h->s, '>', h->at);
}

static bool holds_text_only(struct str name)
{
	return same_letters(name, STR("script")) || same_letters(name, STR("style")) ||
	       same_letters(name, STR("textarea")) || same_letters(name, STR("title"));
}

static enum html_kind tag(struct html *h, bool closing)
{
	size_t end = tag_end(h), from = h->at + (closing ? 2 : 1), to = from;

	if (end == SIZE_MAX)
		return text_until(h, h->s.n);
	while (to < end && !is_blank(h->s.p[to]) && h->s.p[to] != '/')
		to++;
	h->name = str_slice(h->s, from, to);
	h->self_closing = !closing && end > to && h->s.p[end - 1] == '/';
	h->inside = str_slice(h->s, to, end - h->self_closing);
	if (!closing && !h->self_closing && holds_text_only(h->name))
		h->raw = h->name;
	return token(h, closing ? HTML_CLOSE : HTML_OPEN, end + 1);
}

/* Where a comment whose text starts at `from` ends: "-->", "--!>", or at once with "<!-->" and "<!--->". */
static struct span comment_end(struct str s, size_t from)
{
	struct str rest = str_slice(s, from, s.n);
	size_t at = from;

	if (str_starts(rest, STR(">")) || str_starts(rest, STR("->")))
		return (struct span){from, from + (*rest.p == '>' ? 1 : 2)};
	while ((at = str_find(s, STR("--"), at)) != SIZE_MAX) {
		rest = str_slice(s, at + 2, s.n);
		if (str_starts(rest, STR(">")) || str_starts(rest, STR("!>")))
			return (struct span){at, at + 2 + (*rest.p == '>' ? 1 : 2)};
		at++;
	}
	return (struct span){s.n, s.n};
}

static enum html_kind comment(struct html *h)
{
	struct str s = h->s;
	size_t from = h->at + 2, end;

	if (str_starts(str_slice(s, h->at, s.n), STR("<!--"))) {
		struct span mark = comment_end(s, from + 2);

		h->inside = str_slice(s, from + 2, mark.start);
		return token(h, HTML_COMMENT, mark.end);
	}
	end = str_find_char(s, '>', from);
	h->inside = str_slice(s, from, end == SIZE_MAX ? s.n : end);
	return token(h, HTML_COMMENT, end == SIZE_MAX ? s.n : end + 1);
}

/* Text up to the end tag of h->raw, or to the end. False: there is none. */
static bool raw_text(struct html *h)
{
	struct str name = h->raw;
	size_t at = h->at;

	while ((at = str_find(h->s, STR("</"), at)) != SIZE_MAX) {
		struct str after = str_slice(h->s, at + 2, h->s.n);

		if (after.n > name.n && same_letters(str_slice(after, 0, name.n), name) &&
		    (is_blank(after.p[name.n]) || after.p[name.n] == '>' || after.p[name.n] == '/'))
			break;
		at += 2;
	}
	h->raw = (struct str){"", 0};
	if (at == h->at)
		return false;
	text_until(h, at == SIZE_MAX ? h->s.n : at);
	return true;
}

enum html_kind html_next(struct html *h)
{
	struct str s = h->s;
	const char *p = s.p + h->at, *end = s.p + s.n, *next;

	h->name = h->inside = (struct str){"", 0};
	h->self_closing = false;
	if (h->at >= s.n)
		return token(h, HTML_END, s.n);
	if (h->raw.n && raw_text(h))
		return h->kind;
	if (*p == '<' && p + 1 < end) {
		if (is_letter(p[1]))
			return tag(h, false);
		if (p[1] == '!' || p[1] == '?')
			return comment(h);
		if (p[1] == '/' && p + 2 < end)
			return is_letter(p[2]) ? tag(h, true) : comment(h);
	}
	next = p + 1 < end ? memchr(p + 1, '<', (size_t)(end - p) - 1) : NULL;
	return text_until(h, next ? (size_t)(next - s.p) : s.n);
}

/* ---- attributes ---- */

/* Takes one attribute off the front of *s. False: no more. */
static bool next_attribute(struct str *s, struct str *name, struct str *value)
{
	size_t i = 0, from;

	while (i < s->n && (is_blank(s->p[i]) || s->p[i] == '/'))
		i++;
	if (i == s->n)
		return false;
	for (from = i++; i < s->n && !is_blank(s->p[i]) && s->p[i] != '=' && s->p[i] != '/';)
		i++;
	*name = str_slice(*s, from, i);
	*value = (struct str){"", 0};
	size_t after = i;
	while (after < s->n && is_blank(s->p[after]))
		after++;
	if (after < s->n && s->p[after] == '=') {
		for (i = after + 1; i < s->n && is_blank(s->p[i]);)
			i++;
		char quote = i < s->n && (s->p[i] == '"' || s->p[i] == '\'') ? s->p[i++] : '\0';
		for (from = i; i < s->n && (quote ? s->p[i] != quote : !is_blank(s->p[i]));)
			i++;
		*value = str_slice(*s, from, i);
		i += quote && i < s->n;
	}
	*s = str_slice(*s, i, s->n);
	return true;
}

static bool find_attribute(const struct html *h, struct str name, struct str *value)
{
	struct str rest = h->inside, n;

	while (h->kind == HTML_OPEN && next_attribute(&rest, &n, value))
		if (same_letters(n, name))
			return true;
	return false;
}

bool html_attribute(const struct html *h, const char *name, struct buf *out)
{
	struct str value;

	buf_clear(out);
	if (!find_attribute(h, str_c(name), &value))
		return false;
	html_decode_value(value, out);
	return true;
}

bool html_has_class(const struct html *h, const char *word)
{
	struct str value, want = str_c(word);

	if (!find_attribute(h, STR("class"), &value))
		return false;
	for (size_t i = 0, from; i < value.n; i++) {
		for (from = i; i < value.n && !is_blank(value.p[i]);)
			i++;
		if (str_eq(str_slice(value, from, i), want))
			return true;
	}
	return false;
}
