/* The other texts of a post: which file says what, and how each differs from the one that is shown. */
#include "post.h"

static void seen(struct page *p, const struct store_seen *s)
{
	char day[36];

	page_put(p, STYLE_HEADING, s->rank == STORE_RANK_QUOTED ? str_c(_("a document's quote")) : s->format);
	if (s->retrieved_at != STORE_NO_TIME) {
		cite_time_format(s->retrieved_at, 540, day);
		day[10] = ' ';
		page_printf(p, STYLE_LABEL, "  %.16s", day);
	}
	if (s->deleted)
		page_printf(p, STYLE_MISSING, "  [%s]", _("deleted"));
	if (s->broken)
		page_printf(p, STYLE_MISSING, "  [%s]", _("broken"));
	page_put(p, STYLE_TEXT, STR("\n"));
	page_put(p, STYLE_TEXT, STR("     "));
	page_put_line(p, STYLE_LABEL, s->url.n ? s->url : s->path, 4096);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void text(struct page *p, struct str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t end = str_find_char(s, '\n', at);

		end = end == SIZE_MAX ? s.n : end;
		page_put(p, STYLE_TEXT, STR("     "));
		page_put(p, STYLE_POST, str_slice(s, at, end));
		page_put(p, STYLE_TEXT, STR("\n"));
		at = end + 1;
	}
}

static void differences(struct page *p, struct cite *c, struct str shown, struct str other)
{
	struct cite_differences d = cite_differ(c, other, shown);

	if (!d.n)
		page_printf(p, STYLE_LABEL, "     %s\n", _("the same, or a part of it, but for blanks and width"));
	for (size_t i = 0; i < d.n; i++) {
		page_printf(p, STYLE_LABEL, "     %s", _("this one has "));
		page_put(p, STYLE_ADDED, d.v[i].document.n ? d.v[i].document : str_c(_("nothing")));
		page_printf(p, STYLE_LABEL, "%s", _(", the one that is shown "));
		page_put(p, STYLE_REMOVED, d.v[i].stored.n ? d.v[i].stored : str_c(_("nothing")));
		page_put(p, STYLE_TEXT, STR("\n"));
	}
}

static bool same_as_before(const struct store_seens *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(all->v[k].text, all->v[i].text) && all->v[k].deleted == all->v[i].deleted)
			return true;
	return false;
}

struct page *page_versions(struct cite *c, struct store *store, int64_t post, struct err *e)
{
	struct page *p = page_new();
	struct store_seens all = {0};

	p->hanging = POST_INDENT;
	buf_printf(&p->title, "%s", _("versions of this post, the one that is shown first"));
	if (!store_observations(store, post, p->arena, &all, e)) {
		page_free(p);
		return NULL;
	}
	for (size_t i = 0; i < all.n; i++) {
		seen(p, &all.v[i]);
		if (same_as_before(&all, i))
			page_printf(p, STYLE_LABEL, "     %s\n", _("the same text"));
		else if (!all.v[i].deleted)
			text(p, all.v[i].text);
		if (i && !all.v[i].deleted && !same_as_before(&all, i))
			differences(p, c, all.v[0].text, all.v[i].text);
		page_put(p, STYLE_TEXT, i + 1 < all.n ? STR("\n") : STR(""));
	}
	return p;
}
