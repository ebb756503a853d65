#!/bin/sh
# The manual pages, as mandoc judges them.
. "${srcdir:=.}/tests/lint/tap.sh"
for page in "$srcdir"/man/*.[1-8] "$builddir"/man/*.[1-8]; do
	[ -e "$page" ] || continue
	if command -v mandoc >/dev/null; then
		tap_ok "$(basename "$page")" "$(mandoc -T lint -W warning "$page")"
	else
		tap_skip "$(basename "$page")" 'mandoc is not installed'
	fi
done
tap_done
