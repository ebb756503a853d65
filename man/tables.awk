# Fills tables into a manual page:  awk -f tables.awk commands.def options.c themes/default taiyakurc PAGE.in >PAGE
#
# The tables are those that the program is made of, so the manual cannot differ from it:
#   commands.def    COMMAND("name", contexts, "arguments", min, max, handler, N_("help"))
#   options.c       {.name = "name", .type = …, .values = "a|b", .initial = "a", .help = N_("help")}
#   themes/default  STYLE = LOOKS
#   taiyakurc       set NAME=VALUE, bind CONTEXT KEYS COMMAND…, and headings "# ---- heading"
# In the page the lines @COMMANDS@, @OPTIONS@, @STYLES@ and @KEYS@ are replaced.

function stop(what) {
	print "tables.awk: " what >"/dev/stderr"
	failed = 1
	exit 1
}

# Text as arguments of a macro: no word of it is a macro or a delimiter.
function words(s,    w, n, i, out) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	gsub(/"/, "\\(dq", s)
	n = split(s, w, " ")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? " " : "") "\\&" w[i]
	return out
}

# Text as lines of prose.
function prose(s) {
	gsub(/\\/, "\\e", s)
	s = toupper(substr(s, 1, 1)) substr(s, 2)
	return (s ~ /^[.']/ ? "\\&" : "") s (s ~ /[.!?]$/ ? "" : ".")
}

# The string after the first `before` in s; "" where there is none.
function string_after(s, before,    at, end) {
	at = index(s, before)
	if (!at)
		return ""
	s = substr(s, at + length(before))
	for (end = 1; end <= length(s) && substr(s, end, 1) != "\""; end++)
		if (substr(s, end, 1) == "\\")
			end++
	s = substr(s, 1, end - 1)
	gsub(/\\"/, "\"", s)
	return s
}

# A key's name as people write it: <C-w>j -> ^W j
function key_name(k,    out, name) {
	while (k != "") {
		if (match(k, /^<[^>]+>/)) {
			name = substr(k, 2, RLENGTH - 2)
			k = substr(k, RLENGTH + 1)
			if (name ~ /^C-.$/) name = "^" toupper(substr(name, 3))
			else if (name == "Space") name = "SPC"
			else if (name == "Tab") name = "TAB"
			else if (name == "S-Tab") name = "S-TAB"
			else if (name == "BS") name = "Backspace"
			else if (name == "lt") name = "<"
			out = out (out == "" ? "" : " ") name
			spaced = 1
		} else {
			out = out (spaced && out != "" ? " " : "") substr(k, 1, 1)
			k = substr(k, 2)
			spaced = 0
		}
	}
	spaced = 0
	return out
}

FILENAME ~ /\.def$/ && /^COMMAND\("/ {
	split($0, part, /, */)
	name = string_after($0, "COMMAND(\"")
	rest = substr($0, length("COMMAND(\"") + length(name) + 2)
	arguments = string_after(rest, "\"")
	help[name] = string_after($0, "N_(\"")
	if (name == "" || help[name] == "") stop("commands.def:" FNR ": not understood")
	args[name] = arguments
	only[name] = part[2] == "EVERYWHERE" ? "" : tolower(part[2])
	command[++n_command] = name
}

FILENAME ~ /\.c$/ {
	if ($0 ~ /\{\.name = "/) option_text = ""
	option_text = option_text " " $0
	if ($0 ~ /\.help = N_\(/) {
		option[++n_option] = string_after(option_text, ".name = \"")
		option_help[n_option] = string_after(option_text, ".help = N_(\"")
		option_values[n_option] = string_after(option_text, ".values = \"")
		match(option_text, /OPTION_[A-Z]+/)
		option_type[n_option] = substr(option_text, RSTART + 7, RLENGTH - 7)
	}
}

FILENAME ~ /taiyakurc$/ && /^# ---- / { heading = substr($0, 8) }
FILENAME ~ /taiyakurc$/ && $1 == "set" {
	if (index($2, "=")) initial[substr($2, 1, index($2, "=") - 1)] = substr($2, index($2, "=") + 1)
	else initial[substr($2, 3)] = substr($2, 1, 2) == "no" ? "off" : "on"
}
FILENAME ~ /taiyakurc$/ && $1 == "bind" {
	keys = $3
	gsub(/^["']|["']$/, "", keys)
	line = $4
	for (i = 5; i <= NF; i++) line = line " " $i
	if (!($4 in help)) stop("taiyakurc:" FNR ": no command " $4)
	if ($2 == "global" || $2 == "document") bound[keys, line] = 1
	else if ((keys, line) in bound) next # the same in other views
	if ((heading, $2, line) in row) {
		key[row[heading, $2, line]] = key[row[heading, $2, line]] "\n" keys
		next
	}
	key[row[heading, $2, line] = ++n_key] = keys
	key_line[n_key] = line
	key_heading[n_key] = heading
}

function print_keys(    i, j, n, k) {
	for (i = 1; i <= n_key; i++) {
		if (i == 1 || key_heading[i] != key_heading[i - 1]) {
			if (i > 1) print ".El\n.Pp"
			print ".Em " words(toupper(substr(key_heading[i], 1, 1)) substr(key_heading[i], 2))
			print ".Bl -tag -width \"XXXXXXXXXXXXXXXXXXX\" -compact"
		}
		n = split(key[i], k, "\n")
		printf ".It"
		for (j = 1; j <= n; j++) printf("%s Ic %s", (j > 1 ? " ," : ""), words(key_name(k[j])))
		print ""
		split(key_line[i], k, " ")
		if (key_line[i] ~ / / && key_line[i] !~ /<char>/) print ".Ic " words(key_line[i])
		else print prose(help[k[1]])
	}
	print ".El"
}

function print_commands(    i, j, n, w) {
	print ".Bl -tag -width \"XXXXXXXXXXXXXXXXXXX\" -compact"
	for (i = 1; i <= n_command; i++) {
		printf ".It Ic %s", words(command[i])
		n = split(args[command[i]], w, " ")
		for (j = 1; j <= n; j++) printf " %s", argument(w[j])
		print ""
		print prose(help[command[i]])
	}
	print ".El"
}
function argument(w,    optional, more, out, n, i, v) {
	optional = w ~ /^\[/
	gsub(/[][]/, "", w)
	more = sub(/…$/, "", w)
	if (w ~ /^[A-Z]+$/) out = "Ar " words(tolower(w))
	else {
		n = split(w, v, "|")
		for (i = 1; i <= n; i++) out = out (i > 1 ? " | " : "") "Cm " words(v[i])
	}
	return (optional ? "Op " : "") out (more ? " ..." : "")
}

function print_options(    i, j, n, v) {
	print ".Bl -tag -width Ds"
	for (i = 1; i <= n_option; i++) {
		if (option_type[i] == "LIST") continue # the page tells of it
		printf ".It Cm %s", words(option[i])
		n = split(option_values[i], v, "|")
		if (option_type[i] == "BOOL") n = split("on|off", v, "|")
		printf " No ="
		for (j = 1; j <= n; j++) printf("%s Cm %s", (j > 1 ? " |" : ""), words(v[j]))
		print n ? "" : " Ar " tolower(option_type[i])
		print prose(option_help[i])
		if (!(option[i] in initial)) stop("taiyakurc: no default for the option " option[i])
		print initial[option[i]] == "\"\"" ? "At first it is empty." : "The default is\n.Cm " words(initial[option[i]]) " ."
	}
	print ".El"
}

# "a , b , c ." for a macro that takes them all
FILENAME ~ /themes\/default$/ && /^[a-z-]+ *=/ && $1 != "focus" && $1 != "hit" {
	styles = styles (styles == "" ? ".Cm " : (n_style % 8 ? " , " : " ,\n.Cm ")) words($1)
	n_style++
}

FILENAME ~ /\.in$/ {
	if ($0 == "@KEYS@") print_keys()
	else if ($0 == "@COMMANDS@") print_commands()
	else if ($0 == "@OPTIONS@") print_options()
	else if ($0 == "@STYLES@") print styles " ."
	else print
}
END {
	if (failed) exit 1
	if (!n_command || !n_key || !n_option) stop("a table is empty")
}
