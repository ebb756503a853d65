/* note: exchange. Formats out and in, without a store: what a Web Annotation has to look like key by key, what is
 * refused and where, what comes out again as it came in, and that nothing of a text becomes markup. */
#include "../../src/note/exchange.h"
#include "../tap.h"

#include "taiyaku/read.h"

#include <dirent.h>

static struct arena *arena;

static struct buf exported(const struct store_annotation *a, size_t n, struct doc *doc,
			   void (*put)(const struct note_export *, struct buf *))
{
	struct note_attached *v = arena_alloc(arena, (n + 1) * sizeof *v);
	struct note_export e = {.v = v, .n = n, .doc = doc};
	struct buf out = {0};

	for (size_t i = 0; i < n; i++)
		v[i] = (struct note_attached){
			.annotation = a[i], .at = {a[i].target.start, a[i].target.end}, .score = 1};
	put(&e, &out);
	return out;
}

static bool has(struct str s, const char *what)
{
	return str_find(s, str_c(what), 0) != SIZE_MAX;
}

static bool read_text(const char *text, struct note_import *in, struct err *e)
{
	*e = (struct err){0};
	return note_read(str_c(text), "x.json", arena, in, e);
}

/* ---- names ---- */

static void names_both_ways(void)
{
	static const char *const documents[] = {"sha256:9f2c",
						"post:5ch/liveuranus/1672106400/545",
						"post:hf/models/a b/葉/1",
						"http://example.org/a?b=c",
						"koreader:夏目漱石/草枕",
						"urn:isbn:123",
						"urn:taiyaku:x",
						"100% sure",
						"sha256",
						"-",
						"sha256:",
						"sha256:1<x y"};
	static const char *const ids[] = {"0192f0c1-7b2a-7c3d-9e4f-000000000002", "http://example.org/anno1", "abc",
					  "urn:x:1", "urn:uuid:nonsense"};
	bool good = true;

	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf b = {0};
		note_document_iri(str_c(documents[i]), &b);
		good &= note_is_iri(buf_view(&b)) &&
			str_eq(note_document_of_iri(buf_view(&b), arena), str_c(documents[i]));
		buf_free(&b);
	}
	ok(good, "documents as IRIs and back");
	good = true;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct buf b = {0};
		note_id_iri(str_c(ids[i]), &b);
		good &= note_is_iri(buf_view(&b)) && str_eq(note_id_of_iri(buf_view(&b), arena), str_c(ids[i]));
		buf_free(&b);
	}
	ok(good, "ids as IRIs and back");
	ok(!note_is_iri(STR("not a uri")) && !note_is_iri(STR(":x")) && !note_is_iri(STR("a:")) &&
		   !note_is_iri(STR("1a:b")) && !note_is_iri(STR("a:b c")) && !note_is_iri(STR("a:b<c")) &&
		   note_is_iri(STR("a+b-c.1:日本")),
	   "what an IRI is");
	ok(note_time(STR("2026-11-22T10:00:00Z")) == 1795341600000 &&
		   note_time(STR("2026-11-22T19:00:00+09:00")) == 1795341600000 &&
		   note_time(STR("2026-11-22T10:00:00.250Z")) == 1795341600250,
	   "times");
	ok(note_time(STR("2026-11-22T10:00:00")) == STORE_NO_TIME && note_time(STR("2026-11-22")) == STORE_NO_TIME &&
		   note_time(STR("2026-13-22T10:00:00Z")) == STORE_NO_TIME &&
		   note_time(STR("2026-02-30T10:00:00Z")) == STORE_NO_TIME &&
		   note_time(STR("2026-11-22T24:00:00Z")) == STORE_NO_TIME &&
		   note_time(STR("2026-11-22T10:00:00x09:00")) == STORE_NO_TIME && note_time(STR("")) == STORE_NO_TIME,
	   "and what is none");
}

/* ---- the shape of a Web Annotation, from the Recommendation ---- */

static struct store_annotation sample(enum store_annotation_kind kind)
{
	static const struct str tags[] = {{"茶", 3}, {"a \"b\"", 5}};
	struct store_annotation a = note_blank();

	a.id = STR("0192f0c1-7b2a-7c3d-9e4f-000000000002");
	a.kind = kind;
	a.target.document = a.target.version = STR("sha256:9f2c");
	a.target.quote = STR("智に働けば角が立つ");
	a.target.prefix = STR("こう考えた。\n");
	a.target.suffix = STR("。情に棹させば流される。");
	a.target.start = 60;
	a.target.end = 87;
	a.target.first = 20;
	a.target.last = 29;
	a.body = STR("𠮟られた 😀\nsecond \\ line");
	a.language = STR("ja");
	a.tags = tags;
	a.n_tags = 2;
	a.author = STR("Alice 山");
	a.created = 1795341600000;
	a.modified = 1795341900000;
	return a;
}

static const char *path(const struct json_node *n, const char *way)
{
	char key[40];

	while (n && *way) {
		size_t len = strcspn(way, ".");
		snprintf(key, sizeof key, "%.*s", (int)len, way);
		if (key[0] >= '0' && key[0] <= '9') {
			n = json_first(n);
			for (int i = atoi(key); n && i > 0; i--)
				n = json_next(n);
		} else {
			n = json_get(n, key);
		}
		way += len + (way[len] == '.');
	}
	return json_type(n) == JSON_STRING ? json_str(n).p : NULL;
}

static struct json *one(const struct store_annotation *a)
{
	struct buf b = exported(a, 1, NULL, note_put_w3c);
	struct json *j = json_parse(buf_view(&b), "export", NULL);

	buf_free(&b);
	return j;
}

static void shape(void)
{
	static const char *const want[][2] = {
		{"@context", "http://www.w3.org/ns/anno.jsonld"},
		{"id", "urn:uuid:0192f0c1-7b2a-7c3d-9e4f-000000000002"},
		{"type", "Annotation"},
		{"motivation", "commenting"},
		{"creator.id", "urn:taiyaku:user:Alice%20%E5%B1%B1"},
		{"creator.type", "Person"},
		{"creator.name", "Alice 山"},
		{"created", "2026-11-22T10:00:00Z"},
		{"modified", "2026-11-22T10:05:00Z"},
		{"generator.type", "Software"},
		{"body.0.type", "TextualBody"},
		{"body.0.value", "𠮟られた 😀\nsecond \\ line"},
		{"body.0.format", "text/plain"},
		{"body.0.language", "ja"},
		{"body.0.purpose", "commenting"},
		{"body.1.value", "茶"},
		{"body.1.purpose", "tagging"},
		{"body.2.value", "a \"b\""},
		{"target.type", "SpecificResource"},
		{"target.source.id", "urn:sha256:9f2c"},
		{"target.source.type", "Text"},
		{"target.selector.0.type", "TextQuoteSelector"},
		{"target.selector.0.exact", "智に働けば角が立つ"},
		{"target.selector.0.prefix", "こう考えた。\n"},
		{"target.selector.0.suffix", "。情に棹させば流される。"},
		{"target.selector.1.type", "TextPositionSelector"},
		{"target.state.type", "TimeState"},
		{"target.state.cached", "urn:sha256:9f2c"},
	};
	struct store_annotation a = sample(ANNOTATION_NOTE);
	struct json *j = one(&a);

	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		is_str(path(json_root(j), want[i][0]), want[i][1], want[i][0]);
	const struct json_node *position =
		json_next(json_first(json_get(json_get(json_root(j), "target"), "selector")));
	is_int(json_int(json_get(position, "start"), -1), 20, "start in code points");
	is_int(json_int(json_get(position, "end"), -1), 29, "end in code points");
	json_free(j);
}

static void kinds(void)
{
	static const char *const motivations[] = {"highlighting", "commenting", "commenting", "editing",
						  "tagging",      "linking",    "bookmarking"};
	bool checked = true, again = true, why = true;

	for (int k = 0; k < ANNOTATION_KINDS; k++) {
		struct store_annotation a = sample((enum store_annotation_kind)k), b;
		if (k == ANNOTATION_LINK) {
			a.to = a.target;
			a.to.document = STR("post:5ch/liveuranus/1672106400/545");
			a.to.quote = STR("石臼");
		}
		a.colour = STR("green");
		a.preferred = k == ANNOTATION_TRANSLATION;
		a.alignment = STR("1:2 3");
		a.extra = STR("{\"x\":[1.5,\"y\"]}");
		struct json *j = one(&a);
		checked &= note_w3c_check(json_root(j), "x", "", true, NULL);
		why &= str_eq(json_str(json_get(json_root(j), "motivation")), str_c(motivations[k]));
		note_w3c_annotation(json_root(j), arena, &b);
		again &= b.kind == a.kind && str_eq(a.id, b.id) && str_eq(a.body, b.body) &&
			 str_eq(a.language, b.language) && b.n_tags == 2 && str_eq(a.tags[1], b.tags[1]) &&
			 str_eq(a.target.quote, b.target.quote) && b.target.first == 20 && b.target.last == 29 &&
			 str_eq(a.target.document, b.target.document) && str_eq(a.target.version, b.target.version) &&
			 str_eq(a.to.document, b.to.document) && str_eq(a.to.quote, b.to.quote) &&
			 str_eq(a.colour, b.colour) && a.preferred == b.preferred && str_eq(a.alignment, b.alignment) &&
			 str_eq(a.extra, b.extra) && str_eq(a.author, b.author) && a.created == b.created &&
			 a.modified == b.modified;
		json_free(j);
	}
	ok(why, "each kind has its motivation");
	ok(checked, "each kind passes our own checks");
	ok(again, "each kind is read as it was written");
	struct store_annotation bare = note_blank(), b;
	bare.id = STR("x");
	bare.target.document = STR("sha256:1");
	struct json *j = one(&bare);
	ok(note_w3c_check(json_root(j), "x", "", true, NULL) && !json_get(json_root(j), "body") &&
		   !json_get(json_get(json_root(j), "target"), "selector") && !json_get(json_root(j), "created"),
	   "what is not known is not said");
	note_w3c_annotation(json_root(j), arena, &b);
	ok(b.target.first == POS_NONE && !b.target.quote.n && b.created == STORE_NO_TIME, "and comes back unknown");
	json_free(j);
}

/* ---- what is refused, and where ---- */

#define HEAD "\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"http://e.org/1\",\"type\":\"Annotation\","
static void refused(void)
{
	static const char *const bad[][2] = {
		{"{}", "@context"},
		{"{\"id\":\"http://e.org/1\",\"type\":\"Annotation\",\"target\":\"http://e.org/\"}", "@context"},
		{"{\"@context\":\"fish\",\"id\":\"http://e.org/1\",\"type\":\"Annotation\",\"target\":\"http://e.org/"
		 "\"}",
		 "@context"},
		{"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"target\":\"http://e.org/"
		 "\"}",
		 "id: "},
		{"{" HEAD "\"body\":\"http://e.org/\"}", "target: "},
		{"{" HEAD "\"target\":9}", "target: "},
		{"{" HEAD "\"target\":[]}", "target: "},
		{"{" HEAD "\"target\":[\"http://e.org/\",\"a b\"]}", "target[1]: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"type\":\"TextualBody\"}}", "body.value: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":[\"u:y\",{\"type\":\"TextualBody\",\"value\":[\"a\"]}]}",
		 "body[1].value: "},
		{"{" HEAD
		 "\"target\":\"u:x\",\"body\":{\"type\":\"TextualBody\",\"value\":\"a\",\"purpose\":\"dancing\"}}",
		 "body.purpose: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"type\":\"Choice\"}}", "body.items: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"type\":[\"Choice\",\"List\"],\"items\":[\"u:y\"]}}",
		 "body.type: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"items\":[\"u:y\"]}}", "body.items: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"id\":\"u:y\",\"textDirection\":\"up\"}}",
		 "body.textDirection: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"id\":\"u:y\",\"processingLanguage\":[\"en\",\"de\"]}}",
		 "body.processingLanguage: "},
		{"{" HEAD "\"target\":\"u:x\",\"body\":{\"id\":\"u:y\",\"lnaguage\":3}}", "body.lnaguage: "},
		{"{" HEAD "\"target\":\"u:x\",\"bodyValue\":\"a\",\"body\":\"u:y\"}", "bodyValue: "},
		{"{" HEAD "\"target\":\"u:x\",\"bodyValue\":3}", "bodyValue: "},
		{"{" HEAD "\"target\":\"u:x\",\"created\":\"yesterday\"}", "created: "},
		{"{" HEAD "\"target\":\"u:x\",\"modified\":[\"2026-11-22T10:00:00Z\"]}", "modified: "},
		{"{" HEAD "\"target\":\"u:x\",\"creator\":{\"nickname\":[\"a\",\"b\"]}}", "creator.nickname: "},
		{"{" HEAD "\"target\":\"u:x\",\"generator\":42}", "generator: "},
		{"{" HEAD "\"target\":\"u:x\",\"motivation\":\"squirrel\"}", "motivation: "},
		{"{" HEAD "\"target\":\"u:x\",\"rights\":\"none\"}", "rights: "},
		{"{" HEAD "\"target\":{\"type\":\"SpecificResource\"}}", "target.source: "},
		{"{" HEAD "\"target\":{\"source\":\"u:x\",\"selector\":{\"type\":\"TextQuoteSelector\"}}}",
		 "target.selector.exact: "},
		{"{" HEAD "\"target\":{\"source\":\"u:x\",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":5,"
		 "\"end\":4}]}}",
		 "target.selector[0].end: "},
		{"{" HEAD "\"target\":{\"source\":\"u:x\",\"selector\":{\"type\":\"TextPositionSelector\",\"start\":1."
		 "5,\"end\":4}}}",
		 "target.selector.start: "},
		{"{" HEAD
		 "\"target\":{\"source\":\"u:x\",\"selector\":{\"type\":\"RangeSelector\",\"startSelector\":\"u:y\"}}}",
		 "target.selector.endSelector: "},
		{"{" HEAD "\"target\":{\"source\":\"u:x\",\"state\":{\"type\":\"TimeState\",\"sourceDate\":\"2026\"}}}",
		 "target.state.sourceDate: "},
		{"{" HEAD "\"target\":{\"source\":\"u:x\",\"state\":{\"type\":\"TimeState\",\"cached\":\"u:c\"}}}",
		 "target.state.sourceDate: "},
		{"[{" HEAD "\"target\":\"u:x\"},{" HEAD "\"target\":1}]", "[1].target: "},
		{"["
		 "{" HEAD "\"target\":\"u:x\"},7]",
		 "[1]: "},
		{"{\"rows\":[{\"uri\":\"http://e.org/\"},{\"uri\":\"http://e.org/\",\"text\":7}]}", "rows[1].text: "},
		{"{\"rows\":[{\"id\":\"a\"}]}", "rows[0].uri: "},
		{"{\"rows\":7}", "rows: "},
		{"[{\"uri\":\"http://e.org/\",\"created\":\"x\"}]", "[0].created: "},
		{"{\"title\":\"T\",\"entries\":[{\"text\":\"a\"},{\"time\":\"x\"}]}", "entries[1].time: "},
		{"{\"documents\":[{\"title\":\"T\",\"entries\":[]},{\"entries\":[]}]}", "documents[1].title: "},
		{"{\"taiyaku\":2,\"annotations\":[]}", "taiyaku: "},
		{"{\"taiyaku\":1,\"annotations\":[{\"kind\":\"note\",\"document\":\"sha256:1\",\"tags\":[1]}]}",
		 "annotations[0].tags: "},
		{"{\"taiyaku\":1,\"annotations\":[{\"kind\":\"x\",\"document\":\"sha256:1\"}]}",
		 "annotations[0].kind: "},
		{"{\"taiyaku\":1,\"annotations\":[],\"changes\":[{\"what\":\"mark\"}]}", "changes[0]: "},
		{"{\"a\":1,\n\"b\":}", "x.json:2: "},
		{"hello", "x.json: "},
		{"", "x.json: "},
		{"00000002 00000000 {}\n", "x.json:1: "},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct note_import in;
		struct err e;
		bool taken = read_text(bad[i][0], &in, &e);
		if (!ok(!taken && e.code == ERR_INPUT && has(str_c(e.text), bad[i][1]) &&
				str_starts(str_c(e.text), STR("x.json")),
			"refused at %s", bad[i][1]))
			printf("# %s\n# %s\n", bad[i][0], taken ? "taken" : e.text);
	}
}

/* ---- what is kept ---- */

static bool comes_out_as(const char *text)
{
	struct note_import in;
	struct err e;

	if (!read_text(text, &in, &e) || in.annotations.n != 1) {
		printf("# %s\n", e.text);
		return false;
	}
	struct buf out = exported(in.annotations.v, 1, NULL, note_put_w3c), twice = {0};
	struct json *was = json_parse(str_c(text), "a", NULL), *is = json_parse(buf_view(&out), "b", NULL);
	bool same = json_equal(json_root(was), json_root(is));
	if (read_text(buf_cstr(&out), &in, &e))
		twice = exported(in.annotations.v, 1, NULL, note_put_w3c);
	same = same && str_eq(buf_view(&out), buf_view(&twice));
	json_free(was);
	json_free(is);
	buf_free(&out);
	buf_free(&twice);
	return same;
}

static void kept(void)
{
	static const char photo[] =
		"{" HEAD
		"\"x:y\":[1e400,0.1,12345678901234567890,-0.0,null,true],\"motivation\":[\"tagging\",\"commenting\"],"
		"\"body\":[{\"id\":\"http://e.org/"
		"p.jpg\",\"type\":\"Image\"},{\"type\":\"Choice\",\"items\":[\"u:1\"]},"
		"{\"type\":\"TextualBody\",\"value\":\"old\",\"purpose\":\"commenting\"}],"
		"\"target\":[{\"source\":\"http://e.org/\",\"selector\":{\"type\":\"SvgSelector\",\"value\":\"<svg/"
		">\"}},\"u:2\"]}";
	struct note_import in;
	struct err e;

	ok(comes_out_as("{" HEAD "\"target\":\"u:x\",\"body\":{\"type\":\"Choice\",\"items\":[\"u:1\",{\"id\":\"u:2\","
			"\"language\":\"fr\"}]}}"),
	   "a choice");
	ok(comes_out_as("{" HEAD "\"target\":\"u:x\",\"bodyValue\":\"text\"}"), "a bodyValue");
	ok(comes_out_as("{" HEAD
			"\"target\":\"u:x\",\"z\":0.30000000000000004,\"big\":123456789012345678901234567890}"),
	   "numbers");
	ok(!read_text(photo, &in, &e) || comes_out_as(photo), "all that is unknown");
	ok(read_text(
		   "{" HEAD
		   "\"motivation\":\"commenting\",\"body\":[{\"id\":\"http://e.org/p.jpg\",\"type\":\"Image\"},"
		   "{\"type\":\"TextualBody\",\"value\":\"old\"}],\"target\":{\"source\":\"http://e.org/\",\"x:y\":1}}",
		   &in, &e),
	   "a picture beside a text");
	struct store_annotation a = in.annotations.v[0];
	ok(a.kind == ANNOTATION_NOTE && str_eq(a.body, STR("old")) && str_eq(a.id, STR("http://e.org/1")),
	   "is a note with the text");
	a.body = STR("new");
	a.modified = 1795341900000;
	struct json *j = one(&a);
	is_str(path(json_root(j), "body.0.value"), "new", "the change is laid over");
	is_str(path(json_root(j), "body.1.id"), "http://e.org/p.jpg", "the picture is still there");
	is_str(path(json_root(j), "modified"), "2026-11-22T10:05:00Z", "with the time of the change");
	ok(json_int(json_get(json_get(json_root(j), "target"), "x:y"), 0) == 1, "and the rest of it");
	json_free(j);
	ok(read_text("{\"@context\":\"http://www.w3.org/ns/"
		     "anno.jsonld\",\"type\":\"AnnotationCollection\",\"first\":{\"type\":"
		     "\"AnnotationPage\",\"items\":[{\"id\":\"u:1\",\"type\":\"Annotation\",\"target\":\"u:x\"},"
		     "{\"id\":\"u:2\",\"type\":\"Annotation\",\"target\":\"u:x\"}]}}",
		     &in, &e) &&
		   in.annotations.n == 2,
	   "a collection with its page");
	ok(read_text("{\"@context\":\"http://www.w3.org/ns/"
		     "anno.jsonld\",\"type\":\"AnnotationPage\",\"items\":[{\"id\":\"u:1\","
		     "\"type\":\"Annotation\",\"target\":\"u:x\"}]}",
		     &in, &e) &&
		   in.annotations.n == 1,
	   "a page");
	struct buf out = exported(in.annotations.v, 1, NULL, note_put_w3c);
	ok(has(buf_view(&out), "@context"), "one of a page gets the context that it stood under");
	buf_free(&out);
}

/* ---- other programs ---- */

static void hypothesis(void)
{
	static const char text[] = "{\"total\":2,\"rows\":[{\"id\":\"aAbB\",\"created\":\"2026-11-22T10:00:00.123456+"
				   "00:00\",\"updated\":\"2026-11-22T10:05:00+00:00\","
				   "\"user\":\"acct:alice@hypothes.is\",\"uri\":\"https://e.org/"
				   "page\",\"text\":\"*so*\",\"tags\":[\"a\",\"b c\"],\"group\":\"__world__\","
				   "\"document\":{\"title\":[\"A "
				   "page\"]},\"target\":[{\"source\":\"https://e.org/"
				   "page\",\"selector\":[{\"type\":\"TextPositionSelector\","
				   "\"start\":7,\"end\":9},{\"type\":\"TextQuoteSelector\",\"exact\":\"𠮟\",\"prefix\":"
				   "\"p\",\"suffix\":\"s\"}]}]},"
				   "{\"id\":\"cC\",\"uri\":\"https://e.org/"
				   "page\",\"text\":\"no\",\"user\":\"acct:bob@hypothes.is\",\"references\":[\"aAbB\"],"
				   "\"target\":[{\"source\":\"https://e.org/page\"}]}]}";
	struct note_import in;
	struct err e;
	bool good = read_text(text, &in, &e);

	ok(good && in.annotations.n == 2 && !strcmp(in.format, "hypothesis"), "Hypothesis: rows");
	const struct store_annotation *a = in.annotations.v;
	ok(a->kind == ANNOTATION_NOTE && str_eq(a->body, STR("*so*")) && a->n_tags == 2 &&
		   str_eq(a->author, STR("alice@hypothes.is")) && str_eq(a->id, STR("https://hypothes.is/a/aAbB")) &&
		   str_eq(a->target.document, STR("https://e.org/page")) && str_eq(a->target.title, STR("A page")),
	   "Hypothesis: a note");
	ok(str_eq(a->target.quote, STR("𠮟")) && a->target.first == POS_NONE && a->target.start == POS_NONE,
	   "the passage by its quote alone: the offsets are of another text");
	ok(a->created == 1795341600123 && a->modified == 1795341900000, "its times");
	ok(a[1].kind == ANNOTATION_NOTE && str_eq(a[1].target.quote, STR("𠮟")) &&
		   has(a[1].extra, "\"references\":[\"aAbB\"]"),
	   "a reply stands on the passage of what it answers");
	ok(has(a->extra, "__world__"), "the row is kept");
	ok(read_text("{\"uri\":\"http://e.org/"
		     "\",\"target\":[{\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":\"q\"}]}]}",
		     &in, &e) &&
		   in.annotations.v->kind == ANNOTATION_HIGHLIGHT && in.annotations.v->id.n == 36,
	   "one alone, without words, without an id");
	ok(read_text("[{\"uri\":\"http://e.org/\",\"tags\":[\"t\"]}]", &in, &e) &&
		   in.annotations.v->kind == ANNOTATION_TAG,
	   "an array");
}

static void koreader(void)
{
	static const char book[] = "{\"title\":\"草枕\",\"author\":\"夏目漱石\",\"file\":\"/mnt/"
				   "k.epub\",\"number_of_pages\":9,\"entries\":["
				   "{\"chapter\":\"一\",\"page\":1,\"time\":1795341600,\"text\":\"山路を\",\"note\":"
				   "\"良い\",\"drawer\":\"lighten\",\"color\":\"yellow\"},"
				   "{\"page\":2,\"time\":1795341601,\"text\":\"智に\",\"color\":\"orange\"},{\"page\":"
				   "3}],\"created_on\":1,\"version\":\"json/1.0.0\"}";
	struct note_import in, again;
	struct err e;
	struct buf both = {0};

	ok(read_text(book, &in, &e) && in.annotations.n == 3 && !strcmp(in.format, "koreader"), "KOReader: a book");
	const struct store_annotation *a = in.annotations.v;
	ok(a->kind == ANNOTATION_NOTE && str_eq(a->body, STR("良い")) && str_eq(a->target.quote, STR("山路を")) &&
		   str_eq(a->colour, STR("yellow")) && a->created == 1795341600000 &&
		   str_eq(a->target.title, STR("草枕")) && str_eq(a->target.document, STR("koreader:夏目漱石/草枕")),
	   "KOReader: a note");
	ok(a[1].kind == ANNOTATION_HIGHLIGHT && !a[1].colour.n && has(a[1].extra, "orange") &&
		   a[2].kind == ANNOTATION_BOOKMARK,
	   "a highlight of a colour we have not, a bookmark");
	ok(read_text(book, &again, &e) && str_eq(again.annotations.v[0].id, a->id) && !str_eq(a->id, a[1].id) &&
		   a->id.n == 36 && a->id.p[14] == '8',
	   "an id of the content: the same twice");
	buf_printf(&both, "{\"documents\":[%s,%s]}", book, "{\"title\":\"T\",\"entries\":[[{\"text\":\"x\"}]]}");
	ok(read_text(buf_cstr(&both), &in, &e) && in.annotations.n == 4,
	   "several books, entries in lists of their own");
	buf_free(&both);
}

static void own_list(void)
{
	struct store_annotation a = sample(ANNOTATION_NOTE);
	struct buf b = exported(&a, 1, NULL, note_put_json);
	struct note_import in;
	struct err e;

	ok(read_text(buf_cstr(&b), &in, &e) && in.annotations.n == 1 && !strcmp(in.format, "json"),
	   "our own JSON without changes");
	const struct store_annotation *r = in.annotations.v;
	ok(str_eq(r->id, a.id) && str_eq(r->body, a.body) && r->target.first == 20 && r->target.last == 29 &&
		   r->n_tags == 2 && r->created == a.created && str_eq(r->target.prefix, a.target.prefix),
	   "says what it said");
	buf_free(&b);
	ok(read_text("[{\"kind\":\"tag\",\"document\":\"sha256:1\",\"start\":null,\"end\":null,\"quote\":null,\"tags\":"
		     "[\"x\"]}]",
		     &in, &e) &&
		   in.annotations.v->kind == ANNOTATION_TAG && in.annotations.v->id.n == 36,
	   "a list that a script made");
}

/* ---- for people ---- */

static const char essay[] = "題\n\n第一章 始め\n\n前の文。これは* [鍵](http://x)である。後の文。\n\nAn English line.\n";

static struct store_annotation on(const char *quote, enum store_annotation_kind kind, const char *body)
{
	struct store_annotation a = sample(kind);
	size_t at = str_find(str_c(essay), str_c(quote), 0);

	a.target.quote = str_c(quote);
	a.target.start = at;
	a.target.end = at + strlen(quote);
	a.body = str_c(body);
	a.language = STR("");
	a.n_tags = 0;
	return a;
}

static void markdown(void)
{
	struct doc *d = read_bytes(str_c(essay), NULL, &(struct read_options){.whole = true}, NULL);
	struct store_annotation a[3] = {
		on("鍵", ANNOTATION_NOTE, "# no heading\n> no quote\n1. no list <b>&amp; `x` a_b\x1b[31m"),
		on("An English line.", ANNOTATION_TRANSLATION, "英語の行。"),
		on("An English line.", ANNOTATION_CORRECTION, "A line.")};
	a[0].tags = (const struct str[]){{"茶*", 4}};
	a[0].n_tags = 1;
	a[1].language = STR("ja");
	struct buf b = exported(a, 3, d, note_put_markdown);

	ok(has(buf_view(&b), "> これは\\* \\[**鍵**\\](http://x)である。\n"), "the passage in its sentence, escaped");
	ok(has(buf_view(&b),
	       "\n\\# no heading  \n\\> no quote  \n1\\. no list \\<b\\>\\&amp; \\`x\\` a\\_b\xEF\xBF\xBD\\[31m\n"),
	   "a note is no Markdown");
	ok(has(buf_view(&b), "tags: 茶\\*\n"), "tags");
	ok(has(buf_view(&b), "> An English line.\n>\n> (ja) 英語の行。\n"),
	   "a translation is a second line of the quote");
	ok(has(buf_view(&b), "~~An English line.~~ → A line.\n"), "a correction");
	ok(has(buf_view(&b), "— Alice 山, 2026-11-22 10:05 UTC, line 5\n"), "by whom, when, where");
	ok(has(buf_view(&b), "<!-- id: urn:uuid:0192f0c1-7b2a-7c3d-9e4f-000000000002 -->\n"), "the id");
	ok(has(buf_view(&b), "\n## 第一章 始め\n") && str_starts(buf_view(&b), STR("# 題\n")), "title and section");
	if (getenv("SHOW"))
		fputs(buf_cstr(&b), stderr);
	buf_free(&b);
	b = exported(a, 3, d, note_put_html);
	ok(has(buf_view(&b), "これは* [<mark>鍵</mark>](http://x)である。"), "HTML: the passage");
	ok(has(buf_view(&b), "1. no list &lt;b&gt;&amp;amp; `x` a_b\xEF\xBF\xBD[31m"), "HTML: a note is no markup");
	ok(has(buf_view(&b), "<blockquote class=\"translation\" lang=\"ja\"><p>英語の行。</p></blockquote>"),
	   "HTML: a translation with its language");
	ok(has(buf_view(&b), "@media print") && !has(buf_view(&b), "<script") && !has(buf_view(&b), "src=") &&
		   !has(buf_view(&b), "url("),
	   "HTML: one page, prints, loads nothing");
	if (getenv("SHOW"))
		fputs(buf_cstr(&b), stderr);
	buf_free(&b);
	struct store_annotation p = sample(ANNOTATION_NOTE);
	p.target.document = STR("post:5ch/x/1/545");
	p.target.title = STR("板 <★118>");
	p.target.start = p.target.end = POS_NONE;
	b = exported(&p, 1, NULL, note_put_markdown);
	ok(has(buf_view(&b), "> <mark>") == false && has(buf_view(&b), "**智に働けば角が立つ**。\n") &&
		   has(buf_view(&b), ", 板 \\<★118\\> \\>\\>545\n"),
	   "a post that is not at hand: the context that was kept");
	buf_free(&b);
	doc_free(d);
}

/* What was made on another version goes out where it stands in this one; an orphan as it was. */
static void moved(void)
{
	struct doc *d = read_bytes(str_c(essay), NULL, &(struct read_options){.whole = true}, NULL);
	struct note_attached v[2] = {{.annotation = on("English", ANNOTATION_NOTE, "x"), .state = STATE_MOVED}};
	struct note_export e = {.v = v, .n = 1, .doc = d};
	struct buf b = {0}, id = {0};

	v[0].at = (struct span){v[0].annotation.target.start, v[0].annotation.target.end};
	note_put_w3c(&e, &b);
	struct json *j = json_parse(buf_view(&b), "x", NULL);
	note_document_iri(str_c(doc_id(d)), &id);
	is_str(path(json_root(j), "target.source.id"), buf_cstr(&id), "moved: the source is this version");
	is_str(path(json_root(j), "target.state.cached"), buf_cstr(&id), "and so is the state");
	is_str(path(json_root(j), "target.selector.0.suffix"), " line.\n", "with the context of this version");
	/* 題 LF LF 第一章 始め LF LF, a line of 30 and its LF, an empty one, "An " */
	const struct json_node *position =
		json_next(json_first(json_get(json_get(json_root(j), "target"), "selector")));
	is_int(json_int(json_get(position, "start"), -1), 3 + 8 + 30 + 2 + 3, "and the position in it");
	json_free(j);
	buf_clear(&b);
	v[0].state = STATE_ORPHAN;
	note_put_w3c(&e, &b);
	j = json_parse(buf_view(&b), "x", NULL);
	is_str(path(json_root(j), "target.source.id"), "urn:sha256:9f2c", "an orphan: the version that it was made on");
	json_free(j);
	buf_clear(&b);
	note_put_markdown(&e, &b);
	ok(has(buf_view(&b), "\n## Not found in this version\n") && !has(buf_view(&b), "line 7"),
	   "and for people it has no line");
	buf_free(&b);
	buf_free(&id);
	doc_free(d);
}

/* ---- the samples of the W3C ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The text of each file; calls fn with it. Returns how many it was good for. */
static size_t each(const char *folder, const char *prefix, bool (*fn)(const char *name, const char *text), size_t *all)
{
	VEC(char *) names = {0};
	char *dir = xstrdup(folder);
	DIR *d = opendir(dir);
	size_t good = 0;

	for (struct dirent *f; d && (f = readdir(d));)
		if (!strncmp(f->d_name, prefix, strlen(prefix)))
			vec_push(&names, xstrdup(f->d_name));
	if (d)
		closedir(d);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, by_name);
	for (size_t i = 0; i < names.n; i++) {
		char *file = file_join(dir, names.v[i]);
		struct buf b = {0};
		if (file_read(file, 1 << 20, &b, NULL)) {
			if (fn(names.v[i], buf_cstr(&b)))
				good++;
			else
				printf("# %s\n", names.v[i]);
		}
		buf_free(&b);
		free(file);
		free(names.v[i]);
	}
	*all = names.n;
	vec_free(&names);
	free(dir);
	return good;
}

static bool sample_comes_out(const char *name, const char *text)
{
	(void)name;
	return comes_out_as(text);
}

/* The key that each repaired sample has its one defect at. */
static bool names_its_key(const char *name, const char *text)
{
	static const char *const keys[] = {
		[2] = "@context",
		[3] = "@context",
		[4] = "@context",
		[5] = "@context",
		[6] = "id",
		[7] = "id",
		[8] = "type",
		[9] = "type",
		[10] = "target",
		[11] = "target",
		[12] = "body",
		[13] = "body.id",
		[14] = "body.format",
		[15] = "body.langauage",
		[16] = "body.textDirection",
		[17] = "body.value",
		[18] = "body.value",
		[19] = "bodyValue",
		[20] = "bodyValue",
		[21] = "bodyValue",
		[22] = "body.type",
		[23] = "body.processingLanguage",
		[24] = "body.textDirection",
		[25] = "body.items",
		[26] = "creator",
		[27] = "generator",
		[28] = "created",
		[29] = "modified",
		[30] = "generated",
		[31] = "modified",
		[32] = "created",
		[33] = "generated",
		[34] = "rights",
		[35] = "via",
		[36] = "canonical",
		[37] = "target.source",
		[38] = "target.selector.value",
		[39] = "target.selector.value",
	};
	struct note_import in;
	struct err e;
	char want[60];
	int number = atoi(name + 4);

	if (read_text(text, &in, &e) || number < 2 || number > 39)
		return false;
	snprintf(want, sizeof want, "x.json: %s: ", keys[number]);
	if (!has(str_c(e.text), want))
		printf("# %s\n", e.text);
	return has(str_c(e.text), want);
}

static bool is_refused(const char *name, const char *text)
{
	struct note_import in;
	struct err e;

	(void)name;
	return !read_text(text, &in, &e) && e.code == ERR_INPUT && *e.text;
}

static void samples(void)
{
	size_t all, good;

	if (!fixture("webanno/MANIFEST.md")) {
		skip("the samples of the W3C", "no fixtures/webanno");
		return;
	}
	good = each(fixture("webanno/tools/samples/correct"), "anno", sample_comes_out, &all);
	ok(good == all && all == 41, "correct samples come out as they came in: %zu of %zu", good, all);
	good = each(fixture("webanno/negatives-repaired"), "anno", names_its_key, &all);
	ok(good == all && all == 38, "wrong samples are refused, and their key is named: %zu of %zu", good, all);
	good = each(fixture("webanno/tools/samples/incorrect"), "anno", is_refused, &all);
	ok(good == all && all == 39, "broken samples are refused: %zu of %zu", good, all);
	good = each(fixture("webanno/own"), "0", sample_comes_out, &all);
	ok(good == all && all == 6, "the six shapes come out as they came in: %zu of %zu", good, all);
}

int main(void)
{
	arena = arena_new();
	names_both_ways();
	shape();
	kinds();
	refused();
	kept();
	hypothesis();
	koreader();
	own_list();
	markdown();
	moved();
	samples();
	arena_free(arena);
	return done();
}
