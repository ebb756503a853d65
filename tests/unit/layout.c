/* Properties of layout, on random documents (seeded; TAIYAKU_SEED=N for others). */
#include "taiyaku/layout.h"

#include "../tap.h"
#include "fake_doc.h"

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return below ? seed % below : 0;
}

static const char *const pieces[] = {
	"あ",
	"い",
	"漢",
	"字",
	"カ",
	"ー",
	"っ",
	"、",
	"。",
	"「",
	"」",
	"（",
	"）",
	"word",
	"a",
	" ",
	"　",
	"1,234",
	"\t",
	"か\xe3\x82\x99",
	"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbe",
	"\033",
	"\xe2\x80\xae",
	"\xc2\xad",
	"https://example.org/a/b?c=d",
	"――",
	"！",
	"？",
	"・",
	"- ",
	"\xef\xbf\xbd",
	"ﾊﾟ",
	"Ω",
	"%",
	"(1)",
	"$5",
};

static void add_pieces(struct buf *b, uint32_t n)
{
	while (n--)
		buf_cat(b, pieces[draw(sizeof pieces / sizeof *pieces)]);
}

/* A text with sections, notes that call notes, and quotations with and without a place of their own below. */
static struct doc *random_doc(void)
{
	struct buf b = {0};
	struct doc *d;
	uint32_t quotation = 0;

	for (uint32_t p = 0; p < 12; p++) {
		if (!draw(4))
			buf_printf(&b, "<s%u>head</s>\n", 1 + draw(3));
		add_pieces(&b, draw(30));
		if (!draw(2))
			buf_printf(&b, "<c%u>(1)</c>", 1 + draw(4));
		add_pieces(&b, draw(10));
		if (!draw(3)) {
			bool alone = draw(2);

			quotation++;
			buf_printf(&b, "%s<q%u>some quote of it</q>%s\n", alone ? "\n" : "", quotation,
				   alone ? "" : "、と");
			buf_printf(&b, "<f%u>訳\n<t%u>", quotation, quotation);
			add_pieces(&b, 1 + draw(10));
			buf_printf(&b, "。</t></f>");
		}
		buf_cat(&b, "\n");
	}
	for (uint32_t n = 1; n <= 4; n++) {
		buf_printf(&b, "<n%u>(%u)", n, n);
		add_pieces(&b, draw(30));
		buf_printf(&b, "<c%u>(1)</c>\n\n\n", 1 + draw(4));
		add_pieces(&b, draw(5));
		buf_cat(&b, "</n>\n");
	}
	d = fake_doc(buf_view(&b));
	buf_free(&b);
	return d;
}

static struct doc *random_bytes(uint32_t n)
{
	struct buf b = {0};
	struct doc *d;

	for (uint32_t i = 0; i < n; i++) {
		char c = (char)draw(256);

		buf_char(&b, !draw(40) ? '\n' : c == '<' ? 'x' : c);
	}
	d = fake_doc(buf_view(&b));
	buf_free(&b);
	return d;
}

/* Everything folded: the rows are the text, each byte once, in order. */
static bool rows_are_text(struct doc *d, struct layout *l)
{
	struct layout_cursor c = layout_first(l);
	struct str text = doc_text(d);
	size_t at = 0;

	do {
		const struct row *row = layout_row(l, c);

		if (row->continues ? row->start != at : at && (row->start != at + 1 || text.p[at] != '\n'))
			return false;
		if (row->text.p != text.p + row->start || row->text.n != row->end - row->start || row->prefix.n)
			return false;
		at = row->end;
	} while (layout_next(l, &c));
	return at == text.n || (at + 1 == text.n && text.p[at] == '\n');
}

static struct str without_space_at_end(struct str s)
{
	uint32_t cp;

	while (s.n) {
		size_t at = text_prev(s, s.n, &cp);

		if (!text_is_space(cp))
			break;
		s.n = at;
	}
	return s;
}

/* No row is wider than the screen, but for a single cluster that is; and cells are what they are said to be. */
static bool rows_fit(struct layout *l)
{
	const struct layout_options *o = layout_options(l);
	struct layout_cursor c = layout_first(l);

	do {
		const struct row *row = layout_row(l, c);
		struct str text = without_space_at_end(row->text);
		int cells = row->indent + text_cells(row->prefix, &o->terminal) + text_cells(text, &o->terminal);

		if (cells != row->cells || row->where.depth > LAYOUT_DEPTH + 1)
			return false;
		if (cells > o->width && text_cluster_next(text, 0) < text.n)
			return false;
		if (row->facing_column &&
		    row->facing_column + text_cells(without_space_at_end(row->facing), &o->terminal) > o->width)
			return false;
	} while (layout_next(l, &c));
	return true;
}

static bool same_position(const struct position *a, const struct position *b)
{
	return a->at == b->at && a->depth == b->depth && !memcmp(a->call, b->call, a->depth * sizeof *a->call);
}

/* From a row to its position to the row that shows it: the same place. */
static bool positions_return(struct layout *l)
{
	struct layout_cursor c = layout_first(l), found;

	do {
		struct position p = layout_row(l, c)->where;

		found = layout_find(l, &p);
		if (!same_position(&layout_row(l, found)->where, &p))
			return false;
	} while (layout_next(l, &c));
	return true;
}

static bool walks_back(struct layout *l)
{
	struct layout_cursor c = layout_first(l), end = layout_last(l);
	VEC(struct layout_cursor) way = {0};
	bool good = !layout_prev(l, &c);

	do
		vec_push(&way, c);
	while (layout_next(l, &c));
	good &= !layout_compare(c, end) && layout_distance(l, way.v[0], end, 1 << 20) == (int)way.n - 1;
	for (size_t i = way.n; i-- > 0 && good;) {
		good &= !layout_compare(c, way.v[i]);
		good &= layout_prev(l, &c) == (i > 0);
	}
	vec_free(&way);
	return good;
}

static void dump(struct layout *l, struct buf *out)
{
	struct layout_cursor c = layout_first(l);

	do {
		const struct row *row = layout_row(l, c);

		buf_printf(out, "%d %zu %zu %u %d|", (int)row->kind, row->start, row->end, row->where.depth,
			   row->facing_column);
		buf_str(out, row->prefix);
		buf_str(out, row->text);
		buf_str(out, row->facing);
		buf_str(out, row->suffix);
		buf_char(out, '\n');
	} while (layout_next(l, &c));
}

static struct layout_options random_options(void)
{
	struct layout_options o = {.width = 1 + (int)draw(200)};

	o.translations = (enum layout_translations)draw(5);
	o.notes_open = draw(2);
	o.notes_moved = o.notes_open && draw(2);
	o.hang = draw(2);
	return o;
}

/* An edge of a cluster near there. */
static size_t edge(struct str text, size_t near)
{
	size_t at = 0;

	while (at < near)
		at = text_cluster_next(text, at);
	return at;
}

/* Translations by the reader: of quotations, of anything. In order; text: where their words come from. */
static void add_readers(struct doc *d, struct layout *l, struct layout_translation *v, size_t n)
{
	struct str text = doc_text(d);

	for (size_t i = 0; i < n; i++) {
		size_t start = edge(text, draw((uint32_t)text.n)), end = start, k = i;
		struct layout_translation t = {.first = !draw(3), .label = draw(2) ? STR("乙") : STR("")};

		if (draw(2) && doc_quotations(d)) {
			const struct quotation *q = doc_quotation(d, draw((uint32_t)doc_quotations(d)));

			start = q->start;
			end = q->end;
		}
		for (uint32_t more = draw(20); end == start && more; more--)
			end = text_cluster_next(text, end);
		t.at = (struct span){start, end};
		t.text = str_slice(text, 0, edge(text, draw(60)));
		for (; k && v[k - 1].at.start > start; k--)
			v[k] = v[k - 1];
		v[k] = t;
	}
	layout_set_translations(l, v, n);
}

/* Opens and folds this and that; the same seed does the same things. */
static void disturb(struct doc *d, struct layout *l, uint32_t with, bool open)
{
	uint32_t keep = seed;

	seed = with;
	for (size_t i = 0; i < doc_calls(d); i++) {
		struct position p = POSITION(doc_call(d, i)->start);

		if (draw(2))
			layout_open_note(l, &p, open);
	}
	for (uint32_t i = 0; i < doc_quotations(d); i++)
		if (draw(2))
			layout_show_translation(l, i, open);
	for (uint32_t i = 0; i < doc_sections(d); i++)
		if (!draw(3))
			layout_fold_section(l, i, open);
	seed = keep;
}

static bool open_and_close(struct doc *d)
{
	struct layout_options o = {.width = 1 + (int)draw(120)};
	struct layout *l = layout_new(d, &o);
	struct buf before = {0}, after = {0};
	uint32_t with = 1 + draw(1000);
	bool good;

	dump(l, &before);
	disturb(d, l, with, true);
	dump(l, &after);
	buf_clear(&after);
	disturb(d, l, with, false);
	dump(l, &after);
	good = str_eq(buf_view(&before), buf_view(&after));
	buf_free(&before);
	buf_free(&after);
	layout_free(l);
	return good;
}

/* The first character stays on the first row through twenty widths. */
static bool resizing_keeps(struct doc *d)
{
	struct layout_options o = random_options();
	struct layout *l = layout_new(d, &o);
	struct layout_cursor c;
	struct position p;
	bool good = true, aside;

	o.translations = o.translations == TRANSLATIONS_SIDE ? TRANSLATIONS_INLINE : o.translations;
	layout_set_options(l, &o);
	disturb(d, l, 77, true);
	c = layout_first(l);
	for (uint32_t i = draw(40); i && layout_next(l, &c); i--)
		;
	p = layout_row(l, c)->where;
	aside = layout_row(l, c)->start == POS_NONE;
	for (int i = 0; i < 20 && good; i++) {
		const struct row *row;

		o.width = 1 + (int)draw(200);
		layout_set_options(l, &o);
		row = layout_row(l, layout_find(l, &p));
		good = row->where.depth == p.depth &&
		       (aside ||
			(row->where.at <= p.at && (p.at < row->end || row->start == row->end || row->end == p.at)));
	}
	layout_free(l);
	return good;
}

static void test_documents(void)
{
	struct {
		const char *what;
		int bad;
	} t[] = {
		{"everything folded, each byte is shown once", 0},
		{"no row is wider than the screen", 0},
		{"position -> row -> position", 0},
		{"next and prev are inverse", 0},
		{"open and close is nothing", 0},
		{"resizing keeps the first character", 0},
		{"the document may change in between", 0},
		{"translations by the reader: rows fit, positions lead there", 0},
		{"without them all is as it was", 0},
	};

	for (int round = 0; round < 150; round++) {
		struct doc *d = random_doc();
		struct layout_options folded = {.width = 1 + (int)draw(150)}, any = random_options();
		struct layout *l = layout_new(d, &folded);
		struct layout_translation readers[8];
		struct buf before = {0}, after = {0};

		t[0].bad += !rows_are_text(d, l);
		t[1].bad += !rows_fit(l);
		layout_set_options(l, &any);
		disturb(d, l, 1 + draw(1000), draw(2));
		t[1].bad += !rows_fit(l);
		t[2].bad += !positions_return(l);
		t[3].bad += !walks_back(l);
		t[4].bad += !open_and_close(d);
		t[5].bad += !resizing_keeps(d);
		fake_doc_change(d);
		t[6].bad += !walks_back(l);
		dump(l, &before);
		add_readers(d, l, readers, sizeof readers / sizeof *readers);
		t[7].bad += !rows_fit(l) || !positions_return(l) || !walks_back(l);
		layout_set_translations(l, NULL, 0);
		dump(l, &after);
		t[8].bad += !str_eq(buf_view(&before), buf_view(&after));
		buf_free(&before);
		buf_free(&after);
		layout_free(l);
		fake_doc_free(d);
	}
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		is_int(t[i].bad, 0, t[i].what);
}

static void test_bytes(void)
{
	int bad = 0;

	for (int width = 1; width <= 200; width++) {
		struct doc *d = random_bytes(draw(400));
		struct layout_options o = {.width = width, .hang = width % 2};
		struct layout *l = layout_new(d, &o);

		bad += !rows_are_text(d, l) || !rows_fit(l) || !positions_return(l) || !walks_back(l);
		layout_free(l);
		fake_doc_free(d);
	}
	is_int(bad, 0, "random bytes at widths 1 to 200");
}

/* Prose of plain characters: at 20 columns and more no row begins or ends as it must not. */
static void test_kinsoku(void)
{
	static const char *const kana[] = {"あ", "き", "漢", "字", "ア", "ー", "っ", "、", "。", "」", "「", "（"};
	static const char *const no_start[] = {"ー", "っ", "、", "。", "」"}, *const no_end[] = {"「", "（"};
	int bad = 0, rows = 0;

	for (int round = 0; round < 40; round++) {
		struct layout_options o = {.width = 20 + (int)draw(100)};
		struct buf b = {0};
		struct doc *d;
		struct layout *l;
		struct layout_cursor c;

		for (int i = 0; i < 800; i++) {
			buf_cat(&b, kana[draw(5)]);
			if (!draw(3))
				buf_cat(&b, kana[draw(12)]);
		}
		d = fake_doc(buf_view(&b));
		l = layout_new(d, &o);
		c = layout_first(l);
		do {
			const struct row *row = layout_row(l, c);

			rows++;
			for (size_t i = 0; i < 5; i++)
				bad += row->continues && str_starts(row->text, str_c(no_start[i]));
			for (size_t i = 0; i < 2; i++)
				bad += row->end < doc_text(d).n && str_ends(row->text, str_c(no_end[i]));
		} while (layout_next(l, &c));
		layout_free(l);
		fake_doc_free(d);
		buf_free(&b);
	}
	is_int(bad, 0, "no forbidden starts and ends");
	ok(rows > 1000, "in %d rows", rows);
}

static void test_folds(void)
{
	struct doc *d =
		fake_doc(STR("a<c1>(1)</c>\n<n1>(1)one<c2>(2)</c></n>\n<n2>(2)two</n>\n<s1>h</s>\nb\n<q1>quote</q>\n"
			     "<f1>x\n<t1>t</t></f>\n"));
	struct layout_options o = {.width = 40};
	struct layout *l = layout_new(d, &o);
	size_t call1 = doc_call(d, 0)->start, call2 = doc_call(d, 1)->start,
	       at = doc_quotation(d, 0)->translation_at.start;
	struct position outer = POSITION(call1), inner = {.at = call2, .depth = 1, .call = {call1}}, p;
	struct layout_cursor c;

	ok(!layout_note_open(l, &outer), "a note is folded at first");
	layout_open_note(l, &outer, true);
	layout_open_note(l, &inner, true);
	ok(layout_note_open(l, &inner) && !layout_note_open(l, &(struct position){.at = call2}),
	   "open under one call is not open at its own place");
	p = (struct position){.at = doc_note(d, 1)->body, .depth = 2, .call = {call1, call2}};
	c = layout_find(l, &p);
	is_bytes(layout_row(l, c)->text.p, layout_row(l, c)->text.n, "two", "a position two calls deep");
	is_int((long long)layout_row(l, c)->where.depth, 2, "is found there");
	layout_open_note(l, &inner, false);
	is_int((long long)layout_row(l, layout_find(l, &p))->where.at, (long long)doc_note(d, 0)->body,
	       "closed: at its call");
	layout_open_note(l, &outer, false);
	is_int((long long)layout_row(l, layout_find(l, &p))->where.at, 0, "closed too: at the outer call");
	layout_show_translation(l, 0, true);
	p = POSITION(at);
	c = layout_find(l, &p);
	is_int(layout_row(l, c)->kind, ROW_TRANSLATION, "a hidden translation is found at its quote");
	is_int((long long)layout_row(l, c)->where.at, (long long)at, "under its own offset");
	p = layout_row(l, c)->where;
	layout_open_note(l, &(struct position){.at = p.call[0]}, false);
	ok(!layout_translation_shown(l, 0), "closing at the quotation hides it");
	layout_fold_section(l, 0, true);
	is_bytes(layout_row(l, layout_find(l, &p))->text.p, 1, "h", "in a folded section, the heading stands for it");
	o.notes_open = true;
	layout_set_options(l, &o);
	ok(layout_note_open(l, &outer), "all open");
	layout_open_note(l, &outer, false);
	ok(!layout_note_open(l, &outer), "but this one");
	o.notes_open = false;
	layout_set_options(l, &o);
	ok(!layout_note_open(l, &outer), "none open means none");
	layout_free(l);
	fake_doc_free(d);
}

static void test_passages(void)
{
	struct doc *d = fake_doc(STR("one two\nthree four\n"));
	struct layout_options o = {.width = 40, .translations = TRANSLATIONS_INLINE};
	struct layout *l = layout_new(d, &o);
	const struct layout_translation v[] = {{.at = {4, 7}, .text = STR("二")}, {.at = {4, 13}, .text = STR("二三")}};
	struct layout_cursor c;
	struct position p;

	layout_set_translations(l, v, 2);
	c = layout_first(l);
	ok(layout_next(l, &c) && layout_row(l, c)->kind == ROW_TRANSLATION, "under the paragraph that it ends in");
	ok(layout_row(l, c)->start == POS_NONE && layout_row(l, c)->where.at == 4,
	   "at the passage's start, not of the text");
	p = (struct position){.at = layout_row(l, c)->where.call[0]};
	layout_open_note(l, &p, false);
	ok(!layout_passage_shown(l, v[0].at) && layout_passage_shown(l, v[1].at), "closed as a call is");
	c = layout_last(l);
	p = (struct position){.at = layout_row(l, c)->where.call[0]};
	is_int((long long)p.at, 8, "one over two paragraphs is called from the last of them");
	layout_open_note(l, &p, false);
	ok(!layout_passage_shown(l, v[1].at), "and closed from there");
	layout_set_translations(l, v, 1);
	ok(!layout_passage_shown(l, v[0].at), "folds stay when they are set again");
	layout_show_passage(l, v[0].at, true);
	o.translations = TRANSLATIONS_MARK;
	layout_set_options(l, &o);
	ok(!layout_passage_shown(l, v[0].at), "another mode is for all");
	layout_free(l);
	fake_doc_free(d);
}

static void test_empty(void)
{
	struct doc *d = fake_doc(STR(""));
	struct layout_options o = {.width = 0};
	struct layout *l = layout_new(d, &o);
	struct layout_cursor c = layout_first(l);

	is_int(layout_row(l, c)->kind, ROW_BLANK, "an empty document has one row");
	ok(!layout_next(l, &c) && !layout_prev(l, &c) && !layout_compare(c, layout_last(l)), "and no more");
	is_int(layout_options(l)->width, 1, "no width is one cell");
	layout_free(l);
	fake_doc_free(d);
}

static void test_wrap(void)
{
	const struct text_terminal t = {0};
	span_vec rows = {0};

	layout_wrap(STR("some words to wrap again"), 10, 3, TEXT_STRICT, &t, &rows);
	is_int((long long)rows.n, 3, "a message in three rows");
	ok(rows.n == 3 && rows.v[0].end == 11 && rows.v[1].end == 19 && rows.v[2].end == 24,
	   "with its hanging indent counted");
	vec_free(&rows);
}

int main(void)
{
	if (getenv("TAIYAKU_SEED"))
		seed = (uint32_t)atoi(getenv("TAIYAKU_SEED")) | 1;
	test_folds();
	test_passages();
	test_empty();
	test_wrap();
	test_kinsoku();
	test_bytes();
	test_documents();
	return done();
}
