#!/bin/sh
# What cat prints with everything folded, judged by the checker beside the project: nothing lost, no row too wide, no
# forbidden start or end, no word cut; and the same rows from a text in CP932 as from its twin in UTF-8.
shared=${srcdir:=.}/../shared
judge=$shared/bench/check_layout.py
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
n=0

if [ ! -f "$judge" ] || ! command -v python3 >/dev/null; then
	echo "ok 1 - cat judged # SKIP no ../shared or no python3"
	echo 1..1
	exit 0
fi

report() { # WHAT MESSAGE, after the command it is about
	status=$?
	n=$((n + 1))
	[ $status -eq 0 ] && echo "ok $n - $1" || echo "not ok $n - $1: $2"
}

rows() { # WIDTH FILE
	"${builddir:=.}/taiyaku" cat --width "$1" --notes folded --translations off --color never "$2"
}

for file in "$shared"/essay/*.txt "$shared"/fixtures/aozora/utf8/*.txt; do
	verdicts= bad=0
	for width in 20 40 80 132; do
		rows $width "$file" >"$out/rows" && python3 "$judge" --width $width "$file" "$out/rows" >"$out/verdict" || bad=1
		verdicts="$verdicts $(tail -n 1 "$out/verdict")"
	done
	[ $bad -eq 0 ]
	report "${file##*/}" "$verdicts"
done

for file in "$shared"/fixtures/aozora/cp932/*.txt; do
	rows 40 "$file" >"$out/rows"
	rows 40 "$shared/fixtures/aozora/utf8/${file##*/}" | cmp -s - "$out/rows"
	report "${file##*/} in CP932" "differs from its twin"
done
echo "1..$n"
