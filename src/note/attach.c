/* All annotations of a document, in one version of its text. Those that were made on this version stand where they say;
 * those of the versions before it where the store has them attached, else they are anchored: one old version after the
 * other, in slices, and what is found is put into the store.
 */
#include "taiyaku/note.h"

enum { VERSIONS_MAX = 1000 };

struct note_attaching {
	struct store_notes *notes;
	struct str version, text;
	struct arena *arena;
	VEC(struct note_attached) all;    /* in order of id */
	VEC(bool) settled;                /* beside them */
	VEC(struct note_attached) placed; /* the settled ones, as the caller gets them */
	/* the old version that is worked on: */
	struct note_anchoring *work;
	struct buf old;
	VEC(size_t) group; /* which of all, in the order they were added */
};

/* ---- which annotations ---- */

typedef VEC(struct str) str_vec;

static bool has(const str_vec *v, struct str id)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->v[i], id))
			return true;
	return false;
}

/* The document and what it was before, as far as that is known. */
static bool versions(struct note_attaching *t, struct str document, str_vec *out, struct err *e)
{
	while (document.n && !has(out, document) && out->n < VERSIONS_MAX) {
		struct store_texts texts = {0};

		vec_push(out, document);
		if (!store_texts(t->notes, STR(""), document, t->arena, &texts, e))
			return false;
		document = STR("");
		for (size_t i = 0; i < texts.n && !document.n; i++)
			document = texts.v[i].previous;
		if (document.n && str_starts(out->v[0], STR("post:"))) /* of a post all versions have its name */
			break;
	}
	return true;
}

static int by_annotation(const void *a, const void *b)
{
	const struct store_attachment *x = a, *y = b;

	return str_cmp(x->annotation, y->annotation);
}

static const struct store_attachment *attachment_of(const struct store_attachments *all, struct str id)
{
	struct store_attachment key = {.annotation = id};

	return all->n ? bsearch(&key, all->v, all->n, sizeof *all->v, by_annotation) : NULL;
}

/* Made on this very version: it stands where it says. */
static bool is_here(const struct note_attaching *t, const struct store_target *at)
{
	return str_eq(at->version, t->version) && at->start != POS_NONE && at->start <= at->end &&
	       at->end <= t->text.n && str_eq(str_slice(t->text, at->start, at->end), at->quote);
}

/* From what is known already. False: it has to be looked for. */
static bool settle(const struct note_attaching *t, const struct store_attachment *kept, struct note_attached *x)
{
	const struct store_target *at = &x->annotation.target;

	x->score = 1;
	if (is_here(t, at) && !(kept && kept->state == STATE_CONFIRMED)) {
		x->state = STATE_EXACT;
		x->at = (struct span){at->start, at->end};
		return true;
	}
	if (!kept || (kept->state != STATE_CONFIRMED && kept->method < NOTE_METHOD) ||
	    (kept->start != POS_NONE && kept->end > t->text.n))
		return false;
	x->state = kept->state;
	x->at = kept->start == POS_NONE ? (struct span){POS_NONE, POS_NONE} : (struct span){kept->start, kept->end};
	x->score = kept->score;
	return true;
}

static bool load(struct note_attaching *t, struct str document, struct err *e)
{
	struct store_annotations found = {0};
	struct store_attachments kept = {0};
	str_vec documents = {0};
	struct store_annotation_query q = {0};
	bool good = versions(t, document, &documents, e);

	q.documents = documents.v;
	q.n_documents = documents.n;
	good = good && store_annotations(t->notes, &q, t->arena, &found, e) &&
	       (!found.n || store_attachments(t->notes, t->version, t->arena, &kept, e));
	if (kept.n > 1)
		qsort(kept.v, kept.n, sizeof *kept.v, by_annotation);
	for (size_t i = 0; good && i < found.n; i++) {
		struct note_attached x = {.annotation = found.v[i]};

		vec_push(&t->settled, settle(t, attachment_of(&kept, x.annotation.id), &x));
		vec_push(&t->all, x);
	}
	vec_free(&documents);
	return good;
}

/* ---- what the caller gets ---- */

static int by_place(const void *a, const void *b)
{
	const struct note_attached *x = a, *y = b;
	bool m = x->state == STATE_ORPHAN, n = y->state == STATE_ORPHAN;

	if (m != n)
		return m - n;
	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end > y->at.end ? -1 : 1;
	return str_cmp(x->annotation.id, y->annotation.id);
}

static void place_all(struct note_attaching *t)
{
	t->placed.n = 0;
	for (size_t i = 0; i < t->all.n; i++)
		if (t->settled.v[i])
			vec_push(&t->placed, t->all.v[i]);
	if (t->placed.n > 1)
		qsort(t->placed.v, t->placed.n, sizeof *t->placed.v, by_place);
}

struct note_attaching *note_attaching_new(struct store_notes *notes, struct str document, struct str version,
					  struct str text, struct err *e)
{
	struct note_attaching *t = xcalloc(1, sizeof *t);

	*t = (struct note_attaching){.notes = notes, .version = version, .text = text, .arena = arena_new()};
	if (!load(t, document, e)) {
		note_attaching_free(t);
		return NULL;
	}
	place_all(t);
	return t;
}

void note_attaching_free(struct note_attaching *t)
{
	if (!t)
		return;
	note_anchoring_free(t->work);
	buf_free(&t->old);
	vec_free(&t->group);
	vec_free(&t->placed);
	vec_free(&t->settled);
	vec_free(&t->all);
	arena_free(t->arena);
	free(t);
}

struct note_list note_attaching_list(const struct note_attaching *t)
{
	return (struct note_list){t->placed.v, t->placed.n};
}

/* ---- anchoring ---- */

/* The next old version with annotations that have no place yet, all of them together. */
static bool begin_group(struct note_attaching *t)
{
	const struct store_target *first = NULL;
	struct str old = {NULL, 0};
	struct err e = {0};

	t->group.n = 0;
	for (size_t i = 0; i < t->all.n; i++) {
		const struct store_target *at = &t->all.v[i].annotation.target;

		if (t->settled.v[i] || (first && !str_eq(first->version, at->version)))
			continue;
		first = first ? first : at;
		vec_push(&t->group, i);
	}
	if (!first)
		return false;
	buf_clear(&t->old);
	if (first->version.n && store_kept_text(t->notes, first->version, &t->old, &e))
		old = buf_view(&t->old);
	t->work = note_anchoring_new(old, t->text);
	for (size_t k = 0; k < t->group.n; k++) {
		const struct store_target *at = &t->all.v[t->group.v[k]].annotation.target;
		bool known = old.p && at->start != POS_NONE && at->end <= old.n && at->start <= at->end;

		note_anchoring_add(t->work, &(struct note_passage){.at = {known ? at->start : POS_NONE, at->end},
								   .quote = at->quote,
								   .prefix = at->prefix,
								   .suffix = at->suffix});
	}
	return true;
}

static void end_group(struct note_attaching *t)
{
	bool writable = !store_notes_read_only(t->notes);

	for (size_t k = 0; k < t->group.n; k++) {
		struct note_attached *x = &t->all.v[t->group.v[k]];
		const struct note_place *p = note_anchoring_place(t->work, k);

		t->settled.v[t->group.v[k]] = true;
		x->state = p ? p->state : STATE_ORPHAN;
		x->at = p ? p->at : (struct span){POS_NONE, POS_NONE};
		x->score = p ? p->score : 0;
		if (writable)
			store_attach(t->notes, &(struct store_attachment){.annotation = x->annotation.id,
									  .version = t->version,
									  .state = x->state,
									  .start = x->at.start,
									  .end = x->at.end,
									  .score = x->score,
									  .method = NOTE_METHOD});
	}
	note_anchoring_free(t->work);
	t->work = NULL;
}

bool note_attaching_step(struct note_attaching *t, int ms)
{
	do {
		if (!t->work && !begin_group(t))
			return false;
		if (!note_anchoring_step(t->work, ms)) {
			end_group(t);
			place_all(t);
		}
	} while (!ms);
	return true;
}
