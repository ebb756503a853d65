/* Compressed bytes: zlib and gzip streams, by zlib. */
#include "taiyaku/base.h"

#include <zlib.h>

uint32_t zip_crc(struct str s)
{
	return (uint32_t)crc32_z(0, (const Bytef *)s.p, s.n);
}

void zip_pack(struct str s, struct buf *out)
{
	uLongf n = compressBound((uLong)s.n);

	buf_reserve(out, n);
	if (compress2((Bytef *)out->p + out->n, &n, (const Bytef *)s.p, (uLong)s.n, 6) != Z_OK)
		die(_("out of memory"));
	out->n += n;
}

/* The stream's own end and its checksum tell that all of it is there. */
enum zip_result zip_unpack(struct str s, size_t max, struct buf *out, size_t *used)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)s.p};
	size_t start = out->n;
	int rc = inflateInit2(&z, 15 + 32); /* the header says which of the two it is */

	if (rc != Z_OK)
		die(_("out of memory"));
	while (rc == Z_OK && out->n - start <= max) {
		size_t left = s.n - (size_t)((const char *)z.next_in - s.p);

		buf_reserve(out, ZIP_STEP);
		z.avail_in = left < UINT32_MAX ? (uInt)left : UINT32_MAX;
		z.next_out = (Bytef *)out->p + out->n;
		z.avail_out = ZIP_STEP;
		rc = inflate(&z, Z_NO_FLUSH);
		out->n += ZIP_STEP - z.avail_out;
	}
	*used = (size_t)((const char *)z.next_in - s.p);
	inflateEnd(&z);
	if (out->n - start > max) {
		out->n = start + max;
		return ZIP_TOO_LARGE;
	}
	return rc == Z_STREAM_END ? ZIP_WHOLE : rc == Z_BUF_ERROR || rc == Z_OK ? ZIP_CUT : ZIP_DAMAGED;
}

struct zip_flow {
	z_stream z;
	struct str s;
	bool open;
};

struct zip_flow *zip_begin(struct str s)
{
	struct zip_flow *f = xcalloc(1, sizeof *f);

	f->s = s;
	f->z.next_in = (Bytef *)(uintptr_t)s.p;
	return f;
}

size_t zip_at(const struct zip_flow *f)
{
	return (size_t)((const char *)f->z.next_in - f->s.p);
}

enum zip_result zip_more(struct zip_flow *f, struct buf *out)
{
	size_t left = f->s.n - zip_at(f);
	int rc;

	if (!f->open && inflateInit2(&f->z, 15 + 32) != Z_OK)
		die(_("out of memory"));
	f->open = true;
	buf_reserve(out, ZIP_STEP);
	f->z.avail_in = left < UINT32_MAX ? (uInt)left : UINT32_MAX;
	f->z.next_out = (Bytef *)out->p + out->n;
	f->z.avail_out = ZIP_STEP;
	rc = inflate(&f->z, Z_NO_FLUSH);
	out->n += ZIP_STEP - f->z.avail_out;
	if (rc == Z_OK && f->z.avail_out < ZIP_STEP)
		return ZIP_MORE;
	inflateEnd(&f->z);
	f->open = false;
	return rc == Z_STREAM_END ? ZIP_WHOLE : rc == Z_OK || rc == Z_BUF_ERROR ? ZIP_CUT : ZIP_DAMAGED;
}

void zip_end(struct zip_flow *f)
{
	if (f && f->open)
		inflateEnd(&f->z);
	free(f);
}
