/* Containers of captured pages. Records are read one after another through a window that holds one of them at most; a
 * compressed container is never unpacked as a whole, so one of any size needs the memory of its largest page.
 *
 * An answer is undone as the server made it: transfer coding, then content coding. Some programs undo one of them and
 * keep the field that names it; so a body that does not look as its field says is taken as it is. */
#include "archive.h"
#include "taiyaku/text.h"

#include <strings.h>

/* ---- the window ---- */
static bool is_gzip(struct str s)
{
	return str_starts(s, STR("\x1F\x8B\x08"));
}

void archive_open(struct archive *a, struct reader *r, const struct board_input *in)
{
	*a = (struct archive){.reader = r, .in = in};
	if (is_gzip(in->bytes))
		a->zip = zip_begin(in->bytes);
	vec_push(&a->edges, (struct archive_edge){0, 0});
}

void archive_close(struct archive *a)
{
	zip_end(a->zip);
	buf_free(&a->window);
	vec_free(&a->edges);
}

struct str archive_beginning(const struct board_input *in, char out[32])
{
	struct buf b = {0};
	struct str s = in->bytes;
	size_t used;

	if (is_gzip(s)) {
		zip_unpack(s, 32, &b, &used);
		s = buf_view(&b);
	}
	s = str_slice(s, 0, s.n < 32 ? s.n : 32);
	if (s.n)
		memcpy(out, s.p, s.n);
	buf_free(&b);
	return (struct str){out, s.n};
}

/* Unpacks some more. Where a member ends, the next one begins. */
static void unpack(struct archive *a)
{
	size_t before = a->window.n;
	enum zip_result state = zip_more(a->zip, &a->window);
	size_t in = zip_at(a->zip), out = a->window_at + a->window.n;

	if (state == ZIP_WHOLE) {
		a->ended = in == a->in->bytes.n;
		vec_push(&a->edges, (struct archive_edge){in, out});
	} else if (state != ZIP_MORE) {
		/* behind the last member there may be something else */
		a->damaged = a->window.n > before || a->edges.v[a->edges.n - 1].out != out;
		a->ended = true;
	}
	a->bomb = gzip_is_bomb(in, out);
	a->ended |= a->bomb;
}

/* Forgets what comes before `at`. */
static void forget(struct archive *a)
{
	size_t n = a->at - a->window_at, old = 0;

	memmove(a->window.p, a->window.p + n, a->window.n - n);
	a->window.n -= n;
	a->window_at = a->at;
	while (old + 1 < a->edges.n && a->edges.v[old + 1].out <= a->at)
		old++;
	memmove(a->edges.v, a->edges.v + old, (a->edges.n - old) * sizeof *a->edges.v);
	a->edges.n -= old;
}

struct str archive_view(struct archive *a, size_t n)
{
	struct str s = a->in->bytes;
	size_t skipped;

	if (!a->zip)
		return str_slice(s, a->at, n < s.n - a->at ? a->at + n : s.n);
	while (!a->ended && a->window_at + a->window.n < a->at + n) {
		if (a->window.n > ZIP_STEP && a->at - a->window_at > a->window.n / 2)
			forget(a);
		unpack(a);
	}
	s = buf_view(&a->window);
	skipped = a->at - a->window_at;
	return str_slice(s, skipped, n < s.n - skipped ? skipped + n : s.n);
}

/* Never holds more than a step of what is skipped. */
void archive_skip(struct archive *a, size_t n)
{
	while (n) {
		size_t step = archive_view(a, n < ZIP_STEP ? n : ZIP_STEP).n;

		if (!step)
			break;
		a->at += step;
		n -= step;
	}
}

/* The bytes of the file that bytes [start, end) of what comes out are from. */
static struct span place(const struct archive *a, size_t start, size_t end)
{
	struct span s = {0, a->zip ? zip_at(a->zip) : 0};

	for (size_t i = 0; i < a->edges.n; i++)
		if (a->edges.v[i].out <= start)
			s.start = a->edges.v[i].in;
	for (size_t i = a->edges.n; i-- > 0;)
		if (a->edges.v[i].out >= end && a->edges.v[i].out > start)
			s.end = a->edges.v[i].in;
	return s;
}

/* ---- what a server answered ---- */
static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size at the start of a chunk's first line; SIZE_MAX: there is none. next: behind the line. */
static size_t chunk_size(struct str s, size_t at, size_t *next)
{
	size_t size = 0, i = at, end;

	for (; i < s.n && hex(s.p[i]) >= 0 && i - at < 12; i++)
		size = size << 4 | (size_t)hex(s.p[i]);
	end = str_find_char(s, '\n', i);
	if (i == at || end == SIZE_MAX || (s.p[i] != ';' && s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != ' '))
		return SIZE_MAX;
	*next = end + 1;
	return size;
}

/* RFC 9112 7.1. False: it is not chunked. */
static bool unchunk(struct str s, struct buf *out, bool *cut)
{
	size_t at = 0, size = chunk_size(s, 0, &at);

	if (size == SIZE_MAX)
		return false;
	while (size && size != SIZE_MAX) {
		size_t n = size < s.n - at ? size : s.n - at;

		buf_add(out, s.p + at, n);
		at += n;
		at += at < s.n && s.p[at] == '\r';
		at += at < s.n && s.p[at] == '\n';
		size = chunk_size(s, at, &at);
	}
	*cut |= size == SIZE_MAX;
	return true;
}

static bool has_word(struct str head, const char *field, const char *word)
{
	struct buf value = {0};
	bool found = false;

	mime_field(head, field, &value);
	for (size_t at = 0; !found && at + strlen(word) <= value.n; at++)
		found = !strncasecmp(value.p + at, word, strlen(word));
	buf_free(&value);
	return found;
}

/* Text that somebody has unpacked before: it cannot be what its field says. */
static bool is_plain(struct str body)
{
	struct str s = str_trim(str_slice(body, 0, body.n < 256 ? body.n : 256));
	size_t bad = text_bad(s);

	return s.n && strchr("<{[", s.p[0]) && (bad == POS_NONE || bad + 4 > s.n);
}

/* Content-Encoding undone: into out, or the body as it is. False: counted why not. */
static bool uncode(struct archive *a, struct str head, struct str *body, struct buf *out, bool *cut)
{
	enum zip_result state;
	size_t *count = has_word(head, "Content-Encoding", "br")     ? &a->brotli
			: has_word(head, "Content-Encoding", "zstd") ? &a->zstd
								     : NULL;

	if (has_word(head, "Content-Encoding", "gzip") || has_word(head, "Content-Encoding", "deflate")) {
		state = gzip_unpack(*body, ARCHIVE_RECORD_MAX, out);
		if (state == ZIP_TOO_LARGE)
			count = &a->too_large;
		*cut |= out->n && state != ZIP_WHOLE;
		if (out->n)
			*body = buf_view(out);
		else if (is_gzip(*body))
			count = &a->unknown_codings;
	}
	if (!count || is_plain(*body))
		return true;
	++*count;
	return false;
}

/* "HTTP/1.1 200 OK": false: another answer than a file. */
static bool is_found(struct str line)
{
	size_t blank = str_find_char(line, ' ', 0);

	return str_starts(line, STR("HTTP/")) && blank != SIZE_MAX && blank + 1 < line.n && line.p[blank + 1] == '2';
}

/* Pictures, scripts and the like, by what the sender says of them: not worth a look. */
static bool is_other(struct str type)
{
	static const char *const others[] = {
		"image/",          "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript",
		"application/font"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_starts(type, str_c(others[i])))
			return true;
	return false;
}

/* A file whose bytes are whole now. exact: they stand in the container as they are. */
static bool read_file(struct archive *a, const struct archive_file *f, struct str type, struct str bytes, bool exact,
		      struct err *err)
{
	struct reader *r = a->reader, outer = *r;
	struct buf media = {0}, charset = {0};
	struct span where = place(a, f->start, f->end);
	struct board_input in = {.bytes = bytes,
				 .path = f->url.n ? f->url : a->in->path,
				 .url = f->url,
				 .board = a->in->board,
				 .retrieved_at = f->date,
				 .first = -1};
	bool good = true;

	mime_value(type, &media);
	mime_parameter(type, "charset", &charset);
	in.declared = buf_view(&charset);
	if (!r->fixed) {
		r->fixed = a->zip || !exact;
		r->at += a->zip ? where.start : exact ? (size_t)(bytes.p - a->in->bytes.p) : f->start;
		r->upto = outer.at + (a->zip ? where.end : f->end);
	}
	r->unpacked = 0; /* each record may be as large as a file: they are not held together */
	if (!bytes.n || is_other(buf_view(&media)) || !board_known(&in)) {
		a->others++;
	} else {
		a->read++;
		good = board_read_member(r, &in, err);
	}
	r->at = outer.at;
	r->upto = outer.upto;
	r->fixed = outer.fixed;
	r->unpacked = outer.unpacked;
	buf_free(&media);
	buf_free(&charset);
	return good;
}

/* The head of an HTTP answer, and where its body begins. */
static bool read_answer(struct archive *a, const struct archive_file *f, struct str bytes, struct err *err)
{
	size_t line = str_find_char(bytes, '\n', 0);
	struct str body, head = mime_head(str_slice(bytes, line == SIZE_MAX ? bytes.n : line + 1, bytes.n), &body);
	struct buf whole = {0}, plain = {0}, type = {0};
	struct str file = body;
	bool cut = f->cut, good = true;

	if (!is_found(bytes)) {
		a->no_answers++;
		return true;
	}
	if (has_word(head, "Transfer-Encoding", "chunked") && unchunk(body, &whole, &cut))
		file = buf_view(&whole);
	mime_field(head, "Content-Type", &type);
	if (uncode(a, head, &file, &plain, &cut)) {
		a->cut += cut;
		good = read_file(a, f, buf_view(&type), file, file.p == body.p, err);
	}
	buf_free(&whole);
	buf_free(&plain);
	buf_free(&type);
	return good;
}

bool archive_read(struct archive *a, const struct archive_file *f, struct str bytes, struct err *err)
{
	if (f->http)
		return read_answer(a, f, bytes, err);
	a->cut += f->cut;
	return read_file(a, f, f->type, bytes, true, err);
}

static bool count(struct archive *a, size_t n, const char *what)
{
	return !n || reader_message(a->reader, "%s: %zu", what, n);
}

bool archive_report(struct archive *a)
{
	return count(a, a->others,
		     _("files in it that are neither posts nor pages (pictures, scripts and the like)")) &&
	       count(a, a->no_answers, _("answers in it that are no file (moved, not found)")) &&
	       count(a, a->revisits, _("visits in it that found nothing new and hold no page")) &&
	       count(a, a->brotli, _("pages in it that are compressed with Brotli, which cannot be read here")) &&
	       count(a, a->zstd, _("pages in it that are compressed with Zstandard, which cannot be read here")) &&
	       count(a, a->unknown_codings, _("pages in it whose compressed data is damaged")) &&
	       count(a, a->too_large, _("records in it that are too large, and left out")) &&
	       count(a, a->cut, _("pages in it that are cut; what is there is read")) &&
	       count(a, a->lost, _("bytes in it that belong to no record")) &&
	       (!a->bomb ||
		reader_message(a->reader,
			       _("it unpacks to more than a hundred times its size; the rest is refused"))) &&
	       (!a->damaged ||
		reader_message(a->reader, _("the compressed data is cut or damaged; what comes before is read")));
}
