/* taiyaku posts: posts of a source or of a poster, for people as a page, for programs as JSON (DESIGN 4).
 *
 * As a tree each post stands under the first one that it answers, if that is printed too; the order is that of the
 * numbers otherwise. */
#include "find.h"
#include "put.h"
#include "taiyaku/cli.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>

#define AROUND 5   /* posts on each side of the one that --around alone names */
#define DEEPEST 16 /* steps of the tree that are still set in further */

struct wish { /* the options */
	const char *source, *poster;
	long from, to, around; /* -1: not said */
	bool json, tree, addresses;
};

struct line { /* a post and how deep in the tree it stands */
	const struct store_post *post;
	int depth;
};

struct listing {
	struct store *store;
	struct arena *arena;
	const struct wish *wish;
	struct line *v;
	size_t n;
	struct store_threads named; /* the threads that posts are of, as they were asked for */
	size_t printed;
	int64_t thread; /* of the post before; 0: none */
	struct buf json;
	struct json_out out;
	struct err err;
};

/* ---- which posts ---- */

/* The numbers of the posts that are wanted, with those around them. */
static bool widen(struct listing *l, int64_t thread, long *from, long *to)
{
	long n = l->wish->around;
	struct store_posts p;

	if (n < 0)
		return true;
	if (*from < 0) {
		*from = *to = n;
		n = AROUND;
	}
	int count = n > 100000 ? 100000 : (int)n;
	if (!store_posts_around(l->store, thread, *from, count, 0, l->arena, &p, &l->err))
		return false;
	if (p.n && p.v[0].number < *from)
		*from = p.v[0].number;
	if (!store_posts_around(l->store, thread, *to, 0, count, l->arena, &p, &l->err))
		return false;
	if (p.n && p.v[p.n - 1].number > *to)
		*to = p.v[p.n - 1].number;
	return true;
}

static bool keep_poster(struct listing *l, struct store_posts *p)
{
	id_vec ids = {0};
	size_t n = 0;

	if (!cli_posts_of(l->store, l->wish->poster, &ids, &l->err))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (cli_has_id(&ids, p->v[i].id))
			p->v[n++] = p->v[i];
	p->n = n;
	vec_free(&ids);
	return true;
}

/* ---- the tree ---- */

static size_t index_of(const struct store_posts *p, long number)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (p->v[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->n && p->v[low].number == number ? low : SIZE_MAX;
}

static size_t parent_of(const struct store_posts *p, size_t i)
{
	for (size_t k = 0; k < p->v[i].n_anchors; k++) {
		long to = p->v[i].anchors[k].from;
		size_t at = to < p->v[i].number ? index_of(p, to) : SIZE_MAX;
		if (at != SIZE_MAX)
			return at;
	}
	return SIZE_MAX;
}

/* Lines in the order of the tree. A parent comes before its children in order of number, so its depth is known, and
 * the lines of each are linked: first child, next sibling. */
static void order_as_tree(struct listing *l, const struct store_posts *p)
{
	struct branch {
		size_t parent, first, last, next;
	} *b = xcalloc(p->n + 1, sizeof *b);
	struct branch *root = &b[p->n];

	for (size_t i = 0; i <= p->n; i++)
		b[i] = (struct branch){SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
	for (size_t i = 0; i < p->n; i++) {
		b[i].parent = parent_of(p, i);
		struct branch *under = b[i].parent == SIZE_MAX ? root : &b[b[i].parent];
		if (under->last == SIZE_MAX)
			under->first = i;
		else
			b[under->last].next = i;
		under->last = i;
	}
	int depth = 0;
	for (size_t i = root->first; i != SIZE_MAX;) {
		l->v[l->n++] = (struct line){&p->v[i], depth};
		if (b[i].first != SIZE_MAX) {
			i = b[i].first;
			depth++;
			continue;
		}
		while (i != SIZE_MAX && b[i].next == SIZE_MAX) {
			i = b[i].parent;
			depth--;
		}
		if (i != SIZE_MAX)
			i = b[i].next;
	}
	free(b);
}

static void arrange(struct listing *l, const struct store_posts *p)
{
	l->v = arena_alloc(l->arena, (p->n + 1) * sizeof *l->v);
	if (l->wish->tree) {
		order_as_tree(l, p);
		return;
	}
	for (size_t i = 0; i < p->n; i++)
		l->v[l->n++] = (struct line){&p->v[i], 0};
}

/* ---- what is known of a post ---- */

static const struct store_identity *source_of(struct listing *l, int64_t thread)
{
	static const struct store_identity none = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
	struct store_threads t;

	for (size_t i = 0; i < l->named.n; i++)
		if (l->named.v[i].id == thread)
			return &l->named.v[i].source;
	if (!store_thread_by_id(l->store, thread, l->arena, &t, &l->err) || !t.n)
		return &none;
	struct store_thread *v = arena_alloc(l->arena, (l->named.n + 1) * sizeof *v);
	if (l->named.n)
		memcpy(v, l->named.v, l->named.n * sizeof *v);
	v[l->named.n] = t.v[0];
	l->named = (struct store_threads){v, l->named.n + 1};
	return &v[l->named.n - 1].source;
}

static struct str address_of(struct listing *l, const struct store_post *p)
{
	struct str address = {"", 0};
	struct err e = {0};

	if (l->wish->addresses && !store_address(l->store, p->id, l->arena, &address, &e) && e.code != ERR_NOTHING)
		l->err = e;
	return address;
}

/* What else the store has of a post; a failure ends the listing. */
struct around {
	struct store_posts answers;
	struct store_citings citings;
	struct store_seens seens;
};

static bool load_around(struct listing *l, const struct store_post *p, struct arena *a, struct around *out)
{
	*out = (struct around){0};
	if (p->number >= 0 && (!store_answers(l->store, p->thread, p->number, a, &out->answers, &l->err) ||
			       !store_cited_by(l->store, p->thread, p->number, a, &out->citings, &l->err)))
		return false;
	return !l->wish->json || store_observations(l->store, p->id, a, &out->seens, &l->err);
}

/* ---- JSON ---- */

static void put_anchors(struct json_out *o, const struct store_post *p)
{
	json_name(o, "anchors");
	json_begin(o, '[');
	for (size_t i = 0; i < p->n_anchors; i++) {
		json_begin(o, '{');
		cli_put_int(o, "from", p->anchors[i].from);
		cli_put_int(o, "to", p->anchors[i].to);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_seens(struct json_out *o, const struct store_seens *s)
{
	char sum[65];

	json_name(o, "observations");
	json_begin(o, '[');
	for (size_t i = 0; i < s->n; i++) {
		sha256_hex(&s->v[i].sha256, sum);
		json_begin(o, '{');
		cli_put_text(o, "path", s->v[i].path);
		cli_put_text(o, "format", s->v[i].format);
		cli_put_text(o, "url", s->v[i].url);
		cli_put_text(o, "sha256", str_c(sum));
		cli_put_time(o, "retrieved_at", s->v[i].retrieved_at, 0);
		cli_put_int(o, "start", (long long)s->v[i].start);
		cli_put_int(o, "end", (long long)s->v[i].end);
		cli_put_int(o, "rank", s->v[i].rank);
		cli_put_bool(o, "deleted", s->v[i].deleted);
		cli_put_bool(o, "broken", s->v[i].broken);
		cli_put_bool(o, "best", s->v[i].best);
		json_name(o, "text");
		json_put_str(o, s->v[i].text);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_answers(struct json_out *o, const struct store_posts *p)
{
	json_name(o, "answers");
	json_begin(o, '[');
	for (size_t i = 0; i < p->n; i++)
		json_put_int(o, p->v[i].number);
	json_end(o, ']');
}

static void put_post(struct json_out *o, struct listing *l, const struct line *line, const struct around *k)
{
	const struct store_post *p = line->post;

	json_begin(o, '{');
	cli_put_source(o, source_of(l, p->thread));
	cli_put_number(o, "number", p->number);
	cli_put_text(o, "key", p->key);
	cli_put_text(o, "name", p->name);
	cli_put_text(o, "mail", p->mail);
	cli_put_text(o, "slip", p->slip);
	cli_put_text(o, "id", p->poster);
	cli_put_text(o, "trip", p->trip);
	cli_put_text(o, "be", p->be);
	if (l->wish->addresses)
		cli_put_text(o, "address", address_of(l, p));
	cli_put_time(o, "posted_at", p->posted_at, p->tz_min);
	cli_put_text(o, "date_text", p->date_text);
	json_name(o, "text");
	json_put_str(o, p->text);
	cli_put_bool(o, "held", p->held);
	cli_put_bool(o, "deleted", p->deleted);
	if (l->wish->tree)
		cli_put_int(o, "depth", line->depth);
	put_anchors(o, p);
	put_answers(o, &k->answers);
	cli_put_citings(o, &k->citings);
	put_seens(o, &k->seens);
	json_end(o, '}');
}

/* ---- for people ---- */

static void print_around(const struct around *k, int indent)
{
	struct buf b = {0};

	if (k->answers.n) {
		buf_printf(&b, "%*s%s", indent, "", _("answered by"));
		for (size_t i = 0; i < k->answers.n; i++)
			buf_printf(&b, " >>%ld", k->answers.v[i].number);
		cli_print_line(&b);
	}
	for (size_t i = 0; i < k->citings.n; i++) {
		const struct store_citing *c = &k->citings.v[i];
		buf_printf(&b, "%*s%s " STR_FMT ":%zu", indent, "", _("cited in"),
			   STR_ARG(c->path.n ? c->path : c->document), c->line);
		cli_print_line(&b);
	}
	buf_free(&b);
}

static void print_post(struct listing *l, const struct line *line, const struct around *k)
{
	const struct store_post *p = line->post;
	int indent = 2 * (line->depth < DEEPEST ? line->depth : DEEPEST);
	struct str address = address_of(l, p);
	struct buf b = {0};

	cli_print_head(p, source_of(l, p->thread), indent);
	if (address.n) {
		buf_printf(&b, "%*s[" STR_FMT "]", indent + 6, "", STR_ARG(address));
		cli_print_line(&b);
	}
	if (p->text.n)
		cli_print_text(p->text, indent + 6, NULL, 0);
	print_around(k, indent + 6);
	buf_free(&b);
}

static void print_source(struct listing *l, int64_t thread)
{
	struct buf b = {0};

	if (l->printed)
		putchar('\n');
	if (thread == l->thread)
		return;
	l->thread = thread;
	cli_add_source(&b, source_of(l, thread));
	cli_print_line(&b);
	putchar('\n');
	buf_free(&b);
}

static void print_one(struct listing *l, const struct line *line)
{
	struct arena *a = arena_new();
	struct around k;

	if (load_around(l, line->post, a, &k)) {
		if (l->wish->json) {
			put_post(&l->out, l, line, &k);
			cli_print(&l->json);
		} else {
			print_source(l, line->post->thread);
			print_post(l, line, &k);
		}
		l->printed++;
	}
	arena_free(a);
}

static void print(struct listing *l, const struct store_posts *p)
{
	arrange(l, p);
	for (size_t i = 0; i < l->n && !l->err.code; i++)
		print_one(l, &l->v[i]);
}

/* ---- the command ---- */

static bool list_thread(struct listing *l, int64_t thread, long from, long to)
{
	struct store_posts p;

	if (!widen(l, thread, &from, &to) ||
	    !store_posts(l->store, thread, from < 0 ? 0 : from, from < 0 ? LONG_MAX : to, l->arena, &p, &l->err))
		return false;
	if (l->wish->poster && !keep_poster(l, &p))
		return false;
	print(l, &p);
	return true;
}

/* The exit status of a source that is not to be had, said already. */
static int list_source(struct listing *l)
{
	struct cli_source s;
	bool said = l->wish->from >= 0;
	int status = cli_find_source(l->store, l->wish->source, l->arena, &s);

	if (!status)
		list_thread(l, s.thread.id, said ? l->wish->from : s.from, said ? l->wish->to : s.to);
	return status;
}

static void list_poster(struct listing *l)
{
	struct store_posts p;

	if (store_posts_by_name(l->store, str_c(l->wish->poster), SIZE_MAX, l->arena, &p, &l->err))
		print(l, &p);
}

/* One thread after the other, so that memory does not grow with the store. */
static void list_all(struct listing *l)
{
	struct store_threads all;
	struct arena *a = l->arena;

	if (!store_threads(l->store, STORE_LIST_ALL, a, &all, &l->err))
		return;
	for (size_t i = 0; i < all.n && !l->err.code; i++) {
		l->arena = arena_new();
		list_thread(l, all.v[i].id, l->wish->from, l->wish->to);
		arena_free(l->arena);
		l->named = (struct store_threads){0};
		l->n = 0;
	}
	l->arena = a;
}

static int list(struct listing *l)
{
	int status = ERR_NONE;

	if (l->wish->source)
		status = list_source(l);
	else if (l->wish->poster)
		list_poster(l);
	else
		list_all(l);
	return status;
}

static int posts(const struct cli *cli, const struct wish *wish)
{
	struct listing l = {.wish = wish, .arena = arena_new()};
	int status;

	l.out.to = &l.json;
	l.store = cli_open_store(cli, &status); /* nothing is in a store that is not there yet */
	if (wish->json)
		json_begin(&l.out, '[');
	if (l.store)
		status = list(&l);
	if (wish->json && (!status || status == ERR_NOTHING)) {
		json_end(&l.out, ']');
		cli_print(&l.json);
	}
	if (l.err.code)
		status = cli_fail(&l.err);
	else if (!status && !l.printed)
		status = ERR_NOTHING;
	buf_free(&l.json);
	store_close(l.store);
	arena_free(l.arena);
	return status;
}

int cli_posts(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"source", required_argument, NULL, 's'},
		{"number", required_argument, NULL, 'n'},
		{"poster", required_argument, NULL, 'p'},
		{"around", required_argument, NULL, 'a'},
		{"tree", no_argument, NULL, 't'},
		{"addresses", no_argument, NULL, 'i'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct wish wish = {.from = -1, .to = -1, .around = -1};
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		bool good = true;
		switch (option) {
		case 'j':
			wish.json = true;
			break;
		case 't':
			wish.tree = true;
			break;
		case 'i':
			wish.addresses = true;
			break;
		case 's':
			wish.source = optarg;
			break;
		case 'p':
			wish.poster = optarg;
			break;
		case 'n':
			good = cli_numbers(optarg, &wish.from, &wish.to);
			break;
		case 'a':
			good = cli_count(optarg, &wish.around);
			break;
		case 'h':
			cli_usage("posts", false);
			return ERR_NONE;
		case ':':
			return cli_usage_error("posts", _("%s needs a value"), argv[optind - 1]);
		default:
			return cli_usage_error("posts", _("there is no option %s"), argv[optind - 1]);
		}
		if (!good)
			return cli_usage_error("posts", _("%s is no number"), optarg);
	}
	if (optind != argc)
		return cli_usage_error("posts", _("what is %s? A source is said with --source"), argv[optind]);
	if (!wish.source && (wish.around >= 0 || (wish.poster && (wish.from >= 0 || wish.tree))))
		return cli_usage_error("posts", _("of which --source?"));
	return posts(cli, &wish);
}
