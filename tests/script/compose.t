# The note editor: where it stands, what it shows, how it is left.
size 40 14
document
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできていて、折り返される。

　第三の段落。

　第四の段落。

　第五の段落。
end
idle
# it stands above the last row; the caret behind the text
key a
type 注釈を書く。
expect screen
題名                                 79%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
て、折り返される。

　第三の段落。

-- note on 「題名」
注釈を書く。
C-x:save  C-g:leave
end
expect cursor 12 12
# it grows with the text, as far as half of the screen
key <Enter>
type 二行目は右の端を越えるほど長く書いてみることにしよう。
expect screen
題名                                 69%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
て、折り返される。

-- note on 「題名」
注釈を書く。
二行目は右の端を越えるほど長く書いてみ
ることにしよう。
C-x:save  C-g:leave
end
key <Enter> <Enter> <Enter> x <Enter> y <Enter> z
expect screen
題名                                 56%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
-- note on 「題名」           more above


x
y
z
C-x:save  C-g:leave
end
# up and down go by rows; what is above comes back
key <C-Home>
expect screen
題名                                 56%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
-- note on 「題名」           more below
注釈を書く。
二行目は右の端を越えるほど長く書いてみ
ることにしよう。


C-x:save  C-g:leave
end
expect cursor 8 0
key <Down> <Down>
expect cursor 10 0
key <C-e>
expect cursor 10 16
# keys that are not its own
key <Esc>
expect has <Esc> is no key here
key <F5>
expect has <F5> is no key here
# all of it taken back, and left: nothing is kept
key <C-End> <C-_> <C-_> <C-_> <C-_> <C-_> <C-_> <C-_> <C-_> <C-_> <C-_>
key <C-_> <C-_> <C-_> <C-_> <C-_> <C-_>
expect screen
題名                                 79%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
て、折り返される。

　第三の段落。

-- note on 「題名」

C-x:save  C-g:leave
end
key <C-g>
expect lacks note on
cmd drafts
expect has there are none
key q
# an empty one is not made
key a <Enter> <Space> <C-x>
expect has the text was empty: nothing is made of
cmd annotations
expect has 0 annotations
key q
# left with something in it: a draft, which can be gone on with
key a
type 書きかけ
key <C-g>
expect has kept as a draft
cmd drafts
expect screen
題名                                 56%
題名


　最初の文である。次の文がここにある。

　第二の段落は、もう少し長い文でできてい
-- drafts: Enter goes on with on... 100%
  書きかけ  note 「題名」  2023-11-15



not saved, but kept as a draft: :drafts
goes on with it
end
key <Enter>
expect has 書きかけ
expect cursor 12 8
type のつづき
key <C-x>
idle
expect has saved
cmd drafts
expect has there are none
key q
cmd annotations
expect has 書きかけのつづき
key q
# dropped from the list
key a
type 捨てる
key <C-g>
cmd drafts
expect has 捨てる
key D
expect has the draft is dropped
expect has there are none
key q
# one at a time
key a
cmd annotate
expect has another text is being typed
key <C-g>
# wide characters at the right edge, in a very small window
size 20 5
key a
type あいうえおかきくけこ
expect screen
題名
題名               n
-- note on 「題名」
こ
C-x:save  C-g:leave
end
expect cursor 3 2
key <C-a>
expect screen
題名
題名               n
-- note on 「題名」
あいうえおかきくけ
C-x:save  C-g:leave
end
expect cursor 3 0
key <C-u> <C-e> <C-u> <C-g>
size 40 14
expect lacks note on
