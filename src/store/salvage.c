/* What the log lacks, out of the database: the rows of notes.db as the changes that made them.
 *
 * Changes of annotations are kept in full; of the other tables a row is what its newest change said. A damaged page
 * ends a walk over a table: of annotations it is taken up again behind the damage.
 */
#include "salvage.h"
#include "log.h"
#include "store.h"

#include <stdio.h>

/* ---- the ids that the log has ---- */

static bool note_id(void *context, struct str line)
{
	struct store_logged *l = context;
	struct json *j = json_parse(line, "log", NULL);
	struct str id = json_str(json_get(j ? json_root(j) : NULL, "id"));

	if (id.n)
		vec_push(&l->ids, str_dup(id));
	else
		l->damaged++;
	json_free(j);
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void store_logged_read(const char *dir, struct store_logged *l)
{
	char **names = store_log_names(dir);
	size_t kept = 0;

	*l = (struct store_logged){0};
	for (char **n = names; *n; n++)
		for (size_t at = 0, next;; at = next) { /* a long file comes in parts */
			next = store_log_read(dir, *n, at, STORE_LOG_PART, note_id, l, &l->damaged);
			if (next == at)
				break;
		}
	store_log_names_free(names);
	if (l->ids.n)
		qsort(l->ids.v, l->ids.n, sizeof *l->ids.v, by_bytes);
	for (size_t i = 0; i < l->ids.n; i++)
		if (kept && !strcmp(l->ids.v[kept - 1], l->ids.v[i]))
			free(l->ids.v[i]);
		else
			l->ids.v[kept++] = l->ids.v[i];
	l->ids.n = kept;
}

void store_logged_free(struct store_logged *l)
{
	for (size_t i = 0; i < l->ids.n; i++)
		free(l->ids.v[i]);
	vec_free(&l->ids);
}

static bool has(const struct store_logged *l, struct str id)
{
	char *key = str_dup(id);
	bool found = l->ids.n && bsearch(&key, l->ids.v, l->ids.n, sizeof *l->ids.v, by_bytes);

	free(key);
	return found;
}

/* ---- rows as changes ---- */

/* The columns have the names of the keys. */
static const char *const rows[] = {
	"SELECT change AS id,'reading' AS what,changed AS time,document,path,at,calls,context,view FROM reading",
	"SELECT change AS id,'mark' AS what,changed AS time,name,document,path,at,calls,context FROM mark",
	"SELECT change AS id,'opened' AS what,changed AS time,document,path,title FROM opened",
	"SELECT id,'rule' AS what,changed AS time,kind,family,board,key,title,number,poster_kind,poster_family,"
	"poster_board,poster,poster_from,poster_to,text,chain,expires,reason FROM rule WHERE NOT removed",
	"SELECT change AS id,'text' AS what,first AS time,version,document,path,title,previous,whole FROM text",
	"SELECT change AS id,'attachment' AS what,annotation,version,CASE state WHEN 0 THEN 'exact' WHEN 1 THEN "
	"'moved' "
	"WHEN 2 THEN 'orphan' ELSE 'confirmed' END AS state,start,end,score,method FROM attachment",
};

static void frame_row(const struct query *q, struct buf *out)
{
	struct buf line = {0}, clean = {0};
	struct json_out o = {.to = &line, .compact = true};

	json_begin(&o, '{');
	for (int i = 0; i < sqlite3_column_count(q->s); i++) {
		if (sqlite3_column_type(q->s, i) == SQLITE_NULL)
			continue;
		json_name(&o, sqlite3_column_name(q->s, i));
		if (sqlite3_column_type(q->s, i) == SQLITE_INTEGER)
			json_put_int(&o, store_db_int(q, i));
		else
			json_put_str(&o, store_clean(store_db_text(q, i), &clean));
	}
	json_end(&o, '}');
	store_log_frame(str_trim(buf_view(&line)), out);
	buf_free(&line);
	buf_free(&clean);
}

static void salvage_rows(struct db *db, const char *sql, const struct store_logged *logged, struct store_salvaged *out)
{
	struct query q;

	store_db_query(db, &q, NULL, sql, "");
	while (store_db_row(&q))
		if (!has(logged, store_db_text(&q, 0))) {
			frame_row(&q, &out->lines);
			out->n++;
		}
	out->damaged = !store_db_done(&q) || out->damaged;
}

/* Is it the change that the row says it is? */
static bool is_change(struct str json, struct str id)
{
	struct json *j = json_parse(json, "notes.db", NULL);
	bool good = j && id.n && str_eq(json_str(json_get(json_root(j), "id")), id);

	json_free(j);
	return good;
}

/* From behind the row on; false: a page cannot be read. *row: the last one that could. */
static bool salvage_changes(struct db *db, int64_t *row, const struct store_logged *logged, struct store_salvaged *out)
{
	struct query q;

	store_db_query(db, &q, NULL, "SELECT rowid,change,json FROM annotation_change WHERE rowid>? ORDER BY rowid",
		       "i", *row);
	while (store_db_row(&q)) {
		struct str id = store_db_text(&q, 1), json = store_db_text(&q, 2);
		*row = store_db_int(&q, 0);
		if (has(logged, id) || !is_change(json, id))
			continue;
		store_log_frame(json, &out->lines);
		out->n++;
	}
	return store_db_done(&q);
}

/* A page has at least one row: behind damage the walk goes on at steps that double until it finds a sound page. */
static void salvage_annotations(struct db *db, const struct store_logged *logged, struct store_salvaged *out)
{
	int64_t at = 0, step = 1;

	while (step < INT32_MAX) {
		int64_t row = at;
		if (salvage_changes(db, &row, logged, out))
			return;
		out->damaged = true;
		step = row > at ? 1 : 2 * step;
		at = row + step;
	}
}

void store_salvage(struct db *db, const struct store_logged *logged, struct store_salvaged *out)
{
	*out = (struct store_salvaged){0};
	salvage_annotations(db, logged, out);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		salvage_rows(db, rows[i], logged, out);
}
