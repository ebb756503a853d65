/* Reading: the gate, then cJSON's tree, then a look for doubled keys (which cJSON keeps). Integers are taken
 * from cJSON only as far as a double is exact; larger ones come back as the fallback, and their digits are kept in the
 * item's string, which cJSON leaves empty for a number. */
#include "json_int.h"

#include <cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>

struct json {
	cJSON *root;
};

/* a borrowed value is a cJSON item under another name */
static const cJSON *item(const struct json_node *n)
{
	return (const cJSON *)n;
}

static const struct json_node *node(const cJSON *c)
{
	return (const struct json_node *)c;
}

static int by_key(const void *a, const void *b)
{
	return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

/* A key that stands twice in one object, or NULL. */
static const char *doubled_in(const cJSON *object)
{
	VEC(const cJSON *) keys = {0};
	const char *found = NULL;

	for (const cJSON *c = object->child; c; c = c->next)
		vec_push(&keys, c);
	if (keys.n > 1)
		qsort(keys.v, keys.n, sizeof *keys.v, by_key);
	for (size_t i = 1; i < keys.n && !found; i++)
		if (!strcmp(keys.v[i - 1]->string, keys.v[i]->string))
			found = keys.v[i]->string;
	vec_free(&keys);
	return found;
}

/* Depth is bounded by the gate. */
static const char *doubled(const cJSON *c)
{
	const char *found = cJSON_IsObject(c) ? doubled_in(c) : NULL;

	for (const cJSON *k = c->child; k && !found; k = k->next)
		found = doubled(k);
	return found;
}

/* The numbers of the text and those of the tree come in the same order; depth is bounded by the gate. */
static void keep_digits(cJSON *c, struct str text, size_t *at)
{
	if (cJSON_IsNumber(c)) {
		while (text.p[*at] != '-' && (text.p[*at] < '0' || text.p[*at] > '9'))
			*at = text.p[*at] == '"' ? json_skip_string(text, *at) : *at + 1;
		size_t end = json_skip_value(text, *at);
		if (json_int(node(c), LLONG_MIN) == LLONG_MIN)
			c->valuestring = xstrndup(text.p + *at, end - *at);
		*at = end;
	}
	for (cJSON *k = c->child; k; k = k->next)
		keep_digits(k, text, at);
}

struct json *json_parse(struct str text, const char *name, struct err *e)
{
	bool long_number;
	const char *twice;
	cJSON *root;

	if (!json_scan(text, name, 1, &long_number, e))
		return NULL;
	root = cJSON_ParseWithLength(text.p, text.n);
	if (!root) {
		err_set(e, ERR_INPUT, _("%s: not valid JSON"), name);
		return NULL;
	}
	twice = doubled(root);
	if (twice) {
		err_set(e, ERR_INPUT, _("%s: not valid JSON: the key \"%.60s\" stands twice"), name, twice);
		cJSON_Delete(root);
		return NULL;
	}
	if (long_number) {
		size_t at = 0;
		keep_digits(root, text, &at);
	}
	struct json *j = xmalloc(sizeof *j);
	j->root = root;
	return j;
}

void json_free(struct json *j)
{
	if (!j)
		return;
	cJSON_Delete(j->root);
	free(j);
}

const struct json_node *json_root(const struct json *j)
{
	return node(j->root);
}

enum json_type json_type(const struct json_node *n)
{
	const cJSON *c = item(n);

	if (!c || cJSON_IsNull(c))
		return JSON_NULL;
	if (cJSON_IsBool(c))
		return cJSON_IsTrue(c) ? JSON_TRUE : JSON_FALSE;
	if (cJSON_IsNumber(c))
		return JSON_NUMBER;
	if (cJSON_IsString(c))
		return JSON_STRING;
	return cJSON_IsArray(c) ? JSON_ARRAY : JSON_OBJECT;
}

const struct json_node *json_get(const struct json_node *n, const char *key)
{
	return n ? node(cJSON_GetObjectItemCaseSensitive(item(n), key)) : NULL;
}

const struct json_node *json_first(const struct json_node *n)
{
	return n ? node(item(n)->child) : NULL;
}

const struct json_node *json_next(const struct json_node *n)
{
	return n ? node(item(n)->next) : NULL;
}

struct str json_key(const struct json_node *n)
{
	return str_c(n ? item(n)->string : NULL);
}

struct str json_str(const struct json_node *n)
{
	return str_c(n && cJSON_IsString(item(n)) ? item(n)->valuestring : NULL);
}

long long json_int(const struct json_node *n, long long fallback)
{
	double d = n && cJSON_IsNumber(item(n)) ? item(n)->valuedouble : NAN;

	return d >= -9007199254740991.0 && d <= 9007199254740991.0 && d == floor(d) ? (long long)d : fallback;
}

static bool is_integer(struct str s)
{
	size_t i = s.n && s.p[0] == '-';

	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		;
	return s.n && i == s.n;
}

bool json_id(const struct json_node *n, struct buf *out)
{
	long long value = json_int(n, LLONG_MIN);
	struct str s = str_c(n && (cJSON_IsNumber(item(n)) || cJSON_IsString(item(n))) ? item(n)->valuestring : NULL);

	if (n && cJSON_IsNumber(item(n)) && value != LLONG_MIN)
		buf_printf(out, "%lld", value);
	else if (n && (cJSON_IsString(item(n)) || is_integer(s)))
		buf_str(out, s);
	else
		return false;
	return true;
}

bool json_bool(const struct json_node *n, bool fallback)
{
	return n && cJSON_IsBool(item(n)) ? (bool)cJSON_IsTrue(item(n)) : fallback;
}

/* ---- values that were read, written and compared ---- */

/* With as few digits as give the same number again. */
static void put_number(struct json_out *o, const cJSON *c)
{
	long long whole = json_int(node(c), LLONG_MIN);
	char text[40];

	if (whole != LLONG_MIN && (whole || !signbit(c->valuedouble))) {
		json_put_int(o, whole);
		return;
	}
	if (c->valuestring) {
		json_put_text(o, str_c(c->valuestring));
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, c->valuedouble);
		if (strtod(text, NULL) == c->valuedouble)
			break;
	}
	json_put_text(o, str_c(text));
}

static void put_children(struct json_out *o, const struct json_node *n, bool named)
{
	for (const struct json_node *c = json_first(n); c; c = json_next(c)) {
		if (named)
			json_name(o, json_key(c).p);
		json_put_node(o, c);
	}
}

/* Depth is bounded by the gate. */
void json_put_node(struct json_out *o, const struct json_node *n)
{
	enum json_type type = json_type(n);

	switch (type) {
	case JSON_NULL:
		json_put_null(o);
		break;
	case JSON_FALSE:
	case JSON_TRUE:
		json_put_bool(o, type == JSON_TRUE);
		break;
	case JSON_NUMBER:
		put_number(o, item(n));
		break;
	case JSON_STRING:
		json_put_str(o, json_str(n));
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		json_begin(o, type == JSON_ARRAY ? '[' : '{');
		put_children(o, n, type == JSON_OBJECT);
		json_end(o, type == JSON_ARRAY ? ']' : '}');
		break;
	}
}

static bool equal_numbers(const cJSON *a, const cJSON *b)
{
	if (a->valuestring && b->valuestring)
		return !strcmp(a->valuestring, b->valuestring);
	return a->valuedouble == b->valuedouble;
}

static bool equal_children(const struct json_node *a, const struct json_node *b, bool named)
{
	const struct json_node *y = json_first(b);

	for (const struct json_node *x = json_first(a); x; x = json_next(x), y = json_next(y)) {
		if (!y || !json_equal(x, named ? json_get(b, json_key(x).p) : y))
			return false;
	}
	return !y;
}

bool json_equal(const struct json_node *a, const struct json_node *b)
{
	enum json_type type = json_type(a);

	if (!a || !b || type != json_type(b))
		return a == b;
	if (type == JSON_NUMBER)
		return equal_numbers(item(a), item(b));
	if (type == JSON_STRING)
		return str_eq(json_str(a), json_str(b));
	return (type != JSON_ARRAY && type != JSON_OBJECT) || equal_children(a, b, type == JSON_OBJECT);
}
