/* Drafts that were left behind, as a list. */
#include "taiyaku/view.h"

enum { WORDS = 160, QUOTE = 80 };

void page_draft_words(const struct page_draft *d, size_t max, struct buf *out)
{
	struct page *p = page_new();

	page_put_line(p, STYLE_TEXT, str_trim(d->annotation.body), max);
	buf_str(out, buf_view(&p->text));
	page_free(p);
}

static void put_draft(struct page *p, const struct page_draft *d)
{
	struct buf command = {0}, words = {0};
	struct target t = {.kind = TARGET_COMMAND};
	char day[36];

	buf_cat(&command, "draft ");
	buf_str(&command, d->id);
	t.text = buf_view(&command);
	page_put(p, STYLE_TEXT, STR("  "));
	if (d->good)
		page_draft_words(d, WORDS, &words);
	else
		buf_cat(&words, _("damaged: it can only be dropped"));
	page_thing(p, d->good ? STYLE_TEXT : STYLE_MISSING, THING_ENTRY, &t, buf_view(&words));
	if (d->good) {
		page_printf(p, STYLE_LABEL, "  %s 「", page_annotation_kind(d->annotation.kind));
		page_put_line(p, STYLE_QUOTE, str_trim(d->annotation.target.quote), QUOTE);
		page_put(p, STYLE_LABEL, STR("」"));
	}
	if (d->when > 0) {
		cite_time_format(d->when, 540, day);
		page_printf(p, STYLE_LABEL, "  %.10s", day);
	}
	page_put(p, STYLE_TEXT, STR("\n"));
	buf_free(&command);
	buf_free(&words);
}

struct page *page_drafts(const struct page_draft *v, size_t n)
{
	struct page *p = page_new();

	p->hanging = 4;
	buf_cat(&p->title, _("drafts: Enter goes on with one, D drops it"));
	for (size_t i = 0; i < n; i++)
		put_draft(p, &v[i]);
	if (!n)
		page_printf(p, STYLE_LABEL, "  %s\n", _("there are none"));
	return p;
}
