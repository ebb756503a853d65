/* Annotations as pages: the list, one or several in full, the history of one. */
#include "view_int.h"

#include <time.h>

enum { QUOTE_MAX = 120, BODY_MAX = 240 };

char page_annotation_sign(enum store_annotation_kind kind)
{
	static const char signs[] = "hntc#lb";

	return kind < ANNOTATION_KINDS ? signs[kind] : ' ';
}

const char *page_annotation_kind(enum store_annotation_kind kind)
{
	switch (kind) {
	case ANNOTATION_HIGHLIGHT:
		return _("highlight");
	case ANNOTATION_NOTE:
		return _("note");
	case ANNOTATION_TRANSLATION:
		return _("translation");
	case ANNOTATION_CORRECTION:
		return _("correction");
	case ANNOTATION_TAG:
		return _("tag");
	case ANNOTATION_LINK:
		return _("link");
	case ANNOTATION_BOOKMARK:
		return _("bookmark");
	case ANNOTATION_KINDS:
		break;
	}
	return "";
}

static const char *state_label(enum store_state state)
{
	switch (state) {
	case STATE_EXACT:
		return _("exact");
	case STATE_MOVED:
		return _("moved");
	case STATE_ORPHAN:
		return _("orphan");
	case STATE_CONFIRMED:
		return _("confirmed");
	}
	return "";
}

static enum style state_style(enum store_state state)
{
	return state == STATE_ORPHAN ? STYLE_MISSING : state == STATE_MOVED ? STYLE_DIFFERS : STYLE_LABEL;
}

/* "2022-12-27 13:09:37", as much of it as is asked for. */
enum { DAY = 10, MINUTE = 16, SECOND = 19 };

static void put_time(struct page *p, int64_t ms, size_t chars)
{
	time_t s = (time_t)(ms / 1000);
	char text[32] = "";
	struct tm tm;

	if (ms != STORE_NO_TIME && localtime_r(&s, &tm) && strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm))
		page_put(p, STYLE_LABEL, str_slice(str_c(text), 0, chars));
}

static void newline(struct page *p)
{
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void put_tags(struct page *p, const struct store_annotation *x)
{
	for (size_t i = 0; i < x->n_tags; i++) {
		page_put(p, STYLE_TEXT, STR("  "));
		page_printf(p, STYLE_KEY, "#%.*s", STR_ARG(x->tags[i]));
	}
}

/* What it says, in the words of its kind; max SIZE_MAX: in full, else on one line. */
static void put_body(struct page *p, const struct store_annotation *x, size_t max)
{
	bool correction = x->kind == ANNOTATION_CORRECTION;

	if (x->poster.kind != STORE_POSTER_NONE)
		page_printf(p, STYLE_LABEL, _("the poster %.*s is "), STR_ARG(x->poster.value));
	if (correction && !x->body.n)
		page_put(p, STYLE_REMOVED, str_c(_("should be left out")));
	else if (correction)
		page_put(p, STYLE_LABEL, str_c(_("should say: ")));
	if (x->kind == ANNOTATION_TRANSLATION && x->body.n)
		page_put(p, STYLE_TRANSLATION, STR("= "));
	if (max == SIZE_MAX)
		page_put(p, correction ? STYLE_ADDED : STYLE_TEXT, x->body);
	else
		page_put_line(p, correction ? STYLE_ADDED : STYLE_TEXT, x->body, max);
}

/* ---- the list ---- */

struct entry {
	const struct note_attached *x;
	enum page_sort sort;
	size_t line; /* in the document; 0: none */
};

static int order(const struct entry *x, const struct entry *y)
{
	bool a = x->x->state == STATE_ORPHAN, b = y->x->state == STATE_ORPHAN;

	if (a != b)
		return a - b;
	if (x->sort == PAGE_BY_TIME && x->x->annotation.modified != y->x->annotation.modified)
		return x->x->annotation.modified > y->x->annotation.modified ? -1 : 1;
	if (x->sort == PAGE_BY_KIND && x->x->annotation.kind != y->x->annotation.kind)
		return x->x->annotation.kind < y->x->annotation.kind ? -1 : 1;
	return (x->x > y->x) - (x->x < y->x);
}

static int by_order(const void *a, const void *b)
{
	return order(a, b);
}

bool page_annotation_says(const struct store_annotation *x, const struct text_needle *needle)
{
	struct span hit;
	bool any = text_find(needle, x->target.quote, 0, &hit) || text_find(needle, x->body, 0, &hit);

	for (size_t i = 0; i < x->n_tags && !any; i++)
		any = text_find(needle, x->tags[i], 0, &hit);
	return any;
}

static bool holds(const struct store_annotation *x, const struct text_needle *needle)
{
	struct span hit;

	return !needle || page_annotation_says(x, needle) || text_find(needle, x->author, 0, &hit) ||
	       text_find(needle, str_c(page_annotation_kind(x->kind)), 0, &hit);
}

/* "12", the line; ">>545"; of a text that is not open its title. */
static void put_where(struct page *p, struct doc *d, const struct entry *y)
{
	const struct note_attached *x = y->x;
	struct str document = x->annotation.target.document, title = x->annotation.target.title;
	size_t slash = document.n;

	if (y->line) {
		page_printf(p, STYLE_LABEL, "%5zu", y->line);
	} else if (str_starts(document, STR("post:"))) {
		while (slash && document.p[slash - 1] != '/')
			slash--;
		page_printf(p, STYLE_LABEL, ">>%.*s", STR_ARG(str_slice(document, slash, document.n)));
	} else if (!d) {
		page_put_line(p, STYLE_LABEL, title.n ? title : document, QUOTE_MAX);
	} else {
		page_put(p, STYLE_LABEL, STR("    ?"));
	}
}

static void put_entry(struct page *p, struct doc *d, const struct entry *entry)
{
	const struct note_attached *x = entry->x;
	const struct store_annotation *y = &x->annotation;
	struct target t = {.kind = TARGET_ANNOTATION, .text = y->id};
	char sign[3] = {page_annotation_sign(y->kind), ' ', 0};

	page_thing(p, STYLE_SIGN, THING_ENTRY, &t, str_c(sign));
	put_where(p, d, entry);
	page_put(p, STYLE_TEXT, STR("  "));
	if (x->state == STATE_MOVED || x->state == STATE_CONFIRMED)
		page_printf(p, state_style(x->state), "[%s] ", state_label(x->state));
	page_put(p, STYLE_LABEL, STR("“"));
	page_put_line(p, STYLE_TEXT, y->target.quote, QUOTE_MAX);
	page_put(p, STYLE_LABEL, STR("”"));
	if (y->body.n || y->kind == ANNOTATION_CORRECTION) {
		page_put(p, STYLE_TEXT, STR("  "));
		put_body(p, y, BODY_MAX);
	}
	put_tags(p, y);
	if (y->to.document.n && y->kind == ANNOTATION_LINK) { /* what a swapped note should say stands there already */
		page_put(p, STYLE_LABEL, STR("  -> "));
		page_put_line(p, STYLE_LINK, y->to.quote, QUOTE_MAX);
	}
	if (y->heads > 1)
		page_printf(p, STYLE_DIFFERS, ngettext("  [%zu version]", "  [%zu versions]", y->heads), y->heads);
	page_printf(p, STYLE_LABEL, "  %.*s ", STR_ARG(y->author));
	put_time(p, y->modified, DAY);
	newline(p);
}

void page_found_annotation(struct page *p, const struct store_annotation *a)
{
	struct note_attached x = {.annotation = *a, .state = STATE_EXACT, .at = {POS_NONE, POS_NONE}};

	put_entry(p, NULL, &(struct entry){.x = &x});
}

/* Under an orphan: where it may belong. */
static void put_guess(struct page *p, struct doc *d, const struct entry *entry)
{
	const struct note_attached *x = entry->x;

	page_put(p, STYLE_TEXT, STR("        "));
	if (x->at.start == POS_NONE) {
		page_printf(p, STYLE_MISSING, "%s\n", _("nothing like it was found"));
		return;
	}
	if (d)
		page_printf(p, STYLE_LABEL, _("perhaps line %zu (%d %%): "), entry->line, (int)(x->score * 100));
	else
		page_printf(p, STYLE_LABEL, _("perhaps (%d %%): "), (int)(x->score * 100));
	if (d) { /* the guess may be a word or two: with what stands around it */
		struct span around = doc_paragraph(d, x->at.start);

		page_put_line(p, STYLE_TEXT, str_slice(doc_text(d), around.start, around.end), QUOTE_MAX);
	}
	newline(p);
}

/* They come in order of place: each line is counted from the one before. */
static void find_lines(struct doc *d, struct entry *v, size_t n)
{
	size_t at = 0, line = 0;

	for (size_t i = 0; d && i < n; i++) {
		size_t here = v[i].x->at.start;

		if (here == POS_NONE || here > doc_text(d).n)
			continue;
		if (!line || here < at) {
			line = doc_line_at(d, here);
			at = here;
		}
		for (; at < here; at++)
			line += doc_text(d).p[at] == '\n';
		v[i].line = line;
	}
}

static void put_title(struct page *p, struct note_list all, size_t shown)
{
	size_t orphans = 0;

	for (size_t i = 0; i < all.n; i++)
		orphans += all.v[i].state == STATE_ORPHAN;
	buf_printf(&p->title, ngettext("%zu annotation", "%zu annotations", all.n), all.n);
	if (orphans)
		buf_printf(&p->title, ngettext(", %zu orphan", ", %zu orphans", orphans), orphans);
	if (shown < all.n)
		buf_printf(&p->title, _(", %zu shown"), shown);
}

struct page *page_annotations(struct doc *d, struct note_list list, const struct text_needle *needle,
			      enum page_sort sort)
{
	struct page *p = page_new();
	struct entry *v = arena_alloc(p->arena, (list.n + 1) * sizeof *v);
	bool orphans = false;
	size_t n = 0;

	p->hanging = 8;
	for (size_t i = 0; i < list.n; i++)
		if (holds(&list.v[i].annotation, needle))
			v[n++] = (struct entry){&list.v[i], sort, 0};
	find_lines(d, v, n);
	if (n > 1)
		qsort(v, n, sizeof *v, by_order);
	put_title(p, list, n);
	for (size_t i = 0; i < n; i++) {
		if (v[i].x->state == STATE_ORPHAN && !orphans) {
			orphans = true;
			page_put(p, STYLE_TEXT, p->text.n ? STR("\n") : STR(""));
			page_printf(p, STYLE_HEADING, "%s\n",
				    _("orphans: their words are not there any more; c confirms a guess"));
		}
		put_entry(p, d, &v[i]);
		if (v[i].x->state == STATE_ORPHAN)
			put_guess(p, d, &v[i]);
	}
	if (!n)
		page_printf(p, STYLE_LABEL, "%s\n",
			    needle ? _("none holds these words; & shows all again")
				   : _("nothing is annotated here: v selects, H a t c # L B annotate"));
	return p;
}

/* ---- in full ---- */

static void put_text_lines(struct page *p, enum style style, const char *before, struct str s)
{
	page_put(p, STYLE_LABEL, str_c(before));
	page_put_line(p, style, s, 4 * BODY_MAX);
	newline(p);
}

static void put_end(struct page *p, struct str id, const struct store_target *to)
{
	struct target t = {.kind = TARGET_ANNOTATION, .index = 1, .text = id};
	struct buf words = {0};

	buf_str(&words, to->quote.n ? to->quote : to->document);
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] == '\n')
			words.p[i] = ' ';
	page_put(p, STYLE_LABEL, STR("-> "));
	if (to->title.n)
		page_printf(p, STYLE_LABEL, "%.*s: ", STR_ARG(to->title));
	page_thing(p, STYLE_LINK, THING_LINK, &t, buf_view(&words));
	buf_free(&words);
	newline(p);
}

static void put_whole(struct page *p, const struct note_attached *x, bool quoted)
{
	const struct store_annotation *y = &x->annotation;
	struct target t = {.kind = TARGET_ANNOTATION, .text = y->id};

	page_thing(p, STYLE_HEADING, THING_ENTRY, &t, str_c(page_annotation_kind(y->kind)));
	if (y->colour.n)
		page_printf(p, STYLE_LABEL, " %.*s", STR_ARG(y->colour));
	put_tags(p, y);
	page_printf(p, STYLE_LABEL, "  %.*s  ", STR_ARG(y->author));
	put_time(p, y->modified, MINUTE);
	page_printf(p, state_style(x->state), "  [%s]", state_label(x->state));
	if (y->heads > 1)
		page_printf(p, STYLE_DIFFERS, ngettext("  [%zu version]", "  [%zu versions]", y->heads), y->heads);
	newline(p);
	if (quoted)
		put_text_lines(p, STYLE_QUOTE, "> ", y->target.quote);
	if (y->body.n || y->kind == ANNOTATION_CORRECTION) {
		put_body(p, y, SIZE_MAX);
		newline(p);
	}
	if (y->to.document.n)
		put_end(p, y->id, &y->to);
}

struct page *page_annotation(struct note_list list, const uint32_t *indices, size_t n)
{
	struct page *p = page_new();

	if (n == 1)
		buf_cat(&p->title, page_annotation_kind(list.v[indices[0]].annotation.kind));
	else
		buf_printf(&p->title, _("%zu annotations here"), n);
	for (size_t i = 0; i < n; i++) {
		const struct note_attached *x = &list.v[indices[i]];
		bool quoted = n > 1 || x->state != STATE_EXACT;

		if (i)
			newline(p);
		put_whole(p, x, quoted);
	}
	return p;
}

/* ---- history ---- */

/* What an edit changed, beside what it said. */
static void put_change(struct page *p, const struct store_annotation *x, const struct store_annotation *before)
{
	page_put(p, STYLE_HEADING,
		 str_c(x->deleted        ? _("deleted")
		       : !before         ? _("made")
		       : before->deleted ? _("there again")
					 : _("edited")));
	page_put(p, STYLE_TEXT, STR("  "));
	put_time(p, x->modified, SECOND);
	page_printf(p, STYLE_LABEL, "  %.*s", STR_ARG(x->author));
	if (x->device.n)
		page_printf(p, STYLE_LABEL, " (%.*s)", STR_ARG(x->device));
	if (x->heads)
		page_printf(p, STYLE_SAME, "  [%s]", _("as it is now"));
	newline(p);
	if (x->deleted)
		return;
	if (x->colour.n)
		page_printf(p, STYLE_LABEL, "%.*s ", STR_ARG(x->colour));
	put_tags(p, x);
	put_body(p, x, SIZE_MAX);
	newline(p);
}

struct page *page_history(const struct store_annotations *all)
{
	struct page *p = page_new();

	buf_printf(&p->title, ngettext("history: %zu change", "history: %zu changes", all->n), all->n);
	if (all->n)
		put_text_lines(p, STYLE_QUOTE, "> ", all->v[0].target.quote);
	for (size_t i = all->n; i-- > 0;) {
		newline(p);
		put_change(p, &all->v[i], i ? &all->v[i - 1] : NULL);
	}
	return p;
}
