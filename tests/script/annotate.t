# Annotating a document: highlights, notes, corrections, tags, links, bookmarks; the list, undo and redo, history; all of it
# there at the next start.
size 60 16
document
題名のある文書

　本文の最初の段落。ここに文がある(1)。そして次の文もある(2)。

　第二の段落。An English quote stands here. 二つの文。

(1)二つ目のはずの注。

(2)一つ目のはずの注。
end
idle
expect row 3 　本文の最初の段落。ここに文がある(1)。そして次の文もあ
# nothing is annotated: nothing to edit, delete or undo
cmd edit
expect row -1 no annotation is here
cmd undo
expect row -1 nothing was annotated in this session
# a phrase is highlighted: the text makes room for a sign
key j v j j w w v e e H
idle
expect screen
題名のある文書                                          100%
題名のある文書

　本文の最初の段落。ここに文がある(1)。そして次の文もあ    h
る(2)。

　第二の段落。An English quote stands here. 二つの文。

(1)二つ目のはずの注。

(2)一つ目のはずの注。




saved
end
# still selected: another colour, then a note on it; what is saved has the focus
key H a
expect has -- note on 「の最初の」
type 一行目
key <Enter>
type 二行目
key <Enter>
type 三行目
key <C-x>
idle
expect row 3 　本文の最初の段落。ここに文がある(1)。そして次の文もあ    +
# a translation of the quote that has the focus; two notes that stand in each other's place
cmd correct-swap 1 2
idle
key ]e
cmd translate
type ある英語の引用
key <C-x>
idle
expect row 6 　第二の段落。An English quote stands here. 二つの文。     t
expect row 9 (1)二つ目のはずの注。                                      c
expect row 11 (2)一つ目のはずの注。                                      c
# what says that already is not corrected; what should be left out is corrected to nothing
key v
cmd correct
key <C-x>
idle
expect row 6 　第二の段落。An English quote stands here. 二つの文。     t
cmd correct
key <C-a> <C-k> <C-x>
idle
expect row 6 　第二の段落。An English quote stands here. 二つの文。     +
# tags, a link to the end of the text, a bookmark
key v
cmd tag 蛸 賢い
idle
key v L G
expect row -1 cursor:
key L
idle
key g B
idle
key A
expect has -- 9 annotations
expect has b     1  “題名のある文書”
expect has h     3  “の最初の”
expect has 一行目 二行目 三行目
key & 
type 蛸
key <Enter>
expect has -- 9 annotations, 1 shown
expect has #蛸  #賢い
key &
cmd sort kind
key G
expect has b     1
key g
expect has h     3
cmd sort place
key g
expect has b     1
# a search of everything finds it, and leads there
key q
cmd search 賢い
expect has search: 賢い  1 hit
expect has   #蛸  #賢
key <Enter>
expect row -1 annotation: Enter looks
key A
# each step is undone and done again by itself; the two corrections are one
key 3U
idle
expect has -- 6 annotations
key 3<C-r>
idle
expect has -- 9 annotations
key 6U
idle
expect has -- 2 annotations
key <C-r>
idle
expect has -- 4 annotations
key 9<C-r>
idle
expect has -- 9 annotations
key <C-r>
expect row -1 nothing was undone
# edited and deleted in the list, and there again; the history has it all
key g ]a e
expect has -- note on 「の最初の」
key <C-g>
key ]a
expect has n     3
key e
type 、四行目
key <C-x>
idle
expect has 三行目、四行目
key D
idle
expect has -- 8 annotations
key U
idle
expect has -- 9 annotations
# from mark to mark, and what is said there
key q q g ]a
expect row -1 annotation: Enter looks
key <Enter>
expect has -- bookmark
key q ]a <Enter>
expect has -- 2 annotations here
expect has 三行目、四行目
expect has [exact]
key <Tab><Tab>
cmd history
expect has -- history: 4 changes
expect has there again
key q q
# a program started anew has all of it, and nothing to undo
again
expect lacks  b
idle
expect has 題名のある文書                                             b
key A
expect has -- 9 annotations
key U
expect row -1 nothing was annotated in this session
# in a changed text a link still leads to the words that it was made to
rewrite
題名のある文書

　この版ではここに段落が一つ増えている。だいぶ長い段落なので、あとの文はみな下へ動いた。

　本文の最初の段落。ここに文がある(1)。そして次の文もある(2)。

　第二の段落。An English quote stands here. 二つの文。

(1)二つ目のはずの注。

(2)一つ目のはずの注。
end
again
idle
cmd line 7
key ]a ]a ]a <Enter> <Tab><Tab><Tab><Tab><Tab>
expect has -> 題名のある文書:
expect row -1 Enter goes there
key <Enter>
expect row 1 (2)一つ目のはずの注。
# from the list of all there are, too
key Q
open guide
idle
cmd annotations all
key g <Enter>
expect lacks not there any more
key Q
expect quit
