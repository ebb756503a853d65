/* note: files of annotations. What is refused says where; what is taken goes out as Web Annotations that are taken
 * again and go out as the same bytes, and as Markdown and HTML that hold no control. */
#include "fuzz.h"
#include "taiyaku/note.h"

static struct buf exported(const struct store_annotations *all, struct arena *arena,
			   void (*put)(const struct note_export *, struct buf *))
{
	struct note_attached *v = arena_alloc(arena, (all->n + 1) * sizeof *v);
	struct note_export e = {.v = v, .n = all->n};
	struct buf out = {0};

	for (size_t i = 0; i < all->n; i++)
		v[i] = (struct note_attached){.annotation = all->v[i], .at = {POS_NONE, POS_NONE}};
	put(&e, &out);
	return out;
}

static void no_controls(struct str s)
{
	for (size_t start = 0, end; start < s.n; start = end + 1) {
		end = str_find_char(s, '\n', start);
		if (end == SIZE_MAX)
			end = s.n;
		HOLDS(harmless(str_slice(s, start, end)));
	}
}

static void for_people(const struct store_annotations *all, struct arena *arena)
{
	struct buf b = exported(all, arena, note_put_markdown);

	no_controls(buf_view(&b));
	buf_free(&b);
	b = exported(all, arena, note_put_html);
	no_controls(buf_view(&b));
	HOLDS(str_find(buf_view(&b), STR("<script"), 0) == SIZE_MAX);
	buf_free(&b);
	b = exported(all, arena, note_put_json);
	struct json *j = json_parse(buf_view(&b), "json", NULL);
	HOLDS(j);
	json_free(j);
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct note_import in, again;
	struct err e = {0};

	if (!note_read((struct str){(const char *)bytes, n}, "input", arena, &in, &e)) {
		HOLDS(e.code == ERR_INPUT && str_starts(str_c(e.text), STR("input")));
	} else {
		struct buf once = exported(&in.annotations, arena, note_put_w3c);
		HOLDS(note_read(buf_view(&once), "again", arena, &again, &e));
		HOLDS(again.annotations.n == in.annotations.n);
		struct buf twice = exported(&again.annotations, arena, note_put_w3c);
		HOLDS(str_eq(buf_view(&once), buf_view(&twice)));
		for_people(&in.annotations, arena);
		buf_free(&once);
		buf_free(&twice);
	}
	arena_free(arena);
	return 0;
}
