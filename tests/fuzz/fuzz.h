/* fuzz: what a target needs. A target is one file with LLVMFuzzerTestOneInput: bytes -> the module, and checks of what
 * always holds. It is linked with libFuzzer (configure --enable-fuzzing, make fuzz) or with replay.c, which runs our
 * corpus and variations of it in make check. */
#ifndef TAIYAKU_TESTS_FUZZ_H
#define TAIYAKU_TESTS_FUZZ_H

#include "taiyaku/base.h"
#include "taiyaku/text.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Holds, or the program ends: in every kind of build. */
#define HOLDS(condition)                                                                                               \
	((condition) ? (void)0                                                                                         \
		     : (fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition), abort()))

/* Nothing that a terminal could take as a control: C0, DEL, C1. */
static inline bool harmless(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c;
		at = text_next(s, at, &c);
		if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			return false;
	}
	return text_bad(s) == POS_NONE;
}
#endif
