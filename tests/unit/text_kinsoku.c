/* Kinsoku against the tables of the reference: WPT, JLREQ and golden paragraphs. */
#include "taiyaku/text.h"
#include "../tap.h"
#include "lines.h"
#include "wrap.h"

static const struct text_terminal narrow, wide = {.ambiguous_wide = true, .vs16_wide = true, .zwj_joins = true};
static struct text_breaker *breakers[3];
static struct buf table;

static bool load(const char *name)
{
	const char *path = fixture(name);
	struct err err;

	buf_clear(&table);
	return path && file_read(path, SIZE_MAX, &table, &err);
}

static void lay_out(struct str s, enum text_level level, int width, bool hang, const struct text_terminal *t,
		    struct buf *out)
{
	struct wrap w = {s, text_breaks(breakers[level], s), t, width, hang};

	wrap_joined(&w, out);
}

static void test_golden(void)
{
	static const char *const modes[] = {"strict", "normal", "loose", "hang"};
	struct buf rows = {0};
	struct str line;
	size_t at = 0;
	int n = 0, good = 0;

	if (!load("unicode/kinsoku/kinsoku-40col.tsv")) {
		skip("golden paragraphs", "no fixture unicode/kinsoku");
		return;
	}
	while (next_line(buf_view(&table), &at, &line)) {
		int mode = 0;

		while (!str_eq(field(line, 1), str_c(modes[mode])))
			mode++;
		lay_out(field(line, 3), mode == 3 ? TEXT_STRICT : (enum text_level)mode, atoi(field(line, 2).p),
			mode == 3, &wide, &rows);
		n++;
		if (str_eq(buf_view(&rows), field(line, 4)))
			good++;
		else
			printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(field(line, 0)), STR_ARG(buf_view(&rows)));
	}
	is_int(n, 158, "158 golden paragraphs of 40 columns");
	is_int(good, 158, "158 of 158 wrapped as they should be");
	buf_free(&rows);
}

/* May X start a row in 文文文文文文X字字 at 12 columns? */
static bool may_start(uint32_t cp, enum text_level level)
{
	struct buf s = {0}, rows = {0};
	bool may;

	buf_cat(&s, "文文文文文文");
	buf_code_point(&s, cp);
	buf_cat(&s, "字字");
	lay_out(buf_view(&s), level, 12, false, &narrow, &rows);
	may = str_starts(buf_view(&rows), STR("文文文文文文|"));
	buf_free(&s);
	buf_free(&rows);
	return may;
}

static void test_wpt(void)
{
	static const char *const name[] = {"strict", "normal", "loose"};
	static const int want[] = {87, 87, 81};
	int good[3] = {0}, n = 0;
	struct str line;
	size_t at = 0;

	if (!load("unicode/wpt/ja-line-break-before.tsv")) {
		skip("what may start a row", "no fixture unicode/wpt");
		return;
	}
	while (next_line(buf_view(&table), &at, &line)) {
		for (int level = 0; level < 3; level++) {
			bool right = may_start(hex(field(line, 1)), (enum text_level)level) ==
				     (field(line, 5 - level).p[0] == '1');

			good[level] += right;
			if (!right)
				printf("# %s differs: U+" STR_FMT "\n", name[level], STR_ARG(field(line, 1)));
		}
		n++;
	}
	is_int(n, 87, "87 characters of WPT");
	for (int level = 0; level < 3; level++)
		ok(good[level] >= want[level], "%d of 87 right in %s", good[level], name[level]);
}

/* JLREQ table 2, very strict: where it forbids a break we do, but for prefixes before brackets and the
 * like (62 places where ICU allows what only a purist forbids). */
static void test_jlreq(void)
{
	struct buf s = {0};
	struct str line;
	size_t at = 0;
	int n = 0, agree = 0, stray = 0;

	if (!load("unicode/jlreq/table2-pairs.tsv")) {
		skip("pairs of JLREQ", "no fixture unicode/jlreq");
		return;
	}
	while (next_line(buf_view(&table), &at, &line)) {
		bool may;
		size_t second;

		if (field(line, 4).p[0] == '-')
			continue;
		buf_clear(&s);
		buf_code_point(&s, hex(field(line, 2)));
		second = s.n;
		buf_code_point(&s, hex(field(line, 3)));
		may = text_breaks(breakers[TEXT_STRICT], buf_view(&s))[second] & TEXT_BREAK;
		n++;
		agree += may == (field(line, 4).p[0] == '1');
		if (may && field(line, 4).p[0] == '0' && !str_eq(field(line, 0), STR("cl-12"))) {
			stray++;
			printf("# break where JLREQ has none: " STR_FMT " " STR_FMT ": " STR_FMT "\n",
			       STR_ARG(field(line, 0)), STR_ARG(field(line, 1)), STR_ARG(buf_view(&s)));
		}
	}
	is_int(n, 4759, "4,759 pairs of JLREQ table 2");
	is_int(stray, 0, "no break that JLREQ forbids, but after prefixes");
	printf("# %d of 4,759 agree; the others are stricter (before \xE2\x80\xA6, \xEF\xBC\x85 after kanji, U+3000), "
	       "or follow a prefix\n",
	       agree);
	buf_free(&s);
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		breakers[i] = text_breaker_new((enum text_level)i);
	test_golden();
	test_wpt();
	test_jlreq();
	for (int i = 0; i < 3; i++)
		text_breaker_free(breakers[i]);
	buf_free(&table);
	return done();
}
