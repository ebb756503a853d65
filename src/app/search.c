/* Search, paragraph by paragraph from a place on, around the end and back to it. What does not end in its first slice
 * goes on in the idle time, so that a key is never held by a long text. */
#include "app_int.h"

enum { FIRST_SLICE_MS = 30, CHECK_EVERY = 64 };

void search_stop(struct app *a)
{
	a->search.running = false;
}

/* No view shows hits of the needle any more, those behind others neither. */
static void forget_needle(struct app *a)
{
	for (size_t i = 0; i < a->books.n; i++)
		a->books.v[i]->view->needle = a->books.v[i]->filter;
	if (a->main_page)
		a->main_page->needle = NULL;
	if (a->side)
		a->side->needle = NULL;
	for (int i = 0; i < a->n_peeks; i++)
		a->peeks[i].view->needle = NULL;
}

void search_forget(struct app *a, const struct text_needle *needle)
{
	struct view *views[] = {a->main_page, a->side};

	for (size_t i = 0; i < 2; i++)
		if (views[i] && views[i]->needle == needle)
			views[i]->needle = NULL;
	for (int i = 0; i < a->n_peeks; i++)
		if (a->peeks[i].view->needle == needle)
			a->peeks[i].view->needle = NULL;
}

void search_set(struct app *a, struct str words, int direction)
{
	struct search *s = &a->search;

	search_stop(a);
	forget_needle(a);
	text_needle_free(s->needle);
	free(s->words);
	s->words = str_dup(words);
	s->direction = direction;
	s->needle = text_needle_new(words, (enum text_fold_level)cmd_choice(a->options, OPT_SEARCH));
}

void search_start(struct app *a, struct view *v, size_t origin, int direction)
{
	struct search *s = &a->search;

	if (!s->needle || text_needle_empty(s->needle))
		return;
	v->needle = s->needle;
	s->running = true;
	s->wrapped = false;
	s->view = v;
	s->origin = s->at = origin;
	s->going = direction;
	search_step(a, FIRST_SLICE_MS);
}

/* The last hit in the paragraph that starts before `before`. */
static bool last_hit(const struct text_needle *n, struct str para, size_t before, struct span *hit)
{
	struct span h;
	bool got = false;

	for (size_t at = 0; text_find(n, para, at, &h) && h.start < before;) {
		*hit = h;
		got = true;
		at = h.end > at ? h.end : at + 1;
	}
	return got;
}

static void found(struct app *a, struct span para, struct span hit)
{
	struct search *s = &a->search;
	struct position p = POSITION(para.start + hit.start);

	s->running = false;
	view_unfold_section(s->view, p.at);
	view_unfocus(s->view);
	s->view->hit = (struct span){p.at, para.start + hit.end};
	s->view->hit_where = p;
	view_refresh(s->view);
	view_show(s->view, &p);
	view_cursor_go(s->view, &p);
	if (s->wrapped && a->prompt == PROMPT_NONE)
		app_say(a, "%s",
			s->going > 0 ? _("search went on from the beginning") : _("search went on from the end"));
	app_touch(a);
}

static void not_found(struct app *a)
{
	a->search.running = false;
	if (a->prompt == PROMPT_NONE)
		app_say(a, _("not found: %s"), a->search.words);
	a->search.failed = true;
	app_touch(a);
}

/* One paragraph. True: the search has ended. */
static bool forward(struct app *a)
{
	struct search *s = &a->search;
	struct str all = doc_text(s->view->doc);
	struct span para = doc_paragraph(s->view->doc, s->at), hit;
	size_t from = s->at - para.start;

	if (text_find(s->needle, str_slice(all, para.start, para.end), from, &hit)) {
		if (s->wrapped && para.start + hit.start > s->origin)
			return not_found(a), true;
		return found(a, para, hit), true;
	}
	s->at = doc_paragraph_after(s->view->doc, para);
	if (s->wrapped && (s->at == POS_NONE || s->at > s->origin))
		return not_found(a), true;
	if (s->at == POS_NONE || s->at > s->view->range.end) {
		s->wrapped = true;
		s->at = s->view->range.start;
	}
	return false;
}

static bool backward(struct app *a)
{
	struct search *s = &a->search;
	struct str all = doc_text(s->view->doc);
	struct span para = doc_paragraph(s->view->doc, s->at), hit;

	if (last_hit(s->needle, str_slice(all, para.start, para.end), s->at - para.start, &hit)) {
		if (s->wrapped && para.start + hit.start < s->origin)
			return not_found(a), true;
		return found(a, para, hit), true;
	}
	if (s->wrapped && para.start <= s->origin)
		return not_found(a), true;
	if (para.start <= s->view->range.start) {
		s->wrapped = true;
		s->at = s->view->range.end + 1 > all.n ? all.n : s->view->range.end;
	} else {
		s->at = para.start - 1;
	}
	return false;
}

bool search_step(struct app *a, int ms)
{
	int64_t until = clock_mono_ms() + ms;
	struct search *s = &a->search;

	s->failed = false;
	for (unsigned i = 1; s->running; i++) {
		if (s->going > 0 ? forward(a) : backward(a))
			return true;
		if (i % CHECK_EVERY == 0 && clock_mono_ms() >= until)
			return false;
	}
	return true;
}
