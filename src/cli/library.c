/* taiyaku library: the documents that were read, the sources that are held or quoted, and what is wanted: sources that
 * documents cite and no imported file has, and posts of held sources that are named and not there: a list to print and
 * to look for. */
#include "find.h"
#include "put.h"
#include "taiyaku/cli.h"

#include <getopt.h>
#include <stdio.h>

struct library {
	struct store *store;
	struct arena *arena;
	struct store_documents documents;
	struct store_threads sources, wanted, held;
	struct err err;
};

struct want { /* a source that is cited and not held, or of which posts are missing */
	const struct store_thread *thread;
	struct store_citings citings;
	struct store_gaps gaps;
	int64_t when; /* INT64_MAX: nobody tells */
};
struct wants {
	struct want *v;
	size_t n;
};

static bool load(struct library *l)
{
	if (!store_documents(l->store, l->arena, &l->documents, &l->err) ||
	    !store_threads(l->store, STORE_LIST_ALL, l->arena, &l->sources, &l->err) ||
	    !store_threads(l->store, STORE_LIST_WANTED, l->arena, &l->wanted, &l->err))
		return false;
	l->held.v = arena_alloc(l->arena, (l->sources.n + 1) * sizeof *l->held.v);
	for (size_t i = 0; i < l->sources.n; i++)
		if (l->sources.v[i].held)
			l->held.v[l->held.n++] = l->sources.v[i];
	return true;
}

static struct store_gaps gaps_of(struct library *l, int64_t thread)
{
	struct store_gaps g = {0};

	store_gaps(l->store, thread, l->arena, &g, &l->err);
	return g;
}

/* ---- what is wanted and missing ---- */

static struct store_citings citings_of(struct library *l, int64_t thread)
{
	struct store_citings c = {0};

	store_cited_by(l->store, thread, -1, l->arena, &c, &l->err);
	return c;
}

/* When it was, as far as somebody tells: the first day that is cited with it, its own beginning. */
static int64_t time_of(const struct store_thread *t, const struct store_citings *c)
{
	int64_t first = INT64_MAX, key = cite_key_time(t->source.family, t->source.key);

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].date_from != STORE_NO_TIME && c->v[i].date_from < first)
			first = c->v[i].date_from;
	if (first != INT64_MAX)
		return first;
	return t->created_at != STORE_NO_TIME ? t->created_at : key != STORE_NO_TIME ? key : INT64_MAX;
}

static bool is_named(const struct store_citings *c, const struct store_gap *g)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].from >= 0 && c->v[i].from <= g->to && c->v[i].to >= g->from)
			return true;
	return false;
}

/* Of a held thread: numbers that a document names, or that lie among its posts. An anchor far beyond them is a slip or
 * a joke. */
static void keep_the_likely(const struct store_thread *t, const struct store_citings *c, struct store_gaps *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].from <= t->max_number || is_named(c, &g->v[i]))
			g->v[n++] = g->v[i];
	g->n = n;
}

static int by_time(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	return (x->thread->id > y->thread->id) - (x->thread->id < y->thread->id);
}

/* The sources of the list in order of time; of held ones those that documents cite and that lack posts. */
static struct wants wants_of(struct library *l, const struct store_threads *t)
{
	struct wants w = {.v = arena_alloc(l->arena, (t->n + 1) * sizeof *w.v)};

	for (size_t i = 0; i < t->n; i++) {
		struct want one = {.thread = &t->v[i], .citings = citings_of(l, t->v[i].id)};
		if (t->v[i].held && !one.citings.n)
			continue;
		one.gaps = gaps_of(l, t->v[i].id);
		if (t->v[i].held)
			keep_the_likely(&t->v[i], &one.citings, &one.gaps);
		if (t->v[i].held && !one.gaps.n)
			continue;
		one.when = time_of(&t->v[i], &one.citings);
		w.v[w.n++] = one;
	}
	if (w.n)
		qsort(w.v, w.n, sizeof *w.v, by_time);
	return w;
}

static void address_of(const struct store_thread *t, struct buf *out)
{
	buf_clear(out);
	if (t->url.n)
		buf_str(out, t->url);
	else
		cite_address(&t->source, out);
}

/* ---- JSON ---- */

static void put_gaps(struct json_out *o, const struct store_gaps *g)
{
	json_name(o, "missing");
	json_begin(o, '[');
	for (size_t i = 0; i < g->n; i++) {
		json_begin(o, '{');
		cli_put_int(o, "from", g->v[i].from);
		cli_put_int(o, "to", g->v[i].to);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void json_documents(struct json_out *o, struct library *l)
{
	json_name(o, "documents");
	json_begin(o, '[');
	for (size_t i = 0; i < l->documents.n; i++) {
		const struct store_kept *d = &l->documents.v[i];
		json_begin(o, '{');
		cli_put_text(o, "id", d->id);
		cli_put_text(o, "path", d->path);
		cli_put_text(o, "title", d->title);
		cli_put_text(o, "author", d->author);
		cli_put_text(o, "date", d->date);
		cli_put_text(o, "language", d->language);
		cli_put_int(o, "bytes", (long long)d->size);
		cli_put_time(o, "kept_at", d->kept_at, 0);
		cli_put_text(o, "previous", d->previous);
		cli_put_int(o, "posts", (long long)d->n_quotes);
		cli_put_int(o, "citations", (long long)d->n_cites);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_thread(struct json_out *o, const struct store_thread *h, const struct store_gaps *g)
{
	cli_put_source(o, &h->source);
	cli_put_bool(o, "held", h->held);
	cli_put_int(o, "posts", (long long)h->posts_held);
	cli_put_int(o, "quoted", (long long)h->posts_quoted);
	cli_put_time(o, "created_at", h->created_at, 0);
	cli_put_time(o, "last_post_at", h->last_post_at, 0);
	put_gaps(o, g);
}

static void json_sources(struct json_out *o, struct library *l)
{
	json_name(o, "sources");
	json_begin(o, '[');
	for (size_t i = 0; i < l->sources.n; i++) {
		struct store_gaps g = gaps_of(l, l->sources.v[i].id);
		json_begin(o, '{');
		put_thread(o, &l->sources.v[i], &g);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void json_wants(struct json_out *o, const char *name, const struct wants *w)
{
	struct buf address = {0};

	json_name(o, name);
	json_begin(o, '[');
	for (size_t i = 0; i < w->n; i++) {
		address_of(w->v[i].thread, &address);
		json_begin(o, '{');
		put_thread(o, w->v[i].thread, &w->v[i].gaps);
		cli_put_text(o, "address", buf_view(&address));
		cli_put_citings(o, &w->v[i].citings);
		json_end(o, '}');
	}
	json_end(o, ']');
	buf_free(&address);
}

static void print_json(struct library *l, bool only_wanted)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};
	struct wants wanted = wants_of(l, &l->wanted), lacking = wants_of(l, &l->held);

	json_begin(&o, '{');
	if (!only_wanted) {
		json_documents(&o, l);
		json_sources(&o, l);
	}
	json_wants(&o, "wanted", &wanted);
	json_wants(&o, "incomplete", &lacking);
	json_end(&o, '}');
	cli_print_json(&b);
}

/* ---- for people ---- */

static void print_documents(struct library *l)
{
	struct buf b = {0};

	printf(_("documents: %zu\n"), l->documents.n);
	for (size_t i = 0; i < l->documents.n; i++) {
		const struct store_kept *d = &l->documents.v[i];
		buf_printf(&b, "  " STR_FMT, STR_ARG(d->title.n ? d->title : str_c(_("(no title)"))));
		if (d->author.n)
			buf_printf(&b, ", " STR_FMT, STR_ARG(d->author));
		if (d->date.n)
			buf_printf(&b, ", " STR_FMT, STR_ARG(d->date));
		if (d->path.n)
			buf_printf(&b, "  " STR_FMT, STR_ARG(d->path));
		cli_print_line(&b);
	}
	buf_free(&b);
}

static void add_gaps(struct buf *b, const struct store_gaps *g, size_t max)
{
	for (size_t i = 0; i < g->n && i < max; i++) {
		buf_printf(b, i ? ", %ld" : " %ld", g->v[i].from);
		if (g->v[i].to > g->v[i].from)
			buf_printf(b, "-%ld", g->v[i].to);
	}
	if (g->n > max)
		buf_cat(b, " …");
}

static void print_sources(struct library *l)
{
	struct buf b = {0};

	printf(_("\nsources: %zu\n"), l->sources.n);
	for (size_t i = 0; i < l->sources.n; i++) {
		const struct store_thread *t = &l->sources.v[i];
		buf_cat(&b, "  ");
		cli_add_source(&b, &t->source);
		buf_printf(&b, _(": %zu posts, %zu quoted"), t->posts_held, t->posts_quoted);
		struct store_gaps g = gaps_of(l, t->id);
		buf_cat(&b, g.n ? _("; missing:") : "");
		add_gaps(&b, &g, 10);
		cli_print_line(&b);
	}
	buf_free(&b);
}

static void print_citings(const struct store_citings *c)
{
	struct buf b = {0};

	for (size_t i = 0; i < c->n; i++) {
		if (cli_is_again(c, i))
			continue;
		buf_printf(&b, "    " STR_FMT ":%zu: " STR_FMT,
			   STR_ARG(c->v[i].path.n ? c->v[i].path : c->v[i].document), c->v[i].line,
			   STR_ARG(cli_first_line(c->v[i].text)));
		cli_print_line(&b);
	}
	buf_free(&b);
}

/* The day, what it is called, which posts, where to look, and who cites it. */
static void print_want(const struct want *w)
{
	struct buf b = {0}, address = {0};
	char day[36] = "";

	if (w->when != INT64_MAX)
		cite_time_format(w->when, 540, day);
	buf_printf(&b, "%-10.10s  ", day);
	cli_add_source(&b, &w->thread->source);
	putchar('\n');
	cli_print_line(&b);
	if (w->gaps.n) {
		buf_printf(&b, "    %s", _("posts"));
		add_gaps(&b, &w->gaps, SIZE_MAX);
		cli_print_line(&b);
	}
	address_of(w->thread, &address);
	if (address.n) {
		buf_printf(&b, "    %s", buf_cstr(&address));
		cli_print_line(&b);
	}
	print_citings(&w->citings);
	buf_free(&b);
	buf_free(&address);
}

static void print_wanted(struct library *l)
{
	struct wants wanted = wants_of(l, &l->wanted), lacking = wants_of(l, &l->held);

	printf(_("wanted: %zu\n"), wanted.n);
	for (size_t i = 0; i < wanted.n; i++)
		print_want(&wanted.v[i]);
	if (!lacking.n)
		return;
	printf(_("\nheld, with posts missing: %zu\n"), lacking.n);
	for (size_t i = 0; i < lacking.n; i++)
		print_want(&lacking.v[i]);
}

static void print_text(struct library *l, bool only_wanted)
{
	if (!only_wanted) {
		print_documents(l);
		print_sources(l);
		putchar('\n');
	}
	print_wanted(l);
}

/* ---- the command ---- */

static int library(const struct cli *cli, bool json, bool only_wanted)
{
	struct library l = {.arena = arena_new()};
	int status;

	l.store = cli_open_store(cli, &status);
	if (!status && (!l.store || load(&l))) { /* no store yet: an empty library */
		if (json)
			print_json(&l, only_wanted);
		else
			print_text(&l, only_wanted);
	}
	if (l.err.code)
		status = cli_fail(&l.err);
	store_close(l.store);
	arena_free(l.arena);
	return status;
}

int cli_library(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"wanted", no_argument, NULL, 'w'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	bool json = false, only_wanted = false;
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("library", false);
			return ERR_NONE;
		}
		if (option != 'j' && option != 'w')
			return cli_usage_error("library", _("there is no option %s"), argv[optind - 1]);
		json |= option == 'j';
		only_wanted |= option == 'w';
	}
	if (optind != argc)
		return cli_usage_error("library", _("it takes no FILE"));
	return library(cli, json, only_wanted);
}
