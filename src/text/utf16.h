/* A text as UTF-16 for ICU, with the way back to byte offsets. Private to this folder. */
#ifndef TAIYAKU_TEXT_UTF16_H
#define TAIYAKU_TEXT_UTF16_H

#include <unicode/utypes.h>

#include "taiyaku/text.h"

struct utf16 {
	UChar *units;
	uint32_t *byte_of; /* n + 1 offsets: of each unit, and the end */
	size_t n, cap;
};

/* Of texts under 2 GiB; what is ill-formed becomes U+FFFD. Reuses its memory. */
void text_utf16_set(struct utf16 *, struct str);
void text_utf16_free(struct utf16 *);
size_t text_utf16_at(const struct utf16 *, size_t byte); /* the first unit at or after the byte */

#endif
