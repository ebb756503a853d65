/* view: a document (or a page made of lists and posts, which is a document too) seen through a rectangle. Body,
 * notes, popups, posts, lists and help are all shown by this one view, so that motion, search and focus work in all of
 * them. Sees no keys and no commands.
 *
 * A view keeps a position (layout.h), never a row number: resizing, folding and recognition going on leave the same
 * words at the top. Rows and columns are cells.
 */
#ifndef TAIYAKU_VIEW_H
#define TAIYAKU_VIEW_H

#include "taiyaku/cite.h"
#include "taiyaku/doc.h"
#include "taiyaku/grid.h"
#include "taiyaku/layout.h"
#include "taiyaku/note.h"
#include "taiyaku/store.h"

/* ---- things: what the focus can be on ------------------------------------------------------------ */
enum thing_kind { /* as bits for choosing: 1u << kind */
	THING_CALL,
	THING_CITATION,
	THING_ANCHOR,
	THING_LINK,
	THING_QUOTATION,
	THING_POST,    /* a post's first line */
	THING_SECTION, /* a heading */
	THING_ENTRY,   /* a line of a list */
	THING_ANNOTATION, /* index: in the view's annotations */
	THING_KINDS
};
#define THINGS(kind) (1u << (kind))
#define THINGS_MARKS (THINGS(THING_CALL) | THINGS(THING_CITATION) | THINGS(THING_ANCHOR) | THINGS(THING_LINK) | \
		      THINGS(THING_QUOTATION) | THINGS(THING_ENTRY))
struct thing {
	enum thing_kind kind;
	struct span span;      /* in the document; what is highlighted */
	struct position where; /* of its first character, as it is shown */
	uint32_t index;        /* of the call, citation, …; in a page: of its target */
};

/* ---- pages: texts made by the program, with targets ---------------------------------------------- */
enum target_kind {
	TARGET_NONE,
	TARGET_PLACE,    /* `at` in the document that the page is about */
	TARGET_NOTE,     /* index */
	TARGET_POST,     /* posts `from` to `to` of the source the page is about; post: the store's id of the first, or 0 */
	TARGET_CITATION, /* index, in the document that the page is about */
	TARGET_LINK,     /* text: an address */
	TARGET_DOCUMENT, /* text: id; path where there is one */
	TARGET_SOURCE,   /* thread: id in the store; from: a post of it, -1: none */
	TARGET_VERSIONS, /* post: whose other texts there are */
	TARGET_COMMAND,  /* text: its name */
	TARGET_ANNOTATION, /* text: its id; index 1: its other end */
};
struct target {
	enum target_kind kind;
	size_t at;
	uint32_t index;
	long from, to;
	int64_t thread, post;
	struct str text, path; /* owned by the page */
};
struct page_span {
	size_t start, end;
	enum style style;
	bool thing;             /* can have the focus: of this kind, with this target */
	enum thing_kind kind;
	uint32_t target;
};
struct page_passage { /* text of a document or post that stands in the page as it is, on one line */
	size_t start, end;   /* in the page */
	struct str document; /* as in store_target; of one document or post all the same pointer */
	size_t at;           /* where it begins there */
};
struct page {
	struct buf text;
	struct arena *arena;
	struct buf title;
	int hanging;                 /* cells before the rows that continue a line */
	VEC(struct page_span) spans; /* in order, not overlapping */
	VEC(struct target) targets;
	VEC(struct span) numbers;    /* of a thread: start of post .. its number, for page_find_post() */
	VEC(struct page_passage) passages; /* in order: so that posts can be annotated where they are shown */
	unsigned annotated;      /* the caller's: which of its annotations are shown */
	bool aligned;                /* page_aligned() */
};
struct page *page_new(void);
void page_free(struct page *);
void page_put(struct page *, enum style, struct str);
void page_printf(struct page *, enum style, const char *fmt, ...) PRINTF(3, 4);
/* The same, as a thing with a target (strings in it are copied). */
void page_thing(struct page *, enum style, enum thing_kind, const struct target *, struct str);
/* Blanks up to a column of the current line; at least one. */
void page_column(struct page *, int column);
/* On one line: each run of white space in it is one blank; cut with "..." after max bytes. */
void page_put_line(struct page *, enum style, struct str, size_t max);
/* Puts a text of a document or post (or a part of it that begins at `at` there), without line ends, as a passage. */
void page_put_passage(struct page *, enum style, struct str document, size_t at, struct str);
/* What was put from `start` on is one. */
void page_passage(struct page *, size_t start, struct str document, size_t at);
/* As page_put_line(): passages with single blanks between them. */
void page_put_passage_line(struct page *, enum style, struct str document, size_t at, struct str, size_t max);
/* The range of one document or post that a range of the page stands for. False: of none, or of several. */
bool page_to_document(const struct page *, struct span, struct str *document, struct span *out);
/* Where a place of a document or post stands in the page; POS_NONE: it does not. */
size_t page_from_document(const struct page *, struct str document, size_t at);
/* From the first passage that ends after `at` to the last one of the same document. False: none follows. */
bool page_passage_whole(const struct page *, size_t at, struct span *out);
/* "post:FAMILY/BOARD/KEY": what a source is called; appends. */
void page_source_name(const struct store_identity *, struct buf *out);
/* "post:FAMILY/BOARD/KEY/NUMBER": what a post is called as a document; appends. Nothing: its source has no name. */
void page_post_name(const struct store_identity *, const struct store_post *, struct buf *out);
/* Offset of a post in a thread page, POS_NONE. */
size_t page_find_post(const struct page *, long number);
/* The post that `at` stands in: its index in numbers, SIZE_MAX: none; its number, -1: none. */
size_t page_post_index(const struct page *, size_t at);
long page_post_at(const struct page *, size_t at);

/* The pages there are, each in a file of its own. The document is the one they are about. */
struct page *page_contents(struct doc *, size_t here);
struct page *page_notes(struct doc *, size_t here);
/* Sources of the document in order of time, with verdicts and what is missing. */
struct page *page_sources(struct doc *, struct cite *);
/* The thread of a verdict: its posts, their anchors and answers, what is missing by name. By poster: only the posts of
 * who wrote that number. */
enum page_order { PAGE_BY_NUMBER, PAGE_AS_TREE, PAGE_BY_POSTER };
struct page_thread {
	const struct verdict *verdict;
	struct str cited;                /* what the document cites, shown when the source is not there; or empty */
	long number;                     /* that is asked for, -1: none */
	enum page_order order;
	const struct store_rules *rules; /* what is hidden, or NULL */
	const long *shown;               /* hidden posts that are shown for now */
	size_t n_shown;
	struct store_annotations names;  /* who posters are: shown after their keys */
	const struct text_needle *filter; /* only posts that hold it, and so many around them; NULL: all */
	int around;
};
struct page *page_thread(struct cite *, const struct page_thread *);
/* Posts `from` to `to` of that thread alone: what a popup shows. */
struct page *page_posts(struct cite *, const struct page_thread *, long from, long to);
/* What each file says of a post (its id in the store), and how that differs. */
struct page *page_versions(struct cite *, struct store *, int64_t post, struct err *);
/* What points at a post: posts that answer it and passages of documents that cite it. */
struct page *page_citing(struct cite *, struct store *, const struct verdict *, long number, struct err *);
struct page *page_library(struct store *, struct store_notes *, struct err *);
/* Lines of the document that hold the needle; up to max. */
struct page *page_results(struct doc *, const struct text_needle *, struct str words, size_t max);
/* What a search of the whole store found, hit by hit. */
struct page_found {
	struct str words;                 /* that were looked for */
	const struct text_needle *needle; /* or NULL */
	int context;                      /* 0: a line; 1: more of it; 2: the whole post or paragraph */
};
void page_found_post(struct page *, const struct page_found *, const struct store_post *, const struct store_thread *);
void page_found_passage(struct page *, const struct page_found *, const struct store_kept *, size_t at, struct str text);
/* Who, and where and when that key means the same person: "ID:abc  in 5ch/tako, on 2022-12-27"; appends. */
void page_found_poster(const struct store_poster *, struct buf *out);
void page_found_annotation(struct page *, const struct store_annotation *);
/* Do its passage, its body or its tags hold it? */
bool page_annotation_says(const struct store_annotation *, const struct text_needle *);
void page_found_more(struct page *); /* an entry that asks for more of them */
struct help_line { struct str keys, help; bool heading; };
struct page *page_help(const struct help_line *, size_t n, struct str title, int cols); /* for a screen so wide */
struct page *page_link(struct doc *, struct cite *, uint32_t link);
/* A citation that leads to no source: what is known and what is missing. */
struct page *page_citation(struct doc *, struct cite *, uint32_t citation);
struct page *page_message(struct str title, struct str text);
/* Everything doubtful: findings, and verdicts that are neither `same` nor `quoted`. */
struct page *page_findings(struct doc *, struct cite *);
/* "1,234 posts", "[same]": small things that pages and the status line share. */
enum style verdict_style(enum verdict_kind);
/* "[wanted] why" on a line of its own. */
void page_verdict(struct page *, const struct verdict *);

/* The letter in the margin for a kind. */
char page_annotation_sign(enum store_annotation_kind);
const char *page_annotation_kind(enum store_annotation_kind); /* what people call it */
/* Annotations as a list: margin sign, state, passage, body, tags, author and day, each an entry (TARGET_ANNOTATION). needle:
 * only those that hold it; sort: by place, by time, by kind. */
enum page_sort { PAGE_BY_PLACE, PAGE_BY_TIME, PAGE_BY_KIND };
struct page *page_annotations(struct doc *, struct note_list, const struct text_needle *, enum page_sort);
/* One or several of them in full, for a popup: what is said, by whom, when, in which state. */
struct page *page_annotation(struct note_list, const uint32_t *indices, size_t n);
/* Translations that are remembered for a passage, each an entry that takes it over; titles: of where each comes from. */
struct page *page_remembered(struct str passage, struct note_remembers, const struct str *titles);
/* The sentences of a translation beside those of its passage, a pair an entry (target: its index). */
struct page *page_aligned(const struct store_annotation *, struct note_pairs);
/* What an annotation said before: every change, who and when, what became another. */
struct page *page_history(const struct store_annotations *);
/* Drafts that were left behind, each an entry with the command that goes on with it. */
struct page_draft {
	struct str id;
	int64_t when;
	bool good;                          /* false: it is damaged */
	struct store_annotation annotation; /* as it would be */
};
struct page *page_drafts(const struct page_draft *, size_t n);
void page_draft_words(const struct page_draft *, size_t max, struct buf *out); /* its first ones, on one line; appends */

/* ---- hide.c: which posts the reader does not want to see ------------------------------------------------ */
#define HIDE_NONE UINT32_MAX
struct hiding {
	uint32_t rule; /* the index of the one that hides it, HIDE_NONE: none does */
	long answers;  /* it is hidden as an answer to this number; -1: it is meant itself */
	bool shown;    /* for now all the same; set by the caller */
};
/* What the rules say of the posts of a source, one struct a post, in out[0 .. entries.n). Of two rules the older one. */
void hide_apply(const struct store_rules *, const struct store_identity *, struct cite_entries, struct hiding *out);
/* "poster ID:abc (the reader's reason)", "answers 12, word x"; appends. */
void hide_why(const struct store_rule *, const struct hiding *, struct buf *out);
/* What a rule hides, in a few words: "poster ID:abc"; where it holds: "5ch/liveuranus", "everywhere"; appends. */
void hide_what(const struct store_rule *, struct buf *out);
void hide_where(const struct store_rule *, struct buf *out);
/* All rules, each an entry with the command that takes it back. */
struct page *page_hides(const struct store_rules *);

/* ---- views ------------------------------------------------------------------------------------------ */
enum view_kind { /* in the order of the keymap's contexts */
		 VIEW_DOCUMENT, VIEW_SOURCE, VIEW_CONTENTS, VIEW_NOTES, VIEW_SOURCES, VIEW_RESULTS, VIEW_HELP,
		 VIEW_LIBRARY, VIEW_PEEK, VIEW_ANNOTATIONS, VIEW_DRAFTS, VIEW_OUTPUT, VIEW_KINDS };

/* How a range of the view's text is annotated. */
struct view_annotation {
	struct span at;  /* at.start == at.end: a place alone (a bookmark) */
	unsigned over;   /* GRID_YELLOW and so on; 0: only the sign */
	char sign;       /* in the margin of its first row */
	uint32_t index;  /* the caller's */
};
enum view_selecting { SELECT_NONE, SELECT_CHARACTERS, SELECT_PARAGRAPHS };

struct view {
	enum view_kind kind;
	struct doc *doc;
	struct page *page;       /* NULL: a document that is read */
	bool owns_doc;
	struct layout *layout;
	struct span range;       /* what is shown of the document */
	int rows, cols;
	struct position at;      /* of the first character on the screen */
	struct layout_cursor top;
	unsigned generation;
	bool has_focus;
	struct thing focus;
	const struct text_needle *needle; /* whose hits are shown; borrowed */
	struct span hit;                  /* the current one */
	struct position hit_where;
	const uint8_t *citation_styles, *anchor_styles; /* enum style by index; NULL: not known yet */
	size_t n_citation_styles, n_anchor_styles;
	int column;     /* rows that are not wrapped are shown from this cell on */
	int widest;     /* the widest of those that were drawn last, in cells; 0: there was none */
	struct span art_in; /* the text that was last looked at for pictures, and what was found */
	span_vec art;
	bool cursor_on;           /* cursor mode */
	struct position cursor;   /* of a grapheme cluster that is shown */
	int cursor_column;        /* that up and down keep to, in cells; -1: where it stands */
	enum view_selecting selecting;
	struct position fixed;    /* the other end of the selection */
	const struct view_annotation *annotations; /* borrowed, in order of at.start */
	size_t n_annotations;
	VEC(size_t) reach;        /* the furthest end of the annotations up to each one */
	bool margin;              /* the last two columns are kept for signs */
};
/* The document must outlive the view, unless it is the page's. */
struct view *view_new(enum view_kind, struct doc *, const struct layout_options *);
struct view *view_new_page(enum view_kind, struct page *, const struct layout_options *, struct err *); /* takes it */
struct view *view_new_range(enum view_kind, struct doc *, struct span, const struct layout_options *);
void view_free(struct view *);
/* A list: j and k move from entry to entry. */
bool view_is_list(const struct view *);

void view_resize(struct view *, int rows, int cols);
void view_set_options(struct view *, const struct layout_options *);
/* After folds or recognition: finds the position again. Done by itself where it is seen. */
void view_refresh(struct view *);

/* Sideways, for rows that are not wrapped; returns how many cells it moved. */
int view_sideways(struct view *, int cells);
int view_scroll(struct view *, int rows);             /* how many it did; stops where the last row is at the bottom */
void view_go(struct view *, const struct position *, int row); /* shows it at that row of the screen (0: top) */
void view_show(struct view *, const struct position *);        /* scrolls only if it is not on the screen */
/* Scrolls so that what is open under the call or the quote is seen, as far as the call's own row stays on the screen. */
void view_show_inset(struct view *, const struct position *call);
void view_unfold_section(struct view *, size_t at);            /* that the place is folded away in */
void view_go_end(struct view *);
bool view_at_end(struct view *);
bool view_on_screen(struct view *, const struct position *);
int view_percent(struct view *);
int view_length(struct view *, int max);              /* rows in all, counted to max: how high a popup has to be */

/* The next thing of the kinds in the order of the screen after the focus, or from the top of the screen; previous:
 * direction -1. True: it has the focus and is on the screen. */
bool view_focus_next(struct view *, int direction, unsigned kinds);
bool view_focus_first(struct view *, unsigned kinds); /* the first one on the screen, without scrolling */
bool view_first_thing(struct view *, unsigned kinds, struct thing *); /* in cursor mode: the one at the cursor first */
void view_focus(struct view *, const struct thing *);
void view_focus_at(struct view *, const struct position *, unsigned kinds); /* the thing that starts there, if any */
void view_unfocus(struct view *);
const struct target *view_target(const struct view *, const struct thing *); /* of a page; or NULL */
/* The focus, without one the hit that was gone to, without that the first character on the screen. */
struct position view_cursor(struct view *);
/* Where a position stands in the running text: under an open note, at the outermost call. */
size_t view_base(const struct position *);

void view_draw(struct view *, struct grid *, struct rect, bool active);

/* ---- cursor.c, selection.c: cursor mode ------------------------------------------------------------------ */
/* In cursor mode view_cursor() is the cursor, the page scrolls with it, and there is no focus. It goes over what is
 * shown of the document, in the order of the screen, open notes included; what the program draws in is passed over. */
void view_cursor_begin(struct view *);
void view_cursor_end(struct view *); /* the selection with it */
enum view_unit { UNIT_CLUSTER, UNIT_WORD, UNIT_WORD_END, UNIT_ROW, UNIT_SENTENCE, UNIT_PARAGRAPH, UNIT_BLOCK, UNIT_ROW_EDGE };
/* So many units on (negative: back). False: it was at the end already. */
bool view_cursor_move(struct view *, enum view_unit, long n);
/* To a position (a mark, a search hit), shown. Outside cursor mode nothing happens; what moves the view to a place takes the
 * cursor there by itself. */
void view_cursor_go(struct view *, const struct position *);
void view_select(struct view *, enum view_selecting);       /* from the cursor on; SELECT_NONE: no more */
void view_select_span(struct view *, const struct position *, struct span); /* that range, the cursor on its last cluster */
void view_select_swap(struct view *);
/* What is selected, in the order of the screen: ranges of the document, several where the ends stand under different calls.
 * Empty: nothing. Whole grapheme clusters, both ends in. */
void view_selection(struct view *, span_vec *out);
/* The same as text, LF between paragraphs; appends. */
void view_selection_text(struct view *, struct buf *out);
/* The sentence, paragraph, … of the document around a position. */
struct span view_unit_around(struct view *, const struct position *, enum view_unit);

/* Borrowed until the next call. */
void view_set_annotations(struct view *, const struct view_annotation *, size_t n);
/* The next annotation after the cursor or focus (kinds of the caller: those whose index `wanted` says), which gets the focus. */
bool view_focus_annotation(struct view *, int direction, bool (*wanted)(void *context, uint32_t index), void *context);

/* ---- status.c: the lines around ------------------------------------------------------------------------- */
/* Puts s, its end cut with "..." where it does not fit; returns the column after it. */
int status_put(struct grid *, int row, int col, int end, struct str, enum style, const struct text_terminal *);
/* "TITLE > Chapter > Section                 38%" in one row. */
void status_title(struct view *, struct grid *, int row, int cols, const struct text_terminal *);
/* "-- title        right": the line above a second pane or a popup. */
void status_separator(struct grid *, int row, int col, int end, struct str title, struct str right, bool active,
		      const struct text_terminal *);

#endif
