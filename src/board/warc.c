/* WARC 1.0 and 1.1 (ISO 28500): records of a head, an empty line and Content-Length bytes. Of them responses and
 * resources are files; requests, metadata and the like are passed over, and a revisit has no body.
 *
 * Where a length is wrong the next record is looked for by its first line. */
#include "archive.h"

#define HEAD_MAX ((size_t)64 << 10)

struct record {
	struct buf type, url, media;
	int64_t date;
	size_t head, length; /* bytes; a length that cannot be is mended */
};

int warc_looks(const struct board_input *in)
{
	char start[32];

	return str_starts(archive_beginning(in, start), STR("WARC/")) ? 100 : 0;
}

static bool number(struct str s, size_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i >= 15)
			return false;
		*out = *out * 10 + (size_t)(s.p[i] - '0');
	}
	return s.n > 0;
}

/* The address without <> around it, as text; blanks in it stay. */
static void address(struct str value, struct buf *out)
{
	if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>')
		value = str_slice(value, 1, value.n - 1);
	buf_clear(out);
	mime_words(value, out);
}

/* The head at the archive's place. False: there is none. */
static bool read_head(struct archive *a, struct record *rec)
{
	struct str s = archive_view(a, HEAD_MAX), body, head;
	size_t line = str_find_char(s, '\n', 0);
	struct buf value = {0};
	bool good;
	int tz;

	if (!str_starts(s, STR("WARC/")) || line == SIZE_MAX)
		return false;
	head = mime_head(str_slice(s, line + 1, s.n), &body);
	rec->head = s.n - body.n;
	good = mime_field(head, "Content-Length", &value) && number(buf_view(&value), &rec->length);
	buf_clear(&rec->url);
	if (mime_field(head, "WARC-Target-URI", &value))
		address(buf_view(&value), &rec->url);
	if (!mime_field(head, "WARC-Date", &value) || !time_rfc3339(buf_view(&value), &rec->date, &tz))
		rec->date = BOARD_NO_TIME;
	mime_field(head, "WARC-Type", &rec->type);
	mime_field(head, "Content-Type", &rec->media);
	buf_free(&value);
	return good;
}

/* To the next line that begins a record; what is passed over and is no line end is counted. */
static bool find_record(struct archive *a)
{
	for (;;) {
		struct str s = archive_view(a, HEAD_MAX);
		size_t i = 0;

		while (i < s.n && (s.p[i] == '\r' || s.p[i] == '\n'))
			i++;
		if (!s.n)
			return false;
		if (!i) {
			if (str_starts(s, STR("WARC/")))
				return true;
			i = str_find(s, STR("\nWARC/"), 0);
			i = i != SIZE_MAX ? i + 1 : s.n > 8 && s.n == HEAD_MAX ? s.n - 5 : s.n;
			a->lost += i;
		}
		archive_skip(a, i);
	}
}

static bool is_http(const struct record *rec)
{
	return str_starts(buf_view(&rec->media), STR("application/http"));
}

static bool read_record(struct archive *a, struct record *rec, struct err *err)
{
	struct archive_file f = {.url = buf_view(&rec->url),
				 .type = buf_view(&rec->media),
				 .date = rec->date,
				 .start = a->at - rec->head,
				 .http = is_http(rec)};
	struct str bytes;

	if (rec->length > ARCHIVE_RECORD_MAX) {
		a->too_large++;
		return true;
	}
	bytes = archive_view(a, rec->length + 4); /* with the line ends behind it: to the end of a gzip member */
	f.cut = bytes.n < rec->length;
	if (f.cut) { /* the file ends here, or the length is wrong and other records follow */
		size_t next = str_find(bytes, STR("\nWARC/"), 0);
		rec->length = next != SIZE_MAX ? next + 1 : bytes.n;
	}
	bytes.n = rec->length;
	f.end = a->at + bytes.n;
	return archive_read(a, &f, bytes, err);
}

static bool read_records(struct archive *a, struct record *rec, struct err *err)
{
	while (find_record(a)) {
		struct str type;

		if (!read_head(a, rec)) {
			a->lost += archive_view(a, 5).n;
			archive_skip(a, 5);
			continue;
		}
		archive_skip(a, rec->head);
		type = buf_view(&rec->type);
		a->revisits += str_eq(type, STR("revisit"));
		if ((str_eq(type, STR("response")) && is_http(rec)) || str_eq(type, STR("resource"))) {
			if (!read_record(a, rec, err))
				return false;
		}
		archive_skip(a, rec->length);
	}
	return true;
}

bool warc_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct archive a;
	struct record rec = {0};
	bool good;

	archive_open(&a, r, in);
	good = reader_whole(r, in, "warc", "", BOARD_RANK_ARCHIVE) && read_records(&a, &rec, err) && archive_report(&a);
	archive_close(&a);
	buf_free(&rec.type);
	buf_free(&rec.url);
	buf_free(&rec.media);
	return good;
}
