/* taiyaku doctor: looks at the store, the sandbox, the language, the terminal and the configuration, and says a line
 * for each; --repair mends what can be mended without losing anything. */
#include "doctor.h"

#include "put.h"

#include "taiyaku/app.h"
#include "taiyaku/worker.h"

#include <getopt.h>
#include <stdio.h>

static void say(const char *label, const char *fmt, va_list ap) PRINTF(2, 0);
static void say(const char *label, const char *fmt, va_list ap)
{
	struct buf b = {0};

	buf_printf(&b, "%s: ", label);
	buf_vprintf(&b, fmt, ap);
	cli_print_line(&b);
	buf_free(&b);
}

void doctor_good(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	(void)d;
	va_start(ap, fmt);
	say(_("good"), fmt, ap);
	va_end(ap);
}

void doctor_note(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	(void)d;
	va_start(ap, fmt);
	say(_("remark"), fmt, ap);
	va_end(ap);
}

void doctor_bad(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	d->found++;
	va_start(ap, fmt);
	say(_("wrong"), fmt, ap);
	va_end(ap);
}

void doctor_mend(struct doctor *d, bool mended, const char *fmt, ...)
{
	va_list ap;

	d->found += !mended;
	va_start(ap, fmt);
	say(mended ? _("mended") : d->repair ? _("wrong, cannot be mended") : _("wrong, --repair mends it"), fmt, ap);
	va_end(ap);
}

static void look_at_worker(struct doctor *d)
{
	struct worker_layer layers[WORKER_LAYERS];

	worker_layers(layers);
	for (int i = 0; i < WORKER_LAYERS; i++)
		if (layers[i].on)
			doctor_good(d, _("files are read behind the wall \"%s\""), layers[i].name);
		else
			doctor_note(d, _("files are read without the wall \"%s\": %s"), layers[i].name, layers[i].why);
}

static void look_at_config(struct doctor *d, const char *config)
{
	struct buf faults = {0};
	struct err e = {0};

	if (!app_check_config(config, &faults, &e))
		doctor_bad(d, "%s", e.text);
	else if (!faults.n)
		doctor_good(d, _("the configuration"));
	for (size_t at = 0; at < faults.n;) {
		struct str line = cli_first_line(str_slice(buf_view(&faults), at, faults.n));

		doctor_bad(d, STR_FMT, STR_ARG(line));
		at += line.n + 1;
	}
	buf_free(&faults);
}

static int doctor(const struct cli *cli, bool repair)
{
	struct doctor d = {.repair = repair};
	struct err e = {0};
	char *dir = cli_store_dir(cli, &e);

	if (dir)
		doctor_store(&d, dir);
	else
		doctor_bad(&d, "%s", e.text);
	look_at_worker(&d);
	doctor_locale(&d);
	doctor_terminal(&d);
	look_at_config(&d, cli->config);
	free(dir);
	return d.found ? ERR_NOTHING : ERR_NONE;
}

int cli_doctor(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"repair", no_argument, NULL, 'r'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	bool repair = false;
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("doctor", false);
			return ERR_NONE;
		}
		if (option != 'r')
			return cli_usage_error("doctor", _("there is no option %s"), argv[optind - 1]);
		repair = true;
	}
	if (optind != argc)
		return cli_usage_error("doctor", _("it takes no FILE"));
	return doctor(cli, repair);
}
