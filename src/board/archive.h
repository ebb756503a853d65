/* What the containers of captured pages share (archive.c): a window on the bytes, compressed or not, and what a server
 * answered as a file to read. */
#ifndef TAIYAKU_BOARD_ARCHIVE_H
#define TAIYAKU_BOARD_ARCHIVE_H

#include "board_int.h"

#define ARCHIVE_RECORD_MAX ((size_t)32 << 20) /* a larger record is left out: bytes of the record, and unpacked */

struct archive_edge { /* a gzip member begins */
	size_t in, out; /* bytes of the file; bytes of what comes out */
};
struct archive {
	struct reader *reader;
	const struct board_input *in;
	struct zip_flow *zip;  /* NULL: the bytes stand there as they are */
	struct buf window;     /* unpacked bytes from `at` on, and not yet forgotten ones before it */
	size_t window_at;      /* where the window begins, in bytes of what comes out */
	size_t at;             /* where the next bytes are read */
	bool ended;            /* nothing more comes */
	bool damaged, bomb;    /* because the compressed bytes are cut or damaged; because they are too many */
	VEC(struct archive_edge) edges;
	size_t read, others, no_answers, revisits, too_large, cut, lost, brotli, zstd, unknown_codings;
};
void archive_open(struct archive *, struct reader *, const struct board_input *);
void archive_close(struct archive *);
/* The first bytes of a file, unpacked when it is compressed: for X_looks(). */
struct str archive_beginning(const struct board_input *, char out[32]);
/* Up to n bytes from `at` on, fewer only at the end; valid until the next call. */
struct str archive_view(struct archive *, size_t n);
void archive_skip(struct archive *, size_t n);

struct archive_file { /* a captured file */
	struct str url, type; /* type: of a file that is no HTTP answer, with its charset */
	int64_t date;
	bool http;            /* the bytes begin with the answer's head */
	size_t start, end;    /* of the record, in bytes of what comes out */
	size_t body;          /* and of its bytes */
	bool cut;
};
/* Reads it, or counts why not. False: stop. */
bool archive_read(struct archive *, const struct archive_file *, struct str bytes, struct err *);
/* Says what was counted. */
bool archive_report(struct archive *);

/* gzip.c: more than a hundredfold is no file but a bomb; where there is little the ratio does not matter. */
bool gzip_is_bomb(size_t packed, size_t unpacked);
/* Unpacks all streams of s, at most max bytes. ZIP_TOO_LARGE also for a bomb. Appends. */
enum zip_result gzip_unpack(struct str s, size_t max, struct buf *out);

#endif
