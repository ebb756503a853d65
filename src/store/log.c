/* The log of changes: append-only files log/HOST-YYYYMM.jsonl.
 *
 * A line is LENGTH CRC JSON: eight hexadecimal digits each of the JSON's length in bytes and of its CRC-32, blanks
 * between, LF at the end. A line is written in one go with O_APPEND, so that two programs of one machine do not mix
 * theirs; machines have files of their own. A line that a crash cut short is closed by the next one to be written.
 * What is read back is checked like any input: a line that does not add up is left out.
 */
#include "log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db.h"

#define HEAD 18 /* "xxxxxxxx xxxxxxxx " */

void store_log_frame(struct str json, struct buf *out)
{
	buf_printf(out, "%08zx %08lx ", json.n, (unsigned long)zip_crc(json));
	buf_str(out, json);
	buf_char(out, '\n');
}

static char *file_name(void)
{
	char host[64] = "", month[8];
	struct buf b = {0};
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm tm;

	gethostname(host, sizeof host - 1);
	for (char *p = host; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", *p))
			*p = '_';
	gmtime_r(&now, &tm);
	strftime(month, sizeof month, "%Y%m", &tm);
	buf_printf(&b, "%s-%s.jsonl", *host ? host : "host", month);
	return buf_take(&b);
}

static bool write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s.p += n;
		s.n -= (size_t)n;
	}
	return true;
}

/* Does the file end in the middle of a line? */
static bool is_cut(int fd)
{
	struct stat st;
	char last = '\n';

	return !fstat(fd, &st) && st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

/* The entry of a new file, and that of a new folder: what is synced must be found again. */
static bool sync_entries(const char *dir, const char *folder)
{
	const char *const both[] = {folder, dir};
	bool good = true;

	for (size_t i = 0; i < 2 && good; i++) {
		int fd = open(both[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		good = fd >= 0 && !fsync(fd);
		if (fd >= 0)
			close(fd);
	}
	return good;
}

static bool append(int fd, struct str lines, bool *is_new)
{
	struct buf all = {0};
	struct stat st;

	*is_new = !fstat(fd, &st) && !st.st_size;
	if (is_cut(fd))
		buf_char(&all, '\n');
	buf_str(&all, lines);
	bool good = write_all(fd, buf_view(&all)) && !fdatasync(fd);
	buf_free(&all);
	return good;
}

bool store_log_append(const char *dir, struct str lines, struct err *e)
{
	char *folder = file_join(dir, "log"), *name = file_name(), *path = file_join(folder, name);
	bool made = file_make_dir(folder, e), is_new = false;
	int fd = made ? open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
	bool good = fd >= 0 && append(fd, lines, &is_new) && (!is_new || sync_entries(dir, folder));

	if (made && !good)
		good = store_db_no_space(errno)
			       ? store_db_full(dir, e)
			       : err_set(e, ERR_STORE, _("%s: cannot be written: %s"), path, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(path);
	free(name);
	free(folder);
	return good;
}

char **store_log_names(const char *dir)
{
	VEC(char *) names = {0};
	char *folder = file_join(dir, "log");
	DIR *d = opendir(folder);

	for (struct dirent *f; d && (f = readdir(d));)
		if (str_ends(str_c(f->d_name), STR(".jsonl")))
			vec_push(&names, xstrdup(f->d_name));
	if (d)
		closedir(d);
	free(folder);
	vec_push(&names, NULL);
	return names.v;
}

void store_log_names_free(char **names)
{
	for (char **n = names; *n; n++)
		free(*n);
	free(names);
}

/* Eight digits, or SIZE_MAX. */
static size_t hex(struct str s, size_t at)
{
	size_t n = 0;

	for (size_t i = at; i < at + 8; i++) {
		char c = s.p[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
			return SIZE_MAX;
		n = n << 4 | (size_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return n;
}

/* Does a sound line begin here? Its length tells where it ends, so that damage around it does it no harm. */
static bool is_sound(struct str s, size_t at, struct str *json)
{
	if (s.n - at < HEAD || s.p[at + 8] != ' ' || s.p[at + 17] != ' ')
		return false;
	size_t n = hex(s, at), crc = hex(s, at + 9);
	if (n == SIZE_MAX || crc == SIZE_MAX || n > s.n - at - HEAD)
		return false;
	*json = str_slice(s, at + HEAD, at + HEAD + n);
	return zip_crc(*json) == crc;
}

enum { TRIES = 16 }; /* lines that begin within one; more of them are a trap */

/* The next sound line that begins in [at, end), or SIZE_MAX: what is behind a cut line, without an LF between. */
static size_t next_sound(struct str s, size_t at, size_t end, struct str *json)
{
	for (int tries = 0; at + HEAD < end && tries < TRIES; at++) {
		if (s.p[at + HEAD] != '{' || s.p[at + 8] != ' ' || s.p[at + 17] != ' ')
			continue;
		if (is_sound(s, at, json))
			return at;
		tries++;
	}
	return SIZE_MAX;
}

/* Returns the byte after the last whole line. */
static size_t each_line(struct str s, store_log_fn fn, void *context, size_t *damaged)
{
	size_t at = 0;

	while (at < s.n) {
		struct str json = {0};
		size_t end = str_find_char(s, '\n', at);
		if (end == at) {
			at++;
			continue;
		}
		if (!is_sound(s, at, &json)) {
			size_t next = next_sound(s, at + 1, end == SIZE_MAX ? s.n : end, &json);
			if (next == SIZE_MAX && end == SIZE_MAX)
				return at; /* it may still grow */
			++*damaged;
			at = next == SIZE_MAX ? end + 1 : next;
			continue;
		}
		at = (size_t)(json.p - s.p) + json.n;
		at += at < s.n && s.p[at] == '\n';
		if (!fn(context, json))
			break;
	}
	return at;
}

void store_log_each(struct str lines, store_log_fn fn, void *context)
{
	size_t damaged = 0;

	each_line(lines, fn, context, &damaged);
}

/* At most max bytes of what stands in the file from byte *from on; *from becomes 0 where the file is shorter than that.
 */
static bool read_rest(const char *path, size_t *from, size_t max, struct buf *out)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	bool good = fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size != *from;

	if (good && (size_t)st.st_size < *from)
		*from = 0;
	size_t left = good ? (size_t)st.st_size - *from : 0;
	if (left > max)
		left = max;
	buf_reserve(out, left);
	while (good && out->n < left) {
		ssize_t n = pread(fd, out->p + out->n, left - out->n, (off_t)(*from + out->n));
		if (n <= 0)
			break;
		out->n += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

size_t store_log_read(const char *dir, const char *name, size_t from, size_t max, store_log_fn fn, void *context,
		      size_t *damaged)
{
	char *folder = file_join(dir, "log"), *path = file_join(folder, name);
	struct buf rest = {0};

	if (read_rest(path, &from, max, &rest))
		from += each_line(buf_view(&rest), fn, context, damaged);
	buf_free(&rest);
	free(path);
	free(folder);
	return from;
}
