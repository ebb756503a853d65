/* Verdicts: the table of DESIGN 1, in its order.
 *
 * "Held" is what an imported file has; what documents quote is known, but never held: a quote must not be found right
 * by comparing it with itself. The steps: a link of no family; a day that cannot be right; nothing held; two that fit
 * equally; the post not there; the words compared.
 */
#include "trial.h"

const char *cite_said(struct cite *c, const char *fmt, ...)
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

/* ---- days against ids ---- */

/* Does a post that the document quotes from this source say that the thread was alive on that day? */
static bool own_post_explains(struct cite *c, const struct target *t)
{
	struct store_identity source = cite_canonical(c, &t->source);
	size_t n;
	const struct cite_own *own = cite_own_posts(c, &source, &n);

	for (size_t i = 0; i < n; i++) {
		int64_t ms;
		int tz;
		if (cite_time_parse(doc_post(c->doc, own[i].post)->posted_at, &ms, &tz) && !cite_day_is_off(t, ms))
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

	if (!cite_has_day(t) || t->cut)
		return false;
	if (t->exact != STORE_NO_TIME) {
		if (!cite_day_is_off(t, t->exact))
			return false;
		day_text(t->exact, day);
		x->v->why = cite_said(x->c, _("the day does not fit: the number of the post is of %s"), day);
		return true;
	}
	if (began == STORE_NO_TIME || !cite_day_is_off(t, began) || (began < t->from && own_post_explains(x->c, t)))
		return false;
	for (size_t i = 0; i < x->n_fit; i++)
		if (began < t->from && x->fit[i].thread->last_post_at != STORE_NO_TIME &&
		    t->from <= x->fit[i].thread->last_post_at + DAY_MS)
			return false;
	day_text(began, day);
	x->v->why = cite_said(x->c, _("the day does not fit: the thread was begun on %s"), day);
	return true;
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
	x->v->why = cite_said(x->c, _("%zu threads fit equally"), x->v->n_candidates);
}

static void list_posts(struct trial *x, const struct store_posts *p)
{
	struct cite_candidate *v = arena_alloc(x->c->arena, (p->n + 1) * sizeof *v);

	for (size_t i = 0; i < p->n; i++)
		v[x->v->n_candidates++] = (struct cite_candidate){x->v->source, p->v[i].number};
	x->v->candidates = v;
	x->v->why = cite_said(x->c, _("%zu posts fit equally"), x->v->n_candidates);
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
		cite_set_source(x, chosen->thread);
		return chosen;
	}
	list_threads(x, best);
	return NULL;
}

/* ---- steps 5 and 6 ---- */

/* Several threads fit, and no number says where to look: in which do the words stand? */
static void look_for_words(struct trial *x)
{
	struct store_posts p;

	for (size_t i = 0; i < x->n_fit; i++) {
		cite_find_words(x, &x->fit[i], &p);
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
		if (p->v[i].posted_at == STORE_NO_TIME || !cite_day_is_off(t, p->v[i].posted_at))
			p->v[n++] = p->v[i];
	p->n = n ? n : p->n;
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
	return cite_has_day(t) && p->posted_at != STORE_NO_TIME && cite_day_is_off(t, p->posted_at);
}

/* No number, and no post has the words. */
static enum verdict_kind judge_nearly(struct trial *x, const struct fit *f)
{
	struct store_post post;
	struct found best;

	if (!cite_find_nearly(x, f, &post, &best) || post_is_off(x->t, &post))
		return VERDICT_MISSING;
	set_numbers(x, post.number);
	set_difference(x, &best);
	x->v->why = cite_said(x->c, _("no post has these words; %ld has nearly these"), post.number);
	return VERDICT_DIFFERS;
}

/* No number: it is where the words stand. */
static enum verdict_kind judge_words(struct trial *x, const struct fit *f)
{
	struct store_posts p;

	if (!x->claim->text.n)
		return VERDICT_SAME;
	cite_find_words(x, f, &p);
	if (cite_has_day(x->t))
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
	cite_find_words(x, f, &elsewhere);
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
	cite_load(&x);
	v->kind = judge(&x, own);
	if (v->kind == VERDICT_EXTERNAL)
		v->source = (struct store_identity){{"", 0}, {"", 0}, {"", 0}, {"", 0}};
	struct store_identity source = cite_canonical(c, &t->source);
	for (size_t i = 0; v->post == DOC_NONE && i < v->n_numbers && source.family.n; i++)
		v->post = cite_own_post(c, &source, v->numbers[i]);
	return v;
}
