/* SHA-256 by libmd; ids by RFC 9562. */
#include "taiyaku/base.h"

#include <pthread.h>
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

/* ---- ids ---- */

/* The latest id given or seen: its time, and what counts within that millisecond. Ids are made in more than one thread.
 */
static struct {
	pthread_mutex_t mutex;
	uint64_t ms;
	unsigned count;
} latest = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* 48 bits of time, 12 bits that count within a millisecond, 62 bits of chance. */
void uuid7(char out[37])
{
	uint64_t ms = (uint64_t)clock_wall_ms();
	unsigned count;
	uint8_t r[8];

	pthread_mutex_lock(&latest.mutex);
	if (ms > latest.ms)
		latest.ms = ms, latest.count = 0;
	else if (++latest.count >= 4096)
		latest.ms++, latest.count = 0;
	ms = latest.ms;
	count = latest.count;
	pthread_mutex_unlock(&latest.mutex);
	if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r)
		die(_("the system gives no random bytes"));
	snprintf(out, 37, "%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x", (unsigned)(ms >> 16),
		 (unsigned)(ms & 0xFFFF), count, 0x80u | (r[0] & 0x3Fu), r[1], r[2], r[3], r[4], r[5], r[6], r[7]);
}

/* The digits of s[start, end), small letters only; false: something else. */
static bool hex_digits(struct str s, size_t start, size_t end, uint64_t *out)
{
	for (*out = 0; start < end; start++) {
		char c = s.p[start];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
			return false;
		*out = *out << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return true;
}

bool uuid7_is(struct str id)
{
	uint64_t part;

	return id.n == 36 && id.p[8] == '-' && id.p[13] == '-' && id.p[14] == '7' && id.p[18] == '-' &&
	       strchr("89ab", id.p[19]) && id.p[19] && id.p[23] == '-' && hex_digits(id, 0, 8, &part) &&
	       hex_digits(id, 9, 13, &part) && hex_digits(id, 15, 18, &part) && hex_digits(id, 20, 23, &part) &&
	       hex_digits(id, 24, 36, &part);
}

#define YEAR_MS ((uint64_t)366 * 86400 * 1000)

void uuid7_observe(struct str id)
{
	uint64_t high, low, count;

	if (!uuid7_is(id))
		return;
	hex_digits(id, 0, 8, &high);
	hex_digits(id, 9, 13, &low);
	hex_digits(id, 15, 18, &count);
	high = high << 16 | low;
	if (high > (uint64_t)clock_wall_ms() + YEAR_MS)
		return;
	pthread_mutex_lock(&latest.mutex);
	if (high > latest.ms || (high == latest.ms && count > latest.count)) {
		latest.ms = high;
		latest.count = (unsigned)count;
	}
	pthread_mutex_unlock(&latest.mutex);
}
