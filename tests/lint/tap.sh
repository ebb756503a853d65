# tap.sh: what a test script needs; prints the Test Anything Protocol. Source it, end with tap_done.
tap_run=0 tap_bad=0
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)

tap_ok() { # WHAT DETAIL: passes when DETAIL is empty
	tap_run=$((tap_run + 1))
	if [ -z "$2" ]; then
		printf 'ok %d - %s\n' $tap_run "$1"
		return 0
	fi
	tap_bad=$((tap_bad + 1))
	printf 'not ok %d - %s\n' $tap_run "$1"
	printf '%s\n' "$2" | sed 's/^/# /'
	return 1
}

tap_skip() { # WHAT WHY
	tap_run=$((tap_run + 1))
	printf 'ok %d - %s # SKIP %s\n' $tap_run "$1" "$2"
}

tap_done() {
	printf '1..%d\n' $tap_run
	[ $tap_bad -eq 0 ]
	exit
}
