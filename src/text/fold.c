/* Folding: what search takes for the same (reference: typography 4).
 *
 * The text is folded cluster by cluster, and each folded byte knows the cluster it came from, so that
 * a hit can be given back at cluster edges. Nearly every code point of Japanese prose folds to itself
 * (a bit of the property table says so); only the rest goes to ICU. */
#include "props.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { FOLD_COPY = TEXT_LOOSE_FOLD + 1, ROOM = 64 };

struct folder {
	struct text_folded *out;
	int level;
	uint32_t before; /* the folded letter before: what ゝ 々 stand for */
};

static const UNormalizer2 *normalizer(bool casefold)
{
	static const UNormalizer2 *fold, *nfd;
	UErrorCode code = U_ZERO_ERROR;

	if (casefold && !fold)
		fold = unorm2_getNFKCCasefoldInstance(&code);
	if (!casefold && !nfd)
		nfd = unorm2_getNFDInstance(&code);
	if (U_FAILURE(code))
		die(_("ICU has no normalization data (%s); install its data"), u_errorName(code));
	return casefold ? fold : nfd;
}

/* Normalizes n code points in place; returns how many there are then. */
static size_t normalize(uint32_t *cp, size_t n, bool casefold)
{
	UChar from[2 * ROOM], to[4 * ROOM];
	UErrorCode code = U_ZERO_ERROR;
	int32_t units, i = 0;
	size_t got = 0;

	u_strFromUTF32(from, 2 * ROOM, &units, (const UChar32 *)cp, (int32_t)n, &code);
	units = unorm2_normalize(normalizer(casefold), from, units, to, 4 * ROOM, &code);
	if (U_FAILURE(code))
		return n;
	while (i < units && got < ROOM) {
		uint32_t c = to[i++];

		if (U16_IS_LEAD(c) && i < units)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, to[i++]);
		cp[got++] = c;
	}
	return got;
}

/* Room for a few code points more. */
static void make_room(struct text_folded *o)
{
	if (o->text.cap - o->text.n < 8)
		buf_reserve(&o->text, 64 + o->text.n / 4);
	vec_reserve(&o->source, o->text.n + 8);
}

static void emit(struct folder *f, uint32_t cp, size_t source)
{
	struct text_folded *o = f->out;
	char *p;

	make_room(o);
	p = o->text.p + o->text.n;
	if (cp >= 0x800 && cp < 0x10000) {
		p[0] = (char)(0xE0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		p[2] = (char)(0x80 | (cp & 0x3F));
		o->text.n += 3;
	} else {
		buf_code_point(&o->text, cp);
	}
	while (o->source.n < o->text.n)
		o->source.v[o->source.n++] = (uint32_t)source;
}

static bool mark_of_voice(uint32_t cp)
{
	return cp == 0x3099 || cp == 0x309A;
}

/* Dashes are one, hyphens are one, waves are one (level 2); for comparing copies all dashes are hyphens. */
static uint32_t fold_dash(uint32_t cp, bool all)
{
	switch (cp) {
	case 0x301C: /* 〜 */
	case 0x223C:
	case 0x223E:
	case 0x3030:
		return '~';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2043:
	case 0x2212:
		return '-';
	case 0x2014:
	case 0x2015:
	case 0x2500:
	case 0x2501:
		return all ? '-' : 0x2014;
	default:
		return cp;
	}
}

static uint32_t fold_kana(uint32_t cp) /* katakana to hiragana */
{
	if ((cp >= 0x30A1 && cp <= 0x30F6) || cp == 0x30FD || cp == 0x30FE)
		return cp - 0x60;
	return cp;
}

static uint32_t fold_small(uint32_t cp) /* small kana to large ones */
{
	switch (cp) {
	case 0x3041:
	case 0x3043:
	case 0x3045:
	case 0x3047:
	case 0x3049:
	case 0x3063:
	case 0x3083:
	case 0x3085:
	case 0x3087:
	case 0x308E:
		return cp + 1;
	case 0x3095: /* ゕ */
		return 0x304B;
	case 0x3096: /* ゖ */
		return 0x3051;
	case 0x3090: /* ゐ */
		return 0x3044;
	case 0x3091: /* ゑ */
		return 0x3048;
	default:
		return cp;
	}
}

/* Kanji of names and of the old orthography, with the form in use. */
static uint32_t fold_form(uint32_t cp)
{
	static const struct {
		uint16_t old, now;
	} forms[] = {
#include "old_forms.h"
	};

	if (cp < 0x4E00 || cp > 0xFAFF)
		return cp;
	for (size_t low = 0, high = sizeof forms / sizeof *forms; low < high;) {
		size_t mid = (low + high) / 2;

		if (forms[mid].old == cp)
			return forms[mid].now;
		if (forms[mid].old < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return cp;
}

/* ゝ ゞ 々: the letter before them, ゞ with a mark. False: cp is none of them, or nothing stands before. */
static bool repeat(struct folder *f, uint32_t cp, size_t source)
{
	uint32_t again[2] = {f->before, 0x3099};
	size_t n = cp == 0x309E && f->level < TEXT_LOOSE_FOLD ? normalize(again, 2, true) : 1;

	if (!f->before || !(cp == 0x309D || cp == 0x309E || cp == 0x3005 || cp == 0x303B))
		return false;
	for (size_t i = 0; i < n; i++)
		emit(f, again[i], source);
	return true;
}

static void put_loose(struct folder *f, uint32_t cp, size_t source)
{
	switch (cp) {
	case 0x30FC: /* ー */
	case 0x30FB: /* ・ */
	case 0x309B:
	case 0x309C:
		return;
	case 0x3001:
		cp = ',';
		break;
	case 0x3002:
		cp = '.';
		break;
	default:
		cp = fold_form(fold_small(cp));
	}
	f->before = text_is_letter(cp) ? cp : 0;
	emit(f, cp, source);
}

static bool strips_marks(uint32_t base)
{
	enum text_script s = text_script(base);

	return s == TEXT_KANA || s == TEXT_LATIN || s == TEXT_GREEK || s == TEXT_CYRILLIC;
}

/* Hiragana without its mark; a う with one is ふ with one (ヴ, ブ). */
static uint32_t unvoiced(uint32_t cp)
{
	if (cp >= 0x304B && cp <= 0x3062)
		return cp - ((cp - 0x304B) & 1);
	if (cp >= 0x3064 && cp <= 0x3069)
		return cp - (cp & 1);
	if (cp >= 0x306F && cp <= 0x307D)
		return cp - (cp - 0x306F) % 3;
	return cp == 0x3094 ? 0x3075 : cp >= 0x30F7 && cp <= 0x30FA ? cp - 0x68 : cp;
}

/* Level 3: without marks. */
static void put_stripped(struct folder *f, const uint32_t *cp, size_t n, size_t source)
{
	uint32_t apart[ROOM];
	bool strip = false;

	if (n == 1 && (cp[0] < 0x80 || cp[0] >= 0x3000)) {
		put_loose(f, unvoiced(cp[0]), source);
		return;
	}
	memcpy(apart, cp, n * sizeof *cp);
	n = normalize(apart, n, false);
	for (size_t i = 0; i < n; i++) {
		if (mark_of_voice(apart[i]) || (prop(apart[i], PROP_MARK) && strip))
			continue;
		strip = strips_marks(apart[i]);
		if (apart[i] == 0x3046 && i + 1 < n && apart[i + 1] == 0x3099)
			apart[i] = 0x3075;
		put_loose(f, apart[i], source);
	}
}

static void put_kana_level(struct folder *f, uint32_t *cp, size_t n, size_t source)
{
	for (size_t i = 0; i < n; i++)
		cp[i] = fold_kana(fold_dash(cp[i], false));
	if (n == 1 && repeat(f, cp[0], source))
		return;
	if (f->level == TEXT_LOOSE_FOLD) {
		put_stripped(f, cp, n, source);
		return;
	}
	f->before = n && prop(cp[0], PROP_LETTER) ? cp[0] : 0;
	for (size_t i = 0; i < n; i++)
		emit(f, cp[i], source);
}

static void put(struct folder *f, uint32_t *cp, size_t n, size_t source)
{
	if (f->level == TEXT_KANA_FOLD || f->level == TEXT_LOOSE_FOLD) {
		put_kana_level(f, cp, n, source);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (f->level == FOLD_COPY && text_is_space(cp[i]))
			continue;
		emit(f, f->level == FOLD_COPY ? fold_dash(cp[i], true) : cp[i], source);
	}
}

/* One cluster: its code points, normalized if any of them needs it. */
static void fold_cluster(struct folder *f, struct str s, size_t start, size_t end)
{
	uint32_t cp[ROOM];
	size_t n = 0, at = start;
	bool needs = false;

	while (at < end) {
		for (n = 0; at < end && n < ROOM / 4; n++) {
			at = text_step(s, at, &cp[n]);
			if (n && (cp[n] == 0x309B || cp[n] == 0x309C))
				cp[n] -= 2; /* a mark of its own, after its letter: the combining one */
			needs |= n > 0 || prop(cp[n], PROP_FOLDS);
		}
		if (needs)
			n = normalize(cp, n, true);
		put(f, cp, n, start);
	}
}

/* う゛: the mark of voice as a letter of its own belongs to the kana before it. */
static size_t with_voice_mark(struct str s, size_t start, size_t end)
{
	uint32_t cp;
	size_t after;

	if (end == s.n || (uint8_t)s.p[start] < 0x80)
		return end;
	text_step(s, start, &cp);
	if (text_script(cp) != TEXT_KANA)
		return end;
	after = text_step(s, end, &cp);
	return cp == 0x309B || cp == 0x309C ? after : end;
}

/* A code point that folds to itself or to one other at this level: nearly all of Japanese prose. */
static bool fold_simple(struct folder *f, uint32_t cp, size_t source)
{
	bool kanji = cp >= 0x4E00 && cp <= 0x9FFF, hiragana = cp >= 0x3041 && cp <= 0x3096;

	if (prop(cp, PROP_FOLDS))
		return false;
	if (f->level != TEXT_COMPAT && !kanji && !(hiragana && f->level != TEXT_LOOSE_FOLD))
		return false;
	if (kanji && f->level == TEXT_LOOSE_FOLD)
		cp = fold_form(cp);
	f->before = cp;
	emit(f, cp, source);
	return true;
}

static void fold(struct str s, int level, struct text_folded *out)
{
	struct folder f = {.out = out, .level = level};
	size_t i, end;
	uint32_t cp;

	buf_clear(&out->text);
	out->source.n = 0;
	buf_reserve(&out->text, s.n + 1);
	vec_reserve(&out->source, s.n + 1);
	for (i = 0; i < s.n; i = end) {
		end = text_cluster_next(s, i);
		if (level == TEXT_LOOSE_FOLD)
			end = with_voice_mark(s, i, end);
		if (end == i + 1 && (uint8_t)s.p[i] < 0x80 && level != FOLD_COPY) {
			uint32_t c = (uint8_t)s.p[i];

			f.before = 0;
			emit(&f, c >= 'A' && c <= 'Z' ? c + 32 : c, i);
			continue;
		}
		if (text_step(s, i, &cp) == end && fold_simple(&f, cp, i))
			continue;
		fold_cluster(&f, s, i, end);
	}
	vec_push(&out->source, (uint32_t)s.n);
}

static void fold_exact(struct str s, struct text_folded *out)
{
	size_t i, end;

	buf_clear(&out->text);
	out->source.n = 0;
	buf_str(&out->text, s);
	vec_reserve(&out->source, s.n + 1);
	for (i = 0; i < s.n; i = end)
		for (end = text_cluster_next(s, i); out->source.n < end;)
			out->source.v[out->source.n++] = (uint32_t)i;
	vec_push(&out->source, (uint32_t)s.n);
}

void text_fold(struct str s, enum text_fold_level level, struct text_folded *out)
{
	if (level == TEXT_EXACT)
		fold_exact(s, out);
	else
		fold(s, (int)level, out);
}

void text_fold_copy(struct str s, struct text_folded *out)
{
	fold(s, FOLD_COPY, out);
}

void text_folded_free(struct text_folded *f)
{
	buf_free(&f->text);
	vec_free(&f->source);
}
