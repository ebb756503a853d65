# The lines around the text: what gives way when there is no room, where one is under an open note.
size 40 10
document
とても長い題名のある、幅の足りない文書


第一章 はじまりのところ


 本文の最初の段落(1)。

第二章 おわり


 終わりの段落。

 終わりの段落。

 終わりの段落。

(1)一つ目の注。There are many rivers here and they never sleep, and some of them have no name.

 また。

 また。

 また。
end
idle
key ]f za
expect has 1| 一つ目の注
expect row -1 note: za closes  h:help  q:close
key 6j
expect row 0 ... > 第一章 はじまりのところ
# a hint is whole or not there; the title of a popup goes before its hint
key za g ]f
expect row -1 note: Enter looks, za opens         ja 7
# a message that is too long for one row has more
cmd open /there/is/no/such/folder/and/no/such/file
expect row -2 /there/is/no/such/folder/
expect has there is no such file
# help stands below its keys
key h
expect has     stay at the end of a file that
expect has     grows, or stop it
# a list leaves no rows empty while it has entries above, also after the window has become higher
size 40 30
document
題


第一章 一


 段落。

第二章 二


 段落。

第三章 三


 段落。

第四章 四


 段落。

第五章 五


 段落。
end
idle
size 40 9
key t G
expect lacks   第三章 三
expect has   第四章 四
expect has   第五章 五
size 40 20
expect has   第三章 三
expect has   第五章 五
# what there is to choose from: values without the option's name
key :
type set translations=
key <Tab>
expect row -2 inline  mark  off  replace  side
expect row -1 :set translations=
key s <Tab>
expect row -1 :set translations=side
