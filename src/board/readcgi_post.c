/* From the fields of a read.cgi page to a post, made equal to what the dat of the thread says where the page only
 * writes it in another way: the mail stands in a link, BE in a link to its user, a system post's date is cut at its
 * blank. */
#include "readcgi.h"

#define GAP 100 /* a longer run of absent numbers is no run of deleted posts */

void readcgi_set(struct readcgi *rc, enum readcgi_field field, struct str bytes)
{
	buf_clear(&rc->field[field]);
	rc->bad += board_decode(bytes, rc->encoding, &rc->field[field]);
}

static long number_of(struct str s)
{
	size_t i = 0;
	long n = 0;

	while (i < s.n && (s.p[i] < '0' || s.p[i] > '9'))
		i++;
	for (size_t from = i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i - from < 9; i++)
		n = n * 10 + (s.p[i] - '0');
	return n;
}

/* ---- name and mail ---- */

/* Where the value that begins at `at`, after its quote, ends. A mail may hold an address that the board made a link of:
 * mailto:sage<a href="http://…">http://…</a>" */
static size_t mail_end(struct str name, size_t at, char quote)
{
	size_t end = str_find_char(name, quote, at), link = str_find(name, STR("<a href="), at);

	if (end != SIZE_MAX && link < end) {
		link = str_find(name, STR("</a>"), end);
		if (link != SIZE_MAX)
			end = str_find_char(name, quote, link);
	}
	return end;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* A proxy before the server hides mails from robots: two digits of a key, then each byte XOR the key. */
static void take_hidden_mail(struct readcgi *rc, struct str name)
{
	static const struct str mark = STR("/cdn-cgi/l/email-protection#");
	size_t at = str_find(name, mark, 0);
	int key = -1;

	for (at = at == SIZE_MAX ? name.n : at + mark.n; at + 1 < name.n; at += 2) {
		int high = hex(name.p[at]), low = hex(name.p[at + 1]);

		if (high < 0 || low < 0)
			break;
		if (key >= 0)
			buf_char(&rc->mail, (char)((high << 4 | low) ^ key));
		else
			key = high << 4 | low;
	}
}

/* Takes the mail out of the name's link. Returns the name without the start tag that held it, in rc->scratch. */
static struct str take_mail(struct readcgi *rc, struct str name)
{
	size_t at = str_find(name, STR("mailto:"), 0), end, tag = at;

	buf_clear(&rc->mail);
	if (at == SIZE_MAX)
		take_hidden_mail(rc, name);
	if (at == SIZE_MAX || !at)
		return name;
	char quote = name.p[at - 1] == '\'' ? '\'' : name.p[at - 1] == '"' ? '"' : '>';
	end = mail_end(name, at, quote);
	if (end == SIZE_MAX)
		return name;
	buf_str(&rc->mail, str_slice(name, at + 7, end));
	while (tag && name.p[tag] != '<')
		tag--;
	end = str_find_char(name, '>', end);
	buf_clear(&rc->scratch);
	buf_str(&rc->scratch, str_slice(name, 0, tag));
	if (end != SIZE_MAX)
		buf_str(&rc->scratch, str_slice(name, end + 1, name.n));
	return buf_view(&rc->scratch);
}

/* ---- date ---- */

/* <a href="http://be.5ch.net/user/676665312">?S★(2770727)</a> is BE:676665312-S★(2770727) in a dat. */
static void add_be(struct readcgi *rc, struct buf *out)
{
	static const char *const before[] = {"user/", "be(", "i="};
	struct str be = buf_view(&rc->field[FIELD_BE]);
	size_t at = SIZE_MAX, n = 0, mark;
	struct buf shown = {0};

	for (size_t i = 0; at == SIZE_MAX && i < sizeof before / sizeof *before; i++)
		if ((at = str_find(be, str_c(before[i]), 0)) != SIZE_MAX)
			at += strlen(before[i]);
	if (at == SIZE_MAX)
		return;
	while (at + n < be.n && be.p[at + n] >= '0' && be.p[at + n] <= '9')
		n++;
	html_text(be, &shown);
	mark = str_find_char(buf_view(&shown), '?', 0);
	if (n && mark != SIZE_MAX)
		buf_printf(out, " BE:" STR_FMT "-" STR_FMT, STR_ARG(str_slice(be, at, at + n)),
			   STR_ARG(str_slice(buf_view(&shown), mark + 1, shown.n)));
	buf_free(&shown);
}

/* The field of a dat: "DATE ID:… BE:…". */
static void join_date(struct readcgi *rc, struct buf *out)
{
	struct str uid = str_trim(buf_view(&rc->field[FIELD_UID]));

	buf_clear(out);
	buf_str(out, str_trim(buf_view(&rc->field[FIELD_DATE])));
	if (uid.n && !str_eq(uid, STR("0"))) {
		buf_char(out, ' ');
		buf_str(out, uid);
	}
	add_be(rc, out);
}

/* ---- body ---- */

/* Without <span class="escaped"><span class="AA"> around it: the padding is inside them. */
static struct str unwrapped(struct str body)
{
	struct str s = str_trim(body);

	while (str_starts(s, STR("<span class=")) && str_ends(s, STR("</span>"))) {
		size_t end = str_find_char(s, '>', 0);

		if (end == SIZE_MAX || end + 8 > s.n)
			return body;
		body = str_slice(s, end + 1, s.n - 7);
		s = body;
	}
	return body;
}

/* ---- posts ---- */

static bool is_pink(const struct readcgi *rc)
{
	return str_ends(buf_view(&rc->id.host), STR("bbspink.com"));
}

/* bbspink leaves deleted posts out. After the first post a gap may be what the reader did not ask for. */
static bool gap(struct readcgi *rc, long number, size_t at)
{
	if (!is_pink(rc) || rc->id.partial || rc->last < 2 || number <= rc->last || number - rc->last > GAP)
		return true;
	for (long n = rc->last + 1; n < number; n++) {
		struct board_post post = {
			.kind = BOARD_DELETED, .number = n, .start = at, .end = at, .posted_at = BOARD_NO_TIME};
		if (!reader_post(rc->reader, &post))
			return false;
	}
	return true;
}

static bool fill(struct readcgi *rc, struct board_post *post)
{
	struct dat_line line = {.name = take_mail(rc, buf_view(&rc->field[FIELD_NAME])),
				.mail = buf_view(&rc->mail),
				.body = unwrapped(buf_view(&rc->field[FIELD_BODY]))};

	join_date(rc, &rc->date);
	line.date = buf_view(&rc->date);
	dat_post_make(&rc->post, &line, "UTF-8", rc->id.created_at, post);
	return post->text.n || post->name.n || post->date_text.n;
}

static void clear(struct readcgi *rc)
{
	for (size_t i = 0; i < FIELDS; i++)
		buf_clear(&rc->field[i]);
	rc->bad = 0;
}

bool readcgi_post(struct readcgi *rc, size_t start, size_t end, bool broken)
{
	struct board_post post;
	long number = number_of(buf_view(&rc->field[FIELD_NUMBER]));
	bool good = true;

	if (!number) {
		rc->ads++; /* number 0, date NG: an advertisement */
	} else if (!fill(rc, &post)) {
		rc->empty++;
	} else {
		post.number = number;
		post.start = start;
		post.end = end;
		post.broken |= broken;
		post.bad = rc->bad;
		good = gap(rc, number, start) && reader_post(rc->reader, &post);
		rc->last = number;
		rc->posts++;
	}
	clear(rc);
	return good;
}
