/* The sources of a document in order of time: every citation, quoted post and outside link with its verdict; and after
 * them each source once, with what is held of it and which numbers are missing. */
#include "view_int.h"

#include <stdio.h>

struct line {
	struct str date;
	size_t line;
	enum verdict_kind verdict;
	struct str text;
	struct target target;
};
typedef VEC(struct line) line_vec;

/* By date, those without one after the rest; then by place. */
static int by_date(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int c;

	if (!x->date.n != !y->date.n)
		return x->date.n ? -1 : 1;
	c = str_cmp(x->date, y->date);
	return c ? c : (x->line > y->line) - (x->line < y->line);
}

static struct str day(struct str posted_at)
{
	return str_slice(posted_at, 0, posted_at.n < 10 ? posted_at.n : 10);
}

static void citations(struct doc *d, struct cite *c, line_vec *out)
{
	for (uint32_t i = 0; i < doc_citations(d); i++) {
		const struct citation *x = doc_citation(d, i);

		vec_push(out, (struct line){x->date,
					    x->line,
					    cite_citation(c, i)->kind,
					    x->text,
					    {.kind = TARGET_CITATION, .index = i, .at = x->start}});
	}
}

static void posts(struct doc *d, struct cite *c, line_vec *out)
{
	struct str all = doc_text(d);

	for (uint32_t i = 0; i < doc_posts(d); i++) {
		const struct post_quote *x = doc_post(d, i);
		size_t end = str_find_char(all, '\n', x->start);

		if (end > x->end)
			end = x->end;
		vec_push(out, (struct line){day(x->posted_at),
					    x->line,
					    cite_post(c, i)->kind,
					    str_slice(all, x->start, end),
					    {.kind = TARGET_PLACE, .at = x->start}});
	}
}

static void links(struct doc *d, struct cite *c, line_vec *out)
{
	for (uint32_t i = 0; i < doc_links(d); i++) {
		const struct doc_link *x = doc_link(d, i);

		vec_push(out,
			 (struct line){
				 {0}, x->line, cite_link(c, i)->kind, x->url, {.kind = TARGET_PLACE, .at = x->start}});
	}
}

/* ---- each source once ---- */

struct once {
	const struct verdict *verdict;
	struct target target;
};
typedef VEC(struct once) once_vec;

static void add_once(once_vec *all, const struct verdict *v, struct target t)
{
	if (!v->source.family.n || v->kind == VERDICT_EXTERNAL || v->kind == VERDICT_AMBIGUOUS)
		return;
	if (v->thread && t.kind != TARGET_CITATION)
		t = (struct target){.kind = TARGET_SOURCE, .thread = v->thread, .from = -1, .to = -1};
	for (size_t i = 0; i < all->n; i++)
		if (store_identity_eq(&all->v[i].verdict->source, &v->source) ||
		    (v->thread && all->v[i].verdict->thread == v->thread))
			return;
	vec_push(all, (struct once){v, t});
}

/* "462, 600-610": numbers that are named and not there. */
static void missing(struct page *p, struct cite_entries all)
{
	bool any = false;

	for (size_t i = 0; i < all.n; i++) {
		long from = all.v[i].post.number, to = from;

		if (all.v[i].post.kind != STORE_MISSING)
			continue;
		while (i + 1 < all.n && all.v[i + 1].post.kind == STORE_MISSING && all.v[i + 1].post.number == to + 1)
			to = all.v[++i].post.number;
		page_put(p, STYLE_MISSING, any ? STR(", ") : str_c(_("  missing: ")));
		page_printf(p, STYLE_MISSING, from == to ? "%ld" : "%ld-%ld", from, to);
		any = true;
	}
}

static void put_once(struct page *p, struct cite *c, const struct once *o)
{
	const struct store_identity *s = &o->verdict->source;
	struct cite_entries all = cite_thread(c, o->verdict);
	size_t held = 0, quoted = 0;

	for (size_t i = 0; i < all.n; i++) {
		held += all.v[i].post.held;
		quoted += !all.v[i].post.held && all.v[i].post.kind != STORE_MISSING;
	}
	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &o->target, s->title.n ? s->title : s->key);
	if (held)
		page_printf(p, STYLE_LABEL, ngettext("  %zu post", "  %zu posts", held), held);
	if (quoted)
		page_printf(p, STYLE_QUOTED, ngettext("  %zu quoted", "  %zu quoted", quoted), quoted);
	if (!held)
		page_printf(p, STYLE_WANTED, "  [%s]", cite_verdict_label(VERDICT_WANTED));
	missing(p, all);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void each_once(struct page *p, struct doc *d, struct cite *c)
{
	once_vec all = {0};

	for (uint32_t i = 0; i < doc_citations(d); i++)
		add_once(&all, cite_citation(c, i), (struct target){.kind = TARGET_CITATION, .index = i});
	for (uint32_t i = 0; i < doc_posts(d); i++)
		add_once(&all, cite_post(c, i), (struct target){.kind = TARGET_PLACE, .at = doc_post(d, i)->start});
	if (all.n)
		page_printf(p, STYLE_HEADING, "\n%s\n", _("what is held of each, and what is missing"));
	for (size_t i = 0; i < all.n; i++)
		put_once(p, c, &all.v[i]);
	vec_free(&all);
}

struct page *page_sources(struct doc *d, struct cite *c)
{
	struct page *p = page_new();
	line_vec lines = {0};

	p->hanging = 19;
	buf_cat(&p->title, _("sources in order of time"));
	citations(d, c, &lines);
	posts(d, c, &lines);
	links(d, c, &lines);
	if (lines.n)
		qsort(lines.v, lines.n, sizeof *lines.v, by_date);
	for (size_t i = 0; i < lines.n; i++) {
		const struct line *l = &lines.v[i];
		char head[64];

		snprintf(head, sizeof head, "%-10.*s %6zu  ", (int)(l->date.n ? l->date.n : 1),
			 l->date.n ? l->date.p : "-", l->line);
		page_thing(p, STYLE_TEXT, THING_ENTRY, &l->target, str_c(head));
		page_printf(p, verdict_style(l->verdict), "[%s]", cite_verdict_label(l->verdict));
		page_column(p, 32);
		page_put(p, STYLE_TEXT, l->text);
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	if (!lines.n)
		page_put(p, STYLE_LABEL, str_c(_("this text names no sources")));
	each_once(p, d, c);
	vec_free(&lines);
	return p;
}
