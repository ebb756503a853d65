/* Writing, straight into a buffer. Strings are UTF-8 already; quotes, backslashes and controls are escaped, and
 * so are DEL, C1, bidi and line separators, so that JSON printed to a terminal is as harmless as any other output. */
#include "taiyaku/json.h"

static void newline(struct json_out *o)
{
	if (o->compact)
		return;
	buf_char(o->to, '\n');
	for (int i = 0; i < o->depth; i++)
		buf_cat(o->to, "  ");
}

/* What stands before any value or name: a comma, a new line. A named value follows its name directly. */
static void before(struct json_out *o)
{
	if (o->named) {
		o->named = false;
		return;
	}
	if (!o->depth)
		return;
	if (!o->first)
		buf_char(o->to, ',');
	o->first = false;
	newline(o);
}

void json_begin(struct json_out *o, char bracket)
{
	before(o);
	buf_char(o->to, bracket);
	o->depth++;
	o->first = true;
}

void json_end(struct json_out *o, char bracket)
{
	o->depth--;
	if (!o->first)
		newline(o);
	o->first = false;
	buf_char(o->to, bracket);
	if (!o->depth)
		buf_char(o->to, '\n');
}

/* Bytes of the character at p that has to be escaped though it is no ASCII; 0: it may stand. */
static size_t unsafe(const unsigned char *p, size_t left, unsigned *code)
{
	if (left >= 2 && p[0] == 0xC2 && p[1] < 0xA0) {
		*code = p[1];
		return 2;
	}
	if (left < 3 || p[0] < 0xE2 || (p[0] != 0xE2 && p[0] != 0xEF))
		return 0;
	unsigned c = (unsigned)(p[0] & 0x0F) << 12 | (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
	*code = c;
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
			       c == 0xFEFF
		       ? 3
		       : 0;
}

static void quoted(struct buf *b, struct str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned code = c;
		size_t n = c >= 0x80 ? unsafe((const unsigned char *)s.p + i, s.n - i, &code) : 0;

		if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n') {
			buf_cat(b, "\\n");
		} else if (c == '\t') {
			buf_cat(b, "\\t");
		} else if (c < 0x20 || c == 0x7F || n) {
			buf_printf(b, "\\u%04x", code);
		} else {
			buf_char(b, (char)c);
		}
		i += n ? n : 1;
	}
	buf_char(b, '"');
}

void json_name(struct json_out *o, const char *name)
{
	before(o);
	quoted(o->to, str_c(name));
	buf_cat(o->to, o->compact ? ":" : ": ");
	o->named = true;
}

void json_put_str(struct json_out *o, struct str s)
{
	before(o);
	quoted(o->to, s);
}

void json_put_str_or_null(struct json_out *o, struct str s)
{
	if (s.n)
		json_put_str(o, s);
	else
		json_put_null(o);
}

void json_put_int(struct json_out *o, long long n)
{
	before(o);
	buf_printf(o->to, "%lld", n);
}

void json_put_share(struct json_out *o, double share)
{
	int thousandths = (int)(share * 1000 + 0.5);

	before(o);
	buf_printf(o->to, "%d.%03d", thousandths / 1000, thousandths % 1000);
}

void json_put_bool(struct json_out *o, bool b)
{
	before(o);
	buf_cat(o->to, b ? "true" : "false");
}

void json_put_null(struct json_out *o)
{
	before(o);
	buf_cat(o->to, "null");
}

void json_put_text(struct json_out *o, struct str value)
{
	before(o);
	buf_str(o->to, value);
}
