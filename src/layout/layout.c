/* layout: a document's rows, made on demand. The pieces: flow.c fills rows, paragraph.c and inset.c lay out a paragraph
 * with what is open under it, cache.c keeps it, shown.c says which paragraphs there are, cursor.c walks.
 */
#include "layout.h"

#include <assert.h>

static struct layout_options sane(const struct layout_options *options)
{
	struct layout_options o = *options;

	o.width = o.width < 1 ? 1 : o.width;
	return o;
}

struct layout *layout_new(struct doc *doc, const struct layout_options *options)
{
	struct layout *l = xcalloc(1, sizeof *l);

	l->doc = doc;
	l->options = sane(options);
	return l;
}

void layout_free(struct layout *l)
{
	if (!l)
		return;
	layout_cache_clear(l);
	text_breaker_free(l->breaker);
	vec_free(&l->calls);
	vec_free(&l->quotations);
	vec_free(&l->passages);
	vec_free(&l->sections);
	vec_free(&l->away);
	vec_free(&l->repeated);
	vec_free(&l->moved);
	buf_free(&l->prefix);
	free(l);
}

const struct layout_options *layout_options(const struct layout *l)
{
	return &l->options;
}

void layout_set_options(struct layout *l, const struct layout_options *options)
{
	struct layout_options o = sane(options);

	if (o.notes_open != l->options.notes_open)
		l->calls.n = 0;
	if (o.translations != l->options.translations)
		l->quotations.n = l->passages.n = 0;
	if (o.level != l->options.level) {
		text_breaker_free(l->breaker);
		l->breaker = NULL;
	}
	l->options = o;
	l->fresh = false;
	layout_cache_clear(l);
}

void layout_filter(struct layout *l, const struct text_needle *needle, int context)
{
	memset(&l->filter, 0, sizeof l->filter);
	l->filter.needle = needle;
	l->filter.context = context;
	l->fresh = false;
	layout_cache_clear(l);
}

void layout_set_whole(struct layout *l, layout_whole is_whole, void *context)
{
	l->is_whole = is_whole;
	l->whole_context = context;
	layout_cache_clear(l);
}

bool layout_same_position(const struct position *a, const struct position *b)
{
	return a->at == b->at && a->depth == b->depth && !memcmp(a->call, b->call, a->depth * sizeof *a->call);
}

bool layout_same_options(const struct layout_options *a, const struct layout_options *b)
{
	return a->width == b->width && a->translations == b->translations && a->notes_open == b->notes_open &&
	       a->notes_moved == b->notes_moved && a->hang == b->hang && a->hanging == b->hanging &&
	       a->level == b->level && a->terminal.ambiguous_wide == b->terminal.ambiguous_wide &&
	       a->terminal.vs16_wide == b->terminal.vs16_wide && a->terminal.zwj_joins == b->terminal.zwj_joins;
}
