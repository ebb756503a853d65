#!/bin/sh
# What no file of the project holds: marks of something unfinished, paths of one machine, lines or files out of measure.
. "${srcdir:=.}/tests/lint/tap.sh"
cd "$srcdir" || exit 1
sources=$(find src include tests \( -name '*.c' -o -name '*.h' \) | sort)

# shellcheck disable=SC2086
tap_ok 'nothing is marked as unfinished' "$(grep -nwE 'TODO|FIXME|XXX|HACK|not (yet )?implemented' $sources)"
tap_ok 'no path of one machine' "$(grep -rnE '(^|[^a-zA-Z0-9.])/(home|root|work|farm|Users)/' src include data man po README HACKING 2>/dev/null)"
# shellcheck disable=SC2086
tap_ok 'no file over 800 lines' "$(wc -l $sources | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 }')"
tap_done
