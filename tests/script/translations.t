# Translations by the reader: drawn as the author's are, at quotations and under passages.
size 60 16
document
第一章 題名のある文書

　本文の最初の段落。「An English quote stands here.」と書いてある。

　第二の段落。二つ目の文。

　第三の段落。これで終わり。
end
idle
cmd set author=甲
key ]e
expect row -1 quote without a translation: v t writes one
cmd translate
type ここに英語の引用がある。
key <C-x>
idle
expect has = ここに英語の引用がある。                        〔甲〕
# and hidden, and shown again
key T
expect row -1 quote: T shows its translation
expect row 6 　第二の段落。二つ目の文。
key T
expect has = ここに英語の引用がある。                        〔甲〕
# the popup of the quote has it too
key <Enter>
expect has = ここに英語の引用がある。  〔甲〕
key q
# a passage that is no quote: its translation under its paragraph; hidden and shown again
key v <C-g> } s
cmd translate
type The second paragraph.
key <C-x>
idle
expect row 7 　第二の段落。二つ目の文。                                 t
expect has = The second paragraph.                           〔甲〕
key T
expect row 9 　第三の段落。これで終わり。
key T
expect row 10 　第三の段落。これで終わり。
# another one of the quote, after the first; then before it, and after it again
key [e
cmd translate
type 英語の引用がここに立つ。
key <C-x>
idle
expect screen
... > 第一章 題名のある文書                             100%
第一章 題名のある文書

　本文の最初の段落。「An English quote stands here.」と書  t
いてある。
  = ここに英語の引用がある。                        〔甲〕
  = 英語の引用がここに立つ。                        〔甲〕

　第二の段落。二つ目の文。                                 t
  = The second paragraph.                           〔甲〕

　第三の段落。これで終わり。



saved
end
cmd prefer
idle
expect screen
... > 第一章 題名のある文書                             100%
第一章 題名のある文書

　本文の最初の段落。「An English quote stands here.」と書  t
いてある。
  = 英語の引用がここに立つ。                        〔甲〕
  = ここに英語の引用がある。                        〔甲〕

　第二の段落。二つ目の文。                                 t
  = The second paragraph.                           〔甲〕

　第三の段落。これで終わり。



saved
end
key U
idle
expect screen
... > 第一章 題名のある文書                             100%
第一章 題名のある文書

　本文の最初の段落。「An English quote stands here.」と書  t
いてある。
  = ここに英語の引用がある。                        〔甲〕
  = 英語の引用がここに立つ。                        〔甲〕

　第二の段落。二つ目の文。                                 t
  = The second paragraph.                           〔甲〕

　第三の段落。これで終わり。



undone: translation “An English quote stands here.”  saved
end
# sentences beside each other, put right
document
第一章 別の文書の題名

　本文の段落。「He came home late at night. He was very tired.」と書いてある。

　次の段落。「He came home late at night; he was very tired.」と誰かが言った。

　最後の段落。「He was very tired.」とある。「It was a dark and stormy night.」とも。
end
idle
key ]e
cmd translate
type 彼は夜遅く帰ってきた。彼はとても疲れていた。すぐに寝た。
key <C-x>
idle
cmd align
expect screen
... > 第一章 別の文書の題名                             100%
第一章 別の文書の題名

　本文の段落。「He came home late at night. He was very    t
tired.」と書いてある。
  = 彼は夜遅く帰ってきた。彼はとても疲れていた。すぐに寝
-- sentences of the translation                     q: close
  1 He came home late at night.
  = 彼は夜遅く帰ってきた。
  2 He was very tired.
  = 彼はとても疲れていた。
  3 (nothing)
  = すぐに寝た。
+ takes a sentence of the translation from the next pair, -
gives one to it
saved
end
key +
expect has   = 彼は夜遅く帰ってきた。彼はとても疲れていた。
key +
expect row -1 there is no sentence to move
key -
idle
key <Tab> +
idle
expect has   = 彼はとても疲れていた。すぐに寝た。
key q
# what was translated once is offered where the like of it is quoted, and taken over: into the editor, if it is only alike
key ]e
expect row -1 translation known (
key T
expect has -- known translations
key <Enter>
expect has -- translation of
key <C-x>
idle
key ]e
expect row -1 translation known (100 %): T shows it
key T
expect has 100 % 彼はとても疲れていた。すぐに寝た。
key <Enter>
idle
key j j
expect has = 彼はとても疲れていた。すぐに寝た。
# what nobody has translated is not
key ]e T
expect row -1 no translation of this is known
