/* The search index: for each pair of characters that follow one another, where it stands.
 *
 * Posts and paragraphs ("entries", in the order in which they came) are indexed in runs of up to RUN_MAX, in bulk, once
 * RUN_MIN of them wait; those that wait are looked through by a search. In a run the folded texts stand one behind the
 * other, each followed by one place that nothing stands on, and places are counted in characters. The last character of
 * a text makes a pair with 0. So a needle of n characters stands where its pairs stand one behind the other, and a
 * single character where any pair begins with it: exact, with nothing to look up in the texts.
 *
 * Who wrote a post is in the same lists, under a hash of the name; that is only nearly exact, and is looked up.
 *
 * The lists of a run are sorted by their keys and packed into blocks of about a page: run_id and the first key of a
 * block are its row's id. A list is: key less the key before, number of places, bytes, and the places, each less the
 * one before. All of it is rows of plain tables, so that a change of posts and of the index is one transaction.
 */
#include "index.h"
#include "varint.h"

enum { RUN_MIN = 16384, STALE_MAX = 1024, BLOCK = 4000 };
#define PLACES_MAX ((size_t)4 << 20)
#define NONE UINT32_MAX

/* ---- the lists of a run, while it is made ---- */

struct list {
	uint64_t key;
	uint32_t n, start;
};

struct slot {
	uint64_t key;
	uint32_t number; /* of the list, and one more; 0: empty */
};

struct list_at {
	uint32_t list, place;
};

struct maker {
	VEC(struct list) lists; /* by number, in the order of their first place */
	struct slot *slots;     /* hash table of them */
	size_t n_slots;
	VEC(uint32_t) pairs; /* for each place the number of its list, or NONE */
	VEC(struct list_at) names;
	struct buf entries;
	int64_t first, last;
	size_t n;
};

static size_t slot_of(const struct maker *m, uint64_t key)
{
	size_t i = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & (m->n_slots - 1);

	while (m->slots[i].key != key && m->slots[i].number)
		i = (i + 1) & (m->n_slots - 1);
	return i;
}

static void widen(struct maker *m)
{
	free(m->slots);
	m->n_slots = m->n_slots ? m->n_slots * 2 : 1 << 15;
	m->slots = xcalloc(m->n_slots, sizeof *m->slots);
	for (size_t i = 0; i < m->lists.n; i++)
		m->slots[slot_of(m, m->lists.v[i].key)] = (struct slot){m->lists.v[i].key, (uint32_t)i + 1};
}

/* Counts one more place in the list of this key; returns the list's number. */
static uint32_t count_in(struct maker *m, uint64_t key)
{
	if (m->lists.n * 2 >= m->n_slots)
		widen(m);
	size_t i = slot_of(m, key);
	if (!m->slots[i].number) {
		vec_push(&m->lists, (struct list){key, 0, 0});
		m->slots[i] = (struct slot){key, (uint32_t)m->lists.n};
	}
	m->lists.v[m->slots[i].number - 1].n++;
	return m->slots[i].number - 1;
}

static void add_text(struct maker *m, struct str fold)
{
	uint32_t cp, next;

	vec_reserve(&m->pairs, m->pairs.n + fold.n + 1);
	for (size_t at = fold.n ? store_next_char(fold, 0, &cp) : SIZE_MAX; at <= fold.n; cp = next) {
		bool last = at == fold.n;
		next = 0;
		at = last ? SIZE_MAX : store_next_char(fold, at, &next);
		m->pairs.v[m->pairs.n++] = count_in(m, store_pair_key(cp, next));
	}
	m->pairs.v[m->pairs.n++] = NONE;
}

static void add_name(void *context, uint64_t key)
{
	struct maker *m = context;

	vec_push(&m->names, (struct list_at){count_in(m, key), (uint32_t)m->pairs.n});
}

static void add_entry(struct maker *m, int64_t id, bool paragraph, struct str fold)
{
	size_t before = m->pairs.n;

	add_text(m, fold);
	varint_put(&m->entries, (uint64_t)(id - m->last));
	varint_put(&m->entries, (m->pairs.n - before) << 1 | paragraph);
	m->last = id;
	m->n++;
}

/* ---- writing them ---- */

static int by_key(const void *a, const void *b)
{
	const struct list *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* The places of all lists, one list behind the other; owned. */
static uint32_t *sorted_places(struct maker *m)
{
	uint32_t *places = xmalloc((m->pairs.n + m->names.n + 1) * sizeof *places), start = 0;

	for (size_t i = 0; i < m->lists.n; i++) {
		m->lists.v[i].start = start;
		start += m->lists.v[i].n;
		m->lists.v[i].n = 0;
	}
	for (size_t i = 0; i < m->names.n; i++) {
		struct list *l = &m->lists.v[m->names.v[i].list];
		places[l->start + l->n++] = m->names.v[i].place;
	}
	for (size_t i = 0; i < m->pairs.n; i++)
		if (m->pairs.v[i] != NONE) {
			struct list *l = &m->lists.v[m->pairs.v[i]];
			places[l->start + l->n++] = (uint32_t)i;
		}
	return places;
}

static bool write_block(struct store *s, int64_t run, uint64_t first, struct buf *block, struct err *e)
{
	bool good = !block->n || store_db_do(s->db, e, "INSERT INTO pair(block_id,lists) VALUES(?,?)", "ib",
					     store_block_id(run, first), buf_view(block));

	buf_clear(block);
	return good;
}

static bool write_lists(struct store *s, int64_t run, struct maker *m, struct err *e)
{
	struct buf block = {0}, places = {0};
	uint32_t *all = sorted_places(m);
	uint64_t first = 0, before = 0;
	bool good = true;

	qsort(m->lists.v, m->lists.n, sizeof *m->lists.v, by_key);
	for (size_t i = 0; good && i < m->lists.n; i++) {
		const struct list *l = &m->lists.v[i];
		uint32_t at = 0;
		buf_clear(&places);
		for (uint32_t k = 0; k < l->n; k++) {
			varint_put(&places, all[l->start + k] - at);
			at = all[l->start + k];
		}
		if (block.n + places.n + 20 > BLOCK)
			good = write_block(s, run, first, &block, e);
		if (!block.n)
			first = before = l->key;
		varint_put(&block, l->key - before);
		varint_put(&block, l->n);
		varint_put(&block, places.n);
		buf_str(&block, buf_view(&places));
		before = l->key;
	}
	good = good && write_block(s, run, first, &block, e);
	buf_free(&block);
	buf_free(&places);
	free(all);
	return good;
}

static void maker_free(struct maker *m)
{
	vec_free(&m->lists);
	vec_free(&m->pairs);
	vec_free(&m->names);
	buf_free(&m->entries);
	free(m->slots);
}

/* Reads entries from `first` on, until `last` or until the run is full. */
static bool read_entries(struct store *s, int64_t first, int64_t last, struct maker *m, struct err *e)
{
	struct query q;

	m->first = first;
	m->last = first;
	store_db_query(s->db, &q, e,
		       "SELECT post_id,0,coalesce(fold,plain),slip,poster,trip,be FROM post WHERE post_id BETWEEN ?1 "
		       "AND ?2 UNION ALL SELECT entry_id,1,fold,NULL,NULL,NULL,NULL FROM paragraph WHERE entry_id "
		       "BETWEEN ?1 AND ?2 ORDER BY 1",
		       "ii", first, last);
	while (m->n < STORE_RUN_MAX && m->pairs.n < PLACES_MAX && store_db_row(&q)) {
		struct store_post p = {.slip = store_db_text(&q, 3),
				       .poster = store_db_text(&q, 4),
				       .trip = store_db_text(&q, 5),
				       .be = store_db_text(&q, 6)};
		store_poster_keys(&p, add_name, m);
		add_entry(m, store_db_int(&q, 0), store_db_int(&q, 1) != 0, store_db_text(&q, 2));
	}
	return store_db_done(&q);
}

static bool remove_run(struct store *s, int64_t run, struct err *e)
{
	return store_db_do(s->db, e, "DELETE FROM pair WHERE block_id>=?1 AND block_id<?2", "ii",
			   store_block_id(run, 0), store_block_id(run + 1, 0)) &&
	       store_db_do(s->db, e,
			   "DELETE FROM stale WHERE entry_id BETWEEN (SELECT first FROM run WHERE run_id=?1) AND "
			   "(SELECT last FROM run WHERE run_id=?1)",
			   "i", run) &&
	       store_db_do(s->db, e, "DELETE FROM run WHERE run_id=?", "i", run);
}

/* Makes a run of the entries from `first` on, as many as go into one; *end: the last one. */
static bool make_run(struct store *s, int64_t first, int64_t last, int64_t *end, struct err *e)
{
	struct maker m = {0};
	int64_t run = 0;
	bool found, good = read_entries(s, first, last, &m, e);

	*end = m.n ? m.last : last;
	if (good && m.n)
		good = store_db_one(s->db, e, &run, &found, "SELECT coalesce(max(run_id),0)+1 FROM run", "") &&
		       store_db_do(s->db, e, "INSERT INTO run(run_id,first,last,n,entries) VALUES(?,?,?,?,?)", "iiiib",
				   run, m.first, m.last, (int64_t)m.n, buf_view(&m.entries)) &&
		       write_lists(s, run, &m, e);
	maker_free(&m);
	return good;
}

static bool make_runs(struct store *s, int64_t first, int64_t last, struct err *e)
{
	bool good = true;

	for (int64_t end; good && first <= last; first = end + 1)
		good = make_run(s, first, last, &end, e);
	return good;
}

/* ---- when ---- */

/* The run with the most entries that are stale, when it has so many that it had better be made again. */
static bool renew_one(struct store *s, bool *renewed, struct err *e)
{
	struct query q;
	int64_t run = 0, first = 0, last = 0;

	store_db_query(
		s->db, &q, e,
		"SELECT run_id,first,last FROM run WHERE (SELECT count(*) FROM stale WHERE entry_id BETWEEN first "
		"AND last)>? LIMIT 1",
		"i", (int64_t)STALE_MAX);
	*renewed = store_db_row(&q);
	if (*renewed) {
		run = store_db_int(&q, 0);
		first = store_db_int(&q, 1);
		last = store_db_int(&q, 2);
	}
	return store_db_done(&q) && (!*renewed || (remove_run(s, run, e) && make_runs(s, first, last, e)));
}

/* The last run is made again together with what waits, where it is no larger than that: so an entry is indexed two or
 * three times at most, and many small imports do not leave as many runs. */
static bool join_last(struct store *s, int64_t waiting, int64_t *first, struct err *e)
{
	struct query q;
	int64_t run = 0;

	store_db_query(s->db, &q, e, "SELECT run_id,first,n FROM run ORDER BY first DESC LIMIT 1", "");
	if (store_db_row(&q) && store_db_int(&q, 2) <= waiting && store_db_int(&q, 2) + waiting <= STORE_RUN_MAX) {
		run = store_db_int(&q, 0);
		*first = store_db_int(&q, 1);
	}
	return store_db_done(&q) && (!run || remove_run(s, run, e));
}

bool store_index_ripen(struct store *s, bool all, struct err *e)
{
	int64_t last = s->next_entry - 1, first;
	bool renewed = s->stale, good = true;

	while (good && last - s->indexed >= STORE_RUN_MAX)
		good = make_run(s, s->indexed + 1, last, &s->indexed, e);
	if (good && all && last - s->indexed >= RUN_MIN) {
		first = s->indexed + 1;
		good = join_last(s, last - s->indexed, &first, e) && make_runs(s, first, last, e);
		s->indexed = last;
	}
	while (good && all && renewed)
		good = renew_one(s, &renewed, e);
	return good;
}

bool store_index_changed(struct store *s, int64_t entry, struct err *e)
{
	if (entry > s->indexed)
		return true;
	s->stale = true;
	return store_db_do(s->db, e, "INSERT OR IGNORE INTO stale(entry_id) VALUES(?)", "i", entry);
}

void store_fold(struct str s, struct buf *out)
{
	struct text_folded f = {0};

	text_fold_copy(s, &f);
	buf_clear(out);
	buf_str(out, buf_view(&f.text));
	text_folded_free(&f);
}
