/* taiyaku search: the posts, the paragraphs of documents and the annotations that hold some words (DESIGN 4).
 *
 * The store finds them, exactly; where in a text the words stand is found here, by folding as the store does. Hits are
 * asked for by the page, so that memory does not grow with their number. */
#include "search.h"

#include "taiyaku/cli.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>

#define PAGE 1000
#define BEFORE 40 /* code points of a paragraph that are shown before its first hit, */
#define AFTER 120 /* and from its start on */

/* ---- where the words stand ---- */

/* Hiragana as katakana: both are three bytes. */
static void one_kana(struct buf *b)
{
	for (size_t i = 0; i < b->n;) {
		uint32_t cp;
		size_t next = text_next(buf_view(b), i, &cp);
		if ((cp >= 0x3041 && cp <= 0x3096) || cp == 0x309D || cp == 0x309E) {
			struct buf one = {0};
			buf_code_point(&one, cp + 0x60);
			memcpy(b->p + i, one.p, one.n);
			buf_free(&one);
		}
		i = next;
	}
}

static void fold(const struct search *s, struct str text, struct text_folded *out)
{
	text_fold_copy(text, out);
	if (s->wish->ask.kana)
		one_kana(&out->text);
}

void cli_search_hits(struct search *s, struct str text)
{
	struct text_folded f = {0};
	struct str needle = buf_view(&s->words);

	s->hits.n = 0;
	fold(s, text, &f);
	for (size_t at = 0; needle.n && (at = str_find(buf_view(&f.text), needle, at)) != SIZE_MAX; at += needle.n) {
		size_t last = f.source.v[at + needle.n - 1];
		vec_push(&s->hits, (struct span){f.source.v[at], text_cluster_next(text, last)});
	}
	text_folded_free(&f);
}

/* ---- documents ---- */

static void forget_document(struct document *d)
{
	buf_free(&d->text);
	vec_free(&d->lines);
	vec_free(&d->points);
	*d = (struct document){.id = {"", 0}};
}

static void count_lines(struct document *d)
{
	struct str text = buf_view(&d->text);
	size_t start = 0, points = 0;

	for (;;) {
		vec_push(&d->lines, start);
		vec_push(&d->points, points);
		size_t end = str_find_char(text, '\n', start);
		if (end == SIZE_MAX)
			return;
		points += text_code_points(str_slice(text, start, end + 1));
		start = end + 1;
	}
}

static bool load_document(struct search *s, struct str id)
{
	struct document *d = &s->document;

	if (str_eq(d->id, id))
		return true;
	forget_document(d);
	for (size_t i = 0; i < s->documents.n; i++)
		if (str_eq(s->documents.v[i].id, id)) {
			d->id = s->documents.v[i].id;
			d->path = s->documents.v[i].path;
			d->title = s->documents.v[i].title;
		}
	if (!d->id.n || !store_document_text(s->store, id, &d->text, &s->err))
		return false;
	count_lines(d);
	return true;
}

static size_t line_of(const struct document *d, size_t at)
{
	size_t low = 0, high = d->lines.n;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;
		if (d->lines.v[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static size_t code_point(const struct document *d, size_t at)
{
	size_t line = line_of(d, at);

	return d->points.v[line] + text_code_points(str_slice(buf_view(&d->text), d->lines.v[line], at));
}

static struct str line_text(const struct document *d, size_t line)
{
	size_t end = line + 1 < d->lines.n ? d->lines.v[line + 1] - 1 : d->text.n;

	return str_slice(buf_view(&d->text), d->lines.v[line], end);
}

/* The n-th line before (step -1) or after (1) that is not empty; SIZE_MAX: there is none. */
static size_t beside(const struct document *d, size_t line, int step)
{
	for (;;) {
		if (step < 0 ? !line : line + 1 >= d->lines.n)
			return SIZE_MAX;
		line = step < 0 ? line - 1 : line + 1;
		if (str_trim(line_text(d, line)).n)
			return line;
	}
}

/* The line so many lines with words before or after, or the last one that there is. */
static size_t far_line(const struct document *d, size_t line, int step, long n)
{
	for (size_t next; n > 0 && (next = beside(d, line, step)) != SIZE_MAX; n--)
		line = next;
	return line;
}

/* ---- JSON ---- */

void cli_search_flush(struct search *s)
{
	cli_print(&s->json);
}

static void put_place(struct json_out *o, const char *name, size_t base, struct str before)
{
	size_t at = base + text_code_points(before);

	cli_put_int(o, name, (long long)at);
}

void cli_search_put_hits(struct search *s, struct str text, size_t base)
{
	struct json_out *o = &s->out;

	json_name(o, "text");
	json_put_str(o, text);
	size_t n = s->hits.n;
	put_place(o, "start", base, str_slice(text, 0, n ? s->hits.v[0].start : 0));
	put_place(o, "end", base, str_slice(text, 0, n ? s->hits.v[0].end : text.n));
	json_name(o, "hits");
	json_begin(o, '[');
	for (size_t i = 0; i < n; i++) {
		json_begin(o, '{');
		put_place(o, "start", base, str_slice(text, 0, s->hits.v[i].start));
		put_place(o, "end", base, str_slice(text, 0, s->hits.v[i].end));
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_post_beside(struct search *s, const struct store_post *p)
{
	json_begin(&s->out, '{');
	cli_put_number(&s->out, "number", p->number);
	json_name(&s->out, "text");
	json_put_str(&s->out, p->text);
	json_end(&s->out, '}');
}

static void put_post(struct search *s, const struct store_post *p, const struct store_identity *source,
		     const struct store_posts *around)
{
	struct json_out *o = &s->out;

	json_begin(o, '{');
	cli_put_text(o, "in", STR("posts"));
	cli_put_source(o, source);
	cli_put_number(o, "number", p->number);
	cli_put_time(o, "posted_at", p->posted_at, p->tz_min);
	cli_search_put_hits(s, p->text, 0);
	json_name(o, "before");
	json_begin(o, '[');
	size_t i = 0;
	for (; i < around->n && around->v[i].number < p->number; i++)
		put_post_beside(s, &around->v[i]);
	json_end(o, ']');
	json_name(o, "after");
	json_begin(o, '[');
	for (; i < around->n; i++)
		if (around->v[i].number > p->number)
			put_post_beside(s, &around->v[i]);
	json_end(o, ']');
	json_end(o, '}');
	cli_search_flush(s);
}

static void put_lines(struct search *s, const char *name, size_t from, size_t to)
{
	json_name(&s->out, name);
	json_begin(&s->out, '[');
	for (size_t i = from; i < to; i++)
		if (str_trim(line_text(&s->document, i)).n) {
			json_begin(&s->out, '{');
			cli_put_int(&s->out, "line", (long long)i + 1);
			json_name(&s->out, "text");
			json_put_str(&s->out, line_text(&s->document, i));
			json_end(&s->out, '}');
		}
	json_end(&s->out, ']');
}

static void put_paragraph(struct search *s, const struct store_hit *h, size_t first, size_t line, size_t last)
{
	struct json_out *o = &s->out;
	const struct document *d = &s->document;

	json_begin(o, '{');
	cli_put_text(o, "in", STR("documents"));
	cli_put_text(o, "document", d->id);
	cli_put_text(o, "path", d->path);
	cli_put_text(o, "title", d->title);
	cli_put_int(o, "line", (long long)line + 1);
	cli_search_put_hits(s, str_slice(buf_view(&d->text), h->start, h->end), code_point(d, h->start));
	put_lines(s, "before", first, line);
	put_lines(s, "after", line + 1, last + 1);
	json_end(o, '}');
	cli_search_flush(s);
}

/* ---- for people ---- */

static void print_post(struct search *s, const struct store_post *p, const struct store_identity *source,
		       const struct store_posts *around)
{
	struct buf b = {0};

	if (p->thread != s->thread) {
		if (s->n)
			putchar('\n');
		cli_add_source(&b, source);
		cli_print_line(&b);
	}
	s->thread = p->thread;
	for (size_t i = 0; i < around->n; i++) {
		bool it = around->v[i].id == p->id;
		putchar('\n');
		cli_print_head(&around->v[i], source, 0);
		if (around->v[i].text.n)
			cli_print_text(around->v[i].text, 6, it ? s->hits.v : NULL, it ? s->hits.n : 0);
	}
	buf_free(&b);
}

static size_t move(struct str text, size_t at, int points)
{
	uint32_t cp;

	for (; points > 0 && at < text.n; points--)
		at = text_next(text, at, &cp);
	for (; points < 0 && at > 0; points++)
		at = text_prev(text, at, &cp);
	return at;
}

/* A paragraph may be pages long. */
void cli_search_excerpt(struct search *s, struct str text)
{
	size_t hit = s->hits.n ? s->hits.v[0].start : 0, start = move(text, hit, -BEFORE), end = move(text, hit, AFTER);
	struct buf b = {0};

	buf_cat(&b, start ? "…" : "");
	size_t shift = b.n;
	buf_str(&b, str_slice(text, start, end));
	buf_cat(&b, end < text.n ? "…" : "");
	VEC(struct span) hits = {0};
	for (size_t i = 0; i < s->hits.n && s->hits.v[i].end <= end; i++)
		vec_push(&hits, (struct span){s->hits.v[i].start - start + shift, s->hits.v[i].end - start + shift});
	cli_print_text(buf_view(&b), 6, hits.v, hits.n);
	vec_free(&hits);
	buf_free(&b);
}

static void print_paragraph(struct search *s, const struct store_hit *h, size_t first, size_t line, size_t last)
{
	const struct document *d = &s->document;
	struct buf b = {0};

	if (s->n)
		putchar('\n');
	buf_printf(&b, STR_FMT ":%zu", STR_ARG(d->path.n ? d->path : d->id), line + 1);
	if (d->title.n)
		buf_printf(&b, "  " STR_FMT, STR_ARG(d->title));
	cli_print_line(&b);
	s->thread = 0;
	for (size_t i = first; i <= last; i++) {
		struct str text = line_text(d, i);
		if (i == line)
			cli_search_excerpt(s, str_slice(buf_view(&d->text), h->start, h->end));
		else if (str_trim(text).n)
			cli_print_text(text, 6, NULL, 0);
	}
	buf_free(&b);
}

/* ---- one hit ---- */

static bool tell_post(struct search *s, const struct store_hit *h)
{
	struct store_posts p, around;
	struct store_threads t;
	int n = (int)s->wish->context;

	if (!store_post_by_id(s->store, h->post, s->arena, &p, &s->err) || !p.n)
		return !s->err.code;
	if (p.v[0].number < 0) /* nothing is before or after it by number */
		n = 0;
	around = p;
	if (!store_thread_by_id(s->store, p.v[0].thread, s->arena, &t, &s->err) || !t.n ||
	    (n && !store_posts_around(s->store, p.v[0].thread, p.v[0].number, n, n, s->arena, &around, &s->err)))
		return !s->err.code;
	cli_search_hits(s, p.v[0].text);
	if (s->wish->json)
		put_post(s, &p.v[0], &t.v[0].source, &around);
	else
		print_post(s, &p.v[0], &t.v[0].source, &around);
	s->n++;
	return true;
}

static bool tell_paragraph(struct search *s, const struct store_hit *h)
{
	if (!load_document(s, h->document))
		return false;
	size_t line = line_of(&s->document, h->start), first = far_line(&s->document, line, -1, s->wish->context),
	       last = far_line(&s->document, line, 1, s->wish->context);
	cli_search_hits(s, str_slice(buf_view(&s->document.text), h->start, h->end));
	if (s->wish->json)
		put_paragraph(s, h, first, line, last);
	else
		print_paragraph(s, h, first, line, last);
	s->n++;
	return true;
}

static bool tell(struct search *s, const struct store_hit *h)
{
	if (s->wish->poster && (h->kind != STORE_HIT_POST || !cli_has_id(&s->ids, h->post)))
		return true;
	return h->kind == STORE_HIT_POST ? tell_post(s, h) : tell_paragraph(s, h);
}

/* ---- the command ---- */

static void search_pages(struct search *s)
{
	struct store_question ask = s->wish->ask;
	struct store_hits hits;

	ask.max = PAGE;
	do {
		s->arena = arena_new();
		if (store_search(s->store, &ask, s->arena, &hits, &s->err))
			for (size_t i = 0; i < hits.n && (!s->wish->max || s->n < s->wish->max); i++) {
				ask.before = hits.v[i].entry;
				if (!tell(s, &hits.v[i]))
					break;
			}
		arena_free(s->arena);
	} while (!s->err.code && hits.n == PAGE && (!s->wish->max || s->n < s->wish->max));
}

static int look(struct search *s, struct arena *a)
{
	struct store_identity *scope = arena_alloc(a, sizeof *scope);
	struct wish *wish = arena_alloc(a, sizeof *wish);

	*wish = *s->wish;
	s->wish = wish;
	if (wish->source) {
		int status = cli_find_scope(s->store, wish->source, a, scope);
		if (status)
			return status;
		wish->ask.source = scope;
	}
	if ((wish->poster && !cli_posts_of(s->store, wish->poster, &s->ids, &s->err)) ||
	    (wish->ask.documents && !store_documents(s->store, a, &s->documents, &s->err)))
		return ERR_NONE;
	search_pages(s);
	return ERR_NONE;
}

/* Annotations have neither a source nor a poster: where one is asked for they are left out. */
static void look_at_notes(struct search *s, const struct cli *cli)
{
	const struct wish *w = s->wish;
	char *dir = w->notes && !w->source && !w->poster ? cli_store_dir(cli, &s->err) : NULL;
	struct err none = {0};
	struct store_notes *notes = dir ? store_notes_open(dir, STORE_READ, &none) : NULL;

	if (notes)
		cli_search_notes(s, notes);
	else if (none.code != ERR_NONE && none.code != ERR_NOTHING)
		s->err = none;
	store_notes_close(notes, 0, NULL);
	free(dir);
}

static int search(const struct cli *cli, const struct wish *wish)
{
	struct search s = {.wish = wish};
	struct arena *a = arena_new();
	struct text_folded f = {0};
	int status;

	s.out.to = &s.json;
	fold(&s, wish->ask.words, &f);
	buf_str(&s.words, buf_view(&f.text));
	text_folded_free(&f);
	s.store = cli_open_store(cli, &status);
	if (wish->json)
		json_begin(&s.out, '[');
	if (!status)
		look_at_notes(&s, cli);
	if (s.store && !status && !s.err.code && (wish->ask.posts || wish->ask.documents))
		status = look(&s, a);
	if (wish->json && (!status || status == ERR_NOTHING)) {
		json_end(&s.out, ']');
		cli_search_flush(&s);
	}
	if (s.err.code)
		status = cli_fail(&s.err);
	else if (!status && !s.n)
		status = ERR_NOTHING;
	forget_document(&s.document);
	vec_free(&s.ids);
	vec_free(&s.hits);
	buf_free(&s.words);
	buf_free(&s.json);
	store_close(s.store);
	arena_free(a);
	return status;
}

/* "documents,notes,posts": which of them; false: something else. */
static bool parts(const char *list, struct wish *w)
{
	struct str rest = str_c(list);

	w->ask.posts = w->ask.documents = w->notes = false;
	while (rest.n) {
		size_t at = str_find_char(rest, ',', 0);
		struct str one = str_slice(rest, 0, at == SIZE_MAX ? rest.n : at);
		if (str_eq(one, STR("posts")))
			w->ask.posts = true;
		else if (str_eq(one, STR("documents")))
			w->ask.documents = true;
		else if (str_eq(one, STR("notes")))
			w->notes = true;
		else
			return false;
		rest = str_slice(rest, at == SIZE_MAX ? rest.n : at + 1, rest.n);
	}
	return w->ask.posts || w->ask.documents || w->notes;
}

static bool take(struct wish *w, int option, const char *value)
{
	int64_t unused;

	switch (option) {
	case 'i':
		return parts(value, w);
	case 's':
		w->source = value;
		return true;
	case 'p':
		w->poster = value;
		return true;
	case 'f':
		return cite_day(str_c(value), &w->ask.from, &unused);
	case 't':
		return cite_day(str_c(value), &unused, &w->ask.to);
	case 'c':
		return cli_count(value, &w->context) && w->context <= 1000;
	default:
		return cli_count(value, &w->max);
	}
}

int cli_search(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"kana", no_argument, NULL, 'k'},
		{"in", required_argument, NULL, 'i'},
		{"source", required_argument, NULL, 's'},
		{"poster", required_argument, NULL, 'p'},
		{"from", required_argument, NULL, 'f'},
		{"to", required_argument, NULL, 't'},
		{"context", required_argument, NULL, 'c'},
		{"max", required_argument, NULL, 'm'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct wish w = {.ask = {.posts = true, .documents = true, .from = STORE_NO_TIME, .to = STORE_NO_TIME},
			 .notes = true};
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("search", false);
			return ERR_NONE;
		}
		if (option == ':')
			return cli_usage_error("search", _("%s needs a value"), argv[optind - 1]);
		if (option == '?')
			return cli_usage_error("search", _("there is no option %s"), argv[optind - 1]);
		if (option == 'j')
			w.json = true;
		else if (option == 'k')
			w.ask.kana = true;
		else if (!take(&w, option, optarg))
			return cli_usage_error("search", _("%s: this value means nothing here"), optarg);
	}
	if (optind + 1 != argc)
		return cli_usage_error("search",
				       optind == argc ? _("which QUERY?") : _("put the QUERY in quotation marks"));
	w.ask.words = str_c(argv[optind]);
	return search(cli, &w);
}
