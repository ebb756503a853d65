/* Where a row may start: ICU's line breaks for ja at the level asked for, then the kinsoku filter.
 *
 * The locale always names the level: without it ICU lets っ ゃ ー start a row and takes “ ” for no
 * brackets. A paragraph is converted to UTF-16 once; breaks come back through its offsets. */
#include "kinsoku.h"
#include "props.h"
#include "utf16.h"

#include <unicode/ubrk.h>

struct text_breaker {
	UBreakIterator *it; /* opened on first use */
	enum text_level level;
	struct utf16 u;
	VEC(uint32_t) cp;
	VEC(uint8_t) flags;
};

struct text_breaker *text_breaker_new(enum text_level level)
{
	struct text_breaker *b = xcalloc(1, sizeof *b);

	b->level = level;
	return b;
}

void text_breaker_free(struct text_breaker *b)
{
	if (!b)
		return;
	if (b->it)
		ubrk_close(b->it);
	text_utf16_free(&b->u);
	vec_free(&b->cp);
	vec_free(&b->flags);
	free(b);
}

static void open_iterator(struct text_breaker *b)
{
	static const char *const locale[] = {"ja@lb=strict", "ja@lb=normal", "ja@lb=loose"};
	UErrorCode code = U_ZERO_ERROR;

	b->it = ubrk_open(UBRK_LINE, locale[b->level], NULL, 0, &code);
	if (U_FAILURE(code))
		die(_("ICU has no line breaking rules (%s); install its data"), u_errorName(code));
}

/* Marks what ICU allows. */
static void mark_breaks(struct text_breaker *b)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t at;

	if (!b->it)
		open_iterator(b);
	ubrk_setText(b->it, b->u.units, (int32_t)b->u.n, &code);
	while ((at = ubrk_next(b->it)) != UBRK_DONE)
		if ((size_t)at < b->u.n)
			b->flags.v[b->u.byte_of[at]] = TEXT_BREAK;
}

static void collect_code_points(struct text_breaker *b)
{
	size_t i;

	vec_reserve(&b->cp, b->u.n + 1);
	for (i = 0, b->cp.n = 0; i < b->u.n; i++) {
		uint32_t c = b->u.units[i];

		if (U16_IS_LEAD(c)) {
			i++;
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, b->u.units[i]);
		}
		b->cp.v[b->cp.n++] = c;
	}
}

/* Clusters, and the filter, in one pass over the code points. */
static void filter(struct text_breaker *b)
{
	struct kinsoku p = {b->cp.v, b->cp.n, b->level};
	struct cluster_state st;
	const struct props *props = text_props_of(b->cp.v[0]);
	size_t k, unit = 0;

	text_cluster_first(&st, props);
	b->flags.v[0] = TEXT_CLUSTER;
	for (k = 1; k < b->cp.n; k++) {
		uint8_t *flag;

		unit += b->cp.v[k - 1] > 0xFFFF ? 2 : 1;
		flag = &b->flags.v[b->u.byte_of[unit]];
		props = text_props_of(b->cp.v[k]);
		if (!text_cluster_breaks(&st, props))
			*flag = 0;
		else if ((*flag || text_kinsoku_gives(&p, k)) && !text_kinsoku_takes(&p, k))
			*flag = TEXT_CLUSTER | TEXT_BREAK;
		else
			*flag = TEXT_CLUSTER;
	}
}

const uint8_t *text_breaks(struct text_breaker *b, struct str paragraph)
{
	vec_reserve(&b->flags, paragraph.n + 1);
	memset(b->flags.v, 0, paragraph.n + 1);
	if (!paragraph.n)
		return b->flags.v;
	text_utf16_set(&b->u, paragraph);
	collect_code_points(b);
	mark_breaks(b);
	filter(b);
	return b->flags.v;
}
