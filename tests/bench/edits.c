/* Texts edited at random, with the truth about each passage. A text is an array of code points that know where they
 * stood before; an edit removes some, puts in others that stood nowhere, or carries them elsewhere.
 */
#include "edits.h"

#include <stdio.h>

#include "taiyaku/json.h"
#include "taiyaku/text.h"

const char *const edits_class[] = {"word", "phrase", "sentence", "paragraph"};
const char *const edits_models[] = {"words10", "words30", "sentences20", "sentences50",   "moves20",
				    "mixed20", "normal",  "del30w5",     "del30mov10w10", NULL};
#define NOWHERE SIZE_MAX

struct letter {
	uint32_t cp;
	size_t from; /* where it stood; NOWHERE: it is new */
};
typedef VEC(struct letter) letters;
typedef VEC(struct span) spans;

static uint32_t seed;

static uint32_t dice(uint32_t n)
{
	seed = (uint32_t)((uint64_t)seed * 48271 % 2147483647);
	return n ? (uint32_t)((uint64_t)seed * n / 2147483647) : 0;
}

static bool chance(uint32_t percent)
{
	return dice(100) < percent;
}

static bool latin(uint32_t cp)
{
	return cp < 0x2000 && (text_is_letter(cp) || cp == '\'');
}

static void copy(letters *to, const letters *from, struct span at)
{
	for (size_t i = at.start; i < at.end; i++)
		vec_push(to, from->v[i]);
}

static void copy_new(letters *to, const letters *from, struct span at)
{
	for (size_t i = at.start; i < at.end; i++)
		vec_push(to, (struct letter){from->v[i].cp, NOWHERE});
}

/* ---- pieces --------------------------------------------------------------------------------------------------------
 */
/* Words and what stands between them; of a script without blanks, one to four letters. */
static void words(const letters *t, struct span in, spans *out)
{
	out->n = 0;
	for (size_t i = in.start, end; i < in.end; i = end) {
		end = i + 1;
		if (latin(t->v[i].cp))
			while (end < in.end && latin(t->v[end].cp))
				end++;
		else if (t->v[i].cp >= 0x3040)
			for (size_t max = i + 1 + dice(4); end < in.end && end < max && t->v[end].cp >= 0x3040;)
				end++;
		vec_push(out, (struct span){i, end});
	}
}

static bool is_word(const letters *t, struct span s)
{
	return latin(t->v[s.start].cp) || t->v[s.start].cp >= 0x3040;
}

static void sentences(const letters *t, struct span in, spans *out)
{
	out->n = 0;
	for (size_t i = in.start, start = in.start; i < in.end; i++) {
		uint32_t cp = t->v[i].cp;
		bool stop = cp == 0x3002 || cp == '!' || cp == '?' || cp == 0xFF01 || cp == 0xFF1F ||
			    (cp == '.' && i + 1 < in.end && t->v[i + 1].cp == ' ');

		while (stop && i + 1 < in.end &&
		       (t->v[i + 1].cp == ' ' || t->v[i + 1].cp == 0x300D || t->v[i + 1].cp == 0x201D))
			i++;
		if (stop || i + 1 == in.end) {
			vec_push(out, (struct span){start, i + 1});
			start = i + 1;
		}
	}
}

/* Runs of lines with their empty lines after them; lines where there are no empty ones. */
static void paragraphs(const letters *t, spans *out)
{
	bool empty = false;

	out->n = 0;
	for (size_t i = 0; i + 1 < t->n; i++)
		empty |= t->v[i].cp == '\n' && t->v[i + 1].cp == '\n' && i > t->n / 4;
	for (size_t i = 0, start = 0; i < t->n; i++) {
		size_t lines = 0;

		while (i < t->n && t->v[i].cp == '\n' && ++lines)
			i++;
		if (lines > empty || i + 1 >= t->n) {
			vec_push(out, (struct span){start, i < t->n ? i : t->n});
			start = i;
		}
	}
	if (out->n)
		out->v[out->n - 1].end = t->n;
}

/* ---- edits ----------------------------------------------------------------------------------------------------------
 */
static void replace(letters *t, letters *with)
{
	vec_free(t);
	*t = *with;
	*with = (letters){0};
}

static void edit_words(letters *t, uint32_t percent)
{
	letters out = {0};
	spans all = {0};

	words(t, (struct span){0, t->n}, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct span other = all.v[dice((uint32_t)all.n)];

		if (!is_word(t, all.v[i]) || !is_word(t, other) || !chance(percent)) {
			copy(&out, t, all.v[i]);
			continue;
		}
		switch (dice(3)) {
		case 0:
			copy_new(&out, t, other);
			break;
		case 1:
			copy(&out, t, all.v[i]);
			if (latin(t->v[all.v[i].start].cp))
				vec_push(&out, (struct letter){' ', NOWHERE});
			copy_new(&out, t, other);
			break;
		default:
			if (i + 1 < all.n && t->v[all.v[i + 1].start].cp == ' ')
				i++;
		}
	}
	replace(t, &out);
	vec_free(&all);
}

/* Half of its words are other words of it. */
static void rewrite(letters *out, const letters *t, struct span s)
{
	spans all = {0};

	words(t, s, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct span other = all.v[dice((uint32_t)all.n)];

		if (is_word(t, all.v[i]) && is_word(t, other) && chance(50))
			copy_new(out, t, other);
		else
			copy(out, t, all.v[i]);
	}
	vec_free(&all);
}

static void edit_sentences(letters *t, uint32_t percent)
{
	letters out = {0};
	spans all = {0};

	sentences(t, (struct span){0, t->n}, &all);
	for (size_t i = 0; i < all.n; i++) {
		if (!chance(percent)) {
			copy(&out, t, all.v[i]);
			continue;
		}
		switch (dice(4)) {
		case 0:
			break;
		case 1:
			rewrite(&out, t, all.v[i]);
			break;
		case 2:
			copy_new(&out, t, all.v[dice((uint32_t)all.n)]);
			copy(&out, t, all.v[i]);
			break;
		default:
			if (i + 1 < all.n)
				copy(&out, t, all.v[i + 1]);
			copy(&out, t, all.v[i++]);
		}
	}
	replace(t, &out);
	vec_free(&all);
}

static void edit_paragraphs(letters *t, uint32_t deleted, uint32_t moved)
{
	letters out = {0};
	spans all = {0}, kept = {0};

	paragraphs(t, &all);
	for (size_t i = 0; i < all.n; i++)
		if (!chance(deleted))
			vec_push(&kept, all.v[i]);
	for (size_t i = 0; i < kept.n; i++) {
		size_t to = dice((uint32_t)kept.n);
		struct span s = kept.v[i];

		if (!chance(moved))
			continue;
		if (to > i)
			memmove(kept.v + i, kept.v + i + 1, (to - i) * sizeof s);
		else
			memmove(kept.v + to + 1, kept.v + to, (i - to) * sizeof s);
		kept.v[to] = s;
	}
	for (size_t i = 0; i < kept.n; i++)
		copy(&out, t, kept.v[i]);
	replace(t, &out);
	vec_free(&all);
	vec_free(&kept);
}

/* Other quotation marks, dashes, widths of punctuation; lines wrapped. Every letter stays. */
static void edit_normal(letters *t)
{
	size_t column = 0, width = 48 + dice(40);
	letters out = {0};

	for (size_t i = 0; i < t->n; i++) {
		struct letter l = t->v[i];
		uint32_t cp = l.cp;

		l.cp = cp == 0x201C || cp == 0x201D ? '"' : cp == 0x2018 || cp == 0x2019 ? '\'' : cp;
		l.cp = cp == 0x300C   ? 0x300E
		       : cp == 0x300D ? 0x300F
		       : cp == 0x3001 ? 0xFF0C
		       : cp == 0x3002 ? 0xFF0E
				      : l.cp;
		l.cp = cp == '(' ? 0xFF08 : cp == ')' ? 0xFF09 : cp == 0x2014 ? '-' : l.cp;
		column = cp == '\n' ? 0 : column + 1;
		if (column > width && cp == ' ') {
			l.cp = '\n';
			column = 0;
		}
		vec_push(&out, l);
		if (column > width && cp >= 0x3040) {
			vec_push(&out, (struct letter){'\n', NOWHERE});
			column = 0;
		}
		if (cp == 0x2014)
			vec_push(&out, (struct letter){'-', NOWHERE});
	}
	replace(t, &out);
}

static void edit(letters *t, const char *model)
{
	unsigned a = 0, b = 0, c = 0;

	if (!strcmp(model, "normal"))
		edit_normal(t);
	else if (sscanf(model, "del%umov%uw%u", &a, &b, &c) == 3 || sscanf(model, "del%uw%u", &a, &c) == 2)
		edit_paragraphs(t, a, b);
	else if (sscanf(model, "moves%u", &b) == 1)
		edit_paragraphs(t, 0, b);
	else if (sscanf(model, "sentences%u", &a) == 1)
		edit_sentences(t, a);
	else if (sscanf(model, "mixed%u", &a) == 1) {
		edit_paragraphs(t, 0, a);
		edit_sentences(t, a / 2);
		c = a / 2;
	} else
		sscanf(model, "words%u", &c);
	if (c)
		edit_words(t, c);
}

/* ---- passages and where they went
 * ------------------------------------------------------------------------------------ */
static void read_letters(struct str s, letters *out)
{
	size_t from = 0;
	uint32_t cp;

	for (size_t i = 0; i < s.n; from++) {
		i = text_next(s, i, &cp);
		vec_push(out, (struct letter){cp, from});
	}
}

static void write_letters(const letters *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++)
		buf_code_point(out, t->v[i].cp);
}

/* How many code points a passage of this length has. Words are whole in a script with blanks. */
static void choose(const letters *t, struct edits_target *g)
{
	static const unsigned wide[][2] = {{2, 3}, {8, 18}, {27, 44}, {82, 160}};
	static const unsigned narrow[][2] = {{4, 12}, {21, 40}, {62, 100}, {200, 380}};

	for (;;) {
		const unsigned *size;

		g->start = dice((uint32_t)t->n);
		if (t->v[g->start].cp == '\n' || t->v[g->start].cp == ' ')
			continue;
		size = t->v[g->start].cp < 0x2E80 ? narrow[g->length] : wide[g->length];
		if (latin(t->v[g->start].cp))
			while (g->start && latin(t->v[g->start - 1].cp))
				g->start--;
		g->end = g->start + size[0] + dice(size[1]);
		while (g->end < t->n && latin(t->v[g->end - 1].cp) && latin(t->v[g->end].cp))
			g->end++;
		if (g->end <= t->n && t->v[g->end - 1].cp != '\n')
			return;
	}
}

static int by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Less than a fifth of it is kept: it is gone. It must be found where at least half of it is, with no more new text
 * between its parts than it is long. */
static void truth(const size_t *to, struct edits_target *g)
{
	size_t len = g->end - g->start, n = 0, from = 0, *at = xmalloc(len * sizeof *at), kept;

	for (size_t i = g->start; i < g->end; i++)
		if (to[i] != NOWHERE)
			at[n++] = to[i];
	kept = n;
	qsort(at, n, sizeof *at, by_size);
	while (n - from > 1) {
		size_t gap = from + 1;

		for (size_t i = from + 2; i < n; i++)
			if (at[i] - at[i - 1] > at[gap] - at[gap - 1])
				gap = i;
		if (at[gap] - at[gap - 1] <= (len > 20 ? len : 20))
			break;
		if (gap - from >= n - gap)
			n = gap;
		else
			from = gap;
	}
	g->expect = kept * 5 < len ? EDITS_GONE : (n - from) * 2 < len ? EDITS_SKIP : EDITS_ATTACH;
	g->new_start = n > from ? at[from] : 0;
	g->new_end = n > from ? at[n - 1] + 1 : 0;
	free(at);
}

void edits_make(struct str text, const char *model, uint32_t number, size_t targets, struct edits *e)
{
	letters before = {0}, after = {0};
	size_t *to;

	seed = number % 2147483646 + 1;
	for (int i = 0; i < 20; i++)
		dice(2);
	*e = (struct edits){0};
	read_letters(text, &before);
	copy(&after, &before, (struct span){0, before.n});
	edit(&after, model);
	write_letters(&before, &e->old_text);
	write_letters(&after, &e->new_text);
	to = xmalloc((before.n + 1) * sizeof *to);
	for (size_t i = 0; i < before.n; i++)
		to[i] = NOWHERE;
	for (size_t i = 0; i < after.n; i++)
		if (after.v[i].from != NOWHERE)
			to[after.v[i].from] = i;
	for (size_t i = 0; i < targets; i++) {
		struct edits_target g = {.length = (int)(i % EDITS_CLASSES)};

		choose(&before, &g);
		truth(to, &g);
		vec_push(&e->targets, g);
	}
	free(to);
	vec_free(&before);
	vec_free(&after);
}

static bool read_target(struct str line, struct edits *e)
{
	struct json *j = json_parse(line, "targets", NULL);
	const struct json_node *r = json_root(j);
	struct str expect = json_str(json_get(r, "expect")), length = json_str(json_get(r, "cls"));
	struct edits_target g = {.expect = str_eq(expect, STR("attach")) ? EDITS_ATTACH
					   : str_eq(expect, STR("gone")) ? EDITS_GONE
									 : EDITS_SKIP};

	while (g.length < EDITS_CLASSES - 1 && !str_eq(length, str_c(edits_class[g.length])))
		g.length++;
	g.start = (size_t)json_int(json_get(r, "start"), 0);
	g.end = (size_t)json_int(json_get(r, "end"), 0);
	g.new_start = (size_t)json_int(json_get(r, "new_start"), 0);
	g.new_end = (size_t)json_int(json_get(r, "new_end"), 0);
	vec_push(&e->targets, g);
	json_free(j);
	return j != NULL;
}

bool edits_read(const char *old_text, const char *new_text, const char *targets, struct edits *e)
{
	struct buf lines = {0};
	bool good;

	*e = (struct edits){0};
	good = file_read(old_text, 1 << 26, &e->old_text, NULL) && file_read(new_text, 1 << 26, &e->new_text, NULL) &&
	       file_read(targets, 1 << 26, &lines, NULL);
	for (size_t at = 0, end; good && at < lines.n; at = end + 1) {
		end = str_find_char(buf_view(&lines), '\n', at);
		end = end == SIZE_MAX ? lines.n : end;
		good = read_target(str_slice(buf_view(&lines), at, end), e);
	}
	buf_free(&lines);
	return good;
}

void edits_free(struct edits *e)
{
	buf_free(&e->old_text);
	buf_free(&e->new_text);
	vec_free(&e->targets);
}

/* ---- measuring
 * -------------------------------------------------------------------------------------------------------------- */
typedef VEC(size_t) offsets;

static void byte_offsets(struct str s, offsets *out) /* of each code point, and the end */
{
	uint32_t cp;

	for (size_t i = 0; i < s.n; i = text_next(s, i, &cp))
		vec_push(out, i);
	vec_push(out, s.n);
}

static size_t index_of(const offsets *o, size_t byte)
{
	size_t low = 0, high = o->n - 1;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (o->v[mid] < byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static double jaccard(struct span a, struct span b)
{
	size_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
	size_t both = to > from ? to - from : 0, all = a.end - a.start + b.end - b.start - both;

	return all ? (double)both / (double)all : 1;
}

static const char *count(const struct edits_target *g, const struct note_place *p, struct span at,
			 struct edits_tally *t)
{
	bool attached = p->state != STATE_ORPHAN;
	double hit = attached ? jaccard(at, (struct span){g->new_start, g->new_end}) : 0;

	if (g->expect == EDITS_SKIP)
		return NULL;
	if (g->expect == EDITS_GONE) {
		t->gone++;
		t->false_attach += attached;
		return attached ? "false" : NULL;
	}
	t->attach++;
	t->right += hit >= 0.5;
	t->strict += hit >= 0.9;
	t->wrong += attached && hit < 0.5;
	t->missed += !attached;
	return !attached ? "missed" : hit < 0.5 ? "WRONG" : hit < 0.9 ? "loose" : NULL;
}

static struct str piece(const struct buf *text, const offsets *o, struct span at, size_t around)
{
	size_t from = at.start > around ? at.start - around : 0,
	       to = at.end + around < o->n ? at.end + around : o->n - 1;

	return str_slice(buf_view(text), o->v[from], o->v[to]);
}

static void tell(const struct edits *e, const offsets *before, const offsets *after, const struct edits_target *g,
		 const struct note_place *p, struct span at, const char *what)
{
	struct str old_text = piece(&e->old_text, before, (struct span){g->start, g->end}, 0);
	struct str want = g->expect == EDITS_GONE
				  ? STR("")
				  : piece(&e->new_text, after, (struct span){g->new_start, g->new_end}, 8);
	struct str got = p->at.start == POS_NONE ? STR("") : piece(&e->new_text, after, at, 8);

	printf("## %s %s %.2f\n old  [" STR_FMT "]\n want [" STR_FMT "]\n got  [" STR_FMT "]\n", what,
	       edits_class[g->length], p->score, STR_ARG(old_text), STR_ARG(want), STR_ARG(got));
}

void edits_measure(const struct edits *e, bool with_old, struct edits_tally *tally, bool verbose)
{
	struct str old_text = buf_view(&e->old_text), new_text = buf_view(&e->new_text);
	struct note_anchoring *a = note_anchoring_new(with_old ? old_text : (struct str){0}, new_text);
	offsets before = {0}, after = {0};

	byte_offsets(old_text, &before);
	byte_offsets(new_text, &after);
	for (size_t i = 0; i < e->targets.n; i++) {
		const struct edits_target *g = &e->targets.v[i];
		struct span at = {before.v[g->start], before.v[g->end]};
		struct note_passage p = {.at = at, .quote = str_slice(old_text, at.start, at.end)};
		size_t from = g->start > STORE_CONTEXT ? g->start - STORE_CONTEXT : 0;
		size_t to = g->end + STORE_CONTEXT < before.n ? g->end + STORE_CONTEXT : before.n - 1;

		p.prefix = str_slice(old_text, before.v[from], at.start);
		p.suffix = str_slice(old_text, at.end, before.v[to]);
		note_anchoring_add(a, &p);
	}
	note_anchoring_step(a, 0);
	for (size_t i = 0; i < e->targets.n; i++) {
		const struct edits_target *g = &e->targets.v[i];
		const struct note_place *p = note_anchoring_place(a, i);
		struct span at = {0, 0};
		const char *what;

		if (p->at.start != POS_NONE)
			at = (struct span){index_of(&after, p->at.start), index_of(&after, p->at.end)};
		what = count(g, p, at, &tally[g->length]);
		if (what && verbose)
			tell(e, &before, &after, g, p, at, what);
	}
	note_anchoring_free(a);
	vec_free(&before);
	vec_free(&after);
}

void edits_add(struct edits_tally *to, const struct edits_tally *t)
{
	to->attach += t->attach;
	to->right += t->right;
	to->strict += t->strict;
	to->wrong += t->wrong;
	to->missed += t->missed;
	to->gone += t->gone;
	to->false_attach += t->false_attach;
}
