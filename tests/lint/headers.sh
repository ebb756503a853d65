#!/bin/sh
# Each seam header compiles alone, with every C compiler at hand.
. "${srcdir:=.}/tests/lint/tap.sh"
for cc in gcc clang; do
	if ! command -v $cc >/dev/null; then
		tap_skip "seam headers compile alone with $cc" 'not installed'
		continue
	fi
	bad=
	for h in "$srcdir"/include/taiyaku/*.h; do
		said=$(printf '#include "taiyaku/%s"\ntypedef int something;\n' "$(basename "$h")" |
			$cc -std=c11 -Wall -Wextra -Werror -D_GNU_SOURCE -I"$srcdir/include" -fsyntax-only -xc - 2>&1) ||
			bad="$bad$h: $said
"
	done
	tap_ok "seam headers compile alone with $cc" "$bad"
done
tap_done
