#!/bin/sh
# import from outside: statuses, counts, JSON; the same file twice, a grown one, a deletion; ^C, a full disk; hostile files.
. "${srcdir:=.}/tests/lint/tap.sh"
taiyaku=$builddir/taiyaku
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TAIYAKU_STORE="$dir/store"
unset TAIYAKU_LOG

same() { # WHAT WANT GOT
	tap_ok "$1" "$([ "$2" = "$3" ] || printf 'want [%s]\ngot  [%s]\n' "$2" "$3")"
}
import() { # ARGUMENTS: standard output to out, messages to err; prints the exit status
	"$taiyaku" import "$@" >"$dir/out" 2>"$dir/err"
	echo $?
}
value() { # KEY [FILE]: of the first file, or of FILE in the JSON of out
	awk -v key="\"$1\":" -v path="$2" '
		/"path":/ { found = path == "" || index($0, path) }
		found && $1 == key { sub(/^[^:]*: */, ""); sub(/,$/, ""); gsub(/"/, ""); print; exit }' "$dir/out"
}
sum() { # of what is in the store
	cksum <"$dir/store/library.db"
}

# ---- a thread, its growth, its deletions ----
post() { # N TEXT [TITLE]
	printf '\226\274\226\263\202\265<>sage<>2022/12/27(\211\316) 13:0%d:37.29 ID:abcdEFGH0<> %s <br> &gt;&gt;1 <>%s\n' \
		"$1" "$2" "$3"
}
mkdir -p "$dir/logs/liveuranus"
dat=$dir/logs/liveuranus/1672113600.dat
{ post 1 'first text' 'A title'; post 2 'second text'; post 3 'third text'; } >"$dat"
same 'a new file: status 0' 0 "$(import --json --board liveuranus "$dat")"
same 'imported' imported "$(value status)"
same 'its format' dat "$(value format)"
same 'its posts' '1 3 3 0 0 0' "$(echo $(for k in sources posts new known changed broken; do value $k; done))"
if command -v python3 >/dev/null; then
	tap_ok 'the JSON is JSON, with the keys of the manual' "$(python3 - "$dir/out" 2>&1 <<-'END'
		import json, sys
		j = json.load(open(sys.argv[1], encoding="utf-8"))
		keys = {"path", "format", "encoding", "status", "sources", "posts", "new", "known", "changed", "broken", "messages"}
		for f in j["files"]:
		    if not keys <= set(f): print("missing", keys - set(f))
		    if not isinstance(f["messages"], list): print("messages is no list")
		if j["total"]["posts"] != 3 or j["total"]["status"]["imported"] != 1: print(j["total"])
	END
	)"
else
	tap_skip 'the JSON is JSON, with the keys of the manual' 'python3 is not installed'
fi
before=$(sum)
same 'the same file again: status 0' 0 "$(import --json --board liveuranus "$dat")"
same 'known' known "$(value status)"
same 'nothing in the store has changed' "$before" "$(sum)"
cp "$dat" "$dir/copy.dat"
same 'the same bytes elsewhere' 'known' "$(import --json --board liveuranus "$dir/copy.dat" >/dev/null; value status)"

post 4 'fourth text' >>"$dat"
same 'a file that has grown' '0 grown' "$(import --json --board liveuranus "$dat") $(value status)"
same 'only its tail is new' '4 1 3 0' "$(echo $(for k in posts new known changed; do value $k; done))"
{ post 1 'first text' 'A title'; printf '\202\240\202\332\201\133\202\361<>%s' '' >/dev/null
  a='\202\240\202\332\201\133\202\361'; printf "$a<>$a<>$a<>$a<>$a\n"; post 3 'third text'; printf 'torn<>x\n'; } >"$dat"
same 'rewritten with a deletion and a broken line' '0 imported' "$(import --json --board liveuranus "$dat") $(value status)"
same 'the broken line is counted' 1 "$(value broken)"
"$taiyaku" posts --json --source 5ch/liveuranus/1672113600 --number 2 >"$dir/posts"
tap_ok 'a deletion takes no text away' "$(grep -q 'second text' "$dir/posts" || cat "$dir/posts")"
tap_ok 'it is known as deleted' "$(grep -q '"deleted": true' "$dir/posts" || cat "$dir/posts")"

# ---- saved pages: where and when they were taken is kept ----
cat >"$dir/saved.html" <<'END'
<!DOCTYPE html> <html><!--
 Page saved with SingleFile
 url: https://host.5ch.net/test/read.cgi/pages/1672531200/
 saved date: Wed Jan 04 2023 01:02:03 GMT+0900
--><title>page</title><div class="post" id="1" data-date="NG"><span class="name"><b>n</b></span><span
class="date">2023/01/02(Mon) 00:00:00.00</span><div class="message"> saved text </div></div>
END
same 'a saved page' '0 readcgi' "$(import --json "$dir/saved.html") $(value format)"
"$taiyaku" posts --json --source 5ch/pages/1672531200 --number 1 >"$dir/out"
same 'its address is kept' https://host.5ch.net/test/read.cgi/pages/1672531200/ "$(
	sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$dir/out" | head -n 1)"
same 'and its time' 1 "$(grep -c '"retrieved_at": *"2023-01-03T16:02:03' "$dir/out")"

# ---- where files come from ----
same 'standard input' '0 imported' "$({ post 1 'from a pipe' 'Piped'; post 2 more; } |
	"$taiyaku" import --json --board livejupiter --as dat - >"$dir/out" 2>"$dir/err"; echo "$? $(value status)")"
mkdir -p "$dir/tree/b" "$dir/tree/.hidden" "$dir/outside" "$dir/tree/mail/cur" "$dir/tree/mail/new" "$dir/tree/mail/tmp"
for f in tree/b/1672113702 tree/1672113701 tree/.hidden/1672113703 outside/1672113704; do
	{ post 1 "text of $f" "Title of $f"; post 2 'more'; } >"$dir/$f.dat"
done
ln -s ../outside "$dir/tree/link"
ln -s ../outside/1672113704.dat "$dir/tree/1672113705.dat"
mkfifo "$dir/tree/fifo"
printf 'nothing of note\n' >"$dir/tree/readme"
message='From: a@example.org\nDate: Wed, 19 Oct 2022 20:07:25 +0900\nMessage-ID: <%s@example.org>\nSubject: s\n\nbody of %s\n'
# shellcheck disable=SC2059
for m in cur/1:2,S new/2 tmp/3; do printf "$message" "${m%%/*}" "${m%%/*}" >"$dir/tree/mail/$m"; done
same 'a folder' 0 "$(import --json --board liveuranus "$dir/tree")"
same 'in order of name; nothing hidden, no links, a Maildir without tmp' \
	"1672113701.dat 1672113702.dat 1:2,S 2 readme" \
	"$(echo $(sed -n 's/^ *"path": ".*\/\([^/]*\)",$/\1/p' "$dir/out"))"
same 'a message of a Maildir' maildir "$(value format mail/cur)"
same 'what is no thread is said' 'unknown format' "$(value status readme)"
tap_ok 'and what it looks like' "$(value messages readme | grep -q . || sed -n '/readme/,/]/p' "$dir/out")"

mkdir -p "$dir/jane"
{ post 1 'with an index' ''; post 2 'more'; } >"$dir/jane/1672113800.dat"
printf '\202\240\r\nTue, 27 Dec 2022 11:15:01 GMT\r\n2\r\n0\r\nF\r\nhttps://fate.5ch.net/liveuranus\r\n0\r\n' >"$dir/jane/1672113800.idx"
printf '1672113800.dat<>Listed title (2)\n' >"$dir/jane/subject.txt"
same 'an index beside a dat is no file of posts' '0 1' "$(import --json "$dir/jane") $(grep -c '"path"' "$dir/out")"
"$taiyaku" posts --json --source 5ch/liveuranus/1672113800 --number 1 >"$dir/posts"
tap_ok 'but names its board and title' "$(grep -q '"title": "あ"' "$dir/posts" || cat "$dir/posts")"

# ---- what cannot be ----
same 'no such file' '3 failed' "$(import --json "$dir/missing") $(value status)"
same 'of no known format, by name' '3 unknown format' "$(import --json "$dir/tree/readme") $(value status)"
mkdir "$dir/nothing"
same 'an empty folder' 1 "$(import "$dir/nothing")"
same 'a pipe' 3 "$(import "$dir/tree/fifo")"
same 'no PATH' 2 "$(import)"
same 'a format that there is not' 2 "$(import --as nonsense "$dat")"
tap_ok 'those that there are' "$(grep -q 'mbox' "$dir/err" || cat "$dir/err")"
same 'an encoding that there is not' 2 "$(import --encoding nonsense "$dat")"
same 'a number that is none' 2 "$(import --first 0 "$dat")"
{ post 5 'a part'; post 6 'of a thread'; } >"$dir/1671113900.dat"
same 'a part without its number' '3 refused' "$(import --json --board liveuranus "$dir/1671113900.dat") $(value status)"
same 'and with it' '0 imported' "$(import --json --board liveuranus --first 501 "$dir/1671113900.dat") $(value status)"
"$taiyaku" posts --json --source 5ch/liveuranus/1671113900 --number 502 >"$dir/posts"
tap_ok 'the numbers begin there' "$(grep -q 'of a thread' "$dir/posts" || cat "$dir/posts")"
cp "$dir/1671113900.dat" "$dir/1671113901.dat"; printf '%s' "$(post 7 'more')" >>"$dir/1671113901.dat"
same 'a thread whose board nothing says' '0 imported' "$(import --json --first 501 "$dir/1671113901.dat") $(value status)"
same 'is told it when it is read again' '0 known' "$(import --json --first 501 --board b1 "$dir/1671113901.dat") $(value status)"
"$taiyaku" posts --json --source 5ch/b1/1671113901 >"$dir/posts"
tap_ok 'and is found under it' "$(grep -q 'more' "$dir/posts" || cat "$dir/posts")"
printf 'x\n' >"$dir/$(printf 'esc\033]0;P\007.dat')"
import "$dir"/esc* >/dev/null
tap_ok 'no control of a file name is printed' "$(LC_ALL=C tr -d '\n -~\200-\377' <"$dir/err" | od -c | sed -n 1p | grep -v '^0000000$')"

# ---- ^C, a full disk ----
mkdir "$dir/many"
awk 'BEGIN { for (i = 1; i <= 400000; i++) printf "n<>sage<>2022/12/27 13:00:%02d.%02d ID:a%d<> text %d of the large one <>%s\n",
	i % 60, i % 100, i % 977, i, i == 1 ? "Large" : "" }' >"$dir/many/1672114000.dat"
{ post 1 'small' 'Small'; post 2 'more'; } >"$dir/many/1672113999.dat"
export TAIYAKU_STORE="$dir/stopped"
begun() { # waits until an import has begun to write to that store, and is in the large file
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -s "$1/library.db-journal" ] && break
		sleep 0.1
	done
	sleep 0.2
}
sh -c 'exec "$@" >"$0" 2>&1' "$dir/out" "$taiyaku" import --json --board b "$dir/many" & child=$!
begun "$dir/stopped"; kill -INT $child; wait $child; status=$?
# background jobs of a shell without job control ignore SIGINT
if [ $status = 0 ]; then
	sh -c 'exec "$@" >"$0" 2>&1' "$dir/out" "$taiyaku" --store "$dir/stopped2" import --json --board b "$dir/many" & child=$!
	begun "$dir/stopped2"; kill -TERM $child; wait $child; status=$?
	TAIYAKU_STORE="$dir/stopped2"
	same 'stopped: as a shell says it' 143 $status
else
	same 'stopped: as a shell says it' 130 $status
fi
tap_ok 'what was done stays, the running file was not' "$(
	"$taiyaku" library --json | grep -q '"Small' && ! "$taiyaku" library --json | grep -q '"Large' || "$taiyaku" library)"
mkdir "$dir/some"
head -n 100000 "$dir/many/1672114000.dat" >"$dir/some/1672114000.dat"
cp "$dir/some/1672114000.dat" "$dir/many"
same 'run again it goes on' '0 known imported' \
	"$(import --json --board b "$dir/many") $(value status 1672113999) $(value status 1672114000)"

cp "$dir/many/1672113999.dat" "$dir/some"

# ---- the bar ----
export TAIYAKU_STORE="$dir/bar"
if command -v python3 >/dev/null; then
	tap_ok 'a bar on a terminal: ASCII, ten times a second at most' "$(python3 - "$taiyaku" "$dir/some" <<-'END'
		import os, pty, subprocess, sys, time
		master, slave = pty.openpty()
		start = time.time()
		p = subprocess.Popen([sys.argv[1], "import", "--board", "b", sys.argv[2]], stdout=subprocess.DEVNULL, stderr=slave)
		os.close(slave)
		data = b""
		try:
		    while True:
		        more = os.read(master, 65536)
		        if not more: break
		        data += more
		except OSError: pass
		seconds = time.time() - start
		if p.wait(): print("status", p.returncode)
		if b"%  " not in data or b"#" not in data: print("no bar:", data)
		if any(c < 32 and c != 13 or c > 126 for c in data): print("not ASCII:", data)
		if data.count(b"\r[") > seconds * 10 + 2: print(data.count(b"\r["), "times in", seconds, "s")
		if data.rstrip(b"\r").rsplit(b"\r", 1)[-1].strip(): print("it stays:", data[-100:])
	END
	)"
else
	tap_skip 'a bar on a terminal: ASCII, ten times a second at most' 'python3 is not installed'
fi
same 'no bar elsewhere' '' "$(import --board b "$dir/some" >/dev/null; cat "$dir/err")"

export TAIYAKU_STORE="$dir/full"
import --board b "$dir/some/1672113999.dat" >/dev/null
before=$(cksum <"$dir/full/library.db")
( ulimit -f 2000; import --json --board b "$dir/some/1672114000.dat" >"$dir/status" )
same 'a full disk: status 4' 4 "$(cat "$dir/status")"
tap_ok 'it is said' "$(grep -q full "$dir/err" || cat "$dir/err")"
same 'not stored is failed' failed "$(value status)"
"$taiyaku" library >"$dir/library" # takes back what was interrupted
same 'the store is as it was' "$before" "$(cksum <"$dir/full/library.db")"
same 'with room it goes on' '0 imported' "$(import --json --board b "$dir/some/1672114000.dat") $(value status)"

# ---- hostile files ----
export TAIYAKU_STORE="$dir/hostile"
clean() { # FILES: whose bytes are all fit for a terminal
	LC_ALL=C.UTF-8 LC_CTYPE=C grep -l -a "$(printf '[\001-\010\013-\037\177]')" "$@"
	LC_ALL=C grep -l -a "$(printf '\302[\200-\237]')" "$@"
}
fixtures=${TAIYAKU_FIXTURES:-$srcdir/../shared/fixtures}/hostile
if [ -d "$fixtures" ]; then
	: >"$dir/said"
	: >"$dir/bad"
	for f in dat html json_testsuite json_more zip esc; do
		start=$(date +%s%N)
		status=$(import --board b "$fixtures/$f")
		ms=$((($(date +%s%N) - start) / 1000000)) files=$(find "$fixtures/$f" -type f | wc -l)
		[ "$status" -le 3 ] || echo "$f: status $status" >>"$dir/bad"
		[ $ms -lt $((5000 + 200 * files)) ] || echo "$f: $ms ms for $files files" >>"$dir/bad"
		grep -E 'crashed|came to no end|processor time|more than reading|cannot be|too early' "$dir/err" >>"$dir/bad"
		cat "$dir/out" "$dir/err" >>"$dir/said"
	done
	tap_ok 'hostile files: no crash, no hang' "$(cat "$dir/bad")"
	tap_ok 'no control byte to the terminal' "$(clean "$dir/said")"
	import --json --board b "$fixtures/json_testsuite" "$fixtures/dat" >/dev/null
	tap_ok 'nor in JSON' "$(clean "$dir/out")"
else
	tap_skip 'hostile files' "no fixtures beside the project"
fi
measure() { # COMMAND: runs it; "STATUS, milliseconds of processor time, peak of MiB", its children counted
	python3 -c 'import resource, subprocess, sys
s = subprocess.call(sys.argv[2:], stdout=open(sys.argv[1] + "/out", "w"), stderr=open(sys.argv[1] + "/err", "w"))
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print(s, int((u.ru_utime + u.ru_stime) * 1000), u.ru_maxrss // 1024)' "$dir" "$@"
}
measured=no
if command -v python3 >/dev/null && ! grep -q __asan_init "$taiyaku"; then
	measured=yes
fi
big() { # NAME WHAT: the file is refused or read, soon, and with little memory
	if [ $measured = yes ]; then
		# shellcheck disable=SC2046
		set -- "$1" "$2" $(measure "$taiyaku" import --board b "$dir/big/$1")
	else
		set -- "$1" "$2" "$(import --board b "$dir/big/$1")" 0 0
	fi
	echo "# $1: $4 ms, $5 MiB"
	tap_ok "$2" "$(
		[ "$3" -le 3 ] || echo "status $3"
		[ "$4" -lt 4000 ] || echo "$4 ms"
		[ "$5" -lt 512 ] || echo "$5 MiB"
		[ -s "$dir/err" ] || [ "$3" = 0 ] || echo 'not a word'
		grep -E 'crashed|came to no end|too early' "$dir/err")"
}
mkdir "$dir/big"
head -c 1000000 /dev/zero | tr '\0' '[' >"$dir/big/nest.json"
big nest.json 'JSON a million deep'
yes '<div>' | head -c 6000000 | tr -d '\n' >"$dir/big/div.html"
big div.html 'a million tags'
truncate -s 500M "$dir/big/huge.dat"
big huge.dat '500 MB'
tap_ok 'is refused for its size' "$(grep -q '256 MiB' "$dir/err" || cat "$dir/err")"
truncate -s 150M "$dir/big/zeros.dat"
big zeros.dat '150 MB of zeros'
rm "$dir/big/zeros.dat"
awk 'BEGIN { printf "{\"posts\":["; for (i = 1; i <= 100000; i++) printf "%s{\"no\":%d,\"time\":%d,\"com\":\"x\"}", (i > 1 ? "," : ""),
	i, 1600000000 + i; print "]}" }' >"$dir/big/posts.json"
big posts.json 'JSON of 100,000 posts'
awk 'BEGIN { for (i = 0; i < 40; i++) printf "%01048576d", 0 }' | gzip -9 >"$dir/big/bomb.dat.gz"
for i in 1 2 3 4 5 6 7 8; do cat "$dir/big/bomb.dat.gz"; done >"$dir/big/bombs.dat.gz"
big bombs.dat.gz '320 MB in 320 kB'
rm -rf "$dir/big"
tap_done
