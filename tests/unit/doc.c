/* Paragraphs, lines and code points by brute force; blocks and marks by place; parts and windows. Also compiled with
 * tiny constants, so that short texts have many parts and pieces. */
#include "taiyaku/doc.h"
#include "taiyaku/text.h"
#include "tests/tap.h"

/* ---- a format for these tests: "(...)" is a mark and a block, "[...]" a block that may hold others ------------------
 */
static int parts, provisional, finished;

static size_t close_of(struct str t, size_t at, char open, char close)
{
	int depth = 0;

	for (; at < t.n; at++) {
		depth += t.p[at] == open;
		if (t.p[at] == close && --depth == 0)
			return at + 1;
	}
	return t.n;
}

static void part(void *self, struct doc *d, size_t start, size_t end, bool first_look)
{
	struct str t = doc_text(d);

	(void)self;
	parts++;
	provisional += first_look;
	for (size_t at = start; at < end; at++)
		if (t.p[at] == '(') {
			struct doc_link l = {.start = at, .end = close_of(t, at, '(', ')'), .line = doc_line_at(d, at)};
			uint32_t id = doc_add_link(d, l);

			doc_add_mark(d, (struct mark){MARK_LINK, l.start, l.end, id});
			doc_add_block(d, (struct block){.kind = BLOCK_QUOTE, .start = l.start, .end = l.end});
		} else if (t.p[at] == '[') {
			doc_add_block(
				d, (struct block){.kind = BLOCK_NOTE, .start = at, .end = close_of(t, at, '[', ']')});
		}
}

static void finish(void *self, struct doc *d)
{
	(void)self;
	(void)d;
	finished++;
}

static struct doc *make(struct str text)
{
	static const struct doc_recogniser recogniser = {part, finish, NULL};
	struct doc_source s = {.text = {0}};

	parts = provisional = finished = 0;
	buf_str(&s.text, text);
	return doc_new(&s, &recogniser, NULL);
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */
static unsigned seed = 1;

static unsigned random_below(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static void random_text(struct buf *b, size_t n)
{
	static const char *const words[] = {"あ",   "漢字",      "。",
					    "」",   "、",        " ",
					    "word", "e\xCC\x81", "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
					    "　",   "x",         "(a)",
					    "「",   "!",         "0123456789"};

	while (b->n < n)
		buf_cat(b, random_below(60)  ? words[random_below(sizeof words / sizeof *words)]
			   : random_below(3) ? "\n"
					     : "\n\n");
}

static bool counts_right(struct doc *d)
{
	struct str t = doc_text(d);
	size_t line = 1, cps = 0;

	for (size_t at = 0; at < t.n; at++) {
		if (doc_line_at(d, at) != line || ((t.p[at] & 0xC0) != 0x80 && doc_code_points_before(d, at) != cps))
			return false;
		if ((at == 0 || t.p[at - 1] == '\n') && doc_line_start(d, line) != at)
			return false;
		line += t.p[at] == '\n';
		cps += (t.p[at] & 0xC0) != 0x80;
	}
	return doc_code_points_before(d, t.n) == cps && doc_lines(d) == line - (t.n && t.p[t.n - 1] == '\n') &&
	       doc_line_start(d, doc_lines(d) + 1) == POS_NONE;
}

/* Pieces tile the lines; every place in a piece finds that piece; none is too long or cuts a cluster. */
static bool pieces_right(struct doc *d)
{
	struct str t = doc_text(d);
	struct span p = doc_paragraph(d, 0);

	for (size_t next; p.start < t.n; p = doc_paragraph(d, next)) {
		if (p.end - p.start > DOC_PIECE || str_find_char(str_slice(t, p.start, p.end), '\n', 0) != POS_NONE)
			return false;
		for (size_t at = p.start; at < p.end; at++)
			if (doc_paragraph(d, at).start != p.start || doc_paragraph(d, at).end != p.end)
				return false;
		if (p.end < t.n && (t.p[p.end] & 0xC0) == 0x80)
			return false;
		next = doc_paragraph_after(d, p);
		if (next == POS_NONE)
			return p.end == t.n;
		if (next != p.end + (t.p[p.end] == '\n') || next <= p.start)
			return false;
	}
	return true;
}

static void test_random(void)
{
	bool counts = true, pieces = true;

	for (int i = 0; i < 30; i++) {
		struct buf b = {0};
		struct doc *d;

		random_text(&b, random_below(1500));
		d = make(buf_view(&b));
		counts = counts && counts_right(d);
		pieces = pieces && pieces_right(d);
		doc_free(d);
		buf_free(&b);
	}
	ok(counts, "lines and code points of random texts");
	ok(pieces, "paragraphs of random texts");
}

static void test_long_line(void)
{
	struct buf b = {0};
	struct doc *d;
	size_t n = 0, longest = 0;

	while (b.n < 5 * DOC_PIECE)
		buf_cat(&b, "長い。");
	d = make(buf_view(&b));
	for (struct span p = doc_paragraph(d, 0);; p = doc_paragraph(d, doc_paragraph_after(d, p))) {
		n++;
		longest = p.end - p.start > longest ? p.end - p.start : longest;
		if (p.end < b.n && memcmp(b.p + p.end - 3, "。", 3))
			break;
		if (doc_paragraph_after(d, p) == POS_NONE)
			break;
	}
	ok(n > 5 && longest <= DOC_PIECE, "a long line is cut after full stops");
	ok(doc_paragraph(d, b.n).end == b.n, "its end is in the last piece");
	doc_free(d);
	buf_free(&b);
}

static void test_empty(void)
{
	struct doc *d = make(STR(""));
	struct span p = doc_paragraph(d, 0);

	ok(p.start == 0 && p.end == 0 && doc_paragraph_after(d, p) == POS_NONE,
	   "an empty text has one empty paragraph");
	is_int((long long)doc_lines(d), 1, "and one line");
	ok(!doc_block_at(d, 0) && !doc_mark_after(d, 0, ~0u), "and nothing in it");
	ok(!doc_idle(d, 1) && doc_complete(d), "and is soon done");
	doc_free(d);
}

static void test_places(void)
{
	struct doc *d = make(STR("ab[c(d)e(f)g]h(i)"));
	const struct mark *m[4];
	const struct block *b;

	ok(!doc_block_at(d, 0), "between blocks there is none");
	b = doc_block_at(d, 5);
	ok(b && b->start == 4 && doc_block_parent(d, b) && doc_block_parent(d, b)->start == 2,
	   "the innermost block, and its parent");
	b = doc_block_at(d, 7);
	ok(b && b->start == 4, "the end of a block is the block's");
	b = doc_block_at(d, 12);
	ok(b && b->start == 2, "after a child the parent goes on");
	is_int((long long)doc_marks(d, 0, 17, m, 4), 3, "all marks");
	is_int((long long)doc_marks(d, 5, 6, m, 4), 1, "a mark that begins before the range");
	ok(doc_mark_after(d, 4, 1u << MARK_LINK)->start == 8, "the next mark");
	ok(doc_mark_before(d, 8, 1u << MARK_LINK)->start == 4, "the mark before");
	ok(!doc_mark_after(d, 4, 1u << MARK_CALL), "no mark of another kind");
	ok(doc_block_after(d, 2, 1u << BLOCK_QUOTE)->start == 4, "the next block");
	ok(doc_block_before(d, 14, 1u << BLOCK_NOTE)->start == 2, "the block before, of a kind");
	ok(!doc_block_before(d, 2, ~0u), "nothing before the first");
	doc_free(d);
}

static void test_window(void)
{
	struct buf b = {0};
	struct doc *d;
	unsigned generation;
	size_t marks = 0;

	for (int i = 0; i < 4000; i++)
		buf_cat(&b, i % 10 ? "text text\n" : "(mark)\n\n");
	d = make(buf_view(&b));
	doc_block_at(d, 0);
	is_int(provisional, 1, "the first look is at the start only");
	generation = doc_generation(d);
	ok(doc_mark_after(d, 0, ~0u) && doc_mark_after(d, 0, ~0u)->start > 0, "marks are found there");
	while (doc_idle(d, 1))
		;
	ok(doc_complete(d) && finished == 1 && doc_generation(d) > generation, "then all of it");
	is_int((long long)doc_links(d), 400, "each item once");
	for (const struct mark *m = doc_mark_after(d, 0, ~0u); m; m = doc_mark_after(d, m->start, ~0u))
		marks++;
	is_int((long long)marks, 399, "each mark once, through all parts"); /* the first one starts at 0 */
	doc_free(d);

	d = make(buf_view(&b));
	ok(doc_mark_before(d, b.n, ~0u) != NULL, "the last mark first");
	ok(doc_block_at(d, 0) != NULL, "then the start");
	while (doc_idle(d, 1))
		;
	is_int((long long)doc_links(d), 400, "each item once, out of order");
	doc_free(d);
	buf_free(&b);
}

static void test_findings(void)
{
	finding_vec found = {0};
	struct doc *d = make(STR("この行はあとでもう一度そのまま出てくる行である\n\n別の行\nこの行はあとでもう一度その"
				 "まま出てくる行である\n"));

	doc_check(d, &found);
	ok(found.n == 1 && !strcmp(found.v[0].kind, "line-twice") && found.v[0].line == 4, "a line that stands twice");
	doc_findings_free(&found);
	doc_free(d);
}

int main(void)
{
	test_empty();
	test_places();
	test_random();
	test_long_line();
	test_window();
	test_findings();
	return done();
}
