/* What the files of view share. */
#ifndef TAIYAKU_VIEW_INT_H
#define TAIYAKU_VIEW_INT_H

#include "taiyaku/view.h"

/* The row at the cursor, clipped to the view's range: false where the range ends. */
bool view_next(struct view *, struct layout_cursor *);
bool view_prev(struct view *, struct layout_cursor *);
/* The quote that a row's translation stands in place of, or POS_NONE: where there is nothing else to focus it by. */
size_t view_replaced(const struct view *, const struct row *);

/* Scrolls so many rows, and nothing else comes along; returns how many it did. */
int view_move_top(struct view *, int rows);

/* ---- cursor.c ---- */
/* Does the row show the document's own text, and not something in its place? */
bool view_row_is_text(const struct view *, const struct row *);
bool view_same_path(const struct position *, const struct position *); /* under the same calls? */
/* The row that the position is seen in, and in *p the stop there: the position itself or what stands for it. */
struct layout_cursor view_settle(struct view *, struct position *p);
/* Cells from the left edge of the row, before it is scrolled sideways. */
int view_column_of(struct view *, const struct row *, const struct position *);
void view_cursor_reveal(struct view *); /* scrolls only as far as the cursor needs it to be seen */
/* In cursor mode the cursor goes to what the view was moved to; nothing is scrolled. */
void view_cursor_follow(struct view *, const struct position *);
int view_cursor_row(struct view *); /* of the screen, -1: it is not there */
/* To that row of the screen, or the nearest one above, in the column it kept to. */
void view_cursor_to_row(struct view *, int row);

/* ---- unit.c ---- */
/* What is shown under the last call of a path; without calls the view's range. */
struct span view_inset_range(struct view *, const struct position *);
/* The words or sentences around a place, in order; returns the stretch of the document they were looked for in. */
struct span view_parts_around(struct view *, const struct position *, enum view_unit, span_vec *out);

/* ---- selection.c ---- */
enum { PIECES = 2 * (LAYOUT_DEPTH + 1) + 1 };
struct piece {
	struct span at;
	struct position path; /* the calls it is shown under; its place says nothing */
};
struct pieces {
	struct piece v[PIECES];
	size_t n;
};
void view_pieces(struct view *, struct pieces *out); /* what is selected, in the order of the screen */

/* ---- signs.c ---- */
/* Indices of the first annotation that starts at or after `end`, and of one before which none reaches `start`: those between
 * may overlap [start, end). */
void view_annotations_in(const struct view *, size_t start, size_t end, size_t *first, size_t *last);

/* art.c: the ranges of lines of a text that are pictures drawn with characters; appends, moved by `base`. */
void art_find(struct str text, size_t base, span_vec *out);
/* layout_whole of a view: the lines of a post or a quote that are drawn. */
bool art_is_whole(void *view, struct span paragraph);

/* A number and blanks up to so many bytes; "-" where it is none. */
void page_number(struct buf *, long number, size_t width);

#endif
