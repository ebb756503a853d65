/* Plain text: the steps of recognition, in the order in which they need each other. */
#include "plain.h"
#include "scan.h"

static void step_language(struct scan *s)
{
	for (uint32_t i = 0; i < s->lines.n; i++)
		s->lines.v[i].foreign = scan_all_foreign(s, s->lines.v[i].text);
}

static void scan_free(struct scan *s)
{
	for (size_t i = 0; i < s->cites.n; i++)
		vec_free(&s->cites.v[i].numbers);
	text_subject_free(s->subject);
	vec_free(&s->lines);
	vec_free(&s->headings);
	vec_free(&s->links);
	vec_free(&s->calls);
	vec_free(&s->notes);
	vec_free(&s->groups);
	vec_free(&s->posts);
	vec_free(&s->cites);
	vec_free(&s->quotes);
	vec_free(&s->foreign);
	vec_free(&s->figures);
	vec_free(&s->taken);
}

/* What an earlier part left is of no use where the parts do not follow each other. */
static void forget_carried(struct reader *r, size_t start)
{
	if (r->carried_to == start)
		return;
	r->default_cite = r->last_cite = NONE;
	r->carried.n = 0;
	r->carried_to = start;
}

static void part(void *self, struct doc *d, size_t start, size_t end, bool provisional)
{
	struct reader *r = self;
	struct scan s = {.d = d,
			 .r = r,
			 .p = r->profile,
			 .text = doc_text(d),
			 .start = start,
			 .end = end,
			 .provisional = provisional};

	s.first = start == 0;
	s.last = end == s.text.n;
	if (start == 0)
		r->pairs.n = 0;
	forget_carried(r, start);
	scan_lines(&s);
	scan_rules(&s);
	scan_headings(&s);
	scan_links(&s);
	scan_calls(&s);
	scan_notes(&s);
	scan_posts(&s);
	scan_taken(&s);
	step_language(&s);
	scan_citations(&s);
	scan_resolve(&s);
	scan_taken(&s);
	scan_quotes(&s);
	scan_figures(&s);
	scan_matter(&s);
	scan_set_off(&s);
	scan_foreign(&s);
	scan_translations(&s);
	scan_emit(&s);
	scan_free(&s);
}

static void reader_free(void *self)
{
	struct reader *r = self;

	vec_free(&r->carried);
	vec_free(&r->pairs);
	free(r);
}

/* The language of a text of an alphabet, by its small words; which one of them is left to the profile. */
static struct str alphabet_language(const struct profile *p, struct str head)
{
	size_t most = 3;
	struct str found = {"", 0};

	for (size_t i = 0; i < p->languages.n; i++) {
		size_t n = 0;

		for (size_t at = 0, end; at < head.n; at = end + 1) {
			for (end = at;
			     end < head.n && ((unsigned char)head.p[end] >= 0x80 || strchr("'", head.p[end]) ||
					      ((head.p[end] | 32) >= 'a' && (head.p[end] | 32) <= 'z'));
			     end++)
				;
			for (size_t w = 0; w < p->languages.v[i].words.n && end > at; w++)
				n += p->languages.v[i].words.v[w].n == end - at &&
				     !strncasecmp(p->languages.v[i].words.v[w].p, head.p + at, end - at);
		}
		if (n > most) {
			most = n;
			found = p->languages.v[i].code;
		}
	}
	return found;
}

#define HEAD ((size_t)64 << 10) /* what tells the habits of a text */
#define FITS ((size_t)1 << 20)  /* where the words that a profile asks for are looked for */

static struct str head_of(struct str text)
{
	size_t n = text.n < HEAD ? text.n : HEAD;

	while (n < text.n && (text.p[n] & 0xC0) == 0x80)
		n--;
	return str_slice(text, 0, n);
}

struct doc *read_plain(struct doc_source *source, const char *profile, struct err *e)
{
	static const struct doc_recogniser recogniser = {part, NULL, reader_free};
	struct reader *r = xcalloc(1, sizeof *r);
	struct str text = source->map.p
				  ? (struct str){source->map.p + source->text_start, source->map.n - source->text_start}
				  : buf_view(&source->text),
		   head = head_of(text);
	struct doc *d;

	r->default_cite = r->last_cite = NONE;
	read_facts(r, head);
	r->profile = profile ? profile_named(profile, e)
			     : profile_for(str_slice(text, 0, text.n < FITS ? text.n : FITS), r->language);
	if (!r->profile) {
		free(r);
		return NULL;
	}
	if (!r->japanese && r->language.n)
		r->language = alphabet_language(r->profile, head);
	source->format = "plain";
	d = doc_new(source, &recogniser, r);
	doc_set_meta(d, (struct str){NULL, 0}, (struct str){NULL, 0}, (struct str){NULL, 0}, r->language);
	return d;
}
