/* What the terminal understands, from terminfo. Only ncurses' lower half is used (setupterm, tparm): the screen itself
 * is drawn by draw.c, because a curses window cannot hold a cluster whose width the terminal and curses disagree on (an
 * emoji with U+FE0F, a joined sequence), blocks when the terminal does not drain, and spends more bytes.
 */
#include "caps.h"
#include "taiyaku/text.h"

#include <stdio.h>
#include <curses.h>
#include <term.h>

/* Delays like $<5> were for hardware; they are left out. A copy, because terminfo's own is shared. */
static const char *string_of(const char *name)
{
	const char *s = tigetstr(name);
	struct buf b = {0};

	if (!s || s == (char *)-1 || !*s)
		return NULL;
	for (; *s; s++) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end)
			s = end;
		else
			buf_char(&b, *s);
	}
	return buf_take(&b);
}

static bool is(const char *s, const char *other)
{
	return s && !strcmp(s, other);
}

#define CAPS(X)                                                                                                        \
	X(cup, "cup")                                                                                                  \
	X(hpa, "hpa")                                                                                                  \
	X(el, "el")                                                                                                    \
	X(clear, "clear")                                                                                              \
	X(csr, "csr")                                                                                                  \
	X(ind, "ind")                                                                                                  \
	X(ri, "ri")                                                                                                    \
	X(indn, "indn")                                                                                                \
	X(rin, "rin")                                                                                                  \
	X(ech, "ech")                                                                                                  \
	X(sgr0, "sgr0")                                                                                                \
	X(setaf, "setaf")                                                                                              \
	X(setab, "setab")                                                                                              \
	X(attr[0], "bold")                                                                                             \
	X(attr[1], "dim")                                                                                              \
	X(attr[2], "smul")                                                                                             \
	X(attr[3], "rev")                                                                                              \
	X(attr[4], "sitm")                                                                                             \
	X(smcup, "smcup")                                                                                              \
	X(rmcup, "rmcup")                                                                                              \
	X(smkx, "smkx")                                                                                                \
	X(rmkx, "rmkx")                                                                                                \
	X(smam, "smam")                                                                                                \
	X(rmam, "rmam")                                                                                                \
	X(civis, "civis")                                                                                              \
	X(cnorm, "cnorm")

static bool no_color(void)
{
	const char *s = getenv("NO_COLOR");

	return s && *s;
}

static void read_all(struct term_caps *c)
{
	const char *bold, *set;
	char *place;

#define READ(field, name) c->field = string_of(name);
	CAPS(READ)
#undef READ
	c->colors = c->setaf && c->setab && !no_color() && tigetnum("colors") > 0 ? tigetnum("colors") : 0;
	bold = c->attr[0];
	c->ansi = is(bold, "\033[1m") && is(c->attr[3], "\033[7m");
	c->ansi_cup = is(c->cup, "\033[%i%p1%d;%p2%dH");
	set = c->setaf && tigetnum("colors") > 8 ? tparm(c->setaf, 9L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L) : NULL;
	c->bright = is(set, "\033[91m");
	c->wraps = tigetflag("am") > 0 && !tigetflag("xenl") && !c->rmam;
	place = tigetstr("u7");
	c->answers = place && place != (char *)-1 && !strcmp(place, "\033[6n");
}

bool term_caps_load(struct term_caps *c, int fd, struct err *e)
{
	const char *term = getenv("TERM");
	int status;

	if (!term || !*term)
		return err_set(e, ERR_USAGE, _("TERM is not set; say for instance TERM=xterm, or use taiyaku cat"));
	if (setupterm(NULL, fd, &status) != OK) {
		struct buf name = {0};

		text_printable(str_slice(str_c(term), 0, strlen(term) < 64 ? strlen(term) : 64),
			       &(struct text_terminal){0}, &name);
		err_set(e, ERR_USAGE,
			_("the terminal type TERM=%s is not known or cannot place the cursor; "
			  "say for instance TERM=xterm, or use taiyaku cat"),
			buf_cstr(&name));
		buf_free(&name);
		return false;
	}
	read_all(c);
	if (c->cup && c->el && c->clear)
		return true;
	term_caps_free(c);
	return err_set(e, ERR_USAGE, _("the terminal TERM=%s cannot place the cursor; use taiyaku cat"), term);
}

void term_caps_free(struct term_caps *c)
{
#define FREE(field, name) free((char *)(uintptr_t)c->field);
	CAPS(FREE)
#undef FREE
	*c = (struct term_caps){0};
	if (cur_term)
		del_curterm(cur_term);
}

void term_caps_put(struct buf *out, const char *cap, int a, int b)
{
	if (cap)
		buf_cat(out, strchr(cap, '%') ? tparm(cap, (long)a, (long)b, 0L, 0L, 0L, 0L, 0L, 0L, 0L) : cap);
}
