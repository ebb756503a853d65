/* URLs, also with blanks put in to break them ("https ://", "https: //"), one inside another, or cut ("…/1...").
 * A URL is a run of the characters that RFC 3986 allows; brackets and full stops at its end belong to the sentence. */
#include "scan.h"

/* Characters of a URL but for the brackets, which count only in pairs. */
static bool url_char(unsigned char c)
{
	return c > ' ' && c < 0x7F && !strchr("\"<>\\^`{|}", c);
}

/* Blanks allowed, then `want`; the position after it, or POS_NONE. */
static size_t skip_to(struct str s, size_t at, const char *want)
{
	uint32_t cp;
	size_t next, n = strlen(want);

	for (; at < s.n; at = next) {
		if (n <= s.n - at && !memcmp(s.p + at, want, n))
			return at + n;
		next = text_next(s, at, &cp);
		if (!scan_is_blank(cp))
			return POS_NONE;
	}
	return POS_NONE;
}

static size_t colon(struct str s, size_t at)
{
	size_t p = skip_to(s, at, ":");

	return p != POS_NONE ? p : skip_to(s, at, "：");
}

static size_t slash(struct str s, size_t at)
{
	size_t p = skip_to(s, at, "/");

	return p != POS_NONE ? p : skip_to(s, at, "／");
}

/* "http" at `at` and what may stand up to "//": the position after it, or POS_NONE. */
static size_t scheme(struct str s, size_t at)
{
	size_t p = at + (s.p[at] == 'h');

	if (s.n - p < 3 || memcmp(s.p + p, "ttp", 3))
		return POS_NONE;
	p += 3;
	p += p < s.n && s.p[p] == 's';
	p = colon(s, p);
	if (p != POS_NONE)
		p = slash(s, p);
	return p == POS_NONE ? POS_NONE : slash(s, p);
}

/* A blank right after "//" is skipped where the name of a host follows. */
static size_t host(struct str s, size_t at)
{
	size_t start = at, end;

	while (start < s.n && s.p[start] == ' ')
		start++;
	for (end = start; end < s.n && (s.p[end] == '-' || s.p[end] == '.' || (s.p[end] >= '0' && s.p[end] <= '9') ||
					((s.p[end] | 32) >= 'a' && (s.p[end] | 32) <= 'z'));
	     end++)
		;
	return start > at && str_find_char(str_slice(s, start, end > start ? end - 1 : end), '.', 0) == POS_NONE
		       ? at
		       : start;
}

static size_t url_end(struct str s, size_t at)
{
	int round = 0, square = 0;

	for (; at < s.n && url_char((unsigned char)s.p[at]); at++) {
		size_t inner;

		round += s.p[at] == '(';
		square += s.p[at] == '[';
		if ((s.p[at] == ')' && --round < 0) || (s.p[at] == ']' && --square < 0))
			break;
		if ((s.p[at] == 'h' || s.p[at] == 't') && (inner = scheme(s, at)) != POS_NONE)
			at = inner - 1;
	}
	return at;
}

static bool is_cut(struct str url)
{
	return str_ends(url, STR("...")) || str_ends(url, STR("…"));
}

/* Punctuation at the end is the sentence's, but dots that stand for what was cut off are the URL's. */
static size_t trim_end(struct str s, size_t start, size_t end)
{
	if (end + 3 <= s.n && !memcmp(s.p + end, "…", 3))
		return end + 3;
	if (is_cut(str_slice(s, start, end)))
		return end;
	while (end > start && strchr(".,;:!?'*_", s.p[end - 1]))
		end--;
	return end;
}

/* Without the blanks, with ASCII marks, and with the h that ttp:// lost. */
static struct str clean(struct scan *s, struct str raw)
{
	struct buf b = {0};
	struct str kept;
	size_t next;
	uint32_t cp;

	if (raw.p[0] == 't')
		buf_char(&b, 'h');
	for (size_t at = 0; at < raw.n; at = next) {
		next = text_next(raw, at, &cp);
		if (scan_is_blank(cp))
			continue;
		cp = cp == 0xFF1A ? ':' : cp == 0xFF0F ? '/' : cp;
		buf_code_point(&b, cp);
	}
	kept = str_eq(buf_view(&b), raw) ? raw : doc_keep(s->d, buf_view(&b));
	buf_free(&b);
	return kept;
}

static void add(struct scan *s, size_t start, size_t end)
{
	struct str raw = str_slice(s->text, start, end);
	struct link l = {.start = start, .end = end, .text = raw, .complete = !is_cut(raw)};

	l.url = clean(s, raw);
	vec_push(&s->links, l);
}

static bool closes(struct str s, size_t at)
{
	static const char *const marks[] = {"）", "」", "』", "］", "】", "〉", "》"};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(str_slice(s, at, s.n), str_c(marks[i])))
			return true;
	return false;
}

/* Blanks that were put inside a URL in brackets: what follows up to the closing bracket is the URL's too, where it is
 * nothing but characters of a URL. */
static size_t to_bracket(struct str s, size_t end)
{
	size_t at = end;
	uint32_t cp;

	while (at < s.n && s.p[at] != ')' && s.p[at] != '\n') {
		size_t next = text_next(s, at, &cp);

		if (!scan_is_blank(cp) && (!url_char((unsigned char)s.p[at]) || s.p[at] == ',' || s.p[at] == '('))
			return closes(s, at) ? at : end;
		at = next;
	}
	return at < s.n && s.p[at] == ')' ? at : end;
}

static bool has_slash(struct str s)
{
	return str_find_char(s, '/', 0) != POS_NONE;
}

static bool has_blank(struct str s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (scan_is_blank(cp))
			return true;
	}
	return false;
}

/* Where blanks break up the scheme, one beside a slash further on breaks the URL up too, when the next word has the
 * form of a path ("https ://example.net/ a/b.html"). */
static size_t over_blanks(struct str s, size_t end)
{
	while (end > 0 && end + 2 < s.n && s.p[end] == ' ' && (s.p[end - 1] == '/' || s.p[end + 1] == '/')) {
		size_t start = end + 1, far = trim_end(s, start, url_end(s, start));
		struct str word = str_slice(s, start, far);

		if (word.n < 2 || scheme(s, start) != POS_NONE ||
		    (!has_slash(word) && str_find_char(word, '.', 0) == POS_NONE))
			break;
		end = far;
	}
	return end;
}

static void scan_line(struct scan *s, const struct line *l)
{
	size_t at = 0, hit;
	struct str t = l->text;

	while ((hit = str_find(t, STR("ttp"), at)) != POS_NONE) {
		size_t start = hit && t.p[hit - 1] == 'h' ? hit - 1 : hit, body = scheme(t, start), end, far;

		at = hit + 3;
		if (body == POS_NONE)
			continue;
		body = host(t, body);
		end = trim_end(t, start, url_end(t, body));
		if (end <= body)
			continue;
		far = to_bracket(t, end);
		if (far > end && has_slash(str_slice(t, end, far)))
			end = far;
		else if (has_blank(str_slice(t, start, body)))
			end = over_blanks(t, end);
		add(s, scan_offset_of(s, t.p) + start, scan_offset_of(s, t.p) + end);
		at = end;
	}
}

void scan_links(struct scan *s)
{
	for (size_t i = 0; i < s->lines.n; i++)
		scan_line(s, &s->lines.v[i]);
}

bool scan_in_link(const struct scan *s, size_t at)
{
	size_t lo = 0, hi = s->links.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->links.v[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->links.n && s->links.v[lo].start <= at;
}
