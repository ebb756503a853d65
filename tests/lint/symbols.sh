#!/bin/sh
# What the objects export and use: names carry their module's prefix; libtaiyaku.a needs no terminal library;
# nothing calls a shell or writes without a limit.
. "${srcdir:=.}/tests/lint/tap.sh"
cd "$builddir" || exit 1

# "MODULE NAME" of each exported symbol; what sanitizers add begins with __ or _sub.
bad=$(for dir in src/*/; do
	m=$(basename "$dir")
	set -- "$dir"*.o
	[ -e "$1" ] || continue
	for o in "$@"; do
		case $o in */tests_*) continue ;; esac
		nm -g --defined-only "$o" | awk -v m="$m" 'NF == 3 && $3 !~ /^_(_|sub)/ { print m, $3 }'
	done
done | awk '
	FNR == NR { if ($1 ~ /:$/) { m = $1; sub(/:/, "", m); prefix[m] = "^(" $2 ")" } next }
	!($1 in prefix) { print "module " $1 " stands in no row of tests/lint/prefixes"; next }
	$2 !~ prefix[$1] { print $1 " exports " $2 }' "$srcdir/tests/lint/prefixes" - | sort -u)
tap_ok "exported names carry their module's prefix" "$bad"

needed=$(nm -u libtaiyaku.a 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u)
libs=
for lib in libncursesw.so.6 libtinfo.so.6; do
	path=$(${CC:-gcc} -print-file-name=$lib)
	[ -e "$path" ] && libs="$libs $path"
done
if [ -n "$libs" ]; then
	# shellcheck disable=SC2086
	leaks=$(nm -D --defined-only $libs | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | grep -v '^_' | sort -u >leaks.lint
		nm -g --defined-only libtaiyaku.a 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >own.lint
		printf '%s\n' "$needed" | comm -12 - leaks.lint | comm -23 - own.lint
		rm -f leaks.lint own.lint)
	tap_ok 'libtaiyaku.a uses nothing of ncurses' "$leaks"
else
	tap_skip 'libtaiyaku.a uses nothing of ncurses' 'ncurses is not where the compiler looks'
fi

# No shell; no write without a limit; no width but our own; ncurses only by newterm.
never='system|popen|execl|execle|strcpy|stpcpy|strcat|sprintf|vsprintf|gets|wcwidth|wcswidth|initscr|tmpnam|mktemp|strtok'
calls=$(for o in src/*.o src/*/*.o; do
	case $o in */tests_*) continue ;; esac
	nm -u "$o" | awk -v o="$o" -v never="^($never)(@|$)" '$2 ~ never { print o " calls " $2 }'
done)
tap_ok 'no shell, no write without a limit, no foreign width' "$calls"
tap_done
