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
