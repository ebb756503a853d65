/* Addresses to identities (boards.md 12.2).
 *
 * An address is mended first (blanks, full-width signs, a cut scheme), then taken apart, then tried against the table
 * of families. Who a source is never depends on the host: servers move, threads do not.
 */
#include "taiyaku/cite.h"
#include "taiyaku/text.h"

#define SEGMENTS 16
#define DEPTH 3 /* archives of archives */

struct address {
	struct str host; /* lower case, without www. */
	struct str seg[SEGMENTS];
	size_t n;
	struct str query, fragment;
};

struct numbers {
	long *v;
	size_t n;
};

/* ---- mending and taking apart ---- */

static struct str mended(struct str url, struct arena *a)
{
	struct buf b = {0};

	for (size_t i = 0; i < url.n;) {
		uint32_t cp;
		i = text_next(url, i, &cp);
		if (text_is_space(cp) || cp == 0x200B || cp == 0xFEFF)
			continue;
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFEE0;
		buf_code_point(&b, cp);
	}
	struct str s = buf_view(&b);
	static const char *const tails[] = {"、", "。", "」", "』", "）", "】", ")", ",", ";"};
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (str_ends(s, str_c(tails[i]))) {
			s.n -= strlen(tails[i]);
			i = SIZE_MAX;
		}
	s = arena_str(a, s);
	buf_free(&b);
	return s;
}

static struct str after_scheme(struct str s)
{
	static const char *const schemes[] = {"https://", "http://", "ttps://", "ttp://", "https:/", "http:/", "//"};

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (s.n >= strlen(schemes[i]) && !strncasecmp(s.p, schemes[i], strlen(schemes[i])))
			return str_slice(s, strlen(schemes[i]), s.n);
	return s;
}

static struct str cut(struct str *s, char c)
{
	size_t at = str_find_char(*s, c, 0);
	struct str rest = at == SIZE_MAX ? (struct str){"", 0} : str_slice(*s, at + 1, s->n);

	if (at != SIZE_MAX)
		s->n = at;
	return rest;
}

static void take_apart(struct str s, struct arena *a, struct address *out)
{
	*out = (struct address){0};
	s = after_scheme(s);
	out->fragment = cut(&s, '#');
	out->query = cut(&s, '?');
	struct str path = cut(&s, '/'), host = arena_str(a, s);
	cut(&host, ':');
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] >= 'A' && host.p[i] <= 'Z')
			((char *)host.p)[i] |= 0x20;
	out->host = str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
	while (path.n && out->n < SEGMENTS) {
		struct str rest = cut(&path, '/');
		if (path.n)
			out->seg[out->n++] = path;
		path = rest;
	}
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static struct str leading_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return str_slice(s, 0, n);
}

static long number_of(struct str s)
{
	long n = 0;

	for (size_t i = 0; i < s.n && i < 9; i++)
		n = n * 10 + (s.p[i] - '0');
	return n;
}

static struct str joined(struct arena *a, const char *head, struct str x, struct str y)
{
	struct buf b = {0};

	buf_cat(&b, head);
	buf_str(&b, x);
	if (y.n) {
		buf_char(&b, '/');
		buf_str(&b, y);
	}
	struct str s = arena_str(a, buf_view(&b));
	buf_free(&b);
	return s;
}

/* The part of the query after "name=". */
static struct str parameter(struct str query, const char *name)
{
	while (query.n) {
		struct str rest = cut(&query, '&'), value = cut(&query, '=');
		if (str_eq(query, str_c(name)))
			return value;
		query = rest;
	}
	return (struct str){"", 0};
}

/* ---- post numbers: 83  83-85  83-  -83  l50  1,3  with n after them ---- */

static void add_numbers(struct arena *a, struct numbers *out, long from, long to)
{
	if (to < from || to - from >= 1000)
		to = from;
	long *v = arena_alloc(a, (out->n + (size_t)(to - from) + 1) * sizeof *v);
	if (out->n)
		memcpy(v, out->v, out->n * sizeof *v);
	out->v = v;
	for (long n = from; n <= to; n++)
		out->v[out->n++] = n;
}

static void spec(struct arena *a, struct str s, struct cite_url *out)
{
	struct numbers list = {0};

	while (s.n && list.n < 1000) {
		struct str rest = cut(&s, ','), from = leading_digits(s), after = str_slice(s, from.n, s.n);
		if (from.n) {
			struct str to = str_starts(after, STR("-")) ? leading_digits(str_slice(after, 1, after.n))
								    : (struct str){0};
			add_numbers(a, &list, number_of(from), to.n ? number_of(to) : number_of(from));
		}
		s = rest;
	}
	out->numbers = list.v;
	out->n_numbers = list.n;
}

/* ---- families ---- */

static bool host_is(const struct address *u, const char *domain)
{
	struct str d = str_c(domain);

	return str_eq(u->host, d) || (str_ends(u->host, d) && u->host.p[u->host.n - d.n - 1] == '.');
}

static size_t segment(const struct address *u, const char *name)
{
	for (size_t i = 0; i < u->n; i++)
		if (str_eq(u->seg[i], str_c(name)))
			return i;
	return SIZE_MAX;
}

static bool set_thread(struct cite_url *out, const char *family, struct str board, struct str key)
{
	struct str number = leading_digits(key), rest = str_slice(key, number.n, key.n);

	if (!board.n || !number.n)
		return false;
	out->truncated = str_starts(rest, STR("...")) || str_starts(rest, STR("…"));
	out->source = (struct store_identity){str_c(family), board, number, {"", 0}};
	return true;
}

static bool board_2ch(const struct address *u, const char *family, struct arena *a, struct cite_url *out)
{
	size_t i = segment(u, "read.cgi");

	if (i != SIZE_MAX && i + 2 < u->n) {
		i += str_eq(u->seg[i + 1], STR("c")) && i + 3 < u->n;
		if (i + 3 < u->n)
			spec(a, u->seg[i + 3], out);
		return set_thread(out, family, u->seg[i + 1], u->seg[i + 2]);
	}
	if (i != SIZE_MAX && u->query.n) {
		struct str from = parameter(u->query, "st"), to = parameter(u->query, "to");
		if (all_digits(from))
			spec(a, to.n ? joined(a, "", from, (struct str){"", 0}) : from, out);
		return set_thread(out, family, parameter(u->query, "bbs"), parameter(u->query, "key"));
	}
	if (str_starts(u->host, STR("ula.")) && u->n >= 4)
		return set_thread(out, family, u->seg[1], u->seg[3]);
	for (i = 1; i + 1 < u->n; i++)
		if (str_eq(u->seg[i], STR("dat")) || str_eq(u->seg[i], STR("kako")) || str_eq(u->seg[i], STR("oyster")))
			return set_thread(out, family, u->seg[i - 1], u->seg[u->n - 1]);
	return false;
}

static bool board_jbbs(const struct address *u, struct arena *a, struct cite_url *out)
{
	if (u->n < 5 || !str_eq(u->seg[0], STR("bbs")))
		return false;
	if (u->n > 5)
		spec(a, u->seg[5], out);
	return set_thread(out, "jbbs", joined(a, "", u->seg[2], u->seg[3]), u->seg[4]);
}

static bool board_machi(const struct address *u, struct arena *a, struct cite_url *out)
{
	size_t i = segment(u, "read.cgi");

	if (i == SIZE_MAX || i + 2 >= u->n)
		return false;
	if (i + 3 < u->n)
		spec(a, u->seg[i + 3], out);
	return set_thread(out, "machi", u->seg[i + 1], u->seg[i + 2]);
}

/* [datasets/|spaces/]NS/NAME, then a discussion or a revision of the page. */
static bool hugging_face(const struct address *u, struct arena *a, struct cite_url *out)
{
	size_t i = u->n && (str_eq(u->seg[0], STR("datasets")) || str_eq(u->seg[0], STR("spaces")));

	if (u->n < i + 2 || str_eq(u->seg[0], STR("docs")) || str_eq(u->seg[0], STR("blog")))
		return false;
	struct str kind = i ? u->seg[0] : STR("models");
	struct str key = STR("main");
	if (u->n > i + 3 && str_eq(u->seg[i + 2], STR("discussions"))) {
		key = u->seg[i + 3];
		out->post_key = u->fragment;
	} else if (u->n > i + 3) {
		key = u->seg[i + 3];
		for (size_t k = i + 4; k < u->n; k++)
			key = joined(a, "", key, u->seg[k]);
	}
	out->source = (struct store_identity){
		STR("hf"), joined(a, "", joined(a, "", kind, u->seg[i]), u->seg[i + 1]), key, {"", 0}};
	return true;
}

static bool status(const struct address *u, struct cite_url *out)
{
	size_t i = segment(u, "status");

	if (i == SIZE_MAX)
		i = segment(u, "statuses");
	if (i == SIZE_MAX || i + 1 >= u->n)
		return false;
	struct str id = leading_digits(u->seg[i + 1]);
	out->source = (struct store_identity){STR("x"), {"", 0}, id, {"", 0}};
	out->post_key = id;
	return id.n > 0;
}

static bool imageboard(const struct address *u, struct arena *a, struct cite_url *out)
{
	size_t i = segment(u, "thread");
	struct str post = u->fragment;

	if (i == SIZE_MAX || !i || i + 1 >= u->n)
		return false;
	while (post.n && !all_digits(str_slice(post, 0, 1)))
		post = str_slice(post, 1, post.n);
	post = leading_digits(post);
	if (post.n)
		spec(a, post, out);
	out->post_key = post;
	return set_thread(out, "4chan", u->seg[i - 1], u->seg[i + 1]);
}

static bool mastodon(const struct address *u, struct arena *a, struct cite_url *out)
{
	struct str id = u->n ? u->seg[u->n - 1] : (struct str){"", 0};
	bool user = (u->n == 2 && u->seg[0].p[0] == '@') ||
		    (u->n == 4 && str_eq(u->seg[0], STR("users")) && str_eq(u->seg[2], STR("statuses")));

	if (!user || !all_digits(id) || id.n < 15)
		return false;
	out->source = (struct store_identity){STR("mastodon"), arena_str(a, u->host), id, {"", 0}};
	out->post_key = id;
	return true;
}

static bool discourse(const struct address *u, struct arena *a, struct cite_url *out)
{
	if (u->n < 3 || u->n > 4 || !str_eq(u->seg[0], STR("t")) || !all_digits(u->seg[2]))
		return false;
	if (u->n == 4)
		spec(a, u->seg[3], out);
	return set_thread(out, "discourse", arena_str(a, u->host), u->seg[2]);
}

static bool two_segments(const struct address *u, const char *family, struct str board, size_t key,
			 struct cite_url *out)
{
	if (u->n <= key || !u->seg[key].n)
		return false;
	out->source = (struct store_identity){str_c(family), board, u->seg[key], {"", 0}};
	return true;
}

static bool known_family(const struct address *u, struct arena *a, struct cite_url *out)
{
	static const struct {
		const char *domain, *family;
	} boards[] = {
		{"2ch.net", "5ch"},   {"5ch.net", "5ch"},         {"5ch.io", "5ch"},          {"bbspink.com", "5ch"},
		{"2ch.sc", "2ch.sc"}, {"open2ch.net", "open2ch"}, {"next2ch.net", "next2ch"},
	};
	static const char *const jbbs[] = {"jbbs.shitaraba.net", "jbbs.shitaraba.com", "jbbs.livedoor.jp"};
	static const char *const birds[] = {"twitter.com",   "x.com",      "vxtwitter.com",
					    "fxtwitter.com", "fixupx.com", "nitter.net"};
	static const char *const images[] = {"4chan.org",       "4channel.org", "archived.moe",
					     "desuarchive.org", "4plebs.org",   "warosu.org"};

#define ANY(hosts, call)                                                                                               \
	for (size_t i = 0; i < sizeof(hosts) / sizeof *(hosts); i++)                                                   \
		if (host_is(u, (hosts)[i]))                                                                            \
	return call
	for (size_t i = 0; i < sizeof boards / sizeof *boards; i++)
		if (host_is(u, boards[i].domain))
			return board_2ch(u, boards[i].family, a, out);
	ANY(jbbs, board_jbbs(u, a, out));
	ANY(birds, status(u, out));
	ANY(images, imageboard(u, a, out));
#undef ANY
	if (str_starts(u->host, STR("nitter.")))
		return status(u, out);
	if (host_is(u, "machi.to"))
		return board_machi(u, a, out);
	if (host_is(u, "huggingface.co"))
		return hugging_face(u, a, out);
	if (host_is(u, "logsoku.com") && u->n >= 4)
		return set_thread(out, "5ch", u->seg[2], u->seg[3]);
	if (host_is(u, "docs.qq.com"))
		return two_segments(u, "qq", (struct str){"", 0}, 1, out);
	if (host_is(u, "note.com") && u->n >= 3 && str_eq(u->seg[1], STR("n")))
		return two_segments(u, "note", u->seg[0], 2, out);
	if (host_is(u, "reddit.com") && u->n >= 4 && str_eq(u->seg[2], STR("comments")))
		return two_segments(u, "reddit", u->seg[1], 3, out);
	return mastodon(u, a, out) || discourse(u, a, out);
}

/* ---- archives ---- */

/* YYYYMMDDhhmmss, or its beginning, as UTC. */
static int64_t stamp_time(struct str s)
{
	char full[15] = "19700101000000", text[32];
	int64_t ms;
	int tz;

	s = leading_digits(s);
	if (s.n < 8 || s.n > 14)
		return STORE_NO_TIME;
	memcpy(full, s.p, s.n);
	memset(full + s.n, '0', 14 - s.n);
	struct buf b = {0};
	buf_printf(&b, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", full, full + 4, full + 6, full + 8, full + 10, full + 12);
	memcpy(text, b.p, b.n);
	bool good = cite_time_parse((struct str){text, b.n}, &ms, &tz);
	buf_free(&b);
	return good ? ms : STORE_NO_TIME;
}

/* The archived address within an archive's, or an empty one. */
static struct str inner_of(struct str url, const struct address *u, int64_t *when)
{
	static const char *const short_ones[] = {"archive.today", "archive.ph", "archive.is",
						 "archive.md",    "archive.li", "archive.vn"};
	size_t stamp = SIZE_MAX;

	if (host_is(u, "web.archive.org") && u->n >= 2 && str_eq(u->seg[0], STR("web")))
		stamp = 1;
	for (size_t i = 0; i < sizeof short_ones / sizeof *short_ones; i++)
		if (host_is(u, short_ones[i]) && u->n >= 2)
			stamp = 0;
	if (stamp == SIZE_MAX)
		return (struct str){"", 0};
	*when = stamp_time(u->seg[stamp]);
	size_t at = (size_t)(u->seg[stamp].p + u->seg[stamp].n - url.p);
	return at + 1 < url.n ? str_slice(url, at + 1, url.n) : (struct str){"", 0};
}

static bool resolve(struct str url, struct arena *a, struct cite_url *out, int depth)
{
	struct address u;
	int64_t when = STORE_NO_TIME;

	take_apart(url, a, &u);
	struct str inner = depth < DEPTH ? inner_of(url, &u, &when) : (struct str){"", 0};
	if (inner.n) {
		out->inner = inner;
		if (out->archived_at == STORE_NO_TIME)
			out->archived_at = when;
		return resolve(inner, a, out, depth + 1);
	}
	if (known_family(&u, a, out))
		return true;
	out->source = (struct store_identity){{"", 0}, {"", 0}, {"", 0}, {"", 0}};
	out->n_numbers = 0;
	return false;
}

bool cite_url(struct str url, struct arena *a, struct cite_url *out)
{
	*out = (struct cite_url){.archived_at = STORE_NO_TIME};
	return resolve(mended(url, a), a, out, 0);
}
