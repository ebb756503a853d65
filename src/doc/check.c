/* What is doubtful in a document without looking at any store. */
#include "doc_int.h"

static void add(finding_vec *out, const char *kind, size_t line, struct str text, const char *fmt, ...) PRINTF(5, 6);
static void add(finding_vec *out, const char *kind, size_t line, struct str text, const char *fmt, ...)
{
	struct buf message = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&message, fmt, ap);
	va_end(ap);
	vec_push(out, (struct finding){kind, line, text, buf_take(&message)});
}

static void check_calls(struct doc *d, finding_vec *out)
{
	bool *called = xcalloc(doc_notes(d) + 1, sizeof *called);

	for (size_t i = 0; i < doc_calls(d); i++) {
		const struct note_call *c = doc_call(d, i);

		if (c->note == DOC_NONE)
			add(out, "call-without-note", c->line, str_slice(d->text, c->start, c->end),
			    _("there is no note %.*s"), STR_ARG(c->label));
		else
			called[c->note] = true;
	}
	for (size_t i = 0; i < doc_notes(d); i++)
		if (!called[i])
			add(out, "note-without-call", doc_note(d, i)->line, doc_note(d, i)->label,
			    _("nothing calls note %.*s"), STR_ARG(doc_note(d, i)->label));
	free(called);
}

/* Notes that follow each other: numbers that stand twice, or fall back without starting again from the first. */
static void check_labels(struct doc *d, finding_vec *out)
{
	long first = 0, last = 0;

	for (size_t i = 0; i < doc_notes(d); i++) {
		const struct note *n = doc_note(d, i), *before = i ? doc_note(d, i - 1) : NULL;
		long number = strtol(n->label.p, NULL, 10);
		bool apart = before && d->text.n > before->end &&
			     doc_block_after(d, before->end, 1u << BLOCK_HEADING) &&
			     doc_block_after(d, before->end, 1u << BLOCK_HEADING)->start < n->start;

		if (!before || apart || (number <= first && number != last)) {
			first = number;
		} else if (number == last) {
			add(out, "label-twice", n->line, n->label, _("the label %ld stands twice: lines %zu and %zu"),
			    number, before->line, n->line);
		} else if (number < last) {
			add(out, "label-order", n->line, n->label, _("note %ld stands after note %ld"), number, last);
		}
		last = number;
	}
}

static void check_quotations(struct doc *d, finding_vec *out)
{
	for (size_t i = 0; i < doc_quotations(d); i++) {
		const struct quotation *q = doc_quotation(d, i);

		if (!q->translation.n)
			add(out, "untranslated", q->line, q->text, _("this quote has no translation"));
	}
}

static void check_links(struct doc *d, finding_vec *out)
{
	for (size_t i = 0; i < doc_links(d); i++) {
		const struct doc_link *l = doc_link(d, i);

		if (!l->complete)
			add(out, "url-cut", l->line, l->text, _("the end of this URL is cut off"));
		else if (str_find_char(l->text, ' ', 0) != POS_NONE ||
			 str_find(l->text, STR("\xE3\x80\x80"), 0) != POS_NONE)
			add(out, "url-spaced", l->line, l->text,
			    _("there are blanks inside this URL; without them it is %.*s"), STR_ARG(l->url));
	}
}

/* ---- the same line twice near itself -------------------------------------------------------------------------- */
#define TWICE_LINES 6  /* how near */
#define TWICE_BYTES 40 /* shorter ones are refrains, not slips */

static struct str line_text(const struct doc *d, size_t at, size_t *next)
{
	size_t end = str_find_char(d->text, '\n', at);

	*next = end == POS_NONE ? d->text.n : end + 1;
	return str_trim(str_slice(d->text, at, end == POS_NONE ? d->text.n : end));
}

/* Of the lines that hold anything, the last few are kept. */
static void check_lines(struct doc *d, finding_vec *out)
{
	struct {
		struct str text;
		size_t line;
	} recent[TWICE_LINES] = {0};
	size_t n = 0, line = 1;

	for (size_t at = 0, next; at < d->text.n; at = next, line++) {
		struct str t = line_text(d, at, &next);

		if (!t.n)
			continue;
		for (size_t i = 0; i < TWICE_LINES && t.n >= TWICE_BYTES; i++)
			if (str_eq(recent[i].text, t)) {
				add(out, "line-twice", line, t, _("the same line stands in line %zu"), recent[i].line);
				break;
			}
		recent[n % TWICE_LINES].text = t;
		recent[n++ % TWICE_LINES].line = line;
	}
}

static void check_bytes(struct doc *d, finding_vec *out)
{
	size_t at;

	if (!d->bad)
		return;
	at = str_find(d->text, STR("\xEF\xBF\xBD"), 0);
	add(out, "bad-bytes", at == POS_NONE ? 1 : doc_line_at(d, at), STR("\xEF\xBF\xBD"),
	    _("%zu places are no %s; U+FFFD stands there"), d->bad, d->encoding);
}

static int finding_order(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line ? 1 : strcmp(x->kind, y->kind);
}

void doc_check(struct doc *d, finding_vec *out)
{
	doc_recognise(d, 0, d->text.n);
	check_calls(d, out);
	check_labels(d, out);
	check_quotations(d, out);
	check_links(d, out);
	check_lines(d, out);
	check_bytes(d, out);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, finding_order);
}

void doc_findings_free(finding_vec *out)
{
	for (size_t i = 0; i < out->n; i++)
		free(out->v[i].message);
	vec_free(out);
}
