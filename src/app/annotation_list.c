/* Looking at annotations: from one to the next, in a popup, as a list; going to where one stands. */
#include "annotated.h"

static enum cmd_result nothing(struct err *e, const char *text)
{
	err_set(e, ERR_NOTHING, "%s", text);
	return CMD_NOTHING;
}

static struct note_list list_of(const struct annotated *t)
{
	return t && t->attaching ? note_attaching_list(t->attaching) : (struct note_list){0};
}

static const struct note_attached *find(const struct annotated *t, struct str id, struct str *version)
{
	struct note_list list = list_of(t);
	const struct note_attached *x = list.v, *end = x + list.n;

	while (x < end && id.n && !str_eq(x->annotation.id, id))
		x++;
	if (x == end || !id.n)
		return NULL;
	*version = str_c(t->version);
	return x;
}

const struct note_attached *annotation_by_id(struct app *a, struct str id, struct str *version)
{
	struct annotations *s = annotations_state(a);
	const struct note_attached *x = find(a->book->annotated, id, version);

	for (size_t i = 0; i < s->posts.n && !x; i++)
		x = s->posts.v[i]->read ? find(s->posts.v[i], id, version) : NULL;
	return x;
}

bool annotations_margin(const struct app *a, const struct view *v)
{
	int signs = cmd_choice(a->options, OPT_SIGNS);
	bool can = !v->page || v->page->passages.n;

	return can && signs != 2 && (signs == 1 || v->n_annotations);
}

/* ---- from one to the next ---- */

struct wanted {
	struct app *a;
	const struct view *v;
	bool orphans;
};

static bool is_wanted(void *context, uint32_t index)
{
	struct wanted *w = context;
	const struct note_attached *x = annotation_of(w->a, w->v, index);

	return x && (x->state == STATE_ORPHAN) == w->orphans;
}

/* In the list: the next entry of that sort. */
static bool next_entry(struct app *a, struct view *v, int direction, bool orphans)
{
	const struct page *p = v->page;
	struct str version;

	for (size_t k = 0; k < p->spans.n; k++) {
		size_t i = direction > 0 ? k : p->spans.n - 1 - k;
		const struct page_span *x = &p->spans.v[i];
		const struct note_attached *y;

		if (!x->thing || p->targets.v[x->target].kind != TARGET_ANNOTATION ||
		    (v->has_focus &&
		     (direction > 0 ? x->start <= v->focus.span.start : x->start >= v->focus.span.start)))
			continue;
		y = annotation_by_id(a, p->targets.v[x->target].text, &version);
		if ((y && y->state == STATE_ORPHAN) != orphans)
			continue;
		view_focus_at(v, &POSITION(x->start), THINGS(THING_ENTRY));
		view_show(v, &POSITION(x->start));
		return true;
	}
	return false;
}

enum cmd_result annotation_next(struct app *a, int direction, bool orphans, long count, struct err *e)
{
	struct view *v = pane_active(a);
	struct wanted w = {a, v, orphans};
	bool did = false;

	for (long n = count > 0 ? count : 1; n > 0; n--) {
		if (!(v->kind == VIEW_ANNOTATIONS ? next_entry(a, v, direction, orphans)
						  : view_focus_annotation(v, direction, is_wanted, &w)))
			break;
		did = true;
	}
	return did ? CMD_OK : nothing(e, direction > 0 ? _("none from here on") : _("none before here"));
}

/* ---- in a popup ---- */

typedef VEC(uint32_t) index_vec;

static bool overlap(struct span a, struct span b)
{
	return a.start == b.start || (a.start < b.end && b.start < a.end);
}

enum cmd_result annotation_peek(struct app *a, struct view *v, const struct thing *t, struct err *e)
{
	struct note_list list = {0};
	struct view_annotation at;
	index_vec chosen = {0};
	const struct note_attached *x;
	enum cmd_result r;

	if (t->index >= v->n_annotations || !(x = annotation_of(a, v, v->annotations[t->index].index)))
		return nothing(e, _("there is nothing to look at behind this"));
	at = v->annotations[t->index];
	for (size_t i = 0; i < v->n_annotations; i++) {
		const struct note_attached *y = annotation_of(a, v, v->annotations[i].index);

		/* of one text all stand in one list */
		if (y && overlap(v->annotations[i].at, at.at) &&
		    str_eq(y->annotation.target.document, x->annotation.target.document)) {
			list = annotations_list(a, v, v->annotations[i].index);
			vec_push(&chosen, (uint32_t)(y - list.v));
		}
	}
	r = thing_popup(a, page_annotation(list, chosen.v, chosen.n), NULL, e);
	if (r == CMD_OK) /* Enter again goes to a link's other end */
		view_focus_first(pane_active(a), THINGS(THING_LINK));
	vec_free(&chosen);
	return r;
}

/* ---- going there ---- */

static void focus(struct app *a, struct view *v, struct str id)
{
	for (size_t i = 0; i < v->n_annotations; i++) {
		const struct note_attached *x = annotation_of(a, v, v->annotations[i].index);
		struct span at = v->annotations[i].at;

		if (!x || !str_eq(x->annotation.id, id))
			continue;
		view_focus(v, &(struct thing){THING_ANNOTATION, at, POSITION(at.start), (uint32_t)i});
		view_show(v, &v->focus.where);
		return;
	}
}

/* The number at the end of a post's name, or -1. */
static long number_of(struct str name)
{
	size_t at = name.n;
	long n = -1;

	while (at && name.p[at - 1] >= '0' && name.p[at - 1] <= '9')
		at--;
	if (at < name.n && at && name.p[at - 1] == '/')
		text_number(str_slice(name, at, name.n), &n);
	return n;
}

/* Where a passage stands in the document that is open now: in another version of it, where its words are. */
static bool find_passage(struct app *a, const struct store_target *t, size_t *at)
{
	struct note_anchoring *work;
	const struct note_place *place;
	struct buf old = {0};
	bool found;

	*at = t->start;
	if (str_eq(t->version, str_c(doc_id(a->book->doc))))
		return t->start <= doc_text(a->book->doc).n;
	found = t->version.n && store_kept_text(a->notes, t->version, &old, NULL) && t->end <= old.n;
	work = note_anchoring_new(found ? buf_view(&old) : (struct str){NULL, 0}, doc_text(a->book->doc));
	note_anchoring_add(work, &(struct note_passage){.at = {found ? t->start : POS_NONE, t->end},
							.quote = t->quote,
							.prefix = t->prefix,
							.suffix = t->suffix});
	note_anchoring_step(work, 0);
	place = note_anchoring_place(work, 0);
	found = place && place->state != STATE_ORPHAN;
	*at = found ? place->at.start : POS_NONE;
	note_anchoring_free(work);
	buf_free(&old);
	return found;
}

static enum cmd_result go_target(struct app *a, const struct store_target *to, struct err *e)
{
	struct target t = {.kind = TARGET_DOCUMENT, .at = POS_NONE, .text = to->document, .path = to->path};
	enum cmd_result r = thing_go_document(a, &t, e);
	size_t at;

	if (r != CMD_OK || thread_is_name(to->document))
		return r;
	if (!find_passage(a, to, &at))
		return nothing(e, _("its words are not there any more, and nothing like them"));
	view_unfocus(a->book->view);
	view_go(a->book->view, &POSITION(at), 0);
	return CMD_OK;
}

static enum cmd_result go_stored(struct app *a, struct str id, bool other_end, struct err *e)
{
	struct arena *arena = arena_new();
	enum cmd_result r = CMD_ERROR;
	struct store_annotation x;

	if (app_notes(a) && store_annotation(a->notes, id, arena, &x, e))
		r = go_target(a, other_end ? &x.to : &x.target, e);
	arena_free(arena);
	return r;
}

enum cmd_result annotation_go_end(struct app *a, struct str id, struct err *e)
{
	return go_stored(a, id, true, e);
}

enum cmd_result annotation_go(struct app *a, struct str id, struct err *e)
{
	const struct spec *about = pane_about(a, pane_active(a));
	struct subject subject = about->subject;
	bool of_source = about->kind == SPEC_ANNOTATIONS && subject.kind != SUBJECT_NONE;
	struct str version, own;
	const struct note_attached *x = annotation_by_id(a, id, &version);
	char *kept = str_dup(id);
	enum cmd_result r;

	own = str_c(kept);
	if (!x) {
		r = go_stored(a, own, false, e);
	} else if (x->at.start == POS_NONE) {
		r = nothing(e, _("its words are not there any more, and nothing like them"));
	} else if (!thread_is_name(x->annotation.target.document)) {
		r = place_go(a, x->at.start);
		focus(a, a->book->view, own);
	} else if (of_source) {
		r = source_go(a, &subject, number_of(x->annotation.target.document), e);
	} else {
		r = go_stored(a, own, false, e);
	}
	free(kept);
	return r;
}

/* ---- the list ---- */

typedef VEC(struct note_attached) attached_vec;

static void add_list(attached_vec *out, const struct annotated *t)
{
	struct note_list list = list_of(t);

	for (size_t i = 0; i < list.n; i++)
		vec_push(out, list.v[i]);
}

static int by_number(const void *a, const void *b)
{
	const struct note_attached *x = a, *y = b;
	long m = number_of(x->annotation.target.document), n = number_of(y->annotation.target.document);

	if (m != n)
		return m < n ? -1 : 1;
	return (x->at.start > y->at.start) - (x->at.start < y->at.start);
}

static void of_source(struct app *a, const struct subject *subject, attached_vec *out)
{
	struct annotations *s = annotations_state(a);
	const struct verdict *v = pane_verdict(a, subject);
	struct buf begin = {0};
	struct annotated *t;

	annotations_read_names(a);
	if (v) {
		page_source_name(&v->source, &begin);
		buf_char(&begin, '/');
	}
	for (size_t i = 0; v && i < s->names.n; i++) {
		struct str name = str_c(s->names.v[i]);

		if ((i && !strcmp(s->names.v[i], s->names.v[i - 1])) || !str_starts(name, buf_view(&begin)))
			continue;
		if ((t = annotated_post(a, name, name, subject)))
			annotated_settle(a, t);
		add_list(out, t);
	}
	for (size_t i = 0; v && i < s->aliases.n; i++) {
		struct alias *x = &s->aliases.v[i];

		if (!str_starts(str_c(x->shown), buf_view(&begin)) || !annotated_first_alias(s, i))
			continue;
		if ((t = annotated_post(a, str_c(x->stored), str_c(x->shown), subject)))
			annotated_settle(a, t);
		add_list(out, t);
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof *out->v, by_number);
	buf_free(&begin);
}

/* All there are: where each stands is known only in its own text. */
static void of_everything(struct app *a, struct arena *arena, attached_vec *out)
{
	struct store_annotations all = {0};
	struct err e = {0};

	if (app_notes(a) && !store_annotations(a->notes, &(struct store_annotation_query){0}, arena, &all, &e) &&
	    e.code != ERR_NOTHING)
		app_complain(a, &e);
	for (size_t i = 0; i < all.n; i++)
		vec_push(out, (struct note_attached){
				      .annotation = all.v[i], .state = STATE_EXACT, .at = {POS_NONE, POS_NONE}});
}

struct page *annotations_page(struct app *a, const struct spec *s)
{
	struct annotations *state = annotations_state(a);
	struct arena *arena = arena_new();
	struct doc *d = NULL;
	attached_vec list = {0};
	struct page *p;

	if (s->everything) {
		of_everything(a, arena, &list);
	} else if (s->subject.kind != SUBJECT_NONE) {
		of_source(a, &s->subject, &list);
	} else {
		d = a->book->doc;
		annotations_of_book(a, a->book);
		add_list(&list, a->book->annotated);
	}
	p = page_annotations(d, (struct note_list){list.v, list.n}, state->filter, state->sort);
	vec_free(&list);
	arena_free(arena);
	return p;
}

void annotations_filter(struct app *a, struct str words)
{
	struct annotations *s = annotations_state(a);

	text_needle_free(s->filter);
	s->filter = words.n ? text_needle_new(words, (enum text_fold_level)cmd_choice(a->options, OPT_SEARCH)) : NULL;
	pane_remake_annotations(a);
}

bool annotations_filtered(const struct app *a)
{
	return a->annotations && a->annotations->filter;
}
