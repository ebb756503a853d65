# Annotating posts where they are shown: in a thread, in its tree, in a search; who a poster is; links from text to post.
size 70 20
import tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。ここから話が始まる。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> <a href="../test/read.cgi/tako/1672113600/1" rel="noopener noreferrer" target="_blank">&gt;&gt;1</a> <br> 蛸は賢いと思う <>
名無しの読者<><>2022/12/27(火) 13:02:00.30 ID:AAAAaaaa0<> &gt;&gt;2 <br> そうは思わない。 <br> 足が多いだけだ。 <>
end
open post:5ch/tako/1672113600
idle
# from line to line: the margin between them is no part of the post
cmd search-forward そうは
key v v j $ H
idle
expect screen
架空の蛸スレ★7  3 posts known                                     100%
1    名無しの読者  2022-12-27 13:00:00  ID:AAAAaaaa0 (1/2)
     はじめの投稿。ここから話が始まる。
     answered by 2

2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0
     >>1
     蛸は賢いと思う
     answered by 3

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)
     >>2
     そうは思わない。                                                h
     足が多いだけだ。





saved
end
# a whole post that has the focus is tagged; a note on a word, in the popup that shows the post
key q q g ]p
cmd tag 発端
idle
cmd post 3
key <Tab> <Enter>
cmd search-forward 賢い
key v v e a
expect has -- note on 「賢い
type 本当か
key <C-x>
idle
key q q q
# who the poster is stands with all posts of that poster
cmd post 1
cmd poster-is 甲さん
idle
expect screen
架空の蛸スレ★7  3 posts known                                     100%
1    名無しの読者  2022-12-27 13:00:00  ID:AAAAaaaa0 (1/2)  = 甲さん
     はじめの投稿。ここから話が始まる。                              +
     answered by 2

2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0
     >>1
     蛸は賢いと思う                                                  n
     answered by 3

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)  = 甲さん
     >>2
     そうは思わない。                                                h
     足が多いだけだ。





saved
end
# the list of this thread
key A
expect has -- 4 annotations
expect has # >>1  “はじめの投稿。ここから話が始まる。”  #発端
expect has l >>1  “はじめの投稿。ここから話が始まる。”  the poster AAAAaaaa0 is
expect has n >>2  “賢い”  本当か
expect has h >>3  “そうは思わない。 足が多いだけだ。”
key j j <Enter>
expect row 1 2    名無しの読者
expect row -1 post: Enter looks
# undone, and the poster is nobody again
key U
idle
expect lacks = 甲さん
key <C-r>
idle
expect has = 甲さん
# a link from post to post, and to its other end
key <C-w>k
cmd post 1
cmd link
expect has a link begins here
cmd post 3
cmd link
idle
cmd post 1
key ]a <Enter>
expect has -- 3 annotations here
expect has -> 架空の蛸スレ★7: >>2 そうは思わない。 足が多いだけだ。
key <Enter>
expect row 1 3    名無しの読者
key <C-w>o
# another file of the thread has more of a post: what was written on it is found in the new text
import other/tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。ここから話が始まる。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> <a href="../test/read.cgi/tako/1672113600/1" rel="noopener noreferrer" target="_blank">&gt;&gt;1</a> <br> 蛸はとても賢いと思うし、足も多い <>
end
open post:5ch/tako/1672113600
idle
expect has 蛸はとても賢いと思うし、足も多い
cmd annotations
expect has 蛸はとても賢いと思うし、足も多い                                n
expect has = 甲さん
# and from the library: all there are
key <C-w>o
cmd annotations all
expect has 5 annotations
expect has “賢い”  本当か
key Q
# a post that only the document quotes, from a thread that is known by its title; then a file of the thread comes
document
掲示板を読む


第一章 論争


 次のような投稿がある。

0002 名無しの読者 (ワッチョイ 7fa4-UHsq) 2023/01/05(木) 13:09:37.29
海老のほうが賢い

(2023年1月5日「架空の海老スレ★3」)
end
idle
key ]p <Enter><Enter>
expect has -- 架空の海老スレ★3
cmd tag 海老
idle
cmd poster-is 乙
idle
expect has = 乙
import ebi/1672900000.dat
名無しの読者<><>2023/01/05(木) 13:00:00.10 <> はじめの投稿。 <>架空の海老スレ★3
名無しの読者 </b>(ワッチョイ 7fa4-UHsq)<b><>sage<>2023/01/05(木) 13:09:37.29 <> 海老のほうが賢い <>
名無しの読者 </b>(ワッチョイ 7fa4-UHsq)<b><>sage<>2023/01/05(木) 13:12:37.29 <> 蛸ではない <>
end
again
idle
key ]p <Enter><Enter>
idle
expect has = 乙
expect has 海老のほうが賢い                                                +
key A
expect has #海老
expect has 乙
key Q
expect quit
