/* Comparing what a document says with what the store has, character by character.
 *
 * Both are folded as copying does it, so blanks, line ends, widths and waves make no difference. The words of the
 * document may be a part of the text: the comparison is free at both ends of the text (semi-global edit distance),
 * after the ends that agree are taken off. What differs is given back in the words of both, not in their folds.
 */
#include "cite.h"

#define PER_EDIT 10 /* characters that one other character among them may stand in */
#define PIECES_MAX 8
#define PIECE_MIN 4              /* characters: what is shorter stands anywhere */
#define CELLS ((size_t)16 << 20) /* of the edit table; what is larger is one difference */

/* ---- words with things left out ---- */

static const char *const elisions[] = {"(中略)", "(略)",  "[中略]", "[略]", "(前略)", "(後略)",
				       "[...]",  "(...)", "......", "...",  "⋯⋯"};

/* The first elision of the fold at or after `from`; its length in *n, 0: none. */
static size_t elision(struct str s, size_t from, size_t *n)
{
	size_t best = s.n;

	*n = 0;
	for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++) {
		size_t at = str_find(s, str_c(elisions[i]), from);
		if (at != SIZE_MAX && (at < best || (at == best && strlen(elisions[i]) > *n))) {
			best = at;
			*n = strlen(elisions[i]);
		}
	}
	return best;
}

/* The pieces between elisions, in order; none: nothing was left out, or nothing is left. */
static bool pieces_stand(struct str words, struct str text)
{
	size_t at = 0, n, start = 0, pieces = 0;

	for (;;) {
		size_t end = elision(words, start, &n);
		struct str piece = str_slice(words, start, end);
		if (piece.n) {
			at = str_find(text, piece, at);
			if (at == SIZE_MAX)
				return false;
			at += piece.n;
			pieces++;
		}
		if (!n)
			return pieces > 0;
		start = end + n;
	}
}

/* The fold of a quote without the marks round it. */
static struct str bare(struct str s)
{
	static const struct {
		const char *open, *close;
	} marks[] = {{"「", "」"}, {"『", "』"}, {"“", "”"}, {"\"", "\""}, {"‘", "’"}, {"《", "》"}};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct str open = str_c(marks[i].open), close = str_c(marks[i].close);
		if (s.n > open.n + close.n && str_starts(s, open) && str_ends(s, close))
			return str_slice(s, open.n, s.n - close.n);
	}
	return s;
}

static bool folds_agree(struct str words, struct str text)
{
	return words.n && (str_find(text, words, 0) != SIZE_MAX || pieces_stand(words, text));
}

bool cite_stands_in(struct str words, struct str text)
{
	struct text_folded w = {0}, t = {0};

	text_fold_copy(words, &w);
	text_fold_copy(text, &t);
	struct str fold = buf_view(&w.text), whole = buf_view(&t.text);
	bool same = folds_agree(fold, whole) || folds_agree(bare(fold), whole);
	text_folded_free(&w);
	text_folded_free(&t);
	return same;
}

void cite_longest_piece(struct str words, struct buf *out)
{
	struct text_folded f = {0};
	size_t n, start = 0;

	text_fold_copy(words, &f);
	struct str fold = bare(buf_view(&f.text)), longest = {0};
	do {
		size_t end = elision(fold, start, &n);
		if (end - start > longest.n)
			longest = str_slice(fold, start, end);
		start = end + n;
	} while (n);
	buf_clear(out);
	buf_str(out, longest.n ? longest : fold);
	text_folded_free(&f);
}

struct cite_pieces cite_pieces(struct cite *c, struct str words)
{
	struct cite_pieces out = {0};
	struct text_folded f = {0};

	text_fold_copy(words, &f);
	struct str fold = arena_str(c->arena, bare(buf_view(&f.text)));
	size_t n = text_code_points(fold), pieces = n / PER_EDIT + 1, at = 0;
	text_folded_free(&f);
	pieces = pieces > PIECES_MAX ? PIECES_MAX : pieces < 2 ? 2 : pieces;
	if (n < 2 * PIECE_MIN)
		return out;
	out.v = arena_alloc(c->arena, pieces * sizeof *out.v);
	for (size_t i = 1, taken = 0, start = 0; i <= pieces; i++, start = at) {
		uint32_t cp;
		for (; taken < n * i / pieces; taken++)
			at = text_next(fold, at, &cp);
		out.v[out.n++] = str_slice(fold, start, at);
	}
	return out;
}

/* ---- the difference ---- */

struct side { /* a folded text as code points, each with its byte in the fold */
	struct text_folded fold;
	struct str source;
	uint32_t *cp;
	uint32_t *byte; /* n + 1 of them */
	size_t n;
};

static void side_make(struct side *s, struct str text, bool quotation, struct arena *a)
{
	*s = (struct side){.source = text};
	text_fold_copy(text, &s->fold);
	struct str all = buf_view(&s->fold.text), inner = quotation ? bare(all) : all;
	size_t at = (size_t)(inner.p - all.p), end = at + inner.n;
	s->cp = arena_alloc(a, (inner.n + 1) * sizeof *s->cp);
	s->byte = arena_alloc(a, (inner.n + 1) * sizeof *s->byte);
	while (at < end) {
		s->byte[s->n] = (uint32_t)at;
		at = text_next(all, at, &s->cp[s->n++]);
	}
	s->byte[s->n] = (uint32_t)end;
}

/* What characters [from, to) of the fold were in the text itself: whole clusters, without the blanks after them. */
static struct span source_of(const struct side *s, size_t from, size_t to)
{
	size_t start = s->fold.source.n ? s->fold.source.v[s->byte[from]] : 0, end = start;

	if (to > from) {
		size_t last = s->fold.source.v[s->byte[to - 1]];
		end = text_cluster_next(s->source, last);
	}
	return (struct span){start, end};
}

struct edit { /* words [from, to) stand where the text has [text_from, text_to) */
	size_t from, to, text_from, text_to;
};
struct edits {
	struct edit *v;
	size_t n;
	size_t distance;
};

static void add_edit(struct arena *a, struct edits *e, struct edit one)
{
	struct edit *v = e->v;

	if (!(e->n & (e->n - 1)) || !e->n) { /* room is a power of two */
		v = arena_alloc(a, (e->n ? e->n * 2 : 1) * sizeof *v);
		if (e->n)
			memcpy(v, e->v, e->n * sizeof *v);
	}
	v[e->n++] = one;
	e->v = v;
}

enum { STEP_MATCH, STEP_REPLACE, STEP_LEFT_OUT, STEP_PUT_IN };

/* The steps back from the best end, joined to edits, which come out last first. */
static void walk_back(const uint8_t *step, size_t width, size_t i, size_t j, struct arena *a, struct edits *out)
{
	struct edit e = {i, i, j, j};
	bool open = false;

	while (i > 0) {
		uint8_t s = step[i * width + j];
		if (s == STEP_MATCH && open) {
			add_edit(a, out, (struct edit){i, e.to, j, e.text_to});
			open = false;
		} else if (s != STEP_MATCH && !open) {
			e = (struct edit){i, i, j, j};
			open = true;
		}
		i -= s != STEP_LEFT_OUT;
		j -= s != STEP_PUT_IN;
	}
	if (open)
		add_edit(a, out, (struct edit){0, e.to, j, e.text_to});
}

/* The cheapest way from the words to some part of the text. STEP_LEFT_OUT: a character of the text that the words do
 * not have; STEP_PUT_IN: one of the words that the text does not have. */
static void align(const struct side *w, const struct side *t, struct arena *a, struct edits *out)
{
	size_t width = t->n + 1, best = 0;
	uint8_t *step = xmalloc((w->n + 1) * width);
	uint32_t *row = xcalloc(width, sizeof *row);

	memset(step, STEP_MATCH, width);
	for (size_t i = 1; i <= w->n; i++) {
		uint32_t corner = row[0];
		row[0] = (uint32_t)i;
		step[i * width] = STEP_PUT_IN;
		for (size_t j = 1; j < width; j++) {
			bool same = w->cp[i - 1] == t->cp[j - 1];
			uint32_t cost = corner + !same, left = row[j - 1] + 1, up = row[j] + 1;
			uint8_t s = same ? STEP_MATCH : STEP_REPLACE;
			corner = row[j];
			if (up < cost)
				cost = up, s = STEP_PUT_IN;
			if (left < cost)
				cost = left, s = STEP_LEFT_OUT;
			row[j] = cost;
			step[i * width + j] = s;
		}
	}
	for (size_t j = 1; j < width; j++)
		if (row[j] <= row[best]) /* of equal ends the last: another character rather than one too many */
			best = j;
	out->distance = row[best];
	walk_back(step, width, w->n, best, a, out);
	free(step);
	free(row);
}

/* The byte in the document of a byte in the words. A post's words are its lines joined: each is found again. */
static size_t place_in_document(struct cite *c, const struct claim *claim, size_t at)
{
	if (claim->post == DOC_NONE)
		return claim->at + at;
	const struct post_quote *p = doc_post(c->doc, claim->post);
	struct str text = doc_text(c->doc), s = claim->text;
	size_t place = p->body;
	for (size_t line = 0; line <= s.n;) {
		size_t end = str_find_char(s, '\n', line);
		if (end == SIZE_MAX)
			end = s.n;
		size_t found = str_find(text, str_slice(s, line, end), place);
		if (found == SIZE_MAX || found > p->end)
			return place;
		if (at <= end)
			return found + (at - line);
		place = found + (end - line);
		line = end + 1;
	}
	return place;
}

static void tell(struct cite *c, const struct claim *claim, const struct side *w, const struct side *t,
		 const struct edits *e, struct found *out)
{
	struct cite_difference *d = arena_alloc(c->arena, (e->n + 1) * sizeof *d);

	for (size_t i = e->n; i--;) { /* they came last first */
		struct span mine = source_of(w, e->v[i].from, e->v[i].to),
			    theirs = source_of(t, e->v[i].text_from, e->v[i].text_to);
		d[out->n_difference++] = (struct cite_difference){
			.document = arena_str(c->arena, str_slice(w->source, mine.start, mine.end)),
			.stored = arena_str(c->arena, str_slice(t->source, theirs.start, theirs.end)),
			.at = place_in_document(c, claim, mine.start),
		};
	}
	out->difference = d;
}

struct cite_differences cite_differ(struct cite *c, struct str first, struct str second)
{
	struct claim claim = {.text = first, .post = DOC_NONE};
	struct found f = cite_compare(c, &claim, second);

	return (struct cite_differences){f.difference, f.n_difference};
}

struct found cite_compare(struct cite *c, const struct claim *claim, struct str stored)
{
	struct found out = {.same = cite_stands_in(claim->text, stored)};
	struct side w, t;
	struct edits e = {0};

	if (out.same)
		return out;
	side_make(&w, claim->text, claim->post == DOC_NONE, c->arena);
	side_make(&t, stored, false, c->arena);
	out.length = w.n;
	if (w.n && (w.n + 1) * (t.n + 1) <= CELLS)
		align(&w, &t, c->arena, &e);
	else
		e.distance = w.n;
	/* More than half of it is another text: character by character would only be noise. */
	if (!e.n || e.distance * 2 > w.n) {
		e.n = 0;
		add_edit(c->arena, &e, (struct edit){0, w.n, 0, t.n});
	}
	out.distance = e.distance;
	tell(c, claim, &w, &t, &e, &out);
	text_folded_free(&w.fold);
	text_folded_free(&t.fold);
	return out;
}
