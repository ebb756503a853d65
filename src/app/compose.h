/* What the files of the note editor share: compose.c edits, draft.c keeps what is typed, outside.c hands it to another editor. */
#ifndef TAIYAKU_APP_COMPOSE_H
#define TAIYAKU_APP_COMPOSE_H

#include "app_int.h"

struct confirmed { /* a draft that goes when its annotation is in the log */
	char *draft;
	uint64_t after;
};

struct compose {
	struct input_area *area; /* NULL: the editor is closed */
	struct arena *arena;     /* of the annotation */
	struct store_annotation annotation; /* as it was at the beginning */
	struct str first;        /* the text then */
	char *draft;             /* its id */
	bool restored;           /* from a draft: the text differs from what is stored */
	int rows;                /* that it took when the panes were laid out */
	/* draft.c: */
	uint32_t handed;         /* the text's changes as of the draft that was handed over last */
	size_t handed_bytes;
	bool waits;              /* something is not handed over yet, since then: */
	int64_t since;
	VEC(struct confirmed) confirmed;
	VEC(char *) ours;        /* drafts of this run: nobody else has them open */
	bool looked;             /* for drafts that were left behind */
	/* outside.c: */
	char *file;              /* that the other editor has; NULL: none */
};

struct compose *compose_of(struct app *);
/* Opens it with that draft's id; draft empty: a new one. */
bool compose_begin(struct app *, const struct store_annotation *, struct str draft, struct err *);
void compose_changed(struct app *); /* the text may be another one, and of other height */

/* draft.c */
void compose_draft_changed(struct app *);   /* hands over what is far enough ahead */
void compose_draft_keep(struct app *);      /* hands over all of it, if there is anything to keep */
void compose_draft_confirmed(struct app *); /* drops it as soon as what was put last is logged */
void compose_draft_drop(struct app *, struct str id);

/* outside.c */
void compose_outside_free(struct compose *);
/* What another editor left in a draft's file after `when`, when this program ended before it did; appends. False: nothing. */
bool compose_outside_left(struct app *, struct str draft, int64_t when, struct buf *out);
void compose_outside_forget(struct app *, struct str draft); /* the file goes with the draft */

#endif
