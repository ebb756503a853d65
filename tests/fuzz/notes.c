/* What is read back of notes.db's neighbours: lines of the log, changes and annotations as JSON, drafts. The bytes are
 * damage between two good lines, which are found; lines of changes, which are applied; and the file of a draft. */
#include "fuzz.h"
#include "../../src/store/log.h"
#include "../../src/store/notes.h"

#include <unistd.h>

static char dir[] = "/tmp/taiyaku-fuzz-notes-XXXXXX";
static struct store_notes *notes;

static void forget(void)
{
	static const char *const files[] = {"drafts/d", "drafts", "notes.db", "notes.db-journal"};

	store_notes_close(notes, 1000, NULL);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = file_join(dir, files[i]);
		if (unlink(path))
			rmdir(path);
		free(path);
	}
	rmdir(dir);
}

static void begin(void)
{
	struct err e = {0};
	char *drafts;

	HOLDS(mkdtemp(dir));
	notes = store_notes_open(dir, STORE_WRITE, &e);
	HOLDS(notes);
	drafts = file_join(dir, "drafts");
	HOLDS(file_make_dir(drafts, &e));
	free(drafts);
	atexit(forget);
}

/* ---- the log ---- */

struct seen {
	size_t n;
	struct str first, last;
};

static bool see(void *context, struct str json)
{
	struct seen *s = context;

	if (!s->n++)
		s->first = json;
	s->last = json;
	return true;
}

static void damage_between(struct str bytes)
{
	struct str one = STR("{\"id\":\"one\"}"), two = STR("{\"id\":\"two\"}");
	struct buf log = {0};
	struct seen s = {0};

	store_log_frame(one, &log);
	buf_str(&log, bytes);
	buf_char(&log, '\n');
	store_log_frame(two, &log);
	store_log_each(buf_view(&log), see, &s);
	HOLDS(s.n >= 2 && str_eq(s.first, one) && str_eq(s.last, two));
	buf_free(&log);
}

/* ---- annotations ---- */

static void put(const struct store_annotation *a, struct buf *out)
{
	struct json_out o = {.to = out, .compact = true};

	buf_clear(out);
	store_annotation_put(&o, a);
}

/* What is taken is written and taken again, and says the same. */
static void round_trip(const struct json_node *node, struct arena *arena)
{
	struct store_annotation a, again;
	struct buf once = {0}, twice = {0};
	struct err e = {0};

	if (!store_annotation_get(node, arena, &a, &e)) {
		HOLDS(e.code == ERR_INPUT && *e.text);
		return;
	}
	put(&a, &once);
	struct json *j = json_parse(buf_view(&once), "again", &e);
	HOLDS(j && store_annotation_get(json_root(j), arena, &again, &e));
	put(&again, &twice);
	HOLDS(str_eq(buf_view(&once), buf_view(&twice)));
	json_free(j);
	buf_free(&once);
	buf_free(&twice);
}

static void one_line(struct str line, struct arena *arena)
{
	struct json *j = json_parse(line, "line", NULL);
	struct err e = {0};

	if (j) {
		round_trip(json_root(j), arena);
		round_trip(json_get(json_root(j), "annotation"), arena);
	}
	json_free(j);
	HOLDS(store_apply(notes->db, line, &e));
}

static void changes(struct str bytes)
{
	struct arena *arena = arena_new();
	struct store_annotations list, history;
	struct store_texts texts;
	struct store_attachments attachments;
	struct err e = {0};

	HOLDS(store_db_do(notes->db, &e, "BEGIN", ""));
	for (size_t at = 0; at < bytes.n;) {
		size_t end = str_find_char(bytes, '\n', at);
		end = end == SIZE_MAX ? bytes.n : end;
		one_line(str_slice(bytes, at, end), arena);
		at = end + 1;
	}
	HOLDS(store_annotations(notes, &(struct store_annotation_query){.deleted = true}, arena, &list, &e));
	for (size_t i = 0; i < list.n; i++) {
		HOLDS(list.v[i].heads && list.v[i].kind < ANNOTATION_KINDS && list.v[i].id.n);
		HOLDS(store_annotation_history(notes, list.v[i].id, arena, &history, &e) &&
		      history.n >= list.v[i].heads);
	}
	HOLDS(store_texts(notes, STR(""), STR(""), arena, &texts, &e));
	HOLDS(store_attachments(notes, STR("v"), arena, &attachments, &e));
	for (size_t i = 0; i < attachments.n; i++)
		HOLDS(attachments.v[i].start <= attachments.v[i].end && attachments.v[i].score <= 1);
	HOLDS(store_db_do(notes->db, &e, "ROLLBACK", ""));
	arena_free(arena);
}

/* ---- drafts ---- */

static void draft(struct str bytes)
{
	char *path = file_join(dir, "drafts/d");
	struct arena *arena = arena_new();
	struct store_drafts list;
	struct buf frames = {0};
	struct err e = {0};

	buf_str(&frames, bytes); /* as it is, and as a frame with the right sum */
	buf_char(&frames, '\n');
	store_log_frame(bytes, &frames);
	HOLDS(file_replace(path, buf_view(&frames), 0600, &e));
	HOLDS(store_drafts(notes, arena, &list, &e) && list.n <= 1);
	for (size_t i = 0; i < list.n; i++) {
		struct json *j = json_parse(list.v[i].json, "draft", NULL);
		HOLDS(text_bad(list.v[i].json) == POS_NONE && !list.v[i].open);
		if (j)
			round_trip(json_root(j), arena);
		json_free(j);
	}
	arena_free(arena);
	buf_free(&frames);
	free(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str s = {(const char *)bytes, n};

	if (!notes)
		begin();
	damage_between(s);
	changes(s);
	draft(s);
	return 0;
}
