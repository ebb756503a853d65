/* Completion: which word the caret is in, what may stand there by the command's argument column, and what those words
 * have in common. */
#include "words.h"

static void add(struct cmd_completion *c, struct str begin, struct str word)
{
	if (str_starts(word, begin))
		vec_push(&c->v, str_dup(word));
}

static void add_commands(struct cmd_completion *c, const struct cmd_table *t, unsigned context, struct str begin)
{
	for (size_t i = 0; i < t->n; i++) {
		if (cmd_here(&t->v[i], context))
			add(c, begin, str_c(t->v[i].name));
	}
}

static void add_joined(struct cmd_completion *c, struct str begin, const char *before, struct str middle,
		       const char *after)
{
	struct buf b = {0};

	buf_printf(&b, "%s%.*s%s", before, STR_ARG(middle), after);
	add(c, begin, buf_view(&b));
	buf_free(&b);
}

/* "name=": the values of a choice or a bool. */
static void add_values(struct cmd_completion *c, const struct option *o, struct str begin)
{
	const char *values = o->type == OPTION_CHOICE ? o->values : o->type == OPTION_BOOL ? "on|off" : "";
	struct buf name = {0};
	struct str one;

	buf_printf(&name, "%s=", o->name);
	if (str_starts(begin, buf_view(&name))) {
		for (size_t at = 0; cmd_spec_next(str_c(values), &at, &one);)
			add_joined(c, begin, buf_cstr(&name), one, "");
	}
	buf_free(&name);
}

static void add_options(struct cmd_completion *c, const struct cmd_options *options, struct str begin)
{
	const struct option *o;

	for (size_t i = 0; options && (o = cmd_options_at(options, i)); i++) {
		struct str name = str_c(o->name);

		if (str_find_char(begin, '=', 0) != SIZE_MAX) {
			add_values(c, o, begin);
		} else if (o->type == OPTION_BOOL) {
			add(c, begin, name);
			if (str_starts(begin, STR("no")))
				add_joined(c, begin, "no", name, "");
		} else {
			add_joined(c, begin, "", name, str_ends(name, STR(".")) ? "" : "=");
		}
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_unique(struct cmd_completion *c)
{
	size_t n = 0;

	if (c->v.n)
		qsort(c->v.v, c->v.n, sizeof *c->v.v, by_name);
	for (size_t i = 0; i < c->v.n; i++) {
		if (n && !strcmp(c->v.v[n - 1], c->v.v[i]))
			free(c->v.v[i]);
		else
			c->v.v[n++] = c->v.v[i];
	}
	c->v.n = n;
}

static void quote_all(struct cmd_completion *c)
{
	for (size_t i = 0; i < c->v.n; i++) {
		struct buf b = {0};

		cmd_quote(str_c(c->v.v[i]), &b);
		free(c->v.v[i]);
		c->v.v[i] = buf_take(&b);
	}
}

/* The longest common beginning that ends at a character's end. */
static void find_common(struct cmd_completion *c)
{
	size_t n = c->v.n ? strlen(c->v.v[0]) : 0;

	for (size_t i = 1; i < c->v.n; i++) {
		size_t same = 0;

		while (same < n && c->v.v[i][same] == c->v.v[0][same])
			same++;
		n = same;
	}
	while (n && ((unsigned char)c->v.v[0][n] & 0xC0) == 0x80)
		n--;
	if (n)
		buf_add(&c->common, c->v.v[0], n);
}

struct where { /* what is being completed */
	struct str begin;
	size_t word; /* 0: the command's name */
};

static struct where at_caret(struct str line, const struct cmd_words *w, struct cmd_completion *out)
{
	size_t last = w->v.n - 1;

	if (w->v.n && w->at.v[last].end == line.n) {
		out->start = w->at.v[last].start;
		return (struct where){w->v.v[last], last};
	}
	out->start = line.n;
	return (struct where){STR(""), w->v.n};
}

static void add_arguments(const struct cmd_table *t, const struct cmd_options *options, unsigned context,
			  const struct command *c, const struct where *at, cmd_words_of more, void *ctx,
			  struct cmd_completion *out)
{
	struct str spec = cmd_spec_word(c->args, at->word - 1), one;

	for (size_t p = 0; cmd_spec_next(spec, &p, &one);) {
		if (!cmd_spec_kind(one))
			add(out, at->begin, one);
		else if (str_eq(one, STR("COMMAND")))
			add_commands(out, t, context, at->begin);
		else if (str_eq(one, STR("OPTION")))
			add_options(out, options, at->begin);
		else if (more)
			more(ctx, one, at->begin, &out->v);
	}
}

void cmd_complete(const struct cmd_table *t, const struct cmd_options *options, unsigned context, struct str line,
		  size_t caret, cmd_words_of more, void *ctx, struct cmd_completion *out)
{
	struct cmd_words w = {0};
	const struct command *c;
	struct where at;

	*out = (struct cmd_completion){.end = caret};
	line = str_slice(line, 0, caret);
	for (size_t next = 0; next != POS_NONE;)
		cmd_lex(line, true, &w, &next, NULL); /* ends with the last command of the line */
	at = at_caret(line, &w, out);
	if (!at.word)
		add_commands(out, t, context, at.begin);
	else if ((c = cmd_find(t, w.v.v[0], NULL)))
		add_arguments(t, options, context, c, &at, more, ctx, out);
	cmd_words_free(&w);
	sort_unique(out);
	quote_all(out);
	find_common(out);
}

void cmd_completion_free(struct cmd_completion *c)
{
	for (size_t i = 0; i < c->v.n; i++)
		free(c->v.v[i]);
	vec_free(&c->v);
	buf_free(&c->common);
}
