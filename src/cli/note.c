/* taiyaku note: annotations from a script: add, list, edit, remove, restore, history.
 *
 * What is made or changed is printed only after the log of the store is on the disk: an id that was printed is safe.
 * Positions are code points outside and bytes inside. Nothing is overwritten: an edit is one more change, and so is a
 * removal. */
#include "note.h"

#include "put.h"
#include "taiyaku/app.h"
#include "taiyaku/text.h"

#include <getopt.h>
#include <stdio.h>

#define BODY_MAX ((size_t)1 << 20) /* what the log takes for one string */

static const char *const colours[] = {"yellow", "green", "blue", "red", NULL};

struct job { /* a change of the store that is being made */
	const struct cli_note *wish;
	struct store_notes *notes;
	struct arena *arena;
	struct err err;
};

/* ---- what the options say ---- */

static bool one_line(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 127)
			return false;
	return true;
}

static bool is_language(const char *s)
{
	return *s && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(s);
}

static bool is_colour(const char *s)
{
	for (const char *const *c = colours; *c; c++)
		if (!strcmp(s, *c))
			return true;
	return false;
}

/* The body as it was said, or read from standard input; CR LF there is a line end, the last line end is none of it. */
static bool read_body(struct job *j, struct str *out)
{
	struct buf bytes = {0}, text = {0};
	struct text_decoding info = {0};
	bool good;

	if (strcmp(j->wish->body, "-") != 0) {
		*out = str_c(j->wish->body);
		return text_bad(*out) == POS_NONE || err_set(&j->err, ERR_USAGE, _("--body is no UTF-8"));
	}
	good = file_read("-", BODY_MAX, &bytes, &j->err) && text_decode(buf_view(&bytes), NULL, &text, &info, &j->err);
	if (good && info.binary)
		good = err_set(&j->err, ERR_INPUT, _("standard input is no text"));
	if (good)
		*out = arena_str(j->arena, str_trim(buf_view(&text)));
	buf_free(&bytes);
	buf_free(&text);
	return good;
}

/* What --body, --tag, --language, --colour and --author say, into the annotation; the rest of it stays. */
static bool fill(struct job *j, struct store_annotation *a)
{
	const struct cli_note *w = j->wish;

	if (w->body && !read_body(j, &a->body))
		return false;
	if (w->language)
		a->language = str_c(w->language);
	if (w->colour)
		a->colour = str_c(w->colour);
	if (w->author)
		a->author = str_c(w->author);
	if (w->tags.n) {
		a->n_tags = w->tags.v[0].n ? w->tags.n : 0; /* --tag "": none */
		a->tags = w->tags.v;
	}
	return true;
}

static bool is_whole(struct job *j, const struct store_annotation *a)
{
	switch (a->kind) {
	case ANNOTATION_NOTE:
	case ANNOTATION_TRANSLATION:
		return str_trim(a->body).n ||
		       err_set(&j->err, ERR_USAGE, _("a %s needs a text: --body TEXT, or --body - for standard input"),
			       store_annotation_name(a->kind));
	case ANNOTATION_CORRECTION: /* into nothing: it should be left out */
		return j->wish->body || a->change.n ||
		       err_set(&j->err, ERR_USAGE, _("what should it say? --body TEXT; --body '' leaves it out"));
	case ANNOTATION_TAG:
		return a->n_tags || err_set(&j->err, ERR_USAGE, _("which --tag?"));
	case ANNOTATION_LINK:
		return a->to.document.n || a->poster.kind != STORE_POSTER_NONE ||
		       err_set(&j->err, ERR_USAGE, _("a link leads --to which FILE?"));
	default:
		return true;
	}
}

/* ---- where ---- */

/* The byte that so many code points lie before. */
static bool byte_at(struct str text, long n, const char *option, size_t *at, struct err *e)
{
	long done = 0;
	uint32_t cp;

	for (*at = 0; *at < text.n && done < n; done++)
		*at = text_next(text, *at, &cp);
	return done == n || err_set(e, ERR_USAGE, _("%s %ld: the text ends after %ld characters"), option, n, done);
}

static bool place_by_offsets(const struct cli_note *w, struct str text, struct span *at, struct err *e)
{
	if (w->start < 0 || w->end < 0)
		return err_set(e, ERR_USAGE, _("--start and --end belong together"));
	if (w->start > w->end)
		return err_set(e, ERR_USAGE, _("--start %ld stands after --end %ld"), w->start, w->end);
	return byte_at(text, w->start, "--start", &at->start, e) && byte_at(text, w->end, "--end", &at->end, e);
}

static bool stands_between(struct str text, size_t hit, size_t n, const char *prefix, const char *suffix)
{
	return str_ends(str_slice(text, 0, hit), str_c(prefix)) &&
	       str_starts(str_slice(text, hit + n, text.n), str_c(suffix));
}

static bool place_by_quote(const char *name, struct str text, const char *quote, const char *prefix, const char *suffix,
			   struct span *at, struct err *e)
{
	struct str q = str_c(quote);
	size_t n = 0;

	for (size_t hit = 0; q.n && (hit = str_find(text, q, hit)) != SIZE_MAX; hit++)
		if (stands_between(text, hit, q.n, prefix, suffix) && !n++)
			*at = (struct span){hit, hit + q.n};
	if (n == 1)
		return true;
	if (n)
		return err_set(
			e, ERR_USAGE,
			_("%s: the quote stands there %zu times; say which one by --prefix, --suffix or --start"), name,
			n);
	return err_set(e, ERR_NOTHING,
		       *prefix || *suffix ? _("%s: the quote does not stand there between this prefix and suffix")
					  : _("%s: the quote does not stand there, character by character"),
		       name);
}

static bool place(const struct cli_note *w, const char *name, struct str text, struct span *at, struct err *e)
{
	bool by_offsets = w->start >= 0 || w->end >= 0;

	if (by_offsets == (w->quote != NULL))
		return err_set(e, ERR_USAGE, _("which passage? --start N --end M, or --quote TEXT"));
	return by_offsets ? place_by_offsets(w, text, at, e)
			  : place_by_quote(name, text, w->quote, w->prefix ? w->prefix : "", w->suffix ? w->suffix : "",
					   at, e);
}

/* The passage in the store's terms; its text is kept, so that it is found again when the file is another one. */
static void target(struct job *j, const struct cli_text *t, struct span at, struct store_target *out)
{
	note_target(t->text, at, POS_NONE, j->arena, out);
	out->document = arena_str(j->arena, t->about.document);
	out->version = arena_str(j->arena, t->about.id);
	out->path = arena_str(j->arena, t->about.path);
	out->title = arena_str(j->arena, t->about.title);
	store_keep_text(j->notes, &t->about, t->text);
}

/* ---- add ---- */

static bool link_to(struct job *j, struct store_annotation *a)
{
	const struct cli_note *w = j->wish;
	struct span at = {0, 0};
	struct cli_text t;
	bool good;

	if (!w->to)
		return !w->to_quote || err_set(&j->err, ERR_USAGE, _("--to-quote stands in which FILE? --to FILE"));
	if (!cli_text_open(w->dir, j->notes, w->to, NULL, &t, &j->err))
		return false;
	at.end = t.text.n;
	good = !w->to_quote || place_by_quote(w->to, t.text, w->to_quote, "", "", &at, &j->err);
	if (good && w->to_quote)
		target(j, &t, at, &a->to);
	else if (good) /* the document as a whole */
		a->to = (struct store_target){.document = arena_str(j->arena, t.about.document),
					      .start = POS_NONE,
					      .end = POS_NONE,
					      .first = POS_NONE,
					      .last = POS_NONE,
					      .path = arena_str(j->arena, t.about.path),
					      .title = arena_str(j->arena, t.about.title)};
	cli_text_close(&t);
	return good;
}

static bool compose(struct job *j, struct store_annotation *a)
{
	const struct cli_note *w = j->wish;
	struct span at;
	struct cli_text t;
	bool good;

	if (!cli_text_open(w->dir, j->notes, w->names[0], w->encoding, &t, &j->err))
		return false;
	good = place(w, w->names[0], t.text, &at, &j->err) && fill(j, a) && link_to(j, a) && is_whole(j, a);
	if (good && at.start == at.end && a->kind != ANNOTATION_BOOKMARK)
		good = err_set(&j->err, ERR_USAGE,
			       _("the passage is empty; only a bookmark stands between two characters"));
	if (good)
		target(j, &t, at, &a->target);
	cli_text_close(&t);
	return good;
}

/* On the disk, or the reason why not. */
static bool save(struct job *j, struct store_annotation *a)
{
	return store_put_annotation(j->notes, j->arena, a, &j->err) &&
	       store_notes_sync(j->notes, SYNC_WAIT_MS, &j->err);
}

static bool add(struct job *j)
{
	struct store_annotation a = {.kind = ANNOTATION_NOTE};
	const struct cli_note *w = j->wish;

	a.target.start = a.target.end = a.target.first = a.target.last = POS_NONE;
	if (w->kind && !store_annotation_kind_of(str_c(w->kind), &a.kind))
		return err_set(
			&j->err, ERR_USAGE,
			_("%s is no kind of annotation: highlight, note, translation, correction, tag, link, bookmark"),
			w->kind);
	if (w->n_names != 1)
		return err_set(&j->err, ERR_USAGE, _("one FILE, please"));
	if (w->body && !strcmp(w->body, "-") && !strcmp(w->names[0], "-"))
		return err_set(&j->err, ERR_USAGE, _("standard input cannot be both FILE and --body"));
	if (a.kind == ANNOTATION_HIGHLIGHT)
		a.colour = STR("yellow");
	if (!compose(j, &a) || !save(j, &a))
		return false;
	cli_note_print_made(w, &a);
	return true;
}

/* ---- edit, remove, restore ---- */

static bool edit(struct job *j)
{
	const struct cli_note *w = j->wish;
	struct store_annotation a;

	if (w->n_names != 1)
		return err_set(&j->err, ERR_USAGE, _("one ID, please"));
	if (!w->body && !w->tags.n && !w->language && !w->colour && !w->author)
		return err_set(&j->err, ERR_USAGE,
			       _("what is to be changed? --body, --tag, --language, --colour, --author"));
	if (!store_annotation(j->notes, str_c(w->names[0]), j->arena, &a, &j->err))
		return false;
	if (a.deleted)
		return err_set(&j->err, ERR_NOTHING, _("%s is removed; taiyaku note restore brings it back"),
			       w->names[0]);
	if (!fill(j, &a) || !is_whole(j, &a) || !save(j, &a))
		return false;
	cli_note_print_made(w, &a);
	return true;
}

/* All of them or none: they are looked for before the first is changed. */
static bool set_removed(struct job *j, bool removed)
{
	const struct cli_note *w = j->wish;
	struct store_annotation *all = arena_alloc(j->arena, ((size_t)w->n_names + 1) * sizeof *all);

	if (!w->n_names)
		return err_set(&j->err, ERR_USAGE, _("which ID?"));
	for (int i = 0; i < w->n_names; i++) {
		if (!store_annotation(j->notes, str_c(w->names[i]), j->arena, &all[i], &j->err))
			return false;
		if (all[i].deleted == removed)
			return err_set(&j->err, ERR_NOTHING,
				       removed ? _("%s is removed already") : _("%s is not removed"), w->names[i]);
	}
	for (int i = 0; i < w->n_names; i++) {
		all[i].deleted = removed;
		if (!store_put_annotation(j->notes, j->arena, &all[i], &j->err))
			return false;
	}
	if (!store_notes_sync(j->notes, SYNC_WAIT_MS, &j->err))
		return false;
	for (int i = 0; i < w->n_names; i++)
		cli_note_print_made(w, &all[i]);
	return true;
}

static bool remove_them(struct job *j)
{
	return set_removed(j, true);
}

static bool restore(struct job *j)
{
	return set_removed(j, false);
}

/* ---- the store ---- */

static bool set_author(struct job *j, const char *config)
{
	struct buf name = {0};
	bool good = j->wish->author || app_author(config, &name, &j->err);

	if (good && name.n)
		store_set_author(j->notes, buf_view(&name));
	buf_free(&name);
	return good;
}

static int change(const struct cli *cli, const struct cli_note *w, bool (*act)(struct job *))
{
	struct job j = {.wish = w, .arena = arena_new()};
	struct err closing = {0};
	const char *why;

	j.notes = store_notes_open(w->dir, STORE_WRITE, &j.err);
	why = j.notes ? store_notes_read_only(j.notes) : NULL;
	if (why)
		err_set(&j.err, ERR_STORE, "%s", why);
	else if (j.notes && set_author(&j, cli->config))
		act(&j);
	if (!store_notes_close(j.notes, SYNC_WAIT_MS, &closing) && !j.err.code)
		j.err = closing;
	arena_free(j.arena);
	return j.err.code ? cli_fail(&j.err) : ERR_NONE;
}

/* ---- the command ---- */

enum verb { ADD, LIST, EDIT, REMOVE, RESTORE, HISTORY, VERBS };
static const char *const verbs[VERBS] = {"add", "list", "edit", "remove", "restore", "history"};

static int act(const struct cli *cli, enum verb verb, const struct cli_note *w)
{
	static bool (*const changes[VERBS])(struct job *) = {
		[ADD] = add, [EDIT] = edit, [REMOVE] = remove_them, [RESTORE] = restore};

	if (verb == LIST)
		return cli_note_list(w);
	if (verb == HISTORY)
		return cli_note_history(w);
	return change(cli, w, changes[verb]);
}

/* A tag with or without its "#". */
static bool take_tag(struct cli_note *w, const char *value)
{
	struct str tag = str_trim(str_c(value));

	if (tag.n && tag.p[0] == '#')
		tag = str_slice(tag, 1, tag.n);
	vec_push(&w->tags, tag);
	return one_line(value) && text_bad(tag) == POS_NONE;
}

static bool take(struct cli_note *w, int option, const char *value)
{
	switch (option) {
	case 'k':
		w->kind = value;
		return true;
	case 's':
		return cli_count(value, &w->start);
	case 'e':
		return cli_count(value, &w->end);
	case 't':
		return take_tag(w, value);
	case 'l':
		w->language = value;
		return is_language(value);
	case 'c':
		w->colour = value;
		return is_colour(value);
	case 'a':
		w->author = value;
		return *value && one_line(value) && text_bad(str_c(value)) == POS_NONE;
	default:
		break;
	}
	*(option == 'b'   ? &w->body
	  : option == 'q' ? &w->quote
	  : option == 'p' ? &w->prefix
	  : option == 'u' ? &w->suffix
	  : option == 'o' ? &w->to
	  : option == 'r' ? &w->to_quote
			  : &w->encoding) = value;
	return true;
}

/* Which verbs take an option: nothing that is said is passed over. */
static bool belongs(int option, enum verb verb)
{
	static const char *const of[VERBS] = {"jkseltcabqpuorn", "jktadn", "jltcab", "j", "j", "j"};

	return strchr(of[verb], option) != NULL;
}

static int parse(struct cli_note *w, enum verb verb, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"deleted", no_argument, NULL, 'd'},
		{"kind", required_argument, NULL, 'k'},
		{"start", required_argument, NULL, 's'},
		{"end", required_argument, NULL, 'e'},
		{"quote", required_argument, NULL, 'q'},
		{"prefix", required_argument, NULL, 'p'},
		{"suffix", required_argument, NULL, 'u'},
		{"body", required_argument, NULL, 'b'},
		{"tag", required_argument, NULL, 't'},
		{"language", required_argument, NULL, 'l'},
		{"colour", required_argument, NULL, 'c'},
		{"author", required_argument, NULL, 'a'},
		{"to", required_argument, NULL, 'o'},
		{"to-quote", required_argument, NULL, 'r'},
		{"encoding", required_argument, NULL, 'n'},
		{NULL, 0, NULL, 0},
	};
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == ':')
			return cli_usage_error("note", _("%s needs a value"), argv[optind - 1]);
		if (option == '?')
			return cli_usage_error("note", _("there is no option %s"), argv[optind - 1]);
		if (!belongs(option, verb))
			return cli_usage_error("note", _("note %s takes no %s"), verbs[verb],
					       argv[optind - (optarg ? 2 : 1)]);
		if (option == 'j')
			w->json = true;
		else if (option == 'd')
			w->deleted = true;
		else if (!take(w, option, optarg))
			return cli_usage_error("note", _("%s: this value means nothing here"), optarg);
	}
	w->names = argv + optind;
	w->n_names = argc - optind;
	return ERR_NONE;
}

int cli_note(const struct cli *cli, int argc, char **argv)
{
	struct cli_note w = {.start = -1, .end = -1};
	enum verb verb = ADD;
	struct err e = {0};
	int status;

	while (verb < VERBS && (argc < 2 || strcmp(argv[1], verbs[verb]) != 0))
		verb++;
	if (verb == VERBS)
		return cli_usage_error(
			"note", argc < 2 ? _("add, list, edit, remove, restore or history?") : _("there is no note %s"),
			argv[1]);
	status = parse(&w, verb, argc - 1, argv + 1);
	if (!status && !(w.dir = cli_store_dir(cli, &e)))
		status = cli_fail(&e);
	if (!status)
		status = act(cli, verb, &w);
	vec_free(&w.tags);
	free(w.dir);
	return status;
}
