#!/bin/sh
# clang-tidy and cppcheck over all sources: slow, so .ci/run runs it and make check does not.
. "${srcdir:=.}/tests/lint/tap.sh"
cd "$builddir" || exit 1
flags="-std=c11 -D_GNU_SOURCE -I$srcdir/include -Isrc -Isrc/text -DLOCALEDIR=\"x\" -DPACKAGE_VERSION=\"x\" $(pkg-config --cflags icu-uc ncursesw sqlite3 libcjson 2>/dev/null)"
checks='-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-clang-analyzer-valist.Uninitialized,-clang-analyzer-core.uninitialized.Assign,-clang-analyzer-core.UndefinedBinaryOperatorResult,bugprone-*'
for not in easily-swappable-parameters assignment-in-if-condition narrowing-conversions reserved-identifier \
	implicit-widening-of-multiplication-result macro-parentheses branch-clone signal-handler suspicious-include sizeof-expression suspicious-string-compare \
	not-null-terminated-result; do
	checks="$checks,-bugprone-$not"
done
sources=$(find "$srcdir/src" -name '*.c' | sort)

if command -v clang-tidy >/dev/null; then
	# shellcheck disable=SC2086
	bad=$(printf '%s\n' $sources | xargs -P "$(nproc)" -n 4 sh -c '
		checks=$1 flags=$2; shift 2; clang-tidy --quiet --checks="$checks" "$@" -- $flags 2>/dev/null' sh "$checks" "$flags" |
		grep -E 'warning:|error:')
	tap_ok 'clang-tidy' "$bad"
else
	tap_skip 'clang-tidy' 'not installed'
fi
if command -v cppcheck >/dev/null; then
	# shellcheck disable=SC2086
	bad=$(cppcheck --quiet -j "$(nproc)" --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=uninitvar --suppress=preprocessorErrorDirective -D_GNU_SOURCE -DLOCALEDIR='"x"' -I"$srcdir/include" \
		--template='{file}:{line}: {id}: {message}' $sources 2>&1)
	tap_ok 'cppcheck' "$bad"
else
	tap_skip 'cppcheck' 'not installed'
fi
tap_done
