#!/bin/sh
# cat from outside: options, exit statuses, what goes where.
taiyaku=${builddir:=.}/taiyaku
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0

same() { # WHAT WANT GOT
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "want" "$2" "got" "$3" | sed 's/^/# /'
	fi
}

unset NO_COLOR
export LC_ALL=C.UTF-8 COLUMNS=30 TERM=xterm-256color
printf 'A title\n\n\nあいうえおかきくけこさしすせそたちつてと\n\n\nend\n' >"$dir/text"
same "COLUMNS is the width" "$(printf 'A title\n\n\nあいうえおかきくけこさしすせそ\nたちつてと\n\n\nend\n.')" \
	"$("$taiyaku" cat "$dir/text"; echo .)"
same "--width goes before" "$(printf 'あいうえおかきくけこ\nさしすせそたちつてと')" \
	"$("$taiyaku" cat --width 20 "$dir/text" | sed -n 4,5p)"
same "standard input" "text" "$(echo text | "$taiyaku" cat -)"
printf '%s' 'no line end' >"$dir/cut"
same "a last line without an end" "no line end" "$("$taiyaku" cat "$dir/cut")"
: >"$dir/empty"
same "of nothing nothing" "." "$("$taiyaku" cat "$dir/empty"; echo .)"
same "no control comes through" "$(printf 'a^[[31mb')" "$(printf 'a\033[31mb\n' | "$taiyaku" cat -)"
same "no colours to a pipe" "0" "$("$taiyaku" cat "$dir/text" | tr -dc '\033' | wc -c)"
same "ambiguous characters of two cells" "$(printf '→ああああああ\nああ')" \
	"$(echo '→ああああああああ' | "$taiyaku" cat --width 15 --ambiguous 2 -)"
same "CP932 is recognised" "日本語の文章です。" "$(echo '日本語の文章です。' | iconv -t CP932 | "$taiyaku" cat -)"
same "or named" "ｱ" "$(printf '\261\n' | "$taiyaku" cat --encoding cp932 -)"

printf '%s\n' '序文である。(1)次の文。' '' '本文の段落がここにある。' '' '' '(1)これが注である。' >"$dir/note"
same "notes open stand under their call" "$(printf '序文である。(1)次の文。\n1|これが注である。\n\n本文の段落がここにある。\n\n\n(1)')" \
	"$("$taiyaku" cat --notes open "$dir/note")"
same "notes at the end stay where they are" "$(cat "$dir/note")" "$("$taiyaku" cat --notes end "$dir/note")"

status() { "$@" >/dev/null 2>"$dir/err"; echo $?; }
same "no such file" 3 "$(status "$taiyaku" cat "$dir/missing")"
same "it is named" 1 "$(grep -c missing "$dir/err")"
same "no file" 2 "$(status "$taiyaku" cat)"
same "an unknown option" 2 "$(status "$taiyaku" cat --colour "$dir/text")"
same "a bad width" 2 "$(status "$taiyaku" cat --width 0 "$dir/text")"
same "a bad mode" 2 "$(status "$taiyaku" cat --notes closed "$dir/text")"
same "an option without its value" 2 "$(status "$taiyaku" cat "$dir/text" --width)"
same "help" 0 "$(status "$taiyaku" cat --help)"
if [ -c /dev/full ]; then
	"$taiyaku" cat "$dir/text" >/dev/full 2>"$dir/err"
	same "a full disk" 3 $?
	same "is said" 1 "$(grep -c 'standard output' "$dir/err")"
fi
i=0
while [ $i -lt 20000 ]; do echo "a line of a long text"; i=$((i + 1)); done >"$dir/long"
{ "$taiyaku" cat "$dir/long" 2>"$dir/err"; echo $? >"$dir/status"; } | head -n 1 >/dev/null
same "nobody reads any more" 3 "$(cat "$dir/status")"
same "which is no news" "" "$(cat "$dir/err")"
echo "1..$n"
