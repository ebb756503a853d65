/* Runs tests/spec/recognition*.txt. An example is a text between "<<< NAME" and "===", and after it, up to ">>>", all
 * that is to be recognised in it, in this order and form; what is not listed must not be found:
 *   title T | author T | date T | language T      compared only where an example lists them ("title -": none)
 *   section LEVEL LINE TITLE
 *   note LABEL LINE-LAST called LINE,LINE         LINE - for a note that is missing
 *   post NUMBER LINE-LAST NAME | SLIP | ID | POSTED AT | THREAD | ANCHORS | TEXT   (\ for a line end)
 *   citation LINE DATE | TITLE | NUMBERS | URL | quote LINE [default]
 *   quotation LINE LANGUAGE TEXT = TRANSLATION [LABEL] MATCH
 *   link LINE URL [cut]
 *   figure LINE LABEL | CAPTION
 *   quote LINE-LAST      rule LINE
 *   finding KIND LINE    compared only where an example lists one ("finding -": none) */
#include "taiyaku/profile.h"
#include "taiyaku/read.h"
#include "tests/tap.h"

#include <glob.h>

static void add_str(struct buf *b, struct str s)
{
	if (!s.n)
		buf_cat(b, "-");
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '\n' ? '\\' : s.p[i]);
}

static void add_number(struct buf *b, size_t n)
{
	if (n)
		buf_printf(b, "%zu", n);
	else
		buf_cat(b, "-");
}

static void add_notes(struct buf *b, struct doc *d)
{
	for (uint32_t i = 0; i < doc_notes(d); i++) {
		const struct note *n = doc_note(d, i);
		const char *sep = "";

		buf_printf(b, "note " STR_FMT " %zu-%zu called ", STR_ARG(n->label), n->line, n->last_line);
		for (size_t k = 0; k < doc_calls(d); k++)
			if (doc_call(d, k)->note == i) {
				buf_printf(b, "%s%zu", sep, doc_call(d, k)->line);
				sep = ",";
			}
		buf_cat(b, *sep ? "\n" : "-\n");
	}
	for (size_t k = 0; k < doc_calls(d); k++)
		if (doc_call(d, k)->note == DOC_NONE)
			buf_printf(b, "note " STR_FMT " - called %zu\n", STR_ARG(doc_call(d, k)->label),
				   doc_call(d, k)->line);
}

static void add_post(struct buf *b, struct doc *d, const struct post_quote *p)
{
	buf_printf(b, "post %ld %zu-%zu ", p->number, p->line, p->last_line);
	add_str(b, p->name);
	buf_cat(b, " | ");
	add_str(b, p->slip);
	buf_cat(b, " | ");
	add_str(b, p->id);
	buf_cat(b, " | ");
	add_str(b, p->posted_at);
	buf_cat(b, " | ");
	add_str(b, p->thread);
	buf_cat(b, " | ");
	for (uint32_t i = 0; i < p->n_anchors; i++) {
		const struct anchor *a = doc_anchor(d, p->anchors + i);

		buf_printf(b, a->to > a->from ? "%s%ld-%ld" : "%s%ld", i ? "," : "", a->from, a->to);
	}
	buf_cat(b, p->n_anchors ? " | " : "- | ");
	add_str(b, p->text);
	buf_cat(b, "\n");
}

static void add_citation(struct buf *b, const struct citation *c)
{
	buf_printf(b, "citation %zu ", c->line);
	add_str(b, c->date);
	buf_cat(b, " | ");
	add_str(b, c->title);
	buf_cat(b, " | ");
	for (size_t i = 0; i < c->n_numbers; i++)
		buf_printf(b, "%s%ld", i ? "," : "", c->numbers[i]);
	buf_cat(b, c->n_numbers ? " | " : "- | ");
	add_str(b, c->url);
	buf_cat(b, " | quote ");
	add_number(b, c->quote_line);
	buf_cat(b, c->default_thread ? " default\n" : "\n");
}

static void add_quotation(struct buf *b, const struct quotation *q)
{
	buf_printf(b, "quotation %zu " STR_FMT " ", q->line, STR_ARG(q->language));
	add_str(b, q->text);
	buf_cat(b, " = ");
	add_str(b, q->translation);
	buf_cat(b, " [");
	add_str(b, q->label);
	buf_printf(b, "] %s\n", q->match ? q->match : "-");
}

static void add_blocks(struct buf *b, struct doc *d, enum block_kind kind, const char *name)
{
	const struct block *k = doc_block_at(d, 0);

	if (!k || k->kind != kind || k->start)
		k = doc_block_after(d, 0, 1u << kind);
	for (; k; k = doc_block_after(d, k->start, 1u << kind))
		buf_printf(b, k->last_line > k->first_line ? "%s %zu-%zu\n" : "%s %zu\n", name, k->first_line,
			   k->last_line);
}

static void describe(struct buf *b, struct doc *d)
{
	for (size_t i = 0; i < doc_sections(d); i++)
		buf_printf(b, "section %d %zu " STR_FMT "\n", doc_section(d, i)->level, doc_section(d, i)->line,
			   STR_ARG(doc_section(d, i)->title));
	add_notes(b, d);
	for (size_t i = 0; i < doc_posts(d); i++)
		add_post(b, d, doc_post(d, i));
	for (size_t i = 0; i < doc_citations(d); i++)
		add_citation(b, doc_citation(d, i));
	for (size_t i = 0; i < doc_quotations(d); i++)
		add_quotation(b, doc_quotation(d, i));
	for (size_t i = 0; i < doc_links(d); i++) {
		const struct doc_link *l = doc_link(d, i);

		buf_printf(b, "link %zu " STR_FMT "%s\n", l->line, STR_ARG(l->url), l->complete ? "" : " cut");
	}
	for (size_t i = 0; i < doc_figures(d); i++) {
		buf_printf(b, "figure %zu ", doc_figure(d, i)->line);
		add_str(b, doc_figure(d, i)->label);
		buf_cat(b, " | ");
		add_str(b, doc_figure(d, i)->caption);
		buf_cat(b, "\n");
	}
	add_blocks(b, d, BLOCK_QUOTE, "quote");
	add_blocks(b, d, BLOCK_RULE, "rule");
}

static void add_findings(struct buf *b, struct doc *d)
{
	finding_vec found = {0};

	doc_check(d, &found);
	for (size_t i = 0; i < found.n; i++)
		buf_printf(b, "finding %s %zu\n", found.v[i].kind, found.v[i].line);
	if (!found.n)
		buf_cat(b, "finding -\n");
	doc_findings_free(&found);
}

static bool lists(struct str want, const char *key)
{
	size_t n = strlen(key);

	for (size_t at = 0; at < want.n; at++) {
		if (!strncmp(want.p + at, key, n))
			return true;
		at = str_find_char(want, '\n', at);
		if (at == POS_NONE)
			break;
	}
	return false;
}

static void meta(struct buf *b, struct str want, const char *key, struct str value)
{
	if (!lists(want, key))
		return;
	buf_cat(b, key);
	add_str(b, value);
	buf_cat(b, "\n");
}

static void run(struct str name, struct str text, struct str want)
{
	const struct read_options o = {.whole = true};
	struct err e = {0};
	struct doc *d = read_bytes(text, NULL, &o, &e);
	struct buf got = {0};

	if (!ok(d != NULL, STR_FMT ": read", STR_ARG(name)))
		return;
	meta(&got, want, "title ", doc_title(d));
	meta(&got, want, "author ", doc_author(d));
	meta(&got, want, "date ", doc_date(d));
	meta(&got, want, "language ", doc_language(d));
	describe(&got, d);
	if (lists(want, "finding "))
		add_findings(&got, d);
	if (!ok(str_eq(buf_view(&got), want), STR_FMT, STR_ARG(name)))
		printf("# got\n" STR_FMT "# want\n" STR_FMT, STR_ARG(buf_view(&got)), STR_ARG(want));
	buf_free(&got);
	doc_free(d);
}

/* The next example from *at on. */
static bool next(struct str all, size_t *at, struct str *name, struct str *text, struct str *want)
{
	size_t start = str_find(all, STR("\n<<< "), *at), line, middle, end;

	if (start == POS_NONE)
		return false;
	line = str_find_char(all, '\n', start + 1);
	*name = str_slice(all, start + 5, line);
	middle = str_find(all, STR("\n===\n"), line);
	end = str_find(all, STR("\n>>>"), middle + 4);
	*text = str_slice(all, line + 1, middle);
	*want = str_slice(all, middle + 5, end == middle + 4 ? middle + 5 : end + 1);
	*at = end;
	return true;
}

static void run_file(const char *path)
{
	struct buf all = {0};
	struct str name, text, want;
	struct err e = {0};

	if (!ok(file_read(path, SIZE_MAX / 4, &all, &e), "%s", path))
		return;
	for (size_t at = 0; next(buf_view(&all), &at, &name, &text, &want);)
		run(name, text, want);
	buf_free(&all);
}

int main(int argc, char **argv)
{
	const char *src = getenv("srcdir");
	char pattern[4096];
	glob_t found;

	snprintf(pattern, sizeof pattern, "%s/tests/spec/recognition*.txt", src ? src : ".");
	if (argc > 1)
		snprintf(pattern, sizeof pattern, "%s", argv[1]);
	if (ok(!glob(pattern, 0, NULL, &found), "examples are there")) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			run_file(found.gl_pathv[i]);
		globfree(&found);
	}
	profile_forget_all();
	return done();
}
