/* What the parts of taiyaku search share. */
#ifndef TAIYAKU_CLI_SEARCH_H
#define TAIYAKU_CLI_SEARCH_H

#include "find.h"
#include "put.h"
#include "taiyaku/text.h"

struct wish { /* the options */
	const char *source, *poster;
	struct store_question ask;
	bool notes; /* annotations are looked through */
	long context, max;
	bool json;
};

struct document { /* the one that was asked for last */
	struct str id, path, title;
	struct buf text;
	VEC(size_t) lines;  /* where each starts */
	VEC(size_t) points; /* code points before it */
};

struct search {
	struct store *store;
	struct arena *arena; /* of one page */
	const struct wish *wish;
	id_vec ids;       /* of the poster's posts */
	struct buf words; /* folded */
	struct store_documents documents;
	struct document document;
	VEC(struct span) hits; /* in the text at hand */
	int64_t thread;        /* of the post before, 0: none */
	long n;
	struct buf json;
	struct json_out out;
	struct err err;
};

/* Where the words stand in a text: s->hits. */
void cli_search_hits(struct search *, struct str text);
/* "text", "start" and "end" of the first hit, all of them as "hits"; `base` code points stand before the text. */
void cli_search_put_hits(struct search *, struct str text, size_t base);
/* What stands about the first hit. */
void cli_search_excerpt(struct search *, struct str text);
void cli_search_flush(struct search *);

/* search_notes.c: the annotations that hold the words, in what was written, in a tag or in the passage. */
void cli_search_notes(struct search *, struct store_notes *);

#endif
