#!/bin/sh
# taiyaku posts and search over a thread that is made here and imported, and check of a document that cites it.
. "${srcdir:=.}/tests/lint/tap.sh"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export XDG_CONFIG_HOME="$tmp/config" XDG_DATA_HOME="$tmp/data" TAIYAKU_STORE="$tmp/store" LC_ALL=C.UTF-8
taiyaku() {
	"$builddir/taiyaku" "$@" </dev/null
}
flat() { # JSON on one line, without blanks
	tr -d ' \n'
}
has() { # TEXT WHAT: nothing, or what there is instead
	case $1 in *"$2"*) ;; *) printf '%s\n' "$1" ;; esac
}
lacks() {
	case $1 in *"$2"*) printf '%s\n' "$1" ;; esac
}

# 2022-12-27 11:00 in Japan
cat <<'END' | iconv -t CP932 >"$tmp/1672106400.dat"
名無しの粉屋</b>(ﾜｯﾁｮｲ 7fa4-UHsq)<b><>sage<>2022/12/27(火) 11:00:00.11 ID:abcdEFGH0<> 水車について語る<>水車部★118
名無しの粉屋</b>(ﾜﾝﾐﾝｸﾞｸ MM1b-+Dix)<b><><>2022/12/27(火) 11:05:00.00 ID:ijklMNOP0<> <a href="../test/read.cgi/suisha/1672106400/1" rel="noopener" target="_blank">&gt;&gt;1</a> <br> 石臼のほうがいい <><>
粉</b>(ｽｯﾌﾟ Sd12-3456 [203.0.113.7])<b><>sage<>2022/12/27(火) 11:06:00.00 ID:qrstUVWX0<> ＳＵＩＳＨＡはえらい <br> &gt;&gt;2 &gt;&gt;1 <><>
名無しの粉屋</b>(ﾜｯﾁｮｲ 7fa4-UHsq)<b><>sage<>2022/12/28(水) 00:10:00.00 ID:abcdEFGH1<> &gt;&gt;2 <br> スイシャはすいしゃ <><>
あぼーん<>あぼーん<>あぼーん<>あぼーん<>あぼーん
END

# A store that is not there yet has no posts; nor is it made by asking.
tap_ok 'no store: nothing, exit 1' "$(taiyaku posts --json --source x/y/1 >"$tmp/out"; [ $? -eq 1 ] && flat <"$tmp/out" | grep -qx '\[\]' || cat "$tmp/out")"
tap_ok 'no store: no hits, exit 1' "$(taiyaku search --json 水 >"$tmp/out"; [ $? -eq 1 ] && flat <"$tmp/out" | grep -qx '\[\]' || cat "$tmp/out")"
tap_ok 'and none is made' "$([ ! -e "$tmp/store" ] || echo made)"
tap_ok 'the thread is imported' "$(taiyaku import --board suisha "$tmp/1672106400.dat" >"$tmp/out" 2>&1 || cat "$tmp/out")"

# A source by identity, address, title in another spelling
for s in 5ch/suisha/1672106400 'https: //mill.5ch.net/test/read.cgi/suisha/1672106400/' 水車部118 '水車部 ★１１８' \
	https://mill.5ch.net/test/read.cgi/suisha/1672...; do
	tap_ok "posts of $s" "$(taiyaku posts --source "$s" | grep -c ID: | grep -vx 4)"
done
tap_ok 'an address with a number' "$(has "$(taiyaku posts --json --source https://mill.5ch.net/test/read.cgi/suisha/1672106400/2 | flat)" '"number":2,')"
tap_ok 'one number' "$(taiyaku posts --source 水車部118 --number 3 | grep -c ID: | grep -vx 1)"
tap_ok 'a range' "$(taiyaku posts --source 水車部118 --number 2-3 | grep -c ID: | grep -vx 2)"
tap_ok 'around a number' "$(taiyaku posts --source 水車部118 --number 3 --around 1 | grep -c ID: | grep -vx 3)"
tap_ok 'around, alone' "$(taiyaku posts --source 水車部118 --around 2 | grep -c ID: | grep -vx 4)"
tap_ok 'no such source: exit 1' "$(taiyaku posts --source 風車部1 >/dev/null 2>&1; [ $? -eq 1 ] || echo $?)"
tap_ok 'no such post: exit 1' "$(taiyaku posts --source 水車部118 --number 99 >/dev/null; [ $? -eq 1 ] || echo $?)"
tap_ok 'no source: all' "$(taiyaku posts --json | flat | grep -o '"date_text"' | wc -l | grep -vx 5)"
tap_ok 'around in no source: exit 2' "$(taiyaku posts --around 1 >/dev/null 2>&1; [ $? -eq 2 ] || echo $?)"
tap_ok 'a number that is none: exit 2' "$(taiyaku posts --source 水車部118 --number 3-2 >/dev/null 2>&1; [ $? -eq 2 ] || echo $?)"

# Who answers whom, who wrote it
one=$(taiyaku posts --json --source 水車部118 --number 1 | flat)
tap_ok 'its source' "$(has "$one" '"source":{"family":"5ch","board":"suisha","key":"1672106400","title":"水車部★118"}')"
tap_ok 'its head' "$(has "$one" '"mail":"sage","slip":"ワッチョイ7fa4-UHsq","id":"abcdEFGH0","trip":null')"
tap_ok 'its time' "$(has "$one" '"posted_at":"2022-12-27T11:00:00.11+09:00"')"
tap_ok 'its answers' "$(has "$one" '"answers":[2,3]')"
tap_ok 'its file' "$(has "$one" "\"path\":\"$tmp/1672106400.dat\",\"format\":\"dat\"")"
tap_ok 'anchors' "$(has "$(taiyaku posts --json --source 水車部118 --number 3 | flat)" '"anchors":[{"from":2,"to":2},{"from":1,"to":1}]')"
tap_ok 'a deleted line' "$(has "$(taiyaku posts --json --source 水車部118 --number 5 | flat)" '"deleted":true')"
tap_ok 'a tree: 2 under 1, 3 under 2' "$(taiyaku posts --source 水車部118 --tree | sed -n 's/^\( *[0-9]\)  .*/\1/p' | tr '\n' , | grep -vx '   1,     2,       3,       4,   5,')"
tap_ok 'posts of a poster in all sources' "$(taiyaku posts --poster 7fa4 | grep -c ID: | grep -vx 2)"
tap_ok 'of an ID' "$(taiyaku posts --poster ID:qrstUVWX0 | grep -c ID: | grep -vx 1)"

# Addresses
tap_ok 'no address in JSON' "$(lacks "$(taiyaku posts --json --source 水車部118)" 203.0.113.7)"
tap_ok 'none in the text' "$(lacks "$(taiyaku posts --source 水車部118)" 203.0.113.7)"
tap_ok 'but when it is asked for' "$(has "$(taiyaku posts --source 水車部118 --addresses)" 203.0.113.7)"
tap_ok 'it is not searched' "$(taiyaku search 203.0.113 >/dev/null; [ $? -eq 1 ] || echo found)"

# Search: hits() prints the numbers of the posts
hits() {
	taiyaku search --json --in posts "$@" | flat | grep -o '"number":[0-9]*,"posted' | tr -dc '0-9\n' | sort | tr '\n' ' '
}
finds() { # WHAT NUMBERS ARGUMENTS…
	what=$1 want=$2
	shift 2
	tap_ok "$what" "$(got=$(hits "$@"); [ "$got" = "$want" ] || echo "$got")"
}
finds 'one character' '2 ' 臼
finds 'width and case' '3 ' suisha
finds 'across a line end' '2 ' '>>1石臼'
finds 'katakana is not hiragana' '4 ' すいしゃ
finds 'one poster' '4 ' --poster 7fa4 は
finds 'a board' '3 4 ' --source 5ch/suisha は
finds 'up to a day' '3 ' --to 2022-12-27 は
finds 'from a day on' '4 ' --from 2022-12-28 は
finds 'a month' '3 4 ' --from 2022-12 --to 2022-12 は
tap_ok 'where it stands' "$(has "$(taiyaku search --json 石臼 | flat)" '"text":">>1\n石臼のほうがいい","start":4,"end":6')"
tap_ok 'what is around it' "$(has "$(taiyaku search --json --context 1 --max 1 石臼 | flat)" '"before":[{"number":1,"text":"水車について語る"}]')"
tap_ok 'the line is marked' "$(taiyaku search 石臼 | grep -q '^    > 石臼のほうがいい$' || taiyaku search 石臼)"
tap_ok 'nothing: exit 1' "$(taiyaku search 風車 >/dev/null; [ $? -eq 1 ] || echo $?)"
tap_ok 'an unknown place: exit 2' "$(taiyaku search --in pictures 水 >/dev/null 2>&1; [ $? -eq 2 ] || echo $?)"
tap_ok 'no words: exit 2' "$(taiyaku search >/dev/null 2>&1; [ $? -eq 2 ] || echo $?)"
# check against what was imported: the numbers of a document's citations, their verdicts and what differs
verdict() { # QUOTE CITATION
	printf '題名\n\n\n第一章 粉\n\n\n 本文である。\n\n「%s」\n\n(%s)\n\n 続き。\n' "$1" "$2" >"$tmp/document.txt"
	taiyaku check --json "$tmp/document.txt" | flat | sed 's/.*"citations":\[//; s/"posts".*//'
}
tap_ok 'same' "$(has "$(verdict 石臼のほうがいい '2022年12月27日「水車部118」、2')" '"verdict":"same","source":{"family":"5ch"')"
tap_ok 'found by its words' "$(has "$(verdict 石臼のほうがいい '2022年12月27日「水車部118」')" '"numbers":[2],"difference":[],"found":[2]')"
tap_ok 'differs, and how' "$(has "$(verdict 石目のほうがいい '2022年12月27日「水車部118」、2')" '"difference":[{"document":"目","stored":"臼","at":24}]')"
tap_ok 'under another number' "$(has "$(verdict 石臼のほうがいい '2022年12月27日「水車部118」、1')" '"found":[2],"deleted":false')"
tap_ok 'deleted' "$(has "$(verdict 消された言葉 '2022年12月27日「水車部118」、5')" '"verdict":"missing"')"
tap_ok 'another day' "$(has "$(verdict 石臼のほうがいい '2022年12月20日「水車部118」、2')" '"verdict":"conflict"')"
tap_ok 'another part' "$(has "$(verdict 石臼のほうがいい '2022年12月27日「水車部119」、2')" '"verdict":"wanted"')"
tap_ok 'doubtful: exit 1' "$(taiyaku check "$tmp/document.txt" >/dev/null; [ $? -eq 0 ] || echo $?)$(verdict 石目 '2022年12月27日「水車部118」、2' >/dev/null; taiyaku check "$tmp/document.txt" >/dev/null; [ $? -eq 1 ] || echo $?)"
tap_done
