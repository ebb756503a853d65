/* A document's id: the hash of its text. A mapped text is hashed slice by slice in the idle time, each slice's pages
 * given back, so that neither a key nor the memory pays for 100 MB at once. */
#include "doc_int.h"

#define SLICE ((size_t)1 << 20)

bool doc_hash_slice(struct doc *d)
{
	size_t end = d->text.n - d->hashed < SLICE ? d->text.n : d->hashed + SLICE;
	struct sha256 h;

	if (*d->id)
		return false;
	if (!d->sum)
		d->sum = sha256_begin();
	sha256_add(d->sum, str_slice(d->text, d->hashed, end));
	if (d->map.p)
		file_map_release(&d->map, d->hashed, end);
	d->hashed = end;
	if (end < d->text.n)
		return true;
	h = sha256_end(d->sum);
	d->sum = NULL;
	memcpy(d->id, "sha256:", 7);
	sha256_hex(&h, d->id + 7);
	return false;
}

const char *doc_id(struct doc *d)
{
	while (doc_hash_slice(d))
		;
	return d->id;
}
