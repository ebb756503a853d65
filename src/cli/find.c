/* Finding what the user names: sources by identity, address or title, posters, numbers. */
#include "find.h"

#include "put.h"
#include "taiyaku/cli.h"

#include <stdio.h>

bool cli_count(const char *s, long *n)
{
	char *end;

	if (*s < '0' || *s > '9')
		return false;
	*n = strtol(s, &end, 10);
	return !*end && *n <= 1000000000;
}

bool cli_numbers(const char *s, long *from, long *to)
{
	const char *dash = strchr(s, '-');
	char *first = dash ? xstrndup(s, (size_t)(dash - s)) : xstrdup(s);
	bool good = cli_count(first, from) && cli_count(dash ? dash + 1 : first, to) && *from <= *to;

	free(first);
	return good;
}

struct store *cli_open_store(const struct cli *cli, int *status)
{
	struct err e = {0};
	char *dir = cli_store_dir(cli, &e);
	struct store *s = dir ? store_open(dir, STORE_READ, &e) : NULL;

	*status = s || e.code == ERR_NOTHING ? ERR_NONE : cli_fail(&e);
	free(dir);
	return s;
}

/* ---- sources ---- */

/* FAMILY/BOARD/KEY: boards and keys may hold slashes themselves, so each cut is tried. */
static bool by_identity(struct store *s, struct str name, struct arena *a, struct store_threads *out, struct err *e)
{
	size_t first = str_find_char(name, '/', 0);

	if (first == SIZE_MAX)
		return true;
	for (size_t at = first; (at = str_find_char(name, '/', at + 1)) != SIZE_MAX;) {
		struct store_identity i = {.family = str_slice(name, 0, first),
					   .board = str_slice(name, first + 1, at),
					   .key = str_slice(name, at + 1, name.n)};
		if (!store_thread_by_identity(s, &i, a, out, e))
			return false;
		if (out->n)
			return true;
	}
	return true;
}

static bool by_address(struct store *s, struct str url, struct arena *a, struct cli_source *numbers,
		       struct store_threads *out, struct err *e)
{
	struct store_identity page = {.family = STR("page"), .key = url};
	struct cite_url u;

	if (!cite_url(url, a, &u))
		return str_find(url, STR("://"), 0) == SIZE_MAX || store_thread_by_identity(s, &page, a, out, e);
	if (u.n_numbers) {
		numbers->from = u.numbers[0];
		numbers->to = u.numbers[u.n_numbers - 1];
	}
	return u.truncated ? store_threads_by_key_prefix(s, u.source.family, u.source.board, u.source.key, a, out, e)
			   : store_thread_by_identity(s, &u.source, a, out, e);
}

static bool look_up(struct store *s, struct str name, struct arena *a, struct cli_source *numbers,
		    struct store_threads *out, struct err *e)
{
	*out = (struct store_threads){0};
	numbers->from = numbers->to = -1;
	return by_identity(s, name, a, out, e) && (out->n || by_address(s, name, a, numbers, out, e)) &&
	       (out->n || store_threads_by_title(s, name, a, out, e));
}

static int several(const char *name, const struct store_threads *t)
{
	struct err e;
	struct buf b = {0};

	err_set(&e, ERR_USAGE, _("%s: %zu sources fit; say which one:"), name, t->n);
	cli_fail(&e);
	for (size_t i = 0; i < t->n; i++) {
		buf_cat(&b, "  ");
		cli_add_source(&b, &t->v[i].source);
		cli_print_line_to(stderr, &b);
	}
	buf_free(&b);
	return ERR_USAGE;
}

static int nothing(const char *name)
{
	struct err e;

	err_set(&e, ERR_NOTHING, _("%s: the store has no such source; see taiyaku library"), name);
	return cli_fail(&e);
}

int cli_find_source(struct store *s, const char *name, struct arena *a, struct cli_source *out)
{
	struct store_threads t;
	struct err e = {0};

	if (!look_up(s, str_c(name), a, out, &t, &e))
		return cli_fail(&e);
	if (!t.n)
		return nothing(name);
	if (t.n > 1)
		return several(name, &t);
	out->thread = t.v[0];
	return ERR_NONE;
}

static bool has_board(const struct store_threads *all, const struct store_identity *scope)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].source.family, scope->family) &&
		    (!scope->board.n || str_eq(all->v[i].source.board, scope->board)))
			return true;
	return false;
}

int cli_find_scope(struct store *s, const char *name, struct arena *a, struct store_identity *out)
{
	struct store_threads t;
	struct cli_source numbers;
	struct err e = {0};
	struct str all = str_c(name);
	size_t slash = str_find_char(all, '/', 0);

	if (!look_up(s, all, a, &numbers, &t, &e))
		return cli_fail(&e);
	if (t.n > 1)
		return several(name, &t);
	if (t.n) {
		*out = t.v[0].source;
		return ERR_NONE;
	}
	*out = (struct store_identity){.family = slash == SIZE_MAX ? all : str_slice(all, 0, slash)};
	if (slash != SIZE_MAX)
		out->board = str_slice(all, slash + 1, all.n);
	if (!store_threads(s, STORE_LIST_ALL, a, &t, &e))
		return cli_fail(&e);
	return has_board(&t, out) ? ERR_NONE : nothing(name);
}

/* ---- posters ---- */

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool cli_posts_of(struct store *s, const char *poster, id_vec *out, struct err *e)
{
	struct arena *a = arena_new();
	struct store_posts p;
	bool good = store_posts_by_name(s, str_c(poster), SIZE_MAX, a, &p, e);

	for (size_t i = 0; good && i < p.n; i++)
		vec_push(out, p.v[i].id);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_id);
	arena_free(a);
	return good;
}

bool cli_has_id(const id_vec *ids, int64_t id)
{
	return ids->n && bsearch(&id, ids->v, ids->n, sizeof *ids->v, by_id);
}
