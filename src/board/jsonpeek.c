/* A look at the beginning of a JSON text: which paths it has. It may be cut, or not quite JSON (keys without quotation
 * marks): it is for recognising a shape only, and ends whatever it is given. */
#include "board_int.h"

#define PEEK_BYTES ((size_t)64 << 10)
#define PEEK_DEPTH 16
#define PATH_BYTES 256

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct peek {
	struct str s;
	size_t at;
	char path[PATH_BYTES];
	size_t n; /* of the path */
	struct {
		size_t base; /* of the path at its children */
		bool object;
	} open[PEEK_DEPTH];
	size_t depth;
	bool key_next;
};

static void add_key(struct peek *p, struct str key)
{
	bool number = key.n > 0;

	for (size_t i = 0; i < key.n; i++)
		number &= is_digit(key.p[i]);
	p->n = p->open[p->depth - 1].base;
	if (number)
		key = STR("#");
	if (key.n > 64 || p->n + key.n + 1 > PATH_BYTES)
		key = STR("?");
	if (p->n + key.n + 1 > PATH_BYTES)
		return;
	p->path[p->n++] = '.';
	memcpy(p->path + p->n, key.p, key.n);
	p->n += key.n;
}

/* A string or a bare word at `at`, without quotation marks. */
static struct str word(struct peek *p)
{
	size_t from = p->at, to;

	if (p->s.p[from] == '"') {
		for (to = ++from; to < p->s.n && p->s.p[to] != '"'; to++)
			to += p->s.p[to] == '\\';
		p->at = to < p->s.n ? to + 1 : p->s.n;
		return str_slice(p->s, from, to < p->s.n ? to : p->s.n);
	}
	for (to = from; to < p->s.n && board_json_word(p->s.p[to]); to++)
		;
	p->at = to > from ? to : from + 1;
	return str_slice(p->s, from, p->at);
}

/* Moves on to the next key, or the next start of an array or object. False: nothing more to see. */
static bool next_path(struct peek *p)
{
	while (p->at < p->s.n) {
		char c = p->s.p[p->at];
		bool object = p->depth && p->open[p->depth - 1].object;

		if (c == '{' || c == '[') {
			if (p->depth == PEEK_DEPTH)
				return false;
			if (c == '[' && p->n + 2 <= PATH_BYTES) {
				memcpy(p->path + p->n, "[]", 2);
				p->n += 2;
			}
			p->open[p->depth].base = p->n;
			p->open[p->depth++].object = p->key_next = c == '{';
			p->at++;
			return true;
		}
		if (c == '}' || c == ']') {
			if (!p->depth || !--p->depth)
				return false;
			p->n = p->open[p->depth - 1].base;
			p->at++;
		} else if (c == ',') {
			p->key_next = object;
			p->n = p->depth ? p->open[p->depth - 1].base : 0;
			p->at++;
		} else if (c == '"' || board_json_word(c)) {
			struct str w = word(p);
			if (p->key_next && object) {
				add_key(p, w);
				p->key_next = false;
				return true;
			}
		} else {
			p->at++;
		}
	}
	return false;
}

unsigned board_json_peek(const struct board_input *in, const char *const *paths, size_t n)
{
	bool assigned;
	struct str s = board_json_value(str_slice(in->bytes, 0, in->bytes.n < PEEK_BYTES ? in->bytes.n : PEEK_BYTES),
					&assigned);
	struct peek p = {.s = s};
	unsigned found = 0;

	if (!s.n || (s.p[0] != '{' && s.p[0] != '['))
		return 0;
	while (next_path(&p))
		for (size_t i = 0; i < n; i++)
			if (str_eq(str_c(paths[i]), (struct str){p.path, p.n}))
				found |= 1u << i;
	return found;
}
