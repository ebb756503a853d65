/* The kinsoku filter: what ICU's ja rules leave to be mended (reference: typography 1.4). Private to this folder. */
#ifndef TAIYAKU_TEXT_KINSOKU_H
#define TAIYAKU_TEXT_KINSOKU_H

#include "taiyaku/text.h"

/* The code points of a paragraph, with U+0020 assumed before and after. */
struct kinsoku {
	const uint32_t *cp;
	size_t n;
	enum text_level level;
};
/* Why a row may start at code point k (0 < k < n) though ICU says no, and why it may not, whoever says
 * yes: the rule in a few words; NULL: there is no such reason. */
const char *text_kinsoku_gives(const struct kinsoku *, size_t k);
const char *text_kinsoku_takes(const struct kinsoku *, size_t k);

#endif
