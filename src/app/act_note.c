/* Annotations that are written in the editor: notes, translations, corrections; editing what is there. */
#include "actions.h"
#include "annotated.h"

/* What is selected stays so while it is typed about. */
static enum cmd_result compose(struct app *a, const struct store_annotation *x, struct err *e)
{
	return compose_open(a, x, e) ? CMD_OK : CMD_ERROR;
}

/* A note that has the focus is edited; everything else gets one more. */
ACTION(act_annotate)
{
	struct app *a = app;
	const struct view *v = pane_active(a);
	struct store_annotation x;

	(void)args;
	if (v->kind == VIEW_OUTPUT) /* what a command said, about another passage */
		return app_exec(a, STR("take note"), CMD_TYPED) ? CMD_OK : CMD_NOTHING;
	if (v->has_focus && v->focus.kind == THING_ANNOTATION && annotation_here(a, 1u << ANNOTATION_NOTE))
		return annotation_existing(a, &x, e) ? compose(a, &x, e) : CMD_ERROR;
	return annotation_begin(a, ANNOTATION_NOTE, &x, e) ? compose(a, &x, e) : CMD_ERROR;
}

static bool is_japanese(struct str s)
{
	size_t kana = 0, latin = 0;
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		kana += text_script(cp) == TEXT_KANA || text_script(cp) == TEXT_HAN;
		latin += text_script(cp) == TEXT_LATIN;
	}
	return kana * 2 > latin;
}

/* Into the document's language; of a passage in that language, into the other one. */
static struct str language_for(struct app *a, struct str passage)
{
	struct str language = doc_language(a->book->doc);

	if (is_japanese(passage))
		return STR("en");
	return language.n && !str_eq(language, STR("en")) ? language : STR("ja");
}

ACTION(act_translate)
{
	struct app *a = app;
	struct store_annotation x;
	int known;

	(void)args;
	if (pane_active(a)->kind == VIEW_OUTPUT)
		return app_exec(a, STR("take translation"), CMD_TYPED) ? CMD_OK : CMD_NOTHING;
	if (!annotation_begin(a, ANNOTATION_TRANSLATION, &x, e))
		return CMD_ERROR;
	x.language = language_for(a, x.target.quote);
	known = translation_known(a, x.target.quote);
	if (compose(a, &x, e) != CMD_OK)
		return CMD_ERROR;
	if (known)
		app_say(a, _("a translation is known (%d %%): leave with C-g, then T shows it"), known);
	return CMD_OK;
}

ACTION(act_correct)
{
	struct app *a = app;
	struct store_annotation x;

	(void)args;
	if (!annotation_begin(a, ANNOTATION_CORRECTION, &x, e))
		return CMD_ERROR;
	x.body = x.target.quote;
	return compose(a, &x, e);
}

ACTION(act_edit)
{
	struct store_annotation x;

	(void)args;
	return annotation_existing(app, &x, e) ? compose(app, &x, e) : CMD_ERROR;
}
