/* Pages of posts: a thread in order of number, as a tree of answers, the posts of one poster; a popup with a few of
 * them. What is named and missing stands between them by name. The post that is cited carries what the verdict says.
 * Large threads are made at once: everything here is found by index, nothing is searched for in a loop. */
#include "post.h"

static void hide(struct thread *t, const struct page_thread *w)
{
	struct hiding *h;

	if (!w->rules || !w->rules->n)
		return;
	h = arena_alloc(t->page->arena, (t->all.n + 1) * sizeof *h);
	hide_apply(w->rules, &t->verdict->source, t->all, h);
	for (size_t i = 0; i < w->n_shown; i++) {
		const struct cite_entry *e = cite_entry_of(t->all, w->shown[i]);

		if (e)
			h[e - t->all.v].shown = true;
	}
	t->hidings = h;
	t->rules = w->rules;
}

/* Posts that hold the needle in text, name or key, and so many before and after each. */
static void filter(struct thread *t, const struct page_thread *w)
{
	size_t around = (size_t)w->around, last = 0;
	bool *kept, any = false;
	struct span hit;

	if (!w->filter)
		return;
	kept = arena_alloc(t->page->arena, t->all.n + 1);
	for (size_t i = 0; i < t->all.n; i++) {
		const struct store_post *post = &t->all.v[i].post;
		bool holds = text_find(w->filter, post->text, 0, &hit) || text_find(w->filter, post->name, 0, &hit) ||
			     text_find(w->filter, post->poster, 0, &hit) || text_find(w->filter, post->trip, 0, &hit);

		for (size_t k = i > around ? i - around : 0; holds && k <= i; k++)
			kept[k] = true;
		any |= holds;
		last = holds ? i : last;
		kept[i] |= any && i - last <= around;
	}
	t->kept = kept;
}

/* ---- around the posts ---- */

/* "なんJNVA部★118  >>545  8 posts" */
static void title(const struct thread *t, long number)
{
	const struct verdict *v = t->verdict;
	struct page *p = t->page;
	size_t known = 0;

	for (size_t i = 0; i < t->all.n; i++)
		known += t->all.v[i].post.kind != STORE_MISSING;
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

static void put_usual(const struct thread *t)
{
	if (!t->usual.n)
		return;
	page_printf(t->page, STYLE_LABEL, "%s", _("where no name is shown it is "));
	page_put(t->page, STYLE_LABEL, t->usual);
	page_put(t->page, STYLE_TEXT, STR("\n\n"));
}

/* ---- orders ---- */

/* An empty line between them, but hidden ones stand close together. */
static void whole(struct thread *t, const struct cite_entry *e, int depth)
{
	const struct hiding *h = t->hidings ? &t->hidings[e - t->all.v] : NULL;
	bool hidden = h && h->rule != HIDE_NONE && !h->shown;

	if (t->kept && !t->kept[e - t->all.v])
		return;

	if (t->begun && !(hidden && t->after_hidden))
		page_put(t->page, STYLE_TEXT, STR("\n"));
	t->begun = true;
	t->after_hidden = hidden;
	post_put(t, e, depth);
}

static void by_number(struct thread *t)
{
	for (size_t i = 0; i < t->all.n; i++)
		whole(t, &t->all.v[i], 0);
}

/* The post that this one answers: the first that its anchors name and that is there, else the first that is named and
 * missing, or none. Only earlier numbers count, so that there are no loops. */
static const struct cite_entry *parent(const struct thread *t, const struct store_post *post)
{
	const struct cite_entry *missing = NULL;

	for (size_t i = 0; i < post->n_anchors; i++) {
		long from = post->anchors[i].from;
		const struct cite_entry *e = from < post->number ? cite_entry_of(t->all, from) : NULL;

		if (e && e->post.kind != STORE_MISSING)
			return e;
		if (e && !missing)
			missing = e;
	}
	return missing;
}

enum { NOBODY = UINT32_MAX };

/* Each post under the one that it answers: lists of children, walked with the way back kept. */
static void as_tree(struct thread *t)
{
	size_t n = t->all.n;
	uint32_t *first = xmalloc((n + 1) * sizeof *first), *next = xmalloc((n + 1) * sizeof *next);
	uint32_t *up = xmalloc((n + 1) * sizeof *up), top = NOBODY, at;
	int depth = 0;

	memset(first, 0xff, (n + 1) * sizeof *first);
	for (size_t i = n; i-- > 0;) { /* from the end, so that each list is in order of number */
		const struct cite_entry *e = parent(t, &t->all.v[i].post);
		uint32_t *list = e ? &first[e - t->all.v] : &top;

		up[i] = e ? (uint32_t)(e - t->all.v) : NOBODY;
		next[i] = *list;
		*list = (uint32_t)i;
	}
	for (at = top; at != NOBODY;) {
		whole(t, &t->all.v[at], depth);
		if (first[at] != NOBODY) {
			at = first[at];
			depth++;
			continue;
		}
		while (at != NOBODY && next[at] == NOBODY) {
			at = up[at];
			depth--;
		}
		at = at == NOBODY ? at : next[at];
	}
	free(first);
	free(next);
	free(up);
}

static void by_poster(struct thread *t, long number)
{
	const struct cite_entry *who = cite_entry_of(t->all, number);

	if (who && who->poster.kind == STORE_POSTER_NONE)
		whole(t, who, 0);
	else
		for (size_t i = 0; who && i < t->all.n; i++)
			if (store_poster_eq(&who->poster, &t->all.v[i].poster))
				whole(t, &t->all.v[i], 0);
}

struct page *page_thread(struct cite *c, const struct page_thread *w)
{
	struct page *p = page_new();
	struct thread t = {.page = p, .verdict = w->verdict, .all = cite_thread(c, w->verdict), .names = w->names};

	p->hanging = POST_INDENT;
	title(&t, w->verdict->n_numbers || w->order == PAGE_BY_POSTER ? w->number : -1);
	if (w->order == PAGE_BY_POSTER)
		buf_printf(&p->title, "  %s", _("posts of one poster"));
	else if (w->verdict->kind != VERDICT_SAME && w->verdict->kind != VERDICT_QUOTED)
		preface(p, w->verdict, w->cited);
	hide(&t, w);
	filter(&t, w);
	t.usual = t.all.usual_name;
	put_usual(&t);
	switch (w->order) {
	case PAGE_BY_NUMBER:
		by_number(&t);
		break;
	case PAGE_AS_TREE:
		as_tree(&t);
		break;
	case PAGE_BY_POSTER:
		by_poster(&t, w->number);
		break;
	}
	if (!t.begun && t.kept)
		page_printf(p, STYLE_LABEL, "%s\n", _("no post here matches; & shows all again"));
	return p;
}

struct page *page_posts(struct cite *c, const struct page_thread *w, long from, long to)
{
	const struct verdict *v = w->verdict;
	struct page *p = page_new();
	struct thread t = {.page = p, .verdict = v, .all = cite_thread(c, v), .names = w->names};
	long shown = 0;

	p->hanging = POST_INDENT;
	title(&t, from);
	hide(&t, w);
	if (v->kind != VERDICT_SAME && v->kind != VERDICT_QUOTED && v->kind != VERDICT_DIFFERS &&
	    post_is_cited(v, from))
		page_verdict(p, v);
	for (const struct cite_entry *e = t.all.v, *end = e + t.all.n; e < end; e++) {
		if (e->post.number < from || e->post.number > to)
			continue;
		if (shown++)
			page_put(p, STYLE_TEXT, STR("\n"));
		post_put(&t, e, 0);
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
