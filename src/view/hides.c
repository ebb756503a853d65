/* The list of rules for hiding: what, where it holds, until when, why; Enter takes one back. */
#include "view_int.h"

static void rule(struct page *p, const struct store_rule *r)
{
	struct buf b = {0};
	struct target t = {.kind = TARGET_COMMAND};
	char day[36];

	buf_cat(&b, "unhide ");
	buf_str(&b, r->id);
	t.text = buf_view(&b);
	struct buf what = {0}, rest = {0};
	hide_what(r, &what);
	page_put(p, STYLE_TEXT, STR("  "));
	page_thing(p, STYLE_TEXT, THING_ENTRY, &t, buf_view(&what));
	hide_where(r, &rest);
	page_printf(p, STYLE_LABEL, "  %s", buf_cstr(&rest));
	if (r->chain)
		page_printf(p, STYLE_LABEL,
			    ngettext("  with answers, %d step", "  with answers, %d steps", (unsigned)r->chain),
			    r->chain);
	if (r->expires_at != STORE_NO_TIME) {
		cite_time_format(r->expires_at, 540, day);
		page_printf(p, STYLE_LABEL, _("  until %.10s"), day);
	}
	if (r->reason.n)
		page_printf(p, STYLE_TEXT, "  (%.*s)", STR_ARG(r->reason));
	page_put(p, STYLE_TEXT, STR("\n"));
	buf_free(&b);
	buf_free(&what);
	buf_free(&rest);
}

struct page *page_hides(const struct store_rules *rules)
{
	struct page *p = page_new();

	p->hanging = 4;
	buf_cat(&p->title, _("what is hidden: Enter takes a rule back"));
	for (size_t i = 0; i < rules->n; i++)
		rule(p, &rules->v[i]);
	if (!rules->n)
		page_printf(p, STYLE_LABEL, "  %s\n", _("nothing: X on a post hides it or its poster"));
	return p;
}
