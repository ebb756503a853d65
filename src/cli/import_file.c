/* One file into the store. Its posts come from the worker, one by one, while it still reads. The file is known by the
 * sum of its bytes; one that begins with all the bytes of an earlier form of itself has grown. A source that names no
 * family is what its address says (cite_url), else a page by itself. */
#include "import.h"
#include "taiyaku/cite.h"
#include "taiyaku/worker.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

struct bytes {
	struct file_map map;
	struct buf buf; /* of standard input */
	struct str s;
};

struct reading {
	struct store *store;
	const struct import_how *how;
	const struct import_entry *entry;
	struct import_result *result;
	struct import_side side;
	struct bytes bytes;
	char *path;             /* the real one; "": standard input */
	struct store_file file; /* as it is added */
	int64_t whole;          /* the file's id */
	int64_t part;           /* of the part that posts are from: the file itself, or a file within it */
	size_t part_start;
	bool again; /* the file is known, and read once more for its board */
	int rank;
	int64_t thread;
	size_t bad;
	VEC(int64_t) threads;
	VEC(struct store_anchor) anchors;
	struct err err; /* of the store */
};

void import_say(struct import_result *r, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;

	if (r->messages.n >= IMPORT_MESSAGES) {
		r->unsaid++;
		return;
	}
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	vec_push(&r->messages, buf_take(&b));
}

void import_result_free(struct import_result *r)
{
	for (size_t i = 0; i < r->messages.n; i++)
		free(r->messages.v[i]);
	vec_free(&r->messages);
	free(r->path);
}

/* ---- the bytes ---- */

static bool open_file(struct reading *r, struct err *e)
{
	const char *path = r->entry->path;
	struct stat st;

	if (stat(path, &st))
		return err_set(e, ERR_INPUT, _("%s: %s"), path, strerror(errno));
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return err_set(e, ERR_INPUT, _("%s: is no file; give what it holds on standard input"), path);
	r->file.retrieved_at = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
	if ((uint64_t)st.st_size > BOARD_MAX)
		return err_set(e, ERR_INPUT, _("%s: larger than %zu MiB; cut it into parts"), path, BOARD_MAX >> 20);
	if (!st.st_size)
		return true;
	if (!file_map_open(path, &r->bytes.map, e))
		return false;
	r->bytes.s = (struct str){r->bytes.map.p, r->bytes.map.n};
	return true;
}

static bool open_bytes(struct reading *r, struct err *e)
{
	r->file.retrieved_at = STORE_NO_TIME;
	r->bytes.s = (struct str){"", 0};
	if (strcmp(r->entry->path, "-") != 0) {
		r->path = file_real_path(r->entry->path);
		return open_file(r, e);
	}
	r->path = xstrdup("");
	if (!file_read("-", BOARD_MAX, &r->bytes.buf, e))
		return false;
	r->bytes.s = buf_view(&r->bytes.buf);
	return true;
}

/* ---- what the worker finds ---- */

static void set_name(char out[33], const char *name)
{
	if (!*out)
		snprintf(out, 33, "%s", name);
}

/* A file within the file: its own bytes, address and time. */
static bool add_part(struct reading *r, const struct board_part *p)
{
	struct str inside = str_slice(r->bytes.s, p->start, p->end);
	struct store_file f = {
		.sha256 = sha256_of(inside),
		.size = inside.n,
		.path = str_c(r->path),
		.format = str_c(p->format),
		.encoding = str_c(p->encoding),
		.retrieved_at = p->retrieved_at,
		.origin_url = p->url,
		.importer = r->file.importer,
		.parent = r->whole,
	};
	bool known;

	return store_add_file(r->store, &f, &r->part, &known, &r->err);
}

static bool on_part(void *context, const struct board_part *p)
{
	struct reading *r = context;

	set_name(r->result->format, p->format);
	set_name(r->result->encoding, p->encoding);
	r->rank = p->rank;
	r->part = r->whole;
	r->part_start = 0;
	if (p->start == 0 && p->end == r->bytes.s.n)
		return store_file_origin(r->store, r->whole, p->url, p->retrieved_at, &r->err);
	r->part_start = p->start;
	return add_part(r, p);
}

static void identify(const struct reading *r, const struct board_source *s, struct arena *a, struct store_identity *out)
{
	struct cite_url u;

	*out = (struct store_identity){s->family, s->board, s->key, s->title};
	if (!s->family.n && cite_url(s->url, a, &u))
		*out = (struct store_identity){u.source.family, u.source.board, u.source.key, s->title};
	else if (!s->family.n)
		*out = (struct store_identity){STR("page"), {"", 0}, u.inner.n ? u.inner : s->url, s->title};
	if (!out->title.n)
		out->title = buf_view(&r->side.title);
	if (str_eq(out->family, STR("title")) && !out->key.n) {
		char *key = store_title_key(out->title);
		out->key = arena_str(a, str_c(key));
		free(key);
	}
}

static bool on_source(void *context, const struct board_source *s)
{
	struct reading *r = context;
	struct arena *a = arena_new();
	struct store_new_thread t = {.created_at = s->created_at, .url = s->url, .host = s->host};

	identify(r, s, a, &t.source);
	bool good = (!r->again || store_name_board(r->store, r->part, &t.source, &r->err)) &&
		    store_add_thread(r->store, &t, &r->thread, &r->err);
	if (good && (!r->threads.n || r->threads.v[r->threads.n - 1] != r->thread))
		vec_push(&r->threads, r->thread);
	arena_free(a);
	return good;
}

static enum store_post_kind kind_of(enum board_kind k)
{
	switch (k) {
	case BOARD_SYSTEM:
		return STORE_SYSTEM;
	case BOARD_EVENT:
		return STORE_EVENT;
	case BOARD_DELETED:
		return STORE_DELETED;
	default:
		return STORE_POST;
	}
}

static bool on_post(void *context, const struct board_post *p)
{
	struct reading *r = context;
	struct import_counts *n = &r->result->n;
	enum store_added added;
	size_t shift = r->part_start <= p->start ? r->part_start : 0;
	struct store_observation o = {
		.file = r->part,
		.start = p->start - shift,
		.end = p->end - shift,
		.rank = r->rank,
		.deleted = p->kind == BOARD_DELETED,
		.broken = p->broken,
		.address = p->address,
		.post = {.kind = kind_of(p->kind),
			 .number = p->number,
			 .key = p->key,
			 .name = p->name,
			 .mail = p->mail,
			 .slip = p->slip,
			 .poster = p->poster,
			 .trip = p->trip,
			 .be = p->be,
			 .date_text = p->date_text,
			 .posted_at = p->posted_at,
			 .tz_min = p->tz_min,
			 .text = p->text,
			 .n_anchors = p->n_anchors},
	};

	r->anchors.n = 0;
	for (size_t i = 0; i < p->n_anchors; i++)
		vec_push(&r->anchors, (struct store_anchor){p->anchors[i].start, p->anchors[i].end, p->anchors[i].from,
							    p->anchors[i].to});
	o.post.anchors = r->anchors.v;
	if (!store_add_post(r->store, r->thread, &o, &added, &r->err))
		return false;
	n->posts++;
	n->added += added == STORE_ADDED_NEW;
	n->known += added == STORE_ADDED_KNOWN;
	n->changed += added == STORE_ADDED_CHANGED;
	n->broken += p->broken;
	r->bad += p->bad;
	return true;
}

static bool on_message(void *context, struct str text)
{
	struct reading *r = context;

	import_say(r->result, STR_FMT, STR_ARG(text));
	return true;
}

static bool on_tick(void *context, size_t done)
{
	struct reading *r = context;

	return !r->how->tick || r->how->tick(r->how->context, done, r->result->n.posts);
}

/* ---- the file ---- */

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static size_t count_threads(struct reading *r)
{
	size_t n = 0;

	if (r->threads.n)
		qsort(r->threads.v, r->threads.n, sizeof *r->threads.v, by_id);
	for (size_t i = 0; i < r->threads.n; i++)
		n += !i || r->threads.v[i] != r->threads.v[i - 1];
	return n;
}

/* Is it an earlier form of itself, and more? Then that is its parent. */
static bool find_parent(struct reading *r)
{
	struct err e = {0};
	struct sha256 earlier, now;
	int64_t file;
	uint64_t size;

	if (!*r->path)
		return true;
	if (!store_file_at(r->store, str_c(r->path), &file, &size, &earlier, &e)) {
		if (e.code != ERR_NOTHING)
			r->err = e;
		return e.code == ERR_NOTHING;
	}
	if (!size || size >= r->bytes.s.n)
		return true;
	now = sha256_of(str_slice(r->bytes.s, 0, (size_t)size));
	if (!memcmp(now.b, earlier.b, sizeof now.b))
		r->file.parent = file;
	return true;
}

static bool add_whole(struct reading *r, bool *known)
{
	r->file.sha256 = sha256_of(r->bytes.s);
	r->file.size = r->bytes.s.n;
	r->file.path = str_c(r->path);
	r->file.importer = STR("taiyaku " PACKAGE_VERSION);
	if (r->side.retrieved_at != STORE_NO_TIME)
		r->file.retrieved_at = r->side.retrieved_at;
	return find_parent(r) && store_add_file(r->store, &r->file, &r->whole, known, &r->err);
}

static struct board_input input_of(const struct reading *r)
{
	const struct import_how *how = r->how;

	return (struct board_input){
		.bytes = r->bytes.s,
		.path = *r->path ? str_c(r->entry->path) : str_c(_("standard input")),
		.format = !how->format.n && r->entry->mail ? STR("maildir") : how->format,
		.encoding = how->encoding,
		.url = buf_view(&r->side.url),
		.board = how->board.n ? how->board : buf_view(&r->side.board),
		.retrieved_at = r->file.retrieved_at,
		.first = how->first,
	};
}

/* What the worker said, as a status. False: the import ends here. */
static bool judge(struct reading *r, bool good, const struct err *e)
{
	struct import_result *result = r->result;

	if (good) {
		result->status = r->again ? IMPORT_KNOWN : r->file.parent ? IMPORT_GROWN : IMPORT_IMPORTED;
		result->n.sources = count_threads(r);
		return store_finish_file(r->store, r->whole, str_c(result->format), str_c(result->encoding), r->bad,
					 &r->err);
	}
	if (e->code == ERR_NONE)
		return false;
	result->status = e->code == ERR_NOTHING ? IMPORT_UNKNOWN : IMPORT_REFUSED;
	import_say(result, "%s", e->text);
	return true;
}

static bool read_posts(struct reading *r)
{
	struct board_input in = input_of(r);
	const struct board_sink sink = {r, on_part, on_source, on_post, on_message};
	const struct worker_control control = {r, on_tick};
	struct err e = {0};

	return judge(r, worker_read(&in, &control, &sink, &e), &e);
}

static bool read_within(struct reading *r)
{
	bool known = false, good;

	if (!store_savepoint(r->store, &r->err))
		return false;
	good = add_whole(r, &known);
	r->again = good && known && r->how->board.n;
	if (good && known && !r->again)
		r->result->status = IMPORT_KNOWN;
	else if (good)
		good = read_posts(r);
	if (good && r->result->status <= IMPORT_GROWN)
		return store_release(r->store, &r->err);
	store_give_up(r->store);
	r->result->n = (struct import_counts){0};
	return good;
}

bool import_file(struct store *store, const struct import_how *how, const struct import_entry *entry,
		 struct import_result *result, struct err *e)
{
	struct reading r = {.store = store, .how = how, .entry = entry, .result = result};
	struct err said = {0};
	bool good = true;

	result->path = xstrdup(entry->path);
	result->named = entry->named;
	import_side_find(entry->path, &r.side);
	if (open_bytes(&r, &said)) {
		good = read_within(&r);
		*e = r.err;
	} else {
		result->status = IMPORT_FAILED;
		import_say(result, "%s", said.text);
	}
	if (r.bytes.map.p)
		file_map_close(&r.bytes.map);
	buf_free(&r.bytes.buf);
	import_side_free(&r.side);
	vec_free(&r.threads);
	vec_free(&r.anchors);
	free(r.path);
	return good;
}
