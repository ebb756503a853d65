#!/bin/sh
# taiyaku reanchor: annotations are carried over to the next version of a text: what is there, what was changed, what is gone.
. "${srcdir:=.}/tests/lint/tap.sh"
taiyaku=$builddir/taiyaku
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TAIYAKU_STORE="$dir/store" XDG_CONFIG_HOME="$dir/config"
cat >"$dir/old.txt" <<'END'
灯台の話

 海のそばに灯台があった。灯台は白く、夜ごとに沖を照らした。

 番人は毎晩、風の向きと船の数とを手帳に書きつけた。誰もそれを読まなかった。

 The lamp is lit at dusk, and nobody asks who lights it.
END
# The second paragraph moved to the end and reworded, the first one rewrapped, the third one gone.
cat >"$dir/new.txt" <<'END'
灯台の話　改訂版

 海のそばに灯台があった。
灯台は白く、夜ごとに沖を照らした。

 昼のあいだは猫が階段に寝ている。

 番人は毎晩、風の向きと潮の高さと船の数とを手帳に書きつけた。誰もそれを読まなかった。
END
run() { # ARGUMENTS: output to out, messages to err; the exit status
	"$taiyaku" "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
tell() {
	echo 'this came:'
	cat "$dir/out" "$dir/err"
}
line() { # EXPRESSION of a line of out
	grep -Eq -e "$1" "$dir/out" || tell
}

run reanchor --json "$dir/old.txt" "$dir/new.txt"
tap_ok 'no store yet: nothing to carry' "$([ "$(tr -d ' \n' <"$dir/out")" = '{"annotations":[]}' ] || tell)"
tap_ok 'and none is made' "$(ls -d "$dir/store" 2>/dev/null)"

run note add "$dir/old.txt" --quote '灯台は白く、夜ごとに沖を照らした' --kind highlight
exact=$(cat "$dir/out")
run note add "$dir/old.txt" --quote '風の向きと船の数とを手帳に書きつけた' --body 二つだけ
moved=$(cat "$dir/out")
run note add "$dir/old.txt" --quote 'nobody asks who lights it' --kind highlight
orphan=$(cat "$dir/out")

run reanchor --dry-run "$dir/old.txt" "$dir/new.txt"
tap_ok 'what stands there' "$(line '^exact +line 4 +灯台は白く、夜ごとに沖を照らした$')"
tap_ok 'what was changed' "$(line '^moved +line 8 +風の向きと船の数と')"
tap_ok 'what is gone comes last' "$(tail -n 1 "$dir/out" | grep -Eq '^orphan .*nobody asks who lights it$' || tell)"
run note list --json "$dir/new.txt"
tap_ok '--dry-run keeps nothing' "$([ "$(tr -d ' \n' <"$dir/out")" = '[]' ] || tell)"

run reanchor --json "$dir/old.txt" "$dir/new.txt"
tap_ok 'status' "$(cat "$dir/err")"
if command -v python3 >/dev/null; then
python3 - "$dir/out" "$dir/new.txt" "$exact" "$moved" "$orphan" >"$dir/said" 2>&1 <<'END'
import json, sys
out, new, exact, moved, orphan = sys.argv[1:]
text = open(new, encoding='utf-8').read()
got = {a['id']: a for a in json.load(open(out))['annotations']}
assert set(got) == {exact, moved, orphan}, got
for a in got.values():
    assert set(a) == {'id', 'state', 'start', 'end', 'score', 'quote', 'guess'}, a
a = got[exact]
assert a['state'] == 'exact' and text[a['start']:a['end']] == '灯台は白く、夜ごとに沖を照らした' and a['score'] > 0.9, a
a = got[moved]
assert a['state'] == 'moved' and text[a['start']:a['end']] == '風の向きと潮の高さと船の数とを手帳に書きつけた', a
a = got[orphan]
assert a['state'] == 'orphan' and a['start'] is None and a['end'] is None, a
END
tap_ok 'JSON: offsets in code points' "$(cat "$dir/said")"
else
	tap_skip 'JSON: offsets in code points' 'python3 is not installed'
fi
run note list --json "$dir/new.txt"
tap_ok 'it is the next version from now on' "$([ "$(grep -c '"id"' "$dir/out")" = 3 ] || tell)"
run reanchor --json "$dir/old.txt" "$dir/new.txt"
cp "$dir/out" "$dir/first"
run reanchor --json "$dir/old.txt" "$dir/new.txt"
tap_ok 'once more: the same' "$(diff "$dir/first" "$dir/out")"
run reanchor "$dir/old.txt" "$dir/old.txt"
tap_ok 'to itself' "$([ "$(grep -c '^exact' "$dir/out")" = 3 ] || tell)"

run reanchor "$dir/old.txt"
tap_ok 'one text' "$([ $? = 2 ] && grep -q 'OLD and NEW' "$dir/err" || tell)"
run reanchor "$dir/old.txt" "$dir/missing.txt"
tap_ok 'a file that is not there' "$([ $? = 3 ] && grep -q 'missing.txt' "$dir/err" || tell)"
run reanchor --body x "$dir/old.txt" "$dir/new.txt"
tap_ok 'an option that it does not take' "$([ $? = 2 ] && grep -q -e '--body' "$dir/err" || tell)"
tap_done
