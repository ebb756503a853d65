# One post in several files, and in a document: versions, deletions, damage, what points at it, a stub with its verdict.
size 80 24
import a/tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> 蛸は賢いと思う <>
名無しの読者<><>2022/12/27(火) 13:02:00.30 ID:AAAAaaaa0<> ここは消える前 <>
end
import b/tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> 蛸は可愛いと思う <>
あぼーん<>あぼーん<>あぼーん<>あぼーん<>
壊れた行<>sage
end
import c/tako/1672113600.dat
名無しの読者<><>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> はじめの投稿。 <>架空の蛸スレ★7
名無しの読者<>sage<>2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0<> 蛸は可愛いと思う <>
end
document
蛸を読む


 次のような投稿がある。

2 名無しの読者 2022/12/27(火) 13:01:00.20 ID:BBBBbbbb0
蛸は賢いと思う

(2022年12月27日「架空の蛸スレ★7」)

 本文はここで終わる。
end
idle
cmd open post:5ch/tako/1672113600
# what files say of a post: other texts, with the difference; deleted since; broken
expect screen
架空の蛸スレ★7  4 posts known                                               100%
1    名無しの読者  2022-12-27 13:00:00  ID:AAAAaaaa0 (1/2)
     はじめの投稿。

2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0  [differs]
     蛸は可愛いと思う
     2 versions

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)  [deleted since]
     ここは消える前

4      [broken]
     壊れた行<>sage










h:help  q:close                                                              >>1
end
key 2g <Tab>
expect row -1 other texts of this post: Enter looks
key <Enter>
expect has -- versions of this post, the one that is shown first
expect has this one has 賢, the one that is shown 可愛
expect has the same text
key q 2g K
expect screen
架空の蛸スレ★7  4 posts known                                                93%
1    名無しの読者  2022-12-27 13:00:00  ID:AAAAaaaa0 (1/2)
     はじめの投稿。

2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0  [differs]
     蛸は可愛いと思う
     2 versions

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)  [deleted since]
     ここは消える前

4      [broken]
-- what points at >>2 of 架空の蛸スレ★7                                     100%
posts that answer it
  none is known

passages that cite it
  蛸を読む  6  蛸は賢いと思う
  蛸を読む  9  (2022年12月27日「架空の蛸スレ★7」)




Enter goes there  h:help  q:close                                            >>2
end
key <Tab> <Enter>
expect screen
蛸を読む                                                                    100%
(2022年12月27日「架空の蛸スレ★7」)

 本文はここで終わる。








   what points at >>2 of 架空の蛸スレ★7                                     100%
posts that answer it
  none is known

passages that cite it
  蛸を読む  6  蛸は賢いと思う
  蛸を読む  9  (2022年12月27日「架空の蛸スレ★7」)




h:help  q:close                                                             ja 9
end
key <C-o> <C-o>
expect lacks what points at
# the source pane of the document shows the same post with its verdict; a hidden one is a stub that still does
key q ]c <Enter> <Enter>
expect screen
蛸を読む                                                                    100%
(2022年12月27日「架空の蛸スレ★7」)

 本文はここで終わる。








-- 架空の蛸スレ★7  >>2  4 posts known                                       100%
2    名無しの読者  2022-12-27 13:01:00  ID:BBBBbbbb0  [differs]
     蛸は可愛いと思う
     2 versions
     the document has 賢, the post 可愛

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)  [deleted since]
     ここは消える前

4      [broken]
     壊れた行<>sage
post: Enter looks, K: what points here  h:help  q:close                     ja 9
end
cmd hide poster because 試し
expect screen
蛸を読む                                                                    100%
(2022年12月27日「架空の蛸スレ★7」)

 本文はここで終わる。








-- 架空の蛸スレ★7  >>2  4 posts known                                       100%
2    hidden: poster ID:BBBBbbbb0 (試し)  the document cites it  [differs]

3    名無しの読者  2022-12-27 13:02:00  ID:AAAAaaaa0 (2/2)  [deleted since]
     ここは消える前

4      [broken]
     壊れた行<>sage



hidden; x shows it for now, :hides lists the rules
end
