/* The one door through which bytes become text: UTF-8 with LF, without a byte order mark.
 *
 * What is ill-formed becomes U+FFFD and is counted; never U+001A, which ICU's converters for Shift_JIS
 * write by default: a callback of our own sees to it. */
#include "taiyaku/text.h"

#include <stdio.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

struct encoding {
	const char *name, *icu; /* icu: NULL where we decode ourselves */
	const char *aliases;    /* each followed by a blank, lower case, without - and _ */
};

static const struct encoding encodings[] = {
	{"UTF-8", NULL, "utf8 ascii usascii ansix3.41968 "},
	{"CP932", "ibm-943_P15A-2003", "cp932 sjis shiftjis xsjis mskanji windows31j windows932 ms932 "},
	{"EUC-JP", "EUC-JP", "eucjp ujis xeucjp cp51932 eucjpms eucjpwin "},
	{"ISO-2022-JP", "ISO-2022-JP", "iso2022jp csiso2022jp jis cp50220 cp50221 "},
	{"WINDOWS-1252", "ibm-5348_P100-1997", "windows1252 cp1252 iso88591 latin1 "},
	{"UTF-16LE", NULL, "utf16le utf16 ucs2 "},
	{"UTF-16BE", NULL, "utf16be "},
};

static const struct encoding *find_encoding(const char *name)
{
	char plain[32];
	size_t n = 0;

	for (; *name && n + 2 < sizeof plain; name++)
		if (*name != '-' && *name != '_' && *name != ' ')
			plain[n++] = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
	plain[n] = ' ';
	plain[n + 1] = '\0';
	if (*name || !n)
		return NULL;
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
		const char *hit = encodings[i].aliases;

		while ((hit = strstr(hit, plain)) && hit != encodings[i].aliases && hit[-1] != ' ')
			hit++;
		if (hit)
			return &encodings[i];
	}
	return NULL;
}

static void decode_utf8(struct str s, struct buf *out, size_t *bad)
{
	size_t at;
	uint32_t cp;

	buf_reserve(out, s.n + 1);
	while ((at = text_bad(s)) != POS_NONE) {
		buf_add(out, s.p, at);
		buf_cat(out, "\xEF\xBF\xBD");
		s = str_slice(s, text_next(s, at, &cp), s.n);
		++*bad;
	}
	buf_add(out, s.p, s.n);
}

static void decode_utf16(struct str s, bool big, struct buf *out, size_t *bad)
{
	const uint8_t *p = (const uint8_t *)s.p;
	uint32_t lead = 0, unit;

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		unit = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
		if (lead && U16_IS_TRAIL(unit)) {
			buf_code_point(out, (uint32_t)U16_GET_SUPPLEMENTARY(lead, unit));
			lead = 0;
			continue;
		}
		*bad += (lead ? 1u : 0u) + (U16_IS_TRAIL(unit) ? 1u : 0u);
		if (lead)
			buf_code_point(out, 0xFFFD);
		lead = U16_IS_LEAD(unit) ? unit : 0;
		if (!lead)
			buf_code_point(out, U16_IS_TRAIL(unit) ? 0xFFFD : unit);
	}
	if (lead || s.n % 2) {
		buf_code_point(out, 0xFFFD);
		++*bad;
	}
}

/* Writes U+FFFD for what cannot be decoded, and counts it. */
static void bad_bytes(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t n,
		      UConverterCallbackReason reason, UErrorCode *code)
{
	static const UChar replacement = 0xFFFD;
	union {
		const void *in;
		size_t *out;
	} bad = {context};

	(void)bytes;
	(void)n;
	if (reason > UCNV_IRREGULAR)
		return;
	*code = U_ZERO_ERROR;
	++*bad.out;
	ucnv_cbToUWriteUChars(args, &replacement, 1, 0, code);
}

/* ICU's CP932 comes from IBM, where three controls have changed places; nothing else maps to them. */
static void mend_controls(UChar *p, const UChar *end)
{
	for (; p < end; p++)
		*p = *p == 0x1C ? 0x1A : *p == 0x7F ? 0x1C : *p == 0x1A ? 0x7F : *p;
}

static void add_utf16(struct buf *out, const UChar *p, const UChar *end)
{
	buf_reserve(out, (size_t)(end - p) * 3 + 1);
	while (p < end) {
		uint32_t c = *p++;

		if (c < 0x80) {
			out->p[out->n++] = (char)c;
			continue;
		}
		if (U16_IS_LEAD(c) && p < end && U16_IS_TRAIL(*p))
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, *p++);
		buf_code_point(out, c);
	}
}

static void decode_icu(struct str s, const struct encoding *e, struct buf *out, size_t *bad)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *cnv = ucnv_open(e->icu, &code);
	const char *p = s.p, *end = s.p + s.n;
	UChar units[4096], *to;

	if (U_FAILURE(code))
		die(_("ICU has no converter %s; install its data"), e->icu);
	ucnv_setToUCallBack(cnv, bad_bytes, bad, NULL, NULL, &code);
	do {
		code = U_ZERO_ERROR;
		to = units;
		/* one unit of room: a pair of surrogates is not split */
		ucnv_toUnicode(cnv, &to, units + sizeof units / sizeof *units - 1, &p, end, NULL, true, &code);
		if (to > units && U16_IS_LEAD(to[-1]) && code == U_BUFFER_OVERFLOW_ERROR) {
			UChar *more = to;
			UErrorCode one = U_ZERO_ERROR;

			ucnv_toUnicode(cnv, &more, to + 1, &p, end, NULL, true, &one);
			to = more;
		}
		if (!strcmp(e->name, "CP932"))
			mend_controls(units, to);
		add_utf16(out, units, to);
	} while (code == U_BUFFER_OVERFLOW_ERROR);
	ucnv_close(cnv);
}

/* CR LF and CR become LF, in place from `start`. */
static bool unify_line_ends(struct buf *b, size_t start)
{
	char *from, *to, *end = b->p + b->n;

	if (b->n == start || !(from = memchr(b->p + start, '\r', b->n - start)))
		return false;
	for (to = from; from < end; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from + 1 == end || from[1] != '\n')
			*to++ = '\n';
	}
	b->n = (size_t)(to - b->p);
	return true;
}

static struct str cut_bom(struct str s, const struct encoding *e, bool *bom)
{
	struct str mark = {NULL, 0};

	if (!strcmp(e->name, "UTF-8"))
		mark = STR("\xEF\xBB\xBF");
	else if (!strcmp(e->name, "UTF-16LE"))
		mark = STR("\xFF\xFE");
	else if (!strcmp(e->name, "UTF-16BE"))
		mark = STR("\xFE\xFF");
	*bom = mark.n && str_starts(s, mark);
	return *bom ? str_slice(s, mark.n, s.n) : s;
}

bool text_decode(struct str bytes, const char *encoding, struct buf *out, struct text_decoding *info, struct err *err)
{
	const struct encoding *e = find_encoding(encoding ? encoding : text_detect(bytes));
	size_t start = out->n;

	if (!e)
		return err_set(err, ERR_USAGE,
			       _("%s: no such encoding; use UTF-8, CP932, EUC-JP, ISO-2022-JP, WINDOWS-1252, UTF-16LE "
				 "or UTF-16BE"),
			       encoding);
	memset(info, 0, sizeof *info);
	snprintf(info->encoding, sizeof info->encoding, "%s", e->name);
	bytes = cut_bom(bytes, e, &info->bom);
	if (e->icu)
		decode_icu(bytes, e, out, &info->bad);
	else if (!strcmp(e->name, "UTF-8"))
		decode_utf8(bytes, out, &info->bad);
	else
		decode_utf16(bytes, !strcmp(e->name, "UTF-16BE"), out, &info->bad);
	info->binary = strncmp(e->name, "UTF-16", 6) && out->n > start && memchr(out->p + start, 0, out->n - start);
	info->cr = unify_line_ends(out, start);
	return true;
}
