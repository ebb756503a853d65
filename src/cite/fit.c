/* What the store has of a target: the held threads that may be meant, and the posts of them that are cited.
 *
 * A key that was cut off and a title with a slip give candidates; what the day or the words do not confirm of them is
 * left out here, so that what is decided later never picks silently.
 */
#include "trial.h"

/* ---- days ---- */

bool cite_has_day(const struct target *t)
{
	return t->from != STORE_NO_TIME;
}

bool cite_day_is_off(const struct target *t, int64_t time)
{
	return time < t->from - DAY_MS || time >= (t->to > t->from ? t->to : t->from + 1) + DAY_MS;
}

/* The day against what is held: the post's own, or, without a number, the life of the thread. */
static bool held_conflicts(const struct target *t, const struct fit *f)
{
	const struct store_thread *h = f->thread;
	bool dated = false;

	if (!cite_has_day(t))
		return false;
	for (size_t i = 0; i < f->posts.n; i++) {
		if (f->posts.v[i].posted_at == STORE_NO_TIME)
			continue;
		if (!cite_day_is_off(t, f->posts.v[i].posted_at))
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

bool cite_has_text(const struct store_post *p)
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

static bool take_posts(struct trial *x, struct fit *f, bool good, const struct store_posts *all, post_vec *out,
		       const struct err *e)
{
	size_t before = out->n;

	if (!cite_note_failure(x->c, good, e))
		return false;
	for (size_t i = 0; i < all->n; i++) {
		f->deleted |= all->v[i].deleted && !cite_has_text(&all->v[i]);
		if (cite_has_text(&all->v[i]))
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

	return !cite_has_day(t) || ((began == STORE_NO_TIME || began < t->to + DAY_MS) &&
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
	x->v->source.key = str_c(cite_said(x->c, STR_FMT "…", STR_ARG(x->t->source.key)));
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
		if (!f->conflict && (f->stands || (cite_has_day(x->t) && is_of_the_day(x->t, f->thread))))
			x->fit[n++] = *f;
	}
	if (n)
		x->v->why = cite_said(x->c, _("the title is spelled otherwise: %.*s"),
				      STR_ARG(x->fit[0].thread->source.title));
	else if (x->n_fit)
		x->v->why = cite_said(x->c, _("a thread with nearly this title is there: %.*s"), STR_ARG(title));
	x->n_fit = n;
}

void cite_set_source(struct trial *x, const struct store_thread *h)
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

void cite_load(struct trial *x)
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
		cite_set_source(x, &asked.threads.v[0]);
}
