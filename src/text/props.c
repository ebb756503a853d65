/* Properties of code points, from the tables that gen_props.c made. */
#include "props.h"

#include "props_table.h"

const struct props *text_props_of(uint32_t cp)
{
	static const struct props none = {.width = WIDTH_1, .flags = PROP_UNASSIGNED};

	return cp < 0x110000 ? &records[record_of[(size_t)block_of[cp >> 7] << 7 | (cp & 127)]] : &none;
}

enum text_script text_script(uint32_t cp)
{
	return (enum text_script)text_props_of(cp)->script;
}

bool text_is_space(uint32_t cp)
{
	return prop(cp, PROP_SPACE);
}

bool text_is_letter(uint32_t cp)
{
	return prop(cp, PROP_LETTER);
}
