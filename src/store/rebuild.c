/* notes.db made anew out of its log.
 *
 * What can still be read of the old file, and is missing in the log, is written to the log first. The new file is made
 * beside and is whole before the old one is moved aside; nothing is deleted. Broken off anywhere, the next start finds
 * a database or makes one from the log.
 */
#include "log.h"
#include "salvage.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* ---- the log ---- */

/* What the log has, and what the database (NULL: it cannot be read) has beyond that; mend: that is logged, too. */
static bool compare(const char *dir, struct db *db, bool mend, struct store_rebuilt *out, struct err *e)
{
	struct store_logged logged;
	struct store_salvaged found = {0};

	store_logged_read(dir, &logged);
	if (db)
		store_salvage(db, &logged, &found);
	out->changes = logged.ids.n;
	out->damaged = logged.damaged;
	out->added = found.n;
	store_logged_free(&logged);
	bool good = !mend || !found.n || store_log_append(dir, buf_view(&found.lines), e);
	buf_free(&found.lines);
	return good;
}

bool store_notes_compare(const char *dir, bool mend, struct store_rebuilt *out, struct err *e)
{
	struct db *db = store_db_open(dir, &store_notes_kind, STORE_READ, 5000, e);
	bool good = db && compare(dir, db, mend, out, e);

	store_db_close(db);
	return good;
}

/* ---- files ---- */

static char *with(const char *path, const char *more)
{
	struct buf b = {0};

	buf_printf(&b, "%s%s", path, more);
	return buf_take(&b);
}

/* A name beside it that is not taken. */
static char *aside_name(const char *path)
{
	time_t now = (time_t)(clock_wall_ms() / 1000);
	char stamp[32];
	struct tm tm;
	struct buf b = {0};

	gmtime_r(&now, &tm);
	strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &tm);
	for (int i = 1;; i++) {
		buf_clear(&b);
		buf_printf(&b, "%s.damaged-%s", path, stamp);
		if (i > 1)
			buf_printf(&b, "-%d", i);
		if (access(buf_cstr(&b), F_OK))
			return buf_take(&b);
	}
}

static bool cannot_move(const char *path, struct err *e)
{
	return err_set(e, ERR_STORE, _("%s: cannot be moved: %s"), path, strerror(errno));
}

/* The file and its journal, which belongs to it. *to: NULL where there is none. */
static bool move_aside(const char *path, char **to, struct err *e)
{
	char *journal = with(path, "-journal"), *beside;
	bool good = true;

	*to = NULL;
	if (!access(path, F_OK)) {
		*to = aside_name(path);
		beside = with(*to, "-journal");
		/* the journal first: left alone, it could be taken for that of the new file */
		good = (!rename(journal, beside) || errno == ENOENT) && !rename(path, *to);
		if (!good)
			cannot_move(path, e);
		free(beside);
	} else
		unlink(journal);
	free(journal);
	return good;
}

static void sync_folder(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* ---- the database ---- */

/* A file that a newer version made is none of ours to mend. */
static bool is_ours(struct db *db, struct err *e)
{
	int64_t version = 0;
	bool found;

	return !store_db_one(db, NULL, &version, &found, "PRAGMA user_version", "") ||
	       version <= store_notes_kind.version ||
	       err_set(e, ERR_STORE, _("%s: was made by a newer version of this program: use that one to mend it"),
		       db->path);
}

/* What the old file has and the log lacks goes into the log. */
static bool save_rest(const char *dir, struct store_rebuilt *out, struct err *e)
{
	struct db *db = store_db_open(dir, &store_notes_kind, STORE_READ, 5000, NULL);
	bool good = (!db || is_ours(db, e)) && compare(dir, db, true, out, e);

	store_db_close(db);
	return good;
}

/* The new file, whole and synced. */
static bool make(const char *dir, const struct db_kind *kind, struct store_rebuilt *out, struct err *e)
{
	struct db *db = store_db_open(dir, kind, STORE_WRITE, 5000, e);
	int64_t n = 0;
	bool found, good = db && store_db_writable(db, e);

	good = good && store_catch_up(db, dir, 0, &found, e) &&
	       store_db_one(db, e, &n, &found, "SELECT count(*) FROM annotation", "");
	out->annotations = (size_t)n;
	store_db_close(db);
	return good;
}

bool store_notes_rebuild(const char *dir, struct store_rebuilt *out, struct err *e)
{
	char name[64], *path = file_join(dir, store_notes_kind.name), *new, *journal;
	struct db_kind kind = store_notes_kind;
	bool good;

	*out = (struct store_rebuilt){0};
	snprintf(name, sizeof name, "%s.new-%ld", store_notes_kind.name, (long)getpid());
	kind.name = name;
	new = file_join(dir, name);
	journal = with(new, "-journal");
	unlink(new);
	unlink(journal);
	good = save_rest(dir, out, e) && make(dir, &kind, out, e) && move_aside(path, &out->aside, e);
	if (good && rename(new, path))
		good = cannot_move(new, e);
	sync_folder(dir);
	if (!good)
		unlink(new);
	unlink(journal);
	free(journal);
	free(new);
	free(path);
	return good;
}
