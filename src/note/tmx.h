/* Inside note: what reading and writing TMX share. */
#ifndef TAIYAKU_NOTE_TMX_H
#define TAIYAKU_NOTE_TMX_H

#include "exchange.h"

#define NOTE_TMX_TOOL "taiyaku"
#define NOTE_TMX_EXTRA "tmx" /* the member of extra that holds what is only TMX's */

/* What an annotation has in properties of its own unit, so that it comes back whole. */
struct note_tmx_property {
	const char *name;
	size_t offset; /* of a struct str in struct store_annotation */
};
extern const struct note_tmx_property note_tmx_properties[]; /* name NULL after the last */
/* A number in code points: "x-first", "x-last". */
#define NOTE_TMX_FIRST "x-first"
#define NOTE_TMX_LAST "x-last"
#define NOTE_TMX_TUID "x-tuid" /* under which name it came */
#define NOTE_TMX_TAG "x-tag"
#define NOTE_TMX_PREFERRED "x-preferred"

bool note_tmx_is_own(struct str property); /* any of these */

/* The text of a segment that is given with its inline elements, as it is shown. False: it is no segment. */
bool note_tmx_plain(struct str segment, struct buf *out);

#endif
