/* cat: a document on standard output, as the screen shows it: a view one row high that is drawn, printed and scrolled.
 *
 * Rows are written as they are made, so a long text needs no more memory than a short one; only where links between far
 * parts matter (open notes, translations) the whole structure is recognised before.
 */
#include "taiyaku/cli.h"
#include "taiyaku/grid.h"
#include "taiyaku/read.h"
#include "taiyaku/view.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MAX_WIDTH = 10000 };
#define FLUSH_AT ((size_t)64 << 10)

struct options {
	struct layout_options layout;
	struct read_options read;
	int colors; /* 0: none */
	const char *path;
};

/* A number from 1 to max, or 0. */
static int small_number(const char *s, int max)
{
	char *end;
	long n = s && *s >= '0' && *s <= '9' ? strtol(s, &end, 10) : 0;

	return n > 0 && n <= max && !*end ? (int)n : 0;
}

static int default_width(void)
{
	struct winsize size = {0};
	int n = 0;

	if (isatty(STDOUT_FILENO) && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		n = size.ws_col;
	n = n ? n : small_number(getenv("COLUMNS"), MAX_WIDTH);
	return n ? n : 80;
}

/* How many colours to print: by what the terminal's name promises. */
static int terminal_colors(void)
{
	const char *term = getenv("TERM"), *color = getenv("COLORTERM");

	return (term && strstr(term, "256color")) || (color && *color) ? 256 : 8;
}

/* https://no-color.org/ */
static bool wants_colors(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term && strcmp(term, "dumb");
}

static int word_of(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], word))
			return i;
	return -1;
}

/* False: the value means nothing. */
static bool set_option(struct options *o, int option, const char *value)
{
	static const char *const notes[] = {"folded", "open", "end", NULL}, *const whens[] = {"auto", "always", "never",
											      NULL};
	static const char *const modes[] = {"off", "inline", "side", "replace", NULL};
	static const enum layout_translations mode[] = {TRANSLATIONS_OFF, TRANSLATIONS_INLINE, TRANSLATIONS_SIDE,
							TRANSLATIONS_REPLACE};
	int n;

	switch (option) {
	case 'w':
		return (o->layout.width = small_number(value, MAX_WIDTH)) > 0;
	case 'n':
		n = word_of(notes, value);
		o->layout.notes_open = o->layout.notes_moved = n == 1;
		return n >= 0;
	case 't':
		n = word_of(modes, value);
		o->layout.translations = n >= 0 ? mode[n] : TRANSLATIONS_OFF;
		return n >= 0;
	case 'c':
		n = word_of(whens, value);
		o->colors = n == 1 || (n == 0 && wants_colors()) ? terminal_colors() : 0;
		return n >= 0;
	case 'a':
		n = small_number(value, 2);
		o->layout.terminal.ambiguous_wide = n == 2;
		return n > 0;
	case 'e':
		o->read.encoding = value;
		return true;
	default:
		o->read.profile = value;
		return true;
	}
}

static const struct option known[] = {
	{"width", required_argument, NULL, 'w'},
	{"notes", required_argument, NULL, 'n'},
	{"translations", required_argument, NULL, 't'},
	{"color", required_argument, NULL, 'c'},
	{"ambiguous", required_argument, NULL, 'a'},
	{"encoding", required_argument, NULL, 'e'},
	{"profile", required_argument, NULL, 'p'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

/* -1: go on; else the exit status. */
static int parse(struct options *o, int argc, char **argv)
{
	int option, index = 0;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, &index)) != -1) {
		if (option == 'h') {
			cli_usage("cat", false);
			return 0;
		}
		if (option == ':')
			return cli_usage_error("cat", _("%s needs a value"), argv[optind - 1]);
		if (option == '?')
			return cli_usage_error("cat", _("there is no option %s"), argv[optind - 1]);
		if (!set_option(o, option, optarg))
			return cli_usage_error("cat", _("--%s cannot be “%s”"), known[index].name, optarg);
	}
	if (argc - optind != 1)
		return cli_usage_error("cat", argc == optind ? _("which file?") : _("one file at a time"));
	o->path = argv[optind];
	return -1;
}

/* Standard output; when nobody reads it any more, that is no news. */
static bool write_out(struct buf *b, struct err *err)
{
	bool good = fwrite(b->p, 1, b->n, stdout) == b->n && !fflush(stdout);

	buf_clear(b);
	if (good)
		return true;
	if (errno == EPIPE)
		return err_set(err, ERR_INPUT, "%s", "");
	return err_set(err, ERR_INPUT, _("standard output: %s"), strerror(errno));
}

static bool print_rows(struct doc *doc, const struct options *o, struct err *err)
{
	struct view *v = view_new(VIEW_DOCUMENT, doc, &o->layout);
	struct grid *g = grid_new(1, o->layout.width);
	struct theme *theme = o->colors ? theme_new() : NULL;
	struct buf out = {0};
	bool good = true;

	do {
		view_draw(v, g, (struct rect){0, 0, 1, o->layout.width}, false);
		grid_dump_row(g, 0, theme, o->colors, &out);
		buf_char(&out, '\n');
		good = out.n < FLUSH_AT || write_out(&out, err);
	} while (good && view_scroll(v, 1));
	good = good && write_out(&out, err);
	buf_free(&out);
	theme_free(theme);
	grid_free(g);
	view_free(v);
	return good;
}

int cli_cat(const struct cli *cli, int argc, char **argv)
{
	struct options o = {.layout = {.width = default_width()}};
	struct err err = {0};
	struct doc *doc;
	int status;

	(void)cli;
	set_option(&o, 'c', "auto");
	status = parse(&o, argc, argv);
	if (status >= 0)
		return status;
	signal(SIGPIPE, SIG_IGN);
	o.read.whole = o.layout.notes_open || o.layout.translations != TRANSLATIONS_OFF;
	doc = read_open(o.path, &o.read, &err);
	if (doc && doc_text(doc).n)
		print_rows(doc, &o, &err);
	doc_free(doc);
	if (err.code == ERR_NONE)
		return 0;
	return *err.text ? cli_fail(&err) : (int)err.code;
}
