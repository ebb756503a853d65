/* All annotations of a document in this version of its text. Versions are followed back by what each was before; what
 * was attached to this version already, by this method or by the reader, is taken as it is. The others are anchored
 * version by version: from the text that they were made on, or from a later one where the reader has confirmed their
 * place; where that text is not kept, by their quote alone. What is found is put into the store at once.
 */
#include "taiyaku/note.h"

#include "taiyaku/text.h"

#define VERSIONS_MAX 1000

struct pending { /* an annotation that has no place yet */
	const struct store_annotation *annotation;
	size_t version; /* in versions: whose text it is looked for from; POS_NONE: no text is known */
	struct span at; /* in that text */
	size_t index;   /* in the anchoring */
	bool done;
};
struct note_attaching {
	struct store_notes *notes;
	struct arena *arena;
	struct str document, version, text;
	VEC(struct str) versions; /* ids, this one first */
	struct store_annotations annotations;
	VEC(struct note_attached) placed;
	VEC(struct pending) pending; /* by version */
	size_t first, last;          /* those that are being anchored */
	struct buf old_text;
	struct note_anchoring *anchoring;
};

/* ---- which annotations ------------------------------------------------------------------------------------------ */
static bool has_version(const struct note_attaching *a, struct str id)
{
	for (size_t i = 0; i < a->versions.n; i++)
		if (str_eq(a->versions.v[i], id))
			return true;
	return false;
}

static void add_versions(struct note_attaching *a, const struct store_texts *texts, struct str id)
{
	while (id.n && a->versions.n < VERSIONS_MAX && !has_version(a, id)) {
		struct str before = {0};

		vec_push(&a->versions, id);
		for (size_t i = 0; i < texts->n; i++)
			if (str_eq(texts->v[i].id, id))
				before = texts->v[i].previous;
		id = before;
	}
}

/* Of a post: what stands under its name, whatever version it is of. */
static void add_versions_of(struct note_attaching *a, const struct store_texts *texts, struct str document)
{
	add_versions(a, texts, a->version);
	if (str_starts(document, STR("sha256:")))
		add_versions(a, texts, document);
	for (size_t i = 0; i < texts->n; i++)
		if (str_eq(texts->v[i].document, document))
			add_versions(a, texts, texts->v[i].id);
}

static bool read_annotations(struct note_attaching *a, struct str document, struct err *e)
{
	struct store_annotation_query q = {0};
	VEC(struct str) documents = {0};
	struct store_texts texts = {0};
	bool good = store_texts(a->notes, STR(""), STR(""), a->arena, &texts, e);

	if (good) {
		add_versions_of(a, &texts, document);
		vec_push(&documents, document);
		for (size_t i = 0; i < a->versions.n; i++)
			vec_push(&documents, a->versions.v[i]);
		q.documents = documents.v;
		q.n_documents = documents.n;
		good = store_annotations(a->notes, &q, a->arena, &a->annotations, e);
	}
	vec_free(&documents);
	return good;
}

/* ---- those that have their place ------------------------------------------------------------------------------------
 */
static int by_place(const void *a, const void *b)
{
	const struct note_attached *x = a, *y = b;
	bool orphan_x = x->state == STATE_ORPHAN, orphan_y = y->state == STATE_ORPHAN;

	if (orphan_x != orphan_y)
		return orphan_x ? 1 : -1;
	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end > y->at.end ? -1 : 1; /* what holds the other comes first */
	return str_cmp(x->annotation.id, y->annotation.id);
}

static void order(struct note_attaching *a)
{
	if (a->placed.n)
		qsort(a->placed.v, a->placed.n, sizeof *a->placed.v, by_place);
}

static void place(struct note_attaching *a, const struct store_annotation *x, enum store_state state, struct span at,
		  double score)
{
	vec_push(&a->placed, (struct note_attached){.annotation = *x, .state = state, .at = at, .score = score});
}

static size_t byte_of(struct str text, size_t code_points)
{
	size_t at = 0;
	uint32_t cp;

	for (; at < text.n && code_points; code_points--)
		at = text_next(text, at, &cp);
	return code_points ? POS_NONE : at;
}

/* The passage in the text that it was made on, if it does stand there. */
static bool stands(struct str text, const struct store_target *t, struct span *at)
{
	*at = (struct span){t->start, t->end};
	if (at->start == POS_NONE && t->first != POS_NONE && t->last >= t->first && t->last != POS_NONE)
		*at = (struct span){byte_of(text, t->first), byte_of(text, t->last)};
	return at->start <= at->end && at->end <= text.n && str_eq(str_slice(text, at->start, at->end), t->quote);
}

static int by_annotation(const void *a, const void *b)
{
	const struct store_attachment *x = a, *y = b;

	return str_cmp(x->annotation, y->annotation);
}

/* Those of a version, to be looked up. */
static bool attachments(struct note_attaching *a, struct str version, struct store_attachments *out, struct err *e)
{
	if (!store_attachments(a->notes, version, a->arena, out, e))
		return false;
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_annotation);
	return true;
}

static const struct store_attachment *attachment_of(const struct store_attachments *all, struct str id)
{
	struct store_attachment key = {.annotation = id};

	return all->n ? bsearch(&key, all->v, all->n, sizeof key, by_annotation) : NULL;
}

/* Takes an attachment of this version, if it still counts. */
static bool take(struct note_attaching *a, const struct store_annotation *x, const struct store_attachment *t)
{
	if (!t || (t->state != STATE_CONFIRMED && t->method != NOTE_METHOD) ||
	    (t->start != POS_NONE && (t->start > t->end || t->end > a->text.n)))
		return false;
	place(a, x, t->state, (struct span){t->start, t->end}, t->score);
	return true;
}

static void put_off(struct note_attaching *a, const struct store_annotation *x)
{
	struct pending p = {.annotation = x, .version = POS_NONE, .at = {x->target.start, x->target.end}};

	for (size_t i = 1; i < a->versions.n; i++)
		if (str_eq(a->versions.v[i], x->target.version))
			p.version = i;
	vec_push(&a->pending, p);
}

static bool place_known(struct note_attaching *a, struct err *e)
{
	struct store_attachments here;

	if (!attachments(a, a->version, &here, e))
		return false;
	for (size_t i = 0; i < a->annotations.n; i++) {
		const struct store_annotation *x = &a->annotations.v[i];
		const struct store_attachment *t = attachment_of(&here, x->id);
		struct span at;

		if (t && t->state == STATE_CONFIRMED && take(a, x, t))
			continue;
		if (str_eq(x->target.version, a->version) && stands(a->text, &x->target, &at))
			place(a, x, STATE_EXACT, at, 1);
		else if (!take(a, x, t))
			put_off(a, x);
	}
	return true;
}

/* ---- those that have none yet
 * --------------------------------------------------------------------------------------------- */
/* A place that the reader has confirmed in a later version is a better start than where it was made. */
static bool find_confirmed(struct note_attaching *a, struct err *e)
{
	bool good = true;

	for (size_t v = a->versions.n; v-- > 1 && a->pending.n && good;) {
		struct store_attachments there;

		good = attachments(a, a->versions.v[v], &there, e);
		for (size_t i = 0; good && there.n && i < a->pending.n; i++) {
			struct pending *p = &a->pending.v[i];
			const struct store_attachment *t = attachment_of(&there, p->annotation->id);

			if (!t || t->state != STATE_CONFIRMED || t->start == POS_NONE || p->version < v)
				continue;
			p->version = v;
			p->at = (struct span){t->start, t->end};
		}
	}
	return good;
}

static int by_version(const void *a, const void *b)
{
	const struct pending *x = a, *y = b;

	return x->version < y->version ? -1 : x->version > y->version;
}

struct note_attaching *note_attaching_new(struct store_notes *notes, struct str document, struct str version,
					  struct str text, struct err *e)
{
	struct note_attaching *a = xcalloc(1, sizeof *a);

	a->notes = notes;
	a->arena = arena_new();
	a->document = document;
	a->version = version;
	a->text = text;
	if (!read_annotations(a, document, e) || !place_known(a, e) || !find_confirmed(a, e)) {
		note_attaching_free(a);
		return NULL;
	}
	if (a->pending.n)
		qsort(a->pending.v, a->pending.n, sizeof *a->pending.v, by_version);
	order(a);
	return a;
}

static bool is_ours(const struct note_attaching *a, const struct store_target *t)
{
	return str_eq(t->document, a->document) || has_version(a, t->document) || has_version(a, t->version);
}

static void add(struct note_attaching *a, const struct store_annotation *given)
{
	struct store_annotation *x = arena_alloc(a->arena, sizeof *x);
	struct span at;

	*x = note_copy_annotation(a->arena, given);
	if (str_eq(x->target.version, a->version) && stands(a->text, &x->target, &at))
		place(a, x, STATE_EXACT, at, 1);
	else
		put_off(a, x);
	order(a);
}

/* The same annotation: its target never changes, so it stays where it is. */
void note_attaching_put(struct note_attaching *a, const struct store_annotation *given)
{
	for (size_t i = 0; i < a->placed.n; i++) {
		if (!str_eq(a->placed.v[i].annotation.id, given->id))
			continue;
		a->placed.v[i].annotation = note_copy_annotation(a->arena, given);
		if (given->deleted) {
			memmove(a->placed.v + i, a->placed.v + i + 1, (a->placed.n - i - 1) * sizeof *a->placed.v);
			a->placed.n--;
		}
		return;
	}
	for (size_t i = 0; i < a->pending.n; i++) {
		struct store_annotation *x;

		if (a->pending.v[i].done || !str_eq(a->pending.v[i].annotation->id, given->id))
			continue;
		x = arena_alloc(a->arena, sizeof *x);
		*x = note_copy_annotation(a->arena, given);
		a->pending.v[i].annotation = x;
		a->pending.v[i].done = given->deleted;
		return;
	}
	if (!given->deleted && is_ours(a, &given->target))
		add(a, given);
}

void note_attaching_free(struct note_attaching *a)
{
	if (!a)
		return;
	note_anchoring_free(a->anchoring);
	buf_free(&a->old_text);
	vec_free(&a->versions);
	vec_free(&a->placed);
	vec_free(&a->pending);
	arena_free(a->arena);
	free(a);
}

/* The passage in the old text; a place of that text that is not in it was never one. */
static struct note_passage passage_of(const struct pending *p, struct str old_text)
{
	const struct store_target *t = &p->annotation->target;
	struct note_passage out = {
		.at = {POS_NONE, POS_NONE}, .quote = t->quote, .prefix = t->prefix, .suffix = t->suffix};
	struct span at = p->at;

	if (!old_text.p || (at.start == POS_NONE && !stands(old_text, t, &at)) || at.start > at.end ||
	    at.end > old_text.n)
		return out;
	out.at = at;
	if (p->at.start != t->start || p->at.end != t->end)
		out.quote = str_slice(old_text, at.start, at.end);
	return out;
}

/* All that start from the same text. */
static void start(struct note_attaching *a)
{
	size_t version = a->pending.v[a->first].version;
	struct str old_text = {0};

	buf_clear(&a->old_text);
	if (version != POS_NONE && store_kept_text(a->notes, a->versions.v[version], &a->old_text, NULL))
		old_text = a->old_text.n ? buf_view(&a->old_text) : STR("");
	a->anchoring = note_anchoring_new(old_text, a->text);
	for (a->last = a->first; a->last < a->pending.n && a->pending.v[a->last].version == version; a->last++) {
		struct note_passage p = passage_of(&a->pending.v[a->last], old_text);

		a->pending.v[a->last].index = note_anchoring_add(a->anchoring, &p);
	}
}

static void collect(struct note_attaching *a)
{
	size_t had = a->placed.n;

	for (size_t i = a->first; i < a->last; i++) {
		struct pending *p = &a->pending.v[i];
		const struct note_place *found = p->done ? NULL : note_anchoring_place(a->anchoring, p->index);

		if (!found)
			continue;
		p->done = true;
		place(a, p->annotation, found->state, found->at, found->score);
		store_attach(a->notes, &(struct store_attachment){.annotation = p->annotation->id,
								  .version = a->version,
								  .state = found->state,
								  .start = found->at.start,
								  .end = found->at.end,
								  .score = found->score,
								  .method = NOTE_METHOD});
	}
	if (a->placed.n > had)
		order(a);
}

bool note_attaching_step(struct note_attaching *a, int ms)
{
	int64_t end = clock_mono_ms() + ms;

	while (a->first < a->pending.n) {
		int64_t left = end - clock_mono_ms();
		bool more;

		if (!a->anchoring)
			start(a);
		more = note_anchoring_step(a->anchoring, ms ? (int)(left > 1 ? left : 1) : 0);
		collect(a);
		if (!more) {
			note_anchoring_free(a->anchoring);
			a->anchoring = NULL;
			a->first = a->last;
		}
		if (ms && clock_mono_ms() >= end)
			break;
	}
	return a->first < a->pending.n;
}

struct note_list note_attaching_list(const struct note_attaching *a)
{
	return (struct note_list){a->placed.v, a->placed.n};
}
