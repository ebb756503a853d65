/* Where a caret goes from `at` in a text, by grapheme cluster and by word; the same place where there is no further. */
#ifndef TAIYAKU_INPUT_MOTION_H
#define TAIYAKU_INPUT_MOTION_H

#include "taiyaku/input.h"

size_t input_left(struct str, size_t at);
size_t input_right(struct str, size_t at);
size_t input_word_left(struct str, size_t at);  /* characters of one class side by side are one word: 漢字かな are two */
size_t input_word_right(struct str, size_t at);
size_t input_blank_left(struct str, size_t at); /* over white space, then over what is none */
/* What was put in or taken out may have joined its neighbours: behind the cluster that `at` stands in. */
size_t input_settle(struct str, size_t at);

#endif
