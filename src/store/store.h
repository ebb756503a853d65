/* What the files of this module share. */
#ifndef TAIYAKU_STORE_STORE_H
#define TAIYAKU_STORE_STORE_H

#include "db.h"

struct store {
	struct db *db;
	bool in_transaction;
};

/* Grows an array of an arena result: doubles by copying, what is left behind is freed with the arena. */
void *store_grow(struct arena *, void *v, size_t n, size_t size);
#define STORE_PUSH(arena, list, ...)                                                                                   \
	((list)->v = store_grow((arena), (list)->v, (list)->n, sizeof *(list)->v), (list)->v[(list)->n++] = (__VA_ARGS__))

/* posts.c: a query of posts begins with STORE_POSTS; ends it, the posts with their anchors */
#define STORE_POSTS                                                                                                    \
	"SELECT p.post_id,p.thread_id,p.kind,p.num,p.key,p.name,p.mail,p.slip,p.poster,p.trip,p.date_raw,p.posted_at," \
	"p.tz_min,p.plain,p.held,p.deleted,coalesce((SELECT rank FROM obs WHERE obs_id=p.best_obs),0),p.be "           \
	"FROM post p "
bool store_posts_collect(struct store *, struct query *, struct arena *, struct store_posts *, struct err *);

/* threads.c */
/* The thread that a document names: by identity; by title the one held thread that fits the days [from, to), else a
 * thread of family "title". Made where it is missing. */
bool store_cited_thread(struct store *, const struct store_identity *, int64_t from, int64_t to, int64_t *thread,
			struct err *);

/* documents.c: "sha256:…" of the 32 bytes; empty where they are not 32 */
struct str store_document_id(struct arena *, struct str sha256);

/* index.c: the search index; body is folded here */
enum { STORE_ENTRY_POST = 0, STORE_ENTRY_DOCUMENT = 1 };
bool store_index_add(struct store *, int kind, int64_t owner, size_t off, size_t len, struct str fold, struct err *);
bool store_index_remove(struct store *, int kind, int64_t owner, struct str fold, struct err *);
void store_fold(struct str, struct buf *out); /* clears first */
void store_index_phrase(struct str words, struct buf *out); /* the words as a query of the index; appends */

#endif
