/* How many cells a code point takes: the only authority on widths (UAX #11; reference W1, W2). */
#include "props.h"

int text_char_cells(uint32_t cp, bool ambiguous_wide)
{
	const struct props *p = text_props_of(cp);

	if (p->width == WIDTH_CONTROL || p->flags & PROP_UNASSIGNED)
		return -1;
	return p->width == WIDTH_AMBIGUOUS ? 1 + ambiguous_wide : p->width;
}
