/* board: posts with a number of their own (jbbs, machi) and posts that were pasted into a file. */
#include "../../src/board/board_int.h"
#include "../tap.h"
#include "board_posts.h"

static struct came came;
static struct err error;

static const char *read_as(const char *text, const char *path, const char *url, const char *board)
{
	struct board_input in = {.bytes = str_c(text),
				 .path = str_c(path),
				 .url = str_c(url),
				 .board = str_c(board),
				 .retrieved_at = BOARD_NO_TIME,
				 .first = -1};

	if (!came_read(&in, &came, &error)) {
		buf_free(&came.log);
		buf_cat(&came.log, error.text);
	}
	return buf_cstr(&came.log);
}

static void test_jbbs(void)
{
	is_str(read_as("1<>\xCC\xBE\xCC\xB5 </b>(\x8E\xBD\x8E\xCC\x8E\xDF\x8E\xB0 "
		       "ba49-e281)<b><>sage<>2011/01/05(\xBF\xE5) "
		       "20:48:57<>\xA4\xA2<br><a href=\"/bbs/read.cgi/anime/11188/1294227000/970\" target=\"_blank\">"
		       "&gt;&gt;970</a><>\xC2\xEA<>AbCdEfGh\n"
		       "2<><font color=\"#FF0000\">x\xA2\xA1wcwifqXH\xA1\xFA</font><><>2011/01/05(\xBF\xE5) "
		       "20:49:00<>b<><>???00\n"
		       "4<>n<>\xA4\xA2\xA4\xDC\xA1\xBC\xA4\xF3<>\xA4\xA2\xA4\xDC\xA1\xBC\xA4\xF3<>"
		       "\xA4\xA2\xA4\xDC\xA1\xBC\xA4\xF3<><>\n"
		       "5<>n<><>2011/01/05(\xBF\xE5) 20:50:00<>b<><>id<>more\n"
		       "torn\n",
		       "x.dat", "", ""),
	       "part jbbs 50\n"
	       "source jbbs anime/11188 1294227000 \"題\" 1294227000000\n"
	       "post post 1  [名無|sage|スプー ba49-e281|AbCdEfGh||] 2011/01/05(水) 20:48:57 1294228137000 540 "
	       "\"あ\\n>>970\" @4-9>970-970\n"
	       "post post 2  [x★|||???00|◆wcwifqXH|] 2011/01/05(水) 20:49:00 1294228140000 540 \"b\"\n"
	       "post deleted 3  [|||||]  - 540 \"\"\n"
	       "post deleted 4  [n|あぼーん||||] あぼーん - 540 \"あぼーん\"\n"
	       "post post! 5  [n|||id||] 2011/01/05(水) 20:50:00 1294228200000 540 \"b\\n<>more\"\n"
	       "post post! -1 at 342 [|||||]  - 540 \"torn\"\n",
	       "jbbs: gaps are deleted posts, the place is in the anchors");
	ok(!came.bad_range, "  within the file");
	static const char one[] = "501<>n<><>2011/01/05(水) 20:48:57<>b<>題<>id\n";
	ok(strstr(read_as(one, "x", "https://jbbs.shitaraba.net/bbs/rawmode.cgi/anime/11188/1294227000/501-", ""),
		  "source jbbs anime/11188 1294227000 ") &&
		   came.posts == 1,
	   "a part of a thread: nothing before it is deleted; the place is in the address");
	ok(strstr(read_as(one, "jbbs/anime/11188/1294227000.dat", "", ""), "source jbbs anime/11188 1294227000 "),
	   "or in the path");
	ok(strstr(read_as(one, "1294227000.dat", "", ""), "source jbbs  1294227000 ") &&
		   strstr(buf_cstr(&came.log), "nothing says which board it is from"),
	   "without it the board stays unknown, and that is said");
	ok(strstr(read_as(one, "1294227000.dat", "", "anime/1"), "source jbbs anime/1 1294227000 "), "or it is told");
	ok(strstr(read_as("1<>n<><>2011/01/05(水) 20:48:57<>b<>題<>id\n90000000<>n<><>2011/01/05(水) "
			  "20:48:57<>b<><>id\n",
			  "1294227000.dat", "", "game/1"),
		  "message 1294227000.dat: the numbers leap from 1 to 90000000; those between are not taken for "
		  "deleted\n") &&
		   came.posts == 2,
	   "a leap is no gap");
}

static void test_machi(void)
{
	is_str(read_as("1<>名無し<><>2021/08/04(水) 12:00:00 ID:AAAAAAAA<>本文1<>題<>host1.example\n"
		       "3<>名無し<>sage<>2021/08/04(水) 12:05:00 ID:BBBBBBBB<>&gt;&gt;2<><>host2.example\n",
		       "kinki/1628046000.dat", "", ""),
	       "part machi 50\nsource machi kinki 1628046000 \"題\" 1628046000000\n"
	       "message kinki/1628046000.dat: the board is taken from the name of the folder: kinki; where that is "
	       "wrong, say "
	       "--board NAME\n"
	       "post post 1  [名無し|||AAAAAAAA||] 2021/08/04(水) 12:00:00 1628046000000 540 \"本文1\"\n"
	       "post deleted 2  [|||||]  - 540 \"\"\n"
	       "post post 3  [名無し|sage||BBBBBBBB||] 2021/08/04(水) 12:05:00 1628046300000 540 \">>2\" @0-3>2-2\n",
	       "machi, version 2");
	ok(strstr(read_as("1<>n<><>2021/08/04(水) 12:00:00 ID:AAAAAAAA<>b<>題\n2<>n<><>2021/08/04(水) 12:01:00 "
			  "ID:B<>b<>h.example\n",
			  "x", "http://kinki.machi.to/bbs/offlaw.cgi/kinki/1628046000/", ""),
		  "source machi kinki 1628046000 \"題\" "),
	   "version 1: the host in the title's place");
	ok(strstr(read_as("1<>n<><>2021/08/04(水) 12:00:00 ID:AAAAAAAA<>b<>題<>h.example\n", "x",
			  "http://machi.to/bbs/offlaw.cgi/2/kinki/1628046000/", ""),
		  "source machi kinki 1628046000 \"題\" "),
	   "a version in the address is no board");
}

static void test_copy(void)
{
	is_str(read_as("なんJNVA部★118\r\n"
		       "https://fate.5ch.net/test/read.cgi/liveuranus/1672107661/\r\n"
		       "\r\n"
		       "545それでも動く名無し (ﾜｯﾁｮｲ 7fa4-UHsq)2022/12/27(火) 13:09:37.29ID:AbCdEfGh0\r\n"
		       "一行目 >>462\r\n"
		       "\r\n"
		       "　三行目\r\n"
		       "\r\n"
		       "588 ：名無しさん：2022/12/27(火) 13:19:37.29 ID:xx\r\n"
		       "2023年は 2022/12/31(土) 12:00 から\r\n"
		       "2 2022/12/31(土) 12:00\r\n"
		       "1 名前：名無し[上げ] 投稿日：2022/12/27(火) 13:20:37.29 ID:AbCdEfGh0 [1/3]\r\n"
		       "a < b & c\r\n"
		       "[609] 名無し◆abcdefgh01\r\n"
		       "2022/12/27(火) 13:30:00.00 ID:zzz(2/5)\r\n"
		       "0610 名無しさん [sage] 2022/12/27(火) 13:31:00.00\r\n"
		       "ID:yyyyyyyy0(1/1)\r\n"
		       "本文",
		       "pasted.txt", "", ""),
	       "part copy 10\n"
	       "source 5ch liveuranus 1672107661 \"なんJNVA部★118\" 1672107661000\n"
	       "post post 545  [それでも動く名無し||ワッチョイ 7fa4-UHsq|AbCdEfGh0||] 2022/12/27(火) 13:09:37.29 "
	       "1672114177290 540 \"一行目 >>462\\n\\n　三行目\" @10-15>462-462\n"
	       "post post 588  [名無しさん|||xx||] 2022/12/27(火) 13:19:37.29 1672114777290 540 "
	       "\"2023年は 2022/12/31(土) 12:00 から\\n2 2022/12/31(土) 12:00\"\n"
	       "post post 1  [名無し|上げ||AbCdEfGh0||] 2022/12/27(火) 13:20:37.29 1672114837290 540 \"a < b & c\"\n"
	       "post post 609  [名無し|||zzz|◆abcdefgh01|] 2022/12/27(火) 13:30:00.00 1672115400000 540 \"\"\n"
	       "post post 610  [名無しさん|sage||yyyyyyyy0||] 2022/12/27(火) 13:31:00.00 1672115460000 540 \"本文\"\n",
	       "heads in every style");
	ok(!came.bad_range, "  within the file");
	static const char post[] = "3 名前：名無し 投稿日：2022/12/27(火) 13:30:00.00 ID:z\nx\n";
	char text[400];
	snprintf(text, sizeof text, "スレの題\n\n%s", post);
	ok(strstr(read_as(text, "x.txt", "", ""), "source title   \"スレの題\" -\n"), "a thread by its title");
	snprintf(text, sizeof text, "https://jbbs.shitaraba.net/bbs/read.cgi/anime/11188/1294227000/3\n%s", post);
	ok(strstr(read_as(text, "x.txt", "", ""), "source jbbs anime/11188 1294227000 \"\" "), "on another board");
	snprintf(text, sizeof text, "https://example.org/a/thread\n%s", post);
	ok(strstr(read_as(text, "x.txt", "", ""), "source    \"\" -\n"), "an address that others know");
	is_str(read_as(post, "x.txt", "", ""),
	       "x.txt: which thread are these posts from? Write its address or its title in a line above them",
	       "no thread");
	ok(strstr(read_as(post, "1672107661.txt", "", "liveuranus"), "source 5ch liveuranus 1672107661 "), "or told");
	ok(strstr(read_as("1 会議 2022/12/27(火) 13:30 から始める\n2 閉会\n", "x", "", ""), "no known format"),
	   "prose with dates");
}

int main(void)
{
	test_jbbs();
	test_machi();
	test_copy();
	buf_free(&came.log);
	return done();
}
