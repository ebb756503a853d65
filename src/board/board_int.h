/* What the parsers of this module share. A parser is a file with two functions, listed in formats.c:
 *
 *     int  X_looks(const struct board_input *)               0 … 100: how sure it is that these bytes are its own,
 *                                                            from the first few KiB only
 *     bool X_read(struct reader *, const struct board_input *, struct err *)
 *
 * It says part(), then source(), then its posts in the order of the file.
 */
#ifndef TAIYAKU_BOARD_INT_H
#define TAIYAKU_BOARD_INT_H

#include "taiyaku/board.h"

/* ---- formats.c: the table, and finding out ---- */
struct reader {
	const struct board_sink *sink;
	int depth;        /* of containers in containers */
	size_t unpacked;  /* bytes that containers gave so far: BOARD_MAX in all */
	size_t posts;     /* so far */
	bool stopped;     /* by the sink */
	size_t at;        /* where the present part's bytes start in the outermost input (posts' start, end) */
	size_t upto;      /* with fixed: where they end */
	bool fixed;       /* the bytes were unpacked: start and end of what is in them are at and upto */
};
struct format {
	const char *name; /* DESIGN 4; NULL: a wrapping without a name of its own */
	int (*looks)(const struct board_input *);
	bool (*read)(struct reader *, const struct board_input *, struct err *);
};
/* formats.def is the table: a line there declares the two functions and makes them known. */
#define PACKED(prefix) FORMAT(NULL, prefix)
#define FORMAT(name, prefix)                                                                                           \
	int prefix##_looks(const struct board_input *);                                                                \
	bool prefix##_read(struct reader *, const struct board_input *, struct err *);
#include "formats.def"
#undef FORMAT
/* Finds the format of a file within a file and reads it; for containers, which set at, upto and fixed around the call
 * (unless they are fixed already). What it cannot read is a message. A member's format is found out anew unless the
 * input names one. False: the sink stopped it, or a limit is reached. */
bool board_read_member(struct reader *, const struct board_input *, struct err *);
/* The same for a wrapping around one file (gzip, a saved page): what cannot be read is the error. */
bool board_read_inside(struct reader *, const struct board_input *, struct err *);
/* Is there a format for it? For containers that hold much else. */
bool board_known(const struct board_input *);
/* shape.c: what bytes of no known format look like, for the message; translated. */
const char *board_shape(struct str);
/* The sink's functions, counted; false: stop. */
bool reader_part(struct reader *, const struct board_part *);
/* The part that is all of the input, with the address and the time that came with it. */
bool reader_whole(struct reader *, const struct board_input *, const char *format, const char *encoding, int rank);
bool reader_source(struct reader *, const struct board_source *);
bool reader_post(struct reader *, const struct board_post *);
bool reader_message(struct reader *, const char *fmt, ...) PRINTF(2, 3);

/* ---- html.c: a tolerant scanner of tags. No tree, no recursion; whatever it is given, it ends ---- */
enum html_kind { HTML_TEXT, HTML_OPEN, HTML_CLOSE, HTML_COMMENT, HTML_END };
struct html { /* {.s = bytes} */
	struct str s;
	size_t at;
	struct str raw;    /* the tag that is open and holds text only; empty: none */
	bool bare;         /* a quote was never closed: from here on ">" ends a tag in any case */
	enum html_kind kind;
	struct span span;  /* of the token in s */
	struct str name;   /* of a tag, as written; compare with html_is() */
	struct str inside; /* of a tag: after the name; of a comment: between its marks; of a text: itself */
	bool self_closing;
};
/* The next token. script, style, textarea and title hold text only: their end tag ends them. */
enum html_kind html_next(struct html *);
bool html_is(const struct html *, const char *name); /* letters in either case */
/* The value of an attribute of the tag, entities decoded, into out (cleared first). False: it is not there. */
bool html_attribute(const struct html *, const char *name, struct buf *out);
/* Is word one of the tag's class names? */
bool html_has_class(const struct html *, const char *word);
/* Entities: &amp; &#123 &#x1F; without ; too, surrogate pairs joined, the C1 range as in HTML (boards.md 1.3). */
void html_decode(struct str s, struct buf *out);
void html_decode_value(struct str s, struct buf *out); /* of an attribute: "&copy=" is no entity */
/* A fragment as text: <br> <p> <hr> and block ends are line ends, other tags nothing, scripts and styles left out,
 * entities decoded once, one blank before and after a <br> dropped. Line ends of the source are blanks, except in <pre>.
 * An image is its alt text, else its address when that is on no other page ("sssp://…" as in a dat). Appends. */
void html_text(struct str fragment, struct buf *out);

/* ---- head.c: name and date fields of 2ch and its kin (boards.md 1.2) ---- */
struct head { /* owns what board_post borrows; clear with head_clear() for the next post */
	struct buf name, slip, trip, poster, be, address, date;
	struct buf plain; /* scratch */
};
void head_clear(struct head *);
void head_free(struct head *);
/* name: an HTML fragment, bold unless </b> says otherwise. Fills name, slip, trip, address of the post. */
void head_name(struct head *, struct str name, struct board_post *);
/* date: "2022/12/27(火) 13:09:37.29 ID:… BE:…" (tags allowed). created_at: of the thread; a date that
 * is more than a day before it or twenty years after it (slow boards have threads of ten) is kept as text only. Fills
 * date_text, posted_at, tz_min, poster, be, address. */
void head_date(struct head *, struct str date, int64_t created_at, struct board_post *);

/* ---- anchor.c: >>1 >>2-5 ＞＞1、2 (boards.md 1.5) ---- */
typedef VEC(struct board_anchor) anchor_vec;
void anchors_of(struct str text, anchor_vec *out); /* clears first */

/* ---- decode.c: bytes to UTF-8, after they were cut ---- */
/* Which encoding the bytes of a board file are in: BOM, strict UTF-8, EUC-JP or CP932 (boards.md 0.3); declared breaks
 * ties only and may be empty. A name that text_decode() knows. */
const char *board_encoding(struct str sample, struct str declared);
/* The same of an input that is lines, by its first ones; what the caller says goes before. */
const char *board_encoding_of_lines(const struct board_input *, struct str declared);
/* A name in any spelling as text_decode() reports it; NULL: there is no such encoding. What board_input.encoding names is
 * taken as it is; board_read() has refused one that is not known. */
const char *board_encoding_named(struct str);
/* One field; appends. Where CP932 fails and strict UTF-8 passes, it is UTF-8. Returns ill-formed sequences. */
size_t board_decode(struct str field, const char *encoding, struct buf *out);

/* ---- mime.c: a message's head (RFC 5322, 2045, 2047, 2231). Heads and bodies are bytes; what stands in them is decoded
 * last. Mailboxes, newsgroups and MHTML are made of it ---- */
/* The head's lines: up to the empty line, or up to the first line that can be none of a head. body: what follows. */
struct str mime_head(struct str message, struct str *body);
/* The first header field of that name, unfolded, as bytes, into out (cleared first). False: it is not there. */
bool mime_field(struct str head, const char *name, struct buf *out);
/* What stands before the first ";" of a value, in lower case: "text/html", "attachment"; cleared first. */
void mime_value(struct str value, struct buf *out);
/* A parameter of a value (boundary, charset, filename), its quotes and RFC 2231 escapes undone, as UTF-8; cleared
 * first. False: it is not there. */
bool mime_parameter(struct str value, const char *name, struct buf *out);
/* A value for people: encoded words decoded, in UTF-8, without controls. Appends. */
void mime_words(struct str value, struct buf *out);

/* ---- mime_body.c: bodies ---- */
/* Text in UTF-8 with LF, without controls but LF and TAB. declared: a charset's name or empty, believed where the bytes
 * allow it. Appends; returns the ill-formed sequences. */
size_t mime_text(struct str bytes, struct str declared, struct buf *out);
/* Undoes a transfer encoding: quoted-printable and base64, the others leave the bytes as they are. Appends. */
void mime_decode(struct str body, struct str encoding, struct buf *out);
/* The parts of a message that are no multipart themselves, in their order; without recursion. Set message, the rest 0. */
enum { MIME_DEPTH = 16 }; /* a multipart deeper than that is one part */
struct mime {
	struct str message;
	struct str head, body; /* of the part; the body with its transfer encoding */
	struct buf type, charset, encoding, name; /* of the part: "text/plain" where nothing is said; the file's name */
	bool attached;         /* Content-Disposition says so */
	bool cut;              /* the message ends within the part */
	struct buf boundary[MIME_DEPTH]; /* of the multiparts that are open */
	int depth;
	size_t at;             /* in the message */
	bool begun;
};
bool mime_next(struct mime *); /* false: there is no more */
void mime_free(struct mime *);

/* ---- time.c: dates of the web, to milliseconds ---- */
bool time_rfc3339(struct str, int64_t *ms, int *tz_min); /* 2022-11-10T01:02:03.456Z */
bool time_rfc2822(struct str, int64_t *ms, int *tz_min); /* Wed, 19 Oct 2022 20:07:25 +0900 */
bool time_asctime(struct str, int64_t *ms);              /* Wed Oct 19 20:07:25 2022, with a zone before the year too */
int64_t time_of_objectid(struct str hex24); /* BOARD_NO_TIME: it is none */
/* BOARD_NO_TIME where the calendar or the clock has no such moment (a 60th second counts as the next one) */
int64_t time_civil(int year, int month, int day, int hour, int minute, int second, int tz_min);

/* ---- jsonfile.c: what the formats in JSON share ---- */
struct json_file { /* a text that passed the strict scan; its parts are pieces of the input's bytes */
	const struct board_input *in;
	struct str body; /* the value: a byte order mark, "NAME = " before and ";" after it are cut off */
	char *name;      /* for messages */
	size_t size;     /* bytes of the file it stands in: the input's, unless it was taken out of a page */
	struct span place; /* where in that file all of it stands, when it was; else {0} */
	size_t before;   /* posts that the reader had seen before this file */
	size_t no_posts; /* elements among the posts that are none, for board_json_done() */
};
struct json;
/* The bytes without a byte order mark, "NAME =" and ";" at the end. assigned: there was a name. */
struct str board_json_value(struct str bytes, bool *assigned);
bool board_json_word(char); /* of a name in JavaScript, dots included */
/* jsonpeek.c: which of the paths (at most 32) the beginning of a JSON text has, as bits; it may be cut, or not quite JSON. A path is
 * ".posts[].no": a member, an element; ".#": a member whose name is a number. */
unsigned board_json_peek(const struct board_input *, const char *const *paths, size_t n);
/* may_double: the one key of the outermost object that may stand twice; NULL: none. */
bool board_json_open(struct json_file *, const struct reader *, const struct board_input *, const char *may_double,
		     struct err *);
void board_json_close(struct json_file *);
/* Says the part, as read from a site's own data; rank: BOARD_RANK_… */
bool board_json_part(struct reader *, const struct json_file *, const char *format, int rank);
/* A member of a piece; empty where it is not there. An error where it stands twice. */
bool board_json_member(const struct json_file *, struct str object, const char *key, struct str *value, struct err *);
/* A piece as a tree. NULL with an error: a key stands twice; NULL without one: it is no object, and is counted. */
struct json *board_json_post(struct json_file *, struct str piece, struct err *);
/* Where the piece stands in the input. */
struct span board_json_span(const struct json_file *, struct str piece);
/* The messages at the end. */
bool board_json_done(struct reader *, const struct json_file *);
/* Digits of an id as a post's number; -1: there are none, or too many. */
long board_number(struct str digits);
/* Seconds since 1970 to milliseconds; BOARD_NO_TIME beyond the years 1 to 9999. */
int64_t board_seconds(long long seconds);
/* Bytes of "@name" at the start of a text; 0: it begins otherwise. */
size_t board_mention(struct str text);
/* "example.com" of "https://example.com/x"; empty: no address of a page. */
struct str board_host(struct str url);
/* A folder's or file's name in the path, counted from the end: 0 is the file's. Empty: there are not so many. */
struct str board_path_part(struct str path, size_t from_end);

#endif
