#!/bin/sh
# doctor from outside: what is sound, what is wrong, what --repair mends.
. "${srcdir:=.}/tests/lint/tap.sh"
taiyaku=$builddir/taiyaku
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TAIYAKU_STORE="$dir/store" XDG_CONFIG_HOME="$dir/config"

doctor() { # ARGUMENTS: output to out; prints the exit status
	"$taiyaku" doctor "$@" >"$dir/out" 2>&1
	echo $?
}
is() { # WHAT STATUS EXPRESSION ARGUMENTS: that status, and a line that fits
	what=$1 want=$2 line=$3
	shift 3
	got=$(doctor "$@")
	tap_ok "$what" "$({ [ "$got" = "$want" ] && grep -Eq "$line" "$dir/out"; } || { echo "status $got"; cat "$dir/out"; })"
}
is 'before there is a store' 0 '^remark: .*there is no store'
tap_ok 'it makes none' "$(ls -d "$dir/store" 2>/dev/null)"
awk 'BEGIN { for (i = 1; i <= 20000; i++) printf "n<>sage<>2022/12/27 13:00:%02d.%02d ID:a%d<> text %d of a thread <>%s\n",
	i % 60, i % 100, i % 977, i, i == 1 ? "Title" : "" }' >"$dir/1672114000.dat"
"$taiyaku" import --board b "$dir/1672114000.dat" >/dev/null
is 'a sound store' 0 '^good: library.db'
tap_ok 'nothing is wrong' "$(grep '^wrong' "$dir/out")"
tap_ok 'the layers are told' "$(for l in limits landlock seccomp; do grep -q "\"$l\"" "$dir/out" || echo "$l"; done)"
is 'an option that there is not' 2 'there is no option' --mend
is 'a FILE' 2 'takes no FILE' x

chmod 755 "$dir/store"
chmod 644 "$dir/store/library.db"
is 'others may read it' 1 '^wrong, --repair mends it: .*library.db.*644'
is 'that is mended' 0 '^mended: .*library.db' --repair
tap_ok 'as it should be' "$([ "$(stat -c %a "$dir/store" "$dir/store/library.db" | tr '\n' ' ')" = '700 600 ' ] ||
	stat -c '%a %n' "$dir/store" "$dir/store/library.db")"
is 'and stays so' 0 '^good: library.db'

if command -v python3 >/dev/null; then
	python3 - "$dir/store/library.db" <<-'END'
		import sqlite3, sys
		c = sqlite3.connect(sys.argv[1])
		c.execute("DELETE FROM pair WHERE block_id % 2 = 0")
		c.commit()
	END
	is 'a search index with holes' 1 '^wrong, --repair mends it: a search does not find'
	is 'is made again' 0 '^mended: a search does not find' --repair
	is 'and is whole' 0 '^good: a search finds'
else
	tap_skip 'a search index with holes' 'python3 is not installed'
fi

mkdir -p "$dir/config/taiyaku"
echo 'no-such-command 1' >"$dir/config/taiyaku/taiyakurc"
is 'an error in the configuration' 1 '^wrong: .*taiyakurc:1'
rm "$dir/config/taiyaku/taiyakurc"
is 'a configuration that is not there, by name' 1 "^wrong: .*missing" --config "$dir/missing"

size=$(stat -c %s "$dir/store/library.db")
cp "$dir/store/library.db" "$dir/sound"
dd if=/dev/zero of="$dir/store/library.db" bs=4096 seek=$((size / 8192)) count=20 conv=notrunc 2>/dev/null
is 'a damaged database' 1 '^wrong: .*library.db: is damaged'
is 'is not touched' 1 '^wrong: .*library.db: is damaged' --repair
printf 'garbage garbage garbage' >"$dir/store/library.db"
is 'what is no database' 1 '^wrong: '
cp "$dir/sound" "$dir/store/library.db"
is 'all is well again' 0 '^good: library.db'
# what people wrote
printf 'A title\n\nThe first line of a text.\n' >"$dir/text.txt"
note() { "$taiyaku" note add "$dir/text.txt" --quote "$1" --body "$2" >/dev/null; }
notes() { "$taiyaku" note list --json | grep -c '"body": "[a-z ]* one"'; }
note first 'the one'
note line 'another one'
note text 'a third one'
tap_ok 'three annotations' "$([ "$(notes)" = 3 ] || notes)"
is 'are sound, and twice there' 0 '^good: the log of notes.db'
tap_ok 'for the user alone' "$(find "$dir/store" -perm /077)"
rm "$dir/store/notes.db"
is 'notes.db is gone' 1 '^wrong, --repair mends it: notes.db'
tap_ok 'a list is not empty then, but says so' "$("$taiyaku" note list 2>&1 | grep -q 'doctor --repair' || echo 'does not')"
is 'it is made again' 0 '^mended: notes.db' --repair
tap_ok 'all three are back' "$([ "$(notes)" = 3 ] || notes)"
dd if=/dev/urandom of="$dir/store/notes.db" bs=4096 seek=1 count=3 conv=notrunc 2>/dev/null
is 'notes.db is damaged' 1 '^wrong, --repair mends it: notes.db'
is 'it is made again' 0 '^mended: notes.db' --repair
tap_ok 'all three are back' "$([ "$(notes)" = 3 ] || notes)"
tap_ok 'the damaged file is kept' "$(ls "$dir"/store/notes.db.damaged-* >/dev/null 2>&1 || ls "$dir/store")"
rm "$dir"/store/log/*
is 'the log is gone' 1 '^wrong, --repair mends it: the log of notes.db: lacks'
is 'it is written again' 0 '^mended: the log of notes.db' --repair
rm "$dir/store/notes.db"
is 'then notes.db' 0 '^mended: notes.db' --repair
tap_ok 'all three are back' "$([ "$(notes)" = 3 ] || notes)"
for text in "$dir"/store/texts/*.z; do echo x >"$text"; done
is 'a kept text is damaged' 1 '^wrong, --repair mends it: .*texts/'
is 'it is moved aside' 0 '^mended: .*texts/' --repair
is 'and all is well' 0 '^good: notes.db'

export LC_ALL=xx_XX.UTF-8
is 'a locale that is not there' 0 '^remark: the locale xx_XX'
tap_done
