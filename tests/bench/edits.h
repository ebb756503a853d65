/* edits: texts that are edited at random, with where each passage of them went; and how well they are found again.
 * Nine ways to edit, named as the fixtures in docs/anchoring are. The same seed gives the same edits.
 */
#ifndef TAIYAKU_TESTS_EDITS_H
#define TAIYAKU_TESTS_EDITS_H

#include "taiyaku/note.h"

enum { EDITS_WORD, EDITS_PHRASE, EDITS_SENTENCE, EDITS_PARAGRAPH, EDITS_CLASSES };
extern const char *const edits_class[EDITS_CLASSES];
extern const char *const edits_models[]; /* NULL after the last */

enum edits_expect { EDITS_ATTACH, EDITS_GONE, EDITS_SKIP };
struct edits_target { /* places in code points */
	size_t start, end, new_start, new_end;
	int length; /* EDITS_WORD … */
	enum edits_expect expect;
};
struct edits {
	struct buf old_text, new_text;
	VEC(struct edits_target) targets;
};
/* The text edited, and `targets` passages of it. */
void edits_make(struct str text, const char *model, uint32_t seed, size_t targets, struct edits *);
/* One of the fixtures: the old and the new text and the targets (*.jsonl). False: it cannot be read. */
bool edits_read(const char *old_text, const char *new_text, const char *targets, struct edits *);
void edits_free(struct edits *);

struct edits_tally { long attach, right, strict, wrong, missed, gone, false_attach; };
/* Anchors all targets; adds to tally[EDITS_CLASSES]. with_old: the old text is given too. verbose: what was not right is printed. */
void edits_measure(const struct edits *, bool with_old, struct edits_tally *tally, bool verbose);
void edits_add(struct edits_tally *, const struct edits_tally *);

#endif
