/* Files of annotations: which format one is of, told by its content; and the table of the formats that are written.
 *
 * A file is refused as a whole where something in it is broken. A log of another store is read line by line; a line
 * that a crash has cut short was never acknowledged and is passed over, one whose sum does not add up is a fault.
 */
#include "exchange.h"

#include <stdio.h>

const struct note_format note_formats[] = {
	{"w3c", note_put_w3c}, {"markdown", note_put_markdown}, {"json", note_put_json},
	{"tmx", note_put_tmx}, {"html", note_put_html},         {NULL, NULL},
};

/* ---- a log ---- */

#define HEAD 18 /* "LENGTH CRC ", eight hexadecimal digits each (store/log.c) */

static bool head_of(struct str line, unsigned long *length, unsigned long *crc)
{
	char text[HEAD + 1], *end;

	if (line.n < HEAD || line.p[8] != ' ' || line.p[17] != ' ')
		return false;
	memcpy(text, line.p, HEAD);
	text[HEAD] = 0;
	for (size_t i = 0; i < 17; i++)
		if (i != 8 && !strchr("0123456789abcdef", text[i]))
			return false;
	*length = strtoul(text, &end, 16);
	*crc = strtoul(end, NULL, 16);
	return true;
}

static struct str first_line(struct str s)
{
	size_t end = str_find_char(s, '\n', 0);

	return str_slice(s, 0, end == SIZE_MAX ? s.n : end);
}

/* Is the line a change of an annotation? False with an error: it is damaged. */
static bool is_change(struct str line, struct arena *arena, struct str *json, struct err *e)
{
	unsigned long length, crc;
	struct str annotation;

	if (!line.n || !head_of(line, &length, &crc))
		return line.n >= HEAD && err_set(e, ERR_INPUT, _("is no line of a log"));
	*json = str_slice(line, HEAD, line.n);
	if (json->n < length)
		return false;
	if (json->n != length || zip_crc(*json) != crc)
		return err_set(e, ERR_INPUT, _("is damaged: its sum does not add up"));
	if (str_find(*json, STR("\"what\":\"annotation\""), 0) == SIZE_MAX)
		return false;
	return note_change_of(*json, arena, &annotation, e);
}

static bool read_log(struct str bytes, const char *name, struct arena *arena, struct note_import *out, struct err *e)
{
	VEC(struct str) changes = {0};
	struct err why = {0};
	size_t number = 0;

	for (size_t at = 0; at < bytes.n && !why.code; number++) {
		struct str line = first_line(str_slice(bytes, at, bytes.n)), json = {NULL, 0};
		if (is_change(line, arena, &json, &why))
			vec_push(&changes, arena_str(arena, json));
		at += line.n + 1;
	}
	struct str *lines = arena_alloc(arena, (changes.n + 1) * sizeof *lines);
	for (size_t i = 0; i < changes.n; i++)
		lines[i] = changes.v[i];
	out->changes = lines;
	out->n_changes = changes.n;
	out->format = "log";
	vec_free(&changes);
	return !why.code || err_set(e, ERR_INPUT, "%s:%zu: %s", name, number, why.text);
}

/* ---- JSON ---- */

static bool is_hypothesis(const struct json_node *n)
{
	return json_get(n, "rows") || (json_get(n, "uri") && !json_get(n, "@context") && !json_get(n, "type"));
}

static bool read_json(struct str bytes, const char *name, struct arena *arena, struct note_import *out, struct err *e)
{
	struct json *j = json_parse(bytes, name, e);
	const struct json_node *root = j ? json_root(j) : NULL, *one = note_w3c_first(root);
	bool good = false;

	if (!j)
		return false;
	if (json_get(root, "taiyaku")) {
		out->format = "json";
		good = note_read_own(root, bytes, name, arena, out, e);
	} else if (json_type(root) == JSON_ARRAY && json_get(one, "kind") && json_get(one, "document")) {
		out->format = "json";
		good = note_read_list(root, name, "", arena, &out->annotations, e);
	} else if (is_hypothesis(one)) {
		out->format = "hypothesis";
		good = note_read_hypothesis(root, name, arena, &out->annotations, e);
	} else if (json_get(root, "entries") || json_get(root, "documents")) {
		out->format = "koreader";
		good = note_read_koreader(root, name, arena, &out->annotations, e);
	} else {
		out->format = "w3c";
		good = note_read_w3c(root, name, arena, &out->annotations, e);
	}
	json_free(j);
	return good;
}

/* ---- all ---- */

bool note_read(struct str bytes, const char *name, struct arena *arena, struct note_import *out, struct err *e)
{
	unsigned long length, crc;

	*out = (struct note_import){0};
	if (note_is_tmx(bytes)) {
		out->format = "tmx";
		return note_read_tmx(bytes, name, arena, &out->annotations, e);
	}
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_slice(bytes, 3, bytes.n);
	if (head_of(bytes, &length, &crc))
		return read_log(bytes, name, arena, out, e);
	struct str text = str_trim(bytes);
	if (!text.n || !strchr("{[", text.p[0]))
		return err_set(e, ERR_INPUT,
			       _("%s: holds no annotations: neither Web Annotations, nor JSON of taiyaku, "
				 "Hypothesis or KOReader, nor TMX, nor a log of taiyaku"),
			       name);
	return read_json(bytes, name, arena, out, e);
}
