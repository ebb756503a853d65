/* What the files of this module share: the records on the pipe, the walls around the child, and running any parser in
 * it (the tests bring parsers of their own). */
#ifndef TAIYAKU_WORKER_INT_H
#define TAIYAKU_WORKER_INT_H

#include "taiyaku/worker.h"

#if defined(__SANITIZE_ADDRESS__)
#define WORKER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define WORKER_SANITIZED 1
#endif
#endif
#ifndef WORKER_SANITIZED
#define WORKER_SANITIZED 0
#endif

/* ---- worker.c ---- */
typedef bool (*worker_parser)(const struct board_input *, const struct board_sink *, struct err *);
struct worker_limits {
	size_t memory;         /* bytes of address space beyond what this program has at the fork */
	unsigned cpu_s;        /* of processor time in all */
	unsigned quiet_cpu_ms; /* of processor time without a record */
	unsigned quiet_ms;     /* of waiting without a record, for a child that hangs without computing */
};
struct worker_limits worker_limits_for(const struct board_input *);
bool worker_run(worker_parser, const struct board_input *, const struct worker_control *, const struct board_sink *,
		const struct worker_limits *, struct err *);

/* ---- sandbox.c ---- */
enum { WORKER_LIMITS, WORKER_LANDLOCK, WORKER_SECCOMP };
struct worker_walls {
	int error[WORKER_LAYERS]; /* errno of what kept a layer from being put up; 0: it stands */
};
/* In the child: closes all but one descriptor, which it returns under its new number; signals as in a new program. */
int worker_close_all(int keep);
/* In the child, last before it reads: from here on it can compute, write to what is open, and end. */
void worker_enter(const struct worker_limits *, struct worker_walls *);

/* ---- encode.c: the child's side of the pipe ---- */
struct worker_out {
	int fd;
	int64_t written_at; /* clock_mono_ms() */
	struct buf b;
};
struct board_sink worker_out_sink(struct worker_out *);
/* The last record: how the reading ended. */
void worker_out_end(struct worker_out *, bool good, const struct err *);

/* ---- record.c: the parent's side ---- */
/* A record on the pipe: its length in 4 bytes, its kind in 1, then length bytes. Numbers are 8 bytes in this machine's
 * order, strings a number and their bytes. */
enum worker_record { WORKER_PART = 1, WORKER_SOURCE, WORKER_POST, WORKER_MESSAGE, WORKER_END };
#define WORKER_HEAD ((size_t)5)
#define WORKER_TEXT_MAX ((size_t)8 << 20)    /* of a post; what is longer is cut, and said so */
#define WORKER_FIELD_MAX ((size_t)64 << 10)  /* of any other string */
#define WORKER_GROWS 3                       /* times: at most, when controls give way to U+FFFD */
#define WORKER_ANCHORS_MAX ((size_t)100000)  /* in a post */
#define WORKER_RECORD_MAX ((size_t)32 << 20) /* of a record */
enum worker_came { WORKER_CAME_RECORD, WORKER_CAME_END, WORKER_CAME_STOP, WORKER_CAME_BAD };
struct worker_in {
	const struct board_sink *sink;
	size_t size;         /* of the input */
	size_t done;         /* how far the records say that it is read */
	bool in_part, in_source;
	const char *bad;     /* what is wrong with the record */
	bool good;           /* as the last record says */
	struct err end;
	char format[33], encoding[33];
	VEC(struct board_anchor) anchors;
};
/* Checks the record and gives it to the sink. */
enum worker_came worker_in_record(struct worker_in *, enum worker_record, struct str body);
/* Offset of the first control character (C0 but LF and TAB, DEL, C1), or POS_NONE; in one line LF and TAB count too. */
size_t worker_control_at(struct str, bool one_line);

#endif
