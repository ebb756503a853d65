/* The lines that hold anything, and what the start of a text says about its habits. */
#include "scan.h"

bool scan_is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0x3000 || cp == 0xA0 || cp == '\r' || cp == 0x0C || cp == 0x0B ||
	       cp == 0x200B || cp == 0xFEFF;
}

struct str scan_trim_blanks(struct str s)
{
	uint32_t cp;
	size_t next;

	while (s.n && (next = text_next(s, 0, &cp), scan_is_blank(cp)))
		s = str_slice(s, next, s.n);
	while (s.n && (next = text_prev(s, s.n, &cp), scan_is_blank(cp)))
		s.n = next;
	return s;
}

bool scan_ends_sentence(struct str s)
{
	uint32_t cp;

	while (s.n) {
		s.n = text_prev(s, s.n, &cp);
		switch (cp) {
		case 0x300D:
		case 0x300F:
		case 0xFF09:
		case ')':
		case '"':
		case 0x201D:
		case 0x3011: /* 」』）)"”】 */
			continue;
		case 0x3002:
		case 0xFF0E:
		case 0xFF01:
		case 0xFF1F:
		case '.':
		case '!':
		case '?':
		case 0xFF61:
		case 0x3001:
		case 0xFF0C:
		case ',':
		case ';':
			return true;
		default:
			return false;
		}
	}
	return false;
}

static int count_chars(struct str s)
{
	int n = 0;

	for (size_t i = 0; i < s.n && n < 1000000; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

size_t scan_offset_of(const struct scan *s, const char *p)
{
	return (size_t)(p - s->text.p);
}

struct profile_line scan_rule_line(struct scan *s, struct str text)
{
	if (!s->subject)
		s->subject = text_subject_new();
	return (struct profile_line){.text = text, .subject = s->subject};
}

static size_t line_end(struct str s, size_t at, size_t end)
{
	const char *p = memchr(s.p + at, '\n', end - at);

	return p ? (size_t)(p - s.p) : end;
}

void scan_lines(struct scan *s)
{
	size_t number = doc_line_at(s->d, s->start);
	struct line l = {.before = s->first ? GAP_EDGE : 1, .note = NONE, .post = NONE, .item = NONE};
	size_t at = s->start;

	while (at < s->end) {
		struct str all;

		l.start = at;
		l.end = line_end(s->text, at, s->end);
		l.number = number++;
		all = str_slice(s->text, l.start, l.end);
		l.text = scan_trim_blanks(all);
		at = l.end < s->end && s->text.p[l.end] == '\n' ? l.end + 1 : l.end;
		if (!l.text.n) {
			l.before += l.before < GAP_EDGE;
			l.spaced |= all.n > 0;
			continue;
		}
		l.indented = l.text.p != all.p;
		l.chars = count_chars(l.text);
		if (s->lines.n)
			s->lines.v[s->lines.n - 1].after = l.before;
		vec_push(&s->lines, l);
		l.before = 0;
		l.spaced = false;
	}
	if (s->lines.n)
		s->lines.v[s->lines.n - 1].after = s->last ? GAP_EDGE : l.before;
}

uint32_t scan_line_of(const struct scan *s, size_t at)
{
	size_t lo = 0, hi = s->lines.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->lines.v[mid].start <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? (uint32_t)lo - 1 : NONE;
}

/* ---- the habits of a text ----------------------------------------------------------------------------- */
#define PROSE 60 /* characters: a line as long as that is prose */

/* How often the commonest words of English stand there: a Japanese text with many names in it has few of them. */
static size_t english_words(struct str s)
{
	static const char *const words[] = {" the ", " of ", " and ", " to ", " is ", " a ", " in "};
	size_t n = 0;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (size_t at = 0; (at = str_find(s, str_c(words[i]), at)) != POS_NONE; at++)
			n++;
	return n;
}

static uint32_t closing_mark(uint32_t cp)
{
	return cp == 0x300C ? 0x300D : cp == 0x300E ? 0x300F : cp == 0x201C ? 0x201D : cp == '"' ? '"' : 0;
}

/* A Japanese letter says as much as four Latin ones. Where Latin letters are still more, it is Japanese if there are
 * some, and its hiragana are many more than the small words of English. */
static void find_language(struct reader *r, struct str head)
{
	size_t kana = 0, hiragana = 0, han = 0, latin = 0, next;
	uint32_t cp, until = 0; /* the closing mark of the quote that this is in */

	for (size_t at = 0; at < head.n; at = next) {
		next = text_next(head, at, &cp);
		if (cp == '\n')
			until = 0;
		if (until) { /* what is quoted says nothing about the text around it */
			until = cp == until ? 0 : until;
			continue;
		}
		until = closing_mark(cp);
		if (cp < 0x80) {
			latin += (cp | 32) >= 'a' && (cp | 32) <= 'z';
			continue;
		}
		hiragana += cp >= 0x3041 && cp <= 0x309F;
		switch (text_script(cp)) {
		case TEXT_KANA:
			kana++;
			break;
		case TEXT_HAN:
			han++;
			break;
		case TEXT_LATIN:
			latin++;
			break;
		default:
			break;
		}
	}
	r->japanese = kana > 0 && (kana + han) * 4 > latin;
	if (!r->japanese && (kana + han) * 8 > latin)
		r->japanese = hiragana > 3 * english_words(head);
	r->language = r->japanese ? STR("ja") : STR("");
	if (!r->japanese && latin > 8 && latin > kana + han)
		r->language = STR("latin"); /* which one: by its small words, when the profile is known */
}

static bool prose_like(struct str t, int chars)
{
	return chars > PROSE || (chars > 20 && scan_ends_sentence(t));
}

/* How many blank lines stand between paragraphs of prose, and whether these are indented. */
static void find_spacing(struct reader *r, struct str head)
{
	int gaps[4] = {0}, gap = 0, prose = 0, indented = 0, best = 0;
	bool before = false;

	for (size_t at = 0, end; at < head.n; at = end + 1) {
		struct str all, t;
		bool now;

		end = line_end(head, at, head.n);
		all = str_slice(head, at, end);
		t = scan_trim_blanks(all);
		if (!t.n) {
			gap++;
			continue;
		}
		now = prose_like(t, count_chars(t));
		if (now && before)
			gaps[gap > 3 ? 3 : gap]++;
		if (now || (scan_ends_sentence(t) && t.n > 12)) {
			prose++;
			indented += t.p != all.p;
		}
		before = now;
		gap = 0;
	}
	for (int i = 1; i < 4; i++)
		if (gaps[i] > gaps[best])
			best = i;
	r->prose_gap = best ? best : 1; /* where none stand between paragraphs, one parts other things */
	r->prose_indented = indented * 2 > prose;
}

void read_facts(struct reader *r, struct str head)
{
	find_language(r, head);
	find_spacing(r, head);
}

int scan_indent(const struct scan *s, const struct line *l)
{
	int n = 0;
	uint32_t cp;
	size_t next;

	for (size_t at = l->start; at < l->end; at = next) {
		next = text_next(s->text, at, &cp);
		if (!scan_is_blank(cp))
			break;
		n += cp == 0x3000 && n > 0 ? 2 : cp == '\t' ? 8 : 1;
	}
	return n;
}
