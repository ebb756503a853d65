/* Rules for what is hidden in sources: changes like places and marks, with a table of their own. */
#include "notes.h"
#include "store.h"

static void put_time(struct json_out *o, const char *name, int64_t value)
{
	if (value != STORE_NO_TIME)
		store_change_int(o, name, value);
}

void store_add_rule(struct store_notes *n, const struct store_rule *r)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "rule");
	store_change_int(&o, "time", clock_wall_ms());
	store_change_int(&o, "kind", r->kind);
	store_change_text(&o, "family", r->source.family);
	store_change_text(&o, "board", r->source.board);
	store_change_text(&o, "key", r->source.key);
	store_change_text(&o, "title", r->source.title);
	store_change_int(&o, "number", r->number);
	store_change_int(&o, "poster_kind", r->poster.kind);
	store_change_text(&o, "poster_family", r->poster.family);
	store_change_text(&o, "poster_board", r->poster.board);
	store_change_text(&o, "poster", r->poster.value);
	put_time(&o, "poster_from", r->poster.from);
	put_time(&o, "poster_to", r->poster.to);
	store_change_text(&o, "text", r->text);
	store_change_int(&o, "chain", r->chain);
	put_time(&o, "expires", r->expires_at);
	store_change_text(&o, "reason", r->reason);
	store_change_push(n, &o);
}

void store_remove_rule(struct store_notes *n, struct str id)
{
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	store_change_begin(&o, "rule-removed");
	store_change_int(&o, "time", clock_wall_ms());
	store_change_text(&o, "rule", id);
	store_change_push(n, &o);
}

/* ---- reading ---- */

static struct store_rule rule_of_row(const struct query *q, struct arena *a)
{
	return (struct store_rule){
		.id = store_db_copy(q, 0, a),
		.kind = (enum store_rule_kind)store_db_int(q, 1),
		.source = {store_db_copy(q, 2, a), store_db_copy(q, 3, a), store_db_copy(q, 4, a),
			   store_db_copy(q, 5, a)},
		.number = (long)store_db_int(q, 6),
		.poster = {(enum store_poster_kind)store_db_int(q, 7), store_db_copy(q, 8, a), store_db_copy(q, 9, a),
			   store_db_copy(q, 10, a), store_db_time(q, 11), store_db_time(q, 12)},
		.text = store_db_copy(q, 13, a),
		.chain = (int)store_db_int(q, 14),
		.expires_at = store_db_time(q, 15),
		.reason = store_db_copy(q, 16, a),
		.when = store_db_int(q, 17),
	};
}

bool store_rules(struct store_notes *n, int64_t now_ms, struct arena *a, struct store_rules *out, struct err *e)
{
	struct query q;

	*out = (struct store_rules){0};
	store_db_query(store_notes_now(n), &q, e,
		       "SELECT id,kind,family,board,key,title,number,poster_kind,poster_family,poster_board,poster,"
		       "poster_from,poster_to,text,chain,expires,reason,changed FROM rule WHERE NOT removed AND "
		       "(expires IS NULL OR expires>?) ORDER BY changed,id",
		       "i", now_ms);
	while (store_db_row(&q))
		STORE_PUSH(a, out, rule_of_row(&q, a));
	return store_db_done(&q);
}
