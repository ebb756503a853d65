/* Which keys are which command. Bindings are kept in a list: a few hundred of them are looked through in less time than
 * a terminal needs to say which key it was. A sequence is looked up in the view's context, then in that context's
 * parent, and so on; the first context that knows it as a binding or as the beginning of one decides. No binding is
 * the beginning of another in the same context, so nothing ever waits for a clock.
 *
 * A command line with <char> in it takes one more key, of any kind that is text, as that argument.
 */
#include "taiyaku/input.h"

static const char char_arg[] = "<char>";
#define COUNT_MAX 999999999L

struct sequence {
	struct key keys[INPUT_SEQUENCE];
	size_t n;
};
struct bound {
	struct input_binding b;
	struct sequence seq;
};
struct input_keymap {
	const struct input_context *contexts;
	size_t n_contexts;
	VEC(struct bound *) v; /* pointers: bindings handed out stay where they are */
};

struct input_keymap *input_keymap_new(const struct input_context *contexts, size_t n)
{
	struct input_keymap *m = xcalloc(1, sizeof *m);

	m->contexts = contexts;
	m->n_contexts = n;
	return m;
}

static void bound_free(struct bound *b)
{
	free(b->b.keys);
	free(b->b.command);
	free(b);
}

void input_keymap_free(struct input_keymap *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->v.n; i++)
		bound_free(m->v.v[i]);
	vec_free(&m->v);
	free(m);
}

static int find_context(const struct input_keymap *m, struct str name)
{
	for (size_t i = 0; i < m->n_contexts; i++) {
		if (str_eq(name, str_c(m->contexts[i].name)))
			return (int)i;
	}
	return -1;
}

static bool context_of(const struct input_keymap *m, struct str name, unsigned *context, struct err *e)
{
	struct buf known = {0};
	int i = find_context(m, name);

	if (i >= 0) {
		*context = (unsigned)i;
		return true;
	}
	for (size_t j = 0; j < m->n_contexts; j++)
		buf_printf(&known, "%s%s", j ? ", " : "", m->contexts[j].name);
	err_set(e, ERR_USAGE, _("no context \"%.*s\"; there are %s"), STR_ARG(name), buf_cstr(&known));
	buf_free(&known);
	return false;
}

static bool parse_sequence(struct str s, struct sequence *seq, struct err *e)
{
	*seq = (struct sequence){0};
	for (size_t at = 0; at < s.n;) {
		struct key k;

		if (s.p[at] == ' ') {
			at++;
			continue;
		}
		if (!input_key_parse(s, &at, &k))
			return err_set(e, ERR_USAGE,
				       _("no key has the name \"%.*s\"; write j, <C-d>, <PgDn>, <F1>, <lt>"),
				       STR_ARG(str_slice(s, at, s.n)));
		if (seq->n == INPUT_SEQUENCE)
			return err_set(e, ERR_USAGE, _("\"%.*s\" are more than %d keys"), STR_ARG(s), INPUT_SEQUENCE);
		seq->keys[seq->n++] = k;
	}
	return seq->n || err_set(e, ERR_USAGE, _("no keys are given"));
}

/* How many keys the two have in common at the start. */
static size_t common(const struct key *a, size_t na, const struct key *b, size_t nb)
{
	size_t i = 0;

	while (i < na && i < nb && input_key_eq(a[i], b[i]))
		i++;
	return i;
}

static void remove_at(struct input_keymap *m, size_t i)
{
	bound_free(m->v.v[i]);
	memmove(m->v.v + i, m->v.v + i + 1, (m->v.n - i - 1) * sizeof *m->v.v);
	m->v.n--;
}

bool input_keymap_bind(struct input_keymap *m, struct str context, struct str keys, struct str command, struct err *e)
{
	struct sequence seq;
	struct buf name = {0};
	struct bound *b;
	unsigned c;

	if (!context_of(m, context, &c, e) || !parse_sequence(keys, &seq, e))
		return false;
	for (size_t i = 0; i < m->v.n; i++) {
		b = m->v.v[i];
		size_t same = common(b->seq.keys, b->seq.n, seq.keys, seq.n);
		if (b->b.context != c || (same < b->seq.n && same < seq.n))
			continue;
		if (b->seq.n != seq.n)
			return err_set(e, ERR_USAGE,
				       _("\"%.*s\" cannot be bound beside \"%s\" in %.*s: one begins with the "
					 "other; unbind that first"),
				       STR_ARG(keys), b->b.keys, STR_ARG(context));
		free(b->b.command);
		b->b.command = str_dup(str_trim(command));
		return true;
	}
	b = xcalloc(1, sizeof *b);
	b->seq = seq;
	for (size_t i = 0; i < seq.n; i++)
		input_key_name(seq.keys[i], &name);
	b->b = (struct input_binding){.context = c, .keys = buf_take(&name), .command = str_dup(str_trim(command))};
	vec_push(&m->v, b);
	return true;
}

bool input_keymap_unbind(struct input_keymap *m, struct str context, struct str keys, struct err *e)
{
	struct sequence seq;
	unsigned c;
	bool found = false;

	if (!context_of(m, context, &c, e) || !parse_sequence(keys, &seq, e))
		return false;
	for (size_t i = m->v.n; i-- > 0;) {
		struct bound *b = m->v.v[i];

		if (b->b.context == c && common(b->seq.keys, b->seq.n, seq.keys, seq.n) == seq.n) {
			remove_at(m, i);
			found = true;
		}
	}
	return found || err_set(e, ERR_USAGE, _("\"%.*s\" is not bound in %.*s"), STR_ARG(keys), STR_ARG(context));
}

size_t input_keymap_count(const struct input_keymap *m)
{
	return m->v.n;
}

const struct input_binding *input_keymap_at(const struct input_keymap *m, size_t i)
{
	return &m->v.v[i]->b;
}

/* Keys that are something else in a context nearer by. */
static bool shadowed(const struct input_keymap *m, unsigned context, const struct bound *b)
{
	for (int c = (int)context; c >= 0 && (unsigned)c != b->b.context; c = m->contexts[c].parent)
		for (size_t i = 0; i < m->v.n; i++) {
			const struct sequence *s = &m->v.v[i]->seq;
			size_t shorter = s->n < b->seq.n ? s->n : b->seq.n;

			if (m->v.v[i]->b.context == (unsigned)c &&
			    common(s->keys, s->n, b->seq.keys, b->seq.n) == shorter)
				return true;
		}
	return false;
}

const char *input_keymap_keys(const struct input_keymap *m, unsigned context, struct str command)
{
	const char *best = NULL;

	for (int c = (int)context; c >= 0 && !best; c = m->contexts[c].parent) {
		for (size_t i = 0; i < m->v.n; i++) {
			const struct input_binding *b = &m->v.v[i]->b;

			if (b->context == (unsigned)c && str_eq(command, str_c(b->command)) &&
			    (!best || strlen(b->keys) < strlen(best)) && !shadowed(m, context, m->v.v[i]))
				best = b->keys;
		}
	}
	return best;
}

/* ---- feeding ------------------------------------------------------------------------------------------------- */
enum lookup { NOWHERE, BEGINNING, FOUND };

static enum lookup look_up(const struct input_keymap *m, unsigned context, const struct key *keys, size_t n,
			   const struct input_binding **found)
{
	for (int c = (int)context; c >= 0; c = m->contexts[c].parent) {
		bool longer = false;

		for (size_t i = 0; i < m->v.n; i++) {
			const struct bound *b = m->v.v[i];

			if (b->b.context != (unsigned)c || common(b->seq.keys, b->seq.n, keys, n) < n)
				continue;
			if (b->seq.n == n) {
				*found = &b->b;
				return FOUND;
			}
			longer = true;
		}
		if (longer)
			return BEGINNING;
	}
	return NOWHERE;
}

static void reset(struct input_state *s)
{
	s->n = 0;
	s->count = 0;
	s->counting = s->wants_char = s->fresh = false;
	s->found = NULL;
	buf_clear(&s->typed);
}

void input_state_free(struct input_state *s)
{
	buf_free(&s->typed);
	buf_free(&s->command);
}

static bool is_cancel(struct key k)
{
	return k.code == K_ESC || (k.mods == MOD_CTRL && (k.code == 'g' || k.code == 'c'));
}

/* The key as one word of a command line. */
static void add_char_word(struct buf *out, uint32_t cp)
{
	bool plain = cp >= 128 || (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');

	buf_cat(out, plain ? "" : cp == '\'' ? "\"" : "'");
	buf_code_point(out, cp);
	buf_cat(out, plain ? "" : cp == '\'' ? "\"" : "'");
}

static enum input_result fire(struct input_state *s, struct key arg)
{
	struct str line = str_c(s->found->command);
	size_t at = str_find(line, str_c(char_arg), 0);

	buf_clear(&s->command);
	if (at == SIZE_MAX) {
		buf_str(&s->command, line);
	} else {
		buf_str(&s->command, str_slice(line, 0, at));
		add_char_word(&s->command, arg.code);
		buf_str(&s->command, str_slice(line, at + sizeof char_arg - 1, line.n));
	}
	buf_clear(&s->typed);
	s->fresh = true;
	return INPUT_COMMAND;
}

/* A digit belongs to the count unless a binding begins with it and no count was begun. */
static bool take_digit(struct input_state *s, const struct input_keymap *m, unsigned context, struct key k)
{
	const struct input_binding *found;
	long digit = (long)k.code - '0';

	if (s->n || k.mods || digit < 0 || digit > 9)
		return false;
	if (!s->counting && (digit == 0 || look_up(m, context, &k, 1, &found) != NOWHERE))
		return false;
	s->counting = true;
	s->count = s->count > (COUNT_MAX - digit) / 10 ? COUNT_MAX : s->count * 10 + digit;
	return true;
}

enum input_result input_feed(struct input_state *s, const struct input_keymap *m, unsigned context, struct key k)
{
	if (s->fresh)
		reset(s);
	k = input_key_fold(k);
	if (is_cancel(k) && (s->n || s->counting)) {
		reset(s);
		return INPUT_CANCELLED;
	}
	input_key_name(k, &s->typed);
	if (s->wants_char) {
		if (input_key_is_text(k))
			return fire(s, k);
		s->fresh = true;
		return INPUT_UNBOUND;
	}
	if (take_digit(s, m, context, k))
		return INPUT_PENDING;
	if (!s->n)
		s->context = context;
	s->keys[s->n++] = k;
	switch (look_up(m, s->context, s->keys, s->n, &s->found)) {
	case FOUND:
		s->wants_char = strstr(s->found->command, char_arg) != NULL;
		return s->wants_char ? INPUT_PENDING : fire(s, k);
	case BEGINNING:
		return INPUT_PENDING;
	case NOWHERE:
		break;
	}
	s->fresh = true;
	return INPUT_UNBOUND;
}

struct str input_command(const struct input_state *s)
{
	return buf_view(&s->command);
}

long input_count(const struct input_state *s)
{
	return s->counting ? s->count : -1;
}

struct str input_typed(struct input_state *s)
{
	return buf_view(&s->typed);
}
