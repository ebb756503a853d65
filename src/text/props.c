/* Properties of code points, from the tables that gen_props.c made. */
#include "props.h"

#include "props_table.h"

const struct props text_props_none = {.width = WIDTH_1, .flags = PROP_UNASSIGNED};

enum text_script text_script(uint32_t cp)
{
	return (enum text_script)text_props_of(cp)->script;
}

bool text_is_space(uint32_t cp)
{
	return prop(cp, PROP_SPACE);
}

bool text_is_blank(struct str s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.n;) {
		at = text_next(s, at, &cp);
		if (!text_is_space(cp))
			return false;
	}
	return true;
}

bool text_is_letter(uint32_t cp)
{
	return prop(cp, PROP_LETTER);
}
