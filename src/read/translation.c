/* Translations of quotations: in the same paragraph in brackets, 「…」（…）; or in the paragraphs below, after a label
 * that stands alone or begins them, or with the label in brackets at their end. A fragment of a quote that has a
 * translation finds the sentence of the translation that it belongs to. */
#include "scan.h"

#define GAP_MOST 3 /* blank lines between a quote, its label and its translation */

static size_t label_at(const struct scan *s, struct str t)
{
	size_t best = 0;

	for (size_t i = 0; i < s->p->translation_labels.n; i++) {
		struct str l = s->p->translation_labels.v[i];

		if (l.n > best && l.n <= t.n && !strncasecmp(l.p, t.p, l.n))
			best = l.n;
	}
	return best;
}

static bool opens(uint32_t cp)
{
	return cp == '(' || cp == 0xFF08 || cp == '[' || cp == 0xFF3B || cp == 0x3010 || cp == 0x3014 || cp == '<' ||
	       cp == 0xFF1C || cp == 0x3008;
}

static bool closes(uint32_t cp)
{
	return cp == ')' || cp == 0xFF09 || cp == ']' || cp == 0xFF3D || cp == 0x3011 || cp == 0x3015 || cp == '>' ||
	       cp == 0xFF1E || cp == 0x3009;
}

static bool separates(uint32_t cp)
{
	return cp == ':' || cp == 0xFF1A || cp == '=' || cp == 0xFF1D || cp == 0x30FB;
}

/* A label at the start of t, in brackets or not: its text, and the rest after it. Without brackets, something must
 * part it from the rest: "訳す" is no label. */
static bool leading_label(const struct scan *s, struct str t, struct str *label, struct str *rest)
{
	uint32_t cp = 0;
	size_t n, next;
	bool bracket, wide;

	if (!t.n)
		return false;
	next = text_next(t, 0, &cp);
	bracket = opens(cp);
	if (bracket)
		t = scan_trim_blanks(str_slice(t, next, t.n));
	n = label_at(s, t);
	if (!n)
		return false;
	*label = str_slice(t, 0, n);
	wide = str_starts(str_slice(t, n, t.n), STR("　")) || str_starts(str_slice(t, n, t.n), STR("\t"));
	t = scan_trim_blanks(str_slice(t, n, t.n));
	if (bracket) {
		if (!t.n || (next = text_next(t, 0, &cp), !closes(cp)))
			return false;
		t = scan_trim_blanks(str_slice(t, next, t.n));
	}
	if (t.n && (next = text_next(t, 0, &cp), separates(cp)))
		t = scan_trim_blanks(str_slice(t, next, t.n));
	else if (!bracket && !wide && t.n && cp != 0x300C && cp != '"' && cp != 0x201C)
		return false;
	*rest = t;
	return true;
}

/* A label in brackets at the end of t: "…（私訳）", "… [my translation]"; what stands before it. */
static bool trailing_label(const struct scan *s, struct str t, struct str *label, struct str *before)
{
	uint32_t cp;
	size_t end, at;

	if (!t.n)
		return false;
	end = text_prev(t, t.n, &cp);
	if (!closes(cp))
		return false;
	for (at = end; at > 0 && end - at < 60;) {
		size_t prev = text_prev(t, at, &cp);

		if (opens(cp)) {
			struct str inner = scan_trim_blanks(str_slice(t, at, end));

			if (!inner.n || label_at(s, inner) != inner.n || prev == 0)
				return false;
			*label = inner;
			*before = scan_trim_blanks(str_slice(t, 0, prev));
			return before->n > 0;
		}
		at = prev;
	}
	return false;
}

bool scan_has_label(const struct scan *s, struct str t)
{
	struct str label, rest;

	return leading_label(s, t, &label, &rest) || trailing_label(s, t, &label, &rest);
}

bool scan_is_label(const struct scan *s, struct str t)
{
	struct str label, rest;

	return leading_label(s, t, &label, &rest) && !rest.n;
}

static struct str unquote(const struct scan *s, struct str t)
{
	struct str inside;

	return scan_is_wrapped(t, &s->p->quotes, &inside) ? scan_trim_blanks(inside) : t;
}

static void set(struct scan *s, struct foreign_item *f, struct str translation, struct str label)
{
	translation = unquote(s, scan_trim_blanks(translation));
	if (!translation.n)
		return;
	f->translation = translation;
	f->label = label;
	f->at = (struct span){scan_offset_of(s, translation.p), scan_offset_of(s, translation.p) + translation.n};
	f->match = "whole";
}

/* Is it in the document's language, as far as its letters go? */
static bool own_language(const struct scan *s, struct str t)
{
	int japanese = 0, alphabet = 0;
	uint32_t cp;

	for (size_t at = 0, next; at < t.n; at = next) {
		enum text_script script;

		next = text_next(t, at, &cp);
		if (cp < 0x80) {
			alphabet += (cp | 32) >= 'a' && (cp | 32) <= 'z';
			continue;
		}
		script = text_script(cp);
		japanese += script == TEXT_KANA || script == TEXT_HAN;
		alphabet += script == TEXT_LATIN;
	}
	return s->r->japanese ? japanese >= 2 && japanese * 3 > alphabet : alphabet >= 3 && alphabet > japanese * 3;
}

/* ---- in the same paragraph --------------------------------------------------------------------------------- */
/* Past blanks and calls. */
static size_t skip_blanks(const struct scan *s, struct str t, size_t at)
{
	size_t base = scan_offset_of(s, t.p), next;
	const struct span *taken;
	uint32_t cp;

	while (at < t.n) {
		next = text_next(t, at, &cp);
		taken = scan_taken_in(s, base + at, base + at + 1);
		if (taken && !scan_cite_at(s, base + at) && !scan_in_link(s, base + at) && taken->end - base <= t.n)
			next = taken->end - base;
		else if (!scan_is_blank(cp))
			break;
		at = next;
	}
	return at;
}

/* Past the closing quotation mark that follows the run; POS_NONE where there is none. */
static size_t after_quote(const struct scan *s, const struct foreign_item *f, struct str t)
{
	size_t at = f->end - scan_offset_of(s, t.p);

	for (int punctuation = 0; punctuation < 2; punctuation++) {
		for (size_t i = 0; i < s->p->quotes.n; i++)
			if (str_starts(str_slice(t, at, t.n), s->p->quotes.v[i].close))
				return at + s->p->quotes.v[i].close.n;
		if (at < t.n && strchr(".,!?", t.p[at]))
			at++;
		else
			break;
	}
	return POS_NONE;
}

static void from_bracket(struct scan *s, struct foreign_item *f, struct str inner)
{
	struct str label = {NULL, 0}, rest = inner;

	inner = scan_trim_blanks(inner);
	if (!leading_label(s, inner, &label, &rest) && !trailing_label(s, inner, &label, &rest)) {
		uint32_t cp;

		rest = inner;
		for (size_t at = inner.n; at > 0;) { /* "…、拙訳" */
			at = text_prev(inner, at, &cp);
			if (cp != 0x3001 && cp != ',' && cp != 0xFF0C && cp != ';' && !separates(cp) &&
			    !scan_is_blank(cp))
				continue;
			label = scan_trim_blanks(str_slice(inner, text_next(inner, at, &cp), inner.n));
			if (label.n && label_at(s, label) == label.n)
				rest = str_slice(inner, 0, at);
			else
				label = (struct str){NULL, 0};
			break;
		}
	}
	if (own_language(s, rest) && !scan_cite_at(s, scan_offset_of(s, inner.p)))
		set(s, f, rest, label);
}

static void beside(struct scan *s, struct foreign_item *f)
{
	struct str t = s->lines.v[f->last_line].text, label, rest;
	size_t at = after_quote(s, f, t), open_n, close_n, close, open;
	const struct str_pair *pair;

	if (at != POS_NONE) {
		at = skip_blanks(s, t, at);
		close = at < t.n ? scan_paren_close(t, at, &open_n, &close_n) : POS_NONE;
		if (close != POS_NONE) {
			struct str inner = str_slice(t, at + open_n, close);

			if (label_at(s, scan_trim_blanks(inner)) != scan_trim_blanks(inner).n) {
				from_bracket(s, f, inner);
				return;
			}
		}
		if (at < t.n && leading_label(s, str_slice(t, at, t.n), &label, &rest)) {
			size_t n, end = rest.n ? scan_close_of(rest, 0, &s->p->quotes, &n) : POS_NONE;

			set(s, f, end == POS_NONE ? rest : str_slice(rest, n, end), label);
			return;
		}
	}
	/* the other way about: 「translation」(foreign) */
	open = f->start - scan_offset_of(s, t.p);
	close = f->end - scan_offset_of(s, t.p);
	if (!(close < t.n && (t.p[close] == ')' || str_starts(str_slice(t, close, t.n), STR("）")))) || open == 0)
		return;
	if (t.p[open - 1] == '(')
		open--;
	else if (open >= 3 && !memcmp(t.p + open - 3, "（", 3))
		open -= 3;
	else
		return;
	pair = scan_pair_before(t, open, &s->p->quotes, &at);
	if (pair && own_language(s, str_slice(t, at, open)))
		set(s, f, str_slice(t, at + pair->open.n, open - pair->close.n), (struct str){NULL, 0});
}

/* ---- in the paragraphs below ---------------------------------------------------------------------------------- */
static bool follows(const struct scan *s, uint32_t line, uint32_t of)
{
	return line < s->lines.n && s->lines.v[line].before <= GAP_MOST &&
	       s->lines.v[line].note == s->lines.v[of].note && s->lines.v[line].kind != LINE_HEADING &&
	       s->lines.v[line].kind != LINE_RULE &&
	       (s->lines.v[line].post == NONE || s->lines.v[line].post == s->lines.v[of].post);
}

static void take(struct scan *s, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++)
		if (s->lines.v[i].kind == LINE_TEXT) {
			s->lines.v[i].kind = LINE_TRANSLATION;
			s->lines.v[i].item = first;
		}
}

/* Lines that follow each other directly from `line` on are one paragraph in a text that wraps its lines, and one
 * paragraph each in one that does not; the quote tells which. */
static uint32_t paragraph_last(const struct scan *s, uint32_t line, bool wrapped)
{
	while (wrapped && line + 1 < s->lines.n && s->lines.v[line + 1].before == 0 &&
	       s->lines.v[line + 1].kind == LINE_TEXT && s->lines.v[line + 1].note == s->lines.v[line].note)
		line++;
	return line;
}

static struct str lines_text(const struct scan *s, uint32_t first, uint32_t last)
{
	size_t start = scan_offset_of(s, s->lines.v[first].text.p);

	return str_slice(s->text, start, scan_offset_of(s, s->lines.v[last].text.p) + s->lines.v[last].text.n);
}

static void fold(struct scan *s, struct foreign_item *f, uint32_t first, uint32_t last)
{
	f->folded = (struct span){s->lines.v[first].start, s->lines.v[last].end};
	take(s, first, last);
}

static bool wraps(const struct scan *s, const struct foreign_item *f)
{
	return f->last_line > f->line || (s->lines.v[f->line].chars < 90 && !s->r->japanese);
}

/* Quotations that are whole paragraphs one under the other, n of them from i on, share one label. */
static size_t stack(const struct scan *s, size_t i)
{
	size_t n = 1;

	while (i + n < s->foreign.n && s->foreign.v[i + n].whole &&
	       s->foreign.v[i + n].line == s->foreign.v[i + n - 1].last_line + 1 &&
	       follows(s, s->foreign.v[i + n].line, s->foreign.v[i].line))
		n++;
	return n;
}

/* After a label that stands alone: as many paragraphs as there are quoted ones. */
static void labelled(struct scan *s, size_t i, size_t n, uint32_t label_line, struct str label)
{
	uint32_t line = label_line + 1;

	for (size_t k = 0; k < n && follows(s, line, label_line); k++) {
		struct foreign_item *f = &s->foreign.v[i + k];
		uint32_t last = paragraph_last(s, line, wraps(s, f));
		struct str t = lines_text(s, line, last), l2, before;

		if (!own_language(s, t) || s->lines.v[line].kind != LINE_TEXT)
			return;
		set(s, f, trailing_label(s, t, &l2, &before) ? before : t, label);
		if (n == 1)
			fold(s, f, label_line, last);
		else
			take(s, k ? line : label_line, last);
		line = last + 1;
	}
}

/* A paragraph of its own that is one bracket from end to end, right under the quote: "（…）". */
static bool all_bracket(struct scan *s, struct foreign_item *f, uint32_t line)
{
	const struct line *l = &s->lines.v[line];
	size_t open_n, close_n, close = scan_paren_close(l->text, 0, &open_n, &close_n);

	if (close == POS_NONE || close + close_n != l->text.n || l->before > 1 || l->kind != LINE_TEXT)
		return false;
	from_bracket(s, f, str_slice(l->text, open_n, close));
	if (f->translation.n)
		fold(s, f, line, line);
	return f->translation.n > 0;
}

static void below(struct scan *s, size_t i)
{
	size_t n = stack(s, i);
	struct foreign_item *f = &s->foreign.v[i];
	uint32_t of = s->foreign.v[i + n - 1].last_line, line = of + 1, last;
	struct str label, rest, t;

	while (follows(s, line, of) && s->lines.v[line].kind == LINE_CITATION)
		line++;
	if (!follows(s, line, of) || s->lines.v[line].kind == LINE_CITATION)
		return;
	t = s->lines.v[line].text;
	if (leading_label(s, t, &label, &rest)) {
		if (!rest.n) {
			labelled(s, i, n, line, label);
			return;
		}
		last = paragraph_last(s, line, wraps(s, f));
		rest.n = (size_t)(s->lines.v[last].text.p + s->lines.v[last].text.n - rest.p);
		if (n == 1 && own_language(s, rest)) {
			set(s, f, rest, label);
			fold(s, f, line, last);
		}
		return;
	}
	if (n == 1 && all_bracket(s, f, line))
		return;
	last = paragraph_last(s, line, wraps(s, f));
	if (n == 1 && trailing_label(s, lines_text(s, line, last), &label, &rest) && own_language(s, rest)) {
		set(s, f, rest, label);
		fold(s, f, line, last);
	}
}

/* All of its lines but for quotation marks, a note's label and a bracket after it. */
static bool fills_lines(const struct scan *s, const struct foreign_item *f)
{
	const struct line *l = &s->lines.v[f->line];
	struct str t = s->lines.v[f->last_line].text;
	size_t at;

	if (f->whole)
		return true;
	if (f->start - scan_offset_of(s, l->text.p) > 12)
		return false;
	at = after_quote(s, f, t);
	at = skip_blanks(s, t, at == POS_NONE ? f->end - scan_offset_of(s, t.p) : at);
	return t.n - at <= 3;
}

/* ---- fragments -------------------------------------------------------------------------------------------------- */
static struct str bare(struct str folded) /* without punctuation at its end */
{
	while (folded.n && strchr(".,!?;:'\"", folded.p[folded.n - 1]))
		folded.n--;
	return folded;
}

/* Which sentences of `whole` the fragment touches, and whether it is exactly those. */
static bool locate(struct str whole, struct str fragment, size_t *first, size_t *last, size_t *n, bool *exact)
{
	span_vec sentences = {0};
	struct text_folded f = {0}, g = {0};
	bool found = false;

	text_sentences(whole, &sentences);
	text_fold_copy(fragment, &f);
	text_fold_copy(whole, &g);
	*n = sentences.n;
	size_t at = str_find(buf_view(&g.text), bare(buf_view(&f.text)), 0), end = at + bare(buf_view(&f.text)).n;

	if (at != POS_NONE && sentences.n && f.text.n) {
		size_t from = g.source.v[at], to = g.source.v[end - 1];

		*first = *last = POS_NONE;
		for (size_t i = 0; i < sentences.n; i++) {
			if (sentences.v[i].start <= to && sentences.v[i].end > from) {
				*first = *first == POS_NONE ? i : *first;
				*last = i;
			}
		}
		found = *first != POS_NONE;
		if (found) {
			struct text_folded h = {0};

			text_fold_copy(str_slice(whole, sentences.v[*first].start, sentences.v[*last].end), &h);
			*exact = str_eq(bare(buf_view(&h.text)), bare(buf_view(&f.text)));
			text_folded_free(&h);
		}
	}
	text_folded_free(&f);
	text_folded_free(&g);
	vec_free(&sentences);
	return found;
}

/* The sentences of a translation that answer the sentences first to last of n: one by one where there are as many,
 * else by their share of the length. */
static struct str aligned(struct str translation, size_t first, size_t last, size_t n)
{
	span_vec sentences = {0};
	struct str got = translation;

	text_sentences(translation, &sentences);
	if (sentences.n > 1) {
		size_t m = sentences.n, a = n == m ? first : first * m / n,
		       b = n == m ? last : ((last + 1) * m + n - 1) / n - 1;

		got = str_slice(translation, sentences.v[a].start, sentences.v[b < m ? b : m - 1].end);
	}
	vec_free(&sentences);
	return got;
}

static bool fragment_of(struct scan *s, struct foreign_item *f, struct str text, struct str translation,
			struct str label)
{
	size_t first, last, n;
	bool exact = false;
	struct str part;

	if (f->text.n > text.n + 8 || !locate(text, f->text, &first, &last, &n, &exact))
		return false;
	part = aligned(translation, first, last, n);
	f->translation = part;
	f->label = label;
	f->match = exact ? (first == 0 && last + 1 == n ? "whole" : "sentence") : "part of a sentence";
	if (part.p >= s->text.p && part.p <= s->text.p + s->text.n)
		f->at = (struct span){scan_offset_of(s, part.p), scan_offset_of(s, part.p) + part.n};
	return true;
}

static void find_whole(struct scan *s, size_t i)
{
	struct foreign_item *f = &s->foreign.v[i];

	for (size_t k = i; k > 0; k--)
		if (s->foreign.v[k - 1].translation.n && s->foreign.v[k - 1].match &&
		    !strcmp(s->foreign.v[k - 1].match, "whole") &&
		    fragment_of(s, f, s->foreign.v[k - 1].text, s->foreign.v[k - 1].translation,
				s->foreign.v[k - 1].label))
			return;
	for (size_t k = s->r->pairs.n; k > 0; k--)
		if (fragment_of(s, f, s->r->pairs.v[k - 1].text, s->r->pairs.v[k - 1].translation,
				s->r->pairs.v[k - 1].label))
			return;
}

void scan_translations(struct scan *s)
{
	for (size_t i = 0; i < s->foreign.n; i++) {
		struct foreign_item *f = &s->foreign.v[i];

		if (!f->translation.n)
			beside(s, f);
		if (!f->translation.n && fills_lines(s, f))
			below(s, i);
	}
	for (size_t i = 0; i < s->foreign.n; i++)
		if (!s->foreign.v[i].translation.n)
			find_whole(s, i);
	for (size_t i = 0; i < s->foreign.n; i++) {
		const struct foreign_item *f = &s->foreign.v[i];

		if (f->match && !strcmp(f->match, "whole") && f->at.start != POS_NONE && s->r->pairs.n < 1000)
			vec_push(&s->r->pairs, (struct known_pair){f->text, f->translation, f->label});
	}
}
