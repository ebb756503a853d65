# Translations by the reader: drawn as the author's are, at quotations and under passages.
size 60 16
document
題名のある文書

　本文の最初の段落。「An English quote stands here.」と書いてある。

　第二の段落。二つ目の文。

　第三の段落。これで終わり。
end
idle
cmd set author=甲
key ]e
expect row -1 quote without a translation
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
