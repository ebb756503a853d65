# Threads of the store: read without a document, in order and as a tree, popups, posters, pictures, hiding, searching.
size 80 24
import tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。ここから話が始まる。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> <a href="../test/read.cgi/tako/1672113600/1" rel="noopener noreferrer" target="_blank">&gt;&gt;1</a> <br> 蛸は賢いと思う <>
名無しの読者<><>2022/12/27(火) 13:02:00.30 ID:AAAAaaaa0<> &gt;&gt;2 <br> そうは思わない。足が多いだけだ。 <>
山田 ◆RC6W0XmCeU<><>2022/12/27(火) 13:03:00.40 ID:CCCCcccc0<> ＞＞2-3 <br> 喧嘩はやめよう <>
名無しの読者<>sage<>2022/12/27(火) 13:04:00.50 ID:BBBBbbbb0<> 　　　 ∧＿∧　　／￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣＼ <br> 　　　（　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの中の言葉がここに続く　　　　　＞ <br> 　　　（　　　　つ　＼＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿／ <br> 　　　｜　｜　｜ <br> 　　　（＿＿）＿） <>
名無しの読者<><>2022/12/27(火) 13:05:00.60 ID:AAAAaaaa0<> &gt;&gt;5 <br> 笑った <>
名無しの読者<><>2022/12/27(火) 13:06:00.70 ID:DDDDdddd0<> &gt;&gt;12 <br> 未来への返信 <>
end
open post:5ch/tako/1672113600
# pictures are not wrapped: cut at the edges, wide characters whole or not at all, scrolled sideways
key 5g
expect has columns 1-80 of 111
key zl
expect screen
架空の蛸スレ★7  7 posts known                                               100%
5    名無しの読者  2022-12-27 13:04:00  ID:BBBBbbbb0 (2/2)
<　 ∧＿∧　　／￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣ >
<　（　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの中の言葉>
<　（　　　　つ　＼＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿>
<　｜　｜　｜
<　（＿＿）＿）
     answered by 6

6    名無しの読者  2022-12-27 13:05:00  ID:AAAAaaaa0 (3/3)
     >>5
     笑った

7    名無しの読者  2022-12-27 13:06:00  ID:DDDDdddd0
     >>12 (not in the store)
     未来への返信

12   (not in the store)





post: Enter looks, K: what points here  h:help  q:close  columns 9-88 of 111 >>5
end
key 1zl
expect row 2 <  ∧＿∧
expect row 3 < （　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの中の言葉 >
key zL zL
expect has <￣￣￣
expect has ここに続く　　　　　＞
key zL
expect row -1 nothing on this screen is further that way
key 1000zh
expect has columns 1-80 of 111
# the tree: answers under what they answer
key R
expect screen
架空の蛸スレ★7  7 posts known                                               100%
5    名無しの読者  2022-12-27 13:04:00  ID:BBBBbbbb0 (2/2)
     　　　 ∧＿∧　　／￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣ >
     　　　（　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの>
     　　　（　　　　つ　＼＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿>
     　　　｜　｜　｜
     　　　（＿＿）＿）
     answered by 6

  6    名無しの読者  2022-12-27 13:05:00  ID:AAAAaaaa0 (3/3)
       >>5
       笑った

7    名無しの読者  2022-12-27 13:06:00  ID:DDDDdddd0
     >>12 (not in the store)
     未来への返信

12   (not in the store)





post: Enter looks, K: what points here  h:help  q:close  columns 1-80 of 111 >>5
end
key R 2g
# popups over popups: q goes back one, Enter goes there, ^O comes back
key 4g <Tab> <Enter>
expect has -- 架空の蛸スレ★7  >>2
expect has そうは思わない。足が多いだけだ。
key <Tab> <Enter>
expect has -- 架空の蛸スレ★7  >>1
key <Tab> <Enter>
expect has -- 架空の蛸スレ★7  >>2
key q
expect has -- 架空の蛸スレ★7  >>1
key q q
expect row 1 4    山田
key <Enter> <Enter>
expect row 1 2    名無しの読者
key <C-o>
expect row 1 4    山田
# one poster, here and in the whole store
key 1g I
expect screen
架空の蛸スレ★7  >>1  7 posts known  posts of one poster                     100%
1    名無しの読者  2022-12-27 13:00:00  ID:AAAAaaaa0 (1/3)
     はじめの投稿。ここから話が始まる。
     answered by 2

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/3)
     >>2
     そうは思わない。足が多いだけだ。
     answered by 4

6    名無しの読者  2022-12-27 13:05:00  ID:AAAAaaaa0 (3/3)
     >>5
     笑った










post: Enter looks, K: what points here  h:help  q:close                      >>1
end
key I
expect screen
ID:AAAAaaaa0  in 5ch/tako, on 2022-12-27  3 posts in the store              100%
1    2022-12-27 13:00:00  ID:AAAAaaaa0  架空の蛸スレ★7
     はじめの投稿。ここから話が始まる。

3    2022-12-27 13:02:00  ID:AAAAaaaa0  架空の蛸スレ★7
     >>2 そうは思わない。足が多いだけだ。

6    2022-12-27 13:05:00  ID:AAAAaaaa0  架空の蛸スレ★7
     >>5 笑った














Enter goes there  h:help  q:close
end
key j <Enter>
expect row 1 3    名無しの読者
key q
expect row 0 ID:AAAAaaaa0  in 5ch/tako, on 2022-12-27
key q
expect row 0 架空の蛸スレ★7  >>1
key <C-o> <C-o> <C-o> <C-o>
# what points at a post; ^O comes back
key 2g K
expect screen
架空の蛸スレ★7  7 posts known                                                34%
2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0 (1/2)
     >>1
     蛸は賢いと思う
     answered by 3 4

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/3)
     >>2
     そうは思わない。足が多いだけだ。
     answered by 4

4    山田 ◆RC6W0XmCeU  2022-12-27 13:03:00  ID:CCCCcccc0
-- what points at >>2 of 架空の蛸スレ★7                                     100%
posts that answer it
  3     >>2 そうは思わない。足が多いだけだ。
  4     ＞＞2-3 喧嘩はやめよう

passages that cite it
  none is known




Enter goes there  h:help  q:close                                            >>2
end
key <Enter>
expect has 3    名無しの読者
key <C-o> <C-o>
expect row 1 2    名無しの読者
# hiding: a poster, with the answers to what is hidden
key 3g X
expect has post, poster, word WORD or expression RE
expect row -1 :hide poster
type chain 1 because 足の話はもういい
key <Enter>
key 1g
expect screen
架空の蛸スレ★7  7 posts known                                               100%
1    hidden: poster ID:AAAAaaaa0 (足の話はもういい)
2    hidden: answers 1, poster ID:AAAAaaaa0 (足の話はもういい)
3    hidden: poster ID:AAAAaaaa0 (足の話はもういい)
4    hidden: answers 3, poster ID:AAAAaaaa0 (足の話はもういい)

5    名無しの読者  2022-12-27 13:04:00  ID:BBBBbbbb0 (2/2)
     　　　 ∧＿∧　　／￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣ >
     　　　（　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの>
     　　　（　　　　つ　＼＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿>
     　　　｜　｜　｜
     　　　（＿＿）＿）
     answered by 6

6    hidden: poster ID:AAAAaaaa0 (足の話はもういい)

7    名無しの読者  2022-12-27 13:06:00  ID:DDDDdddd0
     >>12 (not in the store)
     未来への返信

12   (not in the store)


post: Enter looks, K: what points here  h:help  q:close  columns 1-80 of 111 >>1
end
# for now it is seen all the same, and again not
key 2g x
expect has 蛸は賢いと思う
key x
expect lacks 蛸は賢いと思う
# a popup on what is hidden is a stub too
key 6g <Enter>
expect has 6    hidden: poster ID:AAAAaaaa0 (足の話はもういい)
key x
expect has 笑った
key q x
expect lacks 笑った
cmd hide word 喧嘩 days 30 everywhere
cmd hides
expect screen
架空の蛸スレ★7  7 posts known                                                79%
1    hidden: poster ID:AAAAaaaa0 (足の話はもういい)
2    hidden: answers 1, poster ID:AAAAaaaa0 (足の話はもういい)
3    hidden: poster ID:AAAAaaaa0 (足の話はもういい)
4    hidden: answers 3, poster ID:AAAAaaaa0 (足の話はもういい)

5    名無しの読者  2022-12-27 13:04:00  ID:BBBBbbbb0 (2/2)
     　　　 ∧＿∧　　／￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣￣ >
     　　　（　´∀｀）＜　　たこ焼きを食べながら話そう、という長い長い吹き出しの>
     　　　（　　　　つ　＼＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿>
     　　　｜　｜　｜
     　　　（＿＿）＿）
-- what is hidden: Enter takes a rule back                                  100%
  poster ID:AAAAaaaa0  5ch/tako  with answers, 1 step  (足の話はもういい)
  word “喧嘩”  everywhere  until 2023-12-15








hidden; x shows it for now, :hides lists the rules
end
key D
expect has the rule is taken back
key q 1g
expect has はじめの投稿
expect lacks 喧嘩はやめよう
cmd hides
key <Enter> q
expect has 喧嘩はやめよう
cmd hide expression [
expect lacks hidden;
cmd hide word
expect has which one?
# searching all posts
cmd search 足が多い
expect screen
search: 足が多い  1 hit                                                     100%
3    2022-12-27 13:02:00  ID:AAAAaaaa0  架空の蛸スレ★7
     >>2 そうは思わない。足が多いだけだ。




















word: which one?
end
key zr zr
expect lacks >>2 そうは
key <Enter>
expect row 1 3    名無しの読者
key <C-o>
expect row 0 search: 足が多い  1 hit
key <Enter> q
expect row 0 search: 足が多い  1 hit
cmd search 投稿 poster:ID:BBBBbbbb0
expect has nothing was found
cmd search 蛸 from:2022-12-28
expect has nothing was found
cmd search 蛸 source:架空の蛸スレ★7 from:2022-12-27 to:2022-12-27
expect has 1 hit
cmd search 蛸 from:yesterday
expect has a day is written 2022-12-27
# the filter keeps whole posts, zr and zm the posts around them
cmd open post:5ch/tako/1672113600/1
key &
type 足
key <Enter>
expect screen
架空の蛸スレ★7  7 posts known                                               100%
3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/3)
     >>2
     そうは思わない。足が多いだけだ。
     answered by 4


















h:help  q:close                                                     filtered >>3
end
key zr
expect screen
架空の蛸スレ★7  7 posts known                                               100%
3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/3)
     >>2
     そうは思わない。足が多いだけだ。
     answered by 4

4    山田 ◆RC6W0XmCeU  2022-12-27 13:03:00  ID:CCCCcccc0
     ＞＞2-3
     喧嘩はやめよう














h:help  q:close                                                     filtered >>3
end
key zm & 1g
expect has はじめの投稿
# '' goes to and fro
key 1g 5g ' '
expect row 1 1    名無しの読者
key ' '
expect row 1 5    名無しの読者
# marks, and the place where reading stopped
open post:5ch/tako/1672113600/4
expect row 1 4    山田
key ma 1g 'a
expect row 1 4    山田
key q
expect quit
open post:5ch/tako/1672113600
expect row 1 4    山田
# from the library and back to it
key L
expect has 架空の蛸スレ★7  5ch/tako  7 posts  2022-12-27
key j <Enter>
expect row 1 4    山田
key q
expect row 0 library
size 40 20
open post:5ch/tako/1672113600/2
expect screen
架空の蛸スレ★7  7 posts known        41%
2    名無しの読者  2022-12-27 13:01:00
     ID:BBBBbbbb0 (1/2)
     >>1
     蛸は賢いと思う
     answered by 3 4

3    名無しの読者  2022-12-27 13:02:00
     ID:AAAAaaaa0 (2/3)
     >>2
     そうは思わない。足が多いだけだ。
     answered by 4

4    山田 ◆RC6W0XmCeU  2022-12-27
     13:03:00  ID:CCCCcccc0
     ＞＞2-3
     喧嘩はやめよう

5    名無しの読者  2022-12-27 13:04:00
post: Enter looks, K: what points... >>2
end
