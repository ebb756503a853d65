/* Cursor mode: where the cursor can stand, how it moves, what is selected, how annotations are drawn. */
#include "taiyaku/view.h"

#include "../tap.h"

static struct doc *doc;
static struct view *v;

/* What the marks of a text say: <c1>(1)</c> calls note 1, <n1>(1)text</n> is it, its label up to the first ")";
 * <q1>quote</q> and <q2>quote</q> are quotations, <t1>text</t> the translation of both. */
enum { MARKS = 8 };
struct range {
	size_t start, end;
	uint32_t to;
};
struct structure {
	struct range calls[MARKS], quotes[MARKS], translation;
	struct note notes[MARKS];
	size_t n_calls, n_quotes, n_notes;
};

static void add_quotation(struct doc *d, const struct range *r, const struct range *translation, bool first)
{
	struct span at = {translation->start, translation->end};
	struct quotation q = {.start = r->start,
			      .end = r->end,
			      .text = str_slice(doc_text(d), r->start, r->end),
			      .translation = str_slice(doc_text(d), at.start, at.end),
			      .translation_at = at,
			      .folded = first ? at : (struct span){POS_NONE, POS_NONE}};

	doc_add_mark(d, (struct mark){MARK_QUOTATION, r->start, r->end, doc_add_quotation(d, q)});
}

static void recognise(void *self, struct doc *d, size_t start, size_t end, bool provisional)
{
	const struct structure *s = self;

	(void)start, (void)end, (void)provisional;
	for (size_t i = 0; i < s->n_notes; i++) {
		uint32_t id = doc_add_note(d, s->notes[i]);

		doc_add_block(d, (struct block){.kind = BLOCK_NOTE,
						.start = s->notes[i].start,
						.end = s->notes[i].end,
						.parent = DOC_NONE,
						.index = id});
	}
	for (size_t i = 0; i < s->n_calls; i++) {
		const struct range *c = &s->calls[i];
		uint32_t id = doc_add_call(d, (struct note_call){c->start, c->end, c->to, 0, {"", 0}});

		doc_add_mark(d, (struct mark){MARK_CALL, c->start, c->end, id});
	}
	for (size_t i = 0; i < s->n_quotes; i++)
		add_quotation(d, &s->quotes[i], &s->translation, !i);
}

static void open_mark(struct structure *s, char kind, char number, size_t at)
{
	uint32_t to = (uint32_t)(number - '1');

	if (kind == 'c')
		s->calls[s->n_calls++] = (struct range){at, at, to};
	else if (kind == 'q')
		s->quotes[s->n_quotes++] = (struct range){at, at, to};
	else if (kind == 't')
		s->translation.start = at;
	else
		s->notes[s->n_notes++] = (struct note){.label = STR("1"), .start = at};
}

static void close_mark(struct structure *s, char kind, size_t at)
{
	if (kind == 'c')
		s->calls[s->n_calls - 1].end = at;
	else if (kind == 'q')
		s->quotes[s->n_quotes - 1].end = at;
	else if (kind == 't')
		s->translation.end = at;
	else
		s->notes[s->n_notes - 1].end = at;
}

static struct doc *marked_up(const char *text)
{
	static const struct doc_recogniser r = {.part = recognise, .free = free};
	struct doc_source source = {.format = "plain", .encoding = "UTF-8"};
	struct structure *s = xcalloc(1, sizeof *s);

	for (; *text; text++) {
		size_t at = source.text.n;

		if (text[0] == '<') {
			if (text[1] == '/')
				close_mark(s, text[2], at);
			else
				open_mark(s, text[1], text[2], at);
			text += 3;
			continue;
		}
		buf_char(&source.text, *text);
		if (*text == ')' && s->n_notes && !s->notes[s->n_notes - 1].body)
			s->notes[s->n_notes - 1].body = at + 1;
	}
	return doc_new(&source, &r, s);
}

static void open_doc(const char *text, int cols, int rows)
{
	struct layout_options o = {.width = cols};

	doc = marked_up(text);
	v = view_new(VIEW_DOCUMENT, doc, &o);
	v->rows = rows;
}

static void shut(void)
{
	view_free(v);
	doc_free(doc);
}

/* "at", "at<call", outermost call first. */
static const char *place(void)
{
	static struct buf b;

	buf_clear(&b);
	for (unsigned i = 0; i < v->cursor.depth; i++)
		buf_printf(&b, "%zu>", v->cursor.call[i]);
	buf_printf(&b, "%zu", v->cursor.at);
	return buf_cstr(&b);
}

static void go(size_t at)
{
	view_cursor_go(v, &POSITION(at));
}

static const char *selected(void)
{
	static struct buf b;
	span_vec s = {0};

	buf_clear(&b);
	view_selection(v, &s);
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&b, "%s%zu-%zu", i ? " " : "", s.v[i].start, s.v[i].end);
	vec_free(&s);
	return buf_cstr(&b);
}

static const char *text_selected(void)
{
	static struct buf b;

	buf_clear(&b);
	view_selection_text(v, &b);
	return buf_cstr(&b);
}

static struct grid *drawn(int rows, int cols)
{
	static struct grid *g;

	grid_free(g);
	g = grid_new(rows, cols);
	view_draw(v, g, (struct rect){0, 0, rows, cols}, true);
	return g;
}

static void is_cursor(struct grid *g, int row, int col, const char *what)
{
	int r, c;

	grid_cursor(g, &r, &c);
	if (!ok(r == row && c == col, "%s", what))
		printf("# got %d,%d want %d,%d\n", r, c, row, col);
}

/* Which columns of a row have the bit. */
static const char *overs(const struct grid *g, int row, unsigned bit)
{
	static struct buf b;

	buf_clear(&b);
	for (int col = 0; col < grid_cols(g); col++)
		buf_char(&b, grid_at(g, row, col)->over & bit ? '#' : '.');
	return buf_cstr(&b);
}

/* か with a voicing mark of its own (6 bytes), a joined emoji (11), a wide letter. */
static void test_clusters(void)
{
	open_doc("aか\xe3\x82\x99漢\n\n\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbez", 20, 5);
	view_cursor_begin(v);
	is_str(place(), "0", "it begins at the top of the screen");
	ok(view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 1, "right: one cluster");
	ok(view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 7, "over a letter with a mark of its own at once");
	is_cursor(drawn(5, 20), 0, 3, "the real cursor stands at its cells");
	ok(view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 11, "from a row's last cluster to the empty line");
	ok(view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 12, "and on to the next");
	ok(view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 23, "a joined emoji is one");
	ok(!view_cursor_move(v, UNIT_CLUSTER, 1) && v->cursor.at == 23, "at the end it stays");
	ok(view_cursor_move(v, UNIT_CLUSTER, -4) && v->cursor.at == 1, "a count, backwards");
	ok(view_cursor_move(v, UNIT_CLUSTER, -9) && v->cursor.at == 0,
	   "a count that is too large goes as far as it can");
	ok(!view_cursor_move(v, UNIT_CLUSTER, -1), "at the beginning it stays");
	shut();
}

static void test_rows(void)
{
	open_doc("abcdef\nx\n漢字漢字\nabcdef", 20, 2);
	view_cursor_begin(v);
	go(3);
	ok(view_cursor_move(v, UNIT_ROW, 1) && v->cursor.at == 7, "down: to the last cluster of a shorter row");
	ok(view_cursor_move(v, UNIT_ROW, 1) && v->cursor.at == 12,
	   "the column is kept: the wide letter that covers it");
	is_int((long long)v->at.at, 7, "the page comes along by one row");
	ok(view_cursor_move(v, UNIT_ROW, 1) && v->cursor.at == 25, "and kept on");
	ok(!view_cursor_move(v, UNIT_ROW, 1), "below the last row there is none");
	ok(view_cursor_move(v, UNIT_ROW, -3) && v->cursor.at == 3, "up again, the same column");
	is_int((long long)v->at.at, 0, "the page comes back");
	ok(view_cursor_move(v, UNIT_ROW_EDGE, 1) && v->cursor.at == 5, "to the end of the row");
	ok(view_cursor_move(v, UNIT_ROW_EDGE, -1) && v->cursor.at == 0, "to its start");
	view_scroll(v, 1);
	is_int((long long)v->cursor.at, 7, "one row scrolled off: the cursor comes onto the screen");
	view_go(v, &POSITION(22), 0);
	is_int((long long)v->cursor.at, 22, "gone to a place: the cursor goes there");
	shut();
}

static void test_units(void)
{
	struct position p;
	struct span s;

	open_doc("One fine day. \"Two (three)!\" Done.\n\n今日は図書館で本を読んだ。明日も行く。", 80, 10);
	view_cursor_begin(v);
	view_cursor_move(v, UNIT_WORD, 1);
	is_int((long long)v->cursor.at, 4, "w: the next word");
	view_cursor_move(v, UNIT_WORD, 2);
	is_int((long long)v->cursor.at, 15, "w passes over punctuation");
	view_cursor_move(v, UNIT_WORD_END, 1);
	is_int((long long)v->cursor.at, 17, "e: the end of this word");
	view_cursor_move(v, UNIT_WORD_END, 1);
	is_int((long long)v->cursor.at, 24, "e: of the next one");
	view_cursor_move(v, UNIT_WORD, -1);
	is_int((long long)v->cursor.at, 20, "b: its start");
	view_cursor_move(v, UNIT_SENTENCE, -1);
	is_int((long long)v->cursor.at, 14, "(: the start of the sentence");
	view_cursor_move(v, UNIT_SENTENCE, -1);
	is_int((long long)v->cursor.at, 0, "(: the one before");
	view_cursor_move(v, UNIT_SENTENCE, 2);
	is_int((long long)v->cursor.at, 29, "): two on");
	view_cursor_move(v, UNIT_SENTENCE, 1);
	is_int((long long)v->cursor.at, 36, "): into the next paragraph, over the empty line");
	view_cursor_move(v, UNIT_WORD, 1);
	ok(v->cursor.at > 36 && v->cursor.at < 54, "Japanese has words");
	view_cursor_move(v, UNIT_SENTENCE, 1);
	is_int((long long)v->cursor.at, 75, "a Japanese sentence");
	view_cursor_move(v, UNIT_PARAGRAPH, -1);
	is_int((long long)v->cursor.at, 36, "{: the start of this paragraph");
	view_cursor_move(v, UNIT_PARAGRAPH, -1);
	is_int((long long)v->cursor.at, 0, "{: of the one before");
	view_cursor_move(v, UNIT_PARAGRAPH, 1);
	is_int((long long)v->cursor.at, 36, "}: the next that is not empty");
	ok(!view_cursor_move(v, UNIT_PARAGRAPH, 1) && v->cursor.at == 36, "after the last it stays");
	p = POSITION(40);
	s = view_unit_around(v, &p, UNIT_SENTENCE);
	ok(s.start == 36 && s.end == 75, "the sentence around a place");
	s = view_unit_around(v, &p, UNIT_PARAGRAPH);
	ok(s.start == 36 && s.end == 93, "the paragraph around it");
	p = POSITION(21);
	s = view_unit_around(v, &p, UNIT_WORD);
	ok(s.start == 20 && s.end == 25, "the word around a place");
	shut();
}

/* The text without its marks: "ab(1)cd\nmiddle\n(1)note\n". */
#define NOTED "ab<c1>(1)</c>cd\nmiddle\n<n1>(1)note</n>\n"

static void test_notes(void)
{
	struct position call = POSITION(2);

	open_doc(NOTED, 40, 10);
	layout_open_note(v->layout, &call, true);
	view_refresh(v);
	view_cursor_begin(v);
	go(6);
	view_cursor_move(v, UNIT_CLUSTER, 1);
	is_str(place(), "2>18", "from the paragraph into the note that is open under it");
	is_cursor(drawn(10, 40), 1, 5, "behind the prefix, which is passed over");
	view_cursor_move(v, UNIT_CLUSTER, 4);
	is_str(place(), "8", "and out of it");
	view_cursor_move(v, UNIT_ROW, -1);
	is_str(place(), "2>18", "up into it");
	view_cursor_move(v, UNIT_CLUSTER, -1);
	is_str(place(), "6", "back to the paragraph");
	view_cursor_move(v, UNIT_WORD, 1);
	is_str(place(), "2>18", "words go through it");
	view_cursor_move(v, UNIT_CLUSTER, 1);
	layout_open_note(v->layout, &call, false);
	view_refresh(v);
	is_cursor(drawn(10, 40), 0, 2, "where it is folded away the call stands for the cursor");
	is_str(place(), "2>19", "which is where it was");
	view_cursor_move(v, UNIT_CLUSTER, 1);
	is_str(place(), "3", "and moves on from there");
	shut();
}

static void test_selection(void)
{
	open_doc("aか\xe3\x82\x99漢\nxyz\n\nlast", 20, 5);
	view_cursor_begin(v);
	is_str(selected(), "", "nothing is selected at first");
	go(1);
	view_select(v, SELECT_CHARACTERS);
	is_str(selected(), "1-7", "one whole cluster");
	view_cursor_move(v, UNIT_ROW, 1);
	is_str(selected(), "1-13", "both ends are in it");
	is_str(overs(drawn(5, 20), 0, GRID_SELECTED), ".####...............", "shown");
	view_select_swap(v);
	is_int((long long)v->cursor.at, 1, "the other end");
	is_str(selected(), "1-13", "and the same is selected");
	view_cursor_move(v, UNIT_CLUSTER, -1);
	is_str(text_selected(), "aか\xe3\x82\x99漢\nxy", "as text");
	view_select(v, SELECT_PARAGRAPHS);
	is_str(text_selected(), "aか\xe3\x82\x99漢\nxyz", "whole paragraphs");
	view_resize(v, 3, 2);
	is_str(selected(), "0-14", "another width leaves it");
	view_select(v, SELECT_NONE);
	is_str(selected(), "", "no more");
	view_select_span(v, &POSITION(16), (struct span){16, 20});
	is_str(selected(), "16-20", "a range");
	is_int((long long)v->cursor.at, 19, "the cursor is on its last cluster");
	view_cursor_end(v);
	is_str(selected(), "", "leaving the mode leaves it");
	shut();
}

static void test_pieces(void)
{
	struct position call = POSITION(2);

	open_doc(NOTED, 40, 10);
	layout_open_note(v->layout, &call, true);
	view_refresh(v);
	view_cursor_begin(v);
	go(1);
	view_select(v, SELECT_CHARACTERS);
	view_cursor_move(v, UNIT_CLUSTER, 7);
	is_str(selected(), "1-7 18-20", "from the text into a note: the paragraph, the note's beginning");
	is_str(text_selected(), "b(1)cd\nno", "as text");
	is_str(overs(drawn(10, 40), 1, GRID_SELECTED), ".....##.................................", "shown in the note");
	view_cursor_move(v, UNIT_CLUSTER, 4);
	is_str(selected(), "1-10", "out of the note again: the text alone");
	view_select_swap(v);
	view_cursor_move(v, UNIT_CLUSTER, 7);
	is_str(selected(), "19-22 8-10", "from the note on: its rest, and the paragraphs after");
	shut();
}

static void test_annotations(void)
{
	static const struct view_annotation list[] = {
		{.at = {1, 3}, .over = GRID_YELLOW, .sign = 'h', .index = 7},
		{.at = {2, 9}, .over = GRID_NOTED, .sign = 'n', .index = 8},
		{.at = {8, 8}, .sign = 'b', .index = 9},
	};
	struct grid *g;

	open_doc("abcdef\nxyz\nlast", 8, 3);
	v->margin = true;
	view_set_annotations(v, list, 3);
	g = drawn(3, 10);
	is_str(overs(g, 0, GRID_YELLOW), ".##.......", "a highlight");
	is_str(overs(g, 0, GRID_NOTED), "..####....", "a note over it");
	is_str(overs(g, 1, GRID_NOTED), "##........", "on to the next row");
	is_bytes(grid_at(g, 0, 9)->bytes, grid_at(g, 0, 9)->n, "+", "two kinds in one row");
	is_bytes(grid_at(g, 1, 9)->bytes, grid_at(g, 1, 9)->n, "b", "a place has a sign only");
	is_int(grid_at(g, 1, 9)->style, STYLE_SIGN, "in its style");
	is_int(grid_at(g, 2, 9)->n, 0, "no sign where there is nothing");
	view_go(v, &POSITION(7), 0);
	g = drawn(2, 10);
	is_bytes(grid_at(g, 0, 9)->bytes, grid_at(g, 0, 9)->n, "+",
		 "the screen begins inside of one: its sign is there");
	view_go(v, &POSITION(0), 0);
	ok(view_focus_annotation(v, 1, NULL, NULL) && v->focus.index == 0 && v->focus.where.at == 1, "the first one");
	ok(view_focus_annotation(v, 1, NULL, NULL) && v->focus.index == 1, "the next");
	ok(view_focus_annotation(v, 1, NULL, NULL) && v->focus.index == 2, "and the next");
	ok(!view_focus_annotation(v, 1, NULL, NULL), "there are no more");
	ok(view_focus_annotation(v, -1, NULL, NULL) && v->focus.index == 1, "back");
	view_set_annotations(v, list + 1, 2);
	ok(v->has_focus && v->focus.index == 0, "another list: the focus stays on it");
	view_set_annotations(v, list, 1);
	ok(!v->has_focus, "until it is gone");
	shut();
}

/* Every stop of a text forwards, and the same ones backwards; words and sentences end. */
static bool there_and_back(void)
{
	struct position seen[300];
	size_t n = 0, words = 0;

	view_cursor_begin(v);
	do
		seen[n++] = v->cursor;
	while (n < 300 && view_cursor_move(v, UNIT_CLUSTER, 1));
	if (n == 300)
		return false;
	for (size_t k = n; k-- > 0;) {
		if (!layout_same_position(&seen[k], &v->cursor))
			return false;
		view_cursor_move(v, UNIT_CLUSTER, -1);
	}
	while (words <= n && view_cursor_move(v, UNIT_WORD, 1))
		words++;
	while (words <= 2 * n && view_cursor_move(v, UNIT_WORD, -1))
		words++;
	while (words <= 3 * n && view_cursor_move(v, UNIT_SENTENCE, 1))
		words++;
	return words <= 2 * n;
}

static void test_there_and_back(void)
{
	static const char *const texts[] = {
		NOTED,
		"か\xe3\x82\x99\t漢\n\n  x\n\xe2\x80\xae"
		"a\n\xff\xfe\n",
		"ab<c1>(1)</c>\n<n1>(1)x<c2>(2)</c>y</n>\n<n2>(2)z</n>",
		"He said <q1>that it was so and not so</q> to me.\n<t1>あれはそうで、そうでない。と。</t>\n\nAgain: "
		"<q2>was so "
		"and</q>. The end.",
		"",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (unsigned mode = TRANSLATIONS_OFF; mode <= TRANSLATIONS_REPLACE; mode++)
			for (int width = 7; width < 130; width += 60) {
				struct layout_options o;

				open_doc(texts[i], width, 3);
				o = *layout_options(v->layout);
				o.notes_open = true;
				o.translations = (enum layout_translations)mode;
				view_set_options(v, &o);
				ok(there_and_back(), "text %zu, translations %u, %d cells: there and back", i, mode,
				   width);
				shut();
			}
}

/* Ten thousand annotations around, and a frame looks at those of its rows. */
static void test_many(void)
{
	enum { MANY = 10000 };
	struct view_annotation *list = xcalloc(MANY, sizeof *list);
	struct buf text = {0};
	long cpu;

	for (size_t i = 0; i < MANY; i++) {
		buf_cat(&text, "a line of it\n");
		list[i] = (struct view_annotation){.at = {i * 13, i * 13 + 5}, .over = GRID_NOTED, .sign = 'n'};
	}
	open_doc(buf_cstr(&text), 78, 24);
	v->margin = true;
	view_set_annotations(v, list, MANY);
	view_go(v, &POSITION(MANY / 2 * 13), 0);
	cpu = tap_cpu_ms();
	for (int i = 0; i < 100; i++)
		drawn(24, 80);
	cpu = tap_cpu_ms() - cpu;
	ok(cpu < 2000, "a hundred frames among 10,000 annotations: %ld ms", cpu);
	shut();
	buf_free(&text);
	free(list);
}

int main(void)
{
	test_clusters();
	test_rows();
	test_units();
	test_notes();
	test_selection();
	test_pieces();
	test_annotations();
	test_there_and_back();
	test_many();
	return done();
}
