/* tmx: files of translation memories. What is refused says where; what is taken goes out as TMX that is taken again,
 * with as many translations, and goes out as the same bytes. */
#include "fuzz.h"
#include "taiyaku/note.h"

static struct buf exported(const struct store_annotations *all, struct arena *arena)
{
	struct note_attached *v = arena_alloc(arena, (all->n + 1) * sizeof *v);
	struct buf out = {0};

	for (size_t i = 0; i < all->n; i++)
		v[i] = (struct note_attached){.annotation = all->v[i], .at = {POS_NONE, POS_NONE}};
	note_put_tmx(&(struct note_export){.v = v, .n = all->n}, &out);
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct store_annotations all = {0}, again = {0}, third = {0};
	struct err e = {0};

	if (!note_read_tmx((struct str){(const char *)bytes, n}, "input", arena, &all, &e)) {
		HOLDS(e.code == ERR_INPUT && str_starts(str_c(e.text), STR("input:")));
	} else {
		struct buf once = exported(&all, arena), twice, thrice;

		HOLDS(note_read_tmx(buf_view(&once), "again", arena, &again, &e));
		HOLDS(again.n == all.n);
		twice = exported(&again, arena);
		HOLDS(note_read_tmx(buf_view(&twice), "third", arena, &third, &e));
		thrice = exported(&third, arena);
		HOLDS(str_eq(buf_view(&twice), buf_view(&thrice)));
		buf_free(&once);
		buf_free(&twice);
		buf_free(&thrice);
	}
	arena_free(arena);
	return 0;
}
