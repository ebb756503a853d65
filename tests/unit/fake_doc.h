/* A document written down with its structure, for the tests of layout, so that they do not lean on recognition:
 *   <c1>(1)</c> a call of note 1    <n1>(1)text</n> note 1, its label up to the first ")"
 *   <q1>quote</q> a quotation       <t1>its translation</t>     <f1>label and translation lines</f> that only repeat it
 *   <s2>heading</s> a section of level 2
 */
#ifndef TAIYAKU_TESTS_FAKE_DOC_H
#define TAIYAKU_TESTS_FAKE_DOC_H

#include "taiyaku/doc.h"

struct doc *fake_doc(struct str marked_up);
void fake_doc_free(struct doc *);
/* Pretends that something was recognised just now. */
void fake_doc_change(struct doc *);

#endif
