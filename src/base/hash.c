/* SHA-256 by libmd; ids by RFC 9562. */
#include "taiyaku/base.h"

#include <sha2.h>
#include <stdio.h>
#include <sys/random.h>

struct sha256_sum {
	SHA2_CTX c;
};

struct sha256_sum *sha256_begin(void)
{
	struct sha256_sum *sum = xmalloc(sizeof *sum);

	SHA256Init(&sum->c);
	return sum;
}

void sha256_add(struct sha256_sum *sum, struct str s)
{
	SHA256Update(&sum->c, (const uint8_t *)s.p, s.n);
}

struct sha256 sha256_end(struct sha256_sum *sum)
{
	struct sha256 h;

	SHA256Final(h.b, &sum->c);
	free(sum);
	return h;
}

struct sha256 sha256_of(struct str s)
{
	struct sha256_sum *sum = sha256_begin();

	sha256_add(sum, s);
	return sha256_end(sum);
}

void sha256_hex(const struct sha256 *h, char out[65])
{
	for (size_t i = 0; i < sizeof h->b; i++)
		snprintf(out + 2 * i, 3, "%02x", h->b[i]);
}

/* 48 bits of time, 12 bits that count within a millisecond, 62 bits of chance. */
void uuid7(char out[37])
{
	static uint64_t last_ms;
	static unsigned count;
	uint64_t ms = (uint64_t)clock_wall_ms();
	uint8_t r[8];

	if (ms <= last_ms && ++count >= 4096)
		last_ms++, count = 0;
	else if (ms > last_ms)
		last_ms = ms, count = 0;
	ms = last_ms;
	if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r)
		die(_("the system gives no random bytes"));
	snprintf(out, 37, "%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x", (unsigned)(ms >> 16),
		 (unsigned)(ms & 0xFFFF), count, 0x80u | (r[0] & 0x3Fu), r[1], r[2], r[3], r[4], r[5], r[6], r[7]);
}
