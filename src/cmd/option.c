/* Options: a table of what there is, and the values. `set` is the one way to change a value, from whatever side it
 * comes; the initial values are parsed by the same code. What a change makes dirty stands in the table.
 */
#include "words.h"

#include <assert.h>

struct list { /* of a name of a family, or of an option of type list (name: the option's) */
	char *name;
	VEC(char *) v; /* NULL after the last; .n counts that too */
};
struct value {
	long number; /* bool, int, choice */
	char *string;
};
struct cmd_options {
	const struct option *table;
	size_t n;
	struct value *values;
	VEC(struct list) lists;
};

/* ---- choices: "off|mark|inline" --------------------------------------------------------------------------------- */
static struct str choice_at(const char *values, long i)
{
	struct str s = str_c(values);
	size_t at = 0;

	for (;; at++) {
		size_t end = str_find_char(s, '|', at);

		if (end == SIZE_MAX)
			end = s.n;
		if (!i--)
			return str_slice(s, at, end);
		if (end == s.n)
			return (struct str){0};
		at = end;
	}
}

static long choice_of(const char *values, struct str name)
{
	struct str one;

	for (long i = 0; (one = choice_at(values, i)).n; i++) {
		if (str_eq(one, name))
			return i;
	}
	return -1;
}

/* ---- parsing one value ------------------------------------------------------------------------------------------- */
static bool parse_bool(struct str s, long *out)
{
	static const char *const words[] = {"off", "on", "no", "yes", "false", "true", "0", "1"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq(s, str_c(words[i]))) {
			*out = (long)(i & 1);
			return true;
		}
	}
	return false;
}

static bool parse_int(const struct option *o, struct str s, long *out)
{
	bool minus = s.n && s.p[0] == '-';
	long n = 0;

	if (s.n == (size_t)minus || s.n > 10)
		return false;
	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = minus ? -n : n;
	return *out >= o->min && *out <= o->max;
}

static bool parse_number(const struct option *o, struct str s, long *out, struct err *e)
{
	switch (o->type) {
	case OPTION_BOOL:
		return parse_bool(s, out) ||
		       err_set(e, ERR_USAGE, _("%s is on or off, not \"%.*s\""), o->name, STR_ARG(s));
	case OPTION_INT:
		return parse_int(o, s, out) || err_set(e, ERR_USAGE, _("%s is a number from %ld to %ld, not \"%.*s\""),
						       o->name, o->min, o->max, STR_ARG(s));
	default:
		*out = choice_of(o->values, s);
		return *out >= 0 ||
		       err_set(e, ERR_USAGE, _("%s is one of %s, not \"%.*s\""), o->name, o->values, STR_ARG(s));
	}
}

/* ---- the values ----------------------------------------------------------------------------------------------------
 */
struct cmd_options *cmd_options_new(const struct option *table, size_t n)
{
	struct cmd_options *o = xcalloc(1, sizeof *o);

	o->table = table;
	o->n = n;
	o->values = xcalloc(n ? n : 1, sizeof *o->values);
	for (size_t i = 0; i < n; i++) {
		const struct option *t = &table[i];

		if (t->type == OPTION_STRING) {
			o->values[i].string = xstrdup(t->initial ? t->initial : "");
		} else if (t->type != OPTION_LIST) {
			o->values[i].number = t->type == OPTION_INT ? t->min : 0;
			if (t->initial && !parse_number(t, str_c(t->initial), &o->values[i].number, NULL))
				die("option %s cannot be \"%s\" at first", t->name, t->initial);
		}
	}
	return o;
}

static void list_clear(struct list *l)
{
	for (size_t i = 0; i < l->v.n; i++)
		free(l->v.v[i]);
	vec_free(&l->v);
}

void cmd_options_free(struct cmd_options *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < o->n; i++)
		free(o->values[i].string);
	for (size_t i = 0; i < o->lists.n; i++) {
		list_clear(&o->lists.v[i]);
		free(o->lists.v[i].name);
	}
	vec_free(&o->lists);
	free(o->values);
	free(o);
}

const struct option *cmd_options_at(const struct cmd_options *o, size_t i)
{
	return i < o->n ? &o->table[i] : NULL;
}

bool cmd_bool(const struct cmd_options *o, size_t i)
{
	return o->values[i].number != 0;
}

long cmd_int(const struct cmd_options *o, size_t i)
{
	return o->values[i].number;
}

int cmd_choice(const struct cmd_options *o, size_t i)
{
	return (int)o->values[i].number;
}

struct str cmd_string(const struct cmd_options *o, size_t i)
{
	return str_c(o->values[i].string);
}

static struct list *list_of(const struct cmd_options *o, struct str name)
{
	for (size_t i = 0; i < o->lists.n; i++) {
		if (str_eq(name, str_c(o->lists.v[i].name)))
			return &o->lists.v[i];
	}
	return NULL;
}

struct cmd_list cmd_list(const struct cmd_options *o, struct str name)
{
	static const char *const none[] = {NULL};
	const struct list *l = list_of(o, name);

	if (!l || !l->v.n)
		return (struct cmd_list){none, 0};
	return (struct cmd_list){(const char *const *)l->v.v, l->v.n - 1};
}

/* ---- set
 * ------------------------------------------------------------------------------------------------------------- */
struct setting { /* one thing that `set` was told */
	const struct option *o;
	size_t i;        /* its index */
	struct str name; /* as written, without "no", "!" and "?" */
	enum { SET_PLAIN, SET_VALUE, SET_NOT, SET_NEXT, SET_ASK } how;
	struct str value;
	const struct str *more; /* the words after it, for lists */
	size_t n_more;
};

static bool is_family(const struct option *o)
{
	size_t n = strlen(o->name);

	return n && o->name[n - 1] == '.';
}

static bool find_option(const struct cmd_options *o, struct str name, struct setting *s)
{
	for (size_t i = 0; i < o->n; i++) {
		struct str own = str_c(o->table[i].name);

		if (is_family(&o->table[i]) ? name.n > own.n && str_starts(name, own) : str_eq(name, own)) {
			s->o = &o->table[i];
			s->i = i;
			s->name = name;
			return true;
		}
	}
	return false;
}

/* "name", "noname", "name!", "name?" */
static bool name_and_how(const struct cmd_options *o, struct str word, struct setting *s, struct err *e)
{
	s->how = SET_PLAIN;
	if (word.n && (word.p[word.n - 1] == '!' || word.p[word.n - 1] == '?')) {
		s->how = word.p[word.n - 1] == '!' ? SET_NEXT : SET_ASK;
		word.n--;
	}
	if (find_option(o, word, s))
		return true;
	if (s->how == SET_PLAIN && str_starts(word, STR("no")) && find_option(o, str_slice(word, 2, word.n), s)) {
		s->how = SET_NOT;
		return true;
	}
	return err_set(e, ERR_USAGE, _("no option \"%.*s\"; :set shows all of them"), STR_ARG(word));
}

/* Reads one setting from v[*i] on and moves *i behind it. */
static bool next_setting(const struct cmd_options *o, const struct cmd_args *a, size_t *i, struct setting *s,
			 struct err *e)
{
	struct str word = a->v[(*i)++];
	size_t eq = str_find_char(word, '=', 0);
	bool apart = eq == SIZE_MAX && *i < a->n && str_starts(a->v[*i], STR("="));

	if (eq == SIZE_MAX && !apart)
		return name_and_how(o, word, s, e);
	if (!find_option(o, str_slice(word, 0, apart ? word.n : eq), s))
		return err_set(e, ERR_USAGE, _("no option \"%.*s\"; :set shows all of them"),
			       STR_ARG(str_slice(word, 0, apart ? word.n : eq)));
	s->how = SET_VALUE;
	if (apart) {
		word = a->v[(*i)++];
		eq = 0;
	}
	s->value = str_slice(word, eq + 1, word.n);
	s->more = a->v + *i;
	s->n_more = a->n - *i;
	if (s->o->type == OPTION_LIST) {
		*i = a->n;
	} else if (apart && !s->value.n && s->n_more) {
		s->value = a->v[(*i)++];
	}
	return true;
}

static bool set_list(struct cmd_options *o, const struct setting *s, struct err *e)
{
	struct list *l = list_of(o, s->name);

	if (s->how != SET_VALUE)
		return err_set(e, ERR_USAGE, _("%.*s is a list; write set %.*s = \"program\" \"argument\""),
			       STR_ARG(s->name), STR_ARG(s->name));
	if (!l) {
		vec_push(&o->lists, (struct list){.name = str_dup(s->name)});
		l = &o->lists.v[o->lists.n - 1];
	}
	list_clear(l);
	if (s->value.n)
		vec_push(&l->v, str_dup(s->value));
	for (size_t i = 0; i < s->n_more; i++)
		vec_push(&l->v, str_dup(s->more[i]));
	if (l->v.n)
		vec_push(&l->v, NULL);
	return true;
}

static bool set_string(struct cmd_options *o, const struct setting *s, bool *changed, struct err *e)
{
	struct value *v = &o->values[s->i];

	if (s->how != SET_VALUE)
		return err_set(e, ERR_USAGE, _("%s is a text; write set %s=text"), s->o->name, s->o->name);
	*changed = !str_eq(s->value, str_c(v->string));
	free(v->string);
	v->string = str_dup(s->value);
	return true;
}

static bool set_number(struct cmd_options *o, const struct setting *s, bool *changed, struct err *e)
{
	struct value *v = &o->values[s->i];
	enum option_type type = s->o->type;
	long new = v->number;

	if (s->how == SET_VALUE) {
		if (!parse_number(s->o, s->value, &new, e))
			return false;
	} else if (s->how == SET_NEXT && type == OPTION_CHOICE) {
		new = choice_at(s->o->values, new + 1).n ? new + 1 : 0;
	} else if (type == OPTION_BOOL) {
		new = s->how == SET_NEXT ? !new : s->how == SET_PLAIN;
	} else {
		return err_set(e, ERR_USAGE, _("%s is not on or off; write set %s=value"), s->o->name, s->o->name);
	}
	*changed = new != v->number;
	v->number = new;
	return true;
}

static void format(const struct cmd_options *o, size_t i, struct str name, struct buf *out)
{
	const struct option *t = &o->table[i];
	struct cmd_list l;

	if (t->type == OPTION_BOOL) {
		buf_printf(out, "%s%s", o->values[i].number ? "" : "no", t->name);
		return;
	}
	buf_str(out, name);
	switch (t->type) {
	case OPTION_INT:
		buf_printf(out, "=%ld", o->values[i].number);
		break;
	case OPTION_CHOICE:
		buf_char(out, '=');
		buf_str(out, choice_at(t->values, o->values[i].number));
		break;
	case OPTION_STRING:
		buf_char(out, '=');
		cmd_quote(str_c(o->values[i].string), out);
		break;
	default:
		l = cmd_list(o, name);
		buf_cat(out, " =");
		for (size_t j = 0; j < l.n; j++) {
			buf_char(out, ' ');
			cmd_quote(str_c(l.v[j]), out);
		}
	}
}

static void format_option(const struct cmd_options *o, size_t i, struct buf *out)
{
	if (!is_family(&o->table[i])) {
		format(o, i, str_c(o->table[i].name), out);
		return;
	}
	for (size_t j = 0, n = 0; j < o->lists.n; j++) {
		struct str name = str_c(o->lists.v[j].name);

		if (!str_starts(name, str_c(o->table[i].name)))
			continue;
		if (n++)
			buf_char(out, '\n');
		format(o, i, name, out);
	}
}

static bool apply(struct cmd_options *o, const struct setting *s, const struct cmd_args *a, unsigned *raises,
		  struct buf *answer, struct err *e)
{
	bool changed = true, good;

	assert(s->o);
	if (s->how == SET_ASK || (s->how == SET_PLAIN && s->o->type != OPTION_BOOL)) {
		format(o, s->i, s->name, answer);
		buf_char(answer, '\n');
		return true;
	}
	if (s->o->user_only && a->origin != CMD_USER)
		return err_set(e, ERR_USAGE, _("only your own configuration file can set %.*s"), STR_ARG(s->name));
	good = s->o->type == OPTION_LIST     ? set_list(o, s, e)
	       : s->o->type == OPTION_STRING ? set_string(o, s, &changed, e)
					     : set_number(o, s, &changed, e);
	if (good && changed)
		*raises |= s->o->raises;
	return good;
}

bool cmd_set(struct cmd_options *o, const struct cmd_args *a, unsigned *raises, struct buf *answer, struct err *e)
{
	for (size_t i = 0; !a->n && i < o->n; i++) {
		size_t before = answer->n;

		format_option(o, i, answer);
		if (answer->n > before)
			buf_char(answer, '\n');
	}
	for (size_t i = 0; i < a->n;) {
		struct setting s = {0};

		if (!next_setting(o, a, &i, &s, e) || !apply(o, &s, a, raises, answer, e))
			return false;
	}
	return true;
}
