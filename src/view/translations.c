/* Translations as pages: those that are remembered for a passage, and the sentences of one beside its passage's. */
#include "view_int.h"

#include <stdio.h>

enum { LINE_MAX_BYTES = 400 };

struct page *page_remembered(struct str passage, struct note_remembers all, const struct str *titles)
{
	struct page *p = page_new();

	buf_cat(&p->title, _("known translations"));
	page_put_line(p, STYLE_QUOTATION, passage, LINE_MAX_BYTES);
	page_put(p, STYLE_TEXT, STR("\n"));
	for (size_t i = 0; i < all.n; i++) {
		const struct note_remembered *r = &all.v[i];
		char command[40], score[16];
		struct target t = {.kind = TARGET_COMMAND, .index = (uint32_t)i};

		snprintf(command, sizeof command, "take-remembered %zu", i + 1);
		snprintf(score, sizeof score, "%3d %% ", (int)(r->score * 100));
		t.text = str_c(command);
		page_thing(p, STYLE_KEY, THING_ENTRY, &t, str_c(score));
		page_put_line(p, STYLE_TRANSLATION, r->translation, SIZE_MAX);
		page_put(p, STYLE_TEXT, STR("\n      "));
		if (r->score < 1)
			page_printf(p, STYLE_LABEL, "“%.*s”  ", STR_ARG(r->source));
		page_put_line(p, STYLE_LABEL, r->author, LINE_MAX_BYTES);
		if (titles[i].n) {
			page_put(p, STYLE_LABEL, r->author.n ? STR(", ") : STR(""));
			page_put_line(p, STYLE_LABEL, titles[i], LINE_MAX_BYTES);
		}
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	return p;
}

static void put_side(struct page *p, enum style style, struct str text, struct span s)
{
	if (s.start == s.end)
		page_printf(p, STYLE_MISSING, "%s", _("(nothing)"));
	else
		page_put_line(p, style, str_slice(text, s.start, s.end), SIZE_MAX);
	page_put(p, STYLE_TEXT, STR("\n"));
}

struct page *page_aligned(const struct store_annotation *x, struct note_pairs pairs)
{
	struct page *p = page_new();

	p->aligned = true;
	buf_cat(&p->title, _("sentences of the translation"));
	for (size_t i = 0; i < pairs.n; i++) {
		struct target t = {.kind = TARGET_ANNOTATION, .index = (uint32_t)i, .text = x->id};
		char number[24];

		snprintf(number, sizeof number, "%3zu ", i + 1);
		page_thing(p, STYLE_KEY, THING_ENTRY, &t, str_c(number));
		put_side(p, STYLE_QUOTATION, x->target.quote, pairs.v[i].source);
		page_put(p, STYLE_TRANSLATION, STR("  = "));
		put_side(p, STYLE_TRANSLATION, x->body, pairs.v[i].translation);
	}
	page_printf(p, STYLE_LABEL, "%s\n",
		    _("+ takes a sentence of the translation from the next pair, - gives one to it"));
	return p;
}
