/* Inside note: what the formats of exchange share. Strings that are made live in the arena. */
#ifndef TAIYAKU_NOTE_EXCHANGE_H
#define TAIYAKU_NOTE_EXCHANGE_H

#include "taiyaku/note.h"
#include "taiyaku/text.h"

/* ---- names.c: ids and documents as IRIs, and back --------------------------------------------------- */
bool note_is_iri(struct str); /* a scheme, a colon, and nothing that RFC 3987 does not allow unescaped */
/* Appends. sha256:… is urn:sha256:…, post:… urn:taiyaku:post:…, a UUID urn:uuid:…; an IRI is itself. */
void note_document_iri(struct str document, struct buf *out);
struct str note_document_of_iri(struct str iri, struct arena *);
void note_id_iri(struct str id, struct buf *out);
struct str note_id_of_iri(struct str iri, struct arena *);
void note_user_iri(struct str author, struct buf *out);
struct str note_user_of_iri(struct str iri, struct arena *);
struct str note_copy(struct arena *, struct buf *); /* what the buffer holds, in the arena; clears the buffer */
/* An id for an annotation that came without one: of its content, so that twice is once. */
void note_name(struct arena *, struct store_annotation *);
/* An annotation that says nothing yet: no times, no positions. */
struct store_annotation note_blank(void);
int64_t note_time(struct str rfc3339); /* STORE_NO_TIME: it is none, or has no zone */
void note_put_time(struct json_out *, const char *name, int64_t ms);

/* ---- w3c_check.c ---------------------------------------------------------------------------------------- */
/* All that the Recommendation says an annotation MUST be. where: for messages ("items[3]"), or empty. with_context: it
 * stands alone and has to say its @context itself. */
bool note_w3c_check(const struct json_node *, const char *name, const char *where, bool with_context, struct err *);

/* ---- w3c_read.c, w3c_body.c, w3c_put.c ------------------------------------------------------------------------ */
#define NOTE_W3C_MARK "translation" /* the tag beside a body that is a translation */
enum note_job { NOTE_JOB_TEXT, NOTE_JOB_TAG, NOTE_JOB_LINK, NOTE_JOB_OTHER }; /* what a body is to us */
/* Of one body of the annotation. Of those that are texts, and of those that are links, only the first is taken. */
enum note_job note_w3c_job(const struct json_node *body, const struct json_node *annotation);
/* Kind, body, language, tags, link out of bodies and motivations. */
void note_w3c_bodies(const struct json_node *annotation, struct arena *, struct store_annotation *);
/* A value, or an array of them: the first and what comes after it. */
const struct json_node *note_w3c_first(const struct json_node *);
const struct json_node *note_w3c_next(const struct json_node *all, const struct json_node *one);
/* Document, version, quote and position out of a target, or out of a link's body. */
void note_w3c_target(const struct json_node *, struct arena *, struct store_target *);
/* All that is said of an annotation that was checked; of `extra` what we have put there ourselves. */
void note_w3c_annotation(const struct json_node *, struct arena *, struct store_annotation *);
/* An annotation as an object, with its target as it shall stand there; extra is not looked at for an original. */
void note_w3c_object(struct json_out *, const struct store_annotation *, const struct store_target *, bool with_context);
#define NOTE_W3C_CONTEXT "http://www.w3.org/ns/anno.jsonld"

/* ---- fields.c: members of an object, of the form that they have to have ------------------------------------------- */
struct note_fields { /* what is missing or wrong is told once, with its place; then bad is true */
	const char *name;
	char where[64]; /* "rows[3]", or empty */
	struct arena *arena;
	struct err *err;
	bool bad;
};
bool note_field_wrong(struct note_fields *, const char *key, const char *what); /* false */
struct str note_field_text(struct note_fields *, const struct json_node *, const char *key);  /* not there, null: empty */
int64_t note_field_time(struct note_fields *, const struct json_node *, const char *key);     /* RFC 3339 */
size_t note_field_count(struct note_fields *, const struct json_node *, const char *key);     /* not there, null: POS_NONE */
const struct json_node *note_field_list(struct note_fields *, const struct json_node *, const char *key); /* NULL: not there */
const struct str *note_field_texts(struct note_fields *, const struct json_node *, const char *key, size_t *count);
struct str note_json_text(const struct json_node *, struct arena *); /* the value as JSON on one line */
/* {"key": value}: what an import brings that we have no word for. */
struct str note_extra(const char *key, const struct json_node *value, struct arena *);

/* ---- tmx_read.c ------------------------------------------------------------------------------------------------- */
bool note_is_tmx(struct str bytes);

/* ---- json.c -------------------------------------------------------------------------------------------------------- */
/* Our own, as note_put_json() writes it; bytes: the text that the node is parsed from. */
bool note_read_own(const struct json_node *, struct str bytes, const char *name, struct arena *, struct note_import *, struct err *);
/* The annotation that a change is of. False: it is no change; the error says what is wrong with it. */
bool note_change_of(struct str json, struct arena *, struct str *annotation, struct err *);
/* A list as `note list --json` has it. */
bool note_read_list(const struct json_node *, const char *name, const char *where, struct arena *, struct store_annotations *,
		    struct err *);

/* ---- paper.c: what Markdown and HTML tell alike, in what order -------------------------------------------------------- */
struct note_sheet { /* an annotation as it is put on paper */
	const struct note_attached *at;
	struct str before, quote, after; /* the passage, and what its sentence has around it */
	struct str when;                 /* "2026-11-22 10:05 UTC", empty: not known */
	struct str place;                /* "line 45", a post: "board >>545"; empty: not known */
	struct str link;                 /* of a link: what it leads to, for people */
};
struct note_pen { /* how a format writes it */
	void (*title)(struct buf *, struct str title, struct str about); /* about: author, date */
	void (*section)(struct buf *, struct str title);
	void (*annotation)(struct buf *, const struct note_sheet *);
};
void note_paper(const struct note_export *, const struct note_pen *, struct buf *);
/* The next character of a text for paper; controls and what turns the direction round are U+FFFD, a TAB is a blank. */
size_t note_paper_next(struct str, size_t at, uint32_t *cp);
bool note_is_web(struct str); /* http: or https:, fit to be a link */

#endif
