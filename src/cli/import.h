/* What the files of taiyaku import share. A path on the command line becomes entries (import_walk.c), an entry's posts go
 * into the store (import_file.c), and what became of it is a result, which is printed once it is safely stored
 * (import_report.c). */
#ifndef TAIYAKU_CLI_IMPORT_H
#define TAIYAKU_CLI_IMPORT_H

#include "taiyaku/json.h"
#include "taiyaku/store.h"

#include <signal.h>

/* ---- import_walk.c ---- */
struct import_entry {
	char *path;    /* as given, or found below what was given; "-": standard input */
	uint64_t size; /* as far as known */
	bool named;    /* on the command line itself */
	bool mail;     /* a message of a Maildir */
};
typedef VEC(struct import_entry) import_entries;
/* The path's file, or all files below it, in order of name. What cannot be looked into is an entry all the same. */
void import_walk(const char *path, const volatile sig_atomic_t *stop, import_entries *);
void import_entries_free(import_entries *);

/* ---- import_side.c: files that programs keep beside those with posts ---- */
bool import_is_side(const char *path);
struct import_side { /* what they say of the file; owned, empty: nothing */
	struct buf board, url, title;
	int64_t retrieved_at; /* STORE_NO_TIME: nothing */
};
void import_side_find(const char *path, struct import_side *);
void import_side_free(struct import_side *);

/* ---- import_file.c ---- */
enum import_status { /* as DESIGN 4 names them */
	IMPORT_IMPORTED, IMPORT_KNOWN, IMPORT_GROWN, IMPORT_UNKNOWN, IMPORT_REFUSED, IMPORT_FAILED, IMPORT_STATUSES
};
struct import_counts {
	size_t sources, posts, added, known, changed, broken;
};
#define IMPORT_MESSAGES 20
struct import_result {
	char *path;
	bool named;
	enum import_status status;
	char format[33], encoding[33];
	struct import_counts n;
	VEC(char *) messages; /* the first IMPORT_MESSAGES */
	size_t unsaid;        /* and how many more there were */
};
struct import_how { /* as the command line has it */
	struct str format, encoding, board;
	long first; /* -1: not said */
	void *context;
	bool (*tick)(void *, size_t done, size_t posts); /* of the file; false: stop */
};
void import_say(struct import_result *, const char *fmt, ...) PRINTF(2, 3);
/* Reads it into the store, within the transaction that is open: all of it or nothing. False: the store failed (ERR_STORE),
 * or tick() said stop (ERR_NONE); the result then counts for nothing. */
bool import_file(struct store *, const struct import_how *, const struct import_entry *, struct import_result *,
		 struct err *);
void import_result_free(struct import_result *);

/* ---- import_report.c ---- */
struct import_report {
	bool json;
	struct buf text;
	struct json_out out;
	struct import_counts n;
	size_t files, of_status[IMPORT_STATUSES];
	bool named_missed; /* a file that was asked for by name is not in the store */
};
void import_report_begin(struct import_report *, bool json);
void import_report_add(struct import_report *, const struct import_result *);
/* An error that is set already stays; else that of the standard output. */
void import_report_end(struct import_report *, struct err *);

/* ---- import_progress.c: a bar on standard error, where that is a terminal ---- */
struct import_progress {
	bool on, shown;
	int64_t drawn_at;
	uint64_t bytes, bytes_done;
	size_t files, files_done, posts;
};
void import_progress_begin(struct import_progress *, const import_entries *);
void import_progress_draw(struct import_progress *, size_t done, size_t posts); /* of the present file */
void import_progress_hide(struct import_progress *);                             /* before anything is printed */

#endif
