/* Where words stand in a thread, or nearly stand. The store is asked for a piece of them, so that a thread of ten
 * thousand posts is never loaded. */
#include "trial.h"

#define NEAR_MAX 20 /* posts that are compared for each piece of words that stand nowhere */

/* Held posts of the thread with a text of their own that holds this piece of the words, folded as copying does it. */
static bool posts_with(struct trial *x, const struct fit *f, struct str piece, struct store_posts *out)
{
	struct err e = {0};
	size_t n = 0;

	*out = (struct store_posts){0};
	if (!piece.n ||
	    !cite_note_failure(x->c, store_posts_with_text(x->c->store, f->thread->id, piece, x->c->arena, out, &e),
			       &e))
		return false;
	for (size_t i = 0; i < out->n; i++)
		if (cite_has_text(&out->v[i]))
			out->v[n++] = out->v[i];
	out->n = n;
	return true;
}

void cite_find_words(struct trial *x, const struct fit *f, struct store_posts *out)
{
	struct buf piece = {0};
	size_t n = 0;

	cite_longest_piece(x->claim->text, &piece);
	posts_with(x, f, buf_view(&piece), out);
	for (size_t i = 0; i < out->n; i++)
		if (cite_stands_in(x->claim->text, out->v[i].text))
			out->v[n++] = out->v[i];
	out->n = n;
	buf_free(&piece);
}

/* Posts that hold one of the pieces, each once. */
static bool posts_with_pieces(struct trial *x, const struct fit *f, const struct cite_pieces *pieces, post_vec *out)
{
	for (size_t i = 0; i < pieces->n; i++) {
		struct store_posts p;
		if (!posts_with(x, f, pieces->v[i], &p))
			return false;
		for (size_t k = 0; k < p.n && k < NEAR_MAX; k++) {
			size_t seen = 0;
			while (seen < out->n && out->v[seen].id != p.v[k].id)
				seen++;
			if (seen == out->n)
				vec_push(out, p.v[k]);
		}
	}
	return true;
}

/* The one post of the thread that has nearly the words: one edit in ten characters, fewer than any other. Words cut
 * into more pieces than edits have one that stands as it is: those are looked for. */
bool cite_find_nearly(struct trial *x, const struct fit *f, struct store_post *post, struct found *best)
{
	struct cite_pieces pieces = cite_pieces(x->c, x->claim->text);
	post_vec near = {0};
	bool alone = false;

	*best = (struct found){.distance = SIZE_MAX};
	*post = (struct store_post){.number = -1};
	if (posts_with_pieces(x, f, &pieces, &near))
		for (size_t i = 0; i < near.n; i++) {
			struct found one = cite_compare(x->c, x->claim, near.v[i].text);
			alone = one.distance < best->distance || (alone && one.distance > best->distance);
			if (one.distance < best->distance) {
				*best = one;
				*post = near.v[i];
			}
		}
	vec_free(&near);
	return alone && best->distance < pieces.n;
}
