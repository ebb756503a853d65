/* Hiding posts: rules are made, listed and taken back; a hidden post is shown for now. */
#include "actions.h"

#include "taiyaku/text.h"

enum { CHAIN_MOST = 100, DAYS_MOST = 36500 };
#define DAY_MS ((int64_t)86400000)

/* Read when they are first needed, and again after a change. */
const struct store_rules *app_rules(struct app *a)
{
	struct store_notes *own, *notes;
	struct err e = {0};

	if (a->rules_arena)
		return &a->rules;
	a->rules = (struct store_rules){0};
	a->rules_arena = arena_new();
	notes = app_notes_to_read(a, &own);
	if (notes && !store_rules(notes, clock_wall_ms(), a->rules_arena, &a->rules, &e) && e.code != ERR_NOTHING)
		app_complain(a, &e);
	store_notes_close(own, 0, NULL);
	return &a->rules;
}

static void changed(struct app *a)
{
	arena_free(a->rules_arena);
	a->rules_arena = NULL;
	pane_remake(a);
}

/* ---- making a rule ---- */

struct meant { /* the post that a rule is made for */
	struct subject subject;
	const struct verdict *verdict;
	const struct cite_entry *entry;
};

static bool meant(struct app *a, struct meant *m, struct err *e)
{
	long number;

	if (thing_post(a, &m->subject, &number) && (m->verdict = pane_verdict(a, &m->subject)))
		m->entry = cite_entry_of(cite_thread(book_cite(a, a->book), m->verdict), number);
	return m->entry || err_set(e, ERR_NOTHING, "%s", _("there is no post here"));
}

static bool number_of(struct str s, long most, long *n, struct err *e)
{
	char *end, *text = str_dup(s);

	*n = strtol(text, &end, 10);
	if (*end || end == text || *n < 0 || *n > most)
		*n = -1;
	free(text);
	return *n >= 0 || err_set(e, ERR_USAGE, _("%.*s: a number from 0 to %ld is wanted here"), STR_ARG(s), most);
}

/* "chain 2 days 30 everywhere because …": from the i-th word on. */
static bool options(const struct cmd_args *c, size_t i, struct store_rule *r, struct err *e)
{
	long n;

	for (; i < c->n; i++) {
		bool more = i + 1 < c->n;

		if (str_eq(c->v[i], STR("because"))) {
			r->reason = str_trim(more ? cmd_rest(c, i + 1) : STR(""));
			return true;
		}
		if (str_eq(c->v[i], STR("everywhere"))) {
			r->source = (struct store_identity){0};
		} else if (more && str_eq(c->v[i], STR("chain"))) {
			if (!number_of(c->v[++i], CHAIN_MOST, &n, e))
				return false;
			r->chain = (int)n;
		} else if (more && str_eq(c->v[i], STR("days"))) {
			if (!number_of(c->v[++i], DAYS_MOST, &n, e))
				return false;
			r->expires_at = clock_wall_ms() + n * DAY_MS;
		} else {
			return err_set(e, ERR_USAGE,
				       _("%.*s: what follows is chain N, days N, everywhere, because and a reason"),
				       STR_ARG(c->v[i]));
		}
	}
	return true;
}

static bool poster_rule(const struct meant *m, struct store_rule *r, struct err *e)
{
	if (m->entry->poster.kind == STORE_POSTER_NONE)
		return err_set(e, ERR_NOTHING, "%s", _("nobody is named with this post: hide post hides it alone"));
	r->kind = STORE_HIDE_POSTER;
	r->poster = m->entry->poster;
	r->source = (struct store_identity){.family = r->poster.family, .board = r->poster.board};
	return true;
}

/* What the first words say; *next: where the options begin. */
static bool kind_of(const struct cmd_args *c, const struct meant *m, struct text_folded *fold, struct store_rule *r,
		    size_t *next, struct err *e)
{
	struct str kind = c->v[0];
	struct text_regex *x;

	*next = 1;
	if (str_eq(kind, STR("post"))) {
		r->kind = STORE_HIDE_POST;
		r->source = m->verdict->source;
		r->number = m->entry->post.number;
		return true;
	}
	if (str_eq(kind, STR("poster")))
		return poster_rule(m, r, e);
	if (c->n < 2)
		return err_set(e, ERR_USAGE, _("%.*s: which one?"), STR_ARG(kind));
	*next = 2;
	r->source = (struct store_identity){.family = m->verdict->source.family, .board = m->verdict->source.board};
	r->text = c->v[1];
	r->kind = STORE_HIDE_EXPRESSION;
	if (str_eq(kind, STR("word"))) {
		r->kind = STORE_HIDE_WORD;
		text_fold_copy(c->v[1], fold);
		r->text = buf_view(&fold->text);
		return true;
	}
	x = text_regex_new(c->v[1], e);
	text_regex_free(x);
	return x != NULL;
}

ACTION(act_hide)
{
	struct store_rule r = {.number = -1, .expires_at = STORE_NO_TIME, .when = clock_wall_ms()};
	struct text_folded fold = {0};
	struct app *a = app;
	struct meant m = {0};
	size_t next;
	bool ok = meant(a, &m, e) && kind_of(args, &m, &fold, &r, &next, e) && options(args, next, &r, e);

	if (ok && !app_notes(a))
		ok = err_set(e, ERR_STORE, "%s", _("there is no store to keep the rule in"));
	if (ok && store_notes_read_only(a->notes))
		ok = err_set(e, ERR_STORE, "%s", store_notes_read_only(a->notes));
	if (ok) {
		store_add_rule(a->notes, &r);
		a->unhidden.n = 0;
		changed(a);
		app_say(a, "%s", _("hidden; x shows it for now, :hides lists the rules"));
	}
	text_folded_free(&fold);
	return ok ? CMD_OK : CMD_ERROR;
}

/* The command line with what is most often meant; what else may stand there is said above it. */
ACTION(act_hide_prompt)
{
	struct app *a = app;
	struct meant m = {0};

	(void)args;
	if (!meant(a, &m, e))
		return CMD_NOTHING;
	prompt_open(a, PROMPT_COMMAND,
		    m.entry->poster.kind == STORE_POSTER_NONE ? STR("hide post ") : STR("hide poster "));
	app_say(a, "%s",
		_("post, poster, word WORD or expression RE; then chain N (answers to it, N deep), days N, because "
		  "REASON"));
	return CMD_OK;
}

/* ---- looking all the same, and taking back ---- */

ACTION(act_unhide_post)
{
	struct app *a = app;
	struct meant m = {0};
	bool popup = a->active == PANE_PEEK, was = false;
	size_t kept = 0;
	long number;

	(void)args;
	if (!meant(a, &m, e))
		return CMD_NOTHING;
	number = m.entry->post.number;
	if (a->unhidden_in != m.verdict->thread)
		a->unhidden.n = 0;
	a->unhidden_in = m.verdict->thread;
	for (size_t i = 0; i < a->unhidden.n; i++) {
		was |= a->unhidden.v[i] == number;
		if (a->unhidden.v[i] != number)
			a->unhidden.v[kept++] = a->unhidden.v[i];
	}
	a->unhidden.n = kept;
	if (!was)
		vec_push(&a->unhidden, number);
	if (popup)
		pane_close(a, PANE_PEEK);
	pane_remake(a);
	if (popup)
		app_exec(a, STR("peek"), CMD_TYPED);
	return CMD_OK;
}

ACTION(act_hides)
{
	struct app *a = app;

	(void)args;
	jump_record(a);
	return pane_show(a, &(struct spec){.kind = SPEC_HIDES, .number = -1}, e) ? CMD_OK : CMD_ERROR;
}

/* The rule with this id, or that of the entry with the focus. */
ACTION(act_unhide)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	const struct target *t = v->has_focus ? view_target(v, &v->focus) : NULL;

	if (!args->n && t && t->kind == TARGET_COMMAND && str_starts(t->text, STR("unhide ")))
		return app_exec(a, t->text, CMD_TYPED) ? CMD_OK : CMD_NOTHING;
	if (!args->n || !app_notes(a)) {
		err_set(e, ERR_NOTHING, "%s", _("there is no rule here; :hides lists them"));
		return CMD_NOTHING;
	}
	store_remove_rule(a->notes, args->v[0]);
	changed(a);
	app_say(a, "%s", _("the rule is taken back"));
	return CMD_OK;
}
