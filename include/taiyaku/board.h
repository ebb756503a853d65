/* board: files of posts to posts. Finds out which format the bytes are in; one parser a format, each a file of its own.
 * Knows no store and no screen, opens nothing. All of it runs in the worker, on input that nobody vouches for: no
 * recursion over input, memory in proportion to a post, every loop moves on. Formats: DESIGN 4; grammar: boards.md.
 *
 * Strings are UTF-8, an empty one means "none"; times are milliseconds since 1970, BOARD_NO_TIME: unknown. What a sink
 * is given is valid until it returns.
 */
#ifndef TAIYAKU_BOARD_H
#define TAIYAKU_BOARD_H

#include "taiyaku/base.h"

#define BOARD_NO_TIME INT64_MIN
#define BOARD_MAX ((size_t)256 << 20) /* a larger file is refused: bytes of the file, and of what it unpacks to */

struct board_input {
	struct str bytes;
	struct str path;      /* as given: for messages, and a hint (KEY.dat, the folder's name); may be empty */
	struct str format;    /* a name of board_formats(); empty: found out from the bytes */
	struct str encoding;  /* overrides what is found out; empty: found out. What a file declares is only a tie-breaker */
	struct str declared;  /* the encoding that whoever sent the bytes declared: a tie-breaker */
	struct str url;       /* where the bytes came from, when somebody says so */
	struct str board;     /* the board's id, for a file that does not name it; empty: from the path */
	int64_t retrieved_at;
	long first;           /* number of the first post of a file that was cut from a longer one; -1: not said */
};

/* ---- what comes out ------------------------------------------------------------------------------------- */
struct board_part { /* the input itself, or a file within it: what follows is from this one */
	const char *format;   /* "dat", …: DESIGN 4 */
	const char *encoding; /* "CP932", … */
	struct str url;
	int64_t retrieved_at; /* as the container, the page or the caller says */
	size_t start, end;    /* bytes of the input it stands in; compressed: of the compressed member */
	int rank;             /* how good its posts are as observations (boards.md 11.2): BOARD_RANK_… */
};
enum { BOARD_RANK_API = 60, BOARD_RANK_DAT = 50, BOARD_RANK_HTML = 40, BOARD_RANK_ARCHIVE = 35,
       BOARD_RANK_CONVERTED = 30, BOARD_RANK_PASTED = 10 };

struct board_source { /* the posts that follow are of it */
	/* family empty: whatever cite_url() makes of the url, which is there then; "title" without a key: that of its title */
	struct str family, board, key, title;
	struct str url, host;
	int64_t created_at;
};

enum board_kind { BOARD_POST, BOARD_SYSTEM, BOARD_EVENT, BOARD_DELETED };
struct board_anchor { /* a reference to posts from..to of the same source */
	size_t start, end; /* bytes of the post's text; equal: a field of the post says it, its text does not */
	long from, to;
};
struct board_post {
	enum board_kind kind;
	long number;      /* -1: none */
	struct str key;   /* the site's own id; empty: the number */
	struct str name;  /* without what stands in the fields below */
	struct str mail;
	struct str slip;  /* "ワッチョイ 7fa4-UHsq", NFKC */
	struct str poster; /* ID:… without the prefix; a user's name where the site has users */
	struct str trip;  /* "◆RC6W0XmCeU" */
	struct str be;    /* BE:… without the prefix, "136914265-S★(615094)" */
	struct str address; /* an IP address or host name that the board shows: kept apart, never searched or exported */
	struct str date_text;
	int64_t posted_at;
	int tz_min;       /* minutes east of UTC that the date was written with */
	struct str text;  /* LF, no markup; where a title of its own stands above it: the first line */
	const struct board_anchor *anchors;
	size_t n_anchors;
	size_t start, end; /* bytes of the input (see board_part) */
	bool broken;      /* the line or element is damaged: text is what could be made of it */
	size_t bad;       /* ill-formed sequences that became U+FFFD */
};

struct board_sink { /* each returns false to stop */
	void *context;
	bool (*part)(void *, const struct board_part *);
	bool (*source)(void *, const struct board_source *);
	bool (*post)(void *, const struct board_post *);
	bool (*message)(void *, struct str text); /* for people: what was left out, what is doubtful */
};

/* Reads all posts of the input. False: ERR_INPUT with what is wrong, ERR_NOTHING where it is of no known format (with what
 * it looks like), or the sink stopped it (ERR_NONE). A part without posts is no failure: the message says what was there. */
bool board_read(const struct board_input *, const struct board_sink *, struct err *);

/* The names for --as, NULL after the last; and whether one of them is that. */
const char *const *board_formats(void);

#endif
