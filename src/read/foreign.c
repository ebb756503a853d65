/* Quotations: runs in another language than the document's.
 *
 * In a Japanese text, a run of words of an alphabet, with the blanks and punctuation between them; in a text of an
 * alphabet, a run of Japanese, and lines or quotes whose small words are another language's. Three words or more count,
 * fewer only where they stand alone inside quotation marks and are more than a name. What a title, a URL, a citation, a
 * call or a head line of a post holds does not count. */
#include "scan.h"

struct run {
	size_t start, end; /* in the line's text */
	int words, small;  /* words; small words of a language (the, is, …) */
	int capital, letters, kana;
	bool stop; /* a full stop, ! or ? ends or parts it */
};

static bool alphabetic(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 32) >= 'a' && (cp | 32) <= 'z';
	switch (text_script(cp)) {
	case TEXT_LATIN:
	case TEXT_CYRILLIC:
	case TEXT_GREEK:
	case TEXT_HANGUL:
		return cp < 0xFF00 || cp > 0xFFDC;
	default:
		return false;
	}
}

static bool japanese(uint32_t cp)
{
	enum text_script script;

	if (cp < 0x2E80)
		return false;
	script = text_script(cp);
	return script == TEXT_KANA || script == TEXT_HAN;
}

/* May stand inside a run of words: blanks, digits and punctuation of European texts. */
static bool between_words(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || (cp > ' ' && cp < 0x7F && !strchr("<>{}|\\^`~=_\"", (int)cp)) ||
	       (cp >= 0x2010 && cp <= 0x2019) || cp == 0x2026;
}

/* Punctuation of Japanese texts, and digits, inside a run of Japanese. */
static bool between_japanese(uint32_t cp)
{
	return (cp >= 0x3000 && cp <= 0x303F && cp != 0x3000) || (cp >= 0xFF01 && cp <= 0xFF65) || cp == 0x2026 ||
	       cp == 0x2014 || cp == 0x2015 || (cp >= '0' && cp <= '9') || cp == '!' || cp == '?' || cp == '~' ||
	       cp == '%';
}

/* ---- words ------------------------------------------------------------------------------------------------- */
static bool in_words(const str_vec *words, struct str w)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->v[i].n == w.n && w.n && (words->v[i].p[0] | 32) == (w.p[0] | 32) &&
		    !strncasecmp(words->v[i].p, w.p, w.n))
			return true;
	return false;
}

/* The end of the word that starts at `at`: letters, and ' - . & between letters and digits. */
static size_t word_end(struct str t, size_t at, size_t end)
{
	uint32_t cp, after;
	size_t next;

	for (; at < end; at = next) {
		next = text_next(t, at, &cp);
		if (alphabetic(cp) || (cp >= '0' && cp <= '9'))
			continue;
		if (cp != '\'' && cp != 0x2019 && cp != '-' && cp != '.' && cp != '&' && cp != '_')
			break;
		if (next >= end || (text_next(t, next, &after), !alphabetic(after)))
			break;
	}
	return at;
}

static void count_word(const struct scan *s, struct run *r, struct str w)
{
	bool small = false;

	r->words++;
	for (size_t i = 0; i < s->p->languages.n && !small; i++)
		small = in_words(&s->p->languages.v[i].words, w);
	r->small += small;
	r->capital += w.p[0] >= 'A' && w.p[0] <= 'Z';
	if (w.n > 1 || small)
		return;
	r->words--; /* a letter that is no word: A, B, x */
	r->capital -= w.p[0] >= 'A' && w.p[0] <= 'Z';
}

static void measure(const struct scan *s, struct str t, struct run *r)
{
	uint32_t cp;

	for (size_t at = r->start, next; at < r->end; at = next) {
		next = text_next(t, at, &cp);
		r->stop |= cp == '.' || cp == '!' || cp == '?';
		if (!alphabetic(cp))
			continue;
		next = word_end(t, at, r->end);
		count_word(s, r, str_slice(t, at, next));
	}
}

/* A name or a title: each word with a capital, but for the small ones between them, which are fewer. */
static bool name_like(const struct run *r)
{
	return r->capital + r->small >= r->words && r->capital > 1 && r->small < r->capital;
}

static bool has_word(struct str t, struct str word)
{
	for (size_t at = 0, end; at < t.n; at = end + (end == at)) {
		end = word_end(t, at, t.n);
		if (end - at == word.n && !strncasecmp(t.p + at, word.p, word.n))
			return true;
	}
	return false;
}

/* The first characters of t: enough to tell its language. */
static struct str head(struct str t, size_t most)
{
	while (most < t.n && most > 0 && (t.p[most] & 0xC0) == 0x80)
		most--;
	return str_slice(t, 0, most < t.n ? most : t.n);
}

/* How many different small words of a language stand in the first thousand bytes of t. */
static size_t votes(const struct scan *s, size_t language, struct str t)
{
	size_t n = 0;

	t = head(t, 1000);
	for (size_t at = 0, end; at < t.n; at = end + (end == at)) {
		struct str word;

		end = word_end(t, at, t.n);
		word = str_slice(t, at, end);
		n += word.n && in_words(&s->p->languages.v[language].words, word) &&
		     !has_word(str_slice(t, 0, at), word);
	}
	return n;
}

static struct str alphabet_language(const struct scan *s, struct str t)
{
	size_t best = 0, most = 0, i;
	uint32_t cp;

	for (size_t at = 0, next; at < t.n; at = next) {
		next = text_next(t, at, &cp);
		if (cp < 0x250 || !alphabetic(cp))
			continue;
		switch (text_script(cp)) {
		case TEXT_CYRILLIC:
			return STR("ru");
		case TEXT_GREEK:
			return STR("el");
		case TEXT_HANGUL:
			return STR("ko");
		default:
			break;
		}
	}
	for (i = 0; i < s->p->languages.n; i++) {
		size_t n = votes(s, i, t);

		if (n > most) {
			most = n;
			best = i;
		}
	}
	return s->p->languages.n ? s->p->languages.v[best].code : STR("en");
}

/* ---- one line ---------------------------------------------------------------------------------------------- */
static void trim_run(struct str t, struct run *r)
{
	uint32_t cp;
	size_t next;

	while (r->start < r->end && (next = text_next(t, r->start, &cp), !alphabetic(cp)))
		r->start = next;
	while (r->start < r->end &&
	       (next = text_prev(t, r->end, &cp),
		!alphabetic(cp) && cp != '.' && cp != '!' && cp != '?' && !(cp >= '0' && cp <= '9') && cp != 0x2026))
		r->end = next;
}

/* Alone inside a pair of quotation marks? Then the marks' inside is the run, its punctuation with it. */
static bool alone_in(struct str t, struct run *r, const pair_vec *pairs)
{
	for (size_t i = 0; i < pairs->n; i++) {
		const struct str_pair *p = &pairs->v[i];

		if (r->start >= p->open.n && !memcmp(t.p + r->start - p->open.n, p->open.p, p->open.n) &&
		    t.n - r->end >= p->close.n && !memcmp(t.p + r->end, p->close.p, p->close.n))
			return true;
	}
	return false;
}

/* Words that an earlier quotation of whole lines holds: a fragment of it. */
static bool is_fragment(const struct scan *s, struct str words)
{
	for (size_t i = 0; i < s->foreign.n; i++) {
		struct str whole = s->foreign.v[i].text;
		size_t at = s->foreign.v[i].whole ? str_find(whole, words, 0) : POS_NONE;
		uint32_t cp = 0;

		if (at == POS_NONE || (at > 0 && (text_prev(whole, at, &cp), alphabetic(cp))))
			continue;
		at += words.n;
		if (at == whole.n || (text_next(whole, at, &cp), !alphabetic(cp)))
			return true;
	}
	return false;
}

static bool counts(const struct scan *s, struct str t, struct run *r)
{
	bool alone = alone_in(t, r, &s->p->quotes);

	if (alone_in(t, r, &s->p->titles))
		return false;
	measure(s, t, r);
	if (name_like(r))
		return false;
	if (r->words >= 3 || (alone && r->words == 2 && is_fragment(s, str_slice(t, r->start, r->end))))
		return true;
	return alone && r->words >= 1 && (r->small > 0 || r->stop) && r->words > r->capital - r->small;
}

static bool has_japanese(struct str t)
{
	uint32_t cp;

	for (size_t at = 0; at < t.n;) {
		at = text_next(t, at, &cp);
		if (japanese(cp))
			return true;
	}
	return false;
}

static void add(struct scan *s, uint32_t line, struct str t, const struct run *r)
{
	struct foreign_item f = {.start = scan_offset_of(s, t.p) + r->start,
				 .end = scan_offset_of(s, t.p) + r->end,
				 .line = line,
				 .last_line = line,
				 .at = {POS_NONE, POS_NONE},
				 .folded = {POS_NONE, POS_NONE}};

	f.text = str_slice(s->text, f.start, f.end);
	f.language = s->r->japanese || !has_japanese(f.text) ? alphabet_language(s, f.text) : STR("ja");
	f.whole = s->lines.v[line].foreign;
	vec_push(&s->foreign, f);
}

static void finish_run(struct scan *s, uint32_t line, struct str t, struct run *r)
{
	size_t base = scan_offset_of(s, t.p);
	const struct span *taken;

	if (r->start == POS_NONE)
		return;
	taken = scan_taken_in(s, base + r->start, base + r->end);
	if (taken) { /* what is taken parts it */
		struct run left = {.start = r->start,
				   .end = taken->start > base + r->start ? taken->start - base : r->start};
		struct run right = {.start = taken->end - base, .end = r->end};

		if (left.end > left.start)
			finish_run(s, line, t, &left);
		if (right.start < right.end)
			finish_run(s, line, t, &right);
		return;
	}
	trim_run(t, r);
	if (r->start < r->end && counts(s, t, r))
		add(s, line, t, r);
}

static void words_in(struct scan *s, uint32_t line, struct str t)
{
	struct run r = {.start = POS_NONE};
	uint32_t cp;
	int letters = 0;
	size_t next;

	for (size_t at = 0; at <= t.n; at = next) {
		bool inside;

		if (at == t.n)
			cp = 0;
		next = at < t.n ? text_next(t, at, &cp) : t.n + 1;
		inside = at < t.n && (alphabetic(cp) || between_words(cp));
		if (inside && r.start == POS_NONE) {
			r = (struct run){.start = at};
			letters = 0;
		}
		letters += inside && alphabetic(cp);
		if (inside)
			continue;
		if (r.start != POS_NONE && letters > 2) {
			r.end = at;
			finish_run(s, line, t, &r);
		}
		r = (struct run){.start = POS_NONE};
	}
}

static bool japanese_counts(const struct scan *s, struct str t, struct run *r)
{
	uint32_t cp;

	for (size_t at = r->start, next; at < r->end; at = next) {
		next = text_next(t, at, &cp);
		r->letters += japanese(cp);
		r->kana += cp >= 0x3041 && cp <= 0x309F;
		r->stop |= cp == 0x3002;
	}
	if (alone_in(t, r, &s->p->titles) || !r->kana)
		return false;
	return r->letters >= 8 || r->stop || (alone_in(t, r, &s->p->quotes) && r->letters >= 3);
}

/* The marks around all of a run are not the run's. */
static void unwrap(const struct scan *s, struct str t, struct run *r)
{
	struct str inside;

	if (scan_is_wrapped(str_slice(t, r->start, r->end), &s->p->quotes, &inside)) {
		r->start = (size_t)(inside.p - t.p);
		r->end = r->start + inside.n;
	}
}

/* A run of Japanese goes over words of an alphabet that stand in it without blanks around, and over one blank. */
static void japanese_in(struct scan *s, uint32_t line, struct str t)
{
	struct run r = {.start = POS_NONE};
	size_t last = 0, next, base = scan_offset_of(s, t.p);
	uint32_t cp;

	for (size_t at = 0; at <= t.n; at = next) {
		bool taken = at < t.n && scan_taken_in(s, base + at, base + at + 1);

		next = at < t.n ? text_next(t, at, &cp) : t.n + 1;
		if (at < t.n && !taken &&
		    (japanese(cp) || (r.start != POS_NONE && last == at && between_japanese(cp)) ||
		     (r.start == POS_NONE && (cp == 0x300C || cp == 0x300E)))) {
			if (r.start == POS_NONE)
				r = (struct run){.start = at};
			last = next;
			continue;
		}
		if (r.start == POS_NONE)
			continue;
		if (at < t.n && !taken && at - last < 24 && (cp == ' ' || alphabetic(cp)) &&
		    (s->lines.v[line].foreign || at == last || t.p[last] != ' '))
			continue;
		r.end = last;
		unwrap(s, t, &r);
		if (r.end > r.start && japanese_counts(s, t, &r))
			add(s, line, t, &r);
		r = (struct run){.start = POS_NONE};
	}
}

/* Words of another alphabet's language than the document's: its small words tell, at least `least` of them, and more
 * than twice as many as of the document's. */
static bool other_words(const struct scan *s, struct str t, size_t least)
{
	struct run r = {.end = head(t, 1000).n};
	size_t own = 0, other = 0, i;

	for (i = 0; i < s->p->languages.n && !str_eq(s->p->languages.v[i].code, s->r->language); i++)
		;
	if (i < s->p->languages.n && votes(s, i, head(t, 120)) > 3) /* most lines: at once */
		return false;
	measure(s, t, &r);
	if (r.words < 3 || name_like(&r) ||
	    (r.words < 6 && !r.stop && r.capital > 1 && r.capital * 2 >= r.words)) /* titles */
		return false;
	own = i < s->p->languages.n ? votes(s, i, t) : 0;
	for (size_t k = 0; k < s->p->languages.n; k++) {
		size_t n = k == i ? 0 : votes(s, k, t);

		other = n > other ? n : other;
	}
	return other >= least && other > 2 * own;
}

/* In a text of an alphabet: a line of another language from end to end, or what stands inside quotation marks. */
static void other_words_in(struct scan *s, uint32_t line, struct str t)
{
	size_t base = scan_offset_of(s, t.p), open_n;
	struct run all = {.end = t.n};

	if (other_words(s, t, 3) && !scan_taken_in(s, base, base + t.n)) {
		s->lines.v[line].foreign = true;
		unwrap(s, t, &all);
		add(s, line, t, &all);
		return;
	}
	for (size_t at = 0, next; at < t.n; at = next) {
		size_t close;
		uint32_t cp;

		next = text_next(t, at, &cp);
		if (cp == ' ' || alphabetic(cp))
			continue;
		close = scan_close_of(t, at, &s->p->quotes, &open_n);
		if (close == POS_NONE || scan_taken_in(s, base + at, base + close) ||
		    !other_words(s, str_slice(t, at + open_n, close), 2))
			continue;
		add(s, line, t, &(struct run){.start = at + open_n, .end = close});
		next = close;
	}
}

/* Is all of the line in another language, as far as letters go? */
bool scan_all_foreign(const struct scan *s, struct str t)
{
	size_t base = scan_offset_of(s, t.p);
	const struct span *taken;
	int foreign = 0, own = 0;
	uint32_t cp;

	for (size_t at = 0, next; at < t.n; at = next) {
		next = text_next(t, at, &cp);
		if (!alphabetic(cp) && !japanese(cp))
			continue;
		taken = scan_taken_in(s, base + at, base + next);
		if (taken) {
			next = taken->end - base < t.n ? taken->end - base : t.n;
			continue;
		}
		if (s->r->japanese) {
			foreign += alphabetic(cp);
			own += japanese(cp);
			if (own)
				return false;
		} else {
			foreign += 3 * japanese(cp);
			own += alphabetic(cp);
		}
	}
	return s->r->japanese ? foreign > 8 && own == 0 : foreign > 8 && foreign > 2 * own;
}

static bool looked_at(const struct scan *s, uint32_t i)
{
	const struct line *l = &s->lines.v[i];

	switch (l->kind) {
	case LINE_TEXT:
	case LINE_QUOTE:
	case LINE_TRANSLATION:
		return true;
	case LINE_POST:
		return s->posts.v[l->post].first != i;
	default:
		return false;
	}
}

/* Does a quotation mark close between the two? Then they are two. */
static bool mark_between(const struct scan *s, size_t from, size_t to)
{
	struct str between = str_slice(s->text, from, to);

	for (size_t i = 0; i < s->p->quotes.n; i++)
		if (str_find(between, s->p->quotes.v[i].close, 0) != POS_NONE)
			return true;
	return false;
}

/* Lines that are foreign from end to end and follow each other directly are one quotation. */
static void join_lines(struct scan *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->foreign.n; i++) {
		struct foreign_item *f = &s->foreign.v[i], *last = kept ? &s->foreign.v[kept - 1] : NULL;

		if (last && last->whole && f->whole && f->line == last->last_line + 1 &&
		    s->lines.v[f->line].before == 0 && s->lines.v[f->line].kind == s->lines.v[last->line].kind &&
		    !mark_between(s, last->end, f->start)) {
			last->end = f->end;
			last->last_line = f->line;
			last->text = str_slice(s->text, last->start, last->end);
		} else {
			s->foreign.v[kept++] = *f;
		}
	}
	s->foreign.n = kept;
}

/* The lines of a quotation without the marks or the blanks before them. */
static void drop_marks(struct scan *s, struct foreign_item *f)
{
	struct buf b = {0};
	struct str mark = {NULL, 0};

	for (size_t i = 0; i < s->p->quote_marks.n && !mark.n; i++)
		if (str_starts(s->lines.v[f->last_line].text, s->p->quote_marks.v[i]))
			mark = s->p->quote_marks.v[i];
	if (f->last_line == f->line)
		return;
	for (uint32_t i = f->line; i <= f->last_line; i++) {
		size_t base = scan_offset_of(s, s->lines.v[i].text.p), end = base + s->lines.v[i].text.n;

		if (i > f->line)
			buf_char(&b, '\n');
		if (mark.n && str_starts(s->lines.v[i].text, mark))
			base += mark.n;
		base = base < f->start ? f->start : base;
		end = end > f->end ? f->end : end;
		buf_str(&b, scan_trim_blanks(str_slice(s->text, base, end)));
	}
	f->text = doc_keep(s->d, buf_view(&b));
	buf_free(&b);
}

void scan_foreign(struct scan *s)
{
	bool sources = false; /* a list of sources: names and titles */

	if (!s->r->language.n)
		return;
	for (uint32_t i = 0; i < s->lines.n; i++) {
		struct line *l = &s->lines.v[i];

		if (l->kind == LINE_HEADING)
			sources = s->headings.v[l->item].sources;
		if (!looked_at(s, i) || (sources && l->note == NONE))
			continue;
		l->foreign = scan_all_foreign(s, l->text);
		if (s->r->japanese)
			words_in(s, i, l->text);
		else if (has_japanese(l->text))
			japanese_in(s, i, l->text);
		else
			other_words_in(s, i, l->text);
	}
	join_lines(s);
	for (size_t i = 0; i < s->foreign.n; i++)
		if (s->foreign.v[i].whole)
			drop_marks(s, &s->foreign.v[i]);
}
