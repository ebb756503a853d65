/* The text module against Unicode's own test data and the reference's tables. */
#include "taiyaku/text.h"
#include "../../src/text/kinsoku.h"
#include "../../src/text/props.h"
#include "../tap.h"
#include "lines.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

static bool load(const char *path, struct buf *b)
{
	struct err err;

	buf_clear(b);
	return path && file_read(path, SIZE_MAX, b, &err);
}

/* ---- widths: width-classes-15.0.tsv ------------------------------------------------------------ */
static char classes[0x110000];

static void read_classes(struct str s)
{
	struct str line;
	size_t at = 0;

	while (next_line(s, &at, &line))
		for (uint32_t cp = hex(field(line, 0)), last = hex(field(line, 1)); cp <= last; cp++)
			classes[cp] = field(line, 2).p[0];
}

static void test_widths(void)
{
	static const char names[] = "012AC";
	struct buf b = {0};
	long same = 0, narrow = 0, wide = 0;

	if (!load(fixture("unicode/width/width-classes-15.0.tsv"), &b)) {
		skip("widths of all code points", "no fixture unicode/width");
		return;
	}
	memset(classes, 'A', sizeof classes); /* the table leaves out private use: A in EastAsianWidth.txt */
	read_classes(buf_view(&b));
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		int want = classes[cp] - '0', as_ambiguous = classes[cp] == 'A';
		bool drawn = classes[cp] != 'C' && u_charType((UChar32)cp) != U_UNASSIGNED &&
			     u_charType((UChar32)cp) != U_PRIVATE_USE_CHAR;

		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		same += names[text_props_of(cp)->width] == classes[cp];
		narrow += text_char_cells(cp, false) == (!drawn ? -1 : as_ambiguous ? 1 : want);
		wide += text_char_cells(cp, true) == (!drawn ? -1 : as_ambiguous ? 2 : want);
	}
	is_int(same, 1112064, "1,112,064 of 1,112,064 width classes");
	is_int(narrow, 1112064, "cells of 1,112,064 of 1,112,064, ambiguous narrow; -1 where nothing may be drawn");
	is_int(wide, 1112064, "cells of 1,112,064 of 1,112,064, ambiguous wide");
	buf_free(&b);
}

/* ---- cases of the form "÷ 0020 × 0308 ÷" ------------------------------------------------------- */
struct cases {
	uint32_t cp[64];
	bool before[65]; /* a boundary before code point i; [n]: at the end */
	size_t start[65], n;
	struct buf text;
};

static bool read_case(struct str line, struct cases *c)
{
	size_t hash = str_find_char(line, '#', 0), at = 0, end;

	line = str_trim(str_slice(line, 0, hash == SIZE_MAX ? line.n : hash));
	buf_clear(&c->text);
	for (c->n = 0; at < line.n && c->n < 64; at = end + 1) {
		struct str word;

		end = str_find_char(line, ' ', at);
		if (end == SIZE_MAX)
			end = line.n;
		word = str_slice(line, at, end);
		if (str_eq(word, STR("÷")) || str_eq(word, STR("×"))) {
			c->before[c->n] = str_eq(word, STR("÷"));
			continue;
		}
		c->start[c->n] = c->text.n;
		c->cp[c->n++] = hex(word);
		buf_code_point(&c->text, hex(word));
	}
	c->start[c->n] = c->text.n;
	return c->n > 0;
}

static bool clusters_right(const struct cases *c)
{
	struct str s = buf_view(&c->text);
	size_t start = 0;

	for (size_t i = 1; i <= c->n; i++)
		if (c->before[i]) {
			if (text_cluster_next(s, start) != c->start[i] || text_cluster_prev(s, c->start[i]) != start)
				return false;
			start = c->start[i];
		}
	return start == s.n;
}

static void test_clusters(void)
{
	struct buf b = {0};
	struct cases c = {0};
	struct str line;
	size_t at = 0;
	long n = 0, good = 0;

	if (!load(fixture("unicode/ucd/GraphemeBreakTest.txt"), &b) &&
	    !load(UCD "/auxiliary/GraphemeBreakTest.txt", &b)) {
		skip("grapheme clusters", "no GraphemeBreakTest.txt");
		return;
	}
	while (next_line(buf_view(&b), &at, &line))
		if (read_case(line, &c)) {
			n++;
			good += clusters_right(&c);
		}
	is_int(n, 602, "602 cases of GraphemeBreakTest");
	is_int(good, 602, "602 of 602 right, forwards and backwards");
	buf_free(&b);
	buf_free(&c.text);
}

/* ---- line breaks -------------------------------------------------------------------------------- */
/* What ICU alone answers for the case: breaks before each code point. */
static void ask_icu(UBreakIterator *it, const struct cases *c, bool *out)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar units[128];
	int32_t at[65], n = 0;

	for (size_t i = 0; i < c->n; i++) {
		at[i] = n;
		U16_APPEND_UNSAFE(units, n, c->cp[i]);
	}
	at[c->n] = n;
	ubrk_setText(it, units, n, &code);
	for (size_t i = 1; i <= c->n; i++)
		out[i] = ubrk_isBoundary(it, at[i]);
}

static int line_class(const struct cases *c, size_t k)
{
	return k < c->n ? u_getIntPropertyValue((UChar32)c->cp[k], UCHAR_LINE_BREAK) : U_LB_UNKNOWN;
}

/* Is this a place where ICU's own rules are meant to differ: a hyphen after a space before a letter, or
 * , and . kept with the digit after them (and so a break before them, after a space)? */
static bool icu_tailoring(const struct cases *c, size_t k)
{
	size_t before = k - 1;

	while (before && line_class(c, before) == U_LB_COMBINING_MARK)
		before--;
	return line_class(c, before) == U_LB_HYPHEN || line_class(c, before) == U_LB_INFIX_NUMERIC ||
	       (line_class(c, before) == U_LB_SPACE && line_class(c, k) == U_LB_INFIX_NUMERIC);
}

static bool inside_cluster(const struct cases *c, size_t k)
{
	size_t at = 0;

	while (at < c->start[k])
		at = text_cluster_next(buf_view(&c->text), at);
	return at != c->start[k];
}

enum { REASONS = 16 };
static struct {
	const char *why;
	long times;
} reasons[REASONS];

static void count_reason(const char *why)
{
	int i = 0;

	while (reasons[i].why && strcmp(reasons[i].why, why))
		i++;
	reasons[i].why = why;
	reasons[i].times++;
}

/* Our answer against ICU's: each difference must have its reason. */
static bool differences_explained(struct text_breaker *br, const struct cases *c, const bool *icu)
{
	const uint8_t *ours = text_breaks(br, buf_view(&c->text));
	struct kinsoku p = {c->cp, c->n, TEXT_STRICT};
	bool all = true;

	for (size_t k = 1; k < c->n; k++) {
		bool mine = ours[c->start[k]] & TEXT_BREAK;
		const char *why = mine == icu[k] ? "" : mine ? text_kinsoku_gives(&p, k) : text_kinsoku_takes(&p, k);

		if (!why && !mine && inside_cluster(c, k))
			why = "K17 inside a grapheme cluster";
		if (!why)
			all = false;
		else if (*why)
			count_reason(why);
	}
	return all;
}

static void test_line_breaks(void)
{
	struct text_breaker *br = text_breaker_new(TEXT_STRICT);
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_open(UBRK_LINE, "ja@lb=strict", NULL, 0, &code);
	struct buf b = {0};
	struct cases c = {0};
	struct str line;
	size_t at = 0;
	long n = 0, raw = 0, tailored = 0, explained = 0;
	bool icu[65];

	if (!load(UCD "/auxiliary/LineBreakTest.txt", &b)) {
		skip("line breaks", "no LineBreakTest.txt in " UCD);
		return;
	}
	while (next_line(buf_view(&b), &at, &line)) {
		size_t wrong = 0, meant = 0;

		if (!read_case(line, &c))
			continue;
		n++;
		ask_icu(it, &c, icu);
		for (size_t k = 1; k <= c.n; k++)
			if (icu[k] != c.before[k]) {
				wrong++;
				meant += icu_tailoring(&c, k);
			}
		raw += !wrong;
		tailored += wrong && wrong == meant;
		explained += differences_explained(br, &c, icu);
	}
	is_int(n, 7654, "7,654 cases of LineBreakTest");
	is_int(raw, 7632, "ICU ja@lb=strict alone: 7,632 of 7,654");
	is_int(tailored, 22, "22 are ICU's own: hyphens at a line's start, , and . before a digit");
	is_int(explained, 7654, "wherever the filter differs from ICU, a rule says why");
	for (int i = 0; i < REASONS && reasons[i].why; i++)
		printf("# the filter differs at %ld places: %s\n", reasons[i].times, reasons[i].why);
	ubrk_close(it);
	text_breaker_free(br);
	buf_free(&b);
	buf_free(&c.text);
}

/* ---- emoji -------------------------------------------------------------------------------------- */
static void test_emoji(void)
{
	static const struct text_terminal full = {.vs16_wide = true, .zwj_joins = true};
	struct buf b = {0}, text = {0};
	struct str line;
	size_t at = 0;
	long n = 0, one = 0, two = 0, kept = 0;

	if (!load(UCD "/emoji/emoji-test.txt", &b)) {
		skip("emoji", "no emoji-test.txt in " UCD);
		return;
	}
	while (next_line(buf_view(&b), &at, &line)) {
		struct text_shown shown;
		size_t semi = str_find_char(line, ';', 0), i = 0, end;

		if (str_find(line, STR("-qualified"), 0) == SIZE_MAX ||
		    str_find(line, STR("; unqualified"), 0) != SIZE_MAX)
			continue;
		buf_clear(&text);
		for (; i < semi && line.p[i] != ' '; i = end + 1) {
			end = str_find_char(line, ' ', i);
			buf_code_point(&text, hex(str_slice(line, i, end)));
		}
		n++;
		one += text_cluster_next(buf_view(&text), 0) == text.n;
		text_show(buf_view(&text), 0, &full, &shown);
		two += shown.cells == 2 && !shown.stand_in;
		kept += shown.n == text.n && !memcmp(shown.bytes, text.p, text.n);
	}
	is_int(n, 3655 + 827, "3,655 + 827 qualified emoji");
	is_int(one, n, "each is one cluster");
	is_int(two, n, "each takes two cells in the full profile");
	is_int(kept, n, "and is sent as it is");
	buf_free(&b);
	buf_free(&text);
}

int main(void)
{
	test_widths();
	test_clusters();
	test_line_breaks();
	test_emoji();
	return done();
}
