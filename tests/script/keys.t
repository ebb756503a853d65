# Keys: bound anew, two commands at once, counts, an IME left on, sequences that lead nowhere.
size 40 8
document
一
二
三
四
五
六
七
八
九
十
十一
十二
十三
十四
十五
十六
十七
十八
end
idle
expect row 1 一
key j
expect row 1 二
key 3j
expect row 1 五
key ｋ
expect row 1 四
key ２ｋ
expect row 1 二
cmd bind global x "line-down; line-down"
key x
expect row 1 四
cmd bind global X line-down
key 4X
expect row 1 八
key ]j
expect row 1 八
key 2<C-g>j
expect row 1 九
key maggj
expect row 1 二
key 'a
expect row 1 九
cmd bind global ] line-down
expect has ]
key k
expect row 1 八
