/* taiyaku check: everything doubtful in a document, and what the store says of what it cites (DESIGN 4).
 *
 * The store is only read, and need not be there: what the document itself quotes counts as quoted all the same. A
 * verdict that says "doubtful" is a finding too; one that only says "not held" is none, except for an anchor that
 * points at nothing in sight.
 */
#include "find.h"
#include "put.h"
#include "taiyaku/cli.h"
#include "taiyaku/read.h"
#include "taiyaku/text.h"

#include <getopt.h>
#include <stdio.h>

struct check {
	struct doc *doc;
	struct cite *cite;
	const char *path;
	finding_vec findings;
};

/* ---- findings ---- */

static bool is_doubtful(enum verdict_kind kind)
{
	return kind == VERDICT_DIFFERS || kind == VERDICT_AMBIGUOUS || kind == VERDICT_MISSING ||
	       kind == VERDICT_CONFLICT;
}

static bool is_told(const struct check *k, const char *kind, size_t line, struct str text)
{
	for (size_t i = 0; i < k->findings.n; i++) {
		const struct finding *f = &k->findings.v[i];
		if (f->line == line && !strcmp(f->kind, kind) && str_eq(f->text, text))
			return true;
	}
	return false;
}

static void add_finding(struct check *k, const char *kind, size_t line, struct str text, const struct verdict *v)
{
	struct buf message = {0};

	if (is_told(k, kind, line, text))
		return;
	buf_cat(&message, cite_verdict_label(v->kind));
	if (v->why)
		buf_printf(&message, ": %s", v->why);
	vec_push(&k->findings,
		 (struct finding){.kind = kind, .line = line, .text = text, .message = buf_take(&message)});
}

static struct str anchor_text(const struct check *k, const struct anchor *a)
{
	return str_slice(doc_text(k->doc), a->start, a->end);
}

static int by_line(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

static void find(struct check *k)
{
	doc_check(k->doc, &k->findings);
	for (uint32_t i = 0; i < doc_citations(k->doc); i++) {
		const struct verdict *v = cite_citation(k->cite, i);
		if (is_doubtful(v->kind))
			add_finding(k, "citation", doc_citation(k->doc, i)->line, doc_citation(k->doc, i)->text, v);
	}
	for (uint32_t i = 0; i < doc_posts(k->doc); i++) {
		const struct verdict *v = cite_post(k->cite, i);
		if (is_doubtful(v->kind))
			add_finding(k, "post", doc_post(k->doc, i)->line, cli_first_line(doc_post(k->doc, i)->text), v);
	}
	for (uint32_t i = 0; i < doc_anchors(k->doc); i++) {
		const struct verdict *v = cite_anchor(k->cite, i);
		const struct anchor *a = doc_anchor(k->doc, i);
		if (is_doubtful(v->kind) || v->kind == VERDICT_WANTED)
			add_finding(k, "anchor", doc_line_at(k->doc, a->start), anchor_text(k, a), v);
	}
	if (k->findings.n)
		qsort(k->findings.v, k->findings.n, sizeof *k->findings.v, by_line);
}

/* ---- JSON ---- */

static void put_difference(struct json_out *o, struct doc *doc, const struct verdict *v)
{
	json_name(o, "difference");
	json_begin(o, '[');
	for (size_t i = 0; i < v->n_difference; i++) {
		json_begin(o, '{');
		json_name(o, "document");
		json_put_str(o, v->difference[i].document);
		json_name(o, "stored");
		json_put_str(o, v->difference[i].stored);
		cli_put_int(o, "at", (long long)doc_code_points_before(doc, v->difference[i].at));
		json_end(o, '}');
	}
	json_end(o, ']');
	cli_put_numbers(o, "found", v->found, v->n_found);
	cli_put_bool(o, "deleted", v->deleted);
}

static void put_candidates(struct json_out *o, const struct verdict *v)
{
	json_name(o, "candidates");
	json_begin(o, '[');
	for (size_t i = 0; i < v->n_candidates; i++) {
		json_begin(o, '{');
		cli_put_source(o, &v->candidates[i].source);
		cli_put_number(o, "number", v->candidates[i].number);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void put_verdict(struct json_out *o, const struct verdict *v)
{
	json_name(o, "verdict");
	json_put_str(o, str_c(cite_verdict_name(v->kind)));
}

static void json_findings(struct json_out *o, const struct check *k)
{
	json_name(o, "findings");
	json_begin(o, '[');
	for (size_t i = 0; i < k->findings.n; i++) {
		const struct finding *f = &k->findings.v[i];
		json_begin(o, '{');
		cli_put_text(o, "kind", str_c(f->kind));
		cli_put_int(o, "line", (long long)f->line);
		cli_put_text(o, "text", f->text);
		cli_put_text(o, "message", str_c(f->message));
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void json_citations(struct json_out *o, struct check *k)
{
	json_name(o, "citations");
	json_begin(o, '[');
	for (uint32_t i = 0; i < doc_citations(k->doc); i++) {
		const struct citation *c = doc_citation(k->doc, i);
		const struct verdict *v = cite_citation(k->cite, i);
		json_begin(o, '{');
		cli_put_int(o, "line", (long long)c->line);
		cli_put_text(o, "text", c->text);
		put_verdict(o, v);
		cli_put_source(o, &v->source);
		cli_put_numbers(o, "numbers", v->numbers, v->n_numbers);
		put_difference(o, k->doc, v);
		put_candidates(o, v);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void json_posts(struct json_out *o, struct check *k)
{
	json_name(o, "posts");
	json_begin(o, '[');
	for (uint32_t i = 0; i < doc_posts(k->doc); i++) {
		const struct post_quote *p = doc_post(k->doc, i);
		const struct verdict *v = cite_post(k->cite, i);
		json_begin(o, '{');
		cli_put_int(o, "line", (long long)p->line);
		cli_put_number(o, "number", p->number);
		put_verdict(o, v);
		cli_put_source(o, &v->source);
		put_difference(o, k->doc, v);
		put_candidates(o, v);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void json_anchors(struct json_out *o, struct check *k)
{
	json_name(o, "anchors");
	json_begin(o, '[');
	for (uint32_t i = 0; i < doc_anchors(k->doc); i++) {
		const struct anchor *a = doc_anchor(k->doc, i);
		const struct verdict *v = cite_anchor(k->cite, i);
		json_begin(o, '{');
		cli_put_int(o, "line", (long long)doc_line_at(k->doc, a->start));
		cli_put_int(o, "from", a->from);
		cli_put_int(o, "to", a->to);
		put_verdict(o, v);
		cli_put_source(o, &v->source);
		json_end(o, '}');
	}
	json_end(o, ']');
}

static void print_json(struct check *k)
{
	struct buf b = {0};
	struct json_out o = {.to = &b};

	json_begin(&o, '{');
	json_findings(&o, k);
	json_citations(&o, k);
	json_posts(&o, k);
	json_anchors(&o, k);
	json_end(&o, '}');
	cli_print_json(&b);
}

/* ---- for people ---- */

/* FILE:LINE: what, and the words, fit for a terminal. */
static void say(const struct check *k, size_t line, const char *what, struct str words)
{
	struct buf b = {0};

	buf_printf(&b, "%s:%zu: %s", k->path, line, what);
	if (words.n)
		buf_printf(&b, ": " STR_FMT, STR_ARG(cli_first_line(words)));
	cli_print_line(&b);
	buf_free(&b);
}

static void say_numbers(struct buf *b, const char *label, const long *v, size_t n)
{
	if (!n)
		return;
	buf_printf(b, "%s", label);
	for (size_t i = 0; i < n && i < 10; i++)
		buf_printf(b, " %ld", v[i]);
	if (n > 10)
		buf_cat(b, " …");
}

static void say_verdict(const struct check *k, size_t line, const struct verdict *v, struct str words)
{
	struct buf b = {0};

	buf_cat(&b, cite_verdict_label(v->kind));
	if (v->why)
		buf_printf(&b, ", %s", v->why);
	if (v->kind != VERDICT_AMBIGUOUS) /* its candidates follow */
		say_numbers(&b, _("; the words stand in"), v->found, v->n_found);
	say(k, line, buf_cstr(&b), words);
	for (size_t i = 0; i < v->n_difference; i++) {
		buf_clear(&b);
		buf_printf(&b, _("  here \"%.*s\", in the source"), STR_ARG(cli_first_line(v->difference[i].document)));
		say(k, doc_line_at(k->doc, v->difference[i].at), buf_cstr(&b), v->difference[i].stored);
	}
	for (size_t i = 0; i < v->n_candidates; i++) {
		const struct cite_candidate *c = &v->candidates[i];
		buf_clear(&b);
		buf_printf(&b, "  " STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(c->source.family),
			   STR_ARG(c->source.board), STR_ARG(c->source.key));
		if (c->number >= 0)
			buf_printf(&b, "/%ld", c->number);
		say(k, line, buf_cstr(&b), c->source.title);
	}
	buf_free(&b);
}

static void heading(const char *title, size_t n, bool *first)
{
	printf("%s%s: %zu\n", *first ? "" : "\n", title, n);
	*first = false;
}

static void print_posts(struct check *k)
{
	struct buf b = {0};

	for (uint32_t i = 0; i < doc_posts(k->doc); i++) {
		const struct post_quote *p = doc_post(k->doc, i);
		buf_clear(&b);
		if (p->number >= 0)
			buf_printf(&b, "%ld ", p->number);
		buf_str(&b, cli_first_line(p->text));
		say_verdict(k, p->line, cite_post(k->cite, i), buf_view(&b));
	}
	buf_free(&b);
}

static void print_text(struct check *k)
{
	bool first = true;

	if (k->findings.n)
		heading(_("doubtful"), k->findings.n, &first);
	for (size_t i = 0; i < k->findings.n; i++)
		say(k, k->findings.v[i].line, k->findings.v[i].message, k->findings.v[i].text);
	if (doc_citations(k->doc))
		heading(_("citations"), doc_citations(k->doc), &first);
	for (uint32_t i = 0; i < doc_citations(k->doc); i++)
		say_verdict(k, doc_citation(k->doc, i)->line, cite_citation(k->cite, i), doc_citation(k->doc, i)->text);
	if (doc_posts(k->doc))
		heading(_("quoted posts"), doc_posts(k->doc), &first);
	print_posts(k);
	if (doc_anchors(k->doc))
		heading(_("anchors"), doc_anchors(k->doc), &first);
	for (uint32_t i = 0; i < doc_anchors(k->doc); i++) {
		const struct anchor *a = doc_anchor(k->doc, i);
		say_verdict(k, doc_line_at(k->doc, a->start), cite_anchor(k->cite, i), anchor_text(k, a));
	}
}

/* ---- the command ---- */

static int check(const struct cli *cli, const char *path, const struct read_options *options, bool json)
{
	struct err e = {0};
	int status = ERR_NONE;
	struct check k = {.doc = read_open(path, options, &e), .path = path};

	if (!k.doc)
		return cli_fail(&e);
	struct store *store = cli_open_store(cli, &status);
	if (!status) {
		k.cite = cite_new(k.doc, store);
		find(&k);
		if (json)
			print_json(&k);
		else
			print_text(&k);
		status = cite_failed(k.cite, &e) ? cli_fail(&e) : k.findings.n ? ERR_NOTHING : ERR_NONE;
		cite_free(k.cite);
	}
	doc_findings_free(&k.findings);
	store_close(store);
	doc_free(k.doc);
	return status;
}

int cli_check(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"encoding", required_argument, NULL, 'e'},
		{"profile", required_argument, NULL, 'p'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct read_options options = {.whole = true};
	bool json = false;
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		switch (option) {
		case 'j':
			json = true;
			break;
		case 'e':
			options.encoding = optarg;
			break;
		case 'p':
			options.profile = optarg;
			break;
		case 'h':
			cli_usage("check", false);
			return ERR_NONE;
		case ':':
			return cli_usage_error("check", _("%s needs a value"), argv[optind - 1]);
		default:
			return cli_usage_error("check", _("there is no option %s"), argv[optind - 1]);
		}
	}
	if (optind + 1 != argc)
		return cli_usage_error("check", optind == argc ? _("which FILE?") : _("one FILE is enough"));
	return check(cli, argv[optind], &options, json);
}
