/* A post as pages show it: the head line, the text behind a margin, who answers it, what the verdict has to say. */
#include "post.h"

enum { WHO_MAX = 200 };

static void when(struct buf *b, const struct store_post *post)
{
	char text[36];

	if (post->posted_at == STORE_NO_TIME) {
		buf_str(b, post->date_text);
		return;
	}
	cite_time_format(post->posted_at, post->tz_min, text);
	text[10] = ' ';
	buf_add(b, text, 19);
}

static void part(struct buf *b, const char *before, struct str s)
{
	if (!s.n)
		return;
	buf_cat(b, "  ");
	buf_cat(b, before);
	buf_str(b, s);
}

struct keys { /* being put: the strongest one carries the count */
	struct buf *out;
	uint32_t turn, turns;
};

static void key(struct keys *k, const char *before, struct str s, bool strongest)
{
	part(k->out, before, s);
	if (!s.n || !strongest || !k->turns)
		return;
	buf_cat(k->out, " (");
	page_number(k->out, k->turn, 0);
	buf_char(k->out, '/');
	page_number(k->out, k->turns, 0);
	buf_char(k->out, ')');
}

/* "545  名無し  2022-12-27 13:09:37  ワッチョイ 7fa4-UHsq  ID:abc (3/7)" */
void post_head(struct page *p, enum thing_kind kind, const struct target *t, const struct store_post *post,
	       uint32_t turn, uint32_t turns, bool named)
{
	struct buf b = {0};
	struct keys k = {&b, turn, turns};

	page_number(&b, post->number, POST_INDENT);
	page_thing(p, STYLE_POST_HEAD, kind, t, buf_view(&b));
	buf_clear(&b);
	if (named && post->name.n) {
		page_put(p, STYLE_LABEL, post->name);
		page_put(p, STYLE_TEXT, STR("  "));
	}
	when(&b, post);
	key(&k, "", post->slip, !post->poster.n && !post->be.n && !post->trip.n);
	key(&k, "ID:", post->poster, !post->be.n && !post->trip.n);
	key(&k, "BE:", post->be, !post->trip.n);
	key(&k, "", post->trip, true);
	page_put(p, STYLE_POST_HEAD, buf_view(&b));
	buf_free(&b);
}

static struct target target_of(const struct store_post *post)
{
	return (struct target){.kind = TARGET_POST,
			       .from = post->number,
			       .to = post->number,
			       .thread = post->thread,
			       .post = post->id};
}

/* The verdict where the document quotes or cites the post, or where no file has it: else there is nothing to say. */
static void badge(const struct thread *t, const struct cite_entry *e)
{
	struct page *p = t->page;
	bool own = e->quote != DOC_NONE || e->verdict != VERDICT_SAME;
	enum verdict_kind kind = own ? e->verdict : t->verdict->kind;

	if (own || post_is_cited(t->verdict, e->post.number))
		page_printf(p, verdict_style(kind), "  [%s]", cite_verdict_label(kind));
	if (e->post.broken)
		page_printf(p, STYLE_MISSING, "  [%s]", _("broken"));
	if (e->post.deleted && e->post.text.n)
		page_printf(p, STYLE_MISSING, "  [%s]", _("deleted since"));
}

/* "= A": who the reader says that the poster is. */
static void who(const struct thread *t, const struct cite_entry *e)
{
	for (size_t i = 0; i < t->names.n && e->poster.kind != STORE_POSTER_NONE; i++)
		if (store_poster_eq(&t->names.v[i].poster, &e->poster)) {
			page_put(t->page, STYLE_LABEL, STR("  = "));
			page_put_line(t->page, STYLE_LABEL, t->names.v[i].body, WHO_MAX);
		}
}

static void head(const struct thread *t, const struct cite_entry *e)
{
	const struct store_post *post = &e->post;
	struct target target = target_of(post);
	struct page *p = t->page;

	vec_push(&p->numbers, (struct span){p->text.n, (size_t)post->number});
	if (post->kind == STORE_MISSING) {
		struct buf number = {0};

		page_number(&number, post->number, POST_INDENT);
		page_thing(p, STYLE_POST_HEAD, THING_POST, &target, buf_view(&number));
		buf_free(&number);
		page_printf(p, STYLE_MISSING, "%s\n", _("(not in the store)"));
		return;
	}
	post_head(p, THING_POST, &target, post, e->turn, e->turns, !str_eq(post->name, t->usual));
	who(t, e);
	badge(t, e);
	page_put(p, STYLE_TEXT, STR("\n"));
}

static void anchor(const struct thread *t, const struct store_anchor *a, struct str name, struct str text)
{
	size_t start = t->page->text.n;
	struct target target = {.kind = TARGET_POST, .from = a->from, .to = a->to};
	const struct cite_entry *e = cite_entry_of(t->all, a->from);
	bool missing = !e || e->post.kind == STORE_MISSING;
	struct buf number = {0};

	if (!text.n) { /* a field of the post says it, its text does not */
		buf_printf(&number, ">>%ld", a->from);
		text = buf_view(&number);
	}
	page_thing(t->page, missing ? STYLE_MISSING : STYLE_ANCHOR, THING_ANCHOR, &target, text);
	if (!number.n)
		page_passage(t->page, start, name, a->start);
	if (missing)
		page_printf(t->page, STYLE_LABEL, " %s", _("(not in the store)"));
	if (number.n)
		page_put(t->page, STYLE_TEXT, STR("  "));
	buf_free(&number);
}

/* The margin of a post: its number's column, and two cells for each post that it answers in turn. */
static void margin(struct page *p, int depth)
{
	static const char blanks[] = "                                ";
	size_t n = POST_INDENT + 2 * (size_t)depth;

	page_put(p, STYLE_TEXT, (struct str){blanks, n < sizeof blanks ? n : sizeof blanks - 1});
}

void page_source_name(const struct store_identity *s, struct buf *out)
{
	buf_printf(out, "post:%.*s/%.*s/%.*s", STR_ARG(s->family), STR_ARG(s->board), STR_ARG(s->key));
}

void page_post_name(const struct store_identity *s, const struct store_post *post, struct buf *out)
{
	if (!s->family.n || !s->key.n)
		return;
	page_source_name(s, out);
	buf_char(out, '/');
	if (post->number >= 0)
		page_number(out, post->number, 0);
	else
		buf_str(out, post->key);
}

/* A part of a post's text, every line behind the margin. */
static void lines(struct page *p, struct str name, struct str text, struct span part, int depth, bool *fresh)
{
	struct str s = str_slice(text, 0, part.end);

	for (size_t at = part.start; at < s.n;) {
		size_t end = str_find_char(s, '\n', at);

		if (end == SIZE_MAX)
			end = s.n;
		if (*fresh && end > at)
			margin(p, depth);
		page_put_passage(p, STYLE_POST, name, at, str_slice(s, at, end));
		*fresh = end < s.n;
		if (end < s.n)
			page_put(p, STYLE_TEXT, STR("\n"));
		at = end + 1;
	}
}

static void body(const struct thread *t, const struct store_post *post, int depth)
{
	struct page *p = t->page;
	struct buf name = {0};
	bool fresh = true;
	size_t at = 0;

	page_post_name(&t->verdict->source, post, &name);
	for (size_t i = 0; i < post->n_anchors; i++) {
		const struct store_anchor *a = &post->anchors[i];

		if (a->start < at || a->end > post->text.n)
			continue;
		lines(p, buf_view(&name), post->text, (struct span){at, a->start}, depth, &fresh);
		if (fresh)
			margin(p, depth);
		fresh = false;
		anchor(t, a, buf_view(&name), str_slice(post->text, a->start, a->end));
		at = a->end;
	}
	lines(p, buf_view(&name), post->text, (struct span){at, post->text.n}, depth, &fresh);
	buf_free(&name);
	if (!fresh)
		page_put(p, STYLE_TEXT, STR("\n"));
}

static void number_thing(struct page *p, long number, const char *before)
{
	struct target t = {.kind = TARGET_POST, .from = number, .to = number};
	struct buf text = {0};

	buf_cat(&text, before);
	page_number(&text, number, 0);
	page_put(p, STYLE_TEXT, STR(" "));
	page_thing(p, STYLE_ANCHOR, THING_ANCHOR, &t, buf_view(&text));
	buf_free(&text);
}

static void answers(struct page *p, const struct cite_entry *e, int depth)
{
	if (!e->n_answers)
		return;
	margin(p, depth);
	page_put(p, STYLE_LABEL, str_c(_("answered by")));
	for (size_t i = 0; i < e->n_answers; i++)
		if (!i || e->answers[i] != e->answers[i - 1])
			number_thing(p, e->answers[i], "");
	page_put(p, STYLE_TEXT, STR("\n"));
}

/* "2 versions": leads to the other texts. */
static void versions(struct page *p, const struct cite_entry *e, int depth)
{
	struct target t = {.kind = TARGET_VERSIONS, .post = e->post.id};
	struct buf text = {0};

	if (e->texts < 2)
		return;
	buf_printf(&text, ngettext("%u version", "%u versions", e->texts), e->texts);
	margin(p, depth);
	page_thing(p, STYLE_DIFFERS, THING_ANCHOR, &t, buf_view(&text));
	page_put(p, STYLE_TEXT, STR("\n"));
	buf_free(&text);
}

static void difference(struct page *p, const struct verdict *v)
{
	for (size_t i = 0; i < v->n_difference; i++) {
		const struct cite_difference *d = &v->difference[i];

		page_printf(p, STYLE_LABEL, "     %s", _("the document has "));
		page_put(p, STYLE_ADDED, d->document.n ? d->document : str_c(_("nothing")));
		page_printf(p, STYLE_LABEL, "%s", _(", the post "));
		page_put(p, STYLE_REMOVED, d->stored.n ? d->stored : str_c(_("nothing")));
		page_put(p, STYLE_TEXT, STR("\n"));
	}
	if (!v->n_found)
		return;
	page_printf(p, STYLE_LABEL, "     %s", _("the quoted text stands in"));
	for (size_t i = 0; i < v->n_found; i++)
		number_thing(p, v->found[i], ">>");
	page_put(p, STYLE_TEXT, STR("\n"));
}

bool post_is_cited(const struct verdict *v, long number)
{
	for (size_t i = 0; i < v->n_numbers; i++)
		if (v->numbers[i] == number)
			return true;
	return false;
}

/* "123 hidden: poster ID:abc (reason)": one dim line; what the document cites says so, with its verdict. */
static void stub(const struct thread *t, const struct cite_entry *e, const struct hiding *h)
{
	struct target target = target_of(&e->post);
	struct page *p = t->page;
	struct buf number = {0}, why = {0};

	vec_push(&p->numbers, (struct span){p->text.n, (size_t)e->post.number});
	page_number(&number, e->post.number, POST_INDENT);
	page_thing(p, STYLE_LABEL, THING_POST, &target, buf_view(&number));
	buf_free(&number);
	hide_why(&t->rules->v[h->rule], h, &why);
	page_put(p, STYLE_LABEL, buf_view(&why));
	buf_free(&why);
	if (post_is_cited(t->verdict, e->post.number) || e->quote != DOC_NONE) {
		page_printf(p, STYLE_LABEL, "  %s", _("the document cites it"));
		page_printf(p, verdict_style(t->verdict->kind), "  [%s]",
			    cite_verdict_label(e->quote != DOC_NONE ? e->verdict : t->verdict->kind));
	}
	page_put(p, STYLE_TEXT, STR("\n"));
}

void post_put(const struct thread *t, const struct cite_entry *e, int depth)
{
	const struct hiding *h = t->hidings ? &t->hidings[e - t->all.v] : NULL;
	struct page *p = t->page;

	depth = depth < POST_DEEPEST ? depth : POST_DEEPEST;
	for (int i = 0; i < depth; i++)
		page_put(p, STYLE_TEXT, STR("  "));
	if (h && h->rule != HIDE_NONE && !h->shown) {
		stub(t, e, h);
		return;
	}
	head(t, e);
	if (e->post.kind == STORE_MISSING)
		return;
	if (!e->post.text.n && e->post.deleted) {
		margin(p, depth);
		page_printf(p, STYLE_MISSING, "%s\n", _("(deleted)"));
	}
	body(t, &e->post, depth);
	versions(p, e, depth);
	answers(p, e, depth);
	if (post_is_cited(t->verdict, e->post.number))
		difference(p, t->verdict);
}
