/* The subcommands by name, their help, and what all of them share. */
#include "taiyaku/cli.h"

#include "taiyaku/text.h"

#include <stdio.h>

static const struct subcommand {
	const char *name;
	cli_fn run;
	const char *usage,
		*help; /* usage: a line each way to call it; what goes on from the line before begins with blanks */
} subcommands[] = {
	{"cat", cli_cat,
	 "cat [--width N] [--notes folded|open|end] [--translations off|inline|side|replace]\n"
	 "           [--color auto|always|never] [--ambiguous 1|2] [--encoding NAME] [--profile NAME] FILE",
	 N_("Prints the text laid out as on the screen, N cells wide (default: the terminal, $COLUMNS, 80).\n"
	    "folded, end: notes stay where the text has them; open: under the paragraph that calls them.")},
	{"outline", cli_outline, "outline [--json] [--profile NAME] [--encoding NAME] FILE",
	 N_("Prints the structure that was recognised: sections, notes and their calls, quoted posts, citations,\n"
	    "quotations and their translations, links, figures.")},
	{"check", cli_check, "check [--json] [--profile NAME] [--encoding NAME] FILE",
	 N_("Prints everything doubtful: calls without a note and notes without a call, quotes without a translation,\n"
	    "doubled lines, broken addresses; and for every citation, quoted post and anchor what the store says of "
	    "it.\n"
	    "Exit status 1 when something was found.")},
	{"posts", cli_posts,
	 "posts [--json] [--source S] [--number N|N-M] [--poster KEY] [--around N] [--tree] [--addresses]",
	 N_("Prints posts of the source S (FAMILY/BOARD/KEY, an address, a title), or those of a poster (ID:…, a trip, "
	    "a\n"
	    "slip or a part of it). --around: with N posts on each side, without --number post N and five on each "
	    "side.\n"
	    "--tree: each post under the one that it answers. --addresses: with the IP addresses that boards showed.\n"
	    "Exit status 1 when there is none.")},
	{"search", cli_search,
	 "search [--json] [--in documents,notes,posts] [--kana] [--source S] [--poster KEY] [--from DATE] [--to DATE]\n"
	 "           [--context N] [--max N] QUERY",
	 N_("Prints the annotations, posts and paragraphs of documents that hold the words as they stand; case, "
	    "width,\n"
	    "blanks and line ends do not count. --kana: nor does hiragana or katakana. S: a source as for posts, or a\n"
	    "FAMILY or FAMILY/BOARD; DATE: YYYY-MM-DD or YYYY-MM, both days included; --context: with N posts or\n"
	    "paragraphs on each side. Exit status 1 when there is none.")},
	{"import", cli_import, "import [--json] [--as FORMAT] [--encoding NAME] [--board NAME] [--first N] PATH...",
	 N_("Puts the posts of files, of all files in folders, or of standard input (-) into the store. Formats and\n"
	    "encodings are recognised; --as and --encoding say them. --board names the board of files that do not;\n"
	    "--first: the number of the first post of a file that was cut from a longer one. The same file twice\n"
	    "changes nothing; what was stopped goes on when it is run again.")},
	{"note", cli_note,
	 "note add FILE (--start N --end M | --quote TEXT [--prefix TEXT] [--suffix TEXT])\n"
	 "           [--kind KIND] [--body TEXT] [--language L] [--colour C] [--tag TAG]... [--author NAME]\n"
	 "           [--to FILE [--to-quote TEXT]] [--encoding NAME] [--json]\n"
	 "note list [--json] [--kind KIND] [--tag TAG] [--author NAME] [--deleted] [--encoding NAME] [FILE]\n"
	 "note edit [--body TEXT] [--language L] [--colour C] [--tag TAG]... [--author NAME] [--json] ID\n"
	 "note remove|restore [--json] ID...\n"
	 "note history [--json] ID",
	 N_("Annotations from a script. FILE is a file, a document's id, or post:FAMILY/BOARD/KEY/NUMBER. N and M "
	    "count\n"
	    "characters (code points) from the start of the text; --quote must stand there exactly once. KIND: "
	    "highlight,\n"
	    "note (the default), translation, correction, tag, link, bookmark. --body -: from standard input. C: "
	    "yellow,\n"
	    "green, blue, red. The id is printed when it is safe on the disk. edit: --tag takes the place of all "
	    "tags.")},
	{"export", cli_export,
	 "export [--format w3c|markdown|json|tmx|html] [--kind KIND]... [--tag TAG] [--author NAME]\n"
	 "           [--encoding NAME] FILE | --all",
	 N_("Prints the annotations of FILE (a file, a document's id, post:FAMILY/BOARD/KEY/NUMBER), or with --all\n"
	    "those of the whole store. w3c: Web Annotations, one as an object, several as an array; markdown and "
	    "html:\n"
	    "to read and to print; json: with their history, to be merged into another store; tmx: translations, as a\n"
	    "memory. KIND: highlight, note, translation, correction, tag, link, bookmark. Exit status 1 when there is\n"
	    "none.")},
	{"reanchor", cli_reanchor, "reanchor [--json] [--dry-run] [--encoding NAME] OLD NEW",
	 N_("Carries the annotations of the document OLD over to NEW, its next version, and prints for each how it "
	    "was\n"
	    "found: exact, moved (it was changed), orphan (it was not found), confirmed (by the reader). Both are "
	    "files or\n"
	    "ids of documents. --dry-run: only prints it.")},
	{"merge", cli_merge, "merge [--json] FILE...",
	 N_("Puts annotations into the store that others have exported, or another machine: JSON of taiyaku, Web\n"
	    "Annotations, Hypothesis and KOReader JSON, TMX, a log of another store. Any order, any number of times: "
	    "the\n"
	    "same comes of it. Where two have edited one annotation both versions are kept, and a line says so. A\n"
	    "broken file is refused as a whole, and nothing is taken over.")},
	{"library", cli_library, "library [--json] [--wanted]",
	 N_("Prints the documents that were read, the sources that are held or quoted, and what is wanted: sources "
	    "and\n"
	    "posts that are cited and not in the store.")},
	{"doctor", cli_doctor, "doctor [--repair]",
	 N_("Looks at the store, at the walls behind which files are read, at the language, the terminal and the\n"
	    "configuration. --repair mends permissions and the search index, and makes a damaged or lost notes.db "
	    "again\n"
	    "out of its log. Exit status 1 when something is wrong.")},
	{NULL, NULL, NULL, NULL},
};

static const struct subcommand *find(const char *name)
{
	for (const struct subcommand *s = subcommands; name && s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

cli_fn cli_find(const char *name)
{
	const struct subcommand *s = find(name);

	return s ? s->run : NULL;
}

static void put_usage(FILE *to, const char *usage, const char *first, const char *next)
{
	for (const char *line = usage; *line; line += strcspn(line, "\n"), line += *line == '\n')
		fprintf(to, "%s%.*s\n",
			line == usage  ? first
			: *line == ' ' ? ""
				       : next,
			(int)strcspn(line, "\n"), line);
}

static void program_usage(FILE *to)
{
	fputs(_("usage: taiyaku [OPTIONS] [FILE | - | ID]\n"
		"       taiyaku COMMAND …\n\n"
		"Reads a bilingual annotated document in the terminal. Without FILE it opens the library,\n"
		"the first time the guide. When standard output is no terminal it prints, as taiyaku cat.\n\n"),
	      to);
	fputs(_("commands:\n"), to);
	for (const struct subcommand *s = subcommands; s->name; s++)
		put_usage(to, s->usage, "  ", "  ");
	fputs(_("\noptions, everywhere:\n"
		"  --store DIR      where documents, posts, annotations and positions are kept\n"
		"  --config FILE    in place of the user's taiyakurc\n"
		"  --help           this help, or that of a command\n"
		"  --version        the version\n"
		"\noptions for reading:\n"
		"  --encoding NAME  of the file: utf-8 cp932 euc-jp iso-2022-jp (default: found out)\n"
		"  --profile NAME   the rules to recognise its structure with (default: the first that fit)\n"),
	      to);
}

void cli_usage(const char *name, bool to_stderr)
{
	const struct subcommand *s = find(name);
	FILE *to = to_stderr ? stderr : stdout;

	if (!s) {
		program_usage(to);
		return;
	}
	put_usage(to, s->usage, _("usage: taiyaku "), "       taiyaku ");
	fprintf(to, "\n%s\n", _(s->help));
}

/* What a file's name or content brings into a message must not reach the terminal as a control. */
static void complain(const char *text)
{
	static const struct text_terminal terminal;
	struct buf b = {0};

	text_printable(str_c(text), &terminal, &b);
	fprintf(stderr, "taiyaku: %s\n", buf_cstr(&b));
	buf_free(&b);
}

int cli_fail(const struct err *e)
{
	complain(e->text);
	return (int)e->code;
}

int cli_usage_error(const char *subcommand, const char *fmt, ...)
{
	struct err e;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.text, sizeof e.text, fmt, ap);
	va_end(ap);
	complain(e.text);
	cli_usage(subcommand, true);
	return ERR_USAGE;
}

char *cli_store_dir(const struct cli *c, struct err *e)
{
	char *dir = c->store ? xstrdup(c->store) : file_data_dir();

	if (!dir)
		err_set(e, ERR_STORE, _("there is no folder for the store: set HOME, TAIYAKU_STORE or --store"));
	return dir;
}
