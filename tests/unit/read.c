/* Opening: what is refused and how; encodings; large files that are mapped. Profiles: bad ones are told clearly. */
#include "taiyaku/profile.h"
#include "taiyaku/read.h"
#include "tests/tap.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/taiyaku-read-XXXXXX";

static const char *file(const char *name, struct str bytes)
{
	static char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f))
		abort();
	return path;
}

static void refused(const char *path, const char *part, const char *what)
{
	struct err e = {0};
	struct doc *d = read_open(path, NULL, &e);

	if (!ok(!d && e.code == ERR_INPUT && strstr(e.text, part) && strstr(e.text, path), "%s", what))
		printf("# %d %s\n", (int)e.code, e.text);
	doc_free(d);
}

static void test_refused(void)
{
	char path[300];

	snprintf(path, sizeof path, "%s/none", folder);
	refused(path, "no such file", "no such file");
	refused(folder, "folder", "a folder");
	refused(file("binary", STR("\x7F"
				   "ELF\0\0\0\1\2\3\0\0")),
		"binary", "a binary file");
	if (geteuid() == 0) {
		skip("no permission", "root may read everything");
	} else {
		chmod(file("secret", STR("x")), 0);
		snprintf(path, sizeof path, "%s/secret", folder);
		refused(path, "permission", "no permission");
	}
}

static void test_options(void)
{
	struct read_options o = {.encoding = "no-such"};
	struct err e = {0};

	ok(!read_bytes(STR("x"), "f", &o, &e) && strstr(e.text, "no-such"), "an unknown encoding");
	o = (struct read_options){.profile = "no-such"};
	ok(!read_bytes(STR("x"), "f", &o, &e) && strstr(e.text, "no-such") && strstr(e.text, "plain"),
	   "an unknown profile");
	o = (struct read_options){.profile = "plain", .whole = true};
	struct doc *d = read_bytes(STR("1 名無し 2022/01/02(日) 03:04:05\n>>1\n"), "f", &o, &e);

	ok(d && doc_posts(d) == 0 && doc_anchors(d) == 0, "a profile that knows no posts");
	doc_free(d);
}

static void test_encodings(void)
{
	struct err e = {0};
	struct doc *d = read_open(file("sjis", STR("\x93\xFA\x96{\x8C\xEA\x82\xCC\x95\xB6\x8F\xCD\x82\xC5\x82\xB7\x81"
						   "B\r\n\x93\xFA\x96{\r\n")),
				  NULL, &e);

	is_str(d ? doc_encoding(d) : e.text, "CP932", "CP932 is found out");
	ok(d && str_starts(doc_text(d), STR("日本語の文章です。\n日本")), "and decoded, with LF");
	doc_free(d);
	d = read_open(file("empty", STR("")), NULL, &e);
	ok(d && doc_text(d).n == 0 && !doc_title(d).n && doc_lines(d) == 1, "an empty file is a document");
	doc_free(d);
	d = read_open(file("bad", STR("日本\xFF語\n")), &(struct read_options){.encoding = "UTF-8"}, &e);
	ok(d && doc_bad_bytes(d) == 1 && str_find(doc_text(d), STR("\xEF\xBF\xBD"), 0) != POS_NONE,
	   "bad bytes are repaired and counted");
	doc_free(d);
}

/* Notes and a default thread that lie in different parts; the line numbers of all. */
static void test_large(void)
{
	struct buf b = {0};
	struct read_options o = {.whole = true};
	struct err e = {0};
	struct doc *d;
	size_t chapters = 0, right = 0;

	while (b.n < READ_WHOLE + ((size_t)1 << 20)) {
		chapters++;
		buf_printf(&b, "第%zu章 山\n\n", chapters % 900 + 1);
		for (int i = 0; i < 40; i++)
			buf_printf(&b,
				   "山の話をする。%"
				   "s川の話はしない。山は高く、川は長い。それだけのことを長々と述べるのがこの章である。"
				   "\n\n",
				   i == 7 ? "これは大事なことである(1)。" : "");
		buf_cat(&b, "(1)大山のこと。\n\n");
	}
	d = read_open(file("large", buf_view(&b)), &o, &e);
	if (!ok(d && doc_large(d) && doc_complete(d), "a large file"))
		return;
	is_int((long long)doc_sections(d), (long long)chapters, "its chapters");
	is_int((long long)doc_notes(d), (long long)chapters, "its notes");
	for (size_t i = 0; i < doc_calls(d); i++) {
		const struct note_call *c = doc_call(d, i);
		const struct note *n = c->note != DOC_NONE ? doc_note(d, c->note) : NULL;

		right += n && n->start > c->start && n->start - c->start < 20000 && n->line == doc_line_at(d, n->start);
	}
	ok(doc_calls(d) + 2 >= chapters && right == doc_calls(d),
	   "calls and their notes, also over the edges of parts");
	doc_free(d);
	buf_free(&b);
}

static void test_long_line(void)
{
	struct buf b = {0};
	struct err e = {0};
	struct doc *d;

	while (b.n < READ_WHOLE + ((size_t)1 << 20))
		buf_cat(&b, "一行しかない長い文章で、どこまで行っても終わらない。");
	d = read_open(file("line", buf_view(&b)), &(struct read_options){.whole = true}, &e);
	ok(d && doc_lines(d) == 1 && doc_complete(d), "a large file of one line");
	doc_free(d);
	buf_free(&b);
}

/* ---- profiles ------------------------------------------------------------------------------------------------------
 */
static void bad_profile(const char *json, const char *part)
{
	struct err e = {0};
	struct profile *p = profile_parse(str_c(json), "mine.json", true, &e);

	if (!ok(!p && strstr(e.text, "mine.json") && strstr(e.text, part), "a bad profile: %s", part))
		printf("# %s\n", e.text);
	profile_free(p);
}

static void test_profiles(void)
{
	struct err e = {0};
	const char *name;
	struct doc *d;

	bad_profile("[]", "JSON object");
	bad_profile("{\"name\": \"a b\"}", "name");
	bad_profile("{\"name\": \"a\", \"extends\": \"nowhere\"}", "extends");
	bad_profile("{\"name\": \"a\", \"heading\": []}", "heading");
	bad_profile("{\"name\": \"a\", \"headings\": [{\"patern\": \"x\"}]}", "patern");
	bad_profile("{\"name\": \"a\", \"headings\": [{\"pattern\": \"(x\"}]}", "headings");
	bad_profile("{\"name\": \"a\", \"headings\": [{\"pattern\": \"x\", \"rank\": \"1\"}]}", "rank");
	bad_profile("{\"name\": \"a\", \"calls\": [{\"open\": [\"(\"]}]}", "family");
	bad_profile("{\"name\": \"a\", \"quotes\": [[\"(\"]]}", "quotes");
	for (size_t i = 0; (name = data_name(i)); i++) {
		struct profile *p;

		if (strncmp(name, "profiles/", 9))
			continue;
		p = profile_parse(data_find(name), name, true, &e);
		ok(p && profile_named(p->name, &e), "the bundled profile %s", name);
		profile_free(p);
	}
	ok(profile_add(STR("{\"name\": \"minutes\", \"extends\": \"plain\", \"order\": 5, \"fits\": {\"any\": "
			   "[\"議事録\"]},"
			   " \"headings\": [{\"pattern\": \"議題[0-9]+\", \"starts\": [\"議題\"], \"before\": 1, "
			   "\"rank\": 2}]}"),
		       "minutes.json", &e),
	   "a user's profile");
	is_str(profile_known(0), "minutes", "is tried first");
	d = read_bytes(STR("議事録\n\n\n議題1 予算\n\n 予算(1)を話した。\n\n第一章 山\n\n(1)来年のもの。\n"), NULL,
		       &(struct read_options){.whole = true}, &e);
	ok(d && doc_sections(d) == 1 && doc_notes(d) == 1, "takes what it does not say from the other");
	doc_free(d);
	profile_forget_all();
}

int main(void)
{
	char command[300];

	if (!mkdtemp(folder))
		abort();
	test_refused();
	test_options();
	test_encodings();
	test_large();
	test_long_line();
	test_profiles();
	for (const char *const *n =
		     (const char *const[]){"binary", "secret", "sjis", "empty", "bad", "large", "line", NULL};
	     *n; n++) {
		snprintf(command, sizeof command, "%s/%s", folder, *n);
		unlink(command);
	}
	rmdir(folder);
	return done();
}
