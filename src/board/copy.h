/* The heads of pasted posts. */
#ifndef TAIYAKU_COPY_H
#define TAIYAKU_COPY_H

#include "board_int.h"

struct copy_head { /* borrowed from its line or lines */
	long number;
	struct str name, mail, date;
	size_t lines; /* 1 or 2 */
};
/* Is this line a head, alone or with the next one? */
bool copy_head(struct str line, struct str next, struct copy_head *);

struct str copy_trim(struct str);      /* without blanks at both ends, wide ones too */
bool copy_is_counter(struct str word); /* [1/3] (1/3): of a browser */
bool copy_is_tail(struct str);         /* nothing but what boards and browsers write after a time: IDs, counters */

#endif
