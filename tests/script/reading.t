# Reading, notes, translations: what a first reader does.
size 60 16
document
題名のある文書


第一章 はじまり


 本文の最初の段落。ここに注がある(1)。そして続く。

 二つ目の段落。

第二章 おわり


 終わりの段落(2)。

(1)一つ目の注。

(2)There are many rivers here and they never sleep.

私訳

ここには川がたくさんあって、眠ることがない。
end
idle
expect row 0 題名のある文書
expect has 第一章 はじまり
key ]f
expect has note: Enter looks, za opens
key za
expect has 1| 一つ目の注。
key za
expect lacks 1| 一つ目の注。
key ]f za
expect has = ここには川がたくさん
key T
key q
expect quit
# A quote that its translation replaces can be gone to, and T shows it; a translation that T shows is seen.
size 60 8
document
題名のある文書


 本文の最初の段落。

 二つ目の段落。
There are many rivers here and they never sleep.

私訳

ここには川がたくさんあって、眠ることがない。眠ることがないので、夜も流れている。

 終わりの段落。
end
idle
cmd set translations=replace
key ]e
expect has ここには川が
expect lacks There are
expect cursor 2 0
key T
expect has There are many rivers
key T
expect lacks There are
cmd set translations=mark
key g ]e 4k
expect row 6 There are
expect lacks ここには
key T
expect has = ここには川が
expect has 夜も流れている。
key q
expect quit
