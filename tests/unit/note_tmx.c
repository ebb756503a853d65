/* TMX in and out: what the format says, what is refused, the kit of its makers, and pairs of a corpus there and back.
 */
#include "taiyaku/note.h"

#include "../tap.h"

#include <stdio.h>

#define HEAD                                                                                                           \
	"<?xml version=\"1.0\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\"><header "                  \
	"srclang=\"%s\"/><body>\n"
#define TAIL "</body></tmx>\n"

/* "SOURCE => TRANSLATION (LANGUAGE)" of each, a line each. */
static void put_annotations(const struct store_annotations *a, struct buf *out)
{
	for (size_t i = 0; i < a->n; i++)
		buf_printf(out, "%.*s => %.*s (%.*s)\n", STR_ARG(a->v[i].target.quote), STR_ARG(a->v[i].body),
			   STR_ARG(a->v[i].language));
}

static void reads(const char *language, const char *units, const char *want, const char *what)
{
	struct arena *arena = arena_new();
	struct store_annotations a = {0};
	struct buf b = {0}, got = {0};
	struct err e = {0};

	buf_printf(&b, HEAD, language);
	buf_cat(&b, units);
	buf_cat(&b, TAIL);
	if (!note_read_tmx(buf_view(&b), "x.tmx", arena, &a, &e))
		buf_printf(&got, "refused: %s", e.text);
	put_annotations(&a, &got);
	is_bytes(got.p, got.n, want, what);
	buf_free(&b);
	buf_free(&got);
	arena_free(arena);
}

static void refused(struct str bytes, const char *where, const char *what)
{
	struct arena *arena = arena_new();
	struct store_annotations a = {0};
	struct err e = {0};

	ok(!note_read_tmx(bytes, "x.tmx", arena, &a, &e) && e.code == ERR_INPUT && !a.n && strstr(e.text, where), "%s",
	   what);
	printf("# %s\n", e.text);
	arena_free(arena);
}

static void test_units(void)
{
	reads("en", "<tu><tuv xml:lang='en'><seg>A cat.</seg></tuv><tuv xml:lang='ja'><seg>猫。</seg></tuv></tu>",
	      "A cat. => 猫。 (ja)\n", "two languages");
	reads("EN_us",
	      "<tu><tuv xml:lang='ja-JP'><seg>猫</seg></tuv><tuv xml:lang='en-US'><seg>cat</seg></tuv>"
	      "<tuv xml:lang='fr'><seg>chat</seg></tuv></tu>",
	      "cat => 猫 (ja-JP)\ncat => chat (fr)\n", "three, the source wherever it stands, its case and sign aside");
	reads("*all*", "<tu><tuv xml:lang='fr'><seg>chat</seg></tuv><tuv xml:lang='en'><seg>cat</seg></tuv></tu>",
	      "chat => cat (en)\n", "*all*: from the first");
	reads("en",
	      "<tu srclang='fr'><tuv xml:lang='en'><seg>cat</seg></tuv><tuv xml:lang='fr'><seg>chat</seg></tuv></tu>",
	      "chat => cat (en)\n", "a unit's own source language");
	reads("en", "<tu><tuv xml:lang='de'><seg>Katze</seg></tuv><tuv xml:lang='en-GB'><seg>cat</seg></tuv></tu>",
	      "cat => Katze (de)\n", "a variety of the source language");
	reads("en",
	      "<tu><tuv lang='en'><seg>Click <bpt i='1'>&lt;b></bpt>here<ept i='1'>&lt;/b></ept> <ph>&lt;img "
	      "alt='<sub>x</sub>'></ph>"
	      "<hi>now</hi>.</seg></tuv><tuv lang='ja'><seg>今</seg></tuv></tu>",
	      "Click here now. => 今 (ja)\n", "inline elements are not shown");
	reads("en", "<tu><tuv xml:lang='en'><seg>alone</seg></tuv></tu>", "", "one language is no translation");
	reads("en", "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='ja'><seg></seg></tuv></tu>", "",
	      "nor is an empty one");
}

static void test_refused(void)
{
	struct buf deep = {0};

	refused(STR("<tmx><body>"), "x.tmx:1:", "cut short");
	refused(STR("<html><body/></html>"), "x.tmx:1:", "another format");
	refused(STR("<tmx>\n<body>\n<tu><tuv><seg>a</seg></tuv></tu></body></tmx>"), "x.tmx:3:", "no language");
	refused(STR("<!DOCTYPE tmx [<!ENTITY a 'b'>]>\n<tmx><body/></tmx>"), "x.tmx:1:", "entities are declared");
	refused(STR("<!DOCTYPE tmx [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]><tmx><body/></tmx>"),
		"x.tmx:1:", "outside ones too");
	refused(STR("<!DOCTYPE tmx SYSTEM 'x.dtd'>\n<tmx><body><tu><tuv "
		    "xml:lang='x'><seg>&nbsp;</seg></tuv></tu></body></tmx>"),
		"x.tmx:2:", "an entity that only the DTD knows");
	refused(STR("<tmx><body><tu><tuv xml:lang='x'><seg>a\x01</seg></tuv></tu></body></tmx>"),
		"x.tmx:1:", "a control");
	refused(STR("<tmx><body><tu><tuv xml:lang='x'><seg>&#7;</seg></tuv></tu></body></tmx>"),
		"x.tmx:1:", "a control as a reference");
	refused(STR("<tmx><body><tuv xml:lang='x'><seg>a</seg></tuv></body></tmx>"),
		"x.tmx:1:", "elements out of place");
	refused(STR(""), "x.tmx:1:", "nothing");
	buf_cat(&deep, "<tmx><body>");
	for (int i = 0; i < 100000; i++)
		buf_cat(&deep, "<x>");
	refused(buf_view(&deep), "x.tmx:1:", "very deep");
	buf_clear(&deep);
	buf_cat(&deep, "<tmx><body><tu><tuv xml:lang='x'><seg>");
	for (int i = 0; i < 300000; i++)
		buf_char(&deep, 'x');
	buf_cat(&deep, "</seg></tuv></tu></body></tmx>");
	refused(buf_view(&deep), "x.tmx:1:", "a very long segment");
	buf_free(&deep);
}

/* ---- what is kept ---- */

static const char foreign[] =
	"<tmx version='1.4'><header srclang='en' creationtool='x'/><body>\n"
	"<tu tuid='t1' creationid='ys' creationdate='20020523T091200Z' changedate='20030523T091201Z'>"
	"<note>a note</note><prop type='p'>its &lt;value&gt;</prop><prop type='x-document'>sha256:1</prop>"
	"<tuv xml:lang='en'><seg>A <bpt i='1' x='a&amp;b'>&lt;b></bpt>cat<ept i='1'/>.</seg></tuv>"
	"<tuv xml:lang='ja' creationid='zz'><seg>猫\t&amp;\n犬</seg></tuv></tu></body></tmx>";

static void export(const struct store_annotations *a, struct buf *out)
{
	struct note_attached *v = xcalloc(a->n + 1, sizeof *v);

	for (size_t i = 0; i < a->n; i++) {
		v[i].annotation = a->v[i];
		v[i].at = (struct span){POS_NONE, POS_NONE};
	}
	note_put_tmx(&(struct note_export){.v = v, .n = a->n}, out);
	free(v);
}

static void test_kept(void)
{
	struct arena *arena = arena_new();
	struct store_annotations a = {0}, b = {0};
	struct note_import in;
	struct buf first = {0}, second = {0};
	struct err e = {0};

	ok(note_read(STR(foreign), "x", arena, &in, &e) && !strcmp(in.format, "tmx"), "told by its content");
	a = in.annotations;
	is_int((long long)a.n, 1, "one");
	is_bytes(a.v[0].author.p, a.v[0].author.n, "zz", "by who translated it");
	is_int(a.v[0].created, 1022145120000, "created: 2002-05-23T09:12:00Z");
	is_int(a.v[0].modified, 1053681121000, "modified: 2003-05-23T09:12:01Z");
	is_bytes(a.v[0].target.quote.p, a.v[0].target.quote.n, "A cat.", "the passage without codes");
	is_bytes(a.v[0].body.p, a.v[0].body.n, "猫\t&\n犬", "the text as it is");
	ok(!a.v[0].target.document.n && a.v[0].target.start == POS_NONE,
	   "of no document, whatever others say in properties");
	ok(str_find(a.v[0].extra, STR("\"t1\""), 0) != POS_NONE && str_find(a.v[0].extra, STR("a note"), 0) != POS_NONE,
	   "its name and note are kept");
	ok(note_read(STR(foreign), "y", arena, &in, &e) && str_eq(in.annotations.v[0].id, a.v[0].id), "twice is once");
	export(&a, &first);
	ok(str_find(buf_view(&first), STR("<bpt i=\"1\" x=\"a&amp;b\">&lt;b&gt;</bpt>cat<ept i=\"1\"></ept>."), 0) !=
		   POS_NONE,
	   "codes go out again");
	ok(str_find(buf_view(&first), STR("<prop type=\"p\">its &lt;value&gt;</prop>"), 0) != POS_NONE,
	   "so do properties");
	ok(note_read_tmx(buf_view(&first), "z", arena, &b, &e) && b.n == 1 && str_eq(a.v[0].id, b.v[0].id),
	   "and come in under their ids");
	ok(str_find(b.v[0].extra, STR("\"tuid\":\"t1\""), 0) != POS_NONE &&
		   str_find(b.v[0].extra, STR("a note"), 0) != POS_NONE,
	   "with what was kept");
	export(&b, &second);
	ok(str_eq(buf_view(&first), buf_view(&second)), "a second export is the same");
	a.v[0].target.quote = STR("A dog.");
	buf_clear(&first);
	export(&a, &first);
	ok(str_find(buf_view(&first), STR("<seg>A dog.</seg>"), 0) != POS_NONE, "codes of another text do not");
	buf_free(&first);
	buf_free(&second);
	arena_free(arena);
}

static void test_own(void)
{
	static const struct str tags[] = {{"一", 3}, {"two", 3}};
	struct store_annotation one = {
		.kind = ANNOTATION_TRANSLATION, .created = 1022145120000, .modified = 1022145120000};
	struct store_annotations a = {&one, 1}, b = {0};
	struct arena *arena = arena_new();
	struct buf out = {0};
	struct err e = {0};
	const struct store_annotation *got;

	one.id = STR("0192f0c1-7b2a-7c3d-9e4f-000000000002");
	one.target = (struct store_target){STR("post:5ch/tako/1/5"),
					   STR("sha256:ab"),
					   3,
					   9,
					   1,
					   3,
					   STR("a\x01\"<b>\r"),
					   STR("before\n"),
					   STR("after"),
					   STR("/x & y"),
					   STR("題")};
	one.body = STR("訳");
	one.author = STR("甲 \"乙\"");
	one.tags = tags;
	one.n_tags = 2;
	one.preferred = true;
	one.alignment = STR("1/2=");
	export(&a, &out);
	if (!ok(note_read_tmx(buf_view(&out), "own", arena, &b, &e) && b.n == 1, "our own can be read: %s", e.text))
		return;
	got = &b.v[0];
	ok(str_eq(got->id, one.id) && str_eq(got->author, one.author) && str_eq(got->body, one.body),
	   "id, author, text");
	ok(str_eq(got->target.document, one.target.document) && str_eq(got->target.version, one.target.version) &&
		   str_eq(got->target.prefix, one.target.prefix) && str_eq(got->target.suffix, one.target.suffix) &&
		   str_eq(got->target.path, one.target.path) && str_eq(got->target.title, one.target.title),
	   "where it belongs");
	ok(got->target.first == 1 && got->target.last == 3 && got->target.start == POS_NONE, "at which code points");
	ok(got->n_tags == 2 && str_eq(got->tags[0], tags[0]) && str_eq(got->tags[1], tags[1]), "tags");
	ok(got->preferred && str_eq(got->alignment, one.alignment), "preferred, aligned");
	is_bytes(got->target.quote.p, got->target.quote.n, "a\xEF\xBF\xBD\"<b>\r", "what XML cannot hold is replaced");
	is_bytes(got->language.p, got->language.n, "und", "a language that nobody knows");
	buf_free(&out);
	arena_free(arena);
}

/* ---- the kit: how many units are in each file ---- */

static size_t units(const struct store_annotations *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += !i || !str_eq(a->v[i].target.quote, a->v[i - 1].target.quote);
	return n;
}

static void test_kit(void)
{
	static const struct {
		const char *name;
		size_t units, translations;
	} t[] = {
		{"1A", 2, 2}, {"1B", 1, 1}, {"1C", 3, 12},       {"1D", 3, 3}, {"1E", 3, 3},      {"1F", 3, 3},
		{"1G", 3, 3}, {"1H", 3, 3}, {"1I", 1, 1},        {"1J", 2, 2}, {"1J_many", 3, 3}, {"1K", 2, 2},
		{"1L", 1, 2}, {"2A", 7, 7}, {"2A-0index", 7, 7}, {"2B", 7, 7}, {"2C", 1, 2},
	};

	if (!fixture("docs/tmx-compliance-kit/ImportTest1A.tmx")) {
		skip("the kit of TMX", "no fixtures");
		return;
	}
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct arena *arena = arena_new();
		struct store_annotations a = {0};
		struct buf file = {0};
		struct err e = {0};
		char name[100];

		snprintf(name, sizeof name, "docs/tmx-compliance-kit/ImportTest%s.tmx", t[i].name);
		if (file_read(fixture(name), 1 << 20, &file, &e))
			note_read_tmx(buf_view(&file), name, arena, &a, &e);
		ok(!e.code && units(&a) == t[i].units && a.n == t[i].translations, "%s: %zu units, %zu translations %s",
		   t[i].name, units(&a), a.n, e.text);
		buf_free(&file);
		arena_free(arena);
	}
}

static void test_spaces(void)
{
	const char *path = fixture("docs/tmx-compliance-kit/ImportTest1I.tmx");
	struct arena *arena = arena_new();
	struct store_annotations a = {0};
	struct buf file = {0};

	if (path && file_read(path, 1 << 20, &file, NULL) && note_read_tmx(buf_view(&file), "1I", arena, &a, NULL))
		is_bytes(a.v[0].body.p, a.v[0].body.n, "Japanese segment with [　　]", "ideographic spaces stay");
	else
		skip("ideographic spaces", "no fixtures");
	buf_free(&file);
	arena_free(arena);
}

/* ---- pairs there and back ---- */

static void add_pairs(const char *name, struct arena *arena, struct store_annotation *v, size_t *n)
{
	struct buf file = {0};
	struct str all;

	if (!file_read(fixture(name), 1 << 20, &file, NULL))
		return;
	all = arena_str(arena, buf_view(&file));
	for (size_t at = 0, end; at < all.n; at = end + 1) {
		size_t tab = str_find_char(all, '\t', at);
		char id[37];

		end = str_find_char(all, '\n', at);
		end = end == POS_NONE ? all.n : end;
		uuid7(id);
		v[*n] = (struct store_annotation){.kind = ANNOTATION_TRANSLATION, .created = clock_wall_ms()};
		v[*n].modified = v[*n].created;
		v[*n].id = arena_str(arena, str_c(id));
		v[*n].target.quote = str_slice(all, at, tab);
		v[*n].target.start = v[*n].target.first = v[*n].target.last = POS_NONE;
		v[*n].body = str_slice(all, tab + 1, end);
		v[*n].language = STR("en");
		++*n;
	}
	buf_free(&file);
}

static void test_pairs(void)
{
	struct arena *arena = arena_new();
	struct store_annotation v[1100];
	struct store_annotations a = {v, 0}, b = {0};
	struct buf first = {0}, second = {0};
	struct err e = {0};
	size_t same = 0;

	if (!fixture("docs/bitext-enja/tanaka-test-500.tsv")) {
		skip("pairs of a corpus there and back", "no fixtures");
		arena_free(arena);
		return;
	}
	add_pairs("docs/bitext-enja/tanaka-dev-500.tsv", arena, v, &a.n);
	add_pairs("docs/bitext-enja/tanaka-test-500.tsv", arena, v, &a.n);
	export(&a, &first);
	ok(note_read_tmx(buf_view(&first), "pairs", arena, &b, &e), "pairs come back %s", e.text);
	for (size_t i = 0; i < a.n && i < b.n; i++)
		same += str_eq(v[i].id, b.v[i].id) && str_eq(v[i].target.quote, b.v[i].target.quote) &&
			str_eq(v[i].body, b.v[i].body) && str_eq(v[i].language, b.v[i].language);
	is_int((long long)same, 1000, "1,000 of 1,000");
	export(&b, &second);
	ok(str_eq(buf_view(&first), buf_view(&second)), "byte by byte the same again");
	buf_free(&first);
	buf_free(&second);
	arena_free(arena);
}

int main(void)
{
	test_units();
	test_refused();
	test_kept();
	test_own();
	test_kit();
	test_spaces();
	test_pairs();
	return done();
}
