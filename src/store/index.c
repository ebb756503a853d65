/* The search index: FTS5 without contents, one character a token.
 *
 * A text is folded as copying does it and its characters are written with blanks between, so that a needle of any
 * length is found as a phrase, across line ends too. Without contents a row can only be deleted by giving its text once
 * more: that is why post keeps its fold.
 */
#include "store.h"
#include "taiyaku/text.h"

void store_fold(struct str s, struct buf *out)
{
	struct text_folded f = {0};

	text_fold_copy(s, &f);
	buf_clear(out);
	buf_str(out, buf_view(&f.text));
	text_folded_free(&f);
}

static void spaced(struct str fold, struct buf *out)
{
	for (size_t i = 0; i < fold.n;) {
		uint32_t cp;
		size_t next = text_next(fold, i, &cp);

		if (cp != 0x2028 && cp != 0x2029) { /* no token of the tokenizer */
			buf_add(out, fold.p + i, next - i);
			buf_char(out, ' ');
		}
		i = next;
	}
}

bool store_index_add(struct store *s, int kind, int64_t owner, size_t off, size_t len, struct str fold, struct err *e)
{
	struct buf body = {0};
	bool good;

	if (!fold.n)
		return true;
	spaced(fold, &body);
	good = store_db_do(s->db, e, "INSERT INTO entry(kind,owner,off,len) VALUES(?,?,?,?)", "iiii", (int64_t)kind,
			   owner, (int64_t)off, (int64_t)len) &&
	       store_db_do(s->db, e, "INSERT INTO search(rowid,body) VALUES(last_insert_rowid(),?)", "s",
			   buf_view(&body));
	buf_free(&body);
	return good;
}

bool store_index_remove(struct store *s, int kind, int64_t owner, struct str fold, struct err *e)
{
	struct buf body = {0};
	int64_t entry = 0;
	bool found = false;
	bool good = store_db_one(s->db, e, &entry, &found, "SELECT entry_id FROM entry WHERE kind=? AND owner=?", "ii",
				 (int64_t)kind, owner);

	if (good && found) {
		spaced(fold, &body);
		good = store_db_do(s->db, e, "INSERT INTO search(search,rowid,body) VALUES('delete',?,?)", "is", entry,
				   buf_view(&body)) &&
		       store_db_do(s->db, e, "DELETE FROM entry WHERE entry_id=?", "i", entry);
	}
	buf_free(&body);
	return good;
}

/* The needle as a phrase of characters; the quotation mark is doubled in it. */
void store_index_phrase(struct str words, struct buf *out)
{
	struct buf fold = {0}, body = {0};

	store_fold(words, &fold);
	spaced(buf_view(&fold), &body);
	buf_char(out, '"');
	for (size_t i = 0; i < body.n; i++) {
		if (body.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, body.p[i]);
	}
	buf_char(out, '"');
	buf_free(&fold);
	buf_free(&body);
}
