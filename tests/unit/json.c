/* json: the gate, the tree, the writer */
#include "taiyaku/json.h"
#include "../tap.h"

#include <dirent.h>

static bool takes(const char *text)
{
	struct err e = {0};
	struct json *j = json_parse(str_c(text), "t", &e);
	bool good = j != NULL;

	json_free(j);
	return good;
}

static void gate(void)
{
	static const char *const good[] = {"1",
					   "-0.5e+3",
					   "\"\"",
					   "[]",
					   "{}",
					   " [1, {\"a\": [null, true, false]}]\n",
					   "\"\\ud83c\\udf63\"",
					   "\"\xe8\xa8\xb3\"",
					   "{\"a\":1,\"b\":{\"a\":2}}"};
	static const char *const bad[] = {"",
					  " ",
					  "01",
					  "1.",
					  ".5",
					  "+1",
					  "nul",
					  "[1,]",
					  "[1 2]",
					  "{\"a\":1,}",
					  "{a:1}",
					  "{\"a\" 1}",
					  "\"\t\"",
					  "\"\\u0000\"",
					  "\"\\ud800\"",
					  "\"\\udc00\"",
					  "\"\\x\"",
					  "\"",
					  "\"\xff\"",
					  "\"\xc0\x80\"",
					  "\"\xed\xa0\x80\"",
					  "[",
					  "]",
					  "[}",
					  "1 2",
					  "{\"a\":1,\"a\":2}",
					  "{\"a\":1,\"\\u0061\":2}",
					  "\xef\xbb\xbf[]",
					  "[1]x",
					  "NaN",
					  "'a'"};
	char deep[400];

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(takes(good[i]), "taken: %zu", i);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!takes(bad[i]), "refused: %zu", i);
	memset(deep, '[', 64);
	memset(deep + 64, ']', 64);
	deep[128] = 0;
	ok(takes(deep), "64 levels");
	memset(deep, '[', 65);
	memset(deep + 65, ']', 65);
	deep[130] = 0;
	ok(!takes(deep), "65 levels are too deep");
}

static void place(void)
{
	struct err e = {0};

	json_parse(STR("{\n\"a\": 1,\n\"b\": tru\n}"), "rules.json", &e);
	ok(strstr(e.text, "rules.json:3:") != NULL, "the message names file and line: %s", e.text);
}

static void tree(void)
{
	struct json *j = json_parse(
		STR("{\"s\":\"x\\ny\",\"n\":42,\"big\":9007199254740993,\"f\":1.5,\"a\":[1,2,3],\"t\":true}"), "t",
		NULL);
	const struct json_node *r = json_root(j);
	int n = 0;

	ok(str_eq(json_str(json_get(r, "s")), STR("x\ny")), "a string");
	is_int(json_int(json_get(r, "n"), -1), 42, "a number");
	is_int(json_int(json_get(r, "big"), -1), -1, "a number that a double would change is not given");
	is_int(json_int(json_get(r, "f"), -1), -1, "a fraction is no integer");
	for (const struct json_node *k = json_first(json_get(r, "a")); k; k = json_next(k))
		n++;
	is_int(n, 3, "children");
	ok(json_bool(json_get(r, "t"), false) && !json_bool(json_get(r, "none"), false), "booleans");
	ok(json_type(json_get(r, "none")) == JSON_NULL && !json_str(json_get(r, "none")).n, "what is missing is null");
	json_free(j);
}

static void ids(void)
{
	struct json *j =
		json_parse(STR("{\"-7\":[\"9\\u0031\\\"\",5],\"a\":9007199254740993,\"b\":18446744073709551616,"
			       "\"c\":-12345678901234567890,\"d\":12,\"e\":1.5,\"f\":1e400,\"g\":\"0077\",\"h\":[]}"),
			   "t", NULL);
	static const char *const want[][2] = {{"a", "9007199254740993"},
					      {"b", "18446744073709551616"},
					      {"c", "-12345678901234567890"},
					      {"d", "12"},
					      {"g", "0077"}};
	struct buf b = {0};

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		buf_clear(&b);
		ok(json_id(json_get(json_root(j), want[i][0]), &b), "an id: %s", want[i][0]);
		is_str(buf_cstr(&b), want[i][1], "every digit is there");
	}
	ok(!json_id(json_get(json_root(j), "e"), &b) && !json_id(json_get(json_root(j), "f"), &b) &&
		   !json_id(json_get(json_root(j), "h"), &b) && !json_id(NULL, &b),
	   "fractions, lists and nothing are no ids");
	is_int(json_int(json_get(json_root(j), "a"), -1), -1, "and are no numbers still");
	buf_free(&b);
	json_free(j);
}

/* children of a text as "key=value;" */
static const char *cut(const char *text, struct buf *b)
{
	struct json_cut c = {.s = str_c(text)};

	buf_clear(b);
	while (json_cut_next(&c))
		buf_printf(b, STR_FMT "=" STR_FMT ";", STR_ARG(c.key), STR_ARG(c.value));
	return buf_cstr(b);
}

static void pieces(void)
{
	struct buf b = {0};
	struct str v;
	struct err e = {0};

	is_str(cut(" [1, \"a,]\\\"\" ,[2,[3]],{\"x\":[]},null ] ", &b), "=1;=\"a,]\\\"\";=[2,[3]];={\"x\":[]};=null;",
	       "children of an array");
	is_str(cut("{ \"a\" : 1 ,\"b\\\"}\":{\"c\":\"}\"}}", &b), "a=1;b\\\"}={\"c\":\"}\"};", "members of an object");
	is_str(cut("[]", &b), "", "none");
	is_str(cut("{ }", &b), "", "none in an object");
	is_str(cut("17", &b), "", "a number has none");
	is_int((long long)json_member(STR("{\"a\":1,\"b\":2,\"a\":3}"), "a", &v), 2, "a key that stands twice");
	ok(str_eq(v, STR("3")), "the last one is given");
	is_int((long long)json_member(STR("{\"a\":1}"), "c", &v), 0, "a key that is not there");
	is_int((long long)json_member(STR("[\"a\"]"), "a", &v), 0, "an array has no keys");
	ok(json_check(STR("{\"a\":1,\"a\":3}"), "t", 1, &e), "the scan alone does not compare keys");
	ok(!json_check(STR("[\"\\\0\"]"), "t", 1, NULL), "NUL is no escape");
	ok(!json_check(STR("[1,\n2"), "t", 7, &e) && strstr(e.text, "t:8:"), "lines are counted from the first: %s",
	   e.text);
	static const char *const broken[] = {"[", "{", "{\"a", "{\"a\"", "{\"a\":", "[\"a\\", "[[[", "{\"a\":{\"b\":[",
					     "",  "]", "[}"};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		cut(broken[i], &b);
	ok(true, "what is broken ends");
	buf_free(&b);
}

/* a large array costs its largest element, not its sum */
static void large(void)
{
	struct buf b = {0};
	size_t n = 0;

	buf_cat(&b, "[");
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "%s{\"id\":\"%d\",\"text\":\"\\u3042[{\"}", i ? ",\n" : "", i);
	buf_cat(&b, "]");
	ok(json_check(buf_view(&b), "t", 1, NULL), "a large array passes");
	struct json_cut c = {.s = buf_view(&b)};
	for (; json_cut_next(&c); n++) {
		struct json *j = json_parse(c.value, "t", NULL);
		if (!j || atol(json_str(json_get(json_root(j), "id")).p) != (long)n)
			break;
		json_free(j);
	}
	is_int((long long)n, 20000, "element by element");
	buf_free(&b);
}

static void writer(void)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	json_begin(&o, '{');
	json_name(&o, "a");
	json_begin(&o, '[');
	json_put_int(&o, -5);
	json_put_null(&o);
	json_put_bool(&o, true);
	json_end(&o, ']');
	json_name(&o, "s");
	json_put_str(&o, STR("\"\\\n\x1b\xc2\x9b\xe2\x80\xae\xe8\xa8\xb3"));
	json_name(&o, "e");
	json_put_str_or_null(&o, STR(""));
	json_end(&o, '}');
	is_str(buf_cstr(&b),
	       "{\"a\":[-5,null,true],\"s\":\"\\\"\\\\\\n\\u001b\\u009b\\u202e\xe8\xa8\xb3\",\"e\":null}\n", "written");
	ok(takes(buf_cstr(&b)), "what is written can be read");
	buf_free(&b);
}

/* RFC 8259's test suite: n_ must be refused, y_ taken. */
static void suite(void)
{
	const char *dir = fixture("hostile/json_testsuite/test_parsing/.");
	DIR *d = dir ? opendir(dir) : NULL;
	int wrong = 0, seen = 0;

	if (!d) {
		skip("JSONTestSuite", "no fixtures");
		return;
	}
	char base[4096];
	snprintf(base, sizeof base, "%s", dir);
	for (struct dirent *f; (f = readdir(d));) {
		struct buf b = {0};
		char path[8192];

		snprintf(path, sizeof path, "%s/%s", base, f->d_name);
		if ((f->d_name[0] != 'n' && f->d_name[0] != 'y') || f->d_name[1] != '_' ||
		    !file_read(path, 1 << 24, &b, NULL))
			continue;
		struct json *j = json_parse(buf_view(&b), "t", NULL);
		/* keys that stand twice are lawful JSON, but two readers would disagree about them: refused here */
		bool twice = strstr(f->d_name, "duplicated_key") || strstr(f->d_name, "null_escape") ||
			     strstr(f->d_name, "escaped_null") || strstr(f->d_name, "u0000");
		if ((f->d_name[0] == 'y' && !j && !twice) || (f->d_name[0] == 'n' && j)) {
			wrong++;
			printf("# %s\n", f->d_name);
		}
		seen++;
		json_free(j);
		buf_free(&b);
	}
	closedir(d);
	ok(seen > 100 && !wrong, "JSONTestSuite: %d files, %d wrong", seen, wrong);
}

int main(void)
{
	gate();
	place();
	tree();
	ids();
	pieces();
	large();
	writer();
	suite();
	return done();
}
