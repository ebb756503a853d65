/* What the pages of posts share: a source with what was found out about it as a whole. */
#ifndef TAIYAKU_VIEW_POST_H
#define TAIYAKU_VIEW_POST_H

#include "view_int.h"

enum { POST_INDENT = 5, POST_DEEPEST = 8 };

struct thread {
	struct page *page;
	const struct verdict *verdict;
	struct cite_entries all;
	const struct hiding *hidings;   /* by entry, or NULL: nothing is hidden */
	const struct store_rules *rules;
	struct str usual;               /* the name of most of them, said once; empty: none */
	struct store_annotations names; /* who posters are */
	const bool *kept;               /* by entry: passes the filter; NULL: all do */
	bool begun, after_hidden;       /* while posts are put one after the other */
};

/* post.c: head, body, answers and what the verdict says; depth: in a tree. */
void post_put(const struct thread *, const struct cite_entry *, int depth);
/* "545  2022-12-27 13:09:37 … ID:abc (3/7)": the head line of a post, as a thing; named: with its name too. turns 0: not
 * counted. */
void post_head(struct page *, enum thing_kind, const struct target *, const struct store_post *, uint32_t turn,
	       uint32_t turns, bool named);
/* Does the verdict name this post? */
bool post_is_cited(const struct verdict *, long number);


#endif
