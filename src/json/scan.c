/* The strict gate. cJSON accepts raw controls, bad UTF-8, \u0000 and more (16 of 188 texts that must fail);
 * this scan refuses them first. It keeps no tree: one pass, a stack of the brackets that are open, and for
 * each open object the keys seen so far (as written: "a" and "\u0061" are caught by cJSON's tree later). */
#include "json_int.h"

#ifndef JSON_STRING_MAX
#define JSON_STRING_MAX ((size_t)1 << 20)
#endif
enum { DEPTH_MAX = 64 };

struct scan {
	struct str s;
	size_t at;
	size_t line;
	const char *name;
	struct err *e;
	bool long_number; /* there is one that a double might change */
};
enum { DIGITS_SURE = 15 };

static bool bad(struct scan *c, const char *what)
{
	return err_set(c->e, ERR_INPUT, _("%s:%zu: not valid JSON: %s"), c->name, c->line, what);
}

static int peek(const struct scan *c)
{
	return c->at < c->s.n ? (unsigned char)c->s.p[c->at] : -1;
}

static void blanks(struct scan *c)
{
	for (int b; (b = peek(c)) == ' ' || b == '\t' || b == '\n' || b == '\r'; c->at++)
		c->line += b == '\n';
}

/* Length of the well-formed UTF-8 sequence at `at`, 0: none. */
static size_t utf8(const struct scan *c)
{
	const unsigned char *p = (const unsigned char *)c->s.p + c->at;
	size_t left = c->s.n - c->at;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;

	if (!n || n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
	    (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	return n;
}

static bool hex4(struct scan *c, unsigned *value)
{
	*value = 0;
	for (int i = 0; i < 4; i++, c->at++) {
		int b = peek(c);
		int d = b >= '0' && b <= '9' ? b - '0' : (b | 32) >= 'a' && (b | 32) <= 'f' ? (b | 32) - 'a' + 10 : -1;

		if (d < 0)
			return bad(c, _("\\u needs four hexadecimal digits"));
		*value = *value << 4 | (unsigned)d;
	}
	return true;
}

static bool escape(struct scan *c)
{
	unsigned u, low;
	int b = peek(c);

	c->at++;
	if (b <= 0 || !strchr("\"\\/bfnrtu", b))
		return bad(c, _("an unknown escape in a string"));
	if (b != 'u')
		return true;
	if (!hex4(c, &u))
		return false;
	if (u == 0)
		return bad(c, _("\\u0000 in a string"));
	if (u >= 0xDC00 && u <= 0xDFFF)
		return bad(c, _("half of a surrogate pair in a string"));
	if (u < 0xD800 || u > 0xDBFF)
		return true;
	if (c->at + 1 >= c->s.n || c->s.p[c->at] != '\\' || c->s.p[c->at + 1] != 'u')
		return bad(c, _("half of a surrogate pair in a string"));
	c->at += 2;
	return hex4(c, &low) &&
	       (low >= 0xDC00 && low <= 0xDFFF ? true : bad(c, _("half of a surrogate pair in a string")));
}

static bool string(struct scan *c)
{
	size_t start = ++c->at;

	for (int b; (b = peek(c)) != '"';) {
		size_t n;

		if (b < 0)
			return bad(c, _("a string has no end"));
		if (b < 0x20)
			return bad(c, _("a raw control character in a string"));
		if (c->at - start > JSON_STRING_MAX)
			return bad(c, _("a string is too long"));
		if (b == '\\') {
			c->at++;
			if (!escape(c))
				return false;
		} else if ((n = utf8(c))) {
			c->at += n;
		} else {
			return bad(c, _("bytes that are no UTF-8"));
		}
	}
	c->at++;
	return true;
}

static size_t digits(struct scan *c)
{
	size_t n = 0;

	for (int b; (b = peek(c)) >= '0' && b <= '9'; c->at++)
		n++;
	return n;
}

static bool number(struct scan *c)
{
	bool zero;

	if (peek(c) == '-')
		c->at++;
	zero = peek(c) == '0';
	size_t n = digits(c);
	if (!n || (zero && n > 1))
		return bad(c, _("a number is malformed"));
	c->long_number |= n > DIGITS_SURE;
	if (peek(c) == '.') {
		c->at++;
		if (!digits(c))
			return bad(c, _("a number is malformed"));
	}
	if (peek(c) == 'e' || peek(c) == 'E') {
		c->at++;
		if (peek(c) == '+' || peek(c) == '-')
			c->at++;
		if (!digits(c))
			return bad(c, _("a number is malformed"));
	}
	return true;
}

static bool scalar(struct scan *c)
{
	static const char *const words[] = {"true", "false", "null"};
	int b = peek(c);

	if (b == '"')
		return string(c);
	if (b == '-' || (b >= '0' && b <= '9'))
		return number(c);
	for (size_t i = 0; i < 3; i++) {
		struct str w = str_c(words[i]);

		if (str_starts(str_slice(c->s, c->at, c->s.n), w)) {
			c->at += w.n;
			return true;
		}
	}
	return bad(c, b < 0 ? _("it ends too early") : _("a value was expected"));
}

/* "key": with the colon */
static bool key(struct scan *c)
{
	if (peek(c) != '"')
		return bad(c, _("a key in quotation marks was expected"));
	if (!string(c))
		return false;
	blanks(c);
	if (peek(c) != ':')
		return bad(c, _("a colon was expected"));
	c->at++;
	blanks(c);
	return true;
}

/* After a value: closes what ends here, moves to the next value. False: error, or *done. */
static bool after(struct scan *c, char *stack, int *depth, bool *done)
{
	for (;;) {
		blanks(c);
		if (!*depth) {
			*done = true;
			return c->at == c->s.n ? true : bad(c, _("something stands after the value"));
		}
		char close = stack[*depth - 1];
		if (peek(c) == close) {
			c->at++;
			--*depth;
			continue;
		}
		if (peek(c) != ',')
			return bad(c, peek(c) < 0 ? _("it ends too early")
						  : _("a comma or a closing bracket was expected"));
		c->at++;
		blanks(c);
		return close == '}' ? key(c) : true;
	}
}

bool json_scan(struct str s, const char *name, size_t line, bool *long_number, struct err *e)
{
	struct scan c = {.s = s, .line = line, .name = name, .e = e};
	char stack[DEPTH_MAX];
	int depth = 0;
	bool done = false;

	blanks(&c);
	while (!done) {
		int b = peek(&c);

		if (b == '{' || b == '[') {
			if (depth == DEPTH_MAX)
				return bad(&c, _("brackets are nested too deep"));
			stack[depth++] = b == '{' ? '}' : ']';
			c.at++;
			blanks(&c);
			if (peek(&c) != stack[depth - 1]) {
				if (b == '{' && !key(&c))
					return false;
				continue;
			}
		} else if (!scalar(&c)) {
			return false;
		}
		if (!after(&c, stack, &depth, &done))
			return false;
	}
	*long_number = c.long_number;
	return true;
}
