/* JSON: what the gate lets in is walked, and written out again is let in and says the same. */
#include "fuzz.h"
#include "taiyaku/json.h"

static void copy(const struct json_node *node, struct json_out *out, int depth)
{
	enum json_type type = json_type(node);

	HOLDS(depth <= 64);
	switch (type) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		json_begin(out, type == JSON_OBJECT ? '{' : '[');
		for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
			if (type == JSON_OBJECT) {
				char *key = str_dup(json_key(child));
				HOLDS(json_get(node, key) == child);
				json_name(out, key);
				free(key);
			}
			copy(child, out, depth + 1);
		}
		json_end(out, type == JSON_OBJECT ? '}' : ']');
		break;
	case JSON_STRING:
		HOLDS(text_bad(json_str(node)) == POS_NONE);
		json_put_str(out, json_str(node));
		break;
	case JSON_NUMBER:
		json_put_int(out, json_int(node, 0));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		json_put_bool(out, json_bool(node, type == JSON_FALSE));
		break;
	case JSON_NULL:
		json_put_null(out);
		break;
	}
}

/* The pieces of a text are the children of its tree. */
static void pieces(struct str text, const struct json_node *node, int depth)
{
	struct json_cut c = {.s = text};
	const struct json_node *child = json_first(node);

	for (; json_cut_next(&c); child = json_next(child)) {
		HOLDS(child && c.value.n);
		struct json *j = json_parse(c.value, "piece", NULL);
		HOLDS(j && json_type(json_root(j)) == json_type(child));
		json_free(j);
		if (depth < 4)
			pieces(c.value, child, depth + 1);
	}
	HOLDS(!child);
}

static bool write(struct str text, struct buf *to)
{
	struct err e = {0};
	struct json *json = json_parse(text, "input", &e);
	struct json_out out = {.to = to};

	HOLDS(json || (e.code != ERR_NONE && *e.text));
	if (json)
		pieces(text, json_root(json), 0);
	struct json_cut any = {.s = text}; /* what is no JSON ends all the same */
	while (json_cut_next(&any))
		HOLDS(any.value.p >= text.p && any.value.p + any.value.n <= text.p + text.n);
	if (json)
		copy(json_root(json), &out, 0);
	json_free(json);
	return json;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct buf once = {0}, twice = {0};

	if (write((struct str){(const char *)bytes, n}, &once)) {
		HOLDS(write(buf_view(&once), &twice));
		HOLDS(str_eq(buf_view(&once), buf_view(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
