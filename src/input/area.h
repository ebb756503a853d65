/* What the two halves of the text of several lines share: area.c changes it, area_rows.c cuts it into rows. */
#ifndef TAIYAKU_INPUT_AREA_H
#define TAIYAKU_INPUT_AREA_H

#include "motion.h"

#ifndef AREA_PIECE
#define AREA_PIECE 16384
#endif

struct area_piece { /* of a line, cut into rows; what is longer than AREA_PIECE is several of them */
	struct span at;
	uint32_t changes; /* of the text it is of */
	VEC(size_t) rows; /* where each starts */
};

struct area_change { /* that can be taken back and done again */
	size_t at;
	struct buf removed, inserted;
	size_t caret; /* before it */
	bool typed;   /* character by character: more may be added to it */
};

enum area_did { AREA_OTHER, AREA_TYPED, AREA_ERASED, AREA_KILLED, AREA_ROWS };

struct input_area {
	struct buf text;
	size_t caret;
	uint32_t changes;
	struct buf killed; /* what <C-y> puts back */
	enum area_did did; /* by the key before */
	VEC(struct area_change) past;
	size_t done;       /* past.v[done..] was taken back */
	/* rows: */
	int cells;
	struct text_terminal terminal;
	struct text_breaker *breaker;
	struct area_piece piece; /* the one that was looked at last */
	size_t top;              /* where the first row that is shown starts */
	int column;              /* that up and down keep to */
	VEC(struct span) shown;
};

void input_area_vertical(struct input_area *, int rows); /* the caret, by rows as they are shown */

#endif
