/* Ids and documents as IRIs, and back: what goes out under a name comes in under the same one.
 *
 * The schemes are ours only where there is none of the world's: a text is named by its hash (urn:sha256:…), a post of
 * the store, a reader and whatever is no IRI by urn:taiyaku:KIND:NAME, NAME percent-encoded.
 */
#include "exchange.h"

#include "taiyaku/cite.h"

#include <stdio.h>

#define OURS "urn:taiyaku:"

/* RFC 3986, 3.1 and 3.3, with all of RFC 3987's characters beyond ASCII. */
bool note_is_iri(struct str s)
{
	size_t colon = str_find_char(s, ':', 0);

	if (colon == SIZE_MAX || !colon || colon + 1 == s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], letter = c | 0x20;
		if (i < colon && !(letter >= 'a' && letter <= 'z') &&
		    !(i && ((c >= '0' && c <= '9') || strchr("+.-", c))))
			return false;
		if (c <= ' ' || c == 0x7F || strchr("<>\"{}|\\^`", c))
			return false;
	}
	return true;
}

/* Unreserved characters, the slash and the colon stand for themselves. */
static void encode(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], letter = c | 0x20;
		if ((letter >= 'a' && letter <= 'z') || (c >= '0' && c <= ':') || (c && strchr("-._~/", c)))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static struct str decode(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool coded = s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0;
		out[n++] = coded ? (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2])) : s.p[i];
		i += coded ? 2 : 0;
	}
	struct str text = {out, n};
	return text_bad(text) == POS_NONE && !memchr(out, 0, n) ? text : arena_str(a, s);
}

/* What follows "urn:taiyaku:KIND:", decoded; p NULL: it does not begin so. */
static struct str ours(struct str iri, const char *kind, struct arena *a)
{
	struct str rest = iri, none = {NULL, 0};

	if (!str_starts(rest, STR(OURS)))
		return none;
	rest = str_slice(rest, strlen(OURS), rest.n);
	if (!str_starts(rest, str_c(kind)) || rest.n == strlen(kind) || rest.p[strlen(kind)] != ':')
		return none;
	return decode(str_slice(rest, strlen(kind) + 1, rest.n), a);
}

static void put_ours(const char *kind, struct str name, struct buf *out)
{
	buf_printf(out, OURS "%s:", kind);
	encode(name, out);
}

/* An IRI that stands for itself on both ways. */
static bool is_foreign(struct str s)
{
	static const char *const taken[] = {OURS, "urn:sha256:", "urn:uuid:", "sha256:", "post:"};

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_starts(s, str_c(taken[i])))
			return false;
	return note_is_iri(s);
}

/* A hash, or what stands for one: letters and digits. */
static bool is_hash(struct str s)
{
	size_t i = strlen("sha256:");

	if (!str_starts(s, STR("sha256:")) || s.n == i)
		return false;
	for (; i < s.n; i++)
		if (!strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", s.p[i]) || !s.p[i])
			return false;
	return true;
}

void note_document_iri(struct str d, struct buf *out)
{
	if (is_hash(d))
		buf_printf(out, "urn:" STR_FMT, STR_ARG(d));
	else if (str_starts(d, STR("post:")))
		put_ours("post", str_slice(d, 5, d.n), out);
	else if (is_foreign(d))
		buf_str(out, d);
	else
		put_ours("document", d, out);
}

struct str note_document_of_iri(struct str iri, struct arena *a)
{
	struct str document = ours(iri, "document", a), post = ours(iri, "post", a);
	struct buf b = {0};

	if (document.p)
		return document;
	if (str_starts(iri, STR("urn:sha256:")))
		return arena_str(a, str_slice(iri, 4, iri.n));
	if (!post.p)
		return arena_str(a, iri);
	buf_printf(&b, "post:" STR_FMT, STR_ARG(post));
	return note_copy(a, &b);
}

static bool is_uuid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s.p[i] != '-' : hex(s.p[i]) < 0)
			return false;
	return s.n == 36;
}

void note_id_iri(struct str id, struct buf *out)
{
	if (is_uuid(id))
		buf_printf(out, "urn:uuid:" STR_FMT, STR_ARG(id));
	else if (is_foreign(id))
		buf_str(out, id);
	else
		put_ours("annotation", id, out);
}

struct str note_id_of_iri(struct str iri, struct arena *a)
{
	struct str own = ours(iri, "annotation", a), uuid = iri.n > 9 ? str_slice(iri, 9, iri.n) : iri;

	if (own.p)
		return own;
	return arena_str(a, str_starts(iri, STR("urn:uuid:")) && is_uuid(uuid) ? uuid : iri);
}

void note_user_iri(struct str author, struct buf *out)
{
	put_ours("user", author, out);
}

struct str note_user_of_iri(struct str iri, struct arena *a)
{
	struct str own = ours(iri, "user", a);

	return own.p ? own : arena_str(a, iri);
}

struct str note_copy(struct arena *a, struct buf *b)
{
	struct str s = arena_str(a, buf_view(b));

	buf_free(b);
	return s;
}

struct store_annotation note_blank(void)
{
	struct store_annotation a = {.created = STORE_NO_TIME, .modified = STORE_NO_TIME, .heads = 1};

	a.target.start = a.target.end = a.target.first = a.target.last = POS_NONE;
	a.to.start = a.to.end = a.to.first = a.to.last = POS_NONE;
	return a;
}

/* Length before each part, so that no two contents run together to the same. */
static void add(struct buf *b, struct str s)
{
	buf_printf(b, "%zu:", s.n);
	buf_str(b, s);
}

void note_name(struct arena *arena, struct store_annotation *a)
{
	struct buf b = {0};
	char digits[65], id[37];

	buf_printf(&b, "%d %zu %zu %lld ", a->kind, a->target.first, a->target.last, (long long)a->created);
	add(&b, a->target.document);
	add(&b, a->target.quote);
	add(&b, a->target.prefix);
	add(&b, a->target.suffix);
	add(&b, a->to.document);
	add(&b, a->to.quote);
	add(&b, a->body);
	add(&b, a->language);
	add(&b, a->author);
	add(&b, a->extra);
	for (size_t i = 0; i < a->n_tags; i++)
		add(&b, a->tags[i]);
	struct sha256 sum = sha256_of(buf_view(&b));
	sha256_hex(&sum, digits);
	/* RFC 9562, 5.8: version 8, variant 10 */
	snprintf(id, sizeof id, "%.8s-%.4s-8%.3s-%c%.3s-%.12s", digits, digits + 8, digits + 12,
		 "89ab"[(unsigned char)digits[15] & 3], digits + 16, digits + 19);
	a->id = arena_str(arena, str_c(id));
	buf_free(&b);
}

/* ---- times ---- */

static int two(struct str s, size_t at)
{
	return (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

int64_t note_time(struct str s)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t ms;
	int zone;

	if (!cite_time_parse(s, &ms, &zone))
		return STORE_NO_TIME;
	int month = two(s, 5), day = two(s, 8);
	bool utc = s.p[s.n - 1] == 'Z';
	struct str offset = str_slice(s, s.n - (utc ? 1 : 6), s.n);

	if (day < 1 || day > days[month - 1] || two(s, 11) > 23 || two(s, 14) > 59 || two(s, 17) > 60)
		return STORE_NO_TIME;
	if (!utc && (!strchr("+-", offset.p[0]) || two(offset, 1) > 23 || two(offset, 4) > 59))
		return STORE_NO_TIME;
	return ms;
}

void note_put_time(struct json_out *o, const char *name, int64_t ms)
{
	char text[36];
	struct buf b = {0};

	if (ms == STORE_NO_TIME)
		return;
	cite_time_format(ms, 0, text);
	buf_str(&b, str_slice(str_c(text), 0, strlen(text) - strlen("+00:00")));
	buf_char(&b, 'Z');
	json_name(o, name);
	json_put_str(o, buf_view(&b));
	buf_free(&b);
}
