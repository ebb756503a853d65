# "file NAME" and then its bytes as decimal numbers (od -An -v -tu1) -> C.
BEGIN { print "/* made from data/ by data/embed.awk */\n#include \"taiyaku/base.h\"\n" }
$1 == "file" && NF == 2 { if (n) print "\n};"; name[n++] = $2; printf "static const unsigned char f%d[] = {", n - 1; next }
{ for (i = 1; i <= NF; i++) { printf "%s%s,", col++ % 20 ? "" : "\n\t", $i; size[n - 1]++ } }
END {
	if (n) print "\n};"
	print "static const struct { const char *name; const unsigned char *p; size_t n; } files[] = {"
	for (i = 0; i < n; i++) printf "\t{\"%s\", f%d, %d},\n", name[i], i, size[i]
	print "\t{NULL, NULL, 0},\n};\n"
	print "struct str data_find(const char *name)\n{\n\tfor (size_t i = 0; files[i].name; i++)"
	print "\t\tif (!strcmp(files[i].name, name))\n\t\t\treturn (struct str){(const char *)files[i].p, files[i].n};"
	print "\treturn (struct str){NULL, 0};\n}\n"
	print "const char *data_name(size_t i)\n{\n\treturn i < sizeof files / sizeof *files ? files[i].name : NULL;\n}"
}
