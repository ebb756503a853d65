/* Looking a needle up: in a run by its lists, elsewhere by looking through the texts.
 *
 * Going down from the newest entry, what comes next is either a run or entries that are in none. So nothing needs to be
 * remembered between two steps but where the next one begins, whatever is added meanwhile.
 */
#include "index.h"
#include "varint.h"

enum { SCAN = 2048 }; /* texts looked through in a step */

/* ---- needles ---- */

bool store_needle_make(struct str words, bool kana, struct store_needle *n)
{
	struct buf fold = {0};
	uint32_t cp;

	*n = (struct store_needle){.kana = kana};
	store_fold(words, &fold);
	for (size_t at = 0; at < fold.n;) {
		at = store_next_char(buf_view(&fold), at, &cp);
		vec_push(&n->cp, cp);
	}
	buf_free(&fold);
	return n->cp.n > 0;
}

void store_needle_free(struct store_needle *n)
{
	vec_free(&n->cp);
}

/* The other of hiragana and katakana, or the same character. */
static uint32_t other_kana(uint32_t cp)
{
	if ((cp >= 0x3041 && cp <= 0x3096) || cp == 0x309D || cp == 0x309E)
		return cp + 0x60;
	if ((cp >= 0x30A1 && cp <= 0x30F6) || cp == 0x30FD || cp == 0x30FE)
		return cp - 0x60;
	return cp;
}

static bool same_char(const struct store_needle *n, uint32_t a, uint32_t b)
{
	return a == b || (n->kana && other_kana(a) == b);
}

static bool stands_at(const struct store_needle *n, struct str fold, size_t at)
{
	uint32_t cp;

	for (size_t i = 0; i < n->cp.n; i++) {
		if (at >= fold.n)
			return false;
		at = store_next_char(fold, at, &cp);
		if (!same_char(n, n->cp.v[i], cp))
			return false;
	}
	return true;
}

static bool text_holds(const struct store_needle *n, struct str fold)
{
	uint32_t cp;

	for (size_t at = 0; at < fold.n; at = store_next_char(fold, at, &cp))
		if (stands_at(n, fold, at))
			return true;
	return !n->cp.n;
}

struct name_match {
	const struct store_needle *n;
	bool found;
};

static void name_found(void *context, uint64_t key)
{
	struct name_match *m = context;

	for (size_t i = 0; i < m->n->n_names; i++)
		m->found |= m->n->names[i] == key;
}

static bool names_hold(const struct store_needle *n, const struct query *q)
{
	struct name_match m = {n, false};
	struct store_post p = {.slip = store_db_text(q, 3),
			       .poster = store_db_text(q, 4),
			       .trip = store_db_text(q, 5),
			       .be = store_db_text(q, 6)};

	if (!n->n_names)
		return true;
	store_poster_keys(&p, name_found, &m);
	return m.found;
}

static void look_at_row(const struct store_needle *n, const struct query *q, struct store_batch *b)
{
	if (names_hold(n, q) && text_holds(n, store_db_text(q, 2)))
		vec_push(&b->found, (struct store_found){store_db_int(q, 0), store_db_int(q, 1) != 0});
}

/* ---- lists of places ---- */

typedef VEC(uint32_t) places;

static void unpack_places(struct str bytes, size_t n, places *out)
{
	uint32_t place = 0;

	n = n < bytes.n ? n : bytes.n; /* whatever a damaged block says */
	vec_reserve(out, out->n + n);
	for (size_t at = 0; n && at < bytes.n; n--)
		out->v[out->n++] = place += (uint32_t)varint_get(bytes, &at);
}

static int by_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

struct piece { /* a list in the run, as it is stored */
	size_t n;
	struct buf bytes;
};

struct gathered { /* all lists that stand for one pair of the needle */
	VEC(struct piece) pieces;
	size_t n; /* places */
};

/* Hands on the lists of the keys low..high of a run. */
typedef void (*list_fn)(void *context, size_t n, struct str bytes);

static void lists_of_block(struct str block, uint64_t key, uint64_t low, uint64_t high, list_fn fn, void *context)
{
	for (size_t at = 0; at < block.n;) {
		key += varint_get(block, &at);
		size_t n = (size_t)varint_get(block, &at), bytes = (size_t)varint_get(block, &at);
		if (bytes > block.n - at || key > high)
			return;
		if (key >= low)
			fn(context, n, str_slice(block, at, at + bytes));
		at += bytes;
	}
}

static bool lists_between(struct store *s, int64_t run, uint64_t low, uint64_t high, list_fn fn, void *context,
			  struct err *e)
{
	struct query q;

	store_db_query(s->db, &q, e,
		       "SELECT block_id,lists FROM pair WHERE block_id>=coalesce((SELECT max(block_id) FROM pair WHERE "
		       "block_id<=?1),?1) AND block_id<=?2 ORDER BY block_id",
		       "ii", store_block_id(run, low), store_block_id(run, high));
	while (store_db_row(&q)) {
		int64_t id = store_db_int(&q, 0);
		if (id >> STORE_KEY_BITS == run)
			lists_of_block(store_db_text(&q, 1), (uint64_t)id & (((uint64_t)1 << STORE_KEY_BITS) - 1), low,
				       high, fn, context);
	}
	return store_db_done(&q);
}

static void keep_piece(void *context, size_t n, struct str bytes)
{
	struct gathered *g = context;
	struct piece piece = {.n = n};

	buf_str(&piece.bytes, bytes);
	vec_push(&g->pieces, piece);
	g->n += n;
}

/* ---- a run ---- */

struct run {
	struct store *store;
	struct err *err;
	bool bad;
	int64_t id, first, last;
	size_t n;
	/* only when something is found in it: */
	int64_t *ids;    /* of its entries */
	uint32_t *start; /* their first places; one more: the end */
	uint8_t *flags;
};
enum { FOUND = 1, PARAGRAPH = 2, NAMED = 4 };

static void unpack_run(struct run *r, struct str blob)
{
	int64_t id = r->first;
	uint32_t start = 0;
	size_t n = 0;

	r->ids = xcalloc(r->n + 1, sizeof *r->ids);
	r->start = xcalloc(r->n + 1, sizeof *r->start);
	r->flags = xcalloc(r->n + 1, 1);
	for (size_t at = 0; at < blob.n && n < r->n; n++) {
		id += (int64_t)varint_get(blob, &at);
		uint64_t length = varint_get(blob, &at);
		r->ids[n] = id;
		r->start[n] = start;
		r->flags[n] = length & 1 ? PARAGRAPH : 0;
		start += (uint32_t)(length >> 1);
	}
	r->start[n] = start;
	r->n = n;
}

/* Reads what its entries are. False: it cannot be read. */
static bool need_entries(struct run *r)
{
	struct query q;

	if (r->ids || r->bad)
		return !r->bad;
	store_db_query(r->store->db, &q, r->err, "SELECT entries FROM run WHERE run_id=?", "i", r->id);
	if (store_db_row(&q))
		unpack_run(r, store_db_text(&q, 0));
	r->bad = !store_db_done(&q) || !r->ids;
	return !r->bad;
}

static void free_run(struct run *r)
{
	free(r->ids);
	free(r->start);
	free(r->flags);
}

/* The entry that the place is in; `from`: an earlier one, where the search begins. */
static size_t entry_at(const struct run *r, uint32_t place, size_t from)
{
	size_t step = 1, low = from, high;

	while (low + step < r->n && r->start[low + step] <= place) {
		low += step;
		step *= 2;
	}
	for (high = low + step < r->n ? low + step : r->n; high - low > 1;) {
		size_t mid = low + (high - low) / 2;
		if (r->start[mid] <= place)
			low = mid;
		else
			high = mid;
	}
	return low;
}

struct flagging {
	struct run *run;
	uint8_t flag;
	places places;
};

static void flag_places(struct run *r, const places *p, uint8_t flag)
{
	size_t entry = 0;

	for (size_t i = 0; i < p->n && need_entries(r); i++) {
		if (p->v[i] >= r->start[r->n])
			break;
		if (p->v[i] < r->start[entry + 1])
			r->flags[entry] |= flag;
		else
			r->flags[entry = entry_at(r, p->v[i], entry)] |= flag;
	}
}

static void flag_list(void *context, size_t n, struct str bytes)
{
	struct flagging *f = context;

	f->places.n = 0;
	unpack_places(bytes, n, &f->places);
	flag_places(f->run, &f->places, f->flag);
}

static bool gather_pair(struct store *s, const struct run *r, const struct store_needle *n, size_t i,
			struct gathered *out, struct err *e)
{
	uint32_t a = n->cp.v[i], b = n->cp.v[i + 1], a2 = n->kana ? other_kana(a) : a, b2 = n->kana ? other_kana(b) : b;
	bool good = true;

	for (unsigned k = 0; good && k < 4; k++) {
		uint64_t key = store_pair_key(k & 1 ? a2 : a, k & 2 ? b2 : b);
		if ((k & 1 && a2 == a) || (k & 2 && b2 == b))
			continue;
		good = lists_between(s, r->id, key, key, keep_piece, out, e);
	}
	return good;
}

static void free_gathered(struct gathered *g)
{
	for (size_t i = 0; i < g->pieces.n; i++)
		buf_free(&g->pieces.v[i].bytes);
	vec_free(&g->pieces);
}

/* The places less `offset`, in order. */
static void places_of(const struct gathered *g, uint32_t offset, places *out)
{
	size_t kept = 0;

	out->n = 0;
	for (size_t i = 0; i < g->pieces.n; i++)
		unpack_places(buf_view(&g->pieces.v[i].bytes), g->pieces.v[i].n, out);
	if (g->pieces.n > 1 && out->n)
		qsort(out->v, out->n, sizeof *out->v, by_place);
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] >= offset)
			out->v[kept++] = out->v[i] - offset;
	out->n = kept;
}

static void keep_common(places *p, const places *other)
{
	size_t kept = 0, k = 0;

	for (size_t i = 0; i < p->n; i++) {
		while (k < other->n && other->v[k] < p->v[i])
			k++;
		if (k < other->n && other->v[k] == p->v[i])
			p->v[kept++] = p->v[i];
	}
	p->n = kept;
}

/* Pairs that cover a needle of n characters: the i-th begins at twice i, but not after n - 2. */
static size_t pair_start(const struct store_needle *n, size_t i)
{
	return i * 2 + 2 > n->cp.n ? n->cp.n - 2 : i * 2;
}

/* Flags the entries that hold the needle, of two characters or more. */
static bool find_needle(struct store *s, struct run *r, const struct store_needle *n, struct err *e)
{
	size_t pairs = (n->cp.n + 1) / 2, rarest = 0;
	struct gathered *all = xcalloc(pairs, sizeof *all);
	places found = {0}, other = {0};
	bool good = true;

	for (size_t i = 0; good && i < pairs; i++) {
		good = gather_pair(s, r, n, pair_start(n, i), &all[i], e);
		if (all[i].n < all[rarest].n)
			rarest = i;
		if (!all[i].n)
			break;
	}
	places_of(&all[rarest], (uint32_t)pair_start(n, rarest), &found);
	for (size_t i = 0; good && found.n && i < pairs; i++)
		if (i != rarest) {
			places_of(&all[i], (uint32_t)pair_start(n, i), &other);
			keep_common(&found, &other);
		}
	flag_places(r, &found, FOUND);
	for (size_t i = 0; i < pairs; i++)
		free_gathered(&all[i]);
	free(all);
	vec_free(&found);
	vec_free(&other);
	return good;
}

/* One character: the lists of all pairs that begin with it. */
static bool find_char(struct store *s, struct run *r, const struct store_needle *n, struct err *e)
{
	struct flagging f = {.run = r, .flag = FOUND};
	uint32_t cp = n->cp.v[0], other = n->kana ? other_kana(cp) : cp;
	bool good = lists_between(s, r->id, store_pair_key(cp, 0), store_pair_key(cp, 0x1FFFFF), flag_list, &f, e);

	if (good && other != cp)
		good = lists_between(s, r->id, store_pair_key(other, 0), store_pair_key(other, 0x1FFFFF), flag_list, &f,
				     e);
	vec_free(&f.places);
	return good;
}

static bool find_names(struct store *s, struct run *r, const struct store_needle *n, struct err *e)
{
	struct flagging f = {.run = r, .flag = NAMED};
	bool good = true;

	for (size_t i = 0; good && i < n->n_names; i++)
		good = lists_between(s, r->id, n->names[i], n->names[i], flag_list, &f, e);
	vec_free(&f.places);
	return good;
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = ((const struct store_found *)a)->entry, y = ((const struct store_found *)b)->entry;

	return (x < y) - (x > y);
}

static size_t index_of(const struct run *r, int64_t id)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (r->ids[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n && r->ids[low] == id ? low : SIZE_MAX;
}

/* What the run's lists say of an entry that has changed counts no more; its row does. */
static bool find_stale(struct store *s, struct run *r, const struct store_needle *n, struct store_batch *b,
		       size_t *more, struct err *e)
{
	struct query q;

	store_db_query(
		s->db, &q, e,
		"SELECT s.entry_id,0,coalesce(p.fold,p.plain),p.slip,p.poster,p.trip,p.be,p.post_id FROM stale s "
		"LEFT JOIN post p ON p.post_id=s.entry_id WHERE s.entry_id BETWEEN ? AND ?",
		"ii", r->first, r->last);
	while (store_db_row(&q)) {
		size_t i = r->ids ? index_of(r, store_db_int(&q, 0)) : SIZE_MAX;
		if (i != SIZE_MAX)
			r->flags[i] = 0;
		if (store_db_int(&q, 7))
			look_at_row(n, &q, b);
	}
	*more = b->found.n;
	return store_db_done(&q);
}

static bool search_run(struct store *s, struct run *r, const struct store_needle *n, int64_t below,
		       struct store_batch *b, struct err *e)
{
	uint8_t want = (uint8_t)((n->cp.n ? FOUND : 0) | (n->n_names ? NAMED : 0));
	size_t stale = 0, kept = 0;
	bool good = (n->cp.n < 2 || find_needle(s, r, n, e)) && (n->cp.n != 1 || find_char(s, r, n, e)) &&
		    find_names(s, r, n, e) && !r->bad && find_stale(s, r, n, b, &stale, e);

	for (size_t i = r->ids ? r->n : 0; good && want && i--;)
		if ((r->flags[i] & want) == want)
			vec_push(&b->found, (struct store_found){r->ids[i], (r->flags[i] & PARAGRAPH) != 0});
	if (stale)
		qsort(b->found.v, b->found.n, sizeof *b->found.v, newest_first);
	for (size_t i = 0; i < b->found.n; i++)
		if (b->found.v[i].entry < below)
			b->found.v[kept++] = b->found.v[i];
	b->found.n = kept;
	b->below = r->first;
	return good;
}

/* ---- what is in no run ---- */

static bool search_rows(struct store *s, const struct store_needle *n, int64_t first, int64_t below,
			struct store_batch *b, struct err *e)
{
	struct query q;
	int rows = 0;

	store_db_query(s->db, &q, e,
		       "SELECT post_id,0,coalesce(fold,plain),slip,poster,trip,be FROM post WHERE post_id>=?1 AND "
		       "post_id<?2 UNION ALL SELECT entry_id,1,fold,NULL,NULL,NULL,NULL FROM paragraph WHERE "
		       "entry_id>=?1 AND entry_id<?2 ORDER BY 1 DESC LIMIT ?3",
		       "iii", first, below, (int64_t)SCAN);
	for (b->below = first; store_db_row(&q); rows++) {
		look_at_row(n, &q, b);
		if (rows + 1 == SCAN)
			b->below = store_db_int(&q, 0);
	}
	return store_db_done(&q);
}

bool store_lookup(struct store *s, const struct store_needle *n, int64_t below, struct store_batch *b, struct err *e)
{
	struct run r = {.store = s, .err = e};
	struct query q;
	bool good;

	b->found.n = 0;
	b->below = 0;
	store_db_query(s->db, &q, e, "SELECT run_id,first,last,n FROM run WHERE first<? ORDER BY first DESC LIMIT 1",
		       "i", below);
	if (store_db_row(&q)) {
		r.id = store_db_int(&q, 0);
		r.first = store_db_int(&q, 1);
		r.last = store_db_int(&q, 2);
		r.n = (size_t)store_db_int(&q, 3);
		if (r.n > STORE_RUN_MAX)
			r.n = STORE_RUN_MAX;
	}
	good = store_db_done(&q);
	if (good && r.id && r.last >= below - 1)
		good = search_run(s, &r, n, below, b, e);
	else if (good)
		good = search_rows(s, n, r.last + 1, below, b, e);
	free_run(&r);
	if (!r.id && b->below <= 1)
		b->below = 0;
	return good;
}

void store_batch_free(struct store_batch *b)
{
	vec_free(&b->found);
}
