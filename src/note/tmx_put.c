/* TMX 1.4b, written: every translation as a unit of two languages, the passage and what was made of it.
 *
 * What a program of translators has no place for stands in properties (x-document, x-first, …), before the segments as
 * the format wants it. There is no date of the export in it: the same annotations give the same bytes.
 */
#include "tmx.h"

#include "taiyaku/cite.h"

#include <stddef.h>
#include <stdio.h>

const struct note_tmx_property note_tmx_properties[] = {
	{"x-document", offsetof(struct store_annotation, target.document)},
	{"x-version", offsetof(struct store_annotation, target.version)},
	{"x-path", offsetof(struct store_annotation, target.path)},
	{"x-title", offsetof(struct store_annotation, target.title)},
	{"x-prefix", offsetof(struct store_annotation, target.prefix)},
	{"x-suffix", offsetof(struct store_annotation, target.suffix)},
	{"x-alignment", offsetof(struct store_annotation, alignment)},
	{NULL, 0},
};

bool note_tmx_is_own(struct str name)
{
	static const char *const others[] = {NOTE_TMX_FIRST, NOTE_TMX_LAST, NOTE_TMX_TUID, NOTE_TMX_TAG,
					     NOTE_TMX_PREFERRED};

	for (const struct note_tmx_property *p = note_tmx_properties; p->name; p++)
		if (str_eq(name, str_c(p->name)))
			return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_eq(name, str_c(others[i])))
			return true;
	return false;
}

/* Fit for XML, in an attribute too: no control but what it allows, and none of those as they are. */
static void put_text(struct buf *out, struct str s, bool attribute)
{
	uint32_t cp;

	for (size_t at = 0, next; at < s.n; at = next) {
		next = text_next(s, at, &cp);
		if (cp == '&')
			buf_cat(out, "&amp;");
		else if (cp == '<')
			buf_cat(out, "&lt;");
		else if (cp == '>')
			buf_cat(out, "&gt;");
		else if (cp == '"' && attribute)
			buf_cat(out, "&quot;");
		else if (cp == '\r' || (attribute && (cp == '\n' || cp == '\t')))
			buf_printf(out, "&#%u;", (unsigned)cp);
		else if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0xFFFE || cp == 0xFFFF)
			buf_code_point(out, 0xFFFD);
		else
			buf_str(out, str_slice(s, at, next));
	}
}

static void put_attribute(struct buf *out, const char *name, struct str s)
{
	if (!s.n)
		return;
	buf_printf(out, " %s=\"", name);
	put_text(out, s, true);
	buf_char(out, '"');
}

static void put_time(struct buf *out, const char *name, int64_t ms)
{
	char text[36];

	if (ms == STORE_NO_TIME)
		return;
	cite_time_format(ms, 0, text);
	if (strlen(text) < 19)
		return;
	buf_printf(out, " %s=\"%.4s%.2s%.2sT%.2s%.2s%.2sZ\"", name, text, text + 5, text + 8, text + 11, text + 14,
		   text + 17);
}

static void put_property(struct buf *out, struct str type, struct str text)
{
	if (!text.n)
		return;
	buf_cat(out, "<prop");
	put_attribute(out, "type", type);
	buf_char(out, '>');
	put_text(out, text, false);
	buf_cat(out, "</prop>\n");
}

static void put_number(struct buf *out, const char *type, size_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", n);
	if (n != POS_NONE)
		put_property(out, str_c(type), str_c(text));
}

/* ---- languages ---- */

/* Japanese is seen; of anything else nothing is said. */
static struct str guess(struct str s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (cp >= 0x3041 && cp <= 0x30FA)
			return STR("ja");
	}
	return STR("und");
}

static struct str document_language(struct doc *d, struct span at)
{
	const struct mark *marks[16];
	size_t n;

	if (!d || at.start == POS_NONE || at.end > doc_text(d).n)
		return (struct str){NULL, 0};
	n = doc_marks(d, at.start, at.end, marks, 16);
	for (size_t i = 0; i < n && i < 16; i++)
		if (marks[i]->kind == MARK_QUOTATION && marks[i]->start <= at.end && marks[i]->end >= at.start)
			return doc_quotation(d, marks[i]->index)->language;
	return doc_language(d);
}

struct unit {
	const struct note_attached *at;
	struct json *extra;             /* or NULL */
	const struct json_node *tmx;    /* what an import brought */
	struct str source, translation; /* languages */
};

static void open_unit(const struct note_export *e, const struct note_attached *at, struct unit *u)
{
	const struct store_annotation *a = &at->annotation;

	*u = (struct unit){.at = at};
	if (a->extra.n)
		u->extra = json_parse(a->extra, "extra", NULL);
	if (u->extra)
		u->tmx = json_get(json_root(u->extra), NOTE_TMX_EXTRA);
	u->source = json_str(json_get(u->tmx, "language"));
	if (!u->source.n)
		u->source = document_language(e->doc, at->at);
	if (!u->source.n)
		u->source = guess(a->target.quote);
	u->translation = a->language.n ? a->language : guess(a->body);
}

/* ---- units ---- */

/* With its inline elements, as long as they are still those of this text. */
static void put_segment(struct buf *out, struct str language, struct str text, struct str raw)
{
	struct buf plain = {0};
	bool same = raw.n && note_tmx_plain(raw, &plain) && str_eq(buf_view(&plain), text);

	buf_cat(out, "<tuv");
	put_attribute(out, "xml:lang", language);
	buf_cat(out, "><seg>");
	if (same)
		buf_str(out, raw);
	else
		put_text(out, text, false);
	buf_cat(out, "</seg></tuv>\n");
	buf_free(&plain);
}

static void put_rest(struct buf *out, const struct json_node *tmx, bool notes)
{
	for (const struct json_node *n = json_first(json_get(tmx, "rest")); n; n = json_next(n)) {
		struct str type = json_str(json_get(n, "type")), text = json_str(json_get(n, "text"));

		if (notes && !type.n && text.n) {
			buf_cat(out, "<note>");
			put_text(out, text, false);
			buf_cat(out, "</note>\n");
		} else if (!notes && type.n && !note_tmx_is_own(type)) {
			put_property(out, type, text);
		}
	}
}

static void put_properties(struct buf *out, const struct store_annotation *a)
{
	for (const struct note_tmx_property *p = note_tmx_properties; p->name; p++)
		put_property(out, str_c(p->name), *(const struct str *)(const void *)((const char *)a + p->offset));
	put_number(out, NOTE_TMX_FIRST, a->target.first);
	put_number(out, NOTE_TMX_LAST, a->target.last);
	for (size_t i = 0; i < a->n_tags; i++)
		put_property(out, STR(NOTE_TMX_TAG), a->tags[i]);
	if (a->preferred)
		put_property(out, STR(NOTE_TMX_PREFERRED), STR("yes"));
}

static void put_unit(struct buf *out, const struct unit *u)
{
	const struct store_annotation *a = &u->at->annotation;

	buf_cat(out, "<tu");
	put_attribute(out, "tuid", a->id);
	put_attribute(out, "srclang", u->source);
	put_time(out, "creationdate", a->created);
	put_attribute(out, "creationid", a->author);
	put_time(out, "changedate", a->modified);
	put_attribute(out, "changeid", json_str(json_get(u->tmx, "changeid")));
	buf_cat(out, ">\n");
	put_rest(out, u->tmx, true);
	put_properties(out, a);
	put_property(out, STR(NOTE_TMX_TUID), json_str(json_get(u->tmx, "tuid")));
	put_rest(out, u->tmx, false);
	put_segment(out, u->source, a->target.quote, json_str(json_get(u->tmx, "source")));
	put_segment(out, u->translation, a->body, json_str(json_get(u->tmx, "translation")));
	buf_cat(out, "</tu>\n");
}

void note_put_tmx(const struct note_export *e, struct buf *out)
{
	buf_cat(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx "
		     "version=\"1.4\">\n");
	buf_cat(out, "<header creationtool=\"" NOTE_TMX_TOOL "\" creationtoolversion=\"" PACKAGE_VERSION
		     "\" segtype=\"block\" o-tmf=\"" NOTE_TMX_TOOL
		     "\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n<body>\n");
	for (size_t i = 0; i < e->n; i++) {
		const struct store_annotation *a = &e->v[i].annotation;
		struct unit u;

		if (a->kind != ANNOTATION_TRANSLATION || a->deleted || !a->target.quote.n || !a->body.n)
			continue;
		open_unit(e, &e->v[i], &u);
		put_unit(out, &u);
		json_free(u.extra);
	}
	buf_cat(out, "</body>\n</tmx>\n");
}
