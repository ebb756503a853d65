/* Files: read whole, replaced whole, mapped; and where the user's own ones lie. */
#include "taiyaku/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct err *e, const char *path)
{
	return err_set(e, ERR_INPUT, _("%s: %s"), path, strerror(errno));
}

static bool read_fd(int fd, const char *path, size_t limit, struct buf *out, struct err *e)
{
	for (;;) {
		buf_reserve(out, 65536);
		ssize_t n = read(fd, out->p + out->n, out->cap - out->n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(e, path);
		if (!n)
			return true;
		out->n += (size_t)n;
		if (out->n > limit)
			return err_set(e, ERR_INPUT, _("%s: larger than the limit of %zu bytes"), path, limit);
	}
}

bool file_read(const char *path, size_t limit, struct buf *out, struct err *e)
{
	if (!strcmp(path, "-"))
		return read_fd(STDIN_FILENO, _("standard input"), limit, out, e);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return failed(e, path);
	struct stat st;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size < limit)
		buf_reserve(out, (size_t)st.st_size + 1);
	bool ok = read_fd(fd, path, limit, out, e);
	close(fd);
	return ok;
}

static bool write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s.p += n;
		s.n -= (size_t)n;
	}
	return true;
}

bool file_replace(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	struct buf tmp = {0};
	bool ok;
	int fd;

	buf_printf(&tmp, "%s.%ld.new", path, (long)getpid());
	fd = open(buf_cstr(&tmp), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0) {
		failed(e, tmp.p);
		buf_free(&tmp);
		return false;
	}
	ok = write_all(fd, bytes) && !fsync(fd);
	ok = !close(fd) && ok && !rename(tmp.p, path);
	if (!ok) {
		failed(e, path);
		unlink(tmp.p);
	}
	buf_free(&tmp);
	return ok;
}

bool file_make_dir(const char *path, struct err *e)
{
	char *p = xstrdup(path);
	bool ok = true;

	for (char *s = p + 1; ok; s++) {
		char c = *s;
		if (c != '/' && c != '\0')
			continue;
		*s = '\0';
		ok = !mkdir(p, 0700) || errno == EEXIST;
		*s = c;
		if (!c)
			break;
	}
	if (!ok)
		err_set(e, ERR_STORE, _("%s: cannot be made: %s"), path, strerror(errno));
	free(p);
	return ok;
}

bool file_stamp(const char *path, struct file_stamp *out)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return false;
	*out = (struct file_stamp){.size = (uint64_t)st.st_size,
				   .inode = (uint64_t)st.st_ino,
				   .changed_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec};
	return true;
}

char *file_join(const char *dir, const char *name)
{
	struct buf b = {0};

	buf_printf(&b, "%s%s%s", dir, *dir && dir[strlen(dir) - 1] == '/' ? "" : "/", name);
	return buf_take(&b);
}

char *file_real_path(const char *path)
{
	char *p = realpath(path, NULL);

	return p ? p : xstrdup(path);
}

static char *xdg_dir(const char *variable, const char *under_home)
{
	const char *dir = getenv(variable), *home = getenv("HOME");
	struct buf b = {0};

	if (dir && dir[0] == '/')
		return file_join(dir, "taiyaku");
	if (!home || !*home)
		return NULL;
	buf_printf(&b, "%s/%s/taiyaku", home, under_home);
	return buf_take(&b);
}

char *file_data_dir(void)
{
	return xdg_dir("XDG_DATA_HOME", ".local/share");
}

char *file_config_dir(void)
{
	return xdg_dir("XDG_CONFIG_HOME", ".config");
}
