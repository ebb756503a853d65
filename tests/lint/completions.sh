#!/bin/sh
# The completions: the shells accept them, and they know every command and option that --help names, and no others.
. "${srcdir:=.}/tests/lint/tap.sh"
program=$builddir/taiyaku bash=$srcdir/data/completions/bash/taiyaku zsh=$srcdir/data/completions/zsh/_taiyaku
for shell in bash zsh; do
	eval file=\$$shell
	if command -v $shell >/dev/null; then
		tap_ok "$shell accepts its completion" "$($shell -n "$file" 2>&1)"
	else
		tap_skip "$shell accepts its completion" "$shell is not installed"
	fi
done

help_of() { # [COMMAND]
	LC_ALL=C.UTF-8 "$program" ${1+"$1"} --help
}
options_of() { # standard input: a text
	grep -oE -- '--[a-z][a-z-]*' | LC_ALL=C sort -u
}
commands=$(help_of | sed -n 's/^  \([a-z][a-z]*\)\( .*\)\{0,1\}$/\1/p')
tap_ok 'the help names commands' "$([ -n "$commands" ] || echo none)"

all=$({ help_of; for c in $commands; do help_of "$c"; done; } | options_of)
for shell in bash zsh; do
	eval file=\$$shell
	tap_ok "$shell: the options of the help" "$(
		{ printf '%s\n' "$all" | sed 's/$/ (help)/'; options_of <"$file" | sed 's/$/ (completion)/'; } |
			LC_ALL=C sort | awk '{ n[$1]++; at[$1] = $2 } END { for (o in n) if (n[o] == 1) print o, "only in", at[o] }'
	)"
	tap_ok "$shell: the commands of the help" "$(for c in $commands; do grep -qw "$c" "$file" || echo "$c"; done)"
	tap_ok "$shell: the bundled profiles" "$(for p in "$srcdir"/data/profiles/*.json; do
		p=$(basename "$p" .json); grep -qw -e "${p#*-}" "$file" || echo "${p#*-}"; done)"
done

# What bash offers, asked of it.
offers() { # WORDS… (the last one is being completed): one a line
	bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _taiyaku; printf "%s\n" "${COMPREPLY[@]}"' "$bash" "$@"
}
if command -v bash >/dev/null; then
	tap_ok 'bash: commands after the name' "$(offers taiyaku out | grep -qx outline || echo 'no outline')"
	tap_ok 'bash: options of a command' "$(offers taiyaku --store /tmp cat --no | grep -qx -- --notes || echo 'no --notes')"
	tap_ok 'bash: values of an option' "$(offers taiyaku cat --translations si | grep -qx side || echo 'no side')"
	tap_ok 'bash: no --json for cat' "$(offers taiyaku cat --j | grep .)"
	tap_ok 'bash: files for a command' "$(cd "$srcdir" && offers taiyaku check COPY | grep -qx COPYING || echo 'no COPYING')"
	tap_ok 'bash: a command is no value' "$(offers taiyaku --profile cat --wi | grep .)"
else
	tap_skip 'what bash offers' 'bash is not installed'
fi
tap_done
