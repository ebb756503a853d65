/* Inside app: the whole state, and who does what.
 *
 *   book    a document that is open, with its view, its verdicts and what was kept of it    book.c
 *   spec    what a pane shows, as something that can be made again                            pane.c
 *   scene   which panes there are, what they show and where they stand                        pane.c
 *   jumps   scenes to go back to                                                              jump.c
 *   prompt  the line at the bottom while something is typed                                   prompt.c
 *
 * Handlers (act_*.c) change state and call app_touch(); only app_render() draws.
 */
#ifndef TAIYAKU_APP_INT_H
#define TAIYAKU_APP_INT_H

#include "taiyaku/app.h"
#include "taiyaku/cite.h"
#include "taiyaku/cmd.h"
#include "taiyaku/store.h"
#include "taiyaku/view.h"

#define UNUSED __attribute__((unused))

/* ---- options.c: one enum line a row of the table ------------------------------------------------- */
enum app_option {
	OPT_AMBIGUOUS,
	OPT_AUTHOR,
	OPT_CLIPBOARD,
	OPT_COMMAND,
	OPT_COMMAND_SIZE,
	OPT_COMMAND_TIME,
	OPT_HANG,
	OPT_KINSOKU,
	OPT_MOUSE,
	OPT_NOTES,
	OPT_SEARCH,
	OPT_SIGNS,
	OPT_SPLIT,
	OPT_THEME,
	OPT_TRANSLATIONS,
	OPT_WIDTH,
	OPT_COUNT
};
enum { RAISE_LAYOUT = 1, RAISE_PANES = 2, RAISE_THEME = 4, RAISE_TERMINAL = 8, RAISE_AUTHOR = 16 };
extern const struct option app_option_table[OPT_COUNT];

/* ---- books ------------------------------------------------------------------------------------------ */
struct book {
	char *path;           /* as given; NULL: no file (the guide, standard input, a kept text) */
	char *real;           /* its real path, or "" */
	char *encoding, *profile; /* as asked for, or NULL: reading again asks for the same */
	struct file_stamp stamp;  /* of the file when it was read */
	struct doc *doc;
	struct view *view;    /* the document in the main pane: its folds live as long as the book */
	struct cite *cite;    /* made when it is first asked for */
	unsigned cite_generation;
	bool kept;            /* in the library, with what it quotes; or nothing to keep */
	bool styled;          /* the verdicts are shown as styles */
	uint8_t *citation_styles, *anchor_styles;
	bool following;       /* F: a growing file */
	bool is_guide;
	bool is_blank;        /* what stands behind the library while no document is open */
	bool resumed;
	struct position saved; /* reading position as last written */
	struct text_needle *filter; /* what is filtered by, or NULL; layout and view borrow it */
	int filter_context;
	struct annotated *annotated; /* annotations.c; NULL: not asked for yet */
};

/* ---- what a pane shows ------------------------------------------------------------------------------ */
enum subject_kind { SUBJECT_NONE, SUBJECT_CITATION, SUBJECT_ANCHOR, SUBJECT_POST, SUBJECT_LINK, SUBJECT_THREAD, SUBJECT_QUOTATION };
struct subject { /* how a source was come to */
	enum subject_kind kind;
	uint32_t index;
	int64_t thread;
};
enum spec_kind { SPEC_DOCUMENT, SPEC_SOURCE, SPEC_CITING, SPEC_CONTENTS, SPEC_NOTES, SPEC_SOURCES, SPEC_RESULTS, SPEC_HELP,
		 SPEC_LIBRARY, SPEC_MESSAGES, SPEC_CHECK, SPEC_HIDES, SPEC_SEARCH, SPEC_POSTER, SPEC_ANNOTATIONS, SPEC_DRAFTS };
struct spec {
	enum spec_kind kind;
	struct subject subject;
	long number;             /* of a post, -1: none */
	enum page_order order;   /* SPEC_SOURCE */
	enum view_kind help_for; /* SPEC_HELP; VIEW_KINDS: cursor mode */
	bool everything;         /* SPEC_ANNOTATIONS: of the whole store, not of the subject or the document */
};

enum pane { PANE_MAIN, PANE_SIDE, PANE_PEEK, PANES };
#define PEEKS 8 /* popups over popups */

struct peek {
	struct view *view;
	struct spec go;         /* where Enter or ^] leads from here */
	struct position place;  /* SPEC_DOCUMENT: there */
	bool goes;
};

struct below {
	struct spec spec;
	struct position at, focus;
	bool focused;
};
#define BELOW 8

struct scene { /* what can be gone back to */
	struct book *book;
	struct spec main, side;
	bool has_side;
	enum pane active;
	struct position at[2], focus[2]; /* focus: in cursor mode the cursor */
	bool focused[2], cursor[2];
};

enum prompt_kind { PROMPT_NONE, PROMPT_COMMAND, PROMPT_FORWARD, PROMPT_BACKWARD, PROMPT_FILTER };

struct search {
	struct text_needle *needle; /* what n looks for and hits are shown of */
	char *words;
	int direction;
	/* a search that is under way: */
	bool running, wrapped, failed;
	int going; /* 1 forwards, -1 backwards */
	struct view *view;
	size_t origin, at;
};

struct known_thread;
struct hunt;
struct compose;
struct program;
struct lookup;
struct translations;
struct annotations;
struct app {
	/* services */
	char *dir;                /* of the store; NULL: none */
	char *config;
	struct store *store;
	struct store_notes *notes;
	bool tried_store, tried_notes;
	struct buf no_notes;      /* why notes.db cannot be had at all */
	VEC(struct hunt *) hunts; /* searches of the whole store */
	VEC(struct known_thread *) threads; /* SUBJECT_THREAD: their verdicts */
	struct store_rules rules; /* what is hidden, as of rules_arena; NULL: to be read */
	struct arena *rules_arena;
	VEC(long) unhidden;       /* hidden posts of one thread that are shown for now */
	int64_t unhidden_in;
	struct text_needle *filter; /* sources show only posts that hold it; NULL: all */
	int filter_around;
	int64_t saved_thread;     /* where reading was last seen to stand in one */
	size_t saved_post;
	struct cmd_options *options;
	struct input_keymap *keymap;
	struct theme *theme;
	struct text_terminal found, terminal; /* as asked of the terminal; as in force */
	struct annotations *annotations; /* annotations.c */
	struct undo *undo;        /* act_undo.c */
	/* documents and panes */
	VEC(struct book *) books;
	struct book *book;        /* the one in the main pane */
	struct spec main_spec, side_spec;
	struct below below[BELOW]; /* pages of the main pane that the present one was come to from: q goes back to them */
	int n_below;
	struct view *main_page;   /* the main pane when it shows no document */
	struct view *side;
	struct peek peeks[PEEKS];
	int n_peeks;
	enum pane active, under_peek, under_page; /* under_peek: where the first popup was opened from; page: the main one */
	VEC(struct scene) jumps;
	size_t jump;              /* jumps.v[jump..] is forward */
	struct book *before_book; /* '' */
	struct position before_jump;
	/* input */
	struct input_state keys;
	struct cmd_queue queue;
	enum prompt_kind prompt;
	struct input_edit *edit;
	struct input_history *histories[PROMPT_FILTER + 1];
	uint32_t seen_changes;
	struct position prompt_origin, prompt_cursor; /* top of the screen, cursor of cursor mode */
	struct compose *compose;  /* compose.c; NULL: nothing was typed yet */
	struct program *program;  /* that is to have the terminal, or NULL */
	struct translations *translations; /* memory.c */
	VEC(struct lookup *) lookups; /* lookup.c: configured commands that have a popup */
	struct search search;
	bool notes_open;          /* all of them: the option, or zR */
	/* output */
	int rows, cols;
	bool dirty;
	bool drawn;               /* the first frame is out: background work may begin */
	struct buf message;
	bool message_is_error;
	struct buf log;           /* all messages, for :messages */
	struct buf clipboard;     /* what was copied last */
	const char *clipboard_way; /* to the terminal's own; NULL: none */
	enum app_wish wish;
	int64_t now, saved_at, polled_at;
};

/* ---- app.c ---- */
void app_touch(struct app *);
void app_say(struct app *, const char *fmt, ...) PRINTF(2, 3);
void app_complain(struct app *, const struct err *);
bool app_exec(struct app *, struct str line, enum cmd_origin); /* runs at once; false: it failed, and said so */

/* ---- author.c ---- */
void app_own_name(const struct app *, struct buf *out);
void app_set_author(struct app *); /* gives the notes, where they are open, the name that annotations carry */

/* ---- commands.c ---- */
extern const struct cmd_table app_commands;
extern const struct input_context app_contexts[];
extern const size_t app_context_count;
unsigned app_context(const struct app *);

/* ---- book.c ---- */
struct book *book_open(struct app *, const char *path, const char *encoding, const char *profile, struct err *);
struct book *book_open_id(struct app *, struct str id, struct err *); /* kept in the library */
struct book *book_guide(struct app *, struct err *);
struct book *book_blank(struct app *);
void book_free(struct book *);
void book_resume(struct app *, struct book *);
void book_save(struct app *, struct book *);
/* A place for the store, and back; in another version of the text by the words there. */
void book_place(struct book *, const struct position *, struct store_place *);
struct position book_position(struct book *, const struct store_place *);
bool book_idle(struct app *, struct book *); /* keeps it, finds verdicts; false: nothing left */
struct cite *book_cite(struct app *, struct book *);
bool book_reload(struct app *, struct book *, struct err *);
void book_poll(struct app *, struct book *);
struct store *app_store(struct app *);       /* opened on first use; NULL: there is none */
struct store_notes *app_notes(struct app *);
/* For a query; close *own (NULL is allowed) when it is answered. */
struct store_notes *app_notes_to_read(struct app *, struct store_notes **own);

/* ---- pane.c ---- */
struct view *pane_view(const struct app *, enum pane); /* NULL: not open */
struct view *pane_active(const struct app *);
void pane_layout(struct app *, struct rect out[PANES]); /* where they stand; rows 0: not there */
void pane_resize(struct app *);
void pane_options(struct app *, struct layout_options *);
bool pane_show(struct app *, const struct spec *, struct err *); /* in the pane it belongs to, made active */
void pane_show_book(struct app *, struct book *);
void pane_remake_annotations(struct app *); /* the list of annotations, where it is open, at the same entry */
void pane_remake(struct app *); /* the sources and lists that are open, at the same posts: other things are hidden now */
/* A source as its pages are made: what is hidden, what is shown all the same. */
struct page_thread pane_thread(struct app *, const struct verdict *);
void pane_close(struct app *, enum pane);
bool pane_peek(struct app *, struct view *, const struct spec *go, const struct position *place);
bool pane_beside(const struct app *);
void pane_post(struct view *, size_t at); /* to the post that starts there in a source: at the top, with the focus */
const struct verdict *pane_verdict(struct app *, const struct subject *);

/* What a view shows: that of the main pane, the side pane, or where its popup leads. */
const struct spec *pane_about(const struct app *, const struct view *);

/* ---- act_hide.c ---- */
const struct store_rules *app_rules(struct app *);

/* ---- thread.c: sources without a document ---- */
const struct verdict *thread_verdict(struct app *, int64_t thread);
void thread_forget_all(struct app *);
bool thread_is_name(struct str);        /* post:FAMILY/BOARD/KEY[/NUMBER] */
bool thread_find(struct app *, struct str name, int64_t *thread, long *number, struct err *);
bool thread_open(struct app *, struct str name, struct err *);
/* number -1: where reading stopped. */
enum cmd_result thread_go(struct app *, int64_t thread, long number, struct err *);
bool thread_in_main(const struct app *);
long thread_post(const struct app *); /* the number of the post that is read there, -1: none */
/* The place in the thread of the main pane; name holds its document id. False: no thread is there. */
bool thread_place(struct app *, struct store_place *, struct buf *name);
void thread_save(struct app *);
/* All that the store has of who wrote that post. NULL: nobody is named. */
struct page *thread_poster_page(struct app *, const struct spec *, struct err *);

/* FAMILY/BOARD/KEY of a thread that the store has. */
bool thread_identity(struct app *, struct str name, struct store_identity *);

/* ---- hunt.c: searches of the whole store; SPEC_SEARCH has one's index as its subject's ---- */
bool hunt_begin(struct app *, const struct cmd_args *, uint32_t *index, struct err *);
bool hunt_more(struct app *, uint32_t index, struct err *); /* the next page of hits */
void hunt_context(struct app *, uint32_t index, int more);
const struct text_needle *hunt_needle(const struct app *, uint32_t index);
struct page *hunt_page(struct app *, uint32_t index);
bool hunt_idle(struct app *, int ms);
void hunt_free_all(struct app *);

/* ---- jump.c ---- */
void jump_record(struct app *);  /* before going somewhere else */
/* The text of a book is another one now: scenes keep their places in it, as far as there are such, and nothing that was
 * an index into the old one. */
void jump_reloaded(struct app *, const struct book *, size_t end);
bool jump_back(struct app *, long n);
bool jump_forward(struct app *, long n);
bool jump_swap(struct app *); /* to the scene before the last jump, which is recorded as one itself */

/* ---- thing.c: what the focus leads to ---- */
enum cmd_result thing_peek(struct app *, struct view *, const struct thing *, struct err *);
enum cmd_result thing_go(struct app *, struct view *, const struct thing *, struct err *);
enum cmd_result thing_go_translation(struct app *, uint32_t index, struct err *); /* where its translation is seen */
enum cmd_result place_go_to(struct app *, struct book *, const struct position *); /* records a jump */
enum cmd_result place_go(struct app *, size_t at); /* in the document; records a jump */
/* The post that a command is about: in a source the one with the focus or at the top; in a document the one that is
 * cited, quoted or anchored at the focus. */
bool thing_post(struct app *, struct subject *, long *number);
enum cmd_result source_go(struct app *, const struct subject *, long number, struct err *);
enum cmd_result thing_go_document(struct app *, const struct target *, struct err *); /* TARGET_DOCUMENT; or a post's name */
/* A page as a popup; go: where Enter leads from there, or NULL. */
enum cmd_result thing_popup(struct app *, struct page *, const struct spec *go, struct err *);

/* ---- prompt.c, search.c ---- */
void prompt_open(struct app *, enum prompt_kind, struct str initial);
void prompt_key(struct app *, struct key);
void prompt_changed(struct app *);
void search_set(struct app *, struct str words, int direction);
void search_start(struct app *, struct view *, size_t origin, int direction);
bool search_step(struct app *, int ms); /* true: it ended (found or not) */
void search_stop(struct app *);
void search_forget(struct app *, const struct text_needle *); /* no page shows its hits any more */

/* ---- annotations.c: what is annotated in what is open ---- */
/* Annotations of the book (and of the posts of a source that is open), kept in memory: read when they are first asked for,
 * anchored while idle, changed by annotation_put(). NULL: there are none, not read yet (before the first frame), or no store. */
struct note_attaching *annotations_of_book(struct app *, struct book *);
bool annotations_idle(struct app *, int ms);
void annotations_tick(struct app *);
int annotations_timeout_ms(const struct app *);
void annotations_show(struct app *, struct view *); /* gives the view its own, in the view's coordinates */
/* The one that a view_annotation's index means; until the next change. NULL: none. */
const struct note_attached *annotation_of(struct app *, const struct view *, uint32_t index);
void annotations_reread(struct app *); /* the store has others now */
void annotations_free(struct app *);
/* The passage of a document or post that a range of the view stands for. False: it can only be copied; e says why. */
bool annotation_target(struct app *, struct view *, struct span, struct arena *, struct store_target *, struct err *);
/* Can anything be written? Asked before something is typed; e says why not. */
bool annotations_writable(struct app *, struct err *);
/* Everything that makes, edits, deletes: queued for the store, shown at once, undone by U. */
bool annotation_put(struct app *, struct store_annotation *, struct err *);
bool annotation_store(struct app *, struct store_annotation *, struct err *); /* the same, with nothing to undo */
/* What was typed for an annotation is confirmed: as annotation_put(), with a message. False: it could not be handed over
 * and the message says why; what was typed stays a draft. */
bool annotation_accept(struct app *, struct store_annotation *);
/* What was just queued: "saving..." until it is in the log, then "saved". */
void app_saving(struct app *);

/* The next annotation, or the next orphan, has the focus. */
enum cmd_result annotation_next(struct app *, int direction, bool orphans, long count, struct err *);
/* Where it stands, in whatever text. */
enum cmd_result annotation_go(struct app *, struct str id, struct err *);
/* Where a link leads to. */
enum cmd_result annotation_go_end(struct app *, struct str id, struct err *);
/* Those at the focus, in a popup. */
enum cmd_result annotation_peek(struct app *, struct view *, const struct thing *, struct err *);
/* Of what is open, and the version of the text that it stands in; until the next change. NULL: it is not open. */
const struct note_attached *annotation_by_id(struct app *, struct str id, struct str *version);
struct page *annotations_page(struct app *, const struct spec *); /* SPEC_ANNOTATIONS */
void annotations_filter(struct app *, struct str words);          /* empty: all again */
bool annotations_filtered(const struct app *);
struct store_annotations annotations_posters(struct app *);       /* who is who; of page_thread.names */
void annotation_tags(struct app *, struct str begin, cmd_names *); /* that begin so */
bool annotations_margin(const struct app *, const struct view *);  /* is there room to be kept for signs? */

/* ---- annotated.c ---- */
struct annotated;
void annotated_free(struct annotated *); /* NULL is allowed */

/* ---- act_undo.c ---- */
/* A command begins: what it puts is undone together. */
void undo_step(struct app *);
/* before: NULL, it is new. Copied. */
void undo_record(struct app *, const struct store_annotation *before, const struct store_annotation *after);
void undo_free(struct app *);

/* ---- compose.c: the note editor, a pane at the bottom ---- */
/* The annotation's body is edited; the draft is the annotation with the body as far as it is typed. Copied. False, before
 * anything is typed: it could not be kept (a store that cannot be written), or another one is open. */
bool compose_open(struct app *, const struct store_annotation *, struct err *);
/* Goes on in the user's own editor (command.edit, $VISUAL, $EDITOR); the text comes back into this one. */
bool compose_outside(struct app *, struct err *);
bool compose_is_open(const struct app *);
void compose_key(struct app *, struct key);
void compose_paste(struct app *, struct str);
void compose_tick(struct app *);
int compose_timeout_ms(const struct app *); /* until compose_tick() is wanted; -1: not at all */
bool compose_idle(struct app *); /* once: says which drafts were left; false: nothing to do */
void compose_failed(struct app *); /* something could not be written: the draft is handed over again */
int compose_rows(const struct app *, int rows); /* of the screen's that it takes */
void compose_render(struct app *, struct grid *, struct rect);
const char *compose_hint(const struct app *); /* its keys, for the last row */
void compose_close_all(struct app *); /* at the end: what is typed stays a draft */
/* The drafts that were left, as a list. */
struct page *compose_drafts_page(struct app *, struct err *);

/* ---- lookup.c: configured commands that run beside us ---- */
void lookup_tick(struct app *);
int lookup_timeout_ms(const struct app *);
bool lookup_stop(struct app *); /* false: none runs */
void lookup_free_all(struct app *);

/* ---- program.c: programs that have the terminal to themselves ---- */
typedef void (*app_program_end)(struct app *, const char *name, int status);
/* Its arguments, and one more at the end. ended() is called when it is back. */
void app_start_program(struct app *, const char *const *argv, size_t n, const char *last, app_program_end ended);
void app_program_free(struct app *);

/* ---- memory.c: translations that were written once ---- */
bool translation_idle(struct app *, int ms); /* takes them up in slices; false: nothing left */
void translation_remember(struct app *, const struct store_annotation *); /* was put */
void translation_forget(struct app *);       /* the store was changed by others: they are read again */
void translation_free(struct app *);
/* How well the best one that is known fits the passage, in percent; 0: there is none. */
int translation_known(struct app *, struct str passage);
/* Says so of a quotation; NULL: none is known. Until the next call. */
const char *translation_hint(struct app *, const struct view *, uint32_t quotation);
/* A popup with those that are known for a passage of the active view. */
enum cmd_result translation_offer(struct app *, struct span, struct err *);
/* The n-th of those that were offered last, from 1, as an annotation to be put. */
bool translation_offered(struct app *, size_t n, struct store_annotation *, double *score);

/* ---- render.c ---- */
void render(struct app *, struct grid *);

#endif
