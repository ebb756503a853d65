/* Annotating without the editor: highlights, tags, links, bookmarks, notes that are swapped; deleting, history, where
 * an annotation belongs; the list. */
#include "actions.h"
#include "annotated.h"

static const char *const colours[] = {"yellow", "green", "blue", "red"};
enum { COLOURS = sizeof colours / sizeof *colours };

static enum cmd_result nothing(struct err *e, const char *text)
{
	err_set(e, ERR_NOTHING, "%s", text);
	return CMD_NOTHING;
}

/* ---- making ---- */

static int colour_of(struct str name)
{
	for (int i = 0; i < COLOURS; i++)
		if (str_eq(name, str_c(colours[i])))
			return i;
	return -1;
}

/* The highlight that is selected as it is; without a selection the one that the cursor stands in. */
static const struct note_attached *highlighted(struct app *a)
{
	const struct view *v = pane_active(a);
	struct span at;

	if (!v->cursor_on || v->selecting == SELECT_NONE)
		return annotation_here(a, 1u << ANNOTATION_HIGHLIGHT);
	for (size_t i = 0; annotation_chosen(a, &at, NULL) && i < v->n_annotations; i++) {
		const struct view_annotation *x = &v->annotations[i];
		const struct note_attached *y = annotation_of(a, v, x->index);

		if (y && y->annotation.kind == ANNOTATION_HIGHLIGHT && x->at.start == at.start && x->at.end == at.end)
			return y;
	}
	return NULL;
}

/* On a highlight: another colour; the next one where none is named. */
ACTION(act_highlight)
{
	struct app *a = app;
	const struct note_attached *old = highlighted(a);
	int colour = args->n ? colour_of(args->v[0]) : 0;
	struct store_annotation x;

	if (colour < 0) {
		err_set(e, ERR_USAGE, _("%.*s is no colour: yellow, green, blue, red"), STR_ARG(args->v[0]));
		return CMD_ERROR;
	}
	if (old && annotations_writable(a, e)) {
		x = old->annotation;
		x.colour = str_c(colours[args->n ? colour : (colour_of(x.colour) + 1) % COLOURS]);
	} else if (!annotation_begin(a, ANNOTATION_HIGHLIGHT, &x, e)) {
		return CMD_ERROR;
	} else {
		x.colour = str_c(colours[colour]);
	}
	undo_step(a);
	return annotation_put(a, &x, e) ? CMD_OK : CMD_ERROR; /* still selected: H again, or a note on it */
}

/* The note with that label: of several the one nearest to where is read. */
static const struct note *note_of(struct app *a, struct str label, struct err *e)
{
	size_t at = view_cursor(a->book->view).at, least = SIZE_MAX;
	struct doc *d = a->book->doc;
	const struct note *best = NULL;

	for (size_t i = 0; i < doc_notes(d); i++) {
		const struct note *n = doc_note(d, i);
		size_t far = n->start > at ? n->start - at : at - n->start;

		if (str_eq(n->label, label) && far < least) {
			best = n;
			least = far;
		}
	}
	if (!best)
		err_set(e, ERR_NOTHING, _("there is no note %.*s here"), STR_ARG(label));
	return best;
}

static bool note_body(struct app *a, const struct note *n, struct store_target *out, struct err *e)
{
	struct str text = str_trim(str_slice(doc_text(a->book->doc), n->body, n->end));
	size_t start = (size_t)(text.p - doc_text(a->book->doc).p);

	return annotation_target(a, a->book->view, (struct span){start, start + text.n}, annotations_state(a)->arena,
				 out, e);
}

/* Two notes that stand in each other's place: each should say what the other one says. */
ACTION(act_correct_swap)
{
	struct app *a = app;
	struct store_annotation x = {.kind = ANNOTATION_CORRECTION}, y = {.kind = ANNOTATION_CORRECTION};
	const struct note *first, *second;

	if (!annotations_writable(a, e) || !(first = note_of(a, args->v[0], e)) ||
	    !(second = note_of(a, args->v[1], e)) || !note_body(a, first, &x.target, e) ||
	    !note_body(a, second, &y.target, e))
		return CMD_ERROR;
	if (first == second) {
		err_set(e, ERR_USAGE, "%s", _("two different notes are wanted"));
		return CMD_ERROR;
	}
	x.to = y.target;
	y.to = x.target;
	x.body = y.target.quote;
	y.body = x.target.quote;
	undo_step(a);
	if (!annotation_put(a, &x, e) || !annotation_put(a, &y, e))
		return CMD_ERROR;
	return CMD_OK;
}

/* ---- tags ---- */

static bool has_tag(const struct store_annotation *x, struct str tag)
{
	for (size_t i = 0; i < x->n_tags; i++)
		if (str_eq(x->tags[i], tag))
			return true;
	return false;
}

/* "#tag" is "tag". */
static void add_tags(struct app *a, const struct cmd_args *args, struct store_annotation *x)
{
	struct str *tags = arena_alloc(annotations_state(a)->arena, (x->n_tags + args->n + 1) * sizeof *tags);

	for (size_t i = 0; i < x->n_tags; i++)
		tags[i] = x->tags[i];
	x->tags = tags;
	for (size_t i = 0; i < args->n; i++) {
		struct str tag = args->v[i];

		while (tag.n && *tag.p == '#')
			tag = str_slice(tag, 1, tag.n);
		if (tag.n && !has_tag(x, tag))
			tags[x->n_tags++] = arena_str(annotations_state(a)->arena, tag);
	}
}

/* To the annotation that has the focus, else to the passage. */
ACTION(act_tag)
{
	struct app *a = app;
	const struct view *v = pane_active(a);
	bool meant = (v->has_focus && v->focus.kind == THING_ANNOTATION) || annotation_in_page(v).n;
	struct store_annotation x;

	if (!(meant ? annotation_existing(a, &x, e) : annotation_begin(a, ANNOTATION_TAG, &x, e)))
		return CMD_ERROR;
	if (!args->n) {
		prompt_open(a, PROMPT_COMMAND, STR("tag "));
		return CMD_OK;
	}
	add_tags(a, args, &x);
	return annotation_do(a, &x, e);
}

void annotation_tags(struct app *a, struct str begin, cmd_names *out)
{
	struct store_annotations all = {0};
	struct arena *arena = arena_new();
	struct err e = {0};

	if (app_notes(a))
		store_annotations(a->notes, &(struct store_annotation_query){0}, arena, &all, &e);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < all.v[i].n_tags; k++)
			if (str_starts(all.v[i].tags[k], begin))
				vec_push(out, str_dup(all.v[i].tags[k]));
	arena_free(arena);
}

/* ---- links ---- */

ACTION(act_link)
{
	struct app *a = app;
	struct annotations *s = annotations_state(a);
	struct store_annotation x;

	(void)args;
	if (!annotation_begin(a, ANNOTATION_LINK, &x, e))
		return CMD_ERROR;
	if (!s->linking) {
		s->linking = true;
		s->link_from = x.target;
		annotation_unselect(a);
		app_say(a, "%s",
			_("a link begins here: go to its other end and press L there in cursor mode, or :link"));
		return CMD_OK;
	}
	s->linking = false;
	if (str_eq(x.target.document, s->link_from.document) && x.target.start == s->link_from.start &&
	    x.target.end == s->link_from.end) {
		app_say(a, "%s", _("both ends are the same passage: no link was made"));
		return CMD_OK;
	}
	x.to = x.target;
	x.target = s->link_from;
	return annotation_do(a, &x, e);
}

/* Who wrote the post is somebody: shown with all posts of that poster. */
ACTION(act_poster_is)
{
	struct app *a = app;
	struct store_annotation x = {.kind = ANNOTATION_LINK};
	const struct cite_entry *entry = NULL;
	const struct verdict *v;
	struct annotated *t = NULL;
	struct buf name = {0};
	struct subject s;
	long number;

	if (!annotations_writable(a, e))
		return CMD_ERROR;
	if (thing_post(a, &s, &number) && (v = pane_verdict(a, &s)))
		entry = cite_entry_of(cite_thread(book_cite(a, a->book), v), number);
	if (!entry)
		return nothing(e, _("there is no post here"));
	if (entry->poster.kind == STORE_POSTER_NONE)
		return nothing(e, _("nobody is named with this post"));
	page_post_name(&v->source, &entry->post, &name);
	if (name.n)
		t = annotated_post(a, buf_view(&name), buf_view(&name), &s);
	buf_free(&name);
	if (!t)
		return nothing(e, _("this post's source has no name: nothing can be kept with it"));
	annotated_target(t, (struct span){0, t->text.n}, annotations_state(a)->arena, &x.target);
	x.poster = entry->poster;
	x.body = cmd_rest(args, 0);
	return annotation_do(a, &x, e);
}

ACTION(act_bookmark)
{
	struct app *a = app;
	struct store_annotation x;

	(void)args;
	return annotation_begin(a, ANNOTATION_BOOKMARK, &x, e) ? annotation_do(a, &x, e) : CMD_ERROR;
}

/* ---- changing ---- */

ACTION(act_delete)
{
	struct app *a = app;
	struct store_annotation x;

	(void)args;
	if (!annotation_existing(a, &x, e))
		return CMD_ERROR;
	x.deleted = true;
	while (a->n_peeks)
		pane_close(a, PANE_PEEK);
	view_unfocus(pane_active(a));
	return annotation_do(a, &x, e);
}

ACTION(act_history)
{
	struct app *a = app;
	struct store_annotations all = {0};
	struct str id = annotation_id_here(a);

	(void)args;
	if (!id.n)
		return nothing(e, _("no annotation is here; ]a goes to the next one, A lists them"));
	if (!app_notes(a) || !store_annotation_history(a->notes, id, annotations_state(a)->arena, &all, e))
		return CMD_ERROR;
	return thing_popup(a, page_history(&all), NULL, e);
}

/* ---- where an annotation belongs ---- */

static enum cmd_result attach(struct app *a, struct str id, struct str version, struct span at, struct err *e)
{
	if (!annotations_writable(a, e))
		return CMD_ERROR;
	store_attach(a->notes, &(struct store_attachment){.annotation = id,
							  .version = version,
							  .state = STATE_CONFIRMED,
							  .start = at.start,
							  .end = at.end,
							  .score = 1,
							  .method = NOTE_METHOD});
	annotations_reread(a);
	app_saving(a);
	return CMD_OK;
}

ACTION(act_confirm)
{
	struct app *a = app;
	struct str version;
	const struct note_attached *x = annotation_by_id(a, annotation_id_here(a), &version);

	(void)args;
	if (!x)
		return nothing(e, _("no annotation is here; ]a goes to the next one, A lists them"));
	if (x->state == STATE_EXACT || x->state == STATE_CONFIRMED)
		return nothing(e, _("it stands where it belongs: there is nothing to confirm"));
	if (x->at.start == POS_NONE)
		return nothing(e,
			       _("nothing like it was found; :reattach, then select the passage and :reattach again"));
	return attach(a, x->annotation.id, version, x->at, e);
}

/* First on the annotation, then where it belongs. */
ACTION(act_reattach)
{
	struct app *a = app;
	struct annotations *s = annotations_state(a);
	struct str id = annotation_id_here(a), version;
	struct store_target there;
	struct span at;

	(void)args;
	if (!s->reattach.n) {
		if (!annotation_by_id(a, id, &version))
			return nothing(e, _("no annotation is here; ]a goes to the next one, A lists them"));
		s->reattach = arena_str(s->arena, id);
		app_say(a, "%s", _("now select the passage that it belongs to, and :reattach again"));
		return CMD_OK;
	}
	if (!annotation_chosen(a, &at, e) || !annotation_target(a, pane_active(a), at, s->arena, &there, e))
		return CMD_ERROR;
	if (!annotation_by_id(a, s->reattach, &version) || !str_eq(version, there.version)) {
		s->reattach = STR("");
		return nothing(e, _("that annotation is of another text"));
	}
	id = s->reattach;
	s->reattach = STR("");
	annotation_unselect(a);
	return attach(a, id, version, (struct span){there.start, there.end}, e);
}

ACTION(act_next_version)
{
	struct app *a = app;

	(void)args;
	return version_take(a, a->book, e) ? CMD_OK : CMD_ERROR;
}

/* ---- the list ---- */

/* Of the source that is looked at, else of the document; "all": everything in the store. */
ACTION(act_annotations)
{
	struct app *a = app;
	struct spec s = {.kind = SPEC_ANNOTATIONS, .number = -1};
	const struct view *v = pane_active(a);

	s.everything = args->n || a->book->is_blank;
	if (v->kind == VIEW_SOURCE) {
		s.subject = pane_about(a, v)->subject;
		s.everything = args->n > 0;
	}
	if (v->kind == VIEW_ANNOTATIONS && !s.everything) {
		pane_close(a, a->active);
		return CMD_OK;
	}
	jump_record(a);
	return pane_show(a, &s, e) ? CMD_OK : CMD_ERROR;
}

ACTION(act_sort)
{
	static const char *const names[] = {"place", "time", "kind"};
	struct app *a = app;

	for (int i = 0; i < 3; i++)
		if (str_eq(args->v[0], str_c(names[i]))) {
			annotations_state(a)->sort = (enum page_sort)i;
			pane_remake_annotations(a);
			return CMD_OK;
		}
	err_set(e, ERR_USAGE, _("%.*s: sort by place, time or kind"), STR_ARG(args->v[0]));
	return CMD_ERROR;
}
