/* What the files of the read.cgi pages share. A post is first its fields (HTML, in UTF-8), whatever the layout. */
#ifndef TAIYAKU_BOARD_READCGI_H
#define TAIYAKU_BOARD_READCGI_H

#include "dat.h"

enum readcgi_field { FIELD_NUMBER, FIELD_NAME, FIELD_DATE, FIELD_UID, FIELD_BE, FIELD_BODY, FIELDS, FIELD_NONE = FIELDS };

/* ---- readcgi_id.c: whose page it is ---- */
struct readcgi_id {
	struct buf url;   /* the thread's address; empty: no host is named anywhere */
	struct buf host, board, key;
	int64_t created_at;
	bool archived;    /* the address it came from is an archive's */
	bool several;     /* threads have their form on it */
	bool partial;     /* that address names single posts: gaps mean nothing */
};
void readcgi_identify(const struct board_input *, struct readcgi_id *);
void readcgi_id_free(struct readcgi_id *);
/* The address within an archive's (…/web/20160102030405/http://…), or url itself. stamp: its digits, or empty. */
struct str readcgi_inner(struct str url, struct str *stamp);

/* ---- readcgi.c ---- */
struct readcgi {
	struct reader *reader;
	struct str bytes;
	const char *encoding;
	struct readcgi_id id;
	struct buf field[FIELDS];
	size_t bad;              /* ill-formed sequences in them */
	struct buf mail, date, scratch;
	struct dat_post post;
	long last;               /* number of the post before; 0: none */
	size_t posts, empty, ads; /* so far; without anything in them; left out */
};
/* Decodes bytes of the page into a field. */
void readcgi_set(struct readcgi *, enum readcgi_field, struct str bytes);

/* ---- readcgi_post.c: the fields, filled by a layout, as a post at bytes start..end; clears them. False: stop ---- */
bool readcgi_post(struct readcgi *, size_t start, size_t end, bool broken);

/* ---- the layouts: all posts of the page. False: stop ---- */
bool readcgi_classes(struct readcgi *); /* readcgi_class.c: div.post, dl.post, article.post */
bool readcgi_terms(struct readcgi *);   /* readcgi_term.c: dt, dd */
/* Is the tag the beginning of such a post? */
bool readcgi_class_post(const struct html *);
bool readcgi_term_post(const struct html *); /* a dt with a number after it */

#endif
