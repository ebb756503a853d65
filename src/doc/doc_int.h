/* What the files of doc share. Items (sections, notes, …) are kept in pools of fixed chunks, so that pointers to them stay valid while
 * more are added. Blocks and marks belong to parts: ranges of the text that are recognised at once. */
#ifndef TAIYAKU_DOC_INT_H
#define TAIYAKU_DOC_INT_H

#include "taiyaku/doc.h"
#include "taiyaku/text.h"

#ifndef DOC_PART
#define DOC_PART ((size_t)64 << 10) /* of a large document: 2 ms of work, which is what a key may have to wait for */
#endif
#ifndef DOC_SMALL
#define DOC_SMALL ((size_t)4 << 20) /* up to here a document is one part */
#endif

struct pool {
	VEC(char *) chunks;
	size_t n, size; /* items; bytes of one */
};
void *doc_pool_add(struct pool *, const void *item);
void *doc_pool_at(const struct pool *, size_t i); /* i < n */
void doc_pool_clear(struct pool *);

enum pool_kind { POOL_SECTIONS, POOL_NOTES, POOL_CALLS, POOL_POSTS, POOL_ANCHORS, POOL_CITATIONS, POOL_QUOTATIONS, POOL_LINKS,
		 POOL_FIGURES, POOLS };

struct doc_part {
	size_t start, end;
	bool done;
	size_t longest; /* bytes of the longest mark */
	VEC(struct block) blocks; /* by start, parents first */
	VEC(struct mark) marks;   /* by start, longer first */
};

/* Lines and code points are counted block by block of the text, as far as somebody asked. */
#ifndef COUNT_BLOCK
#define COUNT_BLOCK ((size_t)64 << 10)
#endif
struct count {
	size_t lines, code_points;
};
struct doc_counts {
	VEC(struct count) before; /* before block i */
	struct span line; /* the last long line that was looked at */
};

struct doc {
	struct str text;
	struct buf own;
	struct file_map map;
	char *path, *format, *encoding;
	size_t bad;
	bool large, complete;
	unsigned generation;
	char id[7 + 65];         /* empty: not all hashed yet */
	struct sha256_sum *sum;
	size_t hashed;
	struct str title, author, date, language;
	struct arena *arena;
	struct pool pools[POOLS];
	VEC(struct doc_part) parts;
	struct doc_part window; /* of a small document, until the whole is done */
	bool has_window;
	struct doc_part *adding;
	size_t next_part; /* parts before it are done: the idle scan's place */
	const struct doc_recogniser *recogniser;
	void *self;
	struct doc_counts *counts; /* changes though the document does not */
};

void doc_parts_init(struct doc *);
/* A slice of the id; false: it is done. */
bool doc_hash_slice(struct doc *);
/* The part that holds `at`, recognised. */
struct doc_part *doc_part_at(struct doc *, size_t at);
struct doc_part *doc_part_after(struct doc *, const struct doc_part *);  /* recognised; NULL: the last */
struct doc_part *doc_part_before(struct doc *, const struct doc_part *);
size_t doc_count_lines(struct str);

#endif
