# Search as you type, next, back, filter.
size 60 12
document
 一行目はりんごの話。

 二行目はみかんの話。

　三行目はリンゴとみかん。

 四行目は何もない。

 五行目はぶどう。

 六行目はりんご。
end
idle
key /
type みか
expect row -1 /みか
key <Enter>
expect has みかん
key n
expect has 三行目
key N
key &
type りんご
key <Enter>
expect has 一行目
expect lacks 二行目
expect has 三行目
expect lacks 四行目
expect has filtered
key &
expect has 二行目
key :
type line 5
key <Enter>
expect row 1 　三行目
key <C-o>
key q
expect quit
# A hit that was gone to has the cursor, and marks are looked for from there; each document has its own filter.
size 40 8
document
第一章 はじめ

 りんごの話(1)。

 みかんの話(2)。りんごも。

 ぶどうの話。

(1)一。

(2)二。
end
idle
type /りんご
key <Enter>
expect cursor 3 1
key n
expect cursor 5 16
key [f
expect cursor 5 11
key g n ]f
expect cursor 3 11
type /ぶどう
key <Enter>
type &みかん
key <Enter>
expect lacks りんごの話
expect has みかんの話
key zr
expect has りんごの話(1)
expect has ぶどうの話
key zm
# a search while another view hides the document; its words are shown nowhere after the next one
type h/key
key <Enter>
type /help
key <Enter>
key q
expect has みかんの話
cmd guide
cmd filter 注
expect has filtered
cmd filter ""
key <C-o>
expect has みかんの話
key &
key g
expect has りんごの話
