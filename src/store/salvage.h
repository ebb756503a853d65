/* What the log of notes.db has, and what the database has beyond that. */
#ifndef TAIYAKU_STORE_SALVAGE_H
#define TAIYAKU_STORE_SALVAGE_H

#include "notes.h"

struct store_logged {
	VEC(char *) ids; /* of all sound changes, in order, each once */
	size_t damaged;  /* lines */
};
void store_logged_read(const char *dir, struct store_logged *);
void store_logged_free(struct store_logged *);

struct store_salvaged {
	struct buf lines; /* framed, for store_log_append() */
	size_t n;
	bool damaged;     /* not every page could be read */
};
void store_salvage(struct db *, const struct store_logged *, struct store_salvaged *);

#endif
