/* taiyaku outline: the structure that was recognised, for people as a tree, for programs as JSON (DESIGN 4). */
#include "put.h"
#include "taiyaku/cli.h"

#include "taiyaku/doc.h"
#include "taiyaku/read.h"
#include "taiyaku/text.h"

#include <stdio.h>

/* ---- JSON ------------------------------------------------------------------------------------------------------ */
static void put_line(struct json_out *o, const char *key, size_t line) /* 0: none */
{
	json_name(o, key);
	if (line)
		json_put_int(o, (long long)line);
	else
		json_put_null(o);
}

static void put_document(struct json_out *o, struct doc *d)
{
	json_name(o, "document");
	json_begin(o, '{');
	cli_put_text(o, "id", str_c(doc_id(d)));
	cli_put_text(o, "title", doc_title(d));
	cli_put_text(o, "author", doc_author(d));
	cli_put_text(o, "date", doc_date(d));
	cli_put_text(o, "language", doc_language(d));
	cli_put_text(o, "format", str_c(doc_format(d)));
	cli_put_text(o, "encoding", str_c(doc_encoding(d)));
	cli_put_int(o, "characters", (long long)doc_code_points_before(d, doc_text(d).n));
	cli_put_int(o, "lines", (long long)doc_lines(d));
	json_end(o, '}');
}

static void put_sections(struct json_out *o, struct doc *d)
{
	json_name(o, "sections");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_sections(d); i++) {
		const struct section *s = doc_section(d, i);

		json_begin(o, '{');
		cli_put_int(o, "level", s->level);
		cli_put_text(o, "title", s->title);
		cli_put_int(o, "line", (long long)s->line);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_call(struct json_out *o, struct doc *d, const struct note_call *c)
{
	json_begin(o, '{');
	cli_put_int(o, "line", (long long)c->line);
	cli_put_int(o, "start", (long long)doc_code_points_before(d, c->start));
	cli_put_int(o, "end", (long long)doc_code_points_before(d, c->end));
	json_end(o, '}');
}

static struct str note_text(const struct doc *d, const struct note *n)
{
	return str_trim(str_slice(doc_text(d), n->body < n->end ? n->body : n->end, n->end));
}

static void put_note(struct json_out *o, struct doc *d, uint32_t id)
{
	const struct note *n = doc_note(d, id);

	json_begin(o, '{');
	cli_put_text(o, "label", n->label);
	cli_put_int(o, "line", (long long)n->line);
	cli_put_int(o, "last_line", (long long)n->last_line);
	json_name(o, "text");
	json_put_str(o, note_text(d, n));
	json_name(o, "calls");
	json_begin(o, '[');
	for (size_t k = 0; k < doc_calls(d); k++)
		if (doc_call(d, k)->note == id)
			put_call(o, d, doc_call(d, k));
	json_end(o, ']');
	json_end(o, '}');
}

/* A call without a note is a note without a line. */
static void put_missing_note(struct json_out *o, struct doc *d, const struct note_call *c)
{
	json_begin(o, '{');
	cli_put_text(o, "label", c->label);
	put_line(o, "line", 0);
	put_line(o, "last_line", 0);
	json_name(o, "text");
	json_put_null(o);
	json_name(o, "calls");
	json_begin(o, '[');
	put_call(o, d, c);
	json_end(o, ']');
	json_end(o, '}');
}

static void put_notes(struct json_out *o, struct doc *d)
{
	json_name(o, "notes");
	json_begin(o, '[');
	for (uint32_t i = 0; i < doc_notes(d); i++)
		put_note(o, d, i);
	for (size_t i = 0; i < doc_calls(d); i++)
		if (doc_call(d, i)->note == DOC_NONE)
			put_missing_note(o, d, doc_call(d, i));
	json_end(o, ']');
}

static void put_anchors(struct json_out *o, struct doc *d, const struct post_quote *p)
{
	json_name(o, "anchors");
	json_begin(o, '[');
	for (uint32_t i = p->anchors; i < p->anchors + p->n_anchors; i++) {
		json_begin(o, '{');
		json_name(o, "from");
		json_put_int(o, doc_anchor(d, i)->from);
		json_name(o, "to");
		json_put_int(o, doc_anchor(d, i)->to);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_post(struct json_out *o, struct doc *d, const struct post_quote *p)
{
	json_begin(o, '{');
	cli_put_number(o, "number", p->number);
	cli_put_text(o, "name", p->name);
	cli_put_text(o, "slip", p->slip);
	cli_put_text(o, "id", p->id);
	cli_put_text(o, "trip", p->trip);
	cli_put_text(o, "posted_at", p->posted_at);
	cli_put_text(o, "thread", p->thread);
	cli_put_int(o, "line", (long long)p->line);
	cli_put_int(o, "last_line", (long long)p->last_line);
	json_name(o, "text");
	json_put_str(o, p->text);
	put_anchors(o, d, p);
	json_end(o, '}');
}

static void put_posts(struct json_out *o, struct doc *d)
{
	json_name(o, "posts");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_posts(d); i++)
		put_post(o, d, doc_post(d, i));
	json_end(o, ']');
}

static void put_citation(struct json_out *o, const struct citation *c)
{
	json_begin(o, '{');
	cli_put_int(o, "line", (long long)c->line);
	cli_put_text(o, "text", c->text);
	cli_put_text(o, "date", c->date);
	cli_put_text(o, "title", c->title);
	json_name(o, "numbers");
	json_begin(o, '[');
	for (size_t i = 0; i < c->n_numbers; i++)
		json_put_int(o, c->numbers[i]);
	json_end(o, ']');
	cli_put_text(o, "url", c->url);
	put_line(o, "quote_line", c->quote_line);
	cli_put_bool(o, "default_thread", c->default_thread);
	json_end(o, '}');
}

static void put_citations(struct json_out *o, struct doc *d)
{
	json_name(o, "citations");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_citations(d); i++)
		put_citation(o, doc_citation(d, i));
	json_end(o, ']');
}

static void put_quotations(struct json_out *o, struct doc *d)
{
	json_name(o, "quotations");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_quotations(d); i++) {
		const struct quotation *q = doc_quotation(d, i);

		json_begin(o, '{');
		cli_put_int(o, "line", (long long)q->line);
		cli_put_text(o, "language", q->language);
		cli_put_text(o, "text", q->text);
		cli_put_text(o, "translation", q->translation);
		put_line(o, "translation_line", q->translation_line);
		cli_put_text(o, "label", q->label);
		cli_put_text(o, "match", str_c(q->match));
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_links(struct json_out *o, struct doc *d)
{
	json_name(o, "links");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_links(d); i++) {
		const struct doc_link *l = doc_link(d, i);

		json_begin(o, '{');
		cli_put_int(o, "line", (long long)l->line);
		cli_put_text(o, "text", l->text);
		cli_put_text(o, "url", l->url);
		cli_put_bool(o, "complete", l->complete);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_figures(struct json_out *o, struct doc *d)
{
	json_name(o, "figures");
	json_begin(o, '[');
	for (size_t i = 0; i < doc_figures(d); i++) {
		const struct figure *f = doc_figure(d, i);

		json_begin(o, '{');
		cli_put_int(o, "line", (long long)f->line);
		cli_put_text(o, "label", f->label);
		cli_put_text(o, "caption", f->caption);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void print_json(struct doc *d)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	json_begin(&o, '{');
	put_document(&o, d);
	put_sections(&o, d);
	put_notes(&o, d);
	put_posts(&o, d);
	put_citations(&o, d);
	put_quotations(&o, d);
	put_links(&o, d);
	put_figures(&o, d);
	json_end(&o, '}');
	buf_char(&b, '\n');
	cli_print_json(&b);
}

/* ---- for people ----------------------------------------------------------------------------------------------------
 */
enum what { SECTION, NOTE, MISSING_NOTE, POST, CITATION, QUOTATION, LINK, FIGURE };
struct entry {
	size_t at, line;
	enum what what;
	size_t i;
};
typedef VEC(struct entry) entry_vec;

static int entry_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (int)x->what - (int)y->what;
}

static void collect(struct doc *d, entry_vec *all)
{
	for (size_t i = 0; i < doc_sections(d); i++)
		vec_push(all, (struct entry){doc_section(d, i)->start, doc_section(d, i)->line, SECTION, i});
	for (size_t i = 0; i < doc_notes(d); i++)
		vec_push(all, (struct entry){doc_note(d, i)->start, doc_note(d, i)->line, NOTE, i});
	for (size_t i = 0; i < doc_calls(d); i++)
		if (doc_call(d, i)->note == DOC_NONE)
			vec_push(all, (struct entry){doc_call(d, i)->start, doc_call(d, i)->line, MISSING_NOTE, i});
	for (size_t i = 0; i < doc_posts(d); i++)
		vec_push(all, (struct entry){doc_post(d, i)->start, doc_post(d, i)->line, POST, i});
	for (size_t i = 0; i < doc_citations(d); i++)
		vec_push(all, (struct entry){doc_citation(d, i)->start, doc_citation(d, i)->line, CITATION, i});
	for (size_t i = 0; i < doc_quotations(d); i++)
		vec_push(all, (struct entry){doc_quotation(d, i)->start, doc_quotation(d, i)->line, QUOTATION, i});
	for (size_t i = 0; i < doc_links(d); i++)
		vec_push(all, (struct entry){doc_link(d, i)->start, doc_link(d, i)->line, LINK, i});
	for (size_t i = 0; i < doc_figures(d); i++)
		vec_push(all, (struct entry){doc_figure(d, i)->start, doc_figure(d, i)->line, FIGURE, i});
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, entry_order);
}

/* The start of a text, on one row. */
static void put_short(struct buf *b, struct str s)
{
	const struct text_terminal plain = {.ambiguous_wide = false};
	struct buf row = {0};
	size_t end = 0;
	int n = 0;

	while (end < s.n && s.p[end] != '\n' && n++ < 48)
		end = text_cluster_next(s, end);
	text_printable(str_slice(s, 0, end), &plain, &row);
	buf_str(b, buf_view(&row));
	if (end < s.n)
		buf_cat(b, "…");
	buf_free(&row);
}

static void put_note_entry(struct buf *b, struct doc *d, uint32_t id)
{
	const struct note *n = doc_note(d, id);
	size_t calls = 0;

	buf_printf(b, _("note %.*s: "), STR_ARG(n->label));
	put_short(b, note_text(d, n));
	for (size_t i = 0; i < doc_calls(d); i++)
		if (doc_call(d, i)->note == id)
			buf_printf(b, calls++ ? ", %zu" : _(" (called in line %zu"), doc_call(d, i)->line);
	buf_cat(b, calls ? ")" : _(" (not called)"));
}

static void put_post_entry(struct buf *b, const struct post_quote *p)
{
	buf_printf(b, _("post %ld "), p->number);
	put_short(b, p->name);
	buf_printf(b, "  %.*s", STR_ARG(p->date_text));
	if (p->thread.n) {
		buf_cat(b, "  ");
		put_short(b, p->thread);
	}
}

static void put_quotation_entry(struct buf *b, const struct quotation *q)
{
	buf_printf(b, _("quotation [%.*s] "), STR_ARG(q->language));
	put_short(b, q->text);
	if (q->translation.n) {
		buf_cat(b, " = ");
		put_short(b, q->translation);
	}
}

static void put_entry(struct buf *b, struct doc *d, const struct entry *e)
{
	switch (e->what) {
	case SECTION:
		put_short(b, doc_section(d, e->i)->title);
		break;
	case NOTE:
		put_note_entry(b, d, (uint32_t)e->i);
		break;
	case MISSING_NOTE:
		buf_printf(b, _("call of note %.*s, which is not there"), STR_ARG(doc_call(d, e->i)->label));
		break;
	case POST:
		put_post_entry(b, doc_post(d, e->i));
		break;
	case CITATION:
		buf_cat(b, _("citation "));
		put_short(b, doc_citation(d, e->i)->text);
		break;
	case QUOTATION:
		put_quotation_entry(b, doc_quotation(d, e->i));
		break;
	case LINK:
		buf_cat(b, _("link "));
		put_short(b, doc_link(d, e->i)->url);
		break;
	case FIGURE:
		buf_printf(b, _("figure %.*s: "), STR_ARG(doc_figure(d, e->i)->label));
		put_short(b, doc_figure(d, e->i)->caption);
		break;
	}
}

static void put_head(struct buf *b, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_printf(b, "%s: ", name);
	put_short(b, value);
	buf_char(b, '\n');
}

static void print_tree(struct doc *d)
{
	entry_vec all = {0};
	struct buf b = {0};
	int level = 0;

	put_head(&b, _("title"), doc_title(d));
	put_head(&b, _("author"), doc_author(d));
	put_head(&b, _("date"), doc_date(d));
	put_head(&b, _("language"), doc_language(d));
	collect(d, &all);
	for (size_t i = 0; i < all.n; i++) {
		bool section = all.v[i].what == SECTION;

		if (section)
			level = doc_section(d, all.v[i].i)->level;
		buf_printf(&b, "%6zu  %*s", all.v[i].line, 2 * (section ? level - 1 : level), "");
		put_entry(&b, d, &all.v[i]);
		buf_char(&b, '\n');
	}
	cli_print(&b);
	buf_free(&b);
	vec_free(&all);
}

int cli_outline(const struct cli *cli, int argc, char **argv)
{
	struct read_options o = {.whole = true};
	const char *path = NULL;
	struct err e = {0};
	bool json = false, options = true;
	struct doc *d;

	(void)cli;
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--"))
			options = false;
		else if (options && !strcmp(argv[i], "--json"))
			json = true;
		else if (options && !strcmp(argv[i], "--profile") && i + 1 < argc)
			o.profile = argv[++i];
		else if (options && !strncmp(argv[i], "--profile=", 10))
			o.profile = argv[i] + 10;
		else if (options && !strcmp(argv[i], "--encoding") && i + 1 < argc)
			o.encoding = argv[++i];
		else if (options && !strncmp(argv[i], "--encoding=", 11))
			o.encoding = argv[i] + 11;
		else if (options && argv[i][0] == '-' && argv[i][1])
			return cli_usage_error("outline", _("there is no option %s"), argv[i]);
		else if (path)
			return cli_usage_error("outline", _("one FILE is enough"));
		else
			path = argv[i];
	}
	if (!path)
		return cli_usage_error("outline", _("which FILE?"));
	d = read_open(path, &o, &e);
	if (!d)
		return cli_fail(&e);
	if (json)
		print_json(d);
	else
		print_tree(d);
	doc_free(d);
	return ERR_NONE;
}
