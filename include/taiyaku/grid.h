/* grid: the screen as cells, and the gate that nothing dangerous passes. No terminal in it. */
#ifndef TAIYAKU_GRID_H
#define TAIYAKU_GRID_H

#include "taiyaku/base.h"
#include "taiyaku/text.h"

enum style { /* what a cell is; the theme says how that looks */
	STYLE_TEXT,
	STYLE_TITLE, STYLE_HEADING,
	STYLE_CALL,        /* a note call */
	STYLE_NOTE,        /* the prefix of an open note */
	STYLE_CITATION, STYLE_ANCHOR, STYLE_LINK,
	STYLE_QUOTATION,   /* a foreign quote that has a translation or could have one */
	STYLE_TRANSLATION,
	STYLE_POST_HEAD, STYLE_POST,
	STYLE_QUOTE, STYLE_CAPTION, STYLE_COLOPHON,
	STYLE_LABEL,       /* 〔私訳〕, margins, what the program draws in */
	STYLE_STAND_IN,    /* the visible form of a character that is not shown raw */
	STYLE_SAME, STYLE_DIFFERS, STYLE_QUOTED, STYLE_AMBIGUOUS, STYLE_MISSING, STYLE_WANTED, STYLE_EXTERNAL, STYLE_CONFLICT,
	STYLE_REMOVED, STYLE_ADDED, /* of a difference */
	STYLE_BAR,         /* title and separator lines of panes */
	STYLE_STATUS, STYLE_MESSAGE, STYLE_ERROR, STYLE_PROMPT,
	STYLE_KEY,         /* a key's name in help */
	STYLE_SELECTED,    /* a list's current line */
	STYLE_SIGN,        /* in the margin: what is annotated here */
	STYLE_COUNT
};
enum { /* on top of a style */
	GRID_FOCUS = 1,    /* the focused mark */
	GRID_HIT = 2,      /* a search hit */
	GRID_SELECTED = 4, /* the selection */
	GRID_YELLOW = 8, GRID_GREEN = 16, GRID_BLUE = 32, GRID_RED = 64, /* a highlight; told apart in monochrome too */
	GRID_NOTED = 128,  /* any other annotation */
};
#define GRID_OVERS 8

#define STYLE_SLOTS (STYLE_COUNT + GRID_OVERS) /* of a theme: the styles, and what the bits above add to them */

enum { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_UNDERLINE = 4, ATTR_REVERSE = 8, ATTR_ITALIC = 16 };
#define COLOR_DEFAULT (-1)
struct look { unsigned attrs; short fg, bg; /* 0 to 255, or COLOR_DEFAULT */ };

struct cell {
	char bytes[TEXT_SHOWN_MAX]; /* one cluster as text_show() gave it; n == 0: a blank, or the right half of the one before */
	uint8_t n, cells;           /* cells: 1, 2; 0: the right half of a wide one */
	uint8_t style, over;        /* enum style; GRID_… */
};

struct rect { int row, col, rows, cols; };

struct grid;
struct grid *grid_new(int rows, int cols);
void grid_free(struct grid *);
int grid_rows(const struct grid *), grid_cols(const struct grid *);
void grid_clear(struct grid *); /* blanks of STYLE_TEXT, no cursor */
void grid_fill(struct grid *, struct rect, enum style);
/* Draws s from (row, col) as far as `end` (a column, exclusive); returns the column after. Every cluster passes
 * text_show(); a wide one that does not fit leaves a blank. A stand-in gets STYLE_STAND_IN. */
int grid_put(struct grid *, int row, int col, int end, struct str s, enum style, unsigned over, const struct text_terminal *);
/* The column that TABs in the following grid_put()s are counted from: where the row's text starts, so that a row drawn
 * in several pieces has its tab stops where layout saw them. -1 (also after grid_clear()): each piece's own start. */
void grid_set_origin(struct grid *, int col);
const struct cell *grid_at(const struct grid *, int row, int col);
void grid_set_cursor(struct grid *, int row, int col); /* -1: hidden */
void grid_cursor(const struct grid *, int *row, int *col);

/* theme.c: a theme is lines "style = look / look / look", for 256 colours, 8 and none; data/themes/default is built in
 * and says how a look is written. What a theme does not name stays as it was. */
struct theme;
struct theme *theme_new(void); /* the built-in one */
void theme_free(struct theme *);
/* Reads lines over the theme. name: for messages. False: nothing was taken over; the error names the line. */
bool theme_read(struct theme *, struct str lines, const char *name, struct err *);
/* How a cell looks with so many colours (0: monochrome: every style then differs by attributes where it matters). */
struct look theme_look(const struct theme *, enum style, unsigned over, int colors);

/* dump.c: the grid as text, a line a row, white space at its end cut; and its styles, a letter a cell: '.' for
 * STYLE_TEXT, then a to z and A to Z in the order of enum style; '#' where the focus is, '!' on a search hit. All append. */
void grid_dump(const struct grid *, struct buf *out);
void grid_dump_styles(const struct grid *, struct buf *out);
/* One row, without a line end, for a terminal that is no screen (cat): with SGR sequences when a theme is given,
 * which end reset. */
void grid_dump_row(const struct grid *, int row, const struct theme *, int colors, struct buf *out);

#endif
