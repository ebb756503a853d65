/* The layouts since 2016: each post is an element of class "post", its fields are elements inside with classes of their
 * own. Nothing else is looked at, and nothing is nested: a field ends with the end tag that balances its start tag, or
 * where the next field or post begins, so that damaged and cut pages give what they have. */
#include "readcgi.h"

struct field_class {
	const char *name;
	enum readcgi_field field;
};
static const struct field_class classes[] = {
	{"number", FIELD_NUMBER},  {"postid", FIELD_NUMBER},     {"name", FIELD_NAME}, {"postusername", FIELD_NAME},
	{"date", FIELD_DATE},      {"uid", FIELD_UID},           {"be", FIELD_BE},     {"message", FIELD_BODY},
	{"thread_in", FIELD_BODY}, {"post-content", FIELD_BODY},
};

struct scan {
	struct readcgi *rc;
	struct html h;
	bool open;                /* a post is */
	struct str container;     /* its tag */
	size_t start;             /* of the post */
	struct buf id;            /* its id attribute, and whatever else is asked for */
	enum readcgi_field field; /* that is open */
	struct str tag;           /* its tag */
	size_t from, depth;       /* where its inside starts; tags of that name that are open */
	bool has_body;
};

static bool is_container(const struct html *h)
{
	return h->kind == HTML_OPEN && (html_is(h, "div") || html_is(h, "article") || html_is(h, "dl"));
}

static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n < 10;
}

/* Other programs call their posts "post" too: a numeric id and one more sign of read.cgi tell them apart. */
bool readcgi_class_post(const struct html *h)
{
	struct buf value = {0};
	bool good = is_container(h) && html_has_class(h, "post") && html_attribute(h, "id", &value) &&
		    is_number(buf_view(&value)) &&
		    (html_attribute(h, "data-userid", &value) || html_attribute(h, "data-date", &value) ||
		     html_attribute(h, "data-id", &value) || html_has_class(h, "clear"));

	buf_free(&value);
	return good;
}

static enum readcgi_field field_of(struct scan *s)
{
	if (s->h.self_closing ||
	    !(html_is(&s->h, "span") || html_is(&s->h, "div") || html_is(&s->h, "dd") || html_is(&s->h, "section")))
		return FIELD_NONE;
	if (!html_attribute(&s->h, "class", &s->rc->scratch))
		return FIELD_NONE;
	struct str words = buf_view(&s->rc->scratch);
	for (size_t from = 0, end; from < words.n; from = end + 1) {
		end = str_find_char(words, ' ', from);
		end = end == SIZE_MAX ? words.n : end;
		for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
			if (str_eq(str_slice(words, from, end), str_c(classes[i].name)))
				return classes[i].field;
	}
	return FIELD_NONE;
}

static void end_field(struct scan *s)
{
	if (s->field == FIELD_NONE)
		return;
	readcgi_set(s->rc, s->field, str_slice(s->rc->bytes, s->from, s->h.span.start));
	s->has_body |= s->field == FIELD_BODY;
	s->field = FIELD_NONE;
}

static void begin_field(struct scan *s, enum readcgi_field field)
{
	end_field(s);
	s->field = field;
	s->tag = s->h.name;
	s->from = s->h.span.end;
	s->depth = 1;
}

/* broken: neither the body's end tag nor the post's was there. */
static bool end_post(struct scan *s, size_t end, bool broken)
{
	if (!s->open)
		return true;
	end_field(s);
	s->open = false;
	if (!s->rc->field[FIELD_NUMBER].n)
		buf_str(&s->rc->field[FIELD_NUMBER], buf_view(&s->id));
	return readcgi_post(s->rc, s->start, end, broken || !s->has_body);
}

static bool begin_post(struct scan *s)
{
	if (!end_post(s, s->h.span.start, true))
		return false;
	s->open = true;
	s->has_body = false;
	s->container = s->h.name;
	s->start = s->h.span.start;
	html_attribute(&s->h, "id", &s->id);
	return true;
}

static bool same_tag(const struct html *h, struct str name)
{
	if (h->name.n != name.n)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((h->name.p[i] | 0x20) != (name.p[i] | 0x20))
			return false;
	return true;
}

static bool open_tag(struct scan *s)
{
	if (readcgi_class_post(&s->h))
		return begin_post(s);
	if (!s->open)
		return true;
	enum readcgi_field field = s->field == FIELD_BODY ? FIELD_NONE : field_of(s);
	if (field != FIELD_NONE)
		begin_field(s, field);
	else if (s->field != FIELD_NONE && !s->h.self_closing && same_tag(&s->h, s->tag))
		s->depth++;
	return true;
}

static bool close_tag(struct scan *s)
{
	bool body = s->field == FIELD_BODY;

	if (!s->open)
		return true;
	if (s->field != FIELD_NONE && same_tag(&s->h, s->tag)) {
		if (--s->depth)
			return true;
		end_field(s);
		return !body || end_post(s, s->h.span.end, false);
	}
	return !body || !same_tag(&s->h, s->container) || end_post(s, s->h.span.end, false);
}

bool readcgi_classes(struct readcgi *rc)
{
	struct scan s = {.rc = rc, .h = {.s = rc->bytes}, .field = FIELD_NONE};
	bool good = true;

	while (good && html_next(&s.h) != HTML_END) {
		if (s.h.kind == HTML_OPEN)
			good = open_tag(&s);
		else if (s.h.kind == HTML_CLOSE)
			good = close_tag(&s);
	}
	good = good && end_post(&s, rc->bytes.n, true);
	buf_free(&s.id);
	return good;
}
