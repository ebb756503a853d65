/* Documents that were read: their text, the posts that they quote, what they cite. */
#include "store.h"

/* Text that is put into the search index at once; of a longer one the index has nothing (file.indexed says so). */
#define INDEX_MAX ((size_t)1 << 20)

static bool sha_of_id(struct str id, struct sha256 *out)
{
	static const char hex[] = "0123456789abcdef";

	if (id.n != 7 + 64 || !str_starts(id, STR("sha256:")))
		return false;
	for (size_t i = 0; i < 64; i++) {
		const char *d = memchr(hex, id.p[7 + i], 16);
		if (!d)
			return false;
		unsigned v = (unsigned)(d - hex);
		out->b[i / 2] = (uint8_t)(i % 2 ? out->b[i / 2] | v : v << 4);
	}
	return true;
}

static struct str bytes_of(const struct sha256 *h)
{
	return (struct str){(const char *)h->b, sizeof h->b};
}

static void compress_text(struct str text, struct buf *out)
{
	if (text.n && text.n <= STORE_KEEP_MAX)
		zip_pack(text, out);
}

/* ---- the file ---- */

static bool add_file(struct store *s, const struct store_document *d, const struct sha256 *sha, int64_t *file,
		     struct err *e)
{
	struct buf z = {0};
	int64_t before = STORE_NO_TIME;
	bool found, good;

	good = !d->path.n || store_db_one(s->db, e, &before, &found,
					  "SELECT file_id FROM file WHERE kind='document' AND path=? ORDER BY added_at "
					  "DESC,file_id DESC LIMIT 1",
					  "s", d->path);
	compress_text(d->text, &z);
	good = good && store_db_do(s->db, e,
				   "INSERT INTO "
				   "file(kind,sha256,size,path,parent_id,format,charset,bad_bytes,added_at,importer,"
				   "title,author,date,"
				   "lang,bytes,indexed,quotes) VALUES('document',?,?,?,?,?,?,?,?,'',?,?,?,?,?,?,?)",
				   "bienssiieeeebii", bytes_of(sha), (int64_t)d->text.n, d->path, before, d->format,
				   d->encoding, (int64_t)d->bad_bytes, clock_wall_ms(), d->title, d->author, d->date,
				   d->language, buf_view(&z), (int64_t)(d->text.n <= INDEX_MAX ? d->text.n : 0),
				   (int64_t)d->n_quotes);
	*file = good ? sqlite3_last_insert_rowid(s->db->c) : 0;
	buf_free(&z);
	return good;
}

bool store_paragraphs_add(struct store *s, int64_t file, struct str text, struct err *e)
{
	struct buf fold = {0};
	bool good = true;

	for (size_t at = 0; good && at < text.n;) {
		size_t end = str_find_char(text, '\n', at);
		if (end == SIZE_MAX)
			end = text.n;
		store_fold(str_slice(text, at, end), &fold);
		if (fold.n)
			good = store_db_do(
				s->db, e, "INSERT INTO paragraph(entry_id,file_id,off,len,fold) VALUES(?,?,?,?,?)",
				"iiiis", s->next_entry++, file, (int64_t)at, (int64_t)(end - at), buf_view(&fold));
		at = end + 1;
	}
	buf_free(&fold);
	return good;
}

/* ---- what it quotes and cites ---- */

static bool add_quotes(struct store *s, int64_t file, const struct store_document *d, struct err *e)
{
	bool good = true;

	for (size_t i = 0; good && i < d->n_quotes; i++) {
		const struct store_quote *q = &d->quotes[i];
		struct store_observation o = {
			.file = file, .start = q->start, .end = q->end, .rank = STORE_RANK_QUOTED, .post = q->post};
		int64_t thread = 0;

		good = store_cited_thread(s, &q->source, q->post.posted_at, q->post.posted_at, &thread, e) &&
		       store_add_post(s, thread, &o, NULL, e);
	}
	return good;
}

static bool add_cite(struct store *s, int64_t file, const struct store_cite *c, struct err *e)
{
	int64_t thread = 0;

	if (!store_cited_thread(s, &c->source, c->date_from, c->date_to, &thread, e))
		return false;
	for (size_t i = 0; i < c->n_numbers || !i;) {
		long lo = c->n_numbers ? c->numbers[i] : -1, hi = lo;
		for (i++; i < c->n_numbers && c->numbers[i] == hi + 1; i++)
			hi++;
		if (!store_db_do(s->db, e,
				 "INSERT INTO cite(file_id,off,len,line,raw,thread_id,lo,hi,date_from,date_to) "
				 "VALUES(?,?,?,?,?,?,?,?,?,?)",
				 "iiiisippnn", file, (int64_t)c->start, (int64_t)(c->end - c->start), (int64_t)c->line,
				 c->text, thread, lo, hi, c->date_from, c->date_to))
			return false;
	}
	return true;
}

static bool keep(struct store *s, const struct store_document *d, const struct sha256 *sha, struct err *e)
{
	int64_t file = 0;
	bool known;

	if (!store_db_one(s->db, e, &file, &known, "SELECT file_id FROM file WHERE kind='document' AND sha256=?", "b",
			  bytes_of(sha)))
		return false;
	if (known)
		return !d->path.n ||
		       store_db_do(s->db, e, "UPDATE file SET path=? WHERE file_id=?", "si", d->path, file);
	bool good = add_file(s, d, sha, &file, e) &&
		    (d->text.n > INDEX_MAX || store_paragraphs_add(s, file, d->text, e)) && add_quotes(s, file, d, e);
	for (size_t i = 0; good && i < d->n_cites; i++)
		good = add_cite(s, file, &d->cites[i], e);
	return good;
}

bool store_keep_document(struct store *s, const struct store_document *d, struct err *e)
{
	struct sha256 sha;

	if (!sha_of_id(d->id, &sha))
		return err_set(e, ERR_STORE, _("%.80s: is no id of a document"), d->id.p ? d->id.p : "");
	if (!store_begin(s, e))
		return false;
	if (keep(s, d, &sha, e))
		return store_commit(s, e);
	store_rollback(s);
	return false;
}

/* ---- asking ---- */

struct str store_document_id(struct arena *a, struct str sha)
{
	struct sha256 h;
	char id[7 + 65] = "sha256:";

	if (sha.n != sizeof h.b)
		return (struct str){"", 0};
	memcpy(h.b, sha.p, sizeof h.b);
	sha256_hex(&h, id + 7);
	return arena_str(a, str_c(id));
}

bool store_documents(struct store *s, struct arena *a, struct store_documents *out, struct err *e)
{
	struct query q;

	*out = (struct store_documents){0};
	store_db_query(
		s->db, &q, e,
		"SELECT f.sha256,f.path,f.title,f.author,f.date,f.lang,f.size,f.added_at,p.sha256,f.bytes NOT NULL,"
		"f.quotes,(SELECT count(DISTINCT off) FROM cite WHERE "
		"file_id=f.file_id) "
		"FROM file f LEFT JOIN file p ON p.file_id=f.parent_id WHERE f.kind='document' "
		"ORDER BY f.added_at DESC,f.file_id DESC",
		"");
	while (store_db_row(&q))
		STORE_PUSH(a, out,
			   (struct store_kept){
				   .id = store_document_id(a, store_db_text(&q, 0)),
				   .path = store_db_copy(&q, 1, a),
				   .title = store_db_copy(&q, 2, a),
				   .author = store_db_copy(&q, 3, a),
				   .date = store_db_copy(&q, 4, a),
				   .language = store_db_copy(&q, 5, a),
				   .size = (uint64_t)store_db_int(&q, 6),
				   .kept_at = store_db_int(&q, 7),
				   .previous = store_document_id(a, store_db_text(&q, 8)),
				   .has_text = store_db_int(&q, 9) != 0,
				   .n_quotes = (size_t)store_db_int(&q, 10),
				   .n_cites = (size_t)store_db_int(&q, 11),
			   });
	return store_db_done(&q);
}

bool store_document_unpack(struct str z, uint64_t size, struct buf *out)
{
	size_t start = out->n, used;

	return size <= STORE_KEEP_MAX && zip_unpack(z, size, out, &used) == ZIP_WHOLE && out->n - start == size;
}

bool store_document_text(struct store *s, struct str id, struct buf *out, struct err *e)
{
	struct sha256 sha;
	struct query q;
	bool found = false, sound = false;

	if (sha_of_id(id, &sha) &&
	    store_db_query(
		    s->db, &q, e,
		    "SELECT bytes,size FROM file WHERE kind='document' AND sha256=? AND (bytes NOT NULL OR size=0)",
		    "b", bytes_of(&sha))) {
		found = store_db_row(&q);
		sound = found && (!store_db_int(&q, 1) ||
				  store_document_unpack(store_db_text(&q, 0), (uint64_t)store_db_int(&q, 1), out));
		if (!store_db_done(&q))
			return false;
	}
	if (found && !sound)
		return err_set(e, ERR_STORE, _("%s: is damaged: the text of a document in it cannot be read"),
			       s->db->path);
	return found || err_set(e, ERR_NOTHING, _("the store has no text of this document"));
}

bool store_cited_by(struct store *s, int64_t thread, long number, struct arena *a, struct store_citings *out,
		    struct err *e)
{
	struct query q;

	*out = (struct store_citings){0};
	store_db_query(
		s->db, &q, e,
		"SELECT f.sha256,f.path,f.title,c.off,c.len,c.line,c.raw,c.lo,c.hi,c.date_from FROM cite c JOIN file f "
		"USING(file_id) "
		"WHERE c.thread_id=?1 AND (?2<0 OR (c.lo<=?2 AND c.hi>=?2)) ORDER BY f.added_at DESC,f.file_id "
		"DESC,c.off,c.lo",
		"ii", thread, (int64_t)number);
	while (store_db_row(&q)) {
		size_t off = (size_t)store_db_int(&q, 3);
		STORE_PUSH(a, out,
			   (struct store_citing){
				   .document = store_document_id(a, store_db_text(&q, 0)),
				   .path = store_db_copy(&q, 1, a),
				   .title = store_db_copy(&q, 2, a),
				   .start = off,
				   .end = off + (size_t)store_db_int(&q, 4),
				   .line = (size_t)store_db_int(&q, 5),
				   .text = store_db_copy(&q, 6, a),
				   .from = store_db_number(&q, 7),
				   .to = store_db_number(&q, 8),
				   .date_from = store_db_time(&q, 9),
			   });
	}
	return store_db_done(&q);
}
