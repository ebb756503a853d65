/* What annotations.c, annotated.c and version.c share: the texts that are open and what is annotated in them. */
#ifndef TAIYAKU_APP_ANNOTATED_H
#define TAIYAKU_APP_ANNOTATED_H

#include "app_int.h"

struct likely { /* kept texts that may be what this one grew out of: looked at one by one */
	struct arena *arena;
	struct store_texts texts;
	size_t at;
	bool over;
	double best;
	struct str id, title; /* of the best one */
};

struct annotated { /* a text: a document's version or a post as it is shown */
	char *document, *version, *title;
	char *called;      /* of a post: what pages call it now (see struct alias); NULL: the same */
	struct str text;   /* of a document borrowed from it, of a post `own` */
	struct buf own;
	bool read;         /* attaching is as the store has it */
	bool settled;      /* everything has its place */
	bool kept;         /* its text is in the store */
	bool told;         /* the status has said how the annotations came over */
	bool looked;       /* whether its path is known */
	struct likely likely;
	struct note_attaching *attaching; /* NULL: nothing is annotated, or it was not read yet */
	VEC(struct view_annotation) shown; /* in order of at.start; index: in note_attaching_list() */
	struct arena *translations_arena;  /* translation.c: those that layouts have borrowed */
	struct layout_translation *translations;
	size_t n_translations;
};

/* A post that was annotated while its thread was known by its title alone, and what it is called since a file of that
 * thread is in the store. */
struct alias {
	char *stored, *shown;
};

struct annotations {
	struct arena *arena;               /* what is put, as long as the session */
	VEC(struct annotated *) posts;     /* those that were looked at */
	VEC(char *) names;                 /* of all posts that are annotated, sorted */
	VEC(struct alias) aliases;         /* their shown names are among the names too */
	bool named;                        /* names are as the store has them */
	unsigned generation;               /* grows when posts' annotations change: pages are made anew */
	uint64_t awaited;                  /* what is queued is saved when so much is logged; 0: nothing is awaited */
	struct arena *posters_arena;       /* of posters: links that say who a poster is; NULL: not read yet */
	struct store_annotations posters;
	size_t posters_shown;
	bool linking;                      /* a link was begun: */
	struct store_target link_from;
	struct str reattach;               /* the id of what waits for its passage, or empty */
	enum page_sort sort;               /* of the list */
	struct text_needle *filter;        /* what the list shows; NULL: all */
	size_t changes;                    /* that are in what is shown, and one more; 0: not counted yet */
	int64_t polled_at;
};

/* annotated.c */
struct annotations *annotations_state(struct app *);
void annotated_free(struct annotated *);
struct annotated *annotated_book(struct app *, struct book *); /* made, not read */
/* A post, and how it is called now; subject: where it is shown, or NULL. NULL: nobody has its text. Made, not read. */
struct annotated *annotated_post(struct app *, struct str name, struct str shown, const struct subject *);
/* Several annotations of one post make several aliases: is this the first? */
bool annotated_first_alias(const struct annotations *, size_t i);
struct str annotated_shown(const struct annotated *);
/* What a post is called that the store knew by its thread's title when x was made; appends. False: by the same name. who:
 * who wrote it, as the store tells now. */
bool annotated_alias(struct app *, const struct store_annotation *x, struct buf *out, struct store_poster *who,
		     struct arena *);
/* Anew from the store; what is attached already has its place at once. */
bool annotated_read(struct app *, struct annotated *);
void annotated_show(struct annotated *); /* what views are given */
void annotated_put(struct annotated *, const struct store_annotation *); /* it was just put into the store */
/* Queues the text for the store, the first time that something is written on it. */
void annotated_keep(struct app *, struct annotated *, struct str previous);

/* A passage of a post's text. */
void annotated_target(const struct annotated *, struct span, struct arena *, struct store_target *);
void annotated_settle(struct app *, struct annotated *); /* a post is short: read and anchored at once */

/* annotations.c: those that an index of the view's annotations is one of */
struct note_list annotations_list(struct app *, const struct view *, uint32_t index);
/* One question for what is annotated in posts and who is who, unless that is known */
void annotations_read_names(struct app *);

/* chosen.c: the passage that is selected, has the focus, or is the sentence under the cursor. False: it is none. */
bool annotation_chosen(struct app *, struct span *, struct err *);
/* A new annotation of it; nothing is asked for where nothing can be written. */
bool annotation_begin(struct app *, enum store_annotation_kind, struct store_annotation *, struct err *);
void annotation_unselect(struct app *);
/* Out of cursor mode, where it is on, with the focus on that annotation: it is done. */
void annotation_leave(struct app *, struct str id);
/* What the focus stands for: of a post in a page its whole text, of anything else the mark itself. */
struct span annotation_focus(const struct view *);
/* Puts it as a step of its own; nothing is selected any more. */
enum cmd_result annotation_do(struct app *, struct store_annotation *, struct err *);
/* The annotation of these kinds (bits) with the focus, else the shortest that the cursor stands in, or NULL. */
const struct note_attached *annotation_here(struct app *, unsigned kinds);
/* In a page of annotations the one with the focus; or empty. */
struct str annotation_in_page(const struct view *);
struct str annotation_id_here(struct app *); /* either of them; empty: none */
/* That one as the store has it now, to be changed. */
bool annotation_existing(struct app *, struct store_annotation *, struct err *);

/* translation.c: gives the view the translations that are in the text now, if they are not those that it has */
void translation_show(struct app *, struct annotated *, struct view *);

/* version.c: which text is the next version of which. Slices; false: nothing left to do */
bool version_begin(struct app *, struct book *); /* before its annotations are read */
bool version_idle(struct app *, struct book *);  /* after that */
/* What version_idle() found is the version before this one. */
bool version_take(struct app *, struct book *, struct err *);

#endif
