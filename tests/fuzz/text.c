/* Characters, clusters, what is shown, breaks, sentences, folding, search, decoding. */
#include "fuzz.h"

static void steps(struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		uint32_t c, back;
		size_t next = text_next(s, at, &c);
		HOLDS(next > at && next <= s.n && next - at <= 4 && c <= 0x10FFFF);
		HOLDS(text_prev(s, next, &back) == at && back == c);
		at = next;
	}
}

static void clusters(struct str s, const struct text_terminal *terminal)
{
	struct buf shown = {0};
	int column = 0;

	for (size_t at = 0; at < s.n;) {
		struct text_shown out;
		size_t next = text_cluster_next(s, at);
		HOLDS(next > at && next <= s.n);
		text_show(str_slice(s, at, next), column, terminal, &out);
		HOLDS(out.n <= TEXT_SHOWN_MAX && harmless((struct str){out.bytes, out.n}));
		HOLDS(out.cells <= TEXT_SHOWN_MAX);
		column += out.cells;
		at = next;
	}
	HOLDS(text_cells(s, terminal) == column);
	text_printable(s, terminal, &shown);
	HOLDS(harmless(buf_view(&shown)));
	buf_free(&shown);
}

static void breaks(struct str s, enum text_level level)
{
	struct text_breaker *b = text_breaker_new(level);
	const uint8_t *flags = text_breaks(b, s);

	for (size_t at = 0, next; at < s.n; at = next) {
		next = text_cluster_next(s, at);
		HOLDS(flags[at] & TEXT_CLUSTER);
		for (size_t i = at + 1; i < next; i++)
			HOLDS(!flags[i]);
	}
	text_breaker_free(b);
}

static void sentences(struct str s)
{
	span_vec out = {0};
	size_t end = 0;

	text_sentences(s, &out);
	for (size_t i = 0; i < out.n; i++) {
		HOLDS(out.v[i].start >= end && out.v[i].end > out.v[i].start && out.v[i].end <= s.n);
		end = out.v[i].end;
	}
	vec_free(&out);
}

static void folds(struct str s, enum text_fold_level level)
{
	struct text_folded f = {0};

	text_fold(s, level, &f);
	HOLDS(f.source.n == f.text.n + 1 && f.source.v[f.text.n] == s.n);
	HOLDS(level == TEXT_EXACT || text_bad(buf_view(&f.text)) == POS_NONE); /* exact: byte by byte */
	for (size_t i = 0; i < f.text.n; i++)
		HOLDS(f.source.v[i] <= f.source.v[i + 1]);
	text_folded_free(&f);
}

/* What is cut out of a text at cluster edges is found in it, not after where it stands. */
static void searches(struct str s, enum text_fold_level level)
{
	size_t start = s.n / 3, end;
	struct span hit;

	while (start && text_cluster_prev(s, text_cluster_next(s, start)) != start)
		start--;
	end = start < s.n ? text_cluster_next(s, start) : start;
	end = end < s.n ? text_cluster_next(s, end) : end;
	struct text_needle *needle = text_needle_new(str_slice(s, start, end), level);
	for (size_t from = 0; from < s.n && !text_needle_empty(needle) && text_find(needle, s, from, &hit);
	     from = hit.end)
		HOLDS(hit.start >= from && hit.end > hit.start && hit.end <= s.n);
	text_needle_free(needle);
}

static void decodes(struct str s)
{
	static const char *const encodings[] = {NULL,          "UTF-8",    "CP932",   "EUC-JP",
						"ISO-2022-JP", "UTF-16LE", "UTF-16BE"};

	HOLDS(text_detect(s) != NULL);
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
		struct text_decoding info;
		struct buf out = {0};
		struct err e = {0};
		HOLDS(text_decode(s, encodings[i], &out, &info, &e));
		HOLDS(text_bad(buf_view(&out)) == POS_NONE && str_find_char(buf_view(&out), '\r', 0) == SIZE_MAX);
		buf_free(&out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str all = {(const char *)bytes, n};
	unsigned choice = n ? bytes[0] : 0;
	struct text_terminal terminal = {choice & 1, choice & 2, choice & 4};

	steps(all);
	decodes(all);
	folds(all, choice % 4);
	for (size_t start = 0; start < n;) {
		size_t end = str_find_char(all, '\n', start);
		end = end == SIZE_MAX ? n : end;
		struct str line = str_slice(all, start, end);
		clusters(line, &terminal);
		breaks(line, choice % 3);
		sentences(line);
		searches(line, choice % 4);
		start = end + 1;
	}
	return 0;
}
