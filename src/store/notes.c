/* notes.db: places, marks, history.
 *
 * A change is made as a line of JSON, applied to a copy of the database in memory, and handed to the writing thread.
 * Whoever writes reads from that copy: a database that is locked for a commit, for seconds on a slow disk, holds up
 * nothing, and what is queued is there like anything else. The copy takes up other programs' changes from the log,
 * which needs no lock either. Who only reads asks the file, as long as it has all that is in the log.
 */
#include "log.h"
#include "notes.h"
#include "store.h"
#include "taiyaku/text.h"

#include <stdio.h>
#include <sys/stat.h>

/* Version 2 has rules, version 3 annotations. */
static bool upgrade(struct db *db, int from, struct err *e)
{
	return (from >= 2 || store_db_script(db, "schema-rules.sql", e)) &&
	       store_db_script(db, "schema-annotations.sql", e);
}

const struct db_kind store_notes_kind = {
	.name = "notes.db",
	.schema = {"schema-notes.sql", "schema-rules.sql", "schema-annotations.sql"},
	.application_id = 0x54594b4e, /* "TYKN" */
	.version = 3,
	.upgrade = upgrade,
	.synchronous = 3,
	.if_damaged = N_("mend it with: taiyaku doctor --repair"),
};

/* Another program's commit takes milliseconds; on a slow disk under load, seconds. */
enum { BUSY_MS = 5000 };

/* Ids that are made from now on are later than all that is there. */
static bool observe(struct db *db, struct err *e)
{
	struct query q;

	store_db_query(
		db, &q, e,
		"SELECT max(change) FROM annotation_change UNION ALL SELECT max(change) FROM attachment UNION ALL "
		"SELECT max(change) FROM text UNION ALL SELECT max(change) FROM reading UNION ALL "
		"SELECT max(change) FROM mark UNION ALL SELECT max(change) FROM opened",
		"");
	while (store_db_row(&q))
		uuid7_observe(store_db_text(&q, 0));
	return store_db_done(&q);
}

/* Takes the file's connection; NULL: it could not be. */
static struct db *copy_of(struct db *file, const char *dir, bool *behind, struct err *e)
{
	struct db *copy = store_db_copy_in_memory(file, e);

	if (copy && file->read_only)
		copy->read_only = xstrdup(file->read_only);
	store_db_close(file);
	if (copy && observe(copy, e) && store_catch_up(copy, dir, 0, behind, e))
		return copy;
	store_db_close(copy);
	return NULL;
}

bool store_notes_lost(const char *dir, struct err *e)
{
	char **names = store_log_names(dir), *path = file_join(dir, store_notes_kind.name);
	struct stat st;
	bool lost = *names && (stat(path, &st) || !st.st_size);

	if (lost)
		err_set(e, ERR_STORE, _("%s: is missing, but not its log; %s"), path, _(store_notes_kind.if_damaged));
	store_log_names_free(names);
	free(path);
	return lost;
}

struct store_notes *store_notes_open(const char *dir, enum store_mode mode, struct err *e)
{
	struct db *db = store_db_open(dir, &store_notes_kind, mode, BUSY_MS, e);
	bool write = db && !db->read_only, behind = false;
	struct store_notes *n;

	if (db && (write || store_is_behind(db, dir)))
		db = copy_of(db, dir, &behind, e);
	if (!db) { /* for a reader there is more than nothing */
		if (mode == STORE_READ)
			store_notes_lost(dir, e);
		return NULL;
	}
	n = xcalloc(1, sizeof *n);
	n->db = db;
	if (!write)
		return n;
	n->read_at = clock_mono_ms();
	n->writer = store_writer_new(dir);
	n->drafts = store_draft_writer_new(dir);
	if (behind)
		store_writer_wake(n->writer);
	return n;
}

bool store_notes_close(struct store_notes *n, int wait_ms, struct err *e)
{
	bool good = true;

	if (!n)
		return true;
	if (n->writer) {
		good = store_draft_writer_close(n->drafts, wait_ms, e);
		good = store_writer_close(n->writer, wait_ms, good ? e : NULL) && good;
	}
	store_db_close(n->db);
	buf_free(&n->author);
	free(n);
	return good;
}

const char *store_notes_read_only(const struct store_notes *n)
{
	return n->db->read_only;
}

bool store_notes_failed(struct store_notes *n, struct err *e)
{
	return n->writer && (store_writer_failed(n->writer, e) || store_draft_writer_failed(n->drafts, e));
}

uint64_t store_notes_queued(const struct store_notes *n)
{
	return n->writer ? store_writer_pushed(n->writer) : 0;
}

uint64_t store_notes_logged(const struct store_notes *n)
{
	return n->writer ? store_writer_logged(n->writer) : 0;
}

bool store_notes_sync(struct store_notes *n, int wait_ms, struct err *e)
{
	return !n->writer || store_writer_sync(n->writer, wait_ms, e);
}

/* ---- what is asked ---- */

/* Another program's changes are looked for so often; many of them (it merges) come in slices. */
enum { FRESH_MS = 100, SLICE_MS = 2 };

struct db *store_notes_now(struct store_notes *n)
{
	struct err e = {0};
	bool found;

	if (!n->writer || clock_mono_ms() - n->read_at < FRESH_MS)
		return n->db;
	if (!store_catch_up(n->db, n->db->dir, SLICE_MS, &found, &e))
		log_line("%s", e.text);
	n->read_at = clock_mono_ms();
	return n->db;
}

/* ---- making changes ---- */

#define TEXT_MAX ((size_t)64 << 10)

struct str store_clean(struct str s, struct buf *out)
{
	if (text_bad(s) == POS_NONE && (!s.n || !memchr(s.p, 0, s.n)))
		return s;
	buf_clear(out);
	for (size_t i = 0; i < s.n;) {
		uint32_t cp;
		i = text_next(s, i, &cp);
		buf_code_point(out, cp ? cp : 0xFFFD);
	}
	return buf_view(out);
}

/* What the log takes of places: valid UTF-8 without NUL (paths may be anything), not too much of it. */
static struct str clean(struct str s, struct buf *out)
{
	s = store_clean(s, out);
	if (s.n <= TEXT_MAX)
		return s;
	size_t end = TEXT_MAX;
	while (end && ((unsigned char)s.p[end] & 0xC0) == 0x80)
		end--;
	return str_slice(s, 0, end);
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

/* The line, without the LF that the writer of JSON ends with. */
static char *line_of(struct json_out *o)
{
	while (o->to->n && o->to->p[o->to->n - 1] == '\n')
		o->to->n--;
	buf_cstr(o->to);
	return buf_take(o->to);
}

bool store_change_line(struct store_notes *n, char *line, struct err *e)
{
	bool good = store_apply(n->db, str_c(line), e);

	if (good)
		store_writer_push(n->writer, line);
	else
		free(line);
	return good;
}

bool store_change_take(struct store_notes *n, struct json_out *o, struct err *e)
{
	return store_change_line(n, line_of(o), e);
}

void store_change_push(struct store_notes *n, struct json_out *o)
{
	struct err e = {0};

	json_end(o, '}');
	if (n->writer && !store_change_take(n, o, &e))
		log_line("%s", e.text);
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

/* ---- rows ---- */

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
	struct db *db = store_notes_now(n);
	struct buf b = {0};
	struct query q;
	bool found = false, good = true;

	path = clean(path, &b);
	if (document.n) {
		store_db_query(db, &q, e, READING "WHERE document=? ORDER BY changed DESC LIMIT 1", "s", document);
		good = reading_of_row(&q, a, out, &found);
	}
	if (good && !found && path.n) {
		store_db_query(db, &q, e, READING "WHERE path=? ORDER BY changed DESC LIMIT 1", "s", path);
		good = reading_of_row(&q, a, out, &found);
	}
	buf_free(&b);
	if (!good)
		return false;
	return found || err_set(e, ERR_NOTHING, _("this document was not read before"));
}

/* ---- marks ---- */

bool store_marks(struct store_notes *n, struct str document, struct arena *a, struct store_marks *out, struct err *e)
{
	struct query q;

	*out = (struct store_marks){0};
	store_db_query(store_notes_now(n), &q, e,
		       "SELECT name,document,path,at,calls,context FROM mark WHERE scope=? OR scope='' ORDER BY name",
		       "s", document);
	while (store_db_row(&q)) {
		struct str name = store_db_text(&q, 0);
		if (name.n == 1)
			STORE_PUSH(a, out, (struct store_mark_row){name.p[0], place_of_row(&q, 1, a)});
	}
	return store_db_done(&q);
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

bool store_history(struct store_notes *n, size_t max, struct arena *a, struct store_history *out, struct err *e)
{
	struct query q;

	*out = (struct store_history){0};
	store_db_query(store_notes_now(n), &q, e,
		       "SELECT document,path,title,changed,times FROM opened ORDER BY changed DESC,change DESC LIMIT ?",
		       "i", (int64_t)max);
	while (store_db_row(&q))
		STORE_PUSH(a, out,
			   (struct store_opened){store_db_copy(&q, 0, a), store_db_copy(&q, 1, a),
						 store_db_copy(&q, 2, a), store_db_int(&q, 3),
						 (long)store_db_int(&q, 4)});
	return store_db_done(&q);
}
