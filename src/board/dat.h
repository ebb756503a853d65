/* What the formats of lines share: dat, jbbs, machi. */
#ifndef TAIYAKU_DAT_H
#define TAIYAKU_DAT_H

#include "board_int.h"

/* ---- dat_place.c: which thread a file is of. Never by the server: that one is for the address only ---- */
struct dat_place {
	struct buf family, board, key, host;
	bool key_said;      /* by the bytes or the address: not only by the file's name */
	bool board_guessed; /* from the name of the folder */
};
/* From the anchors' targets in the bytes, the address, the path, in this order; what is not to be found is empty. */
void dat_place_find(const struct board_input *, struct dat_place *);
/* The same for jbbs, whose boards are CATEGORY/NUMBER; the family is not set. */
void dat_place_jbbs(const struct board_input *, struct dat_place *);
void dat_place_free(struct dat_place *);
/* The second in which a thread with this key was made, in milliseconds, or BOARD_NO_TIME: keys from 2^31 on are those of
 * notices. */
int64_t dat_key_time(struct str key);

/* ---- dat_line.c: fields of a line to a post ---- */
struct dat_fields {
	struct str line;
	struct str field[8]; /* as bytes: name mail date body title in a dat */
	size_t n;            /* all there are, also those that have no place in field */
	struct str rest;     /* from the field after the fifth on */
};
/* No post is that long: only so much of a field is decoded, and the post is broken. Keeps memory in bounds. */
#define DAT_FIELD_MAX ((size_t)8 << 20)
/* Cuts at "<>", or at commas. */
void dat_cut(struct str line, bool comma, struct dat_fields *out);
/* A line without its end, at *at; moves *at behind it. False: no more. torn: the line has no end. */
bool dat_next_line(struct str s, size_t *at, struct str *line, bool *torn);
bool dat_is_date(struct str field); /* begins with one, or with what stands for one: Over, a word for deleted */

struct dat_post { /* what a post borrows; {0}; kept from post to post */
	struct head head;
	struct buf name, mail, date, raw, text;
	anchor_vec anchors;
};
void dat_post_free(struct dat_post *);
struct dat_line {
	struct str name, mail, date, body;
	struct str extra; /* behind the fields that have a place: nothing is lost; empty: none */
	bool comma;       /* ＠｀ is a comma */
};
/* Decodes the fields, tells deleted and system posts. number, start and end are the caller's. */
void dat_post_make(struct dat_post *, const struct dat_line *, const char *encoding, int64_t created_at,
		   struct board_post *out);
/* A line that has no fields. */
void dat_post_broken(struct dat_post *, struct str line, const char *encoding, struct board_post *out);
/* To the sink, with a message where a field was too long. */
bool dat_give(struct reader *, const struct board_post *);
/* A title: decoded, without the blanks at its ends. */
void dat_title(struct str field, const char *encoding, bool comma, struct buf *out);
/* A thread without a known key gets that of its first post's time, which is the same second; refused without one. */
bool dat_key_of_first(struct reader *, const struct board_input *, int64_t first, struct dat_place *, struct err *);
/* Says part and source; refuses what has no board: the remedy is --board. */
bool dat_begin(struct reader *, const struct board_input *, const struct board_source *, const char *format,
	       const char *encoding, int rank);
/* Says so where the board was guessed. */
bool dat_say_guess(struct reader *, const struct board_input *, const struct dat_place *);

#endif
