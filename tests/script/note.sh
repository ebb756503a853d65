#!/bin/sh
# taiyaku note: what is added is there with its place in characters, what is wrong is said and changes nothing, nothing that
# two processes write at once is lost.
. "${srcdir:=.}/tests/lint/tap.sh"
taiyaku=$builddir/taiyaku
dir=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TAIYAKU_STORE="$dir/store" XDG_CONFIG_HOME="$dir/config" TZ=UTC
unset TAIYAKU_AUTHOR
mkdir -p "$dir/config/taiyaku"
echo 'set author="灯台 守"' >"$dir/config/taiyaku/taiyakurc"
cat >"$dir/a.txt" <<'END'
灯台の話

 海のそばに灯台があった。灯台は白い。灯台は光る。

 The lamp is lit at dusk.
END
note() { # ARGUMENTS: output to out, messages to err; the exit status
	"$taiyaku" note "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
tell() {
	echo 'this came:'
	cat "$dir/out" "$dir/err"
}
says() { # WHAT STATUS EXPRESSION ARGUMENTS: that status, that message, nothing printed
	what=$1 want=$2 line=$3
	shift 3
	note "$@"
	got=$?
	tap_ok "$what" "$({ [ $got = "$want" ] && grep -Eq -e "$line" "$dir/err" && [ ! -s "$dir/out" ]; } ||
		{ echo "status $got"; cat "$dir/out" "$dir/err"; })"
}

says 'no verb' 2 'add, list, edit'
says 'a verb that there is not' 2 'no note mark' mark
says 'an option that it does not take' 2 'note list takes no --body' list --body x
note list --json
tap_ok 'no store yet: an empty list' "$([ "$(tr -d ' \n' <"$dir/out")" = '[]' ] || tell)"
tap_ok 'and none is made' "$(ls -d "$dir/store" 2>/dev/null)"

note add "$dir/a.txt" --quote 'The lamp is lit' --body '明かりが' --kind translation --language ja
first=$(cat "$dir/out")
tap_ok 'an id is printed' "$(echo "$first" | grep -qE '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}$' || tell)"
note add "$dir/a.txt" --start 25 --end 30 --body '一行目
二行目' --tag '#海' --tag 光
tap_ok 'by offsets' "$(cat "$dir/err")"
second=$(cat "$dir/out")

says 'a quote that stands there twice' 2 'stands there 2 times.*--prefix' add "$dir/a.txt" --quote 灯台は --prefix '' --body x
says 'a quote that is not there' 1 'does not stand there' add "$dir/a.txt" --quote 電柱 --body x
says 'a context that is not there' 1 'this prefix' add "$dir/a.txt" --quote 灯台は --prefix 電柱 --body x
note add "$dir/a.txt" --quote 灯台は --prefix '白い。' --kind highlight
tap_ok 'with its context it is one' "$(cat "$dir/err")"
says 'an end behind the end' 2 '--end 900: the text ends after' add "$dir/a.txt" --start 1 --end 900 --body x
says 'an end before the start' 2 'stands after' add "$dir/a.txt" --start 9 --end 3 --body x
says 'a start alone' 2 'belong together' add "$dir/a.txt" --start 9 --body x
says 'an empty passage' 2 'is empty' add "$dir/a.txt" --start 9 --end 9 --body x
says 'both' 2 'which passage' add "$dir/a.txt" --start 9 --end 10 --quote 灯台 --body x
says 'neither' 2 'which passage' add "$dir/a.txt" --body x
says 'a number that is none' 2 'means nothing' add "$dir/a.txt" --start -9 --end 10 --body x
says 'a note without a text' 2 'a note needs a text' add "$dir/a.txt" --quote 海
says 'a tag without one' 2 'which --tag' add "$dir/a.txt" --quote 海 --kind tag
says 'a link that leads nowhere' 2 'which FILE' add "$dir/a.txt" --quote 海 --kind link
says 'a kind that there is not' 2 'no kind' add "$dir/a.txt" --quote 海 --kind remark --body x
says 'a colour that there is not' 2 'means nothing' add "$dir/a.txt" --quote 海 --kind highlight --colour mauve
says 'a file that is not there' 3 'missing.txt' add "$dir/missing.txt" --quote 海 --body x
says 'a document that is not there' 3 'not in the library' add sha256:00 --quote 海 --body x
says 'a post that is not there' 3 'not in the library' add post:5ch/tako/1/2 --quote 海 --body x
says 'a post without a number' 2 'FAMILY/BOARD/KEY/NUMBER' add post:5ch --quote 海 --body x
says 'bytes that are no text' 2 'no UTF-8' add "$dir/a.txt" --quote 海 --body "$(printf 'a\377b')"

printf '﻿標準入力から\r\n二行\r\n' | "$taiyaku" note add "$dir/a.txt" --quote 海 --body - >"$dir/out" 2>"$dir/err"
third=$(cat "$dir/out")
tap_ok 'from standard input' "$(cat "$dir/err")"
note add "$dir/a.txt" --quote 灯台の話 --kind link --to "$dir/a.txt" --to-quote dusk --body 夕方
tap_ok 'a link' "$(cat "$dir/err")"
id=$("$taiyaku" outline --json "$dir/a.txt" | sed -n 's/.*"id": "\(sha256:[0-9a-f]*\)".*/\1/p' | head -n 1)
note add "$id" --quote dusk --kind bookmark --author 別人
tap_ok 'by the id of the document' "$(cat "$dir/err")"

if command -v python3 >/dev/null; then
	note list --json "$dir/a.txt"
	python3 - "$dir/out" "$dir/a.txt" "$id" >"$dir/facts" 2>&1 <<-'PYTHON'
		import json, sys
		text = open(sys.argv[2], encoding="utf-8").read()
		for a in json.load(open(sys.argv[1], encoding="utf-8")):
		    good = text[a["start"]:a["end"]] == a["quote"] and a["document"] == sys.argv[3] and a["created"] == a["modified"]
		    print(a["kind"], a["quote"], repr(a["body"]), a["language"], a["colour"], a["tags"], a["author"], a["state"],
		          a["deleted"], (a["to"] or {}).get("quote"), good, sep="|")
	PYTHON
	tap_ok 'the list, in the order of the text' "$(diff - "$dir/facts" <<-'END'
		link|灯台の話|'夕方'|None|None|[]|灯台 守|exact|False|dusk|True
		note|海|'標準入力から\n二行'|None|None|[]|灯台 守|exact|False|None|True
		note|灯台は光る|'一行目\n二行目'|None|None|['海', '光']|灯台 守|exact|False|None|True
		highlight|灯台は|None|None|yellow|[]|灯台 守|exact|False|None|True
		translation|The lamp is lit|'明かりが'|ja|None|[]|灯台 守|exact|False|None|True
		bookmark|dusk|None|None|None|[]|別人|exact|False|None|True
	END
	)"
else
	tap_skip 'the list, in the order of the text' 'python3 is not installed'
fi
count() { # ARGUMENTS of note list: how many
	"$taiyaku" note list --json "$@" | grep -c '^    "id"'
}
tap_ok 'by kind' "$([ "$(count --kind note)" = 2 ] || count --kind note)"
tap_ok 'by tag' "$([ "$(count --tag 海)" = 1 ] || count --tag 海)"
tap_ok 'by author' "$([ "$(count --author 別人 "$dir/a.txt")" = 1 ] || count --author 別人 "$dir/a.txt")"

note edit "$second" --body 書き直した --tag ''
tap_ok 'an edit prints the id' "$([ "$(cat "$dir/out")" = "$second" ] || tell)"
note list "$dir/a.txt"
tap_ok 'the new text is there, the old one is not' "$(grep -q '^    書き直した$' "$dir/out" || tell; grep 一行目 "$dir/out")"
note history "$second"
tap_ok 'the history has both' "$([ "$(grep -Ec '^    (一行目|書き直した)$' "$dir/out")" = 2 ] || tell)"
says 'nothing to change' 2 'what is to be changed' edit "$second"
says 'an id that is not there' 1 'no such annotation' edit 0123456789 --body x
says 'the beginning of several ids' 2 'more than one' remove "$(echo "$third" | cut -c 1-8)"
says 'one of two is not there: none is removed' 1 'no such annotation' remove "$second" 0123456789
note remove "$second" "$third"
tap_ok 'two are removed' "$([ "$(count "$dir/a.txt")" = 4 ] || count "$dir/a.txt"; cat "$dir/err")"
tap_ok 'and are there when asked for' "$([ "$(count --deleted "$dir/a.txt")" = 6 ] || count --deleted "$dir/a.txt")"
says 'once only' 1 'removed already' remove "$second"
says 'and cannot be edited' 1 'restore' edit "$second" --body x
note restore "$second"
tap_ok 'one is brought back' "$([ "$(count "$dir/a.txt")" = 5 ] || count "$dir/a.txt"; cat "$dir/err")"

# The file changes: what is quoted is found where it stands now, what is gone is an orphan.
sed -i 's/^ 海のそばに/ むかし、遠い海のそばに/; s/The lamp is lit at dusk/Two dogs barked/' "$dir/a.txt"
note list "$dir/a.txt"
tap_ok 'another version of the file' "$(grep -q "^$second  note  exact" "$dir/out" && grep -q "^$first  translation  orphan" "$dir/out" ||
	tell)"

# A post is a document too.
mkdir -p "$dir/tako"
printf '名無し<>sage<>2022/12/27(火) 13:00:00.10 ID:AAAAaaaa0<> 灯台は<br>光る <>架空の灯台スレ★7\n' >"$dir/tako/1672113600.dat"
"$taiyaku" import --board tako "$dir/tako/1672113600.dat" >/dev/null
note add post:5ch/tako/1672113600/1 --quote 光る --body 本当に --tag 灯
tap_ok 'on a post' "$(cat "$dir/err")"
printf '灯台の話\n\n灯台は(2022年12月27日「架空の灯台スレ★7」、1)\n' >"$dir/cites.txt"
tap_ok 'and goes out with a document that cites the thread' "$("$taiyaku" export --format markdown "$dir/cites.txt" >"$dir/out"
	grep -q '^## 架空の灯台スレ★7' "$dir/out" && grep -q '光る' "$dir/out" || tell)"
tap_ok 'it is listed of that post' "$([ "$(count post:5ch/tako/1672113600/1)" = 1 ] || count post:5ch/tako/1672113600/1)"
"$taiyaku" search --in notes 本当 >"$dir/out" 2>&1
tap_ok 'a search finds what was written' "$(grep -q '光る' "$dir/out" && grep -q '本当に' "$dir/out" || tell)"
"$taiyaku" search --json --in notes 灯 >"$dir/out" 2>&1
tap_ok 'and a tag' "$(grep -q '"in": "notes"' "$dir/out" && grep -q '"text": "灯"' "$dir/out" || tell)"
tap_ok 'and not of the document' "$([ "$(count --tag 灯 "$dir/a.txt")" = 0 ] || count --tag 灯 "$dir/a.txt")"

# Two at once.
before=$(count)
for who in 一 二; do
	(i=0; while [ $i -lt "${ADDS:-30}" ]; do
		"$taiyaku" note add "$dir/a.txt" --quote 灯台の話 --body "$who $i" --author $who >>"$dir/ids.$who" 2>>"$dir/err.$who"
		i=$((i + 1))
	done) &
done
wait
tap_ok 'two at once: no complaint' "$(cat "$dir"/err.*)"
tap_ok 'two at once: every id is there' "$([ "$(count)" = $((before + 2 * ${ADDS:-30})) ] || echo "$before before, $(count) after"
	"$taiyaku" note list --json | sed -n 's/^    "id": "\(.*\)",$/\1/p' | sort >"$dir/have"
	sort "$dir"/ids.* | comm -23 - "$dir/have")"

if [ "$(id -u)" != 0 ]; then
	chmod -R a-w "$dir/store"
	says 'a store that cannot be written' 4 "$dir/store" add "$dir/a.txt" --quote 灯台の話 --body x
	tap_ok 'can be listed' "$([ "$(count)" -gt 9 ] || count)"
	chmod -R u+w "$dir/store"
else
	tap_skip 'a store that cannot be written' 'root may write everywhere'
fi
tap_done
