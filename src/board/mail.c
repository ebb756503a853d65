/* One message as a post. Text parts are joined, HTML is taken where there is no plain text, and what is attached leaves
 * a line "[NAME: TYPE, N bytes]": it is not kept. */
#include "mail.h"

#include <strings.h>

/* ---- ids ---- */
/* The next <id> at or after *at. */
static bool next_id(struct str s, size_t *at, struct str *id)
{
	size_t start = str_find_char(s, '<', *at), end;

	if (start == SIZE_MAX || (end = str_find_char(s, '>', start)) == SIZE_MAX)
		return false;
	*id = str_trim(str_slice(s, start + 1, end));
	*at = end + 1;
	return true;
}

/* Of very many the first and the last ones: what a message answers, and the thread it is in. */
static void add_ids(struct str value, struct buf *out)
{
	struct str id;
	size_t n = 0, i = 0;

	for (size_t at = 0; next_id(value, &at, &id);)
		n++;
	for (size_t at = 0; next_id(value, &at, &id); i++) {
		if (!id.n || (i && i + MAIL_REFS_MAX < n))
			continue;
		mime_words(id, out);
		buf_char(out, '\n');
	}
}

static void without_last_line_end(struct buf *b)
{
	b->n -= b->n && b->p[b->n - 1] == '\n';
}

void mail_read_ids(struct str head, struct buf *id, struct buf *refs)
{
	struct buf value = {0};
	size_t end;

	buf_clear(id);
	buf_clear(refs);
	if (mime_field(head, "Message-ID", &value)) {
		add_ids(buf_view(&value), id);
		if (!id->n)
			mime_words(str_trim(buf_view(&value)), id);
		end = str_find_char(buf_view(id), '\n', 0);
		id->n = end == SIZE_MAX ? id->n : end;
	}
	if (mime_field(head, "References", &value))
		add_ids(buf_view(&value), refs);
	if (!refs->n && mime_field(head, "In-Reply-To", &value)) {
		add_ids(buf_view(&value), refs);
		end = str_find_char(buf_view(refs), '\n', 0);
		refs->n = end == SIZE_MAX ? refs->n : end + 1;
	}
	buf_free(&value);
}

void mail_own_id(struct str message, struct buf *id)
{
	struct sha256 sum = sha256_of(str_trim(message));
	char hex[65];

	sha256_hex(&sum, hex);
	buf_printf(id, "sha256:%.32s", hex);
}

/* ---- the head ---- */
static void trim(struct buf *b)
{
	struct str s = str_trim(buf_view(b));

	if (s.n)
		memmove(b->p, s.p, s.n);
	b->n = s.n;
}

/* "Name <address>", "address (Name)", "address"; the value's bytes, since those of ISO-2022-JP may look like "<". */
static void read_from(struct str value, struct mail *m)
{
	size_t open = value.n, close;
	struct str name = {0}, address;

	value = str_trim(value);
	while (open && value.n && value.p[value.n - 1] == '>' && value.p[open - 1] != '<')
		open--;
	if (value.n && value.p[value.n - 1] == '>' && open) {
		address = str_slice(value, open, value.n - 1);
		name = str_trim(str_slice(value, 0, open - 1));
		if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
			name = str_slice(name, 1, name.n - 1);
	} else {
		open = str_find(value, STR(" ("), 0);
		close = value.n && value.p[value.n - 1] == ')' ? value.n - 1 : SIZE_MAX;
		address = open != SIZE_MAX && close != SIZE_MAX ? str_slice(value, 0, open) : value;
		if (address.n < value.n)
			name = str_slice(value, open + 2, close);
	}
	mime_words(name, &m->name);
	mime_words(str_trim(address), &m->address);
	trim(&m->name);
	if (!m->name.n)
		buf_str(&m->name, buf_view(&m->address));
}

/* Bytes of "Re:", "RE^2:", "Fwd:", "[list 123]" at the start of a subject, with the blanks behind. A list's mark
 * without a number is a part of the subject: it may be "[ANN]". */
static size_t reply_mark(struct str s)
{
	static const char *const marks[] = {"re", "fwd", "fw", "aw", "sv"};
	size_t n = 0;

	if (s.n && s.p[0] == '[') {
		n = str_find_char(s, ']', 0);
		n = n == SIZE_MAX || s.p[n - 1] < '0' || s.p[n - 1] > '9' ? 0 : n + 1;
	}
	for (size_t i = 0; !n && i < sizeof marks / sizeof *marks; i++) {
		size_t at = strlen(marks[i]);

		if (s.n <= at || strncasecmp(s.p, marks[i], at) != 0)
			continue;
		while (at < s.n && strchr("^[]0123456789", s.p[at]) && s.p[at])
			at++;
		if (at < s.n && s.p[at] == ':')
			n = at + 1;
		else if (str_starts(str_slice(s, at, s.n), STR("\xEF\xBC\x9A"))) /* ： */
			n = at + 3;
	}
	while (n && n < s.n && s.p[n] == ' ')
		n++;
	return n < s.n ? n : 0; /* a subject that is nothing but such marks stays */
}

static void read_subject(struct str head, struct mail *m)
{
	struct buf value = {0};
	struct str topic;
	size_t n;

	if (mime_field(head, "Subject", &value))
		mime_words(buf_view(&value), &m->subject);
	trim(&m->subject);
	topic = buf_view(&m->subject);
	while ((n = reply_mark(topic)))
		topic = str_slice(topic, n, topic.n);
	buf_str(&m->topic, topic);
	buf_free(&value);
}

/* "Name <list.example.org>" or a bare id; the first newsgroup. */
static void read_board(struct str head, struct mail *m)
{
	static const char *const fields[] = {"List-Id", "X-ML-Name", "Newsgroups"};
	struct buf value = {0};
	struct str id;

	for (size_t i = 0; !m->board.n && i < sizeof fields / sizeof *fields; i++) {
		size_t at = 0, end;

		if (!mime_field(head, fields[i], &value))
			continue;
		if (!next_id(buf_view(&value), &at, &id))
			id = buf_view(&value);
		end = str_find_char(id, ',', 0);
		mime_words(str_trim(str_slice(id, 0, end == SIZE_MAX ? id.n : end)), &m->board);
	}
	buf_free(&value);
}

static void clear(struct mail *m)
{
	struct buf *all[] = {&m->id, &m->board, &m->subject, &m->topic, &m->name, &m->address, &m->date_text, &m->text};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_clear(all[i]);
	m->posted_at = BOARD_NO_TIME;
	m->tz_min = 0;
	m->bad = 0;
	m->cut = false;
}

void mail_read_head(struct str message, struct mail *m)
{
	struct str body, head = mime_head(message, &body);
	struct buf value = {0};

	clear(m);
	mail_read_ids(head, &m->id, &value);
	m->answers = value.n > 0;
	if (!m->id.n)
		mail_own_id(message, &m->id);
	if (mime_field(head, "From", &value))
		read_from(buf_view(&value), m);
	if (mime_field(head, "Date", &value)) {
		mime_words(buf_view(&value), &m->date_text);
		if (!time_rfc2822(buf_view(&value), &m->posted_at, &m->tz_min))
			m->posted_at = BOARD_NO_TIME;
	}
	read_subject(head, m);
	read_board(head, m);
	buf_free(&value);
}

/* ---- the body ---- */
static void add_attachment(const struct mime *w, struct buf *out)
{
	struct buf bytes = {0};

	mime_decode(w->body, buf_view(&w->encoding), &bytes);
	buf_char(out, '[');
	if (w->name.n)
		buf_printf(out, STR_FMT ": ", STR_ARG(buf_view(&w->name)));
	mime_words(buf_view(&w->type), out);
	buf_printf(out, ", %zu bytes]\n", bytes.n);
	buf_free(&bytes);
}

static bool is_text(const struct mime *w, const char *type)
{
	return !w->attached && str_eq(buf_view(&w->type), str_c(type));
}

/* Text parts stand apart by an empty line. */
static void add_text(struct mail *m, const struct mime *w, bool html)
{
	struct buf bytes = {0}, text = {0}, plain = {0};
	struct str s;

	mime_decode(w->body, buf_view(&w->encoding), &bytes);
	m->bad += mime_text(buf_view(&bytes), buf_view(&w->charset), &text);
	if (html)
		html_text(buf_view(&text), &plain);
	else
		buf_str(&plain, buf_view(&text));
	s = buf_view(&plain);
	while (s.n && strchr("\n\t ", s.p[s.n - 1]))
		s.n--;
	while (s.n && s.p[0] == '\n')
		s = str_slice(s, 1, s.n);
	if (m->text.n && s.n)
		buf_char(&m->text, '\n');
	buf_str(&m->text, s);
	if (s.n)
		buf_char(&m->text, '\n');
	buf_free(&bytes);
	buf_free(&text);
	buf_free(&plain);
}

void mail_read(struct str message, struct mail *m)
{
	struct mime w = {.message = message};
	struct buf attached = {0};
	bool plain = false;

	mail_read_head(message, m);
	while (mime_next(&w)) {
		m->cut |= w.cut;
		if (is_text(&w, "text/plain")) {
			plain = true;
			add_text(m, &w, false);
		} else if (!is_text(&w, "text/html")) {
			add_attachment(&w, &attached);
		}
	}
	mime_free(&w);
	w = (struct mime){.message = message};
	while (!plain && mime_next(&w))
		if (is_text(&w, "text/html"))
			add_text(m, &w, true);
	mime_free(&w);
	if (m->text.n && attached.n)
		buf_char(&m->text, '\n');
	buf_str(&m->text, buf_view(&attached));
	without_last_line_end(&m->text);
	buf_free(&attached);
}

void mail_free(struct mail *m)
{
	struct buf *all[] = {&m->id, &m->board, &m->subject, &m->topic, &m->name, &m->address, &m->date_text, &m->text};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_free(all[i]);
}

void mail_post(struct mail *m, bool with_subject, struct board_post *p)
{
	struct buf text = {0};

	if (with_subject && m->subject.n) {
		buf_str(&text, buf_view(&m->subject));
		buf_cat(&text, m->text.n ? "\n\n" : "");
		buf_str(&text, buf_view(&m->text));
		buf_free(&m->text);
		m->text = text;
	}
	*p = (struct board_post){
		.kind = BOARD_POST,
		.number = -1,
		.key = buf_view(&m->id),
		.name = buf_view(&m->name),
		.mail = buf_view(&m->address),
		.poster = buf_view(&m->address),
		.date_text = buf_view(&m->date_text),
		.posted_at = m->posted_at,
		.tz_min = m->tz_min,
		.text = buf_view(&m->text),
		.broken = m->cut,
		.bad = m->bad,
	};
}

/* The name of a mailbox's file or folder; of one that is called mbox (or cur, new: maildir) that of the folder above.
 */
void mail_board(const struct board_input *in, struct str path, struct buf *out)
{
	static const char *const plain[] = {"mbox", "cur", "new"};
	static const char *const ends[] = {".gz", ".mbox", ".mbx", ".mail", ".txt"};
	struct str name = {0};

	if (in->board.n) {
		buf_str(out, in->board);
		return;
	}
	while (path.n) {
		size_t slash = path.n -= path.p[path.n - 1] == '/';

		while (slash && path.p[slash - 1] != '/')
			slash--;
		name = str_slice(path, slash, path.n);
		path = str_slice(path, 0, slash ? slash - 1 : 0);
		size_t i = 0;
		while (i < sizeof plain / sizeof *plain && !str_eq(name, str_c(plain[i])))
			i++;
		if (i == sizeof plain / sizeof *plain)
			break;
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (name.n > strlen(ends[i]) && str_ends(name, str_c(ends[i])))
			name.n -= strlen(ends[i]);
	mime_text(name, (struct str){0}, out);
}

int mail_head_looks(struct str bytes)
{
	static const char *const fields[] = {"From", "Date",     "Message-ID", "Subject",
					     "To",   "Received", "Path",       "Newsgroups"};
	struct str body, head;
	struct buf value = {0};
	int found = 0;
	bool from, id;

	head = mime_head(str_slice(bytes, 0, bytes.n < 16384 ? bytes.n : 16384), &body);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		found += mime_field(head, fields[i], &value);
	from = mime_field(head, "From", &value);
	id = mime_field(head, "Message-ID", &value);
	buf_free(&value);
	return !from || found < 3 ? 0 : id ? 70 : 40;
}
