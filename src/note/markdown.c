/* Annotations as Markdown (CommonMark) that one would send to somebody: the passage in its sentence as a block quote,
 * its translation as another, then the note, the tags, by whom, when and where.
 *
 * Nothing of a document or a note is Markdown here: what CommonMark or GitHub's form of it would take for markup has a
 * backslash before it, also what only is markup at the start of a line.
 */
#include "exchange.h"

/* ---- escaping ---- */

static bool is_markup(uint32_t c)
{
	return c && c < 0x80 && strchr("\\`*_[]<>&|~$", (int)c);
}

/* Bytes at the start of a line after which a backslash has to stand; SIZE_MAX: nothing is markup here. */
static size_t marker_at(struct str line)
{
	size_t i = 0;

	if (line.n && strchr("#+-=:", line.p[0]))
		return 0;
	while (i < line.n && line.p[i] >= '0' && line.p[i] <= '9')
		i++;
	return i && i < line.n && strchr(".)", line.p[i]) ? i : SIZE_MAX;
}

static void put_line(struct buf *out, struct str line)
{
	uint32_t c;
	size_t marker = marker_at(line);

	for (size_t at = 0, next; at < line.n; at = next) {
		next = note_paper_next(line, at, &c);
		if (at == marker || is_markup(c))
			buf_char(out, '\\');
		buf_code_point(out, c);
	}
}

/* Inside a line: line ends are blanks. */
static void put_inline(struct buf *out, struct str s)
{
	uint32_t c;

	for (size_t at = 0; at < s.n;) {
		at = note_paper_next(s, at, &c);
		if (is_markup(c))
			buf_char(out, '\\');
		buf_code_point(out, c == '\n' ? ' ' : c);
	}
}

static struct str trim_line(struct str line)
{
	while (line.n && strchr(" \t\r", line.p[0]))
		line = str_slice(line, 1, line.n);
	while (line.n && strchr(" \t\r", line.p[line.n - 1]))
		line.n--;
	return line;
}

/* Lines stay lines: two blanks at the end of one that another follows. Of blank lines, which copying makes many of,
 * one. */
static void put_lines(struct buf *out, const char *before, const char *first, struct str s)
{
	bool empty = true;

	for (size_t start = 0, end; start <= s.n; start = end + 1) {
		end = str_find_char(s, '\n', start);
		if (end == SIZE_MAX)
			end = s.n;
		struct str line = trim_line(str_slice(s, start, end));
		if (empty && !line.n && start)
			continue;
		if (!empty && line.n)
			buf_cat(out, "  ");
		if (start)
			buf_char(out, '\n');
		buf_cat(out, line.n || *first ? before : *before ? ">" : "");
		buf_cat(out, first);
		put_line(out, line);
		empty = !line.n;
		first = "";
	}
	buf_char(out, '\n');
}

/* ---- an annotation ---- */

static bool is_letter_at(struct str s, bool last)
{
	uint32_t c;

	if (!s.n)
		return false;
	if (last)
		text_prev(s, s.n, &c);
	else
		text_next(s, 0, &c);
	return text_is_letter(c);
}

/* Asterisks next to a bracket or a stop are none to CommonMark (6.2): <mark> is, everywhere. */
static void put_marked(struct buf *out, struct str quote)
{
	bool plain = is_letter_at(quote, false) && is_letter_at(quote, true);

	buf_cat(out, plain ? "**" : "<mark>");
	put_inline(out, quote);
	buf_cat(out, plain ? "**" : "</mark>");
}

static bool has_line_end(struct str s)
{
	return str_find_char(s, '\n', 0) != SIZE_MAX;
}

static struct str trim_left(struct str s)
{
	while (s.n && strchr(" \t\r\n", s.p[0]))
		s = str_slice(s, 1, s.n);
	return s;
}

static void put_passage(struct buf *out, const struct note_sheet *s)
{
	bool alone = !str_trim(s->before).n && !str_trim(s->after).n;

	if (!s->quote.n)
		return;
	if (has_line_end(s->quote) || alone) {
		put_lines(out, "> ", "", s->quote);
	} else {
		buf_cat(out, "> ");
		put_line(out, trim_left(s->before));
		put_marked(out, s->quote);
		put_inline(out, s->after);
		buf_char(out, '\n');
	}
	buf_char(out, '\n');
}

static void put_translation(struct buf *out, const struct store_annotation *a)
{
	struct buf label = {0};

	if (out->n >= 2 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n' && a->target.quote.n) {
		out->n--; /* the same block quote goes on */
		buf_cat(out, ">\n");
	}
	if (a->language.n) {
		buf_char(&label, '(');
		put_inline(&label, a->language);
		buf_cat(&label, ") ");
	}
	put_lines(out, "> ", buf_cstr(&label), a->body);
	buf_char(out, '\n');
	buf_free(&label);
}

static void put_correction(struct buf *out, const struct store_annotation *a)
{
	buf_cat(out, "~~");
	put_inline(out, str_trim(a->target.quote));
	buf_cat(out, "~~");
	if (a->body.n) { /* else it should be left out */
		buf_cat(out, " → ");
		put_inline(out, str_trim(a->body));
	}
	buf_cat(out, "\n\n");
}

static void put_link(struct buf *out, const struct store_annotation *a, struct str link)
{
	if (!link.n || a->kind == ANNOTATION_CORRECTION) /* what it should say was said */
		return;
	buf_cat(out, "→ ");
	put_inline(out, link);
	if (note_is_web(a->to.document))
		buf_printf(out, " <" STR_FMT ">", STR_ARG(a->to.document));
	buf_cat(out, "\n\n");
}

static void put_part(struct buf *out, bool *any, const char *before, struct str s)
{
	if (!s.n)
		return;
	buf_cat(out, *any ? ", " : "— ");
	buf_cat(out, before);
	put_inline(out, s);
	*any = true;
}

static void put_foot(struct buf *out, const struct note_sheet *s)
{
	const struct store_annotation *a = &s->at->annotation;
	struct buf id = {0};
	bool any = false;

	for (size_t i = 0; i < a->n_tags; i++) {
		buf_cat(out, i ? ", " : _("tags: "));
		put_inline(out, a->tags[i]);
	}
	buf_cat(out, a->n_tags ? "\n\n" : "");
	if (a->poster.kind != STORE_POSTER_NONE)
		put_part(out, &any, _("of the poster "), a->poster.value);
	put_part(out, &any, "", a->author);
	put_part(out, &any, "", s->when);
	put_part(out, &any, "", s->place);
	buf_cat(out, any ? "\n\n" : "");
	note_id_iri(a->id, &id);
	buf_printf(out, "<!-- id: %s -->\n\n", buf_cstr(&id));
	buf_free(&id);
}

static void put_annotation(struct buf *out, const struct note_sheet *s)
{
	const struct store_annotation *a = &s->at->annotation;

	put_passage(out, s);
	if (a->kind == ANNOTATION_TRANSLATION) {
		put_translation(out, a);
	} else if (a->kind == ANNOTATION_CORRECTION) {
		put_correction(out, a);
	} else if (a->body.n) {
		put_lines(out, "", "", a->body);
		buf_char(out, '\n');
	}
	put_link(out, a, s->link);
	put_foot(out, s);
}

static void put_title(struct buf *out, struct str title, struct str about)
{
	buf_cat(out, "# ");
	put_inline(out, str_trim(title));
	buf_cat(out, "\n\n");
	if (!about.n)
		return;
	put_lines(out, "", "", about);
	buf_char(out, '\n');
}

static void put_section(struct buf *out, struct str title)
{
	buf_cat(out, "## ");
	put_inline(out, str_trim(title));
	buf_cat(out, "\n\n");
}

void note_put_markdown(const struct note_export *e, struct buf *out)
{
	static const struct note_pen pen = {put_title, put_section, put_annotation};

	note_paper(e, &pen, out);
}
