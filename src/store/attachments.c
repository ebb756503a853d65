/* Where an annotation stands in another version of the text. Of two changes the newer one counts, but what the reader
 * has confirmed only gives way to what the reader confirms. */
#include "notes.h"
#include "store.h"

static const char *const names[] = {
	[STATE_EXACT] = "exact", [STATE_MOVED] = "moved", [STATE_ORPHAN] = "orphan", [STATE_CONFIRMED] = "confirmed"};
enum { STATES = sizeof names / sizeof *names, MILLION = 1000000 };

const char *store_state_name(enum store_state state)
{
	return names[state];
}

static bool state_of(struct str name, enum store_state *out)
{
	for (int i = 0; i < STATES; i++)
		if (str_eq(name, str_c(names[i]))) {
			*out = (enum store_state)i;
			return true;
		}
	return false;
}

void store_attach(struct store_notes *n, const struct store_attachment *a)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "attachment");
	store_change_int(&o, "time", clock_wall_ms());
	store_change_text(&o, "annotation", a->annotation);
	store_change_text(&o, "version", a->version);
	store_change_text(&o, "state", str_c(names[a->state]));
	if (a->start != POS_NONE) {
		store_change_int(&o, "start", (int64_t)a->start);
		store_change_int(&o, "end", (int64_t)a->end);
	}
	store_change_int(&o, "score", (int64_t)(a->score * MILLION + 0.5));
	store_change_int(&o, "method", a->method);
	store_change_push(n, &o);
}

bool store_apply_attachment(struct db *db, const struct json_node *c, struct err *e)
{
	struct str annotation = json_str(json_get(c, "annotation")), version = json_str(json_get(c, "version"));
	int64_t start = json_int(json_get(c, "start"), -1), end = json_int(json_get(c, "end"), -1);
	int64_t score = json_int(json_get(c, "score"), 0);
	enum store_state state;

	if (!annotation.n || !version.n || !state_of(json_str(json_get(c, "state")), &state) || score < 0 ||
	    score > MILLION || start > end || (start < 0) != (end < 0))
		return true;
	return store_db_do(db, e,
			   "INSERT INTO attachment(version,annotation,state,start,end,score,method,change) "
			   "VALUES(?,?,?,?,?,?,?,?) "
			   "ON CONFLICT(version,annotation) DO UPDATE SET "
			   "state=excluded.state,start=excluded.start,end=excluded.end,"
			   "score=excluded.score,method=excluded.method,change=excluded.change "
			   "WHERE (excluded.state=3,excluded.change)>(state=3,change)",
			   "ssippiis", version, annotation, (int64_t)state, (long)start, (long)end, score,
			   (int64_t)json_int(json_get(c, "method"), 0), json_str(json_get(c, "id")));
}

bool store_attachments(struct store_notes *n, struct str version, struct arena *arena, struct store_attachments *out,
		       struct err *e)
{
	struct query q;

	*out = (struct store_attachments){0};
	store_db_query(store_notes_now(n), &q, e,
		       "SELECT annotation,state,start,end,score,method FROM attachment WHERE version=?", "s", version);
	while (store_db_row(&q)) {
		long start = store_db_number(&q, 2), end = store_db_number(&q, 3);
		STORE_PUSH(arena, out,
			   (struct store_attachment){
				   .annotation = store_db_copy(&q, 0, arena),
				   .version = arena_str(arena, version),
				   .state = (enum store_state)(store_db_int(&q, 1) & 3),
				   .start = start < 0 ? POS_NONE : (size_t)start,
				   .end = end < 0 ? POS_NONE : (size_t)end,
				   .score = (double)store_db_int(&q, 4) / MILLION,
				   .method = (int)store_db_int(&q, 5),
			   });
	}
	return store_db_done(&q);
}
