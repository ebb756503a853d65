/* Pictures drawn with characters: which lines of a text are not to be wrapped. A line looks drawn when most of its
 * cells are blanks inside it and signs; two such lines make a picture, and the lines between and beside them that have
 * wide gaps belong to it (speech in a balloon is mostly letters). */
#include "view_int.h"

enum { LEAST_CELLS = 6, GAP = 3 };

struct line_look {                  /* of a line */
	int letters, signs, blanks; /* blanks: inside it, in cells, with those before it */
	int gap;                    /* the widest run of blanks before something */
};

/* Half-width kana are drawn with as often as they are read. */
static bool is_drawn_kana(uint32_t cp)
{
	return cp >= 0xFF66 && cp <= 0xFF9F;
}

static struct line_look look_at(struct str line)
{
	struct line_look l = {0};
	int run = 0;
	uint32_t cp;

	for (size_t at = 0; at < line.n;) {
		at = text_next(line, at, &cp);
		if (text_is_space(cp)) {
			run += cp == 0x3000 ? 2 : 1;
			continue;
		}
		l.blanks += run;
		l.gap = run > l.gap ? run : l.gap;
		run = 0;
		if (text_is_letter(cp) && !is_drawn_kana(cp))
			l.letters += text_char_cells(cp, true) > 1 ? 2 : 1;
		else
			l.signs += text_char_cells(cp, true) > 1 ? 2 : 1;
	}
	return l;
}

static bool is_reference(struct str line)
{
	line = str_trim(line);
	return str_starts(line, STR(">")) || str_starts(line, STR("＞")) || str_starts(line, STR("http")) ||
	       str_starts(line, STR("ttp"));
}

static bool is_drawn(const struct line_look *l)
{
	int all = l->letters + l->signs + l->blanks;

	return l->signs && all >= LEAST_CELLS && (l->signs + l->blanks) * 10 >= all * 6 &&
	       (l->gap >= 2 || l->signs * 2 >= all);
}

/* Neither drawn nor prose: what may stand inside a picture. */
static bool may_belong(const struct line_look *l)
{
	return l->gap >= GAP || (!l->letters && !l->signs);
}

static size_t line_end(struct str text, size_t at)
{
	size_t end = str_find_char(text, '\n', at);

	return end == SIZE_MAX ? text.n : end;
}

/* Blanks that all lines begin with: a margin is no part of a picture. */
static size_t margin(struct str text)
{
	size_t least = SIZE_MAX;

	for (size_t at = 0; at < text.n;) {
		size_t end = line_end(text, at), n = 0;

		while (at + n < end && text.p[at + n] == ' ')
			n++;
		if (at + n < end && n < least)
			least = n;
		at = end + 1;
	}
	return least == SIZE_MAX ? 0 : least;
}

struct run { /* of lines that may be a picture */
	size_t start, end;
	int drawn;
};

static void end_run(struct run *r, size_t base, span_vec *out)
{
	if (r->drawn >= 2)
		vec_push(out, (struct span){base + r->start, base + r->end});
	*r = (struct run){.start = POS_NONE};
}

void art_find(struct str text, size_t base, span_vec *out)
{
	size_t before = margin(text);
	struct run r = {.start = POS_NONE};

	for (size_t at = 0, next; at < text.n; at = next) {
		size_t end = line_end(text, at);
		struct str line = str_slice(text, at + before < end ? at + before : end, end);
		struct line_look l = look_at(line);
		bool is = !is_reference(line) && is_drawn(&l);

		next = end + 1;
		if (!is && !may_belong(&l)) {
			end_run(&r, base, out);
			continue;
		}
		r.start = r.start == POS_NONE ? at : r.start;
		r.drawn += is;
		if (is || l.letters || l.signs)
			r.end = end;
	}
	end_run(&r, base, out);
}

/* The text that a paragraph is a line of: a post without its head line, a quote; an empty range where it is neither. */
static struct span text_around(struct view *v, size_t at)
{
	const struct page *p = v->page;
	const struct block *b;
	struct span s = {0};

	if (p) {
		size_t i = page_post_index(p, at);

		if (i == SIZE_MAX)
			return s;
		s.start = doc_paragraph_after(v->doc, doc_paragraph(v->doc, p->numbers.v[i].start));
		s.end = i + 1 < p->numbers.n ? p->numbers.v[i + 1].start : doc_text(v->doc).n;
		return s.start < s.end ? s : (struct span){0};
	}
	b = doc_block_at(v->doc, at);
	while (b && b->kind != BLOCK_POST && b->kind != BLOCK_QUOTE)
		b = doc_block_parent(v->doc, b);
	return b ? (struct span){b->start, b->end} : s;
}

bool art_is_whole(void *view, struct span paragraph)
{
	struct view *v = view;

	if (paragraph.start < v->art_in.start || paragraph.start >= v->art_in.end) {
		v->art_in = text_around(v, paragraph.start);
		v->art.n = 0;
		if (v->art_in.end > v->art_in.start)
			art_find(str_slice(doc_text(v->doc), v->art_in.start, v->art_in.end), v->art_in.start, &v->art);
	}
	for (size_t i = 0; i < v->art.n; i++)
		if (paragraph.start >= v->art.v[i].start && paragraph.start < v->art.v[i].end)
			return true;
	return false;
}
