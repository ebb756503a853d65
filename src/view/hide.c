/* Hiding: rules and the posts of a source to what is hidden, and why. Pure: where the rules are kept is the caller's
 * affair. A rule means posts by themselves; answers to them follow, step by step, as far as its chain goes. */
#include "view_int.h"

static bool holds_in(const struct store_rule *r, const struct store_identity *s)
{
	return (!r->source.family.n || str_eq(r->source.family, s->family)) &&
	       (!r->source.board.n || str_eq(r->source.board, s->board)) &&
	       (r->kind != STORE_HIDE_POST || str_eq(r->source.key, s->key));
}

struct test { /* a rule made ready */
	const struct store_rule *rule;
	struct text_regex *expression;
};

static bool has_word(struct str text, struct str word, struct text_folded *fold)
{
	text_fold_copy(text, fold);
	return str_find(buf_view(&fold->text), word, 0) != SIZE_MAX;
}

static bool means(const struct test *t, const struct cite_entry *x, struct text_folded *fold,
		  struct text_subject *subject)
{
	const struct store_post *p = &x->post;
	struct span m;

	switch (t->rule->kind) {
	case STORE_HIDE_POST:
		return p->number >= 0 && p->number == t->rule->number;
	case STORE_HIDE_POSTER:
		return x->poster.kind != STORE_POSTER_NONE && store_poster_eq(&x->poster, &t->rule->poster);
	case STORE_HIDE_WORD:
		return t->rule->text.n && has_word(p->text, t->rule->text, fold);
	case STORE_HIDE_EXPRESSION:
		if (!t->expression)
			return false;
		text_subject_set(subject, p->text);
		return text_regex_find(t->expression, subject, 0, &m);
	}
	return false;
}

/* Answers to what the rule means, one step after the other. */
static void follow(struct cite_entries all, const struct store_rule *r, uint32_t rule, struct hiding *out)
{
	VEC(size_t) now = {0}, next = {0};

	for (size_t i = 0; i < all.n; i++)
		if (out[i].rule == rule)
			vec_push(&now, i);
	for (int step = 0; step < r->chain && now.n; step++) {
		next.n = 0;
		for (size_t i = 0; i < now.n; i++) {
			const struct cite_entry *e = &all.v[now.v[i]];

			for (size_t k = 0; k < e->n_answers; k++) {
				const struct cite_entry *by = cite_entry_of(all, e->answers[k]);
				size_t answer = by ? (size_t)(by - all.v) : 0;

				if (!by || out[answer].rule != HIDE_NONE)
					continue;
				out[answer] = (struct hiding){.rule = rule, .answers = e->post.number};
				vec_push(&next, answer);
			}
		}
		now.n = 0;
		for (size_t i = 0; i < next.n; i++)
			vec_push(&now, next.v[i]);
	}
	vec_free(&now);
	vec_free(&next);
}

static void apply(struct test *t, uint32_t rule, struct cite_entries all, struct hiding *out)
{
	struct text_subject *subject = text_subject_new();
	struct text_folded fold = {0};

	for (size_t i = 0; i < all.n; i++)
		if (out[i].rule == HIDE_NONE && all.v[i].post.kind != STORE_MISSING &&
		    means(t, &all.v[i], &fold, subject))
			out[i] = (struct hiding){.rule = rule, .answers = -1};
	follow(all, t->rule, rule, out);
	text_folded_free(&fold);
	text_subject_free(subject);
}

void hide_apply(const struct store_rules *rules, const struct store_identity *s, struct cite_entries all,
		struct hiding *out)
{
	for (size_t i = 0; i < all.n; i++)
		out[i] = (struct hiding){.rule = HIDE_NONE, .answers = -1};
	for (size_t i = 0; i < rules->n; i++) {
		struct test t = {.rule = &rules->v[i]};

		if (!holds_in(t.rule, s))
			continue;
		if (t.rule->kind == STORE_HIDE_EXPRESSION)
			t.expression = text_regex_new(t.rule->text, NULL);
		apply(&t, (uint32_t)i, all, out);
		text_regex_free(t.expression);
	}
}

static const char *key_sign(enum store_poster_kind kind)
{
	return kind == STORE_POSTER_ID ? "ID:" : kind == STORE_POSTER_BE ? "BE:" : "";
}

void hide_what(const struct store_rule *r, struct buf *out)
{
	switch (r->kind) {
	case STORE_HIDE_POST:
		buf_printf(out, _("post %ld"), r->number);
		return;
	case STORE_HIDE_POSTER:
		buf_printf(out, _("poster %s%.*s"), key_sign(r->poster.kind), STR_ARG(r->poster.value));
		return;
	case STORE_HIDE_WORD:
		buf_printf(out, _("word “%.*s”"), STR_ARG(r->text));
		return;
	case STORE_HIDE_EXPRESSION:
		buf_printf(out, _("expression %.*s"), STR_ARG(r->text));
		return;
	}
}

void hide_where(const struct store_rule *r, struct buf *out)
{
	const struct store_identity *s = &r->source;

	if (!s->family.n) {
		buf_cat(out, _("everywhere"));
		return;
	}
	buf_str(out, s->family);
	if (s->board.n)
		buf_printf(out, "/%.*s", STR_ARG(s->board));
	if (s->key.n)
		buf_printf(out, "/%.*s", STR_ARG(s->key));
}

void hide_why(const struct store_rule *r, const struct hiding *h, struct buf *out)
{
	buf_cat(out, _("hidden: "));
	if (h->answers >= 0)
		buf_printf(out, _("answers %ld, "), h->answers);
	hide_what(r, out);
	if (r->reason.n)
		buf_printf(out, " (%.*s)", STR_ARG(r->reason));
}
