/* TMX 1.4b, read: units of a translation memory as translations of passages.
 *
 * A unit in n languages gives n - 1 translations: from its source language (its own srclang or the header's; of *all*
 * the first one) to each other. The inline elements of a segment hold codes of another program: they are left out of
 * what is shown, and kept as they are in `extra` with what else TMX has a place for and we have none. A file of our own
 * gives its annotations back under their ids.
 *
 * The bytes go to expat, which reads UTF-8 and UTF-16, with or without a mark. Nothing outside the file is opened, and
 * a file that declares entities, or uses one that only a DTD could know, is refused: no honest one does.
 */
#include "tmx.h"

#include <assert.h>
#include <expat.h>
#include <stdio.h>

enum {
	DEPTH = 64,
	SEGMENT = 256 << 10, /* bytes, with its inline elements */
	REST = 64 << 10,     /* of notes and properties of a unit, that are kept */
	VERSIONS = 256,      /* of a unit */
};

enum element { OTHER, TMX, HEADER, BODY, UNIT, VARIANT, SEG, NOTE, PROPERTY, CODE, HIGHLIGHT };

static const struct {
	const char *name;
	enum element element;
} elements[] = {
	{"tmx", TMX}, {"header", HEADER}, {"body", BODY},     {"tu", UNIT},  {"tuv", VARIANT},
	{"seg", SEG}, {"note", NOTE},     {"prop", PROPERTY}, {"bpt", CODE}, {"ept", CODE},
	{"ph", CODE}, {"it", CODE},       {"ut", CODE},       {"sub", CODE}, {"hi", HIGHLIGHT},
};

struct attributes { /* of a unit, or of one of its versions */
	struct str language, id, author, created, changed, changed_by;
};

struct version {
	struct attributes attributes;
	struct str text, raw; /* raw: empty where it holds no inline elements */
};

struct named { /* a note (name empty) or a property */
	struct str name, text;
};

struct reader {
	XML_Parser parser;
	const char *name;
	struct arena *arena;
	struct err *err;
	VEC(struct store_annotation) out;
	bool bad, ours;
	enum element path[DEPTH];
	size_t depth, codes; /* codes: how many elements of code are open */
	struct str source;   /* the header's srclang */
	struct str unit_source;
	struct attributes unit;
	VEC(struct version) versions;
	VEC(struct named) rest;
	size_t rest_bytes;
	bool has_inline;
	struct buf plain, raw, text; /* of the segment; of the note or property */
	struct str property;
};

/* Nothing is taken from then on; expat may tell what it was about to tell. */
static void refuse(struct reader *r, const char *what)
{
	if (!r->bad)
		err_set(r->err, ERR_INPUT, "%s:%lu: %s", r->name, (unsigned long)XML_GetCurrentLineNumber(r->parser),
			what);
	r->bad = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static enum element parent(const struct reader *r, size_t up)
{
	return r->depth > up ? r->path[r->depth - 1 - up] : OTHER;
}

static struct str get(const XML_Char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(attributes[0], name))
			return str_c(attributes[1]);
	return (struct str){NULL, 0};
}

static struct str keep(struct reader *r, struct str s)
{
	return s.n ? arena_str(r->arena, s) : (struct str){NULL, 0};
}

static void take_attributes(struct reader *r, const XML_Char **from, struct attributes *to)
{
	struct str language = get(from, "xml:lang");

	to->language = keep(r, language.n ? language : get(from, "lang"));
	to->id = keep(r, get(from, "tuid"));
	to->author = keep(r, get(from, "creationid"));
	to->created = keep(r, get(from, "creationdate"));
	to->changed = keep(r, get(from, "changedate"));
	to->changed_by = keep(r, get(from, "changeid"));
}

/* ---- segments as they stand ---- */

static void escape(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char *entity = s.p[i] == '&'    ? "&amp;"
				     : s.p[i] == '<'  ? "&lt;"
				     : s.p[i] == '>'  ? "&gt;"
				     : s.p[i] == '"'  ? "&quot;"
				     : s.p[i] == '\r' ? "&#13;"
						      : NULL;
		if (entity)
			buf_cat(out, entity);
		else
			buf_char(out, s.p[i]);
	}
}

static void put_start(struct buf *out, const XML_Char *name, const XML_Char **attributes)
{
	buf_printf(out, "<%s", name);
	for (; *attributes; attributes += 2) {
		buf_printf(out, " %s=\"", attributes[0]);
		escape(out, str_c(attributes[1]));
		buf_char(out, '"');
	}
	buf_char(out, '>');
}

/* ---- a unit becomes annotations ---- */

static char lower(char c)
{
	return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Languages are the same whatever their letters' case, and whether "-" or "_" stands between their parts. */
static bool same_language(struct str a, struct str b)
{
	size_t i = 0;

	while (i < a.n && i < b.n && lower(a.p[i]) == lower(b.p[i]))
		i++;
	return i == a.n && i == b.n;
}

static struct str primary(struct str language)
{
	size_t i = 0;

	while (i < language.n && lower(language.p[i]) != '-')
		i++;
	return str_slice(language, 0, i);
}

/* The one in the source language, or in a variety of it; else the first. */
static size_t source_of(const struct reader *r)
{
	struct str language = r->unit_source.n ? r->unit_source : r->source;

	for (size_t i = 0; i < r->versions.n; i++)
		if (same_language(r->versions.v[i].attributes.language, language))
			return i;
	for (size_t i = 0; i < r->versions.n; i++)
		if (same_language(primary(r->versions.v[i].attributes.language), primary(language)))
			return i;
	return 0;
}

static void put_member(struct json_out *o, const char *name, struct str s)
{
	if (!s.n)
		return;
	json_name(o, name);
	json_put_str(o, s);
}

static struct str property(const struct reader *r, struct str name)
{
	for (size_t i = 0; i < r->rest.n; i++)
		if (str_eq(r->rest.v[i].name, name))
			return r->rest.v[i].text;
	return (struct str){NULL, 0};
}

static void put_rest(struct json_out *o, const struct reader *r)
{
	bool any = false;

	for (size_t i = 0; i < r->rest.n; i++) {
		if (r->ours && note_tmx_is_own(r->rest.v[i].name))
			continue;
		if (!any) {
			json_name(o, "rest");
			json_begin(o, '[');
		}
		any = true;
		json_begin(o, '{');
		put_member(o, "type", r->rest.v[i].name);
		put_member(o, "text", r->rest.v[i].text);
		json_end(o, '}');
	}
	if (any)
		json_end(o, ']');
}

static struct str extra(const struct reader *r, const struct version *source, const struct version *v)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	json_begin(&o, '{');
	json_name(&o, NOTE_TMX_EXTRA);
	json_begin(&o, '{');
	put_member(&o, "language", source->attributes.language);
	put_member(&o, "tuid", r->ours ? property(r, STR(NOTE_TMX_TUID)) : r->unit.id);
	put_member(&o, "changeid", v->attributes.changed_by.n ? v->attributes.changed_by : r->unit.changed_by);
	put_member(&o, "source", source->raw);
	put_member(&o, "translation", v->raw);
	put_rest(&o, r);
	json_end(&o, '}');
	json_end(&o, '}');
	return note_copy(r->arena, &b);
}

static int digits(struct str s, size_t at, size_t n)
{
	int value = 0;

	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		value = value * 10 + (s.p[i] - '0');
	}
	return value;
}

/* 20020523T091200Z, as TMX has it. */
static int64_t time_of(struct str s)
{
	char text[32];

	if (s.n != 16 || s.p[8] != 'T' || s.p[15] != 'Z' || digits(s, 0, 8) < 0 || digits(s, 9, 6) < 0)
		return STORE_NO_TIME;
	snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s.p, s.p + 4, s.p + 6, s.p + 9, s.p + 11,
		 s.p + 13);
	return note_time(str_c(text));
}

static size_t number_of(struct str s)
{
	int n = s.n && s.n < 10 ? digits(s, 0, s.n) : -1;

	return n < 0 ? POS_NONE : (size_t)n;
}

/* What our own file says of its annotation. */
static void take_properties(const struct reader *r, struct store_annotation *a)
{
	struct str *tags = arena_alloc(r->arena, (r->rest.n + 1) * sizeof *tags);

	for (size_t i = 0; i < r->rest.n; i++) {
		struct str name = r->rest.v[i].name, text = r->rest.v[i].text;

		for (const struct note_tmx_property *p = note_tmx_properties; p->name; p++)
			if (str_eq(name, str_c(p->name)))
				*(struct str *)(void *)((char *)a + p->offset) = text;
		if (str_eq(name, STR(NOTE_TMX_FIRST)))
			a->target.first = number_of(text);
		else if (str_eq(name, STR(NOTE_TMX_LAST)))
			a->target.last = number_of(text);
		else if (str_eq(name, STR(NOTE_TMX_TAG)))
			tags[a->n_tags++] = text;
		else if (str_eq(name, STR(NOTE_TMX_PREFERRED)))
			a->preferred = true;
	}
	a->tags = tags;
	if (r->unit.id.n)
		a->id = r->unit.id;
}

static void add_annotation(struct reader *r, const struct version *source, const struct version *v)
{
	struct store_annotation a = note_blank();
	const struct attributes *own = &v->attributes, *unit = &r->unit;

	a.kind = ANNOTATION_TRANSLATION;
	a.target.quote = source->text;
	a.body = v->text;
	a.language = own->language;
	a.author = own->author.n ? own->author : unit->author;
	a.created = time_of(own->created.n ? own->created : unit->created);
	a.modified = time_of(own->changed.n ? own->changed : unit->changed);
	if (a.modified == STORE_NO_TIME)
		a.modified = a.created;
	a.extra = extra(r, source, v);
	if (r->ours && r->versions.n == 2)
		take_properties(r, &a);
	if (!a.id.n)
		note_name(r->arena, &a);
	vec_push(&r->out, a);
}

static void end_unit(struct reader *r)
{
	size_t source = source_of(r);

	for (size_t i = 0; i < r->versions.n; i++)
		if (i != source && r->versions.v[i].text.n && r->versions.v[source].text.n)
			add_annotation(r, &r->versions.v[source], &r->versions.v[i]);
}

/* ---- what expat tells ---- */

static void start_inside(struct reader *r, enum element e, const XML_Char *name, const XML_Char **attributes)
{
	put_start(&r->raw, name, attributes);
	r->has_inline = true;
	r->codes += e != HIGHLIGHT;
}

static void start_unit(struct reader *r, const XML_Char **attributes)
{
	r->versions.n = r->rest.n = r->rest_bytes = 0;
	take_attributes(r, attributes, &r->unit);
	r->unit_source = keep(r, get(attributes, "srclang"));
}

static void start_version(struct reader *r, const XML_Char **attributes)
{
	struct version v = {.text = {NULL, 0}};

	take_attributes(r, attributes, &v.attributes);
	if (!v.attributes.language.n)
		refuse(r, _("a <tuv> must say its xml:lang"));
	if (r->versions.n == VERSIONS)
		refuse(r, _("too many languages in one <tu>"));
	vec_push(&r->versions, v);
}

static enum element element_of(const XML_Char *name)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (!strcmp(name, elements[i].name))
			return elements[i].element;
	return OTHER;
}

static bool in_segment(const struct reader *r)
{
	for (size_t i = 0; i < r->depth; i++)
		if (r->path[i] == SEG)
			return true;
	return false;
}

static void XMLCALL start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *r = self;
	enum element e = element_of(name);

	if (r->bad)
		return;
	if (r->depth == DEPTH) {
		refuse(r, _("elements are nested too deep"));
		return;
	}
	if (in_segment(r))
		start_inside(r, e, name, attributes);
	else if (!r->depth && e != TMX)
		refuse(r, _("this is no TMX: it begins with another element"));
	else if (e == HEADER) {
		r->source = keep(r, get(attributes, "srclang"));
		r->ours = str_eq(get(attributes, "creationtool"), STR(NOTE_TMX_TOOL));
	} else if (e == UNIT && parent(r, 0) == BODY)
		start_unit(r, attributes);
	else if (e == VARIANT && parent(r, 0) == UNIT)
		start_version(r, attributes);
	else if (e == NOTE || e == PROPERTY)
		r->property = keep(r, get(attributes, "type"));
	else if ((e == UNIT || e == VARIANT) || (e == SEG && parent(r, 0) != VARIANT))
		refuse(r, _("an element of TMX stands where it must not"));
	r->path[r->depth++] = e;
}

static void end_segment(struct reader *r)
{
	struct version *v = &r->versions.v[r->versions.n - 1];

	v->text = keep(r, buf_view(&r->plain));
	v->raw = r->has_inline ? keep(r, buf_view(&r->raw)) : (struct str){NULL, 0};
	buf_clear(&r->plain);
	buf_clear(&r->raw);
	r->has_inline = false;
	r->codes = 0;
}

/* Of a unit and of its versions alike; what is too much is left out. */
static void end_rest(struct reader *r, enum element e)
{
	struct named n = {.text = keep(r, buf_view(&r->text))};

	if (e == PROPERTY)
		n.name = r->property.n ? r->property : STR("prop");
	r->rest_bytes += n.name.n + n.text.n;
	if ((parent(r, 0) == UNIT || parent(r, 0) == VARIANT) && n.text.n && r->rest_bytes <= REST)
		vec_push(&r->rest, n);
	buf_clear(&r->text);
}

static void XMLCALL end(void *self, const XML_Char *name)
{
	struct reader *r = self;
	enum element e;

	if (r->bad)
		return;
	e = r->path[--r->depth];
	if (in_segment(r)) {
		buf_printf(&r->raw, "</%s>", name);
		r->codes -= e != HIGHLIGHT;
	} else if (e == SEG)
		end_segment(r);
	else if (e == NOTE || e == PROPERTY)
		end_rest(r, e);
	else if (e == UNIT)
		end_unit(r);
}

static void XMLCALL characters(void *self, const XML_Char *p, int n)
{
	struct reader *r = self;
	struct str s = {p, (size_t)n};

	if (r->bad)
		return;
	if (in_segment(r)) {
		if (!r->codes)
			buf_str(&r->plain, s);
		escape(&r->raw, s);
		if (r->raw.n > SEGMENT)
			refuse(r, _("a segment is longer than 256 KiB"));
	} else if ((parent(r, 0) == NOTE || parent(r, 0) == PROPERTY) && r->text.n < REST)
		buf_str(&r->text, s);
}

static void XMLCALL entity(void *self, const XML_Char *name, int parameter, const XML_Char *value, int n,
			   const XML_Char *base, const XML_Char *system, const XML_Char *public,
			   const XML_Char *notation)
{
	(void)name, (void)parameter, (void)value, (void)n, (void)base, (void)system, (void)public, (void)notation;
	refuse(self, _("it declares entities, which no TMX needs; take them out"));
}

static void XMLCALL skipped(void *self, const XML_Char *name, int parameter)
{
	(void)name;
	if (!parameter)
		refuse(self, _("it uses an entity that only its DTD would know, and no DTD is loaded"));
}

/* ---- the whole ---- */

static void close_reader(struct reader *r)
{
	XML_ParserFree(r->parser);
	vec_free(&r->versions);
	vec_free(&r->rest);
	vec_free(&r->out);
	buf_free(&r->plain);
	buf_free(&r->raw);
	buf_free(&r->text);
}

static bool parse(struct reader *r, struct str bytes)
{
	static const XML_Memory_Handling_Suite memory = {xmalloc, xrealloc, free};
	enum XML_Status status = XML_STATUS_OK;

	r->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	assert(r->parser);
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, start, end);
	XML_SetCharacterDataHandler(r->parser, characters);
	XML_SetEntityDeclHandler(r->parser, entity);
	XML_SetSkippedEntityHandler(r->parser, skipped);
	/* in parts: expat counts in int */
	for (size_t at = 0, n; status == XML_STATUS_OK && (at < bytes.n || !at); at += n) {
		n = bytes.n - at < (1 << 20) ? bytes.n - at : 1 << 20;
		status = XML_Parse(r->parser, bytes.p + at, (int)n, at + n == bytes.n);
		if (!n)
			break;
	}
	if (status != XML_STATUS_OK && !r->bad) {
		char why[200];

		snprintf(why, sizeof why, _("is no XML that can be read: %s"),
			 XML_ErrorString(XML_GetErrorCode(r->parser)));
		refuse(r, why);
	}
	return !r->bad;
}

bool note_is_tmx(struct str bytes)
{
	size_t n = bytes.n < 65536 ? bytes.n : 65536;
	struct buf b = {0};
	bool is;

	/* UTF-16 too: without its zeroes it is ASCII as far as this goes */
	for (size_t i = 0; i < n; i++)
		if (bytes.p[i])
			buf_char(&b, bytes.p[i]);
	/* after a mark of the order of bytes */
	for (size_t at = 0; at < b.n && at < 3 && b.p[0] != '<' && (unsigned char)b.p[0] >= 0x80; at++)
		memmove(b.p, b.p + 1, --b.n);
	is = str_starts(str_trim(buf_view(&b)), STR("<")) && str_find(buf_view(&b), STR("<tmx"), 0) != SIZE_MAX;
	buf_free(&b);
	return is;
}

bool note_read_tmx(struct str bytes, const char *name, struct arena *arena, struct store_annotations *out,
		   struct err *e)
{
	struct reader r = {.name = name, .arena = arena, .err = e};
	bool good = parse(&r, bytes);

	if (good) {
		out->v = arena_alloc(arena, (r.out.n + 1) * sizeof *out->v);
		out->n = r.out.n;
		for (size_t i = 0; i < r.out.n; i++)
			out->v[i] = r.out.v[i];
	}
	close_reader(&r);
	return good;
}

bool note_tmx_plain(struct str segment, struct buf *out)
{
	struct arena *arena = arena_new();
	struct reader r = {.name = "", .arena = arena};
	struct buf b = {0};
	bool good;

	buf_cat(&b, "<tmx><body><tu><tuv xml:lang=\"x\"><seg>");
	buf_str(&b, segment);
	buf_cat(&b, "</seg></tuv></tu></body></tmx>");
	good = parse(&r, buf_view(&b)) && r.versions.n == 1;
	if (good)
		buf_str(out, r.versions.v[0].text);
	close_reader(&r);
	buf_free(&b);
	arena_free(arena);
	return good;
}
