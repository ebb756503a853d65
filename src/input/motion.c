/* The motions that the line and the text of several lines share. */
#include "motion.h"

size_t input_left(struct str s, size_t at)
{
	return at ? text_cluster_prev(s, at) : 0;
}

size_t input_right(struct str s, size_t at)
{
	return at < s.n ? text_cluster_next(s, at) : at;
}

static uint32_t char_at(struct str s, size_t at)
{
	uint32_t cp;

	text_next(s, at, &cp);
	return cp;
}

/* 0 for what is no word. */
static int word_class(struct str s, size_t at)
{
	uint32_t cp = char_at(s, at);

	return text_is_letter(cp) ? 1 + (int)text_script(cp) : 0;
}

size_t input_word_left(struct str s, size_t at)
{
	int class;

	while (at && !word_class(s, input_left(s, at)))
		at = input_left(s, at);
	if (!at)
		return 0;
	class = word_class(s, input_left(s, at));
	while (at && word_class(s, input_left(s, at)) == class)
		at = input_left(s, at);
	return at;
}

size_t input_word_right(struct str s, size_t at)
{
	int class;

	while (at < s.n && !word_class(s, at))
		at = input_right(s, at);
	if (at == s.n)
		return at;
	class = word_class(s, at);
	while (at < s.n && word_class(s, at) == class)
		at = input_right(s, at);
	return at;
}

size_t input_blank_left(struct str s, size_t at)
{
	while (at && text_is_space(char_at(s, input_left(s, at))))
		at = input_left(s, at);
	while (at && !text_is_space(char_at(s, input_left(s, at))))
		at = input_left(s, at);
	return at;
}

size_t input_settle(struct str s, size_t at)
{
	size_t end;

	if (!at || at >= s.n)
		return at;
	end = text_cluster_next(s, text_cluster_prev(s, at));
	return end > at ? end : at;
}
