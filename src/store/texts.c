/* Texts that something was written on: files texts/HEX.z, named by the sum of what is in them.
 *
 * A file is written beside, synced, renamed, and its folder synced, before the change that names it is logged; it is
 * never written again. What is read is believed only where its sum is the name. A text that is still to be written is
 * read from the queue.
 */
#include "notes.h"
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Owned; NULL: the id is none of ours, and no path is made of it. */
static char *path_of(const char *dir, struct str id)
{
	struct buf b = {0};

	if (!str_starts(id, STR("sha256:")) || id.n != 7 + 64)
		return NULL;
	for (size_t i = 7; i < id.n; i++)
		if (!(id.p[i] >= '0' && id.p[i] <= '9') && !(id.p[i] >= 'a' && id.p[i] <= 'f'))
			return NULL;
	buf_printf(&b, "%s/texts/%.64s.z", dir, id.p + 7);
	return buf_take(&b);
}

static bool cannot(const char *dir, const char *path, struct err *e)
{
	return store_db_no_space(errno) ? store_db_full(dir, e)
					: err_set(e, ERR_STORE, _("%s: cannot be written: %s"), path, strerror(errno));
}

static bool sync_folder(const char *dir, const char *folder, struct err *e)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);

	if (!good)
		cannot(dir, folder, e);
	if (fd >= 0)
		close(fd);
	return good;
}

bool store_text_write(const char *dir, struct str id, struct str text, struct err *e)
{
	char *path = path_of(dir, id), *folder = file_join(dir, "texts");
	struct buf packed = {0};
	bool good = true;

	if (path && access(path, F_OK)) {
		zip_pack(text, &packed);
		good = file_make_dir(folder, e);
		errno = 0;
		if (good && !file_replace(path, buf_view(&packed), 0600, NULL))
			good = cannot(dir, path, e);
		good = good && sync_folder(dir, folder, e) && sync_folder(dir, dir, e);
	}
	buf_free(&packed);
	free(folder);
	free(path);
	return good;
}

static bool has_sum(struct str text, struct str id)
{
	struct sha256 sum = sha256_of(text);
	char hex[65];

	sha256_hex(&sum, hex);
	return id.n == 7 + 64 && !memcmp(id.p + 7, hex, 64);
}

/* ---- the queue ---- */

static bool is_known(struct store_notes *n, const struct store_text *t)
{
	char *path = t->whole ? path_of(n->db->dir, t->id) : NULL;
	int64_t one;
	bool found = false;

	if (!path || !access(path, F_OK))
		store_db_one(
			store_notes_now(n), NULL, &one, &found,
			"SELECT 1 FROM text WHERE version=?1 AND path=?2 AND (previous<>'' OR ?3='') AND whole>=?4",
			"sssi", t->id, t->path, t->previous, (int64_t)t->whole);
	free(path);
	return found;
}

void store_keep_text(struct store_notes *n, const struct store_text *given, struct str text)
{
	struct buf b = {0}, clean = {0}, copy = {0};
	struct json_out o = {.to = &b, .compact = true};
	struct store_text t = *given;
	struct err e = {0};

	t.whole = t.whole && text.n <= STORE_KEEP_MAX;
	t.path = store_clean(t.path, &clean);
	if (n->writer && t.id.n && !is_known(n, &t)) {
		store_change_begin(&o, "text");
		store_change_int(&o, "time", t.when == STORE_NO_TIME || !t.when ? clock_wall_ms() : t.when);
		store_change_text(&o, "version", t.id);
		store_change_text(&o, "document", t.document);
		store_change_text(&o, "path", t.path);
		store_change_text(&o, "title", t.title);
		store_change_text(&o, "previous", t.previous);
		store_change_int(&o, "whole", t.whole);
		json_end(&o, '}');
		buf_cstr(&b);
		if (!store_apply(n->db, buf_view(&b), &e))
			log_line("%s", e.text);
		else if (t.whole) {
			buf_str(&copy, text);
			store_writer_text(n->writer, str_dup(t.id), &copy, buf_take(&b));
		} else
			store_writer_push(n->writer, buf_take(&b));
	}
	buf_free(&b);
	buf_free(&clean);
}

/* Of two changes of one version the newer one says where it is; the first one when it was kept, and, if it knows it,
 * what was before it. */
bool store_apply_text(struct db *db, const struct json_node *c, struct err *e)
{
	struct str version = json_str(json_get(c, "version")), previous = json_str(json_get(c, "previous"));
	struct str id = json_str(json_get(c, "id"));

	if (!version.n)
		return true;
	return store_db_do(
		db, e,
		"INSERT INTO text(version,document,path,title,previous,previous_change,whole,first,change) "
		"VALUES(?1,?2,?3,?4,?5,CASE ?5 WHEN '' THEN '' ELSE ?8 END,?6,?7,?8) ON CONFLICT(version) DO UPDATE "
		"SET "
		"document=CASE WHEN excluded.change>change THEN excluded.document ELSE document END,"
		"path=CASE WHEN excluded.change>change THEN excluded.path ELSE path END,"
		"title=CASE WHEN excluded.change>change THEN excluded.title ELSE title END,"
		"previous=CASE WHEN excluded.previous<>'' AND (previous='' OR excluded.change<previous_change) THEN "
		"excluded.previous ELSE previous END,"
		"previous_change=CASE WHEN excluded.previous<>'' AND (previous='' OR excluded.change<previous_change) "
		"THEN "
		"excluded.change ELSE previous_change END,"
		"whole=max(whole,excluded.whole),first=min(first,excluded.first),change=max(change,excluded.change)",
		"sssssiis", version, json_str(json_get(c, "document")), json_str(json_get(c, "path")),
		json_str(json_get(c, "title")), previous, (int64_t)(json_int(json_get(c, "whole"), 0) != 0),
		(int64_t)json_int(json_get(c, "time"), 0), id);
}

/* ---- reading ---- */

/* Appends the text; false: the file does not hold it. */
static bool read_text(const char *path, struct str id, struct buf *out)
{
	struct buf packed = {0};
	size_t start = out->n, used;
	bool good = file_read(path, 2 * STORE_KEEP_MAX, &packed, NULL) &&
		    zip_unpack(buf_view(&packed), STORE_KEEP_MAX, out, &used) == ZIP_WHOLE &&
		    has_sum(str_slice(buf_view(out), start, out->n), id);

	if (!good)
		out->n = start;
	buf_free(&packed);
	return good;
}

bool store_kept_text(struct store_notes *n, struct str id, struct buf *out, struct err *e)
{
	char *path = path_of(n->db->dir, id);
	bool good = n->writer && store_writer_waiting_text(n->writer, id, out);

	if (!good && (!path || access(path, F_OK)))
		err_set(e, ERR_NOTHING, _("%.*s: this text is not kept"), STR_ARG(id));
	else if (!good) {
		good = read_text(path, id, out);
		if (!good)
			err_set(e, ERR_STORE, _("%s: is damaged; mend it with: taiyaku doctor --repair"), path);
	}
	free(path);
	return good;
}

bool store_texts(struct store_notes *n, struct str path, struct str document, struct arena *arena,
		 struct store_texts *out, struct err *e)
{
	struct buf clean = {0};
	struct query q;

	*out = (struct store_texts){0};
	store_db_query(store_notes_now(n), &q, e,
		       "SELECT version,document,path,title,previous,first,whole FROM text WHERE (?1='' OR path=?1) AND "
		       "(?2='' OR document=?2) ORDER BY first DESC,change DESC",
		       "ss", store_clean(path, &clean), document);
	while (store_db_row(&q))
		STORE_PUSH(arena, out,
			   (struct store_text){
				   .id = store_db_copy(&q, 0, arena),
				   .document = store_db_copy(&q, 1, arena),
				   .path = store_db_copy(&q, 2, arena),
				   .title = store_db_copy(&q, 3, arena),
				   .previous = store_db_copy(&q, 4, arena),
				   .when = store_db_int(&q, 5),
				   .whole = store_db_int(&q, 6) != 0,
			   });
	buf_free(&clean);
	return store_db_done(&q);
}

/* ---- for doctor ---- */

/* "sha256:" of what the file is named after, for path_of(). */
static struct str id_of(const char *name, char id[72])
{
	struct str s = str_c(name);

	if (s.n != 64 + 2 || !str_ends(s, STR(".z")))
		return STR("");
	memcpy(id, "sha256:", 7);
	memcpy(id + 7, name, 64);
	return (struct str){id, 7 + 64};
}

static bool put_aside(const char *path, struct err *e)
{
	struct buf to = {0};

	buf_printf(&to, "%s.damaged", path);
	bool good = !rename(path, buf_cstr(&to)) ||
		    err_set(e, ERR_STORE, _("%s: cannot be moved: %s"), path, strerror(errno));
	buf_free(&to);
	return good;
}

bool store_texts_check(const char *dir, bool mend, struct buf *faults, struct err *e)
{
	char *folder = file_join(dir, "texts"), id[72];
	DIR *d = opendir(folder);
	bool good = true;

	for (struct dirent *f; d && good && (f = readdir(d));) {
		struct buf text = {0};
		struct str name = id_of(f->d_name, id);
		char *path = path_of(dir, name);
		if (path && !read_text(path, name, &text)) {
			buf_printf(faults, "%s\n", path);
			good = !mend || put_aside(path, e);
		}
		buf_free(&text);
		free(path);
	}
	if (d)
		closedir(d);
	free(folder);
	return good;
}
