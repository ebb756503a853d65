#!/bin/sh
# Each source file begins with a comment that says what it is: tools/map has a sentence for it.
. "${srcdir:=.}/tests/lint/tap.sh"
tap_ok 'each source file says what it is' "$("$srcdir/tools/map" | awk 'NF < 4 { print $1 " does not begin with a sentence" }')"
tap_done
