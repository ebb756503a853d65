/* What mbox.c and maildir.c share: one message (mail.c), and which message answers which (mail_thread.c). */
#ifndef TAIYAKU_BOARD_MAIL_H
#define TAIYAKU_BOARD_MAIL_H

#include "board_int.h"

/* ---- mail_thread.c: Message-IDs and who names whom ---- */
enum { MAIL_NONE = -1 };
struct mail_ids; /* a table of ids */
struct mail_ids *mail_ids_new(void);
void mail_ids_free(struct mail_ids *); /* NULL is allowed */
/* The id's number, made where it is new; MAIL_NONE: the table is full. */
int mail_id(struct mail_ids *, struct str id);
size_t mail_ids_count(const struct mail_ids *);
struct str mail_id_text(const struct mail_ids *, int id);
/* child answers parent, unless child has a parent or that would close a circle. */
void mail_link(struct mail_ids *, int parent, int child);
/* Says that a message with this id is held, and whether it names a parent by itself. */
void mail_hold(struct mail_ids *, int id, bool names_parent);
int mail_parent(const struct mail_ids *, int id); /* held or not; or MAIL_NONE */
bool mail_held(const struct mail_ids *, int id);
/* The message at the root. Where nobody has that one and a single message that names no parent hangs on it, that one. */
int mail_root(struct mail_ids *, int id);

/* ---- mail.c: one message ---- */
struct mail { /* owns; clear by filling anew */
	struct buf id;      /* without <>; made from the bytes where there is none */
	struct buf board;   /* the list's id, else the first newsgroup; empty: none */
	struct buf subject, topic; /* topic: the subject without Re: and its kin */
	struct buf name, address, date_text;
	int64_t posted_at;
	int tz_min;
	bool answers;       /* it names what it answers */
	struct buf text;    /* with lines for what is attached */
	size_t bad;
	bool cut;           /* it ends within a part */
};
#define MAIL_REFS_MAX 64
/* What a head says of ids: the message's own into id, those it answers into refs, the root first; ids without <>, each
 * followed by a line end; of very many the first and the last. */
void mail_read_ids(struct str head, struct buf *id, struct buf *refs);
void mail_own_id(struct str message, struct buf *id); /* of one that names none: by its bytes */
/* The board of messages that name no list: what the caller says, else the name of the mailbox at that path. */
void mail_board(const struct board_input *, struct str path, struct buf *out);
/* The head alone, or with the body. */
void mail_read_head(struct str message, struct mail *);
void mail_read(struct str message, struct mail *);
void mail_free(struct mail *);
/* The message as a post; with_subject: its subject stands above it. */
void mail_post(struct mail *, bool with_subject, struct board_post *);
/* How much these bytes look like the head of a message: 0 … 100. */
int mail_head_looks(struct str bytes);

#endif
