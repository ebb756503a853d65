/* taiyaku library: the documents that were read, the sources that are held or quoted, and what is wanted: sources that
 * documents cite and no imported file has, and posts of held sources that are named and not there. */
#include "find.h"
#include "put.h"
#include "taiyaku/cli.h"

#include <getopt.h>
#include <stdio.h>

struct library {
	struct store *store;
	struct arena *arena;
	struct store_documents documents;
	struct store_threads sources, wanted;
	struct err err;
};

static bool load(struct library *l)
{
	return store_documents(l->store, l->arena, &l->documents, &l->err) &&
	       store_threads(l->store, STORE_LIST_ALL, l->arena, &l->sources, &l->err) &&
	       store_threads(l->store, STORE_LIST_WANTED, l->arena, &l->wanted, &l->err);
}

static struct store_gaps gaps_of(struct library *l, int64_t thread)
{
	struct store_gaps g = {0};

	store_gaps(l->store, thread, l->arena, &g, &l->err);
	return g;
}

static struct store_citings citings_of(struct library *l, int64_t thread)
{
	struct store_citings c = {0};

	store_cited_by(l->store, thread, -1, l->arena, &c, &l->err);
	return c;
}

/* ---- JSON ---- */

static void put_gaps(struct json_out *o, struct library *l, int64_t thread)
{
	struct store_gaps g = gaps_of(l, thread);

	json_name(o, "missing");
	json_begin(o, '[');
	for (size_t i = 0; i < g.n; i++) {
		json_begin(o, '{');
		cli_put_int(o, "from", g.v[i].from);
		cli_put_int(o, "to", g.v[i].to);
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

static void json_threads(struct json_out *o, struct library *l, const char *name, const struct store_threads *t,
			 bool cited)
{
	json_name(o, name);
	json_begin(o, '[');
	for (size_t i = 0; i < t->n; i++) {
		const struct store_thread *h = &t->v[i];
		json_begin(o, '{');
		cli_put_source(o, &h->source);
		cli_put_bool(o, "held", h->held);
		cli_put_int(o, "posts", (long long)h->posts_held);
		cli_put_int(o, "quoted", (long long)h->posts_quoted);
		cli_put_time(o, "created_at", h->created_at, 0);
		cli_put_time(o, "last_post_at", h->last_post_at, 0);
		put_gaps(o, l, h->id);
		if (cited) {
			struct store_citings c = citings_of(l, h->id);
			cli_put_citings(o, &c);
		}
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void print_json(struct library *l, bool only_wanted)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	json_begin(&o, '{');
	if (!only_wanted) {
		json_documents(&o, l);
		json_threads(&o, l, "sources", &l->sources, false);
	}
	json_threads(&o, l, "wanted", &l->wanted, true);
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

static void add_gaps(struct library *l, int64_t thread, struct buf *b)
{
	struct store_gaps g = gaps_of(l, thread);

	for (size_t i = 0; i < g.n && i < 10; i++) {
		buf_printf(b, i ? ", %ld" : _("; missing: %ld"), g.v[i].from);
		if (g.v[i].to > g.v[i].from)
			buf_printf(b, "-%ld", g.v[i].to);
	}
	if (g.n > 10)
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
		add_gaps(l, t->id, &b);
		cli_print_line(&b);
	}
	buf_free(&b);
}

static void print_wanted(struct library *l)
{
	struct buf b = {0};

	printf(_("wanted: %zu\n"), l->wanted.n);
	for (size_t i = 0; i < l->wanted.n; i++) {
		struct store_citings c = citings_of(l, l->wanted.v[i].id);
		buf_cat(&b, "  ");
		cli_add_source(&b, &l->wanted.v[i].source);
		cli_print_line(&b);
		for (size_t k = 0; k < c.n; k++) {
			size_t end = str_find_char(c.v[k].text, '\n', 0);
			buf_printf(&b, "      " STR_FMT ":%zu: " STR_FMT,
				   STR_ARG(c.v[k].path.n ? c.v[k].path : c.v[k].document), c.v[k].line,
				   STR_ARG(str_slice(c.v[k].text, 0, end == SIZE_MAX ? c.v[k].text.n : end)));
			cli_print_line(&b);
		}
	}
	buf_free(&b);
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
