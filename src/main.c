/* Arguments, locale, subcommand, exit status. */
#include "taiyaku/app.h"
#include "taiyaku/cli.h"
#include "taiyaku/term.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first of LC_ALL, LC_MESSAGES and LANG that says something: the language of messages. */
static const char *messages_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "C";
}

/* Characters are always UTF-8; the language is kept also where its locale is not generated: then the locale is
 * C.UTF-8, which every Debian has, and gettext is told the language. */
static void set_locale(void)
{
	const char *wish = messages_locale(), *dir = getenv("TAIYAKU_LOCALEDIR");
	char language[32];
	size_t n = strcspn(wish, ".@");

	/* only what is used: each category is a file that is opened at every start */
	if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	if (strncmp(wish, "ja", 2) != 0)
		return; /* English is in the program itself */
	if (!setlocale(LC_MESSAGES, "") || !strcmp(setlocale(LC_MESSAGES, NULL), "C"))
		setlocale(LC_MESSAGES, "C.UTF-8");
	if (n < sizeof language && !getenv("LANGUAGE")) {
		snprintf(language, sizeof language, "%.*s", (int)n, wish);
		setenv("LANGUAGE", language, 1);
	}
	bindtextdomain("taiyaku", dir ? dir : LOCALEDIR);
	bind_textdomain_codeset("taiyaku", "UTF-8");
	textdomain("taiyaku");
}

/* A descriptor that is closed would be given to the next file that is opened. */
static void fill_descriptors(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_WRONLY : O_RDONLY) < 0)
			exit(ERR_INPUT);
}

/* Takes --NAME VALUE or --NAME=VALUE at argv[*i] out: the value, or NULL when it is another argument. */
static const char *taken(const char *name, int argc, char **argv, int *i)
{
	size_t n = strlen(name);

	if (strncmp(argv[*i], name, n) != 0)
		return NULL;
	if (argv[*i][n] == '=')
		return argv[*i] + n + 1;
	if (argv[*i][n])
		return NULL;
	if (*i + 1 >= argc || !argv[*i + 1])
		exit(cli_usage_error(NULL, _("%s needs a value"), name));
	return argv[++*i];
}

enum action { ACT, ACT_HELP, ACT_VERSION };

/* The options that hold everywhere, out of the arguments; what is left stays in argv[0 .. *argc). */
static enum action take_options(struct cli *cli, int *argc, char **argv)
{
	enum action action = ACT;
	int kept = 1;

	for (int i = 1; i < *argc && argv[i]; i++) {
		const char *value;

		if (!strcmp(argv[i], "--")) {
			while (i < *argc)
				argv[kept++] = argv[i++];
		} else if ((value = taken("--store", *argc, argv, &i))) {
			cli->store = value;
		} else if ((value = taken("--config", *argc, argv, &i))) {
			cli->config = value;
		} else if (!strcmp(argv[i], "--help") || (i == 1 && !strcmp(argv[i], "-h"))) {
			action = ACT_HELP;
		} else if (!strcmp(argv[i], "--version") || (i == 1 && !strcmp(argv[i], "-V"))) {
			action = ACT_VERSION;
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[ *argc = kept] = NULL;
	return action;
}

static int print_as_cat(const struct cli *cli, int argc, char **argv)
{
	argv[0] = (char[]){"cat"};
	return cli_cat(cli, argc, argv);
}

/* The reader itself. What is wrong with the document is said before the terminal is changed. */
static int read_in_terminal(struct app_options *o)
{
	struct err e = {0};
	struct term *term = term_open(&e);
	struct app *app;
	int status;

	if (!term)
		return cli_fail(&e);
	app = app_new(o, &e);
	if (!app) {
		term_free(term);
		return cli_fail(&e);
	}
	status = (int)term_run(term, app);
	app_free(app); /* saves; term_free() may end the program by the signal that asked for it */
	term_free(term);
	return status;
}

static int read_document(const struct cli *cli, int argc, char **argv)
{
	struct app_options o = {.store = cli->store, .config = cli->config};

	for (int i = 1; i < argc && argv[i]; i++) {
		const char *value;
		int from = i;

		if ((value = taken("--encoding", argc, argv, &i)))
			o.encoding = value;
		else if ((value = taken("--profile", argc, argv, &i)))
			o.profile = value;
		else if (!strcmp(argv[i], "--") && i + 1 < argc)
			o.path = argv[++i];
		else if (argv[from][0] == '-' && argv[from][1])
			return cli_usage_error(NULL, _("%s: no such option"), argv[from]);
		else if (o.path)
			return cli_usage_error(NULL, _("%s: one document at a time"), argv[from]);
		else
			o.path = argv[from];
	}
	return read_in_terminal(&o);
}

int main(int argc, char **argv)
{
	struct cli cli = {.store = getenv("TAIYAKU_STORE")};
	enum action action;
	cli_fn run;

	fill_descriptors();
	umask(077);
	set_locale();
	if (cli.store && !*cli.store)
		cli.store = NULL;
	action = take_options(&cli, &argc, argv);
	run = argc > 1 ? cli_find(argv[1]) : NULL;
	if (action == ACT_VERSION) {
		puts("taiyaku " PACKAGE_VERSION);
		return 0;
	}
	if (action == ACT_HELP) {
		cli_usage(run ? argv[1] : NULL, false);
		return 0;
	}
	cli_load_profiles();
	if (run)
		return run(&cli, argc - 1, argv + 1);
	if (!isatty(STDOUT_FILENO))
		return argc > 1 ? print_as_cat(&cli, argc, argv)
				: cli_library(&cli, 1, (char *[]){(char[]){"library"}, NULL});
	return read_document(&cli, argc, argv);
}
