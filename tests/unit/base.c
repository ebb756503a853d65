/* base: strings, buffers, arenas, files, ids */
#include "taiyaku/base.h"
#include "../tap.h"

#include <unistd.h>

static void strings(void)
{
	struct str s = STR("a needle in a haystack");

	is_int((long long)str_find(s, STR("needle"), 0), 2, "found");
	is_int((long long)str_find(s, STR("a"), 3), 12, "found from there on");
	ok(str_find(s, STR("x"), 0) == SIZE_MAX, "not found");
	ok(str_starts(s, STR("a n")) && !str_starts(STR("a"), s), "starts");
	ok(str_ends(s, STR("stack")) && !str_ends(s, STR("hay")), "ends");
	ok(str_eq(str_trim(STR(" \t x y\n")), STR("x y")), "trimmed");
	ok(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0 && !str_cmp(s, s), "ordered");
}

static void buffers(void)
{
	struct buf b = {0};

	for (int i = 0; i < 300; i++)
		buf_printf(&b, "%d,", i);
	ok(str_starts(buf_view(&b), STR("0,1,2,")) && str_ends(buf_view(&b), STR(",299,")), "grows");
	buf_clear(&b);
	buf_code_point(&b, 'a');
	buf_code_point(&b, 0xE9);
	buf_code_point(&b, 0x8A33);
	buf_code_point(&b, 0x1F363);
	is_str(buf_cstr(&b), "a\xc3\xa9\xe8\xa8\xb3\xf0\x9f\x8d\xa3", "code points as UTF-8");
	char *taken = buf_take(&b);
	ok(!b.p && strlen(taken) == 10, "taken away");
	free(taken);

	VEC(int) v = {0};
	for (int i = 0; i < 100; i++)
		vec_push(&v, i);
	ok(v.n == 100 && v.v[0] == 0 && v.v[99] == 99, "a vector grows");
	vec_free(&v);
}

static void arenas(void)
{
	struct arena *a = arena_new();
	bool zero = true;

	for (size_t n = 0; n < 200; n++) {
		char *p = arena_alloc(a, n);
		for (size_t i = 0; i < n; i++)
			zero = zero && !p[i];
		memset(p, 1, n);
	}
	ok(zero, "arena memory is zeroed and its own");
	ok(str_eq(arena_str(a, STR("abc")), STR("abc")), "copied");
	arena_free(a);
}

static void files(void)
{
	char dir[] = "/tmp/taiyaku-base-XXXXXX";
	struct err e = {0};
	struct buf b = {0};
	struct file_map m;

	if (!ok(mkdtemp(dir) != NULL, "a folder for the test"))
		return;
	char *sub = file_join(dir, "a/b");
	char *path = file_join(dir, "a/b/c");
	ok(file_make_dir(sub, &e), "folders are made");
	ok(file_replace(path, STR("one"), 0600, &e) && file_replace(path, STR("two"), 0600, &e), "replaced");
	ok(file_read(path, 100, &b, &e) && str_eq(buf_view(&b), STR("two")), "read back");
	buf_clear(&b);
	ok(!file_read(path, 2, &b, &e) && e.code == ERR_INPUT, "the limit holds");
	ok(!file_read(dir, 100, &b, &e) && strstr(e.text, dir), "a folder is no file, and named");
	ok(file_map_open(path, &m, &e) && m.n == 3 && !memcmp(m.p, "two", 3), "mapped");
	ok(!truncate(path, 0) && m.p[0] == 0, "a file that shrinks while mapped reads as zeros");
	file_map_close(&m);
	unlink(path);
	rmdir(sub);
	free(sub);
	sub = file_join(dir, "a");
	rmdir(sub);
	rmdir(dir);
	free(sub);
	free(path);
	buf_free(&b);
}

static void ids(void)
{
	char a[37], b[37], hex[65];
	struct sha256 h = sha256_of(STR("abc"));

	sha256_hex(&h, hex);
	is_str(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of abc (FIPS 180-2)");
	bool ordered = true;
	uuid7(a);
	for (int i = 0; i < 10000; i++) {
		uuid7(b);
		ordered = ordered && strcmp(a, b) < 0;
		memcpy(a, b, sizeof a);
	}
	ok(ordered && a[14] == '7' && strchr("89ab", a[19]), "ids are in order, version 7");
}

static void errors(void)
{
	struct err e = {0};
	char big[2000];

	memset(big, 0, sizeof big);
	for (size_t i = 0; i + 3 < sizeof big; i += 3)
		memcpy(big + i, "\xe8\xa8\xb3", 3);
	ok(!err_set(&e, ERR_INPUT, "x%s", big), "an error is false");
	size_t n = strlen(e.text);
	ok(n < sizeof e.text && (n - 1) % 3 == 0, "a long message is cut at a character");
	ok(!err_set(NULL, ERR_INPUT, "x"), "nobody asked for the text");
}

int main(void)
{
	strings();
	buffers();
	arenas();
	files();
	ids();
	errors();
	return done();
}
