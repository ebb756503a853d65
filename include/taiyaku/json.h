/* json: the strict gate and then cJSON for reading; a small writer. The only module that knows cJSON.
 * Reading is strict (RFC 8259): valid UTF-8, depth at most 64, strings at most 1 MiB, no raw control
 * characters, no \u0000, no lone surrogates, no duplicate keys, nothing after the value; numbers keep their text. */
#ifndef TAIYAKU_JSON_H
#define TAIYAKU_JSON_H

#include "taiyaku/base.h"

struct json;      /* a parsed value, owns all below it */
struct json_node; /* a borrowed value in it */
struct json *json_parse(struct str text, const char *name, struct err *); /* name for messages: NAME:LINE: … */
void json_free(struct json *);
const struct json_node *json_root(const struct json *);

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };
/* All of these take NULL as a missing value: type JSON_NULL, no children, the fallback. */
enum json_type json_type(const struct json_node *);
const struct json_node *json_get(const struct json_node *, const char *key);
const struct json_node *json_first(const struct json_node *); /* child of an array or object */
const struct json_node *json_next(const struct json_node *);
struct str json_key(const struct json_node *);
struct str json_str(const struct json_node *);                /* empty where it is no string */
long long json_int(const struct json_node *, long long fallback); /* exact, or the fallback */
bool json_bool(const struct json_node *, bool fallback);
/* An id, as a file may write it: appends a string's text, or every digit of an integer, however long. False: neither. */
bool json_id(const struct json_node *, struct buf *out);

/* Large files: the strict scan alone over the whole, then child after child as pieces of the text, each small enough
 * for json_parse(). Doubled keys are looked for only by json_parse(): where children are walked, the caller decides
 * whether a key may stand twice (Mastodon's export has one that does, and its last value is the one that counts). */
bool json_check(struct str text, const char *name, size_t first_line, struct err *);
struct json_cut {     /* {.s = the text of a value that json_check() took} */
	struct str s;
	size_t at;
	bool object;
	struct str key;   /* as written, without the quotation marks; an array's children have none */
	struct str value;
};
bool json_cut_next(struct json_cut *); /* false: no more, or s is neither array nor object */
/* How often the object has the key; the last one's value. */
size_t json_member(struct str object, const char *key, struct str *value);

/* Writing: json_begin(o, '{'); json_name(o, "x"); json_put_str(o, s); json_end(o, '}'). Commas, escapes and
 * two-space indentation are its affair. */
struct json_out {
	struct buf *to;
	int depth;
	bool first, named, compact;
};
void json_begin(struct json_out *, char bracket);
void json_end(struct json_out *, char bracket);
void json_name(struct json_out *, const char *name);
void json_put_str(struct json_out *, struct str);      /* NULL p or empty: "" */
void json_put_str_or_null(struct json_out *, struct str); /* empty: null */
void json_put_int(struct json_out *, long long);
void json_put_share(struct json_out *, double);        /* from 0 up; three digits after the point, whatever the locale */
void json_put_bool(struct json_out *, bool);
void json_put_null(struct json_out *);
void json_put_text(struct json_out *, struct str); /* a value that is JSON already: a number, a line of the log */
void json_put_node(struct json_out *, const struct json_node *); /* a value that was read, with all below it */
/* The same value? Of objects the order of keys does not count. */
bool json_equal(const struct json_node *, const struct json_node *);

#endif
