# Cursor mode: going about, selecting, copying; in a document, an open note, a popup, a list.
size 60 14
document
選ぶこと


 本文の一行目は「引用」を含む。呼び出し(1)もある。つぎの文もある。

 The second paragraph is in English. It has two sentences.


注


(1) 脚注の文である。ふたつ目の文。
end
idle
key v
expect cursor 1 0
expect row -1 cursor: v selects
key j j j
expect cursor 4 0
key l l
expect cursor 4 3
key V
expect row -1 35 characters  H highlight
key q
expect row -1 cursor: v selects
key s
expect row -1 15 characters
key y
expect has 15 characters kept
key : 
type copied
key <Enter>
expect row -2 本文の一行目は「引用」を含む。
key q
key q
expect lacks cursor: v selects

# on a mark: with it selected
key g ]f
key v
expect row -1 3 characters  H highlight
expect cursor 4 41
key o
expect cursor 4 39
key <Esc> <Esc>
expect lacks H highlight

# a search hit is an end; so is a mark
key g v j j j v / s e c o n d <Enter>
expect row -1 43 characters
key m x
key q g j j j v
key ' x
expect row -1 43 characters  H highlight
expect cursor 1 5
key q q

# through an open note: several pieces
key g ]f z a v o
expect row -1 3 characters
key j
expect has 脚注の文である。
key q
key s y : c o p i e d <Enter>
expect has 脚注の文である。
key q q q

# in a popup
key g ]f <Enter>
expect has note 1
key v p
expect row -1 19 characters
key q q q
expect lacks note 1

# in a list
key t
expect has 選ぶこと
key v
expect row -1 cursor: v selects
key p y
expect has 3 characters kept
key q q
expect quit
