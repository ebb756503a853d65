#!/bin/sh
# Exported functions that no other file of the program calls: each is dead, or should be static. Those that only
# tests or a configured command need stand in the list below.
. "${srcdir:=.}/tests/lint/tap.sh"
cd "$builddir" || exit 1
for_others='clock_fix|wcwidth|store_marks|cmd_list|script_run|grid_dump_styles|art_find|layout_first|doc_complete|profile_(known|forget_all)'
objects=$(find src -name '*.o' ! -name 'tests_*' | sort)
# shellcheck disable=SC2086
dead=$(for o in $objects; do
	nm "$o" | awk -v o="$o" '$1 == "U" { print "U", $2, o } NF == 3 && $2 == "T" { print "T", $3, o }'
done | awk -v for_others="^($for_others)$" '
	$1 == "U" { used[$2] = 1 }
	$1 == "T" { home[$2] = $3 }
	END { for (f in home) if (!used[f] && f != "main" && f !~ for_others && f !~ /^_/) print home[f] ": " f }' | sort)
tap_ok 'every exported function is called by another file' "$dead"
tap_done
