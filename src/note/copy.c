/* An annotation with all its strings. */
#include "taiyaku/note.h"

static struct store_target copy_target(struct arena *arena, const struct store_target *t)
{
	struct store_target c = *t;

	c.document = arena_str(arena, t->document);
	c.version = arena_str(arena, t->version);
	c.quote = arena_str(arena, t->quote);
	c.prefix = arena_str(arena, t->prefix);
	c.suffix = arena_str(arena, t->suffix);
	c.path = arena_str(arena, t->path);
	c.title = arena_str(arena, t->title);
	return c;
}

struct store_annotation note_copy_annotation(struct arena *arena, const struct store_annotation *x)
{
	struct store_annotation c = *x;
	struct str *tags = arena_alloc(arena, (x->n_tags + 1) * sizeof *tags);

	for (size_t i = 0; i < x->n_tags; i++)
		tags[i] = arena_str(arena, x->tags[i]);
	c.tags = tags;
	c.id = arena_str(arena, x->id);
	c.target = copy_target(arena, &x->target);
	c.to = copy_target(arena, &x->to);
	c.body = arena_str(arena, x->body);
	c.language = arena_str(arena, x->language);
	c.colour = arena_str(arena, x->colour);
	c.poster.family = arena_str(arena, x->poster.family);
	c.poster.board = arena_str(arena, x->poster.board);
	c.poster.value = arena_str(arena, x->poster.value);
	c.alignment = arena_str(arena, x->alignment);
	c.extra = arena_str(arena, x->extra);
	c.author = arena_str(arena, x->author);
	c.device = arena_str(arena, x->device);
	c.change = arena_str(arena, x->change);
	return c;
}
