/* What a passage is remembered by: its words, the words around it, and its place counted both ways. */
#include "taiyaku/note.h"

#include "taiyaku/text.h"

static size_t back(struct str text, size_t at, size_t code_points)
{
	uint32_t cp;

	while (at && code_points--)
		at = text_prev(text, at, &cp);
	return at;
}

static size_t forth(struct str text, size_t at, size_t code_points)
{
	uint32_t cp;

	while (at < text.n && code_points--)
		at = text_next(text, at, &cp);
	return at;
}

void note_target(struct str text, struct span at, size_t before, struct arena *arena, struct store_target *out)
{
	struct str quote;

	at.end = at.end < text.n ? at.end : text.n;
	at.start = at.start < at.end ? at.start : at.end;
	quote = str_slice(text, at.start, at.end);
	if (before == POS_NONE)
		before = text_code_points(str_slice(text, 0, at.start));
	out->start = at.start;
	out->end = at.end;
	out->first = before;
	out->last = before + text_code_points(quote);
	out->quote = arena_str(arena, quote);
	out->prefix = arena_str(arena, str_slice(text, back(text, at.start, STORE_CONTEXT), at.start));
	out->suffix = arena_str(arena, str_slice(text, at.end, forth(text, at.end, STORE_CONTEXT)));
}
