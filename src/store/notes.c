/* notes.db: places, marks, history.
 *
 * A change is made as a line of JSON and handed to the writing thread; this file reads, over a connection of its own,
 * and lays what the thread has not written yet over what the tables say.
 */
#include "notes.h"
#include "store.h"
#include "taiyaku/text.h"

#include <stdio.h>

/* Version 2 has rules. */
static bool upgrade(struct db *db, int from, struct err *e)
{
	return from >= 2 || store_db_script(db, "schema-rules.sql", e);
}

const struct db_kind store_notes_kind = {
	.name = "notes.db",
	.schema = {"schema-notes.sql", "schema-rules.sql"},
	.application_id = 0x54594b4e, /* "TYKN" */
	.version = 2,
	.upgrade = upgrade,
	.synchronous = 3,
	.if_damaged = N_("move it away: it is made again from the files in log/ beside it"),
};

/* Another program's commit takes milliseconds; on a slow disk under load, seconds. */
enum { BUSY_MS = 5000 };

struct store_notes *store_notes_open(const char *dir, enum store_mode mode, struct err *e)
{
	struct db *db = store_db_open(dir, &store_notes_kind, mode, BUSY_MS, e);
	struct store_notes *n;

	if (!db)
		return NULL;
	if (!db->read_only && !store_catch_up(db, dir, e)) {
		store_db_close(db);
		return NULL;
	}
	n = xcalloc(1, sizeof *n);
	n->db = db;
	n->writer = db->read_only ? NULL : store_writer_new(dir);
	return n;
}

bool store_notes_close(struct store_notes *n, int wait_ms, struct err *e)
{
	bool good;

	if (!n)
		return true;
	good = !n->writer || store_writer_close(n->writer, wait_ms, e);
	store_db_close(n->db);
	free(n);
	return good;
}

const char *store_notes_read_only(const struct store_notes *n)
{
	return n->db->read_only;
}

bool store_notes_failed(struct store_notes *n, struct err *e)
{
	return n->writer && store_writer_failed(n->writer, e);
}

/* ---- making changes ---- */

#define TEXT_MAX ((size_t)64 << 10)

/* What the log takes: valid UTF-8 without NUL (paths may be anything). */
static struct str clean(struct str s, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n && out->n < TEXT_MAX;) {
		uint32_t cp;
		i = text_next(s, i, &cp);
		buf_code_point(out, cp ? cp : 0xFFFD);
	}
	return buf_view(out);
}

void store_change_text(struct json_out *o, const char *name, struct str value)
{
	struct buf b = {0};

	json_name(o, name);
	json_put_str(o, clean(value, &b));
	buf_free(&b);
}

void store_change_int(struct json_out *o, const char *name, int64_t value)
{
	json_name(o, name);
	json_put_int(o, value);
}

void store_change_begin(struct json_out *o, const char *what)
{
	char id[37];

	uuid7(id);
	json_begin(o, '{');
	store_change_text(o, "id", str_c(id));
	store_change_text(o, "what", str_c(what));
}

void store_change_push(struct store_notes *n, struct json_out *o)
{
	json_end(o, '}');
	while (o->to->n && o->to->p[o->to->n - 1] == '\n')
		o->to->n--;
	buf_cstr(o->to);
	if (n->writer)
		store_writer_push(n->writer, buf_take(o->to));
	buf_free(o->to);
}

static void put_place(struct json_out *o, const struct store_place *p)
{
	struct buf calls = {0};

	for (unsigned i = 0; i < p->n_calls && i < STORE_CALLS_MAX; i++)
		buf_printf(&calls, "%s%zu", i ? " " : "", p->calls[i]);
	store_change_text(o, "document", p->document);
	store_change_text(o, "path", p->path);
	store_change_int(o, "at", (int64_t)p->at);
	store_change_text(o, "calls", buf_view(&calls));
	store_change_text(o, "context", p->context);
	buf_free(&calls);
}

void store_save_reading(struct store_notes *n, const struct store_reading *r)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "reading");
	store_change_int(&o, "time", clock_wall_ms());
	put_place(&o, &r->place);
	store_change_text(&o, "view", r->view);
	store_change_push(n, &o);
}

void store_set_mark(struct store_notes *n, char name, const struct store_place *p)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "mark");
	store_change_int(&o, "time", clock_wall_ms());
	store_change_text(&o, "name", (struct str){&name, 1});
	put_place(&o, p);
	store_change_push(n, &o);
}

void store_note_opened(struct store_notes *n, struct str document, struct str path, struct str title)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "opened");
	store_change_int(&o, "time", clock_wall_ms());
	store_change_text(&o, "document", document);
	store_change_text(&o, "path", path);
	store_change_text(&o, "title", title);
	store_change_push(n, &o);
}

/* ---- what waits to be written ---- */

struct store_pending store_changes_waiting(struct store_notes *n)
{
	return n->writer ? store_writer_pending(n->writer) : (struct store_pending){0};
}

static bool is(const struct json_node *c, const char *key, struct str value)
{
	return str_eq(json_str(json_get(c, key)), value);
}

/* The last waiting change of the kind whose `key` is `value`, or NULL. */
static const struct json_node *last(const struct store_pending *p, struct str what, const char *key, struct str value)
{
	for (size_t i = p->n; i--;) {
		const struct json_node *c = json_root(p->v[i]);
		if (is(c, "what", what) && is(c, key, value))
			return c;
	}
	return NULL;
}

static void set_calls(struct store_place *p, struct str calls)
{
	size_t value = 0;
	bool digits = false;

	for (size_t i = 0; i <= calls.n && p->n_calls < STORE_CALLS_MAX; i++) {
		if (i < calls.n && calls.p[i] >= '0' && calls.p[i] <= '9') {
			value = value * 10 + (size_t)(calls.p[i] - '0');
			digits = true;
		} else if (digits) {
			p->calls[p->n_calls++] = value;
			value = 0;
			digits = false;
		}
	}
}

static struct str field(const struct json_node *c, const char *key, struct arena *a)
{
	return arena_str(a, json_str(json_get(c, key)));
}

static struct store_place place_of_change(const struct json_node *c, struct arena *a)
{
	struct store_place p = {
		.document = field(c, "document", a),
		.path = field(c, "path", a),
		.at = (size_t)json_int(json_get(c, "at"), 0),
		.context = field(c, "context", a),
	};

	set_calls(&p, json_str(json_get(c, "calls")));
	return p;
}

/* Columns document, path, at, calls, context from `first` on. */
static struct store_place place_of_row(const struct query *q, int first, struct arena *a)
{
	struct store_place p = {
		.document = store_db_copy(q, first, a),
		.path = store_db_copy(q, first + 1, a),
		.at = (size_t)store_db_int(q, first + 2),
		.context = store_db_copy(q, first + 4, a),
	};

	set_calls(&p, store_db_text(q, first + 3));
	return p;
}

/* ---- reading positions ---- */

static bool reading_of_change(const struct json_node *c, struct arena *a, struct store_reading *out)
{
	if (c)
		*out = (struct store_reading){place_of_change(c, a), field(c, "view", a),
					      json_int(json_get(c, "time"), 0)};
	return c != NULL;
}

static bool reading_of_row(struct query *q, struct arena *a, struct store_reading *out, bool *found)
{
	*found = store_db_row(q);
	if (*found)
		*out = (struct store_reading){place_of_row(q, 0, a), store_db_copy(q, 5, a), store_db_int(q, 6)};
	return store_db_done(q);
}

#define READING "SELECT document,path,at,calls,context,view,changed FROM reading "

bool store_load_reading(struct store_notes *n, struct str document, struct str path, struct arena *a,
			struct store_reading *out, struct err *e)
{
	struct store_pending waiting = store_changes_waiting(n);
	struct buf b = {0};
	struct query q;
	bool found = false, good = true;

	path = clean(path, &b);
	if (document.n)
		found = reading_of_change(last(&waiting, STR("reading"), "document", document), a, out);
	if (document.n && !found) {
		store_db_query(n->db, &q, e, READING "WHERE document=? ORDER BY changed DESC LIMIT 1", "s", document);
		good = reading_of_row(&q, a, out, &found);
	}
	if (good && !found && path.n) {
		found = reading_of_change(last(&waiting, STR("reading"), "path", path), a, out);
		if (!found) {
			store_db_query(n->db, &q, e, READING "WHERE path=? ORDER BY changed DESC LIMIT 1", "s", path);
			good = reading_of_row(&q, a, out, &found);
		}
	}
	store_pending_free(&waiting);
	buf_free(&b);
	if (!good)
		return false;
	return found || err_set(e, ERR_NOTHING, _("this document was not read before"));
}

/* ---- marks ---- */

static void set_mark(struct arena *a, struct store_marks *out, char name, struct store_place p)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].name == name) {
			out->v[i].place = p;
			return;
		}
	STORE_PUSH(a, out, (struct store_mark_row){name, p});
}

static int by_name(const void *a, const void *b)
{
	return ((const struct store_mark_row *)a)->name - ((const struct store_mark_row *)b)->name;
}

static bool is_global(char name)
{
	return name >= 'A' && name <= 'Z';
}

bool store_marks(struct store_notes *n, struct str document, struct arena *a, struct store_marks *out, struct err *e)
{
	struct store_pending waiting = store_changes_waiting(n);
	struct query q;

	*out = (struct store_marks){0};
	store_db_query(n->db, &q, e, "SELECT name,document,path,at,calls,context FROM mark WHERE scope=? OR scope=''",
		       "s", document);
	while (store_db_row(&q)) {
		struct str name = store_db_text(&q, 0);
		if (name.n == 1)
			set_mark(a, out, name.p[0], place_of_row(&q, 1, a));
	}
	bool good = store_db_done(&q);
	for (size_t i = 0; i < waiting.n; i++) {
		const struct json_node *c = json_root(waiting.v[i]);
		struct str name = json_str(json_get(c, "name"));
		if (is(c, "what", STR("mark")) && name.n == 1 && (is_global(name.p[0]) || is(c, "document", document)))
			set_mark(a, out, name.p[0], place_of_change(c, a));
	}
	store_pending_free(&waiting);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_name);
	return good;
}

bool store_mark(struct store_notes *n, char name, struct str document, struct arena *a, struct store_place *out,
		struct err *e)
{
	struct store_marks all;

	if (!store_marks(n, document, a, &all, e))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].name == name) {
			*out = all.v[i].place;
			return true;
		}
	return err_set(e, ERR_NOTHING, _("mark %c is not set"), name);
}

/* ---- history ---- */

static void add_opened(struct arena *a, struct store_history *out, struct store_opened o)
{
	for (size_t i = 0; i < out->n; i++)
		if (str_eq(out->v[i].document, o.document)) {
			out->v[i].times += o.times;
			return;
		}
	STORE_PUSH(a, out, o);
}

bool store_history(struct store_notes *n, size_t max, struct arena *a, struct store_history *out, struct err *e)
{
	struct store_pending waiting = store_changes_waiting(n);
	struct query q;

	*out = (struct store_history){0};
	for (size_t i = waiting.n; i--;) {
		const struct json_node *c = json_root(waiting.v[i]);
		if (is(c, "what", STR("opened")))
			add_opened(a, out,
				   (struct store_opened){field(c, "document", a), field(c, "path", a),
							 field(c, "title", a), json_int(json_get(c, "time"), 0), 1});
	}
	store_pending_free(&waiting);
	store_db_query(n->db, &q, e,
		       "SELECT document,path,title,changed,times FROM opened ORDER BY changed DESC,change DESC LIMIT ?",
		       "i", (int64_t)max);
	while (store_db_row(&q))
		add_opened(a, out,
			   (struct store_opened){store_db_copy(&q, 0, a), store_db_copy(&q, 1, a),
						 store_db_copy(&q, 2, a), store_db_int(&q, 3),
						 (long)store_db_int(&q, 4)});
	if (out->n > max)
		out->n = max;
	return store_db_done(&q);
}
