/* taiyaku note list and history: annotations as a list for people, and as JSON (DESIGN 4). Of a FILE they stand where
 * they belong in that text now, with the state that says how this was found; without one each stands where it was made.
 */
#include "note.h"
#include "put.h"
#include "taiyaku/text.h"

#include <stdio.h>
#include <time.h>

struct shown { /* an annotation and where it stands */
	const struct store_annotation *a;
	struct str document;
	enum store_state state;
	struct span at; /* code points; start POS_NONE: nowhere */
	size_t line;    /* 0: not known */
	double score;
};

struct list {
	const struct cli_note *wish;
	struct store_notes *notes;
	struct arena *arena;
	VEC(struct shown) v;
	unsigned kinds;
	struct err err;
};

/* ---- which ---- */

static bool has_tag(const struct store_annotation *a, struct str tag)
{
	for (size_t i = 0; i < a->n_tags; i++)
		if (str_eq(a->tags[i], tag))
			return true;
	return false;
}

static bool fits(const struct list *l, const struct store_annotation *a)
{
	const struct cli_note *w = l->wish;

	for (size_t i = 0; i < w->tags.n; i++)
		if (!has_tag(a, w->tags.v[i]))
			return false;
	return (!l->kinds || l->kinds & 1u << a->kind) && (!w->author || str_eq(a->author, str_c(w->author))) &&
	       (w->deleted || !a->deleted);
}

/* Where it was made. An import may bring one that names no place. */
static struct shown own_place(const struct store_annotation *a)
{
	return (struct shown){.a = a,
			      .document = a->target.document,
			      .state = a->target.first == POS_NONE ? STATE_ORPHAN : STATE_EXACT,
			      .at = {a->target.first, a->target.last},
			      .score = a->target.first == POS_NONE ? 0 : 1};
}

static void add_attached(struct list *l, const struct note_attached *n, const struct cli_text *t, struct cli_counter *c)
{
	struct shown s = {.a = &n->annotation,
			  .document = arena_str(l->arena, t->about.document),
			  .state = n->state,
			  .score = n->score,
			  .at = {POS_NONE, POS_NONE}};

	if (n->at.start != POS_NONE) {
		cli_count_to(c, n->at.start);
		s.at.start = c->code_points;
		s.line = c->line;
		cli_count_to(c, n->at.end);
		s.at.end = c->code_points;
	}
	vec_push(&l->v, s);
}

/* Removed ones stand nowhere: those of this document and of the versions at its path. */
static bool is_of(const struct cli_text *t, const struct store_annotation *a)
{
	return str_eq(a->target.document, t->about.document) ||
	       (t->about.path.n && str_eq(a->target.path, t->about.path));
}

static bool query(struct list *l, struct store_annotations *out)
{
	struct store_annotation_query q = {.kinds = l->kinds, .deleted = l->wish->deleted};

	return store_annotations(l->notes, &q, l->arena, out, &l->err);
}

static bool add_removed(struct list *l, const struct cli_text *t)
{
	struct store_annotations all = {0};

	if (!query(l, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].deleted && is_of(t, &all.v[i]) && fits(l, &all.v[i]))
			vec_push(&l->v, own_place(&all.v[i]));
	return true;
}

static bool gather_all(struct list *l)
{
	struct store_annotations all = {0};

	if (!query(l, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (fits(l, &all.v[i]))
			vec_push(&l->v, own_place(&all.v[i]));
	return true;
}

static void gather(struct list *l, const struct cli_text *t, struct note_attaching *found)
{
	struct cli_counter c = {.text = t->text, .line = 1};
	struct note_list n;

	while (note_attaching_step(found, 0)) {
	}
	n = note_attaching_list(found);
	for (size_t i = 0; i < n.n; i++)
		if (fits(l, &n.v[i].annotation))
			add_attached(l, &n.v[i], t, &c);
}

/* ---- JSON ---- */

static void put_place(struct json_out *o, const char *name, size_t n)
{
	json_name(o, name);
	if (n == POS_NONE)
		json_put_null(o);
	else
		json_put_int(o, (long long)n);
}

static void put_to(struct json_out *o, const struct store_target *to)
{
	json_name(o, "to");
	if (!to->document.n) {
		json_put_null(o);
		return;
	}
	json_begin(o, '{');
	cli_put_text(o, "document", to->document);
	put_place(o, "start", to->first);
	put_place(o, "end", to->last);
	cli_put_text(o, "quote", to->quote);
	json_end(o, '}');
}

static void put_tags(struct json_out *o, const struct store_annotation *a)
{
	json_name(o, "tags");
	json_begin(o, '[');
	for (size_t i = 0; i < a->n_tags; i++)
		cli_put_item(o, a->tags[i]);
	json_end(o, ']');
}

/* The best guess at where an orphan might belong is no place of it. */
static void put_guess(struct json_out *o, const struct shown *s)
{
	json_name(o, "guess");
	if (s->state != STATE_ORPHAN || s->at.start == POS_NONE) {
		json_put_null(o);
		return;
	}
	json_begin(o, '{');
	put_place(o, "start", s->at.start);
	put_place(o, "end", s->at.end);
	json_end(o, '}');
}

static void put_members(struct json_out *o, const struct shown *s)
{
	const struct store_annotation *a = s->a;
	bool orphan = s->state == STATE_ORPHAN;

	cli_put_text(o, "id", a->id);
	cli_put_text(o, "kind", str_c(store_annotation_name(a->kind)));
	cli_put_text(o, "document", s->document);
	put_place(o, "start", orphan ? POS_NONE : s->at.start);
	put_place(o, "end", orphan ? POS_NONE : s->at.end);
	cli_put_text(o, "quote", a->target.quote);
	cli_put_text(o, "body", a->body);
	cli_put_text(o, "language", a->language);
	put_tags(o, a);
	cli_put_text(o, "author", a->author);
	cli_put_time(o, "created", a->created, 0);
	cli_put_time(o, "modified", a->modified, 0);
	cli_put_text(o, "state", str_c(store_state_name(s->state)));
	put_guess(o, s);
	cli_put_bool(o, "deleted", a->deleted);
	cli_put_text(o, "colour", a->colour);
	put_to(o, &a->to);
	cli_put_text(o, "poster", a->poster.value);
	cli_put_bool(o, "preferred", a->preferred);
	cli_put_int(o, "versions", (long long)a->heads);
	cli_put_text(o, "made_on", a->target.version);
	cli_put_text(o, "path", a->target.path);
	cli_put_text(o, "title", a->target.title);
	cli_put_text(o, "device", a->device);
}

static void put_shown(struct json_out *o, const struct shown *s)
{
	json_begin(o, '{');
	put_members(o, s);
	json_end(o, '}');
}

static void print_json(const struct list *l)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	json_begin(&o, '[');
	for (size_t i = 0; i < l->v.n; i++)
		put_shown(&o, &l->v.v[i]);
	json_end(&o, ']');
	cli_print_json(&b);
}

/* ---- for people ---- */

static void add_time(struct buf *b, int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	char text[32];

	if (ms == STORE_NO_TIME || !localtime_r(&seconds, &tm) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm))
		return;
	buf_printf(b, "  %s", text);
}

/* Blank lines, of which a copied post has many, are left out. */
static void print_lines(struct str text, const char *before)
{
	struct buf b = {0};

	for (size_t start = 0, end; start < text.n; start = end + 1) {
		end = str_find_char(text, '\n', start);
		if (end == SIZE_MAX)
			end = text.n;
		struct str line = str_slice(text, start, end);
		if (!str_trim(line).n)
			continue;
		buf_printf(&b, "%s" STR_FMT, before, STR_ARG(line));
		cli_print_line(&b);
	}
	buf_free(&b);
}

static void print_head(const struct shown *s)
{
	const struct store_annotation *a = s->a;
	struct buf b = {0};

	buf_printf(&b, STR_FMT "  %s  %s", STR_ARG(a->id), store_annotation_name(a->kind), store_state_name(s->state));
	if (s->line && s->state != STATE_ORPHAN)
		buf_printf(&b, _("  line %zu"), s->line);
	if (a->author.n)
		buf_printf(&b, "  " STR_FMT, STR_ARG(a->author));
	add_time(&b, a->modified);
	for (size_t i = 0; i < a->n_tags; i++)
		buf_printf(&b, "%s#" STR_FMT, i ? " " : "  ", STR_ARG(a->tags[i]));
	if (a->deleted)
		buf_printf(&b, "  [%s]", _("removed"));
	if (a->heads > 1)
		buf_printf(&b, _("  [%zu versions: see taiyaku note history]"), a->heads);
	cli_print_line(&b);
	buf_free(&b);
}

static void print_shown(const struct shown *s, bool with_document)
{
	const struct store_annotation *a = s->a;
	struct buf b = {0};

	print_head(s);
	if (with_document) {
		buf_printf(&b, "  " STR_FMT, STR_ARG(a->target.path.n ? a->target.path : a->target.document));
		cli_print_line(&b);
	}
	print_lines(a->target.quote, "  > ");
	print_lines(a->body, "    ");
	if (a->to.document.n && a->kind == ANNOTATION_LINK) {
		buf_printf(&b, "  -> " STR_FMT, STR_ARG(a->to.path.n ? a->to.path : a->to.document));
		cli_print_line(&b);
		print_lines(a->to.quote, "   > ");
	}
	buf_free(&b);
}

static void print(const struct list *l)
{
	struct str before = {"", 0};

	if (l->wish->json) {
		print_json(l);
		return;
	}
	for (size_t i = 0; i < l->v.n; i++) {
		bool other = !l->wish->n_names && !str_eq(l->v.v[i].document, before);
		before = l->v.v[i].document;
		print_shown(&l->v.v[i], other);
	}
}

void cli_note_print_made(const struct cli_note *w, const struct store_annotation *a)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};
	struct shown s = own_place(a);

	if (w->json)
		put_shown(&o, &s);
	else
		buf_printf(&b, STR_FMT "\n", STR_ARG(a->id));
	cli_print_json(&b);
}

/* ---- the commands ---- */

/* NULL with no error: there is no store yet. */
static struct store_notes *open_to_read(const struct cli_note *w, struct err *e)
{
	struct store_notes *n = store_notes_open(w->dir, STORE_READ, e);

	if (n && w->n_names) { /* what is found out about a FILE is kept */
		store_notes_close(n, 0, NULL);
		n = store_notes_open(w->dir, STORE_WRITE, e);
	}

	if (!n && e->code == ERR_NOTHING)
		*e = (struct err){0};
	return n;
}

static bool list_file(struct list *l)
{
	struct note_attaching *found = NULL;
	struct cli_text t;

	if (!cli_text_open(l->wish->dir, l->notes, l->wish->names[0], l->wish->encoding, &t, &l->err))
		return false;
	if (l->notes && (!l->wish->deleted || add_removed(l, &t)))
		found = note_attaching_new(l->notes, cli_text_annotated(&t, l->notes), t.about.id, t.text, &l->err);
	if (found)
		gather(l, &t, found);
	if (!l->err.code)
		print(l);
	note_attaching_free(found);
	cli_text_close(&t);
	return !l->err.code;
}

static int finish(struct list *l)
{
	store_notes_close(l->notes, SYNC_WAIT_MS, NULL);
	vec_free(&l->v);
	arena_free(l->arena);
	return l->err.code ? cli_fail(&l->err) : ERR_NONE;
}

int cli_note_list(const struct cli_note *w)
{
	struct list l = {.wish = w, .arena = arena_new()};
	enum store_annotation_kind kind;

	if (w->kind && !store_annotation_kind_of(str_c(w->kind), &kind))
		err_set(&l.err, ERR_USAGE,
			_("%s is no kind of annotation: highlight, note, translation, correction, tag, link, bookmark"),
			w->kind);
	else if (w->kind)
		l.kinds = 1u << kind;
	if (w->n_names > 1)
		err_set(&l.err, ERR_USAGE, _("one FILE, please"));
	if (!l.err.code)
		l.notes = open_to_read(w, &l.err);
	if (!l.err.code && w->n_names)
		list_file(&l);
	else if (!l.err.code && (!l.notes || gather_all(&l)))
		print(&l);
	return finish(&l);
}

static void put_change(struct json_out *o, const struct shown *s)
{
	json_begin(o, '{');
	cli_put_text(o, "change", s->a->change);
	cli_put_bool(o, "head", s->a->heads != 0);
	put_members(o, s);
	json_end(o, '}');
}

static void print_history(const struct store_annotations *h, bool json)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	if (json)
		json_begin(&o, '[');
	for (size_t i = 0; i < h->n; i++) {
		struct shown s = own_place(&h->v[i]);
		if (json)
			put_change(&o, &s);
		else
			print_shown(&s, false);
	}
	if (json)
		json_end(&o, ']');
	cli_print_json(&b);
}

static void history(struct list *l)
{
	struct store_annotation a;
	struct store_annotations h;

	if (store_annotation(l->notes, str_c(l->wish->names[0]), l->arena, &a, &l->err) &&
	    store_annotation_history(l->notes, a.id, l->arena, &h, &l->err))
		print_history(&h, l->wish->json);
}

int cli_note_history(const struct cli_note *w)
{
	struct list l = {.wish = w, .arena = arena_new()};

	if (w->n_names != 1)
		err_set(&l.err, ERR_USAGE, _("one ID, please"));
	else
		l.notes = open_to_read(w, &l.err);
	if (l.notes)
		history(&l);
	else if (!l.err.code)
		err_set(&l.err, ERR_NOTHING, _("%s: there is no store with annotations yet"), w->names[0]);
	return finish(&l);
}
