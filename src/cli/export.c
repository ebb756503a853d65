/* taiyaku export: annotations of a document, of a post or of the whole store, to standard output in a format of
 * exchange (src/note). They stand where they are in the present version of the text. With a document's own go those of
 * the posts of the sources that it cites.
 */
#include "find.h"
#include "put.h"

#include "taiyaku/note.h"
#include "taiyaku/view.h"

#include <getopt.h>
#include <stdio.h>

struct wish {
	const struct note_format *format;
	struct store_annotation_query ask; /* kinds, tag, author */
	const char *encoding, *name;       /* name NULL: all of the store */
};
struct exporting {
	const struct wish *wish;
	struct store_notes *notes;
	struct arena *arena;
	VEC(struct note_attached) chosen;
	struct err err;
};

/* ---- which ---- */

static bool has_tag(const struct store_annotation *a, struct str tag)
{
	for (size_t i = 0; i < a->n_tags; i++)
		if (str_eq(a->tags[i], tag))
			return true;
	return !tag.n;
}

static bool fits(const struct store_annotation_query *ask, const struct store_annotation *a)
{
	return (!ask->kinds || (ask->kinds & 1u << a->kind)) && has_tag(a, ask->tag) &&
	       (!ask->author.n || str_eq(ask->author, a->author));
}

static int by_document(const void *a, const void *b)
{
	const struct note_attached *x = a, *y = b;
	const struct store_target *s = &x->annotation.target, *t = &y->annotation.target;
	int order = str_cmp(s->title, t->title);

	if (!order)
		order = str_cmp(s->document, t->document);
	if (!order)
		order = (s->first > t->first) - (s->first < t->first);
	return order ? order : str_cmp(x->annotation.id, y->annotation.id);
}

/* Of posts of these sources: "post:FAMILY/BOARD/KEY/" each. */
typedef VEC(char *) source_names;

static bool is_of(const source_names *sources, const struct store_annotation *a)
{
	for (size_t i = 0; i < sources->n; i++)
		if (str_starts(a->target.document, str_c(sources->v[i])))
			return true;
	return false;
}

/* Those of the store, of some of its sources (NULL: whatever they are of), or of a document whose text nobody has, as
 * they were made. */
static bool choose_kept(struct exporting *x, const struct store_annotation_query *ask, const source_names *sources)
{
	struct store_annotations all = {0};
	size_t first = x->chosen.n;

	if (!store_annotations(x->notes, ask, x->arena, &all, &x->err))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (!sources || is_of(sources, &all.v[i]))
			vec_push(&x->chosen, (struct note_attached){.annotation = all.v[i],
								    .state = STATE_EXACT,
								    .at = {POS_NONE, POS_NONE},
								    .score = 1});
	if (x->chosen.n > first)
		qsort(x->chosen.v + first, x->chosen.n - first, sizeof *x->chosen.v, by_document);
	return true;
}

static void add_source(source_names *sources, const struct verdict *v)
{
	struct buf name = {0};
	if (!v->source.family.n || !v->source.key.n)
		return;
	page_source_name(&v->source, &name);
	buf_char(&name, '/');
	for (size_t i = 0; i < sources->n; i++)
		if (str_eq(str_c(sources->v[i]), buf_view(&name))) {
			buf_free(&name);
			return;
		}
	vec_push(sources, buf_take(&name));
}

/* Posts of the sources that the document cites or quotes. */
static bool choose_posts(struct exporting *x, const char *dir, struct doc *doc)
{
	struct store *store = store_open(dir, STORE_READ, NULL);
	struct cite *cite = cite_new(doc, store);
	source_names sources = {0};
	bool good;

	doc_settle(doc);
	for (uint32_t i = 0; i < doc_citations(doc); i++)
		add_source(&sources, cite_citation(cite, i));
	for (uint32_t i = 0; i < doc_posts(doc); i++)
		add_source(&sources, cite_post(cite, i));
	good = !sources.n || choose_kept(x, &x->wish->ask, &sources);
	for (size_t i = 0; i < sources.n; i++)
		free(sources.v[i]);
	vec_free(&sources);
	cite_free(cite);
	store_close(store);
	return good;
}

static void choose_attached(struct exporting *x, const struct note_attaching *found)
{
	struct note_list all = note_attaching_list(found);

	for (size_t i = 0; i < all.n; i++)
		if (fits(&x->wish->ask, &all.v[i].annotation))
			vec_push(&x->chosen, all.v[i]);
}

/* ---- out ---- */

/* The documents that the annotations were made on: earlier versions are documents of their own. */
static void name_documents(struct exporting *x, struct str document, struct store_annotation_query *ask)
{
	struct str *names = arena_alloc(x->arena, (x->chosen.n + 1) * sizeof *names);
	size_t n = 0;

	names[n++] = document;
	for (size_t i = 0; i < x->chosen.n; i++) {
		struct str name = x->chosen.v[i].annotation.target.document;
		size_t k = 0;
		while (k < n && !str_eq(names[k], name))
			k++;
		if (k == n)
			names[n++] = name;
	}
	ask->documents = names;
	ask->n_documents = n;
}

/* document: empty: all of them. */
static void put(struct exporting *x, struct doc *doc, struct str document)
{
	struct store_annotation_query ask = x->wish->ask;
	struct buf out = {0};

	ask.deleted = true; /* that something was deleted is told too */
	if (document.n)
		name_documents(x, document, &ask);
	struct note_export e = {
		.v = x->chosen.v, .n = x->chosen.n, .doc = doc, .notes = x->notes, .query = x->notes ? &ask : NULL};
	x->wish->format->put(&e, &out);
	cli_print(&out);
	buf_free(&out);
}

/* An import may be on a document that is known by its name alone. */
static bool export_unseen(struct exporting *x)
{
	struct str name = str_c(x->wish->name);
	struct store_annotation_query ask = x->wish->ask;

	ask.documents = &name;
	ask.n_documents = 1;
	if (!x->notes || !choose_kept(x, &ask, NULL) || !x->chosen.n)
		return false;
	x->err = (struct err){0};
	put(x, NULL, name);
	return true;
}

static void export_one(struct exporting *x, const char *dir)
{
	struct note_attaching *found = NULL;
	struct cli_text t;

	if (!cli_text_open(dir, x->notes, x->wish->name, x->wish->encoding, &t, &x->err)) {
		export_unseen(x);
		return;
	}
	if (x->notes)
		found = note_attaching_new(x->notes, t.about.document, t.about.id, t.text, &x->err);
	if (found) {
		note_attaching_step(found, 0);
		choose_attached(x, found);
	}
	if (found && t.doc)
		choose_posts(x, dir, t.doc);
	if (!x->err.code)
		put(x, t.doc, t.about.document);
	note_attaching_free(found);
	cli_text_close(&t);
}

static int export(const struct cli *cli, const struct wish *wish)
{
	struct exporting x = {.wish = wish, .arena = arena_new()};
	char *dir = cli_store_dir(cli, &x.err);

	x.notes = dir ? store_notes_open(dir, STORE_READ, &x.err) : NULL;
	if (x.err.code == ERR_NOTHING)
		x.err = (struct err){0};
	if (!x.err.code && wish->name)
		export_one(&x, dir);
	else if (!x.err.code && (!x.notes || choose_kept(&x, &wish->ask, NULL)))
		put(&x, NULL, (struct str){NULL, 0});
	int status = x.err.code ? cli_fail(&x.err) : x.chosen.n ? ERR_NONE : ERR_NOTHING;
	store_notes_close(x.notes, 0, NULL);
	vec_free(&x.chosen);
	arena_free(x.arena);
	free(dir);
	return status;
}

/* ---- what is asked for ---- */

static const struct note_format *format_of(const char *name)
{
	for (const struct note_format *f = note_formats; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static bool take(struct wish *w, int option, const char *value)
{
	enum store_annotation_kind kind;

	switch (option) {
	case 'f':
		w->format = format_of(value);
		return w->format != NULL;
	case 'k':
		if (!store_annotation_kind_of(str_c(value), &kind))
			return false;
		w->ask.kinds |= 1u << kind;
		return true;
	case 't':
		w->ask.tag = str_c(value);
		return true;
	case 'w':
		w->ask.author = str_c(value);
		return true;
	default:
		w->encoding = value;
		return true;
	}
}

int cli_export(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"format", required_argument, NULL, 'f'},   {"kind", required_argument, NULL, 'k'},
		{"tag", required_argument, NULL, 't'},      {"author", required_argument, NULL, 'w'},
		{"encoding", required_argument, NULL, 'e'}, {"all", no_argument, NULL, 'a'},
		{"help", no_argument, NULL, 'h'},           {NULL, 0, NULL, 0},
	};
	struct wish w = {.format = note_formats};
	bool all = false;
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("export", false);
			return ERR_NONE;
		}
		if (option == ':')
			return cli_usage_error("export", _("%s needs a value"), argv[optind - 1]);
		if (option == '?')
			return cli_usage_error("export", _("there is no option %s"), argv[optind - 1]);
		if (option == 'a')
			all = true;
		else if (!take(&w, option, optarg))
			return cli_usage_error("export", _("%s: this value means nothing here"), optarg);
	}
	if (optind + (all ? 0 : 1) != argc)
		return cli_usage_error("export", all              ? _("--all is the whole store: no FILE beside it")
						 : optind == argc ? _("which FILE?")
								  : _("one FILE is enough"));
	w.name = all ? NULL : argv[optind];
	return export(cli, &w);
}
