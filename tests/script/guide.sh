#!/bin/sh
# The guide: everything in it is recognised as it is meant, and every key that it teaches is one.
. "${srcdir:=.}/tests/lint/tap.sh"
guide=$srcdir/data/guide/guide.txt rc=$srcdir/data/taiyakurc
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$tmp" TAIYAKU_STORE="$tmp/none"
"$builddir/taiyaku" outline --json "$guide" >"$tmp/outline"
"$builddir/taiyaku" check --json "$guide" >"$tmp/check"

if command -v python3 >/dev/null; then
	python3 - "$tmp/outline" "$tmp/check" >"$tmp/facts" <<'PYTHON'
import json, sys
o, c = (json.load(open(p, encoding="utf-8")) for p in sys.argv[1:3])
print("sections", *(s["level"] for s in o["sections"]))
print("calls", *("%s:%d" % (n["label"], len(n["calls"])) for n in o["notes"]))
print("posts", *("%d:%d" % (p["number"], len(p["anchors"])) for p in o["posts"]))
print("threads", *sorted({str(p["thread"]) for p in o["posts"]}))
print("citations", *("/".join(map(str, x["numbers"])) or ("url" if x["url"] else "-") for x in o["citations"]))
print("translated", *(x["match"].split()[0] for x in o["quotations"] if x["translation"]))
print("untranslated", sum(not x["translation"] for x in o["quotations"]))
print("links", sum(" " in x["text"] and " " not in x["url"] for x in o["links"]), len(o["links"]))
print("figures", *(x["label"] for x in o["figures"]))
print("of", o["document"]["language"], o["document"]["date"], bool(o["document"]["author"]))
print("verdicts", *(x["verdict"] for x in c["citations"]))
print("anchors", *("%d:%s" % (x["from"], x["verdict"]) for x in c["anchors"]))
print("findings", *sorted({x["kind"] for x in c["findings"]}))
PYTHON
	while read -r fact; do
		tap_ok "$fact" "$(grep -qxF -e "$fact" "$tmp/facts" || grep -w "^${fact%% *}" "$tmp/facts")"
	done <<-'FACTS'
		sections 1 1 2 2 1 2 1 2 2 1 1 2 2 2 1 1 1
		calls 1:2 2:1 3:1 4:1 5:1
		posts 21:0 24:2 29:1 31:0
		threads 対訳を読むスレ★3
		citations - 40 203 41 url url 31
		translated whole sentence whole whole part
		untranslated 5
		links 2 2
		figures 図1
		of ja 2024-03-01 True
		verdicts quoted wanted wanted wanted external conflict quoted
		anchors 18:wanted 21:quoted 24:quoted 21:quoted 18:wanted
		findings anchor citation line-twice untranslated url-spaced
	FACTS
else
	tap_skip 'what is recognised in the guide' 'no python3'
fi

# The keys as the guide writes them, and as taiyakurc does.
while read -r written bound; do
	tap_ok "key $written" "$(
		grep -qF -e "$written" "$guide" || echo 'the guide does not have it'
		grep -qE "^bind [a-z]+ \"?$bound\"? " "$rc" || echo 'it is not bound'
	)"
done <<'KEYS'
h h
q q
SPC <Space>
b b
d d
u u
j j
k k
g g
G G
]f ]f
[f \[f
Enter <Enter>
^O <C-o>
za za
zR zR
zM zM
]e ]e
T T
: :
]c ]c
^W <C-w>w
]p ]p
[p \[p
/ /
n n
N N
& &
t t
S S
TAB <Tab>
m m
' '
) \)
v v
V V
w w
o o
s s
H H
a a
B B
U U
^R <C-r>
c c
# '#'
L L
A A
]a ]a
[a \[a
]o ]o
e e
D D
KEYS
for command in set check poster-is drafts; do
	tap_ok "command $command" "$(grep -q "^COMMAND(\"$command\"" "$srcdir/src/app/commands.def" || echo none)"
done
for mode in off mark inline side replace; do
	tap_ok "translations=$mode" "$(grep -q "$mode" "$guide" && grep -q "\"off|mark|inline|side|replace\"" "$srcdir/src/app/options.c" || echo none)"
done
tap_done
