# Places: marks and the last jump, under open notes and in other documents.
size 20 8
document
一つ目の文書

 本文の段落(1)。

 次の段落。

 三つ目の段落。

 四つ目の段落。

(1)一の行に八文字二の行に八文字三の行に八文字四の行に八文字五の行に八文字
end
idle
key ]f za 4j
expect row 1 1|八文字四の行に
key mA
# leaving and coming back: the same row, under the same note
cmd guide
idle
expect row 0 対訳
key <Space> ma g 'a
expect lacks 対訳
key g 'A
expect row 1 1|八文字四の行に
key '' g
expect row 1 対訳
key 'A ''
expect row 1 対訳
# closed in between: the mark opens the note again
key 'A zM g
expect lacks 1|
key 'A
expect row 1 1|八文字四の行に
