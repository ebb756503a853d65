/* store: what the program keeps. library.db (documents, posts, search) and notes.db (annotations, reading positions,
 * marks, history). The only module that knows SQLite.
 *
 * Files: the folder is --store, $TAIYAKU_STORE or $XDG_DATA_HOME/taiyaku, 0700 and the user's own; a store that others
 * may write to is refused. A store made by a newer version, or one that cannot be written, is opened for reading, and
 * store_read_only() says why. Failures are ERR_STORE with the folder, the cause and the remedy.
 *
 * What comes out of a query lives in the arena that the caller gives; nothing points into a database. Strings are
 * UTF-8, an empty one means "none". Times are milliseconds since 1970, STORE_NO_TIME: unknown.
 */
#ifndef TAIYAKU_STORE_H
#define TAIYAKU_STORE_H

#include "taiyaku/base.h"

#define STORE_NO_TIME INT64_MIN

enum store_mode {
	STORE_READ, /* never writes; where nothing is there, NULL with ERR_NOTHING */
	STORE_WRITE, /* makes the folder and the database where they are missing */
};

/* ---- the library ------------------------------------------------------------------------------- */
struct store;
/* dir: the folder. Costs about half a millisecond: not before the first screen. */
struct store *store_open(const char *dir, enum store_mode, struct err *);
/* Before the first store_open() of a program that forks often: so many bytes of cached pages are not in its children, which
 * makes fork() cheap. The rest of the cache is, as without it. */
void store_keep_from_forks(size_t bytes);
void store_close(struct store *);                  /* NULL is allowed */
const char *store_read_only(const struct store *); /* why it cannot be written, for people; NULL: it can */
/* For doctor. Looks at every page: a line for each fault, nothing where it is sound. */
bool store_check(struct store *, struct buf *faults, struct err *);
/* ERR_NOTHING: there are no notes. One that is missing beside its log is a fault, too: store_notes_rebuild() mends them. */
bool store_notes_check(const char *dir, struct buf *faults, struct err *);
/* Does a search find what is there? Tried with posts from all over the store. */
bool store_check_index(struct store *, bool *sound, struct err *);
bool store_rebuild_index(struct store *, struct err *);

/* ---- sources: threads, discussions, timelines, pages --------------------------------------------- */
/* Who a source is. Two are the same when family, board and key are; host and title play no part. A thread that is
 * known only by the title it is cited with has the family "title" and a key made by store_title_key(). */
struct store_identity {
	struct str family; /* "5ch", "hf", "x", "title", …; empty: no known family */
	struct str board;  /* "liveuranus", "models/Linaqruf/anything-v3.0"; may be empty */
	struct str key;    /* "1676605237" */
	struct str title;  /* as cited or as imported; not part of the identity */
};
bool store_identity_eq(const struct store_identity *, const struct store_identity *);

/* A title taken apart (boards.md 12.3): なんJNovelAI部★9 and なんJnovelAI部9 have the same series and part. */
struct store_title {
	struct buf fold;   /* text_fold_copy() of it */
	struct buf series; /* fold without the part number and what only decorates it */
	long part;         /* -1: none */
};
void store_title_split(struct str title, struct store_title *out); /* clears first */
void store_title_free(struct store_title *);
/* The key of a thread of family "title": series, a blank, part; without a part the fold. Owned. */
char *store_title_key(struct str title);

struct store_thread {
	int64_t id;
	struct store_identity source;
	struct str series;
	long part;               /* -1: none */
	int64_t created_at, last_post_at;
	struct str url;
	long max_number;         /* the highest number that is held, -1: none */
	bool held;               /* a file of it is imported; false: known from documents only */
	size_t posts_held, posts_quoted; /* quoted: known only from documents */
};
struct store_threads { struct store_thread *v; size_t n; };

/* Every thread that fits, held ones first. By identity: at most one. */
bool store_thread_by_identity(struct store *, const struct store_identity *, struct arena *, struct store_threads *,
			      struct err *);
/* By equal fold, alias or (series, part); all that fit. A thread of family "title" only where no other one fits. */
bool store_threads_by_title(struct store *, struct str title, struct arena *, struct store_threads *, struct err *);
/* By a title with slips in it: equal part, and at most two characters other in the series, one in four. Only a
 * day or words that fit make such a thread the one that is meant. */
bool store_threads_by_near_title(struct store *, struct str title, struct arena *, struct store_threads *, struct err *);
/* Those whose key begins so, as a URL that was cut short has it; a board that is empty: any. */
bool store_threads_by_key_prefix(struct store *, struct str family, struct str board, struct str prefix, struct arena *,
				 struct store_threads *, struct err *);
bool store_thread_by_id(struct store *, int64_t thread, struct arena *, struct store_threads *, struct err *);
/* All threads: STORE_LIST_ALL; held, quoted or cited by a kept document and not held (what to look for). */
enum store_list { STORE_LIST_ALL, STORE_LIST_WANTED };
bool store_threads(struct store *, enum store_list, struct arena *, struct store_threads *, struct err *);

/* ---- posts ----------------------------------------------------------------------------------------- */
enum store_post_kind { STORE_POST, STORE_SYSTEM, STORE_EVENT, STORE_DELETED, STORE_MISSING };

struct store_anchor {
	size_t start, end; /* bytes in the post's text */
	long from, to;
};

struct store_post { /* the best observation of it */
	int64_t id, thread;
	enum store_post_kind kind; /* STORE_DELETED: and no file has its text. STORE_MISSING: only named, never seen */
	long number;               /* -1: none */
	struct str key;            /* within the thread: the number, or the site's own id */
	struct str name, mail, slip, poster, trip, be; /* poster: ID:… or a user's name, without a prefix */
	struct str date_text;      /* as written */
	int64_t posted_at;
	int tz_min;                /* minutes east of UTC that posted_at was written with */
	struct str text;           /* LF; anchors are ranges of it */
	bool held;                 /* in an imported file; false: a document quotes it */
	int rank;                  /* of the observation that the text is from; STORE_RANK_QUOTED: a document's quote */
	bool broken;               /* that observation is damaged: text is what could be made of it */
	bool deleted;              /* an imported file has it as deleted; text is then an older one, or empty */
	const struct store_anchor *anchors;
	size_t n_anchors;
};
struct store_posts { struct store_post *v; size_t n; };

/* from .. to by number, both in; in order of number. The whole thread: 0, LONG_MAX; then also posts without a number,
 * before the others and in order of time. Numbers that nothing is known of are left out. Two with one number only where a source numbers them so. */
bool store_posts(struct store *, int64_t thread, long from, long to, struct arena *, struct store_posts *,
		 struct err *);
/* `before` posts before the number, the post, `after` after it, of those that are there. */
bool store_posts_around(struct store *, int64_t thread, long number, int before, int after, struct arena *,
			struct store_posts *, struct err *);
/* Posts whose anchors name this number (ranges up to 20 long). */
bool store_answers(struct store *, int64_t thread, long number, struct arena *, struct store_posts *, struct err *);
/* By the site's own id, or by the number as text: at most one. */
bool store_post_by_key(struct store *, int64_t thread, struct str key, struct arena *, struct store_posts *, struct err *);
bool store_post_by_id(struct store *, int64_t post, struct arena *, struct store_posts *, struct err *);

/* Who wrote a post, as far as the source tells (boards.md 11.2): the same string in another scope is somebody else. */
enum store_poster_kind {
	STORE_POSTER_NONE,
	STORE_POSTER_TRIP, /* scope: the family */
	STORE_POSTER_BE,   /* the family */
	STORE_POSTER_ID,   /* the board and the day in Japan; a site with users (hf, x, …): the family */
	STORE_POSTER_SLIP, /* the board and the week from Thursday on */
};
struct store_poster {
	enum store_poster_kind kind;
	struct str family, board; /* board empty: all of the family */
	struct str value;
	int64_t from, to;         /* [from, to) or STORE_NO_TIME */
};
/* The strongest key of a post: trip, BE, ID, slip, in this order; ??? and the like are none. False: nobody is named. */
bool store_poster_of(const struct store_post *, const struct store_identity *, struct store_poster *);
bool store_poster_eq(const struct store_poster *, const struct store_poster *);
/* All that is held or quoted of who that is, in order of time; at most max. */
bool store_posts_by_poster(struct store *, const struct store_poster *, size_t max, struct arena *, struct store_posts *,
			   struct err *);
/* A poster as people write it: "ID:…", "◆…", "ワッチョイ 7fa4-UHsq" (or a part of it); scope: all that the store has. */
bool store_posts_by_name(struct store *, struct str who, size_t max, struct arena *, struct store_posts *,
			 struct err *);
/* The IP address or host name that the board showed with the post; kept apart from it. ERR_NOTHING: none. */
bool store_address(struct store *, int64_t post, struct arena *, struct str *out, struct err *);

struct store_seen { /* an observation: one file's version of a post */
	struct str path, format, url;
	struct sha256 sha256;
	int64_t retrieved_at;
	size_t start, end;
	int rank;
	bool deleted, broken, best;
	struct str text; /* LF */
};
struct store_seens { struct store_seen *v; size_t n; };
bool store_observations(struct store *, int64_t post, struct arena *, struct store_seens *, struct err *);

struct store_version { /* a post that has more than one text */
	int64_t post;
	size_t texts; /* different ones, deletions not counted */
};
struct store_versions { struct store_version *v; size_t n; };
/* Those of a thread, in order of id. */
bool store_versions(struct store *, int64_t thread, struct arena *, struct store_versions *, struct err *);

/* Posts of the thread whose text holds this one when both are folded as copying does it (text_fold_copy). */
bool store_posts_with_text(struct store *, int64_t thread, struct str text, struct arena *, struct store_posts *,
			   struct err *);

struct store_citing { /* a passage that cites or quotes a post */
	struct str document; /* its id */
	struct str path, title;
	size_t start, end, line;
	struct str text;
	long from, to;       /* -1: the thread as a whole */
	int64_t date_from;   /* the day or month that it names begins; STORE_NO_TIME: none */
};
struct store_citings { struct store_citing *v; size_t n; };
/* Passages of kept documents that cite the post; number -1: the thread, whichever post. */
bool store_cited_by(struct store *, int64_t thread, long number, struct arena *, struct store_citings *, struct err *);

struct store_gap { long from, to; };
struct store_gaps { struct store_gap *v; size_t n; };
/* Numbers that documents and posts name in this thread and that are neither held nor quoted. */
bool store_gaps(struct store *, int64_t thread, struct arena *, struct store_gaps *, struct err *);

/* ---- adding ----------------------------------------------------------------------------------------- */
/* One transaction: begin, add, commit. What is not committed never was (rollback, a crash). */
bool store_begin(struct store *, struct err *);
bool store_commit(struct store *, struct err *);
void store_rollback(struct store *);
/* Many files in one transaction: what is added from store_savepoint() on is taken into it by store_release(), or given
 * up as a whole by store_give_up(), and the transaction goes on. They do not nest. For an import of many files: one
 * transaction every few seconds, a savepoint a file; what a crash leaves is whole files. */
bool store_savepoint(struct store *, struct err *);
bool store_release(struct store *, struct err *);
void store_give_up(struct store *);

struct store_file { /* an imported file */
	struct sha256 sha256; /* of its bytes */
	uint64_t size;
	struct str path;
	struct str format, encoding;
	size_t bad_bytes;
	int64_t retrieved_at; /* STORE_NO_TIME: unknown */
	struct str origin_url;
	struct str importer;  /* who read it, and which version */
	int64_t parent;       /* the file it was taken out of, or whose grown form it is; 0: none */
};
/* Adds the file, or finds it: *known says which. */
bool store_add_file(struct store *, const struct store_file *, int64_t *file, bool *known, struct err *);
/* Notes what is known only after the file was read. */
bool store_finish_file(struct store *, int64_t file, struct str format, struct str encoding, size_t bad_bytes, struct err *);
/* Where and when the file says it was taken from the web, if it does: an empty url, STORE_NO_TIME change nothing. */
bool store_file_origin(struct store *, int64_t file, struct str url, int64_t retrieved_at, struct err *);
/* The longest imported file of this path of which `whole` may be a grown form: its id, size and sum; the caller compares
 * the sum with that of its own first bytes. ERR_NOTHING: none. */
bool store_file_at(struct store *, struct str path, int64_t *file, uint64_t *size, struct sha256 *, struct err *);
/* Finds or makes the thread; title, url and created_at fill what was unknown. A thread of family "title" that fits
 * (same series and part, dates that agree, no second candidate) is merged into it, with its posts and citations. */
struct store_new_thread {
	struct store_identity source;
	int64_t created_at;
	struct str url, host;
};
bool store_add_thread(struct store *, const struct store_new_thread *, int64_t *thread, struct err *);
/* The thread with posts of this file that has the family and the key, but not the board, gets it: the board was not
 * known when the file was imported, or guessed. None: nothing happens. */
bool store_name_board(struct store *, int64_t file, const struct store_identity *, struct err *);

/* How good an observation is (boards.md 11.2). */
enum {
	STORE_RANK_API = 60, STORE_RANK_DAT = 50, STORE_RANK_HTML = 40, STORE_RANK_ARCHIVE = 35,
	STORE_RANK_CONVERTED = 30, STORE_RANK_PASTED = 10, STORE_RANK_QUOTED = 1,
};
struct store_observation { /* one file's version of a post */
	int64_t file;
	size_t start, end; /* bytes in the file */
	int rank;
	bool deleted, broken;
	struct str address; /* an IP address or host name that the board shows */
	struct store_post post; /* kind, number or key, head, text and anchors; id, thread and held are not looked at */
};
enum store_added { STORE_ADDED_NEW, STORE_ADDED_KNOWN, STORE_ADDED_CHANGED }; /* changed: another text than before */
/* The post's shown form is that of its best observation: not deleted, highest rank, longest, newest. added may be NULL. */
bool store_add_post(struct store *, int64_t thread, const struct store_observation *, enum store_added *added,
		    struct err *);

/* ---- documents --------------------------------------------------------------------------------------- */
struct store_quote { /* a post that a document quotes with its head line */
	struct store_identity source;
	size_t start, end;
	struct store_post post;
};
struct store_cite { /* a citation in it, or the post it quotes */
	struct store_identity source;
	size_t start, end, line;
	struct str text;
	int64_t date_from, date_to; /* day or month that it names; STORE_NO_TIME: none */
	const long *numbers;
	size_t n_numbers;
};
struct store_document {
	struct str id;   /* "sha256:…" of its text */
	struct str path; /* real path; empty: standard input */
	struct str title, author, date, language, format, encoding;
	struct str text; /* kept, compressed, up to STORE_KEEP_MAX bytes */
	size_t bad_bytes;
	const struct store_quote *quotes;
	size_t n_quotes;
	const struct store_cite *cites;
	size_t n_cites;
};
#define STORE_KEEP_MAX ((size_t)16 << 20)
/* Keeps a document that is read: its text, what it quotes (observations of the weakest kind) and what it cites. One
 * transaction; done again it changes nothing but the path. */
bool store_keep_document(struct store *, const struct store_document *, struct err *);

struct store_kept { /* a document as the library lists it */
	struct str id, path, title, author, date, language;
	uint64_t size;
	int64_t kept_at;
	struct str previous; /* id of the version before it (same real path), empty: none */
	bool has_text;
	size_t n_quotes, n_cites;
};
struct store_documents { struct store_kept *v; size_t n; };
bool store_documents(struct store *, struct arena *, struct store_documents *, struct err *); /* newest first */
/* The text of a kept document. False with ERR_NOTHING: not kept, or too large. */
bool store_document_text(struct store *, struct str id, struct buf *out, struct err *);

/* ---- full text ------------------------------------------------------------------------------------------ */
struct store_question {
	struct str words;      /* folded as copying does it: case, width, blanks and line ends do not count */
	bool kana;             /* hiragana and katakana are one */
	bool posts, documents; /* where to look */
	const struct store_identity *source; /* NULL: everywhere; a key or board that is empty: any */
	const struct store_poster *poster;   /* NULL: anybody's */
	int64_t from, to;      /* [from, to) of a post's time; STORE_NO_TIME: open */
	size_t max;            /* hits at most; 0: all */
	int64_t before;        /* go on after the page whose last hit had this entry; 0: from the start */
};
enum store_hit_kind { STORE_HIT_POST, STORE_HIT_DOCUMENT };
struct store_hit {
	enum store_hit_kind kind;
	int64_t entry;       /* for `before` */
	int64_t post;        /* of a post: its id */
	struct str document; /* of a document's paragraph: the id, and where it is */
	size_t start, end;
};
struct store_hits { struct store_hit *v; size_t n; };
/* Posts and paragraphs that hold the words as they stand, exactly those that a scan of all texts would find; what was
 * kept last comes first. */
bool store_search(struct store *, const struct store_question *, struct arena *, struct store_hits *, struct err *);
/* How many there are in all, counted in slices: *done when *n is final. */
struct store_counting;
struct store_counting *store_count_new(struct store *, const struct store_question *, struct err *);
bool store_count_step(struct store_counting *, int ms, size_t *n, bool *done, struct err *);
void store_count_free(struct store_counting *); /* NULL is allowed */

/* ---- notes.db: places, marks, history ------------------------------------------------------------------- */
/* Reading is at once, from a copy in memory where the store is open to be written; writing is queued for a thread of its
 * own that appends to the log beside the database, syncs it and commits, so that a slow disk never holds a key. What is
 * queued is read back as if it were written. */
struct store_notes;
struct store_notes *store_notes_open(const char *dir, enum store_mode, struct err *);
/* Writes what is queued, waiting at most wait_ms; false with an error: something could not be written (what was logged
 * is taken up at the next start). Frees it in either case; NULL is allowed. */
bool store_notes_close(struct store_notes *, int wait_ms, struct err *);
const char *store_notes_read_only(const struct store_notes *); /* as store_read_only() */
/* The first failure of the writing thread since the last call, or false. Cheap: for the idle time. */
bool store_notes_failed(struct store_notes *, struct err *);

#define STORE_CALLS_MAX 8
struct store_place { /* a position in a document */
	struct str document, path; /* id; real path, may be empty */
	size_t at;                 /* bytes; and the calls that it is shown under, outermost first */
	size_t calls[STORE_CALLS_MAX];
	unsigned n_calls;
	struct str context;        /* a few characters from there on: finds it again in the next version */
};
struct store_reading { /* where reading stopped, and how it looked */
	struct store_place place;
	struct str view;           /* the caller's own: modes, open notes; any text up to 64 KiB */
	int64_t when;
};
void store_save_reading(struct store_notes *, const struct store_reading *);
/* Of this document (empty: not known, as of a large one), or of the one that was last read at this path (then place.document differs). False with
 * ERR_NOTHING: none. */
bool store_load_reading(struct store_notes *, struct str document, struct str path, struct arena *,
			struct store_reading *, struct err *);
/* Marks: 'a' to 'z' one set a document, 'A' to 'Z' one for all. */
void store_set_mark(struct store_notes *, char name, const struct store_place *);
bool store_mark(struct store_notes *, char name, struct str document, struct arena *, struct store_place *,
		struct err *);
struct store_mark_row { char name; struct store_place place; };
struct store_marks { struct store_mark_row *v; size_t n; };
/* All marks that work in this document: its own and the global ones, by name. */
bool store_marks(struct store_notes *, struct str document, struct arena *, struct store_marks *, struct err *);

/* Rules for what is hidden in sources. */
enum store_rule_kind { STORE_HIDE_POST, STORE_HIDE_POSTER, STORE_HIDE_WORD, STORE_HIDE_EXPRESSION };
struct store_rule {
	struct str id;         /* given when it is added */
	enum store_rule_kind kind;
	struct store_identity source; /* a post: its thread; else: where it holds, a board, a family or (empty) everywhere */
	long number;           /* of a post */
	struct store_poster poster;
	struct str text;       /* a word, folded as copying does it; an expression (ICU) */
	int chain;             /* answers to what is hidden are hidden too, so many steps deep; 0: none */
	int64_t expires_at;    /* STORE_NO_TIME: never */
	struct str reason;     /* the reader's own words, may be empty */
	int64_t when;
};
struct store_rules { struct store_rule *v; size_t n; };
void store_add_rule(struct store_notes *, const struct store_rule *);
void store_remove_rule(struct store_notes *, struct str id);
/* Those that hold at this time, oldest first. */
bool store_rules(struct store_notes *, int64_t now_ms, struct arena *, struct store_rules *, struct err *);

struct store_opened { struct str document, path, title; int64_t when; long times; };
struct store_history { struct store_opened *v; size_t n; };
void store_note_opened(struct store_notes *, struct str document, struct str path, struct str title);
/* The documents that were opened, last first, at most max. */
bool store_history(struct store_notes *, size_t max, struct arena *, struct store_history *, struct err *);

/* ---- notes.db: annotations ---------------------------------------------------------------------------------
 * An annotation is what the newest of its changes says. A change never overwrites another: it names those that it was
 * made upon (bases), so that two readers' edits of one annotation stay both (heads) until somebody edits it again; what
 * is deleted is a change too. Ids of changes are UUIDv7 whose time part is a hybrid clock: later than every change that
 * this store has seen, whatever the machine's clock says. So the same changes in any order, any number of times, give the
 * same annotations. Of several heads the one that is not deleted is shown, then the newest.
 */
enum store_annotation_kind {
	ANNOTATION_HIGHLIGHT, ANNOTATION_NOTE, ANNOTATION_TRANSLATION, ANNOTATION_CORRECTION, ANNOTATION_TAG, ANNOTATION_LINK,
	ANNOTATION_BOOKMARK, ANNOTATION_KINDS
};
const char *store_annotation_name(enum store_annotation_kind); /* "highlight", … */
bool store_annotation_kind_of(struct str name, enum store_annotation_kind *);

struct store_target { /* a passage as it was when it was chosen: never changed afterwards */
	struct str document;  /* "sha256:…"; "post:FAMILY/BOARD/KEY/NUMBER" (or the post's own id); of an import: an address;
	                         empty: of none, only the quote is known (a unit of a translation memory) */
	struct str version;   /* "sha256:…" of the text that start and end are in: of a document the same; empty: not known */
	size_t start, end;    /* bytes in it; POS_NONE: only the quote is known */
	size_t first, last;   /* the same in code points; POS_NONE: not known */
	struct str quote, prefix, suffix; /* the passage, and STORE_CONTEXT code points around it as far as there are */
	struct str path, title; /* of the document, for people; may be empty */
};
#define STORE_CONTEXT 64

struct store_annotation {
	struct str id;        /* UUIDv7; of an import: as it came */
	enum store_annotation_kind kind;
	struct store_target target;
	struct str body;      /* the note; the translation; what it should say; a poster's or link's own words; LF */
	struct str language;  /* of the body, BCP 47; may be empty */
	struct str colour;    /* of a highlight: "yellow", "green", "blue", "red"; may be empty */
	const struct str *tags;
	size_t n_tags;
	struct store_target to;     /* a link's other end; document empty: none */
	struct store_poster poster; /* "this poster is BODY"; kind NONE: none */
	bool preferred;       /* of several translations of a passage: the one that is shown first */
	struct str alignment; /* of a translation: its sentences beside the passage's, as the reader put them right (note.h); may be empty */
	struct str extra;     /* a JSON object: what an import brought that is nothing of this; kept as it is; may be empty */
	struct str author;    /* who */
	struct str device;    /* where: the machine's name */
	int64_t created, modified;
	bool deleted;
	/* told by the store: */
	struct str change;    /* that made it so */
	size_t heads;         /* 1; more: versions of several readers that nobody has joined yet */
};
struct store_annotations { struct store_annotation *v; size_t n; };

struct store_annotation_query { /* what is empty or NULL asks for nothing */
	const struct str *documents; /* of any of these */
	size_t n_documents;
	unsigned kinds;              /* bits 1 << kind; 0: all */
	struct str tag, author;
	bool deleted;                /* those too */
};
/* In order of id. What is queued counts as written. */
bool store_annotations(struct store_notes *, const struct store_annotation_query *, struct arena *,
		       struct store_annotations *, struct err *);
/* One, deleted or not. ERR_NOTHING: there is none. The beginning of an id (8 characters at least) will do; ERR_USAGE: several
 * begin so. */
bool store_annotation(struct store_notes *, struct str id, struct arena *, struct store_annotation *, struct err *);
/* Every change of it as the annotation was after it, oldest first; heads: 1 where it is a head, 0 where another builds on it;
 * author: who made the change. */
bool store_annotation_history(struct store_notes *, struct str id, struct arena *, struct store_annotations *, struct err *);
/* How many changes of annotations there are, those of other programs too, as far as they were looked at: more, and what was
 * read before is old. Cheap enough for every few seconds. */
size_t store_annotation_changes(struct store_notes *);
/* Makes it so: a new one (id empty: given; created: now), an edit, a deletion, or one that is there again. It builds on all
 * heads. id, change, created, modified and device are filled in from the arena; an empty author is the store's (see below). Where
 * nothing of that id is there yet (an import), times that are given are kept. ERR_INPUT: too long (512 KiB). Queued. */
bool store_put_annotation(struct store_notes *, struct arena *, struct store_annotation *, struct err *);
/* Whose name new annotations carry where they have none. */
void store_set_author(struct store_notes *, struct str author);

/* An annotation as JSON, as it stands in the log, in drafts and in exports of our own: keys as the fields above. Strings
 * of a parsed one are in the arena. False: it is none; the error names the key. */
struct json_out;
struct json_node;
void store_annotation_put(struct json_out *, const struct store_annotation *);
bool store_annotation_get(const struct json_node *, struct arena *, struct store_annotation *, struct err *);

/* Changes as lines of JSON, to be carried to another store: all of each annotation of the query, oldest first. */
typedef bool (*store_change_fn)(void *context, struct str json);
bool store_each_change(struct store_notes *, const struct store_annotation_query *, store_change_fn, void *context, struct err *);
/* Takes over one such line. known: it was here before. False: it is no change; nothing is taken over. */
bool store_merge_change(struct store_notes *, struct str json, bool *known, struct err *);

/* How much was handed over, and how much of that is in the synced log: an annotation is saved when logged has reached
 * what queued was after it. */
uint64_t store_notes_queued(const struct store_notes *), store_notes_logged(const struct store_notes *);
/* Waits until all of it is logged, at most so long. */
bool store_notes_sync(struct store_notes *, int wait_ms, struct err *);

/* ---- notes.db: texts that something was written on --------------------------------------------------------------
 * Files texts/HEX.z beside the database (zlib; written once, synced before the change that names them), up to STORE_KEEP_MAX
 * bytes of text: the database can be lost, they cannot go stale. */
struct store_text {
	struct str id;        /* "sha256:…" */
	struct str document;  /* of a post: "post:…"; of a document: the id */
	struct str path, title;
	struct str previous;  /* the version before it; empty: none is known */
	int64_t when;
	bool whole;           /* false: too large, only what stands in the annotations is kept */
};
struct store_texts { struct store_text *v; size_t n; };
/* Queued; done again it changes nothing but the path, and the previous version where there was none. */
void store_keep_text(struct store_notes *, const struct store_text *, struct str text);
/* ERR_NOTHING: not kept. */
bool store_kept_text(struct store_notes *, struct str id, struct buf *out, struct err *);
/* All of them, newest first; of one path, of one document (post:…), or (both empty) all. */
bool store_texts(struct store_notes *, struct str path, struct str document, struct arena *, struct store_texts *, struct err *);

/* ---- notes.db: where an annotation stands in another version of the text ------------------------------------------- */
enum store_state { STATE_EXACT, STATE_MOVED, STATE_ORPHAN, STATE_CONFIRMED };
const char *store_state_name(enum store_state); /* "exact", … */
struct store_attachment {
	struct str annotation, version;
	enum store_state state;
	size_t start, end;    /* bytes in that version; of an orphan the best guess; POS_NONE: none */
	double score;         /* 0 to 1 */
	int method;           /* which version of the way to find it (note.h); a newer one may ask again */
};
struct store_attachments { struct store_attachment *v; size_t n; };
/* Queued. Nothing takes the place of STATE_CONFIRMED but another STATE_CONFIRMED. */
void store_attach(struct store_notes *, const struct store_attachment *);
bool store_attachments(struct store_notes *, struct str version, struct arena *, struct store_attachments *, struct err *);

/* ---- notes.db: drafts, what is being typed -------------------------------------------------------------------------- */
struct store_draft {
	struct str id;        /* the annotation's, or one of its own */
	struct str json;      /* the annotation as it would be (store_annotation_put) */
	int64_t when;
	bool open;            /* a program that still runs has it open */
};
struct store_drafts { struct store_draft *v; size_t n; };
/* Queued; a newer one takes the place of one that still waits. Files of their own, drafts/ID: hostile when read. Ids are of
 * letters, digits and '-'; others are not kept. */
void store_save_draft(struct store_notes *, struct str id, struct str json);
void store_drop_draft(struct store_notes *, struct str id);
bool store_drafts(struct store_notes *, struct arena *, struct store_drafts *, struct err *);

/* ---- notes.db: repair ---------------------------------------------------------------------------------------------- */
struct store_rebuilt {
	size_t changes, damaged; /* in the log: changes, and lines that are none */
	size_t added;            /* changes that the log lacked and the database had */
	size_t annotations;      /* deleted ones too */
	char *aside;             /* where the old file was put, owned; NULL: there was none */
};
/* Makes notes.db anew out of the log (and, as far as it can be read, of the old file, whose changes the log may lack). */
bool store_notes_rebuild(const char *dir, struct store_rebuilt *, struct err *);
/* The first three of these, of a database that can be read; mend: what the log lacks is written to it. */
bool store_notes_compare(const char *dir, bool mend, struct store_rebuilt *, struct err *);
/* A line for each file of a text that is not what its name says; mend: it is moved aside, to be made again. */
bool store_texts_check(const char *dir, bool mend, struct buf *faults, struct err *);
/* Is the folder on a file system of the network (NFS, SMB, sshfs, AFS, Ceph, Lustre)? Its kind, or NULL. */
const char *store_network(const char *dir);

#endif
