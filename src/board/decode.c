/* Bytes of one field to UTF-8, after the fields were cut. Double bytes go through tables, which are made once, by
 * decoding every pair with text_decode(): a converter opened for each field would cost more than all the rest.
 *
 * CP932 here: A0 is a blank, an unmapped pair whose second byte is ASCII gives that byte back (it may be markup). A
 * field of a CP932 file that is strict UTF-8 with a sequence of three bytes is taken for UTF-8 (as CP932 it would be
 * the well-known rubbish). NUL becomes a blank and CR nothing, in all encodings. */
#include "board_int.h"
#include "taiyaku/text.h"

#define SAMPLE 8192 /* bytes looked at for the encoding */

#define UNMAPPED 0xFFFDu
#define PAIRS 65536

static uint16_t cp932[PAIRS], euc[PAIRS], euc_more[PAIRS]; /* euc_more: after 8F */

/* One code point a line; what is more than that, or U+FFFD, is not mapped. */
static void read_back(struct str lines, unsigned low, uint16_t *table)
{
	size_t at = 0, end;
	uint32_t cp;

	for (unsigned pair = low << 8; pair < PAIRS; pair++, at = end + 1) {
		end = str_find_char(lines, '\n', at);
		if (end == SIZE_MAX)
			return;
		table[pair] = text_next(lines, at, &cp) == end && cp <= 0xFFFF ? (uint16_t)cp : UNMAPPED;
	}
}

static void make(uint16_t *table, const char *encoding, const char *before, unsigned low)
{
	struct buf all = {0}, out = {0};
	struct text_decoding info;

	for (unsigned pair = low << 8; pair < PAIRS; pair++) {
		unsigned trail = pair & 0xFF;
		buf_cat(&all, before);
		buf_char(&all, (char)(pair >> 8));
		buf_char(&all, (char)(trail >= 0x40 ? trail : 0xFF)); /* 00 to 3F are no trails */
		buf_char(&all, '\n');
	}
	text_decode(buf_view(&all), encoding, &out, &info, NULL);
	read_back(buf_view(&out), low, table);
	buf_free(&all);
	buf_free(&out);
}

static void make_tables(void)
{
	static bool made;

	if (made)
		return;
	make(cp932, "CP932", "", 0x81);
	make(euc, "EUC-JP", "", 0xA1);
	make(euc_more, "EUC-JP", "\x8F", 0xA1);
	made = true;
}

static char *put(char *o, unsigned cp)
{
	if (cp < 0x80) {
		*o++ = (char)cp;
	} else if (cp < 0x800) {
		*o++ = (char)(0xC0 | cp >> 6);
		*o++ = (char)(0x80 | (cp & 0x3F));
	} else {
		*o++ = (char)(0xE0 | cp >> 12);
		*o++ = (char)(0x80 | (cp >> 6 & 0x3F));
		*o++ = (char)(0x80 | (cp & 0x3F));
	}
	return o;
}

static char *put_ascii(char *o, unsigned char c)
{
	if (c != '\r')
		*o++ = c ? (char)c : ' ';
	return o;
}

/* A character of more than ASCII at p: its code point, and how many bytes it took. */
typedef unsigned (*one_char)(const unsigned char *p, size_t n, size_t *took);

static inline unsigned one_cp932(const unsigned char *p, size_t n, size_t *took)
{
	*took = 1;
	if (*p >= 0xA1 && *p <= 0xDF)
		return 0xFEC0u + *p;
	if (*p == 0xA0)
		return ' ';
	if (*p == 0x80 || *p > 0xFC || n < 2 || p[1] < 0x40)
		return UNMAPPED;
	unsigned cp = cp932[p[0] << 8 | p[1]];
	*took = cp != UNMAPPED || (p[1] >= 0x80 && p[1] <= 0xFC) ? 2 : 1;
	return cp;
}

static inline unsigned one_euc(const unsigned char *p, size_t n, size_t *took)
{
	*took = 1;
	if (*p == 0x8F && n > 2 && p[1] >= 0xA1 && p[2] >= 0xA1) {
		*took = 3;
		return euc_more[p[1] << 8 | p[2]];
	}
	if ((*p < 0xA1 && *p != 0x8E) || n < 2 || p[1] < 0xA1)
		return UNMAPPED;
	*took = 2;
	return *p == 0x8E ? p[1] <= 0xDF ? 0xFEC0u + p[1] : UNMAPPED : euc[p[0] << 8 | p[1]];
}

static inline size_t by_table(struct str s, one_char one, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
	size_t bad = 0, took;

	buf_reserve(out, s.n * 3 + 1);
	char *o = out->p + out->n;
	while (p < end) {
		if (*p < 0x80) {
			o = put_ascii(o, *p++);
			continue;
		}
		unsigned cp = one(p, (size_t)(end - p), &took);
		bad += cp == UNMAPPED;
		o = put(o, cp);
		p += took;
	}
	out->n = (size_t)(o - out->p);
	return bad;
}

static void drop_controls(struct buf *out, size_t from)
{
	size_t to = from;

	for (size_t i = from; i < out->n; i++)
		if (out->p[i] != '\r')
			out->p[to++] = out->p[i] ? out->p[i] : ' ';
	out->n = to;
}

static size_t by_converter(struct str s, const char *encoding, struct buf *out)
{
	struct text_decoding info = {0};
	size_t from = out->n;

	if (!text_decode(s, encoding, out, &info, NULL))
		text_decode(s, "UTF-8", out, &info, NULL);
	drop_controls(out, from);
	return info.bad;
}

static bool is_utf8(struct str s)
{
	return text_bad(s) == POS_NONE;
}

/* Strict UTF-8 in which a sequence of three bytes or more stands. Nearly always decided by the first high byte. */
static bool is_long_utf8(struct str s)
{
	size_t i = 0;

	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	if (i == s.n || (unsigned char)s.p[i] < 0xC2 || (unsigned char)s.p[i] > 0xF4 || !is_utf8(s))
		return false;
	while (i < s.n && (unsigned char)s.p[i] < 0xE0)
		i++;
	return i < s.n;
}

size_t board_decode(struct str s, const char *encoding, struct buf *out)
{
	bool japanese = !strcmp(encoding, "CP932");
	size_t from = out->n, bad;

	if (!japanese && strcmp(encoding, "EUC-JP") != 0)
		return by_converter(s, encoding, out);
	if (japanese && is_long_utf8(s))
		return by_converter(s, "UTF-8", out);
	make_tables();
	bad = japanese ? by_table(s, one_cp932, out) : by_table(s, one_euc, out);
	if (!bad || !is_utf8(s))
		return bad;
	out->n = from;
	return by_converter(s, "UTF-8", out);
}

const char *board_encoding_named(struct str name)
{
	static const char *const names[] = {"UTF-8", "CP932", "EUC-JP", "ISO-2022-JP", "UTF-16LE", "UTF-16BE"};
	struct text_decoding info;
	struct buf out = {0};
	char *c = str_dup(name);
	bool known = name.n && text_decode((struct str){"", 0}, c, &out, &info, NULL);

	free(c);
	buf_free(&out);
	for (size_t i = 0; known && i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], info.encoding))
			return names[i];
	return NULL;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Two bytes of half-width kana look like a kanji of EUC-JP: so it must not be worse than CP932 by its bad bytes. */
static bool is_euc(struct str sample)
{
	struct buf scratch = {0};
	make_tables();
	size_t bad = by_table(sample, one_euc, &scratch);
	bool better = bad <= by_table(sample, one_cp932, &scratch);

	buf_free(&scratch);
	return better;
}

const char *board_encoding(struct str sample, struct str declared)
{
	const char *found = text_detect(sample), *said = board_encoding_named(declared);

	if (strcmp(found, "UTF-8") != 0 || str_starts(sample, STR("\xEF\xBB\xBF")) || !is_ascii(sample))
		return !strcmp(found, "EUC-JP") && !is_euc(sample) ? "CP932" : found;
	return said ? said : "CP932"; /* nothing to tell by: boards' own, which knows UTF-8 fields too */
}

const char *board_encoding_of_lines(const struct board_input *in, struct str declared)
{
	size_t n = in->bytes.n < SAMPLE ? in->bytes.n : SAMPLE;

	if (in->encoding.n)
		return board_encoding_named(in->encoding);
	while (n < in->bytes.n && n > SAMPLE / 2 && in->bytes.p[n - 1] != '\n')
		n--;
	return board_encoding(str_slice(in->bytes, 0, n), declared);
}
