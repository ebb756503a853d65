#!/bin/sh
# The Japanese messages: all there, none doubtful, with the same format specifiers, and in use.
. "${srcdir:=.}/tests/lint/tap.sh"
po=$srcdir/po/ja.po
tap_ok 'ja.po: well formed, format specifiers agree' "$(msgfmt -c -o /dev/null "$po" 2>&1)"
tap_ok 'ja.po: nothing fuzzy' "$(msgattrib --no-obsolete --only-fuzzy "$po")"
tap_ok 'ja.po: nothing empty' "$(msgattrib --no-obsolete --untranslated "$po")"
tap_ok 'ja.po: every message of the sources (po/update adds them)' "$(
	# shellcheck disable=SC2094
	sh "$srcdir/po/extract" "$srcdir" | msgcmp "$po" - 2>&1)"
tap_ok 'ja.po: no message that is not in the sources' "$(sh "$srcdir/po/extract" "$srcdir" | msgcmp - "$po" 2>&1 |
	grep 'this message is used but not defined')"

first_line() { # LOCALE
	TAIYAKU_LOCALEDIR=$builddir/po LC_ALL=$1 "$builddir/taiyaku" --help | head -n 1
}
for locale in ja_JP.UTF-8 ja_JP ja; do
	tap_ok "LC_ALL=$locale: help in Japanese" "$(first_line $locale | grep -v '^使いかた')"
done
for locale in C C.UTF-8 de_DE.UTF-8; do
	tap_ok "LC_ALL=$locale: help in English" "$(first_line $locale | grep -v '^usage')"
done
tap_done
