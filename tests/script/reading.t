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
