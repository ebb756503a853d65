/* What the files of this module share. */
#ifndef TAIYAKU_STORE_STORE_H
#define TAIYAKU_STORE_STORE_H

#include "db.h"

/* What adding knows of the thread that it is at, so that a post costs no look at it. */
struct store_pace {
	int64_t thread; /* 0: none */
	long top;       /* the highest number of all its posts; -1: none */
	/* not in the table yet: */
	bool held;
	int64_t posts_held, posts_quoted, last_post_at;
	long max_number;
};

struct store {
	struct db *db;
	bool in_transaction;
	int64_t next_entry; /* in a transaction: the next post_id or entry_id */
	int64_t indexed;    /* and the last one that is in a run of the index */
	bool stale;         /* and whether one of those has changed */
	struct store_pace pace;
};

/* Grows an array of an arena result: doubles by copying, what is left behind is freed with the arena. */
void *store_grow(struct arena *, void *v, size_t n, size_t size);
#define STORE_PUSH(arena, list, ...)                                                                                   \
	((list)->v = store_grow((arena), (list)->v, (list)->n, sizeof *(list)->v),                                     \
	 (list)->v[(list)->n++] = (__VA_ARGS__))

/* threads.c */
/* The thread that a document names: by identity; by title the one held thread that fits the days [from, to), else a
 * thread of family "title". Made where it is missing. */
bool store_cited_thread(struct store *, const struct store_identity *, int64_t from, int64_t to, int64_t *thread,
			struct err *);

/* title.c: are two series the same but for two slips, one for four characters at most? */
bool store_title_is_near(struct str, struct str);

/* documents.c: "sha256:…" of the 32 bytes; empty where they are not 32 */
struct str store_document_id(struct arena *, struct str sha256);

/* store.c: what a transaction knows, read anew */
bool store_prepare(struct store *, struct err *);
/* Many questions of one moment: locks once. False where a transaction is open already; else store_read_end() is due. */
bool store_read_begin(struct store *);
void store_read_end(struct store *, bool begun);
/* add.c: writes what the pace has gathered */
bool store_settle(struct store *, struct err *);

/* index.c */
/* Indexes what waits, if that is enough to be worth it; all: at the end of a transaction, also less. */
bool store_index_ripen(struct store *, bool all, struct err *);
bool store_index_changed(struct store *, int64_t entry,
			 struct err *);       /* its text or its names are others, or it is gone */
void store_fold(struct str, struct buf *out); /* clears first */

/* anchors.c */
void store_anchors_pack(const struct store_post *, struct buf *out); /* appends */
void store_anchors_unpack(struct str blob, size_t text_bytes, struct arena *, struct store_post *);
bool store_refs_add(struct store *, int64_t thread, int64_t post, struct str blob, struct err *);
bool store_refs_remove(struct store *, int64_t thread, int64_t post, struct str blob, struct err *);

/* documents.c: puts the paragraphs of a document's text into the index */
bool store_paragraphs_add(struct store *, int64_t file, struct str text, struct err *);
/* A text of `size` bytes as it is kept; appends. */
bool store_document_unpack(struct str packed, uint64_t size, struct buf *out);

/* upgrade.c */
bool store_upgrade(struct db *, int from, struct err *);

#endif
