# A session of annotating in 80x24 with the keyboard alone: a phrase, a note of three lines, two footnotes that were
# swapped, a translation, a tag on a post, the name of a poster, one of them undone; then the file is another one, and each
# is found where it belongs.
size 80 24
document
灯台の記録


はじめに


 この町の灯台は、二十年のあいだ無人だった。夜ごと海を照らしていたのは、電球ひとつである。(1)

 港の掲示板には、いまも当時の書き込みが残っている。(2)

0012 名無しの灯台守 (ワッチョイ 12ab-Cd3E) 2022/12/27(火) 13:09:37.29
明かりが消えたらどうなるの

(2022年12月27日「灯台を語るスレ★4」、以下、書き込みの引用は同日の「灯台を語るスレ★4」による)

 すぐに答えが付いた。

0013 名無しの灯台守 (スップ Sd1a-Wm0J) 2022/12/27(火) 13:11:02.10
>>12
消えない

 この「消えない」という一言を、書き手は次の言葉で受けている。

A light that nobody keeps is still a promise to somebody.

 それは約束だったのか、ただの習慣だったのか。


注


(1)掲示板の名は「海鳴り」。二〇一〇年に閉じた。


(2)電球は六十ワット。年に一度だけ取り替えた。


(2023年1月5日)
end
idle
cmd set author=守
# a phrase is highlighted
key /
type 電球ひとつ
key <Enter> vvllllH
idle
expect row -1 saved
# a note of three lines on another one
key qq/
type 二十年のあいだ
key <Enter> vveea
expect has -- note on 「二十年
type 誰が数えたのか。
key <Enter>
type 町の記録では十九年になっている。
key <Enter>
type 要確認。
key <C-x>
idle
expect row -1 saved
# the footnotes
key :
type correct-swap 1 2
key <Enter>
idle
expect row -1 saved
# the quote
key ]e vt
expect has -- translation of 「A light that nobody keeps
type だれも守らない灯りも、だれかへの約束である。
key <C-x>
idle
expect has = だれも守らない灯りも、だれかへの約束である。
# a post: a tag; who its poster is
key g]p v#
type 夜
key <Enter>
idle
expect row -1 saved
key :
type poster-is A
key <Enter>
idle
expect row -1 saved
# one is undone, and another one for good measure done again
key UU
idle
expect row -1 undone: tag
key <C-r>
idle
expect row -1 done again: tag
key A
idle
expect screen
灯台の記録                                                                   24%
灯台の記録


はじめに


 この町の灯台は、二十年のあいだ無人だった。夜ごと海を照らしていたのは、電球ひ  +
とつである。(1)

 港の掲示板には、いまも当時の書き込みが残っている。(2)

-- 6 annotations                                                             92%
n     7  “二十年”  誰が数えたのか。 町の記録では十九年になっている。 要確認。
        守 2023-11-14
h     7  “電球ひとつ”  守 2023-11-14
#    11  “0012 名無しの灯台守 (ワッチョイ 12ab-Cd3E) 2022/12/27(火) 13:09:37.29
        明かりが消えたらどうなるの”  #夜  守 2023-11-14
t    24  “A light that nobody keeps is still a promise to somebody.”  = だれも守
        らない灯りも、だれかへの約束である。  守 2023-11-14
c    32  “掲示板の名は「海鳴り」。二〇一〇年に閉じた。”  should say: 電球は六十
        ワット。年に一度だけ取り替えた。  守 2023-11-14
c    35  “電球は六十ワット。年に一度だけ取り替えた。”  should say: 掲示板の名は
Enter goes there  e edits  D deletes  h:help  q:close                       ja 1
end
key Q
expect quit
# the file is revised, and read again by a program that is started anew
rewrite
灯台の記録　改訂版


はじめに


 まず、港の話をしておきたい。

 この港町の灯台は、二十年ものあいだ無人だった。夜ごと沖を照らしていたのは、たったの電球ひとつである。(1)

 港の掲示板には、いまでも当時の書き込みが残っている。(2)

0012 名無しの灯台守 (ワッチョイ 12ab-Cd3E) 2022/12/27(火) 13:09:37.29
明かりが消えたらどうなるの

(2022年12月27日「灯台を語るスレ★4」、以下、書き込みの引用は同日の「灯台を語るスレ★4」による)

 この問いには、次の言葉がふさわしい。

A light that nobody keeps is still a promise to somebody.

 それは約束だったのか、ただの習慣だったのか。


注


(1)掲示板の名は「海鳴り」といった。二〇一〇年に閉じた。


(2)電球は六十ワット。


(2023年2月5日)
end
again
idle
expect row -1 6 annotations
key A
idle
expect screen
灯台の記録　改訂版                                                           26%
灯台の記録　改訂版


はじめに


 まず、港の話をしておきたい。

 この港町の灯台は、二十年ものあいだ無人だった。夜ごと沖を照らしていたのは、    n
たったの電球ひとつである。(1)                                                  h

-- 6 annotations                                                             91%
n     9  “二十年”  誰が数えたのか。 町の記録では十九年になっている。 要確認。
        守 2023-11-14
h     9  “電球ひとつ”  守 2023-11-14
#    13  “0012 名無しの灯台守 (ワッチョイ 12ab-Cd3E) 2022/12/27(火) 13:09:37.29
        明かりが消えたらどうなるの”  #夜  守 2023-11-14
t    20  “A light that nobody keeps is still a promise to somebody.”  = だれも守
        らない灯りも、だれかへの約束である。  守 2023-11-14
c    28  [moved] “掲示板の名は「海鳴り」。二〇一〇年に閉じた。”  should say: 電
        球は六十ワット。年に一度だけ取り替えた。  守 2023-11-14
c    31  [moved] “電球は六十ワット。年に一度だけ取り替えた。”  should say: 掲示
Enter goes there  e edits  D deletes  h:help  q:close                       ja 1
end
key g<Enter>
idle
expect has 二十年ものあいだ
