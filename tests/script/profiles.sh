#!/bin/sh
# The user's own profiles: found, chosen, preferred by their order; a wrong one is told and does no harm. The one of the
# manual is right.
. "${srcdir:=.}/tests/lint/tap.sh"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export XDG_CONFIG_HOME="$tmp/config" XDG_DATA_HOME="$tmp/data" LC_ALL=C.UTF-8
profiles=$tmp/config/taiyaku/profiles
mkdir -p "$profiles"
taiyaku() {
	"$builddir/taiyaku" "$@" </dev/null
}

printf '議事録\n\n\n議題1 予算\n\n来年度の予算を決めた。[注1]\n\n決定事項\n\n予算は据え置く。\n\n\n[注1]資料を見よ。\n' >"$tmp/minutes.txt"
headings() {
	taiyaku outline --json "$@" "$tmp/minutes.txt" | tr -d ' \n' | grep -o '"sections":\[[^]]*\]' |
		grep -o '"title":"[^"]*"' | cut -d '"' -f 4 | tr '\n' ' '
}
tap_ok 'without it there are no such headings' "$(headings | grep -o '予算')"

# The example of taiyaku-profile(5), as it stands there.
sed -n '/^\.Bd -literal/,/^\.Ed/{/^\./!p;}' "$srcdir/man/taiyaku-profile.5" >"$profiles/minutes.json"
tap_ok 'the example of the manual is a profile' "$(taiyaku outline --profile minutes "$tmp/minutes.txt" 2>&1 >/dev/null)"
tap_ok 'it is chosen by its order' "$([ "$(headings)" = '議題1予算 決定事項 ' ] || headings)"
tap_ok 'its notes are called' "$(taiyaku outline "$tmp/minutes.txt" | grep -q 'note 1: .*called in line 6' || taiyaku outline "$tmp/minutes.txt")"

printf '{"name": "bad", "hedings": []}' >"$profiles/bad.json"
said=$(taiyaku outline "$tmp/minutes.txt" 2>&1 >"$tmp/out")
tap_ok 'a wrong one is told with its file and key' "$(printf '%s\n' "$said" | grep -q "^taiyaku: .*/bad.json: \"hedings\": " || echo "$said")"
tap_ok 'and the text is read all the same' "$(grep -q 決定事項 "$tmp/out" || echo nothing)"
tap_done
