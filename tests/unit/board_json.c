/* board: the formats in JSON */
#include "../../src/board/board_int.h"
#include "../tap.h"
#include "board_posts.h"

#include <dirent.h>

static struct came came;
static struct err error;

/* Reads a text as a file of that path; what came, or the error. */
static const char *read_as(const char *text, const char *path, const char *format)
{
	struct board_input in = {.bytes = str_c(text),
				 .path = str_c(path),
				 .format = str_c(format),
				 .retrieved_at = BOARD_NO_TIME,
				 .first = -1};

	if (!came_read(&in, &came, &error)) {
		buf_free(&came.log);
		buf_cat(&came.log, error.text);
	}
	return buf_cstr(&came.log);
}

static void reads(const char *text, const char *path, const char *want, const char *what)
{
	is_str(read_as(text, path, ""), want, what);
	ok(!came.bad_range, "%s: within the file", what);
}

static void imageboard(void)
{
	reads("{\"posts\":["
	      "{\"no\":100,\"resto\":0,\"now\":\"12/30/15(Wed)02:46:35\",\"time\":1451461595,\"name\":\"A &amp; "
	      "B\",\"trip\":\"!abc\","
	      "\"id\":\"Xy12\",\"capcode\":\"mod\",\"sub\":\"T&#039;s\",\"com\":\"a<wbr>b<br><span "
	      "class=\\\"quote\\\">&gt;green<\\/span>\"},"
	      "{\"no\":103,\"resto\":100,\"now\":\"12\\/30\\/"
	      "15(Wed)02:47\",\"time\":1451461620,\"name\":\"Anonymous\",\"tim\":1,\"com\":"
	      "\"<a href=\\\"#p100\\\" class=\\\"quotelink\\\">&gt;&gt;100<\\/a><br>&gt;&gt;101 <span "
	      "class=\\\"deadlink\\\">&gt;&gt;102<\\/span> "
	      "<span class=\\\"deadlink\\\">&gt;&gt;7<\\/span> <a href=\\\"\\/g\\/thread\\/90#p91\\\" "
	      "class=\\\"quotelink\\\">&gt;&gt;91<\\/a> "
	      "<a href=\\\"\\/v\\/thread\\/9#p100\\\" class=\\\"quotelink\\\">&gt;&gt;&gt;\\/v\\/100<\\/a>\"}]}",
	      "x.json",
	      "part imageboard 60\n"
	      "source 4chan g 100 \"T's\" 1451461595000\n"
	      "post post 100  [A & B ## Mod|||Xy12|!abc|] 12/30/15(Wed)02:46:35 1451461595000 -300 "
	      "\"T's\\nab\\n>green\"\n"
	      "post post 103  [Anonymous|||||] 12/30/15(Wed)02:47 1451461620000 -300 "
	      "\">>100\\n>>101 >>102 >>7 >>91 >>>/v/100\" @0-5>100-100 @12-17>102-102\n"
	      "message x.json: posts whose attached files are not kept: 1\n",
	      "a thread: numbers of the board, links that stay in it");
	reads("[{\"page\":1,\"threads\":[{\"no\":9007199254740993,\"time\":1,\"com\":\"x\",\"now\":\"\",\"omitted_"
	      "posts\":3,"
	      "\"last_replies\":[{\"no\":9007199254740995,\"resto\":9007199254740993,\"time\":2}]}]}]",
	      "a/lit/catalog.json",
	      "part imageboard 60\nsource 4chan lit 9007199254740993 \"\" 1000\n"
	      "post post 9007199254740993  [|||||]  1000 0 \"x\"\npost post 9007199254740995  [|||||]  2000 0 \"\"\n"
	      "message a/lit/catalog.json: threads of which the file has only some posts: 1\n",
	      "a catalog, ids of every length");
	reads("{\"posts\":[{\"no\":5,\"resto\":0,\"time\":3,\"last_modified\":3,\"email\":\"sage\",\"tim\":\"3-1\","
	      "\"com\":"
	      "\"<a onclick=\\\"x\\\" href=\\\"/\xce\xbb/res/5.html#5\\\">&gt;&gt;5</a>\"}]}",
	      "5.json",
	      "part imageboard 60\nsource vichan \xce\xbb 5 \"\" 3000\npost post 5  [|sage||||]  3000 0 \">>5\" "
	      "@0-3>5-5\n"
	      "message 5.json: posts whose attached files are not kept: 1\n",
	      "vichan's");
	reads("{\"posts\":[{\"no\":-1,\"time\":-62135596801,\"resto\":\"x\"},{\"no\":1.5,\"time\":1},{\"no\":7,"
	      "\"time\":253402300800},[],"
	      "7,{\"no\":null,\"com\":\"kept\"},{\"no\":8,\"time\":-62135596800}]}",
	      "x.json",
	      "part imageboard 60\nsource 4chan  7 \"\" -\npost post 7  [|||||]  - 0 \"\"\n"
	      "post post! -1 ?106 [|||||]  - 0 \"kept\"\npost post 8  [|||||]  -62135596800000 0 \"\"\n"
	      "message x.json: the file does not name its board: say --board NAME\n"
	      "message x.json: elements that are no posts, left out: 4\n",
	      "numbers and times that cannot be");
	reads("{\"12\":{\"op\":{\"num\":\"12\",\"subnum\":\"0\",\"thread_num\":\"12\",\"timestamp\":1000,\"name\":"
	      "\"N\",\"title\":\"T\","
	      "\"comment\":\">>11\\n>>13 "
	      ">>>14\",\"board\":{\"shortname\":\"a\"}},\"posts\":{\"13\":{\"num\":\"13\",\"subnum\":\"0\","
	      "\"thread_num\":\"12\",\"timestamp\":\"1001\",\"comment\":null,\"media\":{\"x\":1}},\"12_1\":{\"num\":"
	      "\"12\",\"subnum\":\"1\","
	      "\"thread_num\":\"12\",\"timestamp\":1002,\"comment\":\"ghost\"}}}}",
	      "x.json",
	      "part imageboard 35\nsource 4chan a 12 \"T\" 1000000\n"
	      "post post 12  [N|||||]  1000000 0 \"T\\n>>11\\n>>13 >>>14\" @7-11>13-13\npost post 13  [|||||]  1001000 "
	      "0 \"\"\n"
	      "post post -1 12_1 [|||||]  1002000 0 \"ghost\"\nmessage x.json: posts whose attached files are not "
	      "kept: 1\n",
	      "an archive's");
}

static void wrapped(void)
{
	reads("\xef\xbb\xbfmodule.exports = {\"posts\":[{\"no\":5,\"resto\":0,\"now\":\"\"}]};\n", "b/5.json",
	      "part imageboard 60\nsource 4chan b 5 \"\" -\npost post 5  [|||||]  - 0 \"\"\n",
	      "a value that is assigned");
	read_as("module.exports =\n{\n posts: [{\"no\":5}]}", "5.js", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "5.js:3: not valid JSON: a key in quotation marks") &&
		   strstr(error.text, "JavaScript"),
	   "almost JSON is told: %s", error.text);
	read_as("{\"posts\":[{\"no\":5}],\"posts\":[]}", "5.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "stands twice"), "posts that stand twice: %s", error.text);
	read_as("{\"posts\":[{\"no\":5,\"no\":6}]}", "5.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "stands twice"), "a number that stands twice: %s", error.text);
}

static void huggingface(void)
{
	static const char json[] =
		"{\"num\":7,\"title\":\"T\",\"isPullRequest\":true,\"createdAt\":\"2022-11-10T01:00:00.000Z\",\"repo\":"
		"{\"name\":\"ns/n\",\"type\":"
		"\"dataset\"},\"events\":["
		"{\"id\":\"636d0a0b0c0d0e0f01020304\",\"type\":\"comment\",\"createdAt\":\"2022-11-10T01:02:03.456Z\","
		"\"author\":{\"name\":\"u\","
		"\"fullname\":\"U\"},\"data\":{\"edited\":true,\"latest\":{\"raw\":\"a *b*\\r\\nc\\n\",\"html\":\"<p>a "
		"<em>b</em></p>\"}}},"
		"{\"id\":\"636d0a0b0c0d0e0f01020305\",\"type\":\"comment\",\"data\":{\"latest\":{\"html\":\"<p>x<br>y "
		"&lt;</p>\"}}},"
		"{\"id\":\"636d0a0b0c0d0e0f01020306\",\"type\":\"comment\",\"data\":{\"hidden\":true,\"latest\":{"
		"\"raw\":\"This comment has been "
		"hidden\"}}},"
		"{\"id\":\"636d0a0b0c0d0e0f01020307\",\"type\":\"comment\",\"data\":{\"hidden\":true,\"latest\":{"
		"\"raw\":\"seen by its owner\"}}},"
		"{\"id\":\"636d0a0b0c0d0e0f01020308\",\"type\":\"commit\",\"author\":{\"name\":\"u\"},\"data\":{"
		"\"subject\":\"S\",\"oid\":\"1a\"}},"
		"{\"id\":\"636d0a0b0c0d0e0f01020309\",\"type\":\"pinning-change\",\"data\":{\"pinned\":true}},"
		"{\"id\":\"636d0a0b0c0d0e0f0102030a\",\"type\":\"unheard-of\"}, 5]}";

	reads(json, "d.json",
	      "part huggingface 60\nsource hf datasets/ns/n 7 \"T\" 1668042000000\n"
	      "post post -1 636d0a0b0c0d0e0f01020304 [U|||u||] 2022-11-10T01:02:03.456Z 1668042123456 0 \"a *b*\\nc\"\n"
	      "post post -1 636d0a0b0c0d0e0f01020305 [deleted|||||]  1668090379000 0 \"x\\ny <\"\n"
	      "post deleted -1 636d0a0b0c0d0e0f01020306 [deleted|||||]  1668090379000 0 \"This comment has been "
	      "hidden\"\n"
	      "post post -1 636d0a0b0c0d0e0f01020307 [deleted|||||]  1668090379000 0 \"seen by its owner\"\n"
	      "post event -1 636d0a0b0c0d0e0f01020308 [u|||u||]  1668090379000 0 \"commit (subject: S, oid: 1a)\"\n"
	      "post event -1 636d0a0b0c0d0e0f01020309 [deleted|||||]  1668090379000 0 \"pinning-change (pinned: "
	      "true)\"\n"
	      "post event -1 636d0a0b0c0d0e0f0102030a [deleted|||||]  1668090379000 0 \"unheard-of\"\n"
	      "message d.json: comments that were edited, here in their last version: 1\n"
	      "message d.json: elements that are no posts, left out: 1\n",
	      "a discussion");
	reads("<!doctype html><div data-target=\"DiscussionHeader\" "
	      "data-props='{\"discussion\":{\"num\":3,\"title\":\"H\"},\"repo\":{"
	      "\"name\":\"a/b\",\"type\":\"space\"}}'></div><div data-target=\"DiscussionEvents\" class=x "
	      "data-props=\"{&quot;discussion&quot;:{"
	      "&quot;events&quot;:[{&quot;id&quot;:&quot;1&quot;,&quot;type&quot;:&quot;comment&quot;,&quot;data&quot;:"
	      "{&quot;latest&quot;:{&quot;"
	      "raw&quot;:&quot;&amp;amp; \\&quot;q\\&quot;&quot;}}}]}}\"></div>",
	      "p.html",
	      "part huggingface 60\nsource hf spaces/a/b 3 \"H\" -\npost post -1 1 [deleted|||||]  - 0 \"&amp; "
	      "\"q\"\"\n",
	      "a saved page whose header says which discussion it is");
	read_as("{\"num\":1,\"events\":[{\"type\":\"comment\"}]}", "d.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "which discussion"), "no repository: %s", error.text);
	read_as("<html><body>nothing", "d.html", "huggingface");
	ok(error.code == ERR_INPUT && strstr(error.text, "d.html: the page holds no discussion"), "another page: %s",
	   error.text);
}

static void numbers(void)
{
	is_int(board_number(STR("9223372036854775807")), INT64_MAX, "the largest id");
	is_int(board_number(STR("9223372036854775808")), -1, "one more is none");
	is_int(board_number(STR("99999999999999999999")), -1, "many more is none");
	is_int(board_number(STR("-1")), -1, "a sign is none");
	is_int(board_number(STR("007")), 7, "zeros before it");
}

static void twitter(void)
{
	reads("window.YTD.tweets.part0 = [ {\"tweet\" : {\"id\":\"1582695416411271168\",\"id_str\" : "
	      "\"1582695416411271168\",\"created_at\" : "
	      "\"Wed Oct 19 11:07:25 +0000 2022\",\"full_text\" : \"@who a &amp; &lt;b&gt; https://t.co/aB1 "
	      "https://t.co/none https://t.co/pic\","
	      "\"in_reply_to_status_id_str\":\"1582695416411271100\",\"entities\":{\"urls\":[{\"url\":\"https://t.co/"
	      "aB1\",\"expanded_url\":"
	      "\"https://example.com/"
	      "?a=1&b\",\"indices\":[\"20\",\"30\"]}]},\"extended_entities\":{\"media\":[{\"url\":\"https://t.co/pic\","
	      "\"media_url_https\":\"https://p/1.jpg\",\"expanded_url\":\"https://twitter.com/me_1/status/"
	      "1582695416411271168/photo/1\"},"
	      "{\"url\":\"https://t.co/pic\",\"media_url_https\":\"https://p/2.jpg\"}]}}},\n"
	      "{\"tweet\":{\"id_str\":\"20\",\"full_text\":\"RT @x: y\\nz\",\"in_reply_to_status_id_str\":\"19\"}}, "
	      "{\"tweet\":{}} ];\n",
	      "tweets.js",
	      "part twitter 60\nsource x  1582695416411271168 \"\" 1666177645000\n"
	      "post post 1582695416411271168  [|||me_1||] Wed Oct 19 11:07:25 +0000 2022 1666177645000 0 "
	      "\"@who a & <b> https://example.com/?a=1&b https://t.co/none https://p/1.jpg https://p/2.jpg\" "
	      "@0-4>1582695416411271100-1582695416411271100\n"
	      "source x  20 \"\" -\npost post 20  [|||me_1||]  - 0 \"RT @x: y\\nz\" @0-0>19-19\n"
	      "message tweets.js: elements that are no posts, left out: 1\n",
	      "an archive");
	reads("[{\"tweet\":{\"id_str\":\"1582695416411271168\",\"full_text\":\"a\"}}]", "x/@you/data/tweet.js",
	      "part twitter 60\nsource x  1582695416411271168 \"\" 1666178966988\n"
	      "post post 1582695416411271168  [|||you||]  1666178966988 0 \"a\"\n",
	      "an archive without pictures, in a folder with the name; the time from the id");
	read_as("[{\"tweet\":{\"id_str\":\"1\",\"full_text\":\"a\"}}]", "tweet.js", "");
	ok(came.posts == 1 && strstr(buf_cstr(&came.log), "put an archive into a folder named @user"),
	   "nobody is named");
	reads("{\"data\":[{\"id\":\"9007199254740993\",\"text\":\"hi "
	      "https://t.co/q\",\"author_id\":\"5\",\"created_at\":"
	      "\"2023-02-17T03:40:37.000Z\",\"edit_history_tweet_ids\":[\"9007199254740993\"],\"referenced_tweets\":[{"
	      "\"type\":\"quoted\","
	      "\"id\":\"3\"},{\"type\":\"replied_to\",\"id\":\"9007199254740991\"}],\"entities\":{\"urls\":[{\"url\":"
	      "\"https://t.co/q\","
	      "\"expanded_url\":\"https://q/"
	      "\"}]}}],\"includes\":{\"users\":[{\"id\":\"7\",\"name\":\"S\",\"username\":\"s\"},{\"id\":\"5\","
	      "\"name\":"
	      "\"F\",\"username\":\"f\"}],\"tweets\":[{\"id\":9007199254740991,\"text\":\"first\",\"author_id\":\"7\"}]"
	      "}}",
	      "v2.json",
	      "part twitter 60\nsource x  9007199254740993 \"\" 1676605237000\n"
	      "post post 9007199254740993  [F|||f||] 2023-02-17T03:40:37.000Z 1676605237000 0 \"hi https://q/\" "
	      "@0-0>9007199254740991-9007199254740991\n"
	      "source x  9007199254740991 \"\" 1290982458304\npost post 9007199254740991  [S|||s||]  1290982458304 0 "
	      "\"first\"\n",
	      "an answer of version 2");
	reads("{\"id_str\":\"20\",\"text\":\"just\",\"full_text\":\"just "
	      "x\",\"user\":{\"screen_name\":\"jack\",\"name\":\"J\"}}",
	      "20.json", "part twitter 60\nsource x  20 \"\" -\npost post 20  [J|||jack||]  - 0 \"just x\"\n",
	      "one status of the old interface");
}

static void mastodon(void)
{
	reads("{\"@context\":\"https://www.w3.org/ns/"
	      "activitystreams\",\"id\":\"outbox.json\",\"type\":\"OrderedCollection\",\"totalItems\":4,"
	      "\"orderedItems\":[],\"orderedItems\":["
	      "{\"type\":\"Create\",\"to\":[\"https://www.w3.org/ns/"
	      "activitystreams#Public\"],\"cc\":[],\"object\":{\"type\":\"Note\",\"id\":"
	      "\"https://m.example/users/u/statuses/109333333333333333\",\"url\":\"https://m.example/@u/"
	      "109333333333333333\",\"published\":"
	      "\"2022-11-12T00:00:00Z\",\"attributedTo\":\"https://m.example/users/"
	      "u\",\"summary\":\"CW\",\"content\":\"<p><span>@<a>v</a></span> "
	      "x &amp; "
	      "y<br>z</p><p>w</p>\",\"inReplyTo\":\"https://m.example/users/v/statuses/"
	      "109333333333333330\",\"attachment\":[]}},"
	      "{\"type\":\"Create\",\"to\":[\"https://m.example/users/u/"
	      "followers\"],\"cc\":\"as:Public\",\"object\":{\"id\":"
	      "\"https://m.example/objects/ab-c\",\"published\":\"x\",\"attributedTo\":\"https://m.example/"
	      "@u\",\"content\":\"<p>@v b</p>\","
	      "\"inReplyTo\":\"https://other.example/users/v/statuses/"
	      "109333333333333331\",\"attachment\":[{\"url\":\"i\"}]}},"
	      "{\"type\":\"Create\",\"to\":[\"https://m.example/users/u/"
	      "followers\"],\"cc\":[],\"object\":{\"content\":\"secret\"}},"
	      "{\"type\":\"Announce\",\"object\":\"https://o.example/1\"},{\"type\":\"Delete\"},3]}",
	      "outbox.json",
	      "part mastodon 60\nsource mastodon m.example 109333333333333333 \"\" 1668211200000\n"
	      "post post 109333333333333333  [|||u@m.example||] 2022-11-12T00:00:00Z 1668211200000 0 \"CW\\n@v x & "
	      "y\\nz\\nw\" "
	      "@0-0>109333333333333330-109333333333333330\n"
	      "source mastodon m.example ab-c \"\" -\npost post -1 ab-c [|||u@m.example||] x - 0 \"@v b\"\n"
	      "message outbox.json: posts of others that were passed on, left out: 1\n"
	      "message outbox.json: posts that are not public, left out: 1\n"
	      "message outbox.json: activities that are no posts, left out: 1\n"
	      "message outbox.json: posts whose attached files are not kept: 1\n"
	      "message outbox.json: elements that are no posts, left out: 1\n",
	      "an outbox whose items stand twice");
	read_as("{\"totalItems\":0,\"orderedItems\":[{\"type\":\"Create\",\"type\":\"Announce\",\"actor\":1}]}",
		"outbox.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "stands twice"), "within an item nothing may stand twice: %s",
	   error.text);
}

static void discourse(void)
{
	reads("{\"post_stream\":{\"posts\":[{\"id\":8,\"name\":\"N\",\"username\":\"u\",\"created_at\":\"2013-02-04T15:"
	      "26:26.278-05:00\",\"cooked\":"
	      "\"<p>a</p>\\n\\n<ul>\\n<li>b</li>\\n<li>c</li></"
	      "ul>\",\"post_number\":1,\"post_type\":1,\"reply_to_post_number\":null},"
	      "{\"username\":\"v\",\"name\":null,\"created_at\":\"x\",\"cooked\":\"\",\"action_code\":\"closed."
	      "enabled\",\"post_number\":2,\"post_type\":3},"
	      "{\"username\":\"w\",\"created_at\":\"2013-02-04T20:27:00.000Z\",\"cooked\":\"<p>(gone)</"
	      "p>\",\"post_number\":5,\"user_deleted\":true,"
	      "\"reply_to_post_number\":1},{\"id\":3}],\"stream\":[8,9,10,11,12]},\"id\":57,\"title\":\"T\",\"created_"
	      "at\":"
	      "\"2013-02-04T20:26:25.000Z\"}",
	      "saved/meta.example.org/57.json",
	      "part discourse 60\nsource discourse meta.example.org 57 \"T\" 1360009585000\n"
	      "post post 1  [N|||u||] 2013-02-04T15:26:26.278-05:00 1360009586278 -300 \"a\\nb\\nc\"\n"
	      "post event 2  [v|||v||] x - 0 \"closed.enabled\"\n"
	      "post deleted 5  [w|||w||] 2013-02-04T20:27:00.000Z 1360009620000 0 \"(gone)\" @0-0>1-1\n"
	      "message saved/meta.example.org/57.json: the topic has 5 posts, the file 3 of them\n"
	      "message saved/meta.example.org/57.json: elements that are no posts, left out: 1\n",
	      "a topic");
	reads("[{\"topic_id\":3,\"topic_title\":\"A\",\"post_number\":1,\"cooked\":\"x\"},{\"topic_id\":4,\"post_"
	      "number\":2,\"cooked\":\"y\"}]",
	      "posts.json",
	      "part discourse 60\nsource discourse  3 \"A\" -\npost post 1  [|||||]  - 0 \"x\"\nsource discourse  4 "
	      "\"\" -\n"
	      "post post 2  [|||||]  - 0 \"y\"\nmessage posts.json: the file does not name its site: say --board HOST, "
	      "as meta.example.org\n",
	      "a list of posts of several topics");
}

static void dump(void)
{
	reads("[{\"number\":1,\"name\":\"名無し (ﾜｯﾁｮｲ 7fa4-UHsq)\",\"date\":\"2022/12/27(火) "
	      "04:09:37.29\",\"uid\":\"ID:ab+/cd01\",\"message\":"
	      "\"a < b & c\\n  "
	      ">>2\"},{\"number\":2,\"name\":\"x◆RC6W0XmCeU\",\"mail\":\"sage\",\"date\":\"2022/12/27(火) "
	      "04:10:00.00\",\"uid\":"
	      "\"ef012345\",\"message\":\" y <br> &gt;&gt;1 \"},{\"name\":\"no number\"}]",
	      "liveuranus/なんJNVA部★118(1002).json",
	      "part dump 30\nsource 5ch liveuranus 1672081777 \"なんJNVA部★118\" 1672081777000\n"
	      "message liveuranus/なんJNVA部★118(1002).json: the board is taken from the name of the folder: "
	      "liveuranus; where that is "
	      "wrong, say --board NAME\n"
	      "post post 1  [名無し||ワッチョイ 7fa4-UHsq|ab+/cd01||] 2022/12/27(火) 04:09:37.29 1672081777290 540 \"a "
	      "< b & c\\n  >>2\" "
	      "@12-15>2-2\n"
	      "post post 2  [x|sage||ef012345|◆RC6W0XmCeU|] 2022/12/27(火) 04:10:00.00 1672081800000 540 \"y\\n>>1\" "
	      "@2-5>1-1\n"
	      "message liveuranus/なんJNVA部★118(1002).json: elements that are no posts, left out: 1\n",
	      "a downloader's list");
	read_as("[{\"number\":5,\"name\":\"a\",\"message\":\"b\"}]", "liveuranus/x.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "which thread is it?"), "no key and no first post: %s",
	   error.text);
	read_as("[{\"number\":5,\"name\":\"a\",\"message\":\"b\"}]", "1672081777.json", "");
	ok(error.code == ERR_NONE && strstr(buf_cstr(&came.log), "--board NAME"), "no board: that is said");
}

static bool read_fixture(const char *name, struct buf *bytes)
{
	const char *path = fixture(name);
	struct board_input in = {.retrieved_at = BOARD_NO_TIME, .first = -1};

	buf_clear(bytes);
	if (!path || !file_read(path, BOARD_MAX, bytes, &error)) {
		skip(name, "no fixtures");
		return false;
	}
	in.bytes = buf_view(bytes);
	in.path = str_c(path);
	ok(came_read(&in, &came, &error), "%s: %s", name, error.text);
	ok(!came.bad_range, "%s: within the file", name);
	return true;
}

static void says(const char *line, const char *what)
{
	if (!ok(strstr(buf_cstr(&came.log), line) != NULL, "%s", what))
		printf("# want [%s]\n", line);
}

/* A page of /wsg/ of 2015. */
static void real_page(void)
{
	struct buf bytes = {0};

	if (read_fixture("boards/4chan/wsg_page_2015.json", &bytes)) {
		is_int((long long)came.sources, 2, "two threads");
		is_int((long long)came.posts, 8, "eight posts");
		says("source 4chan wsg 247727 \"Welcome to /wsg/\" 1377220979000\npost post 247727  [Anonymous ## "
		     "Mod|||||] "
		     "08/22/13(Thu)21:22 1377220979000 -240 \"Welcome to /wsg/\\n1. Please check the Catalog before "
		     "you post.",
		     "the first thread; written in summer");
		says("source 4chan wsg 881624 \"New YLYL thread\" 1451418624000\n", "the second thread");
		says("post post 882474  [Anonymous|||||] 12/30/15(Wed)02:46:35 1451461595000 -300 "
		     "\">>882441\\nhttps://www.youtube.com/watch?v=Yy44s_de15Y\" @0-8>882441-882441\n",
		     "an anchor, and an address that was broken by <wbr>");
	}
	const char *path = fixture("boards/4chan/wsg_page_2015.commonjs.js");
	buf_clear(&bytes);
	if (path && file_read(path, BOARD_MAX, &bytes, NULL)) {
		struct board_input in = {.bytes = buf_view(&bytes), .path = STR("page.js"), .first = -1};
		ok(!came_read(&in, &came, &error) && strstr(error.text, "page.js:2: ") &&
			   strstr(error.text, "JavaScript"),
		   "the same as a CommonJS module: %s", error.text);
	}
	buf_free(&bytes);
}

static void real_discussions(void)
{
	struct buf bytes = {0};

	if (read_fixture("boards/hf/discussion-api-anonymised.json", &bytes)) {
		is_int((long long)came.posts, 3, "three events");
		says("part huggingface 60\nsource hf models/test-author/test-model 1 \"secret in initial\" "
		     "1718721106000\n"
		     "post post -1 525 [TEST|||test-author||] 2024-06-18T14:31:46.000Z 1718721106000 0 \"dd\"\n"
		     "post event -1 526 [TEST|||test-author||] 2024-06-18T14:32:40.000Z 1718721160000 0 "
		     "\"status-change (status: closed)\"\n",
		     "an answer of the API");
	}
	if (read_fixture("boards/synthetic/hf-discussion-page.html", &bytes)) {
		is_int((long long)came.posts, 3, "three events");
		says("source hf models/example/model 1 \"Title\" -\n"
		     "post post -1 636d0a0b0c0d0e0f01020304 [Example|||example||] 2022-11-10T14:26:51.000Z "
		     "1668090411000 0 "
		     "\"日本語コメント & \"quotes\" <b>\"\n"
		     "post deleted -1 636d0a0b0c0d0e0f01020305 [deleted|||||]",
		     "a page");
		says("post event -1 636d0a0b0c0d0e0f01020306 [Example|||example||] 2022-11-10T16:00:00.000Z "
		     "1668096000000 0 "
		     "\"title-change (from: a, to: b)\"\n",
		     "its last event");
	}
	buf_free(&bytes);
}

static void real_topics(void)
{
	struct buf bytes = {0};

	if (read_fixture("boards/discourse/topic.json", &bytes)) {
		is_int((long long)came.posts, 4, "four posts");
		says("source discourse  57 \"THIS SITE IS A SANDBOX -- it is reset every day\" 1360009585977\n"
		     "post post 1  [Sam Saffron|||samsaffron||] 2013-02-04T15:26:26.278-05:00 1360009586278 -300 "
		     "\"Welcome!\\nTry is a sandbox, a safe place to play with Discourse and its features.\\nThis site "
		     "is reset every day "
		     "(or even more often). Any accounts or posts you create here will not exist tomorrow!\\n",
		     "a topic");
		says("post post 14  [Stefan Plattner|||splattne||] 2013-02-05T12:14:17.364-05:00 1360084457364 -300 "
		     "\"What? So I have to post this every day?\\nimage\" @0-0>1-1\n",
		     "an answer");
	}
	if (read_fixture("boards/discourse/topic_posts.json", &bytes)) {
		is_int((long long)came.posts, 1, "one post");
		says("post post 2  [Someones Name|||Some-username||] 2020-01-27T11:32:03.646Z 1580124723646 0 \"Some "
		     "text.\"\n",
		     "posts of a topic");
	}
	if (read_fixture("boards/discourse/post.json", &bytes)) {
		is_int((long long)came.posts, 1, "one post");
		says("source discourse  8 \"\" -\npost post 1  [system|||system||] 2014-10-31T04:37:32.553Z "
		     "1414730252553 0 ",
		     "a post");
	}
	if (read_fixture("boards/discourse/posts_latest.json", &bytes)) {
		says("source discourse  11 \"This is an uncategorized title\" -\n"
		     "post post 2  [johndoe|||johndoe||] 2020-01-25T02:10:07.971Z 1579918207971 0 \"holla "
		     "bullhonky.\"\n"
		     "post post 1  [johndoe|||johndoe||] 2020-01-25T00:58:35.475Z 1579913915475 0 \"hi there.  hi "
		     "there.  hi there.\"\n"
		     "source discourse  7 \"Welcome to Discourse\" -\n",
		     "the latest posts");
	}
	if (read_fixture("boards/discourse/replies.json", &bytes))
		says("part discourse 10\nsource discourse  39 \"Test Topic\" -\n"
		     "post post 3  [Test User|||testuser||] 2016-06-29T20:27:55.767Z 1467232075767 0 \"Test Reply #1\" "
		     "@0-0>2-2\n",
		     "answers");
	buf_free(&bytes);
}

/* What must be refused is refused by every format that it is given to, and by none when it is to be found out. */
static void refused(const char *folder, bool (*must_fail)(const char *name))
{
	static const char *const formats[] = {"",         "imageboard", "huggingface", "twitter",
					      "mastodon", "discourse",  "dump"};
	const char *path = fixture(folder);
	DIR *dir = path ? opendir(path) : NULL;
	struct buf bytes = {0}, name = {0};
	int seen = 0, wrong = 0;

	if (!dir) {
		skip(folder, "no fixtures");
		return;
	}
	char base[4096];
	snprintf(base, sizeof base, "%s", path);
	for (struct dirent *f; (f = readdir(dir));) {
		buf_clear(&name);
		buf_clear(&bytes);
		buf_printf(&name, "%s/%s", base, f->d_name);
		if (f->d_name[0] == '.' || !file_read(buf_cstr(&name), BOARD_MAX, &bytes, NULL))
			continue;
		for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
			struct board_input in = {.bytes = buf_view(&bytes),
						 .path = str_c(f->d_name),
						 .format = str_c(formats[i]),
						 .board = STR("b"),
						 .first = -1};
			bool good = came_read(&in, &came, &error);
			if ((good && must_fail(f->d_name)) ||
			    (!good && error.code != (*formats[i] ? ERR_INPUT : ERR_NOTHING)) || came.bad_range) {
				printf("# %s as %s: %s\n", f->d_name, formats[i], good ? "taken" : error.text);

				wrong++;
			}
		}
		seen++;
	}
	closedir(dir);
	ok(seen > 10 && !wrong, "%s: %d files, %d wrong", folder, seen, wrong);
	buf_free(&bytes);
	buf_free(&name);
}

static bool is_n(const char *name)
{
	return name[0] == 'n' && name[1] == '_';
}

static bool is_hostile(const char *name)
{
	static const char *const lawful[] = {"bom.json",        "esc_in_string_u.json", "huge_exp.json",
					     "id_gt_2_53.json", "proto.json",           "time_neg.json"};

	for (size_t i = 0; i < sizeof lawful / sizeof *lawful; i++)
		if (!strcmp(name, lawful[i]))
			return false;
	return true;
}

/* Brackets of a million levels are refused at the 65th; so is a long way into a known shape. */
static void deep(void)
{
	static const char *const heads[] = {"",
					    "{\"posts\":[{\"no\":1,\"x\":", "{\"orderedItems\":[{\"actor\":1,\"x\":",
					    "[{\"tweet\":{\"id_str\":\"1\",\"full_text\":\"a\",\"x\":"};
	struct buf b = {0};

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		buf_clear(&b);
		buf_cat(&b, heads[i]);
		for (int k = 0; k < 1000000; k++)
			buf_cat(&b, k % 2 ? "{\"a\":" : "[");
		long start = tap_cpu_ms();
		read_as(buf_cstr(&b), "deep.json", i ? "" : "imageboard");
		ok(error.code == ERR_INPUT && strstr(error.text, "nested too deep") && tap_cpu_ms() - start < 5000,
		   "nested a million times: %s", error.text);
	}
	buf_clear(&b);
	buf_cat(&b, "{\"posts\":[{\"no\":1,\"x\":[1");
	for (int k = 0; k < 2200000; k++)
		buf_cat(&b, ",1");
	buf_cat(&b, "]}]}");
	read_as(buf_cstr(&b), "big.json", "");
	ok(error.code == ERR_INPUT && strstr(error.text, "larger than 4 MiB"), "a post of 4 MiB: %s", error.text);
	buf_free(&b);
}

/* Many links and many numbers in one post, many short links and what they stand for. */
static void crowded(void)
{
	struct buf b = {0};
	long start = tap_cpu_ms();

	buf_cat(&b, "{\"posts\":[{\"no\":1,\"now\":\"\",\"com\":\"");
	for (int i = 0; i < 30000; i++)
		buf_printf(&b, "<a href=#p%d>", i + 2);
	for (int i = 0; i < 100000; i++)
		buf_cat(&b, ">>1 ");
	buf_cat(&b, "\"}]}");
	read_as(buf_cstr(&b), "b/1.json", "");
	is_int((long long)came.posts, 1, "a post of links");
	buf_clear(&b);
	buf_cat(&b, "[{\"tweet\":{\"id_str\":\"1\",\"full_text\":\"");
	for (int i = 0; i < 60000; i++)
		buf_cat(&b, "https://t.co/a ");
	buf_cat(&b, "\",\"entities\":{\"urls\":[{\"url\":\"\"}");
	for (int i = 0; i < 60000; i++)
		buf_cat(&b, ",{\"url\":\"https://t.co/b\",\"expanded_url\":\"x\"}");
	buf_cat(&b, "]}}}]");
	read_as(buf_cstr(&b), "@a/tweets.js", "");
	is_int((long long)came.posts, 1, "a status of links");
	ok(tap_cpu_ms() - start < 30000, "in good time: %ld ms", tap_cpu_ms() - start);
	buf_free(&b);
}

int main(void)
{
	crowded();
	refused("hostile/json_testsuite/test_parsing/.", is_n);
	refused("hostile/json_more/.", is_hostile);
	deep();
	imageboard();
	huggingface();
	numbers();
	twitter();
	mastodon();
	discourse();
	dump();
	real_discussions();
	real_topics();
	wrapped();
	real_page();
	buf_free(&came.log);
	return done();
}
