/* Regular expressions: ICU's, over UTF-16 made once a text. A match that takes too long, or too much
 * stack, counts as no match: patterns come from the user, texts from anywhere. */
#include "utf16.h"

#include <unicode/uregex.h>

enum { TIME_LIMIT = 100 /* steps of about a millisecond */, STACK_LIMIT = 4 << 20 /* bytes */ };

struct text_subject {
	struct utf16 u;
	uint64_t version; /* of the text: a new number each time it is set */
};

struct text_regex {
	URegularExpression *re;
	const struct text_subject *subject;
	uint64_t version; /* of the subject it was given */
	bool matched;
};

static uint64_t versions;

struct text_subject *text_subject_new(void)
{
	return xcalloc(1, sizeof(struct text_subject));
}

void text_subject_free(struct text_subject *s)
{
	if (!s)
		return;
	text_utf16_free(&s->u);
	free(s);
}

void text_subject_set(struct text_subject *subject, struct str s)
{
	text_utf16_set(&subject->u, s);
	subject->version = ++versions;
}

struct text_regex *text_regex_new(struct str pattern, struct err *err)
{
	struct utf16 u = {0};
	struct text_regex *r;
	UParseError where = {0};
	UErrorCode code = U_ZERO_ERROR;
	URegularExpression *re;

	if (pattern.n >= INT32_MAX) {
		err_set(err, ERR_INPUT, _("the pattern is too long"));
		return NULL;
	}
	text_utf16_set(&u, pattern);
	re = uregex_open(u.units, (int32_t)u.n, 0, &where, &code);
	text_utf16_free(&u);
	if (U_FAILURE(code)) {
		err_set(err, ERR_INPUT, _("the pattern is wrong at character %d: %s"), (int)where.offset + 1,
			u_errorName(code));
		return NULL;
	}
	uregex_setTimeLimit(re, TIME_LIMIT, &code);
	uregex_setStackLimit(re, STACK_LIMIT, &code);
	r = xcalloc(1, sizeof *r);
	r->re = re;
	return r;
}

void text_regex_free(struct text_regex *r)
{
	if (!r)
		return;
	uregex_close(r->re);
	free(r);
}

static void bytes_of(const struct text_subject *s, int32_t start, int32_t end, struct span *out)
{
	out->start = s->u.byte_of[start];
	out->end = s->u.byte_of[end];
}

bool text_regex_find(struct text_regex *r, struct text_subject *s, size_t from, struct span *m)
{
	UErrorCode code = U_ZERO_ERROR;

	if (r->version != s->version || r->subject != s) {
		uregex_setText(r->re, s->u.units, (int32_t)s->u.n, &code);
		r->subject = s;
		r->version = s->version;
	}
	r->matched = uregex_find(r->re, (int32_t)text_utf16_at(&s->u, from), &code) && U_SUCCESS(code);
	if (!r->matched)
		return false;
	bytes_of(s, uregex_start(r->re, 0, &code), uregex_end(r->re, 0, &code), m);
	return true;
}

bool text_regex_group(const struct text_regex *r, const char *name, struct span *g)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t group, start, end;

	if (!r->matched)
		return false;
	group = uregex_groupNumberFromCName(r->re, name, -1, &code);
	start = uregex_start(r->re, group, &code);
	end = uregex_end(r->re, group, &code);
	if (U_FAILURE(code) || start < 0)
		return false;
	bytes_of(r->subject, start, end, g);
	return true;
}
