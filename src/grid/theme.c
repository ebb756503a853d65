/* theme: how each style looks, with 256 colours, with 8, and without.
 *
 * The built-in one is data/themes/default, read by the same code as a user's own. A line that is read replaces all
 * three looks of its style. Annotations, hits, selection and focus are looks that come on top: attributes are joined,
 * their colours win, and reverse turns the reverse of the style below around, so that the focus shows in a reversed bar
 * as well.
 */
#include "taiyaku/grid.h"

#include <assert.h>

enum { FULL, FEW, MONO, DEPTHS };
/* What comes on top, from below: the order in which their looks are joined. */
static const struct {
	unsigned over;
	const char *name;
} overs[GRID_OVERS] = {
	{GRID_NOTED, "noted"}, {GRID_YELLOW, "yellow"}, {GRID_GREEN, "green"},        {GRID_BLUE, "blue"},
	{GRID_RED, "red"},     {GRID_HIT, "hit"},       {GRID_SELECTED, "selection"}, {GRID_FOCUS, "focus"},
};

struct theme {
	struct look looks[STYLE_SLOTS][DEPTHS];
};

static const char *const names[STYLE_COUNT] = {
	[STYLE_TEXT] = "text",
	[STYLE_TITLE] = "title",
	[STYLE_HEADING] = "heading",
	[STYLE_CALL] = "call",
	[STYLE_NOTE] = "note",
	[STYLE_CITATION] = "citation",
	[STYLE_ANCHOR] = "anchor",
	[STYLE_LINK] = "link",
	[STYLE_QUOTATION] = "quotation",
	[STYLE_TRANSLATION] = "translation",
	[STYLE_POST_HEAD] = "post-head",
	[STYLE_POST] = "post",
	[STYLE_QUOTE] = "quote",
	[STYLE_CAPTION] = "caption",
	[STYLE_COLOPHON] = "colophon",
	[STYLE_LABEL] = "label",
	[STYLE_STAND_IN] = "stand-in",
	[STYLE_SAME] = "same",
	[STYLE_DIFFERS] = "differs",
	[STYLE_QUOTED] = "quoted",
	[STYLE_AMBIGUOUS] = "ambiguous",
	[STYLE_MISSING] = "missing",
	[STYLE_WANTED] = "wanted",
	[STYLE_EXTERNAL] = "external",
	[STYLE_CONFLICT] = "conflict",
	[STYLE_REMOVED] = "removed",
	[STYLE_ADDED] = "added",
	[STYLE_BAR] = "bar",
	[STYLE_STATUS] = "status",
	[STYLE_MESSAGE] = "message",
	[STYLE_ERROR] = "error",
	[STYLE_PROMPT] = "prompt",
	[STYLE_KEY] = "key",
	[STYLE_SELECTED] = "selected",
	[STYLE_SIGN] = "sign",
};

static const char *slot_name(size_t slot)
{
	return slot < STYLE_COUNT ? names[slot] : overs[slot - STYLE_COUNT].name;
}

static const struct look plain = {0, COLOR_DEFAULT, COLOR_DEFAULT};

/* The next word of *s, cut off it; empty: there is none. */
static struct str next_word(struct str *s)
{
	size_t n = 0;
	struct str word;

	*s = str_trim(*s);
	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\t')
		n++;
	word = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->n);
	return word;
}

static bool parse_attr(struct str word, unsigned *attrs)
{
	static const struct {
		const char *name;
		unsigned attr;
	} known[] = {
		{"bold", ATTR_BOLD},       {"dim", ATTR_DIM},       {"underline", ATTR_UNDERLINE},
		{"reverse", ATTR_REVERSE}, {"italic", ATTR_ITALIC},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(word, str_c(known[i].name))) {
			*attrs |= known[i].attr;
			return true;
		}
	return false;
}

/* A number under `colors`, or a name; without colours only "default". */
static bool parse_color(struct str word, int colors, short *color)
{
	static const char *const known[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
	int n = 0;

	if (str_eq(word, STR("default"))) {
		*color = COLOR_DEFAULT;
		return true;
	}
	for (short i = 0; i < 8 && colors; i++)
		if (str_eq(word, str_c(known[i]))) {
			*color = i;
			return true;
		}
	if (!word.n || word.n > 3)
		return false;
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9')
			return false;
		n = n * 10 + (word.p[i] - '0');
	}
	*color = (short)n;
	return n < colors;
}

/* "bold 32 on black"; *bad is the word that means nothing. */
static bool parse_look(struct str s, int colors, struct look *look, struct str *bad)
{
	struct str word;

	*look = plain;
	while ((word = next_word(&s)).n) {
		bool ground = str_eq(word, STR("on"));

		if (parse_attr(word, &look->attrs))
			continue;
		if (ground)
			word = next_word(&s);
		*bad = word;
		if (!parse_color(word, colors, ground ? &look->bg : &look->fg))
			return false;
	}
	return true;
}

static struct look without_colors(struct look look)
{
	return (struct look){look.attrs, COLOR_DEFAULT, COLOR_DEFAULT};
}

static bool parse_looks(struct str value, struct look looks[DEPTHS], struct str *bad)
{
	static const int colors[DEPTHS] = {256, 8, 0};
	size_t at = 0;

	for (int depth = FULL; depth < DEPTHS; depth++) {
		size_t slash = at <= value.n ? str_find_char(value, '/', at) : POS_NONE;
		size_t end = slash == POS_NONE || depth == MONO ? value.n : slash;

		if (at > value.n)
			looks[depth] = without_colors(looks[depth - 1]);
		else if (!parse_look(str_slice(value, at, end), colors[depth], &looks[depth], bad))
			return false;
		at = at > value.n ? at : end + 1;
	}
	return true;
}

static bool parse_line(struct theme *t, struct str line, struct str *bad)
{
	size_t equals = str_find_char(line, '=', 0);
	struct str name = str_trim(str_slice(line, 0, equals == POS_NONE ? line.n : equals));

	*bad = name;
	for (size_t slot = 0; equals != POS_NONE && slot < STYLE_SLOTS; slot++)
		if (str_eq(name, str_c(slot_name(slot))))
			return parse_looks(str_slice(line, equals + 1, line.n), t->looks[slot], bad);
	return false;
}

bool theme_read(struct theme *theme, struct str lines, const char *name, struct err *err)
{
	struct theme t = *theme;
	size_t at = 0;

	for (int number = 1; at < lines.n; number++) {
		size_t end = str_find_char(lines, '\n', at);
		struct str line = str_trim(str_slice(lines, at, end == POS_NONE ? lines.n : end)), bad;

		if (line.n && line.p[0] != '#' && !parse_line(&t, line, &bad))
			return err_set(err, ERR_INPUT,
				       _("%s:%d: “%.*s” is no style, attribute or colour; the built-in theme"
					 " has a line for every style"),
				       name, number, STR_ARG(bad));
		at = end == POS_NONE ? lines.n : end + 1;
	}
	*theme = t;
	return true;
}

struct theme *theme_new(void)
{
	struct theme *t = xcalloc(1, sizeof *t);
	struct err err = {0};

	for (size_t slot = 0; slot < STYLE_SLOTS; slot++)
		for (int depth = FULL; depth < DEPTHS; depth++)
			t->looks[slot][depth] = plain;
	if (!theme_read(t, data_find("themes/default"), "themes/default", &err))
		die("%s", err.text);
	return t;
}

void theme_free(struct theme *t)
{
	free(t);
}

static void join(struct look *over, struct look look)
{
	over->attrs |= look.attrs;
	over->fg = look.fg != COLOR_DEFAULT ? look.fg : over->fg;
	over->bg = look.bg != COLOR_DEFAULT ? look.bg : over->bg;
}

struct look theme_look(const struct theme *t, enum style style, unsigned over, int colors)
{
	int depth = colors >= 256 ? FULL : colors >= 8 ? FEW : MONO;
	struct look look = t->looks[style][depth], top = plain;
	unsigned flip;

	for (size_t i = 0; i < GRID_OVERS; i++)
		if (over & overs[i].over)
			join(&top, t->looks[STYLE_COUNT + i][depth]);
	flip = look.attrs & top.attrs & ATTR_REVERSE;
	look.attrs &= ~flip;
	top.attrs &= ~flip;
	join(&look, top);
	return look;
}
