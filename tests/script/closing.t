# What q closes, and where one is after that.
size 60 20
document
題名のある文書


第一章 はじまり


 本文の最初の段落。

第二章 おわり


 終わりの段落(1)。

(1)There are many rivers here and they never sleep.

私訳

ここには川がたくさんあって、眠ることがない。
end
idle
# the document is not the last view while something stands beside it
key t <C-w> k
expect has contents
key q
expect lacks contents
key t h
expect row 0 help: keys and commands (contents)
# help gives back the pane that it was asked in
key q
expect has -- contents
key j q
expect lacks contents
# from the popup of a translation to the translation; a popup ends with its last line
cmd set translations=mark
key ]e <Enter>
expect row -4 -- translation
expect row -3 There are many rivers
expect row -2 = ここには川がたくさん
key <Enter>
expect has (1)There are many rivers
expect has = ここには川がたくさん
cmd set translations=off
key <Enter> <Enter>
expect row 1 ここには川がたくさん
key q
expect quit

# without a document: the guide the first time, later the library, and nothing behind it
size 60 14
document
題名のある文書


　本文。
end
idle
open guide
idle
expect row 0 library
expect has 題名のある文書
key h q
expect row 0 library
key q
expect quit
