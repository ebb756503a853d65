/* term, inside: what this TERM understands. A header of its own, because terminfo's names are not to meet ours. */
#ifndef TAIYAKU_TERM_CAPS_H
#define TAIYAKU_TERM_CAPS_H

#include "taiyaku/base.h"

/* NULL where it does not. */
struct term_caps {
	const char *cup, *hpa, *el, *clear, *csr, *ind, *ri, *indn, *rin, *ech;
	const char *sgr0, *setaf, *setab, *attr[5]; /* attr: in the order of the ATTR_ bits */
	const char *smcup, *rmcup, *smkx, *rmkx, *smam, *rmam, *civis, *cnorm;
	int colors;
	bool ansi;    /* attributes and colours are SGR: one sequence sets them all */
	bool ansi_cup; /* cup is ESC [ row ; column H */
	bool bright;  /* colours 8 to 15 are SGR 90 to 97 */
	bool wraps;   /* a character in the last column may wrap at once */
	bool answers; /* ESC [ 6 n is answered */
};
bool term_caps_load(struct term_caps *, int fd, struct err *);
void term_caps_free(struct term_caps *);
void term_caps_put(struct buf *out, const char *cap, int a, int b); /* with its parameters; NULL: nothing */

#endif
