/* Bodies: transfer encodings, charsets, and the parts of a multipart.
 *
 * Parts are walked with a stack of the boundaries that are open, not with calls: a delimiter line of any of them ends
 * the part, closes what lies deeper and begins the next part. Each byte is looked at once per walk. */
#include "board_int.h"
#include "taiyaku/text.h"

#include <strings.h>

/* ---- transfer encodings ---- */
static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* What is no letter of base64 is skipped; "=" ends a run, after which another may follow. */
static void from_base64(struct str s, struct buf *out)
{
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < s.n; i++) {
		int value = base64_value(s.p[i]);

		if (s.p[i] == '=')
			have = 0;
		if (value < 0)
			continue;
		bits = bits << 6 | (uint32_t)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_char(out, (char)(bits >> have & 0xFF));
		}
	}
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes of the blanks and the line end at `at`, or 0 where something else follows. */
static size_t line_end(struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r'))
		i++;
	return i == s.n ? i - at : s.p[i] == '\n' ? i + 1 - at : 0;
}

static void from_quoted_printable(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t soft;

		if (s.p[i] != '=') {
			buf_char(out, s.p[i]);
		} else if (i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
			buf_char(out, (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2])));
			i += 2;
		} else if ((soft = line_end(s, i + 1)) || i + 1 == s.n) {
			i += soft;
		} else {
			buf_char(out, '=');
		}
	}
}

void mime_decode(struct str body, struct str encoding, struct buf *out)
{
	encoding = str_trim(encoding);
	if (encoding.n == 6 && !strncasecmp(encoding.p, "base64", 6))
		from_base64(body, out);
	else if (encoding.n == 16 && !strncasecmp(encoding.p, "quoted-printable", 16))
		from_quoted_printable(body, out);
	else
		buf_str(out, body);
}

/* ---- charsets ---- */
static size_t count_high(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (uint8_t)s.p[i] >= 0x80;
	return n;
}

/* The pairs and half-width kana of ISO-2022-JP as the same characters in CP932, which has those of vendors too; what
 * was CP932 from the beginning passes. */
static void jis_to_cp932(struct str s, struct buf *out)
{
	enum { ASCII, PAIRS, KANA } set = ASCII;

	for (size_t i = 0; i < s.n; i++) {
		unsigned c = (uint8_t)s.p[i], trail = i + 1 < s.n ? (uint8_t)s.p[i + 1] : 0;

		if (c == 0x1B && i + 2 < s.n) {
			set = trail == '$' ? PAIRS : trail == '(' && s.p[i + 2] == 'I' ? KANA : ASCII;
			i += 2;
		} else if (set == PAIRS && c > 0x20 && c < 0x7F && trail > 0x20 && trail < 0x7F) {
			buf_char(out, (char)((c + 1) / 2 + (c < 0x5F ? 0x70 : 0xB0)));
			buf_char(out, (char)(trail + (c % 2 == 0 ? 0x7E : trail < 0x60 ? 0x1F : 0x20)));
			i++;
		} else {
			buf_char(out, (char)(set == KANA && c > 0x20 && c < 0x60 ? c | 0x80 : c));
		}
		if (c == '\n')
			set = ASCII; /* a line begins in ASCII, also where the one before was cut */
	}
}

/* Decodes as `name`, appends. False: no such encoding. */
static bool decode_as(struct str bytes, const char *name, struct buf *out, size_t *bad)
{
	struct text_decoding info, again;
	struct buf cp932 = {0}, text = {0};

	if (!text_decode(bytes, name, out, &info, NULL))
		return false;
	*bad = info.bad;
	if (info.bad && !strcmp(info.encoding, "ISO-2022-JP")) {
		jis_to_cp932(bytes, &cp932);
		text_decode(buf_view(&cp932), "CP932", &text, &again, NULL);
		if (again.bad < info.bad) {
			*bad = again.bad;
			buf_clear(out);
			buf_str(out, buf_view(&text));
		}
	}
	buf_free(&cp932);
	buf_free(&text);
	return true;
}

/* Is the declared name worth trying where the bytes look like `found`? ASCII and UTF-8 prove themselves; Western text
 * has few letters beyond ASCII, where Japanese is nothing else. */
static bool try_declared(struct str bytes, const char *declared, const char *found)
{
	if (!*declared || !strcmp(found, "ISO-2022-JP") || !strncmp(found, "UTF-16", 6))
		return false;
	if (!strcmp(found, "UTF-8") && text_bad(bytes) == POS_NONE)
		return false;
	if (!strncasecmp(declared, "iso-8859", 8) || !strncasecmp(declared, "windows-125", 11))
		return count_high(bytes) * 3 < bytes.n;
	return strncasecmp(declared, "utf-16", 6) != 0 && strncasecmp(declared, "us-ascii", 8) != 0;
}

static void add_clean(struct str s, struct buf *out)
{
	size_t next;
	uint32_t c;

	for (size_t at = 0; at < s.n; at = next) {
		next = text_next(s, at, &c);
		if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0)))
			buf_str(out, str_slice(s, at, next));
	}
}

/* Nearly all heads and many bodies: nothing to be found out, nothing to be left out. */
static bool is_plain_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x7F || ((uint8_t)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t'))
			return false;
	return true;
}

size_t mime_text(struct str bytes, struct str declared, struct buf *out)
{
	const char *found;
	struct buf one = {0}, other = {0}, name = {0};
	size_t bad = 0, bad_declared = 0;
	bool better;

	if (is_plain_ascii(bytes)) {
		buf_str(out, bytes);
		return 0;
	}
	found = text_detect(bytes);
	buf_str(&name, str_trim(declared));
	decode_as(bytes, found, &one, &bad);
	better = try_declared(bytes, buf_cstr(&name), found) &&
		 decode_as(bytes, buf_cstr(&name), &other, &bad_declared) && bad_declared <= bad;
	add_clean(buf_view(better ? &other : &one), out);
	buf_free(&one);
	buf_free(&other);
	buf_free(&name);
	return better ? bad_declared : bad;
}

/* ---- parts ---- */
/* How many of the open boundaries remain open after this line; depth + 1: it is no delimiter. */
static int delimiter(const struct mime *m, struct str line, bool *last)
{
	if (!str_starts(line, STR("--")))
		return m->depth + 1;
	line = str_slice(line, 2, line.n);
	for (int i = m->depth; i-- > 0;) {
		struct str rest;

		if (!str_starts(line, buf_view(&m->boundary[i])))
			continue;
		rest = str_trim(str_slice(line, m->boundary[i].n, line.n));
		*last = str_eq(rest, STR("--"));
		if (!rest.n || *last)
			return *last ? i : i + 1;
	}
	return m->depth + 1;
}

/* Goes on to behind the next delimiter line, closes what it closes, and returns where it starts. */
static size_t to_delimiter(struct mime *m, bool *found, bool *last)
{
	struct str s = m->message;

	*found = *last = false;
	for (size_t at = m->at, next; at < s.n && m->depth; at = next) {
		size_t end = str_find_char(s, '\n', at);
		int depth;

		next = end == SIZE_MAX ? s.n : end + 1;
		depth = delimiter(m, str_slice(s, at, next), last);
		if (depth > m->depth)
			continue;
		m->depth = depth;
		m->at = next;
		*found = true;
		return at;
	}
	m->at = s.n;
	return s.n;
}

/* To the start of the next part of any multipart that is open. */
static bool to_part(struct mime *m)
{
	bool found, last;

	do {
		to_delimiter(m, &found, &last);
	} while (found && last);
	return found;
}

/* Opens the multipart whose head was read. */
static bool open_multipart(struct mime *m, struct str content_type)
{
	struct buf boundary = {0};
	bool open = m->depth < MIME_DEPTH && str_starts(buf_view(&m->type), STR("multipart/")) &&
		    mime_parameter(content_type, "boundary", &boundary) && boundary.n;

	if (open) {
		buf_free(&m->boundary[m->depth]);
		m->boundary[m->depth++] = boundary;
	} else {
		buf_free(&boundary);
	}
	return open;
}

static void read_disposition(struct mime *m)
{
	struct buf value = {0}, word = {0}, name = {0};

	m->attached = false;
	if (mime_field(m->head, "Content-Disposition", &value)) {
		mime_value(buf_view(&value), &word);
		m->attached = str_eq(buf_view(&word), STR("attachment"));
		if (mime_parameter(buf_view(&value), "filename", &name)) {
			buf_clear(&m->name);
			buf_str(&m->name, buf_view(&name));
		}
	}
	buf_free(&value);
	buf_free(&word);
	buf_free(&name);
}

/* The head at m->at. True: of a multipart, and m->at is where its preamble begins. */
static bool read_head(struct mime *m)
{
	struct buf value = {0};
	bool open;

	m->head = mime_head(str_slice(m->message, m->at, m->message.n), &m->body);
	m->at = m->message.n - m->body.n;
	if (!mime_field(m->head, "Content-Type", &value))
		buf_cat(&value, "text/plain");
	mime_value(buf_view(&value), &m->type);
	mime_parameter(buf_view(&value), "charset", &m->charset);
	mime_parameter(buf_view(&value), "name", &m->name);
	mime_field(m->head, "Content-Transfer-Encoding", &m->encoding);
	read_disposition(m);
	open = open_multipart(m, buf_view(&value));
	buf_free(&value);
	return open;
}

bool mime_next(struct mime *m)
{
	bool found, last, inside;
	size_t start, end;

	if (m->begun && (!m->depth || m->at >= m->message.n))
		return false;
	m->begun = true;
	while (read_head(m))
		if (!to_part(m))
			return false;
	start = m->at;
	inside = m->depth > 0;
	end = to_delimiter(m, &found, &last);
	/* the line end before a delimiter belongs to the delimiter */
	end -= found && end > start;
	end -= found && end > start && m->message.p[end - 1] == '\r';
	m->body = str_slice(m->message, start, end);
	m->cut = inside && !found;
	if (last && !to_part(m))
		m->at = m->message.n;
	return true;
}

void mime_free(struct mime *m)
{
	buf_free(&m->type);
	buf_free(&m->charset);
	buf_free(&m->encoding);
	buf_free(&m->name);
	for (int i = 0; i < MIME_DEPTH; i++)
		buf_free(&m->boundary[i]);
}
