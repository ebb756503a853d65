/* Annotations as one page of HTML that stands alone: style in it, no script, nothing loaded, and fit to be printed.
 * All text is escaped; only http: and https: become links.
 */
#include "exchange.h"

/* clang-format off */
static const char style[] =
	"body{max-width:44em;margin:2em auto;padding:0 1em;font-family:serif;line-height:1.7;color:#111;background:#fff}\n"
	"h1{font-size:1.5em;line-height:1.3}h2{font-size:1.15em;margin:2em 0 .5em;border-bottom:1px solid #999}\n"
	"article{margin:1.5em 0}blockquote{margin:.4em 0;padding-left:1em;border-left:3px solid #999}\n"
	"blockquote.translation{border-left-style:dotted}p{margin:.4em 0;white-space:pre-line}\n"
	"mark{color:inherit;background:#fff3a3}mark.green{background:#c9f2c7}mark.blue{background:#cfe3ff}"
	"mark.red{background:#ffd6d1}\n"
	"footer,.about{font-size:.85em;color:#555}.tag{border:1px solid #999;border-radius:.3em;padding:0 .3em}\n"
	"@media print{@page{margin:2cm}body{max-width:none;margin:0;padding:0;font-size:10.5pt}"
	"article{break-inside:avoid}h2{break-after:avoid}mark{background:none;text-decoration:underline}"
	"a{color:inherit}}\n";
/* clang-format on */

static void put_text(struct buf *out, struct str s)
{
	uint32_t c;

	for (size_t at = 0; at < s.n;) {
		at = note_paper_next(s, at, &c);
		if (c == '&')
			buf_cat(out, "&amp;");
		else if (c == '<')
			buf_cat(out, "&lt;");
		else if (c == '>')
			buf_cat(out, "&gt;");
		else if (c == '"')
			buf_cat(out, "&quot;");
		else if (c == '\'')
			buf_cat(out, "&#39;");
		else
			buf_code_point(out, c);
	}
}

static void put_language(struct buf *out, struct str language)
{
	if (!language.n)
		return;
	buf_cat(out, " lang=\"");
	put_text(out, language);
	buf_char(out, '"');
}

static void put_title(struct buf *out, struct str title, struct str about)
{
	buf_cat(out, "<h1>");
	put_text(out, str_trim(title));
	buf_cat(out, "</h1>\n");
	if (!about.n)
		return;
	buf_cat(out, "<p class=\"about\">");
	put_text(out, about);
	buf_cat(out, "</p>\n");
}

static void put_section(struct buf *out, struct str title)
{
	buf_cat(out, "<h2>");
	put_text(out, str_trim(title));
	buf_cat(out, "</h2>\n");
}

static void put_paragraph(struct buf *out, const char *tag, struct str language, struct str text)
{
	buf_printf(out, "<%s", tag);
	put_language(out, language);
	buf_cat(out, "><p>");
	put_text(out, text);
	buf_printf(out, "</p></%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void put_passage(struct buf *out, const struct note_sheet *s)
{
	if (!s->quote.n)
		return;
	buf_cat(out, "<blockquote><p>");
	put_text(out, s->before);
	buf_cat(out, "<mark");
	if (s->at->annotation.colour.n) {
		buf_cat(out, " class=\"");
		put_text(out, s->at->annotation.colour);
		buf_char(out, '"');
	}
	buf_char(out, '>');
	put_text(out, s->quote);
	buf_cat(out, "</mark>");
	put_text(out, s->after);
	buf_cat(out, "</p></blockquote>\n");
}

static void put_body(struct buf *out, const struct store_annotation *a)
{
	if (a->kind == ANNOTATION_TRANSLATION) {
		put_paragraph(out, "blockquote class=\"translation\"", a->language, a->body);
	} else if (a->kind == ANNOTATION_CORRECTION) {
		buf_cat(out, "<p><del>");
		put_text(out, a->target.quote);
		buf_cat(out, a->body.n ? "</del> → <ins>" : "</del><ins>");
		put_text(out, a->body);
		buf_cat(out, "</ins></p>\n");
	} else if (a->body.n) {
		put_paragraph(out, "div", a->language, a->body);
	}
}

static void put_link(struct buf *out, const struct store_annotation *a, struct str link)
{
	bool web = note_is_web(a->to.document);

	if (!link.n || a->kind == ANNOTATION_CORRECTION) /* what it should say was said */
		return;
	buf_cat(out, "<p>→ ");
	if (web) {
		buf_cat(out, "<a rel=\"noreferrer\" href=\"");
		put_text(out, a->to.document);
		buf_cat(out, "\">");
	}
	put_text(out, link);
	buf_cat(out, web ? "</a></p>\n" : "</p>\n");
}

static void put_part(struct buf *out, bool *any, const char *before, struct str s)
{
	if (!s.n)
		return;
	buf_cat(out, *any ? ", " : "");
	put_text(out, str_c(before));
	put_text(out, s);
	*any = true;
}

static void put_foot(struct buf *out, const struct note_sheet *s)
{
	const struct store_annotation *a = &s->at->annotation;
	bool any = false;

	buf_cat(out, "<footer>");
	for (size_t i = 0; i < a->n_tags; i++) {
		buf_cat(out, "<span class=\"tag\">");
		put_text(out, a->tags[i]);
		buf_cat(out, "</span> ");
	}
	if (a->poster.kind != STORE_POSTER_NONE)
		put_part(out, &any, _("of the poster "), a->poster.value);
	put_part(out, &any, "", a->author);
	put_part(out, &any, "", s->when);
	put_part(out, &any, "", s->place);
	buf_cat(out, "</footer>\n");
}

static void put_annotation(struct buf *out, const struct note_sheet *s)
{
	const struct store_annotation *a = &s->at->annotation;
	struct buf id = {0};

	note_id_iri(a->id, &id);
	buf_cat(out, "<article id=\"");
	put_text(out, buf_view(&id));
	buf_cat(out, "\">\n");
	put_passage(out, s);
	put_body(out, a);
	put_link(out, a, s->link);
	put_foot(out, s);
	buf_cat(out, "</article>\n");
	buf_free(&id);
}

void note_put_html(const struct note_export *e, struct buf *out)
{
	static const struct note_pen pen = {put_title, put_section, put_annotation};
	struct str title = e->doc ? doc_title(e->doc) : (struct str){NULL, 0};

	buf_cat(out, "<!DOCTYPE html>\n<html");
	put_language(out, e->doc ? doc_language(e->doc) : title);
	buf_cat(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
		     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
		     "'unsafe-inline'\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	put_text(out, title.n ? title : str_c(_("Annotations")));
	buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
	note_paper(e, &pen, out);
	buf_cat(out, "</body>\n</html>\n");
}
