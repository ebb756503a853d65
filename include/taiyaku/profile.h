/* profile: the rules by which the structure of a plain text is recognised. Rules are data: JSON files, the program's
 * own (data/profiles, compiled in) and the user's, parsed by the same code. Profiles are tried in order; the first one
 * that fits a text is used, unless one is chosen by name.
 *
 * THE FORMAT. One JSON object a file. Every key but "name" may be left out; then it is taken from the profile named in
 * "extends", or else there is no such rule. A key that is not listed here is an error, so that a slip of the pen shows.
 *
 *  "name"        how it is chosen: [A-Za-z0-9-]+, at most 40
 *  "about"       one sentence for people
 *  "extends"     name of the profile that gives what this one leaves out
 *  "order"       number; profiles with a lower one are tried first (default 50)
 *  "fits"        {"any": [TEXT…], "languages": [CODE…]}: fits where one of the texts occurs (in the whole document, or
 *                in its first MiB) and the language is one of these; an empty or absent list asks nothing
 *  "languages"   [{"code": "en", "words": [WORD…]}…]: small words in lower case that tell the languages of Latin
 *                script apart, and sentences from names
 *  "headings"    [RULE…], see below; and "set_off": {"before","after","longest"}: blank lines around a short line (in
 *                characters) that make it a heading without any pattern, and how long it may be
 *  "calls"       [{"family","open":[TEXT…],"close":[TEXT…],"superscript":bool,"sure":bool,"plain":bool}…]: how notes are called
 *                and labelled: an opening text, a number of one to three digits (ASCII, full-width; superscript ones
 *                where "superscript"), a closing text ("close" left out: none). Calls find notes of their family first.
 *                "sure": a call even where no note answers. "plain": a label only (1. or 1) before a note), and only under a
 *                heading with "notes"
 *  "posts"       [RULE…] for head lines of quoted posts, groups: number name mail slip date id trip, and year month
 *                day hour minute second inside the date
 *  "utc_offset"  what their clocks show, "+09:00"
 *  "anchors"     {"marks": [TEXT…]}: what stands before the number of a post that is pointed at (">>")
 *  "citations"   {"dates":[PATTERN…] groups year month day; "months":{NAME:1…12…}, "same_day":[TEXT…], "again":[TEXT…]
 *                 (同, 同上, ibid.), "earlier":[TEXT…] (前掲, op. cit., before a title), "quotes":[[OPEN,CLOSE]…],
 *                 "numbers": PATTERN for the list of numbers at the end, group list, "default": PATTERN for the clause that
 *                 makes its thread serve from there on, group title}
 *  "quotes"      [[OPEN,CLOSE]…]: marks around a quoted text; "quote_marks": [TEXT…]: before each line of a quoted run (">")
 *  "titles"      [[OPEN,CLOSE]…]: marks around titles of works: no quotations
 *  "translations" {"labels":[TEXT…]}: longest first is not needed; case does not count
 *  "figures"     [RULE…] groups label caption
 *  "dates"       [RULE…] for a line that is the date of the document, groups year month day or monthname day year
 *  "authors"     [RULE…] group name
 *  "colophon"    [RULE…] for lines at the end that belong to the place of publication, not to the text
 *  "rules"       [RULE…] for lines that only part the text
 *
 * A RULE is {"pattern": PATTERN, "words": [TEXT…], "starts": [TEXT…], "contains": [TEXT…], "before": N, "after": N,
 * "longest": N, "rank": N, "numbered": bool, "notes": bool, "sources": bool}. It looks at one line without the blanks at its ends.
 *   words     the line is one of these texts (case does not count; brackets 【】 [] ［］ 〔〕 <> ＜＞ around it are allowed)
 *   pattern   an ICU regular expression with named groups that must match at the start of the line
 *   starts, contains   the line must start with one of these, must contain one of these; compared byte by byte before
 *             the expression is compiled or run: the first expression of a process costs milliseconds, so give them
 *   before, after   at least so many blank lines around it (the start and the end of the text count as many)
 *   longest   characters
 *   rank      of a heading: 1 part, 2 chapter, 3 section, 4 and so on; 0: always of the first level. The levels of a
 *             document are the ranks that it uses, counted from 1
 *   numbered  a heading that a list item could be: not in a run of its like without text between
 *   notes     a heading that notes stand under
 *   sources   a heading that a list of sources stands under: its foreign titles are no quotations
 */
#ifndef TAIYAKU_PROFILE_H
#define TAIYAKU_PROFILE_H

#include "taiyaku/base.h"
#include "taiyaku/text.h"

typedef VEC(struct str) str_vec;
struct str_pair {
	struct str open, close;
};
typedef VEC(struct str_pair) pair_vec;

struct profile_rule {
	struct str pattern;          /* empty: none */
	struct text_regex *compiled; /* on first use */
	bool broken;
	str_vec words, starts, contains;
	int before, after, longest, rank;
	bool numbered, notes, sources;
};
typedef VEC(struct profile_rule) rule_vec;

struct profile_call {
	int family; /* the same number for the same name */
	str_vec open, close;
	bool superscript, sure, plain;
};
struct profile_language {
	struct str code;
	str_vec words;
};
struct profile_month {
	struct str name;
	int number;
};

struct profile {
	char *name, *about, *extends;
	int order;
	str_vec fits_any, fits_languages;
	VEC(struct profile_language) languages;
	rule_vec headings;
	struct {
		int before, after, longest;
	} set_off;
	VEC(struct profile_call) calls;
	rule_vec posts;
	struct str utc_offset;
	str_vec anchor_marks;
	struct {
		rule_vec dates, numbers, defaults;
		VEC(struct profile_month) months;
		str_vec same_day, again, earlier;
		pair_vec quotes;
	} cite;
	pair_vec quotes, titles;
	str_vec quote_marks;
	str_vec translation_labels;
	rule_vec figures, dates, authors, colophon, rules;
	struct arena *arena; /* of all texts */
};

/* Parses one; name: for messages ("NAME:LINE: …"). Expressions are compiled, so that a bad one is told here, only if
 * `check`. NULL with an error that says what is wrong and where. `find` gives the profile an "extends" names (NULL:
 * only the bundled ones). */
struct profile *profile_parse(struct str json, const char *name, bool check, struct err *);
void profile_free(struct profile *); /* NULL is allowed */

/* The known ones: the bundled ones and what was added; loaded on first use, kept until profile_forget_all(). */
bool profile_add(struct str json, const char *name, struct err *);
/* By name; NULL with an error that lists the known ones. Borrowed. */
struct profile *profile_named(const char *name, struct err *);
/* The first one that fits; never NULL. text: the document or its start. */
struct profile *profile_for(struct str text, struct str language);
const char *profile_known(size_t i); /* names in the order of trying; NULL after the last */
void profile_forget_all(void);

/* Does the rule match the line? Blank lines around it are the caller's affair. subject: the line as set by
 * profile_subject(), or NULL to have it set here. Groups: profile_group(). */
struct profile_line { /* a line as rules see it; made ready for expressions only when one is run */
	struct str text;
	struct text_subject *subject;
	bool set;
};
bool profile_rule_matches(struct profile_rule *, struct profile_line *);
/* The rule's expression from byte `from` on: finds it anywhere. */
bool profile_rule_find(struct profile_rule *, struct profile_line *, size_t from, struct span *m);
/* Text of a named group of the rule's last match; empty: none. */
struct str profile_group(const struct profile_rule *, const struct profile_line *, const char *name);

#endif
