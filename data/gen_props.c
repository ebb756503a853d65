/* gen_props DIR: writes the property tables of props.c from the Unicode character database in DIR.
 *
 * Every file but UnicodeData.txt has lines "first[..last] ; value # comment". Code points with equal
 * properties share a record, equal blocks of 128 code points share a block: two steps find a record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/text/props.h"

#define LAST 0x10FFFFu
#define BLOCK 128u
#define BLOCKS ((LAST + 1) / BLOCK)

static struct props all[LAST + 1];
static char category[LAST + 1][2];
static const char *dir;

static FILE *open_file(const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "r");
	if (!f) {
		perror(path);
		exit(1);
	}
	return f;
}

/* Calls set(cp, arg) for each code point whose value (up to a blank, ';' or '#') is the wanted one. */
static void each(const char *name, const char *value, void (*set)(uint32_t, int), int arg)
{
	FILE *f = open_file(name);
	char line[1024], got[64];
	unsigned first, last;

	while (fgets(line, sizeof line, f)) {
		if (sscanf(line, "%x..%x ; %63[^ ;#\n]", &first, &last, got) != 3) {
			if (sscanf(line, "%x ; %63[^ ;#\n]", &first, got) != 2)
				continue;
			last = first;
		}
		if (!strcmp(got, value))
			for (; first <= last && first <= LAST; first++)
				set(first, arg);
	}
	fclose(f);
}

static void read_categories(void)
{
	FILE *f = open_file("UnicodeData.txt");
	char line[1024], name[256], gc[3];
	unsigned cp, first = 0;

	memset(category, 'C', sizeof category);
	for (cp = 0; cp <= LAST; cp++)
		category[cp][1] = 'n';
	while (fgets(line, sizeof line, f)) {
		if (sscanf(line, "%x;%255[^;];%2[A-Za-z];", &cp, name, gc) != 3 || cp > LAST)
			continue;
		if (!strstr(name, "Last>"))
			first = cp;
		for (; first <= cp; first++)
			memcpy(category[first], gc, 2);
	}
	fclose(f);
}

static void set_flag(uint32_t cp, int flag)
{
	all[cp].flags |= (uint16_t)flag;
}

static void set_width(uint32_t cp, int width)
{
	all[cp].width = (uint8_t)width;
}

static void set_gcb(uint32_t cp, int gcb)
{
	all[cp].gcb = (uint8_t)gcb;
}

static void set_script(uint32_t cp, int script)
{
	if (strchr("LN", category[cp][0]) || script == TEXT_HAN || script == TEXT_KANA)
		all[cp].script = (uint8_t)script;
}

/* Format characters that are drawn before a number or a verse: they take a cell. */
static bool drawn_format(uint32_t cp)
{
	return (cp >= 0x600 && cp <= 0x605) || cp == 0x6DD || cp == 0x70F || cp == 0x8E2 || cp == 0x890 ||
	       cp == 0x891 || cp == 0x110BD || cp == 0x110CD;
}

/* East_Asian_Width, and marks and the vowels and finals of Hangul take no cell (UAX #11; reference W1, W2). */
static void read_widths(void)
{
	uint32_t cp;

	for (cp = 0; cp <= LAST; cp++)
		set_width(cp, WIDTH_1);
	each("EastAsianWidth.txt", "W", set_width, WIDTH_2);
	each("EastAsianWidth.txt", "F", set_width, WIDTH_2);
	each("EastAsianWidth.txt", "A", set_width, WIDTH_AMBIGUOUS);
	for (cp = 0; cp <= LAST; cp++) {
		if (!memcmp(category[cp], "Mn", 2) || !memcmp(category[cp], "Me", 2) ||
		    (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FF) ||
		    (!memcmp(category[cp], "Cf", 2) && cp != 0xAD && !drawn_format(cp)))
			set_width(cp, WIDTH_0);
		if (!memcmp(category[cp], "Cc", 2))
			set_width(cp, WIDTH_CONTROL);
	}
}

static void read_clusters(void)
{
	static const struct {
		const char *name;
		int gcb;
	} values[] = {{"CR", GCB_CR},
		      {"LF", GCB_LF},
		      {"Control", GCB_CONTROL},
		      {"Extend", GCB_EXTEND},
		      {"ZWJ", GCB_ZWJ},
		      {"Prepend", GCB_PREPEND},
		      {"L", GCB_L},
		      {"V", GCB_V},
		      {"T", GCB_T},
		      {"LV", GCB_LV},
		      {"LVT", GCB_LVT},
		      {"SpacingMark", GCB_SPACING},
		      {"Regional_Indicator", GCB_REGIONAL}};

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		each("auxiliary/GraphemeBreakProperty.txt", values[i].name, set_gcb, values[i].gcb);
	each("emoji/emoji-data.txt", "Extended_Pictographic", set_flag, PROP_PICT);
}

static void read_scripts(void)
{
	uint32_t cp;

	for (cp = 0; cp <= LAST; cp++)
		if (category[cp][0] == 'L')
			all[cp].script = TEXT_OTHER;
	each("Scripts.txt", "Common", set_script, TEXT_COMMON);
	each("Scripts.txt", "Inherited", set_script, TEXT_COMMON);
	each("Scripts.txt", "Hiragana", set_script, TEXT_KANA);
	each("Scripts.txt", "Katakana", set_script, TEXT_KANA);
	each("Scripts.txt", "Han", set_script, TEXT_HAN);
	each("Scripts.txt", "Hangul", set_script, TEXT_HANGUL);
	each("Scripts.txt", "Latin", set_script, TEXT_LATIN);
	each("Scripts.txt", "Cyrillic", set_script, TEXT_CYRILLIC);
	each("Scripts.txt", "Greek", set_script, TEXT_GREEK);
	all[0x30FC].script = all[0xFF70].script = TEXT_KANA; /* the long vowel is Common, and read as kana */
	all[0x3006].script = TEXT_HAN;                       /* so is this closing mark, read as kanji */
}

static void read_flags(void)
{
	uint32_t cp;

	for (cp = 0; cp <= LAST; cp++) {
		const char *c = category[cp];

		set_flag(cp, c[0] == 'L' || c[0] == 'N' ? PROP_LETTER : 0);
		set_flag(cp, !memcmp(c, "Mn", 2) || !memcmp(c, "Me", 2) ? PROP_MARK : 0);
		set_flag(cp, !memcmp(c, "Cf", 2) ? PROP_FORMAT : 0);
		set_flag(cp, c[0] == 'C' && strchr("nos", c[1]) ? PROP_UNASSIGNED : 0);
	}
	each("PropList.txt", "White_Space", set_flag, PROP_SPACE);
	each("DerivedNormalizationProps.txt", "Changes_When_NFKC_Casefolded", set_flag, PROP_FOLDS);
}

static void read_not_nfc(void)
{
	FILE *f = open_file("DerivedNormalizationProps.txt");
	char line[1024], answer[8];
	unsigned first, last;

	while (fgets(line, sizeof line, f)) {
		if (sscanf(line, "%x..%x ; NFC_QC; %7[NM]", &first, &last, answer) != 3) {
			if (sscanf(line, "%x ; NFC_QC; %7[NM]", &first, answer) != 2)
				continue;
			last = first;
		}
		if (answer[0] == 'N')
			for (; first <= last && first <= LAST; first++)
				set_flag(first, PROP_NOT_NFC);
	}
	fclose(f);
}

/* Drawn as it is: letters, numbers, punctuation, symbols and blanks, but for U+2028, U+2029 and fillers. */
static void mark_plain(void)
{
	for (uint32_t cp = 0; cp <= LAST; cp++)
		if (strchr("LNPSZ", category[cp][0]) && category[cp][1] != 'l' && category[cp][1] != 'p' &&
		    all[cp].gcb == GCB_OTHER && all[cp].width != WIDTH_0 && cp != 0x3164 && cp != 0xFFA0)
			set_flag(cp, PROP_PLAIN);
}

static unsigned record_index(const struct props *p, struct props *records, unsigned *n)
{
	unsigned i;

	for (i = *n; i-- > 0;)
		if (!memcmp(&records[i], p, sizeof *p))
			return i;
	if (*n == 256) {
		fputs("gen_props: more than 256 records\n", stderr);
		exit(1);
	}
	records[*n] = *p;
	return (*n)++;
}

static void write_numbers(const char *type, const char *name, const unsigned *v, size_t n)
{
	printf("const %s %s[] = {", type, name);
	for (size_t i = 0; i < n; i++)
		printf("%s%u,", i % 24 ? "" : "\n\t", v[i]);
	puts("\n};");
}

static void write_tables(void)
{
	static struct props records[256];
	static unsigned index[LAST + 1], first[BLOCKS], blocks[LAST + 1];
	unsigned n = 0, used = 0, b, i;

	for (i = 0; i <= LAST; i++)
		index[i] = i && !memcmp(&all[i], &all[i - 1], sizeof *all) ? index[i - 1]
									   : record_index(&all[i], records, &n);
	for (b = 0; b < BLOCKS; b++) {
		for (i = 0; i < used; i++)
			if (!memcmp(&blocks[i * BLOCK], &index[b * BLOCK], BLOCK * sizeof *index))
				break;
		if (i == used)
			memcpy(&blocks[used++ * BLOCK], &index[b * BLOCK], BLOCK * sizeof *index);
		first[b] = i;
	}
	puts("const struct props text_props_records[] = {");
	for (i = 0; i < n; i++)
		printf("\t{%u, %u, %u, %u},\n", records[i].width, records[i].gcb, records[i].script, records[i].flags);
	puts("};");
	write_numbers("uint16_t", "text_props_block", first, BLOCKS);
	write_numbers("uint8_t", "text_props_record", blocks, used * BLOCK);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: gen_props DIR\n", stderr);
		return 2;
	}
	dir = argv[1];
	read_categories();
	read_widths();
	read_clusters();
	read_scripts();
	read_flags();
	read_not_nfc();
	mark_plain();
	puts("/* made by gen_props from the Unicode character database */");
	write_tables();
	return fflush(stdout) ? 1 : 0;
}
