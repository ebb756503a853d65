/* Folding, encodings and visible forms against the fixtures of the reference. */
#include "taiyaku/text.h"
#include "../tap.h"
#include "lines.h"

static const struct text_terminal plain, full = {true, true, true};

static bool load(const char *path, struct buf *b)
{
	struct err err;

	buf_clear(b);
	return path && file_read(path, SIZE_MAX, b, &err);
}

/* ---- folding ----------------------------------------------------------------------------------- */
static bool finds(struct str needle, struct str text, int level)
{
	struct text_needle *n = text_needle_new(needle, (enum text_fold_level)level);
	struct span hit;
	bool found = text_find(n, text, 0, &hit);

	text_needle_free(n);
	return found;
}

static void test_folding(void)
{
	struct buf b = {0};
	struct str line;
	size_t at = 0;
	int n = 0, good = 0;

	if (!load(fixture("unicode/search/folding-pairs.tsv"), &b)) {
		skip("folding", "no fixture unicode/search");
		return;
	}
	while (next_line(buf_view(&b), &at, &line)) {
		int level = atoi(field(line, 2).p), lowest = 0;

		while (lowest < 4 && !finds(field(line, 0), field(line, 1), lowest))
			lowest++;
		if (lowest == 4)
			lowest = 9;
		n++;
		/* what is the same to the byte matches at level 0 */
		good += lowest == level || (lowest < level && str_eq(field(line, 0), field(line, 1)));
		if (lowest != level)
			printf("# " STR_FMT " finds " STR_FMT " at level %d, want %d\n", STR_ARG(field(line, 0)),
			       STR_ARG(field(line, 1)), lowest, level);
	}
	is_int(n, 36, "36 pairs");
	is_int(good, 36, "36 of 36 found from the level on that they should be");
	buf_free(&b);
}

/* ---- detection ---------------------------------------------------------------------------------- */
static size_t base64(struct str s, char *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	size_t n = 0;
	int have = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		bits = bits << 6 | (uint32_t)(strchr(digits, s.p[i]) - digits);
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have);
		}
	}
	return n;
}

static struct str value(struct str line, const char *key) /* of a JSON string without escapes */
{
	size_t at = str_find(line, str_c(key), 0), end;

	at = str_find_char(line, ':', at) + 1;
	at = str_find_char(line, '"', at) + 1;
	end = str_find_char(line, '"', at);
	return str_slice(line, at, end);
}

/* The same with the line ends that JSON writes as \n. */
static struct str unescape(struct str s, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++) {
		bool end = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n';

		buf_char(out, end ? '\n' : s.p[i]);
		i += end;
	}
	return buf_view(out);
}

static void test_detection(void)
{
	struct buf b = {0}, out = {0}, want_text = {0};
	struct str line;
	size_t at = 0;
	int n = 0, good = 0, same = 0;
	char bytes[4096];

	if (!load(fixture("unicode/encoding/detect-600.jsonl"), &b)) {
		skip("detection", "no fixture unicode/encoding");
		return;
	}
	while (next_line(buf_view(&b), &at, &line)) {
		struct str raw = {bytes, base64(value(line, "\"bytes_b64\""), bytes)},
			   want = value(line, "\"encoding\"");
		struct text_decoding info;

		n++;
		good += str_eq(str_c(text_detect(raw)), want);
		if (!str_eq(str_c(text_detect(raw)), want))
			printf("# " STR_FMT " taken for %s: " STR_FMT "\n", STR_ARG(want), text_detect(raw),
			       STR_ARG(value(line, "\"text\"")));
		buf_clear(&out);
		text_decode(raw, NULL, &out, &info, NULL);
		same += str_eq(buf_view(&out), unescape(value(line, "\"text\""), &want_text));
	}
	is_int(n, 600, "600 samples");
	is_int(good, 600, "600 of 600 encodings detected");
	is_int(same, 600, "600 of 600 decoded");
	buf_free(&want_text);
	buf_free(&b);
	buf_free(&out);
}

/* ---- twins in CP932 and UTF-8 -------------------------------------------------------------------- */
static void compare_twin(const char *name)
{
	struct buf from = {0}, utf8 = {0}, a = {0}, c = {0};
	struct text_decoding ia = {0}, ic = {0};
	char path[512];

	snprintf(path, sizeof path, "aozora/cp932/%s", name);
	load(fixture(path), &from);
	snprintf(path, sizeof path, "aozora/utf8/%s", name);
	load(fixture(path), &utf8);
	text_decode(buf_view(&from), NULL, &a, &ia, NULL);
	text_decode(buf_view(&utf8), NULL, &c, &ic, NULL);
	is_str(ia.encoding, "CP932", name);
	ok(!ia.bad && !ia.binary && str_eq(buf_view(&a), buf_view(&c)), "%s is the same text in both encodings", name);
	buf_free(&from);
	buf_free(&utf8);
	buf_free(&a);
	buf_free(&c);
}

static void test_twins(void)
{
	static const char *const names[] = {"akutagawa_carmen.txt",     "akutagawa_haguruma.txt",
					    "akutagawa_hana.txt",       "akutagawa_momotaro.txt",
					    "akutagawa_rashomon.txt",   "akutagawa_shanhai_yuki.txt",
					    "dazai_ningen_shikkaku.txt"};

	if (!fixture("aozora/cp932/akutagawa_carmen.txt")) {
		skip("texts in CP932", "no fixture aozora");
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		compare_twin(names[i]);
}

/* ---- nothing dangerous comes out ------------------------------------------------------------------ */
static bool dangerous(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x61C || cp == 0x180E ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) ||
	       cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) || cp == 0xFFFE || cp == 0xFFFF ||
	       (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xE0000 && cp <= 0xE0FFF) || cp == 0x115F || cp == 0x1160 ||
	       cp == 0x3164 || cp == 0xFFA0 || (cp >= 0xFE00 && cp <= 0xFE0E);
}

static long dangers(struct str s, const struct text_terminal *t)
{
	struct buf out = {0};
	size_t at = 0;
	uint32_t cp;
	long n = 0;

	text_printable(s, t, &out);
	n += text_bad(buf_view(&out)) != POS_NONE;
	while (at < out.n) {
		at = text_next(buf_view(&out), at, &cp);
		n += dangerous(cp);
	}
	buf_free(&out);
	return n;
}

static void test_safety_files(void)
{
	static const char *const names[] = {"unicode/safety/controls.txt",
					    "unicode/safety/controls-with-invalid-utf8.txt"};
	struct buf b = {0};

	for (int i = 0; i < 2; i++) {
		if (!load(fixture(names[i]), &b)) {
			skip(names[i], "no such fixture");
			continue;
		}
		is_int(dangers(buf_view(&b), &plain), 0, names[i]);
		is_int(dangers(buf_view(&b), &full), 0, "nor on a terminal that draws all");
	}
	buf_free(&b);
}

/* The classes of controls.tsv with the forms that it names. */
static void test_forms(void)
{
	struct buf b = {0}, s = {0}, out = {0};
	struct str line;
	size_t at = 0;
	int n = 0, good = 0;

	if (!load(fixture("unicode/safety/controls.tsv"), &b)) {
		skip("visible forms", "no fixture unicode/safety");
		return;
	}
	while (next_line(buf_view(&b), &at, &line)) {
		struct str want = field(line, 3);

		if (want.p[0] != '^' && want.p[0] != '[')
			continue;
		buf_clear(&s);
		buf_clear(&out);
		buf_code_point(&s, hex(field(line, 0)));
		text_printable(buf_view(&s), &plain, &out);
		n++;
		good += str_eq(buf_view(&out), want);
	}
	ok(n == good && n > 40, "%d of %d visible forms as listed", good, n);
	buf_free(&b);
	buf_free(&s);
	buf_free(&out);
}

/* Every code point, alone and after a letter. */
static void test_all_code_points(void)
{
	long bad = 0;

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		struct buf s = {0};

		if (cp == '\t' || (cp >= 0x20 && cp < 0x7F) || (cp >= 0xD800 && cp < 0xE000))
			continue;
		buf_code_point(&s, cp);
		bad += dangers(buf_view(&s), &plain) + dangers(buf_view(&s), &full);
		buf_clear(&s);
		buf_char(&s, 'a');
		buf_code_point(&s, cp);
		bad += dangers(buf_view(&s), &plain);
		buf_free(&s);
	}
	is_int(bad, 0, "no code point passes that is a control, invisible, unassigned or private");
}

int main(void)
{
	test_folding();
	test_detection();
	test_twins();
	test_safety_files();
	test_forms();
	test_all_code_points();
	return done();
}
