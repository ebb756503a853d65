#!/bin/sh
# The floors of the house (tests/lint/floors): who may include whom, and where each library's headers may stand.
. "${srcdir:=.}/tests/lint/tap.sh"
floors=$srcdir/tests/lint/floors

# MODULE FILE:LINE HEADER for every include: "" for ours, <> for the others.
includes=$(grep -nE '^[[:space:]]*#[[:space:]]*include' "$srcdir"/include/taiyaku/*.h "$srcdir"/src/main.c "$srcdir"/src/*/*.[ch] |
	sed -E 's!^'"$srcdir"'/!!; s![[:space:]]*#[[:space:]]*include[[:space:]]*! !' |
	awk '{ split($1, at, ":"); n = split(at[1], dir, "/"); m = dir[2]
		if (dir[1] == "include") { m = dir[3]; sub(/\.h$/, "", m) } else if (n == 2) m = "main"
		print m, $1, $2 }')

ours=$(printf '%s\n' "$includes" | awk '
	FNR == NR { if ($1 ~ /:$/) { m = $1; sub(/:/, "", m); known[m] = 1; may[m, m] = 1; for (i = 2; i <= NF; i++) may[m, $i] = 1 } next }
	$3 ~ /^"taiyaku\// { h = $3; gsub(/^"taiyaku\/|\.h"$/, "", h)
		if (!may[$1, h]) print $2 " " $1 " may not include " h; next }
	$3 ~ /^"/ && $3 ~ /\// { print $2 " reaches into another folder: " $3; next }
	!known[$1] { print $2 " module " $1 " stands in no row of tests/lint/floors" }' "$floors" -)
tap_ok 'each module includes only what stands below it' "$ours"

foreign=$(printf '%s\n' "$includes" | awk '
	FNR == NR { if ($2 == "<") { n++; home[n] = $1; what[n] = "^<(" $3 ")>$" } next }
	{ for (i = 1; i <= n; i++) if ($3 ~ what[i]) {
		if ($1 != home[i]) print $2 " " $3 " belongs to " home[i]
		else if ($2 ~ /^include\//) print $2 " a library shows in a seam header: " $3 } }' "$floors" -)
tap_ok "each library's headers stand in one folder, and in no seam header" "$foreign"
tap_done
