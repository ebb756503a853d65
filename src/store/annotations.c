/* Annotations: changes applied, and what they come to.
 *
 * Every change is kept. A change is superseded when another one of the same annotation names it as its base, whichever
 * of the two comes first; those that are not are the heads. What is shown is found from the heads alone (not deleted
 * before deleted, then the newest), so that it depends on which changes there are and not on their order. Where changes
 * name one another in a circle, which none of ours do, the newest of all is shown.
 */
#include "notes.h"
#include "store.h"
#include "taiyaku/text.h"

#include <stdio.h>
#include <unistd.h>

/* The longest body and the longest passage: as a string of JSON, whatever is escaped, it is under the 1 MiB that the
 * log's readers take. */
#define LONGEST ((size_t)512 << 10)

/* ---- applying ---- */

static bool show(struct db *db, struct str id, struct err *e)
{
	return store_db_do(db, e,
			   "INSERT OR REPLACE INTO annotation(id,document,kind,deleted,change,heads) "
			   "SELECT annotation,document,kind,deleted,change,"
			   "max(1,(SELECT count(*) FROM annotation_change WHERE annotation=?1 AND NOT superseded)) "
			   "FROM annotation_change WHERE annotation=?1 ORDER BY superseded,deleted,change DESC LIMIT 1",
			   "s", id);
}

static bool apply_bases(struct db *db, struct str id, struct str change, const struct json_node *bases, struct err *e)
{
	bool good = true;

	for (const struct json_node *b = json_first(bases); good && b; b = json_next(b)) {
		struct str base = json_str(b);
		if (!base.n || str_eq(base, change))
			continue;
		good = store_db_do(db, e, "INSERT OR IGNORE INTO annotation_base(annotation,base) VALUES(?,?)", "ss",
				   id, base) &&
		       store_db_do(db, e, "UPDATE annotation_change SET superseded=1 WHERE change=? AND annotation=?",
				   "ss", base, id);
	}
	return good;
}

/* Is it a change of an annotation? The annotation's strings are in the arena. */
static bool read_change(const struct json_node *c, struct arena *arena, struct store_annotation *a, struct err *e)
{
	if (!str_eq(json_str(json_get(c, "what")), STR("annotation")) || !uuid7_is(json_str(json_get(c, "id"))))
		return err_set(e, ERR_INPUT, _("no change of an annotation"));
	if (!store_annotation_get(json_get(c, "annotation"), arena, a, e))
		return false;
	a->change = arena_str(arena, json_str(json_get(c, "id")));
	a->heads = 1;
	return a->id.n || err_set(e, ERR_INPUT, _("no annotation: the key \"%s\" is missing or cannot be right"), "id");
}

bool store_apply_annotation(struct db *db, const struct json_node *c, struct str json, struct err *e)
{
	struct arena *arena = arena_new();
	struct store_annotation a = {0};
	bool good = true;

	if (read_change(c, arena, &a, NULL)) {
		good = store_db_do(
			db, e,
			"INSERT OR IGNORE INTO annotation_change(change,annotation,superseded,deleted,document,"
			"kind,json) VALUES(?1,?2,EXISTS(SELECT 1 FROM annotation_base WHERE annotation=?2 AND "
			"base=?1),?3,?4,?5,?6)",
			"ssisis", a.change, a.id, (int64_t)a.deleted, a.target.document, (int64_t)a.kind, json);
		if (good && sqlite3_changes(db->c))
			good = apply_bases(db, a.id, a.change, json_get(c, "bases"), e) && show(db, a.id, e);
	}
	arena_free(arena);
	return good;
}

/* ---- reading ---- */

/* An annotation out of a kept line; a line that is none (a damaged row) is passed over. */
static bool annotation_of(struct str json, struct arena *arena, struct store_annotation *out)
{
	struct json *j = json_parse(json, "notes.db", NULL);
	bool good = j && read_change(json_root(j), arena, out, NULL);

	json_free(j);
	return good;
}

static bool has_tag(const struct store_annotation *a, struct str tag)
{
	for (size_t i = 0; i < a->n_tags; i++)
		if (str_eq(a->tags[i], tag))
			return true;
	return false;
}

static bool fits(const struct store_annotation_query *q, const struct store_annotation *a)
{
	return (!q->tag.n || has_tag(a, q->tag)) && (!q->author.n || str_eq(a->author, q->author));
}

#define SHOWN                                                                                                          \
	"SELECT json,heads,a.kind FROM annotation AS a JOIN annotation_change AS c ON c.change=a.change WHERE "        \
	"(?1 OR NOT a.deleted) AND "

/* The rest of a query whose first column is the line, the second the heads, the third the kind. */
static bool collect(struct query *rows, const struct store_annotation_query *q, struct arena *arena,
		    struct store_annotations *out)
{
	while (store_db_row(rows)) {
		struct store_annotation a = {0};
		if (q && q->kinds && !(q->kinds >> store_db_int(rows, 2) & 1))
			continue;
		if (!annotation_of(store_db_text(rows, 0), arena, &a) || (q && !fits(q, &a)))
			continue;
		a.heads = (size_t)store_db_int(rows, 1);
		STORE_PUSH(arena, out, a);
	}
	return store_db_done(rows);
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct store_annotation *)a)->id, ((const struct store_annotation *)b)->id);
}

/* In order, each once (a document may be asked for twice). */
static void put_in_order(struct store_annotations *list)
{
	size_t kept = 0;

	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, by_id);
	for (size_t i = 0; i < list->n; i++)
		if (!i || !str_eq(list->v[i].id, list->v[kept - 1].id))
			list->v[kept++] = list->v[i];
	list->n = kept;
}

bool store_annotations(struct store_notes *n, const struct store_annotation_query *q, struct arena *arena,
		       struct store_annotations *out, struct err *e)
{
	struct db *db = store_notes_now(n);
	struct query rows;
	bool good = true;

	*out = (struct store_annotations){0};
	if (!q->n_documents) {
		store_db_query(db, &rows, e, SHOWN "1 ORDER BY a.id", "i", (int64_t)q->deleted);
		good = collect(&rows, q, arena, out);
	}
	for (size_t i = 0; good && i < q->n_documents; i++) {
		store_db_query(db, &rows, e, SHOWN "a.document=?2", "is", (int64_t)q->deleted, q->documents[i]);
		good = collect(&rows, q, arena, out);
	}
	put_in_order(out);
	return good;
}

enum { SHORTEST = 8 }; /* characters of an id that are enough to say which */

bool store_annotation(struct store_notes *n, struct str id, struct arena *arena, struct store_annotation *out,
		      struct err *e)
{
	struct db *db = store_notes_now(n);
	struct store_annotations found = {0};
	struct query rows;
	bool good;

	store_db_query(db, &rows, e, SHOWN "a.id=?2", "is", (int64_t)1, id);
	good = collect(&rows, NULL, arena, &found);
	if (good && !found.n && text_code_points(id) >= SHORTEST) {
		store_db_query(db, &rows, e, SHOWN "a.id>=?2 AND substr(a.id,1,length(?2))=?2 LIMIT 2", "is",
			       (int64_t)1, id);
		good = collect(&rows, NULL, arena, &found);
	}
	if (!good)
		return false;
	if (found.n > 1)
		return err_set(e, ERR_USAGE, _("%.*s: more than one annotation begins so; write more of its id"),
			       STR_ARG(id));
	if (!found.n)
		return err_set(e, ERR_NOTHING, _("%.*s: there is no such annotation"), STR_ARG(id));
	*out = found.v[0];
	return true;
}

/* Who made the change, which need not be the annotation's author. */
static void sign(struct str json, struct arena *arena, struct store_annotation *a)
{
	struct json *j = json_parse(json, "notes.db", NULL);
	struct str author = json_str(json_get(j ? json_root(j) : NULL, "author"));

	if (author.n)
		a->author = arena_str(arena, author);
	json_free(j);
}

size_t store_annotation_changes(struct store_notes *n)
{
	int64_t count = 0;
	bool found;

	store_db_one(store_notes_now(n), NULL, &count, &found, "SELECT count(*) FROM annotation_change", "");
	return (size_t)count;
}

bool store_annotation_history(struct store_notes *n, struct str id, struct arena *arena, struct store_annotations *out,
			      struct err *e)
{
	struct query rows;

	*out = (struct store_annotations){0};
	store_db_query(store_notes_now(n), &rows, e,
		       "SELECT json,NOT superseded FROM annotation_change WHERE annotation=? ORDER BY change", "s", id);
	while (store_db_row(&rows)) {
		struct store_annotation a = {0};
		if (!annotation_of(store_db_text(&rows, 0), arena, &a))
			continue;
		sign(store_db_text(&rows, 0), arena, &a);
		a.heads = (size_t)store_db_int(&rows, 1);
		STORE_PUSH(arena, out, a);
	}
	return store_db_done(&rows);
}

/* ---- making ---- */

void store_set_author(struct store_notes *n, struct str author)
{
	struct buf b = {0};

	buf_clear(&n->author);
	buf_str(&n->author, store_clean(author, &b));
	buf_free(&b);
}

static bool is_time(int64_t t)
{
	return t != STORE_NO_TIME && t != 0;
}

static struct str device(struct arena *arena)
{
	char name[256] = "";

	gethostname(name, sizeof name - 1);
	return arena_str(arena, str_c(name));
}

/* What the caller leaves open. is_new: nothing of it is here yet; then the times of an import are kept. */
static void fill_in(struct store_notes *n, struct arena *arena, struct store_annotation *a, bool is_new)
{
	int64_t now = clock_wall_ms();
	char id[37];

	if (!a->id.n) {
		uuid7(id);
		a->id = arena_str(arena, str_c(id));
	}
	if (!is_time(a->created))
		a->created = now;
	if (!is_new || !is_time(a->modified))
		a->modified = now;
	if (!a->author.n)
		a->author = arena_str(arena, buf_view(&n->author));
	a->device = device(arena);
}

/* Puts the heads' ids as "bases"; how many there are. */
static bool put_bases(struct store_notes *n, struct json_out *o, struct str id, size_t *heads, struct err *e)
{
	struct query rows;

	*heads = 0;
	json_name(o, "bases");
	json_begin(o, '[');
	store_db_query(store_notes_now(n), &rows, e,
		       "SELECT change FROM annotation_change WHERE annotation=? AND NOT superseded ORDER BY change",
		       "s", id);
	for (; store_db_row(&rows); ++*heads)
		json_put_str(o, store_db_text(&rows, 0));
	json_end(o, ']');
	return store_db_done(&rows);
}

static bool is_short_enough(const struct store_annotation *a, struct err *e)
{
	if (a->body.n > LONGEST)
		return err_set(e, ERR_INPUT, _("the text is longer than %zu KiB; make two annotations of it"),
			       LONGEST >> 10);
	if (a->target.quote.n > LONGEST || a->to.quote.n > LONGEST)
		return err_set(e, ERR_INPUT, _("the passage is longer than %zu KiB; choose a shorter one"),
			       LONGEST >> 10);
	return true;
}

/* The line in o, without its end; good as far as the log's readers take it. */
static bool put_change(struct store_notes *n, struct json_out *o, struct arena *arena, struct store_annotation *a,
		       struct err *e)
{
	size_t heads;

	store_change_begin(o, "annotation");
	if (!put_bases(n, o, a->id, &heads, e))
		return false;
	fill_in(n, arena, a, !heads);
	store_change_int(o, "time", clock_wall_ms());
	store_change_text(o, "author", n->author.n ? buf_view(&n->author) : a->author);
	json_name(o, "annotation");
	store_annotation_put(o, a);
	json_end(o, '}');
	return true;
}

bool store_put_annotation(struct store_notes *n, struct arena *arena, struct store_annotation *a, struct err *e)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};
	struct json *j = NULL;
	struct store_annotation again;
	bool good;

	if (!n->writer)
		return err_set(e, ERR_STORE, "%s", n->db->read_only);
	good = is_short_enough(a, e) && put_change(n, &o, arena, a, e) &&
	       (j = json_parse(buf_view(&b), "annotation", e)) && read_change(json_root(j), arena, &again, e) &&
	       store_change_take(n, &o, e);
	if (good) {
		a->change = again.change;
		a->heads = 1;
	}
	json_free(j);
	buf_free(&b);
	return good;
}

/* ---- changes, from store to store ---- */

/* Its line, made again out of one that may have blanks in it; NULL: it is no change. */
static char *line_of_change(struct str json, struct arena *arena, struct str *change, struct err *e)
{
	struct json *j = json_parse(json, _("the change"), e);
	struct store_annotation a = {0};
	char *line = NULL;

	if (j && read_change(json_root(j), arena, &a, e)) {
		line = str_dup(str_trim(json));
		*change = a.change;
		for (char *p = line; *p; p++)
			if (*p == '\n' || *p == '\r')
				*p = ' ';
	}
	json_free(j);
	return line;
}

bool store_merge_change(struct store_notes *n, struct str json, bool *known, struct err *e)
{
	struct arena *arena = arena_new();
	struct str change = {0};
	char *line = NULL;
	int64_t one;
	bool good;

	*known = false;
	if (!n->writer) {
		arena_free(arena);
		return err_set(e, ERR_STORE, "%s", n->db->read_only);
	}
	line = line_of_change(json, arena, &change, e);
	good = line && store_db_one(store_notes_now(n), e, &one, known,
				    "SELECT 1 FROM annotation_change WHERE change=?", "s", change);
	if (good && !*known)
		good = store_change_line(n, line, e);
	else
		free(line);
	arena_free(arena);
	return good;
}

bool store_each_change(struct store_notes *n, const struct store_annotation_query *q, store_change_fn fn, void *context,
		       struct err *e)
{
	struct arena *arena = arena_new();
	struct store_annotations list;
	struct query rows;
	bool good = store_annotations(n, q, arena, &list, e), more = true;

	for (size_t i = 0; good && more && i < list.n; i++) {
		store_db_query(n->db, &rows, e, "SELECT json FROM annotation_change WHERE annotation=? ORDER BY change",
			       "s", list.v[i].id);
		while (more && store_db_row(&rows))
			more = fn(context, store_db_text(&rows, 0));
		good = store_db_done(&rows);
	}
	arena_free(arena);
	return good && more;
}
