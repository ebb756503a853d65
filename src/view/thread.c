/* The source pane: posts of a thread in order of number, each with its anchors, its answers and its verdict; what is
 * named and missing stands between them by name. The post that is cited carries what the verdict has to say. */
#include "view_int.h"

#include <stdio.h>

enum { BODY_INDENT = 5, DEEPEST = 8, RECURSION = 1000 };

static void when(struct buf *b, const struct store_post *post)
{
	char text[36];

	if (post->posted_at == STORE_NO_TIME) {
		buf_str(b, post->date_text);
		return;
	}
	cite_time_format(post->posted_at, post->tz_min, text);
	text[10] = ' ';
	buf_add(b, text, 19);
}

/* "545  2022-12-27 13:09:37  ワッチョイ 7fa4-UHsq  ID:…  [quoted]" */
static void head(struct page *p, const struct cite_entry *e, int depth)
{
	const struct store_post *post = &e->post;
	struct target t = {.kind = TARGET_POST, .from = post->number, .to = post->number};
	struct buf b = {0};
	char number[24];

	snprintf(number, sizeof number, post->number < 0 ? "-    " : "%-5ld", post->number);
	vec_push(&p->numbers, (struct span){p->text.n, (size_t)post->number});
	page_thing(p, STYLE_POST_HEAD, THING_POST, &t, str_c(number));
	if (post->kind == STORE_MISSING) {
		page_printf(p, STYLE_MISSING, "%s\n\n", _("(not in the store)"));
		return;
	}
	when(&b, post);
	buf_printf(&b, "%s%.*s", post->slip.n ? "  " : "", STR_ARG(post->slip));
	buf_printf(&b, "%s%.*s", post->poster.n ? "  ID:" : "", STR_ARG(post->poster));
	buf_printf(&b, "%s%.*s", post->trip.n ? "  " : "", STR_ARG(post->trip));
	page_put(p, STYLE_POST_HEAD, buf_view(&b));
	page_put(p, STYLE_TEXT, STR("  "));
	page_printf(p, verdict_style(e->verdict), "[%s]", cite_verdict_label(e->verdict));
	page_put(p, STYLE_TEXT, STR("\n"));
	if (post->name.n) {
		buf_clear(&b);
		buf_printf(&b, "%*s%.*s\n", BODY_INDENT + 2 * depth, "", STR_ARG(post->name));
		page_put(p, STYLE_LABEL, buf_view(&b));
	}
	buf_free(&b);
}

static const struct cite_entry *entry_of(const struct cite_entries *all, long number)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].post.number == number)
			return &all->v[i];
	return NULL;
}

static void anchor(struct page *p, const struct cite_entries *all, const struct store_anchor *a, struct str text)
{
	struct target t = {.kind = TARGET_POST, .from = a->from, .to = a->to};
	const struct cite_entry *e = entry_of(all, a->from);
	bool missing = !e || e->post.kind == STORE_MISSING;

	page_thing(p, missing ? STYLE_MISSING : STYLE_ANCHOR, THING_ANCHOR, &t, text);
	if (missing)
		page_printf(p, STYLE_LABEL, " %s", _("(not in the store)"));
}

/* The margin of a post: its number's column, and two cells for each post that it answers in turn. */
static void margin(struct page *p, int depth)
{
	for (int i = 0; i < BODY_INDENT + 2 * depth; i++)
		page_put(p, STYLE_TEXT, STR(" "));
}

/* Text, every line behind the margin. */
static void lines(struct page *p, struct str s, int depth, bool *fresh)
{
	for (size_t at = 0; at < s.n;) {
		size_t end = str_find_char(s, '\n', at);

		if (end == SIZE_MAX)
			end = s.n;
		if (*fresh && end > at)
			margin(p, depth);
		page_put(p, STYLE_POST, str_slice(s, at, end));
		*fresh = end < s.n;
		if (end < s.n)
			page_put(p, STYLE_TEXT, STR("\n"));
		at = end + 1;
	}
}

static void body(struct page *p, const struct cite_entries *all, const struct store_post *post, int depth)
{
	bool fresh = true;
	size_t at = 0;

	for (size_t i = 0; i < post->n_anchors; i++) {
		const struct store_anchor *a = &post->anchors[i];

		if (a->start < at || a->end > post->text.n)
			continue;
		lines(p, str_slice(post->text, at, a->start), depth, &fresh);
		if (fresh)
			margin(p, depth);
		fresh = false;
		anchor(p, all, a, str_slice(post->text, a->start, a->end));
		at = a->end;
	}
	lines(p, str_slice(post->text, at, post->text.n), depth, &fresh);
	if (!fresh)
		page_put(p, STYLE_TEXT, STR("\n"));
}

static void answers(struct page *p, const struct cite_entry *e, int depth)
{
	if (!e->n_answers)
		return;
	margin(p, depth);
	page_put(p, STYLE_LABEL, str_c(_("answered by")));
	for (size_t i = 0; i < e->n_answers; i++) {
		struct target t = {.kind = TARGET_POST, .from = e->answers[i], .to = e->answers[i]};
		char text[24];

		snprintf(text, sizeof text, "%ld", e->answers[i]);
		page_put(p, STYLE_TEXT, STR(" "));
		page_thing(p, STYLE_ANCHOR, THING_ANCHOR, &t, str_c(text));
	}
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void difference(struct page *p, const struct verdict *v)
{
	for (size_t i = 0; i < v->n_difference; i++) {
		const struct cite_difference *d = &v->difference[i];

		page_printf(p, STYLE_LABEL, "     %s", _("the document has "));
		page_put(p, STYLE_ADDED, d->document.n ? d->document : str_c(_("nothing")));
		page_printf(p, STYLE_LABEL, "%s", _(", the post "));
		page_put(p, STYLE_REMOVED, d->stored.n ? d->stored : str_c(_("nothing")));
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	if (!v->n_found)
		return;
	page_printf(p, STYLE_LABEL, "     %s", _("the quoted text stands in"));
	for (size_t i = 0; i < v->n_found; i++) {
		struct target t = {.kind = TARGET_POST, .from = v->found[i], .to = v->found[i]};
		char text[24];

		snprintf(text, sizeof text, ">>%ld", v->found[i]);
		page_put(p, STYLE_TEXT, STR(" "));
		page_thing(p, STYLE_ANCHOR, THING_ANCHOR, &t, str_c(text));
	}
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void entry(struct page *p, const struct cite_entries *all, const struct cite_entry *e, int depth)
{
	for (int i = 0; i < depth; i++)
		page_put(p, STYLE_TEXT, STR("  "));
	head(p, e, depth);
	if (e->post.kind == STORE_MISSING)
		return;
	if (!e->post.text.n && e->post.deleted)
		page_printf(p, STYLE_MISSING, "     %s\n", _("(deleted)"));
	body(p, all, &e->post, depth);
	answers(p, e, depth);
}

/* "なんJNVA部★118  >>545  8 posts" */
static void title(struct page *p, const struct cite_entries *all, const struct verdict *v, long number)
{
	size_t known = 0;

	for (size_t i = 0; i < all->n; i++)
		known += all->v[i].post.kind != STORE_MISSING;
	if (v->source.title.n)
		buf_str(&p->title, v->source.title);
	else
		buf_printf(&p->title, "%.*s %.*s %.*s", STR_ARG(v->source.family), STR_ARG(v->source.board),
			   STR_ARG(v->source.key));
	if (number >= 0)
		buf_printf(&p->title, "  >>%ld", number);
	buf_cat(&p->title, "  ");
	buf_printf(&p->title, ngettext("%zu post known", "%zu posts known", known), known);
}

static void candidates(struct page *p, const struct verdict *v)
{
	for (size_t i = 0; i < v->n_candidates; i++) {
		const struct cite_candidate *c = &v->candidates[i];

		page_printf(p, STYLE_AMBIGUOUS, "  %.*s", STR_ARG(c->source.title));
		page_printf(p, STYLE_LABEL, "  %.*s/%.*s/%.*s", STR_ARG(c->source.family), STR_ARG(c->source.board),
			    STR_ARG(c->source.key));
		if (c->number >= 0)
			page_printf(p, STYLE_TEXT, "  >>%ld", c->number);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
}

/* What the verdict says, before the posts. */
static void preface(struct page *p, const struct verdict *v, struct str cited)
{
	page_verdict(p, v);
	candidates(p, v);
	if (cited.n) {
		page_put(p, STYLE_LABEL, str_c(_("cited as ")));
		page_put(p, STYLE_CITATION, cited);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	page_put(p, STYLE_TEXT, STR("\n"));
}

static bool cites(const struct verdict *v, long number)
{
	for (size_t i = 0; i < v->n_numbers; i++)
		if (v->numbers[i] == number)
			return true;
	return false;
}

/* A post with what the verdict has to say of it. */
static void whole(struct page *p, const struct cite_entries *all, const struct verdict *v, const struct cite_entry *e,
		  int depth)
{
	entry(p, all, e, depth);
	if (cites(v, e->post.number))
		difference(p, v);
	if (e->post.kind != STORE_MISSING)
		page_put(p, STYLE_TEXT, STR("\n"));
}

/* The post that this one answers: the first that its anchors name and that is there, else the first that is named and
 * missing, or -1. Only earlier numbers count, so that there are no loops. */
static long parent(const struct cite_entries *all, const struct store_post *post)
{
	long missing = -1;

	for (size_t i = 0; i < post->n_anchors; i++) {
		long from = post->anchors[i].from;
		const struct cite_entry *e = from < post->number ? entry_of(all, from) : NULL;

		if (e && e->post.kind != STORE_MISSING)
			return from;
		if (e && missing < 0)
			missing = from;
	}
	return missing;
}

/* Each post under the one that it answers. The depth that is drawn is bounded, so is the recursion: parents have
 * smaller numbers, and what lies deeper than that stands beside. */
static void tree(struct page *p, const struct cite_entries *all, const struct verdict *v, long under, int depth)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct cite_entry *e = &all->v[i];

		if (parent(all, &e->post) != under)
			continue;
		whole(p, all, v, e, depth < DEEPEST ? depth : DEEPEST);
		if (depth < RECURSION && e->post.number >= 0)
			tree(p, all, v, e->post.number, depth + 1);
	}
}

static bool same_poster(const struct store_post *a, const struct store_post *b)
{
	if (a->trip.n || b->trip.n)
		return str_eq(a->trip, b->trip);
	if (a->poster.n && b->poster.n)
		return str_eq(a->poster, b->poster);
	return a->slip.n && str_eq(a->slip, b->slip);
}

static void by_poster(struct page *p, const struct cite_entries *all, const struct verdict *v, long number)
{
	const struct cite_entry *who = entry_of(all, number);

	for (size_t i = 0; who && i < all->n; i++)
		if (all->v[i].post.kind != STORE_MISSING &&
		    (&all->v[i] == who || same_poster(&who->post, &all->v[i].post)))
			whole(p, all, v, &all->v[i], 0);
}

struct page *page_thread(struct cite *c, const struct verdict *v, struct str cited, long number, enum page_order order)
{
	struct cite_entries all = cite_thread(c, v);
	struct page *p = page_new();

	p->hanging = BODY_INDENT;
	title(p, &all, v, number);
	if (order == PAGE_BY_POSTER)
		buf_printf(&p->title, "  %s", _("posts of one poster"));
	else if (v->kind != VERDICT_SAME && v->kind != VERDICT_QUOTED)
		preface(p, v, cited);
	switch (order) {
	case PAGE_BY_NUMBER:
		for (size_t i = 0; i < all.n; i++)
			whole(p, &all, v, &all.v[i], 0);
		break;
	case PAGE_AS_TREE:
		tree(p, &all, v, -1, 0);
		break;
	case PAGE_BY_POSTER:
		by_poster(p, &all, v, number);
		break;
	}
	return p;
}

struct page *page_posts(struct cite *c, const struct verdict *v, long from, long to)
{
	struct cite_entries all = cite_thread(c, v);
	struct page *p = page_new();
	long shown = 0;

	p->hanging = BODY_INDENT;
	title(p, &all, v, from);
	if (v->kind != VERDICT_SAME && v->kind != VERDICT_QUOTED && v->kind != VERDICT_DIFFERS && cites(v, from))
		page_verdict(p, v);
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].post.number < from || all.v[i].post.number > to)
			continue;
		if (shown++)
			page_put(p, STYLE_TEXT, STR("\n"));
		entry(p, &all, &all.v[i], 0);
		if (cites(v, all.v[i].post.number))
			difference(p, v);
	}
	if (!shown) {
		page_printf(p, STYLE_MISSING,
			    from == to ? _(">>%ld of this source is not in the store")
				       : _(">>%ld to >>%ld of this source are not in the store"),
			    from, to);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	return p;
}
