# The file has changed: annotations are where their words are, and what has lost them is an orphan until it is confirmed.
size 60 16
document
題名のある文書

　一つ目の段落にある文章は変わらない。

　二つ目の段落には蛸が八本の足で立っていると書いてある。

　三つ目の段落は次の版で全く別の話になってしまう。

　四つ目の段落は最後にある。
end
idle
cmd line 3
cmd highlight
idle
cmd line 5
cmd highlight
idle
cmd line 7
cmd annotate
type 消える段落への注記
key <C-x>
idle
cmd line 9
cmd bookmark
idle
rewrite
題名のある文書

　新しい段落がはじめに入った。これは長めの段落である。

　一つ目の段落にある文章は変わらない。

　二つ目の段落には蛸が八本もの足で立っていると書いてある。

　りんごを買いに市場へ出かけたら雨が降りはじめた。

　四つ目の段落は最後にある。
end
again
idle
expect row -1 4 annotations:
expect has moved, 1 orphan (A lists them)
key A
expect has -- 4 annotations, 1 orphan
expect has [moved] “二つ目の段落には蛸が八本の足で立っていると
# the orphan stands last, with the place where it may have been; Enter goes there
key ]o
expect has perhaps line 9
expect has りんごを買いに市場へ
key <Enter>
expect row -1 annotation: Enter looks
key <Enter>
expect has [orphan]
key q <C-w>j
# what was moved can be confirmed; once is enough
key g j c
idle
expect has [confirmed] “二つ目の段落には
key c
expect row -1 it stands where it belongs
# the orphan gets the passage that is selected
key ]o R
expect has now select the passage
key <C-w>k
cmd line 9
key v s
cmd reattach
idle
key q
expect has    4 annotations
expect lacks orphan
expect has 消える段落への注記
# it stays there, also when the text is read again
cmd reload
idle
cmd line 8
key ]a <Enter>
expect has 消える段落への注記
expect has [confirmed]
key q
# a text at another path that is much like it
document
題名のある文書

　新しい段落がはじめに入った。これは長めの段落である。

　一つ目の段落にある文章は変わらない。

　二つ目の段落には蛸が八本もの足で立っていると書いてある。

　りんごを買いに市場へ出かけたら雨が降りはじめた。

　四つ目の段落はもう最後ではない。

　五つ目の段落がある。
end
idle
expect has this looks like a later version of
expect has :next-version takes its annotations over
cmd next-version
idle
key A
expect has -- 4 annotations
expect has 一つ目の段落にある文章は変わらない。
key Q
expect quit
