/* What the files of view share. */
#ifndef TAIYAKU_VIEW_INT_H
#define TAIYAKU_VIEW_INT_H

#include "taiyaku/view.h"

/* The row at the cursor, clipped to the view's range: false where the range ends. */
bool view_next(struct view *, struct layout_cursor *);
bool view_prev(struct view *, struct layout_cursor *);
/* The quote that a row's translation stands in place of, or POS_NONE: where there is nothing else to focus it by. */
size_t view_replaced(const struct view *, const struct row *);

/* art.c: the ranges of lines of a text that are pictures drawn with characters; appends, moved by `base`. */
void art_find(struct str text, size_t base, span_vec *out);
/* layout_whole of a view: the lines of a post or a quote that are drawn. */
bool art_is_whole(void *view, struct span paragraph);

/* A number and blanks up to so many bytes; "-" where it is none. */
void page_number(struct buf *, long number, size_t width);

#endif
