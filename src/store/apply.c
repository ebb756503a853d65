/* Changes applied to notes.db.
 *
 * Every row has the id of the change that wrote it; ids are in order of time, and the newest wins. So changes can be
 * applied twice, late, and from the logs of several machines, with the same end.
 */
#include "log.h"
#include "notes.h"

static struct str text(const struct json_node *c, const char *key)
{
	return json_str(json_get(c, key));
}

static int64_t number(const struct json_node *c, const char *key)
{
	return json_int(json_get(c, key), 0);
}

static int64_t time_of(const struct json_node *c, const char *key) /* left out: none */
{
	return json_int(json_get(c, key), STORE_NO_TIME);
}

static bool apply_reading(struct db *db, const struct json_node *c, struct err *e)
{
	return store_db_do(
		db, e,
		"INSERT INTO reading(document,path,at,calls,context,view,changed,change) VALUES(?,?,?,?,?,?,?,?) "
		"ON CONFLICT(document,path) DO UPDATE SET at=excluded.at,calls=excluded.calls,"
		"context=excluded.context,view=excluded.view,changed=excluded.changed,change=excluded.change "
		"WHERE excluded.change>change",
		"ssisssis", text(c, "document"), text(c, "path"), number(c, "at"), text(c, "calls"), text(c, "context"),
		text(c, "view"), number(c, "time"), text(c, "id"));
}

static bool apply_mark(struct db *db, const struct json_node *c, struct err *e)
{
	struct str name = text(c, "name"), document = text(c, "document");
	bool global = name.n == 1 && name.p[0] >= 'A' && name.p[0] <= 'Z';

	return store_db_do(
		db, e,
		"INSERT INTO mark(scope,name,document,path,at,calls,context,changed,change) VALUES(?,?,?,?,?,?,?,?,?) "
		"ON CONFLICT(scope,name) DO UPDATE SET document=excluded.document,path=excluded.path,at=excluded.at,"
		"calls=excluded.calls,context=excluded.context,changed=excluded.changed,change=excluded.change "
		"WHERE excluded.change>change",
		"ssssissis", global ? STR("") : document, name, document, text(c, "path"), number(c, "at"),
		text(c, "calls"), text(c, "context"), number(c, "time"), text(c, "id"));
}

static bool apply_opened(struct db *db, const struct json_node *c, struct err *e)
{
	return store_db_do(db, e,
			   "INSERT INTO opened(document,path,title,times,changed,change) VALUES(?,?,?,1,?,?) "
			   "ON CONFLICT(document) DO UPDATE SET path=excluded.path,title=excluded.title,times=times+1,"
			   "changed=excluded.changed,change=excluded.change WHERE excluded.change>change",
			   "sssis", text(c, "document"), text(c, "path"), text(c, "title"), number(c, "time"),
			   text(c, "id"));
}

/* A rule is never changed; one that was taken away stays away, whichever of the two comes first. */
static bool apply_rule(struct db *db, const struct json_node *c, struct err *e)
{
	return store_db_do(db, e,
			   "INSERT OR IGNORE INTO rule(id,kind,family,board,key,title,number,poster_kind,poster_family,"
			   "poster_board,poster,poster_from,poster_to,text,chain,expires,reason,changed,removed) "
			   "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
			   "sissssiisssnnsinsi", text(c, "id"), number(c, "kind"), text(c, "family"), text(c, "board"),
			   text(c, "key"), text(c, "title"), number(c, "number"), number(c, "poster_kind"),
			   text(c, "poster_family"), text(c, "poster_board"), text(c, "poster"),
			   time_of(c, "poster_from"), time_of(c, "poster_to"), text(c, "text"), number(c, "chain"),
			   time_of(c, "expires"), text(c, "reason"), number(c, "time"));
}

static bool apply_rule_removed(struct db *db, const struct json_node *c, struct err *e)
{
	return store_db_do(db, e,
			   "INSERT INTO rule(id,kind,changed,removed) VALUES(?,0,?,1) ON CONFLICT(id) DO UPDATE SET "
			   "removed=1",
			   "si", text(c, "rule"), number(c, "time"));
}

/* An older change than the row has changes nothing. */
static bool bring(struct db *db, const struct json_node *c, struct str json, struct err *e)
{
	static const struct {
		struct str what;
		bool (*of)(struct db *, const struct json_node *, struct err *);
		bool of_document;
	} changes[] = {
		{STR("reading"), apply_reading, true},
		{STR("mark"), apply_mark, true},
		{STR("opened"), apply_opened, true},
		{STR("rule"), apply_rule, false},
		{STR("rule-removed"), apply_rule_removed, false},
		{STR("text"), store_apply_text, false},
		{STR("attachment"), store_apply_attachment, false},
	};
	struct str what = text(c, "what");
	bool named = text(c, "document").n || text(c, "path").n;

	if (str_eq(what, STR("annotation")))
		return store_apply_annotation(db, c, json, e);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (str_eq(what, changes[i].what) && (named || !changes[i].of_document))
			return changes[i].of(db, c, e);
	return true;
}

bool store_apply(struct db *db, struct str json, struct err *e)
{
	struct json *j = json_parse(json, "log", NULL);
	const struct json_node *c = j ? json_root(j) : NULL;
	struct str id = text(c, "id");
	bool good = true;

	if (id.n) {
		uuid7_observe(id);
		good = bring(db, c, json, e);
	}
	json_free(j);
	return good;
}

/* ---- the log's tail ---- */

struct tail {
	struct db *db;
	struct err *err;
	int64_t until; /* clock_mono_ms(); 0: as long as it takes */
	bool bad, begun;
};

static bool apply_line(void *context, struct str json)
{
	struct tail *t = context;

	if (!t->begun)
		t->begun = store_db_do(t->db, t->err, "BEGIN IMMEDIATE", "");
	t->bad = !t->begun || !store_apply(t->db, json, t->err);
	return !t->bad && (!t->until || clock_mono_ms() < t->until);
}

/* One part of it; true: there may be more. */
static bool apply_part(struct tail *t, const char *dir, const char *name)
{
	int64_t from = 0;
	bool found;
	size_t damaged = 0;

	t->bad =
		!store_db_one(t->db, t->err, &from, &found, "SELECT bytes FROM applied WHERE name=?", "s", str_c(name));
	if (t->bad)
		return false;
	int64_t to = (int64_t)store_log_read(dir, name, (size_t)from, STORE_LOG_PART, apply_line, t, &damaged);
	if (damaged)
		log_line("%s/log/%s: %zu damaged lines left out", dir, name, damaged);
	if (!t->bad && t->begun && to != from)
		t->bad = !store_db_do(t->db, t->err,
				      "INSERT INTO applied(name,bytes) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET "
				      "bytes=excluded.bytes",
				      "si", str_c(name), to);
	return !t->bad && t->begun && to != from;
}

bool store_catch_up(struct db *db, const char *dir, int max_ms, bool *found, struct err *e)
{
	struct tail t = {.db = db, .err = e, .until = max_ms ? clock_mono_ms() + max_ms : 0};
	char **names = store_log_names(dir);

	for (char **n = names; *n && !t.bad; n++)
		while (apply_part(&t, dir, *n) && !t.until)
			;
	store_log_names_free(names);
	if (t.begun && !t.bad)
		t.bad = !store_db_do(db, e, "COMMIT", "");
	if (t.begun && t.bad && !sqlite3_get_autocommit(db->c))
		store_db_do(db, NULL, "ROLLBACK", "");
	*found = t.begun;
	return !t.bad;
}

bool store_is_behind(struct db *db, const char *dir)
{
	char **names = store_log_names(dir), *folder = file_join(dir, "log");
	bool behind = false;

	for (char **n = names; *n; n++) {
		char *path = file_join(folder, *n);
		struct file_stamp stamp;
		int64_t applied = 0;
		bool found;
		store_db_one(db, NULL, &applied, &found, "SELECT bytes FROM applied WHERE name=?", "s", str_c(*n));
		behind = behind || (file_stamp(path, &stamp) && stamp.size != (uint64_t)applied);
		free(path);
	}
	store_log_names_free(names);
	free(folder);
	return behind;
}
