/* Texts folded for comparing: text_fold_copy(), and beyond it quotation marks, commas, full stops and runs of dashes
 * made one each. A symbol is 16 bits: a code point beyond the first plane is told from others of its kind well enough
 * by a hash.
 */
#include "anchoring.h"

#include "taiyaku/text.h"

#define PIECE 8192 /* bytes that are folded at once */
#define DASHES 4   /* so many in a row are one, two and three as well */

/* The end of the next piece: a line's where there is one, else a cluster's. */
static size_t piece_end(struct str text, size_t from)
{
	size_t end = from + PIECE;
	const char *line;

	if (end >= text.n)
		return text.n;
	line = memchr(text.p + end, '\n', text.n - end < PIECE ? text.n - end : PIECE);
	if (line)
		return (size_t)(line - text.p) + 1;
	while (end < text.n && ((uint8_t)text.p[end] & 0xC0) == 0x80)
		end++;
	return end < text.n ? text_cluster_next(text, end) : end;
}

static uint16_t symbol_of(uint32_t cp)
{
	switch (cp) {
	case '\'':
	case '`':
	case 0xAB:
	case 0xBB:
	case 0x2039:
	case 0x203A:
	case 0x300C:
	case 0x300D:
	case 0x300E:
	case 0x300F:
	case 0x301D:
	case 0x301E:
	case 0x301F:
		return '"';
	case 0x3001:
		return ',';
	case 0x3002:
		return '.';
	default:
		if (cp >= 0x2018 && cp <= 0x201F)
			return '"';
		return (uint16_t)(cp < 0x10000 ? cp : 0xD800 + (cp * 2654435761u >> 21));
	}
}

/* A letter or digit of a script that puts blanks between words. */
static bool of_word(uint16_t s)
{
	if (s < 0x80)
		return (s >= 'a' && s <= 'z') || (s >= '0' && s <= '9');
	return s < 0x2000 && text_is_letter(s);
}

int note_weight(uint16_t s)
{
	if (s < 0x80)
		return of_word(s) ? 20 : 8;
	if (s < 0x3040)
		return s < 0x2000 ? 20 : 8;
	return s < 0x3100 ? 24 : 32;
}

static void put(struct note_folded *f, uint32_t cp, size_t at, bool touches)
{
	uint16_t s = symbol_of(cp);

	f->dashes = s == '-' && touches ? f->dashes + 1 : s == '-';
	if (f->dashes > 1 && f->dashes <= DASHES)
		return;
	f->s[f->n] = s;
	f->at[f->n] = (uint32_t)at | (touches && of_word(s) && of_word(f->s[f->n - 1]) ? NOTE_INSIDE : 0);
	f->n++;
}

static void reserve(struct note_folded *f, size_t more)
{
	if (f->n + more + 1 <= f->cap)
		return;
	f->cap = (f->cap ? f->cap + f->cap / 2 : f->text.n / 2) + more + 1;
	f->s = xrealloc(f->s, f->cap * sizeof *f->s);
	f->at = xrealloc(f->at, f->cap * sizeof *f->at);
}

bool note_fold_more(struct note_folded *f)
{
	struct text_folded folded = {0};
	size_t from = f->done, end = from < f->text.n ? piece_end(f->text, from) : from;
	struct str s;
	uint32_t cp;

	text_fold_copy(str_slice(f->text, from, end), &folded);
	s = buf_view(&folded.text);
	reserve(f, s.n);
	for (size_t i = 0, next; i < s.n; i = next) {
		size_t at = from + folded.source.v[i];
		bool touches = f->n && at && !text_is_space((uint8_t)f->text.p[at - 1]);

		next = text_next(s, i, &cp);
		put(f, cp, at, touches || (f->n && note_byte(f, f->n - 1) == at));
	}
	f->at[f->n] = (uint32_t)end;
	f->done = end;
	text_folded_free(&folded);
	return f->done < f->text.n;
}

void note_folded_free(struct note_folded *f)
{
	free(f->s);
	free(f->at);
	*f = (struct note_folded){0};
}

size_t note_symbol(const struct note_folded *f, size_t byte)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (note_byte(f, mid) < byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct span note_bytes(const struct note_folded *f, struct span at)
{
	struct span b = {note_byte(f, at.start), note_byte(f, at.start)};
	size_t i = at.end, last, before;
	uint32_t cp;

	if (at.end <= at.start)
		return b;
	last = note_byte(f, at.end - 1);
	while (i < f->n && note_byte(f, i) == last)
		i++;
	for (b.end = i < f->n ? note_byte(f, i) : f->text.n; b.end > last; b.end = before) {
		before = text_prev(f->text, b.end, &cp);
		if (before <= last || !text_is_space(cp))
			break;
	}
	return b;
}
