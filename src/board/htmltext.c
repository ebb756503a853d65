/* A fragment of HTML as text. Tags that begin or end a line do so once: "</p><p>" is one line end, "<br><br>" two. */
#include "board_int.h"

struct state {
	struct buf *out;
	size_t start; /* of what was added */
	int pre;      /* <pre> that are open */
	bool after_br;
};

static bool at_line_start(const struct state *t)
{
	return t->out->n == t->start || t->out->p[t->out->n - 1] == '\n';
}

static void drop_blank(struct state *t)
{
	if (!at_line_start(t) && !t->pre && t->out->p[t->out->n - 1] == ' ')
		t->out->n--;
}

/* The text of a page: a line end within it is a blank, and none at the start of a line. */
static void add_text(struct state *t, struct str s)
{
	if (!memchr(s.p, '\n', s.n) && !memchr(s.p, '\r', s.n)) {
		html_decode(s, t->out);
		return;
	}
	while (s.n) {
		size_t end = 0;

		while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r')
			end++;
		if (end)
			html_decode(str_slice(s, 0, end), t->out);
		if (end == s.n)
			return;
		while (end < s.n && (s.p[end] == '\n' || s.p[end] == '\r' || s.p[end] == ' ' || s.p[end] == '\t'))
			end++;
		if (!at_line_start(t))
			buf_char(t->out, ' ');
		s = str_slice(s, end, s.n);
	}
}

static void text(struct state *t, struct str s)
{
	if (t->after_br && s.n && *s.p == ' ' && !t->pre)
		s = str_slice(s, 1, s.n);
	if (!t->pre) {
		add_text(t, s);
		return;
	}
	size_t from = t->out->n, to = from;
	html_decode(s, t->out);
	for (size_t i = from; i < t->out->n; i++)
		if (t->out->p[i] != '\r')
			t->out->p[to++] = t->out->p[i];
	t->out->n = to;
}

static bool is_block(const struct html *h)
{
	static const char *const names[] = {
		"p",     "div",        "hr",      "li",      "ul",      "ol",     "dl",     "dt",         "dd",  "tr",
		"table", "blockquote", "pre",     "section", "article", "h1",     "h2",     "h3",         "h4",  "h5",
		"h6",    "details",    "summary", "aside",   "header",  "footer", "figure", "figcaption", "form"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (html_is(h, names[i]))
			return true;
	return false;
}

static void image(struct state *t, const struct html *h)
{
	struct buf value = {0};

	if (html_attribute(h, "alt", &value) && value.n) {
		buf_str(t->out, buf_view(&value));
	} else if (html_attribute(h, "src", &value) && str_starts(buf_view(&value), STR("//"))) {
		buf_cat(t->out, "sssp:");
		buf_str(t->out, str_trim(buf_view(&value)));
	}
	buf_free(&value);
}

static void tag(struct state *t, const struct html *h)
{
	if (html_is(h, "br")) {
		drop_blank(t);
		buf_char(t->out, '\n');
		t->after_br = true;
		return;
	}
	if (html_is(h, "img") && h->kind == HTML_OPEN)
		image(t, h);
	if (!is_block(h))
		return;
	drop_blank(t);
	if (!at_line_start(t))
		buf_char(t->out, '\n');
	t->after_br = html_is(h, "hr");
	if (html_is(h, "pre"))
		t->pre += h->kind == HTML_OPEN ? 1 : t->pre ? -1 : 0;
}

void html_text(struct str fragment, struct buf *out)
{
	struct state t = {.out = out, .start = out->n};
	struct html h = {.s = fragment};

	if (!memchr(fragment.p, '<', fragment.n)) {
		text(&t, fragment);
		return;
	}
	while (html_next(&h) != HTML_END) {
		if (h.kind == HTML_TEXT) {
			text(&t, h.inside);
			t.after_br = false;
		} else if (h.kind == HTML_OPEN && (html_is(&h, "script") || html_is(&h, "style"))) {
			if (h.raw.n)
				html_next(&h); /* its text, or its end */
		} else if (h.kind != HTML_COMMENT) {
			tag(&t, &h);
		}
	}
	while (out->n > t.start && out->p[out->n - 1] == '\n' && !t.pre)
		out->n--;
}
