/* What the files of taiyaku doctor share: each looks at one thing and says what it found. */
#ifndef TAIYAKU_CLI_DOCTOR_H
#define TAIYAKU_CLI_DOCTOR_H

#include "taiyaku/cli.h"

struct doctor {
	bool repair;
	int found; /* what is wrong, and was not mended */
};
void doctor_good(struct doctor *, const char *fmt, ...) PRINTF(2, 3);
void doctor_note(struct doctor *, const char *fmt, ...) PRINTF(2, 3); /* worth knowing; nothing is wrong */
void doctor_bad(struct doctor *, const char *fmt, ...) PRINTF(2, 3);
/* Something that can be mended: with --repair `mended` says whether it was, else it counts as wrong. */
void doctor_mend(struct doctor *, bool mended, const char *fmt, ...) PRINTF(3, 4);

void doctor_store(struct doctor *, const char *dir);  /* doctor_store.c */
void doctor_terminal(struct doctor *);                /* doctor_terminal.c */
void doctor_locale(struct doctor *);                  /* doctor_locale.c */

#endif
