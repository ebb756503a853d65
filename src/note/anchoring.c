/* Passages of one text found again in another: fold both, find what they have in common (diff.c), lay each passage with
 * its surroundings on it (candidate.c); where that gives nothing sure, or the old text is not known, ask the index of
 * the new one where it may stand (approximate.c) and lay it there; then take the best place if it is good enough, else
 * refuse. Each phase goes in pieces of about a millisecond, so that work can be done while a reader reads.
 */
#include "anchoring.h"

#include "taiyaku/text.h"

#define AROUND 600 /* symbols of the old text that are looked at with a passage, on each side */
#define CLOSE 128  /* the same where it is searched for */
#define CANDIDATES 4
#define FAR_AROUND 1500 /* symbols on each side that tell whether the text around went there too */
#define FAITHFUL 0.2    /* what it counts if they all did */
#define LINE_MAX_BYTES 6000
#define LONG_QUOTE 320 /* a quote of this weight may be moved without anything around it */

struct work {
	struct note_passage passage;
	struct note_place place;
	struct note_candidate best;
	double value, second; /* of the best candidate, and of the next one elsewhere; below 0: there is none */
	double went;          /* how much of what stood around went along with it */
	bool done;
};
enum phase { FOLD_OLD, FOLD_NEW, DIFF, MAP, INDEX, SEARCH, DONE };
struct note_anchoring {
	struct note_folded old, new;
	struct note_diff *diff;
	note_runs by_new; /* the runs of it in order of the new text */
	struct note_index *index;
	VEC(struct work) work;
	enum phase phase;
	size_t at;
};

struct note_anchoring *note_anchoring_new(struct str old_text, struct str new_text)
{
	struct note_anchoring *a = xcalloc(1, sizeof *a);

	a->old.text = old_text;
	a->new.text = new_text;
	return a;
}

void note_anchoring_free(struct note_anchoring *a)
{
	if (!a)
		return;
	note_folded_free(&a->old);
	note_folded_free(&a->new);
	note_diff_free(a->diff);
	note_index_free(a->index);
	vec_free(&a->by_new);
	vec_free(&a->work);
	free(a);
}

size_t note_anchoring_add(struct note_anchoring *a, const struct note_passage *p)
{
	vec_push(&a->work, (struct work){.passage = *p, .value = -1, .second = -1});
	if (a->phase > MAP) {
		a->phase = MAP;
		a->at = 0;
	}
	return a->work.n - 1;
}

const struct note_place *note_anchoring_place(const struct note_anchoring *a, size_t i)
{
	return a->work.v[i].done ? &a->work.v[i].place : NULL;
}

/* ---- how good a candidate is ---------------------------------------------------------------------------------- */
static double context(const struct note_candidate *c)
{
	if (c->left < 0 || c->right < 0)
		return c->left > c->right ? c->left : c->right > 0 ? c->right : 0;
	return (c->left + c->right) / 2;
}

static double value(const struct note_candidate *c)
{
	return 0.6 * c->quote + 0.4 * context(c);
}

static long weight(const struct note_window *w)
{
	long all = 0;

	for (size_t i = w->quote.start; i < w->quote.end && all < 1000000; i++)
		all += note_weight(w->f->s[i]);
	return all;
}

/* Good enough to be told as the passage's place? A few letters need what stood around them, and that went along with
 * them: a sentence that stands elsewhere may be a copy. More of them speak for themselves. */
static bool good(const struct note_candidate *c, long all, double went)
{
	double near = c->left > c->right ? c->left : c->right, kept = c->quote * (double)all, both = context(c);

	if (all < LONG_QUOTE) {
		if (went < 0.3 || (went < 0.6 && both < 0.55))
			return false;
		if (c->quote >= 0.9 && both >= 0.3 && went >= 0.5)
			return true;
		return near >= 0.5 && (c->quote >= 0.5 || (c->quote >= 0.36 && went >= 0.5 && both >= 0.75));
	}
	if (c->quote >= 0.85)
		return went >= 0.5 || both >= 0.4 || kept >= 600;
	return c->quote >= 0.38 && (near >= 0.5 || kept >= 600);
}

static bool apart(struct span a, struct span b)
{
	return a.start >= b.end || a.end <= b.start;
}

/* Is a the better one? Two that keep different parts of the passage: it was torn, and is where more of it is. Else one
 * of them may be a copy: the one is better that the text around went along with. */
static bool better(const struct note_candidate *a, double value_a, const struct note_candidate *b, double value_b)
{
	if (apart(a->of, b->of) && a->quote >= 0.2 && b->quote >= 0.2)
		return a->kept > b->kept;
	return value_a > value_b;
}

static void consider(struct work *w, const struct note_candidate *c, double support, double went)
{
	double v = value(c) + FAITHFUL * support;

	if (w->value < 0 || better(c, v, &w->best, w->value)) {
		if (w->value >= 0 && apart(c->at, w->best.at))
			w->second = w->value;
		w->best = *c;
		w->value = v;
		w->went = went;
	} else if (v > w->second && apart(c->at, w->best.at)) {
		w->second = v;
	}
}

/* ---- the answer ----------------------------------------------------------------------------------------------------
 */
static size_t spaces(struct str s, bool at_end)
{
	size_t n = 0, i = at_end ? s.n : 0;
	uint32_t cp;

	while (at_end ? i > 0 : i < s.n) {
		i = at_end ? text_prev(s, i, &cp) : text_next(s, i, &cp);
		if (!text_is_space(cp))
			break;
		n++;
	}
	return n;
}

/* White space at the ends of the quote is no symbol: as much of it as stands there again. */
static struct span with_spaces(struct str text, struct str quote, struct span at)
{
	size_t before = spaces(quote, false), after = spaces(quote, true), next;
	uint32_t cp;

	for (; before && at.start; before--, at.start = next) {
		next = text_prev(text, at.start, &cp);
		if (!text_is_space(cp))
			break;
	}
	for (; after && at.end < text.n; after--, at.end = next) {
		next = text_next(text, at.end, &cp);
		if (!text_is_space(cp))
			break;
	}
	return at;
}

static void answer(struct note_anchoring *a, struct work *w, const struct note_window *window)
{
	struct note_place *p = &w->place;
	bool found = w->value >= 0, sure = found && good(&w->best, weight(window), w->went);

	p->at = (struct span){POS_NONE, POS_NONE};
	if (found)
		p->at = with_spaces(a->new.text, w->passage.quote, note_bytes(&a->new, w->best.at));
	p->score = found ? value(&w->best) : 0;
	if (sure && context(&w->best) < 0.5 && w->second > w->value - 0.05)
		sure = false; /* it may as well be the other one */
	p->state = !sure ? STATE_ORPHAN : w->best.whole && context(&w->best) >= 0.5 ? STATE_EXACT : STATE_MOVED;
	w->done = true;
}

/* ---- the old text's passage
 * ------------------------------------------------------------------------------------------ */
static bool known(const struct note_anchoring *a, const struct note_passage *p)
{
	return a->old.text.p && p->at.start <= p->at.end && p->at.end <= a->old.text.n &&
	       str_eq(p->quote, str_slice(a->old.text, p->at.start, p->at.end));
}

static struct note_window window_of(const struct note_anchoring *a, const struct note_passage *p, size_t around)
{
	struct note_window w = {.f = &a->old};

	w.quote.start = note_symbol(&a->old, p->at.start);
	w.quote.end = note_symbol(&a->old, p->at.end);
	w.whole.start = w.quote.start > around ? w.quote.start - around : 0;
	w.whole.end = a->old.n - w.quote.end > around ? w.quote.end + around : a->old.n;
	return w;
}

/* The runs that touch a range: *n of them. */
static const struct note_run *runs_in(const note_runs *runs, struct span at, size_t *n)
{
	size_t low = 0, high = runs->n, end;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (runs->v[mid].o + runs->v[mid].len <= at.start)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < runs->n && runs->v[end].o < at.end; end++)
		;
	*n = end - low;
	return runs->v + low;
}

/* The share of a part of the old text that went to where the candidate is: a copy of the passage elsewhere has little
 * of it. */
static double share_there(const struct note_anchoring *a, const struct note_window *w, const struct note_candidate *c,
			  struct span part)
{
	ptrdiff_t by = (ptrdiff_t)c->at.start - (ptrdiff_t)w->quote.start;
	const struct note_run *r;
	size_t n, there = 0;

	r = runs_in(note_diff_runs(a->diff), part, &n);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t off = (ptrdiff_t)r[i].n - (ptrdiff_t)r[i].o - by;
		size_t from = r[i].o > part.start ? r[i].o : part.start, to = r[i].o + r[i].len;

		if (off < FAR_AROUND && off > -FAR_AROUND)
			there += (to < part.end ? to : part.end) - from;
	}
	return part.end > part.start ? (double)there / (double)(part.end - part.start) : 0;
}

static double support(const struct note_anchoring *a, const struct note_window *w, const struct note_candidate *c)
{
	struct span q = w->quote, far = {q.start > FAR_AROUND ? q.start - FAR_AROUND : 0, q.end + FAR_AROUND};

	far.end = far.end < a->old.n ? far.end : a->old.n;
	return share_there(a, w, c, far);
}

/* The lines that the passage stands in. */
static struct span lines(const struct note_anchoring *a, const struct note_passage *p)
{
	struct str text = a->old.text;
	size_t from = p->at.start, to = p->at.end;

	while (from && text.p[from - 1] != '\n' && p->at.start - from < LINE_MAX_BYTES)
		from--;
	while (to < text.n && text.p[to] != '\n' && to - p->at.end < LINE_MAX_BYTES)
		to++;
	return (struct span){note_symbol(&a->old, from), note_symbol(&a->old, to)};
}

/* Does another passage of the old text stand there now? Then this one does not, however alike they are. */
static bool of_another(const struct note_anchoring *a, const struct note_window *w, const struct note_candidate *c)
{
	size_t low = 0, high = a->by_new.n, others = 0;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (a->by_new.v[mid].n + a->by_new.v[mid].len <= c->at.start)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < a->by_new.n && a->by_new.v[low].n < c->at.end; low++) {
		const struct note_run *r = &a->by_new.v[low];
		size_t from = r->n > c->at.start ? r->n : c->at.start,
		       to = r->n + r->len < c->at.end ? r->n + r->len : c->at.end;
		size_t o = r->o + (from - r->n);

		if (o >= w->quote.end || o + (to - from) <= w->quote.start)
			others += to - from;
	}
	return others * 2 > c->at.end - c->at.start;
}

static void consider_all(const struct note_anchoring *a, struct work *w, const struct note_window *window,
			 const struct note_candidate *c, size_t n)
{
	struct span own = {0, 0};

	if (window->f == &a->old)
		own = lines(a, &w->passage);
	for (size_t i = 0; i < n; i++) {
		double far, near;

		if (window->f != &a->old) {
			consider(w, &c[i], 0, context(&c[i]));
			continue;
		}
		if (of_another(a, window, &c[i]))
			continue;
		far = support(a, window, &c[i]);
		near = share_there(a, window, &c[i], own);
		consider(w, &c[i], far, far > near ? far : near);
	}
}

static bool sure(const struct work *w)
{
	return w->best.whole ? context(&w->best) >= 0.6 : w->best.quote >= 0.7 && context(&w->best) >= 0.7;
}

static void map(struct note_anchoring *a, struct work *w)
{
	struct note_window window = window_of(a, &w->passage, AROUND);
	struct note_candidate found[CANDIDATES];
	const struct note_run *runs;
	size_t n;

	runs = runs_in(note_diff_runs(a->diff), window.whole, &n);
	n = note_candidates(&window, &a->new, runs, n, found, CANDIDATES);
	consider_all(a, w, &window, found, n);
	if (w->value >= 0 && sure(w))
		answer(a, w, &window);
}

/* ---- search
 * --------------------------------------------------------------------------------------------------------------- */
/* Lays the window on a part of the new text. */
static void try_at(struct note_anchoring *a, struct work *w, const struct note_window *window, ptrdiff_t place)
{
	size_t len = window->whole.end - window->whole.start, slack = 64 + len / 2;
	struct note_candidate found[2];
	struct note_diff *d;
	struct span in;
	size_t n;

	in.start = place > (ptrdiff_t)slack ? (size_t)place - slack : 0;
	in.end = (size_t)(place + (ptrdiff_t)(len + slack + 64) > 0 ? place + (ptrdiff_t)(len + slack + 64) : 0);
	in.end = in.end < a->new.n ? in.end : a->new.n;
	if (in.start >= in.end)
		return;
	d = note_diff_new(window->f, window->whole, &a->new, in);
	while (note_diff_step(d))
		;
	n = note_candidates(window, &a->new, note_diff_runs(d)->v, note_diff_runs(d)->n, found, 2);
	consider_all(a, w, window, found, n);
	note_diff_free(d);
}

static void search_window(struct note_anchoring *a, struct work *w, const struct note_window *window)
{
	ptrdiff_t places[6];
	size_t n = note_index_find(a->index, window->f, window->whole, places, 6);

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= places[k] - places[i] <= 64 && places[i] - places[k] <= 64;
		if (!again)
			try_at(a, w, window, places[i]);
	}
	answer(a, w, window);
}

static void search(struct note_anchoring *a, struct work *w)
{
	const struct note_passage *p = &w->passage;
	struct note_folded own = {0};
	struct note_window window;
	struct buf all = {0};

	if (known(a, p)) {
		window = window_of(a, p, CLOSE);
		search_window(a, w, &window);
		return;
	}
	buf_str(&all, p->prefix);
	buf_str(&all, p->quote);
	buf_str(&all, p->suffix);
	own.text = buf_view(&all);
	while (note_fold_more(&own))
		;
	window = (struct note_window){.f = &own, .whole = {0, own.n}};
	window.quote = (struct span){note_symbol(&own, p->prefix.n), note_symbol(&own, p->prefix.n + p->quote.n)};
	search_window(a, w, &window);
	note_folded_free(&own);
	buf_free(&all);
}

static int by_new(const void *a, const void *b)
{
	const struct note_run *x = a, *y = b;

	return x->n < y->n ? -1 : x->n > y->n;
}

static void order_by_new(struct note_anchoring *a)
{
	const note_runs *runs = note_diff_runs(a->diff);

	vec_reserve(&a->by_new, runs->n);
	a->by_new.n = runs->n;
	if (!runs->n)
		return;
	memcpy(a->by_new.v, runs->v, runs->n * sizeof *runs->v);
	qsort(a->by_new.v, runs->n, sizeof *runs->v, by_new);
}

/* ---- step by step
 * ------------------------------------------------------------------------------------------------------------ */
static void next(struct note_anchoring *a, enum phase phase)
{
	a->phase = phase;
	a->at = 0;
}

static void map_next(struct note_anchoring *a)
{
	bool left = false;

	if (a->at < a->work.n) {
		struct work *w = &a->work.v[a->at++];

		if (!w->done && a->old.text.p && known(a, &w->passage))
			map(a, w);
		return;
	}
	for (size_t i = 0; i < a->work.n; i++)
		left |= !a->work.v[i].done;
	next(a, !left ? DONE : a->index ? SEARCH : INDEX);
	if (a->phase == INDEX)
		a->index = note_index_new(&a->new);
}

static void search_next(struct note_anchoring *a)
{
	while (a->at < a->work.n && a->work.v[a->at].done)
		a->at++;
	if (a->at == a->work.n)
		next(a, DONE);
	else
		search(a, &a->work.v[a->at++]);
}

static void piece(struct note_anchoring *a)
{
	switch (a->phase) {
	case FOLD_OLD:
		if (!a->old.text.p || !note_fold_more(&a->old))
			next(a, FOLD_NEW);
		break;
	case FOLD_NEW:
		if (note_fold_more(&a->new))
			break;
		next(a, a->old.text.p ? DIFF : MAP);
		if (a->phase == DIFF)
			a->diff =
				note_diff_new(&a->old, (struct span){0, a->old.n}, &a->new, (struct span){0, a->new.n});
		break;
	case DIFF:
		if (note_diff_step(a->diff))
			break;
		order_by_new(a);
		next(a, MAP);
		break;
	case MAP:
		map_next(a);
		break;
	case INDEX:
		if (!note_index_step(a->index))
			next(a, SEARCH);
		break;
	case SEARCH:
		search_next(a);
		break;
	case DONE:
		break;
	}
}

bool note_anchoring_step(struct note_anchoring *a, int ms)
{
	int64_t end = clock_mono_ms() + ms;

	do
		piece(a);
	while (a->phase != DONE && (!ms || clock_mono_ms() < end));
	return a->phase != DONE;
}
