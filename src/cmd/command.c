/* Finding and running commands. A line is run command by command until one does not succeed; the arguments were checked
 * against the table before a handler sees them. */
#include "words.h"

static bool name_starts(const struct command *c, struct str begin)
{
	return !strncmp(c->name, begin.p, begin.n);
}

static void name_candidates(const struct cmd_table *t, struct str begin, struct err *e)
{
	struct buf names = {0};

	for (size_t i = 0; i < t->n; i++) {
		if (name_starts(&t->v[i], begin))
			buf_printf(&names, "%s%s", names.n ? ", " : "", t->v[i].name);
	}
	err_set(e, ERR_USAGE, _("\"%.*s\" can be %s; write more of it"), STR_ARG(begin), buf_cstr(&names));
	buf_free(&names);
}

const struct command *cmd_find(const struct cmd_table *t, struct str name, struct err *e)
{
	const struct command *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (!name_starts(&t->v[i], name))
			continue;
		if (t->v[i].name[name.n] == '\0')
			return &t->v[i];
		found = &t->v[i];
		n++;
	}
	if (n == 1 && name.n)
		return found;
	if (n > 1 && name.n)
		name_candidates(t, name, e);
	else
		err_set(e, ERR_USAGE, _("no command \"%.*s\"; the help lists all of them"), STR_ARG(name));
	return NULL;
}

bool cmd_here(const struct command *c, unsigned context)
{
	return (c->contexts & 1) || (context < 32 && c->contexts >> context & 1);
}

struct str cmd_rest(const struct cmd_args *a, size_t i)
{
	if (i >= a->n)
		return (struct str){0};
	if (i + 1 == a->n)
		return a->v[i];
	return str_slice(a->line, a->at[i].start, a->line.n);
}

static bool none_of(const struct command *c, struct str given, struct str spec, struct err *e)
{
	struct buf known = {0};
	struct str a;

	for (size_t at = 0; cmd_spec_next(spec, &at, &a);)
		buf_printf(&known, "%s%.*s", known.n ? ", " : "", STR_ARG(a));
	err_set(e, ERR_USAGE, _("%s: \"%.*s\" is none of %s"), c->name, STR_ARG(given), buf_cstr(&known));
	buf_free(&known);
	return false;
}

static bool check_word(const struct command *c, struct str given, struct str spec, struct err *e)
{
	struct str a;
	bool any = false;

	for (size_t at = 0; cmd_spec_next(spec, &at, &a); any = true)
		if (cmd_spec_kind(a) || str_eq(a, given))
			return true;
	return !any || none_of(c, given, spec, e);
}

static bool check_args(const struct command *c, const struct cmd_args *a, struct err *e)
{
	if (a->n < (size_t)c->min || (c->max >= 0 && a->n > (size_t)c->max)) {
		return err_set(e, ERR_USAGE,
			       a->n < (size_t)c->min ? _("%s: an argument is missing; it is written %s %s")
						     : _("%s: too many arguments; it is written %s %s"),
			       c->name, c->name, c->args);
	}
	for (size_t i = 0; i < a->n; i++) {
		if (!check_word(c, a->v[i], cmd_spec_word(c->args, i), e))
			return false;
	}
	return true;
}

/* One command: its words, and the line they stand in. */
static enum cmd_result run_words(const struct cmd_table *t, void *app, unsigned context, struct cmd_args *a,
				 const struct cmd_words *w, struct err *e)
{
	a->command = cmd_find(t, w->v.v[0], e);
	if (!a->command)
		return CMD_UNKNOWN;
	if (!cmd_here(a->command, context)) {
		err_set(e, ERR_USAGE, _("%s does not work in this kind of view"), a->command->name);
		return CMD_NOT_HERE;
	}
	a->n = w->v.n - 1;
	a->v = w->v.v + 1;
	a->at = w->at.v + 1;
	return check_args(a->command, a, e) ? a->command->handler(app, a, e) : CMD_ERROR;
}

enum cmd_result cmd_run(const struct cmd_table *t, void *app, unsigned context, enum cmd_origin origin, struct str line,
			long count, struct err *e)
{
	struct cmd_words w = {0};
	enum cmd_result r = CMD_OK;

	for (size_t next = 0; r == CMD_OK && next != POS_NONE;) {
		struct cmd_args a = {.count = count, .origin = origin};

		if (!cmd_split(line, &w, &next, e)) {
			r = CMD_ERROR;
		} else if (w.v.n) {
			a.line = str_slice(line, 0, w.end);
			r = run_words(t, app, context, &a, &w, e);
			count = -1; /* it was meant for the first one */
		}
	}
	cmd_words_free(&w);
	return r;
}
