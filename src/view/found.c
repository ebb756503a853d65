/* What a search of the whole store found: each post with its source and its head line, each paragraph with its
 * document, and the text around the words; more or less of it as is asked for. */
#include "post.h"

enum { AROUND = 48, AROUND_MORE = 160, PART = 4096 };

/* Where the words stand in a text: by the needle, else by what copying leaves of both (blanks and line ends do not
 * count for the store). */
static struct span place(const struct page_found *f, struct str text)
{
	struct text_folded words = {0}, fold = {0};
	struct span hit = {0, 0};
	size_t at;

	if (!f->needle || text_find(f->needle, text, 0, &hit))
		return hit;
	text_fold_copy(f->words, &words);
	text_fold_copy(text, &fold);
	at = str_find(buf_view(&fold.text), buf_view(&words.text), 0);
	hit = (struct span){0, 0};
	if (at != SIZE_MAX && words.text.n)
		hit = (struct span){fold.source.v[at], text_cluster_next(text, fold.source.v[at + words.text.n - 1])};
	text_folded_free(&words);
	text_folded_free(&fold);
	return hit;
}

static size_t to_start(struct str text, size_t at, size_t bytes)
{
	at = at > bytes ? at - bytes : 0;
	while (at && ((unsigned char)text.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static size_t to_end(struct str text, size_t at, size_t bytes)
{
	at = at + bytes < text.n ? at + bytes : text.n;
	while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
		at++;
	return at;
}

static void margin(struct page *p)
{
	page_put(p, STYLE_TEXT, STR("     "));
}

struct found_text { /* what was found, and of which document it is a part, from `at` on */
	struct str text, document;
	size_t at;
};

/* Some of the text in one line. */
static void excerpt(struct page *p, const struct page_found *f, const struct found_text *found, struct span hit)
{
	struct str text = found->text;
	size_t around = f->context ? AROUND_MORE : AROUND;
	struct span s = {to_start(text, hit.start, around), to_end(text, hit.end, 2 * around)};

	margin(p);
	page_put(p, STYLE_LABEL, s.start ? STR("...") : STR(""));
	page_put_passage_line(p, STYLE_POST, found->document, found->at + s.start, str_slice(text, s.start, s.end),
			      PART);
	page_put(p, STYLE_LABEL, s.end < text.n ? STR("...") : STR(""));
	page_put(p, STYLE_TEXT, STR("\n"));
}

/* All of it, line by line. */
static void whole(struct page *p, const struct found_text *found)
{
	struct str text = found->text;

	for (size_t at = 0; at < text.n;) {
		size_t end = str_find_char(text, '\n', at);

		end = end == SIZE_MAX ? text.n : end;
		margin(p);
		page_put_passage(p, STYLE_POST, found->document, found->at + at, str_slice(text, at, end));
		page_put(p, STYLE_TEXT, STR("\n"));
		at = end + 1;
	}
}

static void put_text(struct page *p, const struct page_found *f, const struct found_text *found)
{
	if (f->context >= 2 && found->text.n <= PART)
		whole(p, found);
	else
		excerpt(p, f, found, place(f, found->text));
	if (f->context)
		page_put(p, STYLE_TEXT, STR("\n"));
}

static struct str source_name(const struct store_identity *s)
{
	return s->title.n ? s->title : s->key;
}

void page_found_post(struct page *p, const struct page_found *f, const struct store_post *post,
		     const struct store_thread *thread)
{
	struct target t = {.kind = TARGET_SOURCE, .from = post->number, .to = post->number, .thread = post->thread};
	struct buf name = {0};

	post_head(p, THING_ENTRY, &t, post, 0, 0, false);
	page_put(p, STYLE_TEXT, STR("  "));
	page_put_line(p, STYLE_LABEL, source_name(&thread->source), PART);
	page_put(p, STYLE_TEXT, STR("\n"));
	page_post_name(&thread->source, post, &name);
	put_text(p, f, &(struct found_text){post->text, buf_view(&name), 0});
	buf_free(&name);
}

void page_found_passage(struct page *p, const struct page_found *f, const struct store_kept *d, size_t at,
			struct str text)
{
	struct target t = {.kind = TARGET_DOCUMENT, .at = at, .text = d->id, .path = d->path};

	page_thing(p, STYLE_HEADING, THING_ENTRY, &t, d->title.n ? d->title : d->path.n ? d->path : d->id);
	page_put(p, STYLE_TEXT, STR("\n"));
	put_text(p, f, &(struct found_text){text, d->id, at});
}

void page_found_poster(const struct store_poster *who, struct buf *out)
{
	static const char *const signs[] = {
		[STORE_POSTER_ID] = "ID:", [STORE_POSTER_BE] = "BE:", [STORE_POSTER_SLIP] = ""};
	const char *sign = who->kind < sizeof signs / sizeof *signs ? signs[who->kind] : NULL;
	char from[36], to[36];

	buf_printf(out, "%s%.*s", sign ? sign : "", STR_ARG(who->value));
	buf_printf(out, _("  in %.*s"), STR_ARG(who->family));
	if (who->board.n)
		buf_printf(out, "/%.*s", STR_ARG(who->board));
	if (who->from == STORE_NO_TIME)
		return;
	cite_time_format(who->from, 540, from);
	cite_time_format(who->to - 1, 540, to);
	if (strncmp(from, to, 10) != 0)
		buf_printf(out, _(", %.10s to %.10s"), from, to);
	else
		buf_printf(out, _(", on %.10s"), from);
}

void page_found_more(struct page *p)
{
	struct target t = {.kind = TARGET_COMMAND, .text = STR("search-more")};

	page_thing(p, STYLE_TEXT, THING_ENTRY, &t, str_c(_("more hits")));
	page_put(p, STYLE_TEXT, STR("\n"));
}
