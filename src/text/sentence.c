/* Sentences of Japanese and of Latin scripts in one text.
 *
 * A sentence ends at 。！？ or a full stop, with the closing brackets and marks after it, outside
 * brackets; at a blank line; and at the end. An ASCII full stop ends one only where a new one can
 * begin: not after an abbreviation or an initial, not inside a number, not before a small letter. */
#include "taiyaku/text.h"

struct reader {
	struct str s;
	span_vec *out;
	size_t start; /* of the sentence, POS_NONE: between two */
	size_t depth; /* of brackets that are closed later */
};

static const uint32_t brackets[][2] = {{0x300C, 0x300D}, {0x300E, 0x300F}, {0xFF08, 0xFF09}, {'(', ')'},
				       {0x3010, 0x3011}, {0x3008, 0x3009}, {0x300A, 0x300B}, {0x3014, 0x3015}};

static uint32_t partner(uint32_t cp, int side) /* side 0: of an opening bracket; 1: of a closing one */
{
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
		if (brackets[i][side] == cp)
			return brackets[i][!side];
	return 0;
}

static bool stops_wide(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xFF0E || cp == 0xFF61 || cp == 0xFF01 || cp == 0xFF1F || cp == 0x203C ||
	       cp == 0x2047 || cp == 0x2048 || cp == 0x2049;
}

static bool stops_narrow(uint32_t cp)
{
	return cp == '.' || cp == '!' || cp == '?';
}

static bool closing(uint32_t cp)
{
	return partner(cp, 1) || cp == 0x2019 || cp == 0x201D || cp == '"' || cp == '\'' || cp == ']' || cp == 0xFF3D ||
	       cp == 0xBB || cp == 0xFF63;
}

static uint32_t peek(struct str s, size_t at)
{
	uint32_t cp = 0;

	if (at < s.n)
		text_next(s, at, &cp);
	return cp;
}

/* Is the bracket that opens before `at` closed, before a blank line comes? */
static bool is_closed(struct str s, size_t at, uint32_t open)
{
	uint32_t close = partner(open, 0), cp, before = 0;
	size_t depth = 1, limit = s.n - at > 20000 ? at + 20000 : s.n;

	while (at < limit) {
		at = text_next(s, at, &cp);
		depth += cp == open;
		if (cp == close && !--depth)
			return true;
		if (cp == '\n' && before == '\n')
			return false;
		before = cp;
	}
	return false;
}

static bool lower(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0xFF && cp != 0xF7) || (cp >= 0x3B1 && cp <= 0x3C9) ||
	       (cp >= 0x430 && cp <= 0x45F);
}

/* The word that ends before the full stop at `at` is short for another, or an initial. */
static bool abbreviation(struct str s, size_t at)
{
	static const char *const known[] = {
		"mr",  "mrs",  "ms",  "dr",   "prof", "st",  "jr",     "sr",  "vs",   "cf",   "e.g",   "i.e",
		"fig", "figs", "vol", "vols", "no",   "nos", "pp",     "p",   "ed",   "eds",  "al",    "ca",
		"jan", "feb",  "mar", "apr",  "jun",  "jul", "aug",    "sep", "sept", "oct",  "nov",   "dec",
		"rev", "gen",  "col", "sgt",  "capt", "lt",  "approx", "ch",  "sec",  "chap", "trans", "u.s"};
	size_t start = at, n;
	char word[16];

	while (start && ((s.p[start - 1] | 32) >= 'a' && (s.p[start - 1] | 32) <= 'z' ? true : s.p[start - 1] == '.') &&
	       at - start < 15)
		start--;
	n = at - start;
	if (!n || n > 14)
		return false;
	for (size_t i = 0; i < n; i++)
		word[i] = s.p[start + i] == '.' ? '.' : (char)(s.p[start + i] | 32);
	word[n] = '\0';
	if (n == 1 && word[0] != 'i')
		return s.p[start] <= 'Z';
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(word, known[i]))
			return true;
	return false;
}

static void finish(struct reader *r, size_t end)
{
	uint32_t cp;

	if (r->start == POS_NONE)
		return;
	while (end > r->start) {
		size_t before = text_prev(r->s, end, &cp);

		if (!text_is_space(cp))
			break;
		end = before;
	}
	if (end > r->start)
		vec_push(r->out, (struct span){r->start, end});
	r->start = POS_NONE;
	r->depth = 0;
}

/* Over the stops and closing brackets after a stop; where a bracket closes that is still open, it is over. */
static size_t tail(struct reader *r, size_t at)
{
	uint32_t cp;

	while (at < r->s.n) {
		size_t after = text_next(r->s, at, &cp);

		if (!stops_wide(cp) && !stops_narrow(cp) && !closing(cp) && cp != 0x2026)
			break;
		at = after;
	}
	return at;
}

static size_t skip_space(struct str s, size_t at)
{
	uint32_t cp;

	while (at < s.n) {
		size_t after = text_next(s, at, &cp);

		if (!text_is_space(cp))
			break;
		at = after;
	}
	return at;
}

/* Does the stop at [at, after) with its tail up to `end` end a sentence? */
static bool ends(struct reader *r, uint32_t cp, size_t at, size_t end)
{
	uint32_t next = peek(r->s, end), begin;

	if (stops_wide(cp))
		return true;
	if (next && !text_is_space(next))
		return text_script(next) == TEXT_HAN || text_script(next) == TEXT_KANA;
	begin = peek(r->s, skip_space(r->s, end));
	if (cp != '.')
		return !lower(begin);
	return !lower(begin) && !(abbreviation(r->s, at) && begin);
}

static bool blank_line(struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i < s.n && s.p[i] == '\n';
}

static size_t read_one(struct reader *r, size_t at)
{
	uint32_t cp;
	size_t after = text_next(r->s, at, &cp), end;

	if (r->start == POS_NONE && !text_is_space(cp))
		r->start = at;
	if (cp == '\n' && blank_line(r->s, after)) {
		finish(r, at);
	} else if (partner(cp, 0)) {
		r->depth += is_closed(r->s, after, cp);
	} else if (partner(cp, 1)) {
		r->depth -= r->depth > 0;
	} else if (!r->depth && (stops_wide(cp) || stops_narrow(cp))) {
		end = tail(r, after);
		if (ends(r, cp, at, end)) {
			finish(r, end);
			after = end;
		}
	}
	return after;
}

void text_sentences(struct str s, span_vec *out)
{
	struct reader r = {.s = s, .out = out, .start = POS_NONE};
	size_t at = 0;

	while (at < s.n)
		at = read_one(&r, at);
	finish(&r, s.n);
}
