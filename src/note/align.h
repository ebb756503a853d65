/* Inside note: what align.c and hint.c share. */
#ifndef TAIYAKU_NOTE_ALIGN_H
#define TAIYAKU_NOTE_ALIGN_H

#include "taiyaku/note.h"
#include "taiyaku/text.h"

/* Something in a sentence that its translation has as well, if it is good: a number, a name, a word that both languages
 * have, one of the little glossary. */
struct note_hint {
	uint32_t what; /* the same in all languages */
	float sure;    /* how likely it is that a translation has it; 0: it often has not, and that says nothing */
};
typedef VEC(struct note_hint) note_hint_vec;
/* Appends those of a sentence, in order of what, each once. */
void note_hints(struct str sentence, note_hint_vec *out);
/* How long the sentence would be in a language of Latin letters, in characters. */
double note_hint_length(struct str sentence);

#endif
