#!/bin/sh
# taiyaku merge and export: what others wrote comes in once, goes out in every format where it stands in the text, and what
# is broken changes nothing.
. "${srcdir:=.}/tests/lint/tap.sh"
taiyaku=$builddir/taiyaku
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TAIYAKU_STORE="$dir/store" XDG_CONFIG_HOME="$dir/config" XDG_DATA_HOME="$dir/data" TZ=UTC
run() { # ARGUMENTS: output to out, messages to err; the exit status
	"$taiyaku" "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
flat() {
	tr -d ' \n' <"$dir/out"
}
ends() { # WHAT STATUS WORDS ARGUMENTS: with that status; out or err has these words
	what=$1 want=$2 words=$3
	shift 3
	run "$@"
	got=$?
	tap_ok "$what" "$({ [ $got = "$want" ] && cat "$dir/out" "$dir/err" | grep -Fq -e "$words"; } ||
		{ echo "status $got"; cat "$dir/out" "$dir/err"; })"
}

cat >"$dir/a.txt" <<'END'
灯台の話

第一章 海

 海のそばに*灯台*があった。灯台は白い。𠮟られた人が登る。

 The lamp is lit at dusk.
END
id=sha256:$(sha256sum "$dir/a.txt" | cut -d ' ' -f 1)
cat >"$dir/a.json" <<END
{"taiyaku": 1, "annotations": [
 {"id": "0192f0c1-7b2a-7c3d-9e4f-000000000001", "kind": "note", "document": "$id", "quote": "*灯台*", "prefix": "海のそばに", "suffix": "があった",
  "body": "# 大きい\n二行目", "tags": ["海"], "author": "灯台 守", "created": "2026-11-22T10:00:00Z", "modified": "2026-11-22T10:00:00Z"},
 {"kind": "translation", "document": "$id", "quote": "The lamp is lit at dusk.", "body": "夕方に明かりがともる。", "language": "ja", "author": "灯台 守",
  "created": "2026-11-22T10:00:00Z"},
 {"kind": "correction", "document": "$id", "quote": "𠮟られた", "body": "叱られた", "author": "B"}]}
END

# Nothing yet
ends 'no store: nothing to export' 1 '[]' export --all
ends 'nor of a file' 1 '灯台の話' export --format markdown "$dir/a.txt"
tap_ok 'and none is made by asking' "$(ls -d "$dir/store" 2>/dev/null)"
ends 'no FILE' 2 'which FILE?' export
ends 'a format that there is not' 2 'pdf: this value' export --format pdf "$dir/a.txt"
ends 'a kind that there is not' 2 'mark: this value' export --kind mark "$dir/a.txt"
ends 'a file that there is not' 3 'nothing.txt' export "$dir/nothing.txt"
ends 'merge of nothing' 2 'which FILE?' merge
ends 'merge of what is not there' 3 'nothing.json' merge "$dir/nothing.json"

# What is broken changes nothing, also not what stands beside it
printf '{"taiyaku": 1,\n "annotations": [{"kind": "note", "document": 7}]}' >"$dir/bad.json"
ends 'a broken file is refused with its place' 3 'bad.json: annotations[0].document: must be a text' merge "$dir/a.json" "$dir/bad.json"
printf '{"taiyaku": 1,\n "annotations": [,]}' >"$dir/worse.json"
ends 'one that is no JSON with its line' 3 'worse.json:2:' merge "$dir/a.json" "$dir/worse.json"
ends 'and nothing was taken over' 1 '[]' export --all

ends 'a list that a script made' 0 '3 new, 0 known, 0 changed, 0 conflicts' merge "$dir/a.json"
ends 'once more: all of it is known' 0 '0 new, 3 known, 0 changed, 0 conflicts' merge "$dir/a.json"
run merge --json "$dir/a.json"
tap_ok 'as JSON' "$(flat | grep -Fq '"total":{"added":0,"known":3,"changed":0,"conflicts":0},"conflicts":[]' || cat "$dir/out")"

# Out
run export --format markdown "$dir/a.txt"
cat >"$dir/want" <<'END'
# 灯台の話

## 第一章 海

> 海のそばに<mark>\*灯台\*</mark>があった。

\# 大きい  
二行目

tags: 海

— 灯台 守, 2026-11-22 10:00 UTC, line 5

<!-- id: urn:uuid:0192f0c1-7b2a-7c3d-9e4f-000000000001 -->
END
tap_ok 'Markdown: what one would send' "$(head -n 14 "$dir/out" | diff "$dir/want" -)"
tap_ok 'Markdown: a translation and a correction' "$(grep -Fq '> (ja) 夕方に明かりがともる。' "$dir/out" && grep -Fq '~~𠮟られた~~ → 叱られた' "$dir/out" || cat "$dir/out")"
run export --format html "$dir/a.txt"
tap_ok 'HTML: one page' "$(grep -Fq '<mark>*灯台*</mark>' "$dir/out" && grep -Fq '# 大きい' "$dir/out" && ! grep -q '<script\|src=' "$dir/out" || cat "$dir/out")"
run export --kind correction "$dir/a.txt"
tap_ok 'one kind alone is an object' "$(flat | grep -q '^{"@context".*"motivation":"editing".*"exact":"𠮟られた"' || cat "$dir/out")"
run export --tag 海 --author '灯台 守' "$dir/a.txt"
tap_ok 'those with a tag, of an author' "$(flat | grep -q '"value":"海"' && flat | grep -vq '"editing"' || cat "$dir/out")"
ends 'those of nobody' 1 '[]' export --author nobody "$dir/a.txt"
run export "$dir/a.txt" && cp "$dir/out" "$dir/w3c.json"
tap_ok 'several are an array' "$(flat | grep -q '^\[{"@context"' || cat "$dir/out")"
run export --all
tap_ok 'the whole store has all three' "$([ "$(grep -c '"@context"' "$dir/out")" = 3 ] || cat "$dir/out")"

# To another store and back
run export --format json --all && cp "$dir/out" "$dir/own.json"
other="$dir/other"
ends 'the changes in another store' 0 'json: 3 new' --store "$other" merge "$dir/own.json"
ends 'twice is once' 0 'json: 0 new, 3 known' --store "$other" merge "$dir/own.json"
run --store "$other" export --all && cp "$dir/out" "$dir/other.json"
run export --all
tap_ok 'it says the same' "$(diff "$dir/out" "$dir/other.json")"
ends 'Web Annotations of the same are known there' 0 'w3c: 0 new, 3 known' --store "$other" merge "$dir/w3c.json"
ends 'and new in a third store' 0 'w3c: 3 new' --store "$dir/third" merge "$dir/w3c.json"
ends 'a log can be merged' 0 'log: 3 new' --store "$dir/fourth" merge "$dir"/store/log/*.jsonl
run --store "$dir/fourth" export --all
tap_ok 'and says the same' "$(diff "$dir/out" "$dir/other.json")"
sed 's/大きい/小さい/' "$(ls "$dir"/store/log/*.jsonl)" >"$dir/x.jsonl"
ends 'a log that was changed is refused' 3 'x.jsonl:1: is damaged' --store "$dir/fourth" merge "$dir/x.jsonl"

# From elsewhere
cat >"$dir/h.json" <<'END'
{"rows": [{"id": "Abc", "created": "2026-11-22T10:00:00.5+00:00", "user": "acct:alice@hypothes.is", "uri": "https://e.org/page", "text": "so", "tags": ["t"],
 "target": [{"source": "https://e.org/page", "selector": [{"type": "TextQuoteSelector", "exact": "a \u001b[31m quote"}]}]}]}
END
ends 'Hypothesis' 0 'hypothesis: 1 new' merge "$dir/h.json"
ends 'of a page that nobody has here' 0 'alice@hypothes.is' export https://e.org/page
ends 'and for people' 0 '# https://e.org/page' export --format markdown https://e.org/page
tap_ok 'no control goes out' "$(grep -q "$(printf '\033')" "$dir/out" && cat -v "$dir/out")"

# Two readers
edit() { # STORE BODY: an edit as a newer annotation from elsewhere
	sed "s/# 大きい/$2/; s/\"modified\": \"2026-11-22/\"modified\": \"2036-11-22/" "$dir/a.json" >"$dir/edit.json"
	run --store "$1" merge "$dir/edit.json"
}
edit "$dir/store" 甲 && edit "$other" 乙
run --store "$other" export --format json "$dir/a.txt" && cp "$dir/out" "$dir/theirs.json"
ends 'both have edited: a conflict' 0 '1 conflicts' merge "$dir/theirs.json"
tap_ok 'a line names it' "$(grep -q '^conflict: 0192f0c1-7b2a-7c3d-9e4f-000000000001 (note).*灯台' "$dir/out" || cat "$dir/out")"
ends 'merged again it is none' 0 '0 changed, 0 conflicts' merge "$dir/theirs.json"

# What the W3C's own assertions say
validate=${TAIYAKU_FIXTURES:-$srcdir/../shared/fixtures}/webanno/validate.py
if [ ! -e "$validate" ] || ! python3 -c 'import jsonschema' 2>/dev/null; then
	tap_skip 'every exported annotation passes the 54 MUSTs' 'no fixtures/webanno, or no python3-jsonschema'
else
	run export --all
	python3 - "$dir" <<'END'
import json, sys
d = sys.argv[1]
for i, a in enumerate(json.load(open(d + '/out'))):
    json.dump(a, open('%s/must-%d.json' % (d, i), 'w'))
END
	tap_ok 'every exported annotation passes the 54 MUSTs' "$(python3 -W ignore "$validate" "$dir"/must-*.json >"$dir/must" 2>&1 &&
		[ "$(grep -c 'MUST 54/54' "$dir/must")" = 4 ] || cat "$dir/must")"
fi
tap_done
