/* The bar: drawn over itself with a carriage return, at most ten times a second. */
#include "import.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR 20
#define PERIOD_MS 100

void import_progress_begin(struct import_progress *p, const import_entries *e)
{
	*p = (struct import_progress){.on = isatty(STDERR_FILENO), .files = e->n};
	for (size_t i = 0; i < e->n; i++)
		p->bytes += e->v[i].size;
}

static int columns(void)
{
	struct winsize w;

	return !ioctl(STDERR_FILENO, TIOCGWINSZ, &w) && w.ws_col ? w.ws_col : 80;
}

void import_progress_draw(struct import_progress *p, size_t done, size_t posts)
{
	int64_t now = clock_mono_ms();
	uint64_t at = p->bytes_done + done;
	char bar[BAR + 1], line[160];

	if (!p->on || now - p->drawn_at < PERIOD_MS)
		return;
	p->drawn_at = now;
	at = at > p->bytes ? p->bytes : at;
	unsigned percent = p->bytes ? (unsigned)(at * 100 / p->bytes) : 0;
	for (unsigned i = 0; i < BAR; i++)
		bar[i] = i < percent * BAR / 100 ? '#' : '.';
	bar[BAR] = '\0';
	int n = snprintf(line, sizeof line, "[%s] %3u%%  %zu/%zu  +%zu", bar, percent, p->files_done, p->files,
			 p->posts + posts);
	if (n >= columns())
		snprintf(line, sizeof line, "%3u%%", percent);
	fprintf(stderr, "\r%s", line);
	p->shown = true;
}

void import_progress_hide(struct import_progress *p)
{
	int n = columns() - 1;

	if (p->shown)
		fprintf(stderr, "\r%*s\r", n < 80 ? n : 80, "");
	p->shown = false;
}
