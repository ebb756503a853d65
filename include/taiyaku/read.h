/* read: bytes -> document, one file a format. Plain text is the one there is. */
#ifndef TAIYAKU_READ_H
#define TAIYAKU_READ_H

#include "taiyaku/doc.h"

struct read_options {
	const char *encoding; /* NULL: detect */
	const char *profile;  /* NULL: the first one that fits */
	bool whole;           /* recognise all of it before returning (cat, outline, check); the reader does it lazily */
};
/* Opens a file, or standard input for "-". Files over READ_WHOLE bytes that are UTF-8 are mapped, not copied.
 * Refuses with ERR_INPUT: no such file, a folder, no permission, a binary file; an empty file is a document. */
#define READ_WHOLE ((size_t)4 << 20)
struct doc *read_open(const char *path, const struct read_options *, struct err *);
/* From memory: a post, a help page, a test. The bytes are copied. name: for messages, or NULL. */
struct doc *read_bytes(struct str bytes, const char *name, const struct read_options *, struct err *);

#endif
