/* From a path or bytes to a document. Small files are read and decoded; a large one that is UTF-8 with LF, as far as
 * samples show, is mapped as it is. */
#include "plain.h"
#include "taiyaku/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAMPLE ((size_t)64 << 10)

static const struct read_options defaults;

static bool can_open(const char *path, struct stat *st, struct err *e)
{
	int fd;

	if (stat(path, st) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return err_set(e, ERR_INPUT, _("%s: there is no such file"), path);
		return err_set(e, ERR_INPUT, _("%s: cannot be read: %s"), path, strerror(errno));
	}
	if (S_ISDIR(st->st_mode))
		return err_set(e, ERR_INPUT, _("%s: is a folder; name a file in it"), path);
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		return err_set(e, ERR_INPUT, _("%s: is a device, no text"), path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_INPUT,
			       errno == EACCES ? _("%s: no permission to read it (%s)") : _("%s: cannot be read: %s"),
			       path, strerror(errno));
	close(fd);
	return true;
}

/* ---- large files ---------------------------------------------------------------------------------------------- */
/* Cuts what a sample's edges may have cut through. */
static struct str whole_characters(struct str s, bool from_start)
{
	size_t start = 0;

	while (!from_start && start < s.n && start < 4 && (s.p[start] & 0xC0) == 0x80)
		start++;
	s = str_slice(s, start, s.n);
	for (int i = 0; i < 4 && s.n && (s.p[s.n - 1] & 0x80); i++)
		if ((s.p[--s.n] & 0xC0) == 0xC0)
			break;
	return s;
}

static bool plain_utf8(struct str s, bool from_start)
{
	s = whole_characters(s, from_start);
	return text_bad(s) == POS_NONE && str_find_char(s, '\r', 0) == POS_NONE &&
	       str_find_char(s, '\0', 0) == POS_NONE;
}

static bool samples_plain(struct str s)
{
	size_t middle = s.n / 2;

	return plain_utf8(str_slice(s, 0, SAMPLE), true) && plain_utf8(str_slice(s, middle, middle + SAMPLE), false) &&
	       plain_utf8(str_slice(s, s.n - SAMPLE, s.n), false);
}

static bool wants_utf8(const char *encoding)
{
	return !encoding || !strcasecmp(encoding, "UTF-8") || !strcasecmp(encoding, "UTF8");
}

static bool map_large(const char *path, const struct read_options *o, struct doc_source *source)
{
	struct str s;

	if (!wants_utf8(o->encoding) || !file_map_open(path, &source->map, NULL))
		return false;
	s = (struct str){source->map.p, source->map.n};
	source->text_start = str_starts(s, STR("\xEF\xBB\xBF")) ? 3 : 0;
	if (s.n >= READ_WHOLE && samples_plain(s))
		return true;
	file_map_close(&source->map);
	source->map = (struct file_map){NULL, 0};
	source->text_start = 0;
	return false;
}

/* ---- bytes ------------------------------------------------------------------------------------------------------ */
static bool decode(struct str bytes, const char *name, const struct read_options *o, struct doc_source *source,
		   struct text_decoding *info, struct err *e)
{
	struct err why = {0};

	if (!text_decode(bytes, o->encoding, &source->text, info, &why)) {
		buf_free(&source->text);
		return err_set(e, why.code == ERR_INPUT ? ERR_INPUT : ERR_USAGE, "%s: %s", name, why.text);
	}
	if (info->binary) {
		buf_free(&source->text);
		return err_set(e, ERR_INPUT, _("%s: is a binary file, no text"), name);
	}
	source->encoding = info->encoding;
	source->bad = info->bad;
	return true;
}

static struct doc *finish(struct doc_source *source, const struct read_options *o, struct err *e)
{
	struct doc *d = read_plain(source, o->profile, e);

	if (!d) {
		buf_free(&source->text);
		if (source->map.p)
			file_map_close(&source->map);
		return NULL;
	}
	while (o->whole && doc_idle(d, 1000))
		;
	return d;
}

struct doc *read_bytes(struct str bytes, const char *name, const struct read_options *o, struct err *e)
{
	struct doc_source source = {.text = {0}};
	struct text_decoding info = {.bad = 0};

	o = o ? o : &defaults;
	if (!decode(bytes, name ? name : _("text"), o, &source, &info, e))
		return NULL;
	return finish(&source, o, e);
}

struct doc *read_open(const char *path, const struct read_options *o, struct err *e)
{
	struct doc_source source = {.text = {0}};
	struct text_decoding info = {.bad = 0};
	struct buf bytes = {0};
	bool is_stdin = !strcmp(path, "-"), good;
	struct stat st;

	o = o ? o : &defaults;
	if (!is_stdin && !can_open(path, &st, e))
		return NULL;
	source.path = is_stdin ? NULL : path;
	if (!is_stdin && S_ISREG(st.st_mode) && (size_t)st.st_size > READ_WHOLE && map_large(path, o, &source))
		return finish(&source, o, e);
	if (!file_read(path, SIZE_MAX / 4, &bytes, e))
		return NULL;
	good = decode(buf_view(&bytes), is_stdin ? _("standard input") : path, o, &source, &info, e);
	buf_free(&bytes);
	return good ? finish(&source, o, e) : NULL;
}
