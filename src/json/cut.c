/* Large files: children of an array or object one after another, as pieces of the text. The text has passed the strict
 * scan, so every bracket and quotation mark closes; a walk over a value needs a count of brackets and no stack. What is
 * asked of a text that did not pass ends at its end. */
#include "json_int.h"

bool json_check(struct str text, const char *name, size_t first_line, struct err *e)
{
	bool long_number;

	return json_scan(text, name, first_line, &long_number, e);
}

static size_t skip_blanks(struct str s, size_t at)
{
	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\n' || s.p[at] == '\r'))
		at++;
	return at;
}

size_t json_skip_string(struct str s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		at += s.p[at] == '\\';
	return at < s.n ? at + 1 : s.n;
}

static bool is_delimiter(char c)
{
	return strchr(",]}: \t\r\n", c) != NULL;
}

size_t json_skip_value(struct str s, size_t at)
{
	size_t depth = 0;

	do {
		char c = at < s.n ? s.p[at] : '\0';

		if (at >= s.n)
			return s.n;
		if (c == '"') {
			at = json_skip_string(s, at);
			continue;
		}
		at++;
		if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth -= depth > 0;
		else if (!depth)
			while (at < s.n && !is_delimiter(s.p[at]))
				at++;
	} while (depth);
	return at;
}

bool json_cut_next(struct json_cut *c)
{
	struct str s = c->s;

	c->key = c->value = (struct str){"", 0};
	if (!c->at) {
		c->at = skip_blanks(s, 0);
		if (c->at >= s.n || (s.p[c->at] != '[' && s.p[c->at] != '{'))
			return false;
		c->object = s.p[c->at++] == '{';
	}
	c->at = skip_blanks(s, c->at);
	if (c->at < s.n && s.p[c->at] == ',')
		c->at = skip_blanks(s, c->at + 1);
	if (c->at >= s.n || s.p[c->at] == ']' || s.p[c->at] == '}')
		return false;
	if (c->object) {
		size_t from = c->at, to = json_skip_string(s, from);
		c->key = str_slice(s, from + 1, to > from + 1 ? to - 1 : from + 1);
		c->at = skip_blanks(s, skip_blanks(s, to) + 1);
		if (c->at >= s.n)
			return false;
	}
	size_t start = c->at;
	c->at = json_skip_value(s, start);
	c->value = str_slice(s, start, c->at);
	return true;
}

size_t json_member(struct str object, const char *key, struct str *value)
{
	struct json_cut c = {.s = object};
	size_t n = 0;

	*value = (struct str){"", 0};
	while (json_cut_next(&c))
		if (c.object && str_eq(c.key, str_c(key))) {
			*value = c.value;
			n++;
		}
	return n;
}
