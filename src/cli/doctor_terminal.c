/* Is the terminal known, and with how many colours? The compiled entry of terminfo is looked at as term(5) describes
 * it, since the library that draws is linked to the reader alone. */
#include "doctor.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ENTRY_MAX 65536
#define MAX_COLORS 13 /* index among the numbers */

static unsigned word(struct str s, size_t at)
{
	return at + 2 <= s.n ? (unsigned)(unsigned char)s.p[at] | (unsigned)(unsigned char)s.p[at + 1] << 8 : 0;
}

/* Header of six numbers of two bytes: magic, bytes of names, booleans, numbers, …; -1: none, or no such file. */
static long colors_of(struct str entry)
{
	unsigned magic = word(entry, 0), names = word(entry, 2), booleans = word(entry, 4), numbers = word(entry, 6);
	size_t wide = magic == 01036 ? 4 : 2, start = 12 + names + booleans;

	if ((magic != 0432 && magic != 01036) || numbers <= MAX_COLORS)
		return -1;
	start += start & 1;
	size_t at = start + MAX_COLORS * wide;
	unsigned low = word(entry, at), high = wide == 4 ? word(entry, at + 2) : 0;
	return low == 0xFFFF || low == 0xFFFE ? -1 : (long)(low | high << 16);
}

/* DIR/x/xterm, or by the letter's number: DIR/78/xterm. */
static bool read_entry(const char *dir, const char *term, struct buf *out)
{
	struct buf path = {0};
	bool good = false;

	for (int i = 0; i < 2 && !good; i++) {
		buf_clear(&path);
		buf_clear(out);
		buf_printf(&path, i ? "%s/%x/%s" : "%s/%c/%s", dir, *term, term);
		good = !access(buf_cstr(&path), R_OK) && file_read(path.p, ENTRY_MAX, out, NULL);
	}
	buf_free(&path);
	return good;
}

static bool find_entry(const char *term, struct buf *out)
{
	const char *own = getenv("TERMINFO"), *home = getenv("HOME");
	char *under_home = home && *home ? file_join(home, ".terminfo") : NULL;
	const char *const dirs[] = {own,
				    under_home,
				    "/etc/terminfo",
				    "/lib/terminfo",
				    "/usr/share/terminfo",
				    "/usr/local/share/terminfo",
				    "/usr/lib/terminfo"};
	bool good = false;

	for (size_t i = 0; !good && i < sizeof dirs / sizeof *dirs; i++)
		good = dirs[i] && *dirs[i] && read_entry(dirs[i], term, out);
	free(under_home);
	return good;
}

static void look_at_size(struct doctor *d)
{
	struct winsize w;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_col && (w.ws_col < 20 || w.ws_row < 5))
		doctor_bad(d, _("the terminal has %d columns and %d rows; it takes 20 and 5"), w.ws_col, w.ws_row);
}

void doctor_terminal(struct doctor *d)
{
	const char *term = getenv("TERM");
	struct buf entry = {0};

	if (!isatty(STDOUT_FILENO)) {
		doctor_note(d, _("the output is no terminal: nothing is known of it"));
		return;
	}
	look_at_size(d);
	if (!term || !*term)
		doctor_bad(d, _("TERM is not set; say for instance TERM=xterm"));
	else if (strchr(term, '/') || !find_entry(term, &entry))
		doctor_bad(d, _("the terminal type TERM=%s is not known here; say for instance TERM=xterm"), term);
	else if (colors_of(buf_view(&entry)) < 8)
		doctor_note(d, _("the terminal %s has no colours; styles are shown by bold and underline"), term);
	else
		doctor_good(d, _("the terminal %s, with %ld colours"), term, colors_of(buf_view(&entry)));
	buf_free(&entry);
}
