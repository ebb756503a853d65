/* A file in gzip: what is inside is read as if it stood there. */
#include "archive.h"

#define RATIO 100
#define FREE ((size_t)1 << 20) /* up to here the ratio does not matter: few bytes do no harm */

bool gzip_is_bomb(size_t packed, size_t unpacked)
{
	return unpacked > FREE && unpacked / RATIO > packed;
}

enum zip_result gzip_unpack(struct str s, size_t max, struct buf *out)
{
	struct zip_flow *f = zip_begin(s);
	size_t start = out->n;
	enum zip_result state, whole = ZIP_MORE;

	do {
		size_t before = out->n;

		state = zip_more(f, out);
		if (state == ZIP_DAMAGED && whole == ZIP_WHOLE && out->n == before) {
			state = ZIP_WHOLE; /* what stands behind the last stream is none */
			break;
		}
		whole = state;
		if (out->n - start > max || gzip_is_bomb(zip_at(f), out->n - start))
			state = ZIP_TOO_LARGE;
	} while (state == ZIP_MORE || (state == ZIP_WHOLE && zip_at(f) < s.n));
	zip_end(f);
	return state;
}

int gzip_looks(const struct board_input *in)
{
	return str_starts(in->bytes, STR("\x1F\x8B\x08")) ? 90 : 0;
}

static bool read_inside(struct reader *r, const struct board_input *in, struct str bytes, struct err *err)
{
	struct reader outer = *r;
	struct board_input inner = *in;
	bool good;

	inner.bytes = bytes;
	if (str_ends(inner.path, STR(".gz")))
		inner.path.n -= 3;
	if (!r->fixed) {
		r->upto = r->at + in->bytes.n;
		r->fixed = true;
	}
	good = board_read_inside(r, &inner, err);
	r->at = outer.at;
	r->upto = outer.upto;
	r->fixed = outer.fixed;
	return good;
}

bool gzip_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct buf bytes = {0};
	enum zip_result state = gzip_unpack(in->bytes, BOARD_MAX, &bytes);
	bool good;

	if (state == ZIP_TOO_LARGE)
		good = err_set(
			err, ERR_INPUT,
			_("%.*s: unpacks to more than %zu MiB, or to more than a hundred times its size; refused"),
			STR_ARG(in->path), BOARD_MAX >> 20);
	else if (!bytes.n && state != ZIP_WHOLE)
		good = err_set(err, ERR_INPUT, _("%.*s: gzip'ed, and damaged at its beginning"), STR_ARG(in->path));
	else
		good = (state == ZIP_WHOLE ||
			reader_message(r, _("the compressed data is cut or damaged; what comes before is read"))) &&
		       read_inside(r, in, buf_view(&bytes), err);
	buf_free(&bytes);
	return good;
}
