/* The options: one row each; what a change makes dirty stands in the row. In the order of enum app_option. */
#include "app_int.h"

const struct option app_option_table[OPT_COUNT] = {
	[OPT_AMBIGUOUS] = {.name = "ambiguous", .type = OPTION_CHOICE, .values = "auto|narrow|wide", .raises = RAISE_TERMINAL,
			   .help = N_("width of characters like … ― ■: as the terminal says, one cell, two cells")},
	[OPT_HANG] = {.name = "hang", .type = OPTION_BOOL, .initial = "false", .raises = RAISE_LAYOUT,
		      .help = N_("let 、 and 。 stand in the right margin")},
	[OPT_KINSOKU] = {.name = "kinsoku", .type = OPTION_CHOICE, .values = "strict|normal|loose", .raises = RAISE_LAYOUT,
			 .help = N_("how strictly rows are kept from starting with small kana and marks")},
	[OPT_MOUSE] = {.name = "mouse", .type = OPTION_CHOICE, .values = "off|scroll", .raises = RAISE_TERMINAL,
		       .help = N_("what the wheel does")},
	[OPT_NOTES] = {.name = "notes", .type = OPTION_CHOICE, .values = "folded|open", .raises = RAISE_LAYOUT,
		       .help = N_("notes: only their calls, or all open under the paragraph that calls them")},
	[OPT_SEARCH] = {.name = "search", .type = OPTION_CHOICE, .values = "exact|compat|kana|loose", .initial = "kana",
			.help = N_("what a search makes equal: nothing; width and case; kana too; small kana and sound marks too")},
	[OPT_SPLIT] = {.name = "split", .type = OPTION_CHOICE, .values = "auto|below|beside", .raises = RAISE_PANES,
		       .help = N_("where the second pane stands")},
	[OPT_THEME] = {.name = "theme", .type = OPTION_STRING, .initial = "default", .raises = RAISE_THEME,
		       .help = N_("default, or a file of the themes folder")},
	[OPT_TRANSLATIONS] = {.name = "translations", .type = OPTION_CHOICE, .values = "off|mark|inline|side|replace",
			      .initial = "inline", .raises = RAISE_LAYOUT,
			      .help = N_("translations of quotes: none, on demand, under the quote, beside, in its place")},
	[OPT_WIDTH] = {.name = "width", .type = OPTION_INT, .min = 0, .max = 1000, .raises = RAISE_LAYOUT,
		       .help = N_("text no wider than so many cells; 0: as wide as the pane")},
};
