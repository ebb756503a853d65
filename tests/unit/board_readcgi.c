/* Pages of read.cgi: each layout and quirk of boards.md 4 on posts made for it, then the real pages and snippets. The
 * lines are NAME|MAIL|SLIP|TRIP|ID|BE|DATE|TEXT, "~" for a line end. */
#include "board_seen.h"

#include <stdio.h>

static struct seen seen;
static struct buf bytes;

#define HEAD "<html><head><meta charset=\"UTF-8\"><title>試験の板のスレ ★3 \n</title></head><body>"
#define URL "https://hoge.5ch.net/test/read.cgi/testboard/1672531200/"

static void page(const char *html)
{
	see_text(&seen, str_c(html), URL);
}

static void post_is(size_t i, long number, const char *line)
{
	char what[64];

	snprintf(what, sizeof what, "post %ld", number);
	is_int(i < seen.posts.n ? seen.posts.v[i].number : -1, number, what);
	is_str(seen_at(&seen, i), line, what);
}

static void kind_is(size_t i, enum board_kind kind, const char *what)
{
	is_int(i < seen.posts.n ? (int)seen.posts.v[i].kind : -1, kind, what);
}

/* ---- layouts ---- */

static void test_v7(void)
{
	page(HEAD
	     "<div class=\"thread\"><div class=\"post\" id=\"1\" data-date=\"NG\" data-userid=\"ID:AbCdEfGh0\" "
	     "data-id=\"1\"><div class=\"meta\"><span class=\"number\">0001</span><span class=\"name\"><b><a "
	     "href=\"mailto:sage\">名無しの試験官 </b>(ﾜｯﾁｮｲW a9d0-sZLk)<b></a></b></span><span "
	     "class=\"date\">2023/01/01(日) 09:00:01.25</span><span class=\"uid\">ID:AbCdEfGh0</span></div>"
	     "<div class=\"message\"><span class=\"escaped\"> 一行目 <br> &lt;二行目&gt; </span></div></div><br>"
	     "<div class=\"post\" id=\"2\" data-date=\"NG\" data-userid=\"\" data-id=\"2\"><div class=\"meta\"><span "
	     "class=\"number\">0002</span><span class=\"name\"><b>試験 </b>◆Abcd.EFg/h <b></b></span><span "
	     "class=\"date\">2023/01/01(日) 09:00:02.00</span><span class=\"uid\"></span><span class=\"be r2BP\"><a "
	     "href=\"http://be.5ch.net/user/123456789\" target=\"_blank\">?2BP(1002)</a></span></div><div "
	     "class=\"message\"><span class=\"escaped\"><span class=\"AA\"> <a href=\"../test/read.cgi/testboard/"
	     "1672531200/1\" class=\"reply_link\">&gt;&gt;1</a>,3-5 <br> 　∧＿∧ <br> （　´∀｀） </span></span></div>"
	     "</div></div></body></html>");
	ok(seen.good, "v7 is read");
	is_str(buf_cstr(&seen.part), "readcgi|UTF-8|" URL "|40", "its part");
	is_str(buf_cstr(&seen.source), "|testboard|1672531200|試験の板のスレ ★3|" URL,
	       "its thread: the address says which");
	is_int(seen.created_at, 1672531200000, "made when the key says");
	is_int((long long)seen.posts.n, 2, "two posts");
	post_is(0, 1,
		"名無しの試験官|sage|ワッチョイW a9d0-sZLk||AbCdEfGh0||2023/01/01(日) 09:00:01.25|一行目~<二行目>");
	post_is(1, 2, "試験|||◆Abcd.EFg/h||123456789-2BP(1002)|2023/01/01(日) 09:00:02.00|>>1,3-5~　∧＿∧~（　´∀｀）");
	if (seen.posts.n == 2) {
		is_int(seen.posts.v[0].posted_at, 1672531201250, "in Japanese time");
		is_int((long long)seen.posts.v[1].n_anchors, 2, "an anchor and its tail behind the link");
		is_int(seen.posts.v[1].from, 1, "to 1");
	}
	is_str(buf_cstr(&seen.messages), "", "nothing to say");
}

static void test_v6(void)
{
	page(HEAD
	     "<div class=\"post\" id=\"5008\" data-date=\"NG\" data-userid=\"ID:9j6AOFqJ0\" data-id=\"5008\">\n"
	     "<div class=\"number\">5008 : </div>\n<div class=\"name\"><b>名無し </b>(ﾜｯﾁｮｲ b1a8-cCWn)<b></b></div>\n"
	     "<div class=\"date\">2023/03/18(土) 10:54:39.47 ID:9j6AOFqJ0</div>\n"
	     "<div class=\"message\"> 余白あり </div>\n</div>\n");
	post_is(0, 5008, "名無し||ワッチョイ b1a8-cCWn||9j6AOFqJ0||2023/03/18(土) 10:54:39.47|余白あり");
}

static void test_pink(void)
{
	see_text(
		&seen,
		STR(HEAD
		    "<dl class=\"post\" id=\"1\" data-date=\"NG\" data-userid=\"ID:aaaaaaaa0\" data-id=\"1\"><dt "
		    "class=\"\"><span class=\"number\">1 : </span><span class=\"name\"><b><font color=\"green\">試験 "
		    "</b>(ﾜｯﾁｮｲ 4f62-AZYz)<b></font></b></span><span class=\"date\">2023/02/01(水) 11:43:46.06 "
		    "ID:aaaaaaaa0</span></dt><dd class=\"thread_in\"> い <br>  <br> ろ </dd></dl>"
		    "<dl class=\"post\" id=\"4\" data-date=\"NG\" data-userid=\"0\"><dt><span class=\"number\">4 : "
		    "</span><span class=\"name\"><b><a href=\"mailto:sage\">名無し "
		    "<small>転載ダメ&#169;x</small></a></b>"
		    "</span><span class=\"date\">2023/02/01(水) 11:44:00.00 </span></dt><dd class=\"thread_in\">"
		    "<a "
		    "href=\"http://www.pinktower.com/?https://example.com/a?b=1&amp;c\">https://example.com/a?b=1&amp;c"
		    "</a></dd></dl><dl class=\"post\" id=\"7\" data-date=\"NG\" data-userid=\"0\"><dt><span "
		    "class=\"number\">7 : </span><span class=\"name\"><b>x</b></span><span "
		    "class=\"date\">2023/02/01(水) "
		    "11:45:00.00</span></dt><dd class=\"thread_in\"> 後 </dd></dl>"),
		"https://mercury.bbspink.com/test/read.cgi/hgame/1672531200/");
	is_int((long long)seen.posts.n, 5, "the posts that bbspink left out are there as deleted ones");
	post_is(0, 1, "試験||ワッチョイ 4f62-AZYz||aaaaaaaa0||2023/02/01(水) 11:43:46.06|い~~ろ");
	post_is(1, 4, "名無し 転載ダメ©x|sage|||||2023/02/01(水) 11:44:00.00|https://example.com/a?b=1&c");
	kind_is(2, BOARD_DELETED, "5 is deleted");
	post_is(2, 5, "|||||||");
	kind_is(3, BOARD_DELETED, "6 is deleted");
	post_is(4, 7, "x||||||2023/02/01(水) 11:45:00.00|後");
}

#define ARTICLE(n, id)                                                                                                 \
	"<article id=\"" n "\" data-date=\"NG\" data-userid=\"" id "\" data-id=\"" n                                   \
	"\" class=\"clear post\"><details open class=\"post-header\"><summary><span class=\"postid\">00" n "</span>"

static void test_v8(void)
{
	page(HEAD ARTICLE(
		"10",
		"ID:Nzcn4Kgf0") "<span class=\"postusername\"><b><font color=\"#fc0584\">試験の虎 "
				"★</font></b></span></summary><span "
				"class=\"date\">2023/05/13(土) 20:21:15.82</span><span "
				"class=\"uid\">ID:Nzcn4Kgf0</span><span class=\"be "
				"rS★\"><a "
				"href=\"http://be.5ch.net/user/676665312\">?S★(2770727)</a></span></details><section "
				"class=\"post-content\"> <img src=\"//img.5ch.net/premium/1.gif\"> <br> <a "
				"href=\"http://jump.5ch.net/?"
				"https://example.com/\">https://example.com/</a> </section></article>" ARTICLE(
					"11",
					"Thread") "<span class=\"postusername\"><b>1001</b></span></summary><span "
						  "class=\"date\">Over 1000</span><span "
						  "class=\"uid\">Thread</span></details><section "
						  "class=\"post-content\"> おわり </section></article>" ARTICLE(
							  "12",
							  "NG") "<span "
								"class=\"postusername\"><b>あぼーん</b></span></"
								"summary><span "
								"class=\"date\">あぼーん</span><span "
								"class=\"uid\"></span></details><section "
								"class=\"post-content\">あぼーん"
								"</section></article>" ARTICLE(
									"13",
									"NG") "<span class=\"postusername\"><b>機械 "
									      "★</b></span></summary>"
									      "<span class=\"date\">NG</span><span "
									      "class=\"uid\">NG</span></"
									      "details><section "
									      "class=\"post-content\">本文"
									      "</section></article><div class=\"post\" "
									      "id=\"0\" data-date=\"NG\" "
									      "data-userid=\"NG\"><span "
									      "class=\"number\">0</span><div "
									      "class=\"message\">広告</div></div>");
	is_int((long long)seen.posts.n, 4, "number 0 is an advertisement");
	post_is(0, 10,
		"試験の虎 ★||||Nzcn4Kgf0|676665312-S★(2770727)|2023/05/13(土) 20:21:15.82|"
		"sssp://img.5ch.net/premium/1.gif~https://example.com/");
	post_is(1, 11, "1001||||||Over 1000 Thread|おわり");
	kind_is(1, BOARD_SYSTEM, "its date is joined again: the system's");
	kind_is(2, BOARD_DELETED, "a deleted post");
	kind_is(3, BOARD_POST, "NG is no deletion");
	if (seen.posts.n == 4)
		ok(seen.posts.v[3].posted_at == BOARD_NO_TIME, "NG is no time");
}

static void test_donguri(void)
{
	page(HEAD ARTICLE(
		"22",
		"ID:plCuGxBZ0") "<span class=\"postusername\"><b>名無し</b> <span "
				"style=\"color:green;\">警備員[Lv.7][新][苗]</span><b> </b>"
				"(ｵｯﾍﾟｹ Srea-/G3D)<b></b></span><span style=\"float:right; max-height: 1em;\"><form "
				"action=\"https://donguri.5ch.net/confirm\"><a "
				"href=\"https://donguri.5ch.net\">垢版</a> | <input "
				"type=\"hidden\" name=\"url\" "
				"value=\"//hoge.5ch.net/test/read.cgi/testboard/1672531200/\"><input "
				"type=\"hidden\" name=\"date\" value=\"x\"><button "
				"type=\"submit\">大砲</button></form></span></summary><span "
				"style=\"width:100%;\"><span class=\"date\">2024/04/12(金) 00:48:28.91</span><span "
				"class=\"uid\">ID:plCuGxBZ0</span></span></details><section class=\"post-content\"> "
				"どんぐり </section>"
				"</article>");
	post_is(0, 22,
		"名無し 警備員[Lv.7][新][苗]||オッペケ Srea-/G3D||plCuGxBZ0||2024/04/12(金) 00:48:28.91|どんぐり");
}

static void test_dt(void)
{
	page("<html><head><title>古いスレ</title></head><body><h1>古いスレ</h1><dl class=\"thread\">\n"
	     "<dt>3 ：<font color=green><b>名無し：もどき</b></font>：2023/01/04(水) 19:57<dd><a "
	     "href=\"../test/read.cgi?"
	     "bbs=testboard&key=1672531200&st=2&to=2\">&gt;&gt;2</a> <br> ソース？ <br> <br><br>\n"
	     "<dt>5 ：<a href=\"mailto:sage\"><b>試験 </b>◆Abcd.EFg/h<b></b></a>：2023/01/05(木) 01:59:03.10 "
	     "ID:AbCdEfGh0 <a href=\"javascript:be(123456789);\">?2BP(10)</a><dd>無余白<br><br>\n"
	     "<dt>12 名前：<font color=forestgreen><b> 記者 </b></font> 投稿日： 23/01/06 21:30 ID:xxxxxxxx<br><dd> "
	     "倉庫 "
	     "<br><br><br>\n<dt>1001 ：<font color=green><b>１００１</b></font>：Over 1000 Thread<dd> 終 "
	     "<br><br>\n</dl>\n"
	     "<font color=red face=\"Arial\"><b>12 KB</b></font></body></html>");
	is_int((long long)seen.posts.n, 4, "dt and dd: four posts");
	post_is(0, 3, "名無し：もどき||||||2023/01/04(水) 19:57|>>2~ソース？");
	post_is(1, 5, "試験|sage||◆Abcd.EFg/h|AbCdEfGh0|123456789-2BP(10)|2023/01/05(木) 01:59:03.10|無余白");
	post_is(2, 12, "記者||||xxxxxxxx||23/01/06 21:30|倉庫");
	kind_is(3, BOARD_SYSTEM, "1001 is the system's");
	is_str(seen_at(&seen, 3), "１００１||||||Over 1000 Thread|終", "the page's end is no text");
}

static void test_jbbs_page(void)
{
	see_text(&seen,
		 STR("<html><head><title>したらば</title><link rel=\"canonical\" href=\"https://jbbs.shitaraba.net/bbs/"
		     "read.cgi/game/12345/1672531200/\"></head><body><dl id=\"thread-body\"><dt id=\"comment_1\"><a "
		     "href=\"/bbs/read.cgi/game/12345/1672531200/1\">1</a> ：<a href=\"mailto:sage\"><b>名無し</b></a> "
		     "：2023/01/01(日) 10:00:00 ID:AbCdEfGh</dt><dd>本文<br><br></dd></dl>"),
		 "");
	post_is(0, 1, "名無し|sage|||AbCdEfGh||2023/01/01(日) 10:00:00|本文");
	is_str(buf_cstr(&seen.source),
	       "|game/12345|1672531200|したらば|https://jbbs.shitaraba.net/bbs/read.cgi/game/12345/1672531200/",
	       "a board within a category");
}

/* Heads that other programs wrote. */
static void test_other_heads(void)
{
	page("<html><title>x</title><body><dl><dt>98 名前：<font color=\"#008800\"><b> なまら </b></font> 投稿日： "
	     "2023/08/04(金) 18:41:07 ID:EyIz7zyM <font size=1>[ host.example.jp\n ]</font><br><dd> まち <br><br>\n"
	     "<dt><a name=\"958\">958 </a> 名前：<a href=\"mailto:sage\"><b> 軍師 </B></a> 投稿日： 2023/06/30(金) "
	     "15:17 [ "
	     "r1FsjJhA ]<br><dd> したらば <br><br>\n"
	     "<dt>959 名前：<a href=\"mailto:sage \"><b>管理 </b></a> 2023/08/17 12:34:56 ID:AbC123<dd>間なし "
	     "<br><br><br>\n"
	     "</dl>");
	post_is(0, 98, "なまら||||EyIz7zyM||2023/08/04(金) 18:41:07|まち");
	post_is(1, 958, "軍師|sage|||r1FsjJhA||2023/06/30(金) 15:17|したらば");
	post_is(2, 959, "管理|sage |||AbC123||2023/08/17 12:34:56|間なし");
	ok(seen.posts.n == 3 && seen.posts.v[0].address && !seen.posts.v[1].address,
	   "a host is an address, an ID is none");
	see_text(&seen,
		 STR("<html><title>おーぷん</title><base href=\"https://hayabusa.open2ch.net/test/\"><div "
		     "class=\"thread\">\n"
		     "<dl val=\"1\" : \"\">\n<dt class=\"idDs8X mesg hd \" res=\"1\"><a class=\"num\" val=\"1\" "
		     "href=\"./1\">1 "
		     "：<font color=\"#228811\" class=\"name\"><b>名無し</b></font></a>：23/10/01(日) 14:49:20 <span "
		     "val=\"Ds8X\" "
		     "class=\"_id\"><a class=\"id\" "
		     "href=\"/test/read.cgi/livejupiter/1696139360/?id=Ds8X\">ID:Ds8X</a><a "
		     "href=\"/test/read.cgi/livejupiter/1696139360/?q=主\"><font "
		     "color=\"red\">主</font></a></span>\n<dd "
		     "class=\"idDs8X mesg body\" num=\"1\">一<br>二<br>\n</dd>\n<ares "
		     "num=\"1\"></ares>\n</dt>\n</dl>\n"),
		 "");
	is_str(buf_cstr(&seen.source),
	       "|livejupiter|1696139360|おーぷん|https://hayabusa.open2ch.net/test/read.cgi/livejupiter/1696139360/",
	       "open2ch");
	post_is(0, 1, "名無し||||Ds8X||23/10/01(日) 14:49:20 主|一~二");
}

static void test_2026(void)
{
	page("<html><head><title>t</title></head><body><h1 id=\"threadtitle\">t</h1><div id=\"1\" data-id=\"1\" "
	     "class=\"clear "
	     "post\"><div open=\"\" class=\"post-header\"><div><span class=\"postid\">1</span><span "
	     "class=\"postusername\"><b>"
	     "<a href=\"/cdn-cgi/l/email-protection#5a293b3d3f\">記者 ★</a></b></span></div><span "
	     "style=\"width:100%;\"><span "
	     "class=\"date\">2026/08/18(火) 18:28:34.19</span><span class=\"uid\">ID:abc123</span></span></div><div "
	     "class=\"post-content\"> 犬 <br>  <br> 公園 </div></div><div id=\"2\" class=\"clear post\"><div "
	     "class=\"post-header\"><span class=\"postid\">2</span></div><div class=\"post-content\">x</div></div>");
	post_is(0, 1, "記者 ★|sage|||abc123||2026/08/18(火) 18:28:34.19|犬~~公園");
	post_is(1, 2, "|||||||x");
}

/* ---- names ---- */

static void name_is(const char *name, const char *line)
{
	struct buf b = {0};

	buf_printf(&b,
		   HEAD
		   "<div class=\"post\" id=\"1\" data-date=\"NG\" data-userid=\"\"><span class=\"number\">1</span>"
		   "<span class=\"name\">%s</span><span class=\"date\">d</span><div class=\"message\"> t </div></div>",
		   name);
	see_text(&seen, buf_view(&b), URL);
	is_str(seen_at(&seen, 0), line, name);
	buf_free(&b);
}

static void test_names(void)
{
	name_is("<b><a href=\"mailto:sage\">無 </a></b><a href=\"mailto:sage\">(ﾜｯﾁｮｲ a1b2-cCWn)<b></b></a>",
		"無|sage|ワッチョイ a1b2-cCWn||||d|t"); /* as a browser saves what was misnested */
	name_is("<b><a href=\"mailto:sage<a href=\"http://www.pinktower.com/?http://example.com/x.html\">"
		"http://example.com/x.html</a>\">無</a></b>",
		"無|sagehttp://example.com/x.html|||||d|t");
	name_is("<b><a href='mailto:a&amp;b'>無</a></b>", "無|a&b|||||d|t");
	name_is("<b><a href=\"mailto:sage\"> </b><span style=\"color:#F9C\">【試】</span><b> </b>(ﾜｯﾁｮｲ "
		"33c5-agmj)<b></a></b>",
		"【試】|sage|ワッチョイ 33c5-agmj||||d|t");
	name_is("<b><a href=\"mailto:0120\">試験 </b>◆xkberHzFgE <b> </b>(ﾜｯﾁｮｲ 4271-zcaE)<b></a></b>",
		"試験|0120|ワッチョイ 4271-zcaE|◆xkberHzFgE|||d|t");
	name_is("<b>にせ◆xkberHzFgE(ﾜｯﾁｮｲ 4271-zcaE)</b>", "にせ◆xkberHzFgE(ﾜｯﾁｮｲ 4271-zcaE)||||||d|t");
	name_is("<b>無 <small></small></b>", "無||||||d|t");
	name_is("<b><a href=\"mailto:sage\"></a></b>", "|sage|||||d|t");
}

/* ---- identity ---- */

static void source_is(const char *html, const char *url, const char *want, const char *what)
{
	struct buf b = {0};

	buf_cat(&b, html);
	buf_cat(&b, "<div class=\"post\" id=\"1\" data-date=\"NG\" data-userid=\"\"><div class=\"message\"><a href=\""
		    "https://other.5ch.net/test/read.cgi/other/1600000000/5\">http://x</a> <a href=\"../test/read.cgi/"
		    "mine/1672531200/1\">&gt;&gt;1</a></div></div>");
	see_text(&seen, buf_view(&b), url);
	is_str(buf_cstr(&seen.source), want, what);
	buf_free(&b);
}

#define SITE "https://host.5ch.net/test/read.cgi/mine/1672531200/"

static void test_identity(void)
{
	source_is("", "", "5ch|mine|1672531200||", "an anchor's link says which thread, no host");
	source_is("", "https://host.5ch.net/test/read.cgi/mine/1672531200/l50", "|mine|1672531200||" SITE,
		  "the caller's address");
	source_is("<link rel=\"canonical\" href=\"" SITE "\">", "", "|mine|1672531200||" SITE, "canonical");
	source_is("<meta property=\"og:url\" content=\"http://host.5ch.net/test/read.cgi/mine/1672531200\">", "",
		  "|mine|1672531200||" SITE, "og:url");
	source_is("<input type=\"hidden\" id=\"zxcvtypo\" value=\"//host.5ch.net/test/read.cgi/mine/1672531200\">", "",
		  "|mine|1672531200||" SITE, "a hidden field");
	source_is("<form action=\"//host.5ch.net/test/bbs.cgi\"><input name=\"bbs\" value=\"mine\"><input name=\"key\" "
		  "value=\"1672531200\"></form>",
		  "", "|mine|1672531200||" SITE, "the form");
	source_is("<a href=\"//host.5ch.net/test/read.cgi/mine/1672531200/l50\">最新50</a>", "",
		  "|mine|1672531200||" SITE, "a link above");
	source_is("<a href=\"//other.5ch.net/test/read.cgi/other/1600000000/\">おすすめ</a>", "",
		  "5ch|mine|1672531200||", "not a link to another thread");
	source_is("<a href=\"//itest.5ch.net/host/test/read.cgi/mine/1672531200/l50\">スマホ</a>", "",
		  "|mine|1672531200||" SITE, "the smartphone site");
	source_is("<a href=\"//host.5ch.net/test/read.cgi/c/mine/1672531200/l50\">クラシック</a>", "",
		  "|mine|1672531200||" SITE, "/c/");
	source_is("", "http://piza.2ch.net/mine/kako/978/97860/978600696.html",
		  "|mine|978600696||https://piza.2ch.net/test/read.cgi/mine/978600696/", "an archive of the board");
	source_is("", "https://web.archive.org/web/20230304050607/http://host.5ch.net/test/read.cgi/mine/1672531200/",
		  "|mine|1672531200||" SITE, "within the Wayback Machine's address");
	is_str(buf_cstr(&seen.part),
	       "readcgi|CP932|https://web.archive.org/web/20230304050607/http://host.5ch.net/test/read.cgi/mine/"
	       "1672531200/"
	       "|35",
	       "a copy of the archive is an archive's copy");
	source_is("<title>other</title><h1 id=\"threadtitle\">名 &amp; 前\n</h1>", SITE,
		  "|mine|1672531200|名 & 前|" SITE, "a head line before the title");
	see_text(&seen,
		 STR("<html><dl><dt>1 ：x：2023/01/01<dd>a</dl><form><input name=bbs value=mine><input name=key "
		     "value=1672531200>"
		     "</form><dl><dt>1 ：y：2023/01/01<dd>b</dl><form><input name=bbs value=mine><input name=key "
		     "value=1672531201></form>"),
		 "");
	ok(!seen.good && strstr(seen.err.text, "several threads"), "a board's front page");
	struct board_input in = {
		.bytes = STR("<div class=\"post\" id=\"1\" data-date=\"NG\"><div class=\"date\">2023/01/01(日) "
			     "09:00:00.40</div><div class=\"message\">x</div></div>"),
		.board = STR("mine"),
		.retrieved_at = BOARD_NO_TIME,
		.first = -1};
	see(&seen, &in);
	is_str(buf_cstr(&seen.source), "5ch|mine|1672531200||", "no key anywhere: the first post's second");
	see_text(&seen, STR("<div class=\"post\" id=\"1\" data-date=\"NG\"><div class=\"message\">x</div></div>"), "");
	ok(!seen.good && seen.err.code == ERR_INPUT && strstr(seen.err.text, "which thread"),
	   "a page of an unknown thread");
}

/* ---- damage ---- */

static void test_damage(void)
{
	page(HEAD ARTICLE("10", "") "<span class=\"postusername\"><b>a</b></span><span class=\"date\">2023/01/02(月) "
				    "00:00:00.00</span><section class=\"post-content\"> cut in the mid");
	post_is(0, 10, "a||||||2023/01/02(月) 00:00:00.00|cut in the mid");
	ok(seen.posts.n == 1 && seen.posts.v[0].broken, "a page that ends within a post: broken, and kept");
	page(HEAD ARTICLE("10", "") "<span class=\"postusername\"><b>a<span class=\"date\">d" ARTICLE(
		"11", "") "<span class=\"postusername\"><b>b</b></span><section "
			  "class=\"post-content\">c</section></article>");
	is_int((long long)seen.posts.n, 2, "the next post begins whatever is open");
	post_is(0, 10, "a||||||d|");
	post_is(1, 11, "b|||||||c");
	page("<html><body><div class=\"post\" id=\"1\" data-date=\"NG\"><span "
	     "class=\"name\"><b>\x83\x65\x83\x58\x83\x67\x81"
	     "</b></span><span class=\"date\">d</span><div class=\"message\"> \x96\x7B\x95\xB6\x81<br> \x83\x65 "
	     "</div></div>");
	post_is(0, 1, "テスト\xEF\xBF\xBD||||||d|本文\xEF\xBF\xBD~テ");
	ok(seen.posts.n == 1 && seen.posts.v[0].bad == 2, "half a character harms its own field only");
	page("\"<html><body><div class=\\\"post\\\" id=\\\"1\\\">\"");
	ok(!seen.good && strstr(seen.err.text, "debugger"), "a page in a string is told as that");
	page(HEAD
	     "<input type=\"hidden\" id=\"zxcvtypo\" value=\"//hoge.5ch.net/test/read.cgi/testboard/1672531200\">");
	ok(seen.good && !seen.posts.n && strstr(buf_cstr(&seen.messages), "without its posts"), "no posts: said");
}

static void test_places(void)
{
	static const char html[] =
		"<div class=\"post\" id=\"1\" data-date=\"NG\"><div class=\"message\">x</div></div>\n";
	struct buf b = {0};

	buf_cat(&b, html);
	buf_cat(&b, html);
	see_text(&seen, buf_view(&b), URL);
	ok(seen.posts.n == 2 && seen.posts.v[1].start == sizeof html - 1 &&
		   !strncmp(b.p + seen.posts.v[1].start, "<div", 4),
	   "where a post starts in the file");
	ok(seen.posts.n == 2 && !strncmp(b.p + seen.posts.v[1].end - 6, "</div>", 6), "and where it ends");
	buf_free(&b);
}

/* ---- real pages ---- */

struct totals {
	size_t system, ids, slips, trips, anchors, broken;
	long first, last;
};

static struct totals count(void)
{
	struct totals t = {0};

	for (size_t i = 0; i < seen.posts.n; i++) {
		const struct seen_post *p = &seen.posts.v[i];

		t.system += p->kind == BOARD_SYSTEM;
		t.ids += p->id;
		t.slips += p->slip;
		t.trips += p->trip;
		t.anchors += p->n_anchors;
		t.broken += p->broken;
		t.last = p->number;
	}
	t.first = seen.posts.n ? seen.posts.v[0].number : 0;
	return t;
}

static void totals_are(size_t posts, struct totals want)
{
	struct totals t = count();

	is_int((long long)seen.posts.n, (long long)posts, "posts");
	is_int(t.first, want.first, "the first number");
	is_int(t.last, want.last, "the last");
	is_int((long long)t.system, (long long)want.system, "of the system");
	is_int((long long)t.ids, (long long)want.ids, "with an ID");
	is_int((long long)t.slips, (long long)want.slips, "with a slip");
	is_int((long long)t.trips, (long long)want.trips, "with a trip");
	is_int((long long)t.anchors, (long long)want.anchors, "anchors");
	is_int((long long)t.broken, 0, "broken");
	is_str(buf_cstr(&seen.messages), "", "no messages");
}

/* The pages' own truth: counted in the bytes by a throw-away script of another make, and by reading. One anchor in each
 * has a single ">", and is no anchor. */
static void test_pages(void)
{
	if (see_fixture(&seen, "boards/5ch-html/readcgi-2022-krsw-oneline.unescaped.html", "", &bytes)) {
		is_str(buf_cstr(&seen.part), "readcgi|UTF-8||40", "a page on one line; its charset is a lie");
		is_str(buf_cstr(&seen.source),
		       "|ff|1655901107|【総合】ドラクエ3 そして伝説へ… Part264【DQ3/ドラゴンクエスト3】|"
		       "https://krsw.5ch.net/test/read.cgi/ff/1655901107/",
		       "its thread");
		totals_are(1002,
			   (struct totals){
				   .first = 1, .last = 1002, .system = 2, .ids = 1000, .slips = 1000, .anchors = 296});
		is_str(seen_at(&seen, 999),
		       "名前が無い＠ただの名無しのようだ|sage|ワッチョイ 41b7-1cpQ||5w+Sabuu0||2022/07/26(火) "
		       "14:45:56.06|"
		       "そこまで謝らなくてもいいよ",
		       "post 1000");
	}
	if (see_fixture(&seen, "boards/5ch-html/readcgi-2023-article-saved.html", "", &bytes)) {
		is_str(buf_cstr(&seen.part), "readcgi|CP932|https://egg.5ch.net/test/read.cgi/software/1675228865/|40",
		       "a page that a browser saved: the comment's address");
		is_str(buf_cstr(&seen.source),
		       "|software|1675228865|２chAPIProxy ２２|https://egg.5ch.net/test/read.cgi/software/1675228865/",
		       "its thread");
		totals_are(1002, (struct totals){.first = 1, .last = 1002, .system = 2, .ids = 997, .anchors = 442});
		is_str(seen_at(&seen, 999),
		       "名無しさん＠お腹いっぱい。||||LdU3YexI0||2023/05/13(土) 18:17:27.00|"
		       "恥ずかしいのは>>993のほうだったみたい。",
		       "post 1000");
	}
	if (see_fixture(&seen, "boards/5ch-html/readcgi-v5-dtdd.min.html", "", &bytes)) {
		is_str(buf_cstr(&seen.source), "5ch|download|978600696|ダウンロード板の古いスレ|", "an old page");
		totals_are(5, (struct totals){.first = 3, .last = 138, .anchors = 2});
		post_is(0, 3, "名無しさん＠お腹いっぱい。||||||2001/01/04(木) 19:57|>>2~ソースってこと？");
		post_is(1, 5, "(●´ー｀●)||||||2001/01/05(金) 01:59|できんのけ？");
		post_is(4, 138,
			"名無し募集中。。。|sage|||||2019/04/22(月) 01:25:43.27 0|こりゃ陸上競技見に行かなあかんな");
	}
	if (see_fixture(&seen, "boards/5ch-html/readcgi-2022-krsw-oneline.html", "", &bytes))
		ok(!seen.good && strstr(seen.err.text, "debugger"), "a debugger's dump is told as what it is");
	if (see_fixture(&seen, "boards/5ch-html/readcgi-2023-head-part.html", "", &bytes))
		ok(seen.good && !seen.posts.n && strstr(buf_cstr(&seen.messages), "without its posts"),
		   "a head without posts");
}

/* The first posts of the snippets, read by eye. */
static void test_snippets(void)
{
	if (see_fixture(&seen, "boards/5ch-html/article-2023-snippets.txt", "", &bytes)) {
		is_int((long long)seen.posts.n, 10, "articles");
		is_str(seen_at(&seen, 6),
		       "p53 ★|やっとでました|||||NG NG|p53 ver 0.16 (Perl,SJIS) 2016/01/04 FOX. [on]~元のスレ "
		       "http://hope.2ch.net/test/read.cgi/idol/1451917253/1~18422 -> 4827 (バイト)~"
		       "p53　このスレは検体(実験台)です。巨大コピペ大歓迎。~p53 "
		       "とは、http://server.maido3.com/?txt=kirei#top",
		       "date and uid NG");
		is_str(seen_at(&seen, 8),
		       "名無しさん＠ログイン中||||QOxLhn3Q|676665312-S★(2770727)|2022/09/05(月) 19:05:55.09|"
		       "sssp://img.5ch.net/premium/6666924.gif~テスト",
		       "be and its icon");
		is_str(seen_at(&seen, 9),
		       "名無しさん＠実況は禁止ですよ||||||2023/03/22(水) "
		       "06:51:58.35|>>161~なら大元の権利自体を買えば良いだけ",
		       "no ID");
	}
	if (see_fixture(&seen, "boards/5ch-html/bbspink-2017-dl.txt", "", &bytes)) {
		is_int((long long)seen.posts.n, 2, "old and new layout of bbspink");
		is_str(seen_at(&seen, 0),
		       "名無しさん＠お腹いっぱい。||ワッチョイ a54b-Vm/o||kYHBYqBg0||2017/02/20(月) "
		       "23:28:28.09|>>108~まとめ乙",
		       "v6");
	}
	if (see_fixture(&seen, "boards/5ch-html/date-id-variants.txt", "", &bytes)) {
		is_int((long long)seen.posts.n, 5, "date and id variants");
		is_str(seen_at(&seen, 1),
		       "番組の途中ですがアフィサイトへの転載は禁止です|sage|オイコラミネオ MMb1-Bi06||OoBRYlbzM|"
		       "843246759-2BP(1002)|2018/01/12(金) "
		       "18:51:23.11|sssp://img.5ch.net/ico/3-2.gif~この話題だせえ奴しかいないな",
		       "misnested, then saved by a browser");
		is_str(seen_at(&seen, 3),
		       "転載ダメ©bbspink.com|sagete|||||2017/09/20(水) 20:24:51.05|Yuifes★LOVE×Live2018~"
		       "https://twitter.com/YuiSakakibara/status/905994603844608000~https://wardrecords.com/special/"
		       "yuifes2018/",
		       "pinktower");
	}
	if (see_fixture(&seen, "boards/5ch-html/donguri-2024-snippets.txt", "", &bytes)) {
		is_int((long long)seen.posts.n, 7, "donguri");
		is_str(seen_at(&seen, 2),
		       "名無しさん＠お腹いっぱい。 ころころ||||plCuGxBZ0||2024/04/12(金) 00:48:28.91|"
		       "うらやましい生き方してんな",
		       "ころころ");
		is_str(seen_at(&seen, 6),
		       "顔デカ 警備員[Lv.12(前19)][苗][芽]||ワッチョイW ac0d-89Xz||JroisIg/0|681125504-2BP(1000)|"
		       "2024/04/25(木) 17:49:29.37|sssp://img.5ch.net/ico/nida.gif~ゆっくりバイデンだぜ！~"
		       "今日はイスラエルの偉大さを解説するんだぜ！",
		       "a guard with brackets in his level");
	}
	if (see_fixture(&seen, "boards/5ch-html/date-NG.txt", "https://a.2ch.net/test/read.cgi/poverty/1493824410/",
			&bytes)) {
		is_int((long long)seen.posts.n, 2, "dates NG");
		ok(strstr(seen_at(&seen, 0),
			  "||ワッチョイ 5ec3-M6MK|||517459952-PLT(12001)|NG NG|sssp://img.2ch.net/ico/"
			  "o_anime_basiin.gif~NHKBS　発表！") != NULL,
		   "be without a date");
	}
	if (see_fixture(&seen, "boards/5ch-html/readcgi7-2017-thread-div.txt", "", &bytes)) {
		is_int((long long)seen.posts.n, 3, "v7; the fourth is cut before it says anything");
		is_str(buf_cstr(&seen.source),
		       "|sjis8|1483697264||https://agree.2ch.net/test/read.cgi/sjis8/1483697264/",
		       "its links say which");
		is_str(seen_at(&seen, 2),
		       "Anonymous||||||2017/01/06(Fri) 23:36:43.39|a~b~c~d~e~f~g~h~i~j~k~l~m~n~o~p~q~r~s~t",
		       "English weekday");
	}
	if (see_fixture(&seen, "boards/5ch-html/readcgi-v5-old-dtdd.notes.txt", "", &bytes))
		is_int((long long)seen.posts.n, 3, "2001");
	if (see_fixture(&seen, "boards/5ch-html/name-field-variants.txt", URL, &bytes)) {
		is_int((long long)seen.posts.n, 1, "one whole post among names");
		is_str(seen_at(&seen, 0),
		       "番組の途中ですがアフィサイトへの転載は禁止です|sage|ワッチョイ b1a8-cCWn||9j6AOFqJ0||"
		       "2017/03/18(土) 10:54:39.47|レス数5963で強制ストップだったりしてｗ",
		       "it");
	}
}

int main(void)
{
	test_v7();
	test_v6();
	test_pink();
	test_v8();
	test_donguri();
	test_dt();
	test_jbbs_page();
	test_other_heads();
	test_2026();
	test_names();
	test_identity();
	test_damage();
	test_places();
	test_pages();
	test_snippets();
	seen_clear(&seen);
	buf_free(&bytes);
	return done();
}
