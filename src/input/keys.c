/* Keys and their names. A key is a code point or one of K_…, with modifiers; names are what the configuration, help and
 * the status line show. What always holds: input_key_parse() of input_key_name() is the same key, and keys that a
 * terminal sends as the same byte (^I and TAB, ^M and Enter, ^H and Backspace, ^[ and ESC) are one key.
 */
#include "taiyaku/input.h"

static const struct {
	const char *name;
	uint32_t code;
} names[] = {
	/* the first name of a code is the one that is written */
	{"Up", K_UP},
	{"Down", K_DOWN},
	{"Left", K_LEFT},
	{"Right", K_RIGHT},
	{"Home", K_HOME},
	{"End", K_END},
	{"PgUp", K_PGUP},
	{"PgDn", K_PGDN},
	{"Ins", K_INSERT},
	{"Del", K_DELETE},
	{"Enter", K_ENTER},
	{"Tab", K_TAB},
	{"BS", K_BACKSPACE},
	{"Esc", K_ESC},
	{"WheelUp", K_WHEEL_UP},
	{"WheelDown", K_WHEEL_DOWN},
	{"Space", ' '},
	{"lt", '<'},
	{"PageUp", K_PGUP},
	{"PageDown", K_PGDN},
	{"Insert", K_INSERT},
	{"Delete", K_DELETE},
	{"CR", K_ENTER},
	{"Return", K_ENTER},
	{"Backspace", K_BACKSPACE},
};

bool input_key_eq(struct key a, struct key b)
{
	return a.code == b.code && a.mods == b.mods;
}

static bool same_name(struct str s, const char *name)
{
	size_t i;

	for (i = 0; i < s.n && name[i]; i++) {
		if ((s.p[i] | 32) != (name[i] | 32))
			return false;
	}
	return i == s.n && !name[i];
}

static uint32_t function_key(struct str s)
{
	int n = 0;

	if (s.n < 2 || s.n > 3 || (s.p[0] | 32) != 'f')
		return K_NONE;
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return K_NONE;
		n = n * 10 + s.p[i] - '0';
	}
	return n >= 1 && n <= 12 ? K_F1 + (uint32_t)n - 1 : K_NONE;
}

/* What stands between "<" and ">", behind the modifiers. */
static uint32_t named(struct str s)
{
	uint32_t cp;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (same_name(s, names[i].name))
			return names[i].code;
	}
	if (function_key(s))
		return function_key(s);
	return s.n && text_next(s, 0, &cp) == s.n ? cp : K_NONE;
}

/* One key for what a terminal cannot tell apart; false for what it cannot send. */
static bool normal(struct key *k)
{
	if (k->code < K_UP && k->mods & MOD_SHIFT)
		return false;
	if (k->code >= K_UP || !(k->mods & MOD_CTRL))
		return k->code > 31 && k->code != 127;
	if (k->code >= 'A' && k->code <= 'Z')
		k->code += 32;
	if (k->code == ' ')
		k->code = '@';
	if (!(k->code >= 'a' && k->code <= 'z') && !(k->code && k->code < 127 && strchr("@[\\]^_", (int)k->code)))
		return false;
	uint32_t same = k->code == 'i'                     ? K_TAB
			: k->code == 'm' || k->code == 'j' ? K_ENTER
			: k->code == 'h'                   ? K_BACKSPACE
			: k->code == '['                   ? K_ESC
							   : K_NONE;
	if (same) {
		k->code = same;
		k->mods &= (uint8_t)~MOD_CTRL;
	}
	return true;
}

bool input_key_parse(struct str s, size_t *at, struct key *out)
{
	struct key k = {0};
	size_t end;
	uint32_t cp;

	if (*at >= s.n)
		return false;
	if (s.p[*at] != '<') {
		end = text_next(s, *at, &cp);
		k.code = cp;
	} else {
		size_t p = *at + 1, close;

		for (; p + 2 < s.n && s.p[p + 1] == '-'; p += 2) {
			char m = (char)(s.p[p] & ~32);
			k.mods |= m == 'C' ? MOD_CTRL : m == 'A' || m == 'M' ? MOD_ALT : m == 'S' ? MOD_SHIFT : 0x80;
		}
		close = str_find_char(s, '>', p + 1); /* so that <C->> is a name too */
		if (close == SIZE_MAX || k.mods & 0x80)
			return false;
		k.code = named(str_slice(s, p, close));
		end = close + 1;
	}
	if (!k.code || !normal(&k))
		return false;
	*out = k;
	*at = end;
	return true;
}

void input_key_name(struct key k, struct buf *out)
{
	const char *name = NULL;

	for (size_t i = 0; !name && i < sizeof names / sizeof *names; i++) {
		if (names[i].code == k.code)
			name = names[i].name;
	}
	if (!k.mods && !name && k.code < K_UP) {
		buf_code_point(out, k.code);
		return;
	}
	buf_char(out, '<');
	if (k.mods & MOD_CTRL)
		buf_cat(out, "C-");
	if (k.mods & MOD_ALT)
		buf_cat(out, "A-");
	if (k.mods & MOD_SHIFT)
		buf_cat(out, "S-");
	if (name)
		buf_cat(out, name);
	else if (k.code >= K_F1 && k.code <= K_F12)
		buf_printf(out, "F%d", (int)(k.code - K_F1) + 1);
	else
		buf_code_point(out, k.code);
	buf_char(out, '>');
}

struct key input_key_fold(struct key k)
{
	if (k.code >= 0xFF01 && k.code <= 0xFF5E)
		k.code -= 0xFEE0;
	else if (k.code == 0x3000)
		k.code = ' ';
	return k;
}

bool input_key_is_text(struct key k)
{
	return !k.mods && k.code >= 32 && k.code < K_UP && (k.code < 127 || k.code >= 160);
}
