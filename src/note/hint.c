/* hint: what a sentence and its translation have in common, whatever the languages.
 *
 * Words in Latin letters stand for themselves, numbers for their value in any script, and a word in katakana for the
 * consonants that it was made of: those of ジョン are those of John. What else is so common that every text has it, and
 * so fixed that it is nearly always translated in the same way, stands in the glossary: pronouns, questions, negations,
 * times, family. It is no dictionary: a language that is not in it loses nothing but these hints.
 */
#include "align.h"

static const char *const glossary[] = {
#include "glossary.def"
};

static const struct {
	const char *word;
	long value;
} numbers[] = {
	{"zero", 0},      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},      {"five", 5},
	{"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},      {"eleven", 11},
	{"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16},  {"seventeen", 17},
	{"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},    {"fifty", 50},
	{"sixty", 60},    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},  {"hundred", 100}, {"thousand", 1000},
	{"second", 2},    {"third", 3},     {"twice", 2},     {"january", 1},  {"february", 2},  {"march", 3},
	{"april", 4},     {"june", 6},      {"july", 7},      {"august", 8},   {"september", 9}, {"october", 10},
	{"november", 11}, {"december", 12},
};

enum { WORD = 1, NUMBER, MEANING, SOUND, QUESTION };

static uint32_t hash(uint32_t kind, struct str s)
{
	uint32_t h = 2166136261u ^ kind;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

static void add(note_hint_vec *out, uint32_t what, double sure)
{
	size_t i = out->n;

	for (size_t k = 0; k < out->n; k++)
		if (out->v[k].what == what)
			return;
	vec_push(out, (struct note_hint){what, (float)sure});
	for (; i && out->v[i - 1].what > what; i--)
		out->v[i] = out->v[i - 1];
	out->v[i] = (struct note_hint){what, (float)sure};
}

static void add_number(note_hint_vec *out, long value, double sure)
{
	add(out, hash(NUMBER, (struct str){(const char *)&value, sizeof value}), sure);
}

/* ---- sounds: consonants ---- */

static bool vowel(char c)
{
	return c && strchr("aeiouy", c);
}

/* The consonants of a Latin word as a Japanese would write them down. */
static size_t latin_sound(struct str w, char out[24])
{
	size_t n = 0;

	for (size_t i = 0; i < w.n && n < 22; i++) {
		char c = w.p[i], next = i + 1 < w.n ? w.p[i + 1] : '\0', put = c;
		bool soft = next && strchr("eiy", next);

		if (c == next && !vowel(c))
			continue;
		if (vowel(c) || c == 'w' || c == '\'' || (c == 'h' && i) || (c == 'r' && i && !vowel(next)))
			continue;
		if (c == 'c')
			put = next == 'h' ? 'c' : soft ? 's' : next == 'k' ? '\0' : 'k';
		else if (c == 't' && next == 'h')
			put = 's';
		else if (c == 'p' && next == 'h')
			put = 'f';
		else if (c == 'g' && soft)
			put = 'j';
		else if (c == 'x')
			out[n++] = 'k', put = 's';
		else if (strchr("lvzq", c))
			put = c == 'l' ? 'r' : c == 'v' ? 'b' : c == 'z' ? 's' : 'k';
		if (put)
			out[n++] = put;
	}
	return n;
}

/* From U+30A1: one consonant a sign, a blank where there is none. */
static const char katakana[] = "          kgkgkgkgkgsssjsssssstdcj tstdtdnnnnnhbphbpfbphbphbpmmmmm      rrrrr     nbkk";

static size_t katakana_sound(struct str w, char out[24])
{
	size_t n = 0;
	uint32_t cp;

	for (size_t at = 0; at < w.n && n < 22;) {
		at = text_next(w, at, &cp);
		if (cp >= 0x30A1 && cp < 0x30A1 + sizeof katakana - 1 && katakana[cp - 0x30A1] != ' ')
			out[n++] = katakana[cp - 0x30A1];
		if (n > 1 && out[n - 2] == 'n' && strchr("pbm", out[n - 1]) && out[n - 1])
			out[n - 2] = 'm';
	}
	return n;
}

/* ---- a sentence, from left to right ---- */

static bool is_latin(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0x24F && cp != 0xF7);
}

static bool is_katakana(uint32_t cp)
{
	return (cp >= 0x30A1 && cp <= 0x30FA) || cp == 0x30FC;
}

static bool is_japanese(uint32_t cp)
{
	return (cp >= 0x3041 && cp <= 0x30FE) || (cp >= 0x3400 && cp <= 0x9FFF) || cp == 0x3005;
}

static size_t run(struct str s, size_t at, bool (*in)(uint32_t))
{
	uint32_t cp;

	while (at < s.n) {
		size_t next = text_next(s, at, &cp);

		/* I'm, don't: with either sign */
		if (!in(cp) && !(in == is_latin && (cp == '\'' || cp == 0x2019) && next < s.n))
			break;
		at = next;
	}
	return at;
}

/* Whether the word of n bytes at p is s; the apostrophe may be the typographic one. */
static bool same_word(const char *p, size_t n, struct str s)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++, k++) {
		if (p[i] == '\'' && str_starts(str_slice(s, k, s.n), STR("’")))
			k += 2;
		else if (k >= s.n || s.p[k] != p[i])
			return false;
	}
	return k == s.n;
}

/* The rows that have the word. */
static void add_meanings(note_hint_vec *out, struct str word, double sure)
{
	for (uint32_t row = 0; row < sizeof glossary / sizeof *glossary; row++)
		for (const char *p = glossary[row], *end; *p; p = *end ? end + 1 : end) {
			end = p + strcspn(p, " ");
			if (same_word(p, (size_t)(end - p), word))
				add(out, row * 8 + MEANING, sure);
		}
}

/* The longest Japanese word of the glossary that s begins with. */
static size_t longest(struct str s)
{
	size_t best = 0;

	for (size_t row = 0; row < sizeof glossary / sizeof *glossary; row++)
		for (const char *p = glossary[row], *end; *p; p = *end ? end + 1 : end) {
			size_t n = strcspn(p, " ");

			end = p + n;
			if (n > best && *p == *s.p && str_starts(s, (struct str){p, n}))
				best = n;
		}
	return best;
}

/* among: in a text of another script, where it is kept as it is. */
static void add_latin(note_hint_vec *out, struct str word, bool among)
{
	char sound[24];
	size_t n = latin_sound(word, sound);

	if (word.n > 1)
		add(out, hash(WORD, word), among ? 0.8 : 0);
	if (n > 1)
		add(out, hash(SOUND, (struct str){sound, n}), 0);
	if (n > 2)
		add(out, hash(SOUND, (struct str){sound, n - 1}), 0);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (same_word(numbers[i].word, strlen(numbers[i].word), word))
			add_number(out, numbers[i].value, 0.4);
	add_meanings(out, word, 0.45);
}

static void add_katakana(note_hint_vec *out, struct str word)
{
	char sound[24];
	size_t n = katakana_sound(word, sound);

	if (n > 1)
		add(out, hash(SOUND, (struct str){sound, n}), 0.5);
}

static void add_question(note_hint_vec *out, struct str s)
{
	static const char *const after[] = {"」", "』", "\"", "”", ")", "。", " ", "."};

	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if (str_ends(s, str_c(after[i]))) {
			s.n -= strlen(after[i]);
			i = SIZE_MAX;
		}
	if (str_ends(s, STR("?")) || str_ends(s, STR("か")))
		add(out, QUESTION, 0.8);
}

static bool any(struct str s, bool (*in)(uint32_t))
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (in(cp))
			return true;
	}
	return false;
}

static void scan(struct str s, note_hint_vec *out)
{
	bool japanese = any(s, is_japanese);

	for (size_t at = 0, end; at < s.n; at = end) {
		struct str rest = str_slice(s, at, s.n);
		uint32_t cp;
		long value;

		end = text_next(s, at, &cp);
		if (is_latin(cp)) {
			end = run(s, at, is_latin);
			add_latin(out, str_slice(s, at, end), japanese);
		} else if (is_katakana(cp)) {
			end = run(s, at, is_katakana);
			add_katakana(out, str_slice(s, at, end));
		} else if (text_number(rest, &value)) {
			end = at + text_number(rest, &value);
			add_number(out, value, cp < 0x80 ? 0.7 : 0.4);
		} else if (is_japanese(cp) && longest(rest)) {
			end = at + longest(rest);
			add_meanings(out, str_slice(s, at, end), 0.45);
		}
	}
	add_question(out, s);
}

void note_hints(struct str sentence, note_hint_vec *out)
{
	struct text_folded folded = {0};

	text_fold(sentence, TEXT_COMPAT, &folded);
	scan(buf_view(&folded.text), out);
	text_folded_free(&folded);
}

/* Measured on pairs of sentences: a character of kanji comes to so many letters of English, one of kana to so many. */
double note_hint_length(struct str s)
{
	double length = 0;
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		length += cp >= 0x3041 && cp <= 0x30FE ? 1.8 : is_japanese(cp) ? 3.6 : 1;
	}
	return length;
}
