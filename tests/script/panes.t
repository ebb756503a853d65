# Sources: from a citation to the post, its answers, and back.
size 72 22
document
掲示板を読む


第一章 論争


 次のような投稿がある。

0545 名無しの読者 (ワッチョイ 7fa4-UHsq) 2022/12/27(火) 13:09:37.29
最初の意見を書く



二行目の意見

(2022年12月27日「架空スレ★118」、以下、書き込みの引用は同日の「架空スレ★118」による)

 これに対して

0576 名無しの読者 (ワンミングク MM1b-+Dix) 2022/12/27(火) 14:06:04.21
>>462



>>545



それは違うと思う

という反論がくる。
end
idle
key ]c
expect has citation: Enter looks
key <Enter>
expect has 最初の意見を書く
expect has Enter: go there
key <Enter>
expect has -- 架空スレ★118
expect has 576
key <Tab>
key ]c
key <Enter>
expect has 462
expect has not in the store
key q
key <C-o>
expect row 0 掲示板を読む
expect lacks -- 架空スレ★118
key )
expect has -- 架空スレ★118
key q
expect lacks -- 架空スレ★118
key q
expect quit
