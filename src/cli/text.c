/* The text that FILE names on the command line of what works on annotations: a file, standard input, a document by its
 * id, a post by its name. What it is called in the store is made here, so that all of them, and the reader, mean the
 * same annotations by it. */
#include "find.h"
#include "taiyaku/read.h"
#include "taiyaku/text.h"

static struct str owned(struct cli_text *t, const char *s)
{
	return arena_str(t->arena, str_c(s));
}

static bool of_file(struct cli_text *t, const char *path, const char *encoding, struct err *e)
{
	char *real = strcmp(path, "-") != 0 ? file_real_path(path) : xstrdup("");

	t->doc = read_open(path, &(struct read_options){.encoding = encoding}, e);
	if (t->doc) {
		t->text = doc_text(t->doc);
		t->about.id = t->about.document = owned(t, doc_id(t->doc));
		t->about.path = owned(t, real);
		t->about.title = doc_title(t->doc);
	}
	free(real);
	return t->doc != NULL;
}

/* ---- a text that is kept, by its id ---- */

/* What the store of annotations knows of the text; false: nothing. */
static bool known(struct cli_text *t, struct store_notes *notes, struct str id)
{
	struct store_texts all = {0};

	if (!notes || !store_texts(notes, STR(""), STR(""), t->arena, &all, NULL))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].id, id)) {
			t->about = all.v[i];
			return true;
		}
	return false;
}

static bool in_library(struct cli_text *t, struct store *library, struct str id)
{
	struct store_documents all = {0};
	struct err e = {0};

	if (!library || !store_document_text(library, id, &t->bytes, &e) ||
	    !store_documents(library, t->arena, &all, &e))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].id, id)) {
			t->about.path = all.v[i].path;
			t->about.title = all.v[i].title;
		}
	return true;
}

static bool of_id(struct cli_text *t, struct store *library, struct store_notes *notes, struct str id, struct err *e)
{
	t->about = (struct store_text){.id = id, .document = id};
	if (!(known(t, notes, id) && store_kept_text(notes, id, &t->bytes, e)) && !in_library(t, library, id))
		return err_set(e, ERR_INPUT, _("%.*s is not in the library; taiyaku library lists what is"),
			       STR_ARG(id));
	t->text = buf_view(&t->bytes);
	if (str_starts(t->about.document, STR("post:")))
		return true;
	t->doc = read_bytes(t->text, NULL, &(struct read_options){.encoding = "utf-8"}, e);
	return t->doc != NULL;
}

/* ---- a post ---- */

static size_t last_slash(struct str s, size_t before)
{
	while (before && s.p[before - 1] != '/')
		before--;
	return before ? before - 1 : SIZE_MAX;
}

/* post:FAMILY/BOARD/KEY/NUMBER; a board may have slashes of its own. */
static bool find_post(struct cli_text *t, struct store *library, struct str name, struct store_posts *out,
		      struct err *e)
{
	struct str rest = str_slice(name, strlen("post:"), name.n);
	size_t number = last_slash(rest, rest.n), key = number == SIZE_MAX ? SIZE_MAX : last_slash(rest, number),
	       family = str_find_char(rest, '/', 0);
	struct store_threads found = {0};

	if (key == SIZE_MAX || family >= key || number + 1 == rest.n)
		return err_set(e, ERR_USAGE, _("%.*s: a post is written post:FAMILY/BOARD/KEY/NUMBER"), STR_ARG(name));
	struct store_identity id = {.family = str_slice(rest, 0, family),
				    .board = str_slice(rest, family + 1, key),
				    .key = str_slice(rest, key + 1, number)};
	if (!library || !store_thread_by_identity(library, &id, t->arena, &found, e) || !found.n)
		return true;
	t->about.title = found.v[0].source.title;
	return store_post_by_key(library, found.v[0].id, str_slice(rest, number + 1, rest.n), t->arena, out, e);
}

static struct str text_id(struct cli_text *t)
{
	struct sha256 sum = sha256_of(t->text);
	struct buf id = {0};
	char hex[65];
	struct str s;

	sha256_hex(&sum, hex);
	buf_printf(&id, "sha256:%s", hex);
	s = arena_str(t->arena, buf_view(&id));
	buf_free(&id);
	return s;
}

/* A post that the library has no longer is known from what was written on it. */
static bool kept_post(struct cli_text *t, struct store_notes *notes, struct str name)
{
	struct store_texts all = {0};

	if (!notes || !store_texts(notes, STR(""), name, t->arena, &all, NULL) || !all.n ||
	    !store_kept_text(notes, all.v[0].id, &t->bytes, NULL))
		return false;
	t->about = all.v[0];
	t->text = buf_view(&t->bytes);
	return true;
}

static bool of_post(struct cli_text *t, struct store *library, struct store_notes *notes, struct str name,
		    struct err *e)
{
	struct store_posts p = {0};

	if (!find_post(t, library, name, &p, e))
		return false;
	if (!p.n || !p.v[0].text.n)
		return kept_post(t, notes, name) ||
		       err_set(e, ERR_INPUT, _("%.*s is not in the library; taiyaku library lists what is"),
			       STR_ARG(name));
	t->text = p.v[0].text;
	t->about.document = arena_str(t->arena, name);
	t->about.id = text_id(t);
	return true;
}

/* The text that is known to stand at its path is what this one was before; empty: none, or it is itself known there. */
static struct str before_it(const struct cli_text *t, struct store_notes *notes)
{
	struct store_texts at_path = {0};

	if (!notes || !t->about.path.n || !store_texts(notes, t->about.path, STR(""), t->arena, &at_path, NULL) ||
	    !at_path.n)
		return STR("");
	for (size_t i = 0; i < at_path.n; i++)
		if (str_eq(at_path.v[i].id, t->about.id))
			return STR("");
	return at_path.v[0].id;
}

struct str cli_text_annotated(const struct cli_text *t, struct store_notes *notes)
{
	if (!t->about.previous.n || !notes)
		return t->about.document;
	if (store_notes_read_only(notes))
		return t->about.previous;
	store_keep_text(notes, &t->about, t->text);
	return t->about.document;
}

bool cli_text_open(const char *dir, struct store_notes *notes, const char *name, const char *encoding,
		   struct cli_text *t, struct err *e)
{
	struct str s = str_c(name);
	bool is_id = str_starts(s, STR("sha256:")), is_post = str_starts(s, STR("post:"));
	struct store *library;
	struct err none = {0};
	bool good;

	*t = (struct cli_text){.arena = arena_new()};
	if (!is_id && !is_post) {
		good = of_file(t, name, encoding, e);
	} else {
		library = store_open(dir, STORE_READ, &none);
		good = is_id ? of_id(t, library, notes, s, e) : of_post(t, library, notes, s, e);
		store_close(library);
	}
	if (good && !is_id && !is_post)
		t->about.previous = before_it(t, notes);
	t->about.when = clock_wall_ms();
	t->about.whole = true;
	if (!good)
		cli_text_close(t);
	return good;
}

void cli_text_close(struct cli_text *t)
{
	doc_free(t->doc);
	buf_free(&t->bytes);
	arena_free(t->arena);
	*t = (struct cli_text){0};
}

void cli_count_to(struct cli_counter *c, size_t at)
{
	if (at < c->at)
		*c = (struct cli_counter){.text = c->text, .line = 1};
	c->code_points += text_code_points(str_slice(c->text, c->at, at));
	for (size_t i = c->at; i < at; i++)
		c->line += c->text.p[i] == '\n';
	c->at = at;
}
