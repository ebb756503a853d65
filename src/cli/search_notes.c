/* taiyaku search --in notes: the annotations that hold the words, newest first. There are as many as a reader has
 * written: they are looked through one by one.
 */
#include "search.h"

#include <stdio.h>

/* The first of its texts that holds the words; p NULL: none does. */
static struct str text_with_words(struct search *s, const struct store_annotation *x)
{
	const struct str texts[] = {x->body, x->target.quote};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		cli_search_hits(s, texts[i]);
		if (s->hits.n)
			return texts[i];
	}
	for (size_t i = 0; i < x->n_tags; i++) {
		cli_search_hits(s, x->tags[i]);
		if (s->hits.n)
			return x->tags[i];
	}
	return (struct str){NULL, 0};
}

static void put(struct search *s, const struct store_annotation *x, struct str text)
{
	struct json_out *o = &s->out;

	json_begin(o, '{');
	cli_put_text(o, "in", STR("notes"));
	cli_put_text(o, "id", x->id);
	cli_put_text(o, "kind", str_c(store_annotation_name(x->kind)));
	cli_put_text(o, "document", x->target.document);
	cli_put_text(o, "path", x->target.path);
	cli_put_text(o, "title", x->target.title);
	cli_put_text(o, "quote", x->target.quote);
	cli_search_put_hits(s, text, 0);
	json_end(o, '}');
	cli_search_flush(s);
}

static void print(struct search *s, const struct store_annotation *x, struct str text)
{
	const struct store_target *t = &x->target;
	struct buf b = {0};

	if (s->n)
		putchar('\n');
	buf_str(&b, t->path.n ? t->path : t->document);
	if (t->title.n)
		buf_printf(&b, "  " STR_FMT, STR_ARG(t->title));
	buf_printf(&b, "  %s %.8s", store_annotation_name(x->kind), x->id.p);
	cli_print_line(&b);
	if (text.p != t->quote.p && t->quote.n) {
		buf_cat(&b, "“");
		buf_str(&b, t->quote);
		buf_cat(&b, "”");
		cli_print_text(buf_view(&b), 6, NULL, 0);
	}
	cli_search_excerpt(s, text);
	s->thread = 0;
	buf_free(&b);
}

static bool in_time(const struct store_question *ask, int64_t time)
{
	return (ask->from == STORE_NO_TIME || time >= ask->from) && (ask->to == STORE_NO_TIME || time < ask->to);
}

void cli_search_notes(struct search *s, struct store_notes *notes)
{
	struct arena *a = arena_new();
	struct store_annotations all = {0};

	store_annotations(notes, &(struct store_annotation_query){0}, a, &all, &s->err);
	for (size_t i = all.n; i-- && (!s->wish->max || s->n < s->wish->max);) {
		struct str text = text_with_words(s, &all.v[i]);

		if (!text.p || !in_time(&s->wish->ask, all.v[i].modified))
			continue;
		if (s->wish->json)
			put(s, &all.v[i], text);
		else
			print(s, &all.v[i], text);
		s->n++;
	}
	arena_free(a);
}
