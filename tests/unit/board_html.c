/* The scanner of HTML, entities (the standard's own rules, as boards.md 1.3 lists them) and fragments as text. */
#include "../../src/board/board_int.h"
#include "../tap.h"

static const char *one_line(const char *s)
{
	static char line[400];
	size_t n = 0;

	for (; *s && n + 1 < sizeof line; s++)
		line[n++] = *s == '\n' ? '~' : *s;
	line[n] = '\0';
	return line;
}

static void decodes(const char *in, const char *want)
{
	struct buf b = {0};

	html_decode(str_c(in), &b);
	is_bytes(b.p ? b.p : "", b.n, want, one_line(in));
	buf_free(&b);
}

static void texts(const char *in, const char *want)
{
	struct buf b = {0};

	html_text(str_c(in), &b);
	is_bytes(b.p ? b.p : "", b.n, want, one_line(in));
	buf_free(&b);
}

static void test_entities(void)
{
	decodes("&gt;&gt;1 &lt;b&gt; &quot;&amp;&quot;", ">>1 <b> \"&\"");
	decodes("&#123&#x1F600;&#X41 &#38737;", "{😀A 靑");
	decodes("&#55357;&#56832;", "😀");              /* halves are joined */
	decodes("&#55357;x&#56832;", "\uFFFDx\uFFFD"); /* alone they are nothing */
	decodes("&#x80;&#150;&#0;&#x110000;&#99999999999999999999;", "€–\uFFFD\uFFFD\uFFFD");
	decodes("&LT;&lT;&hearts;&hearts &copy&nbsp;", "<&lT;♥&hearts ©\u00A0");
	decodes("&amp;gt;", "&gt;");
	decodes("a & b &s &p &; &# &#x;", "a & b &s &p &; &# &#x;");
	decodes("&notit; &notin;", "¬it; ∉");
	decodes("&spades;&fjlig;&CounterClockwiseContourIntegral;", "♠fj∳");
	decodes("&#129503;&#8205;♀", "🧟\u200D♀");
	decodes("&#13;&#10;", "\n\n");
	decodes("", "");
	decodes("&", "&");
}

static void test_text(void)
{
	texts("一行目 <br> 二行目 <br>  <br> 四行目", "一行目\n二行目\n\n四行目");
	texts("a<br><br/>b", "a\n\nb");
	texts("　　∧_∧ <br> 　（　´∀｀） <br>   三つ", "　　∧_∧\n　（　´∀｀）\n  三つ"); /* one blank only */
	texts("<p>Hello</p>\n\n<p>World<br>\n  two</p>", "Hello\nWorld\ntwo");
	texts("<a href=\"../test/read.cgi/b/1/2\" target=_blank>&gt;&gt;2</a>、5", ">>2、5");
	texts("x<script>alert('<br>')</script>y<style>b{}</style>z<!-- c -->!", "xyz!");
	texts("<script></script>after", "after");
	texts("<ul><li>one</li><li>two</li></ul>", "one\ntwo");
	texts("<pre>a\n  b</pre>c", "a\n  b\nc");
	texts("text <hr> tail", "text\ntail");
	texts("<img src=\"//o.5ch.net/x.png\"> <img alt=\":smile:\" src=\"https://example.org/e.png\">",
	      "sssp://o.5ch.net/x.png :smile:");
	texts("a < b and c > d", "a < b and c > d");
	texts("ends in <", "ends in <");
	texts("</", "</");
	texts("", "");
}

static void test_tokens(void)
{
	struct html h = {.s = STR("<DIV class='post  x\ty' data-n=5 Title=\"a &gt; b?a=1&copy=2\" on>t</div ><br/>")};
	struct buf v = {0};

	ok(html_next(&h) == HTML_OPEN && html_is(&h, "div") && !h.self_closing, "a tag");
	ok(html_has_class(&h, "post") && html_has_class(&h, "y") && !html_has_class(&h, "pos"), "its classes");
	ok(html_attribute(&h, "data-n", &v) && str_eq(buf_view(&v), STR("5")), "a value without quotes");
	ok(html_attribute(&h, "title", &v) && str_eq(buf_view(&v), STR("a > b?a=1&copy=2")), "a value with entities");
	ok(html_attribute(&h, "on", &v) && !v.n, "an attribute without a value");
	ok(!html_attribute(&h, "off", &v), "one that is not there");
	ok(html_next(&h) == HTML_TEXT && str_eq(h.inside, STR("t")), "text");
	ok(html_next(&h) == HTML_CLOSE && html_is(&h, "DIV"), "an end tag");
	ok(html_next(&h) == HTML_OPEN && h.self_closing && html_is(&h, "br"), "a closed one");
	ok(html_next(&h) == HTML_END && html_next(&h) == HTML_END, "the end, again and again");
	h = (struct html){.s = STR("<title>a <b> &amp;</TITLE><!-- <i> --><!DOCTYPE x><a b=\"c>d\">e")};
	html_next(&h);
	ok(html_next(&h) == HTML_TEXT && str_eq(h.inside, STR("a <b> &amp;")), "a title holds text only");
	ok(html_next(&h) == HTML_CLOSE, "until its end tag");
	ok(html_next(&h) == HTML_COMMENT && str_eq(h.inside, STR(" <i> ")), "a comment");
	ok(html_next(&h) == HTML_COMMENT && html_next(&h) == HTML_OPEN && h.inside.n == 8, "> within quotes");
	h = (struct html){.s = STR("<a href=\"x>text</a><b>")};
	ok(html_next(&h) == HTML_OPEN && html_next(&h) == HTML_TEXT && str_eq(h.inside, STR("text")),
	   "a quote that is never closed ends at >");
	buf_free(&v);
}

/* Every byte is in one token, in order; a million tags take no more time than their length. */
static void test_hostile(void)
{
	static const char *const parts[] = {"<a \">\" ", "<", "<a href='", "<!--", "</", "<b =\"", "&#", "<script>"};
	struct buf b = {0};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_clear(&b);
		while (b.n < 1 << 20)
			buf_cat(&b, parts[i]);
		struct html h = {.s = buf_view(&b)};
		size_t at = 0;
		bool whole = true;
		long began = tap_cpu_ms();
		while (html_next(&h) != HTML_END) {
			whole &= h.span.start == at && h.span.end > at;
			at = h.span.end;
		}
		ok(whole && at == b.n && tap_cpu_ms() - began < 10000, "1 MiB of %s", parts[i]);
	}
	buf_free(&b);
}

/* Fragments that mean harm: the text that a browser would show, hidden text too, and never a tag's own. */
static void test_fixtures(void)
{
	static const char *const files[][2] = {
		{"script_style.html", "SHOWNNS"},
		{"unclosed_attr.html", "y no closing quote"},
		{"comment_tricks.html", " a  c  d --> e  g  ]> h"},
		{"misnest.html", "X"},
		{"meta_charset_lie.html", "日本"},
		{"hidden_text.html", "HIDDENH2W"},
		{"js_links.html", "abcdefgh"},
		{"plaintext.html", "rest of the page is text"},
		{"deep_inline.html", "x"},
		{"esc_entities.html", "A\x1B]0;x\aB›31m\t\n\u202EC\uFFFDD\uFFFDE¬anentity;F&G<"},
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct buf bytes = {0}, out = {0};
		char name[128];

		snprintf(name, sizeof name, "hostile/html/%s", files[i][0]);
		const char *path = fixture(name);
		if (!path || !file_read(path, 1 << 20, &bytes, NULL)) {
			skip(name, "the fixtures are not there");
			continue;
		}
		html_text(buf_view(&bytes), &out);
		is_bytes(out.p ? out.p : "", out.n, files[i][1], files[i][0]);
		buf_free(&bytes);
		buf_free(&out);
	}
}

int main(void)
{
	test_entities();
	test_text();
	test_tokens();
	test_hostile();
	test_fixtures();
	return done();
}
