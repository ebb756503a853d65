/* Numbers in blobs: seven bits a byte, the lowest first, the top bit set where more follow. */
#ifndef TAIYAKU_STORE_VARINT_H
#define TAIYAKU_STORE_VARINT_H

#include "taiyaku/base.h"

static inline void varint_put(struct buf *out, uint64_t n)
{
	if (out->cap - out->n < 10)
		buf_reserve(out, 10);
	do
		out->p[out->n++] = (char)((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
	while (n >>= 7);
}

/* The number at *at, which moves behind it; at the end of the bytes 0, whatever they are. */
static inline uint64_t varint_get(struct str s, size_t *at)
{
	uint64_t n = 0;

	for (unsigned shift = 0; *at < s.n && shift < 64; shift += 7) {
		uint8_t b = (uint8_t)s.p[(*at)++];
		n |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			break;
	}
	return n;
}

#endif
