/* board: encodings of fields, heads, anchors, dats, and what is refused. Examples from boards.md 0, 1 and 12.1. */
#include "../../src/board/board_int.h"
#include "../tap.h"
#include "board_posts.h"

#include <stdio.h>

/* ---- decoding ---- */

static void decodes(const char *encoding, const char *bytes, size_t n, const char *want, size_t bad, const char *what)
{
	struct buf b = {0};
	size_t got = board_decode((struct str){bytes, n}, encoding, &b);

	is_bytes(b.p ? b.p : "", b.n, want, what);
	is_int((long long)got, (long long)bad, "  ill-formed sequences");
	buf_free(&b);
}
#define DECODES(encoding, literal, want, bad) decodes(encoding, literal, sizeof(literal) - 1, want, bad, want)

static void test_decode(void)
{
	DECODES("CP932", "\x96\xBC\x96\xB3\x82\xB5 abc", "名無し abc", 0);
	DECODES("CP932", "\x81\x60\x81\x7C\x81\x61\\~\x87\x40\xFA\x40", "～－∥\\~①ⅰ", 0); /* not Shift_JIS */
	DECODES("CP932", "\x95\x5C\x8E\xA6\x83\x5C", "表示ソ", 0);                        /* 5C as a second byte */
	DECODES("CP932", "\xDC\xAF\xC1\xAE\xB2", "ﾜｯﾁｮｲ", 0);
	DECODES("CP932",
		"a\0b\rc\xA0"
		"d",
		"a bc d", 0);
	DECODES("CP932", "\x82\xA0\x83", "あ\uFFFD", 1);      /* a lead alone */
	DECODES("CP932", "\x81\x3F\x82\xA0", "\uFFFD?あ", 1); /* the second byte may be markup */
	DECODES("CP932", "\xFD\xFE\xFF\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4);
	DECODES("CP932", "あいう", "あいう", 0);               /* UTF-8 within a CP932 file */
	DECODES("CP932", "caf\xC3\xA9\x80", "cafﾃｩ\uFFFD", 1); /* and none, that is no UTF-8 */
	DECODES("EUC-JP", "\xA4\xA2\xAD\xA1\x8E\xB1\x8F\xB0\xA1", "あ①ｱ丂", 0);
	DECODES("EUC-JP", "\xA4\xA2\x8F\xB0 \xFF", "あ\uFFFD\uFFFD \uFFFD", 3);
	DECODES("UTF-8", "あ\xE3\x81 x\0", "あ\uFFFD x ", 1);
	DECODES("CP932", "", "", 0);
	is_str(board_encoding(STR("\x82\xA0\x82\xA2\x82\xA4"), STR("UTF-8")), "CP932",
	       "what is declared does not count");
	is_str(board_encoding(STR("\xA4\xA2\xA4\xA4\xA4\xA6"), STR("")), "EUC-JP", "EUC-JP");
	is_str(board_encoding(STR("\xB1\xB2\xB3\xB4\xB5\xB6\xB7\xB8 \x82\xA0"), STR("")), "CP932",
	       "kana of half width");
	is_str(board_encoding(STR("あい"), STR("Shift_JIS")), "UTF-8", "UTF-8 that says it is Shift_JIS");
	is_str(board_encoding(STR("abc"), STR("euc-jp")), "EUC-JP", "where nothing can be told, it does");
	is_str(board_encoding(STR("abc"), STR("latin1")), "CP932", "and where it is nonsense, boards' own");
	ok(!board_encoding_named(STR("klingon")), "no such encoding");
}

/* ---- heads ---- */

static struct head head;
static struct board_post post;

/* NAME|slip|trip|address */
static void name(const char *html, const char *want)
{
	struct buf b = {0};

	post = (struct board_post){0};
	head_clear(&head);
	head_name(&head, str_c(html), &post);
	buf_printf(&b, STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT, STR_ARG(post.name), STR_ARG(post.slip),
		   STR_ARG(post.trip), STR_ARG(post.address));
	is_str(buf_cstr(&b), want, html);
	buf_free(&b);
}

static void test_names(void)
{
	name("名無しさん", "名無しさん|||");
	name("", "|||");
	name("ホットカルピス </b>◆RC6W0XmCeU <b>", "ホットカルピス||◆RC6W0XmCeU|");
	name("</b>スペインオオヤマネコ<b></b>(秋田県)<b> <small>[US]</small>", "スペインオオヤマネコ(秋田県) [US]|||");
	name(" </b><span style=\"color:#F9C\">【男の娘】</span><b> ", "【男の娘】|||");
	name("夜のけいちゃん ★", "夜のけいちゃん ★|||");
	name("名無し </b>(ﾜｯﾁｮｲ 33c5-agmj)<b>", "名無し|ワッチョイ 33c5-agmj||");
	name("名無し </b>(ﾜｯﾁｮｲW 6711-w6DU [203.0.113.7])<b>", "名無し|ワッチョイW 6711-w6DU||203.0.113.7");
	name("名無し </b>(ｽｯﾌﾟﾌﾟ Sd5e-2ovy [203.0.113.7 [上級国民]])<b>",
	     "名無し [上級国民]|スッププ Sd5e-2ovy||203.0.113.7");
	name("x</b> (ｵｲｺﾗﾐﾈｵ MMb1-Bi06 [2001:db8::1])<b>", "x|オイコラミネオ MMb1-Bi06||2001:db8::1");
	name("x</b>(JP 0H0e-KPRk)<b>", "x|JP 0H0e-KPRk||");
	name("x</b> (ｽﾌﾟｰ ba49-e281)<b>", "x|スプー ba49-e281||"); /* jbbs */
	name("x</b>(ｳﾞｧｶﾞﾊﾞﾊﾟ AA/+-0123)<b>", "x|ヴァガバパ AA/+-0123||");
	name("x</b>(ﾜｯﾁｮｲ 203.0.113.25)<b>", "x(ﾜｯﾁｮｲ)|||203.0.113.25"); /* no keys: no slip */
	name("x</b>(ﾜｯﾁｮｲ)<b>", "x(ﾜｯﾁｮｲ)|||");
	name("x</b>[203.0.113.9]<b>", "x|||203.0.113.9");
	name("x</b>(203.0.113.9)<b>", "x|||203.0.113.9");
	name("x</b>(発信元:203.0.113.9)<b>", "x()|||203.0.113.9");
	name("x </b>◆abcdefgh01 (ﾜｯﾁｮｲ 33c5-agmj [203.0.113.9])<b>", "x|ワッチョイ 33c5-agmj|◆abcdefgh01|203.0.113.9");
	name("x </b>◆ｱｲｳabcdefgh01k0! <b>", "x !||◆ｱｲｳabcdefgh01k0|"); /* at most 15 */
	name("</b>◆??? <b>", "||◆???|");
	name("</b>◆short<b>", "◆short|||");
	name("(ﾜｯﾁｮｲ 33c5-agmj) ◆RC6W0XmCeU", "(ﾜｯﾁｮｲ 33c5-agmj) ◆RC6W0XmCeU|||"); /* typed by the poster */
	name("a<b></b>b&amp;</b>&gt;c<b>", "ab&>c|||");
	name("<font color=\"#FF0000\">管理人◆wcwifqXH★</font>", "管理人★||◆wcwifqXH|"); /* a cap of jbbs */
	name("ころころ</b> 警備員[Lv.1][新][苗]<b>", "ころころ 警備員[Lv.1][新][苗]|||");
	name("</b>(((<b></b>[[[", "((([[[|||");
}

/* DATE|time|poster|be|address */
static void date(const char *html, int64_t created_at, const char *want)
{
	struct buf b = {0};

	post = (struct board_post){0};
	head_clear(&head);
	head_date(&head, str_c(html), created_at, &post);
	buf_printf(&b, STR_FMT "|", STR_ARG(post.date_text));
	if (post.posted_at != BOARD_NO_TIME)
		buf_printf(&b, "%lld", (long long)post.posted_at);
	buf_printf(&b, "|" STR_FMT "|" STR_FMT "|" STR_FMT, STR_ARG(post.poster), STR_ARG(post.be),
		   STR_ARG(post.address));
	is_str(buf_cstr(&b), want, html);
	buf_free(&b);
}

static void test_dates(void)
{
	const int64_t none = BOARD_NO_TIME, key = INT64_C(1672114177000);

	date("2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0", key, "2022/12/27(火) 13:09:37.29|1672114177290|AbCdEfGh0||");
	date("2004/08/23(月) 17:55:01", none, "2004/08/23(月) 17:55:01|1093251301000|||");
	date("04/08/23 17:55", none, "04/08/23 17:55|1093251300000|||");
	date("2017/04/01(Sat) 00:00:00.5", none, "2017/04/01(Sat) 00:00:00.5|1490972400500|||");
	date("NG NG", none, "NG NG||||");
	date("Over 1000 Thread", none, "Over 1000 Thread||||");
	date("2022/04/01(金) 25:61:99 ID:x", none, "2022/04/01(金) 25:61:99||x||");
	date("2022/02/30(水) 00:00:00.00", none, "2022/02/30(水) 00:00:00.00||||");
	date("1022/12/27(火) 13:09:37.29", key, "1022/12/27(火) 13:09:37.29||||"); /* not of this thread */
	date("2032/12/27(月) 13:09:37.29", key, "2032/12/27(月) 13:09:37.29|1987733377290|||");
	date("2020/09/03(木) 09:49:15.02 ID:yoYhZykh BE:136914265-S★(615094)", none,
	     "2020/09/03(木) 09:49:15.02|1599094155020|yoYhZykh|136914265-S★(615094)|");
	date("2005/05/05(木) 00:00:00 ID:a <a href=\"javascript:be(136914265);\">?S★(615094)</a>", none,
	     "2005/05/05(木) 00:00:00|1115218800000|a|136914265-S★(615094)|");
	date("2014/05/01(木) 12:00:00.00 ID:abcdEFGH0.net", none,
	     "2014/05/01(木) 12:00:00.00 .net|1398913200000|abcdEFGH0||");
	date("2014/05/01(木) 12:00:00.00.sc", none, "2014/05/01(木) 12:00:00.00.sc|1398913200000|||");
	date("2021/08/04(水) 12:00:00 ID:AAAAAAAA HOST:a.example b", none,
	     "2021/08/04(水) 12:00:00|1628046000000|AAAAAAAA||a.example b");
	date("2021/08/04(水) 12:00:00 発信元:203.0.113.7 0", none,
	     "2021/08/04(水) 12:00:00 0|1628046000000|||203.0.113.7");
	date("2021/08/04(水) 12:00:00 ID:??? <a href=\"http://stock.example/\">株</a>", none,
	     "2021/08/04(水) 12:00:00 株|1628046000000|???||");
	date("うふ～ん ID:DELETED", none, "うふ～ん ID:DELETED||||");
	date("", none, "||||");
}

/* ---- anchors ---- */

/* "from-to:text" of each, joined with blanks */
static void anchors(const char *text, const char *want)
{
	static anchor_vec found;
	struct buf b = {0};

	anchors_of(str_c(text), &found);
	for (size_t i = 0; i < found.n; i++) {
		buf_printf(&b, "%s%ld", i ? " " : "", found.v[i].from);
		if (found.v[i].to != found.v[i].from)
			buf_printf(&b, "-%ld", found.v[i].to);
		buf_printf(&b, ":%.*s", (int)(found.v[i].end - found.v[i].start), text + found.v[i].start);
	}
	is_str(buf_cstr(&b), want, strchr(text, '\n') ? "lines" : text);
	buf_free(&b);
}

static void test_anchors(void)
{
	anchors(">>545", "545:>>545");
	anchors("あ>>1さん、＞＞２も≫3 ＞>4", "1:>>1 2:＞＞２ 3:≫3 4:＞>4");
	anchors(">>2-5 >>2－5 >>2‐5 >>2−5 >>2–5 >>2ー5 >>2～5 >>2〜5 >>2~5",
		"2-5:>>2-5 2-5:>>2－5 2-5:>>2‐5 2-5:>>2−5 2-5:>>2–5 2-5:>>2ー5 2-5:>>2～5 2-5:>>2〜5 2-5:>>2~5");
	anchors(">>135,146,147 >>1、575 >>7、8+9=10", "135:>>135 146:146 147:147 1:>>1 575:575 7:>>7 8:8 9:9 10:10");
	anchors(">>83、>>85-87，90", "83:>>83 85-87:>>85-87 90:90");
	anchors(">>1１", "11:>>1１");
	anchors(">>-1 >>0 >>99999999999999999999 >>2-1 >>1,2,3-", "1-2:>>2-1 1:>>1 2:2 3:3");
	anchors(">>123456", "");
	anchors(">>5-100000", "5:>>5");
	anchors(">>>3", "3:>>>3");
	anchors("x>3 a>>b >> 3 -> 5", "");
	anchors(">3\n>4年前の話\n> 5\n>6 7", "3:>3 6:>6"); /* a single mark, at the start of a line */
	anchors(">", "");
	anchors("", "");
}

/* ---- dats ---- */

static struct came came;
static struct err error;

static const char *read_as(const char *text, const char *path, long first, const char *board)
{
	struct board_input in = {.bytes = str_c(text),
				 .path = str_c(path),
				 .board = str_c(board),
				 .retrieved_at = BOARD_NO_TIME,
				 .first = first};

	if (!came_read(&in, &came, &error)) {
		buf_free(&came.log);
		buf_cat(&came.log, error.text);
	}
	return buf_cstr(&came.log);
}

static void reads(const char *text, const char *path, const char *want, const char *what)
{
	is_str(read_as(text, path, -1, "b1"), want, what);
	ok(!came.bad_range, "  within the file");
}

static void test_dat(void)
{
	reads("名無し<>sage<>2022/12/27(火) 13:09:37.29 ID:AbCdEfGh0<> 一 <br> 二 &gt;&gt;1 <>題 &amp; 名 \t\n"
	      "\r\n"
	      "n<><>2022/12/27(火) 13:10:00.00 ID:x<> x <>\r\n"
	      "あぼーん<>あぼーん<>あぼーん<>あぼーん<>あぼーん\n"
	      "うふ～ん<>うふ～ん<>うふ～ん ID:DELETED<>うふ～ん<>うふ～ん<>\n"
	      "うふーん<>うふーん<>うふーん<>うふーん\n"
	      "n<>sage<>＜削除＞<> ＜削除＞ <>\n"
	      "[消]<>[消]<>[消]<>[消]<>\n"
	      "壊れ<>sage\n"
	      "n<><>NG NG<>古い<>\n"
	      "1001<><>Over 1000 Thread<> 終 <>\n"
	      "停止しました。。。<>停止<>停止<>真・スレッドストッパー<>\n"
	      "n<>s<>2022/12/27(火) 13:11:00.00<> 途中で切",
	      "x/1672114177.dat",
	      "part dat 50\n"
	      "source 5ch b1 1672114177 \"題 & 名\" 1672114177000\n"
	      "post post 1  [名無し|sage||AbCdEfGh0||] 2022/12/27(火) 13:09:37.29 1672114177290 540 \"一\\n二 >>1\" "
	      "@8-11>1-1\n"
	      "post post 2  [n|||x||] 2022/12/27(火) 13:10:00.00 1672114200000 540 \"x\"\n"
	      "post deleted 3  [あぼーん|あぼーん||||] あぼーん - 540 \"あぼーん\"\n"
	      "post deleted 4  [うふ～ん|うふ～ん||||] うふ～ん ID:DELETED - 540 \"うふ～ん\"\n"
	      "post deleted 5  [うふーん|うふーん||||] うふーん - 540 \"うふーん\"\n"
	      "post deleted 6  [n|sage||||] ＜削除＞ - 540 \"＜削除＞\"\n"
	      "post deleted 7  [[消]|[消]||||] [消] - 540 \"[消]\"\n"
	      "post post! 8  [|||||]  - 540 \"壊れ<>sage\"\n"
	      "post post 9  [n|||||] NG NG - 540 \"古い\"\n"
	      "post system 10  [1001|||||] Over 1000 Thread - 540 \"終\"\n"
	      "post system 11  [停止しました。。。|停止||||] 停止 - 540 \"真・スレッドストッパー\"\n"
	      "post post! 12  [n|s||||] 2022/12/27(火) 13:11:00.00 1672114260000 540 \"途中で切\"\n",
	      "every kind of line");
	reads("n<>m<>2022/12/27(火) 13:09:37.29<>b<>t<>u<>v<>w\n", "1672114177.dat",
	      "part dat 50\nsource 5ch b1 1672114177 \"t\" 1672114177000\n"
	      "post post! 1  [n|m||||] 2022/12/27(火) 13:09:37.29 1672114177290 540 \"b\\n<>u<>v<>w\"\n",
	      "more fields than there are: nothing is lost");
	reads("名,,2000/01/01(土) 00:00,明け＠｀おめ<br>二,新年＠｀スレ\n名,sage,2000/01/01(土) 00:01,乙,\n",
	      "946652400.dat",
	      "part dat-comma 50\nsource 5ch b1 946652400 \"新年,スレ\" 946652400000\n"
	      "post post 1  [名|||||] 2000/01/01(土) 00:00 946652400000 540 \"明け,おめ\\n二\"\n"
	      "post post 2  [名|sage||||] 2000/01/01(土) 00:01 946652460000 540 \"乙\"\n",
	      "commas");
	reads("n<><>2022/12/27(火) 13:09:37.29 ID:a<> x <>t\nn<><>2022/12/27(火) 13:09:38.00 ID:a<> y <>\n"
	      "n<><>2022/12/27(火) 13:09:38.00 ID:a<> y <>\n",
	      "1672114177.dat",
	      "part dat 50\nsource 5ch b1 1672114177 \"t\" 1672114177000\n"
	      "post post 1  [n|||a||] 2022/12/27(火) 13:09:37.29 1672114177290 540 \"x\"\n"
	      "post post 2  [n|||a||] 2022/12/27(火) 13:09:38.00 1672114178000 540 \"y\"\n"
	      "post post 3  [n|||a||] 2022/12/27(火) 13:09:38.00 1672114178000 540 \"y\"\n"
	      "message 1672114177.dat: lines that are the same, to the hundredth of a second, as the line above them: "
	      "1, the "
	      "first is >>3; a browser may have written them twice, and the numbers after them be too high\n",
	      "a line twice: said, and nothing dropped");
	reads("n<><>2019/06/12(水) 09:00:00<> x <>t\n", "9240000000.dat",
	      "part dat 50\nsource 5ch b1 9240000000 \"t\" -\n"
	      "post post 1  [n|||||] 2019/06/12(水) 09:00:00 1560297600000 540 \"x\"\n",
	      "the key of a notice is no time");
	reads("n<><>2014/05/01(木) 12:00:00.00 ID:abcdEFGH0.net<> x <>t\n", "1398913200.dat",
	      "part dat 50\nsource 2ch.sc b1 1398913200 \"t\" 1398913200000\n"
	      "post post 1  [n|||abcdEFGH0||] 2014/05/01(木) 12:00:00.00 .net 1398913200000 540 \"x\"\n",
	      "2ch.sc is told by what it adds");
}

static const char linked[] =
	"n<><>2022/12/27(火) 13:09:37.00<> <a href=\"../test/read.cgi/liveuranus/1672114177/1\">1</a> <>t\n";
static const char tail[] = "n<>sage<>2022/12/27(火) 21:00:00.00 ID:x<> &gt;&gt;500 <>\n";
static const char whole[] = "n<>sage<>2022/12/27(火) 13:09:37.00 ID:x<> x <>t\n";

static void test_part_of_a_thread(void)
{
	is_str(read_as(tail, "1672114177.dat", -1, "b1"),
	       "1672114177.dat: this looks like a part cut from a thread (its first line has no title): say --first N "
	       "with the "
	       "number of its first post",
	       "a part of a thread has no numbers");
	is_str(read_as(tail, "1672114177.dat", 501, "b1"),
	       "part dat 50\nsource 5ch b1 1672114177 \"\" 1672114177000\n"
	       "post post 501  [n|sage||x||] 2022/12/27(火) 21:00:00.00 1672142400000 540 \">>500\" @0-5>500-500\n",
	       "unless somebody gives them");
	ok(strstr(read_as("n<><>2022/12/27(火) 13:09:37.00 ID:x<> x <>\n", "1672114177.dat", -1, "b1"), "post post 1 "),
	   "a first post without a title is known by its time");
}

/* FAMILY BOARD KEY, or the error */
static void place(const char *bytes, const char *path, const char *url, const char *want)
{
	struct board_input in = {.bytes = str_c(bytes),
				 .path = str_c(path),
				 .url = str_c(url),
				 .first = -1,
				 .retrieved_at = BOARD_NO_TIME};
	struct buf b = {0};

	if (came_read(&in, &came, &error)) {
		const char *source = strstr(buf_cstr(&came.log), "source ") + 7;
		buf_add(&b, source, strcspn(source, "\""));
	} else {
		buf_cat(&b, error.text);
	}
	is_str(buf_cstr(&b), want, *url ? url : path);
	buf_free(&b);
}

static void test_place(void)
{
	ok(strstr(read_as(linked, "a/fate/1.dat", -1, "b1"), "source 5ch liveuranus "), "a board that the file names");
	ok(strstr(read_as(whole, "fate/1672114177.dat", -1, "b1"), "source 5ch b1 "),
	   "one that is told, before the folder");
	place("n<><>2022/12/27(火) 13:09:37.00<> <a href=\"../test/read.cgi/liveuranus/1672114177/1\">&gt;&gt;1</a> "
	      "<>t\n",
	      "a/fate/1672114178.dat", "", "5ch liveuranus 1672114177 ");
	place(whole, "x.dat", "https://fate.5ch.net/test/read.cgi/liveuranus/1672114177/l50",
	      "5ch liveuranus 1672114177 ");
	place(whole, "x.dat", "https://fate.5ch.net/test/read.cgi/c/liveuranus/1672114177/",
	      "5ch liveuranus 1672114177 ");
	place(whole, "x.dat", "http://hayabusa.open2ch.net/livejupiter/dat/1672114177.dat",
	      "open2ch livejupiter 1672114177 ");
	place(whole, "x.dat", "http://ai.2ch.sc/newsplus/kako/1672/16721/1672114177.dat",
	      "2ch.sc newsplus 1672114177 ");
	place(whole, "x.dat", "https://mercury.bbspink.com/test/read.cgi/eroparo/1672114177/",
	      "5ch eroparo 1672114177 ");
	place(whole, "fate.5ch.net/liveuranus/1672114177.dat", "", "5ch liveuranus 1672114177 ");
	place(whole, "log/ikura.2ch.sc/qa/1672114177.dat", "", "2ch.sc qa 1672114177 ");
	place(whole, "C:\\Logs\\2ch\\liveuranus\\1672114177.dat", "", "5ch liveuranus 1672114177 ");
	place(whole, "liveuranus/kako/1672/16721/1672114177_old.dat", "", "5ch liveuranus 1672114177 ");
	place(whole, "/tmp/Downloads/1672114177.dat", "", "5ch  1672114177 ");
	place(whole, "qa/thread.dat", "", "5ch qa 1672114177 "); /* the time of the first post */
	place("n<>sage<>NG NG<> x <>t\n", "qa/thread.dat", "",
	      "qa/thread.dat: which thread is it? Call the file KEY.dat, KEY being the number in its address");
}

/* ---- what is no post ---- */

static void looks_like(const char *bytes, size_t n, const char *want)
{
	struct board_input in = {.bytes = {bytes, n}, .path = STR("x"), .first = -1};
	char text[200];

	snprintf(text, sizeof text, "x: no known format; it looks like %s", want);
	ok(!came_read(&in, &came, &error), "refused: %s", want);
	is_str(error.text, text, "  and told");
}
#define LOOKS_LIKE(literal, want) looks_like(literal, sizeof(literal) - 1, want)

static void test_refused(void)
{
	LOOKS_LIKE("", "an empty file");
	LOOKS_LIKE(" \n\t ", "nothing but blanks");
	LOOKS_LIKE("%PDF-1.7\n%\xE2\xE3", "a PDF");
	LOOKS_LIKE("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "an image");
	LOOKS_LIKE("PK\3\4\x14\0\0\0\b\0", "a ZIP archive (or a file of an office program); unpack it first");
	LOOKS_LIKE("\0\1\2\3\4\0\0\5\x80\0\0\xFF", "binary data");
	LOOKS_LIKE("{\"a\": 1}", "JSON of another shape, or something like it");
	is_str(board_shape(STR("<!DOCTYPE html><html><body><p>x</p></body></html>")), "HTML without posts", "HTML");
	LOOKS_LIKE("<?xml version=\"1.0\"?><x/>", "XML");
	LOOKS_LIKE("Dear all,\nthis is a letter, and no thread.\n", "plain text");
	LOOKS_LIKE("\xFF\xFE"
		   "a\0b\0",
		   "text in UTF-16; convert it to UTF-8 first");
	LOOKS_LIKE("id,name,date,text,more\n1,2,3,4,5\n", "plain text");
	struct board_input in = {.bytes = STR("x"), .path = STR("x"), .format = STR("tarball"), .first = -1};
	ok(!came_read(&in, &came, &error) && error.code == ERR_USAGE, "no such format");
	in.format = STR("");
	in.encoding = STR("klingon");
	ok(!came_read(&in, &came, &error) && error.code == ERR_USAGE, "no such encoding");
	char *large = xcalloc(BOARD_MAX + 1, 1);
	in = (struct board_input){.bytes = {large, BOARD_MAX + 1}, .path = STR("x"), .first = -1};
	ok(!came_read(&in, &came, &error) && error.code == ERR_INPUT, "a file over the limit");
	is_str(error.text, "x: larger than 256 MiB; refused; cut it into parts", "  and told");
	free(large);
	bool all = true;
	for (const char *const *f = board_formats(); *f; f++)
		for (const char *const *g = f + 1; *g; g++)
			all &= strcmp(*f, *g) != 0;
	ok(all && board_formats()[0], "each format is named once");
}

int main(void)
{
	test_decode();
	test_names();
	test_dates();
	test_anchors();
	test_dat();
	test_part_of_a_thread();
	test_place();
	test_refused();
	head_free(&head);
	buf_free(&came.log);
	return done();
}
