/* Inside read: what open.c needs of the plain text format. */
#ifndef TAIYAKU_READ_PLAIN_H
#define TAIYAKU_READ_PLAIN_H

#include "taiyaku/read.h"

/* Takes the source's text or map. NULL with an error where there is no such profile; the source is the caller's then. */
struct doc *read_plain(struct doc_source *, const char *profile, struct err *);

#endif
