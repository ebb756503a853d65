/* taiyaku import: posts into the store.
 *
 * Each file is in the store as a whole or not at all: it is a savepoint within a transaction that is committed every
 * second or so, since each commit waits for the disk. A file is reported after the commit. ^C gives up the file that is
 * being read, commits those before it and ends; another run finds those known, by the sum of their bytes, and goes on.
 */
#include "import.h"

#include "taiyaku/board.h"
#include "taiyaku/cli.h"
#include "taiyaku/text.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>

#define COMMIT_MS 1000
#define CACHE ((size_t)36 << 20) /* of the pages that the store keeps in memory */
#define SIGNAL_STATUS 128        /* as a shell has it: 130 after ^C */

struct import {
	struct store *store;
	struct import_how how;
	import_entries entries;
	VEC(struct import_result) pending; /* read, and not committed */
	struct import_report report;
	struct import_progress progress;
	bool open; /* a transaction */
	int64_t opened_at;
	struct err err;
};

static volatile sig_atomic_t stop_signal;

static void on_signal(int sig)
{
	stop_signal = sig;
}

/* A signal that is ignored (nohup) stays so. A file size limit is an error of the store, and that nobody reads what is
 * printed stops no import. */
static void catch_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct sigaction old, sa = {.sa_handler = on_signal};

		sigemptyset(&sa.sa_mask);
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &sa, NULL);
	}
}

static bool on_tick(void *context, size_t done, size_t posts)
{
	struct import *m = context;

	import_progress_draw(&m->progress, done, posts);
	return !stop_signal;
}

/* ---- transactions ---- */

static bool begin(struct import *m)
{
	if (m->open)
		return true;
	m->open = store_begin(m->store, &m->err);
	m->opened_at = clock_mono_ms();
	return m->open;
}

/* Those that were only in the transaction are lost with it. */
static void lose_pending(struct import *m)
{
	for (size_t i = 0; i < m->pending.n; i++) {
		struct import_result *r = &m->pending.v[i];

		if (r->status > IMPORT_GROWN || r->status == IMPORT_KNOWN)
			continue;
		r->status = IMPORT_FAILED;
		r->n = (struct import_counts){0};
		import_say(r, _("%s: not stored: %s"), r->path, m->err.text);
	}
}

static void report_pending(struct import *m)
{
	if (m->pending.n)
		import_progress_hide(&m->progress);
	for (size_t i = 0; i < m->pending.n; i++) {
		import_report_add(&m->report, &m->pending.v[i]);
		import_result_free(&m->pending.v[i]);
	}
	m->pending.n = 0;
}

static bool commit(struct import *m)
{
	bool good = !m->open || store_commit(m->store, &m->err);

	m->open = false;
	if (!good)
		lose_pending(m);
	report_pending(m);
	return good;
}

/* ---- the files ---- */

/* A file of settings or a list is passed over where it was only met on the way. */
static bool passes_over(const struct import_entry *e)
{
	return !e->named && import_is_side(e->path);
}

static bool one_file(struct import *m, const struct import_entry *entry)
{
	struct import_result r = {0};
	struct err e = {0};

	if (!begin(m))
		return false;
	if (!import_file(m->store, &m->how, entry, &r, &e) && !e.code) { /* stopped */
		import_result_free(&r);
		return false;
	}
	m->progress.posts += r.n.posts;
	vec_push(&m->pending, r);
	m->err = e;
	return !e.code && (clock_mono_ms() - m->opened_at < COMMIT_MS || commit(m));
}

static void all_files(struct import *m)
{
	bool good = true;

	for (size_t i = 0; good && !stop_signal && i < m->entries.n; i++) {
		const struct import_entry *e = &m->entries.v[i];

		if (!passes_over(e))
			good = one_file(m, e);
		m->progress.bytes_done += e->size;
		m->progress.files_done++;
		import_progress_draw(&m->progress, 0, 0);
	}
	if (!m->err.code) {
		commit(m);
		return;
	}
	/* the store cannot be used: what was not committed never was */
	store_rollback(m->store);
	lose_pending(m);
	report_pending(m);
}

static int status_of(const struct import *m)
{
	const size_t *n = m->report.of_status;
	struct err e = m->err;

	if (e.code)
		return cli_fail(&e);
	if (stop_signal) {
		err_set(&e, ERR_NOTHING,
			_("stopped; what is read so far is in the store, and the same command goes on"));
		cli_fail(&e);
		return SIGNAL_STATUS + stop_signal;
	}
	if (m->report.named_missed || n[IMPORT_REFUSED] || n[IMPORT_FAILED])
		return ERR_INPUT;
	if (!n[IMPORT_IMPORTED] && !n[IMPORT_KNOWN] && !n[IMPORT_GROWN])
		return cli_fail((err_set(&e, ERR_NOTHING, _("there is no file with posts")), &e));
	return ERR_NONE;
}

static int import(const struct cli *cli, struct import *m, bool json, char **paths)
{
	char *dir = cli_store_dir(cli, &m->err);

	store_keep_from_forks(CACHE);
	m->store = dir ? store_open(dir, STORE_WRITE, &m->err) : NULL;
	if (m->store && store_read_only(m->store))
		err_set(&m->err, ERR_STORE, "%s", store_read_only(m->store));
	free(dir);
	if (m->err.code) {
		store_close(m->store);
		return cli_fail(&m->err);
	}
	catch_signals();
	for (; *paths; paths++)
		import_walk(*paths, &stop_signal, &m->entries);
	import_progress_begin(&m->progress, &m->entries);
	import_report_begin(&m->report, json);
	all_files(m);
	import_progress_hide(&m->progress);
	import_report_end(&m->report, &m->err);
	int status = status_of(m);
	store_close(m->store);
	import_entries_free(&m->entries);
	vec_free(&m->pending);
	return status;
}

/* ---- the command line ---- */

static bool known_format(const char *name)
{
	for (const char *const *f = board_formats(); *f; f++)
		if (!strcmp(*f, name))
			return true;
	return false;
}

static void add_formats(struct buf *b)
{
	for (const char *const *f = board_formats(); *f; f++)
		buf_printf(b, "%s%s", b->n ? ", " : "", *f);
}

static int bad_format(const char *name)
{
	struct buf b = {0};

	add_formats(&b);
	int status = cli_usage_error("import", _("%s: no such format; there are: %s"), name, buf_cstr(&b));
	buf_free(&b);
	return status;
}

static bool known_encoding(const char *name, struct err *e)
{
	struct buf b = {0};
	struct text_decoding d;
	bool good = text_decode((struct str){"", 0}, name, &b, &d, e);

	buf_free(&b);
	return good;
}

int cli_import(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"as", required_argument, NULL, 'a'},
		{"encoding", required_argument, NULL, 'e'},
		{"board", required_argument, NULL, 'b'},
		{"first", required_argument, NULL, 'f'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct import m = {.how = {.first = -1}};
	struct err e = {0};
	bool json = false;
	char *end;
	int option;

	m.how.context = &m;
	m.how.tick = on_tick;
	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1)
		switch (option) {
		case 'j':
			json = true;
			break;
		case 'a':
			if (!known_format(optarg))
				return bad_format(optarg);
			m.how.format = str_c(optarg);
			break;
		case 'e':
			if (!known_encoding(optarg, &e))
				return cli_usage_error("import", "%s", e.text);
			m.how.encoding = str_c(optarg);
			break;
		case 'b':
			m.how.board = str_c(optarg);
			break;
		case 'f':
			m.how.first = strtol(optarg, &end, 10);
			if (m.how.first < 1 || *end || m.how.first >= LONG_MAX)
				return cli_usage_error("import", _("%s: --first takes the number of a post"), optarg);
			break;
		case 'h':
			cli_usage("import", false);
			return ERR_NONE;
		case ':':
			return cli_usage_error("import", _("%s needs a value"), argv[optind - 1]);
		default:
			return cli_usage_error("import", _("there is no option %s"), argv[optind - 1]);
		}
	if (optind >= argc)
		return cli_usage_error("import", _("PATH is missing: a file, a folder, or - for standard input"));
	return import(cli, &m, json, argv + optind);
}
