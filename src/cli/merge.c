/* taiyaku merge: annotations that others have exported, or another machine's, into this store.
 *
 * All files are read before anything is taken over: where one is broken, nothing is. What is known changes nothing, so
 * that the order does not matter and twice is once.
 */
#include "put.h"
#include "taiyaku/cli.h"

#include "taiyaku/note.h"

#include <getopt.h>
#include <stdio.h>

#define LONGEST ((size_t)256 << 20)

struct file {
	const char *path;
	struct note_import in;
	struct note_merged n;
};
struct merging {
	struct store_notes *notes;
	struct arena *arena;
	struct file *files;
	size_t n;
	VEC(struct str) conflicts; /* ids */
	struct err err;
};

static bool read_file(struct merging *m, struct file *f)
{
	struct buf bytes = {0};
	bool good = file_read(f->path, LONGEST, &bytes, &m->err) &&
		    note_read(buf_view(&bytes), f->path, m->arena, &f->in, &m->err);

	buf_free(&bytes);
	return good;
}

static void keep_conflict(void *context, struct str id)
{
	struct merging *m = context;

	vec_push(&m->conflicts, arena_str(m->arena, id));
}

static bool merge_files(struct merging *m)
{
	bool good = true;

	for (size_t i = 0; good && i < m->n; i++) {
		m->files[i].n = (struct note_merged){.conflict = keep_conflict, .context = m};
		good = note_merge(m->notes, &m->files[i].in, &m->files[i].n, &m->err);
	}
	return good;
}

/* ---- what became of them ---- */

static void put_counts(struct json_out *o, const struct note_merged *n)
{
	cli_put_int(o, "added", (long long)n->added);
	cli_put_int(o, "known", (long long)n->known);
	cli_put_int(o, "changed", (long long)n->changed);
	cli_put_int(o, "conflicts", (long long)n->conflicts);
}

static struct note_merged total(const struct merging *m)
{
	struct note_merged sum = {0};

	for (size_t i = 0; i < m->n; i++) {
		sum.added += m->files[i].n.added;
		sum.known += m->files[i].n.known;
		sum.changed += m->files[i].n.changed;
		sum.conflicts += m->files[i].n.conflicts;
	}
	return sum;
}

static void print_json(struct merging *m)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};
	struct note_merged sum = total(m);

	json_begin(&o, '{');
	json_name(&o, "files");
	json_begin(&o, '[');
	for (size_t i = 0; i < m->n; i++) {
		json_begin(&o, '{');
		cli_put_text(&o, "path", str_c(m->files[i].path));
		cli_put_text(&o, "format", str_c(m->files[i].in.format));
		put_counts(&o, &m->files[i].n);
		json_end(&o, '}');
	}
	json_end(&o, ']');
	json_name(&o, "total");
	json_begin(&o, '{');
	put_counts(&o, &sum);
	json_end(&o, '}');
	json_name(&o, "conflicts");
	json_begin(&o, '[');
	for (size_t i = 0; i < m->conflicts.n; i++)
		cli_put_item(&o, m->conflicts.v[i]);
	json_end(&o, ']');
	json_end(&o, '}');
	cli_print_json(&b);
}

static void print_conflict(struct merging *m, struct str id)
{
	struct store_annotation a;
	struct buf b = {0};

	if (!store_annotation(m->notes, id, m->arena, &a, NULL))
		return;
	buf_printf(&b, _("conflict: %.*s (%s): two versions, both kept: "), STR_ARG(id), store_annotation_name(a.kind));
	buf_str(&b, cli_first_line(a.target.quote));
	buf_cat(&b, " | ");
	buf_str(&b, cli_first_line(a.body));
	cli_print_line(&b);
	buf_free(&b);
}

static void print_lines(struct merging *m)
{
	struct buf b = {0};

	for (size_t i = 0; i < m->n; i++) {
		const struct note_merged *n = &m->files[i].n;
		buf_printf(&b, _("%s: %s: %zu new, %zu known, %zu changed, %zu conflicts"), m->files[i].path,
			   m->files[i].in.format, n->added, n->known, n->changed, n->conflicts);
		cli_print_line(&b);
	}
	for (size_t i = 0; i < m->conflicts.n; i++)
		print_conflict(m, m->conflicts.v[i]);
	buf_free(&b);
}

/* ---- the command ---- */

static bool open_notes(const struct cli *cli, struct merging *m)
{
	char *dir = cli_store_dir(cli, &m->err);

	m->notes = dir ? store_notes_open(dir, STORE_WRITE, &m->err) : NULL;
	if (m->notes && store_notes_read_only(m->notes))
		err_set(&m->err, ERR_STORE, "%s", store_notes_read_only(m->notes));
	free(dir);
	return !m->err.code;
}

static int merge(const struct cli *cli, char **paths, size_t n, bool json)
{
	struct merging m = {.arena = arena_new(), .n = n};
	bool good = true;

	m.files = arena_alloc(m.arena, (n + 1) * sizeof *m.files);
	for (size_t i = 0; good && i < n; i++) {
		m.files[i].path = paths[i];
		good = read_file(&m, &m.files[i]);
	}
	good = good && open_notes(cli, &m) && merge_files(&m) && store_notes_sync(m.notes, 60000, &m.err);
	if (good && json)
		print_json(&m);
	else if (good)
		print_lines(&m);
	store_notes_close(m.notes, 60000, m.err.code ? NULL : &m.err);
	vec_free(&m.conflicts);
	arena_free(m.arena);
	return m.err.code ? cli_fail(&m.err) : ERR_NONE;
}

int cli_merge(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	bool json = false;
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("merge", false);
			return ERR_NONE;
		}
		if (option != 'j')
			return cli_usage_error("merge", _("there is no option %s"), argv[optind - 1]);
		json = true;
	}
	if (optind == argc)
		return cli_usage_error("merge", _("which FILE?"));
	return merge(cli, argv + optind, (size_t)(argc - optind), json);
}
