#!/bin/sh
# Sources stand as clang-format leaves them. Seam headers are laid out by hand, as tables.
. "${srcdir:=.}/tests/lint/tap.sh"
if ! command -v clang-format >/dev/null; then
	tap_skip 'sources are formatted' 'clang-format is not installed'
	tap_done
fi
bad=$(cd "$srcdir" && find src tests -name '*.c' | sort |
	xargs clang-format --dry-run 2>&1 | sed -n 's/^\([^:]*:[0-9]*\):.*Wclang-format.*/\1/p' | head -n 40)
tap_ok 'sources are formatted (clang-format -i FILE)' "$bad"
tap_done
