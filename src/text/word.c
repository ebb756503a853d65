/* Words, for a cursor that goes from one to the next. ICU's rules, which for Japanese look into a dictionary: what they
 * set apart counts where it holds a letter or a number, so that brackets and punctuation are passed over. */
#include "utf16.h"

#include "taiyaku/text.h"

#include <unicode/ubrk.h>

static UBreakIterator *open_iterator(void)
{
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_open(UBRK_WORD, "ja", NULL, 0, &code);

	if (U_FAILURE(code))
		die(_("ICU has no word breaking rules (%s); install its data"), u_errorName(code));
	return it;
}

static bool has_letter(struct str s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (text_is_letter(cp))
			return true;
	}
	return false;
}

void text_words(struct str s, span_vec *out)
{
	static UBreakIterator *it; /* one for the life of the program: opening it costs more than a paragraph */
	struct utf16 u = {0};
	UErrorCode code = U_ZERO_ERROR;
	int32_t from = 0, to;

	if (!s.n)
		return;
	if (!it)
		it = open_iterator();
	text_utf16_set(&u, s);
	ubrk_setText(it, u.units, (int32_t)u.n, &code);
	while (U_SUCCESS(code) && (to = ubrk_next(it)) != UBRK_DONE) {
		struct span word = {u.byte_of[from], u.byte_of[to]};

		if (has_letter(str_slice(s, word.start, word.end)))
			vec_push(out, word);
		from = to;
	}
	text_utf16_free(&u);
}
