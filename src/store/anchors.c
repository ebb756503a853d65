/* The anchors of a post: in the post, to be shown, as a blob of numbers (start, length, from, to - from, each start
 * from the one before); in the table ref, to find who answers a post.
 */
#include "store.h"
#include "varint.h"

#include <limits.h>

void store_anchors_pack(const struct store_post *p, struct buf *out)
{
	size_t before = 0;

	for (size_t i = 0; i < p->n_anchors; i++) {
		const struct store_anchor *a = &p->anchors[i];
		if (a->start < before || a->end < a->start || a->from < 0 || a->to < a->from)
			continue;
		varint_put(out, a->start - before);
		varint_put(out, a->end - a->start);
		varint_put(out, (uint64_t)a->from);
		varint_put(out, (uint64_t)(a->to - a->from));
		before = a->start;
	}
}

static bool next_anchor(struct str blob, size_t *at, struct store_anchor *a)
{
	if (*at >= blob.n)
		return false;
	a->start += varint_get(blob, at);
	a->end = a->start + varint_get(blob, at);
	a->from = (long)(varint_get(blob, at) & LONG_MAX);
	uint64_t more = varint_get(blob, at);
	a->to = more > (uint64_t)(LONG_MAX - a->from) ? LONG_MAX : a->from + (long)more;
	return true;
}

void store_anchors_unpack(struct str blob, size_t text_bytes, struct arena *arena, struct store_post *p)
{
	struct {
		struct store_anchor *v;
		size_t n;
	} list = {0};
	struct store_anchor a = {0};

	for (size_t at = 0; next_anchor(blob, &at, &a);)
		if (a.start <= a.end && a.end <= text_bytes)
			STORE_PUSH(arena, &list, a);
	p->anchors = list.v;
	p->n_anchors = list.n;
}

bool store_refs_add(struct store *s, int64_t thread, int64_t post, struct str blob, struct err *e)
{
	struct store_anchor a = {0};
	bool good = true;

	for (size_t at = 0; good && next_anchor(blob, &at, &a);)
		good = store_db_do(s->db, e, "INSERT OR IGNORE INTO ref(thread_id,lo,hi,post_id) VALUES(?,?,?,?)",
				   "iiii", thread, (int64_t)a.from, (int64_t)a.to, post);
	return good;
}

bool store_refs_remove(struct store *s, int64_t thread, int64_t post, struct str blob, struct err *e)
{
	struct store_anchor a = {0};
	bool good = true;

	for (size_t at = 0; good && next_anchor(blob, &at, &a);)
		good = store_db_do(s->db, e, "DELETE FROM ref WHERE thread_id=? AND lo=? AND hi=? AND post_id=?",
				   "iiii", thread, (int64_t)a.from, (int64_t)a.to, post);
	return good;
}
