/* Annotations for people to read, in the order of the document: what Markdown and HTML tell alike.
 *
 * Each stands under the title of its section with the passage in its sentence; those of one document follow one
 * another, orphans come last under a title of their own. Where the text is not at hand, the context is what was kept
 * with the passage.
 */
#include "exchange.h"

#include "taiyaku/cite.h"

#include <stdio.h>

#define AROUND 200 /* code points of a sentence on one side of the passage */

/* ---- characters ---- */

static bool is_unfit(uint32_t c)
{
	return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x061C || c == 0xFEFF;
}

size_t note_paper_next(struct str s, size_t at, uint32_t *cp)
{
	size_t next = text_next(s, at, cp);

	if (*cp == '\t')
		*cp = ' ';
	else if (is_unfit(*cp))
		*cp = 0xFFFD;
	return next;
}

bool note_is_web(struct str s)
{
	return note_is_iri(s) && (str_starts(s, STR("http://")) || str_starts(s, STR("https://")));
}

/* ---- the passage in its sentence ---- */

static size_t step(struct str s, size_t at, int points)
{
	uint32_t cp;

	for (; points > 0 && at < s.n; points--)
		at = text_next(s, at, &cp);
	for (; points < 0 && at > 0; points++)
		at = text_prev(s, at, &cp);
	return at;
}

static void around(struct str text, struct span at, struct arena *arena, struct note_sheet *out)
{
	size_t start = at.start, end = at.end, from = step(text, at.start, -AROUND), to = step(text, at.end, AROUND);
	span_vec sentences = {0};

	text_sentences(text, &sentences);
	for (size_t i = 0; i < sentences.n; i++) {
		if (sentences.v[i].start <= at.start && sentences.v[i].end >= at.start)
			start = sentences.v[i].start;
		if (sentences.v[i].start < at.end && sentences.v[i].end >= at.end)
			end = sentences.v[i].end;
	}
	vec_free(&sentences);
	out->before = arena_str(arena, str_slice(text, start < from ? from : start, at.start));
	out->quote = arena_str(arena, str_slice(text, at.start, at.end));
	out->after = arena_str(arena, str_slice(text, at.end, end > to ? to : end));
}

/* What was kept with the passage serves as its text. */
static void around_kept(const struct store_target *t, struct arena *arena, struct note_sheet *out)
{
	struct buf b = {0};
	size_t line = t->prefix.n, end = str_find_char(t->suffix, '\n', 0);

	while (line && t->prefix.p[line - 1] != '\n')
		line--;
	buf_str(&b, str_slice(t->prefix, line, t->prefix.n));
	struct span at = {b.n, b.n + t->quote.n};
	buf_str(&b, t->quote);
	buf_str(&b, str_slice(t->suffix, 0, end == SIZE_MAX ? t->suffix.n : end));
	around(buf_view(&b), at, arena, out);
	buf_free(&b);
}

static bool is_placed(const struct note_export *e, const struct note_attached *at)
{
	return e->doc && at->state != STATE_ORPHAN && at->at.start != POS_NONE;
}

static void put_passage(const struct note_export *e, const struct note_attached *at, struct arena *arena,
			struct note_sheet *out)
{
	if (!is_placed(e, at)) {
		around_kept(&at->annotation.target, arena, out);
		return;
	}
	size_t last = at->at.end > at->at.start ? at->at.end - 1 : at->at.start,
	       start = doc_paragraph(e->doc, at->at.start).start, end = doc_paragraph(e->doc, last).end;
	if (end < at->at.end) /* the passage ends with a line's end */
		end = at->at.end;
	struct span inner = {at->at.start - start, at->at.end - start};
	around(str_slice(doc_text(e->doc), start, end), inner, arena, out);
}

/* ---- where and when ---- */

/* post:FAMILY/BOARD/KEY/NUMBER: the thread and the number as boards write it. */
static void put_post(struct str document, struct str title, struct buf *b)
{
	size_t slash = document.n;

	while (slash && document.p[slash - 1] != '/')
		slash--;
	buf_str(b, title.n ? title : str_slice(document, 5, slash ? slash - 1 : document.n));
	buf_printf(b, " >>" STR_FMT, STR_ARG(str_slice(document, slash, document.n)));
}

static struct str place_of(const struct note_export *e, const struct note_attached *at, struct arena *arena)
{
	const struct store_target *t = &at->annotation.target;
	struct buf b = {0};

	if (str_starts(t->document, STR("post:")))
		put_post(t->document, t->title, &b);
	else if (is_placed(e, at))
		buf_printf(&b, _("line %zu"), doc_line_at(e->doc, at->at.start));
	return note_copy(arena, &b);
}

static struct str when_of(const struct store_annotation *a, struct arena *arena)
{
	char text[36];
	struct buf b = {0};
	int64_t ms = a->modified != STORE_NO_TIME ? a->modified : a->created;

	if (ms == STORE_NO_TIME)
		return (struct str){NULL, 0};
	cite_time_format(ms, 0, text);
	buf_printf(&b, "%.10s %.5s UTC", text, text + 11);
	return note_copy(arena, &b);
}

static struct str link_of(const struct store_annotation *a, struct arena *arena)
{
	struct buf b = {0};

	if (!a->to.document.n)
		return (struct str){NULL, 0};
	if (str_starts(a->to.document, STR("post:")))
		put_post(a->to.document, a->to.title, &b);
	else
		buf_str(&b, a->to.title.n ? a->to.title : a->to.document);
	if (a->to.quote.n)
		buf_printf(&b, ": 「" STR_FMT "」", STR_ARG(a->to.quote));
	return note_copy(arena, &b);
}

/* ---- all of them ---- */

static struct str document_title(const struct note_export *e, const struct note_attached *at)
{
	const struct store_target *t = at ? &at->annotation.target : NULL;

	if (e->doc && doc_title(e->doc).n)
		return doc_title(e->doc);
	if (!t)
		return str_c(_("Annotations"));
	return t->title.n ? t->title : t->document;
}

static void put_title(const struct note_export *e, const struct note_pen *pen, const struct note_attached *at,
		      struct buf *out)
{
	struct buf about = {0};

	if (e->doc) {
		buf_str(&about, doc_author(e->doc));
		buf_cat(&about, doc_author(e->doc).n && doc_date(e->doc).n ? ", " : "");
		buf_str(&about, doc_date(e->doc));
	}
	pen->title(out, document_title(e, at), buf_view(&about));
	buf_free(&about);
}

static struct str section_of(const struct note_export *e, const struct note_attached *at)
{
	uint32_t i;

	if (at->state == STATE_ORPHAN)
		return str_c(_("Not found in this version"));
	if (e->doc && str_starts(at->annotation.target.document, STR("post:"))) /* of a source of the document */
		return at->annotation.target.title;
	if (!is_placed(e, at))
		return (struct str){NULL, 0};
	i = doc_section_at(e->doc, at->at.start);
	return i == DOC_NONE ? (struct str){NULL, 0} : doc_section(e->doc, i)->title;
}

/* Of one document that is at hand all versions are one; without it each document has a title. */
static bool is_other(const struct note_export *e, const struct note_attached *a, const struct note_attached *b)
{
	return !e->doc && !str_eq(document_title(e, a), document_title(e, b));
}

void note_paper(const struct note_export *e, const struct note_pen *pen, struct buf *out)
{
	struct str section = {NULL, 0}, next;

	if (e->doc) {
		doc_recognise(e->doc, 0, doc_text(e->doc).n);
		doc_settle(e->doc);
	}
	if (!e->n || e->doc)
		put_title(e, pen, e->n ? &e->v[0] : NULL, out);
	for (size_t i = 0; i < e->n; i++) {
		struct arena *arena = arena_new();
		const struct note_attached *at = &e->v[i];
		struct note_sheet sheet = {.at = at, .when = when_of(&at->annotation, arena)};
		if (!e->doc && (!i || is_other(e, at - 1, at)))
			put_title(e, pen, at, out);
		next = section_of(e, at);
		if (next.n && !str_eq(next, section))
			pen->section(out, next);
		section = next;
		put_passage(e, at, arena, &sheet);
		sheet.place = place_of(e, at, arena);
		sheet.link = link_of(&at->annotation, arena);
		pen->annotation(out, &sheet);
		arena_free(arena);
	}
}
