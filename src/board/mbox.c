/* Mailboxes: messages one after another, each behind a line "From ADDRESS DATE". Read in two passes: first where the
 * messages are and which answers which, from their heads alone; then each message, thread by thread.
 *
 * A separator is a line "From …" with a date of asctime(), followed by a line of a head. Within a message such lines
 * are quoted (">From", in mboxrd one ">" more at each passing), or Content-Length tells where it ends: that is believed
 * only where a separator or the end of the file follows. Which kind a mailbox is nobody says, so one ">" before ">From"
 * is taken off, except in a message that was counted and holds a separator all the same (mboxcl2). */
#include "mail.h"

#define MAX_MESSAGES ((size_t)1 << 20)

struct message {
	size_t start, end; /* in the mailbox, the separator with it */
	int id;
	uint32_t thread; /* the first message of its thread */
	int64_t when;    /* for the order */
	bool plain;      /* nothing is quoted in it */
};

struct mailbox {
	struct str bytes;
	struct mail_ids *ids;
	VEC(struct message) messages;
	struct buf id, refs;
};

/* ---- separators ---- */
static struct str line_of(struct str s, size_t at, size_t *next)
{
	size_t end = str_find_char(s, '\n', at);

	*next = end == SIZE_MAX ? s.n : end + 1;
	return str_slice(s, at, *next);
}

/* "Tue Dec 27 20:15:01 2022" at the end of the line, perhaps with a zone behind. */
static bool separator_date(struct str line, int64_t *when)
{
	int tz;

	line = str_trim(line);
	for (size_t at = str_find_char(line, ' ', 0); at != SIZE_MAX; at = str_find_char(line, ' ', at + 1)) {
		struct str date = str_trim(str_slice(line, at, line.n));

		if (time_asctime(date, when) || time_rfc2822(date, when, &tz))
			return true;
		if (date.n > 25 && (date.p[date.n - 5] == '+' || date.p[date.n - 5] == '-') &&
		    time_asctime(str_trim(str_slice(date, 0, date.n - 5)), when))
			return true;
	}
	return false;
}

static bool is_separator(struct str s, size_t at, int64_t *when)
{
	size_t next, after;
	struct str line, head, body;

	if (s.n - at < 5 || memcmp(s.p + at, "From ", 5) != 0)
		return false;
	line = line_of(s, at, &next);
	if (line.n > 1024 || !separator_date(str_slice(line, 5, line.n), when))
		return false;
	head = mime_head(line_of(s, next, &after), &body);
	return next == s.n || head.n || str_starts(body, STR(">From "));
}

/* The next separator in a line of its own at or after `at`, or the end. */
static size_t next_separator(struct str s, size_t at)
{
	int64_t when;

	while (at < s.n && !is_separator(s, at, &when)) {
		at = str_find(s, STR("\nFrom "), at);
		at = at == SIZE_MAX ? s.n : at + 1;
	}
	return at;
}

/* The message behind a separator line; mboxes that were quoted twice begin with more of such lines. */
static struct str message_at(struct str s, size_t start, size_t end)
{
	size_t next;

	line_of(s, start, &next);
	while (next < end && str_starts(str_slice(s, next, end), STR(">From ")))
		line_of(s, next, &next);
	return str_slice(s, next < end ? next : end, end);
}

/* Where the message ends by its own count, or 0. */
static size_t counted_end(struct str s, struct str head, struct str body)
{
	struct buf value = {0};
	size_t length = 0, at = 0, end;
	int64_t when;
	bool good = mime_field(head, "Content-Length", &value) && value.n && value.n < 12;

	for (; good && at < value.n; at++) {
		good = value.p[at] >= '0' && value.p[at] <= '9';
		length = length * 10 + (size_t)(value.p[at] - '0');
	}
	buf_free(&value);
	if (!good || length > body.n)
		return 0;
	end = (size_t)(body.p - s.p) + length;
	while (end < s.n && (s.p[end] == '\n' || s.p[end] == '\r'))
		end++;
	return end == s.n || is_separator(s, end, &when) ? end : 0;
}

/* ---- the first pass ---- */
static struct str head_of(const struct mailbox *b, const struct message *m)
{
	struct str body;

	return mime_head(message_at(b->bytes, m->start, m->end), &body);
}

/* The next line of refs. */
static struct str next_ref(struct str refs, size_t *at)
{
	size_t end = str_find_char(refs, '\n', *at);
	struct str ref = str_slice(refs, *at, end);

	*at = end + 1;
	return ref;
}

static bool add_message(struct mailbox *b, struct message m)
{
	struct str message = message_at(b->bytes, m.start, m.end), body, head = mime_head(message, &body), ref = {0};
	struct buf date = {0};
	int tz;

	mail_read_ids(head, &b->id, &b->refs);
	if (!b->id.n)
		mail_own_id(message, &b->id);
	if ((m.id = mail_id(b->ids, buf_view(&b->id))) == MAIL_NONE)
		return false;
	mail_hold(b->ids, m.id, b->refs.n > 0);
	for (size_t at = 0; at < b->refs.n;)
		ref = next_ref(buf_view(&b->refs), &at);
	if (ref.n)
		mail_link(b->ids, mail_id(b->ids, ref), m.id);
	if (mime_field(head, "Date", &date))
		time_rfc2822(buf_view(&date), &m.when, &tz);
	buf_free(&date);
	vec_push(&b->messages, m);
	return true;
}

/* What a message names is a chain: each answers the one before, where that one says nothing itself. */
static void add_chain(struct mailbox *b, const struct message *m)
{
	int before = MAIL_NONE;

	mail_read_ids(head_of(b, m), &b->id, &b->refs);
	for (size_t at = 0; at < b->refs.n;) {
		int id = mail_id(b->ids, next_ref(buf_view(&b->refs), &at));

		mail_link(b->ids, before, id);
		before = id;
	}
	mail_link(b->ids, before, m->id);
}

static bool find_messages(struct mailbox *b, size_t at)
{
	struct str s = b->bytes;

	while (at < s.n) {
		struct message m = {.start = at, .when = BOARD_NO_TIME};
		struct str body, head;
		size_t next, counted;

		is_separator(s, at, &m.when);
		line_of(s, at, &next);
		head = mime_head(message_at(s, at, s.n), &body);
		m.end = next_separator(s, next);
		counted = m.end < s.n || head.n ? counted_end(s, head, body) : 0;
		m.plain = counted > m.end;
		if (counted)
			m.end = counted;
		if (b->messages.n >= MAX_MESSAGES || !add_message(b, m))
			return false;
		at = m.end;
	}
	for (size_t i = 0; i < b->messages.n; i++)
		add_chain(b, &b->messages.v[i]);
	return true;
}

/* ---- threads ---- */
static int by_thread(const void *a, const void *b)
{
	const struct message *x = a, *y = b;

	if (x->thread != y->thread)
		return x->thread < y->thread ? -1 : 1;
	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

/* Sorts the messages by thread, in the order of the threads' first messages, and then by time. */
static void sort_messages(struct mailbox *b)
{
	size_t n = mail_ids_count(b->ids);
	uint32_t *first = xmalloc(n * sizeof *first);

	memset(first, 0xFF, n * sizeof *first);
	for (size_t i = 0; i < b->messages.n; i++) {
		struct message *m = &b->messages.v[i];
		int root = mail_root(b->ids, m->id);

		if (first[root] == UINT32_MAX)
			first[root] = (uint32_t)i;
		m->thread = first[root];
		if (m->when == BOARD_NO_TIME && i)
			m->when = m[-1].when; /* by the order of the mailbox */
	}
	free(first);
	qsort(b->messages.v, b->messages.n, sizeof *b->messages.v, by_thread);
}

/* ---- the second pass ---- */
/* The message without its quoting: in `out` where there is any. */
static struct str unquoted(const struct mailbox *b, const struct message *m, struct buf *out)
{
	struct str s = message_at(b->bytes, m->start, m->end);
	size_t next;

	if (m->plain || str_find(s, STR("\n>"), 0) == SIZE_MAX)
		return s;
	buf_clear(out);
	for (size_t at = 0; at < s.n; at = next) {
		struct str line = line_of(s, at, &next), rest = line;

		while (rest.n && rest.p[0] == '>')
			rest = str_slice(rest, 1, rest.n);
		buf_str(out, rest.n < line.n && str_starts(rest, STR("From ")) ? str_slice(line, 1, line.n) : line);
	}
	return buf_view(out);
}

static bool say_source(struct reader *r, const struct mailbox *b, const struct message *m, size_t n, struct mail *mail,
		       struct str board, struct buf *topic)
{
	int root = mail_root(b->ids, m->id);
	const struct message *first = m;

	for (size_t i = 0; i < n; i++)
		if (m[i].id == root) {
			first = &m[i];
			break;
		}
	mail_read_head(message_at(b->bytes, first->start, first->end), mail);
	buf_clear(topic);
	buf_str(topic, buf_view(&mail->topic));
	return reader_source(r, &(struct board_source){
					.family = STR("mail"),
					.board = mail->board.n ? buf_view(&mail->board) : board,
					.key = mail_id_text(b->ids, root),
					.title = buf_view(topic),
					.created_at = first->id == root ? mail->posted_at : BOARD_NO_TIME,
				});
}

/* The number of the message that this one answers, or of the next one above it that is held; 0: none. */
static long parent_number(const struct mailbox *b, const struct message *m, const uint32_t *numbers)
{
	int id = mail_parent(b->ids, m->id);

	for (int i = 0; i < MAIL_REFS_MAX && id != MAIL_NONE && !mail_held(b->ids, id); i++)
		id = mail_parent(b->ids, id);
	return id == MAIL_NONE ? 0 : (long)numbers[id];
}

static bool say_post(struct reader *r, const struct mailbox *b, const struct message *m, struct mail *mail,
		     struct str topic, const uint32_t *numbers)
{
	struct buf plain = {0};
	struct board_post post;
	struct board_anchor parent = {.from = parent_number(b, m, numbers)};
	bool good;

	parent.to = parent.from;
	mail_read(unquoted(b, m, &plain), mail);
	mail_post(mail, !str_eq(buf_view(&mail->topic), topic), &post);
	post.key = mail_id_text(b->ids, m->id);
	post.number = (long)numbers[m->id];
	post.start = m->start;
	post.end = m->end;
	post.anchors = &parent;
	post.n_anchors = parent.from > 0;
	if (post.posted_at == BOARD_NO_TIME)
		is_separator(b->bytes, m->start, &post.posted_at);
	good = reader_post(r, &post);
	buf_free(&plain);
	return good;
}

/* The posts of one thread: n messages from m on. */
static bool say_thread(struct reader *r, const struct mailbox *b, const struct message *m, size_t n, struct str board,
		       uint32_t *numbers)
{
	struct mail mail = {0};
	struct buf topic = {0};
	uint32_t number = 0;
	bool good = say_source(r, b, m, n, &mail, board, &topic);

	for (size_t i = 0; i < n; i++)
		if (!numbers[m[i].id])
			numbers[m[i].id] = ++number; /* of two with one id the first counts */
	for (size_t i = 0; good && i < n; i++)
		good = say_post(r, b, &m[i], &mail, buf_view(&topic), numbers);
	mail_free(&mail);
	buf_free(&topic);
	return good;
}

static bool say_threads(struct reader *r, const struct mailbox *b, struct str board)
{
	uint32_t *numbers = xcalloc(mail_ids_count(b->ids) + 1, sizeof *numbers);
	bool good = true;

	for (size_t i = 0, n; good && i < b->messages.n; i += n) {
		for (n = 1; i + n < b->messages.n && b->messages.v[i + n].thread == b->messages.v[i].thread;)
			n++;
		good = say_thread(r, b, &b->messages.v[i], n, board, numbers);
	}
	free(numbers);
	return good;
}

/* ---- the format ---- */
int mbox_looks(const struct board_input *in)
{
	struct str s = str_slice(in->bytes, 0, in->bytes.n < 16384 ? in->bytes.n : 16384);
	size_t at = 0;
	int64_t when;

	while (at < s.n && (s.p[at] == '\n' || s.p[at] == '\r'))
		at++;
	return is_separator(s, at, &when) ? 95 : 0;
}

bool mbox_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct mailbox b = {.bytes = in->bytes, .ids = mail_ids_new()};
	struct buf board = {0};
	size_t at = next_separator(in->bytes, 0);
	bool good = at < in->bytes.n;

	if (!good)
		err_set(err, ERR_INPUT, _("%.*s: no mailbox: there is no line \"From ADDRESS DATE\" in it"),
			STR_ARG(in->path));
	else if (!(good = find_messages(&b, at)))
		err_set(err, ERR_INPUT, _("%.*s: more than %zu messages in one mailbox; cut it into parts"),
			STR_ARG(in->path), MAX_MESSAGES);
	if (good) {
		sort_messages(&b);
		mail_board(in, in->path, &board);
		good = reader_whole(r, in, "mbox", "MIME", BOARD_RANK_DAT) && say_threads(r, &b, buf_view(&board));
	}
	mail_ids_free(b.ids);
	vec_free(&b.messages);
	buf_free(&b.id);
	buf_free(&b.refs);
	buf_free(&board);
	return good;
}
