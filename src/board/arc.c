/* ARC, the form before WARC (Internet Archive, 1996): a line "URL IP YYYYMMDDhhmmss TYPE … LENGTH", LENGTH bytes, a
 * line end. The first record describes the file. */
#include "archive.h"

#define LINE_MAX ((size_t)16 << 10)

struct record {
	struct str url, type;
	int64_t date;
	size_t length;
};

int arc_looks(const struct board_input *in)
{
	char start[32];

	return str_starts(archive_beginning(in, start), STR("filedesc://")) ? 100 : 0;
}

static bool digits(struct str s, size_t most, size_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i >= most)
			return false;
		*out = *out * 10 + (size_t)(s.p[i] - '0');
	}
	return s.n > 0;
}

static struct str next_word(struct str *line)
{
	size_t end = str_find_char(*line, ' ', 0);
	struct str word = str_slice(*line, 0, end == SIZE_MAX ? line->n : end);

	*line = str_slice(*line, word.n, line->n);
	*line = str_slice(*line, line->n > 0, line->n);
	return word;
}

static int64_t date_of(size_t stamp)
{
	int day = (int)(stamp / 1000000 % 100), month = (int)(stamp / 100000000 % 100);
	int second = (int)(stamp % 100), minute = (int)(stamp / 100 % 100), hour = (int)(stamp / 10000 % 100);

	return time_civil((int)(stamp / 10000000000), month, day, hour, minute, second, 0);
}

/* False: the line begins no record. */
static bool read_line(struct str line, struct record *rec)
{
	struct str rest = line, word;
	size_t stamp;

	rec->url = next_word(&rest);
	next_word(&rest);
	word = next_word(&rest);
	if (word.n != 14 || !digits(word, 14, &stamp) || str_find(rec->url, STR(":"), 0) == SIZE_MAX)
		return false;
	rec->date = date_of(stamp);
	rec->type = next_word(&rest);
	while (rest.n)
		word = next_word(&rest);
	return digits(word, 15, &rec->length);
}

static bool read_record(struct archive *a, struct str line, size_t head, struct err *err)
{
	struct record rec;
	struct buf url = {0}, type = {0};
	struct archive_file f;
	struct str bytes;
	bool good = true;

	if (!read_line(line, &rec)) {
		a->lost += head;
		archive_skip(a, head);
		return true;
	}
	mime_words(rec.url, &url);
	buf_str(&type, rec.type);
	f = (struct archive_file){.url = buf_view(&url), .type = buf_view(&type), .date = rec.date, .start = a->at};
	archive_skip(a, head);
	if (rec.length > ARCHIVE_RECORD_MAX) {
		a->too_large++;
	} else if (!str_starts(f.url, STR("filedesc:"))) {
		bytes = archive_view(a, rec.length);
		f.cut = bytes.n < rec.length;
		f.end = a->at + bytes.n;
		f.http = str_starts(bytes, STR("HTTP/"));
		good = archive_read(a, &f, bytes, err);
	}
	archive_skip(a, rec.length);
	buf_free(&url);
	buf_free(&type);
	return good;
}

static bool read_records(struct archive *a, struct err *err)
{
	for (;;) {
		struct str s = archive_view(a, LINE_MAX);
		size_t end = str_find_char(s, '\n', 0);

		if (!s.n)
			return true;
		end = end == SIZE_MAX ? s.n : end;
		if (!str_trim(str_slice(s, 0, end)).n)
			archive_skip(a, end < s.n ? end + 1 : end);
		else if (!read_record(a, str_trim(str_slice(s, 0, end)), end < s.n ? end + 1 : end, err))
			return false;
	}
}

bool arc_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct archive a;
	bool good;

	archive_open(&a, r, in);
	good = reader_whole(r, in, "arc", "", BOARD_RANK_ARCHIVE) && read_records(&a, err) && archive_report(&a);
	archive_close(&a);
	return good;
}
