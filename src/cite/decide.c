/* Verdicts: the table of DESIGN 1, in its order.
 *
 * "Held" is what an imported file has; what documents quote is known, but never held: a quote must not be found right
 * by comparing it with itself. The steps: a link of no family; a day that cannot be right; nothing held; two that fit
 * equally; the post not there; the words compared.
 */
#include "cite.h"

#define NEAR_MAX 20 /* posts that are compared for each piece of words that stand nowhere */

struct fit { /* a held thread that may be meant */
	const struct store_thread *thread;
	struct store_posts posts; /* those of the cited numbers that are held with a text of their own */
	bool absent, deleted;     /* a cited number is not among them; it is a deleted line */
	bool conflict;
	bool stands; /* the words stand in one of them, or in all of them together */
};

struct trial {
	struct cite *c;
	const struct target *t;
	const struct claim *claim;
	struct verdict *v;
	struct fit *fit;
	size_t n_fit;
};

static const char *said(struct cite *c, const char *fmt, ...) PRINTF(2, 3);
static const char *said(struct cite *c, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;
	const char *kept;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	kept = arena_str(c->arena, buf_view(&text)).p;
	buf_free(&text);
	return kept;
}

static void day_text(int64_t ms, char out[36])
{
	cite_time_format(ms, 540, out);
	out[10] = '\0';
}

/* ---- days ---- */

static bool has_day(const struct target *t)
{
	return t->from != STORE_NO_TIME;
}

static bool day_is_off(const struct target *t, int64_t time)
{
	return time < t->from - DAY_MS || time >= (t->to > t->from ? t->to : t->from + 1) + DAY_MS;
}

/* Does a post that the document quotes from this source say that the thread was alive on that day? */
static bool own_post_explains(struct cite *c, const struct target *t)
{
	struct store_identity source = cite_canonical(c, &t->source);
	size_t n;
	const struct cite_own *own = cite_own_posts(c, &source, &n);

	for (size_t i = 0; i < n; i++) {
		int64_t ms;
		int tz;
		if (cite_time_parse(doc_post(c->doc, own[i].post)->posted_at, &ms, &tz) && !day_is_off(t, ms))
			return true;
	}
	return false;
}

/* The day against the times in the ids. A thread begins at its key's time: an earlier day cannot be right, a later one
 * needs something that shows it alive then. */
static bool ids_conflict(struct trial *x)
{
	const struct target *t = x->t;
	int64_t began = cite_key_time(t->source.family, t->source.key);
	char day[36];

	if (!has_day(t) || t->cut)
		return false;
	if (t->exact != STORE_NO_TIME) {
		if (!day_is_off(t, t->exact))
			return false;
		day_text(t->exact, day);
		x->v->why = said(x->c, _("the day does not fit: the number of the post is of %s"), day);
		return true;
	}
	if (began == STORE_NO_TIME || !day_is_off(t, began) || (began < t->from && own_post_explains(x->c, t)))
		return false;
	for (size_t i = 0; i < x->n_fit; i++)
		if (began < t->from && x->fit[i].thread->last_post_at != STORE_NO_TIME &&
		    t->from <= x->fit[i].thread->last_post_at + DAY_MS)
			return false;
	day_text(began, day);
	x->v->why = said(x->c, _("the day does not fit: the thread was begun on %s"), day);
	return true;
}

/* The day against what is held: the post's own, or, without a number, the life of the thread. */
static bool held_conflicts(const struct target *t, const struct fit *f)
{
	const struct store_thread *h = f->thread;
	bool dated = false;

	if (!has_day(t))
		return false;
	for (size_t i = 0; i < f->posts.n; i++) {
		if (f->posts.v[i].posted_at == STORE_NO_TIME)
			continue;
		if (!day_is_off(t, f->posts.v[i].posted_at))
			return false;
		dated = true;
	}
	if (dated)
		return true;
	if (h->created_at != STORE_NO_TIME && t->to + DAY_MS <= h->created_at)
		return true;
	return h->last_post_at != STORE_NO_TIME && t->from > h->last_post_at + DAY_MS;
}

/* ---- what the store has ---- */

static bool has_text(const struct store_post *p)
{
	return p->held && p->kind != STORE_DELETED && p->rank > STORE_RANK_QUOTED;
}

static struct str joined(struct cite *c, const struct store_posts *p)
{
	struct buf b = {0};

	for (size_t i = 0; i < p->n; i++) {
		buf_str(&b, p->v[i].text);
		buf_char(&b, '\n');
	}
	struct str s = arena_str(c->arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static bool stands(struct trial *x, const struct store_posts *p)
{
	if (!x->claim->text.n)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (cite_stands_in(x->claim->text, p->v[i].text))
			return true;
	return p->n > 1 && cite_stands_in(x->claim->text, joined(x->c, p));
}

typedef VEC(struct store_post) post_vec;

static bool take_posts(struct trial *x, struct fit *f, bool good, const struct store_posts *all, post_vec *out,
		       const struct err *e)
{
	size_t before = out->n;

	if (!cite_note_failure(x->c, good, e))
		return false;
	for (size_t i = 0; i < all->n; i++) {
		f->deleted |= all->v[i].deleted && !has_text(&all->v[i]);
		if (has_text(&all->v[i]))
			vec_push(out, all->v[i]);
	}
	f->absent |= out->n == before;
	return true;
}

static bool load_posts(struct trial *x, struct fit *f, post_vec *out)
{
	const struct target *t = x->t;
	struct store_posts all;
	struct err e = {0};

	for (size_t i = 0; i < t->n_numbers; i++) {
		long n = t->numbers[i];
		bool good = store_posts(x->c->store, f->thread->id, n, n, x->c->arena, &all, &e);
		if (!take_posts(x, f, good, &all, out, &e))
			return false;
	}
	if (t->n_numbers || !t->post_key.n)
		return true;
	bool good = store_post_by_key(x->c->store, f->thread->id, t->post_key, x->c->arena, &all, &e);
	return take_posts(x, f, good, &all, out, &e);
}

static bool load_fit(struct trial *x, struct fit *f, const struct store_thread *thread)
{
	post_vec found = {0};

	*f = (struct fit){.thread = thread};
	bool good = load_posts(x, f, &found);
	f->posts = (struct store_posts){arena_alloc(x->c->arena, (found.n + 1) * sizeof *f->posts.v), found.n};
	if (found.n)
		memcpy(f->posts.v, found.v, found.n * sizeof *found.v);
	vec_free(&found);
	f->conflict = held_conflicts(x->t, f);
	f->stands = stands(x, &f->posts);
	return good;
}

/* Was the thread alive on the day that is cited, as far as is known? */
static bool is_of_the_day(const struct target *t, const struct store_thread *h)
{
	int64_t began = h->created_at != STORE_NO_TIME ? h->created_at : cite_key_time(h->source.family, h->source.key);

	return !has_day(t) || ((began == STORE_NO_TIME || began < t->to + DAY_MS) &&
			       (h->last_post_at == STORE_NO_TIME || h->last_post_at >= t->from - DAY_MS));
}

/* Of a key that was cut off those that fit the day: one is the one, of several none is. */
static struct store_threads that_fit_the_cut(struct trial *x)
{
	struct store_threads all = cite_threads(x->c, &x->t->source, true).threads, out = {0};

	out.v = arena_alloc(x->c->arena, (all.n + 1) * sizeof *out.v);
	for (size_t i = 0; i < all.n; i++)
		if (is_of_the_day(x->t, &all.v[i]))
			out.v[out.n++] = all.v[i];
	x->v->source.key = str_c(said(x->c, STR_FMT "…", STR_ARG(x->t->source.key)));
	if (out.n == 1)
		x->v->why = _("the address is cut off; this is the only thread in the store that it can be");
	else if (!out.n)
		x->v->why = _("the address is cut off, and no thread in the store begins so");
	return out;
}

/* Of threads whose titles are only nearly the cited one: those that the day or the words say are meant. */
static void keep_the_confirmed(struct trial *x)
{
	struct str title = {"", 0};
	size_t n = 0;

	for (size_t i = 0; i < x->n_fit; i++) {
		struct fit *f = &x->fit[i];
		title = f->thread->source.title;
		if (!f->conflict && (f->stands || (has_day(x->t) && is_of_the_day(x->t, f->thread))))
			x->fit[n++] = *f;
	}
	if (n)
		x->v->why =
			said(x->c, _("the title is spelled otherwise: %.*s"), STR_ARG(x->fit[0].thread->source.title));
	else if (x->n_fit)
		x->v->why = said(x->c, _("a thread with nearly this title is there: %.*s"), STR_ARG(title));
	x->n_fit = n;
}

static void set_source(struct trial *x, const struct store_thread *h)
{
	struct str title = x->v->source.title;

	x->v->thread = h->id;
	x->v->source = h->source;
	if (!x->v->source.title.n)
		x->v->source.title = title;
}

static void load_fits(struct trial *x, const struct store_threads *threads)
{
	x->fit = arena_alloc(x->c->arena, (threads->n + 1) * sizeof *x->fit);
	x->n_fit = 0;
	for (size_t i = 0; i < threads->n; i++)
		if (threads->v[i].held && load_fit(x, &x->fit[x->n_fit], &threads->v[i]))
			x->n_fit++;
}

static void load(struct trial *x)
{
	struct cite_asked asked = {.cut = x->t->cut};

	if (asked.cut)
		asked.threads = that_fit_the_cut(x);
	else
		asked = cite_threads(x->c, &x->t->source, false);
	if (asked.near.n) {
		load_fits(x, &asked.near);
		keep_the_confirmed(x);
		if (x->n_fit)
			return;
	}
	load_fits(x, &asked.threads);
	if (asked.threads.n == 1)
		set_source(x, &asked.threads.v[0]);
}

/* ---- step 3: nothing held ---- */

static bool is_quoted(struct trial *x, long number)
{
	struct store_identity source = cite_canonical(x->c, &x->t->source);
	struct store_posts p;
	struct err e = {0};

	if (cite_own_post(x->c, &source, number) != DOC_NONE)
		return true;
	return x->v->thread &&
	       cite_note_failure(x->c, store_posts(x->c->store, x->v->thread, number, number, x->c->arena, &p, &e),
				 &e) &&
	       p.n > 0;
}

static enum verdict_kind quoted_or_wanted(struct trial *x, uint32_t own)
{
	if (own != DOC_NONE)
		return VERDICT_QUOTED;
	for (size_t i = 0; i < x->t->n_numbers; i++)
		if (!is_quoted(x, x->t->numbers[i]))
			return VERDICT_WANTED;
	return x->t->n_numbers ? VERDICT_QUOTED : VERDICT_WANTED;
}

/* ---- step 4: which of several ---- */

static bool is_numbered(const struct target *t)
{
	return t->n_numbers || t->post_key.n;
}

static int likeness(const struct fit *f, const struct target *t)
{
	return f->conflict ? 0 : f->stands ? 3 : is_numbered(t) && !f->absent ? 2 : 1;
}

static void list_threads(struct trial *x, int like)
{
	struct cite_candidate *v = arena_alloc(x->c->arena, x->n_fit * sizeof *v);

	for (size_t i = 0; i < x->n_fit; i++)
		if (likeness(&x->fit[i], x->t) == like)
			v[x->v->n_candidates++] = (struct cite_candidate){x->fit[i].thread->source,
									  x->t->n_numbers ? x->t->numbers[0] : -1};
	x->v->candidates = v;
	x->v->why = said(x->c, _("%zu threads fit equally"), x->v->n_candidates);
}

static void list_posts(struct trial *x, const struct store_posts *p)
{
	struct cite_candidate *v = arena_alloc(x->c->arena, (p->n + 1) * sizeof *v);

	for (size_t i = 0; i < p->n; i++)
		v[x->v->n_candidates++] = (struct cite_candidate){x->v->source, p->v[i].number};
	x->v->candidates = v;
	x->v->why = said(x->c, _("%zu posts fit equally"), x->v->n_candidates);
}

/* The one held thread that fits best, or NULL: several do. */
static struct fit *choose(struct trial *x)
{
	int best = 0;
	size_t n = 0;
	struct fit *chosen = NULL;

	for (size_t i = 0; i < x->n_fit; i++) {
		int like = likeness(&x->fit[i], x->t);
		if (like > best) {
			best = like;
			n = 0;
		}
		if (like == best) {
			chosen = &x->fit[i];
			n++;
		}
	}
	if (n == 1) {
		set_source(x, chosen->thread);
		return chosen;
	}
	list_threads(x, best);
	return NULL;
}

/* ---- steps 5 and 6 ---- */

/* Held posts of the thread with a text of their own that holds this piece of the words, folded as copying does it. */
static bool posts_with(struct trial *x, const struct fit *f, struct str piece, struct store_posts *out)
{
	struct err e = {0};
	size_t n = 0;

	*out = (struct store_posts){0};
	if (!piece.n ||
	    !cite_note_failure(x->c, store_posts_with_text(x->c->store, f->thread->id, piece, x->c->arena, out, &e),
			       &e))
		return false;
	for (size_t i = 0; i < out->n; i++)
		if (has_text(&out->v[i]))
			out->v[n++] = out->v[i];
	out->n = n;
	return true;
}

/* The held posts of the thread in which the words stand. */
static void find_words(struct trial *x, const struct fit *f, struct store_posts *out)
{
	struct buf piece = {0};
	size_t n = 0;

	cite_longest_piece(x->claim->text, &piece);
	posts_with(x, f, buf_view(&piece), out);
	for (size_t i = 0; i < out->n; i++)
		if (cite_stands_in(x->claim->text, out->v[i].text))
			out->v[n++] = out->v[i];
	out->n = n;
	buf_free(&piece);
}

/* Several threads fit, and no number says where to look: in which do the words stand? */
static void look_for_words(struct trial *x)
{
	struct store_posts p;

	for (size_t i = 0; i < x->n_fit; i++) {
		find_words(x, &x->fit[i], &p);
		x->fit[i].stands = p.n > 0;
	}
}

static void set_found(struct trial *x, const struct store_posts *p)
{
	long *v = arena_alloc(x->c->arena, (p->n + 1) * sizeof *v);

	for (size_t i = 0; i < p->n; i++)
		v[i] = p->v[i].number;
	x->v->found = v;
	x->v->n_found = p->n;
}

static void keep_the_day(const struct target *t, struct store_posts *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].posted_at == STORE_NO_TIME || !day_is_off(t, p->v[i].posted_at))
			p->v[n++] = p->v[i];
	p->n = n ? n : p->n;
}

/* Posts that hold one of the pieces, each once. */
static bool posts_with_pieces(struct trial *x, const struct fit *f, const struct cite_pieces *pieces, post_vec *out)
{
	for (size_t i = 0; i < pieces->n; i++) {
		struct store_posts p;
		if (!posts_with(x, f, pieces->v[i], &p))
			return false;
		for (size_t k = 0; k < p.n && k < NEAR_MAX; k++) {
			size_t seen = 0;
			while (seen < out->n && out->v[seen].id != p.v[k].id)
				seen++;
			if (seen == out->n)
				vec_push(out, p.v[k]);
		}
	}
	return true;
}

/* The one post of the thread that has nearly the words: one edit in ten characters, fewer than any other. Words cut
 * into more pieces than edits have one that stands as it is: those are looked for. */
static bool find_nearly(struct trial *x, const struct fit *f, struct store_post *post, struct found *best)
{
	struct cite_pieces pieces = cite_pieces(x->c, x->claim->text);
	post_vec near = {0};
	bool alone = false;

	*best = (struct found){.distance = SIZE_MAX};
	*post = (struct store_post){.number = -1};
	if (posts_with_pieces(x, f, &pieces, &near))
		for (size_t i = 0; i < near.n; i++) {
			struct found one = cite_compare(x->c, x->claim, near.v[i].text);
			alone = one.distance < best->distance || (alone && one.distance > best->distance);
			if (one.distance < best->distance) {
				*best = one;
				*post = near.v[i];
			}
		}
	vec_free(&near);
	return alone && best->distance < pieces.n;
}

static void set_difference(struct trial *x, const struct found *f)
{
	x->v->difference = f->difference;
	x->v->n_difference = f->n_difference;
}

static void set_numbers(struct trial *x, long number)
{
	long *n = arena_alloc(x->c->arena, sizeof *n);

	*n = number;
	x->v->numbers = n;
	x->v->n_numbers = 1;
}

static bool post_is_off(const struct target *t, const struct store_post *p)
{
	return has_day(t) && p->posted_at != STORE_NO_TIME && day_is_off(t, p->posted_at);
}

/* No number, and no post has the words. */
static enum verdict_kind judge_nearly(struct trial *x, const struct fit *f)
{
	struct store_post post;
	struct found best;

	if (!find_nearly(x, f, &post, &best) || post_is_off(x->t, &post))
		return VERDICT_MISSING;
	set_numbers(x, post.number);
	set_difference(x, &best);
	x->v->why = said(x->c, _("no post has these words; %ld has nearly these"), post.number);
	return VERDICT_DIFFERS;
}

/* No number: it is where the words stand. */
static enum verdict_kind judge_words(struct trial *x, const struct fit *f)
{
	struct store_posts p;

	if (!x->claim->text.n)
		return VERDICT_SAME;
	find_words(x, f, &p);
	if (has_day(x->t))
		keep_the_day(x->t, &p);
	set_found(x, &p);
	if (!p.n)
		return judge_nearly(x, f);
	if (p.n > 1) {
		list_posts(x, &p);
		return VERDICT_AMBIGUOUS;
	}
	set_numbers(x, p.v[0].number);
	return post_is_off(x->t, &p.v[0]) ? VERDICT_CONFLICT : VERDICT_SAME;
}

static void compare_with_nearest(struct trial *x, const struct fit *f)
{
	struct found best = {.distance = SIZE_MAX};

	for (size_t i = 0; i < f->posts.n; i++) {
		struct found one = cite_compare(x->c, x->claim, f->posts.v[i].text);
		if (one.distance < best.distance)
			best = one;
	}
	set_difference(x, &best);
}

static enum verdict_kind judge_numbers(struct trial *x, const struct fit *f)
{
	struct store_posts elsewhere = {0};

	if (f->stands || (!f->absent && !x->claim->text.n))
		return VERDICT_SAME;
	if (!f->absent && x->t->n_numbers <= 1 && f->posts.n > 1) {
		list_posts(x, &f->posts);
		return VERDICT_AMBIGUOUS;
	}
	find_words(x, f, &elsewhere);
	set_found(x, &elsewhere);
	if (f->absent) { /* the words may stand in the one that is not there */
		x->v->deleted = f->deleted;
		if (f->deleted)
			x->v->why = _("the post was deleted");
		return VERDICT_MISSING;
	}
	compare_with_nearest(x, f);
	return VERDICT_DIFFERS;
}

static enum verdict_kind judge(struct trial *x, uint32_t own)
{
	struct fit *f;

	if (x->t->external && !x->n_fit)
		return VERDICT_EXTERNAL;
	if (ids_conflict(x))
		return VERDICT_CONFLICT;
	if (!x->n_fit)
		return quoted_or_wanted(x, own);
	size_t off = 0;
	for (size_t i = 0; i < x->n_fit; i++)
		off += x->fit[i].conflict;
	if (off == x->n_fit) {
		x->v->why = _("the day does not fit what the store has of it");
		return VERDICT_CONFLICT;
	}
	if (x->n_fit > 1 && !is_numbered(x->t))
		look_for_words(x);
	if (!(f = choose(x)))
		return VERDICT_AMBIGUOUS;
	return is_numbered(x->t) ? judge_numbers(x, f) : judge_words(x, f);
}

const struct verdict *cite_decide(struct cite *c, const struct target *t, const struct claim *claim, uint32_t own)
{
	struct verdict *v = arena_alloc(c->arena, sizeof *v);
	struct trial x = {.c = c, .t = t, .claim = claim, .v = v};

	*v = (struct verdict){.source = t->source, .numbers = t->numbers, .n_numbers = t->n_numbers, .post = own};
	load(&x);
	v->kind = judge(&x, own);
	if (v->kind == VERDICT_EXTERNAL)
		v->source = (struct store_identity){{"", 0}, {"", 0}, {"", 0}, {"", 0}};
	struct store_identity source = cite_canonical(c, &t->source);
	for (size_t i = 0; v->post == DOC_NONE && i < v->n_numbers && source.family.n; i++)
		v->post = cite_own_post(c, &source, v->numbers[i]);
	return v;
}
