# The source pane: what was asked for has the focus, what is missing is said, what points at a post.
size 72 24
document
掲示板を読む


第一章 論争


 次のような投稿がある。

0545 名無しの読者 (ワッチョイ 7fa4-UHsq) 2022/12/27(火) 13:09:37.29
最初の意見を書く

(2022年12月27日「架空スレ★118」、以下、書き込みの引用は同日の「架空スレ★118」による)

 これに対して

0576 名無しの読者 (ワンミングク MM1b-+Dix) 2022/12/27(火) 14:06:04.21
>>462



>>545



それは違うと思う

という反論がくる。

「昔からそうだった」

(2021年1月2日「別のスレ★7」、83)
end
idle
# a source of which nothing is in the store: all that is known is on the screen
key 4]c <Enter>
expect has [wanted] nothing of this source is in the store
expect has 83   (not in the store)
key <Enter>
expect has -- 別のスレ★7  >>83
expect has [wanted] nothing of this source
expect has cited as (2021年1月2日
expect has 83   (not in the store)
key q g
# the answers: each on one line; the passages too
key ]c <Enter> <Enter> K
expect has what points at >>545
expect has 576   >>462 >>545 それは違うと思う
key q g
# a tree hangs a post under one that is there, before one that is missing
key ]c <Enter> <Enter> R
expect has 545  名無しの読者  2022
expect has   576  名無しの読者  2022
# the post that is gone to has the focus
key R 576g
expect has post: Enter looks, K
key I
expect has 576  名無しの読者  2022
expect lacks 545  2022
# the sources of the document: each once, what is held of it, which numbers are missing
key q q q g S
expect has what is held of each, and what is missing
expect has 架空スレ★118  2 quoted  [wanted]  missing: 462
key G <Enter>
expect has -- 別のスレ★7  >>83
