/* base: what every module stands on. No includes of ours.
 *
 * Ownership is in the type: struct str borrows bytes, struct buf owns them, functions ending in
 * _dup or _take give memory away (free it with free()). Failures that a user can cause come back
 * as false or NULL with a struct err; a bug is an assert; no memory is die().
 */
#ifndef TAIYAKU_BASE_H
#define TAIYAKU_BASE_H

#include <libintl.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A message for people, found by xgettext. */
#define _(text) gettext(text)
#define N_(text) (text)

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* ---- memory: never fails; calls die() instead ------------------------------------------- */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Ends the program with a message and status 70, after the hook (the terminal's restore). */
_Noreturn void die(const char *fmt, ...) PRINTF(1, 2);
void die_set_hook(void (*hook)(void));
void die_run_hook(void); /* the hook alone: for a handler of a fatal signal */

/* A growable array: VEC(struct x) xs = {0}; vec_push(&xs, x); xs.v[0 .. xs.n); vec_free(&xs). */
#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *v;                                                                           \
		size_t n, cap;                                                                     \
	}
#ifndef VEC_MIN
#define VEC_MIN 8
#endif
void *vec_grow(void *v, size_t *cap, size_t need, size_t size);
#define vec_reserve(vec, need)                                                                     \
	((need) > (vec)->cap ? (void)((vec)->v = vec_grow((vec)->v, &(vec)->cap, (need), sizeof *(vec)->v)) \
			     : (void)0)
#define vec_push(vec, ...) (vec_reserve((vec), (vec)->n + 1), (vec)->v[(vec)->n++] = (__VA_ARGS__))
#define vec_free(vec) (free((vec)->v), (vec)->v = NULL, (vec)->n = (vec)->cap = 0)

/* Memory that is freed at once. Returned memory is zeroed and aligned for any type. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *); /* NULL is allowed */
void *arena_alloc(struct arena *, size_t n);

/* ---- strings: UTF-8 unless said otherwise, lengths in bytes ------------------------------- */
struct str { /* borrows */
	const char *p;
	size_t n;
};
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p /* for printf; of strings under 2 GiB */
struct str str_c(const char *s);     /* of a C string; NULL gives the empty one */
struct str str_slice(struct str, size_t start, size_t end);
bool str_eq(struct str, struct str);
int str_cmp(struct str, struct str); /* by bytes */
bool str_starts(struct str, struct str prefix);
bool str_ends(struct str, struct str suffix);
/* Offset of needle at or after from, or SIZE_MAX. */
size_t str_find(struct str, struct str needle, size_t from);
size_t str_find_char(struct str, char, size_t from);
struct str str_trim(struct str); /* without ASCII white space at both ends */
char *str_dup(struct str);       /* a C string */
struct str arena_str(struct arena *, struct str); /* a copy, NUL after its end */

struct buf { /* owns; {0} is empty */
	char *p;
	size_t n, cap;
};
void buf_reserve(struct buf *, size_t more);
void buf_add(struct buf *, const void *p, size_t n);
void buf_str(struct buf *, struct str);
void buf_cat(struct buf *, const char *s);
void buf_char(struct buf *, char);
void buf_printf(struct buf *, const char *fmt, ...) PRINTF(2, 3);
void buf_vprintf(struct buf *, const char *fmt, va_list) PRINTF(2, 0);
void buf_code_point(struct buf *, uint32_t cp); /* as UTF-8 */
void buf_clear(struct buf *);            /* empty, memory kept */
void buf_free(struct buf *);
struct str buf_view(const struct buf *); /* until the next change */
const char *buf_cstr(struct buf *);      /* NUL-terminated, until the next change */
char *buf_take(struct buf *);            /* a C string the caller owns; the buf is empty after */

/* ---- positions: byte offsets, ranges half-open -------------------------------------------- */
#define POS_NONE SIZE_MAX
struct span {
	size_t start, end;
};

/* ---- errors -------------------------------------------------------------------------------- */
enum err_code { /* the exit status of a command that ends with it */
	ERR_NONE = 0,
	ERR_NOTHING = 1, /* it worked; it found something (check) or nothing (search) */
	ERR_USAGE = 2,
	ERR_INPUT = 3, /* cannot be read, or is refused */
	ERR_STORE = 4, /* the store cannot be used */
};
struct err {
	enum err_code code;
	char text[480]; /* "FILE:LINE: what is wrong; what to do", in the user's language */
};
/* Sets the error (NULL is allowed) and returns false. */
bool err_set(struct err *, enum err_code, const char *fmt, ...) PRINTF(3, 4);

/* ---- log: nothing, unless TAIYAKU_LOG names a file ------------------------------------------ */
void log_line(const char *fmt, ...) PRINTF(1, 2);

/* ---- files ---------------------------------------------------------------------------------- */
/* Reads all of a file ("-": standard input) up to limit bytes. */
bool file_read(const char *path, size_t limit, struct buf *out, struct err *);
/* Writes beside, syncs, renames over path; mode as for open(). */
bool file_replace(const char *path, struct str bytes, unsigned mode, struct err *);
/* Makes a directory and its parents with mode 0700. */
bool file_make_dir(const char *path, struct err *);
char *file_join(const char *dir, const char *name);   /* owned */
char *file_real_path(const char *path);               /* owned; the path itself where it does not resolve */
/* $XDG_DATA_HOME/taiyaku, $XDG_CONFIG_HOME/taiyaku, with their defaults under $HOME; owned;
 * NULL where there is neither. */
char *file_data_dir(void);
char *file_config_dir(void);

/* What tells that a file has changed, without reading it. False: it is not there. */
struct file_stamp {
	uint64_t size, inode;
	int64_t changed_ns;
};
bool file_stamp(const char *path, struct file_stamp *);

/* A read-only view of a file. A file that shrinks while it is mapped reads as NULs beyond its end
 * instead of ending the program (a SIGBUS handler sees to it). */
struct file_map {
	const char *p;
	size_t n;
};
bool file_map_open(const char *path, struct file_map *, struct err *);
void file_map_close(struct file_map *);
/* For another handler of SIGBUS: true when the address was in a map that shrank, and reads as NULs from now on. */
bool file_map_mend(void *address);
/* Tells the kernel that pages of [start, end) are not needed for now: keeps memory small. */
void file_map_release(const struct file_map *, size_t start, size_t end);

/* ---- programs that the user has configured: argument lists, never a shell ----------------------- */
struct child;
/* argv: NULL after the last; found along PATH. Its standard input is `input`, then ends; standard output and error are
 * read up to max_output bytes, then it is stopped; after max_ms it is stopped too. Nothing blocks. NULL: it cannot be started. */
struct child *child_start(const char *const *argv, struct str input, size_t max_output, int max_ms, struct err *);
enum child_state { CHILD_RUNS, CHILD_DONE, CHILD_FAILED, CHILD_TOO_MUCH, CHILD_TOO_LONG };
/* Feeds and reads what can be without waiting. */
enum child_state child_step(struct child *);
struct str child_output(const struct child *); /* so far; bytes, not checked */
int child_status(const struct child *);        /* exit status; 128 + a signal */
void child_free(struct child *);               /* stops it where it still runs */

/* ---- compressed bytes: zlib and gzip streams --------------------------------------------------- */
uint32_t zip_crc(struct str); /* CRC-32 */
void zip_pack(struct str, struct buf *out); /* as a zlib stream; appends */
#ifndef ZIP_STEP
#define ZIP_STEP 65536
#endif
enum zip_result { ZIP_WHOLE, ZIP_CUT, ZIP_DAMAGED, ZIP_TOO_LARGE, ZIP_MORE };
/* Unpacks the stream that s begins with, at most max bytes; appends what there is, also of a cut or damaged one.
 * used: bytes of s that the stream took. */
enum zip_result zip_unpack(struct str s, size_t max, struct buf *out, size_t *used);
/* The same in pieces, and for streams that stand one behind another, as gzip allows it. */
struct zip_flow;
struct zip_flow *zip_begin(struct str s); /* s must outlive it */
/* Appends at most ZIP_STEP bytes. ZIP_MORE: the stream goes on; ZIP_WHOLE: it ends here, the next call begins another
 * (if bytes are left); ZIP_CUT, ZIP_DAMAGED: no more will come. */
enum zip_result zip_more(struct zip_flow *, struct buf *out);
size_t zip_at(const struct zip_flow *); /* bytes of s that were taken */
void zip_end(struct zip_flow *);        /* NULL is allowed */

/* ---- compiled-in data: data/NAME as bytes; p == NULL where there is none ---------------------- */
struct str data_find(const char *name);
const char *data_name(size_t i); /* the i-th name, NULL after the last */

/* ---- time ------------------------------------------------------------------------------------ */
int64_t clock_wall_ms(void); /* since 1970; fixed by clock_fix() in tests */
int64_t clock_mono_ms(void);
void clock_fix(int64_t wall_ms); /* 0: the real one again */

/* ---- ids and hashes --------------------------------------------------------------------------- */
void uuid7(char out[37]); /* RFC 9562 version 7, in order within a process; any thread */
/* From now on ids are later than this one (a hybrid clock), unless it is more than a year ahead. What is no UUIDv7 is passed over. */
void uuid7_observe(struct str id);
bool uuid7_is(struct str id); /* written in full, in small letters */
struct sha256 {
	uint8_t b[32];
};
struct sha256 sha256_of(struct str);
/* The same piece by piece. */
struct sha256_sum;
struct sha256_sum *sha256_begin(void);
void sha256_add(struct sha256_sum *, struct str);
struct sha256 sha256_end(struct sha256_sum *); /* frees it */
void sha256_hex(const struct sha256 *, char out[65]);

#endif
