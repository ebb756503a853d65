/* Pictures drawn with characters: which lines of a text are not to be wrapped. A line looks drawn when most of its
 * cells are blanks inside it and signs; two such lines make a picture, and the lines between and beside them that have
 * wide gaps belong to it (speech in a balloon is mostly letters). */
#include "post.h"

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

void art_find(struct str text, size_t base, span_vec *out)
{
	size_t start = POS_NONE, end = 0;
	int drawn = 0;

	for (size_t at = 0; at <= text.n;) {
		size_t stop = at < text.n ? str_find_char(text, '\n', at) : SIZE_MAX;
		struct str line = str_slice(text, at, stop == SIZE_MAX ? text.n : stop);
		struct line_look l = look_at(line);
		bool is = !is_reference(line) && is_drawn(&l);

		if (is || (may_belong(&l) && at < text.n)) {
			start = start == POS_NONE ? at : start;
			drawn += is;
			end = is || l.letters ? at + line.n : end;
		} else {
			if (drawn >= 2)
				vec_push(out, (struct span){base + start, base + end});
			start = POS_NONE;
			drawn = 0;
		}
		if (stop == SIZE_MAX)
			break;
		at = stop + 1;
	}
	if (drawn >= 2)
		vec_push(out, (struct span){base + start, base + end});
}
